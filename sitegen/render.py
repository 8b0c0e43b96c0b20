"""Render: one task to the bytes of its file.

Everything that a file is made of stands in its task or is named there by digest; what is
bulky (bodies, pictures, static files) is opened here. Each process has one `Renderer`.
"""

from __future__ import annotations

import html
import re
import traceback
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any, Protocol

from markupsafe import Markup

from sitegen import (
    context,
    extend,
    formats,
    hosts,
    images,
    markup,
    pages,
    sitemaps,
    templating,
    theme,
)
from sitegen.images import Variant, fallback
from sitegen.model import (
    Body,
    BodyUse,
    Feed,
    FeedImage,
    FeedItem,
    ImageRef,
    NewsEntry,
    SitemapEntry,
    Task,
)
from sitegen.pages import CARD_FONT, CARD_STYLE, ICONS, KINDS, Rendering
from sitegen.problems import Problem, SitegenError
from sitegen.settings import ImageSettings
from sitegen.store import PICTURES
from sitegen.theme import Theme
from sitegen.urls import absolute, path_of_file, site_url
from sitegen.values import Canonical, Values, digest_text, dump, load

_OBJECT = re.compile(r"'sitegen\.[\w.]*?(\w+) object'")  # "Article has no attribute ..."
FEED_ITEMS = 2000  # that are held at a time: some ten megabytes
CARD_RECIPE = 2  # changes when cards are drawn in another way
_LINK = re.compile(r"""<a((?:[^"'<>]|"[^"]*"|'[^']*')*)>(.*?)</a>""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RenderSetup:
    """What rendering depends on beside tasks: all of it is in every page's key."""

    root: Path
    cache: Path
    theme: Theme
    base_url: str
    prefix: str
    language: str
    timezone: str
    images: ImageSettings
    logo: str  # name in static/; ""
    shared_parts: frozenset[str] = frozenset()  # see `theme.Analysis.shared_parts`
    extensions: tuple[str, ...] = ()


class Maker(Protocol):
    def __call__(self, parts: Mapping[str, Any]) -> bytes: ...


class Renderer:
    """Makes files from tasks.

    Args:
        values: where the nodes are found that tasks name by digest.
        compiled: templates by language; see `templating.environment`.
    """

    def __init__(
        self,
        setup: RenderSetup,
        values: Values,
        compiled: Mapping[str, MutableMapping[str, CodeType]] | None = None,
    ) -> None:
        self._setup = setup
        self._compiled = compiled
        self._values = values
        self._environments: dict[str, Any] = {}  # language → jinja2.Environment
        self._rss_items: dict[tuple[object, ...], bytes] = {}
        self.warnings: list[Problem] = []
        self._documents: Mapping[str, Maker] = {
            "rss": self._feed,
            "atom": self._feed,
            "json": self._feed,
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

    def render(self, task: Task) -> bytes:
        """Return the bytes of the task's file.

        Raises:
            SitegenError: a template or picture is at fault; the problem names it.
            OSError: a source file went away since it was scanned.
            LostNodeError: the store has lost a node.
        """
        if task.maker == "copy":
            return self._copy(task.recipe)
        parts: Mapping[str, Any] = load(task.parts)
        if task.maker == "image":
            variant: Variant = self._values.decode(Variant, parts["variant"])
            source = self._setup.root / task.recipe
            digest = str(parts["source"])
            return images.cached_encode(self._setup.cache / PICTURES, source, digest, variant)
        if task.maker == "page":
            return self._page(task, parts)
        if task.recipe in ("rss", "atom", "json"):
            made = self._feed({**parts, "format": task.recipe})
            if task.file == pages.FEED_FILES["rss"]:  # the site's own: one warning stands for all
                from sitegen import feeds  # late: as in `_feed`

                problem = feeds.size_problem(task.file, made)
                self.warnings += [problem] if problem is not None else []
            return made
        return self._documents[task.recipe](parts)

    def encode_ahead(self, tasks: Sequence[Task]) -> None:
        """Encode all missing variants of one picture, decoding it once.

        Raises:
            SitegenError, OSError: as `render`.
        """
        parts = [load(task.parts) for task in tasks]
        variants = [self._values.decode(Variant, part["variant"]) for part in parts]
        source, digest = self._setup.root / tasks[0].recipe, str(parts[0]["source"])
        images.encode_missing(self._setup.cache / PICTURES, source, digest, variants)

    def _copy(self, recipe: str) -> bytes:
        cleaned = images.without_traces(self._source(recipe).read_bytes(), recipe)
        if isinstance(cleaned, Problem):
            raise SitegenError([cleaned])
        return cleaned

    def _source(self, recipe: str) -> Path:
        if recipe.startswith("static/"):
            return self._setup.theme.statics[recipe.removeprefix("static/")].file
        return self._setup.root / recipe

    # Pages

    def _page(self, task: Task, parts: Mapping[str, Any]) -> bytes:
        kind = str(parts["kind"])
        types = _types(kind)
        values: dict[str, Any] = {}
        for name, canonical in parts.items():
            if name == "kind":
                continue
            wanted = types.get(name) or self._added_type(name)
            values[name] = self._values.decode(wanted, canonical)
        language = pages.language(values) if "site" in values else self._setup.language
        env = self._environment(language)
        url = site_url(self._setup.prefix, path_of_file(task.file))
        for name in context.BODIES & values.keys():
            use: BodyUse = values[name]
            node = self._values.node(Body, use.body)
            values["body_node"] = node
            values[name] = self._body(env, use, node, values.get("article"))
        if values.get("bodies"):  # the first day's front shows how its story begins
            opening = self._values.node(Body, values["bodies"][0].body).excerpt
            values["front"] = replace(values["front"], excerpt=opening)
        say = formats.translations(language).gettext
        filters = formats.filters(language, self._setup.timezone)
        made = Rendering(url, say, filters["month"], self._setup.images, self._logo())
        if values.keys() >= set(KINDS[kind].inputs):  # else nothing derived was asked for
            page = values["page"] = KINDS[kind].head(values, made)
            values["here"] = pages.here(page, values.get("section"))
            graph = KINDS[kind].graph(values, made)  # `metadata` escaped what could end a script
            values["structured"] = Markup(graph)  # noqa: S704
        claimant = getattr(values.get("article"), "path", "") or url
        text = self._run(env, task.recipe, values, claimant)
        search = "site" in values and values["site"].search
        return hosts.with_policy(text.encode("utf-8", "replace"), self._setup.base_url, search)

    def _logo(self) -> str:
        """Return the absolute URL of the publisher's logo; "" when there is none."""
        url = self._setup.theme.assets.get(self._setup.logo, "")
        return absolute(self._setup.base_url, url) if url else ""

    def _added_type(self, name: str) -> object:
        """Return the type of a value that the site itself adds."""
        added = extend.load(self._setup.root, self._setup.extensions).context or {}
        return context.annotation(added[name]) if name in added else context.LISTED

    def _run(self, env: Any, template: str, values: Mapping[str, Any], claimant: str) -> str:
        try:
            text: str = env.get_template(template).render(values)
        except templating.TemplateStopError as stop:
            raise SitegenError([self._template_problem(stop, template, claimant)]) from stop
        except Exception as error:  # whatever a template does wrong is the designer's to mend
            raise SitegenError([self._template_problem(error, template, claimant)]) from error
        return text

    def _template_problem(self, error: Exception, template: str, claimant: str) -> Problem:
        shown_by_file = {str(t.file): t.shown for t in self._setup.theme.templates.values()}
        shown, line = self._setup.theme.templates[template].shown, 0
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in shown_by_file:
                shown, line = shown_by_file[frame.filename], frame.lineno or 0
        line = getattr(error, "lineno", None) or line
        message = str(error).strip() or type(error).__name__
        message = _OBJECT.sub(r"\1", message)
        return Problem(shown, line, message, f"It was rendering {claimant}.")

    def _environment(self, language: str) -> Any:
        env = self._environments.get(language)
        if env is None:
            own = extend.load(self._setup.root, self._setup.extensions)
            filters = {**formats.filters(language, self._setup.timezone), **(own.filters or {})}
            env = templating.environment(
                self._setup.theme,
                filters,
                formats.translations(language),
                {"picture": self._picture, "warn": self._warn},
                self._setup.shared_parts,
                None if self._compiled is None else self._compiled[language],
            )
            self._environments[language] = env
        return env

    def _picture(self, image: ImageRef, place: str) -> Any:
        return images.picture(image, place, self._setup.images, self._setup.prefix)

    def _warn(self, message: str) -> str:
        self.warnings.append(Problem("templates", 0, message, warning=True))
        return ""

    def _body(self, env: Any, use: BodyUse, node: Body, article: Any) -> Any:
        inline = markup.inline_pictures(node.html)
        galleries = markup.gallery_pictures(node.html)
        figure = env.get_template("parts/figure.html") if use.images else None
        pictures = [
            _bare_image(self._picture(image, "inline"), image)
            if number in inline or figure is None
            else figure.render(
                image=image, gallery=number in galleries, site_prefix=self._setup.prefix
            ).strip()
            for number, image in enumerate(use.images)
        ]
        filters = formats.filters(getattr(article, "lang", self._setup.language),
                                  self._setup.timezone)  # fmt: skip
        times = [filters["stamp"](update.at) for update in getattr(article, "live_updates", ())]
        filled = _unlinked(markup.fill(node.html, use.links, pictures, times), use)
        return Markup(filled)  # noqa: S704 - a body is the newsroom's own HTML, or was cleaned

    # Documents

    def _feed(self, parts: Mapping[str, Any]) -> bytes:
        from sitegen import feeds  # late: feedgen and lxml are heavy

        feed = self._values.node(Feed, parts["feed"])
        if logo := self._logo():
            feed = replace(feed, image=FeedImage(logo, "", 0, 0, 0, "", ""))
        uses = iter(parts["bodies"])
        stories = []  # of each its item's digest, and its text where the feed wants one
        for digest in parts["items"]:
            wanted = feed.full_text or not self._values.node(FeedItem, digest).summary
            stories.append((digest, next(uses) if wanted else None))
        if parts["format"] == "rss":
            return feeds.rss_of(feed, [self._rss_item(feed, *story) for story in stories])
        made = [self._feed_item(feed, *story) for story in stories]
        maker = feeds.atom if parts["format"] == "atom" else feeds.json_feed
        return maker(feed, [item for item, _ in made], [body for _, body in made])

    def _rss_item(self, feed: Feed, digest: str, use: Canonical) -> bytes:
        """Return a story as RSS holds it, made once for all feeds that do."""
        from sitegen import feeds  # late: as in `_feed`

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
        from sitegen import feeds  # late: as in `_feed`

        node = self._values.node(Body, use.body)
        pictures = [self._plain_figure(image) for image in use.images]
        filled = _unlinked(markup.fill(node.html, use.links, pictures), use)
        return feeds.absolute_html(filled, self._setup.base_url, item.url)

    def _plain_figure(self, image: ImageRef) -> str:
        variant = fallback(image, self._setup.images)
        src = absolute(self._setup.base_url, site_url(self._setup.prefix, f"/{variant.file}"))
        words = " ".join(filter(None, (image.caption, image.credit)))
        caption = f"<figcaption>{html.escape(words)}</figcaption>" if words else ""
        return (
            f'<figure><img src="{html.escape(src)}" alt="{html.escape(image.alt)}" '
            f'width="{variant.width}" height="{variant.height}">{caption}</figure>'
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
        return theme.stylesheet(self._setup.theme).encode()

    def _manifest(self, parts: Mapping[str, Any]) -> bytes:
        return ("\n".join(parts["files"]) + "\n").encode("utf-8", "surrogatepass")

    def _card(self, parts: Mapping[str, Any]) -> bytes:
        from sitegen.images.cache import cached_card
        from sitegen.images.card import hue_color, social_card  # late: Pillow is heavy

        statics = self._setup.theme.statics
        tokens, font = statics.get(CARD_STYLE), statics.get(CARD_FONT)
        style = tokens.file.read_text("utf-8") if tokens else ""
        color = hue_color(style, parts["hue"])
        fonts = font.file.parent if font else theme.root() / "static" / "fonts"

        def draw() -> bytes:
            return social_card(
                parts["title"], parts["label"], color, parts["site"], fonts, parts["language"]
            )

        name = digest_text(dump([CARD_RECIPE, dict(parts), color, font.digest if font else ""]))
        return cached_card(self._setup.cache / PICTURES, name, draw)


def _unlinked(text: str, use: BodyUse) -> str:
    """Take away links that lead nowhere now; their words stay."""
    if "" not in use.links:
        return text
    return _LINK.sub(lambda link: link[2] if ' href=""' in link[1] else link[0], text)


def _bare_image(picture: Any, image: ImageRef) -> str:
    return (
        f'<img src="{html.escape(picture.src)}" alt="{html.escape(image.alt)}" '
        f'width="{picture.width}" height="{picture.height}" loading="lazy" decoding="async">'
    )


@cache
def _types(kind: str) -> Mapping[str, object]:
    table: Mapping[str, Callable[..., object]] = {**context.COMMON, **context.VALUES[kind]}
    return {name: context.annotation(value) for name, value in table.items()}
