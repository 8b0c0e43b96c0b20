"""How many problems are told: none is drowned, and none is counted away that is alone."""

from __future__ import annotations

from sitegen.core.listing import (
    digest_lines,
    error_count,
    error_lines,
    kind_of,
    problem_lines,
    warning_lines,
)
from sitegen.core.problems import Problem


def pictures(count: int, warning: bool = False) -> list[Problem]:
    """Return problems of one kind in up to twenty files."""
    return [
        Problem(
            f"content/news/s{number % 20:02}.md",
            5 + number,
            f"picture 'p{number}.jpg' has no alt",
            "Write it.",
            warning,
        )
        for number in range(count)
    ]


def test_problems_are_of_one_kind_when_only_what_they_quote_differs() -> None:
    """Values, files and numbers differ; an unknown key is a kind of its own."""
    one = Problem("a.md", 1, "the slug 'it's' has 210 letters; content/news/b.md has it")
    other = Problem("c.md", 2, "the slug 'x' has 300 letters; content/local/d.md has it")
    assert kind_of(one) == kind_of(other)
    assert kind_of(Problem("a.md", 1, "unknown key 'url'")) == "unknown key 'url'"


def test_five_of_a_kind_are_told_in_order_of_file_and_line() -> None:
    """A few mistakes are told as they stand in the files, whatever their kind."""
    others = [Problem("content/news/s02.md", 1, "the title is empty", "Write one.")]
    lines = list(error_lines([*pictures(5), *others]))
    assert lines == [str(problem) for problem in sorted([*pictures(5), *others])]


def test_of_one_kind_the_sixth_is_told_without_its_hint_and_the_fiftieth_counted() -> None:
    """Sixty equal mistakes take five with their hints, 44 lines, and a count."""
    lines = list(error_lines(pictures(60)))
    assert [line.count("Write it.") for line in lines] == [1] * 5 + [0] * 45
    assert lines[5] == "content/news/s01.md:46: 'p41.jpg'"
    assert lines[49] == "and 11 more like these; --json lists them all."
    assert len(list(error_lines(pictures(49)))) == 49


def test_warnings_of_a_kind_are_folded() -> None:
    """Two examples, then how many more and where most are."""
    lines = list(warning_lines(pictures(30, warning=True)))
    assert len(lines) == 3
    assert lines[2].startswith("  and 28 more like these in ")


def test_where_warnings_are_is_told_with_the_files_that_have_most() -> None:
    """Up to three files by name, with their counts; of more, how many and the first three."""

    def last(*files: str) -> str:
        problems = [Problem(file, 1, "odd", warning=True) for file in ("0.md", "0.md", *files)]
        return list(warning_lines(problems))[-1]

    assert last("a.md") == "  and 1 more like these in a.md."
    assert last("a.md", "b.md") == "  and 2 more like these in a.md and b.md."
    assert last("b.md", "c.md", "b.md") == "  and 3 more like these in b.md (2) and c.md."
    assert last(*"abcd") == "  and 4 more like these in 4 files, as in a, b and c."
    assert last(*"abcdd") == "  and 5 more like these in 4 files, most in d (2), a and b."
    kinds = [Problem("a.md", 1, f"{chr(97 + n)} kind", warning=True) for n in range(22)]
    assert len(list(warning_lines(kinds[:20]))) == 20
    assert list(warning_lines(kinds))[20:] == ["2 more warnings (--json lists them)."]


def test_many_errors_are_counted_below_all_else() -> None:
    """Of six and more; what is wrong with a file as a whole has no line."""
    told = list(problem_lines([*pictures(5), *pictures(1, warning=True)]))
    assert told[0] == str(pictures(1, warning=True)[0])
    assert len(told) == 6
    assert list(problem_lines(pictures(6)))[-1] == "6 errors in 6 files."
    whole = [Problem("a.md", 0, f"has '{n}' and '{n}'") for n in range(6)]
    assert list(error_lines(whole))[-1] == "a.md: '5', '5'"
    assert list(error_lines([Problem("a.md", n, "odd") for n in range(6)]))[-1] == "a.md:5"
    assert len(list(error_lines(pictures(50)))) == 50


def test_an_archive_of_another_program_is_told_kind_by_kind() -> None:
    """One thing is said of each kind, with its count and the three files that have most."""
    keys = [
        Problem(f"content/news/s{number:04}.md", 4, "unknown key 'layout'", "Delete this key.")
        for number in range(9000)
    ]
    lines = list(digest_lines([*keys, *pictures(2), Problem("a.md", 1, "the title is empty")]))
    assert len(lines) == 5
    assert lines[-1] == (
        "  9,000 times in 9,000 files, as in content/news/s0000.md, content/news/s0001.md "
        "and content/news/s0002.md."
    )


def test_errors_are_counted_with_their_files() -> None:
    """The last line counts errors and the files that hold them."""
    assert error_count(pictures(60)) == "60 errors in 20 files"
    assert error_count(pictures(1)) == "1 error in 1 file"
    assert error_count([Problem("--now", 0, "no date")]) == "1 error"
