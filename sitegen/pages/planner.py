"""Planner: the values of each file, and the key that says whether it must be rendered again.

The preview asks for the tasks of open pages only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from sitegen.core.digests import Canonical, Values, digest_text, dump, task_key
from sitegen.core.file_names import FEED_FILES, ending
from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.core.record import replace
from sitegen.model.tasks import Task
from sitegen.model.views import BodyUse
from sitegen.output.own_files import site_name
from sitegen.pages import context, documents
from sitegen.pages.entry import Entry
from sitegen.pages.kinds import KINDS
from sitegen.pages.outline import Outline, coming_pages
from sitegen.pages.rendering_rules import card_files, rendering_rules
from sitegen.pages.shown_bodies import bodies_in
from sitegen.pages.template_links import template_links
from sitegen.pages.unreached import unreached_pages
from sitegen.pictures import encoder
from sitegen.site.site import LineOf, Site
from sitegen.syndication.sitemap_files import SitemapFiles
from sitegen.theme.blocks import ALWAYS, blocks_of, template_of
from sitegen.theme.brand import brand_of
from sitegen.theme.files import Theme
from sitegen.theme.needs import Analysis

_BLOCKS = BodyUse.__struct_fields__.index("blocks")  # in a use's canonical form


class Planner:
    """Computes the task of any file of an outline.

    `shows` tells for each body which of those files hold it: pages, and feeds with whole
    stories.

    Args:
        engine: digest of all that makes pages but is no value: sitegen itself, libraries.
        maps: of this site, if the outline has asked them.
        items: story → digest of its item in feeds, where `values` hold that from before.
    """

    def __init__(
        self, site: Site, theme: Theme, analysis: Analysis, outline: Outline, values: Values,
        engine: str, maps: SitemapFiles | None = None,
        items: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        maps = maps or SitemapFiles(site)
        organisation = site.settings.organisation
        info = replace(site.info, brand=brand_of(theme, organisation))
        podcasts = site.settings.podcasts
        covers = {podcast.slug: theme.assets.get(podcast.cover, "") for podcast in podcasts}
        site = replace(site, info=info, covers=covers)
        self.site = site
        self.outline = outline
        self.values = values
        self.shows: dict[str, list[str]] = {}
        self._theme = theme
        self._analysis = analysis
        self._tables: dict[str, dict[str, context.Value]] = {}
        self._engine = engine
        self._rules = rendering_rules(site.settings, theme).digest(engine)
        self._card_files = list(card_files(theme, organisation))
        self._documents = documents.Documents(site, values, maps, outline.moved, items)

    @property
    def items(self) -> Mapping[str, str]:
        """Story → digest of its item in feeds, of all that were planned so far."""
        return self._documents.items

    def anew(self, values: Values) -> Planner:
        """Return a planner of the same files that has other values at hand."""
        return Planner(self.site, self._theme, self._analysis, self.outline, values, self._engine)

    def names_of(self, template: str) -> tuple[str, ...]:
        """Return the names that a template mentions."""
        return self._analysis.needs(template).names

    def table(self, kind: str) -> dict[str, context.Value]:
        table = self._tables.get(kind)
        if table is None:
            table = self._tables[kind] = context.table(self.site, kind)
        return table

    def problems(self, line_of: LineOf) -> list[Problem]:
        """Return what is wrong with the templates that the outline's pages use."""
        templates: dict[tuple[str, str], Entry] = {}
        for entry in (*self.outline.entries.values(), *coming_pages(self.site)):
            if entry.maker == "page":
                templates.setdefault((entry.recipe, entry.subject.kind), entry)
        problems: dict[Problem, None] = {}
        for (template, kind), entry in sorted(templates.items()):
            if template not in self._theme.templates:
                if any(template == section.template for section in self.site.settings.sections):
                    continue  # the settings are told
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
            values = [*self.table(kind), *context.LATE_NAMES]
            for problem in self._analysis.problems(template, lambda _, values=values: values):  # type: ignore[misc]
                problems[problem] = None
        for problem in self._block_problems():
            problems[problem] = None
        problems |= dict.fromkeys(self._link_problems({name for name, _ in templates}))
        return list(problems)

    def _block_problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the templates of blocks, used or not."""
        for name, kind in blocks_of(self._theme).kinds.items():
            values = [*ALWAYS, *(argument.name for argument in kind.arguments)]
            template, heading = template_of(name), "Values for this block"
            yield from self._analysis.problems(template, lambda _, own=values: own, heading)  # type: ignore[misc]

    def _link_problems(self, templates: Collection[str]) -> Iterator[Problem]:
        """Yield what is wrong with addresses in the HTML of the templates that pages use."""
        of_blocks = {template_of(name) for name in blocks_of(self._theme).kinds}
        parts = {part for name in {*templates, *of_blocks} for part in self._analysis.closure(name)}
        files = (self.outline.entries, {entry.file for entry in coming_pages(self.site)})
        named = (url for part in parts for _, url, _ in self._analysis.addresses(part))
        yield from unreached_pages(self.site, named)
        for part in sorted(parts):
            label = self._theme.templates[part].label
            addresses = self._analysis.addresses(part)
            yield from template_links(label, addresses, files, self._theme, self.site.settings)

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
            source: dict[str, Canonical] = {"source": entry.digest}
            if ending(entry.recipe) in self.site.settings.files.allow:
                source["allowed"] = True  # taken back, the file is refused again
            return self._task(entry, source, self._engine)
        if entry.recipe == "manifest":
            settings = self.site.settings
            parts = {
                "files": sorted(self.outline.entries),
                "site": site_name(settings.feeds.authority, settings.base_url),
                "stories": len(self.site.stories),
            }
            return self._task(entry, parts, self._engine)
        if entry.recipe in ("favicon", "cover"):
            source = {"file": entry.subject.id, "source": entry.digest}
            return self._task(entry, source, encoder())
        if entry.recipe == "stylesheet":
            sheet = entry.subject.id
            style = {"sheet": sheet, "url": self._theme.assets[sheet]}
            return self._task(entry, style, self._engine)
        parts = self._documents.parts(entry.recipe, entry.subject, file)
        if entry.recipe == "card":
            parts["files"] = self._card_files
        base = self._rules if entry.recipe in FEED_FILES else self._engine
        blocks = self._blocks(parts.get("bodies", ()))
        return self._task(entry, parts, digest_text(base + blocks) if blocks else base)

    def tasks(self) -> Iterator[Task]:
        return map(self.task, self.outline.entries)

    def _page(self, entry: Entry) -> Task:
        kind = entry.subject.kind
        needs = self._analysis.needs(entry.recipe)
        table = self.table(kind)
        names = set(needs.names)
        if not context.LATE_NAMES.isdisjoint(names):
            names |= set(KINDS[kind].inputs)
        encode, site, subject = self.values.encode, self.site, entry.subject
        parts: dict[str, Canonical] = {"kind": kind}
        for name in sorted(names & table.keys()):
            try:
                parts[name] = encode(table[name](site, subject))
            except TypeError as error:
                problem = context.formless(name, table[name], error)
                if problem is None:
                    raise
                raise SitegenError([problem]) from error
        closure = needs.digest
        if not context.BODIES.isdisjoint(parts):
            closure += self._analysis.needs("parts/figure.html").digest
            closure += self._blocks(parts[name] for name in context.BODIES & parts.keys())
        return self._task(entry, parts, digest_text(self._rules + closure))

    def _blocks(self, uses: Iterable[Canonical]) -> str:
        """Return what stands for the templates of the blocks that bodies hold."""
        names = {name for use in uses for name in use[_BLOCKS]}
        return "".join([self._analysis.needs(template_of(name)).digest for name in sorted(names)])

    def _task(self, entry: Entry, parts: dict[str, Canonical], engine: str) -> Task:
        for body in bodies_in(parts):
            self.shows.setdefault(body, []).append(entry.file)
        text = dump(parts)
        key = task_key(engine, entry.maker, entry.recipe, text)
        return Task(entry.file, entry.maker, entry.recipe, text, engine, key)
