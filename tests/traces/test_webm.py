"""WebM and Matroska byte by byte: elements that go are empty space of the same length."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.traces.matroska import is_matroska, matroska
from sitegen.traces.pieces import MemoryReader, bytes_of
from tests.traces.test_boxes import AVC
from tests.traces.test_film_bytes import After, Before, units


def element(kind: int, *content: bytes, width: int = 4) -> bytes:
    body = b"".join(content)
    size = (len(body) | 1 << 7 * width).to_bytes(width)
    return kind.to_bytes((kind.bit_length() + 7) // 8) + size + body


def void(length: int) -> bytes:
    """Return empty space of so many bytes: of one byte's length, where that is enough."""
    if length <= 2 + 0x7E:
        return b"\xec" + bytes([0x80 | length - 2]) + bytes(length - 2)
    return b"\xec" + (length - 9 | 1 << 56).to_bytes(8) + bytes(length - 9)


class Writer:
    def __init__(self, by: Before) -> None:
        self.by = by

    def gone(self, kind: int = 0x4539, *content: bytes) -> bytes:
        before = element(kind, *(content or (b"talk",)))
        return self.by.or_else(before, void(len(before)))


def published(data: bytes) -> bytes:
    reader = MemoryReader(data)
    return b"".join(bytes_of(matroska(reader), reader))


def is_published(write: Callable[[Before, Writer], bytes]) -> None:
    before, after = (write(by, Writer(by)) for by in (Before(), After()))
    assert len(before) == len(after)
    assert published(before) == after
    assert published(after) == after


HEAD = element(0x1A45DFA3, element(0x4282, b"webm"))


def film(*inside: bytes) -> bytes:
    return HEAD + element(0x18538067, *inside)


def of_track(
    *parts: bytes, number: bytes = b"\1", kind: bytes = b"\1", codec: bytes = b"V_VP8"
) -> bytes:
    return element(
        0x1654AE6B,
        element(0xAE, element(0xD7, number), element(0x83, kind), element(0x86, codec), *parts),
    )


@pytest.mark.parametrize("hevc", [False, True], ids=["avc", "hevc"])
@pytest.mark.parametrize("unit_width", [1, 2, 4])
def test_a_film_says_nothing_in_elements_of_its_own(hevc: bool, unit_width: int) -> None:
    """In each that holds others, and between the pictures; titles and chapters are told."""

    def write(by: Before, w: Writer) -> bytes:
        head = element(0x1A45DFA3, element(0x4286, b"\1"), element(0x4282, b"matroska\0"), w.gone())
        seeks = element(0x114D9B74, element(0x4DBB, element(0x53AB, b"1234"), w.gone()), w.gone())
        info = element(
            0x1549A966,
            element(0x2AD7B1, b"12345678"),
            element(0x7BA9, b"A title" * 30),
            element(0x4D80, by.talk()),
            element(0x5741, by.talk(b"t" * 99)),
            w.gone(0x4461),
        )
        if hevc:
            setup = b"\1" + bytes(20) + bytes([0xFC | unit_width - 1]) + b"\0"
        else:
            setup = (AVC % b"\x4d")[:4] + bytes([0xFC | unit_width - 1]) + b"\xe0\0"
        video = element(0xE0, element(0xB0, b"\1\0"), element(0x55B0, element(0x55B1, b"\1"),
                        element(0x55D0, element(0x55D1, b"1234"), w.gone()), w.gone()),
                        element(0x7670, element(0x7671, b"\1"), w.gone()), w.gone())  # fmt: skip
        audio = element(0xE1, element(0xB5, b"12345678"), w.gone())
        packed = element(
            0x6D80,
            element(0x6240, element(0x5034, element(0x4255, b"s" * 16), w.gone()), w.gone()),
            w.gone(),
        )
        codec = b"V_MPEGH/ISO/HEVC" if hevc else b"V_MPEG4/ISO/AVC\0"
        track = of_track(
            element(0x63A2, setup, by.talk()), video, audio, packed, w.gone(0x536E), codec=codec
        )
        other = of_track(element(0x22B59C, b"en"), number=b"\2", kind=b"\2", codec=b"A_OPUS")
        data, plain = units(by, unit_width, hevc), units(Before(), unit_width, hevc)
        added = element(
            0x75A1, element(0xA6, element(0xA5, b"\x81\0\0\0" + plain), w.gone()), w.gone()
        )
        cluster = element(
            0x1F43B675, element(0xE7, b"\0"), element(0xA3, b"\x81\0\0\x80", data),
            element(0xA3, b"\x40\1\0\0\x80", data), element(0xA3, b"\x82\0\0\x80", plain),
            element(0xA3, b"\x81\0\0\x02", plain), element(0xA3, b"\x81\0\0\x04", plain),
            element(0xA3, b"\x83\0\0\x80", plain),
            element(0xA0, element(0xA1, b"\x81\0\0\1", data), added, w.gone()), w.gone(),
        )  # fmt: skip
        cues = element(
            0x1C53BB6B, element(0xBB, element(0xB7, element(0xF7, b"\1"), w.gone()), w.gone())
        )
        display = element(0x80, element(0x85, b"A chapter"), element(0x437C, b"eng"), w.gone())
        atom = element(0xB6, element(0x73C4, b"\1"), element(0xB6, display, w.gone()), w.gone())
        chapters = element(
            0x1043A770, element(0x45B9, element(0x45BC, b"\1"), atom, w.gone()), w.gone()
        )
        segment = element(
            0x18538067,
            seeks,
            info,
            track,
            other,
            cluster,
            cues,
            chapters,
            w.gone(0x1254C367),
            w.gone(0xEC, b"a void that says this"),
        )
        return head + segment + w.gone()

    is_published(write)


