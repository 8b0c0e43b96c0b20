"""A site of version 0.1.0, as it was frozen: what it has to change, and what it is told.

It was built without a word by that version. docs/upgrading.md names each of these edits and
warnings; whoever changes what old sites must do extends the lists there and here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from sitegen.core.problems import Problem
from tests.conftest import ROOT, Site

NOW = "2025-04-01T09:00:00-05:00"
FROZEN = ROOT / "tests" / "data" / "sites" / "0.1.0"
REPORT = "content/news/report.md"
HTML = "**HTML in stories has to be sound.**"

# File, what stands there, what to write; and the words of docs/upgrading.md that say so.
EDITS = [
    ("content/news/paid.md", "pinned: true", "sponsor: {name: A sample, url: https://a.example}",
     "**Sponsored stories name who paid.**"),
    ("content/news/wire.md", "lead: true\n", "", "may say `lead` or `breaking`"),
    (REPORT, "never closed.\n", "never closed.\n\n</div>\n", HTML),
    (REPORT, "go on.", "go on.</b>", HTML),
    ("sitegen.toml", "[images]", '[tags.slugs]\n"C++" = "cpp"\n\n[images]',
     "**Tags that shared a page.**"),
    ("content/news/voto.es.md", "title:", "lang: es\ntitle:",
     "**Translations say their language.**"),
    ("templates/article.html", "/static/js/own.js", "{{ asset('js/own.js') }}", "{{ asset('"),
]  # fmt: skip
RENAMED = ("content/news/voto.es.md", "content/news/voto-es.md", "**Names such as `vote.es.md`**")

# File and beginning of the warning; and the words of docs/upgrading.md.
WARNINGS = [
    (REPORT, "the frame of player.example will not show", "**Frames and scripts of other sites**"),
    ("content/news/second (Ana's conflicted copy 2025-03-04).md", "this is a copy of",
     "**Copies of sync programs**"),
    ("content/news/third.md", "the story has no text", "stories without text"),
    ("content/news/third.md", "content/news/second.md is part 1", "with one `part` of a series"),
    ("content/pages/about.md", "no menu, story or page leads here", "pages to which no menu"),
    ("sitegen.toml", "no style sheet has the colour 'crimson'", "`hue` no style sheet has"),
    ("templates/article.html", "nothing answers '/subscribe/'", "that nothing answers"),
]  # fmt: skip


@pytest.fixture
def frozen(tmp_path: Path) -> Site:
    shutil.copytree(FROZEN, tmp_path / "site")
    return Site(tmp_path / "site")


def files(problems: Iterable[Problem]) -> set[str]:
    return {problem.path for problem in problems if not problem.warning}


def test_an_old_site_is_told_of_all_its_edits_at_once(frozen: Site) -> None:
    """The first build after the upgrade names every file that has to change, and no other."""
    assert files(frozen.problems(now=NOW)) == {
        path if path != "sitegen.toml" else "content/news/second.md" for path, *_ in EDITS
    }


def test_an_old_site_builds_once_the_edits_are_made(frozen: Site) -> None:
    """With just the warnings that the manual lists."""
    for path, old, new, _words in EDITS:
        text = frozen.read(path)
        assert old in text
        frozen.write_bytes(path, text.replace(old, new, 1).encode())
    frozen.move(*RENAMED[:2])

    warnings = frozen.build(now=NOW).report.warnings

    assert len(warnings) == len(WARNINGS), "\n".join(map(str, warnings))
    for path, words, _ in WARNINGS:
        assert any(w.path == path and w.message.startswith(words) for w in warnings), (path, words)


def test_addresses_of_an_old_site_stay(frozen: Site) -> None:
    """Every page that version 0.1.0 made answers still, but that of the copy."""
    test_an_old_site_builds_once_the_edits_are_made(frozen)

    output = frozen.root / "output"
    for page in (FROZEN / "pages.txt").read_text("utf-8").split():
        assert (output / page).is_file(), page


@pytest.mark.parametrize("words", [each[3] for each in EDITS] + [RENAMED[2]]
                         + [each[2] for each in WARNINGS])  # fmt: skip
def test_the_manual_names_what_an_old_site_meets(words: str) -> None:
    """Whoever upgrades reads it before they build."""
    assert words in (ROOT / "docs" / "upgrading.md").read_text("utf-8")
