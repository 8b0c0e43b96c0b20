"""All stages in a row, of an archive in memory: what is written, and what the receipt says."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.problems import SitegenError
from sitegen.importers import model
from sitegen.importers.choices import Choices
from sitegen.importers.model import Author, Head, Menu, MenuLink, Paper, Picture, Piece, Term
from sitegen.importers.move import Request, move
from sitegen.importers.receipt import Item, Receipt

NOW = datetime(2026, 11, 27, 18, tzinfo=UTC)
AT = datetime(2019, 5, 4, 14, 30, tzinfo=UTC)


class Archive:
    """An origin in memory."""

    program = "X"

    def __init__(self, paper: Paper, **texts: str) -> None:
        self.paper = paper
        self.texts = texts

    def survey(self, receipt: Receipt) -> Paper:
        del receipt
        return self.paper

    def pieces(self) -> Iterator[Piece]:
        for head in self.paper.heads:
            yield Piece(head, self.texts.get(head.key, "<p>Words.</p>"), authors=head.authors)

    def data(self, address: str) -> bytes | None:
        del address
        return None


def post(key: str, **said: Any) -> Head:
    fields = {"kind": model.POST, "title": key.title(), "slug": key, "state": model.PUBLISHED,
              "published": AT, "authors": ("ana",), "terms": ("category:news",),
               **said}  # fmt: skip
    return Head(key, **fields)


NEWS = Term("category:news", "category", "news", "News")
ANA, BO = Author("ana", "Ana"), Author("bo@o.example", "Bo")
WHOLE = {"title": "T", "address": "https://old.example", "zone": "America/Chicago", "terms": (NEWS,
 ),
         "authors": (ANA,)}  # fmt: skip


def run(
    into: Path, paper: Paper, texts: dict[str, str] | None = None, **asked: Any
) -> tuple[list[Item], list[str], list[tuple[str, int, int]]]:
    told: list[tuple[str, int, int]] = []
    with Receipt() as receipt:
        move(Archive(paper, **(texts or {})), Request(into, NOW, **asked), receipt,
             lambda *said: told.append(said))  # fmt: skip
        return [*receipt.items()], receipt.remarks, told


def rows(items: list[Item], *kinds: str) -> list[tuple[str, str, str, str, str]]:
    return [(i.outcome, i.title, i.to, i.reason, i.remedy) for i in items if i.kind in kinds]


def test_nothing_is_made_of_nothing(tmp_path: Path) -> None:
    assert run(tmp_path / "site", Paper()) == ([], [], [])
    assert not (tmp_path / "site").exists()
    run(tmp_path / "site", Paper(pictures=(Picture("/a.jpg"),)))
    assert (tmp_path / "site/sitegen.toml").exists()


def test_an_archive_becomes_a_site(tmp_path: Path) -> None:
    terms = (NEWS, Term("tag:x", "tag", "x", "X"), Term("tag:!", "tag", "", "!"),
             Term("district:east", "district", "east", "East"))  # fmt: skip
    heads = (
        post("a", terms=("category:news", "district:east")), post("b", state=model.HELD,
         published=NOW + timedelta(days=3)),
        post("c", state=model.DRAFT, published=None), post("d", kind=model.PAGE, published=None),
        post("e", published=NOW + timedelta(seconds=1)), post("f", published=NOW),
        post("g", kind=model.TYPE, type="map", as_page=True),
    )  # fmt: skip
    menus = (
        Menu("Main", (MenuLink("", key="a"), MenuLink("N", key="category:news"), MenuLink("No",
         "#"),
                      MenuLink("Gone", "/gone/"), MenuLink("", "https://e.example/"))),
        Menu("", (MenuLink("E", "https://e.example/"),)), Menu("Empty", (MenuLink("No", ""),)),
    )  # fmt: skip
    paper = Paper(**{**WHOLE, "terms": terms}, heads=heads, menus=menus, pictures=(
        Picture("https://old.example/p.jpg", "p"), Picture("https://old.example/q.pdf", "q",
         is_hidden=True),
    ), fields=("deck",), statuses=("pitch",))  # fmt: skip
    items, remarks, told = run(
        tmp_path, replace_authors(paper), {"a": "<p>W</p>"}, choices=Choices()
    )
    assert rows(items, "post", "page", "type") == [
        ("story", "A", "content/news/2019/a.md", "", ""), ("held", "B", "content/news/2026/b.md",
         "", ""),
        ("draft", "C", "content/news/drafts/c.md", "", ""), ("page", "D", "content/pages/d.md", "",
         ""),
        ("held", "E", "content/news/2026/e.md", "", ""), ("story", "F", "content/news/2026/f.md",
         "", ""),
        ("page", "G", "content/pages/g.md", "", ""),
    ]  # fmt: skip
    assert [item.readers for item in items if item.kind in ("post", "page", "type")] == [
        2,
        0,
        0,
        2,
        0,
        2,
        2,
    ]
    assert rows(items, "user") == [
        ("person", "Ana", "content/authors/ana.md", "", ""),
        ("left out", "Bo", "", "wrote nothing of what was moved", ""),
    ]
    assert rows(items, "term") == [
        ("section", "News", "/news/", "", ""), ("tag", "X", "",
         "no story that readers can see has it", ""),
        ("tag", "!", "", "no story that readers can see has it", ""),
        ("tag", "East", "/tags/east/", "of the site's own taxonomy 'district'", ""),
    ]  # fmt: skip
    remedy = "Add it under [menus] of sitegen.toml, if readers need it."
    assert rows(items, "link") == [
        ("moved", "A", "/news/a/", "in the menu 'Main'", ""), ("moved", "N", "/news/",
         "in the menu 'Main'", ""),
        ("left out", "No", "", "in the menu 'Main': it leads to nowhere", remedy),
        ("left out", "Gone", "", "in the menu 'Main': it leads to /gone/", remedy),
        ("left out", "", "", "in the menu 'Main': it leads to https://e.example/", remedy),
        ("moved", "E", "https://e.example/", "in the menu ''", ""),
        ("left out", "No", "", "in the menu 'Empty': it leads to nowhere", remedy),
    ]  # fmt: skip
    assert rows(items, "picture", "file") == [
        ("left out", "https://old.example/p.jpg", "", "nothing that was moved shows it", ""),
        ("left out", "", "", "nothing that was moved shows it", ""),
    ]
    assert told == [("stories", n, 7) for n in range(1, 8)]
    assert remarks == []
    settings = tomllib.loads((tmp_path / "sitegen.toml").read_text())
    assert settings["menus"] == {
        "main": {"title": "Main", "links": [{"title": "A", "url": "/news/a/"}, {"title": "N",
         "url": "/news/"}]},
        "menu": {"title": "Menu", "links": [{"title": "E", "url": "https://e.example/"}]},
    }  # fmt: skip
    assert (settings["timezone"], str(settings["archive"]["before"])) == (
        "America/Chicago",
        "2026-11-28",
    )
    assert tomllib.loads((tmp_path / "import.toml").read_text()) == {
        "categories": {"news": {"section": "news"}}, "users": {"ana": {"name": "Ana"},
         "bo": {"name": "Bo"}},
        "types": {"map": "page"}, "shortcodes": {}, "statuses": {"pitch": "draft"},
         "fields": {"deck": False},
    }  # fmt: skip
    report = json.loads((tmp_path / "import-report.json").read_text())
    assert (report["complete"], report["program"], report["archive"]) == (True, "X", "2026-11-28")


def replace_authors(paper: Paper) -> Paper:
    return Paper(
        **{**{n: getattr(paper, n) for n in Paper.__struct_fields__}, "authors": (ANA, BO)}
    )


@pytest.mark.parametrize(
    ("asked", "moved"),
    [
        ({}, ["a", "b", "c", "d"]), ({"limit": 2}, ["a", "b"]), ({"limit": 9}, ["a", "b", "c",
         "d"]),
        ({"since": AT}, ["a", "c", "d"]), ({"since": AT, "limit": 2}, ["a", "c"]),
        ({"since": AT + timedelta(seconds=1)}, ["c", "d"]),
    ],
)  # fmt: skip
def test_a_run_may_be_for_some_pieces(
    tmp_path: Path, asked: dict[str, Any], moved: list[str]
) -> None:
    heads = (post("a"), post("b", published=AT - timedelta(seconds=1)), post("c", published=None,
     state=model.DRAFT),
             post("d", published=NOW))  # fmt: skip
    items, _remarks, told = run(tmp_path, Paper(**WHOLE, heads=heads), **asked)
    left = [item.key for item in items if item.reason == "not asked for this time"]
    assert [head.key for head in heads if head.key not in left] == moved
    assert told[-1] == ("stories", len(moved), len(moved))


def test_a_dry_run_says_what_a_run_would(tmp_path: Path) -> None:
    paper = Paper(**WHOLE, heads=(post("a"), post("b")))
    dry = run(tmp_path / "site", paper, dry=True)
    assert not (tmp_path / "site").exists()
    assert dry == run(tmp_path / "site", paper)


def test_times_without_a_zone_are_asked_about(tmp_path: Path) -> None:
    paper = Paper(**{**WHOLE, "zone": ""}, heads=(post("a"),))
    assert run(tmp_path / "new", paper)[1][0].startswith(
        "The export does not say in which time zone"
    )
    (tmp_path / "old").mkdir()
    (tmp_path / "old/sitegen.toml").write_text(
        'title = "T"\nbase_url = "https://n.example"\ntimezone = "Asia/Tokyo"\n'
    )
    assert run(tmp_path / "old", paper)[1] == []
    assert "published: 2019-05-04 23:30" in (tmp_path / "old/content/news/2019/a.md").read_text()
    assert "[archive]" in (tmp_path / "old/sitegen.toml").read_text()


def test_what_somebody_did_meanwhile_is_left_and_told(tmp_path: Path) -> None:
    heads = tuple(post(key) for key in "abcd")
    paper = Paper(**WHOLE, heads=heads)
    run(tmp_path, paper)
    folder = tmp_path / "content/news/2019"
    (folder / "a.md").write_text("ours")
    (folder / "b.md").unlink()
    (tmp_path / "content/authors/ana.md").unlink()
    (folder / "c.md").rename(folder / "moved.md")
    heads = (
        *heads[:2],
        post("c", published=AT + timedelta(days=400)),
        post("d", published=AT + timedelta(days=400)),
    )
    items, _remarks, _told = run(tmp_path, Paper(**WHOLE, heads=heads))
    assert rows(items, "post") == [
        ("story", "A", "content/news/2019/a.md",
         "it was edited here since the last run, and stays as it is", ""),
        ("story", "B", "content/news/2019/b.md",
         "it was deleted here since the last run, and is not written again", ""),
        ("story", "C", "content/news/2019/c.md",
         "it was edited or moved here since, and stays as it is", ""),
        ("story", "D", "content/news/2020/d.md", "", ""),
    ]  # fmt: skip
    assert rows(items, "user") == [
        ("person", "Ana", "content/authors/ana.md",
         "deleted here since: write the file again, or name somebody else",
         "Their stories name them."),
    ]  # fmt: skip
    assert sorted(file.name for file in (tmp_path / "content/news").rglob("*.md")) == [
        "a.md",
        "d.md",
        "moved.md",
    ]


def test_files_of_others_are_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "content/authors").mkdir(parents=True)
    (tmp_path / "content/authors/ana.md").write_text("---\nname: Ana\n---\n")
    (tmp_path / "sitegen.toml").write_text(
        'title = "T"\nbase_url = "https://n.example"\ntimezone = "UTC"\n'
    )
    items, _remarks, _told = run(tmp_path, Paper(**WHOLE, heads=(post("a"),)))
    assert rows(items, "user") == [
        ("person", "Ana", "content/authors/ana.md", "the site had this person already", "")
    ]


@pytest.mark.parametrize(
    ("names", "is_one"),
    [((), True), ((".git",), True), (("import.toml",), True), (("a.txt",), False)],
)
def test_a_folder_that_is_no_site_is_refused(
    tmp_path: Path, names: tuple[str, ...], is_one: bool
) -> None:
    for name in names:
        (tmp_path / name).write_text("")
    if is_one:
        run(tmp_path, Paper(**WHOLE, heads=(post("a"),)))
        return
    with pytest.raises(SitegenError, match=f"{tmp_path.name}: error: this folder is no site"):
        run(tmp_path, Paper(**WHOLE, heads=(post("a"),)))


def test_a_folder_where_a_story_should_stand_is_told(tmp_path: Path) -> None:
    run(tmp_path, Paper(**WHOLE, heads=(post("b"),)))
    (tmp_path / "content/news/2019/a.md").mkdir()
    items, _remarks, _told = run(tmp_path, Paper(**WHOLE, heads=(post("a"), post("b"))))
    assert [(i.outcome, i.to, i.reason, i.remedy, i.readers) for i in items][:2] == [
        ("problem", "content/news/2019/a.md", "there is another file of that name",
         "Rename one of the two, and run the same command again.", 0),
        ("story", "content/news/2019/b.md", "", "", 2),
    ]  # fmt: skip


def test_a_category_that_says_nothing_is_left_out(tmp_path: Path) -> None:
    terms = (NEWS, Term("category:uncategorized", "category", "uncategorized", "None"))
    items, _remarks, _told = run(tmp_path, Paper(**{**WHOLE, "terms": terms}, heads=(post("a"),)))
    assert rows(items, "term") == [
        ("section", "News", "/news/", "", ""),
        ("left out", "None", "", "it says nothing of a story", ""),
    ]


def test_signs_that_stayed_are_asked_about_once(tmp_path: Path) -> None:
    """What was chosen stays chosen; a file of choices that is there is nobody's but the paper's."""
    found = [("shortcode", "kept", "odd"), ("shortcode", "kept", "odd"), ("shortcode", "x", "gone"),
             ("link", "kept", "no"), ("shortcode", "kept", "chosen")]  # fmt: skip
    paper = Paper(**WHOLE, heads=(post("a"),))
    with Receipt() as receipt:
        for kind, outcome, title in found:
            receipt.add(Item(kind, outcome, title))
        chosen = Choices(shortcodes={"chosen": "drop"}, fields={"x": "kicker"})
        move(Archive(paper), Request(tmp_path, NOW, choices=chosen), receipt)
    written = tomllib.loads((tmp_path / "import.toml").read_text())
    assert written["shortcodes"] == {"odd": "keep", "chosen": "drop"}
    assert written["fields"] == {"x": "kicker"}
    (tmp_path / "import.toml").write_text("# ours")
    run(tmp_path, paper)
    assert (tmp_path / "import.toml").read_text() == "# ours"


def test_a_folder_that_cannot_be_made_ends_a_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        run(tmp_path / "file/site", Paper(**WHOLE, heads=(post("a"),)))


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ([NOW], "2026-11-28"), ([NOW - timedelta(days=3), AT], "2026-11-25"),
        ([NOW + timedelta(days=9)], "2026-11-28"), ([], "2026-11-28"),
        ([AT, NOW + timedelta(days=9)], "2019-05-05"),
        ([datetime(2019, 5, 4, 4, 59, tzinfo=UTC)], "2019-05-04"),
    ],
)  # fmt: skip
def test_the_archive_ends_behind_its_latest_story(
    tmp_path: Path, published: list[datetime], day: str
) -> None:
    heads = [post(f"p{n}", published=at) for n, at in enumerate(published)]
    heads.append(post("draft", state=model.DRAFT, published=None))
    run(tmp_path, Paper(**WHOLE, heads=tuple(heads)))
    settings = tomllib.loads((tmp_path / "sitegen.toml").read_text())
    assert str(settings["archive"]["before"]) == day


def test_an_end_of_the_archive_that_somebody_wrote_is_theirs(tmp_path: Path) -> None:
    """One that a run wrote moves on with the next, and never back."""

    def end(*published: datetime) -> tuple[str, str]:
        heads = [post(f"p{n}", published=at) for n, at in enumerate(published)]
        run(tmp_path, Paper(**WHOLE, heads=tuple(heads)))
        report = json.loads((tmp_path / "import-report.json").read_text())
        settings = tomllib.loads((tmp_path / "sitegen.toml").read_text())
        return str(settings["archive"]["before"]), report["archive"]

    assert end(AT) == ("2019-05-05", "2019-05-05")
    assert end(AT, AT + timedelta(days=2)) == ("2019-05-07", "2019-05-07")
    assert end(AT) == ("2019-05-07", "2019-05-07")
    file = tmp_path / "sitegen.toml"
    file.write_text(file.read_text().replace("2019-05-07", "2018-01-01"))
    assert end(AT, AT + timedelta(days=5)) == ("2018-01-01", "2019-05-07")


def test_a_new_site_may_lie_deep_and_be_for_a_host(tmp_path: Path) -> None:
    """What is there already is the paper's own, from the second run on."""
    root, paper = tmp_path / "a/b", Paper(**WHOLE, heads=(post("a"),))
    run(root, paper, host="github")
    workflow = root / ".github/workflows/site.yml"
    assert "site" in workflow.read_text()
    workflow.unlink()
    (root / ".gitignore").write_text("ours")
    run(root, paper, host="github")
    assert not workflow.exists()
    assert (root / ".gitignore").read_text() == "ours"
