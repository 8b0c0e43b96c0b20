"""Settings: what a site says of itself in sitegen.toml, checked whole and frozen.

A site that is also a Python project may keep the same keys under [tool.sitegen] of
pyproject.toml. Every key is documented in docs/settings.md. All problems of the file are
found before any is reported, each with the line on which it stands.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.core.urls import base_prefix, is_slug, slugify
from sitegen.model.kinds import KINDS
from sitegen.model.views import Organisation
from sitegen.schema.tables import Table, text_of, toml_of
from sitegen.schema.toml_lines import key_lines

FILE = "sitegen.toml"
PROJECT_FILE = "pyproject.toml"

HOSTS = ("netlify", "cloudflare", "github", "gitlab", "s3", "nginx", "caddy")
IMAGE_FORMATS = ("webp", "avif")
FEED_FORMATS = ("rss", "atom", "json")
# What a partner's feed may carry beside title, link, date and summary.
FEED_FIELDS = ("authors", "categories", "image", "enclosure", "corrections")
# Our word for a policy → the property of schema.org's NewsMediaOrganization (rule T4).
POLICIES = {
    "principles": "publishingPrinciples",
    "ethics": "ethicsPolicy",
    "corrections": "correctionsPolicy",
    "verification": "verificationFactCheckingPolicy",
    "unnamed_sources": "unnamedSourcesPolicy",
    "ownership": "ownershipFundingInfo",
    "masthead": "masthead",
    "mission": "missionCoveragePrioritiesPolicy",
    "diversity": "diversityPolicy",
    "staff_diversity": "diversityStaffingReport",
    "feedback": "actionableFeedbackPolicy",
}
# First segments of addresses, and folders of content/, that are not sections.
RESERVED_SLUGS = frozenset(
    {"archive", "authors", "corrections", "feeds", "media", "page", "pages", "search", "series"}
    | {"static", "tags"}
)


@dataclass(frozen=True, slots=True)
class SectionSettings:
    slug: str  # folder under content/ and first segment of its stories' addresses
    title: str
    description: str = ""
    hue: str = ""  # names a colour token of the theme; "" for the plain accent
    news: bool = True  # False: its stories stay out of the news sitemap
    opinion: bool = False  # True: shown as the opinion strip


@dataclass(frozen=True, slots=True)
class LinkSettings:
    title: str
    url: str  # absolute, or root-relative with the base URL's prefix
    lang: str = ""  # of what it leads to; "" for the site's language


@dataclass(frozen=True, slots=True)
class MenuSettings:
    title: str
    links: tuple[LinkSettings, ...]


@dataclass(frozen=True, slots=True)
class ListSettings:
    """Which stories a named list holds: those that meet every condition, newest first."""

    section: str = ""  # slug; "" for any
    tag: str = ""  # as written; aliases are applied by whoever matches it
    kind: str = ""
    author: str = ""  # id or name
    limit: int = 5


@dataclass(frozen=True, slots=True)
class PartnerFeed:
    """A feed made for one partner: which stories, how much of each."""

    title: str = ""  # "" for the site's title
    format: str = "rss"  # one of FEED_FORMATS
    limit: int = 50
    full_text: bool = False
    section: str = ""
    tag: str = ""
    kind: str = ""
    author: str = ""
    fields: tuple[str, ...] = FEED_FIELDS


@dataclass(frozen=True, slots=True)
class FeedSettings:
    limit: int = 50
    full_text: bool = True
    full_text_by_feed: Mapping[str, bool] = dataclasses.field(default_factory=dict)  # by path
    atom: bool = False
    json: bool = False
    hubs: tuple[str, ...] = ()  # WebSub
    partners: Mapping[str, PartnerFeed] = dataclasses.field(default_factory=dict)

    def is_full_text(self, path: str) -> bool:
        """Say whether the feed at `path` ("/news/feed.xml") carries whole stories."""
        return self.full_text_by_feed.get(path, self.full_text)


@dataclass(frozen=True, slots=True)
class FrontSettings:
    """How many stories each zone of the front page takes at most."""

    secondary: int = 4
    latest: int = 7
    strips: tuple[str, ...] = ()  # section slugs, in order; () for every section in order
    strip_stories: int = 4
    river: int = 12


@dataclass(frozen=True, slots=True)
class ImageSettings:
    widths: tuple[int, ...] = (320, 640, 960, 1280, 1600)  # pixels, ascending
    formats: tuple[str, ...] = ("webp",)  # of IMAGE_FORMATS, beside a JPEG or PNG
    webp_quality: int = 76  # 1 to 100
    avif_quality: int = 58
    jpeg_quality: int = 80
    lossless: bool = True  # drawings that came as PNG stay exact
    social_cards: bool = True  # draw a card for a story without a picture


@dataclass(frozen=True, slots=True)
class RobotsSettings:
    ai_crawlers: str = "allow"  # or "no-training" or "block"
    agents: tuple[str, ...] = ()  # further user agents to keep out


@dataclass(frozen=True, slots=True)
class NewsSettings:
    """What the news sitemap leaves out, beside what rule G6 always leaves out."""

    exclude_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    root: Path  # the site's folder on this machine
    file: str  # "sitegen.toml" or "pyproject.toml"
    title: str
    base_url: str  # absolute, without a last slash
    prefix: str  # "" or "/paper"
    timezone: str  # a name that ZoneInfo knows
    tagline: str = ""
    language: str = "en"  # BCP 47
    place: str = ""
    sections: tuple[SectionSettings, ...] = ()
    menus: Mapping[str, MenuSettings] = dataclasses.field(default_factory=dict)
    lists: Mapping[str, ListSettings] = dataclasses.field(default_factory=dict)
    feeds: FeedSettings = FeedSettings()
    related: int = 3
    page_size: int = 20
    front: FrontSettings = FrontSettings()
    organisation: Organisation = Organisation(name="")  # noqa: RUF009 - frozen
    tag_aliases: Mapping[str, str] = dataclasses.field(default_factory=dict)
    # casefolded tag → the name to use; holds each canonical name too
    trust_html: bool = True
    extensions: tuple[str, ...] = ()
    images: ImageSettings = ImageSettings()
    signup_action: str = ""
    search: bool = False
    languages: tuple[LinkSettings, ...] = ()  # other editions
    host: str = ""  # one of HOSTS
    robots: RobotsSettings = RobotsSettings()
    indexnow_key: str = ""
    news: NewsSettings = NewsSettings()
    words_per_minute: int = 230  # for the reading time
    requires: str = ""
    lines: Mapping[str, int] = dataclasses.field(default_factory=dict, compare=False)
    # dotted key ("menus.footer", "sections.2.slug") → its line in `file`
    digest: str = ""  # stands for all of the above but `root`, `file` and `lines`

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def line(self, key: str) -> int:
        """Return the line of a dotted key, or of the nearest table around it; 0 for none."""
        while key not in self.lines:
            key, dot, _ = key.rpartition(".")
            if not dot:
                return 0
        return self.lines[key]


def load(root: Path, reserved: Collection[str] = ()) -> Settings:
    """Read and check the settings of the site at `root`.

    Args:
        root: the site's folder.
        reserved: names that templates know already, which no named list may take.

    Raises:
        SitegenError: with every problem of the file.
    """
    site, project = root / FILE, root / PROJECT_FILE
    project_table = _project_table(project) if project.is_file() else None
    if site.is_file():
        if project_table is not None:
            both = f"there are settings both here and under [tool.sitegen] of {PROJECT_FILE}"
            raise SitegenError([Problem(FILE, 0, both, "Keep one of the two.")])
        text = text_of(site)
        return parse(root, FILE, toml_of(FILE, text), text, (), reserved)
    if project_table is not None:
        text = text_of(project)
        return parse(root, PROJECT_FILE, project_table, text, ("tool", "sitegen"), reserved)
    raise SitegenError(
        [
            Problem(
                FILE,
                0,
                "there is no such file here, so this folder is not a sitegen site",
                "Go to the site's folder, or make a new site with: sitegen init mysite",
            )
        ]
    )


def parse(
    root: Path,
    file: str,
    data: Mapping[str, Any],  # what tomllib returned
    text: str = "",
    under: tuple[str, ...] = (),
    reserved: Collection[str] = (),
) -> Settings:
    """Check settings that were read already; see `load`.

    Args:
        text: what `data` was read from, for line numbers.
        under: the table of `text` in which `data` stands.
    """
    depth = len(under)
    lines = {
        ".".join(map(str, key[depth:])): line
        for key, line in key_lines(text).items()
        if key[:depth] == under
    }
    top = Table(file, data, lines, "", [])
    settings = _settings(root, top, reserved)
    if any(not problem.warning for problem in top.problems):
        raise SitegenError(top.problems)
    return settings


def _settings(root: Path, top: Table, reserved: Collection[str]) -> Settings:
    title = top.text("title", required="the name of the newspaper")
    base_url, prefix = _base_url(top)
    sections = _sections(top)
    slugs = tuple(section.slug for section in sections)
    tags = top.table("tags")
    aliases = _tag_aliases(tags.table("aliases"))
    tags.close()
    settings = Settings(
        root=root,
        file=top.file,
        title=title,
        tagline=top.text("tagline"),
        base_url=base_url,
        prefix=prefix,
        timezone=_timezone(top),
        language=top.language("language", "en"),
        place=top.text("place"),
        sections=sections,
        menus={name: _menu(table, prefix) for name, table in top.named("menus")},
        lists={name: _list(table, name, slugs, reserved) for name, table in top.named("lists")},
        feeds=_feeds(top.table("feeds"), slugs),
        related=top.integer("related", 3, 0, 12),
        page_size=top.integer("page_size", 20, 5, 500),
        front=_front(top.table("front"), slugs),
        organisation=_organisation(top.table("organisation"), title, prefix),
        tag_aliases=aliases,
        trust_html=top.flag("trust_html", True),
        extensions=_extensions(top),
        images=_images(top.table("images")),
        signup_action=top.web_address("signup_action"),
        search=top.flag("search", False),
        languages=tuple(_link(table, prefix) for table in top.tables("languages")),
        host=top.choice("host", "", HOSTS),
        robots=_robots(top.table("robots")),
        indexnow_key=_indexnow_key(top),
        news=_news(top.table("news")),
        words_per_minute=top.integer("words_per_minute", 230, 50, 1000),
        requires=_requires(top),
        lines=top.lines,
    )
    top.close()
    return dataclasses.replace(settings, digest=_digest(settings))


def _digest(settings: Settings) -> str:
    """Return what stands for the settings in keys: the same on every machine."""
    left_out = {"root", "file", "lines", "digest"}
    encode = Values().encode
    return digest_text(
        dump(
            {
                field.name: encode(getattr(settings, field.name))
                for field in dataclasses.fields(settings)
                if field.name not in left_out
            }
        )
    )


# One function for each table of the file.


def _base_url(top: Table) -> tuple[str, str]:
    written = top.text("base_url", required='the address of the site: "https://example.org"')
    if not written:
        return "", ""
    try:
        parts = urlsplit(written)
        fine = (
            parts.scheme in ("http", "https")
            and bool(host := (parts.hostname or "").encode("idna").decode())
            and parts.port != 0  # asking for the port checks it
            and not (parts.query or parts.fragment or parts.username)
            and not re.search(r"[\s\\\"'<>]|/\.{1,2}(/|$)|//", written.partition("://")[2])
        )
    except ValueError:
        fine = False
    if not fine:
        top.problem(
            "base_url",
            f"'{written}' is not the address of a site",
            'Write it whole, as in "https://example.org" or "https://example.org/paper".',
        )
        return "", ""
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else host
    base_url = f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}"
    base_url += quote(parts.path.rstrip("/"), safe="/%:@!$&()*+,;=~")
    return base_url, base_prefix(base_url)


def _timezone(top: Table) -> str:
    name = top.text("timezone", required='the newsroom\'s time zone: "America/Chicago" for Houston')
    if name and not is_zone(name):
        top.problem("timezone", f"there is no time zone '{name}'", zone_hint(name))
        return "UTC"
    return name or "UTC"


def zone_hint(name: str) -> str:
    # Not Etc/GMT-6, which lies six hours east of Greenwich: nobody means that.
    zones = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/GMT"))
    city = "/" + name.rpartition("/")[2].replace(" ", "_").casefold()
    there = next((zone for zone in zones if zone.casefold().endswith(city)), "")
    if there or "/" in name:
        hint = did_you_mean(there or name, zones)
        if hint.startswith("Did"):
            return hint
    return 'Write the name of a region and city, as in "America/Chicago".'


def is_zone(name: str) -> bool:
    if name in ("localtime", "posixrules"):  # what they name differs between machines
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a plain path; a folder of zones
        return False
    return True


def _sections(top: Table) -> tuple[SectionSettings, ...]:
    found: dict[str, SectionSettings] = {}
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
        elif slug in found:
            table.problem("slug", f"two sections have the slug '{slug}'", "Choose another slug.")
        if section.hue and not is_slug(section.hue):
            table.problem(
                "hue", f"'{section.hue}' is not the name of a colour", 'Write a word: "local".'
            )
        found[slug] = section
    return tuple(found.values())


def _link(table: Table, prefix: str) -> LinkSettings:
    link = LinkSettings(
        title=table.text("title", required="the words of the link"),
        url=table.link("url", prefix, required='where it leads: "/about/"'),
        lang=table.language("lang", ""),
    )
    table.close()
    return link


def _menu(table: Table, prefix: str) -> MenuSettings:
    menu = MenuSettings(
        title=table.text("title"),
        links=tuple(_link(link, prefix) for link in table.tables("links")),
    )
    table.close()
    return menu


def _list(
    table: Table, name: str, sections: tuple[str, ...], reserved: Collection[str]
) -> ListSettings:
    if not name.isidentifier() or name.startswith("_"):
        better = re.sub(r"\W+", "_", name).strip("_") or "top_stories"
        table.problem(
            "", f"a list cannot be named '{name}'", f"Templates use its name: write '{better}'."
        )
    elif name in reserved:
        table.problem(
            "", f"'{name}' is the name of something else in templates", "Choose another name."
        )
    chosen = ListSettings(**_conditions(table, sections), limit=table.integer("limit", 5, 1, 100))
    table.close()
    return chosen


def _conditions(table: Table, sections: tuple[str, ...]) -> dict[str, Any]:
    return {
        "section": table.choice("section", "", sections, "Sections"),
        "tag": table.text("tag"),
        "kind": table.choice("kind", "", KINDS, "Kinds"),
        "author": table.text("author"),
    }


def _feeds(table: Table, sections: tuple[str, ...]) -> FeedSettings:
    by_feed = table.table("full_text_by_feed")
    feeds = FeedSettings(
        limit=table.integer("limit", 50, 1, 500),
        full_text=table.flag("full_text", True),
        full_text_by_feed={path: by_feed.flag(path, True) for path in by_feed.names()},
        atom=table.flag("atom", False),
        json=table.flag("json", False),
        hubs=table.web_addresses("hubs"),
        partners={
            name: _partner(partner, name, sections) for name, partner in table.named("partners")
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


def _partner(table: Table, name: str, sections: tuple[str, ...]) -> PartnerFeed:
    if not is_slug(name):
        table.problem("", f"a partner's feed cannot be named '{name}'", _slug_hint(name))
    partner = PartnerFeed(
        title=table.text("title"),
        format=table.choice("format", "rss", FEED_FORMATS),
        limit=table.integer("limit", 50, 1, 500),
        full_text=table.flag("full_text", False),
        fields=table.choices("fields", FEED_FIELDS, FEED_FIELDS),
        **_conditions(table, sections),
    )
    table.close()
    return partner


def _slug_hint(name: str) -> str:
    better = slugify(name)
    return f"It becomes part of an address: write '{better or 'partner'}'."


def _front(table: Table, sections: tuple[str, ...]) -> FrontSettings:
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


def _organisation(table: Table, title: str, prefix: str) -> Organisation:
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
    policies.close(known=POLICIES)
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


def _tag_aliases(table: Table) -> dict[str, str]:
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


def _extensions(top: Table) -> tuple[str, ...]:
    names = top.texts("extensions")
    for index, name in enumerate(names):
        if not all(part.isidentifier() for part in name.split(".")):
            top.problem(
                f"extensions.{index}",
                f"'{name}' is not the name of a Python module",
                f"Write it without '.py' and folders: '{Path(name).stem}'.",
            )
    return names


def _images(table: Table) -> ImageSettings:
    default = ImageSettings()
    widths = table.integers("widths", default.widths, 16, 8000)
    if any(right <= left for left, right in pairwise(widths)):
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


def _robots(table: Table) -> RobotsSettings:
    robots = RobotsSettings(
        ai_crawlers=table.choice("ai_crawlers", "allow", ("allow", "no-training", "block")),
        agents=table.texts("agents"),
    )
    table.close()
    return robots


def _news(table: Table) -> NewsSettings:
    news = NewsSettings(exclude_kinds=table.choices("exclude_kinds", (), KINDS, "Kinds"))
    table.close()
    return news


def _indexnow_key(top: Table) -> str:
    key = top.text("indexnow_key")
    if key and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", key):  # rule S5
        top.problem(
            "indexnow_key",
            f"'{key}' is not an IndexNow key",
            "A key has 8 to 128 characters: a to z, A to Z, 0 to 9 and hyphens.",
        )
    return key


_COMPARE: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ">=": lambda have, want: have >= want,
    "<=": lambda have, want: have <= want,
    "==": lambda have, want: have == want,
    "!=": lambda have, want: have != want,
    ">": lambda have, want: have > want,
    "<": lambda have, want: have < want,
}
_CLAUSE = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*(\d+(?:\.\d+)*)\s*")


def _requires(top: Table) -> str:
    """Check "sitegen>=0.2,<1" against the sitegen that runs."""
    written = top.text("requires")
    clauses = [
        _CLAUSE.fullmatch(clause)
        for clause in written.strip().removeprefix("sitegen").split(",")
        if written
    ]
    have = ""
    for clause in clauses:
        if clause is None:
            top.problem(
                "requires",
                f"'{written}' does not say which version of sitegen",
                'Write it as in "sitegen>=0.1".',
            )
            break
        from importlib import metadata  # late: it takes longer than reading the settings

        have = have or metadata.version("sitegen")
        if not _COMPARE[clause[1]](_version(have), _version(clause[2])):
            top.problem(
                "requires",
                f"this site wants {written}, and this is sitegen {have}",
                f"Install the right one: pip install '{written}'",
            )
            break
    return written


def _version(text: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", text)[:3]]
    return (*numbers, 0, 0, 0)[:3]


def _project_table(file: Path) -> dict[str, Any] | None:
    """Return [tool.sitegen] of pyproject.toml; None when it has none."""
    text = text_of(file)
    if "sitegen" not in text:
        return None
    tool = toml_of(PROJECT_FILE, text).get("tool")
    table = tool.get("sitegen") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None
