"""Parts: the index is divided by time, so that an edit makes one part anew and not all.

The newest month is a part of its own: most edits are of its stories. What is older is divided
by years, counted from the oldest, so that a part once full stays as it is; small years share
one. None holds more than MOST entries, which bounds the memory that making it takes. Which
part a story is in depends on the stories alone, never on the day of the build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from sitegen.core.digests import Values, digest_text, dump, load
from sitegen.core.record import Record, replace
from sitegen.search.entries import Entry

MOST = 1500  # entries of one part
NAMES = "names"  # the part of pages, people, sections and tags


class Part(Record):
    """A part of the index: its name, and what is found in it."""

    name: str  # "names", "2026-11" (the newest month), "2024", "2023b"
    entries: tuple[Entry, ...]

    @property
    def years(self) -> tuple[str, ...]:
        """The years of its stories, newest first."""
        return tuple(sorted({entry.year for entry in self.entries} - {""}, reverse=True))


def divide(every: Iterable[Entry]) -> tuple[Part, ...]:
    """Divide the entries, of which stories are newest first: names first, then the newest part."""
    stories: list[Entry] = []
    names: list[Entry] = []
    for entry in every:
        (stories if entry.month else names).append(entry)
    stories.reverse()
    newest = stories[-1].month if stories else ""
    fresh = [entry for entry in stories if entry.month == newest]
    older = [entry for entry in stories if entry.month != newest]
    return (*_cut(NAMES, names), *reversed(_cut(newest, fresh)), *reversed(_by_years(older)))


def part_text(part: Part) -> str:
    """Return the canonical form of a part, in which texts are named by their digests."""
    return dump(Values().encode(part))


def part_of(text: str) -> Part:
    """Return the part whose canonical form `text` is."""
    part: Part = Values().decode(Part, load(text))
    return part


def with_texts(text: str, edits: Mapping[str, str]) -> str:
    """Return the canonical form of a part in which some texts are others.

    Args:
        text: the part's canonical form.
        edits: digest of a text → of the one in its place.
    """
    part = part_of(text)
    if not any(entry.body in edits for entry in part.entries):
        return text
    entries = [replace(entry, body=edits.get(entry.body, entry.body)) for entry in part.entries]
    return part_text(replace(part, entries=tuple(entries)))


def urls_of(text: str) -> list[str]:
    """Return the addresses of all that a part of this canonical form names."""
    return [entry[0] for entry in load(text)[1]]


def part_key(text: str, program: str, language: str, code: str) -> str:
    """Return what stands for a part's files: equal keys, equal bytes.

    Args:
        text: the part's canonical form.
        program: Pagefind's version.
        code: digest of sitegen itself.
    """
    return digest_text(f"{program}\n{language}\n{code}\n{text}")


def _by_years(oldest_first: Sequence[Entry]) -> list[Part]:
    """Return the parts of older stories, oldest first."""
    divided: list[Part] = []
    room: list[Entry] = []  # of whole years that share a part
    for _, group in groupby(oldest_first, key=lambda entry: entry.year):
        year = list(group)
        if room and len(room) + len(year) > MOST:
            divided += _cut(room[0].year, room)
            room = []
        room += year
    return [*divided, *(_cut(room[0].year, room) if room else ())]


def _cut(name: str, entries: Sequence[Entry]) -> list[Part]:
    """Cut entries into parts, the first of which have all that they can hold."""
    pieces = [tuple(entries[start : start + MOST]) for start in range(0, len(entries), MOST)]
    if len(pieces) == 1:
        return [Part(name, pieces[0])]
    return [Part(f"{name}{_letter(place)}", piece) for place, piece in enumerate(pieces)]


def _letter(place: int) -> str:
    return chr(ord("a") + place % 26) * (1 + place // 26)
