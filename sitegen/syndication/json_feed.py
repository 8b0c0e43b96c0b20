"""JSON Feed 1.1: a feed that programs read without knowing XML.

Source: jsonfeed.org, version 1.1.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sitegen.model.documents import Feed, FeedItem
from sitegen.syndication.correction_notes import notes, notes_html
from sitegen.syndication.feeds import authors_of, refuse_twins
from sitegen.syndication.fulltext import clean


def json_feed(feed: Feed, items: Sequence[FeedItem], bodies: Sequence[str]) -> bytes:
    """Return a JSON Feed 1.1; arguments and errors are those of `feeds.rss`."""
    refuse_twins(items)
    document: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(feed.title),
        "home_page_url": feed.page_url,
        "feed_url": feed.url,
        "description": clean(feed.description),
        "icon": feed.image.url if feed.image else "",
        "language": feed.language,
        "authors": [{"name": clean(feed.publisher or feed.title)}],
        "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs],
    }
    # A story on each line: what changed can be seen, and the quick encoder does the work.
    stories = ",\n".join(
        [_dump(_json_item(item, body)) for item, body in zip(items, bodies, strict=True)]
    )
    return f'{_dump(_without_blanks(document))[:-1]}, "items": [\n{stories}\n]}}\n'.encode()


def _json_item(item: FeedItem, body: str) -> dict[str, object]:
    members: dict[str, object] = {
        "id": item.id,
        "url": item.url,
        "title": clean(item.title),
        "summary": clean(item.summary),
        "image": item.image.url if item.image else "",
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat() if item.updated > item.published else "",
        "authors": [
            {"name": name, "url": url} if url else {"name": name} for name, url in authors_of(item)
        ],
        "tags": [clean(category) for category in item.categories],
        "language": item.lang,
    }
    if body:
        members["content_html"] = body + notes_html(item)
    else:
        text = " ".join([clean(item.summary or item.title), *notes(item)])
        members["content_text"] = text
    if item.enclosure is not None:
        members["attachments"] = [
            _without_blanks(
                {
                    "url": item.enclosure.url,
                    "mime_type": item.enclosure.type,
                    "size_in_bytes": item.enclosure.length,
                    "duration_in_seconds": item.enclosure.duration,
                }
            )
        ]
    return _without_blanks(members)


def _without_blanks(members: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value or name == "title"}


_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
