"""Blocks that a site's own extensions read, such as admonitions.

Python-Markdown hands a block processor the text between empty lines. Here it is handed such a
text where one begins at the left edge and stands in no other block; what it makes of it takes
that place, and what it gives back to the parser is read as everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from sitegen.markdown.blocks import BlockReader
from sitegen.markdown.nodes import Node


def read(
    reader: BlockReader,
    lines: Sequence[str],
    processors: Sequence[Any],
    root: Element,
    hand_over: Callable[[int, Sequence[str]], None],
) -> None:
    """Read `lines` with `reader`, and what one of `processors` wants with that.

    `hand_over` is told the number of a line, and what of the text begins there, before a
    processor gets that.
    """
    rest, number = list(lines), 1
    while rest:
        count = None
        if rest[0].strip():
            hand_over(number, rest)
            count = _site_block(reader, rest, number, processors, root)
        if count is None:
            reader.read_line(rest.pop(0), number)
            number += 1
        else:
            number += count
            del rest[:count]
    reader.end()


def _site_block(
    reader: BlockReader, lines: list[str], number: int, processors: Sequence[Any], root: Element
) -> int | None:
    """Have the first processor that wants the next block read it; return how many lines."""
    before = reader.last_block
    goes_on = before is not None and before.kind == "elements"
    if not reader.is_between or (lines[0][0] == " " and not goes_on):
        return None
    holder = before.holder if goes_on and before is not None else None
    if holder is None:
        holder = Element(root.tag)
    text = "\n".join(lines)
    blocks = _parts(text)
    for processor in processors:
        if not processor.test(holder, blocks[0]):
            continue
        remaining = list(blocks)
        if processor.run(holder, remaining) is False:
            continue
        rest = "\n\n".join(remaining)
        count = len(lines) - (rest.count("\n") + 1 if rest else 0)
        if not goes_on:
            reader.place(Node("elements", number, number + count - 1, holder=holder))
        return max(count, 1)
    return None


def _parts(text: str) -> list[str]:
    return text.split("\n\n")


def lines_of(blocks: Iterable[str]) -> list[str]:
    return "\n\n".join(blocks).split("\n")
