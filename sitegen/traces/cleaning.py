"""Cleaning: a file as it is published, without what a camera, phone or program wrote into it.

What is seen and heard stays, bit for bit; nothing here decodes a picture. The file is told in
pieces (see `pieces`), so that it is never in memory as a whole.
"""

from __future__ import annotations

import shlex
import struct
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from sitegen import pictures
from sitegen.core.file_names import ending
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.traces import heif
from sitegen.traces.boxes import boxes, is_of_boxes
from sitegen.traces.films import film
from sitegen.traces.gif import gif
from sitegen.traces.jpeg import jpeg
from sitegen.traces.kinds import (
    CLEANED,
    PLAYED,
    REMEDIES,
    WELL_KNOWN,
    Kind,
    is_foreign,
    passed_kind,
)
from sitegen.traces.matroska import is_matroska, matroska
from sitegen.traces.mp3 import is_mp3, mp3
from sitegen.traces.ogg import ogg
from sitegen.traces.pieces import Piece, Reader, Span, length_of
from sitegen.traces.png import SIGNATURE, png
from sitegen.traces.wave import wave
from sitegen.traces.webp import webp

_HEAD = 64
_TEXT_LOOK = 1 << 16  # bytes of a text in which there must be no zero
_FIRST_BOXES = frozenset((b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"free", b"skip", b"wide",
                          b"pnot", b"uuid", b"sidx"))  # fmt: skip
_RAW_BRANDS = frozenset((b"crx ",))
_MOST_DRAWING = 64 << 20


