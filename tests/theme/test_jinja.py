"""Jinja, told to do less: the same bytes, and mistakes on the line where they stand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import pytest
from markupsafe import Markup, escape

from sitegen.cache.place import CACHE_DIR
from sitegen.cache.store import PICTURES
from sitegen.core.digests import digest_file
from sitegen.language import words
from sitegen.model.views import TagLink
from sitegen.theme import fast, jinja
from sitegen.theme.files import Theme, ThemeFile
from tests.conftest import Built, Site


@pytest.fixture
def render(tmp_path: Path) -> Callable[..., str]:
    """Return a function that renders templates given by name, beginning with "page.html"."""

    def rendered(files: dict[str, str], **values: Any) -> str:
        for name, text in files.items():
            (tmp_path / name).write_text(text, "utf-8")
        numbers = count()

        def step() -> int:
            return next(numbers)

        templates = {
            name: ThemeFile(name, tmp_path / name, digest_file(tmp_path / name)) for name in files
        }
        env = jinja.environment(
            Theme(templates, {}, {}, ""), {}, words.translations("en"), {"step": step}
        )
        return env.get_template("page.html").render(values)

    return rendered


def test_every_page_is_what_jinja_alone_would_have_made(
    sample_site: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sample site by stock Jinja, which serves releases not proven, is the same bytes."""
    monkeypatch.setattr(jinja, "PROVEN_VERSIONS", ())
    sample = Site(sample_site.output.parent)
    site = sample.copy(tmp_path / "site")
    site.write_bytes("output/.gitignore", sample_site.tree[".gitignore"])  # as `init` leaves it
    pictures = f"{CACHE_DIR}/{PICTURES}"  # no template has a part in them
    shutil.copytree(sample.root / pictures, site.root / pictures)

    stock = site.build()

    assert stock.tree == sample_site.tree


@pytest.mark.parametrize(
    ("version", "kind"), [("3.1.6", fast.Environment), ("3.1.99", jinja2.Environment)]
)
def test_the_short_cuts_serve_only_releases_that_they_were_proven_with(
    monkeypatch: pytest.MonkeyPatch, version: str, kind: type[jinja2.Environment]
) -> None:
    """Another release of Jinja may work otherwise inside: it renders as it comes."""
    monkeypatch.setattr(jinja2, "__version__", version)

    env = jinja.environment(Theme({}, {}, {}, ""), {}, words.translations("en"), {})

    assert type(env) is kind


def test_what_was_compiled_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit pays for the template that it changes, and for no other."""
    code: dict[str, CodeType] = {}

    def rendered(text: str) -> str:
        file = tmp_path / "page.html"
        file.write_text(text, "utf-8")
        page = ThemeFile("page.html", file, digest_file(file))
        theme = Theme({"page.html": page}, {}, {}, "")
        env = jinja.environment(theme, {}, words.translations("en"), {}, code=code)
        return env.get_template("page.html").render()

    assert rendered("A sample") == "A sample"
    monkeypatch.setattr(fast.Environment, "compile", None)
    assert rendered("A sample") == "A sample"
    with pytest.raises(TypeError):
        rendered("Another")


def test_the_tests_run_the_short_cuts() -> None:
    """The exact version that constraints.txt names for tests is one that was proven."""
    assert jinja2.__version__ in jinja.PROVEN_VERSIONS


@pytest.mark.parametrize(
    "value",
    ["plain", "R & D", "<b>", 'it\'s "so"', "", "ệ–…", Markup("<b>&amp;</b>"), 7, 1.5, None, True],
)
def test_a_text_stands_as_escaping_would_have_it(value: object) -> None:
    """Only the type differs, which joining pieces forgets."""
    assert str(fast.text(value)) == str(escape(value))


def test_what_gives_its_own_html_is_not_escaped(render: Callable[..., str]) -> None:
    """Filters return HTML that must not be escaped again."""

    class Bold:
        def __html__(self) -> str:
            return "<b>x</b>"

    assert render({"page.html": "{{ a }}{{ b }}"}, a=Bold(), b="<b>") == "<b>x</b>&lt;b&gt;"


def test_a_line_of_its_own_leaves_nothing_of_a_tag(render: Callable[..., str]) -> None:
    """Neither its indentation nor its line end; a file's last line end stays."""
    text = "<p>\n  {% if true %}\n  x\n  {% endif %}\n</p>\n"

    assert render({"page.html": text}) == "<p>\n  x\n</p>\n"


