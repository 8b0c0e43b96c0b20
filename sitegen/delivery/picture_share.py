"""The share of encoded pictures: a store that rclone reaches, for machines with cold caches.

A chain of papers in CI, or the newsroom's second machine, need not encode what another has
encoded. An entry is looked at before it is believed (see `pictures.shared`); a share that is
missing, slow or full of rubbish costs time and never correctness.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from sitegen.core.identity import install_command
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.delivery.rclone_calls import NO_FILE, NO_FOLDER, Rclone
from sitegen.delivery.variables import Censor, with_variables
from sitegen.pictures.cache import keep, kept
from sitegen.pictures.shared import Shape, is_shaped, seal, shared_name, unseal
from sitegen.settings.types import Settings

KEY_VARIABLE = "SITEGEN_SHARE_KEY"
_SECONDS = 600.0  # that one call may take: some thousand pictures over a poor line
_COPY = ("--no-traverse", "--transfers", "16", "--checkers", "16")


class RcloneShare:
    """A share in a remote of rclone's.

    Args:
        remote: as rclone takes it, "s3:gazette-pictures/encoded"; it may hold secrets.
        key: of the newsroom; b"" for none.
        may_add: False in runs that others can start, such as those of pull requests.
    """

    def __init__(self, remote: str, rclone: Rclone, key: bytes, *, may_add: bool) -> None:
        self._remote = remote
        self._rclone = rclone
        self._key = key
        self._may_add = may_add
        self._is_broken = False  # it is not asked a second time

    def fetch(self, cache: Path, wanted: Mapping[str, Shape]) -> tuple[Problem, ...]:
        if not wanted:
            return ()
        names = {shared_name(name): name for name in wanted}
        folder = self._rclone.new_folder()
        try:
            self._copy("read", self._remote, str(folder), names, passes=(NO_FOLDER, NO_FILE))
        except SitegenError as error:
            self._is_broken = True
            return tuple(_warning(problem) for problem in error.problems)
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:  # decoding needs no interpreter
            believed = list(
                threads.map(
                    lambda file: self._take(file, names.get(file.name, ""), cache, wanted),
                    list(folder.iterdir()),
                )
            )
        strange = believed.count(False)
        if not strange:
            return ()
        what = f"{strange} of {len(wanted)} pictures in the share are not what they should be"
        hint = f"They were made here. Is {KEY_VARIABLE} the same on all machines that add to it?"
        return (Problem("[cache] share", 0, what, hint, warning=True),)

    def _take(self, file: Path, name: str, cache: Path, wanted: Mapping[str, Shape]) -> bool:
        """Put one file that came into the cache, if it is what it should be; say whether it is."""
        data = unseal(file.name, file.read_bytes(), self._key) if name else None
        file.unlink()
        if data is None or not is_shaped(data, wanted[name]):
            return False
        keep(cache, name, data)
        return True

    def add(self, cache: Path, names: Collection[str]) -> tuple[Problem, ...]:
        if not names or not self._may_add or self._is_broken:
            return ()
        folder = self._rclone.new_folder()
        files = []
        for name in names:
            data = kept(cache, name)
            if data is not None:
                files.append(shared_name(name))
                (folder / files[-1]).write_bytes(seal(files[-1], data, self._key))
        try:
            self._copy("write", str(folder), self._remote, files, more=("--ignore-existing",))
        except SitegenError as error:
            return tuple(_warning(problem) for problem in error.problems)
        finally:
            for name in files:
                (folder / name).unlink()
        return ()

    def close(self) -> None:
        self._rclone.close()

    def _copy(
        self,
        right: str,
        source: str,
        target: str,
        files: Collection[str],
        *,
        passes: Collection[int] = (),
        more: Collection[str] = (),
    ) -> None:
        listing = self._rclone.list_file(files)
        words = ["copy", source, target, "--files-from-raw", listing, *_COPY, *more]
        self._rclone.call(right, words, passes=passes, limit=_SECONDS)


def picture_share(settings: Settings) -> RcloneShare | None:
    """Return the share that the settings name; None where they name none.

    Raises:
        SitegenError: a variable that it names is not set.
    """
    place = settings.cache_share
    if not place:
        return None
    line = settings.line("cache.share")
    remote = with_variables(place, os.environ, settings.file, line).removeprefix("rclone:")
    key = os.environ.get(KEY_VARIABLE, "")
    rclone = Rclone(
        "[cache] share", Censor([place]), lambda: install_command("deploy", settings.root)
    )
    # A key of any length; blake2b takes 64 bytes.
    digest = sha256(key.encode()).digest() if key else b""
    return RcloneShare(remote, rclone, digest, may_add=not _is_pull_request(os.environ))


def _is_pull_request(environment: Mapping[str, str]) -> bool:
    """Say whether this runs for a change that somebody proposes, at GitHub or GitLab."""
    event = environment.get("GITHUB_EVENT_NAME", "")
    return event.startswith("pull_request") or bool(environment.get("CI_MERGE_REQUEST_IID"))


def _warning(problem: Problem) -> Problem:
    hint = f"The pictures were made here. {problem.hint}".strip()
    return replace(problem, path="[cache] share", hint=hint, warning=True)
