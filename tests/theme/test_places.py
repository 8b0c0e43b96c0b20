"""Where pictures stand is the theme's affair: one file says it, and a site may say otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.core.digests import digest_file
from sitegen.theme.files import Theme, ThemeFile
from sitegen.theme.places import places_of
from tests.conftest import ROOT, Site
from tests.pictures.photo_files import noisy, saved

OWN = """
[places.lead]
widest = 400
boxes = ["(min-width: 50rem) 400px", "90vw"]
"""


def with_photo(site: Site) -> None:
    site.write_bytes("content/news/hall.jpg", saved(noisy(1600, 1200)))
    site.story(image="{file: hall.jpg, alt: A sample hall}")
    site.story("content/news/plain.md", published="2026-02-01T09:00:00-06:00")
    site.write("content/front.yml", "top: day\n")
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nA sample.\n")


def test_a_place_of_the_sites_own_takes_the_place_of_the_themes(site: Site) -> None:
    """A designer who makes the lead narrower says so in one file, and keeps the rest."""
    with_photo(site)
    before = site.build()

    site.write("templates/places.toml", OWN)
    built = site.build()

    assert 'sizes="(min-width: 50rem) 400px, 90vw"' in built["index.html"]
    assert built["news/vote/index.html"] == before["news/vote/index.html"]
    assert built.tree == site.copy().build().tree


def test_a_change_of_places_renders_again_only_pages_that_may_show_pictures(site: Site) -> None:
    """A page whose templates ask for no picture is what it was."""
    with_photo(site)
    site.build()

    site.write("templates/places.toml", OWN)

    assert 0 < site.build().report.counts["pages"] < len(site.build().paths("*.html"))


def test_the_theme_says_which_pictures_are_small(site: Site) -> None:
    """What is small depends on how wide the columns are: `limit` says from where."""
    with_photo(site)
    small = '[places.article.small]\nlimit = {}\nwidest = 608\nboxes = ["90vw"]\n'
    story = '[places.article]\nwidest = 848\nboxes = ["848px"]\ntrimmed = false\n'
    for limit, is_small in ((1601, True), (1600, False)):
        site.write("templates/places.toml", story + small.format(limit))
        assert ("lead-media--small" in site.build()["news/vote/index.html"]) is is_small


def test_a_template_of_ones_own_may_bring_a_place_of_its_own(site: Site) -> None:
    """A new place needs no line of Python."""
    with_photo(site)
    site.write("templates/places.toml", OWN.replace("places.lead", "places.poster"))
    site.write(
        "templates/article.html",
        "{% from 'macros/picture.html' import draw %}<title>{{ article.title }}</title>"
        "{% if article.image %}{{ draw(article.image, 'poster') }}{% endif %}",
    )

    assert 'sizes="(min-width: 50rem) 400px, 90vw"' in site.build()["news/vote/index.html"]


def test_an_unknown_place_names_the_nearest(site: Site) -> None:
    """A slip in the name of a place is told with the template's line."""
    with_photo(site)
    site.write(
        "templates/article.html",
        "{% if article.image %}{{ picture(article.image, 'leed').src }}{% endif %}",
    )

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("templates/article.html", 1)
    assert problem.message == "no place 'leed' for pictures. Did you mean 'lead'?"


WRONG = {
    "widest = 400": (1, "lead.boxes' is missing", '["100vw"]'),
    'boxes = ["90vw"]': (1, "lead.widest' is missing", "greatest width in pixels"),
    'widest = 400\nboxes = ["half the page"]': (3, "is not a width", '"100vw"'),
    'widest = 400\nboxes = ["50%"]': (3, "is not a width", '"100vw"'),
    'widest = 400\nboxes = ["calc(1px"]': (3, "is not a width", '"100vw"'),
    'widest = 400\nboxes = ["fone"]': (3, "has no list 'fone'", "Did you mean 'phone'?"),
    'widest = 400\nboxes = ["(min-width: 9rem) 90vw"]': (3, "has no condition", '"100vw"'),
    'widest = 400\nboxes = ["90vw", "50vw"]': (3, "has no condition", '"100vw"'),
    'widest = 400\nboxes = "90vw"': (3, "must be a list", "Write 'boxes = [\"90vw\"]'."),
    'widest = "400"\nboxes = ["90vw"]': (2, "must be a whole number", "Write 'widest = 400'."),
    'widest = 400\nboxes = ["90vw"]\n[places.lead.full]\nwidest = 9': (4, "full.boxes'", "widths"),
    'widest = 400\nboxes = ["90vw"]\n[places.lead.tall]\nwidest = 9\nboxes = ["9vw"]': (
        4,
        "tall.limit'",
        "height in pixels",
    ),
    'widest = 400\nboxes = ["90vw"]\n[places.lead.tal]\nwidest = 9': (4, "key 'tal'", "'tall'"),
    'widest = 400\nboxes = ["90vw"]\ntrimed = true': (4, "unknown key 'trimed'", "'trimmed'"),
    "widest: 400": (2, "this line is not TOML", "Write 'widest = 400'."),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_mistake_in_the_places_is_told_with_its_line(site: Site, text: str) -> None:
    """What a browser would not understand stops the build, with what to write."""
    site.story()
    site.write("templates/places.toml", f"[places.lead]\n{text}\n")
    line, message, hint = WRONG[text]

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("templates/places.toml", line), problem
    assert message in problem.message
    assert hint in problem.hint


def test_every_place_of_the_theme_is_sound_and_in_the_manual() -> None:
    """The manual's list of places is the theme's."""
    places = Path(ROOT, "templates", "places.toml")
    file = ThemeFile("templates/places.toml", places, digest_file(places))

    places = places_of(Theme({}, {}, {}, "", (file,)))

    assert places.problems == ()
    manual = (ROOT / "docs" / "theming.md").read_text("utf-8")
    (sentence,) = re.findall(r"The theme's places are (.*?)\.\n", manual)
    assert set(re.findall(r"`([\w-]+)`", sentence)) == set(places.by_name)
