"""Mistakes: where, what was found, what to write; status 1; output/ as it was; all at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.cli.main import main
from tests.conftest import ROOT, Site

STORY = "content/news/vote.md"
HEAD = "---\ntitle: Vote\npublished: 2026-03-01 09:00\n"


def _text(site: Site, text: str | bytes) -> None:
    site.write_bytes(STORY, text if isinstance(text, bytes) else text.encode())


def _folder_in_place(site: Site) -> None:
    (site.root / STORY).mkdir(parents=True)


def _loop(site: Site) -> None:
    (site.root / "content/news").mkdir(parents=True, exist_ok=True)
    (site.root / "content/news/again").symlink_to(site.root / "content")


def _dangling(site: Site) -> None:
    (site.root / "content/news").mkdir(parents=True, exist_ok=True)
    (site.root / STORY).symlink_to("nowhere.md")


def _pipe(site: Site) -> None:
    os.mkfifo(site.root / STORY)


def _borrow(name: str) -> Callable[[Site], None]:
    def write(site: Site) -> None:
        elsewhere = site.root.parent / "elsewhere.txt"
        elsewhere.write_text("Words from elsewhere.")
        site.story(STORY)
        (site.root / name).parent.mkdir(parents=True, exist_ok=True)
        (site.root / name).symlink_to(elsewhere)

    return write


def _big(site: Site) -> None:
    _text(site, HEAD + "---\n" + "sample " * 7_500_000)


def _template(text: str) -> Callable[[Site], None]:
    def write(site: Site) -> None:
        site.story(STORY)
        site.write("templates/article.html", text)

    return write


def _front(more: str, body: str = "A sample.\n") -> Callable[[Site], None]:
    return lambda site: _text(site, f"{HEAD}{more}\n---\n{body}")


def _settings(line: str) -> Callable[[Site], None]:
    def write(site: Site) -> None:
        site.story(STORY)
        site.setting(line)

    return write


# What is done → where the problem is, words of what was found, words of the remedy.
# ruff: noqa: E501 - a table is read best with a row on a line
MISTAKES: dict[str, tuple[Callable[[Site], None], str, str, str]] = {
    "malformed YAML": (_front("tags: [a, b"), f"{STORY}:", "", ""),
    "an unclosed block": (lambda s: _text(s, HEAD + "\nText.\n"), f"{STORY}:1", "never ends", "---"),
    "a wrong type": (_front("draft: perhaps"), f"{STORY}:4", "perhaps", "true"),
    "a list for a text": (_front("summary: [a, b]"), f"{STORY}:4", "summary", ""),
    "an impossible date": (_front("updated: 2026-02-30"), f"{STORY}:4", "2026-02-30", ""),
    "an unknown key": (_front("embrago: 2026-04-01"), f"{STORY}:4", "embrago", "embargo"),
    "a key given twice": (_front("title: Again"), f"{STORY}:4", "title", ""),
    "an unknown section": (_front("section: nwes"), f"{STORY}:4", "nwes", "news"),
    "an unknown kind": (_front("kind: analisis"), f"{STORY}:4", "analisis", "analysis"),
    "an unknown author": (_front("authors: [an-sample]"), f"{STORY}:4", "an-sample", "ana-sample"),
    "an unknown template": (_front("template: artcle.html"), f"{STORY}:4", "artcle", "article"),
    "a slug with dots": (_front("slug: ../../etc"), f"{STORY}:4", "../../etc", "slug"),
    "a slug with slashes": (_front("slug: a/b"), f"{STORY}:4", "a/b", "a-b"),
    "an alias that climbs": (_front("aliases: [/../x/]"), f"{STORY}:4", "/../x/", ""),
    "an alias that climbs unseen": (_front("aliases: [/%2e%2e/x/]"), f"{STORY}:4", "%2e", ""),
    "an alias with a NUL": (_front("aliases: [/a%00b/]"), f"{STORY}:4", "%00", ""),
    "an alias with a backslash": (_front("aliases: [/a%5cb/]"), f"{STORY}:4", "%5c", ""),
    "an alias that hides": (_front("aliases: [/.git/config]"), f"{STORY}:4", ".git", ""),
    "an alias without end": (_front(f"aliases: [/{'x' * 300}/]"), f"{STORY}:4", "xxx", ""),
    "a series without a letter": (_front("series: '!!!'"), f"{STORY}:4", "!!!", "letters"),
    "a tag without a letter": (_front("tags: ['!!!']"), f"{STORY}:4", "!!!", "letters"),
    "a picture that is no address": (_front("image: 'http://[x'"), f"{STORY}:4", "http://[x", ""),
    "a link that is no address": (_front("", "[a](http://[x)\n"), f"{STORY}:6", "http://[x", "https"),
    "a picture from nowhere": (_front("", "![a](//[x)\n"), f"{STORY}:6", "//[x", "https"),
    "an embed of no address": (_front("", "::: embed //[x\n:::\n"), f"{STORY}:6", "//[x", "https"),
    "a YAML bomb": (_front("extra: &a [x]\nsources: [*a, *a]"), f"{STORY}:4", "", ""),
    "a title that nobody sees": (
        lambda s: _text(s, "---\ntitle: \u200b\npublished: 2026-03-01\n---\nText.\n"), f"{STORY}:2", "empty", "title:",
    ),
    "no title": (lambda s: _text(s, "---\npublished: 2026-03-01\n---\nText.\n"), STORY, "title", ""),
    "a dead link": (_front("", "\nSee [it](vot.md).\n"), f"{STORY}:7", "vot.md", "a file in content/"),
    "a dead address": (_front("", "See [it](/nwes/).\n"), f"{STORY}:6", "/nwes/", "/news/"),
    "a missing picture": (_front("", "![A dot](dott.png)\n"), f"{STORY}:6", "dott.png", "dot.png"),
    "a missing lead picture": (
        _front("image: {file: dott.png, alt: A dot}"), f"{STORY}:4", "dott.png", "dot.png",
    ),
    "a picture without alt": (_front("image: dot.png"), f"{STORY}:4", "alt", "alt"),
    "a picture that is none": (
        _front("", "![A note](note.jpg)\n"), "content/news/note.jpg", "", "",
    ),
    "a related story that is none": (_front("related: [nowhere.md]"), f"{STORY}:4", "nowhere", ""),
    "invalid UTF-8": (lambda s: _text(s, b"---\ntitle: Vot\xff\n---\n"), f"{STORY}:2", "UTF-8", ""),
    "NUL bytes": (lambda s: _text(s, b"---\ntitle: Vo\0te\n---\n"), f"{STORY}:", "", ""),
    "a binary file": (lambda s: _text(s, bytes(range(256)) * 40), STORY, "", ""),
    "a file of 50 MB": (_big, STORY, "", ""),
    "a folder for a file": (_folder_in_place, STORY, "folder", ".md"),
    "a loop of links": (_loop, "content/news/again", "back", "Remove"),
    "a static file from elsewhere": (_borrow("static/root/a.txt"), "static/root/a.txt", "leads out of content/", "itself"),
    "a story from elsewhere": (_borrow("content/news/b.md"), "content/news/b.md", "leads out of content/", "itself"),
    "a template from elsewhere": (_borrow("templates/tag.html"), "templates/tag.html", "leads out of content/", "itself"),
    "a link to nowhere": (_dangling, STORY, "read", "link"),
    "a file for the folder of templates": (
        lambda s: s.write_bytes("templates", b"") and None, "templates", "not a folder", "Take",
    ),
    "a pipe for a file": (_pipe, STORY, "pipe", "away"),
    "a page among lasting files": (
        lambda s: s.write_bytes("content/pages/static.md", b"---\ntitle: A\n---\nA.\n") and None,
        "content/pages/static.md", "/static/", "slug",
    ),
    "an alias among lasting files": (_front("aliases: [/media/a/]"), f"{STORY}:4", "/media/a/", "alias"),
    "a file in no section": (
        lambda s: s.write_bytes("content/nwes/a.md", f"{HEAD}---\nA.\n".encode()) and None,
        "content/nwes/a.md", "nwes", "news",
    ),
    "a broken person": (
        lambda s: s.write_bytes("content/authors/bo.md", b"---\nnam: Bo\n---\n") and None,
        "content/authors/bo.md:2", "nam", "name",
    ),
    "a front.yml that begins with ---": (
        lambda s: s.write_bytes("content/front.yml", b"---\nlead: news/none.md\n") and None,
        "content/front.yml:2", "news/none.md", "",
    ),
    "a front.yml of two parts": (
        lambda s: s.write_bytes("content/front.yml", b"lead:\n---\nsecondary: news/first.md\n")
        and None,
        "content/front.yml:2", "not read", "Delete",
    ),
    "a broken front.yml": (
        lambda s: s.write_bytes("content/front.yml", b"lead: news/none.md\n") and None,
        "content/front.yml:1", "news/none.md", "",
    ),
    "a template's unknown variable": (
        _template("<p>\n{{ artcle.title }}"), "templates/article.html:2", "artcle", "article",
    ),
    "a template's unknown field": (
        _template("<p>\n{{ article.titel }}"), "templates/article.html:2", "'titel'", "content/news/",
    ),
    "a template's syntax": (_template("<p>\n{% if %}"), "templates/article.html:2", "", ""),
    "a template's unknown part": (
        _template("{% include 'parts/nothing.html' %}"), "templates/article.html:1", "nothing", "",
    ),
    "a template's unknown asset": (
        _template("{{ asset('site.cs') }}"), "templates/article.html:1", "site.cs", "site.css",
    ),
    "an unknown setting": (_settings('titel = "A"'), "sitegen.toml:1", "titel", "title"),
    "a setting of a wrong type": (_settings('page_size = "5"'), "sitegen.toml:1", "page_size", "5"),
    "a logo that is none": (
        _settings('[organisation]\nlogo = "icons/mark.svgz"'), "sitegen.toml:16", "mark.svgz", "icons/mark.svg",
    ),
    "a list of nobody's stories": (
        _settings('[lists.top]\nauthor = "ana"'), "sitegen.toml:16", "'ana'", "ana-sample",
    ),
    "settings that are no TOML": (_settings("page_size = ="), "sitegen.toml:1", "TOML", ""),
    "a time zone that is none": (
        lambda s: s.write_bytes(
            "sitegen.toml", s.read("sitegen.toml").replace("America/Chicago", "America/Houston")
            .encode()) and None,
        "sitegen.toml:5", "America/Houston", "",
    ),
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site that was built once, with a person and two files beside its stories."""
    site = Site(tmp_path / "site")
    site.story("content/news/first.md")
    site.write("content/authors/ana-sample.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    picture = (ROOT / "static/icons/mark-180.png").read_bytes()
    site.write_bytes("content/news/dot.png", picture)
    site.write_bytes("content/news/note.jpg", b"This is a note.\n")
    site.build()
    return site


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_remedy(
    site: Site, mistake: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake is passed over, or told without its line, what was found or what to write."""
    make, place, words, remedy = MISTAKES[mistake]
    make(site)
    problems = [problem for problem in site.problems() if not problem.warning]
    text = "\n".join(map(str, problems))
    here = [problem for problem in problems if str(problem).startswith(place)]
    assert here, text
    problem = here[0]
    assert words in problem.message, text
    assert remedy in problem.hint + problem.message, text
    assert problem.hint or mistake in HINTLESS, text
    assert main(["build", "--root", str(site.root), "--quiet"]) == 1
    assert str(problem) in capsys.readouterr().err


HINTLESS: frozenset[str] = frozenset({"a template's syntax"})


def test_all_mistakes_of_all_files_are_told_at_once(site: Site) -> None:
    """An editor mends one mistake only to be told of the next."""
    site.story("content/news/a.md", "![A dot](no.png)\n\n::: nope\n:::\n", embrago="2026-04-01",
               draft="perhaps")  # fmt: skip
    site.story("content/local/b.md", "See [it](gone.md) ![A dot](no.png).", authors="[nobody]")
    site.story("content/local/c.md", slug="b")
    site.write("content/authors/bo.md", "---\nrole: Reporter\n---\n")
    site.write("content/front.yml", "lead: news/gone.md\n")
    site.write("templates/article.html", "{{ artcle }}\n")
    site.setting('[[menus.main.links]]\ntitle = "Nowhere"\nurl = "/nowhere/"')
    problems = [
        (p.path, p.line, p.message.partition(" ")[0]) for p in site.problems() if not p.warning
    ]
    assert problems == [
        ("content/authors/bo.md", 1, "the"),
        ("content/front.yml", 1, "there"),
        ("content/local/b.md", 5, "nobody"),
        ("content/local/b.md", 8, "dead"),
        ("content/local/b.md", 8, "there"),
        ("content/local/c.md", 5, "content/local/b.md"),
        ("content/news/a.md", 5, "unknown"),
        ("content/news/a.md", 6, "draft:"),
        ("content/news/a.md", 9, "there"),
        ("content/news/a.md", 11, "unknown"),
        ("sitegen.toml", 15, "the"),
        ("templates/article.html", 1, "unknown"),
    ]


def test_a_file_that_cannot_be_read_is_not_told_of_as_missing(site: Site) -> None:
    """One broken story brings a dead link from each story that names it."""
    site.write("content/news/a.md", "---\ntitle: Mayor: no\n---\n")
    site.write("content/authors/bo.md", "---\nname: @bo\n---\n")
    site.story("content/news/b.md", "[a](a.md), [a](/news/a/), [t](/tags/schools/)",
               authors="[bo, Bo Sample]", related="[a.md]", translation_of="a.md", lang="es")  # fmt: skip
    site.write("content/front.yml", "lead: news/a.md\n")
    problems = [problem.path for problem in site.problems() if not problem.warning]
    assert set(problems) == {"content/authors/bo.md", "content/news/a.md"}


def test_an_item_of_a_list_is_told_by_its_own_line(site: Site) -> None:
    """The line that is named is the key's, many lines above the name that is wrong."""
    lists = ["authors:", "  - ana-sample", "  - nobody", "related:", "  - first.md", "  - gone.md"]
    _text(site, HEAD + "\n".join(lists) + "\n---\nText.\n")
    problems = [problem.line for problem in site.problems() if not problem.warning]
    assert problems == [6, 9]


def test_a_story_under_another_ending_is_not_passed_over_in_silence(site: Site) -> None:
    """A story is named vote.markdown, and nobody hears why it is not on the site."""
    site.story("content/news/vote.markdown")
    site.story("content/news/fire.MD")
    site.story("content/news/vote.md.txt")  # as Windows' editor names it
    problems = [(p.path, p.hint) for p in site.build().report.warnings if "not read" in p.message]
    assert problems == [
        ("content/news/fire.MD", "Name it fire.md."),
        ("content/news/vote.markdown", "Name it vote.md."),
        ("content/news/vote.md.txt", "Name it vote.md."),
    ]


def test_accents_are_one_letter_or_two(site: Site) -> None:
    """A link typed on one machine is dead because a file's name was made on another."""
    picture = (site.root / "content/news/dot.png").read_bytes()
    site.write_bytes("content/news/e\u0301.png", picture)
    site.story("content/news/cafe\u0301.md", slug="cafe")
    site.story("content/news/a.md", "[c](caf\u00e9.md) ![E](\u00e9.png)", related="[caf\u00e9.md]")
    page = site.build()["news/a/index.html"]
    assert page.count('href="/news/cafe/"') >= 2


def test_a_dead_link_is_told_by_the_line_of_its_own_address(site: Site) -> None:
    """The line that is named holds another address, of which this one is a part."""
    site.story("content/news/a.md", "[f](first.md), see st.md\n\n[s](st.md)\n\n![D](ot.png)")
    problems = [problem.line for problem in site.problems() if not problem.warning]
    assert problems == [9, 11]


def test_two_stories_at_one_address_are_both_named(site: Site) -> None:
    """One story silently takes the place of another."""
    site.story("content/news/a.md", slug="same")
    site.story("content/news/b.md", slug="same")
    (problem,) = [p for p in site.problems() if not p.warning]
    assert "content/news/a.md and content/news/b.md both want /news/same/" in problem.message
    assert problem.line == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"slug": "same"}, {"aliases": "[/news/same/]"}),
        ({"aliases": "[/old/]"}, {"aliases": "[/old]"}),
        ({"aliases": "[/old/page]"}, {"aliases": "[/Old/Page/]"}),
    ],
)
def test_addresses_that_clash_are_told(
    site: Site, one: dict[str, str], other: dict[str, str]
) -> None:
    """An old address takes a page's place, or another's, or differs from it by case alone."""
    site.story("content/news/a.md", **one)
    site.story("content/news/b.md", **other)
    assert any("both want" in problem.message for problem in site.problems())


