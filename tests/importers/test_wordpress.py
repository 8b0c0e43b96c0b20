"""A paper comes from WordPress: stories, pages, people, pictures, addresses, and a receipt."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.record import replace
from sitegen.hosts import HOSTS
from tests.importers.wxr import attachment, author, build, category, export, item, move, photo

PEOPLE = (
    author("mtran", "Mai Trần", "Writes <b>samples</b>.")
    + author("aruiz", "Ana Ruiz")
    + author("idle", "Ida Idle")
)
TERMS = (
    category("news", "News", number=1)
    + category("sports", "Sports &amp; Games", number=2)
    + category("high-school", "High School", "sports", 3)
)


@pytest.fixture
def quiet(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    return capsys


def test_every_entry_has_an_outcome_and_the_sums_agree(tmp_path: Path, quiet: Any) -> None:
    """The receipt counts what the export holds, each entry once."""
    moved = move(
        tmp_path,
        PEOPLE,
        TERMS,
        item(1, terms={"category:news": "News"}),
        item(2, status="draft", date_gmt="0000-00-00 00:00:00"),
        item(3, status="pending"),
        item(4, status="future", date="2030-01-02 08:00:00", date_gmt="2030-01-02 14:00:00"),
        item(5, status="private"),
        item(6, password="letmein"),
        item(7, status="trash"),
        item(8, "About", type="page", name="about", link="https://old.example.net/about/"),
        item(9, "Gala", type="event", name="gala"),
        item(10, type="wpcf7_contact_form"),
    )
    assert moved.sums["post"] == {"draft": 2, "held": 1, "left out": 3, "story": 1}
    assert moved.sums["page"] == {"page": 1}
    assert moved.sums["type"] == {"left out": 1, "story": 1}
    assert moved.sums["user"] == {"left out": 2, "person": 1}
    for kind, sums in moved.sums.items():
        assert len(moved.items(kind)) == sum(sums.values())
    assert "draft: true" in moved.text("wp-2")
    assert "published: 2030-01-02 08:00" in moved.text("wp-4")
    assert "kind: event" in moved.text("wp-9")
    assert "1 draft" not in build(moved, quiet)


def test_nothing_private_is_written_or_printed(tmp_path: Path, quiet: Any) -> None:
    """A canary in private, protected and trashed posts sings nowhere."""
    hidden = {
        "status": ("private", "trash", "auto-draft", "inherit"),
        "password": ("canary-password",),
    }
    entries, number = [PEOPLE, item(1)], 10
    for field, values in hidden.items():
        for value in values:
            for type_ in ("post", "page", "event", "wp_block", "attachment"):
                number += 1
                if type_ == "attachment" and value == "inherit":
                    continue
                entries.append(
                    item(
                        number,
                        "Canary title",
                        "<p>canary text</p>",
                        excerpt="canary excerpt",
                        name="canary-slug",
                        link="https://old.example.net/canary-link/",
                        guid="canary-guid",
                        type=type_,
                        meta={"canary": "canary meta"},
                        terms={"category:news": "News"},
                        raw="<wp:comment><wp:comment_content>canary comment"
                        "</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
                        "</wp:comment>"
                        "<wp:attachment_url>https://old.example.net/canary.jpg"
                        "</wp:attachment_url>",
                        **{field: value},
                    )
                )
    moved = move(tmp_path, *entries)
    said = quiet.readouterr()
    assert "canary" not in (said.out + said.err).lower()
    for file in moved.folder.rglob("*"):
        assert "canary" not in file.name.lower()
        if file.is_file():
            assert b"canary" not in file.read_bytes().lower(), file
            assert b"secret.example" not in file.read_bytes(), file
    assert moved.sums["picture"] == {"left out": 4}
    assert "file" not in moved.sums


def test_a_story_keeps_what_is_said_of_it(tmp_path: Path, quiet: Any) -> None:
    """Title, dates, writer, terms, summary, guid, pinned: each in our own words."""
    moved = move(
        tmp_path, PEOPLE, TERMS,
        item(
            1, "Budget &amp; “flood”: who pays 2*3*4?", excerpt="Who <b>pays</b> &amp; why",
            modified="2019-05-06 10:00:00", modified_gmt="2019-05-06 15:00:00", sticky=1,
            name="budget-flood",
            terms={"category:sports": "Sports &amp; Games", "category:high-school": "High School",
                   "post_tag:bayou": "Bayou", "author:cap-aruiz": "Ana Ruiz",
                   "author:cap-mtran": "Mai Trần"},
        ),
    )  # fmt: skip
    text = moved.text("wp-1")
    assert moved.item("wp-1")["to"] == "content/sports/2019/budget-flood.md"
    assert 'title: "Budget & “flood”: who pays 2\\\\*3\\\\*4?"' in text or (
        "title: 'Budget & “flood”: who pays 2\\*3\\*4?'" in text
        or 'title: "Budget & “flood”: who pays 2\\*3\\*4?"' in text
        or r"title: Budget & “flood”: who pays 2\*3\*4?" in text
    ), text
    assert "published: 2019-05-04 09:30\n" in text
    assert "updated: 2019-05-06 10:00\n" in text
    assert "authors: [ana-ruiz, mai-tran]" in text
    assert "tags: [High School, Bayou]" in text
    assert "summary: Who pays & why" in text
    assert "pinned: true" in text
    assert 'guid: "https://old.example.net/?p=1"' in text or "guid: https://old.ex" in text
    assert "aliases: [/2019/05/story-1/]" in text
    settings = tomllib.loads(moved.settings())
    assert settings["timezone"] == "America/New_York" or settings["timezone"] == "America/Chicago"
    assert [s["title"] for s in settings["sections"]] == ["Sports & Games"]
    build(moved, quiet)


def test_emphasis_in_a_headline_stays(tmp_path: Path) -> None:
    """The name of a paper or ship is set as it was; whatever else was there are words."""
    titles = {
        "Review: <em>The Bayou</em> &amp; <strong>2*3</strong>": r"Review: *The Bayou* & **2\*3**",
        "<span class='x'>Plain</span><br/>words <sup>2</sup>": "Plain words 2",
        "5 &lt; 6 <i>or</i> so": r"5 < 6 *or* so",
        "a<em>b, </em>c": "a*b,* c",
        "x<em>!y</em>z": "x!yz",
    }
    entries = [item(number, title) for number, title in enumerate(titles, 1)]
    moved = move(tmp_path, *entries)
    found = {f"wp-{n}": yaml_title(moved.text(f"wp-{n}")) for n in range(1, len(titles) + 1)}
    assert list(found.values()) == list(titles.values())
    assert moved.item("wp-1")["title"] == "Review: The Bayou & 2*3"


def yaml_title(text: str) -> str:
    line = text.splitlines()[1].removeprefix("title: ")
    return str(json.loads(line)) if line.startswith('"') else line.strip("'")


def test_the_zone_is_found_from_the_two_dates(tmp_path: Path) -> None:
    """No export states it: summer and winter tell it."""
    moved = move(
        tmp_path,
        item(1, date="2019-07-04 09:30:00", date_gmt="2019-07-04 14:30:00"),
        item(2, date="2019-01-04 09:30:00", date_gmt="2019-01-04 15:30:00"),
        item(3, date="2019-02-04 09:30:00", date_gmt="0000-00-00 00:00:00"),
    )
    assert 'timezone = "America/Chicago"' in moved.settings()
    assert "published: 2019-02-04 09:30" in moved.text("wp-3")
    assert "no date in UTC" in moved.item("wp-3")["reason"]


def test_links_lead_to_files_and_old_addresses_lead_on(tmp_path: Path, quiet: Any) -> None:
    """Whatever readers, feeds and search engines know of the old site leads somewhere."""
    moved = move(
        tmp_path, PEOPLE, TERMS,
        item(
            1, terms={"category:high-school": "High School"},
            text='<p><a href="https://www.old.example.net/2019/05/story-2/#costs">two</a> '
            '<a href="/?p=2">by number</a> <a href="http://old.example.net/category/sports/">'
            'sports</a> <a href="https://old.example.net/gone/">gone</a> '
            '<a href="https://else.example.com/x">else</a> <a href="http://localhost/wp-admin/">'
            "mine</a></p>",
        ),
        item(2, "Two", '<h2 id="costs">Costs</h2><p>x</p>', terms={"category:news": "News"}),
    )  # fmt: skip
    body = moved.body("wp-1")
    assert "[two](/news/2019/story-2.md#costs)" in body
    assert "[by number](/news/2019/story-2.md)" in body
    assert "[sports](/sports/)" in body
    assert "[gone](https://old.example.net/gone/)" in body
    assert "[else](https://else.example.com/x)" in body
    assert body.endswith("mine")
    redirects = tomllib.loads(moved.settings())["redirects"]
    assert redirects["/category/sports/high-school/"] == "/tags/high-school/"
    assert redirects["/category/sports/feed/"] == "/sports/feed.xml"
    assert redirects["/author/mtran/"] == "/authors/mai-tran/"
    assert redirects["/feed/"] == "/feed.xml"
    assert redirects["/?p=2"] == "/news/story-2/"
    assert redirects["/?cat=3"] == "/tags/high-school/"
    assert redirects["/?author=1"] == "/authors/mai-tran/"
    (said,) = (remark for remark in moved.report["remarks"] if "Feed readers" in remark)
    assert "github, s3" in said
    outcomes = sorted(each["outcome"] for each in moved.items("link"))
    assert outcomes == ["moved", "moved", "moved", "problem", "problem"]
    build(moved, quiet)


def test_an_export_without_numbers_or_pretty_addresses(tmp_path: Path, quiet: Any) -> None:
    """Posts are told apart, found again by the next run, and reached where they were."""

    def bare(number: int, title: str, **more: str) -> str:
        fields = {"link": f"https://old.example.net/?p={number}", "name": "", **more}
        return re.sub(r"<wp:post_id>\d+</wp:post_id>", "", item(number, title, **fields))

    cat = '<p><a href="https://old.example.net/?cat=2">all</a></p>'
    last = bare(9, "Third", link="", guid="https://elsewhere.example/third")
    moved = move(tmp_path, TERMS, bare(7, "First", text=cat), bare(8, "Second"), last)
    first = moved.report["files"]
    assert "[all](/sports/)" not in moved.body("wp-7")  # no story is in it
    redirects = tomllib.loads(moved.settings())["redirects"]
    assert redirects["/?p=8"] == "/news/second/"
    moved = move(tmp_path, TERMS, bare(6, "New"), bare(7, "First", text=cat), bare(8, "Second"),
                 last)  # fmt: skip
    assert first.items() <= moved.report["files"].items()
    assert len(list((moved.folder / "content/news").rglob("*.md"))) == 4


def test_a_private_entry_without_a_number_is_not_named_by_its_slug(tmp_path: Path) -> None:
    hidden = item(3, name="canary-slug", guid="canary", link="canary", status="private")
    hidden = re.sub(r"<wp:post_id>\d+</wp:post_id>", "", hidden)
    moved = move(tmp_path, item(1), hidden)
    assert moved.sums["post"] == {"left out": 1, "story": 1}
    assert "canary" not in (moved.folder / "import-report.json").read_text()


def test_pictures_come_at_their_full_size_and_once(tmp_path: Path, quiet: Any) -> None:
    """Not the small copy that a text shows; alt, caption and credit come along."""
    uploads = tmp_path / "uploads"
    (uploads / "2019/05").mkdir(parents=True)
    (uploads / "2019/05/hall.jpg").write_bytes(photo("red"))
    (uploads / "2019/05/hall-300x200.jpg").write_bytes(photo("red", 300, 200))
    (uploads / "2019/05/same.jpg").write_bytes(photo("red"))
    (uploads / "2019/05/plan.pdf").write_bytes(b"%PDF-1.4 sample")
    (uploads / "2019/05/web.jpg").write_bytes(b"<!DOCTYPE html><p>404</p>")
    base = "https://old.example.net/wp-content/uploads/2019/05"
    moved = move(
        tmp_path, PEOPLE,
        item(
            1, text=f'<figure class="wp-block-image"><img src="{base}/hall-300x200.jpg" '
            'class="wp-image-7" alt="The hall"/><figcaption>Full to the door</figcaption></figure>'
            f'<p><a href="{base}/plan.pdf">The plan</a></p><p><img src="{base}/same.jpg" alt="it">'
            f'</p><p><img src="{base}/web.jpg" alt="none"></p>',
            meta={"_thumbnail_id": "7"},
        ),
        item(2, text=f'<p><img src="{base}/nowhere.jpg" alt="The lost one"></p>'),
        attachment(
            7, "2019/05/hall.jpg", excerpt="The <em>hall</em>",
            meta={"_wp_attachment_image_alt": "Residents in the hall",
                  "_wp_attachment_metadata": 'a:1:{s:6:"credit";s:7:"Jo Park";}'},
        ),
        attachment(8, "2019/05/unused.jpg"),
        options=("--media", str(uploads)),
    )  # fmt: skip
    text = moved.text("wp-1")
    assert "file: /uploads/2019/05/hall.jpg" in text
    assert "alt: Residents in the hall" in text
    assert "caption: The *hall*" in text
    assert "credit: Jo Park" in text
    body = moved.body("wp-1")
    assert "[The plan](uploads/2019/05/plan.pdf)" in body
    assert "![it](/uploads/2019/05/hall.jpg)" in body
    assert "old.example.net" not in body.replace(f"({base}/web.jpg)", "")
    assert moved.sums["picture"] == {"left out": 1, "moved": 2, "problem": 2}
    assert moved.sums["file"] == {"moved": 1}
    files = {f.name for f in (moved.folder / "content/uploads").rglob("*.*")}
    assert files == {"hall.jpg", "plan.pdf"}
    assert [moved.status, "The lost one" in moved.body("wp-2")] == [1, True]
    build(moved, quiet)


def test_one_slug_twice_is_two_pages(tmp_path: Path, quiet: Any) -> None:
    """Pages under other parents, stories of one name, a page named as a section."""
    moved = move(
        tmp_path, TERMS,
        item(1, "About", type="page", name="about"),
        item(2, "Team", type="page", name="team", parent=1),
        item(3, "Board", type="page", name="board"),
        item(4, "Team", type="page", name="team", parent=3),
        item(5, "Sports", type="page", name="sports"),
        item(6, name="same", terms={"category:sports": "Sports"}),
        item(7, name="same", terms={"category:sports": "Sports"}),
        item(8, "An Emoji", name="%f0%9f%98%80", terms={"category:sports": "Sports"}),
        item(9, "Market", name="%e5%b8%82%e5%9c%ba", link="https://old.example.net/2019/05/"
             "%e5%b8%82%e5%9c%ba/", terms={"category:sports": "Sports"}),
        item(10, name="index", terms={"category:sports": "Sports"}),
    )  # fmt: skip
    files = [moved.item(f"wp-{number}")["to"] for number in range(1, 11)]
    assert files == [
        "content/pages/about.md", "content/pages/team.md", "content/pages/board.md",
        "content/pages/board-team.md", "content/pages/sports-page.md",
        "content/sports/2019/same.md", "content/sports/2019/same-2.md",
        "content/sports/2019/an-emoji.md", "content/sports/2019/shi-chang.md",
        "content/sports/2019/index-story.md",
    ]  # fmt: skip
    build(moved, quiet)


def test_menus_become_links_of_the_settings(tmp_path: Path, quiet: Any) -> None:
    """What leads nowhere is named."""

    def link(number: int, title: str, **meta: str) -> str:
        fields = {f"_menu_item_{key}": value for key, value in meta.items()}
        return item(
            number, title, type="nav_menu_item", order=number, meta=fields,
            terms={"nav_menu:main": "Main"},
        )  # fmt: skip

    moved = move(
        tmp_path, TERMS,
        item(1, "About us", type="page", name="about", link="https://old.example.net/about/"),
        item(2, terms={"category:sports": "Sports"}),
        link(20, "", type="post_type", object_id="1"),
        link(21, "Games", type="taxonomy", object_id="2"),
        link(22, "The county", type="custom", url="https://county.example.com/"),
        link(23, "More", type="custom", url="#"),
    )  # fmt: skip
    menu = tomllib.loads(moved.settings())["menus"]["main"]
    assert menu["links"] == [
        {"title": "About us", "url": "/about/"},
        {"title": "Games", "url": "/sports/"},
        {"title": "The county", "url": "https://county.example.com/"},
    ]
    assert moved.sums["link"] == {"left out": 1, "moved": 3}
    build(moved, quiet)


def test_import_toml_decides(tmp_path: Path, quiet: Any) -> None:
    """The first run writes it; an edited one is obeyed by the next."""
    parts = (
        PEOPLE, TERMS,
        item(1, terms={"category:sports": "Sports"}),
        item(2, "Gala", type="event"),
        item(3, status="pitch"),
        item(4, text="<p>[wpforms id=\"1\"] and [mystery]words[/mystery]</p>"),
    )  # fmt: skip
    moved = move(tmp_path, *parts)
    file = moved.folder / "import.toml"
    first = file.read_text()
    assert 'sports = {section = "sports"}' in first
    assert 'mtran = {name = "Mai Trần"}' in first
    assert 'event = "story"' in first
    assert 'pitch = "draft"' in first
    assert 'wpforms = "keep"' in first
    assert '[wpforms id="1"]' in moved.body("wp-4")
    assert [i["outcome"] for i in moved.items("shortcode")] == ["kept", "kept"]
    file.write_text(
        '[categories]\nsports = {tag = "Games"}\n[users]\nmtran = {name = "Mai T."}\n'
        '[types]\nevent = false\n[shortcodes]\nwpforms = "drop"\nmystery = "drop"\n'
        "[statuses]\npitch = false\n"
    )
    moved = move(tmp_path, *parts)
    assert file.read_text().startswith("[categories]\nsports = {tag")
    assert moved.item("wp-1")["to"] == "content/news/2019/story-1.md"
    assert "tags: [Games]" in moved.text("wp-1")
    assert not (moved.folder / "content/sports").exists() or not list(
        (moved.folder / "content/sports").rglob("*.md")
    )
    person = (moved.folder / "content/authors/mai-tran.md").read_text()
    assert "name: Mai T." in person
    assert person.endswith("---\n\nWrites **samples**.\n")
    assert moved.item("wp-2")["outcome"] == "left out"
    assert moved.item("wp-3")["outcome"] == "left out"
    assert moved.body("wp-4") == "and words"
    build(moved, quiet)


def test_a_wrong_import_toml_is_told_line_by_line(tmp_path: Path, quiet: Any) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "import.toml").write_text(
        '[categories]\nsports = {section = "Sports News"}\n[statuses]\nprivate = "published"\n'
    )
    moved = move(tmp_path, item(1))
    said = quiet.readouterr().err
    assert moved.status == 1
    assert "import.toml:2: error: it is not clear what becomes of 'sports'" in said
    assert "import.toml:4: error: what is 'private' is never written" in said


def test_a_second_run_writes_what_is_new_and_nothing_that_was_edited(
    tmp_path: Path, quiet: Any
) -> None:
    """Two runs of one export leave the same bytes; an editor's work is never lost."""
    parts = [PEOPLE, TERMS, item(1), item(2), item(3)]
    moved = move(tmp_path, *parts)
    before = {f: f.read_bytes() for f in moved.folder.rglob("*") if f.is_file()}
    assert move(tmp_path, *parts).status == moved.status
    after = {f: f.read_bytes() for f in moved.folder.rglob("*") if f.is_file()}
    assert after == before
    first, second = (moved.folder / moved.item(key)["to"] for key in ("wp-1", "wp-2"))
    first.write_text(first.read_text() + "\nA line of ours.\n")
    second.unlink()
    parts[2] = item(1, text="<p>Changed there.</p>")
    moved = move(tmp_path, *parts[:4], item(3, text="<p>New there.</p>"), item(4))
    assert first.read_text().endswith("A line of ours.\n")
    assert "edited here" in moved.item("wp-1")["reason"]
    assert not second.exists()
    assert "deleted here" in moved.item("wp-2")["reason"]
    assert moved.body("wp-3") == "New there."
    assert moved.item("wp-4")["outcome"] == "story"
    build(moved, quiet)


