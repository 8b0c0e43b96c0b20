"""The parts of which an export of WordPress is read: text by text, field by field."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitegen.importers.choices import Choices
from sitegen.importers.model import Author, Head, Menu, MenuLink, Paper, Picture, Term
from sitegen.importers.receipt import Comment, Receipt
from sitegen.importers.wordpress import meta
from sitegen.importers.wordpress.autop import with_embeds, with_paragraphs
from sitegen.importers.wordpress.cutting import Part, encoding_of, mended, parts
from sitegen.importers.wordpress.dates import Dates, dates_of, moment_of
from sitegen.importers.wordpress.entries import (
    BrokenEntryError,
    Category,
    Entry,
    Mending,
    read_entry,
)
from sitegen.importers.wordpress.menus import Menus
from sitegen.importers.wordpress.survey import Survey, key_of, number_of
from sitegen.importers.wordpress.terms import Terms, term_key
from sitegen.importers.wordpress.texts import TextReader, is_markdown
from sitegen.importers.wordpress.types import housekeeping
from sitegen.importers.wordpress.words import is_mail, list_addresses, plain_words, without_mail
from sitegen.importers.wordpress.writers import Writers
from tests.importers.tables import table


def read(text: str) -> str:
    """Return a text as HTML, then its shortcodes with what became of them."""
    choices = {"chosen": "drop", "kept": "keep", "vc_kept": "keep"}
    reader = TextReader(
        choices,
        {"wp-1": "7 8", "wp-3": "9"},
        {"5": "Again [x_y]", "6": '<!-- wp:block {"ref":6} /-->'},
    )
    notes = '[{"id": "n-1", "content": "A <em>note</em>"}]'
    made = reader.read(Entry(1, {"content:encoded": text}, meta={"footnotes": notes}), "wp-1")
    return "\n".join(
        [made, *(f"? {name} {outcome} {n}" for (name, outcome), n in reader.codes.items())]
    )


TABLES = {"autop": with_paragraphs, "autoembed": with_embeds, "wordpress": read}
CASES = [(name, case) for name in TABLES for case in table(name)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{n}: {c}" for n, c in CASES])
def test_texts_of_wordpress_are_html(name: str, case: str) -> None:
    given, wanted = table(name)[case]
    assert TABLES[name](given).rstrip("\n") == wanted


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("## A\n\n**b**", True), ("## A\n\nb", False), ("- a\n- b\n\n[c](/d)", True),
        ("- a\n\n[c](/d)", False), ("1. a\n2. b\n> c", True), ("```\na\n```\n__b__", True),
        ("![a](/b) **c**", False), ("## A\n\n**b** <em>c</em>", False),
        ("## A\n**b**\n<!-- wp:more -->", False), ("[a](b) ## c **d**", False),
        ("a__b__c > d ``` **e**", False),
    ],
)  # fmt: skip
def test_markdown_has_two_of_its_signs_and_no_html(text: str, is_it: bool) -> None:
    assert is_markdown(text) is is_it


# Cutting


def cut(data: bytes, largest: int = 100) -> list[Part]:
    return list(parts(BytesIO(data), largest))


def test_an_export_is_cut_into_its_entries() -> None:
    """Each with the line on which it begins; what stands in CDATA is none."""
    data = b"<rss>\n<item>a\n<![CDATA[</item>]]></item>\n<item >b</item><items/>\n</rss>"
    assert cut(data) == [
        Part("<rss>\n", 1),
        Part("<item>a\n<![CDATA[</item>]]></item>", 2, is_entry=True),
        Part("<item >b</item>", 4, is_entry=True),
        Part("<items/>\n</rss>", 4, is_whole=False),
    ]


def test_a_cut_entry_is_not_whole() -> None:
    assert cut(b"<item>a</item>\n\n<item>b\n<![CDATA[c") == [
        Part("<item>a</item>", 1, is_entry=True),
        Part("<item>b\n<![CDATA[c", 3, is_entry=True, is_whole=False),
    ]
    assert cut(b"<item>a<item>b</item></item>c") == [
        Part("<item>a<item>b</item>", 1, is_entry=True),
        Part("</item>c", 1, is_whole=False),
    ]
    assert cut(b" \n ") == []


def test_an_entry_that_reaches_over_pieces_is_whole() -> None:
    text = "é" * 700_000
    data = f"<item>{text}</item>\n<item>b</item>".encode()
    assert cut(data, 2_000_000) == [
        Part(f"<item>{text}</item>", 1, is_entry=True),
        Part("<item>b</item>", 2, is_entry=True),
    ]


def test_what_is_too_large_is_skipped_to_its_end() -> None:
    """Its beginning and end are kept, and how many letters it has."""
    text = "a\n" * 1_000_000
    (large, small) = cut(f"<item>{text}</item>\n<item>b</item>".encode(), 1_000_000)
    whole = f"<item>{text}</item>"
    assert (large.line, large.is_entry, large.too_large) == (1, True, len(whole))
    assert large.text == whole[:4000] + whole[-4000:]
    assert small == Part("<item>b</item>", 1_000_001 + 1, is_entry=True)
    (lost,) = cut(f"<item>{text}".encode(), 1_000_000)
    assert (lost.too_large, lost.text[-4000:]) == (len(f"<item>{text}"), text[-4000:])


@pytest.mark.parametrize(
    ("start", "encoding"),
    [
        (b"\xef\xbb\xbf<", "utf-8-sig"), (b"\xff\xfe<\0", "utf-16"), (b"\xfe\xff\0<", "utf-16"),
        (b"<\0?\0x\0", "utf-16-le"), (b"<\0r\0s\0", "utf-16-le"), (b"<rss>", "utf-8"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', "ISO-8859-1"),
        (b"<?xml encoding = 'cp1252'?>", "cp1252"), (b'<?xml encoding="none-such"?>', "utf-8"),
        (b"<?xml" + b" " * 479 + b'encoding="cp1252"?>', "utf-8"),
        (b"<?xml" + b" " * 478 + b'encoding="cp1252"?>', "cp1252"),
    ],
)  # fmt: skip
def test_an_encoding_is_told_by_the_first_bytes(start: bytes, encoding: str) -> None:
    assert encoding_of(start) == encoding


def test_bytes_of_another_encoding_are_windows_or_latin() -> None:
    assert mended("a\udc93b\udc81\udce9") == ("a“b\x81é", 3)
    assert mended("a") == ("a", 0)


# Entries


def entry(text: str) -> tuple[Entry, dict[str, int]]:
    mending = Mending()
    mending.note_namespaces(
        'xmlns:w="http://wordpress.org/export/1.2/" xmlns:e="http://wordpress.org/export/1.2/excerpt/"'
        " xmlns:c='http://purl.org/rss/1.0/modules/content/' xmlns:d=\"http://purl.org/dc/elements/1.1/\""
    )
    return read_entry(f"<item>{text}</item>", 3, mending), dict(mending.counts)


def test_fields_are_known_by_their_namespaces() -> None:
    """The first of a name counts; metas, categories and comments are their own."""
    found, counts = entry(
        "<title>A</title><title>B</title><w:post_id> 1 </w:post_id><e:encoded>x</e:encoded>"
        "<c:encoded>y</c:encoded><d:creator>z</d:creator><other:q>r</other:q>"
        '<category domain="post_tag" nicename="s"> T </category><category>U</category>'
        "<w:postmeta><w:meta_key> k </w:meta_key><w:meta_value>v</w:meta_value></w:postmeta>"
        "<w:postmeta><w:meta_key>k</w:meta_key><w:meta_value>w</w:meta_value></w:postmeta>"
        "<w:comment><w:comment_id>1</w:comment_id><w:commentmeta><x/></w:commentmeta></w:comment>"
    )
    assert found == Entry(
        3,
        {"title": "A", "wp:post_id": " 1 ", "excerpt:encoded": "x", "content:encoded": "y",
         "dc:creator": "z", "other:q": "r"},
        (Category("post_tag", "s", "T"), Category("category", "", "U")),
        {"k": "v"},
        ({"wp:comment_id": "1"},),
    )  # fmt: skip
    assert (found.value("wp:post_id"), found.value("none"), counts) == ("1", "", {})


@pytest.mark.parametrize(
    ("text", "title", "counts"),
    [
        ("a\x0bb&#11;&#x1F;&#10;c&#13;&#x9;", "ab\nc", {"control": 3}),
        ("a &amp; b &nbsp;&rsquo;&bogus; & &#228; &lt;", "a & b \xa0’&bogus; & ä <", {"signs": 4}),
        ("a ]]> b &", "a ]]> b &", {"ends": 1, "signs": 1}),
        ("a <b>c</b> d<br>e", "a <b>c</b> d<br>e", {"texts": 1}),
        ("<![CDATA[a ]]> b]]>", "a  b]]>", {"ends": 1}),
        ("a\udc93b", "a“b", {"letters": 1}),
    ],
)
def test_what_xml_does_not_know_is_mended_and_counted(
    text: str, title: str, counts: dict[str, int]
) -> None:
    found, counted = entry(f"<title>{text}</title><w:x>y</w:x>")
    assert found.value("title") == title
    assert {what.split()[0]: count for what, count in counted.items()} == counts


def test_texts_beside_loose_markup_stay_as_they_are() -> None:
    found, _counts = entry(
        "<title>a<br>b</title><description>c</description><content:encoded><![CDATA[<p>d</p> &amp;"
        " e]]]]><![CDATA[>]]></content:encoded><excerpt:encoded>&lt;f&gt;<g></excerpt:encoded>"
        "<w:x/>"
    )
    assert dict(found.values) == {
        "title": "a<br>b", "description": "c", "content:encoded": "<p>d</p> &amp; e]]>",
        "excerpt:encoded": "<f><g>", "wp:x": "",
    }  # fmt: skip


def test_what_cannot_be_mended_is_broken() -> None:
    with pytest.raises(BrokenEntryError):
        entry("<title>A</title><w:x>")


# Dates


ZONE = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("local", "utc", "sent", "dates", "moment"),
    [
        ("2019-05-04 09:30:00", "2019-05-04 14:30:00", "",
         Dates(datetime(2019, 5, 4, 9, 30), datetime(2019, 5, 4, 14, 30)),
         datetime(2019, 5, 4, 14, 30, tzinfo=UTC)),
        ("2019-05-04 09:30:00", "0000-00-00 00:00:00", "Sat, 04 May 2019 20:00:00 +0000",
         Dates(datetime(2019, 5, 4, 9, 30), None), datetime(2019, 5, 4, 9, 30, tzinfo=ZONE)),
        ("", "", "Sat, 04 May 2019 20:00:00 +0200", Dates(None, datetime(2019, 5, 4, 18)),
         datetime(2019, 5, 4, 18, tzinfo=UTC)),
        ("0000-00-00", "never", "Sat, 04 May 1499 20:00:00 +0000", Dates(None, None), None),
        ("0000-00-00", "never", "Sun, 04 May 1500 20:00:00 +0000",
         Dates(None, datetime(1500, 5, 4, 20)), datetime(1500, 5, 4, 20, tzinfo=UTC)),
        ("1499-12-31 00:00:00", "1500-01-01 00:00:00.123Z", "x",
         Dates(None, datetime(1500, 1, 1)), datetime(1500, 1, 1, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_an_entry_has_its_date_by_two_clocks(
    local: str, utc: str, sent: str, dates: Dates, moment: datetime | None
) -> None:
    found = Entry(1, {"wp:post_date": local, "wp:post_date_gmt": utc, "pubDate": sent})
    assert dates_of(found, "wp:post_date") == dates
    assert moment_of(dates, ZONE) == moment
    modified = Entry(1, {"pubDate": "Sat, 04 May 2019 20:00:00 +0200"})
    assert dates_of(modified, "wp:post_modified") == Dates(None, None)


# Menus, fields, terms, writers


def test_menus_are_in_their_order() -> None:
    """A link that was never saved is none; a term is named when its number is known."""
    menus = Menus()

    def link(title: str, order: str, status: str = "publish", **said: str) -> None:
        values = {"title": title, "wp:menu_order": order, "wp:status": status}
        fields = {f"_menu_item_{name}": value for name, value in said.items()}
        menus.note(
            Entry(1, values, (Category("x", "", "X"), Category("nav_menu", "", "Main")), fields)
        )

    link("B", "2", type="custom", url=" /b ")
    link("A &amp; a", "1", type="post_type", object_id="7")
    link("C", "3", type="taxonomy", object_id="4", status="")
    link("D", "4", type="taxonomy", object_id="5")
    link("E", "5", status="draft")
    menus.note(Entry(1, {"title": "F"}))
    assert menus.all({"4": "category:c"}) == (
        Menu("", (MenuLink("F"),)),
        Menu("Main", (MenuLink("A & a", "", "wp-7"), MenuLink("B", "/b"),
                      MenuLink("C", "", "category:c"), MenuLink("D", "", ""))),
    )  # fmt: skip


def test_fields_of_plugins_are_read() -> None:
    assert meta.first({"a": " ", "b": " x "}, ("a", "b", "c")) == "x"
    assert meta.first({}, ("a",)) == ""
    written = 'a:2:{s:1:"x";s:9:"No credit";s:6:"credit";s:8:"Jö Park";}'
    assert meta.php_text(written, "credit") == "Jö Park"
    assert meta.php_text(written, "x") == "No credit"
    assert meta.php_text(written, "y") == ""
    assert meta.footnotes({"footnotes": '[{"id": 1, "content": "a"}]'}) == {"1": "a"}
    assert meta.footnotes({"footnotes": '[{"id": 1}]'}) == meta.footnotes({"footnotes": "{"}) == {}
    assert meta.footnotes({"footnotes": "[1]"}) == meta.footnotes({}) == {}
    assert meta.enclosure({}) == ("", 0, "", "")


@pytest.mark.parametrize(
    ("name", "is_inner"),
    [("_x", True), ("wp_x", True), ("dateline", False), ("enclosure", True), ("enclosures", False),
     ("views", True), ("views_x", False), ("hide_x", True), ("xhide_", False)],
)  # fmt: skip
def test_fields_of_a_plugins_own_working_are_no_readers(name: str, is_inner: bool) -> None:
    assert bool(meta.INNER.search(name)) is is_inner


@pytest.mark.parametrize(
    ("domain", "slug", "name", "key"),
    [
        ("category", "High%20School", "X", "category:high-school"), ("post_tag", "a", "", "tag:a"),
        ("tag", " B ", "", "tag:b"), ("district", "", "Old Town", "district:old-town"),
        ("district", "", "!", "district:!"),
    ],
)  # fmt: skip
def test_a_term_has_one_key(domain: str, slug: str, name: str, key: str) -> None:
    assert term_key(domain, slug, name) == key


def test_terms_are_noted_once() -> None:
    """With what stands above them, their words and their old addresses."""
    terms = Terms()
    sports = {"wp:category_nicename": "sports", "wp:cat_name": "Sports &amp; Games"}
    more = {"wp:term_id": "2", "wp:category_description": "All <b>games</b>"}
    terms.note("wp:category", {**sports, **more})
    terms.note("wp:category", {"wp:category_nicename": "high", "wp:cat_name": "High",
                               "wp:category_parent": "sports", "wp:term_id": "3"})  # fmt: skip
    terms.note("wp:category", {"wp:category_nicename": "deep", "wp:category_parent": "high"})
    terms.note("wp:category", {"wp:category_nicename": "lone", "wp:category_parent": "gone"})
    terms.note("wp:tag", {"wp:tag_slug": "flood", "wp:tag_name": "Flood", "wp:term_id": "4"})
    terms.note("wp:term", {"wp:term_taxonomy": "district", "wp:term_slug": "east",
                           "wp:term_name": "East", "wp:term_description": "The east"})  # fmt: skip
    terms.note("wp:term", {"wp:term_taxonomy": "nav_menu", "wp:term_slug": "main"})
    terms.note("wp:term", {"wp:term_taxonomy": "district"})
    terms.note("wp:category", {"wp:category_nicename": "a", "wp:category_parent": "b"})
    terms.note("wp:category", {"wp:category_nicename": "b", "wp:category_parent": "a"})
    found = terms.of(Entry(1, {}, (
        Category("category", "deep", "Deep"), Category("post_tag", "new", "New"),
        Category("post_format", "x", "X"), Category("category", "high", "Other"),
    ), {"_yoast_wpseo_primary_category": "3"}))  # fmt: skip
    assert found == ("category:high", "category:deep", "tag:new")
    assert terms.numbers == {"2": "category:sports", "3": "category:high", "4": "tag:flood"}
    assert terms.all() == (
        Term("category:sports", "category", "sports", "Sports & Games", "", "All games",
             ("/category/sports/", "/category/sports/feed/", "/?cat=2")),
        Term("category:high", "category", "high", "High", "category:sports", "",
             ("/category/sports/high/", "/category/sports/high/feed/", "/category/high/",
              "/category/high/feed/", "/?cat=3")),
        Term("category:deep", "category", "deep", "Deep", "category:high", "",
             ("/category/sports/high/deep/", "/category/sports/high/deep/feed/",
              "/category/deep/", "/category/deep/feed/")),
        Term("category:lone", "category", "lone", "lone", "", "",
             ("/category/lone/", "/category/lone/feed/")),
        Term("tag:flood", "tag", "flood", "Flood", "", "",
             ("/tag/flood/", "/tag/flood/feed/", "/?tag=flood")),
        Term("district:east", "district", "east", "East", "", "The east",
             ("/district/east/", "/district/east/feed/")),
        Term("category:a", "category", "a", "a", "category:b", "",
             ("/category/b/a/", "/category/b/a/feed/", "/category/a/", "/category/a/feed/")),
        Term("category:b", "category", "b", "b", "category:a", "",
             ("/category/a/b/", "/category/a/b/feed/", "/category/b/", "/category/b/feed/")),
        Term("tag:new", "tag", "new", "New", "", "", ("/tag/new/", "/tag/new/feed/", "/?tag=new")),
    )  # fmt: skip


def user(**fields: str) -> dict[str, str]:
    return {f"wp:author_{name}": value for name, value in fields.items()}


def test_users_are_writers_under_the_name_that_readers_saw() -> None:
    writers = Writers()
    writers.note(user(login="mtran", display_name="Mai &amp; Trần", id="7", description="B"))
    writers.note(user(login="mtran", display_name="Again"))
    writers.note(user(login="ana@o.example", display_name="ana@o.example", first_name="Ana",
                      last_name="Ruiz", id="x"))  # fmt: skip
    writers.note(user(login="bo@o.example"))
    writers.note(user(display_name="Nobody"))
    writers.note(user(login="!", display_name="Ida"))
    assert writers.authors == {
        "mtran": Author("mtran", "Mai & Trần", bio="B",
                        addresses=("/author/mtran/", "/author/mtran/feed/", "/?author=7")),
        "ana@o.example": Author("ana@o.example", "Ana Ruiz",
                                addresses=("/author/ana/", "/author/ana/feed/")),
        "bo@o.example": Author("bo@o.example", "bo", addresses=("/author/bo/", "/author/bo/feed/")),
        "!": Author("!", "Ida", addresses=("/author/ida/", "/author/ida/feed/")),
    }  # fmt: skip
    assert writers.logins == {
        "mtran": "mtran", "mai-tran": "mtran", "ana": "ana@o.example", "ana-ruiz": "ana@o.example",
        "bo": "bo@o.example", "ida": "!",
    }  # fmt: skip


def test_bylines_are_those_of_co_authors_or_of_the_login() -> None:
    writers = Writers()
    writers.note(user(login="mtran", display_name="Mai Trần"))
    several = Entry(1, {"dc:creator": "x"}, (
        Category("category", "news", "News"), Category("author", "cap-mtran", "M"),
        Category("author", "other", "Mai Tran"), Category("author", "cap-jo", "Jo Park"),
        Category("author", "cap-jo", "Jo Park"), Category("author", "eve", "eve@o.example"),
        Category("author", "", "Kim Lee"),
    ))  # fmt: skip
    assert writers.bylines(several) == ("mtran", "jo", "eve", "Kim Lee")
    assert writers.authors["jo"] == Author("jo", "Jo Park")
    assert writers.authors["Kim Lee"] == Author("Kim Lee", "Kim Lee")
    assert "eve" not in writers.authors
    assert writers.bylines(Entry(1, {"dc:creator": " ida@o.example "})) == ("ida@o.example",)
    assert writers.authors["ida@o.example"] == Author(
        "ida@o.example", "ida", addresses=("/author/ida/", "/author/ida/feed/")
    )
    assert writers.logins["ida"] == "ida@o.example"
    assert writers.bylines(Entry(1, {})) == ()


def test_a_guest_is_a_writer() -> None:
    """Of the login that is linked, if there is one; what the guest's page lacks stays."""
    writers = Writers()
    writers.note(user(login="mtran", display_name="Mai Trần", description="Bio"))
    guest = Entry(1, {"title": "T", "wp:post_name": "cap-mai"}, meta={
        "cap-display_name": "Mai T.", "cap-linked_account": "mtran", "_thumbnail_id": " 9 ",
        "cap-website": "https://m.example/"})  # fmt: skip
    assert writers.note_guest(guest) == "Mai T."
    assert writers.authors["mtran"] == Author(
        "mtran", "Mai T.", "mai", "Bio", ("https://m.example/",), "wp-9",
        ("/author/mai/", "/author/mai/feed/"),
    )  # fmt: skip
    assert writers.logins["mai"] == "mtran"
    alone = Entry(1, {"title": "Bo Lee", "content:encoded": "Words"},
                  meta={"cap-website": "none", "cap-linked_account": "gone"})  # fmt: skip
    assert writers.note_guest(alone) == "Bo Lee"
    assert writers.authors["bo-lee"] == Author(
        "bo-lee", "Bo Lee", "bo-lee", "Words", (), "", ("/author/bo-lee/", "/author/bo-lee/feed/")
    )
    assert writers.note_guest(Entry(1, {"wp:post_name": "cap-x"})) == ""
    assert writers.authors["x"] == Author(
        "x", "x", "x", addresses=("/author/x/", "/author/x/feed/")
    )


