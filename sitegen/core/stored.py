"""Stored values: records as JSON text, and the way back, where the text may be anything.

What is read from a cache was written by whoever wrote it. It becomes a value only if every
field is there, of its type; otherwise it is none.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, overload

import msgspec

T = TypeVar("T")


def to_text(value: object) -> str:
    """Return a record, or a plain value that holds records, as JSON."""
    return msgspec.json.encode(value).decode()


@overload
def from_text(text: object, kind: type[T]) -> T | None: ...
@overload
def from_text(text: object, kind: Any) -> Any: ...
def from_text(text: object, kind: Any) -> Any:
    """Return the value of the type `kind` that `text` stands for; None where it is no such."""
    if not isinstance(text, str):
        return None
    try:
        return _decoder(kind).decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)
