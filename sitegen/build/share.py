"""Share: what a build asks of a store of encoded pictures that several machines have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sitegen.core.problems import Problem

if TYPE_CHECKING:
    from sitegen.pictures.shared import Shape


class PictureShare(Protocol):
    """A store of encoded pictures. Whatever is wrong with it costs time and nothing else."""

    def fetch(self, cache: Path, wanted: Mapping[str, Shape]) -> tuple[Problem, ...]:
        """Put those of the wanted entries into the cache that the store has.

        Args:
            cache: the folder of encoded pictures.
            wanted: what each entry has to be, by its name in the cache.

        Returns:
            Warnings.
        """

    def add(self, cache: Path, names: Collection[str]) -> tuple[Problem, ...]:
        """Put entries of the cache into the store; return warnings."""
