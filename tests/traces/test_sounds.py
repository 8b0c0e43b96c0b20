"""Recordings byte by byte: frames, tags, comments and chunks, and what stays of each."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from sitegen.traces.codec_setups import setup_patches
from sitegen.traces.mp3 import is_mp3, mp3
from sitegen.traces.ogg import ogg, plain_comments
from sitegen.traces.pieces import MemoryReader, Piece, Reader, bytes_of, with_patches
from sitegen.traces.png import SIGNATURE
from sitegen.traces.wave import known_format, wave
from tests.traces.test_pictures import chunk as png_chunk
from tests.traces.test_pictures import drawing, riff_chunk, segment


def told(clean: Callable[[Reader], list[Piece]], data: bytes) -> bytes:
    reader = MemoryReader(data)
    return b"".join(bytes_of(clean(reader), reader))


def heard(data: bytes) -> tuple[bytes, bool]:
    reader = MemoryReader(data)
    pieces, is_sound = mp3(reader)
    return b"".join(bytes_of(pieces, reader)), is_sound


# Frames of an MP3

RATES_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
FREQUENCIES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def frame(version: int = 3, rate: int = 9, frequency: int = 0, padding: int = 0) -> bytes:
    """Return a frame of layer III; `version` is 3 for MPEG-1, 2 for MPEG-2, 0 for MPEG-2.5."""
    head = bytes([0xFF, 0xE3 | version << 3, rate << 4 | frequency << 2 | padding << 1, 0])
    kilobits = (RATES_1 if version == 3 else RATES_2)[rate - 1]
    samples = 1152 if version == 3 else 576
    length = samples * kilobits * 125 // FREQUENCIES[version][frequency] + padding
    return head.ljust(length, b"s")


@pytest.mark.parametrize("version", [3, 2, 0])
@pytest.mark.parametrize("frequency", [0, 1, 2])
def test_a_frame_is_as_long_as_its_head_says(version: int, frequency: int) -> None:
    """At each rate and frequency, padded or not: nothing between two frames stays."""
    for rate in range(1, 15):
        for padding in (0, 1):
            one = frame(version, rate, frequency, padding)
            assert is_mp3(one[:4])
            assert heard(one * 2 + b"talk" + one + one + b"words") == (one * 4, True)
            assert heard(b"talk" + one + one[:-1]) == (one, True)
            assert heard(b"talk" + one[:-1]) == (b"talk" + one[:-1], False)
            assert heard(b"talk" + one) == (one, True)


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xfb\xf0\0",
        b"\xff\xfb\x9c\0",
        b"\xff\xeb\x90\0",
        b"\xff\xfd\x90\0",
        b"\xff\xf9\x90\0",
        b"\xff\xff\x90\0",
        b"\xfe\xfb\x90\0",
        b"\xff\xdb\x90\0",
        b"\xff\xfb",
    ],
)
def test_what_is_no_head_of_a_frame_is_none(head: bytes) -> None:
    """Rates, frequencies, versions and layers that do not exist, or are no MP3."""
    assert not is_mp3(head)
    assert heard(frame() + head + frame()) == (frame() * 2, True)


def test_a_sound_of_free_rate_is_as_long_as_its_first_frame() -> None:
    """Nothing in such a frame says its length; the next two heads do."""
    for padding in (0, 1):
        free = b"\xff\xfb" + bytes([padding << 1, 0]) + b"s" * 300
        assert heard(free * 3 + b"talk") == (free * 3, True)
        assert heard(free * 2) == (free * 2, True)
    free = b"\xff\xfb\0\0" + b"s" * 300
    padded = b"\xff\xfb\2\0" + b"s" * 301
    assert heard(free + padded + free + b"talk") == (free + padded + free, True)
    assert heard(free + b"talk") == (free + b"talk", False)
    inside = b"\xff\xfb\0\0" + b"s" * 96 + b"\xff\xfb\0\0" + b"s" * 200  # a head by chance
    assert heard(inside * 3) == (inside * 3, True)
    far = b"\xff\xfb\0\0" + b"s" * 4091  # the next head must lie in 4,096 bytes
    assert heard(far * 3) == (far * 3, False)
    near = b"\xff\xfb\0\0" + b"s" * 4088
    assert heard(near * 3) == (near * 3, True)


def test_zeros_before_the_sound_go_with_the_tags() -> None:
    free = b"\xff\xfb\0\0" + b"s" * 300
    assert heard(bytes(1 << 16) + free * 3) == (free * 3, True)
    assert not heard(bytes((1 << 16) + 1) + free * 3)[1]
    assert heard(bytes(9) + frame() * 2) == (frame() * 2, True)
    assert heard(bytes(9)) == (bytes(9), False)
    assert heard(b"") == (b"", False)
    talk = b"t" * 4095 + b"\xff" + b"t" * 5000  # further than one look, with a mark by chance
    assert heard(talk + frame() * 2) == (frame() * 2, True)


# Tags of an MP3


def size_of(number: int) -> bytes:
    return bytes(number >> shift & 127 for shift in (21, 14, 7, 0))


def tag_frame(version: int, name: bytes, body: bytes, flags: bytes = b"\0\0") -> bytes:
    if version == 2:
        return name + len(body).to_bytes(3) + body
    return name + (size_of(len(body)) if version == 4 else len(body).to_bytes(4)) + flags + body


def tag(version: int, body: bytes, flags: int = 0, more: bytes = b"") -> bytes:
    return b"ID3" + bytes([version, 0, flags]) + size_of(len(body)) + body + more


SOUND = frame() * 2
TITLES = "TIT1 TIT2 TIT3 TALB TRCK TPOS TCON TLAN"
SHORT_TITLES = "TT1 TT2 TT3 TAL TRK TPA TCO TLA"


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_tag_says_what_listeners_are_told(version: int) -> None:
    """Titles of each kind, as they are; names of people, programs and hours go."""
    names = (SHORT_TITLES if version == 2 else TITLES).encode().split()
    others = (b"TP1 TSS TYE COM TXX" if version == 2 else b"TPE1 TSSE TDRC COMM TXXX WXXX").split()
    body = b"".join(tag_frame(version, name, b"\0" + name * 99) for name in names)
    talk = b"".join(tag_frame(version, name, b"\0talk") for name in others)
    plain = tag(version, body) + SOUND
    assert heard(talk and tag(version, talk + body + talk + bytes(20)) + SOUND) == (plain, True)
    assert heard(tag(version, body) + tag(version, talk) + tag(version, body) + SOUND) == (
        plain,
        True,
    )
    assert heard(tag(version, talk) + SOUND) == (SOUND, True)
    cut = tag(version, body + tag_frame(version, names[0], b"\0title")[:-1])
    assert heard(cut + SOUND) == (plain, True)
    assert heard(tag(version, body, 0x10, b"3DI" + bytes(7)) + SOUND) == (plain, True)
    assert heard(tag(5, body) + SOUND) == (SOUND, True)
    with pytest.raises(ValueError, match="a tag is cut short"):
        heard(tag(version, body)[:-1])
    assert heard(tag(version, body)) == (tag(version, body), False)


@pytest.mark.parametrize("version", [2, 3, 4])
def test_what_packs_a_tag_is_undone(version: int) -> None:
    """Zeros behind each 0xFF, a head of its own; frames that are packed or scrambled go."""
    name = b"TT2" if version == 2 else b"TIT2"
    body = tag_frame(version, name, b"\1\xff\xfea\0")
    packed = body.replace(b"\xff", b"\xff\0")
    assert heard(tag(version, packed, 0x80) + SOUND) == (tag(version, body) + SOUND, True)
    if version == 2:
        assert heard(tag(2, body, 0x40) + SOUND) == (tag(2, body) + SOUND, True)
        return
    extended = size_of(9) + b"ab\0cd" if version == 4 else struct.pack(">I", 5) + b"ab\0cd"
    assert heard(tag(version, extended + body, 0x40) + SOUND) == (tag(version, body) + SOUND, True)
    scrambled = tag_frame(version, name, b"\0other", b"\0\1")
    kept = tag_frame(version, name, b"\0kept", b"\1\0")
    after = tag(version, tag_frame(version, name, b"\0kept"))
    assert heard(tag(version, scrambled + kept) + SOUND) == (after + SOUND, True)


def test_a_tag_of_many_megabytes_goes() -> None:
    big = tag(3, tag_frame(3, b"TIT2", b"\0title") + bytes(16 << 20))
    assert heard(big + SOUND) == (SOUND, True)
    whole = tag(3, (tag_frame(3, b"TIT2", b"\0title")).ljust(16 << 20, b"\0"))
    assert heard(whole + SOUND) == (tag(3, tag_frame(3, b"TIT2", b"\0title")) + SOUND, True)


JPEG = (
    b"\xff\xd8" + segment(0xDB, b"\0" + b"q" * 64) + segment(0xDA, b"\1ab123") + b"pixels\xff\xd9"
)


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_cover_is_its_picture(version: int) -> None:
    """Without its words, and without what a phone wrote into it; within 512 bytes."""
    name, jpg = (b"PIC", b"\0JPG\3\0") if version == 2 else (b"APIC", b"\0image/jpeg\0\3\0")
    talk = JPEG[:2] + segment(0xFE, b"talk") + JPEG[2:] + b"behind"
    drawn = drawing(2, png_chunk(b"tEXt", b"talk"))
    of_png = b"\0PNG\3\0" if version == 2 else b"\0image/png\0\3\0"
    for before, after in ((talk, jpg + JPEG), (drawn, of_png + drawing(2))):
        plain = tag(version, tag_frame(version, name, after)) + SOUND
        for words in (b"\1words of a phone\0\3words\0", b"w" * 504, b""):
            cover = tag_frame(version, name, words + before)
            assert heard(tag(version, cover) + SOUND) == (plain, True)
        far = tag_frame(version, name, b"w" * 510 + before)
        assert heard(tag(version, far) + SOUND) == (SOUND, True)
    for damaged in (JPEG[:40], SIGNATURE + b"abc"):
        assert heard(tag(version, tag_frame(version, name, b"\0" + damaged)) + SOUND) == (
            SOUND,
            True,
        )


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("name", [b"t", b"to", b"toc", b"contents of one"])
def test_chapters_keep_their_times_titles_links_and_pictures(version: int, name: bytes) -> None:
    title, link = tag_frame(version, b"TIT2", b"\0one"), tag_frame(version, b"WXXX", b"\0\0there")
    cover = tag_frame(version, b"APIC", b"\0\0\0" + JPEG)
    plain = tag_frame(version, b"APIC", b"\0image/jpeg\0\3\0" + JPEG)
    talk = tag_frame(version, b"TXXX", b"\0talk") + tag_frame(version, b"CHAP", b"c\0" + b"t" * 16)
    part = name + b"\0" + b"t" * 16
    listed = name + b"\0\3\2" + b"c1\0c2\0"
    before = tag_frame(version, b"CHAP", part + talk + title + talk + link + cover)
    before += tag_frame(version, b"CTOC", listed + talk + title)
    after = tag_frame(version, b"CHAP", part + title + link + plain)
    after += tag_frame(version, b"CTOC", listed + title)
    assert heard(tag(version, before) + SOUND) == (tag(version, after) + SOUND, True)
    for empty in (name + b"\0\3\0", name + b"\0", name + b"\0\3", b"t"):
        body = tag_frame(version, b"CTOC", empty)
        assert heard(tag(version, body) + SOUND) == (tag(version, body) + SOUND, True)


def test_tags_at_the_end_go_but_for_the_title() -> None:
    """ID3v1 without artist, year and comment; APE, Lyrics3 and a footer wholly, in any order."""
    old = b"TAG" + b"t" * 30 + b"a" * 30 + b"l" * 30 + b"y" * 4 + b"c" * 28 + b"\0\7\5"
    plain = b"TAG" + b"t" * 30 + bytes(30) + b"l" * 30 + bytes(32) + b"\0\7\5"

    def ape(flags: int, body: bytes) -> bytes:
        return body + b"APETAGEX" + struct.pack("<IIII", 2000, 32 + len(body), 1, flags) + bytes(8)

    head = b"APETAGEX" + bytes(24)
    lyrics = b"LYRICSBEGINtalk" + b"000015LYRICS200"
    end = b"ID3\4\0\x10" + size_of(4) + b"talk" + b"3DI\4\0\x10" + size_of(4)
    for last in (ape(0, b"talk"), head + ape(1 << 31, b"talk"), lyrics, end):
        assert heard(SOUND + last) == (SOUND, True)
        assert heard(SOUND + lyrics + last + old) == (SOUND + plain, True)
        assert heard(last) == (b"", False)
        assert heard(tag(3, tag_frame(3, b"TIT2", b"\0one")) + SOUND + last)[0].endswith(SOUND)
    assert heard(old) == (plain, False)
    assert heard(b"s" + old[:-1]) == (b"s" + old[:-1], False)
    with pytest.raises(ValueError, match="a tag is damaged"):
        heard(SOUND + b"00x015LYRICS200")
    with pytest.raises(ValueError, match="a tag is damaged"):
        heard(lyrics[1:])


# WAV


def wav(*chunks: bytes) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


FORMAT = riff_chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16))
DATA = riff_chunk(b"data", b"sound")


def test_a_wav_is_its_sound_marks_and_title() -> None:
    """Each chunk as long as is known of it, the first of each kind; lists with what is told."""
    marks = struct.pack("<I", 2) + b"m" * 48
    talk = riff_chunk(b"bext", b"talk") + riff_chunk(b"LIST", b"exifabcd")
    names = riff_chunk(b"labl", b"one") + riff_chunk(b"ltxt", b"two")
    told_of = b"".join(
        riff_chunk(kind.encode(), b"x") for kind in ["INAM", "IPRD", "ITRK", "IPRT", "IGNR"]
    )
    before = wav(
        talk, FORMAT, FORMAT, riff_chunk(b"fact", b"abcdmore"), riff_chunk(b"fact", b"abcd"),
        riff_chunk(b"cue ", marks + b"more"), DATA, DATA, riff_chunk(b"LIST", b"adtl" + talk),
        riff_chunk(b"LIST", b"adtl" + names + riff_chunk(b"note", b"talk")),
        riff_chunk(b"LIST", b"INFO" + riff_chunk(b"IART", b"talk") + told_of),
    )  # fmt: skip
    assert told(wave, before + b"behind") == wav(
        FORMAT, riff_chunk(b"fact", b"abcd"), riff_chunk(b"cue ", marks), DATA,
        riff_chunk(b"LIST", b"adtl" + names), riff_chunk(b"LIST", b"INFO" + told_of),
    )  # fmt: skip
    assert told(wave, wav(riff_chunk(b"cue ", marks[:-1]), DATA)) == wav(DATA)
    with pytest.raises(ValueError, match="there is no sound"):
        told(wave, wav(FORMAT))
    with pytest.raises(ValueError, match="a chunk is cut short"):
        told(wave, wav(DATA)[:-2])
    assert told(wave, wav(DATA)[:-1]) == wav(DATA[:-1])  # without its padding
    endless = b"data\xff\xff\xff\xff" + b"sound, to the end"
    assert told(wave, wav(FORMAT, endless)) == wav(FORMAT, endless)


@pytest.mark.parametrize(
    ("kind", "more", "known"),
    [(1, 0, 18), (1, 2, 16), (2, 32, 50), (2, 31, 16), (0x11, 2, 20), (0x31, 2, 20),
     (0x55, 12, 30), (0x55, 13, 16), (0xFFFE, 22, 40), (0xFFFE, 21, 16)],
)  # fmt: skip
def test_a_format_is_as_long_as_its_kind(kind: int, more: int, known: int) -> None:
    content = struct.pack("<HHIIHHH", kind, 1, 8000, 16000, 2, 16, more) + b"m" * more
    assert known_format(content) == known
    assert known_format(content + b"talk") == known
    assert known_format(content[:-1]) == 16
    assert told(wave, wav(riff_chunk(b"fmt ", content + b"talk"), DATA)) == (
        wav(riff_chunk(b"fmt ", content[:known]), DATA)
    )


# Ogg


def check_sum(data: bytes) -> int:
    """Return the sum of RFC 3533: of the polynomial 0x04C11DB7, bit by bit."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value >> 31 else 0)) & 0xFFFFFFFF
    return value


