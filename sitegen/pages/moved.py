"""Moved addresses: what `[redirects]` of the settings leads to, and what stands there.

A redirect is written while something answers where it leads: one to a story that readers
cannot see is told and left out, so that its address tells nobody of it. A page leads on at
the old address wherever one can stand; hosts that have rules of their own come before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from sitegen.core.file_names import FEED_FILES
from sitegen.core.nearest import NearestAddress, hint_of
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.urls import alias_path, is_outside, output_file, own_path, site_url
from sitegen.hosts import HOSTS
from sitegen.hosts.headers import is_lasting
from sitegen.hosts.host import Host
from sitegen.model.documents import Redirect
from sitegen.model.tasks import Subject
from sitegen.pages.entry import Entry
from sitegen.pages.kinds import KINDS
from sitegen.settings.types import RESERVED_SLUGS
from sitegen.site.site import Site

_PAGE_ENDINGS = (".html", ".htm", ".php", ".asp", ".aspx")  # at which a page may lead on


class Moved(Record):
    """One earlier address that leads on."""

    written: str  # as the settings have it
    old: str  # path, without the prefix and the query
    query: str  # "p=12"; "" for none
    url: str  # where it leads: root-relative with the prefix, or elsewhere
    prefix: str = ""  # of the site
    story: str = ""  # source of the story or page that stands there, if it leads to its top
    to_feed: bool = False  # programs ask there, which follow rules of hosts only
    has_page: bool = False  # a page stands there that leads on

    @property
    def redirect(self) -> Redirect:
        return Redirect(site_url(self.prefix, self.old), self.url, query=self.query)


def moved_addresses(
    site: Site, entries: Mapping[str, Entry]
) -> tuple[tuple[Moved, ...], tuple[Problem, ...]]:
    """Return the redirects that lead somewhere now, and what is wrong with others.

    Args:
        entries: every other file of the site, by name.
    """
    if not site.settings.redirects:
        return (), ()
    problems: list[Problem] = []
    moved = tuple(_Search(site, entries).moved(problems))
    return moved, tuple(problems)


def moved_pages(site: Site, moved: Iterable[Moved]) -> Iterator[Entry]:
    """Yield the pages that lead on."""
    for each in moved:
        if each.has_page:
            subject = Subject("alias", each.story) if each.story else Subject("redirect", each.url)
            file, template = output_file(each.old), KINDS["alias"].template
            key = f"redirects.{each.written}"
            yield Entry(file, "page", template, site.settings.file, subject, asked=key)


class _Search:
    """Follows the redirects of one site to where they end."""

    def __init__(self, site: Site, entries: Mapping[str, Entry]) -> None:
        self._site = site
        self._entries = entries
        self._settings = site.settings
        self._folded = {file.casefold() for file in entries}
        self._stories = {site.urls[path]: path for path in (*site.stories, *site.pages)}
        self._next = {_name(old): target for old, target in self._settings.redirects.items()}
        host = HOSTS.get(self._settings.host)
        # Where files go before rules, a page would keep the rule from feeds' readers.
        self._pages_hide_rules = host is not None and host.redirects and host.files_first

    def moved(self, problems: list[Problem]) -> Iterator[Moved]:
        for written in self._settings.redirects:
            end = self._end(written)
            if isinstance(end, Problem):
                problems.append(end)
            elif end:
                moved, clash = self._made(written, end)
                problems += [clash] if clash is not None else []
                yield moved

    def _problem(self, written: str, message: str, hint: str, *, warning: bool = False) -> Problem:
        line = self._settings.line(f"redirects.{written}")
        return Problem(self._settings.file, line, message, hint, warning)

    def _end(self, written: str) -> str | Problem:
        """Return the URL at which a redirect ends; "" where a broken source may answer."""
        target, way = self._settings.redirects[written], [_name(written)]
        while True:
            own = own_path(self._settings.base_url, target)
            if own is None and is_outside(target):
                return target
            path, rest = _split(own or target)
            place = _name((own or target).partition("#")[0])
            place = place if place in self._next or place in way else alias_path(path)
            if place in way:
                circle = " → ".join([*way, place])
                message = f"the redirect '{written}' leads in a circle: {circle}"
                return self._problem(written, message, "Lead it to a page, or take the line out.")
            if place not in self._next:
                return self._answered(written, path, rest)
            way.append(place)
            target = self._next[place]

    def _answered(self, written: str, path: str, rest: str) -> str | Problem:
        for file in (output_file(path), output_file(alias_path(path))):
            entry = self._entries.get(file)
            if entry is not None:
                if entry.subject.kind == "alias":
                    return self._site.urls[entry.subject.id] + rest
                place = path if file == output_file(path) else alias_path(path)
                return site_url(self._site.info.prefix, place) + rest
        hidden = self._site.hidden.get(alias_path(path))
        what = f"'{written}' leads to {path}"
        if hidden is not None:
            hint = f"It is not written until readers can see {hidden}."
            what = f"{what}, which readers cannot see now"
            return self._problem(written, what, hint, warning=True)
        first = path.strip("/").partition("/")[0]
        if self._site.broken:
            return ""
        if first in RESERVED_SLUGS:  # lists come and go with their stories
            hint = "It is not written until a page does. If none will, take the line out."
            what = f"{what}, which no page answers now"
            return self._problem(written, what, hint, warning=True)
        guess = self._nearest.of("/", path)
        hint = hint_of(guess, "No page of this site has that address: take the line out.")
        return self._problem(written, f"{what}, which no page answers", hint)

    @cached_property
    def _nearest(self) -> NearestAddress:
        files = ["/" + file.removesuffix("index.html") for file in self._entries]
        return NearestAddress(f for f in files if not f.startswith(("/static/", "/media/")))

    def _made(self, written: str, url: str) -> tuple[Moved, Problem | None]:
        path, _, query = written.partition("?")
        prefix = self._site.info.prefix
        old = path if query else alias_path(path)
        file = output_file(old)
        rival = None if query else self._entries.get(file)
        clash = None
        if rival is not None:
            message = f"{rival.claimant} and {self._settings.file} both want {old}"
            clash = self._problem(written, message, "Take the line out.")
        elif not query and is_lasting(file) and not file.endswith(_PAGE_ENDINGS):
            message = f"'{written}' lies where only files stand that never change"
            clash = self._problem(written, message, "Take the line out.")
        answer = "" if is_outside(url) else _split(url.removeprefix(prefix))[0]
        to_feed = self._is_feed(output_file(answer)) if answer else False
        has_page = (
            not query
            and clash is None
            and file.endswith(_PAGE_ENDINGS)
            and not (to_feed and self._pages_hide_rules)
            and file.casefold() not in self._folded  # some disks know no capitals
        )
        if has_page:
            self._folded.add(file.casefold())
        story = self._stories.get(url, "")
        moved = Moved(written, old, query, url, prefix, story, to_feed, has_page)
        return moved, clash

    def _is_feed(self, file: str) -> bool:
        entry = self._entries.get(file)
        return entry is not None and entry.maker == "document" and entry.recipe in FEED_FILES


def _name(old: str) -> str:
    """Return what two ways to write an old address have in common."""
    return old if "?" in old else alias_path(old)


def _split(target: str) -> tuple[str, str]:
    """Return an address's path, and what follows it."""
    for place, sign in enumerate(target):
        if sign in "?#":
            return target[:place] or "/", target[place:]
    return target, ""


