"""Ghost's export: posts, writers, tags and cards come along; what is for few comes nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.problems import SitegenError
from sitegen.importers.ghost.origin import Ghost
from sitegen.importers.ghost.routes import path_of
from sitegen.importers.ghost.rows import BrokenExportError, rows
from sitegen.importers.model import Paper, Piece
from sitegen.importers.prose.prose import ProseWriter
from sitegen.importers.receipt import Receipt
from tests.importers.ghost_forms import (
    SECRET,
    export,
    lexical,
    mobiledoc,
    paragraph,
    post,
    text,
    write_json,
    write_zip,
)
from tests.importers.test_prose import Here


@pytest.fixture
def receipt() -> Iterator[Receipt]:
    with Receipt() as receipt:
        yield receipt


@pytest.fixture(scope="module")
def writer() -> ProseWriter:
    return ProseWriter(ZoneInfo("America/Chicago"))


def read(folder: Path, receipt: Receipt, *posts: dict[str, Any], **tables: Any) -> list[Piece]:
    ghost = Ghost(write_json(folder, export(list(posts), **tables)))
    ghost.survey(receipt)
    return list(ghost.pieces())


def surveyed(folder: Path, receipt: Receipt, *posts: dict[str, Any], **tables: Any) -> Paper:
    return Ghost(write_json(folder, export(list(posts), **tables))).survey(receipt)


def markdown_of(folder: Path, receipt: Receipt, writer: ProseWriter, row: dict[str, Any]) -> str:
    (piece,) = read(folder, receipt, row)
    prose = writer.from_html(piece.text, Here())
    assert (prose.lost, prose.problems) == (0, ())
    return prose.markdown


# The paper


def test_a_post_comes_with_all_that_is_said_of_it(tmp_path: Path, receipt: Receipt) -> None:
    """Title, hours, writers in their order, tags, picture with alt and caption, guid."""
    row = post(
        3,
        html="<p>Words.</p>",
        custom_excerpt="What it says.",
        feature_image="__GHOST_URL__/content/images/size/w600/2024/05/hall.jpg",
        updated_at="2024-05-04T09:00:00.000Z",
        featured=1,
    )
    id_ = row["id"]
    (piece,) = read(
        tmp_path,
        receipt,
        row,
        posts_authors=[
            {"post_id": id_, "author_id": "u2", "sort_order": 1},
            {"post_id": id_, "author_id": "u1", "sort_order": 0},
        ],
        posts_tags=[
            {"post_id": id_, "tag_id": "t2", "sort_order": 2},
            {"post_id": id_, "tag_id": "t3", "sort_order": 0},
            {"post_id": id_, "tag_id": "t1", "sort_order": 1},
        ],
        posts_meta=[
            {"post_id": id_, "feature_image_alt": "The hall", "meta_description": "For robots",
             "feature_image_caption": "The <em>hall</em>"}
        ],
    )  # fmt: skip
    assert piece.head.published == datetime(2024, 5, 3, 9, tzinfo=UTC)
    assert piece.head.updated == datetime(2024, 5, 4, 9, tzinfo=UTC)
    assert piece.head.terms == ("tag:city-hall", "tag:floods")
    assert piece.head.address == "/sample-3/"
    assert piece.authors == ("user-u1", "user-u2")
    assert (piece.guid, piece.pinned, piece.summary) == (id_, True, "What it says.")
    assert piece.picture == "/content/images/2024/05/hall.jpg"
    assert (piece.picture_alt, piece.picture_caption) == ("The hall", "The <em>hall</em>")
    assert piece.description == "For robots"


def test_the_paper_is_surveyed(tmp_path: Path, receipt: Receipt) -> None:
    """Name, zone, menu, writers and lists, with the addresses of lists and feeds."""
    row = post(1, html="<p>a</p>")
    tags = [{"post_id": row["id"], "tag_id": "t1", "sort_order": 0}]
    paper = surveyed(tmp_path, receipt, row, posts_tags=tags)

    assert (paper.title, paper.tagline) == ("The Sample Gazette", "News of samples")
    assert (paper.zone, paper.language) == ("America/Chicago", "en")
    assert [(term.kind, term.name) for term in paper.terms] == [
        ("category", "City Hall"), ("tag", "Floods"),
    ]  # fmt: skip
    assert paper.terms[0].addresses == ("/tag/city-hall/", "/tag/city-hall/rss/")
    assert paper.addresses["/rss/"] == "/feed.xml"
    mai, ana = paper.authors
    assert (mai.name, mai.slug, mai.bio) == ("Mai Trần", "mai-tran", "Writes samples.")
    assert mai.profiles == ("https://mai.example/", "https://x.com/maitran")
    assert mai.addresses == ("/author/mai-tran/", "/author/mai-tran/rss/")
    assert ana.name == "ana"
    assert [(link.title, link.address) for link in paper.menus[0].links] == [
        ("City", "/tag/city-hall/"), ("About", "/about/"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "draft"}, "draft"),
        ({"status": "scheduled", "published_at": "2030-01-01T00:00:00.000Z"}, "held"),
        ({"status": "published"}, "published"),
    ],
)
def test_states_stay(tmp_path: Path, receipt: Receipt, fields: dict[str, str], state: str) -> None:
    """A draft is a draft here too; what is scheduled waits for its hour."""
    (piece,) = read(tmp_path, receipt, post(1, html="<p>a</p>", **fields))
    assert piece.head.state == state
    assert (piece.head.published is None) == (state == "draft")
    assert (piece.head.address == "") == (state == "draft")


def test_pages_old_dates_and_old_addresses(tmp_path: Path, receipt: Receipt) -> None:
    """Ghost's first versions wrote milliseconds, `page`, one author and their own permalinks."""
    data = {
        "meta": {"version": "003"},
        "data": {
            "posts": [
                post(1, published_at=1388318311015, author_id="7", html="<p>a</p>"),
                post(2, type=None, page=1, html="<p>b</p>"),
            ],
            "users": [{"id": 7, "name": "Ana", "slug": "ana"}],
            "settings": [
                {"key": "permalinks", "value": "/:year/:month/:slug/"},
                {"key": "logo", "value": "https://old.example/blog/content/images/logo.png"},
            ],
        },
    }
    ghost = Ghost(write_json(tmp_path, data))
    paper = ghost.survey(receipt)
    first, page = ghost.pieces()

    assert paper.address == "https://old.example/blog"
    assert first.head.address == "https://old.example/blog/2013/12/sample-1/"
    assert first.head.published == datetime(2013, 12, 29, 11, 58, 31, tzinfo=UTC)
    assert first.authors == ("user-7",)
    assert (page.head.kind, page.head.address) == ("page", "https://old.example/blog/sample-2/")