def page(serial: int, flags: int, *packets: bytes, ends: bool = True) -> bytes:
    lengths = b""
    for packet in packets:
        lengths += b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    if not ends:
        assert lengths[-1:] == b"\0"
        lengths = lengths[:-1]
    head = b"OggS\0" + bytes([flags]) + bytes(8) + struct.pack("<II", serial, 7)
    tail = bytes([len(lengths)]) + lengths + b"".join(packets)
    return head + struct.pack("<I", check_sum(head + bytes(4) + tail)) + tail


def comments(vendor: bytes, *told_of: bytes, tail: bytes = b"") -> bytes:
    listed = b"".join(struct.pack("<I", len(each)) + each for each in told_of)
    return struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", len(told_of)) + listed + tail


KEPT = [b"TITLE=One", b"album=Two", b"TRACKNUMBER=1", b"TRACKTOTAL=2", b"DISCNUMBER=1",
        b"GENRE=News", b"LANGUAGE=en", b"CHAPTER001=00:00", b"CHAPTER001NAME=Three",
        b"CHAPTER001URL=x", b"R128_TRACK_GAIN=0", b"REPLAYGAIN_TRACK_GAIN=0"]  # fmt: skip
GONE = [b"ARTIST=talk", b"TITLES=talk", b"LOCATION=talk", b"CHAPTER01=talk", b"talk", b""]


