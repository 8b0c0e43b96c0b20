"""Running text: emphasis, links, code and tags within one paragraph, heading or cell.

Read as CommonMark 0.31.2 does, with GitHub's strikes and bare links, and with what is ours on
top: references to notes, and attributes in braces. The result are children of an element;
characters that typography must not touch are written as Python-Markdown writes them, STX
number ETX, and given back when its tree is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from sitegen.markdown import attributes, bare_links, link_syntax, tags
from sitegen.markdown.emphasis import Signs, pair, signs_at
from sitegen.markdown.link_syntax import ADDRESS, LABEL_BEHIND, MAIL, NOTE, OPEN_TARGET
from sitegen.markdown.nodes import Definitions, Remark
from sitegen.markdown.pieces import (
    Bare,
    Braces,
    Bracket,
    Link,
    Pen,
    Piece,
    anchor,
    emit,
    escape_entities,
    write_text,
)

_SIGNS = r"[\\`\[\]<&*_~{]"
_LINE_END = r"|[ ]+\n"  # looked for only where a line ends with a space: it is slow
_SPECIAL = {  # by whether lines end with spaces, and bare links may stand in the text
    (False, False): re.compile(_SIGNS),
    (True, False): re.compile(_SIGNS + _LINE_END),
    (False, True): re.compile(rf"{_SIGNS}|{bare_links.BEGIN}"),
    (True, True): re.compile(rf"{_SIGNS}{_LINE_END}|{bare_links.BEGIN}"),
}
_ESCAPABLE = re.compile(rf"[{link_syntax.PUNCTUATION}]")
_TICKS = re.compile(r"`+")
_RUN = re.compile(r"\*+|_+|~+")
_LIKE_A_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,80}>")
# Decoded from entities: what typography would change if it were typed.
_QUOTES = re.compile(r"""["'.-]""")


class InlineReader:
    """Reads the running text of one story.

    Args:
        definitions: what the text says of links, notes and abbreviations.
        own_tags: names of elements that HTML does not know and that are closed in the text.
        stash: keeps HTML as it is and returns what stands for it.
        note_mark: returns the mark of a note with this label.
    """

    def __init__(
        self,
        definitions: Definitions,
        own_tags: frozenset[str],
        stash: Callable[[str, int], str],
        note_mark: Callable[[str], Element],
    ) -> None:
        self._definitions = definitions
        self._own_tags = own_tags
        self.html = stash
        self.note_mark = note_mark
        self.remarks: list[Remark] = []
        self.strange_names: set[str] = set()  # in < >, each told once

    def read(self, text: str, parent: Element, line: int) -> None:
        """Put `text`, which begins on `line`, into `parent`."""
        text = text.strip(" \t\n")
        special = _SPECIAL[" \n" in text, bare_links.may_stand_in(text)]
        first = special.search(text)
        if first is None:
            write_text(text, Pen(parent), in_link=False)
        else:
            _Reading(self, text, line).into(parent, special, first)

    def plain(self, words: str) -> str:
        """Return `words` without backslashes and entities, for an attribute."""
        return escape_entities(link_syntax.literal(words))

    def link(self, label: str) -> tuple[str, str] | None:
        return self._definitions.links.get(link_syntax.normal_label(label))

    def has_note(self, label: str) -> bool:
        return label in self._definitions.notes

    def is_tag(self, tag: str) -> bool:
        name = tags.NAME.match(tag)
        return name is None or tags.is_known(name[1]) or name[1] in self._own_tags


