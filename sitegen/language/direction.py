"""Which way a language is written, and how a passage in another language is marked."""

from __future__ import annotations

from html import escape

# Scripts that run from right to left, and languages that are written in one unless their
# code says otherwise. Source: Unicode CLDR, likely subtags.
_SCRIPTS = frozenset(
    {"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"}
)
_LANGUAGES = frozenset(
    {"aii", "ar", "arc", "arz", "azb", "bal", "bgn", "ckb", "dv", "fa", "glk", "he", "iw", "ji",
     "ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "skr", "sdh", "syr", "ug", "ur", "yi"}
)  # fmt: skip
# Languages that are written in another script in these countries.
_COUNTRIES = frozenset(
    {("az", "iq"), ("az", "ir"), ("kk", "cn"), ("kk", "ir"), ("ku", "iq"), ("ku", "ir"),
     ("ky", "cn"), ("pa", "pk"), ("tg", "ir"), ("uz", "af")}
)  # fmt: skip


def direction(lang: str) -> str:
    """Return "rtl" or "ltr", what a `dir` attribute holds: "ckb" gives "rtl", "ku" "ltr".

    Args:
        lang: BCP 47; a script in it decides ("ku-Arab"), then the country ("ku-IQ").
    """
    language, *others = lang.lower().split("-")
    for part in others:
        if len(part) == 4 and part.isalpha():
            return "rtl" if part in _SCRIPTS else "ltr"
    if any((language, part) in _COUNTRIES for part in others):
        return "rtl"
    return "rtl" if language in _LANGUAGES else "ltr"


def lang_attributes(lang: str, page: str) -> str:
    """Return the attributes, as HTML, of a passage in `lang` on a page in the language `page`.

    "" where the languages are the same or the passage's is not given.
    """
    if not lang or lang == page:
        return ""
    way = direction(lang)
    turn = f' dir="{way}"' if way != direction(page) else ""
    return f' lang="{escape(lang)}"{turn}'
