"""Listing: problems as lines to read, so that many of one kind do not drown the others.

Two problems are of one kind when their messages differ in no more than what they quote, the
files that they name and numbers. Which key is unknown makes a kind of its own: each of these
has a remedy of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem

IN_FULL = 5  # of one kind; the sixth and later have a line each
ON_A_LINE = 49  # of one kind; the fiftieth and later are counted
WARNINGS_IN_FULL = 2  # of one kind; the third and later are counted
WARNING_KINDS = 20  # an archive may have thousands of warnings, of dozens of kinds
_FILES_NAMED = 3

_VALUE = late_pattern(
    r"(?<![^\s(])'.*?'(?![^\s,.;:)?!])"  # 'as written', though it may hold an apostrophe
    r"|(?<![^\s(])\".*?\"(?![^\s,.;:)?!])"
    r"|(?<![^\s(])(?:content|static|templates)/\S*[^\s,.;:)]"
    r"|(?<![^\s(])/(?:[^\s,;:)]*/)?(?![^\s,.;:)])"
    r"|(?<![^\s(])[+-]?\d[\d.,:-]*(?<![.,:-])"
)


def kind_of(problem: Problem) -> str:
    """Return what problems of one kind have in common.

    "the picture 'a.jpg' has no description" gives "the picture … has no description".
    """
    if problem.message.startswith("unknown key "):
        return problem.message
    return _VALUE.sub("…", problem.message)


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield warnings, then errors, then how many errors there are when they are many."""
    every = list(problems)
    errors = [problem for problem in every if not problem.warning]
    yield from warning_lines(problem for problem in every if problem.warning)
    yield from error_lines(errors)
    if len(errors) > IN_FULL:
        yield f"{error_count(errors)}."


def error_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield errors: in order of file and line, and those with many of their kind after them.

    Of one kind five are told in full, those up to the forty-ninth on a line each with the
    value alone, and the rest are counted.
    """
    kinds = _by_kind(sorted(problems))
    yield from map(str, sorted(p for kind in kinds if len(kind) <= IN_FULL for p in kind))
    for kind in kinds:
        if len(kind) <= IN_FULL:
            continue
        yield from map(str, kind[:IN_FULL])
        yield from map(_on_a_line, kind[IN_FULL:ON_A_LINE])
        if len(kind) > ON_A_LINE:
            yield f"and {len(kind) - ON_A_LINE:,} more like these; --json lists them all."


def warning_lines(warnings: Iterable[Problem]) -> Iterator[str]:
    """Yield warnings, few of each kind in full and the rest as a count."""
    kinds = _by_kind(sorted(warnings))
    for kind in kinds[:WARNING_KINDS]:
        yield from map(str, kind[:WARNINGS_IN_FULL])
        more = kind[WARNINGS_IN_FULL:]
        if more:
            yield f"  and {len(more):,} more like these{_where(more)}"
    left_out = sum(map(len, kinds[WARNING_KINDS:]))
    if left_out:
        yield f"{left_out:,} more warnings (--json lists them)."


def digest_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield one of each kind, with how many there are and the files that have most of them."""
    for kind in sorted(_by_kind(sorted(problems)), key=len):
        yield str(kind[0])
        if kind[1:]:
            yield f"  {len(kind):,} times{_where(kind)}"


def error_count(errors: Sequence[Problem]) -> str:
    """Return "31 errors in 12 files"."""
    files = len({problem.path for problem in errors if "." in problem.path})  # no option is one
    count = _number(len(errors), "error")
    return f"{count} in {_number(files, 'file')}" if files else count


def _by_kind(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Sort problems by kind; the kinds stand in the order of their first ones."""
    kinds: dict[tuple[bool, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.warning, kind_of(problem)), []).append(problem)
    return list(kinds.values())


def _on_a_line(problem: Problem) -> str:
    values = ", ".join(match[0] for match in _VALUE.finditer(problem.message))
    where = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return f"{where}: {values}" if values else where


def _where(problems: Sequence[Problem]) -> str:
    """Return " in 80 files, most in a.md (12), b.md (9) and c.md (7)."."""
    counts = Counter(problem.path for problem in problems)
    entries = [
        f"{path} ({count:,})" if count > 1 else path
        for path, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ][:_FILES_NAMED]
    if len(counts) == 1:
        return f" in {next(iter(counts))}."
    names = f"{', '.join(entries[:-1])} and {entries[-1]}"
    if len(counts) <= _FILES_NAMED:
        return f" in {names}."
    example = "most in" if len(problems) > len(counts) else "as in"
    return f" in {len(counts):,} files, {example} {names}."


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
