"""The texts of a folder: their tags replaced, and what they name by files named by addresses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from sitegen.core.record import Record, field
from sitegen.importers import loose
from sitegen.importers.folders.frames import without_frames
from sitegen.importers.folders.masks import outside_code
from sitegen.importers.folders.matter import Matter, matter_of
from sitegen.importers.folders.pelican import html_matter
from sitegen.importers.folders.program import FolderSettings, Links, Page, Program
from sitegen.importers.folders.tree import Tree
from sitegen.importers.model import Head

HTML_ENDINGS = (".html", ".htm")
_INLINE = re.compile(r"(\]\(\s*)(?:<([^<>\n]+)>|([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*))")
_DEFINITION = re.compile(r"^( {0,3}\[[^\]\n]+\]:[ \t]*)<?([^\s<>]+)>?", re.MULTILINE)
_ATTRIBUTE = re.compile(r"\b(href|src|poster)=([\"'])(.*?)\2")
FIRST_HEADING = re.compile(r"\s*# +(.+?)#*[ \t]*(?:\n|\Z)|\s*(\S[^\n]*)\n=+[ \t]*(?:\n|\Z)")


class FoundPiece(Record):
    """A piece between the survey and its text."""

    page: Page
    head: Head
    fault: str  # why its front matter could not be read; "" where it was


class Text(Record):
    """The text of a piece."""

    text: str  # with links by old addresses
    unknown: Mapping[str, int] = field(default_factory=dict)  # tags that stay → how often
    remarks: tuple[str, ...] = ()  # what does not come along, a few words each


class FolderTexts:
    """Reads texts.

    Args:
        found: the pieces by their files; filled while the folder is surveyed.
    """

    def __init__(
        self,
        tree: Tree,
        program: Program,
        settings: FolderSettings,
        found: Mapping[str, FoundPiece],
    ) -> None:
        self._tree = tree
        self._program = program
        self._settings = settings
        self._found = found
        self._names: dict[str, list[str]] = {}  # stem → files
        self._named = 0  # so many pieces are among them

    def matter(self, path: str) -> Matter | None:
        text = self._tree.text(path)
        if text is None:
            return None
        if path.endswith(HTML_ENDINGS) and self._program.pairs:
            values, body = html_matter(text)
            return Matter(body, values)
        is_rst = path.endswith(".rst")
        matter = matter_of(text, pairs=self._program.pairs and not is_rst, fields=is_rst)
        if is_rst:
            fenced = f"```rst\n{matter.text.strip()}\n```\n"
            return Matter(fenced, matter.values, "it is written in reStructuredText")
        return matter

    def text(self, found: FoundPiece) -> Text:
        """Return a text with its links by old addresses, and the tags that nobody knows."""
        page = found.page
        matter = self.matter(page.source.path)
        text = matter.text if matter is not None else ""
        if found.fault:
            return Text(text)
        links = Links(
            page=lambda target: self._page_address(target, page),
            value=lambda name: self._value(name, page),
        )
        replaced = self._program.text(text, links)
        remarks: list[str] = []
        is_html = page.source.path.endswith(HTML_ENDINGS)

        def change(outside: str) -> str:
            outside = outside if is_html else without_frames(outside, remarks)
            return re.sub(r"\n{3,}", "\n\n", self._linked(outside, page))

        text = outside_code(replaced.text, change)
        heading = FIRST_HEADING.match(text)
        if heading:
            words = re.sub(r"[*_`]", "", (heading[1] or heading[2]).strip())
            text = text[heading.end() :] if words == page.title else text
        return Text(text.strip("\n") + "\n", replaced.unknown, tuple(dict.fromkeys(remarks)))

    def _linked(self, text: str, page: Page) -> str:
        def inline(match: re.Match[str]) -> str:
            return f"{match[1]}{self.target(match[2] or match[3], page)}"

        text = _INLINE.sub(inline, text)
        text = _DEFINITION.sub(lambda m: f"{m[1]}{self.target(m[2], page)}", text)
        return _ATTRIBUTE.sub(lambda m: f"{m[1]}={m[2]}{self.target(m[3], page)}{m[2]}", text)

    def target(self, target: str, page: Page) -> str:
        """Return what a text names, by its old address."""
        if re.match(r"[a-z][a-z0-9+.-]*:|//|#|\{|\[\^", target, re.IGNORECASE):
            return target
        path, rest = _split(target)
        named = self._page_address(path, page)
        if named:
            return f"{named}{rest}"
        if path.startswith("/") or not path:
            return target
        folder = str(PurePosixPath(page.source.path).parent)
        file = posixpath.normpath(posixpath.join(folder, unquote(path)))
        if file in self._tree:
            return quote(self._public(file), safe="/%:@!$&'()*+,;=~") + rest
        here = found.head.address if (found := self._found.get(page.source.path)) else ""
        base = urlsplit(here).path or "/"
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
        return f"{joined}{'/' if path.endswith('/') and joined != '/' else ''}{rest}"

    def _public(self, file: str) -> str:
        """Return the path at which a file answered on the old site."""
        for folder in (self._settings.content, *self._settings.statics):
            if not folder:
                continue
            if file.startswith(f"{folder}/"):
                return file.removeprefix(folder)
        return f"/{file}"

    def _page_address(self, target: str, page: Page) -> str:
        """Return the old address of a text that is named by its file; "" for none."""
        path, rest = _split(unquote(target))
        if not path or path.endswith("/"):
            return ""
        folder = str(PurePosixPath(page.source.path).parent)
        content = self._settings.content
        name = path.lstrip("/")
        places = [posixpath.join(folder, path)] if not path.startswith("/") else []
        places += [posixpath.join(content, name), name, posixpath.join(content, "_posts", name)]
        for place in places:
            plain = posixpath.normpath(place)
            for file in (plain, f"{plain}.md", f"{plain}.markdown", f"{plain}/index.md"):
                found = self._found.get(file)
                if found is not None:
                    return f"{found.head.address}{rest}" if found.head.address else ""
        found = self._by_name(PurePosixPath(path).name)  # Hugo and Jekyll look everywhere
        return f"{found.head.address}{rest}" if found is not None and found.head.address else ""

    def _by_name(self, name: str) -> FoundPiece | None:
        """Return the one text whose file has a name, with its ending or without; None for none."""
        if self._named != len(self._found):
            self._names, self._named = {}, len(self._found)
            for file in self._found:
                self._names.setdefault(PurePosixPath(file).stem, []).append(file)
        stem = re.sub(r"\.(?:md|markdown|html)$", "", name)
        files = self._names.get(stem, ())
        return self._found[files[0]] if len(files) == 1 and stem != "index" else None

    def _value(self, name: str, page: Page) -> str:
        """Return a value that a text shows: "site.title", "page.date"."""
        settings = self._settings
        kind, colon, rest = name.partition(":")
        if colon:
            addresses = self._program.list_address(kind, rest, settings)
            return at_home(addresses[0], settings) if addresses else ""
        where, _, key = name.partition(".")
        if where == "site":
            known = {"title": settings.title, "description": settings.tagline, "url": "",
                     "baseurl": ""}  # fmt: skip
            return known.get(key, loose.text(settings.more.get(key)))
        key = key if where == "page" else name
        return page.title if key == "title" else loose.text(page.values.get(key.casefold()))


def _split(target: str) -> tuple[str, str]:
    match = re.match(r"[^?#]*", target)
    path = match[0] if match else target
    return path, target[len(path) :]


def at_home(path: str, settings: FolderSettings) -> str:
    """Return a whole address of the old site; the path where nobody knows its name."""
    home = settings.address
    if not path.startswith("/") or path.startswith("//"):
        return path
    base = urlsplit(home).path if "://" in home else ""
    if path.startswith(f"{base}/"):
        path = path.removeprefix(base)
    return f"{home}{path}" if "://" in home else path
