"""Assemble: from what every source says to the site as it is at one moment.

What is live, in which order, under which addresses, with every author, tag, series and
link looked up. No files and no clock: `now` is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from sitegen.core.problems import Problem, did_you_mean, of_archive
from sitegen.core.record import Record
from sitegen.core.urls import page_path, site_url, slugify
from sitegen.language.quotation_marks import Quotes, quotes_of
from sitegen.model.article import Article, Person
from sitegen.model.marks import Marks
from sitegen.model.views import Alert, Section, Teaser
from sitegen.pictures import licence_ended
from sitegen.settings.types import Settings
from sitegen.site.info import sections_of, site_info
from sitegen.site.links import Elsewhere, Targets
from sitegen.site.lists import Lists, lists_after, sort_into_lists
from sitegen.site.live import Filer, Filings, file_all, pictures
from sitegen.site.news_window import news_stories
from sitegen.site.people import Roster
from sitegen.site.resolved import ResolvedLinks, resolve_all
from sitegen.site.shared_addresses import shared_series, shared_tags
from sitegen.site.site import Filing, LineOf, Site, Slots
from sitegen.site.slots import fill_slots
from sitegen.site.social_cards import with_own_card
from sitegen.site.translations import edition_sets, same_language, translation_links
from sitegen.sources.files import SlotEntry


class Sources(Record):
    """What the read stage hands over."""

    articles: Sequence[Article]
    people: Sequence[Person]
    bodies: Mapping[str, str]  # source path → digest of its Body
    slots: Sequence[SlotEntry] = ()
    broken: frozenset[str] = frozenset()  # sources that are there and could not be read


def assemble(
    sources: Sources,
    settings: Settings,
    now: datetime,
    line_of: LineOf,
    *,
    unpublished: bool,
    last: Site | None,
    elsewhere: Elsewhere,
    filed: Mapping[str, Filing] | None = None,
) -> tuple[Site, tuple[Problem, ...]]:
    """Assemble the site as of `now`.

    Args:
        now: aware.
        line_of: tells where a key of a source stands; asked only for problems.
        unpublished: a preview's wish to see drafts, held and expired stories too.
        last: an earlier assembly. What it says of articles that are the same objects still
            is taken from it, which saves work and changes nothing.
        elsewhere: what links lead to beside stories.
        filed: filings of earlier assemblies under the same settings and people, where there is
            no last one.
    """
    roster = Roster(sources.people, settings.prefix, settings.language, sources.broken)
    problems = list(_unknown_people(settings, roster))
    sections = sections_of(settings)
    if last is not None and (last.settings.digest, last.staff, last.broken) != (
        settings.digest, tuple(sources.people), sources.broken,
    ):  # fmt: skip
        last = None
    filer = Filer(roster, sections, settings.zone, line_of, settings.tag_slugs)
    before = last.filings if last is not None else filed or {}
    filings = file_all(
        sources.articles, filer, now, before, problems, unpublished=unpublished,
        same_hour=last is not None and not unpublished and _is_same_hour(last, now),
    )  # fmt: skip
    problems += _shared_addresses(filings, settings, line_of)
    problems += _unknown_series(settings, sources.articles)
    quotes = quotes_of(settings.language, settings.quotes)
    live = _live(filings, sections, roster, settings.prefix, quotes, last)
    every = _paths(sources)
    targets = Targets(
        live.urls, every, sources.broken, settings.base_url, elsewhere,
        live.articles.values(), filings.coming,
    )  # fmt: skip
    link_problems: list[Problem] = []
    links = resolve_all(
        targets, live.articles, live.people, filings.coming, filings.fresh, last, link_problems,
        line_of,
    )  # fmt: skip
    problems += (_as_of_archive(problem, live.articles, settings) for problem in link_problems)
    _check_coming(filings.coming, roster, problems, line_of)
    problems += _ended_licences(live.articles, now, line_of)
    problems += same_language(sources.articles, line_of)
    slots = fill_slots(sources.slots, live.articles, targets, now, problems)
    unsound = filings.faulty | links.mistaken
    sound = live.filings
    if unsound:
        sound = {path: each for path, each in live.filings.items() if path not in unsound}
    site = _site(sources, settings, now, filings, live, links, slots, every, sound)
    return site, tuple(problems)


class _Live(Record):
    """What is live, in which lists it stands and at which addresses."""

    filings: Mapping[str, Filing]  # by path, newest first
    articles: Mapping[str, Article]
    teasers: Mapping[str, Teaser]  # of stories, not of static pages
    sections: Mapping[str, Section]
    people: Mapping[str, Person]
    urls: Mapping[str, str]
    lists: Lists


def _live(
    filings: Filings,
    sections: Mapping[str, Section],
    roster: Roster,
    prefix: str,
    quotes: Quotes,
    last: Site | None,
) -> _Live:
    stories = [filing for filing in filings.live if filing.teaser is not None]
    lists: Lists | None = None
    if last is not None:
        lists = lists_after(last, stories, filings.fresh, prefix, quotes)
    if lists is None:
        lists = sort_into_lists(stories, prefix, quotes)
    people = {id_: roster.by_id[id_] for kind, id_ in lists.stories if kind == "person"}
    articles = {filing.article.path: filing.article for filing in filings.live}
    urls = dict(zip(articles, [filing.url for filing in filings.live], strict=True))
    for id_, person in sorted(people.items()):
        urls[person.path] = site_url(prefix, page_path("authors", id_))
    return _Live(
        filings=dict(zip(articles, filings.live, strict=True)),
        articles=articles,
        teasers={f.article.path: f.teaser for f in stories if f.teaser is not None},
        sections=sections,
        people=people,
        urls=urls,
        lists=lists,
    )


def _site(
    sources: Sources,
    settings: Settings,
    now: datetime,
    filings: Filings,
    live: _Live,
    links: ResolvedLinks,
    slots: Slots,
    every: frozenset[str],
    sound: Mapping[str, Filing],
) -> Site:
    articles, stories, urls = live.articles, tuple(live.teasers), live.urls
    sections, lists = live.sections, live.lists
    all_filings = live.filings.values()
    marks = dict(zip(articles, [filing.marks for filing in all_filings], strict=True))
    filings_of = [live.filings[path] for path in stories]
    of_stories = [filing.article for filing in filings_of]
    editions = edition_sets(sources.articles, articles)
    since, next_change = _turns(filings, sources.slots, now, settings)
    return Site(
        settings=settings,
        info=site_info(settings, sections, lists.stories, stories, articles),
        articles=articles,
        bodies=sources.bodies,
        stories=stories,
        pages=tuple(sorted(articles.keys() - live.teasers.keys())),
        times=dict(zip(articles, [filing.at for filing in all_filings], strict=True)),
        urls=urls,
        links=links.live,
        link_facts=links.facts,
        teasers=live.teasers,
        bylines=dict(zip(stories, [each.bylines for each in filings_of], strict=True)),
        contributors=dict(zip(stories, [each.contributors for each in filings_of], strict=True)),
        sections=sections,
        people=live.people,
        tags=lists.tags,
        series=lists.series,
        lists=lists.stories,
        places=lists.places,
        editions=editions,
        translations=translation_links(editions, articles, urls, marks),
        leads=tuple(
            [
                article.path
                for article in of_stories
                if article.lead and _is_to_come(article.lead_until, now)
            ]
        ),
        pinned=tuple(
            [
                article.path
                for article in of_stories
                if article.pinned and _is_to_come(article.pinned_until, now)
            ]
        ),
        slots=slots,
        news=tuple(news_stories(stories, articles, sections, settings.news.exclude_kinds, now)),
        own_cards=frozenset(with_own_card(stories, articles)),
        alerts=tuple(_alerts(articles, urls, marks, settings, now)),
        held=filings.held_stories,
        hidden=filings.hidden,
        since=since,
        next_change=next_change,
        coming=filings.coming,
        coming_links=links.coming,
        broken=sources.broken,
        staff=tuple(sources.people),
        sources=every,
        filings=sound,
    )


def _turns(
    filings: Filings, slots: Sequence[SlotEntry], now: datetime, settings: Settings
) -> tuple[datetime | None, datetime | None]:
    """Return the last and the next moment at which the site changes by itself."""
    turns = [*filings.turns, *(e.until.astimezone(UTC) for e in slots if e.until is not None)]
    utc_now = now.astimezone(UTC)  # two moments of one zone are compared without asking it
    since = max((turn for turn in turns if turn <= utc_now), default=None)
    next_change = min((turn for turn in turns if turn > utc_now), default=None)
    return (
        since.astimezone(settings.zone) if since is not None else None,
        next_change.astimezone(settings.zone) if next_change is not None else None,
    )


def _is_same_hour(last: Site, now: datetime) -> bool:
    """Say whether nothing has changed by itself since a site that shows what readers see."""
    is_over = last.next_change is not None and now >= last.next_change
    is_ahead = last.since is not None and now < last.since
    return not (is_over or is_ahead or any(story.path in last.articles for story in last.held))


def _shared_addresses(filings: Filings, settings: Settings, line_of: LineOf) -> Iterator[Problem]:
    """Yield what is wrong with the addresses of tags and series, also of stories to come."""
    articles = [filing.article for filing in filings.live if filing.teaser is not None]
    articles += filings.coming
    yield from shared_tags(articles, settings.tag_slugs, settings.file, line_of)
    yield from shared_series(articles, line_of)


def _as_of_archive(
    problem: Problem, articles: Mapping[str, Article], settings: Settings
) -> Problem:
    article = articles.get(problem.path)
    is_archive = article is not None and settings.is_archive(article.published.at)
    return of_archive(problem) if is_archive and not problem.warning else problem


def _check_coming(
    coming: Iterable[Article], roster: Roster, problems: list[Problem], line_of: LineOf
) -> None:
    """Find now what would break the build that publishes a story whose hour has yet to come."""
    for article in coming:
        roster.bylines(article, "authors", problems, line_of)
        roster.bylines(article, "contributors", problems, line_of)


def _ended_licences(
    articles: Mapping[str, Article], now: datetime, line_of: LineOf
) -> Iterator[Problem]:
    for path, article in articles.items():
        if article.image is None and not article.images:
            continue  # as most of an archive
        for image in pictures(article):
            if image.licence_until is None or image.licence_until > now:
                continue  # before its line is looked up, which takes time
            problem = licence_ended(image, now, path, line_of(path, "image"))
            yield from [problem] if problem is not None else []


def _paths(sources: Sources) -> frozenset[str]:
    stories, people = [a.path for a in sources.articles], [p.path for p in sources.people]
    return sources.broken.union(stories, people)


def _unknown_people(settings: Settings, roster: Roster) -> Iterator[Problem]:
    authors = {f"lists.{name}.author": each.author for name, each in settings.lists.items()}
    partners = settings.feeds.partners.items()
    authors |= {f"feeds.partners.{name}.author": feed.author for name, feed in partners}
    for key, author in authors.items():
        if author:
            unknown = roster.unknown(author, settings.file, settings.line(key))
            yield from [unknown] if unknown else []


def _unknown_series(settings: Settings, articles: Iterable[Article]) -> Iterator[Problem]:
    """Warn of a description that no page shows: its series has no story, or another title."""
    if not settings.series_descriptions:
        return
    titles = {article.series for article in articles if article.series}
    known = {slugify(title) for title in titles}
    for title in settings.series_descriptions:
        if slugify(title) not in known:
            yield Problem(
                settings.file,
                settings.line(f"series.descriptions.{title}"),
                f"no story is of the series '{title}'",
                did_you_mean(title, titles, "Series"),
                warning=True,
            )


def _is_to_come(until: datetime | None, now: datetime) -> bool:
    return until is None or until > now


def _alerts(
    articles: Mapping[str, Article],
    urls: Mapping[str, str],
    marks: Mapping[str, Marks],
    settings: Settings,
    now: datetime,
) -> Iterator[Alert]:
    for path, article in articles.items():
        if article.breaking and _is_to_come(article.breaking_until, now):
            moment = article.updated or article.published
            lang = _foreign(article, settings)
            yield Alert(article.breaking, urls[path], moment, lang, marks[path])


def _foreign(article: Article, settings: Settings) -> str:
    return article.lang if article.lang != settings.language else ""
