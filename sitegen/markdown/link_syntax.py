"""The inside of links: labels, addresses and titles, as CommonMark has them.

Source: CommonMark 0.31.2, "Links" and "Link reference definitions".
"""

from __future__ import annotations

import re
from html import unescape

from sitegen.core.control_characters import without_controls

PUNCTUATION = r"""!"#$%&'()*+,./:;<=>?@\[\\\]^_`{|}~-"""
ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.){1,999})\]", re.DOTALL)

_ESCAPE_OR_ENTITY = re.compile(rf"\\([{PUNCTUATION}])|{ENTITY.pattern}")
_IN_ANGLES = re.compile(r"<((?:[^<>\n\\]|\\.)*)>")
_RUN = re.compile(r"(?:[^()\\\x00-\x20\x7f]|\\.|\\)+")
_TITLE = re.compile(
    r'"((?:[^"\\]|\\.|\\)*)"' r"|'((?:[^'\\]|\\.|\\)*)'" r"|\(((?:[^()\\]|\\.|\\)*)\)", re.DOTALL
)
_SPACE = re.compile(r"[ \t]*(?:\n[ \t]*)?")
_BLANKS = re.compile(r"[ \t\n]*")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_DEEPEST = 32  # parentheses inside one another in an address
ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>\x00-\x20]*)>")
MAIL = re.compile(
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)>"
)
LABEL_BEHIND = re.compile(r"\[((?:[^\\\[\]]|\\.){0,999})\]", re.DOTALL)  # [words][label], or []
OPEN_TARGET = re.compile(r"\((?:https?://|mailto:|\.{0,2}/|[\w-]+\.md\b)")
NOTE = re.compile(r"\[\^([^\]\n]{1,999})\]")


def normal_label(label: str) -> str:
    return " ".join(label.split()).casefold().upper()


def literal(text: str) -> str:
    """Return `text` without its backslashes and entities: an address or a title."""
    if "\\" in text or "&" in text:  # in one go: behind a backslash begins no entity
        text = _ESCAPE_OR_ENTITY.sub(lambda m: m[1] or entity(m[0]), text)
    return text


def entity(name: str) -> str:
    """Return the character of an entity; what is none stays as it is name."""
    if name[1] == "#":
        number = int(name[3:-1], 16) if name[2] in "xX" else int(name[2:-1])
        if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
            return "\ufffd"
        if 0x80 <= number <= 0x9F:
            return without_controls(unescape(name))  # of Windows-1252, as browsers read them
        return without_controls(chr(number))
    character = unescape(name)
    return name if character.endswith(";") and len(character) > 2 else character


def address(text: str, start: int) -> tuple[str, int] | None:
    """Read an address at `start`; return it and the place behind it."""
    if text.startswith("<", start):
        match = _IN_ANGLES.match(text, start)
        return (match[1], match.end()) if match else None
    depth, place, size = 0, start, len(text)
    while place < size:
        run = _RUN.match(text, place)
        if run:
            place = run.end()
        sign = text[place : place + 1]
        if sign == "(":
            depth += 1
            if depth > _DEEPEST:
                return None
        elif sign == ")" and depth:
            depth -= 1
        else:
            break
        place += 1
    if depth:
        return None
    return text[start:place], place


def title(text: str, start: int) -> tuple[str, int] | None:
    match = _TITLE.match(text, start)
    if match is None or _EMPTY_LINE.search(match[0]):
        return None
    return match[0][1:-1], match.end()


def inline_target(text: str, start: int) -> tuple[str, str | None, int] | None:
    """Read "(address "title")" at `start`; return address, title and the place behind it."""
    place = _blanks(text, start + 1)
    target = address(text, place)
    if target is None:
        return None
    words = None
    place = _blanks(text, target[1])
    if place > target[1]:
        caption = title(text, place)
        if caption is not None:
            words = caption[0]
            place = _blanks(text, caption[1])
    if not text.startswith(")", place):
        return None
    return target[0], words, place + 1


def definition(text: str, begin: int = 0) -> tuple[str, str, str, int] | None:
    """Read "[label]: address "title"" where a line of the text begins.

    Returns:
        Label, address, title and the place where the next line begins; None if the text
        does not begin so.
    """
    match = LABEL.match(text, begin)
    if match is None or not match[1].strip() or not text.startswith(":", match.end()):
        return None
    start = _space(text, match.end() + 1)
    target = address(text, start)
    if target is None or target[1] == start:
        return None
    end = _line_end(text, target[1])
    place = _space(text, target[1])
    caption = title(text, place) if place > target[1] else None
    if caption is not None:
        behind = _line_end(text, caption[1])
        if behind is not None:
            return match[1], target[0], caption[0], behind
    return None if end is None else (match[1], target[0], "", end)


def _space(text: str, start: int) -> int:
    match = _SPACE.match(text, start)
    return match.end() if match else start


def _blanks(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start


def _line_end(text: str, start: int) -> int | None:
    """Return where the next line begins, None where something else follows on this one."""
    place = start
    while place < len(text) and text[place] in " \t":
        place += 1
    if place == len(text):
        return place
    return place + 1 if text[place] == "\n" else None
