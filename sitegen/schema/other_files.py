"""Files of other programs among stories: what they are, and how their text becomes a story."""

from __future__ import annotations

from pathlib import PurePosixPath

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem

_TEXT = "Copy its text into '{name}', below the front matter"
_WORD = f"{_TEXT}, and the pictures beside it."
_SAVED = "this is a {what}, and stories are text files whose names end in .md"

# Ending → what a file is, and what to do.
_ENDINGS = {
    ".docx": ("Word document", _WORD),
    ".doc": ("Word document", _WORD),
    ".odt": ("document of LibreOffice", _WORD),
    ".rtf": ("document of a word processor (RTF)", _WORD),
    ".pages": ("document of Pages", _WORD),
    ".gdoc": (
        "link to Google Docs without any text",
        "In Google Docs choose File, Download, Markdown, and name the file '{name}'.",
    ),
    ".html": ("web page", f"{_TEXT}. If it shall be published as it is: put it into static/root/."),
    ".htm": ("web page", f"{_TEXT}. If it shall be published as it is: put it into static/root/."),
}
OTHER_ENDINGS = tuple(_ENDINGS)
NEARLY = (".md", ".md.txt", ".markdown", ".mdown", ".mkd", ".mdx")  # in capitals too

# How a file begins → what it is, whatever it is called.
_BEGINNINGS = (
    (late_pattern(rb"PK\x03\x04(?s:.*?)word/"), ".docx"),
    (late_pattern(rb"PK\x03\x04(?s:.*?)opendocument\.text"), ".odt"),
    (late_pattern(rb"PK\x03\x04(?s:.*?)(?:Index/Document\.iwa|buildVersionHistory)"), ".pages"),
    (late_pattern(rb"\xd0\xcf\x11\xe0"), ".doc"),
    (late_pattern(rb"\s*\{\\rtf"), ".rtf"),
    (late_pattern(rb"\s*\{\s*\"(?:url|doc_id)\"\s*:"), ".gdoc"),
    (
        late_pattern(rb"(?i)\s*(?:<!doctype html|<html\b|<\?xml[^>]*>\s*<(?:!doctype )?html)"),
        ".html",
    ),
)
_NO_TEXT = (
    (b"PK\x03\x04", "packed archive (zip)"),
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "picture (JPEG)"),
    (b"\x89PNG", "picture (PNG)"),
    (b"GIF8", "picture (GIF)"),
)
_LOOK = 20_000  # bytes at a file's beginning, in which an archive names what it holds


def passed_over(path: str) -> Problem | None:
    """Return the warning of a file that may be a story to its writer, and is none to us."""
    file = PurePosixPath(path)
    lower = file.name.casefold()
    name = f"{file.stem.removesuffix('.md')}.md"
    if lower.endswith(NEARLY):
        what, hint = "this file is not read: a story's name ends in .md", f"Name it {name}."
    elif lower.endswith(OTHER_ENDINGS):
        what, hint = _words(file.suffix.casefold(), name)
        what = what.replace("this is", "this file is not read: it is")
    else:
        return None
    return Problem(path, 0, what, hint, warning=True)


def other_format(path: str, data: bytes) -> Problem | None:
    """Return what is wrong with a story's file that is no text but another program's."""
    start = data[:_LOOK].removeprefix(b"\xef\xbb\xbf")
    name = PurePosixPath(path).name
    for pattern, ending in _BEGINNINGS:
        if pattern.match(start):
            what, hint = _words(ending, name)
            return Problem(path, 0, what, hint.replace("into '", "into a new '"))
    for sign, what in _NO_TEXT:
        if start.startswith(sign):
            hint = "Give it its right name, and write the story as plain text."
            return Problem(path, 0, _SAVED.format(what=what), hint)
    return None


def _words(ending: str, name: str) -> tuple[str, str]:
    what, hint = _ENDINGS[ending]
    return _SAVED.format(what=what), hint.format(name=name)
