"""What decides a deploy, function by function: whole values, and bounds from both sides."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sitegen.core.digests import digest_bytes
from sitegen.core.http import Answer as Heard
from sitegen.core.http import Client, HttpError
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.delivery import cluster, lock, pings, programs, refusals
from sitegen.delivery.after import run_after
from sitegen.delivery.announcement import Rules, is_listed
from sitegen.delivery.cluster import Cluster, Errand, Refusal, checked_address, differences
from sitegen.delivery.command import CommandTarget
from sitegen.delivery.copies import CLOSED, hidden
from sitegen.delivery.encoding import _lost, _unused
from sitegen.delivery.folder import FolderTarget
from sitegen.delivery.frozen import Frozen
from sitegen.delivery.git import GitTarget
from sitegen.delivery.manifest import (
    FILE,
    Delivery,
    Files,
    Manifest,
    ManifestError,
    SentFile,
    manifest_bytes,
    read_manifest,
)
from sitegen.delivery.pings import Audience, is_feed, news_of, tell
from sitegen.delivery.plan import (
    IN_THE_WAY,
    Plan,
    Standing,
    in_question,
    known_files,
    plan,
    step_of,
)
from sitegen.delivery.programs import TOO_LATE, Answer, Programs
from sitegen.delivery.purge import proof
from sitegen.delivery.rclone import Features, Headers, RcloneTarget, _begins_alike, features_of
from sitegen.delivery.rclone_calls import Rclone
from sitegen.delivery.receipts import Message, Pending, Receipt, merged, together
from sitegen.delivery.target import LOCK, Source, Target, is_own, refuse
from sitegen.delivery.variables import Censor, with_variables

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
BASE = "https://gazette.test"


def problem(call: Callable[[], object]) -> Problem:
    with pytest.raises(SitegenError) as refused:
        call()
    (one,) = refused.value.problems
    assert one.hint
    return one


def sent(*names: str, digest: str = "d") -> Files:
    return {name: SentFile(digest, 1) for name in names}


def stands(files: Files) -> dict[str, Standing]:
    return {name: Standing(file.size, file.digest) for name, file in files.items()}


# What no deploy does


def test_a_refusal_is_of_the_place_and_of_no_line() -> None:
    assert refuse("there", "is red", "Paint it.").problems == (
        Problem("there", 0, "is red", "Paint it."),
    )
    assert refusals.placeholder(BASE, "sitegen.toml", 3) == ()
    (one,) = refusals.placeholder("https://example.org", "sitegen.toml", 3)
    assert (one.path, one.line) == ("sitegen.toml", 3)
    assert one.message == "'https://example.org' is a placeholder, so no reader could follow a link"
    assert refusals.unready("") == ()
    (one,) = refusals.unready("it is red")
    assert (one.path, one.line, one.message) == (
        "output",
        0,
        "is not the site as it is now: it is red",
    )


def test_pages_of_a_preview_are_named() -> None:
    marks = (b"a <!--sitegen preview-->", b"<sitegen-preview>", b'<x src="/_sitegen/y">')
    pages = [("a.html", b"plain"), *((f"{n}.html", mark) for n, mark in enumerate(marks))]
    assert [(p.path, p.line) for p in refusals.marked(pages)] == [
        (f"output/{n}.html", 0) for n in range(3)
    ]


def test_another_sites_place_is_refused() -> None:
    before = Manifest(site="other", base_url="https://other.test")
    assert refusals.other_site("there", Manifest(), "mine", BASE) == ()
    assert refusals.other_site("there", before, "other", BASE) == ()
    assert refusals.other_site("there", before, "mine", "https://other.test") == ()
    (one,) = refusals.other_site("there", before, "mine", BASE)
    assert (one.path, one.line, one.message) == ("there", 0, "holds another site: other")


def test_an_older_build_is_refused() -> None:
    before = Manifest(built=NOW)
    assert refusals.newer("there", Manifest(), NOW, NOW) == ()
    assert refusals.newer("there", before, NOW, NOW) == ()
    earlier = NOW - timedelta(minutes=1)
    (one,) = refusals.newer("there", before, earlier, NOW)
    assert (one.path, one.line) == ("there", 0)
    assert one.message == (
        "has a build of 2026-11-22 18:00 UTC, and this one is older, of 2026-11-22 17:59 UTC"
    )
    assert one.hint.startswith("Bring the sources up to date")
    (one,) = refusals.newer("there", before, earlier, NOW + timedelta(hours=1))
    assert one.hint.startswith("Bring the sources up to date")
    (one,) = refusals.newer("there", before, earlier, earlier)
    assert one.hint.startswith("By this machine's clock that is yet to come")


@pytest.mark.parametrize("count", [0, 1, 3, 4, 1001])
def test_files_of_others_are_counted_and_some_named(count: int) -> None:
    names = [f"{number:04}.html" for number in range(count)]
    wanted, theirs = sent(*names, "own.html", "same.html"), sent(*names, digest="x")
    there = {**stands(theirs), **stands(sent("own.html", digest="x")), **stands(sent("same.html"))}
    there["else.html"] = Standing(9, "x")
    before = Manifest(files=sent("own.html"))
    some = ", ".join(names[:3]) + (", ..." if count > 3 else "")
    many = "a file" if count == 1 else f"{count:,} files"
    told = [(p.path, p.line, p.message) for p in refusals.strangers("there", before, wanted, there)]
    assert told == (
        [("there", 0, f"has {many} that sitegen has not put there: {some}")] if count else []
    )
    ours = Manifest(files=wanted)
    change = plan(ours, Manifest(files=sent("same.html")), there, NOW)
    assert len(change.deleted) == count + 1
    changed = refusals.altered("there", ours, change, there)
    count += 1  # and the own one
    some = ", ".join([*names, "own.html"][:3]) + (", ..." if count > 3 else "")
    many = "a file" if count == 1 else f"{count:,} files"
    assert [(p.path, p.line, p.message) for p in changed] == [
        ("there", 0, f"has {many} that somebody has changed there: {some}")
    ]


def test_what_is_in_the_way_is_named() -> None:
    """Three of them at most; an empty file is not in the way."""
    names = [f"{number}.html" for number in range(5)]
    there = {**dict.fromkeys(names, IN_THE_WAY), "0.html": Standing(0), "else.html": IN_THE_WAY}
    change = plan(Manifest(), Manifest(files=sent(*names)), there, NOW)
    told = refusals.in_the_way("there", change, there)
    assert [(p.path, p.line) for p in told] == [(f"there/{n}.html", 0) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("pages", "gone", "most", "refused"),
    [(40, 2, 0, False), (40, 3, 0, True), (39, 2, 0, True), (40, 3, 3, False), (40, 4, 3, True)],
)
def test_a_twentieth_of_the_paper_may_go(
    pages: int, gone: int, most: int, *, refused: bool
) -> None:
    """Of pages and feeds; pictures and styles count for nothing."""
    names = [f"{number}.html" for number in range(pages - 1)] + ["feed.xml"]
    before = Manifest(files=sent(*names, *(f"media/{n}.jpg" for n in range(100))))
    change = plan(before, Manifest(files=sent(*names[gone:])), stands(before.files), NOW)
    told = [(p.path, p.line, p.message) for p in refusals.removals("there", before, change, most)]
    some = ", ".join(f"{n}.html" for n in range(min(gone, 3))) + (", ..." if gone > 3 else "")
    what = f"would lose {gone} of {pages} pages and feeds: {some}"
    assert told == ([("there", 0, what)] if refused else [])


# Plans


def test_each_file_is_sent_in_its_step() -> None:
    steps = {
        "static/a.html": "files",
        "media/a.xml": "files",
        "files/a.json": "files",
        "a/b.html": "pages",
        "a.htm": "pages",
        "feed.xml": "feeds",
        "a.json": "feeds",
        "robots.txt": "feeds",
        "m.webmanifest": "feeds",
        "a.css": "files",
        "staticx/a.html": "pages",
    }
    assert {file: step_of(file) for file in steps} == steps


def test_a_plan_says_all_that_it_changes() -> None:
    before = sent("a.html", "gone.html", "static/s.css", "media/m.jpg")
    after = Manifest(
        "site", BASE, NOW, sent("a.html", "b.html", "feed.xml", "media/n.jpg", digest="new")
    )
    early = NOW - timedelta(hours=1)
    change = plan(Manifest(files=before, built=early), after, stands(before), NOW)
    assert [(step.word, step.files) for step in change.steps] == [
        ("files", ("media/n.jpg",)),
        ("pages", ("a.html", "b.html")),
        ("feeds", ("feed.xml",)),
        ("", ("gone.html", "media/m.jpg")),
    ]
    assert change.changed == ("media/n.jpg", "a.html", "b.html", "feed.xml")
    assert change.removed == ("gone.html", "media/m.jpg", "static/s.css")
    assert change.under_way == Manifest(
        "site", BASE, early, before, dict(after.files), ("gone.html", "media/m.jpg"),
        {"static/s.css": NOW + timedelta(days=7)},
    )  # fmt: skip
    assert change.after == Manifest(
        "site", BASE, NOW, {**after.files, "static/s.css": before["static/s.css"]}, {}, (),
        {"static/s.css": NOW + timedelta(days=7)},
    )  # fmt: skip
    assert not change.at_once
    assert not change.is_empty
    assert change.sent == ("media/n.jpg", "a.html", "b.html", "feed.xml")
    assert change.deleted == ("gone.html", "media/m.jpg")
    assert not Plan((), Manifest(), Manifest(), (), ()).at_once
    at_once = plan(Manifest(files=before), after, stands(before), NOW, at_once=True)
    assert [step.word for step in at_once.steps] == ["", "feeds", "files", "pages"]
    assert at_once.at_once
    assert at_once.after.leaving == {}
    unknown = plan(Manifest(), after, {"a.html": Standing(7, "x")}, NOW)
    assert unknown.under_way.files == {"a.html": SentFile("", 7)}


def test_what_a_cut_off_deploy_left_is_known_by_its_bytes_or_its_size() -> None:
    old, new = SentFile("old", 3), SentFile("new", 3)
    long = SentFile("longer", 6)
    cut = Manifest(files={"a": old, "s": old}, coming={"a": new, "b": new, "c": long}, going=("g",))
    assert cut.ours == {"a", "s", "b", "c", "g"}
    assert not cut.is_done
    assert not Manifest(going=("g",)).is_done
    assert Manifest(files={"a": old}).is_done
    assert known_files(cut, {"a": Standing(3), "b": Standing(3), "c": Standing(3)}) == {
        "s": old,
        "b": new,
    }
    surely = {"a": Standing(3, "new"), "b": Standing(3, "x"), "c": Standing(6)}
    assert known_files(cut, surely) == {"s": old, "a": new, "c": long}
    changed = Manifest(files={"a": old}, coming={"a": long})
    assert known_files(changed, {"a": Standing(6)}) == {"a": long}
    assert known_files(changed, {}) == {}
    waiting = Manifest(files=sent("static/a"), leaving={"static/a": NOW})
    assert in_question(waiting, {}, NOW) == {"static/a"}
    assert in_question(waiting, {}, NOW - timedelta(seconds=1)) == set()
    assert in_question(waiting, sent("static/a"), NOW - timedelta(seconds=1)) == set()
    assert in_question(waiting, sent("static/a", digest="n"), NOW - timedelta(seconds=1)) == {
        "static/a"
    }
    assert in_question(cut, {}, NOW) == cut.ours


def test_a_standing_is_a_size_and_perhaps_a_digest() -> None:
    file = SentFile("d", 4)
    assert [Standing(4).may_be(file), Standing(4, "d").may_be(file)] == [True, True]
    assert [Standing(4, "x").may_be(file), Standing(5, "d").may_be(file)] == [False, False]
    assert [Standing(4).is_surely(file), Standing(4, "d").is_surely(file)] == [False, True]
    assert not Standing(5, "d").is_surely(file)


def test_names_that_lead_elsewhere_are_none() -> None:
    for name in ("", "/", "a/", "/a", "..", ".", "a/..", "./a", "a/../b"):
        with pytest.raises(ManifestError):
            read_manifest(manifest_bytes(Manifest(going=(name,))))
    for name in ("...", ".a", "a..b", "a/.b", "..a"):
        assert read_manifest(manifest_bytes(Manifest(going=(name,)))).going == (name,)


def test_what_is_sitegens_own_is_known_by_its_name() -> None:
    assert is_own(".sitegen-deploy.json")
    assert is_own("a/b/.sitegen-x")
    assert not is_own("a.sitegen-x")
    assert not is_own(".sitegen-a/x")


# Secrets


def test_variables_are_filled_in_or_named() -> None:
    world = {"A": "1", "B_2": "2", "E": ""}
    assert with_variables("${A}-${B_2}-$A-${a b}", world, "f", 3) == "1-2-$A-${a b}"
    with pytest.raises(SitegenError) as refused:
        with_variables("${E}${X}${E}${A}", world, "f", 3)
    assert [(p.path, p.line, p.message) for p in refused.value.problems] == [
        ("f", 3, "the variable E is not set"), ("f", 3, "the variable X is not set"),
    ]  # fmt: skip


def test_a_censor_strikes_secrets_out_the_longest_first() -> None:
    names = ("MY_PASSWORD", "secret", "A_TOKEN", "KEYS", "CREDENTIALS", "AUTHOR")
    for name in names:
        assert Censor((), {name: "word"})("a word.") == "a ***."
    assert Censor((), {"PLAIN": "word"})("a word") == "a word"
    assert Censor(["to ${PLAIN}"], {"PLAIN": "word", "OTHER": "else"})("word else") == "*** else"
    assert Censor((), {"KEY": "one", "TOKEN": "four"})("one four") == "one ***"
    inside = {"KEY": "word", "TOKEN": "words and more", "SECRET": "a wordy"}
    assert Censor((), inside)("a wordy, words and more") == "***, ***"
    assert Censor((), {"KEY": "a b/c"})("a b/c a%20b%2Fc") == "*** ***"
    assert Censor((), {})("ftp://me:pw@host/ ://a@b") == "ftp://***@host/ ://a@b"


# Programs


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_program_is_run_to_its_end(tmp_path: Path) -> None:
    code = ("import os, sys; sys.stdout.write(sys.stdin.read() + os.environ['X'] + os.getcwd());"
            "[print(n, file=sys.stderr) for n in range(450)]; sys.exit(3)")  # fmt: skip
    heard: list[str] = []
    answer = Programs().run(python(code), environment={"X": "x"}, folder=tmp_path, given=b"in ",
                            line=heard.append)  # fmt: skip
    assert answer == Answer(3, f"in x{tmp_path}".encode(), "\n".join(map(str, range(50, 450))))
    assert heard == [str(number) for number in range(450)]
    assert (
        Programs().run(python("import sys; print(repr(sys.stdin.read()), end='')")).output == b"''"
    )
    assert Programs().run(python("pass"), given=b"nobody reads it" * 9999).status == 0
    for lost in ("no-such-program", "./no-such-program"):
        with pytest.raises(FileNotFoundError):
            Programs().run([lost], folder=tmp_path)
    script = tmp_path / "script"
    script.write_text("#!/bin/sh\necho here\n")
    script.chmod(0o700)
    assert Programs().run(["./script"], folder=tmp_path).output == b"here\n"


def test_a_program_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gently, and where it does not listen, at once."""
    assert Programs().run(["sleep", "60"], limit=0.05).status == TOO_LATE
    monkeypatch.setattr(programs, "_PATIENCE", 0.2)
    deaf = python(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "import sys; print('deaf', file=sys.stderr, flush=True); time.sleep(60)"
    )
    running = Programs()
    ends = {15: ["sh", "-c", "echo here >&2; exec sleep 60"], 9: deaf}
    for number, words in ends.items():
        statuses: list[int] = []
        ready = threading.Event()

        def run(
            words: list[str] = words,
            statuses: list[int] = statuses,
            ready: threading.Event = ready,
        ) -> None:
            statuses.append(running.run(words, line=lambda _line: ready.set()).status)

        thread = threading.Thread(target=run)
        thread.start()
        assert ready.wait(20)
        running.end()
        thread.join(20)
        assert statuses == [-number]


