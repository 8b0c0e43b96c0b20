"""Phrases → running Markdown: emphasis, links, code, small pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sitegen.core.record import Record
from sitegen.importers.prose import escapes
from sitegen.importers.prose.canon import NOTE_MARK, PICTURE
from sitegen.markdown.browser_tree import Element, Node, parse, to_html
from sitegen.markdown.html_elements import VOID

_SIGNS = {"strong": "**", "em": "*", "del": "~~"}
_LEAD = re.compile(r"(?:\\\n| )*")
_TRAIL = re.compile(r"(?:\n\\| )*")  # of the letters from the last to the first


class Place(Record):
    """Where phrases stand, which decides how they may be written."""

    in_table: bool = False
    one_line: bool = False  # a heading, a caption: a line's end is a space
    in_link: bool = False
    tags: bool = False  # emphasis is written with tags


def phrase(children: Sequence[Node], place: Place, before: str = "", after: str = "") -> str:
    """Return phrases as Markdown, on as many lines as they have.

    Args:
        before: the letter that stands before them, "" at the beginning.
        after: the letter behind them.
    """
    out = ""
    for number, node in enumerate(children):
        if isinstance(node, str):
            piece = _text(node, place)
        else:
            following = _first_letter(children[number + 1 :]) or after
            piece = _element(node, place, out[-1:] or before, following)
        if out.endswith("!") and piece.startswith("[") and not out.endswith("\\!"):
            out = out[:-1] + "\\!"
        out += piece.lstrip(" \n") if "\n" in out[-2:] else piece
    return out


_EMPHASES = {"em": "em", "i": "em", "cite": "em", "strong": "strong", "b": "strong"}


def headline(html: str) -> str:
    """Return a headline's HTML as a key takes it: its words, and emphasis by stars.

    "" where stars would not be read as emphasis.
    """
    made = phrase(_emphasis_of(parse(html).children), Place(one_line=True))
    return "" if re.search(r"</?(?:em|strong)>", made) else " ".join(made.split())


def _emphasis_of(nodes: Sequence[Node]) -> list[Node]:
    """Return words and emphasis alone, of whatever stands in a headline."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            kept.append(node)
        elif node.tag in _EMPHASES:
            kept.append(Element(_EMPHASES[node.tag], {}, _emphasis_of(node.children)))
        elif node.tag == "br":
            kept.append(" ")
        elif node.tag not in ("script", "style"):
            kept += _emphasis_of(node.children)
    return kept


def _text(text: str, place: Place) -> str:
    text = re.sub(r"[ \t\r\n\f]+", " ", text)
    text = text.replace("\u00ad\u00ad", "\u00ad")
    written = escapes.escaped(text)
    if place.in_table:
        written = re.sub(r"(?<!\\)\|", r"\\|", written)
    if place.in_link:
        written = re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", written)
        written = re.sub(r"<(https?://[^<>]*)>", lambda url: _plain_url(url[1]), written)
        written = re.sub(r"\b(https?|ftp)://", r"\1:\\//", written)
        written = re.sub(r"\bwww\.", r"www\\.", written)
    return written


def _plain_url(url: str) -> str:
    return re.sub(r"[*_~\[\]`\\]", r"\\\g<0>", url)


def _element(node: Element, place: Place, before: str, after: str) -> str:
    match node.tag:
        case "br":
            if place.in_table:
                return "<br>"
            return " " if place.one_line else "\\\n"
        case "wbr":
            return "<wbr>"
        case "strong" | "em" | "del":
            return _emphasis(node, place, before, after)
        case "a":
            return _link(node, place)
        case "code":
            return _code(node, place)
        case _ if node.tag == PICTURE:
            return picture(node, with_words=False)
        case _ if node.tag == NOTE_MARK:
            return f"[^{node.attributes['n']}]"
    return _tagged(node, place)


def _tagged(node: Element, place: Place) -> str:
    if node.tag == "span" and not node.attributes:
        return phrase(node.children, place)
    opening = to_html(Element(node.tag, node.attributes)).removesuffix(f"</{node.tag}>")
    if node.tag in VOID:
        return opening
    return f"{opening}{phrase(node.children, place, '>', '<')}</{node.tag}>"


