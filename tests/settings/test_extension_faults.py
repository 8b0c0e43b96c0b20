"""Mistakes in extension modules: each ends a build as a problem with the module's file and line.

One of each kind; all that may be wrong with a module stands in `test_extension_modules`.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sitegen.cli.main import main
from sitegen.core.problems import SitegenError
from sitegen.settings import extension_faults, extensions
from tests.conftest import ROOT, Site

AMEND = "from dataclasses import replace\n"
FILTER = "FILTERS = {'loud': loud}\n"
VALUE = "CONTEXT = {'weather': weather}\n"
MARKDOWN = "from markdown import Extension\nfrom markdown.preprocessors import Preprocessor\n"

# What the module says → the line that is to blame, words of what was found.
MISTAKES: dict[str, tuple[str, int, str]] = {
    # When it is imported
    "an import of nothing": ("import no_such_module", 1, "No module named 'no_such_module'"),
    "broken syntax": ("x = 1\nif x\n", 2, "SyntaxError"),
    "os._exit()": ("import os\nos._exit(0)", 2, "os._exit()"),
    "Ctrl-C by raising": ("raise KeyboardInterrupt", 1, "KeyboardInterrupt"),
    # What it has
    "nothing that is looked for": ("FILTER = {}", 0, "nothing that sitegen looks for"),
    "a value that templates have": (
        "def site(site, subject): return 1\nCONTEXT = {'site': site}", 1, "which templates have"),
    # When amend() runs
    "amend that fails": ("def amend(article):\n    return 1 / 0", 2, "for content/news/vote.md"),
    "amend that is a generator": ("def amend(article):\n    yield article", 1, "a generator"),
    # When a filter runs
    "a filter that fails": (f"def loud(text):\n    return text / 0\n{FILTER}", 2, "TypeError"),
    "a filter that exits": (f"def loud(text):\n    raise SystemExit\n{FILTER}", 2, "sys.exit()"),
    "an asynchronous filter": (f"async def loud(text):\n    return ''\n{FILTER}", 1, "async"),
    # When a value is asked for
    "a value that fails": (
        f"def weather(site, subject):\n    return site.nothing\n{VALUE}", 2, "weather() fails"),
    "a value with one argument": (f"def weather(site):\n    return ''\n{VALUE}", 1, "TypeError"),
    "a value of no type": (f"def weather(site, subject):\n    return {{1}}\n{VALUE}", 1, "cannot"),
    "a date without a zone": (
        ("from datetime import datetime\ndef weather(site, subject):\n"
        f"    return datetime(2026, 1, 1)\n{VALUE}"), 2, "naive date"),
    # When Markdown is read
    "an extension of Markdown that fails at once": (
        (f"{MARKDOWN}class E(Extension):\n    def extendMarkdown(self, md):\n        1 / 0\n"
        "MARKDOWN = [E()]"), 5, "cannot be used"),
    "an extension of Markdown that fails on a text": (
        (f"{MARKDOWN}class P(Preprocessor):\n    def run(self, lines):\n        return 1 / 0\n"
        "class E(Extension):\n    def extendMarkdown(self, md):\n"
        "        md.preprocessors.register(P(md), 'p', 9)\nMARKDOWN = [E()]"),
        5, "for content/news/vote.md"),
    # When what it gave is looked at
    "filters that exit when they are looked at": (
        "class M(dict):\n    def items(self): raise SystemExit\nFILTERS = M(a=1)", 2, "sys.exit()"),
    "a value that exits when it is written": (
        ("class E(str):\n    def __html__(self): raise SystemExit\n"
         f"def loud(text): return E(text)\n{FILTER}"), 2, "sys.exit()"),
    "a value that fails when it is written": (
        ("class E(str):\n    def __html__(self): return 1 / 0\n"
         f"def loud(text): return E(text)\n{FILTER}"), 2, "division by zero"),
    "an extension of Markdown that exits": (
        (f"{MARKDOWN}class P(Preprocessor):\n    def run(self, lines):\n        raise SystemExit\n"
        "class E(Extension):\n    def extendMarkdown(self, md):\n"
        "        md.preprocessors.register(P(md), 'p', 9)\nMARKDOWN = [E()]"), 5, "sys.exit()"),
}  # fmt: skip
PAGE = """
{% extends "theme/front.html" %}
{% block foot %}<p>{{ site.title | default("") }} {{ EXTRA }}</p>{{ super() }}{% endblock %}
"""


@pytest.fixture(autouse=True)
def _no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that asks somebody something is answered by nobody."""
    monkeypatch.setattr("sys.stdin", io.StringIO())


def _site_with(site: Site, module: str) -> None:
    site.setting('extensions = ["newsroom"]')
    site.setting("[images]\nsocial_cards = false")
    site.write_bytes("newsroom.py", module.encode("utf-8", "surrogateescape"))
    extra = {"'loud'": "site.title | loud", "'weather'": "weather"}
    used = next((use for name, use in extra.items() if name in module), "''")
    if ": 'loud'" in module or "CONTEXT = {'weather': 'sunny'" in module:
        used = "''"
    site.write("templates/front.html", PAGE.replace("EXTRA", used))
    site.story()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_module_is_a_problem_with_its_place(site: Site, mistake: str) -> None:
    """A traceback, or a build that ends without a word and with status 0."""
    module, line, words = MISTAKES[mistake]
    _site_with(site, module)

    problems = [problem for problem in site.problems() if not problem.warning]

    assert [problem.path for problem in problems] == ["newsroom.py"], problems
    assert problems[0].line == line or not line, problems
    assert words in problems[0].message
    assert problems[0].hint
    assert "sitegen itself" not in str(problems[0])


