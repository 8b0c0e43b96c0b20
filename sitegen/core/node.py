"""Nodes: values that are stored and hashed once, and referred to by digest."""

from __future__ import annotations

from typing import ClassVar

from sitegen.core.record import Record


class Node(Record):
    """Marks types that are stored and hashed once and referred to by digest.

    See `core.digests`: where a value holds a node, its canonical form holds the node's digest.
    """

    bulky: ClassVar[bool] = False  # True: read again each time, rather than kept in memory
