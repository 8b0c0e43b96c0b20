"""Where everything of an archive comes to stand, and what leads there: plans, without a disk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sitegen.importers import model
from sitegen.importers.addresses import AddressBook, OldSite
from sitegen.importers.choices import CategoryChoice, Choices
from sitegen.importers.matter import file_of, later, moment_text, prose_line
from sitegen.importers.model import Author, Head, MenuLink, Paper, Picture, Piece, Term
from sitegen.importers.old_addresses import Leading, Leads, menu_path
from sitegen.importers.people import People
from sitegen.importers.pictures import Pictures
from sitegen.importers.places import MOST_SECTIONS, Before, Places, Section, places_of
from sitegen.importers.receipt import Receipt
from sitegen.importers.settings_text import (
    Additions,
    MenuColumn,
    added_settings,
    archive_line,
    new_settings,
    without_redirects,
)
from sitegen.importers.zones import zone_of

ZONE = ZoneInfo("America/Chicago")
AT = datetime(2019, 5, 4, 14, 30, tzinfo=UTC)


def post(key: str, *terms: str, **said: object) -> Head:
    fields = {"kind": model.POST, "title": "A story", "slug": key, "state": model.PUBLISHED,
              "published": AT, "terms": terms, **said}  # fmt: skip
    return Head(key, **fields)  # type: ignore[arg-type]


def category(slug: str, parent: str = "", **said: str) -> Term:
    above = f"category:{parent}" if parent else ""
    return Term(f"category:{slug}", "category", slug, said.pop("name", slug.title()), above, **said)


def planned(paper: Paper, choices: Choices | None = None, before: Before | None = None) -> Places:
    return places_of(paper, choices or Choices(), before or Before(), ZONE)


# Places


def test_categories_are_sections_and_those_below_them_tags() -> None:
    """In the archive's order; a story's first category decides, the others are tags."""
    terms = (
        category("sports", description="Games"), category("high-school", "sports"),
        category("news"), category("idle"), category("uncategorized"),
        Term("tag:flood", "tag", "flood", "Flood"), Term("tag:!", "tag", "", "!"),
    )  # fmt: skip
    heads = (
        post("a", "category:high-school", "tag:flood", "tag:!", "tag:none"),
        post("b", "category:news", "category:sports"), post("c", "category:uncategorized"),
        post("d", "category:uncategorized", "category:sports"), post("e", "tag:flood"),
    )  # fmt: skip
    places = planned(Paper(heads=heads, terms=terms))
    assert places.sections == (Section("sports", "Sports", True, "Games"), Section("news", "News"))
    assert dict(places.terms) == {
        "category:sports": CategoryChoice("sports"), "category:news": CategoryChoice("news"),
        "category:high-school": CategoryChoice(tag="High-School"),
        "category:idle": CategoryChoice(tag="Idle"), "category:uncategorized": CategoryChoice(),
        "tag:flood": CategoryChoice(tag="Flood"), "tag:!": CategoryChoice(tag="!"),
    }  # fmt: skip
    assert [(p.section, p.tags, p.file, p.path) for p in places.by_key.values()] == [
        ("sports", ("High-School", "Flood"), "content/sports/2019/a.md", "/sports/a/"),
        ("news", ("Sports",), "content/news/2019/b.md", "/news/b/"),
        ("news", (), "content/news/2019/c.md", "/news/c/"),
        ("sports", (), "content/sports/2019/d.md", "/sports/d/"),
        ("news", ("Flood",), "content/news/2019/e.md", "/news/e/"),
    ]


def test_the_most_used_categories_are_sections() -> None:
    terms = tuple(category(f"c{n}") for n in range(MOST_SECTIONS + 1))
    heads = [post(f"p{n}", f"category:c{n}") for n in range(MOST_SECTIONS + 1)]
    heads.append(post("more", f"category:c{MOST_SECTIONS}"))
    slugs = [section.slug for section in planned(Paper(heads=tuple(heads), terms=terms)).sections]
    assert slugs == [f"c{n}" for n in range(MOST_SECTIONS - 1)] + [f"c{MOST_SECTIONS}", "news"]


def test_circles_of_categories_end() -> None:
    terms = (category("a", "b"), category("b", "a"))
    places = planned(Paper(heads=(post("x", "category:a"),), terms=terms))
    assert [section.slug for section in places.sections] == ["b"]
    assert (places.by_key["x"].section, places.by_key["x"].tags) == ("b", ("A",))


def test_choices_decide_of_categories() -> None:
    """A section may take several; a title that nobody chose is a category's, or its slug's."""
    terms = (category("a"), category("b", name="Bee", description="D"), category("c"),
             category("d"), category("tags", name="Labels"), category("Ü!", name="Ü"))  # fmt: skip
    heads = tuple(post(t.slug[:1] + "x", t.key) for t in terms)
    choices = Choices({"a": CategoryChoice("b"), "c": CategoryChoice(tag="Sea"),
                       "d": CategoryChoice("old")})  # fmt: skip
    before = Before({"old": "The old one"})
    places = planned(Paper(heads=heads, terms=terms), choices, before)
    assert places.sections == (
        Section("b", "A"), Section("b-2", "Bee", True, "D"), Section("old", "The old one", False),
        Section("tags-stories", "Labels"), Section("u", "Ü"), Section("news", "News"),
    )  # fmt: skip


def test_types_of_the_sites_own_have_sections() -> None:
    kinds = {"event": "event", "page": "page", "!": "stories"}
    heads = [post(f"t{n}", kind=model.TYPE, type=kind) for n, kind in enumerate(kinds)]
    heads.append(post("in", "category:news", kind=model.TYPE, type="show"))
    heads.append(post("as-page", kind=model.TYPE, type="form", as_page=True))
    places = planned(Paper(heads=tuple(heads), terms=(category("news"),)))
    assert [(s.slug, s.title) for s in places.sections] == [
        ("news", "News"), ("event", "Event"), ("page-stories", "Page"), ("stories", "!"),
    ]  # fmt: skip
    assert [place.file for place in places.by_key.values()] == [
        "content/event/2019/t0.md", "content/page-stories/2019/t1.md",
        "content/stories/2019/t2.md", "content/news/2019/in.md", "content/pages/as-page.md",
    ]  # fmt: skip


def test_each_story_has_a_file_and_an_address_of_its_own() -> None:
    """By its slug, else by its title, else by its key; in the year of the newsroom's clock."""
    heads = (
        post("a"), post("b", slug="a"), post("c", slug="index"), post("d", slug="feed"),
        post("e", slug="", title="Ünï code"), post("f", slug="!", title="!"),
        post("g", slug="x" * 101), post("h", slug="y" * 100), post("i", state=model.DRAFT),
        post("j", published=None), post("k", published=datetime(2020, 1, 1, 5, tzinfo=UTC)),
        post("l", slug="Not A Slug"), post("m", slug="taken"), post("n", slug="there"),
    )  # fmt: skip
    before = Before(
        taken=("content/news/2019/TAKEN.md",), paths=("/news/there/",),
        files={"old": "content/news/2019/a-2.md", "b": "content/news/2019/x.md"},
    )  # fmt: skip
    places = planned(Paper(heads=heads), before=before)
    assert [place.file.removeprefix("content/news/") for place in places.by_key.values()] == [
        "2019/a.md", "2019/a-3.md", "2019/index-story.md", "2019/feed-story.md",
        "2019/uni-code.md", "2019/story-f.md", f"2019/{'x' * 100}.md", f"2019/{'y' * 100}.md",
        "drafts/i.md", "drafts/j.md", "2019/k.md", "2019/not-a-slug.md", "2019/taken-2.md",
        "2019/there-2.md",
    ]  # fmt: skip
    assert places.by_key["b"].path == "/news/a-3/"


