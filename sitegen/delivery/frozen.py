"""Frozen: the bytes that go out, held apart from output/, and those of the deploys before.

Each file is held once, under its digest, as a hard link: builds put new files in the place of old
ones and never write into them, so a deploy that takes an hour sends what it began with, and the
deploys before cost the disk only what has changed since.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from sitegen.core.digests import digest_bytes, digest_file, digest_text
from sitegen.core.problems import Problem, SitegenError
from sitegen.delivery.manifest import (
    Files,
    Manifest,
    ManifestError,
    SentFile,
    manifest_bytes,
    read_manifest,
)
from sitegen.output.journal import write_whole

FOLDER = "deploy"  # in the cache
KEPT = 3  # deploys before the last, for `--back`

# file → size, time, number; digest and size of what goes out
_Known = dict[str, list[object]]


class Frozen:
    """What one cache holds of deploys. The caller holds its lock.

    Args:
        cache: the cache's folder.
    """

    def __init__(self, cache: Path) -> None:
        self.folder = cache / FOLDER
        self._objects = self.folder / "objects"

    def freeze(
        self,
        output: Path,
        names: Iterable[str],
        changed: Callable[[str, bytes], bytes] | None = None,
    ) -> Files:
        """Hold the files of output/ that have these names, as they are now.

        Args:
            changed: returns the bytes that go out in place of those of a file.

        Raises:
            SitegenError: one of them is missing, or is no file.
        """
        note = self.folder / f"digests-{digest_text(str(output.resolve()))[:8]}.json"
        known, now = _read_known(note), _Known()
        files = {}
        for name in sorted(names):
            path = f"{output}/{name}"
            try:
                facts = os.lstat(path)
                if not stat.S_ISREG(facts.st_mode):
                    raise FileNotFoundError
                stamp = [facts.st_size, facts.st_mtime_ns, facts.st_ino]
                before = known.get(name)
                if before is not None and before[:3] == stamp:
                    digest, size = str(before[3]), int(str(before[4]))
                    is_held = os.path.exists(self._place(digest))
                else:
                    digest, size, is_held = "", facts.st_size, False
                if changed is not None and not is_held:
                    data = changed(name, Path(path).read_bytes())
                    digest, size = digest_bytes(data), len(data)
                    self._write(data, digest)
                elif changed is None:
                    digest = digest or digest_file(Path(path))
                    self._hold(path, digest)
            except FileNotFoundError:
                hint = "Build the site again: sitegen build"
                raise SitegenError(
                    [Problem(f"{output.name}/{name}", 0, "is missing or no file", hint)]
                ) from None
            now[name] = [*stamp, digest, size]
            files[name] = SentFile(digest, size)
        if now != known:
            write_whole(note, json.dumps(now))
        return files

    def tree(self, folder: Path, files: Files, *, own: bool = False) -> None:
        """Lay files out in a new folder under their own names.

        Args:
            own: as copies, for a program that may write into them.

        Raises:
            SitegenError: one is not held any more, or not as it was.
        """
        made = set()
        for name, file in files.items():
            source = self._place(file.digest)
            target = f"{folder}/{name}"
            parent = target.rpartition("/")[0]
            if parent not in made:
                os.makedirs(parent, exist_ok=True)
                made.add(parent)
            try:
                if own:
                    shutil.copyfile(source, target)
                else:
                    _link(source, target)
            except FileNotFoundError:
                hint = "Build the site and deploy that: sitegen build"
                raise SitegenError(
                    [Problem(name, 0, "is not kept any more as it was deployed", hint)]
                ) from None

    def hold(self, data: bytes) -> SentFile:
        """Hold bytes that came from elsewhere."""
        digest = digest_bytes(data)
        self._write(data, digest)
        return SentFile(digest, len(data))

    def make_sure(self, files: Files) -> bool:
        """Say whether all these are held, and as they were: somebody may have written into one."""
        for digest in {file.digest for file in files.values()}:
            try:
                if digest_file(Path(self._place(digest))) != digest:
                    return False
            except OSError:
                return False
        return True

    def text(self, file: SentFile) -> bytes:
        """Return the bytes of one file that is held. Raises OSError."""
        return Path(self._place(file.digest)).read_bytes()

    # The deploys before

    def keep(self, name: str, manifest: Manifest) -> None:
        """Note a deploy that is done, and let go of what only older ones than `KEPT` held."""
        folder = self._kept(name)
        numbers = self._numbers(name)
        last = _manifest_in(folder / f"{numbers[-1]}.json") if numbers else None
        if last is None or last.files != manifest.files:
            numbers.append(numbers[-1] + 1 if numbers else 1)
        write_whole(folder / f"{numbers[-1]}.json", manifest_bytes(manifest).decode())
        old = numbers[: -KEPT - 1]
        for number in old:
            (folder / f"{number}.json").unlink(missing_ok=True)
        if old:
            self._prune()

    def kept(self, name: str) -> tuple[Manifest, ...]:
        """Return the deploys that are kept of one place, the last one first."""
        folder = self._kept(name)
        manifests = [_manifest_in(folder / f"{n}.json") for n in reversed(self._numbers(name))]
        return tuple(manifest for manifest in manifests if manifest is not None)

    def keep_until(self, name: str, manifest: Manifest) -> None:
        """Note that an earlier deploy stands again: those after it are forgotten."""
        for number in reversed(self._numbers(name)):
            file = self._kept(name) / f"{number}.json"
            kept = _manifest_in(file)
            if kept is not None and kept.files == manifest.files:
                break
            file.unlink(missing_ok=True)
        self.keep(name, manifest)

    def forget(self, name: str) -> None:
        """Keep no deploy of one place any more, and no file that only they had."""
        shutil.rmtree(self._kept(name), ignore_errors=True)
        self._prune()

    def names(self) -> tuple[str, ...]:
        """Return the places of which deploys are kept."""
        with suppress(OSError):
            return tuple(sorted(os.listdir(self.folder / "kept")))
        return ()

    def _kept(self, name: str) -> Path:
        return self.folder / "kept" / name

    def _numbers(self, name: str) -> list[int]:
        stems = [file.stem for file in self._kept(name).glob("*.json")]
        return sorted(int(stem) for stem in stems if stem.isdecimal())

    # Files by their digests

    def _place(self, digest: str) -> str:
        return f"{self._objects}/{digest[:2]}/{digest[2:]}"

    def _hold(self, path: str, digest: str) -> None:
        place = self._place(digest)
        if not os.path.exists(place):
            os.makedirs(place.rpartition("/")[0], exist_ok=True)
            _link(path, place)

    def _write(self, data: bytes, digest: str) -> None:
        place = self._place(digest)
        if not os.path.exists(place):
            os.makedirs(place.rpartition("/")[0], exist_ok=True)
            draft = Path(f"{place}.draft")
            draft.write_bytes(data)
            draft.replace(place)

    def _prune(self) -> None:
        used = {
            file.digest
            for name in self.names()
            for manifest in self.kept(name)
            for file in manifest.files.values()
        }
        for folder in self._objects.glob("??"):
            for name in os.listdir(folder):
                if folder.name + name not in used:
                    with suppress(OSError):
                        os.unlink(folder / name)


def _link(source: str, target: str) -> None:
    """Give a file a second name; on filesystems that have no such thing, copy it."""
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except OSError:
        draft = f"{target}.draft"
        shutil.copyfile(source, draft)
        os.replace(draft, target)


def _manifest_in(file: Path) -> Manifest | None:
    try:
        return read_manifest(file.read_bytes())
    except (OSError, ManifestError):
        return None


def _read_known(note: Path) -> Mapping[str, list[object]]:
    try:
        value = json.loads(note.read_bytes())
        return {name: row for name, row in value.items() if len(row) == 5}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
