"""Which way a language is written, and how a passage in another language is marked."""

from __future__ import annotations

from html import escape

# Languages whose scripts run from right to left.
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def direction(lang: str) -> str:
    """Return "rtl" or "ltr": what a `dir` attribute holds."""
    return "rtl" if lang.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def lang_attributes(lang: str, page: str) -> str:
    """Return the attributes, as HTML, of a passage in `lang` on a page in the language `page`.

    "" where the languages are the same or the passage's is not given.
    """
    if not lang or lang == page:
        return ""
    way = direction(lang)
    turn = f' dir="{way}"' if way != direction(page) else ""
    return f' lang="{escape(lang)}"{turn}'
