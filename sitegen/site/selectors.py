"""Selectors: stories and lists of the assembled site that pages and feeds ask for by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from sitegen.core.urls import site_url, slugify
from sitegen.model.kinds import KINDS
from sitegen.model.views import BodyUse, Series, SeriesPart, Teaser
from sitegen.settings.types import ListSettings
from sitegen.site.site import Site, Stories, slug_of_name, tag_slug
from sitegen.site.translations import one_edition


def body_use(site: Site, path: str) -> BodyUse:
    article = site.articles[path]
    return BodyUse(
        site.bodies[path], site.links[path], article.images, KINDS[article.kind].apart,
        article.blocks,
    )  # fmt: skip


def beside_news(site: Site, stories: Iterable[str], limit: int | None = None) -> Stories:
    """Return the first `limit` of `stories` that may stand among news: no paid ones."""
    articles = site.articles
    unpaid = (path for path in stories if not KINDS[articles[path].kind].apart)
    return tuple(islice(unpaid, limit))


def months_of(site: Site) -> list[str]:
    """Return the months that have stories ("2024/10"), newest first."""
    return sorted((name for kind, name in site.lists if kind == "month"), reverse=True)


def languages_of(site: Site) -> list[str]:
    """Return the languages that stories are in, where there are several: each has a feed."""
    languages = sorted(name for kind, name in site.lists if kind == "language")
    return languages if len(languages) > 1 else []


def kinds_of(site: Site) -> list[str]:
    """Return the kinds of which there are stories and which have a feed of their own."""
    return sorted(name for kind, name in site.lists if kind == "kind")


def matching(site: Site, conditions: ListSettings, limit: int, stories: Iterable[str]) -> Stories:
    """Return the newest of `stories` that meet every condition of a named list."""
    chosen = []
    tag = site.settings.tag_aliases.get(conditions.tag.casefold(), conditions.tag)
    slugs = site.settings.tag_slugs
    tag_page = tag_slug(tag, slugs)
    for path in stories:
        story = site.articles[path]
        if (
            (not conditions.section or story.section == conditions.section)
            and (not conditions.kind or story.kind == conditions.kind)
            and (not conditions.tag or tag_page in [tag_slug(name, slugs) for name in story.tags])
            and (not conditions.author or _is_by(site, path, conditions.author))
        ):
            chosen.append(path)
            if len(chosen) == limit:
                break
    return tuple(chosen)


def neighbour(site: Site, path: str, step: int) -> Teaser | None:
    """Return the next story of the same section, down (1) or up (-1); no paid one has any."""
    if not beside_news(site, [path]):
        return None
    name = ("section", site.articles[path].section)
    place, stories = site.places[name][path], site.lists[name]
    way = range(place + step, len(stories) if step > 0 else -1, step)
    others = one_edition(site, (stories[at] for at in way), site.articles[path].lang, path)
    nearest = beside_news(site, others, 1)
    return site.teasers[nearest[0]] if nearest else None


def in_alphabet(names: Mapping[str, str]) -> list[str]:
    """Return the keys of some names as an index has them: "Ẩm thực" stands with the As."""
    return sorted(names, key=lambda key: (slug_of_name(names[key]), names[key].casefold(), key))


def series_view(site: Site, slug: str, here: str) -> Series:
    """Return a series with all its parts; `here` is the story that shows it, or "".

    Stories show no description: another one makes no story anew.
    """
    stories = site.stories_of("series", slug)
    said = site.settings.series_descriptions if not here else {}
    return Series(
        title=site.series[slug],
        url=site.url("series", slug),
        parts=tuple(
            SeriesPart(
                site.teasers[path].title,
                site.teasers[path].url,
                site.articles[path].part or number,
                path == here,
                site.teasers[path].marks,
            )
            for number, path in enumerate(stories, 1)
        ),
        description=next((text for title, text in said.items() if slugify(title) == slug), ""),
    )


def next_parts(site: Site, path: str) -> Stories:
    """Return the part of a story's series that comes after it, if there is one."""
    title = site.articles[path].series
    if not title or not beside_news(site, [path]):
        return ()
    parts = site.stories_of("series", slugify(title))
    later = parts[parts.index(path) + 1 :]
    return beside_news(site, one_edition(site, later, site.articles[path].lang, path), 1)


def _is_by(site: Site, path: str, author: str) -> bool:
    url = site_url(site.info.prefix, f"/authors/{author}/")
    return any(b.url == url or b.name == author for b in site.bylines[path])
