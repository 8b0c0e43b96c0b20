"""The words that pages say in their language, and which way they run."""

from __future__ import annotations

from sitegen.language import words
from sitegen.language.dates import dates
from sitegen.language.filters import filters
from sitegen.language.quotation_marks import quotes_of
from sitegen.model.kinds import CORRECTION_TYPES, KINDS


def test_languages_are_named_in_themselves() -> None:
    """A link to the Spanish edition is for those who read Spanish: "Español"."""
    assert words.language_name("vi") == "Tiếng Việt"
    assert words.language_name("es-MX") == "Español"
    assert words.language_name("fr") == "Français"
    assert words.language_name("xx-unknown") == "xx-unknown"
    assert words.language_name("e1") == "e1"


def test_languages_are_named_in_others() -> None:
    """A page in English says which languages somebody speaks."""
    assert words.name_in("es-MX", "en-US") == "Spanish"
    assert words.name_in("es", "es") == "español"
    assert words.name_in("xx", "en") == "xx"


def test_a_language_is_written_as_open_graph_has_it() -> None:
    """A bare language is that of the United States; a country that is named stays."""
    named = {"en": "en_US", "es": "es_US", "pt": "pt_BR", "vi": "vi_VN", "fr-CA": "fr_CA"}
    assert {language: words.locale(language) for language in named} == named


def test_words_are_in_the_language_of_a_catalogue_or_english() -> None:
    written = {"es-MX": "es-MX", "vi": "vi", "fr": "en", "en-GB": "en-GB", "EN": "EN", "de": "en"}
    assert {language: words.written_in(language) for language in written} == written


def test_vietnamese_needs_lines_with_more_room() -> None:
    assert words.is_tall("vi-VN")
    assert not words.is_tall("en")


def test_every_kind_and_correction_has_its_word_in_every_language() -> None:
    """Only plain news, with its sources shown or not, and pages go without a label."""
    for language in ("en", "es", "vi"):
        without = {kind for kind in KINDS if not words.kind_label(kind, language)}
        assert without == {"news", "report", "page"}
        assert all(words.correction_label(kind, language) for kind in CORRECTION_TYPES)
    assert words.kind_label("analysis", "es") == "Análisis"


def test_what_a_build_asks_for_on_every_page_is_made_once() -> None:
    """A catalogue is read from the disk, and filters are a hundred closures."""
    for made_once in (
        lambda: words.translations("es"),
        lambda: dates("es", "America/Chicago"),
        lambda: filters("es", "America/Chicago"),
        lambda: quotes_of("es"),
    ):
        assert made_once() is made_once()
