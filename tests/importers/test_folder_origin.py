"""A folder of another generator as an origin: what each key of its front matter becomes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.importers.folders.eleventy import ELEVENTY
from sitegen.importers.folders.hugo import HUGO
from sitegen.importers.folders.jekyll import JEKYLL
from sitegen.importers.folders.origin import Folder
from sitegen.importers.folders.pelican import PELICAN
from sitegen.importers.folders.program import Program
from sitegen.importers.model import Author, Head, Paper, Piece, Sound, Term
from sitegen.importers.receipt import Receipt

HOME = "https://old.example/paper"
CONFIG = f'baseURL = "{HOME}"\nlanguageCode = "en"\ntitle = "T"\n'
AT = datetime(2019, 5, 4, tzinfo=UTC)


def read(
    root: Path, program: Program, files: dict[str, str], **said: Any
) -> tuple[Paper, dict[str, Piece], list[tuple[str, str, str]]]:
    """Return the paper, its pieces by their files, and what was left out: file, kind, why."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    folder = Folder(root, program)
    with Receipt() as receipt:
        paper = folder.survey(receipt)
        pieces = {piece.head.key.partition(":")[2]: piece for piece in folder.pieces()}
        left = [(i.key, i.kind, i.reason) for i in receipt.items() if i.outcome == "left out"]
    return paper, pieces, left


def hugo(root: Path, front: str, text: str = "Words.\n", **files: str) -> Piece:
    story = f"---\ntitle: A\ndate: 2019-05-04\n{front}\n---\n{text}"
    files = {name.replace("__", "."): content for name, content in files.items()}
    more = {f"content/news/{name}": content for name, content in files.items()}
    _paper, pieces, _left = read(
        root, HUGO, {"hugo.toml": CONFIG, "content/news/a.md": story, **more}
    )
    return pieces["content/news/a.md"]


