"""The values that templates of stories and static pages may draw on; see `context`."""

from __future__ import annotations

from sitegen.core.urls import slugify
from sitegen.model.article import Article, Person
from sitegen.model.marks import Marks
from sitegen.model.tasks import Subject
from sitegen.model.views import (
    BodyUse,
    Byline,
    NavLink,
    Section,
    Series,
    TagLink,
    Teaser,
    Translation,
)
from sitegen.settings.types import PodcastSettings
from sitegen.site.podcasts import podcasts_with
from sitegen.site.related import related as related_stories
from sitegen.site.selectors import body_use, neighbour, next_parts, series_view
from sitegen.site.site import Site, tags_of
from sitegen.site.social_cards import card_file, has_letters, shared_card, wants_card


def article(site: Site, subject: Subject) -> Article:
    return site.articles[subject.id]


def body(site: Site, subject: Subject) -> BodyUse:
    return body_use(site, subject.id)


def article_section(site: Site, subject: Subject) -> Section:
    return site.sections[site.articles[subject.id].section]


def bylines(site: Site, subject: Subject) -> tuple[Byline, ...]:
    return site.bylines[subject.id]


def contributors(site: Site, subject: Subject) -> tuple[Byline, ...]:
    return site.contributors[subject.id]


def people(site: Site, subject: Subject) -> tuple[Person, ...]:
    """The story's authors, for the boxes below it."""
    ids = [
        byline.url.rstrip("/").rpartition("/")[2]
        for byline in site.bylines[subject.id]
        if byline.url
    ]
    return tuple([site.people[id_] for id_ in dict.fromkeys(ids)])


def tags(site: Site, subject: Subject) -> tuple[TagLink, ...]:
    return tags_of(site, site.articles[subject.id])


def series_of_article(site: Site, subject: Subject) -> Series | None:
    title = site.articles[subject.id].series
    return series_view(site, slugify(title), subject.id) if title else None


def next_part(site: Site, subject: Subject) -> Teaser | None:
    """The part of the story's series that comes after it."""
    parts = next_parts(site, subject.id)
    return site.teasers[parts[0]] if parts else None


def related(site: Site, subject: Subject) -> tuple[Teaser, ...]:
    """Stories to read after this one, beside the next part of its series."""
    apart = next_parts(site, subject.id)
    return site.teasers_of(related_stories(site, subject.id, site.settings.related, apart))


def newer(site: Site, subject: Subject) -> Teaser | None:
    return neighbour(site, subject.id, -1)


def older(site: Site, subject: Subject) -> Teaser | None:
    return neighbour(site, subject.id, +1)


def podcasts(site: Site, subject: Subject) -> tuple[NavLink, ...]:
    """The podcasts in which the story's recording can be heard."""
    return tuple([podcast_link(site, show) for show in podcasts_with(site, subject.id)])


def podcast_link(site: Site, show: PodcastSettings) -> NavLink:
    foreign = show.language if show.language != site.info.language else ""
    return NavLink(show.title, site.url("podcasts", show.slug), foreign)


def marks(site: Site, subject: Subject) -> Marks:
    return site.teasers[subject.id].marks


def translations(site: Site, subject: Subject) -> tuple[Translation, ...]:
    return site.translations.get(subject.id, ())


def card(site: Site, subject: Subject) -> str:
    """The file of the drawn card that stands for a story without a picture; "" for none."""
    if not wants_card(site.articles[subject.id]) or not site.settings.images.social_cards:
        return ""
    if subject.id in site.own_cards:
        return card_file(site, subject)
    shared = shared_card(site.articles[subject.id], site.teasers[subject.id].marks)
    return card_file(site, shared) if has_letters(site, shared) else site.info.card
