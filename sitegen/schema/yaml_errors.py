"""What YAML's complaints mean to somebody who writes for a newspaper."""

from __future__ import annotations

import re
from typing import Any

from sitegen.schema.yaml_lists import broken_list
from sitegen.schema.yaml_writing import CURLY_PAIRS, as_yaml, in_quotes, without_quotes

Complaint = tuple[int, str, str]  # line of the block from 0, message, hint

MISSING_END = "Is the '---' that closes the front matter missing above it?"
_OWN_LINE = re.compile(r"(?!- )\S")  # begins a key of the block, and is no item of a list
_KEY = re.compile(r"[\"']?([\w-]+)[\"']?\s*[:=]|\S+")

_PAIR = re.compile(r"(\s*(?:- +)?)([\w-]+):[ \t]+(.*\S)")
_ITEM = re.compile(r"(\s*- +)(\S.*)")
_ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000"
# Where YAML wants a plain space: before a key, after its colon, after the hyphen of an item.
_ODD_SPACE = re.compile(
    rf"^[ \t]*(?P<before>[{_ODD_SPACES}])|^[ \t]*[\w-]+:[ \t]*(?P<colon>[{_ODD_SPACES}])"
    rf"|^[ \t]*-[ \t]*(?P<hyphen>[{_ODD_SPACES}])"
)
_APOSTROPHE_FIRST = re.compile(r"(?i)'(?:tis|twas|twere|til|cause|em|n|round|bout|\d\ds?)\b")
_ODD = re.compile(rf"[{_ODD_SPACES}]")
_ODD_FIRST = re.compile(rf"\A[{_ODD_SPACES}]+")
_SPACES_FIRST = re.compile(rf"\A[{_ODD_SPACES} \t]+")


def explain(error: Exception, block: str) -> Complaint:
    """Return the line to blame, what is wrong with it, and what to write instead."""
    lines = block.split("\n")
    mark: Any = getattr(error, "problem_mark", None)  # yaml's errors have one, where they can
    if mark is None:
        return 0, f"the front matter cannot be read: {error}", ""
    at = min(mark.line, len(lines) - 1)
    cause = odd_space(lines, at) or broken_list(lines, at) or _open_quote(lines, at)
    if cause is not None:
        return cause
    problem = str(getattr(error, "problem", ""))
    context = str(getattr(error, "context", ""))
    start: Any = getattr(error, "context_mark", None) or mark
    text = lines[at]
    if "tab" in problem or text[mark.column : mark.column + 1] == "\t":
        return at, "a tab stands where spaces belong", "Indent with two spaces."
    if "escape" in problem:
        return at, *_with_backslash(text)
    if "simple key" in context:
        return _no_pair(start.line, lines)
    if "document start" in problem:
        return max(at - (text == ""), 0), "this line ends the front matter early", "Delete it."
    pair = _PAIR.fullmatch(text.rstrip())
    own_colon = pair is not None and mark.column == pair.end(2)
    if "mapping values" in problem and (own_colon or pair is None):
        if at and not text[:1].isspace():
            return _no_pair(at - 1, lines)
        return (
            at,
            "this line begins further to the right than the one above it",
            "Begin every key at the start of its line.",
        )
    if "expected key" in problem and not text[: mark.column].strip():
        return (
            at,
            "this line begins neither where the one above it does nor two spaces further",
            "Begin keys that belong together in the same column.",
        )
    if "flow" in context:
        at = start.line
    at = min(at, len(lines) - 1)  # what is never closed ends behind the last line
    return at, *ask_for_quotes(block, at, "this line cannot be read")


def without_key(block: str, at: int) -> tuple[str, str]:
    """Return the key to which a line belongs, and the block with its lines empty.

    The key is "" where the line is empty already: then leaving it out helps nothing.
    """
    lines = block.split("\n")
    start = at
    while start and (not lines[start].strip() or not _OWN_LINE.match(lines[start])):
        start -= 1
    match = _KEY.match(lines[start].lstrip())
    end = max(start, at) + 1
    while end < len(lines) and lines[end].strip() and not _OWN_LINE.match(lines[end]):
        end += 1
    rest = [*lines[:start], *[""] * (end - start), *lines[end:]]
    return (match[1] or match[0]) if match else "", "\n".join(rest)


