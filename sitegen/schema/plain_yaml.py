"""YAML of other programs, read without judgement: every plain value stays the text that it is.

So `no` is a word, `077002` a number as written, and a date what somebody typed.
"""

from __future__ import annotations

from typing import Any

import yaml


def plain_yaml(text: str) -> Any:
    """Return what a text says: mappings, lists and texts.

    Raises:
        ValueError: it is no YAML, or lies in itself too deep; the words say where.
    """
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but texts
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark is not None else ""
        raise ValueError(f"{getattr(error, 'problem', None) or 'no YAML'}{line}") from None
    except RecursionError:
        raise ValueError("lists lie in one another too deep") from None
