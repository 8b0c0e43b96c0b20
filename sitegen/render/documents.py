"""Documents: a task's values to feeds, sitemaps, drawn cards and what else is no page."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from sitegen import hosts
from sitegen.cache.store import PICTURES
from sitegen.core.digests import Canonical, Values, digest_text, dump
from sitegen.core.problems import Problem
from sitegen.core.urls import absolute, site_url
from sitegen.markdown import convert
from sitegen.model.article import Body, ImageRef
from sitegen.model.documents import Feed, FeedImage, FeedItem, NewsEntry, SitemapEntry
from sitegen.model.tasks import Task
from sitegen.model.views import BodyUse
from sitegen.pages.kinds import CARD_FONT, CARD_STYLE, ICONS
from sitegen.pictures import fallback
from sitegen.render.setup import RenderSetup
from sitegen.syndication import feed_files, sitemaps
from sitegen.theme import layers, stylesheet

FEED_ITEMS = 2000  # that are held at a time: some ten megabytes
CARD_RECIPE = 2  # changes when cards are drawn in another way


class Maker(Protocol):
    def __call__(self, parts: Mapping[str, Any]) -> bytes: ...


class DocumentMaker:
    """Makes documents from their values.

    Args:
        values: where the nodes are found that tasks name by digest.
        warnings: takes what is to be said of a document.
    """

    def __init__(self, setup: RenderSetup, values: Values, warnings: list[Problem]) -> None:
        self._setup = setup
        self._values = values
        self._warnings = warnings
        self._rss_items: dict[tuple[object, ...], bytes] = {}
        self._makers: Mapping[str, Maker] = {
            "sitemap": self._sitemap,
            "sitemap-index": self._sitemap_index,
            "news-sitemap": self._news_sitemap,
            "robots": self._robots,
            "webmanifest": self._webmanifest,
            "stylesheet": self._stylesheet,
            "manifest": self._manifest,
            "card": self._card,
            "text": lambda parts: str(parts["text"]).encode(),
        }

    def document(self, task: Task, parts: Mapping[str, Any]) -> bytes:
        if task.recipe not in ("rss", "atom", "json"):
            return self._makers[task.recipe](parts)
        made = self._feed(task.recipe, parts)
        if task.file == feed_files.FEED_FILES["rss"]:  # the site's own: one warning stands for all
            from sitegen.syndication import feeds  # late: as in `_feed`

            problem = feeds.size_problem(task.file, made)
            self._warnings += [problem] if problem is not None else []
        return made

    def _feed(self, format_name: str, parts: Mapping[str, Any]) -> bytes:
        from sitegen.syndication import feeds  # late: feedgen and lxml are heavy

        feed = self._values.node(Feed, parts["feed"])
        if logo := self._setup.logo_url:
            feed = replace(feed, image=FeedImage(logo, "", 0, 0, 0, "", ""))
        uses = iter(parts["bodies"])
        stories = []  # of each its item's digest, and its text where the feed wants one
        for digest in parts["items"]:
            wanted = feed.full_text or not self._values.node(FeedItem, digest).summary
            stories.append((digest, next(uses) if wanted else None))
        if format_name == "rss":
            return feeds.rss_of(feed, [self._rss_item(feed, *story) for story in stories])
        made = [self._feed_item(feed, *story) for story in stories]
        maker = feeds.atom if format_name == "atom" else feeds.json_feed
        return maker(feed, [item for item, _ in made], [body for _, body in made])

    def _rss_item(self, feed: Feed, digest: str, use: Canonical) -> bytes:
        """Return a story as RSS holds it, made once for all feeds that do."""
        from sitegen.syndication import feeds  # late: as in `_feed`

        name = (digest, dump(use), feed.language, feed.full_text)
        found = self._rss_items.get(name)
        if found is None:
            found = feeds.rss_item(*self._feed_item(feed, digest, use), feed.language)
            if len(self._rss_items) >= FEED_ITEMS:
                self._rss_items.clear()
            self._rss_items[name] = found
        return found

    def _feed_item(self, feed: Feed, digest: str, use: Canonical) -> tuple[FeedItem, str]:
        """Return a story and its text, "" in a feed of summaries."""
        item = self._values.node(FeedItem, digest)
        if use is None:
            return item, ""
        told: BodyUse = self._values.decode(BodyUse, use)
        if not item.summary:
            item = replace(item, summary=self._values.node(Body, told.body).excerpt)
        return item, self._feed_body(item, told) if feed.full_text else ""

    def _feed_body(self, item: FeedItem, use: BodyUse) -> str:
        """Return a story's text as feeds hold it."""
        from sitegen.syndication import feeds  # late: as in `_feed`

        node = self._values.node(Body, use.body)
        inline = convert.inline_pictures(node.html)
        pictures = [
            self._plain_picture(image) if number in inline else self._plain_figure(image)
            for number, image in enumerate(use.images)
        ]
        filled = convert.fill(node.html, use.links, pictures)
        return feeds.absolute_html(filled, self._setup.base_url, item.url)

    def _plain_figure(self, image: ImageRef) -> str:
        words = " ".join(filter(None, (image.caption, image.credit)))
        caption = f"<figcaption>{html.escape(words)}</figcaption>" if words else ""
        return f"<figure>{self._plain_picture(image)}{caption}</figure>"

    def _plain_picture(self, image: ImageRef) -> str:
        variant = fallback(image, self._setup.images)
        src = absolute(self._setup.base_url, site_url(self._setup.prefix, f"/{variant.file}"))
        return (
            f'<img src="{html.escape(src)}" alt="{html.escape(image.alt)}" '
            f'width="{variant.width}" height="{variant.height}">'
        )

    def _sitemap(self, parts: Mapping[str, Any]) -> bytes:
        return sitemaps.sitemap(self._values.decode(tuple[SitemapEntry, ...], parts["entries"]))

    def _sitemap_index(self, parts: Mapping[str, Any]) -> bytes:
        files = [
            (url, datetime.fromisoformat(moment) if moment else None)
            for url, moment in parts["files"]
        ]
        return sitemaps.index(files)

    def _news_sitemap(self, parts: Mapping[str, Any]) -> bytes:
        entries = self._values.decode(tuple[NewsEntry, ...], parts["entries"])
        return sitemaps.news_sitemap(entries, parts["name"])

    def _robots(self, parts: Mapping[str, Any]) -> bytes:
        text = hosts.robots_txt(parts["sitemaps"], parts["ai_crawlers"], parts["agents"])
        return text.encode()

    def _webmanifest(self, parts: Mapping[str, Any]) -> bytes:
        assets = self._setup.theme.assets
        icons = [
            {"src": assets[name], "sizes": size, "type": kind}
            for name, size, kind in ICONS
            if name in assets
        ]
        described = {
            "name": parts["title"],
            "short_name": parts["title"],
            "description": parts["tagline"],
            "lang": parts["language"],
            "start_url": f"{parts['prefix']}/",
            "display": "browser",
            "background_color": "#fcfbf8",
            "theme_color": "#15202b",
            "icons": icons,
        }
        return (dump(described) + "\n").encode()

    def _stylesheet(self, parts: Mapping[str, Any]) -> bytes:
        del parts  # its URL stands for every file that it is joined from
        return stylesheet.stylesheet(self._setup.theme).encode()

    def _manifest(self, parts: Mapping[str, Any]) -> bytes:
        return ("\n".join(parts["files"]) + "\n").encode("utf-8", "surrogatepass")

    def _card(self, parts: Mapping[str, Any]) -> bytes:
        from sitegen.pictures.cache import cached_card
        from sitegen.pictures.card import hue_color, social_card  # late: Pillow is heavy

        statics = self._setup.theme.statics
        tokens, font = statics.get(CARD_STYLE), statics.get(CARD_FONT)
        style = tokens.file.read_text("utf-8") if tokens else ""
        color = hue_color(style, parts["hue"])
        fonts = font.file.parent if font else layers.root() / "static" / "fonts"

        def draw() -> bytes:
            return social_card(
                parts["title"], parts["label"], color, parts["site"], fonts, parts["language"]
            )

        name = digest_text(dump([CARD_RECIPE, dict(parts), color, font.digest if font else ""]))
        return cached_card(self._setup.cache / PICTURES, name, draw)
