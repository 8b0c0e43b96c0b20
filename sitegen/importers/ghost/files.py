"""The files of an export: one JSON text, and in a zip the pictures and redirects beside it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.core.problems import Problem, SitegenError
from sitegen.importers.ghost.rows import BrokenExportError, Row, rows
from sitegen.importers.opened import BROKEN, Texts, refusal

_MOST_OF_A_FILE = 500_000_000  # bytes of a film or recording
_MOST_OF_SETTINGS = 10_000_000
_HOME = re.compile(r"(?:.*/)?((?:images|media|files)/.*)")


class GhostFiles:
    """What was exported.

    Args:
        file: .json or .zip.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._zip: zipfile.ZipFile | None = None
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._settings: list[zipfile.ZipInfo] = []
        self._routes: zipfile.ZipInfo | None = None
        self._refused: list[str] = []
        if file.is_file() and zipfile.is_zipfile(file):
            with suppress(*BROKEN):  # which is told where its rows are read
                self._zip = zipfile.ZipFile(file)
                for member in self._zip.infolist():
                    self._note(member)

    def _note(self, member: zipfile.ZipInfo) -> None:
        if member.is_dir():
            return
        why = refusal(member)
        if why:
            if "computer that packed it" not in why:
                self._refused.append(f"{self._file.name}: '{member.filename}' {why}")
        elif re.search(r"(?:^|/)redirects\.(?:json|ya?ml)$", member.filename):
            self._settings.append(member)
        elif re.search(r"(?:^|/)routes\.ya?ml$", member.filename):
            self._routes = member
        else:
            home = _HOME.fullmatch(member.filename.replace("\\", "/"))
            if home:
                self._members[home[1]] = member

    def rows(self, remark: Callable[[str], None]) -> Iterator[tuple[str, Row]]:
        """Yield each row with the name of its table.

        Raises:
            SitegenError: the file is not there, or no export of Ghost's.
        """
        for sentence in self._refused:
            remark(sentence)
        found = False
        for label, stream in Texts((self._file,), (".json",), remark).opened():
            if re.search(r"(?:^|/)redirects\.json$", label):
                continue
            try:
                for table, row in rows(stream):
                    found = True
                    yield table, row
            except BrokenExportError as error:
                if found:
                    remark(f"{label}: {error}: all that stands before it was read.")
            except BROKEN as error:
                remark(f"{label} is damaged ({error}): what stands before the damage was read.")
        if not found:
            hint = "Export it in Ghost: Settings, Import/Export, Export content."
            what = "there is nothing in it that Ghost exported"
            raise SitegenError([Problem(str(self._file), 0, what, hint)])

    def data(self, address: str) -> bytes | None:
        """Return a picture or file of the zip, the original where Ghost kept one."""
        if self._zip is None:
            return None
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return None
        home = _HOME.fullmatch(path.partition("/content/")[2] or path.lstrip("/"))
        if home is None:
            return None
        stem, dot, ending = home[1].rpartition(".")
        member = self._members.get(f"{stem}_o{dot}{ending}") or self._members.get(home[1])
        if member is None or member.file_size > _MOST_OF_A_FILE:
            return None
        try:
            return self._zip.read(member)
        except BROKEN:
            return None

    def routes(self, remark: Callable[[str], None]) -> str:
        """Return the text of routes.yaml, in the zip or beside the export; "" where it is not."""
        if self._routes is not None:
            return self._text(self._routes, remark)
        for name in ("routes.yaml", "routes.yml"):
            file = self._file.with_name(name)
            try:
                if file.is_file() and file.stat().st_size <= _MOST_OF_SETTINGS:
                    return file.read_text("utf-8", "replace")
            except OSError as error:
                remark(f"{name} cannot be read ({error.strerror}): its addresses are not known.")
        return ""

    def redirects(self, remark: Callable[[str], None]) -> Iterator[tuple[str, str]]:
        """Yield the redirects that Ghost was given, as patterns and where they lead."""
        for member in self._settings:
            text = self._text(member, remark)
            yield from _of_json(text) if member.filename.endswith("json") else _of_yaml(text)

    def _text(self, member: zipfile.ZipInfo, remark: Callable[[str], None]) -> str:
        """Return a text of the zip's that says addresses; "" for one that cannot be read."""
        if self._zip is None or member.file_size > _MOST_OF_SETTINGS:
            return ""
        try:
            return self._zip.read(member).decode("utf-8", "replace")
        except BROKEN as error:
            remark(f"{member.filename} is damaged ({error}): its addresses are not known.")
            return ""


def _of_json(text: str) -> Iterator[tuple[str, str]]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        return
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            old, new = entry.get("from"), entry.get("to")
            if isinstance(old, str) and isinstance(new, str):
                yield old, new


def _of_yaml(text: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of `redirects.yaml`, in which "301:" and "302:" stand above plain lines."""
    for line in text.splitlines():
        pair = re.fullmatch(r"\s+(['\"]?)(\S+?)\1:\s+(['\"]?)(\S+)\3\s*", line)
        if pair:
            yield pair[2], pair[4]
