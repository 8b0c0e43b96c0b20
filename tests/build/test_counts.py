"""What an edit costs: which files are made again for every row of the table in docs.

A count that grows is a dependency that nobody wanted; it shows here before readers of a
large site feel it.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import build as stages
from sitegen.build import files, inputs, planning
from sitegen.cache.place import CACHE_DIR
from sitegen.cache.store import CACHE_FILE
from sitegen.core import assistant
from sitegen.core.assistant import Assistant
from sitegen.core.digests import Values
from sitegen.model.tasks import Report
from sitegen.theme import jinja
from sitegen.theme.fast import _Context as Context
from sitegen.theme.needs import Analysis, TemplateFacts
from tests.conftest import NOW, ROOT, Site, tree_of
from tests.pictures.photo_files import noisy, saved

STORIES = 40  # in each of two sections; lists show 5


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("counts") / "site")
    site.setting("page_size = 5")
    site.setting("[feeds]\nlimit = 10")
    site.setting("[images]\nsocial_cards = false\nwidths = [24]")
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    for section in ("news", "local"):
        for number in range(STORIES):
            day = f"2026-{1 + number // 20:02}-{1 + number % 20:02}"
            site.story(
                f"content/{section}/s{number}.md", f"Text {number}.", published=day,
                tags=f"[topic {number // 4}]", authors="[ana]",
            )  # fmt: skip
    site.build(NOW)
    return site


def written_files(report: Report, ending: str = "") -> list[str]:
    return [file for file in (*report.new, *report.changed) if file.endswith(ending)]


def pages(report: Report) -> list[str]:
    return written_files(report, ".html")


def edit(site: Site, path: str, old: str, new: str) -> Report:
    text = site.read(path)
    assert old in text
    site.write(path, text.replace(old, new))
    return site.build(NOW).report


def test_nothing_costs_nothing(site: Site) -> None:
    """A build right after a build makes nothing."""
    report = site.build(NOW).report
    assert written_files(report) == []
    assert {name: report.counts[name] for name in ("parsed", "pages", "documents")} == {
        "parsed": 0, "pages": 0, "documents": 0,
    }  # fmt: skip


# What takes longest to load of all that such a build once loaded.
UNUSED = {
    "ast", "dataclasses", "dis", "html", "inspect", "multiprocessing", "pickle", "traceback",
    "typing_extensions",
    "sitegen.build.assembly", "sitegen.build.partial_plan", "sitegen.build.planning",
    "sitegen.cli.deploy", "sitegen.cli.moving", "sitegen.cli.new", "sitegen.hosts",
    "sitegen.markdown.headings", "sitegen.markdown.html_tokens", "sitegen.model.article",
    "sitegen.model.views", "sitegen.pages.context", "sitegen.pictures",
    "sitegen.settings.extensions", "sitegen.site.assemble", "sitegen.site.links",
    "sitegen.theme.compiled", "sitegen.theme.places",
}  # fmt: skip


def test_nothing_to_do_loads_nothing_that_only_changes_need(tmp_path: Path) -> None:
    """Most of a build that has nothing to do is the loading of modules."""
    site = Site(tmp_path / "site")
    site.story()
    for _ in range(2):  # what the first saw was as young as its look
        site.build(NOW)
    code = (
        "import sys; from sitegen.cli.main import main; "
        "from sitegen.sources import scan; scan.GRAIN = 0; "
        f"status = main(['build', '--quiet', '--now', '{NOW}']); print(status, *sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=site.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    status, *modules = run.stdout.split()
    assert status == "0"
    assert "sitegen.build.standing" in modules
    assert sorted(UNUSED.intersection(modules)) == []


def test_a_touched_file_costs_a_look(site: Site) -> None:
    """A new time on an old file makes the build look at it, and makes no page."""
    (site.root / "content/news/s3.md").touch()
    report = site.build(NOW).report
    assert (report.counts["parsed"], report.counts["pages"]) == (0, 0)


def test_the_body_of_an_old_story_costs_its_page(site: Site) -> None:
    """A typo mended in an old story makes its page, and the feed that still holds it."""
    report = edit(site, "content/news/s3.md", "Text 3.", "Another text.")
    assert pages(report) == ["news/s3/index.html"]
    # The feeds of its tag hold it whole; those of the section and the site hold newer ones.
    assert written_files(report, ".xml") == ["tags/topic-0/feed.xml"]
    assert report.counts["parsed"] == 1


def test_a_longer_body_costs_its_page(site: Site) -> None:
    """A story that takes five minutes to read where it took one is on the same cards."""
    report = edit(site, "content/news/s39.md", "Text 39.", "A sample of words. " * 300)
    assert pages(report) == ["news/s39/index.html"]
    assert report.counts["pages"] == 1


def test_what_stands_below_a_picture_costs_its_page(site: Site) -> None:
    """Cards show a picture without its caption, its credit and the date of an update."""
    site.write_bytes("content/news/hall.jpg", saved(noisy(48, 36)))
    title = site.read("content/news/s39.md").split("title: ")[1].split("\n")[0]
    image = "image: {file: hall.jpg, alt: A sample}"
    edit(site, "content/news/s39.md", f"title: {title}", f"title: {title}\n{image}")
    new = "image: {file: hall.jpg, alt: A sample, caption: Sample words, credit: Ana Sample}"
    report = edit(site, "content/news/s39.md", image, new)
    assert pages(report) == ["news/s39/index.html"]


def test_the_body_of_a_new_story_costs_its_page_and_feeds(site: Site) -> None:
    """A typo mended in a new story makes its page and the feeds that hold it whole."""
    report = edit(site, "content/news/s39.md", "Text 39.", "Another text.")
    assert pages(report) == ["news/s39/index.html"]
    assert written_files(report, ".xml") == [
        "atom.xml", "authors/ana/feed.xml", "feed.xml", "news/atom.xml", "news/feed.xml",
        "tags/topic-9/feed.xml",
    ]  # fmt: skip


def test_a_title_costs_the_pages_that_name_it(site: Site) -> None:
    """A new title makes the pages that show it, and no others."""
    title = site.read("content/news/s3.md").split("title: ")[1].split("\n")[0]
    report = edit(site, "content/news/s3.md", f"title: {title}", "title: Another title")
    files = pages(report)
    assert "news/s3/index.html" in files
    assert len(files) <= 20, files  # its page, neighbours, relatives, lists of five kinds
    assert "index.html" not in files  # the front shows newer ones


def test_a_new_story_costs_its_page_neighbours_and_lists(site: Site) -> None:
    """A new story makes its page, its neighbours and the lists that it is in, and no others."""
    site.story("content/news/fresh.md", published="2026-03-01", tags="[topic 9]", authors="[ana]")
    report = site.build(NOW).report
    files = pages(report)
    assert {"index.html", "news/index.html", "news/fresh/index.html", "news/s39/index.html",
            "archive/2026/03/index.html"} <= set(files)  # fmt: skip
    # Archive pages are numbered from the oldest: of a section's eight, one changes at most.
    assert len([file for file in files if file.startswith("news/page/")]) <= 1
    assert len([file for file in files if file.startswith("authors/ana/page/")]) <= 1
    stories = [file for file in files if "/s" in file]
    assert len(stories) <= 14, stories  # neighbours, and those that relate it


def test_a_new_address_costs_the_pages_that_link_to_it(site: Site) -> None:
    """A new address makes every page that links to it."""
    site.story("content/local/links.md", "See [it](../news/s3.md).", published="2025-01-01")
    site.build(NOW)
    report = edit(site, "content/news/s3.md", "---\n\n", "slug: elsewhere\n---\n\n")
    assert {"local/links/index.html", "news/elsewhere/index.html"} <= set(pages(report))
    assert "news/s3/index.html" in report.removed


def test_a_template_costs_the_pages_that_use_it(site: Site) -> None:
    """A new template makes the pages that use it, and no others."""
    site.write("templates/section.html", "<title>{{ page.title }}</title>{{ section.title }}")
    files = pages(site.build(NOW).report)
    # 80 stories by one author: 16 archive pages there, 8 in each of two sections.
    assert files
    assert {file.split("/")[0] for file in files} <= {"news", "local"}
    assert not [file for file in files if "/s" in file]


def test_a_stylesheet_costs_every_page_that_names_it(site: Site) -> None:
    """A new stylesheet makes every page that names it."""
    before = len(site.build(NOW).paths("*.html"))
    site.write("static/css/own.css", "p { margin: 0 }\n")
    report = site.build(NOW).report
    assert len(pages(report)) == before


def test_a_static_file_that_no_page_names_costs_itself(site: Site) -> None:
    """A static file that no page names makes itself and no page."""
    site.write("static/root/note.txt", "A note.\n")
    assert written_files(site.build(NOW).report) == ["note.txt"]


def test_a_draft_costs_nothing(site: Site) -> None:
    """Work on a draft makes nothing."""
    site.story("content/news/draft.md", draft="true", tags="[topic 9]", authors="[ana]")
    assert written_files(site.build(NOW).report) == []
    site.story("content/news/draft.md", "Longer.", draft="true", tags="[topic 9]")
    assert written_files(site.build(NOW).report) == []


def test_the_clock_costs_what_it_brings(site: Site) -> None:
    """An hour that passes makes pages only where something went live, expired or aged."""
    site.story("content/news/later.md", published="2026-11-22 13:00")
    assert written_files(site.build(NOW).report) == []
    assert written_files(site.build("2026-11-22T12:59:59-06:00").report) == []
    due = site.build("2026-11-22T13:00:00-06:00").report
    assert "news/later/index.html" in due.new
    aged = site.build("2026-11-24T13:00:01-06:00").report
    assert pages(aged) == []
    assert written_files(aged) == ["sitemap-news.xml"] or len(written_files(aged)) == 1


def test_a_persons_words_cost_their_pages(site: Site) -> None:
    """A new biography makes its author's page, and no story by the author."""
    report = edit(site, "content/authors/ana.md", "Writes samples.", "Writes *about* samples.")
    files = pages(report)
    assert "authors/ana/index.html" in files


