"""The dialect: which extensions of Python-Markdown every text is read with."""

from __future__ import annotations

from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension

from sitegen.markdown.headings import heading_slug


def standard_extensions(footnotes: FootnoteExtension) -> list[Extension]:
    """Return what every text is read with: `extra`, heading ids, smart quotes, lists as written.

    They are named one by one, as Python-Markdown's own `extra` lists them: looked up by
    name they would cost a search through all installed packages.
    """
    return [
        FencedCodeExtension(),
        footnotes,
        AttrListExtension(),
        DefListExtension(),
        TableExtension(),
        AbbrExtension(),
        MarkdownInHtmlExtension(),
        SaneListExtension(),
        TocExtension(marker="", slugify=heading_slug),
        SmartyExtension(substitutions=SMART),
    ]


SMART = {
    "mdash": "—",
    "ndash": "–",
    "ellipsis": "…",
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
}
