"""What a page may load, which fonts it asks for, and where the pictures of galleries stand."""

# ruff: noqa: E501 - a table is read best with a row on a line

from __future__ import annotations

import pytest

from sitegen.markdown.block_filling import BETWEEN
from sitegen.markdown.marks import MARK
from sitegen.model.article import ImageRef
from sitegen.render import late
from sitegen.render.galleries import gallery_places
from sitegen.render.letters import END, START, with_own_fonts
from sitegen.render.policy import page_sources, policy, with_policy
from tests.site.assembled import picture

BASE = "https://g.example"
PAGE = '<head><meta charset="utf-8"></head>{}'
# Every element and attribute by which a page loads something, and what its policy calls it.
LOADS = {
    '<script src="https://x.example/a.js">': "script-src", '<link rel="preload stylesheet" href="https://x.example/a.css">': "style-src",
    '<img src="https://x.example/a.png">': "img-src", '<img srcset="/a 1x, https://x.example/b 2x">': "img-src",
    '<source srcset="https://x.example/b">': "img-src", '<source src="https://x.example/b">': "media-src",
    '<video src="https://x.example/b">': "media-src", '<video poster="https://x.example/b">': "img-src",
    '<audio src="https://x.example/b">': "media-src", '<track src="https://x.example/b">': "media-src",
    '<iframe src="https://x.example/b">': "frame-src", '<object data="https://x.example/b">': "object-src",
    '<embed src="https://x.example/b">': "object-src", '<form action="https://x.example/b">': "form-action",
}  # fmt: skip
NOTHING = (
    '<a href="https://x.example/">', '<link rel="canonical" href="https://x.example/">', '<img alt="https://x.example/">',
    '<link rel="not-stylesheet" href="https://x.example/">', "// <p>https://x.example</p>", '<script src="/a.js">', '<iframe srcdoc="x">',
    '<img src="https://g.example/a">', "<3 https://x.example", '<img src="https://[x/a">', '<img src="http:///x">', '<img src="https://a b/x">', '<track kind="//x.example/">',
    "https://x.example <img>", '<IMG SRC="HTTPS://G.example/a">',
)  # fmt: skip


def sources(html: str) -> dict[str, tuple[str, ...]]:
    return page_sources(html.encode(), BASE)


@pytest.mark.parametrize("html", LOADS)
def test_whatever_loads_from_elsewhere_is_named(html: str) -> None:
    """Also behind a tag that loads nothing, in capitals, and beside the site's own."""
    named = {LOADS[html]: ("https://x.example",)}
    assert sources(html) == named
    assert (
        sources(
            f'<a href="//y.example/">y</a> <img src="https://g.example/own">{html.replace("https:", "")}'
        )
        == named
    )
    assert sources(html.replace("x.example", "X.Example:81")) == {
        LOADS[html]: ("https://x.example:81",)
    }
    assert sources(html.replace("https://x.example", "https://g.example")) == {}


def test_what_loads_nothing_from_elsewhere_is_not_named() -> None:
    assert [html for html in NOTHING if sources(html)] == []


def test_all_origins_of_a_page_stand_in_the_order_of_the_page() -> None:
    html = '<img src="//b.example/1"><img src="//a.example/2"><img src="//b.example/3" srcset="//c.example/4,http://d.example/5 2x">'
    assert sources(html) == {
        "img-src": (
            "https://b.example",
            "https://a.example",
            "https://c.example",
            "http://d.example",
        )
    }
    assert sources('<img src="//x.example/"><p title="//y.example">') == {
        "img-src": ("https://x.example",)
    }
    assert sources("<p style='a'><b class=x style=\"b\">") == {
        "style-src-attr": (
            "'unsafe-hashes'",
            *(s for s in sources('<p style="a"><p style="b">')["style-src-attr"][1:]),
        ),
    }
    assert len(sources('<p style="a"><b style="a">')["style-src-attr"]) == 2
    assert sources('<p style="a &amp; b">') != sources('<p style="a &amp;amp; b">')


def test_scripts_that_run_are_named_by_what_stands_in_them() -> None:
    """Of every type that runs; line ends of other systems are one."""
    plain = sources("<script>a\nb</script>")
    (own,) = plain["script-src"]
    assert own.startswith("'sha256-")
    assert own.endswith("='")
    for type_ in ("", "module", "text/javascript", "application/javascript", "importmap"):
        assert sources(f'<script type="{type_}">a\r\nb</script>') == plain
    assert sources("<script>a\rb</script>") == sources("<script>a\nb</SCRIPT>") == plain
    assert sources('<script type="application/ld+json">a</script>') == {}
    assert sources("<script>a\nb") == plain
    assert sources("<style>a\nb</style>") == {"style-src": (own,)}
    assert sources("<script src=/a.js>x</script>") == {}
    assert sources("<script src=/a.js></script><script>a\nb</script>") == plain


def test_a_policy_adds_to_what_every_page_may_do() -> None:
    """Without repeating, and without 'none' beside what is allowed."""
    made = policy(
        {
            "frame-src": ["https://a.example"],
            "img-src": ["data:", "https://b.example"],
            "worker-src": ["'self'"],
        }
    )
    rules = dict(rule.split(" ", 1) for rule in made.split("; "))
    assert rules == {
        "default-src": "'self'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data: https://b.example",
        "media-src": "'self'", "frame-src": "https://a.example", "object-src": "'none'", "base-uri": "'none'",
        "form-action": "'self'", "worker-src": "'self'",
    }  # fmt: skip


