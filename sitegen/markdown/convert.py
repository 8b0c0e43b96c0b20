"""Markdown: an article's text becomes HTML whose links and pictures are placeholders.

What the HTML holds where something is not yet known, with MARK being U+001A:

* MARK L n MARK, inside an attribute: the URL of `links[n]`;
* MARK I n MARK: the figure of `images[n]`, which stood alone in its paragraph;
* MARK J n MARK: the same picture as a bare `<img>`, inside running text;
* MARK T n ; text MARK: the time of `live_updates[n]`, or that text for want of a better.

`fill` puts the real things there. Only this module and its helper `quickmark` know
Python-Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from zoneinfo import ZoneInfo

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension

from sitegen.core.problems import Problem
from sitegen.core.urls import slugify
from sitegen.markdown import directives
from sitegen.markdown import links as marklinks
from sitegen.markdown.fast import QuickMarkdown, TangledError, bound_brackets
from sitegen.markdown.links import MARK
from sitegen.model.article import Body, BodyImage, Heading, Link, LiveUpdate

LONGEST = 4_000_000  # characters of one text; a long novel has two million
WORDS_A_MINUTE = 230

# Ids that the theme's templates use: a heading of the same name gets another anchor.
RESERVED_IDS = frozenset({"main", "top", "menu", "nav", "search", "footer", "content", "theme"})

_MOST_OPEN = 500  # signs < without a >: each is looked at to the text's end
_OPEN_TAGS = re.compile(rf"(?:<[^<>]*+){{{_MOST_OPEN + 1}}}")

_DEEPEST = 40  # beyond some hundreds the result would hang on Python's own limits
_DEEP = re.compile(
    rf"^(?: {{0,3}}> ?){{{_DEEPEST + 1}}}|^ *(?:(?:[-*+]|\d+\.) +){{{_DEEPEST + 1}}}[^\s*-]"
    rf"|^ {{{4 * _DEEPEST},}}(?:[-*+]|\d+\.) ",
    re.MULTILINE,
)

# All of ASCII's and Latin-1's control characters but tab and newline.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_FENCE = re.compile(r"^ {0,3}:::", re.MULTILINE)
_HEADING = re.compile(r"<h([1-6])((?:\s[^>]*)?)>(.*?)</h\1\s*>", re.DOTALL | re.IGNORECASE)
_HEADING_TAG = re.compile(r"(</?h)([1-6])(?=[\s>])", re.IGNORECASE)
_ID = re.compile(r"""\sid\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_NOTE_MARK = re.compile(r'<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)
_NOTE_ID = re.compile(r'(?<=\s)((?:id|href)="#?fn(?:ref\d*)?-)([^"]*)"')
_OPAQUE = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(
    r"</(?:p|h[1-6]|li|dt|dd|td|th|tr|div|blockquote|figcaption|summary|pre|section)>|<br\s*/?>|<hr",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"""<(?:[A-Za-z/!?](?:[^>"']++|"[^"]*+"|'[^']*+')*+>|[^\w/!?])""")
_TOKEN = re.compile(rf"{MARK}([A-Z])(\d+)(?:;([^{MARK}]*))?{MARK}")
_ANY_TOKEN = re.compile(rf"{MARK}[^{MARK}]*{MARK}")
_LINK = re.compile(r"""<a((?:[^"'<>]|"[^"]*"|'[^']*')*)>(.*?)</a>""", re.DOTALL)
_MARKER = re.compile(rf"{MARK}([BE])(\d+){MARK}\Z")
_LAST_SIGNS = frozenset(".!?…\"'”’»)]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SHORT_FORMS = re.compile(
    r"(?:^|[(\"“])(?:[A-Z]|Mr|Mrs|Ms|Dr|Rev|Sen|Rep|Gov|Lt|Sgt|Capt|Col|Gen|St|Ave|No|vs|Sr|Sra|"
    r"Jan|Feb|Aug|Sept|Oct|Nov|Dec|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_TABLE = re.compile(r"<(/?)table(?=[\s>])[^>]*>", re.IGNORECASE)
_HEAD_CELL = re.compile(r"<th(?=[\s>])[^>]*>(.*?)</th>", re.DOTALL | re.IGNORECASE)
_CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL | re.IGNORECASE)

_GAP = re.compile(r"[^a-z0-9]+")
# Letters that have no accent to take off, and signs that words are joined by.
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "ł": "l", "ß": "ss", "–": "-", "—": "-"})

