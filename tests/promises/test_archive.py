"""An archive is not today's paper: what old stories lack is told, counted, and stops nothing."""

from __future__ import annotations

import pytest

from sitegen.core.listing import warning_lines
from tests.conftest import Site
from tests.pictures.photo_files import noisy, saved

ARCHIVE = "[archive]\nbefore = 2024-01-01"
OLD, NEW = "2023-12-31 23:59", "2024-01-01 00:00"
FAULTS = {
    "alt": "![](hall.jpg)",
    "lead": "",
    "page": "[Gone](/gone/)",
    "story": "[Gone](gone.md)",
    "file": "[Gone](gone.pdf)",
    "heading": "[Gone](other.md#gone)",
}


def with_fault(site: Site, name: str, published: str, **keys: object) -> None:
    site.story("content/news/other.md", published="2020-01-01")
    site.write_bytes("content/news/hall.jpg", saved(noisy(1600, 900)))
    image = {"image": "hall.jpg"} if name == "lead" else {}
    site.story(body=FAULTS[name] + "\n\nText.\n", published=published, **image, **keys)


@pytest.mark.parametrize("name", FAULTS)
def test_what_an_old_story_lacks_is_a_warning(site: Site, name: str) -> None:
    """The site builds; the same in a story of today stops it."""
    site.setting(ARCHIVE)
    with_fault(site, name, OLD)

    warnings = [w for w in site.build().report.warnings if w.path == "content/news/vote.md"]

    assert [w.message.endswith("in a story of the archive") for w in warnings] == [True]
    with_fault(site, name, NEW)
    assert [p.path for p in site.problems()] == ["content/news/vote.md"]


@pytest.mark.parametrize("name", FAULTS)
def test_without_an_archive_every_story_is_held_to_it(site: Site, name: str) -> None:
    """No date means no archive."""
    with_fault(site, name, OLD)

    assert [p.path for p in site.problems()] == ["content/news/vote.md"]


def test_an_old_picture_without_words_is_shown(site: Site) -> None:
    """The readers of the archive keep its pictures."""
    site.setting(ARCHIVE)
    with_fault(site, "alt", OLD)

    assert "media/hall" in site.build()["news/vote/index.html"]


def test_the_day_begins_in_the_newsroom(site: Site) -> None:
    """Six hours before the archive's end in Houston it is over in London."""
    site.setting(ARCHIVE)
    with_fault(site, "page", "2024-01-01T05:59:00+00:00")

    site.build()


def test_a_wrong_date_of_the_archive_is_told(site: Site) -> None:
    """With its line and the way to write it."""
    site.setting('[archive]\nbefore = "last year"')

    (problem,) = site.problems()

    assert (problem.line, "2026-11-20" in problem.hint) == (16, True)


def test_many_old_faults_are_few_lines(site: Site) -> None:
    """A hundred dead links of an archive are two, and a count with the files that have most."""
    site.setting(ARCHIVE)
    for number in range(30):
        site.story(f"content/news/s-{number}.md", published="2020-01-01 09:00",
                   title=f"Sample {number}", body=f"[Gone](/gone-{number}/)\n")  # fmt: skip

    lines = list(warning_lines(site.build().report.warnings))

    assert len([line for line in lines if "archive" in line]) == 2
    assert any("28 more like these" in line for line in lines)
