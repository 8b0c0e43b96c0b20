"""What is read from the theme's files: templates, blocks, places, style sheets, marks, covers."""

# ruff: noqa: E501 - a table is read best with a row on a line

from __future__ import annotations

from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import pytest
from PIL import Image

from sitegen.cache.rows import FileFact
from sitegen.core.digests import digest_file, digest_text
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.language import filters, words
from sitegen.markdown.block_kinds import Argument, BlockKind
from sitegen.model.organisation import Organisation
from sitegen.model.views import Brand, TagLink
from sitegen.pictures.places import Box, Place
from sitegen.settings.types import PodcastSettings
from sitegen.theme import fast, jinja, layers
from sitegen.theme.blocks import blocks_of, template_of
from sitegen.theme.brand import brand_of, pixels_of, touch_icon_of
from sitegen.theme.compiled import CodeFolders
from sitegen.theme.covers import cover_faults, small_cover
from sitegen.theme.files import (
    Theme,
    ThemeFile,
    conflicts_in_static,
    page_ids,
    static_file,
    static_url,
)
from sitegen.theme.markup import addresses
from sitegen.theme.needs import Analysis, Mention, Reference, TemplateFacts, TemplateFault
from sitegen.theme.places import place_called, places_of
from sitegen.theme.stylesheet import (
    hues_of,
    resolve_style,
    squeeze,
    style_parts,
    style_problems,
    stylesheet,
)
from tests.pages.sample import drawing, png, theme
from tests.pictures.photo_files import noisy, saved
from tests.site.assembled import settings


def env_of(laid: Theme, **more: Any) -> jinja2.Environment:
    functions: dict[str, Any] = {"picture": str, "warn": str, **more.pop("functions", {})}
    language = words.translations(more.pop("language", "en"))
    return jinja.environment(laid, filters.filters("en", "UTC"), language, functions, **more)


def facts(folder: Path, text: bytes) -> TemplateFacts:
    laid = theme(folder, {"templates/t.html": text})
    return jinja.facts_of(env_of(laid), "t.html")


# Templates


def test_all_that_a_template_says_of_itself(tmp_path: Path) -> None:
    """Names with their first lines; what it binds, draws on and asks for; its blocks, outer and inner."""
    text = b"""{% extends "base.html" %}{{ a }}{{ b }}
{{ a }}{% include "x.html" ignore missing %}{% include "y.html" %}
{% import "m.html" as m %}{% from "n.html" import k %}
{% block one %}{% block two %}{% block three %}{{ c }}{% endblock %}{% endblock %}{% endblock %}
{% block four %}{% set s = 1 %}{{ s }}{{ picture(a) }}{% endblock %}
{% macro p(q) %}{{ q }}{% endmacro %}{{ asset("a.css") }}{{ part("p.html") }}
<a href="/x/">x</a>{{ other("z") }}{{ a.asset("no") }}
"""
    assert facts(tmp_path, text) == TemplateFacts(
        names={"a": 1, "b": 1, "c": 4, "other": 7}, bound=("k", "m", "p", "q", "s")[2:],
        refs=(Reference("base.html", 1, False), Reference("x.html", 2, True), Reference("y.html", 2, False),
              Reference("m.html", 3, False), Reference("n.html", 3, False), Reference("p.html", 6, False)),
        parents=("base.html",), parts=("p.html",), assets=(Mention("a.css", 6),), pictures=True,
        blocks=(Mention("one", 4), Mention("four", 5)), inner_blocks=("three", "two"), addresses=(("a", "/x/", 7),),
    )  # fmt: skip
    plain = facts(tmp_path, b"{% macro m() %}{% endmacro %}<p>x</p>")
    assert (plain.pictures, plain.names, plain.bound) == (False, {}, ("m",))


PLAIN_NAME = "a template must name another in plain text, not by a variable"


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (b"\n{{ asset(a) }}", 2, "asset() takes one name in plain text", "Write it as in asset('name'): it is looked up before any page is made."),
        (b"{{ part('a', 'b') }}", 1, "part() takes one name in plain text", "Write it as in part('name'): it is looked up before any page is made."),
        (b"{{ asset(1) }}", 1, "asset() takes one name in plain text", "Write it as in asset('name'): it is looked up before any page is made."),
        (b"{{ asset() }}", 1, "asset() takes one name in plain text", "Write it as in asset('name'): it is looked up before any page is made."),
        (b"\n{% extends a %}", 2, PLAIN_NAME, "Write its name in quotes, and {% if %} around it where it depends."),
        (b"{% include ['a', 'b'] %}", 1, PLAIN_NAME, "Write its name in quotes, and {% if %} around it where it depends."),
        (b"{{ a | dya }}", 1, "No filter named 'dya'.", "Did you mean 'day'?"),
        (b"{{ a is defned }}", 1, "No test named 'defned'.", "Did you mean 'defined'?"),
        (b"\n\n{% if %}", 3, "Expected an expression, got 'end of statement block'", "Look here, and at the line before, for a bracket, a quote or an {% end… %} too few."),
        (b"a\n\xff", 2, "byte ", ""),
        (b"{{ " + b"(" * 300 + b"1" + b")" * 300 + b" }}", 1, "cannot be compiled: ", "Put parts of it into templates of their own: {% include %} brings them in."),
        (b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", 2, "", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template_is_a_fault_with_line_and_remedy(
    tmp_path: Path, text: bytes, line: int, message: str, hint: str
) -> None:
    (fault, *_more) = facts(tmp_path, text).faults
    assert isinstance(fault, TemplateFault)
    assert (fault.line, fault.message.startswith(message)) == (line, True), fault
    assert fault.hint.startswith(hint)