# The only words that are added to the text; {} is the footnote's number.
_NOTE_BACK = {
    "en": "Back to note {} in the text",
    "es": "Volver a la nota {} en el texto",
    "vi": "Trở lại chú thích {} trong bài",
}

# Directives whose words are no part of the story's own run of text.
_ASIDES = frozenset({"pull", "fact", "embed", "gallery", "note"})


@dataclass(frozen=True, slots=True)
class Marked:
    """What one text says."""

    body: Body
    links: tuple[Link, ...]  # in the order of their placeholders
    images: tuple[BodyImage, ...]  # in the order of their placeholders
    minutes: int  # reading time, at least 1
    excerpt: str  # plain text: the first 60 to 90 words, to a sentence's end
    live_updates: tuple[LiveUpdate, ...]
    embeds: tuple[str, ...]  # outside origins that the body loads from, "https://host"
    problems: tuple[Problem, ...]
    held: tuple[Problem, ...] = ()  # warnings of updates whose time has not come


class Converter:
    """Turns texts into HTML; costly to build, so each process has one.

    Args:
        zone: the newsroom's, for times without an offset.
        trust_html: False has raw HTML cleaned of all that could do harm.
        extensions: more of Python-Markdown's, from the site's own modules.
    """

    def __init__(
        self, *, zone: ZoneInfo, trust_html: bool = True, extensions: Sequence[Extension] = ()
    ) -> None:
        self._zone = zone
        self._clean: Callable[[str], str] | None = None if trust_html else _cleaner()
        self._footnotes = FootnoteExtension(BACKLINK_TEXT="↩︎")
        self._markdown = Markdown(
            output_format="html",
            extensions=[*standard_extensions(self._footnotes), *extensions],
        )
        self._brackets = bound_brackets(self._markdown)
        self._quick = QuickMarkdown(self._markdown, SMART)

    def convert(
        self,
        text: str,
        *,
        path: str,
        first_line: int,
        anchor: str,
        lang: str = "en",
        now: datetime | None = None,
    ) -> Marked:
        """Convert one text.

        Args:
            text: Markdown, without the front matter.
            path: the source file, for problems.
            first_line: the line of that file on which `text` begins, from 1.
            anchor: a word unique to the article; ids of footnotes hold it.
            lang: the article's language, for the few words that are added.
            now: leaves out updates of a later time; None takes all.
        """
        if len(text) > LONGEST:
            return _refused(
                path,
                first_line,
                f"the text has {len(text):,} characters; {LONGEST:,} is the most",
                "Split it into several stories, or link to the document as a file.",
            )
        text = clean_source(text)
        problems: list[Problem] = []
        blocks: list[directives.Block] = []
        held: list[Problem] = []
        source = text

        def is_held(block: directives.Block) -> bool:
            at = directives.update_time(block, self._zone) if now is not None else None
            if at is None or now is None or at <= now:
                return False
            held.append(_held(path, block, at))
            return True

        if ":::" in text and _FENCE.search(text):
            source, blocks, problems = directives.split(text, path, first_line, is_held)
        lines = marklinks.SourceLines(text, first_line)
        open_tags = _OPEN_TAGS.search(text) if text.count("<") > _MOST_OPEN else None
        if open_tags:
            return _refused(
                path,
                lines.at(open_tags.start()),
                f"more than {_MOST_OPEN} signs < follow here without one >",
                "Write &lt; for the sign itself, or put the passage between lines of ```.",
            )
        try:
            html = self._to_html(source, anchor, lang)
        except RecursionError:
            return _refused(
                path,
                lines.of_longest(),
                "quotes or lists stand inside one another too deeply to be read",
                "Look for a line with very many of > - 1. or spaces at its beginning.",
            )
        except TangledError:
            return _refused(
                path,
                lines.of_longest(),
                "brackets are opened here and never closed, too many to be read",
                r"Close them, or write \[ for the sign itself.",
            )
        except Exception as error:
            # A site's extension, or Python-Markdown on what it did not foresee, may raise
            # anything: the editor learns of it with the other problems.
            return _refused(
                path,
                first_line,
                f"Markdown could not be read: {type(error).__name__}: {error}",
                "Take parts of the text out to find the one that it is, and write that otherwise.",
            )
        many = html.count("<blockquote>") + html.count("<ul>") + html.count("<ol") > _DEEPEST
        deep = _DEEP.search(text) if many else None
        if deep:
            return _refused(
                path,
                lines.at(deep.start()),
                f"more than {_DEEPEST} quotes or lists stand inside one another",
                "Take most of the signs > - * or 1. at this line's beginning away.",
            )
        if self._clean is not None:
            html = self._clean(html)
        if "<h" in html:
            html = _raise_headings(html, lines, path, problems)
        excerpt = _excerpt(html, blocks)
        updates: list[LiveUpdate] = []
        if blocks:
            made = directives.render(html, blocks, path=path, zone=self._zone, lang=lang)
            html, updates = made.html, made.updates
            problems += made.problems
        if "<table" in html:
            html = _wrap_tables(html)
        found = marklinks.extract(html, lines, path)
        html = found.html
        problems += found.problems
        if blocks:
            html, more = directives.galleries(html, path)
            problems += more
        return Marked(
            body=Body(html, _headings(html) if "<h" in html else (), excerpt),
            links=tuple(found.links),
            images=tuple(found.images),
            minutes=max(1, round(len((source if held else text).split()) / WORDS_A_MINUTE)),
            excerpt=excerpt,
            live_updates=tuple(updates),
            embeds=tuple(found.embeds),
            problems=tuple(sorted(problems)),
            held=tuple(held),
        )

    def _to_html(self, source: str, anchor: str, lang: str) -> str:
        self._markdown.reset()
        self._markdown.parser.state.clear()  # a text that was refused leaves its own behind
        self._brackets.left = self._brackets.MOST
        self._footnotes.setConfig("SEPARATOR", f"-{anchor}-")
        self._footnotes.setConfig(
            "BACKLINK_TITLE", _NOTE_BACK.get(lang.partition("-")[0], _NOTE_BACK["en"])
        )
        html = self._quick.convert(source)
        if "footnote" in html:
            html = _NOTE_ID.sub(lambda m: m[1] + "-".join(m[2].split()) + '"', html)
        return html


