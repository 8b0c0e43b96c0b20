"""Plain spans: links, emphasis and code in prose, where their reading is beyond doubt.

What `SpanWriter` writes is what `inlines` gives; whatever is not surely plain it leaves alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from sitegen.markdown import attributes, bare_links
from sitegen.markdown.link_syntax import normal_label
from sitegen.markdown.typography import Typesetter

_SPECIAL = re.compile(r"[\\`*_\[<{@]")
_SPAN = re.compile(
    r"""
    [\[*_`] (?:
      (?<=`)(?<![`\\]`)(?P<code>[^`\n\\<&>\s][^`\n\\<&>]*(?<!\s))`(?!`)
    | (?<=\[)(?<!!\[) (?P<words>[^\[\]\\`*_<{!^\n~][^\[\]\\`*_<{!~]*) \]
        (?: \( (?P<url>[^\s()<>"'\\`\[\]{}]+) (?:[ ]"(?P<title>[^"'\\`()\[\]{}<&\n]+)")? \)
          | \[ (?P<label>[^\[\]\\\n]+) \] )
    | (?<=\*)(?<![^\s("“]\*) (?P<star>\*?) (?![\s*])
        (?P<starred>[^*_`\[\]\\<{!~@]+) (?<!\s)\*(?P=star) (?![^\s.,;:?)"”’—–])
    | (?<=_)(?<![^\s("“]_) (?P<line>_?) (?![\s_])
        (?P<lined>[^*_`\[\]\\<{!~@]+) (?<!\s)_(?P=line) (?![^\s.,;:?)"”’—–])
    )
    """,
    re.VERBOSE,
)
_PICTURE = re.compile(
    r"""!\[(?P<alt>[^\[\]\\`*_<{&"\n~]*)\]\((?P<src>[^\s()<>"'\\`\[\]{}]+)"""
    r"""(?:[ ]"(?P<title>[^"'\\`()\[\]{}<&\n]+)")?\)(?P<braces>\{[^{}\n]*\})?\Z"""
)


class SpanWriter:
    """Writes running text of one story as HTML.

    Args:
        typesetter: sets quotes and dashes.
        targets: the addresses of labels, "[words][label]", by normal label.
    """

    def __init__(self, typesetter: Typesetter) -> None:
        self._set = typesetter.set
        self._set_runs = typesetter.set_runs
        self.targets: Mapping[str, str] = {}

    def plain(self, text: str) -> str:
        """Return text without any markup, escaped."""
        return escape(self._set(text))

    def spans(self, text: str) -> str | None:
        """Return text with links, emphasis and code; None if it is not surely plain."""
        if text.startswith("!["):
            return _picture(text)
        pieces: list[str] = []  # HTML that stands before each run, and at last behind all
        runs: list[str | None] = []
        position = 0
        closing = ""
        for match in _SPAN.finditer(text):
            before = text[position : match.start()]
            if is_special(before):
                return None
            span = self._span(match)
            if span is None:
                return None
            opening, words, end = span
            pieces += (closing, opening)
            runs += (before, words)
            closing = end
            position = match.end()
        after = text[position:]
        if not pieces or is_special(after):
            return None
        runs.append(after)
        pieces.append(closing)
        texts = self._set_runs(runs)
        return "".join([html + escape(run or "") for html, run in zip(pieces, texts, strict=True)])

    def _span(self, match: re.Match[str]) -> tuple[str, str | None, str] | None:
        """Return the tag that begins a span, its words, and the tag that ends it.

        Words that are not to be set are part of what begins it.
        """
        if match["code"]:
            return f"<code>{match['code']}", None, "</code>"
        if match["words"]:
            url = match["url"]
            if url is None:
                url = self.targets.get(normal_label(match["label"]))
                if url is None:
                    return None
            url = url.replace("&", "&amp;")
            return f'<a href="{url}"{_title(match["title"])}>', match["words"], "</a>"
        tag = "strong" if match["star"] or match["line"] else "em"
        words = match["starred"] or match["lined"]
        return None if bare_links.may_stand_in(words) else (f"<{tag}>", words, f"</{tag}>")


def is_special(text: str) -> bool:
    """Say whether `text` may hold markup of any kind."""
    if _SPECIAL.search(text):
        return True
    return "~~" in text or "://" in text or "www." in text or "WWW." in text


def escape(text: str) -> str:
    """Escape as the serializer does, given that no "&" begins an entity and "<" is absent."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def _title(words: str | None) -> str:
    words = " ".join(words.split()) if words else ""
    return f' title="{escape(words)}"' if words else ""


def _picture(text: str) -> str | None:
    match = _PICTURE.match(text)
    if match is None:
        return None
    picture = Element("img", {"alt": match["alt"], "src": match["src"]})
    if match["title"] and match["title"].strip():
        picture.set("title", " ".join(match["title"].split()))
    if match["braces"]:
        braces = attributes.alone(match["braces"])
        if not braces or "id=" in braces or "#" in braces or "<" in braces:
            return None
        attributes.apply(picture, braces)
    markup = "".join(
        f' {key}="{escape(value).replace(chr(34), "&quot;")}"'
        for key, value in sorted(picture.items())
    )
    return None if any(k == v for k, v in picture.items()) else f"<img{markup}>"