def test_what_templates_may_do(tmp_path: Path) -> None:
    """Nothing by chance, nothing without end; what is missing is a mistake, but for a site's own keys."""
    laid = theme(
        tmp_path,
        {
            "templates/t.html": b"{{ x.gone.more }}|{{ _('Search') }}|{{ _('By %(n)s', n='<') }}|{{ asset('a.js') }}",
            "static/a.js": b"",
        },
    )
    env = env_of(laid, language="es")
    assert ("lipsum" in env.globals, "random" in env.filters) == (False, False)
    assert env.get_template("t.html").render(x={}) == "|Buscar|By &lt;|/p/static/a.0.js"
    with pytest.raises(jinja2.UndefinedError):
        env.get_template("t.html").render(x=TagLink("a", "b"))
    with pytest.raises(jinja2.TemplateNotFound):
        env.get_template("gone.html")
    with pytest.raises(jinja.TemplateStopError, match="Words"):
        env.from_string("{{ fail('Words') }}").render()
    with pytest.raises(OverflowError):
        env.from_string("{% for n in range(1000000) %}{% endfor %}").render()
    said = env.globals["gettext"]
    assert (said("Search"), said("By %(n)s", n="x")) == ("Buscar", "By x")
    assert [said("%(n)s", n=value) for value in (1, True, 1.0)] == ["1", "True", "1.0"]
    assert (
        env_of(laid).from_string("{{ ngettext('%(num)s story', '%(num)s stories', 2) }}").render()
        == "2 stories"
    )


def test_parts_that_need_no_more_than_the_place_are_made_once(tmp_path: Path) -> None:
    """For each site and place; others for each page, with all of its values."""
    files = {
        "templates/t.html": b"{{ part('p.html') }}",
        "templates/p.html": b"{{ step() }}{{ here }}{{ own | default('-') }}",
    }
    numbers = iter(range(99))
    laid = theme(tmp_path, files)

    def rendered(env: jinja2.Environment, site: object, here: str) -> str:
        return env.get_template("t.html").render(site=site, here=here, own="own")

    one, two = object(), object()
    shared = env_of(laid, functions={"step": lambda: next(numbers)}, shared_parts={"p.html"})
    assert [
        rendered(shared, *each) for each in ((one, "a"), (one, "a"), (one, "b"), (two, "a"))
    ] == ["0a-", "0a-", "1b-", "2a-"]
    apart = env_of(laid, functions={"step": lambda: next(numbers)})
    assert [rendered(apart, one, "a") for _ in range(2)] == ["3aown", "4aown"]


def test_compiled_code_is_kept_by_name_and_text(tmp_path: Path) -> None:
    code: dict[str, CodeType] = {}
    laid = theme(tmp_path, {"templates/t.html": b"x", "templates/u.html": b"x"})
    for name in ("t.html", "u.html", "t.html"):
        env_of(laid, code=code).get_template(name)
    assert len(code) == 2
    jinja.facts_of(env_of(laid, code=code), "t.html")
    assert len(code) == 2
    env = env_of(laid, code=code)
    assert env.bytecode_cache is not None
    assert env_of(laid).bytecode_cache is None


# Short cuts


def test_results_of_a_macro_are_remembered_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Then the older half is forgotten."""
    assert fast._RESULT_LIMIT == 4096  # some five megabytes
    monkeypatch.setattr(fast, "_RESULT_LIMIT", 4)
    numbers = iter(range(99))
    files = {"templates/m.html": b"{% macro m(n) %}{{ step() }}{% endmacro %}",
             "templates/t.html": b"{% from 'm.html' import m %}{% for n in each %}{{ m(n) }} {% endfor %}"}  # fmt: skip
    env = env_of(theme(tmp_path, files), functions={"step": lambda: next(numbers)})
    made = env.get_template("t.html").render(each=[1, 2, 3, 4, 1, 5, 3, 1, 2])
    assert made.split() == ["0", "1", "2", "3", "0", "4", "2", "5", "6"]


def test_what_may_be_remembered_and_what_is_escaped() -> None:
    assert [fast._is_frozen(kind) for kind in (tuple, TagLink, list, dict, str)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [fast._is_frozen(kind) for kind in (TagLink, list)] == [True, False]
    assert fast.text("plain") == "plain"
    assert type(fast.text("plain")) is str
    assert [str(fast.text(sign)) for sign in "&<>\"'"] == [
        "&amp;",
        "&lt;",
        "&gt;",
        "&#34;",
        "&#39;",
    ]


def test_templates_are_found_once(tmp_path: Path) -> None:
    laid = theme(
        tmp_path, {"templates/t.html": b"{{ own }}", "templates/f.html": b"{{ f(1, a=2) }}"}
    )
    env = env_of(laid)
    assert env.get_template("t.html") is env.get_template("t.html")
    assert env.get_template("t.html", globals={"own": 7}).render() == "7"
    assert (
        env.get_template("f.html").render(f=lambda n, **keys: f"{n}{keys}") == "1{&#39;a&#39;: 2}"
    )

    @jinja2.pass_context
    def asking(context: jinja2.runtime.Context, n: int, a: int) -> str:
        return f"{context['x']}{n}{a}"

    assert env.get_template("f.html").render(f=asking, x="x") == "x12"


def test_the_short_cuts_stand_in_the_code_of_templates() -> None:
    """Output is gathered where nothing else may come first, and texts go Jinja's way where they are not escaped."""
    env: Any = env_of(Theme({}, {}, {}, ""))
    block = "{% block b %}{{ x.y }}{% if x %}z{% endif %}{% endblock %}{{ w }}{% macro m(a) %}{{ a }}{% endmacro %}"
    signs = ("yield concat(", "environment.text(", "(a_node :=", "\n    yield ", "for event in")

    def counts(text: str) -> list[int]:
        code: Any = env.compile(text, raw=True)
        return [code.count(sign) for sign in signs]

    assert counts(block) == [2, 3, 1, 2, 1]
    assert counts('{% if q %}{% extends "b.html" %}{% endif %}a{{ x }}') == [0, 1, 0, 0, 0]
    assert counts("{% autoescape false %}{{ x }}{% endautoescape %}") == [1, 0, 0, 1, 0]
    assert counts("{% autoescape q %}{{ x }}{% endautoescape %}") == [1, 0, 0, 1, 0]
    env.undeclared = set()
    env.compile("{% set a = 1 %}{{ a }}{{ b }}{{ range(2) }}{% for c in d %}{{ c }}{% endfor %}")
    assert env.undeclared == {"b", "d"}