def test_a_dry_run_writes_nothing(tmp_path: Path, quiet: Any) -> None:
    moved = move(tmp_path, PEOPLE, item(1), item(2, status="draft"), options=("--dry-run",))
    assert not moved.folder.exists()
    assert "2 posts: 1 story, 1 draft" in quiet.readouterr().out


def test_since_and_limit_take_a_part(tmp_path: Path, quiet: Any) -> None:
    parts = (
        item(1, date="2018-01-01 10:00:00", date_gmt="2018-01-01 16:00:00"),
        item(2), item(3), item(4),
    )  # fmt: skip
    moved = move(tmp_path, *parts, options=("--since", "2019-01-01", "--limit", "2"))
    assert moved.sums["post"] == {"left out": 2, "story": 2}
    assert [moved.item(f"wp-{n}")["outcome"] for n in (1, 2, 3, 4)] == [
        "left out", "story", "story", "left out",
    ]  # fmt: skip
    build(moved, quiet)
    moved = move(tmp_path, *parts)
    assert moved.sums["post"] == {"story": 4}
    build(moved, quiet)


def test_a_paper_moves_into_a_site_that_is_there(tmp_path: Path, quiet: Any) -> None:
    """Its own settings and stories stay to the letter."""
    site = tmp_path / "site"
    (site / "content/news").mkdir(parents=True)
    settings = (
        'title = "Ours"\nbase_url = "https://old.example.net"\ntimezone = "America/Chicago"\n\n'
        '[[sections]]\nslug = "news"\ntitle = "Our news"\n'
    )
    (site / "sitegen.toml").write_text(settings)
    ours = site / "content/news/ours.md"
    ours.write_text("---\ntitle: Ours\npublished: 2026-01-01\n---\n\nWords.\n")
    moved = move(tmp_path, PEOPLE, TERMS, item(1, name="ours", terms={"category:news": "News"}),
                 item(2, terms={"category:sports": "Sports"}))  # fmt: skip
    assert moved.settings().startswith(settings)
    assert 'slug = "sports"' in moved.settings()
    assert ours.read_text().endswith("Words.\n")
    assert "Our news" in moved.settings()
    build(moved, quiet)


