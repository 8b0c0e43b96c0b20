"""Cards of Ghost's editor → HTML of the web: bookmarks, callouts, galleries, products and more.

The names and fields are those that Lexical and Mobiledoc share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from sitegen.core.urls import is_web_address
from sitegen.markdown.plain_html import html_of

Values = Mapping[str, Any]

# What only readers of e-mails or members see, and forms: gone, and told.
_LEFT_OUT = {
    "email": "a part that only readers of the e-mail saw",
    "email-cta": "a part that only readers of the e-mail saw",
    "signup": "a form to sign up",
    "paywall": "",
    "collection": "a list of newest posts, which the old site made anew each time",
}
_HIDDEN = "a part that only members saw"


def card(kind: str, values: Values, remarks: list[str]) -> str | None:
    """Return a card as HTML; None for a kind that is not known.

    Args:
        remarks: is given what does not come along, a few words each.
    """
    if kind in _LEFT_OUT:
        if _LEFT_OUT[kind]:
            remarks.append(_LEFT_OUT[kind])
        return ""
    make = _CARDS.get(kind)
    if make is None:
        return None
    if not _is_public(values):
        remarks.append(_HIDDEN)
        return ""
    return make(values)


def _is_public(values: Values) -> bool:
    """Say whether everybody saw a card on the web."""
    visibility = values.get("visibility")
    if not isinstance(visibility, Mapping):
        return True
    web = visibility.get("web")
    if isinstance(web, Mapping):
        return web.get("nonMember", True) is not False
    return visibility.get("showOnWeb", True) is not False


def text_in(values: Values, *names: str) -> str:
    """Return the first of these fields that holds words; "" for none."""
    for name in names:
        value = values.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _image(values: Values) -> str:
    src = text_in(values, "src")
    if not src:
        return ""
    width = values.get("width")
    size = f' width="{width}"' if isinstance(width, int) else ""
    image = f'<img src="{escape(src)}" alt="{escape(text_in(values, "alt"))}"{size}>'
    href = text_in(values, "href")
    if href:
        image = f'<a href="{escape(href)}">{image}</a>'
    caption = text_in(values, "caption")
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{image}{words}</figure>"


def _gallery(values: Values) -> str:
    images = values.get("images")
    figures = [_image(each) for each in images or () if isinstance(each, Mapping)]
    caption = text_in(values, "caption")
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<sitegen-gallery>{''.join(figures)}{words}</sitegen-gallery>"


def _recording(values: Values) -> str:
    src = text_in(values, "src")
    if not src:
        return ""
    title = re.sub(r"<[^>]*>", "", text_in(values, "title", "fileName"))
    return _embed_element(src, title, text_in(values, "caption"))


def _embed_element(address: str, title: str, caption: str) -> str:
    return (
        f'<sitegen-embed href="{escape(address)}" title="{escape(title)}">{caption}</sitegen-embed>'
    )


def _embed(values: Values) -> str:
    url, html = text_in(values, "url"), text_in(values, "html")
    metadata = values.get("metadata")
    title = text_in(metadata, "title") if isinstance(metadata, Mapping) else ""
    caption = text_in(values, "caption")
    if is_web_address(url):
        return _embed_element(url, title, caption)
    return f"{html}\n<p>{caption}</p>" if caption else html


def _podcast(values: Values) -> str:
    return _embed_element(text_in(values, "url", "src"), text_in(values, "title"), "")


def _bookmark(values: Values) -> str:
    data = values.get("metadata")
    about: Values = data if isinstance(data, Mapping) else values
    url = text_in(values, "url") or text_in(about, "url")
    title = text_in(about, "title") or url
    lines = [f'<strong><a href="{escape(url)}">{escape(title, quote=False)}</a></strong>']
    lines += [escape(text_in(about, "description"), quote=False)]
    source = dict.fromkeys(filter(None, (text_in(about, "author"), text_in(about, "publisher"))))
    lines += [escape(", ".join(source), quote=False)]
    caption = text_in(values, "caption")
    words = f"<p>{caption}</p>" if caption else ""
    return f"<p>{'<br>'.join(filter(None, lines))}</p>{words}"


def _file(values: Values) -> str:
    src = text_in(values, "src")
    title = text_in(values, "fileTitle", "fileName") or src.rpartition("/")[2]
    caption = text_in(values, "fileCaption")
    link = f'<a href="{escape(src)}">{escape(title, quote=False)}</a>' if src else title
    return f"<p>{link}{'<br>' + escape(caption, quote=False) if caption else ''}</p>"


def _callout(values: Values) -> str:
    words = text_in(values, "calloutText")
    emoji = text_in(values, "calloutEmoji")
    inner = words if re.match(r"<(?:p|ul|ol)\b", words) else f"<p>{words}</p>"
    if emoji and emoji not in words and values.get("calloutEmoji") != "💡":  # which is the default
        inner = inner.replace("<p>", f"<p>{emoji} ", 1)
    return f'<aside class="sitegen-note">{inner}</aside>' if words else ""


def _toggle(values: Values) -> str:
    heading, content = text_in(values, "heading"), text_in(values, "content")
    heading = re.sub(r"</?(?:p|h\d)\b[^>]*>", "", heading)
    return f"<details><summary>{heading}</summary>{_paragraph(content)}</details>"


def _button(values: Values) -> str:
    url, words = text_in(values, "buttonUrl"), text_in(values, "buttonText")
    return f'<p><a href="{escape(url)}">{words or escape(url)}</a></p>' if url else ""


def _header(values: Values) -> str:
    heading = _without_wrapper(text_in(values, "header", "heading"))
    below = text_in(values, "subheader", "subheading")
    picture = text_in(values, "backgroundImageSrc")
    pieces = [f"<h2>{heading}</h2>" if heading else "", _paragraph(below) if below else ""]
    pieces.append(_image({"src": picture}) if picture else "")
    pieces.append(_button(values) if values.get("buttonEnabled") else "")
    return "".join(pieces)


def _product(values: Values) -> str:
    title = _without_wrapper(text_in(values, "productTitle"))
    name = re.sub(r"<[^>]*>", "", title)
    picture, description = text_in(values, "productImageSrc"), text_in(values, "productDescription")
    pieces = [_image({"src": picture, "alt": name}) if picture else ""]
    pieces.append(_paragraph(description) if description else "")
    stars = values.get("productStarRating")
    if values.get("productRatingEnabled") and isinstance(stars, int):
        stars = min(stars, 5)
        pieces.append(f"<p>{'★' * stars}{'☆' * (5 - stars)}</p>")
    url, words = text_in(values, "productUrl"), text_in(values, "productButton")
    if values.get("productButtonEnabled") and url:
        pieces.append(f'<p><a href="{escape(url)}">{words or escape(url)}</a></p>')
    return f'<aside class="sitegen-fact" title="{escape(name)}">{"".join(pieces)}</aside>'


def _call(values: Values) -> str:
    """Return a call to action, which is often a sponsor's."""
    label, words = text_in(values, "sponsorLabel"), text_in(values, "textValue")
    picture = text_in(values, "imageUrl")
    pieces = [_paragraph(label) if label and values.get("hasSponsorLabel", True) else ""]
    pieces += [_image({"src": picture}) if picture else "", _paragraph(words) if words else ""]
    pieces.append(_button(values) if values.get("showButton", True) else "")
    return f'<aside class="sitegen-note">{"".join(pieces)}</aside>'