def test_what_stands_somewhere_stays_there() -> None:
    before = Before(files={"a": "content/news/2019/a.md"}, taken=("content/news/2019/a.md",))
    assert planned(Paper(heads=(post("a"),)), before=before).by_key["a"].file.endswith("/a.md")
    other = Before(files={"b": "content/news/2019/a.md"})
    assert planned(Paper(heads=(post("a"),)), before=other).by_key["a"].file.endswith("/a-2.md")


def test_people_and_tags_have_names_of_their_own() -> None:
    authors = (Author("1", "Ana Ruiz"), Author("2", "Ana Ruiz"), Author("3", "X", "ana-ruiz"),
               Author("4", "!"), Author("5", "Y" * 70))  # fmt: skip
    terms = (Term("tag:c", "tag", "cpp", "C++"), Term("tag:d", "tag", "c", "C"),
             Term("tag:e", "tag", "", "菜单"), Term("tag:f", "tag", "", "+"))  # fmt: skip
    heads = (post("a", "tag:d", "tag:c"), post("b", "tag:e", "tag:f"))
    had = {"news": "news", "c++": "c-plus"}
    places = planned(Paper(heads=heads, terms=terms, authors=authors), before=Before(tag_slugs=had))
    assert dict(places.people) == {"1": "ana-ruiz", "2": "ana-ruiz-2", "3": "ana-ruiz-3",
                                   "4": "writer-4", "5": "y" * 60}  # fmt: skip
    assert dict(places.tag_slugs) == {"C++": "c-plus"}
    assert (places.tag_path("C++"), places.tag_path("High School")) == (
        "/tags/c-plus/", "/tags/high-school/",
    )  # fmt: skip
    places = planned(Paper(heads=heads, terms=terms))
    assert dict(places.tag_slugs) == {"C++": "cpp"}
    terms = (
        Term("tag:1", "tag", "", "Ä"),
        Term("tag:2", "tag", "", "A"),
        Term("tag:3", "tag", "", "À"),
    )
    heads = (post("a", "tag:1", "tag:2", "tag:3"),)
    assert dict(planned(Paper(heads=heads, terms=terms)).tag_slugs) == {"A": "a-2", "À": "a-3"}