def test_a_program_ends_with_the_deploy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while it runs: what it does no deploy knows of any more."""
    wait, ended = subprocess.Popen.wait, list[int]()

    def interrupted(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        if not ended:
            ended.append(process.pid)
            raise KeyboardInterrupt
        return wait(process, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    running = Programs()
    with pytest.raises(KeyboardInterrupt):
        running.run(["sleep", "30"])
    with pytest.raises(ProcessLookupError):
        os.kill(ended[0], 0)


def test_a_program_is_on_a_leash_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux ends it with this process, whatever ends that."""
    leash = programs._leash.__wrapped__
    for platform, found, words in (
        ("linux", "/bin/setpriv", ("/bin/setpriv", "--pdeathsig", "KILL", "--")),
        ("linux", None, ()),
        ("darwin", "/bin/setpriv", ()),
    ):
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr("shutil.which", lambda _name, found=found: found)
        assert leash() == words


def test_a_newsrooms_program_has_five_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(words: list[str], *, timeout: float, **_: object) -> None:
        raise subprocess.TimeoutExpired(words, timeout)

    monkeypatch.setattr("subprocess.run", late)
    says = "it had no end after 300 seconds; tried again at the next deploy"
    assert run_after(["x"], ["a"], tmp_path) == Message("after (x)", 1, False, says)


