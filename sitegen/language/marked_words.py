"""The theme's words on a page whose language has no catalogue: English, and marked as such.

A French page is read out in French, and a French voice makes nothing of "Skip to main
content". On such pages each word comes between two signs that no text holds; when the page is
whole, they become the `lang` of an element, or go where none can stand.
"""

from __future__ import annotations

import gettext
import re

from sitegen.language.direction import lang_attributes
from sitegen.language.words import translations, written_in

_START, _END = "\ufdd0", "\ufdd1"
_SIGNS = re.compile(f"[{_START}{_END}]")
_VALUE = re.compile(r"%\(\w+\)[sd]")
# A comment, an element that holds no others, a tag, or text.
_PART = re.compile(
    r"<!--.*?-->|<(script|style|title|textarea)\b[^>]*>.*?</\1>|<[^>]*>|[^<]+",
    re.DOTALL | re.IGNORECASE,
)
_EMPTY = re.compile(f"{_START}([ \t\n]*){_END}")
# What is named by words of ours alone, and holds or shows nothing else.
_NAMED = re.compile(
    rf'<(?:a|button|img|input)\b(?![^>]*\slang=)[^>]*\s(?:aria-label|alt|placeholder)="'
    rf'{_START}[^"{_START}{_END}]*{_END}"[^>]*?(?=/?>)'
)
# What holds other things and is named by words of ours alone.
_LANDMARK = re.compile(
    rf'<(?:nav|section|ul|ol|summary|aside|div)\b(?![^>]*\slang=)[^>]*\saria-label="{_START}'
    rf'[^"{_START}{_END}]*(?:{_END}[^"{_START}{_END}]*{_START}[^"{_START}{_END}]*)*{_END}"'
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "wbr"}
)  # fmt: skip


class _MarkedWords(gettext.NullTranslations):
    """English words between signs; values within them are in the page's language."""

    def gettext(self, message: str) -> str:
        return _marked(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _marked(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return _marked(super().pgettext(context, message))


def page_words(language: str) -> gettext.NullTranslations:
    """Return the words for templates of pages in `language`, marked where they are foreign."""
    return translations(language) if written_in(language) == language else _MARKED


class _Label(str):
    """A label between the signs, which equals the bare word: templates compare the two."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return _SIGNS.sub("", self) == (_SIGNS.sub("", other) if isinstance(other, str) else other)

    def __hash__(self) -> int:
        return hash(_SIGNS.sub("", self))


def page_label(word: str, language: str) -> str:
    """Return one of the labels of `words` for a template, marked where it is foreign."""
    if not word or written_in(language) == language:
        return translations(language).gettext(word) if word else ""
    return _Label(_marked(word))


def with_lang(page: str, language: str) -> str:
    """Return a page in `language` with `lang` in place of the signs around foreign words."""
    if _START not in page:
        return page
    page = _with_landmarks(page, language)
    attributes = lang_attributes(written_in(language), language)

    def part(match: re.Match[str]) -> str:
        words = match[0]
        if _SIGNS.search(words) is None:
            return words
        if words[0] == "<":
            if not match[1] and _NAMED.match(words):
                closing = "/>" if words.endswith("/>") else ">"
                words = f"{words.removesuffix(closing)}{attributes}{closing}"
            return _SIGNS.sub("", words)
        words = _EMPTY.sub(r"\1", words)
        return words.replace(_START, f"<span{attributes}>").replace(_END, "</span>")

    return _PART.sub(part, page)


def _with_landmarks(page: str, language: str) -> str:
    """Give parts of a page that words of ours name their language, and its own to what they hold.

    The direction stays that of the page, for such parts arrange what they hold.
    """
    pieces: list[str] = []
    around: list[
        tuple[str, bool]
    ] = []  # elements that are open, and whether words of ours name each
    for match in _PART.finditer(page):
        piece = match[0]
        tag = None if match[1] else _TAG.match(piece)
        if tag is None:
            pieces.append(piece)
            continue
        name = tag["name"].lower()
        if tag["end"]:
            places = [at for at, (one, _) in enumerate(around) if one == name]
            del around[places[-1] if places else len(around) :]
        else:
            is_named = _LANDMARK.match(piece) is not None
            lang = written_in(language) if is_named else language
            if (is_named or (around and around[-1][1])) and " lang=" not in piece:
                piece = f'<{tag["name"]} lang="{lang}"{piece[tag.end() :]}'
            if name not in _VOID and not piece.endswith("/>"):
                around.append((name, is_named))
        pieces.append(piece)
    return "".join(pieces)


def _marked(message: str) -> str:
    return f"{_START}{_VALUE.sub(lambda value: _END + value[0] + _START, message)}{_END}"


_MARKED = _MarkedWords()
