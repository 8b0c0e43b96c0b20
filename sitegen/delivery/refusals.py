"""Refusals: what no deploy does unless somebody says that it is meant.

Each is a function of what is known before the first byte is sent, and names the option or the
command that helps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sitegen.core.problems import Problem
from sitegen.core.urls import is_placeholder
from sitegen.delivery.manifest import Files, Manifest
from sitegen.delivery.plan import FILES, Plan, Standings, known_files, step_of

_EXAMPLES = 3
_SHARE = 20  # one of so many pages and feeds may always go
# What a preview puts into its pages, and no build into its own.
_MARKS = (b"<!--sitegen preview-->", b"<sitegen-preview", b'src="/_sitegen/')


def placeholder(base_url: str, file: str, line: int) -> tuple[Problem, ...]:
    """Refuse an address at which no reader will ever find the site."""
    if not is_placeholder(base_url):
        return ()
    what = f"'{base_url}' is a placeholder, so no reader could follow a link"
    hint = "Write the address at which readers will find the site into base_url, and build."
    return (Problem(file, line, what, hint),)


def unready(reason: str) -> tuple[Problem, ...]:
    """Refuse an output/ that is not the site as it should be now."""
    if not reason:
        return ()
    what = f"is not the site as it is now: {reason}"
    return (Problem("output", 0, what, "Build first: sitegen build"),)


def marked(files: Iterable[tuple[str, bytes]]) -> tuple[Problem, ...]:
    """Refuse pages that a preview made."""
    hint = "Build the site anew: delete output/, then sitegen build"
    return tuple(
        Problem(f"output/{name}", 0, "is a page of the preview, which may show drafts", hint)
        for name, data in files
        if any(mark in data for mark in _MARKS)
    )


def other_site(name: str, before: Manifest, site: str, base_url: str) -> tuple[Problem, ...]:
    """Refuse a target that is another site's."""
    if not before.site or before.site == site or before.base_url == base_url:
        return ()
    what = f"holds another site: {before.site}"
    hint = "Name another place. With --adopt this site's files replace those of the same name."
    return (Problem(name, 0, what, hint),)


def newer(name: str, before: Manifest, built: datetime, now: datetime) -> tuple[Problem, ...]:
    """Refuse to take readers back to what an older build had."""
    if before.built is None or before.built <= built:
        return ()
    what = (
        f"has a build of {before.built:%Y-%m-%d %H:%M %Z}, and this one is older, of "
        f"{built.astimezone(before.built.tzinfo):%Y-%m-%d %H:%M %Z}"
    )
    hint = "Bring the sources up to date and build. With --force the older one goes out."
    if before.built > now:
        hint = (
            "By this machine's clock that is yet to come: is it right, and was that of the machine "
            "that deployed last? With --force this build goes out."
        )
    return (Problem(name, 0, what, hint),)


def strangers(
    name: str, before: Manifest, wanted: Files, standings: Standings
) -> tuple[Problem, ...]:
    """Refuse to replace files that sitegen has not put there."""
    ours = before.ours
    files = sorted(
        file
        for file, standing in standings.items()
        if file in wanted and file not in ours and not standing.is_surely(wanted[file])
    )
    if not files:
        return ()
    what = f"has {_count(files)} that sitegen has not put there: {_some(files)}"
    hint = "With --adopt the site's files replace those of the same name; no others are touched."
    return (Problem(name, 0, what, hint),)


def in_the_way(name: str, plan: Plan, standings: Standings) -> tuple[Problem, ...]:
    """Refuse to write where a link or a folder stands: that is never ours."""
    files = [file for file in plan.sent if file in standings and standings[file].size < 0]
    hint = "Move it away and deploy again."
    return tuple(
        Problem(f"{name}/{file}", 0, "cannot be written: a link or a folder is in the way", hint)
        for file in files[:_EXAMPLES]
    )


def altered(name: str, before: Manifest, plan: Plan, standings: Standings) -> tuple[Problem, ...]:
    """Refuse to replace or delete files that somebody has changed at the target."""
    known = known_files(before, standings)
    files = sorted(
        file
        for file in (*plan.sent, *plan.deleted)
        if file in known and file in standings and not standings[file].may_be(known[file])
    )
    if not files:
        return ()
    what = f"has {_count(files)} that somebody has changed there: {_some(files)}"
    hint = "Save the change if it is wanted. With --force it is overwritten."
    return (Problem(name, 0, what, hint),)


def removals(name: str, before: Manifest, plan: Plan, most: int) -> tuple[Problem, ...]:
    """Refuse to take down a great part of the paper."""
    pages = [file for file in before.files if step_of(file) != FILES]
    gone = [file for file in plan.removed if file in before.files and step_of(file) != FILES]
    if len(gone) <= max(most, len(pages) // _SHARE):
        return ()
    what = f"would lose {len(gone):,} of {len(pages):,} pages and feeds: {_some(gone)}"
    hint = "Are all sources there? If it is meant: --allow-removed"
    return (Problem(name, 0, what, hint),)


def _count(files: Collection[str]) -> str:
    return "a file" if len(files) == 1 else f"{len(files):,} files"


def _some(files: Sequence[str]) -> str:
    return ", ".join(files[:_EXAMPLES]) + (", ..." if len(files) > _EXAMPLES else "")
