"""Films and recordings of the MP4 and QuickTime family: what is seen and heard stays.

Nothing moves, because a film counts its bytes: whatever is not known to be film, sound,
chapters or a title is filled with zeros where it stands. So go the place, the maker, the hour
and the tracks in which action cameras and drones write where they were.

Sources: ISO/IEC 14496-12 and 14496-14; Apple, "QuickTime File Format"; Nero's chapters (chpl).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sitegen.traces.boxes import Box, boxes
from sitegen.traces.film_boxes import FILM_HEAD, BoxCleaning
from sitegen.traces.film_units import sample_patches
from sitegen.traces.fragments import default_sizes, fragment_spans
from sitegen.traces.items import gaps
from sitegen.traces.pieces import Patch, Piece, Reader, with_patches
from sitegen.traces.samples import sample_spans

_SEEN_OR_HEARD = frozenset((b"vide", b"soun", b"clcp"))
_CHAPTERS = frozenset((b"text", b"sbtl"))  # tracks that stay where another names its chapters
_SUBTITLES = frozenset((b"wvtt", b"stpp"))  # which no camera makes
_SETUPS = {b"avcC": 4, b"hvcC": 21}  # where the setup of a decoder says how units begin


class _Track:
    """What is to be known of one track."""

    def __init__(self, reader: Reader, box: Box) -> None:
        self.box = box
        self.number = 0
        self.handler = b""
        self.entry = b""
        self.chapters: tuple[int, ...] = ()
        self.table: Box | None = None
        self.unit_width = 0  # bytes that say how long a unit of AVC or HEVC is
        self.is_hevc = False
        for child in boxes(reader, box.inside, box.stop):
            if child.kind == b"tkhd":
                offset = 20 if reader.exactly(child.inside, 1) == b"\1" else 12
                (self.number,) = struct.unpack(">I", reader.exactly(child.inside + offset, 4))
            elif child.kind == b"tref":
                for reference in boxes(reader, child.inside, child.stop):
                    if reference.kind == b"chap":
                        data = reader.exactly(
                            reference.inside, (reference.stop - reference.inside) // 4 * 4
                        )
                        self.chapters = struct.unpack(f">{len(data) // 4}I", data)
            elif child.kind == b"mdia":
                self._media(reader, child)

    def _media(self, reader: Reader, box: Box) -> None:
        descriptions: Box | None = None
        for child in boxes(reader, box.inside, box.stop):
            if child.kind == b"hdlr":
                self.handler = reader.exactly(child.inside + 8, 4)
            elif child.kind == b"minf":
                for table in boxes(reader, child.inside, child.stop):
                    if table.kind == b"stbl":
                        self.table = table
                        for part in boxes(reader, table.inside, table.stop):
                            if part.kind == b"stsd" and part.stop - part.inside >= 16:
                                self.entry = reader.exactly(part.inside + 12, 4)
                                descriptions = part
        if descriptions is not None and self.handler == b"vide":
            self._setup(reader, descriptions)

    def _setup(self, reader: Reader, descriptions: Box) -> None:
        for entry in boxes(reader, descriptions.inside + 8, descriptions.stop):
            try:
                for box in boxes(reader, entry.inside + FILM_HEAD, entry.stop):
                    if box.kind in _SETUPS:
                        (flags,) = reader.exactly(box.inside + _SETUPS[box.kind], 1)
                        self.unit_width = (flags & 3) + 1
                        self.is_hevc = box.kind == b"hvcC"
            except ValueError:
                continue  # no boxes, as in old QuickTime


_Span = tuple[int, int, _Track | None]  # where samples begin and end, and of which track


def film(reader: Reader) -> tuple[list[Piece], bool]:
    """Return the pieces of a film that are seen and heard, and whether a track of text went.

    Raises:
        ValueError: it is damaged or cut short, or is made in a way that is not known here.
    """
    whole = list(boxes(reader, 0, reader.size))
    movies = [box for box in whole if box.kind == b"moov"]
    fragments = [box for box in whole if box.kind == b"moof"]
    tracks = [
        _Track(reader, box)
        for movie in movies
        for box in boxes(reader, movie.inside, movie.stop) if box.kind == b"trak"
    ]  # fmt: skip
    if not movies and not fragments:
        raise ValueError("the film has no header")
    chapters = {number for track in tracks for number in track.chapters}
    kept = [track for track in tracks if _stays(track, chapters)]
    gone = [track for track in tracks if track not in kept]
    handlers = {track.box.start: track.handler for track in kept}
    numbered = {track.number: track for track in kept}
    lost = {track.number for track in gone}
    patches: list[Patch] = []
    BoxCleaning(reader, patches, handlers, frozenset(numbered), frozenset(lost)).clean()
    spans: list[_Span] = [
        (start, stop, track)
        for track in kept
        for start, stop in sample_spans(reader, track.table, sound=track.handler == b"soun")
    ]
    sizes = {key: size for box in movies for key, size in default_sizes(reader, box).items()}
    spans += [
        (start, stop, numbered.get(number))
        for fragment in fragments
        for number, start, stop in fragment_spans(reader, fragment, sizes)
        if number not in lost  # a fragment alone does not say what its tracks are
    ]
    spans.sort(key=lambda span: span[:2])
    for box in whole:
        if box.kind == b"mdat":
            patches += gaps(box, [(start, stop) for start, stop, _ in spans])
    patches += _messages(reader, spans)
    text_went = any(track.handler in _CHAPTERS | {b"subt"} for track in gone)
    return with_patches(reader.size, patches), text_went


def _stays(track: _Track, chapters: set[int]) -> bool:
    if track.handler in _SEEN_OR_HEARD or track.entry in _SUBTITLES:
        return True
    return track.handler in _CHAPTERS and track.number in chapters


def _messages(reader: Reader, spans: list[_Span]) -> Iterator[Patch]:
    """Yield what changes in the samples, where cameras write between the pictures too."""
    position = 0
    for start, stop, track in spans:
        if track is not None and track.unit_width and start >= position:
            yield from sample_patches(reader, start, stop, track.unit_width, hevc=track.is_hevc)
            position = stop
