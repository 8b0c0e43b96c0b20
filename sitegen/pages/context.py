"""The table of values that templates may draw on: name → function of (site, subject).

A template gets the values whose names it mentions, and no others; each function's return
annotation says how the value is read back from its canonical form. To give templates a new
value, write a function here, or in `story_values` if it is of one story, and name it in
`VALUES` under the kinds of page that know it.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.core.urls import is_outside
from sitegen.model.article import LiveUpdate, Person
from sitegen.model.kinds import KINDS
from sitegen.model.marks import Marks
from sitegen.model.tasks import Subject
from sitegen.model.views import (
    Alert,
    ArchiveMonth,
    ArchiveYear,
    BodyUse,
    Byline,
    CorrectionEntry,
    Episode,
    Front,
    NavLink,
    Pager,
    Podcast,
    Section,
    Series,
    SiteInfo,
    TagLink,
    Teaser,
    Topic,
)
from sitegen.pages import follow, story_values
from sitegen.settings import extensions
from sitegen.settings.extension_faults import definition
from sitegen.settings.types import FILE, ListSettings
from sitegen.site.front import UPDATES, compose, lead_of, shows_opening
from sitegen.site.paging import pager as make_pager
from sitegen.site.paging import part_of
from sitegen.site.podcasts import episodes as episodes_of
from sitegen.site.podcasts import podcast_of
from sitegen.site.river import in_columns
from sitegen.site.selectors import (
    beside_news,
    body_use,
    in_alphabet,
    matching,
    months_of,
    series_view,
)
from sitegen.site.site import Site, Stories
from sitegen.theme.covers import small_cover

Value = Callable[[Site, Subject], object]


# Every page


def site_info(site: Site, subject: Subject) -> SiteInfo:
    return site.info


def alerts(site: Site, subject: Subject) -> tuple[Alert, ...]:
    """What breaks now; nothing on archive pages, so that those stay as they are."""
    return () if subject.number else site.alerts


def latest(site: Site, subject: Subject) -> tuple[Teaser, ...]:
    """The site's three newest stories, none of them paid; none on a list that has its own."""
    if subject.kind == "section" and site.stories_of("section", subject.id):
        return ()
    return site.teasers_of(newest_stories(site))


def newest_stories(site: Site) -> Stories:
    return beside_news(site, site.stories, 3)


# Lists


def front(site: Site, subject: Subject) -> Front:
    """The front page's zones; `render` adds the opening words of a story that is alone."""
    return compose(site)


def bodies(site: Site, subject: Subject) -> tuple[BodyUse, ...]:
    """The text whose opening words the front page shows: its lead's, on a site of few stories."""
    lead = compose(site).lead if shows_opening(site) else None
    leads = [path for path in site.stories if lead is not None and site.urls[path] == lead.url]
    return tuple([body_use(site, path) for path in leads])


def live(site: Site, subject: Subject) -> tuple[LiveUpdate, ...]:
    """The three newest updates of the front's lead, while it is live."""
    lead = lead_of(site)
    if not lead or site.teasers[lead].kind != "live":
        return ()
    updates = site.articles[lead].live_updates
    newest = sorted(updates, key=lambda update: update.at.at, reverse=True)[:UPDATES]
    return tuple(replace(update, text="") for update in newest)  # which the front does not show


def section(site: Site, subject: Subject) -> Section:
    return site.sections[subject.id]


def person(site: Site, subject: Subject) -> Person:
    return site.people[subject.id]


def byline(site: Site, subject: Subject) -> Byline:
    person = site.people[subject.id]
    return Byline(
        person.name,
        site.urls[person.path],
        person.role,
        person.image,
        person.lang,
        person.organisation,
    )


def biography(site: Site, subject: Subject) -> BodyUse:
    person = site.people[subject.id]
    return BodyUse(
        site.bodies[person.path], site.links[person.path], person.images, blocks=person.blocks
    )


def tag(site: Site, subject: Subject) -> TagLink:
    return site.tags[subject.id]


def series(site: Site, subject: Subject) -> Series:
    return series_view(site, subject.id, "")


def podcast(site: Site, subject: Subject) -> Podcast:
    podcast = podcast_of(site, subject.id)
    return Podcast(
        podcast.title,
        site.url("podcasts", podcast.slug),
        follow.podcast_feed(site, podcast.slug),
        podcast.description,
        small_cover(site.covers.get(podcast.slug, "")),
        podcast.author,
        podcast.language,
        tuple(NavLink(link.title, link.url) for link in podcast.links),
    )