# Needs


def analysis(**every: TemplateFacts) -> Analysis:
    templates = {
        f"{name}.html": ThemeFile(f"templates/{name}.html", Path(name), f"d{name}")
        for name in every
    }
    places = (ThemeFile("templates/places.toml", Path("p"), "places"),)
    laid = Theme(templates, {}, {"a.css": "/a.1.css", "a.js": "/a.1.js"}, "", places)
    return Analysis(laid, {f"{name}.html": each for name, each in every.items()})


def refs(*names: str) -> tuple[Reference, ...]:
    return tuple(Reference(f"{name}.html", line, False) for line, name in enumerate(names, 1))


def test_what_a_template_needs_is_what_its_closure_names() -> None:
    made = analysis(
        page=TemplateFacts(names={"a": 1, "range": 1, "own": 2}, refs=refs("base", "gone"), assets=(Mention("a.js", 1), Mention("no", 1))),
        base=TemplateFacts(names={"b": 1}, refs=refs("page"), bound=("own",), assets=(Mention("a.css", 1),)),
        shot=TemplateFacts(refs=refs("base"), pictures=True), alone=TemplateFacts(),
    )  # fmt: skip
    assert made.closure("page.html") == ["base.html", "page.html"]
    assert made.closure("gone.html") == []
    needs = made.needs("page.html")
    assert needs.names == ("a", "b")
    assert needs.digest == digest_text(
        "base.html=dbase\npage.html=dpage\na.css=/a.1.css\na.js=/a.1.js\nno="
    )
    closure = "base.html=dbase\npage.html=dpage\nshot.html=dshot\na.css=/a.1.css\na.js=/a.1.js\nno="
    assert made.needs("shot.html").digest == digest_text(f"{closure}\ntemplates/places.toml=places")
    assert made.needs("alone.html").digest == digest_text("alone.html=dalone")
    assert made.needs("page.html") is needs


def test_parts_are_shared_while_they_need_the_place_alone() -> None:
    made = analysis(
        page=TemplateFacts(parts=("one.html", "two.html", "gone.html")), one=TemplateFacts(names={"site": 1, "here": 1}),
        two=TemplateFacts(names={"site": 1, "page": 1}), three=TemplateFacts(),
    )  # fmt: skip
    assert made.shared_parts() == {"one.html"}