@pytest.mark.parametrize("tail", [b"", b"\1"])
def test_comments_keep_their_length_and_what_listeners_are_told(tail: bytes) -> None:
    """What goes is filled up in the name of the program; Vorbis ends with a bit that is set."""
    both = [each for pair in zip(KEPT, GONE * 2, strict=True) for each in pair]
    before = comments(b"a program", *both, tail=tail)
    short = comments(b"", *KEPT, tail=tail)
    filled = comments(b" " * (len(before) - len(short)), *KEPT, tail=tail)
    assert plain_comments(before) == filled
    padded = comments(b"a program", *KEPT, tail=tail + b"talk")
    assert plain_comments(padded) == comments(b" " * (13 - (not tail)), *KEPT, tail=tail or b"t")
    with pytest.raises(ValueError, match="a comment is cut short"):
        plain_comments(comments(b"a program", *KEPT)[:-1])


@pytest.mark.parametrize(
    ("first", "mark", "longest"),
    [
        (b"\x01vorbis", b"\x03vorbis", 30),
        (b"OpusHead", b"OpusTags", 19),
        (b"\x80theora", b"\x81theora", 42),
        (b"Speex   ", b"", 80),
    ],
)
def test_each_stream_of_an_ogg_keeps_its_sound(first: bytes, mark: bytes, longest: int) -> None:
    """Its comments become plain over any number of pages, whose sums are made anew."""
    head = first.ljust(longest, b"\0")
    told_of = mark + comments(b"p" * 300, b"TITLE=One", b"ARTIST=talk" * 200, tail=b"\1")
    plain = mark + plain_comments(told_of[len(mark) :])
    setup, sound = b"\x05vorbis setup", page(1, 0, b"sound" * 90, comments(b"p", b"ARTIST=x"))
    for at in (255, 510):

        def file(said: bytes, at: int = at) -> bytes:
            rest = page(1, 1, said[at:], setup)
            return page(1, 2, head) + page(1, 0, said[:at], ends=False) + rest + sound

        assert told(ogg, file(told_of)) == file(plain)
        assert told(ogg, file(told_of) * 2) == file(plain) * 2
        with pytest.raises(ValueError, match="a page is cut short"):
            told(ogg, file(told_of)[:-1])
    with pytest.raises(ValueError, match="the beginning of a stream is too long"):
        told(ogg, page(1, 2, head + b"\0") + page(1, 0, told_of))
    with pytest.raises(ValueError, match="a stream has no comments"):
        told(ogg, page(1, 2, head))
    with pytest.raises(ValueError, match="a stream has no beginning"):
        told(ogg, page(1, 2, head) + page(2, 0, told_of))
    if mark:
        with pytest.raises(ValueError, match="comments do not stand where they must"):
            told(ogg, page(1, 2, head) + page(1, 0, b"?" + told_of))


