"""The masthead: what every page may see of the site, from its name to its menus.

A value here that moves renders every page again, so there are few and they keep still: the
navigation, for one, names the sections that have stories, and never how many.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.file_names import FEED_FILE
from sitegen.core.record import replace
from sitegen.core.urls import page_path, site_url
from sitegen.model.article import Article
from sitegen.model.views import Menu, NavLink, Section, SiteInfo
from sitegen.settings.types import BUILT_IN_SEARCH, LinkSettings, Settings
from sitegen.site.site import Stories
from sitegen.site.social_cards import site_card


def site_info(
    settings: Settings,
    sections: Mapping[str, Section],
    lists: Mapping[tuple[str, str], Stories],
    stories: Stories,
    articles: Mapping[str, Article],
) -> SiteInfo:
    nav = tuple(
        NavLink(s.title, s.url, s.lang, s.slug)
        for s in sections.values()
        if ("section", s.slug) in lists
    )
    info = SiteInfo(
        title=settings.title,
        tagline=settings.tagline,
        base_url=settings.base_url,
        prefix=settings.prefix,
        language=settings.language,
        timezone=settings.timezone,
        place=settings.place,
        year=articles[stories[0]].published.at.year if stories else 0,
        feed_url=site_url(settings.prefix, f"/{FEED_FILE}"),
        organisation=settings.organisation,
        sections=nav,
        menus={
            name: Menu(menu.title, tuple(map(_nav_link, menu.links)))
            for name, menu in sorted(settings.menus.items())  # as they come from the store
        },
        search=_search(settings),
        support=_nav_link(settings.support) if settings.support is not None else None,
        signup_action=settings.signup_action,
        signup_title=settings.signup_title,
        signup_text=settings.signup_text,
        footer_note=settings.footer_note,
        about=settings.about,
        languages=tuple(map(_nav_link, settings.languages)),
        feed_formats=_feed_formats(settings),
    )
    return replace(info, card=site_card(info)) if settings.images.social_cards else info


def _search(settings: Settings) -> str:
    """Return who searches the site: nobody where the program that it needs is not there."""
    if settings.search == BUILT_IN_SEARCH and not settings.search_program:
        return ""
    return settings.search


def sections_of(settings: Settings) -> dict[str, Section]:
    return {
        s.slug: Section(
            slug=s.slug,
            title=s.title,
            url=site_url(settings.prefix, page_path(s.slug)),
            feed_url=site_url(settings.prefix, page_path(s.slug) + FEED_FILE),
            description=s.description,
            hue=s.hue,
            news=s.news,
            opinion=s.opinion,
            lang=s.lang,
        )
        for s in settings.sections
    }


def _feed_formats(settings: Settings) -> tuple[str, ...]:
    formats = (("rss", True), ("atom", settings.feeds.atom), ("json", settings.feeds.json))
    return tuple(name for name, is_on in formats if is_on)


def _nav_link(link: LinkSettings) -> NavLink:
    return NavLink(link.title, link.url, link.lang)
