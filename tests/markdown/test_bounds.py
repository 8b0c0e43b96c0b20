"""What is cut, refused or looked for, on both sides of each bound."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

import pytest

from sitegen.core.urls import origin_of
from sitegen.markdown import attributes, bare_links, block_filling, html_flaws, table_syntax
from sitegen.markdown.anchors import anchors_hint
from sitegen.markdown.broken_tags import broken_tags
from sitegen.markdown.comments import uncover
from sitegen.markdown.headings import heading_slug
from sitegen.markdown.limits import before_reading
from sitegen.markdown.outside_loads import outside_loads
from sitegen.markdown.source_lines import SourceLines
from sitegen.markdown.tables import wrap_tables
from tests.markdown.test_convert import convert


@pytest.mark.parametrize(
    ("count", "ends", "words"),
    [
        (59, 30, 59), (61, 60, 60), (61, 61, 61), (61, 59, 61), (90, 90, 90), (90, 30, 90),
        (91, 60, 60), (91, 90, 90), (91, 59, 59), (91, 30, 30), (91, 29, 90), (91, 91, 90),
        (200, 31, 31), (200, 0, 90),
    ],
)  # fmt: skip
def test_an_excerpt_is_60_to_90_words_or_ends_before(count: int, ends: int, words: int) -> None:
    """At the first sentence's end from 60 on, else at the last from 30 on, else within one."""
    written = [f"w{n}." if n == ends else f"w{n}" for n in range(1, count + 1)]
    cut = words == 90 and ends != 90 and count > 90
    assert convert(" ".join(written)).excerpt == " ".join(written[:words]) + "…" * cut


@pytest.mark.parametrize(
    ("words", "slug"),
    [("What it’s for", "what-its-for"), ("Đường ß", "duong-ss"), ("main", "main-1"), ("…", "part"),
     ("中", "zhong"), ("x" * 81, "x" * 80), ("a b " * 40, "a-b-" * 19 + "a-b"), ("it's", "its"),
     ("x" * 79 + " y", "x" * 79), ("a–b", "a-b")],
)  # fmt: skip
def test_the_anchor_of_a_heading_has_80_letters_at_most(words: str, slug: str) -> None:
    assert heading_slug(words) == slug


def test_texts_that_no_machine_reads_are_refused() -> None:
    """Four million letters, 500 open tags and numbers of 99 digits are read still."""
    lines = SourceLines("a", 10)
    for text in ("x" * 4_000_000, "<" * 500, "<" * 500 + ">", "<>" * 501, f"&#{'1' * 99};"):
        assert before_reading(text, lines, "p") is None
    for text, words in (
        ("x" * 4_000_001, "the text has 4,000,001 characters; 4,000,000 is the most"),
        ("<" * 501, "more than 500 signs < follow here without one >"),
        (
            f"&#x{'f' * 100}",
            "'&#xfffffffffffffffff…' stands for no character: its number is too long",
        ),
    ):
        problem = before_reading(text, lines, "p")
        assert problem is not None
        assert (problem.path, problem.line, problem.message) == ("p", 10, words)


@pytest.mark.parametrize(
    ("text", "plain", "bracketed"),
    [
        ("www.a.org", "www.a.org", None),
        ("www.a", "www.a", None),
        ("www..org", "", None),
        ("www.a_b.org", "", None),
        ("www.a.b_c.org", "", None),
        ("www.a.b.c_d", "", None),
        ("www.a_b.c.org", "www.a_b.c.org", None),
        ("http://a", "http://a", None),
        ("https://a.org/x).", "https://a.org/x", None),
        ("https://a.org/(x))", "https://a.org/(x)", None),
        ("https://a.org?x&amp;", "https://a.org?x", None),
        ("https://a.org/x;", "https://a.org/x", None),
        ("https://a.org/x&;", "https://a.org/x&", None),
        ("https://a.org/a*_~", "https://a.org/a", None),
        ("https://a.org/[x]", "https://a.org/[x]", "https://a.org/[x"),
        (f"www.{'a' * 295}.org/x", f"www.{'a' * 295}.org/x", None),
        (f"www.{'a' * 296}.org/x", "", None),
        ("xhttps://a.org", "", None),
    ],
)
def test_an_address_ends_before_the_sentence_does(
    text: str, plain: str, bracketed: str | None
) -> None:
    """A bracket belongs to it if its other half does; no host has "_" in its last two parts."""
    assert bare_links.web_address(text, 0, in_brackets=False) == plain
    assert bare_links.web_address(text, 0, in_brackets=True) == (
        plain if bracketed is None else bracketed
    )


