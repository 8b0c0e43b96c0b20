"""Dead links: what stories, menus and settings name that no file of the site answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath

from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.urls import is_outside, output_file
from sitegen.pages.entry import Entry
from sitegen.settings.types import RESERVED_SLUGS
from sitegen.site.site import LineOf, Site
from sitegen.syndication.feed_files import FEED_FILES
from sitegen.theme.files import Theme

LOGOS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")


def _is_address(target: str) -> bool:
    """Say whether a link names a page by its address, not a source by its path."""
    path = target.partition("#")[0].partition("?")[0]
    return path.startswith("/") and not path.startswith("//") and not path.endswith(".md")


def dead_links(
    site: Site, entries: Mapping[str, Entry], coming: Collection[str], line_of: LineOf
) -> Iterator[Problem]:
    prefix = site.info.prefix
    unread = {PurePosixPath(path.removesuffix("/index.md")).stem for path in site.broken}

    def may_come(path: str) -> bool:
        """Say whether a source that could not be read may be what makes this page."""
        parts = path.strip("/").split("/")
        return bool(unread) and (parts[-1] in unread or parts[0] in RESERVED_SLUGS)

    @cache  # many stories link to few pages
    def leads(url: str) -> bool:
        path = url.partition("#")[0].partition("?")[0].removeprefix(prefix)
        return any(file in entries for file in answering(url)) or may_come(path)

    def answering(url: str) -> set[str]:
        path = url.partition("#")[0].partition("?")[0].removeprefix(prefix)
        return {output_file(path), output_file(path.rstrip("/") + "/")}

    nothing: Collection[str] = ()
    live = ((article, site.links[path], nothing)
            for path, article in site.articles.items() if article.links)  # fmt: skip
    # Stories to come may lead to each other, and to files beside them that come with them.
    later = ((article, [prefix + t if _is_address(t) else "" for t in article.links], coming)
             for article in site.coming)  # fmt: skip
    for article, urls, also in (*live, *later):
        path = article.path
        for number, url in enumerate(urls):
            root = url.startswith("/") and article.links[number].startswith("/")
            if root and not leads(url) and answering(url).isdisjoint(also):
                hint = did_you_mean(
                    url.removeprefix(prefix),
                    ["/" + f.removesuffix("index.html") for f in entries if f.endswith(".html")],
                )
                yield Problem(
                    path,
                    line_of(path, f"link:{number}"),
                    f"dead link '{article.links[number]}'",
                    hint if hint.startswith("Did") else "No page of this site has that address.",
                )
    settings = site.settings
    for name, menu in settings.menus.items():
        for number, link in enumerate(menu.links):
            if not is_outside(link.url) and link.url.startswith("/") and not leads(link.url):
                yield Problem(
                    settings.file,
                    settings.line(f"menus.{name}.links.{number}"),
                    f"the menu '{name}' links to {link.url}, which no page answers",
                    "Correct the address, or write the page.",
                )
    for name, url in (settings.organisation.policies or {}).items():
        if not is_outside(url) and not leads(url):
            yield Problem(
                settings.file,
                settings.line(f"organisation.policies.{name}"),
                f"the policy '{name}' names {url}, which no page answers",
                "Correct the address, or write the page.",
            )


def unknown_names(site: Site, theme: Theme, entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Yield what is wrong with the files that the settings name."""
    settings = site.settings
    logo = settings.organisation.logo
    pictures = [name for name in theme.assets if name.endswith(LOGOS)]
    if logo and logo not in pictures:
        yield Problem(
            settings.file,
            settings.line("organisation.logo"),
            f"there is no picture '{logo}' in static/",
            did_you_mean(logo, pictures, "Pictures"),
        )
    for path in settings.feeds.full_text_by_feed:
        if output_file(path) not in entries:
            feeds = [f"/{file}" for file, entry in entries.items() if entry.recipe in FEED_FILES]
            yield Problem(
                settings.file,
                settings.line(f"feeds.full_text_by_feed.{path}"),
                f"there is no feed '{path}' now",
                did_you_mean(path, feeds, "Feeds"),
                warning=True,
            )
