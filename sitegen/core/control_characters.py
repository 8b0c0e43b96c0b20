"""Control characters: signs that no page may hold, however they are written.

No reader sees them and XML forbids them; one of them begins our own placeholders. They are
taken out of a source, and again wherever entities have been read, for "&#26;" is one too.
"""

from __future__ import annotations

import re

# All of ASCII's and Latin-1's but tab, newline and return, and what is no character at all.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
# Windows-1252 for browsers: "&#146;" is an apostrophe. These five it does not have.
_NOT_IN_1252 = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
_ASCII = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
# Each begins with what it is looked for by: three times as fast as both in one.
_LATIN, _NO_CHARACTER = re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"\xef\xbf[\xbe\xbf]")


def without_controls(text: str) -> str:
    return _CONTROLS.sub("", text) if _CONTROLS.search(text) else text


def without_control_bytes(page: bytes) -> bytes:
    """Return UTF-8 without control characters; many times faster than as text."""
    page = page.translate(None, _ASCII)
    for signs in (_LATIN, _NO_CHARACTER):
        if signs.search(page):
            page = signs.sub(b"", page)
    return page


def without_control_references(html: str) -> str:
    """Return HTML without references to control characters: "&#26;", "&#x0001A".

    Where taking one out puts another together of what stood around it, that is shown as it
    stands: nobody writes this who does not mean harm.
    """
    if "&#" not in html:
        return html
    html, count = _REFERENCE.subn(_unless_control, html)
    return _REFERENCE.sub(_as_text, html) if count else html


def _is_control(reference: re.Match[str]) -> bool:
    digits = (reference[1] or reference[2]).lstrip("0") or "0"  # Python reads no 5,000 of them
    if len(digits) > 5:
        return False  # none has so many; above all of Unicode: U+FFFD for browsers
    number = int(digits, 16 if reference[1] else 10)
    if 0x80 <= number <= 0x9F:
        return number in _NOT_IN_1252
    return number == 13 or _CONTROLS.match(chr(number)) is not None


def _unless_control(reference: re.Match[str]) -> str:
    return "" if _is_control(reference) else reference[0]


def _as_text(reference: re.Match[str]) -> str:
    return f"&amp;{reference[0][1:]}" if _is_control(reference) else reference[0]
