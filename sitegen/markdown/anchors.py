"""Anchors: the places of a story that a link may lead to, "#what-next" and the like."""

from __future__ import annotations

from collections.abc import Collection

from sitegen.markdown.headings import RESERVED_IDS, heading_slug

MOST_NAMED = 8  # in a hint


def anchor_for(fragment: str, anchors: Collection[str]) -> str | None:
    """Return the anchor that a link to `fragment` leads to; None when there is none.

    Anchors of headings are written in the letters a to z; who links to one may write its
    words as they stand there: "votación" leads to "votacion", "הסיפור" to its heading, and
    "sources", which the page around the story may have, to a heading of that name.
    A part of the page's words ("#:~:text=…") and the page's top are always there.
    """
    if fragment in anchors or fragment in ("", "top") or fragment.startswith(":~:"):
        return fragment
    if ":~:" in fragment:
        place, _, words = fragment.partition(":~:")
        anchor = anchor_for(place, anchors)
        return None if anchor is None else f"{anchor}:~:{words}"
    if fragment in RESERVED_IDS or not fragment.isascii():
        anchor = heading_slug(fragment)
        return anchor if anchor in anchors else None
    return None


def anchors_hint(anchors: Collection[str], where: str) -> str:
    """Return the hint that names the anchors of a text; `where` is "here" or "there"."""
    own = sorted(anchor for anchor in anchors if not anchor.startswith(("fn-", "fnref")))
    if not own:
        return "A heading's anchor is its words in lower case, joined by hyphens."
    more = " …" if len(own) > MOST_NAMED else ""
    return f"Anchors {where}: {', '.join('#' + anchor for anchor in own[:MOST_NAMED])}{more}."
