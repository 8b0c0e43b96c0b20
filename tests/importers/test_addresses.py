"""Old addresses: which are the old site's own, what each leads to, where nothing may stand."""

from __future__ import annotations

import pytest

from sitegen.importers.addresses import AddressBook, OldSite, TakenPaths, split

OLD = OldSite("https://www.old.example/paper/")


@pytest.mark.parametrize(
    "address", ["http://[bad", "https://o.example:x/", "https://o.example:99999"]
)
def test_what_is_no_address_has_no_parts(address: str) -> None:
    assert split(address) is None
    assert not OLD.is_own(address)
    book = AddressBook(OLD)
    book.add(address, "/a/")
    assert book.find(address) == ""


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("/x", True), ("x", True), ("", True), ("?p=1", True), ("//old.example/x", True),
        ("HTTP://OLD.example/x", True), ("https://www.old.example:443/", True),
        ("http://old.example:80", True), ("https://old.example:8080/", False),
        ("https://old.example.org/", False), ("ftp://old.example/", False),
        ("mailto:a@old.example", False), ("//else.example/", False),
    ],
)  # fmt: skip
def test_an_address_is_the_old_sites_by_its_host(address: str, is_own: bool) -> None:
    assert OLD.is_own(address) is is_own


def test_of_a_nameless_site_only_paths_are_its_own() -> None:
    assert OldSite("").is_own("/x")
    assert not OldSite("").is_own("https:///x")
    assert OldSite("http://o.example:8000").is_own("http://o.example:8000/x")
    assert not OldSite("http://o.example:8000").is_own("http://o.example/x")
    assert OldSite("http://[bad").address == "http://[bad"


@pytest.mark.parametrize(
    ("address", "page", "whole"),
    [
        ("x.jpg", "", "https://www.old.example/paper/x.jpg"),
        ("x.jpg", "/2019/vote/", "https://www.old.example/2019/vote/x.jpg"),
        ("x.jpg", "https://o.example/a/b", "https://o.example/a/x.jpg"),
        ("/x.jpg", "2019/", "https://www.old.example/x.jpg"),
        (" https://else.example/x ", "", "https://else.example/x"),
        ("//[bad", "", "//[bad"),
    ],
)
def test_an_address_is_read_from_its_page(address: str, page: str, whole: str) -> None:
    assert OLD.whole(address, page) == whole


@pytest.mark.parametrize(
    ("address", "path", "name"),
    [
        ("https://www.old.example/paper/2019/Vote/?x#y", "/2019/Vote/", "/2019/vote"),
        ("https://www.old.example/paper", "/", "/"),
        ("/paper/", "/", "/"),
        ("/papers/x", "/papers/x", "/papers/x"),
        ("/caf%C3%A9//x/index.html", "/caf%C3%A9//x/index.html", "/café/x"),
        ("/x/index.php", "/x/index.php", "/x"),
        ("/x/index.htm", "/x/index.htm", "/x"),
        ("/x/index.asp", "/x/index.asp", "/x/index.asp"),
        ("", "/", "/"),
        ("http://[bad", "/", "/"),
    ],
)
def test_a_path_lies_below_the_old_site_and_has_one_name(
    address: str, path: str, name: str
) -> None:
    assert (OLD.path(address), OLD.name(address)) == (path, name)


def test_the_whole_domain_is_above_every_path() -> None:
    assert OldSite("https://old.example").path("https://old.example/x/") == "/x/"


BOOK = (
    ("/vote/", "vote.md"), ("/vote", "other.md"), ("/?p=12", "twelve.md"), ("/x/?p=12", "no.md"),
    ("/?page_id=13", "page.md"), ("/?cat=Three", "/three/"), ("/?tag=a", "/a/"),
    ("/?author=1", "/ana/"), ("/?s=words", "/search/"), ("/", "/front/"), ("/list/", "/list/"),
    ("/?p=x&author_name=Bo", "/bo/"), ("/?category_name=c&tag=d", "/d/"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://old.example/paper/VOTE?utm=1", "vote.md"), ("/?p=12", "twelve.md"),
        ("/any/?attachment_id=12", "twelve.md"), ("/?p=12&p=99", "twelve.md"),
        ("/?cat=three&cat=x", "/three/"), ("/?page_id=13&p=99", ""),
        ("/?page_id=13&p=x", "page.md"),
        ("/?cat=three", "/three/"), ("/?tag=A", "/a/"), ("/?author=1", "/ana/"),
        ("/?author_name=bo", "/bo/"), ("/?tag=d", "/d/"), ("/?category_name=c", ""),
        ("/?s=words", ""), ("/", "/"), ("", "/"), ("/?p=7", ""), ("/vote/?p=7", "vote.md"),
        ("/list/page/2/", "/list/"), ("/list/2", "/list/"), ("/list/1234", "/list/"),
        ("/list/12345", ""), ("/list/page/x", ""), ("/vote/amp/", "vote.md"),
        ("/vote/print", "vote.md"), ("/vote/feed/", "vote.md"), ("/vote/embed", "vote.md"),
        ("/vote/trackback", "vote.md"), ("/vote/amp/x", ""), ("/gone/", ""),
    ],
)  # fmt: skip
def test_an_address_leads_to_what_was_said_first(address: str, target: str) -> None:
    """By its number, by its query, by its path; from further pages and editions to the first."""
    book = AddressBook(OLD)
    for old, to in BOOK:
        book.add(old, to)
    assert book.find(address) == target


TAKEN = TakenPaths(["/", "/news/", "/A.html"], {"wp-1": "/news/vote/"})


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/old/", ""), ("/old", ""), ("/news/vote/", "same"), ("/NEWS/Vote", "same"),
        ("/a.html", "same"), ("/news/vote/more/", ""),
        ("/news", "same"), ("/news/vote/index.html/x", "a file stands above it"),
        ("/A.html/x/y", "a file stands above it"),
        ("/tags/x/", "sitegen has pages of its own there"),
        ("/files/x", "sitegen has pages of its own there"),
        ("/feed.xml", "sitegen has pages of its own there"),
        ("/feed.json", "sitegen has pages of its own there"),
        ("/feed/", ""), ("/sitemap-x.xml", "sitegen has pages of its own there"),
        ("/robots.txt", "sitegen has pages of its own there"),
        ("/404.html", "sitegen has pages of its own there"),
        ("no path", "the old address 'no path' is not a path of this site"),
    ],
)  # fmt: skip
def test_where_something_stands_nothing_else_may(path: str, fault: str) -> None:
    assert TAKEN.fault(path) == fault


def test_what_takes_a_path_owns_it() -> None:
    taken = TakenPaths([], {})
    taken.take("/b/c.d/")
    taken.take("/x")
    assert taken.owner("/B/c.d") == ""
    assert taken.owner("/B/c.d/") == "/b/c.d/"
    assert (taken.owner("/x/"), taken.owner("/x"), taken.owner("/y")) == ("/x", "/x", "")
    assert taken.fault("/b/c.d") == "other pages stand below it"
    assert taken.fault("/b.c") == ""
