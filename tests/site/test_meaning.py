"""What a story or section means, though nobody wrote it; and what means nothing, told."""

from __future__ import annotations

from datetime import datetime

import pytest

from sitegen.core.problems import Problem
from sitegen.newsite.story import new_article
from sitegen.settings.load import load
from tests.conftest import NOW, Site

OPINION = '[[sections]]\nslug = "opinion"\ntitle = "Opinion"\nopinion = true'
GUIDES = '[[sections]]\nslug = "guides"\ntitle = "Guides"\nkind = "explainer"'


def warnings(site: Site, path: str) -> list[Problem]:
    return [w for w in site.build().report.warnings if w.path == path]


def test_a_story_of_an_opinion_section_is_opinion(site: Site) -> None:
    """A forgotten line made a column plain news, in feeds and search engines too."""
    site.setting(OPINION)
    site.story("content/opinion/column.md")
    site.story("content/opinion/report.md", kind="news")
    site.story("content/news/moved.md", section="opinion")

    built = site.build()

    assert '"OpinionNewsArticle"' in built["opinion/column/index.html"]
    assert '"OpinionNewsArticle"' in built["opinion/moved/index.html"]
    assert '"OpinionNewsArticle"' not in built["opinion/report/index.html"]


def test_a_section_may_name_kind_and_template(site: Site) -> None:
    """Each story of a section of guides is one, and looks like one."""
    site.setting(f'{GUIDES}\ntemplate = "guide.html"')
    site.write("templates/guide.html", "GUIDE {{ article.kind }} {{ article.title }}")
    site.story("content/guides/vote.md", title="How to vote")
    site.story("content/guides/plain.md", title="News of guides", kind="news",
               template="article.html")  # fmt: skip

    built = site.build()

    assert built["guides/vote/index.html"].startswith("GUIDE explainer How to vote")
    assert "GUIDE" not in built["guides/plain/index.html"]


def test_what_a_section_gives_is_read_again_when_it_changes(site: Site) -> None:
    """A rebuild after an edit of the settings equals a clean build."""
    site.setting(GUIDES)
    site.story("content/guides/vote.md")
    site.build()
    site.write_bytes(
        "sitegen.toml", site.read("sitegen.toml").replace("explainer", "analysis").encode()
    )

    assert site.build().tree == site.copy().build().tree


@pytest.mark.parametrize("line", ['kind = "page"', 'kind = "opinon"', 'template = "guide"'])
def test_what_a_section_cannot_give_is_refused(site: Site, line: str) -> None:
    """With its line, before any story is blamed."""
    site.setting(f'[[sections]]\nslug = "guides"\ntitle = "Guides"\n{line}')

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("sitegen.toml", 18)


def test_a_template_of_a_section_that_is_not_there_is_the_settings_mistake(site: Site) -> None:
    """Not that of each of its stories."""
    site.setting(GUIDES + '\ntemplate = "guides.html"')
    site.write("templates/guide.html", "x")
    site.story("content/guides/vote.md")

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("sitegen.toml", 19)
    assert "guide.html" in problem.hint


def test_new_writes_the_kind_of_its_section(site: Site) -> None:
    """Whoever moves the story to another section takes its label along."""
    site.setting(OPINION)
    now = datetime.fromisoformat(NOW)

    column = new_article(load(site.root), "A column", "opinion", now=now)
    report = new_article(load(site.root), "A report", "news", now=now)

    assert "\nkind: opinion\n" in column.read_text("utf-8")
    assert "kind:" not in report.read_text("utf-8")


def test_an_unknown_colour_is_told_with_its_line(site: Site) -> None:
    """The section would be grey, and nobody would know why."""
    site.story()
    site.setting('[[sections]]\nslug = "arts"\ntitle = "Arts"\nhue = "cultur"')

    (warning,) = warnings(site, "sitegen.toml")

    assert (warning.line, "'culture'" in warning.hint) == (18, True)


