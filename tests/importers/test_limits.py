"""How much is read, of each kind: all up to a limit, and nothing that is one larger."""

from __future__ import annotations

import gzip
import json
import random
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.http import Answer
from sitegen.core.problems import SitegenError
from sitegen.importers import checking, feed
from sitegen.importers.addresses import OldSite
from sitegen.importers.checking import check_addresses
from sitegen.importers.feed import Entry, Feed, FeedFacts
from sitegen.importers.fetching import Fetcher
from sitegen.importers.folders.pelican import PELICAN
from sitegen.importers.folders.program import data_of
from sitegen.importers.folders.tree import Tree
from sitegen.importers.ghost import rows as ghost_rows
from sitegen.importers.ghost.files import GhostFiles
from sitegen.importers.ghost.origin import Ghost
from sitegen.importers.ledger import Ledger
from sitegen.importers.media import Media
from sitegen.importers.receipt import Receipt
from tests.importers.ghost_forms import export, post, write_zip
from tests.importers.test_stores import Origin, answer

HOME = "https://old.example"


def sparse(file: Path, size: int) -> Path:
    """Make a file of a size that takes no place on the disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as empty:
        empty.truncate(size)
    return file


@pytest.fixture
def _read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file be read whole: what is asked for is answered shortly."""
    monkeypatch.setattr(Path, "read_bytes", lambda _file: b'{"items": [{"title": "a"}]}')
    monkeypatch.setattr(Path, "read_text", lambda *_said: 'SITENAME = "a"')


# Folders of other generators


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
@pytest.mark.usefixtures("_read")
def test_a_text_or_settings_have_at_most_20_mb(tmp_path: Path, more: int, is_read: bool) -> None:
    sparse(tmp_path / "a.yaml", 20_000_000 + more)
    sparse(tmp_path / "pelicanconf.py", 20_000_000 + more)
    assert (data_of(tmp_path / "a.yaml") is not None) is is_read
    assert (Tree(tmp_path).text("a.yaml") is not None) is is_read
    assert PELICAN.settings(tmp_path).title == ("a" if is_read else "")


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
@pytest.mark.usefixtures("_read")
def test_a_file_of_an_archive_has_at_most_2_gb(tmp_path: Path, more: int, is_read: bool) -> None:
    sparse(tmp_path / "a.mp4", 2_000_000_000 + more)
    assert (Tree(tmp_path).data("/a.mp4", ("",), "") is not None) is is_read
    media = Media(Origin({}), Ledger(tmp_path / "site"), OldSite(HOME), (), tmp_path)  # type: ignore[arg-type]
    taken = media.take(["/a.mp4"], None, shown=False)
    assert taken.reason == ("" if is_read else "it has more than 2 GB")
    assert taken.remedy == ("" if is_read else "Publish it elsewhere.")


# Feeds


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
@pytest.mark.usefixtures("_read")
def test_a_feed_has_at_most_200_mb(tmp_path: Path, more: int, is_read: bool) -> None:
    file = sparse(tmp_path / "feed.json", 200_000_000 + more)
    with Receipt() as receipt:
        if is_read:
            assert len(Feed([str(file)]).survey(receipt).heads) == 1
            return
        with pytest.raises(SitegenError, match="a feed of more than 200 MB is not read"):
            Feed([str(file)]).survey(receipt)


@pytest.mark.parametrize(("letters", "count"), [(20_000_000, 2), (20_000_001, 1)])
def test_a_text_of_a_feed_has_at_most_20_million_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: int, count: int
) -> None:
    entries = [
        Entry(id_, "", "T", text, "", None, None, is_whole=True)
        for id_, text in (("a", "x" * letters), ("b", "x"))
    ]
    monkeypatch.setattr(feed, "parsed", lambda _data, _name: (FeedFacts(), entries))
    (tmp_path / "feed.xml").touch()
    with Receipt() as receipt:
        assert len(Feed([str(tmp_path / "feed.xml")]).survey(receipt).heads) == count


class Endless:
    """A feed whose every page names the next, and a client that says how much it takes."""

    limits: dict[str, float]

    def __init__(self, make: Any) -> None:
        self.make = make
        self.asked: list[str] = []

    def __call__(self, **limits: float) -> Endless:
        self.limits = limits
        return self

    def __enter__(self) -> Endless:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def get(self, address: str, *, follow: bool) -> Answer:
        assert follow
        self.asked.append(address)
        made: Answer = self.make(len(self.asked))
        return made


