"""Blocks of a body: how they stand in its HTML, and how a page or feed puts elements there.

With MARK being U+001A, block n of a body is

    MARK B n ; name MARK
    MARK A n ; argument : value kind MARK  the argument's HTML     (for each that it has)
    MARK Y n MARK  what stands inside  MARK E n MARK

on no lines of its own. Addresses stand in elements of their own, as links and files do in any
text, so that they are found, checked and filled like all others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape, unescape
from urllib.parse import urlsplit

from sitegen.core.dates import Moment
from sitegen.core.record import Record
from sitegen.markdown.marks import MARK

VIDEO = frozenset({".mp4", ".m4v", ".webm", ".mov", ".ogv"})
AUDIO = frozenset({".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac"})
BETWEEN = f"{MARK}P0{MARK}"  # two pictures of a gallery

_TOKEN = re.compile(rf"{MARK}([BAYE])(\d+)(?:;([^{MARK}]*))?{MARK}")
_VALUE = re.compile(r'^<[a-z]+ (?:href|src|id)="([^"]*)">')
_TAG = re.compile(r"<[^>]*>")
_QUERY = re.compile(r"[?#]")


class Phrase(Record):
    """Words of a block's first line: HTML where they stand in a template."""

    html: str

    @property
    def plain(self) -> str:
        return unescape(_TAG.sub("", self.html))

    def __html__(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.plain


class Address(Record):
    """Where a block leads, or what it plays; false where that is not published yet."""

    url: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.removeprefix("www.")

    @property
    def words(self) -> str:
        """The address as it is said: without its scheme."""
        return self.url.partition("://")[2]

    @property
    def medium(self) -> str:
        """ "video" or "audio" for a file that browsers play; else ""."""
        return medium_of(self.url)

    def __bool__(self) -> bool:
        return bool(self.url)

    def __str__(self) -> str:
        return self.url


class FilledBlock(Record):
    """A block of a body whose arguments and insides are ready."""

    name: str
    values: Mapping[str, object]  # argument → Phrase, Address, text or Moment; "" for none
    body: str  # HTML


def medium_of(address: str) -> str:
    """Return "video" or "audio" for the address of a file that browsers play; else ""."""
    if "://" in address:
        address = _QUERY.split(address, maxsplit=1)[0]
    suffix = address[address.rfind(".") :].lower()
    if suffix in VIDEO:
        return "video"
    return "audio" if suffix in AUDIO else ""


def start(number: int, name: str) -> str:
    return f"{MARK}B{number};{name}{MARK}"


def argument(number: int, name: str, value: str, html: str) -> str:
    # No letter stands right between two marks: "L0" would be a placeholder there.
    return f"{MARK}A{number};{name}:{value}{MARK}\n{html}\n"


def body_start(number: int) -> str:
    return f"{MARK}Y{number}{MARK}"


def end(number: int) -> str:
    return f"{MARK}E{number}{MARK}"


def address_html(address: str, value: str) -> str:
    """Return the element in which an address waits to be resolved; "" for none."""
    if not address:
        return ""
    if value == "link" and not medium_of(address):
        return f'<a href="{escape(address)}"></a>'
    return f'<source src="{escape(address)}">'


def fill_blocks(html: str, make: Callable[[FilledBlock], str]) -> str:
    """Put what `make` returns in place of each block, inner ones first.

    Args:
        html: of a body, whose other placeholders are filled already.
    """
    if f"{MARK}B" not in html:
        return html
    pieces: list[str] = []
    stack: list[_Opening] = []
    position = 0
    for token in _TOKEN.finditer(html):
        kind, words = token[1], token[3] or ""
        pieces.append(html[position : token.start()])
        position = token.end()
        if kind == "B":
            stack.append(_Opening(words, pieces))
            pieces = []
            continue
        opening = stack[-1]
        opening.end_argument("".join(pieces).strip("\n") if opening.waiting else "")
        if kind == "E":
            body = "".join(pieces).strip("\n")
            block = FilledBlock(opening.name, opening.values, body)
            pieces = stack.pop().around
            pieces.append(make(block))
            continue
        opening.waiting = words
        pieces = []
    return "".join(pieces) + html[position:]


class _Opening:
    """A block whose end has not come yet."""

    def __init__(self, name: str, around: list[str]) -> None:
        self.name = name
        self.around = around
        self.values: dict[str, object] = {}
        self.waiting = ""  # the argument whose value comes: its name and kind

    def end_argument(self, html: str) -> None:
        if self.waiting:
            name, _, kind = self.waiting.partition(":")
            self.values[name] = _value(kind, html)
        self.waiting = ""


def _value(kind: str, html: str) -> object:
    if not html:
        return ""
    if kind in ("words", "title"):
        return Phrase(html)
    if kind in ("link", "file", "id"):
        match = _VALUE.match(html)
        value = unescape(match[1]) if match else ""
        return value if kind == "id" else Address(value)
    text = unescape(html)
    if kind == "number":
        return int(text)
    return Moment(datetime.fromisoformat(text)) if kind == "time" else text
