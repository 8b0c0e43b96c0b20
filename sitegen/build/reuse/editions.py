"""What an edition takes over from the last one in the same process: of a preview, or of a watcher.

A save that moves only words costs little because of what is decided here: which files the
site has, and in which order its stories stand, is worked out again only when it may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sitegen.build.reuse.plans import Frame, frame_answer, hour_answer
from sitegen.cache.rows import SourceRow
from sitegen.core.problems import Problem
from sitegen.core.record import Record, field, replace
from sitegen.model.answers import Answer, Why
from sitegen.model.article import Article
from sitegen.model.tasks import Subject
from sitegen.pages.entry import Entry
from sitegen.pages.outline import Outline, StoryFiles
from sitegen.site.links import Elsewhere, links_hold
from sitegen.site.new_words import differs_in_words_only, with_new_words
from sitegen.site.site import LineOf, Site
from sitegen.site.social_cards import card_file
from sitegen.theme.files import Theme

MOST_CHANGES = 50  # sources above which it is quicker to look at all


class LastSite(Record):
    """A site as it was assembled before in this process, with what it was assembled from."""

    site: Site
    problems: tuple[Problem, ...]
    frame: Frame
    rows: Mapping[str, SourceRow]


class SiteNow(Record):
    """The site as it is now, if the last one shows it: else None, and why it does not."""

    answer: Answer
    site: Site | None = None


def site_now(
    last: LastSite,
    frame: Frame,
    rows: Mapping[str, SourceRow],
    now: datetime,
    elsewhere: Elsewhere,
    article_of: Callable[[SourceRow], Article],
    line_of: LineOf,
) -> SiteNow:
    """Return the last site with what texts and front matter say now, if its order stands.

    That is so whatever the templates are. What was said of the last site is said of it too.

    Args:
        frame, rows: what there is now. No source may have problems.
        article_of: reads a row's story.
    """
    site = last.site
    for answer in (
        hour_answer(site.since, site.next_change, now),
        frame_answer(last.frame, frame, but=("theme", "stories")),
    ):
        if not answer.holds:
            return SiteNow(answer)
    if not links_hold(site.link_facts, elsewhere):
        return SiteNow(Answer(False, Why.ANCHORS))
    changed = _changed_rows(last.rows, rows)
    if _are_told_of(changed, last.problems):
        return SiteNow(Answer(False, Why.WARNED))
    if last.frame.stories == frame.stories:
        return SiteNow(answer, replace(site, bodies=_bodies(rows)))
    if rows.keys() != last.rows.keys() or not 0 < len(changed) <= MOST_CHANGES:
        return SiteNow(Answer(False, Why.STORIES))
    news = [row for row in changed if row.node != last.rows[row.path].node]
    if any(row.kind == "person" for row in news):
        return SiteNow(Answer(False, Why.STORIES))
    new = with_new_words(site, [article_of(row) for row in news], line_of)
    if new is None:
        return SiteNow(Answer(False, Why.STORIES))
    return SiteNow(Answer(True, Why.WORDING), replace(new, bodies=_bodies(rows)))


def _bodies(rows: Mapping[str, SourceRow]) -> dict[str, str]:
    return {path: row.body for path, row in rows.items()}


def _changed_rows(before: Mapping[str, SourceRow], now: Mapping[str, SourceRow]) -> list[SourceRow]:
    """Return the rows of sources that came or were read anew."""
    return [row for path, row in now.items() if row is not before.get(path)]


def _are_told_of(rows: Sequence[SourceRow], problems: Sequence[Problem]) -> bool:
    """Say whether a problem may be of one of the sources, or name one."""
    if not problems or not rows:
        return False
    paths = {row.path for row in rows}
    return len(paths) > MOST_CHANGES or any(
        problem.path in paths or any(path in problem.message for path in paths)
        for problem in problems
    )


class OutlineAnswer(Record):
    """Whether the last outline stands, perhaps with other names of drawn cards."""

    answer: Answer
    cards: Mapping[str, str] = field(default_factory=dict)  # file → its new name
    stories_stand: bool = False  # True: what the site itself calls for does, if not the theme's


def outline_answer(
    outline: Outline, before: Site, now: Site, themes: tuple[Theme, Theme], same_beside: bool
) -> OutlineAnswer:
    """Say whether an outline stands.

    Args:
        before, now: the site that it was of, and the one that there is.
        themes: the same two of the theme.
        same_beside: the files beside stories are as they were, which it names by content.
    """
    if not same_beside:
        return OutlineAnswer(Answer(False, Why.BESIDE))
    if not _same_files(*themes):
        return OutlineAnswer(
            Answer(False, Why.THEME), stories_stand=before.articles is now.articles
        )
    if before.articles is now.articles:
        return OutlineAnswer(Answer(True, Why.SAME))
    cards = _new_cards(outline, before, now) if _same_names(before, now) else None
    if cards is None:
        return OutlineAnswer(Answer(False, Why.ADDRESSES))
    return OutlineAnswer(Answer(True, Why.WORDING), cards)


class OutlineNow(Record):
    """The outline as it is now, if the last one shows it; else what of that may be taken."""

    answer: Answer
    outline: Outline | None = None
    from_site: tuple[Entry, ...] | None = None
    of_stories: Mapping[str, StoryFiles] = field(default_factory=dict)  # that are as they were


def outline_now(
    last: Outline,
    before: LastSite,
    site: Site,
    rows: Mapping[str, SourceRow],
    themes: tuple[Theme, Theme],
    same_beside: bool,
) -> OutlineNow:
    """Return the last outline as it is now, if it stands and what was said of it does.

    Args:
        before: what the last outline is of.
        site, rows: what there is now.
        themes, same_beside: see `outline_answer`.
    """
    reuse = outline_answer(last, before.site, site, themes, same_beside)
    if not reuse.answer.holds:
        from_site = last.from_site if reuse.stories_stand else None
        of_stories = _files_of_stories(last, before.site, site) if same_beside else {}
        return OutlineNow(reuse.answer, None, from_site, of_stories)
    stands = with_new_cards(last, reuse.cards)
    if _are_told_of(_changed_rows(before.rows, rows), stands.problems):
        return OutlineNow(reuse.answer, None, stands.from_site, last.of_stories)
    return OutlineNow(reuse.answer, stands)


def _files_of_stories(last: Outline, before: Site, now: Site) -> Mapping[str, StoryFiles]:
    """Return what each story calls for that is the same value still, of the last outline."""
    if before.settings.digest != now.settings.digest:
        return {}
    articles = before.articles
    return {
        path: last.of_stories[path]
        for path, article in now.articles.items()
        if articles.get(path) is article and path in last.of_stories
    }


def _same_files(one: Theme, other: Theme) -> bool:
    """Say whether static/ and the theme's files beside templates are as they were."""
    return one.assets == other.assets and {n: f.digest for n, f in one.statics.items()} == {
        name: file.digest for name, file in other.statics.items()
    }