def test_what_came_of_a_newsrooms_program_is_told(tmp_path: Path) -> None:
    to = f"after ({sys.executable})"
    code = (
        "import sys; sys.stdout.write(sys.argv[1]); sys.stderr.write(sys.argv[2]);"
        "sys.exit(int(sys.argv[3]))"
    )

    def run(*words: str) -> Message:
        return run_after([*python(code), *words], iter(["a", "b"]), tmp_path)

    again = "; tried again at the next deploy"
    assert run("out", "err", "0") == Message(to, 2, True)
    assert run("out", "x" + "e" * 400, "2") == Message(
        to, 2, False, f"it ended with status 2: {'e' * 400}{again}"
    )
    assert run("out", " ", "1") == Message(to, 2, False, f"it ended with status 1: out{again}")
    assert run("", "", "1") == Message(to, 2, False, f"it ended with status 1{again}")
    assert run_after(["no-such-program"], [], tmp_path) == Message(
        "after (no-such-program)", 0, False, f"it cannot be run: no such file or directory{again}"
    )


# A host's own program


class OneFile:
    """The bytes of a deploy."""

    def whole(self, folder: Path) -> None:
        (folder / "index.html").write_text("a page")


def own_program(root: Path, *words: str, folder: str = "") -> CommandTarget:
    notes = root / "notes"
    notes.mkdir(exist_ok=True)
    return CommandTarget("live", root, words, folder, notes, Censor((), {"A_KEY": "secret"}))


CHANGE = plan(Manifest(), Manifest(files=sent("index.html", "b.html")), {}, NOW)


def test_a_hosts_program_is_given_the_folder(tmp_path: Path) -> None:
    code = (
        "import os, sys; open('told', 'w').write(sys.argv[1] + ' ' + os.environ['SITEGEN_FOLDER'])"
    )
    target = own_program(tmp_path, *python(code), "in {folder}")
    told: list[tuple[str, int, int]] = []
    target.open()
    target.change(CHANGE, cast("Source", OneFile()), lambda *each: told.append(each))
    folder = tmp_path / "notes/site"
    assert (tmp_path / "told").read_text() == f"in {folder} {folder}"
    assert (folder / "index.html").read_text() == "a page"
    assert told == [("sending", 0, 2)]
    assert target.locks() == {}
    (folder / "old.html").write_text("old")
    target.lay_out(cast("Source", OneFile()))
    assert os.listdir(folder) == ["index.html"]


def test_a_hosts_program_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    def told(*words: str) -> Problem:
        target = own_program(tmp_path, *words)
        return problem(lambda: target.change(CHANGE, cast("Source", OneFile()), lambda *_: None))

    fails = "import sys; print('out'); print(sys.argv[1], file=sys.stderr); sys.exit(4)"
    assert told(*python(fails), "x" + "e" * 400).message == f"ended with status 4: {'e' * 400}"
    assert told(*python(fails), "a secret").message == "ended with status 4: a ***"
    assert told(*python(fails), " ").message == "ended with status 4: out"
    assert told(*python("import sys; sys.exit(4)")).message == "ended with status 4"
    lost = told("no-such-program")
    assert (lost.path, lost.line, lost.message) == (
        "no-such-program", 0, "cannot be run: no such file or directory",
    )  # fmt: skip
    none = told()
    assert (none.path, none.message) == (
        "deploy.live",
        "names no program that would publish the site",
    )


