"""The excerpt of a story: its first sentences, as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.markdown import directives
from sitegen.markdown.marks import MARK
from sitegen.markdown.plain_text import NOTE_MARK, plain_text

_MARKER = re.compile(rf"{MARK}([BE])(\d+){MARK}\Z")
_LAST_SIGNS = frozenset(".!?…\"'”’»)]")

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SHORT_FORMS = re.compile(
    r"(?:^|[(\"“])(?:[A-Z]|Mr|Mrs|Ms|Dr|Rev|Sen|Rep|Gov|Lt|Sgt|Capt|Col|Gen|St|Ave|No|vs|Sr|Sra|"
    r"Jan|Feb|Aug|Sept|Oct|Nov|Dec|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)


def excerpt_of(html: str, blocks: Sequence[directives.Block]) -> str:
    words: list[str] = []
    inside = 0  # asides that we are in
    end = html.find('<div class="footnote">')
    end = len(html) if end < 0 else end
    start = html.find("<p>", 0, end)
    while start >= 0 and len(words) <= 90:
        close = html.find("</p>", start, end)
        if close < 0:
            break
        paragraph = html[start + 3 : close]
        start = html.find("<p>", close, end)
        marker = _MARKER.match(paragraph) if blocks else None
        if marker:
            if blocks[int(marker[2])].kind.body != "text":
                inside += 1 if marker[1] == "B" else -1
        elif inside <= 0:
            if "fnref" in paragraph:
                paragraph = NOTE_MARK.sub("", paragraph)
            words += plain_text(paragraph).split()
    if not words and not blocks:
        words = plain_text(html).split()
    return _first_sentences(words)


def _first_sentences(words: Sequence[str]) -> str:
    """Cut at the first sentence's end after 60 words, else at the last one before it."""
    for n in range(60, min(90, len(words)) + 1):
        if _ends_sentence(words[n - 1]):
            return " ".join(words[:n])
    if len(words) <= 90:
        return " ".join(words)
    for n in range(59, 29, -1):
        if _ends_sentence(words[n - 1]):
            return " ".join(words[:n])
    return " ".join(words[:90]).rstrip(",;:–—") + "…"


def _ends_sentence(word: str) -> bool:
    if word[-1] not in _LAST_SIGNS:
        return False
    return bool(_SENTENCE_END.search(word)) and not _SHORT_FORMS.search(word)
