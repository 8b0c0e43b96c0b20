"""The theme's own words: every one is translated, and what is shipped is what is written."""

from __future__ import annotations

import importlib.util
import io
import re
from types import ModuleType

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.conftest import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.fixture(scope="module")
def words() -> ModuleType:
    """Load tools/make_words.py, which is no package."""
    spec = importlib.util.spec_from_file_location("make_words", ROOT / "tools" / "make_words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["es", "vi"])
def test_every_word_is_translated(words: ModuleType, language: str) -> None:
    """A word without a translation would stand in English on a Spanish page."""
    missing = [
        message.id
        for message in words.new_catalog(language)
        if message.id
        and not all([message.string] if isinstance(message.id, str) else message.string)
    ]
    assert missing == [], "run tools/make_words.py and fill in the new words"


@pytest.mark.parametrize("language", ["es", "vi"])
def test_catalogues_are_up_to_date(words: ModuleType, language: str) -> None:
    """The .po file holds exactly today's words, and the .mo file says the same."""
    catalogue = read_po(io.BytesIO((words.LOCALES / f"{language}.po").read_bytes()))
    assert words.entries(words.new_catalog(language)) == words.entries(catalogue)
    compiled = read_mo(io.BytesIO((words.LOCALES / f"{language}.mo").read_bytes()))
    assert words.entries(compiled) == words.entries(catalogue)


@pytest.mark.parametrize("language", ["es", "vi"])
def test_translations_keep_their_values(words: ModuleType, language: str) -> None:
    """A translation that drops %(section)s would name no section; one that adds a value fails."""
    text = (words.LOCALES / f"{language}.po").read_bytes()
    for message in read_po(io.BytesIO(text)):
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        values = sorted(PLACEHOLDER.findall(originals[0]))
        for string in strings if message.id else []:
            assert sorted(PLACEHOLDER.findall(string)) == values, message.id
