"""Drawings are published without anything that runs, loads or tells."""

from __future__ import annotations

import pytest

from sitegen.core.problems import Problem
from sitegen.pictures import clean_svg, svg, svg_weight
from sitegen.pictures.svg import svg_size
from sitegen.pictures.svg_style import targets_by_selector

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def cleaned(inside: str, attributes: str = "") -> str:
    svg = clean_svg(f"{HEAD}{attributes}>{inside}</svg>".encode(), "content/map.svg")
    assert isinstance(svg, bytes), svg
    return svg.decode()


def refused(data: str | bytes) -> Problem:
    problem = clean_svg(data.encode() if isinstance(data, str) else data, "content/map.svg")
    assert isinstance(problem, Problem), problem
    assert (problem.path, problem.line) == ("content/map.svg", 0)
    assert problem.hint
    return problem


def test_a_drawing_comes_through_whole() -> None:
    """Cleaning takes nothing from a sound drawing: gradients, styles, text and references stay."""
    drawing = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<g transform="rotate(3)"><path d="M0 0L9 9" style="fill:url(#g)"/>'
        '<text x="3" xml:lang="vi">Tiếng Việt &amp; more &lt;3</text><use xlink:href="#g"/></g>'
    )

    svg = cleaned(drawing, 'viewBox="0 0 9 9"')

    for part in (
        'viewBox="0 0 9 9"',
        '<stop offset="0" stop-color="#fff">',
        "fill:url(#g)",
        "Tiếng Việt &amp; more &lt;3",
        'xlink:href="#g"',
        'xml:lang="vi"',
    ):
        assert part in svg
    assert cleaned(drawing, 'viewBox="0 0 9 9"') == svg


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script href="data:text/javascript,alert(1)"/>',
        '<rect onload="alert(1)"/>',
        '<rect ONCLICK="alert(1)"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<a xlink:href=" java&#x0A;script:alert(1)"><text>x</text></a>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">alert</p></foreignObject>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
        "<animate attributeName='href' values='javascript:alert(1)'/>",
        "<set attributeName='onclick' to='alert(1)'/>",
        '<iframe src="https://evil.example/alert"/>',
        "<handler>alert(1)</handler>",
        "<metadata><rdf>alert</rdf></metadata>",
        "<!-- alert(1) -->",
        "<?xml-stylesheet href='https://evil.example/alert.css'?>",
    ],
)
def test_nothing_that_runs_is_left(inside: str) -> None:
    """No script, handler or animation of a drawing reaches a reader, and the drawing stays."""
    svg = cleaned(inside + '<circle r="1"/>').lower()

    assert "alert" not in svg
    assert "evil" not in svg
    assert '<circle r="1"' in svg


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="https://evil.example/a.svg#x"/>',
        '<use xlink:href="//evil.example/a.svg#x"/>',
        '<rect fill="url(https://evil.example/a#b)"/>',
        "<rect style=\"background:url( 'https://evil.example/a' )\"/>",
        '<rect style="fill: u\\rl(https://evil.example)"/>',
        '<style>@import "https://evil.example/a.css";</style>',
        "<style>@im/**/port url(https://evil.example)</style>",
        "<style>rect{fill:url(//evil.example/x)}</style>",
        "<style><![CDATA[@import 'https://evil.example';]]></style>",
        '<filter id="f"><feFlood xml:base="https://evil.example/"/></filter>',
        """<rect style='background:image-set("https://evil.example/a" 1x)'/>""",
        """<rect style='background:-webkit-image-set("https://evil.example/a" 1x)'/>""",
        """<rect style='background:IMAGE("https://evil.example/a")'/>""",
        """<rect style='background:cross-fade("https://evil.example/a", red)'/>""",
        """<rect style='background:src("https://evil.example/a")'/>""",
        """<style>a{content:"/*";background:url(https://evil.example/a);content:"*/"}</style>""",
        """<style>a{content:'/*';background:url(https://evil.example/a);content:'*/'}</style>""",
        """<style>a{content:"/*\n;background:url(https://evil.example/a);"*/"}</style>""",
        """<style>a{content:"/*&#10;;background:url(https://evil.example/a);"*/"}</style>""",
        """<style>a{fill:url(#g);b:url("#g");c:url(https://evil.example/a)}</style>""",
        """<style>@import/**/"https://evil.example/a";</style>""",
        """<style>@namespace x "https://evil.example/a";</style>""",
        '<rect cursor="url(https://evil.example/a), auto"/>',
        '<rect fill="URL( //evil.example/a )"/>',
    ],
)
def test_nothing_is_loaded_from_elsewhere(inside: str) -> None:
    """A reader's browser asks nobody else for anything."""
    assert "evil" not in cleaned(inside)


