"""Checks: what was looked at on the live site, and what is wrong there.

A check is a value: a name, a verdict, a sentence, and every fault with what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.core.record import Record

GOOD, NOTE, WRONG = "good", "note", "wrong"


class Fault(Record):
    """One thing that readers or robots do not get as they should."""

    where: str  # an address; "" for the site as a whole
    what: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return text + (f"\n  {self.hint}" if self.hint else "")


class Check(Record):
    """One thing that was looked at."""

    name: str  # "front", "feeds", ...
    verdict: str  # GOOD, NOTE (worth knowing, and nothing fails) or WRONG
    says: str  # in one sentence what was found
    faults: tuple[Fault, ...] = ()

    @property
    def is_wrong(self) -> bool:
        return self.verdict == WRONG


def good(name: str, says: str) -> Check:
    return Check(name, GOOD, says)


def note(name: str, says: str, *faults: Fault) -> Check:
    return Check(name, NOTE, says, faults)


def verdict(name: str, says: str, faults: Iterable[Fault], worst: str = WRONG) -> Check:
    """Return a check that is good where there are no faults.

    Args:
        says: what to say then.
        worst: the verdict where there are some: `WRONG`, or `NOTE` for what only is a pity.
    """
    every = tuple(faults)
    if not every:
        return Check(name, GOOD, says)
    first = every[0]
    told = f"{first.where}: {first.what}" if first.where else first.what
    more = f", and {len(every) - 1} more" if len(every) > 1 else ""
    return Check(name, worst, told + more, every)
