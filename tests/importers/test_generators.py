"""What the place of a file says to each generator, and at which address it stood."""

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
from sitegen.importers.folders.program import (
    FolderSettings,
    Page,
    Program,
    Source,
    config_values,
    data_files,
    data_of,
    menu_of,
    of_date,
    path_of,
    segment,
)
from sitegen.importers.folders.tree import Tree
from sitegen.importers.receipt import Receipt

AT = datetime(2019, 5, 4, 9, 3, 7, tzinfo=UTC)


def source(program: Program, path: str, **settings: Any) -> Source | None:
    return program.source(path, FolderSettings(**settings))


LISTS = "a page of lists, which sitegen makes itself"
FRONT = "the front page, which sitegen makes itself"
HUGOS = {"content": "content", "language": "en-us", "more": {"languages": {"en": {}, "es": {}}}}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("content/News/My Story.md",
         Source("content/News/My Story.md", "my-story", "post", ("News",), "News")),
        ("content/news/a.es.md",
         Source("content/news/a.es.md", "a", "post", ("news",), "news", lang="es")),
        ("content/news/a.en.md", Source("content/news/a.en.md", "a", "post", ("news",), "news")),
        ("content/news/a.fr.md", Source("content/news/a.fr.md", "a.fr", "post", ("news",), "news")),
        ("content/es/news/a.html",
         Source("content/es/news/a.html", "a", "post", ("news",), "news", lang="es")),
        ("content/news/a/index.md",
         Source("content/news/a/index.md", "a", "post", ("news",), "news")),
        ("content/a/index.md", Source("content/a/index.md", "a", "page")),
        ("content/index.md", Source("content/index.md", "index", "page", left_out=FRONT)),
        ("content/pages/x/a.md", Source("content/pages/x/a.md", "a", "page", ("pages", "x"))),
        ("content/a.md", Source("content/a.md", "a", "page")),
        ("content/news/_index.md",
         Source("content/news/_index.md", "-index", "post", ("news",), "news",
         left_out="the page of a list, which sitegen makes itself")),
        ("content/news/a.org", Source("content/news/a.org", "a", "post", ("news",), "news",
         left_out="a text in another form (org) than Markdown and HTML")),
        ("content/news/zoo.md", Source("content/news/zoo.md", "zoo", "post", ("news",), "news")),
        ("content/news/a.txt", None), ("contents/a.md", None), ("a.md", None),
    ],
)  # fmt: skip
def test_places_of_hugo(path: str, found: Source | None) -> None:
    assert source(HUGO, path, **HUGOS) == found


