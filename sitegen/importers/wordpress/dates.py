"""Dates of an export, which has each by two clocks or by one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from sitegen.core.record import Record
from sitegen.importers.wordpress.entries import Entry

_NO_DATE = re.compile(r"^0{4}-|^$")


class Dates(Record):
    """When an entry came out, by both clocks that an export has; None where it says nothing."""

    local: datetime | None  # without a zone
    utc: datetime | None


def dates_of(entry: Entry, name: str) -> Dates:
    """Return the dates of the fields `name` and `name`_gmt: "wp:post_date"."""
    local = _time(entry.value(name))
    utc = _time(entry.value(f"{name}_gmt"))
    if local is None and utc is None and name == "wp:post_date":
        try:
            sent = parsedate_to_datetime(entry.value("pubDate"))
            if sent.year >= 1500:
                utc = sent.astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError):
            pass
    return Dates(local, utc)


def _time(text: str) -> datetime | None:
    if _NO_DATE.match(text):
        return None
    try:
        at = datetime.fromisoformat(text[:19])
    except ValueError:
        return None
    return at.replace(tzinfo=None) if at.year >= 1500 else None


def moment_of(dates: Dates, zone: ZoneInfo) -> datetime | None:
    """Return a moment: by UTC where an export has it, else by the newsroom's clock."""
    if dates.utc is not None:
        return dates.utc.replace(tzinfo=UTC)
    return dates.local.replace(tzinfo=zone) if dates.local is not None else None
