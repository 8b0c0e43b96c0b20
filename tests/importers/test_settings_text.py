"""sitegen.toml as an import writes it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from sitegen.importers.model import Paper
from sitegen.importers.settings_text import Additions, menu_name, new_settings


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (
            Paper("The Gazette", "All of it", "https://www.gazette.org", "America/Chicago", "es"),
            {"title": "The Gazette", "tagline": "All of it", "base_url": "https://www.gazette.org",
             "timezone": "America/Chicago", "language": "es"},
        ),
        (
            Paper(address="https://www.gazette.org", language="no language"),
            {"title": "gazette.org", "base_url": "https://www.gazette.org", "timezone": "UTC",
             "language": "en"},
        ),
        (
            Paper(address="gazette"),
            {"title": "example.org", "base_url": "https://example.org", "timezone": "UTC",
             "language": "en"},
        ),
    ],
    ids=["whole", "nameless", "unknown"],
)  # fmt: skip
def test_a_new_site_is_what_the_old_one_said_of_itself(
    paper: Paper, expected: dict[str, Any]
) -> None:
    """Else it has the name of its host; and whose address nobody knows is told to change it."""
    text = new_settings(paper, Additions((), {}, {}, (), None), host="", year=2026, search=False)

    settings = tomllib.loads(text)
    host = settings["base_url"].removeprefix("https://").removeprefix("www.")
    assert settings.pop("feeds") == {"authority": f"{host},2026"}
    assert settings == expected
    assert ("CHANGE IT before you publish" in text) == (host == "example.org")


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("Main Menu!", (), "main_menu"),
        ("Main Menu", ("main_menu", "main_menu_2"), "main_menu_3"),
        ("2024", (), "menu_2024"),
        ("Sports 2", (), "sports_2"),
        ("菜单", (), "menu"),
    ],
)
def test_a_menu_has_a_name_that_templates_can_say(
    title: str, taken: tuple[str, ...], name: str
) -> None:
    """Each its own."""
    assert menu_name(title, taken) == name
