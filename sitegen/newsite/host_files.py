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
    words = _words(folder)
    return {
        fill(file.file, words).decode(): fill(file.text, words)
        for file in hosts.schedule_files(host)
    }


def deploy_table(host: str, folder: str, *, below: str = "") -> str:
    """Return the table of settings by which `sitegen deploy live` reaches a host; "" for none.

    Args:
        host: one of `HOSTS`, or "".
        folder: the name of the site's folder.
        below: what stands before the table's name in a file that holds more: "tool.sitegen.".
    """
    lines = hosts.HOSTS[host].deploy if host else ""
    table = fill(lines, _words(folder)).decode()
    return f"\n[{below}deploy.live]\n{table}" if table else ""


def _words(folder: str) -> dict[str, str]:
    name = slugify(folder) or "site"
    return {"NAME": name, "FOLDER": f"/srv/{name}"}
