"""What a template needs is read from its text, and mistakes in it are found before rendering."""

from __future__ import annotations

import pytest

from sitegen import templating, theme
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
    ("text", "line", "said", "hint"),
    [
        ("{{ sit.title }}", 1, "unknown variable 'sit'", "Did you mean 'site'?"),
        ("\n\n{{ front.lead | daye }}", 3, "daye", ""),
        ("{% include 'parts/footr.html' %}", 1, "no template 'parts/footr.html'", "footer"),
        ("{% include site.title %}", 1, "in plain text, not by a variable", ""),
        ("{{ asset('js/sit.js') }}", 1, "static/ has no 'js/sit.js'", "js/site.js"),
        ("{% if %}", 1, "Expected an expression", ""),
        ("{{ front.leed.title }}", 1, "has no attribute 'leed'", "rendering /"),
        ("{{ fail('Sample words') }}", 1, "Sample words", ""),
    ],
)
def test_a_mistake_in_a_template_names_file_line_and_remedy(
    site: Site, text: str, line: int, said: str, hint: str
) -> None:
    """A designer's typo is told like an editor's, whether it is found before rendering or in it."""
    site.write("templates/front.html", BASE.rstrip() + text + "{% endblock %}")
    site.story()

    problems = site.problems()

    assert [(p.path, p.line) for p in problems] == [("templates/front.html", line)], problems
    assert said in problems[0].message
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
    site.write("static/js/site.js", "// sample script of the site\n")
    site.story()

    built = site.build()
    (script,) = built.paths("static/js/site.*.js")

    assert built[script] == "// sample script of the site\n"


def test_parts_of_the_frame_are_shared_only_while_they_need_no_more_than_the_place() -> None:
    """A masthead that mentions the page itself is rendered for each page, and stays right."""
    plain = templating.facts_of('{{ part("a.html") }}{{ part("b.html") }}', ())
    parts = {
        "base.html": plain,
        "a.html": templating.facts_of("{{ site.title }} {{ here.section }}", ()),
        "b.html": templating.facts_of("{{ page.title }}", ()),
    }
    files = {name: theme.ThemeFile(name, theme.root() / name, name) for name in parts}
    laid = theme.Theme(files, {}, {}, "")

    assert theme.Analysis(laid, parts).shared_parts() == {"a.html"}