def test_two_stories_of_one_name_in_two_sections_are_two_stories(site: Site) -> None:
    """The cards of two stories with the same headline are told to clash."""
    for section in ("news", "local"):
        site.story(f"content/{section}/rain.md", title="Rain", kicker="Weather")
    assert {"news/rain/index.html", "local/rain/index.html"} <= site.build().tree.keys()


def test_a_site_whose_one_story_is_broken_is_not_called_empty(tmp_path: Path) -> None:
    """An editor whose story has a mistake is told that there is no story."""
    site = Site(tmp_path / "one")
    site.write("content/news/a.md", "---\ntitle: [\n---\n")
    assert {problem.path for problem in site.problems()} == {"content/news/a.md"}


def test_an_alias_that_is_a_files_parent_is_told(site: Site) -> None:
    """An old address wants to be a file where other pages need a folder."""
    site.story("content/news/a.md", aliases="[/feed.xml/x/]")
    assert any("/feed.xml" in problem.message for problem in site.problems())


def test_an_alias_of_its_own_address_is_told(site: Site) -> None:
    """A story that moved back redirects to itself for ever."""
    site.story("content/news/a.md", aliases="[/news/a/]")
    assert site.problems()


def test_two_people_of_one_name_are_told_when_named(site: Site) -> None:
    """A byline goes to whoever comes first."""
    site.write("content/authors/lan-1.md", "---\nname: Lan Sample\n---\nSample.\n")
    site.write("content/authors/lan-2.md", "---\nname: Lan Sample\n---\nSample.\n")
    site.story("content/news/a.md", authors="[lan-1]")
    site.build()
    site.story("content/news/a.md", authors="[Lan Sample]")
    assert any("Lan Sample" in problem.message for problem in site.problems())


