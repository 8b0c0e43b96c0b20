"""Plain text: the words of a piece of HTML."""

from __future__ import annotations

import re
from html import unescape

from sitegen.core.patterns import late_pattern
from sitegen.markdown.marks import MARK

_OPAQUE = late_pattern(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = late_pattern(
    r"</(?:p|h[1-6]|li|dt|dd|td|th|tr|div|blockquote|figcaption|summary|pre|section)>|<br\s*/?>|<hr",
    re.IGNORECASE,
)

_ANY_TAG = late_pattern(r"""<(?:[A-Za-z/!?](?:[^>"']++|"[^"]*+"|'[^']*+')*+>|[^\w/!?])""")
_ANY_TOKEN = late_pattern(rf"{MARK}[^{MARK}]*{MARK}")


def plain_text(html: str) -> str:
    """Return the words of `html` with single spaces, without tags and placeholders."""
    if "<" in html:
        if "<!" in html or "<sc" in html or "<st" in html or "<S" in html:
            html = _OPAQUE.sub(" ", html)
        html = _ANY_TAG.sub("", _BREAK.sub(" ", html))
    if MARK in html:
        html = _ANY_TOKEN.sub("", html)
    if "&" in html:
        html = unescape(html)
    return " ".join(html.split())


NOTE_MARK = late_pattern(r'<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)
