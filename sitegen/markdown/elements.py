"""Elements of directives: what stands in a body in place of a ::: block.

That is no HTML yet, but the block's arguments and its insides, one behind the other; see
`block_filling`. The theme's template makes the HTML of it when a page or feed is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape
from textwrap import shorten
from zoneinfo import ZoneInfo

from sitegen.core.dates import Moment
from sitegen.core.problems import Problem, did_you_mean, has_errors
from sitegen.language.quotation_marks import Quotes
from sitegen.markdown import block_filling
from sitegen.markdown.block_kinds import Argument
from sitegen.markdown.block_rules import RULES
from sitegen.markdown.directives import Block, read_time, written_time, written_title
from sitegen.markdown.element_writer import Elements, ElementWriter
from sitegen.markdown.marks import MARK
from sitegen.markdown.own_ids import OwnIds
from sitegen.markdown.plain_text import plain_text
from sitegen.model.article import LiveUpdate

_MARKER = re.compile(rf"(<p>)?{MARK}([BE])(\d+){MARK}(</p>)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_ID = re.compile(r'\sid="([^"]+)"')
_UPDATE_LETTERS = 600  # of an update in its feed
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
    ids = OwnIds(_ID.findall(html))
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
        pieces.append(_element(writer, number, blocks[number], inner))
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


def _element(writer: ElementWriter, number: int, block: Block, inner: str) -> str:
    """Return a block as it stands in a body; its insides alone where something is wrong."""
    before = len(writer.elements.problems)
    rule = RULES.get(block.name)
    if rule is not None:
        rule(writer, block, inner)
    if not has_errors(writer.elements.problems[before:]):
        _check(writer, block, inner)
    if has_errors(writer.elements.problems[before:]):
        return inner
    pieces = [block_filling.start(number, block.name)]
    for argument in block.kind.arguments:
        html = _html(writer, argument, block.values.get(argument.name) or argument.default)
        pieces.append(block_filling.argument(number, argument.name, argument.value, html))
    own = _own_id(writer, block) if "id" in block.kind.given else ""
    if own:
        pieces.append(block_filling.argument(number, "id", "id", f'<b id="{escape(own)}">'))
    if "repeats" in block.kind.given and _repeats(inner, writer.elements.html):
        pieces.append(block_filling.argument(number, "repeats", "choice", "yes"))
    if block.name == "update":
        _note_update(writer, block, own, inner)
    start, end = block_filling.body_start(number), block_filling.end(number)
    return "".join((*pieces, f"{start}\n{inner}\n{end}"))


def _check(writer: ElementWriter, block: Block, inner: str) -> None:
    """Note what is wrong with a block's arguments and insides, for kinds of any name."""
    name, kind = block.name, block.kind
    for argument in kind.arguments:
        written = block.values.get(argument.name, "")
        if written:
            _CHECKS.get(argument.value, _any)(writer, block, argument, written)
        elif argument.needed and not argument.default:
            writer.problem(
                block, f"block '{name}' has no {argument.name}", f"Write ::: {_sample(block)}"
            )
    if inner and not kind.body:
        hint = "Put the words above it or below it."
        writer.problem(block, f"block '{name}' holds nothing, and has words inside", hint)
    elif kind.body_needed and not inner and kind.body != "pictures":
        writer.problem(block, f"block '{name}' has nothing inside", "Put words between its lines.")


def _sample(block: Block) -> str:
    """Return the first line of a block with all that it needs."""
    words = [block.name]
    for argument in block.kind.arguments:
        if argument.needed or argument.name in block.values:
            value = block.values.get(argument.name) or "…"
            quoted = f'"{value}"' if argument.quoted or " " in value else value
            words.append(
                quoted if argument.bare or argument.quoted else f"{argument.name}={quoted}"
            )
    return " ".join(words)


def _any(_writer: ElementWriter, _block: Block, _argument: Argument, _written: str) -> None:
    return None


def _check_number(writer: ElementWriter, block: Block, argument: Argument, written: str) -> None:
    if not _NUMBER.match(written):
        message = f"{argument.name} is '{written}', which is no whole number"
        writer.problem(block, message, f"Write it as in {argument.name}={argument.default or 3}.")


def _check_choice(writer: ElementWriter, block: Block, argument: Argument, written: str) -> None:
    if written not in argument.choices:
        message = f"{argument.name} '{written}' is not known"
        writer.problem(block, message, did_you_mean(written, argument.choices))


def _check_language(writer: ElementWriter, block: Block, _: Argument, written: str) -> None:
    if not _LANGUAGE.match(written):
        hint = f"Write ::: {block.name} es for Spanish, ::: {block.name} vi for Vietnamese."
        writer.problem(block, f"'{written}' is no language code", hint)


def _check_time(writer: ElementWriter, block: Block, _: Argument, written: str) -> None:
    if read_time(written, writer.zone) is None:
        hint = "Write it as in 2026-03-01 19:30."
        writer.problem(block, f"'{written}' is no date and time", hint)


def _check_address(writer: ElementWriter, block: Block, argument: Argument, written: str) -> None:
    if " " in written:
        writer.problem(
            block,
            f"{argument.name} is '{written}', which is more than an address",
            'Put words in quotes: "…".',
        )


_CHECKS: Mapping[str, Callable[[ElementWriter, Block, Argument, str], None]] = {
    "number": _check_number,
    "choice": _check_choice,
    "language": _check_language,
    "time": _check_time,
    "link": _check_address,
    "file": _check_address,
}


def _html(writer: ElementWriter, argument: Argument, written: str) -> str:
    """Return the value of an argument as it stands in a body; "" for none."""
    if argument.value in ("words", "title"):
        return writer.html(written, links=argument.value == "words") if written else ""
    if argument.value in ("link", "file"):
        return block_filling.address_html(written, argument.value)
    if argument.value == "time":
        at = read_time(written, writer.zone)
        return at.isoformat() if at is not None else ""
    return escape(written)


def _own_id(writer: ElementWriter, block: Block) -> str:
    """Return an id that is free: by the block's time, or its number among those with titles."""
    at = read_time(written_time(block), writer.zone)
    if at is not None:
        return writer.ids.unique(f"{block.name}-{at:%Y%m%d-%H%M}")
    titles = any(one.value in ("words", "title") for one in block.kind.arguments)
    return writer.ids.numbered(block.name) if written_title(block) or not titles else ""


def _repeats(inner: str, html: str) -> bool:
    """Say whether the text itself has these words too: then they are read aloud once."""
    words = _TAG.sub("", inner).strip().strip('“”"‘’')
    return "<a" not in inner and len(words) > 12 and _words_of(html).count(words) > 1


@lru_cache(maxsize=1)
def _words_of(html: str) -> str:
    """Return a text without tags; the blocks of one text ask for the same one after another."""
    return _TAG.sub("", html)


def _note_update(writer: ElementWriter, block: Block, own: str, inner: str) -> None:
    """Note an entry of a live story: its page and its markup list them all."""
    at = read_time(written_time(block), writer.zone)
    if at is not None:
        title = writer.phrase(written_title(block)).plain
        text = shorten(plain_text(inner), _UPDATE_LETTERS, placeholder="…")
        writer.elements.updates.append(LiveUpdate(own, Moment(at), title, text))
