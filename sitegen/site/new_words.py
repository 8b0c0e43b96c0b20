"""New words: the site after an edit that moved nothing but what some stories say.

A headline or a summary names no address and stands in no list, so of ten thousand stories
none but the edited one has to be looked at. Where anything else has moved, or what is said of
the site may have, the site is assembled anew: see `assemble`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.article import Article
from sitegen.site.live import Filer
from sitegen.site.people import Roster
from sitegen.site.site import Filing, LineOf, Site
from sitegen.site.social_cards import with_own_card

# What a story says of itself that names no file and stands in no list.
_WORDS = frozenset(
    {"title", "title_html", "card_title", "card_title_html", "summary", "summary_html"}
    | {"kicker", "update_note", "dateline", "how_we_reported"}
)
_FIELDS = tuple(name for name in Article.__struct_fields__ if name not in _WORDS)


def differs_in_words_only(before: Article, now: Article) -> bool:
    return all(getattr(before, name) == getattr(now, name) for name in _FIELDS)


def with_new_words(last: Site, stories: Sequence[Article], line_of: LineOf) -> Site | None:
    """Return the site with what some stories say now; None where more than that may differ.

    Args:
        last: an earlier assembly, whose settings, people, hour and links are what they are now.
            Nothing that was said of it is of one of these stories.
        stories: those that have changed, as their files say them now.
    """
    if _share_headlines(last, stories):
        return None
    roster = Roster(last.staff, last.settings.prefix, last.settings.language, last.broken)
    settings = last.settings
    filer = Filer(roster, last.sections, settings.zone, line_of, settings.tag_slugs)
    shown_otherwise = {story.path for story in last.held}.union(last.editions)
    filings: dict[str, Filing] = {}
    for article in stories:
        old = last.filings.get(article.path)
        if old is None or article.path in shown_otherwise:
            return None
        new = _filing(filer, old, article)
        if new is None:
            return None
        filings[article.path] = new
    return _with_filings(last, filings)


def _filing(filer: Filer, old: Filing, article: Article) -> Filing | None:
    """Return a story's new filing, if it differs from the old one in words only."""
    if not differs_in_words_only(old.article, article):
        return None
    problems: list[Problem] = []
    new = filer.file(article, article, problems)
    if problems or replace(new, article=old.article, teaser=old.teaser) != old:
        return None
    return new


def _with_filings(last: Site, filings: Mapping[str, Filing]) -> Site:
    articles = {**last.articles, **{path: filing.article for path, filing in filings.items()}}
    teasers = {path: f.teaser for path, f in filings.items() if f.teaser is not None}
    return replace(
        last,
        articles=articles,
        teasers={**last.teasers, **teasers},
        filings={**last.filings, **filings},
        own_cards=frozenset(with_own_card(last.stories, articles)),
    )


def _share_headlines(last: Site, stories: Sequence[Article]) -> bool:
    """Say whether a new headline may be another story's too, whoever sees that one."""
    new = [
        article.title.casefold()
        for article in stories
        if (old := last.articles.get(article.path)) is None or old.title != article.title
    ]
    if not new:
        return False
    paths = {article.path for article in stories}
    others = [article.title for path, article in last.articles.items() if path not in paths]
    others += [story.title for story in last.held]
    return len(set(new)) < len(new) or not {title.casefold() for title in others}.isdisjoint(new)
