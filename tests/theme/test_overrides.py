"""A site's own templates: what no page would show or answer, and what other servers see."""

from __future__ import annotations

import pytest

from sitegen.core.problems import Problem
from sitegen.theme.markup import addresses
from tests.conftest import Site

OVERRIDE = "templates/article.html"
TOP = '{% extends "theme/article.html" %}\n'


def warned(site: Site) -> list[Problem]:
    return [w for w in site.build().report.warnings if w.path == OVERRIDE]


def test_a_block_that_no_parent_has_is_told_with_the_nearest_name(site: Site) -> None:
    """Its words would stand nowhere, and nothing would say so."""
    site.story()
    site.write(OVERRIDE, TOP + "{% block bdy %}x{% endblock %}\n")

    (problem,) = site.problems()

    assert (problem.line, problem.hint) == (2, "Did you mean 'body'?")


def test_blocks_of_any_parent_and_new_ones_within_them_are_known(site: Site) -> None:
    """An override may part a block further, and change one of base.html."""
    site.story()
    site.write(
        OVERRIDE, TOP + "{% block body %}{% block mine %}Own words{% endblock %}{% endblock %}\n"
        "{% block title %}{{ super() }}{% endblock %}\n",
    )  # fmt: skip

    assert "Own words" in site.build()["news/vote/index.html"]


@pytest.mark.parametrize("address", ["/nowhere/", "/nowhere", "/news/vote.html", "/tags/gone/#a"])
def test_an_address_that_nothing_answers_is_told(site: Site, address: str) -> None:
    """A link of a template is as dead as one of a story."""
    site.story()
    site.write(OVERRIDE, TOP + f'{{% block body %}}\n<a href="{address}">x</a>{{% endblock %}}\n')

    (warning,) = warned(site)

    assert (warning.line, address.partition("#")[0] in warning.message) == (3, True)


def test_addresses_that_lead_somewhere_are_fine(site: Site) -> None:
    """Pages, old addresses, files of static/root/, other sites and what Jinja fills in."""
    site.story(aliases="[/old/]")
    site.story("content/news/soon.md", embargo="2027-01-01 06:00")
    site.write("static/root/ads.txt", "x")
    links = ["/", "/news/", "/news/vote", "/old/", "/ads.txt", "/feed.xml", "/news/soon/",
             "https://other.example/", "#top", "mailto:a@b.example", "{{ article.section }}",
             "https://gazette.example/news/", "relative"]  # fmt: skip
    text = "".join(f'<a href="{link}">x</a>' for link in links)
    site.write(OVERRIDE, TOP + f"{{% block body %}}{text}<!-- <a href='/a/'> -->{{% endblock %}}")

    try:
        assert warned(site) == []
    finally:
        site.delete(OVERRIDE)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("css/crads.css", "static/ has no such file"),
        ("css/cards.css", "style sheet"),
        ("js/own.js", "{{ asset('js/own.js') }}"),
    ],
)
def test_a_file_of_static_is_named_by_asset(site: Site, name: str, hint: str) -> None:
    """Its published name has digits, so the bare address answers nothing."""
    site.story()
    site.write("static/js/own.js", "own()")
    site.write(OVERRIDE, TOP + f'{{% block body %}}<a href="/static/{name}">{{% endblock %}}')

    (problem,) = site.problems()

    assert hint in problem.hint


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ('<script src="https://cdn.example/a.js"></script>', "the script of cdn.example"),
        ("<script src='//cdn.example/a.js'></script>", "the script of cdn.example"),
        ('<iframe src="https://cdn.example/"></iframe>', "the frame of cdn.example"),
        ('<link rel="stylesheet" href="https://cdn.example/a.css">', "browsers ask cdn.example"),
        ("<link rel=preconnect href=https://cdn.example>", "browsers ask cdn.example"),
    ],
)
def test_what_a_template_loads_from_others_is_told_at_each_build(
    site: Site, tag: str, words: str
) -> None:
    """Also when no page is made anew, until it is taken out or listed."""
    site.story()
    site.write(OVERRIDE, TOP + f"{{% block body %}}\n{tag}{{% endblock %}}")

    for _build in range(2):
        (warning,) = warned(site)
        assert (warning.line, words in warning.message) == (3, True)
        assert [w for w in site.build().report.warnings if w.path == "templates"] == []

    site.setting('[policy]\norigins = ["https://cdn.example"]')
    assert warned(site) == []


def test_a_link_that_names_a_page_loads_nothing() -> None:
    """rel=me or canonical asks nobody for anything."""
    source = '<link rel="me" href="https://a.example/"><link rel=icon href="https://b.example/i">'

    assert addresses(source) == [("a", "https://a.example/", 1), ("link", "https://b.example/i", 1)]


def test_a_key_of_ones_own_is_empty_where_it_is_not_set(site: Site) -> None:
    """One story has a map and the others have none: no template must ask first."""
    site.story("content/news/map.md", extra="\n  map:\n    note: Drawn by hand")
    site.story("content/news/other.md", extra="\n  other: 1")
    site.story()
    site.write(
        OVERRIDE,
        TOP + "{% block body %}[{{ article.extra.map.note }}]"
        "{% if article.extra.map %}yes{% endif %}{% endblock %}",
    )

    built = site.build()

    assert "[Drawn by hand]yes" in built["news/map/index.html"]
    assert "[]" in built["news/other/index.html"]
    assert "[]" in built["news/vote/index.html"]


def test_a_misspelt_value_is_still_a_mistake(site: Site) -> None:
    """What sitegen itself gives is never empty by a slip."""
    site.story()
    site.write(OVERRIDE, TOP + "{% block body %}{{ article.titel }}{% endblock %}")

    assert "titel" in site.problems()[0].message
