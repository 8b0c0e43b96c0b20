"""One source file read: from its bytes to a validated article or person.

Each process that reads has one `_SourceReader`, which builds its converter of Markdown with
the first text: that is costly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from sitegen import pictures
from sitegen.cache.rows import FileFact, Places, RowWarning, SourceRow
from sitegen.core.digests import Values, digest_bytes
from sitegen.core.patience import at
from sitegen.core.problems import Problem, SitegenError, has_errors
from sitegen.core.record import Record, replace
from sitegen.core.stored import to_text
from sitegen.core.urls import address_of, named_places
from sitegen.language.quotation_marks import quotes_of
from sitegen.markdown import convert
from sitegen.model.article import Article, Body, Person
from sitegen.schema import frontmatter
from sitegen.settings import extensions
from sitegen.sources.files import (
    BLOCK,
    CONTENT,
    ReadSetup,
    SourceResult,
    block_digest,
    moment_dep,
)
from sitegen.sources.galleries import listing
from sitegen.sources.header import Header, parse_person, parse_story, rules_of
from sitegen.sources.named_files import NamedFiles
from sitegen.sources.picture_words import PictureWords
from sitegen.sources.site_files import SiteFiles
from sitegen.sources.summary import description_problem

PEOPLE = f"{CONTENT}/authors/"

# Where one of these is wrong, nobody knows which address the story has, or whether it is out.
_PLACE_KEYS = frozenset({"slug", "id", "guid", "aliases", "draft", "embargo", "expires"})

_FOLDER = re.compile(r"!\[\]\(([^\s()<>]+/)\)")  # a gallery's folder: ![](photos/)


def parser(setup: ReadSetup) -> Callable[[tuple[str, str]], SourceResult]:
    """Return the function that reads (path, digest of the bytes that need no reading)."""
    return _SourceReader(setup).read


class _SourceReader:
    """Reads sources one by one."""

    def __init__(self, setup: ReadSetup) -> None:
        rules = setup.rules
        self._setup = setup
        self._parsing = rules
        self._rules = rules_of(rules, setup.now)
        self._extensions = extensions.load(setup.root, rules.extensions)
        self._converter: convert.Converter | None = None
        self._files = SiteFiles(
            setup.root,
            rules.base_url,
            rules.zone,
            setup.stats,
            setup.facts,
            trust_html=rules.trust_html,
        )

    def read(self, item: tuple[str, str]) -> SourceResult:
        """Parse one source, unless its digest is the one given."""
        with at(item[0]):
            return self._read(*item)

    def _read(self, path: str, unless: str) -> SourceResult:
        stat = self._setup.stats[path]
        excess = frontmatter.too_large(path, stat[0])
        if excess is not None:
            return SourceResult(path, None, {}, (), (excess,))
        try:
            data = (self._setup.root / path).read_bytes()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            problem = Problem(path, 0, f"cannot be read: {reason}", "Check who may read it.")
            return SourceResult(path, None, {}, (), (problem,))
        digest = digest_bytes(data)
        fact = (path, FileFact(*stat, digest))
        if digest == unless:
            return SourceResult(path, None, {}, (fact,), ())
        content, problems = self._content(path, data)
        if content is None:
            return SourceResult(path, None, {}, (), problems)
        has_place = not has_errors(problems) or content.has_place
        problems = (*problems, *content.problems)
        if not has_place:
            return SourceResult(path, None, {}, (), problems)
        values, node = Values(), content.node
        if isinstance(node, Article) and not has_errors(problems):
            try:
                node = self._extensions.amend(node)
            except SitegenError as error:
                problems = (*problems, *error.problems)
        row = _row(path, digest, replace(content, node=node, problems=problems), values)
        if has_errors(problems):
            return SourceResult(path, None, values.fresh, (), problems, doubtful=row)
        facts_by_dep = self._files.measured
        facts = (fact, *[(dep, facts_by_dep[dep]) for dep in content.deps if dep in facts_by_dep])
        return SourceResult(path, row, values.fresh, facts, ())

    def _content(self, path: str, data: bytes) -> tuple[_Content | None, tuple[Problem, ...]]:
        """Return what the source holds, and the problems of its front matter."""
        if path.startswith(PEOPLE):
            person, problems = parse_person(path, data, self._rules, unsound=True)
            return (None if person is None else self._person(person)), problems
        header, problems = parse_story(path, data, self._rules, unsound=True)
        return (None if header is None else self._article(header)), problems

    def _convert(
        self, header: Header[Article] | Header[Person], now: datetime | None = None
    ) -> convert.Conversion:
        if self._converter is None:
            self._converter = convert.Converter(
                zone=self._parsing.zone,
                trust_html=self._parsing.trust_html,
                origins=self._parsing.origins,
                chosen_quotes=self._parsing.quotes,
                extensions=self._extensions.markdown,
                base_url=self._parsing.base_url,
                pace=self._parsing.words_per_minute,
                blocks=self._setup.blocks,
            )
        node = header.node
        return self._converter.convert(
            header.body,
            path=node.path,
            first_line=header.first_line,
            anchor=node.slug if isinstance(node, Article) else node.id,
            lang=node.lang or self._rules.language,
            now=now,
        )

    def _article(self, header: Header[Article]) -> _Content:
        header, folders = self._with_galleries(header)
        whole = conversion = self._convert(header)
        times = [update.at.at for update in whole.live_updates]
        coming = [at for at in times if at > self._setup.now]
        if coming:
            conversion = self._convert(header, self._setup.now)
        problems = [*whole.problems, *conversion.waiting]
        files = self._named_files(header, conversion, problems)
        files.deps |= folders | self._declarations(whole)
        # What was read holds from the newest update that has come to the next that will.
        ends = [max(set(times).difference(coming), default=None), min(coming, default=None)]
        files.deps |= dict(moment_dep(at, self._setup.now) for at in ends if at is not None)
        if coming:
            files.check_coming(whole)
        image = files.lead_picture(header.image)
        images = files.body_pictures(conversion.images)
        conversion = files.with_links_of_captions(conversion)
        files.note_links(conversion)
        enclosure = files.enclosure(header.enclosure)
        said = header.node
        files.warn(description_problem(said.path, said.summary), header.lines.get("summary"))
        if said.kind != "page" and image is not None and header.image is not None:
            files.warn(pictures.narrow_lead(image, said.path, header.image.line), None)
        if not conversion.body.html.strip() and not (said.draft or said.template):
            problems.append(_no_text(said))
        node = replace(
            said,
            minutes=conversion.minutes,
            image=image,
            enclosure=enclosure,
            live_updates=conversion.live_updates,
            next_update=min(coming, default=None),
            links=tuple(link.target for link in conversion.links),
            images=images,
            files=tuple(sorted(files.files)),
            embeds=conversion.embeds,
            blocks=conversion.blocks,
        )
        is_filed = said.kind == "page" or said.section in self._rules.sections
        has_place = is_filed and _PLACE_KEYS.isdisjoint(header.bad)
        return replace(_content(node, conversion, files), has_place=has_place)

    def _person(self, header: Header[Person]) -> _Content:
        conversion = self._convert(header)
        problems = list(conversion.problems)
        files = self._named_files(header, conversion, problems)
        files.deps |= self._declarations(conversion)
        image, images = files.lead_picture(header.image), files.body_pictures(conversion.images)
        conversion = files.with_links_of_captions(conversion)
        node = replace(
            header.node,
            image=image,
            summary=conversion.excerpt,
            links=tuple(link.target for link in conversion.links),
            images=images,
            blocks=conversion.blocks,
        )
        files.note_links(conversion, publishes=False)
        return _content(node, conversion, files)

    def _declarations(self, conversion: convert.Conversion) -> dict[str, str]:
        """Return the kinds of blocks that a text uses, as what it depends on."""
        blocks = self._setup.blocks
        return {f"{BLOCK}{name}": block_digest(name, blocks) for name in conversion.blocks}

    def _named_files(
        self,
        header: Header[Article] | Header[Person],
        conversion: convert.Conversion,
        problems: list[Problem],
    ) -> NamedFiles:
        parsing = self._parsing
        node = header.node
        quotes = quotes_of(node.lang or parsing.language, parsing.quotes)
        words = PictureWords(quotes, len(conversion.links), parsing.base_url, problems)
        archive = isinstance(node, Article) and parsing.is_archive(node.published.at)
        return NamedFiles(self._files, node.path, problems, dict(header.lines), words, archive)

    def _with_galleries(self, header: Header[Article]) -> tuple[Header[Article], dict[str, str]]:
        """Write each folder of pictures, ![](photos/), out as its pictures.

        They stay on the folder's line, so that problems name the line that was written.
        """
        if "/)" not in header.body:
            return header, {}
        folders: dict[str, str] = {}

        def write_out(mark: re.Match[str]) -> str:
            for place in named_places(header.node.path, mark[1]):
                folder = place.rstrip("/")
                files = pictures.gallery(folder, self._setup.stats)
                folders[f"{folder}/"] = listing(folder, self._setup.stats)
                if files:
                    return " ".join(f"![](<{address_of(file)}>)" for file in files)
            return mark[0]

        return replace(header, body=_FOLDER.sub(write_out, header.body)), folders


class _Content(Record):
    """What one source holds, and what follows from it."""

    node: Article | Person
    body: Body
    deps: Mapping[str, str]  # path, folder or moment → digest or state it was read with
    lines: Mapping[str, int]  # key → line
    anchors: tuple[str, ...]  # where links from elsewhere can lead to within it
    problems: tuple[Problem, ...]
    has_place: bool = False  # the site can be assembled with it, errors or not, to find others


def _content(node: Article | Person, conversion: convert.Conversion, files: NamedFiles) -> _Content:
    body = replace(conversion.body, excerpt=conversion.excerpt)
    anchors = tuple(sorted(conversion.anchors))
    problems = tuple(dict.fromkeys(files.problems))
    return _Content(node, body, files.deps, files.lines, anchors, problems)


def _no_text(article: Article) -> Problem:
    what = "the page" if article.kind == "page" else "the story"
    hint = "Write it, or hide what is not ready: 'draft: true'."
    message = f"{what} has no text below its front matter"
    return Problem(article.path, 0, message, hint, warning=True)


def _row(path: str, digest: str, content: _Content, values: Values) -> SourceRow:
    """Return the row that stands for a source, whose nodes are added to `values`."""
    return SourceRow(
        path=path,
        digest=digest,
        kind="person" if isinstance(content.node, Person) else "article",
        node=values.digest(content.node),
        body=values.digest(content.body),
        deps=content.deps,
        warnings=tuple([RowWarning(p.line, p.message, p.hint) for p in content.problems]),
        packed_places=to_text(Places(content.anchors, content.lines)),
    )
