"""After a deploy: a program of the newsroom's own, such as the one that empties a CDN's caches.

It gets the addresses that changed or went on its standard input, one a line.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from sitegen.delivery.receipts import Message

SECONDS = 300.0  # that it may take
_SHOWN = 400  # letters of what it said


def run_after(
    words: Sequence[str], addresses: Iterable[str], folder: Path, *, seconds: float = SECONDS
) -> Message:
    """Run the program; return what came of it.

    Args:
        words: the program and what it is told.
        addresses: absolute, of what changed and what went.
        folder: in which it runs.
        seconds: after which it is stopped.
    """
    lines = tuple(addresses)
    to = f"after ({words[0]})"
    try:
        run = subprocess.run(  # noqa: S603 - what the settings of this very site name
            words,
            input="".join(f"{line}\n" for line in lines),
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        says = f"it had no end after {seconds:.0f} seconds"
    except OSError as error:
        says = f"it cannot be run: {(error.strerror or str(error)).lower()}"
    else:
        if not run.returncode:
            return Message(to, len(lines), True)
        last = (run.stderr.strip() or run.stdout.strip())[-_SHOWN:]
        says = f"it ended with status {run.returncode}" + (f": {last}" if last else "")
    return Message(to, len(lines), False, f"{says}; tried again at the next deploy")
