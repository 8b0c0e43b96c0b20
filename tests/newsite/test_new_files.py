"""What new files hold: the place of a site, its settings, a story, what is written and refused."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from sitegen import newsite
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.newsite.first_files import FIRST_FILES, first_files, shell
from sitegen.newsite.host_files import deploy_table, files_for_host
from sitegen.newsite.new_files import create, fill
from sitegen.newsite.place import NOWHERE, Place, new_place
from sitegen.newsite.sample import files as sample_files
from sitegen.newsite.story import new_article
from sitegen.settings.load import load
from sitegen.settings.types import HOSTS
from tests.conftest import Site

NOW = datetime.fromisoformat("2026-11-22T21:30:05.678+00:00")
LAST_HOUR = datetime.fromisoformat("2026-12-31T23:00:00-06:00")  # in UTC the year has passed
EXAMPLE = "https://example.org"


@pytest.mark.parametrize(
    ("title", "url", "now", "place"),
    [
        ("The Gazette", "", NOW, Place(EXAMPLE, "the-gazette.example,2026", is_known=False)),
        ("The Gazette", "", LAST_HOUR, Place(EXAMPLE, "the-gazette.example,2027", is_known=False)),
        ("???", "", NOW, Place(EXAMPLE, "site.example,2026", is_known=False)),
        ("x" * 61, "", NOW, Place(EXAMPLE, f"{'x' * 60}.example,2026", is_known=False)),
        (f"{'x' * 59} y", "", NOW, Place(EXAMPLE, f"{'x' * 59}.example,2026", is_known=False)),
        ("A", " https://www.gazette.org/ ", NOW,
         Place("https://www.gazette.org", "gazette.org,2026", is_known=True)),
        ("A", "http://localhost", NOW, Place("http://localhost", "a.example,2026", is_known=False)),
        ("A", "https://[2001:db8::1]", NOW,
         Place("https://[2001:db8::1]", "a.example,2026", is_known=True)),
    ],
    ids=["title", "year", "signs", "long", "hyphen", "address", "own machine", "number"],
)  # fmt: skip
def test_a_new_site_has_a_place(title: str, url: str, now: datetime, place: Place) -> None:
    """Ids are minted under the name of its address, or one in a domain that is nobody's."""
    assert new_place(title, url, now) == place


def test_a_site_without_a_place_is_a_sample() -> None:
    """Tests and pictures of the manual are of that one."""
    assert Place(EXAMPLE, "sample.example,2024", is_known=False) == NOWHERE


def test_a_new_file_stands_below_folders_that_are_made(tmp_path: Path) -> None:
    """Where they are there already, too; what is there is never replaced."""
    assert create(tmp_path, "a/b/c.txt", b"c") == tmp_path / "a/b/c.txt"
    assert create(tmp_path, "a/b/d.txt", b"d").read_bytes() == b"d"
    with pytest.raises(SitegenError) as refused:
        create(tmp_path, "a/b/c.txt", b"other")
    assert refused.value.problems == (
        Problem("a/b/c.txt", 0, "cannot be written: file exists",
                "Choose another place, or see who may write here."),
    )  # fmt: skip
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"c"
    with pytest.raises(SitegenError) as refused:
        create(tmp_path / "a/b/c.txt", "d.txt", b"")
    assert refused.value.problems[0].path == str(tmp_path / "a/b/c.txt")


def test_a_disk_that_says_nothing_is_told_by_what_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems give an error without words."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("Odd")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SitegenError, match=r"^a\.txt: error: cannot be written: odd\n"):
        create(tmp_path, "a.txt", b"")


def test_a_pattern_is_filled_with_the_words_that_there_are() -> None:
    """What nobody knows stays as it stands."""
    assert fill("\n    [[A]] [[B]]\n      [[a]]\n", {"A": "ñ"}) == "ñ [[B]]\n  [[a]]\n".encode()


def test_every_new_site_has_its_empty_folders() -> None:
    """And nothing of a host where none is named."""
    plain = shell("", "gazette")
    assert sorted(plain) == [
        ".gitignore", "output/.gitignore", "static/.gitkeep", "templates/.gitkeep",
    ]  # fmt: skip
    assert plain[".gitignore"] == b".sitegen_cache/\n"
    assert shell("gitlab", "gazette") == {**plain, **files_for_host("gitlab", "gazette")}


