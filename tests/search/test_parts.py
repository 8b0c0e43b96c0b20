"""The index is divided by time: an edit touches one part, and none is too large."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.search.entries import Entry
from sitegen.search.parts import (
    MOST,
    NAMES,
    Part,
    divide,
    part_key,
    part_of,
    part_text,
    urls_of,
    with_texts,
)


def stories(counts: Iterable[tuple[str, int]]) -> list[Entry]:
    """Return stories, newest first; `counts` are months, oldest first, and how many each has."""
    months = [month for month, count in counts for _ in range(count)]
    made = [
        Entry(f"/news/{number}/", f"Sample {number}", "en", number, month)
        for number, month in enumerate(months, 1)
    ]
    return [*reversed(made), Entry("/about/", "About", "en")]


def test_the_newest_month_stands_alone_and_small_years_together() -> None:
    """Most edits are of new stories; many small parts would cost readers a file each."""
    divided = divide(stories([("2024-05", 3), ("2025-06", 4), ("2026-02", 2), ("2026-03", 5)]))
    assert [(part.name, len(part.entries)) for part in divided] == [
        (NAMES, 1), ("2026-03", 5), ("2024", 9),
    ]  # fmt: skip
    assert [part.years for part in divided] == [(), ("2026",), ("2026", "2025", "2024")]


def test_no_part_holds_more_than_fit() -> None:
    """Memory and time for a part are bounded, however many stories a year or month has."""
    months = [("2024-01", 900), ("2025-01", 3200), ("2026-01", 700), ("2026-02", 1600)]
    divided = divide(stories(months))
    assert max(len(part.entries) for part in divided) <= MOST
    names = [part.name for part in divided]
    assert names == [NAMES, "2026-02b", "2026-02a", "2026", "2025c", "2025b", "2025a", "2024"]
    every = [entry.url for part in divided for entry in part.entries]
    assert len(every) == len(set(every)) == sum(count for _, count in months) + 1


def test_a_part_holds_fifteen_hundred_and_no_more() -> None:
    """One more begins the next part, of a month as of years that share one."""

    def counts(*months: tuple[str, int]) -> list[tuple[str, int]]:
        return [(part.name, len(part.entries)) for part in divide(stories(months))][1:]

    assert counts(("2026-03", 1500)) == [("2026-03", 1500)]
    assert counts(("2026-03", 1501)) == [("2026-03b", 1), ("2026-03a", 1500)]
    assert counts(("2024-01", 700), ("2025-01", 800), ("2026-03", 1)) == [
        ("2026-03", 1), ("2024", 1500),
    ]  # fmt: skip
    assert counts(("2024-01", 700), ("2025-01", 801), ("2026-03", 1)) == [
        ("2026-03", 1), ("2025", 801), ("2024", 700),
    ]  # fmt: skip
    assert counts(("2023-01", 700), ("2024-01", 700), ("2025-01", 200), ("2026-03", 1)) == [
        ("2026-03", 1), ("2025", 200), ("2023", 1400),
    ]  # fmt: skip
    assert counts(("2023-01", 700), ("2024-01", 700), ("2026-03", 1))[1] == ("2023", 1400)


def test_parts_of_a_large_month_go_on_behind_z() -> None:
    names = [part.name for part in divide(stories([("2026-03", 1500 * 27 + 1)]))]
    assert names[1:4] == ["2026-03bb", "2026-03aa", "2026-03z"]
    assert names[-2:] == ["2026-03b", "2026-03a"]


def test_a_part_is_known_by_all_that_decides_its_bytes() -> None:
    """Another version of Pagefind, language or sitegen makes other files of the same stories."""
    part = divide(stories([("2026-03", 2)]))[1]
    text = part_text(part)
    keys = {part_key(*facts) for facts in (
        (text, "1.5", "en", "c"), (text, "1.6", "en", "c"), (text, "1.5", "es", "c"),
        (text, "1.5", "en", "d"), (f"{text} ", "1.5", "en", "c"),
    )}  # fmt: skip
    assert len(keys) == 5
    assert urls_of(text) == ["/news/1/", "/news/2/"]


def test_a_new_story_leaves_older_parts_as_they_are() -> None:
    """A part that moved would be made again, and asked for again by every reader."""
    months = [("2024-01", 1400), ("2025-01", 1500), ("2026-01", 20)]
    before, after = divide(stories(months)), divide(stories([*months, ("2026-02", 1)]))
    old = {part.name: part_text(part) for part in before}
    assert [part.name for part in after if old.get(part.name) != part_text(part)] == [
        "2026-02", "2026",
    ]  # fmt: skip


def test_a_part_comes_back_from_its_text() -> None:
    """The next build makes a part from what this one noted."""
    part = divide(stories([("2026-03", 2)]))[1]
    assert part_of(part_text(part)) == part


def test_a_site_without_stories_has_its_names() -> None:
    assert [part.name for part in divide([Entry("/about/", "About", "en")])] == [NAMES]
    assert divide([]) == ()


def test_a_new_text_takes_the_place_of_the_old_and_of_nothing_else() -> None:
    """A headline may hold whatever letters, those that name a text too."""
    old, new = "a" * 32, "b" * 32
    entries = (Entry("/news/1/", old, "en", body=old), Entry("/news/2/", "Two", "en", body="c"))
    text = part_text(Part("2026", entries))

    changed = part_of(with_texts(text, {old: new}))

    assert [(entry.title, entry.body) for entry in changed.entries] == [(old, new), ("Two", "c")]
    assert with_texts(text, {"d": new}) == text
