"""Tables of texts before and after, each in a file of tests/importers/data that people can read.

== name of the case
what is given
-->
what has to come of it
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@cache
def table(name: str) -> dict[str, tuple[str, str]]:
    """Return the cases of a file: name → what is given, what comes of it."""
    cases: dict[str, tuple[str, str]] = {}
    for case in re.split(r"^== ", (FOLDER / f"{name}.txt").read_text("utf-8"), flags=re.MULTILINE)[
        1:
    ]:
        title, _, rest = case.partition("\n")
        given, _, wanted = rest.partition("\n-->\n")
        assert title not in cases, title
        cases[title] = given, wanted.rstrip("\n")
    return cases
