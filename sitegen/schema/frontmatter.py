"""The front matter of a file: `---`, lines of `key: value`, `---`, and then the text.

Nothing that stands in a file can raise here: what is wrong is a `Problem`. How the block
between the lines is read stands in `yaml_blocks`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.core.merge_conflicts import conflicts
from sitegen.core.problems import Problem, has_errors
from sitegen.core.record import Record
from sitegen.schema.no_text import no_text, with_zeros
from sitegen.schema.other_files import other_format
from sitegen.schema.yaml_blocks import BlockReader, Value

SIZE_LIMIT = 5_000_000  # bytes of a whole file
BLOCK_LIMIT = 100_000  # characters of front matter


class FrontMatter(Record):
    values: Mapping[str, Value]
    lines: Mapping[str, int]  # "title", "authors.1", "image.alt" → line in the file
    body: str  # line ends are \n; without control characters
    first_line: int  # of the body, in the file
    problems: tuple[Problem, ...] = ()  # warnings, and errors beside which values stand
    broken: frozenset[str] = frozenset()  # keys whose values cannot be read

    def line(self, key: str) -> int:
        """Return the line of a key, or of the nearest one around it; else the first."""
        lines = self.lines
        while key not in lines:
            key, dot, _ = key.rpartition(".")
            if not dot:
                return 1
        return lines[key]


def too_large(path: str, size: int) -> Problem | None:
    """Refuse a file by its size alone, before it is read."""
    if size <= SIZE_LIMIT:
        return None
    return Problem(
        path,
        0,
        f"this file has {size / 1e6:,.0f} MB, too much for a story",
        f"A story may have up to {SIZE_LIMIT // 1_000_000} MB. Is it a picture or a film under "
        "the wrong name?",
    )


def split(path: str, data: bytes) -> FrontMatter | tuple[Problem, ...]:
    """Part a file into front matter and body, or say why it cannot be done.

    Where there is a result, its problems are warnings.
    """
    matter = split_with_errors(path, data)
    if isinstance(matter, FrontMatter) and has_errors(matter.problems):
        return matter.problems
    return matter


def split_with_errors(path: str, data: bytes) -> FrontMatter | tuple[Problem, ...]:
    """Do as `split`, but return what could be read also beside errors.

    For callers that have more to say of the same file: one mistake shall not hide another.
    """
    problems: list[Problem] = []
    text = _text_of(path, data, problems)
    if text is None:
        return tuple(problems)
    opening = _OPENING.match(text)
    if opening is None:
        return (*problems, _no_block(path, text))
    # Lines are counted from the opening line, which need not be the first.
    start = text[: opening.end()].rstrip("\n").count("\n") + 2
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return (*problems, _no_end(path, start - 1))
    if opening[1] != "---":
        problems.append(_odd_fence(path, start - 1, opening[1], "open"))
    if closing[1] != "---":
        line = text.count("\n", 0, closing.start()) + 1
        problems.append(_odd_fence(path, line, closing[1], "close"))
    block = text[opening.end() : closing.start()]
    if len(block) > BLOCK_LIMIT:
        return (
            *problems,
            Problem(
                path,
                start - 1,
                f"the front matter has {len(block):,} characters",
                "Is the '---' that closes it in the wrong place?",
            ),
        )
    reading = BlockReader(path, start, problems)
    values = reading.read(block)
    if values is None:
        return tuple(reading.problems)
    body = text[closing.end() :]
    after = start + block.count("\n") + 1
    broken = frozenset(reading.broken)
    return FrontMatter(values, reading.lines, body, after, tuple(problems), broken)


def whole(path: str, data: bytes) -> FrontMatter | tuple[Problem, ...]:
    """Read a file that is nothing but lines of `key: value`, between lines of `---` or not."""
    problems: list[Problem] = []
    text = _text_of(path, data, problems)
    if text is None:
        return tuple(problems)
    block = _DASHES_BEFORE.sub(r"\1#", text, count=1)  # stay as a comment on their line
    closing = _PLAIN_CLOSING.search(block)
    if closing is not None:
        if block[closing.end() :].strip("-. \n"):
            line = block.count("\n", 0, closing.start()) + 1
            what = "what follows this line is not read"
            problems.append(Problem(path, line, what, "Delete the '---'."))
        block = block[: closing.start()]
    reading = BlockReader(path, 1, problems)
    values = reading.read(block)
    if values is None:
        return tuple(reading.problems)
    return FrontMatter(values, reading.lines, "", 1, tuple(problems), frozenset(reading.broken))


def _text_of(path: str, data: bytes, problems: list[Problem]) -> str | None:
    """Return a file as text with \\n for line ends and without control characters.

    None where it is none, or git left a conflict in it: problems say why.
    """
    is_other = data[:1] not in (b"-", b"\n") and other_format(path, data)
    refusal = too_large(path, len(data)) or is_other
    if refusal:
        problems.append(refusal)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(no_text(path, error))
        return None
    if "\0" in text:
        problems.append(with_zeros(path, data))
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    left = conflicts(path, text)
    if left:
        problems += left
        return None
    if _may_be_unprintable(data) and _UNPRINTABLE.search(text):
        text = _without_controls(path, text, problems)
    return text


_DASHES_BEFORE = re.compile(r"\A((?:[^\S\n]*+(?:#[^\n]*+)?\n)*+)---(?=\s)")
_PLAIN_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
# What word processors and phones make of "---", and what other programs write for it.
_DASHES = "-{2,10}|-{0,3}[\u2010-\u2015\u2212][-\u2010-\u2015\u2212]{0,3}"
_OPENING = re.compile(rf"(?:[ \t]*\n)*({_DASHES})[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(
    rf"^(---|(?:{_DASHES}|\.{{3}}|…|\*{{3,}}|_{{3,}}|={{3,}})(?![ \t]*\n[\w-]+:\s))[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
# Control characters but tab and line feed; separators that YAML takes for line ends.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PRINTABLE_BYTES = bytes([9, 10, 13, *range(32, 127), *range(128, 256)])
# How the others of _UNPRINTABLE begin in UTF-8; so do no-break spaces, hence "may".
_SUSPECT_BYTES = (b"\xc2", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xef")


def _may_be_unprintable(data: bytes) -> bool:
    """Say, many times faster than a regular expression, whether one is worth its while."""
    if data.translate(None, _PRINTABLE_BYTES):
        return True
    return not data.isascii() and any(start in data for start in _SUSPECT_BYTES)


def _without_controls(path: str, text: str, problems: list[Problem]) -> str:
    """Take out characters that no page, feed or YAML reader can take, and say where."""
    places = {match[0]: match.start() for match in reversed(list(_UNPRINTABLE.finditer(text)))}
    for char, at in sorted(places.items(), key=lambda item: item[1]):
        # These two come with text from word processors, and stand for a new line there.
        if char not in "\u2028\u2029\ufeff":
            problems.append(
                Problem(
                    path,
                    text.count("\n", 0, at) + 1,
                    f"a control character (U+{ord(char):04X}) was left out",
                    "It comes with text from another program. Delete it.",
                    warning=True,
                )
            )
    return _UNPRINTABLE.sub(lambda match: " " if match[0] in "\u2028\u2029\x0b\x85" else "", text)


# A file that is no story at all.


_EXAMPLE = "Begin the file with the lines '---', 'title: …', 'published: …', '---'."
_EXAMPLE_OF_PERSON = "Begin the file with the lines '---', 'name: Mai Tran', '---'."


def _no_block(path: str, text: str) -> Problem:
    example = _EXAMPLE_OF_PERSON if path.startswith("content/authors/") else _EXAMPLE
    line = len(text) - len(text.lstrip())
    line = text.count("\n", 0, line) + 1 if text.strip() else 0
    if not text.strip():
        return Problem(path, 0, "this file is empty", example)
    if text.lstrip().startswith("+++"):
        return Problem(
            path,
            line,
            "the front matter stands between '+++'",
            "Put it between two lines of '---', and write 'key: value' instead of 'key = value'.",
        )
    return Problem(path, line, "this file has no front matter", example)


def _odd_fence(path: str, line: int, fence: str, verb: str) -> Problem:
    message = f"'{fence}' does not {verb} the front matter"
    return Problem(path, line, message, "Write '---': three plain hyphens, and nothing else.")


def _no_end(path: str, line: int) -> Problem:
    return Problem(
        path,
        line,
        "the front matter begins here and never ends",
        "Write a line of '---' between the last key and the text.",
    )


# YAML.
