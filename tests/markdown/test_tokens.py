"""HTML in parts: its tokens, what it comes to, and which of it an editor wrote, on which line."""

from __future__ import annotations

from xml.etree.ElementTree import Comment, Element, SubElement

import pytest
from markdown.serializers import to_html_string

from sitegen.markdown.html_tokens import beginning, shape, tokens
from sitegen.markdown.marks import MARK
from sitegen.markdown.raw_html import unmark
from sitegen.markdown.serializer import to_html


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("", []),
        ("<", ["text"]),
        ("a < b", ["text"]),
        ("a<B C=d>e</b>f", ["text", "start b", "text", "end b", "text"]),
        ("<b x='>' y>", ["start b"]),
        ("a<b x='>' y", ["text", "open tag b"]),
        ("<!-- a --> b", ["comment", "text"]),
        ("<!--> b", ["comment", "text"]),
        ("x<!-- a > b", ["text", "open comment"]),
        ("<!doctype html>a", ["other", "text"]),
        ("<?x?>a", ["other", "text"]),
        ("</>a", ["other", "text"]),
        ("</ a", ["other"]),
        ("<svg><a/></svg><a/>", ["start svg", "start a *", "end svg *", "start a"]),
        ("<svg/><a/>", ["start svg", "start a"]),
        ("<svg></svg></svg><svg><a/>", ["start svg", "end svg *", "end svg", "start svg",
                                        "start a *"]),
        ("<math><svg></svg><a/></math><b>", ["start math", "start svg *", "end svg *", "start a *",
                                             "end math *", "start b"]),
        ("<svg><![CDATA[a<b]]></svg>", ["start svg", "letters cdata", "end svg *"]),
        ("<![CDATA[a]]>", ["other"]),
        ("<svg><![CDATA[a<b", ["start svg", "letters cdata"]),
        ("<svg><style>a</style></svg>", ["start svg", "start style *", "text", "end style *",
                                         "end svg *"]),
        ("<script>a<b</script>c", ["start script", "letters script", "end script", "text"]),
        ("<script></script>", ["start script", "end script"]),
        ("<script>a</scriptx>b</script >", ["start script", "letters script", "end script"]),
        ("<title>a<b>", ["start title", "open letters title"]),
    ],
)  # fmt: skip
def test_html_is_read_token_by_token(html: str, kinds: list[str]) -> None:
    """One behind the other up to the end; * stands behind those inside a drawing or formula."""
    every = [*tokens(html)]
    assert [f"{t.kind} {t.name}".strip() + " *" * t.foreign for t in every] == kinds
    ends = [token.end for token in every]
    starts = [token.start for token in every]
    if kinds and kinds[-1].startswith("open letters"):  # which begins with its tag
        assert starts[-1] == starts[-2]
        starts[-1] = ends[-2]
    assert starts == [0, *ends][: len(every)]
    assert not every or ends[-1] == len(html)


def test_what_is_never_closed_is_told_by_eighty_letters_at_most() -> None:
    """Or by its tag alone."""
    for html, words in (
        (f"<script x='{'y' * 90}'>a", "<script>"),
        (f"a<b x='{'y' * 90}", "<b x='" + "y" * 74),
    ):
        *_, last = tokens(html)
        assert beginning(html, last) == words


@pytest.mark.parametrize(
    ("html", "parts", "places", "names"),
    [
        ("<p>a  b<p>c</p>", "<p> ab <p> c", [0, 3, 7, 10], "p"),
        ("a<!-- x -->b", "ab", [0], ""),
        ("<tbody>a</tbody>", "a", [7], "tbody"),
        ("<svg><a/></svg>", "<svg> <a> </a> </svg>", [0, 5, 5, 9], "svg"),
        ("<svg/>x", "<svg> </svg> x", [0, 0, 6], "svg"),
        ("<br>a</br>", "<br> a", [0, 4], "br"),
        ("<svg></br></svg>", "<svg> </br> </svg>", [0, 5, 10], "svg"),
        ("<script>a&amp;b</script>", "<script> a&amp;b </script>", [0, 8, 15], "script"),
        ("<title>a&amp;b</title>", "<title> a&b </title>", [0, 7, 14], "title"),
        ("a &amp; b", "a&b", [0], ""),
        ("<!x>a", "other a", [0, 4], ""),
        ("<svg><tbody/><![CDATA[a&amp;b]]></svg>", "<svg> a&amp;b </svg>", [0, 13, 32], "svg"),
        ("\x00a\ufdd0", "a", [0], ""),
    ],
)
def test_what_html_comes_to(html: str, parts: str, places: list[int], names: str) -> None:
    """Tags and letters, without what a browser leaves out or adds by itself."""
    whole = shape(html)
    assert (whole.parts, whole.places) == (parts.split(), places)
    assert whole.names == set(names.split())


