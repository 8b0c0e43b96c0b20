"""Canonical forms and digests of plain values, and the way back.

A value's canonical form is JSON data: a record is the list of its fields, a date is its
ISO form, and a `Node` is the digest of its own canonical form. So the same node costs its
price once however many pages hold it, a task is small enough to send to a worker, and what
was planned can be read again from the store alone.

Sets, unknown objects and naive dates are refused: their order or meaning is not stable.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from io import RawIOBase
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sitegen.core.node import Node
from sitegen.core.record import Record

try:  # what hashlib gives; hashlib itself loads all of OpenSSL, and every command waits for it
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

T = TypeVar("T", bound=Node)
Canonical = Any  # what JSON can hold: the one place where values have no type

_BULK_LIMIT = 64  # bulky nodes in memory at a time

_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


_CHUNK = 1 << 20  # bytes of a file that are read at a time


def digest_bytes(data: bytes, size: int = 16) -> str:
    """Return hexadecimal digits that stand for `data`, two for each byte of `size`."""
    return blake2b(data, digest_size=size).hexdigest()


def digest_file(path: Path) -> str:
    """Return the same of a file's bytes, of which few are in memory at a time. Raises OSError."""
    with path.open("rb", buffering=0) as stream:
        return digest_stream(stream)


def digest_stream(stream: RawIOBase) -> str:
    """Return the same of what is left of an open file."""
    digest = blake2b(digest_size=16)
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def digest_text(text: str) -> str:
    return digest_bytes(text.encode("utf-8", "surrogatepass"))


def dump(canonical: Canonical) -> str:
    return _dump(canonical)


def load(text: str) -> Canonical:
    return json.loads(text)


def task_key(base: str, maker: str, recipe: str, parts: str) -> str:
    """Return what stands for a file's content: equal keys, equal bytes.

    `parts` is their canonical form as JSON text.
    """
    return digest_text(f"{base}\n{maker}\n{recipe}\n{parts}")


class LostNodeError(KeyError):
    """A node that something names is not stored, or not as it was: the store is damaged."""


class Rows(Protocol):
    """Where canonical forms are kept: digest → JSON text."""

    def value(self, digest: str) -> str | None: ...


class Values:
    """Encodes values and decodes them again, each node once.

    Args:
        rows: where to read nodes that were not encoded here.
        base: values whose nodes, encoded or decoded, are shared in both directions.
    """

    def __init__(self, rows: Rows | None = None, base: Values | None = None) -> None:
        self._rows = rows
        # id of a node → its digest
        self._digests: dict[int, str] = {} if base is None else base._digests
        # holds those nodes, so that no id is used again
        self._nodes: list[object] = [] if base is None else base._nodes
        self._decoded: dict[tuple[type, str], object] = {} if base is None else base._decoded
        self._bulk: dict[tuple[type, str], object] = {}  # decoded lately, and too large to keep
        # types whose nodes are treated as bulky
        self._shed_types: set[type] = set() if base is None else base._shed_types
        # digest → JSON text, encoded here
        self.fresh: dict[str, str] = {} if base is None else base.fresh

    def __reduce__(self) -> tuple[type[Values], tuple[()]]:
        """Go to another process empty: what is missing there is read from the store."""
        return Values, ()

    def adopt(self, node: Node, digest: str) -> None:
        """Take `digest` as that of `node`, which the caller has read from under it."""
        self._digests[id(node)] = digest
        self._nodes.append(node)

    def hold(self, node: Node, digest: str) -> None:
        """Let `node` be what is found under `digest`, of which the caller is sure."""
        self._decoded[type(node), digest] = node
        self.adopt(node, digest)

    def shed(self, cls: type[Node]) -> None:
        """Let go of all nodes of one type, and hold no more of them than of bulky ones."""
        self._shed_types.add(cls)
        self._decoded = {name: node for name, node in self._decoded.items() if name[0] is not cls}
        self._nodes = [node for node in self._nodes if type(node) is not cls]
        self._digests = {id(node): self._digests[id(node)] for node in self._nodes}

    def may_serve_again(self, most: int) -> bool:
        """Say whether all that was held is held still, and is no more than so many nodes."""
        return not self._shed_types and len(self._nodes) <= most

    def digest(self, node: Node) -> str:
        """Return the digest of `node`, storing its canonical form."""
        digest = self._digests.get(id(node))
        if digest is not None:
            return digest
        cls: Any = type(node)
        text = _dump(_fields(self, node))
        digest = digest_text(cls.__name__ + text)
        self.fresh[digest] = text
        self._decoded[cls, digest] = node
        self.adopt(node, digest)
        return digest

    def encode(self, value: object) -> Canonical:
        """Return the canonical form of `value`.

        Raises:
            TypeError: the value is, or holds, something without a canonical form.
        """
        kind = type(value)
        if kind in _SCALARS:
            return value
        encoder = _encoders.get(kind)
        if encoder is None:
            encoder = _encoders[kind] = _encoder(kind)
        return encoder(self, value)

    def node(self, cls: type[T], digest: str) -> T:
        """Return the node of type `cls` that is stored under `digest`.

        Raises:
            LostNodeError: nothing is stored under it, or not what once was.
        """
        node = self._decoded.get((cls, digest)) or self._bulk.get((cls, digest))
        if node is None:
            if not isinstance(digest, str):
                raise LostNodeError(digest)
            text = self.fresh.get(digest)
            if text is None:
                text = self._rows.value(digest) if self._rows is not None else None
                if text is None or digest_text(cls.__name__ + text) != digest:
                    raise LostNodeError(digest)
            node = typing.cast("T", self._stored_node(cls, digest, text))
            if cls.bulky or cls in self._shed_types:
                if len(self._bulk) >= _BULK_LIMIT:
                    self._bulk.clear()
                self._bulk[cls, digest] = node
            else:
                self._decoded[cls, digest] = node
                self.adopt(node, digest)
        return typing.cast("T", node)

    def _stored_node(self, cls: Any, digest: str, text: str) -> object:
        decoders = _field_decoders(cls)
        try:
            return cls(*[d(self, v) for d, v in zip(decoders, load(text), strict=True)])
        except (TypeError, ValueError, AttributeError, RecursionError) as error:
            raise LostNodeError(digest) from error  # it was written by other code

    def decode(self, annotation: object, canonical: Canonical) -> Any:
        """Return the value of the annotated type whose canonical form is `canonical`."""
        return _decoder(annotation)(self, canonical)

    def digests(self) -> Iterable[str]:
        """Return the digests of all nodes that were encoded or decoded here."""
        return self._digests.values()


