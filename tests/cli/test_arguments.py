"""What the words of a command stand for."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen.cli import build, late, main, options, report
from sitegen.cli.main import _command_first, arguments
from sitegen.core.problems import SitegenError
from tests.conftest import NOW, ROOT, Site

_PRINTING = {"json": False, "quiet": False}
DEFAULTS: dict[str, dict[str, object]] = {
    "build": {
        "output": None, "jobs": 0, "adopt": False, "allow_empty": False, "if_due": False,
        "watch": False, "poll": False, "explain": None, **_PRINTING,
    },
    "deploy": {
        "name": "", "output": None, "dry_run": False, "adopt": False, "force": False,
        "allow_removed": False, "back": False, "purge": "", "half": "", "no_ping": False,
        "verify": False, **_PRINTING,
    },
    "pictures": {"cluster": "", "jobs": 0, **_PRINTING},
    "serve": {
        "host": "127.0.0.1", "port": 8000, "drafts": False, "as_of": None, "poll": False,
        "open": False,
    },
    "new article Vote": {"title": "Vote", "section": "", "author": ""},
    "publish a.md": {"files": [Path("a.md")]},
    "why a.md": {"target": "a.md"},
    "due": {},
    "verify": {"url": "", "wait": 0, "output": None, **_PRINTING},
    "init paper": {
        "folder": Path("paper"), "title": "", "timezone": "America/Chicago", "host": "",
        "sample": False, "url": "",
    },
    "import": {
        "program": "", "files": [], "into": None, "media": None, "fetch": False, "since": None,
        "limit": 0, "dry_run": False, "host": "", "check": None,
    },
    "host nginx": {"name": "nginx"},
    "pack": {},
    "theme copy base.html": {"name": "base.html"},
    "theme list": {},
    "theme diff": {"name": "", "seen": False},
}  # fmt: skip
_FOR_MANY = {"root": Path(), "cache": None, "now": None}


@pytest.mark.parametrize("command", DEFAULTS)
def test_what_nobody_says_is_so(command: str) -> None:
    """A command without options does the plain thing, in this folder, now."""
    values = vars(arguments(command.split()))

    for name in ("run", "version", "stopped"):
        values.pop(name, None)
    assert {name: values.pop(name, value) for name, value in _FOR_MANY.items()} == _FOR_MANY
    assert values == DEFAULTS[command]


@pytest.mark.parametrize("command", DEFAULTS)
def test_a_command_is_read_alone_as_among_all(command: str) -> None:
    """Only the parser of the command that is asked for is made: that of all takes longer."""
    words = command.split()
    alone, among_all = (vars(main._parser(name).parse_args(words)) for name in (words[0], ""))
    assert alone.pop("run").__qualname__ == among_all.pop("run").__qualname__
    assert alone == among_all


def test_each_command_stands_under_its_own_name() -> None:
    """By that name its parser is found."""
    for name in main._COMMANDS:
        alone = main._parser(name)
        (choices,) = [
            action.choices
            for action in alone._actions
            if isinstance(action, argparse._SubParsersAction)
        ]
        assert list(choices or ()) == [name]
    assert main._parser("bild").format_help() == main._parser().format_help()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("build --jobs 1", {"jobs": 1}),
        ("pictures --jobs 12", {"jobs": 12}),
        ("import --limit 1", {"limit": 1}),
        ("verify --wait 0", {"wait": 0}),
        ("verify --wait 90", {"wait": 90}),
        ("serve --port 65535", {"port": 65535}),
        ("serve --port 0", {"port": 0}),
        ("deploy --check", {"half": "check"}),
        ("deploy test --done", {"half": "done", "name": "test"}),
        ("theme diff base.html --seen", {"name": "base.html", "seen": True}),
    ],
)
def test_what_somebody_says_is_heard(words: str, value: dict[str, object]) -> None:
    """One process is a number of processes, too, and no second is a number of seconds."""
    values = vars(arguments(words.split()))
    assert {name: values[name] for name in value} == value


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("build --jobs 0", "'0' is not a number from 1 up"),
        ("import --limit ½", "'½' is not a number from 1 up"),
        ("serve --port 65536", "'65536' is not a port, a number from 0 to 65535"),
        ("serve --port 8²", "'8²' is not a port, a number from 0 to 65535"),
        ("verify --wait -1", "'-1' is not a number of seconds"),
        ("verify --wait soon", "'soon' is not a number of seconds"),
        ("deploy --check --done", "not allowed with argument --check"),
        ("theme", "WHAT"),
        ("new", "WHAT"),
        ("", "COMMAND"),
        ("--bogus", "COMMAND"),
    ],
)
def test_what_is_no_command_says_what_is_wrong_with_it(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With status 2, which is that of a wrong command."""
    with pytest.raises(SystemExit) as stop:
        arguments(words.split())
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("", ""),
        ("build", "build"),
        ("--root a build --quiet", "build --quiet --root a"),
        ("--root=a build", "build --root=a"),
        ("--root=a --now b build --poll", "build --poll --root=a --now b"),
        ("--cache c why x", "why x --cache c"),
        ("--now t why -- -x", "why --now t -- -x"),
        ("--quiet --root a build", "--quiet --root a build"),
        ("--root a --quiet build", "--root a --quiet build"),
        ("--root a", "--root a"),
        ("--root", "--root"),
        ("build --root a", "build --root a"),
        ("--version", "--version"),
    ],
)
def test_options_before_the_command_are_put_behind_its_words(words: str, order: str) -> None:
    """As people who know git write them; a `--` keeps what is behind it."""
    assert _command_first(words.split()) == order.split()