def test_a_hosts_program_ends_with_the_deploy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[Programs] = []

    def interrupted(*_: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Programs, "run", interrupted)
    monkeypatch.setattr(Programs, "end", lambda self: ended.append(self))
    with pytest.raises(KeyboardInterrupt):
        own_program(tmp_path, "x").change(CHANGE, cast("Source", OneFile()), lambda *_: None)
    assert len(ended) == 1


def test_a_hosts_folder_is_its_own(tmp_path: Path) -> None:
    target = own_program(tmp_path, folder="public")
    target.open()
    target.lay_out(cast("Source", OneFile()))
    target.open()  # which sitegen has filled
    (tmp_path / "theirs").mkdir()
    own_program(tmp_path, folder="theirs").open()
    (tmp_path / "theirs/file").write_text("theirs")
    one = problem(own_program(tmp_path, folder="theirs").open)
    assert (one.path, one.message) == ("theirs", "holds files, and sitegen has not put them there")
    for name in ("output", "output/a"):
        one = problem(own_program(tmp_path, folder=name).open)
        assert (one.path, one.message) == (name, "is the folder from which is deployed")
    assert problem(own_program(tmp_path, folder="content").open).path == "content"


def test_notes_of_a_host_are_kept_here(tmp_path: Path) -> None:
    target = own_program(tmp_path)
    assert target.note("a") is None
    target.put_note("a", b"note")
    assert target.note("a") == b"note"
    target.drop_note("a")
    target.drop_note("a")
    assert target.note("a") is None
    assert target.standings(["index.html"]) == {}
    target.put_note(FILE, manifest_bytes(Manifest(files=sent("index.html"))))
    assert target.standings(["index.html", "b.html"]) == {"index.html": Standing(1, "d")}
    target.put_note(FILE, b"no manifest")
    assert target.standings(["index.html"]) == {}


# A folder


def test_a_folder_says_what_stands_there(tmp_path: Path) -> None:
    """Links, folders and files in the place of folders are in the way; what is missing is not."""
    place = tmp_path / "www"
    (place / "folder").mkdir(parents=True)
    (place / "file").write_text("text")
    (place / "link").symlink_to(place / "file")
    (place / "linked").symlink_to(place / "folder")
    (place / "folder/a").write_text("a")
    target = FolderTarget(tmp_path / "site", str(place))
    asked = [
        "file",
        "none",
        "folder",
        "link",
        "file/a",
        "file/a/b",
        "folder/none/a",
        "linked/a",
        "linked/b",
        "folder/a",
    ]
    standings = target.standings(asked)
    assert {name for name, each in standings.items() if each == IN_THE_WAY} == {
        "folder", "link", "file/a", "file/a/b", "linked/a", "linked/b",
    }  # fmt: skip
    assert {name: each.size for name, each in standings.items() if each != IN_THE_WAY} == {
        "file": 4, "folder/a": 1,
    }  # fmt: skip
    assert target.note("none") is None
    assert target.note("file/none") is None
    target.put_note(f"{LOCK}a", b"")
    os.utime(place / f"{LOCK}a", (5, 7))
    (place / f"{LOCK}link").symlink_to("none")
    os.utime(place / f"{LOCK}link", (5, 8), follow_symlinks=False)
    assert target.locks() == {f"{LOCK}a": 7.0, f"{LOCK}link": 8.0}
    target.drop_note(f"{LOCK}link")
    target.drop_note(f"{LOCK}a")
    target.drop_note(f"{LOCK}a")
    assert target.locks() == {}
    one = problem(lambda: target.note("folder"))
    assert (one.path, one.line, one.message) == (
        f"{place}/folder",
        0,
        "cannot be used: is a directory",
    )
    one = problem(lambda: target.put_note("folder", b""))
    assert one.message == "cannot be used: is a directory"
    assert sorted(os.listdir(place)) == ["file", "folder", "link", "linked"]
    below = FolderTarget(tmp_path / "site", str(place / "file/www"))
    one = problem(lambda: below.put_note("a", b""))
    assert one.message == "cannot be used: not a directory"


# Locks


class Notes:
    """The notes at a target, with the times of their locks."""

    name = "there"

    def __init__(self, times: Mapping[str, float], clock: float = 0) -> None:
        self.times, self.clock = dict(times), clock
        self.put: list[str] = []

    def put_note(self, name: str, data: bytes) -> None:
        assert data == b""
        self.times[name] = self.clock
        self.put.append(name)
        if len(self.put) == 2:
            raise SitegenError([])

    def drop_note(self, name: str) -> None:
        self.times.pop(name, None)

    def locks(self) -> Mapping[str, float]:
        return dict(self.times)


def test_a_lock_is_believed_for_an_hour(tmp_path: Path) -> None:
    """By the target's own clock; older ones are swept away."""
    for age, holds in ((3599, True), (3600, False), (9999, False), (-50, True)):
        notes = Notes({"other": 10_000 - age}, 10_000)
        target = cast("Target", notes)
        if holds:
            one = problem(lambda target=target: lock.target_lock(target, tmp_path).__enter__())
            assert (one.path, one.line, one.message) == (
                "there",
                0,
                "another machine is deploying to it",
            )
            assert "delete other there" in one.hint
            assert notes.times == {"other": 10_000 - age}
            continue
        with lock.target_lock(target, tmp_path):
            (own,) = notes.times
            assert own.startswith(LOCK)
            assert len(own) == len(LOCK) + 16
        assert notes.times == {}
        assert notes.put == [own]
    assert len((tmp_path / "name").read_text()) == 17
    two = cast("Target", Notes({"one": 10, "other": 10}, 10))
    assert "delete one there" in problem(lambda: lock.target_lock(two, tmp_path).__enter__()).hint
    (tmp_path / "name").write_bytes(b"\xff")
    with lock.target_lock(cast("Target", Notes({})), tmp_path):
        assert len((tmp_path / "name").read_text()) == 17


