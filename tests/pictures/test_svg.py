"""Drawings are published without anything that runs, loads or tells."""

from __future__ import annotations

import pytest

from sitegen.core.problems import Problem
from sitegen.pictures import clean_svg
from sitegen.pictures.svg import svg_size

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def cleaned(inside: str, attributes: str = "") -> str:
    svg = clean_svg(f"{HEAD}{attributes}>{inside}</svg>".encode(), "content/map.svg")
    assert isinstance(svg, bytes), svg
    return svg.decode()


def refused(data: str | bytes) -> Problem:
    problem = clean_svg(data.encode() if isinstance(data, str) else data, "content/map.svg")
    assert isinstance(problem, Problem), problem
    assert problem.path == "content/map.svg"
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
