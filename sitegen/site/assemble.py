"""Assemble: from what every source says to the site as it is at one moment.

What is live, in which order, under which addresses, with every author, tag, series and
link looked up. No files and no clock: `now` is an argument.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sitegen.core.problems import Problem
from sitegen.core.urls import page_path, site_url
from sitegen.model.article import Article, Person
from sitegen.model.views import Alert, Section, Translation
from sitegen.pictures import licence_ended
from sitegen.settings.types import Settings
from sitegen.site.info import sections_of, site_info
from sitegen.site.links import Targets, check_related
from sitegen.site.lists import sort_into_lists, stand_alike
from sitegen.site.live import Filer, file_all, pictures
from sitegen.site.news import aged_out_at, is_news, news_window
from sitegen.site.people import Roster
from sitegen.site.site import LineOf, Site, Slots, Stories, find_story
from sitegen.site.social_cards import with_own_card
from sitegen.sources.files import SlotEntry


@dataclass(frozen=True, slots=True)
class Sources:
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
    line_of: LineOf = lambda _path, _key: 0,
    *,
    unpublished: bool = False,
    last: Site | None = None,
) -> tuple[Site, tuple[Problem, ...]]:
    """Assemble the site as of `now`.

    Args:
        now: aware.
        line_of: tells where a key of a source stands; asked only for problems.
        unpublished: a preview's wish to see drafts, held and expired stories too.
        last: an earlier assembly. What it says of articles that are the same objects still
            is taken from it, which saves work and changes nothing.
    """
    prefix = settings.prefix
    roster = Roster(sources.people, prefix, settings.language, sources.broken)
    problems = list(_unknown_people(settings, roster))
    sections = sections_of(settings)
    staff = tuple(sources.people)
    if last is not None and (last.settings.digest, last.staff, last.broken) != (
        settings.digest, staff, sources.broken,
    ):  # fmt: skip
        last = None
    filer = Filer(roster, sections, settings.zone, line_of)
    before = last.filed if last is not None else {}
    found = file_all(sources.articles, filer, now, before, problems, unpublished=unpublished)
    told = [filed for filed in found.live if filed.teaser is not None]
    articles = {filed.article.path: filed.article for filed in found.live}
    teasers = {f.article.path: f.teaser for f in told if f.teaser is not None}
    stories = tuple(teasers)

    if last is not None and stand_alike(last, stories, found.fresh, found.live):
        lists, places, tags, series = last.lists, last.places, last.tags, last.series
    else:
        lists, tags, series = sort_into_lists(told, prefix)
        places = {key: {path: i for i, path in enumerate(each)} for key, each in lists.items()}
    people = {id_: roster.by_id[id_] for kind, id_ in lists if kind == "person"}
    urls = {filed.article.path: filed.url for filed in found.live}
    for id_, person in sorted(people.items()):
        urls[person.path] = site_url(prefix, page_path("authors", id_))

    every = _paths(sources)
    known = Targets(urls, every, sources.broken, prefix)
    links_stand = last is not None and (last.urls, last.sources) == (urls, every)
    old_links = last.links if last is not None and links_stand else {}
    links, mistaken = _links(articles, known, old_links, found.fresh, problems, line_of)
    for _id, person in sorted(people.items()):
        links[person.path] = known.resolve(person, problems, line_of)
    _check_coming(found.coming, roster, known, problems, line_of)
    problems += _ended_licences(articles, now, line_of)
    faulty = found.faulty | mistaken
    turns = [*found.turns, *(e.until.astimezone(UTC) for e in sources.slots if e.until is not None)]
    utc_now = now.astimezone(UTC)
    site = Site(
        settings=settings,
        info=site_info(settings, sections, lists, stories, articles),
        articles=articles,
        bodies=sources.bodies,
        stories=stories,
        pages=tuple(sorted(articles.keys() - teasers.keys())),
        times={filed.article.path: filed.at for filed in found.live},
        urls=urls,
        links=links,
        teasers=teasers,
        bylines={filed.article.path: filed.bylines for filed in told},
        contributors={filed.article.path: filed.contributors for filed in told},
        sections=sections,
        people=people,
        tags=tags,
        series=series,
        lists=lists,
        places=places,
        translations=_translations(sources.articles, urls),
        leads=tuple(p for p in stories if _flag(articles[p].lead, articles[p].lead_until, now)),
        pinned=tuple(
            p for p in stories if _flag(articles[p].pinned, articles[p].pinned_until, now)
        ),
        slots=_slots(sources.slots, articles, known, now, problems),
        news=tuple(_news(stories, articles, settings, sections, now)),
        own_cards=frozenset(with_own_card(stories, articles)),
        alerts=tuple(_alerts(articles, urls, settings, now)),
        held=found.held,
        since=_in_zone(max((turn for turn in turns if turn <= utc_now), default=None), settings),
        next_change=_in_zone(min((t for t in turns if t > utc_now), default=None), settings),
        coming=found.coming,
        broken=sources.broken,
        staff=staff,
        sources=every,
        filed={f.article.path: f for f in found.live if f.article.path not in faulty},
    )
    return site, tuple(problems)


def _links(
    articles: Mapping[str, Article],
    known: Targets,
    old: Mapping[str, tuple[str, ...]],
    fresh: Collection[str],
    problems: list[Problem],
    line_of: LineOf,
) -> tuple[dict[str, tuple[str, ...]], set[str]]:
    """Return what each body's links lead to, and the stories with a problem there.

    Args:
        old: of the last assembly; empty when an address or a source has moved since.
    """
    links: dict[str, tuple[str, ...]] = {}
    mistaken: set[str] = set()
    for path, article in articles.items():
        if path in old and path not in fresh:
            links[path] = old[path]
            continue
        said = len(problems)
        links[path] = known.resolve(article, problems, line_of)
        check_related(article, known, problems, line_of)
        if len(problems) > said:
            mistaken.add(path)
    return links, mistaken


def _check_coming(
    coming: Iterable[Article],
    roster: Roster,
    known: Targets,
    problems: list[Problem],
    line_of: LineOf,
) -> None:
    """Find now what would break the build that publishes a story whose hour has yet to come."""
    for article in coming:
        roster.bylines(article, "authors", problems, line_of)
        roster.bylines(article, "contributors", problems, line_of)
        known.resolve(article, problems, line_of)
        check_related(article, known, problems, line_of)


def _ended_licences(
    articles: Mapping[str, Article], now: datetime, line_of: LineOf
) -> Iterator[Problem]:
    for path, article in articles.items():
        for image in pictures(article):
            if image.licence_until is None or image.licence_until > now:
                continue  # before its line is looked up, which takes time
            ended = licence_ended(image, now, path, line_of(path, "image"))
            yield from [ended] if ended is not None else []


def _in_zone(moment: datetime | None, settings: Settings) -> datetime | None:
    return moment.astimezone(settings.zone) if moment is not None else None


def _paths(sources: Sources) -> frozenset[str]:
    stories, people = [a.path for a in sources.articles], [p.path for p in sources.people]
    return sources.broken.union(stories, people)


def _unknown_people(settings: Settings, roster: Roster) -> Iterator[Problem]:
    lists = {f"lists.{name}.author": found.author for name, found in settings.lists.items()}
    partners = settings.feeds.partners.items()
    lists |= {f"feeds.partners.{name}.author": found.author for name, found in partners}
    for key, author in lists.items():
        if author:
            unknown = roster.unknown(author, settings.file, settings.line(key))
            yield from [unknown] if unknown else []


def _flag(is_set: bool, until: datetime | None, now: datetime) -> bool:
    return is_set and (until is None or until > now)


def _news(
    stories: Stories,
    articles: Mapping[str, Article],
    settings: Settings,
    sections: Mapping[str, Section],
    now: datetime,
) -> Iterator[str]:
    for path in stories:
        article = articles[path]
        if aged_out_at(article.published.at) <= now:
            return  # the others are older still
        if (
            sections[article.section].news
            and is_news(article.kind)
            and article.kind not in settings.news.exclude_kinds
            and not article.canonical
            and news_window(article.published.at, now)
        ):
            yield path


def _alerts(
    articles: Mapping[str, Article], urls: Mapping[str, str], settings: Settings, now: datetime
) -> Iterator[Alert]:
    for path, article in articles.items():
        if article.breaking and (article.breaking_until is None or article.breaking_until > now):
            moment = article.updated or article.published
            yield Alert(article.breaking, urls[path], moment, _foreign(article, settings))


def _foreign(article: Article, settings: Settings) -> str:
    return article.lang if article.lang != settings.language else ""


def _translations(
    everything: Sequence[Article], urls: Mapping[str, str]
) -> dict[str, tuple[Translation, ...]]:
    """Return for each live story that has translations the whole set, itself included (H3).

    A story may translate a translation, or one that is not live (yet, or any more): all
    that lead to one original belong together.
    """
    if not any(article.translation_of for article in everything):
        return {}
    every = {article.path: article for article in everything}
    said = {
        article.path: find_story(every, article.path, article.translation_of)
        for article in everything
        if article.translation_of
    }
    groups: dict[str, list[str]] = defaultdict(list)
    for path in sorted({*said, *said.values()} & urls.keys()):
        original, passed = path, {path}
        while said.get(original) and said[original] not in passed:
            original = said[original]
            passed.add(original)
        groups[min(passed) if said.get(original) else original].append(path)
    found = {}
    for original, others in sorted(groups.items()):
        if len(others) < 2:
            continue
        others.sort(key=lambda path: (path != original, path))
        links = tuple(Translation(every[m].lang, every[m].title, urls[m]) for m in others)
        for member in others:
            found[member] = links
    return found


def _slots(
    entries: Sequence[SlotEntry],
    articles: Mapping[str, Article],
    known: Targets,
    now: datetime,
    problems: list[Problem],
) -> Slots:
    zones: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        source, there = known.source("content/front.yml", entry.story)
        if not there:
            problems.append(
                Problem(
                    "content/front.yml",
                    entry.line,
                    f"there is no story '{entry.story}'",
                    "Write the path of its file below content/.",
                )
            )
        elif source in articles and (entry.until is None or entry.until > now):
            zones[entry.zone].append(source)
    strips = {
        zone: tuple(found)
        for zone, found in sorted(zones.items())
        if zone not in ("lead", "secondary")
    }
    return Slots(tuple(zones["lead"]), tuple(zones["secondary"]), strips or None)