def test_words_are_plain() -> None:
    assert plain_words("a<br>b<p>c</p>d <i>e</i> f&amp;lt;\u00ad") == "a bc d e f&lt;"
    assert plain_words("1 < 2") == "1 < 2"
    assert [is_mail(t) for t in ("a@b.c", "a b@c.d", "a@b")] == [True, False, False]
    assert (without_mail("a@b.c"), without_mail("a@b")) == ("a", "a@b")
    assert (list_addresses("tag"), list_addresses("tag", "", "")) == ((), ())


@pytest.mark.parametrize(
    ("type_", "said"),
    [("revision", "an older version of another entry"), ("acf-x", "work of a plugin"),
     ("x-acf", ""), ("event", ""), ("wc_order", "work of a plugin")],
)  # fmt: skip
def test_housekeeping_is_no_part_of_a_paper(type_: str, said: str) -> None:
    assert housekeeping(type_) == said


# The survey


@pytest.mark.parametrize(
    ("values", "number", "key"),
    [
        ({"wp:post_id": "12", "wp:post_name": "a"}, "12", "wp-12"),
        ({"link": "https://o.org/?p=7&x=1", "wp:post_name": "a"}, "7", "wp-7"),
        ({"link": "https://o.org/?x=1&page_id=8"}, "8", "wp-8"),
        ({"link": "/a/", "guid": "https://o.org/?attachment_id=9"}, "9", "wp-9"),
        ({"link": "https://o.org/?p=7x", "wp:post_name": "a"}, "", "wp-a"),
        ({"guid": "g", "link": "l"}, "", "wp-147de5ec1b76"),
        ({"link": "l"}, "", "wp-6222bb44c26b"),
        ({}, "", "wp-line-3"),
    ],
)  # fmt: skip
def test_an_entry_is_known_by_its_number(values: dict[str, str], number: str, key: str) -> None:
    assert (number_of(Entry(3, values)), key_of(Entry(3, values))) == (number, key)


