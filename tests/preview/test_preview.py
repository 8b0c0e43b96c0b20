"""The preview: what is shown, followed and told, without a browser."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from sitegen.core.urls import path_of_file
from sitegen.preview import running
from sitegen.preview.state import Preview
from sitegen.sources import scan
from tests.conftest import Site
from tests.pictures.photo_files import saved
from tests.preview.previewing import PATIENCE, Clock, Served, served


@pytest.fixture
def paper(site: Site) -> Site:
    """A small site with a picture, a draft, a held and an expired story."""
    site.story("content/news/vote.md", title="Sample vote")
    site.story("content/news/fire.md", title="Sample fire", published="2026-04-01T09:00:00-06:00")
    site.story("content/local/draft.md", title="Sample draft", draft="true")
    site.story("content/local/held.md", title="Sample held", embargo="2026-11-26T06:00:00-06:00")
    site.story("content/local/over.md", title="Sample over", expires="2026-05-01T06:00:00-06:00")
    site.write("static/files/words.txt", "Sample words.\n")
    site.write("static/files/numbers.csv", "0123456789" * 10)
    return site


@pytest.fixture
def preview(paper: Site) -> Iterator[Served]:
    with served(paper.root) as site:
        yield site


def test_every_served_file_is_what_a_build_writes(paper: Site) -> None:
    """Less the preview's own block, a page of the preview is the page that readers get."""
    built = paper.copy().build()

    with served(paper.root) as site:
        pages = {file: site.get(path_of_file(file)).page for file in built.tree if file[0] != "."}

    assert {file for file in pages if pages[file] != built.tree[file]} == set()


def test_every_page_as_of_a_later_moment_is_what_a_build_writes_then(paper: Site) -> None:
    """--as-of shows the site of that moment, down to the byte."""
    later = "2026-11-27T00:00:00-06:00"
    built = paper.copy().build(now=later)

    with served(paper.root, as_of=datetime.fromisoformat(later)) as site:
        pages = {file: site.get(path_of_file(file)).page for file in built.tree if file[0] != "."}

    assert "local/held/index.html" in pages
    assert {file for file in pages if pages[file] != built.tree[file]} == set()


def test_a_preview_writes_nothing_to_output(paper: Site) -> None:
    """Drafts never reach the folder that is published."""
    with served(paper.root, drafts=True) as site:
        assert site.get("/local/draft/").status == 200

    assert not (paper.root / "output").exists()


def test_a_preview_leaves_the_notes_of_builds_alone(paper: Site) -> None:
    """A build that runs beside a preview, or after it, writes what it would have written."""
    paper.build()
    with served(paper.root, drafts=True) as site:
        tab = site.tab("/news/vote/")
        tab.hear()
        for text in ("One.", "Two.", "Three."):
            paper.story("content/news/vote.md", title="Sample vote", body=text)
            assert tab.hear()["do"] == "reload"
            tab = site.tab("/news/vote/")
            tab.hear()
            if text == "Two.":
                paper.build()
    built = paper.build()

    assert built.tree == paper.copy().build().tree


def test_a_preview_after_a_preview_parses_nothing_again(paper: Site) -> None:
    """What a preview has parsed is kept, so the next one starts at once."""
    first = Preview(paper.root, clock=Clock())
    first.refresh()
    first.close()

    second = Preview(paper.root, clock=Clock())
    second.refresh()
    second.close()

    assert first.edition
    assert len(first.edition.inputs.reading.results) == 5
    assert second.edition
    assert second.edition.inputs.reading.results == ()


def test_a_preview_after_a_build_parses_nothing_again(paper: Site) -> None:
    """What a build has parsed is as good for the preview."""
    paper.build()

    preview = Preview(paper.root, clock=Clock())
    preview.refresh()
    preview.close()

    assert preview.edition
    assert preview.edition.inputs.reading.results == ()


@pytest.mark.parametrize("name", ["cache.db", "preview/cache.db"])
def test_a_damaged_cache_is_an_empty_one(paper: Site, name: str) -> None:
    """The disk may say anything: the preview shows the site all the same."""
    paper.build()
    with served(paper.root) as site:
        site.get("/")
    (paper.root / ".sitegen_cache" / name).write_bytes(b"nothing that SQLite knows" * 400)

    with served(paper.root) as site:
        assert "Sample vote" in site.get("/").text


