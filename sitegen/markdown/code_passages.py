"""Code in a story's Markdown: where signs that mean something elsewhere stand for themselves."""

from __future__ import annotations

import re

_CODE = re.compile(
    r"^[ >]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*\1[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)"
    r"|^(?: {4}|\t)[^\n]*$",
    re.DOTALL | re.MULTILINE,
)


def without_code(text: str) -> str:
    """Return Markdown with spaces in place of what is code, so that all lines stay."""
    return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
