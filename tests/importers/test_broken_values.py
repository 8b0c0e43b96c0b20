"""Texts and values of an archive that are broken, or lie in one another too deep."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from sitegen.importers.feed import parsed
from sitegen.importers.folders.frames import without_frames
from sitegen.importers.folders.hugo import HUGO
from sitegen.importers.folders.matter import matter_of
from sitegen.importers.folders.origin import Folder
from sitegen.importers.folders.pelican import PELICAN
from sitegen.importers.folders.program import data_of
from sitegen.importers.folders.tree import Tree
from sitegen.importers.ghost import lexical, mobiledoc
from sitegen.importers.ghost.files import GhostFiles
from sitegen.importers.ghost.origin import Ghost
from sitegen.importers.ghost.rows import BrokenExportError, rows
from sitegen.importers.ghost.texts import text_of
from sitegen.importers.receipt import Receipt
from tests.importers.ghost_forms import export, post, write_zip
from tests.importers.test_limits import Pieces

DEEP = "[" * 40_000


def test_a_feed_that_lies_too_deep_is_none() -> None:
    facts, entries = parsed(f'{{"items": {DEEP}'.encode(), "x")
    assert facts.fault.startswith("this is no JSON Feed: maximum recursion depth")
    assert entries == []


@pytest.mark.parametrize("day", ["0000-01-01T00:00:00Z", "9999-12-31T25:00:00Z", "never"])
def test_a_date_of_a_feed_that_no_year_has_is_none(day: str) -> None:
    item = f"<item><pubDate>{day}</pubDate></item>"
    (entry,) = parsed(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), "x")[1]
    assert entry.published is None


def test_a_script_of_no_address_is_a_script() -> None:
    remarks: list[str] = []
    text = "a <script src='http://[bad'></script><script src='https://o.example/x'></script>b"
    assert without_frames(text, remarks) == "a b"
    assert remarks == ["a script", "a script of o.example"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("---\na: [\n---\nx", "YAML: "), ("+++\na = [\n+++\nx", "TOML: "),
        (f"---\na: {DEEP[:1_000]}\n---\nx", "YAML: lists lie in one another too deep"),
        (f"+++\na = {DEEP}\n+++\nx", "TOML: maximum recursion depth"),
        (f"---json\n{DEEP}\n---\nx", "JSON: maximum recursion depth"),
    ],
)  # fmt: skip
def test_front_matter_that_cannot_be_read_stands_in_the_text(text: str, fault: str) -> None:
    made = matter_of(text)
    assert made.fault.startswith(fault)
    assert (made.text.startswith("```"), made.text.endswith("```\n\nx")) == (True, True)


@pytest.mark.parametrize("text", ['{"a": 1', f'{{"a": {DEEP}', "{a}"])
def test_a_text_that_begins_like_json_is_a_text(text: str) -> None:
    made = matter_of(text)
    assert (made.text, made.fault, made.is_fenced) == (text, "", False)


@pytest.mark.parametrize(
    "text", ["a = (", f"a = {'-' * 3_000}1", f"a = {'-' * 100_000}1", "a = f()", "a = {[]: 1}"]
)
def test_settings_that_are_no_plain_values_are_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "pelicanconf.py").write_text(f"SITENAME = 'T'\n{text}\n")
    title = PELICAN.settings(tmp_path).title
    assert title == ("T" if text.endswith((")", "}")) else "")


def test_data_that_cannot_be_read_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_text(DEEP)
    (tmp_path / "a.toml").write_text(f"a = {DEEP}")
    assert [data_of(tmp_path / name) for name in ("a.json", "a.toml")] == [None, None]
    (tmp_path / "b.json").write_text("1")
    assert data_of(tmp_path / "b.json") == 1

    def refuse(*_said: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    assert data_of(tmp_path / "b.json") is None


def test_a_name_that_no_disk_has_names_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    tree = Tree(tmp_path)
    assert tree.data("/a", ("",), "") == b""
    assert tree.data(f"/{'a' * 300}", ("",), "") is None
    assert tree.data("/a\0", ("",), "") is None


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00Z", "9999-12-31T23:00:00-09:00"])
def test_a_date_at_the_ends_of_time_is_none(tmp_path: Path, day: str) -> None:
    (tmp_path / "content/news").mkdir(parents=True)
    (tmp_path / "content/news/a.md").write_text(f"---\ntitle: A\ndate: {day}\n---\nWords.\n")
    with Receipt() as receipt:
        (head,) = Folder(tmp_path, HUGO).survey(receipt).heads
    assert (head.state, head.published) == ("draft", None)
    assert head.reason == f"its date '{day}' cannot be read"


# Ghost


NODES = '{"children": [' * 40_000


def test_texts_of_ghost_that_lie_too_deep_are_not_read() -> None:
    """What Ghost made of them is taken."""
    text = f'{{"markdown": 1, "root": {NODES}'
    assert lexical.only_markdown(text) == ""
    assert mobiledoc.only_markdown(f'{{"sections": {DEEP}') == ""
    assert mobiledoc.mobiledoc_html(f'{{"sections": {DEEP}', []) == ""
    assert text_of({"lexical": text, "html": "<p>H</p>"}, "") == ("<p>H</p>", "html", ())


def test_rows_that_lie_too_deep_break_an_export() -> None:
    with pytest.raises(BrokenExportError, match=r"^line 2: values lie too deep$"):
        list(rows(Pieces(f'{{"data": {{"posts":\n[{DEEP}')))


@pytest.mark.parametrize("sign", ["~", "é", "]", "|", "1"])
@pytest.mark.parametrize("text", ['{"data": {"posts": []}', '{"data": {"posts": [{}'])
def test_behind_a_value_stands_a_comma_or_an_end(text: str, sign: str) -> None:
    sign = "}" if sign == "]" and text.endswith("[{}") else sign
    with pytest.raises(BrokenExportError, match=r"^line 1: this is no JSON$"):
        list(rows(Pieces(f"{text} {sign} }}")))


def test_a_menu_that_lies_too_deep_is_none(tmp_path: Path) -> None:
    settings = [{"key": "navigation", "value": DEEP}]
    with Receipt() as receipt:
        paper = Ghost(write_zip(tmp_path, export([post(1)], settings=settings), {})).survey(receipt)
    assert paper.menus == ()


@pytest.mark.parametrize("text", [DEEP, "{", "1", '{"from": "/a"}', '[1, {"from": "/a"}]'])
def test_redirects_that_are_none_lead_nowhere(tmp_path: Path, text: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("redirects.json", text)
    assert [*GhostFiles(tmp_path / "a.zip").redirects(pytest.fail)] == []


def test_what_is_damaged_in_a_zip_is_told_or_not_there(tmp_path: Path) -> None:
    """A picture is looked for elsewhere; of addresses it is said that nobody knows them."""
    names = ("content/images/a.jpg", "redirects.json", "routes.yaml")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for name in names:
            packed.writestr(name, json.dumps([name]))
    data = (tmp_path / "a.zip").read_bytes()
    for name in names:
        data = data.replace(json.dumps([name]).encode(), json.dumps([name[::-1]]).encode())
    (tmp_path / "a.zip").write_bytes(data)
    files, said = GhostFiles(tmp_path / "a.zip"), list[str]()
    assert files.data("/content/images/a.jpg") is None
    assert files.data("http://[bad") is None
    assert [*files.redirects(said.append)] == []
    assert files.routes(said.append) == ""
    assert said == [
        f"{name} is damaged (Bad CRC-32 for file '{name}'): its addresses are not known."
        for name in names[1:]
    ]


def test_routes_that_cannot_be_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_said: object) -> str:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "routes.yaml").touch()
    monkeypatch.setattr(Path, "read_text", refuse)
    said: list[str] = []
    assert GhostFiles(tmp_path / "a.json").routes(said.append) == ""
    assert said == ["routes.yaml cannot be read (Permission denied): its addresses are not known."]


def test_rows_before_a_damage_are_read_and_it_is_told(tmp_path: Path) -> None:
    first = '{"data": {"posts": [{"id": "1"}, {"id": "2", "html": "'
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.json", f'{first}{"x" * 2_000_000}"}}]}}}}')
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b'xxx"}', b'xxy"}'))
    said: list[str] = []
    found = GhostFiles(tmp_path / "a.zip").rows(said.append)
    assert [row["id"] for _table, row in found] == ["1"]
    what = "what stands before the damage was read."
    assert said == [f"a.zip/a.json is damaged (Bad CRC-32 for file 'a.json'): {what}"]


def test_what_a_zip_of_ghosts_may_not_hold_is_told(tmp_path: Path) -> None:
    """What a computer packs beside it is passed over in silence."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for name in ("__MACOSX/content/images/._a.jpg", "../b.jpg", "content/images/", "x.txt"):
            packed.writestr(name, "")
        packed.writestr("a.json", '{"data": {"tags": [{"id": "1"}]}}')
        packed.writestr("content\\images\\c.jpg", "c")
        packed.writestr("data/redirects.json", "[]")
    files, said = GhostFiles(tmp_path / "a.zip"), list[str]()
    assert [*files.rows(said.append)] == [("tags", {"id": "1"})]
    assert said[0].startswith("a.zip: '../b.jpg' has a name that leads out of its folder")
    assert len({*said}) == 1
    assert files.data("/content/images/c.jpg") == b"c"
    assert files.data("/content/images/a.jpg") is None
    assert files.data("/images/../b.jpg") is None
