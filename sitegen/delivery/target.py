"""Targets: what a deploy asks of a place, whatever way leads there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from sitegen.core.problems import Problem, SitegenError
from sitegen.delivery.manifest import Manifest
from sitegen.delivery.plan import Plan, Standings

LOCK = ".sitegen-lock-"  # begins the name of a deploy's lock, at the target
OWN = ".sitegen-"  # begins the names of all that is sitegen's and no part of a site

Progress = Callable[[str, int, int], None]  # (word, how many are done, of how many)


class Source(Protocol):
    """Where a target takes the bytes from."""

    def tree(self, files: Iterable[str]) -> Path:
        """Return a folder in which these files of the plan lie under their names."""

    def whole(self, folder: Path) -> None:
        """Lay the whole site out in `folder`."""


class Target(Protocol):
    """A place to which the site is put. Every call may raise SitegenError."""

    @property
    def name(self) -> str:
        """How the place is called in messages: no secret is in it."""

    where: str  # what else is to be known of a change that is done: "" or a sentence

    def open(self) -> None:
        """Make sure that the place can be used. Nothing is changed there."""

    def recover(self, before: Manifest) -> None:
        """Finish or sweep what a killed deploy left; the caller holds the lock."""

    def close(self) -> None:
        """Let go of what this machine held for the deploy."""

    def note(self, name: str) -> bytes | None:
        """Return a file of sitegen's own; None where there is none."""

    def put_note(self, name: str, data: bytes) -> None:
        """Write a file of sitegen's own, in one step."""

    def drop_note(self, name: str) -> None:
        """Delete a file of sitegen's own, if it is there."""

    def locks(self) -> Mapping[str, float]:
        """Return the names of all locks there, each with its time in seconds by one clock."""

    def standings(self, files: Collection[str]) -> Standings:
        """Return what stands at the places of these files."""

    def change(self, plan: Plan, source: Source, progress: Progress) -> None:
        """Carry the steps of a plan out, in their order.

        The manifest is written before and after by whoever calls, unless the target writes
        it in one step with the files (`Target.writes_manifest`).
        """

    @property
    def writes_manifest(self) -> bool:
        """Whether `change` itself puts the manifest there, as one change with the files."""


def refuse(place: str, what: str, hint: str) -> SitegenError:
    return SitegenError([Problem(place, 0, what, hint)])


def is_own(name: str) -> bool:
    """Say whether a file at a target is sitegen's own, and no part of a site."""
    return name.rpartition("/")[2].startswith(OWN)