@pytest.mark.parametrize("name", ["", "cache.db", "preview", "preview/cache.db"])
def test_a_cache_deleted_meanwhile_stops_no_preview(paper: Site, name: str) -> None:
    """The manual says that the cache is safe to delete, also while a preview runs."""
    paper.build()
    preview = Preview(paper.root, clock=Clock())
    preview.refresh()
    gone = paper.root / ".sitegen_cache" / name
    for number in (1, 2):
        if gone.is_dir():
            shutil.rmtree(gone)
        else:
            gone.unlink(missing_ok=True)
        paper.story("content/news/vote.md", title="Sample vote", body=f"Text {number}.")
        preview.refresh()

        assert preview.problems == ()
        assert f"Text {number}.".encode() in preview.answer("/news/vote/").data
        assert preview.answer("/news/fire/").status == 200
    preview.close()


def test_damaged_notes_are_begun_anew(paper: Site) -> None:
    """After damage one preview parses everything, and the next one nothing."""
    (paper.root / ".sitegen_cache/preview").mkdir(parents=True)
    (paper.root / ".sitegen_cache/preview/cache.db").write_bytes(b"no database" * 1000)
    parse_counts = []
    for _ in range(3):
        preview = Preview(paper.root, clock=Clock())
        preview.refresh()
        preview.close()
        assert preview.edition
        parse_counts.append(len(preview.edition.inputs.reading.results))

    assert parse_counts == [5, 5, 0]


def test_only_tabs_whose_page_changed_reload(preview: Served, paper: Site) -> None:
    """A text that changes touches its own page; the others stay as they are."""
    story, front = preview.tab("/news/vote/"), preview.tab("/authors/")
    assert story.hear()["do"] == front.hear()["do"] == "stay"

    paper.story("content/news/vote.md", title="Sample vote", body="Another text.")

    assert story.hear()["do"] == "reload"
    assert "Another text." in preview.get("/news/vote/").text
    paper.story("content/authors/new.md")  # a mistake: people have no such keys
    assert front.hear()["do"] == "stay"


def test_a_changed_stylesheet_is_swapped_without_a_reload(preview: Served, paper: Site) -> None:
    """A designer sees a rule take hold without losing the place."""
    tab = preview.tab("/news/vote/")
    before = tab.hear()["version"]

    paper.write("static/css/own.css", "h1 { color: teal }\n")

    news = tab.hear()
    assert news["do"] == "style"
    assert news["version"] != before
    assert b"color:teal" in preview.get(news["style"]).body.replace(b" ", b"")


def test_a_tab_that_was_away_is_told_at_once(preview: Served, paper: Site) -> None:
    """A tab left open overnight knows what it shows, and asks about that."""
    version = preview.version("/news/vote/")
    tab = preview.tab("/news/vote/")
    tab.hear()
    paper.story("content/news/vote.md", title="Sample vote", body="Another text.")
    tab.hear()

    assert preview.tab("/news/vote/", version).hear()["do"] == "reload"


def test_mistakes_lie_over_the_last_good_page(preview: Served, paper: Site) -> None:
    """A half-saved story shows where it is wrong, and takes no page away."""
    tab = preview.tab("/news/vote/")
    tab.hear()
    paper.write("content/news/vote.md", "---\ntitel: Sample vote\n---\nText.\n")

    news = tab.hear()

    assert news["do"] == "stay"
    assert "content/news/vote.md:2" in news["panel"]
    assert "titel: Sample vote" in news["panel"]
    assert "Did you mean" in news["panel"]
    page = preview.get("/news/vote/")
    assert page.status == 200
    assert "content/news/vote.md:2" in page.text
    assert "content/news/vote.md:2" in preview.get("/_sitegen/").text

    paper.story("content/news/vote.md", title="Sample vote")

    news = tab.hear()
    assert news["do"] == "stay"
    assert "vote.md:2" not in news["panel"]


def test_a_broken_template_keeps_the_last_good_page(preview: Served, paper: Site) -> None:
    """A designer's mistake names the template and its line over the page as it was."""
    tab = preview.tab("/news/vote/")
    tab.hear()
    paper.write(
        "templates/article.html",
        '{% extends "theme/article.html" %}\n{% block main %}{{ article.titel }}{% endblock %}\n',
    )
    news = tab.hear()

    assert news["do"] == "stay"
    assert "templates/article.html:2" in news["panel"]
    assert "Sample vote" in preview.get("/news/vote/").text
    assert preview.get("/").status == 200


