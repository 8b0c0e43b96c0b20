"""Tables as GitHub has them: the row of dashes, and where a row's cells end.

Source: GitHub Flavored Markdown, "Tables (extension)".
"""

from __future__ import annotations

import re

_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
MISSING_MOST = 10_000  # cells that the rows of one text's tables may lack; each becomes one
_SIDES = {(True, True): "center", (True, False): "left", (False, True): "right"}
_BAR = re.compile(r"(\\*)\|")


def delimiters(line: str) -> tuple[str, ...] | None:
    """Return each column's side, "" for none; None if `line` is no row of dashes.

    "|---|--:|" gives ("", "right").
    """
    if not _DELIMITERS.match(line) or line.startswith("- "):
        return None
    marks = [cell.strip(" \t") for cell in line.strip(" \t").strip("|").split("|")]
    return tuple(_SIDES.get((m.startswith(":"), m.endswith(":")), "") for m in marks)


def cells(line: str) -> list[str]:
    r"""Return a row's cells, with the bars that are text ("\|") unescaped."""
    line = line.strip(" \t")
    if line == "|":
        return []
    parts: list[str] = []
    start = 1 if line.startswith("|") else 0
    text = ""
    place = start
    for match in _BAR.finditer(line, start):
        if len(match[1]) % 2:
            text += line[place : match.end() - 2] + "|"
        else:
            parts.append((text + line[place : match.end() - 1]).strip(" \t"))
            text = ""
        place = match.end()
    rest = text + line[place:]
    if rest.strip(" \t") or not parts:
        parts.append(rest.strip(" \t"))
    return parts