def raw(text: str) -> str:
    """Return HTML with marks for ‹line;what was written as HTML›."""
    return text.replace("‹", f"{MARK}H").replace("›", f"{MARK}h")


@pytest.mark.parametrize(
    ("html", "text", "is_raw", "lines"),
    [
        ("", "", "", [0]),
        ("a‹3;<b>›c‹4;</b>›\nd", "a<b>c</b>\nd", ".rrr.rrrr..",
         [0, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4]),
        ("‹2;<i>\n<!-- x\n-->\n<p>a›\nb", "<i>\n\n<p>a\nb", "rrrrrrrrr..",
         [2, 2, 2, 2, 4, 5, 5, 5, 5, 5, 5, 5]),
        ("‹4;a\n\n\nb›\nc\n‹9;d›", "a\n\n\nb\nc\nd", "rrrrr...r",
         [4, 4, 5, 6, 7, 7, 7, 7, 9, 9]),
        ("‹3;a<!-- b\n--><!-- c\n\n-->d›", "ad", "rr", [3, 6, 6]),
        ("a‹2;b‹3;c›<d>›e", "abc<d>e", ".rrrrr.", [0, 2, 3, 3, 3, 3, 3, 3]),
        ("›a‹1;<b>›c", "a<b>c", ".rrr.", [0, 1, 1, 1, 1, 1]),
        ("‹0;<b>\n<!-- a\n-->c›", "<b>\nc", "rrrrr", [0, 0, 0, 0, 0, 0]),
        ("‹3;<!-- a -->›‹4;›b", "b", ".", [0, 0]),
    ],
)  # fmt: skip
def test_what_was_written_as_html_has_its_lines(
    html: str, text: str, is_raw: str, lines: list[int]
) -> None:
    """Comments are taken out, and are counted; 0 is the line of what nobody wrote as HTML."""
    pieces = unmark(raw(html))
    assert pieces.html == text
    assert ["r" if pieces.is_raw(n) else "." for n in range(len(text))] == [*is_raw]
    assert [pieces.line(n) for n in range(len(text) + 1)] == lines


@pytest.mark.parametrize(
    ("html", "comments", "tags"),
    [
        ("‹7;<b>a\n<!-- x›‹0;c<!-- y›", [8, 0], []),
        ("‹5;a\n<title>b\nc›d", [], [(6, "<title>")]),
        ("‹3;<!-- a -->\n<!-- b -->\n<c›d", [], [(5, "<c")]),
    ],
)
def test_what_is_never_closed_has_its_line(
    html: str, comments: list[int], tags: list[tuple[int, str]]
) -> None:
    pieces = unmark(raw(html))
    assert (pieces.open_comments, pieces.open_tags) == (comments, tags)


def test_a_tree_is_written_as_python_markdown_writes_it() -> None:
    """Whatever an extension puts into it; but a kept sign is given back."""
    root = Element("p", {"b": 'x"&<>y', "checked": "checked", "id": "id"})
    root.text = "a & b &amp; &#1; < >"
    SubElement(root, "br").tail = "t&"
    for tag in ("script", "style", "hr", "b"):
        child = SubElement(root, tag)
        child.text, child.tail = ("" if tag == "hr" else "a<b"), "u>v"
    comment = Comment("c")
    comment.tail = "v"
    root.append(comment)
    assert to_html(root) == to_html_string(root)
    root.text, root.attrib["b"] = "\x0238\x03amp;\x0234\x03", "\x0260\x03"
    assert to_html(root).startswith('<p b="&lt;" checked id="id">&amp;"<br>')
