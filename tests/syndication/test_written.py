"""What other programs read of one sample newsroom is this and nothing else."""

from __future__ import annotations

from tests.conftest import tree_of
from tests.syndication import written


def test_all_that_is_written_is_as_it_was() -> None:
    """An element that moves in a feed, or a node that a graph loses, is seen by no reader of ours.

    Each file was read by the oracles of the other tests here. See `written`.
    """
    kept = tree_of(written.FOLDER)
    for name, data in written.written():
        assert data.decode() == kept.pop(name).decode(), name
    assert not kept
