"""A new site: its folder, with the files that make it build at once.

Nothing that exists is ever overwritten.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sitegen import newsite
from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.newsite.first_files import first_files, shell
from sitegen.newsite.host_files import deploy_table
from sitegen.newsite.new_files import create
from sitegen.newsite.place import new_place
from sitegen.settings.search_program import search_program
from sitegen.settings.timezones import is_zone, zone_hint
from sitegen.settings.types import FILE, HOSTS


def init(
    target: Path,
    *,
    title: str,
    now: datetime,
    host: str = "",
    sample: bool = False,
    timezone: str = "America/Chicago",
    url: str = "",
) -> tuple[str, ...]:
    """Make a new site that builds at once.

    Args:
        target: a folder that does not exist yet or is empty (a fresh .git is fine).
        now: aware; the sample stories' dates are counted back from it.
        host: one of `HOSTS`; "" leaves the host's own files out.
        sample: fill the site with sample stories in every kind, length and state.
        timezone: the newsroom's, by a name that ZoneInfo knows.
        url: the address at which readers will find the site; "" for a placeholder.

    Returns:
        The files made, relative to `target` with forward slashes, sorted.

    Raises:
        SitegenError: the folder holds something, or the host or address is none.
    """
    if host and host not in HOSTS:
        raise SitegenError(
            [Problem("--host", 0, f"unknown host '{host}'", did_you_mean(host, HOSTS, "Hosts"))]
        )
    if target.exists() and not (
        target.is_dir() and all(p.name == ".git" for p in target.iterdir())
    ):
        raise SitegenError(
            [
                Problem(
                    str(target),
                    0,
                    "there is something in this place already, and it is left as it is",
                    "Give the name of a new folder: sitegen init mysite",
                )
            ]
        )
    if not is_zone(timezone):
        message = f"there is no time zone '{timezone}'"
        raise SitegenError([Problem("--timezone", 0, message, zone_hint(timezone))])
    title = " ".join(title.split()) or target.name
    place = new_place(title, url, now)
    files = shell(host, target.name)
    search = bool(search_program().version)
    if sample:
        files |= newsite.sample_files(
            title=title, now=now, timezone=timezone, host=host, place=place, search=search
        )
    else:
        files |= first_files(title, now, timezone, host, place, search=search)
    files[FILE] += deploy_table(host, target.name).encode("utf-8")
    for path, data in files.items():
        create(target, path, data)
    return tuple(sorted(files))
