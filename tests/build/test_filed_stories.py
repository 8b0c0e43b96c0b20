"""Filed stories: what follows from a story alone is taken over, and only while it does."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.build import filed_stories
from sitegen.build.assembly import assemble_site
from sitegen.build.filed_stories import FiledStories, _comes_back
from sitegen.build.inputs import gather
from sitegen.cache.place import CACHE_DIR
from sitegen.cache.store import Store
from sitegen.core.digests import Values
from sitegen.core.record import replace
from sitegen.model.article import Article
from sitegen.settings.load import load
from sitegen.site.site import Filing
from tests.conftest import NOW, Site
from tests.pictures.photo_files import noisy, saved
from tests.site.assembled import site_of, story

VOTE, RAIN, FAR = "content/news/vote.md", "content/news/rain.md", "content/news/far.md"
AT = datetime.fromisoformat(NOW)


def filings(site: Site) -> tuple[dict[str, Filing], dict[str, Filing]]:
    """Return what the store has of a built site, and what assembling it anew gives."""
    store = Store(site.root / CACHE_DIR)
    inputs = gather(load(site.root), store, AT, 1)
    filed = FiledStories(inputs, store).by_path(Values(store))
    anew, _ = assemble_site(inputs, Values(store), AT)
    store.close()
    return filed, dict(anew.filings)


def test_what_is_filed_comes_back_as_it_was(site: Site) -> None:
    """Of everything that a story may say: dates in their zones, pictures, corrections, own data."""
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.write_bytes("content/news/hall.png", saved(noisy(320, 200), "PNG"))
    site.story(
        VOTE, "A text, [elsewhere](rain.md).\n\n![A hall](hall.png)", authors="[ana]",
        published="2026-01-15 08:00",
        image="{file: hall.png, alt: A hall, focus: [0.2, 0.3]}", tags="[schools, Ngân sách]",
        corrections="[{date: 2026-02-02 09:00, text: Mended.}]", series="Samples", part="2",
        updated="2026-02-03", expires="2027-01-01 09:00", lead="{until: 2026-12-01}",
        extra="{one: 1, many: [1, 2.5, null, true], by: {name: x}}",
    )  # fmt: skip
    site.story(
        RAIN,
        kind="sponsored",
        sponsor="{name: Sample Bank, url: https://bank.example/}",
        aliases="[/old/]",
    )
    site.build()

    filed, anew = filings(site)

    assert filed.keys() == {VOTE, RAIN}
    assert filed == anew


def test_nothing_comes_back_as_another_value(site: Site) -> None:
    """A number without end has no place in JSON, and others know none of thirty digits."""
    site.story(FAR, extra="{far: .inf}")
    site.story(RAIN, extra="{large: 123456789012345678901234567890}")
    site.story(VOTE)
    site.build()
    filed, anew = filings(site)
    assert filed == {path: anew[path] for path in filed}
    assert VOTE in filed


def test_nothing_is_filed_as_before_under_other_people_or_settings(site: Site) -> None:
    """A person's name stands in the bylines of all their stories."""
    ana = "content/authors/ana.md"
    site.write(ana, "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.story(VOTE, authors="[ana]")
    site.build()
    assert filings(site)[0]
    site.write(ana, "---\nname: Ana Another\n---\nWrites samples.\n")
    site.build()
    filed, anew = filings(site)
    assert filed == anew
    site.setting("page_size = 7")
    assert filings(site)[0] == {}


class Shelf:
    """A store that holds what was filed, and takes down what is put there."""

    def __init__(self, filed: Any = None) -> None:
        self.filed = filed or {}
        self.asked: list[str] = []
        self.put: list[tuple[Any, Any]] = []

    def derived(self, _kind: type, under: str) -> Any:
        self.asked.append(under)
        return self.filed

    def put_derived(self, new: Any, gone: Any, under: str) -> None:
        assert under == self.asked[0]
        self.put.append((new, gone if gone is None else set(gone)))


def filed_by(shelf: Any, rows: Mapping[str, Any], **more: Any) -> Any:
    """Return what is filed where the sources are these."""
    facts = {"broken": (), "doubtful": {}, **more}
    reading = SimpleNamespace(rows=rows, **facts)
    settings = SimpleNamespace(digest=more.get("settings", "settings"))
    inputs: Any = SimpleNamespace(reading=reading, engine="engine", settings=settings)
    return FiledStories(inputs, shelf)


def row(node: str, kind: str = "article") -> Any:
    return SimpleNamespace(node=node, kind=kind)


def test_a_filing_is_taken_over_with_its_very_story() -> None:
    """Of the node that it was made from, and of no site whose people may be wrong."""
    filings = site_of(*[story(name) for name in ("a", "b", "c", "d")]).filings
    paths = [f"content/news/{name}.md" for name in "abcd"]
    noted = {path: ("n", filings[path]) for path in paths}
    noted[paths[2]] = ("n", filings[paths[0]])  # of another story
    rows = {paths[0]: row("n"), paths[1]: row("other"), paths[2]: row("n")}
    filed = filed_by(Shelf(noted), rows)
    values = Values()
    assert filed.by_path(values) == {paths[0]: filings[paths[0]]}
    assert values.node(Article, "n") is filings[paths[0]].article
    assert filed_by(Shelf(noted), rows, broken=("x",)).by_path(Values()) == {}
    assert filed_by(Shelf(noted), rows, doubtful={"x": 1}).by_path(Values()) == {}
    unders = set()
    for people, settings in (("p1", "s"), ("p2", "s"), ("p1", "t")):
        shelf = Shelf()
        filed_by(shelf, {**rows, "ana": row(people, "person")}, settings=settings)
        unders.add(shelf.asked[0])
    assert len(unders) == 3


def test_filings_that_are_new_are_noted_and_those_that_are_gone_forgotten() -> None:
    """Nothing is written where nothing has changed, nor what would come back as another value."""
    strange = {"far": float("inf")}
    stories = [story("a"), story("b"), story("c", extra=strange), story("d", extra={"one": 1})]
    filings = site_of(*stories).filings
    a, b, c, d = sorted(filings)
    rows = {path: row("n") for path in filings}
    shelf = Shelf({a: ("n", filings[a])})
    filed_by(shelf, rows).note({a: filings[a]})
    assert shelf.put == []
    filed_by(shelf, rows).note(filings)
    assert shelf.put == [({b: ("n", filings[b]), d: ("n", filings[d])}, set())]
    filed_by(shelf, rows).note({b: filings[b]})
    assert shelf.put[1:] == [({b: ("n", filings[b])}, {a})]
    empty = Shelf()
    filed_by(empty, rows).note({b: filings[b], c: filings[c]})
    assert empty.put == [({b: ("n", filings[b])}, None)]  # and all that was there goes
    for value, comes in ((1, True), (10**30, True), (10**5000, False), ("\ud800", False)):
        article = replace(filings[d].article, extra={"n": value})
        assert _comes_back(replace(filings[d], article=article)) is comes


@pytest.mark.parametrize("count", [2, 3])
def test_the_filings_of_an_archive_are_read_without_the_collector(
    site: Site, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """It looked for circles among ten thousand stories, in a twentieth of the time of a build."""
    site.story(VOTE)
    site.story(RAIN)
    site.build()
    monkeypatch.setattr(filed_stories, "_ARCHIVE", count)
    looks: list[bool] = []
    derived = Store.derived

    def watched(*args: Any) -> Any:
        looks.append(gc.isenabled())
        return derived(*args)

    monkeypatch.setattr(Store, "derived", watched)
    filed, anew = filings(site)
    gc.unfreeze()

    assert filed == anew
    assert looks == [count > 2]
    assert gc.isenabled()