# People


def test_who_wrote_has_a_file_and_a_byline() -> None:
    authors = [Author("m@o.org", "Mai Trần"), Author("ana", "Ana"), Author("idle", "Ida"),
               Author("bo", "Bo")]  # fmt: skip
    names = {"m@o.org": "mai-tran", "ana": "ana", "idle": "ida", "bo": "bo"}
    chosen = {"Mai-Tran": "Mai T.", "bo": ""}
    people = People(authors, names, chosen, {"m@o.org", "bo", "ana"})
    assert people.files == {"m@o.org": "mai-tran", "ana": "ana"}
    assert [people.name(author) for author in authors] == ["Mai T.", "Ana", "Ida", ""]
    piece = Piece(post("x"), "", authors=("ana", "idle", "m@o.org", "ana"),
                  bylines=("Mai Trần", "ANA", "Nobody"))  # fmt: skip
    assert people.bylines(piece) == ["ana", "mai-tran"]
    assert list(people.all()) == authors
    assert People(authors, names, {}, ()).files == names


def test_pictures_come_out_as_they_went_in() -> None:
    """Block by block of sixty-four, in any order."""
    every = [Picture(f"/{n}.jpg", key=str(n), caption="ä\nb") for n in range(130)]
    pictures = Pictures(every)
    assert len(pictures) == 130
    assert [*pictures] == every
    assert [pictures[n] for n in (0, 129, 63, 64, 127, 128, 1)] == [
        every[n] for n in (0, 129, 63, 64, 127, 128, 1)
    ]
    assert len(Pictures()) == 0


# Old addresses


def leads_of(paper: Paper, **more: object) -> tuple[Leads, Receipt, AddressBook, Places]:
    book, receipt = AddressBook(OldSite("https://old.example")), Receipt()
    places = planned(paper)
    asked = {"chosen": {head.key for head in paper.heads}, "here": set(),
             "people": dict(places.people), "now": AT + timedelta(days=1), **more}  # fmt: skip
    leads = Leading(paper, places, book, receipt, **asked).leads()  # type: ignore[arg-type]
    return leads, receipt, book, places


