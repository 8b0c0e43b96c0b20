"""Assemble: from what every source says to the site as it is at one moment.

What is live, in which order, under which addresses, with every author, tag, series and
link looked up. No files and no clock: `now` is an argument.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from sitegen.cards import site_card, with_own_card
from sitegen.images import licence_ended
from sitegen.model import (
    Alert,
    Article,
    Byline,
    Held,
    ImageRef,
    Menu,
    NavLink,
    Person,
    Section,
    SiteInfo,
    TagLink,
    Teaser,
    Translation,
)
from sitegen.problems import Problem
from sitegen.roster import Roster
from sitegen.settings import LinkSettings, Settings
from sitegen.site import (
    LineOf,
    Site,
    SlotEntry,
    Slots,
    Stories,
    article_path,
    find_story,
    tag_slug,
)
from sitegen.sitemaps import aged_out_at, is_news, news_window
from sitegen.targets import Targets, check_related
from sitegen.urls import page_path, site_url, slugify


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


@dataclass(frozen=True, slots=True)
class Sources:
    """What the read stage hands over."""

    articles: Sequence[Article]
    people: Sequence[Person]
    bodies: Mapping[str, str]  # source path → digest of its Body
    slots: Sequence[SlotEntry] = ()
    broken: frozenset[str] = frozenset()  # sources that are there and could not be read


def starts(article: Article) -> datetime:
    """Return the moment from which a story may be seen."""
    if article.embargo is None:
        return article.published.at
    return max(article.published.at, article.embargo)


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
) -> tuple[Site, tuple[Problem, ...]]:
    """Assemble the site as of `now`.

    Args:
        now: aware.
        line_of: tells where a key of a source stands; asked only for problems.
        unpublished: a preview's wish to see drafts, held and expired stories too.
    """
    problems: list[Problem] = []
    live: list[Article] = []
    held: list[Held] = []
    for article in sources.articles:
        reason = state(article, now)
        if reason == "live" or unpublished:
            live.append(_as_of(article, now))
        if reason != "live":
            until = starts(article) if reason == "held" else None
            held.append(Held(article.path, article.title, reason, until))
    live.sort(key=attrgetter("path"))
    live.sort(key=lambda article: article.published.at, reverse=True)
    articles = {article.path: article for article in live}
    stories = tuple([article.path for article in live if article.kind != "page"])
    pages = tuple(sorted(article.path for article in live if article.kind == "page"))

    prefix = settings.prefix
    roster = Roster(sources.people, prefix, settings.language, sources.broken)
    problems += _unknown_people(settings, roster)
    sections = {
        s.slug: Section(
            slug=s.slug,
            title=s.title,
            url=site_url(prefix, page_path(s.slug)),
            feed_url=site_url(prefix, page_path(s.slug) + "feed.xml"),
            description=s.description,
            hue=s.hue,
            news=s.news,
            opinion=s.opinion,
        )
        for s in settings.sections
    }
    urls = {a.path: site_url(prefix, article_path(a)) for a in live}
    bylines = {}
    contributors = {}
    for article in live:
        if article.kind == "page":
            continue
        bylines[article.path] = roster.bylines(article, "authors", problems, line_of)
        contributors[article.path] = roster.bylines(article, "contributors", problems, line_of)
    teasers = {
        path: _teaser(articles[path], urls[path], sections, bylines[path]) for path in stories
    }

    lists, tags, series = _lists(stories, articles, roster, settings.zone)
    places = {key: {path: i for i, path in enumerate(found)} for key, found in lists.items()}
    people = {id_: roster.by_id[id_] for kind, id_ in lists if kind == "person"}
    for id_, person in sorted(people.items()):
        urls[person.path] = site_url(prefix, page_path("authors", id_))

    known = Targets(urls, _paths(sources), sources.broken, prefix)
    links = {}
    for article in live:
        links[article.path] = known.resolve(article, problems, line_of)
        check_related(article, known, problems, line_of)
    for _id, person in sorted(people.items()):
        links[person.path] = known.resolve(person, problems, line_of)
    # A story whose hour has yet to come must not break the build that publishes it.
    coming = [a for a in sources.articles if a.path not in articles and state(a, now) == "held"]
    for article in coming:
        roster.bylines(article, "authors", problems, line_of)
        roster.bylines(article, "contributors", problems, line_of)
        known.resolve(article, problems, line_of)
        check_related(article, known, problems, line_of)

    for article in live:
        for image in _pictures(article):
            ended = licence_ended(image, now, article.path, line_of(article.path, "image"))
            problems += [ended] if ended is not None else []
    moments = tuple(_moments(sources))
    site = Site(
        settings=settings,
        info=_info(settings, sections, lists, stories, articles),
        articles=articles,
        bodies=sources.bodies,
        stories=stories,
        pages=pages,
        urls=urls,
        links=links,
        teasers=teasers,
        bylines=bylines,
        contributors=contributors,
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
        news=tuple(p for p in stories if _is_news(articles[p], settings, sections, now)),
        own_cards=frozenset(with_own_card(stories, articles)),
        alerts=tuple(
            Alert(a.breaking, urls[a.path], a.updated or a.published, _foreign(a, settings))
            for a in live
            if a.breaking and (a.breaking_until is None or a.breaking_until > now)
        ),
        held=tuple(sorted(held, key=attrgetter("path"))),
        since=max((moment for moment in moments if moment <= now), default=None),
        next_change=min((moment for moment in moments if moment > now), default=None),
        coming=tuple(sorted(coming, key=attrgetter("path"))),
        broken=sources.broken,
    )
    return site, tuple(problems)


def _paths(sources: Sources) -> set[str]:
    stories, people = (s.path for s in sources.articles), (p.path for p in sources.people)
    return {*stories, *people, *sources.broken}


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


def _pictures(article: Article) -> Iterator[ImageRef]:
    if article.image is not None:
        yield article.image
    yield from article.images


def _is_news(
    article: Article, settings: Settings, sections: Mapping[str, Section], now: datetime
) -> bool:
    return (
        sections[article.section].news
        and is_news(article.kind)
        and article.kind not in settings.news.exclude_kinds
        and not article.canonical
        and news_window(article.published.at, now)
    )


def _foreign(article: Article, settings: Settings) -> str:
    return article.lang if article.lang != settings.language else ""


def _teaser(
    article: Article, url: str, sections: Mapping[str, Section], bylines: tuple[Byline, ...]
) -> Teaser:
    section = sections[article.section]
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


def _lists(
    stories: Stories,
    articles: Mapping[str, Article],
    roster: Roster,
    zone: ZoneInfo,
) -> tuple[dict[tuple[str, str], Stories], dict[str, TagLink], dict[str, str]]:
    """Sort stories into the lists in which they stand, each newest first."""
    lists: dict[tuple[str, str], list[str]] = defaultdict(list)
    tags: dict[str, str] = {}
    series: dict[str, str] = {}
    for path in stories:
        article = articles[path]
        lists["section", article.section].append(path)
        at = article.published.at.astimezone(zone)
        lists["month", f"{at.year:04}/{at.month:02}"].append(path)
        for slug in dict.fromkeys(map(tag_slug, article.tags)):
            lists["tag", slug].append(path)
        for name in article.tags:
            tags[tag_slug(name)] = name  # the oldest story's spelling stays
        if article.series:
            slug = slugify(article.series)
            lists["series", slug].append(path)
            series[slug] = article.series
        for credit in dict.fromkeys((*article.authors, *article.contributors)):
            person = roster.find(credit)
            if person is not None and path not in lists["person", person.id][-1:]:
                lists["person", person.id].append(path)
        if article.lang:
            lists["language", article.lang].append(path)
    for key, found in lists.items():
        if key[0] == "series":
            found.sort(key=lambda path: articles[path].part or 10**6)  # stable: then newest
    frozen = {key: tuple(found) for key, found in lists.items() if found}
    links = {
        slug: TagLink(name, site_url(roster.prefix, page_path("tags", slug)))
        for slug, name in tags.items()
    }
    return frozen, dict(sorted(links.items())), dict(sorted(series.items()))


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


def _moments(sources: Sources) -> Iterable[datetime]:
    """Yield every moment at which the site changes without anybody's doing."""
    for article in sources.articles:
        if article.draft:
            continue
        start = starts(article)
        yield start
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
        for image in _pictures(article):
            if image.licence_until is not None:
                yield image.licence_until
        if article.kind != "page":
            yield aged_out_at(article.published.at)
    for entry in sources.slots:
        if entry.until is not None:
            yield entry.until


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
