"""Outline: every file that shall exist in output/, and what is wrong with that.

It names the files, finds two that claim one address and links that lead nowhere, and is
cheap: the values of a file are computed by `planner`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sitegen.core.file_names import FAVICON, NOT_FOUND
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.urls import alias_path, file_path, output_file, page_path
from sitegen.hosts.headers import is_lasting
from sitegen.model.article import ImageRef
from sitegen.model.tasks import MANIFEST, Subject
from sitegen.pages import documents
from sitegen.pages.claims import clash_problem, lasting_problem, makes_way, same_content
from sitegen.pages.dead_links import dead_links, unknown_names
from sitegen.pages.entry import Entry
from sitegen.pages.host_view import crawler_problems, host_files
from sitegen.pages.kinds import KINDS
from sitegen.pages.moved import Moved, moved_addresses, moved_pages, unanswered
from sitegen.pictures import Variant, variants
from sitegen.site import selectors
from sitegen.site.paging import page_count
from sitegen.site.podcasts import podcast_faults
from sitegen.site.site import LineOf, Site, article_path
from sitegen.site.social_cards import cards
from sitegen.syndication.sitemap_files import SitemapFiles
from sitegen.theme.brand import pixels_of
from sitegen.theme.covers import cover_faults, small_cover
from sitegen.theme.files import Theme, static_file
from sitegen.theme.stylesheet import SHEETS

_ALIASES = "aliases"  # the key of stories by which a page stands at an old address


class Outline(Record):
    entries: Mapping[str, Entry]  # by file
    problems: tuple[Problem, ...]
    from_site: tuple[Entry, ...]  # without those of the theme's static/
    moved: tuple[Moved, ...] = ()  # what the settings' redirects lead to


def outline(
    site: Site,
    theme: Theme,
    facts: Mapping[str, str],
    line_of: LineOf,
    from_site: tuple[Entry, ...] | None = None,
    maps: SitemapFiles | None = None,
) -> Outline:
    """Name every file of the site.

    Args:
        facts: digests of files beside stories that are published as they are, by path.
        from_site: of an earlier outline of this very site and these facts, if there is one.
        maps: of this site, if others ask them too.
    """
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    line_of = _with_settings(line_of, site)
    statics = (*_static(theme, site.settings.organisation.mark), *_covers(site, theme))
    own_files = {entry.file for entry in statics if entry.maker == "copy"}
    if from_site is None:
        from_site = (
            *_pages(site),
            *_documents(site, maps or SitemapFiles(site)),
            *_media(site, facts),
        )
    for entry in (*from_site, *statics):
        if entry.maker == "document" and entry.file in own_files:
            continue  # a robots.txt in static/root/ is the site's own wish
        rival = entries.get(entry.file)
        if rival is None:
            entries[entry.file] = entry
        elif rival != entry and not same_content(rival, entry):
            problems.append(clash_problem(rival, entry, line_of))
    moved, unsound = moved_addresses(site, entries)
    problems += unsound
    entries |= {entry.file: entry for entry in moved_pages(site, moved)}
    problems += _clashes(entries, line_of)
    coming: dict[str, Entry] = {}
    for later in coming_pages(site):
        rival = entries.get(later.file) or coming.get(later.file)
        if rival is not None and not makes_way(site, rival):
            problems.append(clash_problem(rival, later, line_of))
        coming[later.file] = later
    problems += dead_links(site, entries, coming, line_of)
    problems += unknown_names(site, theme, entries)
    problems += podcast_faults(site, line_of)
    problems += cover_faults(site.settings, theme)
    problems += (lasting_problem(e, line_of) for e in entries.values()
                 if e.maker == "page" and is_lasting(e.file))  # fmt: skip
    others = [file for file, entry in entries.items() if entry.maker != "page"]
    problems += crawler_problems(site)
    problems += unanswered(site, moved)
    problems += host_files(site, moved, others, len(entries) + 1)[1]
    manifest = Entry(MANIFEST, "document", "manifest", "sitegen's list of files")
    return Outline({**entries, MANIFEST: manifest}, tuple(problems), from_site, moved)


def _clashes(entries: Mapping[str, Entry], line_of: LineOf) -> Iterator[Problem]:
    """Yield what cannot stand beside each other on a disk, though the names differ."""
    one_case = {file.casefold(): file for file in entries}
    for file in entries if len(one_case) < len(entries) else ():
        other = one_case[file.casefold()]
        if other != file:  # one file on the disks of Macs and Windows
            yield clash_problem(entries[other], entries[file], line_of)
    folders: set[str] = set()
    for file, entry in entries.items():
        folder = file.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            if folder in entries:  # one wants a file where the other needs a folder
                yield clash_problem(entries[folder], entry, line_of)
            folder = folder.rpartition("/")[0]


def _with_settings(line_of: LineOf, site: Site) -> LineOf:
    """Return what also tells where a key of the settings stands."""
    settings = site.settings
    return lambda path, key: settings.line(key) if path == settings.file else line_of(path, key)


def _pages(site: Site) -> Iterator[Entry]:
    def page(
        kind: str, path: str, claimant: str, id_: str = "", number: int = 0, asked: str = ""
    ) -> Entry:
        subject, template = Subject(kind, id_, number), KINDS[kind].template
        return Entry(output_file(path), "page", template, claimant, subject, asked=asked)

    yield page("front", "/", "the front page")
    for path in (*site.stories, *site.pages):
        article = site.articles[path]
        kind = "page" if article.kind == "page" else "article"
        url = site.urls[path].removeprefix(site.info.prefix)
        entry = page(kind, url, path, path)
        if article.template:
            entry = Entry(entry.file, "page", article.template, path, entry.subject)
        yield entry
        for alias in article.aliases:
            yield page("alias", alias_path(alias), path, path, asked=_ALIASES)
    for slug in site.sections:
        yield from _list(site, page, "section", slug, page_path(slug), f"the section '{slug}'")
    for id_, person in sorted(site.people.items()):
        yield from _list(site, page, "person", id_, page_path("authors", id_), person.path)
    for slug, tag in site.tags.items():
        yield from _list(site, page, "tag", slug, page_path("tags", slug), f"the tag '{tag.name}'")
    for slug, title in site.series.items():
        yield page("series", page_path("series", slug), f"the series '{title}'", slug)
    for podcast in site.settings.podcasts:
        path = page_path("podcasts", podcast.slug)
        yield page("podcast", path, f"the podcast '{podcast.title}'", podcast.slug)
    for year in dict.fromkeys(name[:4] for name in selectors.months_of(site)):
        yield page("year", page_path("archive", year), f"the archive of {year}", year)
    for name in selectors.months_of(site):
        yield page("month", page_path("archive", *name.split("/")), f"the archive of {name}", name)
    yield page("people", "/authors/", "the list of authors")
    yield page("tags", "/tags/", "the list of tags")
    yield page("archive", "/archive/", "the archive")
    yield page("corrections", "/corrections/", "the list of corrections")
    yield page("feeds", "/feeds/", "the list of feeds")
    yield page("search", "/search/", "the search page")
    yield page("not_found", f"/{NOT_FOUND}", "the 404 page")


def coming_pages(site: Site) -> Iterator[Entry]:
    """Yield the pages that are still to come, with those at their old addresses.

    They are in no outline; what is wrong with them is found before their hour.
    """
    for article in site.coming:
        kind = "page" if article.kind == "page" else "article"
        template = article.template or KINDS[kind].template
        paths = (article_path(article), *map(alias_path, article.aliases))
        for number, path in enumerate(paths):
            recipe = KINDS["alias"].template if number else template
            subject = Subject("alias" if number else kind, article.path)
            asked = _ALIASES if number else ""
            yield Entry(output_file(path), "page", recipe, article.path, subject, asked=asked)


def _list(
    site: Site, page: Callable[..., Entry], kind: str, id_: str, path: str, claimant: str
) -> Iterator[Entry]:
    yield page(kind, path, claimant, id_)
    total = len(site.stories_of(kind, id_))
    for number in range(1, page_count(total, site.settings.page_size) + 1):
        yield page(kind, f"{path}page/{number}/", claimant, id_, number)


def _documents(site: Site, maps: SitemapFiles) -> Iterator[Entry]:
    for file, recipe, subject in documents.documents(site, maps):
        yield Entry(file, "document", recipe, f"sitegen's own {file}", subject)


def _static(theme: Theme, mark: str) -> Iterator[Entry]:
    for name, source in theme.statics.items():
        if name.startswith("root/"):
            yield Entry(
                name.removeprefix("root/"),
                "copy",
                f"static/{name}",
                source.label,
                digest=source.digest,
            )
        elif not (name.startswith("css/") and name.endswith(".css")):
            yield Entry(
                static_file(name, source.digest),
                "copy",
                f"static/{name}",
                source.label,
                digest=source.digest,
            )
    icon = pixels_of(mark, theme.statics)
    if icon and f"root/{FAVICON}" not in theme.statics:
        digest = theme.statics[icon].digest
        subject = Subject("favicon", icon)
        yield Entry(FAVICON, "document", "favicon", "sitegen's own favicon.ico", subject,
                    digest=digest)  # fmt: skip
    for sheet in (name for name in SHEETS if name in theme.assets):
        url = theme.assets[sheet]
        file = url[url.index("/static/") + 1 :]
        subject = Subject("stylesheet", sheet)
        yield Entry(file, "document", "stylesheet", "the stylesheet", subject)


def _covers(site: Site, theme: Theme) -> Iterator[Entry]:
    """Yield the small cover of each podcast, for its page."""
    for cover in dict.fromkeys(podcast.cover for podcast in site.settings.podcasts):
        if cover in theme.assets:
            source = theme.statics[cover]
            yield Entry(small_cover(static_file(cover, source.digest)), "document", "cover",
                        source.label, Subject("cover", cover), digest=source.digest)  # fmt: skip


def _media(site: Site, facts: Mapping[str, str]) -> Iterator[Entry]:
    options = site.settings.images
    for path in (*site.stories, *site.pages):
        article = site.articles[path]
        if article.image is not None:
            yield from _variants(article.image, variants(article.image, options, crops=True))
        for image in article.images:
            yield from _variants(image, variants(image, options, crops=False))
        for source in article.files:
            file = output_file(file_path(source))
            yield Entry(file, "copy", source, source, digest=facts.get(source, ""))
    for file, subject in cards(site):
        yield Entry(file, "document", "card", f"the card of {subject.id}", subject)
    for person in site.people.values():
        if person.image is not None:
            yield from _variants(person.image, variants(person.image, options, crops=True))
        for image in person.images:
            yield from _variants(image, variants(image, options, crops=False))


def _variants(image: ImageRef, variants_of: Iterable[Variant]) -> Iterator[Entry]:
    for variant in variants_of:
        yield Entry(
            variant.file, "image", image.path, image.path, variant=variant, digest=image.digest
        )
