"""Front matter as other generators know it: YAML, TOML, JSON, or lines of `Key: value`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from sitegen.core.record import Record, field
from sitegen.schema.plain_yaml import plain_yaml

LONGEST = 100_000  # letters of front matter
_FENCED = re.compile(
    r"(?P<mark>---|\+\+\+)(?P<form>[a-z]*)[ \t]*\n(?P<block>.*?)"
    r"^(?:(?P=mark)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_PAIR = re.compile(r"([A-Za-z][\w-]*):[ \t]*(.*)")
_FIELD = re.compile(r":([A-Za-z][\w -]*):[ \t]*(.*)")
_FORMS = {"": "yaml", "yaml": "yaml", "yml": "yaml", "toml": "toml", "json": "json"}


class Matter(Record):
    """The front of a file, and the text below it."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)  # by names in small letters
    fault: str = ""  # why the front matter could not be read; it stands in the text then
    is_fenced: bool = False  # there are lines around it, though nothing may stand between them


def matter_of(source: str, *, pairs: bool = False, fields: bool = False) -> Matter:
    """Return the front matter and the text of a file.

    Args:
        pairs: lines of `Key: value` at the beginning are front matter too (Pelican).
        fields: lines of `:key: value` are (reStructuredText).
    """
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    fenced = _FENCED.match(source)
    if fenced:
        form = "toml" if fenced["mark"] == "+++" else _FORMS.get(fenced["form"], fenced["form"])
        return _read(form, fenced["block"], source[fenced.end() :])
    if source.startswith("{") and not source.startswith(("{{", "{%")):
        return _json_first(source)
    if fields:
        return _field_lines(source)
    if pairs:
        return _pair_lines(source)
    return Matter(source)


def _read(form: str, block: str, text: str) -> Matter:
    fault = ""
    values: Any = {}
    if len(block) > LONGEST:
        fault = f"it has {len(block):,} letters"
    elif form not in ("yaml", "toml", "json"):
        name = {"js": "JavaScript", "javascript": "JavaScript"}.get(form, form)
        fault = f"it is written in {name}"
    else:
        try:
            values = _parsed(form, block)
        except (ValueError, RecursionError) as error:
            fault = f"{form.upper()}: {error}"
        else:
            if not isinstance(values, dict):
                fault = "" if values in (None, "") else "it holds no keys"
                values = {}
    if fault:
        return Matter(
            f"```{form}\n{block.strip()}\n```\n\n{text.lstrip()}", {}, fault, is_fenced=True
        )
    return Matter(text, _folded(values), is_fenced=True)


def _parsed(form: str, block: str) -> Any:
    if form == "toml":
        return tomllib.loads(block)
    return json.loads(block) if form == "json" else plain_yaml(block)


def _json_first(source: str) -> Matter:
    try:
        values, end = json.JSONDecoder().raw_decode(source)
    except (ValueError, RecursionError):
        return Matter(source)
    return Matter(source[end:].lstrip("\n"), _folded(values)) if isinstance(values, dict) else (
        Matter(source)
    )  # fmt: skip


def _pair_lines(source: str) -> Matter:
    """Read lines of `Key: value` up to the first empty one; an indented line goes on."""
    values: dict[str, Any] = {}
    lines = source.lstrip("\n").split("\n")
    key = ""
    while lines:
        pair = _PAIR.fullmatch(lines[0])
        if pair:
            key = pair[1].casefold()
            values[key] = pair[2].strip()
        elif key and lines[0].strip() and lines[0][0] in " \t":
            values[key] = f"{values[key]}\n{lines[0].strip()}".strip()
        else:
            break
        del lines[0]
    return Matter("\n".join(lines).lstrip("\n"), values) if values else Matter(source)


def _field_lines(source: str) -> Matter:
    """Read a title with its line of signs, and `:key: value` below it."""
    values: dict[str, Any] = {}
    lines = source.lstrip("\n").split("\n")
    if re.fullmatch(r"([=#*~^-])\1+", lines[0]):
        lines = lines[1:]
    if len(lines) > 1 and lines[0].strip() and re.fullmatch(r"([=#*~^-])\1{2,}\s*", lines[1]):
        values["title"] = lines[0].strip()
        lines = lines[2:]
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and (pair := _FIELD.fullmatch(lines[0])):
        values[pair[1].casefold()] = pair[2].strip()
        lines = lines[1:]
    return Matter("\n".join(lines).lstrip("\n"), values) if values else Matter(source)


def _folded(values: Mapping[Any, Any]) -> dict[str, Any]:
    """Return values by their names in small letters; tables within stay as they are."""
    return {str(name).casefold(): value for name, value in values.items()}
