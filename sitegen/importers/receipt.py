"""The receipt: what became of every piece of the archive that was moved.

Items are put on the disk as they come, so that an archive of any size has one: only the sums
stay in memory.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from typing import IO

from sitegen.core import stored
from sitegen.core.record import Record

# Kinds of items.
KINDS = (
    "post", "page", "type", "picture", "file", "link", "term", "user", "comment", "shortcode",
    "address",
)  # fmt: skip
# Outcomes of pieces.
STORY, PAGE, DRAFT, HELD, LEFT_OUT, PROBLEM = (
    "story", "page", "draft", "held", "left out", "problem",
)  # fmt: skip
# Outcomes of all else: terms, users, pictures and files and links, addresses, shortcodes.
SECTION, TAG, PERSON, MOVED, ALIAS, REDIRECT, KEPT = (
    "section", "tag", "person", "moved", "alias", "redirect", "kept",
)  # fmt: skip


class Item(Record):
    """One piece of the archive, and what became of it."""

    kind: str  # one of KINDS
    outcome: str
    title: str = ""  # never that of what is private
    to: str = ""  # the file, or the address that it leads to now
    reason: str = ""  # why it is not simply moved
    remedy: str = ""  # what to do about it; "": nothing needs a hand
    key: str = ""  # within its origin
    readers: int = 0  # how many readers it concerns, as a rough weight: 0 for nobody now


class Comment(Record):
    """What a reader wrote below a piece, for whoever wants to keep it. No address is in it."""

    key: str  # of the piece
    name: str  # of the writer
    at: str  # "2019-05-04 14:30:00", UTC
    text: str  # plain text
    number: str = ""  # in the old program
    answers: str = ""  # number of the comment that it answers; "" for none


class Receipt:
    """Collects items; the sums agree with them at any time. To be closed, or used by `with`.

    Attributes:
        sums: (kind, outcome) → how many.
        remarks: what concerns the archive as a whole, a sentence each, in the order it came.
        hands: how many items need a hand.
        asks: whether one of the remarks asks for something to be done.
    """

    def __init__(self) -> None:
        self.sums: Counter[tuple[str, str]] = Counter()
        self.remarks: list[str] = []
        self.hands = 0
        self.asks = False
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as we do
        self._comments: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115

    def __enter__(self) -> Receipt:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget the items, of which the sums stay."""
        self._file.close()
        self._comments.close()

    def add(self, item: Item) -> None:
        self.sums[item.kind, item.outcome] += 1
        self.hands += bool(item.remedy)
        self._file.write(stored.to_text(item).encode("utf-8") + b"\n")

    def add_comment(self, comment: Comment) -> None:
        self._comments.write(stored.to_text(comment).encode("utf-8") + b"\n")

    def comments(self) -> Iterator[Comment]:
        """Yield what readers wrote, in the order in which it came."""
        self._comments.seek(0)
        for line in self._comments:
            comment = stored.from_text(line.decode("utf-8"), Comment)
            assert comment is not None  # we wrote it
            yield comment
        self._comments.seek(0, os.SEEK_END)

    def remark(self, sentence: str, *, asks: bool = True) -> None:
        """Note what concerns the whole archive, once."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)
            self.asks |= asks

    def items(self) -> Iterator[Item]:
        """Yield all items in the order in which they came; none may be added meanwhile."""
        self._file.seek(0)
        for line in self._file:
            item = stored.from_text(line.decode("utf-8"), Item)
            assert item is not None  # we wrote it
            yield item
        self._file.seek(0, os.SEEK_END)

    def count(self, kind: str) -> int:
        """Return how many items of a kind there are."""
        return sum(number for (of, _outcome), number in self.sums.items() if of == kind)

    def by_kind(self) -> dict[str, dict[str, int]]:
        """Return the sums as the report writes them: kind → outcome → how many."""
        return {
            kind: {
                outcome: number
                for (of, outcome), number in sorted(self.sums.items())
                if of == kind and number
            }
            for kind in KINDS
            if self.count(kind)
        }
