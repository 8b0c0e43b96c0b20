"""Texts of WordPress: the classic editor, shortcodes, blocks, plugins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pytest

from sitegen.importers.prose.prose import ProseWriter
from sitegen.importers.wordpress.entries import Entry
from sitegen.importers.wordpress.meta import enclosure
from sitegen.importers.wordpress.texts import TextReader
from tests.importers.test_prose import Here


@pytest.fixture(scope="module")
def writer() -> ProseWriter:
    return ProseWriter(ZoneInfo("America/Chicago"))


class Archive(Here):
    """Pictures by their numbers too."""

    def picture(self, addresses, key):  # type: ignore[no-untyped-def]
        if addresses[0].startswith("attachment:"):
            return super().picture((f"x/{key}.jpg",), key)
        return super().picture(addresses, key)


def markdown(
    writer: ProseWriter, text: str, meta: Mapping[str, str] | None = None, **blocks: str
) -> tuple[str, dict[tuple[str, str], int]]:
    """Return a post's text as Markdown, and its shortcodes."""
    reader = TextReader({}, {"wp-1": "7 8"}, {k[1:]: v for k, v in blocks.items()})
    html = reader.read(Entry(1, {"content:encoded": text}, meta=meta or {}), "wp-1")
    prose = writer.from_html(html, Archive())
    assert (prose.lost, prose.problems) == (0, ()), html
    return prose.markdown, dict(reader.codes)


IMAGE = '<img src="https://o.org/hall-300x200.jpg" alt="Hall" width="300" class="wp-image-7" />'

