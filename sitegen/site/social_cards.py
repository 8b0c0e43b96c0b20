"""Drawn cards: what a shared link shows of a story that has no picture.

Drawing one takes as long as rendering ten pages, so only the newest such stories, which
are the ones that people share, get a card with their own headline. Older ones share their
section's card.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from sitegen.core.digests import digest_text
from sitegen.model.article import Article
from sitegen.model.tasks import Subject
from sitegen.model.views import Section, SiteInfo
from sitegen.pictures.variants import CROP_LEAST
from sitegen.site.site import Site, Stories

OWN_CARDS = 100  # stories that get a card of their own


def with_own_card(stories: Stories, articles: Mapping[str, Article]) -> Iterator[str]:
    """Yield the newest stories that stand without a picture; `stories` are newest first."""
    without = (path for path in stories if wants_card(articles[path]))
    return islice(without, OWN_CARDS)


def wants_card(article: Article) -> bool:
    """Say whether a story has no picture to share: search engines take no drawings (G9)."""
    image = article.image
    return image is None or image.format == "svg" or min(image.width, image.height) < CROP_LEAST


def card_words(site: Site, subject: Subject) -> Mapping[str, str]:
    """Return what is drawn on the card of a story or of a section."""
    info = site.info
    if subject.kind == "article":
        article = site.articles[subject.id]
        section = site.sections[article.section]
        return _words(article.title, section.title, section, info.title, article.lang)
    if subject.kind == "front":
        return _of_site(info)
    section = site.sections[subject.id]
    return _words(section.title, info.tagline, section, info.title, info.language)


def _of_site(info: SiteInfo) -> dict[str, str]:
    """Return what is drawn for the front, and for every page that has nothing of its own."""
    return _words(info.tagline or info.title, info.place, None, info.title, info.language)


def _words(title: str, label: str, section: Section | None, site: str, lang: str) -> dict[str, str]:
    hue = section.hue if section is not None else ""
    return {"title": title, "label": label, "hue": hue, "site": site, "language": lang}


def card_file(site: Site, subject: Subject) -> str:
    """Return where a card is published; the name changes with what is drawn."""
    stem = subject.id
    if subject.kind == "article":
        stem = site.articles[subject.id].slug
    return _file(stem, card_words(site, subject))


def site_card(info: SiteInfo) -> str:
    """Return where the card of the whole site is published."""
    return _file("", _of_site(info))


def _file(stem: str, words: Mapping[str, str]) -> str:
    stamp = digest_text("\0".join(words.values()))[:8]
    return f"media/card{'-' if stem else ''}{stem}.{stamp}.png"


def cards(site: Site) -> Iterator[tuple[str, Subject]]:
    """Yield (file, subject) of every card that shall exist."""
    if not site.settings.images.social_cards:
        return
    yield site_card(site.info), Subject("front")
    sections = set()
    for path in site.stories:
        article = site.articles[path]
        if path in site.own_cards:
            yield card_file(site, Subject("article", path)), Subject("article", path)
        elif wants_card(article) and article.section not in sections:
            sections.add(article.section)
            subject = Subject("section", article.section)
            yield card_file(site, subject), subject
