"""Extension modules: what a site adds in Python of its own, and how it is told of mistakes."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from sitegen.settings import extensions
from tests.conftest import Site

MODULE = """
from dataclasses import replace
from markdown.extensions.nl2br import Nl2BrExtension

def loud(text):
    return text.upper()

def weather(site, subject) -> str:
    return f"sample weather, {len(site.stories)} story"

def amend(article):
    return replace(article, kicker="Amended")

MARKDOWN = [Nl2BrExtension()]
FILTERS = {"loud": loud}
CONTEXT = {"weather": weather}
"""
PAGE = """
{% extends "theme/front.html" %}
{% block foot %}<p>{{ weather | loud }}</p>{{ super() }}{% endblock %}
"""


@pytest.fixture(autouse=True)
def _own_modules() -> Iterator[None]:
    """Each test has its own module of that name."""
    path = list(sys.path)
    yield
    sys.path[:] = path
    sys.modules.pop("newsroom", None)
    extensions.load.cache_clear()


def test_a_module_adds_values_filters_markdown_and_amends_stories(site: Site) -> None:
    """All that the manual says a module may have takes effect in one build."""
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", MODULE)
    site.write("templates/front.html", PAGE)
    site.story(body="One line\nand another.\n")

    built = site.build()

    assert "SAMPLE WEATHER, 1 STORY" in built["index.html"]
    assert "Amended" in built["index.html"]
    assert "<br" in built["news/vote/index.html"].partition('class="prose"')[2]


def test_a_changed_module_renders_pages_again(site: Site) -> None:
    """A module is part of every key: what it says today must not stay tomorrow."""
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", MODULE)
    site.write("templates/front.html", PAGE)
    site.story()
    site.build()
    sys.modules.pop("newsroom")
    extensions.load.cache_clear()
    site.write("newsroom.py", MODULE.replace("sample weather", "another sample of the weather"))

    assert "ANOTHER SAMPLE OF THE WEATHER" in site.build()["index.html"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("import no_such_module_at_all", 1, "No module named 'no_such_module_at_all'"),
        ("x = 1\nif x\n", 2, "SyntaxError"),
        ("x = 1\ny = 2\nx / 0\n", 3, "division by zero"),
    ],
)
def test_a_broken_module_is_a_problem_with_its_line(
    site: Site, text: str, line: int, words: str
) -> None:
    """The person who does the web site reads file and line, not a traceback."""
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", text)
    site.story()

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("newsroom.py", line)
    assert words in problem.message
