"""News: which stories the news sitemap holds, and for how long.

Source: Google Search Central, "Create a news sitemap".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sitegen.model.article import Article
from sitegen.model.kinds import KINDS
from sitegen.model.views import Section

NEWS_AGE = timedelta(hours=48)


def news_stories(
    stories: Sequence[str],
    articles: Mapping[str, Article],
    sections: Mapping[str, Section],
    exclude_kinds: Collection[str],
    now: datetime,
) -> Iterator[str]:
    """Yield the stories that the news sitemap holds at `now`; `stories` are newest first."""
    for path in stories:
        article = articles[path]
        if aged_out_at(article.published.at) <= now:
            return  # the others are older still
        if (
            sections[article.section].news
            and is_news(article.kind, exclude_kinds)
            and not article.canonical
            and news_window(article.published.at, now)
        ):
            yield path


def is_news(kind: str, exclude_kinds: Collection[str] = ()) -> bool:
    """Say whether stories of this kind (one of `model.kinds.KINDS`) belong in the news sitemap.

    What a reporter found out or explains does; never advertisements, announcements, satire,
    invitations or notices of death.

    Args:
        exclude_kinds: kinds that the newsroom keeps out besides, such as "opinion".
    """
    return KINDS[kind].news and kind not in exclude_kinds


def news_window(published: datetime, now: datetime) -> bool:
    """Say whether a story first published then is news at `now`: 48 hours, not one second more."""
    return published <= now < aged_out_at(published)


def aged_out_at(published: datetime) -> datetime:
    """Return the moment at which a story leaves the news sitemap, in UTC.

    Reckoned in UTC because adding hours to a local time skips or repeats one of them on
    the days on which clocks change.
    """
    return published.astimezone(UTC) + NEWS_AGE