COLLECTIONS = {"more": {"collections": {"events": {}}}}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("_posts/2019-5-4-a-b.md",
         Source("_posts/2019-5-4-a-b.md", "a-b", "post", (), "", "2019-5-4")),
        ("news/x/_posts/y/2019-05-04-a.html",
         Source("news/x/_posts/y/2019-05-04-a.html", "a", "post",
         ("news", "x"), "news", "2019-05-04")),
        ("collections/_posts/2019-05-04-a.md",
         Source("collections/_posts/2019-05-04-a.md", "a", "post",
         ("collections",), "", "2019-05-04")),
        ("_posts/a.md", Source("_posts/a.md", "a", "post", left_out="its name has no date")),
        ("_drafts/a.md", Source("_drafts/a.md", "a", "post", is_draft=True)),
        ("x/_drafts/2019-05-04-a.md", Source("x/_drafts/2019-05-04-a.md", "a", "post", ("x",), "x",
         "2019-05-04", True)),
        ("_events/x/a.md", Source("_events/x/a.md", "a", "type", ("x",), type="events")),
        ("_layouts/a.html", None), ("a.txt", None),
        ("x/a.md", Source("x/a.md", "a", "page", ("x",))),
        ("x/index.html", Source("x/index.html", "index", "page", ("x",), left_out=LISTS)),
    ],
)  # fmt: skip
def test_places_of_jekyll(path: str, found: Source | None) -> None:
    assert source(JEKYLL, path, **COLLECTIONS) == found
    if not path.startswith(("_posts", "_events")):
        return
    settings = {"content": "src", "more": {"collections": ["events"]}}
    below = source(JEKYLL, f"src/{path}", **settings)
    assert below is not None
    assert found is not None
    assert (below.name, below.folders) == (found.name, found.folders)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("posts/2019-05-04-a.md",
         Source("posts/2019-05-04-a.md", "a", "post", ("posts",), "", "2019-05-04")),
        ("city/blog/a.md", Source("city/blog/a.md", "a", "post", ("city", "blog"), "city")),
        ("2019-05-04-a.html", Source("2019-05-04-a.html", "a", "post", (), "", "2019-05-04")),
        ("posts/2019-05-04-a/index.md",
         Source("posts/2019-05-04-a/index.md", "a", "post", ("posts",), "",
         "2019-05-04")),
        ("about/index.md", Source("about/index.md", "about", "page")),
        ("index.md", Source("index.md", "index", "page", left_out=FRONT)),
        ("x/tags.md", Source("x/tags.md", "tags", "page", ("x",), left_out=LISTS)),
        ("x/a.njk", Source("x/a.njk", "a", "page", ("x",), left_out="a template, and no text")),
        ("x/zoo.md", Source("x/zoo.md", "zoo", "page", ("x",))),
        ("zoo.md", Source("zoo.md", "zoo", "page")), ("a.md", Source("a.md", "a", "page")),
        ("_x/a.md", None), ("a/_x/b.md", None), ("README.md", None),
        ("x/README.md", Source("x/README.md", "readme", "page", ("x",))), ("a.css", None),
    ],
)  # fmt: skip
def test_places_of_eleventy(path: str, found: Source | None) -> None:
    assert source(ELEVENTY, path) == found
    assert source(ELEVENTY, path, content="src") is None


@pytest.mark.parametrize(
    ("path", "more", "found"),
    [
        ("content/x/y/2019-05-04-a.md", {}, Source("content/x/y/2019-05-04-a.md", "2019-05-04-a",
         "post",
         ("x", "y"), "y", "2019-05-04")),
        ("content/pages/x/a.md", {}, Source("content/pages/x/a.md", "a", "page", ("pages", "x"))),
        ("content/info/a.md", {"PAGE_PATHS": ["info"]}, Source("content/info/a.md", "a", "page",
         ("info",))),
        ("content/x/a.rst", {"USE_FOLDER_AS_CATEGORY": False, "DEFAULT_CATEGORY": "misc"},
         Source("content/x/a.rst", "a", "post", ("x",), "misc")),
        ("content/a.md", {"DEFAULT_CATEGORY": "misc"}, Source("content/a.md", "a", "post", (),
         "misc")),
        ("content/a.txt", {}, None), ("x/a.md", {}, None),
    ],
)  # fmt: skip
def test_places_of_pelican(path: str, more: dict[str, Any], found: Source | None) -> None:
    assert source(PELICAN, path, content="content", more=more) == found


def page(kind: str = "post", folders: tuple[str, ...] = ("News",), **said: Any) -> Page:
    fields = {"values": {}, "title": "A Title", "slug": "", "published": AT,
              "categories": ("City Hall", "x"), "author": "Ana Ruiz", **said}  # fmt: skip
    type_ = "events" if kind == "type" else ""
    return Page(Source("x/n.md", "n", kind, folders, type=type_), **fields)


