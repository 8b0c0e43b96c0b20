"""Old addresses, one at a time: which lead on, where, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.record import replace
from sitegen.hosts import HOSTS
from sitegen.importers import model, old_addresses
from sitegen.importers.addresses import AddressBook, OldSite
from sitegen.importers.choices import Choices
from sitegen.importers.model import Author, Head, MenuLink, Paper, Picture, Term
from sitegen.importers.old_addresses import MOST_REDIRECTS, Leading, Leads, menu_path
from sitegen.importers.places import Before, Places, places_of
from sitegen.importers.receipt import Item, Receipt

AT = datetime(2019, 5, 4, 14, 30, tzinfo=UTC)
NOTHING = "nothing that readers can see stands for it"


def head(key: str, *terms: str, **said: object) -> Head:
    fields = {"kind": model.POST, "title": "A story", "slug": key, "state": model.PUBLISHED,
              "published": AT, "terms": terms, **said}  # fmt: skip
    return Head(key, **fields)  # type: ignore[arg-type]


@pytest.fixture
def receipt() -> Iterator[Receipt]:
    with Receipt() as opened:
        yield opened


def led(receipt: Receipt, *heads: Head, people: Any = None, here: Any = (), chosen: Any = None,
        **said: object) -> tuple[Leads, AddressBook, Places]:  # fmt: skip
    paper = Paper(heads=heads, **said)  # type: ignore[arg-type]
    places = places_of(paper, Choices(), Before(), ZoneInfo("UTC"))
    book = AddressBook(OldSite("https://old.example"))
    leads = Leading(
        paper, places, book, receipt, chosen={h.key for h in heads} if chosen is None else chosen,
        here=here, people=dict(places.people) if people is None else people,
        now=AT + timedelta(days=1),
    ).leads()  # fmt: skip
    return leads, book, places


def redirects(receipt: Receipt, *heads: Head, **said: object) -> dict[str, str]:
    return dict(led(receipt, *heads, **said)[0].redirects)


def left(receipt: Receipt) -> list[tuple[str, str]]:
    return [(item.title, item.reason) for item in receipt.items() if item.outcome == "left out"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/tag/flood/", "/tags/flood/"), ("/tag/flood/feed/", "/tags/flood/feed.xml"),
        ("/tag/flood/feed", "/tags/flood/feed.xml"), ("/tag/flood/rss/", "/tags/flood/feed.xml"),
        ("/tag/flood/rss.xml", "/tags/flood/feed.xml"),
        ("/tag/flood/feed.xml", "/tags/flood/feed.xml"),
        ("/tag/flood/atom.xml", "/tags/flood/feed.xml"),
        ("/tag/flood/index.xml", "/tags/flood/feed.xml"),
        ("/tag/flood.atom.xml", "/tags/flood/feed.xml"),
        ("/tag/flood.rss.xml", "/tags/flood/feed.xml"),
        ("/tag/flood-feed/", "/tags/flood/"), ("/tag/feeds/", "/tags/flood/"),
        ("/tag/flood.xml", "/tags/flood/"),
    ],
)  # fmt: skip
def test_a_lists_feed_leads_to_the_new_lists_feed(receipt: Receipt, old: str, new: str) -> None:
    term = Term("tag:flood", "tag", "flood", "Flood", addresses=(old,))
    assert redirects(receipt, head("a", "tag:flood"), terms=(term,)) == (
        {} if old == new else {old: new}
    )


def test_a_term_leads_to_the_list_in_which_readers_find_its_stories(receipt: Receipt) -> None:
    """Small and large letters are one; a section without a story has no list."""
    terms = (
        Term("category:city", "category", "city", "City", addresses=("/c/city/",)),
        Term("category:idle", "category", "idle", "Idle", addresses=("/c/idle/",)),
        Term("tag:levee", "tag", "levee", "Levee", addresses=("/t/levee/",)),
        Term("tag:LEVEE", "tag", "levee-2", "LEVEE", addresses=("/t/levee-2/",)),
        Term("tag:soon", "tag", "soon", "Soon", addresses=("/t/soon/",)),
    )
    stories = (
        head("a", "category:city", "tag:levee"),
        head("b", "category:idle", "tag:soon", state=model.HELD),
    )
    leads, _book, _places = led(receipt, *stories, terms=terms)
    assert leads.term_paths == {"category:city": "/city/", "tag:levee": "/tags/levee/",
                                "tag:LEVEE": "/tags/levee/"}  # fmt: skip
    assert left(receipt) == [("/c/idle/", NOTHING), ("/t/soon/", NOTHING)]


def test_a_writers_old_address_leads_to_those_whom_readers_see(receipt: Receipt) -> None:
    authors = tuple(Author(key, key.title(), addresses=(f"/author/{key}/",))
                    for key in ("ana", "bo", "cy"))  # fmt: skip
    heads = (head("a", authors=("ana",)), head("b", authors=("bo",), state=model.DRAFT))
    assert redirects(receipt, *heads, authors=authors) == {"/author/ana/": "/authors/ana/"}
    assert left(receipt) == [("/author/bo/", NOTHING), ("/author/cy/", NOTHING)]


def test_where_no_story_names_a_writer_all_who_have_a_file_are_seen(receipt: Receipt) -> None:
    authors = (Author("ana", "Ana", addresses=("/by/ana/",)),
               Author("bo", "Bo", addresses=("/by/bo/",)))  # fmt: skip
    found = redirects(receipt, head("a"), authors=authors, people={"ana": "ana-ruiz"})
    assert found == {"/by/ana/": "/authors/ana-ruiz/"}
    assert left(receipt) == [("/by/bo/", NOTHING)]


@pytest.mark.parametrize(
    ("addresses", "aliases", "reasons"),
    [
        (("/old/", "/older"), ("/old/", "/older"), []),
        (("/old/", "/old", "/older/"), ("/old/", "/older/"), []),
        (("/", "", "https://old.example", "/?p=3", "/x/?p=3"), (), []),
        (("/news/a/", "/news/a", "/NEWS/A/"), (), [("/NEWS/A/", "another page stands there now")]),
        (("/news/b/",), (), [("/news/b/", "another page stands there now")]),
        (("/news/",), (), [("/news/", "another page stands there now")]),
        (("/authors/ana/",), (), [("/authors/ana/", "another page stands there now")]),
        (("/tags/flood/",), (), [("/tags/flood/", "another page stands there now")]),
        (("https://else.example/old/", "http://www.old.example/old/"), ("/old/",), []),
        (("http://[bad",), (), []),
    ],
)  # fmt: skip
def test_an_old_address_of_a_story_is_an_alias_where_nothing_else_stands(
    receipt: Receipt, addresses: tuple[str, ...], aliases: tuple[str, ...],
    reasons: list[tuple[str, str]],
) -> None:  # fmt: skip
    first, *others = addresses
    heads = (head("a", "tag:flood", address=first, addresses=tuple(others)), head("b"))
    leads, _book, _places = led(receipt, *heads, authors=(Author("ana", "Ana"),),
                                terms=(Term("tag:flood", "tag", "flood", "Flood"),))  # fmt: skip
    assert leads.aliases == {"a": aliases, "b": ()}
    assert left(receipt) == reasons
    assert [(item.title, item.to) for item in receipt.items() if item.outcome == "alias"] == [
        (alias, "content/news/2019/a.md") for alias in aliases
    ]


def test_a_story_is_found_by_its_number(receipt: Receipt) -> None:
    """Whichever program gave it: "wp-12", "7"; "a-b" is none."""
    _leads, book, _places = led(receipt, head("wp-12"), head("7"), head("a-b"))
    assert [book.find(f"/?p={number}") for number in ("12", "7", "b", "1")] == [
        "content/news/2019/wp-12.md", "content/news/2019/7.md", "", "",
    ]  # fmt: skip


def test_only_stories_that_readers_see_lead_on_by_a_query(receipt: Receipt) -> None:
    """And the last that is said of a query counts."""
    heads = (head("a", addresses=("/?p=1", "/x/?page_id=2", "/?p=3")),
             head("b", addresses=("/?p=3", "/b/")),
             head("c", addresses=("/?p=4",), state=model.HELD))  # fmt: skip
    found = redirects(receipt, *heads, addresses={"/?cat=1": "a", "/?p=1": "/else/",
                                                  "/?tag=x": "gone"})  # fmt: skip
    assert found == {"/?cat=1": "/news/a/", "/?p=1": "/news/a/", "/x/?page_id=2": "/news/a/",
                     "/?p=3": "/news/b/"}  # fmt: skip
    assert left(receipt) == []


@pytest.mark.parametrize(
    ("old", "to", "found", "reasons"),
    [
        ("/start/", "a", {"/start/": "/news/a/"}, []), ("/start/", "/x", {"/start/": "/x"}, []),
        ("/", "a", {}, []), ("", "a", {}, []), ("/news/a", "a", {}, []),
        ("/x/", "/x", {}, []), ("/gone/", "b", {}, [("/gone/", NOTHING)]),
        ("/news/b/", "a", {"/news/b/": "/news/a/"}, []),
        ("/news/", "a", {}, [("/news/", "another page stands there now")]),
        ("/alias/", "a", {}, [("/alias/", "another page stands there now")]),
        ("/search/", "a", {}, [("/search/", "sitegen has pages of its own there")]),
    ],
)  # fmt: skip
def test_an_address_of_the_archive_is_a_redirect_where_nothing_else_stands(
    receipt: Receipt, old: str, to: str, found: dict[str, str], reasons: list[tuple[str, str]]
) -> None:
    heads = (head("a", address="/alias/"), head("b", state=model.HELD))
    if old == "/news/b/":
        heads = heads[:1]
    assert redirects(receipt, *heads, addresses={old: to}) == found
    assert left(receipt) == reasons
    assert [(item.title, item.to) for item in receipt.items() if item.outcome == "redirect"] == [
        *found.items()
    ]


def test_one_redirect_stands_for_all_spellings_of_an_address(receipt: Receipt) -> None:
    term = Term(
        "tag:flood", "tag", "flood", "Flood", addresses=("/t/flood/", "/t/flood", "/T/Flood/")
    )
    found = redirects(receipt, head("a", "tag:flood"), terms=(term,))
    assert found == {"/t/flood/": "/tags/flood/"}
    assert left(receipt) == []


def test_a_page_of_a_picture_leads_to_the_story_that_shows_it(receipt: Receipt) -> None:
    pictures = (Picture("/1.jpg", page="/p1/", of="a"), Picture("/2.jpg", page="/p2/", of="b"),
                Picture("/3.jpg", page="/p3/", of="a", is_hidden=True), Picture("/4.jpg", of="a"),
                Picture("/5.jpg", page="/p5/"))  # fmt: skip
    heads = (head("a"), head("b", state=model.DRAFT))
    assert redirects(receipt, *heads, pictures=pictures) == {"/p1/": "/news/a/"}
    assert left(receipt) == [("/p2/", NOTHING), ("/p5/", NOTHING)]


# Room and hosts


def test_settings_have_room_for_so_many_redirects_and_name_the_others(receipt: Receipt) -> None:
    """Four thousand lines: a file of settings is read whole, at each build."""
    assert MOST_REDIRECTS == 4_000
    many = {f"/old/{number}/": "a" for number in range(3_999)} | {"/?cat=1": "a", "/?cat=2": "a"}
    assert len(redirects(receipt, head("a", addresses=("/?p=1",)), addresses=many)) == 4_000
    room = "there is no room for it among the redirects"
    assert left(receipt) == [("/?cat=2", room), ("/?p=1", room)]
    assert receipt.remarks[0] == (
        "2 old addresses are not among the redirects, which have 4,000 lines: pages of single "
        "pictures and addresses like /?p=12."
    )
    assert receipt.asks


def test_nothing_is_said_of_redirects_that_have_room(
    receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(old_addresses, "HOSTS", {})
    monkeypatch.setattr(old_addresses, "MOST_REDIRECTS", 2)
    addresses = {"/old/": "a", "/older/": "a"}
    assert len(redirects(receipt, head("a"), addresses=addresses)) == 2
    assert (receipt.remarks, left(receipt)) == ([], [])
    assert len(redirects(receipt, head("a"), addresses={**addresses, "/oldest/": "a"})) == 2
    assert left(receipt) == [("/oldest/", "there is no room for it among the redirects")]
    assert receipt.remarks[0].startswith("1 old addresses are not among the redirects")


def test_hosts_that_take_fewer_rules_are_named(
    receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Aliases and redirects together are the rules; a host with as many has room for them."""
    rules = {"any": 0, "one": 1, "three": 3, "four": 4, "thousand": 1_000}
    hosts = {name: replace(HOSTS["gitlab"], most_redirects=most) for name, most in rules.items()}
    monkeypatch.setattr(old_addresses, "HOSTS", hosts)
    led(receipt, head("a", address="/a/", addresses=("/b/",)), addresses={"/c/": "a", "/d/": "a"})
    (said,) = receipt.remarks
    assert said == (
        "4 old addresses lead on. Some hosts take fewer rules (one 1, three 3): there pages lead "
        "readers on in place of the others, but no programs."
    )
    assert not receipt.asks


