"""Live stories: an update whose time has not come is as if it were not written."""

from __future__ import annotations

import pytest

from sitegen.build.explain import due
from tests.conftest import Site
from tests.pictures.photo_files import noisy, saved

NOON = "2026-03-01T12:00:00-06:00"
EVENING = "2026-03-01T19:30:00-06:00"

CANARIES = ("qxbody", "Qxtitle", "qxlink", "qxfile", "qxoutside", "qxheading", "qxalt", "qxpicture",
            "qxembed", "qxfilm", "19:30")  # fmt: skip
UPDATES = """\
Everything about the vote.

::: update 2026-03-01 11:00 "Polls open"
The first voter came at seven.
:::

:::: update 2026-03-01 19:30 "Qxtitle"
The qxbody with [qxlink](other.md), [a file](qxfile.csv) and [out](https://qxoutside.example/).

## A qxheading

![qxalt](qxpicture.png)

::: embed https://www.youtube.com/watch?v=qxfilm "qxembed"
:::
::::

::: update 2026-03-01 10:00 "Doors open"
Halls are ready.
:::
"""


@pytest.fixture
def live(site: Site) -> Site:
    site.setting("[images]\nwidths = [16]\n[feeds]\natom = true\njson = true\n")
    site.write_bytes("content/news/qxpicture.png", saved(noisy(32, 24), "PNG"))
    site.write_bytes("content/news/qxfile.csv", b"qxfile,1\n")
    site.story("content/news/other.md")
    site.story("content/news/vote.md", UPDATES, kind="live", published="2026-03-01 09:00")
    return site


def test_an_update_to_come_leaves_no_trace(live: Site) -> None:
    """An update whose hour has not come is in no page, feed or index."""
    built = live.build(now=NOON)

    assert [word for word in CANARIES if built.mentioning(word)] == []
    page = built["news/vote/index.html"]
    assert page.index("Polls open") < page.index("Doors open")
    assert "2026-03-01T11:00:00-06:00" in built["atom.xml"]  # the newest that has happened


def test_an_update_comes_at_its_time_and_not_before(live: Site) -> None:
    """Time alone brings it: `due` knows the moment, and the build of it equals a clean one."""
    built = live.build(now=NOON)
    assert str(built.report.next_change) == "2026-03-01 19:30:00-06:00"
    assert not due(live.root, built.report.next_change.replace(hour=18)).is_due
    assert due(live.root, built.report.next_change).reason.startswith("something changed by")

    built = live.build(now=EVENING)

    page = built["news/vote/index.html"]
    assert page.index("Polls open") < page.index("Qxtitle") < page.index("Doors open")
    assert built.paths("media/qxpicture.*")
    assert built.tree == live.copy().build(now=EVENING).tree
    assert built.mentioning("qxbody") != []
    assert live.build(now=NOON).mentioning("qxbody") == []  # and back again


def test_a_held_update_is_told_of(live: Site) -> None:
    """A warning names the update that is held, and the time at which it comes."""
    notices = [
        problem for problem in live.build(now=NOON).report.warnings if "held" in problem.message
    ]

    assert [(p.path, p.message) for p in notices] == [
        ("content/news/vote.md", "this update is held until 2026-03-01 19:30")
    ]
    lines = live.read("content/news/vote.md").splitlines()
    assert lines[notices[0].line - 1].startswith(":::: update")


def test_a_mistake_in_an_update_to_come_is_found_now(live: Site) -> None:
    """A mistake in an update to come stops the build now, while somebody is there."""
    live.write(
        "content/news/vote.md", live.read("content/news/vote.md").replace("qxfile.csv", "no.csv")
    )

    (problem,) = [p for p in live.problems(now=NOON) if not p.warning]

    assert problem.message == "dead link 'no.csv': there is no such file"


def test_a_live_story_closes_when_its_end_has_come(live: Site) -> None:
    """`coverageEndTime` says that a live story is over, so it stands only from its end on."""
    keys = "live: {start: 2026-03-01 09:00, end: 2026-03-01 18:00}"
    text = live.read("content/news/vote.md").replace("kind: live", f"kind: live\n{keys}")
    live.write("content/news/vote.md", text)

    built = live.build(now=NOON)
    assert "coverageEndTime" not in built["news/vote/index.html"]
    assert built.report.next_change.hour == 18

    assert "coverageEndTime" in live.build(now=EVENING)["news/vote/index.html"]
