"""Wording: what the settings say to readers, with its quotes and dashes set."""

from __future__ import annotations

from sitegen.core.record import replace
from sitegen.language.quotation_marks import Quotes, quotes_of
from sitegen.language.typography import typeset
from sitegen.settings.types import LinkSettings, MenuSettings, PodcastSettings, Settings


def with_words_set(settings: Settings) -> Settings:
    """Return the settings with the names, titles and sentences that pages show set."""
    quotes = quotes_of(settings.language, settings.quotes)
    organisation = settings.organisation
    return replace(
        settings,
        title=typeset(settings.title, quotes),
        tagline=typeset(settings.tagline, quotes),
        place=typeset(settings.place, quotes),
        footer_note=typeset(settings.footer_note, quotes),
        about=typeset(settings.about, quotes),
        signup_title=typeset(settings.signup_title, quotes),
        signup_text=typeset(settings.signup_text, quotes),
        support=settings.support and _link(settings.support, settings, quotes),
        series_descriptions={
            title: typeset(text, quotes) for title, text in settings.series_descriptions.items()
        },
        podcasts=tuple(_podcast(podcast, settings, quotes) for podcast in settings.podcasts),
        organisation=replace(organisation, name=typeset(organisation.name, quotes)),
        sections=tuple(
            replace(
                section,
                title=typeset(section.title, quotes),
                description=typeset(section.description, quotes),
            )
            for section in settings.sections
        ),
        menus={name: _menu(menu, settings, quotes) for name, menu in settings.menus.items()},
        lists={
            name: replace(choice, author=typeset(choice.author, quotes))
            for name, choice in settings.lists.items()
        },
        languages=tuple(_link(link, settings, quotes) for link in settings.languages),
        feeds=replace(
            settings.feeds,
            partners={
                name: replace(
                    feed, title=typeset(feed.title, quotes), author=typeset(feed.author, quotes)
                )
                for name, feed in settings.feeds.partners.items()
            },
        ),
    )


def _menu(menu: MenuSettings, settings: Settings, quotes: Quotes) -> MenuSettings:
    links = tuple(_link(link, settings, quotes) for link in menu.links)
    return MenuSettings(typeset(menu.title, quotes), links)


def _podcast(podcast: PodcastSettings, settings: Settings, quotes: Quotes) -> PodcastSettings:
    own = quotes_of(podcast.language, settings.quotes) if podcast.language else quotes
    return replace(
        podcast,
        title=typeset(podcast.title, own),
        description=typeset(podcast.description, own),
        author=typeset(podcast.author, own),
    )


def _link(link: LinkSettings, settings: Settings, quotes: Quotes) -> LinkSettings:
    own = quotes_of(link.lang, settings.quotes) if link.lang else quotes
    return replace(link, title=typeset(link.title, own))