def standard_extensions(footnotes: FootnoteExtension) -> list[Extension]:
    """Return what every text is read with: `extra`, heading ids, smart quotes, lists as written.

    They are named one by one, as Python-Markdown's own `extra` lists them: looked up by
    name they would cost a search through all installed packages.
    """
    return [
        FencedCodeExtension(),
        footnotes,
        AttrListExtension(),
        DefListExtension(),
        TableExtension(),
        AbbrExtension(),
        MarkdownInHtmlExtension(),
        SaneListExtension(),
        TocExtension(marker="", slugify=_heading_slug),
        SmartyExtension(substitutions=SMART),
    ]


SMART = {
    "mdash": "—",
    "ndash": "–",
    "ellipsis": "…",
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
}


def _heading_slug(words: str, _separator: str) -> str:
    """Return the anchor of a heading: "What it’s for" gives "what-its-for"."""
    plain = words if words.isascii() else words.translate(_LETTERS)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    slug = _GAP.sub("-", plain.replace("'", "").encode("ascii", "ignore").decode().lower())
    slug = slug.strip("-")[:80].rstrip("-") or slugify(words) or "part"
    return f"{slug}-1" if slug in RESERVED_IDS else slug


def clean_source(text: str) -> str:
    """Return `text` with plain line ends and without control characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def _held(path: str, block: directives.Block, at: datetime) -> Problem:
    return Problem(
        path,
        block.line,
        f"this update is held until {at:%Y-%m-%d %H:%M}",
        "Until then nothing of it is published. If it has happened already, correct its time.",
        warning=True,
    )


def _refused(path: str, line: int, message: str, hint: str) -> Marked:
    problem = Problem(path, line, message, hint)
    return Marked(Body(""), (), (), 1, "", (), (), (problem,))


def _raise_headings(
    html: str, lines: marklinks.SourceLines, path: str, problems: list[Problem]
) -> str:
    """Shift headings so that the highest is h2, and report levels that are left out."""
    levels = [int(m[2]) for m in _HEADING_TAG.finditer(html) if m[1] == "<h"]
    if not levels:
        return html
    shift = 2 - min(levels)
    if shift:
        html = _HEADING_TAG.sub(lambda m: f"{m[1]}{min(6, int(m[2]) + shift)}", html)
    above = 1
    for match in _HEADING.finditer(html):
        level = int(match[1])
        if level > above + 1:
            words = plain_text(match[3])
            problems.append(
                Problem(
                    path,
                    lines.of_words(words),
                    f"heading '{words}' leaves out a level",
                    "Write it with one # more than the heading above it, not two.",
                    warning=True,
                )
            )
        above = level
    return html


def _headings(html: str) -> tuple[Heading, ...]:
    found = []
    for match in _HEADING.finditer(html):
        own = _ID.search(match[2])
        words = plain_text(_NOTE_MARK.sub("", match[3]))
        found.append(Heading(int(match[1]), unescape(own[1]) if own else "", words))
    return tuple(found)


def _wrap_tables(html: str) -> str:
    """Give each table a box that scrolls by keyboard, named by the table's own words."""
    pieces: list[str] = []
    position = depth = start = 0
    for match in _TABLE.finditer(html):
        if not match[1]:
            if depth == 0:
                start = match.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                table = html[start : match.end()]
                pieces.append(html[position:start])
                pieces.append(
                    '<div class="table-scroll" role="region" tabindex="0" '
                    f'aria-label="{escape(_table_name(table))}">\n{table}\n</div>'
                )
                position = match.end()
    return "".join(pieces) + html[position:]