def episodes(site: Site, subject: Subject) -> tuple[Episode, ...]:
    """What can be heard of a podcast, newest first."""
    stories = episodes_of(site, podcast_of(site, subject.id))
    recordings = ((path, site.articles[path].enclosure) for path in stories)
    return tuple(Episode(site.teasers[path], heard) for path, heard in recordings if heard)


def podcasts_of_section(site: Site, subject: Subject) -> tuple[NavLink, ...]:
    """The podcasts that a section's recordings are."""
    shows = (show for show in site.settings.podcasts if show.section == subject.id)
    return tuple([story_values.podcast_link(site, show) for show in shows])


def stories(site: Site, subject: Subject) -> tuple[Teaser, ...]:
    every = site.stories_of(subject.kind, subject.id)
    if subject.kind in ("series", "month"):  # these stand on one page
        return site.teasers_of(every)
    part = part_of(every, site.settings.page_size, subject.number)
    if subject.kind == "section" and not subject.number:
        # The first stands large: advertisements, satire and press releases never do.
        first = [path for path in part if KINDS[site.articles[path].kind].may_lead][:1]
        part = (*first, *(path for path in part if path not in first))
    return site.teasers_of(part)


def columns(site: Site, subject: Subject) -> tuple[tuple[Teaser, ...], ...]:
    """The stories of a page in two columns; on a section's front without its first, large one."""
    shown = stories(site, subject)
    return in_columns(shown[1:] if subject.kind == "section" and not subject.number else shown)


def pager(site: Site, subject: Subject) -> Pager:
    if subject.kind == "month":
        return Pager()
    total = len(site.stories_of(subject.kind, subject.id))
    url = site.url(*_FOLDERS[subject.kind], subject.id)
    return make_pager(url, total, site.settings.page_size, subject.number)


_FOLDERS: Mapping[str, tuple[str, ...]] = {"section": (), "person": ("authors",), "tag": ("tags",)}


def all_people(site: Site, subject: Subject) -> tuple[Person, ...]:
    """Everybody who has a live story: the newsroom itself last, others by name."""
    return tuple(sorted(site.people.values(), key=lambda p: (p.organisation, p.name, p.id)))


def all_tags(site: Site, subject: Subject) -> tuple[Topic, ...]:
    """Every topic in the order of the alphabet, and how many stories it has."""
    slugs = in_alphabet({slug: tag.name for slug, tag in site.tags.items()})
    return tuple(
        [
            Topic(site.tags[slug].name, site.tags[slug].url, len(site.stories_of("tag", slug)))
            for slug in slugs
        ]
    )


# The archive


def archive(site: Site, subject: Subject) -> tuple[ArchiveYear, ...]:
    years: dict[str, list[ArchiveMonth]] = {}
    for name in months_of(site):
        years.setdefault(name[:4], []).append(_month(site, name))
    return tuple(
        ArchiveYear(int(year), site.url("archive", year), tuple(months))
        for year, months in years.items()
    )


def year(site: Site, subject: Subject) -> ArchiveYear:
    return next(each for each in archive(site, subject) if str(each.year) == subject.id)


def month(site: Site, subject: Subject) -> ArchiveMonth:
    return _month(site, subject.id)


def _month(site: Site, name: str) -> ArchiveMonth:
    first = datetime(int(name[:4]), int(name[5:]), 1, tzinfo=site.settings.zone)
    return ArchiveMonth(first, site.url("archive", name[:4], name[5:]))


def corrections(site: Site, subject: Subject) -> tuple[CorrectionEntry, ...]:
    """Every correction of a live story, newest first."""
    entries = [
        (correction, path)
        for path in site.stories
        for correction in site.articles[path].corrections
    ]
    entries.sort(key=lambda entry: entry[0].date.at, reverse=True)
    return tuple([CorrectionEntry(correction, site.teasers[path]) for correction, path in entries])


# Moved pages


def target(site: Site, subject: Subject) -> str:
    return subject.id if subject.kind == "redirect" else site.urls[subject.id]


def target_title(site: Site, subject: Subject) -> str:
    if subject.kind == "redirect":
        return _title_of(site, subject.id) or site.info.title
    return site.articles[subject.id].title


