"""Typography: straight quotes, dashes and dots become those that newspapers print.

Where a quotation opens and closes, what is an apostrophe and what are feet and inches is decided
here and nowhere else, for text, headlines, captions and feeds alike. Which signs a language
writes stands in `quotation_marks`. Only straight signs are set: what somebody typed as “ or »
is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sitegen.core.patterns import late_pattern
from sitegen.language.quotation_marks import Quotes

APOSTROPHE = "’"
FEET, INCHES = "′", "″"

OBJECT = "\ufffc"  # stands where something that is no text belongs to a line: a picture, code

# Each pattern begins with its sign, though something must stand before it: that is far faster.
_SIGN = late_pattern("['\"]")
# Most of all: the apostrophe within a word.
_IN_A_WORD = late_pattern("'(?<=[A-Za-zÀ-ɏẠ-ỹ]')(?=[A-Za-zÀ-ɏẠ-ỹ])")
_THREE_DASHES = late_pattern(r"---(?<!----)(?!-)")
_TWO_DASHES = late_pattern(r"--(?<!---)(?!-)")
_DOTS = late_pattern(r"\.\.\.(?<!\.{4})(?!\.)")
# Double quotes whose place alone says what they do, where all levels have the same marks.
_SURELY_OPENS = late_pattern(r'"(?=\w)(?<![^\s(\[¿¡]")')
_SURELY_CLOSES = late_pattern(r'"(?<=[^\W\d]"|[.,!?’]")(?![^\s.,;:!?)\]])')

# What stands beside a quote.
_GAP, _OPENER, _DASH, _CLOSER, _START, _END = range(6)
_OPENERS = frozenset("([{¿¡“‘«‹„‚「『\u2066\u2067\u2068\u200e\u200f")
_DASHES = frozenset("-–—‑―")
_CLOSERS = frozenset(".,;:!?)]}…”’»›。，、！？」』%")

# A single quote that may close: something before it, and no word behind it.
_MAY_CLOSE = late_pattern(r"'(?<=[^\s(\[{]')(?=[\"']{0,8}(?:[\s.,;:!?)\]}…”»—–-]|\Z))")
# One that no word has on both sides: what opens, closes, or stands for letters at a word's end.
_AT_AN_EDGE = late_pattern(r"'(?:(?<!\w')|(?!\w))")
_YEAR = late_pattern(r"\d\d(?![\d.,]?\d)")
_DECADE = late_pattern(r"\d\ds\b")
_SHORT_WORD = late_pattern(
    r"(?:bout|cause|cept|coz|cuz|d|em|er|fraid|gainst|hood|im|k|ll|m|n|nam|ne|neath|nother|nuff"
    r"|round|s|scuse|shroom|shrooms|t|til|till|tis|tude|twas|tween|twere|twill|twixt|twould|ve|zine"
    r"|zines)\b",
    re.IGNORECASE,
)
_ENDING = late_pattern(r"(?:s|d|ll|ve|re|m|t)\b", re.IGNORECASE)
_SHORT_NUMBER = late_pattern(r"(?<![\d.,'’])\d{1,3}(?:\.\d|[½¼¾])?\Z")
_FEET_AND_INCHES = late_pattern(r"\d{1,2}['′] ?\d{1,2}(?:\.\d|[½¼¾])?\Z")
_ONE_OR_TWO_DIGITS = late_pattern(r"\d{1,2}(?!\d)")
_BY_NUMBER = late_pattern(r" ?[x×] ?\d")
_QUOTES_IN_A_ROW = 9  # more are no typography
_NEAR = 400  # characters in which a quotation is looked for that begins with a short word


def typeset(text: str, quotes: Quotes) -> str:
    """Return one line of text with its quotes, dashes and dots set.

    Args:
        quotes: those of the text's language; see `quotation_marks.quotes_of`.
    """
    if "'" in text or '"' in text:
        text = _without_sure_quotes(text, quotes)
    if "'" in text or '"' in text:
        text = _Line(text, quotes).pieces(((0, len(text)),))[0]
    return _with_dashes(text)


def typeset_runs(runs: Sequence[str | None], quotes: Quotes) -> list[str | None]:
    """Set the text of one paragraph, heading or cell that elements part into runs.

    A quotation may begin in one run and end in another: `"<a>Yes</a>," she said` is given as
    ('"', "Yes", '," she said'). None is something within the line that is no text to be set,
    like code, and comes back as None.
    """
    text = "".join([OBJECT if run is None else run for run in runs])
    has_dashes = "--" in text or "..." in text
    if "'" in text or '"' in text:
        runs = _with_quotes(text, runs, quotes)
    if has_dashes:
        return [run and _with_dashes(run) for run in runs]
    return list(runs)


def _with_quotes(text: str, runs: Sequence[str | None], quotes: Quotes) -> list[str | None]:
    """Set the quotes of `runs`, which joined are `text`."""
    ends = [0]
    for run in runs:
        ends.append(ends[-1] + (1 if run is None else len(run)))
    text = _without_sure_quotes(text, quotes)
    spans = tuple(pairwise(ends))
    if "'" in text or '"' in text:
        pieces = _Line(text, quotes).pieces(spans)
    else:
        pieces = [text[start:end] for start, end in spans]
    return [None if run is None else piece for run, piece in zip(runs, pieces, strict=True)]


def _without_sure_quotes(text: str, quotes: Quotes) -> str:
    """Set what needs no more than a look at both sides; the text stays as long as it is."""
    if "'" in text:
        text = _IN_A_WORD.sub(APOSTROPHE, text)
    if '"' in text and "'" not in text and quotes.outer == quotes.second:
        opening, closing = quotes.outer
        curly = _SURELY_CLOSES.sub(closing, _SURELY_OPENS.sub(opening, text))
        return text if '"' in curly else curly
    return text


def _with_dashes(text: str) -> str:
    if "--" in text:
        text = _THREE_DASHES.sub("—", text)
        text = _TWO_DASHES.sub("–", text)
    if "..." in text:
        text = _DOTS.sub("…", text)
    return text


class _Line:
    """One line whose quotes are decided from left to right."""

    def __init__(self, text: str, quotes: Quotes) -> None:
        self.text = text
        self.quotes = quotes
        self.open: list[tuple[str, str]] = []  # quotations: the sign typed, what closes it
        self.count = {'"': 0, "'": 0}  # of those, by the sign typed
        self.doubles = text.count('"')  # from here to the end
        self.closer = 0  # the last single quote that may close; -1 for none; 0 not looked for

    def pieces(self, spans: Sequence[tuple[int, int]]) -> list[str]:
        """Return the text of each of the adjoining `spans`, with its quotes set."""
        quotes: dict[int, str] = {}
        for match in _SIGN.finditer(self.text):
            place = match.start()
            before = self._before(place, quotes)
            if match[0] == '"':
                self.doubles -= 1
                quotes[place] = self._double(place, before)
            else:
                quotes[place] = self._single(place, before)
        pieces = []
        signs = iter(quotes.items())
        place, sign = next(signs, (-1, ""))
        for start, end in spans:
            piece = ""
            while start <= place < end:
                piece += self.text[start:place] + sign
                start = place + 1
                place, sign = next(signs, (-1, ""))
            pieces.append(piece + self.text[start:end])
        return pieces

    def _before(self, place: int, signs: dict[int, str]) -> int:
        """Return what stands to the left of a quote: _GAP, _OPENER, _DASH or _END."""
        if not place:
            return _GAP
        sign = self.text[place - 1]
        if sign in "'\"":
            return _OPENER if signs[place - 1].strip() in self.quotes.openers else _END
        if sign.isspace():
            return _GAP
        return _OPENER if sign in _OPENERS else _DASH if sign in _DASHES else _END

    def _after(self, place: int) -> int:
        """Return what follows, other quotes apart: _GAP, _CLOSER, _DASH or _START."""
        text = self.text
        most = min(place + _QUOTES_IN_A_ROW, len(text))
        while place < most and text[place] in "'\"":
            place += 1
        if not text[place : place + 1].strip():
            return _GAP
        sign = text[place]
        return _CLOSER if sign in _CLOSERS else _DASH if sign in _DASHES else _START

    # Double quotes

    def _double(self, place: int, before: int) -> str:
        after = self._after(place)
        is_open = self.count['"'] > 0
        if self._is_inches(place, after):
            return INCHES
        text = self.text
        if self._is_between_hebrew(place):
            return "״"
        if before in (_GAP, _OPENER):
            if after == _CLOSER and place and not text.startswith(("...", "…"), place + 1):
                closes = is_open
            else:
                closes = after == _GAP and (is_open or (place > 0 and not self.doubles))
        elif after == _START:
            closes = is_open
        else:
            closes = True
        return self._close('"') if closes else self._open_double()

    def _open_double(self) -> str:
        quotes = self.quotes
        is_nested = self.count['"'] > 0
        opening, closing = quotes.second if is_nested else quotes.outer
        return self._open('"', opening, closing)

    def _is_inches(self, place: int, after: int) -> bool:
        """Say whether a double quote means inches, as in 6'2" and a 12" pizza."""
        text = self.text
        number = text[max(0, place - 8) : place]
        if not number[-1:].isdigit() and number[-1:] not in ("½", "¼", "¾"):
            return False
        is_by = _BY_NUMBER.match(text, place + 1) is not None  # 24"x36"
        if after == _START and not is_by and not text.startswith('"', place + 1):
            return False
        if not (_FEET_AND_INCHES.search(number) or _SHORT_NUMBER.search(number)):
            return False
        still_open = self.count['"']
        return not still_open or (self.doubles - still_open) % 2 == 0  # else it is needed to close

    # Single quotes

    def _single(self, place: int, before: int) -> str:
        text = self.text
        left, right = text[place - 1 : place], text[place + 1 : place + 2]
        is_open = self.count["'"] > 0
        after = self._after(place)
        if _is_letter(left) and _is_letter(right):
            return self._between_letters(place, left, right)
        if left.isdigit() and not is_open and self._is_feet(place, after):
            return FEET
        if _is_hebrew(left) and not is_open:
            return "׳"
        if before == _END:
            return self._behind_a_word(place, after, is_open)
        if after == _GAP:
            return self._close("'") if is_open else APOSTROPHE
        if self._stands_for_letters(place + 1):
            return APOSTROPHE
        if after == _CLOSER and not text.startswith(("...", "…"), place + 1):
            return self._close("'") if is_open else APOSTROPHE
        begins = not text[:place].strip("\"'") if place < 3 else False
        return self._open_single() if begins or self._may_close_after(place) else APOSTROPHE

    def _between_letters(self, place: int, left: str, right: str) -> str:
        text = self.text
        if left.isdigit() and right.isdigit():
            feet = _SHORT_NUMBER.search(text[max(0, place - 6) : place])
            inches = _ONE_OR_TWO_DIGITS.match(text, place + 1)
            return FEET if feet and inches else APOSTROPHE
        if _is_hebrew(left):
            return "׳"
        if _has_no_spaces(left) and _has_no_spaces(right):
            is_open = self.count["'"] > 0
            return self._close("'") if is_open else self._open_single()
        return APOSTROPHE

    def _behind_a_word(self, place: int, after: int, is_open: bool) -> str:
        text = self.text
        if after == _START:
            if _is_letter(text[place - 1]):  # l'"histoire"
                return self._close("'") if is_open else APOSTROPHE
            if _ENDING.match(text, place + 1):  # "The Wire"'s
                return APOSTROPHE
            if not is_open and self._may_close_after(place):
                return self._open_single()
        return self._close("'") if is_open else APOSTROPHE

    def _is_feet(self, place: int, after: int) -> bool:
        if after == _START:
            return False
        return _SHORT_NUMBER.search(self.text[max(0, place - 6) : place]) is not None

    def _stands_for_letters(self, place: int) -> bool:
        """Say whether the quote before `place` is an apostrophe: '26, the '90s, 'til, 'em."""
        text = self.text
        if _DECADE.match(text, place):
            return True
        if not (_YEAR.match(text, place) or _SHORT_WORD.match(text, place)):
            return False
        # "'Cause of death' is what it says": a quotation, if the next quote closes it.
        following = _AT_AN_EDGE.search(text, place, place + _NEAR)
        if following is None or not _MAY_CLOSE.match(text, following.start()):
            return True
        return text[following.start() - 1] in "sSnN0123456789"

    def _may_close_after(self, place: int) -> bool:
        if not self.closer:
            self.closer = -1
            for match in _MAY_CLOSE.finditer(self.text):
                self.closer = match.start()
        return self.closer > place + 1

    def _open_single(self) -> str:
        quotes = self.quotes
        is_inner = self.count['"'] > 0
        opening, closing = quotes.inner if is_inner else quotes.single
        return self._open("'", opening, closing)

    def _is_between_hebrew(self, place: int) -> bool:
        text = self.text
        return _is_hebrew(text[place - 1 : place]) and _is_hebrew(text[place + 1 : place + 2])

    def _open(self, sign: str, opening: str, closing: str) -> str:
        self.open.append((sign, closing))
        self.count[sign] += 1
        return opening

    def _close(self, sign: str) -> str:
        """Close the innermost quotation that `sign` opened, and all within it."""
        quotes = self.quotes
        if not self.count[sign]:
            return (quotes.outer if sign == '"' else quotes.single)[1]
        plain = ""
        while plain != sign:
            plain, closing = self.open.pop()
            self.count[plain] -= 1
        return closing


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == OBJECT or "\u0300" <= sign <= "\u036f"


def _is_hebrew(sign: str) -> bool:
    return "\u05d0" <= sign <= "\u05ea"


def _has_no_spaces(sign: str) -> bool:
    """Say whether a letter is of a script that writes no spaces: Chinese, Japanese, Thai."""
    return "\u3040" <= sign <= "\u9fff" or "\u0e00" <= sign <= "\u0eff"
