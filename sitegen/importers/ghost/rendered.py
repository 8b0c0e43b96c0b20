"""HTML as Ghost rendered it, with the classes of its cards → HTML of the web."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sitegen.importers.ghost.cards import card
from sitegen.markdown.browser_tree import Element, Node, parse, to_html

# A part that members or readers of e-mails see, as Ghost marks it since 5.110.
_GATED = re.compile(
    r"<!--\s*kg-gated-block:begin(?P<rule>.*?)-->(?P<inner>.*?)<!--\s*kg-gated-block:end\s*-->",
    re.DOTALL,
)
_GATE = re.compile(r"<!--\s*kg-gated-block:begin")
_HIDDEN = "a part that only members saw"
_GONE = {
    "kg-signup-card": "a form to sign up",
    "kg-email-card": "a part that only readers of the e-mail saw",
    "kg-email-cta-card": "a part that only readers of the e-mail saw",
}


def rendered_html(text: str, remarks: list[str]) -> str:
    """Return a text with each card as plain HTML.

    Args:
        remarks: is given what does not come along, a few words each.
    """

    def public(match: re.Match[str]) -> str:
        if re.search(r"nonMember:\s*true", match["rule"]):
            return match["inner"]
        remarks.append(_HIDDEN)
        return ""

    text = _GATED.sub(public, text)
    endless = _GATE.search(text)
    if endless:  # nobody knows what of the rest is public
        remarks.append(_HIDDEN)
        text = text[: endless.start()]
    if "kg-" not in text:
        return text
    root = parse(text)
    for element in [*root.walk()]:
        gone = next((words for name, words in _GONE.items() if name in element.classes), "")
        made = [] if gone else _made(element)
        if gone:
            remarks.append(gone)
        if made is not None:
            element.tag, element.attributes, element.children = "div", {}, made
    return "".join(map(to_html, root.children))


def _made(element: Element) -> list[Node] | None:
    """Return what stands for a card; None for all that is none, or says it all itself."""
    for name, (kind, fields) in _CARDS.items():
        if name in element.classes:
            html = card(kind, fields(element), [])
            return parse(html or "").children
    return None


def _part(element: Element, name: str) -> Element:
    return next((each for each in element.walk() if name in each.classes), Element("p"))


def _words(element: Element, name: str) -> str:
    return " ".join(_part(element, name).text().split())


def _inner(element: Element) -> str:
    return "".join(map(to_html, element.children)).strip()


def _caption(element: Element) -> str:
    caption = element.find("figcaption")
    return _inner(caption) if caption is not None else ""


def _attribute(element: Element, tag: str, name: str) -> str:
    found = element.find(tag)
    return found.attributes.get(name, "") if found is not None else ""


def _bookmark(element: Element) -> dict[str, Any]:
    about = {
        name: _words(element, f"kg-bookmark-{name}")
        for name in ("title", "description", "author", "publisher")
    }
    url = _attribute(element, "a", "href")
    return {"url": url, "metadata": about, "caption": _caption(element)}


def _callout(element: Element) -> dict[str, Any]:
    emoji = _words(element, "kg-callout-emoji")
    return {"calloutEmoji": emoji, "calloutText": _inner(_part(element, "kg-callout-text"))}


def _toggle(element: Element) -> dict[str, Any]:
    heading = _part(element, "kg-toggle-heading-text")
    return {"heading": _inner(heading), "content": _inner(_part(element, "kg-toggle-content"))}


def _gallery(element: Element) -> dict[str, Any]:
    images = [dict(each.attributes) for each in element.walk() if each.tag == "img"]
    return {"images": images, "caption": _caption(element)}


def _file(element: Element) -> dict[str, Any]:
    return {
        "src": _attribute(element, "a", "href"),
        "fileTitle": _words(element, "kg-file-card-title"),
        "fileName": _words(element, "kg-file-card-filename"),
        "fileCaption": _words(element, "kg-file-card-caption"),
    }


def _audio(element: Element) -> dict[str, Any]:
    return {"src": _attribute(element, "audio", "src"), "title": _words(element, "kg-audio-title")}


def _video(element: Element) -> dict[str, Any]:
    return {"src": _attribute(element, "video", "src"), "caption": _caption(element)}


def _product(element: Element) -> dict[str, Any]:
    button = _part(element, "kg-product-card-button")
    active = [e for e in element.walk() if "kg-product-card-rating-active" in e.classes]
    return {
        "productTitle": _words(element, "kg-product-card-title"),
        "productDescription": _inner(_part(element, "kg-product-card-description")),
        "productImageSrc": _part(element, "kg-product-card-image").attributes.get("src", ""),
        "productRatingEnabled": bool(active),
        "productStarRating": len(active),
        "productButtonEnabled": True,
        "productButton": " ".join(button.text().split()),
        "productUrl": button.attributes.get("href", ""),
    }


# Class of a card → its kind, and its fields as the element has them.
_CARDS: Mapping[str, tuple[str, Callable[[Element], dict[str, Any]]]] = {
    "kg-bookmark-card": ("bookmark", _bookmark),
    "kg-callout-card": ("callout", _callout),
    "kg-toggle-card": ("toggle", _toggle),
    "kg-gallery-card": ("gallery", _gallery),
    "kg-file-card": ("file", _file),
    "kg-audio-card": ("audio", _audio),
    "kg-video-card": ("video", _video),
    "kg-product-card": ("product", _product),
}