def noted(number: int, **said: Any) -> Entry:
    """Return an entry of the survey: `said` are fields without their prefix, meta and terms."""
    values = {"wp:post_id": str(number), "title": "A &amp; <em>b</em>", "link": f"/{number}/",
              "wp:post_name": f"n-{number}", "wp:post_date": "2019-05-04 09:30:00",
              "wp:post_date_gmt": "2019-05-04 14:30:00", "dc:creator": "mtran"}  # fmt: skip
    plain = ("title", "link", "guid")
    values |= {name if name in plain else f"wp:{name}": value for name, value in said.items()
               if name not in ("meta", "terms", "more", "comments")}  # fmt: skip
    return Entry(number, {**values, **said.get("more", {})}, said.get("terms", ()),
                 said.get("meta", {}), said.get("comments", ()))  # fmt: skip


def surveyed(
    receipt: Receipt, *entries: Entry, choices: Choices | None = None, head: str = ""
) -> tuple[Survey, Paper]:
    survey = Survey(choices or Choices(), receipt)
    if head:
        mending = Mending()
        mending.note_namespaces('xmlns:wp="http://wordpress.org/export/1.2/"')
        survey.head(Part(head, 1), mending)
    for each in entries:
        survey.note(each)
    return survey, survey.paper()


def test_a_channel_says_of_itself_what_it_is() -> None:
    head = (
        "<?xml version='1.0'?><rss><channel><title>A &amp;amp; B</title><title>C</title>"
        "<description>D</description><link>https://o.org/</link><language>es</language>"
        "<wp:base_site_url>https://site.org</wp:base_site_url>"
        "<wp:tag><wp:tag_slug>t</wp:tag_slug><wp:tag_name>T</wp:tag_name></wp:tag>"
    )
    with Receipt() as receipt:
        _survey, paper = surveyed(receipt, head=head)
        assert (paper.title, paper.tagline, paper.address, paper.language) == (
            "A & B", "D", "https://o.org", "es",
        )  # fmt: skip
        assert [term.key for term in paper.terms] == ["tag:t"]
        only = "<wp:base_site_url>https://site.org/</wp:base_site_url><link>none</link>"
        assert surveyed(receipt, head=only)[1].address == "https://site.org"
        assert receipt.remarks == []
        surveyed(receipt, head="<!DOCTYPE rss [<!ENTITY a 'b'>]><title>x</title>")
        assert [said.split(":")[0] for said in receipt.remarks] == [
            "The export declares names of its own (DOCTYPE)"
        ]
        surveyed(receipt, head="<wp:x>")
        surveyed(receipt, head="<title>")
        surveyed(receipt, head="<other>")
        assert [said[:30] for said in receipt.remarks[1:]] == ["What stands at line 1 before t"]
        assert surveyed(receipt, head=" <rss> ")[1].title == ""


