"""Signs of running text that would be markup, kept as signs.

No more is escaped than must be, so that editors can read what they will go on editing.
"""

from __future__ import annotations

import re

from sitegen.core.reach import address_fault

URL = re.compile(r"https?://[^\s<>\"“”]+|www\.[^\s<>\"“”]+", re.IGNORECASE)
_SPECIAL_IN_URL = re.compile(r"[*_~\[\]`\\]")
_MAY_MEAN = re.compile(r"[\\`*_\[\]<&~{!]")

_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~\\]|$)", re.MULTILINE)
_STAR = re.compile(r"\*")
_LOW_LINE = re.compile(r"_")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_STRIKE = re.compile(r"~(?=~)|(?<=~)~")
_BRACKET_END = re.compile(r"\](?=[(\[:{])")
_BRACKET_START = re.compile(r"\[(?=[\^])")
_ATTRIBUTES = re.compile(r"\{(?=[#.:]|\s*[\w-]+=)")

# What begins a block when it stands first on a line.
_LINE_START = re.compile(
    r"^(?P<lead>[ \t]*)(?:(?P<number>\d{1,9})(?=[.)](?:\s|$))"
    r"|(?P<sign>\#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+(?=\s*$)|-+(?=\s*$)|:::|:(?=\s)|\|))",
    re.MULTILINE,
)


def escaped(text: str) -> str:
    """Return plain text as Markdown, but for what counts at a line's beginning alone."""
    if not _MAY_MEAN.search(text) and "://" not in text:
        return text
    pieces: list[str] = []
    end = 0
    for match in URL.finditer(text):
        pieces.append(_signs(text[end : match.start()]))
        address = match[0]
        tail = ""
        while address and address[-1] in ".,;:!?)'*_~":
            address, tail = address[:-1], address[-1] + tail
        pieces.append(_address(address))
        pieces.append(_signs(tail))
        end = match.end()
    pieces.append(_signs(text[end:]))
    return "".join(pieces)


def _address(address: str) -> str:
    """Return an address among words, of which sitegen makes a link; none of a bad one."""
    is_whole = address.lower().startswith("http")
    if address_fault(address if is_whole else f"https://{address}") is not None:
        return _signs(address.replace("://", ":\0//").replace("www.", "www\0.")).replace("\0", "\\")
    return f"<{address}>" if is_whole and _SPECIAL_IN_URL.search(address) else address


def _signs(text: str) -> str:
    if not _MAY_MEAN.search(text):
        return text
    text = _BACKSLASH.sub(r"\\\\", text)
    text = text.replace("`", r"\`")
    text = _STAR.sub(_star, text)
    text = _LOW_LINE.sub(_low_line, text)
    text = _TAG.sub(r"\\<", text)
    text = _ENTITY.sub("&amp;", text)
    text = _STRIKE.sub(r"\\~", text)
    text = _BRACKET_END.sub(r"\\]", text)
    text = _BRACKET_START.sub(r"\\[", text)
    return _ATTRIBUTES.sub(r"\\{", text)


def _neighbours(match: re.Match[str]) -> tuple[str, str]:
    text, place = match.string, match.start()
    return text[place - 1 : place] or "x", text[place + 1 : place + 2] or "x"


def _star(match: re.Match[str]) -> str:
    before, after = _neighbours(match)
    return "*" if before.isspace() and after.isspace() else r"\*"


def _low_line(match: re.Match[str]) -> str:
    before, after = _neighbours(match)
    is_inside = before.isalnum() and after.isalnum()
    is_alone = before.isspace() and after.isspace()
    at_edge = match.start() in (0, len(match.string) - 1)
    return "_" if (is_inside or is_alone) and not at_edge else r"\_"


def lines_escaped(markdown: str) -> str:
    """Keep what stands first on a line of a paragraph from beginning a block."""

    def keep(match: re.Match[str]) -> str:
        if match["number"]:
            # The sign behind the number is what makes a list of it.
            return f"{match['lead']}{match['number']}\\"
        return f"{match['lead']}\\{match['sign']}"

    lines = []
    for line in markdown.split("\n"):
        if line.startswith("*[") or re.match(r"\*\s", line):
            line = "\\" + line
        lines.append(_LINE_START.sub(keep, line))
    return "\n".join(lines)


def in_brackets(text: str) -> str:
    """Return plain text as it may stand between the brackets of a picture."""
    text = " ".join(text.split())
    text = re.sub(r"[\\\[\]`*_<]", r"\\\g<0>", text)
    return _ENTITY.sub("&amp;", text)


def target(address: str) -> str:
    """Return an address as it may stand between the round brackets of a link."""
    address = address.strip()
    if re.search(r"[\s()<>]", address) or not address:
        address = re.sub(r"\s", "%20", address).replace("<", "%3C").replace(">", "%3E")
        return f"<{address}>"
    return address
