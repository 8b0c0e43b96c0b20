"""Letters: the proof that all of a text is on the page, in its order.

The letters of the source, less its markup, must be the letters of the page. What is markup
is decided here by signs alone, not by the converter that is to be proved: a link's address,
a tag, attributes in braces *may* be markup, so their letters may be missing from the page or
stand there as they are; every other letter must be there. Notes, which the page shows at its
end, are compared by themselves.

Most texts are proved by taking all that may be markup out and comparing once; the others by
following every reading of them at the same time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from heapq import heappop, heappush
from html import unescape

from sitegen.core.control_characters import without_control_bytes

# One sign that may begin markup, then what it may be: so that prose is passed over quickly.
_TITLE = r"""(?:"(?:[^"\\\n]|\\.|\n(?![ \t]*\n))*"|'(?:[^'\\\n]|\\.|\n(?![ \t]*\n))*'
    |\((?:[^()\\\n]|\\.|\n(?![ \t]*\n))*\))"""
_TAGS = r"""!--(?:>|->|.*?-->) | (?P<raw>script|style)\b[^>]*>.*?</(?P=raw)\s*>
    | /?[A-Za-z][\w:-]*(?=[\s/>])(?:[^<>"']|"[^"]*"|'[^']*')*> | [!?](?=[A-Za-z\[])[^>]*>"""
_MARKUP = re.compile(
    rf"""
    [\n\[\]!<&{{`]
    (?:
      (?<=\]) \(\s*+ (?:<(?:[^<>\n\\]|\\.)*>
          |(?:\\.|[^()\x00-\x20\\]|\((?:\\.|[^()\x00-\x20\\]|\((?:\\.|[^()\x00-\x20\\])*\))*\))*)
        (?:\s+{_TITLE})? \s*\)
    | (?<=\]) \[(?:[^\[\]\\]|\\.)*(?=\])
    | (?<=\[) \^[^\]\n]{{1,999}}+(?=\])
    | (?<=!) \[(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*\])*(?=\])
    | (?<=<) (?: {_TAGS} )
    | (?<=&) (?P<entity>\#[0-9]{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}}) ;
    | (?<={{) [^{{}}\n]*\}}
    | (?<=`) (?<!``)(?P<ticks>`*)(?!`)
        (?P<code>(?:[^\n]|\n(?![ \t>]*\n))+?)(?<!`)`(?P=ticks)(?!`)
    | (?<=\n) (?P<prefix>[ \t>]*(?:(?:[*+-]|\d{{1,9}}[.)]|:)[ \t]+)*)
        (?: (?:`{{3,}}[^\n`]*|~{{3,}}[^\n]*)(?=\n|\Z)
          | \*\[[^\]\n]+\][ ]?:[^\n]*
          | \[(?:[^\[\]\\]|\\.)+\]:[ \t]*\n?[ \t]*(?:<[^<>\n]*>|[^ \t\n]+)
              (?P<title>[ \t]*\n?[ \t]*{_TITLE})?
          | \d{{1,9}}(?=[.)](?:\s|\Z)) )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_TICKS = re.compile("`+")
_FEW_LENGTHS = 30
_STEPS_A_LETTER = 8  # that readings may take through the page; a sound text takes one
_STEPS_OF_ANY = 100_000  # letters of which each text may take the steps
_FOOT = '<div class="footnote">'
_NOTE_MARK = re.compile(r'<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)
_BACK = re.compile('\xa0?<a [^>]*class="footnote-backref".*?</a>', re.DOTALL)
_TAG = re.compile(rf"<(?:{_TAGS})", re.VERBOSE | re.DOTALL | re.IGNORECASE)
# – — ‘ ’ ‚ “ ” „ … ′ ″ ‹ › and spaces of all widths, which typography and trimming may change
_TYPOGRAPHY = re.compile(
    rb"\xe2\x80[\x80-\x8a\x93\x94\x98-\x9a\x9c-\x9e\xa6\xa8\xa9\xaf\xb2\xb3\xb9\xba]"
)
_SPACES = tuple(sign.encode() for sign in "\xa0\u3000«»״׳「」『』")
_SIGNS = bytes(n for n in range(128) if not chr(n).isalnum())


def lost_at(source: str, html: str, notes: Sequence[tuple[int, int]] = ()) -> int:
    """Return the line of `source` where its letters and those of `html` part.

    Args:
        source: a text's Markdown.
        html: what it became, with its notes at the end.
        notes: first and last line of each note in `source`, from 1.

    Returns:
        The line, from 1; 0 when no letter is lost, changed or moved.
    """
    if not notes:
        return _compare(source, html)
    main, foot = _notes_apart(source, notes)
    page, _, foot_page = html.partition(_FOOT)
    page, foot_page = _NOTE_MARK.sub("", page), _NOTE_MARK.sub("", foot_page)
    return _compare(main, page) or _compare(foot, _BACK.sub("", foot_page))


def _compare(source: str, html: str) -> int:
    page = _letters_of_page(html)
    source = "\n" + _without_lone_ticks(source)
    text = _MARKUP.sub(_shown_letters, source)
    if _letters(unescape(text) if "&" in text else text) == page:
        return 0
    return _first_loss(source, page)


def _without_lone_ticks(source: str) -> str:
    """Return a text that has another sign for runs of ` whose like it does not have.

    They begin no code, but the end of each would be looked for to the end of the text.
    """
    lengths = Counter(len(run) for run in _TICKS.findall(source))
    if len(lengths) <= _FEW_LENGTHS:
        return source
    return _TICKS.sub(lambda run: run[0] if lengths[len(run[0])] > 1 else "%" * len(run[0]), source)


def _shown_letters(match: re.Match[str]) -> str:
    if match["code"]:
        return match["code"].replace("&", " ")
    return match[0] if match["entity"] else "\n"


def _letters(text: str) -> bytes:
    letters = text.encode("utf-8", "surrogatepass").translate(None, _SIGNS)
    if letters.isascii():
        return letters
    letters = without_control_bytes(letters)
    for space in _SPACES:
        letters = letters.replace(space, b"")
    return _TYPOGRAPHY.sub(b"", letters) if b"\xe2\x80" in letters else letters


def _letters_of_page(html: str) -> bytes:
    text = _TAG.sub("", html)
    return _letters(unescape(text) if "&" in text else text)


def _notes_apart(source: str, notes: Sequence[tuple[int, int]]) -> tuple[str, str]:
    """Return the source without its notes, and the notes; each on the lines that it has."""
    lines = source.split("\n")
    rest, foot = list(lines), [""] * len(lines)
    for first, last in notes:
        for n in range(first - 1, min(last, len(lines))):
            rest[n], foot[n] = "", lines[n]
        foot[first - 1] = re.sub(r"^.*?\[\^[^\]\n]+\]:", "", foot[first - 1])
    return "\n".join(rest), "\n".join(foot)


# All readings at once


def _first_loss(source: str, page: bytes) -> int:
    """Follow every reading of `source` through the page; return the line where all end.

    A passage that is repeated thousands of times, and may be markup or not each time, has more
    readings than can be followed: nothing is known of such a text, and 0 returned.
    """
    pending: dict[int, set[int]] = {0: {0}}  # place in the source → places in the page
    starts = [0]  # its keys, the least first
    furthest, budget = 0, _STEPS_A_LETTER * (len(source) + _STEPS_OF_ANY)
    while starts:
        start = heappop(starts)
        places = pending.pop(start)
        budget -= len(places)
        if budget < 0:
            return 0
        match = _MARKUP.search(source, start)
        end = match.start() if match else len(source)
        places, last_place = _go(source, start, end, places, page)
        furthest = max(furthest, last_place)
        if not places:
            continue
        if match is None:
            if len(page) in places:
                return 0
            continue
        for following, letters in _readings(match):
            ahead = _advance(places, letters, page)
            if ahead:
                if following not in pending:
                    heappush(starts, following)
                pending.setdefault(following, set()).update(ahead)
    return max(1, source.count("\n", 0, min(furthest, len(source.rstrip()))))


def _go(source: str, start: int, end: int, places: set[int], page: bytes) -> tuple[set[int], int]:
    """Go on line by line through text that is no markup; return also how far one came."""
    for line in source[start:end].splitlines(keepends=True):
        following = _advance(places, _letters(line), page)
        if not following:
            return following, start
        places = following
        start += len(line)
    return places, end


def _advance(places: set[int], letters: bytes, page: bytes) -> set[int]:
    size = len(letters)
    return {p + size for p in places if page.startswith(letters, p)} if size else places


def _readings(match: re.Match[str]) -> list[tuple[int, bytes]]:
    """Return what a passage that may be markup may give: how far it goes, and its letters.

    It may be markup as a whole, or its first sign may be text, with whatever follows behind it.
    """
    start, end = match.span()
    readings = [(end, b""), (start + 1, b"")]
    if match["entity"]:
        readings.append((end, _letters(unescape(match[0]))))
    numbers = [b""]
    if match["prefix"]:  # a list's number, which the page writes by itself or as it is
        numbers.append(_letters(match["prefix"]))
        readings += [(match.end("prefix"), b""), (end, numbers[1])]
    if match["title"]:  # may be none, but text below an address
        readings += [(match.start("title"), number) for number in numbers]
    return readings
