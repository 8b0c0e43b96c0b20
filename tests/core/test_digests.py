"""Canonical forms: equal values have equal digests, and every value comes back as it was."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitegen.core.dates import Moment
from sitegen.core.digests import (
    LostNodeError,
    Values,
    digest_bytes,
    digest_file,
    digest_stream,
    digest_text,
    dump,
)
from sitegen.core.record import Record
from sitegen.model.article import Body, Heading, ImageRef
from sitegen.model.marks import Marks
from sitegen.model.views import BodyUse, Front, Teaser

NOON = Moment(datetime(2026, 3, 1, 12, tzinfo=UTC))
PICTURE = ImageRef("content/a.jpg", "00" * 16, "jpeg", 1600, 900, "A sample", focus=(0.25, 0.5))
TEASER = Teaser("/news/a/", "A", Marks("news"), "en", "News", "news", NOON, image=PICTURE)


def test_a_node_comes_back_from_its_digest_as_it_was() -> None:
    """What a worker decodes is what the plan encoded: dates, tuples, nested nodes and None."""
    values = Values()
    front = Front(lead=TEASER, latest=(TEASER, TEASER))
    digest = values.digest(front)

    again = Values()
    again.fresh.update(values.fresh)

    assert again.node(Front, digest) == front


def test_a_node_within_a_value_is_named_by_its_digest() -> None:
    """A list of teasers costs their digests, not their words, on each page that holds it."""
    values = Values()

    assert values.encode((TEASER, TEASER)) == [values.digest(TEASER)] * 2


def test_equal_values_have_equal_digests_wherever_they_were_made() -> None:
    """Two processes that never met give one value the same name."""
    assert Values().digest(TEASER) == Values().digest(TEASER)


def test_the_order_of_keys_in_a_mapping_does_not_matter() -> None:
    """Two mappings that are equal make equal files, however they were filled."""
    assert dump(Values().encode({"b": 1, "a": 2})) == dump(Values().encode({"a": 2, "b": 1}))


def test_letters_of_all_scripts_stand_as_they_are() -> None:
    """Escaped, a text in Vietnamese or Arabic would cost the cache six bytes for each letter."""
    assert dump("Tiếng Việt") == '"Tiếng Việt"'


@pytest.mark.parametrize("value", [{1, 2}, object(), {1: "a"}, b"bytes"])
def test_what_has_no_stable_form_is_refused(value: object) -> None:
    """A set's order changes from run to run: it must never reach a key."""
    with pytest.raises(TypeError):
        Values().encode(value)


def test_a_naive_date_is_refused() -> None:
    """A date without a zone means another moment on another machine."""
    with pytest.raises(TypeError, match="naive"):
        Values().encode(datetime(2026, 3, 1))


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        (tuple[Heading, ...], (Heading(2, "a", "A"),)),
        (Heading | None, None),
        (tuple[float, float], (0.25, 0.5)),
        (Mapping[str, tuple[str, ...]], {"a": ("b",)}),
        (datetime, NOON.at),
        (BodyUse, BodyUse("00" * 16, ("/a/",), (PICTURE,))),
        (str | int, "either"),
        (str | int | None, None),
        (tuple[str], ("a",)),
        (tuple[str, int, bool], ("a", 1, True)),
        (list[str], ["a"]),  # of templates' own values, as JSON has them
        (object, ["a"]),
        (Mapping[str, object], {"a": ["b"]}),
    ],
)
def test_every_annotated_type_comes_back(annotation: object, value: object) -> None:
    """Templates get tuples, dates and records again, not the lists and texts of JSON."""
    values = Values()

    assert values.decode(annotation, values.encode(value)) == value


@pytest.mark.parametrize(
    ("annotation", "canonical"),
    [
        (str, 1),
        (str, None),
        (bool, 1),
        (int, True),
        (int, 1.0),
        (float, True),
        (float, "1"),
        (str | int, True),
        (str | None, 1),
        (str | int | None, True),
        (datetime, 1),
        (datetime, "yesterday"),
        (tuple[str, ...], "ab"),
        (tuple[str, ...], ["a", 1]),
        (tuple[Heading, ...], {"a": 1}),
        (tuple[float, float], [0.5]),
        (tuple[float, float], [0.5, 0.5, 0.5]),
        (Heading, [2, "a"]),
        (Heading, [2, "a", "A", "B"]),
        (Heading, [2, "a", 1]),
        (Mapping[str, int], {"a": "1"}),
    ],
)
def test_what_another_type_wrote_is_refused(annotation: object, canonical: object) -> None:
    """A row of the cache that other code wrote is a missing row, not a value half understood."""
    with pytest.raises((TypeError, ValueError)):
        Values().decode(annotation, canonical)


def test_a_whole_number_may_stand_for_a_float() -> None:
    """JSON writes 1.0 as what it is, but other programs may not."""
    assert Values().decode(float, 1) == 1
    assert Values().decode(float | None, None) is None


