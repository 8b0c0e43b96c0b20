"""The classic editor's paragraphs: an empty line parts them, a line's end is kept.

Source: WordPress, `wpautop` in `wp-includes/formatting.php`; `WP_Embed::autoembed`.
"""

from __future__ import annotations

import re

_BLOCKS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area"
    "|blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header"
    "|footer|nav|figure|figcaption|details|menu|summary|script|iframe|noscript|center"
    "|sitegen-(?:embed|gallery|footnote|fact|note)"
)
_KEPT = re.compile(r"<(pre|script|style|textarea)\b[^>]*>.*?</\1>", re.DOTALL | re.IGNORECASE)
_START = re.compile(rf"(<(?:{_BLOCKS})[\s/>])", re.IGNORECASE)
_END = re.compile(rf"(</(?:{_BLOCKS})>)", re.IGNORECASE)
_VOID_BLOCK = re.compile(r"(<hr\s*/?>)", re.IGNORECASE)
_IN_P = re.compile(rf"<p>\s*(</?(?:{_BLOCKS})(?:\s[^>]*)?/?>)\s*</p>", re.IGNORECASE)
_P_BEFORE = re.compile(rf"<p>\s*(</?(?:{_BLOCKS})(?:\s[^>]*)?/?>)", re.IGNORECASE)
_P_BEHIND = re.compile(rf"(</?(?:{_BLOCKS})(?:\s[^>]*)?/?>)\s*</p>", re.IGNORECASE)
_BREAK_BEHIND = re.compile(rf"(</?(?:{_BLOCKS})(?:\s[^>]*)?/?>)\s*<br />", re.IGNORECASE)
_BREAK_BEFORE = re.compile(
    r"<br />(\s*</?(?:p|li|div|dl|dd|dt|th|pre|td|ul|ol)[^>]*>)", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*\n[^<>]*>")
_ADDRESS_ALONE = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_IN_P_ALONE = re.compile(r"(<p(?:\s[^>]*)?>)\s*(https?://[^\s<>\"]+)\s*(</p>)", re.IGNORECASE)


def with_paragraphs(text: str) -> str:
    """Return the classic editor's text as HTML."""
    if not text.strip():
        return ""
    kept: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"<pre sitegen-kept-{len(kept) - 1}></pre>"

    text = _KEPT.sub(put_aside, text.replace("\r\n", "\n").replace("\r", "\n"))
    text = f"{text}\n"
    text = re.sub(r"<br\s*/?>\s*<br\s*/?>", "\n\n", text, flags=re.IGNORECASE)
    text = _START.sub(r"\n\n\1", text)
    text = _END.sub(r"\1\n\n", text)
    text = _VOID_BLOCK.sub(r"\1\n\n", text)
    text = _TAG.sub(lambda tag: tag[0].replace("\n", " "), text)
    text = re.sub(r"\n\n+", "\n\n", text)
    pieces = [piece.strip("\n") for piece in re.split(r"\n\s*\n", text) if piece.strip()]
    text = "".join(f"<p>{piece}</p>\n" for piece in pieces)
    text = re.sub(r"<p>\s*</p>", "", text)
    text = _IN_P.sub(r"\1", text)
    text = re.sub(r"<p>(<li.+?)</p>", r"\1", text)
    text = _P_BEFORE.sub(r"\1", text)
    text = _P_BEHIND.sub(r"\1", text)
    text = re.sub(r"(?<!<br />)(?<!<br>)[ \t]*\n(?!</p>|$)", "<br />\n", text)
    text = re.sub(r"</p><br />", "</p>", text)
    text = _BREAK_BEHIND.sub(r"\1", text)
    text = _BREAK_BEFORE.sub(r"\1", text)
    text = re.sub(r"\n</p>$", "</p>", text)
    return re.sub(r"<pre sitegen-kept-(\d+)></pre>", lambda m: kept[int(m[1])], text)


def with_embeds(text: str) -> str:
    """Return a text whose addresses alone on a line are films and posts."""
    kept = [(m.start(), m.end()) for m in _KEPT.finditer(text)]

    def embed(address: str, place: int) -> str:
        if any(start <= place < end for start, end in kept):
            return ""
        return f'<sitegen-embed href="{address}"></sitegen-embed>'

    def alone(match: re.Match[str]) -> str:
        made = embed(match[1], match.start())
        return f"\n\n{made}\n\n" if made else match[0]

    if "://" not in text:
        return text
    text = _ADDRESS_ALONE.sub(alone, text)
    kept = [(m.start(), m.end()) for m in _KEPT.finditer(text)]
    return _IN_P_ALONE.sub(lambda m: embed(m[2], m.start()) or m[0], text)
