"""The boxes of a film that are seen and heard, or told to listeners; all others become zeros.

Of a box that stays, only so much stays as is known (see `film_parts`).

Sources: ISO/IEC 14496-12 and 14496-14; Apple, "QuickTime File Format"; Nero's chapters (chpl).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from sitegen.traces.boxes import Box, boxes
from sitegen.traces.film_parts import hevc_units, known_length, silent_parts
from sitegen.traces.film_units import unit_patches
from sitegen.traces.fragments import track_number
from sitegen.traces.pieces import Patch, Reader, Zeros
from sitegen.traces.profiles import plain_profile

# Boxes that stay, by what they lie in; those with a set of their own are looked into. Of the
# others `film_parts` says how much is known.
_KEPT: Mapping[bytes, frozenset[bytes]] = {
    b"": frozenset((b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx")),
    b"moov": frozenset((b"mvhd", b"trak", b"mvex", b"udta", b"meta")),
    b"trak": frozenset((b"tkhd", b"edts", b"mdia", b"tref", b"tapt", b"udta")),
    b"edts": frozenset((b"elst",)),
    b"tapt": frozenset((b"clef", b"prof", b"enof")),
    b"mvex": frozenset((b"mehd", b"trex")),
    b"mfra": frozenset((b"tfra", b"mfro")),
    b"mdia": frozenset((b"mdhd", b"hdlr", b"minf", b"elng")),
    b"minf": frozenset((b"vmhd", b"smhd", b"nmhd", b"sthd", b"gmhd", b"hdlr", b"dinf", b"stbl")),
    b"gmhd": frozenset((b"gmin", b"text")),
    b"dinf": frozenset((b"dref",)),
    b"stbl": frozenset((b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stz2", b"stco", b"co64",
                        b"stss", b"sbgp", b"sgpd", b"cslg", b"stps")),
    b"moof": frozenset((b"mfhd", b"traf")),
    b"traf": frozenset((b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd")),
    b"tref": frozenset((b"chap", b"sync", b"folw", b"subt", b"dpnd", b"auxl")),
    b"udta": frozenset((b"meta", b"chpl")),
    b"sample": frozenset((b"avcC", b"hvcC", b"av1C", b"vpcC", b"dvcC", b"dvvC", b"esds", b"colr",
                          b"pasp", b"clap", b"fiel", b"gama", b"chan", b"wave", b"btrt", b"dOps",
                          b"dfLa", b"dac3", b"dec3", b"alac", b"mdcv", b"clli", b"SmDm", b"CoLL",
                          b"pcmC", b"damr", b"d263", b"vttC", b"lhvC", b"vexu", b"hfov", b"st3d",
                          b"sv3d", b"amve")),
    b"wave": frozenset((b"frma", b"enda", b"esds", b"mp4a", b"alac", b"chan", b"\0\0\0\0")),
    b"vexu": frozenset((b"eyes", b"proj")),
    b"eyes": frozenset((b"stri", b"hero", b"cmfy")),
    b"cmfy": frozenset((b"dadj",)),
    b"sv3d": frozenset((b"svhd", b"proj")),
    b"proj": frozenset((b"prhd", b"equi", b"cbmp", b"prji")),
}  # fmt: skip
# Kinds of the family that name no maker; others, such as Canon's CAEP, are called plainly.
_NAMES = (
    b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 isoa isob isoc mp41 mp42 mp71 avc1 hvc1 hev1 "
    b"av01 vp09 M4A  M4B  M4V  M4VH M4VP qt   dash dsms msdh msix cmfc cmfs cmff cmf2 hlsf piff "
    b"3gp4 3gp5 3gp6 3gp7 3gp8 3gp9 3gpp 3gr6 3gs6 3ge6 3ge7 3gg6 3gh9 3g2a 3g2b 3g2c mjp2 "
    b"lmsg sims risx ssss dby1 mif1 mif2 msf1 heic heix heim heis hevc hevx hevm hevs avif avis "
    b"avio miaf MA1A MA1B MiHB MiHE MiPr MiAn tmap 1pic "
)
BRANDS = frozenset(_NAMES[at : at + 4] for at in range(0, len(_NAMES), 5))
# What listeners are told of a recording: titles, chapters, places in a series. Not who speaks:
# there a recorder writes whose it is.
_TITLES = frozenset((b"\xa9nam", b"\xa9alb", b"\xa9gen", b"gnre", b"trkn",
                     b"disk", b"desc", b"ldes", b"catg", b"keyw", b"pcst", b"purl",
                     b"egid", b"tvsh", b"tven", b"tvsn", b"tves", b"stik", b"rtng", b"cpil",
                     b"pgap", b"\xa9grp", b"sonm", b"soal"))  # fmt: skip
_KEPT_REFERENCES = frozenset((b"url ", b"urn ", b"alis", b"rsrc"))
_DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))  # boxes that begin with two dates
FILM_HEAD = 78  # bytes of the description of samples before its own boxes
_SOUND_HEAD = {0: 28, 1: 44, 2: 64}  # the same of sound, by version
_TEXT_HEAD = {b"tx3g": 38, b"text": 51, b"wvtt": 8, b"c608": 8}  # the same of words
_WORDS_ONLY = b"stpp"  # subtitles in XML, of which no camera knows
_VENDOR, _COMPRESSOR = (12, 4), (42, 32)  # where a film's description names its maker
_SELF = b"\0\0\0\1"  # the film holds its own data


class BoxCleaning:
    """Walks the boxes and notes what is to be zeros."""

    def __init__(
        self,
        reader: Reader,
        patches: list[Patch],
        handlers: Mapping[int, bytes],
        kept: frozenset[int],
        gone: frozenset[int],
    ) -> None:
        """Args: handlers of the tracks that stay by where they begin; numbers of tracks."""
        self._reader = reader
        self._patches = patches
        self._handlers = handlers
        self._kept = kept
        self._gone = gone
        self._handler = b""  # of the track that is walked

    def clean(self) -> None:
        self._level(b"", 0, self._reader.size)

    def _level(self, name: bytes, start: int, stop: int) -> None:
        for box in self._boxes(start, stop):
            if box.kind not in _KEPT[name]:
                self._blank(box)
            elif box.kind == b"trak":
                self._track(box)
            else:
                self._keep(box)

    def _boxes(self, start: int, stop: int) -> list[Box]:
        """Return the boxes that lie there; what behind them is too short for one goes."""
        inside = list(boxes(self._reader, start, stop))
        end = inside[-1].stop if inside else start
        self._zero(end, stop - end)
        return inside

    def _inside(self, box: Box) -> None:
        self._level(box.kind, box.inside, box.stop)

    def _track(self, box: Box) -> None:
        if box.start not in self._handlers:
            self._blank(box)
            return
        self._handler = self._handlers[box.start]
        self._inside(box)

    def _keep(self, box: Box) -> None:
        match box.kind:
            case b"mdat":
                return  # what of it stays, the tracks say
            case b"ftyp" | b"styp":
                self._brands(box)
            case b"tref":
                self._tracks_named(box)
            case b"traf":
                self._part(box)
            case b"hdlr":
                self._zero(box.inside + 12, box.stop - box.inside - 12)
            case b"udta":
                self._user_data(box)
            case b"meta":
                self._meta(box)
            case b"dref":
                self._references(box)
            case b"stsd":
                self._descriptions(box)
            case b"hvcC" | b"lhvC":
                self._setup(box)
            case b"dfLa":
                self._flac(box)
            case b"colr":
                self._colours(box)
            case kind if kind in _KEPT:
                self._inside(box)
            case _:
                self._leaf(box)

    def _leaf(self, box: Box) -> None:
        """Keep what is known of a box that holds no boxes."""
        known = known_length(self._reader, box)
        if known < 0:
            self._blank(box)
            return
        length = box.stop - box.inside
        if box.kind in _DATED:
            long = self._reader.exactly(box.inside, 1) == b"\1"
            self._zero(box.inside + 4, min(16 if long else 8, length - 4))
        for start, stop in silent_parts(self._reader, box):
            self._zero(box.inside + start, min(stop, length) - start)
        self._zero(box.inside + known, length - known)

    def _brands(self, box: Box) -> None:
        """Keep of the film's kinds those that name no maker."""
        for at in range(box.inside, box.stop, 4):
            brand = self._reader.exactly(at, min(4, box.stop - at))
            if at != box.inside + 4 and brand not in BRANDS:  # behind the first, its version
                self._patches.append((at, b"isom"[: len(brand)]))
        self._zero(box.inside + 4, min(4, box.stop - box.inside - 4))

    def _tracks_named(self, box: Box) -> None:
        """Keep references to tracks that stay."""
        for reference in self._boxes(box.inside, box.stop):
            data = self._reader.exactly(reference.inside, reference.stop - reference.inside)
            numbers = {int.from_bytes(data[at : at + 4]) for at in range(0, len(data), 4)}
            if reference.kind not in _KEPT[b"tref"] or not numbers <= self._kept:
                self._blank(reference)

    def _part(self, box: Box) -> None:
        """Keep a part of a fragment, if its track stays."""
        if track_number(self._reader, box) in self._gone:
            self._blank(box)
        else:
            self._inside(box)

    def _user_data(self, box: Box) -> None:
        stop = box.inside
        try:
            for child in boxes(self._reader, box.inside, box.stop):
                stop = child.stop
        except ValueError:  # QuickTime ends user data with zeros, and others with words
            if stop == box.inside:
                self._blank(box)
                return
            self._level(b"udta", box.inside, stop)
            self._empty(stop, box.stop)
        else:
            self._inside(box)

    def _meta(self, box: Box) -> None:
        """Keep what iTunes' kind of metadata tells listeners."""
        is_plain = self._reader.at(box.inside + 4, 4) == b"hdlr"  # as in QuickTime
        start = box.inside + (0 if is_plain else 4)
        if self._reader.at(start + 16, 4) != b"mdir":
            self._blank(box)
            return
        for child in self._boxes(start, box.stop):
            if child.kind == b"ilst":
                for title in self._boxes(child.inside, child.stop):
                    self._title(title)
            elif child.kind == b"hdlr":
                known = 16 if self._reader.at(child.inside + 12, 4) == b"appl" else 12
                self._zero(child.inside + known, child.stop - child.inside - known)
            else:
                self._blank(child)

    def _title(self, box: Box) -> None:
        if box.kind not in _TITLES:
            self._blank(box)
            return
        try:
            values = list(boxes(self._reader, box.inside, box.stop))
        except ValueError:
            values = []
        if not values:
            self._blank(box)
            return
        self._zero(values[-1].stop, box.stop - values[-1].stop)
        for value in values:
            if value.kind != b"data":
                self._blank(value)

    def _references(self, box: Box) -> None:
        """Keep that the film holds its own data, without the way to it on somebody's disk."""
        for entry in self._boxes(box.inside + 8, box.stop):
            if entry.kind not in _KEPT_REFERENCES:
                self._patches.append((entry.start + 4, b"url "))
            self._patches.append((entry.inside, _SELF))
            self._zero(entry.inside + 4, entry.stop - entry.inside - 4)

    def _descriptions(self, box: Box) -> None:
        """Take the maker's name out of what says how samples are to be read."""
        for entry in self._boxes(box.inside + 8, box.stop):
            length = entry.stop - entry.inside
            head = self._head(entry)
            if entry.kind == _WORDS_ONLY:
                continue
            if not head <= length:
                self._blank(entry)
                continue
            self._zero(entry.inside, 6)
            if self._handler in (b"vide", b"soun"):
                self._zero(entry.inside + _VENDOR[0], _VENDOR[1])
            if self._handler == b"vide":
                self._zero(entry.inside + _COMPRESSOR[0], _COMPRESSOR[1])
            try:
                list(boxes(self._reader, entry.inside + head, entry.stop))
            except ValueError:  # no boxes, and no decoder's words either
                self._empty(entry.inside + head, entry.stop)
            else:
                self._level(b"sample", entry.inside + head, entry.stop)

    def _head(self, entry: Box) -> int:
        """Return how long a description is before its own boxes; too long where nobody knows."""
        if self._handler == b"vide":
            return FILM_HEAD
        if self._handler == b"soun":
            version = int.from_bytes(self._reader.at(entry.inside + 8, 2))
            return _SOUND_HEAD.get(version, _SOUND_HEAD[0])
        return _TEXT_HEAD.get(entry.kind, entry.stop)

    def _setup(self, box: Box) -> None:
        """Keep how a decoder is set up, without what an encoder says of itself there."""
        for start, stop in hevc_units(self._reader, box):
            self._patches += unit_patches(self._reader, start, stop, hevc=True)
        self._leaf(box)

    def _flac(self, box: Box) -> None:
        """Keep the first of FLAC's blocks, which becomes the last."""
        (first,) = self._reader.exactly(box.inside + 4, 1)
        self._patches.append((box.inside + 4, bytes([first | 0x80])))
        self._leaf(box)

    def _colours(self, box: Box) -> None:
        """Keep how colours are meant, without who made the profile."""
        if self._reader.at(box.inside, 4) in (b"prof", b"rICC"):
            profile = self._reader.exactly(box.inside + 4, box.stop - box.inside - 4)
            self._patches.append((box.inside + 4, plain_profile(profile) or bytes(len(profile))))
        else:
            self._leaf(box)

    def _blank(self, box: Box) -> None:
        self._patches.append((box.start + 4, b"free"))
        self._zero(box.inside, box.stop - box.inside)

    def _empty(self, start: int, stop: int) -> None:
        """Put an empty box in place of what is none."""
        self._patches.append((start, struct.pack(">I4s", stop - start, b"free")))
        self._zero(start + 8, stop - start - 8)

    def _zero(self, start: int, count: int) -> None:
        if count > 0:
            self._patches.append((start, Zeros(count)))