def test_a_digest_stands_for_every_character() -> None:
    """Half a surrogate pair, which some programs paste, is a change like any other."""
    assert digest_text("a\ud800") != digest_text("a")


def test_what_the_planner_encoded_is_at_hand_where_files_are_made() -> None:
    """A process that shares the planner's memory need not read it from the store."""
    planned = Values()
    digest = planned.digest(TEASER)
    planned.fresh.clear()

    assert Values(base=planned).node(Teaser, digest) is TEASER


def test_values_go_to_another_process_empty() -> None:
    """What is missing there is in the store; sending all of it would cost more."""
    planned = Values()
    digest = planned.digest(TEASER)

    with pytest.raises(LostNodeError):
        pickle.loads(pickle.dumps(planned)).node(Teaser, digest)


def test_bulky_nodes_are_not_held() -> None:
    """Thousands of stories' texts would not fit into memory."""
    reads: list[str] = []
    text = dump(Values().encode(("<p>A sample.</p>", (), "")))
    digests = {digest_text("Body" + text.replace("A", f"{n}")): n for n in range(200)}

    class Rows:
        def value(self, digest: str) -> str:
            reads.append(digest)
            return text.replace("A", f"{digests[digest]}")

    values = Values(Rows())
    for digest in (*digests, *digests):
        values.node(Body, digest)

    assert len(reads) == 400
    assert len(values._bulk) == 400 % 64  # after 64 of them it is emptied


def test_nodes_that_were_shed_are_read_again() -> None:
    """What one page alone shows need not be held while thousands of others are made."""
    values = Values()
    digest = values.digest(TEASER)
    stored = dict(values.fresh)
    values.fresh.clear()

    class Rows:
        value = staticmethod(stored.get)

    values.shed(Teaser)
    maker = Values(Rows(), base=values)

    assert maker.node(Teaser, digest) == TEASER
    assert maker.node(Teaser, digest) is not TEASER
    assert not maker._decoded


def test_only_nodes_of_the_type_that_was_shed_are_let_go() -> None:
    values = Values()
    front = Front(lead=TEASER)
    digest, shed = values.digest(front), values.digest(TEASER)

    values.shed(Teaser)

    assert list(values.digests()) == [digest]
    assert values.node(Front, digest) is front
    assert values.digest(TEASER) == shed


class Silent:
    """A store in which there is nothing."""

    def value(self, _digest: str) -> None:
        return None


def test_what_was_encoded_here_is_not_asked_of_the_store() -> None:
    """It is written there at the end alone."""
    values = Values(Silent())
    digest = values.digest(TEASER)
    values.shed(Teaser)
    assert values.node(Teaser, digest) == TEASER


@pytest.mark.parametrize(
    ("kept", "digest"),
    [
        (None, "0" * 32),
        ('["<p>",[],""]', "0" * 32),
        ('["<p>",[],""]', "f" * 32),
        *[(text, digest_text(f"Body{text}")) for text in ('["<p>"', '["<p>"]', '["<p>",[],"",1]')],
    ],
)
def test_a_node_that_is_not_stored_as_it_was_is_lost(kept: str | None, digest: str) -> None:
    """Also where what is there has its digest, and other code wrote it."""

    class Rows:
        def value(self, _digest: str) -> str | None:
            return kept

    with pytest.raises(LostNodeError):
        Values(Rows()).node(Body, digest)
    for other in (Values(), Values(Silent())):
        with pytest.raises(LostNodeError):
            other.node(Body, digest)


def test_what_is_no_digest_names_no_node() -> None:
    with pytest.raises(LostNodeError):
        Values().node(Teaser, 5)  # type: ignore[arg-type]


class One(Record):
    word: str


class Empty(Record):
    pass


class Word(str):
    __slots__ = ()


def test_a_record_is_the_list_of_its_fields_however_few() -> None:
    values = Values()
    encoded = values.encode((One("ab"), Empty(), Word("w"), [1, Word("x")]))
    assert encoded == [["ab"], [], "w", [1, "x"]]
    assert values.decode(One, ["ab"]) == One("ab")
    assert values.decode(Empty, []) == Empty()


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1])
def test_a_file_has_the_digest_of_its_bytes(tmp_path: Path, size: int) -> None:
    """Read piece by piece it is the same: a picture is known by it, however it was read."""
    data = b"ab" * (size // 2) + b"a" * (size % 2)
    (tmp_path / "a").write_bytes(data)
    sizes: set[int] = set()

    class Stream(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            sizes.add(size or 0)
            return super().read(size)

    assert digest_file(tmp_path / "a") == digest_bytes(data)
    assert digest_stream(Stream(data)) == digest_bytes(data)  # type: ignore[arg-type]
    assert sizes == {1 << 20}
    assert len(digest_bytes(data)) == 32
