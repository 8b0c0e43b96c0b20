"""What the head of a page says: its description, its other languages, word to robots."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.model.views import Translation
from sitegen.sources.summary import DESCRIPTION_MAX


def robots(is_indexed: bool) -> str:
    """Return what the robots meta element says."""
    return "max-image-preview:large" if is_indexed else "noindex, follow"


def description(summary: str, excerpt: str) -> str:
    """Return a page's description: its summary, else as many words of its text as have room."""
    text = " ".join((summary or excerpt).split())
    if summary or len(text) <= DESCRIPTION_MAX:
        return text
    return text[: DESCRIPTION_MAX - 1].rpartition(" ")[0].rstrip(",;:–— ") + "…"


def alternates(translations: Iterable[Translation], default: str) -> tuple[tuple[str, str], ...]:
    """Return (hreflang, URL) of a page's versions, complete for every one of them.

    Args:
        translations: all versions, that of the page itself among them.
        default: the site's language: its version is for readers of any other language,
            and the first version is when there is none.
    """
    versions = sorted({version.lang: version.url for version in translations}.items())
    if len(versions) < 2:
        return ()
    fallback = dict(versions).get(default, versions[0][1])
    return (*versions, ("x-default", fallback))
