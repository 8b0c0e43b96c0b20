"""Outline: every file that shall exist in output/, and what is wrong with that.

It names the files, finds two that claim one address and links that lead nowhere, and is
cheap: the values of a file are computed by `planner`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from sitegen.core.file_names import FAVICON, NOT_FOUND
from sitegen.core.problems import Problem
from sitegen.core.record import Record, field
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


class StoryFiles(Record):
    """The files that one story or static page calls for, and no other has to."""

    pages: tuple[Entry, ...]  # its own, and those at its old addresses
    media: tuple[Entry, ...] = ()  # its pictures, and the files beside it


class Outline(Record):
    entries: Mapping[str, Entry]  # by file
    problems: tuple[Problem, ...]
    from_site: tuple[Entry, ...]  # without those of the theme's static/
    moved: tuple[Moved, ...] = ()  # what the settings' redirects lead to
    of_stories: Mapping[str, StoryFiles] = field(default_factory=dict)  # by path, in their order


def outline(
    site: Site,
    theme: Theme,
    facts: Mapping[str, str],
    line_of: LineOf,
    from_site: tuple[Entry, ...] | None = None,
    maps: SitemapFiles | None = None,
    known: Mapping[str, StoryFiles] = MappingProxyType({}),
) -> Outline:
    """Name every file of the site.

    Args:
        facts: digests of files beside stories that are published as they are, by path.
        from_site: of an earlier outline of this very site and these facts, if there is one.
        maps: of this site, if others ask them too.
        known: by path, what stories call for where an earlier outline tells; else it is
            worked out.
    """
    problems: list[Problem] = []
    line_of = _with_settings(line_of, site)
    statics = (*_static(theme, site.settings.organisation.mark), *_covers(site, theme))
    own_files = {entry.file for entry in statics if entry.maker == "copy"}
    of_stories = known
    if from_site is None:
        of_stories = _of_stories(site, facts, of_stories)
        from_site = (
            *_pages(site, of_stories),
            *_documents(site, maps or SitemapFiles(site)),
            *_media(site, of_stories),
        )
    # A robots.txt in static/root/ is the site's own wish.
    wanted = [
        entry
        for entry in (*from_site, *statics)
        if entry.maker != "document" or entry.file not in own_files
    ]
    entries = {entry.file: entry for entry in wanted}
    if len(entries) < len(wanted):
        entries.clear()
        for entry in wanted:
            first = entries.setdefault(entry.file, entry)
            if first != entry and not same_content(first, entry):
                problems.append(clash_problem(first, entry, line_of))
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
    problems += (lasting_problem(entries[file], line_of) for file in entries
                 if is_lasting(file) and entries[file].maker == "page")  # fmt: skip
    others = [file for file, entry in entries.items() if entry.maker != "page"]
    problems += crawler_problems(site)
    problems += unanswered(site, moved)
    problems += host_files(site, moved, others, len(entries) + 1)[1]
    manifest = Entry(MANIFEST, "document", "manifest", "sitegen's list of files")
    return Outline({**entries, MANIFEST: manifest}, tuple(problems), from_site, moved, of_stories)


def _clashes(entries: Mapping[str, Entry], line_of: LineOf) -> Iterator[Problem]:
    """Yield what cannot stand beside each other on a disk, though the names differ."""
    if len(set(map(str.casefold, entries))) < len(entries):
        one_case = {file.casefold(): file for file in entries}
        for file, entry in entries.items():
            other = one_case[file.casefold()]
            if other != file:  # one file on the disks of Macs and Windows
                yield clash_problem(entries[other], entry, line_of)
    if _folders(entries).isdisjoint(entries):
        return
    folders: set[str] = set()
    for file, entry in entries.items():
        folder = file.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            if folder in entries:  # one wants a file where the other needs a folder
                yield clash_problem(entries[folder], entry, line_of)
            folder = folder.rpartition("/")[0]


def _folders(files: Iterable[str]) -> set[str]:
    """Return every folder in which one of the files lies."""
    direct = {file.rpartition("/")[0] for file in files}
    folders = set(direct)
    for folder in direct:
        while (folder := folder.rpartition("/")[0]) not in folders:
            folders.add(folder)
    return folders - {""}


def _with_settings(line_of: LineOf, site: Site) -> LineOf:
    """Return what also tells where a key of the settings stands."""
    settings = site.settings
    return lambda path, key: settings.line(key) if path == settings.file else line_of(path, key)


def _of_stories(
    site: Site, facts: Mapping[str, str], known: Mapping[str, StoryFiles]
) -> dict[str, StoryFiles]:
    return {
        path: known[path] if path in known else _of_story(site, path, facts)
        for path in (*site.stories, *site.pages)
    }


def _of_story(site: Site, path: str, facts: Mapping[str, str]) -> StoryFiles:
    article, options = site.articles[path], site.settings.images
    kind = "page" if article.kind == "page" else "article"
    template = article.template or KINDS[kind].template
    url = site.urls[path].removeprefix(site.info.prefix)
    pages = [Entry(output_file(url), "page", template, path, Subject(kind, path))]
    pages += [_page("alias", alias_path(alias), path, path, asked=_ALIASES)
              for alias in article.aliases]  # fmt: skip
    media: list[Entry] = []
    if article.image is not None:
        media += _variants(article.image, variants(article.image, options, crops=True))
    for image in article.images:
        media += _variants(image, variants(image, options, crops=False))
    for source in article.files:
        file = output_file(file_path(source))
        media.append(Entry(file, "copy", source, source, digest=facts.get(source, "")))
    return StoryFiles(tuple(pages), tuple(media))


def _page(
    kind: str, path: str, claimant: str, id_: str = "", number: int = 0, asked: str = ""
) -> Entry:
    subject, template = Subject(kind, id_, number), KINDS[kind].template
    return Entry(output_file(path), "page", template, claimant, subject, asked=asked)


def _pages(site: Site, of_stories: Mapping[str, StoryFiles]) -> Iterator[Entry]:
    yield _page("front", "/", "the front page")
    for files in of_stories.values():
        yield from files.pages
    for slug in site.sections:
        yield from _list(site, "section", slug, page_path(slug), f"the section '{slug}'")
    for id_, person in sorted(site.people.items()):
        yield from _list(site, "person", id_, page_path("authors", id_), person.path)
    for slug, tag in site.tags.items():
        yield from _list(site, "tag", slug, page_path("tags", slug), f"the tag '{tag.name}'")
    for slug, title in site.series.items():
        yield _page("series", page_path("series", slug), f"the series '{title}'", slug)
    for podcast in site.settings.podcasts:
        path = page_path("podcasts", podcast.slug)
        yield _page("podcast", path, f"the podcast '{podcast.title}'", podcast.slug)
    for year in dict.fromkeys(name[:4] for name in selectors.months_of(site)):
        yield _page("year", page_path("archive", year), f"the archive of {year}", year)
    for name in selectors.months_of(site):
        yield _page("month", page_path("archive", *name.split("/")), f"the archive of {name}", name)
    yield _page("people", "/authors/", "the list of authors")
    yield _page("tags", "/tags/", "the list of tags")
    yield _page("archive", "/archive/", "the archive")
    yield _page("corrections", "/corrections/", "the list of corrections")
    yield _page("feeds", "/feeds/", "the list of feeds")
    yield _page("search", "/search/", "the search page")
    yield _page("not_found", f"/{NOT_FOUND}", "the 404 page")


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


def _list(site: Site, kind: str, id_: str, path: str, claimant: str) -> Iterator[Entry]:
    yield _page(kind, path, claimant, id_)
    total = len(site.stories_of(kind, id_))
    for number in range(1, page_count(total, site.settings.page_size) + 1):
        yield _page(kind, f"{path}page/{number}/", claimant, id_, number)


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


def _media(site: Site, of_stories: Mapping[str, StoryFiles]) -> Iterator[Entry]:
    options = site.settings.images
    for files in of_stories.values():
        yield from files.media
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
