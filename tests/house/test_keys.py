"""What may be written is used, kept and said in one place.

A key that nobody uses, a field that no key decides and a default that stands twice are
mistakes that no reader of a diff would see.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache

import pytest
from msgspec import NODEFAULT
from msgspec.structs import fields

from sitegen.core.problems import Problem
from sitegen.model.article import Article, Person
from sitegen.pictures.facts import Rights
from sitegen.pictures.rights import PHOTO
from sitegen.schema.frontmatter import FrontMatter, whole
from sitegen.schema.reader import Reader, Rules
from sitegen.schema.tables import ByName, Key, Table
from sitegen.schema.toml_reader import TomlReader
from sitegen.schema.values import Choice, Flag, Number
from sitegen.schema.yaml_reader import YamlReader
from sitegen.settings.keys import SETTINGS
from sitegen.settings.types import SectionSettings, Settings
from sitegen.sources.front_slots import FRONT
from sitegen.sources.header import parse_story
from sitegen.sources.keys import PERSON, STORY
from tests.conftest import ROOT
from tools.write_key_tables import GROUPS, every_key

FILES = {"stories": STORY, "people": PERSON, "photos": PHOTO, "front.yml": FRONT,
         "settings": SETTINGS}  # fmt: skip
# Decided by no single key: by the file's place, its text, the files it names, or several keys.
OF_ARTICLES = {"path", "minutes", "title_html", "card_title_html", "summary_html", "lead_until",
               "pinned_until", "breaking_until", "live_start", "live_end", "live_updates",
               "next_update", "links", "images", "files", "embeds", "blocks"}  # fmt: skip
OF_PEOPLE = {"path", "id", "summary", "links", "images", "blocks"}
OF_SETTINGS = {"root", "file", "prefix", "lines", "digest", "search_program"}


def own_fields(table: Table) -> set[str]:
    """Return the fields that the keys of a table decide, and of tables that are part of it."""
    return {key.field for owner, key in every_key(table) if owner is table or owner.makes is None}


@pytest.mark.parametrize(
    ("table", "holder", "others"),
    [
        (STORY, Article, OF_ARTICLES),
        (PERSON, Person, OF_PEOPLE),
        (SETTINGS, Settings, OF_SETTINGS),
        (PHOTO, Rights, set()),
    ],
)
def test_every_field_is_decided_by_a_key(table: Table, holder: type, others: set[str]) -> None:
    """A field that no key decides holds its default for ever."""
    if holder is Settings:
        others = others | {"tag_aliases", "tag_slugs"}  # of [tags], whose rule needs both
    names = {field.name for field in fields(holder)}
    assert others <= names
    assert names - others - own_fields(table) == set()


@pytest.mark.parametrize(
    ("table", "holder"), [(STORY, Article), (PERSON, Person), (SETTINGS, Settings)]
)
def test_every_key_has_its_field(table: Table, holder: type) -> None:
    """What is written and belongs to no field is dropped on the way."""
    names = {field.name for field in fields(holder)}
    settled = {"date", "live"}  # become `published`, and `live_start` with `live_end`
    parts = {key.field for key in table.keys if isinstance(key.type, Table) and not key.type.makes}
    assert {key.field for key in table.keys} - settled - parts <= names


def test_tables_make_values_of_their_own_fields() -> None:
    """A key of a table that makes a value is a field of that value."""
    for file in FILES.values():
        for table, key in every_key(file):
            if table.makes is not None and table is not file:
                assert key.field in {field.name for field in fields(table.makes)}, key.name


@cache
def uses() -> set[str]:
    """Return every name that is asked of a value, in the code and in templates."""
    names = {"extra"}  # templates of a site's own ask for it
    for file in (ROOT / "sitegen").rglob("*.py"):
        if file.parent.name == "schema" or file.name in ("types.py", "keys.py", "wording.py"):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                names.add(node.attr)
    for file in (ROOT / "templates").rglob("*.html"):
        names |= {word for word in file.read_text("utf-8").replace(".", " .").split() if word}
    return {name.strip(".,|()[]{}%-") for name in names}


HOLDERS = {Article, Person, Rights} | {
    table.makes for file in FILES.values() for table, _ in every_key(file) if table.makes
}


@pytest.mark.parametrize("holder", sorted(HOLDERS, key=lambda kind: kind.__name__))
def test_every_field_is_used(holder: type) -> None:
    """A key that nobody asks for does nothing, and whoever writes it is fooled."""
    assert {field.name for field in fields(holder)} - uses() == set()


@pytest.mark.parametrize("name", FILES)
def test_a_default_stands_once(name: str) -> None:
    """Only where the field's own default says nothing does the key say it in words."""
    for table, key in every_key(FILES[name]):
        holder = table.makes or FILES[name].makes or Article
        default = {field.name: field.default for field in fields(holder)}.get(key.field)
        assert not key.default or default in ("", (), None, NODEFAULT), (key.name, default)


