"""What commands print while work goes on, and of what they looked at."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.cli import deploy, moving, pictures, report
from sitegen.cli.main import main
from sitegen.cli.options import Site as CommandSite
from sitegen.cli.verify import print_verification, verification_value
from sitegen.core.bad_dates import REMEDY
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.delivery.checks import NOTE, WRONG, Check, Fault, good
from sitegen.delivery.deploy import Delivery, Outcome
from sitegen.delivery.encoding import Encoded
from sitegen.delivery.manifest import Manifest
from sitegen.delivery.plan import Plan, Step
from sitegen.delivery.receipts import Message
from sitegen.delivery.verify import Verification
from sitegen.model.answers import WORDS, Answer, FileAnswer, Why
from sitegen.model.tasks import HeldStory, Report
from tests.conftest import NOW, Site
from tests.importers.wxr import item, move

BASE = "https://gazette.org"
MOMENT = datetime.fromisoformat("2026-11-26T09:15:00-06:00")


class Clock:
    """Stands for the module `time`, and goes when it is told to."""

    now = 7.0

    def monotonic(self) -> float:
        return self.now


def test_work_that_takes_longer_than_a_second_has_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Drawn where it moved, taken away at the end, and nowhere but on a terminal."""
    clock = Clock()
    monkeypatch.setattr(report, "time", clock)
    bar, hidden = report.Progress(visible=True), report.Progress(visible=False)
    clock.now = 7.9
    bar.show("pictures", 1, 4)
    bar.clear()
    assert capsys.readouterr().err == ""
    clock.now = 8.0
    assert bar.seconds == 1.0
    for count in (1, 1, 4):
        bar.show("pictures", count, 4)
        hidden.show("pictures", count, 4)
    bar.clear()
    hidden.clear()
    assert capsys.readouterr().err == (
        f"\rpictures [{'#' * 7}{'.' * 23}] 25%\033[K\rpictures [{'#' * 30}] 100%\033[K\r\033[K"
    )
    for count, total in ((0, 0), (1, 1), (2, 3)):
        bar.show("read", count, total)
    assert capsys.readouterr().err == (
        f"\rread     [{'.' * 30}] 0%\033[K\rread     [{'#' * 30}] 100%\033[K"
        f"\rread     [{'#' * 20}{'.' * 10}] 66%\033[K"
    )
    bar.show("waiting for a page: a.html", 2, 3)
    assert capsys.readouterr().err == (
        "\r\033[KStill waiting for a page: a.html. Does its template, or a module, go on without "
        "end? Ctrl-C stops the build.\n"
    )


def _held(*reasons: str) -> tuple[HeldStory, ...]:
    return tuple(HeldStory(f"{reason}.md", reason.title(), reason) for reason in reasons)


@pytest.mark.parametrize(
    ("done", "seconds", "said"),
    [
        (Report((), (), 0, (), (), None, {}, {}), None, "Wrote 0 files."),
        (Report(("a",), (), 9, (), (), None, {}, {}), 9.94, "Wrote 1 file in 9.9 s."),
        (Report((), ("a",), 9, ("b",), (), None, {}, {}), 10,
         "Wrote 1 file and removed 1 in 10 s."),
        (Report(("a", "b"), ("c", "d", "e"), 9, ("f", "g"), _held("held", "draft"), None, {}, {}),
         61.4, "Wrote 5 files and removed 2 in 61 s. 1 story held, 1 draft."),
        (Report((), (), 9, (), _held("held", "held", "expired"), None, {}, {}), None,
         "Wrote 0 files. 2 stories held."),
        (Report((), (), 9, (), _held("draft", "draft", "draft", "a", "z"), None, {}, {}), 0,
         "Wrote 0 files in 0.0 s. 3 drafts."),
    ],
    ids=["nothing", "new", "changed", "each", "held", "drafts"],
)  # fmt: skip
def test_a_build_is_summed_up(done: Report, seconds: float | None, said: str) -> None:
    """What was written and removed, how long it took, and what waits."""
    assert report.summary(done, seconds) == said


