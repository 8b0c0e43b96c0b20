"""docs/theming.md, done as it says: what a new user tries works and changes nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import ROOT, Site

MANUAL = (ROOT / "docs" / "theming.md").read_text("utf-8")


def example(language: str, holding: str) -> str:
    """Return the manual's one example in `language` that holds these words."""
    matches = [
        text
        for text in re.findall(rf"```{language}\n(.*?)```", MANUAL, re.DOTALL)
        if holding in text
    ]
    assert len(matches) == 1, holding
    return str(matches[0])


def stylesheet(tree: dict[str, bytes] | object) -> str:
    assert isinstance(tree, dict)
    (name,) = [name for name in tree if re.fullmatch(r"static/site\.\w+\.css", name)]
    return str(tree[name].decode())


def test_colors_change_with_a_file_of_ones_own(site: Site) -> None:
    """A site's own CSS stands after the theme's in the one stylesheet, so that it wins."""
    site.story()
    site.write("static/css/colors.css", example("css", "--accent"))
    style = stylesheet(site.build().tree)
    assert style.rindex("--accent:light-dark(#5b2a86,#d3b3ff)") > style.rindex("@layer print")


def test_a_section_may_have_a_color_of_its_own(site: Site) -> None:
    """The section's pages and cards carry the name that the site's CSS gives a color."""
    settings = site.read("sitegen.toml").replace('slug = "news"', 'slug = "news"\nhue = "weather"')
    site.write_bytes("sitegen.toml", settings.encode())
    site.story()
    site.write("static/css/weather.css", example("css", "--hue-weather"))
    built = site.build()
    assert 'data-hue="weather"' in built["news/vote/index.html"]
    assert '[data-hue="weather"]{--hue:var(--hue-weather);--bar:' in stylesheet(built.tree)


def test_a_block_changes_and_the_rest_is_inherited(site: Site) -> None:
    """An override holds one block; the byline, the text and the footer stay the theme's."""
    site.story(body="The sample council met.")
    site.write("templates/article.html", example("jinja", "worth each of them"))
    page = site.build()["news/vote/index.html"]
    assert "1 minutes, and worth each of them." in page
    assert "The sample council met." in page
    assert 'class="byline"' in page
    assert 'class="footer' in page


def test_a_story_may_have_a_template_of_its_own(site: Site) -> None:
    """The story that names it gets it, with the keys it brought; other stories do not."""
    site.story(template="wide.html", extra="{map_note: Drawn from the county’s own figures.}")
    site.story("content/news/other.md")
    site.write("templates/wide.html", example("jinja", "map_note"))
    built = site.build()
    assert "Drawn from the county’s own figures." in built["news/vote/index.html"]
    assert 'class="byline"' not in built["news/vote/index.html"]
    assert 'class="byline"' in built["news/other/index.html"]


def test_a_list_of_ones_own_shows_its_newest_stories(site: Site) -> None:
    """A named list of the settings is a value of every template."""
    for number in range(1, 5):
        site.story(f"content/news/story-{number}.md", published=f"2026-03-0{number}")
    site.setting(example("toml", "top_politics"))
    text = example("jinja", "top_politics").replace(
        "{% from", '{% extends "theme/404.html" %}\n{% from'
    )
    head, loop = text.split("{% for", 1)
    site.write("templates/404.html", f"{head}{{% block main %}}{{% for{loop}{{% endblock %}}")
    page = site.build()["404.html"]
    assert re.findall(r"Story \d", page.partition("<main")[2].partition("</main")[0]) == [
        "Story 4",
        "Story 3",
        "Story 2",
    ]


def test_any_block_of_the_manual_exists() -> None:
    """The manual's table of blocks names those of the templates, all of them."""
    table = MANUAL[MANUAL.index("| template | blocks |") :].partition("\n\n")[0]
    rows = dict(re.findall(r"^\| `([\w.]+\.html)`[^|]*\| (.*) \|$", table, re.MULTILINE))
    for name in ("base.html", "article.html", "page.html", "search.html"):
        text = (ROOT / "templates" / name).read_text("utf-8")
        inherited = (
            {"breaking", "main", "head", "masthead", "style"} if name != "base.html" else set()
        )
        blocks = set(re.findall(r"{% block (\w+)", text)) - inherited
        assert blocks == set(re.findall(r"`(\w+)`", rows[name])), name


def test_a_misspelt_value_is_reported_where_it_stands(site: Site) -> None:
    """The editor of a template learns its file, its line and the likely word."""
    site.story()
    site.write("templates/page.html", '{% extends "theme/page.html" %}\n\n{{ artical.title }}\n')
    site.write("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
    (problem,) = [p for p in site.problems() if not p.warning]
    assert (problem.path, problem.line) == (str(Path("templates/page.html")), 3)
    assert "artical" in problem.message
    assert "article" in problem.hint


def test_a_template_may_use_a_value_alone(site: Site) -> None:
    """A short template of one's own that names the site and no story ends in a traceback."""
    site.story()
    site.write("templates/article.html", "<title>{{ site.title }}</title>\n")
    assert site.build()["news/vote/index.html"].strip().endswith("The Sample Gazette</title>")


def test_a_templates_warning_is_told_also_of_a_page_that_stays(site: Site) -> None:
    """warn() says nothing when the page comes out as it was."""
    site.story()
    site.write("templates/article.html", "<title>A</title>\n")
    site.build()
    site.write("templates/article.html", "<title>A</title>{{ warn('Sample words') }}\n")
    assert "Sample words" in [problem.message for problem in site.build().report.warnings]
