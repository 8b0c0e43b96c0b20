"""The index follows the pages, and what is taken down leaves it with them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sitegen import hosts
from sitegen.build import build as build_module
from sitegen.build.search_index import SearchIndex
from sitegen.core.problems import SitegenError
from sitegen.core.record import replace
from sitegen.hosts.host import FileLimit
from sitegen.model.tasks import MANIFEST
from sitegen.settings import load
from sitegen.settings.search_program import SearchProgram
from tests.conftest import Built, Site, tree_of
from tests.search.reading import pages, parts


@pytest.fixture
def paper(site: Site) -> Site:
    site.setting("search = true")
    site.story("content/news/vote.md", title="Sample vote", body="The first text.")
    site.story("content/news/fire.md", title="Sample fire", body="Another story.")
    site.story("content/news/old.md", title="Sample old", published="2024-03-01", body="Of old.")
    return site


def as_clean(paper: Site, built: Built) -> None:
    assert built.tree == paper.copy().build().tree


def test_an_edit_makes_one_part_anew(paper: Site) -> None:
    """After one edit nothing but what it touched is made again."""
    before = parts(paper.build())
    paper.story("content/news/vote.md", title="Sample vote", body="The second text.")

    built = paper.build()

    after = parts(built)
    assert {name for name in after if after[name] != before[name]} == {"2026-03"}
    assert "The second text." in pages(built)["Sample vote"]["content"]
    assert built.paths(f"{before['2026-03']}/*") == []
    as_clean(paper, built)


def test_nothing_is_made_again_where_nothing_has_changed(
    paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build with nothing to do must not start a program."""
    before = paper.build()
    monkeypatch.setattr(SearchIndex, "_make", lambda *_: pytest.fail("a part was made"))
    after = paper.build()
    assert after.tree == before.tree
    assert after.report.new == after.report.changed == after.report.removed == ()
    assert after.report.kept == len(after.tree) - 1  # all but the list of sitegen's own files


def test_the_list_of_own_files_names_the_index(paper: Site) -> None:
    """With the cache lost, the files of the index would be a stranger's, and stay for ever."""
    built = paper.build()
    listed = {line for line in built[MANIFEST].split("\n") if line and not line.startswith("/")}
    assert listed == set(built.tree)
    paper.delete(".sitegen_cache")
    paper.story("content/news/vote.md", title="Sample vote", body="The second text.")
    as_clean(paper, paper.build())


def test_what_is_taken_down_leaves_the_index_with_its_page(
    paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A story that came down, or expired, can be found until the index is made again."""
    paper.build()
    paper.story("content/news/fire.md", title="Sample fire", body="Another story.", draft="true")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SearchIndex, "_make", stop)
        with pytest.raises(KeyboardInterrupt):
            paper.build()
    tree = tree_of(paper.root / "output")
    broken_off = Built(paper.root / "output", tree, paper.copy().build().report)

    assert "news/fire/index.html" not in tree
    assert "Sample old" in pages(broken_off)
    assert "Sample fire" not in pages(broken_off)
    assert json.loads(broken_off["search/index.json"])["whole"] is False
    as_clean(paper, paper.build())  # what was broken off the next build does


def test_a_part_that_was_broken_off_before_a_takedown_leaves_too(
    paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows any more what an old part names: it must not outlive a page."""
    paper.build()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SearchIndex, "_make", stop)
        paper.story("content/news/vote.md", title="Sample vote", body="The second text.")
        with pytest.raises(KeyboardInterrupt):
            paper.build()
        paper.delete("content/news/fire.md")
        with pytest.raises(KeyboardInterrupt):
            paper.build()
    tree = tree_of(paper.root / "output")
    assert not [file for file in tree if file.startswith("static/search/2026-03")]
    as_clean(paper, paper.build())


def test_a_damaged_index_is_made_again(paper: Site) -> None:
    """A file that somebody deleted or changed is never given to readers for long."""
    before = paper.build()
    folder = paper.root / "output" / parts(before)["2026-03"]
    os.unlink(next(folder.glob("fragment/*")))
    other = paper.root / "output" / parts(before)["2024"]
    next(other.glob("index/*")).write_bytes(b"damaged")
    (paper.root / "output/search/index.json").write_text("{}")
    assert paper.build().tree == before.tree


