"""The time zone of a newsroom that no export states: found from dates told in two ways."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from sitegen.settings.timezones import is_zone

# Of zones whose clocks agree, the one that most newsrooms mean.
_USUAL = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Phoenix", "America/Anchorage", "Pacific/Honolulu", "Europe/London", "Europe/Berlin",
    "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Athens", "Europe/Helsinki",
    "Europe/Kyiv", "Europe/Istanbul", "Europe/Moscow", "America/Toronto", "America/Mexico_City",
    "America/Bogota", "America/Lima", "America/Caracas", "America/Santiago", "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires", "America/Halifax", "America/St_Johns", "Asia/Ho_Chi_Minh",
    "Asia/Bangkok", "Asia/Manila", "Asia/Singapore", "Asia/Jakarta", "Asia/Shanghai", "Asia/Tokyo",
    "Asia/Seoul", "Asia/Kolkata", "Asia/Karachi", "Asia/Dhaka", "Asia/Kathmandu", "Asia/Dubai",
    "Asia/Tehran", "Asia/Jerusalem", "Africa/Cairo", "Africa/Lagos", "Africa/Nairobi",
    "Africa/Johannesburg", "Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide",
    "Australia/Perth", "Pacific/Auckland",
)  # fmt: skip
MOST = 400  # pairs that are looked at: a year of posts tells as much as twenty


def zone_of(pairs: Iterable[tuple[datetime, datetime]]) -> tuple[str, int]:
    """Return the zone whose clocks show what an archive says.

    Args:
        pairs: local times and the same moments in UTC, both without a zone.

    Returns:
        Its name, "" where there is no pair; and how many pairs it does not fit. A newsroom
        that moved, or set its clock late, has some.
    """
    moments = _told_apart(pairs)
    if not moments:
        return "", 0
    if all(offset == timedelta() for _at, offset in moments):
        return "UTC", 0
    best, misses = "", len(moments) + 1
    for name in _candidates():
        wrong = 0
        zone = ZoneInfo(name)
        for at, offset in moments:
            wrong += at.astimezone(zone).utcoffset() != offset
            if wrong >= misses:
                break
        if wrong < misses:
            best, misses = name, wrong
        if not misses:
            break
    return best, misses


def _told_apart(pairs: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, timedelta]]:
    """Return moments with their offsets: of each month and offset one, the latest kept."""
    seen: dict[tuple[int, int, timedelta], datetime] = {}
    for local, utc in pairs:
        offset = timedelta(minutes=round((local - utc).total_seconds() / 60))
        if abs(offset) <= timedelta(hours=14):
            seen[utc.year, utc.month, offset] = utc.replace(tzinfo=UTC)
    moments = [(at, key[2]) for key, at in seen.items()]
    return sorted(moments, key=lambda moment: moment[0])[-MOST:]


@cache
def _candidates() -> tuple[str, ...]:
    others = sorted(n for n in available_timezones() if "/" in n)
    others.sort(key=lambda name: name.startswith("Etc/"))  # no newsroom calls its zone so
    names = [*_USUAL, "UTC", *others]
    return tuple(dict.fromkeys(filter(_is_there, names)))


def _is_there(name: str) -> bool:
    return is_zone(name) and (not name.startswith("Etc/") or name.startswith("Etc/GMT"))
