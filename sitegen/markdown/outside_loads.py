"""Outside loads: frames and scripts that a story takes from other sites.

A page opens itself to another site only where sitegen.toml lists that site's origin. What is
not listed stands in the story and does nothing, and the editor is told so by name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem
from sitegen.core.urls import origin_of
from sitegen.markdown.html_tokens import Token, tokens
from sitegen.markdown.source_lines import SourceLines

# What runs or frames another site's page, and the attribute that names it.
_LOADS = {"script": "src", "iframe": "src", "embed": "src", "object": "data"}
_VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_HREF = late_pattern(rf"""<a\s[^>]*?href{_VALUE}""", re.IGNORECASE)
_POST = 20_000  # characters in which a pasted post begins before its script


def outside_loads(
    html: str, origins: Collection[str], lines: SourceLines, path: str
) -> list[Problem]:
    """Return a warning for each frame and script of an origin that is not among `origins`."""
    warnings = []
    for token in tokens(html):
        if token.kind == "start" and token.name in _LOADS:
            address = _address(html, token)
            origin = origin_of(address)
            if origin and origin not in origins:
                post = _post_before(html, token.start) if token.name == "script" else ""
                message, remedy = _words(token.name, address, origin, post)
                warnings.append(Problem(path, lines.of(address), message, remedy, warning=True))
    return warnings


def _address(html: str, token: Token) -> str:
    value = re.search(
        rf"[\s\"'/]{_LOADS[token.name]}{_VALUE}", html[token.start : token.end], re.IGNORECASE
    )
    return unescape(value[1] or value[2] or value[3] or "").strip() if value else ""


def _post_before(html: str, place: int) -> str:
    """Return the address of the post that is quoted right before a network's script."""
    before = html[max(0, place - _POST) : place].rstrip()
    if not before.endswith(("</blockquote>", "</div>", "</p>")):
        return ""
    start = before.rfind("<blockquote")
    if start < 0 or before.count("</blockquote>", start) != 1:
        return ""
    if before[before.rindex("</blockquote>") :].count("<") > 4:  # other things stand between
        return ""
    links = [unescape(a or b or c) for a, b, c in _HREF.findall(before, start)]
    return next((link for link in reversed(links) if origin_of(link)), "")


def _words(name: str, address: str, origin: str, post: str) -> tuple[str, str]:
    host = origin.partition("://")[2]
    setting = f'origins = ["{origin}"] under [policy] in sitegen.toml'
    asks = f"if readers' browsers may ask there, write {setting}."
    if post:
        message = f"the post will stand as a plain quotation: the script of {host} is not run"
        return message, f'Write ::: embed {post} "What it says", or, {asks}'
    if name == "script":
        return f"the script of {host} is not run", f"Take it out, or, {asks}"
    return (
        f"the frame of {host} will not show",
        f'Write ::: embed {address} "What it is", or, {asks}',
    )
