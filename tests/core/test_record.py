"""Records: frozen, compared by what they hold, and copied by whoever a site's modules ask."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from sitegen.core.record import Record, replace


class Sample(Record):
    name: str
    words: tuple[str, ...] = ()


def test_a_record_never_changes() -> None:
    """What one stage was handed, another may still be reading."""
    with pytest.raises(AttributeError):
        Sample("a").name = "b"  # type: ignore[misc]


def test_records_are_equal_where_all_fields_are() -> None:
    """Equal values make equal files, also when a worker has sent one back."""
    assert (
        Sample("a", ("b",))
        == Sample("a", ("b",))
        == pickle.loads(pickle.dumps(Sample("a", ("b",))))
    )
    assert Sample("a") != Sample("b")
    assert len({Sample("a"), Sample("a")}) == 1


def test_a_copy_differs_in_what_is_named() -> None:
    assert replace(Sample("a", ("b",)), name="c") == Sample("c", ("b",))


def test_modules_of_a_site_copy_records_as_dataclasses() -> None:
    """`dataclasses.replace(article, ...)` stands in the manual, and in newsrooms' own modules."""
    assert dataclasses.replace(Sample("a", ("b",)), name="c") == Sample("c", ("b",))
    assert [field.name for field in dataclasses.fields(Sample)] == ["name", "words"]
    with pytest.raises(TypeError):
        dataclasses.replace(Sample("a"), title="c")