def test_each_text_of_a_template_is_read_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The theme's own go by two names; both say the same."""
    names: list[str] = []
    facts_of = jinja.facts_of

    def counted(env: Any, name: str) -> TemplateFacts:
        names.append(name.removeprefix("theme/"))
        return facts_of(env, name)

    analyse, analyses = inputs._analyse, []

    def analysed(*given: Any) -> Analysis:
        analyses.append(given[0])
        return analyse(*given)

    monkeypatch.setattr(jinja, "facts_of", counted)
    monkeypatch.setattr(inputs, "_analyse", analysed)
    small = Site(site.root.with_name("small"))
    small.story()
    small.build(NOW)
    assert len(names) == len(set(names)) > 50
    assert len(analyses) == 1


def test_a_title_of_a_large_site_is_made_by_an_assistant(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process loads what makes pages while this one plans; what it makes is the same."""
    made_there: list[object] = []

    def map_in_order(helper: Assistant, *work: Any) -> Iterator[Any]:
        results = list(by_helper(helper, *work))
        made_there.extend(results)
        return iter(results)

    by_helper = Assistant.map_in_order
    monkeypatch.setattr(Assistant, "map_in_order", map_in_order)
    monkeypatch.setattr(files, "file_maker", file_maker_elsewhere)
    monkeypatch.setenv("CALLER", str(os.getpid()))
    monkeypatch.setattr(stages, "ASSISTANT_FROM", 1)
    monkeypatch.setattr(assistant.os, "cpu_count", lambda: 2)
    text = site.read("content/news/s39.md")
    site.write("content/news/s39.md", re.sub("(?m)^title: .*", "title: Another title", text))
    built = site.build(NOW, jobs=0)
    assert len(made_there) > 5
    monkeypatch.undo()
    assert built.tree == site.copy().build(NOW).tree


_file_maker = files.file_maker


def file_maker_elsewhere(job: files.Job, values: Values, **kind: bool) -> files.FileMaker:
    assert os.environ["CALLER"] != str(os.getpid())
    return _file_maker(job, values, **kind)


def test_a_page_is_let_go_as_soon_as_it_is_made(site: Site) -> None:
    """A macro that is defined in a page's own template holds the page, until a collector looks.

    Ten thousand pages took a quarter more memory for one such macro in the bylines.
    """
    shutil.rmtree(site.root / CACHE_DIR)
    shutil.rmtree(site.root / "output")
    gc.collect()
    gc.disable()
    try:
        site.build(NOW)
        pages_left = sum(type(each) is Context for each in gc.get_objects())
    finally:
        gc.enable()
    assert pages_left < 2 * STORIES // 4  # what the environment itself holds, of each macro file


def test_two_processes_plan_what_one_plans(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the files are planned elsewhere: pages and all that the cache knows are the same."""
    monkeypatch.setattr(planning, "SHARED_FROM", 1)
    monkeypatch.setattr(assistant.threading, "active_count", lambda: 1)  # pytest may have others
    monkeypatch.setattr(assistant.os, "cpu_count", lambda: 2)
    shared = site.copy()
    halves: list[object] = []
    monkeypatch.setattr(planning, "fork_of", _counted(planning.fork_of, halves))
    assert tree_of(site.root / "output") == shared.build(NOW, jobs=2).tree
    assert halves == [True]
    tables = [cached_rows(each) for each in (site, shared)]
    assert tables[0] == tables[1]
    assert {table: len(rows) > 30 for table, rows in tables[0].items()} == dict.fromkeys(
        ("nodes", "outputs", "shows"), True
    )


def _counted(fork_of: Callable[[Any], Any], results: list[object]) -> Callable[[Any], Any]:
    """Return a fork of which the results' being there is noted."""

    @contextmanager
    def counted(work: Any) -> Iterator[Callable[[], Any]]:
        with fork_of(work) as result:

            def noted() -> Any:
                value = result()
                results.append(value is not None)
                return value

            yield noted

    return counted


def cached_rows(site: Site) -> dict[str, list[Any]]:
    queries = {
        "nodes": "SELECT digest, json FROM nodes ORDER BY digest",
        "outputs": "SELECT file, key, parts FROM outputs ORDER BY file",
        "shows": "SELECT body, files FROM shows ORDER BY body",
    }
    with closing(sqlite3.connect(site.root / CACHE_DIR / CACHE_FILE)) as db:
        return {table: db.execute(query).fetchall() for table, query in queries.items()}
