"""Phrases: one line with emphasis and links, as headlines, summaries, captions and credits are.

No blocks, no notes, no attributes: what stands in such a line beside emphasis, links and code
is text. Signs within words are text too, so that a snake_case name or a masked "f**k" stays
as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from sitegen.core.record import Record
from sitegen.language.quotation_marks import Quotes
from sitegen.language.typography import typeset, typeset_runs

_PLAIN = re.compile(r"[^*_`\[\\<]*+\Z")
_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<ticks>`{1,40}+)(?P<code>[^`](?:[^`]|(?!(?P=ticks)(?!`))`+)*?)(?P=ticks)(?!`)
    | \[(?P<words>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])+)\]
      \(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<url>(?:[^\s()\\]|\\.|\([^\s()]*\))+))
      (?:\s+(?:"[^"]*"|'[^']*'|“[^”]*”))?\s*\)
    | <(?P<auto>(?:https?://|mailto:)[^\s<>]+)>
    | (?P<bare>https?://[^\s<>"“”«»\[\]]+)
    | <(?P<end>/?)(?P<tag>em|i|cite|strong|b)>
    | (?P<run>\*+|_+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TRAIL = ".,;:!?'’*_~"  # what ends a sentence, not the address in it
_TAGS = {"em": "em", "i": "em", "cite": "cite", "strong": "strong", "b": "strong"}
_Sign = str | tuple[str, ...]
_BY_LENGTH = {1: ("em",), 2: ("strong",), 3: ("em", "strong")}


class Phrase(Record):
    """One line as readers see it."""

    plain: str  # with its quotes and dashes set
    html: str = ""  # the same with emphasis and links; "" where there are none
    targets: tuple[str, ...] = ()  # addresses of its links


def read_phrase(text: str, quotes: Quotes, *, links: bool) -> Phrase:
    """Read one line.

    Args:
        quotes: quotation marks of its language.
        links: False for a headline or a summary, which is a link itself or part of one: the
            words of a link stay, and its address is in `targets` for a warning.
    """
    if _PLAIN.match(text) and not (links and "://" in text):
        return Phrase(typeset(text, quotes))
    pieces = list(_pieces(text, links))
    _pair(pieces)
    return _typeset(pieces, quotes)


@dataclass(slots=True, eq=False)
class _Piece:
    """Text, a sign of emphasis, or a part of an element."""

    text: str  # as it stands, where it turns out to be text; "" of tags
    html: str = ""  # a tag that is certain
    is_object: bool = False  # no quotes or dashes are set in `text`
    opens: bool = False  # a sign of emphasis that may open, or may close
    closes: bool = False
    tags: tuple[str, ...] = field(default=())  # what the sign is, once it has its partner
    target: str = ""  # of a link


def _pieces(text: str, links: bool) -> Iterator[_Piece]:
    place = 0
    for match in _TOKEN.finditer(text):
        if match.start() > place:
            yield _Piece(text[place : match.start()])
        place = match.end()
        if match["escaped"]:
            yield _Piece(match["escaped"], is_object=True)
        elif match["code"]:
            yield _Piece("", html="<code>")
            yield _Piece(match["code"].strip() or match["code"], is_object=True)
            yield _Piece("", html="</code>")
        elif match["words"]:
            yield from _link(match, links)
        elif match["auto"] or match["bare"]:
            address, rest = match["auto"] or "", ""
            if match["bare"]:
                address, rest = _bare_address(match["bare"])
            yield from _address(address, links)
            if rest:
                yield _Piece(rest)
        elif match["tag"]:
            yield _tag(match)
        else:
            yield _run(text, match)
    if place < len(text):
        yield _Piece(text[place:])


def _link(match: re.Match[str], links: bool) -> Iterator[_Piece]:
    address = match["angle"] if match["angle"] is not None else match["url"]
    target = _ESCAPE.sub(r"\1", address)
    opening = f'<a href="{escape(target)}">' if links else ""
    yield _Piece("", html=opening, target=target)
    inner = list(_pieces(match["words"], False))
    _pair(inner)
    yield from inner
    if links:
        yield _Piece("", html="</a>")


def _address(address: str, links: bool) -> Iterator[_Piece]:
    words = address.removeprefix("mailto:")
    if links:
        yield _Piece("", html=f'<a href="{escape(address)}">', target=address)
    yield _Piece(words, is_object=True)
    if links:
        yield _Piece("", html="</a>")


def _bare_address(text: str) -> tuple[str, str]:
    """Part an address in running text from the punctuation behind it."""
    end = len(text)
    extra = text.count(")") - text.count("(") if text.endswith((")", *_TRAIL)) else 0
    while end:
        last = text[end - 1]
        if last == ")" and extra > 0:
            extra -= 1
        elif last not in _TRAIL:
            break
        end -= 1
    return text[:end], text[end:]


def _tag(match: re.Match[str]) -> _Piece:
    tag = _TAGS[match["tag"].lower()]
    is_end = bool(match["end"])
    return _Piece(match[0], opens=not is_end, closes=is_end, tags=(tag,))


def _run(text: str, match: re.Match[str]) -> _Piece:
    """Return a run of `*` or `_`: it opens before a word, and closes behind one."""
    before = text[match.start() - 1 : match.start()] if match.start() else " "
    after = text[match.end() : match.end() + 1] or " "
    may_be = len(match[0]) in _BY_LENGTH
    may_be = may_be and not (match[0][0] == "_" and before in "@#/")
    opens = may_be and not after.isspace() and not _is_word(before)
    closes = may_be and not before.isspace() and not _is_word(after)
    return _Piece(match[0], opens=opens, closes=closes)


def _is_word(sign: str) -> bool:
    """Say whether emphasis cannot begin or end beside a letter; scripts without spaces apart."""
    return sign.isalnum() and not ("\u3040" <= sign <= "\u9fff" or "\u0e00" <= sign <= "\u0eff")


def _pair(pieces: list[_Piece]) -> None:
    """Find the partner of each sign of emphasis; what has none is text."""
    waiting: list[_Piece] = []
    signs: Counter[_Sign] = Counter()  # of what waits
    for piece in pieces:
        if piece.closes and signs[_sign(piece)]:
            place = len(waiting) - 1
            while _sign(waiting[place]) != _sign(piece):
                place -= 1
            signs.subtract(map(_sign, waiting[place:]))
            opening = waiting[place]
            tags = piece.tags or _BY_LENGTH[len(piece.text)]
            opening.html = "".join(f"<{tag}>" for tag in tags)
            piece.html = "".join(f"</{tag}>" for tag in reversed(tags))
            opening.text = piece.text = ""
            del waiting[place:]
        elif piece.opens:
            waiting.append(piece)
            signs[_sign(piece)] += 1
    for piece in pieces:
        piece.opens = piece.closes = False


def _sign(piece: _Piece) -> _Sign:
    """Return what two partners have in common."""
    return piece.tags or piece.text


def _typeset(pieces: list[_Piece], quotes: Quotes) -> Phrase:
    runs = typeset_runs(
        [None if piece.is_object else piece.text for piece in pieces if not piece.html], quotes
    )
    words = iter(runs)
    html: list[str] = []
    plain: list[str] = []
    has_markup = False
    for piece in pieces:
        if piece.html:
            html.append(piece.html)
            has_markup = True
            continue
        run = next(words)
        text = piece.text if run is None else run
        plain.append(text)
        html.append(escape(text, quote=False))
    targets = tuple(piece.target for piece in pieces if piece.target)
    return Phrase("".join(plain), "".join(html) if has_markup else "", targets)
