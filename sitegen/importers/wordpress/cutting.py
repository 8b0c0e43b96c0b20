"""A WordPress export, cut into its entries: as text, before any XML is read.

Exports are rarely what XML asks for: cut by a time limit, glued together, in two encodings at
once. Cut into entries first, one that is broken costs nothing but itself, and no entry needs
more memory than its own size.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import IO

from sitegen.core.record import Record

LARGEST = 20_000_000  # characters of one entry; a novel has a million
_CHUNK = 1 << 20
_HEAD = 4_000  # characters that are kept of an entry that is skipped

_MARK = re.compile(r"<!\[CDATA\[|<item(?=[\s>])|</item\s*>")
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']""")
_SURROGATE = re.compile("[\udc80-\udcff]")


class Part(Record):
    """A part of an export: an entry, or what stands between entries."""

    text: str
    line: int  # on which it begins, from 1
    is_entry: bool = False
    is_whole: bool = True  # False: the file ends in it
    too_large: int = 0  # characters of an entry of which `text` is beginning and end alone


def encoding_of(start: bytes) -> str:
    """Return the encoding of a file, of which `start` are the first bytes."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return name
    if start[:4] in (b"<\0?\0", b"<\0r\0"):
        return "utf-16-le"
    declared = _DECLARED.search(start[:500])
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        codecs.lookup(name)
    except LookupError:
        return "utf-8"
    return name


def mended(text: str) -> tuple[str, int]:
    """Return text whose bytes were not of its encoding, read as Windows' Latin-1; and how many."""
    count = 0

    def sign(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        byte = bytes([ord(match[0]) - 0xDC00])
        try:
            return byte.decode("cp1252")
        except UnicodeDecodeError:
            return byte.decode("latin-1")

    return _SURROGATE.sub(sign, text), count


class _Source:
    """The letters of a file, piece by piece."""

    def __init__(self, stream: IO[bytes]) -> None:
        start = stream.read(_CHUNK)
        encoding = encoding_of(start)
        errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._stream = stream
        self._start = start
        self.ended = False

    def read(self) -> str:
        data, self._start = self._start or self._stream.read(_CHUNK), b""
        if not data:
            self.ended = True
        return self._decoder.decode(data, final=self.ended)


def parts(stream: IO[bytes], largest: int = LARGEST) -> Iterator[Part]:
    """Yield the parts of an export in their order."""
    source = _Source(stream)
    buffer, line = "", 1
    head = 0  # where the part begins that is being read
    place = 0  # behind what was looked at
    in_entry = False
    while True:
        match = _MARK.search(buffer, place)
        if match is not None and match[0] == "<![CDATA[":
            end = buffer.find("]]>", match.end())
            if end >= 0:
                place = end + 3
                continue
            place = match.start()
        elif match is not None:
            is_start = match[0].startswith("<item")
            place = match.end()
            if is_start == in_entry:  # a start within an entry, an end without its start
                continue
            end = match.start() if is_start else match.end()
            text = buffer[head:end]
            if in_entry or text.strip():
                yield Part(text, line, is_entry=in_entry)
            line += text.count("\n")
            head, in_entry = end, is_start
            continue
        else:
            place = max(place, len(buffer) - 12)
        buffer, place, head = buffer[head:], place - head, 0
        if in_entry and len(buffer) > largest:
            size, lines, tail, rest = _skipped(buffer, source)
            yield Part(buffer[:_HEAD] + tail, line, is_entry=True, too_large=size)
            buffer, place, line, in_entry = rest, 0, line + lines, False
            continue
        buffer += source.read()
        if source.ended:
            break
    if buffer.strip():
        yield Part(buffer, line, is_entry=in_entry, is_whole=False)


def _skipped(buffer: str, source: _Source) -> tuple[int, int, str, str]:
    """Read on to the end of an entry that is too large.

    Returns:
        How many characters and lines it has, its last characters, and what follows it.
    """
    size, lines = 0, 0
    rest = buffer
    while True:
        end = rest.find("</item>")
        if end >= 0:
            end += len("</item>")
            tail = rest[max(0, end - _HEAD) : end]
            return size + end, lines + rest.count("\n", 0, end), tail, rest[end:]
        keep = rest[-_HEAD:]
        size += len(rest) - len(keep)
        lines += rest.count("\n", 0, len(rest) - len(keep))
        more = source.read()
        if source.ended and not more:
            return size + len(keep), lines, keep, ""
        rest = keep + more