def _title_of(site: Site, url: str) -> str:
    """Return what the page at a URL is called; "" where that is no list's page."""
    folder, _, name = url.removeprefix(site.info.prefix).strip("/").rpartition("/")
    if is_outside(url):
        return url
    if folder == "tags" and name in site.tags:
        return site.tags[name].name
    if folder == "authors" and name in site.people:
        return site.people[name].name
    if folder == "series":
        return site.series.get(name, "")
    return site.sections[name].title if not folder and name in site.sections else ""


def target_marks(site: Site, subject: Subject) -> Marks:
    teaser = site.teasers.get(subject.id)
    return teaser.marks if teaser is not None else Marks("page")


COMMON: Mapping[str, Value] = {"site": site_info, "alerts": alerts, "latest": latest}
_MOVED: Mapping[str, Value] = {
    "target": target, "target_title": target_title, "marks": target_marks,
}  # fmt: skip
_LIST: Mapping[str, Value] = {"stories": stories, "columns": columns, "pager": pager}
_STATIC: Mapping[str, Value] = {
    "article": story_values.article,
    "body": story_values.body,
    "translations": story_values.translations,
}

VALUES: Mapping[str, Mapping[str, Value]] = {
    "front": {"front": front, "bodies": bodies, "live": live},
    "article": {
        **_STATIC,
        "section": story_values.article_section,
        "bylines": story_values.bylines,
        "contributors": story_values.contributors,
        "people": story_values.people,
        "tags": story_values.tags,
        "series": story_values.series_of_article,
        "next_part": story_values.next_part,
        "related": story_values.related,
        "newer": story_values.newer,
        "older": story_values.older,
        "card": story_values.card,
        "podcasts": story_values.podcasts,
        "marks": story_values.marks,
    },
    "page": _STATIC,
    "section": {"section": section, "podcasts": podcasts_of_section, **_LIST},
    "person": {"person": person, "byline": byline, "biography": biography, **_LIST},
    "people": {"people": all_people},
    "tag": {"tag": tag, **_LIST},
    "tags": {"tags": all_tags},
    "series": {"series": series, "stories": stories},
    "podcast": {"podcast": podcast, "episodes": episodes},
    "archive": {"archive": archive},
    "year": {"year": year},
    "month": {"month": month, **_LIST},
    "corrections": {"corrections": corrections},
    "feeds": {"feed_groups": follow.feed_groups, "places_to_follow": follow.places_to_follow},
    "search": {},
    "not_found": {},
    "alias": _MOVED,
    "redirect": _MOVED,
}

LIST_VALUE = tuple[Teaser, ...]  # what a site's own named lists hold
# Names that hold a body: made into HTML when the page is rendered.
BODIES = frozenset({"body", "biography"})
# Names whose values `heads` and `graphs` compute from other values when the page is rendered.
LATE_NAMES = frozenset({"page", "structured", "here"})


def table(site: Site, kind: str) -> dict[str, Value]:
    """Return every value that templates of this kind of page may draw on."""
    own_lists: dict[str, Value] = {
        name: _list_value(settings) for name, settings in site.settings.lists.items()
    }
    own_values = extensions.load(site.settings.root, site.settings.extensions).context or {}
    taken = own_values.keys() & (reserved_names() | own_lists.keys())
    if taken:
        raise SitegenError([_taken(name, own_values[name]) for name in sorted(taken)])
    return {**COMMON, **own_values, **own_lists, **VALUES[kind]}


def reserved_names() -> frozenset[str]:
    """Return the names that a site's own lists may not take."""
    names = {name for values in VALUES.values() for name in values}
    return frozenset(names | set(COMMON) | LATE_NAMES)


def _taken(name: str, value: Value) -> Problem:
    file, line = definition(value)
    message = f"CONTEXT names a value '{name}', which templates have already"
    return Problem(file or FILE, line, message, "Give it another name in CONTEXT.")


def formless(name: str, value: Value, error: TypeError) -> Problem | None:
    """Return the problem of a site's own value of which no page can be made; None for ours."""
    file, line = definition(value)
    if not file:
        return None
    hint = "A value is text, a number, a date with its zone, or lists and mappings of these."
    return Problem(file, line, f"{name}() returns what pages cannot be made of: {error}", hint)


def _list_value(settings: ListSettings) -> Value:
    def value(site: Site, subject: Subject) -> tuple[Teaser, ...]:
        return site.teasers_of(matching(site, settings, settings.limit, site.stories))

    return value


@cache
def annotation(value: Value) -> object:
    """Return the type that a value's function says it returns; a plain one when it is silent."""
    return typing.get_type_hints(value).get("return", object)