def test_the_index_waits_where_the_next_build_does(paper: Site) -> None:
    """What was saved under --watch is published before the index of what came before it."""
    asked: list[bool] = []

    def hurry() -> bool:
        asked.append(True)
        return len(asked) > 2

    built = paper.build(hurry=hurry)

    assert "The first text." in built["news/vote/index.html"]
    listing = json.loads(built["search/index.json"])
    assert (listing["whole"], len(listing["parts"]) < 3) == (False, True)
    listed = {line for line in built[MANIFEST].split("\n") if line and not line.startswith("/")}
    assert listed == set(built.tree)
    assert built.report.warnings == ()

    later = paper.build()
    assert json.loads(later["search/index.json"])["whole"] is True
    as_clean(paper, later)


def test_without_search_nothing_of_it_stays(paper: Site) -> None:
    paper.build()
    paper.write("sitegen.toml", paper.read("sitegen.toml").replace("search = true\n", ""))
    built = paper.build()
    assert built.paths("static/search/*") == []
    assert built.paths("search/*") == ["search/index.html"]
    assert built.report.removed == ()  # no file of the site's own
    as_clean(paper, built)


def test_a_site_without_the_extra_is_built_without(
    paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newsroom whose host has no Pagefind must still publish, and be told in one line."""
    missing = SearchProgram(trouble="Pagefind is not installed")
    monkeypatch.setattr(load, "search_program", lambda: missing)
    built = paper.build()
    assert built.paths("static/search/*") == []
    assert "data-search" not in built["index.html"]
    assert 'href="/archive/"' in built["search/index.html"]
    [warning] = [p for p in built.report.warnings if "search" in p.message]
    assert "there is no search: Pagefind is not installed" in warning.message
    assert "[search]" in warning.message
    assert "\n" not in str(warning)


def test_a_program_that_fails_stops_no_page(paper: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is worth less than the paper."""
    monkeypatch.setattr("sitegen.build.search_index.program_file", lambda: Path("/dev/null/none"))
    built = paper.build()
    assert "news/vote/index.html" in built.tree
    assert json.loads(built["search/index.json"]) == {"engine": "", "parts": [], "whole": True}
    assert any("the search index cannot be made" in p.message for p in built.report.warnings)
    monkeypatch.undo()
    as_clean(paper, paper.build())


def test_a_search_page_of_the_sites_own_is_told(paper: Site) -> None:
    """`true` meant a script of the site's own until now: its page would show no results."""
    own_page = '{% extends "theme/search.html" %}{% block search %}{% endblock %}'
    paper.write("templates/search.html", own_page)
    [warning] = [p for p in paper.build().report.warnings if p.path == "templates/search.html"]
    assert 'search = "own"' in warning.hint
    own = paper.read("sitegen.toml").replace("search = true", 'search = "own"')
    paper.write("sitegen.toml", own)
    built = paper.build()
    assert built.report.warnings == () or "templates/search.html" not in str(built.report.warnings)
    assert built.paths("static/search/*") == []


def test_pages_and_index_together_may_be_too_many(
    paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cloudflare takes 20,000 files, and the upload of one more fails."""
    paper.setting('host = "cloudflare"')
    count = len(paper.build().tree)
    for limit in (count, count - 1):
        few = replace(hosts.cloudflare.HOST, most_files=FileLimit("Cloudflare Pages", limit))
        monkeypatch.setattr(hosts, "HOSTS", {**hosts.HOSTS, "cloudflare": few})
        told = [p.message for p in paper.build().report.warnings if "Cloudflare" in p.message]
        assert told == [f"the site has {count:,} files, and Cloudflare Pages takes {limit:,}"] * (
            limit < count
        )


def test_nothing_set_leads_to_the_archive_and_to_nobody_else(site: Site) -> None:
    """The page sent readers to another company."""
    site.story()
    page = site.build()["search/index.html"]
    assert 'href="/archive/"' in page
    assert "duckduckgo" not in page.lower()


def test_another_answer_is_refused(site: Site) -> None:
    site.setting('search = "built-in"')
    with pytest.raises(SitegenError, match="search must be true or false"):
        build_module.load_settings(site.root)
