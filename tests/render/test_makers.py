"""From a task's values to the bytes of its file, and what is told where that cannot be."""

# ruff: noqa: E501 - a table is read best with a row on a line

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen.core.dates import Moment
from sitegen.core.digests import LostNodeError, Values, digest_file, dump
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.markdown.block_filling import BETWEEN, FilledBlock, Phrase
from sitegen.markdown.marks import MARK
from sitegen.model.article import Body, ImageRef
from sitegen.model.documents import Feed, FeedItem
from sitegen.model.tasks import Task
from sitegen.model.views import BodyUse, Brand, SiteInfo
from sitegen.pages.rendering_rules import RenderingRules
from sitegen.pictures import Variant
from sitegen.render import environments, pages
from sitegen.render.blocks import block_maker
from sitegen.render.environments import Environments, template_error
from sitegen.render.feeds import ITEMS, TEXTS, FeedMaker
from sitegen.render.render import Renderer, source_file
from sitegen.render.setup import RenderSetup
from sitegen.settings.types import ImageSettings
from sitegen.site.front import compose
from sitegen.syndication import feeds
from sitegen.theme.layers import root
from sitegen.theme.places import places_of
from tests.pages.sample import drawing, png, sample, theme
from tests.site.assembled import AT, picture

HTML = "<head></head>"
IMAGES = ImageSettings(widths=(320,))
TEMPLATES: dict[str, bytes] = {
    "templates/page.html": b"{{ words }}",
    "templates/404.html": f"{HTML}{{% if page %}}{{{{ page.title }}}}|{{{{ here.kind }}}}|{{{{ structured }}}}{{% endif %}}".encode(),
    "templates/parts/figure.html": b"<figure>{{ image.alt }}|{{ image.caption_html | safe }}|{{ gallery }}|{{ site_prefix }}</figure>\n",
    "templates/blocks/box.html": b"\n<div>{{ id }}{{ repeats }}{{ lang }}|{{ title }}|{{ body }}|{{ pictures | length }}</div>\n",
}  # fmt: skip


def setup(folder: Path, files: dict[str, bytes] | None = None, **rules: Any) -> RenderSetup:
    laid = theme(folder, {**TEMPLATES, **(files or {})})
    known = {
        "base_url": "https://g.example/p",
        "prefix": "/p",
        "language": "en",
        "timezone": "UTC",
        "images": IMAGES,
        **rules,
    }
    return RenderSetup(folder, folder / "cache", laid, RenderingRules(**known), {})


def failing(folder: Path, text: bytes, **values: Any) -> Problem:
    """Return the problem of a template that cannot be rendered."""
    made = setup(folder, {"templates/page.html": text})
    env = Environments(made, None, []).of_pages("en")
    try:
        env.get_template("page.html").render(values)
    except BaseException as error:
        (problem,) = template_error(made, error, "page.html", "content/a.md").problems
        return problem
    raise AssertionError


class Stubborn:
    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __str__(self) -> str:
        raise self.error


# Templates that fail


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (b"\n\n{{ gone }}", 3, "'gone' is undefined", "Correct the name, or write '| default(\"\")' behind it where it may be missing. "),
        (b"\n{{ fail('Sample  words') }}", 2, "Sample words", ""),
        (b"{{ 1 + 'a' }}", 1, "unsupported operand type(s) for +: 'int' and 'str'", "Mend this line: what each value is stands in docs/theming.md. "),
        (b"{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, "maximum recursion depth exceeded", "Two templates or macros call one another without end: take one call out. "),
        (b"\n{{ info.title }}", 2, "SiteInfo has no attribute 'titel'", "Correct the name, or write '| default(\"\")' behind it where it may be missing. "),
    ],
)  # fmt: skip
def test_what_a_template_does_wrong_is_told_with_its_line_and_a_remedy(
    tmp_path: Path, text: bytes, line: int, message: str, hint: str
) -> None:
    problem = failing(tmp_path, text.replace(b"info.title", b"info.titel"), info=sample().info)
    assert (problem.path, problem.line, problem.hint) == (
        "templates/page.html",
        line,
        f"{hint}It was rendering content/a.md.",
    )
    assert message in problem.message


