"""The words of a page in its language: the theme's own, labels, and languages' names.

The theme's words come from the catalogues, `locales/<language>.po`, which are compiled to .mo
files beside them by tools/make_words.py. Labels are English in `model.kinds` and looked up there.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

from sitegen import language as room
from sitegen.model.kinds import CORRECTION_TYPES, KINDS

_CATALOGUES = Path(__file__).with_name("locales")

# Words that code looks up by what it computes: the catalogues hold these too.
LABELS = (
    *(kind.label for kind in KINDS.values() if kind.label),
    *(type_.label for type_ in CORRECTION_TYPES.values()),
    *(type_.mark for type_ in CORRECTION_TYPES.values()),
    "and",
)

# The locale whose habits a newsroom in the United States expects of a bare language.
_LOCALES = {"en": "en_US", "es": "es_US", "pt": "pt_BR", "vi": "vi_VN"}

# The languages' own names, where a newsroom's links need them; others come from CLDR.
_LANGUAGE_NAMES = {"en": "English", "es": "Español", "vi": "Tiếng Việt"}


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the theme's words in `language` ("es", "vi-VN"); English where none exist."""
    base = base_language(language).lower()
    catalogue = _CATALOGUES / f"{base}.mo"
    if not catalogue.is_file():
        return gettext.NullTranslations()
    with catalogue.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def written_in(language: str) -> str:
    """Return the language that the theme's words have on a page in `language`.

    It is the page's own where there is a catalogue for it, else "en": "es-MX" gives "es-MX",
    "fr" gives "en".
    """
    has_catalogue = isinstance(translations(language), gettext.GNUTranslations)
    return language if has_catalogue or base_language(language).lower() == "en" else "en"


def kind_label(kind: str, language: str) -> str:
    """Return the word that sets a kind apart from plain news; "" for plain news."""
    label = KINDS[kind].label
    return translations(language).gettext(label) if label else ""


def correction_label(type_: str, language: str) -> str:
    return translations(language).gettext(CORRECTION_TYPES[type_].label)


def last_joint(name: str, language: str) -> str:
    """Return what stands before the last name of a list: " and "."""
    if base_language(language).lower() == "es":
        # "y" turns into "e" before the sound of i, but not before a gliding "hie".
        name = name.lower()
        glides = name.startswith(("hie", "ie", "io", "ia"))
        return " e " if name.startswith(("i", "hi", "í", "hí")) and not glides else " y "
    return f" {translations(language).gettext('and')} "


def base_language(language: str) -> str:
    """Return a language without its script and country: "es" of "es-MX"."""
    return language.replace("_", "-").split("-")[0]


def is_tall(language: str) -> bool:
    """Say whether letters bear two marks, one above the other, so that lines need more room."""
    return base_language(language) == "vi"


def locale(language: str) -> str:
    """Return a language as Open Graph writes it: "en_US", "es_US", "pt_BR"."""
    return _LOCALES.get(language, language.replace("-", "_"))


@cache
def language_name(language: str) -> str:
    """Return a language's name in that language, as a link to it is written: "Español"."""
    base = base_language(language)
    name = _LANGUAGE_NAMES.get(base) or room.cldr.language_name(base, base)
    return name[:1].upper() + name[1:] if name else language


@cache
def name_in(language: str, told_in: str) -> str:
    """Return what speakers of another language call one: "Spanish" of "es" in "en"."""
    return room.cldr.language_name(base_language(language), base_language(told_in)) or language