def test_a_section_that_was_taken_out_of_the_settings_is_told(site: Site) -> None:
    """Stories vanish, or sitegen breaks, when their section is no longer declared."""
    text = site.read("sitegen.toml").replace('slug = "news"', 'slug = "sports"')
    site.write("sitegen.toml", text)
    (problem,) = [p for p in site.problems() if not p.warning]
    assert problem.path == "content/news/first.md"


def test_a_site_without_stories_is_built_with_a_word(tmp_path: Path) -> None:
    """An empty content/ ends in a traceback, or in silence."""
    site = Site(tmp_path / "empty")
    (site.root / "content").mkdir()
    built = site.build()
    assert "index.html" in built.tree
    (warning,) = built.report.warnings
    assert "no story" in warning.message


def test_a_name_that_is_not_utf8_is_told_or_ignored(site: Site) -> None:
    """A file's odd name ends in a traceback."""
    name = os.fsencode(str(site.root / "content/news")) + b"/caf\xe9.md"
    try:
        with open(name, "wb") as file:
            file.write(f"{HEAD}---\nText.\n".encode())
    except OSError:
        pytest.skip("this disk has no such names")
    problems = site.problems()
    assert any("caf" in problem.path for problem in problems)
    str(problems[0]).encode("utf-8")


def test_one_draft_is_told_of_by_what_is_wrong_in_its_front_matter(site: Site) -> None:
    """A draft's front matter must be sound, or nobody could know that it is a draft.

    What it names need not exist yet: it is looked up on the day of publication.
    """
    site.story("content/news/a.md", "See [it](gone.md).", draft="true", authors="[nobody]")
    site.build()
    site.story("content/news/a.md", draft="true", embrago="2026-04-01")
    assert site.problems()


def test_a_held_story_is_looked_up_before_its_hour(site: Site) -> None:
    """A build at six in the morning fails on a link that was dead the night before."""
    site.story("content/news/a.md", "See [it](gone.md).", embargo="2027-01-01")
    assert [p.line for p in site.problems() if not p.warning] == [8]


def test_all_mistakes_of_a_file_come_in_one_round(site: Site) -> None:
    """What YAML cannot read, what keys hold, what the text holds and where links lead: at once."""
    site.story(
        title="Mayor: no",
        kind="opinon",
        image="{file: hall.jpg, alt: A hall, full}",
        authors="[nobody]",
        tags="[a, b",
        body="[gone](/nowhere/)\n\n<div>\n\n![A tree](tree.jpg)\n",
    )

    messages = "\n".join(problem.message for problem in site.problems())

    for part in ("title holds a colon", "no kind 'opinon'", "a comma within", "list of tags",
                 "nobody", "/nowhere/", "<div> is never closed", "tree.jpg"):  # fmt: skip
        assert part in messages
