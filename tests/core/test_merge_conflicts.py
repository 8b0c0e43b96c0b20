"""Conflicts that git left: where they are found, and that nothing of them is published."""

from __future__ import annotations

import re

import pytest

from sitegen.core.merge_conflicts import conflicts
from tests.conftest import SETTINGS, Site

CONFLICT = "<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> 1a2b3c4 (Ana's change)\n"
SOUND = "---\ntitle: Budget vote\npublished: 2026-03-01\n---\n"


def conflict(ours: str, theirs: str) -> str:
    return CONFLICT.format(ours=ours, theirs=theirs)


FILES = {
    "text": ("content/news/vote.md", SOUND + conflict("Nine voted.", "Ten voted."), 5),
    "front matter": (
        "content/news/vote.md",
        f"---\n{conflict('title: Vote', 'title: Votes')}published: 2026-03-01\n---\nText.",
        2,
    ),
    "the whole file": ("content/news/vote.md", conflict(SOUND, SOUND), 1),
    "a person": ("content/authors/jo.md", f"---\n{conflict('name: Jo', 'name: Jo P')}---\n", 2),
    "the front page": ("content/front.yml", conflict("lead: [vote.md]", "lead: [a.md]"), 1),
    "settings": ("sitegen.toml", SETTINGS + conflict('place = "A"', 'place = "B"'), 14),
    "a template": ("templates/parts/footer.html", conflict("<p>A</p>", "{% if %}"), 1),
    "a style": ("static/css/own.css", "a {}\n" + conflict("b {}", "c {}"), 2),
    "a script": ("static/js/own.js", conflict("a()", "b()"), 1),
    "robots": ("static/root/ads.txt", conflict("a", "b"), 1),
}


@pytest.mark.parametrize(("path", "text", "line"), FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_conflict_of_git_is_never_published(
    site: Site, path: str, text: str, line: int, ends: str
) -> None:
    """In any file that people merge, it is the one problem that is told of it, with its line."""
    site.story("content/news/other.md")
    site.write_bytes(path, text.replace("\n", ends).encode())

    problems = site.problems()

    assert [(p.line, p.path) for p in problems] == [(line, path)]
    assert "git left a conflict here" in problems[0].message
    assert "delete those that begin with '<<<<<<<'" in problems[0].hint


def test_a_conflict_in_the_words_of_a_photo_is_told(site: Site) -> None:
    """The small file beside a photo is merged like any other."""
    site.write_bytes("content/news/hall.jpg", b"no picture: the words are read before it")
    site.write("content/news/hall.jpg.yml", conflict("credit: Jo", "credit: Ana"))
    site.story("content/news/vote.md", image="{file: hall.jpg, alt: A hall}")

    problems = site.problems()

    assert ("content/news/hall.jpg.yml", 1) in [(p.path, p.line) for p in problems]


def test_what_the_remedy_says_mends_a_conflict() -> None:
    """The right lines kept and the marks deleted, nothing is left of it."""
    text = conflict("ours\n||||||| 1a2b3c4\nbase", "theirs")
    (problem,) = conflicts("a.md", text)
    marks = re.findall(r"'([^']+)'", problem.hint)

    kept = [line for line in text.split("\n") if not line.startswith((*marks, "|||||||"))]

    assert conflicts("a.md", "\n".join(kept)) == []


def test_each_conflict_and_each_stray_mark_is_told_with_its_line() -> None:
    """Whoever deleted one mark of three is told of the others."""
    text = conflict("a", "b") + "c\n=======\nd\n>>>>>>> branch\n" + conflict("e", "f")

    assert [problem.line for problem in conflicts("a.md", text)] == [1, 9, 10]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("\n" + conflict("a", "b"), [2]),
        ("<<<<<<< HEAD\n>>>>>>> b\n", [1]),
        ("<<<<<<< HEAD\n", [1]),
        (">>>>>>> b\n", [1]),
        ("<<<<<<< HEAD\n<<<<<<< HEAD\n>>>>>>> b\n", [1, 2]),
    ],
)
def test_lines_are_counted_from_the_first(text: str, lines: list[int]) -> None:
    assert [problem.line for problem in conflicts("a.md", text)] == lines


@pytest.mark.parametrize(
    ("lines", "told"), [(399, [(1, "up to line 401")]), (400, [(402, "the mark")])]
)
def test_two_marks_far_apart_are_no_conflict(lines: int, told: list[tuple[int, str]]) -> None:
    """Of 400 lines between them, the last mark is told alone."""
    text = "<<<<<<< HEAD\n" + "a\n" * lines + ">>>>>>> b\n"
    found = conflicts("a.md", text)
    assert [problem.line for problem in found] == [line for line, _ in told]
    assert all(words in problem.message for problem, (_, words) in zip(found, told, strict=True))


@pytest.mark.parametrize(
    "text",
    ["Headline\n=======\n", ">>>>>>>> eight\n", "a <<<<<<< b\n", "<<<<<<<<<<\n", "> > > quoted\n"],
)
def test_what_looks_like_a_mark_is_text(text: str) -> None:
    """A line under a headline, longer rows of signs and quotations are what they are."""
    assert conflicts("a.md", text) == []
