"""Stories are read as everybody's editor reads them: CommonMark with GitHub's tables, strikes
and bare links. The other reader here is markdown-it, which many of those editors use."""

from __future__ import annotations

import json
import random
import re

import pytest
from markdown_it import MarkdownIt

from sitegen.markdown.convert import clean_source
from sitegen.markdown.dialect import StoryMarkdown
from tests.conftest import ROOT
from tests.markdown.fuzz import DOCUMENTS, mixture, story
from tests.markdown.structure import structure

EXAMPLES = ROOT / "tests/data/commonmark"
STORIES = 700

# What differs from CommonMark on purpose, by the number of its example.
_NO_TAG = "a name in < > that HTML does not know is text: readers would lose <inaudible>"
_BARE = "a bare address is a link, as on GitHub"
ON_PURPOSE = {
    201: _NO_TAG,
    491: _NO_TAG,
    524: _NO_TAG,
    536: _NO_TAG,
    602: _BARE,
    608: _BARE,
    611: _BARE,
    612: _BARE,
    613: _NO_TAG,
    614: _NO_TAG,
    615: _NO_TAG,
}
# The parser of Python's library ends a comment elsewhere than browsers do.
UNCOMPARED = {626: "<!--> is a comment"}
ON_PURPOSE_GITHUB = {
    279: "boxes to tick are no part of a story",
    280: "boxes to tick are no part of a story",
    652: "the newsroom's HTML is its own",
}
NEVER_APART = ("list", "quote", "heading", "emphasis", "table")

# Of Python-Markdown's documents: those that show what is ours on top of CommonMark.
OURS = {
    "attr_list.txt": "attributes in braces",
    "def-in-list.txt": "definitions",
    "footnote.txt": "notes",
    "footnote_many_footnotes.txt": "notes",
    "footnote_placeholder.txt": "notes",
    "footnote_placeholder_depth.txt": "notes",
    "loose_def_list.txt": "definitions",
    "multi-test.txt": "notes",
    "named_markers.txt": "notes",
    "raw-html.txt": 'HTML with markdown="1"',
    "simple_def-lists.txt": "definitions",
}


@pytest.fixture(scope="module")
def ours() -> StoryMarkdown:
    return StoryMarkdown()


@pytest.fixture(scope="module")
def theirs() -> MarkdownIt:
    other = MarkdownIt("commonmark", {"html": True, "linkify": True})
    other.enable(["table", "strikethrough", "linkify"])
    assert other.linkify is not None
    other.linkify.set({"fuzzy_link": False})
    return other


def read(md: StoryMarkdown, text: str) -> str:
    md.begin("story", "en")
    return md.convert(clean_source(text))


def examples(name: str) -> list[dict[str, str]]:
    cases: list[dict[str, str]] = json.loads((EXAMPLES / name).read_text("utf-8"))
    return cases


def apart(md: StoryMarkdown, cases: list[dict[str, str]]) -> dict[int, str]:
    """Return the numbers and sections of the examples that come out in another structure."""
    numbers: dict[int, str] = {}
    for case in cases:
        expected = re.sub(r' align="(\w+)"', r' style="text-align: \1;"', case["html"])
        if structure(read(md, case["markdown"])) != structure(expected):
            numbers[int(case["example"])] = case["section"]
    return numbers


def test_commonmarks_examples_come_out_as_it_says(ours: StoryMarkdown) -> None:
    """Of 652 examples a dozen differ, each with its reason."""
    differing = apart(ours, examples("commonmark-0.31.2.json"))
    assert set(differing) == set(ON_PURPOSE) | set(UNCOMPARED)
    assert not any(word in s.lower() for s in differing.values() for word in NEVER_APART)


def test_githubs_examples_come_out_as_it_says(ours: StoryMarkdown) -> None:
    """Tables, strikes and bare links are GitHub's."""
    differing = apart(ours, examples("gfm-extensions-0.29.json"))
    assert set(differing) == set(ON_PURPOSE_GITHUB)


def test_documents_are_read_alike(ours: StoryMarkdown, theirs: MarkdownIt) -> None:
    """Documents that Python-Markdown tests itself with come out in the common structure."""
    names = set()
    files = sorted(DOCUMENTS.rglob("*.txt"))
    assert len(files) > 80
    for file in files:
        text = clean_source(file.read_bytes().decode("utf-8", "replace"))
        if structure(read(ours, text)) != structure(theirs.render(text)):
            names.add(file.name)
    assert names == set(OURS)


