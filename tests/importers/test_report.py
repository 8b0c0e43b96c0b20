"""The receipt and its files: what is counted, in which order, and how much is named."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from sitegen.importers.ledger import Ledger
from sitegen.importers.receipt import Comment, Item, Receipt
from sitegen.importers.report import (
    MOST_NAMED,
    lines_of_hands,
    name_of,
    sentences,
    write_comments,
    write_report,
)


def page_of(folder: Path, receipt: Receipt, *, whole: bool = True) -> str:
    write_report(folder, receipt, Ledger(folder), "WordPress", whole=whole)
    return (folder / "import-report.html").read_text("utf-8")


def test_two_thousand_items_are_named_on_the_page(tmp_path: Path) -> None:
    """Of all kinds of trouble together; of those that come late only the number stands there."""
    assert MOST_NAMED == 2_000
    with Receipt() as receipt:
        for number in range(1_999):
            receipt.add(Item("link", "problem", f"l{number}", remedy="Look."))
        for number in range(3):
            receipt.add(Item("post", "problem", f"p{number}", remedy="Read."))
        page = page_of(tmp_path, receipt)
    assert page.count("<li>l") == 1_999
    assert page.count("<li>p") == 1
    assert "<li>p0</li>\n<li>… and 2 more, in import-report.csv</li>\n" in page
    assert page.count(" more, in import-report.csv") == 1
    assert "<h3>1,999 links</h3>" in page
    assert "<h3>3 posts</h3>" in page


def test_what_most_readers_miss_comes_first(tmp_path: Path) -> None:
    """An item that says nothing of readers concerns one; of two alike the kind decides."""
    with Receipt() as receipt:
        receipt.add(Item("address", "problem", "a", remedy="R", readers=2))
        receipt.add(Item("post", "problem", "b", remedy="R", readers=0))
        receipt.add(Item("post", "problem", "c", remedy="R", readers=1))
        receipt.add(Item("picture", "problem", "d", remedy="R", readers=3))
        receipt.add(Item("page", "problem", "e", remedy="R"))
        receipt.add(Item("post", "problem", "f", remedy="S"))
        page = page_of(tmp_path, receipt)
    headings = [part.partition("</h3>")[0] for part in page.split("<h3>")[1:]]
    assert headings == ["1 picture", "2 posts", "1 old address", "1 post", "1 page"]


@pytest.mark.parametrize("whole", [True, False])
def test_a_run_that_was_stopped_says_so(tmp_path: Path, whole: bool) -> None:
    with Receipt() as receipt:
        page = page_of(tmp_path, receipt, whole=whole)
    assert ("This run was stopped. Run the same command again: it goes on." in page) is not whole
    assert json.loads((tmp_path / "import-report.json").read_text("utf-8"))["complete"] is whole


def test_no_cell_of_the_table_is_a_formula(tmp_path: Path) -> None:
    with Receipt() as receipt:
        for title in ("=1", "+1", "-1", "@a", "\ta", "a=1", "", " =1"):
            receipt.add(Item("post", "story", title))
        page_of(tmp_path, receipt)
    rows = [*csv.reader(StringIO((tmp_path / "import-report.csv").read_text("utf-8")))]
    assert [row[2] for row in rows[1:]] == ["'=1", "'+1", "'-1", "'@a", "'\ta", "a=1", "", " =1"]


def test_the_report_for_programs_holds_what_the_next_run_reads(tmp_path: Path) -> None:
    """Items, files by name, redirects; and is JSON with none of them, one, or several."""
    ledger = Ledger(tmp_path)
    with Receipt() as receipt:
        write_report(tmp_path, receipt, ledger, "Ghost", whole=True)
        report = json.loads((tmp_path / "import-report.json").read_text("utf-8"))
        assert (report["items"], report["files"], report["redirects"]) == ([], {}, {})
        assert (report["program"], report["sums"], report["need_a_hand"]) == ("Ghost", {}, 0)
        for name in ("b", "a", "c"):
            ledger.write(f"content/{name}.md", name.encode(), f"wp-{name}")
            receipt.add(Item("post", "story", name, key=f"wp-{name}"))
        write_report(tmp_path, receipt, ledger, "Ghost", whole=True)
    report = json.loads((tmp_path / "import-report.json").read_text("utf-8"))
    assert [*report["files"]] == ["content/a.md", "content/b.md", "content/c.md"]
    assert [item["title"] for item in report["items"]] == ["b", "a", "c"]
    assert report["sums"] == {"post": {"story": 3}}
    assert not [*tmp_path.glob(".*~")]


def test_comments_are_told_with_the_file_of_their_story(tmp_path: Path) -> None:
    """A picture's file is none of a story's."""
    ledger = Ledger(tmp_path)
    ledger.write("content/a.md", b"a", "wp-1")
    ledger.write("content/b.jpg", b"b")
    with Receipt() as receipt:
        for key in ("wp-1", "", "wp-2"):
            receipt.add_comment(Comment(key, "Bo", "2019", "x"))
        assert write_comments(tmp_path, receipt, ledger) == 3
    told = json.loads((tmp_path / "import-comments.json").read_text("utf-8"))
    assert [each["story"] for each in told] == ["content/a.md", "", ""]


def test_lines_of_hands_are_the_first_ones() -> None:
    with Receipt() as receipt:
        receipt.add(Item("post", "story", "none"))
        for number in range(3):
            receipt.add(Item("post", "problem", f"p{number}", remedy="Read."))
        assert [len([*lines_of_hands(receipt, most)]) for most in (0, 1, 2, 3, 9)] == [
            0,
            1,
            2,
            3,
            3,
        ]
        receipt.add(Item("user", "problem", remedy="Name them."))
        assert [*lines_of_hands(receipt, 9)][-1] == "user\n  Name them."


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 post: 1 story"), (2, "2 posts: 2 stories"), (1_000, "1,000 posts: 1,000 stories"),
    ],
)  # fmt: skip
def test_one_is_one_and_more_are_many(count: int, said: str) -> None:
    with Receipt() as receipt:
        receipt.sums["post", "story"] = count
        assert sentences(receipt) == [said]


def test_kinds_have_words_of_their_own() -> None:
    assert [name_of("term", count) for count in (0, 1, 2)] == [
        "categories and tags", "category or tag", "categories and tags",
    ]  # fmt: skip


def test_remarks_ask_for_something_unless_they_say_they_do_not() -> None:
    """The same sentence is said once, and asks no more the second time."""
    with Receipt() as receipt:
        receipt.remark("a", asks=False)
        assert not receipt.asks
        receipt.remark("a")
        assert (receipt.remarks, receipt.asks) == (["a"], False)
        receipt.remark("b")
        receipt.remark("c", asks=False)
        assert (receipt.remarks, receipt.asks) == (["a", "b", "c"], True)


def test_sums_of_nothing_are_not_told() -> None:
    with Receipt() as receipt:
        receipt.sums["post", "story"] = 0
        receipt.sums["page", "page"] = 1
        receipt.sums["page", "draft"] = 0
        assert receipt.by_kind() == {"page": {"page": 1}}
        assert (receipt.count("post"), receipt.count("page"), receipt.count("x")) == (0, 1, 0)


def test_comments_may_be_added_after_they_were_read() -> None:
    with Receipt() as receipt:
        receipt.add_comment(Comment("a", "Bo", "2019", "x"))
        assert [each.key for each in receipt.comments()] == ["a"]
        receipt.add_comment(Comment("b", "Bo", "2019", "x"))
        assert [each.key for each in receipt.comments()] == ["a", "b"]


def test_a_receipt_that_is_closed_keeps_its_sums() -> None:
    with Receipt() as receipt:
        receipt.add(Item("post", "story", remedy="R"))
    assert (receipt.by_kind(), receipt.hands) == ({"post": {"story": 1}}, 1)
    with pytest.raises(ValueError, match="closed"):
        next(receipt.items())
    with pytest.raises(ValueError, match="closed"):
        next(receipt.comments())


def test_words_stand_in_the_report_as_people_write_them(tmp_path: Path) -> None:
    """Whoever searches it for a name finds it."""
    ledger = Ledger(tmp_path)
    ledger.write("content/pho-mới.md", b"a", "wp-1")
    with Receipt() as receipt:
        receipt.add(Item("post", "story", "Phở", "", "Bún"))
        receipt.remark("Tổng.")
        receipt.add_comment(Comment("wp-1", "Trần", "", "Hay"))
        write_report(tmp_path, receipt, ledger, "Chương", whole=True)
        write_comments(tmp_path, receipt, ledger)
    text = (tmp_path / "import-report.json").read_text("utf-8")
    assert [word for word in ("mới", "Phở", "Bún", "Tổng", "Chương") if word not in text] == []
    assert "Trần" in (tmp_path / "import-comments.json").read_text("utf-8")
