"""The tables of sitegen.toml: one function reads each, checks it and gives its frozen type."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from sitegen.core.urls import is_slug, is_web_address, slugify
from sitegen.language.quotation_marks import CHOICES
from sitegen.model.kinds import KINDS
from sitegen.model.views import Organisation
from sitegen.schema.tables import Table
from sitegen.settings.types import (
    FEED_FIELDS,
    FEED_FORMATS,
    IMAGE_FORMATS,
    POLICIES,
    RESERVED_SLUGS,
    FeedSettings,
    FrontSettings,
    ImageSettings,
    LinkSettings,
    ListSettings,
    MenuSettings,
    NewsSettings,
    PartnerFeed,
    RobotsSettings,
    SectionSettings,
)


def read_sections(top: Table) -> tuple[SectionSettings, ...]:
    sections: dict[str, SectionSettings] = {}
    for table in top.tables("sections"):
        slug = table.text("slug", required='the section\'s folder and address: "politics"')
        section = SectionSettings(
            slug=slug,
            title=table.text("title", required="the section's name"),
            description=table.text("description"),
            hue=table.text("hue"),
            news=table.flag("news", True),
            opinion=table.flag("opinion", False),
        )
        table.close()
        if slug and not is_slug(slug):
            better = slugify(slug)
            table.problem(
                "slug",
                f"'{slug}' cannot stand in an address",
                f'Write slug = "{better}".' if better else "Use a to z, 0 to 9 and hyphens.",
            )
        elif slug in RESERVED_SLUGS:
            table.problem("slug", f"'{slug}' is taken by sitegen itself", "Choose another slug.")
        elif slug in sections:
            table.problem("slug", f"two sections have the slug '{slug}'", "Choose another slug.")
        if section.hue and not is_slug(section.hue):
            table.problem(
                "hue", f"'{section.hue}' is not the name of a colour", 'Write a word: "local".'
            )
        sections[slug] = section
    return tuple(sections.values())


def read_link(table: Table, prefix: str) -> LinkSettings:
    link = LinkSettings(
        title=table.text("title", required="the words of the link"),
        url=table.link("url", prefix, required='where it leads: "/about/"'),
        lang=table.language("lang", ""),
    )
    table.close()
    return link


def read_menu(table: Table, prefix: str) -> MenuSettings:
    menu = MenuSettings(
        title=table.text("title"),
        links=tuple(read_link(link, prefix) for link in table.tables("links")),
    )
    table.close()
    return menu


def read_list(
    table: Table, name: str, sections: tuple[str, ...], template_names: Collection[str]
) -> ListSettings:
    if not name.isidentifier() or name.startswith("_"):
        better = re.sub(r"\W+", "_", name).strip("_") or "top_stories"
        table.problem(
            "", f"a list cannot be named '{name}'", f"Templates use its name: write '{better}'."
        )
    elif name in template_names:
        table.problem(
            "", f"'{name}' is the name of something else in templates", "Choose another name."
        )
    conditions = ListSettings(
        **_read_conditions(table, sections), limit=table.integer("limit", 5, 1, 100)
    )
    table.close()
    return conditions


def _read_conditions(table: Table, sections: tuple[str, ...]) -> dict[str, Any]:
    return {
        "section": table.choice("section", "", sections, "Sections"),
        "tag": table.text("tag"),
        "kind": table.choice("kind", "", KINDS, "Kinds"),
        "author": table.text("author"),
    }


def read_feeds(table: Table, sections: tuple[str, ...]) -> FeedSettings:
    by_feed = table.table("full_text_by_feed")
    feeds = FeedSettings(
        limit=table.integer("limit", 50, 1, 500),
        full_text=table.flag("full_text", True),
        full_text_by_feed={path: by_feed.flag(path, True) for path in by_feed.names()},
        atom=table.flag("atom", False),
        json=table.flag("json", False),
        hubs=table.web_addresses("hubs"),
        authority=_read_authority(table),
        partners={
            name: _read_partner_feed(partner, name, sections)
            for name, partner in table.tables_by_name("partners")
        },
    )
    by_feed.close()
    table.close()
    for path in feeds.full_text_by_feed:
        if not path.startswith("/"):
            by_feed.problem(
                path, f"'{path}' is not the path of a feed", 'Write it as in "/news/feed.xml".'
            )
    return feeds


# Source: RFC 4151, "authorityName" and "date"; an e-mail address may stand for the domain.
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
    r",\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
)


def _read_authority(table: Table) -> str:
    authority = table.text("authority")
    if authority and not _AUTHORITY.fullmatch(authority):
        table.problem(
            "authority",
            f"'{authority}' is not a domain and the day or year since which it is yours",
            'Write it as in "gazette.org,2024", and never change it.',
        )
    return authority


def _read_partner_feed(table: Table, name: str, sections: tuple[str, ...]) -> PartnerFeed:
    if not is_slug(name):
        table.problem("", f"a partner's feed cannot be named '{name}'", _slug_hint(name))
    partner = PartnerFeed(
        title=table.text("title"),
        format=table.choice("format", "rss", FEED_FORMATS),
        limit=table.integer("limit", 50, 1, 500),
        full_text=table.flag("full_text", False),
        fields=table.choices("fields", FEED_FIELDS, FEED_FIELDS),
        **_read_conditions(table, sections),
    )
    table.close()
    return partner


def _slug_hint(name: str) -> str:
    better = slugify(name)
    return f"It becomes part of an address: write '{better or 'partner'}'."


def read_front(table: Table, sections: tuple[str, ...]) -> FrontSettings:
    default = FrontSettings()
    front = FrontSettings(
        secondary=table.integer("secondary", default.secondary, 0, 20),
        latest=table.integer("latest", default.latest, 0, 30),
        strips=table.choices("strips", (), sections, "Sections"),
        strip_stories=table.integer("strip_stories", default.strip_stories, 1, 4),
        river=table.integer("river", default.river, 0, 200),
    )
    table.close()
    return front


def read_organisation(table: Table, title: str, prefix: str) -> Organisation:
    policies = table.table("policies")
    organisation = Organisation(
        name=table.text("name") or title,
        logo=table.text("logo").removeprefix("static/"),
        email=table.text("email"),
        phone=table.text("phone"),
        address=table.text("address"),
        founded=table.text("founded"),
        profiles=table.web_addresses("profiles"),
        policies={
            name: policies.link(name, prefix) for name in POLICIES if name in policies.names()
        },
    )
    policies.close(keys=POLICIES)
    table.close()
    if organisation.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", organisation.email):
        table.problem(
            "email",
            f"'{organisation.email}' is not an e-mail address",
            'Write it as in "desk@example.org".',
        )
    if organisation.founded and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", organisation.founded):
        table.problem(
            "founded", f"'{organisation.founded}' is not a year or date", 'Write it as in "2024".'
        )
    return organisation


def read_tag_aliases(table: Table) -> dict[str, str]:
    """Return casefolded tag → the name to use, canonical names included."""
    aliases: dict[str, str] = {}
    for name in table.names():
        for alias in (name, *table.texts(name)):
            other = aliases.setdefault(alias.casefold(), name)
            if other != name:
                table.problem(
                    name, f"the tag '{alias}' belongs to both '{other}' and '{name}'", "Keep one."
                )
    table.close()
    return aliases


def read_tag_slugs(table: Table, aliases: Mapping[str, str]) -> dict[str, str]:
    """Return casefolded tag, its alias resolved → the last part of its address."""
    slugs: dict[str, str] = {}
    owners: dict[str, str] = {}
    for name in table.names():
        slug = table.text(name, required="the last part of the tag's address")
        if not slug:
            continue
        tag = aliases.get(name.casefold(), name)
        if not is_slug(slug):
            better = slugify(slug)
            table.problem(
                name,
                f"'{slug}' cannot stand in an address",
                f'Write "{name}" = "{better}".' if better else "Use a to z, 0 to 9 and hyphens.",
            )
            continue
        if owners.setdefault(slug, tag).casefold() != tag.casefold():
            table.problem(
                name,
                f"the tags '{owners[slug]}' and '{tag}' both get the slug '{slug}'",
                "Give one of them another.",
            )
        slugs[tag.casefold()] = slug
    table.close()
    return slugs


def read_images(table: Table) -> ImageSettings:
    default = ImageSettings()
    widths = table.integers("widths", default.widths, 16, 8000)
    if any(wide <= narrow for narrow, wide in pairwise(widths)):
        table.problem("widths", "widths must grow from one to the next", "Sort them.")
    images = ImageSettings(
        widths=widths,
        formats=table.choices("formats", default.formats, IMAGE_FORMATS),
        webp_quality=table.integer("webp_quality", default.webp_quality, 1, 100),
        avif_quality=table.integer("avif_quality", default.avif_quality, 1, 100),
        jpeg_quality=table.integer("jpeg_quality", default.jpeg_quality, 1, 100),
        lossless=table.flag("lossless", default.lossless),
        social_cards=table.flag("social_cards", default.social_cards),
    )
    table.close()
    return images


def read_robots(table: Table) -> RobotsSettings:
    robots = RobotsSettings(
        ai_crawlers=table.choice("ai_crawlers", "allow", ("allow", "no-training", "block")),
        agents=table.texts("agents"),
    )
    table.close()
    return robots


def read_news(table: Table) -> NewsSettings:
    news = NewsSettings(exclude_kinds=table.choices("exclude_kinds", (), KINDS, "Kinds"))
    table.close()
    return news


def read_origins(table: Table) -> tuple[str, ...]:
    """Return the origins from which pages may load frames and scripts, "https://host"."""
    origins = []
    for index, text in enumerate(table.web_addresses("origins")):
        address = text.rstrip("/").lower()
        origins.append(address)
        if is_web_address(text) and not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", address):
            parts = address.split("/")
            table.problem(
                f"origins.{index}",
                f"'{text}' is more than an origin",
                f"Write only where it begins: '{'/'.join(parts[:3])}'."
                if re.fullmatch(r"[a-z0-9.:-]+", parts[2])
                else "Write each host by its whole name, as in 'https://player.example'.",
            )
    table.close()
    return tuple(origins)


def read_quotes(table: Table) -> str:
    """Return the quotation marks that the site chose; "" where each language has its own."""
    quotes = "".join(table.text("quotes").split())
    table.close()
    if quotes and quotes not in CHOICES:
        table.problem(
            "quotes",
            f"'{quotes}' are no quotation marks to choose",
            "Write " + " or ".join([f'quotes = "{pair}"' for pair in CHOICES]) + ".",
        )
        return ""
    return quotes