def test_what_goes_wrong_in_python_is_told_where_the_template_asks_for_it(tmp_path: Path) -> None:
    """An error without words by its name; an exit, to be taken out."""
    assert failing(tmp_path, b"\n{{ x }}", x=Stubborn(KeyError())).message == "KeyError"
    problem = failing(tmp_path, b"\n\n{{ x }}", x=Stubborn(SystemExit(3)))
    assert (problem.path, problem.line, problem.hint) == (
        "templates/page.html",
        3,
        "Take that out. It was rendering content/a.md.",
    )
    own = failing(
        tmp_path, b"\n{{ x }}", x=Stubborn(SitegenError([Problem("own.py", 7, "No.", "Mend it.")]))
    )
    assert own == Problem(
        "own.py", 7, "No.", "Mend it. templates/page.html:2 uses it. It was rendering content/a.md."
    )
    made = setup(tmp_path)
    outside = template_error(made, ValueError("x"), "page.html", "y").problems[0]
    assert (outside.path, outside.line) == ("templates/page.html", 0)
    bare = template_error(
        made, SitegenError([Problem("a", 1, "m", "h")]), "page.html", "y"
    ).problems[0]
    assert bare.hint == "h templates/page.html uses it. It was rendering y."
    assert environments.template_line(made, "/nowhere/page.html", 9) == 0


def test_environments_are_made_once_for_each_language(tmp_path: Path) -> None:
    warnings: list[Problem] = []
    env = Environments(
        setup(tmp_path, {"templates/page.html": b"{{ at | stamp }}{{ warn('Odd.') }}"}),
        None,
        warnings,
    )
    assert env.of_pages("en") is env.of_pages("en")
    assert env.of_pages("en") is not env.of_feeds("en")
    assert env.of_pages("en") is not env.of_pages("es")
    text = env.of_feeds("es").get_template("page.html").render(at=Moment(AT))
    assert text == "2026-11-22 12:00"
    assert env.of_pages("es").get_template("page.html").render(at=Moment(AT)) != text
    assert warnings == [Problem("templates", 0, "Odd.", warning=True)] * 2


# Blocks


def box(folder: Path, **values: Any) -> str:
    body = values.pop("body", "")
    made = setup(folder)
    make = block_maker(made, Environments(made, None, []).of_pages("en"), "es", "content/a.md")
    return make(FilledBlock("box", values, body))


def test_a_block_gets_what_it_was_told_and_what_stands_inside(tmp_path: Path) -> None:
    assert box(tmp_path, title=Phrase("<b>T</b>")) == "<div>es|<b>T</b>||0</div>"
    assert box(tmp_path, title="T", body="<p>x</p>") == "<div>es|T|<p>x</p>|1</div>"
    assert box(tmp_path, title="T", id="i", body=f"A{BETWEEN}B") == "<div>ies|T|A\nB|2</div>"
    assert box(tmp_path, title=Phrase("a &amp; b")) == "<div>es|a &amp; b||0</div>"


def test_a_block_shows_every_word_that_it_was_given(tmp_path: Path) -> None:
    """In one way of writing it or another."""
    where = "content/a.md"
    with pytest.raises(SitegenError) as refused:
        box(tmp_path, title="T", more=Phrase("kept <i>back</i>"))
    assert refused.value.problems == (
        Problem("templates/blocks/box.html", 0, "the template does not show what is written for 'more'",
                f"Write {{{{ more }}}} in it, or take the argument out. It was rendering {where}."),
    )  # fmt: skip
    assert box(tmp_path, title="it's T", more=Phrase("<i>it&#x27;s T</i>"))
    assert box(tmp_path, title=Phrase("it&#39;s"), more=Phrase("<i>it's</i>"))
    bare = {"templates/blocks/box.html": b"{{ title }}"}
    made = setup(tmp_path / "b", bare)
    make = block_maker(made, Environments(made, None, []).of_pages("en"), "es", where)
    with pytest.raises(SitegenError, match="does not show what stands inside the block"):
        make(FilledBlock("box", {"title": "T"}, f"A{BETWEEN}B"))
    assert make(FilledBlock("box", {"title": "T"}, "")) == "T"
    assert make(FilledBlock("box", {"title": "T", "n": "unseen"}, "")) == "T"
    with pytest.raises(SitegenError) as undefined:
        make(FilledBlock("box", {}, ""))
    assert undefined.value.problems[0].path == "templates/blocks/box.html"


# Feeds