def test_old_addresses_lead_on_as_aliases_or_redirects() -> None:
    terms = (
        Term("category:news", "category", "news", "News",
             addresses=("/category/news/", "/category/news/feed/", "/?cat=1")),
        Term("tag:flood", "tag", "flood", "Flood",
             addresses=("/tag/flood/", "/tag/flood/rss", "/tags/flood/")),
        Term("tag:idle", "tag", "idle", "Idle", addresses=("/tag/idle/", "/?tag=idle")),
    )  # fmt: skip
    heads = (
        post("wp-1", "category:news", "tag:flood", slug="a", address="https://old.example/2019/a/",
             addresses=("/?p=1", "/2019/a", "https://else.example/x/", "/news/a/", ""),
             authors=("ana",)),
        post("wp-2", "category:news", "tag:idle", slug="b", state=model.DRAFT, address="/2019/b/"),
        post("wp-3", "category:news", slug="c", address="/2019/a/",
             published=AT + timedelta(days=2), state=model.HELD, addresses=("/?p=3", "/c.html")),
        post("x", "category:news", slug="d", address="/", addresses=("/?p=9",)),
    )  # fmt: skip
    authors = (Author("ana", "Ana", addresses=("/author/ana/", "/author/ana/feed.xml")),
               Author("bo", "Bo", addresses=("/author/bo/",)))  # fmt: skip
    paper = Paper(heads=heads, terms=terms, authors=authors,
                  pictures=(Picture("/p.jpg", page="/p/", of="wp-1"),
                            Picture("/q.jpg", page="/q/", of="wp-2"),
                            Picture("/r.jpg", page="/r/", of="wp-1", is_hidden=True),
                            Picture("/s.jpg", of="wp-1")),
                  addresses={"/feed/": "/feed.xml", "/start/": "wp-1", "/topic/": "tag:flood",
                             "/none/": "wp-2"})  # fmt: skip
    leads, receipt, book, _places = leads_of(paper)
    assert dict(leads.aliases) == {"wp-1": ("/2019/a/",), "wp-2": ("/2019/b/",),
                                   "wp-3": ("/c.html",), "x": ()}  # fmt: skip
    assert leads.live == {"wp-1", "x"}
    assert dict(leads.term_paths) == {"category:news": "/news/", "tag:flood": "/tags/flood/"}
    assert dict(leads.redirects) == {
        "/category/news/": "/news/", "/category/news/feed/": "/news/feed.xml",
        "/tag/flood/": "/tags/flood/", "/tag/flood/rss": "/tags/flood/feed.xml",
        "/author/ana/": "/authors/ana/", "/author/ana/feed.xml": "/authors/ana/feed.xml",
        "/feed/": "/feed.xml", "/start/": "/news/a/", "/topic/": "/tags/flood/",
        "/p/": "/news/a/", "/?cat=1": "/news/", "/?p=1": "/news/a/",
        "/?p=9": "/news/d/",
    }  # fmt: skip
    left = [(item.title, item.reason) for item in receipt.items() if item.outcome == "left out"]
    nothing = "nothing that readers can see stands for it"
    assert left == [
        ("/2019/a/", "another page stands there now"), ("/tag/idle/", nothing),
        ("/author/bo/", nothing), ("/none/", nothing), ("/q/", nothing),
    ]  # fmt: skip
    assert book.find("/?p=3") == "content/news/2019/c.md"
    assert book.find("/?p=2") == "content/news/drafts/b.md"
    assert book.find("/tag/flood/") == "/tags/flood/"
    assert len(receipt.remarks) == 1
    assert receipt.asks is False
    receipt.close()


def test_a_run_for_some_pieces_leads_to_those_and_earlier_ones() -> None:
    heads = (post("wp-1", address="/a/"), post("wp-2", address="/b/"), post("wp-3", address="/c/"))
    leads, receipt, _book, _places = leads_of(Paper(heads=heads), chosen={"wp-1"}, here={"wp-2"})
    assert dict(leads.aliases) == {"wp-1": ("/a/",), "wp-2": ("/b/",)}
    assert leads.live == {"wp-1", "wp-2"}
    receipt.close()


@pytest.mark.parametrize(
    ("said", "is_live"),
    [
        ({}, True), ({"published": AT + timedelta(days=1)}, True),
        ({"published": AT + timedelta(days=1, seconds=1)}, False), ({"published": None}, False),
        ({"published": None, "kind": model.PAGE}, True),
        ({"published": None, "kind": model.TYPE, "as_page": True}, True),
        ({"published": AT + timedelta(days=9), "kind": model.PAGE}, False),
        ({"state": model.HELD}, False), ({"state": model.DRAFT}, False),
    ],
)  # fmt: skip
def test_readers_see_what_came_out(said: dict[str, object], is_live: bool) -> None:
    leads, receipt, _book, _places = leads_of(Paper(heads=(post("wp-1", **said),)))
    assert leads.live == ({"wp-1"} if is_live else set())
    receipt.close()


