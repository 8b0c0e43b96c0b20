"""Directives: the `:::` blocks that Markdown has no words for.

    ::: pull "Ana Ruiz, teacher"
    We were never asked.
    :::

A directive is a line of three or more colons with a name, and ends at a line of as many
colons alone. `split` puts a marker in place of each such line, so that the text
around and inside stays one document for Markdown (footnotes and references work across);
`render` puts the elements in place of the markers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.record import Record
from sitegen.markdown.placeholders import MARK

NAMES = ("pull", "fact", "embed", "gallery", "update", "note", "lang")
DEEPEST = 20  # directives inside one another; a story needs two

_FENCE = re.compile(r" {0,3}(:{3,})[ \t]*(.*?)[ \t]*$")
_CODE = re.compile(r"(`{3,}|~{3,})")
_WORD = re.compile(
    r"""(?:(?P<key>[A-Za-z][\w-]*)\s*=\s*)?
    (?: "(?P<double>[^"]*)" | “(?P<curly>[^”]*)” | (?P<bare>[^\s"“”]+) )""",
    re.VERBOSE,
)

# Options that each directive takes.
_OPTIONS = {
    "pull": ("by",),
    "fact": ("title",),
    "embed": ("title", "transcript", "captions", "poster", "width", "height"),
    "gallery": ("title",),
    "update": ("title", "time"),
    "note": ("title",),
    "lang": (),
}


class Block(Record):
    """One directive as written."""

    name: str
    words: tuple[str, ...]  # what follows the name, unquoted
    titles: tuple[str, ...]  # what follows the name in quotes
    options: dict[str, str]
    line: int  # of its opening, in the source file


def split(
    text: str,
    path: str,
    first_line: int,
    is_held: Callable[[Block], bool] = lambda _block: False,
) -> tuple[str, list[Block], list[Problem]]:
    """Put markers in place of the lines that open and close directives.

    Returns the text, the directives in reading order, and the problems. A directive with
    a problem is left out: its content stands in the text as if it were not there. Of one
    that `is_held` nothing is left but its lines, which are empty.
    """
    splitter = _Splitter(path, is_held)
    code = ""
    for line_number, line in enumerate(text.split("\n"), first_line):
        content = line.lstrip(" ")
        fence = None
        if code:
            if content.startswith(code) and not content.strip(code[0] + " "):
                code = ""
        elif (code_fence := _CODE.match(content)) and line[:4] != "    ":
            if "`" not in content[code_fence.end() :]:
                code = code_fence[1]
        elif content.startswith(":::"):
            fence = _FENCE.match(line)
        if fence is None:
            splitter.output.append(line)
        elif words := fence[2].strip(": \t"):
            splitter.begin(len(fence[1]), words, line_number)
        else:
            splitter.end(fence[1], line_number)
    while splitter.open:
        splitter.leave_out_last()
    return "\n".join(splitter.output), splitter.blocks, splitter.problems


class _Opening(Record):
    """A directive whose end has not come yet."""

    colons: int
    number: int  # of its block; -1 for one with a problem
    line: int
    place: int  # of its marker in the output


class _Splitter:
    """The text so far, with markers, and the directives that are open in it."""

    def __init__(self, path: str, is_held: Callable[[Block], bool]) -> None:
        self.path = path
        self.is_held = is_held
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.output: list[str] = []
        self.open: list[_Opening] = []

    def begin(self, colons: int, words: str, line: int) -> None:
        block, mistakes = _parse(words, self.path, line)
        self.problems += mistakes
        if len(self.open) >= DEEPEST:
            self.problems.append(
                Problem(self.path, line, f"more than {DEEPEST} blocks inside one another")
            )
            block = None
        number = -1
        if block is not None:
            number = len(self.blocks)
            self.blocks.append(block)
        self.open.append(_Opening(colons, number, line, len(self.output)))
        self.output.append(_marker("B", number))

    def end(self, fence: str, line: int) -> None:
        matching = [i for i, opening in enumerate(self.open) if opening.colons == len(fence)]
        if not matching:
            self.problems.append(self._closes_nothing(fence, line))
            self.output.append("")
            return
        while len(self.open) > matching[-1] + 1:
            self.leave_out_last()
        opening = self.open.pop()
        self.output.append(_marker("E", opening.number))
        if opening.number >= 0 and self.is_held(self.blocks[opening.number]):
            self.output[opening.place :] = [""] * (len(self.output) - opening.place)

    def leave_out_last(self) -> None:
        opening = self.open.pop()
        self.output[opening.place] = ""
        self.problems.append(
            Problem(
                self.path,
                opening.line,
                "this block is never closed",
                f"Put a line with {':' * opening.colons} alone after its last line.",
            )
        )

    def _closes_nothing(self, fence: str, line: int) -> Problem:
        if self.open:
            last = self.open[-1]
            hint = f"The block opened in line {last.line} ends with {':' * last.colons}"
        else:
            hint = "Take the line out, or open a block above it: ::: note"
        return Problem(self.path, line, f"'{fence}' closes no block", hint)


def _marker(kind: str, number: int) -> str:
    return f"{MARK}{kind}{number}{MARK}" if number >= 0 else ""


def _parse(text: str, path: str, line: int) -> tuple[Block | None, list[Problem]]:
    """Read what stands behind the colons that open a directive."""
    name, _, rest = text.partition(" ")
    if name not in NAMES:
        hint = did_you_mean(name, NAMES, "Blocks")
        return None, [Problem(path, line, f"unknown block '{name}'", hint)]
    words: list[str] = []
    titles: list[str] = []
    options: dict[str, str] = {}
    problems: list[Problem] = []
    for match in _WORD.finditer(rest):
        quotation = match["double"] if match["double"] is not None else match["curly"]
        value = (quotation if quotation is not None else match["bare"]).strip()
        key = match["key"]
        if key and key not in _OPTIONS[name] and quotation is None and "://" in match[0]:
            words.append(match[0])  # an address with a query: watch?v=x has no scheme before "="
        elif key and key not in _OPTIONS[name]:
            remedy = did_you_mean(key, _OPTIONS[name], "Options")
            problems.append(Problem(path, line, f"block '{name}' has no option '{key}'", remedy))
        elif key:
            options[key] = value
        elif quotation is not None:
            titles.append(value)
        else:
            words.append(value)
    if '"' in _WORD.sub("", rest):
        problems.append(
            Problem(path, line, "a quotation mark without its other half", f'Write ::: {name} "…"')
        )
    return Block(name, tuple(words), tuple(titles), options, line), problems


def update_time(block: Block, zone: ZoneInfo) -> datetime | None:
    """Return when an update happened; None for other blocks, and where it does not say so."""
    return read_time(written_time(block), zone) if block.name == "update" else None


def written_time(block: Block) -> str:
    return block.options.get("time") or " ".join(block.words)


def read_time(words: str, zone: ZoneInfo) -> datetime | None:
    """Read an editor's date and time; without an offset it is the newsroom's."""
    match = re.fullmatch(
        r"(\d{4}-\d{2}-\d{2})[T ]+(\d{1,2}):(\d{2})(:\d{2})?\s*(Z|[+-]\d{2}:?\d{2})?", words
    )
    if match is None:
        return None
    day, hour, minute, second, offset = match.groups()
    iso = f"{day}T{int(hour):02d}:{minute}{second or ''}{(offset or '').replace('Z', '+00:00')}"
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
