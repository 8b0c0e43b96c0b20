"""Rendered files: how many pages stay in memory, and which version of each the tabs show."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.core.digests import digest_bytes, digest_text, dump, load
from sitegen.model.tasks import Task

MOST_BYTES = 64 * 2**20  # of pages in memory
MOST_VERSIONS = 5000  # whose content can be found again
MOST_FILES = 2000  # of which is known what they were last rendered from
MOST_STYLES = 20  # versions of one file whose stylesheet is known


class RenderedFiles:
    """The pages rendered since the preview began, those asked for last before the others.

    A version is the digest of a file's bytes, as tabs name what they show.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[str, bytes] = OrderedDict()  # by the task's key
        self._keys: OrderedDict[str, str] = OrderedDict()  # version → the task's key
        self._last: OrderedDict[str, _LastRender] = OrderedDict()  # by file
        self._size = 0  # bytes in `_pages`

    def page(self, key: str) -> bytes | None:
        """Return what was rendered under a task's key, if it is still in memory."""
        data = self._pages.get(key)
        if data is not None:
            self._pages.move_to_end(key)
        return data

    def keep(self, key: str, data: bytes) -> None:
        self._pages[key] = data
        self._size += len(data)
        while self._size > MOST_BYTES and len(self._pages) > 1:
            _key, oldest = self._pages.popitem(last=False)
            self._size -= len(oldest)

    def serve(self, task: Task, data: bytes, style: str) -> str:
        """Note that a browser gets `data` for a task, and return its version.

        Args:
            style: URL of the stylesheet that it names.
        """
        version = digest_bytes(data)
        self._keys[version] = task.key
        self._keys.move_to_end(version)
        if len(self._keys) > MOST_VERSIONS:
            self._keys.popitem(last=False)
        last = self._last.setdefault(task.file, _LastRender())
        self._last.move_to_end(task.file)
        if len(self._last) > MOST_FILES:
            self._last.popitem(last=False)
        last.update(task, version, style)
        return version

    def why(self, task: Task) -> str:
        """Say why a file is rendered: what differs from the last time."""
        last = self._last.get(task.file)
        return "opened" if last is None else last.why(task)

    def last_version(self, file: str) -> tuple[str, bytes] | None:
        """Return the version of a file that a browser got last, and its bytes."""
        last = self._last.get(file)
        data = self._version(last.version) if last is not None else None
        return (last.version, data) if last is not None and data is not None else None

    def only_style_differs(self, file: str, version: str, data: bytes, style: str) -> bool:
        """Say whether `data`, which names the stylesheet `style`, is `version` but for that."""
        before, last = self._version(version), self._last.get(file)
        old = last.styles.get(version, "") if last is not None else ""
        if before is None or not old or not style:
            return False
        return before.replace(old.encode(), style.encode()) == data

    def _version(self, version: str) -> bytes | None:
        return self._pages.get(self._keys.get(version, ""))


@dataclass(slots=True)
class _LastRender:
    """What one file was last rendered from, and the stylesheets of its versions."""

    version: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)  # name → digest
    base: str = ""
    styles: dict[str, str] = field(default_factory=dict)  # version → its stylesheet's URL

    def update(self, task: Task, version: str, style: str) -> None:
        self.version, self.base, self.parts = version, task.base, _digests(task)
        self.styles[version] = style
        while len(self.styles) > MOST_STYLES:
            del self.styles[next(iter(self.styles))]

    def why(self, task: Task) -> str:
        now = _digests(task)
        names = [n for n in sorted({*now, *self.parts}) if now.get(n) != self.parts.get(n)]
        if task.base != self.base:
            names.append("templates, styles or settings")
        return f"changed: {', '.join(names)}" if names else "asked for again"


def _digests(task: Task) -> dict[str, str]:
    return {name: digest_text(dump(part)) for name, part in load(task.parts).items()}
