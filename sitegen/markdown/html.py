"""HTML in a story: read as a browser reads it, and cleaned where it is not to be trusted.

The one home of the two parsers: Lexbor says what tree a browser makes of a text, nh3 takes
out what could do harm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from secrets import token_hex

from selectolax.lexbor import LexborHTMLParser

from sitegen.core.control_characters import without_controls
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.markdown import html_elements as elements
from sitegen.markdown.broken_tags import BrokenTag, broken_tags
from sitegen.markdown.html_flaws import Flaw, short, swallowing
from sitegen.markdown.html_rules import broken_rules
from sitegen.markdown.html_scan import scan
from sitegen.markdown.html_tokens import names_in, outline, shape, tokens
from sitegen.markdown.marks import MARK
from sitegen.markdown.raw_html import RawPieces, unmark
from sitegen.markdown.source_lines import SourceLines

# The paragraphs that stand where a directive begins and ends.
_DIRECTIVE = re.compile(rf"<p>{MARK}([BE])\d+{MARK}</p>")

_WHAT_FOLLOWS = "<hr>"  # the page: it must not come to stand inside anything of the story
_USUAL = elements.ELEMENTS | {elements.DIRECTIVE}
_ATTRIBUTES_MOST = 500  # of one tag
_DEEPEST = 500  # elements inside one another; browsers show the 512th beside the others
# What ends where the next of its name begins is not inside it.
_BESIDE = (
    elements.VOID
    | elements.OMITTED_ENDS
    | frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "a", "button", "nobr"))
)
_LONG_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']++|"[^"]*+"|'[^']*+')++>""")
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
_OPEN_COMMENT = Flaw(
    0,
    "a comment begins here and is never closed",
    "Write --> where it ends. In a line of text, or inside other HTML, it may hold no empty line.",
)


class HtmlReading(Record):
    """The HTML of a text without comments, and what is wrong with what was written of it."""

    html: str  # where something is wrong: as a browser mends it
    problems: tuple[Problem, ...]


def read_html(
    html: str, text: str, lines: SourceLines, path: str, *, is_cleaned: bool = False
) -> HtmlReading:
    """Read a converted text as a browser does, and say where that is not what was written.

    Args:
        html: with marks around all that was written as HTML, as `raw_html` puts them.
        text: the source.
        path: its file, for problems.
        is_cleaned: most attributes will be taken out, so that nothing is said of them.
    """
    broken = broken_tags(text, html)
    problems = [_broken(tag, lines, path) for tag in broken]
    if f"{MARK}H" not in html:
        return HtmlReading(html, tuple(problems))
    pieces = unmark(html)
    flaws, html = _flaws(pieces, [tag.name for tag in broken])
    if not is_cleaned and all(flaw.warning for flaw in flaws):
        flaws += broken_rules(pieces)
    flaws_by_line = [(pieces.line(flaw.place), flaw) for flaw in flaws]
    if pieces.open_tags:  # what they swallow is not to blame
        first = pieces.open_tags[0][0]
        flaws_by_line = [(line, flaw) for line, flaw in flaws_by_line if line < first]
        flaws_by_line += [(line, swallowing(0, start)) for line, start in pieces.open_tags]
    flaws_by_line += [(line, _OPEN_COMMENT) for line in pieces.open_comments]
    for line, flaw in flaws_by_line:
        line = line and lines.at(0) + line - 1
        problems.append(Problem(path, line, flaw.message, flaw.hint, flaw.warning))
    return HtmlReading(html, tuple(problems))


def _broken(tag: BrokenTag, lines: SourceLines, path: str) -> Problem:
    line = lines.at(tag.place)
    if not tag.name:
        return Problem(path, line, _OPEN_COMMENT.message, _OPEN_COMMENT.hint)
    return Problem(
        path,
        line,
        f"'{tag.beginning}' is not read as a tag, and shown as it stands",
        "Look in it for a quotation mark without its other half, or write the missing >. To "
        r"show a sign itself, write \<.",
    )


def as_browsers_write(html: str) -> str:
    """Return `html`, a fragment of a page's body, as a browser writes down what it read of it.

    Each element is closed, and what a browser adds, moves or leaves out is added, moved or
    left out.
    """
    return _parsed(html, lambda text: LexborHTMLParser(text, is_fragment=True).html or "")


def _parsed(html: str, parse: Callable[[str], str]) -> str:
    """Return what a parser writes of `html`, with our marks and none that it has decoded.

    A parser reads "&#26;" and writes U+001A. While it reads, our own marks stand as a word
    that nobody can have guessed.
    """
    if "&" not in html:
        return parse(html)
    word = f"mark{token_hex(16)}"
    return without_controls(parse(html.replace(MARK, word))).replace(word, MARK)


