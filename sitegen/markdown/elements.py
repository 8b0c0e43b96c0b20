"""Elements of directives: what stands on the page in place of a ::: block."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from sitegen.core.dates import Moment
from sitegen.core.problems import Problem
from sitegen.language.direction import direction
from sitegen.language.quotation_marks import Quotes
from sitegen.markdown.directives import Block, read_time, written_time
from sitegen.markdown.element_writer import Elements, ElementWriter
from sitegen.markdown.embeds import embed
from sitegen.markdown.placeholders import MARK
from sitegen.model.article import LiveUpdate

_MARKER = re.compile(rf"(<p>)?{MARK}([BE])(\d+){MARK}(</p>)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


_ID = re.compile(r'\sid="([^"]+)"')
_TAG = re.compile(r"<[^>]*>")


def place_elements(
    html: str, blocks: Sequence[Block], *, path: str, zone: ZoneInfo, lang: str, quotes: Quotes
) -> Elements:
    """Put elements in place of the markers that `split` left.

    Addresses in the elements are written as they stand in the source: pictures and links
    are looked for afterwards. A gallery's pictures are put in order by `galleries`.
    """
    elements = Elements(html, [], [])
    pieces: list[str] = []
    stack: list[tuple[int, list[str]]] = []  # directive, the pieces around it
    ids = set(_ID.findall(html))
    broken: set[int] = set()
    position = 0
    for match in _MARKER.finditer(html):
        pieces.append(html[position : match.start()])
        position = match.end()
        number = int(match[3])
        opening, whole = match[2] == "B", match[1] and match[4]
        if not whole or (not opening and (not stack or stack[-1][0] != number)):
            if number not in broken and number < len(blocks):
                broken.add(number)
                elements.problems.append(_misplacement(path, blocks[number]))
            continue
        if opening:
            stack.append((number, pieces))
            pieces = []
            continue
        inner = "".join(pieces).strip("\n")
        pieces = stack.pop()[1]
        writer = ElementWriter(elements, path, zone, lang, quotes, ids)
        pieces.append(_WRITERS[blocks[number].name](writer, blocks[number], inner))
    pieces.append(html[position:])
    while stack:  # its end was misplaced
        number, around = stack.pop()
        if number not in broken:
            elements.problems.append(_misplacement(path, blocks[number]))
        pieces = around + pieces
    elements.html = "".join(pieces)
    return elements


def _misplacement(path: str, block: Block) -> Problem:
    return Problem(
        path,
        block.line,
        f"block '{block.name}' begins or ends inside a list, a table or raw HTML",
        "Put an empty line before it, and begin its lines at the left edge.",
    )


def _title(block: Block) -> str:
    return block.options.get("title") or " ".join(block.titles) or " ".join(block.words)


def _pull(writer: ElementWriter, block: Block, inner: str) -> str:
    by = block.options.get("by") or " ".join(block.titles) or " ".join(block.words)
    if not inner:
        writer.problem(block, "a pull quote without words", "Put the quoted words inside.")
        return ""
    caption = f"\n<figcaption>{writer.html(by, links=True)}</figcaption>" if by else ""
    hidden = ' aria-hidden="true"' if _repeats(inner, writer.elements.html) else ""
    return (
        f'<figure class="pull"{hidden}>\n<blockquote>\n{inner}\n</blockquote>{caption}\n</figure>'
    )


def _repeats(inner: str, html: str) -> bool:
    """Say whether the text itself has these words too: then they are read aloud once."""
    words = _TAG.sub("", inner).strip().strip('“”"‘’')
    return "<a" not in inner and len(words) > 12 and _TAG.sub("", html).count(words) > 1


def _fact(writer: ElementWriter, block: Block, inner: str) -> str:
    return _aside(writer, block, inner, "fact")


def _note(writer: ElementWriter, block: Block, inner: str) -> str:
    return _aside(writer, block, inner, "note")


def _aside(writer: ElementWriter, block: Block, inner: str, name: str) -> str:
    title = _title(block)
    if not title:
        return f'<aside class="{name}">\n{inner}\n</aside>'
    own = writer.next_id(name)
    words = writer.html(title, links=True)
    return (
        f'<aside class="{name}" aria-labelledby="{own}">\n'
        f'<p class="{name}-title" id="{own}">{words}</p>\n{inner}\n</aside>'
    )


def _lang(writer: ElementWriter, block: Block, inner: str) -> str:
    code = block.words[0] if block.words else ""
    if not _LANGUAGE.match(code):
        writer.problem(
            block,
            f"'{code}' is no language code" if code else "a language block without a language",
            "Write ::: lang es for Spanish, ::: lang vi for Vietnamese.",
        )
        return inner
    turn = ' dir="rtl"' if direction(code) == "rtl" else ""
    return f'<div lang="{code}"{turn}>\n{inner}\n</div>'


def _gallery(_writer: ElementWriter, block: Block, inner: str) -> str:
    # The pictures in it have no placeholders yet: `galleries` finishes the list.
    return f"{MARK}G{block.line}{MARK}{inner}{MARK}g{MARK}"


def _update(writer: ElementWriter, block: Block, inner: str) -> str:
    words = written_time(block)
    at = read_time(words, writer.zone)
    title = block.options.get("title") or " ".join(block.titles)
    if at is None:
        writer.problem(
            block,
            f"'{words}' is no date and time" if words else "an update without its time",
            'Write ::: update 2026-03-01 19:30 "What happened"',
        )
        return inner
    if not title:
        writer.problem(
            block,
            "an update without a title",
            f'Write ::: update {words} "What happened": readers find it by these words.',
        )
    own = writer.unique(f"update-{at:%Y%m%d-%H%M}")
    number = len(writer.elements.updates)
    writer.elements.updates.append(LiveUpdate(own, Moment(at), writer.phrase(title).plain))
    neutral = f"{at:%Y-%m-%d %H:%M}"
    return (
        f'<section class="update" id="{own}" aria-labelledby="{own}-title">\n'
        f'<h2 class="update-title" id="{own}-title">{writer.html(title)}</h2>\n'
        f'<p class="update-time"><time datetime="{at.isoformat()}">'
        f"{MARK}T{number};{neutral}{MARK}</time></p>\n{inner}\n</section>"
    )


_WRITERS: dict[str, Callable[[ElementWriter, Block, str], str]] = {
    "pull": _pull,
    "fact": _fact,
    "embed": embed,
    "gallery": _gallery,
    "update": _update,
    "note": _note,
    "lang": _lang,
}
