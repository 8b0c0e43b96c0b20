"""Sure reading: the bytes of a file, if they are still those that the scan took the digest of.

A file may be saved while the site is being built, and even be put back before the next build
looks. What was made of the bytes between would stand under the wrong digest, and stay.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem, SitegenError

T = TypeVar("T")

_WORDS = "was saved while the site was being built"
_TRIES = 3


def read_sure(file: Path, digest: str, label: str) -> bytes:
    """Return the bytes that have this digest.

    Args:
        label: the file as its editor knows it.

    Raises:
        SitegenError: the file has others by now; see `until_quiet`.
        OSError: it cannot be read.
    """
    data = file.read_bytes()
    if digest_bytes(data) != digest:
        raise other_bytes(label)
    return data


def other_bytes(label: str) -> SitegenError:
    """Return the error that says that a file is no more as it was when it was scanned."""
    return SitegenError([Problem(label, 0, _WORDS, "Build again once it is saved for good.")])


def until_quiet(work: Callable[[], T]) -> T:
    """Do some work, and again from its beginning where a file was saved meanwhile.

    Raises:
        SitegenError: of the work; a file that is saved all the time is one of its problems.
    """
    for _ in range(_TRIES - 1):
        try:
            return work()
        except SitegenError as error:
            if all(problem.message != _WORDS for problem in error.problems):
                raise
    return work()