def feed_task(
    values: Values,
    recipe: str,
    items: list[FeedItem],
    *,
    full: bool = True,
    file: str = "feed.xml",
    **more: Any,
) -> tuple[Task, dict[str, Any]]:
    feed = Feed(
        "T",
        "D",
        "https://g.example/p/feed.xml",
        "https://g.example/p/",
        "en",
        AT,
        full_text=full,
        **more,
    )
    bodies = [
        values.encode(BodyUse(values.digest(Body(f"<p>{'w' * 900} {n}</p>", (), f"Opening {n}.")), (), ()))
        for n, item in enumerate(items) if full or not item.summary
    ]  # fmt: skip
    parts = {
        "feed": values.digest(feed),
        "items": [values.digest(item) for item in items],
        "bodies": bodies,
    }
    return Task(file, "document", recipe, "", "", ""), parts


def item(number: int, summary: str = "") -> FeedItem:
    at = AT - timedelta(hours=number)
    return FeedItem(
        f"tag:{number}",
        f"https://g.example/p/s{number}/",
        f"Title {number}",
        summary,
        at,
        at,
        "en",
        ("Ana",),
        (),
    )


def maker(folder: Path, values: Values, **rules: Any) -> FeedMaker:
    made = setup(folder, **rules)
    warnings: list[Problem] = []
    return FeedMaker(made, values, Environments(made, None, warnings), warnings)


@pytest.mark.parametrize(
    ("recipe", "start"), [("rss", b"<?xml"), ("atom", b"<?xml"), ("json", b"{")]
)
def test_a_feed_holds_its_stories_in_order(tmp_path: Path, recipe: str, start: bytes) -> None:
    """With their texts, or where they have no summary with their opening words."""
    values = Values()
    feed_maker = maker(tmp_path, values)
    whole = feed_maker.feed(*feed_task(values, recipe, [item(0), item(1, "Own words.")]))
    assert whole.startswith(start)
    assert whole.index(b"Title 0") < whole.index(b"Title 1")
    assert (b"Opening 0." in whole, b"www 1" in whole) == (True, True)
    short = feed_maker.feed(
        *feed_task(values, recipe, [item(2, "Own words."), item(3)], full=False)
    )
    assert (b"Own words." in short, b"Opening 1." in short, b"wwww" in short) == (True, True, False)


