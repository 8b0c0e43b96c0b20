"""The way `command`: the host's own program takes the site from a folder.

Some hosts are reached by nothing else (Netlify, Cloudflare Pages), and some publish by a step of
their own once the site lies in a folder (GitHub's deploy-pages, GitLab): for these a deploy has
two halves. What such a host has nobody can ask it, so the manifest stays in the cache.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from sitegen.core.problems import SitegenError
from sitegen.delivery.manifest import FILE, Manifest, ManifestError, read_manifest
from sitegen.delivery.plan import Plan, Standing, Standings
from sitegen.delivery.programs import Programs
from sitegen.delivery.target import Progress, Source, refuse
from sitegen.delivery.variables import Censor
from sitegen.output.folder import output_place
from sitegen.output.journal import write_whole

READY = "ready.json"  # the manifest of a site that lies in the folder and is not out yet
_OURS = "folder"  # the note of which folder we have made
_SHOWN = 400  # letters of what a program said


class CommandTarget:
    """A program, and the folder from which it takes the site.

    Args:
        name: of [deploy.NAME].
        root: the site's folder, in which the program runs.
        words: the program and what it is told; () where there is none.
        folder: as written; "" for one in the cache.
        notes: a folder in the cache.
    """

    writes_manifest = False
    where = ""

    def __init__(
        self,
        name: str,
        root: Path,
        words: Collection[str],
        folder: str,
        notes: Path,
        censor: Censor,
    ) -> None:
        self.name = name
        self._root = root
        self._words = tuple(words)
        self._written = folder
        self._folder = root / folder if folder else notes / "site"
        self._notes = notes
        self._censor = censor

    def open(self) -> None:
        if not self._written:
            return
        hint = 'Name a folder of its own, such as folder = "public".'
        try:
            place = output_place(self._root, self._folder)
        except SitegenError as error:
            raise refuse(self._written, error.problems[0].message, hint) from None
        if place.is_relative_to((self._root / "output").resolve()):
            raise refuse(self._written, "is the folder from which is deployed", hint)
        is_ours = self.note(_OURS) == str(place).encode()
        if not is_ours and place.is_dir() and any(place.iterdir()):
            what = "holds files, and sitegen has not put them there"
            raise refuse(self._written, what, "Empty it, or name another.")

    def recover(self, _before: Manifest) -> None:
        return None

    def close(self) -> None:
        return None

    def note(self, name: str) -> bytes | None:
        try:
            return (self._notes / name).read_bytes()
        except FileNotFoundError:
            return None

    def put_note(self, name: str, data: bytes) -> None:
        write_whole(self._notes / name, data.decode())

    def drop_note(self, name: str) -> None:
        with suppress(OSError):
            (self._notes / name).unlink()

    def locks(self) -> Mapping[str, float]:
        return {}  # nobody but this cache knows what the host has

    def standings(self, files: Collection[str]) -> Standings:
        try:
            known = read_manifest(self.note(FILE) or b"").files
        except ManifestError:
            known = {}
        return {f: Standing(known[f].size, known[f].digest) for f in files if f in known}

    def lay_out(self, source: Source) -> Path:
        """Put the whole site into the folder; return it."""
        self.put_note(_OURS, str(self._folder.resolve()).encode())
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        source.whole(self._folder)
        return self._folder

    def change(self, plan: Plan, source: Source, progress: Progress) -> None:
        if not self._words:
            what = "names no program that would publish the site"
            hint = (
                f'Write one, as in run = ["netlify", "deploy", "--dir", "{{folder}}"]; or, where '
                f"the host publishes by itself: sitegen deploy {self.name} --check, its step, "
                f"and sitegen deploy {self.name} --done"
            )
            raise refuse(f"deploy.{self.name}", what, hint)
        folder = self.lay_out(source)
        words = [word.replace("{folder}", str(folder)) for word in self._words]
        environment = {"SITEGEN_FOLDER": str(folder)}
        programs = Programs()
        progress("sending", 0, len(plan.sent))
        try:
            answer = programs.run(words, folder=self._root, environment=environment)
        except OSError as error:
            what = f"cannot be run: {(error.strerror or str(error)).lower()}"
            raise refuse(words[0], what, "Is it installed, and its name right?") from None
        except BaseException:
            programs.end()
            raise
        if answer.status:
            said = answer.errors.strip() or answer.output.decode("utf-8", "replace").strip()
            last = self._censor(said[-_SHOWN:])
            what = f"ended with status {answer.status}" + (f": {last}" if last else "")
            raise refuse(words[0], what, "Mend that and deploy again.")
