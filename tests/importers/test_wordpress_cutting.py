"""A WordPress export, cut into its entries, however its bytes come and wherever it ends."""

from __future__ import annotations

from io import BytesIO

import pytest

from sitegen.importers.wordpress.cutting import Part, parts


class Slow(BytesIO):
    """A stream that gives so many bytes at a time."""

    def __init__(self, data: bytes, at_once: int) -> None:
        super().__init__(data)
        self.at_once = at_once

    def read(self, size: int | None = -1, /) -> bytes:
        del size
        return super().read(self.at_once)


def entry(text: str, line: int) -> Part:
    return Part(text, line, is_entry=True)


@pytest.mark.parametrize("at_once", [1, 2, 3, 11, 12, 13, 1000])
def test_an_export_is_cut_alike_however_many_bytes_come_at_once(at_once: int) -> None:
    text = (
        "<rss>é\n<item>“a”\n</item >\n<item x='1'>b<![CDATA[<item>\n</item>]]>\n</item>\n<items>"
        "<item\n>c</item>é"
    )
    assert [*parts(Slow(text.encode(), at_once))] == [
        Part("<rss>é\n", 1), entry("<item>“a”\n</item >", 2),
        entry("<item x='1'>b<![CDATA[<item>\n</item>]]>\n</item>", 4), Part("\n<items>", 6),
        entry("<item\n>c</item>", 7), Part("é", 8, is_whole=False),
    ]  # fmt: skip


LETTERS = "<rss>\n<item>é\né</item>\n\n<item>b</item>"


@pytest.mark.parametrize(
    ("largest", "too_large"), [(7, True), (14, True), (15, False), (16, False)]
)
def test_an_entry_is_too_large_whose_end_is_not_there_by_then(
    largest: int, too_large: bool
) -> None:
    """Its letters are counted, and so are its lines and those behind it."""
    found = [*parts(Slow(LETTERS.encode(), 1), largest)]
    assert [(part.line, part.is_entry, part.is_whole, part.too_large) for part in found] == [
        (1, False, True, 0),
        (2, True, True, 16 if too_large else 0),
        (5, True, True, 14 if largest < 13 else 0),
    ]


def test_what_is_too_large_may_have_no_end() -> None:
    """A letter of which half is missing is told as one."""
    (found,) = parts(Slow("<item>é\né".encode()[:-1], 2), 7)
    assert (found.text[-2:], found.is_entry, found.too_large) == ("\n\udcc3", True, 9)


@pytest.mark.parametrize("end", ["", "</item>"])
def test_of_what_is_too_large_beginning_and_end_are_kept(end: str) -> None:
    """Four thousand letters of each."""
    text = "<item>" + "".join(map(str, range(10_000))) + end
    (found,) = parts(Slow(text.encode(), 1_000), 9_000)
    assert found.text == text[:4_000] + text[-4_000:]
    assert found.too_large == len(text)


@pytest.mark.parametrize(("letters", "too_large"), [(20_000_000, 0), (20_000_001, 20_000_008)])
def test_twenty_million_letters_are_the_most(letters: int, too_large: int) -> None:
    """More than any story has: pictures that stand in its text as letters."""
    data = b"<item>".ljust(letters, b"a") + b"</item>"
    (found,) = parts(Slow(data, letters))
    assert found.too_large == too_large
