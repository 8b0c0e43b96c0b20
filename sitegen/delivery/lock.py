"""The lock of a deploy: one at a time, from this machine and from others.

On this machine the operating system holds it, as for builds. At the target it is a file of one's
own name: who then sees another's, younger than an hour, gives way. A deploy that was killed
leaves its file behind; the next one of the same machine and cache takes it for its own.
"""

from __future__ import annotations

import platform
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.cache.lock import BuildLock
from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem, SitegenError
from sitegen.delivery.target import LOCK, Target, refuse

_AN_HOUR = 3600.0
_NAME_FILE = "name"


def local_lock(folder: Path) -> BuildLock:
    """Return the lock of one cache's folder of deploys."""
    return BuildLock(folder, busy=_busy)


def _busy(_path: Path, holder: str) -> Problem:
    process = f"process {holder}" if holder else "another process"
    return Problem(
        "deploy", 0, f"is running already ({process})", "Deploy again when it has finished."
    )


@contextmanager
def target_lock(target: Target, folder: Path) -> Iterator[None]:
    """Hold the lock at a target.

    Raises:
        SitegenError: another deploy holds it; there nothing has been changed.
    """
    own = LOCK + _own_name(folder)
    target.put_note(own, b"")
    try:
        times = target.locks()
        since = times.get(own, max(times.values(), default=0.0)) - _AN_HOUR
        others = [name for name, time in times.items() if name != own and time > since]
        if others:
            hint = (
                "Deploy again when it has finished. If it was killed, its mark is believed for "
                f"an hour; delete {others[0]} there to go on at once."
            )
            raise refuse(target.name, "another machine is deploying to it", hint)
        for name in times.keys() - {own, *others}:
            target.drop_note(name)
        with _renewed(target, own):
            yield
    finally:
        target.drop_note(own)


@contextmanager
def _renewed(target: Target, own: str) -> Iterator[None]:
    """Keep the lock young: a first deploy over a slow line takes more than an hour."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(_AN_HOUR / 3):
            with suppress(SitegenError):
                target.put_note(own, b"")

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _own_name(folder: Path) -> str:
    """Return a name that this machine and cache keep, and no others have."""
    file = folder / _NAME_FILE
    name = ""
    with suppress(OSError, UnicodeDecodeError):
        name = file.read_text("ascii").strip()
    if not name:
        name = secrets.token_hex(8)
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{name}\n", "ascii")
    # A cache that CI hands to several machines must not make them one.
    return digest_text(f"{name} {platform.node()}")[:16]