def test_stories_are_read_alike(ours: StoryMarkdown, theirs: MarkdownIt) -> None:
    """News prose with all that newsrooms mark up has the structure that editors show."""
    rng = random.Random(20)
    for _ in range(STORIES):
        text = story(rng, rng.choice((40, 120, 300)))
        assert structure(read(ours, text)) == structure(theirs.render(text)), text


def test_mixtures_of_markup_are_read_alike(ours: StoryMarkdown, theirs: MarkdownIt) -> None:
    """Lists in quotes in lists, tables under lines, emphasis across both."""
    rng = random.Random(21)
    for _ in range(1500):
        text = mixture(rng)
        if "~~~" in text or "`\n" in text:
            continue  # markdown-it strikes within longer runs, and keeps code's indentation
        assert structure(read(ours, text)) == structure(theirs.render(text)), text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("The clerk said:\n1. Sign.\n2. Wait.", "<p>The clerk said:</p>\n<ol>"),
        ("In 1.\n2024 was dry.", "<p>In 1.\n2024 was dry.</p>"),
        ("Asked for:\n- a count", "<p>Asked for:</p>\n<ul>\n<li>a count</li>"),
        ("She said:\n> Never.", "<p>She said:</p>\n<blockquote>"),
        ("Words\n## Next", '<p>Words</p>\n<h2 id="next">Next</h2>'),
        ("Votes:\n| a | b |\n|---|--:|\n| 1 | 2 |", "<p>Votes:</p>\n<table>"),
        ("- a\n   - b", "<li>a\n<ul>\n<li>b</li>"),
        ("1) a\n2) b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("#HoustonStrong", "<p>#HoustonStrong</p>"),
        ("> one\n\n> two", "<p>one</p>\n</blockquote>\n<blockquote>\n<p>two</p>"),
        ("a\\\nb", "<p>a<br>\nb</p>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("a \nb", "<p>a\nb</p>"),
        ("~~$5~~ $6", "<p><del>$5</del> $6</p>"),
        ("~500 to ~600", "<p>~500 to ~600</p>"),
        ("At https://example.org/a_b.", '<a href="https://example.org/a_b">https://example'),
        ("Mail tips@example.org.", '<a href="mailto:tips@example.org">tips@example.org</a>.'),
        ("- a\n\n  b\n\n      code", "<p>b</p>\n<pre><code>code\n</code></pre>\n</li>"),
        ("3. a", '<ol start="3">'),
        ("0) a", '<ol start="0">'),
        ("1. a", "<ol>"),
        ("``` {.python .numbered #a}\nb\n```", '<code class="language-python numbered" id="a">'),
        ("``` {#a}\nb\n```", '<code id="a">'),
        ("``` {a\nb\n```", "<pre><code>b"),
        ("``` python 3\nb\n```", '<code class="language-python">'),
        ("- a\n{.lead}\n- b", '<li class="lead">a</li>'),
        ("Runoff\n: A vote.\n    - a\n    - b", "<dd>A vote.\n<ul>"),
        ("Runoff\n: A vote.\n\n    - a", "<dd>\n<p>A vote.</p>\n<ul>"),
        (">     a\n>       \n>     b", "<code>a\n  \nb\n</code>"),
        (r'[a](/x\&copy; "\&amp; &amp;")', '<a href="/x&amp;copy;" title="&amp;amp; &amp;">'),
        ("## Next {#after}", '<h2 id="after">Next</h2>'),
        ("*gracias*{lang=es}", '<em lang="es">gracias</em>'),
        ("One.\n{.lead lang='es'}", '<p class="lead" lang="es">One.</p>'),
        ("{.lead}", "<p>{.lead}</p>"),
        ("One.\n\n{.lead}", "<p>{.lead}</p>"),
        ("Runoff\n: A second vote.", "<dl>\n<dt>Runoff</dt>\n<dd>A second vote.</dd>\n</dl>"),
        ("*[HISD]: School district\n\nHISD", '<abbr title="School district">HISD</abbr>'),
        ('<div markdown="1">\n*a*\n</div>', "<div>\n<p><em>a</em></p>\n</div>"),
        ("<div>\n\n*a*\n\n</div>", "<div>\n<p><em>a</em></p>\n</div>"),
        ("[a\nb][c d]\n\n[C  D]: /x", '<a href="/x">a\nb</a>'),
        ("`a*b`*c*", "<code>a*b</code><em>c</em>"),
    ],
)
def test_each_rule_of_the_manual_holds(ours: StoryMarkdown, text: str, html: str) -> None:
    """What docs/writing-markdown.md promises is what comes out."""
    assert html in read(ours, text)
