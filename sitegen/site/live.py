"""Live: which stories readers see now, and what follows from one story alone.

Its address, bylines, teaser, the lists in which it stands, the moments at which it changes
by itself. It is worked out once for each story: the next assembly in the same process is
handed the last site and takes from it the filings of the stories that stayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from sitegen.core.dates import NO_DATE, Moment
from sitegen.core.problems import Problem
from sitegen.core.record import Record, replace
from sitegen.core.urls import alias_path, site_url, slugify
from sitegen.model.article import Article, ImageRef
from sitegen.model.kinds import KINDS
from sitegen.model.marks import Marks, marks_of
from sitegen.model.tasks import HeldStory
from sitegen.model.views import Byline, Section, Teaser
from sitegen.site.news_window import aged_out_at
from sitegen.site.people import Roster
from sitegen.site.site import Filing, LineOf, article_path, tag_slug

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Filer(Record):
    """Files stories of one site."""

    roster: Roster
    sections: Mapping[str, Section]
    zone: ZoneInfo
    line_of: LineOf
    tag_slugs: Mapping[str, str]  # that the settings give

    def file(self, source: Article, article: Article, problems: list[Problem]) -> Filing:
        """File one story or static page; what is wrong with its bylines joins `problems`.

        Args:
            source: all that its file says.
            article: what of that is true by now.
        """
        url = site_url(self.roster.prefix, article_path(article))
        at = (article.published.at - _EPOCH).total_seconds()
        turns = moments(source)
        if article.kind == "page":
            return Filing(article, url, at, marks_of(article), turns)
        bylines = self.roster.bylines(article, "authors", problems, self.line_of)
        contributors = self.roster.bylines(article, "contributors", problems, self.line_of)
        tags = tuple([(tag_slug(name, self.tag_slugs), name) for name in article.tags])
        lists = tuple(self._lists(article, tags))
        marks = marks_of(article, [byline.name for byline in bylines])
        teaser = _teaser(article, url, marks, self.sections[article.section], bylines)
        return Filing(article, url, at, marks, turns, bylines, contributors, teaser, lists, tags)

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
        people = map(self.roster.find, (*article.authors, *article.contributors))
        for id_ in dict.fromkeys([person.id for person in people if person is not None]):
            yield "person", id_
        if article.lang:
            yield "language", article.lang
        if KINDS[article.kind].address:
            yield "kind", article.kind


class Filings(Record):
    """Every story and static page: with its filing if readers see it."""

    live: Sequence[Filing]  # newest first, then by path
    held_stories: tuple[HeldStory, ...]  # by path
    coming: tuple[Article, ...]  # those whose hour has yet to come, by path
    hidden: Mapping[str, str]  # addresses of stories that readers do not see → their sources
    turns: Sequence[datetime]  # at which one of them changes the site by itself, in UTC
    fresh: frozenset[str]  # those that no earlier assembly filed
    faulty: frozenset[str]  # those that the next assembly must file again


def file_all(
    articles: Iterable[Article],
    filer: Filer,
    now: datetime,
    before: Mapping[str, Filing],
    problems: list[Problem],
    *,
    unpublished: bool,
    same_hour: bool = False,
) -> Filings:
    """File every story that readers see; what is wrong with its bylines joins `problems`.

    Args:
        before: what an earlier assembly filed, by path; taken over where it still holds.
        unpublished: file drafts, held and expired stories too.
        same_hour: nothing has gone live, expired or aged since `before`, and it holds only
            what readers see: what has not changed they see still, as it is.
    """
    live: list[Filing] = []
    held_stories: list[HeldStory] = []
    coming: list[Article] = []
    hidden: dict[str, str] = {}
    turns: list[datetime] = []
    fresh: set[str] = set()
    faulty: set[str] = set()
    for article in articles:
        filing = before.get(article.path)
        if same_hour and filing is not None and filing.article is article:
            live.append(filing)
            turns += filing.moments
            continue
        reason = state(article, now)
        if reason != "live":
            start = starts(article) if reason == "held" else None
            held_stories.append(HeldStory(article.path, article.title, reason, start))
        if reason == "live" or unpublished:
            visible = _as_of(article, now, filer.zone)
            if filing is None or filing.article is not visible:
                count = len(problems)
                filing = filer.file(article, visible, problems)
                fresh.add(article.path)
                if visible is not article or len(problems) > count:
                    faulty.add(article.path)
            live.append(filing)
            turns += filing.moments
        else:
            places = (article_path(article), *map(alias_path, article.aliases))
            hidden |= dict.fromkeys(places, article.path)
            turns += moments(article)
            if reason == "held":
                coming.append(article)
    by_path = attrgetter("path")
    live.sort(key=lambda filing: filing.article.path)
    live.sort(key=attrgetter("at"), reverse=True)
    return Filings(
        live,
        tuple(sorted(held_stories, key=by_path)),
        tuple(sorted(coming, key=by_path)),
        hidden,
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


def _as_of(article: Article, now: datetime, zone: ZoneInfo) -> Article:
    """Return what of a story is true by now.

    What is said to happen later is left out: feeds must name no future date (rule R4). What
    was live and has ended is news like any other. A draft, which has no date until it comes
    out, is shown to its writer as a story of today.
    """
    if article.live_end is not None:
        if article.live_end > now:
            article = replace(article, live_end=None)
        elif article.kind == "live":
            article = replace(article, kind="news")
    if article.draft and article.published == NO_DATE and article.kind != "page":
        today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        article = replace(article, published=Moment(today, timed=False))
    if article.updated is not None and article.updated.at > now:
        article = replace(article, updated=None, update_note="")
    if any(correction.date.at > now for correction in article.corrections):
        corrections = tuple(note for note in article.corrections if note.date.at <= now)
        article = replace(article, corrections=corrections)
    return article


def _teaser(
    article: Article, url: str, marks: Marks, section: Section, bylines: tuple[Byline, ...]
) -> Teaser:
    title, title_html = article.title, article.title_html
    if article.card_title:
        title, title_html = article.card_title, article.card_title_html
    return Teaser(
        url=url,
        title=title,
        marks=marks,
        lang=article.lang,
        kicker=article.kicker or section.title,
        hue=section.hue,
        published=article.published,
        topic=article.kicker or next(iter(article.tags), ""),
        figure=article.figure,
        title_html=title_html,
        summary=article.summary,
        summary_html=article.summary_html,
        bylines=bylines,
        image=_bare(article.image),
    )


def _bare(image: ImageRef | None) -> ImageRef | None:
    """Return a picture without what stands below it, and without its rights."""
    if image is None:
        return None
    return replace(
        image, caption="", caption_html="", credit="", credit_html="", licence="",
        licence_until=None,
    )  # fmt: skip