# What is for few


HIDDEN: dict[str, dict[str, Any]] = {
    "members": {"visibility": "members"},
    "paying readers": {"visibility": "paid"},
    "tiers": {"visibility": "tiers"},
    "a newsletter": {"status": "sent"},
}


@pytest.mark.parametrize("why", HIDDEN)
def test_what_is_for_few_is_nowhere(tmp_path: Path, receipt: Receipt, why: str) -> None:
    """No word of it, no title: not in a value, not in the receipt."""
    secret = dict.fromkeys(("html", "plaintext", "custom_excerpt"), f"<p>{SECRET}</p>")
    row = post(1, title=SECRET, slug=SECRET, lexical=lexical(paragraph(SECRET)), **secret)
    ghost = Ghost(write_json(tmp_path, export([{**row, **HIDDEN[why]}])))
    paper = ghost.survey(receipt)

    assert (paper.heads, list(ghost.pieces())) == ((), [])
    assert receipt.sums["post", "left out"] == 1
    assert SECRET not in repr((paper, list(receipt.items()), receipt.remarks))


def test_a_post_for_readers_of_the_e_mail_is_nowhere(tmp_path: Path, receipt: Receipt) -> None:
    """That it was sent only is said in another table, behind the posts."""
    row = post(1, title=SECRET, html=SECRET)
    meta = [{"post_id": row["id"], "email_only": True}]
    assert read(tmp_path, receipt, row, posts_meta=meta) == []
    assert SECRET not in repr((list(receipt.items()), receipt.remarks))


