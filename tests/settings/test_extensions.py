"""Extension modules: what a site adds in Python of its own, and how it is told of mistakes."""

from __future__ import annotations

import os
import sys

import pytest

from sitegen.settings import extensions
from sitegen.settings.extension_files import files_of, watched_places
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


def test_a_module_adds_values_filters_markdown_and_amends_stories(site: Site) -> None:
    """All that the manual says a module may have takes effect in one build."""
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", MODULE)
    site.setting("[images]\nsocial_cards = false")
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
    site.setting("[images]\nsocial_cards = false")
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


PACKAGE = {
    "newsroom.py": "from helping import words\nfrom desk.teams import TEAM\n"
    "import json\nfrom pathlib import Path\n"
    'LIST = json.loads(Path(__file__).with_name("list.json").read_text())\n'
    'MORE = [p.read_text() for p in sorted((Path(__file__).parent / "lists").glob("*.txt"))]\n'
    "def loud(text):\n    from late import LATE\n"
    "    return ' '.join([words.WORD, TEAM, *LIST, *MORE, LATE])\n"
    'FILTERS = {"loud": loud}\n',
    "helping/__init__.py": "",
    "helping/words.py": 'WORD = "word1"\n',
    "desk/__init__.py": "",
    "desk/teams.py": "from pathlib import Path\nfrom . import more\nTEAM = more.TEAM + Path("
    '__file__).with_name("team.txt").read_text()\n',
    "desk/more.py": 'TEAM = "team1"\n',
    "desk/team.txt": "file1",
    "list.json": '["list1"]',
    "lists/one.txt": "lists1",
    "late.py": 'LATE = "late1"\n',
}


def test_what_a_module_imports_and_reads_is_part_of_every_key(site: Site) -> None:
    """A word in a helper of the module, of a package or of its data was never seen again.

    Size and time stay: Python itself takes what it compiled then.
    """
    site.setting('extensions = ["newsroom"]')
    site.setting("[images]\nsocial_cards = false")
    for path, text in PACKAGE.items():
        os.utime(site.write_bytes(path, text.encode()), ns=(10**18, 10**18))
    site.write("templates/front.html", "<title>{{ page.title }}</title>{{ page.title | loud }}")
    site.story()
    assert "word1 team1file1 list1 lists1 late1" in site.build()["index.html"]
    files = extensions.load(site.root, ("newsroom",)).files
    for path, word in {
        "helping/words.py": "word", "desk/more.py": "team", "desk/team.txt": "file",
        "list.json": "list", "lists/one.txt": "lists", "late.py": "late",
    }.items():  # fmt: skip
        text = PACKAGE[path].replace("1", "2")
        os.utime(site.write_bytes(path, text.encode()), ns=(10**18, 10**18))
        extensions.forget_changed()
        newsroom = extensions.load(site.root, ("newsroom",))
        assert f"{word}2" in (newsroom.filters or {})["loud"]("Vote"), path
        assert newsroom.files != files, path  # by which a build knows it
        files = newsroom.files
        places = watched_places(site.root, ("newsroom",))
        assert any((site.root / path).is_relative_to(place) for place in places)
    assert "word2 team2file2 list2 lists2 late2" in site.build()["index.html"]


def test_a_new_file_of_a_package_is_seen(site: Site) -> None:
    """Data that comes into a package's folder is part of what the package is made of."""
    site.write("newsroom/__init__.py", "FILTERS = {}")
    before = files_of(site.root, ("newsroom",))
    site.write("newsroom/more.csv", "sample\n")
    site.write("newsroom/__pycache__/more.pyc", "")
    assert set(files_of(site.root, ("newsroom",))) - set(before) == {
        site.root / "newsroom/more.csv"
    }