@pytest.mark.parametrize("length", [*range(2, 12), *range(125, 140), 300])
def test_an_element_that_goes_is_empty_space_of_its_length(length: int) -> None:
    """One byte says how long it is, or eight."""
    for width in range(1, 9):
        if 0 <= length - 1 - width < (1 << 7 * width) - 1:
            talk = element(0xBF, b"t" * (length - 1 - width), width=width)
            assert len(talk) == length
            assert published(HEAD + talk) == HEAD + void(length)


def test_a_recording_that_was_live_has_no_end() -> None:
    """Its segment alone: of other elements nobody knows where they end."""
    live = HEAD + b"\x18\x53\x80\x67\xff" + element(0xBF, b"talk")
    assert published(live) == HEAD + b"\x18\x53\x80\x67\xff" + void(9)
    long = HEAD + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + element(0xBF, b"talk")
    assert published(long) == long[:-9] + void(9)
    for kind in (b"\x1f\x43\xb6\x75", b"\xbf", b"\x1a\x45\xdf\xa3"):
        with pytest.raises(ValueError, match="has no end"):
            published(HEAD + b"\x18\x53\x80\x67\xff" + kind + b"\xff")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (HEAD + b"\x08\x80" + bytes(9), "no element where one must stand"),
        (HEAD + b"\xbf\0" + bytes(9), "no element where one must stand"),
        (HEAD + b"\xbf\x84tal", "an element is cut short"),
        (HEAD + b"\xbf", "cut short"),
        (
            film(element(0x1654AE6B, element(0xAE, element(0xD7, b"\1")))),
            "lacks its number or kind",
        ),
        (
            film(element(0x1654AE6B, element(0xAE, element(0x86, b"V_VP8")))),
            "lacks its number or kind",
        ),
        (film(of_track(kind=b"\x11")), "neither film nor sound"),
        (film(of_track(kind=b"\3")), "neither film nor sound"),
        (film(of_track(kind=b"")), "neither film nor sound"),
        (film(of_track(element(0x73C5, b"123456789"))), "an element is too long"),
        (
            film(
                of_track(
                    element(0x6D80, element(0x6240, element(0x5034, element(0x4255, b"s" * 17))))
                )
            ),
            "an element is too long",
        ),
        (element(0x1A45DFA3, element(0x4282, b"webmx")), "what is none of its kind"),
        (element(0x1A45DFA3, element(0x4282, b"xwebm")), "what is none of its kind"),
        (element(0x1A45DFA3, element(0x4282, b"webm" + bytes(61))), "what is none of its kind"),
        (film(of_track(codec=b"V_x")), "what is none of its kind"),
        (film(of_track(codec=b"V_" + b"A" * 25)), "what is none of its kind"),
        (film(of_track(codec=b"X_A")), "what is none of its kind"),
        (film(of_track(element(0x22B59C, b"a" * 36))), "what is none of its kind"),
        (film(of_track(element(0x22B59D, b"a b"))), "what is none of its kind"),
    ],
)
def test_what_is_longer_than_its_kind_may_be_is_damaged(data: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        published(data)


def test_what_is_as_long_as_its_kind_may_be_stays() -> None:
    for data in (
        film(of_track(element(0x73C5, b"12345678"), kind=b"\2", codec=b"A_" + b"A" * 24)),
        film(of_track(element(0x22B59C, b"a" * 35 + b"\0"), codec=b"S_9/_" + bytes(40))),
        element(0x1A45DFA3, element(0x4282, b"webm" + bytes(60))),
    ):
        assert published(data) == data
    assert is_matroska(b"\x1a\x45\xdf\xa3")
    assert not is_matroska(b"\x1a\x45\xdf")


# What lies in what, by RFC 9559; each part of it stays, and in any other place it goes.
INSIDE: dict[tuple[int, ...], list[int]] = {
    (0x1A45DFA3,): [0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4287, 0x4285],
    (0x18538067, 0x114D9B74, 0x4DBB): [0x53AB, 0x53AC],
    (0x18538067, 0x1C53BB6B, 0xBB): [0xB3],
    (0x18538067, 0x1C53BB6B, 0xBB, 0xB7): [0xF7, 0xF1, 0xF0, 0xB2, 0x5378],
    (0x18538067, 0x1549A966): [0x2AD7B1, 0x4489, 0x7BA9],
    (0x18538067, 0x1654AE6B, 0xAE): [
        0x73C5, 0xB9, 0x88, 0x55AA, 0x55AB, 0x55AC, 0x55AE, 0x55AF, 0x9C, 0x6DE7, 0x6DF8, 0x23E383,
        0x234E7A, 0x22B59C, 0x22B59D, 0xAA, 0x56AA, 0x56BB, 0x55EE, 0x23314F,
    ],
    (0x18538067, 0x1654AE6B, 0xAE, 0xE0): [
        0x9A, 0x9D, 0x53B8, 0x53C0, 0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA,
        0x54B2, 0x54B3, 0x2EB524,
    ],
    (0x18538067, 0x1654AE6B, 0xAE, 0xE0, 0x55B0): [*range(0x55B1, 0x55BE)],
    (0x18538067, 0x1654AE6B, 0xAE, 0xE0, 0x55B0, 0x55D0): [*range(0x55D1, 0x55DB)],
    (0x18538067, 0x1654AE6B, 0xAE, 0xE0, 0x7670): [0x7671, 0x7673, 0x7674, 0x7675],
    (0x18538067, 0x1654AE6B, 0xAE, 0xE1): [0xB5, 0x78B5, 0x9F, 0x6264, 0x52F1],
    (0x18538067, 0x1654AE6B, 0xAE, 0x6D80, 0x6240): [0x5031, 0x5032, 0x5033],
    (0x18538067, 0x1654AE6B, 0xAE, 0x6D80, 0x6240, 0x5034): [0x4254, 0x4255],
    (0x18538067, 0x1F43B675): [0xE7, 0xA7, 0xAB],
    (0x18538067, 0x1F43B675, 0xA0): [0x9B, 0xFA, 0xFB, 0x75A2],
    (0x18538067, 0x1F43B675, 0xA0, 0x75A1, 0xA6): [0xEE],
    (0x18538067, 0x1043A770, 0x45B9): [0x45BC, 0x45BD, 0x45DB, 0x45DD],
    (0x18538067, 0x1043A770, 0x45B9, 0xB6): [0x73C4, 0x91, 0x92, 0x98, 0x4598],
    (0x18538067, 0x1043A770, 0x45B9, 0xB6, 0x80): [0x85, 0x437C, 0x437D, 0x437E],
}  # fmt: skip


@pytest.mark.parametrize("path", INSIDE)
def test_each_element_stays_where_it_belongs(path: tuple[int, ...]) -> None:
    every = {kind for kinds in INSIDE.values() for kind in kinds} - {0xEC}
    track = element(0xD7, b"\1") + element(0x83, b"\1") + element(0x86, b"V_VP8")

    def film_of(data: bytes) -> bytes:
        for above in reversed(path):
            data = element(above, track if above == 0xAE else b"", data)
        return data

    for kind in every:
        small = element(kind, b"12345")
        stays = kind in INSIDE[path]
        assert published(film_of(small)) == film_of(small if stays else void(len(small))), hex(kind)