def test_what_a_drawing_program_knows_of_its_user_is_left_out() -> None:
    """Inkscape writes the folder, with the user's name, into every file."""
    svg = cleaned(
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi" a="/home/reporter"/>',
        'xmlns:inkscape="http://inkscape" inkscape:export-filename="/home/reporter/map.png"',
    )

    assert "reporter" not in svg


def test_a_picture_inside_a_drawing_is_a_problem() -> None:
    """It might be a photo with its position; and without it the drawing would be another."""
    problem = refused(f'{HEAD}><image href="data:image/jpeg;base64,AAAA"/></svg>')

    assert "holds a picture" in problem.message


def test_entities_are_refused() -> None:
    """A few lines of entities can unfold to gigabytes; the drawing is refused before they do."""
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    assert "'a'" in refused(f"{bomb}{HEAD}><text>&b;</text></svg>").message


def test_a_document_type_without_entities_is_fine() -> None:
    """Old drawing programs write one into every file; it is dropped."""
    old = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg11.dtd">'
    )
    svg = clean_svg(f"{old}{HEAD}/>".encode())

    assert isinstance(svg, bytes)
    assert b"DOCTYPE" not in svg


@pytest.mark.parametrize("data", [b"", b"<svg", b"<html/>", b"\xff\xfe\x00", b"<svg>plain</svg>"])
def test_what_is_no_drawing_is_a_problem(data: bytes) -> None:
    """A damaged file, or another kind of file, gets a message and never a traceback."""
    refused(data)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 300 150"', (300, 150)),
        ('viewBox="0,0,300,150" width="600"', (600, 300)),
        ('viewBox="-10 -10 300 150" height="300px"', (600, 300)),
        ('width="2in" height="96"', (192, 96)),
        ('viewBox="0 0 300 150" width="100%" height="100%"', (300, 150)),
    ],
)
def test_size_in_css_pixels(attributes: str, size: tuple[int, int]) -> None:
    """Width and height follow the attributes, whatever their unit, else the view box."""
    assert svg_size(f"{HEAD}{attributes}/>".encode(), "x.svg") == size


@pytest.mark.parametrize("attributes", ["", 'width="100%"', 'viewBox="0 0 0 0"', 'viewBox="a"'])
def test_a_drawing_without_size_is_a_problem(attributes: str) -> None:
    """Without a size the page would jump when the drawing arrives."""
    assert isinstance(svg_size(f"{HEAD}{attributes}/>".encode(), "x.svg"), Problem)


def test_a_comment_in_a_style_leads_nowhere() -> None:
    """A style is lost for an address in its licence."""
    style = "/* Sample, url(https://records.example/) */ rect{fill:url(#g)} text{font-family:'A b'}"
    assert "rect{fill:url(#g)}" in cleaned(f"<style>{style}</style>")


def _levels(form: str, count: int) -> str:
    """Return elements of which each names the one before it twice or more."""
    return '<g id="x0"><rect width="1" height="1"/></g>' + "".join(
        form.format(n=n, before=n - 1) for n in range(1, count)
    )