def test_broken_settings_do_not_stop_the_preview(preview: Served, paper: Site) -> None:
    """Settings are half-saved like anything else."""
    tab = preview.tab("/")
    tab.hear()
    settings = paper.read("sitegen.toml")
    paper.write("sitegen.toml", "title = \n")
    assert "sitegen.toml:1" in tab.hear()["panel"]

    paper.write("sitegen.toml", settings.replace("Sample Gazette", "Sample Courier"))

    assert tab.hear()["do"] == "reload"
    assert "The Sample Courier" in preview.get("/").text


def test_a_preview_starts_on_a_site_with_mistakes(paper: Site) -> None:
    """The first page may be the one that says what is wrong."""
    good_text = paper.read("content/news/vote.md")
    paper.write("content/news/vote.md", "---\ntitel: Sample vote\n---\nText.\n")
    with served(paper.root) as site:
        page = site.get("/news/vote/")
        assert page.status == 503
        assert "content/news/vote.md:2" in page.text
        assert "content/news/vote.md:2" in site.get("/_sitegen/").text
        tab = site.tab("/news/vote/", "none")
        tab.hear()
        paper.write("content/news/vote.md", good_text)

        site.tab("/news/vote/").hear()
        while site.get("/news/vote/").status == 503:
            site.tab("/news/vote/").hear()


def test_unpublished_stories_are_shown_only_when_wished_for(paper: Site) -> None:
    """Without --drafts the preview shows just what readers would see."""
    with served(paper.root) as site:
        for slug in ("draft", "held", "over"):
            assert site.get(f"/local/{slug}/").status == 404
        assert "Sample draft" not in site.get("/").text
        overview = site.get("/_sitegen/").text
        assert "Sample draft" in overview
        assert "Held until Nov. 26, 2026, 6 a.m. CST" in overview


def test_the_preview_shows_how_a_picture_is_cropped(paper: Site) -> None:
    """Whoever sees a head cut off there writes another focus before readers see it."""
    photo = saved(Image.new("RGB", (900, 1350), "#607080"))
    paper.write_bytes("content/news/hall.jpg", photo)
    paper.story("content/news/hall.md", image="{file: hall.jpg, alt: A hall}")

    with served(paper.root) as site:
        page, other = site.get("/news/hall/").text, site.get("/news/vote/").text
        (box,) = re.findall(r'<details class="crops">.*?</details>', page)
        addresses = re.findall(r'<img src="([^"]+)"', box)
        kinds = [site.get(address).headers["Content-Type"] for address in addresses]

    assert "focus: [0.5, 0.33]" in box
    assert [address.split(".")[2] for address in addresses] == ["16x9", "4x3", "1x1"]
    assert kinds == ["image/jpeg"] * 3
    assert 'class="crops"' not in other


def test_unpublished_stories_carry_a_badge(paper: Site) -> None:
    """Nobody takes a draft for a published story, in its page or in a list."""
    with served(paper.root, drafts=True) as site:
        draft, held, over, vote = (
            site.get(f"/{path}/").text
            for path in ("local/draft", "local/held", "local/over", "news/vote")
        )
        marks = site.tab("/").hear()["marks"]

    assert "<b>Draft</b>" in draft
    assert "<b>Held until Nov. 26, 2026, 6 a.m. CST</b>" in held
    assert "<b>Expired May 1, 2026, 7 a.m. CDT</b>" in over
    assert 'class="badge"' not in vote
    assert marks["/local/draft/"] == "Draft"
    assert "/news/vote/" not in marks


def test_a_story_appears_when_its_time_comes(paper: Site) -> None:
    """An embargo ends while the preview runs, and nobody has touched a file."""
    clock = Clock("2026-11-26T05:59:00-06:00")
    with served(paper.root, clock=clock) as site:
        tab = site.tab("/")
        tab.hear()
        assert site.get("/local/held/").status == 404

        clock.set("2026-11-26T06:00:00-06:00")

        assert tab.hear()["do"] == "reload"
        assert site.get("/local/held/").status == 200