def test_mail_addresses_are_whole_words() -> None:
    text = "a@b.org, mailto:c@d.org z@w.org_ q@r.org- a@b"
    assert bare_links.mail_addresses(text) == [
        (0, 7, "mailto:a@b.org"), (9, 23, "mailto:c@d.org"),
    ]  # fmt: skip
    links = [bare_links.web_link(text) for text in ("WWW.a.org", "https://a", "wwwx")]
    assert links == ["http://WWW.a.org", "https://a", "wwwx"]


@pytest.mark.parametrize(
    ("text", "before", "braces"),
    [
        ("x {#a}", "x", "#a"),
        ("x{#a}", "x{#a}", ""),
        ("{.b}", "", ".b"),
        ("x {a=b .c} ", "x {a=b .c} ", ""),
        ("x { .c #d }", "x", ".c #d"),
        ("x {y} {.c}", "x {y}", ".c"),
        ("x {.c", "x {.c", ""),
        ("{#a} {.b}", "{#a}", ".b"),
    ],
)
def test_braces_at_the_end_are_parted_from_the_words(text: str, before: str, braces: str) -> None:
    assert attributes.behind(text) == (before, braces)
    assert attributes.alone(text) == ("" if before else braces)


@pytest.mark.parametrize(
    ("braces", "html"),
    [
        (".a #b .c k=v", '<p class="z a c" id="b" k="v" />'),
        ('k="v w" class=x', '<p class="z x" k="v w" />'),
        ("k='v' k=“w”", '<p class="z" k="w" />'),
        ("k=x", '<p class="z" k="x" />'),
    ],
)
def test_braces_give_an_element_what_stands_in_them(braces: str, html: str) -> None:
    """Classes are added to those that it has; attributes keep their order."""
    element = Element("p", {"class": "z"})
    attributes.apply(element, braces)
    assert tostring(element, "unicode") == html
    bare = Element("p")
    attributes.apply(bare, "k=v .a #b .c")
    assert tostring(bare, "unicode") == '<p k="v" class="a c" id="b" />'


def test_flaws_are_told_by_their_beginning() -> None:
    """Fifty letters of it, in one line."""
    assert [html_flaws.short(text) for text in ("a" * 50, "a" * 51, " a  b\n")] == [
        "a" * 50, "a" * 47 + "…", "a b",
    ]  # fmt: skip
    assert [*map(html_flaws.around_words, ("p", "em", "h2", "u", "a"))] == [
        "a paragraph", "the emphasis", "a heading", "<u>", "the link",
    ]  # fmt: skip
    told = [
        html_flaws.swallowing(3, text) for text in ("<textarea>a", "<b x=1>y\nz>", '<b x="y\nz')
    ]
    assert [(flaw.place, flaw.message.partition(",")[0], flaw.warning) for flaw in told] == [
        (3, "<textarea> swallows what follows: it is not closed where its HTML ends", False),
        (3, "the tag <b x=1> does not end there", False),
        (3, 'the tag <b x="y does not end there', False),
    ]
    assert html_flaws.closing("div").startswith("Write </div> on a line of its own")
    assert html_flaws.closing("b").startswith("Write </b> behind the last word")
    assert html_flaws.crossing_hint("b", "div").startswith("Put </b> on a line of its own")
    assert html_flaws.crossing_hint("b", "i") == "Close last what was opened first."


def test_broken_tags_are_found_where_they_are_shown() -> None:
    """Twenty of one text, each by forty letters at most; not those in code or behind a stroke."""

    def found(text: str, html: str = "&lt;b x=" * 30) -> list[tuple[int, str, str]]:
        return [tuple(tag) for tag in broken_tags(text, html)]  # type: ignore[misc]

    tag = '<b class="' + "x" * 60
    assert found(f"a {tag}") == [(2, "b", tag[:40])]
    assert found(f"a {tag[:37]}\nb") == [(2, "b", tag[:37])]
    assert found(f"a {tag[:40]}\nb") == [(2, "b", tag[:40])]
    assert len(found('<b x="\n\n' * 30)) == 20
    assert len(found('<b x="\n\n' * 30, "&lt;b x=" * 3)) == 3
    assert len(found('<b x="\n\n' * 3, "<pre>&lt;b x=</pre>&lt;b x=<code>&lt;b x=</code>")) == 1
    assert found('`<b x="`' + "`a`" * 999) == []  # of more ticks none is taken for code
    assert len(found('`<b x="`' + "`a`" * 999 + "`")) == 1
    assert found('`<b x="`') == found('\\<b x="') == found("<made x='") == []
    assert [len(found("\\" * n + '<b x="')) for n in (1, 2, 3, 20, 21, 30)] == [0, 1, 0, 1, 0, 1]
    assert found("<!-- a\n\n-->") == [(0, "", "<!-- a")]
    assert found('<b x="y"> <!-- a --> <b x="y">') == []


