"""Films and recordings of the MP4 and QuickTime family: what is seen and heard stays.

Nothing moves, because a film counts its bytes: whatever is not known to be film, sound,
chapters or a title is filled with zeros where it stands. So go the place, the maker, the hour
and the tracks in which action cameras and drones write where they were.

Sources: ISO/IEC 14496-12 and 14496-14; Apple, "QuickTime File Format"; Nero's chapters (chpl).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from sitegen.traces.boxes import Box, boxes
from sitegen.traces.pieces import Piece, Reader, Zeros, with_patches
from sitegen.traces.samples import sample_spans

Patch = tuple[int, bytes | Zeros]

# Boxes that stay, by what they lie in; those with a set of their own are looked into.
_KEPT: Mapping[bytes, frozenset[bytes]] = {
    b"": frozenset((b"ftyp", b"styp", b"pdin", b"moov", b"moof", b"mdat", b"mfra", b"sidx",
                    b"ssix")),
    b"moov": frozenset((b"mvhd", b"trak", b"mvex", b"iods", b"udta", b"meta")),
    b"trak": frozenset((b"tkhd", b"edts", b"mdia", b"tref", b"tapt", b"load", b"udta")),
    b"mdia": frozenset((b"mdhd", b"hdlr", b"minf", b"elng")),
    b"minf": frozenset((b"vmhd", b"smhd", b"nmhd", b"sthd", b"gmhd", b"hdlr", b"dinf", b"stbl")),
    b"dinf": frozenset((b"dref",)),
    b"stbl": frozenset((b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stz2", b"stco", b"co64",
                        b"stss", b"stsh", b"stdp", b"sdtp", b"sbgp", b"sgpd", b"saiz", b"saio",
                        b"subs", b"cslg", b"stps", b"padb")),
    b"moof": frozenset((b"mfhd", b"traf")),
    b"traf": frozenset((b"tfhd", b"tfdt", b"trun", b"sdtp", b"sbgp", b"sgpd", b"saiz", b"saio",
                        b"subs", b"senc")),
    b"tref": frozenset((b"chap", b"sync", b"folw", b"subt", b"dpnd", b"auxl")),
    b"udta": frozenset((b"meta", b"chpl")),
    b"dref": frozenset((b"url ", b"urn ", b"alis", b"rsrc")),
    b"sample": frozenset((b"avcC", b"hvcC", b"av1C", b"vpcC", b"dvcC", b"dvvC", b"dvh1", b"esds",
                          b"colr", b"pasp", b"clap", b"fiel", b"gama", b"chan", b"wave", b"btrt",
                          b"dOps", b"dfLa", b"dac3", b"dec3", b"dac4", b"alac", b"mdcv", b"clli",
                          b"SmDm", b"CoLL", b"sinf", b"pcmC", b"chnl", b"damr", b"d263", b"glbl",
                          b"jp2h", b"vttC", b"mp4a", b"frma", b"enda", b"\0\0\0\0", b"cjpg",
                          b"lhvC", b"vexu", b"hfov", b"st3d", b"sv3d", b"amve")),
}  # fmt: skip
# What listeners are told of a recording: titles, chapters, places in a series. Not who speaks:
# there a recorder writes whose it is.
_TITLES = frozenset((b"\xa9nam", b"\xa9alb", b"\xa9gen", b"gnre", b"trkn",
                     b"disk", b"desc", b"ldes", b"catg", b"keyw", b"pcst", b"purl",
                     b"egid", b"tvsh", b"tven", b"tvsn", b"tves", b"stik", b"rtng", b"cpil",
                     b"pgap", b"\xa9grp", b"sonm", b"soal"))  # fmt: skip
_SEEN_OR_HEARD = frozenset((b"vide", b"soun", b"clcp"))
_CHAPTERS = frozenset((b"text", b"sbtl"))  # tracks that stay where another names its chapters
_SUBTITLES = frozenset((b"wvtt", b"stpp"))  # which no camera makes
_DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))  # boxes that begin with two dates
_FILM_HEAD = 78  # bytes of the description of samples before its own boxes
_SOUND_HEAD = {0: 28, 1: 44, 2: 64}  # the same of sound, by version
_VENDOR, _COMPRESSOR = (12, 4), (42, 32)  # where a film's description names its maker
_SELF = b"\0\0\0\1"  # the film holds its own data


class _Track:
    """What is to be known of one track."""

    def __init__(self, reader: Reader, box: Box) -> None:
        self.box = box
        self.number = 0
        self.handler = b""
        self.entry = b""
        self.chapters: tuple[int, ...] = ()
        self.table: Box | None = None
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


def film(reader: Reader) -> tuple[list[Piece], bool]:
    """Return the pieces of a film that are seen and heard, and whether a track of text went.

    Raises:
        ValueError: it is damaged or cut short, or is made in a way that is not known here.
    """
    whole = list(boxes(reader, 0, reader.size))
    tracks = [
        _Track(reader, box)
        for movie in whole if movie.kind == b"moov"
        for box in boxes(reader, movie.inside, movie.stop) if box.kind == b"trak"
    ]  # fmt: skip
    if not any(box.kind in (b"moov", b"moof") for box in whole):
        raise ValueError("the film has no header")
    chapters = {number for track in tracks for number in track.chapters}
    kept = [track for track in tracks if _stays(track, chapters)]
    gone = [track for track in tracks if track not in kept]
    patches: list[Patch] = []
    _Cleaning(reader, patches, {track.box.start: track.handler for track in kept}).level(b"", whole)
    fragments = any(box.kind == b"moof" for box in whole)
    if fragments and gone:
        raise ValueError("the film is in fragments and holds tracks that are no film")
    if not fragments:
        spans = sorted(
            span
            for track in kept
            for span in sample_spans(reader, track.table, sound=track.handler == b"soun")
        )
        for box in whole:
            if box.kind == b"mdat":
                patches += _gaps(box, spans)
    text_went = any(track.handler in _CHAPTERS | {b"subt"} for track in gone)
    return with_patches(reader.size, patches), text_went


def _stays(track: _Track, chapters: set[int]) -> bool:
    if track.handler in _SEEN_OR_HEARD or track.entry in _SUBTITLES:
        return True
    return track.handler in _CHAPTERS and track.number in chapters


def _gaps(box: Box, spans: list[tuple[int, int]]) -> Iterator[Patch]:
    """Yield zeros for what lies in a film's data and is no sample of a track that stays."""
    position = box.inside
    for start, stop in spans:
        if stop <= position or start >= box.stop:
            continue
        if start > position:
            yield position, Zeros(start - position)
        position = min(stop, box.stop)
    if position < box.stop:
        yield position, Zeros(box.stop - position)


