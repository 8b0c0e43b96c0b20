"""The preview can be searched: what it shows, drafts included, and nothing of it on the disk."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from sitegen.preview.press import FoundPart
from sitegen.preview.search_index import PreviewIndex
from sitegen.search.bundle import ENGINE, Bundle
from sitegen.search.listing import LISTING, PublishedPart, listing
from tests.conftest import Site
from tests.preview.previewing import PATIENCE, Served, served


def found(preview: Served) -> tuple[dict[str, Any], str]:
    """Wait for the index; return its listing and all that is in it."""
    index = preview.running._preview.index
    assert index.wait(PATIENCE)
    value: dict[str, Any] = json.loads(preview.get("/search/index.json").body)
    assert value["whole"]
    fragments = [data for file, data in index._files.items() if file.endswith(".pf_fragment")]
    return value, "\n".join(gzip.decompress(data).decode() for data in fragments)


def test_drafts_are_found_in_a_preview_of_drafts_and_stay_in_memory(site: Site) -> None:
    """Who works on a draft looks for it; what readers get must not know of it."""
    site.setting("search = true")
    site.story("content/news/vote.md", title="Sample vote", body="The first text.")
    site.story("content/news/plan.md", title="Sample plan", draft="true", body="A qxdraft.")
    with served(site.root, drafts=True) as preview:
        value, texts = found(preview)
        assert "qxdraft" in texts
        assert preview.get(f"{value['parts'][-1]['url']}pagefind-entry.json").status == 200
        script = preview.get(f"{value['engine']}pagefind.js")
        assert script.headers["Content-Type"].startswith("text/javascript")

        site.story("content/news/vote.md", title="Sample vote", body="The second text.")
        tab = preview.tab("/news/vote/")
        while tab.hear()["do"] != "reload":
            pass
        _, texts = found(preview)

        assert "The second text." in texts
        assert "The first text." not in texts
    assert not (site.root / "output/static").exists()
    with served(site.root) as preview:
        assert "qxdraft" not in found(preview)[1]


def test_a_preview_without_search_has_no_index(site: Site) -> None:
    site.story()
    with served(site.root) as preview:
        assert preview.get("/search/index.json").status == 404


class Parts:
    """A press that makes the parts of an index, of which some fail."""

    def __init__(self, *names: str, failing: str = "", then: Any = None) -> None:
        self.names, self.failing, self.then, self.made = names, failing, then, list[str]()

    @contextmanager
    def one(self) -> Iterator[Parts]:
        yield self

    def search_parts(self) -> dict[str, FoundPart]:
        return {f"key {name}": FoundPart(name, len(name), ("2026",)) for name in self.names}

    def search_bundle(self, key: str) -> Bundle:
        self.made.append(key)
        if self.then is not None:
            self.then()
        if key == f"key {self.failing}":
            raise ValueError
        name = key.removeprefix("key ")
        return Bundle(f"search/{name}", {f"search/{name}/x": name.encode()})


SHOWN: Any = SimpleNamespace(settings=SimpleNamespace(prefix="/paper", search_program=True))


def test_parts_that_stay_are_not_made_again() -> None:
    """And those that are no more are let go; the listing is whole when all are made."""
    index = PreviewIndex(press := Parts(ENGINE, "2026", "2025"))  # type: ignore[arg-type]
    index._make(SHOWN)
    assert press.made == [f"key {ENGINE}", "key 2026", "key 2025"]
    assert index.file("search/2025/x") == b"2025"
    assert index.file("search/none") is None
    parts = [PublishedPart(name, f"search/{name}", 4, ("2026",)) for name in ("2026", "2025")]
    assert index.file(LISTING) == listing(f"search/{ENGINE}", parts, "/paper", whole=True)
    assert index._files.keys() == {f"search/{name}/x" for name in (ENGINE, "2026", "2025")} | {
        LISTING
    }
    press.made.clear()
    press.names = (ENGINE, "2024", "2025")
    index._make(SHOWN)
    assert press.made == ["key 2024"]
    assert index._made.keys() == press.search_parts().keys()


def test_a_part_that_fails_or_a_newer_edition_ends_the_making() -> None:
    """What is made can be searched by then; the next edition goes on."""
    index = PreviewIndex(press := Parts(ENGINE, "a", "b", failing="a"))  # type: ignore[arg-type]
    index._make(SHOWN)
    assert press.made == [f"key {ENGINE}", "key a"]
    assert index.file(LISTING) == listing(f"search/{ENGINE}", [], "/paper", whole=True)
    index = PreviewIndex(press := Parts(ENGINE, "a", "b", failing="a"))  # type: ignore[arg-type]
    index._made = {"key b": press.search_bundle("key b")}
    index._make(SHOWN)
    part = PublishedPart("b", "search/b", 1, ("2026",))
    assert index.file(LISTING) == listing(f"search/{ENGINE}", [part], "/paper", whole=True)
    for attribute, value in (("_shown", SHOWN), ("_is_closed", True)):
        index = PreviewIndex(press := Parts(ENGINE, "a", "b"))  # type: ignore[arg-type]
        press.then = lambda index=index, attribute=attribute, value=value: setattr(
            index, attribute, value
        )
        index._make(SHOWN)
        assert press.made == [f"key {ENGINE}"]
        assert index.file(LISTING) == listing(f"search/{ENGINE}", [], "/paper", whole=False)


def test_an_index_follows_in_a_thread_of_its_own_until_it_is_closed() -> None:
    """What fails in it is tried again with the next edition; without search there is none."""
    index = PreviewIndex(press := Parts("a"))  # type: ignore[arg-type]
    assert index.wait(0)
    index.follow(SHOWN)
    assert index.wait(PATIENCE)
    assert press.made == ["key a"]
    thread = index._thread
    assert thread is not None
    assert (thread.daemon, thread.name) == (True, "index")
    press.search_parts = lambda: 1 / 0  # type: ignore[method-assign]
    index.follow(SHOWN)
    assert index.wait(PATIENCE)
    assert index._thread is thread
    assert index.file(LISTING) is not None
    without: Any = SimpleNamespace(settings=SimpleNamespace(search_program=False))
    index.follow(without)
    assert (index.wait(0), index.file(LISTING)) == (True, None)
    index.close()
    index.join()
    assert not thread.is_alive()
    index._is_idle = False
    assert index.wait(0)
    closed = PreviewIndex(press)  # type: ignore[arg-type]
    closed._is_idle = False
    assert not closed.wait(0)
    closed.follow(without)
    assert closed._thread is None
    closed.join()
