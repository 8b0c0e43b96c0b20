"""Whole sites as readers and machines get them: nothing leads nowhere, every word has its place.

`complaints` follows every address of every file of a built site; the tests around it build
sites that newsrooms have and nobody plans for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import feedparser
import lxml.html
import pytest
from lxml import etree

from tests.conftest import Built, Site
from tests.pictures.photo_files import noisy, saved

# What readers' browsers load by themselves; everything else they are led to.
LOADED = {"img", "script", "source", "video", "audio", "iframe", "embed", "object", "track"}


def parse(html: bytes | str) -> Any:
    return lxml.html.document_fromstring(html)


def addresses(file: str, page: Any) -> Iterator[tuple[str, str]]:
    """Yield (what names it, address) of every address in an HTML page."""
    for element in page.iter(etree.Element):
        for name in ("href", "src", "poster", "action", "cite"):
            if element.get(name) is not None:
                yield element.tag if name != "poster" else "img", element.get(name)
        for name in ("srcset", "imagesrcset"):
            for candidate in (element.get(name) or "").split(","):
                if candidate.strip():
                    yield "img", candidate.split()[0]
        if element.tag == "meta" and element.get("property") in ("og:image", "og:url"):
            yield "meta", element.get("content")
        if element.tag == "meta" and element.get("http-equiv") == "refresh":
            yield "meta", element.get("content").split("url=")[1]
    for text in page.xpath("//script[@type='application/ld+json']/text()"):
        # The fragments of "@id" name things, not places of the page.
        yield from (("json", url.partition("#")[0]) for url in strings_of(json.loads(text)))


def strings_of(data: object) -> Iterator[str]:
    """Yield every address in JSON, without the template of a search."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in ("@context", "urlTemplate"):
                yield from strings_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings_of(value)
    elif isinstance(data, str) and data.startswith(("http://", "https://", "/")):
        yield data


