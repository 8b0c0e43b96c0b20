"""Phrases: emphasis and links in headlines, summaries, captions and credits."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.language.quotation_marks import quotes_of
from sitegen.markdown.phrases import Phrase, read_phrase
from sitegen.markdown.plain_text import plain_text

BE = "<a href=\"https://example.org/it&#x27;s--b&#x27;s\">https://example.org/it's--b's</a>"
JO = '<a href="https://example.org/jo">Jo Park</a>'


def headline(text: str) -> Phrase:
    return read_phrase(text, quotes_of("en"), links=False)


def caption(text: str) -> Phrase:
    return read_phrase(text, quotes_of("en"), links=True)


@pytest.mark.parametrize(
    ("typed", "plain", "html"),
    [
        ("Editor of *The Post* resigns", "Editor of The Post resigns",
         "Editor of <em>The Post</em> resigns"),
        ("_The Post_'s \"plan\"", "The Post’s “plan”", "<em>The Post</em>’s “plan”"),
        ("**Now**: \"*yes*\"", "Now: “yes”", "<strong>Now</strong>: “<em>yes</em>”"),
        ("*a **b** c*", "a b c", "<em>a <strong>b</strong> c</em>"),
        ("***Both***", "Both", "<em><strong>Both</strong></em>"),
        ("(*The Post*), “*AP*”, ¿*Sí*?", "(The Post), “AP”, ¿Sí?",
         "(<em>The Post</em>), “<em>AP</em>”, ¿<em>Sí</em>?"),
        ("Mai/*The Post*", "Mai/The Post", "Mai/<em>The Post</em>"),
        ("<i>The Post</i> & <EM>AP</EM>", "The Post & AP", "<em>The Post</em> &amp; <em>AP</em>"),
        ("What `--json` \"does\"", "What --json “does”", "What <code>--json</code> “does”"),
        ("读*邮报*新闻", "读邮报新闻", "读<em>邮报</em>新闻"),
    ],
)  # fmt: skip
def test_emphasis_is_made(typed: str, plain: str, html: str) -> None:
    assert headline(typed) == Phrase(plain, html)


@pytest.mark.parametrize(
    "text",
    [
        "snake_case_name, @jo_park_, #a_b_",
        "F*** this s***, f**k and s**t",
        "5 * 3 * 2 and 2*3*4",
        "Prices* rise*",
        "*never closed",
        "[Video] The mayor (again)",
        "<script>x</script> a < b",
        "a ** b ** c",
        "<i>never closed",
        "closed</em> alone",
    ],
)
def test_signs_that_mean_nothing_stay(text: str) -> None:
    assert headline(text) == Phrase(text)


@pytest.mark.parametrize(
    ("letter", "is_set"),
    [("a", False), ("ෆ", False), ("ก", True), ("ໟ", True), ("ༀ", False), ("ぁ", True),
     ("\u9fff", True), ("ꀀ", False), ("9", False), (".", True)],
)  # fmt: skip
def test_emphasis_begins_and_ends_at_words(letter: str, is_set: bool) -> None:
    """Scripts that put no spaces between words have it anywhere."""
    for text in (f"{letter}*b*", f"*b*{letter}"):
        assert bool(headline(text).html) == is_set


def test_a_backslash_keeps_a_sign() -> None:
    assert headline(r"\*Post\* \"x\"") == Phrase('*Post* "x"')


@pytest.mark.parametrize(
    ("typed", "plain", "html"),
    [
        ("[Jo Park](https://example.org/jo), CC BY", "Jo Park, CC BY", f"{JO}, CC BY"),
        ("Photo: [*Jo*](https://example.org/a_(b) \"x\")", "Photo: Jo",
         'Photo: <a href="https://example.org/a_(b)"><em>Jo</em></a>'),
        ("\"[Jo](https://example.org/?a=1&b=2)\"", "“Jo”",
         '“<a href="https://example.org/?a=1&amp;b=2">Jo</a>”'),
        ("From https://example.org/a_b_c/.", "From https://example.org/a_b_c/.",
         'From <a href="https://example.org/a_b_c/">https://example.org/a_b_c/</a>.'),
        ("(<https://example.org>)", "(https://example.org)",
         '(<a href="https://example.org">https://example.org</a>)'),
        ("See https://example.org/it's--b's now", "See https://example.org/it's--b's now",
         f"See {BE} now"),
        ("(https://example.org/a_(b))!", "(https://example.org/a_(b))!",
         '(<a href="https://example.org/a_(b)">https://example.org/a_(b)</a>)!'),
        ("https://example.org/a)).", "https://example.org/a)).",
         '<a href="https://example.org/a">https://example.org/a</a>)).'),
        (r"[A\]b](x.md)", "A]b", '<a href="x.md">A]b</a>'),
    ],
)  # fmt: skip
def test_links_are_made_in_captions(typed: str, plain: str, html: str) -> None:
    phrase = caption(typed)
    assert (phrase.plain, phrase.html) == (plain, html)
    assert len(phrase.targets) == 1


def test_a_headline_has_no_links() -> None:
    """The words of a link stay; where it led is known, for a warning."""
    assert headline("The [vote](vote.md)") == Phrase("The vote", "", ("vote.md",))


@given(st.text("ab *_`[]()<>\\\"'&/:ih", max_size=40), st.booleans())
@settings(max_examples=400, deadline=None)
def test_html_and_plain_words_agree(text: str, links: bool) -> None:
    """Whatever is typed, the HTML is sound and says what the plain text says."""
    phrase = read_phrase(text, quotes_of("en"), links=links)
    if not phrase.html:
        return
    words = phrase.html
    for tag in ("em", "strong", "code", "a"):
        words = words.replace(f"</{tag}>", "\x01").replace(f"<{tag}>", "\x01")
    assert "".join(plain_text(phrase.html).split()) == "".join(phrase.plain.split())
    assert unescape(words).count("\x01") % 2 == 0 or "<a " in words