@pytest.mark.parametrize(
    ("link", "path"),
    [
        (MenuLink("a", key="wp-1"), "/news/wp-1/"), (MenuLink("a", key="wp-2"), ""),
        (MenuLink("a", key="category:news"), "/news/"), (MenuLink("a", "#"), ""),
        (MenuLink("a"), ""), (MenuLink("a", "https://else.example/"), "https://else.example/"),
        (MenuLink("a", "mailto:a@b.example"), ""), (MenuLink("a", "/old/1/"), "/news/wp-1/"),
        (MenuLink("a", "/old/2/"), ""), (MenuLink("a", "/"), "/"),
        (MenuLink("a", "/category/news/"), "/news/"), (MenuLink("a", "/gone/"), ""),
    ],
)  # fmt: skip
def test_a_link_of_a_menu_leads_where_readers_get_to(link: MenuLink, path: str) -> None:
    terms = (Term("category:news", "category", "news", "News", addresses=("/category/news/",)),)
    heads = (post("wp-1", "category:news", address="/old/1/"),
             post("wp-2", address="/old/2/", state=model.HELD))  # fmt: skip
    leads, receipt, book, places = leads_of(Paper(heads=heads, terms=terms))
    assert menu_path(link, leads, places, book) == path
    receipt.close()


# Front matter


def test_a_file_is_front_matter_and_text() -> None:
    matter = {
        "title": "A: b", "none": None, "empty": "", "list": [], "tags": ["a", "b c"],
        "draft": True, "no": False, "n": 3, "image": {"file": "/a.jpg", "alt": ""},
        "corrections": [{"date": "2019-05-04", "text": "x"}, {"text": "y"}, "z"],
        "sponsor": {"name": "A", "url": "b"},
    }  # fmt: skip
    assert file_of(matter, "\n\nText\n\n").decode() == (
        '---\ntitle: "A: b"\ntags: [a, b c]\ndraft: true\nno: false\nn: 3\nimage:\n'
        '  file: /a.jpg\n  alt: ""\ncorrections:\n  - date: 2019-05-04\n    text: x\n'
        "  - text: y\n  - name: z\nsponsor: {name: A, url: b}\n---\n\nText\n"
    )
    assert file_of({"a": 1}, "\n") == b"---\na: 1\n---\n"


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2019, 5, 4, 14, 30, tzinfo=UTC), "2019-05-04 09:30"),
        (datetime(2019, 5, 4, 14, 30, 5, tzinfo=UTC), "2019-05-04 09:30:05"),
        (datetime(2019, 11, 3, 6, 30, tzinfo=UTC), "2019-11-03 01:30 -05:00"),
        (datetime(2019, 11, 3, 7, 30, tzinfo=UTC), "2019-11-03 01:30 -06:00"),
        (datetime(2019, 11, 3, 8, 0, tzinfo=UTC), "2019-11-03 02:00"),
    ],
)
def test_a_moment_has_its_offset_where_the_clock_misleads(at: datetime, text: str) -> None:
    assert moment_text(at, ZONE) == text


def test_a_change_is_one_from_the_first_minute_on() -> None:
    assert later(AT + timedelta(seconds=60), AT)
    assert not later(AT + timedelta(seconds=59), AT)
    assert (later(AT, None), later(None, AT), later(None, None)) == (True, False, False)
    assert prose_line(" a \n*b* ") == r"a \*b\*"


# Settings


def additions(**said: object) -> Additions:
    fields = {"sections": (), "tag_slugs": {}, "redirects": {}, "menus": (), "before": None, **said}
    return Additions(**fields)  # type: ignore[arg-type]


WHOLE = {
    "sections": (Section("news", "News", True, "All"), Section("opinion", "Op \"Ed\"")),
    "tag_slugs": {"C++": "cpp"}, "redirects": {"/a/": "/b/"}, "before": date(2019, 5, 5),
    "menus": (MenuColumn("main", "Main", (("A", "/a/"), ("B", "/b/"))),),
}  # fmt: skip


def test_settings_of_a_new_site_are_written_to_the_letter() -> None:
    paper = Paper("The\x07 Gazette", "All", "https://www.g.org", "America/Chicago", "es")
    text = new_settings(paper, additions(**WHOLE), host="netlify", year=2026, search=True)
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        "", 'title = "The Gazette"', 'tagline = "All"', "", 'base_url = "https://www.g.org"', "",
        'language = "es"', "", 'timezone = "America/Chicago"', "", 'host = "netlify"', "",
        "search = true", "", "[[sections]]", 'slug = "news"', 'title = "News"',
        'description = "All"', 'hue = "news"', "", "[[sections]]", 'slug = "opinion"',
        'title = "Op \\"Ed\\""', 'hue = "opinion"', "opinion = true", "", "[feeds]",
        'authority = "g.org,2026"', "", "[archive]", "before = 2019-05-05", "", "[menus.main]",
        'title = "Main"', "links = [", '  { title = "A", url = "/a/" },',
        '  { title = "B", url = "/b/" },', "]", "", "[tags.slugs]", '"C++" = "cpp"', "",
        "[redirects]", '"/a/" = "/b/"',
    ]  # fmt: skip
    assert "or nginx." in text or " or " in text


