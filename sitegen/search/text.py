"""Text: the words of an entry, as the index takes them in.

Pagefind folds accents by itself, and not the letters that are no letter with an accent: "đ",
"ł", "ø", "ß" and their like. So beside a text stand those of its words that hold one, in plain
letters; what readers are shown keeps its own. The browser writes the words that are asked for
in the same way (`static/js/search.js`), and tests hold the two together.
"""

from __future__ import annotations

import re

from sitegen.markdown import placeholders
from sitegen.markdown.block_filling import FilledBlock, Phrase
from sitegen.markdown.marks import MARK
from sitegen.markdown.plain_text import plain_text

# Letters that no decomposition of Unicode takes apart, and what people type in their place.
PLAIN_LETTERS = {
    "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
    "ı": "i", "ŋ": "n", "ŧ": "t",
}  # fmt: skip
_LETTERS = str.maketrans(
    {**PLAIN_LETTERS, **{k.upper(): v.title() for k, v in PLAIN_LETTERS.items() if k not in "ßı"}}
    | {"ẞ": "SS"}
)
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(rf"{MARK}L(\d+)")
_ENTITY = re.compile(r"&(?:shy|#173|#xad);", re.IGNORECASE)
_INVISIBLE = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""))


def fold(text: str) -> str:
    """Return `text` with plain letters in place of those that Pagefind would keep."""
    return text.translate(_LETTERS)


def folded_words(text: str) -> str:
    """Return, each once and in order, the words of `text` that `fold` changes, folded."""
    # Whole words are looked through: a pattern for the letter within one takes the square of
    # its length, and people paste data of a hundred thousand letters.
    words = (
        word for word in _WORD.findall(text.lower()) if not PLAIN_LETTERS.keys().isdisjoint(word)
    )
    return " ".join(dict.fromkeys(fold(word) for word in words))


def body_text(html: str) -> str:
    """Return the words of a body, with those that its blocks hold; pictures left out."""
    if MARK in html:
        numbers = [int(number) for number in _NUMBER.findall(html)]
        links = ["#"] * (max(numbers, default=-1) + 1)
        html = placeholders.fill(_ENTITY.sub("", html), links, _Nothing(), _block_text)
    return plain_text(html).translate(_INVISIBLE)


def _block_text(block: FilledBlock) -> str:
    phrases = [value.html for value in block.values.values() if isinstance(value, Phrase)]
    return "".join(f"<p>{phrase}</p>" for phrase in [*phrases, block.body])


class _Nothing(list[str]):
    """Stands for any number of pictures, none of which is text."""

    def __getitem__(self, _place: object) -> str:  # type: ignore[override]
        return ""