@pytest.mark.parametrize(
    "form",
    [
        '<g id="x{n}"><use href="#x{before}"/><use href="#x{before}"/></g>',
        '<g id="x{n}"><use xlink:href="#x{before}"/><use xlink:href=" #x{before} "/></g>',
        '<pattern id="x{n}"><rect fill="url(#x{before})"/><rect fill="url(#x{before})"/></pattern>',
        """<mask id="x{n}"><g style='mask:url("#x{before}")'/><g mask="url(#x{before})"/></mask>""",
        """<g id="x{n}"><g class="c{n}"/><g class="c{n}"/></g>
        <style>.c{n}{{fill:url(#x{before})}}</style>""",
    ],
)
def test_a_drawing_that_no_browser_can_draw_is_refused(form: str) -> None:
    """A kilobyte of <use> is a thousand million elements, and the reader's browser hangs."""
    bomb = _levels(form, 30) + '<use href="#x29"/>'
    assert "repeats its parts" in refused(f"{HEAD}>{bomb}</svg>").message
    assert cleaned(_levels(form, 9))


def test_circles_of_references_end() -> None:
    """Parts that name one another keep the build waiting for ever."""
    assert cleaned('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>')


def test_a_chain_of_any_length_is_read() -> None:
    """A long chain of references, or deep groups, are a traceback."""
    chain = "".join(f'<g id="x{n}"><use href="#x{n - 1}"/></g>' for n in range(1, 20_000))
    assert "repeats its parts" in refused(f"{HEAD}>{chain}</svg>").message
    deep = "<g>" * 5000 + "</g>" * 5000
    assert "inside one another" in refused(f"{HEAD}>{deep}</svg>").message


@pytest.mark.parametrize(
    "attributes",
    [
        f'width="{"9" * 400}" height="10"',
        f'width="10" height="{"9" * 400}"',
        f'viewBox="0 0 {"9" * 400} 10"',
        f'viewBox="0 0 {"9" * 400} {"9" * 400}"',
        f'viewBox="0 0 0.{"0" * 400}1 10"',
        'viewBox="0 0 1 999999"',
        'width="1000001" height="1"',
    ],
)
def test_a_drawing_without_bounds_is_a_problem(attributes: str) -> None:
    """A size of 400 digits is a traceback."""
    problem = svg_size(f"{HEAD}{attributes}/>".encode(), "content/map.svg")
    assert isinstance(problem, Problem)
    assert problem.hint


def test_a_drawing_whose_styles_name_its_parts_too_often_is_refused() -> None:
    """A thousand rules of one class and a thousand paths of it: a million references."""
    paths = '<path class="a" d="M0 0h1"/>'
    rules = ".a{fill:url(#b)}"
    assert rules in cleaned(f"<style>{rules * 100}</style>{paths * 100}")
    assert "repeats" in refused(f"{HEAD}><style>{rules * 600}</style>{paths * 600}</svg>").message


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ('<g a="1&quot;2">x &lt; y</g>', None),
        ('<g id="a"/><use href=" #a "/>', '<g id="a"></g><use href="#a"></use>'),
        ('<use xlink:href="#a"/>', '<use xlink:href="#a"></use>'),
        ('<use href="a#b" xlink:href="b"/>', "<use></use>"),
        (
            '<g xml:lang="vi" xml:space="preserve" xml:base="#x"/>',
            '<g xml:lang="vi" xml:space="preserve"></g>',
        ),
        ('<g xlink:title="a" lang="vi" space="x" onx="1" one="2"/>', '<g lang="vi" space="x"></g>'),
        ("<set><g><g/>text</g></set><g>a</g><set/>b", "<g>a</g>b"),
        (
            "<style>a{}</style><style>@import 'x';</style><style>b{}&gt;</style>",
            "<style>a{}</style><style></style><style>b{}&gt;</style>",
        ),
        ("<style>a<set>b</set>c</style>d", "<style>ac</style>d"),
        ('<g fill="url(#a)" mask="url(b)"/>', '<g fill="url(#a)"></g>'),
    ],
)
def test_a_drawing_is_written_as_it_was_read(inside: str, kept: str | None) -> None:
    """Tag by tag: what stays stands as it stood, and only that."""
    if kept is None:
        kept = "<g a='1\"2'>x &lt; y</g>"
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    assert cleaned(inside, 'width="3"') == f'<svg {spaces} width="3">{kept}</svg>'


