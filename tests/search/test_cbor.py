"""CBOR is read and written as RFC 8949 has it."""

from __future__ import annotations

import pytest

from sitegen.search import cbor

# From appendix A of RFC 8949.
EXAMPLES = [
    (0, "00"), (23, "17"), (24, "1818"), (100, "1864"), (1000, "1903e8"), (1000000, "1a000f4240"),
    (1000000000000, "1b000000e8d4a51000"), (-1, "20"), (-100, "3863"), (-1000, "3903e7"),
    ("", "60"), ("IETF", "6449455446"), ("ü", "62c3bc"), ("水", "63e6b0b4"), ([], "80"),
    ([1, [2, 3], [4, 5]], "8301820203820405"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), EXAMPLES)
def test_the_examples_of_the_standard(value: object, text: str) -> None:
    assert cbor.encode(value) == bytes.fromhex(text)
    assert cbor.decode(bytes.fromhex(text)) == value


@pytest.mark.parametrize("text", ["", "18", "82", "f5", "9f01ff", "0000", "6461"])
def test_what_is_not_understood_is_refused(text: str) -> None:
    """A file of another version must not be taken for one that we know."""
    with pytest.raises(ValueError, match=r"."):
        cbor.decode(bytes.fromhex(text))