@pytest.mark.parametrize(
    ("word", "fits"), [("a\u200bb", True), ("é", True), ("a\udce9", False), ("a\udce9😀", False)]
)
def test_a_word_that_is_no_text_is_refused_and_others_are_not(word: str, fits: bool) -> None:
    """A sign that nobody sees can be written into a page; half a letter cannot."""
    if fits:
        assert arguments(["why", word]).target == word
        return
    with pytest.raises(SystemExit):
        arguments(["why", word])


def test_each_site_of_a_machine_has_a_cache_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sites of one name share none, and --cache goes before SITEGEN_CACHE."""

    def cache(*words: str) -> Path | None:
        return options.cache_of(arguments(["build", *words]))

    monkeypatch.delenv("SITEGEN_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert cache() is None
    assert cache("--cache", "a") == tmp_path / "a"
    monkeypatch.setenv("SITEGEN_CACHE", "caches")
    assert cache("--cache", "a") == tmp_path / "a"
    one, other = cache("--root", "x/site"), cache("--root", "y/site")
    for place in (one, other):
        assert place is not None
        assert place.parent == tmp_path / "caches"
        assert re.fullmatch(r"site-[0-9a-f]{8}", place.name)
    assert one != other


def test_a_time_is_that_of_the_newsroom_unless_it_says_another(site: Site) -> None:
    """And without one it is the clock's, to the second."""
    here = options.Site(site.root)
    assert options.moment_of("2026-11-26 06:00", here, "--now") == datetime.fromisoformat(
        "2026-11-26T06:00:00-06:00"
    )
    assert options.moment_of(NOW, here, "--now") == datetime.fromisoformat(NOW)
    began = datetime.now(UTC).replace(microsecond=0)
    now = options.moment_of(None, here, "--now")
    assert now.microsecond == 0
    assert began <= now <= datetime.now(UTC)
    with pytest.raises(SitegenError) as refused:
        options.moment_in(ZoneInfo("UTC"), "soon", "--since")
    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == ("--since", 0)


