"""Hostile words are shown as text: in pages, attributes, JSON and feeds, and never run."""

from __future__ import annotations

import json
import re
from html import unescape

import feedparser
import pytest
from lxml import etree, html

from tests.conftest import NOW, Built, Site

SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "a script": SCRIPT,
    "the end of a script": '</script><script>alert(1)</script><img src=x onerror="alert(2)">',
    "the end of CDATA": "one ]]> two <![CDATA[ three ]]>",
    "the end of a comment": "one --> two <!-- three",
    "Jinja": "{{ 7 * 7 }} {% raw %} {# no #} {{ site.title }}",
    "quotes": '" onmouseover="alert(1)" \'><b a=\'',
    "entities": "&lt;b&gt; &amp;amp; &#x3c; AT&T",
    "line ends of JavaScript": "one\u2028two\u2029three",
    "text from right to left": "one \u202e owt \u2066three\u2069",
    "a byte order mark within": "one\ufefftwo",
    "a template string": "${alert(1)} `alert(2)` \\u003cscript\\u003e",
    "a scheme": "javascript:alert(1)",
}
_XML_ONLY = {"\u2028": " ", "\u2029": " "}


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture(params=HOSTILE)
def words(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


@pytest.fixture
def built(site: Site, words: str) -> Built:
    title = _yaml(f"Title {words}")
    site.setting("[feeds]\natom = true\njson = true")
    site.setting("[images]\nsocial_cards = false")
    site.write("content/authors/ana.md", f"---\nname: {_yaml(f'Ana {words}')}\n"
               f"role: {_yaml(words)}\n---\nWrites samples.\n")  # fmt: skip
    site.story(
        "content/news/vote.md",
        "A sample text.",
        title=title,
        summary=_yaml(f"Summary {words}"),
        tags=f"[{_yaml(f'Tag {words}')}]",
        authors="[ana]",
        kicker=_yaml(words),
        dateline=_yaml(words),
        series=_yaml(f"Series {words}"),
        how_we_reported=_yaml(words),
        sources=f"[{{title: {_yaml(words)}, url: 'https://records.example/'}}]",
        corrections=f"[{{date: 2026-03-02, text: {_yaml(words)}}}]",
        breaking=f"{{text: {_yaml(words)}, until: 2027-01-01}}",
    )
    return site.build(NOW)


def _plain(text: str) -> str:
    """Return words as readers see them: without marks that steer, spaces evened out."""
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069\ufeff\u200b]", "", text).split())


def _printed(words: str) -> str:
    """Return words of front matter as they are printed: entities read once, no marks of code."""
    return _straight(unescape(words).replace("`", ""))


def _straight(text: str) -> str:
    """Return words without what typography does to them."""
    for sign, typed in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("–", "--")):
        text = text.replace(sign, typed)
    return _plain(text)


def test_hostile_words_are_text_in_every_page(built: Built, words: str) -> None:
    """A page runs, or loses, or misplaces what somebody wrote into front matter."""
    for file in built.paths("*.html"):
        page = html.document_fromstring(built[file])
        scripts = [node for node in page.iter("script") if "alert" in (node.text or "")]
        assert all(node.get("type") == "application/ld+json" for node in scripts), file
        for node in page.iter():
            assert not [name for name in node.attrib if name.startswith("on")], (file, node.attrib)
            for name in ("href", "src", "action"):
                value = node.get(name, "").strip().lower()
                assert not value.startswith("javascript:"), (file, value)
        assert not [node for node in page.iter("img") if node.get("src") == "x"], file
    page = html.document_fromstring(built["news/vote/index.html"])
    assert _straight(page.find(".//h1").text_content()).endswith(_printed(f"Title {words}"))
    assert "49" not in _plain(page.find(".//h1").text_content()).split()


def test_hostile_words_are_text_in_structured_data(built: Built, words: str) -> None:
    """JSON-LD ends early, or says something else than the page."""
    count = 0
    for file in built.paths("*.html"):
        for node in html.document_fromstring(built[file]).iter("script"):
            if node.get("type") == "application/ld+json":
                json.loads(node.text)
                count += 1
    assert count
    page = html.document_fromstring(built["news/vote/index.html"])
    (node,) = page.xpath("//script[@type='application/ld+json']")
    assert _printed(f"Title {words}")[:40] in _straight(_texts(json.loads(node.text)))