def test_what_is_wrong_in_a_closure_is_told_with_its_place() -> None:
    made = analysis(
        page=TemplateFacts(names={"sit": 4, "own": 5, "range": 6}, bound=("own",), refs=(*refs("base"), Reference("bsae.html", 2, False), Reference("opt.html", 3, True)),
                           parents=("base.html", "lost.html"), blocks=(Mention("tail", 7), Mention("foot", 8), Mention("inner", 9))),
        base=TemplateFacts(assets=(Mention("a.cs", 1), Mention("a.js", 2)), blocks=(Mention("head", 1),), parents=("root.html",), faults=(TemplateFault(3, "Odd.", "Mend it."),)),
        root=TemplateFacts(blocks=(Mention("foot", 1),), inner_blocks=("inner",)), free=TemplateFacts(blocks=(Mention("any", 1),)),
    )  # fmt: skip
    problems = made.problems("page.html", lambda name: ("site",) if name == "page.html" else ())
    at = "templates/{}.html"
    assert problems == [
        Problem(at.format("base"), 3, "Odd.", "Mend it."), Problem(at.format("base"), 1, "static/ has no 'a.cs'", "Did you mean 'a.css'?"),
        Problem(at.format("base"), 1, "'head' is no block of root.html, so nothing shows it", "Blocks: foot, inner."),
        Problem(at.format("page"), 2, "there is no template 'bsae.html'", "Did you mean 'base.html'?"),
        Problem(at.format("page"), 4, "unknown variable 'sit'", "Did you mean 'site'?"),
        Problem(at.format("page"), 7, "'tail' is no block of base.html, root.html, so nothing shows it", "Blocks: foot, head, inner."),
    ]  # fmt: skip
    assert made.problems("free.html", lambda _: ()) == []
    heading = analysis(page=TemplateFacts(names={"zzz": 1})).problems(
        "page.html", lambda _: ("site",), "Mine"
    )
    assert heading[0].hint.startswith("Mine: ")
    every = analysis(
        page=TemplateFacts(addresses=(("a", "https://x.example/y", 1), ("a", "/z/", 2)))
    )
    assert every.addresses("page.html") == [("a", "https://x.example/y", 1), ("a", "/z/", 2)]
    assert every.origins() == {"https://x.example"}


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="/x/">', [("a", "/x/", 1)]), ("<A\nHREF='/x/' >", [("a", "/x/", 2)]), ("<img src=/x.png alt=y>", [("img", "/x.png", 1)]),
        ('{# <a href="/no/">\n #}\n<a href=" /x/ ">', [("a", "/x/", 3)]), ('<!-- <a href="/no/">\n --><form action="/x/">', [("form", "/x/", 2)]),
        ('<a href="{{ url }}">', []), ('<a href="">', []), ('<a data-href="/x/">', []), ('<link rel="canonical" href="/x/">', [("a", "/x/", 1)]),
        ('<link href="/x.css" rel="Preload  x">', [("link", "/x.css", 1)]), ('<video src="/a.mp4"\nposter="/b.png">', [("video", "/a.mp4", 1), ("video", "/b.png", 2)]),
        ('<a href="/x/" href="/y/">', [("a", "/x/", 1)]), ('<object data="/x">', [("object", "/x", 1)]), ("<p>href='/x/'</p>", []),
    ],
)  # fmt: skip
def test_addresses_that_a_template_writes_out(html: str, found: list[Any]) -> None:
    assert addresses(html) == found


# Blocks


def declared(
    folder: Path, text: str, name: str = "own"
) -> tuple[dict[str, BlockKind], list[tuple[int, str, str]]]:
    made = blocks_of(
        theme(folder, {f"templates/blocks/{name}.html": text.encode(), "templates/other.html": b""})
    )
    assert {problem.path for problem in made.problems} <= {f"templates/blocks/{name}.html"}
    return dict(made.kinds), [
        (problem.line, problem.message, problem.hint) for problem in made.problems
    ]


def test_a_block_takes_what_its_template_declares(tmp_path: Path) -> None:
    text = "\n{#- takes:\n    by: words, quoted\n    n: number, bare = 3\n\n    What it is for: all.\n-#}\n"
    kinds, problems = declared(tmp_path, text)
    by, number = (
        Argument("by", "words", quoted=True),
        Argument("n", "number", bare=True, default="3"),
    )
    assert problems == []
    assert kinds["own"] == BlockKind(
        "own", (by, number), digest=digest_text("by: words, quoted n: number, bare = 3")
    )
    kinds, problems = declared(
        tmp_path / "b",
        "{# takes:\n side: choice left|right, needed = left\n body: aside, needed\n given: id, repeats\n#}",
    )
    side = Argument("side", "choice", needed=True, default="left", choices=("left", "right"))
    assert (problems, kinds["own"].arguments) == ([], (side,))
    assert (kinds["own"].body, kinds["own"].body_needed, kinds["own"].given) == (
        "aside",
        True,
        ("id", "repeats"),
    )
    assert declared(tmp_path / "c", "{#- takes: body: text -#}")[0]["own"].body_needed is False
    assert template_of("own") == "blocks/own.html"


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ("  a\n  b: title,", [(2, "'a' declares no argument"), (3, "'b: title,' declares no argument")]),
        ("  Side: title", [(2, "'Side' is no name for an argument")]),
        ("  a: titel\n  b: choise x", [(2, "'titel' is nothing that an argument can be"), (3, "'choise' is nothing that an argument can be"),
                                    (3, "the words to choose from belong to a choice: 'b'")]),
        ("  a: choice", [(2, "the words to choose from belong to a choice: 'a'")]),
        ("  a: choice x y = z", [(2, "'z' is none of the words to choose from")]),
        ("  a: number = x\n  b: title = x", [(2, "'x' is no whole number")]),
        ("  a: title, quotd, needed", [(2, "'quotd' says nothing of an argument")]),
        ("  body: asid", [(2, "'asid' is nothing that can stand inside")]),
        ("  body: aside, neded", [(2, "'neded' says nothing of an argument")]),
        ("  given: id, ids", [(2, "'ids' is not given to blocks")]),
        ("  lang: title\n  pictures: title", [(2, "'lang' is given to every block and can be no argument"), (3, "'pictures' is given to every block and can be no argument")]),
        ("  a: title\n  a: title", [(3, "'a' is declared twice")]),
        ("  a: title, quoted\n  b: title, quoted\n  c: link, bare\n  d: link, bare",
         [(1, "'a' and 'b' are both quoted: only one can be"), (1, "'c' and 'd' are both bare: only one can be")]),
    ],
)  # fmt: skip
def test_every_mistake_in_a_declaration_is_told_with_its_line(
    tmp_path: Path, lines: str, problems: list[tuple[int, str]]
) -> None:
    _, found = declared(tmp_path, "{#- takes:\n" + lines + "\n-#}")
    assert [(line, message) for line, message, _ in found] == problems


