"""A draft comes out: its draft line goes, and it is dated by the hour."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from sitegen.desk.publish import publish
from sitegen.newsite import story
from sitegen.settings.load import load
from tests.conftest import Site

SUNDAY = datetime.fromisoformat("2026-11-22T15:30:00-06:00")
THURSDAY = datetime.fromisoformat("2026-11-26T09:15:00-06:00")
FILE = Path("content/news/vote.md")
LINE = "published: 2026-11-26T09:15:00-06:00"


def published(site: Site, text: str, *, now: datetime = THURSDAY) -> list[str]:
    """Publish a story and return its lines."""
    site.write(FILE.as_posix(), text)
    publish(load(site.root), [FILE], now)
    return (site.root / FILE).read_text("utf-8").splitlines()


def test_a_story_is_dated_by_the_hour_at_which_it_came_out(site: Site) -> None:
    """Begun on Sunday and freed on Thursday, it leads on Thursday and is news to robots."""
    site.story("content/local/other.md", published="2026-11-25 18:00")
    file = story.new_article(load(site.root), "Budget vote", "news", now=SUNDAY)
    assert "published" not in file.read_text("utf-8")

    (publication,) = publish(load(site.root), [file], THURSDAY)

    assert (publication.is_new, publication.start) == (True, THURSDAY)
    assert LINE in file.read_text("utf-8").splitlines()
    built = site.build(now="2026-11-26T09:20:00-06:00")
    assert "/news/budget-vote/" in built["sitemap-news.xml"]
    front = built["index.html"]
    assert front.index("Budget vote") < front.index(">Other<")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A\ndraft: true", f"title: A\n{LINE}"),
        ("draft: true # not yet\ntitle: A", f"{LINE}\ntitle: A"),
        ("published: 2026-11-22 15:30\ntitle: A\n\"draft\": true", f"{LINE}\ntitle: A"),
        ("title: A\ndraft: true\ndate: 2026-11-22", f"title: A\n{LINE}"),
        ("title: A", f"{LINE}\ntitle: A"),
        ("title: A\ndraft: false", f"title: A\n{LINE}"),
        ("title: A\ndraft: true\ndate: 2026-11-27 06:00", "title: A\ndate: 2026-11-27 06:00"),
        (
            "title: A\npublished: 2026-11-22\nembargo: 2026-11-27 06:00\ndraft: true",
            f"title: A\n{LINE}\nembargo: 2026-11-27 06:00",
        ),
    ],
)  # fmt: skip
def test_only_the_two_lines_change(site: Site, before: str, after: str) -> None:
    """Whatever else the reporter wrote stays; a date that is still to come is a plan, and stays."""
    assert published(site, f"---\n{before}\n---\n\nText.\n") == [
        "---",
        *after.splitlines(),
        "---",
        "",
        "Text.",
    ]


def test_line_ends_stay(site: Site) -> None:
    """A file from Windows is one from Windows afterwards."""
    site.write_bytes(FILE.as_posix(), b"---\r\ntitle: A\r\ndraft: true\r\n---\r\n\r\nText.\r\n")

    publish(load(site.root), [FILE], THURSDAY)

    data = (site.root / FILE).read_bytes()
    assert data == f"---\r\ntitle: A\r\n{LINE}\r\n---\r\n\r\nText.\r\n".encode()


def test_what_is_out_is_left_as_it_is(site: Site) -> None:
    """Published twice, a story keeps its first date."""
    text = "---\ntitle: A\npublished: 2026-11-20 09:00\n---\n\nText.\n"

    assert published(site, text) == text.splitlines()


def test_a_page_needs_no_date(site: Site) -> None:
    """The draft line of a static page goes, and no date comes."""
    site.write("content/pages/about.md", "---\ntitle: About\ndraft: true\n---\n\nText.\n")

    publish(load(site.root), [Path("content/pages/about.md")], THURSDAY)

    assert site.read("content/pages/about.md") == "---\ntitle: About\n---\n\nText.\n"


@pytest.mark.parametrize("name", ["content/news/vote", "news/vote/index.md", "news/vote"])
def test_a_story_is_named_as_people_name_it(site: Site, name: str) -> None:
    """By its file, by its folder, with content/ or without."""
    site.story("content/news/vote/index.md", draft="true")

    publish(load(site.root), [Path(name)], THURSDAY)

    assert "draft" not in site.read("content/news/vote/index.md")


@pytest.mark.parametrize("name", ["vote", "vote.md", "local/vote.md"])
def test_of_a_name_alone_the_stories_that_have_it_are_said(site: Site, name: str) -> None:
    """Each as the command that publishes it; else what such a command looks like."""
    site.story("content/news/vote.md")
    site.story("content/my news/vote/index.md")
    site.write("content/authors/vote.md", "---\nname: Vote\n---\n")
    with pytest.raises(SitegenError) as caught:
        publish(load(site.root), [Path(name)], THURSDAY)
    assert caught.value.problems[0].hint == (
        "Write: sitegen publish 'content/my news/vote/index.md' "
        "or sitegen publish content/news/vote.md"
    )
    with pytest.raises(SitegenError) as caught:
        publish(load(site.root), [Path("v*")], THURSDAY)
    assert caught.value.problems[0].hint.startswith("Name a file of content/, as in: sitegen")


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ("content/news/none.md", ": error: there is no such story"),
        ("sitegen.toml", ": error: there is no such story"),
        ("content/authors/ana.md", ": error: there is no such story"),
        ("content/news/wrong.md", ":2: error: unknown key 'titel'"),
        ("content/news/flow.md", ":2: error: the draft line and the date cannot be changed here"),
    ],
)
def test_all_are_published_or_none(site: Site, other: str, message: str) -> None:
    """A mistake in the second file leaves the first a draft, and says what to mend."""
    site.story("content/news/vote.md", draft="true")
    site.write("content/authors/ana.md", "---\nname: Ana\n---\n")
    site.write("content/news/wrong.md", "---\ntitel: A\ntitle: A\ndraft: true\n---\n\nText.\n")
    site.write("content/news/flow.md", "---\n{title: A, draft: true}\n---\n\nText.\n")
    before = site.read("content/news/vote.md")

    with pytest.raises(SitegenError, match=f"^{other}{message}"):
        publish(load(site.root), [FILE, Path(other)], THURSDAY)

    assert site.read("content/news/vote.md") == before


def test_a_file_that_nobody_may_read_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was saved by another user of the same computer."""
    site.story(FILE.as_posix(), draft="true")
    settings = load(site.root)

    def locked(_file: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(SitegenError) as raised:
        publish(settings, [FILE], THURSDAY)

    (problem,) = raised.value.problems
    assert str(problem).startswith("content/news/vote.md: error: cannot be read: permission denied")
