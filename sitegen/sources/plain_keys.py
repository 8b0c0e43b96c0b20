"""Keys that hold one plain value: a line, a text, yes or no, an address, a language.

Keys that hold several values are made of these too. Each function takes the reader, the
key and its value, and returns the fields that the key decides.
"""

from __future__ import annotations

import re

from sitegen.core.reach import address_fault
from sitegen.core.urls import is_web_address
from sitegen.schema import yaml_blocks
from sitegen.schema.fields import Fields, Reader, value_in_words
from sitegen.schema.values import is_language
from sitegen.schema.yaml_writing import as_yaml


def read_line(reader: Reader, key: str, value: object) -> Fields:
    return {key: reader.line_of_text(key, value)}


def read_text(reader: Reader, key: str, value: object) -> Fields:
    return {key: reader.text(key, value).strip()}


def read_flag(reader: Reader, key: str, value: object) -> Fields:
    return {key: reader.flag(key, value)}


def read_web_address(reader: Reader, key: str, value: object) -> Fields:
    address = reader.line_of_text(key, value)
    if address and not is_web_address(address):
        whole = f"https://{address}"
        is_bare = "." in address.partition("/")[0] and is_web_address(whole)
        hint = f"Write it whole: '{whole}'." if is_bare else "Write it whole, as in 'https://…'."
        reader.problem(key, f"'{address}' is not a web address", hint)
    elif address:
        fault = address_fault(address)
        if fault is not None:
            reader.problem(key, fault.said_of(f"'{address}'"), fault.hint)
    return {key.rpartition(".")[2]: address}


def read_lang(reader: Reader, key: str, value: object) -> Fields:
    lang = reader.line_of_text(key, value)
    if lang and not is_language(lang):
        better = lang.replace("_", "-")
        reader.problem(
            key,
            f"'{lang}' is not the code of a language",
            f"Write 'lang: {better}'."
            if is_language(better)
            else "Write it as in 'lang: es', 'lang: vi' or 'lang: zh-Hant'.",
        )
    return {"lang": lang} if lang else {}


def read_extra(reader: Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        reader.problem(
            key,
            f"extra holds keys of your own, not {value_in_words(value)}",
            "Write them below it, indented by two spaces.",
        )
        return {}
    return {"extra": {name: _plain(item) for name, item in value.items()}}


def _plain(value: object) -> object:
    """Return a value of `extra` for templates: true, false and whole numbers, else text."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, yaml_blocks.QuotedText):
        return str(value)
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and re.fullmatch(r"0|-?[1-9]\d{0,14}", value, re.ASCII):
        return int(value)
    return value


def refuse_commas(reader: Reader, place: str, key: str, text: str) -> None:
    """Catch "tags: a, b", which YAML takes for one text."""
    if "," in text and not reader.has_failed(place):
        names = as_yaml([part.strip() for part in text.split(",") if part.strip()])
        reader.problem(
            place, f"'{text}' is one text with a comma in it", f"Write a list: '{key}: {names}'."
        )
