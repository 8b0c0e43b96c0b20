"""One site of few stories that has something of everything, assembled from values alone."""

# ruff: noqa: E501 - a table is read best with a row on a line

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sitegen.core.digests import digest_file
from sitegen.model.article import (
    Correction,
    Credit,
    Enclosure,
    LiveUpdate,
    Sponsor,
)
from sitegen.model.organisation import Organisation
from sitegen.settings.types import (
    FeedSettings,
    FollowSettings,
    ImageSettings,
    LinkSettings,
    ListSettings,
    MenuSettings,
    PartnerFeed,
    PodcastOwner,
    PodcastSettings,
    SectionSettings,
)
from sitegen.site.site import Site
from sitegen.theme.files import Theme, ThemeFile
from tests.site.assembled import assembled, before, page, person, picture, settings, story

SETTINGS: dict[str, Any] = {
    "base_url": "https://g.example/p",
    "prefix": "/p",
    "tagline": "Words for tests",
    "page_size": 2,
    "sections": (
        SectionSettings("news", "News"),
        SectionSettings("local", "Local", "Near by.", "local", lang="es"),
        SectionSettings("views", "Views", opinion=True),
    ),
    "lists": {"top_local": ListSettings(section="local", limit=2)},
    "menus": {"foot": MenuSettings("Foot", (LinkSettings("About", "/p/about/"),))},
    "organisation": Organisation("The Newsroom", "logo.png", mark="mark.svg"),
    "follow": FollowSettings("https://b.example/", whatsapp="https://w.example/", google_preferred=True),
    "images": ImageSettings(widths=(320,), formats=("webp",)),
    "podcasts": (
        PodcastSettings(
            "news", "hour", "", "The Hour", "What was heard.", "cover.png", "Daily News", PodcastOwner("Ana", "a@g.example"),
            "Ana", "es", links=(LinkSettings("Apple", "https://a.example/"),),
        ),
    ),
    "feeds": FeedSettings(
        limit=3, atom=False, partners={
            "wire": PartnerFeed("Wire", "json", 2, True, "local", fields=("image",)), "all": PartnerFeed(),
        },
    ),
    "indexnow_key": "0123456789abcdef",
    "related": 2,
    "lines": {"podcasts.0": 7},
}  # fmt: skip
SHOT = picture(credit="Ana", credit_html="<b>Ana</b>", caption="A caption")
PARTS: dict[str, Any] = {"series": "High Tide", "tags": ("Parks", "Rain")}
ARTICLES = (
    story("vote", **PARTS, part=1, summary="What was voted.", authors=(Credit("ana"),), image=SHOT, aliases=("/old/vote", "/vote.html"),
          corrections=(Correction(before(hours=20), "A name was wrong."),), related=("rain.md",), updated=before(hours=19),
          files=("content/news/plan.pdf",), links=("rain.md", "plan.pdf")),
    story("rain", **PARTS, part=2, published=before(days=2), authors=(Credit("desk"), Credit("Guest", of="Rice")),
          contributors=(Credit("Ana Ruiz", "photos"),), guid="urn:rain"),
    story("talk", published=before(days=3), enclosure=Enclosure("/p/files/news/talk.mp3", "audio/mpeg", 9, 60, "/p/files/news/talk.txt")),
    story("storm", kind="live", published=before(hours=5), breaking="A storm", live_updates=(
        LiveUpdate("u1", before(hours=4), "First", "It rains."), LiveUpdate("u2", before(hours=3), "", ""),
        LiveUpdate("u3", before(hours=2), "Third", ""), LiveUpdate("u0", before(hours=4.5), "", "Zero."),
    )),
    story("local/uno", lang="es", translation_of="/news/vote.md", published=before(hours=7)),
    story("local/park", summary="A park.", template="park.html", published=before(days=4), image=picture("small.jpg", 200, 100)),
    story("local/ad", kind="sponsored", sponsor=Sponsor("Bank", "https://bank.example/"), published=before(days=5)),
    story("local/fun", kind="satire", published=before(hours=6)),
    story("views/op", kind="opinion", authors=(Credit("ana"),), published=before(days=40)),
    story("news2", section="news", published=before(days=400), images=(picture("in.jpg"),)),
    story("tide", embargo=before(days=-1).at, aliases=("/old/tide",), published=before(days=6), template="park.html"),
    story("draft", draft=True),
    page("about", links=("/about/",)),
)  # fmt: skip
PEOPLE = (
    person("ana", "Ana Ruiz", image=picture("ana.jpg"), summary="She writes.", images=(picture("desk.jpg"),),
           blocks=("fact",), role="Reporter", lang="vi", fediverse="@ana@x.example"),
    person("desk", "The Desk", organisation=True),
    person("nobody", "Nobody"),
)  # fmt: skip


@cache
def sample() -> Site:
    site, problems = assembled(ARTICLES, PEOPLE, **SETTINGS)
    assert problems == (), problems
    return site


def other(**keys: Any) -> Site:
    """Return the same site under other settings."""
    return assembled(ARTICLES, PEOPLE, made_of=settings(**{**SETTINGS, **keys}))[0]


def theme(folder: Path, files: Mapping[str, bytes]) -> Theme:
    """Return a theme of files that stand in a folder: static/ and templates/ by their names."""
    every = {}
    for label, data in files.items():
        place = folder / label
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        every[label] = ThemeFile(label, place, digest_file(place))
    statics, templates = (
        {label.removeprefix(home): each for label, each in every.items() if label.startswith(home)}
        for home in ("static/", "templates/")
    )
    assets = {name: f"/p/static/{name.replace('.', '.0.', 1)}" for name in statics}
    assets = {name: url for name, url in assets.items() if not name.startswith("root/")}
    sheets = {"site.css": "/p/static/site.0.css", "list.css": "/p/static/list.0.css"}
    return Theme(templates, statics, {**assets, **sheets}, "theme")


def drawing(side: int = 40) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}"/>'.encode()


def png(width: int, height: int) -> bytes:
    """Return the first bytes of a PNG of that size, which tell no more."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4) + height.to_bytes(4)


FILES = {
    "static/logo.png": png(300, 100), "static/mark.svg": drawing(), "static/mark-512.png": png(512, 512),
    "static/css/base.css": b":root { --hue-local: red; }", "static/js/site.js": b"", "static/root/robots.txt": b"",
    "static/cover.png": png(1400, 1400), "templates/park.html": b"", "templates/front.html": b"",
}  # fmt: skip
