"""A story and its translations are one piece of news, wherever stories compete for a place."""

from __future__ import annotations

import pytest

from tests.conftest import Site


@pytest.fixture
def bilingual(site: Site) -> Site:
    """Eight stories, and a translation that is newer than its original."""
    for number in range(1, 9):
        site.story(
            f"content/news/story-{number}.md",
            published=f"2026-03-0{number} 09:00",
            tags="[Floods]",
            title=f"Sample {number}",
        )
    site.story("content/news/ocho.md", published="2026-03-09 09:00", tags="[Floods]", lang="es",
               translation_of="story-8.md", title="Muestra ocho", lead="true")  # fmt: skip
    return site


def test_a_translation_takes_no_place_on_the_front_from_its_original(bilingual: Site) -> None:
    """The story in the language of the site stands there, and once."""
    front = bilingual.build()["index.html"]

    assert "Muestra ocho" not in front
    assert "Sample 8" in front


def test_a_translation_whose_original_is_hidden_stands_for_it(bilingual: Site) -> None:
    """Without another edition it is a story like any other."""
    bilingual.story("content/news/story-8.md", draft="true", title="Sample 8")

    assert "Muestra ocho" in bilingual.build()["index.html"]


def test_a_section_of_translations_keeps_them(bilingual: Site) -> None:
    """A strip for all that is in Spanish would else be empty."""
    text = bilingual.read("content/news/ocho.md").replace("story-8.md", "/news/story-8.md")
    bilingual.delete("content/news/ocho.md")
    bilingual.write_bytes("content/local/ocho.md", text.replace("lead: true\n", "").encode())

    front = bilingual.build()["index.html"]

    assert front.count("Muestra ocho") == 1


@pytest.mark.parametrize(
    ("page", "absent", "present"),
    [
        ("story-8", ["Muestra ocho<"], ["Sample 7"]),
        ("ocho", ["Sample 8<"], ["Sample 7"]),
        ("story-7", ["Muestra ocho<"], ["Sample 8"]),
    ],
)
def test_no_edition_of_a_story_is_offered_twice(
    bilingual: Site, page: str, absent: list[str], present: list[str]
) -> None:
    """Related stories, Newer and Older lead to other stories, in the reader's language."""
    html = bilingual.build()[f"news/{page}/index.html"]
    end = html[html.index("</article>") if "</article>" in html else 0 :]
    for title in present:
        assert title in end
    for title in absent:
        assert title not in end, title


def test_readers_of_a_translation_are_led_on_in_their_language(bilingual: Site) -> None:
    """Of a story that is there in both, the Spanish edition is offered on a Spanish page."""
    bilingual.story("content/news/siete.md", published="2026-03-07 10:00", tags="[Floods]",
                    lang="es", translation_of="story-7.md", title="Muestra siete")  # fmt: skip

    built = bilingual.build()

    assert "Muestra siete" in built["news/ocho/index.html"]
    assert "Sample 7" not in built["news/ocho/index.html"]
    assert "Sample 7" in built["news/story-8/index.html"]
    assert "Muestra siete" not in built["news/story-8/index.html"]


def test_a_translation_without_a_language_is_told(bilingual: Site) -> None:
    """It would count as English, and stand beside its original as another English story."""
    bilingual.story("content/news/ocho.md", translation_of="story-8.md")

    (problem,) = bilingual.problems()

    assert problem.line == 5
    assert "'lang: es'" in problem.hint


@pytest.mark.parametrize("lang", ["es", "en"])
def test_two_editions_in_one_language_are_told(bilingual: Site, lang: str) -> None:
    """Search engines would be sent to two pages for one language."""
    bilingual.story("content/news/otra.md", lang=lang, translation_of="story-8.md")

    (problem,) = bilingual.problems()

    assert problem.path == "content/news/otra.md"
    assert "same language" in problem.message