class Clean(Record):
    """A file as it is published."""

    pieces: tuple[Piece, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def size(self) -> int:
        return length_of(self.pieces)


@contextmanager
def clean(
    source: Path, shown_as: str, allow: Collection[str] = ()
) -> Iterator[tuple[Clean, Reader]]:
    """Give a file as it is published, with the reader that its pieces are spans of.

    Args:
        shown_as: the path as the editor knows it; it also says whether the file is of static/.
        allow: endings of further kinds that pass as they are: "pmtiles".

    Raises:
        SitegenError: it is refused, or damaged; the problem says what to do.
        OSError: it cannot be read.
    """
    with Reader(source) as reader:
        try:
            result = _pieces(reader, shown_as, allow)
        except (ValueError, IndexError, struct.error) as error:
            raise SitegenError([_damage(shown_as)]) from error
        yield result, reader


def _pieces(reader: Reader, shown_as: str, allow: Collection[str]) -> Clean:
    head = reader.at(0, _HEAD)
    pieces = _by_first_bytes(reader, head, shown_as)
    if pieces is not None:
        return pieces
    end = ending(shown_as)
    if end == "svg":
        return _drawing(reader, shown_as)
    if end in allow or WELL_KNOWN in f"/{shown_as}":
        return Clean((Span(0, reader.size),))
    if is_foreign(head):
        raise SitegenError([_refusal(shown_as, end)])
    if end in CLEANED:
        if end not in PLAYED and not _is_text(reader):  # no camera writes text
            raise SitegenError([_damage(shown_as)])
        return Clean((Span(0, reader.size),), (_unplayable(shown_as),))
    kind = passed_kind(end, shown_as)
    if kind is None:
        raise SitegenError([_refusal(shown_as, end)])
    if not _is_as_named(kind, reader):
        raise SitegenError([_masked(shown_as, end)])
    warnings = (_told(shown_as, kind.warning),) if kind.warning else ()
    return Clean((Span(0, reader.size),), warnings)


def _by_first_bytes(reader: Reader, head: bytes, shown_as: str) -> Clean | None:
    """Return a file of a kind that is cleaned; None for all others."""
    if head.startswith(b"\xff\xd8\xff"):
        return Clean(tuple(jpeg(reader)))
    if head.startswith(SIGNATURE):
        return Clean(tuple(png(reader)))
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Clean(tuple(gif(reader)))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Clean(tuple(webp(reader)))
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Clean(tuple(wave(reader)))
    if head.startswith(b"OggS"):
        return Clean(tuple(ogg(reader)))
    if is_matroska(head):
        return Clean(tuple(matroska(reader)))
    if head.startswith(b"ID3") or (ending(shown_as) == "mp3" and is_mp3(head)):
        pieces, is_sound = mp3(reader)
        return Clean(tuple(pieces), () if is_sound else (_unplayable(shown_as),))
    if head[4:8] in _FIRST_BOXES and (head[4:8] == b"ftyp" or is_of_boxes(reader)):
        return _of_boxes(reader, head, shown_as)
    return None


def _of_boxes(reader: Reader, head: bytes, shown_as: str) -> Clean:
    whole = list(boxes(reader, 0, reader.size))
    if head[4:8] == b"ftyp" and head[8:12] in _RAW_BRANDS:
        raise SitegenError([_refusal(shown_as, ending(shown_as))])
    if heif.is_still(reader, whole):
        if heif.tells(reader, whole):
            raise SitegenError([_telling_still(shown_as)])
        return Clean(tuple(heif.still(reader, whole)))
    pieces, text_went = film(reader)
    warnings = (_text_track(shown_as),) if text_went else ()
    return Clean(tuple(pieces), warnings)


def _drawing(reader: Reader, shown_as: str) -> Clean:
    if reader.size > _MOST_DRAWING:
        raise SitegenError([_refusal(shown_as, "svg")])
    drawing = pictures.clean_svg(reader.exactly(0, reader.size), shown_as)
    if isinstance(drawing, Problem):
        raise SitegenError([drawing])
    return Clean((drawing,))


def _is_as_named(kind: Kind, reader: Reader) -> bool:
    head = reader.at(0, 1024)
    if kind.begins and head.startswith(kind.begins):
        return True
    return (b"%PDF-" in kind.begins and b"%PDF-" in head) or _is_text(reader)


def _is_text(reader: Reader) -> bool:
    """Say whether a file is text, which no camera writes, whatever it is called."""
    head = reader.at(0, _TEXT_LOOK)
    return b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _damage(shown_as: str) -> Problem:
    return Problem(
        shown_as,
        0,
        "the file is damaged or cut short, or is not what its name says",
        "Copy it here again from the camera or from whoever sent it.",
    )


def _refusal(shown_as: str, end: str) -> Problem:
    name = PurePosixPath(shown_as)
    remedy = REMEDIES.get(end, "Publish it in another form, as PDF or in a .zip.")
    remedy = remedy.format(name=shlex.quote(name.name), stem=shlex.quote(name.stem))
    if not end:
        what = "a file of no known kind"
    else:
        what = f"a .{end} file"
        remedy += f' If nothing in it is secret, write under [files]: allow = [".{end}"]'
    return Problem(
        shown_as, 0, f"{what} would be published with all that its maker wrote into it", remedy
    )


def _telling_still(shown_as: str) -> Problem:
    return Problem(
        shown_as,
        0,
        "an AVIF or HEIC picture would be published with all that the camera wrote into it",
        "Export it as JPEG or PNG and link to that.",
    )


def _masked(shown_as: str, end: str) -> Problem:
    what = f"no .{end} file, whatever its name says" if end else "no text, and has no ending"
    return Problem(shown_as, 0, f"this is {what}", "Give it the ending of what it is.")


def _told(shown_as: str, what: str) -> Problem:
    return Problem(
        shown_as, 0, f"is published as it is: {what}", "Look at it, or publish a PDF.", warning=True
    )


def _unplayable(shown_as: str) -> Problem:
    return Problem(
        shown_as,
        0,
        "this is not what its name says: browsers will not show or play it",
        "Copy it here again from the recorder or from whoever sent it.",
        warning=True,
    )


def _text_track(shown_as: str) -> Problem:
    return Problem(
        shown_as,
        0,
        "a track of text in this film is left out: cameras write where they were into such",
        "Put captions into a .vtt file beside the film.",
        warning=True,
    )
