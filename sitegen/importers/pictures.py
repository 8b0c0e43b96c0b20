"""The pictures of an archive: a large one lists more of them than all else of it together."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from sitegen.core import stored
from sitegen.importers.model import Picture

_IN_BLOCK = 64  # pictures that are packed together: an eighth of their size, 50 µs to unpack


class Pictures:
    """Pictures in their order, packed in memory.

    Texts show neighbours together, so that the block that was unpacked last is kept.
    """

    def __init__(self, pictures: Iterable[Picture] = ()) -> None:
        self._blocks: list[bytes] = []
        self._open: list[str] = []  # of the block that is not full yet
        self._last: tuple[int, list[str]] = (-1, [])
        for picture in pictures:
            self.add(picture)

    def add(self, picture: Picture) -> None:
        self._open.append(stored.to_text(picture))
        if len(self._open) == _IN_BLOCK:
            self._blocks.append(zlib.compress("\n".join(self._open).encode("utf-8"), 1))
            self._open = []

    def __len__(self) -> int:
        return len(self._blocks) * _IN_BLOCK + len(self._open)

    def __getitem__(self, place: int) -> Picture:
        number, within = divmod(place, _IN_BLOCK)
        picture = stored.from_text(self._texts(number)[within], Picture)
        assert picture is not None  # we wrote it
        return picture

    def __iter__(self) -> Iterator[Picture]:
        return (self[place] for place in range(len(self)))

    def _texts(self, number: int) -> list[str]:
        if number == len(self._blocks):
            return self._open
        if self._last[0] != number:
            text = zlib.decompress(self._blocks[number]).decode("utf-8")
            self._last = number, text.split("\n")
        return self._last[1]
