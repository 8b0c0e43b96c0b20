"""Directives: the `:::` blocks that Markdown has no words for.

    ::: pull "Ana Ruiz, teacher"
    We were never asked.
    :::

A directive is a line of three or more colons with a name, and ends at a line of as many
colons alone; one that may be empty ends by itself where no such line follows and the next is
empty, so that an address can be embedded in one line. `split` puts a marker in place of each
such line, so that the text around and inside stays one document for Markdown (footnotes and
references work across); `render` puts the elements in place of the markers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sitegen.core.dates import in_newsroom, newsroom_time
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.record import Record
from sitegen.markdown.block_kinds import BlockKind, BlockKinds
from sitegen.markdown.marks import MARK

DEEPEST = 20  # directives inside one another; a story needs two

_FENCE = re.compile(r" {0,3}(:{3,})[ \t]*(.*?)[ \t]*$")
_CODE = re.compile(r"(?:(?:[-*+]|\d{1,9}[.)]) +)*(`{3,}|~{3,})")
_WORD = re.compile(
    r"""(?:(?P<key>[A-Za-z][\w-]*)\s*=\s*)?
    (?: "(?P<double>[^"]*)" | “(?P<curly>[^”]*)” | (?P<bare>[^\s"“”]+) )""",
    re.VERBOSE,
)


class Block(Record):
    """One directive as written."""

    kind: BlockKind
    values: Mapping[str, str]  # argument → what is written for it
    line: int  # of its opening, in the source file

    @property
    def name(self) -> str:
        return self.kind.name


def split(
    text: str,
    path: str,
    first_line: int,
    kinds: BlockKinds,
    is_held: Callable[[Block], bool] = lambda _block: False,
) -> tuple[str, list[Block], list[Problem]]:
    """Put markers in place of the lines that open and close directives.

    Returns the text, the directives in reading order, and the problems. A directive with
    a problem is left out: its content stands in the text as if it were not there. Of one
    that `is_held` nothing is left but its lines, which are empty.
    """
    splitter = _Splitter(path, kinds, is_held)
    code, inside = "", 0  # fence of the code; how far within its line a list's item begins
    for line_number, line in enumerate(text.split("\n"), first_line):
        content = line.lstrip(" ")
        spaces = len(line) - len(content)
        fence = None
        if content and spaces < inside:
            code, inside = "", 0  # the item ends, and its code with it
        if code:
            if content.startswith(code) and not content.strip(code[0] + " "):
                code, inside = "", 0
        elif (code_fence := _CODE.match(content)) and line[:4] != "    ":
            if "`" not in content[code_fence.end() :]:
                code, inside = code_fence[1], code_fence.start(1) and spaces + code_fence.start(1)
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

    def __init__(self, path: str, kinds: BlockKinds, is_held: Callable[[Block], bool]) -> None:
        self.path = path
        self.kinds = kinds
        self.is_held = is_held
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.output: list[str] = []
        self.open: list[_Opening] = []
        self.open_by_colons: Counter[int] = Counter()  # how many have so many colons

    def begin(self, colons: int, words: str, line: int) -> None:
        block, mistakes = _parse(words, self.path, line, self.kinds)
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
        self.open_by_colons[colons] += 1
        self.output.append(_marker("B", number))

    def end(self, fence: str, line: int) -> None:
        if not self.open_by_colons[len(fence)]:
            self.problems.append(self._closes_nothing(fence, line))
            self.output.append("")
            return
        while self.open[-1].colons != len(fence):
            self.leave_out_last()
        opening = self.open.pop()
        self.open_by_colons[opening.colons] -= 1
        self.output.append(_marker("E", opening.number))
        if opening.number >= 0 and self.is_held(self.blocks[opening.number]):
            self.output[opening.place :] = [""] * (len(self.output) - opening.place)

    def leave_out_last(self) -> None:
        opening = self.open.pop()
        self.open_by_colons[opening.colons] -= 1
        if self._stands_alone(opening):
            self.output[opening.place + 1 : opening.place + 2] = [_marker("E", opening.number)]
            return
        self.output[opening.place] = ""
        self.problems.append(
            Problem(
                self.path,
                opening.line,
                "this block is never closed",
                f"Put a line with {':' * opening.colons} alone after its last line.",
            )
        )

    def _stands_alone(self, opening: _Opening) -> bool:
        """Say whether a block is whole in its first line: nothing has to stand in it, or does."""
        if opening.number < 0:
            return False
        kind = self.blocks[opening.number].kind
        follows = "".join(self.output[opening.place + 1 : opening.place + 2])
        return kind.body in ("", "aside") and not kind.body_needed and not follows.strip()

    def _closes_nothing(self, fence: str, line: int) -> Problem:
        if self.open:
            last = self.open[-1]
            hint = f"The block opened in line {last.line} ends with {':' * last.colons}"
        else:
            hint = "Take the line out, or open a block above it: ::: note"
        return Problem(self.path, line, f"'{fence}' closes no block", hint)


def _marker(kind: str, number: int) -> str:
    return f"{MARK}{kind}{number}{MARK}" if number >= 0 else ""


def _parse(
    text: str, path: str, line: int, kinds: BlockKinds
) -> tuple[Block | None, list[Problem]]:
    """Read what stands behind the colons that open a directive."""
    name, _, rest = text.partition(" ")
    kind = kinds.get(name)
    if kind is None:
        hint = did_you_mean(name, kinds.keys(), "Blocks")
        return None, [Problem(path, line, f"unknown block '{name}'", hint)]
    first_line = _FirstLine(kind, path, line)
    for match in _WORD.finditer(rest):
        quotation = match["double"] if match["double"] is not None else match["curly"]
        value = (quotation if quotation is not None else match["bare"]).strip()
        key = match["key"]
        if key and kind.argument(key) is None and quotation is None and "://" in match[0]:
            # An address with a query: watch?v=x has no scheme before "=".
            first_line.words.append(match[0])
        elif key:
            first_line.option(key, value)
        elif quotation is not None:
            first_line.titles.append(value)
        else:
            first_line.words.append(value)
    if '"' in _WORD.sub("", rest):
        first_line.problem("a quotation mark without its other half", f'Write ::: {name} "…"')
    return Block(kind, first_line.values(), line), first_line.problems


class _FirstLine:
    """What the first line of a block says; notes what is wrong with it."""

    def __init__(self, kind: BlockKind, path: str, line: int) -> None:
        self.kind = kind
        self.words: list[str] = []  # what follows the name, unquoted
        self.titles: list[str] = []  # what follows the name in quotes
        self.problems: list[Problem] = []
        self._options: dict[str, str] = {}
        self._path = path
        self._line = line

    def problem(self, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self._path, self._line, message, hint))

    def option(self, key: str, value: str) -> None:
        name = self.kind.name
        if self.kind.argument(key) is None:
            names = [one.name for one in self.kind.arguments]
            remedy = did_you_mean(key, names, "Options")
            self.problem(f"block '{name}' has no option '{key}'", remedy)
        elif key in self._options:
            self.problem(f"block '{name}' has '{key}' twice", "Keep one of the two.")
        self._options[key] = value

    def values(self) -> dict[str, str]:
        """Return what is written for each argument."""
        bare, quoted = self.kind.unnamed(quoted=False), self.kind.unnamed(quoted=True)
        values = {k: v for k, v in self._options.items() if self.kind.argument(k) is not None}
        if bare is None and quoted is not None and not self.titles:
            bare = quoted  # the quotes were left out
        for argument, words in ((bare, self.words), (quoted, self.titles)):
            written = " ".join(words)
            if not written:
                continue
            if argument is None:
                names = " and ".join(f"{one.name}=…" for one in self.kind.arguments[:2])
                hint = f"Write {names}, or delete it." if names else "Delete it."
                self.problem(f"block '{self.kind.name}' has no place for '{written}'", hint)
            elif argument.name in values:
                hint = "Keep one of the two."
                self.problem(f"block '{self.kind.name}' has '{argument.name}' twice", hint)
            else:
                values[argument.name] = written
        return values


def update_time(block: Block, zone: ZoneInfo) -> datetime | None:
    """Return when an update happened; None for other blocks, and where it does not say so."""
    return read_time(written_time(block), zone) if block.name == "update" else None


def written_time(block: Block) -> str:
    """Return a block's time as it is written, "" for none."""
    times = (one.name for one in block.kind.arguments if one.value == "time")
    return block.values.get(next(times, ""), "")


def written_title(block: Block) -> str:
    titles = (one.name for one in block.kind.arguments if one.value in ("words", "title"))
    return block.values.get(next(titles, ""), "")


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
    return newsroom_time(at, zone, later=True) if at.tzinfo is None else in_newsroom(at, zone)
