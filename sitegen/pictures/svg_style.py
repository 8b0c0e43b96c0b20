"""Styles of a drawing: whether one may load something from elsewhere, or hides what it does.

The text is parted as CSS parts it, so that nothing between two strings passes for a comment.
Source: CSS Syntax Module Level 3, "Tokenization"; a style with a backslash, which can spell
any word, is refused before, so strings and names stand here as they are.
"""

from __future__ import annotations

import re

# A string ends at its line's end at the latest; a comment, and a bare url(), at the text's.
_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?(?:\*/|\Z))
    | url\(\s*(?P<target>"[^"\n\r\f]*"?|'[^'\n\r\f]*'?|[^)]*)
    | (?P<string>"[^"\n\r\f]*"?|'[^'\n\r\f]*'?)
    | (?P<outside>@import|@namespace|javascript:|-moz-binding|behavior\s*:
        |(?:image-set|image|cross-fade|expression|paint|element|src|attr)\()""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_LOCAL = re.compile(r"""url\(\s*+["']?\s*+\#([^"')\s]+)""", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_RULE = re.compile(r"(?:\A|(?<=[{}]))([^{}]*+)\{([^{}]*+)\}")
_NAME = re.compile(r"[.#]?[A-Za-z_][\w-]*")


def leads_outside(css: str) -> bool:
    if "\\" in css:
        return True
    for token in _TOKEN.finditer(css):
        if token["outside"]:
            return True
        if token["target"] is not None and not token["target"].strip(" \t\r\n\f\"'").startswith(
            "#"
        ):
            return True
    return False


def local_targets(css: str) -> list[str]:
    """Return the ids of the drawing's own parts that a style or attribute names by url()."""
    return _LOCAL.findall(css)


def targets_by_selector(css: str) -> dict[str, list[list[str]]]:
    """Return which parts each rule of a style sheet names for ".class", "#id" or "element"."""
    targets: dict[str, list[list[str]]] = {}
    for rule in _RULE.finditer(_COMMENT.sub("", css)):
        ids = local_targets(rule[2])
        for name in set(_NAME.findall(rule[1])) if ids else ():
            targets.setdefault(name, []).append(ids)
    return targets
