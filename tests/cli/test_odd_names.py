"""Names that no disk or no text can hold, on the command line and in output/: never a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Site

LATIN = os.fsdecode(b"caf\xe9")
LONG = "x" * 300
COMMANDS = {
    "build --output": ["build", "--output", "NAME"],
    "build --cache": ["build", "--cache", "NAME"],
    "build --root": ["build", "--root", "NAME"],
    "build --now": ["build", "--now", "NAME"],
    "build --jobs": ["build", "--jobs", "NAME"],
    "why": ["why", "NAME"],
    "why an address": ["why", "/NAME/"],
    "due": ["due", "--root", "NAME"],
    "publish": ["publish", "NAME"],
    "publish a story": ["publish", "content/news/NAME.md"],
    "new article --section": ["new", "article", "x", "--section", "NAME"],
    "new article --author": ["new", "article", "x", "--author", "NAME"],
    "init": ["init", "NAME"],
    "init --timezone": ["init", "made", "--timezone", "NAME"],
    "theme copy": ["theme", "copy", "NAME"],
    "host": ["host", "NAME"],
    "pack": ["pack", "--root", "NAME"],
    "serve --host": ["serve", "--host", "NAME"],
    "serve --root": ["serve", "--root", "NAME", "--port", "99999"],
    "a command": ["NAME"],
}


def _run(site: Site, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *words],
        cwd=site.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("name", [LATIN, LONG], ids=["no text", "too long"])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_odd_name_is_refused_in_a_sentence(site: Site, command: str, name: str) -> None:
    """`build --output $'caf\\xe9'`, or a name of 300 letters, is a traceback."""
    site.story()
    result = _run(site, *[word.replace("NAME", name) for word in COMMANDS[command]])
    assert b"Traceback" not in result.stderr, result.stderr.decode("utf-8", "replace")[-600:]
    assert result.returncode in ((2,) if name == LATIN else (1, 2))
    told = result.stderr.decode("utf-8", "replace")
    if "this name is too long" in told:
        assert re.match(r".{80}…: error: this name is too long\n", told)
    if name == LATIN:
        assert b"is not UTF-8 text" in result.stderr
        assert rb"caf\xe9" in result.stderr


@pytest.mark.parametrize("title", ["\u200b", "\u00ad \u2060", " ", "\u202e"])
def test_a_headline_that_nobody_sees_begins_no_story(site: Site, title: str) -> None:
    """The story is written, and then no build passes."""
    result = _run(site, "new", "article", title)
    assert result.returncode == 1
    assert b"the headline is empty" in result.stderr
    assert not (site.root / "content").exists()


def test_odd_names_in_output_are_adopted(site: Site) -> None:
    """`--adopt` over files whose names are no text is a traceback, or leaves them for ever."""
    site.story()
    output = site.root / "output"
    (output / "sub").mkdir(parents=True)
    for name in (b"caf\xe9.html", b"sub/\xff", b"y" * 255, b"a b", b"a\\b", b"a\nb", "ñ".encode()):
        with open(os.path.join(os.fsencode(output), name), "wb") as file:
            file.write(b"old")
    refused = _run(site, "build")
    assert refused.returncode == 1
    assert b"Traceback" not in refused.stderr
    adopted = _run(site, "build", "--adopt")
    assert adopted.returncode == 0, adopted.stderr
    assert b"Traceback" not in adopted.stderr
    assert not [n for n in os.listdir(os.fsencode(output)) if n.startswith((b"caf", b"yyy"))]
    assert _run(site, "build").returncode == 0


def test_a_backslash_in_a_name_is_a_problem(site: Site) -> None:
    """What no host and no other system bears is a traceback."""
    site.story()
    site.write("static/root/a\\b.txt", "A sample.")
    (problem,) = site.problems()
    assert problem.path == "static/root/a\\b.txt"
    assert "backslash" in problem.message


def test_spaces_of_all_widths_may_stand_in_names(site: Site) -> None:
    """A Mac writes a narrow space into the name of each picture of its screen."""
    site.story()
    site.write("static/root/at 9.41\u202fPM.txt", "A sample.")
    assert site.build()["at 9.41\u202fPM.txt"] == "A sample."
