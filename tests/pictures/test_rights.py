"""What stands in the file beside a photo, and what it means for its uses."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.pictures import (
    Facts,
    Rights,
    gallery,
    image_ref,
    licence_ended,
    narrow_lead,
    read_rights,
    sidecar,
)

HOUSTON = ZoneInfo("America/Chicago")
FILE = "content/news/bayou.jpg.yml"
FACTS = Facts("d" * 32, "jpeg", 1600, 900, "#123456", caption="From the camera", credit="IPTC name")


def read(text: str) -> Rights:
    rights, problems = read_rights(text.encode(), FILE, HOUSTON)
    assert problems == ()
    assert rights is not None
    return rights


def wrong(text: str) -> Problem:
    rights, problems = read_rights(text.encode(), FILE, HOUSTON)
    assert rights is None
    assert len(problems) == 1
    return problems[0]


def test_every_key_of_the_file_beside_a_photo() -> None:
    """Words, rights and focus all stand in one small file; a last day counts in full."""
    rights = read(
        """\
alt: Volunteers in the reeds
caption: >
  Volunteers clear reeds
  from the bayou.
credit: "A. Sample: photographer"
licence: One year, this site only
licence_until: 2027-03-01
focus: [0.5, 0.3]
"""
    )

    assert rights == Rights(
        alt="Volunteers in the reeds",
        caption="Volunteers clear reeds from the bayou.",
        credit="A. Sample: photographer",
        licence="One year, this site only",
        licence_until=datetime.fromisoformat("2027-03-02T00:00:00-06:00"),
        focus=(0.5, 0.3),
    )
    assert sidecar("content/news/bayou.jpg") == FILE


def test_a_licence_with_an_hour_ends_at_that_hour() -> None:
    """Where the licence names a time, in newsroom time, the picture goes at that time."""
    rights = read("license_until: 2027-03-01 18:00")

    assert rights.licence_until == datetime.fromisoformat("2027-03-01T18:00:00-06:00")


def test_a_licence_that_ends_in_the_hour_that_happens_twice_ends_at_the_first() -> None:
    """And its writer is told so."""
    rights, problems = read_rights(b"licence_until: 2026-11-01 01:30", FILE, HOUSTON)
    assert rights is not None
    assert rights.licence_until is not None
    assert rights.licence_until.isoformat() == "2026-11-01T01:30:00-05:00"
    assert [(each.warning, "The first is taken" in each.message) for each in problems] == [
        (True, True)
    ]


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("credit: A\ncaptoin: B\n", 2, "unknown key 'captoin'", "Did you mean 'caption'?"),
        ("\n\nfocus: [1.5, 0]\n", 3, "the focus is not a place", "[0.5, 0.3]"),
        ("focus: centre\n", 1, "the focus is not a place", "[0.5, 0.3]"),
        ("credit: A\nlicence_until: soon\n", 2, "soon", "2026-11-20"),
        ("credit:\n  - A\n", 1, "credit must be text, not a list", "in quotes"),
        ("---\ncaptoin: B\n", 2, "unknown key 'captoin'", "caption"),
    ],
)
def test_mistakes_are_named_with_their_line(text: str, line: int, message: str, hint: str) -> None:
    """A wrong line in the file beside a photo is named, with what to write."""
    problem = wrong(text)

    assert (problem.path, problem.line) == (FILE, line)
    assert message in problem.message
    assert hint in problem.hint


def test_an_empty_file_says_nothing() -> None:
    """The file may be empty, and may begin with --- as a story does."""
    assert read("") == Rights()
    assert read("---\ncredit: A\n---\n").credit == "A"


@pytest.mark.parametrize(
    ("width", "height", "focus"),
    [
        (1200, 1800, (0.5, 0.33)),
        (900, 900, (0.5, 0.33)),
        (1000, 900, (0.5, 0.33)),
        (1600, 1200, (0.5, 0.5)),
        (1600, 900, (0.5, 0.5)),
    ],
)
def test_nobody_is_beheaded_where_no_focus_is_written(
    width: int, height: int, focus: tuple[float, float]
) -> None:
    """Crops of portraits and squares keep what is a third from the top: heads."""
    facts = replace(FACTS, width=width, height=height)

    assert image_ref("a.jpg", facts, Rights(), alt="x").focus == focus
    assert image_ref("a.jpg", facts, read("focus: [0.5, 0.5]"), alt="x").focus == (0.5, 0.5)
    assert image_ref("a.jpg", facts, Rights(), alt="x", focus=(0, 1)).focus == (0, 1)


def test_a_licence_that_has_run_out_is_a_problem() -> None:
    """The last day counts in full, in newsroom time."""
    image = image_ref("content/news/bayou.jpg", FACTS, read("licence_until: 2027-03-01"), alt="x")
    last = datetime(2027, 3, 1, 23, 59, tzinfo=HOUSTON)

    assert licence_ended(image, last, "content/news/flood.md", 4) is None
    over = licence_ended(image, datetime(2027, 3, 2, tzinfo=HOUSTON), "content/news/flood.md", 4)

    assert over is not None
    assert str(over).startswith(
        "content/news/flood.md:4: error: the licence of the picture 'bayou.jpg' ran out on "
    )
    assert "bayou.jpg.yml" in over.hint
    assert licence_ended(image_ref("a.jpg", FACTS, Rights(), alt="x"), last, "a.md", 1) is None


def test_a_folder_is_a_gallery_in_the_order_of_its_names() -> None:
    """2 comes before 10; texts, hidden files and folders within are no part of it."""
    paths = ["a/10.jpg", "a/2.JPG", "a/1.png", "a/2.jpg.yml", "a/b/3.jpg", "a/index.md", "a/.x.jpg"]

    assert gallery("a", paths) == ("a/1.png", "a/2.JPG", "a/10.jpg")


def test_a_narrow_lead_picture_is_a_warning() -> None:
    """Search engines show pictures of 1200 pixels and more large (rule G12)."""
    wide = image_ref("content/news/bayou.jpg", FACTS, Rights(), alt="x")

    warning = narrow_lead(replace(wide, width=800), "content/news/flood.md", 4)

    assert narrow_lead(wide, "content/news/flood.md", 4) is None
    assert warning is not None
    assert warning.warning
    assert "'bayou.jpg' is 800 pixels wide" in warning.message
