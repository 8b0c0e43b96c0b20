"""Feeds: a task's values to RSS, Atom and JSON Feed."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from sitegen.core.digests import Canonical, Values, dump
from sitegen.core.file_names import FEED_FILES
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.core.urls import absolute, site_url
from sitegen.markdown import placeholders
from sitegen.model.article import Body, ImageRef
from sitegen.model.documents import Feed, FeedImage, FeedItem
from sitegen.model.tasks import Task
from sitegen.model.views import BodyUse
from sitegen.pictures import fallback
from sitegen.render.blocks import block_maker
from sitegen.render.environments import Environments
from sitegen.render.setup import RenderSetup
from sitegen.syndication import feeds, json_feed

ITEMS = 2000  # in RSS or Atom, that stay in memory at a time: some ten megabytes
TEXTS = 500  # of stories that do: some three megabytes


class FeedMaker:
    """Makes feeds from their values.

    Args:
        values: where the nodes are found that tasks name by digest.
        warnings: takes the warnings about feeds.
    """

    def __init__(
        self,
        setup: RenderSetup,
        values: Values,
        environments: Environments,
        warnings: list[Problem],
    ) -> None:
        self._setup = setup
        self._values = values
        self._environments = environments
        self._warnings = warnings
        self._items: dict[tuple[object, ...], bytes] = {}
        self._texts: dict[tuple[str, ...], str] = {}

    def feed(self, task: Task, parts: Mapping[str, Any]) -> bytes:
        feed = self._values.node(Feed, parts["feed"])
        count = len(parts["items"])
        data = self._feed(task.recipe, feed, parts, count)
        fewer = count
        while len(data) > feeds.SIZE_LIMIT and fewer > feeds.FEWEST:
            share = feeds.SIZE_LIMIT / len(data)
            fewer = max(feeds.FEWEST, min(fewer - 1, int(fewer * share)))
            data = self._feed(task.recipe, feed, parts, fewer)
        if len(data) > feeds.SIZE_LIMIT and feed.full_text:
            fewer = count
            data = self._feed(task.recipe, replace(feed, full_text=False), parts, count)
        if fewer < count and parts.get("limited") and task.file == FEED_FILES["rss"]:
            # The site's own: one warning stands for all.
            self._warnings.append(feeds.fewer_stories(task.file, fewer, count))
        return data

    def _feed(self, format_name: str, feed: Feed, parts: Mapping[str, Any], count: int) -> bytes:
        """Return a feed of the newest `count` of its stories."""
        logo = self._setup.rules.logo_url
        if logo and feed.podcast is None:
            feed = replace(feed, image=FeedImage(logo, "", 0, 0, 0, "", ""))
        uses = iter(parts["bodies"])
        wants_text = self._values.node(Feed, parts["feed"]).full_text
        stories = []  # of each its item's digest, and its text where the feed wants one
        for digest in parts["items"]:
            has_text = wants_text or not self._values.node(FeedItem, digest).summary
            stories.append((digest, next(uses) if has_text else None))
        stories = stories[:count]
        if format_name == "json":
            pairs = [self._feed_item(feed, *story) for story in stories]
            return json_feed.json_feed(
                feed, [item for item, _ in pairs], [body for _, body in pairs]
            )
        whole = feeds.rss_of if format_name == "rss" else feeds.atom_of
        return whole(feed, [self._item(format_name, feed, *story) for story in stories])

    def _item(self, format_name: str, feed: Feed, digest: str, use: Canonical) -> bytes:
        """Return a story as RSS or Atom holds it, written once for all feeds that do."""
        name = (format_name, digest, dump(use), feed.language, feed.full_text)
        xml = self._items.get(name)
        if xml is None:
            write = feeds.rss_item if format_name == "rss" else feeds.atom_item
            xml = write(*self._feed_item(feed, digest, use), feed.language)
            if len(self._items) >= ITEMS:
                self._items.clear()
            self._items[name] = xml
        return xml

    def _feed_item(self, feed: Feed, digest: str, use: Canonical) -> tuple[FeedItem, str]:
        """Return a story and its text, "" in a feed of summaries."""
        item = self._values.node(FeedItem, digest)
        if use is None:
            return item, ""
        body: BodyUse = self._values.decode(BodyUse, use)
        if not item.summary:
            item = replace(item, summary=self._values.node(Body, body.body).excerpt)
        return item, self._text(item, body, dump(use)) if feed.full_text else ""

    def _text(self, item: FeedItem, body: BodyUse, use: str) -> str:
        """Return a story's text as feeds hold it, filled once for feeds of all formats."""
        name = (use, item.lang, item.url)
        text = self._texts.get(name)
        if text is None:
            if len(self._texts) >= TEXTS:
                self._texts.clear()
            text = self._texts[name] = self._feed_body(item, body)
        return text

    def _feed_body(self, item: FeedItem, use: BodyUse) -> str:
        """Return a story's text as feeds hold it."""
        node = self._values.node(Body, use.body)
        inline = placeholders.inline_pictures(node.html)
        pictures = [
            self._plain_picture(image) if number in inline else self._plain_figure(image, use.links)
            for number, image in enumerate(use.images)
        ]
        make = None
        if use.blocks:
            env = self._environments.of_feeds(item.lang)
            make = block_maker(self._setup, env, item.lang, item.url)
        text = placeholders.fill(node.html, use.links, pictures, make, paid=use.paid)
        return feeds.absolute_html(text, self._setup.rules.base_url, item.url)

    def _plain_figure(self, image: ImageRef, links: Sequence[str]) -> str:
        words = " ".join(
            filter(
                None,
                (
                    image.caption_html or html.escape(image.caption),
                    image.credit_html or html.escape(image.credit),
                ),
            )
        )
        words = placeholders.fill(words, links, ())
        caption = f"<figcaption>{words}</figcaption>" if words else ""
        return f"<figure>{self._plain_picture(image)}{caption}</figure>"

    def _plain_picture(self, image: ImageRef) -> str:
        rules = self._setup.rules
        variant = fallback(image, rules.images)
        src = absolute(rules.base_url, site_url(rules.prefix, f"/{variant.file}"))
        return (
            f'<img src="{html.escape(src)}" alt="{html.escape(image.alt)}" '
            f'width="{variant.width}" height="{variant.height}">'
        )
