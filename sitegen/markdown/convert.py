"""Markdown: an article's text becomes HTML whose links and pictures are placeholders.

What the HTML holds where something is not yet known, with MARK being U+001A:

* MARK L n MARK, inside an attribute: the URL of `links[n]`;
* MARK I n MARK: the figure of `images[n]`, which stood alone in its paragraph;
* MARK J n MARK: the same picture as a bare `<img>`, inside running text;
* MARK I n ; attributes MARK, and so with J: a picture that was written with a size or a class;
* MARK G n MARK: the figure of `images[n]`, which stands in a gallery;
* a block's arguments and insides; see `block_filling`.

`placeholders.fill` puts the real things there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from markdown.extensions import Extension

from sitegen.core.control_characters import without_control_references, without_controls
from sitegen.core.problems import Problem, SitegenError, has_errors
from sitegen.core.record import Record, replace
from sitegen.language.quotation_marks import Quotes, quotes_of
from sitegen.markdown import (
    directives,
    elements,
    empty_links,
    foreign_signs,
    galleries,
    letters,
    limits,
    slips,
    source_lines,
)
from sitegen.markdown import links as marklinks
from sitegen.markdown.block_kinds import BlockKinds
from sitegen.markdown.code_direction import with_directed_code
from sitegen.markdown.comments import uncover
from sitegen.markdown.dialect import StoryMarkdown
from sitegen.markdown.excerpt import excerpt_of
from sitegen.markdown.fast import QuickMarkdown
from sitegen.markdown.headings import headings, raise_headings
from sitegen.markdown.html import cleaner, read_html
from sitegen.markdown.outside_loads import outside_loads
from sitegen.markdown.tables import wrap_tables
from sitegen.model.article import Body, BodyImage, Link, LiveUpdate
from sitegen.settings.extension_faults import is_interrupt, place_of, words_of
from sitegen.settings.types import WORDS_A_MINUTE

_FENCE = re.compile(r"^ {0,3}:::", re.MULTILINE)


class Conversion(Record):
    """What one text says."""

    body: Body
    links: tuple[Link, ...]  # in the order of their placeholders
    images: tuple[BodyImage, ...]  # in the order of their placeholders
    minutes: int  # reading time, at least 1
    excerpt: str  # plain text: the first 60 to 90 words, to a sentence's end
    live_updates: tuple[LiveUpdate, ...]
    embeds: tuple[str, ...]  # outside origins that the body loads from, "https://host"
    problems: tuple[Problem, ...]
    waiting: tuple[Problem, ...] = ()  # warnings of updates whose time has not come
    anchors: frozenset[str] = frozenset()  # where links can lead to within the body
    blocks: tuple[str, ...] = ()  # kinds of blocks that the body holds, in order of name


class Converter:
    """Turns texts into HTML; costly to build, so each process has one.

    Args:
        zone: the newsroom's, for times without an offset.
        trust_html: False has raw HTML cleaned of all that could do harm.
        origins: from where pages may load frames and scripts, "https://host".
        chosen_quotes: the quotation marks that the site chose; see `language.quotation_marks`.
        extensions: more of Python-Markdown's, from the site's own modules.
        base_url: what begins so is an address of this site.
        pace: words that are read in a minute.
        blocks: the kinds of `:::` blocks that there are.
    """

    def __init__(
        self,
        *,
        zone: ZoneInfo,
        trust_html: bool = True,
        origins: Collection[str] = (),
        chosen_quotes: str = "",
        extensions: Sequence[Extension] = (),
        base_url: str = "",
        pace: int = WORDS_A_MINUTE,
        blocks: BlockKinds = MappingProxyType({}),
    ) -> None:
        self._blocks = blocks
        self._zone = zone
        self._origins = frozenset(origins)
        self._chosen_quotes = chosen_quotes
        self._base_url = base_url
        self._pace = pace
        self._clean: Callable[[str], str] | None = None if trust_html else cleaner()
        try:
            self._markdown = StoryMarkdown(extensions)
        except BaseException as error:
            place = place_of(error)
            if place is None or is_interrupt(error):
                raise
            message = f"an extension in MARKDOWN cannot be used: {words_of(error)}"
            hint = "Mend it there, or take it out of MARKDOWN."
            raise SitegenError([Problem(*place, message, hint)]) from error
        self._markdown.story.marks_html = True
        self._has_extensions = bool(extensions)
        self._quick = QuickMarkdown(self._markdown)

    def convert(
        self,
        text: str,
        *,
        path: str,
        first_line: int,
        anchor: str,
        lang: str = "en",
        now: datetime | None = None,
    ) -> Conversion:
        """Convert one text.

        Args:
            text: Markdown, without the front matter.
            path: the source file, for problems.
            first_line: the line of that file on which `text` begins, from 1.
            anchor: a word unique to the article; ids of footnotes hold it.
            lang: the article's language, for the few words that are added.
            now: leaves out updates of a later time; None takes all.
        """
        quotes = quotes_of(lang, self._chosen_quotes)
        text = clean_source(text)
        lines = source_lines.SourceLines(text, first_line)
        refusal = limits.before_reading(text, lines, path)
        if refusal:
            return _nothing_of(refusal)
        source, blocks, problems = text, list[directives.Block](), list[Problem]()
        held = _HeldUpdates(path, self._zone, now)
        if ":::" in text and _FENCE.search(text):
            source, blocks, problems = directives.split(
                text, path, first_line, self._blocks, held.take
            )
        if "<!--" in source:
            source = uncover(source)
        try:
            self._markdown.begin(anchor, lang, quotes)
            html = self._quick.convert(source)
        except BaseException as error:
            # A site's extension, or Python-Markdown on what it did not foresee, may raise
            # anything: the editor learns of it with the other problems.
            if is_interrupt(error):
                raise
            return _nothing_of(limits.unreadable(error, lines, path))
        html = without_control_references(html)
        if "<" in source:
            reading = read_html(html, text, lines, path, is_cleaned=self._clean is not None)
            html = reading.html
            problems += reading.problems
        sound = "" if has_errors(problems) else html
        problems += self._remarks(source, sound, path, first_line)
        problems += foreign_signs.warnings(source, html, path, first_line)
        problems += slips.warnings(source, html, path, first_line, lines)
        minutes = max(1, round(len(source.split()) / self._pace))  # without what is to come
        conversion = self._page(html, blocks, problems, lines, path, lang, quotes, minutes)
        return replace(conversion, waiting=tuple(held.warnings))

    def _page(
        self,
        html: str,
        blocks: list[directives.Block],
        problems: list[Problem],
        lines: source_lines.SourceLines,
        path: str,
        lang: str,
        quotes: Quotes,
        minutes: int,
    ) -> Conversion:
        """Make of the text's HTML what a page needs: elements, placeholders, an excerpt."""
        if self._clean is not None:
            html = self._clean(html)
        if "<h" in html:
            html = raise_headings(html, lines, path, problems)
        if "</a" in html:
            html = empty_links.without_empty_links(html, lines, path, problems)
        excerpt = excerpt_of(html, blocks)
        updates: list[LiveUpdate] = []
        if blocks:
            page = elements.place_elements(
                html, blocks, path=path, zone=self._zone, lang=lang, quotes=quotes
            )
            html, updates = page.html, page.updates
            problems += page.problems
        if "<table" in html:
            html = wrap_tables(html)
        references = marklinks.extract(
            html, lines, path, quotes, self._base_url, trust_html=self._clean is None
        )
        html = references.html
        problems += references.problems
        if references.embeds:
            problems += outside_loads(html, self._origins, lines, path)
        if blocks:
            html, more = galleries.galleries(html, path, blocks)
            problems += more
        html = with_directed_code(html, lang)
        return Conversion(
            body=Body(html, headings(html) if "<h" in html else (), excerpt),
            links=tuple(references.links),
            images=tuple(references.images),
            minutes=minutes,
            excerpt=excerpt,
            live_updates=tuple(updates),
            embeds=tuple(references.embeds),
            problems=tuple(sorted(problems)),
            anchors=references.anchors,
            blocks=tuple(sorted({block.name for block in blocks})),
        )

    def _remarks(self, source: str, html: str, path: str, first_line: int) -> list[Problem]:
        """Return what the reading of a text brought up; and the proof that no letter is lost.

        `html` is "" where HTML is not sound: its letters are not where they were written.
        """
        story = self._markdown.story
        problems = [
            Problem(path, first_line + remark.line - 1, remark.message, remark.hint, remark.warning)
            for remark in story.remarks
        ]
        if self._has_extensions or not html or has_errors(problems):
            return problems  # only a site's own extension knows what it does to letters
        line = letters.lost_at(source, html, [(note.first, note.last) for note in story.notes])
        if line:
            problems.append(
                Problem(
                    path,
                    first_line + line - 1,
                    "the letters from here on do not come out as they are written",
                    r"Write \ before signs such as * _ [ < that are no markup. The fault is "
                    "sitegen's: please report it with this line.",
                )
            )
        return problems


def clean_source(text: str) -> str:
    """Return `text` with plain line ends and without control characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return without_controls(text)


class _HeldUpdates:
    """The updates of a text whose time has not come, each with its warning."""

    def __init__(self, path: str, zone: ZoneInfo, now: datetime | None) -> None:
        self._path = path
        self._zone = zone
        self._now = now
        self.warnings: list[Problem] = []

    def take(self, block: directives.Block) -> bool:
        """Say whether a block is one of them, and keep its warning."""
        if self._now is None:
            return False
        at = directives.update_time(block, self._zone)
        if at is None or at <= self._now:
            return False
        what = f"this update is held until {at:%Y-%m-%d %H:%M}"
        hint = (
            "Until then nothing of it is published. If it has happened already, correct its time."
        )
        self.warnings.append(Problem(self._path, block.line, what, hint, warning=True))
        return True


def _nothing_of(refusal: Problem) -> Conversion:
    return Conversion(Body(""), (), (), 1, "", (), (), (refusal,))