def _texts(value: object) -> str:
    if isinstance(value, dict):
        return "\n".join(map(_texts, value.values()))
    if isinstance(value, list):
        return "\n".join(map(_texts, value))
    return str(value)


def test_hostile_words_are_text_in_feeds_and_sitemaps(built: Built, words: str) -> None:
    """A feed or sitemap is not well-formed, or a reader sees markup instead of words."""
    for file in (*built.paths("*.xml"),):
        etree.fromstring(built.tree[file])
    for file in ("feed.xml", "atom.xml"):
        feed = feedparser.parse(built.tree[file], sanitize_html=False)
        assert not feed.bozo, feed.get("bozo_exception")
        (entry,) = feed.entries
        assert "alert(" not in entry.title or "<script" not in entry.title or "&" in built[file]
    data = json.loads(built["feed.json"])
    assert _straight(data["items"][0]["title"]) == _printed(f"Title {words}")
    json.loads(built["manifest.webmanifest"])
    rss = etree.fromstring(built.tree["feed.xml"])
    assert _straight(rss.findtext("channel/item/title")) == _printed(f"Title {words}")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_in_a_body_are_text(site: Site, name: str) -> None:
    """Jinja in Markdown is run, or a text ends a feed's CDATA."""
    words = HOSTILE[name].replace("<", "&lt;")
    site.setting("[feeds]\njson = true")
    site.story("content/news/vote.md", f"Begin {words} end.\n\n`` {HOSTILE[name]} ``")
    built = site.build(NOW)
    page = html.document_fromstring(built["news/vote/index.html"])
    text = _plain(page.text_content())
    assert "7 * 7" in text or "Jinja" not in name
    assert "site.title" in text or "Jinja" not in name
    code = [_plain(node.text_content()) for node in page.iter("code")]
    assert _plain(HOSTILE[name]) in code
    etree.fromstring(built.tree["feed.xml"])
    json.loads(built["feed.json"])


def test_html_that_is_not_trusted_is_cleaned(site: Site) -> None:
    """A contributor's script runs though trust_html is off."""
    site.setting("trust_html = false")
    body = f"Before {SCRIPT} <b onclick='alert(3)'>bold</b> [x](javascript:alert(4)) after."
    site.story("content/news/vote.md", body)
    built = site.build(NOW)
    assert "alert(1)" not in built["news/vote/index.html"]
    assert "onclick" not in built["news/vote/index.html"]
    assert "javascript:" not in built["news/vote/index.html"]


def test_control_characters_do_not_reach_feeds(site: Site) -> None:
    """A bell in a title makes the feed ill-formed for every reader."""
    text = b"---\ntitle: Bell \x07 and \x1b\npublished: 2026-03-01\n---\nText \x0c, \x08 control.\n"
    site.write_bytes("content/news/vote.md", text)
    built = site.build(NOW)
    assert {warning.line for warning in built.report.warnings} == {2, 5}
    etree.fromstring(built.tree["feed.xml"])


def test_hostile_file_names_are_text(site: Site) -> None:
    """A file's name breaks out of an attribute, or its address cannot be followed."""
    icon = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>'
    name = "a \"b' <i>&amp; {{ 7 }} ü.svg"
    site.write_bytes(f"content/news/{name}", icon)
    data = "d%22 é #1?.csv"
    site.write_bytes(f"content/news/{data}", b"1,2\n")
    site.write_bytes("static/root/odd & name.txt", b"Odd.\n")
    site.story("content/news/it's <b>& \"so\".md", slug="so",
               image=f"{{file: {_yaml(name)}, alt: A sample}}")  # fmt: skip
    built = site.build(NOW)
    page = html.document_fromstring(built["news/so/index.html"])
    assert not page.xpath("//i[contains(., 'amp')]")
    assert "odd & name.txt" in built.tree
    for file in built.paths("*.xml"):
        etree.fromstring(built.tree[file])
