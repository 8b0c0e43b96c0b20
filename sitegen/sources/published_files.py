"""Published files: which files beside a story may be published as they are.

They answer at an address of the newsroom's own, so a browser trusts them as its pages, and
some names mean something to web hosts.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from sitegen.core.file_names import is_active, steers_host


def publication_refusal(path: str, *, trust_html: bool) -> tuple[str, str] | None:
    """Return what is wrong with publishing a file, and what to do; None when it may be."""
    if steers_host(PurePosixPath(path).name):
        message = f"links to {path}, and web hosts take a file of this name for their own"
        return message, "Give it another name."
    if is_active(path) and not trust_html:
        message = f"links to {path}, and browsers would run its scripts as your site's own"
        hint = "Give it as a PDF or a text, or put what it says into the story: the settings say "
        return message, f"{hint}trust_html = false."
    return None