def _table_name(table: str) -> str:
    caption = _CAPTION.search(table)
    if caption and plain_text(caption[1]):
        return plain_text(caption[1])
    cells = [words for m in _HEAD_CELL.finditer(table) if (words := plain_text(m[1]))]
    return ", ".join(cells[:8]) or plain_text(table)[:60] or "…"


def _excerpt(html: str, blocks: Sequence[directives.Block]) -> str:
    words: list[str] = []
    inside = 0  # asides that we are in
    end = html.find('<div class="footnote">')
    end = len(html) if end < 0 else end
    start = html.find("<p>", 0, end)
    while start >= 0 and len(words) <= 90:
        close = html.find("</p>", start, end)
        if close < 0:
            break
        paragraph = html[start + 3 : close]
        start = html.find("<p>", close, end)
        marker = _MARKER.match(paragraph) if blocks else None
        if marker:
            if blocks[int(marker[2])].name in _ASIDES:
                inside += 1 if marker[1] == "B" else -1
        elif inside <= 0:
            if "fnref" in paragraph:
                paragraph = _NOTE_MARK.sub("", paragraph)
            words += plain_text(paragraph).split()
    if not words and not blocks:
        words = plain_text(html[:4000]).split()
    return _first_sentences(words)


def _first_sentences(words: Sequence[str]) -> str:
    """Cut at the first sentence's end after 60 words, else at the last one before it."""
    if len(words) <= 60:
        return " ".join(words)
    for n in range(60, min(90, len(words)) + 1):
        if _ends_sentence(words[n - 1]):
            return " ".join(words[:n])
    if len(words) <= 90:
        return " ".join(words)
    for n in range(59, 29, -1):
        if _ends_sentence(words[n - 1]):
            return " ".join(words[:n])
    return " ".join(words[:90]).rstrip(",;:–—") + "…"


