"""What a template needs is read from its text, and mistakes in it are found before rendering."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import jinja2.meta
import pytest

from sitegen.cache import store
from sitegen.core.digests import digest_file
from sitegen.core.problems import Problem
from sitegen.language import filters as formats
from sitegen.language import words
from sitegen.theme import files, needs, stylesheet
from sitegen.theme import jinja as templating
from sitegen.theme.layers import root
from tests.conftest import Site

BASE = '{% extends "theme/front.html" %}{% block foot %}'


def test_a_page_is_rendered_again_only_for_values_that_its_template_mentions(site: Site) -> None:
    """The 404 page lists the latest stories; the search page does not, and stays."""
    site.story()
    site.build()
    site.story("content/news/second.md", published="2026-03-02T09:00:00-06:00")

    report = site.build().report

    assert "404.html" in report.changed
    assert "search/index.html" not in report.changed


@pytest.mark.parametrize(
    ("text", "line", "words", "hint"),
    [
        ("{{ sit.title }}", 1, "unknown variable 'sit'", "Did you mean 'site'?"),
        ("\n\n{{ front.lead | daye }}", 3, "daye", ""),
        ("{% include 'parts/footr.html' %}", 1, "no template 'parts/footr.html'", "footer"),
        ("{{ part('parts/footr.html') }}", 1, "no template 'parts/footr.html'", "footer"),
        ("{% include site.title %}", 1, "in plain text, not by a variable", ""),
        ("{{ asset('js/sit.js') }}", 1, "static/ has no 'js/sit.js'", "js/site.js"),
        ("{% if %}", 1, "Expected an expression", ""),
        ("{{ front.leed.title }}", 1, "has no attribute 'leed'", "rendering /"),
        ("{{ fail('Sample words') }}", 1, "Sample words", ""),
    ],
)
def test_a_mistake_in_a_template_names_file_line_and_remedy(
    site: Site, text: str, line: int, words: str, hint: str
) -> None:
    """A designer's typo is told like an editor's, whether it is found before rendering or in it."""
    site.write("templates/front.html", BASE.rstrip() + text + "{% endblock %}")
    site.story()

    problems = site.problems()

    assert [(p.path, p.line) for p in problems] == [("templates/front.html", line)], problems
    assert words in problems[0].message
    assert hint in problems[0].hint


def test_an_override_may_extend_what_it_replaces(site: Site) -> None:
    """`theme/article.html` is the built-in one even where the site has its own."""
    site.write(
        "templates/article.html",
        '{% extends "theme/article.html" %}{% block related %}<p>Sample end</p>{% endblock %}',
    )
    site.story()

    page = site.build()["news/vote/index.html"]

    assert "<p>Sample end</p>" in page
    assert "<h1" in page


def test_a_static_file_of_the_site_takes_the_place_of_the_themes(site: Site) -> None:
    """Of two files with one name readers get that of the site."""
    site.write("static/js/site.js", "// sample script of the site\n")
    site.story()

    built = site.build()
    (script,) = built.paths("static/js/site.*.js")

    assert built[script] == "// sample script of the site\n"


def _read(folder: Path, texts: dict[str, str]) -> tuple[files.Theme, dict[str, dict[str, Any]]]:
    """Write templates, and read from each what it mentions."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    theme_files = {
        name: files.ThemeFile(name, folder / name, digest_file(folder / name)) for name in texts
    }
    laid = files.Theme(theme_files, {}, {}, "")
    filters = formats.filters("en", "UTC")
    env = templating.environment(laid, filters, words.translations("en"), {"picture": str})
    return laid, {name: templating.facts_of(env, name) for name in texts}


def test_parts_of_the_frame_are_shared_only_while_they_need_no_more_than_the_place(
    tmp_path: Path,
) -> None:
    """A masthead that mentions the page itself is rendered for each page, and stays right."""
    laid, facts = _read(
        tmp_path,
        {
            "base.html": '{{ part("a.html") }}{{ part("b.html") }}',
            "a.html": "{{ site.title }} {{ here.section }}",
            "b.html": "{{ page.title }}",
        },
    )

    assert needs.Analysis(laid, facts).shared_parts() == {"a.html"}


def test_a_template_asks_for_what_jinja_itself_says_it_does(tmp_path: Path) -> None:
    """A name that is missed is a value that the page does not get, and an edit without effect."""
    folder = root() / "templates"
    texts = {
        "odd.html": "{% for a in site.b %}{{ a }}{{ c }}{% endfor %}{{ a }}"
        "{% set d = e %}{{ d }}{% macro m(f, g=h) %}{{ f }}{{ i }}{% endmacro %}{{ m(1) }}"
        "{% block j %}{{ k }}{% if l %}{% set n = 1 %}{% endif %}{{ n }}{% endblock %}"
        "{% call(o) m(2) %}{{ o }}{{ p }}{% endcall %}{% with q = r %}{{ q }}{% endwith %}"
        '{{ s | day }}{{ picture(t) }}{{ _("words") }}{{ range(2) }}',
        **{str(f.relative_to(folder)).replace("/", "-"): f.read_text("utf-8")
           for f in folder.rglob("*.html")},
    }  # fmt: skip
    jinja = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    jinja.filters.update(dict.fromkeys(formats.filters("en", "UTC"), str))

    _laid, facts = _read(tmp_path, texts)

    for name, text in texts.items():
        names = jinja2.meta.find_undeclared_variables(jinja.parse(text))
        own = {"asset", "part", "picture", "fail", "warn", "ngettext"}
        assert facts[name].names.keys() == names - own, name


def test_a_template_that_is_no_utf8_text_is_told_of(site: Site) -> None:
    """A template in another encoding is a problem in its first line, not a crash."""
    site.story()
    site.write_bytes("templates/article.html", b"caf\xe9")

    (problem,) = site.problems()

    assert str(problem).startswith("templates/article.html:1: error: byte ")


def test_another_version_reads_style_sheets_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one version found in style sheets was told for good, whatever the next one checks."""
    site.story()
    site.write("static/css/own.css", "p { background: url(none.png) }")
    with monkeypatch.context() as older:
        older.setattr(
            stylesheet, "style_problems", lambda _theme: [Problem("static/a.css", 1, "Old.")]
        )
        assert [problem.message for problem in site.problems()] == ["Old."]
    monkeypatch.setattr(store, "code_digest", lambda: "a later version")

    assert [problem.path for problem in site.problems()] == ["static/css/own.css"]
