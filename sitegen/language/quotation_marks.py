"""Quotation marks: which a language writes around a quotation, and around one inside it."""

from __future__ import annotations

from functools import cache

from sitegen.core.record import Record

_THIN = "\u202f"  # a narrow no-break space: French sets its marks off with it

CHOICES = ("“”", "«»")  # what a site may choose where its language writes both

# What most newspapers of a language print; others write as English does. Marks around a
# quotation, around one within it, and around a single word in single quotes.
_BY_LANGUAGE = {
    "bg": ("„“", "‚‘", "‚‘"),
    "cs": ("„“", "‚‘", "‚‘"),
    "de": ("„“", "‚‘", "‚‘"),
    "et": ("„“", "‚‘", "‚‘"),
    "is": ("„“", "‚‘", "‚‘"),
    "lt": ("„“", "‚‘", "‚‘"),
    "sk": ("„“", "‚‘", "‚‘"),
    "sl": ("„“", "‚‘", "‚‘"),
    "hr": ("„“", "‚‘", "‚‘"),
    "hu": ("„”", "»«", "’’"),
    "pl": ("„”", "«»", "‘’"),
    "ro": ("„”", "«»", "‘’"),
    "be": ("«»", "„“", "‘’"),
    "ru": ("«»", "„“", "‘’"),
    "uk": ("«»", "„“", "‘’"),
    "el": ("«»", "“”", "‘’"),
    "fa": ("«»", "“”", "‘’"),
    "hy": ("«»", "“”", "‘’"),
    "nb": ("«»", "‘’", "‘’"),
    "nn": ("«»", "‘’", "‘’"),
    "no": ("«»", "‘’", "‘’"),
    "fi": ("””", "’’", "’’"),
    "sv": ("””", "’’", "’’"),
    "he": ("””", "’’", "’’"),
    "ja": ("「」", "『』", "『』"),
}


class Quotes(Record):
    """The marks of one language, each an opening and a closing one with their spaces."""

    outer: tuple[str, str]  # around a quotation in "…"
    second: tuple[str, str]  # around "…" within such a one
    inner: tuple[str, str]  # around '…' within such a one
    single: tuple[str, str]  # around '…' elsewhere
    openers: frozenset[str]  # all that only open


@cache
def quotes_of(language: str, choice: str = "") -> Quotes:
    """Return the marks of a language.

    Args:
        language: BCP 47, "es-MX".
        choice: the site's, one of CHOICES; "" for the language's own. English and Vietnamese
            have no other than theirs.
    """
    base = language.replace("_", "-").partition("-")[0].lower()
    if base in ("en", "vi"):
        return _quotes("“”", "“”", "‘’", "‘’")
    if base == "fr" and choice != "“”":
        return _quotes((f"«{_THIN}", f"{_THIN}»"), "“”", "“”", "‘’")
    if choice == "«»":
        return _quotes("«»", "“”", "“”", "‘’")
    if base in _BY_LANGUAGE and not choice:
        outer, inner, single = _BY_LANGUAGE[base]
        return _quotes(outer, inner, inner, single)
    return _quotes("“”", "“”", "‘’", "‘’")


def _quotes(outer: str | tuple[str, str], second: str, inner: str, single: str) -> Quotes:
    pairs = [(pair[0], pair[1]) for pair in (outer, second, inner, single)]
    openers = frozenset(opening.strip() for opening, closing in pairs if opening != closing)
    return Quotes(pairs[0], pairs[1], pairs[2], pairs[3], openers)