def test_secrets_and_internal_tags_are_no_values(tmp_path: Path, receipt: Receipt) -> None:
    """Digests of passwords, keys, e-mail addresses, members: nothing of them is read."""
    row = post(1, html="<p>a</p>", codeinjection_head=f"<script>{SECRET}</script>")
    tags = [{"post_id": row["id"], "tag_id": "t3", "sort_order": 0}]
    ghost = Ghost(write_json(tmp_path, export([row], posts_tags=tags)))
    said = repr((ghost.survey(receipt), list(ghost.pieces()), list(receipt.items())))
    assert SECRET not in said
    assert "qxinternal" not in said
    assert "@paper" not in said
    assert receipt.sums["term", "left out"] == 1


PARTS = {
    "e-mail": {"type": "email", "html": f"<p>{SECRET}</p>"},
    "call in an e-mail": {"type": "email-cta", "html": SECRET, "segment": "status:free"},
    "members' HTML": {"type": "html", "html": f"<p>{SECRET}</p>", "visibility": {
        "web": {"nonMember": False, "memberSegment": "status:free"}}},
    "members' call": {"type": "call-to-action", "textValue": SECRET, "visibility": {
        "web": {"nonMember": False, "memberSegment": ""}}},
    "not on the web": {"type": "html", "html": SECRET, "visibility": {"showOnWeb": False}},
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_parts_for_few_are_nowhere_and_told(tmp_path: Path, receipt: Receipt, name: str) -> None:
    """A public post may hold a part that only some readers saw."""
    body = lexical(paragraph("Before."), PARTS[name], paragraph("After."))
    (piece,) = read(tmp_path, receipt, post(1, lexical=body, html=None))
    assert SECRET not in piece.text
    assert "Before." in piece.text
    assert "After." in piece.text
    assert piece.notes


def test_parts_for_few_in_rendered_html_are_nowhere(tmp_path: Path, receipt: Receipt) -> None:
    """Ghost marks them with comments, which nobody would see in the page."""
    html = (
        '<p>Before.</p><!--kg-gated-block:begin nonMember:false memberSegment:"status:free" -->'
        f"<p>{SECRET}</p><!--kg-gated-block:end--><p>After.</p>"
        '<!--kg-gated-block:begin nonMember:true memberSegment:"" --><p>Public.</p>'
        f'<!--kg-gated-block:end--><div class="kg-card kg-signup-card">{SECRET}</div>'
    )
    (piece,) = read(tmp_path, receipt, post(1, html=html))
    assert SECRET not in piece.text
    assert [word in piece.text for word in ("Before.", "After.", "Public.")] == [True] * 3
    assert len(piece.notes) == 2


# Cards


IMAGE = {"type": "image", "src": "__GHOST_URL__/content/images/2024/05/hall.jpg", "alt": "The hall"}
CARDS: dict[str, tuple[dict[str, Any], str]] = {
    "image": (
        {**IMAGE, "caption": "The <b>hall</b>", "href": "https://a.example/"},
        "[![The hall](/uploads/hall.jpg)](https://a.example/)\n\nThe **hall**",
    ),
    "gallery": (
        {"type": "gallery", "images": [IMAGE, {**IMAGE, "src": "/content/images/b.jpg"}],
         "caption": "Two halls"},
        ("::: gallery\n![The hall](/uploads/hall.jpg)\n![The hall](/uploads/b.jpg)\n:::\n\n"
         "Two halls"),
    ),
    "bookmark": (
        {"type": "bookmark", "url": "https://a.example/b", "metadata": {
            "title": "A & B", "description": "What it is", "publisher": "Paper"}},
        "**[A & B](https://a.example/b)**\\\nWhat it is\\\nPaper",
    ),
    "embed": (
        {"type": "embed", "url": "https://www.youtube.com/watch?v=abc", "html": "<iframe>",
         "metadata": {"title": "The vote"}, "caption": "Watch"},
        '::: embed https://www.youtube.com/watch?v=abc "The vote"\nWatch\n:::',
    ),
    "callout": (
        {"type": "callout", "calloutEmoji": "📣", "calloutText": "<b>New</b> hours"},
        "::: note\n📣 **New** hours\n:::",
    ),
    "toggle": (
        {"type": "toggle", "heading": "Why?", "content": "<p>Because.</p>"},
        "<details>\n<summary>Why?</summary>\n\nBecause.\n\n</details>",
    ),
    "header": (
        {"type": "header", "header": "Part two", "subheader": "It goes on", "buttonEnabled": True,
         "buttonText": "Read", "buttonUrl": "https://a.example/"},
        "## Part two\n\nIt goes on\n\n[Read](https://a.example/)",
    ),
    "file": (
        {"type": "file", "src": "https://a.example/plan.pdf", "fileTitle": "The plan",
         "fileCaption": "All of it", "fileName": "plan.pdf", "fileSize": 12},
        "[The plan](https://a.example/plan.pdf)\\\nAll of it",
    ),
    "product": (
        {"type": "product", "productTitle": "A book", "productDescription": "<p>Good.</p>",
         "productRatingEnabled": True, "productStarRating": 4, "productButtonEnabled": True,
         "productButton": "Buy", "productUrl": "https://shop.example/"},
        '::: fact "A book"\nGood.\n\n★★★★☆\n\n[Buy](https://shop.example/)\n:::',
    ),
    "audio": (
        {"type": "audio", "src": "/content/media/talk.mp3", "title": "The talk"},
        '::: embed /uploads/talk.mp3 "The talk"\n:::',
    ),
    "code": (
        {"type": "codeblock", "code": "a < b", "language": "py", "caption": "So"},
        "```py\na < b\n```\n\nSo",
    ),
    "markdown": ({"type": "markdown", "markdown": "A *word*\n\n- x"}, "A *word*\n\n- x"),
    "html": ({"type": "html", "html": "<p>A <i>word</i></p>"}, "A *word*"),
    "rule": ({"type": "horizontalrule"}, "---"),
    "button": (
        {"type": "button", "buttonText": "Give", "buttonUrl": "https://a.example/"},
        "[Give](https://a.example/)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CARDS)
def test_cards_of_lexical(tmp_path: Path, receipt: Receipt, writer: ProseWriter, name: str) -> None:
    """Each card stays what it is to a reader."""
    card, wanted = CARDS[name]
    row = post(1, lexical=lexical(paragraph("Before."), card, paragraph("After.")))
    assert markdown_of(tmp_path, receipt, writer, row) == f"Before.\n\n{wanted}\n\nAfter."


@pytest.mark.parametrize("name", [name for name in CARDS if name != "rule"])
def test_cards_of_mobiledoc(
    tmp_path: Path, receipt: Receipt, writer: ProseWriter, name: str
) -> None:
    """The older editor's cards have the same fields."""
    card, wanted = CARDS[name]
    kind = "code" if name == "code" else card["type"]
    words = [[1, "p", [[0, [], 0, "Before."]]], [10, 0], [1, "p", [[0, [], 0, "After."]]]]
    row = post(1, mobiledoc=mobiledoc(words, cards=[[kind, card]]))
    assert markdown_of(tmp_path, receipt, writer, row) == f"Before.\n\n{wanted}\n\nAfter."


def test_words_of_lexical(tmp_path: Path, receipt: Receipt, writer: ProseWriter) -> None:
    """Emphasis, links, lists within lists, headings, quotes and line breaks."""
    link = {"type": "link", "url": "__GHOST_URL__/sample-2/", "children": [text("two")]}
    item = {"type": "listitem", "children": [text("one")]}
    inner = {"type": "list", "listType": "number", "start": 3, "children": [
        {"type": "listitem", "children": [text("deep")]}]}  # fmt: skip
    body = lexical(
        {"type": "extended-heading", "tag": "h3", "children": [text("Why")]},
        paragraph("A ", text("strong", 1), " & ", text("both", 3), " ", link,
                  {"type": "linebreak"}, "b"),
        {"type": "list", "listType": "bullet", "children": [
            item, {"type": "listitem", "children": [inner]}]},
        {"type": "extended-quote", "children": [text("Never.")]},
        {"type": "paragraph", "children": []},
    )  # fmt: skip
    assert markdown_of(tmp_path, receipt, writer, post(1, lexical=body)) == (
        "## Why\n\nA **strong** & ***both*** [two](/sample-2/)\\\nb\n\n- one\n\n  3. deep\n\n"
        "> Never."
    )


def test_words_of_mobiledoc(tmp_path: Path, receipt: Receipt, writer: ProseWriter) -> None:
    """Markers open and close over one another; an atom is a line break."""
    body = mobiledoc(
        [
            [1, "h2", [[0, [], 0, "Why"]]],
            [1, "p", [[0, [0], 0, "A "], [0, [1], 2, "word"], [1, [], 0, 0], [0, [2], 1, "to"]]],
            [3, "ol", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
        ],
        markups=[["strong"], ["em"], ["a", ["href", "https://a.example/"]]],
        atoms=[["soft-return", "", {}]],
    )
    assert markdown_of(tmp_path, receipt, writer, post(1, mobiledoc=body)) == (
        "## Why\n\n**A *word***\\\n[to](https://a.example/)\n\n1. one\n2. two"
    )


RENDERED = {
    "bookmark": (
        ('<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" '
         'href="https://a.example/b"><div class="kg-bookmark-content"><div '
         'class="kg-bookmark-title">A title</div><div class="kg-bookmark-description">What</div>'
         '<div class="kg-bookmark-metadata"><img class="kg-bookmark-icon" src="https://a.example/i">'
         '<span class="kg-bookmark-author">Paper</span></div></div><div class="kg-bookmark-'
         'thumbnail"><img src="https://a.example/t.jpg"></div></a></figure>'),
        "**[A title](https://a.example/b)**\\\nWhat\\\nPaper",
    ),
    "callout": (
        ('<div class="kg-card kg-callout-card kg-callout-card-blue"><div class="kg-callout-emoji">'
         '💡</div><div class="kg-callout-text">New <b>hours</b></div></div>'),
        "::: note\nNew **hours**\n:::",
    ),
    "toggle": (
        ('<div class="kg-card kg-toggle-card" data-kg-toggle-state="close"><div class="kg-toggle-'
         'heading"><h4 class="kg-toggle-heading-text"><span>Why?</span></h4><button class="kg-'
         'toggle-card-icon"><svg></svg></button></div><div class="kg-toggle-content">'
            "<p>Because.</p>"
         "</div></div>"),
        "<details>\n<summary>Why?</summary>\n\nBecause.\n\n</details>",
    ),
    "gallery": (
        ('<figure class="kg-card kg-gallery-card"><div class="kg-gallery-container"><div class="kg-'
         'gallery-row"><div class="kg-gallery-image"><img src="/content/images/a.jpg" alt="a">'
            "</div>"
         '<div class="kg-gallery-image"><img src="/content/images/size/w600/b.jpg" alt="b"></div>'
         "</div></div></figure>"),
        "::: gallery\n![a](/uploads/a.jpg)\n![b](/uploads/b.jpg)\n:::",
    ),
    "file": (
        ('<div class="kg-card kg-file-card"><a class="kg-file-card-container" '
         'href="https://a.example/plan.pdf"><div class="kg-file-card-contents"><div class="kg-file-'
         'card-title">The plan</div><div class="kg-file-card-metadata"><div class="kg-file-card-'
         'filename">plan.pdf</div><div class="kg-file-card-filesize">12 KB</div></div></div></a>'
         "</div>"),
        "[The plan](https://a.example/plan.pdf)",
    ),
    "audio": (
        ('<div class="kg-card kg-audio-card"><div class="kg-audio-player-container"><audio '
         'src="/content/media/talk.mp3"></audio><div class="kg-audio-title">The talk</div><div '
         'class="kg-audio-player"><span>0:00</span><button>1×</button></div></div></div>'),
        '::: embed /uploads/talk.mp3 "The talk"\n:::',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RENDERED)
def test_cards_that_only_ghosts_html_has(
    tmp_path: Path, receipt: Receipt, writer: ProseWriter, name: str
) -> None:
    """Themes dressed them by their classes; here they are said plainly."""
    html, wanted = RENDERED[name]
    row = post(1, html=f"<p>Before.</p>{html}<p>After.</p>")
    assert markdown_of(tmp_path, receipt, writer, row) == f"Before.\n\n{wanted}\n\nAfter."


def test_a_card_that_nobody_knows_costs_no_word(tmp_path: Path, receipt: Receipt) -> None:
    """What Ghost made of it is taken; where there is none, all of its words."""
    body = lexical(paragraph("Before."), {"type": "hologram", "say": "Words of it"})
    (piece,) = read(tmp_path, receipt, post(1, lexical=body, html="<p>Before.</p><p>Made.</p>"))
    assert piece.text == "<p>Before.</p><p>Made.</p>"
    (piece,) = read(tmp_path, receipt, post(1, lexical=body, html=""))
    assert "Words of it" in piece.text


def test_a_post_that_is_markdown_stays_so(tmp_path: Path, receipt: Receipt) -> None:
    """Ghost began as an editor of Markdown; no word of that is made anew."""
    source = "A *word* and ![the hall](__GHOST_URL__/content/images/hall.jpg)\n\n- x\n"
    for row in (
        post(1, lexical=lexical({"type": "markdown", "markdown": source}, paragraph())),
        post(1, mobiledoc=mobiledoc([[10, 0], [1, "p", []]],
                                    cards=[["card-markdown", {"markdown": source}]])),
    ):  # fmt: skip
        (piece,) = read(tmp_path, receipt, row)
        assert piece.form == "markdown"
        assert piece.text == source.replace("__GHOST_URL__", "").strip()


# Files


def test_the_original_of_a_picture_comes_out_of_the_zip(tmp_path: Path, receipt: Receipt) -> None:
    """Ghost keeps what was uploaded beside what it made smaller; no name leads out of the zip."""
    files = {
        "content/images/2024/05/hall.jpg": b"small",
        "content/images/2024/05/hall_o.jpg": b"original",
        "content/media/talk.mp3": b"talk",
        "../content/images/evil.jpg": b"evil",
        "__MACOSX/content/images/x.jpg": b"x",
    }
    ghost = Ghost(write_zip(tmp_path, export([post(1, html="<p>a</p>")]), files))
    ghost.survey(receipt)

    assert ghost.data("/content/images/2024/05/hall.jpg") == b"original"
    assert ghost.data("https://old.example/content/media/talk.mp3?v=1") == b"talk"
    assert ghost.data("/content/images/evil.jpg") is None
    assert ghost.data("/content/images/../../etc/passwd") is None
    assert any("evil.jpg" in remark for remark in receipt.remarks)


def test_redirects_of_the_old_site_are_old_addresses(tmp_path: Path, receipt: Receipt) -> None:
    """Those that mean one address; patterns are told."""
    redirects = [
        {"from": "^/old-name/?$", "to": "/sample-1/"},
        {"from": "/people", "to": "/author/mai-tran/", "permanent": True},
        {"from": "^/blog/(.*)$", "to": "/$1"},
    ]
    files = {"content/settings/redirects.json": json.dumps(redirects).encode()}
    row = post(1, html="<p>a</p>")
    paper = Ghost(write_zip(tmp_path, export([row]), files)).survey(receipt)
    assert paper.addresses["/old-name/"] == f"ghost-{row['id']}"
    assert paper.addresses["/people"] == "user-u1"
    assert any("Redirects of the old site" in remark for remark in receipt.remarks)


ROUTES = """
routes:
  /who/:
    data: page.about
    template: page
collections:
  /talk/:
    permalink: /talk/{year}/{slug}/
    filter: tag:hash-qxinternal+featured:false
  /city/:
    permalink: /city/{primary_tag}/{slug}/
    filter: "primary_tag:[city-hall, schools],author:-mai-tran"
  /odd/:
    permalink: /odd/{slug}/
    filter: published_at:>'2020-01-01'
  /:
    permalink: /{primary_tag}/{id}/
taxonomies:
  tag: /topic/{slug}/
  author: /writer/{slug}/
"""


def test_addresses_are_those_of_routes_yaml(tmp_path: Path, receipt: Receipt) -> None:
    """The first collection whose filter fits has a post; a year is that of the newsroom's clock."""
    rows = [post(n, html="<p>a</p>") for n in range(1, 5)]
    rows[0]["published_at"] = "2024-01-01T03:00:00.000Z"
    rows.append(post(9, html="<p>a</p>", type="page", slug="about"))
    tags = {1: "t3", 2: "t1", 4: "t2"}
    data = export(
        rows,
        posts_tags=[{"post_id": rows[n - 1]["id"], "tag_id": tag} for n, tag in tags.items()],
        posts_authors=[{"post_id": row["id"], "author_id": "u1"} for row in rows],
    )
    files = {"content/settings/routes.yaml": ROUTES.encode()}
    paper = Ghost(write_zip(tmp_path, data, files)).survey(receipt)
    assert [head.address for head in paper.heads] == [
        "/talk/2023/sample-1/", "/city/city-hall/sample-2/", f"/all/{rows[2]['id']}/",
        f"/floods/{rows[3]['id']}/", "/about/",
    ]  # fmt: skip
    assert paper.terms[0].addresses[0] == "/topic/city-hall/"
    assert paper.authors[0].addresses == ("/writer/mai-tran/", "/writer/mai-tran/rss/")
    assert paper.addresses["/who/"] == f"ghost-{rows[4]['id']}"
    assert any("published_at:>" in remark for remark in receipt.remarks)


def test_routes_yaml_beside_the_export_counts_too(tmp_path: Path, receipt: Receipt) -> None:
    row = post(1, html="<p>a</p>")
    file = write_json(tmp_path, export([row]))
    (tmp_path / "routes.yaml").write_text("collections:\n  /news/: /news/{slug}/\n")
    assert Ghost(file).survey(receipt).heads[0].address == "/news/sample-1/"
    (tmp_path / "routes.yaml").write_text("collections: [\n")
    assert Ghost(file).survey(receipt).heads[0].address == "/sample-1/"


def test_routes_that_nobody_understands_are_told(tmp_path: Path, receipt: Receipt) -> None:
    """Slugs that begin like another, or come after it, are no slugs."""
    file = write_json(tmp_path, export([post(1, html="<p>a</p>")]))
    strange = ("tag:~^pod", "tag:-~'pod'", "slug:>a")
    rules = [f'  /{n}/: {{permalink: "/{n}/:slug/", filter: "{f}"}}' for n, f in enumerate(strange)]
    rules.append("  /: /{slug}/")
    (tmp_path / "routes.yaml").write_text("\n".join(["collections:", *rules]))
    assert Ghost(file).survey(receipt).heads[0].address == "/sample-1/"
    assert [any(f in remark for remark in receipt.remarks) for f in strange] == [True] * 3


def test_what_stands_in_an_address_is_no_pattern() -> None:
    values = {"year": "2020", "slug": "a:slug"}
    assert path_of("/{year}/:slug/", values) == path_of("/:year/{slug}/", values) == "/2020/a:slug/"


def test_damaged_routes_and_redirects_are_told(tmp_path: Path, receipt: Receipt) -> None:
    """All else comes along."""
    texts = {"routes.yaml": b"collections: sample", "redirects.yaml": b"301: sample"}
    file = write_zip(tmp_path, export([post(1, html="<p>a</p>")]), texts)
    data = file.read_bytes()
    for content in texts.values():
        data = data.replace(content, content[::-1])  # it is stored as it is
    file.write_bytes(data)
    assert Ghost(file).survey(receipt).heads[0].address == "/sample-1/"
    assert [remark.split()[0] for remark in receipt.remarks if "damaged" in remark] == [*texts]


@pytest.mark.parametrize("zone", ["Europe", "Nowhere/Town", "../Berlin"])
def test_a_zone_that_is_none_is_not_taken(tmp_path: Path, receipt: Receipt, zone: str) -> None:
    settings = [{"key": "timezone", "value": zone}]
    assert surveyed(tmp_path, receipt, post(1), settings=settings).zone == ""


def test_a_cut_export_gives_all_before_the_cut(tmp_path: Path, receipt: Receipt) -> None:
    """The line is named; a whole post before it is not lost."""
    whole = json.dumps(export([post(n, html=f"<p>{n}</p>") for n in range(1, 4)]), indent=1)
    file = tmp_path / "cut.json"
    file.write_text(whole[: whole.index("Sample 3")], "utf-8")
    ghost = Ghost(file)
    assert len(ghost.survey(receipt).heads) == 2
    assert len(list(ghost.pieces())) == 2
    (remark,) = receipt.remarks
    line = whole[: whole.index('"id": "000000000000000000000003"')].count("\n")
    assert f"line {line}" in remark


@pytest.mark.parametrize("content", [b"", b"{}", b"[1, 2]", b"<html>", b"\xff\xfe", b"PK\x03\x04"])
def test_what_is_no_export_is_told(tmp_path: Path, receipt: Receipt, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    said = r"x\.json: error: there is nothing in it that Ghost exported"
    with pytest.raises(SitegenError, match=said):
        Ghost(file).survey(receipt)


def test_a_long_text_and_a_deep_one_are_no_danger(tmp_path: Path, receipt: Receipt) -> None:
    """One post of twenty megabytes is left out; one of five thousand lists is read by its HTML."""
    deep = '{"root":' + '{"type":"list","children":[' * 5_000 + "]}" * 5_000 + "}"
    pieces = read(
        tmp_path,
        receipt,
        post(1, html="x" * 20_000_001),
        post(2, lexical=deep, html="<p>Words.</p>"),
    )
    assert [piece.text for piece in pieces] == ["<p>Words.</p>"]
    assert receipt.sums["post", "left out"] == 1


def test_rows_are_read_in_pieces(tmp_path: Path) -> None:
    """A value that lies across the pieces in which a file is read is whole."""
    data = export([post(n, html="ä" * 400_000) for n in range(1, 9)])
    file = write_json(tmp_path, data)
    with file.open("rb") as stream:
        found = [row for table, row in rows(stream) if table == "posts"]
    assert found == data["db"][0]["data"]["posts"]


@pytest.mark.parametrize("text_", ['{"data": {"posts": [1 2]}}', '{"data": {"posts": [{]}}', "{1}"])
def test_what_is_no_json_is_said_with_its_line(tmp_path: Path, text_: str) -> None:
    file = tmp_path / "x.json"
    file.write_text("\n\n" + text_, "utf-8")
    with file.open("rb") as stream, pytest.raises(BrokenExportError, match="line 3"):
        list(rows(stream))
