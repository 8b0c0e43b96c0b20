"""Builds with the help of what other sites compiled of the theme, and without."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitegen.theme import jinja
from tests.conftest import Site, tree_of


def replace(site: Site, old: str, new: str) -> None:
    site.write_bytes("sitegen.toml", site.read("sitegen.toml").replace(old, new).encode())


KINDS: dict[str, Callable[[Site], object]] = {
    "plain": lambda site: None,
    "in Spanish": lambda site: replace(site, 'language = "en"', 'language = "es"'),
    "in another zone": lambda site: replace(site, "America/Chicago", "Asia/Tokyo"),
    "with a story in Spanish": lambda site: site.story("content/local/es.md", lang="es"),
    "with a template of its own": lambda site: site.write(
        "templates/article.html",
        '{% extends "theme/article.html" %}{% block body %}<p>Ours</p>{{ super() }}{% endblock %}',
    ),
    "with a part of its own": lambda site: site.write(
        "templates/parts/footer.html", "<footer>{{ site.title }}</footer>"
    ),
    "with the theme's own part": lambda site: site.write_bytes(
        "templates/parts/footer.html",
        (Path(__file__).parents[2] / "templates/parts/footer.html").read_bytes(),
    ),
}

SHARES_ALL = ("plain", "with a template of its own", "with a part of its own")


@pytest.fixture
def read_templates(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    facts_of = jinja.facts_of

    def noted(env: Any, name: str) -> Any:
        names.append(name)
        return facts_of(env, name)

    monkeypatch.setattr(jinja, "facts_of", noted)
    return names


@pytest.mark.parametrize("kind", KINDS)
def test_a_site_is_the_same_with_and_without_a_shelf(
    site: Site, user_cache: Path, kind: str, read_templates: list[str]
) -> None:
    """Whichever sites were built before it: a plain one, and one like it."""
    site.story(tags="[budget]")
    site.copy().build()
    KINDS[kind](site)
    read_templates.clear()

    after_a_plain_one = site.copy().build()
    last = site.copy()
    after_one_like_it = last.build()
    last.story(tags="[budget]", title="Another title")
    edited = last.build()
    if kind in SHARES_ALL:
        assert all((site.root / "templates" / name).exists() for name in read_templates)

    shutil.rmtree(user_cache)
    alone = site.copy().build()
    for built in (after_a_plain_one, after_one_like_it):
        assert built.tree == alone.tree
        assert built.report.warnings == alone.report.warnings
    shutil.rmtree(user_cache, ignore_errors=True)
    assert edited.tree == last.copy().build().tree


def test_a_site_with_modules_of_its_own_leaves_shelves_alone(
    site: Site, user_cache: Path, read_templates: list[str]
) -> None:
    """Its filters may have the names of the theme's, and are at work while templates compile."""
    site.story()
    site.copy().build()
    shelves = tree_of(user_cache)
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", "FILTERS = {'upper': lambda text: text[::-1]}\n")
    site.write("templates/parts/footer.html", "<footer>{{ 'abc' | upper }}</footer>")
    read_templates.clear()

    built = site.build()

    assert "<footer>cba</footer>" in built["news/vote/index.html"]
    assert len(read_templates) > 50
    assert tree_of(user_cache) == shelves


def test_the_second_site_compiles_nothing_of_the_theme(
    site: Site, user_cache: Path, read_templates: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the process that reads nor those that render; and it stays so after edits."""
    site.story()
    first = site.build()
    assert len(read_templates) > 50
    read_templates.clear()
    monkeypatch.setattr(jinja, "_environment_class", _no_compiler)
    second = site.copy()

    assert second.build().tree == first.tree
    assert read_templates == []
    assert not (second.root / ".sitegen_cache/templates").exists()
    second.story(title="Another title")
    second.build()


def _no_compiler() -> Any:
    from sitegen.theme.fast import Environment

    class WithoutCompiler(Environment):
        def _parse(self, *_: object) -> Any:
            raise AssertionError("a template was parsed")

    return WithoutCompiler


def test_a_shelf_that_goes_missing_between_builds_costs_time_alone(
    site: Site, user_cache: Path
) -> None:
    """A program that tidies up takes it away while sites rest on it."""
    site.story()
    site.copy().build()
    site.build()
    shutil.rmtree(user_cache)
    site.story(title="Another title")

    assert site.build().tree == site.copy().build().tree
