"""Reading sitegen.toml: which file holds the settings, and the whole of it checked.

A site that is also a Python project may keep the same keys under [tool.sitegen] of
pyproject.toml. Every key is documented in docs/settings.md. All problems of the file are
found before any is reported, each with the line on which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.problems import Problem, SitegenError, has_errors
from sitegen.core.record import replace
from sitegen.core.urls import base_prefix, is_placeholder
from sitegen.schema.tables import Table, text_of, toml_of
from sitegen.schema.toml_lines import key_lines
from sitegen.settings.requires import read_requirement
from sitegen.settings.tables import (
    read_feeds,
    read_front,
    read_images,
    read_link,
    read_list,
    read_menu,
    read_news,
    read_organisation,
    read_origins,
    read_quotes,
    read_robots,
    read_sections,
    read_tag_aliases,
    read_tag_slugs,
)
from sitegen.settings.timezones import read_timezone
from sitegen.settings.types import (
    FILE,
    HOSTS,
    PROJECT_FILE,
    Settings,
)
from sitegen.settings.wording import with_words_set


def load(root: Path, template_names: Collection[str] = ()) -> Settings:
    """Read and check the settings of the site at `root`.

    Args:
        root: the site's folder.
        template_names: what templates know already, which no named list may be called.

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
        return parse(root, FILE, toml_of(FILE, text), text, (), template_names)
    if project_table is not None:
        text = text_of(project)
        return parse(root, PROJECT_FILE, project_table, text, ("tool", "sitegen"), template_names)
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


def is_site(root: Path) -> bool:
    """Say whether a folder has settings, sound or not, and so is a site."""
    if (root / FILE).is_file():
        return True
    try:
        return (root / PROJECT_FILE).is_file() and _project_table(root / PROJECT_FILE) is not None
    except SitegenError:
        return True


def parse(
    root: Path,
    file: str,
    data: Mapping[str, Any],  # what tomllib returned
    text: str = "",
    under: tuple[str, ...] = (),
    template_names: Collection[str] = (),
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
    settings = _settings(root, top, template_names)
    if has_errors(top.problems):
        raise SitegenError(top.problems)
    return settings


def _settings(root: Path, top: Table, template_names: Collection[str]) -> Settings:
    title = top.text("title", required="the name of the newspaper")
    base_url, prefix = read_base_url(top)
    sections = read_sections(top)
    slugs = tuple(section.slug for section in sections)
    tags = top.table("tags")
    aliases = read_tag_aliases(tags.table("aliases"))
    tag_slugs = read_tag_slugs(tags.table("slugs"), aliases)
    tags.close()
    authors = top.table("authors")
    guests = authors.flag("guests", False)
    authors.close()
    settings = Settings(
        root=root,
        file=top.file,
        title=title,
        tagline=top.text("tagline"),
        base_url=base_url,
        prefix=prefix,
        timezone=read_timezone(top),
        language=top.language("language", "en"),
        place=top.text("place"),
        sections=sections,
        menus={name: read_menu(table, prefix) for name, table in top.tables_by_name("menus")},
        lists={
            name: read_list(table, name, slugs, template_names)
            for name, table in top.tables_by_name("lists")
        },
        feeds=read_feeds(top.table("feeds"), slugs),
        related=top.integer("related", 3, 0, 12),
        page_size=top.integer("page_size", 20, 5, 500),
        front=read_front(top.table("front"), slugs),
        organisation=read_organisation(top.table("organisation"), title, prefix),
        tag_aliases=aliases,
        tag_slugs=tag_slugs,
        guests=guests,
        trust_html=top.flag("trust_html", True),
        origins=read_origins(top.table("policy")),
        extensions=_read_extensions(top),
        images=read_images(top.table("images")),
        signup_action=top.web_address("signup_action"),
        footer_note=top.text("footer_note"),
        about=top.text("about"),
        search=top.flag("search", False),
        languages=tuple(read_link(table, prefix) for table in top.tables("languages")),
        host=top.choice("host", "", HOSTS),
        robots=read_robots(top.table("robots")),
        indexnow_key=_read_indexnow_key(top),
        news=read_news(top.table("news")),
        quotes=read_quotes(top.table("typography")),
        words_per_minute=top.integer("words_per_minute", 230, 50, 1000),
        requires=read_requirement(top),
        lines=top.lines,
    )
    top.close()
    settings = with_words_set(settings)
    return replace(settings, digest=_digest(settings))


def _digest(settings: Settings) -> str:
    """Return what stands for the settings in keys: the same on every machine."""
    without = {"root", "file", "lines", "digest"}
    encode = Values().encode
    return digest_text(
        dump(
            {
                name: encode(getattr(settings, name))
                for name in settings.__struct_fields__
                if name not in without
            }
        )
    )


# Keys that stand before the first table and are more than a text, number or flag.


def read_base_url(top: Table) -> tuple[str, str]:
    """Return the address of the site and its path, without a last slash; "" where it is none."""
    text = top.text("base_url", required='the address of the site: "https://example.org"')
    if not text:
        return "", ""
    try:
        parts = urlsplit(text)
        fine = (
            parts.scheme in ("http", "https")
            and bool(host := (parts.hostname or "").encode("idna").decode())
            and parts.port != 0  # asking for the port checks it
            and not (parts.query or parts.fragment or parts.username)
            and not re.search(r"[\s\\\"'<>]|/\.{1,2}(/|$)|//", text.partition("://")[2])
        )
    except ValueError:
        fine = False
    if not fine:
        top.problem(
            "base_url",
            f"'{text}' is not the address of a site",
            'Write it whole, as in "https://example.org" or "https://example.org/paper".',
        )
        return "", ""
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else host
    base_url = f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}"
    base_url += quote(parts.path.rstrip("/"), safe="/%:@!$&()*+,;=~")
    return base_url, base_prefix(base_url)


def placeholder_warning(settings: Settings) -> Problem | None:
    """Return a warning, of one line, where the address is still the one of the manual."""
    if not is_placeholder(settings.base_url):
        return None
    what = f"'{settings.base_url}' is a placeholder: write the address at which readers will "
    return Problem(settings.file, settings.line("base_url"), f"{what}find the site", warning=True)


def _read_extensions(top: Table) -> tuple[str, ...]:
    names = top.texts("extensions")
    for index, name in enumerate(names):
        if not all(part.isidentifier() for part in name.split(".")):
            top.problem(
                f"extensions.{index}",
                f"'{name}' is not the name of a Python module",
                f"Write it without '.py' and folders: '{Path(name).stem}'.",
            )
    return names


def _read_indexnow_key(top: Table) -> str:
    key = top.text("indexnow_key")
    if key and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", key):  # rule S5
        top.problem(
            "indexnow_key",
            f"'{key}' is not an IndexNow key",
            "A key has 8 to 128 characters: a to z, A to Z, 0 to 9 and hyphens.",
        )
    return key


def _project_table(file: Path) -> dict[str, Any] | None:
    """Return [tool.sitegen] of pyproject.toml; None when it has none."""
    text = text_of(file)
    if "sitegen" not in text:
        return None
    tool = toml_of(PROJECT_FILE, text).get("tool")
    table = tool.get("sitegen") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None
