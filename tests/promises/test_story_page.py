"""A story's page beside its text: what a reader may want to know of it, and where to read on."""

from __future__ import annotations

import pytest
from lxml import html

from tests.conftest import NOW, Built, Site
from tests.pictures.photo_files import noisy, saved

TRUST = {
    "updated": "{at: 2026-11-22T11:30:00-06:00, note: Added what the contractor says.}",
    "corrections": "[{date: 2026-11-21, text: There are 41 pumps.}]",
    "how_we_reported": "We read 214 sample reports.",
    "sources": "[{title: Sample contract, url: 'https://records.example/1'}, {title: A talk}]",
    "series": "High water",
    "authors": "[ana]",
    "contributors": "[{name: ana, role: photographs}]",
}


def page_of(built: Built, name: str) -> html.HtmlElement:
    return html.document_fromstring(built[f"news/{name}/index.html"])


@pytest.fixture
def series(site: Site) -> Site:
    """Three parts of a series, with all that may be said of them, and some other stories."""
    site.write("content/authors/ana.md", "---\nname: Ana Ruiz\nrole: Reporter\n---\n\nReports.\n")
    for number in (1, 2, 3):
        site.story(
            f"content/news/part-{number}.md",
            published=f"2026-11-1{number}T09:00:00-06:00",
            part=number,
            **TRUST,
        )
    for number in range(5):
        site.story(f"content/news/other-{number}.md", published=f"2026-11-0{number + 1}")
    return site


def test_all_that_is_known_of_a_story_stands_in_one_box(series: Site) -> None:
    """Who, when, what changed, how, from what, what was wrong and in which series: one place."""
    page = page_of(series.build(NOW), "part-1")
    (box,) = page.xpath('//section[@id="about-story"]')
    text = " ".join(box.text_content().split())

    for words in (
        "About this story",
        "Correction, Nov. 21, 2026: There are 41 pumps.",
        "Published Nov. 11, 2026, 9 a.m. CST",
        "Updated Nov. 22, 2026, 11:30 a.m. CST: Added what the contractor says.",
        "Ana Ruiz, Reporter",
        "Contributing: Ana Ruiz (photographs)",
        "We read 214 sample reports.",
        "2 sources",
        "All parts of High water",
    ):
        assert words in text, words
    assert "Added what the contractor says." not in "".join(
        page.xpath('//*[@class="story-body"]/*[not(@id="about-story")]//text()')
    )


def test_the_words_at_the_top_lead_to_the_box(series: Site) -> None:
    """Each fact of trust is one click away from the byline, with scripts and without."""
    page = page_of(series.build(NOW), "part-1")
    (byline,) = page.find_class("byline")
    links = {
        " ".join(link.text_content().split()): link.get("href")[1:]
        for link in byline.xpath('.//a[starts-with(@href, "#")]')
    }

    assert links.keys() == {"Updated", "Corrected", "How we reported this", "2 sources"}
    (box,) = page.xpath('//section[@id="about-story"]')
    for words, target in links.items():
        assert len(box.xpath(f'.//*[@id="{target}"]')) == 1, words


def test_a_series_leads_from_part_to_part(series: Site) -> None:
    """Above the headline stands which part it is, below the text the next one with its card."""
    built = series.build(NOW)
    first, last = page_of(built, "part-1"), page_of(built, "part-3")

    (head,) = first.find_class("story-head")
    assert "High water · Part 1 of 3" in head.text_content()
    (related,) = first.find_class("related")
    assert [h.text_content() for h in related.xpath(".//h2")] == [
        "Next in High water",
        "Related stories",
    ]
    links = related.xpath(".//h3/a/@href")
    assert links[0] == "/news/part-2/"
    assert links.count("/news/part-2/") == 1
    assert len(links) == 4
    (related,) = last.find_class("related")
    assert [h.text_content() for h in related.xpath(".//h2")] == ["Read next"]
    assert len(related.xpath(".//h3/a")) == 4


def test_a_part_whose_number_is_beyond_those_published_claims_no_count(site: Site) -> None:
    """ "Part 5 of 2" is nonsense where three parts are still to come."""
    for number in (1, 5):
        site.story(f"content/news/part-{number}.md", series="High water", part=number)

    page = page_of(site.build(NOW), "part-5")

    (link,) = page.xpath('//*[@class="story-head"]//a[@href="/series/high-water/"]')
    assert link.getparent().text_content() == "High water"


def test_the_newsletter_says_what_comes_and_when(site: Site) -> None:
    """ "New stories by email" promises nothing: the newsroom's own words do."""
    site.setting("""
        signup_action = "https://mail.example/join"
        signup_title = "The week in Sample City"
        signup_text = "Every Friday at 6 a.m.: what the council decided."
    """)
    site.story()

    page = page_of(site.build(NOW), "vote")

    (call,) = page.find_class("signup")
    assert "The week in Sample City" in call.text_content()
    assert "Every Friday at 6 a.m.: what the council decided." in call.text_content()
    assert "New stories by email" not in call.text_content()


def test_stories_to_read_on_leave_no_hole(series: Site) -> None:
    """Beside pictures a story without one would stand over an empty half: all become rows."""
    series.write_bytes("content/news/hall.jpg", saved(noisy(48, 36)))
    series.setting("[images]\nsocial_cards = false\nwidths = [24]")

    def kinds() -> set[str]:
        page = page_of(series.build(NOW), "part-3")
        cards = page.xpath('//section[@aria-labelledby="related"]//div/article/@class')
        return {card.split()[1] for card in cards}

    assert kinds() == {"card--std"}
    for number in (2, 3):
        series.story(
            f"content/news/other-{number}.md", published=f"2026-11-0{number + 1}",
            image="{file: hall.jpg, alt: A sample hall}",
        )  # fmt: skip
    assert kinds() == {"card--row"}
