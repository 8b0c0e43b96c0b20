"""Stories that are there twice: with one headline on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sitegen.core.dates import NO_DATE
from sitegen.core.problems import Problem
from sitegen.model.article import Article
from sitegen.site.site import LineOf


def same_headlines(articles: Sequence[Article], line_of: LineOf) -> Iterator[Problem]:
    """Warn of two stories in one language that bear the same headline on the same day."""
    owners: dict[tuple[str, str, int], str] = {}
    headlines = [article.title.casefold() for article in articles]
    twice = {headline for headline, count in Counter(headlines).items() if count > 1}
    if not twice:
        return
    for headline, article in zip(headlines, articles, strict=True):
        if headline not in twice:
            continue
        if article.draft or article.published == NO_DATE or article.kind == "page":
            continue
        day = article.published.at.toordinal()
        owner = owners.setdefault((headline, article.lang, day), article.path)
        if owner != article.path:
            yield Problem(
                article.path,
                line_of(article.path, "title"),
                f"{owner} has the same headline and date",
                "If they are one story, delete one of the files.",
                warning=True,
            )


def same_parts(articles: Iterable[Article], line_of: LineOf) -> Iterator[Problem]:
    """Warn of two stories that are one part of one series."""
    owners: dict[tuple[str, int, str], str] = {}
    for article in articles:
        if not article.part or article.draft:
            continue
        place = (article.series.casefold(), article.part, article.lang)
        owner = owners.setdefault(place, article.path)
        if owner != article.path:
            yield Problem(
                article.path,
                line_of(article.path, "part"),
                f"{owner} is part {article.part} of '{article.series}' too",
                "Readers see two of one number. Correct one of them.",
                warning=True,
            )
