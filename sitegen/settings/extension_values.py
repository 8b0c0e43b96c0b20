"""Values from extension modules: whether one is of the type that it has to be of."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import datetime

from sitegen.core.record import Record
from sitegen.core.urls import is_slug
from sitegen.model.article import Article
from sitegen.model.kinds import KINDS


def fits(value: object, hint: object) -> bool:
    """Say whether a value is of an annotated type, as far as that can be seen."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in (typing.Any, object) or origin is typing.Literal:
        return True
    if hint is None or hint is type(None):
        return value is None
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, each) for each in inner)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return isinstance(value, tuple) and all(fits(item, inner[0]) for item in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, Mapping)
    if isinstance(origin, type) and issubclass(origin, Sequence) and origin is not tuple:
        return isinstance(value, list | tuple) and all(fits(item, inner[0]) for item in value)
    if not isinstance(hint, type):
        return True
    if isinstance(value, datetime) and value.tzinfo is None:
        return False  # no key can be made of it
    return isinstance(value, hint) or (hint is float and isinstance(value, int))


def unprintable(result: object) -> str:
    """Say what is wrong with what a filter returns; "" when pages can show it."""
    if result is None:
        return "returns nothing: write 'return …', and '' for no text"
    if inspect.isgenerator(result):
        return "returns a generator: make it a list, or text"
    if inspect.iscoroutine(result):
        result.close()
        return "is asynchronous: write 'def' without 'async'"
    if callable(result) and not hasattr(result, "__html__"):
        return f"returns a {type(result).__name__}, not text: is a pair of brackets missing?"
    return ""


def amendment_fault(before: Article, after: object) -> str:
    """Say what is wrong with what amend() made of a story; "" when it may be published."""
    if not isinstance(after, Article):
        what = "nothing" if after is None else f"a {type(after).__name__}"
        return f"returns {what}, not the article: end it with 'return replace(article, …)'"
    if after is before:
        return ""
    for name, hint in typing.get_type_hints(Article).items():
        value = getattr(after, name, None)
        if typing.get_origin(hint) is typing.ClassVar or value is getattr(before, name, None):
            continue
        if not fits(value, hint):
            return f"gives {name} a value of the wrong type, {type(value).__name__}"
        if isinstance(value, Record) and not _is_whole(value):
            return f"gives {name} a value that holds another of the wrong type"
    if after.path != before.path:
        return "changes the story's path, by which sitegen finds its file"
    if after.kind not in KINDS:
        return f"gives the story a kind that there is none of, '{after.kind}'"
    if not is_slug(after.slug):
        return f"gives the story a slug that cannot stand in an address, '{after.slug}'"
    if not after.title.strip():
        return "takes the story's title away"
    return ""


def _is_whole(record: Record) -> bool:
    hints = typing.get_type_hints(type(record))
    return all(fits(getattr(record, name), hints[name]) for name in record.__struct_fields__)