def _same_names(before: Site, now: Site) -> bool:
    """Say whether two sites have the same addresses and lists."""
    return (
        before.settings.digest == now.settings.digest
        and (before.stories, before.pages) == (now.stories, now.pages)
        and (before.urls, before.links) == (now.urls, now.links)
        and (before.coming, before.coming_links) == (now.coming, now.coming_links)
        and before.hidden == now.hidden
        and (before.lists, before.own_cards) == (now.lists, now.own_cards)
        and (before.people, before.tags, before.series) == (now.people, now.tags, now.series)
        and (before.sections, before.news) == (now.sections, now.news)
        and before.translations.keys() == now.translations.keys()
    )


def _new_cards(outline: Outline, before: Site, now: Site) -> dict[str, str] | None:
    """Return the cards whose names have changed; None when more than words has.

    A card's address is made from what is drawn on it. Naming all files of 10,000 stories
    again would be a third of the wait after a new title.
    """
    cards: dict[str, str] = {}
    for path, article in now.articles.items():
        old = before.articles[path]
        if old is article:
            continue
        if not differs_in_words_only(old, article):
            return None
        subject = Subject("article", path)
        if path in now.own_cards:
            file, new = card_file(before, subject), card_file(now, subject)
            if file not in outline.entries or file == new:
                continue
            if new in outline.entries or sum(entry.file == file for entry in outline.from_site) > 1:
                return None  # another story has the very same card
            cards[file] = new
    return cards


def with_new_cards(outline: Outline, new_names: Mapping[str, str]) -> Outline:
    """Return the outline with drawn cards under other names."""
    if not new_names:
        return outline
    cards = {old: replace(outline.entries[old], file=new) for old, new in new_names.items()}
    others = {file: entry for file, entry in outline.entries.items() if file not in new_names}
    return replace(
        outline,
        entries=others | {entry.file: entry for entry in cards.values()},
        from_site=tuple([cards.get(entry.file, entry) for entry in outline.from_site]),
    )
