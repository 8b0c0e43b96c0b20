"""Documents beside the pages: which there are, and the values that each is made from.

Feeds, sitemaps, robots.txt, the web app manifest, drawn cards. `documents` names them for
the outline; `Documents.parts` computes one's values; `render` makes the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sitegen import hosts
from sitegen.core.digests import Canonical, Values, digest_text
from sitegen.core.file_names import (
    FEED_FILES,
    NEWS_SITEMAP,
    OPML_FILE,
    PICTURE_TYPES,
    ROBOTS,
    SITEMAP_FILE,
    WEB_MANIFEST,
)
from sitegen.core.record import replace
from sitegen.core.urls import absolute, site_url
from sitegen.language import words
from sitegen.model import marks
from sitegen.model.article import Correction, Enclosure, ImageRef
from sitegen.model.documents import Feed, FeedImage, FeedItem, PodcastChannel
from sitegen.model.kinds import KINDS
from sitegen.model.tasks import Subject
from sitegen.pages import follow
from sitegen.pages.host_view import host_files
from sitegen.pages.moved import Moved
from sitegen.pictures import fallback
from sitegen.settings.podcast_keys import category_above
from sitegen.settings.types import PodcastSettings
from sitegen.site import social_cards
from sitegen.site.podcasts import podcast_of, podcast_type
from sitegen.site.selectors import beside_news, body_use, kinds_of
from sitegen.site.site import Site, Stories, tags_of
from sitegen.syndication import ids, sitemaps
from sitegen.syndication.entries import (
    changed_at,
    file_url,
    news_entries,
)
from sitegen.syndication.selection import (
    feed_formats,
    feed_lists,
    kind_file,
    partner_file,
    podcast_file,
    stories_in_feed,
    updates_file,
    with_updates,
)
from sitegen.syndication.sitemap_files import SitemapFiles

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def documents(site: Site, maps: SitemapFiles) -> Iterator[tuple[str, str, Subject]]:
    """Yield (file, recipe, subject) of every document but the stylesheet."""
    for subject, folder in feed_lists(site):
        for name in feed_formats(site, subject.kind):
            yield f"{folder}{FEED_FILES[name]}", name, subject
    for kind in kinds_of(site):
        yield kind_file(kind), "rss", Subject("kind", kind)
    for name, partner in site.settings.feeds.partners.items():
        yield partner_file(name, partner), partner.format, Subject("partner", name)
    for path in with_updates(site):
        yield updates_file(site, path), "rss", Subject("updates", path)
    for podcast in site.settings.podcasts:
        yield podcast_file(podcast.slug), "rss", Subject("podcast", podcast.slug)
    yield OPML_FILE, "opml", Subject("opml")
    yield SITEMAP_FILE, "sitemap-index", Subject("sitemap")
    for file in maps.names:
        yield file, "sitemap", Subject("sitemap", file)
    news = sitemaps.split_news(news_entries(site))
    for file in news:
        yield file, "news-sitemap", Subject("news", file)
    if NEWS_SITEMAP not in news:
        yield NEWS_SITEMAP, "sitemap-index", Subject("news")
    for host_file in host_files(site)[0]:
        yield host_file.file, "text", Subject("host", host_file.file)
    key = site.settings.indexnow_key
    if key:  # rule S5
        yield hosts.indexnow_file(key).file, "text", Subject("indexnow", key)
    yield ROBOTS, "robots", Subject("robots")
    yield WEB_MANIFEST, "webmanifest", Subject("webmanifest")


# Sitemaps


class Documents:
    """Computes the parts of documents; what many of them share is computed once."""

    def __init__(
        self,
        site: Site,
        values: Values,
        maps: SitemapFiles,
        moved: Sequence[Moved] = (),
        items: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._site = site
        self._moved = moved
        self._values = values
        self._authority = ids.authority_of(site.settings.feeds.authority, site.info.base_url)
        self.items = dict(items)  # story → digest of its FeedItem, as far as feeds asked
        self._bodies: dict[str, Canonical] = {}
        self._maps = maps

    def parts(self, recipe: str, subject: Subject, file: str) -> dict[str, Canonical]:
        if recipe in FEED_FILES:
            return self._feed(subject, file)
        site, info, encode, maps = self._site, self._site.info, self._values.encode, self._maps
        match recipe, subject.kind:
            case "sitemap", _:
                return {"entries": encode(maps.entries(subject.id))}
            case "sitemap-index", "news":
                names = sitemaps.split_news(news_entries(site))
                return {"files": [[file_url(site, name), None] for name in names]}
            case "sitemap-index", _:
                newest = ((name, encode(maps.newest(name))) for name in maps.names)
                return {"files": [[file_url(site, name), moment] for name, moment in newest]}
            case "news-sitemap", _:
                entries = sitemaps.split_news(news_entries(site))[subject.id]
                return {"entries": encode(entries), "name": info.title}
            case "opml", _:
                groups = encode(follow.feed_groups(site, subject))
                return {"title": info.title, "groups": groups}
            case "robots", _:
                robots = site.settings.robots
                return {
                    "sitemaps": [file_url(site, SITEMAP_FILE), file_url(site, NEWS_SITEMAP)],
                    "ai_crawlers": robots.ai_crawlers,
                    "agents": list(robots.agents),
                }
            case "webmanifest", _:
                return {
                    "title": info.title,
                    "tagline": info.tagline,
                    "prefix": info.prefix,
                    "language": info.language,
                    "brand": encode(info.brand),
                }
            case "text", "indexnow":
                return {"text": hosts.indexnow_file(subject.id).text}
            case "text", _:
                texts = {each.file: each.text for each in host_files(site, self._moved)[0]}
                return {"text": texts[subject.id]}
            case "card", _:
                return dict(social_cards.card_words(site, subject))
        raise AssertionError(recipe)

    # Feeds

    def _feed(self, subject: Subject, file: str) -> dict[str, Canonical]:
        site = self._site
        settings = site.settings.feeds
        limit, full_text, fields = settings.limit, settings.is_full_text(f"/{file}"), None
        match subject.kind:
            case "partner":
                partner = settings.partners[subject.id]
                limit, full_text, fields = partner.limit, partner.full_text, partner.fields
            case "podcast" | "updates" | "corrections":
                full_text = False
        stories = stories_in_feed(site, subject, limit)
        newest = max((changed_at(site, path) for path in stories), default=EPOCH)
        title, description, page = self._about(subject)
        feed = Feed(
            title=title,
            description=description,
            url=file_url(site, file),
            page_url=absolute(site.info.base_url, page),
            language=subject.id if subject.kind == "language" else site.info.language,
            updated=newest,
            hubs=settings.hubs,
            full_text=full_text,
            publisher=site.info.title,
        )
        match subject.kind:
            case "updates":
                return self._updates(feed, subject.id)
            case "corrections":
                notes = self._notes(limit)
                feed = replace(feed, updated=notes[0].updated if notes else EPOCH)
                items = [self._values.digest(note) for note in notes]
                return {"feed": self._values.digest(feed), "items": items, "bodies": []}
            case "podcast":
                return self._podcast(feed, podcast_of(site, subject.id), stories)
        items = [self._item(path) for path in stories]
        if fields is not None:
            items = [self._values.digest(_only(self._feed_item(path), fields)) for path in stories]
        # A story without a summary has one made of its opening words, so its body is needed.
        with_text = [path for path in stories if full_text or not site.articles[path].summary]
        bodies = [self._body(path) for path in with_text]
        parts: dict[str, Canonical] = {
            "feed": self._values.digest(feed),
            "items": items,
            "bodies": bodies,
        }
        if subject.kind == "front" and "feeds.limit" in site.settings.lines:
            parts["limited"] = True  # by the newsroom, which then hears of it
        return parts

    def _updates(self, feed: Feed, path: str) -> dict[str, Canonical]:
        """Return what the feed of a live story is made from: its updates, newest first."""
        article, story = self._site.articles[path], self._feed_item(path)
        tag = ids.tag(self._authority, article.id)
        newest = sorted(article.live_updates, key=lambda update: update.at.at, reverse=True)
        items = [
            replace(
                story,
                id=f"{tag}/updates/{update.id}",
                atom_id="",
                url=f"{story.url}#{update.id}",
                title=update.title or story.title,
                summary=update.text or update.title or story.title,
                published=update.at.at,
                updated=update.at.at,
                image=None,
                enclosure=None,
                corrections=(),
            )
            for update in newest[: self._site.settings.feeds.limit]
        ]
        feed = replace(feed, language=article.lang, updated=newest[0].at.at)
        digests = [self._values.digest(item) for item in items]
        return {"feed": self._values.digest(feed), "items": digests, "bodies": []}

    def _podcast(
        self, feed: Feed, podcast: PodcastSettings, stories: Stories
    ) -> dict[str, Canonical]:
        base = self._site.info.base_url
        channel = PodcastChannel(
            podcast.author,
            podcast.owner.name if podcast.owner else "",
            podcast.owner.email if podcast.owner else "",
            absolute(base, self._site.covers.get(podcast.slug, "")),
            podcast.category,
            category_above(podcast.category),
            podcast.explicit,
            ids.podcast_guid(self._authority, podcast.slug),
        )
        feed = replace(
            feed,
            language=podcast.language,
            publisher=podcast.author,
            image=FeedImage(channel.cover, "", 0, 0, 0, "", ""),
            podcast=channel,
        )
        items = [self._values.digest(_episode(self._feed_item(path))) for path in stories]
        wordless = [path for path in stories if not self._site.articles[path].summary]
        bodies = [self._body(path) for path in wordless]
        return {"feed": self._values.digest(feed), "items": items, "bodies": bodies}

    def _about(self, subject: Subject) -> tuple[str, str, str]:
        """Return a feed's title, description, and the URL of the page that it follows."""
        site, info = self._site, self._site.info
        home = site_url(info.prefix, "/")
        say = words.translations(info.language).gettext

        def of_site(title: str) -> str:
            return f"{title} | {info.title}"

        match subject.kind:
            case "section":
                section = site.sections[subject.id]
                return of_site(section.title), section.description or section.title, section.url
            case "tag":
                tag = site.tags[subject.id]
                return of_site(tag.name), tag.name, tag.url
            case "person":
                person = site.people[subject.id]
                return of_site(person.name), person.summary or person.name, site.urls[person.path]
            case "kind":
                title = say(KINDS[subject.id].label)
                return of_site(title), title, home
            case "series":
                title = site.series[subject.id]
                return of_site(title), title, site.url("series", subject.id)
            case "updates":
                story, url = site.articles[subject.id], site.urls[subject.id]
                return of_site(story.title), story.summary or story.title, url
            case "podcast":
                podcast = podcast_of(site, subject.id)
                return podcast.title, podcast.description, site.url("podcasts", podcast.slug)
            case "corrections":
                title = say("Corrections")
                return of_site(title), title, site.url("corrections")
            case "language":
                title = of_site(words.language_name(subject.id))
            case "partner":
                title = site.settings.feeds.partners[subject.id].title or info.title
            case _:
                title = info.title
        return title, info.tagline or info.title, home

    def _notes(self, limit: int) -> list[FeedItem]:
        """Return the newest corrections, each an item of its own: readers see every one."""
        return [self._note(note, path) for note, path in self._corrections[:limit]]

    @cached_property
    def _corrections(self) -> list[tuple[Correction, str]]:
        """All corrections with their stories, newest first."""
        articles = self._site.articles
        corrected = [path for path in self._site.stories if articles[path].corrections]
        stories = beside_news(self._site, corrected)
        notes = [(note, path) for path in stories for note in articles[path].corrections]
        return sorted(notes, key=lambda note: note[0].date.at, reverse=True)

    def _note(self, note: Correction, path: str) -> FeedItem:
        story = self._feed_item(path)
        article = self._site.articles[path]
        say = words.translations(story.lang).gettext
        title = marks.title_with_marks(article.title, marks.Marks(article.kind), say)
        tag = ids.tag(self._authority, article.id)
        stamp = digest_text(note.text)[:8]
        return replace(
            story,
            id=f"{tag}/corrections/{note.date.at:%Y%m%dT%H%M}-{stamp}",
            atom_id="",
            url=f"{story.url}#corrections",
            title=f"{words.correction_label(note.type, story.lang)}: {title}",
            summary=note.text,
            published=note.date.at,
            updated=note.date.at,
            enclosure=None,
            corrections=(),
        )

    def _item(self, path: str) -> str:
        digest = self.items.get(path)
        if digest is None:
            digest = self.items[path] = self._values.digest(self._feed_item(path))
        return digest

    def _feed_item(self, path: str) -> FeedItem:
        site = self._site
        article = site.articles[path]
        info = site.info
        kind_label = words.kind_label(article.kind, article.lang)
        say = words.translations(article.lang).gettext
        tags = [tag.name for tag in tags_of(site, article)]
        bylines = site.bylines[path]
        nobody = article.sponsor.name if article.sponsor else info.organisation.name
        id_, atom_id = ids.feed_ids(self._authority, article.id, article.guid)
        return FeedItem(
            id=id_,
            atom_id=atom_id,
            url=absolute(info.base_url, site.urls[path]),
            title=marks.title_with_marks(article.title, marks.marks_of(article), say),
            summary=article.summary,
            published=article.published.at,
            updated=changed_at(site, path),
            lang=article.lang,
            authors=tuple(byline.name for byline in bylines) or (nobody,),
            categories=(*([kind_label] if kind_label else []), *tags),
            image=self._image(article.image),
            enclosure=_absolute_enclosure(site, article.enclosure),
            corrections=article.corrections,
            author_urls=tuple(absolute(info.base_url, byline.url) for byline in bylines)
            or (article.sponsor.url if article.sponsor else info.base_url + "/",),
        )

    def _image(self, image: ImageRef | None) -> FeedImage | None:
        if image is None:
            return None
        variant = fallback(image, self._site.settings.images)
        return FeedImage(
            url=file_url(self._site, variant.file),
            type=PICTURE_TYPES[variant.format],
            length=0,
            width=variant.width,
            height=variant.height,
            alt=image.alt,
            credit=image.credit,
        )

    def _body(self, path: str) -> Canonical:
        body = self._bodies.get(path)
        if body is None:
            body = self._bodies[path] = self._values.encode(body_use(self._site, path))
        return body


def _absolute_enclosure(site: Site, enclosure: Enclosure | None) -> Enclosure | None:
    if enclosure is None:
        return None
    base = site.info.base_url
    transcript = enclosure.transcript and absolute(base, enclosure.transcript)
    return replace(enclosure, url=absolute(base, enclosure.url), transcript=transcript)


def _episode(item: FeedItem) -> FeedItem:
    """Return the item of a story as directories know the type of its recording."""
    assert item.enclosure is not None
    return replace(item, enclosure=replace(item.enclosure, type=podcast_type(item.enclosure)))


def _only(item: FeedItem, fields: Sequence[str]) -> FeedItem:
    """Return the item with only those fields that a partner takes."""
    changes: dict[str, Any] = {}
    if "authors" not in fields:
        changes |= {"authors": (), "author_urls": ()}
    if "categories" not in fields:
        changes["categories"] = ()
    if "corrections" not in fields:
        changes["corrections"] = ()
    for name in ("image", "enclosure"):
        if name not in fields:
            changes[name] = None
    return replace(item, **changes)
