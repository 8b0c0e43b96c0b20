"""Ids: the names by which feed readers know stories, whatever becomes of their addresses.

A story's id is a tag URI: who minted it, and when, so that no later owner of the domain can
mint the same; then the story's own id. `[feeds] authority` of the settings says who and when.
A story that brought a guid from elsewhere keeps it.

Source: RFC 4151, "The 'tag' URI Scheme"; RFC 4287 section 4.2.6; RSS 2.0, "guid".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem
from sitegen.model.article import Article

# Where the settings name no authority, the host does, since this day. It is fixed for good:
# a guid must outlive every change of a story.
TAG_DAY = "2024-01-01"
_PLAIN = "/-._~!$&'()*+,;=:@"  # what may follow the day as it is
_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # names those of podcasts
_IS_IRI = late_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+").fullmatch  # RFC 3987


def authority_of(setting: str, base_url: str) -> str:
    """Return who minted a site's ids, and when: "gazette.org,2024"."""
    return setting or f"{urlsplit(base_url).hostname},{TAG_DAY}"


def tag(authority: str, name: str) -> str:
    """Return the URI that names something of this site for good."""
    return f"tag:{authority}:{quote(name, _PLAIN)}"


def podcast_guid(authority: str, slug: str) -> str:
    """Return the id of a podcast, which stays when its feed moves.

    Source: Podcast Namespace, "guid".
    """
    return str(uuid5(_PODCASTS, tag(authority, f"podcasts/{slug}")))


def feed_ids(authority: str, id_: str, guid: str) -> tuple[str, str]:
    """Return a story's id in RSS and JSON Feed, and the one in Atom where that is another.

    Args:
        id_: by which sitegen knows the story.
        guid: by which readers know it from elsewhere, given out as it is; Atom takes
            nothing but addresses, so there any other is made one. "" for none.
    """
    if not guid:
        return tag(authority, id_), ""
    return guid, "" if _IS_IRI(guid) else tag(authority, guid)


def same_ids(
    articles: Sequence[Article], where: Callable[[str, str], int], authority: str
) -> tuple[Problem, ...]:
    """Refuse two stories with one id or guid: readers would take the second for the first.

    Args:
        where: returns the line of a key of a source.
    """
    owners: dict[str, Article] = {}
    problems = []
    for article in articles:
        owner = owners.setdefault(article.id, article)
        if owner is not article:
            older, newer = sorted((owner, article), key=_age)
            owners[article.id] = older
            problems.append(_copy(newer, older, where))
    with_guid = [article for article in articles if article.guid]
    if not with_guid:
        return tuple(problems)
    names = {tag(authority, article.id): article.path for article in articles if not article.guid}
    for article in sorted(with_guid, key=_age):
        id_, atom_id = feed_ids(authority, article.id, article.guid)
        path = names.setdefault(atom_id or id_, article.path)
        if path != article.path:
            problems.append(
                Problem(
                    article.path,
                    where(article.path, "guid"),
                    f"the guid '{article.guid}' belongs to {path} already",
                    "Feed readers would show one of the two. Delete the line of the newer story.",
                )
            )
    return tuple(problems)


def _age(article: Article) -> tuple[bool, datetime, int, str]:
    """Sort a story before its copies: they are dated later, else their names are longer."""
    return article.draft, article.published.at, len(article.path), article.path


def _copy(article: Article, owner: Article, where: Callable[[str, str], int]) -> Problem:
    """Return the problem of a story that was begun as a copy of another."""
    line = where(article.path, "id")
    what = "Delete the file if it is not needed. If it is a story of its own, "
    hint = "delete this line" if line else "give it another name"
    return Problem(
        article.path,
        line,
        f"this is a copy of {owner.path}: it has the same id, '{article.id}'",
        f"{what}{hint}: feed readers know stories by their ids.",
    )