def test_the_page_for_people_says_sums_and_what_needs_a_hand(tmp_path: Path) -> None:
    moved = move(tmp_path, PEOPLE, item(1), item(2, title=""), item(3, status="private"))
    page = (moved.folder / "import-report.html").read_text()
    assert "3 posts: 2 stories, 1 left out" in page
    assert "Write its headline." in page
    rows = (moved.folder / "import-report.csv").read_text().splitlines()
    assert len(rows) == 1 + len(moved.report["items"])


def test_check_names_old_addresses_that_lead_nowhere(tmp_path: Path, quiet: Any) -> None:
    from sitegen.cli.main import main

    moved = move(tmp_path, PEOPLE, TERMS, item(1), item(2, status="draft"))
    old = tmp_path / "sitemap.xml"
    old.write_text(
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<url><loc>https://old.example.net/</loc></url>"
        "<url><loc>https://old.example.net/2019/05/story-1/</loc></url>"
        "<url><loc>https://old.example.net/author/mtran/</loc></url></urlset>"
    )
    arguments = ["import", "--check", str(old), "--into", str(moved.folder)]
    assert main(arguments) == 0
    old.write_text(old.read_text().replace("</urlset>", "<url><loc>https://old.example.net/2018/x/"
                                           "</loc></url></urlset>"))  # fmt: skip
    quiet.readouterr()
    assert main(arguments) == 1
    assert quiet.readouterr().out.splitlines() == ["https://old.example.net/2018/x/"]
    arguments[2] = str(tmp_path / "export.xml")
    assert main(arguments) == 0
    newer = export(item(1), item(7), item(8, status="draft"), item(9, password="x"),
                   item(10, type="revision"))  # fmt: skip
    (tmp_path / "export.xml").write_text(newer)
    quiet.readouterr()
    assert main(arguments) == 1
    assert quiet.readouterr().out == "https://old.example.net/2019/05/story-7/\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["wordpres", "x.xml"], "Did you mean 'wordpress'"),
        ([], "name the program"),
        (["wordpress"], "name what wordpress exported"),
        (["hugo"], "name the folder in which hugo ran"),
    ],
)
def test_a_wrong_command_is_told(tmp_path: Path, quiet: Any, words: list[str], said: str) -> None:
    from sitegen.cli.main import main

    with pytest.raises(SystemExit) as stop:
        main(["import", *words, "--into", str(tmp_path / "x")])
    assert stop.value.code == 2
    assert re.search(re.escape(said), quiet.readouterr().err)


