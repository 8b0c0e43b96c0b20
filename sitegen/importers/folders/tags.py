"""The shortcodes of Hugo, and the tags of Liquid and Nunjucks, found in a text and replaced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from sitegen.core.record import Record
from sitegen.importers.folders.blocks import Tag, made_of

_ARGUMENT = re.compile(
    r"""(?:(?P<name>[\w.-]+)\s*[=:]\s*)?(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>[^']*)'"""
    r"""|`(?P<raw>[^`]*)`|(?P<bare>[^\s,"'`]+))""",
    re.DOTALL,
)
_HUGO = re.compile(
    r"\{\{(?P<open>[<%])-?\s*(?P<end>/\s*)?(?P<name>[\w./-]+?)(?P<rest>\s(?:\"(?:\\.|[^\"\\])*\"|"
    r"`[^`]*`|[^\"`])*?)?\s*(?P<empty>/)?\s*-?[>%]\}\}",
    re.DOTALL,
)
_HUGO_QUOTED = re.compile(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}", re.DOTALL)
_LIQUID = re.compile(
    r"\{%-?\s*(?P<end>end)?(?P<name>[A-Za-z_][\w-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^%]|%(?!\}))*?)"
    r"(?P<empty>)-?%\}",
    re.DOTALL,
)
# Tags of whose inside nothing is changed.
_KEEPS_INSIDE = frozenset({"raw", "verbatim", "comment", "highlight"})

Special = Callable[[Tag], str | None]  # None: it is none of the program's own


class Replaced(Record):
    """A text with what stands for its tags."""

    text: str
    unknown: Mapping[str, int]  # name → how often it stays as it stood


def without_shortcodes(text: str, special: Special) -> Replaced:
    """Replace the shortcodes of Hugo."""
    replaced = _Replacer(_HUGO, special).all(text)
    plain = _HUGO_QUOTED.sub(lambda m: f"{{{{{m[1]}{m[2]}{m[3]}}}}}", replaced.text)
    return Replaced(plain, replaced.unknown)


def without_liquid(text: str, special: Special) -> Replaced:
    """Replace the tags of Liquid and Nunjucks."""
    return _Replacer(_LIQUID, special).all(text)


class _Open:
    """A tag whose end has not come."""

    def __init__(self, match: re.Match[str] | None) -> None:
        self.match = match
        self.pieces: list[str] = []


class _Replacer:
    def __init__(self, pattern: re.Pattern[str], special: Special) -> None:
        self._pattern = pattern
        self._special = special
        self._unknown: Counter[str] = Counter()

    def all(self, text: str) -> Replaced:
        marks = list(self._pattern.finditer(text))
        ends = Counter(mark["name"] for mark in marks if mark["end"])
        stack = [_Open(None)]
        place = 0
        for mark in marks:
            stack[-1].pieces.append(text[place : mark.start()])
            place = mark.end()
            name = mark["name"]
            inside = stack[-1].match
            if inside is not None and inside["name"] in _KEEPS_INSIDE and not (
                mark["end"] and name == inside["name"]
            ):  # fmt: skip
                stack[-1].pieces.append(mark[0])
            elif mark["end"]:
                self._end(stack, mark)
            elif ends[name] > 0 and not mark["empty"]:
                ends[name] -= 1
                stack.append(_Open(mark))
            else:
                stack[-1].pieces.append(self._made(mark, "", ""))
        stack[-1].pieces.append(text[place:])
        while len(stack) > 1:  # without an end
            last = stack.pop()
            assert last.match is not None
            stack[-1].pieces += [self._made(last.match, "", ""), *last.pieces]
        return Replaced("".join(stack[0].pieces), self._unknown)

    def _end(self, stack: list[_Open], mark: re.Match[str]) -> None:
        depth = next((n for n in reversed(range(len(stack))) if _name(stack[n]) == mark["name"]), 0)
        if not depth:
            stack[-1].pieces.append(mark[0])
            return
        while len(stack) - 1 > depth:  # another was never ended
            last = stack.pop()
            assert last.match is not None
            stack[-1].pieces += [self._made(last.match, "", ""), *last.pieces]
        opened = stack.pop()
        assert opened.match is not None
        stack[-1].pieces.append(self._made(opened.match, "".join(opened.pieces), mark[0]))

    def _made(self, mark: re.Match[str], inner: str, end: str) -> str:
        tag = tag_of(mark["name"], mark["rest"] or "", inner)
        made = self._special(tag)
        made = made_of(tag) if made is None else made
        if made is not None:
            return made
        self._unknown[tag.name] += 1
        return f"{mark[0]}{inner}{end}"


def _name(open_: _Open) -> str:
    return open_.match["name"] if open_.match is not None else ""


def tag_of(name: str, rest: str, inner: str = "") -> Tag:
    """Return a tag with the values that stand behind its name."""
    values: list[str] = []
    named: dict[str, str] = {}
    for match in _ARGUMENT.finditer(rest):
        parts = (match["double"], match["single"], match["raw"], match["bare"])
        value = next((part for part in parts if part is not None), "")
        if match["double"] is not None:
            value = re.sub(r"\\(.)", r"\1", value)
        if match["name"]:
            named[match["name"].casefold()] = value
        else:
            values.append(value)
    if name in ("include", "include_relative", "render", "include_cached") and values:
        return Tag(values[0], values[1:], named, inner)
    return Tag(name, values, named, inner)