def test_the_overview_says_what_changed_and_why(preview: Served, paper: Site) -> None:
    """Whoever wonders why a page was made again finds the value that moved."""
    tab = preview.tab("/news/vote/")
    tab.hear()
    paper.story("content/news/vote.md", title="Sample vote, again")
    tab.hear()

    overview = preview.get("/_sitegen/").text

    assert "content/news/vote.md" in overview
    assert "changed: article" in overview


def test_a_site_below_a_prefix_is_previewed_there(paper: Site) -> None:
    """Links of a site at example.org/paper/ lead where they will lead."""
    settings = paper.read("sitegen.toml")
    paper.write("sitegen.toml", settings.replace("gazette.example", "gazette.example/paper"))
    with served(paper.root) as site:
        home = site.get("/")
        assert home.status == 307
        assert home.headers["location"] == "/paper/"
        assert site.get("/paper/news/vote/").status == 200
        assert site.get("/news/vote/").status == 404
        assert site.get("/paper").headers["location"] == "/paper/"


def test_kept_pages_stay_within_their_share_of_memory(
    paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking at a thousand pages does not fill the machine."""
    monkeypatch.setattr("sitegen.preview.rendered.MOST_BYTES", 40_000)
    preview = Preview(paper.root, clock=Clock())
    preview.refresh()
    for path in ("/", "/news/", "/news/vote/", "/news/fire/", "/archive/", "/authors/", "/tags/"):
        assert preview.answer(path).status == 200
    in_memory = sum(map(len, preview._rendered._pages.values()))
    preview.close()

    assert in_memory <= 40_000
    assert in_memory == preview._rendered._size


def test_links_out_of_the_site_are_not_served(paper: Site, tmp_path: Path) -> None:
    """A link in static/ must not give others on the network a file from elsewhere."""
    secret = tmp_path / "secret.txt"
    secret.write_text("Words from elsewhere.")
    paper.write("static/root/out.txt", "Sample words.\n")
    (paper.root / "static/root/in.txt").symlink_to(paper.root / "static/files/words.txt")
    with served(paper.root) as site:
        assert site.get("/in.txt").text == "Sample words.\n"
        tab = site.tab("/news/vote/")
        tab.hear()

        (paper.root / "static/root/out.txt").unlink()
        (paper.root / "static/root/out.txt").symlink_to(secret)

        assert "elsewhere." not in site.get("/out.txt").text
        assert "static/root/out.txt" in tab.hear()["panel"]
        assert site.get("/out.txt").status == 404
        assert site.get("/in.txt").text == "Sample words.\n"


def test_a_folder_shared_between_sites_is_shown_as_it_is_built(paper: Site, tmp_path: Path) -> None:
    """static/ as a whole may be a link: that is a choice, and no file that slipped in."""
    (paper.root / "static").rename(tmp_path / "shared")
    (paper.root / "static").symlink_to(tmp_path / "shared")
    paper.write("static/root/words.txt", "Shared words.\n")

    assert paper.build()["words.txt"] == "Shared words.\n"
    with served(paper.root) as site:
        assert site.get("/words.txt").text == "Shared words.\n"


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "Sample vote, reworded"},
        {"summary": "Another sample summary of fifty to one hundred and sixty characters."},
        {"title": "Sample", "tags": "[New]"},
        {"title": "Sample", "aliases": "[/old/]"},
        {"title": "Sample", "published": "2026-10-01T09:00:00-06:00"},
        {"title": "Sample", "slug": "another"},
        {"title": "Sample", "canonical": "https://elsewhere.example/vote/"},
        {"title": "Sample", "kind": "opinion"},
        {"title": "Sample", "body": "See [the other](fire.md) and [that](/feeds/)."},
    ],
    ids=lambda edit: " ".join(edit),
)
def test_files_are_named_anew_whatever_was_edited(paper: Site, edit: dict[str, str]) -> None:
    """The short way for new words never leaves an old file, nor forgets a new one."""
    preview = Preview(paper.root, clock=Clock())
    preview.refresh()
    paper.story("content/news/vote.md", **edit)
    preview.refresh()
    clean = Preview(paper.copy().root, clock=Clock())
    clean.refresh()
    preview.close()
    clean.close()

    assert preview.problems == clean.problems == ()
    assert preview.edition
    assert clean.edition
    assert preview.edition.outline.entries == clean.edition.outline.entries
    assert preview.edition.outline.problems == clean.edition.outline.problems


def test_a_file_beside_a_story_is_followed(paper: Site) -> None:
    """A recording or a paper that is replaced is served as it is now."""
    paper.write("content/news/minutes.txt", "First minutes.\n")
    paper.story("content/news/vote.md", body="Read [the minutes](minutes.txt).")
    with served(paper.root) as preview:
        assert preview.get("/files/news/minutes.txt").text == "First minutes.\n"
        etag = preview.get("/files/news/minutes.txt").headers["etag"]
        edition = preview.version("/_sitegen/")
        paper.write("content/news/minutes.txt", "Second minutes.\n")
        while preview.get("/files/news/minutes.txt", If_None_Match=etag).status == 304:
            tab = preview.tab("/_sitegen/", edition)
            while tab.hear()["do"] != "reload":
                pass
            edition = preview.version("/_sitegen/")
        assert preview.get("/files/news/minutes.txt").text == "Second minutes.\n"


def test_a_block_of_ones_own_is_followed(site: Site) -> None:
    """Whoever draws a block sees each change, and what the story says wrongly of it."""
    template = "templates/blocks/profile.html"
    text = "{#- takes:\n    name: title, quoted, needed\n-#}\n<p>{{ name }} first</p>\n"
    site.write_bytes(template, text.encode())
    site.story("content/news/vote.md", body='::: profile "Ana"\n:::\n\nWords.\n')
    with served(site.root) as preview:
        tab = preview.tab("/news/vote/")
        tab.hear()
        assert "<p>Ana first</p>" in preview.get("/news/vote/").text

        site.write_bytes(template, text.replace("first", "second").encode())
        while tab.hear()["do"] == "stay":
            pass
        assert "<p>Ana second</p>" in preview.get("/news/vote/").text

        tab = preview.tab("/news/vote/")
        site.story("content/news/vote.md", body='::: profile "Ana" nme=Ana\n:::\n\nWords.\n')
        while "has no option" not in (news := tab.hear())["panel"]:
            pass
        assert news["do"] == "stay"
        assert "<p>Ana second</p>" in preview.get("/news/vote/").text


def test_an_extension_is_followed(site: Site, tmp_path: Path) -> None:
    """A newsroom's own Python is imported anew when it is saved, mistakes and all."""
    module = f"newsroom_{tmp_path.name}"
    site.setting(f'extensions = ["{module}"]')
    site.story("content/news/vote.md")
    site.write(
        "templates/article.html",
        '{% extends "theme/article.html" %}{% block foot %}{{ "x" | own }}{% endblock %}',
    )
    code = 'FILTERS = {"own": lambda text: "{n}"}\n'
    site.write(f"{module}.py", code.replace("{n}", "first words"))
    with served(site.root) as preview:
        tab = preview.tab("/news/vote/")
        tab.hear()
        assert "first words" in preview.get("/news/vote/").text

        site.write(f"{module}.py", "FILTERS = {\n")
        assert f"{module}.py" in tab.hear()["panel"]
        assert "first words" in preview.get("/news/vote/").text

        site.write(f"{module}.py", code.replace("{n}", "second words"))
        while tab.hear()["do"] == "stay":
            pass
        assert "second words" in preview.get("/news/vote/").text


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells of each file")
def test_a_save_is_shown_before_all_is_looked_at(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And then all is looked at, once: a look at 10,000 files would have whoever saves wait."""
    looks = tmp_path / "looks"
    walk = scan.walk

    def counted(folders: Iterable[tuple[str, Path]]) -> scan.Scan:
        with looks.open("a") as file:  # the press is in another process
            file.write(".")
        return walk(folders)

    monkeypatch.setattr(scan, "walk", counted)
    monkeypatch.setattr(running, "LOOK_AT_CLOCK", 60.0)
    site.story("content/news/vote.md", title="Sample vote")
    with served(site.root) as preview:
        _until(lambda: looks.read_text() == "..")  # one for the start, one since we listen
        site.story("content/news/vote.md", title="Sample vote, reworded")
        _until(lambda: "reworded" in preview.get("/news/vote/").text)
        assert looks.read_text() == ".."
        monkeypatch.setattr(running, "LOOK_AT_CLOCK", 0.3)
        site.story("content/news/vote.md", title="Sample vote, mended")
        _until(lambda: looks.read_text() == "...")
        assert "mended" in preview.get("/news/vote/").text
        time.sleep(1)
        assert looks.read_text() == "..."


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
