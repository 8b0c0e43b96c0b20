"""Speed of reading: whether plain prose takes the short way, and what to do where it does not."""

from __future__ import annotations

from importlib.metadata import version

from sitegen.core.problems import Problem
from sitegen.markdown.dialect import StoryMarkdown
from sitegen.markdown.fast import QuickMarkdown


def slow_reading() -> Problem | None:
    """Return a warning where the installed Python-Markdown is none that the short way knows."""
    if QuickMarkdown(StoryMarkdown()).active:
        return None
    return Problem(
        "sitegen.toml",
        0,
        f"stories are read slowly: Python-Markdown {version('markdown')} is not known here",
        "The pages are the same. Install the newest sitegen, or the Python-Markdown that it names.",
        warning=True,
    )
