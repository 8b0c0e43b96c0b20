"""A search loads the words that it asks for, and few beside them."""

from __future__ import annotations

import random

import pytest

from sitegen.search import cbor
from sitegen.search.chunks import Chunk, divided


def index(*words: tuple[str, int]) -> bytes:
    """Return a chunk as Pagefind writes it, of words and the pages that each stands on."""
    entries = [[word, [[1, [-25, 500], []]] * pages, []] for word, pages in words]
    return cbor.encode([entries])


def words_of(chunk: Chunk) -> list[str]:
    return [entry[0] for entry in cbor.decode(chunk.data)[0]]


def loaded(chunks: list[Chunk], term: str) -> list[Chunk]:
    """Return the chunks that Pagefind loads: those in which a word lies, else by beginnings."""
    strict = [chunk for chunk in chunks if chunk.first <= term <= chunk.last]
    return strict or [
        chunk
        for chunk in chunks
        if term[: len(chunk.first)] >= chunk.first[: len(term)]
        and term[: len(chunk.last)] <= chunk.last[: len(term)]
    ]


def test_nothing_is_lost() -> None:
    chance = random.Random(7)
    letters = "aábcdđeo"
    names = {"".join(chance.choices(letters, k=chance.randint(1, 7))) for _ in range(600)}
    words = [(name, chance.choice((1, 1, 1, 3, 40, 1500))) for name in sorted(names)]
    half = len(words) // 2

    chunks = list(divided([index(*words[:half]), index(*words[half:])]))

    assert [word for chunk in chunks for word in words_of(chunk)] == [word for word, _ in words]
    for chunk in chunks:
        assert (chunk.first, chunk.last) == (words_of(chunk)[0], words_of(chunk)[-1])


def test_a_common_word_stands_alone() -> None:
    """Who asks for it does not load its neighbours, nor who asks for those."""
    data = index(("ant", 1), ("council", 2000), ("county", 1), ("zoo", 1))

    words = [words_of(chunk) for chunk in divided([data])]

    assert words == [["ant"], ["council"], ["county", "zoo"]]


@pytest.mark.parametrize(("size", "chunks"), [(12_000, 2), (12_001, 4)])
def test_a_chunk_ends_before_it_is_too_large(size: int, chunks: int) -> None:
    """12,000 bytes of words, of which each takes six beside its letters."""
    words = ["a" * 5000, "b" * (size - 5012), "c" * 5000, "d" * (size - 5012)]
    made = list(divided([cbor.encode([[[word, [], []] for word in words]])]))
    assert len(made) == chunks


def test_a_chunk_ends_between_words_that_begin_alike_only_outside_it() -> None:
    """A beginning of three letters must not lie inside one of two chunks that hold its words."""

    def made(*words: str) -> list[list[str]]:
        return [words_of(chunk) for chunk in divided([index(*((word, 600) for word in words))])]

    assert made("aaxx", "abad", "abbd") == [["aaxx", "abad"], ["abbd"]]
    assert made("aaxx", "abca", "abcb") == [["aaxx", "abca", "abcb"]]
    assert made("abc", "abcx", "abcy") == [["abc", "abcx", "abcy"]]
    assert made("abcd", "abcx", "abcy") == [["abcd", "abcx"], ["abcy"]]


def test_a_beginning_of_three_letters_finds_all_words_that_begin_so() -> None:
    """Wherever chunks end, what Pagefind loads for a beginning holds all of its words."""
    chance = random.Random(11)
    names = {"".join(chance.choices("abcde", k=chance.randint(1, 8))) for _ in range(700)}
    words = [(name, chance.choice((1, 1, 10, 700))) for name in sorted(names)]
    chunks = list(divided([index(*words)]))
    assert len(chunks) > 15
    held = {chunk.first: words_of(chunk) for chunk in chunks}

    for name in names:
        for length in range(3, len(name)):
            term = name[:length]
            if term in names:
                continue  # that word itself is found
            found = {word for chunk in loaded(chunks, term) for word in held[chunk.first]}
            assert {word for word in names if word.startswith(term)} <= found, term
    for name in names:
        assert any(name in held[chunk.first] for chunk in loaded(chunks, name))


def test_words_out_of_order_are_refused() -> None:
    """Another version of Pagefind may sort otherwise: then words would not be found."""
    with pytest.raises(ValueError, match="order"):
        list(divided([index(("b", 1), ("a", 1))]))
    with pytest.raises(ValueError, match="list"):
        list(divided([cbor.encode(1)]))