def test_fields_of_plugins_say_what_they_said(tmp_path: Path, quiet: Any) -> None:
    """Yoast, Rank Math, Newspack and podcasts: each in our own words."""
    sponsor = {"category:news": "News", "newspack_spnsrs_tax:credit-union": "Credit Union"}
    moved = move(
        tmp_path, PEOPLE, TERMS,
        item(1, meta={"_yoast_wpseo_metadesc": "For search engines",
                      "_yoast_wpseo_canonical": "https://first.example.com/story/",
                      "_yoast_wpseo_primary_category": "2"},
             terms={"category:news": "News", "category:sports": "Sports"}),
        item(2, meta={"rank_math_description": "By Rank Math", "newspack_post_subtitle": "Below",
                      "rank_math_canonical_url": "https://old.example.net/2019/05/story-2/"}),
        item(3, terms=sponsor),
        item(4, meta={"enclosure": "https://media.example.com/talk.mp3\n21169426\naudio/mpeg\n"
                      'a:1:{s:8:"duration";s:8:"00:29:24";}'}),
        item(5, "Credit Union", type="newspack_spnsrs_cpt", name="credit-union",
             meta={"newspack_sponsor_url": "https://credit.example.com/"}),
        item(6, "", "<p>The sum was wrong.</p>", type="newspack_correction",
             date="2019-05-08 09:30:00", date_gmt="2019-05-08 14:30:00",
             meta={"newspack_correction-post-id": "1", "newspack_corrections_type": "correction"}),
        item(7, text="## A heading\n\nWords in **Markdown**, [a link](/?p=1)\n\n- one\n- two\n"),
        item(8, raw="<wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_author>Bo"
             "</wp:comment_author><wp:comment_author_email>bo@secret.example"
             "</wp:comment_author_email><wp:comment_date_gmt>2019-05-05 01:02:03"
             "</wp:comment_date_gmt><wp:comment_content><![CDATA[Well <b>said</b>]]>"
             "</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
             "<wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_author>eve@secret.example"
             "</wp:comment_author><wp:comment_parent>4</wp:comment_parent><wp:comment_content>No"
             "</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
             "<wp:comment><wp:comment_content>spam</wp:comment_content><wp:comment_approved>spam"
             "</wp:comment_approved></wp:comment>"),
    )  # fmt: skip
    first = moved.text("wp-1")
    assert "summary: For search engines" in first
    assert "canonical: https://first.example.com/story/" in first
    assert moved.item("wp-1")["to"].startswith("content/sports/")
    assert "tags: [News]" in first
    assert "  - date: 2019-05-08 09:30" in first
    assert "    text: The sum was wrong." in first
    assert "summary: Below" in moved.text("wp-2")
    assert "canonical" not in moved.text("wp-2")
    assert "kind: sponsored" in moved.text("wp-3")
    assert "sponsor: {name: Credit Union, url: https://credit.example.com/}" in moved.text("wp-3")
    assert "duration: 00:29:24" in moved.text("wp-4")
    assert "length: 21169426" in moved.text("wp-4")
    assert moved.body("wp-7") == (
        "## A heading\n\nWords in **Markdown**, [a link](/sports/2019/story-1.md)\n\n- one\n- two"
    )
    assert moved.sums["comment"] == {"left out": 3}
    comments = (moved.folder / "import-comments.json").read_text()
    assert [(each["name"], each["text"], each["answers"]) for each in json.loads(comments)] == [
        ("Bo", "Well said", ""),
        ("", "No", "4"),  # who signed with an address
    ]
    assert "secret.example" not in comments
    assert "spam" not in comments
    build(moved, quiet)