def test_what_to_write_is_told_with_each_mistake(tmp_path: Path) -> None:
    lines = {
        "a": 'Write it as in "title: title, quoted" or "width: number = 640".', "Side: title": "Use the letters a to z.",
        "a: titel": "Did you mean 'title'?", "a: choice": 'Write it as in "side: choice left right".', "a: choice x y = z": "Known: x, y.",
        "a: number = x": "", "a: title, quotd": "Did you mean 'quoted'?", "body: asid": "Did you mean 'aside'?",
        "body: aside, neded": "Did you mean 'needed'?", "given: ids": "Did you mean 'id'?", "lang: title": "",
    }  # fmt: skip
    hints = {
        line: declared(tmp_path / str(n), f"{{#- takes:\n {line}\n-#}}")[1][0][2]
        for n, line in enumerate(lines)
    }
    assert hints == lines


def test_templates_that_are_no_blocks_are_told(tmp_path: Path) -> None:
    assert declared(tmp_path, "x", "Own")[1] == [
        (
            0,
            "a block of this name cannot be written",
            "Name it with the letters a to z, as in blocks/profile.html.",
        )
    ]
    assert declared(tmp_path / "b", "x")[1] == [
        (
            1,
            "the block does not say what it takes",
            "Begin the file with {#- takes: and a line for each argument; see docs/theming.md.",
        )
    ]
    assert declared(tmp_path / "c", "{#- takes:\n time: time\n-#}", "update")[1] == []
    assert declared(tmp_path / "d", "{#- takes:\n at: title\n-#}", "update")[1][0][:2] == (
        1,
        "an update without a time could not be held until then",
    )
    text = theme(tmp_path / "e", {"templates/blocks/own.txt": b""})
    assert [problem.line for problem in blocks_of(text).problems] == [0]
    files = {
        "templates/blocks/a.html": b"mine",
        "templates/theme/blocks/a.html": b"{#- takes:\n x: titel\n-#}",
        "templates/blocks/b.html": b"{#- takes: -#}",
    }
    both = blocks_of(theme(tmp_path / "f", files))
    assert [(p.path, p.line) for p in both.problems] == [("templates/theme/blocks/a.html", 2)]
    assert sorted(both.kinds) == ["a", "b"]
    files = {
        "templates/blocks/A.html": b"x",
        "templates/blocks/b.html": b"x",
        "templates/blocks/c.html": b"{# takes: #}",
    }
    assert list(blocks_of(theme(tmp_path / "g", files)).kinds) == ["c"]


# Places


def placed(folder: Path, *texts: str) -> tuple[dict[str, Place], list[str]]:
    folder.mkdir(exist_ok=True)
    files = []
    for number, text in enumerate(texts):
        file = folder / f"{number}.toml"
        file.write_text(text)
        files.append(ThemeFile(f"{number}.toml", file, digest_file(file)))
    made = places_of(Theme({}, {}, {}, "", tuple(files)))
    return dict(made.by_name), [
        f"{problem.path}:{problem.line} {problem.message} | {problem.hint}"
        for problem in made.problems
    ]


BOXES = '[shared]\nwide = ["(min-width: 40rem) 50vw"]\n'
PLACE = '[places.a]\nwidest = 700\nboxes = ["wide", "not (min-width: 2px) height 20rem", "calc(1px + (2px))"]\n'


def test_places_are_what_the_files_say(tmp_path: Path) -> None:
    """The site's own adds to the theme's, and may name its lists."""
    boxes = (
        Box("(min-width: 40rem)", "50vw"),
        Box("not (min-width: 2px)", "20rem", is_height=True),
        Box("", "calc(1px + (2px))"),
    )
    assert placed(tmp_path, BOXES + PLACE) == ({"a": Place(700, boxes)}, [])
    more = "[places.b]\nwidest = 10000\nboxes = ['wide', '1.5em']\ntrimmed = false\n[places.b.tall]\nlimit = 1\nwidest = 1\nboxes = ['100vw']\n[places.b.full]\nwidest = 2\nboxes = ['.5px']\n"
    by_name, problems = placed(tmp_path / "b", BOXES + PLACE, more)
    tall, full = Place(1, (Box("", "100vw"),), 1), Place(2, (Box("", ".5px"),))
    assert (problems, sorted(by_name)) == ([], ["a", "b"])
    assert by_name["b"] == Place(
        10000, (boxes[0], Box("", "1.5em")), trimmed=False, shapes={"tall": tall, "full": full}
    )
    assert place_called(by_name, "a") is by_name["a"]
    laid = theme(tmp_path / "c", {"templates/blocks/a.html": b"{# takes: #}"})
    assert (places_of(laid) is places_of(laid), blocks_of(laid) is blocks_of(laid)) == (
        True,
        True,
    )  # read once
    with pytest.raises(LookupError, match=r"no place 'c' for pictures\. Places: a, b\."):
        place_called(by_name, "c")


HINT = 'Write it as in "(min-width: 40rem) 50vw", or "100vw" for all other windows.'


