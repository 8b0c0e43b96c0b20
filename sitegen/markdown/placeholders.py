"""Placeholders of a body: where links and pictures go that are known later."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from sitegen.markdown.block_filling import FilledBlock, fill_blocks
from sitegen.markdown.marks import MARK

_TOKEN = re.compile(rf"{MARK}([LIJG])(\d+)(?:;([^{MARK}]*))?{MARK}")
PAID = "sponsored nofollow"  # what search engines want to be told of a link that was paid for
_ANCHOR = re.compile(r"""<a\s(?:[^"'<>]|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_OUTSIDE = re.compile(r"""\shref\s*=\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
_REL = re.compile(r"""\srel\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_IMG = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_LINK = re.compile(r"""<a((?:[^"'<>]|"[^"]*"|'[^']*')*)>(.*?)</a>""", re.DOTALL)


def fill(
    html: str,
    links: Sequence[str],
    pictures: Sequence[str],
    make: Callable[[FilledBlock], str] | None = None,
    *,
    paid: bool = False,
) -> str:
    """Put URLs and pictures in place of a body's placeholders.

    Args:
        html: of a `Body`.
        links: URLs, in the order of the body's links; escaped here. "" leads nowhere now:
            the link is taken away and its words stay.
        pictures: ready HTML, in the order of its images: a figure, or a bare `<img>` for
            those that `inline_pictures` names.
        make: returns the HTML of a block; None for texts that hold none.
        paid: somebody paid for the text: links to other sites say so to search engines.
    """

    def value(match: re.Match[str]) -> str:
        kind, number = match[1], int(match[2])
        if kind == "L":
            return escape(links[number])
        return _with_attributes(pictures[number], match[3]) if match[3] else pictures[number]

    page = _TOKEN.sub(value, html) if MARK in html else html
    if make is not None:
        page = fill_blocks(page, make)
    if "" in links:
        page = _LINK.sub(lambda link: link[2] if ' href=""' in link[1] else link[0], page)
    return _ANCHOR.sub(_paid_for, page) if paid else page


def _paid_for(anchor: re.Match[str]) -> str:
    """Return a link's opening tag as advertising has it: no vote of ours for where it leads."""
    tag = anchor[0]
    if not _OUTSIDE.search(tag):
        return tag
    return f'{_REL.sub("", tag)[:-1]} rel="{PAID}">'


def renumber(html: str, first: int) -> str:
    """Return `html`, whose links are numbered from 0, with them numbered from `first`."""
    return _TOKEN.sub(lambda m: f"{MARK}{m[1]}{int(m[2]) + first}{MARK}", html)


def inline_pictures(html: str) -> frozenset[int]:
    """Return the numbers of the pictures that stand inside running text."""
    if f"{MARK}J" not in html:
        return frozenset()
    return frozenset(int(m[2]) for m in _TOKEN.finditer(html) if m[1] == "J")


def picture_attributes(attributes: Mapping[str, str | None]) -> str:
    """Return what a picture's placeholder keeps of its attributes: ';width="300"', or ""."""
    values = {name: (attributes.get(name) or "").strip() for name in ("class", "id", "style")}
    values["class"] = " ".join(word for word in values["class"].split() if word != "decorative")
    values |= {name: (attributes.get(name) or "").strip() for name in ("width", "height")}
    text = " ".join(f'{name}="{escape(value)}"' for name, value in values.items() if value)
    return f";{text}" if text else ""


def _with_attributes(picture: str, attributes: str) -> str:
    """Give the `<img>` of `picture` the attributes that were written for it.

    Of width and height the one that is not written follows from the other: no browser shall
    draw the picture out of shape, or move the text when it has come.
    """
    match = _IMG.search(picture)
    if match is None:
        return picture
    tag, own, new = (
        match[0],
        dict(_ATTRIBUTE.findall(match[0])),
        dict(_ATTRIBUTE.findall(attributes)),
    )
    for name, other in (("width", "height"), ("height", "width")):
        if name in new and other not in new:
            is_known = all(own.get(side, "").isdecimal() for side in (name, other))
            if is_known and new[name].isdecimal():
                new[other] = str(max(1, round(int(own[other]) * int(new[name]) / int(own[name]))))
            else:
                tag = re.sub(rf'\s{other}="[^"]*"', "", tag)
            break
    for name, value in new.items():
        separator = {"class": " ", "style": "; "}.get(name)
        whole = f"{own[name]}{separator}{value}" if separator and own.get(name) else value
        tag = re.sub(rf'\s{name}="[^"]*"', "", tag)
        tag = f'{tag[:-1]} {name}="{whole}">'
    return picture[: match.start()] + tag + picture[match.end() :]
