"""HTML that browsers show and checkers refuse is told, with what to write."""

from __future__ import annotations

import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from sitegen.markdown.convert import Converter
from sitegen.markdown.headings import RESERVED_IDS
from tests.conftest import Site
from tests.markdown.theme_blocks import KINDS

CONVERTER = Converter(zone=ZoneInfo("America/Chicago"), blocks=KINDS)
CLEANER = Converter(zone=ZoneInfo("America/Chicago"), blocks=KINDS, trust_html=False)


def told(text: str, converter: Converter = CONVERTER) -> list[tuple[int, str, str]]:
    problems = converter.convert(text, path="p", first_line=10, anchor="a").problems
    assert all(problem.warning for problem in problems)
    return [(problem.line, problem.message, problem.hint) for problem in problems]


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("<p align=center>A</p>", 10, "the attribute 'align' of <p> is obsolete", 'style="…"'),
        ("<table><tr><td NOWRAP>A</table>", 10, "the attribute 'nowrap' of <td> is obs", "theme"),
        ("<table border='2'><tr><td>A</table>", 10, "the attribute 'border' of <table>", "theme"),
        ("A\n<br clear='all'>", 11, "the attribute 'clear' of <br> is obsolete", "theme"),
        (
            "<ul>\n<li>A</li>\n</ul>\n\n<li>B</li>",
            14,
            "<li> stands outside of <ul> or <ol>",
            "<ul>",
        ),
        ("<dd>A</dd>", 10, "<dd> stands outside of <dl>", "Write <dl> around all of them."),
        ("<main>A</main>", 10, "a page has one <main>, and its own", "Write <div>."),
        (
            "<details>\n\nA\n\n</details>",
            10,
            "<details> has no <summary>",
            "right behind <details>",
        ),
        (
            "<audio src='https://a.example/b.mp3' autoplay></audio>",
            10,
            "<audio> plays by itself",
            "Take",
        ),
        (
            "<video src='https://a.example/b.mp4' autoplay></video>",
            10,
            "<video> plays by itself",
            "Take",
        ),
        ("## A {#main}", 10, "the id 'main' is taken by the page around the story", "another"),
        ("A\n\n<b id='sources'>b</b>", 12, "the id 'sources' is taken by the page", "another"),
        (
            "<b id=x>A</b> <i id=x>B</i>",
            10,
            "the id 'x' is given 2 times",
            "links lead to the first",
        ),
    ],
)
def test_what_checkers_refuse_is_one_warning(text: str, line: int, message: str, hint: str) -> None:
    """Its line, what it is and what to write."""
    ((found, said, remedy),) = told(text)
    assert found == line
    assert said.startswith(message)
    assert hint in remedy


@pytest.mark.parametrize(
    "text",
    [
        "<table border='1'><tr><td>A</td></tr></table>",
        "<ul>\n\n<li>A</li>\n\n</ul>\n\n<dl><dt>A<dd>B</dl>",
        "<details>\n<summary>A</summary>\n\nB\n\n</details>",
        "<video src='https://a.example/b.mp4' autoplay muted></video>",
        "<b id='x'>A</b> <i name='x' data-id='x'>B</i>",
        "`<p align=center>`\n\n<p class='align'>A</p>",
        "<ol type='a' start='3'><li value='4'>A</li></ol>",
    ],
)
def test_what_html_allows_is_not_told(text: str) -> None:
    """And so is what looks like it, in code or in other attributes."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("tag", "keys"),
    [
        ("<p class='a' align='left'>", ["align"]),
        ("<img alt='' src='b.png' border='0' align='left' hspace='1'>", ["align", "hspace"]),
        ("<img alt='' src='b.png' border='1'>", ["border"]),
        ("<table border='' bgcolor='red' width='1'></table>", ["bgcolor", "width"]),
        ("<table border='1' rules='all'></table>", ["rules"]),
        ("<table border='0' rules='all'></table>", ["border", "rules"]),
        ("<img alt='' src='b.png' border='1' vspace='0'>", ["border", "vspace"]),
        ("<ul compact type='disc'></ul>", ["compact", "type"]),
        ("<ol compact type='a'></ol>", ["compact"]),
        ("<img alt='' src='b.png' border=''>", ["border"]),
        ("<ul compact=''></ul>", ["compact"]),
        ("<hr size='0' width='1'>", ["size", "width"]),
        (
            "<iframe title='b' src='//a.example' frameborder='0' align=''></iframe>",
            ["align", "frameborder"],
        ),
        ("<table><tr><td width='1' height=''></table>", ["height", "width"]),
    ],
)
def test_each_attribute_that_is_obsolete_is_told(tag: str, keys: list[str]) -> None:
    """What stands before it in the tag, and is allowed, hides none."""
    messages = [message for _line, message, _hint in told(tag) if "is obsolete" in message]
    assert [message.split("'")[1] for message in messages] == keys


def test_a_frame_needs_a_title() -> None:
    """It is what a screen reader says in its place."""
    frame = "<iframe src='https://a.example/' {}></iframe>"
    assert "a frame has no title" in [said for _line, said, _hint in told(frame.format(""))]
    for name in ("title='Map'", "aria-label='Map'"):
        assert "a frame has no title" not in [said for _, said, _ in told(frame.format(name))]


def test_a_rule_is_told_once_in_a_text() -> None:
    """Forty cells are one warning; and of what is cleaned away nothing is said."""
    cells = f"<table><tr>{'<td align=right>A</td>' * 40}</tr></table>"
    assert len(told(cells)) == 1
    assert told(cells, CLEANER) == []


def test_no_heading_takes_an_id_of_the_page_around_it(site: Site) -> None:
    """A label "Corrected" leads to the correction, and not to a heading of that name."""
    headings = [name.replace("-", " ").capitalize() for name in sorted(RESERVED_IDS)]
    text = "\n\n".join(f"## {name}\n\nSample text." for name in headings)
    keys = {
        "updated": "2026-10-03",
        "how_we_reported": "A sample.",
        "sources": "[{title: Sample, url: 'https://a.example/'}]",
        "corrections": "[{date: 2026-10-04, text: A sample., type: retraction}]",
        "series": "Samples",
        "tags": "[Sample]",
    }
    site.story("content/news/one.md", text, published="2026-10-01", **keys)
    site.story("content/news/two.md", published="2026-10-02", series="Samples", tags="[Sample]")
    page = site.build()["news/one/index.html"]
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, count in ids.items() if count > 1] == []
    assert {"corrections-1", "sources-1", "method-1", "main-1"} <= ids.keys()
    assert ids.keys() <= RESERVED_IDS | {f"{name}-1" for name in RESERVED_IDS}


def test_a_link_to_such_a_heading_leads_to_its_own_anchor(site: Site) -> None:
    """From the same story and from another, as it did before the id was the page's alone."""
    site.story("content/news/one.md", "## Sources\n\nSee [above](#sources).")
    site.story("content/news/two.md", "See [there](one.md#sources).")
    built = site.build()
    assert '<a href="#sources-1">above</a>' in built["news/one/index.html"]
    assert 'href="/news/one/#sources-1">there</a>' in built["news/two/index.html"]