def test_a_refusal_says_what_to_do() -> None:
    """What was found in the drawing, word by word."""
    cases = {
        f'{HEAD}><image/></svg>': "the drawing holds a picture inside",
        f'{HEAD}><feImage/></svg>': "the drawing holds a picture inside",
        '<svg xmlns="http://x"/>': "the file is no drawing: its outermost element is <svg>",
        '<g xmlns="http://www.w3.org/2000/svg"/>':
            "the file is no drawing: its outermost element is <g>",
        f'{HEAD}>\n\n<g>': "the drawing is damaged at line 3: no element found",
        '<?xml version="1.0" encoding="nonsense"?><svg/>':
            "the drawing cannot be read: unknown encoding: nonsense",
        f'<!DOCTYPE svg [<!ENTITY ab "c">]>{HEAD}/>': "the drawing defines an entity, 'ab'",
        f'{HEAD}>{"<g>" * 256}{"</g>" * 256}</svg>':
            "more than 256 elements of the drawing stand inside one another",
    }  # fmt: skip
    assert {data: refused(data).message for data in cases} == cases
    assert cleaned("<g>" * 255 + "</g>" * 255)
    assert cleaned(f"<set>{'<g>' * 300}{'</g>' * 300}</set>")
    assert cleaned('<x:image xmlns:x="http://x"/>')


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="3pt" height="1pc"', (4, 16)),
        ('width="25.4mm" height="2.54cm"', (96, 96)),
        ('width="1.5in" height=".5in"', (144, 48)),
        ('width=" 30 px " height="1."', (30, 1)),
        ('width="3em" height="30" viewBox="0 0 2 1"', (60, 30)),
        ('width="0.2" height="0.2"', (1, 1)),
        ('viewBox="0 0 1.5 .5" width="3"', (3, 1)),
        ('viewBox="1 2 3 4 5" width="7" height="8"', (7, 8)),
        ('width="100000" height="1"', (100_000, 1)),
        ('viewBox="0 0 0 5" width="3" height="4"', (3, 4)),
        ('viewBox="0 0 5 0" width="3" height="4"', (3, 4)),
        ('viewBox="0 0 4 2" height="10"', (20, 10)),
        ('viewBox="0 0 1 -1" width="3" height="4"', (3, 4)),
    ],
)
def test_a_size_is_reckoned_from_what_is_there(attributes: str, size: tuple[int, int]) -> None:
    """Each unit of CSS; the box says what one side alone leaves open."""
    assert svg_size(f"{HEAD}{attributes}/>".encode(), "x.svg") == size


def test_a_size_that_cannot_be_is_told() -> None:
    """None at all, or more than any poster."""
    for attributes in ('width="3"', 'height="3"', 'width="3em" height="0"', 'viewBox="0 0 1"'):
        assert svg_size(f"{HEAD}{attributes}/>".encode(), "x.svg") == Problem(
            "x.svg", 0, "the drawing does not say how large it is",
            "Give its <svg> element a viewBox, or a width and height in pixels.",
        )  # fmt: skip
    for attributes in ('width="100001" height="3"', 'width="3" height="100001"'):
        problem = svg_size(f"{HEAD}{attributes}/>".encode(), "x.svg")
        assert isinstance(problem, Problem)
        assert (problem.line, problem.message) == (
            0, "the drawing is more than 100,000 pixels wide or tall",
        )  # fmt: skip
    refusal = clean_svg(b"<g/>", "x.svg")
    assert isinstance(refusal, Problem)
    assert (svg_size(b"<g/>", "x.svg"), refusal.line) == (refusal, 0)