def test_what_a_new_site_says_of_itself_is_what_was_asked_for() -> None:
    """The address, the host, search, and the hour at which its stories came."""
    place = Place("https://gazette.org", "gazette.org,2026", is_known=True)
    known = first_files('The "G"', NOW, "America/Chicago", "nginx", place, search=True)
    plain = first_files("G", NOW, "UTC", "", NOWHERE, search=False)

    assert known.keys() == plain.keys() == FIRST_FILES.keys()
    lines = known["sitegen.toml"].decode().splitlines()
    assert {'title = "The \\"G\\""', 'host = "nginx"', "search = true"} <= {*lines}
    assert 'base_url = "https://gazette.org"' in lines
    assert 'timezone = "America/Chicago"' in lines
    assert 'authority = "gazette.org,2026"' in lines
    assert f"# Where the site is published: {', '.join(HOSTS[:-1])} or {HOSTS[-1]}." in lines
    assert "# The address at which readers will find the site." in lines
    bare = plain["sitegen.toml"].decode().splitlines()
    note = "# The address at which readers will find the site. CHANGE IT before you publish."
    assert {note, '# host = "netlify"', "# search = true"} <= {*bare}
    ready, how = (
        known[f"content/news/sample-{name}.md"].decode().splitlines()
        for name in ("your-newspaper-is-ready", "how-a-story-is-written")
    )
    assert "published: 2026-11-22T15:30:05-06:00" in ready
    assert "id: 20261122-153005-sample-your-newspaper-is-ready" in ready
    assert "published: 2026-11-22" in how
    assert not any(b"[[" in text.replace(b"[[sections]]", b"") for text in known.values())


def test_a_folder_without_letters_is_a_site_on_its_server() -> None:
    """A unit of systemd has to have a name."""
    assert deploy_table("", "???") == ""
    assert deploy_table("nginx", "???") == '\n[deploy.live]\nto = "folder:/srv/www/site"\n'
    assert deploy_table("nginx", "A b", below="tool.sitegen.") == (
        '\n[tool.sitegen.deploy.live]\nto = "folder:/srv/www/a-b"\n'
    )
    assert "schedule/site.service" in files_for_host("nginx", "???")


def test_nothing_but_the_sample_is_loaded_late() -> None:
    """Whoever asks for another name is told that it is none."""
    assert newsite.sample_files is sample_files
    for name in ("absent", "samples", "zebra"):
        with pytest.raises(AttributeError, match=f"no attribute '{name}'"):
            getattr(newsite, name)


def test_a_new_story_is_the_same_to_the_last_letter(site: Site) -> None:
    """With an author and a section of opinion; without, its lines say how to write them."""
    site.write("content/authors/ana-sample.md", "---\nname: Ana Sample\n---\nSample.\n")
    site.setting('[[sections]]\nslug = "views"\ntitle = "Views"\nopinion = true')
    settings = load(site.root)

    file = new_article(settings, ' Vote   "now" ', "views", now=NOW, author="ana-sample")

    assert file.read_text("utf-8").splitlines()[:8] == [
        "---",
        'title: "Vote \\"now\\""',
        "id: 20261122-153005-views-vote-now # permanent: feed readers know the story by it",
        "slug: vote-now # the last part of its address",
        "draft: true # when it is ready: sitegen publish content/views/vote-now.md",
        "kind: opinion",
        "authors: [ana-sample]",
        "# summary: One or two sentences for cards, feeds and search engines.",
    ]
    settings = replace(settings, sections=settings.sections[::-1])
    plain = new_article(settings, "Index", "news", now=NOW)
    assert plain == site.root / "content/news/story-index.md"
    text = plain.read_text("utf-8")
    assert "\n# authors: [name-of-a-file-in-authors]\n" in text
    assert "\nkind:" not in text
    assert "\n# embargo: 2026-11-22 18:00 #" in text


def test_all_that_is_wrong_with_a_new_story_is_told_at_once(site: Site) -> None:
    """Section, headline and author."""
    site.write("content/authors/ana-sample.md", "---\nname: Ana Sample\n---\nSample.\n")
    with pytest.raises(SitegenError) as refused:
        new_article(load(site.root), " ", "nwes", now=NOW, author="ana-sampel")
    assert refused.value.problems == (
        Problem("--author", 0, "there is no content/authors/ana-sampel.md",
                "Did you mean 'ana-sample'?"),
        Problem("--section", 0, "there is no section 'nwes'", "Did you mean 'news'?"),
        Problem("new article", 0, "the headline is empty", "Write it in quotes."),
    )  # fmt: skip
    assert not (site.root / "content/news").exists()
    with pytest.raises(SitegenError, match="there is no section ''"):
        new_article(replace(load(site.root), sections=()), "Vote", "", now=NOW)