@pytest.mark.parametrize(
    ("program", "piece", "more", "address"),
    [
        (HUGO, page(), {}, "/news/n/"), (HUGO, page(slug="S"), {}, "/news/S/"),
        (HUGO, page(values={"url": "x.html"}), {}, "/x.html"),
        (HUGO, page(values={"url": "/x/"}), {}, "/x/"),
        (HUGO, page(), {"uglyurls": True}, "/news/n.html"),
        (HUGO, page(), {"permalinks": {"News": "/:year/:month/:day/:slug"}},
         "/2019/05/04/a-title/"),
        (HUGO, page(slug="s"), {"permalinks": {"page": {"News": "/:sections/:slug.html"}}},
         "/news/s.html"),
        (HUGO, page(slug="s"),
         {"permalinks": {"News": "/:section/:filename/:contentbasename/:title/"}},
         "/news/n/n/a-title/"),
        (HUGO, page(slug="s"), {"permalinks": {"News": "/:slugorfilename/:slugorcontentbasename/"},
                                "uglyurls": "true"}, "/s/s.html"),
        (HUGO, page("page", ()), {"permalinks": {"/": "/p/:slug/"}}, "/p/a-title/"),
        (HUGO, page("page", ()), {"permalinks": ["x"]}, "/n/"),
        (JEKYLL, page(), {}, "/city-hall/x/2019/05/04/n.html"),
        (JEKYLL, page(), {"permalink": "pretty"}, "/city-hall/x/2019/05/04/n/"),
        (JEKYLL, page(), {"permalink": "ordinal"}, "/city-hall/x/2019/124/n.html"),
        (JEKYLL, page(), {"permalink": "none"}, "/city-hall/x/n.html"),
        (JEKYLL, page(slug="S s"), {"permalink": "/:i_month/:i_day/:short_year/:slug/:name"},
         "/5/4/19/s-s/n"),
        (JEKYLL, page(values={"permalink": "/x/:title"}), {}, "/x/n"),
        (JEKYLL, page("page"), {}, "/News/n.html"),
        (JEKYLL, page("page"), {"permalink": "/:title/"}, "/News/n/"),
        (JEKYLL, page("page"), {"permalink": "weekdate"}, "/News/n.html"),
        (JEKYLL, page("type"), {"permalink": "pretty"}, "/events/News/n/"),
        (JEKYLL, page("type"), {"collections": {"events": {"permalink": "/e/:name"}}}, "/e/n"),
        (JEKYLL, page("type"), {"collections": ["events"]}, "/events/News/n.html"),
        (ELEVENTY, page(), {}, "/News/n/"), (ELEVENTY, page("page", ()), {}, "/n/"),
        (ELEVENTY, page(values={"permalink": "true"}), {}, "/News/n/"),
        (ELEVENTY, page(values={"permalink": "{{ page.filePathStem }}/index.html"}), {},
         "/News/n/"),
        (ELEVENTY, page(slug="s", values={"permalink": "{{ slug }}-{{title | slugify}}/{{ x }}"}),
         {}, "/s-a-title/"),
        (ELEVENTY, page(values={"permalink": "/{{ page.date | date: 'yyyy/MM/dd' }}/"}), {},
         "/2019/05/04/"),
        (ELEVENTY, page(values={"permalink": "/{{ date | date('%Y') }}/x"}), {}, "/2019/x"),
        (ELEVENTY, page(values={"permalink": "/{{ date | date: 'dd' | x: 'y' }}{{ zoo | y }}/"}),
         {}, "/04/"),
        (ELEVENTY, page(values={"permalink": "/{{ a | date: '%Y' }}x{{ zoo | date: '%Y' }}"}), {},
         "/x"),
        (ELEVENTY, page(values={"permalink": "/{{ date | date: '%Y' }}x"}, published=None), {},
         "/x"),
        (ELEVENTY, page(values={"permalink": "/{% x %}/"}), {}, ""),
        (ELEVENTY, page(values={"permalink": "/{{ x }}/y/"}), {}, ""),
        (PELICAN, page(), {}, "/a-title.html"), (PELICAN, page("page"), {}, "/pages/a-title.html"),
        (PELICAN, page(title="!"), {}, "/n.html"), (PELICAN, page(slug="s"), {}, "/s.html"),
        (PELICAN, page(values={"url": "x/index.html"}), {}, "/x/"),
        (PELICAN, page(values={"save_as": "y.html"}), {}, "/y.html"),
        (PELICAN, page(), {"ARTICLE_URL": "{category}/{author}/{date:%Y/%-m/%-d}/{lang}{x}/"},
         "/city-hall/ana-ruiz/2019/5/4/es/"),
        (PELICAN, page(categories=(), published=None, values={"lang": "fr"}),
         {"ARTICLE_SAVE_AS": "{category}{date:%Y}/{lang}.html"}, "/fr.html"),
        (PELICAN, page("page"), {"PAGE_URL": "{slug}/index.html"}, "/a-title/"),
    ],
)  # fmt: skip
def test_addresses_are_those_of_the_generator(
    program: Program, piece: Page, more: dict[str, Any], address: str
) -> None:
    assert program.address(piece, FolderSettings(more=more, language="es")) == address


