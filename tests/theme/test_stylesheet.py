"""The style sheets: what is left of them, and which addresses are followed."""

from __future__ import annotations

from sitegen.theme.files import Theme
from sitegen.theme.stylesheet import resolve_style, squeeze
from tests.conftest import Site

THEME = Theme({}, {}, {"own/b.png": "/b.1.png"}, "")


def test_spaces_and_comments_go_also_where_a_comment_is_never_closed() -> None:
    """To a browser it hides the rest; each of thousands was looked for to the text's end."""
    assert squeeze('a { b : c ; }  /* d */  /*! e */ f { g: " h  i" }') == (
        'a{b :c;} /*! e */ f{g:" h  i"}'
    )
    assert squeeze("a { b: c }\n/* d /* e { f: g }") == "a{b:c}"


def test_addresses_are_followed_with_quotes_and_spaces_and_without() -> None:
    for written in ("url(../own/b.png)", "url( '../own/b.png' )", 'url("../own/b.png")'):
        assert resolve_style(THEME, "css/a.css", written) == "url(/b.1.png)"
    assert resolve_style(THEME, "css/a.css", "url(#a) url( )") == "url(#a) url( )"


def test_an_address_over_two_lines_is_told_with_the_first(site: Site) -> None:
    """Problems were looked for line by line, and the sheet was made of the whole: a traceback."""
    site.story()
    site.write("static/css/own.css", "a { color: red }\nb { background: url(img/none.svg`\n) }\n")

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("static/css/own.css", 2)
    assert "img/none.svg" in problem.message
