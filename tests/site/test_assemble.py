"""What is live at a moment, and what readers see of it then."""

from __future__ import annotations

from tests.conftest import Site


def test_an_update_shows_only_from_its_own_hour(site: Site) -> None:
    """A feed never names a date in the future, and the page changes when the hour comes."""
    site.story(updated="2026-03-02T18:00:00-06:00")

    before = site.build(now="2026-03-02T17:59:59-06:00")
    after = site.build(now="2026-03-02T18:00:00-06:00")

    assert before.mentioning("Updated</") == []
    assert "2026-03-02T18:00:00-06:00" not in before["news/vote/index.html"]
    assert "02 Mar 2026" not in before["feed.xml"]
    assert "2026-03-02T18:00:00-06:00" in after["news/vote/index.html"]
    assert before.report.next_change is not None


def test_a_mistake_in_one_story_does_not_cost_the_reading_of_the_others(site: Site) -> None:
    """A build that stops on a problem keeps what it parsed: the next one parses the mended file."""
    for number in range(5):
        site.story(f"content/news/story-{number}.md")
    site.write("content/news/broken.md", "---\ntitel: Sample\n---\n")
    site.problems()
    site.story("content/news/broken.md")

    assert site.build().report.counts["parsed"] == 1
