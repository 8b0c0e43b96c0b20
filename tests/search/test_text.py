"""The words of the index, and those that are asked for, are written in the same letters."""

from __future__ import annotations

import re
from unicodedata import category

import pytest

from sitegen.search.text import PLAIN_LETTERS, SIGNS, UNSPACED, body_text, fold, words_beside
from tests.conftest import ROOT


def test_the_browser_folds_as_the_index_does() -> None:
    """A word that is folded on one side alone is never found."""
    script = (ROOT / "static/js/search.js").read_text("utf-8")
    table = re.search(r"const LETTERS = \{(.*?)\};", script)
    assert table is not None
    assert dict(re.findall(r'(\S+): "(\w+)"', table[1])) == PLAIN_LETTERS
    letters = re.search(r"replace\(/\[(\w+)\]/g", script)
    assert letters is not None
    assert sorted(letters[1]) == sorted(PLAIN_LETTERS)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đường", "Dường"),
        ("Łódź", "Lódź"),
        ("Ærø", "Aero"),
        ("Straße", "Strasse"),
        ("GROẞ", "GROSS"),
    ],
)
def test_letters_that_pagefind_keeps_are_written_plain(text: str, plain: str) -> None:
    """Pagefind takes accents off, and "đ" is no "d" with an accent."""
    assert fold(text) == plain


def test_only_words_that_change_are_added() -> None:
    """An English text would stand in the index twice."""
    assert words_beside("The council met. Đường Bellaire, đường phố; Łódź") == "dường lódź"
    assert words_beside("The council met on Main Street.") == ""


def test_scripts_without_spaces_are_found_by_two_letters_at_a_time() -> None:
    """Pagefind takes a whole Chinese sentence for one word, and finds it by its beginning."""
    words = words_beside("市议会通过。サン・プル and news")
    assert words == "市议 议会 会通 通过 过 サン ン プル ル"
    assert words_beside("新iPhone手帳") == "新 手帳 帳 iphone"
    assert words_beside("กข๏คง") == "กข ข คง ง"
    script = (ROOT / "static/js/search.js").read_text("utf-8")
    assert f'const UNSPACED = "{UNSPACED}";' in script
    letters = filter(re.compile(f"[{UNSPACED}]").match, map(chr, range(1 << 16)))
    signs = [letter for letter in letters if category(letter)[0] in "PS"]
    assert "".join(signs) == "".join(
        filter(re.compile(f"[{SIGNS}]").match, map(chr, range(1 << 16)))
    )


def test_a_body_is_its_words() -> None:
    """Tags, addresses and pictures are no words that a reader looks for."""
    html = '<p>The <a href="\x1aL0\x1a">vote</a> is co&shy;ming.</p>\x1aI0\x1a<p>Soon.</p>'
    assert body_text(html) == "The vote is coming. Soon."


def test_a_word_without_end_takes_no_time() -> None:
    """Pasted data is a word of a hundred thousand letters, and stood for minutes of work."""
    assert words_beside("long" * 50_000 + " Straße") == "strasse"
