"""Tokens of HTML: its tags, comments and texts, with their places.

Source: HTML Living Standard, "Tokenization". Reading is linear: what is never closed is
looked for once, for it takes all that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from sitegen.core.patterns import late_pattern
from sitegen.markdown.html_elements import LETTERS_ONLY, OMITTED_ENDS, VOID

# A name, then attributes; a quotation mark means something only where a value begins.
_TAG = late_pattern(
    r"""<(/?)([A-Za-z][^\s/>]*+)
    (?: [\s/]++
      | (?:=[^\s/>=]*+|[^\s/>=]++)
        (?: \s*+=\s*+ (?: "[^"]*+" | '[^']*+' | [^\s>"'][^\s>]*+ | (?=>) ) | (?!\s*+=) )
    )*+>""",
    re.VERBOSE,
)
_COMMENT = late_pattern(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)
_NAME = late_pattern(r"</?([A-Za-z][A-Za-z0-9-]*)")
_LACKING = late_pattern(
    rf"</(?:{'|'.join(sorted(OMITTED_ENDS))})>|<tbody>|<colgroup>", re.IGNORECASE
)
_NAME_IN_OUTLINE = late_pattern(r"<([a-z!?][^<>]*)>?")
_CONTROL = late_pattern(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]+")
_CDATA = "<![CDATA["
_FOREIGN = ("svg", "math")


class Token(NamedTuple):
    """One tag, comment or run of text.

    `kind` is "start" or "end" of an element, "text", "letters" (text that holds no tags and
    no entities), "comment", "other" (<!…> and <?…>), or what is never closed and so takes all
    that follows: "open tag", "open comment", "open letters".
    """

    kind: str
    name: str  # of a tag, in lower case; of letters, the element that holds them
    start: int
    end: int
    foreign: bool = False  # inside a drawing or formula, where "/>" closes


def tokens(html: str) -> Iterator[Token]:
    """Yield the tokens of `html` in order."""
    position, text_start, foreign = 0, 0, 0
    while (place := html.find("<", position)) >= 0:
        token = _markup(html, place, foreign=foreign > 0)
        if token is None:
            position = place + 1
            continue
        if place > text_start:
            yield Token("text", "", text_start, place)
        yield token
        position = text_start = token.end
        if token.name in _FOREIGN and not html.startswith("/>", token.end - 2):
            foreign = max(0, foreign + (1 if token.kind == "start" else -1))
        elif token.kind == "start" and token.name in LETTERS_ONLY and not foreign:
            end = _end_of_letters(html, token)
            if end < 0:
                yield Token("open letters", token.name, token.start, len(html))
                return
            if end > position:
                yield Token("letters", token.name, position, end)
            position = text_start = end
    if text_start < len(html):
        yield Token("text", "", text_start, len(html))


def _end_of_letters(html: str, token: Token) -> int:
    close = re.compile(rf"</{token.name}(?=[\s/>])", re.IGNORECASE)
    end = close.search(html, token.end)
    return end.start() if end else -1


def _markup(html: str, place: int, *, foreign: bool) -> Token | None:
    """Return the token that begins with the "<" at `place`; None if it is but a sign."""
    sign, size = html[place + 1 : place + 2], len(html)
    if sign == "!" and html.startswith("<!--", place):
        comment = _COMMENT.match(html, place)
        if comment is None:
            return Token("open comment", "", place, size)
        return Token("comment", "", place, comment.end())
    if foreign and html.startswith(_CDATA, place):
        end = html.find("]]>", place)
        return Token("letters", "cdata", place, size if end < 0 else end + 3)
    name = _NAME.match(html, place, place + 80)
    if sign in ("!", "?") or (sign == "/" and name is None):
        end = html.find(">", place)
        return Token("other", "", place, size if end < 0 else end + 1)
    if name is None:
        return None
    tag = _TAG.match(html, place)
    if tag is None:
        return Token("open tag", name[1].lower(), place, size)
    return Token("end" if tag[1] else "start", tag[2].lower(), place, tag.end(), foreign)


def beginning(html: str, token: Token) -> str:
    """Return how an "open tag" or "open letters" begins, however long the tag is."""
    if token.kind == "open letters":
        return f"<{token.name}>"
    return html[token.start : token.start + 80]


def outline(html: str) -> str:
    """Return what `shape` returns, in one string and roughly, at a fifth of its price.

    Where two outlines are one, the shapes are; where they differ, the shapes may still be one.
    """
    text = _LACKING.sub("", _TAG.sub(r"<\1\2>", html))
    if "&" in text:
        text = unescape(text.replace("&lt;", "\x01"))
    return "".join(text.split()).lower()


def names_in(outline: str) -> set[str]:
    """Return the names of all elements of an outline, and some that are none."""
    return set(_NAME_IN_OUTLINE.findall(outline))


class Shape(NamedTuple):
    """What a piece of HTML comes to: its tags and letters, without what may be left out."""

    parts: list[str]  # tags as "<b>" and "</b>"; texts without white space
    places: list[int]  # where each part stands
    names: set[str]  # of all elements but those inside drawings and formulas


def shape(html: str) -> Shape:
    """Return the shape of `html`.

    Two pieces of one shape are one tree: a browser's own writing of what it read has the
    shape of what was written, if nothing was swallowed, added or moved.
    """
    parts: list[str] = []
    places: list[int] = []
    names: set[str] = set()
    words: list[str] = []
    for token in tokens(html):
        kind, name, start, end, foreign = token
        if kind in ("text", "letters"):
            text = "".join(_letters(html, token).split())
            if text:
                if not words:
                    places.append(start)
                words.append(text)
            continue
        if not foreign and name:
            names.add(name)
        if kind == "comment" or (kind == "end" and _may_lack(name, foreign=foreign)):
            continue
        if kind == "start" and name in ("tbody", "colgroup"):
            continue  # a browser adds them where they are left out
        if words:
            parts.append("".join(words))
            words.clear()
        if kind == "start":
            parts.append(f"<{name}>")
            places.append(start)
            if (foreign or name in _FOREIGN) and html.startswith("/>", end - 2):
                parts.append(f"</{name}>")
                places.append(start)
        else:
            parts.append(f"</{name}>" if kind == "end" else kind)
            places.append(start)
    if words:
        parts.append("".join(words))
    return Shape(parts, places, names)


def _may_lack(name: str, *, foreign: bool) -> bool:
    return name in OMITTED_ENDS or (name in VOID and not foreign)


def _letters(html: str, token: Token) -> str:
    """Return the letters that a browser shows for a text, or reads as code."""
    words = html[token.start : token.end]
    if token.name == "cdata":
        words = words.removeprefix(_CDATA).removesuffix("]]>")
    elif "&" in words and token.name in ("", "textarea", "title"):
        words = unescape(words)
    return words if words.isprintable() else _CONTROL.sub("", words)