def test_an_origin_is_a_scheme_and_a_host() -> None:
    addresses = ("//A.org/x", "https://a.org:8/", "/x", "ftp://a", "https://[", "http://a.org")
    assert [*map(origin_of, addresses)] == [
        "https://a.org", "https://a.org:8", "", "", "", "http://a.org",
    ]  # fmt: skip


def test_a_line_is_found_by_what_was_written_on_it() -> None:
    """An address before other words; the next use at each question, and over again."""
    text = "media.md a.md\n[x](a.md)\n\n> *Some* “words”\n[y]( a.md 't')\n<img src=c.jpg alt=''>\n"
    lines = SourceLines(text, 10)
    assert [lines.at(place) for place in (0, 13, 14, 24, len(text))] == [10, 10, 11, 12, 16]
    assert [lines.of("a.md") for _ in range(3)] == [11, 14, 11]
    assert [lines.of("media"), lines.of("none"), lines.of("")] == [10, 0, 0]
    assert [lines.of_words(words) for words in ("Some words", "words", "none", "…")] == [
        13,
        13,
        0,
        0,
    ]
    assert lines.of_longest() == 11
    spaced = SourceLines("<a b.md>\n\na b.md", 1)
    assert [spaced.of("a b.md") for _ in range(2)] == [1, 1]
    assert lines.declares_decorative("C.jpg")
    assert not lines.declares_decorative("d.jpg")
    assert lines.is_in_html("c.jp")
    assert not lines.is_in_html("a.md")
    assert not lines.holds_data
    assert SourceLines("<img src='data:x'>", 1).holds_data


@pytest.mark.parametrize(
    ("line", "sides"),
    [
        ("|---|--:|", ("", "right")),
        ("|:-:|:-|-:|-|", ("center", "left", "right", "")),
        ("-", ("",)),
        ("|-", ("",)),
        ("-:|- ", ("right", "")),
        ("- -", None),
        ("- | -", None),
        ("|--|x|", None),
        ("| - : |", None),
        ("|", None),
        ("", None),
    ],
)
def test_a_row_of_dashes_gives_the_sides_of_columns(
    line: str, sides: tuple[str, ...] | None
) -> None:
    assert table_syntax.delimiters(line) == sides


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("|", []), ("a", ["a"]), (" ", [""]), ("||", [""]), ("| |", [""]), ("a|", ["a"]),
        ("|a|b|", ["a", "b"]), ("a|b", ["a", "b"]), (" | a | b ", ["a", "b"]),
        ("|a||b|", ["a", "", "b"]), ("ab\\|c|d", ["ab|c", "d"]), ("a\\\\|b", ["a\\\\", "b"]),
        ("a\\\\\\|b|", ["a\\\\|b"]), ("|a\\|b\\|c|d", ["a|b|c", "d"]), ("|\\||", ["|"]),
    ],
)  # fmt: skip
def test_a_cell_ends_at_a_bar_without_a_stroke(line: str, cells: list[str]) -> None:
    assert table_syntax.cells(line) == cells


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<!-- a --> b", "b"),
        ("   <!-- a -->b\n", "b\n"),
        ("    <!-- a --> b", "    <!-- a --> b"),
        ("<!-- a -->\nb", "<!-- a -->\nb"),
        ("<!-- a\nb\n-->  c\nd", "\n\nc\nd"),
        ("<!-- a\nb\n-->\nd", "<!-- a\nb\n-->\nd"),
        ("a\n<!-- b\nc --> d\n<!-- e --> f", "a\n\nd\nf"),
        ("<!-- a --> <!-- b --> c", "c"),
        ("a\n<!-- b\n\n<!-- c", "a\n<!-- b\n\n<!-- c"),
        ("<!--> b", "<!--> b"),
        ("x <!-- a --> b", "x <!-- a --> b"),
        ("```\n<!-- a --> b\n```\n<!-- a --> b", "```\n<!-- a --> b\n```\nb"),
        ("````\n```\n<!-- a --> b\n````\n<!-- c --> d", "````\n```\n<!-- a --> b\n````\nd"),
        ("~~~\n```\n~~~\n<!-- a --> b", "~~~\n```\n~~~\nb"),
        ("```\n<!-- a --> b", "```\n<!-- a --> b"),
    ],
)
def test_a_comment_hides_nothing_behind_it(text: str, rest: str) -> None:
    """All else keeps its line; in code and within a line a comment is what Markdown says."""
    assert uncover(text) == rest