class _Reading:
    """The reading of one run of text: pieces so far, and brackets that are open."""

    def __init__(self, reader: InlineReader, text: str, line: int) -> None:
        self.reader = reader
        self.text = text
        self.counted = (0, line)  # a place whose line is known, and that line
        self.pieces: list[Piece] = []
        self.runs: list[Signs] = []
        self.brackets: list[Bracket] = []
        self.inactive = 0  # of the brackets, how many from the first on can open no link
        self.ticks: dict[int, list[int]] | None = None  # length of a run → where such runs are
        self.last_ends: dict[str, int] = {}  # of comments and the like → the place of the last

    def into(self, parent: Element, special: re.Pattern[str], first: re.Match[str]) -> None:
        text, place = self.text, 0
        match: re.Match[str] | None = first
        while match is not None:
            start = match.start()
            if start > place:
                self.pieces.append(text[place:start])
            place = self._special(text[start], start)
            match = special.search(text, place)
        if place < len(text):
            self.pieces.append(text[place:])
        pair(self.runs)
        emit(self.pieces, parent, in_link=False)

    def _special(self, sign: str, start: int) -> int:
        """Read what stands at `start`; return the place behind it."""
        if sign in "*_~":
            return self._run(start)
        if sign == "[":
            return self._open_bracket(start)
        if sign == "]":
            return self._close_bracket(start)
        if sign == "\\":
            return self._backslash(start)
        if sign == "`":
            return self._code(start)
        if sign == "<":
            return self._angle(start)
        if sign == "&":
            return self._entity(start)
        if sign == "{":
            return self._braces(start)
        if sign == " ":
            return self._line_end(start)
        return self._bare_link(start)

    def _run(self, start: int) -> int:
        match = _RUN.match(self.text, start)
        end = match.end() if match else start + 1
        signs = signs_at(self.text, start, end)
        self.pieces.append(signs)
        if signs.opens or signs.closes:
            self.runs.append(signs)
        return end

    def _backslash(self, start: int) -> int:
        following = self.text[start + 1 : start + 2]
        if following == "\n":
            self.pieces.append(Element("br"))
            return start + 2
        if following and _ESCAPABLE.match(following):
            self.pieces.append("&" if following == "&" else f"\x02{ord(following)}\x03")
            return start + 2
        self.pieces.append("\\")
        return start + 1

    def _line_end(self, start: int) -> int:
        end = self.text.index("\n", start)
        if end - start >= 2:
            self.pieces.append(Element("br"))
        else:
            self.pieces.append("\n")
        return end + 1

    def _code(self, start: int) -> int:
        match = _TICKS.match(self.text, start)
        end = match.end() if match else start + 1
        if self.ticks is None:
            self.ticks = {}
            for run in _TICKS.finditer(self.text):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        later = self.ticks.get(end - start, [])
        while later and later[0] < end:
            later.pop(0)
        if not later:
            self.pieces.append(self.text[start:end])
            return end
        words = self.text[end : later[0]].replace("\n", " ")
        if words.strip(" ") and words[0] == words[-1] == " ":
            words = words[1:-1]
        code = Element("code")
        code.text = AtomicString(escape_entities(words))
        self.pieces.append(code)
        return later[0] + end - start

    def _angle(self, start: int) -> int:
        match = ADDRESS.match(self.text, start)
        if match is not None:
            self.pieces.append(anchor(match[1], match[1]))
            return match.end()
        match = MAIL.match(self.text, start)
        if match is not None:
            self.pieces.append(anchor(f"mailto:{match[1]}", match[1]))
            return match.end()
        match = tags.INLINE.match(self.text, start) if self._may_end(start) else None
        if match is not None and self.reader.is_tag(match[0]):
            self.pieces.append(self.reader.html(match[0], self._line_of(start)))
            return match.end()
        match = match or _LIKE_A_TAG.match(self.text, start)
        name = match[0].strip("</>").split()[0] if match is not None else ""
        is_broken = match is not None and "=" in match[0] and tags.is_known(name)  # `broken_tags`
        if match is not None and not is_broken and name not in self.reader.strange_names:
            self.reader.strange_names.add(name)
            self._remark(
                start,
                f"'{' '.join(match[0].split())}' is no tag of HTML, and is shown as it stands",
                r"Write \< for the sign itself, or take it out.",
            )
        self.pieces.append("<")
        return start + 1

    def _may_end(self, start: int) -> bool:
        """Say whether the end of the comment or its like, if one begins, is still to come."""
        for opening, end in tags.INLINE_ENDS:
            if self.text.startswith(opening, start):
                if end not in self.last_ends:
                    self.last_ends[end] = self.text.rfind(end)
                return self.last_ends[end] > start
        return True

    def _remark(self, start: int, message: str, hint: str, *, warning: bool = True) -> None:
        self.reader.remarks.append(Remark(self._line_of(start), message, hint, warning))

    def _line_of(self, place: int) -> int:
        """Return the line of `place`, which stands behind all that were asked for before."""
        known, line = self.counted
        line += self.text.count("\n", known, place)
        self.counted = (place, line)
        return line

    def _entity(self, start: int) -> int:
        match = link_syntax.ENTITY.match(self.text, start)
        character = link_syntax.entity(match[0]) if match else "&"
        if match is None or character == match[0]:
            self.pieces.append("&")
            return start + 1
        if character == "&":
            self.pieces.append("&")
        else:
            self.pieces.append(
                "".join(f"\x02{ord(c)}\x03" if _QUOTES.match(c) else c for c in character)
            )
        return match.end()

    def _braces(self, start: int) -> int:
        before = self.pieces[-1] if self.pieces else ""
        match = None if isinstance(before, str) else attributes.BRACES.match(self.text, start)
        if match is None:
            self.pieces.append("{")
            return start + 1
        self.pieces.append(Braces(match[0], match[1]))
        return match.end()

    def _bare_link(self, start: int) -> int:
        address = bare_links.web_address(self.text, start, in_brackets=bool(self.brackets))
        if not address:
            self.pieces.append(self.text[start])
            return start + 1
        self.pieces.append(Bare(address))
        return start + len(address)

    # Brackets

    def _open_bracket(self, start: int) -> int:
        if self.text.startswith("[^", start):
            note = NOTE.match(self.text, start)
            if note is not None and self.reader.has_note(note[1]):
                self.pieces.append(self.reader.note_mark(note[1]))
                return note.end()
            if note is not None and self._is_missing_note(note):
                self._miss_note(note[1], start)
        before = self.pieces[-1] if self.pieces else ""
        is_picture = isinstance(before, str) and before.endswith("!")
        if is_picture and isinstance(before, str):
            self.pieces[-1] = before[:-1]
        self.brackets.append(Bracket(len(self.pieces), start + 1, is_picture, len(self.runs)))
        self.pieces.append("![" if is_picture else "[")
        return start + 1

    def _is_missing_note(self, note: re.Match[str]) -> bool:
        """Say whether it is meant for a note: not for the words of a link."""
        follows = self.text[note.end() : note.end() + 1]
        return follows not in ("(", "[") and self.reader.link(note[0][1:-1]) is None

    def _miss_note(self, label: str, start: int) -> None:
        self._remark(
            start,
            f"there is no note [^{label}]",
            f"Write it on a line of its own, as in: [^{label}]: The note's words. "
            r"Or write \[ for the sign itself.",
            warning=False,
        )

    def _close_bracket(self, start: int) -> int:
        bracket = self.brackets.pop() if self.brackets else None
        is_inactive = len(self.brackets) < self.inactive
        self.inactive = min(self.inactive, len(self.brackets))
        if bracket is None or (is_inactive and not bracket.is_picture):
            self.pieces.append("]")
            return start + 1
        target = self._target(bracket, start)
        if target is None:
            if OPEN_TARGET.match(self.text, start + 1):
                self._miss_end(start)
            self.pieces.append("]")
            return start + 1
        address, title, end = target
        pieces = self.pieces[bracket.place + 1 :]
        pair(self.runs[bracket.runs :])
        del self.runs[bracket.runs :]
        self.pieces[bracket.place :] = [Link(address, title, bracket.is_picture, pieces)]
        if not bracket.is_picture:  # a link holds no other: all brackets around it open none
            self.inactive = len(self.brackets)
        return end

    def _miss_end(self, start: int) -> None:
        self._remark(
            start,
            "a link's address has no end, so that readers see it as it stands",
            "Put ) right behind the address. One with spaces or brackets is written in < >, "
            "as in [words](<address>).",
        )

    def _target(self, bracket: Bracket, start: int) -> tuple[str, str | None, int] | None:
        """Return address, title and end of the link whose words end at `start`."""
        text = self.text
        if text.startswith("(", start + 1):
            target = link_syntax.inline_target(text, start + 1)
            if target is not None:
                address, title, end = target
                title = None if title is None else link_syntax.literal(title)
                return link_syntax.literal(address), title, end
        end, label = start + 1, text[bracket.start : start]
        match = LABEL_BEHIND.match(text, end)
        if match is not None:
            if match[1].strip():
                label = match[1]
            elif match[1]:
                return None
            end = match.end()
        is_short = match is None or not match[1]
        if is_short and (len(label) > 999 or not LABEL_BEHIND.fullmatch(f"[{label}]")):
            return None
        target_of_label = self.reader.link(label)
        if target_of_label is None:
            return None
        return target_of_label[0], target_of_label[1] or None, end