def test_a_lock_is_kept_young(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written anew each twenty minutes, also after it could not be."""
    waits: list[float] = []

    class Bell:
        def wait(self, seconds: float) -> bool:
            waits.append(seconds)
            return len(waits) > 3

        def set(self) -> None:
            pass

    monkeypatch.setattr(lock, "threading", SimpleNamespace(Event=Bell, Thread=threading.Thread))
    notes = Notes({})
    with lock.target_lock(cast("Target", notes), tmp_path):
        pass
    assert waits == [1200.0] * 4
    assert len(notes.put) == 4
    assert len(set(notes.put)) == 1
    assert notes.times == {}


# Purges and pings


class World:
    """Answers by address; each may be a list, of which the last stays."""

    def __init__(self, answers: Mapping[str, list[int]], waits: str = "") -> None:
        self.answers = {url: list(each) for url, each in answers.items()}
        self.waits = waits
        self.asked: list[object] = []

    def get(self, url: str) -> Heard:
        return self._heard(url, url)

    def post(self, url: str, form: Mapping[str, str]) -> Heard:
        return self._heard(url, dict(form))

    def post_json(self, url: str, body: Mapping[str, object]) -> Heard:
        return self._heard(url, dict(body))

    def _heard(self, url: str, asked: object) -> Heard:
        self.asked.append(asked)
        each = self.answers.get(url)
        if each is None:
            raise HttpError("nobody is there")
        status = each.pop(0) if len(each) > 1 else each[0]
        return Heard(url, status, {"retry-after": self.waits}, b"d")


def delivered(*removed: str, files: Files | None = None, changed: tuple[str, ...] = ()) -> Delivery:
    return Delivery("live", BASE, NOW, files or {}, changed, removed)


def test_a_page_is_gone_when_its_address_says_so() -> None:
    pauses: list[float] = []

    def told(
        world: World, *removed: str, patience: float = 0, files: Files | None = None
    ) -> Message:
        done = delivered(*removed, files=files)
        return proof(done, "a.html", cast("Client", world), patience=patience, pause=pauses.append)

    for status in (404, 410):
        assert told(World({f"{BASE}/a.html": [status]})) == Message("404", 1, True)
    says = " still answers: empty the caches of the host or CDN, and purge again"
    for status in (200, 403, 500):
        assert told(World({f"{BASE}/a.html": [status]})) == Message(
            "404", 1, False, f"{BASE}/a.html{says}"
        )
    two = World({f"{BASE}/a.html": [404], f"{BASE}/b.html": [200]})
    assert told(two, "b.html", "c.html", "a.html", files=sent("c.html")) == (
        Message("404", 1, False, f"{BASE}/b.html{says}")
    )
    assert two.asked == [f"{BASE}/a.html", f"{BASE}/b.html"]
    assert not told(World({})).is_good
    assert pauses == []
    assert told(World({f"{BASE}/a.html": [200, 200, 404]}), patience=60) == Message("404", 1, True)
    assert pauses == [3.0, 3.0]
    assert not told(World({f"{BASE}/a.html": [200, 404]}), patience=3.0).is_good
    both = World({f"{BASE}/a.html": [200], f"{BASE}/b.html": [200]})
    assert told(both, "b.html") == Message("404", 2, False, f"{BASE}/a.html{says}")
    many = [f"{number}.html" for number in range(80)]
    world = World({f"{BASE}/{name}": [404] for name in ("a.html", *many)})
    assert told(world, *many) == Message("404", 50, True)


HUB, ENGINE, KEY = "https://hub.test/h?key=1", "https://engine.test/now", "0123456789abcdef"
EVERYBODY = Audience((HUB,), KEY, ENGINE)


def told_of(
    world: World, pending: Pending, files: Files, patience: float = 0, base: str = BASE
) -> tuple[tuple[Message, ...], Pending, list[float]]:
    pauses: list[float] = []
    done = Delivery("live", base, NOW, files)
    tidings = tell(done, EVERYBODY, pending, cast("Client", world), patience=patience,
                   pause=pauses.append)  # fmt: skip
    return tidings.messages, tidings.pending, pauses


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (400, "it does not understand the call"),
        (403, f"the key is not at the site: {BASE}/{KEY}.txt has to answer with it alone"),
        (422, "it says that the addresses are not of this host, or the key is another"),
        (429, "it has had enough of us for now"),
        (300, "it answers 300"),
        (500, "it answers 500"),
    ],
)
def test_what_a_search_engine_refuses_is_told_and_told_again(status: int, says: str) -> None:
    """The first part that is refused, and all after it, wait for the next deploy."""
    gone = tuple(f"{BASE}/{number}/" for number in range(3))
    world = World({**{url: [404] for url in gone}, ENGINE: [status]})
    messages, left, _ = told_of(world, Pending(pages=gone), {})
    assert messages == (
        Message("IndexNow https://engine.test/now", 3, False, f"{says}; told at the next deploy"),
    )
    assert left == Pending(pages=gone)
    good = World({**{url: [404] for url in gone}, ENGINE: [202]})
    assert told_of(good, Pending(pages=gone), {})[:2] == (
        (Message("IndexNow https://engine.test/now", 3, True),), Pending(),
    )  # fmt: skip
    assert good.asked[-1] == {"host": "gazette.test", "key": KEY, "urlList": gone}


def test_parts_that_a_search_engine_took_are_not_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pings, "MOST_PAGES", 2)
    gone = tuple(f"{BASE}/{number}/" for number in range(5))
    world = World({**{url: [404] for url in gone}, ENGINE: [200, 200, 500]})
    messages, left, _ = told_of(world, Pending(pages=gone), {})
    assert left == Pending(pages=gone[4:])
    assert [(m.count, m.is_good) for m in messages] == [(5, False)]
    calls = [each["urlList"] for each in world.asked if isinstance(each, dict)]
    assert calls == [gone[:2], gone[2:4], gone[4:]]
    below = f"{BASE}/paper"
    page = (f"{below}/0/",)
    world = World({page[0]: [404], ENGINE: [200]})
    told_of(world, Pending(pages=page), {}, base=below)
    assert world.asked[-1] == {
        "host": "gazette.test", "key": KEY, "urlList": page, "keyLocation": f"{below}/{KEY}.txt",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("count", "asked"), [(1, [0]), (2, [0, 1]), (3, [0, 1, 2]), (4, [0, 2, 3]), (9, [0, 4, 8])]
)
def test_some_pages_stand_for_all(count: int, asked: list[int]) -> None:
    gone = tuple(f"{BASE}/{number}/" for number in range(count))
    world = World({url: [200] for url in gone})
    messages, left, _ = told_of(world, Pending(pages=gone), {})
    assert world.asked == [gone[number] for number in asked]
    says = f"{BASE}/0/ does not answer with what was deployed yet; told at the next deploy"
    assert messages == (Message("IndexNow", len(asked), False, says),)
    assert left == Pending(pages=gone)


def test_a_hub_is_told_of_each_feed_that_is_out() -> None:
    files = {"feed.xml": SentFile(digest_bytes(b"d"), 1), "atom.xml": SentFile("other", 1)}
    feeds = tuple((HUB, f"{BASE}/{file}") for file in files)
    others = ((HUB, f"{BASE}/none.xml"), ("https://old.test", f"{BASE}/feed.xml"))
    world = World({f"{BASE}/feed.xml": [200], f"{BASE}/atom.xml": [200], HUB: [204]})
    messages, left, _ = told_of(world, Pending(feeds=(*feeds, *others)), files)
    says = f"{BASE}/atom.xml does not answer with what was deployed yet; told at the next deploy"
    assert messages == (Message("hub https://hub.test/h", 1, True), Message("hubs", 1, False, says))
    assert left == Pending(feeds=feeds[1:])
    topic = f"{BASE}/feed.xml"
    assert world.asked[-1] == {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
    deaf = World({topic: [200], HUB: [299, 300]})
    assert told_of(deaf, Pending(feeds=feeds[:1]), files)[0] == (
        Message("hub https://hub.test/h", 1, True),
    )
    messages, left, _ = told_of(deaf, Pending(feeds=feeds[:1]), files)
    assert messages == (
        Message("hub https://hub.test/h", 1, False, "it answers 300; told at the next deploy"),
    )
    assert left == Pending(feeds=feeds[:1])
    lost, _, _ = told_of(World({topic: [200]}), Pending(feeds=feeds[:1]), files)
    assert lost[0].says == "nobody is there; told at the next deploy"
    for status in (201, 404):  # another status with the same bytes
        assert told_of(World({topic: [status]}), Pending(feeds=feeds[:1]), files)[0][0].to == "hubs"


def test_a_page_that_is_gone_answers_no_more() -> None:
    for status, out in ((200, False), (299, False), (300, True), (404, True)):
        url = f"{BASE}/0/"
        messages, _, _ = told_of(World({url: [status], ENGINE: [200]}), Pending(pages=(url,)), {})
        assert messages[0].is_good == out


def test_the_public_address_is_asked_again_after_longer_and_longer_pauses() -> None:
    url = f"{BASE}/0/"
    world = World({url: [200] * 7 + [404], ENGINE: [200]})
    messages, _, pauses = told_of(world, Pending(pages=(url,)), {}, patience=60)
    assert messages[0].is_good
    assert pauses == [1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0]
    assert told_of(World({url: [200]}), Pending(pages=(url,)), {}, patience=1.0)[2] == []


def test_a_minute_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """For caches to let go of what is purged, and for readers to have what is told of."""
    clock = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])

    def pauses_of(call: Callable[[Callable[[float], None]], object]) -> list[float]:
        pauses: list[float] = []

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            clock[0] += seconds

        call(pause)
        return pauses

    url = f"{BASE}/0/"
    client = cast("Client", World({f"{BASE}/a.html": [200], url: [200]}))
    assert pauses_of(lambda pause: proof(delivered(), "a.html", client, pause=pause)) == [3.0] * 20
    told = pauses_of(
        lambda pause: tell(delivered(), EVERYBODY, Pending(pages=(url,)), client, pause=pause)
    )
    assert told == [1.0, 2.0, 4.0, *[8.0] * 6]
    assert Rules() == Rules(True, 60.0, time.sleep)


@pytest.mark.parametrize(
    ("status", "wait", "pauses"),
    [
        (429, "60", [60.0]),
        (503, "1", [1.0]),
        (429, "61", []),
        (503, "0", []),
        (500, "5", []),
        (200, "5", []),
    ],
)
def test_who_asks_for_a_pause_is_called_once_more(
    status: int, wait: str, pauses: list[float]
) -> None:
    waits: list[float] = []
    caller = pings._Caller(cast("Client", World({ENGINE: [status]}, wait)), waits.append)
    answer = caller.call(lambda client: client.get(ENGINE))
    assert isinstance(answer, Heard)
    assert answer.status == status
    assert waits == pauses


def test_what_is_new_is_told_of_feeds_and_listed_pages() -> None:
    changed = (
        "feed.xml",
        "a/atom.xml",
        "feeds/x.json",
        "feeds/a/x.xml",
        "x.xml",
        "a/index.html",
        "b.html",
        "404.html",
        "search/index.html",
        "a.css",
    )
    assert [file for file in changed if is_feed(file)] == list(changed[:3])
    done = delivered("gone.html", "404.html", "gone.css", changed=changed)
    news = news_of(done, EVERYBODY, lambda file: file != "b.html")
    assert news == Pending(
        tuple((HUB, f"{BASE}/{file}") for file in changed[:3]), (f"{BASE}/a/", f"{BASE}/gone.html")
    )
    assert news_of(done, Audience((HUB,))).pages == ()
    assert not news.is_empty
    for some in (
        Pending(feeds=(("a", "b"),)),
        Pending(("a",)),
        Pending((), (), ("a",)),
        Pending((), (), (), ("a",)),
    ):  # type: ignore[arg-type]
        assert not some.is_empty
    assert Pending().is_empty


def test_a_page_is_listed_unless_its_head_says_no() -> None:
    said = b"<meta name='robots' content='nofollow, noindex'>"
    assert not is_listed(b"<head>" + said + b"</head>")
    assert not is_listed(said.upper())
    assert is_listed(b"<head></head>" + said)


def test_receipts_of_two_machines_become_one() -> None:
    def receipt(hour: int, url: str, *pages: str) -> Receipt:
        return Receipt(NOW + timedelta(hours=hour), url, 1, 0, (), Pending(pages=pages))

    first, second, third = (receipt(hour, "a", f"/{hour}") for hour in range(3))
    assert merged((first, second), (first,)) == (first, second)
    assert merged((first,), (first, second)) == (first, second)
    assert merged((first,), ()) == (first,)
    assert merged((), (first,)) == (first,)
    assert merged((), ()) == ()
    for one, other in (((first, second), (first, third)), ((first, third), (first, second))):
        assert merged(one, other) == (
            first,
            second,
            replace(third, pending=Pending(pages=("/1", "/2"))),
        )
    told = replace(first, pending=Pending())
    assert merged((told,), (first,)) == (told,)
    early, late = Pending((("h", "a"),), ("/a",)), Pending((("h", "a"), ("h", "b")), ("/b", "/a"))
    assert together(early, late) == Pending((("h", "a"), ("h", "b")), ("/a", "/b"))


# Copies


def test_no_page_of_a_copy_is_listed() -> None:
    robots = b'<meta name="robots" content="noindex, nofollow">'
    assert hidden("robots.txt", b"Allow: /") == CLOSED == b"User-agent: *\nDisallow: /\n"
    assert hidden("a/robots.txt", b"Allow: /") == b"Allow: /"
    assert hidden("a.css", b"<head>") == b"<head>"
    for file in ("a.html", "a.htm", "a.xhtml"):
        assert hidden(file, b"<!doctype html><HEAD lang=en>x<head>") == (
            b"<!doctype html><HEAD lang=en>" + robots + b"x<head>"
        )
    assert hidden("a.html", b"<!DOCTYPE html>x") == b"<!DOCTYPE html>" + robots + b"x"
    assert hidden("a.html", b"<header>") == robots + b"<header>"


# What is held


def test_the_last_deploys_are_kept_and_their_files(tmp_path: Path) -> None:
    """Three before the last; of older ones no file stays that no other has."""
    frozen = Frozen(tmp_path)
    held, deploys = list[SentFile](), list[Manifest]()
    for number in range(6):
        held.append(frozen.hold(bytes([number])))
        deploys.append(Manifest("s", BASE, NOW, {"a": held[-1], "same": held[0]}))
        frozen.keep("live", deploys[-1])
    frozen.keep("live", replace(deploys[5], built=NOW + timedelta(hours=1)))
    assert [m.files["a"] for m in frozen.kept("live")] == [held[n] for n in (5, 4, 3, 2)]
    assert frozen.kept("live")[0].built == NOW + timedelta(hours=1)
    assert frozen.names() == ("live",)
    assert [frozen.make_sure({"a": file}) for file in held] == [True, False, True, True, True, True]
    frozen.keep_until("live", deploys[3])
    assert [m.files["a"] for m in frozen.kept("live")] == [held[3], held[2]]
    assert frozen.text(held[0]) == b"\0"
    assert not frozen.make_sure({"a": held[0], "b": SentFile("none", 1)})
    (frozen.folder / "kept/live/9.json").write_text("no manifest")
    assert len(frozen.kept("live")) == 2
    frozen.forget("desk")
    frozen.forget("live")
    assert frozen.names() == ()
    assert frozen.kept("live") == ()
    assert not frozen.make_sure({"a": held[0]})
    assert Frozen(tmp_path / "none").names() == ()


def test_a_file_that_somebody_wrote_into_is_not_sure(tmp_path: Path) -> None:
    frozen = Frozen(tmp_path / "cache")
    output = tmp_path / "output"
    output.mkdir()
    (output / "a").write_bytes(b"one")
    files = frozen.freeze(output, ["a"])
    assert files["a"].size == 3
    assert frozen.freeze(output, ["a"]) == files
    assert frozen.make_sure(files)
    tree = tmp_path / "tree"
    tree.mkdir()
    frozen.tree(tree, files)
    assert (tree / "a").read_bytes() == b"one"
    with (output / "a").open("r+b") as stream:
        stream.write(b"two")
    assert not frozen.make_sure(files)
    changed = frozen.freeze(output, ["a"], lambda name, data: name.encode() + data)
    assert frozen.text(changed["a"]) == b"atwo"
    assert changed["a"].size == 4
    assert frozen.freeze(output, ["a"], lambda *_: b"not asked") == changed
    (note,) = frozen.folder.glob("digests-*.json")
    for damage in ("{", "[]", '{"a": 5}', '{"a": [1, 2]}'):
        note.write_text(damage)
        assert frozen.freeze(output, ["a"])["a"].size == 3
    for name in ("none", "folder"):
        (output / "folder").mkdir(exist_ok=True)
        one = problem(lambda name=name: frozen.freeze(output, [name]))
        assert (one.path, one.line, one.message) == (f"output/{name}", 0, "is missing or no file")


# Ways


def test_storage_can_do_what_rclone_tells() -> None:
    assert features_of({}) == Features(False, True, False, False)
    assert features_of({"BucketBased": True}) == Features(False, False, True, False)
    assert features_of({"PartialUploads": True, "Move": True}) == Features(False, True, True, True)
    assert features_of({"WriteMimeType": True, "Move": True}) == Features(True, True, False, True)
    goes = [each.goes_by_way for each in (features_of({}), features_of({"Move": True}),
            features_of({"Move": True, "BucketBased": True}))]  # fmt: skip
    assert goes == [False, True, False]


def test_a_half_written_file_is_ours_by_its_beginning() -> None:
    assert _begins_alike("a.html", "a.html")
    assert not _begins_alike("a", "a.html")
    assert _begins_alike("a" * 61, "a" * 99)
    assert not _begins_alike("a" * 60, "a" * 99)
    assert not _begins_alike("a" * 61, "b" * 99)


def test_a_place_in_storage_is_written_as_rclone_takes_it() -> None:
    def at(remote: str) -> str:
        return RcloneTarget("n", remote, lambda _file: Headers("", ""), cast("Rclone", None))._at(
            "f"
        )

    assert [at("r:"), at("r:a"), at("/a/")] == ["r:f", "r:a/f", "/a/f"]


@pytest.fixture
def saying(tmp_path: Path) -> Iterator[Callable[[str], Rclone]]:
    """Give rclone with a program that says what a script does."""

    def rclone_of(script: str) -> Rclone:
        program = tmp_path / "rclone"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        rclone = Rclone("there", Censor((), {"A_KEY": "secret"}), lambda: "pip install it")
        rclone.__dict__["_program"] = str(program)
        stack.callback(rclone.close)
        return rclone

    with ExitStack() as stack:
        yield rclone_of


@pytest.mark.parametrize(
    ("said", "version", "what"),
    [
        ("rclone v1.63.0", (1, 63), ""),
        ("rclone v2.0.1", (2, 0), ""),
        (
            "rclone v1.62.9",
            None,
            "rclone 1.62 is installed, and 1.63 is needed: older ones tear pages",
        ),
        ("who is it", None, "rclone 0.0 is installed, and 1.63 is needed: older ones tear pages"),
    ],
)
def test_an_rclone_is_as_new_as_it_must_be(
    saying: Callable[[str], Rclone], said: str, version: tuple[int, int] | None, what: str
) -> None:
    rclone = saying(f"echo {said}")
    if version:
        assert rclone.version == version
    else:
        one = problem(lambda: rclone.version)
        assert (one.line, one.message) == (0, what)
        assert one.hint == "Install a newer one: pip install it"


def test_what_rclone_has_done_is_counted(saying: Callable[[str], Rclone]) -> None:
    """A file of which it says nothing is no failure to it, and one to us."""
    lines = '{"msg":"Copied (new)","object":"a"}\n{"msg":"Moved","object":"b"}\n[1]\nno log'
    rclone = saying(f"echo '{lines}' >&2")
    told: list[int] = []
    rclone.count("write", ["copy"], "Copied", ["a"], told.append)
    assert told == [1]
    one = problem(lambda: rclone.count("write", ["copy"], "Copied", ["a", *"bcde"], told.append))
    assert told == [1, 1]
    assert (one.path, one.message) == ("there", "rclone says nothing of 4 of 5 files: b, c, d")
    listing = Path(rclone.list_file(["a", "b c"]))
    assert listing.read_text() == "a\nb c\n"
    rclone.close()
    assert not listing.exists()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ('echo \'{"level":"error","msg":"a secret"}\' >&2; exit 1', "rclone failed: a ***"),
        ("echo; exit 1", "rclone failed: nothing"),
        (f"echo {'e' * 301} >&2; exit 1", f"rclone failed: {'e' * 300}…"),
        (f"echo {'e' * 300} >&2; exit 1", f"rclone failed: {'e' * 300}"),
        ("echo 'a  plain' >&2; exit 1", "rclone failed: a plain"),
    ],
)
def test_what_rclone_says_of_a_failure_is_told(
    saying: Callable[[str], Rclone], script: str, message: str
) -> None:
    rclone = saying(script)
    one = problem(lambda: rclone.call("write", ["copy"]))
    assert (one.path, one.line, one.message) == ("there", 0, message)
    assert rclone.call("write", ["copy"], passes=(1,)).status == 1


def test_a_host_of_rclones_that_does_not_answer_is_told(
    saying: Callable[[str], Rclone], monkeypatch: pytest.MonkeyPatch
) -> None:
    rclone = saying("exec sleep 60")
    one = problem(lambda: rclone.call("list", ["lsf"], limit=0.05))
    assert one.message == "the host has not answered for 28 seconds"
    at_once = threading.Barrier(3, timeout=20)
    assert sorted(rclone.together([at_once.wait] * 3)) == [0, 1, 2]
    ended: list[None] = []
    monkeypatch.setattr(rclone._programs, "end", lambda: ended.append(None))
    with pytest.raises(ZeroDivisionError):
        rclone.together([lambda: 1, lambda: 1 / 0])
    assert len(ended) == 1


def test_a_branch_of_sources_is_known_by_its_tops(tmp_path: Path) -> None:
    target = GitTarget(tmp_path, "origin", "origin", "pages", "keep", tmp_path, Censor((), {}))
    assert target.name == "origin (pages)"
    target._tree = {"content/news/a.md": ("100644", "", 1), "b.html": ("100644", "", 1)}
    assert target._tops == {"content", "b.html"}
    target._tree = {"a/b/c": ("100644", "", 1), "d": ("120000", "", 1)}
    asked = ["a", "a/b", "d", "d/e", "d/e/f", "g"]
    assert target.standings(asked) == dict.fromkeys(asked[:5], IN_THE_WAY)


# Clusters


def test_the_address_of_a_scheduler_is_whole_and_private() -> None:
    for address in ("tls://p.test:1", "tcp://localhost:1", "tcp://127.0.0.1:8786"):
        assert checked_address(address) == address
    for address in (
        "p.test:1",
        "tls://p.test",
        "tls://:1",
        "http://p.test:1",
        "tls://p.test:x",
        "tls://[",
    ):
        one = problem(lambda address=address: checked_address(address))
        assert (one.path, one.line) == ("--cluster", 0)
        assert one.message == f"'{address}' is no address of a Dask scheduler"
        assert one.hint == "Write it as in tls://pictures.gazette.example:8786."
    one = problem(lambda: checked_address("tcp://p.test:1"))
    assert (one.path, one.line) == ("--cluster", 0)
    assert one.message == "pictures would go to p.test so that others on the way can read them"


def test_what_differs_of_a_worker_is_told() -> None:
    here = {"sitegen": "1", "Pillow": "2", "sample": "x", "code for pictures": "y"}
    assert differences(here, here) == ""
    assert differences({**here, "sitegen": "0", "sample": "z"}, here) == "its sitegen is 0, here 1"
    assert differences(
        {
            "sitegen": "0",
        },
        here,
    ) == ("its sitegen is 0, here 1, its Pillow is unknown, here 2")
    assert differences({**here, "sample": "z"}, here) == "its sample is another than here"
    assert differences({**here, "sample": "z", "code for pictures": "z"}, here) == (
        "its sample is another than here, its code for pictures is another than here"
    )
    assert differences(cast("Mapping[str, str]", None), here) == "says nothing of what it is"


def test_what_became_of_a_cluster_is_a_warning() -> None:
    assert _unused("tcp://w:1", Refusal("is red", "Paint it.")) == Problem(
        "--cluster", 0, "the worker tcp://w:1 is not used: is red", "Paint it.", warning=True
    )
    assert _lost("tcp://s:1") == Problem(
        "--cluster",
        0,
        "the scheduler at tcp://s:1 has gone: what it had not done was encoded here",
        "Is it still running?",
        warning=True,
    )
    for cause, hint in ((None, ""), (ValueError("in <x: 1>: no key " + "k" * 300), "no key ")):
        error = OSError()
        error.__cause__ = cause
        (one,) = cluster._no_answer("tcp://s:1", error).problems
        assert (one.path, one.line, one.message) == (
            "--cluster",
            0,
            "no scheduler answers at tcp://s:1",
        )
        said = f"It says: {hint}{'k' * (200 - len(hint))}. " if hint else ""
        assert one.hint.startswith(f"{said}Is it running")
    assert cluster._why_no_answer(ImportError()).why == "has no sitegen, or another one"
    assert cluster._why_no_answer(AttributeError()).why == "has no sitegen, or another one"
    assert (
        cluster._why_no_answer(ValueError("e" * 300)).why == f"cannot say what it is: {'e' * 200}"
    )
    assert cluster._why_no_answer(ValueError()).why == "cannot say what it is: ValueError"


class Workers:
    """A cluster whose workers answer at once, with what they are told."""

    def __init__(self, *names: str) -> None:
        self.workers, self.used = set(names), set[str]()
        self.started: list[tuple[str, str, int]] = []
        self.looks = 0
        self.fails: dict[tuple[str, int], Exception] = {}

    def look(self) -> None:
        self.looks += 1

    def start(self, errand: Errand, worker: str, number: int) -> Future[Any]:
        name = errand.variants
        self.started.append((name, worker, number))
        future: Future[Any] = Future()
        error = self.fails.get((name, number))
        if error is None:
            future.set_result({"file": name})
        else:
            future.set_exception(error)
        return future


def run_on(
    workers: Workers, *works: str, refused: Collection[str] = ()
) -> tuple[list[str], list[str], int]:
    """Return what is left, what was kept, and how many steps were told."""
    kept: list[str] = []
    steps: list[None] = []

    def errand_of(work: str) -> Errand | None:
        return None if work.startswith("own") else Errand(b"", False, work)

    def keep(work: str, files: Mapping[str, str]) -> bool:
        assert files == {"file": work}
        kept.append(work)
        return work not in refused

    waiting = deque((work, 1) for work in works)
    run = cluster._Run(
        cast("Cluster", workers), waiting, errand_of, keep, lambda: steps.append(None)
    )  # type: ignore[arg-type]
    run.go()
    return run.left, kept, len(steps)


def test_each_worker_has_two_pictures_at_a_time() -> None:
    workers = Workers("b", "a")
    assert run_on(workers, *"12345") == ([], [*"12345"], 5)
    assert workers.started[:4] == [("1", "a", 1), ("2", "a", 1), ("3", "b", 1), ("4", "b", 1)]
    assert workers.used == {"a", "b"}
    assert run_on(Workers("a"), "1", "own 1", "2", refused=["1"]) == (["own 1", "1"], ["1", "2"], 1)
    alone = Workers()
    assert run_on(alone, "1", "2") == (["1", "2"], [], 0)
    assert alone.looks == 1


def test_a_picture_is_tried_three_times() -> None:
    """Where its files do not come; one that fails is encoded here, which tells of it."""
    workers = Workers("a")
    workers.fails = {("1", number): TimeoutError() for number in (1, 2, 3, 4)}
    workers.fails[("2", 1)] = TimeoutError()
    workers.fails[("3", 1)] = ValueError()
    assert run_on(workers, "1", "2", "3") == (["3", "1"], ["2"], 1)
    assert [number for name, _, number in workers.started if name == "1"] == [1, 2, 3]
    assert [number for name, _, number in workers.started if name == "2"] == [1, 2]