def test_a_story_without_more_is_plain(tmp_path: Path) -> None:
    assert hugo(tmp_path, "") == Piece(
        Head("hugo:content/news/a.md", "post", "A", "a", "published", AT,
             address=f"{HOME}/news/a/", type="post", terms=("category:news",)),
        "Words.\n", "markdown", guid=f"{HOME}/news/a/",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("lead: '*a* <b>b</b>'", {"summary": "a b"}), ("meta_description: '[a](/b)'",
         {"description": "a"}),
        ("dek: a", {"subtitle": "a"}), ("sticky: yes", {"pinned": True}), ("guid: g",
         {"guid": "g"}),
        ("canonical_url: /x", {"canonical": f"{HOME}/x"}), ("podcast_url: /a.mp3",
         {"sound": Sound(f"{HOME}/a.mp3")}),
        ("lang: es", {"lang": "es"}), ("lang: en", {}), ("expirydate: 2019-06-01",
         {"expires": datetime(2019, 6, 1, tzinfo=UTC)}),
        ("series: [a, b]", {"extra": {"series": "a"}}),
        ("image: /a.jpg", {"picture": "/a.jpg"}), ("image: a.jpg",
         {"picture": "/paper/news/a/a.jpg"}),
        ("images: [https://o.org/a.jpg, b]", {"picture": "https://o.org/a.jpg"}), ("image: '#fff'",
         {}),
        ("cover: {image: /a.jpg, alt: b, caption: 'c < d', credit: e}\ncaption: no\nalt: no",
         {"picture": "/a.jpg", "picture_alt": "b", "picture_caption": "c &lt; d. e"}),
        ("cover: {src: /a.jpg, title: t, attribution: e}", {"picture": "/a.jpg",
         "picture_alt": "t", "picture_caption": "e"}),
        ("cover: {teaser: /a.jpg}\nimage_alt: b\nimage_caption: c\nphoto_credit: d",
         {"picture": "/a.jpg", "picture_alt": "b", "picture_caption": "c. d"}),
    ],
)  # fmt: skip
def test_keys_of_front_matter_are_values(tmp_path: Path, front: str, said: dict[str, Any]) -> None:
    plain = hugo(tmp_path / "plain", "")
    piece = hugo(tmp_path / "said", front)
    names = [n for n in Piece.__struct_fields__ if getattr(piece, n) != getattr(plain, n)]
    assert {name: getattr(piece, name) for name in names} == said


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("slug: s", {"slug": "s", "address": f"{HOME}/news/s/"}), ("url: /x/y.html", {"slug": "y",
         "address": f"{HOME}/x/y.html"}),
        ("lastmod: 2019-06-01", {"updated": datetime(2019, 6, 1, tzinfo=UTC)}),
        ("aliases: [/b/, c, https://o.org/d]", {"addresses": (f"{HOME}/b/", f"{HOME}/news/c",
         "https://o.org/d")}),
        ("tags: [X, x, Y]", {"terms": ("category:news", "tag:x", "tag:y")}),
        ("category: City Hall", {"terms": ("category:news", "category:city-hall")}),
        ("authors: [Ana Ruiz; Bo Lee, {name: Kim}]", {"authors": ("ana-ruiz", "bo-lee", "kim")}),
        ("author: Ana Ruiz <ana@o.org>", {"authors": ("ana-ruiz",)}),
        ("author: ana@o.org", {"authors": ("ana",)}), ("byline: ana@o.org (Ana)",
         {"authors": ("ana",)}),
        ("draft: true", {"state": "draft", "published": None, "address": ""}),
        ("published: no", {"state": "draft", "published": None, "address": ""}),
        ("status: Pending", {"state": "draft", "published": None, "address": ""}),
        ("status: hidden", {"state": "draft", "published": None, "address": "",
         "reason": "it was in no list ('Status: hidden')"}),
        ("status: other", {}), ("status: published", {}), ("status: zzz", {}), ("status: a", {}),
        ("publishdate: never", {"state": "draft", "published": None, "address": "",
         "reason": "its date 'never' cannot be read",
                                "remedy": "Write 'published', and take the draft line out."}),
    ],
)  # fmt: skip
def test_keys_of_front_matter_are_what_is_known(
    tmp_path: Path, front: str, said: dict[str, Any]
) -> None:
    plain = hugo(tmp_path / "plain", "").head
    head = hugo(tmp_path / "said", front).head
    names = [n for n in Head.__struct_fields__ if getattr(head, n) != getattr(plain, n)]
    assert {name: getattr(head, name) for name in names} == said


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("status: skip", "it says 'Status: skip'"), ("status: Private", "private"),
         ("private: yes", "private"),
        ("password: x", "protected by a password"), ("permalink: false",
         "it was no page of its own"),
        ("headless: true", "it was no page of its own"), ("_build: {render: never}",
         "it was no page of its own"),
        ("build: {render: false}", "it was no page of its own"),
    ],
)  # fmt: skip
def test_what_readers_never_saw_is_left_out(tmp_path: Path, front: str, reason: str) -> None:
    files = {
        "content/news/a.md": f"---\ntitle: qx\ndate: 2019-05-04\n{front}\n---\nx\n",
        "content/b.md": "---\ntitle: B\n---\n",
    }
    _paper, pieces, left = read(tmp_path, HUGO, files)
    assert left == [("content/news/a.md", "post", reason)]
    assert list(pieces) == ["content/b.md"]


def test_a_page_that_only_led_on_is_none(tmp_path: Path) -> None:
    front = "---\nredirect_to: /x\n---\n"
    files = {
        "a.md": front,
        "_posts/2019-05-04-b.md": front,
        "c.md": "Words.\n",
        "d.md": "---\n---\n",
    }
    _paper, pieces, left = read(tmp_path, JEKYLL, files)
    assert left == [("a.md", "page", "a page that only led on")]
    assert sorted(pieces) == ["_posts/2019-05-04-b.md", "d.md"]


