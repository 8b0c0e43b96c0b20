"""What a template's own HTML names: the addresses that stand in it as they are."""

from __future__ import annotations

import re

from sitegen.core.patterns import late_pattern

# Jinja's comments and what it fills in are no HTML; lines stay where they are.
_COMMENT = late_pattern(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
_TAG = late_pattern(r"""<(?P<name>[a-zA-Z][\w-]*)\s(?P<rest>(?:"[^"]*"|'[^']*'|[^>"'])*)""")
_ATTRIBUTE = late_pattern(
    r"""(?ix)(?<![\w-])(?P<name>href|src|data|action|poster|rel)\s*=\s*
    (?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+))"""
)
# What makes a browser ask for the address at once, in <link rel="…">.
_LOADING = frozenset(
    {"stylesheet", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "icon",
     "apple-touch-icon", "mask-icon", "manifest"}
)  # fmt: skip

Address = tuple[str, str, int]  # element ("link" only if it loads), address, line


def addresses(source: str) -> list[Address]:
    """Return the addresses that a template writes out, in order; not those that Jinja fills in."""
    html = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    found: list[Address] = []
    for tag in _TAG.finditer(html):
        name = tag["name"].lower()
        values: dict[str, tuple[str, int]] = {}
        for match in _ATTRIBUTE.finditer(html, tag.start("rest"), tag.end("rest")):
            value = match["a"] or match["b"] or match["c"] or ""
            values.setdefault(match["name"].lower(), (value.strip(), match.start()))
        rel = values.pop("rel", ("", 0))[0].lower().split()
        if name == "link" and _LOADING.isdisjoint(rel):
            name = "a"  # it only names a page
        for value, start in values.values():
            if value and "{" not in value:
                found.append((name, value, html.count("\n", 0, start) + 1))
    return found
