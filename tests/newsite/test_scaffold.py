"""New sites, new stories and copies of theme files."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.core.problems import Problem, SitegenError
from sitegen.desk.publish import publish
from sitegen.newsite import scaffold, story, theme_copies
from sitegen.newsite.place import new_place
from sitegen.settings.load import load
from sitegen.settings.search_program import SearchProgram
from sitegen.settings.types import HOSTS
from sitegen.theme import layers
from tests.conftest import Site, tree_of

NOW = datetime.fromisoformat("2026-11-22T21:30:00+00:00")


def test_a_new_site_builds_at_once(tmp_path: Path) -> None:
    """What `init` leaves behind is a whole site, and says that its stories are samples."""
    files = scaffold.init(tmp_path / "gazette", title='The "Bayou" Gazette', now=NOW)

    built = Site(tmp_path / "gazette").build(now="2026-11-22T15:30:00-06:00")

    assert "sitegen.toml" in files
    assert built.paths("search/index.html")  # the program for it is there, where tests run
    assert built["search/index.html"].count("<form")
    assert "The “Bayou” Gazette" in built["index.html"]
    assert "sample" in built["news/sample-your-newspaper-is-ready/index.html"].lower()
    assert built.paths("about/index.html")
    assert built.report.held == ()
    assert built.report.warnings == ()


def test_init_names_every_file_it_made(tmp_path: Path) -> None:
    """The list that `init` returns is what stands in the folder."""
    files = scaffold.init(tmp_path / "gazette", title="Gazette", now=NOW)

    assert sorted(tree_of(tmp_path / "gazette")) == list(files)


def test_a_new_site_inherits_the_theme(tmp_path: Path) -> None:
    """templates/ and static/ begin empty: copying the theme would freeze it."""
    files = scaffold.init(tmp_path / "gazette", title="Gazette", now=NOW)

    assert [path for path in files if path.startswith(("templates/", "static/"))] == [
        "static/.gitkeep",
        "templates/.gitkeep",
    ]


@pytest.mark.parametrize("present", ["notes.txt", ".env", "content/news/vote.md"])
def test_init_leaves_a_folder_in_use_alone(tmp_path: Path, present: str) -> None:
    """A folder that holds anything is refused, and nothing in it changes."""
    site = Site(tmp_path / "used")
    site.write(present, "mine")
    before = tree_of(site.root)

    with pytest.raises(
        SitegenError, match=r"used: error: there is something in this place already"
    ):
        scaffold.init(site.root, title="Gazette", now=NOW)

    assert tree_of(site.root) == before


def test_init_takes_a_fresh_repository(tmp_path: Path) -> None:
    """`git init` before `sitegen init` is no obstacle."""
    (tmp_path / "gazette" / ".git").mkdir(parents=True)

    assert scaffold.init(tmp_path / "gazette", title=" ", now=NOW)
    assert load(tmp_path / "gazette").title == "gazette"
    for name in (".a", "z"):
        (tmp_path / name / ".git").mkdir(parents=True)
        (tmp_path / name / name).write_text("mine", "utf-8")
        with pytest.raises(SitegenError) as refused:
            scaffold.init(tmp_path / name, title="Gazette", now=NOW)
        assert refused.value.problems == (
            Problem(str(tmp_path / name), 0,
                    "there is something in this place already, and it is left as it is",
                    "Give the name of a new folder: sitegen init mysite"),
        )  # fmt: skip


@pytest.mark.parametrize("version", ["", "1.4"])
def test_a_new_site_has_search_where_its_program_is(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere the line is a comment: the first build would be refused."""
    asked: dict[str, object] = {}

    def sample_files(**options: object) -> dict[str, bytes]:
        asked.update(options)
        return {"sitegen.toml": b"# sample\n"}

    monkeypatch.setattr(scaffold, "search_program", lambda: SearchProgram(version))
    monkeypatch.setattr(scaffold.newsite, "sample_files", sample_files)
    scaffold.init(tmp_path / "a", title="A  B", now=NOW, host="nginx")
    scaffold.init(tmp_path / "b", title="A  B", now=NOW, host="nginx", timezone="UTC", sample=True)
    lines, samples = ((tmp_path / name / "sitegen.toml").read_text("utf-8") for name in "ab")
    assert ("\nsearch = true\n" in lines) is bool(version)
    assert lines.endswith('\n[deploy.live]\nto = "folder:/srv/www/a"\n')
    assert '\ntitle = "A B"\n' in lines
    assert samples == '# sample\n\n[deploy.live]\nto = "folder:/srv/www/b"\n'
    assert asked == {
        "title": "A B", "now": NOW, "timezone": "UTC", "host": "nginx",
        "place": new_place("A B", "", NOW), "search": bool(version),
    }  # fmt: skip


