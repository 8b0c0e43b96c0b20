"""The tree that a browser makes of HTML, and the HTML of a tree."""

from __future__ import annotations

import pytest

from sitegen.markdown.browser_tree import Element, parse, to_html


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("", ""),
        ("a &amp; b<br>c", "a &amp; b<br>c"),
        ("<p>a<p>b <i>c", "<p>a</p><p>b <i>c</i></p>"),
        ("a<!-- b --><?c?>d", "ad"),
        ('<a href="x?a=1&amp;b=2" hidden>"y"</a>', '<a href="x?a=1&amp;b=2" hidden="">"y"</a>'),
        ("<b title='\"<'></b>", '<b title="&quot;&lt;"></b>'),
        ("<table><tr><td>a</table>b", "<table><tbody><tr><td>a</td></tr></tbody></table>b"),
        ("<img src=a><p>b<hr></p>", '<img src="a"><p>b</p><hr><p></p>'),
        ("<div>" * 3000 + "a", "<div>" * 3000 + "a" + "</div>" * 3000),
    ],
)
def test_html_is_read_as_a_browser_reads_it(html: str, written: str) -> None:
    """Without comments, however deep."""
    assert "".join(to_html(child) for child in parse(html).children) == written


def test_elements_are_found_in_the_order_of_their_tags() -> None:
    body = parse('<div class="a b">x<i>y<b>z</b></i></div><b class>w</b><p>v</p>')
    assert [element.tag for element in body.walk()] == ["body", "div", "i", "b", "b", "p"]
    assert body.text() == "xyzwv"
    div, b = body.find("div"), body.find("p", "b")
    assert div is not None
    assert (div.text(), div.classes, div.find("div")) == ("xyz", {"a", "b"}, None)
    assert b is not None
    assert (b.text(), b.classes) == ("z", frozenset())
    assert body.find("u") is None


def test_an_element_of_its_own_is_empty() -> None:
    one, other = Element("p"), Element("p", {"id": "x"}, ["a"])
    one.children.append(other)
    one.attributes["id"] = "y"
    assert to_html(one) == '<p id="y"><p id="x">a</p></p>'
    assert repr(other) == "<p {'id': 'x'} ['a']>"
    assert Element("p").children == []
    assert Element("p").attributes == {}
