"""What a build says that is refused: warnings, then errors, then how many."""

from __future__ import annotations

import json

import pytest

from sitegen.cli.main import main
from tests.conftest import Site

ARCHIVE = """\
---
title: Post {number}
date: 2019-05-01
layout: post
url: /2019/05/post-{number}/
---
Text.
"""


def refused(site: Site, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, list[str]]:
    """Build a site that has mistakes; return stdout and the lines of stderr."""
    assert main(["build", "--root", str(site.root), *words]) == 1
    streams = capsys.readouterr()
    return streams.out, streams.err.splitlines()


def test_errors_come_last_with_their_number(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to look for six errors among forty warnings."""
    for name in "acde":
        site.story(f"content/news/{name}.md", kidn="opinion")
    site.story("content/news/b.md", summary="A summary without an end. " * 20)

    _, lines = refused(site, capsys)

    assert [line.split(": ")[1] for line in lines if line.startswith("content/")] == [
        "warning", "error", "error", "error", "error",
    ]  # fmt: skip
    assert lines[-1] == "4 errors in 4 files. Nothing was published; output/ is as it was."
    lines = refused(site, capsys, "--output", str(site.root / "elsewhere"))[1]
    assert lines[-1] == "4 errors in 4 files. Nothing was published; elsewhere/ is as it was."


def test_the_first_build_of_an_archive_tells_one_of_each_kind(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sixty mistakes of two kinds in thirty files of another program take seven lines."""
    for number in range(30):
        site.write(f"content/news/p{number:02}.md", ARCHIVE.format(number=number))

    out, lines = refused(site, capsys, "--json")

    assert len(json.loads(out)["problems"]) == 60
    assert [line.partition("error: ")[2] for line in lines[::3]] == [
        "unknown key 'layout'",
        "unknown key 'url'",
        "",
    ]
    assert lines[2] == (
        "  30 times in 30 files, as in content/news/p00.md, content/news/p01.md "
        "and content/news/p02.md."
    )
    assert lines[-1].startswith("60 errors in 30 files. Nothing was published")


def test_a_site_that_was_built_before_is_told_file_by_file(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once something is published, the mistakes are those of somebody who writes."""
    site.story()
    site.build()
    for number in range(7):
        site.write(f"content/news/p{number}.md", ARCHIVE.format(number=number))

    _, lines = refused(site, capsys)

    assert (
        lines.count("  Delete this key, or keep it under 'extra:' for templates of your own.") == 5
    )
    assert "content/news/p6.md:4: 'layout'" in lines