def test_init_refuses_a_file(tmp_path: Path) -> None:
    """A file of that name is not overwritten."""
    (tmp_path / "gazette").write_text("mine", "utf-8")

    with pytest.raises(SitegenError):
        scaffold.init(tmp_path / "gazette", title="Gazette", now=NOW)


def test_init_tells_of_a_place_that_cannot_be_made(tmp_path: Path) -> None:
    """A file in the way of a folder, or a link to nowhere, ends in a traceback."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("nowhere")
    for place in (tmp_path / "file" / "site", tmp_path / "link"):
        with pytest.raises(SitegenError, match=r"^[^\n:]*: error: cannot be written"):
            scaffold.init(place, title="A", now=NOW)


def test_init_suggests_the_host_that_was_meant(tmp_path: Path) -> None:
    """A misspelt host is caught before anything is written."""
    with pytest.raises(SitegenError, match=r"^--host: error: [^\n]*\n  Did you mean 'netlify'"):
        scaffold.init(tmp_path / "gazette", title="Gazette", host="netlfy", now=NOW)

    assert not (tmp_path / "gazette").exists()


def test_init_suggests_the_time_zone_that_was_meant(tmp_path: Path) -> None:
    """A misspelt time zone is caught before anything is written."""
    with pytest.raises(
        SitegenError, match=r"^--timezone: error: [^\n]*\n  Did you mean 'America/Chicago'"
    ):
        scaffold.init(tmp_path / "gazette", title="Gazette", timezone="America/Chcago", now=NOW)

    assert not (tmp_path / "gazette").exists()


def test_init_writes_the_address_and_who_mints_ids(tmp_path: Path) -> None:
    """The authority stands from the first day, with an address and without one."""
    scaffold.init(tmp_path / "a", title="Gazette", url="https://www.gazette.org/", now=NOW)
    scaffold.init(tmp_path / "b", title="The Gazette", now=NOW)
    scaffold.init(tmp_path / "c", title="C", url="https://gazette.org", sample=True, now=NOW)

    a, b, c = (load(tmp_path / name) for name in "abc")
    assert (a.base_url, a.feeds.authority) == ("https://www.gazette.org", "gazette.org,2026")
    assert (b.base_url, b.feeds.authority) == ("https://example.org", "the-gazette.example,2026")
    assert (c.base_url, c.feeds.authority) == ("https://gazette.org", "gazette.org,2026")
    scaffold.init(tmp_path / "d", title="D", url="https://example.org", now=NOW)
    texts = [(tmp_path / name / "sitegen.toml").read_text("utf-8") for name in "abd"]
    assert ["CHANGE IT" in text for text in texts] == [False, True, True]


@pytest.mark.parametrize("url", ["gazette.org", "https://", "ftp://gazette.org"])
def test_init_refuses_what_is_no_address(tmp_path: Path, url: str) -> None:
    """A wrong address is caught before anything is written."""
    with pytest.raises(SitegenError, match=r"^--url: error: [^\n]*not the address of a site"):
        scaffold.init(tmp_path / "gazette", title="Gazette", url=url, now=NOW)

    assert not (tmp_path / "gazette").exists()


@pytest.mark.parametrize("host", HOSTS)
def test_a_new_site_for_a_host_builds(tmp_path: Path, host: str) -> None:
    """`init --host` writes settings that the build takes."""
    scaffold.init(tmp_path / "gazette", title="Gazette", host=host, now=NOW)

    site = Site(tmp_path / "gazette")
    assert load(site.root).host == host
    assert site.build(now="2026-11-22T15:30:00-06:00").paths("index.html")


def test_github_gets_a_workflow_that_publishes_on_schedule(tmp_path: Path) -> None:
    """`init --host github` writes the workflow, which says that schedules can go to sleep."""
    files = scaffold.init(tmp_path / "gazette", title="Gazette", host="github", now=NOW)

    workflows = [path for path in files if path.startswith(".github/workflows/")]
    text = (tmp_path / "gazette" / workflows[0]).read_text("utf-8")
    assert "schedule:" in text
    assert "60" in text


def test_a_new_article_is_a_draft_that_builds_when_freed(site: Site) -> None:
    """The skeleton is sound front matter: without its draft line the story is published."""
    file = story.new_article(load(site.root), "Council: we'll vote #2", "local", now=NOW)

    assert file == site.root / "content/local/council-we-ll-vote-2.md"
    assert site.build().mentioning("vote #2") == []

    publish(load(site.root), [file], NOW)
    assert (
        "Council: we"
        in site.build(now="2026-11-22T15:31:00-06:00")["local/council-we-ll-vote-2/index.html"]
    )


def test_a_new_article_has_no_date_until_it_comes_out(site: Site) -> None:
    """Its id holds the hour at which it was begun, in newsroom time; nothing else does."""
    file = story.new_article(load(site.root), "Vote", "news", now=NOW)

    text = file.read_text("utf-8")
    assert not re.search(r"^(published|date):", text, re.MULTILINE)
    assert "draft: true # when it is ready: sitegen publish content/news/vote.md\n" in text
    assert "id: 20261122-153000-news-vote " in text
    assert "slug: vote " in text


def test_a_new_article_never_overwrites(site: Site) -> None:
    """A second story of the same headline is refused, as a file and as a folder."""
    settings = load(site.root)
    first = story.new_article(settings, "Vote", "news", now=NOW)
    before = first.read_bytes()
    with pytest.raises(
        SitegenError, match=r"^content/news/\w+(\.md)?: error: [^\n]*exists already"
    ):
        story.new_article(settings, "Vote", "news", now=NOW)
    assert first.read_bytes() == before

    site.story("content/news/hearing/index.md")
    with pytest.raises(
        SitegenError, match=r"^content/news/\w+(\.md)?: error: [^\n]*exists already"
    ):
        story.new_article(settings, "Hearing", "news", now=NOW)


def test_a_new_article_suggests_the_section_that_was_meant(site: Site) -> None:
    """A misspelt section is caught, with the nearest one named; without any it is the first."""
    with pytest.raises(SitegenError, match=r"^--section: error: [^\n]*\n  Did you mean 'local'"):
        story.new_article(load(site.root), "Vote", "locla", now=NOW)
    first = load(site.root).sections[0].slug
    assert story.new_article(load(site.root), "Vote", "", now=NOW).parent.name == first


def test_a_new_article_needs_a_headline(site: Site) -> None:
    """An empty headline is said to be one."""
    with pytest.raises(SitegenError, match=r"^new article: error: the headline is empty"):
        story.new_article(load(site.root), "  ", "news", now=NOW)


def test_a_headline_of_signs_gets_a_dated_file(site: Site) -> None:
    """Where no slug can be made, the day and hour name the file."""
    file = story.new_article(load(site.root), "???", "news", now=NOW)

    assert file.name == "story-2026-11-22-1530.md"


def test_of_a_long_headline_the_first_words_name_the_file(site: Site) -> None:
    """80 letters at most, and no half word."""
    for words, letters in (("abcd " * 16, 79), ("abcde " * 20, 77), ("x" * 90, 80)):
        assert len(story.new_article(load(site.root), words, "news", now=NOW).stem) == letters


def test_a_theme_file_is_copied_once(site: Site) -> None:
    """The copy equals the theme's; a second copy would lose the site's changes."""
    copy = theme_copies.theme_copy(site.root, "article.html")

    assert copy == site.root / "templates/article.html"
    assert copy.read_bytes() == (layers.root() / "templates/article.html").read_bytes()
    with pytest.raises(
        SitegenError, match=r"^templates/article\.html: error: [^\n]*own copy already"
    ):
        theme_copies.theme_copy(site.root, "templates/article.html")


def test_static_files_and_parts_can_be_copied(site: Site) -> None:
    """A stylesheet and a part are files of the theme like any other."""
    assert theme_copies.theme_copy(site.root, "css/tokens.css").is_file()
    assert theme_copies.theme_copy(site.root, "parts/byline.html").is_file()


@pytest.mark.parametrize("name", ["artcle.html", "templates/artcle.html"])
def test_a_misspelt_theme_file_is_suggested(site: Site, name: str) -> None:
    """The nearest name is offered."""
    with pytest.raises(
        SitegenError, match=r"artcle\.html: error: [^\n]*\n  Did you mean 'article\.html'"
    ):
        theme_copies.theme_copy(site.root, name)


def test_theme_copy_stays_inside_the_theme(site: Site) -> None:
    """A path that climbs out of the theme names no file of it."""
    with pytest.raises(SitegenError, match=r"^\.\./pyproject\.toml: error: [^\n]*no such file"):
        theme_copies.theme_copy(site.root, "../pyproject.toml")


def test_the_lines_for_a_picture_work_when_their_signs_are_deleted(site: Site) -> None:
    """A caption with a comma or colon must break nothing, so each key has its own line."""
    file = story.new_article(load(site.root), "Vote", "news", now=NOW)
    text = file.read_text("utf-8").replace("draft: true", "published: 2026-11-20 #")
    start = text.index("# image:")
    lines = text[start:].split("\n")
    lines[:3] = [line.removeprefix("# ") for line in lines[:3]]
    lines[2] = lines[2].replace("What it shows", "The hall, full to the doors")
    file.write_text(text[:start] + "\n".join(lines), "utf-8")

    (problem,) = site.problems()

    assert problem.message == "there is no picture 'picture-beside-this-file.jpg'"