def test_a_colour_of_the_sites_own_is_known(site: Site) -> None:
    """Defined in a style sheet of the site, it is a colour like the theme's."""
    site.story()
    site.setting('[[sections]]\nslug = "arts"\ntitle = "Arts"\nhue = "plum"')
    site.write("static/css/own.css", ":root { --hue-plum: #537; }")

    assert warnings(site, "sitegen.toml") == []


def test_two_stories_that_are_one_part_are_told(site: Site) -> None:
    """The box of the series would count 1, 2, 2."""
    site.story("content/news/a.md", series="High water", part="2")
    site.story("content/news/b.md", series="High Water", part="2")
    site.story("content/news/c.md", series="High water", part="2", lang="es")

    (warning,) = warnings(site, "content/news/b.md")

    assert (warning.line, "content/news/a.md" in warning.message) == (6, True)
    assert warnings(site, "content/news/c.md") == []


@pytest.mark.parametrize("body", ["", "\n \n", "<!-- nothing yet -->\n"])
def test_a_story_without_text_is_told(site: Site, body: str) -> None:
    """A headline alone came out, because somebody saved too early."""
    text = f"---\ntitle: Vote\npublished: 2026-03-01\n---\n{body}"
    site.write_bytes("content/news/vote.md", text.encode())
    site.write("content/news/draft.md", "---\ntitle: A draft\ndraft: true\n---\n")

    assert "no text" in warnings(site, "content/news/vote.md")[0].message
    assert warnings(site, "content/news/draft.md") == []


def test_a_recording_without_a_transcript_is_told(site: Site) -> None:
    """WCAG 1.2.1: those who cannot hear it have nothing."""
    talk = "url: https://sound.example/talk.mp3, length: 9000"
    site.story(enclosure=f"{{{talk}}}")
    site.story("content/news/fine.md",
               enclosure=f"{{{talk}, transcript: https://sound.example/talk.txt}}")  # fmt: skip

    (warning,) = warnings(site, "content/news/vote.md")

    assert (warning.line, "'transcript: interview.txt'" in warning.hint) == (5, True)
    assert warnings(site, "content/news/fine.md") == []


PAGE = "content/pages/jobs.md"


def test_a_page_that_nothing_leads_to_is_told_with_the_line_for_a_menu(site: Site) -> None:
    """Typed into a menu, the line leads readers there."""
    site.story()
    site.write(PAGE, "---\ntitle: Work with us\n---\nSample.\n")

    (warning,) = warnings(site, PAGE)

    link = warning.hint.partition(": ")[2]
    assert link == '{ title = "Work with us", url = "/jobs/" }'
    site.setting(f"[menus.about]\nlinks = [{link}]")
    assert warnings(site, PAGE) == []


def link_in_a_story(site: Site) -> None:
    site.story(body="[Jobs](/jobs/?a=1)")


def link_by_its_file(site: Site) -> None:
    site.story(body="[Jobs](../pages/jobs.md)")


def link_in_a_template(site: Site) -> None:
    site.write("templates/parts/footer.html", '<footer><a href="/jobs/">Jobs</a></footer>')


def link_as_policy(site: Site) -> None:
    site.setting('[organisation]\nname = "G"\n[organisation.policies]\nethics = "/jobs/"')


@pytest.mark.parametrize(
    "link", [link_in_a_story, link_by_its_file, link_in_a_template, link_as_policy]
)
def test_a_page_that_something_leads_to_is_fine(site: Site, link: object) -> None:
    """Stories, templates and the settings are ways to a page; itself it is none."""
    site.story()
    site.write(PAGE, "---\ntitle: Work with us\n---\n[Here](/jobs/)\n")
    assert len(warnings(site, PAGE)) == 1

    link(site)  # type: ignore[operator]

    assert warnings(site, PAGE) == []


def test_other_quotation_marks_set_every_text_anew(site: Site) -> None:
    """Only the stories that were edited had the new marks."""
    site.story(lang="de", body='Er sagte "nein".')
    site.build()
    site.setting('[typography]\nquotes = "“”"')

    assert site.build().tree == site.copy().build().tree
