"""Assemble: from what every source says to the site as it is at one moment.

What is live, in which order, under which addresses, with every author, tag, series and
link looked up. No files and no clock: `now` is an argument.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter

from sitegen.cards import site_card, with_own_card
from sitegen.filing import Filer, moments, pictures, starts
from sitegen.images import licence_ended
from sitegen.model import (
    Alert,
    Article,
    Held,
    Menu,
    NavLink,
    Person,
    Section,
    SiteInfo,
    TagLink,
    Translation,
)
from sitegen.problems import Problem
from sitegen.roster import Roster
from sitegen.settings import LinkSettings, Settings
from sitegen.site import (
    Filed,
    LineOf,
    Site,
    SlotEntry,
    Slots,
    Stories,
    find_story,
)
from sitegen.sitemaps import aged_out_at, is_news, news_window
from sitegen.targets import Targets, check_related
from sitegen.urls import page_path, site_url, slugify


@dataclass(frozen=True, slots=True)
class Sources:
    """What the read stage hands over."""

    articles: Sequence[Article]
    people: Sequence[Person]
    bodies: Mapping[str, str]  # source path → digest of its Body
    slots: Sequence[SlotEntry] = ()
    broken: frozenset[str] = frozenset()  # sources that are there and could not be read


def state(article: Article, now: datetime) -> str:
    """Return "live", "draft", "held" (its hour has not come) or "expired"."""
    if article.draft:
        return "draft"
    if article.expires is not None and article.expires <= now:
        return "expired"
    return "held" if starts(article) > now else "live"


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
    sections = _sections(settings)
    staff = tuple(sources.people)
    if last is not None and (last.settings.digest, last.staff, last.broken) != (
        settings.digest, staff, sources.broken,
    ):  # fmt: skip
        last = None
    filer = Filer(roster, sections, settings.zone, line_of)
    before = last.filed if last is not None else {}
    found = _file_all(sources.articles, filer, now, before, problems, unpublished=unpublished)
    told = [filed for filed in found.live if filed.teaser is not None]
    articles = {filed.article.path: filed.article for filed in found.live}
    teasers = {f.article.path: f.teaser for f in told if f.teaser is not None}
    stories = tuple(teasers)

    if last is not None and _stand_alike(last, stories, found.fresh, found.live):
        lists, places, tags, series = last.lists, last.places, last.tags, last.series
    else:
        lists, tags, series = _lists(told, prefix)
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
        info=_info(settings, sections, lists, stories, articles),
        articles=articles,
        bodies=sources.bodies,
        stories=stories,
        pages=tuple(sorted(articles.keys() - teasers.keys())),
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


@dataclass(frozen=True, slots=True)
class _Stories:
    """Every story and static page: filed if readers see it, else held."""

    live: Sequence[Filed]  # newest first, then by path
    held: tuple[Held, ...]  # by path
    coming: tuple[Article, ...]  # those whose hour has yet to come, by path
    turns: Sequence[datetime]  # at which one of them changes the site by itself, in UTC
    fresh: frozenset[str]  # those that were not filed before
    faulty: frozenset[str]  # those that the next assembly must file again


def _file_all(
    articles: Iterable[Article],
    filer: Filer,
    now: datetime,
    before: Mapping[str, Filed],
    problems: list[Problem],
    *,
    unpublished: bool,
) -> _Stories:
    live: list[Filed] = []
    held: list[Held] = []
    coming: list[Article] = []
    turns: list[datetime] = []
    fresh: set[str] = set()
    faulty: set[str] = set()
    for article in articles:
        reason = state(article, now)
        if reason != "live":
            start = starts(article) if reason == "held" else None
            held.append(Held(article.path, article.title, reason, start))
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
    return _Stories(
        live,
        tuple(sorted(held, key=by_path)),
        tuple(sorted(coming, key=by_path)),
        turns,
        frozenset(fresh),
        frozenset(faulty),
    )


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


def _sections(settings: Settings) -> dict[str, Section]:
    return {
        s.slug: Section(
            slug=s.slug,
            title=s.title,
            url=site_url(settings.prefix, page_path(s.slug)),
            feed_url=site_url(settings.prefix, page_path(s.slug) + "feed.xml"),
            description=s.description,
            hue=s.hue,
            news=s.news,
            opinion=s.opinion,
        )
        for s in settings.sections
    }


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


def _stand_alike(
    last: Site, stories: Stories, fresh: Collection[str], live: Iterable[Filed]
) -> bool:
    """Say whether every story stands in the lists and places in which it stood."""
    if stories != last.stories:
        return False
    for filed in live:
        if filed.article.path in fresh:
            old = last.filed.get(filed.article.path)
            if old is None or (old.lists, old.tags) != (filed.lists, filed.tags):
                return False
            one, other = old.article, filed.article
            if (one.series, one.part) != (other.series, other.part):
                return False
    return True


def _lists(
    stories: Iterable[Filed], prefix: str
) -> tuple[dict[tuple[str, str], Stories], dict[str, TagLink], dict[str, str]]:
    """Sort stories into the lists in which they stand, each newest first."""
    lists: dict[tuple[str, str], list[Filed]] = defaultdict(list)
    tags: dict[str, str] = {}
    series: dict[str, str] = {}
    for filed in stories:
        for key in filed.lists:
            lists[key].append(filed)
        tags.update(filed.tags)  # the oldest story's spelling stays
        if filed.article.series:
            series[slugify(filed.article.series)] = filed.article.series
    for key, found in lists.items():
        if key[0] == "series":
            found.sort(key=lambda filed: filed.article.part or 10**6)  # stable: then newest
    links = {
        slug: TagLink(name, site_url(prefix, page_path("tags", slug)))
        for slug, name in tags.items()
    }
    named = {key: tuple([filed.article.path for filed in found]) for key, found in lists.items()}
    return named, dict(sorted(links.items())), dict(sorted(series.items()))


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


def _info(
    settings: Settings,
    sections: Mapping[str, Section],
    lists: Mapping[tuple[str, str], Stories],
    stories: Stories,
    articles: Mapping[str, Article],
) -> SiteInfo:
    nav = tuple(
        NavLink(s.title, s.url, key=s.slug)
        for s in sections.values()
        if ("section", s.slug) in lists
    )
    info = SiteInfo(
        title=settings.title,
        tagline=settings.tagline,
        base_url=settings.base_url,
        prefix=settings.prefix,
        language=settings.language,
        timezone=settings.timezone,
        place=settings.place,
        year=articles[stories[0]].published.at.year if stories else 0,
        feed_url=site_url(settings.prefix, "/feed.xml"),
        organisation=settings.organisation,
        sections=nav,
        menus={
            name: Menu(menu.title, tuple(map(_nav_link, menu.links)))
            for name, menu in sorted(settings.menus.items())  # as they come from the store
        },
        search=settings.search,
        signup_action=settings.signup_action,
        languages=tuple(map(_nav_link, settings.languages)),
        feed_formats=feed_formats(settings),
    )
    return replace(info, card=site_card(info)) if settings.images.social_cards else info


def feed_formats(settings: Settings) -> tuple[str, ...]:
    wanted = (("rss", True), ("atom", settings.feeds.atom), ("json", settings.feeds.json))
    return tuple(name for name, is_wanted in wanted if is_wanted)


def _nav_link(link: LinkSettings) -> NavLink:
    return NavLink(link.title, link.url, link.lang)
