"""Unreached pages: those that no menu, story, page or template leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from sitegen.core.problems import Problem
from sitegen.core.urls import own_path
from sitegen.schema.yaml_writing import in_quotes
from sitegen.site.site import Site


def unreached_pages(site: Site, from_templates: Iterable[str]) -> Iterator[Problem]:
    """Yield a warning for each static page to which readers find no way.

    Args:
        from_templates: addresses that templates write out.
    """
    prefix, base_url = site.info.prefix, site.settings.base_url
    lost = {site.urls[path]: path for path in site.pages}
    settings = site.settings
    menus = (link.url for menu in settings.menus.values() for link in menu.links)
    named = chain(menus, (link.url for link in settings.languages),
                  (settings.organisation.policies or {}).values(), from_templates)  # fmt: skip
    for url in named:
        own = own_path(base_url, url)
        lost.pop(_page(url if own is None else prefix + own), None)
    for path, urls in site.links.items():
        if not lost:
            return
        for url in urls:
            page = lost.get(_page(url))
            if page is not None and page != path:
                del lost[_page(url)]
    for url, path in lost.items():
        editions = site.editions.get(path, ())
        if any(site.urls[one] not in lost for one in editions):
            continue  # the way leads by a translation
        title = in_quotes(site.articles[path].title)
        yield Problem(
            path,
            0,
            "no menu, story or page leads here: readers will not find it",
            f"Put it into a menu of {settings.file}: {{ title = {title}, "
            f'url = "{url.removeprefix(prefix)}" }}',
            warning=True,
        )


def _page(url: str) -> str:
    path = url.partition("#")[0].partition("?")[0]
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"
