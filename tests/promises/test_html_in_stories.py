"""HTML in a story, from its source to the page: it stays in its place and opens no doors."""

from __future__ import annotations

import re
from io import BytesIO

from lxml import html
from PIL import Image

from tests.conftest import Site

PAGE = "news/vote/index.html"


def photo() -> bytes:
    data = BytesIO()
    Image.new("RGB", (800, 500), "teal").save(data, "JPEG")
    return data.getvalue()


def policy_of(page: str) -> str:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    return found[1]


def test_a_comment_is_in_no_file(site: Site) -> None:
    """The name of a source in an editor's comment stood in the page for everybody."""
    site.story(body="The official asked.\n\n<!-- Source is PRIVATENAME -->\n\nMore was said.")

    built = site.build()

    assert built.mentioning("PRIVATENAME") == []
    assert "More was said." in built[PAGE]


def test_a_comment_without_end_stops_the_build(site: Site) -> None:
    """The line on which it begins is named, and nothing of it is published."""
    site.story(body="The official asked.\n\n<!-- Source is PRIVATENAME\n\nMore was said.")

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("content/news/vote.md", 9)
    assert "never closed" in problem.message


def test_a_tag_without_end_stops_the_build(site: Site) -> None:
    """An open <div> drew the page's navigation and footer into the story's box."""
    site.story(body='<div class="box">\n<p>Polls close at 7.</p>\n\nMore text.')

    (problem,) = site.problems()

    assert (problem.line, problem.message) == (7, "<div> is never closed")


def test_a_picture_keeps_the_size_that_was_written(site: Site) -> None:
    """The height follows from the width, so that nothing moves when the picture comes."""
    site.write_bytes("content/news/hall.jpg", photo())
    site.story(
        body='<img src="hall.jpg" alt="A full hall" width="300" class="left" '
        'style="float:left">\n\n'
        'Text.\n\n![A full hall](hall.jpg){.right width="200"}'
    )

    page = html.fromstring(site.build()[PAGE])

    bare, figure = page.xpath("//div[contains(@class, 'prose')]//img")
    assert (bare.get("width"), bare.get("height")) == ("300", "188")
    assert (bare.get("class"), bare.get("style")) == ("left", "float:left")
    assert (figure.get("width"), figure.get("height")) == ("200", "125")
    assert figure.get("class") == "right"


def test_a_page_opens_itself_only_to_listed_origins(site: Site) -> None:
    """A frame or script of another site works when sitegen.toml lists its origin, else not."""
    site.story(
        body='<blockquote><p>Hi</p><a href="https://net.example/1">May 1</a></blockquote>\n'
        '<script async src="https://net.example/w.js"></script>\n\n'
        '<iframe src="https://films.example/1" title="x"></iframe>'
    )

    built = site.build()

    assert ".example" not in policy_of(built[PAGE])
    said = [str(warning) for warning in built.report.warnings]
    assert any("net.example" in w and "::: embed https://net.example/1" in w for w in said)
    assert any("films.example" in w for w in said)
    assert not any("templates" in w for w in said)

    site.setting('[policy]\norigins = ["https://net.example", "https://films.example"]')
    built = site.build()

    assert re.search(r"script-src [^;]* https://net\.example;", policy_of(built[PAGE]))
    assert "frame-src https://films.example https://net.example;" in policy_of(built[PAGE])
    assert not any("example" in w.message for w in built.report.warnings if "vote" in w.path)


def test_a_template_is_bound_by_the_same_list(site: Site) -> None:
    """A script that a designer put into every page is told of by name, once."""
    site.write(
        "templates/parts/footer.html",
        '<footer><script src="https://count.example/c.js"></script></footer>\n',
    )
    site.story()

    built = site.build()

    assert "count.example" not in policy_of(built[PAGE])
    (warning,) = [w for w in built.report.warnings if "count.example" in w.message]
    assert 'origins = ["https://count.example"]' in warning.hint

    site.setting('[policy]\norigins = ["https://count.example"]')
    built = site.build()

    assert "https://count.example" in policy_of(built[PAGE])
    assert not [w for w in built.report.warnings if "count.example" in w.message]