def test_streams_side_by_side_are_two() -> None:
    told_of, mark = comments(b"program", b"ARTIST=talk"), b"\x03vorbis"
    begin = page(1, 2, b"\x01vorbis") + page(2, 2, b"\x80theora")

    def rest(said: bytes) -> bytes:
        return page(2, 0, b"\x81theora" + said, b"setup") + page(1, 0, mark + said, b"setup")

    assert told(ogg, begin + rest(told_of)) == begin + rest(plain_comments(told_of))
    with pytest.raises(ValueError, match="a stream is of a kind that is not known"):
        told(ogg, page(1, 2, b"fishead\0"))
    with pytest.raises(ValueError, match="no page where one must stand"):
        told(ogg, begin + rest(told_of) + b"OggS\1" + bytes(40))


def test_the_head_of_an_opus_lists_its_channels() -> None:
    head = b"OpusHead\1\3" + bytes(8) + b"\1" + b"cc" + b"map"
    said = page(1, 0, b"OpusTags" + plain_comments(comments(b"p")))
    assert told(ogg, page(1, 2, head) + said) == page(1, 2, head) + said
    with pytest.raises(ValueError, match="too long"):
        told(ogg, page(1, 2, head + b"t") + said)


def test_a_flac_in_ogg_keeps_what_its_decoder_needs() -> None:
    """Blocks of pictures and programs become padding of the same length."""
    head = b"\x7fFLAC" + bytes(46)
    told_of = comments(b"program", b"TITLE=One", b"ARTIST=talk")
    blocks = [b"\3\0\0\4seek", b"\1\0\0\4pads", b"\0\0\0\4info", b"\6\0\0\4talk", b"\x82\0\0\4talk"]
    plain = [*blocks[:3], b"\1\0\0\4" + bytes(4), b"\x81\0\0\4" + bytes(4)]
    note = struct.pack(">I", 4 << 24 | len(told_of))

    def file(said: bytes, blocks: list[bytes]) -> bytes:
        return page(1, 2, head) + page(1, 0, note + said) + page(1, 0, *blocks, b"\6sound")

    assert told(ogg, file(told_of, blocks)) == file(plain_comments(told_of), plain)
    with pytest.raises(ValueError, match="too long"):
        told(ogg, page(1, 2, head + b"\0"))