@pytest.mark.parametrize(
    ("epoch", "moment"),
    [("0", "1970-01-01T00:00:00+00:00"), ("1795687200", "2026-11-26T10:00:00+00:00")],
)
def test_source_date_epoch_is_seconds_since_1970(
    epoch: str, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is in UTC."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert options.clock().isoformat() == moment


@pytest.mark.parametrize("epoch", ["abc", "9" * 14, "9" * 40, "1e9"])
def test_an_epoch_that_is_none_is_a_problem(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is no number or one that no calendar reaches."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(SitegenError) as refused:
        options.clock()
    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == ("SOURCE_DATE_EPOCH", 0)
    assert problem.message == f"'{epoch}' is not a number of seconds since 1970"


@pytest.mark.parametrize(
    ("address", "target", "file"),
    [
        ("https://gazette.org", "/news/vote/", "news/vote/index.html"),
        ("https://gazette.org", "/news/vote", "news/vote/index.html"),
        ("https://gazette.org", "news/vote/index.html", "news/vote/index.html"),
        ("https://gazette.org", "news/vote", "news/vote"),
        ("https://gazette.org", "https://gazette.org/news/feed.xml", "news/feed.xml"),
        ("https://gazette.org", "/v1.2/vote", "v1.2/vote/index.html"),
        ("https://gazette.org", "https://gazette.org/", "index.html"),
        ("https://gazette.org", "https://gazette.org", "index.html"),
        ("https://gazette.org", "/paper/vote/", "paper/vote/index.html"),
        ("https://gazette.org/paper", "/paper/vote/", "vote/index.html"),
        ("https://gazette.org/paper", "/paper", "index.html"),
        ("https://gazette.org/paper", "/papers/", "papers/index.html"),
        ("https://gazette.org/paper", "https://gazette.org/paper/feed.xml", "feed.xml"),
        ("https://gazette.org/paper", "https://gazette.org/paper/paper/", "paper/index.html"),
        ("https://gazette.org", "http://gazette.org/news/vote/?a#b", "news/vote/index.html"),
    ],
)
def test_an_address_is_that_of_a_file(site: Site, address: str, target: str, file: str) -> None:
    """--explain takes what the browser shows, with the site's own folder and without it."""
    site.write(
        "sitegen.toml", site.read("sitegen.toml").replace("https://gazette.example", address)
    )
    assert build._file_of(target, options.Site(site.root)) == file


@pytest.mark.parametrize("name", sorted(late._MODULES))
def test_what_is_loaded_late_is_what_its_name_says(name: str) -> None:
    """From the module that stands beside its name."""
    module, _, other = late._MODULES[name].partition(":")
    assert getattr(late, name) is getattr(import_module(module), other or name)


def test_what_nobody_loads_late_is_not_there() -> None:
    """And the list of names is that of the modules."""
    assert sorted(late.__all__) == sorted(late._MODULES)
    assert late.open_browser.__module__ == "webbrowser"
    for name in ("Absent", "absent", "zebra"):
        with pytest.raises(AttributeError, match=f"no attribute '{name}'"):
            getattr(late, name)


def test_the_words_of_a_command_are_read_before_other_rooms_are_loaded() -> None:
    """A build of a site without changes takes a fifth of a second, and most of it is loading."""
    code = "import sys, sitegen.cli.main, sitegen.newsite; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    rooms = "build|delivery|importers|desk|newsite|preview"
    loaded = re.findall(rf"sitegen\.(?:{rooms})\b\S*", run.stdout)
    assert loaded == ["sitegen.newsite"]


@pytest.mark.parametrize("is_terminal", [True, False])
@pytest.mark.parametrize("options_given", ["", "json", "quiet"])
def test_a_bar_is_for_somebody_who_reads_along(
    options_given: str, is_terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal, and where neither a program nor nobody listens."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: is_terminal)
    args = argparse.Namespace(json=options_given == "json", quiet=options_given == "quiet")
    assert report.progress_for(args)._visible is (is_terminal and not options_given)


def test_the_folder_of_a_site_is_a_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever folder is the current one later."""
    monkeypatch.chdir(tmp_path)
    assert options.site_of(arguments(["due"])).root == Path(os.path.realpath(tmp_path))
