"""HTML in a story: read as browsers read it, so that none of it reaches out of its place."""

from __future__ import annotations

import random
from time import process_time

import pytest

from sitegen.markdown.convert import Conversion, Converter
from sitegen.markdown.html import as_browsers_write
from tests.markdown.test_convert import CLEANING, ZONE, convert, filled
from tests.markdown.theme_blocks import KINDS


def told(text: str) -> list[tuple[int, bool, str]]:
    """What is said of a text: line from 1, whether it is but a warning, the words."""
    return [(p.line - 9, p.warning, p.message) for p in convert(text).problems]


def words_told(text: str) -> str:
    return "\n".join(f"{line}: {message}" for line, _, message in told(text))


# What is never closed, or closes nothing


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("The <b>council voted.\n\nMore.", "1: <b> is opened here and not closed before its par"),
        ('<div class="box">\n<p>Polls close.</p>\n\nMore.', "1: <div> is never closed"),
        ("Text.\n\n<details>\n<summary>All</summary>\n\nMore.", "3: <details> is never closed"),
        ("- a\n- <i>b\n- c", "2: <i> is opened here and not closed before its list item ends"),
        ("> <em>a\n\nb", "1: <em> is opened here and not closed before its paragraph ends"),
        ("## <b>Head\n\nb", "1: <b> is opened here and not closed before its heading ends"),
        ("| a | b |\n|---|---|\n| <b>x | y |", "3: <b> is opened here and not closed before its"),
        ("<h2>A\n\n<h2>B</h2>", "1: <h2> is opened here and not closed before <h2>"),
        ("<b><i>x</b></i>", "1: <i> is opened here and not closed before </b>"),
        ("**a <i>b** c</i>", "1: <i> is opened here and not closed before the emphasis around it"),
        ("Text.\n\nMore </article> words.", "3: </article> closes nothing that the story opened"),
        ("Text.\n</div>\n\nMore.", "2: </div> closes nothing that the story opened"),
        ("Text</p> more.", "1: </p> closes nothing that the story opened"),
        ("A </br> b", "1: '</br>' is no tag"),
        ("<p class='x'>One\n\nTwo</p>", "3: </p> closes nothing that the story opened"),
        ("::: fact\n<div>\n\na\n\n:::\n\n</div>", "2: <div> is opened here and not closed before"),
        ("<div>\n\n> text\n</div>\n", ""),
        ('<a name="top"/>\n\nText', "1: '<a name=\"top\"/>' is not closed by its /"),
        ("<my-chart>\n\nText", "1: <my-chart> is never closed"),
    ],
)
def test_a_tag_without_its_other_half_is_a_problem_with_its_line(text: str, problem: str) -> None:
    """An open <b> made the rest of the page bold; </article> ended the page's own article."""
    said = words_told(text)
    assert said.startswith(problem), said
    assert problem or not said