def test_settings_that_are_there_stay_to_the_letter() -> None:
    text = 'title = "T"\n\n[[sections]]\nslug = "news"\n\n[redirects] # ours\n"/A" = "/x/"'
    added = added_settings(text, additions(**{**WHOLE, "redirects": {"/a/": "/b/", "/c/": "/d/"}}))
    assert added == (
        'title = "T"\n\n[[sections]]\nslug = "news"\n\n[redirects] # ours\n"/c/" = "/d/"\n'
        '"/A" = "/x/"\n'
        '\n[[sections]]\nslug = "opinion"\ntitle = "Op \\"Ed\\""\nhue = "opinion"\nopinion = true\n'
        '\n[archive]\nbefore = 2019-05-05\n\n[tags.slugs]\n"C++" = "cpp"\n'
    )
    assert added_settings(text, additions()) == text


@pytest.mark.parametrize(
    ("written", "noted", "before"),
    [
        ("2019-05-04", "2019-05-04", "2019-05-05"),
        ("2019-05-04", "", "2019-05-04"),
        ("2019-05-03", "2019-05-04", "2019-05-03"),
        ("2019-05-06", "2019-05-06", "2019-05-06"),
        ("2019-05-05", "2019-05-05", "2019-05-05"),
    ],
)
def test_only_an_imports_own_day_moves_on(written: str, noted: str, before: str) -> None:
    text = f"[archive]\nbefore = {written}\n"
    made = added_settings(text, additions(before=date(2019, 5, 5), noted_before=noted))
    assert made == f"[archive]\nbefore = {before}\n"
    assert archive_line("").search("before = -") is not None
    assert archive_line("").search(text) is None


def test_lines_of_redirects_that_lead_elsewhere_now_go() -> None:
    text = '[redirects]\n"/a/" = "/b/"\n"/a/" = "/c/" \n"/d/" = "/e/"\n'
    assert without_redirects(text, {"/a/": "/b/", "/a": "/c/", "/x/": "/y/"}) == (
        '[redirects]\n"/a/" = "/c/" \n"/d/" = "/e/"\n'
    )


# Zones


def pairs(zone: str, *months: int, minutes: int = 0) -> list[tuple[datetime, datetime]]:
    found = []
    for month in months:
        at = datetime(2019, month, 4, 14, 30, tzinfo=UTC)
        local = at.astimezone(ZoneInfo(zone)) + timedelta(minutes=minutes)
        found.append((local.replace(tzinfo=None), at.replace(tzinfo=None)))
    return found


@pytest.mark.parametrize(
    ("told", "zone", "misses"),
    [
        ([], "", 0), (pairs("UTC", 1, 7), "UTC", 0),
        (pairs("America/Chicago", 1, 7), "America/Chicago", 0),
        (pairs("America/Phoenix", 1, 7), "America/Phoenix", 0),
        (pairs("Asia/Kathmandu", 3), "Asia/Kathmandu", 0),
        (pairs("America/Chicago", 1, 2, 7) + pairs("Asia/Tokyo", 3), "America/Chicago", 1),
        (pairs("Pacific/Apia", 1), "Pacific/Apia", 0),
        (pairs("UTC", 1, minutes=14 * 60 + 1), "", 0),
        (pairs("UTC", 1, minutes=-60 * 14 - 1), "", 0),
        (pairs("Europe/Berlin", 1, 7), "Europe/Berlin", 0),
        (pairs("Etc/GMT+12", 1), "Etc/GMT+12", 0),
    ],
)  # fmt: skip
def test_a_zone_is_told_by_its_clock(
    told: list[tuple[datetime, datetime]], zone: str, misses: int
) -> None:
    """Seconds do not count, and neither does a day's difference, which is no clock's."""
    local_late = [(local + timedelta(seconds=20), utc) for local, utc in told]
    assert zone_of(told) == zone_of(local_late) == (zone, misses)
