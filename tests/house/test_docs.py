"""The manual is whole: what can be written, said or used is described, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.cli.main import arguments
from sitegen.model.kinds import KINDS
from sitegen.pictures.rights import PHOTO
from sitegen.settings.keys import SETTINGS
from sitegen.sources.front_slots import FRONT
from sitegen.sources.keys import PERSON, STORY
from tests.conftest import ROOT
from tools.write_key_tables import GROUPS, PAGES, every_key, with_tables

DOCS = ROOT / "docs"
MANUAL = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


def code_words(name: str) -> set[str]:
    """Return the words that a page of the manual sets as code, in text and in examples."""
    text = (DOCS / name).read_text("utf-8")
    pieces = re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)
    return set(re.findall(r"[\w.-]+|--[\w-]+", "\n".join(pieces)))


def test_every_setting_is_documented() -> None:
    """docs/settings.md names every key that sitegen.toml may hold."""
    settings_keys = {key.name for _, key in every_key(SETTINGS)}
    assert len(settings_keys) > 40
    assert sorted(settings_keys - code_words("settings.md")) == []


def test_every_front_matter_key_is_documented() -> None:
    """docs/front-matter.md names every key that a story, a page or a person may have."""
    names = {key.name for table in (STORY, PERSON) for _, key in every_key(table)}
    assert sorted(names - code_words("front-matter.md")) == []


def rows_of(page: str, heading: str) -> dict[str, list[str]]:
    """Return the table below a heading: the words of its first cell → its other cells."""
    lines = (DOCS / page).read_text("utf-8").partition(heading)[2].splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("| `")]
    return {
        name: [cell.strip() for cell in cells]
        for names, *cells in rows
        for name in re.findall(r"`([\w-]+)`", names)
    }


def test_every_kind_is_documented_as_it_is() -> None:
    """The word before its headline, whether titles bear it too, its type for search engines."""
    kinds = [kind for kind in KINDS.values() if kind.name != "page"]
    words, types = rows_of("front-matter.md", "| `kind` |"), rows_of("search-engines.md", "`kind`")
    for kind in kinds:
        label, titled, _ = words[kind.name]
        assert re.split(" · |,", label)[0] == kind.label, kind.name
        assert (titled == "yes") is kind.in_title, kind.name
        type_ = types[kind.name][0].partition(",")[0]
        assert type_ == (kind.type_with_sources or kind.type), kind.name


@pytest.mark.parametrize("page", PAGES)
def test_tables_of_keys_are_those_by_which_files_are_read(page: str) -> None:
    """The manual's tables say what the keys say of themselves, default and bounds included."""
    text = (ROOT / page).read_text("utf-8")
    assert text == with_tables(text), "run: .venv/bin/python -m tools.write_key_tables"


def test_every_group_of_keys_stands_in_the_manual() -> None:
    """Each group of keys has its one place in the manual."""
    marks = re.findall(r"<!-- keys: (.+) -->", "".join((ROOT / p).read_text() for p in PAGES))
    assert sorted(marks) == sorted(GROUPS)


def test_keys_beside_photos_and_of_the_front_are_documented() -> None:
    """docs/pictures.md and docs/settings.md name what the two small files may hold."""
    for table, page in ((PHOTO, "pictures.md"), (FRONT, "settings.md")):
        names = {key.name for _, key in every_key(table)}
        assert sorted(names - code_words(page)) == []


def test_every_template_value_is_documented() -> None:
    """docs/theming.md names every value and filter that templates may use."""
    from sitegen.language import filters
    from sitegen.pages import context

    names = {name for values in context.VALUES.values() for name in values}
    names |= context.LATE_NAMES | {"site", "alerts", "latest"}
    names |= set(filters.filters("en", "America/Chicago"))
    names |= {"asset", "picture", "fail", "warn"}
    assert sorted(names - code_words("theming.md")) == []


def test_every_block_of_the_theme_is_documented() -> None:
    """docs/writing-markdown.md shows how each block is written."""
    text = (DOCS / "writing-markdown.md").read_text("utf-8")
    blocks = [file.stem for file in (ROOT / "templates/blocks").glob("*.html")]
    assert [name for name in blocks if f"::: {name}" not in text] == []


def test_every_command_is_documented() -> None:
    """docs/commands.md names every command and every option of each."""
    from sitegen.cli import main

    words = code_words("commands.md")
    missing = []
    for name, parser in commands(main._parser()):
        missing += [word for word in name.split() if word not in words]
        for action in parser._actions:
            longest = max(action.option_strings, key=len, default="")
            if longest and longest not in words and longest != "--help":
                missing.append(f"{name} {longest}")
    assert missing == []


def commands(parser: object, name: str = "") -> list[tuple[str, object]]:
    """Return every command of an argparse parser, those of commands within commands too."""
    command_parsers = []
    for action in parser._actions:  # type: ignore[attr-defined]
        if hasattr(action, "choices") and isinstance(action.choices, dict):
            for word, inner in action.choices.items():
                full = f"{name} {word}".strip()
                command_parsers.append((full, inner))
                command_parsers += commands(inner, full)
    return command_parsers


@pytest.mark.parametrize("page", MANUAL, ids=lambda page: page.name)
def test_links_of_the_manual_lead_somewhere(page: Path) -> None:
    """A link from one page to another, or to a file, names one that is there."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]+`", "", text))
    dead = [
        target
        for target in targets
        if "://" not in target
        and not target.startswith(("#", "mailto:"))
        and not (page.parent / target.partition("#")[0]).exists()
    ]
    assert dead == []


def test_the_manual_lists_all_its_pages() -> None:
    """docs/index.md leads to every page of the manual."""
    index = (DOCS / "index.md").read_text("utf-8")
    pages = {page.name for page in DOCS.glob("*.md")} - {"index.md"}
    assert sorted(name for name in pages if f"({name}" not in index) == []


def test_continuous_integration_runs_what_the_readme_says() -> None:
    """The README's test command stands word for word in .ci/run, but for its chatter."""
    readme = (ROOT / "README.md").read_text("utf-8")
    command = next(line for line in readme.splitlines() if line.endswith(".venv/bin/pytest -n 2"))
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert command in script.replace(" --quiet", "").replace(" --disable-pip-version-check", "")


def test_the_unit_for_systemd_runs_a_command_that_there_is() -> None:
    """A service that does not start publishes nothing, and nobody sees it."""
    unit = (DOCS / "deploying.md").read_text("utf-8").partition("[Service]")[2]
    line = re.search(r"^ExecStart=\S+/sitegen (.+)$", unit, re.MULTILINE)
    assert line is not None

    args = arguments(line[1].split())

    assert (args.run.__module__, args.watch) == ("sitegen.cli.build", True)


def test_every_promise_of_safety_names_tests_that_there_are() -> None:
    """docs/security.md promises something on the word of a test that is long gone."""
    text = (ROOT / "docs/security.md").read_text("utf-8")
    names = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(names) > 20
    for file, test in names:
        source = ROOT / file
        assert source.is_file(), file
        assert f"def {test or 'test_'}" in source.read_text("utf-8"), f"{file}::{test}"
    for section in text.split("\n## ")[3:]:
        assert "`tests/" in section, section.partition("\n")[0]
