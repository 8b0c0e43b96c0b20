"""Dead links: what stories, menus and settings name that no file of the site answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import PurePosixPath

from sitegen.core.file_names import FEED_FILES, is_shown
from sitegen.core.nearest import NearestAddress, hint_of
from sitegen.core.problems import Problem, did_you_mean, of_archive
from sitegen.core.urls import address_path, is_outside, output_file, own_path
from sitegen.model.article import Article, Person
from sitegen.pages.entry import Entry
from sitegen.settings.types import RESERVED_SLUGS, Settings
from sitegen.site.site import LineOf, Site
from sitegen.theme.brand import pixels_of
from sitegen.theme.files import Theme
from sitegen.theme.stylesheet import hues_of

_OWN_NAMES = ("/static/", "/media/")  # of files that nobody names by their addresses


def dead_links(
    site: Site, entries: Mapping[str, Entry], coming: Collection[str], line_of: LineOf
) -> Iterator[Problem]:
    prefix, base_url = site.info.prefix, site.settings.base_url
    unread = {PurePosixPath(path.removesuffix("/index.md")).stem for path in site.broken}

    def may_come(path: str) -> bool:
        """Say whether a source that could not be read may be what makes this page."""
        parts = path.strip("/").split("/")
        return bool(unread) and (parts[-1] in unread or parts[0] in RESERVED_SLUGS)

    @cache  # many stories link to few pages
    def leads(url: str) -> bool:
        path = _path(url).removeprefix(prefix)
        return any(file in entries for file in answering(url)) or may_come(path)

    def answering(url: str) -> set[str]:
        path = _path(url).removeprefix(prefix)
        return {output_file(path), output_file(path.rstrip("/") + "/")}

    def is_dead(url: str) -> bool:
        own = own_path(base_url, url)
        if own is not None:
            return not leads(prefix + own)
        return not is_outside(url) and not leads(url)

    @cache
    def nearest() -> NearestAddress:
        files = ["/" + file.removesuffix("index.html") for file in entries]
        return NearestAddress(file for file in files if not file.startswith(_OWN_NAMES))

    nothing: Collection[str] = ()
    texts: Iterator[tuple[Article | Person, Sequence[str], Collection[str]]]
    people = ((person, site.links[person.path], nothing) for person in site.people.values())
    live = ((article, site.links[path], nothing)
            for path, article in site.articles.items() if article.links)  # fmt: skip
    # Stories to come may lead to each other, and to files beside them that come with them.
    later = ((article, site.coming_links[article.path], coming) for article in site.coming)
    texts = chain(live, later, people)
    read: set[tuple[str, str]] = set()  # as written, and where that leads: somewhere
    for article, urls, also in texts:
        path = article.path
        for number, url in enumerate(urls):
            target = article.links[number]
            if (target, url) in read:
                continue
            if address_path(base_url, target) is None or leads(url):
                read.add((target, url))
                continue
            if answering(url).isdisjoint(also):
                here = site.urls.get(path, "").removeprefix(prefix)
                guess = nearest().of(here, _path(url).removeprefix(prefix))
                line = line_of(path, f"link:{number}")
                hint = hint_of(guess, "No page of this site has that address.")
                problem = Problem(path, line, f"dead link '{target}'", hint)
                yield of_archive(problem) if _is_archive(article, site.settings) else problem
    yield from _dead_settings(site.settings, is_dead)


def _is_archive(article: Article | Person, settings: Settings) -> bool:
    return isinstance(article, Article) and settings.is_archive(article.published.at)


def _dead_settings(settings: Settings, is_dead: Callable[[str], bool]) -> Iterator[Problem]:
    """Yield the dead links of menus and of the newsroom's policies."""
    for name, menu in settings.menus.items():
        for number, link in enumerate(menu.links):
            if is_dead(link.url):
                yield Problem(
                    settings.file,
                    settings.line(f"menus.{name}.links.{number}"),
                    f"the menu '{name}' links to {link.url}, which no page answers",
                    "Correct the address, or write the page.",
                )
    for number, link in enumerate(settings.languages):
        if is_dead(link.url):
            yield Problem(
                settings.file,
                settings.line(f"languages.{number}.url"),
                f"'{link.title}' among the languages leads to {link.url}, which no page answers",
                "Correct the address, or write the page.",
            )
    for name, url in (settings.organisation.policies or {}).items():
        if is_dead(url):
            yield Problem(
                settings.file,
                settings.line(f"organisation.policies.{name}"),
                f"the policy '{name}' names {url}, which no page answers",
                "Correct the address, or write the page.",
            )


def _path(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def unknown_names(site: Site, theme: Theme, entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Yield what is wrong with the files that the settings name."""
    settings = site.settings
    pictures = [name for name in theme.assets if is_shown(name)]
    for key in ("logo", "logo_dark", "mark"):
        name = getattr(settings.organisation, key)
        line = settings.line(f"organisation.{key}")
        if name and name not in pictures:
            yield Problem(
                settings.file,
                line,
                f"there is no picture '{name}' in static/",
                did_you_mean(name, pictures, "Pictures"),
            )
        elif name and key != "logo_dark" and not pixels_of(name, pictures):
            yield Problem(
                settings.file,
                line,
                f"the {key} '{name}' is a drawing, and feeds, shared cards and phones show none",
                f"Put a PNG of it beside it: static/{name.rpartition('.')[0]}.png.",
                warning=True,
            )
    yield from _names_of_sections(settings, theme)
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


def _names_of_sections(settings: Settings, theme: Theme) -> Iterator[Problem]:
    """Yield what is wrong with the colours and templates that sections name."""
    hues = hues_of(theme) if any(section.hue for section in settings.sections) else frozenset()
    for number, section in enumerate(settings.sections):
        place = f"sections.{number}"
        if section.template and section.template not in theme.templates:
            names = [name for name in theme.templates if "/" not in name]
            message = f"there is no template '{section.template}'"
            line = settings.line(f"{place}.template")
            yield Problem(settings.file, line, message, did_you_mean(section.template, names))
        if section.hue and section.hue not in hues:
            yield Problem(
                settings.file,
                settings.line(f"{place}.hue"),
                f"no style sheet has the colour '{section.hue}': the section gets the plain one",
                f"{did_you_mean(section.hue, hues, 'Colours')} Or give it one in a style sheet: "
                f"--hue-{section.hue}.",
                warning=True,
            )
