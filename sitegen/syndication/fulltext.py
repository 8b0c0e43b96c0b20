"""A story's text as feeds carry it: whole addresses, and nothing that a reader refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from sitegen.core.xml import html as lxml_html

# What XML 1.0 can hold and what it cannot; to see that all is well takes half the time.
_XML_TEXT = re.compile("[\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*+")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# What a reader's program refuses, or would run; it goes with all that is in it.
_RUN = {"script", "style", "title", "link", "meta", "base", "template", "frame", "frameset"}
_DRAWINGS = {"svg", "canvas", "dialog", "applet", "param"}
_FIELDS = {"button", "input", "select", "textarea"}
_FORBIDDEN_TAGS = _RUN | _DRAWINGS | _FIELDS
_EMBEDS = {"iframe", "object", "embed"}
_WRAPPERS = {"form", "noscript"}
_SPECIAL = _FORBIDDEN_TAGS | _EMBEDS | _WRAPPERS
_URL_ATTRIBUTES = ("href", "src", "poster", "cite")
_PLAIN_ATTRIBUTES = (
    {"sizes", "alt", "title", "width", "height", "lang", "dir", "datetime"}
    | {"colspan", "rowspan", "scope", "headers", "abbr", "span"}
    | {"start", "reversed", "value", "type", "controls", "kind", "srclang", "label", "media"}
    | {"hreflang", "open"}
)
_SAFE_SCHEMES = {"http", "https", "mailto", "tel", "sms", "geo", "feed"}
_URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"
_PLAIN_URL = re.compile(rf"[\w.{re.escape(_URL_CHARACTERS)}-]*+", re.ASCII)
# "/local/" and the like, which most links are: nothing is left to resolve or to quote.
_ROOTED_URL = re.compile(r"(?:/[\w-][\w.-]*)+/?(?:#[\w-]*)?", re.ASCII)
_REFERENCE = re.compile(r"&#(?:[xX][0-9a-fA-F]+|[0-9]+);?")  # "&#1;" is no text either
_VOID_ENDS = re.compile("</(?:source|track|wbr)>")
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(\s+[^,]*)?\s*(?:,|$)")

# HTML as Python-Markdown and our own templates write it: no ">" outside a tag's end, each
# attribute in double quotes. Where every "<" begins such a tag, tags can be taken one by one.
_PLAIN_TAG = re.compile(r'</?([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*) ?/?>')
_ATTRIBUTES = re.compile(r'(<[a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)+)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)(?:="([^"]*)")?')


def absolute_html(html: str, base_url: str, page_url: str) -> str:
    """Return a page's HTML as it may stand in a feed, far from its page.

    Addresses become absolute in every attribute that holds one, also in srcset; "#note"
    leads to the note on the page. Scripts, styles and forms are left out, and frames become
    links to what they would have shown.

    Args:
        html: a story's resolved body.
        base_url: the site's absolute address.
        page_url: the story's address, absolute or root-relative.
    """
    page = urljoin(base_url + "/", page_url)
    html = clean(html)
    tags = _PLAIN_TAG.findall(html)
    if len(tags) == html.count("<") and _SPECIAL.isdisjoint([name for name, _ in tags]):
        return _ATTRIBUTES.sub(lambda tag: tag[1] + _rewrite_text(tag[2], page), html)
    return _rewrite_tree(html, page)


def _rewrite_text(attributes: str, page: str) -> str:
    values = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    safe = _safe_attributes(values, page)
    return "".join([f' {name}="{escape(value)}"' for name, value in safe.items()])


def _rewrite_tree(html: str, page: str) -> str:
    """Mend HTML that a newsroom wrote itself, or that holds what a feed must not."""
    html = _REFERENCE.sub(lambda match: match[0] if clean(unescape(match[0])) else "", html)
    # Not fragment_fromstring, which takes "<!DOCTYPE" and "<html>" in a text at their word.
    document = lxml_html.document_fromstring(f"<html><body>{html}</body></html>")
    bodies: Any = document.findall("body")  # HtmlElements, which the stubs do not know
    root, *more = bodies
    root.tag = "div"
    root.attrib.clear()
    root.extend(more)
    for body in more:
        body.drop_tag()
    for element in list(root.iterdescendants()):
        tag = element.tag
        if not isinstance(tag, str) or tag in _FORBIDDEN_TAGS:
            element.drop_tree()
        elif tag in _EMBEDS:
            _replace_embed(element, page)
        elif tag in _WRAPPERS:
            element.drop_tag()
        else:
            attributes = _safe_attributes(dict(element.attrib), page)
            element.attrib.clear()
            element.attrib.update(attributes)
    text: str = lxml_html.tostring(root, encoding="unicode")
    # libxml2 knows HTML 4: it takes these for containers and closes them.
    return _VOID_ENDS.sub("", text)[len("<div>") : -len("</div>")]


def _safe_attributes(attributes: Mapping[str, str], page: str) -> dict[str, str]:
    """Return those of an element's attributes that mean something far from its page."""
    safe = {}
    for name, value in attributes.items():
        if name in _URL_ATTRIBUTES:
            url = _absolute_url(value, page)
            if url:
                safe[name] = url
        elif name == "srcset":
            safe[name] = _absolute_srcset(value, page)
        elif name in _PLAIN_ATTRIBUTES:
            safe[name] = value
    return safe


def _absolute_url(url: str, page: str) -> str:
    """Return `url` as seen from outside the page, or "" when no reader should follow it."""
    if _ROOTED_URL.fullmatch(url):
        return page[: page.index("/", page.index("//") + 2)] + url
    try:
        absolute = urljoin(page, url.strip())
        if not _PLAIN_URL.fullmatch(absolute):
            absolute = quote(absolute, safe=_URL_CHARACTERS)
        scheme = urlsplit(absolute).scheme
    except ValueError:  # not an address at all: "http://[oops"
        return ""
    if scheme == "data" and absolute.startswith("data:image/"):
        return absolute
    return absolute if scheme in _SAFE_SCHEMES else ""


def _absolute_srcset(srcset: str, page: str) -> str:
    """Make each candidate absolute: "a.jpg 1x, /b.jpg 2x"."""
    return ", ".join(
        _absolute_url(url, page) + (descriptor or "").rstrip()
        for url, descriptor in _CANDIDATE.findall(srcset)
    )


def _replace_embed(element: Any, page: str) -> None:
    """Put a link to what a frame would have shown in the frame's place."""
    address = element.get("src") or element.get("data") or ""
    url = _absolute_url(address, page) if address else ""
    if element.getparent() is None:  # already gone, with the frame around it
        return
    if url:
        link = lxml_html.Element("a", href=url)
        link.text = element.get("title") or url
        element.addprevious(link)
    element.drop_tree()


def clean(text: str) -> str:
    """Return `text` without the characters that XML 1.0 cannot hold."""
    return text if _XML_TEXT.fullmatch(text) else _FORBIDDEN.sub("", text)