@pytest.mark.parametrize("name", FILES)
def test_every_key_says_what_it_is(name: str) -> None:
    """Help is one sentence without its full stop; secrets stand in no file."""
    for _, key in every_key(FILES[name]):
        assert key.help, key.name
        assert not key.help.endswith("."), key.name
        assert not (key.secret and key.needed), key.name
        assert all(word == word.casefold() and "-" not in word for word in key.former), key.name


def without_problem(name: str, key: Key) -> list[Problem]:
    """Return what is said of a key whose value is its example."""
    rules = Rules(sections=("news",), guests=True)
    if name == "settings":
        reader: Reader = TomlReader("sitegen.toml", {}, {}, rules)
        reader.fields["sections"] = (SectionSettings("news", "News"),)
        value = json.loads(key.example) if key.example.startswith("[") else key.example
        result = key.type.read(reader, key.name, value)
    else:
        matter = whole("a.yml", f"{key.name}: {key.example}\n".encode())
        assert isinstance(matter, FrontMatter)
        reader = YamlReader("content/news/a.md", matter, rules)
        result = key.type.read(reader, key.name, matter.values[key.name])
    assert result is not None
    if key.check is not None:
        assert key.check(reader, key.name, result) is not None
    return reader.problems


def documented() -> Iterator[tuple[str, Key]]:
    for keys, holder in GROUPS.values():
        for key in keys:
            yield ("stories" if holder in (Article, Person) else "settings"), key
    yield from (("photos", key) for key in PHOTO.keys)


def test_every_key_has_an_example_that_is_right() -> None:
    """What a key shows may be copied; answers, numbers and choices show themselves."""
    for name, key in documented():
        if key.example:
            assert without_problem(name, key) == [], key.name
        else:
            assert isinstance(key.type, Flag | Number | Choice | ByName | Table), key.name


def test_what_a_key_is_needed_with_makes_it_needed() -> None:
    """The reason that a key gives is the rule by which stories are read."""
    for key in STORY.keys:
        for reason in key.needed_with:
            block = f"---\ntitle: Vote\npublished: 2026-11-20\n{reason}\n---\n"
            rules = Rules(sections=("news",))
            header, problems = parse_story("content/news/vote.md", block.encode(), rules)
            assert header is None
            assert f"needs a {key.name}" in problems[0].message
    assert any(key.needed_with for key in STORY.keys)


ODD_VALUES = ("", "~", "''", "true", "3", "-1", "a, b", "“x”", "[]", "[~]", "[[a]]", "[{}]", "{}",
              "{a: b}", "{story: [a]}", "{story: x, until: [y]}", "{until: ~}",
              "[0.5, x]", "|", "x.org")  # fmt: skip


@pytest.mark.parametrize("name", sorted(FILES.keys() - {"settings"}))
def test_no_value_of_any_key_breaks_the_reader(name: str) -> None:
    """Whatever stands behind a key, there is a value or a problem, and no traceback."""
    for key in FILES[name].names:
        for value in ODD_VALUES:
            matter = whole("a.yml", f"{key}: {value}\n".encode())
            if isinstance(matter, FrontMatter):
                reader = YamlReader("content/news/a.md", matter, Rules(sections=("news",)))
                FILES[name].take(reader, matter.values)
                assert all(problem.line == 1 for problem in reader.problems)
