"""Nothing takes for ever: texts of one passage over and over are read, or refused, in seconds.

`python -m tests.long.doubling` measures all such shapes, and whether their time grows with
the square of their length.
"""

from __future__ import annotations

import time

import pytest

from tests.long.doubling import READINGS, TRIES, Doubling

LETTERS, SECONDS = 32_000, 10  # the one time that is asserted: each took up to minutes

WORST = (
    ("story", "attribute braces"),
    ("story", "spaces and a brace"),
    ("story", "template signs"),
    ("story", "<img >"),
    ("story", "a> <!--"),
    ("story", "open notes"),
    ("story", "a bare link and its tail"),
    ("story", "spaces in an address"),
    ("story", "columns and rows of a table"),
    ("settings", "dotted keys"),
    ("front matter", "unknown keys"),
    ("phrase", "backticks"),
)


@pytest.mark.parametrize(("kind", "name"), WORST)
def test_the_worst_shapes_of_text_are_read_in_seconds(kind: str, name: str) -> None:
    reading = next(reading for reading in READINGS if reading.kind == kind)
    text = reading.shapes[name](LETTERS)
    start = time.process_time()
    reading.read(text)
    assert time.process_time() - start < SECONDS


def test_the_script_knows_sixty_shapes_and_tells_those_that_grow_with_the_square() -> None:
    """Its own rule: what is short is not judged; the worst of all doublings is."""
    assert sum(len(reading.shapes) for reading in READINGS) >= 60
    assert all(shape(1_000) for reading in READINGS for shape in reading.shapes.values())
    assert TRIES == 3
    assert Doubling("linear", [1, 2, 4], [0.2, 0.4, 0.8]).worst == 2
    assert Doubling("square", [1, 2, 4], [0.2, 0.4, 1.6]).worst == 4
    assert Doubling("short", [1, 2, 4], [0.001, 0.01, 0.09]).worst == 0
