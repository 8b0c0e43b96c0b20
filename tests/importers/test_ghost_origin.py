"""An export of Ghost as an origin: posts, writers, tags, menus and addresses, value by value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.importers import model
from sitegen.importers.ghost import origin
from sitegen.importers.ghost.origin import Ghost
from sitegen.importers.model import Author, Head, Menu, MenuLink, Paper, Piece, Term
from sitegen.importers.receipt import Receipt
from tests.importers.ghost_forms import export, post, write_zip

AT = datetime(2024, 5, 1, 9, tzinfo=UTC)
HOME = "https://old.example/blog"


def read(
    folder: Path, *posts: dict[str, Any], files: Mapping[str, bytes] | None = None, **tables: Any
) -> tuple[Paper, list[Piece], Receipt]:
    data = export(list(posts), **tables)
    ghost, receipt = Ghost(write_zip(folder, data, files or {})), Receipt()
    paper = ghost.survey(receipt)
    receipt.close()
    return paper, [*ghost.pieces()], receipt


def setting(**values: Any) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in values.items()]


@pytest.mark.parametrize(
    ("fields", "head"),
    [
        ({}, {}), ({"status": "scheduled"}, {"state": "held"}),
        ({"status": "draft"}, {"state": "draft", "published": None, "address": "",
         "addresses": ()}),
        ({"published_at": None, "created_at": "2024-04-01T00:00:00Z"},
         {"published": datetime(2024, 4, 1, tzinfo=UTC), "updated": AT}),
        ({"updated_at": "2024-05-01T09:00:01Z"}, {"updated": datetime(2024, 5, 1, 9, 0, 1,
         tzinfo=UTC)}),
        ({"updated_at": "2024-04-01T09:00:00Z"}, {}),
        ({"type": "page"}, {"kind": "page", "type": "page", "addresses": ()}), ({"type": "a"}, {}),
        ({"type": "post"}, {}), ({"page": True}, {"kind": "page", "type": "page", "addresses": ()}),
        ({"page": 2}, {}),
        ({"page": 1}, {"kind": "page", "type": "page", "addresses": ()}),
        ({"page": 0}, {}), ({"author_id": "u1"}, {"authors": ("user-u1",)}),
        ({"author": "u2"}, {"authors": ("user-u2",)}), ({"author_id": "gone"}, {}),
        ({"title": " A  b "}, {"title": "A b"}),
    ],
)  # fmt: skip
def test_a_post_is_known_by_its_row(
    tmp_path: Path, fields: dict[str, Any], head: dict[str, Any]
) -> None:
    plain = Head("ghost-1", "post", "Sample 1", "sample-1", "published", AT, address="/sample-1/",
                 addresses=("/sample-1/amp/",), type="post")  # fmt: skip
    paper, _pieces, _receipt = read(tmp_path, {**post(1), "id": "1", **fields})
    (found,) = paper.heads
    names = [n for n in Head.__struct_fields__ if getattr(found, n) != getattr(plain, n)]
    assert {name: getattr(found, name) for name in names} == head


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"visibility": "members"}, "for members"), ({"visibility": "paid"}, "for paying readers"),
        ({"status": "sent"}, "for readers of the e-mail"), ({"email_only": 1},
         "for readers of the e-mail"),
        ({"visibility": "filter"}, "for paying readers"),
        ({"visibility": "tiers"}, "for paying readers"), ({"status": "zoo"}, "of the status 'zoo'"),
        ({"status": "odd"}, "of the status 'odd'"), ({"html": "x" * 400},
         "a text of 531 letters, more than is read"),
        ({"visibility": None}, ""), ({"email_only": 0}, ""),
    ],
)  # fmt: skip
def test_a_post_is_left_out_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], why: str
) -> None:
    monkeypatch.setattr(origin, "LONGEST", 300)
    data, receipt = export([{**post(1), **fields}, post(2)]), Receipt()
    paper = Ghost(write_zip(tmp_path, data, {})).survey(receipt)
    assert [item.reason for item in receipt.items()][:1] == ([why] if why else ["an internal tag"])
    assert len(paper.heads) == 2 - bool(why)
    assert any("For members" in said for said in receipt.remarks) == why.startswith("for ")
    receipt.close()


def test_a_text_may_be_so_long_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = sum(len(value) for value in post(1).values() if isinstance(value, str))
    monkeypatch.setattr(origin, "LONGEST", letters)
    assert len(read(tmp_path, post(1))[0].heads) == 1
    monkeypatch.setattr(origin, "LONGEST", letters - 1)
    assert len(read(tmp_path, post(1))[0].heads) == 0


def test_the_newest_of_those_that_are_featured_are_pinned(tmp_path: Path) -> None:
    posts = [post(n, featured=n != 4) for n in range(1, 7)] + [post(7, featured=1, status="draft")]
    _paper, pieces, _receipt = read(tmp_path, *posts)
    assert [piece.pinned for piece in pieces] == [False, False, True, False, True, True, False]


def test_a_piece_has_all_that_its_rows_say(tmp_path: Path) -> None:
    row = post(1, html="<p>a</p>", custom_excerpt=" S  s ",
     feature_image="__GHOST_URL__/content/images/size/w9/a.jpg",
               canonical_url="https://first.example/", codeinjection_foot="x", locale="es_mx",
                featured=1)  # fmt: skip
    meta = [
        {
            "post_id": row["id"],
            "feature_image_alt": " ",
            "feature_image_caption": "<i>c</i>",
            "meta_description": "D",
        }
    ]
    files = {"content/images/x.jpg": b""}
    paper, (piece, old), _receipt = read(
        tmp_path, row, post(2, image=f"{HOME}/content/images/b.jpg", canonical_url=f"{HOME}/x/",
                            feature_image_alt="alt", meta_description="M"),
        posts_meta=meta, files=files,
    )  # fmt: skip
    assert paper.address == HOME
    assert piece == Piece(
        paper.heads[0], "<p>a</p>", "html", "S s", picture=f"{HOME}/content/images/a.jpg",
        picture_caption="<i>c</i>", pinned=True, guid=row["id"], canonical="https://first.example/",
        description="D", lang="es-MX", notes=("code that was put into its head or foot",),
    )  # fmt: skip
    assert (old.picture, old.picture_alt, old.canonical, old.description) == (
        f"{HOME}/content/images/b.jpg", "alt", "", "M",
    )  # fmt: skip


def test_writers_have_their_profiles(tmp_path: Path) -> None:
    users = [
        {"id": "u1", "name": "Ana R", "slug": "ana", "bio": "A & <b>", "website": "none",
         "twitter": "@ana",
         "facebook": "ana.r", "mastodon": "@ana@m.example", "bluesky": "https://bsky.app/profile/a",
         "linkedin": "/ana", "profile_image": "/content/images/size/w9/a.jpg"},
        {"id": "u2", "name": "bo@o.example", "slug": "bo@o.example", "image": "/b.jpg",
         "mastodon": "m.example/@bo",
         "website": "https://b.example/"},
        {"id": "u3"},
    ]  # fmt: skip
    paper, _pieces, _receipt = read(tmp_path, post(1), users=users)
    assert paper.authors == (
        Author("user-u1", "Ana R", "ana", "A &amp; &lt;b>",
               ("https://www.facebook.com/ana.r", "https://x.com/ana", "https://bsky.app/profile/a",
                "https://m.example/@ana", "https://www.linkedin.com/in/ana"),
               "/content/images/a.jpg", ("/author/ana/", "/author/ana/rss/")),
        Author("user-u2", "bo", "bo", "", ("https://b.example/", "https://m.example/@bo"), "/b.jpg",
               ("/author/bo@o.example/", "/author/bo@o.example/rss/")),
        Author("user-u3", "Author", addresses=("/author/u3/", "/author/u3/rss/")),
    )  # fmt: skip


def test_tags_that_lead_often_or_stand_in_the_menu_are_categories(tmp_path: Path) -> None:
    posts = [post(n) | {"id": str(n)} for n in range(1, 41)]
    tags = [{"id": f"t{n}", "name": f"T{n}", "slug": f"t-{n}",
     "description": "D" if n == 1 else None}
            for n in range(1, 5)]  # fmt: skip
    tags += [{"id": "i", "name": "#in", "slug": "hash-in"}, {"id": "j", "name": "In",
     "visibility": "internal"},
             {"id": "k", "name": "No slug"}]  # fmt: skip
    rows = [{"post_id": str(n), "tag_id": "t1", "sort_order": 0} for n in range(1, 37)]
    rows += [{"post_id": "37", "tag_id": "t2"}, {"post_id": "38", "tag_id": "t2"},
     {"post_id": "39", "tag_id": "t3"},
             {"post_id": "40", "tag_id": "t4"}, {"post_id": "1", "tag_id": "k", "sort_order": 1},
             {"post_id": "1", "tag_id": "i", "sort_order": -1}]  # fmt: skip
    menu = json.dumps(
        [{"label": " L ", "url": "/tag/t-3"}, {"label": "E", "url": "https://e.example/"}, 1]
    )
    paper, _pieces, receipt = read(
        tmp_path, *posts, tags=tags, posts_tags=rows,
        settings=setting(secondary_navigation=menu, navigation="{", title=" T  t ", locale="",
         lang="es"),
    )  # fmt: skip
    assert paper.terms == (
        Term("tag:t-1", model.CATEGORY, "t-1", "T1", description="D", addresses=("/tag/t-1/",
         "/tag/t-1/rss/")),
        Term("tag:t-2", model.CATEGORY, "t-2", "T2", addresses=("/tag/t-2/", "/tag/t-2/rss/")),
        Term("tag:t-3", model.CATEGORY, "t-3", "T3", addresses=("/tag/t-3/", "/tag/t-3/rss/")),
        Term("tag:t-4", model.TAG, "t-4", "T4", addresses=("/tag/t-4/", "/tag/t-4/rss/")),
        Term("tag:k", model.TAG, "", "No slug", addresses=("/tag/k/", "/tag/k/rss/")),
    )  # fmt: skip
    assert paper.heads[0].terms == ("tag:t-1", "tag:k")
    assert paper.menus == (
        Menu("more", (MenuLink("L", "/tag/t-3"), MenuLink("E", "https://e.example/"))),
    )  # fmt: skip
    assert (paper.title, paper.language) == ("T t", "es")
    assert receipt.sums["term", "left out"] == 2


@pytest.mark.parametrize(
    ("settings", "zone"),
    [
        ({"timezone": "Europe/Berlin"}, "Europe/Berlin"), ({"timezone": "Etc/UTC"}, "UTC"),
        ({"active_timezone": "Asia/Tokyo"}, "Asia/Tokyo"), ({}, ""),
        ({"timezone": "No/Where", "active_timezone": "Asia/Tokyo"}, "Asia/Tokyo"),
    ],
)  # fmt: skip
def test_a_zone_is_one_that_there_is(tmp_path: Path, settings: dict[str, str], zone: str) -> None:
    assert read(tmp_path, post(1), settings=setting(**settings))[0].zone == zone


@pytest.mark.parametrize(
    ("permalinks", "address"),
    [
        ("/:year/:month/:day/:slug/", "/2024/05/01/sample-1/"), ("/:author/:slug/",
         "/mai-tran/sample-1/"),
        ("/:primary_tag/:id/", "/all/1/"), ("/:primary_author/:title/", "/sample-1/"), ("",
         "/sample-1/"),
        ("/{primary_author}/{slug}/", "/mai-tran/sample-1/"),
    ],
)  # fmt: skip
def test_a_permalink_is_filled_with_what_is_known(
    tmp_path: Path, permalinks: str, address: str
) -> None:
    row = post(1) | {"id": "1"}
    authors = [
        {"post_id": "1", "author_id": "u1"},
        {"post_id": "1", "author_id": "u2", "sort_order": 1},
    ]
    paper, _pieces, _receipt = read(
        tmp_path, row, posts_authors=authors, settings=setting(permalinks=permalinks)
    )
    assert paper.heads[0].address == address


REDIRECTS = {
    "/old": "/sample-1/", "^/re/?$": "https://x.example/sample-1",
     "^\\/esc\\/a\\.html$": "/tag/floods/",
    "/opt(/)?$": "/author/ana/", "/br[/]?$": "/", "/feed-x/": "/rss", "/(.*)": "/sample-1/",
     "/no": "/gone/", "/bad": "http://[bad",
    "bare": "/sample-1/",
}  # fmt: skip


def test_redirects_that_mean_one_address_lead_on(tmp_path: Path) -> None:
    rows = json.dumps(
        [{"from": old, "to": new} for old, new in REDIRECTS.items()] + [{"from": 1}, 2]
    )
    files = {"content/data/redirects.json": rows.encode()}
    row = post(1) | {"id": "1"}
    paper, _pieces, receipt = read(tmp_path, row, files=files)
    assert dict(paper.addresses) == {
        "/rss/": "/feed.xml", "/feed/": "/feed.xml", "/old": "ghost-1", "/re/": "ghost-1",
        "/esc/a.html": "tag:floods", "/opt/": "user-u2", "/br/": "/", "/feed-x/": "/feed.xml",
        "/bare": "ghost-1",
    }  # fmt: skip
    assert [said.partition(": ")[2][:2] for said in receipt.remarks] == ["3."]
    written = "301:\n  /a: /sample-1/\n  '/b/': \"/sample-1/\"\n302:\n  /c:\n/d: /sample-1/\n"
    paper, _pieces, _receipt = read(tmp_path, row, files={"redirects.yaml": written.encode()})
    assert set(paper.addresses) == {"/rss/", "/feed/", "/a", "/b/"}


def test_the_first_of_several_counts(tmp_path: Path) -> None:
    """Of tags and writers the first in their order; one without an order comes before others."""
    row = post(1) | {"id": "1"}
    tags = [{"id": "a", "name": "A", "slug": "a"}, {"id": "b", "name": "B", "slug": "b"}]
    of = [{"post_id": "1", "tag_id": "b", "sort_order": 0.5}, {"post_id": "1", "tag_id": "a"},
          {"post_id": "1", "tag_id": "gone", "sort_order": -1}]  # fmt: skip
    writers = [{"post_id": "1", "author_id": "u1", "sort_order": 1},
               {"post_id": "1", "author_id": "u2", "sort_order": 0}]  # fmt: skip
    users = [{"id": "u1", "name": "Ana", "slug": "ana"}, {"id": "u2", "name": "Bo", "slug": "bo"}]
    rules = "collections:\n  /x/: {permalink: '/x/{slug}/', filter: 'primary_tag:b'}\n"
    rules += "  /y/: {permalink: '/y/{slug}/', filter: 'primary_author:ana'}\n"
    rules += "  /z/: {permalink: '/{primary_tag}/{author}/{primary_author}/{slug}/'}\n"
    paper, _pieces, _receipt = read(
        tmp_path, row, tags=tags, posts_tags=of, posts_authors=writers, users=users,
        files={"content/settings/routes.yaml": rules.encode()},
    )  # fmt: skip
    (head,) = paper.heads
    assert (head.terms, head.authors) == (("tag:a", "tag:b"), ("user-u2", "user-u1"))
    assert head.address == "/a/bo/bo/sample-1/"
    assert [term.kind for term in paper.terms] == ["category", "tag"]


def test_the_old_address_is_the_one_that_most_pictures_have(tmp_path: Path) -> None:
    posts = [post(n, feature_image=f"https://{host}.example/content/images/{n}.jpg")
             for n, host in enumerate(["a", "b", "b", "c"])]  # fmt: skip
    assert read(tmp_path, *posts)[0].address == "https://b.example"


@pytest.mark.parametrize(
    ("key", "value", "profiles"),
    [
        ("mastodon", "@ana@m.example", ("https://m.example/@ana",)),
        ("mastodon", "ana@m.example@x", ("https://m.example@x/@ana",)),
        ("mastodon", "@ana@m.example@x", ("https://ana@m.example@x",)),
        ("mastodon", "m.example", ("https://m.example",)), ("mastodon", " ", ()),
        ("threads", "@ana", ("https://www.threads.net/@ana",)), ("twitter", 1, ()),
        ("facebook", "@a@b", ("https://www.facebook.com/a@b",)),
        ("twitter", "@a@b", ("https://x.com/a@b",)), ("website", "paper.example", ()),
        ("website", "http://p.example", ("http://p.example",)),
    ],
)  # fmt: skip
def test_a_profile_is_a_whole_address(
    tmp_path: Path, key: str, value: object, profiles: tuple[str, ...]
) -> None:
    users = [{"id": "u1", "name": "Ana", "slug": "ana", key: value}]
    assert read(tmp_path, post(1), users=users)[0].authors[0].profiles == profiles


@pytest.mark.parametrize(
    ("count", "said"), [(1, "For members, paying readers or readers of e-mails: 1."),
                        (2, "For members, paying readers or readers of e-mails: 2.")],
)  # fmt: skip
def test_posts_for_few_are_counted(tmp_path: Path, count: int, said: str) -> None:
    few = [post(n, visibility="paid") for n in range(1, count + 1)]
    _paper, _pieces, receipt = read(tmp_path, *few, post(9, status="odd"), post(8))
    (remark,) = receipt.remarks
    assert remark.startswith(said)
    assert remark.endswith("set its access to Public in Ghost and export again.")


def test_a_twentieth_of_the_posts_is_often(tmp_path: Path) -> None:
    """Of 41 posts two are not."""
    tags = [{"id": "a", "name": "A", "slug": "a"}, {"id": "b", "name": "B", "slug": "b"}]
    posts = [post(n) | {"id": str(n)} for n in range(41)]
    of = [{"post_id": str(n), "tag_id": "a" if n < 2 else "b"} for n in range(5)]
    paper, _pieces, _receipt = read(tmp_path, *posts, tags=tags, posts_tags=of)
    assert [term.kind for term in paper.terms] == ["tag", "category"]