def test_hosts_that_cannot_lead_feed_readers_on_are_named_where_a_feed_moves(
    receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    can = replace(HOSTS["gitlab"], most_redirects=0, redirects=True)
    cannot = replace(can, redirects=False)
    monkeypatch.setattr(old_addresses, "HOSTS", {"x": cannot, "y": can, "z": cannot})
    led(receipt, head("a"), addresses={"/c/": "a"})
    assert receipt.remarks == []
    led(receipt, head("a"), addresses={"/c/": "a", "/rss/": "/feed.xml"})
    (said,) = receipt.remarks
    assert said == (
        "Feed readers follow real redirects alone, which these hosts cannot give: x, z. There a "
        "feed's old address reaches nobody."
    )
    assert not receipt.asks
    monkeypatch.setattr(old_addresses, "HOSTS", {"y": can})
    with Receipt() as other:
        led(other, head("a"), addresses={"/rss/": "/feed.xml"})
        assert other.remarks == []


def test_a_link_of_a_menu_leads_to_what_readers_see_alone(receipt: Receipt) -> None:
    """By its key before its address; to another site only by a whole address."""
    heads = (head("a", address="/old/"), head("b", address="/b/", state=model.HELD))
    leads, book, places = led(receipt, *heads, addresses={"/to-list/": "/news/"})
    found = {
        link: menu_path(link, leads, places, book)
        for link in (
            MenuLink("x", "/old/", "b"), MenuLink("x", "/old/"), MenuLink("x", "/b/"),
            MenuLink("x", "/to-list/"), MenuLink("x", "http://else.example/"),
            MenuLink("x", "ftp://else.example/"), MenuLink("x", "/b/", "a"),
        )
    }  # fmt: skip
    assert [*found.values()] == [
        "",
        "/news/a/",
        "",
        "/news/",
        "http://else.example/",
        "",
        "/news/a/",
    ]


def test_items_of_addresses_are_of_their_kind(receipt: Receipt) -> None:
    led(receipt, head("a", address="/old/"), addresses={"/c/": "a", "/d/": "gone"})
    assert [*receipt.items()] == [
        Item("address", "alias", "/old/", "content/news/2019/a.md"),
        Item("address", "redirect", "/c/", "/news/a/"),
        Item("address", "left out", "/d/", "", NOTHING),
    ]
