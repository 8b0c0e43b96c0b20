"""Problems: what an editor, designer or site owner has to mend, in their own language.

A mistake in articles, templates or settings is a value of type `Problem`: collected,
sorted and shown with all the others. A mistake in sitegen is an exception.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sitegen.core import late
from sitegen.core.record import Record, replace

MOST_NAMED = 50  # an archive has thousands of stories


class Problem(Record, order=True):
    """One thing that somebody has to mend, with all that they need to mend it."""

    path: str  # as the editor knows it: "content/politics/vote.md"
    line: int  # from 1; 0 when no single line is to blame
    message: str  # what is wrong, naming the value found
    hint: str = ""  # what to write instead
    warning: bool = False  # True: worth knowing, but the build goes on

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        word = "warning" if self.warning else "error"
        return f"{where}: {word}: {self.message}" + (f"\n  {self.hint}" if self.hint else "")


def of_archive(problem: Problem) -> Problem:
    """Return a problem as it is told of a story of an archive: nobody mends those today."""
    what = f"{problem.message}, in a story of the archive"
    return replace(problem, message=what, warning=True)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any of these stops a build: is more than a warning."""
    return any(not problem.warning for problem in problems)


class SitegenError(Exception):
    """The work cannot go on; carries the problems that say why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(
    word: str, choices: Collection[str], heading: str = "Known", *, likeness: float = 0.6
) -> str:
    """Return a hint for a misspelt word: the nearest of the choices, else all of them.

    Args:
        heading: introduces the list: "Known keys", "Sections".
        likeness: how like the nearest must be, from 0 to 1, as difflib reckons it.
    """
    close = late.difflib.get_close_matches(
        word, choices, n=1, cutoff=likeness
    ) or late.difflib.get_close_matches(
        word.casefold(), [name for name in choices if name == name.casefold()], n=1, cutoff=likeness
    )
    if close:
        return f"Did you mean '{close[0]}'?"
    if not choices:
        return f"{heading}: none yet."
    more = f" and {len(choices) - MOST_NAMED} more" if len(choices) > MOST_NAMED else ""
    return f"{heading}: {', '.join(sorted(choices)[:MOST_NAMED])}{more}."


KEY_LIKENESS = 0.72  # "scripts" is not a misspelt "series"


def key_hint(key: str, keys: Collection[str], beside: Collection[str] = ()) -> str:
    """Return a hint for a key that is not known; `beside` are those that stand there already."""
    word = key.replace("-", "_")
    hint = did_you_mean(word, keys, "Known keys", likeness=KEY_LIKENESS)
    name = hint.removeprefix("Did you mean '").removesuffix("'?")
    if name in beside:
        return f"{hint} It stands there already: delete one of the two."
    return hint
