"""Plan: every file that shall exist in output/, and from which values each is made.

It goes in two steps. `outline` names the files, finds two that claim one address and links
that lead nowhere; it is cheap. `Planner.task` then computes the values of one file and the
key that says whether it must be made again; the preview asks for those of open pages only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from sitegen.core.digests import Canonical, Values, digest_text, dump, task_key
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.urls import alias_path, file_path, is_outside, output_file, page_path
from sitegen.hosts.headers import is_lasting
from sitegen.model.article import ImageRef
from sitegen.model.tasks import MANIFEST, Subject, Task
from sitegen.pages import context, documents
from sitegen.pages.kinds import CARD_FONT, CARD_STYLE, ICONS, KINDS
from sitegen.pictures import Variant, encoder, variants
from sitegen.settings.types import RESERVED_SLUGS
from sitegen.site import selectors
from sitegen.site.paging import page_count
from sitegen.site.site import LineOf, Site, article_path
from sitegen.site.social_cards import cards
from sitegen.syndication.feed_files import FEED_FILES
from sitegen.theme.files import Theme, static_file
from sitegen.theme.needs import Analysis
from sitegen.theme.stylesheet import STYLESHEET

LOGOS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the outline, before its values are computed."""

    file: str
    maker: str
    recipe: str  # template, kind of document, or source file
    claimant: str  # whom to name when another wants the same file
    subject: Subject = Subject("")
    variant: Variant | None = None
    digest: str = ""  # of the source that is copied or encoded


@dataclass(frozen=True, slots=True)
class Outline:
    entries: Mapping[str, Entry]  # by file
    problems: tuple[Problem, ...]
    told: tuple[Entry, ...]  # what the site calls for, without the files of static/


def outline(
    site: Site,
    theme: Theme,
    facts: Mapping[str, str],
    line_of: LineOf,
    told: tuple[Entry, ...] | None = None,
) -> Outline:
    """Name every file of the site.

    Args:
        facts: digests of files beside stories that are published as they are, by path.
        told: of an earlier outline of this very site and these facts, if there is one.
    """
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    statics = tuple(_static(theme))
    own_files = {entry.file for entry in statics if not entry.file.startswith("static/")}
    if told is None:
        told = (*_pages(site), *_documents(site), *_media(site, facts))
    for entry in (*told, *statics):
        if entry.maker == "document" and entry.file in own_files:
            continue  # a robots.txt in static/root/ is the site's own wish
        rival = entries.get(entry.file)
        if rival is None:
            entries[entry.file] = entry
        elif rival != entry and not _same_content(rival, entry):
            problems.append(_clash(rival, entry, line_of))
    clashes = {file.casefold(): file for file in entries}
    for file in entries:
        other = clashes[file.casefold()]
        if other != file:  # one file on the disks of Macs and Windows
            problems.append(_clash(entries[other], entries[file], line_of))
    folders: set[str] = set()
    for file, entry in entries.items():
        folder = file.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            if folder in entries:  # one wants a file where the other needs a folder
                problems.append(_clash(entries[folder], entry, line_of))
            folder = folder.rpartition("/")[0]
    coming: dict[str, Entry] = {}
    for later in _coming(site):
        rival = entries.get(later.file) or coming.get(later.file)
        if rival is not None and not _makes_way(site, rival):
            problems.append(_clash(rival, later, line_of))
        coming[later.file] = later
    problems += _dead_links(site, entries, coming, line_of)
    problems += _lost_names(site, theme, entries)
    problems += (_among_lasting(e, line_of) for e in entries.values()
                 if e.maker == "page" and is_lasting(e.file))  # fmt: skip
    others = [file for file, entry in entries.items() if entry.maker != "page"]
    problems += documents.host_files(site, others)[1]
    manifest = Entry(MANIFEST, "document", "manifest", "sitegen's list of files")
    return Outline({**entries, MANIFEST: manifest}, tuple(problems), told)


def _is_page(target: str) -> bool:
    """Say whether a link names a page by its address, not a source by its path."""
    path = target.partition("#")[0].partition("?")[0]
    return path.startswith("/") and not path.startswith("//") and not path.endswith(".md")


def _same_content(one: Entry, other: Entry) -> bool:
    """Say whether two claims come to the same: one picture used twice, two cards alike."""
    if one.recipe == other.recipe == "card":
        return True  # the file's name holds the digest of all that is drawn
    return (
        one.maker == other.maker != "page"
        and one.variant == other.variant
        and (one.digest == other.digest and bool(one.digest))
    )


