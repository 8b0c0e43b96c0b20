"""Translations: which stories say the same in other languages, and which of them stands for all.

A story and its translations are one piece of news: on the front, among related stories and in
Newer and Older, one of them stands for all, in the reader's language if there is one in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.article import Article
from sitegen.model.marks import Marks
from sitegen.model.views import Translation
from sitegen.site.site import LineOf, Site, Stories, find_story

Editions = Mapping[str, Stories]  # each story of a set → the whole set, the original first


def edition_sets(everything: Sequence[Article], paths: Iterable[str]) -> Editions:
    """Return the set of each of `paths` that has translations among them.

    A story may translate a translation, or one that is not live (yet, or any more): all
    that lead to one original belong together.
    """
    if not any(article.translation_of for article in everything):
        return {}
    every = {article.path: article for article in everything}
    originals = {
        article.path: find_story(every, article.path, article.translation_of)
        for article in everything
        if article.translation_of
    }
    groups: dict[str, list[str]] = defaultdict(list)
    for path in sorted({*originals, *originals.values()}.intersection(paths)):
        original, way = path, {path}
        while originals.get(original) and originals[original] not in way:
            original = originals[original]
            way.add(original)
        groups[min(way) if originals.get(original) else original].append(path)
    editions: dict[str, Stories] = {}
    for original, others in groups.items():
        if len(others) > 1:
            others.sort(key=lambda path: (path != original, path))
            editions |= dict.fromkeys(others, tuple(others))
    return editions


def translation_links(
    editions: Editions,
    articles: Mapping[str, Article],
    urls: Mapping[str, str],
    marks: Mapping[str, Marks],
) -> dict[str, tuple[Translation, ...]]:
    """Return for each live story that has translations the way to each, itself included."""
    links = {
        path: Translation(articles[path].lang, articles[path].title, urls[path], marks[path])
        for path in editions
    }
    return {path: tuple([links[one] for one in editions[path]]) for path in sorted(editions)}


def same_language(everything: Sequence[Article], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each translation into a language that its story is there in already."""
    articles = {article.path: article for article in everything if not article.draft}
    for path, others in sorted(edition_sets(everything, articles).items()):
        article = articles[path]
        if article.translation_of and not line_of(path, "lang"):
            continue  # it does not say its language, and is told of that
        first = next(one for one in others if articles[one].lang == article.lang)
        if first != path:
            yield Problem(
                path,
                line_of(path, "lang") or line_of(path, "translation_of"),
                f"{first} is the same story in the same language, '{article.lang}'",
                "Correct 'lang', or delete the line 'translation_of' of the one that is no "
                "translation.",
            )


def edition(site: Site, path: str, lang: str) -> str:
    """Return the story's edition in a language, else its original; itself without others."""
    others = site.editions.get(path)
    if others is None:
        return path
    return next((one for one in others if site.articles[one].lang == lang), others[0])


def one_edition(
    site: Site, stories: Iterable[str], lang: str, apart_from: str = ""
) -> Iterator[str]:
    """Yield the stories that stand for all their editions.

    Args:
        lang: the reader's.
        apart_from: a story that the reader has before them, in whichever edition.
    """
    read = site.editions.get(apart_from, ())
    for path in stories:
        if path not in read and edition(site, path, lang) == path:
            yield path


def front_site(site: Site) -> Site:
    """Return the site as its front page sees it: of each story one edition.

    A section of its own, as one for all that is in Spanish, keeps what stands in it.
    """
    lang = site.settings.language
    hidden = {path for path in site.editions if edition(site, path, lang) != path}
    if not hidden:
        return site
    lists = dict(site.lists)
    for name, stories in site.lists.items():
        if name[0] == "section" and not hidden.isdisjoint(stories):
            twice = {path for path in hidden.intersection(stories)
                     if edition(site, path, lang) in stories}  # fmt: skip
            lists[name] = tuple(path for path in stories if path not in twice)
    return replace(
        site,
        stories=tuple(path for path in site.stories if path not in hidden),
        leads=tuple(path for path in site.leads if path not in hidden),
        pinned=tuple(path for path in site.pinned if path not in hidden),
        lists=lists,
    )
