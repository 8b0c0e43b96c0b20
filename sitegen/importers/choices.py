"""import.toml: what a newsroom decides of its archive. The first run writes it.

What stands in it is obeyed at the next run; what it does not name is decided as at the first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.core.record import Record, field
from sitegen.core.urls import is_slug
from sitegen.schema.toml_files import text_of, toml_of
from sitegen.schema.toml_lines import Key, key_lines
from sitegen.settings.types import RESERVED_SLUGS

FILE = "import.toml"


class CategoryChoice(Record):
    """What becomes of a category: a section, a tag, or nothing where both are ""."""

    section: str = ""
    tag: str = ""


Fate = Literal["story", "page", ""]  # of a type of posts; "" leaves them out
Show = Literal["keep", "drop"]  # of a shortcode
Standing = Literal["published", "draft", ""]  # of a status; "" leaves posts of it out


class Choices(Record):
    """What is decided, by the words of the other program."""

    categories: Mapping[str, CategoryChoice] = field(default_factory=dict)
    users: Mapping[str, str] = field(default_factory=dict)  # key → name; "" gives no byline
    types: Mapping[str, Fate] = field(default_factory=dict)
    shortcodes: Mapping[str, Show] = field(default_factory=dict)
    statuses: Mapping[str, Standing] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)  # field → key of front matter; "" none


_TABLES = ("categories", "users", "types", "shortcodes", "statuses", "fields")
NEVER_WRITTEN = ("private", "trash", "auto-draft")


def read_choices(root: Path) -> Choices:
    """Return what a site's import.toml decides; nothing where it has none.

    Raises:
        SitegenError: with all that is wrong with the file.
    """
    file = root / FILE
    if not file.is_file():
        return Choices()
    text = text_of(file)
    reader = _Reader(key_lines(text))
    choices = reader.choices(toml_of(FILE, text))
    if reader.problems:
        raise SitegenError(reader.problems)
    return choices


class _Reader:
    """Takes the tables apart; notes problems."""

    def __init__(self, lines: Mapping[Key, int]) -> None:
        self._lines = lines
        self.problems: list[Problem] = []

    def choices(self, data: Mapping[str, Any]) -> Choices:
        for name in data:
            if name not in _TABLES:
                self._problem((name,), f"there is no table '{name}'",
                              did_you_mean(name, _TABLES, "Tables"))  # fmt: skip
        tables = {name: data[name] if isinstance(data.get(name), dict) else {} for name in _TABLES}
        return Choices(
            {slug: self._category(slug, value) for slug, value in tables["categories"].items()},
            {key: self._user(key, value) for key, value in tables["users"].items()},
            self._words("types", tables["types"], ("story", "page")),
            self._words("shortcodes", tables["shortcodes"], ("keep", "drop")),
            self._statuses(tables["statuses"]),
            {
                name: "" if value is False else str(value)
                for name, value in tables["fields"].items()
            },
        )

    def _category(self, slug: str, value: object) -> CategoryChoice:
        if value is False:
            return CategoryChoice()
        if isinstance(value, dict) and len(value) == 1:
            section, tag = value.get("section"), value.get("tag")
            if isinstance(tag, str) and tag.strip():
                return CategoryChoice(tag=tag.strip())
            if isinstance(section, str) and is_slug(section) and section not in RESERVED_SLUGS:
                return CategoryChoice(section=section)
        self._problem(
            ("categories", slug),
            f"it is not clear what becomes of '{slug}'",
            'Write {section = "sports"}, {tag = "Sports"} or false. A section is written in small '
            "letters, digits and hyphens.",
        )
        return CategoryChoice()

    def _user(self, key: str, value: object) -> str:
        if value is False:
            return ""
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())
        self._problem(("users", key), f"'{key}' has no name", 'Write {name = "Mai Trần"} or false.')
        return ""

    def _words(self, table: str, values: Mapping[str, object], words: tuple[str, str]) -> Any:
        chosen: dict[str, str] = {}
        for name, value in values.items():
            if value is False and table == "types":
                chosen[name] = ""
            elif isinstance(value, str) and value in words:
                chosen[name] = value
            else:
                rest = " or false" if table == "types" else ""
                self._problem(
                    (table, name),
                    f"'{value}' is nothing that can become of '{name}'",
                    f'Write "{words[0]}" or "{words[1]}"{rest}.',
                )
        return chosen

    def _statuses(self, values: Mapping[str, object]) -> dict[str, Standing]:
        chosen: dict[str, Standing] = {}
        for name, value in values.items():
            if value is False:
                chosen[name] = ""
            elif name in NEVER_WRITTEN:
                self._problem(
                    ("statuses", name),
                    f"what is '{name}' is never written",
                    "Publish it in the old program first, and export again.",
                )
            elif value == "published":
                chosen[name] = "published"
            elif value == "draft":
                chosen[name] = "draft"
            else:
                self._problem(("statuses", name), f"'{value}' is no status here",
                              'Write "published", "draft" or false.')  # fmt: skip
        return chosen

    def _problem(self, key: Key, message: str, hint: str) -> None:
        self.problems.append(Problem(FILE, self._lines.get(key, 0), message, hint))


def written_choices(choices: Choices, program: str) -> str:
    """Return import.toml as the first run writes it."""

    def key(name: str) -> str:
        plain = name.replace("-", "").replace("_", "")
        is_bare = plain.isascii() and plain.isalnum()
        return name if is_bare else json.dumps(name, ensure_ascii=False)

    def text(value: str) -> str:
        return json.dumps(value, ensure_ascii=False) if value else "false"

    lines = [
        f"# What becomes of the archive that came from {program}. Change it, and run the same",
        "# 'sitegen import' again: files that you edited meanwhile stay as they are.",
        "",
        "# A category becomes a section, a tag, or neither:",
        '#   sports = {section = "sports"}    sports = {tag = "Sports"}    sports = false',
        "[categories]",
    ]
    for name, choice in choices.categories.items():
        if choice.section:
            value = f"{{section = {text(choice.section)}}}"
        else:
            value = f"{{tag = {text(choice.tag)}}}" if choice.tag else "false"
        lines.append(f"{key(name)} = {value}")
    lines += ["", "# Bylines: the name that readers see; false for none.", "[users]"]
    lines += [
        f"{key(name)} = {{name = {text(value)}}}" if value else f"{key(name)} = false"
        for name, value in choices.users.items()
    ]
    for table, words in (
        ("types", 'Types of posts of your own: "story", "page" or false.'),
        ("shortcodes", ('Signs in brackets that mean nothing here: "keep" shows them, "drop" '
                       "takes them out.")),
        ("statuses", 'Statuses of your own: "published", "draft" or false.'),
        ("fields", ('Fields of your own: the key of front matter that takes them ("dateline", '
                   '"kicker", "extra.NAME"), or false.')),
    ):  # fmt: skip
        lines += ["", f"# {words}", f"[{table}]"]
        lines += [f"{key(n)} = {text(v)}" for n, v in getattr(choices, table).items()]
    return "\n".join(lines) + "\n"
