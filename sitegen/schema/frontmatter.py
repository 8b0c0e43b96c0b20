"""The front matter of a file: `---`, lines of `key: value`, `---`, and then the text.

YAML by our own rules, on top of python-frontmatter: every plain value stays the text that
was written ("19:30", "077002", "no"), and whoever knows what a key means reads it. A key
given twice, an anchor, an alias and a tag are refused. Every key and every item of a list
has its line. Nothing that stands in a file can raise here: what is wrong is a `Problem`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frontmatter as _frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from sitegen.core.problems import Problem
from sitegen.schema.yaml_errors import ask_for_quotes, explain

SIZE_LIMIT = 5_000_000  # bytes of a whole file
BLOCK_LIMIT = 100_000  # characters of front matter
DEPTH_LIMIT = 12  # lists within lists

# What a value can be: text, nothing, a list or a table.
Value = Any  # str | None | list[Value] | dict[str, Value]; mypy has no finite form for it


class Quoted(str):
    """A text that stood in quotes or in a block: never true, false or nothing."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    values: Mapping[str, Value]
    lines: Mapping[str, int]  # "title", "authors.1", "image.alt" → line in the file
    body: str  # line ends are \n; without control characters
    first_line: int  # of the body, in the file
    problems: tuple[Problem, ...] = ()  # warnings, and errors beside which values stand

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
    if isinstance(matter, FrontMatter) and any(not p.warning for p in matter.problems):
        return matter.problems
    return matter


def split_with_errors(path: str, data: bytes) -> FrontMatter | tuple[Problem, ...]:
    """Do as `split`, but return what could be read also beside errors.

    For callers that have more to say of the same file: one mistake shall not hide another.
    """
    large = too_large(path, len(data))
    if large:
        return (large,)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return (_not_text(path, error),)
    if "\0" in text:
        return (_binary(path, data),)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems: list[Problem] = []
    if _may_be_unprintable(data) and _UNPRINTABLE.search(text):
        text = _cleaned(path, text, problems)
    opening = _OPENING.match(text)
    if opening is None:
        return (*problems, _no_block(path, text))
    # Lines are counted from the opening line, which need not be the first.
    start = text[: opening.end()].rstrip("\n").count("\n") + 2
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return (*problems, _unclosed(path, start - 1))
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
    reading = _Reading(path, start, problems)
    values = reading.read(block)
    if values is None:
        return tuple(reading.problems)
    body = text[closing.end() :]
    after = start + block.count("\n") + 1
    return FrontMatter(values, reading.lines, body, after, tuple(problems))