def odd_space(lines: list[str], until: int) -> Complaint | None:
    """Return the first line on which a space that YAML does not know stands for a plain one.

    Word processors and web pages write such spaces, and they look like any other.
    """
    for at, line in enumerate(lines[: until + 1]):
        match = None if line.isascii() else _ODD_SPACE.match(line)
        if match is None:
            continue
        place = {"before": "at the start of this line", "colon": "after the colon"}.get(
            str(match.lastgroup), "after the hyphen"
        )
        char = match[str(match.lastgroup)]
        beginning = match.end()
        if match["before"]:  # what sets the line in counts, sign by sign
            beginning = len(line) - len(_SPACES_FIRST.sub("", line))
        plain = _ODD.sub(" ", line[:beginning]) + _ODD_FIRST.sub("", line[beginning:])
        return (
            at,
            f"the space {place} (U+{ord(char):04X}) is no plain space",
            f"Write '{plain.rstrip()}', with a space of your own.",
        )
    return None


def _open_quote(lines: list[str], until: int) -> Complaint | None:
    """Return the first line on which a quote is opened that is closed on none of its own."""
    for at, line in enumerate(lines[: until + 1]):
        pair = _PAIR.fullmatch(line.rstrip())
        if pair is None or pair[3][0] not in "\"'":
            continue
        sign, rest = pair[3][0], pair[3][1:]
        if sign in (rest.replace('\\"', "") if sign == '"' else rest):
            continue
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if following and re.match(r"[\w-]+:(?:\s|$)", following) is None:
            continue  # it goes on there
        value = pair[3] if _APOSTROPHE_FIRST.match(pair[3]) else rest.rstrip()
        return (
            at,
            "a quote is opened here and never closed",
            f"Close it: write '{pair[1]}{pair[2]}: {in_quotes(value)}'.",
        )
    return None


def _with_backslash(text: str) -> tuple[str, str]:
    message = "a backslash stands within double quotes"
    pair = _PAIR.fullmatch(text.rstrip())
    if pair is None or "'" in pair[3]:
        return message, "Write two of them: \\\\."
    return message, f"Use single quotes: {pair[1]}{pair[2]}: '{without_quotes(pair[3])}'"


def _no_pair(at: int, lines: list[str]) -> Complaint:
    text = lines[at].strip()
    key, colon, value = text.partition(":")
    if colon and value and re.fullmatch(r"[\w-]+", key):
        return at, f"a space is missing after '{key}:'", f"Write '{key}: {value}'."
    beginning = text if len(text) <= 40 else text[:39] + "…"
    key, equals, value = (part.strip() for part in text.partition("="))
    if equals and re.fullmatch(r"[\w-]+", key):
        line = f"{key}: {as_yaml(without_quotes(value))}"
        return at, f"'{beginning}' is not a line of 'key: value'", f"Write '{line}'."
    return (
        at,
        f"'{beginning}' is not a line of 'key: value'",
        MISSING_END
        if at and not lines[at - 1].strip()
        else "If it goes on from the line above, indent it by two spaces.",
    )


def ask_for_quotes(block: str, at: int, message: str) -> tuple[str, str]:
    """Return a message and hint for a value that needs quotes."""
    line = block.split("\n")[at].rstrip()
    pair = _PAIR.fullmatch(line)
    item = _ITEM.fullmatch(line)
    if pair is None and item is not None:
        text = in_quotes(without_quotes(item[2]))
        return "this item needs quotes around it all", f"Put it in quotes: {item[1]}{text}"
    if pair is None:
        return message, "Put the whole value in quotes."
    key, value = pair[2], pair[3]
    if value.startswith("- "):
        return (
            f"the first item of {key} stands on the line of its key",
            f"Begin the list on the next line: '  {value}'",
        )
    if value[0] in "@`%*&!|>?":
        message = f"{key} begins with '{value[0]}', which means something else here"
    elif value[0] in "\"'":
        message = f"text follows the quote that closes {key}"
    elif value[0] in "[{":
        what, close = ("list", "]") if value[0] == "[" else ("table", "}")
        message = (
            f"{key} begins with '{value[0]}', as a {what} does, and text follows the '{close}'"
        )
    elif value[0] in CURLY_PAIRS and without_quotes(value) != value:
        message = f"the quotes around {key} are curly, and only straight ones count here"
    elif ": " in value or value.endswith(":"):
        message = f"{key} holds a colon and a space, which would begin a value of its own"
    text = in_quotes(without_quotes(value))
    return message, f"Put the {key} in quotes: {pair[1]}{key}: {text}"
