"""A draft comes out: its draft line goes, and it is dated by the hour."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitegen.core.problems import Problem, SitegenError
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
        ("title: A\n'draft' : true\n'published' : 2026-11-22", f"title: A\n{LINE}"),
        ("title: A\n\"draft\": true\n\"date\": 2026-11-22", f"title: A\n{LINE}"),
        ("title: A\ndraft: true\ndate: 2026-11-27 06:00", "title: A\ndate: 2026-11-27 06:00"),
        ("title: A\ndraft: true\ndate: 2026-11-26 09:16", "title: A\ndate: 2026-11-26 09:16"),
        ("title: A\ndraft: true\ndate: 2026-11-26 09:15", f"title: A\n{LINE}"),
        ("title: A\ndraft: true\nembargo: 2026-11-27", f"title: A\n{LINE}\nembargo: 2026-11-27"),
        ("title: A\ndraft: true\nauthors: [B]", f"title: A\n{LINE}\nauthors: [B]"),
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


def test_what_became_of_each_file_is_told_in_order(site: Site) -> None:
    """A page without a date has the epoch; a story that was out already is not new."""
    site.story("content/news/out.md", published="2026-11-20 09:00")
    site.write("content/pages/about.md", "---\ntitle: About\ndraft: true\n---\n\nText.\n")
    site.story(FILE.as_posix(), draft="true")
    now = datetime.fromisoformat("2026-11-26T15:15:00.75+00:00")
    names = ["content/pages/about.md", "content/news/out.md", FILE]

    told = publish(load(site.root), [site.root / name for name in names], now)

    assert [(each.path, each.is_new, each.start.isoformat()) for each in told] == [
        ("content/pages/about.md", True, "1970-01-01T00:00:00+00:00"),
        ("content/news/out.md", False, "2026-11-20T09:00:00-06:00"),
        ("content/news/vote.md", True, "2026-11-26T09:15:00-06:00"),
    ]
    assert LINE in site.read(FILE.as_posix()).splitlines()


@pytest.mark.parametrize(
    "name",
    ["content/news/vote", "news/vote/index.md", "news/vote", "./content/../content/news/vote"],
)
def test_a_story_is_named_as_people_name_it(site: Site, name: str) -> None:
    """By its file, by its folder, with content/ or without."""
    site.story("content/news/vote/index.md", draft="true")

    publish(load(site.root), [Path(name)], THURSDAY)

    assert "draft" not in site.read("content/news/vote/index.md")


def test_a_name_is_first_one_of_the_folder_in_which_the_editor_is(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then of the site's folder, then of content/."""
    places = ["content/local/news/vote.md", "content/content/news/vote.md", "content/news/vote.md"]
    settings = load(site.root)
    for place in places:
        site.story(place, draft="true")
    monkeypatch.chdir(site.root / "content/local")

    for name in ("news/vote.md", "content/news/vote.md", "content/news/vote.md"):
        publish(settings, [Path(name)], THURSDAY)

    assert ["draft" in site.read(place) for place in places] == [False, True, False]


def test_the_first_three_stories_of_a_name_are_said(site: Site) -> None:
    """Stories of four sections are called so; a person is none, nor is a folder of theirs."""
    site.write("content/authors/mai/index.md", "---\nname: Mai\n---\n")
    for section in ("d", "c", "b", "a"):
        site.story(f"content/{section}/vote/index.md")

    def hint(name: str) -> str:
        with pytest.raises(SitegenError) as caught:
            publish(load(site.root), [Path(name)], THURSDAY)
        return caught.value.problems[0].hint

    assert hint("vote") == " ".join(
        ["Write: sitegen publish content/a/vote/index.md or",
         "sitegen publish content/b/vote/index.md or sitegen publish content/c/vote/index.md"]
    )  # fmt: skip
    assert hint("mai") == "Name a file of content/, as in: sitegen publish content/news/vote.md"


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
        ("content/news", ": error: there is no such story"),
        ("content/news/hall.txt", ": error: there is no such story"),
        ("content/news/elsewhere.md", ": error: there is no such story"),
        ("content/news/wrong.md", ":2: error: unknown key 'titel'"),
        ("content/news/flow.md", ":2: error: the draft line and the date cannot be changed here"),
    ],
)
def test_all_are_published_or_none(site: Site, other: str, message: str) -> None:
    """A mistake in the second file leaves the first a draft, and says what to mend."""
    site.story("content/news/vote.md", draft="true")
    site.write("content/authors/ana.md", "---\nname: Ana\n---\n")
    site.write("content/news/wrong.md", "---\ntitel: A\ntitle: A\ndraft: true\n---\n\nText.\n")
    site.write("content/news/hall.txt", "---\ntitle: A\ndraft: true\n---\n\nText.\n")
    site.write("elsewhere.md", "---\ntitle: A\ndraft: true\n---\n\nText.\n")
    (site.root / "content/news/elsewhere.md").symlink_to(site.root / "elsewhere.md")
    site.write("content/news/flow.md", "---\n{title: A, draft: true}\n---\n\nText.\n")
    before = site.read("content/news/vote.md")

    with pytest.raises(SitegenError, match=f"^{other}{message}"):
        publish(load(site.root), [FILE, Path(other)], THURSDAY)

    assert site.read("content/news/vote.md") == before


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\n{title: A, draft: true}\n---\n\nText.\n", 2),
        ("---\ntitle: A\n? draft\n: true\n---\n\nText.\n", 3),
        ("---\n{title: A}\n---\n\nText.\n", 0),
        ("---\rtitle: A\rdraft: true\r---\r\rText.\r", 3),
    ],
)
def test_a_line_that_holds_more_is_for_the_editor_to_change(
    site: Site, text: str, line: int
) -> None:
    """With the hour that they would write, by the newsroom's clock."""
    site.write_bytes(FILE.as_posix(), text.encode())
    with pytest.raises(SitegenError) as caught:
        publish(load(site.root), [FILE], THURSDAY.astimezone(UTC))
    assert caught.value.problems == (
        Problem(
            FILE.as_posix(), line, "the draft line and the date cannot be changed here",
            "Write 'published: 2026-11-26 09:15' yourself.",
        ),
    )  # fmt: skip
    assert (site.root / FILE).read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("error", "reason"),
    [(PermissionError(13, "Permission denied"), "permission denied"), (OSError("Torn"), "torn")],
)
def test_a_file_that_nobody_may_read_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    """It was saved by another user of the same computer."""
    site.story(FILE.as_posix(), draft="true")
    settings = load(site.root)

    def locked(_file: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(SitegenError) as raised:
        publish(settings, [FILE], THURSDAY)

    assert raised.value.problems == (
        Problem(
            FILE.as_posix(), 0, f"cannot be read: {reason}",
            "Name a file of content/, as in: sitegen publish content/news/vote.md",
        ),
    )  # fmt: skip