def test_a_piece_is_surveyed_with_all_but_its_text() -> None:
    category = Category("category", "news", "News")
    with Receipt() as receipt:
        _survey, paper = surveyed(
            receipt,
            noted(1, terms=(category,), post_parent="9", post_modified_gmt="2019-06-01 00:00:00"),
            noted(2, post_type="page", title="P", link="https://o.org/?page_id=2",
             status="publish"),
            noted(3, status="draft", post_date_gmt="0000-00-00 00:00:00", post_parent="0"),
            noted(4, status="pending"), noted(5, status="future", link="https://o.org/5/"),
            noted(6, post_type="event", post_name="gala%20x.html"),
            noted(7, post_date_gmt=""), noted(1, title="Again"),
        )  # fmt: skip
    at = datetime(2019, 5, 4, 14, 30, tzinfo=UTC)
    heads = {head.key: head for head in paper.heads}
    assert heads["wp-1"] == Head(
        "wp-1", "post", "A & b", "n-1", "published", at, datetime(2019, 6, 1, tzinfo=UTC), "/1/",
        ("/?p=1",), "post", ("category:news",), "wp-9", ("mtran",), emphasis="A &amp; <em>b</em>",
    )  # fmt: skip
    assert heads["wp-2"] == Head(
        "wp-2", "page", "P", "n-2", "published", at, addresses=("/?page_id=2",), type="page",
        authors=("mtran",),
    )  # fmt: skip
    assert (heads["wp-3"].published, heads["wp-3"].addresses, heads["wp-3"].parent) == (
        None,
        (),
        "",
    )
    assert (heads["wp-3"].state, heads["wp-3"].address, heads["wp-3"].reason) == ("draft", "", "")
    assert (heads["wp-4"].state, heads["wp-4"].reason) == ("draft", "waited for somebody's review")
    assert (heads["wp-5"].state, heads["wp-5"].published) == ("held", at)
    assert (heads["wp-6"].kind, heads["wp-6"].type, heads["wp-6"].slug) == (
        "type",
        "event",
        "gala x",
    )
    assert heads["wp-7"].published == datetime(2019, 5, 4, 9, 30, tzinfo=ZoneInfo(paper.zone))
    assert heads["wp-7"].reason.startswith("the export has no date in UTC")
    assert (paper.address, len(paper.heads)) == ("https://o.org", 7)
    assert paper.addresses["/feed/atom/"] == "/atom.xml"


