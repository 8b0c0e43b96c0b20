"""Which versions of sitegen a site asks for, and whether this one is among them."""

from __future__ import annotations

import re
from collections.abc import Callable

from sitegen import settings as room
from sitegen.core.patterns import late_pattern
from sitegen.schema.reader import Reader

_COMPARE: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ">=": lambda have, want: have >= want,
    "<=": lambda have, want: have <= want,
    "==": lambda have, want: have == want,
    "!=": lambda have, want: have != want,
    ">": lambda have, want: have > want,
    "<": lambda have, want: have < want,
}


# Python reads no number of thousands of digits.
_CLAUSE = late_pattern(r"\s*(>=|<=|==|!=|>|<)\s*(\d{1,9}(?:\.\d{1,9})*)\s*")


def check_requirement(reader: Reader, key: str, requirement: str) -> str:
    """Check "sitegen>=0.2,<1" against the sitegen that runs."""
    clauses = [
        _CLAUSE.fullmatch(clause)
        for clause in requirement.strip().removeprefix("sitegen").split(",")
        if requirement
    ]
    for clause in clauses:
        if clause is None:
            reader.problem(
                key,
                f"'{requirement}' does not say which version of sitegen",
                'Write it as in "sitegen>=0.1".',
            )
            break
        have = room.identity.version()
        if not _COMPARE[clause[1]](_version(have), _version(clause[2])):
            reader.problem(
                key,
                f"this site wants {requirement}, and this is sitegen {have}",
                "Bring your copy of sitegen to such a version and write it into the site: "
                "sitegen pack. Or change this line.",
            )
            break
    return requirement


def _version(text: str) -> tuple[int, ...]:
    return (*map(int, re.findall(r"\d+", text)), 0, 0, 0)[:3]
