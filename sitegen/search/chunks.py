"""Chunks: the words of a part, divided so that a search loads little beside what it asks for.

Pagefind writes chunks of some 25 KB: with a common word a reader loads its neighbours, which are
as large. Here a chunk ends before it grows past MOST, and a word that is larger stands alone.

Pagefind loads the chunks between whose first and last word a question lies, and only where there
is none those whose words may begin so. So a chunk must not end between words that begin alike,
where a beginning of theirs lies inside it: who types "coun" would be shown "council" and never
"county". Of beginnings of one or two letters that is given up, as in Pagefind's own chunks.

Source: Pagefind 1.5, `request_indexes` of its program for browsers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from sitegen.core.record import Record
from sitegen.search import cbor

MOST = 12_000  # bytes, before a host compresses them
_TYPED = 3  # letters of a word's beginning that are promised to find it


class Chunk(Record):
    first: str  # the words by which a search knows it
    last: str
    data: bytes


def divided(chunks: Iterable[bytes]) -> Iterator[Chunk]:
    """Yield the words of Pagefind's chunks, which come in their order, in smaller ones.

    Raises:
        ValueError: they hold something else than words in their order.
    """
    words = [word for chunk in chunks for word in cbor.items(chunk)]
    if any(one.word >= other.word for one, other in pairwise(words)):
        raise ValueError("words that are not in their order")
    room: list[cbor.Item] = []
    size = 0
    for word in words:
        is_full = size + len(word.data) > MOST
        if room and is_full and _may_end(room, word.word):
            yield _chunk(room)
            room, size = [], 0
        room.append(word)
        size += len(word.data)
    if room:
        yield _chunk(room)


def _may_end(room: Sequence[cbor.Item], following: str) -> bool:
    """Say whether no beginning of the following word lies inside the chunk before it."""
    alike = _beginning(room[-1].word, following)
    return len(alike) < _TYPED or alike < room[0].word


def _beginning(one: str, other: str) -> str:
    """Return how two words begin alike."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(letter for letter, _ in same)


def _chunk(words: Sequence[cbor.Item]) -> Chunk:
    data = cbor.encode_list_of([word.data for word in words])
    return Chunk(words[0].word, words[-1].word, data)
