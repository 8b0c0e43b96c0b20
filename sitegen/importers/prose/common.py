"""Markdown of others that would stop a build, read as HTML: no sign of it is lost or refused."""

from __future__ import annotations

import re
from html import escape

from sitegen.importers.prose.uses import FoundPicture
from sitegen.markdown.plain_html import html_of

_BLOCK = re.compile(
    r"^:::[ \t]+(?P<name>embed|note|fact|pull|gallery)\b[ \t]*(?P<rest>[^\n]*)\n"
    r"(?P<inner>(?:(?!:::)[^\n]*\n)*?):::[ \t]*$",
    re.MULTILINE,
)
_SCHEMES = ("http", "https", "mailto", "tel")
_WORDS = re.compile(r'(?P<address>[^\s"]+)?\s*(?:"(?P<title>(?:[^"\\]|\\.)*)")?')


def common_html(markdown: str) -> str:
    """Return a text as HTML, the blocks that an importer made of shortcodes included."""

    def block(match: re.Match[str]) -> str:
        words = _WORDS.match(match["rest"])
        assert words is not None  # nothing is needed for a match
        address = words["address"] or ""
        title = escape(re.sub(r"\\(.)", r"\1", words["title"] or ""))
        inner = html_of(match["inner"])
        match match["name"]:
            case "embed":
                said = re.sub(r"</?p>", "", inner)
                start = f'<sitegen-embed href="{escape(address)}" title="{title}">'
                made = f"{start}{said}</sitegen-embed>"
            case "gallery":
                made = f'<div class="gallery">{inner}</div>'
            case "pull":
                by = f"<cite>{title}</cite>" if title else ""
                made = f'<figure class="sitegen-pull"><blockquote>{inner}</blockquote>{by}</figure>'
            case name:
                made = f'<aside class="sitegen-{name}" title="{title}">{inner}</aside>'
        return f"\n<div>{_CAPTIONED.sub(_figure, made)}</div>\n"

    return _CAPTIONED.sub(_figure, html_of(_BLOCK.sub(block, markdown)))


def _figure(match: re.Match[str]) -> str:
    """Return a picture whose title is its caption, as sitegen's Markdown has it."""
    return f"<figure>{match[1]}{match[3]}<figcaption>{match[2]}</figcaption></figure>"


_CAPTIONED = re.compile(r'(<img\b[^>]*?) title="([^"]+)"([^>]*>)')


class AsItStands:
    """Answers what a text asks whose links and pictures are the site's own already."""

    def link(self, address: str) -> str:
        scheme = re.match(r"[a-z][a-z0-9+.-]*(?=:)", address.strip(), re.IGNORECASE)
        return "" if scheme and scheme[0].lower() not in _SCHEMES else address

    def picture(self, addresses: tuple[str, ...], key: str) -> FoundPicture | None:
        del key
        return FoundPicture(addresses[0])

    def media(self, address: str) -> str:
        return address
