"""What TOML's complaints mean to whoever sets up the site, and the line that would be right."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem
from sitegen.schema.list_items import split_items
from sitegen.schema.yaml_writing import without_quotes

_GENERAL = 'Settings are written as key = "text", key = 5, key = true.'
_PAIR = late_pattern(r'\s*(?P<key>[\w.-]+|"[^"]*")\s*(?P<sign>[=:])\s*(?P<value>.*?)\s*')
_HEADER = late_pattern(r"\s*(\[{1,2})\s*([^\[\]#]+?)\s*(\]{0,2})\s*(?:#.*)?")
_DATE = late_pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DATE_HINT = "Write the date as in 2026-11-20, without quotes."
_ANSWERS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false",
            "off": "false"}  # fmt: skip
_CURLY = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛", "'"))
_FAR = 30  # lines: how far above the complaint its cause may lie


def toml_problem(name: str, text: str, error: Exception) -> Problem:
    """Return what is wrong with a TOML text as a problem of the file `name`."""
    match = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|(end of document))\)", str(error))
    message, line = (match[1], match[2]) if match else (str(error), None)
    lines = text.split("\n")
    at = int(line) if line else text.rstrip().count("\n") + 1
    if "overwrite" in message or "twice" in message:
        key = lines[at - 1].partition("=")[0].strip()
        return Problem(name, at, f"'{key}' is given twice", "Keep one of the two.")
    for number in range(at, max(0, at - _FAR), -1):
        better = mended_line(lines[number - 1])
        if better:
            return Problem(
                name, number, f"this line is not TOML: {_lower(message)}", f"Write '{better}'."
            )
    pair = _PAIR.fullmatch(lines[at - 1])
    hint = _DATE_HINT if pair is not None and _DATE.fullmatch(pair["value"]) else _GENERAL
    return Problem(name, at, f"this line is not TOML: {_lower(message)}", hint)


def mended_line(line: str) -> str:
    """Return a line that is no TOML by itself as it was meant; "" when it is sound or unclear."""
    if not line.strip() or _is_sound(line) or _goes_on(line):
        return ""
    return next((better for better in _candidates(line) if _is_sound(better)), "")


def _candidates(line: str) -> Iterator[str]:
    header = _HEADER.fullmatch(line)
    if header is not None and not header[2].startswith('"'):
        yield f"{header[1]}{header[2]}{']' * len(header[1])}"
    yield line.translate(_CURLY)
    pair = _PAIR.fullmatch(line)
    if pair is None:
        return
    key, value = pair["key"], pair["value"].rstrip(",;")
    date = _DATE.fullmatch(value)
    if date is not None:
        yield f"{key} = {date[1]}-{int(date[2]):02}-{int(date[3]):02}"
        return
    answer = _ANSWERS.get(value.casefold())
    if answer or re.fullmatch(r"\d{1,15}", value):
        yield f"{key} = {answer or str(int(value))}"
    if pair["sign"] == ":" and value:
        yield f"{key} = {value}"
    if value.startswith("["):
        items = split_items(value.strip("[]").translate(_CURLY))
        yield f"{key} = [{', '.join(_item(item) for item in items)}]"
    elif value and value[0] != "{":
        yield f"{key} = {_text(value)}"


def _item(text: str) -> str:
    return text if text[:1] == "{" or re.fullmatch(r"\d+|true|false", text) else _text(text)


def _text(value: str) -> str:
    """Return a text in double quotes, without the quotes that were around it."""
    if value[:1] == value[-1:] == "'" and "''" in value[1:-1]:  # as YAML writes an apostrophe
        inner = value[1:-1].replace("''", "'")
        value = f"'{inner}'"
    plain = without_quotes(value)
    if plain == value and value[:1] in "\"'“‘" and value.count(value[0]) == 1:
        plain = value[1:]  # opened and never closed
    return json.dumps(plain.strip(), ensure_ascii=False)


def _is_sound(line: str) -> bool:
    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _goes_on(line: str) -> bool:
    """Say whether a line may be sound with those below it: a list or text over several lines."""
    return line.rstrip().endswith(("[", "{", ",", '"""', "'''"))


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
