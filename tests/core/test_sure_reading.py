"""Files that are saved while a site is built are read once more, and not for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.sure_reading import other_bytes, read_sure, until_quiet


def test_only_the_bytes_that_were_scanned_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"A")
    assert read_sure(file, digest_bytes(b"A"), "content/a") == b"A"
    for other in ("0" * 32, "f" * 32):
        with pytest.raises(SitegenError) as caught:
            read_sure(file, other, "content/a")
        assert caught.value.problems == (
            Problem("content/a", 0, "was saved while the site was being built",
                    "Build again once it is saved for good."),
        )  # fmt: skip


@pytest.mark.parametrize(("saves", "tries"), [(0, 1), (1, 2), (2, 3), (3, 3)])
def test_work_begins_anew_where_a_file_was_saved_meanwhile(saves: int, tries: int) -> None:
    """Three times; whoever saves without end is told."""
    begun: list[int] = []

    def work() -> str:
        begun.append(1)
        if len(begun) <= saves:
            raise other_bytes("a")
        return "done"

    if saves < 3:
        assert until_quiet(work) == "done"
    else:
        with pytest.raises(SitegenError):
            until_quiet(work)
    assert len(begun) == tries


@pytest.mark.parametrize("words", [("wrong",), ("a fault",), ("a fault", "wrong"), ()])
def test_other_problems_are_told_at_once(words: tuple[str, ...]) -> None:
    begun: list[int] = []

    def work() -> None:
        begun.append(1)
        raise SitegenError([Problem("a", 0, each) for each in words])

    with pytest.raises(SitegenError):
        until_quiet(work)
    assert len(begun) == 1


def test_a_file_that_was_saved_among_other_problems_is_waited_for() -> None:
    """They may be of what it was before."""
    begun: list[int] = []

    def work() -> str:
        begun.append(1)
        if len(begun) == 1:
            saved = other_bytes("a").problems
            raise SitegenError([*saved, Problem("a", 0, "wrong"), Problem("b", 0, "a fault")])
        return "done"

    assert until_quiet(work) == "done"
