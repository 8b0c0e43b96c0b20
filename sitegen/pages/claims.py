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
    asking = [entry for entry in (first, second) if entry.asked]
    sources = [e for e in asking or (first, second) if line_of(e.claimant, _key(e))]
    blamed = (sources or asking or [first])[0]
    return Problem(
        blamed.claimant,
        line_of(blamed.claimant, _key(blamed)),
        f"{first.claimant} and {second.claimant} both want {address}",
        _remedy(blamed) if blamed.asked else "Give one of them another slug.",
    )


def lasting_problem(entry: Entry, line_of: LineOf) -> Problem:
    return Problem(
        entry.claimant,
        line_of(entry.claimant, _key(entry)),
        f"{entry.claimant} wants /{entry.file.removesuffix('index.html')}, below which only files "
        "stand that never change",
        _remedy(entry) if entry.asked else "Give it another slug.",
    )


def _key(entry: Entry) -> str:
    """Return what decides an entry's address, where its claimant is written."""
    return entry.asked or "slug"


def _remedy(entry: Entry) -> str:
    return "Take the alias out." if entry.asked == "aliases" else "Take the line out."


def makes_way(site: Site, rival: Entry) -> bool:
    """Say whether a page is one that will expire: then another may take its address."""
    article = site.articles.get(rival.claimant)
    return article is not None and article.expires is not None