def test_statuses_and_types_of_the_sites_own_are_asked_about() -> None:
    choices = Choices(
        types={"form": "", "map": "page"},
        statuses={"ready": "published", "old": "", "kept": "draft"},
    )
    entries = [
        noted(n, status=status)
        for n, status in enumerate(("pitch", "pitch", "ready", "old", "kept"), 1)
    ]
    entries += [noted(6, post_type="form"), noted(7, post_type="map"), noted(8,
     post_type="revision"),
                noted(9, post_type="show", post_password="x")]  # fmt: skip
    with Receipt() as receipt:
        _survey, paper = surveyed(receipt, *entries, choices=choices)
        heads = {head.key: head for head in paper.heads}
        assert (heads["wp-1"].state, heads["wp-1"].reason) == ("draft", "of the status 'pitch'")
        assert heads["wp-1"].remedy == "Decide under [statuses] of import.toml what 'pitch' means."
        assert (heads["wp-3"].state, heads["wp-3"].reason) == ("published", "")
        assert (heads["wp-5"].reason, heads["wp-5"].remedy) == ("of the status 'kept'", "")
        assert heads["wp-7"].as_page
        assert paper.statuses == ("pitch", "ready", "kept")
        assert [(i.kind, i.key, i.reason) for i in receipt.items()] == [
            ("post", "wp-4", "of the status 'old', left out by import.toml"),
            ("type", "wp-6", "of the type 'form', left out by import.toml"),
            ("type", "wp-8", "an older version of another entry"),
            ("type", "wp-9", "protected by a password"),
        ]
        assert receipt.remarks[0].startswith("Posts with the status 'pitch', which the site had")
        assert "for itself: 2." in receipt.remarks[0]