def _clash(one: Entry, other: Entry, line_of: LineOf) -> Problem:
    first, second = sorted((one, other), key=lambda entry: entry.claimant)
    address = "/" + first.file.removesuffix("index.html")
    by_alias = [entry for entry in (first, second) if entry.subject.kind == "alias"]
    key = "aliases" if by_alias else "slug"
    named = [entry for entry in by_alias or (first, second) if line_of(entry.claimant, key)]
    blamed = (named or [first])[0].claimant
    return Problem(
        blamed,
        line_of(blamed, key),
        f"{first.claimant} and {second.claimant} both want {address}",
        "Take the alias out." if by_alias else "Give one of them another slug.",
    )


def _among_lasting(entry: Entry, line_of: LineOf) -> Problem:
    key = "aliases" if entry.subject.kind == "alias" else "slug"
    return Problem(
        entry.claimant,
        line_of(entry.claimant, key),
        f"{entry.claimant} wants /{entry.file.removesuffix('index.html')}, below which only files "
        "stand that never change",
        "Take the alias out." if key == "aliases" else "Give it another slug.",
    )


def _pages(site: Site) -> Iterator[Entry]:
    def page(kind: str, path: str, claimant: str, id_: str = "", number: int = 0) -> Entry:
        template = KINDS[kind].template
        return Entry(output_file(path), "page", template, claimant, Subject(kind, id_, number))

    yield page("front", "/", "the front page")
    for path in (*site.stories, *site.pages):
        article = site.articles[path]
        kind = "page" if article.kind == "page" else "article"
        url = site.urls[path].removeprefix(site.info.prefix)
        found = page(kind, url, path, path)
        if article.template:
            found = Entry(found.file, "page", article.template, path, found.subject)
        yield found
        for alias in article.aliases:
            yield page("alias", alias_path(alias), path, path)
    for slug in site.sections:
        yield from _list(site, page, "section", slug, page_path(slug), f"the section '{slug}'")
    for id_, person in sorted(site.people.items()):
        yield from _list(site, page, "person", id_, page_path("authors", id_), person.path)
    for slug, tag in site.tags.items():
        yield from _list(site, page, "tag", slug, page_path("tags", slug), f"the tag '{tag.name}'")
    for slug, title in site.series.items():
        yield page("series", page_path("series", slug), f"the series '{title}'", slug)
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
    yield page("not_found", "/404.html", "the 404 page")


def _coming(site: Site) -> Iterator[Entry]:
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
            yield Entry(output_file(path), "page", recipe, article.path, subject)


def _makes_way(site: Site, rival: Entry) -> bool:
    """Say whether a page is one that will expire: then another may take its address."""
    article = site.articles.get(rival.claimant)
    return article is not None and article.expires is not None


def _list(
    site: Site, page: Callable[..., Entry], kind: str, id_: str, path: str, claimant: str
) -> Iterator[Entry]:
    yield page(kind, path, claimant, id_)
    total = len(site.stories_of(kind, id_))
    for number in range(1, page_count(total, site.settings.page_size) + 1):
        yield page(kind, f"{path}page/{number}/", claimant, id_, number)


def _documents(site: Site) -> Iterator[Entry]:
    for file, recipe, subject in documents.documents(site):
        yield Entry(file, "document", recipe, f"sitegen's own {file}", subject)


def _static(theme: Theme) -> Iterator[Entry]:
    for name, found in theme.statics.items():
        if name.startswith("root/"):
            yield Entry(
                name.removeprefix("root/"),
                "copy",
                f"static/{name}",
                found.shown,
                digest=found.digest,
            )
        elif not (name.startswith("css/") and name.endswith(".css")):
            yield Entry(
                static_file(name, found.digest),
                "copy",
                f"static/{name}",
                found.shown,
                digest=found.digest,
            )
    if STYLESHEET in theme.assets:
        url = theme.assets[STYLESHEET]
        yield Entry(url[url.index("/static/") + 1 :], "document", "stylesheet", "the stylesheet")


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


def _variants(image: ImageRef, made: Iterable[Variant]) -> Iterator[Entry]:
    for variant in made:
        yield Entry(
            variant.file, "image", image.path, image.path, variant=variant, digest=image.digest
        )


