"""The commands: what they print, and with which status they end."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sitegen.cli.main import main
from sitegen.core.problems import Problem
from sitegen.model.tasks import Report
from tests.conftest import ROOT, SETTINGS, Site

NOW = "2026-03-10T12:00:00-05:00"
SIMPLE = "[images]\nsocial_cards = false"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    site.write("sitegen.toml", SETTINGS.replace("gazette.example", "gazette.org"))
    site.setting(SIMPLE)
    site.story("content/news/vote.md", tags="[budget]")
    site.story("content/news/later.md", embargo="2026-03-11 06:00")
    site.story("content/news/idea.md", draft="true")
    return site


@pytest.fixture
def run(site: Site, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command at a fixed hour; return its status and what it printed."""

    def ran(command: str, *more: str, now: str = NOW) -> tuple[int, str, str]:
        try:
            status = main([command, *more, "--root", str(site.root), "--now", now])
        except SystemExit as stop:
            status = int(stop.code or 0)
        streams = capsys.readouterr()
        return status, streams.out, streams.err

    return ran


def test_build_says_in_one_line_what_it_did(run) -> None:  # type: ignore[no-untyped-def]
    """A reporter cannot tell whether the build did anything."""
    status, out, err = run("build")
    assert (status, err) == (0, "")
    story, summary = out.splitlines()
    assert story == "Held until March 11, 2026, 6 a.m. CDT: content/news/later.md (Later)"
    told = r"Wrote \d\d+ files in [\d.]+ s\. 1 story held, 1 draft\. Next scheduled change: .*"
    assert re.fullmatch(told, summary)
    _, out, _ = run("build")
    assert out.splitlines()[-1].startswith("Wrote 0 files in ")


