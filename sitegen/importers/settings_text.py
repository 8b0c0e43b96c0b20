"""sitegen.toml of a paper that moved in: written for a new site, added to for another."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from sitegen.core.record import Record
from sitegen.core.urls import is_web_address
from sitegen.importers.model import Paper
from sitegen.importers.places import Section
from sitegen.schema.values import is_language
from sitegen.settings.types import HOSTS

_OPINION = frozenset({"opinion", "opinions", "op-ed", "opiniones", "y-kien"})
_HUES = frozenset({"news", "local", "business", "opinion", "sports", "culture", "obituaries"})
PLACEHOLDER = "https://example.org"


class MenuColumn(Record):
    name: str
    title: str
    links: tuple[tuple[str, str], ...]  # words, address


class Additions(Record):
    """What an archive brings to the settings."""

    sections: tuple[Section, ...]
    tag_slugs: Mapping[str, str]
    redirects: Mapping[str, str]
    menus: tuple[MenuColumn, ...]
    before: date | None  # the first day that is not the archive's
    noted_before: str = ""  # that day as an earlier run wrote it; "" for none


def _text(value: str) -> str:
    value = "".join(char for char in value if char.isprintable())
    return json.dumps(value, ensure_ascii=False)


def new_settings(paper: Paper, additions: Additions, *, host: str, year: int, search: bool) -> str:
    """Return the settings of a new site.

    Args:
        year: in which the names of its stories are minted.
        search: the program that readers' search needs is there.
    """
    base = paper.address if is_web_address(paper.address) else PLACEHOLDER
    name = (urlsplit(base).hostname or "example.org").removeprefix("www.")
    language = paper.language if is_language(paper.language) else "en"
    lines = [
        "# The settings of this site. sitegen's manual, docs/settings.md, describes every key.",
        "",
        f"title = {_text(paper.title or name)}",
    ]
    if paper.tagline:
        lines.append(f"tagline = {_text(paper.tagline)}")
    lines += [
        "",
        "# The address at which readers find the site."
        + (" CHANGE IT before you publish." if base == PLACEHOLDER else ""),
        f"base_url = {_text(base)}",
        "",
        f"language = {_text(language)}",
        "",
        "# The newsroom's own time zone: all times without an offset are read in it.",
        f"timezone = {_text(paper.zone or 'UTC')}",
        "",
        f"# Where the site is published: {', '.join(HOSTS[:-1])} or {HOSTS[-1]}.",
        f"host = {_text(host)}" if host else '# host = "netlify"',
        "",
        "# Readers can search the site; sitegen needs its extra [search] for that.",
        "search = true" if search else "# search = true",
    ]
    for section in additions.sections:
        lines += ["", *_section(section)]
    lines += [
        "",
        "[feeds]",
        "# By this name and the stories' ids feed readers know your stories, whatever becomes of",
        "# the address above. Never change it, or every story is new to every reader.",
        f"authority = {_text(f'{name},{year}')}",
    ]
    if additions.before is not None:
        lines += [
            "",
            "[archive]",
            "# In stories from before this day missing alt texts and dead links are warnings.",
            f"before = {additions.before.isoformat()}",
        ]
    text = "\n".join(lines) + "\n"
    for menu in additions.menus:
        text += _menu(menu)
    return _with_tables(text, additions)


def added_settings(text: str, additions: Additions) -> str:
    """Return the settings of a site with what an archive brings and they lack.

    What stands in them stays as it is, to the letter.
    """
    data = tomllib.loads(text)
    had = {s.get("slug") for s in data.get("sections", ()) if isinstance(s, dict)}
    new = [section for section in additions.sections if section.slug not in had]
    if new and not text.endswith("\n"):
        text += "\n"
    for section in new:
        text += "\n" + "\n".join(_section(section)) + "\n"
    if additions.before is not None and "archive" not in data:
        text += f"\n[archive]\nbefore = {additions.before.isoformat()}\n"
    elif additions.before is not None and additions.before.isoformat() > additions.noted_before:
        # What came out there since the last run was never checked either.
        line = archive_line(additions.noted_before)
        text = line.sub(f"before = {additions.before.isoformat()}", text)
    return _with_tables(text, additions)


def archive_line(day: str) -> re.Pattern[str]:
    """Return what finds the line of [archive] that an import wrote; "" for none that did."""
    return re.compile(rf"^before = {re.escape(day or '-')}$", re.MULTILINE)


def without_redirects(text: str, stale: Mapping[str, str]) -> str:
    """Return settings without lines that an earlier run wrote and that lead elsewhere now.

    A line that somebody changed is another line, and stays.
    """
    lines = {f"{_text(old)} = {_text(target)}\n" for old, target in stale.items()}
    return "".join(line for line in text.splitlines(keepends=True) if line not in lines)


def _section(section: Section) -> list[str]:
    lines = ["[[sections]]", f"slug = {_text(section.slug)}", f"title = {_text(section.title)}"]
    if section.description:
        lines.append(f"description = {_text(section.description)}")
    if section.slug in _HUES:
        lines.append(f"hue = {_text(section.slug)}")
    if section.slug in _OPINION:
        lines.append("opinion = true")
    return lines


def _menu(menu: MenuColumn) -> str:
    links = ",\n".join(
        f"  {{ title = {_text(title)}, url = {_text(url)} }}" for title, url in menu.links
    )
    return f"\n[menus.{menu.name}]\ntitle = {_text(menu.title)}\nlinks = [\n{links},\n]\n"


def _with_tables(text: str, additions: Additions) -> str:
    """Add the lines of tables, each where its table begins or at the end."""
    text = _with_lines(text, "tags.slugs", ("tags", "slugs"), additions.tag_slugs)
    return _with_lines(text, "redirects", ("redirects",), additions.redirects)


def _with_lines(text: str, header: str, place: Sequence[str], pairs: Mapping[str, str]) -> str:
    had: object = tomllib.loads(text)
    for name in place:
        had = had.get(name, {}) if isinstance(had, dict) else {}
    known = {_one(key) for key in had} if isinstance(had, dict) else set()
    new = [(key, value) for key, value in pairs.items() if _one(key) not in known]
    if not new:
        return text
    lines = "".join(f"{_text(key)} = {_text(value)}\n" for key, value in new)
    start = re.search(rf"^\[{re.escape(header)}\][^\n]*\n", text, re.MULTILINE)
    if start is not None:
        return text[: start.end()] + lines + text[start.end() :]
    return f"{text.rstrip()}\n\n[{header}]\n{lines}"


def _one(key: str) -> str:
    return key.rstrip("/").casefold()


def menu_name(title: str, taken: Iterable[str]) -> str:
    """Return a name by which templates may call a menu."""
    name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or "menu"
    name = name if name[0].isalpha() else f"menu_{name}"
    number, first = 2, name
    while name in taken:
        name, number = f"{first}_{number}", number + 1
    return name
