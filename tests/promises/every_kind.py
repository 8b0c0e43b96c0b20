"""A site with every kind of story and every type of correction, linked in every way there is."""

from __future__ import annotations

from sitegen.model.kinds import CORRECTION_TYPES, KINDS
from tests.conftest import Site

NEWS = 9  # plain stories, so that the front has all its zones
SECTIONS = """
[[sections]]
slug = "business"
title = "Business"

[[sections]]
slug = "voices"
title = "Voices"
opinion = true
"""
SPONSOR = "{name: Sample Credit Union, url: 'https://credit.example/'}"


def headline(name: str) -> str:
    """Return a headline that does not say of itself what kind of story it is."""
    return f"Sample headline {1 + [*KINDS].index(name.partition('-')[0])} on {name[-4:]}"


def write(site: Site) -> dict[str, str]:
    """Write the site; return for each story that is not plain news its address and its word."""
    site.write_bytes("sitegen.toml", (site.read("sitegen.toml") + SECTIONS).encode())
    site.write("content/authors/ana.md", "---\nname: Ana Ruiz\nrole: Columnist\n---\n\nWrites.\n")
    words = {}
    hour = 6
    for number in range(NEWS):
        site.story(
            f"content/news/plain-{number}.md",
            published=f"2026-11-{22 - number % 3} {8 + number % 3}:0{number}",
            tags="[Flooding]",
            authors="[ana]",
        )
    for kind in KINDS.values():
        if kind.name in ("news", "page"):
            continue
        for section in ("business", "voices" if kind.signed else "news"):
            name = f"{kind.name}-{section}"
            keys: dict[str, object] = {"sponsor": SPONSOR} if kind.needs else {"authors": "[ana]"}
            if kind.may_lead:
                keys["breaking"] = "{until: 2026-12-01, text: Breaking words}"
            site.story(
                f"content/{section}/{name}.md",
                title=headline(name),
                kind=kind.name,
                published=f"2026-11-22 {hour}:30",
                tags="[Flooding]",
                series="High water",
                aliases=f"[/old/{name}/]",
                **keys,
            )
            if kind.label:
                words[f"/{section}/{name}/"] = kind.label
        hour = 6 + (hour - 5) % 5
    facts = {"title": "What was said", "published": "2026-11-22 07:10", "series": "High water"}
    for type_ in CORRECTION_TYPES:
        note = f"[{{date: 2026-11-22 10:00, text: Sample words., type: {type_}}}]"
        site.story(f"content/news/{type_}.md", corrections=note, tags="[Flooding]", **facts)
    words["/news/retraction/"] = CORRECTION_TYPES["retraction"].mark
    site.story("content/news/es.md", lang="es", translation_of="retraction.md", tags="[Flooding]")
    return words
