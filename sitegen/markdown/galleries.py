"""Galleries: blocks that hold pictures and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.core.problems import Problem
from sitegen.markdown.block_filling import BETWEEN, body_start
from sitegen.markdown.directives import Block
from sitegen.markdown.marks import MARK

_PICTURE = re.compile(rf"{MARK}[IJG](\d+)(?:;[^{MARK}]*)?{MARK}")
_TOKEN = re.compile(rf"{MARK}[A-Z]\d*(?:;[^{MARK}]*)?{MARK}")
_TAG = re.compile(r"<[^>]*>")
_EDGE = re.compile(rf"{MARK}([YE])(\d+){MARK}")  # where a block's body begins and ends


def galleries(html: str, path: str, blocks: Sequence[Block]) -> tuple[str, list[Problem]]:
    """Leave no more of galleries than their pictures, once those have placeholders."""
    problems: list[Problem] = []
    around: list[tuple[int, list[str]]] = []  # galleries that are open, and what stood before each
    pieces: list[str] = []  # of the innermost
    at = 0

    def close(end_mark: str) -> None:
        nonlocal pieces
        # A gallery inside a gallery is one list in the end: it ends first.
        number, before = around.pop()
        inner, more = _pictures("".join(pieces), path, blocks[number])
        problems.extend(more)
        pieces = [*before, body_start(number), inner, end_mark]

    for mark in _EDGE.finditer(html):
        number = int(mark[2])
        if blocks[number].kind.body != "pictures":
            continue
        pieces.append(html[at : mark.start()])
        at = mark.end()
        if mark[1] == "Y":
            around.append((number, pieces))
            pieces = []
        elif around and around[-1][0] == number:
            close(mark[0])
    pieces.append(html[at:])
    while around:
        close("")
    return "".join(pieces), problems


def _pictures(inner: str, path: str, block: Block) -> tuple[str, list[Problem]]:
    """Return the pictures inside a gallery; all that stands there, and why, if it is none."""
    numbers = _PICTURE.findall(inner)
    others = _TAG.sub("", _TOKEN.sub("", inner)).strip()
    if others or (not numbers and block.kind.body_needed):
        problem = Problem(
            path,
            block.line,
            f"a {block.name} holds pictures only"
            if numbers
            else f"a {block.name} without pictures",
            'Write one ![what it shows](file.jpg "Caption") on each line.',
        )
        return inner, [problem]
    return BETWEEN.join(f"{MARK}G{n}{MARK}" for n in numbers), []