TEXTS = {
    "paragraphs": ("One\ntwo\n\nthree <b>bold</b>", "One\\\ntwo\n\nthree **bold**"),
    "windows' line ends": ("One\r\n\r\ntwo", "One\n\ntwo"),
    "lists among paragraphs": (
        "Before\n<ul>\n\t<li>one</li>\n\t<li>two</li>\n</ul>\nafter",
        "Before\n\n- one\n- two\n\nafter",
    ),
    "headings and quotes": (
        "<h2>Head</h2>\nwords\n<blockquote>said\n\nmore</blockquote>",
        "## Head\n\nwords\n\n> said\n>\n> more",
    ),
    "code keeps its lines": (
        '<pre lang="python">a = [1]\n\n# [gallery]\n</pre>',
        "```python\na = [1]\n\n# [gallery]\n```",
    ),
    "[code]": (
        '[code language="php"]if ($a < 1 && $b) {\n  echo "[x]";\n}[/code]',
        '```php\nif ($a < 1 && $b) {\n  echo "[x]";\n}\n```',
    ),
    "[caption]": (
        (f'[caption id="a" align="left" width="300"]{IMAGE} The <em>hall</em>, "now"[/caption]\n'
        "\nWords"),
        '![Hall](/uploads/hall-300x200.jpg "The *hall*, \\"now\\"")\n\nWords',
    ),
    "an old [caption]": (
        (f'[caption width="300" caption="The hall"]<a href="https://o.org/hall.jpg">{IMAGE}</a>'
        "[/caption]"),
        '![Hall](/uploads/hall.jpg "The hall")',
    ),
    "[gallery] with ids": (
        'Words\n\n[gallery ids="7,9" columns="2"]\n\nmore',
        "Words\n\n::: gallery\n![](/uploads/7.jpg)\n![](/uploads/9.jpg)\n:::\n\nmore",
    ),
    "[gallery] of the post": (
        "[gallery]", "::: gallery\n![](/uploads/7.jpg)\n![](/uploads/8.jpg)\n:::",
    ),
    "an address alone": (
        "Look:\n\nhttps://www.youtube.com/watch?v=abc\n\nand https://o.org/x in words",
        ('Look:\n\n::: embed https://www.youtube.com/watch?v=abc "Video on YouTube"\n:::\n\n'
        "and https://o.org/x in words"),
    ),
    "[embed] and its kin": (
        ("[embed]https://vimeo.com/1[/embed]\n\n[youtube=https://youtu.be/abc&w=640]\n\n"
        '[soundcloud url="https://soundcloud.com/a/b"]\n\n[tweet 123]'
        "\n\n[embedyt]https://youtu.be/abc|width=640[/embedyt]"),
        ('::: embed https://vimeo.com/1 "Video on Vimeo"\n:::\n\n'
        '::: embed https://youtu.be/abc&w=640 "Video on YouTube"\n:::\n\n'
        '::: embed https://soundcloud.com/a/b "Recording on SoundCloud"\n:::\n\n'
        '::: embed https://twitter.com/i/status/123 "Post on X"\n:::\n\n'
        '::: embed https://youtu.be/abc "Video on YouTube"\n:::'),
    ),
    "[audio]": (
        '[audio mp3="https://o.org/talk.mp3"][/audio]',
        '::: embed /uploads/talk.mp3 "Recording"\n:::',
    ),
    "brackets that are no shortcode": (
        "He said [sic] that [the mayor] and [[caption]] are [not] it",
        "He said [sic] that [the mayor] and [caption] are [not] it",
    ),
    "wrappers of a page builder": (
        ("[vc_row][vc_column width=\"1/2\"]One\n\ntwo[/vc_column][/vc_row]"
        '[et_pb_image src="https://o.org/a.jpg" alt="A"][/et_pb_image]'
        '[vc_custom_heading text="Head lines"]'),
        "One\n\ntwo\n\n![A](/uploads/a.jpg)\n\n## Head lines",
    ),
    "a note": (
        "Words[footnote]It took <b>days</b>.[/footnote] and more",
        "Words[^1] and more\n\n[^1]: It took **days**.",
    ),
    "[pullquote]": (
        '[pullquote author="Ana Ruiz"]Never.[/pullquote]', '::: pull "Ana Ruiz"\nNever.\n:::',
    ),
    "blocks of words": (
        ("<!-- wp:paragraph -->\n<p>One <a href=\"x.md\">l</a></p>\n<!-- /wp:paragraph -->\n\n"
        "<!-- wp:heading {\"level\":3} -->\n<h3 class=\"wp-block-heading\" id=\"h-a\">A</h3>\n"
        "<!-- /wp:heading -->\n\n<!-- wp:list -->\n<ul><!-- wp:list-item -->"
        "\n<li>one</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->\n<!-- wp:separator -->\n"
        "<hr class=\"wp-block-separator\"/>\n<!-- /wp:separator --><!-- wp:spacer -->"
        "<div style=\"height:1px\" class=\"wp-block-spacer\"></div><!-- /wp:spacer -->"),
        "One [l](x.md)\n\n## A {#h-a}\n\n- one\n\n---",
    ),
    "an image block": (
        ('<!-- wp:image {"id":7} --><figure class="wp-block-image size-large"><img '
        'src="https://o.org/hall-1024x683.jpg" alt="Hall" class="wp-image-7"/>'
        '<figcaption class="wp-element-caption">The hall</figcaption></figure><!-- /wp:image -->'),
        '![Hall](/uploads/hall-1024x683.jpg "The hall")',
    ),
    "a gallery block": (
        ('<!-- wp:gallery --><figure class="wp-block-gallery"><!-- wp:image --><figure '
        'class="wp-block-image"><img src="https://o.org/1.jpg" alt="one"/></figure>'
        "<!-- /wp:image -->"
        '<!-- wp:image --><figure class="wp-block-image"><img src="https://o.org/2.jpg" alt="two"/>'
        "<figcaption>Two</figcaption></figure><!-- /wp:image --></figure><!-- /wp:gallery -->"),
        '::: gallery\n![one](/uploads/1.jpg)\n![two](/uploads/2.jpg "Two")\n:::',
    ),
    "an old gallery block": (
        ('<!-- wp:gallery {"ids":[1,2]} --><ul class="wp-block-gallery columns-2"><li '
        'class="item"><figure><img src="https://o.org/1.jpg" alt="one"/></figure></li>'
        '<li class="item"><figure><img src="https://o.org/2.jpg" alt="two"/></figure>'
        "</li></ul><!-- /wp:gallery -->"),
        "::: gallery\n![one](/uploads/1.jpg)\n![two](/uploads/2.jpg)\n:::",
    ),
    "columns": (
        ('<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div '
        'class="wp-block-column"><!-- wp:paragraph --><p>left</p><!-- /wp:paragraph --></div>'
        '<!-- /wp:column --><!-- wp:column --><div class="wp-block-column"><p>right</p></div>'
        "<!-- /wp:column --></div><!-- /wp:columns -->"),
        "left\n\nright",
    ),
    "a cover, old and new": (
        ('<!-- wp:cover {"url":"https://o.org/a.jpg","id":7} --><div class="wp-block-cover" '
        'style="background-image:url(https://o.org/a.jpg)"><div><!-- wp:paragraph --><p>Over</p>'
        "<!-- /wp:paragraph --></div></div><!-- /wp:cover -->"
        '<!-- wp:cover {"url":"https://o.org/b.jpg"} --><div class="wp-block-cover"><img '
        'src="https://o.org/b.jpg" alt="B"/><div><p>New</p></div></div><!-- /wp:cover -->'),
        "![](/uploads/a.jpg)\n\nOver\n\n![B](/uploads/b.jpg)\n\nNew",
    ),
    "quotes of blocks": (
        ('<!-- wp:quote --><blockquote class="wp-block-quote"><p>Said.</p><cite>Ana</cite>'
        '</blockquote><!-- /wp:quote --><!-- wp:pullquote --><figure class="wp-block-pullquote">'
        "<blockquote><p>Never.</p><cite>Bo</cite></blockquote></figure><!-- /wp:pullquote -->"),
        '> Said.\n>\n> <cite>Ana</cite>\n\n::: pull "Bo"\nNever.\n:::',
    ),
    "an embed block": (
        ('<!-- wp:embed {"url":"https://youtu.be/abc"} --><figure class="wp-block-embed"><div '
        'class="wp-block-embed__wrapper">\nhttps://youtu.be/abc\n</div><figcaption>The hearing'
        "</figcaption></figure><!-- /wp:embed -->"),
        '::: embed https://youtu.be/abc "Video on YouTube"\nThe hearing\n:::',
    ),
    "a table block": (
        ('<!-- wp:table --><figure class="wp-block-table"><table><thead><tr><th>a</th><th>b</th>'
        "</tr>"
        "</thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table><figcaption>Sums</figcaption>"
        "</figure><!-- /wp:table -->"),
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nSums",
    ),
    "files, buttons and code of blocks": (
        ('<!-- wp:file --><div class="wp-block-file"><a href="https://o.org/plan.pdf">The plan</a>'
        '<a href="https://o.org/plan.pdf" class="wp-block-file__button" download>Download</a></div>'
        '<!-- /wp:file --><!-- wp:buttons --><div class="wp-block-buttons"><!-- wp:button --><div '
        'class="wp-block-button"><a class="wp-block-button__link" href="https://o.org/give">Give</a>'
        "</div><!-- /wp:button --></div><!-- /wp:buttons --><!-- wp:code --><pre "
        'class="wp-block-code"><code>a &lt; b\n\n[x]</code></pre><!-- /wp:code -->'),
        ("[The plan](https://o.org/plan.pdf)\n\n[Give](https://o.org/give)\n\n"
        "```\na < b\n\n[x]\n```"),
    ),
    "a classic block among others": (
        "Classic\n\nwords\n\n<!-- wp:paragraph -->\n<p>Block</p>\n<!-- /wp:paragraph -->",
        "Classic\n\nwords\n\nBlock",
    ),
    "a verse": (
        ('<!-- wp:verse --><pre class="wp-block-verse">Roses\nare <em>red</em></pre>'
        "<!-- /wp:verse -->"),
        "Roses\\\nare *red*",
    ),
    "details": (
        ('<!-- wp:details --><details class="wp-block-details"><summary>All</summary>'
        "<!-- wp:paragraph --><p>results</p><!-- /wp:paragraph --></details><!-- /wp:details -->"),
        "<details>\n<summary>All</summary>\n\nresults\n\n</details>",
    ),
    "a post of a network": (
        ('<!-- wp:html --><blockquote class="twitter-tweet"><p>Words</p>&mdash; Ana</blockquote>'
        '<script async src="https://platform.twitter.com/widgets.js"></script><!-- /wp:html -->'),
        "> Words\n>\n> — Ana",
    ),
    "a gist": (
        '<script src="https://gist.github.com/ana/12.js"></script>',
        '::: embed https://gist.github.com/ana/12 "Code on GitHub"\n:::',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_texts_become_markdown(writer: ProseWriter, name: str) -> None:
    text, expected = TEXTS[name]
    assert markdown(writer, text)[0] == expected


def test_reusable_blocks_stand_where_they_are_shown(writer: ProseWriter) -> None:
    text = '<!-- wp:paragraph --><p>One</p><!-- /wp:paragraph --><!-- wp:block {"ref":5} /-->'
    shown = "<!-- wp:paragraph --><p>Again</p><!-- /wp:paragraph -->"
    assert markdown(writer, text, _5=shown)[0] == "One\n\nAgain"


def test_footnotes_of_blocks(writer: ProseWriter) -> None:
    text = (
        '<!-- wp:paragraph --><p>Words<sup data-fn="a-b" class="fn"><a href="#a-b" '
        'id="a-b-link">1</a></sup>.</p><!-- /wp:paragraph --><!-- wp:footnotes /-->'
    )
    meta = {"footnotes": json.dumps([{"content": "It <em>took</em> days.", "id": "a-b"}])}
    assert markdown(writer, text, meta)[0] == "Words[^1].\n\n[^1]: It *took* days."


def test_what_plugins_filled_is_counted(writer: ProseWriter) -> None:
    """Lists that WordPress fills anew fall; words of a plugin's block stay, and are told."""
    text = (
        '<p>x</p><!-- wp:latest-posts {"postsToShow":3} /-->'
        '<!-- wp:acf/box {"data":{"text":"Words that matter here"}} /-->'
        '[wpforms id="3"] [vc_row]y[/vc_row]'
    )
    made, codes = markdown(writer, text)
    assert "Words that matter here" in made
    assert '[wpforms id="3"]' in made
    assert codes == {
        ("wp:latest-posts", "dropped"): 1,
        ("wp:acf/box", "problem"): 1,
        ("wpforms", "kept"): 1,
        ("vc_row", "dropped"): 1,
    }


@pytest.mark.parametrize(
    ("noted", "sound"),
    [
        ("", ("", 0, "", "3:00")),
        ("/a.mp3", ("/a.mp3", 0, "", "3:00")),
        (" /a.mp3 \n 12 ", ("/a.mp3", 12, "", "3:00")),
        ("/a.mp3\n²\naudio/mpeg", ("/a.mp3", 0, "audio/mpeg", "3:00")),
        ('/a.mp3\n1\na/b\na:1:{s:8:"duration";s:4:"2:00";}', ("/a.mp3", 1, "a/b", "2:00")),
        (f'/a.mp3\n1\na/b\na:1:{{s:8:"duration";s:{"9" * 5000}:"2:00";}}',
         ("/a.mp3", 1, "a/b", "3:00")),
    ],
)  # fmt: skip
def test_what_is_noted_of_a_recording_may_be_cut_short(
    noted: str, sound: tuple[str, int, str, str]
) -> None:
    """Address, bytes, type and how long it is, a line each; what is odd of it is not known."""
    assert enclosure({"enclosure": noted, "duration": "3:00"}) == sound
