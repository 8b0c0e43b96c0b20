"""Related stories: hand-picked ones first, then those that share tags and are near in time.

Only the nearest few stories of each tag are looked at, so the cost of one story does not
grow with the site, and publishing a story changes the related stories of its neighbours
alone. Weights that count the whole archive were left out for that reason.
"""

from __future__ import annotations

from sitegen.model.kinds import KINDS
from sitegen.site.selectors import beside_news
from sitegen.site.site import Site, Stories, find_story, tag_slug
from sitegen.site.translations import one_edition

REACH = 6  # how many stories before and after are looked at in each list


def related(site: Site, path: str, count: int, apart: Stories = ()) -> Stories:
    """Return up to `count` live stories to read after this one, best first.

    Args:
        apart: stories that are shown elsewhere on its page.

    Paid stories are nobody's, and have none.
    """
    article = site.articles[path]
    if KINDS[article.kind].apart:
        return ()
    picks = [pick for pick in own_picks(site, path) if pick not in apart]
    if len(picks) >= count:
        return tuple(picks[:count])
    in_common: dict[str, int] = {}
    for name in article.tags:
        for near in _near(site, ("tag", tag_slug(name, site.settings.tag_slugs)), path):
            in_common[near] = in_common.get(near, 0) + 1
    if len(in_common) < count:
        for near in _near(site, ("section", article.section), path):
            in_common.setdefault(near, 0)
    times, at = site.times, site.times[path]
    near_ones = one_edition(site, beside_news(site, in_common), article.lang, path)
    by_kinship = sorted(
        (other for other in near_ones if other not in apart),
        key=lambda other: (-in_common[other], abs(times[other] - at), other),
    )
    chosen = [*picks, *[other for other in by_kinship if other not in picks]]
    return tuple(chosen[:count])


def own_picks(site: Site, path: str) -> Stories:
    """Return the live stories that a story's front matter names as related, in that order."""
    picks: list[str] = []
    for target in site.articles[path].related:
        match = find_story(site.teasers, path, target)
        if match and match not in (path, *picks) and beside_news(site, [match]):
            picks.append(match)
    return tuple(picks)


def _near(site: Site, name: tuple[str, str], path: str) -> list[str]:
    stories = site.lists.get(name, ())
    place = site.places[name][path] if stories else 0
    return [*stories[max(0, place - REACH) : place], *stories[place + 1 : place + 1 + REACH]]
