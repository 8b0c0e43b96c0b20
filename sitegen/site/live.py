"""Filing: what follows from one story alone, once settings and people are known.

Its address, bylines, teaser, the lists in which it stands, the moments at which it changes
by itself. It is worked out once for each story: the next assembly in the same process is
handed the last site and takes from it what is filed of the stories that stayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from sitegen.core.problems import Problem
from sitegen.core.urls import site_url, slugify
from sitegen.model.article import Article, ImageRef
from sitegen.model.tasks import HeldStory
from sitegen.model.views import Byline, Section, Teaser
from sitegen.site.news import aged_out_at
from sitegen.site.people import Roster
from sitegen.site.site import Filed, LineOf, article_path, tag_slug

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Filer:
    """Files stories of one site."""

    roster: Roster
    sections: Mapping[str, Section]
    zone: ZoneInfo
    line_of: LineOf

    def file(self, source: Article, article: Article, problems: list[Problem]) -> Filed:
        """File one story or static page; what is wrong with its bylines joins `problems`.

        Args:
            source: all that its file says.
            article: what of that is true by now.
        """
        url = site_url(self.roster.prefix, article_path(article))
        at = (article.published.at - _EPOCH).total_seconds()
        found = moments(source)
        if article.kind == "page":
            return Filed(article, url, at, found)
        bylines = self.roster.bylines(article, "authors", problems, self.line_of)
        contributors = self.roster.bylines(article, "contributors", problems, self.line_of)
        tags = tuple([(tag_slug(name), name) for name in article.tags])
        lists = tuple(self._lists(article, tags))
        teaser = _teaser(article, url, self.sections[article.section], bylines)
        return Filed(article, url, at, found, bylines, contributors, teaser, lists, tags)

    def _lists(
        self, article: Article, tags: Iterable[tuple[str, str]]
    ) -> Iterator[tuple[str, str]]:
        yield "section", article.section
        at = article.published.at.astimezone(self.zone)
        yield "month", f"{at.year:04}/{at.month:02}"
        for slug in dict.fromkeys([slug for slug, _name in tags]):
            yield "tag", slug
        if article.series:
            yield "series", slugify(article.series)
        credited = map(self.roster.find, (*article.authors, *article.contributors))
        for id_ in dict.fromkeys([person.id for person in credited if person is not None]):
            yield "person", id_
        if article.lang:
            yield "language", article.lang


@dataclass(frozen=True, slots=True)
class FiledStories:
    """Every story and static page: filed if readers see it, else held."""

    live: Sequence[Filed]  # newest first, then by path
    held: tuple[HeldStory, ...]  # by path
    coming: tuple[Article, ...]  # those whose hour has yet to come, by path
    turns: Sequence[datetime]  # at which one of them changes the site by itself, in UTC
    fresh: frozenset[str]  # those that were not filed before
    faulty: frozenset[str]  # those that the next assembly must file again


def file_all(
    articles: Iterable[Article],
    filer: Filer,
    now: datetime,
    before: Mapping[str, Filed],
    problems: list[Problem],
    *,
    unpublished: bool,
) -> FiledStories:
    """File every story that readers see; what is wrong with its bylines joins `problems`.

    Args:
        before: what an earlier assembly filed, by path; taken over where it still holds.
        unpublished: file drafts, held and expired stories too.
    """
    live: list[Filed] = []
    held: list[HeldStory] = []
    coming: list[Article] = []
    turns: list[datetime] = []
    fresh: set[str] = set()
    faulty: set[str] = set()
    for article in articles:
        reason = state(article, now)
        if reason != "live":
            start = starts(article) if reason == "held" else None
            held.append(HeldStory(article.path, article.title, reason, start))
        if reason == "live" or unpublished:
            shown = _as_of(article, now)
            filed = before.get(article.path)
            if filed is None or filed.article is not shown:
                said = len(problems)
                filed = filer.file(article, shown, problems)
                fresh.add(article.path)
                if shown is not article or len(problems) > said:
                    faulty.add(article.path)
            live.append(filed)
            turns += filed.moments
        else:
            turns += moments(article)
            if reason == "held":
                coming.append(article)
    by_path = attrgetter("path")
    live.sort(key=lambda filed: filed.article.path)
    live.sort(key=attrgetter("at"), reverse=True)
    return FiledStories(
        live,
        tuple(sorted(held, key=by_path)),
        tuple(sorted(coming, key=by_path)),
        turns,
        frozenset(fresh),
        frozenset(faulty),
    )


def state(article: Article, now: datetime) -> str:
    """Return "live", "draft", "held" (its hour has not come) or "expired"."""
    if article.draft:
        return "draft"
    if article.expires is not None and article.expires <= now:
        return "expired"
    return "held" if starts(article) > now else "live"


def starts(article: Article) -> datetime:
    """Return the moment from which a story may be seen."""
    if article.embargo is None:
        return article.published.at
    return max(article.published.at, article.embargo)


def moments(article: Article) -> tuple[datetime, ...]:
    """Return every moment at which a story changes the site without anybody's doing, in UTC."""
    # Two moments of one zone are compared without asking the zone, which takes far longer.
    return tuple([moment.astimezone(UTC) for moment in _moments(article)])


def _moments(article: Article) -> Iterator[datetime]:
    if article.draft:
        return
    yield starts(article)
    for moment in (
        article.expires,
        article.lead_until,
        article.pinned_until,
        article.breaking_until,
        article.live_end,
        article.next_update,
    ):
        if moment is not None:
            yield moment
    if article.updated is not None:
        yield article.updated.at
    for correction in article.corrections:
        yield correction.date.at
    for image in pictures(article):
        if image.licence_until is not None:
            yield image.licence_until
    if article.kind != "page":
        yield aged_out_at(article.published.at)


def pictures(article: Article) -> Iterator[ImageRef]:
    if article.image is not None:
        yield article.image
    yield from article.images


def _as_of(article: Article, now: datetime) -> Article:
    """Leave out what is said to happen later: feeds must name no future date (rule R4)."""
    if article.live_end is not None and article.live_end > now:
        article = replace(article, live_end=None)
    if article.updated is not None and article.updated.at > now:
        article = replace(article, updated=None, update_note="")
    if any(correction.date.at > now for correction in article.corrections):
        made = tuple(found for found in article.corrections if found.date.at <= now)
        article = replace(article, corrections=made)
    return article


def _teaser(article: Article, url: str, section: Section, bylines: tuple[Byline, ...]) -> Teaser:
    return Teaser(
        url=url,
        title=article.card_title or article.title,
        kind=article.kind,
        lang=article.lang,
        section=article.section,
        kicker=article.kicker or section.title,
        hue=section.hue,
        published=article.published,
        updated=article.updated,
        summary=article.summary,
        bylines=bylines,
        image=article.image,
        minutes=article.minutes,
    )