def test_one_mistake_is_told_once() -> None:
    """A tag that opens in one paragraph and closes in another is one mistake, not two."""
    assert told("A <span>b\n\nc</span> d") == [
        (1, False, "<span> is opened here and not closed before its paragraph ends")
    ]


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("<table>", ["1 <table> is never closed"]),
        ("<table>\n<tr>", ["1 <table> is never closed"]),
        ("<p>a <b>x", ["1 <b> is never closed"]),
        ("<?x", ["1! '<?x' is no part of a story, and is left out"]),
        ("<!x>\n<!y>a", ["1! '<!x>' is no part of a story, and is left out",
                         "2! '<!y>' is no part of a story, and is left out"]),
        ("<td>a</td><td>b</td>\n\n<tr>", ["1 <td> stands outside of a table"]),
        ("<tr><td>a</td></tr>\n\n</td>", ["1 <tr> stands outside of a table",
                                          "3 </td> closes nothing that the story opened"]),
        ("<table><td>x</table>", ["1 <td> stands outside of <tr>"]),
        ("<table>a\n b <tr>c</table>", ["1 'a b' stands in a table outside of its cells",
                                       "2 'c' stands in a table outside of its cells"]),
        ("<table>\n<tr><b>x</b></tr>\n</table>", ["2 <b> stands in a table outside of its cells"]),
        ("<table>\n<tr><td><b>x<td>y</tr></table>",
         ["2 <b> is opened here and not closed before the next <td>"]),
        ("<table><form><tr><td>x</table>",
         ["1 <form> is opened here and not closed before the next <tr>"]),
        ("<table><tr><td>a<table><tr><td>b</table></table>", []),
        ("<table><caption>a<tr><td>b</table>", []),
        ("A\nB <b>x <div>y</div> z</b>",
         ["2 <div> begins in the middle of a paragraph, inside <b>"]),
        ("<p>a <b>x\n<div>y</div></b></p>",
         ["1 <div> begins in the middle of a paragraph, inside <b>",
          "2! <div> ends the paragraph in which it stands"]),
        ("<p>a <i><b>x\n<ul><li>y</ul></b></i>",
         ["1 <ul> begins in the middle of a paragraph, inside <b>"]),
        ("<p>a\n<div>x</div>\nb</p>\n\nc</p>",
         ["2! <div> ends the paragraph in which it stands",
          "5 </p> closes nothing that the story opened"]),
        ("a <div>x</div> b\n\n<table><tr><td>\n\ntext <td> more\n\n</table>",
         ["1! <div> ends the paragraph in which it stands",
          "5 browsers read '</table>' otherwise than it is written here"]),
        ("a <div>x</div> b <div>y</div>\n\nc <div>z</div>",
         ["1! <div> ends the paragraph in which it stands",
          "3! <div> ends the paragraph in which it stands"]),
        ("<object><p>a<div>b</div></object>", []),
        ("<p>a<button>b<div>c</div></button></p>", []),
        ("<p>a <svg><text><div>b</div></text></svg></p>",
         ["1 browsers read '<div>' otherwise than it is written here"]),
        ("<math><b/></math>", ["1 browsers read '<b>' otherwise than it is written here"]),
        ("<svg><path/></svg><svg/>x", []),
        ("<svg><p>x</svg>", ["1 <p> is opened here and not closed before </svg>"]),
        ("<a href='x'>a <b>c</b>\n<a href='y'>d</a></a>", ["2 a link begins inside another link"]),
        ("<button>a\n<button>b</button></button>", ["2 a button begins inside another button"]),
        ("<form>\n<form>\n</form>\n</form>", ["2 a form begins inside another form"]),
        ("a <br/> <b/> c", ["1 '<b/>' is not closed by its /"]),
        ("<meta itemprop='a' content='b'>", []),
        ("<meta charset='x'>\n\n</meta>", ["1 <meta> has no place in a story"]),
        ("<head>\n<b>a</b>\n</head>", ["1 <head> has no place in a story"]),
        ("<h2>a\n<h2>b</h2>\n\n</h2>", ["1 <h2> is opened here and not closed before <h2>"]),
        ("<h2>a<h3>b</h3>", ["1 <h2> is opened here and not closed before <h3>"]),
        ("x</b></i>", ["1 </b> closes nothing that the story opened",
                       "1 </i> closes nothing that the story opened"]),
        ("</br>\n</hr>\n</img>", ["1 '</br>' is no tag"]),
        ("[a <b>c](d) e</b>",
         ["1 <b> is opened here and not closed before the link around it ends"]),
        ("~~a <i>b~~ c</i>",
         ["1 <i> is opened here and not closed before the struck words around it ends"]),
        ("<span>a *b</span> c*", ["1 </span> stands inside the emphasis, and <span> before it"]),
        ("<ul><li><span>a</ul></span>", ["1 <span> is opened here and not closed before </ul>"]),
        ("<p>a</div>", ["1 </div> closes nothing that the story opened"]),
        ("<div><p>a</div>\nb", []),
        ("<div><span><p>a</span></div>", []),
        ("<b>x\n<textarea>y",
         ["1 <b> is opened here and not closed before its paragraph ends",
          "2 <textarea> swallows what follows: it is not closed where its HTML ends"]),
        ("<custom-a>\n\n<custom-b>x",
         ["1 <custom-a> is never closed", "1! <custom-a> is no element of HTML",
          "3! <custom-b> is no element of HTML",
          "3 <custom-b> is opened here and not closed before its paragraph ends"]),
        ("<div>" * 201, ["1 more than 200 elements are open here inside one another"]),
        ("<div>" * 200 + "x" + "</div>" * 200, []),
    ],
)  # fmt: skip
def test_nothing_more_is_told_than_what_is_wrong(text: str, told_of: list[str]) -> None:
    """All that is said of a text, with lines; "!" stands for a warning."""
    assert [f"{line}{'!' * warning} {words}" for line, warning, words in told(text)] == told_of