def test_an_old_site_in_a_folder_keeps_its_addresses(tmp_path: Path, quiet: Any) -> None:
    """https://old.example.net/blog is a site, and what lies above it is another."""
    parts = (
        item(1, text='<p><a href="https://old.example.net/blog/2019/05/story-2/">two</a></p>'),
        item(2),
    )
    moved = move(
        tmp_path,
        *[part.replace("old.example.net/2019", "old.example.net/blog/2019") for part in parts],
    )
    file = tmp_path / "export.xml"
    text = file.read_text().replace("<link>https://old.example.net</link>",
                                    "<link>https://old.example.net/blog</link>")  # fmt: skip
    text = re.sub(r"(base_\w+_url>https://old.example.net)<", r"\1/blog<", text)
    for path in sorted(moved.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    moved = move(tmp_path, raw=text.encode())
    assert "aliases: [/2019/05/story-1/]" in moved.text("wp-1")
    assert moved.body("wp-1") == "[two](/news/2019/story-2.md)"
    assert 'base_url = "https://old.example.net/blog"' in moved.settings()
    build(moved, quiet)


def test_what_hosts_and_settings_have_no_room_for_is_named(
    tmp_path: Path, monkeypatch: Any
) -> None:
    """Address by address, and the hosts with the fewest rules; nothing of it needs a hand."""
    small = {"small": replace(HOSTS["gitlab"], most_redirects=5)}
    monkeypatch.setattr("sitegen.importers.old_addresses.HOSTS", small)
    monkeypatch.setattr("sitegen.importers.old_addresses.MOST_REDIRECTS", 12)
    moved = move(tmp_path, *[item(number, text="<p>x</p>") for number in range(1, 8)])
    left = [each for each in moved.items("address") if "no room" in each["reason"]]
    assert [each["title"] for each in left] == [f"/?p={number}" for number in range(5, 8)]
    assert "19 old addresses lead on. Some hosts take fewer rules (small 5)" in str(
        moved.report["remarks"]
    )
    assert len(tomllib.loads(moved.settings())["redirects"]) == 12


def test_what_is_scheduled_takes_no_checks_from_what_is_written_now(
    tmp_path: Path, quiet: Any
) -> None:
    """The archive ends with the latest story that came out; runs that follow move its end."""
    later = {"date": "2036-01-02 08:00:00", "date_gmt": "2036-01-02 14:00:00", "status": "future"}
    moved = move(tmp_path, item(1), item(2, **later))
    assert "before = 2019-05-05" in moved.settings()
    since = {"date": "2026-11-20 08:00:00", "date_gmt": "2026-11-20 14:00:00"}
    moved = move(tmp_path, item(1), item(2, **later), item(3, **since))
    assert "before = 2026-11-21" in moved.settings()
    file = moved.folder / "sitegen.toml"
    file.write_text(file.read_text().replace("before = 2026-11-21", "before = 2026-11-10"))
    assert "before = 2026-11-10" in move(tmp_path, item(1), item(3, **since)).settings()


def test_a_scheduled_story_without_alt_texts_stops_no_build(tmp_path: Path, quiet: Any) -> None:
    """It is told, and how far the archive reaches for its sake."""
    (tmp_path / "uploads/2019/05").mkdir(parents=True)
    (tmp_path / "uploads/2019/05/hall.jpg").write_bytes(photo("red"))
    text = '<p><img src="https://old.example.net/wp-content/uploads/2019/05/hall.jpg"></p>'
    moved = move(
        tmp_path,
        item(1),
        item(2, text=text, status="future", date="2026-12-02 08:00:00",
             date_gmt="2026-12-02 14:00:00"),
        options=("--media", str(tmp_path / "uploads")),
    )  # fmt: skip
    assert "before = 2026-12-03" in moved.settings()
    assert "Write what its pictures show" in moved.item("wp-2")["remedy"]
    build(moved, quiet)


def test_an_export_by_another_tool_is_read_too(tmp_path: Path) -> None:
    """Links without a host, slugs with an ending, logins that are addresses, a bare &."""
    address = "https://pictures.example.net/photo?ixlib=1&w=1268&q=80"
    entries = [
        item(1, link="/blog/first-post.html", name="first-post.html", creator="ana@paper.example"),
        item(2, link="/calendar/gala", type="event", name="gala.html", meta={"_thumbnail_id": "5"}),
        item(5, type="attachment", status="inherit", link="x",
             raw=f"<wp:attachment_url>{address}</wp:attachment_url>"),
    ]  # fmt: skip
    moved = move(tmp_path, author("ana@paper.example", "Ana Ruiz"), *entries)
    assert moved.item("wp-1")["to"] == "content/news/2019/first-post.md"
    assert "aliases: [/blog/first-post.html]" in moved.text("wp-1")
    assert "authors: [ana-ruiz]" in moved.text("wp-1")
    assert "aliases: [/calendar/gala]" in moved.text("wp-2")
    assert [each["title"] for each in moved.items("picture")] == [address]
    for file in moved.folder.rglob("*"):
        assert not file.is_file() or b"paper.example" not in file.read_bytes(), file