@pytest.mark.parametrize(
    ("program", "kind", "addresses"),
    [
        (HUGO, "category", ("/categories/a-b/", "/categories/a-b/index.xml")),
        (HUGO, "tag", ("/tags/a-b/", "/tags/a-b/index.xml")),
        (HUGO, "author", ("/authors/a-b/", "/authors/a-b/index.xml")),
        (HUGO, "x", ("/a-b/", "/a-b/index.xml")),
        (JEKYLL, "category", ("/category/a-b/",)), (JEKYLL, "tag", ("/tag/a-b/",)),
        (JEKYLL, "author", ("/author/a-b/",)), (JEKYLL, "x", ("/category/a-b/",)),
        (ELEVENTY, "tag", ("/tags/a-b/",)), (ELEVENTY, "author", ()),
        (PELICAN, "category", ("/category/a-b.html", "/feeds/a-b.atom.xml")),
        (PELICAN, "tag", ("/t/a-b/",)), (PELICAN, "author", ("/author/a-b.html",)),
    ],
)  # fmt: skip
def test_lists_stood_where_the_generator_put_them(
    program: Program, kind: str, addresses: tuple[str, ...]
) -> None:
    settings = FolderSettings(more={"TAG_URL": "t/{slug}/"})
    assert program.list_address(kind, "A B", settings) == addresses


def test_defaults_of_jekyll_are_those_of_the_nearest_scope() -> None:
    rules = [
        {"scope": {"path": ""}, "values": {"A": 1, "b": 1}}, {"scope": {"path": "x"},
         "values": {"b": 2}},
        {"scope": {"type": "posts"}, "values": {"c": 3}}, {"scope": {"type": "pages"},
         "values": {"d": 4}},
        {"scope": {"path": "x/a.md", "type": "events"}, "values": {"e": 5}}, {"values": {"f": 6}},
         7,
        {"scope": {"path": "/x/_events/"}, "values": {"g": 8}},
    ]  # fmt: skip
    settings = FolderSettings(more={"defaults": rules})
    assert JEKYLL.defaults("x/a.md", settings) == {"a": 1, "b": 2, "d": 4}
    assert JEKYLL.defaults("xy/_posts/a.md", settings) == {"a": 1, "b": 1, "c": 3}
    assert JEKYLL.defaults("x/_events/a.md", settings) == {"a": 1, "b": 2, "g": 8}
    assert JEKYLL.defaults("a.md", FolderSettings(more={"defaults": {}})) == {}


def test_data_of_eleventys_folders_is_that_of_the_nearest(tmp_path: Path) -> None:
    for name, text in {"a/a.json": '{"X": 1, "y": 1}', "a/b/b.11tydata.json": '{"y": 2}',
                       "a/b/c.json": '{"z": 3}', "a/b/b.json": "[1]",
                       f"{tmp_path.name}.json": '{"w": 0}'}.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    settings = FolderSettings(more={"root": str(tmp_path)})
    assert ELEVENTY.defaults("a/b/t.md", settings) == {"x": 1, "y": 2}
    assert ELEVENTY.defaults("a/t.md", settings) == {"x": 1, "y": 1}
    assert ELEVENTY.defaults("t.md", settings) == {}


def test_patterns_are_filled_by_their_longest_names() -> None:
    values = {"year": "2019", "y": "x", "title": "a"}
    assert path_of("/:year/:title_:y/:yx/:titles//b", values) == "/2019/x/b"
    assert path_of("{year}", values, "#") == "/{year}"
    assert [segment(name) for name in (" A_b  C ", "Ünï x", "A.b")] == ["a-b-c", "uni-x", "a.b"]
    assert of_date(None) == {}
    assert of_date(AT) == {
        "year": "2019", "month": "05", "day": "04", "hour": "09", "minute": "03", "second": "07",
        "short_year": "19", "i_month": "5", "i_day": "4", "y_day": "124", "monthname": "may",
        "weekdayname": "saturday", "yearday": "124",
    }  # fmt: skip


