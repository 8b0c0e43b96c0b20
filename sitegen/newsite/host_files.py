"""Host files: what a site gets so that it is built, deployed and verified on time."""

from __future__ import annotations

from sitegen import hosts
from sitegen.core.urls import slugify
from sitegen.newsite.new_files import fill


def files_for_host(host: str, folder: str) -> dict[str, bytes]:
    """Return the files by path, relative to the site's folder; none where no host is set.

    Args:
        host: one of `HOSTS`, or "".
        folder: the name of the site's folder, after which what runs the schedule is called.
    """
    if not host:
        return {}
    name = slugify(folder) or "site"
    words = {"NAME": name, "FOLDER": f"/srv/{name}"}
    return {
        fill(file.file, words).decode(): fill(file.text, words)
        for file in hosts.schedule_files(host)
    }
