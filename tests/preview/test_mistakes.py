"""What a preview shows of a mistake: the lines around it, and of no other file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.core.problems import Problem, SitegenError
from sitegen.preview.mistakes import excerpt, own_mistake, stop_on, unreadable

STORY = "content/vote.md"


@pytest.mark.parametrize(
    ("line", "shown"),
    [(1, [1, 2, 3]), (2, [1, 2, 3, 4]), (4, [2, 3, 4, 5, 6]), (6, [4, 5, 6]), (0, []), (9, [])],
)
def test_the_lines_around_a_mistake_are_shown(tmp_path: Path, line: int, shown: list[int]) -> None:
    """Two on each side, with their numbers; none where no line is to blame, or it is gone."""
    file = tmp_path / STORY
    file.parent.mkdir()
    file.write_text("".join(f"line {number}\n" for number in range(1, 7)), "utf-8")
    lines = excerpt(tmp_path, Problem(STORY, line, "is wrong"))
    assert lines == tuple((number, f"line {number}") for number in shown)


def test_a_long_line_is_cut(tmp_path: Path) -> None:
    """A picture pasted into a story as text would fill the screen."""
    (tmp_path / "vote.md").write_text("x" * 201, "utf-8")
    assert excerpt(tmp_path, Problem("vote.md", 1, "is wrong")) == ((1, "x" * 200),)


def test_no_line_of_another_folder_is_shown(tmp_path: Path) -> None:
    """A path that leads out of the site, by dots or by a link, is not read."""
    (tmp_path / "secret.txt").write_text("a secret\n", "utf-8")
    site = tmp_path / "site"
    site.mkdir()
    (site / "link.md").symlink_to(tmp_path / "secret.txt")
    for path in ("../secret.txt", "link.md", str(tmp_path / "secret.txt"), "missing.md"):
        assert excerpt(site, Problem(path, 1, "is wrong")) == (), path
    (number, line), *_ = excerpt(site, Problem("theme/templates/base.html", 1, "is wrong"))
    assert number == 1
    assert line.startswith("{#-")


def test_warnings_alone_stop_nothing() -> None:
    """One mistake among them stops all, and is told together with them."""
    warning, mistake = Problem("a.md", 1, "is odd", warning=True), Problem("b.md", 1, "is wrong")
    stop_on([warning])
    with pytest.raises(SitegenError) as refused:
        stop_on([warning, mistake])
    assert set(refused.value.problems) == {warning, mistake}


def test_what_cannot_be_read_is_named_as_editors_know_it() -> None:
    """The path within the site, and the reason in the system's words."""
    error = PermissionError(13, "Permission denied", "/home/ana/paper/content/vote.md")
    problem = unreadable(Path("/home/ana/paper"), error)
    assert str(problem).startswith("content/vote.md: error: cannot be read: Permission denied")
    assert unreadable(Path("/x"), OSError("odd")).path == "the site's folder"


def test_a_fault_of_our_own_names_its_place() -> None:
    """Whoever reports it can say where it was: the innermost line."""
    try:
        [].pop()
    except IndexError as error:
        problem = own_mistake("the preview", error)
    assert "sitegen itself has failed: IndexError: pop from empty list" in problem.message
    assert "(test_mistakes.py:" in problem.message
