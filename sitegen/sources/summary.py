"""Summaries: how long what search results and previews show may be."""

from __future__ import annotations

from sitegen.core.problems import Problem

DESCRIPTION_MIN, DESCRIPTION_MAX = 50, 160  # characters that search results have room for


def description_problem(path: str, text: str) -> Problem | None:
    """Return a warning when search results would cut a description, or want more of it."""
    if not text or DESCRIPTION_MIN <= len(text) <= DESCRIPTION_MAX:
        return None
    fault = "short" if len(text) < DESCRIPTION_MIN else "long"
    return Problem(
        path,
        0,
        f"the summary is {fault} for search results and previews: {len(text)} characters",
        f"Write {DESCRIPTION_MIN} to {DESCRIPTION_MAX} characters.",
        warning=True,
    )
