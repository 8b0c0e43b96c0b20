"""The host's view: what of a site its host is told, and which of it meets the host's limits."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sitegen import hosts
from sitegen.core.file_names import FEED_TYPES, is_active
from sitegen.core.problems import Problem
from sitegen.core.urls import alias_path, site_url
from sitegen.hosts.host import HostFiles
from sitegen.model.documents import Redirect
from sitegen.pages.moved import Moved
from sitegen.site.site import Site
from sitegen.syndication.selection import partner_file


def host_files(
    site: Site, moved: Iterable[Moved] = (), files: Iterable[str] = (), count: int = 0
) -> HostFiles:
    """Return what the site's host is told, and where its limits are met.

    Args:
        moved: what the settings' redirects lead to.
        files: all files of output/ but pages, to check how long each may be kept.
        count: how many files output/ has in all.
    """
    aliases = [
        Redirect(site_url(site.info.prefix, alias_path(alias)), site.urls[path])
        for path in _in_order(site, {p for p, article in site.articles.items() if article.aliases})
        for alias in site.articles[path].aliases
    ]
    # What a page can do too comes after what only a rule can do.
    by_rule = [each.redirect for each in moved if each.to_feed or not each.has_page]
    by_page = [each.redirect for each in moved if each.has_page and not each.to_feed]
    redirects = [*by_rule, *aliases, *by_page]
    feeds = {
        partner_file(name, partner): FEED_TYPES[partner.format]
        for name, partner in site.settings.feeds.partners.items()
    }
    with_files = [article for article in site.articles.values() if article.files]
    active = sorted({file for each in with_files for file in each.files if is_active(file)})
    host, base_url = site.settings.host, site.info.base_url
    return hosts.host_files(host, base_url, redirects, feeds, files, count, active)


def _in_order(site: Site, paths: Collection[str]) -> list[str]:
    """Return stories, newest first, then static pages."""
    return [path for path in (*site.stories, *site.pages) if path in paths] if paths else []


def crawler_problems(site: Site) -> list[Problem]:
    """Return a warning where robots.txt keeps everybody out, search engines too."""
    settings = site.settings
    if not any(agent.strip() == "*" for agent in settings.robots.agents):
        return []
    what = 'agents = ["*"] keeps every crawler out: no search engine will list the site'
    hint = "Name the crawlers that are to be kept out, or take the line out."
    line = settings.line("robots.agents")
    return [Problem(settings.file, line, what, hint, warning=True)]
