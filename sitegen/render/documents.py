"""Documents: a task's values to sitemaps, drawn cards and what else is no page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from sitegen import hosts, pictures
from sitegen.cache.store import PICTURES
from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.file_names import PICTURE_ENDINGS, PICTURE_TYPES, ending
from sitegen.core.problems import Problem, SitegenError
from sitegen.model.documents import Feed, FeedItem, NewsEntry, SitemapEntry
from sitegen.model.feed_choices import FeedGroup
from sitegen.model.tasks import Task
from sitegen.model.views import Brand
from sitegen.output.own_files import manifest_text
from sitegen.pages.rendering_rules import CARD_FONTS, CARD_STYLE
from sitegen.render import late
from sitegen.render.environments import Environments
from sitegen.render.setup import RenderSetup
from sitegen.syndication import sitemaps
from sitegen.syndication.opml import opml
from sitegen.theme import covers, layers, stylesheet
from sitegen.theme.brand import pixels_of

if TYPE_CHECKING:
    from sitegen.render.feeds import FeedMaker


class Maker(Protocol):
    def __call__(self, parts: Mapping[str, Any]) -> bytes: ...


class DocumentMaker:
    """Makes documents from their values.

    Args:
        values: where the nodes are found that tasks name by digest.
        warnings: takes the warnings about documents.
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
        self._feeds: FeedMaker | None = None  # made with the first feed
        self._makers: Mapping[str, Maker] = {
            "sitemap": self._sitemap,
            "sitemap-index": self._sitemap_index,
            "news-sitemap": self._news_sitemap,
            "opml": self._opml,
            "robots": self._robots,
            "webmanifest": self._webmanifest,
            "stylesheet": self._stylesheet,
            "favicon": self._favicon,
            "cover": self._cover,
            "manifest": self._manifest,
            "card": self._card,
            "text": lambda parts: str(parts["text"]).encode(),
        }

    def document(self, task: Task, parts: Mapping[str, Any]) -> bytes:
        if task.recipe not in ("rss", "atom", "json"):
            return self._makers[task.recipe](parts)
        if self._feeds is None:
            self._feeds = late.feeds.FeedMaker(
                self._setup, self._values, self._environments, self._warnings
            )
        return self._feeds.feed(task, parts)

    def let_feeds_go(self) -> None:
        """Hold nothing more that only feeds need."""
        if self._feeds is None:
            return
        self._feeds = None
        for kind in (Feed, FeedItem):
            self._values.shed(kind)

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

    def _opml(self, parts: Mapping[str, Any]) -> bytes:
        groups = self._values.decode(tuple[FeedGroup, ...], parts["groups"])
        return opml(parts["title"], groups)

    def _robots(self, parts: Mapping[str, Any]) -> bytes:
        text = hosts.robots_txt(parts["sitemaps"], parts["ai_crawlers"], parts["agents"])
        return text.encode()

    def _webmanifest(self, parts: Mapping[str, Any]) -> bytes:
        brand = self._values.decode(Brand, parts["brand"])
        side = brand.mark_side
        icons = []
        if brand.mark and brand.mark != brand.mark_pixels:
            icons.append({"src": brand.mark, "sizes": "any", "type": "image/svg+xml"})
        if side:
            type_ = PICTURE_TYPES.get(PICTURE_ENDINGS[ending(brand.mark_pixels)], "image/png")
            icons.append({"src": brand.mark_pixels, "sizes": f"{side}x{side}", "type": type_})
        manifest = {
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
        return (dump(manifest) + "\n").encode()

    def _stylesheet(self, parts: Mapping[str, Any]) -> bytes:
        # Its URL stands for every file that it is joined from.
        return stylesheet.stylesheet(self._setup.theme, parts["sheet"]).encode()

    def _favicon(self, parts: Mapping[str, Any]) -> bytes:
        return pictures.favicon(self._setup.theme.statics[parts["file"]].data())

    def _cover(self, parts: Mapping[str, Any]) -> bytes:
        return pictures.small_square(self._setup.theme.statics[parts["file"]].data(), covers.SMALL)

    def _manifest(self, parts: Mapping[str, Any]) -> bytes:
        text = manifest_text(parts["files"], parts["site"], parts["stories"])
        return text.encode("utf-8", "surrogatepass")

    @cached_property
    def _fonts(self) -> Mapping[str, bytes]:
        """The fonts of cards: each is the site's own, if it has one of that name."""
        fonts: dict[str, bytes] = {}
        for file in CARD_FONTS:
            font, name = self._setup.theme.statics.get(file), PurePath(file).name
            built_in = layers.root() / "static" / file
            fonts[name] = font.data() if font is not None else built_in.read_bytes()
        return fonts

    def card_entry(self, parts: Mapping[str, Any]) -> str:
        """Return the name under which the cache has a card of these values."""
        # With the hue alone of the style: another card does not follow from each of its edits.
        _style, *files = parts["files"]
        values = [pictures.drawer(), {**parts, "files": files}, self._card_color(parts)]
        return digest_text(dump(values))

    def _card_color(self, parts: Mapping[str, Any]) -> str:
        style = self._setup.theme.statics[CARD_STYLE].text("strict")
        return pictures.hue_color(style, parts["hue"])

    def _card(self, parts: Mapping[str, Any]) -> bytes:
        statics = self._setup.theme.statics
        color = self._card_color(parts)
        signs = [statics.get(pixels_of(parts[name], statics)) for name in ("mark", "logo")]

        def draw() -> bytes:
            mark, logo = [sign.data() if sign else None for sign in signs]
            try:
                return pictures.social_card(
                    parts["title"], parts["label"], color, parts["site"], self._fonts,
                    parts["language"], mark, logo,
                )  # fmt: skip
            except pictures.FontError as error:
                font = statics.get(f"fonts/{error.name}")
                raise SitegenError(
                    [_bad_font(error.name if font is None else font.label)]
                ) from error

        return pictures.cached_card(self._setup.cache / PICTURES, self.card_entry(parts), draw)


def _bad_font(label: str) -> Problem:
    what = "this font cannot be read, and cards for shared links are drawn with it"
    hint = "Copy it here again (WOFF2). Without it the theme's own font of this name is used."
    if label.startswith("theme/"):
        hint = "Install sitegen again, with a Pillow that reads WOFF2."
    return Problem(label, 0, what, hint)
