"""The front page's zones: which story stands where, and none twice.

An editor's own slots (content/front.yml) are filled first; what is left is filled by the
newest stories. Zones that would look empty are left out, so that a front with one story
looks as finished as one with a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.model.views import Front, Section, Strip
from sitegen.site.related import related
from sitegen.site.site import Site, Stories

FEW = 3  # up to so many stories, the front is a lead and what stands beside it
LATEST_FROM = 6  # a list of the latest makes sense from so many stories
OPINIONS = 3  # stories in the opinion strip
LATEST_LEAST = 3  # and with so many in it


class _Hand:
    """Deals out stories so that no story is dealt twice."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def holds(self, stories: Iterable[str]) -> int:
        """Return how many of these are left to deal."""
        return len(set(stories) - self._used)

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
    wish = site.settings.front
    stories = site.stories
    if not stories:
        return Front()
    hand = _Hand()
    opinion = next((s for s in site.sections.values() if s.opinion), None)
    of_opinion = set(site.stories_of("section", opinion.slug)) if opinion else set()
    newsy = [path for path in stories if path not in of_opinion] or list(stories)
    (lead,) = hand.deal((*site.slots.lead, *site.leads, *newsy), 1)
    if len(stories) == 1:
        return Front(lead=site.teasers[lead])
    if len(stories) <= FEW:
        rest = hand.deal(stories, FEW - 1)
        return Front(lead=site.teasers[lead], secondary=site.teasers_of(rest))

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
    fits = len(stories) >= LATEST_FROM and hand.holds(newsy) >= LATEST_LEAST
    latest = hand.deal(newsy, wish.latest) if fits else ()
    strips = []
    voices: Stories = ()
    for section, room in _rows(site, opinion):
        first = from_slots[section.slug]
        others = hand.deal(site.stories_of("section", section.slug), room - len(first))
        dealt = (*first, *others)
        if section is opinion:
            voices = dealt
        elif dealt:
            strips.append(Strip(section, site.teasers_of(dealt)))
    river = hand.deal(stories, wish.river)
    return Front(
        lead=site.teasers[lead],
        sublinks=site.teasers_of(sublinks),
        secondary=site.teasers_of(secondary),
        latest=site.teasers_of(latest),
        strips=tuple(strips),
        opinion=Strip(opinion, site.teasers_of(voices)) if opinion and voices else None,
        river=site.teasers_of(river),
        older_url=site.url("archive"),
    )


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
