"""HTML of other programs → Markdown that comes back: no word, link or picture is lost."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sitegen.importers.prose.prose import ProseWriter
from sitegen.importers.prose.uses import FoundPicture
from sitegen.importers.prose.writing import as_html
from sitegen.markdown.browser_tree import Element, parse


class Here:
    """Every link leads where it led, every picture but "lost" is in /uploads/."""

    def link(self, address: str) -> str:
        return address

    def picture(self, addresses: tuple[str, ...], key: str) -> FoundPicture | None:
        if "lost" in addresses[0]:
            return None
        return FoundPicture("/uploads/" + addresses[0].rpartition("/")[2])

    def media(self, address: str) -> str:
        return "/uploads/" + address.rpartition("/")[2]


@pytest.fixture(scope="module")
def writer() -> ProseWriter:
    return ProseWriter(ZoneInfo("America/Chicago"))


TEXTS = {
    "phrases": (
        '<p>The <b>council </b>voted <i>no</i>, see <a href="vote.md">the vote</a>.<br>Late.</p>',
        "The **council** voted *no*, see [the vote](vote.md).\\\nLate.",
    ),
    "signs that are no markup": (
        "<p>2*3*4 snake_case _x_ [x](y) [z] 1 &lt; 2 &lt;b&gt; &amp;amp; C:\\foo {#id}</p>",
        r"2\*3\*4 snake_case \_x\_ [x\](y) [z] 1 < 2 \<b> &amp;amp; C:\foo \{#id}",
    ),
    "stars": ("<p>2 * 3 and a* b *</p>", r"2 * 3 and a\* b \*"),
    "beginnings of lines": (
        "<p># no heading</p><p>1986. A year</p><p>- a dash<br>+ a sum</p><p>::: none</p>",
        "\\# no heading\n\n1986\\. A year\n\n\\- a dash\\\n\\+ a sum\n\n\\::: none",
    ),
    "emphasis against a word": ('<p>a<b>"b"</b>c</p>', 'a<strong>"b"</strong>c'),
    "lists": (
        "<ul><li>one<ol start=3><li>c<li>d</ol><li>two</ul><ul><li>other</ul>",
        "- one\n\n  3. c\n  4. d\n\n- two\n\n* other",
    ),
    "headings without a gap": ("<h1>A</h1><h4>B</h4><h2>C</h2>", "## A\n\n### B\n\n### C"),
    "quotations of two people": (
        "<blockquote><p>One</p><p>more</p></blockquote><blockquote>Two</blockquote>",
        "> One\n>\n> more\n\n> Two",
    ),
    "code": (
        '<pre class="lang-py">a = 1\n\n  b = `2`</pre><p><code>x</code></p>',
        "```py\na = 1\n\n  b = `2`\n```\n\n`x`",
    ),
    "a table": (
        "<table><tr><th>a<th>b<tr><td>1|2<td style='text-align:right'>x</table>",
        "| a | b |\n|---|---:|\n| 1\\|2 | x |",
    ),
    "a table with a span": (
        "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        ('<table><tbody><tr><td colspan="2">a</td></tr>'
        "<tr><td>b</td><td>c</td></tr></tbody></table>"),
    ),
    "a picture at full size": (
        ('<figure><a href="https://o.org/hall.jpg"><img src="https://o.org/hall-300x200.jpg" '
        'alt="The hall"></a><figcaption>The "hall", <em>today</em></figcaption></figure>'),
        r'![The hall](/uploads/hall.jpg "The \"hall\", *today*")',
    ),
    "a picture beside words": (
        '<p><img class="alignleft" src="https://o.org/b.jpg" alt="b">Words</p>',
        "![b](/uploads/b.jpg)\n\nWords",
    ),
    "a lazy picture": (
        ('<p><img src="data:image/gif;base64,R0" data-src="https://o.org/b.jpg" alt="b"><noscript>'
        '<img src="https://o.org/b.jpg" alt="b"></noscript></p>'),
        "![b](/uploads/b.jpg)",
    ),
    "a picture that is not here": (
        '<p><img src="https://o.org/lost.jpg" alt="The hall"></p>',
        "[The hall](https://o.org/lost.jpg)",
    ),
    "a gallery": (
        ('<sitegen-gallery><img src="https://o.org/1.jpg" alt="one"><figure><img '
        'src="https://o.org/2.jpg" alt="two"><figcaption>Two</figcaption></figure>'
        "</sitegen-gallery>"),
        '::: gallery\n![one](/uploads/1.jpg)\n![two](/uploads/2.jpg "Two")\n:::',
    ),
    "a film": (
        '<iframe src="https://www.youtube.com/embed/abc?rel=0"></iframe>',
        '::: embed https://www.youtube.com/watch?v=abc "Video on YouTube"\n:::',
    ),
    "a table with spaces between its cells": (
        "<table><tr><th>a</th> <th>b</th></tr>\n<tr> <td>1</td>\n<td>2</td> </tr></table>",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ),
    "a film in a source": (
        '<video controls><source src="https://o.org/talk.mp4"></video>',
        '::: embed /uploads/talk.mp4 "Recording"\n:::',
    ),
    "a pull quote": (
        ('<figure class="wp-block-pullquote"><blockquote><p>Never.</p><cite>Ana Ruiz</cite>'
        "</blockquote></figure>"),
        '::: pull "Ana Ruiz"\nNever.\n:::',
    ),
    "wrappers": ("<div><div>one</div>two<section><p>three</p></section></div>",
                 "one\n\ntwo\n\nthree"),
    "a link around blocks": (
        '<a href="vote.md"><h2>Vote</h2><p>words</p></a>',
        "## [Vote](vote.md)\n\n[words](vote.md)",
    ),
    "more to see": (
        "<details><summary>All</summary><ul><li>y</li></ul></details>",
        "<details>\n<summary>All</summary>\n\n- y\n\n</details>",
    ),
    "notes": (
        ('<p>Note<sitegen-mark n="1"></sitegen-mark>.</p><sitegen-footnote n="1">It '
        "took</sitegen-footnote>"),
        "Note[^1].\n\n[^1]: It took",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_html_becomes_markdown(writer: ProseWriter, name: str) -> None:
    html, markdown = TEXTS[name]
    prose = writer.from_html(html, Here())
    assert prose.markdown == markdown
    assert (prose.lost, prose.problems) == (0, ())


def test_depth_costs_no_word(writer: ProseWriter) -> None:
    """Who returns less than it got is never believed: page builders nest without end."""
    for tag in ("div", "blockquote", "ul", "b", "span", 'div class="sitegen-fact"',
                'sitegen-embed href="https://vimeo.com/1"'):  # fmt: skip
        prose = writer.from_html(f"<{tag}>" * 5000 + "the last word", Here())
        assert "the last word" in prose.markdown
        assert (prose.lost, prose.problems) == (0, ())
    quotes = "<blockquote>" * 36
    boxed = f'{quotes}<div class="sitegen-fact">{quotes}the last word'
    markdown = writer.from_html(boxed, Here()).markdown
    assert "the last word" in markdown
    assert markdown.count("<blockquote>") + markdown.count("> ") <= 36  # more are refused


def test_what_does_not_come_back_stays_html(writer: ProseWriter) -> None:
    """Each text is rendered again by sitegen, sign by sign."""
    prose = writer.from_html("<p>before</p><ol type=a><li>one<li>two</ol><p>after</p>", Here())
    assert prose.markdown == (
        'before\n\n<ol type="a"><li><p>one</p></li><li><p>two</p></li></ol>\n\nafter'
    )


def test_scripts_and_forms_fall_and_are_told(writer: ProseWriter) -> None:
    html = (
        '<form action="/x"><p>Your name</p><input></form><script src="https://ads.example/a.js">'
        'var secret = 1</script><div class="et_pb_row"><p>Words</p></div>'
    )
    prose = writer.from_html(html, Here())
    assert prose.markdown == "Your name\n\nWords"
    assert prose.remarks == ("a form", "a script of ads.example", "wrappers of a page builder")


REFUSED = {
    "a block that is none": ("A *b*\n\n::: what\nx", "A *b*\n\n\\::: what x"),
    "a tag without an end": ("Words <div>more\n\n- x", "Words\n\nmore\n\n- x"),
    "a link that runs": ("[Words](javascript:alert(1)) here", "Words here"),
    "among blocks of an importer": (
        ('<div>a\n\n::: embed https://vimeo.com/1 "V"\nBelow\n:::\n\n::: note "T"\nN *x*\n:::\n\n'
         '::: gallery\n![a](/a.jpg)\n![b](/b.jpg "B")\n:::'),
        ('a\n\n::: embed https://vimeo.com/1 "V"\nBelow\n:::\n\n::: note "T"\nN *x*\n:::\n\n'
         '::: gallery\n![a](/uploads/a.jpg)\n![b](/uploads/b.jpg "B")\n:::'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_markdown_that_would_stop_a_build_is_written_anew(writer: ProseWriter, name: str) -> None:
    """A site that moved in builds at once, and no word of it is lost."""
    markdown, wanted = REFUSED[name]
    text, prose = writer.from_markdown(markdown, Here())
    assert text == wanted
    assert (prose.lost, prose.problems) == (0, ())
    assert any("written anew" in remark for remark in prose.remarks)


@pytest.mark.parametrize("tag", ["div", "ul"])
def test_what_stays_html_has_no_empty_line(tag: str) -> None:
    """Which would end it for Markdown; in <pre> alone each line is one."""
    (block,) = parse(f"<{tag}>a\n\n  b</{tag}>").children
    assert isinstance(block, Element)
    assert as_html(block) == f"<{tag}>a b</{tag}>"
    (block,) = parse("<pre>a\n \nb\r\n\nc</pre>").children
    assert isinstance(block, Element)
    assert as_html(block) == "<pre>a&#10; \nb&#10;\nc</pre>"
