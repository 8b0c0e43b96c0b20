"""What the first reading of a WordPress export notes, and at which letter it stops to look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitegen.importers.choices import Choices
from sitegen.importers.model import Author, Paper, Piece, Sound
from sitegen.importers.receipt import Comment, Item, Receipt
from sitegen.importers.wordpress import meta
from sitegen.importers.wordpress.dates import Dates, dates_of, moment_of
from sitegen.importers.wordpress.entries import Category, Entry, Mending, read_entry
from sitegen.importers.wordpress.export import WordPress
from sitegen.importers.wordpress.menus import Menus
from sitegen.importers.wordpress.survey import Survey
from sitegen.importers.wordpress.terms import Terms
from sitegen.importers.wordpress.writers import Writers


@pytest.fixture
def receipt() -> Iterator[Receipt]:
    with Receipt() as opened:
        yield opened


def entry(number: int, meta: dict[str, str] | None = None, terms: Any = (), comments: Any = (),
          **said: str) -> Entry:  # fmt: skip
    values = {
        "wp:post_id": str(number),
        "title": "A",
        "wp:post_name": f"n-{number}",
        "wp:post_date": "2019-05-04 09:30:00",
        "wp:post_date_gmt": "2019-05-04 14:30:00",
    }
    values |= {name if name in ("title", "link", "guid") else f"wp:{name}": value
               for name, value in said.items()}  # fmt: skip
    return Entry(number, values, terms, meta or {}, comments)


def surveyed(receipt: Receipt, *entries: Entry, choices: Choices | None = None) -> Paper:
    survey = Survey(choices or Choices(), receipt)
    for each in entries:
        survey.note(each)
    return survey.paper()


def export(folder: Path, receipt: Receipt, text: str) -> tuple[Paper, list[Piece]]:
    file = folder / "export.xml"
    file.write_text(text)
    origin = WordPress((file,), Choices())
    return origin.survey(receipt), [*origin.pieces()]


# The file


ITEM = "<item><title>A</title><w:post_id>1</w:post_id><w:post_name>n</w:post_name></item>"


@pytest.mark.parametrize(("letters", "is_read"), [(5_000, True), (5_001, False)])
def test_namespaces_are_named_within_the_first_five_thousand_letters(
    tmp_path: Path, receipt: Receipt, letters: int, is_read: bool
) -> None:
    said = '<rss xmlns:w="http://wordpress.org/export/1.2/"'
    head = said.rjust(letters) + "><channel>"
    paper, pieces = export(tmp_path, receipt, f"{head}{ITEM}</channel></rss>")
    assert [each.key for each in paper.heads] == ["wp-1" if is_read else "wp-line-1"]
    assert len(pieces) == 1


@pytest.mark.parametrize(
    ("end", "is_whole"),
    [
        ("", False), ("\n", False), ("\n<it", False), ("</chan", False), ("</channel>", True),
        (f"</channel></rss>{'<!-- what a host wrote behind it -->' * 9}", True),
    ],
)  # fmt: skip
def test_an_export_is_whole_whose_channel_ends(
    tmp_path: Path, receipt: Receipt, end: str, is_whole: bool
) -> None:
    """One that was cut within the first letters of an entry passed for whole."""
    export(tmp_path, receipt, f"<channel>{ITEM}{end}")
    cut = "export.xml is cut behind its last entry: what stands before was read."
    assert (cut in receipt.remarks) is not is_whole


def test_what_is_behind_the_last_entry_is_looked_at_alone(tmp_path: Path, receipt: Receipt) -> None:
    """Two exports glued together, of which the second is cut."""
    export(tmp_path, receipt, f"<channel>{ITEM}</channel>{ITEM}")
    assert receipt.remarks == [
        "export.xml is cut behind its last entry: what stands before was read."
    ]


def test_a_piece_is_given_once_and_as_what_it_was_surveyed(
    tmp_path: Path, receipt: Receipt
) -> None:
    """A revision with the number of a story is none of it."""
    wp = 'xmlns:wp="http://wordpress.org/export/1.2/"'
    one = "<item><wp:post_id>1</wp:post_id><title>{}</title><wp:post_type>{}</wp:post_type></item>"
    text = (
        f"<rss {wp}><channel>" + one.format("A", "post") + one.format("B", "page")
        + one.format("C", "post") + "</channel>"
    )  # fmt: skip
    paper, pieces = export(tmp_path, receipt, text)
    assert [each.title for each in paper.heads] == ["A"]
    assert [piece.head.title for piece in pieces] == ["A"]


# Fields


@pytest.mark.parametrize(
    ("said", "sound"),
    [
        ("https://o.org/a.mp3\n7\naudio/mpeg\na:1:{s:8:\"duration\";s:5:\"12:30\";}",
         ("https://o.org/a.mp3", 7, "audio/mpeg", "12:30")),
        ("https://o.org/a.mp3\n7\naudio/mpeg\nx\ns:8:\"duration\";s:4:\"1:30\"",
         ("https://o.org/a.mp3", 7, "audio/mpeg", "1:30")),
        (" https://o.org/a.mp3 \n 8 \n audio/mpeg ", ("https://o.org/a.mp3", 8, "audio/mpeg", "")),
        ("https://o.org/a.mp3\n7", ("https://o.org/a.mp3", 7, "", "")),
        ("https://o.org/a.mp3", ("https://o.org/a.mp3", 0, "", "")), ("", ("", 0, "", "")),
    ],
)  # fmt: skip
def test_a_recording_is_noted_line_by_line(said: str, sound: tuple[str, int, str, str]) -> None:
    assert meta.enclosure({"enclosure": said}) == sound
    address, length, type_, duration = sound
    assert meta.enclosure({"enclosure": said, "duration": " 9:59 "}) == (
        address, length, type_, duration or "9:59",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('s:6:"credit";s:4:"Jö P";', "Jö"), ('s:6:"credit";s:5:"Jö P";', "Jö P"),
        ('s:6:"credit";s:0:"Jö";', ""), ('s:6:"credit";s:99:"Jo";', 'Jo";'),
        ('s:6:"credit";s:1234567890:"Jo";', ""), ('s:6:"Credit";s:2:"Jo";', ""),
        ('s:6:"credit";s:2:"Jö";', "J\ufffd"),
    ],
)  # fmt: skip
def test_what_php_wrote_is_as_long_in_bytes_as_it_says(written: str, text: str) -> None:
    assert meta.php_text(written, "credit") == text


@pytest.mark.parametrize(
    ("sent", "utc"),
    [
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Sat, 99 May 2019 20:00:00 +0000", None),
        ("", None),
        ("nonsense", None),
        ("Sat, 04 May 2019 20:00:00 -0100", datetime(2019, 5, 4, 21)),
    ],
)
def test_a_day_that_no_calendar_has_is_none(sent: str, utc: datetime | None) -> None:
    assert dates_of(Entry(1, {"pubDate": sent}), "wp:post_date") == Dates(None, utc)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2019-05-04 09:30:05", datetime(2019, 5, 4, 9, 30, 5)),
        ("2019-05-04 09:30:05.7", datetime(2019, 5, 4, 9, 30, 5)),
        ("2019-05-04 09:30:05+02:00", datetime(2019, 5, 4, 9, 30, 5)),
        ("2019-05-04", datetime(2019, 5, 4)), ("1500-01-01 00:00:00", datetime(1500, 1, 1)),
        ("1499-12-31 23:59:59", None), ("00000-01-01", None), ("0001-01-01", None),
        ("2019-05-04 09h30", None), ("2019-13-01", None),
    ],
)  # fmt: skip
def test_a_time_has_nineteen_letters(text: str, at: datetime | None) -> None:
    assert dates_of(Entry(1, {"wp:post_date": text}), "wp:post_date").local == at


def test_a_moment_is_that_of_utc_where_both_are_told() -> None:
    local, utc = datetime(2019, 5, 4, 9), datetime(2019, 5, 4, 20)
    zone = ZoneInfo("America/Chicago")
    assert moment_of(Dates(local, utc), zone) == datetime(2019, 5, 4, 20, tzinfo=UTC)
    assert moment_of(Dates(local, None), zone) == datetime(2019, 5, 4, 14, tzinfo=UTC)
    assert moment_of(Dates(None, None), zone) is None


def test_an_entry_of_nothing_has_no_fields() -> None:
    assert read_entry("<item></item>", 3, Mending()) == Entry(3, {})
    assert read_entry("", 3, Mending()) == Entry(3, {})
    assert read_entry("<item>words</item>", 3, Mending()).values == {}


def test_what_is_mended_is_counted_over_all_entries() -> None:
    mending = Mending()
    for _ in range(2):
        read_entry("<item><title>a\x0b&#11;\udc93 & ]]> &bogus; ]]></title><x/></item>", 1, mending)
    assert sorted(mending.counts.values()) == [2, 4, 4, 4]
    clean = Mending()
    read_entry("<item><title>a &amp; &#228; &lt;</title></item>", 1, clean)
    assert clean.counts == {}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("&hellip;&lt;&quot;&Tab;", "…<\"\t"), ("&AMP;&LT;", "&<"),
        ("a&nbsp;\"b\" 'c'", "a\xa0\"b\" 'c'"),
        ("<i>a & \"b\"", "<i>a & \"b\""), ("&#xE4; &#228; &#", "ä ä &#"), ("a && b", "a && b"),
    ],
)  # fmt: skip
def test_signs_that_xml_does_not_know_are_read_as_html_reads_them(text: str, title: str) -> None:
    found = read_entry(f"<item><title>{text}</title><x/></item>", 1, Mending())
    assert found.values["title"] == title


# Entries


def test_a_part_of_a_comment_is_no_field_of_it(receipt: Receipt) -> None:
    text = (
        "<item><wp:comment><wp:comment_id>4</wp:comment_id><wp:commentmeta><wp:meta_key>k"
        "</wp:meta_key></wp:commentmeta></wp:comment></item>"
    )
    assert read_entry(text, 1, Mending()).comments == ({"wp:comment_id": "4"},)


def test_comments_of_what_is_not_public_are_counted_and_not_kept(receipt: Receipt) -> None:
    comment = {"wp:comment_approved": "1", "wp:comment_author": "Bo", "wp:comment_id": "4",
               "wp:comment_parent": "3", "wp:comment_content": "a"}  # fmt: skip
    states = ("publish", "future", "draft", "pending", "private", "trash")
    surveyed(receipt, *[entry(number, comments=(comment,), status=state)
                        for number, state in enumerate(states, 1)])  # fmt: skip
    assert [*receipt.comments()] == [Comment("wp-1", "Bo", "", "a", "4", "3")]
    assert receipt.sums["comment", "left out"] == 6
    titles = [item.title for item in receipt.items() if item.kind == "comment"]
    assert titles == ["A", "A", "A", "A", "", ""]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("private", "private"), ("trash", "in the trash"), ("auto-draft", "begun and never saved"),
        ("inherit", "an older version of another entry"),
        ("request-pending", "a request about personal data"),
    ],
)  # fmt: skip
def test_what_is_not_public_is_left_out_without_its_name(
    receipt: Receipt, status: str, said: str
) -> None:
    assert surveyed(receipt, entry(7, status=status)).heads == ()
    assert [*receipt.items()] == [Item("post", "left out", reason=said, key="wp-7")]


def test_a_key_of_what_is_not_public_is_a_number_alone(receipt: Receipt) -> None:
    surveyed(receipt, entry(7, status="private", post_id="secret-slug"))
    (item,) = receipt.items()
    assert item.key == ""


@pytest.mark.parametrize(
    ("said", "address", "addresses"),
    [
        ({"link": "/a/"}, "/a/", ("/?p=3",)), ({"link": "/?p=3"}, "", ("/?p=3",)),
        ({"link": "/a/", "status": "draft"}, "", ()), ({"link": "/a/", "status": "future"}, "/a/",
                                                      ("/?p=3",)),
        ({"link": "/a/", "post_type": "page"}, "/a/", ("/?page_id=3",)),
        ({"link": "/a/", "post_type": "show"}, "/a/", ("/?p=3",)),
        ({"link": "/a/", "post_id": ""}, "/a/", ()), ({"link": "/a/", "post_id": "x"}, "/a/", ()),
    ],
)  # fmt: skip
def test_old_addresses_are_those_that_readers_could_open(
    receipt: Receipt, said: dict[str, str], address: str, addresses: tuple[str, ...]
) -> None:
    (found,) = surveyed(receipt, entry(3, **said)).heads
    assert (found.address, found.addresses) == (address, addresses)


@pytest.mark.parametrize(
    ("parent", "key"), [("", ""), ("0", ""), ("00", "wp-00"), ("1", "wp-1"), (" 9 ", "wp-9")]
)
def test_what_stands_above_is_known_by_its_number(receipt: Receipt, parent: str, key: str) -> None:
    (found,) = surveyed(receipt, entry(3, post_parent=parent)).heads
    assert found.parent == key


def test_pictures_of_broken_addresses_are_files(receipt: Receipt) -> None:
    paper = surveyed(
        receipt,
        entry(1, post_type="attachment", attachment_url="http://[bad.jpg", status="private"),
        entry(2, post_type="attachment", attachment_url="http://[bad.jpg", post_parent="3"),
        entry(4, post_type="attachment", attachment_url="/a.jpeg", status="trash"),
        entry(5, post_type="attachment", attachment_url="/a.jpegx", status="trash"),
        entry(6, link="http://[bad"),
    )
    kinds = [(item.kind, item.reason) for item in receipt.items()]
    assert kinds == [
        ("file", "private"), ("picture", "in the trash"), ("file", "in the trash"),
    ]  # fmt: skip
    assert len(paper.pictures) == 1
    assert paper.address == ""


def test_the_address_of_most_stories_is_the_papers(receipt: Receipt) -> None:
    """Where the export names none."""
    links = ("https://a.org/x/", "https://b.org/y/", "https://b.org/z/", "/w/")
    entries = [entry(number, link=link) for number, link in enumerate(links, 1)]
    assert surveyed(receipt, *entries).address == "https://b.org"


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_field_is_the_sites_own_from_three_posts_on(receipt: Receipt, count: int) -> None:
    entries = [entry(number, {"desk": "City"}) for number in range(count)]
    assert surveyed(receipt, *entries).fields == (("desk",) if count > 2 else ())


def test_clocks_that_do_not_agree_are_told(receipt: Receipt) -> None:
    """Of drafts no clock counts; a date by one clock is told at the story."""
    entries = [entry(n, post_date=f"2019-0{n}-04 14:30:00", post_date_gmt=f"2019-0{n}-04 14:30:00")
               for n in (1, 2, 3)]  # fmt: skip
    entries += [
        entry(4, post_date="2019-02-05 16:30:00", post_date_gmt="2019-02-05 14:30:00"),
        entry(5, post_date="2019-05-04 20:30:00", post_date_gmt="2019-05-04 14:30:00",
              status="draft"),
        entry(6, post_date_gmt=""), entry(7, post_date=""),
        entry(8, post_date_gmt="", status="draft"),
    ]  # fmt: skip
    paper = surveyed(receipt, *entries)
    (said,) = receipt.remarks
    assert said == (
        f"The dates fit {paper.zone} best, but not 1 of them: the newsroom moved, or its clock was "
        "set late. Those keep their moment, with its offset."
    )
    reasons = {head.key: head.reason for head in paper.heads if head.reason}
    assert reasons == {"wp-6": "the export has no date in UTC: the newsroom's own clock counts"}


def test_a_status_of_the_sites_own_is_asked_about_once_with_its_number(receipt: Receipt) -> None:
    entries = [entry(number, status="pitch") for number in range(1_234)]
    surveyed(receipt, *entries)
    (said,) = receipt.remarks
    assert said == (
        "Posts with the status 'pitch', which the site had for itself: 1,234. They are drafts here "
        "unless import.toml says otherwise."
    )


def test_a_correction_belongs_to_a_story_and_has_words(receipt: Receipt) -> None:
    survey = Survey(Choices(), receipt)
    words = {"content:encoded": "<!-- x -->Wrong"}
    for number, said, about in (
        (1, words, {"x-post-id": "9", "x-type": "correction"}), (2, words, {"x-post-id": " "}),
        (3, {"content:encoded": "<!-- x -->"}, {"x-post-id": "9"}),
        (4, {**words, "wp:status": "private"}, {"x-post-id": "9"}),
        (5, words, {"a-kind": "k", "b-type": "t", "x-post-id": "9"}),
    ):  # fmt: skip
        values = {"wp:post_id": str(number), "wp:post_type": "newspack_correction", **said}
        survey.note(Entry(number, values, meta=about))
    assert [row[1:] for row in survey.corrections["wp-9"]] == [
        ("Wrong", "correction"),
        ("Wrong", "k"),
    ]
    assert [item.outcome for item in receipt.items()] == [
        "moved", "left out", "left out", "left out", "moved",
    ]  # fmt: skip


# Menus, terms, writers


def test_links_of_menus_without_an_order_stay_as_they_come() -> None:
    menus = Menus()
    for number, order in enumerate(("", "x", "0", "1", "²", "0")):
        menus.note(Entry(1, {"title": str(number), "wp:menu_order": order}))
    (menu,) = menus.all({})
    assert [link.title for link in menu.links] == ["0", "1", "2", "4", "5", "3"]


def test_a_link_of_ones_own_in_a_menu_is_no_term() -> None:
    """Though it has a number, its own, which a term may have too."""
    menus = Menus()
    for kind in ("custom", "post_type_archive", "taxonomy", "post_type", ""):
        about = {"_menu_item_type": kind, "_menu_item_object_id": "4", "_menu_item_url": "/x"}
        menus.note(Entry(1, {"title": kind}, meta=about))
    (menu,) = menus.all({"4": "category:c"})
    assert [link.key for link in menu.links] == ["", "", "category:c", "wp-4", ""]


def test_a_primary_category_comes_first_if_the_post_has_it() -> None:
    terms = Terms()
    for number, slug in (("1", "a"), ("2", "b"), ("3", "c")):
        terms.note("wp:category", {"wp:category_nicename": slug, "wp:term_id": number})
    both = (Category("category", "a", "A"), Category("category", "b", "B"))
    for chosen, keys in {"2": ["b", "a"], "3": ["a", "b"], "9": ["a", "b"], "": ["a", "b"]}.items():
        found = terms.of(Entry(1, {}, both, {"rank_math_primary_category": chosen}))
        assert found == tuple(f"category:{key}" for key in keys)


def test_the_name_of_a_term_is_the_first_that_is_more_than_its_slug() -> None:
    terms = Terms()
    terms.note("wp:tag", {"wp:tag_slug": "flood"})
    for name in ("", "Flood", "FLOOD"):
        terms.of(Entry(1, {}, (Category("post_tag", "flood", name),)))
    assert [term.name for term in terms.all()] == ["Flood"]


def test_a_writer_without_a_login_is_found_by_name() -> None:
    writers = Writers()
    writers.note({"wp:author_login": "mtran", "wp:author_display_name": "Mai Trần"})
    by_name = Category("author", "cap-other", "Mai Tran")
    assert writers.bylines(Entry(1, {}, (by_name,))) == ("mtran",)
    mail = Category("author", "", "eve@o.example")
    assert writers.bylines(Entry(1, {}, (mail,))) == ("eve@o.example",)
    assert "eve@o.example" not in writers.authors


def test_a_guest_who_wrote_already_keeps_what_is_known() -> None:
    writers = Writers()
    writers.authors["bo"] = Author("bo", "Bo Lee", bio="Writes.")
    writers.logins["bo"] = "bo"
    assert writers.note_guest(Entry(1, {"wp:post_name": "cap-bo"})) == ""
    assert (writers.authors["bo"].name, writers.authors["bo"].bio) == ("Bo Lee", "Writes.")


@pytest.mark.parametrize(
    ("number", "picture"),
    [("7", "wp-7"), (" 7 ", "wp-7"), ("0", ""), ("-1", ""), ("", ""), ("1", "wp-1")],
)
def test_a_picture_above_a_story_has_a_number(
    tmp_path: Path, receipt: Receipt, number: str, picture: str
) -> None:
    text = (
        '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><wp:post_id>1</wp:post_id>'
        f"<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>{number}"
        "</wp:meta_value></wp:postmeta><wp:postmeta><wp:meta_key>enclosure</wp:meta_key>"
        "<wp:meta_value>/a.mp3</wp:meta_value></wp:postmeta></item></channel></rss>"
    )
    _paper, (piece,) = export(tmp_path, receipt, text)
    assert (piece.picture, piece.sound, piece.pinned) == (picture, None, False)


def test_a_recording_of_another_site_is_a_sound(tmp_path: Path, receipt: Receipt) -> None:
    text = (
        '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><wp:post_id>1</wp:post_id>'
        "<wp:is_sticky>1</wp:is_sticky><wp:postmeta><wp:meta_key>enclosure</wp:meta_key>"
        "<wp:meta_value>https://o.org/a.mp3\n7\naudio/mpeg</wp:meta_value></wp:postmeta></item>"
        "</channel></rss>"
    )
    _paper, (piece,) = export(tmp_path, receipt, text)
    assert (piece.sound, piece.pinned) == (Sound("https://o.org/a.mp3", 7, "audio/mpeg", ""), True)


def test_what_belongs_to_a_story_comes_to_it(tmp_path: Path, receipt: Receipt) -> None:
    """Its sponsor with the address, and its corrections, but for one of which nobody knows when."""

    def item(number: int, type_: str, more: str, date: str = "2019-05-04 09:30:00") -> str:
        return (
            f"<item><title>T{number}</title><wp:post_id>{number}</wp:post_id>"
            f"<wp:post_type>{type_}</wp:post_type><wp:post_date>{date}</wp:post_date>"
            f"<wp:post_name>n{number}</wp:post_name>{more}</item>"
        )

    def about(**fields: str) -> str:
        return "".join(
            f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value>"
            "</wp:postmeta>"
            for key, value in fields.items()
        )

    of = about(post_id="none", **{"x-post-id": "1"})
    words = "<content:encoded>Wrong</content:encoded>"
    text = (
        '<rss xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        + item(1, "post", '<category domain="category" nicename="n4">No</category>'
               '<category domain="sponsors" nicename="n4">Bank</category>'
               '<category domain="sponsor" nicename="other">Other</category>')
        + item(2, "newspack_correction", of + words, "")
        + item(3, "newspack_correction", of + words)
        + item(4, "newspack_spnsrs_cpt", about(newspack_sponsor_url="https://bank.example/"))
        + item(5, "post", "") + "</channel></rss>"
    )  # fmt: skip
    _paper, (story, plain) = export(tmp_path, receipt, text)
    assert (story.sponsor, story.sponsor_address) == ("T4", "https://bank.example/")
    assert [row[1:] for row in story.corrections] == [("Wrong", "")]
    assert (plain.sponsor, plain.sponsor_address, plain.corrections) == ("", "", ())
