"""The YAML of front matter, by rules of our own, on top of python-frontmatter.

Every plain value stays the text that was written ("19:30", "077002", "no"), and whoever knows
what a key means reads it. A key given twice, an anchor, an alias and a tag are refused. Every
key and every item of a list has its line.
"""

from __future__ import annotations

import re
from typing import Any

import frontmatter as _frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from sitegen.core.problems import Problem
from sitegen.schema.yaml_errors import (
    MISSING_END,
    Complaint,
    ask_for_quotes,
    explain,
    odd_space,
    without_key,
)
from sitegen.schema.yaml_writing import as_yaml

DEPTH_LIMIT = 12  # lists within lists


_SCALAR = yaml.ScalarNode
_MOST_BROKEN = 8  # keys of one file: beyond, what is wrong is something else

_NO_PAIRS = (
    "the front matter is not made of lines of 'key: value'",
    "Write it as in 'title: Council votes on the budget'.",
)
_TOO_DEEP = (
    f"there are more than {DEPTH_LIMIT} lists or tables within each other",
    "Is a bracket left open?",
)

# What a value can be: text, nothing, a list or a table.
Value = Any  # str | None | list[Value] | dict[str, Value]; mypy has no finite form for it


class QuotedText(str):
    """A text that stood in quotes or in a block: never true, false or nothing."""

    __slots__ = ()


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
    r"^([ \t]*(?:- )?)([\w-]+):([ \t]+(?:[^\s\"'#|>\[{][^\n]*?[ \t])?)(#[^\s#][^\n]*)", re.MULTILINE
)
_LOST_ITEM = re.compile(r"([ \t]*)-[ \t]+(#[^\s#].*)")


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


_NOTHING = frozenset({"", "~", "null"})