@pytest.mark.parametrize(
    ("boxes", "wrong"),
    [
        ('["50vw", "60vw"]', f"0.toml:3 the last width, and no other, has no condition | {HINT}"),
        ('["(a) 50vw"]', f"0.toml:3 the last width, and no other, has no condition | {HINT}"),
        ("[]", f"0.toml:3 the last width, and no other, has no condition | {HINT}"),
        (
            '["(a) 5 vw", "50vw"]',
            f"0.toml:3 '(a) 5 vw' is not a width that a browser understands | {HINT}",
        ),
        (
            '["calc(1px))((2px)"]',
            f"0.toml:3 'calc(1px))((2px)' is not a width that a browser understands | {HINT}",
        ),
        (
            '["calc((1px)"]',
            f"0.toml:3 'calc((1px)' is not a width that a browser understands | {HINT}",
        ),
        ('["wid", "50vw"]', "0.toml:3 [shared] has no list 'wid' | Lists of [shared]: none yet."),
    ],
)
def test_a_width_that_no_browser_understands_is_told(
    tmp_path: Path, boxes: str, wrong: str
) -> None:
    _, problems = placed(tmp_path, f"[places.a]\nwidest = 700\nboxes = {boxes}\n")
    assert problems == [wrong]


def test_mistakes_in_files_of_places_are_told(tmp_path: Path) -> None:
    assert placed(tmp_path, "[places.a\n")[1][0].startswith("0.toml:1 ")
    assert len(placed(tmp_path / "b", '[places.a]\nwidest = 0\nboxes = ["100vw"]\n')[1]) == 1
    assert len(placed(tmp_path / "c", '[places.a]\nwidest = 10001\nboxes = ["100vw"]\n')[1]) == 1
    assert list(placed(tmp_path / "e", "[places.a\n", BOXES + PLACE)[0]) == ["a"]
    by_name, problems = placed(tmp_path / "d", '[places.a.small]\nwidest = 5\nboxes = ["100vw"]\n')
    assert (by_name, len(problems) > 1) == ({}, True)
    assert "the width in pixels below which a picture is shown so" in str(problems)


# Style sheets


def test_sheets_are_joined_from_their_parts_in_the_order_of_the_cascade(tmp_path: Path) -> None:
    files = {
        f"static/css/{name}.css": f".{name} {{ }}".encode()
        for name in (
            "own",
            "base",
            "tokens",
            "lists",
            "front",
            "a-own",
            "search",
            "article",
            "pages",
        )
    }
    laid = theme(tmp_path, {**files, "static/js/x.css": b"", "static/css/x.txt": b""})

    def parts(sheet: str = "") -> list[str]:
        return [
            name.removeprefix("css/").removesuffix(".css")
            for name in style_parts(laid.statics, sheet)
        ]

    assert parts() == [
        "tokens",
        "base",
        "lists",
        "front",
        "article",
        "pages",
        "search",
        "a-own",
        "own",
    ]
    assert parts("site.css") == ["tokens", "base", "a-own", "own"]
    assert [parts(sheet) for sheet in ("front.css", "list.css", "story.css", "search.css")] == [
        ["lists", "front"],
        ["lists", "pages"],
        ["article"],
        ["search"],
    ]
    assert stylesheet(laid) == ".tokens{}.base{}.a-own{}.own{}"
    assert stylesheet(laid, "front.css") == ".lists{}.front{}"


def test_colours_and_addresses_of_style_sheets(tmp_path: Path) -> None:
    files = {
        "static/css/a.css": b":root { --hue-news : red; --hue-my-own: blue }",
        "static/css/b.css": b"a { --hue-b: url(../img/x.svg#y) }",
        "static/img/x.svg": b"",
        "static/css/s/c.css": b"",
    }
    laid = theme(tmp_path, files)
    assert hues_of(laid) == {"news", "my-own", "b"}
    for written, there in {
        "url(../img/x.svg)": "url(/p/static/img/x.0.svg)", "url( './../img/./x.svg#y' )": "url(/p/static/img/x.0.svg#y)", "url(#a)": "url(#a)",
        "url(data:x)": "url(data:x)", "url(/x)": "url(/x)", "url(http://x)": "url(http://x)", "url(https://x)": "url(https://x)",
    }.items():  # fmt: skip
        assert resolve_style(laid, "css/a.css", written) == there
    assert (
        resolve_style(laid, "css/s/c.css", "url(../../img/x.svg)") == "url(/p/static/img/x.0.svg)"
    )
    nested = replace(laid, assets={"css/x.svg": "/x.1.svg"})
    assert resolve_style(nested, "css/s/t/c.css", "url(../../x.svg)") == "url(/x.1.svg)"
    assert resolve_style(nested, "css/s/c.css", "url(../x.svg)") == "url(/x.1.svg)"
    with pytest.raises(KeyError):
        resolve_style(laid, "css/a.css", "url(x.svg)")
    assert style_problems(laid) == []
    wrong = theme(
        tmp_path / "b",
        {
            "static/css/a.css": b"a{}\n\nb{ url(a.png) }\nc{ url(../img/x.svg) url(b.png) }\nurl(\nc.png)",
            "static/css/b.css": b"\n\xff",
            "static/img/x.svg": b"",
        },
    )
    found = [(problem.path, problem.line, problem.message) for problem in style_problems(wrong)]
    assert found[:3] == [
        ("static/css/a.css", line, f"url() names 'css/{name}.png', which static/ has not")
        for line, name in ((3, "a"), (4, "b"), (5, "c"))
    ]
    assert [each[:2] for each in found[3:]] == [("static/css/b.css", 2)]
    both = theme(tmp_path / "c", {"static/css/a.css": b"\xff", "static/css/b.css": b"url(a.png)"})
    assert [problem.path for problem in style_problems(both)] == [
        "static/css/a.css",
        "static/css/b.css",
    ]
    assert squeeze("a  {b : c}\n\n/*! d */ e  f/* g */h ,  i") == "a{b :c}/*! d */ e fh,i"


