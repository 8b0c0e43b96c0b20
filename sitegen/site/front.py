"""The front page's zones: which story stands where, and none twice.

An editor's own slots (content/front.yml) are filled first; what is left is filled by the
newest stories. Zones that would look empty are left out, so that a front with one story
looks as finished as one with a hundred. "Latest" alone is no zone but a list of times: it
holds the newest stories, wherever else they stand. How many of a zone's stories stand, and
how, is weighed by `tops`, `shapes` and `river`, so that no column ends in a hole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain

from sitegen.model.kinds import KINDS
from sitegen.model.views import Front, Section, Shape, Strip
from sitegen.site.related import own_picks
from sitegen.site.river import lay_out, rail_of
from sitegen.site.selectors import beside_news
from sitegen.site.shapes import arrange, arrange_opinion
from sitegen.site.site import Site, Stories
from sitegen.site.tops import count_of_latest, counts_beside, top_of
from sitegen.site.translations import front_site

LATEST_FROM = 6  # a list of the latest makes sense from so many stories
EXCERPT_UP_TO = 7  # stories of a site whose quiet front shows how its lead begins
OPINIONS = 3  # stories in the opinion strip
SUBLINKS = 3
UPDATES = 3  # of a live lead that stand under it
DAY = 24 * 3600.0


@dataclass
class _Hand:
    """Deals out stories so that no story is dealt twice."""

    site: Site
    _used: set[str] = field(default_factory=set)

    def look(self, stories: Iterable[str], limit: int) -> Stories:
        """Return the next of `stories`, without dealing them."""
        free: dict[str, None] = {}
        for path in stories:  # of a large site no more than are wanted are looked at
            if len(free) >= limit:
                break
            if path not in self._used:
                free[path] = None
        return tuple(free)

    def deal(self, stories: Iterable[str], limit: int) -> Stories:
        dealt = self.look(stories, limit)
        self._used.update(dealt)
        return dealt

    def arrange(
        self, stories: Stories, lead: str, last: str, least: int, *, is_mixed: bool = False
    ) -> Shape | None:
        """Deal out as many of `stories` as make a good shape."""
        if not stories:
            return None
        shape = arrange(self.site.teasers_of(stories), lead, last, least, is_mixed=is_mixed)
        urls = {story.url for story in shape.stories}
        self._used.update(path for path in stories if self.site.urls[path] in urls)
        return shape


def lead_of(site: Site) -> str:
    """Return the story that leads the front page as it is now; "" for none."""
    site = front_site(site)
    newsy = _Newsy(site, _opinion(site))
    return next(chain(site.slots.lead, site.leads, newsy), "") if newsy else ""


def compose(site: Site) -> Front:
    """Compose the front page as it is now."""
    site = front_site(site)
    wish = site.settings.front
    stories = site.stories
    if not stories:
        return Front()
    hand = _Hand(site)
    opinion = _opinion(site)
    unpaid = beside_news(site, stories, 1)
    newest = site.articles[unpaid[0]].published if unpaid else None
    newsy = _Newsy(site, opinion)
    if not newsy:  # advertisements, satire and press releases alone make no front page
        return Front(newest=newest, columns=(site.teasers_of(stories[: wish.river]),))
    (lead,) = hand.deal(chain(site.slots.lead, site.leads, newsy), 1)
    if len(stories) == 1:
        return Front(lead=site.teasers[lead], newest=newest)
    # Slots before all else: a list that fills itself must not take what an editor placed.
    chosen = hand.deal(site.slots.secondary, wish.secondary)
    from_slots = {
        section.slug: hand.deal((site.slots.strips or {}).get(section.slug, ()), room)
        for section, room in _rows(site, opinion)
    }
    sublinks = hand.deal((*site.slots.sublinks, *_kin(site, lead)), SUBLINKS)
    pool = [*chosen, *hand.look(chain(site.pinned, newsy), wish.secondary - len(chosen))]
    front = _top(site, lead, sublinks, tuple(pool), len(chosen), hand)
    front_lead = site.teasers[lead].title
    voices, strips = _strips(site, opinion, from_slots, hand, front_lead, front.below)
    language = site.settings.language
    here = (p for p in stories if site.articles[p].lang == language or not _has_row(site, p))
    rest = hand.look(here, wish.river)
    river = lay_out(
        site.teasers_of(_paid_last(site, rest)),
        rail_of(site, {strip.section.lang for strip in strips}),
        has_form=bool(site.info.signup_action),
    )
    return Front(
        lead=front.lead,
        newest=newest,
        top=front.top,
        sublinks=front.sublinks,
        beside=front.beside,
        below=front.below,
        latest=front.latest,
        strips=strips,
        opinion=voices,
        columns=river.columns,
        rail=river.rail,
        older_url=site.url("archive") if len(stories) > EXCERPT_UP_TO else "",
    )


def _opinion(site: Site) -> Section | None:
    return next((section for section in site.sections.values() if section.opinion), None)


def shows_opening(site: Site) -> bool:
    """Say whether the front shows the opening words of its lead."""
    return len(site.stories) <= EXCERPT_UP_TO


def _top(site: Site, lead: str, sublinks: Stories, pool: Stories, least: int, hand: _Hand) -> Front:
    """Compose the zones around the lead; the other fields of the front stay empty."""
    top = top_of(site, lead)
    teaser, links = site.teasers[lead], site.teasers_of(sublinks)
    unpaid = beside_news(site, site.stories, site.settings.front.latest)
    latest = site.teasers_of(unpaid if len(site.stories) >= LATEST_FROM else ())
    updates = len(site.articles[lead].live_updates[:UPDATES]) if teaser.kind == "live" else 0
    if top == "big" and teaser.image is not None and not latest:
        top = "quiet"  # nothing would stand beside the picture
    if top == "day" and teaser.image is not None and pool and latest:
        beside, lines = counts_beside(teaser, links, site.teasers_of(pool), latest, updates)
        dealt = hand.deal(pool, max(beside, least))
        return Front(
            teaser, top=top, sublinks=links, beside=site.teasers_of(dealt), latest=latest[:lines]
        )
    count = 0 if top == "quiet" else count_of_latest(teaser, links, latest, updates)
    below = hand.arrange(pool, teaser.title, "", least, is_mixed=True)
    return Front(teaser, top=top, sublinks=links, below=below, latest=latest[:count])


def _strips(
    site: Site, opinion: Section | None, from_slots: dict[str, Stories], hand: _Hand, lead: str,
    above: Shape | None,
) -> tuple[Strip | None, tuple[Strip, ...]]:  # fmt: skip
    """Compose the opinion strip and the others, no two neighbours of one shape."""
    strips: list[Strip] = []
    voices: Strip | None = None
    last = above.name if above is not None else ""
    for section, room in _rows(site, opinion):
        first, own = from_slots[section.slug], site.stories_of("section", section.slug)
        unpaid = (path for path in own if not KINDS[site.articles[path].kind].apart)
        others = hand.look(unpaid, room - len(first))
        dealt = _paid_last(site, (*first, *_leaders_first(site, others)))
        if section is opinion:
            hand.deal(others, len(others))
            if dealt:
                voices = Strip(section, arrange_opinion(site.teasers_of(dealt), lead))
            continue
        shape = hand.arrange(dealt, lead, last, max(1, len(first)))
        if shape is not None:
            strips.append(Strip(section, shape, (site.slots.scores or {}).get(section.slug, ())))
            last = f"{last} {shape.name}"
    return voices, tuple(strips)


class _Newsy:
    """What may stand at the top: news in the site's language, else what there is.

    Of thousands of stories a front asks for a few.
    """

    def __init__(self, site: Site, opinion: Section | None) -> None:
        nothing: Set[str] = frozenset()
        of_opinion = set(site.stories_of("section", opinion.slug)) if opinion else nothing
        self._site = site
        choices = ((of_opinion, True), (of_opinion, False), (nothing, True))
        self._but, self._in_language = next(
            (choice for choice in choices if self._first(*choice)), (nothing, False)
        )

    def __bool__(self) -> bool:
        return bool(self._first(self._but, self._in_language))

    def __iter__(self) -> Iterator[str]:
        return self._stories(self._but, self._in_language)

    def _first(self, but: Set[str], in_language: bool) -> str:
        return next(self._stories(but, in_language), "")

    def _stories(self, but: Set[str], in_language: bool) -> Iterator[str]:
        language = self._site.settings.language
        for path in self._site.stories:
            article = self._site.articles[path]
            if (
                KINDS[article.kind].may_lead
                and path not in but
                and (not in_language or article.lang == language)
            ):
                yield path


def _kin(site: Site, lead: str) -> Iterable[str]:
    """Yield the lead's sub-links: those that it names, else the other parts of its series.

    A fresh story with a picture is none: it is worth a card of its own.
    """
    picks = own_picks(site, lead)
    if picks:
        yield from picks
        return
    parts = next((each for (kind, _), each in site.lists.items()
                  if kind == "series" and lead in each), ())  # fmt: skip
    newest = site.times[site.stories[0]]
    for path in sorted(beside_news(site, parts), key=lambda path: -site.times[path]):
        is_fresh = newest - site.times[path] < DAY
        if not (is_fresh and site.articles[path].image is not None):
            yield path


def _has_row(site: Site, path: str) -> bool:
    """Say whether a story's section has a strip on the front."""
    return any(s.slug == site.articles[path].section for s in _strip_sections(site))


def _may_lead(site: Site, path: str) -> bool:
    return KINDS[site.articles[path].kind].may_lead


def _leaders_first(site: Site, stories: Stories) -> list[str]:
    """Return a strip's stories so that satire and press releases do not stand first."""
    return sorted(stories, key=lambda path: not _may_lead(site, path))


def _paid_last(site: Site, stories: Sequence[str]) -> Stories:
    return tuple(sorted(stories, key=lambda path: KINDS[site.articles[path].kind].apart))


def _strip_sections(site: Site) -> list[Section]:
    slugs = site.settings.front.strips or tuple(site.sections)
    return [site.sections[slug] for slug in slugs if slug in site.sections]


def _rows(site: Site, opinion: Section | None) -> list[tuple[Section, int]]:
    """Return each section that has a row, and for how many stories; opinion is dealt first."""
    others = [section for section in _strip_sections(site) if section is not opinion]
    rows = [(section, site.settings.front.strip_stories) for section in others]
    return [(opinion, OPINIONS), *rows] if opinion else rows