# What swallows, and what leaves its place


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Text.\n\n<textarea>abc\n\nmore", "3: <textarea> swallows what follows"),
        ("<div>\n<script>\na();\n\nb();\n</script>\n</div>", "2: <script> swallows what follows"),
        (f"<textarea title='{'t' * 99}'>abc", "1: <textarea> swallows what follows"),
        (
            f"<div>\n<script id='{'t' * 99}'>\na();\n\nb();\n</script>\n</div>",
            "2: <script> swallows what follows",
        ),
        ('<div class="x>\n\nText.\n\n</div>', '1: the tag <div class="x> does not end there'),
        (
            'a\n\n<div class="x>\n\n[l](https://a.example/) "b".\n\n</div>',
            '3: the tag <div class="x> does',
        ),
        ('See <a href="x>this</a> now.', "1: '<a href=\"x>this</a> now.' is not read as a tag"),
        ('<img src="a.jpg alt="x">', '1: \'<img src="a.jpg alt="x">\' is not read as a tag'),
        ("<table>\nx<tr><td>a</td></tr>\n</table>", "2: 'x' stands in a table outside of its"),
        ("<table><div>x</div><tr><td>a</table>", "1: <div> stands in a table outside of its"),
        ("<tr><td>a</td></tr>", "1: <tr> stands outside of a table"),
        ("<body>\nx\n</body>", "1: <body> has no place in a story"),
        ("Text </body></html>", "1: </body> closes nothing"),
        ("<base href='https://x.example/'>", "1: <base> has no place in a story"),
        ("<title>x</title>", "1: <title> has no place in a story"),
        ("<![CDATA[ hi ]]>", "1: readers see nothing of '<![CDATA[ hi ]]>'"),
        ("<a href='b.md'>x <a href='c.md'>y</a></a>", "1: a link begins inside another link"),
        ("<noscript>\n\nText\n</noscript>\n\nx", "4: </noscript> stands inside a paragraph"),
        ("x </", ""),
    ],
)
def test_what_swallows_or_leaves_its_place_is_a_problem(text: str, problem: str) -> None:
    """<textarea>, or half a quotation mark, swallowed the page; a table's loose text moves."""
    said = words_told(text)
    assert said.startswith(problem), said
    assert problem or not said


@pytest.mark.parametrize(
    "text",
    [
        "<ul>\n<li>one\n<li>two\n</ul>",
        "<p>One\n\nTwo\n\n<p>Three",
        "<dl><dt>a<dd>b</dl>",
        "<table><tr><td>a<td>b<tr><td>c</table>",
        "<table><thead><tr><th>a<tbody><tr><td>b</table>",
        "<p><ruby>x<rt>y</ruby></p>",
        "<select><option>a<option>b</select>",
        "a<br>b<br/>c <wbr> <input type=checkbox disabled>",
        '<svg viewBox="0 0 9 9"><style>a > b {}</style><path d="M0 0"/><title>t &lt;</title></svg>',
        "<math><mi>x</mi></math>",
        "<style>\n.a > b {}\n</style>",
        "<script>\nif (a < b && c) document.title = '<b>';\n\nx();\n</script>",
        "<div>\n\nText here.</div>",
        "<p title=it's>x</p>",
        '<div title="a > b, <i>">x</div>',
        "a < b and c > d, AT&T &copy; &rsquo;",
        "`<b>` and \\<b> and &lt;b>\n\n```\n<div>\n```\n",
        "<span>\n\nText\n\n</span>",
        "<a href='https://a.example/'>\n<div><p>x</p></div>\n</a>",
    ],
)
def test_sound_html_is_published_as_it_is_written(text: str) -> None:
    """End tags that HTML lets one omit, drawings, scripts and signs are nobody's mistake."""
    assert told(text) == []


