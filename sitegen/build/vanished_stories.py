"""Vanished stories: content/ without any, where the site has some.

A drive that is not mounted leaves an empty folder. Such a build would take the whole paper off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sitegen.build.inputs import all_rows
from sitegen.cache.rows import SourceRow
from sitegen.core.problems import Problem, SitegenError
from sitegen.output.own_files import read_manifest
from sitegen.sources.read import Reading


def stop_where_all_vanished(
    reading: Reading, before: Callable[[], Mapping[str, SourceRow]], output: Path
) -> None:
    """Refuse to build a site without stories over one that has some.

    Args:
        reading: the sources as they are.
        before: gives the rows of the sources that the last build read.
        output: which says itself how many stories it shows, should the cache be lost.

    Raises:
        SitegenError: there is no story left, be it a draft.
    """
    if reading.broken or _has_story(all_rows(reading)):
        return
    if _has_story(before()) or read_manifest(output).stories:
        raise SitegenError([_problem()])


def _has_story(rows: Mapping[str, SourceRow]) -> bool:
    return any(row.kind == "article" for row in rows.values())


def _problem() -> Problem:
    return Problem(
        "content",
        0,
        "holds no story, and the site has some",
        "Is a drive not mounted, or a folder moved? To take every story off the site: "
        "sitegen build --allow-empty",
    )
