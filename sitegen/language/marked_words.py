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


def with_lang(page: str, language: str) -> str:
    """Return a page in `language` with `lang` in place of the signs around foreign words."""
    if _START not in page:
        return page
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


def _marked(message: str) -> str:
    return f"{_START}{_VALUE.sub(lambda value: _END + value[0] + _START, message)}{_END}"


_MARKED = _MarkedWords()