def test_a_menu_is_a_list_of_tables() -> None:
    entries = [{"name": "A", "url": "/a"}, {"title": "B", "link": "/b"}, {"text": "C",
     "href": "/c"},
               {"name": "D"}, {"url": "/e"}, "f", {"name": 1, "url": "/g"}]  # fmt: skip
    assert [*menu_of(entries)] == [("A", "/a"), ("B", "/b"), ("C", "/c")]
    assert [*menu_of({"name": "A", "url": "/a"})] == []
    assert [*menu_of([{"t": "A", "u": "/a"}], "t", "u")] == [("A", "/a")]


def test_data_are_read_in_their_form_or_not_at_all(tmp_path: Path) -> None:
    texts = {"a.toml": "x = 1", "b.json": '{"x": 2}', "c.yaml": "x: 3", "d.toml": "x",
     "e.json": "{",
             "f.yaml": "[", "g.yaml": "- 1"}  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    assert [data_of(tmp_path / name) for name in (*texts, "none")] == [
        {"x": 1}, {"x": 2}, {"x": "3"}, None, None, None, ["1"], None,
    ]  # fmt: skip
    assert config_values(tmp_path, ("none", "g.yaml", "c.yaml", "a.toml")) == {"x": "3"}
    assert config_values(tmp_path, ("none",)) == {}


@pytest.mark.parametrize(
    ("count", "named"),
    [(1, "0.json"), (5, "0.json, 1.json, 2.json, 3.json, 4.json"),
     (6, "0.json, 1.json, 2.json, 3.json, 4.json …")],
)  # fmt: skip
def test_data_that_stay_behind_are_named(tmp_path: Path, count: int, named: str) -> None:
    assert data_files(tmp_path, "data") == ()
    (tmp_path / "data/x").mkdir(parents=True)
    for number in range(count):
        (tmp_path / f"data/x/{number}.json").write_text("1")
    (said,) = data_files(tmp_path, "data")
    assert said.startswith(f"Data in data/ does not come along, {count} in all: {named}. What")


def test_a_tree_holds_what_is_the_papers_own(tmp_path: Path) -> None:
    own = ("a.md", "x/b c.jpg", "x/public/d.md", "static/e.jpg", "static/s/e.jpg")
    for name in (*own, "public/x.md", ".git/x", "x/.y", "node_modules/x", "x/node_modules/y",
                 "themes/x", "_layouts/x", "Thumbs.db"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    tree = Tree(tmp_path)
    assert tree.paths == tuple(sorted(own))
    assert ("a.md" in tree, "b.md" in tree) == (True, False)
    assert (tree.text("a.md"), tree.text("none")) == ("a.md", None)
    folders = ("", "static")
    for address, data in {
        "/x/b%20c.jpg?y#z": b"x/b c.jpg", "https://o.org/e.jpg": b"static/e.jpg", "//[": None,
        "/blog/e.jpg": b"static/e.jpg", "/blogs/e.jpg": None, "/./x//b c.jpg": b"x/b c.jpg",
        "/x/../a.md": None, "/x/.y": None, "/x": None, "/\0": None,
    }.items():  # fmt: skip
        assert tree.data(address, folders, "/blog") == data
    assert tree.data("/blog/e.jpg", folders, "") is None


def test_only_jekyll_parts_words_by_spaces_and_only_pelican_by_commas() -> None:
    """In one text under `tags` or `categories`: elsewhere it is one name."""
    programs = (ELEVENTY, HUGO, JEKYLL, PELICAN)
    assert [program.name for program in programs if program.by_spaces] == [JEKYLL.name]
    assert [program.name for program in programs if program.by_commas] == [PELICAN.name]
    assert [program.name for program in programs if program.pairs] == [PELICAN.name]


def test_a_menu_of_pelicans_is_pairs(tmp_path: Path) -> None:
    menu = '(("A", "/a"), ("B",), "cd", ["E", "/e", "x"], (1, 2))'
    (tmp_path / "pelicanconf.py").write_text(f"MENUITEMS = {menu}\n")
    assert PELICAN.settings(tmp_path).menu == (("A", "/a"), ("E", "/e"), ("1", "2"))
    (tmp_path / "publishconf.py").write_text("MENUITEMS = 'ab'\nFEED_ALL_RSS = '/f.xml'\n")
    settings = PELICAN.settings(tmp_path)
    assert settings.menu == ()
    assert settings.feeds == {
        "/feeds/all.atom.xml": "/atom.xml", "/feeds/all.rss.xml": "/feed.xml",
        "/f.xml": "/feed.xml",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "folders", "found"),
    [
        ({"PATH": "./src/", "STATIC_PATHS": ["a", "b/"]}, (), ("src", ("src", "src/a", "src/b"))),
        ({}, ("content",), ("content", ("content", "content/images"))),
        ({}, (), ("", ("", "images"))),
    ],
)  # fmt: skip
def test_folders_of_pelican(
    tmp_path: Path, more: dict[str, Any], folders: tuple[str, ...], found: tuple[Any, ...]
) -> None:
    for name in folders:
        (tmp_path / name).mkdir()
    lines = [f"{name} = {value!r}\n" for name, value in more.items()]
    (tmp_path / "pelicanconf.py").write_text("".join(lines))
    settings = PELICAN.settings(tmp_path)
    assert (settings.content, settings.statics) == found


