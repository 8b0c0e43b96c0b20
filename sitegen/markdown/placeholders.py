"""Placeholders of a body: where links and pictures go that are known later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

MARK = "\x1a"  # U+001A: taken out of every source, so that it can only be ours

_TOKEN = re.compile(rf"{MARK}([A-Z])(\d+)(?:;([^{MARK}]*))?{MARK}")
_LINK = re.compile(r"""<a((?:[^"'<>]|"[^"]*"|'[^']*')*)>(.*?)</a>""", re.DOTALL)


def fill(
    html: str, links: Sequence[str], pictures: Sequence[str], times: Sequence[str] = ()
) -> str:
    """Put URLs and pictures in place of a body's placeholders.

    Args:
        html: of a `Body`.
        links: URLs, in the order of the body's links; escaped here. "" leads nowhere now:
            the link is taken away and its words stay.
        pictures: ready HTML, in the order of its images: a figure, or a bare `<img>` for
            those that `inline_pictures` names.
        times: the live updates' times as shown, plain text; () for a neutral form.
    """

    def value(match: re.Match[str]) -> str:
        kind, number = match[1], int(match[2])
        if kind == "L":
            return escape(links[number])
        if kind == "T":
            return escape(times[number] if times else match[3], quote=False)
        return pictures[number]

    page = _TOKEN.sub(value, html) if MARK in html else html
    if "" not in links:
        return page
    return _LINK.sub(lambda link: link[2] if ' href=""' in link[1] else link[0], page)


def inline_pictures(html: str) -> frozenset[int]:
    """Return the numbers of the pictures that stand inside running text."""
    if f"{MARK}J" not in html:
        return frozenset()
    return frozenset(int(m[2]) for m in _TOKEN.finditer(html) if m[1] == "J")


def gallery_pictures(html: str) -> frozenset[int]:
    """Return the numbers of the pictures that stand in galleries: each fills a list item."""
    if '<ul class="gallery">' not in html:
        return frozenset()
    return frozenset(int(n) for n in re.findall(rf"<li>\n{MARK}I(\d+){MARK}\n</li>", html))
