"""`build --watch`: output/ follows the sources and the clock, and is whole at every moment."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sitegen.build.watching import watch_and_build
from sitegen.model.tasks import Report
from tests.conftest import Site, tree_of
from tests.preview.previewing import PATIENCE, Clock


@dataclass
class Watching:
    clock: Clock
    reports: queue.Queue[Report]
    messages: queue.Queue[str]

    def report(self) -> Report:
        """Return what the next build that did something has done."""
        return self.reports.get(timeout=PATIENCE)


@contextmanager
def watching(site: Site, clock: Clock | None = None) -> Iterator[Watching]:
    session = Watching(clock or Clock(), queue.Queue(), queue.Queue())
    stop = threading.Event()
    thread = threading.Thread(
        target=watch_and_build,
        args=(site.root,),
        kwargs={
            "clock": session.clock,
            "jobs": 1,
            "say": session.messages.put,
            "report": session.reports.put,
            "stop": stop,
        },
    )
    thread.start()
    try:
        yield session
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_save_is_published(site: Site) -> None:
    """A save comes to output/ by itself, so that a newsroom's web server may point there."""
    site.story("content/news/vote.md", title="Sample vote")
    with watching(site) as watch:
        assert "news/vote/index.html" in watch.report().new
        site.story("content/news/vote.md", title="Sample vote, again")
        assert "news/vote/index.html" in watch.report().changed

    assert tree_of(site.root / "output") == site.copy().build().tree


def test_an_embargo_ends_by_itself(site: Site) -> None:
    """A story goes live, and expires, at its hour, with nobody awake."""
    site.story("content/news/vote.md")
    site.story(
        "content/news/held.md",
        embargo="2026-11-26T06:00:00-06:00",
        expires="2026-11-27T06:00:00-06:00",
    )
    with watching(site, Clock("2026-11-26T05:59:59-06:00")) as watch:
        assert "news/held/index.html" not in watch.report().new
        watch.clock.set("2026-11-26T06:00:00-06:00")
        assert "news/held/index.html" in watch.report().new
        watch.clock.set("2026-11-27T06:00:00-06:00")
        assert "news/held/index.html" in watch.report().removed


def test_mistakes_leave_output_as_it_was(site: Site) -> None:
    """Readers see the last good site until the mistake is mended, and the terminal says so."""
    site.story("content/news/vote.md", title="Sample vote")
    with watching(site) as watch:
        watch.report()
        before = tree_of(site.root / "output")
        site.write("content/news/vote.md", "---\ntitle: Vote\npublished: soon\n---\nText.\n")
        assert "content/news/vote.md:3" in watch.messages.get(timeout=PATIENCE)
        assert tree_of(site.root / "output") == before
        site.story("content/news/vote.md", title="Sample vote, mended")
        watch.report()
        messages = [watch.messages.get(timeout=PATIENCE)]
        while messages[-1] != "Fixed.":
            messages.append(watch.messages.get(timeout=PATIENCE))


def test_a_folder_that_went_away_takes_no_page_away(site: Site) -> None:
    """A drive that is unplugged, or mounted late, does not empty the published site."""
    site.story("content/news/vote.md", title="Sample vote")
    with watching(site) as watch:
        watch.report()
        before = tree_of(site.root / "output")

        (site.root / "content").rename(site.root / "elsewhere")
        while "no such folder" not in watch.messages.get(timeout=PATIENCE):
            pass
        assert tree_of(site.root / "output") == before

        (site.root / "elsewhere").rename(site.root / "content")
        while watch.messages.get(timeout=PATIENCE) != "Fixed.":
            pass

    assert tree_of(site.root / "output") == before


def test_settings_are_followed(site: Site) -> None:
    """A new title is published, though the settings were half-saved on the way."""
    site.story("content/news/vote.md")
    with watching(site) as watch:
        watch.report()
        settings = site.read("sitegen.toml")
        site.write("sitegen.toml", "title = \n")
        assert "sitegen.toml:1" in watch.messages.get(timeout=PATIENCE)
        site.write("sitegen.toml", settings.replace("Gazette", "Courier"))
        assert "index.html" in watch.report().changed