def _emphasis(node: Element, place: Place, before: str, after: str) -> str:
    sign = _SIGNS[node.tag]
    inner = phrase(node.children, place, "*", "*")
    lead, core, trail = _edges(inner)
    if not core:
        return " " if inner else ""
    opens = _may_open(" " if lead else before, core[0]) and _may_open(
        " " if trail else after, core[-1]
    )
    if place.tags or not opens:
        tag = node.tag
        return f"{lead}<{tag}>{core}</{tag}>{trail}"
    return f"{lead}{sign}{core}{sign}{trail}"


def _edges(inner: str) -> tuple[str, str, str]:
    """Part phrases from spaces and line breaks at their ends, beside which no sign may stand."""
    lead, trail = _LEAD.match(inner), _TRAIL.match(inner[::-1])
    assert lead is not None  # nothing is needed for a match
    assert trail is not None
    core = inner[lead.end() : len(inner) - trail.end()]
    return _edge(lead[0]), core, _edge(trail[0])


def _edge(letters: str) -> str:
    return "\\\n" if "\n" in letters else letters[:1]


def _may_open(outside: str, inside: str) -> bool:
    """Say whether a sign of emphasis may stand between two letters (CommonMark, 6.2)."""
    if inside.isspace():
        return False
    return not _is_sign(inside) or not outside or outside.isspace() or _is_sign(outside)


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _link(node: Element, place: Place) -> str:
    address = node.attributes.get("href", "")
    inner = phrase(node.children, Place(**{**_fields(place), "in_link": True}), "[", "]")
    lead, core, trail = _edges(inner)
    if not core:
        return " " if inner else ""
    plain = node.text().strip()
    if plain == address and re.fullmatch(r"https?://[^\s<>|]+", address):
        written = f"<{address}>"
    else:
        target = escapes.target(address)
        if place.in_table:
            target = target.replace("|", "%7C")
        written = f"[{core}]({target})"
    return f"{lead}{written}{trail}"


def _fields(place: Place) -> dict[str, bool]:
    return {name: getattr(place, name) for name in place.__struct_fields__}


def _code(node: Element, place: Place) -> str:
    if any(isinstance(child, Element) for child in node.children):
        inner = phrase(node.children, place, ">", "<")
        return f"<code>{inner}</code>"
    text = re.sub(r"\s+", " ", node.text())
    core = text.strip()
    if not core:
        return text
    ticks = "`"
    while ticks in core:
        ticks += "`"
    pad = " " if core.startswith("`") or core.endswith("`") else ""
    if place.in_table and "|" in core:
        return f"<code>{escapes.escaped(core).replace('|', '&#124;')}</code>"
    lead = " " if text[0] == " " else ""
    trail = " " if text[-1] == " " else ""
    return f"{lead}{ticks}{pad}{core}{pad}{ticks}{trail}"


def picture(node: Element, *, with_words: bool) -> str:
    """Return a picture: ![alt](file "caption"){credit="name"}."""
    attributes = node.attributes
    words = ""
    if with_words and attributes.get("caption"):
        caption = caption_of(attributes["caption"])
        words = f' "{_in_quotes(caption)}"' if caption else ""
    credit = ""
    if with_words and attributes.get("credit"):
        credit = f'{{credit="{_plain_quotes(attributes["credit"])}"}}'
    alt = escapes.in_brackets(attributes.get("alt", ""))
    return f"![{alt}]({escapes.target(attributes['src'])}{words}){credit}"


def caption_of(html: str) -> str:
    """Return a caption as Markdown on one line."""
    root = parse(html)
    for each in root.walk():
        each.tag = {"b": "strong", "i": "em"}.get(each.tag, each.tag)
    return phrase(root.children, Place(one_line=True)).strip()


def _in_quotes(text: str) -> str:
    return re.sub(r'(?<!\\)"', lambda _sign: '\\"', text)


def _plain_quotes(text: str) -> str:
    text = re.sub(r'"([^"]*)"', r"“\1”", text).replace('"', "”")
    return text.replace("{", "(").replace("}", ")")


def _first_letter(nodes: Sequence[Node]) -> str:
    """Return a letter of the kind with which phrases begin: every element begins with a sign."""
    for node in nodes:
        if isinstance(node, str):
            if node:
                return node[0]
        elif node.tag in ("br", PICTURE, NOTE_MARK) or node.text():
            return "*"
    return ""
