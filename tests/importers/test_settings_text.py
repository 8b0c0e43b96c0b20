"""sitegen.toml as an import writes it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from sitegen.importers.model import Paper
from sitegen.importers.places import Section
from sitegen.importers.settings_text import (
    Additions,
    added_settings,
    menu_name,
    new_settings,
    without_redirects,
)


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
        ("Main Menu", ("main_menu", "main_menu_2", "main_menu_3"), "main_menu_4"),
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


NOTHING = Additions((), {}, {}, (), None)


def test_settings_of_a_nameless_site_say_what_each_line_is_for() -> None:
    assert new_settings(Paper(), NOTHING, host="", year=2026, search=False) == (
        "# The settings of this site. sitegen's manual, docs/settings.md, describes every key.\n\n"
        'title = "example.org"\n\n'
        "# The address at which readers find the site. CHANGE IT before you publish.\n"
        'base_url = "https://example.org"\n\nlanguage = "en"\n\n'
        "# The newsroom's own time zone: all times without an offset are read in it.\n"
        'timezone = "UTC"\n\n'
        "# Where the site is published: netlify, cloudflare, github, gitlab, s3, nginx or caddy.\n"
        '# host = "netlify"\n\n'
        "# Readers can search the site; sitegen needs its extra [search] for that.\n"
        "# search = true\n\n[feeds]\n"
        "# By this name and the stories' ids feed readers know your stories, whatever becomes of\n"
        "# the address above. Never change it, or every story is new to every reader.\n"
        'authority = "example.org,2026"\n'
    )


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ('title = "T"', '\n\n[[sections]]\nslug = "city"\ntitle = "City"\n'),
        ('title = "T"\n', '\n[[sections]]\nslug = "city"\ntitle = "City"\n'),
        ('title = "T"\n[[sections]]\nslug = "city"', ""),
        ('title = "T"\nsections = [1, {slug = "city"}]', ""),
    ],
)
def test_a_section_is_added_where_there_is_none_of_its_name(text: str, added: str) -> None:
    more = Additions((Section("city", "City"),), {}, {}, (), None)
    assert added_settings(text, more) == text + added


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", '\n\n[redirects]\n"/a/" = "/b/"\n"/c/" = "/d/"\n'),
        ("[redirects]\n", '[redirects]\n"/a/" = "/b/"\n"/c/" = "/d/"\n'),
        ('[redirects]\n"/A" = "/x/"\n', '[redirects]\n"/c/" = "/d/"\n"/A" = "/x/"\n'),
        *[('redirects = {"/a/" = "/x/", "/C" = "/y/"}\n',) * 2],
    ],
)
def test_a_redirect_is_added_where_none_stands_for_its_address(text: str, made: str) -> None:
    more = Additions((), {}, {"/a/": "/b/", "/c/": "/d/"}, (), None)
    assert added_settings(text, more) == made


def test_redirects_of_a_site_that_has_all_stay_to_the_letter() -> None:
    text = '[redirects]\n"/a" = "/b/"  # ours\n'
    assert added_settings(text, Additions((), {}, {"/A/": "/b/"}, (), None)) == text
    assert without_redirects(text, {"/a": "/b/"}) == text
    assert without_redirects('"/a" = "/b/"\n"/a" = "/b/"', {"/a": "/b/"}) == '"/a" = "/b/"'
