"""Lists between brackets that do not close, or whose items need quotes: how they are mended."""

from __future__ import annotations

import re

import yaml

from sitegen.schema.list_items import split_items
from sitegen.schema.yaml_writing import as_yaml, without_quotes

_OPENING = re.compile(r"(\s*(?:- +)?)(?:([\w-]+):[ \t]*|(?<=- ))([\[{])(.*)")
_KEY = re.compile(r"[\w-]+:(?:\s|$)")
_CLOSING = {"[": "]", "{": "}"}
_NAMES = {"[": "list", "{": "table"}


def broken_list(lines: list[str], until: int) -> tuple[int, str, str] | None:
    """Return the line of the first list that cannot be read, what is wrong and what to write.

    None if there is no such list, or none that we know how to mend.

    Args:
        lines: of a block of front matter that cannot be read.
        until: the last line, from 0, on which a list may begin.
    """
    for at, line in enumerate(lines[: until + 1]):
        match = _OPENING.fullmatch(line.rstrip())
        if match is None:
            continue
        last = at
        while last + 1 < len(lines) and _goes_on(lines[last + 1], match[1]):
            last += 1
        if _can_be_read(lines[at : last + 1]):
            continue
        complaint = (
            _complaint_of_end(lines, at, last, match)
            if last > at
            else _complaint_of_line(at, match)
        )
        if complaint is not None:
            where, _, hint = complaint
            new_line = hint[len("Write '") : -len("'.")]
            new_lines = [*lines[at:where], new_line] if where > at else [new_line]
            return complaint if _can_be_read(new_lines) else None
    return None


def _complaint_of_end(
    lines: list[str], at: int, last: int, match: re.Match[str]
) -> tuple[int, str, str] | None:
    closing = _CLOSING[match[3]]
    if closing in "".join(lines[at : last + 1]):
        return None
    ending = lines[last].rstrip().rstrip(",") + closing
    return (
        last,
        f"the {_NAMES[match[3]]} of {match[2] or 'this item'} is never closed",
        f"Write '{ending}'.",
    )


def _complaint_of_line(at: int, match: re.Match[str]) -> tuple[int, str, str] | None:
    start, key, sign, rest = match.groups()
    closing = _CLOSING[sign]
    inner, end, after = rest.rpartition(closing)
    if end and after.strip():
        return None  # "[Breaking] The dam holds" is a headline
    text = inner if end else rest
    if not end and text[-1:] in ")]}" and text.count("(") < text.count(")"):
        text = text[:-1]
    items = split_items(text)
    name = key or "this item"
    message = (
        f"an item of {name} needs quotes"
        if end
        else f"the {_NAMES[sign]} of {name} is never closed"
    )
    if sign == "{":
        pairs = _pairs(items)
        if not all(re.match(r"[\w-]+:(?:\s|$)", pair) for pair in pairs):
            return None
        message = (end and _sign_within(items, pairs)) or message
        new_items = ", ".join(_mend_pair(pair) for pair in pairs)
    else:
        new_items = ", ".join(_mend_item(item) for item in items)
    before = f"{start}{key}: " if key else start
    return at, message, f"Write '{before}{sign}{new_items}{closing}'."


def _pairs(items: list[str]) -> list[str]:
    """Join what a comma parted from the text before it."""
    pairs: list[str] = []
    for item in items:
        if pairs and not re.match(r"[\w-]+:(?:\s|$)", item):
            pairs[-1] += f", {item}"
        else:
            pairs.append(item)
    return pairs


def _sign_within(items: list[str], pairs: list[str]) -> str:
    """Say which sign within braces begins something of its own; "" where none does."""
    for pair in pairs:
        key, _, value = pair.partition(":")
        if value.strip()[:1] not in ("'", '"', "[", "{") and re.search(r":(?:\s|$)", value):
            return f"a colon within {{…}} would begin a value of its own, in the middle of {key}"
    for pair in pairs:
        if pair not in items:
            return f"a comma within {{…}} ends {pair.partition(':')[0]} before its last words"
    return ""


def _can_be_read(lines: list[str]) -> bool:
    try:
        # The base loader makes nothing but texts, lists and tables.
        value = yaml.load("\n".join(lines), Loader=yaml.CBaseLoader)  # noqa: S506
    except yaml.YAMLError:
        return False
    return isinstance(value, dict | list)


def _goes_on(line: str, start: str) -> bool:
    """Say whether a line belongs to the list above it rather than being a key of its own."""
    indent = len(line) - len(line.lstrip())
    return bool(line.strip()) and (indent > len(start) or _KEY.match(line.lstrip()) is None)


def _mend_item(item: str) -> str:
    if item[0] in "[{":
        return item
    return as_yaml(without_quotes(item), in_list=True)


def _mend_pair(item: str) -> str:
    key, _, value = item.partition(":")
    value = value.strip()
    return f"{key}: {value if value[:1] in '[{' else as_yaml(without_quotes(value), in_list=True)}"