# Setups of decoders


def setup(codec: bytes, data: bytes) -> bytes:
    before, after = b"before", b"after"
    reader = MemoryReader(before + data + after)
    patches = setup_patches(reader, codec, len(before), len(before) + len(data))
    whole = b"".join(bytes_of(with_patches(reader.size, patches), reader))
    assert whole.startswith(before)
    assert whole.endswith(after)
    return whole[len(before) : -len(after)]


FLAC = b"fLaC\0\0\0\x22" + b"i" * 34
AVC = b"\1\x42\0\x1e\xff\xe1\0\3sps\1\0\3pps"
AV1 = b"\x81\4\x0c\0\x0a\4head"
CHANNELS = b"OpusHead\1\2" + bytes(8) + b"\1cc" + b"mm"


@pytest.mark.parametrize(
    ("codec", "known"),
    [
        (b"V_MPEG4/ISO/AVC", AVC), (b"V_AV1", AV1), (b"V_VP9", b"v" * 12), (b"V_VP8", b""),
        (b"V_MS/VFW/FOURCC", b"v" * 40), (b"V_PRORES", b"apch"), (b"A_ALAC", b"a" * 24),
        (b"A_WAVPACK4", b"wv"), (b"A_OPUS", b"OpusHead".ljust(19, b"\0")), (b"A_OPUS", CHANNELS),
        (b"A_FLAC", FLAC.replace(b"fLaC\0", b"fLaC\x80")),
        # AAC of 44.1 kHz: plain; of a frequency in figures; with a second layer; of a high kind
        (b"A_AAC", b"\x12\x10\x56\xe5\0"), (b"A_AAC/MPEG2/LC", b"\x12\x10\x56\xe5\0"),
    ],
)  # fmt: skip
def test_a_setup_is_as_long_as_its_kind(codec: bytes, known: bytes) -> None:
    """Byte for byte: what stands behind is nothing that a decoder asks for."""
    assert setup(codec, known) == known
    assert setup(codec, known + b"t") == known + b"\0"
    assert setup(codec, known + b"talk") == known + bytes(4)
    assert setup(codec, known[:-1]) == known[:-1]


