"""Galleries: blocks that hold pictures and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.core.problems import Problem
from sitegen.markdown.block_filling import BETWEEN, body_start, end
from sitegen.markdown.directives import Block
from sitegen.markdown.marks import MARK

_PICTURE = re.compile(rf"{MARK}[IJG](\d+)(?:;[^{MARK}]*)?{MARK}")
_TOKEN = re.compile(rf"{MARK}[A-Z]\d*(?:;[^{MARK}]*)?{MARK}")
_TAG = re.compile(r"<[^>]*>")


def galleries(html: str, path: str, blocks: Sequence[Block]) -> tuple[str, list[Problem]]:
    """Leave no more of galleries than their pictures, once those have placeholders."""
    problems: list[Problem] = []
    # Innermost first: a gallery inside a gallery is one list in the end.
    for number, block in reversed(list(enumerate(blocks))):
        if block.kind.body != "pictures":
            continue
        before, start, rest = html.partition(body_start(number))
        if not start:
            continue
        inner, close, after = rest.partition(end(number))
        numbers = _PICTURE.findall(inner)
        others = _TAG.sub("", _TOKEN.sub("", inner)).strip()
        if others or (not numbers and block.kind.body_needed):
            problems.append(
                Problem(
                    path,
                    block.line,
                    f"a {block.name} holds pictures only"
                    if numbers
                    else f"a {block.name} without pictures",
                    'Write one ![what it shows](file.jpg "Caption") on each line.',
                )
            )
            continue
        pictures = BETWEEN.join(f"{MARK}G{n}{MARK}" for n in numbers)
        html = "".join((before, start, pictures, close, after))
    return html, problems