TEXTS = {
    "[a](b.md) [c](../news/b.md#d)": f"[a]({HOME}/news/b/) [c]({HOME}/news/b/#d)",
    "[e](b) [f](/news/b.md)": f"[e]({HOME}/news/b/) [f]({HOME}/news/b/)",
    "[a](<p q.jpg>) [b](r.jpg?x) [c]: s": "[a](/news/p%20q.jpg) [b](/paper/news/a/r.jpg?x) [c]: s",
    "[a]: b.md\n": f"[a]: {HOME}/news/b/",
    '<a href="b.md">c</a>': f'<a href="{HOME}/news/b/">c</a>',
    "<img src='p q.jpg'>": "<img src='/news/p%20q.jpg'>",
    "[a](https://o.org/b.md) [c](//o.org) [d](#e)": "[a](https://o.org/b.md) [c](//o.org) [d](#e)",
    "[f](mailto:a@b.c) [g](/h) [i](gone/)":
        "[f](mailto:a@b.c) [g](/h) [i](/paper/news/a/gone/)",
    "[a](?b) [c](../../../) [d](../../..) [e](../f/?g)":
        "[a](?b) [c](/) [d](/) [e](/paper/news/f/?g)",
    "`[a](b.md)`\n\n\n\nb": "`[a](b.md)`\n\nb",
    "# A\n\nb": "b", "# Other #\n\nb": "# Other #\n\nb", "A\n===\nb": "b", "# *A*\nb": "b",
    "\n\na\n\n\n": "a",
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_texts_name_others_by_their_old_addresses(tmp_path: Path, text: str) -> None:
    piece = hugo(
        tmp_path, "", text, b__md="---\ntitle: B\ndate: 2019-05-04\n---\nx\n", **{"p q__jpg": "x"}
    )
    assert piece.text == TEXTS[text] + "\n"


@pytest.mark.parametrize(
    ("front", "text", "title"),
    [("x: y", "# A *b* #\n", "A b"), ("x: y", "A `b`\n===\n", "A b"), ("x: y", "Words\n",
     "My story"),
     ("title: [a]", "# B\n", "B"), ("headline: H", "# B\n", "H"), ("x: y", "\n#B\n", "My story")],
)  # fmt: skip
def test_a_title_is_written_or_the_first_heading(
    tmp_path: Path, front: str, text: str, title: str
) -> None:
    files = {"content/my_story.md": f"---\n{front}\n---\n{text}"}
    assert read(tmp_path, HUGO, files)[0].heads[0].title == title


def test_terms_and_people_have_names_and_addresses(tmp_path: Path) -> None:
    files = {
        "_config.yml": f"url: {HOME}\n",
         "_data/authors.yml": "ana:\n  name: Ana R\n  bio: A & b\n  avatar: /a.jpg\n",
        "_posts/2019-05-04-a.md": "---\ncategories: city Hall\ntags: [x y]\nauthor: ana\n---\n",
        "_posts/2019-05-05-b.md": "---\ncategory: city-life x\nauthors: [Bo Lee, ana]\n---\n",
    }  # fmt: skip
    paper, pieces, _left = read(tmp_path, JEKYLL, files)
    assert paper.terms == (
        Term("category:city", "category", "city", "City", addresses=(f"{HOME}/category/city/",)),
        Term("category:hall", "category", "hall", "Hall", addresses=(f"{HOME}/category/hall/",)),
        Term("tag:x-y", "tag", "x-y", "x y", addresses=(f"{HOME}/tag/x-y/",)),
        Term("category:city-life-x", "category", "city-life-x", "City life x",
             addresses=(f"{HOME}/category/city-life-x/",)),
    )  # fmt: skip
    assert paper.authors == (
        Author("ana", "Ana R", bio="A &amp; b", picture=f"{HOME}/a.jpg",
         addresses=(f"{HOME}/author/ana/",)),
        Author("bo-lee", "Bo Lee", addresses=(f"{HOME}/author/bo-lee/",)),
    )  # fmt: skip
    assert pieces["_posts/2019-05-05-b.md"].authors == ("bo-lee", "ana")
    names = "Title: A\nDate: 2019-05-04\nAuthor: Ana Ruiz, Bo Lee\nCategory: X\nTags: a b, c\n\nW\n"
    paper, _pieces, _left = read(tmp_path / "p", PELICAN, {"content/city/a.md": names})
    assert [author.name for author in paper.authors] == ["Ana Ruiz", "Bo Lee"]
    assert [term.name for term in paper.terms] == ["X", "City", "a b", "c"]


def test_a_folder_that_lists_is_called_as_it_says(tmp_path: Path) -> None:
    files = {"content/city/_index.md": "---\ntitle: City Hall\ndescription: D\n---\n",
             "content/city/a.md": "---\ndate: 2019-05-04\ntitle: A\n---\n",
             "content/posts/b.md": "---\ndate: 2019-05-04\ncategories: [Posts, Big]\n---\n",
             "content/old/_index.html": "---\ntitle: No\n---\n",
             "content/old/c.md": "---\ntitle: C\n---\n{{< odd >}}\n"}  # fmt: skip
    paper, pieces, _left = read(tmp_path, HUGO, files)
    assert [(t.name, t.description, t.addresses) for t in paper.terms] == [
        ("City Hall", "D", ("/city/", "/city/index.xml", "/categories/city/",
         "/categories/city/index.xml")),
        ("Old", "", ("/categories/old/", "/categories/old/index.xml")),
        ("Posts", "", ("/categories/posts/", "/categories/posts/index.xml")),
        ("Big", "", ("/categories/big/", "/categories/big/index.xml")),
    ]  # fmt: skip
    assert pieces["content/old/c.md"].head.kind == "page"
    assert pieces["content/old/c.md"].notes == ("the shortcode 'odd' stays as it stood",)
    assert (paper.address, pieces["content/city/a.md"].guid) == ("", "")


def test_lines_of_key_and_value_are_words_but_for_pelican(tmp_path: Path) -> None:
    text = "Note: words\n\nMore\n"
    assert read(tmp_path, HUGO, {"content/a.md": text})[1]["content/a.md"].text == text


def test_files_of_a_folder_without_a_name_have_their_own_paths(tmp_path: Path) -> None:
    files = {"a.md": "---\ntitle: A\n---\n![](static/b.jpg) ![](c.jpg)\n", "static/b.jpg": "",
             "c.jpg": ""}  # fmt: skip
    _paper, pieces, _left = read(tmp_path, ELEVENTY, files)
    assert pieces["a.md"].text == "![](/b.jpg) ![](/c.jpg)\n"


def test_a_piece_of_a_collection_without_a_date_is_a_page(tmp_path: Path) -> None:
    files = {"_config.yml": "collections: [events]\n", "_events/a.md": "---\n---\n",
             "_events/b.md": "---\ndate: 2019-05-04\n---\n", "c.md": "---\n---\n"}  # fmt: skip
    _paper, pieces, _left = read(tmp_path, JEKYLL, files)
    heads = {name: (piece.head.kind, piece.head.as_page) for name, piece in pieces.items()}
    assert heads == {
        "_events/a.md": ("type", True), "_events/b.md": ("type", False), "c.md": ("page", False),
    }  # fmt: skip


def test_each_shortcode_that_stays_is_counted(tmp_path: Path) -> None:
    text = "---\ntitle: A\ndate: 2019-05-04\n---\n{{< odd >}} {{< odd >}} {{< other >}}\n"
    (tmp_path / "content/news").mkdir(parents=True)
    (tmp_path / "content/news/a.md").write_text(text)
    with Receipt() as receipt:
        Folder(tmp_path, HUGO).survey(receipt)
        items = [(i.kind, i.outcome, i.title, i.reason, i.readers) for i in receipt.items()]
    assert items == [("shortcode", "kept", name, "in A", 1) for name in ("odd", "odd", "other")]


def test_a_text_shows_values_of_its_page_and_of_the_site(tmp_path: Path) -> None:
    shown = "{{ page.title }} {{ title }} {{ page.Area }} {{ zone }} {{ page.zone }} "
    shown += "{{ a.area }} {{ zoo.area }} {{ zoo.more }} "
    shown += "{{ site.title }} {{ site.description }} {{ site.more }} {{ site.url }}/x"
    files = {
        "_config.yml": f"title: T\ntagline: D\nmore: M\nurl: {HOME}\n",
        "_posts/2019-05-04-a.md": f"---\ntitle: A\narea: B\nzone: C\n---\n{shown}\n",
    }
    _paper, pieces, _left = read(tmp_path, JEKYLL, files)
    assert pieces["_posts/2019-05-04-a.md"].text == (
        "A A B C C {{ a.area }} {{ zoo.area }} {{ zoo.more }} T D M /x\n"
    )


def test_a_list_is_named_by_its_kind_where_its_address_is_known(tmp_path: Path) -> None:
    head = "Title: A\nDate: 2019-05-04\n\n"
    files = {
        "pelicanconf.py": f"SITEURL = '{HOME}/'\n",
        "content/a.md": f"{head}[b]({{tag}}b c) [d]({{author}}Ana Ruiz) [e](/paper/x)\n",
    }
    _paper, pieces, _left = read(tmp_path, PELICAN, files)
    assert pieces["content/a.md"].text == (
        f"[b]({HOME}/tag/b.html c) [d]({HOME}/author/ana.html Ruiz) [e](/paper/x)\n"
    )


OTHERS = {
    "content/news/bun/index.md": "---\ntitle: Bun\ndate: 2019-05-04\n---\n",
    "content/news/c.markdown": "---\ntitle: C\ndate: 2019-05-04\n---\n",
    "content/news/draft.md": "---\ntitle: D\ndraft: true\n---\n",
    "content/city/same.md": "---\ntitle: E\ndate: 2019-05-04\n---\n",
    "content/news/same.md": "---\ntitle: F\ndate: 2019-05-04\n---\n",
    "content/city/one.md": "---\ntitle: G\ndate: 2019-05-04\n---\n",
}


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("bun", f"{HOME}/news/bun/"), ("bun/index.md#x", f"{HOME}/news/bun/#x"),
        ("c", f"{HOME}/news/c/"), ("draft.md", "/news/draft.md"),
        ("/x/one.md", f"{HOME}/city/one/"),
        ("/city/same", f"{HOME}/city/same/"), ("/x/same.md", "/x/same.md"),
        ("/x/index", "/x/index"), ("one.html?y", f"{HOME}/city/one/?y"), ("one.txt", None),
    ],
)  # fmt: skip
def test_a_text_is_named_by_its_file_or_by_its_name_alone(
    tmp_path: Path, target: str, address: str | None
) -> None:
    text = f"---\ntitle: A\ndate: 2019-05-04\n---\n[a]({target})\n"
    files = {"hugo.toml": CONFIG, "content/news/a.md": text, **OTHERS}
    _paper, pieces, _left = read(tmp_path, HUGO, files)
    assert pieces["content/news/a.md"].text == f"[a]({address or '/paper/news/a/one.txt'})\n"