def test_the_first_block_of_a_flac_becomes_the_last() -> None:
    assert setup(b"A_FLAC", FLAC + b"talk") == FLAC.replace(b"fLaC\0", b"fLaC\x80") + bytes(4)
    assert setup(b"A_FLAC", FLAC[:-1]) == FLAC[:-1]


def bits(*numbers: tuple[int, int]) -> bytes:
    """Return numbers of so many bits, one behind the other, filled up with ones."""
    said = "".join(f"{number:0{count}b}" for number, count in numbers)
    said = said.ljust((len(said) + 7) // 8 * 8, "1")
    return int(said, 2).to_bytes(len(said) // 8)


@pytest.mark.parametrize(
    "head",
    [
        [(2, 5), (4, 4)],
        [(2, 5), (15, 4), (44100, 24)],
        [(31, 5), (3, 6), (4, 4)],
        [(5, 5), (4, 4), (0, 4), (3, 4), (2, 5)],
        [(29, 5), (4, 4), (0, 4), (15, 4), (48000, 24), (2, 5)],
    ],
    ids=["plain", "figures", "high", "second layer", "second layer in figures"],
)
def test_an_aac_that_lists_its_channels_ends_with_the_list(head: list[tuple[int, int]]) -> None:
    """ISO/IEC 14496-3, 4.4.1.1: what stands behind the list are words."""
    layered = head[0][0] in (5, 29)
    before = head if layered else [*head, (0, 4)]
    for core in ([(0, 1)], [(1, 1), (99, 14)]):
        rest = [(0, 1), *core, (0, 11)]
        for counts in ((1, 0, 0, 0, 0, 0), (1, 2, 1, 1, 2, 1), (0, 0, 0, 3, 7, 15)):
            front, side, back, low, data, coupled = counts
            listed = [(front, 4), (side, 4), (back, 4), (low, 2), (data, 3), (coupled, 4)]
            wide, narrow = front + side + back + coupled, low + data
            for mixing in ([(0, 1)] * 3, [(1, 1), (9, 4), (1, 1), (9, 4), (1, 1), (5, 3)]):
                elements = [(21, 5)] * wide + [(9, 4)] * narrow
                known = bits(*before, *rest, *listed, *mixing, *elements)
                assert setup(b"A_AAC", known + b"talk") == known + bytes(4), (core, counts)


def test_packets_of_a_setup_have_plain_comments() -> None:
    """Vorbis and Theora: the first packet as long as is known, and lengths as sums of bytes."""
    for codec, mark, first in ((b"A_VORBIS", b"\3vorbis", 30), (b"V_THEORA", b"\x81theora", 42)):
        for length in (first - 1, first, first + 1, 255, 256, 510):
            for words in (b"ARTIST=talk", b"ARTIST=" + b"talk" * 140):
                told_of = mark + comments(b"program", b"TITLE=One", words, tail=b"\1")
                plain = mark + plain_comments(told_of[7:])
                head = b"\2"
                for count in (length, len(told_of)):
                    head += b"\xff" * (count // 255) + bytes([count % 255])
                before = head + b"h" * length + told_of + b"third"
                kept = (b"h" * min(first, length)).ljust(length, b"\0")
                assert setup(codec, before) == head + kept + plain + b"third"
    with pytest.raises(ValueError, match="other packets than three"):
        setup(b"A_VORBIS", b"\1\0\0")
    with pytest.raises(ValueError, match="comments do not stand"):
        setup(b"A_VORBIS", b"\2\0\7\4vorbis")
    with pytest.raises(ValueError, match="comments are cut short"):
        setup(b"A_VORBIS", b"\2\0\7\3vorbis")


def test_a_setup_of_megabytes_is_damaged() -> None:
    assert setup(b"V_VP8", b"t" * (1 << 20)) == bytes(1 << 20)
    with pytest.raises(ValueError, match="a setup is too long"):
        setup(b"V_VP8", b"t" * ((1 << 20) + 1))
