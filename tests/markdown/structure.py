"""The structure of HTML: blocks, nesting, links and text, for comparing two readings of a text.

How quotes and dashes are set, where lines end, and attributes that no reader meets are no
part of it.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

_EMPTY = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source"})
_INLINE = frozenset({"a", "abbr", "code", "del", "em", "img", "span", "strong", "sup"})
_STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "...", "′": "'", "″": '"'}
)


def structure(html: str) -> list[tuple[str, ...]]:
    """Return the tags and texts of `html` in order: ("<a", "/x"), ("text", "words"), ("</a",)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _trimmed(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.parts.append(("<a", unquote(values.get("href") or "")))
        elif tag == "img":
            self.parts.append(("<img", unquote(values.get("src") or ""), values.get("alt") or ""))
        elif tag == "ol":
            self.parts.append(("<ol", values.get("start") or "1"))
        elif tag in ("td", "th"):
            style = values.get("style") or ""
            self.parts.append((f"<{tag}", style.removeprefix("text-align:").strip(" ;")))
        else:
            self.parts.append(("<del" if tag == "s" else f"<{tag}",))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY:
            self.parts.append(("</del" if tag == "s" else f"</{tag}",))

    def handle_data(self, data: str) -> None:
        text = data.translate(_STRAIGHT)
        if self.parts and self.parts[-1][0] == "text":
            text = self.parts.pop()[1] + text
        self.parts.append(("text", re.sub(r"\s+", " ", text)))

    def handle_comment(self, data: str) -> None:
        self.parts.append(("<!--", data))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(("<!", decl))

    def handle_pi(self, data: str) -> None:
        self.parts.append(("<?", data))

    def unknown_decl(self, data: str) -> None:
        self.parts.append(("<![", data))


def _trimmed(parts: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Take the spaces away beside blocks, where no browser shows them."""
    result: list[tuple[str, ...]] = []
    for n, part in enumerate(parts):
        if part[0] != "text":
            result.append(part)
            continue
        text = part[1]
        if n == 0 or parts[n - 1][0].strip("</") not in _INLINE:
            text = text.lstrip()
        if n + 1 == len(parts) or parts[n + 1][0].strip("</") not in _INLINE:
            text = text.rstrip()
        if text:
            result.append(("text", text))
    return result
