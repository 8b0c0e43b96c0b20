"""Typography of a text: quotes and dashes across links, emphasis and code."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sitegen.markdown.convert import Conversion, Converter
from sitegen.markdown.dialect import StoryMarkdown
from sitegen.markdown.fast import QuickMarkdown
from sitegen.markdown.placeholders import fill
from tests.markdown.theme_blocks import KINDS, make

UTC = ZoneInfo("UTC")


def convert(text: str, lang: str = "en", chosen: str = "") -> Conversion:
    converter = Converter(zone=UTC, blocks=KINDS, chosen_quotes=chosen)
    return converter.convert(text, path="vote.md", first_line=1, anchor="vote", lang=lang)


def html(text: str, lang: str = "en", chosen: str = "") -> str:
    return convert(text, lang, chosen).body.html


CASES = [
    ('He said "the budget is the city\'s".', "<p>He said “the budget is the city’s”.</p>"),
    ('*The Post*\'s "plan"', "<p><em>The Post</em>’s “plan”</p>"),
    ('"[Yes](https://a.example/)," she said.',
     '<p>“<a href="https://a.example/">Yes</a>,” she said.</p>'),
    ('*"Yes,"* she said. **"No"**.', "<p><em>“Yes,”</em> she said. <strong>“No”</strong>.</p>"),
    ('"*Yes*" and "`no`" and \'`x`\'',
     "<p>“<em>Yes</em>” and “<code>no</code>” and ‘<code>x</code>’</p>"),
    ('## The city\'s "plan" -- now', '<h2 id="the-citys-plan-now">The city’s “plan” – now</h2>'),
    ('- "One"\n- the \'90s', "<ul>\n<li>“One”</li>\n<li>the ’90s</li>\n</ul>"),
    ('> "We were\n> never *asked*."',
     "<blockquote>\n<p>“We were\nnever <em>asked</em>.”</p>\n</blockquote>"),
    ('She is 6\'2", he is 5\'9".', "<p>She is 6′2″, he is 5′9″.</p>"),
    ('Class of \'26\nsays "no"', "<p>Class of ’26\nsays “no”</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_line_is_set_as_one(text: str, expected: str) -> None:
    """Signs around a link, emphasis or code see what is within; both ways give the same bytes."""
    assert html(text) == expected
    md = StoryMarkdown()
    md.begin("vote", "en")
    whole = md.convert(text)
    md.begin("vote", "en")
    assert QuickMarkdown(md).convert(text) == whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<b>"Now"</b>, "<i>she</i>" said', "<p><b>“Now”</b>, “<i>she</i>” said</p>"),
        ('<kbd>"it\'s"</kbd> "so"', '<p><kbd>"it\'s"</kbd> “so”</p>'),
        ('\\"Now\\" and "then"', '<p>"Now" and “then”</p>'),
        ('&quot;Now&quot; "then"', '<p>"Now" “then”</p>'),
        ('    it\'s -- "code"', '<pre><code>it\'s -- "code"\n</code></pre>'),
        ('"A"<br>"B"', "<p>“A”<br>“B”</p>"),
        ('| "a" | it\'s |\n|---|---|\n| "b" | \'26 |', "“b”"),
        ('Said "so."[^1]\n\n[^1]: The city\'s.', "Said “so.”<sup"),
        ('"One\n\n- two"', "<p>“One</p>"),
    ],
)
def test_code_and_escaped_signs_are_not_touched(text: str, expected: str) -> None:
    assert expected in html(text)


def test_a_text_is_set_in_its_language() -> None:
    text = '¿"Quién *paga*"? ¡"Nadie"! Dijo "el \'no\'".'
    assert "¿“Quién <em>paga</em>”? ¡“Nadie”! Dijo “el ‘no’”." in html(text, "es")
    assert "¿«Quién <em>paga</em>»? ¡«Nadie»! Dijo «el “no”»." in html(text, "es", "«»")
    assert "“Không”" in html('"Không"', "vi", "«»")
    assert "„Nein“" in html('"Nein"', "de")


def test_titles_of_blocks_are_set() -> None:
    text = "::: fact The city's *plan*\n\"It's\"\n:::\n\n::: pull \"Pat O'Brien\"\n'Yes'\n:::\n"
    page = fill(html(text), (), (), make())
    assert ">The city’s <em>plan</em></p>\n<p>“It’s”</p>" in page
    assert "<figcaption>Pat O’Brien</figcaption>" in page


def test_a_picture_has_its_words_set() -> None:
    text = '![A "hall"](hall.jpg "It\'s *The Post*\'s"){credit="[Jo](https://a.example/), CC BY"}'
    (image,) = convert(text).images
    assert (image.alt, image.caption) == ("A “hall”", "It’s The Post’s")
    assert image.caption_html == "It’s <em>The Post</em>’s"
    assert image.credit_html == '<a href="https://a.example/">Jo</a>, CC BY'


def test_tags_beside_quotes_stay_tags() -> None:
    """A quote that touches another leaves the HTML beside it as it is."""
    md = StoryMarkdown()
    md.begin("story", "en")
    assert "“‘<b>Never</b>,’” she said." in md.convert("\"'<b>Never</b>,'\" she said.")
