"""Expected: what the live site should answer, by output/ and by the sources as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sitegen.build.assembly import assemble_site
from sitegen.build.inputs import Inputs, gather_to_ask
from sitegen.build.last_plan import last_plan
from sitegen.build.reuse.plans import LastPlan
from sitegen.cache.place import cache_place
from sitegen.cache.reading import ask
from sitegen.cache.store import Store
from sitegen.core.file_names import FEED_FILE, FEED_TYPES
from sitegen.core.problems import Problem, SitegenError, has_errors
from sitegen.core.record import Record
from sitegen.core.urls import absolute, alias_path, output_file, own_path, site_url
from sitegen.hosts import HOSTS
from sitegen.model.article import Article
from sitegen.output.folder import output_name
from sitegen.output.own_files import read_manifest
from sitegen.pages.outline import outline
from sitegen.settings.types import Settings
from sitegen.site.live import starts
from sitegen.site.site import Site, article_path
from sitegen.sources.read import line_of
from sitegen.syndication.readers import FeedReading, read_feed
from sitegen.syndication.selection import partner_file

_BROKEN_FEED = FeedReading("", (), ())
_URGENCY = ("held", "expired", "draft")


class Move(Record):
    """An old address, and what readers should find there."""

    old: str  # path, perhaps with a query: "/2019/vote/", "/?p=12"
    new: str  # absolute


class Turn(Record):
    """An hour that has come since output/ was built, and what it brought."""

    at: datetime
    came: tuple[str, ...] = ()  # paths of pages that should be there by now
    gone: tuple[str, ...] = ()  # and of those that should not


class Hidden(Record):
    """Stories that readers must not see. They are counted and never named: logs are public."""

    paths: tuple[str, ...] = ()  # where they would be, those that wait for their hour first
    shown: int = 0  # how many of them output/ has all the same: it is older than their sources


class Expected(Record):
    base_url: str
    host: str  # one of HOSTS, or ""
    output: Path
    files: frozenset[str]  # of output/
    feed_types: Mapping[str, str]  # of partners' feeds, by file
    moves: tuple[Move, ...] = ()
    hidden: Hidden = Hidden()
    turn: Turn | None = None  # None: output/ is what the hour asks for
    next_change: datetime | None = None  # when time alone will change the site
    has_mistakes: bool = False  # some sources could not be read, and were passed over

    @property
    def sends_headers(self) -> bool:
        return bool(self.host) and HOSTS[self.host].sends_headers

    def url(self, path: str) -> str:
        """Return the absolute address of a path, at which readers know it."""
        return self.base_url + path

    def has(self, path: str) -> bool:
        return output_file(path) in self.files

    def built(self, path: str) -> bytes:
        """Return the bytes of the file that answers a path; b"" if it has gone meanwhile."""
        try:
            return (self.output / output_file(path)).read_bytes()
        except OSError:
            return b""

    def stories(self) -> tuple[str, ...]:
        """Return the paths of the newest stories, as the site's own feed has them."""
        try:
            feed = read_feed(self.built(f"/{FEED_FILE}"), FEED_FILE)
        except ValueError:
            feed = _BROKEN_FEED
        paths = [own_path(self.base_url, url) for url in feed.urls]
        return tuple([path for path in paths if path and self.has(path)])


def expected(
    settings: Settings,
    now: datetime,
    output: Path | None = None,
    cache: Path | None = None,
) -> Expected:
    """Return what the live site should answer at `now`.

    Nothing is written, and mistakes in sources are passed over: the site is live whatever is
    being typed at the desk.

    Args:
        settings: with the base_url that output/ was built for.
        output: where the site was built; root/output when None.
        cache: the cache's folder; the site's own when None.

    Raises:
        SitegenError: there is no built site.
    """
    place = output if output is not None else settings.root / "output"
    files = read_manifest(place).files
    if "index.html" not in files:
        what = "there is no built site that the live one could be held against"
        name = output_name(settings.root, place)
        raise SitegenError([Problem(name, 0, what, "Build it first: sitegen build")])

    def question(store: Store) -> _Sources:
        inputs, values = gather_to_ask(settings, store, now)
        site, _problems = assemble_site(inputs, values, now)
        rows = inputs.reading.rows
        order = sorted(site.held, key=lambda story: _URGENCY.index(story.reason))
        hidden = [values.node(Article, rows[story.path].node) for story in order]
        is_here = store.note("output", str) == str(place.resolve())
        moves = _moves(inputs, site, files)
        return _Sources(inputs, site, last_plan(store) if is_here else None, hidden, moves)

    sources = ask(cache_place(settings.root, cache), question)
    site, hidden = sources.site, sources.hidden
    return Expected(
        base_url=settings.base_url,
        host=settings.host,
        output=place,
        files=files,
        feed_types={
            partner_file(name, partner): FEED_TYPES[partner.format]
            for name, partner in settings.feeds.partners.items()
        },
        moves=sources.moves,
        hidden=_hidden(site, hidden, files),
        turn=_turn(site, hidden, files, sources.last, now),
        next_change=site.next_change,
        has_mistakes=has_errors(sources.inputs.problems),
    )


class _Sources(Record):
    """What the sources say."""

    inputs: Inputs
    site: Site
    last: LastPlan | None  # of the build that output/ holds
    hidden: Sequence[Article]  # what readers must not see, the most urgent first
    moves: tuple[Move, ...]


def _moves(inputs: Inputs, site: Site, files: frozenset[str]) -> tuple[Move, ...]:
    """Return the old addresses at which a page or a rule of the host leads on."""
    base, prefix = site.info.base_url, site.info.prefix
    moves = [
        Move(alias_path(alias), absolute(base, site.urls[path]))
        for path in (*site.stories, *site.pages)
        for alias in site.articles[path].aliases
    ]
    moves = [move for move in moves if output_file(move.old) in files]
    if not site.settings.redirects:
        return tuple(moves)
    host = HOSTS.get(site.settings.host)
    where = line_of(inputs.reading.rows)
    for each in outline(site, inputs.theme, inputs.file_digests, where).moved:
        old = each.old.removeprefix(prefix)
        by_rule = host is not None and (host.asks_queries if each.query else host.redirects)
        if by_rule or (each.has_page and output_file(old) in files):
            query = f"?{each.query}" if each.query else ""
            moves.append(Move(old + query, absolute(base, each.url)))
    return tuple(moves)


def _hidden(site: Site, hidden: Sequence[Article], files: frozenset[str]) -> Hidden:
    taken = set(site.urls.values())  # another story may have the address of one that expired
    paths = [
        path for path in map(article_path, hidden) if site_url(site.info.prefix, path) not in taken
    ]
    unseen = [path for path in paths if output_file(path) not in files]
    return Hidden(tuple(unseen), len(paths) - len(unseen))


def _turn(
    site: Site,
    hidden: Sequence[Article],
    files: frozenset[str],
    last: LastPlan | None,
    now: datetime,
) -> Turn | None:
    """Return the hour that has come since the last build, if one has."""
    if last is None or last.until is None or last.until > now:
        return None
    until = last.until
    came = [
        article_path(article)
        for article in site.articles.values()
        if starts(article) >= until and output_file(article_path(article)) not in files
    ]
    gone = [
        article_path(article)
        for article in hidden
        if article.expires is not None
        and until <= article.expires <= now
        and output_file(article_path(article)) in files
    ]
    return Turn(until, tuple(came), tuple(gone))