def test_programs_are_told_all_of_a_build(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """And people why the file was made that they asked about."""
    explained = FileAnswer("a.html", Answer(False, Why.VALUES, ("article",)))
    held = (HeldStory("x.md", "X", "held", MOMENT), HeldStory("y.md", "Y", "draft"))
    done = Report(
        ("a.html",), ("b.html",), 4, ("c.html",), held, MOMENT, {"read": 0.5}, {"pages": 2},
        (Problem("a.md", 2, "is odd", warning=True),), Answer(False, Why.STORIES, ("a.md",)),
        {Why.VALUES: 2}, explained,
    )  # fmt: skip
    assert report.as_json(done) == {
        "new": ("a.html",), "changed": ("b.html",), "kept": 4, "removed": ("c.html",),
        "held": [
            {"path": "x.md", "title": "X", "reason": "held", "until": MOMENT.isoformat()},
            {"path": "y.md", "title": "Y", "reason": "draft", "until": None},
        ],
        "next_change": MOMENT.isoformat(), "counts": {"pages": 2}, "timings": {"read": 0.5},
        "warnings": ["a.md:2: warning: is odd"],
        "plan": {
            "stood": False, "reason": "stories", "words": WORDS[Why.STORIES], "sources": ("a.md",),
        },
        "reasons": {"values": 2},
        "explained": {
            "file": "a.html", "kept": False, "reason": "values", "values": ("article",),
            "words": "a.html is made again because 'article' changed.",
        },
    }  # fmt: skip
    assert list(report.explained_lines(done)) == [
        "a.html is made again because 'article' changed.",
        f"All files were planned anew: {WORDS[Why.STORIES]}.",
    ]
    stood = replace(done, plan=Answer(True, Why.SAME), next_change=None)
    assert list(report.explained_lines(stood))[1:] == [
        "The plan of the last build stood: nothing has changed."
    ]
    plain = replace(done, explained=None, next_change=None)
    assert (report.as_json(plain)["explained"], report.as_json(plain)["next_change"]) == (
        None,
        None,
    )
    assert list(report.explained_lines(plain)) == []
    here = CommandSite(site.root)
    stamp = "Nov. 26, 2026, 9:15 a.m. CST"
    assert list(report.held_lines(done, here)) == [f"Held until {stamp}: x.md (X)"]
    assert report.next_change(MOMENT, here) == f" Next scheduled change: {stamp}."
    assert report.next_change(None, here) == ""
    report.print_json({"title": "Bầu", "files": ["a"]})
    assert capsys.readouterr().out == '{\n "title": "B\\u1ea7u",\n "files": [\n  "a"\n ]\n}\n'


def test_a_move_counts_twice_a_second(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On one line of a terminal, which ends with the last piece; a file gets none of it."""
    clock = Clock()
    monkeypatch.setattr(moving, "time", clock)
    progress = moving._Progress()
    progress("posts", 1, 4)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    for clock.now, done in (
        (-3.0, 1),
        (-2.6, 2),
        (-2.5, 3),
        (-2.1, 4),
        (-2.0, 1_999),
        (-1.9, 2_000),
    ):
        progress("posts", done, 2_000)
    assert capsys.readouterr().err == (
        "1 of 2,000 posts \r3 of 2,000 posts \r1,999 of 2,000 posts \r2,000 of 2,000 posts \n"
    )


def test_a_move_that_is_stopped_says_how_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the status of Ctrl-C."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(moving._Progress, "__call__", stop)
    moved = move(tmp_path, item(1))
    assert moved.status == 130
    assert "Stopped. Run the same command again: it goes on." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said", "unsaid"),
    [
        ((), "What became of each piece: ", "Nothing was written"),
        (("--dry-run",), "Nothing was written (--dry-run).", "What became"),
    ],
)
def test_a_move_says_whether_it_wrote(
    options: tuple[str, ...],
    said: str,
    unsaid: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And where its report stands; after a dry run there is none."""
    move(tmp_path, item(1), options=options)
    out = capsys.readouterr().out
    assert (said in out, unsaid in out, "need a hand" in out) == (True, False, False)


def test_a_move_names_what_needs_a_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do; and a move of nothing at all has no report."""
    moved = move(tmp_path, item(1, text="[mystery]Words[/mystery]"), options=("--dry-run",))
    assert moved.status == 1
    assert re.search(r"\n1 of these need a hand:\n- .+\n  .*import\.toml", capsys.readouterr().out)
    assert move(tmp_path, options=("--dry-run",)).status == 1
    assert "--dry-run" not in capsys.readouterr().out


def test_pictures_of_a_site_with_mistakes_are_not_encoded(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1, and the mistakes, for people and for programs."""
    site.setting("timezon = 'x'")
    words = ["pictures", "--root", str(site.root)]
    assert main(words) == 1
    told = capsys.readouterr()
    assert (told.out, "unknown key 'timezon'" in told.err) == ("", True)
    assert main([*words, "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["line"] > 0


@pytest.mark.parametrize(
    ("done", "seconds", "said"),
    [
        (Encoded(), 1, "The next build has all pictures already: nothing was encoded."),
        (
            Encoded(0, 2, elsewhere=2),
            1,
            "Encoded 2 files of 0 pictures in 1.0 s: 2 on 0 workers.",
        ),
        (Encoded(1, 1, here=1), 9.94, "Encoded 1 file of 1 picture in 9.9 s: 1 here."),
        (
            Encoded(2, 3, shared=1, elsewhere=1, here=1, workers=("a",)),
            10,
            "Encoded 3 files of 2 pictures in 10 s: 1 file from the share, 1 on 1 worker, 1 here.",
        ),
        (
            Encoded(2_000, 6_000, elsewhere=6_000, workers=("a", "b")),
            61.2,
            "Encoded 6,000 files of 2,000 pictures in 61 s: 6,000 on 2 workers.",
        ),
    ],
    ids=["none", "odd", "one", "each", "many"],
)
def test_pictures_are_counted_where_they_were_encoded(
    done: Encoded, seconds: float, said: str
) -> None:
    """In one sentence."""
    assert pictures._summary(done, seconds) == said


@pytest.mark.parametrize(
    ("sent", "deleted", "seconds", "dry", "done"),
    [
        (("index.html",), (), 1.26,
         ["send index.html", "live would get 1 file and lose 0. Nothing was sent."],
         "Deployed to live: 1 file sent, in 1.3 s."),
        (("a.html", "b.html"), ("old.html",), 10,
         ["send a.html", "send b.html", "delete old.html",
          "live would get 2 files and lose 1. Nothing was sent."],
         "Deployed to live: 2 files sent, 1 deleted, in 10 s."),
        ((), (), 1, ["live would get 0 files and lose 0. Nothing was sent."],
         "live has this site already: nothing was sent."),
        (tuple(f"{number}.html" for number in range(200)), (), 9.94,
         [*(f"send {number}.html" for number in range(200)),
          "live would get 200 files and lose 0. Nothing was sent."],
         "Deployed to live: 200 files sent, in 9.9 s."),
        (tuple(f"{number}.html" for number in range(1_001)), (), 1,
         [*(f"send {number}.html" for number in range(200)), "... and 801 more (--json has all)",
          "live would get 1,001 files and lose 0. Nothing was sent."],
         "Deployed to live: 1,001 files sent, in 1.0 s."),
    ],
    ids=["one", "several", "none", "all", "many"],
)  # fmt: skip
def test_a_deploy_says_what_went(
    sent: tuple[str, ...], deleted: tuple[str, ...], seconds: float, dry: list[str], done: str
) -> None:
    """And a dry one what would go, two hundred files of it at most."""
    steps = [Step(word, files) for word, files in (("pages", sent), ("", deleted)) if files]
    plan = Plan(tuple(steps), Manifest(), Manifest(), sent, deleted)
    outcome = Outcome(plan, Delivery("live", BASE, MOMENT, {}), 0)
    assert deploy._summary(outcome, "live", seconds) == done
    assert list(deploy._dry_lines(outcome, "live")) == dry
    noted = replace(outcome, note="It is there in a minute.")
    assert deploy._summary(noted, "live", seconds).endswith(" It is there in a minute.")


def test_who_was_told_of_a_deploy_is_said_and_who_was_not_is_never_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Not even by --quiet."""
    messages = [
        Message("IndexNow", 1, is_good=True),
        Message("after", 2_000, False, "it ended"),
        Message("hub", 0, False, "it is away"),
    ]
    unsaid = (
        "after was not told of 2,000 addresses: it ended.\n"
        "hub was not told of 0 addresses: it is away.\n"
    )
    for silent, quiet in ((False, False), (True, False), (False, True)):
        deploy._print_messages(messages, silent=silent, quiet=quiet)
        told = capsys.readouterr()
        said = "" if silent or quiet else "IndexNow was told of 1 address.\n"
        assert told == (said, unsaid)


def test_publish_says_from_when_on_a_story_is_read(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Now, later, or as before."""
    site.story("content/news/now.md", draft="true")
    site.story("content/news/later.md", draft="true", embargo="2026-11-27 06:00")
    site.story("content/news/out.md")
    files = [f"content/news/{name}.md" for name in ("now", "later", "out")]
    words = ["publish", *files, "--root", str(site.root), "--now", MOMENT.isoformat()]
    assert main(words) == 0
    assert capsys.readouterr().out.splitlines() == [
        "content/news/now.md is dated 2026-11-26 09:15 CST. The next build brings it out.",
        "content/news/later.md is no draft any more. It is held until 2026-11-27 06:00 CST.",
        "content/news/out.md is no draft, and is left as it is.",
    ]


def test_a_host_is_set_once(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The files that it wants are named, and a second time there is nothing to do."""
    words = ["host", "nginx", "--root", str(site.root)]
    assert main(words) == 0
    assert capsys.readouterr().out.startswith("Wrote sitegen.toml")
    assert main(words) == 0
    assert capsys.readouterr().out == "The site is set up for nginx already.\n"


def test_a_check_of_the_live_site_has_a_line_and_each_remedy_stands_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The first fault stands in the line itself; of many, five are shown."""
    faults = [
        Fault("/a/", "is not there", "Deploy again."),
        Fault("/b/", "is old", "Deploy again."),
    ]
    faults += [Fault("", f"is odd {number}") for number in range(8)]
    look = Verification(
        "https://gazette.org", "https://gazette.org",
        (good("front", "is there"), Check("pages", WRONG, "/a/: is not there, and 9 more",
                                          tuple(faults))),
    )  # fmt: skip
    print_verification(look, quiet=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:-1] == [
        "good   front  is there",
        "wrong  pages  /a/: is not there, and 9 more",
        "              Deploy again.",
        "              /b/: is old",
        "              is odd 0",
        "              is odd 1",
        "              is odd 2",
        "              … and 5 more: sitegen verify --json",
    ]
    assert lines[-1] == "https://gazette.org: 1 of 2 checks failed."
    print_verification(look, quiet=True)
    assert capsys.readouterr().out.splitlines() == lines[1:-1]
    other = Check("pages", NOTE, "are odd", tuple(faults[:5]))
    print_verification(Verification(BASE, BASE, (other,)), quiet=False)
    assert capsys.readouterr().out.splitlines() == [
        "note   pages  are odd",
        "              /a/: is not there",
        *lines[2:7],
        f"{BASE}: all is well.",
    ]
    assert verification_value(look)["checks"] == [
        {"name": "front", "verdict": "good", "says": "is there", "faults": []},
        {
            "name": "pages", "verdict": "wrong", "says": "/a/: is not there, and 9 more",
            "faults": [
                {"where": fault.where, "what": fault.what, "hint": fault.hint} for fault in faults
            ],
        },
    ]  # fmt: skip


def test_a_verification_that_waits_says_for_what(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not where a program or nobody listens; the status is that of the last look."""
    look = Verification(BASE, BASE, (good("front", "is there"), Check("feeds", WRONG, "are old")))

    def verify(_settings: object, *, waiting: Any, **_options: object) -> Verification:
        waiting(look)
        return look

    monkeypatch.setattr("sitegen.delivery.verify.verify", verify)
    for more, said in (
        ((), "Not yet: feeds. Looking again.\n"),
        (("--quiet",), ""),
        (("--json",), ""),
    ):
        assert main(["verify", "--wait", "1", *more, "--root", str(site.root)]) == 1
        told = capsys.readouterr()
        assert told.err == said
    assert json.loads(told.out)["good"] is False


@pytest.mark.parametrize(
    ("since", "hint"), [("someday", REMEDY), ("11/20/2026", "Write it as 2026-11-20.")]
)
def test_a_day_to_move_from_that_is_none_is_told(
    since: str, hint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is wrong with it, or how to write one."""
    assert move(tmp_path, item(1), options=("--since", since)).status == 1
    told = capsys.readouterr().err
    assert told.startswith("--since: error: ")
    assert hint in told


def test_a_terminal_without_the_letters_of_a_title_ends_no_command(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are escaped."""
    site.story(title="Bầu cử")
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    words = ["why", "content/news/vote.md", "--root", str(site.root), "--now", NOW]
    assert main(words) == 0
    assert b"B\\u1ea7u c\\u1eed" in terminal.buffer.getvalue()  # type: ignore[attr-defined]


def test_each_copy_of_the_theme_tells_what_it_lacks(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that lacks nothing hides none after it."""
    site.write("templates/article.html", "<p>\n")
    for name in ("404.html", "base.html"):
        assert main(["theme", "copy", name, "--root", str(site.root)]) == 0
    capsys.readouterr()

    assert main(["theme", "diff", "--root", str(site.root)]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "templates/404.html lacks nothing."
    assert said[1].startswith("templates/article.html: nobody noted what was copied")
    assert "-<p>" in said
    assert said[-1] == "templates/base.html lacks nothing."


def test_a_reader_who_leaves_amid_the_words_is_no_fault(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sitegen why … | head -1` of a long answer."""

    def why(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("sitegen.build.explain.why", why)
    with (tmp_path / "out").open("w") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        assert main(["why", "content/news/vote.md", "--root", str(site.root)]) == 0
