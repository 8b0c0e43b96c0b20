"""Markdown that stays Markdown: only where its links and pictures lead is written anew."""

from __future__ import annotations

import re

from sitegen.importers.prose import escapes
from sitegen.importers.prose.uses import Uses

_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)",
    re.DOTALL | re.MULTILINE,
)
_TITLE = r"""(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?"""
_INLINE = re.compile(
    rf"(?P<image>!?)\[(?P<words>(?:[^\[\]\\]|\\.|!\[[^\]]*\]\([^)]*\))*)\]"
    rf"\(\s*(?P<address><[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?P<title>{_TITLE})\s*\)"
)
_DEFINED = re.compile(
    rf"^(?P<start> {{0,3}}\[(?!\^)[^\]\n]+\]:\s*)(?P<address><[^<>\n]*>|\S+)"
    rf"(?P<title>{_TITLE})[ \t]*$",
    re.MULTILINE,
)
_TAG = re.compile(
    r"""(?P<start><(?P<tag>a|img)\b[^<>]*?\b(?:href|src)=)(?P<quote>["'])(?P<address>[^"'<>]*)(?P=quote)""",
    re.IGNORECASE,
)


def with_uses(text: str, uses: Uses) -> str:
    """Return a text whose links and pictures are the site's own; code stays to the letter."""
    pieces: list[str] = []
    end = 0
    for code in _CODE.finditer(text):
        pieces += [_rewritten(text[end : code.start()], uses), code[0]]
        end = code.end()
    pieces.append(_rewritten(text[end:], uses))
    return "".join(pieces)


def _rewritten(text: str, uses: Uses) -> str:
    def inline(match: re.Match[str]) -> str:
        address = match["address"].strip("<>")
        if match["image"]:
            return _picture(match["words"], address, match["title"], uses)
        words = _INLINE.sub(inline, match["words"]) if "![" in match["words"] else match["words"]
        to = uses.link(address) if address else ""
        return f"[{words}]({escapes.target(to)}{match['title']})" if to else words

    def defined(match: re.Match[str]) -> str:
        to = uses.link(match["address"].strip("<>"))
        return f"{match['start']}{escapes.target(to)}{match['title']}" if to else match[0]

    def tag(match: re.Match[str]) -> str:
        if match["tag"].lower() == "img":
            found = uses.picture((match["address"],), "")
            to = found.target if found is not None else ""
        else:
            to = uses.link(match["address"])
        return f"{match['start']}{match['quote']}{to or '#'}{match['quote']}" if to else match[0]

    text = _INLINE.sub(inline, text)
    text = _DEFINED.sub(defined, text)
    return _TAG.sub(tag, text)


def _picture(alt: str, address: str, title: str, uses: Uses) -> str:
    found = uses.picture((address,), "") if address else None
    if found is None:
        words = alt or address.rpartition("/")[2]
        return f"[{words}]({escapes.target(address)})" if "://" in address else words
    return f"![{alt or found.alt or ''}]({escapes.target(found.target)}{title})"