@pytest.mark.parametrize(
    "module",
    ["import sys\nsys.exit()", "def amend(article):\n    raise SystemExit(0)",
     f"def loud(text):\n    raise SystemExit(0)\n{FILTER}",
     f"def weather(site, subject):\n    raise SystemExit(0)\n{VALUE}"],
)  # fmt: skip
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_module_that_exits_ends_no_build_in_silence(
    site: Site, module: str, jobs: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """`sys.exit()` in a module: nothing is built, there is no word, and the status is 0."""
    _site_with(site, module)
    for number in range(5):
        site.story(f"content/news/more-{number}.md")
    assert main(["build", "--root", str(site.root), "--jobs", jobs]) == 1
    _is_told(*capfd.readouterr())


def test_a_command_ends_with_status_1_where_a_module_exits(site: Site) -> None:
    """So it is for the shell, too."""
    _site_with(site, "def amend(article):\n    raise SystemExit(0)")
    result = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", "--jobs", "1"],
        cwd=site.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120,
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert result.returncode == 1
    _is_told(result.stdout, result.stderr)


def _is_told(out: str, err: str) -> None:
    assert "newsroom.py:" in out + err
    assert "sys.exit()" in out + err
    assert "Traceback" not in err


def test_two_modules_may_not_share_a_name(site: Site) -> None:
    """The second one's filter stands in for the first one's, and nobody knows."""
    site.setting('extensions = ["newsroom", "second"]')
    for name in ("newsroom", "second"):
        site.write(f"{name}.py", f"def loud(text):\n    return text\n{FILTER}")
    site.story()
    (problem,) = site.problems()
    assert (problem.path, problem.line) == ("second.py", 3)
    assert "newsroom.py" in problem.message


@pytest.mark.parametrize("name", ["calendar", "sys", "json"])
def test_a_module_named_as_one_of_pythons_own(site: Site, name: str) -> None:
    """Python takes its own `calendar`, and the site's is passed over without a word."""
    site.setting(f'extensions = ["{name}"]')
    site.write(f"{name}.py", "FILTERS = {}")
    site.story()
    (problem,) = site.problems()
    assert problem.path == f"{name}.py"
    assert "Rename" in problem.hint


def test_a_folder_without_init_is_no_module(site: Site) -> None:
    """Its files are in no key, so that what they say today stays tomorrow."""
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom/words.py", "FILTERS = {}")
    site.story()
    (problem,) = site.problems()
    assert "__init__.py" in problem.hint

    site.write("newsroom/__init__.py", 'FILTERS = {"loud": str.upper}')
    extensions.forget_changed()
    assert site.build()["index.html"]  # the remedy works, in a preview too


def test_a_fault_is_told_for_the_story_or_page_of_the_first_two_arguments() -> None:
    """A filter is given its value first, a function of pages the site."""
    story = SimpleNamespace(path="content/news/vote.md")
    page = SimpleNamespace(kind="tag", id="budget")
    own = SimpleNamespace(kind="article", id="content/news/vote.md")
    for args, words in (
        ((story,), " for content/news/vote.md"),
        (("site", story), " for content/news/vote.md"),
        (("site", page), " for the page 'tag budget'"),
        ((own, story), " for content/news/vote.md"),
        (("site", "value", story), ""),
        ((SimpleNamespace(path=1, kind="tag", id=2),), ""),
        ((), ""),
    ):
        assert extension_faults._about(args) == words


def test_a_module_that_is_nowhere_is_told_by_its_name(tmp_path: Path) -> None:
    """There is no file to name."""
    with pytest.raises(SitegenError) as raised:
        extensions.load(tmp_path, ("nowhere_at_all",))
    (problem,) = raised.value.problems
    assert (problem.path, problem.line) == ("nowhere_at_all", 0)
    assert problem.message.startswith("the extension 'nowhere_at_all' cannot be used: ")
    assert problem.hint == (
        "Mend nowhere_at_all, or take 'nowhere_at_all' out of 'extensions' in the settings."
    )


def test_a_fault_in_a_part_of_a_package_is_told_where_it_stands(tmp_path: Path) -> None:
    """Though the package was not yet imported when its part failed."""
    (tmp_path / "sample_kit").mkdir()
    (tmp_path / "sample_kit/__init__.py").write_text("from sample_kit import part\n")
    (tmp_path / "sample_kit/part.py").write_text('"""A part."""\n\nraise ValueError("no")\n')
    with pytest.raises(SitegenError) as raised:
        extensions.load(tmp_path, ("sample_kit",))
    (problem,) = raised.value.problems
    assert (problem.path, problem.line) == ("sample_kit/part.py", 3)
