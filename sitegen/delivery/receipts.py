"""Receipts: what was told of each deploy, and what is still to be told.

They are lines of JSON in a file at the target, beside the manifest, so that whoever deploys
next, from whatever machine, tells what this one could not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sitegen.core.record import Record, replace
from sitegen.core.stored import from_text, to_text

FILE = ".sitegen-deploys.jsonl"
_KEPT = 200  # receipts

T = TypeVar("T")


class Pending(Record):
    """What nobody has been told yet. Addresses are absolute."""

    feeds: tuple[tuple[str, str], ...] = ()  # (hub, address of a feed)
    pages: tuple[str, ...] = ()  # for search engines
    changed: tuple[str, ...] = ()  # for the program that is called after a deploy
    removed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.feeds or self.pages or self.changed or self.removed)


class Message(Record):
    """One word to somebody."""

    to: str  # "hub https://hub.example", "IndexNow", "after"
    count: int  # of addresses in it
    is_good: bool
    says: str = ""  # what came of it, where it is not good


class Receipt(Record):
    """What became of one deploy."""

    at: datetime  # as of when it was deployed
    base_url: str
    changed: int  # files
    removed: int
    messages: tuple[Message, ...] = ()
    pending: Pending = Pending()


def read_receipts(data: bytes | None) -> tuple[Receipt, ...]:
    """Return the receipts of a file, oldest first; lines that are none are passed over."""
    lines = (data or b"").decode("utf-8", "replace").splitlines()
    receipts = [from_text(line, Receipt) for line in lines]
    return tuple([receipt for receipt in receipts if receipt is not None])


def receipts_bytes(receipts: Iterable[Receipt]) -> bytes:
    """Return the file of receipts: a line for each, the newest last."""
    return "".join(f"{to_text(receipt)}\n" for receipt in tuple(receipts)[-_KEPT:]).encode()


def pending_of(receipts: Iterable[Receipt]) -> Pending:
    """Return what the last deploy left to be told."""
    last = tuple(receipts)[-1:]
    return last[0].pending if last else Pending()


def merged(one: tuple[Receipt, ...], other: tuple[Receipt, ...]) -> tuple[Receipt, ...]:
    """Return what is known from two files of receipts, oldest first.

    Where one goes on from the other it stands; else two machines have deployed without knowing of
    each other: the last receipt holds what either left to be told, rather told twice than never.
    """
    ones, others = ({_deed(each): each for each in each_file} for each_file in (one, other))
    if not other or _deed(other[-1]) in ones:
        return one
    if not one or _deed(one[-1]) in others:
        return other
    every = sorted({**others, **ones}.values(), key=lambda receipt: receipt.at)
    earlier, later = sorted((one[-1], other[-1]), key=lambda receipt: receipt.at)
    return (*every[:-1], replace(every[-1], pending=together(earlier.pending, later.pending)))


def _deed(receipt: Receipt) -> str:
    """Return what names a deploy, whatever was left to be told of it."""
    return to_text(replace(receipt, pending=Pending()))


def together(one: Pending, other: Pending) -> Pending:
    """Return what is to be told of an earlier deploy and of a later one, each address once."""
    gone, back = set(other.removed), set(other.changed)
    return Pending(
        _once(*one.feeds, *other.feeds),
        _once(*one.pages, *other.pages),
        _once(*[url for url in one.changed if url not in gone], *other.changed),
        _once(*[url for url in one.removed if url not in back], *other.removed),
    )


def _once(*values: T) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
