"""What texts ask for is noted: each link, each picture once, and no name without an end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.importers.addresses import AddressBook, OldSite
from sitegen.importers.ledger import Ledger
from sitegen.importers.media import Media, Taken
from sitegen.importers.model import Picture
from sitegen.importers.receipt import Item, Receipt
from sitegen.importers.uses import PictureItems, TextUses, kind_of
from tests.importers.wxr import photo


class Origin:
    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def data(self, address: str) -> bytes | None:
        return self._files.get(address)


@pytest.fixture
def receipt() -> Iterator[Receipt]:
    with Receipt() as opened:
        yield opened


HOME = "https://old.example"
HALL = Picture(f"{HOME}/hall.jpg", "wp-7", alt="A hall", caption="<b>Hall</b>", credit="Jo Park")


def uses_of(folder: Path, receipt: Receipt, *, publishes: bool = True) -> TextUses:
    old = OldSite(HOME)
    files = {f"{HOME}/{name}": photo(color, 9, 9)
             for name, color in {"hall.jpg": "red", "b.jpg": "blue"}.items()}  # fmt: skip
    files |= {f"{HOME}/talk.mp3": b"ID3" + bytes(100), f"{HOME}/plan.pdf": b"%PDF"}
    book = AddressBook(old)
    book.add("/vote/", "content/news/vote.md")
    book.add("/old.md", "content/notes.txt")
    media = Media(Origin(files), Ledger(folder), old, (HALL,), None)  # type: ignore[arg-type]
    return TextUses(book, media, receipt, PictureItems(receipt), title="T", file="content/a.md",
                    page=f"{HOME}/2019/a/", publishes=publishes)  # fmt: skip


def test_a_picture_has_the_words_of_the_archive(tmp_path: Path, receipt: Receipt) -> None:
    """One that the archive does not list has none."""
    uses = uses_of(tmp_path, receipt)
    hall = uses.picture(("../../hall-90x60.jpg",), "")
    assert hall is not None
    assert (hall.target, hall.alt, hall.caption, hall.credit) == (
        "/uploads/hall.jpg", "A hall", "<b>Hall</b>", "Jo Park",
    )  # fmt: skip
    by_number = uses.picture(("attachment:7",), "wp-7")
    assert by_number == hall
    other = uses.picture((f"{HOME}/b.jpg",), "")
    assert other is not None
    assert (other.target, other.alt, other.caption, other.credit) == (
        "/uploads/b.jpg",
        None,
        "",
        "",
    )
    assert uses.lost == []
    assert [*receipt.items()] == [
        Item("picture", "moved", f"{HOME}/hall.jpg", "content/uploads/hall.jpg", key="wp-7",
             readers=1),
        Item("picture", "moved", f"{HOME}/b.jpg", "content/uploads/b.jpg", readers=1),
    ]  # fmt: skip


def test_a_recording_is_noted_where_it_should_have_come_along(
    tmp_path: Path, receipt: Receipt
) -> None:
    uses = uses_of(tmp_path, receipt)
    asked = ("/talk.mp3", "https://else.example/a.mp3", "/none.mp3", f"{HOME}/hall.jpg")
    assert [uses.media(address) for address in asked] == [
        "uploads/talk.mp3", "", "", "uploads/hall.jpg",
    ]  # fmt: skip
    assert [(item.title, item.outcome, item.reason) for item in receipt.items()] == [
        (f"{HOME}/talk.mp3", "moved", ""),
        (f"{HOME}/none.mp3", "problem", "its file did not come along (in “T”)"),
        (f"{HOME}/hall.jpg", "moved", ""),
    ]


def test_nothing_comes_out_with_a_biography(tmp_path: Path, receipt: Receipt) -> None:
    uses = uses_of(tmp_path, receipt, publishes=False)
    assert (uses.media("/talk.mp3"), uses.link("/plan.pdf")) == ("", "")
    assert uses.link("/vote/") == "/news/vote.md"


@pytest.mark.parametrize("letters", [499, 500, 501, 900])
def test_five_hundred_letters_of_a_name_are_noted(
    tmp_path: Path, receipt: Receipt, letters: int
) -> None:
    """An address may be a picture in letters."""
    uses = uses_of(tmp_path, receipt)
    address = f"{HOME}/".ljust(letters, "a")
    assert uses.link(address) == address
    assert uses.picture((f"{address}b",), "") is None
    assert [(item.kind, item.title) for item in receipt.items()] == [
        ("link", address[:500]), ("picture", f"{address}b"[:500]),
    ]  # fmt: skip


def test_a_picture_is_noted_once_by_its_key_or_address(receipt: Receipt) -> None:
    items = PictureItems(receipt)
    items.note("/a.jpg", None, Taken("content/uploads/a.jpg"), "T")
    items.note("/a.jpg", None, Taken("content/uploads/a.jpg"), "U")
    items.note("/b.jpg", HALL, Taken("", "it is gone", "Look."), "T")
    items.note("/c.jpg", HALL, Taken("", "it is gone", "Look."), "U")
    items.note("/d.pdf", Picture("/e.pdf"), Taken("content/uploads/e.pdf"), "U")
    assert [*receipt.items()] == [
        Item("picture", "moved", "/a.jpg", "content/uploads/a.jpg", readers=1),
        Item("picture", "problem", HALL.address, "", "it is gone (in “T”)", "Look.", "wp-7", 1),
        Item("file", "moved", "/e.pdf", "content/uploads/e.pdf", readers=1),
    ]
    assert [items.seen(key) for key in ("/a.jpg", "wp-7", "/d.pdf", "/b.jpg", "/e.pdf")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "words", "where"),
    [
        ("http://[bad", "it is no address", ""), ("127.0.0.1/x", "", ""),
        ("http://localhost/x", "", ""), ("/a b{", "nothing of the archive has this address", ""),
        ("/gone/", "nothing of the archive has this address", f"{HOME}/gone/"),
    ],
)  # fmt: skip
def test_a_link_that_readers_cannot_follow_is_told(
    tmp_path: Path, receipt: Receipt, address: str, words: str, where: str
) -> None:
    assert uses_of(tmp_path, receipt).link(address) == where
    (item,) = receipt.items()
    assert (item.kind, item.outcome, item.readers) == ("link", "problem", 1)
    assert item.reason.startswith(f"content/a.md: {words}")
    if where:
        assert item.remedy == "Link to what stands for it now, or take the link out."
    else:
        assert item.reason.endswith("; the words stand without it")
        assert item.remedy == "Look whether readers miss it."


@pytest.mark.parametrize("ending", ["bmp", "gif", "heif", "jfif", "jpe", "jpg", "svg", "tif"])
def test_a_picture_is_known_by_its_ending(ending: str) -> None:
    assert kind_of(f"https://o.org/a.{ending.upper()}?x=y.pdf") == "picture"
    assert kind_of(f"https://o.org/a.{ending}x") == "file"