def test_fields_that_three_posts_have_are_the_sites_own() -> None:
    several = {"deckline": "x", "_inner": "y", "credit": "z", "subtitle": "s"}
    entries = [noted(n, meta={**several, **({"rare": "r"} if n < 3 else {})}) for n in (1, 2, 3)]
    with Receipt() as receipt:
        assert surveyed(receipt, *entries)[1].fields == ("deckline",)


def test_pictures_are_surveyed_with_their_words() -> None:
    """Of those of hidden posts nothing is named."""
    address = "https://o.org/a.jpg"
    meta = {
        "_wp_attachment_image_alt": "Hall &amp; x",
        "_wp_attachment_metadata": 's:6:"credit";s:2:"Jo";',
    }
    with Receipt() as receipt:
        survey, paper = surveyed(
            receipt,
            noted(1), noted(2, status="private"),
            noted(3, post_type="attachment", attachment_url=address, post_parent="1", meta=meta,
                  status="inherit", more={"excerpt:encoded": "<b>c</b>"}),
            noted(4, post_type="attachment", guid="https://o.org/b.pdf", post_parent="2",
                  link="https://o.org/b.pdf", meta={"_wp_attachment_image_alt": " ",
                   "media_credit": "Bo"}),
            noted(5, post_type="attachment", attachment_url="https://o.org/c.PNG", post_parent="1"),
            noted(6, post_type="attachment", attachment_url="https://o.org/d.pdf", post_parent="1"),
            noted(7, post_type="attachment", attachment_url="https://o.org/e.gif", post_parent="0"),
            noted(8, post_type="attachment", attachment_url="https://o.org/f.gif",
             status="private"),
            noted(9, post_type="attachment", attachment_url="https://o.org/f.zip",
             post_password="x"),
        )  # fmt: skip
        assert [*paper.pictures][:2] == [
            Picture(address, "wp-3", "", "Hall & x", "<b>c</b>", "Jo", "wp-1", page="/3/"),
            Picture("https://o.org/b.pdf", "wp-4", credit="Bo", of="wp-2", is_hidden=True),
        ]
        assert survey.attached == {"wp-1": "3 5"}
        left = [(i.kind, i.reason, i.key) for i in receipt.items() if i.kind in ("picture", "file")]
        assert left == [("picture", "private", "wp-8"), ("file", "protected by a password", "wp-9")]


