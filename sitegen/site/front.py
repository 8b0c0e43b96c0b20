"""The front page's zones: which story stands where, and none twice.

An editor's own slots (content/front.yml) are filled first; what is left is filled by the
newest stories. Zones that would look empty are left out, so that a front with one story
looks as finished as one with a hundred. "Latest" alone is no zone but a list of times: it
holds the newest stories, wherever else they stand.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.model.kinds import KINDS
from sitegen.model.views import Front, Section, Strip
from sitegen.site.related import related
from sitegen.site.selectors import beside_news
from sitegen.site.site import Site, Stories
from sitegen.site.translations import front_site

FEW = 3  # up to so many stories, the front is a lead and what stands beside it
LATEST_FROM = 6  # a list of the latest makes sense from so many stories
OPINIONS = 3  # stories in the opinion strip


class _Hand:
    """Deals out stories so that no story is dealt twice."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def deal(self, stories: Iterable[str], limit: int) -> Stories:
        dealt: list[str] = []
        for path in stories:
            if len(dealt) == limit:
                break
            if path not in self._used:
                self._used.add(path)
                dealt.append(path)
        return tuple(dealt)


def compose(site: Site) -> Front:
    """Compose the front page as it is now."""
    site = front_site(site)
    wish = site.settings.front
    stories = site.stories
    if not stories:
        return Front()
    hand = _Hand()
    opinion = next((s for s in site.sections.values() if s.opinion), None)
    of_opinion = set(site.stories_of("section", opinion.slug)) if opinion else set()
    unpaid = beside_news(site, stories)
    newest = site.articles[unpaid[0]].published if unpaid else None
    leading = [path for path in stories if _may_lead(site, path)]
    newsy = [path for path in leading if path not in of_opinion] or leading
    if not newsy:  # advertisements, satire and press releases alone make no front page
        return Front(newest=newest, river=site.teasers_of(stories[: wish.river]))
    (lead,) = hand.deal((*site.slots.lead, *site.leads, *newsy), 1)
    if len(stories) == 1:
        return Front(lead=site.teasers[lead], newest=newest)
    if len(stories) <= FEW:
        return Front(
            lead=site.teasers[lead],
            newest=newest,
            secondary=site.teasers_of(hand.deal(unpaid, FEW - 1)),
            river=site.teasers_of(hand.deal(stories, FEW - 1)),
        )

    # Slots before all else: a list that fills itself must not take what an editor placed.
    chosen = hand.deal(site.slots.secondary, wish.secondary)
    from_slots = {
        section.slug: hand.deal((site.slots.strips or {}).get(section.slug, ()), room)
        for section, room in _rows(site, opinion)
    }

    kin = [path for path in related(site, lead, 3) if _shares_tag(site, lead, path)]
    sublinks = hand.deal(kin, 3) if len(stories) > LATEST_FROM else ()
    rest = hand.deal((*site.pinned, *newsy), wish.secondary - len(chosen))
    secondary = (*chosen, *rest)
    latest = unpaid[: wish.latest] if len(unpaid) >= LATEST_FROM else ()
    strips = []
    voices: Stories = ()
    for section, room in _rows(site, opinion):
        first, own = from_slots[section.slug], site.stories_of("section", section.slug)
        others = hand.deal(beside_news(site, own), room - len(first))
        dealt = _paid_last(site, (*first, *_leaders_first(site, others)))
        if section is opinion:
            voices = dealt
        elif dealt:
            strips.append(Strip(section, site.teasers_of(dealt)))
    river = _paid_last(site, hand.deal(stories, wish.river))
    return Front(
        lead=site.teasers[lead],
        newest=newest,
        sublinks=site.teasers_of(sublinks),
        secondary=site.teasers_of(secondary),
        latest=site.teasers_of(latest),
        strips=tuple(strips),
        opinion=Strip(opinion, site.teasers_of(voices)) if opinion and voices else None,
        river=site.teasers_of(river),
        older_url=site.url("archive"),
    )


def _may_lead(site: Site, path: str) -> bool:
    return KINDS[site.articles[path].kind].may_lead


def _leaders_first(site: Site, stories: Stories) -> list[str]:
    """Return a strip's stories so that satire and press releases do not stand first."""
    return sorted(stories, key=lambda path: not _may_lead(site, path))


def _paid_last(site: Site, stories: Stories) -> Stories:
    return tuple(sorted(stories, key=lambda path: KINDS[site.articles[path].kind].apart))


def _strip_sections(site: Site) -> list[Section]:
    slugs = site.settings.front.strips or tuple(site.sections)
    return [site.sections[slug] for slug in slugs if slug in site.sections]


def _rows(site: Site, opinion: Section | None) -> list[tuple[Section, int]]:
    """Return each section that has a row, and for how many stories; opinion is dealt first."""
    others = [section for section in _strip_sections(site) if section is not opinion]
    rows = [(section, site.settings.front.strip_stories) for section in others]
    return [(opinion, OPINIONS), *rows] if opinion else rows


def _shares_tag(site: Site, one: str, other: str) -> bool:
    return not set(site.articles[one].tags).isdisjoint(site.articles[other].tags)