def _code(values: Values) -> str:
    language = re.sub(r"[^\w+#.-]", "", text_in(values, "language"))
    code = values.get("code")
    mark = f' class="language-{language}"' if language else ""
    words = escape(code if isinstance(code, str) else "", quote=False)
    caption = text_in(values, "caption")
    below = f"<p>{caption}</p>" if caption else ""
    return f"<pre><code{mark}>{words}</code></pre>{below}"


def _html(values: Values) -> str:
    return f"<div>{text_in(values, 'html')}</div>"


def _markdown(values: Values) -> str:
    return html_of(text_in(values, "markdown"))


def _paragraph(html: str) -> str:
    """Return words as a paragraph, unless they stand in one."""
    return html if re.match(r"<(?:p|ul|ol|h\d|figure|blockquote)\b", html) else f"<p>{html}</p>"


def _without_wrapper(html: str) -> str:
    return re.sub(r"</?(?:p|h\d|div)\b[^>]*>", "", html).strip()


_CARDS: Mapping[str, Callable[[Values], str]] = {
    "image": _image,
    "gallery": _gallery,
    "video": _recording,
    "audio": _recording,
    "embed": _embed,
    "transistor": _podcast,
    "bookmark": _bookmark,
    "file": _file,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "header": _header,
    "product": _product,
    "call-to-action": _call,
    "codeblock": _code,
    "code": _code,
    "html": _html,
    "markdown": _markdown,
    "card-markdown": _markdown,
    "horizontalrule": lambda _values: "<hr>",
    "hr": lambda _values: "<hr>",
    "divider": lambda _values: "<hr>",
}