# Comments


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n\n<!-- PRIVATENAME -->\n\nMore.",
        "Text <!-- PRIVATENAME --> more.",
        "<!-- PRIVATENAME\n\nand more\n-->\n\nText.",
        "- a <!-- PRIVATENAME -->\n- b",
        "<div>\n<!-- PRIVATENAME -->\n<p>x</p>\n</div>",
        "::: fact\n<!-- PRIVATENAME -->\nText.\n:::",
        "> <!-- PRIVATENAME -->\n> quote",
        "| a |\n|---|\n| b <!-- PRIVATENAME --> |",
        "## Head <!-- PRIVATENAME -->",
        "Text.[^1]\n\n[^1]: Note <!-- PRIVATENAME -->",
        "<!-- PRIVATENAME --> Text.",
    ],
)
def test_comments_are_not_published(text: str) -> None:
    """A source's name in a comment is in no page, card or feed."""
    result = convert(text)
    assert not [p for p in result.problems if not p.warning]
    assert "PRIVATENAME" not in repr(result)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Text.\n\n<!-- PRIVATENAME\n\nMore.", 3),
        ("Text.\n\nWords <!-- PRIVATENAME\n\nand --> more.", 3),
        ("<div>\n<!-- PRIVATENAME\n\n-->\n</div>", 2),
        ("- a\n- b <!-- PRIVATENAME\n- c", 2),
    ],
)
def test_a_comment_that_is_never_closed_is_a_problem(text: str, line: int) -> None:
    """It was printed for everybody."""
    assert (line, False, "a comment begins here and is never closed") in told(text)


def test_a_comment_hides_no_text_behind_it() -> None:
    """What stands behind a comment is a paragraph like any other, on its own line."""
    assert convert("<!-- TK --> The *vote*.").body.html == "<p>The <em>vote</em>.</p>"
    html = convert("<!-- one\ntwo --> The *vote*.").body.html
    assert html.strip() == "<p>The <em>vote</em>.</p>"
    assert told("<!-- one\ntwo --> The <b>vote.")[0][0] == 2
    assert "&lt;!-- x --&gt; y" in convert("```\n<!-- x --> y\n```").body.html


# Obsolete and unknown elements


def test_obsolete_and_unknown_elements_are_a_warning_and_their_text_stays() -> None:
    """Once for each element, with its count; the remedy names what is written now."""
    result = convert("<center>Hi</center>\n\n<font color=red>Ho</font> <my-x>He</my-x>\n\n"
                     "<center>Ha</center>")  # fmt: skip
    assert [(p.line - 9, p.warning, p.message) for p in result.problems] == [
        (1, True, "<center> is obsolete (2 times in this text)"),
        (3, True, "<font> is obsolete"),
        (3, True, "<my-x> is no element of HTML"),
    ]
    assert all(word in result.body.html for word in ("Hi", "Ho", "He", "Ha"))


@pytest.mark.parametrize(
    "text", ["a <div>x</div> b", "<p><ul><li>a</ul></p>\n\nb", "<p>a <center>x</center></p>"]
)
def test_a_block_in_a_paragraph_ends_it_and_is_told(text: str) -> None:
    """Browsers make an empty paragraph of the end tag that is left over: it is taken out."""
    result = convert(text)
    assert "ends the paragraph in which it stands" in result.problems[0].message
    assert all(problem.warning for problem in result.problems)
    assert as_browsers_write(result.body.html).count("<p>") == result.body.html.count("<p>")


def test_what_belongs_to_another_page_is_left_out() -> None:
    """Word and old programs leave such instructions behind."""
    result = convert("<?xml:namespace prefix = o />\n\nText.")
    assert result.problems[0].warning
    assert "xml" not in result.body.html


# Markdown in HTML


@pytest.mark.parametrize("tag", ["details", "div", "section", "figure", "article", "aside"])
def test_markdown_behind_an_empty_line_in_html_is_read(tag: str) -> None:
    """As in CommonMark; the pictures in it are published."""
    opening = "<details>\n<summary>Sample</summary>" if tag == "details" else f"<{tag}>"
    result = convert(
        f"{opening}\n\n**First** one.\n\n![A hall](hall.jpg)\n\n- yes\n- no\n\n</{tag}>"
    )
    assert result.problems == ()
    assert "<strong>First</strong>" in result.body.html
    assert result.body.html.count("<li>") == 2
    assert [image.target for image in result.images] == ["hall.jpg"]


# Pictures


def test_size_class_and_style_of_a_picture_stay() -> None:
    """`<img width="300" class="left">` was published at full width without its class."""
    html = filled(
        '<img src="hall.jpg" alt="A hall" width="300" class="left wide" style="float: left">'
    )
    for attribute in ('width="300"', 'class="left wide"', 'style="float: left"'):
        assert attribute in html
    assert 'width="120"' in filled('Words ![A hall](hall.jpg){width="120"} and more.')
    assert "class" not in filled("![](line.svg){.decorative}")


# Frames and scripts of others

_POST = (
    '<blockquote class="post"><p>We are open.</p>&mdash; City '
    '<a href="https://platform.example/city/1">May 1</a></blockquote>\n'
)
_WIDGET = '<script async src="https://platform.example/widgets.js" charset="utf-8"></script>'