@pytest.mark.parametrize(
    ("config", "content", "statics"),
    [
        ("x = { input: './src/' }", "src", ("src", "src/public", "public", "static", "")),
        ("no words of it", "", ("", "public", "public", "static", "")),
    ],
)
def test_folders_of_eleventy(
    tmp_path: Path, config: str, content: str, statics: tuple[str, ...]
) -> None:
    (tmp_path / ".eleventy.js").write_text("input: 'other'")
    (tmp_path / "eleventy.config.cjs").write_text(config)
    data = tmp_path / content / "_data"
    data.mkdir(parents=True)
    (data / "site.json").write_text('{"name": "T", "subtitle": "S", "base": "https://o/"}')
    settings = ELEVENTY.settings(tmp_path)
    assert (settings.content, settings.statics) == (content, statics)
    assert (settings.title, settings.tagline, settings.address) == ("T", "S", "https://o")


def test_a_source_of_jekylls_lies_where_its_settings_say(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text(
        "source: ./src/\nbaseurl: /b/\nurl: https://o.example/\nname: N\nsubtitle: S\nlocale: es\n"
    )
    settings = JEKYLL.settings(tmp_path)
    assert (settings.content, settings.statics, settings.address) == (
        "src", ("src",), "https://o.example/b",
    )  # fmt: skip
    assert (settings.title, settings.tagline, settings.language) == ("N", "S", "es")
    assert settings.people == {}


def test_settings_of_hugo_may_lie_in_parts(tmp_path: Path) -> None:
    """What the file of the site says itself goes before its parts."""
    folder = tmp_path / "config/_default"
    folder.mkdir(parents=True)
    (folder / "hugo.yaml").write_text("Title: T\nlocale: es\nstaticDir: [a, b]\nparams: {x: 1}\n")
    (folder / "params.toml").write_text("tagline = 'no'")
    (folder / "menus.yml").write_text("main: [{name: A, url: /a}]")
    (folder / "taxonomies.json").write_text('{"c": "categories", "d": "districts", "s": "series"}')
    (folder / "permalinks.toml").write_text("[1")
    settings = HUGO.settings(tmp_path)
    assert (settings.title, settings.tagline, settings.language) == ("T", "", "es")
    assert (settings.statics, settings.menu) == (("a", "b", "assets"), (("A", "/a"),))
    assert settings.remarks == ("The site's own taxonomies do not come along: districts.",)
    assert "permalinks" not in settings.more


NO_TOPICS = "posts post blog article articles news stories all nav navigation featured page pages"


def test_some_tags_of_eleventys_are_no_topics(tmp_path: Path) -> None:
    text = f"---\ntitle: A\ntags: [{', '.join(NO_TOPICS.split())}, Flood, News]\n---\n"
    (tmp_path / "a.md").write_text(text)
    with Receipt() as receipt:
        assert [t.name for t in Folder(tmp_path, ELEVENTY).survey(receipt).terms] == ["Flood"]