class _Cleaning:
    """Walks the boxes and notes what is to be zeros."""

    def __init__(self, reader: Reader, patches: list[Patch], handlers: Mapping[int, bytes]) -> None:
        self._reader = reader
        self._patches = patches
        self._handlers = handlers  # of the tracks that stay, by where they begin
        self._handler = b""  # of the track that is walked

    def level(self, name: bytes, inside: list[Box]) -> None:
        for box in inside:
            if box.kind not in _KEPT[name]:
                self._blank(box)
            elif box.kind == b"trak":
                self._track(box)
            else:
                self._keep(box)

    def _track(self, box: Box) -> None:
        if box.start not in self._handlers:
            self._blank(box)
            return
        self._handler = self._handlers[box.start]
        self.level(b"trak", list(boxes(self._reader, box.inside, box.stop)))

    def _keep(self, box: Box) -> None:
        kind = box.kind
        if kind in _DATED:
            long = self._reader.exactly(box.inside, 1) == b"\1"
            self._zero(box.inside + 4, min(16 if long else 8, box.stop - box.inside - 4))
        elif kind == b"udta":
            self._user_data(box)
        elif kind == b"meta":
            self._meta(box)
        elif kind == b"hdlr":
            self._zero(box.inside + 12, box.stop - box.inside - 12)
        elif kind == b"dref":
            self._references(box)
        elif kind == b"stsd":
            self._descriptions(box)
        elif kind == b"gmhd":
            return
        elif kind in _KEPT:
            self.level(kind, list(boxes(self._reader, box.inside, box.stop)))

    def _user_data(self, box: Box) -> None:
        try:
            inside = list(boxes(self._reader, box.inside, box.stop))
        except ValueError:
            try:  # QuickTime ends user data with four zeros
                inside = list(boxes(self._reader, box.inside, box.stop - 4))
            except ValueError:
                self._blank(box)
                return
        self.level(b"udta", inside)

    def _meta(self, box: Box) -> None:
        """Keep what iTunes' kind of metadata tells listeners."""
        if self._reader.at(box.inside + 12, 4) != b"mdir" and (
            self._reader.at(box.inside + 4 + 16, 4) != b"mdir"
        ):
            self._blank(box)
            return
        plain = self._reader.at(box.inside + 4, 4) == b"hdlr"
        for child in boxes(self._reader, box.inside + (0 if plain else 4), box.stop):
            if child.kind == b"ilst":
                for title in boxes(self._reader, child.inside, child.stop):
                    if title.kind not in _TITLES:
                        self._blank(title)
            elif child.kind != b"hdlr":
                self._blank(child)

    def _references(self, box: Box) -> None:
        """Keep that the film holds its own data, without the way to it on somebody's disk."""
        for entry in boxes(self._reader, box.inside + 8, box.stop):
            self._patches.append((entry.inside, _SELF))
            self._zero(entry.inside + 4, entry.stop - entry.inside - 4)

    def _descriptions(self, box: Box) -> None:
        """Take the maker's name out of what says how samples are to be read."""
        for entry in boxes(self._reader, box.inside + 8, box.stop):
            length = entry.stop - entry.inside
            if self._handler == b"vide" and length >= _FILM_HEAD:
                self._zero(entry.inside + _VENDOR[0], _VENDOR[1])
                self._zero(entry.inside + _COMPRESSOR[0], _COMPRESSOR[1])
                head = _FILM_HEAD
            elif self._handler == b"soun" and length >= _SOUND_HEAD[0]:
                (version,) = struct.unpack(">H", self._reader.exactly(entry.inside + 8, 2))
                self._zero(entry.inside + 12, 4)
                head = _SOUND_HEAD.get(version, _SOUND_HEAD[0])
            else:
                continue
            try:
                inside = list(boxes(self._reader, entry.inside + head, entry.stop))
            except ValueError:
                self._zero(entry.inside + head, length - head)  # no box, and no decoder's either
                continue
            self.level(b"sample", inside)

    def _blank(self, box: Box) -> None:
        self._patches.append((box.start + 4, b"free"))
        self._zero(box.inside, box.stop - box.inside)

    def _zero(self, start: int, count: int) -> None:
        if count > 0:
            self._patches.append((start, Zeros(count)))