def _ends_sentence(word: str) -> bool:
    if word[-1] not in _LAST_SIGNS:
        return False
    return bool(_SENTENCE_END.search(word)) and not _SHORT_FORMS.search(word)


def plain_text(html: str) -> str:
    """Return the words of `html` with single spaces, without tags and placeholders."""
    if "<" in html:
        if "<!" in html or "<sc" in html or "<st" in html or "<S" in html:
            html = _OPAQUE.sub(" ", html)
        html = _ANY_TAG.sub("", _BREAK.sub(" ", html))
    if MARK in html:
        html = _ANY_TOKEN.sub("", html)
    if "&" in html:
        html = unescape(html)
    return " ".join(html.split())


def fill(
    html: str, links: Sequence[str], pictures: Sequence[str], times: Sequence[str] = ()
) -> str:
    """Put URLs and pictures in place of a body's placeholders.

    Args:
        html: of a `Body`.
        links: URLs, in the order of the body's links; escaped here. "" leads nowhere now:
            the link is taken away and its words stay.
        pictures: ready HTML, in the order of its images: a figure, or a bare `<img>` for
            those that `inline_pictures` names.
        times: the live updates' times as shown, plain text; () for a neutral form.
    """

    def put(match: re.Match[str]) -> str:
        kind, number = match[1], int(match[2])
        if kind == "L":
            return escape(links[number])
        if kind == "T":
            return escape(times[number] if times else match[3], quote=False)
        return pictures[number]

    filled = _TOKEN.sub(put, html) if MARK in html else html
    if "" not in links:
        return filled
    return _LINK.sub(lambda link: link[2] if ' href=""' in link[1] else link[0], filled)


def inline_pictures(html: str) -> frozenset[int]:
    """Return the numbers of the pictures that stand inside running text."""
    if f"{MARK}J" not in html:
        return frozenset()
    return frozenset(int(m[2]) for m in _TOKEN.finditer(html) if m[1] == "J")


def gallery_pictures(html: str) -> frozenset[int]:
    """Return the numbers of the pictures that stand in galleries: each fills a list item."""
    if '<ul class="gallery">' not in html:
        return frozenset()
    return frozenset(int(n) for n in re.findall(rf"<li>\n{MARK}I(\d+){MARK}\n</li>", html))


def _cleaner() -> Callable[[str], str]:
    """Return a function that takes out of HTML what could do harm, with nh3."""
    import nh3  # heavy, and needed only by sites that do not trust their HTML

    tags = nh3.ALLOWED_TAGS | {"section", "video", "audio", "track", "source"}
    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes.setdefault("*", set()).update({"class", "id", "lang", "dir", "title", "role"})
    attributes["img"] = attributes.get("img", set()) | {"credit"}
    for tag in ("video", "audio", "source", "track"):
        attributes[tag] = {"src", "controls", "preload", "poster", "width", "height", "kind"}
        attributes[tag] |= {"srclang", "label", "type", "default"}

    def clean(html: str) -> str:
        return nh3.clean(
            html,
            tags=tags,
            attributes=attributes,
            link_rel=None,
            generic_attribute_prefixes={"aria-"},
            url_schemes={"http", "https", "mailto", "tel", "sms", "geo"},
        )

    return clean