def test_what_only_hidden_posts_have_is_forgotten() -> None:
    secret, both = Category("post_tag", "s", "S"), Category("post_tag", "b", "B")
    with Receipt() as receipt:
        _survey, paper = surveyed(
            receipt, noted(1, terms=(both,)),
            noted(2, status="private", terms=(secret, both), more={"dc:creator": "eve"}),
            head="<wp:tag><wp:tag_slug>s</wp:tag_slug></wp:tag><wp:author><wp:author_login>eve"
            "</wp:author_login></wp:author>",
        )  # fmt: skip
        assert [term.key for term in paper.terms] == ["tag:b"]
        assert [author.key for author in paper.authors] == ["mtran"]
        assert [(i.kind, i.title) for i in receipt.items()] == [
            ("post", ""),
            ("term", ""),
            ("user", ""),
        ]


def comment(**said: str) -> dict[str, str]:
    return {f"wp:comment_{name}": value for name, value in said.items()}


def test_comments_are_kept_as_readers_saw_them() -> None:
    comments = (
        comment(approved=" 1 ", author="Bo &amp; Al", id="4", parent="0", content="a <b>b</b>",
                date_gmt="2019-05-04"),
        comment(approved="1", author="eve@o.example", parent="4", content="c"),
        comment(approved="0", content="d"), comment(approved="1", type="pingback", content="e"),
    )  # fmt: skip
    with Receipt() as receipt:
        surveyed(
            receipt, noted(1, comments=comments), noted(2, status="draft", comments=comments[:1])
        )
        assert [*receipt.comments()] == [
            Comment("wp-1", "Bo & Al", "2019-05-04", "a b", "4"),
            Comment("wp-1", "", "", "c", "", "4"),
        ]
        shown = "sitegen has no comments; it stands in import-comments.json"
        assert [i.reason for i in receipt.items() if i.kind == "comment"] == [
            shown, shown, "never approved", "another site's note of a link", shown,
        ]  # fmt: skip