def test_a_mistake_amid_a_long_output_names_its_line(site: Site) -> None:
    """Pieces are gathered and handed on together; each keeps its own line."""
    site.story()
    site.write(
        "templates/front.html",
        '{% extends "theme/front.html" %}\n{% block foot %}\n<p>{{ site.title }}\n'
        "{{ site.tagline }}\n{{ site.taglime }}\n</p>{{ site.title }}\n{% endblock %}\n",
    )

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("templates/front.html", 5)


def test_blocks_loops_includes_and_calls_keep_their_order(render: Callable[..., str]) -> None:
    """Whatever way a piece comes, it stands where the template says."""
    files = {
        "base.html": "<{% block one %}base{% endblock %}|{% block two %}{% endblock %}>",
        "part.html": "({{ n }})",
        "macros.html": "{% macro wrap(n) %}[{{ n }}{{ caller() }}]{% endmacro %}",
        "page.html": '{% extends "base.html" %}{% from "macros.html" import wrap %}'
        '{% block one %}{{ super() }}{% for n in "ab" %}{{ n }}{% include "part.html" %}'
        "{% call wrap(n) %}{% set x %}{{ n }}!{% endset %}{{ x }}{% endcall %}{% endfor %}"
        "{% endblock %}{% block two %}{% filter upper %}z{% endfilter %}{% endblock %}",
    }

    assert render(files) == "<basea(a)[aa!]b(b)[bb!]|Z>"


CARD = "{% macro card(tag, n, deep=false) %}{{ step() }}{% endmacro %}"
IMPORT = '{% from "macros.html" import card %}'


@pytest.mark.parametrize(
    ("calls", "result"),
    [
        ("{{ card(a, 1) }}{{ card(a, 1) }}", "00"),
        ("{{ card(a, 1) }}{{ card(b, 1) }}", "01"),  # equal, but another story's
        ("{{ card(a, 1) }}{{ card(a, true) }}{{ card(a, 1.0) }}", "012"),  # 1 == True == 1.0
        ("{{ card(a, 1) }}{{ card(a, 1, true) }}{{ card(a, 1, deep=true) }}", "012"),
        ("{{ card([], 1) }}{{ card([], 1) }}", "01"),  # a list may have changed meanwhile
        ("{{ card(a, '1') }}{{ card(a, '1') }}{{ card(a, '1' | safe) }}", "001"),
    ],
)
def test_what_a_macro_made_is_remembered_for_its_arguments(
    render: Callable[..., str], calls: str, result: str
) -> None:
    """A story's card is made once, however many pages show it."""
    one, two = TagLink("Sample", "/tags/sample/"), TagLink("Sample", "/tags/sample/")

    assert render({"macros.html": CARD, "page.html": IMPORT + calls}, a=one, b=two) == result


def test_a_macro_that_sees_its_page_is_called_each_time(render: Callable[..., str]) -> None:
    """A macro of the page itself, or imported with the page's values, depends on them too."""
    page = (
        "{% macro own(n) %}{{ step() }}{% endmacro %}{{ own(1) }}{{ own(1) }}"
        '{% import "macros.html" as m with context %}{{ m.card(1, 1) }}{{ m.card(1, 1) }}'
    )

    assert render({"macros.html": CARD, "page.html": page}) == "0123"


def test_words_with_values_are_escaped_as_they_are_put_in(render: Callable[..., str]) -> None:
    """A hostile name in the theme's own sentence is text, also the second time."""
    page = '{% for n in ("<i>", "<i>" | safe, "<i>") %}{{ _("By %(name)s", name=n) }} {% endfor %}'

    assert render({"page.html": page}) == "By &lt;i&gt; By <i> By &lt;i&gt; "


def test_a_loop_without_end_is_refused(site: Site) -> None:
    """A slip in a template is told, and takes no machine down."""
    site.story()
    site.write("templates/front.html", "{% for n in range(999999999) %}{{ n }}{% endfor %}")

    (problem,) = site.problems()

    assert problem.path == "templates/front.html"
    assert "Range too big" in problem.message
