"""The fast way through Markdown writes what the full converter writes, and leaves it the rest."""

from __future__ import annotations

import itertools
import random

import pytest
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

from sitegen.markdown.dialect import StoryMarkdown
from sitegen.markdown.fast import QuickMarkdown
from tests.markdown.fuzz import Pair, documents, shorten, story, texts

STORIES = 60
MUTATIONS = 500


@pytest.fixture(scope="module")
def pair() -> Pair:
    return Pair()


def assert_same(pair: Pair, text: str) -> None:
    if pair.differ(text):
        short = shorten(pair, text)
        expected, got = pair.both(short)
        pytest.fail(f"{short!r}: in full {expected!r}, the fast way {got!r}")


def test_the_test_documents_are_converted_alike(pair: Pair) -> None:
    """Every document that Python-Markdown tests itself with comes out byte for byte."""
    texts_of_others = documents()
    assert len(texts_of_others) > 80
    for text in texts_of_others:
        assert_same(pair, text)


def test_stories_are_converted_alike(pair: Pair) -> None:
    """News prose, for which the fast way exists, comes out byte for byte."""
    rng = random.Random(11)
    for _ in range(STORIES):
        assert_same(pair, story(rng))


@pytest.mark.parametrize("seed", [101, 202, 303])
def test_mutated_texts_are_converted_alike(pair: Pair, seed: int) -> None:
    """Typing errors and pasted pieces make no difference between the two."""
    for text in itertools.islice(texts(seed), MUTATIONS):
        assert_same(pair, text)


def test_quotes_are_set_alike_in_every_surrounding(pair: Pair) -> None:
    """Each quote beside each kind of character is turned as the full converter turns it."""
    signs = "'\" as9-(.—\n"
    for length in (1, 2, 3):
        for row in itertools.product(signs, repeat=length):
            text = "".join(row)
            if "'" in text or '"' in text:
                assert_same(pair, f"b{text}b")
                assert_same(pair, f"{text}\n\nb {text} b")


@pytest.mark.parametrize(
    "text",
    [
        "One\n> quoted",
        "One\n# Heading",
        "Title\n=====\n\nText",
        "Text\n---",
        "Text\n* * *\ntext",
        "- a\n\n- b",
        "- a\n\n1. b",
        "- a\n1. b",
        "3. a\n4. b",
        "007. a\n1. b",
        "0. a",
        "- a\n\n    more",
        "> a\n\n> b",
        "1. a\n\n- b",
        "Term\n\n: Definition",
        "a  \nb",
        "# A\n\n# A\n\n- # A",
        "a\n\n\n    code\n\n\n    code\n\nb",
        "*a **b** c* and **d *e***",
        "_a_ b_c_d __e__f",
        '[a](b "it\'s") [c](d_e_f) [*g*](h)',
        "![a](b.jpg)\n![c](d.jpg)",
        "'Twas '90s \"'so'\" she said--\"no\"",
        "Q&A, AT&T, R&D; &copy; &#8217;",
        "{x} {: .y }\n\ntext\n{: #z }",
        "\x1aB0\x1a\n\ntext\n\n\x1aE0\x1a",
        "\xa0text\xa0",
        "\u2028text\x0b\x1c\n\n#x\x1c",
        "One\n- two\n- three",
        "One\n2. two",
        "- a\n* b",
        "1. a\n2) b",
        "- a\n  - b",
        "#Hashtag\n\n# ",
        "~~a~~ ~b~",
        "See https://example.org/a_b. and www.example.org, me@example.org",
        "[see https://example.org](x.md)",
        "*me@example.org* and **https://a.org**",
        "f\n\n[^x]\n\n.\n\n.\n-\n",
        "Text[^x] here.\n\nMore.\n\nMore.\n\n- a [^y]\n",
        "a [b][c] d\n\n[c]: /u\n[C]: /v\n",
        "> a\n\n> b\n>\n> c",
        "\x1aB0\x1a\nwords\n\x1aE0\x1a\nmore",
        '![a](b.jpg "c"){credit="d" .e}',
        "![a](b.jpg 'c'){credit='d \"e\" & f > g'}",
        "![a](b.jpg){credit='d \"e\" & f > g!'}",
        "![a](b.jpg){e}",
        "`a` ``b`` `c",
    ],
)
def test_what_looks_like_prose_is_read_alike(pair: Pair, text: str) -> None:
    """Signs of structure inside, after or between paragraphs are not overlooked."""
    assert_same(pair, text)


@pytest.mark.parametrize("space", ["\xa0", "\u2003", "\u2028", "\u3000"])
def test_a_block_of_other_spaces_is_read_alike(pair: Pair, space: str) -> None:
    """A space that Markdown takes for a letter is a paragraph, wherever it stands."""
    for text in (f"{space}\n\nOne.", f"One.\n\n{space}", f"One.\n\n{space}\n\nTwo.", space):
        assert_same(pair, text)


def handed_on(pair: Pair, text: str) -> list[str]:
    """Return what of a text the full converter is asked for."""
    convert = pair.bypassed.convert
    calls: list[str] = []

    def noted(source: str) -> str:
        calls.append(source)
        return convert(source)

    try:
        pair.bypassed.convert = noted  # type: ignore[method-assign]
        pair.bypassed.begin("story", "en")
        pair.quick.convert(text)
    finally:
        pair.bypassed.convert = convert  # type: ignore[method-assign]
    return calls


@pytest.mark.parametrize(
    "block",
    [
        "## What's next",
        'It\'s "over," she *said* -- see [the vote](../local/vote.md).',
        "- One\n- **Two** things",
        "* One\n* Two",
        "1. One\n2. Two",
        "3) One",
        "> A quote.\n>\n> He said.",
        "\x1aB0\x1a",
        '![Sample](a.jpg "Words"){credit="Ana"}',
        "Run `sitegen`, [he\nsaid][far].",
    ],
)
def test_plain_prose_never_reaches_the_full_converter(pair: Pair, block: str) -> None:
    """A story of paragraphs, headings, links and quotes is written out directly."""
    text = f"First.\n\n{block}\n\nLast.\n\n[far]: https://example.org/a\n"
    assert handed_on(pair, text) == []
    assert_same(pair, text)


def test_only_the_unknown_block_reaches_the_full_converter(pair: Pair) -> None:
    """One table in a long story costs one table, not the story."""
    text = "First.\n\nSecond.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThird.\n\nFourth.\n"
    assert handed_on(pair, text) == ["| a | b |\n|---|---|\n| 1 | 2 |"]


class Inserted(Extension):
    """Gives ++words++ as <ins>: a pattern that the fast way cannot know."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        pattern = SimpleTagInlineProcessor(r"(\+\+)(.*?)\+\+", "ins")
        md.inlinePatterns.register(pattern, "inserted", 70)


def test_an_unknown_extension_turns_the_fast_way_off() -> None:
    """A site's own Markdown extension is honoured everywhere, at Python-Markdown's pace."""
    md = StoryMarkdown([Inserted()])
    quick = QuickMarkdown(md)
    md.begin("story", "en")
    assert not quick.active
    assert quick.convert("Some ++new++ words.") == "<p>Some <ins>new</ins> words.</p>"


def test_the_fast_way_is_on_with_the_installed_python_markdown(pair: Pair) -> None:
    """When Python-Markdown renames its processors, this says that speed was lost."""
    assert pair.quick.active
