"""Where one item of a list ends and the next begins, in YAML and in TOML."""

from __future__ import annotations

import re


def split_items(text: str) -> list[str]:
    """Part a text at its commas, but not at those within quotes or brackets; none is empty.

    "a, "b, c", {d: e, f: g}" gives three.
    """
    items = [""]
    quote, depth = "", 0
    for char in text:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'“" and re.fullmatch(r"\s*(?:[\w-]+:\s*)?", items[-1]):
            quote = "”" if char == "“" else char
        elif char in "[{":
            depth += 1
        elif char in "]}":
            depth -= 1
        elif char == "," and depth <= 0:
            items.append("")
            continue
        items[-1] += char
    if quote:  # it is never closed: commas part the items all the same
        items = [item.strip(" \"'") for item in text.split(",")]
    return [item.strip() for item in items if item.strip()]
