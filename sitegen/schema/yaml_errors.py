"""What YAML's complaints mean to somebody who writes for a newspaper."""

from __future__ import annotations

import re
from typing import Any

Complaint = tuple[int, str, str]  # line of the block from 0, message, hint

_PAIR = re.compile(r"(\s*(?:- +)?)([\w-]+):[ \t]+(.*\S)")


def explain(error: Exception, block: str) -> Complaint:
    """Return the line to blame, what is wrong with it, and what to write instead."""
    lines = block.split("\n")
    mark: Any = getattr(error, "problem_mark", None)  # yaml's errors have one, where they can
    if mark is None:
        return 0, f"the front matter cannot be read: {error}", ""
    problem = str(getattr(error, "problem", ""))
    context = str(getattr(error, "context", ""))
    start: Any = getattr(error, "context_mark", None) or mark
    at = min(mark.line, len(lines) - 1)
    text = lines[at]
    if "tab" in problem or text[mark.column : mark.column + 1] == "\t":
        return at, "a tab stands where spaces belong", "Indent with two spaces."
    if "quoted scalar" in context and "end of stream" in problem:
        return start.line, "a quote is opened here and never closed", "Close it, or leave it out."
    if "escape" in problem:
        return at, "a backslash stands within double quotes", "Use single quotes around the value."
    if "simple key" in context:
        return _no_pair(start.line, lines)
    pair = _PAIR.fullmatch(text.rstrip())
    if "document start" in problem:
        return max(at - (text == ""), 0), "this line ends the front matter early", "Delete it."
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
    if "flow" in context and at != start.line:
        return start.line, *ask_for_quotes(
            block, start.line, "a bracket is opened here and never closed"
        )
    return at, *ask_for_quotes(block, at, "this line cannot be read")


def _no_pair(at: int, lines: list[str]) -> Complaint:
    text = lines[at].strip()
    key, colon, value = text.partition(":")
    if colon and value and re.fullmatch(r"[\w-]+", key):
        return at, f"a space is missing after '{key}:'", f"Write '{key}: {value}'."
    beginning = text if len(text) <= 40 else text[:39] + "…"
    return (
        at,
        f"'{beginning}' is not a line of 'key: value'",
        "Is the '---' that closes the front matter missing above it?"
        if at and not lines[at - 1].strip()
        else "If it goes on from the line above, indent it by two spaces.",
    )


def ask_for_quotes(block: str, at: int, message: str) -> tuple[str, str]:
    """Return a message and hint for a value that needs quotes."""
    pair = _PAIR.fullmatch(block.split("\n")[at].rstrip())
    if pair is None:
        return message, "Put the whole value in quotes."
    key, value = pair[2], pair[3]
    if value.startswith("- "):
        return (
            f"the first item of {key} stands on the line of its key",
            f"Begin the list on the next line: '  {value}'",
        )
    quotes = f"put the {key} in quotes: {key}: {_in_quotes(value)}"
    if value[0] in "@`%*&!|>?":
        message = f"{key} begins with '{value[0]}', which means something else here"
    elif value[0] in "\"'":
        message = f"text follows the quote that closes {key}"
    elif value[0] in "[{":
        what, close = ("list", "]") if value[0] == "[" else ("table", "}")
        if close not in value:
            return f"the {what} in {key} is not closed", f"Add {close} at its end."
        message = (
            f"{key} begins with '{value[0]}', as a {what} does, and text follows the '{close}'"
        )
    elif ": " in value or value.endswith(":"):
        message = f"{key} holds a colon and a space, which would begin a value of its own"
    return message, f"{quotes[0].upper()}{quotes[1:]}"


def _in_quotes(value: str) -> str:
    if "'" not in value:
        return f'"{value}"' if '"' not in value and "\\" not in value else f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
