"""Which way a language is written is decided once, for pages, passages and blocks."""

from __future__ import annotations

import pytest

from sitegen.language.direction import direction
from tests.conftest import Site


@pytest.mark.parametrize(
    "lang", ["ar", "AR-EG", "he", "fa", "ur", "ps", "ckb", "sd", "ug", "yi", "dv", "ku-Arab",
             "ku-IQ", "pa-PK", "uz-Arab", "az-Arab-IR", "ar-1994", "az-1994-IR",
             "ar-abcde"]
)  # fmt: skip
def test_right_to_left(lang: str) -> None:
    assert direction(lang) == "rtl"


@pytest.mark.parametrize("lang", ["en", "es", "vi", "ku", "ku-TR", "sd-Deva", "ar-Latn", "pa", ""])
def test_left_to_right(lang: str) -> None:
    assert direction(lang) == "ltr"


def test_a_block_and_a_page_agree(site: Site) -> None:
    """A block in Uyghur ran from left to right, a story in it from right to left."""
    site.story("content/news/one.md", "::: lang ug\nWords.\n:::\n")
    site.story("content/news/two.md", lang="ug")

    built = site.build()

    assert '<div lang="ug" dir="rtl">' in built["news/one/index.html"]
    assert '<html lang="ug" dir="rtl">' in built["news/two/index.html"]
