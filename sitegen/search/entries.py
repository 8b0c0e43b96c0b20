"""Entries: what of the published site can be found, in which words, and what a result shows.

An entry names its text by digest, as a task does: it is small, and an edit of the text alone
changes one entry and the part of the index that holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.core.record import Record
from sitegen.language import words
from sitegen.language.dates import dates
from sitegen.model.article import Article, ImageRef
from sitegen.model.marks import Marks, before_headline
from sitegen.pictures import picture
from sitegen.pictures.places import Box, Place
from sitegen.settings.types import ImageSettings
from sitegen.site.site import Site, tags_of

_MINUTE = 60.0
_THUMB = Place(96, (Box("", "96px"),))  # where a result's picture stands


class Entry(Record):
    """One page that can be found."""

    url: str  # root-relative
    title: str
    lang: str  # of its words
    minutes: int = 0  # since 1970, when it was published; 0 for what is no story
    month: str = ""  # "2026-11"; "" for what is no story
    label: str = ""  # what must stand by its headline: "Opinion", "Sponsored: Bayou Bank"
    dek: str = ""
    byline: str = ""
    date: str = ""  # as readers read it
    picture: str = ""  # URL of a small one
    section: str = ""  # titles and names, as filters show them
    authors: tuple[str, ...] = ()
    kind: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    body: str = ""  # digest of the Body; "" for what has none

    @property
    def year(self) -> str:
        return self.month[:4]


def entries(site: Site) -> Iterator[Entry]:
    """Yield what can be found, newest stories first, then pages and lists by name."""
    for path in site.stories:
        yield _story(site, path)
    for path in site.pages:
        article = site.articles[path]
        yield Entry(
            site.urls[path], article.title, article.lang, dek=article.summary,
            captions=_captions(article.images), body=site.bodies[path],
        )  # fmt: skip
    lang = site.info.language
    say = words.translations(lang).gettext
    for slug, section in site.sections.items():
        if ("section", slug) in site.lists:
            yield Entry(section.url, section.title, lang, label=say("Section"),
                        dek=section.description)  # fmt: skip
    for podcast in site.settings.podcasts:
        yield Entry(site.url("podcasts", podcast.slug), podcast.title, podcast.language,
                    label=say("Podcast"), dek=podcast.description)  # fmt: skip
    for _, person in sorted(site.people.items()):
        yield Entry(
            site.urls[person.path], person.name, person.lang or lang, label=say("Author"),
            dek=person.summary, byline=person.role, body=site.bodies[person.path],
        )  # fmt: skip
    for _, tag in sorted(site.tags.items()):
        yield Entry(tag.url, tag.name, lang, label=say("Topic"))


def _story(site: Site, path: str) -> Entry:
    article, settings = site.articles[path], site.settings
    lang = site.info.language
    at = article.published.at.astimezone(settings.zone)
    shown = dates(lang, settings.timezone)
    names = tuple(byline.name for byline in site.bylines[path])
    helpers = tuple(byline.name for byline in site.contributors.get(path, ()))
    image = site.teasers[path].image
    say = words.translations(lang).gettext
    return Entry(
        url=site.urls[path],
        title=article.title,
        lang=article.lang,
        minutes=int(site.times[path] // _MINUTE),
        month=f"{at:%Y-%m}",
        label=_label(site.teasers[path].marks, article),
        dek=article.summary,
        byline=", ".join(names),
        date=shown.day(article.published),
        picture=_small(image, settings.images, site.info.prefix) if image else "",
        section=site.sections[article.section].title if article.section in site.sections else "",
        authors=tuple(dict.fromkeys((*names, *helpers))),
        kind=words.kind_label(article.kind, lang) or say("News"),
        language=words.language_name(article.lang),
        tags=tuple(tag.name for tag in tags_of(site, article)),
        captions=_captions((*([article.image] if article.image else []), *article.images)),
        body=site.bodies[path],
    )


def _label(marks: Marks, article: Article) -> str:
    """Return the words that stand before a headline, in the story's language."""
    say = words.translations(article.lang).gettext
    label = " · ".join(say(word) for word, _ in before_headline(marks))
    return f"{label}: {marks.sponsor}" if marks.sponsor and label else label or marks.sponsor


def _captions(images: Sequence[ImageRef]) -> tuple[str, ...]:
    """Return what stands under pictures, each once: captions, and who took them."""
    texts = [text for image in images for text in (image.caption, image.credit) if text]
    return tuple(dict.fromkeys(texts))


def _small(image: ImageRef, options: ImageSettings, prefix: str) -> str:
    """Return the URL of a picture's smallest file, in the format that most browsers show."""
    drawn = picture(image, _THUMB, options, prefix)
    srcset = drawn.sources[-1].srcset if drawn.sources else ""
    return srcset.split(",")[0].split()[0] if srcset else drawn.src