def test_a_feed_without_end_is_read_for_2_000_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    def page(number: int) -> Answer:
        said = {"items": [{"id": str(number)}], "next_url": f"{HOME}/{number}"}
        return answer(200, json.dumps(said).encode())

    client = Endless(page)
    monkeypatch.setattr("sitegen.core.http.Client", client)
    with Receipt() as receipt:
        paper = Feed([f"{HOME}/f"], lambda _seconds: None).survey(receipt)
    assert len(client.asked) == len(paper.heads) == 2000
    assert client.limits == {"most": 200_000_000}


def test_wordpress_is_asked_for_the_second_page_and_then_the_third(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def page(number: int) -> Answer:
        item = f"<item><guid>{min(number, 3)}</guid></item>"
        top = "<rss version='2.0'><channel><generator>WordPress</generator>"
        return answer(200, f"{top}{item}</channel></rss>".encode())

    client = Endless(page)
    monkeypatch.setattr("sitegen.core.http.Client", client)
    with Receipt() as receipt:
        Feed([f"{HOME}/f"], lambda _seconds: None).survey(receipt)
    more = [f"{HOME}/f?paged={number}" for number in (2, 3, 4)]
    assert client.asked == [f"{HOME}/f", *more]


def test_a_file_of_the_old_site_has_at_most_200_mb_and_ten_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Endless(lambda _number: answer(200))
    monkeypatch.setattr("sitegen.core.http.Client", client)
    assert Fetcher(tmp_path, lambda _seconds: None).get(f"{HOME}/a.jpg") == b"x"
    assert client.limits == {"most": 200_000_000, "seconds": 600}


# Sitemaps


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sitegen.toml").write_text(f'title = "T"\nbase_url = "{HOME}"\ntimezone = "UTC"\n')
    monkeypatch.setattr(checking, "answered", lambda _root, _now: set())
    return tmp_path


def lost(site: Path, text: str | bytes) -> tuple[str, ...]:
    (site / "map.xml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return check_addresses(str(site / "map.xml"), site, datetime(2026, 11, 27, tzinfo=UTC)).lost


@pytest.mark.parametrize(
    ("start", "rest", "near", "far"),
    [
        ("<sitemapindex", f"<loc>{HOME}/none.xml</loc>", None, (f"{HOME}/none.xml",)),
        ("<urlset", f"<item><link>{HOME}/a</link></item><loc>{HOME}/b</loc>", (f"{HOME}/b",),
         (f"{HOME}/a",)),
        ("<urlset", f"\n{HOME}/a", (), (f"{HOME}/a",)),
    ],
)  # fmt: skip
def test_what_a_map_is_stands_in_its_first_5_000_letters(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    start: str,
    rest: str,
    near: tuple[str, ...] | None,
    far: tuple[str, ...],
) -> None:
    client = Endless(lambda _number: answer(200, b""))
    monkeypatch.setattr("sitegen.core.http.Client", client)
    space = " " * (5000 - len(start))
    assert lost(site, f"{space}{start}{rest}") == (near or ())
    assert client.asked == ([] if near is not None else [f"{HOME}/none.xml"])
    assert lost(site, f" {space}{start}{rest}") == far


def test_an_index_is_followed_to_2_000_maps(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def text(source: str) -> str:
        if "://" in source:
            return source
        return "<sitemapindex>" + "".join(f"<loc>{HOME}/{n}</loc>" for n in range(2_001))

    monkeypatch.setattr(checking, "_text", text)
    assert len(lost(site, "")) == 2_000


class Unpacker:
    """Unpacks 500 MB of nothing."""

    eof = False

    def decompress(self, _data: bytes, most: int) -> bytes:
        self.eof = most >= Unpacker.size
        return b""

    size = 500_000_000


@pytest.mark.parametrize(("size", "is_read"), [(500_000_000, True), (500_000_001, False)])
def test_a_sitemap_unpacks_to_at_most_500_mb(
    site: Path, monkeypatch: pytest.MonkeyPatch, size: int, is_read: bool
) -> None:
    monkeypatch.setattr(zlib, "decompressobj", lambda _bits: Unpacker())
    monkeypatch.setattr(Unpacker, "size", size)
    if is_read:
        assert lost(site, b"\x1f\x8b") == ()
        return
    with pytest.raises(SitegenError, match="is damaged"):
        lost(site, b"\x1f\x8b")


def test_a_map_may_be_packed_as_tightly_as_may_be(site: Path) -> None:
    """What repeats is named by how far back it stands: up to 32 KB."""
    dice = random.Random(1)
    addresses = [f"{HOME}/{dice.getrandbits(400):x}" for _ in range(250)]
    assert lost(site, gzip.compress("\n".join(addresses * 2).encode())) == tuple(addresses)


# Ghost


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
def test_a_film_of_ghosts_has_at_most_500_mb_and_settings_10(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, is_read: bool
) -> None:
    sizes = {"content/media/a.mp4": 500_000_000, "redirects.yaml": 10_000_000,
             "routes.yaml": 10_000_000}  # fmt: skip

    def members(file: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        for info in file.filelist:
            info.file_size = info.compress_size = sizes[info.filename] + more
        return file.filelist

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for name in sizes:
            packed.writestr(name, "")
    monkeypatch.setattr(zipfile.ZipFile, "infolist", members)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda _zip, _member: b" /a: /b\n")
    files = GhostFiles(tmp_path / "a.zip")
    assert (files.data("/content/media/a.mp4") is not None) is is_read
    assert [*files.redirects(pytest.fail)] == ([("/a", "/b")] if is_read else [])
    assert files.routes(pytest.fail) == (" /a: /b\n" if is_read else "")


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
@pytest.mark.usefixtures("_read")
def test_routes_beside_an_export_have_at_most_10_mb(
    tmp_path: Path, more: int, is_read: bool
) -> None:
    sparse(tmp_path / "routes.yml", 10_000_000 + more)
    routes = GhostFiles(tmp_path / "a.json").routes(pytest.fail)
    assert routes == ('SITENAME = "a"' if is_read else "")


@pytest.mark.parametrize(("letters", "count"), [(20_000_000, 1), (20_000_001, 0)])
def test_a_post_of_ghosts_has_at_most_20_million_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: int, count: int
) -> None:
    def rows(_files: GhostFiles, _remark: object) -> Iterator[tuple[str, dict[str, Any]]]:
        yield "posts", {"status": "published", "html": "x" * (letters - len("published"))}

    monkeypatch.setattr(GhostFiles, "rows", rows)
    with Receipt() as receipt:
        assert len(Ghost(tmp_path / "a.json").survey(receipt).heads) == count


def test_twelve_tags_are_sections_and_not_one_more(tmp_path: Path) -> None:
    posts = [post(n) | {"id": str(n)} for n in range(13)]
    tags = [{"id": str(n), "name": f"T{n}", "slug": f"t{n}"} for n in range(13)]
    of = [{"post_id": str(n), "tag_id": str(n)} for n in range(13)]
    data = export(posts, tags=tags, posts_tags=of)
    with Receipt() as receipt:
        paper = Ghost(write_zip(tmp_path, data, {})).survey(receipt)
    assert [term.kind for term in paper.terms] == ["category"] * 12 + ["tag"]


class Pieces(BytesIO):
    """A file that comes in pieces, however much is asked for at once."""

    def __init__(self, *pieces: str) -> None:
        super().__init__()
        self.pieces = [piece.encode() for piece in pieces]

    def read(self, _size: int | None = -1) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


@pytest.mark.parametrize(("most", "is_read"), [(6, True), (5, False)])
def test_a_value_may_be_so_long_and_no_longer(
    monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool
) -> None:
    monkeypatch.setattr(ghost_rows, "_MOST", most)
    found: list[object] = []
    pieces = Pieces('{"data": {"posts": [{"a":1', ', "b": 2}]}}')
    if is_read:
        assert [*ghost_rows.rows(pieces)] == [("posts", {"a": 1, "b": 2})]
        return
    with pytest.raises(ghost_rows.BrokenExportError, match="line 1: this is no JSON"):
        found.extend(ghost_rows.rows(pieces))


# The files of a site


@pytest.mark.parametrize(("slug", "path"), [("other", "/news/other/"), ("otherx", "/news/other/")])
def test_the_slug_of_somebodys_story_stands_in_its_first_4_000_bytes(
    tmp_path: Path, slug: str, path: str
) -> None:
    file = tmp_path / "content/news/a.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"\nslug: {slug}".rjust(4000 - len("other") + len(slug)))
    assert Ledger(tmp_path).paths_of_others() == [path]


def test_the_name_of_a_file_has_at_most_80_letters(tmp_path: Path) -> None:
    files = {f"/{'a' * 81}.txt": b"a", "/b/x.txt": b"b", "/c/x.txt": b"c", "/d/x.txt": b"d"}
    media = Media(Origin(files), Ledger(tmp_path), OldSite(HOME), ())  # type: ignore[arg-type]
    taken = [media.take([address], None, shown=False).file for address in files]
    assert taken == [f"content/uploads/{name}.txt" for name in ("a" * 80, "x", "x-2", "x-3")]


@pytest.mark.parametrize(
    ("space", "reason"), [(195, "there is a web page under its name"), (196, "it is no picture")]
)
def test_a_web_page_shows_itself_in_its_first_200_bytes(
    tmp_path: Path, space: int, reason: str
) -> None:
    files = {"/a.txt": b" " * space + b"<html"}
    media = Media(Origin(files), Ledger(tmp_path), OldSite(HOME), ())  # type: ignore[arg-type]
    assert media.take(["/a.txt"], None, shown=True).reason == reason