def _flaws(pieces: RawPieces, known_starts: Sequence[str]) -> tuple[list[Flaw], str]:
    """Return what is wrong with the HTML, and the HTML without it."""
    html = pieces.html
    crowded = _crowded_tags(pieces) or _deep_tags(html)
    if crowded:
        return crowded, ""
    page = _DIRECTIVE.sub(_as_element, html) if f"{MARK}B" in html else html
    page += _WHAT_FOLLOWS
    structure = outline(page)
    if names_in(structure) <= _USUAL and structure == outline(as_browsers_write(page)):
        return [], html
    page_shape = shape(page)
    if not page_shape.names <= _USUAL:
        flaws = _odd_names(pieces, page)
    elif page_shape.parts == shape(as_browsers_write(page)).parts:
        return [], html
    else:
        flaws = []
    findings = scan(pieces, page, known_starts)
    flaws += findings.flaws
    html = _without(html, findings.left_out)
    if not findings.is_whole:
        return flaws, ""
    if not known_starts and all(flaw.warning for flaw in flaws):
        difference = _difference(_without(page, findings.left_out))
        if difference is None:
            return flaws, html
        flaws.append(difference)
    return flaws, as_browsers_write(html)


def _crowded_tags(pieces: RawPieces) -> list[Flaw]:
    """Return a flaw for each tag with more attributes than a browser reads in good time."""
    html = pieces.html
    return [
        Flaw(
            start + tag.start(),
            f"'{tag[0][:20]}…' has more than {_ATTRIBUTES_MOST} attributes",
            "Take out those that are not needed.",
        )
        for start, end in zip(pieces.starts, pieces.ends, strict=True)
        if end - start > _ATTRIBUTES_MOST * 2
        for tag in _LONG_TAG.finditer(html[start:end])
        if len(_QUOTED.sub("", tag[0]).replace("/", " ").split()[1:]) > _ATTRIBUTES_MOST
    ]


def _deep_tags(html: str) -> list[Flaw]:
    """Return a flaw for the first tag that stands deeper than a browser would let it.

    A parser looks through all elements that are open at each tag: thousands take minutes.
    """
    if html.count("<") <= _DEEPEST:
        return []
    open_ones: Counter[str] = Counter()
    depth = 0
    for token in tokens(html):
        if token.foreign or token.name in _BESIDE:
            continue
        if token.kind == "start":
            open_ones[token.name] += 1
            depth += 1
        elif token.kind == "end" and open_ones[token.name]:
            open_ones[token.name] -= 1
            depth -= 1
        if depth > _DEEPEST:
            name = open_ones.most_common(1)[0][0]
            return [
                Flaw(
                    token.start,
                    f"more than {_DEEPEST} elements stand inside one another here",
                    f"Write </{name}> where each <{name}> ends.",
                )
            ]
    return []


def _as_element(marker: re.Match[str]) -> str:
    """Return a tag, as long as the marker, for the element that will stand in its place."""
    tag = f"<{elements.DIRECTIVE}" if marker[1] == "B" else f"</{elements.DIRECTIVE}"
    return tag.ljust(len(marker[0]) - 1) + ">"


def _without(html: str, places: Iterable[tuple[int, int]]) -> str:
    rest: list[str] = []
    position = 0
    for start, end in places:
        rest.append(html[position:start])
        position = end
    return "".join(rest) + html[position:]


def _difference(html: str) -> Flaw | None:
    """Return the first thing that a browser reads otherwise, whatever the reason."""
    source, read = shape(html), shape(as_browsers_write(html))
    written = [*zip(source.parts, source.places, strict=True), ("", len(html))]
    for (part, place), other in zip(written, [*read.parts, ""], strict=False):
        if part != other:
            return Flaw(
                place,
                f"browsers read '{short(part)}' otherwise than it is written here",
                "Look for tags around it that are not closed, or may not stand inside one another.",
            )
    return None


def _odd_names(pieces: RawPieces, html: str) -> list[Flaw]:
    """Return a warning for each element that HTML has no more, or never had."""
    places: dict[str, list[int]] = {}
    usual = _USUAL | elements.NOT_IN_A_STORY.keys()
    for token in tokens(html):
        is_odd = token.kind == "start" and token.name not in usual and not token.foreign
        if is_odd and pieces.is_raw(token.start):
            places.setdefault(token.name, []).append(token.start)
    return [
        Flaw(
            where[0],
            f"<{name}> is {'obsolete' if name in elements.OBSOLETE else 'no element of HTML'}"
            + (f" ({len(where)} times in this text)" if len(where) > 1 else ""),
            "Readers see its text as any other. " + elements.OBSOLETE.get(name, "Take it out."),
            warning=True,
        )
        for name, where in places.items()
    ]


def cleaner() -> Callable[[str], str]:
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

    return lambda html: _parsed(html, clean)
