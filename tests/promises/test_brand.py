"""The newsroom's own signs: its mark, its logo, and the call that pays for it."""

from __future__ import annotations

from io import BytesIO

import pytest
from lxml import html
from PIL import Image

from tests.conftest import NOW, ROOT, Built, Site
from tests.pictures.photo_files import saved

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def branded(site: Site) -> Site:
    """A site with a mark and a logo of its own, as drawings with a PNG beside each."""
    for name, size in (("ours", (512, 512)), ("logo", (600, 100)), ("logo-dark", (600, 100))):
        site.write(f"static/brand/{name}.svg", SVG.format(*size))
        picture = Image.new("RGBA", size, (0, 0, 0, 0))
        picture.paste((200, 40, 40, 255), (10, 10, size[0] // 2, size[1] // 2))
        site.write_bytes(f"static/brand/{name}.png", saved(picture, "PNG"))
    site.setting("""
        [organisation]
        mark = "brand/ours.svg"
        logo = "static/brand/logo.svg"
        logo_dark = "brand/logo-dark.svg"
    """)
    site.story()
    return site


def sources(built: Built, file: str, within: str) -> list[str]:
    """Return the names of the pictures in an element, without their fingerprints."""
    page = html.document_fromstring(built[file])
    paths = page.xpath(f'//*[contains(@class, "{within}")]//img/@src')
    return [path.split("/")[-1].partition(".")[0] for path in paths]


def test_the_mark_and_the_logo_stand_where_readers_look(branded: Site) -> None:
    """In the header and the foot, beside the date, at the end of a story, on the 404 page."""
    built = branded.build(NOW)

    assert sources(built, "news/vote/index.html", "masthead") == ["logo", "logo-dark"]
    assert sources(built, "index.html", "dateline") == ["ours"]
    assert sources(built, "news/vote/index.html", "prose") == ["ours"]
    assert sources(built, "news/vote/index.html", "footer") == ["logo-dark"]
    assert sources(built, "404.html", "empty") == ["logo", "logo-dark"]
    logo = html.document_fromstring(built["index.html"]).xpath('//img[@class="logo"]')[0]
    assert (logo.get("width"), logo.get("height"), logo.get("alt")) == ("600", "100", "")


def test_what_shows_no_drawings_gets_the_picture_beside(branded: Site) -> None:
    """RSS, phones, search engines and old browsers take no SVG."""
    built = branded.build(NOW)
    page = built["news/vote/index.html"]

    assert "/static/brand/logo." in built["feed.xml"].partition("<image>")[2].partition("</url>")[0]
    assert ".png" in built["feed.xml"].partition("<image>")[2].partition("</url>")[0]
    assert '"logo":' in page
    (touch,) = html.document_fromstring(page).xpath('//link[@rel="apple-touch-icon"]/@href')
    assert touch.startswith("/static/brand/ours.")
    assert touch.endswith(".png")
    assert '"sizes":"512x512"' in built["manifest.webmanifest"].replace(" ", "")
    with Image.open(BytesIO(built.tree["favicon.ico"])) as icon:
        assert icon.size == (32, 32)
        assert icon.convert("RGBA").getpixel((4, 4)) == (200, 40, 40, 255)


def test_a_favicon_of_ones_own_is_kept(branded: Site) -> None:
    own = saved(Image.new("RGBA", (32, 32), "#123456"), "ICO")
    branded.write_bytes("static/root/favicon.ico", own)

    assert branded.build(NOW).tree["favicon.ico"] == own


def test_shared_cards_bear_mark_and_logo(branded: Site) -> None:
    """The card that stands for a story without a picture says whose it is."""
    built = branded.build(NOW)
    branded.write_bytes(
        "static/brand/ours.png", saved(Image.new("RGBA", (512, 512), "#ffffff"), "PNG")
    )
    again = branded.build(NOW)

    (card,) = built.paths("media/card-vote*.png")
    assert built.tree[card] != again.tree[card]
    assert again.tree == branded.copy().build(NOW).tree


def test_a_drawing_without_its_picture_is_told(branded: Site) -> None:
    for name in ("ours", "logo"):
        branded.delete(f"static/brand/{name}.png")

    warnings = [str(problem) for problem in branded.build(NOW).report.warnings]

    for key, name in (("mark", "ours"), ("logo", "logo")):
        (warning,) = [text for text in warnings if f"the {key} 'brand/{name}.svg'" in text]
        assert f"static/brand/{name}.png" in warning
        assert "sitegen.toml:" in warning


def test_a_sign_that_is_not_there_stops_the_build(site: Site) -> None:
    site.setting('[organisation]\nlogo_dark = "brand/night.svg"')
    site.story()

    (problem,) = site.problems(NOW)

    assert "there is no picture 'brand/night.svg' in static/" in problem.message
    assert problem.line


def test_the_sun_is_of_no_other_site(site: Site) -> None:
    """A new newsroom begins with a plain mark, and not with that of somebody else."""
    site.story()
    built = site.build(NOW)

    assert built.paths("static/own/*") == []
    assert sources(built, "404.html", "empty") == ["mark"]
    assert 'fill="#f2a31b"' not in (ROOT / "static/icons/mark.svg").read_text()
    assert built.tree["favicon.ico"]


def test_the_call_stands_in_the_header_the_menu_and_the_foot(site: Site) -> None:
    """One call that pays for it all, where it is set, and nowhere else."""
    site.story()
    assert "/support/" not in site.build(NOW)["index.html"]
    site.setting('[support]\nlabel = "Keep us free"\nurl = "https://pay.example/support/"')

    page = html.document_fromstring(site.build(NOW)["news/vote/index.html"])

    links = page.xpath('//a[@href="https://pay.example/support/"]')
    assert [link.text_content() for link in links] == ["Keep us free"] * 3
    assert len(page.xpath('//footer//a[@href="https://pay.example/support/"]')) == 1


def test_half_a_call_is_a_problem(site: Site) -> None:
    site.setting('[support]\nlabel = "Keep us free"')
    site.story()

    assert [
        "url" in problem.message or "url" in problem.hint for problem in site.problems(NOW)
    ] == [True]