def test_entries_of_plugins_become_part_of_others() -> None:
    with Receipt() as receipt:
        survey, paper = surveyed(
            receipt,
            noted(1, post_type="wp_block", more={"content:encoded": "x"}),
            noted(2, post_type="wp_block", status="trash", more={"content:encoded": "y"}),
            noted(3, post_type="guest-author", title="Bo", meta={"cap-display_name": "Bo"}),
            noted(4, post_type="newspack_spnsrs_cpt", title="Bank",
             meta={"newspack_sponsor_url": " u "}),
            noted(5, post_type="newspack_spnsrs_cpt", status="private"),
            noted(6, post_type="newspack_spnsrs_cpt", title="The Bank", post_name=""),
            noted(7, post_type="newspack-correction",
             more={"content:encoded": "<!-- x --><p>Wrong</p>"},
                  meta={"a-post-id": " 1 ", "a-kind": "clarification"}),
            noted(8, post_type="newspack_correction", more={"content:encoded": "Wrong"}),
            noted(9, post_type="newspack_correction", meta={"a-post-id": "1"}),
            noted(10, post_type="nav_menu_item", title="M"),
        )  # fmt: skip
        assert survey.reusable == {"1": "x"}
        assert survey.sponsors == {"n-4": ("Bank", "u"), "the-bank": ("The Bank", "")}
        ((key, ((dates, words, kind),)),) = survey.corrections.items()
        assert (key, words, kind) == ("wp-1", "Wrong", "clarification")
        assert dates.utc == datetime(2019, 5, 4, 14, 30)
        assert [(i.outcome, i.title, i.key) for i in receipt.items()] == [
            ("moved", "A & b", "wp-1"), ("moved", "Bo", "wp-3"), ("moved", "Bank", "wp-4"),
            ("left out", "", "wp-5"), ("moved", "The Bank", "wp-6"), ("moved", "", "wp-7"),
            ("left out", "", "wp-8"), ("left out", "", "wp-9"),
        ]  # fmt: skip
        assert [menu.links[0].title for menu in paper.menus] == ["M"]
        assert paper.heads == ()
