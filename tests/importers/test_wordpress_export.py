"""An export of WordPress as an origin: pieces with all that is said of them, and what is unread."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitegen.importers.choices import Choices
from sitegen.importers.model import Piece, Sound
from sitegen.importers.receipt import Item, Receipt
from sitegen.importers.wordpress.export import WordPress
from tests.importers.wxr import HEAD, TAIL, author, item


def read(
    folder: Path, *parts: str, choices: Choices | None = None, head: str = HEAD, tail: str = TAIL,
    largest: int = 20_000_000,
) -> tuple[list[Piece], list[Item], list[str]]:  # fmt: skip
    file = folder / "export.xml"
    file.write_text(head + "".join(parts) + tail)
    origin = WordPress((file,), choices or Choices(), largest=largest)
    with Receipt() as receipt:
        origin.survey(receipt)
        pieces = [*origin.pieces()]
        assert origin.data("/x") is None
        return pieces, [*receipt.items()], receipt.remarks


def test_a_piece_has_all_that_is_said_of_it(tmp_path: Path) -> None:
    meta = {
        "_thumbnail_id": " 7 ", "rank_math_description": "D &amp; d", "_subtitle": "<b>S</b>",
        "_yoast_wpseo_canonical": "https://first.example/",
         "enclosure": "https://o.org/a.mp3\n7\naudio/mpeg",
        "deckline": " K <i>k</i> ", "other": " ",
    }  # fmt: skip
    sponsor = {"category:news": "News", "sponsor:bank": "The &amp; Bank"}
    corrections = [
        item(n, "", f"<p>C{n}</p>", type="newspack_correction", date_gmt=f"2019-06-0{n} 00:00:00",
             meta={"x-post-id": "1", "x-type": "correction"}) for n in (3, 2)
    ]  # fmt: skip
    choices = Choices(fields={"deckline": "kicker", "other": "dateline", "gone": "x", "skip": ""})
    (piece, plain), _items, _remarks = read(
        tmp_path, author("mtran", "Mai"), item(1, excerpt=" E ", sticky=1, meta=meta,
         terms=sponsor),
        *corrections, item(4, text="## A\n\n**b**", sticky="0", creator="",
                           meta={"_thumbnail_id": "-1", "rank_math_canonical_url": "none"}),
        choices=choices,
    )  # fmt: skip
    assert piece == Piece(
        piece.head, "<p>Words.</p>\n", "html", " E ", ("mtran",), (), "wp-7", None, "", True,
        "https://old.example.net/?p=1", "https://first.example/", "D & d", "S", "The & Bank", "",
        ((datetime(2019, 6, 2, tzinfo=UTC), "C2", "correction"),
         (datetime(2019, 6, 3, tzinfo=UTC), "C3", "correction")),
        Sound("https://o.org/a.mp3", 7, "audio/mpeg", ""), extra={"kicker": "K k"},
    )  # fmt: skip
    assert plain == Piece(
        plain.head, "## A\n\n**b**", "markdown", guid="https://old.example.net/?p=4"
    )


def test_shortcodes_are_noted_story_by_story(tmp_path: Path) -> None:
    _pieces, items, _remarks = read(
        tmp_path,
        item(1, "T", "[poll] [poll] [gallery ids=1] <!-- wp:acf/x /-->"),
        item(2, "", "[poll]"),
    )
    noted = [
        (i.title, i.outcome, i.reason, bool(i.remedy), i.key)
        for i in items
        if i.kind == "shortcode"
    ]
    kept = "sitegen knows no such shortcode: readers see it as it stands"
    assert noted == [
        ("poll", "kept", f"in “T”: {kept}", True, "wp-1"), ("poll", "kept", f"in “T”: {kept}",
         True, "wp-1"),
        ("gallery", "moved", "in “T”", False, "wp-1"),
        ("wp:acf/x", "problem", "in “T”: a block that a plugin filled: only its words came along",
         True, "wp-1"),
        ("poll", "kept", f"in “wp-2”: {kept}", True, "wp-2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "title", "key"),
    [
        ({}, "A & b", "wp-2"), ({"status": "draft"}, "", "wp-2"), ({"password": "x"}, "", "wp-2"),
    ],
)  # fmt: skip
def test_what_is_too_large_is_named_if_readers_could_see_it(
    tmp_path: Path, said: dict[str, str], title: str, key: str
) -> None:
    large = item(2, "A &amp; b", "a" * 1_500_000, **said)
    line = HEAD.count("\n") + item(1).count("\n") + 1
    pieces, items, _remarks = read(tmp_path, item(1), large, item(3), largest=1_000_000)
    assert [piece.head.key for piece in pieces] == ["wp-1", "wp-3"]
    size = len(large.strip())
    assert [(i.outcome, i.title, i.key, i.reason) for i in items] == [
        (
            "problem",
            title,
            key,
            f"the entry in line {line} has {size:,} letters; 1,000,000 is the most",
        )
    ]
    assert items[0].remedy.startswith("Take the pictures that stand in its text as letters")


def test_what_is_cut_or_broken_is_named_by_its_line(tmp_path: Path) -> None:
    line = HEAD.count("\n") + 1
    broken = item(1).replace("</wp:post_id>", "</wp:other>")
    _pieces, items, remarks = read(tmp_path, broken, tail="")
    assert [i.reason for i in items] == [f"the entry in line {line} cannot be read"]
    assert remarks[0] == "export.xml is cut behind its last entry: what stands before was read."
    cut = item(1)[:200]
    _pieces, items, remarks = read(tmp_path, cut, tail="")
    last = line + cut.count("\n")
    assert [i.reason for i in items] == [f"the entry in line {line} is cut off in line {last}"]
    assert remarks[0].startswith(
        f"The export is cut in line {last}, in the entry that begins in line {line}: "
    )
    assert items[0].remedy == "Export this story again, alone if need be, and import that file."
    _pieces, items, remarks = read(tmp_path)
    (remark,) = remarks
    assert remark.startswith("export.xml holds no entry of a WordPress export: in WordPress choose")
    assert read(tmp_path, item(1))[2] == []
    assert read(tmp_path, item(1).replace("Words.", "a\x0b"))[2] == [
        "1 control characters, which no program can show, were taken out."
    ]