def guarded(
    body: str, *origins: str, search: bool = False
) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    page = with_policy(PAGE.format(body).encode(), BASE, origins, search)
    made = page.html.decode().partition('content="')[2].partition('"')[0]
    return dict(rule.split(" ", 1) for rule in made.split("; ")), page.violations


def test_only_listed_origins_run_or_frame_anything() -> None:
    """A picture of any host is shown; beside a listed script, frames of all listed hosts may open."""
    script, frame, image = (
        '<script src="https://s.example/"></script>',
        '<iframe src="https://f.example/"></iframe>',
        '<img src="https://i.example/">',
    )
    rules, violations = guarded(script + frame + image)
    assert violations == (("script-src", "https://s.example"), ("frame-src", "https://f.example"))
    assert (rules["script-src"], rules["frame-src"], rules["img-src"]) == (
        "'self'",
        "'none'",
        "'self' data: https://i.example",
    )
    rules, violations = guarded(
        script + frame + "<script>x</script>", "https://s.example", "https://t.example"
    )
    assert violations == (("frame-src", "https://f.example"),)
    assert rules["frame-src"] == "https://s.example https://t.example"
    assert rules["script-src"].startswith("'self' 'sha256-")
    assert rules["script-src"].endswith("' https://s.example")
    rules, violations = guarded(frame, "https://f.example", "https://t.example")
    assert (rules["frame-src"], violations) == ("https://f.example", ())
    assert guarded("<embed src='https://e.example/'>")[1] == (("object-src", "https://e.example"),)
    assert guarded("", "https://f.example")[0]["frame-src"] == "'none'"
    assert guarded("", search=True)[0]["script-src"] == "'self' 'wasm-unsafe-eval'"


def test_the_policy_stands_behind_the_character_set_or_the_head() -> None:
    bare = with_policy(b"<head><title>", BASE).html
    assert bare.startswith(b"<head>\n<meta http-equiv=")
    assert b"wasm" not in bare
    page = with_policy(b'<head><x><meta charset="utf-8"><title>', BASE).html
    assert page.startswith(b'<head><x><meta charset="utf-8">\n<meta http-equiv=')
    assert page.endswith(b'">' + b"<title>")


# Fonts


@pytest.mark.parametrize(
    ("page", "left"),
    [
        (b"a" + START + b"\nF\n" + END + b"\n\nb", b"ab"),
        (b"\xe1\xba\xa0" + START + b"\nF\n" + END + b"\nb", b"\xe1\xba\xa0F\nb"),
        (b"a" + START + b" F " + END + b"\xe1\xbb\x80", b"aF\n\xe1\xbb\x80"),
        (b"a" + START + b"\xe1\xbb\x80" + END + b"b", b"ab"),
        (b"a" + END + b"F" + START + b"b", b"a" + END + b"F" + START + b"b"),
        (b"a" + START + b"b", b"a" + START + b"b"),
        (b"a" + START + b"F" + END + b"\xe1\xb9\xa0\xc3\xa9", b"a\xe1\xb9\xa0\xc3\xa9"),
    ],
)
def test_fonts_of_vietnamese_letters_are_asked_for_where_some_stand(
    page: bytes, left: bytes
) -> None:
    assert with_own_fonts(page) == left


# Galleries


def gallery(*numbers: str) -> str:
    return BETWEEN.join(f"{MARK}G{number}{MARK}" for number in numbers)


@pytest.mark.parametrize(
    ("numbers", "places"),
    [
        ("0", {0: "wide"}), ("0 1", {0: "50", 1: "50"}), ("1 2", {1: "70", 2: "30"}), ("2 1 0", {2: "wide", 1: "60", 0: "40"}),
        ("0 1;w 2 1", {0: "50", 1: "70", 2: "30"}),
    ],
)  # fmt: skip
def test_two_pictures_share_a_row_by_their_ratios(numbers: str, places: dict[int, str]) -> None:
    """Of an odd number the first stands alone; what is in no gallery has no place."""
    images: list[ImageRef] = [
        picture(width=1200, height=900),
        picture(width=1600, height=900),
        picture(width=600, height=900),
    ]
    if numbers == "2 1 0":
        images[0], images[1] = picture(width=1000, height=1000), picture(width=1500, height=1000)
    if numbers == "0 1":
        images[1] = images[0]
    if numbers == "0 1;w 2 1":
        images[0] = images[1]
    html = f"<p>{gallery(*numbers.split())}</p>"
    assert gallery_places(html, images) == {
        number: f"gallery-{place}" for number, place in places.items()
    }
    assert gallery_places(f"{MARK}I0{MARK}", images) == {}


def test_the_feeds_are_loaded_when_they_are_asked_for() -> None:
    assert "feeds" not in vars(late)
    assert late.feeds.__name__ == "sitegen.render.feeds"
    with pytest.raises(AttributeError, match="has no attribute 'pages'"):
        late.pages  # noqa: B018