def test_a_template_that_makes_a_list_is_no_target(tmp_path: Path) -> None:
    files = {"x/list.md": "---\n---\n{% for a in b %}c{% endfor %}\n",
             "y/a.md": "---\ntitle: A\n---\n[l](/z/list) [b](/z/b)\n", "z/b.md": "---\n---\n",
             "y/z.md": "---\ntitle: Z\n---\n[l](/z/list)\n"}  # fmt: skip
    _paper, pieces, left = read(tmp_path, ELEVENTY, files)
    assert left == [("x/list.md", "page", "a template that makes a list, and no text")]
    assert pieces["y/a.md"].text == "[l](/z/list) [b](/z/b/)\n"


def test_only_pages_of_jekylls_need_front_matter(tmp_path: Path) -> None:
    files = {"_posts/2019-05-04-a.md": "Words.\n", "b.md": "Words.\n", "c.md": "---\n---\n"}
    _paper, pieces, left = read(tmp_path, JEKYLL, files)
    assert (sorted(pieces), left) == (["_posts/2019-05-04-a.md", "c.md"], [])


def test_a_tag_that_is_called_like_a_folder_is_a_tag(tmp_path: Path) -> None:
    files = {"content/city/_index.md": "---\ntitle: City Hall\n---\n",
             "content/city/a.md": "---\ndate: 2019-05-04\ntags: [city]\n---\n"}  # fmt: skip
    paper, _pieces, _left = read(tmp_path, HUGO, files)
    assert [(t.key, t.name, t.addresses[0]) for t in paper.terms] == [
        ("category:city", "City Hall", "/city/"), ("tag:city", "city", "/tags/city/"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("front", "addresses"),
    [
        ("aliases: [//o.org/x, /papers/y, /paper/z, w]",
         ("//o.org/x", f"{HOME}/papers/y", f"{HOME}/z", f"{HOME}/news/w")),
        ("draft: true\naliases: [/b/, c]", (f"{HOME}/b/",)),
    ],
)  # fmt: skip
def test_other_addresses_of_a_story_are_whole(
    tmp_path: Path, front: str, addresses: tuple[str, ...]
) -> None:
    assert hugo(tmp_path, front).head.addresses == addresses


@pytest.mark.parametrize(
    ("front", "name"),
    [("slug: s\nurl: /u/", "s"), ("url: /u.html", "u"), ("url: /u.htm", "u"), ("x: y", "a"),
     ("url: /", "a")],
)  # fmt: skip
def test_a_story_is_called_as_its_address(tmp_path: Path, front: str, name: str) -> None:
    assert hugo(tmp_path, front).head.slug == name


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.md", "---js\nx\n---\nWords.\n",
         "its front matter could not be read: it is written in JavaScript"),
        ("a.rst", "A\n===\n:date: 2019-05-04\n\nWords.\n",
         "it is written in reStructuredText, which stands in the draft as it was"),
        ("a.rst", "Words.\n",
         "its front matter could not be read: it is written in reStructuredText"),
    ],
)  # fmt: skip
def test_what_is_in_another_form_is_a_draft(
    tmp_path: Path, name: str, text: str, reason: str
) -> None:
    paper, _pieces, _left = read(tmp_path, PELICAN, {f"content/news/{name}": text})
    (head,) = paper.heads
    assert (head.state, head.reason) == ("draft", reason)
    assert head.remedy == "Mend the draft, and take its draft line out."
