"""The receipt: every piece once, and sums that agree."""

from __future__ import annotations

from sitegen.importers.receipt import HELD, LEFT_OUT, STORY, Item, Receipt


def test_sums_agree_with_the_items() -> None:
    """A sum is nothing but a count of what is listed."""
    with Receipt() as receipt:
        receipt.add(Item("post", STORY, title="Vote", to="content/news/vote.md", key="wp-1"))
        receipt.add(Item("post", STORY, title="Levee", to="content/news/levee.md", key="wp-2"))
        receipt.add(Item("post", LEFT_OUT, reason="private", key="wp-3"))
        receipt.add(Item("page", HELD, title="Soon", remedy="Look at it."))
        assert receipt.by_kind() == {"post": {LEFT_OUT: 1, STORY: 2}, "page": {HELD: 1}}
        items = list(receipt.items())
        assert [item.key for item in items] == ["wp-1", "wp-2", "wp-3", ""]
        assert receipt.hands == 1


def test_items_can_be_added_after_reading() -> None:
    """Reading the items leaves the receipt open."""
    with Receipt() as receipt:
        receipt.add(Item("post", STORY, title="Vote"))
        assert len(list(receipt.items())) == 1
        receipt.add(Item("post", STORY, title="Levee"))
        assert [item.title for item in receipt.items()] == ["Vote", "Levee"]


def test_a_remark_is_said_once() -> None:
    with Receipt() as receipt:
        receipt.remark("The export was cut.")
        receipt.remark("The export was cut.")
        assert receipt.remarks == ["The export was cut."]