def test_a_placeholder_for_an_address_is_told_in_one_line(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """A site goes online whose feeds and sitemaps lead to example.org."""
    site.write("sitegen.toml", site.read("sitegen.toml").replace("gazette.org", "example.org"))

    status, _, err = run("build")

    assert status == 0
    assert err == (
        "sitegen.toml:3: warning: 'https://example.org' is a placeholder: "
        "write the address at which readers will find the site\n"
    )
    assert "placeholder" in json.loads(run("build", "--json")[1])["warnings"][0]


def test_quiet_says_nothing_when_all_is_well(run) -> None:  # type: ignore[no-untyped-def]
    """A timer that builds each minute sends no mail as long as nothing is wrong."""
    assert run("build", "--quiet") == (0, "", "")


def test_json_is_one_document_for_programs(run) -> None:  # type: ignore[no-untyped-def]
    """A script has to read sentences to learn what changed."""
    _, out, _ = run("build", "--json")
    report = json.loads(out)
    assert "news/vote/index.html" in report["new"]
    assert {story["path"]: story["reason"] for story in report["held"]} == {
        "content/news/idea.md": "draft", "content/news/later.md": "held",
    }  # fmt: skip
    assert report["next_change"].startswith("2026-03-")


def test_json_tells_programs_of_problems(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """A program that asked for JSON gets nothing when the build is refused."""
    site.story("content/news/vote.md", embrago="2026-04-01")
    status, out, err = run("build", "--json")
    (problem,) = [p for p in json.loads(out)["problems"] if not p["warning"]]
    assert (status, problem["path"], problem["line"]) == (1, "content/news/vote.md", 5)
    assert problem["message"] in err
    assert "embargo" in problem["hint"]


def test_explain_says_why_a_page_is_made(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """Nobody can tell why a build takes long."""
    run("build")
    _, out, _ = run("build", "--explain", "/news/vote/")
    assert "is kept" in out
    site.story("content/news/vote.md", tags="[budget]", title="Another title")
    _, out, _ = run("build", "--explain", "https://gazette.org/news/vote/")
    assert "'article' changed" in out
    (site.root / "output/news/vote/index.html").unlink()
    _, out, _ = run("build", "--explain", "/news/vote/")
    assert "changed or deleted by somebody else" in out
    _, out, _ = run("build", "--explain", "/no/such/")
    assert "no file of the site" in out


def test_why_tells_where_a_story_is(run) -> None:  # type: ignore[no-untyped-def]
    """An editor cannot find out why a story is not on the site."""
    _, out, _ = run("why", "content/news/vote.md")
    assert "Live at https://gazette.org/news/vote/" in out
    assert "/news/feed.xml" in out
    assert "budget" in out
    _, by_address, _ = run("why", "https://gazette.org/news/vote/")
    assert by_address == out
    _, out, _ = run("why", "content/news/later.md")
    assert "Held until 2026-03-11 06:00 CDT ('embargo')." in out
    _, out, _ = run("why", "content/news/idea.md")
    assert "draft: true" in out


@pytest.mark.parametrize(
    "target",
    ["vote.md", "./content/news/vote.md", "/news/vote", "https://gazette.org/news/vote/?a#b",
     "http://gazette.org/news/vote/"],
)  # fmt: skip
def test_why_takes_a_story_by_any_of_its_names(run, target: str) -> None:  # type: ignore[no-untyped-def]
    """An editor pastes what the browser shows, and is told that there is no such page."""
    status, out, _ = run("why", target)
    assert (status, out.splitlines()[0]) == (0, "content/news/vote.md: Vote")
    assert "On the front page: the lead." in out


def test_why_tells_of_people_and_other_pages(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """An editor is told that a person who has a file is nobody."""
    site.write("content/authors/ana-sample.md", "---\nname: Ana Sample\n---\nSample.\n")
    _, out, _ = run("why", "content/authors/ana-sample.md")
    assert "no story of theirs is live" in out
    site.story("content/news/vote.md", authors="[ana-sample]")
    _, out, _ = run("why", "ana-sample.md")
    assert "https://gazette.org/authors/ana-sample/" in out
    assert "the section 'news'" in run("why", "/news/")[1]


def test_a_prefix_that_is_a_sections_name_too_is_understood(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """With the site at /news, its section /news/news/ cannot be asked about."""
    text = site.read("sitegen.toml").replace("gazette.org", "gazette.org/news")
    site.write("sitegen.toml", text)
    for target in ("/news/news/vote/", "/news/vote/", "https://gazette.org/news/news/vote/"):
        assert "Live at https://gazette.org/news/news/vote/" in run("why", target)[1]


def test_why_of_what_is_not_there_suggests(run) -> None:  # type: ignore[no-untyped-def]
    """A misspelt file gets the name of the one that was meant."""
    status, _, err = run("why", "content/news/vot.md")
    assert status == 1
    assert "Did you mean 'content/news/vote.md'?" in err


def test_due_tells_schedulers_by_its_status(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """A timer builds all day long for nothing, or misses an embargo."""
    assert run("due")[0] == 0
    run("build")
    status, out, _ = run("due")
    assert status == 3
    assert "Next scheduled change: March 11, 2026, 6 a.m. CDT." in out
    assert run("due", now="2026-03-11T06:00:00-05:00")[0] == 0
    site.story("content/news/vote.md", "Another text.", tags="[budget]")
    status, out, _ = run("due")
    assert (status, "text of a story" in out) == (0, True)


def test_a_build_says_when_time_will_change_the_site(run) -> None:  # type: ignore[no-untyped-def]
    """G8: nobody knew from a build's words when a schedule has to build again."""
    _, out, _ = run("build")
    assert out.rstrip().endswith(" 1 draft. Next scheduled change: March 11, 2026, 6 a.m. CDT.")
    assert len(out.splitlines()) == 2  # and what is held


def test_if_due_builds_only_when_something_changes(run) -> None:  # type: ignore[no-untyped-def]
    """Before the hour of an embargo --if-due builds nothing, and at that hour it builds."""
    run("build")
    status, out, _ = run("build", "--if-due")
    assert (status, out.startswith("Not due")) == (0, True)
    _, out, _ = run("build", "--if-due", now="2026-03-11T06:00:00-05:00")
    assert out.startswith("Wrote ")


def test_a_built_site_whose_output_was_lost_is_due(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """build --if-due says 'nothing has changed' beside an output/ that is gone."""
    run("build")
    (site.root / "output/index.html").unlink()
    run("build", "--if-due")
    assert (site.root / "output/index.html").is_file()


def test_problems_go_to_stderr_with_status_1(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """A script sees by the status that the build has stopped, and stdout stays empty."""
    site.story("content/news/vote.md", embrago="2026-04-01")
    status, out, err = run("build")
    assert (status, out) == (1, "")
    assert err.startswith("content/news/vote.md:5: error: unknown key 'embrago'\n")
    assert err.endswith("1 error in 1 file. Nothing was published; output/ is as it was.\n")


@pytest.mark.parametrize(
    "words", [[], ["bild"], ["build", "--job", "0"], ["build", "--jobs", "none"], ["new"]]
)
def test_a_wrong_command_ends_with_status_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt command shows how commands are written; the status is not that of a problem."""
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert "usage: sitegen" in capsys.readouterr().err


def test_a_time_that_is_none_is_told(run) -> None:  # type: ignore[no-untyped-def]
    """--now with words that are no time says how a time is written."""
    status, _, err = run("build", now="tomorrow")
    assert status == 1
    assert "tomorrow" in err
    assert "Write it as in" in err


def test_a_folder_that_is_no_site_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """sitegen in the wrong folder ends in a traceback."""
    assert main(["build", "--root", str(tmp_path)]) == 1
    assert "sitegen.toml" in capsys.readouterr().err


def test_a_source_date_epoch_that_is_no_time_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A build that must be of one moment is silently of another, or ends in a traceback."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1e9")
    assert main(["build", "--root", str(site.root)]) == 1
    assert "SOURCE_DATE_EPOCH: error: '1e9'" in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["junk", "folder"])
def test_a_damaged_cache_is_an_empty_one_for_every_command(site: Site, run, damage: str) -> None:  # type: ignore[no-untyped-def]
    """One bad sector in the cache, and no command works until somebody deletes it."""
    run("build")
    for command, status in (("why content/news/vote.md", 0), ("due", 0), ("build", 0)):
        for file in (site.root / ".sitegen_cache").glob("cache.db*"):
            # `why` and `due` only read: they leave the damage as it is.
            file.rmdir() if file.is_dir() else file.unlink()
        cache = site.root / ".sitegen_cache/cache.db"
        if damage == "folder":
            cache.mkdir()
        else:
            cache.write_bytes(b"This is no database. " * 500)
        assert run(*command.split())[0] == status


def test_what_the_machine_refuses_is_told(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """A full or foreign disk ends in a traceback."""
    run("build")
    (site.root / ".sitegen_cache/scan").unlink()
    (site.root / ".sitegen_cache/scan").mkdir()
    status, _, err = run("build")
    assert (status, ".sitegen_cache/scan: error: cannot be used: is a directory" in err) == (
        1,
        True,
    )


def test_source_date_epoch_is_the_clock(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where SOURCE_DATE_EPOCH is set, a build is of that moment and not of today."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773162000")
    assert main(["build", "--root", str(site.root)]) == 0
    assert "Held until" in capsys.readouterr().out


def test_output_elsewhere_and_back(site: Site, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The notes on one output folder are taken for those of another."""
    run("build")
    site.delete("content/news/idea.md")
    site.story("content/news/second.md")
    elsewhere = tmp_path / "elsewhere"
    run("build", "--output", str(elsewhere))
    _, out, _ = run("build", "--output", str(elsewhere))
    assert out.splitlines()[-1].startswith("Wrote 0 files in ")
    site.delete("content/news/second.md")
    run("build", "--output", str(elsewhere))
    _, out, _ = run("build")
    assert " removed" not in out
    here = {p.relative_to(site.root / "output") for p in (site.root / "output").rglob("*")}
    assert here == {p.relative_to(elsewhere) for p in elsewhere.rglob("*")}


def test_files_of_others_are_not_taken_over_unasked(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """A file in output/ that sitegen has not made stays until --adopt gives it up."""
    site.write("output/mine.html", "Mine.\n")
    status, _, err = run("build")
    assert (status, "mine.html" in err, "--adopt" in err) == (1, True, True)
    assert run("build", "--adopt")[0] == 0
    assert not (site.root / "output/mine.html").exists()


def test_the_module_is_the_command(site: Site) -> None:
    """`python -m sitegen` does what `sitegen` does, with nothing else in the environment."""
    command = [sys.executable, "-m", "sitegen", "build", "--quiet", "--now", NOW]
    process = subprocess.run(command, cwd=site.root, env={"PYTHONPATH": str(ROOT), "PATH": ""},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (process.returncode, process.stderr) == (0, "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_build_needs_nobody_who_listens(site: Site, closed: str) -> None:
    """A scheduler that closes the output made each build end with a traceback."""
    assert _status(site, "build", closed) == (0, "")
    assert (site.root / "output/index.html").exists()


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["build", "due"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has a disk always full")
def test_a_full_disk_under_the_output_is_told(site: Site, command: str, unbuffered: str) -> None:
    """The status was 1 and nothing said why, or a traceback did."""
    status, message = _status(site, command, ">/dev/full", unbuffered)
    assert status == 1
    assert message.startswith("the disk: error: cannot be used: no space left on device")
    assert "Traceback" not in message


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_who_leaves_early_is_no_fault(site: Site, run, unbuffered: str) -> None:  # type: ignore[no-untyped-def]
    """`sitegen due | true` said by its status that there is something to build."""
    run("build")
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-m", "sitegen", "due", "--now", NOW],
        cwd=site.root,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (process.returncode, process.stderr) == (3, b"")


def _status(site: Site, command: str, led: str, unbuffered: str = "") -> tuple[int, str]:
    """Run a command with its output led elsewhere; return its status and stderr."""
    words = f'"{sys.executable}" -m sitegen {command} --now {NOW} {led}'
    process = subprocess.run(
        ["bash", "-c", words],
        cwd=site.root,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        capture_output=True,
        text=True,
        check=False,
    )
    return process.returncode, process.stderr


def test_new_begins_a_draft_that_builds(site: Site, run) -> None:  # type: ignore[no-untyped-def]
    """The skeleton of a story does not build, or a second one takes the first one's place."""
    status, out, _ = run("new", "article", "Council votes tonight", "--section", "local")
    assert status == 0
    assert "council-votes-tonight" in out
    assert run("build")[0] == 0
    status, _, err = run("new", "article", "Council votes tonight", "--section", "local")
    assert (status, "council-votes-tonight" in err) == (1, True)
    assert run("new", "article", "Vote", "--section", "lcoal")[0] == 1
    status, _, err = run("new", "article", "Vote", "--author", "nobody")
    assert (status, "content/authors/nobody.md" in err) == (1, True)


@pytest.mark.parametrize("headline", ["Index", "[[NOW]]", "- a: [b", "😀", "no", "{{ x }} #y"])
def test_new_takes_any_headline(run, headline: str) -> None:  # type: ignore[no-untyped-def]
    """A headline makes a file that stops the build, or is not what was written."""
    status, out, _ = run("new", "article", headline)
    assert (status, run("build")[0]) == (0, 0)
    file = out.split()[1].removesuffix(".")
    assert headline in run("why", file)[1].splitlines()[0]


def test_a_headline_that_is_no_text_is_a_wrong_command(run) -> None:  # type: ignore[no-untyped-def]
    """Bytes that are no text end in a traceback."""
    assert run("new", "article", "caf\udce9")[0] == 2


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody can say which sitegen they have."""
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert not stop.value.code
    assert capsys.readouterr().out.startswith("sitegen ")


@pytest.mark.parametrize(
    ("command", "ready"),
    [(["serve", "--port", "0"], "The preview is at"), (["build", "--watch"], "Wrote")],
    ids=["serve", "build --watch"],
)
def test_a_service_that_is_told_to_end_tidies_up(
    site: Site, command: list[str], ready: str
) -> None:
    """A container or a service manager stops us by SIGTERM, and reads our last words."""
    site.story("content/news/vote.md")
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", *command],
        cwd=site.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    process.terminate()
    rest, _ = process.communicate(timeout=30)

    assert ready in line
    assert process.returncode == 143
    assert rest == "Stopped; the site is as it was.\n"


def test_a_watching_build_tells_each_warning_once(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Whoever watches a server must hear what a build by hand would say, and not at each save."""

    def watch_and_build(_root: Path, *, report: Any, **_options: Any) -> int:
        for warnings in ((one,), (one, other), (other,)):
            report(Report((), (), 0, (), (), None, {}, {}, warnings))
        return 0

    one, other = (Problem("a.md", 1, word, warning=True) for word in ("one", "other"))
    monkeypatch.setattr("sitegen.build.watching.watch_and_build", watch_and_build)

    _, out, err = run("build", "--watch", "--quiet")
    _, loud, _ = run("build", "--watch")

    assert (out, loud) == ("", "Wrote 0 files.\n" * 3)
    assert err.splitlines() == ["a.md:1: warning: one", "a.md:1: warning: other"]


@pytest.mark.parametrize("command", [["build"], ["serve"], ["build", "--watch"], ["why", "a.md"]])
def test_a_command_outside_a_site_says_so_and_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """A preview of nothing would show an error page for ever."""
    status = main([*command, "--root", str(tmp_path)])

    assert status == 1
    assert "this folder is not a sitegen site" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["--root {}", "--root={}", "--now 2026-03-10 --root {}"])
@pytest.mark.parametrize("command", [["build"], ["new", "article", "A headline"]])
def test_the_folder_may_stand_before_the_command(
    site: Site, form: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """People who know git write it there."""
    assert main([*form.format(site.root).split(), *command]) == 0


def test_an_option_without_its_value_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """'sitegen --root build' has no command left, and says what it did not understand."""
    with pytest.raises(SystemExit) as stop:
        main(["--root", "build"])
    assert stop.value.code == 2


def test_theme_list_and_diff_speak_of_copies(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever upgrades sees which files to look at."""

    def ran(*words: str) -> tuple[int, str]:
        status = main([*words, "--root", str(site.root)])
        return status, capsys.readouterr().out

    assert ran("theme", "diff")[1] == "The site has copied nothing of the theme.\n"
    assert ran("theme", "copy", "article.html")[0] == 0
    assert "templates/article.html  copied" in ran("theme", "list")[1].splitlines()
    assert ran("theme", "diff")[1] == "templates/article.html lacks nothing.\n"
    assert ran("theme", "diff", "article.html", "--seen")[0] == 0
    assert ran("theme", "diff", "--seen")[0] == 1


def test_init_says_what_photos_of_iphones_need(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commonest picture that a reporter has must not come as a surprise."""
    monkeypatch.setattr("sitegen.pictures.heif.can_read", lambda: False)

    assert main(["init", str(tmp_path / "paper")]) == 0

    assert re.search(r"HEIC.*pip install .*\[heic\]", capsys.readouterr().out)


def _run_to_end(site: Site, *words: str, **streams: Any) -> subprocess.CompletedProcess[str]:
    """Run the program itself, as a shell would."""
    command = [sys.executable, "-m", "sitegen", *words]
    env = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.run(command, cwd=site.root, env=env, text=True, check=False, **options)


def test_a_process_ends_with_its_commands_status_and_all_its_words(site: Site) -> None:
    """It ends without taking its values down, which must cost neither status nor words."""
    built = _run_to_end(site, "build", "--now", NOW)
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.rstrip().endswith("March 11, 2026, 6 a.m. CDT.")
    assert _run_to_end(site, "build", "--bogus").returncode == 2
    assert _run_to_end(site, "--version").stdout.startswith("sitegen ")
    site.story("content/news/vote.md", published="someday")
    report = _run_to_end(site, "build")
    assert report.returncode == 1
    assert "content/news/vote.md:3" in report.stdout + report.stderr


def test_a_misspelt_command_gets_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    """A list of seven names is not an answer to a typing mistake."""
    with pytest.raises(SystemExit) as stop:
        main(["buidl", "--quiet"])
    assert stop.value.code == 2
    assert "there is no command 'buidl'. Did you mean 'build'?" in capsys.readouterr().err