def test_a_feed_that_is_too_heavy_holds_fewer_stories(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And summaries where even ten are; of the site's own the newsroom hears, if it set the limit."""
    values = Values()
    feed_maker = maker(tmp_path, values)
    items = [item(number) for number in range(30)]
    task, parts = feed_task(values, "rss", items)
    full = feed_maker.feed(task, parts)
    assert full.count(b"<item>") == 30
    monkeypatch.setattr(feeds, "SIZE_LIMIT", len(full))
    assert feed_maker.feed(task, {**parts, "limited": True}) == full
    monkeypatch.setattr(feeds, "SIZE_LIMIT", len(full) - 1)
    fewer = feed_maker.feed(task, parts)
    assert (fewer.count(b"<item>"), feed_maker._warnings) == (29, [])
    feed_maker.feed(task, {**parts, "limited": True})
    assert feed_maker._warnings == [feeds.fewer_stories("feed.xml", 29, 30)]
    feed_maker.feed(replace(task, file="news/feed.xml"), {**parts, "limited": True})
    assert len(feed_maker._warnings) == 1
    monkeypatch.setattr(feeds, "SIZE_LIMIT", len(full) // 2)
    half = feed_maker.feed(task, parts)
    assert 12 <= half.count(b"<item>") <= 15
    assert len(half) <= len(full) // 2
    monkeypatch.setattr(feeds, "SIZE_LIMIT", len(full) // 4)
    short = feed_maker.feed(task, parts)
    assert (short.count(b"<item>"), b"wwww" in short) == (30, False)


@pytest.mark.parametrize("recipe", ["rss", "atom"])
def test_a_story_is_written_once_for_all_feeds_of_a_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recipe: str
) -> None:
    values = Values()
    feed_maker = maker(tmp_path, values)
    written: list[str] = []
    write = getattr(feeds, f"{recipe}_item")

    def counted(story: FeedItem, body: str, language: str) -> bytes:
        written.append(story.title)
        return write(story, body, language)

    monkeypatch.setattr(feeds, f"{recipe}_item", counted)
    for _ in range(2):
        feed_maker.feed(*feed_task(values, recipe, [item(0), item(1)]))
    assert written == ["Title 0", "Title 1"]
    assert ITEMS == 2000  # some ten megabytes
    monkeypatch.setattr("sitegen.render.feeds.ITEMS", 2)
    feed_maker.feed(*feed_task(values, recipe, [item(2)]))
    assert len(feed_maker._items) == 1


def test_when_feeds_are_let_go_their_stories_are_too_and_they_can_still_be_made(
    tmp_path: Path,
) -> None:
    """Of 10,000 stories what only feeds hold is some 20 MB."""
    values = Values()
    task, parts = feed_task(values, "rss", [item(0), item(1, "Own words.")])
    read = Values(SimpleNamespace(value=values.fresh.get))
    renderer = Renderer(setup(tmp_path), read)
    renderer.let_feeds_go()  # of which there were none
    task = replace(task, parts=dump(parts))
    first = renderer.render(task)
    held = {kind.__name__ for kind, _digest in read._decoded}
    assert {"Feed", "FeedItem"} <= held
    renderer.let_feeds_go()
    assert held - {kind.__name__ for kind, _digest in read._decoded} == {"Feed", "FeedItem"}
    assert renderer.render(task) == first


def test_a_storys_text_is_filled_once_for_feeds_of_all_formats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each language and address, for of them its blocks and links are made."""
    values = Values()
    feed_maker = maker(tmp_path, values)
    filled: list[str] = []
    fill = feed_maker._feed_body

    def counted(story: FeedItem, body: BodyUse) -> str:
        filled.append(story.title)
        return fill(story, body)

    monkeypatch.setattr(feed_maker, "_feed_body", counted)
    alone = maker(tmp_path, values)
    for recipe in ("rss", "atom", "json", "atom"):
        given = feed_task(values, recipe, [item(0), item(1)])
        assert feed_maker.feed(*given) == alone.feed(*given)
        alone = maker(tmp_path, values)
    assert filled == ["Title 0", "Title 1"]
    spanish = replace(item(1), lang="es")
    moved = replace(item(1), url="https://g.example/p/moved/")
    for other in (spanish, moved, item(1)):
        feed_maker.feed(*feed_task(values, "atom", [item(0), other]))
    assert filled[2:] == ["Title 1", "Title 1"]
    assert TEXTS == 500  # some three megabytes
    monkeypatch.setattr("sitegen.render.feeds.TEXTS", 4)
    feed_maker.feed(*feed_task(values, "json", [item(2)]))
    assert len(feed_maker._texts) == 1


def test_a_picture_in_a_feed_is_plain(tmp_path: Path) -> None:
    """With its words where it stands alone, and without them where it stands in a line."""
    values = Values()
    feed_maker = maker(tmp_path, values, logo_url="https://g.example/p/logo.png")
    shot = picture(
        alt="A & B", caption="C & D", credit="Ana", credit_html=f'<a href="{MARK}L0{MARK}">Ana</a>'
    )
    img = '<img src="https://g.example/p/media/hall.bc6de015.1200.jpg" alt="A &amp; B" width="1200" height="800">'
    figure = f'<figure>{img}<figcaption>C &amp; D <a href="/p/x/">Ana</a></figcaption></figure>'
    assert feed_maker._plain_figure(shot, ["/p/x/"]) == figure
    assert (
        feed_maker._plain_figure(replace(shot, caption="", credit="", credit_html=""), [])
        == f"<figure>{img}</figure>"
    )
    assert (
        feed_maker._plain_figure(replace(shot, caption_html="<i>C</i>", credit_html=""), [])
        == f"<figure>{img}<figcaption><i>C</i> Ana</figcaption></figure>"
    )
    text = f'<p>{MARK}I0{MARK}</p>\n{MARK}I1{MARK}\n{MARK}B0;box{MARK}{MARK}A0;title:title{MARK}\n<b id="">T</b>\n{MARK}Y0{MARK}{MARK}E0{MARK}'
    use = BodyUse(values.digest(Body(text.partition(f"{MARK}B0")[0])), ("/p/x/",), (shot, shot))
    html = feed_maker._feed_body(item(0), use)
    assert img in html
    assert html.count("<figcaption>") in (1, 2)
    with_logo = feed_maker.feed(*feed_task(values, "rss", [item(0)]))
    assert b"https://g.example/p/logo.png" in with_logo
    assert b"<image>" not in maker(tmp_path, values).feed(*feed_task(values, "rss", [item(0)]))


# Documents


def document(
    folder: Path, recipe: str, parts: dict[str, Any], files: dict[str, bytes] | None = None
) -> bytes:
    return Renderer(setup(folder, files), Values()).render(
        Task("x", "document", recipe, dump(parts), "", "")
    )


def test_the_manifest_of_a_web_app(tmp_path: Path) -> None:
    """Its icons are the mark as it is drawn, and as a picture."""

    def icons(brand: Brand) -> Any:
        parts = {
            "title": "T",
            "tagline": "W",
            "prefix": "/p",
            "language": "es",
            "brand": Values().encode(brand),
        }
        made = json.loads(document(tmp_path, "webmanifest", parts))
        found = made.pop("icons")
        assert made == {
            "name": "T", "short_name": "T", "description": "W", "lang": "es", "start_url": "/p/", "display": "browser",
            "background_color": "#fcfbf8", "theme_color": "#15202b",
        }  # fmt: skip
        return found

    drawn = {"src": "/m.svg", "sizes": "any", "type": "image/svg+xml"}
    assert icons(Brand("/m.svg", "/m.webp", 90)) == [
        drawn,
        {"src": "/m.webp", "sizes": "90x90", "type": "image/webp"},
    ]
    assert icons(Brand("/m.png", "/m.png", 90)) == [
        {"src": "/m.png", "sizes": "90x90", "type": "image/png"}
    ]
    assert icons(Brand("/m.svg")) == [drawn]
    assert icons(Brand()) == []
    assert icons(Brand("/m.tif", "/m.tif", 9))[0]["type"] == "image/png"


def test_small_documents(tmp_path: Path) -> None:
    assert document(tmp_path, "text", {"text": "é"}) == "é".encode()
    css = {"static/css/base.css": b"a { b: c }", "static/css/front.css": b"d { e: f }"}
    assert document(
        tmp_path, "stylesheet", {"sheet": "front.css", "url": ""}, css
    ) == b"d{e: f}".replace(b": ", b":")
    index = document(
        tmp_path,
        "sitemap-index",
        {"files": [["https://g.example/a.xml", None], ["https://g.example/b.xml", AT.isoformat()]]},
    )
    assert (index.count(b"<loc>"), index.count(b"<lastmod>")) == (2, 1)
    robots = document(
        tmp_path,
        "robots",
        {"sitemaps": ["https://g.example/s.xml"], "ai_crawlers": "block", "agents": ["X"]},
    )
    assert (b"Sitemap: https://g.example/s.xml" in robots, b"User-agent: X" in robots) == (
        True,
        True,
    )
    assert b"<opml" in document(tmp_path, "opml", {"title": "T", "groups": []})
    assert b"urlset" in document(tmp_path, "sitemap", {"entries": []})
    assert b"urlset" in document(tmp_path, "news-sitemap", {"entries": [], "name": "T"})
    manifest = document(
        tmp_path, "manifest", {"files": ["a", "b\udcff"], "site": "s", "stories": 3}
    )
    assert b"b\xed\xb3\xbf" in manifest


def test_a_card_is_drawn_with_the_sites_own_fonts_or_the_themes(tmp_path: Path) -> None:
    """A font that nobody can read is told, with whose it is."""
    css = {"static/css/tokens.css": b":root { --hue-local: #123456; }"}
    files = ["style", *["f"] * 6]
    parts = {
        "title": "T",
        "label": "L",
        "hue": "local",
        "site": "S",
        "language": "en",
        "mark": "m.svg",
        "logo": "",
        "files": files,
    }
    made = Renderer(setup(tmp_path, css), Values())
    task = Task("x.png", "document", "card", dump(parts), "", "")
    name, variant = made.picture_entry(task) or ("", None)
    assert (bool(name), variant) == (True, None)
    other = Task(
        "x.png", "document", "card", dump({**parts, "files": ["other", *files[1:]]}), "", ""
    )
    assert made.picture_entry(other) == (name, None)
    assert made.picture_entry(replace(task, parts=dump({**parts, "files": ["style", "g"]}))) != (
        name,
        None,
    )
    assert made.picture_entry(replace(task, recipe="text")) is None
    assert made.picture_entry(replace(task, maker="page")) is None
    fonts = sorted((root() / "static" / "fonts").glob("*.woff2"))
    broken = {f"static/fonts/{font.name}": b"no font" for font in fonts}
    with pytest.raises(SitegenError) as refused:
        Renderer(setup(tmp_path / "b", {**css, **broken}), Values()).render(task)
    (problem,) = refused.value.problems
    assert problem.path.startswith("static/fonts/")
    assert problem.hint.startswith("Copy it here again (WOFF2).")
    variant = Variant("m.webp", 10, 10, "webp", "", 80)
    image = Task(
        "m.webp",
        "image",
        "content/a.jpg",
        dump({"source": "d" * 64, "variant": Values().encode(variant)}),
        "",
        "",
    )
    found = made.picture_entry(image)
    assert found is not None
    assert found[1] == variant


def test_files_are_found_where_a_scan_may_have_found_them(tmp_path: Path) -> None:
    assert source_file(tmp_path, "content/a.pdf") == tmp_path / "content/a.pdf"
    for recipe in ("/etc/passwd", "content/../../x", "content/.git/x"):
        with pytest.raises(LostNodeError):
            source_file(tmp_path, recipe)
    made = setup(tmp_path, {"static/a.svg": drawing()})
    (tmp_path / "static" / "b.txt").write_bytes(b"b")
    renderer = Renderer(made, Values())
    assert renderer._copied_file("static/a.svg") == tmp_path / "static/a.svg"
    assert renderer._copied_file("a.svg") == tmp_path / "a.svg"
    assert renderer._copied_file("static/gone.svg") == tmp_path / "static/gone.svg"
    text = Task(
        "b.txt",
        "copy",
        "static/b.txt",
        dump({"source": digest_file(tmp_path / "static/b.txt")}),
        "",
        "",
    )
    assert renderer.render(text) == b"b"
    with pytest.raises(SitegenError):
        renderer.render(replace(text, parts=dump({"source": "0" * 64})))


# Pages


def page_of(
    folder: Path,
    values: Values,
    parts: dict[str, Any],
    *,
    recipe: str = "404.html",
    files: dict[str, bytes] | None = None,
    **more: Any,
) -> tuple[str, list[Problem]]:
    made = replace(setup(folder, files), **more)
    renderer = Renderer(made, values)
    encoded = {name: values.encode(value) for name, value in parts.items()}
    html = renderer.render(
        Task("404.html", "page", recipe, dump({"kind": "not_found", **encoded}), "", "")
    )
    return html.decode(), renderer.warnings


def info(**keys: Any) -> SiteInfo:
    return replace(sample().info, **keys)


def test_a_page_says_what_its_kind_does(tmp_path: Path) -> None:
    """Its head, and where the reader is; nothing derived where the template asks for nothing."""
    html, warnings = page_of(
        tmp_path,
        Values(),
        {"site": info()},
        files={
            "templates/404.html": f"{HTML}{{{{ page.title }}}}|{{{{ page.url }}}}|{{{{ here.kind }}}}".encode()
        },
    )
    assert html.endswith("</head>We could not find that page|/p/404.html|not_found")
    assert warnings == []
    assert "wasm" not in html
    own, _ = page_of(
        tmp_path,
        Values(),
        {"site": info(search="own")},
        files={"templates/404.html": HTML.encode()},
    )
    assert "'wasm-unsafe-eval'" in own
    bare, _ = page_of(tmp_path, Values(), {}, files={"templates/404.html": b"<head></head>\x07x"})
    assert bare.endswith("</head>x")


def test_a_template_that_fails_is_told_with_what_it_was_for(tmp_path: Path) -> None:
    """The source of a story, or a page's address."""
    files = {"templates/404.html": b"{{ gone }}"}
    for parts, what in (
        ({"site": info()}, "/p/404.html"),
        ({"kind": "page", "article": sample().articles["content/pages/about.md"]},
         "content/pages/about.md"),
    ):  # fmt: skip
        with pytest.raises(SitegenError) as refused:
            page_of(tmp_path, Values(), parts, files=files)
        assert refused.value.problems[0].hint.endswith(f"It was rendering {what}.")


def test_a_front_of_few_stories_shows_how_its_lead_begins(tmp_path: Path) -> None:
    values = Values()
    use = BodyUse(values.digest(Body("<p>Words.</p>", (), "Opening words.")), (), ())
    parts = {"kind": "front", "front": compose(sample()), "bodies": (use,)}
    files = {"templates/404.html": f"{HTML}{{{{ front.excerpt }}}}".encode()}
    assert page_of(tmp_path, values, parts, files=files)[0].endswith("</head>Opening words.")
    assert page_of(tmp_path, values, {**parts, "bodies": ()}, files=files)[0].endswith("</head>")


def test_who_stops_a_build_stops_it_within_a_template_too(tmp_path: Path) -> None:
    """Ctrl-C is nobody's mistake; whatever else ends a template is told."""
    made = setup(tmp_path)
    env = Environments(made, None, []).of_pages("en")
    renderer = Renderer(made, Values())
    make = block_maker(made, env, "en", "content/a.md")
    for ends in (KeyboardInterrupt(), SystemExit(1)):
        kind = KeyboardInterrupt if isinstance(ends, KeyboardInterrupt) else SitegenError
        with pytest.raises(kind):
            renderer._pages._run(env, "page.html", {"words": Stubborn(ends)}, "content/a.md")
        with pytest.raises(kind):
            make(FilledBlock("box", {"title": Stubborn(ends)}, ""))


def test_what_a_page_loads_and_must_not_is_told(tmp_path: Path) -> None:
    """Unless its address stands in a template or a story: then that was told."""
    files = {
        "templates/404.html": HTML.encode()
        + b'<script src="https://s.example/a"></script><iframe src="https://f.example/"></iframe>'
    }
    _, warnings = page_of(tmp_path, Values(), {}, files=files)
    hint = 'Take it out, or, if readers\' browsers may ask there, write origins = ["{}"] under [policy] in sitegen.toml.'
    assert warnings == [
        Problem(
            "templates",
            0,
            "the script of s.example is not run",
            hint.format("https://s.example"),
            warning=True,
        ),
        Problem(
            "templates",
            0,
            "the frame of f.example will not show",
            hint.format("https://f.example"),
            warning=True,
        ),
    ]
    _, warnings = page_of(
        tmp_path, Values(), {}, files=files, named_origins=frozenset({"https://s.example"})
    )
    assert [warning.message for warning in warnings] == ["the frame of f.example will not show"]
    maker_ = Renderer(setup(tmp_path), Values())._pages
    texts = ['<p><IFRAME class="x" src="https://f.example/"></p>']
    maker_._warn_of_violations(
        [("frame-src", "https://f.example"), ("object-src", "https://g2.example")], texts
    )
    assert [warning.message for warning in maker_._warnings] == [
        "the frame of g2.example will not show"
    ]


def test_pictures_stand_in_a_text_where_it_has_them(tmp_path: Path) -> None:
    """In a line bare; alone as figures, with where they stand in a gallery; links of captions lead."""
    values = Values()
    made = replace(setup(tmp_path), places=places_of(theme(tmp_path / "t", {})).by_name or {})
    renderer = Renderer(made, values)
    env = renderer._pages._environments.of_pages("en")
    shot = picture(caption_html=f'<a href="{MARK}L0{MARK}">x</a>')
    html = f"{MARK}I0{MARK}\n{MARK}G1{MARK}"
    use = BodyUse(values.digest(Body(html)), ("/p/y/",), (shot, shot))
    body = renderer._pages._body(env, use, Body(html), None, "a")
    assert body.count("<figure>A hall|") == 2
    assert ("gallery-wide|/p" in body, '<a href="/p/y/">x</a>' in body) == (True, True)
    plain = picture()
    assert pages._with_links(plain, ()) is plain
    assert pages._types("tag") is pages._types("tag")
    credit = pages._with_links(picture(credit_html=f'<a href="{MARK}L0{MARK}">x</a>'), ("/z/",))
    assert (credit.credit_html, credit.caption_html) == ('<a href="/z/">x</a>', "")


def test_a_bare_picture_is_one_element() -> None:
    class Shown:
        src, width, height = "/a?b&c", 3, 2

    image: ImageRef = picture(alt='A "hall"')
    assert pages._bare_image(Shown, image) == (
        '<img src="/a?b&amp;c" alt="A &quot;hall&quot;" width="3" height="2" loading="lazy" decoding="async">'
    )
    assert png(3, 2)[:4] == b"\x89PNG"
