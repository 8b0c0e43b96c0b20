"""What a web host is: its name, and which files tell it how to serve and build the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sitegen.core.problems import Problem
from sitegen.model.documents import HostFile, Redirect

OWN_FOLDER = "_host"  # in output/: what a server of our own reads, and serves to nobody
PYTHON = "3.13"  # by which hosts build sites: their build files name it
BANNER = "# Written by sitegen: the next build writes it again."


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What a host has to know of the site that it serves."""

    base_url: str
    redirects: Sequence[Redirect]  # in the order of their importance
    feeds: Mapping[str, str]  # MIME type of each feed whose name does not say it


HostFiles = tuple[tuple[HostFile, ...], tuple[Problem, ...]]  # files, and warnings


@dataclass(frozen=True, slots=True)
class Host:
    """One web host.

    Args:
        files: returns the files that it reads, and warnings where its limits do not let
            them say all.
        build_file: what `sitegen init --host` writes so that the host builds the site by
            itself, and on time; None for a host that builds nothing.
    """

    name: str  # as in `host` of sitegen.toml
    files: Callable[[PublishedSite], HostFiles]
    build_file: HostFile | None = None