# Files


def test_files_of_the_theme_are_named_by_their_addresses(tmp_path: Path) -> None:
    laid = theme(
        tmp_path,
        {
            "static/img/a b.png": b"",
            "static/root/ads.txt": b"",
            "static/css/a.css": b"",
            "templates/a.html": b"<p id=\"one\"><p id=two ><p id='{{ x }}'><p id=three>",
        },
    )
    urls = {
        path: static_url(laid, "/p", path)
        for path in (
            "/static/img/a%20b.png",
            "/img/a b.png",
            "/ads.txt",
            "/a%20c",
            "/css/a.css",
            "/static/css/a.css",
            "/css/no.css",
        )
    }
    assert urls == {"/static/img/a%20b.png": laid.assets["img/a b.png"], "/img/a b.png": laid.assets["img/a b.png"], "/ads.txt": "/p/ads.txt",
                    "/a%20c": "", "/css/a.css": "", "/static/css/a.css": "", "/css/no.css": ""}  # fmt: skip
    assert page_ids(laid) == {"one", "two", "three"}
    assert static_file("js/a.b.js", "0123456789") == "static/js/a.b.01234567.js"
    text = theme(tmp_path / "b", {"static/a.css": "\ufeffé\r\nb\rc".encode()}).statics["a.css"]
    assert text.text() == "é\nb\nc"


def test_conflicts_that_git_left_in_files_of_static_are_told(tmp_path: Path) -> None:
    left = b"a\r\n<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> x\r\n"
    files = {
        "static/a.js": left,
        "static/b.png": left,
        "static/c.css": b"fine",
        "static/d.txt": b"a\n>>>>>>> x\n",
    }
    problems = conflicts_in_static(theme(tmp_path, files))
    assert {problem.path for problem in problems} == {"static/a.js", "static/d.txt"}
    assert problems[0].line == 2


def test_two_layers_of_files_are_one_theme(tmp_path: Path) -> None:
    """The site's wins; the built-in one keeps its name behind "theme/"."""
    plain = dict.fromkeys(FileFact.__struct_fields__, 0)
    facts_of = {path: FileFact(**{**plain, "digest": f"digest of {path}"}) for path in (
        "templates/a.html", "theme:templates/a.html", "theme:templates/b.html", "theme:templates/places.toml", "templates/places.toml",
        "theme:static/css/base.css", "static/css/base.css", "theme:static/own/x.png", "static/own/y.png", "static/root/z.txt", "content/x.md",
        "theme:static/js/k.js",
    )}  # fmt: skip
    made = layers.load(tmp_path, facts_of, "/p")
    assert {name: each.label for name, each in made.templates.items()} == {
        "a.html": "templates/a.html", "theme/a.html": "theme/templates/a.html", "b.html": "theme/templates/b.html", "theme/b.html": "theme/templates/b.html",
    }  # fmt: skip
    assert {name: each.label for name, each in made.statics.items()} == {
        "css/base.css": "static/css/base.css", "own/y.png": "static/own/y.png", "root/z.txt": "static/root/z.txt", "js/k.js": "theme/static/js/k.js",
    }  # fmt: skip
    assert [each.label for each in made.places] == [
        "theme/templates/places.toml",
        "templates/places.toml",
    ]
    assert made.templates["a.html"].file == tmp_path / "templates/a.html"
    assert made.templates["b.html"].file == layers.root() / "templates/b.html"
    assert made.assets["own/y.png"].startswith("/p/static/own/y.digest o")
    assert "root/z.txt" not in made.assets
    assert {"site.css", "front.css", "list.css"} <= made.assets.keys()
    other = layers.load(
        tmp_path,
        {**facts_of, "static/own/y.png": replace(facts_of["static/own/y.png"], digest="new")},
        "/p",
    )
    assert other.assets["site.css"] != made.assets["site.css"]
    assert other.digest != made.digest
    bare = layers.load(tmp_path, {path: facts_of[path] for path in ("static/own/y.png",)}, "")
    assert list(bare.assets) == ["own/y.png"]
    assert [name for name, _ in layers.folders(tmp_path)] == [
        "templates",
        "static",
        "theme:templates",
        "theme:static",
    ]
    assert [name for name, _ in layers.folders(layers.root())] == ["templates", "static"]
    own = layers.load(layers.root(), {"templates/a.html": facts_of["templates/a.html"]}, "")
    assert sorted(own.templates) == ["a.html", "theme/a.html"]


# Marks and covers