def addresses_of_feed(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the addresses of a feed or sitemap, those inside its stories too, as they stand."""
    for element in etree.fromstring(data).iter(etree.Element):
        name = etree.QName(element).localname
        for attribute in ("href", "url"):
            if element.get(attribute):
                yield "feed", str(element.get(attribute))
        text = element.text or ""
        if name in ("link", "loc", "uri", "url") and text.strip():
            yield "feed", text
        if name in ("encoded", "content") and "<" in text:
            inside = lxml.html.fragment_fromstring(text, create_parent="div")
            yield from (("story", url) for _what, url in addresses("", inside))


def complaints(tree: Mapping[str, bytes], home: str) -> list[tuple[str, str, str]]:
    """Return (file, fault, address) of every address of a site that serves nobody.

    Args:
        home: the base URL, without a last slash.
    """
    pages = {file: parse(data.decode()) for file, data in tree.items() if file.endswith(".html")}
    ids = {file: set(page.xpath("//@id")) for file, page in pages.items()}
    faults = []
    for file, data in tree.items():
        here = f"{home}/{file.removesuffix('index.html')}"
        if file in pages:
            links = list(addresses(file, pages[file]))
        elif file.endswith(".xml"):
            links = list(addresses_of_feed(data))
        elif file.endswith((".json", ".webmanifest")):
            links = [("json", url) for url in strings_of(json.loads(data))]
        elif file.endswith(".css"):
            links = [("img", url) for url in re.findall(r"url\(['\"]?([^)'\"]+)", data.decode())]
        else:
            continue
        for what, url in links:
            fault = _fault(tree, ids, home, here, what, url)
            if fault:
                faults.append((file, fault, url))
    return faults


def _fault(
    tree: Mapping[str, bytes], ids: Mapping[str, set[str]], home: str, here: str, what: str,
    url: str,
) -> str:  # fmt: skip
    if what in ("feed", "story") and not urlsplit(url).scheme:
        return "relative"
    if re.search(r"[\s<>\"\x80-\U0010ffff]", url):
        return "not encoded"
    parts = urlsplit(urljoin(here, url))
    if parts.scheme in ("mailto", "tel", "data"):
        return ""
    if parts.hostname in ("localhost", "127.0.0.1"):
        return "of this machine"
    prefix = urlsplit(home).path
    if parts.netloc != urlsplit(home).netloc:
        return "loaded from elsewhere" if what in LOADED else ""
    if not f"{parts.path}/".startswith(f"{prefix}/"):
        return "outside the site"
    file = unquote(parts.path.removeprefix(prefix).removeprefix("/"))
    file += "index.html" if not file or file.endswith("/") else ""
    if file not in tree:
        return "dead"
    if parts.fragment and file in ids and unquote(parts.fragment) not in ids[file]:
        return "no such place on the page"
    return ""


def home_of(built: Built) -> str:
    (home,) = re.findall(r"^Sitemap: (.*)/sitemap.xml$", built["robots.txt"], re.MULTILINE)
    return str(home)


def structured_data(built: Built, file: str) -> dict[str, Any]:
    """Return the first node of a page's structured data."""
    (text,) = parse(built.tree[file]).xpath("//script[@type='application/ld+json']/text()")
    node: dict[str, Any] = json.loads(text)["@graph"][0]
    return node


def with_a_prefix(site: Site) -> None:
    settings = site.read("sitegen.toml").replace("gazette.example", "gazette.example/paper/one")
    site.write("sitegen.toml", settings)


# Addresses


@pytest.mark.parametrize("name", ["sample_site", "own_site"])
def test_every_address_leads_somewhere(request: pytest.FixtureRequest, name: str) -> None:
    """Pages, feeds, sitemaps, styles and structured data: every file, every place on a page."""
    built: Built = request.getfixturevalue(name)
    faults = complaints(built.tree, home_of(built))
    # The list of the search index names folders, whose files its script asks for.
    folders = [place for file, _, place in faults if file == "search/index.json"]
    for folder in folders:
        assert any(file.startswith(folder.strip("/")) for file in built.tree), folder
    faults = [fault for fault in faults if fault[0] != "search/index.json"]
    # The sample shows films and maps of other sites, as its Markdown asks for.
    assert [fault for fault in faults if fault[1] != "loaded from elsewhere"] == []


def test_a_prefix_stands_everywhere(site: Site) -> None:
    """base_url = ".../paper/one": a file beside a story, pictures, manifest, stubs, feeds."""
    with_a_prefix(site)
    site.setting("[feeds]\natom = true\njson = true")
    site.write("content/authors/mai.md", "---\nname: Mai\nimage: {file: mai.jpg, alt: Mai}\n---\n")
    site.write_bytes("content/authors/mai.jpg", saved(noisy(300, 400)))
    site.write_bytes("content/news/vote/hall one.jpg", saved(noisy(700, 500)))
    site.write_bytes("content/news/vote/the data é.csv", b"a,b\n")
    site.write_bytes("content/news/vote/talk one.mp3", b"ID3" + bytes(100))
    site.story(
        "content/news/vote/index.md",
        "[Data](<the data é.csv>), [bridge](../bridge.md#far), [about](/about/).\n\n"
        "![A hall](<hall one.jpg>)\n",
        authors="[mai]",
        tags="[Đường, C&A]",
        image="{file: hall one.jpg, alt: A hall}",
        enclosure="talk one.mp3",
        aliases="[/old/vote/, /old.html]",
    )
    site.story("content/news/bridge.md", "## Far\n\nText.\n", tags="[Đường]")
    site.write("content/pages/about.md", "---\ntitle: About\n---\nUs.\n")
    built = site.build()

    assert complaints(built.tree, "https://gazette.example/paper/one") == []
    assert json.loads(built["manifest.webmanifest"])["start_url"] == "/paper/one/"


def test_the_back_pages_of_an_author_lead_to_the_authors_feed(site: Site) -> None:
    """The link to the feed was made from the page's own address: /authors/mai/page/1/feed.xml."""
    site.setting("page_size = 5")
    site.write("content/authors/mai.md", "---\nname: Mai\n---\n")
    for number in range(12):
        site.story(f"content/news/story-{number}.md", authors="mai")
    built = site.build()

    assert 'href="/authors/mai/feed.xml"' in built["authors/mai/page/1/index.html"]
    assert complaints(built.tree, "https://gazette.example") == []


# Sites of few stories


def test_sites_of_next_to_nothing(site: Site) -> None:
    """Nothing, a page, a draft, one story, one in each section: whole sites all the same."""
    settings = "https://gazette.example"
    site.write("content/pages/about.md", "---\ntitle: About\n---\nUs.\n")
    for name in ("", "content/news/draft.md", "content/news/one.md", "content/local/two.md"):
        if name:
            site.story(name, draft="true" if "draft" in name else None)
        built = site.build()
        assert complaints(built.tree, settings) == [], name
        for file in built.paths("*feed.xml"):
            assert not feedparser.parse(built.tree[file]).bozo
        for file in built.paths("*.html"):
            assert len(parse(built.tree[file]).xpath("//h1")) == 1


def test_the_first_day_shows_how_its_story_begins(site: Site) -> None:
    """While a site has few stories, its quiet front shows how the lead begins; later none."""
    site.story("content/news/one.md", "The opening words of a sample.\n")
    first = site.build()
    assert "The opening words of a sample." in first["index.html"]

    site.story("content/news/one.md", "Other words open it now.\n")
    second = site.build()
    assert "Other words open it now." in second["index.html"]

    for number in range(7):
        site.story(f"content/news/more-{number}.md", "More.\n", published=f"2026-02-0{number + 1}")
    assert "Other words open it now." not in site.build()["index.html"]


def test_an_editor_decides_what_stands_where(site: Site) -> None:
    """content/front.yml comes before dates; a story stands once, a slot ends in time."""
    for number in range(1, 9):
        site.story(f"content/news/story-{number}.md", published=f"2026-02-0{number}")
    for number in range(1, 4):
        site.story(f"content/local/place-{number}.md", published=f"2026-01-0{number}")
    site.story("content/news/hidden.md", draft="true")
    site.write(
        "content/front.yml",
        """
        lead: news/story-1.md
        secondary:
        - news/hidden.md
        - news/story-1.md
        - {story: news/story-2.md, until: 2026-11-22 12:00}
        strips:
          local: [local/place-1.md]
        """,
    )

    def order(built: Built) -> list[str]:
        main = parse(built.tree["index.html"]).find(".//main")
        # The latest are listed again, wherever else they stand.
        apart = "[not(ancestor::*[@class='latest'])]/a/@href"
        return [str(url).split("/")[2] for url in main.xpath(f".//h3{apart} | .//li{apart}")]

    built = site.build("2026-11-22T11:59:59-06:00")
    before = order(built)
    assert before[:3] == ["story-1", "story-2", "story-8"]
    # The list of the latest used to take it away: it has room for all that is left.
    row = parse(built.tree["index.html"]).xpath("//section[@aria-labelledby='s-local']//h3")
    assert row[0].text_content() == "Place 1"
    assert len(before) == len(set(before))
    assert order(site.build("2026-11-22T12:00:00-06:00"))[:2] == ["story-1", "story-8"]


def test_a_slot_that_names_nothing_is_asked_about(site: Site) -> None:
    """A section at the top of front.yml was answered with: did you mean that section?"""
    site.story()
    site.write(
        "content/front.yml",
        """
        lead: news/nothing.md
        news: [news/vote.md]
        strips: {newz: [news/vote.md]}
        """,
    )
    problems = {(p.line, p.message, p.hint) for p in site.problems()}
    hint = "The slots of a section stand under strips: strips: {news: [news/vote.md]}"
    assert (2, "there is no zone 'news'", hint) in problems
    assert (3, "strips: there is no section 'newz'", "Did you mean 'news'?") in problems


# Stories to come


def test_what_would_break_the_hour_of_a_story_is_told_before(site: Site) -> None:
    """At 6 a.m. the scheduled build failed: the embargoed story's address was taken."""
    later = "2027-01-01"
    site.story("content/news/vote.md")
    site.story("content/news/second.md", published=later, slug="vote")
    site.story("content/news/third.md", published=later, template="map.html")
    site.story("content/news/fourth.md", "[Gone](/news/nothing/)\n", published=later)
    site.story("content/news/fifth.md", published=later, aliases="[/local/]")
    site.story("content/news/sixth.md", published=later, slug="same")
    site.story("content/news/seventh.md", "[That](/news/same/)\n", published=later)
    site.story("content/local/same.md", published=later, aliases="[/news/same/]")
    assert [(p.path, p.message) for p in site.problems()] == [
        ("content/local/same.md",
         "content/local/same.md and content/news/sixth.md both want /news/same/"),
        ("content/news/fifth.md",
         "content/news/fifth.md and the section 'local' both want /local/"),
        ("content/news/fourth.md", "dead link '/news/nothing/'"),
        ("content/news/second.md",
         "content/news/second.md and content/news/vote.md both want /news/vote/"),
        ("content/news/third.md", "there is no template 'map.html'"),
    ]  # fmt: skip


# Feeds


def test_a_summary_feed_is_never_mute(site: Site) -> None:
    """A story without a summary gave an empty item where feeds carry summaries alone."""
    site.setting("[feeds]\nfull_text = false\njson = true\natom = true")
    site.story("content/news/one.md", "The opening words of a sample.\n", summary=None)
    site.story("content/news/two.md", "Not these words.\n", summary="Its own summary.")
    built = site.build()
    for file in ("feed.xml", "atom.xml", "feed.json", "news/feed.xml"):
        assert "The opening words of a sample." in built[file]
        assert "Its own summary." in built[file]
        assert "Not these words." not in built[file]

    site.story("content/news/one.md", "It opens with others.\n", summary=None)
    assert "It opens with others." in site.build()["feed.xml"]


def test_an_identity_in_feeds_is_a_uri(site: Site) -> None:
    """A1: a folder named "vidéo clip" gave an id with a space in it."""
    site.setting("[feeds]\natom = true")
    site.story("content/news/vidéo clip/index.md", slug="clip")
    built = site.build()
    (entry,) = feedparser.parse(built.tree["atom.xml"]).entries
    assert entry.id == "tag:gazette.example,2024-01-01:news/vid%C3%A9o%20clip"


def test_an_identity_outlives_every_change(site: Site) -> None:
    """R3: headline, date, slug, section and even http for https: readers see no new story."""
    site.story("content/news/vote.md", id="sample-id")
    before = feedparser.parse(site.build().tree["feed.xml"]).entries[0].id
    site.delete("content/news/vote.md")
    site.story(
        "content/local/other-name.md",
        id="sample-id",
        title="Another",
        slug="third",
        published="2026-03-02",
    )
    site.write("sitegen.toml", site.read("sitegen.toml").replace("https://", "http://"))
    assert feedparser.parse(site.build().tree["feed.xml"]).entries[0].id == before


def test_every_correction_is_an_item(site: Site) -> None:
    """Readers of the corrections feed never saw a second correction, nor any in its order."""
    site.setting("[feeds]\natom = true\njson = true")
    site.story("content/news/new.md", corrections='[{date: 2026-03-05, text: "It was 7."}]')
    site.story(
        "content/news/old.md",
        published="2026-02-01",
        corrections="[{date: 2026-02-02, text: A name.}, {date: 2026-03-09, text: A sum.}]",
    )
    built = site.build()

    read = feedparser.parse(built.tree["corrections/feed.xml"])
    assert [entry.summary for entry in read.entries] == ["A sum.", "It was 7.", "A name."]
    assert read.entries[0].title == "Correction: Old"
    assert len({entry.id for entry in read.entries}) == 3
    assert read.feed.updated.startswith("Mon, 09 Mar 2026")
    assert read.entries[0].link == "https://gazette.example/news/old/#corrections"
    assert complaints(built.tree, "https://gazette.example") == []


def test_the_page_of_corrections_names_its_feed(site: Site) -> None:
    """D1: readers' programs find the feed of corrections by its page."""
    site.story()
    assert (
        'href="https://gazette.example/corrections/feed.xml"'
        in (site.build()["corrections/index.html"])
    )


def test_a_story_with_a_drawing_is_shared_with_a_card(site: Site) -> None:
    """G9: its markup named no image at all, for search engines take no drawings."""
    site.write(
        "content/news/map.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900"><path d="M0 0h9"/></svg>',
    )
    site.story(image="{file: map.svg, alt: A map}")
    built = site.build()
    (image,) = structured_data(built, "news/vote/index.html")["image"]
    assert (image["width"], image["height"]) == (1200, 630)
    assert f'og:image" content="{image["url"]}"' in built["news/vote/index.html"]
    assert complaints(built.tree, "https://gazette.example") == []


# Dates


def test_a_correction_is_a_change(site: Site) -> None:
    """G10, S2: a corrected story said to machines that it was never touched."""
    site.setting("[feeds]\natom = true")
    site.story("content/news/vote.md", corrections='[{date: 2026-03-05, text: "It was 7."}]')
    site.story("content/news/still.md", updated="2026-03-01")  # the day of its publication
    built = site.build()

    assert (
        structured_data(built, "news/vote/index.html")["dateModified"]
        == "2026-03-05T00:00:00-06:00"
    )
    assert "<updated>2026-03-05T00:00:00-06:00</updated>" in built["atom.xml"]
    assert "<lastmod>2026-03-05T00:00:00-06:00</lastmod>" in built["sitemap-2026-03.xml"]
    still = structured_data(built, "news/still/index.html")
    assert still["dateModified"] == still["datePublished"]
    problems = 'property="article:modified_time" content="{}"'
    assert problems.format(still["datePublished"]) in built["news/still/index.html"]
    assert problems.format("2026-03-05T00:00:00-06:00") in built["news/vote/index.html"]


def test_every_page_of_a_list_has_a_head_of_its_own(site: Site) -> None:
    """H2, H4: pages behind a list's front said in results what the front says."""
    site.setting("page_size = 5")
    settings = site.read("sitegen.toml").replace(
        'title = "News"', 'title = "News"\ndescription = "All of it."'
    )
    site.write("sitegen.toml", settings)
    for day in range(1, 18):
        site.story(f"content/news/s{day}.md", published=f"2026-03-{day:02}", tags="[Flood]")
    built = site.build()

    for folder, names in (("news", "News"), ("tags/flood", "Flood")):
        heads = {}
        for file in [*built.paths(f"{folder}/page/*.html"), f"{folder}/index.html"]:
            page = parse(built.tree[file])
            heads[file] = (
                page.findtext(".//title"),
                page.xpath("//meta[@name='description']")[0].get("content"),
            )
        assert len(heads) == 3
        assert len({title for title, _ in heads.values()}) == 3
        assert len({description for _, description in heads.values()}) == 3
        assert (
            heads[f"{folder}/page/2/index.html"][0]
            == f"{names} – March 6 to 10, 2026 | The Sample Gazette"
        )
        (graph,) = parse(built.tree[f"{folder}/page/2/index.html"]).xpath(
            "//script[@type='application/ld+json']/text()"
        )
        steps = json.loads(graph)["@graph"][1]["itemListElement"]
        assert [step["name"] for step in steps] == [
            "The Sample Gazette",
            names,
            f"{names} – March 6 to 10, 2026",
        ]


def test_feeds_show_the_newsrooms_logo(site: Site) -> None:
    """R11: a channel's picture is named like the channel, and is of a kind that RSS takes."""
    site.setting('[feeds]\natom = true\njson = true\n[organisation]\nlogo = "logo.png"\n')
    site.write_bytes("static/logo.png", saved(noisy(32, 24), "PNG"))
    site.story()
    built = site.build()
    (logo,) = built.paths("static/logo.*.png")
    url = f"https://gazette.example/{logo}"

    for file in built.paths("*feed.xml"):
        channel = etree.fromstring(built.tree[file]).find("channel")
        image = channel.find("image")
        assert image.findtext("url") == url
        assert image.findtext("title") == channel.findtext("title")
        assert image.findtext("link") == channel.findtext("link")
    assert f"<logo>{url}</logo>" in built["atom.xml"]
    assert json.loads(built["feed.json"])["icon"] == url

    site.write_bytes("static/logo.png", saved(noisy(32, 24, 2), "PNG"))
    (new,) = site.build().paths("static/logo.*.png")
    assert new != logo
    assert new in site.build()["news/feed.xml"]  # which holds no story that has changed

    site.write("static/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    site.write("sitegen.toml", site.read("sitegen.toml").replace("logo.png", "logo.svg"))
    built = site.build()
    assert new in built["feed.xml"]  # a drawing's picture stands beside it under its name
    assert new in built["atom.xml"]
    site.delete("static/logo.png")
    built = site.build()
    assert "logo." not in built["feed.xml"]  # RSS takes no drawing
    assert [w for w in built.report.warnings if "logo.svg" in w.message]


def test_a_live_story_changes_with_its_updates(site: Site) -> None:
    """T1: the newest update of a live story is when it was last changed."""
    site.story(
        "content/news/vote.md",
        '::: update 2026-03-01 19:30 "Polls close"\nText.\n:::\n',
        kind="live",
    )
    live = structured_data(site.build(), "news/vote/index.html")
    assert live["dateModified"] == "2026-03-01T19:30:00-06:00"
    assert live["liveBlogUpdate"][0]["headline"] == "Polls close"


def test_a_correction_shows_only_from_its_own_day(site: Site) -> None:
    """R4: a slip of the year in a correction's date gave feeds an item from the future."""
    site.story(corrections="[{date: 2026-12-24, text: A sample correction.}]")
    before = site.build("2026-11-22T12:00:00-06:00")
    assert before.mentioning("A sample correction.") == []
    assert before.report.next_change is not None

    after = site.build("2026-12-24T00:00:00-06:00")
    assert "corrections/feed.xml" in after.mentioning("A sample correction.")


# Other languages


def test_all_translations_name_each_other(site: Site) -> None:
    """H3: a translation of a translation, and two whose original is not there yet."""
    site.story("content/news/en.md")
    site.story("content/news/vi.md", lang="vi", translation_of="en.md")
    site.story("content/news/es.md", lang="es", translation_of="vi.md")
    site.story("content/news/later.md", published="2027-01-01")
    site.story("content/news/fr.md", lang="fr", translation_of="later.md")
    site.story("content/news/de.md", lang="de", translation_of="later.md")
    built = site.build()

    def versions(name: str) -> list[str]:
        page = parse(built.tree[f"news/{name}/index.html"])
        return [str(lang) for lang in page.xpath("//link[@hreflang]/@hreflang")]

    for name in ("en", "vi", "es"):
        assert versions(name) == ["en", "es", "vi", "x-default"]
    for name in ("fr", "de"):
        assert versions(name) == ["de", "fr", "x-default"]


def test_a_translation_is_a_click_away_in_the_preview_too(site: Site) -> None:
    """The link named the published site in full, so that the preview's readers left it."""
    settings = site.read("sitegen.toml")
    site.write("sitegen.toml", settings.replace('example"', 'example/paper"', 1))
    site.story("content/news/vote.md")
    site.story("content/local/voto.md", lang="es", translation_of="../news/vote.md", title="Voto")
    site.write("content/pages/us.md", "---\ntitle: About us\n---\nA sample.\n")
    site.write(
        "content/pages/nos.md",
        "---\ntitle: Nosotros\nlang: es\ntranslation_of: us.md\n---\nMuestra.\n",
    )
    built = site.build()

    def ways(file: str) -> list[tuple[str, str]]:
        links = parse(built.tree[file]).xpath("//main//a[@hreflang]")
        return [(link.get("hreflang"), link.get("href")) for link in links]

    assert ways("news/vote/index.html") == [("es", "/paper/local/voto/")]
    assert ways("local/voto/index.html") == [("en", "/paper/news/vote/")]
    assert ways("us/index.html") == [("es", "/paper/nos/")]
    assert ways("nos/index.html") == [("en", "/paper/us/")]


def test_who_helped_is_named_at_the_end_of_the_story(site: Site) -> None:
    """A bare second name stood in the byline, as if it were the writer's again."""
    site.write("content/authors/jo-park.md", "---\nname: Jo Park\n---\n")
    site.story(body="The end of it.", contributors="[jo-park, {name: jo-park, role: research}]")
    page = site.build()["news/vote/index.html"]

    assert page.index("The end of it.") < page.index("Contributing:")
    assert page.index("Contributing:") < page.index("Jo Park</bdi></a> <span")


# Work


def test_an_alert_leaves_archive_pages_as_they_are(site: Site) -> None:
    """A new story with an alert rendered every page of every section's archive again."""
    site.setting("page_size = 5")
    for number in range(22):
        site.story(f"content/news/story-{number:02}.md", published=f"2026-02-{number + 1:02}")
    site.story("content/local/first.md")
    site.build()
    site.story("content/local/alarm.md", breaking="{until: 2027-01-01, text: Sample alarm}")
    report = site.build().report

    assert "news/index.html" in report.changed  # shows the alert
    assert [file for file in report.changed if file.startswith("news/page/")] == []
    again = site.build()
    assert again.report.counts["pages"] == 0
    assert "Sample alarm" not in again["news/page/1/index.html"]


def test_a_new_story_renders_no_archive_page(site: Site) -> None:
    """The three newest stories stood in the values of every page of a section."""
    site.setting("page_size = 5")
    for number in range(22):
        site.story(f"content/news/story-{number:02}.md", published=f"2026-02-{number + 1:02}")
    site.story("content/local/first.md")
    site.build()
    site.story("content/local/fresh.md", published="2026-03-20")
    report = site.build().report
    # Itself, the front, its section, the month and year, the archive, 404, the empty lists …
    assert report.counts["pages"] < 20
