"""Lists that readers look things up in: a month's days, all topics, the parts of a series."""

from __future__ import annotations

from lxml import html

from tests.conftest import Site


def test_a_month_stands_by_its_days(site: Site) -> None:
    """Each day is named once, and beside each of its stories stands the hour."""
    for hour, day in ((9, 3), (15, 3), (8, 1)):
        site.story(f"content/news/s{day}-{hour}.md", published=f"2026-03-0{day} {hour:02}:30")
    month = html.document_fromstring(site.build()["archive/2026/03/index.html"])
    (dated,) = month.find_class("dated")

    assert [day.text_content() for day in dated.iter("h2")] == [
        "Tuesday, March 3", "Sunday, March 1",
    ]  # fmt: skip
    assert [[time.text for time in day.iter("time")] for day in dated.iter("ol")] == [
        ["3:30 p.m.", "9:30 a.m."], ["8:30 a.m."],
    ]  # fmt: skip


def test_topics_stand_in_the_order_of_the_alphabet_with_their_counts(site: Site) -> None:
    """Accents and signs on letters do not send a topic behind the last one."""
    site.story("content/news/one.md", tags="[Weather, Ẩm thực, crime]")
    site.story("content/news/two.md", tags="[Cộng đồng, Weather, Budget]")
    page = html.document_fromstring(site.build()["tags/index.html"])
    (topics,) = page.find_class("topics")

    assert [" ".join(topic.text_content().split()) for topic in topics] == [
        "Ẩm thực 1", "Budget 1", "Cộng đồng 1", "crime 1", "Weather 2",
    ]  # fmt: skip


def test_a_series_tells_which_part_each_story_is(site: Site) -> None:
    """Its page has the parts in order, each with its number, and its own feed."""
    for part in (2, 1, 3):
        site.story(f"content/news/s{part}.md", series="High water", part=part)
    built = site.build()
    page = html.document_fromstring(built["series/high-water/index.html"])

    assert [part.text for part in page.find_class("part")] == [
        "Part 1 of 3", "Part 2 of 3", "Part 3 of 3",
    ]  # fmt: skip
    (feed,) = page.xpath('//main//a[contains(@href, "feed.xml")]/@href')
    assert feed.lstrip("/") in built.tree


def test_a_series_says_on_its_own_page_what_it_is_about(site: Site) -> None:
    """A description belongs to the series' page; a misspelt title is told, not passed over."""
    site.story("content/news/s1.md", series="High water", part=1)
    site.setting(
        '[series.descriptions]\n"High water" = "What the rain left."\n"Hihg tide" = "Nothing."'
    )

    built = site.build()

    assert built.mentioning("What the rain left.") == ["series/high-water/index.html"]
    page = html.document_fromstring(built["series/high-water/index.html"])
    assert page.xpath("string(//p[@class='page-dek'])") == "What the rain left."
    assert page.xpath("string(//meta[@name='description']/@content)") == "What the rain left."
    (warning,) = [str(p) for p in built.report.warnings if "Hihg" in str(p)]
    assert "no story is of the series 'Hihg tide'" in warning
    assert "High water" in warning