@pytest.mark.parametrize(
    ("address", "medium"),
    [
        ("a.mp4", "video"), ("A.b.MP3", "audio"), ("https://a.org/b.mp4?c=1", "video"),
        ("https://a.org/b.ogg#t", "audio"), ("https://a.org/b?x.mp4", ""), ("b.mp4?c", ""),
        ("a.mp3.txt", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_medium_is_known_by_its_ending(address: str, medium: str) -> None:
    """Behind a question mark stands none, but a file of the story's own may have one in it."""
    assert block_filling.medium_of(address) == medium
    assert block_filling.Address(address).medium == medium


def test_an_address_in_a_block_says_its_host() -> None:
    address = block_filling.Address("https://www.a.org/b")
    assert (address.host, address.words, str(address)) == (
        "a.org", "www.a.org/b", "https://www.a.org/b",
    )  # fmt: skip
    assert address
    assert not block_filling.Address("")


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("<tr><th>a</th><th> b </th><td>c", "a, b"),
        ("<caption>C <b>d</b></caption><tr><th>a</th>", "C d"),
        ("<caption> </caption><tr><th>a</th><th> </th>", "a"),
        ("".join(f"<th>{n}</th>" for n in range(9)), "0, 1, 2, 3, 4, 5, 6, 7"),
        (f"<td>{'x' * 61}</td>", "x" * 60),
        ("", "…"),
    ],
)
def test_a_table_is_named_by_its_words(table: str, name: str) -> None:
    """By eight cells of its head at most, or sixty letters of what it has."""
    html = wrap_tables(f"a<table>{table}</table>b<table><tr><table></table></table></table>c")
    first, second = html.split("<div ")[1:]
    assert f'aria-label="{name}">\n<table>{table}</table>\n</div>b' in first
    assert second.endswith("\n<table><tr><table></table></table>\n</div></table>c")


def test_eight_anchors_are_named() -> None:
    """And that there are more; what leads to notes is none."""
    names = [f"a{n}" for n in range(9)]
    eight = "Anchors here: #a0, #a1, #a2, #a3, #a4, #a5, #a6, #a7"
    assert anchors_hint(["fn-a", "fnref-a", *names[:8]], "here") == f"{eight}."
    assert anchors_hint(names, "here") == f"{eight} …."
    assert anchors_hint(["fn-a"], "here").startswith("A heading's anchor is its words")


_POST = (
    '<blockquote><a href="//a.example/1">a</a> <a href=https://a.example/2>b</a>'
    '<a href="/c">c</a></blockquote>'
)


@pytest.mark.parametrize(
    ("before", "is_told"),
    [
        ("{}", True), ("<div>{}</div>", True), ("{}<b><i></p>", True), ("{}<b><i><u></p>", False),
        ("{}<i>", False), ("{}x", False), ("</blockquote></div>", False),
        ("<blockquote></blockquote>{}", True), ("{}</blockquote>", False),
        ("{}" + " " * (20_000 - len(_POST) - 6) + "</div>", True),
        ("{}" + " " * (20_000 - len(_POST) - 5) + "</div>", False),
    ],
)  # fmt: skip
def test_a_script_belongs_to_the_post_right_before_it(before: str, is_told: bool) -> None:
    """Of its links the last one that leads to a site is the post's own."""
    html = before.format(_POST) + '<script src="https://a.example/b.js"></script>'
    (problem,) = outside_loads(html, (), SourceLines(html, 1), "p")
    assert ("::: embed https://a.example/2 " in problem.hint) == is_told


def test_a_foreign_sign_is_told_by_sixty_letters() -> None:
    told = [convert("{{" + "x" * n + "}}").problems[0].message for n in (56, 57)]
    assert [message.partition("' is a sign")[0] for message in told] == [
        "'{{" + "x" * 56 + "}}", "'{{" + "x" * 55 + "…",
    ]  # fmt: skip
    link = convert(f"[a](data:{'x' * 55}) [b](data:{'x' * 56})").problems
    assert [problem.message for problem in link] == [
        f"link to 'data:{'x' * 55}'", f"link to 'data:{'x' * 52}…'",
    ]  # fmt: skip
