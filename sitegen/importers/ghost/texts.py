"""The text of a post, in whichever form the export has it."""

from __future__ import annotations

import re
from collections.abc import Callable

from sitegen.importers.ghost import lexical, mobiledoc
from sitegen.importers.ghost.lexical import UnknownNodeError, lexical_html
from sitegen.importers.ghost.mobiledoc import mobiledoc_html
from sitegen.importers.ghost.rendered import rendered_html
from sitegen.importers.ghost.rows import Row
from sitegen.importers.model import HTML, MARKDOWN

HERE = "__GHOST_URL__"  # stands for the address of the site in an export
_SIZED = re.compile(r"(/content/images/)(?:size/w\d+(?:h\d+)?/)?(?:format/\w+/)?")
_FORMS = ("lexical", "mobiledoc")  # what editors wrote, the newest first


def text_of(row: Row, address: str) -> tuple[str, str, tuple[str, ...]]:
    """Return a post's text, its form, and what does not come along, a few words each.

    What the editors wrote goes before what Ghost made of it; where it holds something that
    nobody knows here, what Ghost made of it is taken, of which no word is lost.

    Args:
        address: of the old site, without a last slash; "" where it is not known.
    """
    for name, only in (("lexical", lexical.only_markdown), ("mobiledoc", mobiledoc.only_markdown)):
        written = _field(row, name)
        markdown = only(written) if written and "markdown" in written else ""
        if markdown:
            return _here(markdown, address), MARKDOWN, ()
    html, remarks = _html(row)
    return _here(html, address), HTML, tuple(dict.fromkeys(remarks))


def _html(row: Row) -> tuple[str, list[str]]:
    made = _field(row, "html")
    for name in _FORMS:
        written = _field(row, name)
        if not written:
            continue
        remarks: list[str] = []
        html = _converted(name, written, remarks, sure=bool(made))
        if html:
            return html, remarks
    remarks = []
    return rendered_html(made, remarks), remarks


def _converted(name: str, written: str, remarks: list[str], *, sure: bool) -> str:
    convert: Callable[..., str] = lexical_html if name == "lexical" else mobiledoc_html
    try:
        return convert(written, remarks, sure=sure)
    except (UnknownNodeError, RecursionError):
        return ""


def full_size(address: str) -> str:
    """Return the address of a picture itself, of one that Ghost made smaller."""
    return _SIZED.sub(r"\1", address)


def at_home(text: str, address: str) -> str:
    """Return a text or address with the old site's own address in it."""
    return text.replace(HERE, address)


def _here(text: str, address: str) -> str:
    return full_size(at_home(text, address))


def _field(row: Row, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