class BlockReader:
    """Reads one block: YAML nodes → values, lines and problems, in one pass."""

    def __init__(self, path: str, start: int, problems: list[Problem]) -> None:
        self.path = path
        self.start = start  # line of the file on which the block begins
        self.problems = problems
        self.lines: dict[str, int] = {}
        self.block = ""
        self.broken: set[str] = set()  # keys whose value cannot be read

    def problem(self, line: int, message: str, hint: str = "", warning: bool = False) -> None:
        """Note a problem on a line of the block, counted from 0."""
        self.problems.append(Problem(self.path, self.start + line, message, hint, warning))

    def read(self, block: str) -> dict[str, Value] | None:
        """Return the values of the block, None when it cannot be read at all.

        What stands under a key that cannot be read is left out, and the rest is read: an editor
        shall hear of all mistakes at once.
        """
        self.block = block
        root = self._root(block)
        if root is None:
            return {}
        odd = None if block.isascii() else odd_space(block.split("\n"), block.count("\n"))
        if type(root) is not yaml.MappingNode:
            if self.broken:
                return None  # it is told what is wrong
            self.problem(*(odd or (root.start_mark.line, *_NO_PAIRS)))
            return None
        if " #" in block or "\t#" in block:
            self._warn_of_comments(block)
        return self._table(root, "", 1)

    def _root(self, block: str) -> Any:
        """Return the block's node without the keys that cannot be read, which are noted.

        An empty text when what is left cannot be read either.
        """
        while True:
            try:
                # libyaml calls itself for lists within lists, and takes the process with it.
                deep = sum(map(block.count, "-[{?")) > 400
                complaint = self._refusal(block) if deep or _SUSPECT.search(block) else None
                if complaint is None:
                    metadata, _ = _frontmatter.parse("---\n" + block, handler=_HANDLER)
                    return metadata["root"]
            except yaml.YAMLError as error:
                complaint = explain(error, block)
            self.problem(*complaint)
            key, block = without_key(block, complaint[0])
            self.broken.add(key)
            if not key or len(self.broken) > _MOST_BROKEN or complaint[2].endswith(MISSING_END):
                return ""

    def _refusal(self, block: str) -> Complaint | None:
        """Walk through the block without building anything; return why it is refused, if it is."""
        loader, depth = _Loader(block), 0
        while loader.check_event():
            event: Any = loader.get_event()
            line = event.start_mark.line
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                message = "anchors and aliases are not used here"
                return line, *ask_for_quotes(block, line, message)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEPTH_LIMIT:
                return line, *_TOO_DEEP
        return None

    def _warn_of_comments(self, block: str) -> None:
        for match in _LOST.finditer(block):
            start, key, before, comment = match.groups()
            text = (before + comment).strip()
            words = text.split()
            are_tags = len(words) > 1 and all(re.fullmatch(r"#\w+,?", word) for word in words)
            value = as_yaml([word.strip(",") for word in words] if are_tags else text)
            first = comment.split()[0]
            self.problem(
                block.count("\n", 0, match.start(4)),
                f"'{first}' and what follows is taken as a comment, not as part of {key}",
                f"If it belongs to it, write '{start}{key}: {value}'.",
                warning=True,
            )

    def _odd_hyphen(self, line: int) -> tuple[str, str] | None:
        """Return what is wrong with a list whose hyphens have no plain space behind them."""
        odd = odd_space([self.block.split("\n")[line]], 0)
        return None if odd is None else odd[1:]

    def _lost_item(self, line: int) -> None:
        """Note an item that YAML takes for a comment: "- #Houston"."""
        match = _LOST_ITEM.fullmatch(self.block.split("\n")[line])
        if match is not None:
            text = match[2].rstrip()
            self.problem(
                line,
                f"'{text}' is taken as a comment, and the item is empty",
                f"Put it in quotes: {match[1]}- {as_yaml(text)}",
            )

    def _table(self, node: Any, under: str, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        lines, start = self.lines, self.start
        pairs = self._joined(node) if node.flow_style else node.value
        for key_node, value_node in pairs:
            line = key_node.start_mark.line
            if type(key_node) is not yaml.ScalarNode:
                self.problem(line, "a list or table stands where a key is wanted", "Quote it.")
                continue
            key = key_node.value
            if not key.isascii() and (odd := odd_space([self.block.split("\n")[line]], 0)):
                self.problem(line, *odd[1:])
                continue
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

    def _joined(self, table: Any) -> list[Any]:
        """Return the pairs of a table in braces; what only a comma parted from its text is joined.

        "{alt: A hall, full of people}" gives a key 'full of people', which nobody meant.
        """
        pairs: list[Any] = []
        parted: list[tuple[str, str]] = []  # key, and what follows its comma
        for key_node, value_node in table.value:
            is_bare = type(value_node) is yaml.ScalarNode and not value_node.value
            is_bare = is_bare and not value_node.style and type(key_node) is yaml.ScalarNode
            last = key_node.end_mark
            text = self.block.split("\n")[last.line][last.column :] if is_bare else ":"
            if text.lstrip().startswith(":") or not pairs or type(pairs[-1][1]) is not _SCALAR:
                pairs.append((key_node, value_node))
                continue
            before, text_node = pairs[-1]
            joined = _SCALAR(text_node.tag, f"{text_node.value}, {key_node.value}",
                             text_node.start_mark, key_node.end_mark, text_node.style)  # fmt: skip
            pairs[-1] = (before, joined)
            parted.append((before.value, key_node.value))
        if parted:
            self._parted(table, pairs, *parted[0])
        return pairs

    def _parted(self, table: Any, pairs: list[Any], key: str, rest: str) -> None:
        """Note that a comma within braces parts a text."""
        start, end = table.start_mark, table.end_mark
        hint = f"Put the {key} in quotes."
        if start.line == end.line and all(type(value) is _SCALAR for _, value in pairs):
            line = self.block.split("\n")[start.line]
            table_text = as_yaml({key.value: value.value for key, value in pairs})
            hint = f"Write '{line[: start.column]}{table_text}{line[end.column :].rstrip()}'."
        message = f"a comma within {{…}} ends the {key}, and '{rest}' is taken for a key"
        self.problem(start.line, message, hint)

    def _value(self, node: Any, name: str, depth: int) -> Value:
        kind = type(node)
        if node.tag != _TAGS[kind]:
            line = node.start_mark.line
            self.problem(line, *ask_for_quotes(self.block, line, "tags are not used here"))
        if kind is yaml.ScalarNode:
            text: str = node.value
            if not node.style:
                if text[:1] == "-" and (odd := self._odd_hyphen(node.start_mark.line)):
                    self.problem(node.start_mark.line, *odd)
                    return None
                return None if text in _NOTHING else text
            if node.style == '"' and _CONTROL.search(text):
                self.problem(
                    node.start_mark.line,
                    f"a control character in '{name}' was left out",
                    "It was written with a backslash. Delete it.",
                    warning=True,
                )
                text = _CONTROL.sub("", text)
            return QuotedText(text)
        if depth >= DEPTH_LIMIT:
            self.problem(node.start_mark.line, *_TOO_DEEP)
            return None
        if kind is yaml.MappingNode:
            return self._table(node, name + ".", depth + 1)
        items = []
        for index, item in enumerate(node.value):
            place = f"{name}.{index}"
            self.lines[place] = self.start + item.start_mark.line
            items.append(self._value(item, place, depth + 1))
            if items[-1] is None:
                self._lost_item(item.start_mark.line)
        return items
