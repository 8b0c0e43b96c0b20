"""What is not plain news says so, wherever its headline stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from sitegen.language.words import translations
from sitegen.model.kinds import KINDS
from tests.conftest import Built, Site
from tests.promises import every_kind

ITEMS = ("li", "article", "p", "div")  # what holds one headline, from the inside


@pytest.fixture(scope="module")
def words() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, words: dict[str, str]) -> Built:
    site = Site(tmp_path_factory.mktemp("kinds") / "site")
    words.update(every_kind.write(site))
    site.setting("[images]\nsocial_cards = false")
    return site.build()


def documents(built: Built) -> Iterator[tuple[str, html.HtmlElement]]:
    for file in built.paths("*.html"):
        yield file, html.fromstring(built[file])


def item_of(anchor: html.HtmlElement) -> html.HtmlElement:
    """Return the list item, card or line in which a link stands."""
    for name in ITEMS:
        found = next(anchor.iterancestors(name), None)
        if found is not None and name != "div":
            return found
    return anchor.getparent()


def said_before(item: html.HtmlElement, anchor: html.HtmlElement) -> str:
    """Return what a reader sees of an item up to a link: nothing hidden counts."""
    text = []
    for node in item.iter():
        if node is anchor:
            break
        if node.tag not in ("script", "style") and "hidden" not in node.get("class", ""):
            text += [node.text or ""]
        text += [node.tail or ""] if not any(a is node for a in anchor.iterancestors()) else []
    return " ".join(" ".join(text).split())


def test_every_link_to_what_is_no_plain_news_says_so(built: Built, words: dict[str, str]) -> None:
    """On every page the kind stands before the headline, in the same item as the link."""
    missing, seen = [], set()
    for file, page in documents(built):
        for anchor in page.iter("a"):
            path = urlsplit(anchor.get("href", "")).path
            word = words.get(path)
            is_card = anchor.get("data-copy") or not "".join(anchor.itertext()).strip()
            if word is None or is_card or any("prose" in a.get("class", "").split()
                                              for a in anchor.iterancestors()):  # fmt: skip
                continue
            seen.add(path)
            said = translations(page.get("lang")).gettext(word)
            if said not in said_before(item_of(anchor), anchor):
                missing.append((file, path, word))
    assert missing == []
    assert seen == set(words)


def test_a_story_says_before_its_own_headline_what_it_is(
    built: Built, words: dict[str, str]
) -> None:
    """Nobody who opens a story has to guess that it is satire, or was taken back."""
    for path, word in words.items():
        page = html.fromstring(built[f"{path[1:]}index.html"])
        (head,) = page.find_class("story-head")
        text = " ".join(head.text_content().split())
        assert word in re.split("Sample headline|What was", text)[0], path


def test_the_word_stands_in_titles_where_a_headline_travels_alone(
    built: Built, words: dict[str, str]
) -> None:
    """A title in a tab, a search result or a shared card has nothing beside it to explain it."""
    loud = {kind.label for kind in KINDS.values() if kind.in_title} | {"Retracted"}
    for path, word in words.items():
        page = html.fromstring(built[f"{path[1:]}index.html"])
        (shared,) = page.xpath("//meta[@property='og:title']/@content")
        assert shared.startswith(f"{word}: ") == (word in loud), path
        assert page.findtext(".//title").startswith(f"{word}: ") == (word in loud)
        (graph,) = page.xpath("//script[@type='application/ld+json']")
        story = json.loads(graph.text)["@graph"][0]
        assert not story["headline"].startswith(word)


@pytest.mark.parametrize("own_cards", [100, 0], ids=["new", "old"])
def test_no_card_calls_an_advertisement_news(
    site: Site, monkeypatch: pytest.MonkeyPatch, own_cards: int
) -> None:
    """What is drawn for a shared link names the kind in place of the section."""
    drawn: list[tuple[str, str]] = []

    def draw(title: str, label: str, *_rest: object) -> bytes:
        drawn.append((title, label))
        return b""

    monkeypatch.setattr("sitegen.pictures.card.social_card", draw)
    monkeypatch.setattr("sitegen.site.social_cards.OWN_CARDS", own_cards)
    every_kind.write(site)
    site.build()
    loud = [kind for kind in KINDS.values() if kind.in_title]
    for kind in loud:
        name = every_kind.headline(f"{kind.name}-{'voices' if kind.signed else 'news'}")
        if own_cards:
            assert (name, kind.label) in drawn
        else:
            assert kind.label in [title for title, _label in drawn]
    assert own_cards == 0 or ("What was said", "Retracted") in drawn


def test_sponsored_stories_stand_beside_no_news(built: Built) -> None:
    """An advertisement is never the lead, in "Latest", a sub-link, related or a neighbour."""
    front = html.fromstring(built["index.html"])
    top = front.find_class("top")[0]
    links = [urlsplit(a.get("href")).path for a in top.iter("a")]
    assert not [link for link in links if "sponsored" in link]
    for strip in front.find_class("strip"):
        assert "sponsored" not in next(strip.iter("article")).xpath(".//h3/a/@href")[0]
    for file, page in documents(built):
        for part in (*page.find_class("related"), *page.find_class("neighbours")):
            assert not [a for a in part.iter("a") if "sponsored" in a.get("href")], file
    own = html.fromstring(built["news/sponsored-news/index.html"])
    assert not [*own.find_class("related"), *own.find_class("neighbours")]


def test_a_section_does_not_begin_with_what_may_not_lead(site: Site) -> None:
    """The large first card is the newest story that is news."""
    site.story("content/news/old.md", published="2026-11-20")
    site.story("content/news/joke.md", kind="satire", published="2026-11-21")
    site.story("content/news/older.md", published="2026-11-19")
    page = html.fromstring(site.build()["news/index.html"])
    (feature,) = page.find_class("card--feature")
    assert feature.xpath(".//a/@href") == ["/news/old/"]


@pytest.mark.parametrize("kind", ["sponsored", "satire", "release"])
def test_a_front_of_nothing_but_such_stories_has_no_lead(site: Site, kind: str) -> None:
    """A site whose only story is an advertisement does not open with it."""
    site.story(kind=kind, sponsor=every_kind.SPONSOR if kind == "sponsored" else None)
    page = html.fromstring(site.build()["index.html"])
    assert not page.find_class("card--lead")
    assert page.find_class("card--row")[0].xpath(".//h3/a/@href") == ["/news/vote/"]


def test_sponsored_stories_have_one_feed(built: Built) -> None:
    """No feed but /feeds/sponsored.xml tells of them; satire stays in feeds under its label."""
    feeds = [f for f in built.tree if Path(f).name in ("feed.xml", "atom.xml", "feed.json")]
    assert not [f for f in feeds if "sponsored-news/" in built[f]]
    assert "sponsored-news/" in built["feeds/sponsored.xml"]
    titles = [every_kind.headline(f"{kind}-news") for kind in ("sponsored", "satire")]
    assert f"<title>Sponsored: {titles[0]}</title>" in built["feeds/sponsored.xml"]
    assert f"<title>Satire: {titles[1]}</title>" in built["feed.xml"]
    assert "sponsored" not in built["sitemap-news.xml"]
    assert "sponsored-news/" in "".join(built[f] for f in built.paths("sitemap-2026-*.xml"))


def test_links_of_a_sponsored_story_say_that_they_were_paid_for(site: Site) -> None:
    """Search engines want to know; links of other stories say nothing of the kind."""
    body = (
        "Go to [the bank](https://bank.example/) or <a rel='me' href='//b.example'>b</a> "
        "and [home](/).\n"
    )
    site.story("content/news/ad.md", body, kind="sponsored", sponsor=every_kind.SPONSOR,
               sources="[{title: A, url: 'https://source.example/'}]")  # fmt: skip
    site.story("content/news/news.md", body)
    built = site.build()
    page = html.fromstring(built["news/ad/index.html"])
    story = page.xpath("//article")[0]
    rels = {
        a.get("href"): a.get("rel")
        for a in story.iter("a")
        if re.match(r"(https:)?//", a.get("href")) and "wa.me" not in a.get("href")
    }
    assert set(rels) == {
        "https://bank.example/", "//b.example", "https://source.example/", "https://credit.example/"
    }  # fmt: skip
    assert set(rels.values()) == {"sponsored nofollow"}
    assert 'rel="sponsored' not in built["news/news/index.html"]


def test_who_paid_is_named_on_page_card_and_in_structured_data(built: Built) -> None:
    """A reader sees "Paid for by NAME" wherever the advertisement stands."""
    assert "Paid for by Sample Credit Union" in built["business/index.html"]
    page = html.fromstring(built["news/sponsored-news/index.html"])
    (story,) = page.find_class("story--paid")
    assert "Paid for by Sample Credit Union" in story.find_class("story-head")[0].text_content()
    (graph,) = page.xpath("//script[@type='application/ld+json']")
    node = json.loads(graph.text)["@graph"][0]
    assert node["sponsor"] == node["author"][0] == {
        "@type": "Organization", "name": "Sample Credit Union", "url": "https://credit.example/"
    }  # fmt: skip


def test_a_sponsored_story_must_name_its_sponsor(site: Site) -> None:
    """Front matter that hides who paid stops the build, with the words to write."""
    site.story(kind="sponsored")
    (problem,) = site.problems()
    assert problem.message == "a story of the kind sponsored needs a sponsor"
    assert "sponsor: {name:" in problem.hint
    site.story(kind="sponsored", sponsor="{name: Bank}")
    (problem,) = site.problems()
    assert "url" in problem.message
    site.story(sponsor=every_kind.SPONSOR)
    (problem,) = site.problems()
    assert problem.message == "a story of the kind news has no sponsor"


@pytest.mark.parametrize("key", ["lead", "pinned", "breaking"])
def test_an_advertisement_cannot_be_put_on_top(site: Site, key: str) -> None:
    """Neither by its own front matter nor by content/front.yml."""
    value = "{until: 2026-12-01}" if key == "breaking" else "true"
    site.story(kind="sponsored", sponsor=every_kind.SPONSOR, **{key: value})
    (problem,) = site.problems()
    assert problem.message == f"a story of the kind sponsored cannot be '{key}'"
    site.story(kind="sponsored", sponsor=every_kind.SPONSOR)
    site.write("content/front.yml", "lead: news/vote.md\n")
    (problem,) = site.problems()
    assert problem.path == "content/front.yml"
    assert "of the kind sponsored" in problem.message


def test_a_retraction_stands_above_the_text(built: Built) -> None:
    """A reader knows that a story was taken back before reading it, not after."""
    page = built["news/retraction/index.html"]
    box, text = page.index('class="correction retraction"'), page.index('class="prose"')
    assert box < text
    assert page.count("Sample words.") == 2  # the box, and structured data
    assert 'href="#corrections">Retracted</a>' in page


def test_each_type_of_correction_has_its_own_word_at_the_top_and_on_cards(built: Built) -> None:
    """A clarification is not called a correction."""
    cards = html.fromstring(built["series/high-water/index.html"])
    for type_, word in (
        ("correction", "Corrected"),
        ("clarification", "Clarified"),
        ("update", "Updated"),
    ):
        page = built[f"news/{type_}/index.html"]
        assert f'<a class="corrected" href="#corrections">{word}</a>' in page
        (link,) = cards.xpath(f"//article//h3/a[@href='/news/{type_}/']")
        card = next(link.iterancestors("article"))
        assert [mark.text for mark in card.find_class("corrected")] == [word]


def test_an_opinion_names_its_writer_in_every_list(built: Built) -> None:
    """An opinion without a name would be the newspaper's own."""
    for _file, page in documents(built):
        for anchor in page.xpath("//a[@href='/voices/opinion-voices/']"):
            item = item_of(anchor)
            assert "Ana Ruiz" in item.text_content(), html.tostring(item)