def _dead_links(
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
    later = ((article, [prefix + t if _is_page(t) else "" for t in article.links], coming)
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


def _lost_names(site: Site, theme: Theme, entries: Mapping[str, Entry]) -> Iterator[Problem]:
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


class Planner:
    """Computes the task of any file of an outline.

    `shows` tells for each body which of those files hold it: pages, and feeds with whole
    stories.

    Args:
        engine: digest of all that makes pages but is no value: sitegen itself, libraries.
    """

    def __init__(
        self, site: Site, theme: Theme, analysis: Analysis, found: Outline, values: Values,
        engine: str,
    ) -> None:  # fmt: skip
        self.site = site
        self.outline = found
        self.values = values
        self.shows: dict[str, list[str]] = {}
        self._theme = theme
        self._analysis = analysis
        self._tables: dict[str, dict[str, context.Value]] = {}
        settings = site.settings
        pages_engine = [engine, settings.timezone, settings.base_url, settings.language]
        self._engine = engine
        images = values.encode(settings.images)
        assets, logo = theme.assets, settings.organisation.logo
        self._page_engine = digest_text(dump([*pages_engine, images, logo, assets.get(logo, "")]))
        # What documents are made of beside their parts.
        drawn = [theme.statics[name].digest if name in theme.statics else ""
                 for name in (CARD_STYLE, CARD_FONT)]  # fmt: skip
        self._bases = {
            "card": digest_text(dump([engine, drawn])),
            "webmanifest": digest_text(dump([engine, [assets.get(i[0], "") for i in ICONS]])),
            **dict.fromkeys(FEED_FILES, digest_text(dump([engine, images, assets.get(logo, "")]))),
        }
        self._documents = documents.Documents(site, values)

    def table(self, kind: str) -> dict[str, context.Value]:
        found = self._tables.get(kind)
        if found is None:
            found = self._tables[kind] = context.table(self.site, kind)
        return found

    def problems(self, line_of: LineOf) -> list[Problem]:
        """Return what is wrong with the templates that the outline's pages use."""
        used: dict[tuple[str, str], Entry] = {}
        for entry in (*self.outline.entries.values(), *_coming(self.site)):
            if entry.maker == "page":
                used.setdefault((entry.recipe, entry.subject.kind), entry)
        problems: dict[Problem, None] = {}
        for (template, kind), entry in sorted(used.items()):
            if template not in self._theme.templates:
                names = [n for n in self._theme.templates if "/" not in n]
                where = entry.subject.id if kind in ("article", "page") else "templates"
                problems[
                    Problem(
                        where,
                        line_of(where, "template"),
                        f"there is no template '{template}'",
                        did_you_mean(template, names, "Templates"),
                    )
                ] = None
                continue
            known = [*self.table(kind), *context.DERIVED]
            for problem in self._analysis.problems(template, lambda _, known=known: known):  # type: ignore[misc]
                problems[problem] = None
        return list(problems)

    def task(self, file: str) -> Task:
        """Return the task of one file.

        Raises:
            KeyError: the outline has no such file.
        """
        entry = self.outline.entries[file]
        if entry.maker == "page":
            return self._page(entry)
        if entry.maker == "image":
            assert entry.variant is not None
            parts: dict[str, Canonical] = {
                "source": entry.digest,
                "variant": self.values.encode(entry.variant),
            }
            return self._task(entry, parts, encoder())
        if entry.maker == "copy":
            return self._task(entry, {"source": entry.digest}, self._engine)
        if entry.recipe == "manifest":
            return self._task(entry, {"files": sorted(self.outline.entries)}, self._engine)
        if entry.recipe == "stylesheet":
            return self._task(entry, {"url": self._theme.assets[STYLESHEET]}, self._engine)
        parts = self._documents.parts(entry.recipe, entry.subject, file)
        return self._task(entry, parts, self._bases.get(entry.recipe, self._engine))

    def tasks(self) -> Iterator[Task]:
        return map(self.task, self.outline.entries)

    def _page(self, entry: Entry) -> Task:
        kind = entry.subject.kind
        needs = self._analysis.needs(entry.recipe)
        table = self.table(kind)
        names = set(needs.names)
        if not context.DERIVED.isdisjoint(names):
            names |= set(KINDS[kind].inputs)
        encode, site, subject = self.values.encode, self.site, entry.subject
        parts: dict[str, Canonical] = {"kind": kind}
        for name in sorted(names & table.keys()):
            parts[name] = encode(table[name](site, subject))
        closure = needs.digest
        if not context.BODIES.isdisjoint(parts):
            closure += self._analysis.needs("parts/figure.html").digest
        return self._task(entry, parts, digest_text(self._page_engine + closure))

    def _task(self, entry: Entry, parts: dict[str, Canonical], engine: str) -> Task:
        for name in context.BODIES & parts.keys():
            self.shows.setdefault(parts[name][0], []).append(entry.file)
        for use in parts.get("bodies", ()):
            self.shows.setdefault(use[0], []).append(entry.file)
        text = dump(parts)
        key = task_key(engine, entry.maker, entry.recipe, text)
        return Task(entry.file, entry.maker, entry.recipe, text, engine, key)
