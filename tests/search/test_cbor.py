"""CBOR is read and written as RFC 8949 has it."""

from __future__ import annotations

import pytest

from sitegen.search import cbor

# From appendix A of RFC 8949.
EXAMPLES = [
    (0, "00"), (23, "17"), (24, "1818"), (100, "1864"), (1000, "1903e8"), (1000000, "1a000f4240"),
    (1000000000000, "1b000000e8d4a51000"), (-1, "20"), (-100, "3863"), (-1000, "3903e7"),
    ("", "60"), ("IETF", "6449455446"), ("ü", "62c3bc"), ("水", "63e6b0b4"), ([], "80"),
    ([1, [2, 3], [4, 5]], "8301820203820405"), (-24, "37"), (-25, "3818"), (255, "18ff"),
    (256, "190100"), (65535, "19ffff"), (65536, "1a00010000"), (2**32 - 1, "1affffffff"),
    (2**32, "1b0000000100000000"), (2**64 - 1, "1bffffffffffffffff"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), EXAMPLES)
def test_the_examples_of_the_standard(value: object, text: str) -> None:
    assert cbor.encode(value) == bytes.fromhex(text)
    assert cbor.decode(bytes.fromhex(text)) == value


@pytest.mark.parametrize(
    "text", ["", "18", "82", "f5", "9f01ff", "0000", "6461", "a0", "c0", "e0", "40"]
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    """A file of another version must not be taken for one that we know."""
    with pytest.raises(ValueError, match=r"."):
        cbor.decode(bytes.fromhex(text))


def test_a_number_that_cbor_has_no_place_for_is_refused() -> None:
    with pytest.raises(ValueError, match="no such number"):
        cbor.encode(2**64)


def test_items_are_found_without_being_read() -> None:
    """Whatever an item holds, the next one begins behind it."""
    numbers = [0, 23, 24, 255, 256, 65535, 65536, 2**32, -1, -24, -25, -256, -257]
    lists = [["one", numbers, [], [[]]], ["ü" * 12, "x" * 23, "y" * 24, "z" * 256], ["last"]]
    found = list(cbor.items(cbor.encode([lists])))
    assert [(item.word, cbor.decode(item.data)) for item in found] == [
        (one[0], one) for one in lists
    ]
    assert cbor.encode_list_of([item.data for item in found]) == cbor.encode([lists])


@pytest.mark.parametrize(
    "text",
    [
        "00",
        "80",
        "8080",
        "818080",
        "8200",
        "8100",
        "8281808180",
        "8181",
        "818163",
        "81808000",
        "8181826161",
    ],
)
def test_items_of_something_else_are_refused(text: str) -> None:
    """A list of one list, whole and with nothing behind it: another version may write otherwise."""
    with pytest.raises(ValueError, match=r"."):
        list(cbor.items(bytes.fromhex(text)))
