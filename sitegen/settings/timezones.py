"""Time zones: whether there is one of a name, and which name was meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from sitegen.core import late
from sitegen.schema.reader import Reader
from sitegen.settings.places import fold, zones_of_places

_LIKENESS = 0.8  # of names: 'Houston' is no misspelt 'Moncton', which lies two hours east of it

# Not Etc/GMT-6, which lies six hours east of Greenwich; not US/Central, which has a truer name.
_REGIONS = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/",
            "Europe/", "Indian/", "Pacific/")  # fmt: skip


def check_timezone(reader: Reader, key: str, name: str) -> str | None:
    if not name or is_zone(name):
        return name or None
    reader.problem(key, f"there is no time zone '{name}'", zone_hint(name))
    return None


def zone_hint(name: str) -> str:
    """Return the zone of the place that somebody wrote; a place is never guessed at."""
    by_place = _zones_by_place()
    region, _, city = name.rpartition("/")
    close = late.difflib.get_close_matches(fold(city), by_place, n=1, cutoff=_LIKENESS)
    if not close:
        return 'Write the name of a region and city, as in "America/Chicago" for Houston.'
    meant = by_place[close[0]]
    there = [zone for zone in meant if region and zone.startswith(f"{region.split('/')[0]}/")]
    # America/Indianapolis is the old name of America/Indiana/Indianapolis.
    names = {(zone.split("/")[0], zone.split("/")[-1]): zone for zone in reversed(there or meant)}
    *others, first = names.values()
    more = "".join(f" or '{zone}'" for zone in reversed(others))
    return f"Did you mean '{first}'{more}?"


@cache
def _zones_by_place() -> Mapping[str, tuple[str, ...]]:
    """Return place → its zones; once in each process, for the disk is asked for each zone."""
    by_place = dict(zones_of_places())
    for zone in sorted(available_timezones(), reverse=True):
        if zone.startswith(_REGIONS):
            city = fold(zone.rpartition("/")[2])
            by_place[city] = (zone, *by_place.get(city, ()))
    return by_place


def is_zone(name: str) -> bool:
    if name in ("localtime", "posixrules"):  # what they name differs between machines
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a plain path; a folder of zones
        return False
    return True
