"""Links without words: nobody sees them, and a screen reader names them by their address.

They are left out, and told: most were left behind when somebody deleted the words of a link.
Source: WCAG 2.2, success criteria 2.4.4 and 4.1.2.
"""

from __future__ import annotations

import re
from html import unescape

from sitegen.core.problems import Problem
from sitegen.markdown.html_flaws import short
from sitegen.markdown.source_lines import SourceLines

_TRACE = re.compile(r"</a(?<=[>\s;\u00a0\u200b]</a)")
_EMPTY = re.compile(
    r"""<a\s(?![^>]*\b(?:id|name|aria-label|title)\s*=)[^>]*?\bhref\s*=\s*"""
    r"""(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))[^>]*>(?:\s|&nbsp;|&\#160;|\u00a0|\u200b)*</a\s*>""",
    re.IGNORECASE | re.VERBOSE,
)


def without_empty_links(html: str, lines: SourceLines, path: str, problems: list[Problem]) -> str:
    """Return `html` without links that have no words, and add a warning of each."""
    if not _TRACE.search(html):
        return html

    def leave_out(match: re.Match[str]) -> str:
        address = unescape(match[1] or match[2] or match[3] or "")
        if not address:
            return match[0]  # a link without an address is a problem by itself
        message = f"the link to '{short(address)}' has no words, and is left out"
        hint = "Take it out, or write [words](address)."
        problems.append(Problem(path, lines.of(address), message, hint, warning=True))
        return ""

    return _EMPTY.sub(leave_out, html)