_OPENING = re.compile(r"(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
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


def _cleaned(path: str, text: str, problems: list[Problem]) -> str:
    """Take out characters that no page, feed or YAML reader can take, and say where."""
    found = {match[0]: match.start() for match in reversed(list(_UNPRINTABLE.finditer(text)))}
    for char, at in sorted(found.items(), key=lambda item: item[1]):
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


def _binary(path: str, data: bytes) -> Problem:
    at = data.index(b"\0")
    return Problem(
        path,
        data.count(b"\n", 0, at) + 1,
        f"this file is not text: byte {at + 1} is zero",
        "Save the story as plain text in UTF-8, or give the file its right name.",
    )


def _not_text(path: str, error: UnicodeDecodeError) -> Problem:
    data, at = error.object, error.start
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(path, 1, "this file is UTF-16 text", "Save it as UTF-8.")
    if b"\0" in data[:4096]:
        return _binary(path, data)
    line = data.count(b"\n", 0, at) + 1
    start = data.rfind(b"\n", 0, at) + 1
    before = data[max(start, at - 20) : at].decode("utf-8", "ignore")
    near = f", after '{before}'" if before.strip() else ""
    return Problem(
        path,
        line,
        f"byte {at - start + 1} of this line (0x{data[at]:02x}) is not UTF-8 text{near}",
        "Save the file as UTF-8, and look at this line: a letter or quote may be lost.",
    )


_EXAMPLE = "Begin the file with the lines '---', 'title: …', 'published: …', '---'."


def _no_block(path: str, text: str) -> Problem:
    line = len(text) - len(text.lstrip())
    line = text.count("\n", 0, line) + 1 if text.strip() else 0
    if not text.strip():
        return Problem(path, 0, "this file is empty", _EXAMPLE)
    if text.lstrip().startswith("+++"):
        return Problem(
            path,
            line,
            "the front matter stands between '+++'",
            "Put it between two lines of '---', and write 'key: value' instead of 'key = value'.",
        )
    return Problem(path, line, "this file has no front matter", _EXAMPLE)


def _unclosed(path: str, line: int) -> Problem:
    return Problem(
        path,
        line,
        "the front matter begins here and never ends",
        "Write a line of '---' between the last key and the text.",
    )


# YAML.

_TAGS: dict[type[yaml.Node], str] = {
    yaml.ScalarNode: "text",
    yaml.SequenceNode: "list",
    yaml.MappingNode: "table",
}


class _Loader(yaml.CBaseLoader):
    """libyaml's parser, with a tag by shape alone: so no text becomes a number or date."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:  # noqa: ARG002
        return _TAGS[kind]

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Have no rules by place."""

    def ascend_resolver(self) -> None:
        """Have no rules by place."""


class _Handler(YAMLHandler):
    """Tells python-frontmatter by which rules a block is read."""

    def split(self, text: str) -> tuple[str, str]:
        return text[len("---\n") :], ""  # `split` of this module has parted the file

    def load(self, fm: str, **_: object) -> dict[str, yaml.Node | None]:
        return {"root": _Loader(fm).get_single_node()}


_HANDLER = _Handler()
# An anchor, alias or tag may begin here; most blocks hold none of these.
_SUSPECT = re.compile(r"(?:^|[\s\[{,:?-])[&*]\S")
# Comments are written "# so". "#1" and "#MeToo" belong to what stands before them.
_LOST = re.compile(
    r"^[ \t]*(?:- )?([\w-]+):[ \t]+[^\s\"'#|>\[{][^\n]*?[ \t](#[^\s#]\S*)", re.MULTILINE
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NOTHING = frozenset({"", "~", "null"})


class _Reading:
    """Reads one block: YAML nodes → values, lines and problems, in one pass."""

    def __init__(self, path: str, start: int, problems: list[Problem]) -> None:
        self.path = path
        self.start = start  # line of the file on which the block begins
        self.problems = problems
        self.lines: dict[str, int] = {}
        self.block = ""

    def problem(self, line: int, message: str, hint: str = "", warning: bool = False) -> None:
        """Note a problem on a line of the block, counted from 0."""
        self.problems.append(Problem(self.path, self.start + line, message, hint, warning))

    def read(self, block: str) -> dict[str, Value] | None:
        """Return the values of the block, None when it cannot be read at all."""
        self.block = block
        try:
            # libyaml calls itself for lists within lists, and takes the process with it.
            deep = sum(map(block.count, "-[{?")) > 400
            if (deep or _SUSPECT.search(block)) and self._refused(block):
                return None
            metadata, _ = _frontmatter.parse("---\n" + block, handler=_HANDLER)
        except yaml.YAMLError as error:
            self.problem(*explain(error, block))
            return None
        root: Any = metadata["root"]
        if root is None:
            return {}
        if type(root) is not yaml.MappingNode:
            self.problem(
                root.start_mark.line,
                "the front matter is not made of lines of 'key: value'",
                "Write it as in 'title: Council votes on the budget'.",
            )
            return None
        if " #" in block or "\t#" in block:
            self._warn_of_comments(block)
        return self._table(root, "", 1)

    def _refused(self, block: str) -> bool:
        """Walk through the block without building anything; say whether it is refused."""
        loader, depth = _Loader(block), 0
        while loader.check_event():
            event: Any = loader.get_event()
            line = event.start_mark.line
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                self.problem(
                    line, *ask_for_quotes(block, line, "anchors and aliases are not used here")
                )
                return True
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEPTH_LIMIT:
                self._too_deep(line)
                return True
        return False

    def _too_deep(self, line: int) -> None:
        self.problem(
            line,
            f"there are more than {DEPTH_LIMIT} lists or tables within each other",
            "Is a bracket left open?",
        )

    def _warn_of_comments(self, block: str) -> None:
        for found in _LOST.finditer(block):
            self.problem(
                block.count("\n", 0, found.start(2)),
                f"'{found[2]}' and what follows is taken as a comment, not as part of {found[1]}",
                "If it belongs to it, put the whole in quotes.",
                warning=True,
            )

    def _table(self, node: Any, under: str, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        lines, start = self.lines, self.start
        for key_node, value_node in node.value:
            line = key_node.start_mark.line
            if type(key_node) is not yaml.ScalarNode:
                self.problem(line, "a list or table stands where a key is wanted", "Quote it.")
                continue
            key = key_node.value
            if key in values:
                self.problem(
                    line,
                    f"'{key}' is given twice: here and on line {lines[under + key]}",
                    "Keep one of the two.",
                )
                continue
            name = under + key
            lines[name] = start + line
            values[key] = self._value(value_node, name, depth)
        return values

    def _value(self, node: Any, name: str, depth: int) -> Value:
        kind = type(node)
        if node.tag != _TAGS[kind]:
            line = node.start_mark.line
            self.problem(line, *ask_for_quotes(self.block, line, "tags are not used here"))
        if kind is yaml.ScalarNode:
            text: str = node.value
            if not node.style:
                return None if text in _NOTHING else text
            if node.style == '"' and _CONTROL.search(text):
                self.problem(
                    node.start_mark.line,
                    f"a control character in '{name}' was left out",
                    "It was written with a backslash. Delete it.",
                    warning=True,
                )
                text = _CONTROL.sub("", text)
            return Quoted(text)
        if depth >= DEPTH_LIMIT:
            self._too_deep(node.start_mark.line)
            return None
        if kind is yaml.MappingNode:
            return self._table(node, name + ".", depth + 1)
        items = []
        for index, item in enumerate(node.value):
            place = f"{name}.{index}"
            self.lines[place] = self.start + item.start_mark.line
            items.append(self._value(item, place, depth + 1))
        return items
