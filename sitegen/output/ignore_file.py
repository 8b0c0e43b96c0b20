"""The .gitignore of output/, which keeps the built site out of a newsroom's repository.

`init` writes it. It is the newsroom's own from then on: who deletes it wants the built site
in the repository. But who deletes all of output/, to have the site built anew, wants it back.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

IGNORE_FILE = ".gitignore"
IGNORE_TEXT = "# What sitegen builds stands here and is not kept.\n*\n!.gitignore\n"


def is_gone(output: Path) -> bool:
    """Say whether nothing at all stands in output/: it was deleted, or emptied, as a whole."""
    try:
        return next(output.iterdir(), None) is None
    except OSError:
        return True


def keep_ignore_file(output: Path, *, again: bool) -> bool:
    """Say whether output/ has its .gitignore; it is written `again` where that is asked for."""
    file = output / IGNORE_FILE
    if again and not file.exists():
        with suppress(OSError):  # no site is worth less for want of it
            file.write_text(IGNORE_TEXT, "utf-8", newline="\n")
    return file.exists()
