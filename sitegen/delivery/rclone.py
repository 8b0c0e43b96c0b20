"""The way `rclone:`: some seventy kinds of storage, by the program rclone.

What is sent is our list of files, one call for each step and set of headers. No reader is ever
given half a file: rclone writes beside the place and renames, or the storage takes files whole
only; where neither is so (WebDAV), files go up into a folder of ours and are moved from there.

Source: rclone.org, "Filtering, includes and excludes", "copy", "move".
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sitegen.core.digests import digest_file
from sitegen.core.problems import SitegenError
from sitegen.core.record import Record
from sitegen.delivery.manifest import FILE, Manifest
from sitegen.delivery.plan import Plan, Standing, Standings
from sitegen.delivery.rclone_calls import ANSWER_LIMIT, NO_FILE, NO_FOLDER, Rclone
from sitegen.delivery.target import LOCK, Progress, Source, refuse
from sitegen.output.folder import parent

_SUFFIX_SINCE = (1, 66)
_SUFFIX = ".sitegen-part"  # of files that are half written
# Where files go first that are moved to their places: the second where a server cannot empty the
# first, in which it holds what it could not write when its disk was full.
_INCOMING = (".sitegen-incoming", ".sitegen-incoming-2")
_HALF = re.compile(r"(.+)\.[0-9a-zA-Z]{6,}\.(?:sitegen-part|partial)")
_LIST = ("--no-traverse", "--ignore-times")
_READ_FILES, _READ_BYTES = 60, 8 << 20  # so much is read to see whether somebody has changed it


class Headers(Record):
    """What a target is told of a file beside its bytes."""

    type: str  # "": what rclone makes of its name
    cache: str


class Features(Record):
    """What a kind of storage can do."""

    holds_headers: bool
    has_folders: bool
    writes_whole: bool  # a file that is half written is never seen under its name
    moves: bool

    @property
    def goes_by_way(self) -> bool:
        """Whether files go up under another name and are moved, for want of a safer way."""
        return not self.writes_whole and self.moves


def features_of(told: Mapping[str, Any]) -> Features:
    """Return what a kind of storage can do, of what rclone tells of it.

    Source: rclone, "backend features"; with PartialUploads it moves files into place itself.
    """
    is_bucket = bool(told.get("BucketBased"))
    return Features(
        holds_headers=bool(told.get("WriteMimeType")),
        has_folders=not is_bucket,
        writes_whole=is_bucket or bool(told.get("PartialUploads")),
        moves=bool(told.get("Move")),
    )


class RcloneTarget:
    """A place that rclone reaches.

    Args:
        name: as written in the settings, with the names of variables and without their values.
        remote: the same with their values.
        headers_of: what the host profile says of a file.
    """

    writes_manifest = False
    where = ""

    def __init__(
        self, name: str, remote: str, headers_of: Callable[[str], Headers], rclone: Rclone
    ) -> None:
        self.name = name
        self._remote = remote
        self._headers_of = headers_of
        self._rclone = rclone
        self._features = Features(False, False, False, False)
        self._incoming = _INCOMING[0]

    # Beginning and end

    def open(self) -> None:
        _, self._features, listing = self._rclone.together(
            [lambda: self._rclone.version, self._ask_features, self._list_own]
        )
        if listing is None and not self._features.has_folders:
            what = "there is no such bucket, and sitegen makes none"
            raise refuse(self.name, what, "Make it at the host, or correct its name.")

    def close(self) -> None:
        self._rclone.close()

    def _ask_features(self) -> Features:
        answer = self._rclone.call(
            "read", ["backend", "features", self._remote], limit=ANSWER_LIMIT
        )
        return features_of(json.loads(answer.output)["Features"])

    def recover(self, before: Manifest) -> None:
        if before.is_done:
            return
        if self._features.goes_by_way:
            self._incoming = self._empty_folder()
        if self._features.has_folders and self._features.writes_whole:
            self._sweep(before)

    def _empty_folder(self) -> str:
        """Empty the folders of files that were to be moved; return one that is empty."""
        words = ["lsf", self._remote, "--dirs-only", "--dir-slash=false", "--max-depth", "1"]
        answer = self._rclone.call("list", words, passes=(NO_FOLDER,))
        there = set(answer.output.decode("utf-8", "surrogateescape").splitlines())
        empty = [folder for folder in _INCOMING if folder not in there]
        trouble: SitegenError | None = None
        for folder in there.intersection(_INCOMING):
            try:
                self._rclone.call("delete", ["purge", self._at(folder)])
                empty.append(folder)
            except SitegenError as error:
                trouble = error
        if not empty and trouble is not None:
            raise trouble
        return min(empty)

    def _sweep(self, before: Manifest) -> None:
        """Delete what a deploy that was killed has half written."""
        words = ["lsf", self._remote, "-R", "--files-only"]
        words += ["--include", f"*{_SUFFIX}", "--include", "*.partial"]
        answer = self._rclone.call("list", words, passes=(NO_FOLDER,))
        names = answer.output.decode("utf-8", "surrogateescape").splitlines()
        half = [
            name
            for name in names
            if (match := _HALF.fullmatch(name))
            and any(_begins_alike(match[1], file) for file in (*before.coming, FILE))
        ]
        if half:
            self._delete(half)

    # Our own notes

    def note(self, name: str) -> bytes | None:
        folder = self._fetch([name])
        try:
            return (folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def put_note(self, name: str, data: bytes) -> None:
        folder = self._rclone.new_folder()
        (folder / name).write_bytes(data)
        self._send(folder, [name], Headers("application/json", "no-store"))

    def drop_note(self, name: str) -> None:
        with suppress(SitegenError):
            words = ["deletefile", self._at(name)]
            self._rclone.call("delete", words, passes=(NO_FOLDER, NO_FILE))

    def locks(self) -> Mapping[str, float]:
        return {
            entry["Path"]: datetime.fromisoformat(entry["ModTime"]).timestamp()
            for entry in self._list_own() or ()
            if entry["Path"].startswith(LOCK)
        }

    def _list_own(self) -> list[dict[str, Any]] | None:
        """Return our own files at the top; None where the place itself is not there."""
        words = ["lsjson", self._remote, "--files-only", "--use-server-modtime", "--no-mimetype"]
        words += ["--max-depth", "1", "--include", "/.sitegen-*"]
        answer = self._rclone.call("list", words, passes=(NO_FOLDER,), limit=ANSWER_LIMIT)
        if answer.status:
            return None
        entries: list[dict[str, Any]] = json.loads(answer.output)
        return entries

    # The site's files

    def standings(self, files: Collection[str]) -> Standings:
        if not files:
            return {}
        words = ["lsjson", self._remote, "-R", "--files-only", "--no-modtime", "--no-mimetype"]
        if len(files) <= 1000:
            words += ["--files-from-raw", self._rclone.list_file(files), "--no-traverse"]
        answer = self._rclone.call("list", words, passes=(NO_FOLDER,))
        if answer.status:
            return {}
        wanted = frozenset(files)
        sizes = {
            entry["Path"]: int(entry["Size"])
            for entry in json.loads(answer.output)
            if entry["Path"] in wanted
        }
        digests = {}
        if sizes and len(sizes) <= _READ_FILES and sum(sizes.values()) <= _READ_BYTES:
            folder = self._fetch(list(sizes))
            for name in sizes:
                with suppress(FileNotFoundError):
                    digests[name] = digest_file(folder / name)
        return {name: Standing(size, digests.get(name, "")) for name, size in sizes.items()}

    def change(self, plan: Plan, source: Source, progress: Progress) -> None:
        total, done = len(plan.sent) + len(plan.deleted), 0
        tree = source.tree(plan.sent) if plan.sent else Path()
        for step in plan.steps:

            def tell(count: int, done: int = done) -> None:
                progress("sending", done + count, total)

            if step.word:
                self._send_step(tree, step.files, tell)
            else:
                self._delete(step.files, tell)
                self._remove_folders(step.files, plan)
            done += len(step.files)

    def _send_step(self, tree: Path, files: Sequence[str], tell: Callable[[int], None]) -> None:
        groups: defaultdict[Headers | None, list[str]] = defaultdict(list)
        for file in files:
            groups[self._headers_of(file) if self._features.holds_headers else None].append(file)
        counts = dict.fromkeys(groups, 0)

        def send(headers: Headers | None) -> None:
            def told(count: int) -> None:
                counts[headers] = count
                tell(sum(counts.values()))

            self._send(tree, groups[headers], headers, told)

        self._rclone.together([partial(send, headers) for headers in groups])

    def _send(
        self,
        folder: Path,
        files: Sequence[str],
        headers: Headers | None = None,
        tell: Callable[[int], None] = lambda _count: None,
    ) -> None:
        listing = self._rclone.list_file(files)
        words = ["--files-from-raw", listing, *_LIST, "--no-check-dest"]
        if headers is not None and self._features.holds_headers:
            if headers.type:
                words += ["--header-upload", f"Content-Type: {headers.type}"]
            words += ["--header-upload", f"Cache-Control: {headers.cache}"]
        if self._rclone.version >= _SUFFIX_SINCE:
            words += ["--partial-suffix", _SUFFIX]
        # S3 takes a file only if its digest is right: to ask it afterwards is a third of the work.
        words += ["--transfers", "16", "--checkers", "16", "--s3-no-head"]
        place = self._at(self._incoming) if self._features.goes_by_way else self._remote
        self._rclone.count("write", ["copy", str(folder), place, *words], "Copied", files, tell)
        if self._features.goes_by_way:
            words = ["move", place, self._remote, "--files-from-raw", listing, *_LIST]
            words += ["--no-check-dest", "--transfers", "8"]
            self._rclone.count("write", words, "Moved", files)

    def _delete(
        self, files: Sequence[str], tell: Callable[[int], None] = lambda _count: None
    ) -> None:
        words = ["delete", self._remote, "--files-from-raw", self._rclone.list_file(files)]
        words += ["--no-traverse", "--checkers", "16"]
        self._rclone.count("delete", words, "Deleted", files, tell)

    def _remove_folders(self, files: Collection[str], plan: Plan) -> None:
        """Remove folders that have become empty: a server would list them or forbid them."""
        if not self._features.has_folders:
            return
        full: set[str] = set()
        for file in plan.after.files:
            folder = parent(file)
            while folder and folder not in full:
                full.add(folder)
                folder = parent(folder)
        empty: set[str] = set()
        for file in files:
            folder = parent(file)
            while folder and folder not in full:
                empty.add(folder)
                folder = parent(folder)
        levels: defaultdict[int, list[str]] = defaultdict(list)
        for folder in empty:
            levels[folder.count("/")].append(folder)
        for _, folders in sorted(levels.items(), reverse=True):  # the innermost first
            self._rclone.together([partial(self._remove_folder, folder) for folder in folders])

    def _remove_folder(self, folder: str) -> None:
        # rclone removes none that holds something; whoever put it there keeps it.
        with suppress(SitegenError):
            self._rclone.call("delete", ["rmdir", self._at(folder)])

    def _fetch(self, files: Sequence[str]) -> Path:
        """Return a folder with those of the files that are there."""
        folder = self._rclone.new_folder()
        words = [
            "copy",
            self._remote,
            str(folder),
            "--files-from-raw",
            self._rclone.list_file(files),
        ]
        self._rclone.call("read", [*words, *_LIST, "--no-check-dest"], passes=(NO_FOLDER, NO_FILE))
        return folder

    def _at(self, file: str) -> str:
        end = "" if self._remote.endswith((":", "/")) else "/"
        return f"{self._remote}{end}{file}"


def _begins_alike(half: str, file: str) -> bool:
    """Say whether a half-written file is one of ours: rclone may have shortened its name."""
    return half == file or (len(half) > 60 and file.startswith(half))
