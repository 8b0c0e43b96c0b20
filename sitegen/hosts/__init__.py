"""Hosts: the files that tell each kind of web host how to serve the site.

Every header, redirect and crawler rule is decided in this package: `headers` for what is
true of every response, one module for each host within its limits, `rules` for the files
that several hosts read, `crawlers` for robots.txt. A new host is a module with its `HOST`,
of the name that it has in `settings.types.HOSTS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

from sitegen.core.problems import Problem
from sitegen.hosts.crawlers import indexnow_file as indexnow_file
from sitegen.hosts.crawlers import robots_txt as robots_txt
from sitegen.hosts.headers import LASTING_FOLDERS, has_lasting_name, is_lasting
from sitegen.hosts.host import PYTHON as PYTHON
from sitegen.hosts.host import Host, HostFiles, PublishedSite
from sitegen.model.documents import HostFile, Redirect
from sitegen.settings import types

HOSTS: Mapping[str, Host] = {name: import_module(f"{__name__}.{name}").HOST for name in types.HOSTS}


def host_files(
    host: str,
    base_url: str,
    redirects: Sequence[Redirect] = (),
    feeds: Mapping[str, str] = MappingProxyType({}),
    files: Iterable[str] = (),
    count: int = 0,
    active: Sequence[str] = (),
) -> HostFiles:
    """Return what `host` is told, and warnings where its limits do not let it be told all.

    Args:
        host: one of `HOSTS`, or "" for a host that is told nothing.
        redirects: in the order of their importance. A page stands at most old addresses too;
            hosts that cannot ask for queries are not told of those.
        feeds: MIME type of each feed whose file is not named as in `FEED_CONTENT_TYPES`.
        files: all files of output/ but pages, to see that what is served for a year may be.
        count: how many files output/ has in all.
        active: sources of HTML and XML files that stories link to: they get a policy of
            their own, or a warning where the host can give them none.
    """
    problems = tuple(
        Problem(
            file,
            0,
            "this file is served for a year, but its name holds no fingerprint",
            f"Keep files without one out of {' and '.join(LASTING_FOLDERS)}/.",
        )
        for file in files
        if is_lasting(file) and not has_lasting_name(file)
    )
    if not host or not HOSTS[host].sets_policies:
        problems += tuple(_unguarded(source, host) for source in active)
    if not host:
        return (), problems
    plain = [redirect for redirect in redirects if not redirect.query]
    asking = [redirect for redirect in redirects if redirect.query]
    queries = asking if HOSTS[host].asks_queries else []
    texts, warnings = HOSTS[host].files(PublishedSite(base_url, plain, feeds, active, queries))
    limit = HOSTS[host].most_files
    if limit is not None and count > limit.files:
        warnings = (*warnings, limit.problem(count))
    return texts, (*problems, *warnings)


def _unguarded(source: str, host: str) -> Problem:
    """Return the warning for a file whose scripts nobody keeps apart."""
    able = ", ".join(sorted(name for name, each in HOSTS.items() if each.sets_policies))
    why = f"The host '{host}' takes no headers for single files" if host else "No host is set"
    return Problem(
        source,
        0,
        "scripts in this file can do all that your own pages can",
        f"{why}, so none keeps them apart, as {able} do. Link to a PDF or a text instead.",
        warning=True,
    )


def ci_file(host: str) -> HostFile | None:
    """Return what `sitegen init --host` writes so that the host builds the site, if anything."""
    return HOSTS[host].build_file


def schedule_files(host: str) -> tuple[HostFile, ...]:
    """Return all that `sitegen init --host` writes so that a site is built and published on time.

    In names and texts "[[NAME]]" and "[[FOLDER]]" stand for the site's.
    """
    build_file = ci_file(host)
    return (*((build_file,) if build_file is not None else ()), *HOSTS[host].schedule)