def unanswered(site: Site, moved: Iterable[Moved]) -> Iterator[Problem]:
    """Yield warnings where the host can lead on from some old addresses in no way."""
    host = HOSTS.get(site.settings.host)
    for is_able, is_meant, what in _NEEDS:
        lost = [each.written for each in moved if is_meant(each)]
        if lost and (host is None or not is_able(host)):
            why = f"The host '{host.name}' has" if host is not None else "Without a host there are"
            able = ", ".join(name for name, each in HOSTS.items() if is_able(each))
            yield Problem(
                site.settings.file,
                site.settings.line(f"redirects.{lost[0]}"),
                f"{what}: {len(lost):,}, of which the first is '{lost[0]}'",
                f"{why} no rules for them. Hosts that do: {able}.",
                warning=True,
            )


# Which hosts can do what, for which addresses, and what is said where they cannot.
_NEEDS: tuple[tuple[Callable[[Host], bool], Callable[[Moved], bool], str], ...] = (
    (
        lambda host: host.asks_queries,
        lambda each: bool(each.query),
        "old addresses with a query lead nowhere",
    ),
    (
        lambda host: host.redirects,
        lambda each: not each.query and not each.has_page,
        "old addresses at which no page can stand lead nowhere",
    ),
    (
        lambda host: host.redirects,
        lambda each: each.to_feed and each.has_page,
        "old addresses of feeds lead on nobody but people, for feed readers follow no page",
    ),
)
