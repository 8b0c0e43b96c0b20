"""Claims: two pages that want one address, and pages where only lasting files may stand."""

from __future__ import annotations

from sitegen.core.problems import Problem
from sitegen.pages.entry import Entry
from sitegen.site.site import LineOf, Site


def same_content(one: Entry, other: Entry) -> bool:
    """Say whether two claims come to the same: one picture used twice, two cards alike."""
    if one.recipe == other.recipe == "card":
        return True  # the file's name holds the digest of all that is drawn
    return (
        one.maker == other.maker != "page"
        and one.variant == other.variant
        and (one.digest == other.digest and bool(one.digest))
    )


def clash_problem(one: Entry, other: Entry, line_of: LineOf) -> Problem:
    first, second = sorted((one, other), key=lambda entry: entry.claimant)
    address = "/" + first.file.removesuffix("index.html")
    by_alias = [entry for entry in (first, second) if entry.subject.kind == "alias"]
    key = "aliases" if by_alias else "slug"
    sources = [entry for entry in by_alias or (first, second) if line_of(entry.claimant, key)]
    path = (sources or [first])[0].claimant
    return Problem(
        path,
        line_of(path, key),
        f"{first.claimant} and {second.claimant} both want {address}",
        "Take the alias out." if by_alias else "Give one of them another slug.",
    )


def lasting_problem(entry: Entry, line_of: LineOf) -> Problem:
    key = "aliases" if entry.subject.kind == "alias" else "slug"
    return Problem(
        entry.claimant,
        line_of(entry.claimant, key),
        f"{entry.claimant} wants /{entry.file.removesuffix('index.html')}, below which only files "
        "stand that never change",
        "Take the alias out." if key == "aliases" else "Give it another slug.",
    )


def makes_way(site: Site, rival: Entry) -> bool:
    """Say whether a page is one that will expire: then another may take its address."""
    article = site.articles.get(rival.claimant)
    return article is not None and article.expires is not None
