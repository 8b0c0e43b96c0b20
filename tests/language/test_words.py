"""The words that pages say in their language, and which way they run."""

from __future__ import annotations

from sitegen.language import words
from sitegen.model.kinds import CORRECTION_TYPES, KINDS


def test_languages_are_named_in_themselves() -> None:
    """A link to the Spanish edition is for those who read Spanish: "Español"."""
    assert words.language_name("vi") == "Tiếng Việt"
    assert words.language_name("es-MX") == "Español"
    assert words.language_name("fr") == "Français"
    assert words.language_name("xx-unknown") == "xx-unknown"


def test_every_kind_and_correction_has_its_word_in_every_language() -> None:
    """Only plain news, with its sources shown or not, and pages go without a label."""
    for language in ("en", "es", "vi"):
        without = {kind for kind in KINDS if not words.kind_label(kind, language)}
        assert without == {"news", "report", "page"}
        assert all(words.correction_label(kind, language) for kind in CORRECTION_TYPES)
    assert words.kind_label("analysis", "es") == "Análisis"