def _text(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a mapping's keys must be text to be hashed, not {key!r}")
    return key


Encoder = Callable[["Values", Any], Canonical]

_SCALARS = frozenset({type(None), bool, int, float, str})
_encoders: dict[type, Encoder] = {}  # by type: most of what is planned passes here


def _encoder(kind: type) -> Encoder:
    """Return, once for each type, the function that gives a value's canonical form.

    Raises:
        TypeError: values of this type have none.
    """
    if issubclass(kind, str | int | float):
        return _plain
    if issubclass(kind, Node):
        return Values.digest
    if issubclass(kind, tuple | list):
        return _items
    if issubclass(kind, datetime):
        return _iso
    if issubclass(kind, Mapping):
        return _members
    if issubclass(kind, Record):
        return _fields
    raise TypeError(f"{kind.__name__} has no canonical form")


def _items(values: Values, items: Iterable[object]) -> Canonical:
    encode = values.encode
    return [item if type(item) in _SCALARS else encode(item) for item in items]


def _fields(values: Values, value: Any) -> Canonical:
    kind: Any = type(value)
    return _items(values, _getter(kind)(value))


def _members(values: Values, members: Mapping[object, object]) -> Canonical:
    return {_text(key): values.encode(item) for key, item in members.items()}


def _iso(_values: Values, moment: datetime) -> Canonical:
    if moment.tzinfo is None:
        raise TypeError(f"naive date {moment!r} in a value to be hashed")
    return moment.isoformat()


@cache
def _getter(cls: Any) -> Callable[[object], Iterable[object]]:
    """Return the function that gives all fields of a record."""
    names = cls.__struct_fields__
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: [getattr(value, name) for name in names]


Decoder = Callable[[Values, Canonical], Any]


@cache
def _field_decoders(cls: Any) -> tuple[Decoder, ...]:
    hints = typing.get_type_hints(cls)
    return tuple(_decoder(hints[name]) for name in cls.__struct_fields__)


def _plain(_values: Values, canonical: Canonical) -> Any:
    return canonical


def _of_type(*kinds: type) -> Decoder:
    """Return the function that lets through what JSON gives for a scalar of these types."""
    allowed = frozenset(kinds)

    def decode(_values: Values, canonical: Canonical) -> Any:
        if type(canonical) not in allowed:
            raise TypeError(f"not {' or '.join(sorted(kind.__name__ for kind in allowed))}")
        return canonical

    return decode


# JSON writes a whole float, and a bool where a number is asked for, as what it is.
_SCALAR_DECODERS: dict[object, Decoder] = {
    str: _of_type(str),
    bool: _of_type(bool),
    int: _of_type(int),
    float: _of_type(float, int),
}


@cache
def _decoder(annotation: Any) -> Decoder:
    """Build, once for each type, the function that reads its canonical form.

    The function raises TypeError or ValueError for what is no such form, and LostNodeError.
    """
    scalar = _SCALAR_DECODERS.get(annotation)
    if scalar is not None:
        return scalar
    if annotation is datetime:
        return lambda _, c: datetime.fromisoformat(c)
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _choice_decoder(args)
    if origin is tuple:
        return _tuple_decoder(args)
    if origin is not None and issubclass(origin, Mapping):
        inner = _decoder(args[1])
        if inner is _plain:
            return _plain
        return lambda v, c: {key: inner(v, item) for key, item in c.items()}
    if isinstance(annotation, type) and issubclass(annotation, Node):
        return lambda v, c: v.node(annotation, c)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return lambda v, c: annotation(
            *[d(v, x) for d, x in zip(_field_decoders(annotation), c, strict=True)]
        )
    return _plain


def _choice_decoder(args: tuple[Any, ...]) -> Decoder:
    present = [arg for arg in args if arg is not type(None)]
    if len(present) > 1:
        return _of_type(*args) if all(arg in _SCALAR_DECODERS for arg in present) else _plain
    inner = _decoder(present[0])
    return lambda v, c: None if c is None else inner(v, c)


def _tuple_decoder(args: tuple[Any, ...]) -> Decoder:
    if args[-1] is not Ellipsis:
        each = tuple(map(_decoder, args))
        return lambda v, c: tuple(d(v, x) for d, x in zip(each, _list(c), strict=True))
    inner = _decoder(args[0])
    if inner is _plain:
        return lambda _, c: tuple(_list(c))
    return lambda v, c: tuple([inner(v, item) for item in _list(c)])


def _list(canonical: Canonical) -> list[Canonical]:
    if type(canonical) is not list:
        raise TypeError("not a list")
    return canonical
