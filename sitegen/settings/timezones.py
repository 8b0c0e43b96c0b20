"""Time zones: whether there is one of a name, and which name was meant."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from sitegen.core.problems import did_you_mean
from sitegen.schema.reader import Reader


def check_timezone(reader: Reader, key: str, name: str) -> str | None:
    if not name or is_zone(name):
        return name or None
    reader.problem(key, f"there is no time zone '{name}'", zone_hint(name))
    return None


def zone_hint(name: str) -> str:
    # Not Etc/GMT-6, which lies six hours east of Greenwich: nobody means that.
    zones = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/GMT"))
    city = "/" + name.rpartition("/")[2].replace(" ", "_").casefold()
    there = next((zone for zone in zones if zone.casefold().endswith(city)), "")
    if there or "/" in name:
        hint = did_you_mean(there or name, zones)
        if hint.startswith("Did"):
            return hint
    return 'Write the name of a region and city, as in "America/Chicago".'


def is_zone(name: str) -> bool:
    if name in ("localtime", "posixrules"):  # what they name differs between machines
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a plain path; a folder of zones
        return False
    return True
