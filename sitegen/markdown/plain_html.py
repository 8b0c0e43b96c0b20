"""Markdown of other programs → HTML of the web, for texts that hold both."""

from __future__ import annotations

import markdown


def html_of(text: str) -> str:
    """Return what a text in common Markdown says; nothing of sitegen's own is known in it."""
    return markdown.markdown(text, extensions=["extra", "sane_lists"], output_format="html")
