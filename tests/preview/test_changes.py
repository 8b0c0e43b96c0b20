"""What the overview lists: the latest changes, and the pages that each made again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sitegen.preview.changes import CHANGES_LISTED, PAGES_LISTED, Changes, PageRender
from tests.conftest import NOW

AT = datetime.fromisoformat(NOW)


def test_the_first_change_is_the_beginning_and_names_no_source() -> None:
    """When a preview begins, every file is new to it, and none was changed by anybody."""
    changes = Changes()
    changes.add(AT, {"content/news/vote.md"}, 0.5)
    changes.add(AT, {"content/news/b.md", "content/news/a.md"}, 0.25, ("stories",))

    latest, first = changes.latest()
    assert (first.first, first.sources) == (True, ())
    assert (latest.first, latest.sources) == (False, ("content/news/a.md", "content/news/b.md"))
    assert (latest.seconds, latest.reasons) == (0.25, ("stories",))


def test_the_oldest_changes_and_pages_are_let_go() -> None:
    """A preview that runs for days lists the latest of both, and keeps no more in memory."""
    changes = Changes()
    changes.add_render("/before/", "opened")  # nothing to belong to
    for minute in range(CHANGES_LISTED + 1):
        changes.add(AT + timedelta(minutes=minute), set(), 0)
    for number in range(PAGES_LISTED + 1):
        changes.add_render(f"/{number}/", "opened")

    latest = changes.latest()
    assert len(latest) == CHANGES_LISTED
    assert latest[0].at - latest[-1].at == timedelta(minutes=CHANGES_LISTED - 1)
    assert not any(change.first for change in latest)
    assert len(latest[0].renders) == PAGES_LISTED
    assert latest[0].renders[0] == PageRender("/1/", "opened")
    assert latest[0].renders[-1].url == f"/{PAGES_LISTED}/"
    assert latest[1].renders == []
