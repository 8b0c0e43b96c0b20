"""English words of the theme on pages in languages that have no catalogue."""

from __future__ import annotations

import re

import pytest

from sitegen.language.marked_words import page_words, with_lang
from tests.conftest import Site

say = page_words("fr").gettext


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        (f"<p>{say('Latest')}</p>", '<p><span lang="en">Latest</span></p>'),
        (
            f"<p>{say('Paid for by %(name)s') % {'name': 'Éric'}}</p>",
            '<p><span lang="en">Paid for by </span>Éric</p>',
        ),
        (f"<title>{say('Search')}</title>", "<title>Search</title>"),
        (
            f'<nav aria-label="{say("Menu")}"><ul><li>É</li></ul><p lang="vi"></p></nav>',
            '<nav lang="en" aria-label="Menu"><ul lang="fr"><li>É</li></ul><p lang="vi"></p></nav>',
        ),
        (f'<input placeholder="{say("Search")}">', '<input placeholder="Search" lang="en">'),
        (f'<button aria-label="{say("Menu")}">', '<button aria-label="Menu" lang="en">'),
        (f"<script>'{say('Copied')}' < 1</script>", "<script>'Copied' < 1</script>"),
    ],
)  # fmt: skip
def test_an_english_word_bears_its_language(html: str, marked: str) -> None:
    """Where an element may stand it is one; a control that words of ours name bears it itself."""
    assert with_lang(html, "fr") == marked


def test_on_a_page_from_right_to_left_english_runs_from_left_to_right() -> None:
    html = f"<p>{page_words('ar').gettext('Latest')}</p>"
    assert with_lang(html, "ar") == '<p><span lang="en" dir="ltr">Latest</span></p>'


@pytest.mark.parametrize("language", ["en", "en-GB", "es", "es-MX", "vi"])
def test_words_of_a_catalogue_are_not_marked(language: str) -> None:
    """They are in the page's language already."""
    words = page_words(language).gettext("Latest")
    assert with_lang(words, language) == words
    assert words.isprintable()


def test_a_french_page_says_which_of_its_words_are_english(site: Site) -> None:
    """A voice read "Skip to main content" as if it were French, on every page."""
    site.story("content/news/vote.md", "Du texte.\n", title="Le vote", lang="fr")
    site.story("content/news/count.md", "Words.\n", title="The count")
    built = site.build()
    page = built["news/vote/index.html"]
    assert '<html lang="fr">' in page
    assert '<span lang="en">Skip to main content</span>' in page
    assert not re.search("[\ufdd0\ufdd1]", "".join(built[file] for file in built.paths("*.html")))
    assert '<span lang="en">' not in built["news/count/index.html"]


def test_labels_of_a_story_say_that_they_are_english(site: Site) -> None:
    """Opinion, Corrected and Correction are words of ours like any other."""
    site.setting('[[sections]]\nslug = "opinion"\ntitle = "Opinion"\nopinion = true')
    site.story("content/news/un.md", lang="fr", kind="opinion", title="Un avis",
               corrections="[{date: 2026-03-02, text: Une erreur.}]")  # fmt: skip
    site.story("content/opinion/deux.md", lang="fr", title="Deux avis")

    built = site.build()

    page = built["news/un/index.html"]
    for word in ("Opinion", "Corrected", "Correction"):
        assert f'<span lang="en">{word}</span>' in page, word
    assert not re.search("[\ufdd0\ufdd1]", page)
    # The section has said it already, so that the label does not say it again.
    head = built["opinion/deux/index.html"].partition("<h1")[0].rpartition("<header")[2]
    assert head.count("Opinion") == 1
