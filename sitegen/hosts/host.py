"""What a web host is: its name, and which files tell it how to serve and build the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.urls import base_prefix, file_path, site_url
from sitegen.model.documents import HostFile, Redirect

OWN_FOLDER = "_host"  # in output/: what a server of our own reads, and serves to nobody
PYTHON = "3.13"  # by which hosts build sites: their build files name it
BANNER = "# Written by sitegen: the next build writes it again."


class PublishedSite(Record):
    """What a host has to know of the site that it serves."""

    base_url: str
    redirects: Sequence[Redirect]  # in the order of their importance; without queries
    feeds: Mapping[str, str]  # MIME type of each feed whose name does not say it
    active: Sequence[str] = ()  # sources of HTML and XML files that stories link to
    queries: Sequence[Redirect] = ()  # those that have one, of hosts that can ask for it

    @property
    def active_urls(self) -> tuple[str, ...]:
        """The addresses at which those files answer."""
        prefix = base_prefix(self.base_url)
        return tuple(site_url(prefix, file_path(source)) for source in self.active)


def site_name(base_url: str) -> str:
    """Return a site's name in a configuration that it shares with others.

    "https://gazette.org/paper" gives "gazette_org_paper".
    """
    parts = urlsplit(base_url)
    port = f"_{parts.port}" if parts.port else ""
    return re.sub(r"[^a-z0-9]+", "_", f"{parts.hostname}{port}{parts.path}".lower()).strip("_")


HostFiles = tuple[tuple[HostFile, ...], tuple[Problem, ...]]  # files, and warnings


class FileLimit(Record):
    """How many files a host takes of one site."""

    host: str  # as it calls itself
    files: int

    def problem(self, count: int) -> Problem:
        return Problem(
            "output",
            0,
            f"the site has {count:,} files, and {self.host} takes {self.files:,}",
            "The upload will fail. Fewer widths or formats under [images] make fewer files; "
            "so does another host.",
            warning=True,
        )


class Host(Record):
    """One web host.

    Args:
        files: returns the files that it reads, and warnings where its limits do not let
            them say all.
        sends_headers: whether it sends the headers of `hosts.headers`.
        sets_policies: whether single files get a policy of their own.
        redirects: whether it sends readers and programs on from old addresses.
        most_redirects: how many of them it takes; 0 for any number, or none.
        asks_queries: whether such a rule may ask for a query, as in "/?p=12".
        files_first: whether a file at an old address goes before the rule.
        includes_files: whether its own files are included from `OWN_FOLDER` of what is
            deployed, as servers of one's own do.
        most_files: how many files it takes; None for any number.
        build_file: what `sitegen init --host` writes so that the site is built elsewhere than
            at the desk, and on time; None where that is a machine of the newsroom's own.
        deploy: what it writes below [deploy.live] of the settings, as in `schedule`.
        schedule: what it writes for such a machine; "[[NAME]]" and "[[FOLDER]]" stand for
            the site's.
    """

    name: str  # as in `host` of sitegen.toml
    files: Callable[[PublishedSite], HostFiles]
    build_file: HostFile | None = None
    schedule: tuple[HostFile, ...] = ()
    deploy: str = ""
    most_files: FileLimit | None = None
    sends_headers: bool = False
    sets_policies: bool = False
    redirects: bool = False
    most_redirects: int = 0
    asks_queries: bool = False
    files_first: bool = False
    includes_files: bool = False
