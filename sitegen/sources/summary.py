"""Summaries: how long what search results and previews show may be."""

from __future__ import annotations

from sitegen.core.problems import Problem

DESCRIPTION_MAX = 160  # characters that search results have room for


def description_problem(path: str, text: str) -> Problem | None:
    """Return a warning when search results would cut a description."""
    if len(text) <= DESCRIPTION_MAX:
        return None
    return Problem(
        path,
        0,
        f"the summary is long for search results and previews: {len(text)} characters",
        f"Write at most {DESCRIPTION_MAX} characters.",
        warning=True,
    )
