"""OPML: all feeds of a site in one file, which a reader's program takes in at once.

Source: Dave Winer, "OPML 2.0", chapter "Subscription lists".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from sitegen.model.feed_choices import FeedGroup


def opml(title: str, groups: Sequence[FeedGroup]) -> bytes:
    """Return the list of a site's feeds, group by group."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(title)}</title></head>",
        "<body>",
        *(line for group in groups for line in _outline(group)),
        "</body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


def _outline(group: FeedGroup) -> Iterator[str]:
    yield f"<outline text={quoteattr(group.title)}>"
    for feed in group.feeds:
        name, address = quoteattr(feed.title), quoteattr(feed.url)
        yield f'<outline type="rss" text={name} title={name} xmlUrl={address}/>'
    yield "</outline>"
