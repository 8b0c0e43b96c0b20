"""Conflicts that git left in a file: two versions of the same lines, and the marks around them.

Whoever pulls a colleague's work and sees nothing wrong would publish both.
"""

from __future__ import annotations

import re

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem

# Source: git's documentation of merge, "How conflicts are presented"; Mercurial writes the same.
_MARK = late_pattern(r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
_REMEDY = "Keep the lines that are right, and delete those that begin with '<<<<<<<', '=======' "
_FEW_LINES = 400  # between the first mark of a conflict and its last


def conflicts(path: str, text: str) -> list[Problem]:
    """Return a problem for each conflict of a text, whose line ends are \\n."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return []
    problems: list[Problem] = []
    start = 0
    for match in _MARK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        mark = match[1]
        if "<" in mark:
            problems += [_stray(path, start)] if start else []
            start = line
        elif ">" in mark:
            whole = start and line - start <= _FEW_LINES
            problems.append(_conflict(path, start, line) if whole else _stray(path, line))
            start = 0
    return [*problems, *([_stray(path, start)] if start else [])]


def _conflict(path: str, start: int, end: int) -> Problem:
    message = f"git left a conflict here: two versions of these lines, up to line {end}"
    return Problem(path, start, message, f"{_REMEDY}and '>>>>>>>'.")


def _stray(path: str, line: int) -> Problem:
    message = "git left the mark of a conflict here: two versions of some lines may stand here"
    return Problem(path, line, message, "Delete this line, and what is there twice.")
