"""Text: the words of an entry, as the index takes them in.

Pagefind folds accents by itself, and not the letters that are no letter with an accent: "đ",
"ł", "ø", "ß" and their like. So beside a text stand those of its words that hold one, in plain
letters; what readers are shown keeps its own. Chinese, Japanese, Thai and their like put no
space between words, and Pagefind takes a whole sentence for one: of such a run each two letters
that follow one another stand beside the text. The browser writes the words that are asked for
in the same way (`static/js/search.js`), and tests hold the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.markdown.block_filling import FilledBlock, Phrase, fill_blocks
from sitegen.markdown.plain_text import plain_text

# Letters that no decomposition of Unicode takes apart, and what people type in their place.
PLAIN_LETTERS = {
    "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
    "ı": "i", "ŋ": "n", "ŧ": "t",
}  # fmt: skip
# Scripts without spaces: Thai and Lao, Burmese, Khmer, Kana, Han.
UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30fa\u30fc-\u30ff"
    r"\u3400-\u9fff\uf900-\ufaff"
)
# What of their letters is punctuation or a sign to Unicode: the browser asks for none of it.
SIGNS = (
    r"\u0e3f\u0e4f\u0e5a\u0e5b\u104a-\u104f\u109e\u109f\u17d4-\u17d6\u17d8-\u17db\u309b\u309c"
    r"\u30a0\u4dc0-\u4dff"
)
_RUN = re.compile(f"(?:(?![{SIGNS}])[{UNSPACED}])+")
_LETTERS = str.maketrans(
    {**PLAIN_LETTERS, **{k.upper(): v.title() for k, v in PLAIN_LETTERS.items() if k not in "ßı"}}
    | {"ẞ": "SS"}
)
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""))


def fold(text: str) -> str:
    """Return `text` with plain letters in place of those that Pagefind would keep."""
    return text.translate(_LETTERS)


def words_beside(text: str) -> str:
    """Return, each once and in order, what a reader may type for words of `text`.

    That are the words that `fold` changes, folded, and each two letters of a script without
    spaces, with the last one alone: "Łódź 市议会" gives "lódź 市议 议会 会".
    """
    return " ".join(dict.fromkeys([*_folded_words(text), *_pairs(text)]))


def _folded_words(text: str) -> Iterator[str]:
    # Whole words are looked through: a pattern for the letter within one takes the square of
    # its length, and people paste data of a hundred thousand letters.
    words = _WORD.findall(text.lower())
    return (fold(word) for word in words if not PLAIN_LETTERS.keys().isdisjoint(word))


def _pairs(text: str) -> Iterator[str]:
    """Yield each two letters of runs without spaces, and the other words that stand in them."""
    for sentence in text.lower().split() if _RUN.search(text) else ():
        runs = _RUN.findall(sentence)
        for run in runs:
            yield from (run[place : place + 2] for place in range(len(run)))
        if runs:
            yield from map(fold, _WORD.findall(_RUN.sub(" ", sentence)))


def body_text(html: str) -> str:
    """Return the words of a body, with those that its blocks hold; pictures left out."""
    return plain_text(fill_blocks(html, _block_text)).translate(_INVISIBLE)


def _block_text(block: FilledBlock) -> str:
    phrases = [value.html for value in block.values.values() if isinstance(value, Phrase)]
    return "".join(f"<p>{phrase}</p>" for phrase in [*phrases, block.body])
