"""Drawn cards: what a shared link shows of a story that has no picture.

Drawing one takes as long as rendering ten pages, so only the newest such stories, which
are the ones that people share, get a card with their own headline. Older ones share their
section's card or, where the headline must say what it is (opinion, satire, advertising), that
of their kind: no card calls them news.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from sitegen.core.digests import digest_text
from sitegen.language.words import translations
from sitegen.model.article import Article
from sitegen.model.kinds import CORRECTION_TYPES, KINDS
from sitegen.model.marks import Marks, in_titles, marks_of
from sitegen.model.tasks import Subject
from sitegen.model.views import SiteInfo
from sitegen.pictures.card_letters import printable
from sitegen.pictures.variants import CROP_LEAST
from sitegen.site.site import Site, Stories

OWN_CARDS = 100  # stories that get a card of their own


def with_own_card(stories: Stories, articles: Mapping[str, Article]) -> Iterator[str]:
    """Yield the newest stories that stand without a picture; `stories` are newest first."""
    without = (path for path in stories
               if wants_card(articles[path]) and printable(articles[path].title))  # fmt: skip
    return islice(without, OWN_CARDS)


def wants_card(article: Article) -> bool:
    """Say whether a story has no picture to share: search engines take no drawings (G9)."""
    image = article.image
    return image is None or image.format == "svg" or min(image.width, image.height) < CROP_LEAST


def card_words(site: Site, subject: Subject) -> Mapping[str, str]:
    """Return what is drawn on the card of a story, a kind or a section."""
    info = site.info
    if subject.kind == "article":
        article = site.articles[subject.id]
        section = site.sections[article.section]
        labels = in_titles(marks_of(article))
        if not labels:
            return _words(article.title, section.title, section.hue, info, article.lang)
        say = translations(article.lang).gettext
        label = " · ".join(say(word) for word, _ in labels)
        hue = next((tone for _, tone in labels if tone), section.hue)
        return _words(article.title, label, hue, info, article.lang)
    if subject.kind == "label":
        word, hue = _label(subject.id)
        title = translations(info.language).gettext(word)
        return _words(title, info.tagline, hue, info, info.language)
    if subject.kind == "front":
        return _of_site(info)
    section = site.sections[subject.id]
    return _words(section.title, info.tagline, section.hue, info, info.language)


def shared_card(article: Article, marks: Marks) -> Subject:
    """Return whose card stands for an older story: its kind's, else its section's."""
    if not in_titles(marks):
        return Subject("section", article.section)
    return Subject("label", article.kind if KINDS[article.kind].in_title else marks.correction)


def _label(name: str) -> tuple[str, str]:
    """Return the word and the hue of a kind or of a type of correction."""
    if name in CORRECTION_TYPES:
        return CORRECTION_TYPES[name].mark, "alert"
    return KINDS[name].label, KINDS[name].tone


def _of_site(info: SiteInfo) -> dict[str, str]:
    """Return what is drawn for the front, and for every page that has nothing of its own."""
    return _words(info.tagline or info.title, info.place, "", info, info.language)


def _words(title: str, label: str, hue: str, info: SiteInfo, lang: str) -> dict[str, str]:
    words = {"title": title, "label": label, "hue": hue, "site": info.title, "language": lang}
    return {**words, "mark": info.organisation.mark, "logo": info.organisation.logo}


def has_letters(site: Site, subject: Subject) -> bool:
    """Say whether a card can be drawn: the typefaces hold no Chinese, Arabic or Hebrew."""
    return bool(printable(card_words(site, subject)["title"]))


def card_file(site: Site, subject: Subject) -> str:
    """Return where a card is published; the name changes with what is drawn."""
    stem = subject.id
    if subject.kind == "article":
        stem = site.articles[subject.id].slug
    if subject.kind == "label":  # a section may have the same name
        stem = f"kind-{stem}"
    return _file(stem, card_words(site, subject))


def site_card(info: SiteInfo) -> str:
    """Return where the card of the whole site is published; "" where it has no letters."""
    words = _of_site(info)
    return _file("", words) if printable(words["title"]) else ""


def _file(stem: str, words: Mapping[str, str]) -> str:
    stamp = digest_text("\0".join(words.values()))[:8]
    return f"media/card{'-' if stem else ''}{stem}.{stamp}.png"


def cards(site: Site) -> Iterator[tuple[str, Subject]]:
    """Yield (file, subject) of every card that shall exist."""
    if not site.settings.images.social_cards:
        return
    if site.info.card:
        yield site.info.card, Subject("front")
    shared_cards = set()
    known = set()  # what a story's shared card follows from: thousands have the same
    for path in site.stories:
        article = site.articles[path]
        if path in site.own_cards:
            yield card_file(site, Subject("article", path)), Subject("article", path)
            continue
        marks = site.teasers[path].marks
        traits = (article.section, article.kind, marks.kind, marks.correction)
        if traits in known or not wants_card(article):
            continue
        known.add(traits)
        subject = shared_card(article, marks)
        if subject not in shared_cards:
            shared_cards.add(subject)
            if not has_letters(site, subject):
                continue
            yield card_file(site, subject), subject
