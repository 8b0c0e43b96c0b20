"""What stands in place of links and pictures until they are known."""

from __future__ import annotations

import pytest

from sitegen.markdown.marks import MARK
from sitegen.markdown.placeholders import fill, picture_attributes, renumber

REL = 'rel="sponsored nofollow"'


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ('<a href="https://a.example/">', f'<a href="https://a.example/" {REL}>'),
        ("<A HREF = //a.example/>", f"<A HREF = //a.example/ {REL}>"),
        ('<a rel="author" href="http://a.example">', f'<a href="http://a.example" {REL}>'),
        ("<a href='https://a.example/' rel=me id=b>", f"<a href='https://a.example/' id=b {REL}>"),
        ('<a href="/news/">', '<a href="/news/">'),
        ('<a id="https://a.example/">', '<a id="https://a.example/">'),
        ('<abbr href="https://a.example/">', '<abbr href="https://a.example/">'),
    ],
)
def test_a_link_that_was_paid_for_says_so(tag: str, written: str) -> None:
    """Links to other sites alone, and whatever an editor wrote of them before."""
    assert fill(f"<p>{tag}b</a></p>", (), (), paid=True) == f"<p>{written}b</a></p>"
    assert fill(f"<p>{tag}b</a></p>", (), ()) == f"<p>{tag}b</a></p>"


def test_links_and_pictures_stand_in_their_places() -> None:
    """A link that leads nowhere now leaves its words, and no other link goes with it."""
    html = f'<a id="x" href="{MARK}L0{MARK}">a</a> <a href="{MARK}L1{MARK}">b</a> {MARK}J1{MARK}'
    assert fill(html, ["/a?b&c", ""], ["<figure>", "<img>"]) == (
        '<a id="x" href="/a?b&amp;c">a</a> b <img>'
    )
    assert renumber(html, 3) == (
        f'<a id="x" href="{MARK}L3{MARK}">a</a> <a href="{MARK}L4{MARK}">b</a> {MARK}J4{MARK}'
    )


@pytest.mark.parametrize(
    ("new", "tag"),
    [
        ('width="30"', '<img src="a.jpg" width="30" height="20">'),
        ('height="10"', '<img src="a.jpg" height="10" width="15">'),
        ('width="1" id="b"', '<img src="a.jpg" width="1" id="b" height="1">'),
        ('width="50%"', '<img src="a.jpg" width="50%">'),
        ('width="7" height="9"', '<img src="a.jpg" width="7" height="9">'),
    ],
)
def test_a_picture_keeps_its_shape(new: str, tag: str) -> None:
    """Of width and height the one that is not written follows from the other."""
    picture = '<img src="a.jpg" width="1500" height="1000">'
    html = fill(f"{MARK}I0;{new}{MARK}", (), [f"<figure>{picture}</figure>"])
    assert html == f"<figure>{tag}</figure>"


def test_a_class_is_added_to_those_of_a_picture() -> None:
    html = f'{MARK}I0;class="b" style="c: d"{MARK}'
    assert (
        fill(html, (), ['<img class="a" style="e: f">']) == '<img class="a b" style="e: f; c: d">'
    )
    assert fill(html, (), ["no picture"]) == "no picture"


def test_what_is_written_of_a_picture_goes_along_with_it() -> None:
    """Without what only says that it decorates, and without what is empty."""
    attributes = {"class": "a decorative b", "id": " ", "width": " 30", "alt": "c", "height": None}
    assert picture_attributes(attributes) == ';class="a b" width="30"'
    assert picture_attributes({"class": "decorative"}) == ""