def converted(text: str, *origins: str) -> Conversion:
    converter = Converter(zone=ZONE, blocks=KINDS, origins=origins)
    return converter.convert(text, path="content/news/vote.md", first_line=1, anchor="vote")


@pytest.mark.parametrize("between", ["", "\n", " "])
def test_a_pasted_post_is_told_of_with_the_embed_to_write(between: str) -> None:
    """It will not show as its network shows it, until the site lists the origin."""
    text = _POST.rstrip() + between + _WIDGET if between == " " else _POST + between + _WIDGET
    (problem,) = converted(text).problems
    assert problem.warning
    assert "platform.example" in problem.message
    assert "::: embed https://platform.example/city/1" in problem.hint
    assert 'origins = ["https://platform.example"]' in problem.hint
    assert converted(text, "https://platform.example").problems == ()


@pytest.mark.parametrize(
    "text",
    [
        '<iframe src="https://player.example/1" title="x"></iframe>',
        "<iframe src='//player.example/1' title=x></iframe>",
        "<script src=https://player.example/1.js></script>",
        '<object data="https://player.example/1"></object>',
        '<embed src="https://player.example/1">',
    ],
)
def test_frames_and_scripts_from_elsewhere_are_told_by_name(text: str) -> None:
    """Nothing of them works until the site lists their origin."""
    (problem,) = converted(f"Text.\n\n{text}").problems
    assert (problem.line, problem.warning) == (3, True)
    what = "script of player.example is not run" if "<script" in text else None
    assert problem.message == f"the {what or 'frame of player.example will not show'}"
    assert converted(text, "https://player.example").problems == ()


def test_what_is_cleaned_away_is_not_told() -> None:
    """With trust_html = false frames and scripts are gone before anybody could miss them."""
    assert convert(_WIDGET, by=CLEANING).problems == ()


# All of it


_INLINE = ["b", "i", "span", "a", "u", "s", "label", "code", "small", "font"]
_BLOCKS = ["div", "section", "details", "figure", "blockquote", "noscript", "button", "form", "p"]


def _mixture(rng: random.Random) -> str:
    """Return Markdown with tags that are mostly sound."""
    parts = []
    for _ in range(rng.randint(1, 8)):
        tag = rng.choice(_INLINE + _BLOCKS)
        gap = rng.choice(["", "\n\n", "\n", " "])
        words = rng.choice(
            ["w", "*em*", "<!-- c -->", "[l](https://a.example/)", "- item", "a < b"]
        )
        parts.append(
            rng.choice(
                [f"<{tag}>{gap}{words}{gap}</{tag}>", f"<{tag}>{words}", f"{words}</{tag}>", words]
            )
            + rng.choice(["\n\n", " ", "\n", "\n\n::: fact\n", "\n:::\n\n", "\n> "])
        )
    return "".join(parts)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_in_a_story_reaches_out_of_its_place(seed: int) -> None:
    """Whatever is accepted leaves the page around it as it is."""
    rng = random.Random(seed)
    for _ in range(150):
        text = _mixture(rng)
        result = convert(text)
        if any(not problem.warning for problem in result.problems):
            continue
        page = f"<main><div>{result.body.html}</div><footer><p>end</p></footer></main>"
        assert as_browsers_write(page).endswith("</div><footer><p>end</p></footer></main>"), text


@pytest.mark.parametrize(
    "sign",
    ["<h2>", "<h2>\n\n", "<caption>\n", "<script>", "<style>\n\n", "<textarea>", "<b>", "</b>",
     "<p>a", "<div></div>\n\n", "<img", '<img src="', "<!-- x --> y\n", "<my-x>", "<?x ?>"],
)  # fmt: skip
def test_tags_without_end_are_read_in_time(sign: str) -> None:
    """32,000 letters of one tag take no minutes, and end in words that help."""
    start = process_time()
    convert("Begin\n\n" + sign * (32_000 // len(sign)))
    assert process_time() - start < 10


@pytest.mark.parametrize("kind", ["jpeg", "JPG", "heic", "webp"])
def test_a_photo_that_is_written_into_the_text_is_refused(kind: str) -> None:
    """Programs that export Markdown write photos so, with the place where they were taken."""
    text = f'<img src="data:image/{kind};base64,AAAA" alt="The hall">'

    ((_line, warning, message),) = told(text)

    assert not warning
    assert message.startswith("picture 'data:image/")
    assert told(text.replace(kind, "png")) == []
