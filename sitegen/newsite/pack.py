"""A site's own copy of sitegen, and requirements.txt, from which a host installs it.

They belong to the site as its settings do: they are committed with it, and a host that
builds the site installs nothing that the newsroom did not choose.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from sitegen import hosts
from sitegen.core.identity import VENDOR, WHEEL_NAME
from sitegen.core.problems import Problem, SitegenError
from sitegen.newsite.requirements import BANNER, FILE, HERE, Machine, linux, requirements
from sitegen.newsite.wheel import running_wheel
from sitegen.settings.types import BUILT_IN_SEARCH, Settings

# How requirements.txt begins where we wrote it: the second line is that of version 0.1.
_OURS = (BANNER, "# What builds this site on the host. To stay with one version")


def pack(
    root: Path, host: str = "", extras: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Write the running copy of sitegen into a site, with what it needs.

    Args:
        root: the site's folder.
        host: one of `HOSTS`, for whose system the digests are asked for; for this machine's
            where the host builds nothing.
        extras: of sitegen, that the site needs.

    Returns:
        The files written, and what should be known of them.

    Raises:
        SitegenError: requirements.txt is the newsroom's own, this copy cannot be packed, or
            a file cannot be written.
    """
    target = root / FILE
    if target.exists() and not target.read_text("utf-8", "replace").startswith(_OURS):
        what = "this file is your own, and it is left as it is"
        hint = f"Give it another name, such as requirements-own.txt: sitegen pack writes {FILE}."
        raise SitegenError([Problem(FILE, 0, what, hint)])
    wheel = running_wheel()
    text, trouble = requirements(wheel, extras, machine_of(host))
    folder = root / VENDOR
    try:
        folder.mkdir(exist_ok=True)
        for old in folder.glob(WHEEL_NAME):
            old.unlink()
        (folder / wheel.name).write_bytes(wheel.data)
        target.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        where = Path(str(error.filename or target)).name
        raise SitegenError([Problem(where, 0, f"cannot be written: {reason}", "")]) from None
    warnings = (_without_digests(trouble),) if trouble else ()
    return (FILE, f"{VENDOR}/{wheel.name}"), warnings


def _without_digests(trouble: str) -> Problem:
    what = f"the packages in it have no digests: {trouble}"
    hint = "The host would take whatever it is given under these names. Pack again: sitegen pack"
    return Problem(FILE, 0, what, hint, warning=True)


def machine_of(host: str) -> Machine:
    """Return the machine on which a site is built that is published on `host`."""
    return linux(hosts.PYTHON) if builds_sites(host) else HERE


def builds_sites(host: str) -> bool:
    """Say whether a host builds the site itself; "" is no host."""
    return bool(host) and hosts.ci_file(host) is not None


def extras_of(settings: Settings) -> tuple[str, ...]:
    """Return the extras of sitegen that a site's settings ask for, or that are in use here."""
    wishes = {
        "search": settings.search == BUILT_IN_SEARCH,
        "deploy": any(place.way == "rclone" for place in settings.deploy.values()),
        "heic": find_spec("pillow_heif") is not None,
    }
    return tuple(extra for extra, is_wished in wishes.items() if is_wished)