def test_a_weight_is_reckoned_to_the_element(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part weighs one and what it holds or names, wherever that stands and who names it."""
    assert (svg_weight.HEAVIEST, svg_weight.TARGETS_MOST) == (100_000, 300_000)
    monkeypatch.setattr(svg_weight, "HEAVIEST", 9)

    def weight(inside: str) -> int:
        parts, sheets = svg._parse(f"{HEAD}>{inside}</svg>".encode()).parts, ()
        for limit in range(1, 40):
            monkeypatch.setattr(svg_weight, "HEAVIEST", limit)
            if not svg_weight.is_too_heavy(parts, sheets):
                break
        monkeypatch.setattr(svg_weight, "HEAVIEST", 99)
        return limit

    monkeypatch.setattr(svg_weight, "HEAVIEST", 99)
    assert weight("") == 1
    assert weight("<g><g/><g/></g><g/>") == 5
    assert weight('<g id="a"><g/></g><use href="#a"/>') == 6
    assert weight('<use href="#a"/><g id="a"><g/></g>') == 6
    assert weight('<g id="a"><g/><g/></g><g fill="URL(#a)" mask="url( \'#a\' )" x="#a"/>') == 11
    assert weight('<g id="a"/><g id="a"><g/></g><use href="#a"/><use href="#b"/>') == 7
    assert weight('<use id="a" href="#a"/>') == 2  # a circle is drawn by nobody
    part = svg_weight.part_of(
        "g", {"class": "a  b", "href": "#c", "id": "d", "x": "url(#e) url(#f)"}
    )
    assert part == svg_weight.Part(("g", ".a", ".b", "#d"), ["c", "e", "f"], [])
    assert svg_weight.part_of("g", {}) == svg_weight.Part(("g", "#"), [], [])


def test_style_sheets_weigh_what_their_rules_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """For an element, a class or an id; each rule again."""
    heavy = svg_weight.Part(("g", "#a"), [], [svg_weight.Part(("g", "#"), []) for _ in range(9)])
    plain = svg_weight.Part(("rect", ".b", "#c"), [])
    root = svg_weight.Part(("svg", "#"), [], [heavy, plain])
    parts = [root, heavy, *heavy.children, plain]
    for rule, weighs in (
        ("rect{fill:url(#a)}", 22), (".b{fill:url(#a)}", 22), ("#c{fill:url(#a)}", 22),
        ("x,.b:hover{fill:url(#a);mask:url('#a')}", 32), (".c{fill:url(#a)}", 12),
        ("/*.b{fill:url(#a)}*/", 12), (".b{}.b{fill:url(#zz)}", 12),
    ):  # fmt: skip
        for limit in (weighs - 1, weighs):
            monkeypatch.setattr(svg_weight, "HEAVIEST", limit)
            assert svg_weight.is_too_heavy(parts, [rule]) is (limit < weighs), rule
    monkeypatch.setattr(svg_weight, "HEAVIEST", 99)
    monkeypatch.setattr(svg_weight, "TARGETS_MOST", 3)
    assert not svg_weight.is_too_heavy(parts, [".b{a:url(#z)}", "rect{a:url(#z) url(#z)}"])
    assert svg_weight.is_too_heavy(parts, [".b{a:url(#z) url(#z)}", "rect{a:url(#z) url(#z)}"])
    named = svg_weight.Part(("g", "#"), ["a"] * 4)
    assert svg_weight.is_too_heavy([named], [])
    assert not svg_weight.is_too_heavy([svg_weight.Part(("g", "#"), ["a"] * 3)], [])
    assert not svg_weight.is_too_heavy([], [])
    assert targets_by_selector("a .b{x:url(#c)} #d{y:url('#e') url(f)}") == {
        "a": [["c"]], ".b": [["c"]], "#d": [["e"]],
    }  # fmt: skip