def test_the_picture_of_a_mark_stands_beside_its_drawing() -> None:
    files = {"m.svg", "m-512.png", "m-180.png", "l.SVG", "l.png", "p.png"}
    assert [
        pixels_of(name, files) for name in ("m.svg", "l.SVG", "p.png", "gone.png", "none", "")
    ] == ["m-512.png", "l.png", "p.png", "", "", ""]
    assert [touch_icon_of(name, files) for name in ("m.svg", "l.SVG", "p.png")] == [
        "m-180.png",
        "l.png",
        "p.png",
    ]
    assert touch_icon_of("m.svg", {"m.png", "m-512.png"}) == "m.png"


def test_a_newsrooms_brand(tmp_path: Path) -> None:
    laid = theme(
        tmp_path,
        {
            "static/m.svg": drawing(),
            "static/m.png": png(64, 64),
            "static/m-180.png": b"",
            "static/l.svg": drawing(77),
            "static/d.png": b"x",
        },
    )
    assert brand_of(laid, Organisation("N", "l.svg", "d.png", "m.svg")) == Brand(
        "/p/static/m.0.svg", "/p/static/m.0.png", 64, "/p/static/m-180.0.png", "/p/static/l.0.svg", "/p/static/d.0.png", 77, 77,
    )  # fmt: skip
    assert brand_of(laid, Organisation("N", "d.png", mark="")) == Brand(logo="/p/static/d.0.png")
    files = {"l.jpg": saved(noisy(30, 20)), "bad.svg": b"<svg", "bad.jpg": b"\xff\xd8"}
    photo = theme(tmp_path / "b", {f"static/{name}": data for name, data in files.items()})
    made = brand_of(photo, Organisation("N", "l.jpg", mark="gone.svg"))
    assert (made.logo_width, made.logo_height, made.mark) == (30, 20, "")
    for name in ("bad.svg", "bad.jpg"):
        url = photo.assets[name]
        assert brand_of(photo, Organisation("N", name, mark="")) == Brand(logo=url)


def test_covers_are_held_to_what_directories_take(tmp_path: Path) -> None:
    sides = {
        "fine": (1400, 1400),
        "large": (3000, 3000),
        "small": (1399, 1399),
        "huge": (3001, 3001),
        "flat": (1400, 1401),
    }
    files = {
        f"static/{name}.png": saved(Image.new("L", side), "PNG") for name, side in sides.items()
    }
    files |= {
        "static/print.jpg": saved(Image.new("CMYK", (1400, 1400))),
        "static/moving.gif": saved(Image.new("L", (1400, 1400)), "GIF"),
        "static/none.png": b"x",
    }
    laid = theme(tmp_path, files)
    names = [*(f"{name}.png" for name in sides), "print.jpg", "moving.gif", "none.png", "fien.png"]
    shows = tuple(PodcastSettings("news", str(n), cover=name) for n, name in enumerate(names))
    site_settings = settings(
        podcasts=shows, lines={f"podcasts.{n}.cover": n + 1 for n in range(len(names))}
    )
    refused = ", and directories take none such"
    assert [(p.line, p.message) for p in cover_faults(site_settings, laid)] == [
        (3, f"the cover 'small.png' is too small, 1,399 by 1,399 pixels{refused}"), (4, f"the cover 'huge.png' is too large, 3,001 by 3,001 pixels{refused}"),
        (5, f"the cover 'flat.png' is not square but 1,400 by 1,401 pixels{refused}"), (6, f"the cover 'print.jpg' has the colours of print (CMYK){refused}"),
        (7, f"the cover 'moving.gif' is a GIF{refused}"), (8, f"the cover 'none.png' is no picture{refused}"), (9, "there is no picture 'fien.png' in static/"),
    ]  # fmt: skip
    problems = list(cover_faults(site_settings, laid))
    assert problems[0].hint == "Export it again: square, of 1,400 to 3,000 pixels, as JPEG or PNG."
    assert problems[-1].hint == "Did you mean 'fine.png'?"
    assert (small_cover("/static/hour.1a.png"), small_cover("")) == ("/static/hour.1a.400.jpg", "")


# Compiled code


def test_kept_code_is_a_mapping_of_files(tmp_path: Path) -> None:
    """By language; what other versions kept, and drafts of builds that were killed, are swept away."""

    def folders(engine: str) -> CodeFolders:
        return CodeFolders(tmp_path / "site", tmp_path / "cache", engine, "UTC")

    code = compile("1", "x", "eval")
    made = folders("one")
    assert (len(made), len(made["en"]), list(made["en"])) == (0, 0, [])
    made["en"]["b"] = made["en"]["a"] = made[""]["c"] = code
    assert (list(made), list(made["en"]), len(made), len(made["en"])) == (
        ["en", "none"],
        ["a", "b"],
        2,
        2,
    )
    assert eval(made["en"]["a"]) == 1
    with pytest.raises(KeyError):
        made["en"]["gone"]
    del made["en"]["a"]
    assert list(made["en"]) == ["b"]
    folders("two")["en"]["a"] = code
    (draft,) = (tmp_path / "cache/templates").glob("*/none/c")
    draft.with_name("c.1.new").write_bytes(b"")
    made.sweep()
    kept = sorted(path.name for path in (tmp_path / "cache/templates").rglob("*") if path.is_file())
    assert kept == ["b", "c"]
    (file,) = (tmp_path / "cache/templates").glob("*/en/b")
    seal = file.read_bytes()
    file.write_bytes(b"0" + seal[1:] if seal[:1] != b"0" else b"1" + seal[1:])
    assert "b" not in made["en"]
    assert len(folders("one")._name) == 16
