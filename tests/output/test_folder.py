"""The parts that the change of a site is made of, each by itself: value by value."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from sitegen.core import disk
from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem, SitegenError
from sitegen.output import journal as journal_module
from sitegen.output import recovery, staging
from sitegen.output.folder import (
    check_name,
    files_in,
    is_folder,
    is_hidden,
    mode_of,
    output_name,
    output_place,
    parent,
)
from sitegen.output.ignore_file import is_gone, keep_ignore_file
from sitegen.output.journal import Journal, carry_out, read_journal, staged_name
from sitegen.output.own_files import (
    Manifest,
    OwnFiles,
    manifest_text,
    notes_folder,
    read_manifest,
    read_own_files,
    site_name,
    write_own_files,
)
from sitegen.output.staging import Staging, same, same_chunks, stage, stage_chunks
from sitegen.output.strangers import is_foreign, other_site_problem, strangers_problem


def put(place: Path, files: dict[str, bytes]) -> None:
    for file, data in files.items():
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        (place / file).write_bytes(data)


def tree(place: Path) -> dict[str, bytes]:
    return {file: (place / file).read_bytes() for file in files_in(place)}


def problem_of(work: Any) -> Problem:
    with pytest.raises(SitegenError) as caught:
        work()
    (problem,) = caught.value.problems
    return problem


# Folders


def test_an_output_folder_is_called_as_its_editor_calls_it(tmp_path: Path) -> None:
    """From the site's folder, or in full."""
    assert output_name(tmp_path, tmp_path / "a/out") == "a/out"
    assert output_name(tmp_path / "site", tmp_path / "out") == (tmp_path / "out").as_posix()


@pytest.mark.parametrize(
    ("place", "what"),
    [
        (".", "is or holds the site's own folder"),
        ("..", "is or holds the site's own folder"),
        ("/", "is the whole disk"),
        ("home", "is or holds your home folder"),
        ("home/mai", "is or holds your home folder"),
        ("content/x", "lies in content/, which is not for output"),
        ("alias/out", "lies in content/, which is not for output"),
        ("static", "lies in static/, which is not for output"),
        (".sitegen_cache/out", "lies in .sitegen_cache/, which is not for output"),
        (".sitegen_cache/deploys/a", "lies in .sitegen_cache/, which is not for output"),
        (".git/x", "lies in .git/, which is not for output"),
        ("sub/.git/x", "lies in a repository's .git"),
        ("file", "is a file or lies below one, so no site can be put there"),
        ("file/out", "cannot be used: Not a directory"),
        ("lost", "is a link that leads nowhere"),
        ("home/mai/www", ""),
        ("contents", ""),
        (".sitegen_cache/deploy/a", ""),
        ("deep/er/out", ""),
        ("www", ""),
        (".gitted", ""),
    ],
)
def test_an_odd_place_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, what: str
) -> None:
    """And every other place is taken, as the folder that it truly is."""
    root = tmp_path / "site"
    for folder in ("content", "static", ".sitegen_cache/deploy", "home/mai", "real"):
        (root / folder).mkdir(parents=True)
    (root / "alias").symlink_to("content")
    (root / "www").symlink_to("real")
    (root / "lost").symlink_to("nowhere")
    (root / "file").write_bytes(b"")
    monkeypatch.setenv("HOME", str(root / "home/mai"))
    if not what:
        expected = root / ("real" if place == "www" else place)
        assert output_place(root, root / place) == expected
        return
    problem = problem_of(lambda: output_place(root, root / place))
    name = {"/": "/", "..": ".."}.get(place, place)
    assert problem in (
        Problem(name, 0, what, "Choose an empty or new folder, such as output/."),
        Problem(name, 0, "is a file or lies below one, so no site can be put there", problem.hint),
    )


def test_a_circle_of_links_has_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's words for it, or ours."""
    for error, words in ((OSError(errno.ELOOP, "Too many levels"), "Too many levels"),
                         (RuntimeError("x"), "its links lead in a circle"),
                         (OSError("x"), "its links lead in a circle")):  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr(Path, "is_symlink", lambda _path, error=error: _raise(error))
            assert problem_of(lambda: output_place(tmp_path, tmp_path / "a")).message == (
                f"cannot be used: {words}"
            )


def _raise(error: Exception) -> None:
    raise error


def test_files_are_listed_in_order_and_links_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of a folder by name, folders from the last; a Mac's own litter is none."""
    names = ("b", "a", "c/x", "c/d/y", "e/z", ".DS_Store", "c/.DS_Store", ".hidden/.f", "#")
    put(tmp_path, dict.fromkeys(names, b""))
    (tmp_path / "link").symlink_to(tmp_path / "c")
    assert [*files_in(tmp_path)] == ["#", "a", "b", "link", "e/z", "c/x", "c/d/y", ".hidden/.f"]
    assert [*files_in(tmp_path / "none")] == []
    real = os.scandir

    def scan(folder: str) -> Any:
        if folder.endswith("/e/"):
            raise FileNotFoundError
        return real(folder)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", scan)  # somebody takes a folder away meanwhile
        assert [*files_in(tmp_path)] == ["#", "a", "b", "link", "c/x", "c/d/y", ".hidden/.f"]


def test_names_are_parted_at_slashes(tmp_path: Path) -> None:
    """What is hidden, what holds it, and what stands there."""
    assert [is_hidden(file) for file in (".a", "a/.b", "a/.b/c", "a.b", "a/b.c")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert [parent(file) for file in ("a/b/c", "a/b", "a", "")] == ["a/b", "a", "", ""]
    put(tmp_path, {"a/b/c": b""})
    (tmp_path / "l").symlink_to("a")
    assert stat.S_ISLNK(mode_of(f"{tmp_path}/l"))
    assert mode_of(f"{tmp_path}/none") == mode_of(f"{tmp_path}/a/b/c/d") == 0
    answers: dict[str, bool] = {}
    assert is_folder(tmp_path, "", answers)
    for name in ("a/b", "a/b/c", "l/b"):
        assert is_folder(tmp_path, name, answers) is (name == "a/b")
    assert answers == {"a": True, "a/b": True, "a/b/c": False, "l": False, "l/b": False}
    assert is_folder(tmp_path, "none", {"none": True})  # an earlier answer stands


def test_a_name_may_lead_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backslash stands only where it is there already, and parts nothing."""
    for file in ("a", "a/b.html", ".well-known/x", "a..b", "..."):
        check_name(file)
    for file in ("", ".", "..", "a/..", "./a", "a//b", "/a", "a/", "a\0", "a\\b"):
        with pytest.raises(ValueError, match="not a file of output/"):
            check_name(file)
    check_name("a\\b", stands=True)
    for file in ("a\0", "../a"):
        with pytest.raises(ValueError, match="not a file"):
            check_name(file, stands=True)
    monkeypatch.setattr(os, "sep", "\\")
    with pytest.raises(ValueError, match="not a file"):
        check_name("a\\b", stands=True)


# The .gitignore


def test_an_ignore_file_comes_back_where_all_is_gone(tmp_path: Path) -> None:
    """And only where it is asked for."""
    output = tmp_path / "output"
    assert is_gone(output)
    assert not keep_ignore_file(output, again=False)
    assert not keep_ignore_file(output, again=True)  # there is no folder: no site is worth less
    output.mkdir()
    assert is_gone(output)
    assert not keep_ignore_file(output, again=False)
    assert keep_ignore_file(output, again=True)
    file = output / ".gitignore"
    assert file.read_bytes() == (
        b"# What sitegen builds stands here and is not kept.\n*\n!.gitignore\n"
    )
    assert not is_gone(output)
    file.write_bytes(b"mine")
    assert keep_ignore_file(output, again=True)
    assert file.read_bytes() == b"mine"


# Journals


def test_a_journal_is_read_as_it_was_written(tmp_path: Path) -> None:
    """A damaged one is none, and goes; one that is not there is none."""
    path = tmp_path / "deep/journal.json"
    whole = Journal({"b": 2, "a": 1}, ("c", "d"), True, "paper")
    whole.save(path)
    assert json.loads(path.read_bytes()) == {
        "changed": {"b": 2, "a": 1}, "removed": ["c", "d"], "inside": True, "site": "paper",
    }  # fmt: skip
    again = read_journal(path)
    assert again == whole
    assert [*again.sizes] == ["b", "a"]
    assert [file.name for file in path.parent.iterdir()] == ["journal.json"]
    path.write_text('{"changed": {}, "removed": [], "inside": 0}', "utf-8")
    assert read_journal(path) == Journal({}, (), False, "")
    for text in ("", "[]", "{}", '{"changed": 3}', '{"changed": {}, "removed": 3, "inside": 0}',
                 '{"changed": {}, "removed": []}', "\ud800"):  # fmt: skip
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        assert read_journal(path) is None
        assert not path.exists()
    assert read_journal(path) is None


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def carry(place: Path, staged: Path, files: dict[str, bytes], *gone: str) -> None:
    for file, data in files.items():
        (staged / staged_name(file)).write_bytes(data)
    sizes = {file: len(data) for file, data in files.items()}
    carry_out(Journal(sizes, gone, False), place, staged, "output")


def test_a_change_moves_then_deletes_then_takes_empty_folders_away(
    place: Path, staged: Path
) -> None:
    """Folders that lost a file, and those above, up to the first that holds something."""
    put(place, {"a/b/c/x": b"", "a/b/y": b"", "k/z": b"", "k/own": b"", "old": b"1", "e/f/g": b""})
    (place / "bare").mkdir()
    carry(
        place,
        staged,
        {"old": b"2", "new/deep/file": b"3"},
        "a/b/c/x",
        "a/b/y",
        "k/z",
        "none",
        "a/n",
    )
    assert tree(place) == {"old": b"2", "e/f/g": b"", "k/own": b"", "new/deep/file": b"3"}
    assert not (place / "a").exists()
    assert (place / "bare").is_dir()
    assert [*staged.iterdir()] == []
    carry(place, staged, {}, "e/f/g", "k/own", "old", "new/deep/file")
    assert [file.name for file in place.iterdir()] == ["bare"]


def test_a_staged_file_that_is_not_whole_stays_where_it_is(place: Path, staged: Path) -> None:
    """The disk lost it, or it was moved already: the ledger asks for it again."""
    put(place, {"a": b"old"})
    (staged / staged_name("a")).write_bytes(b"ne")
    carry_out(Journal({"a": 3, "b": 1}, (), False), place, staged, "output")
    assert tree(place) == {"a": b"old"}


def test_what_stands_in_the_way_is_set_aside(place: Path, staged: Path, tmp_path: Path) -> None:
    """A folder for a file, a file or link for a folder; nothing behind a link is touched."""
    put(place, {"a/x": b"", "b": b"", "d/old": b"1"})
    put(tmp_path, {"out/c": b"1", "out/gone": b"2"})
    (place / "c").symlink_to(tmp_path / "out")
    carry(place, staged, {"a": b"1", "b/y": b"2", "c/c": b"3", "d/new": b"4"}, "c/gone", "d/old")
    assert tree(place) == {"a": b"1", "b/y": b"2", "c/c": b"3", "d/new": b"4"}
    assert tree(tmp_path / "out") == {"c": b"1", "gone": b"2"}


@pytest.mark.skipif(os.sep == "\\", reason="there it parts a folder from a file")
def test_an_old_name_with_a_backslash_is_deleted_and_none_is_made(
    place: Path, staged: Path
) -> None:
    """To most systems it is a sign like any: a version before may have written such a name."""
    put(place, {"a\\b": b"1"})
    carry(place, staged, {}, "a\\b")
    assert tree(place) == {}
    with pytest.raises(ValueError, match="not a file of output/"):
        carry(place, staged, {"c\\d": b"2"})


def test_nothing_is_deleted_through_a_link_or_for_a_twin(
    place: Path, staged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the filesystem takes two names for one, the new file stays."""
    put(tmp_path, {"out/x": b""})
    put(place, {"News": b"1", "d/x": b"2"})
    (place / "l").symlink_to(tmp_path / "out")
    (place / "sub").mkdir()
    (tmp_path / "out/empty").mkdir()
    carry(place, staged, {}, "l/x", "l/empty/y", "sub")
    assert tree(tmp_path / "out") == {"x": b""}
    assert (tmp_path / "out/empty").is_dir()
    assert (place / "sub").is_dir()
    carry(place, staged, {"news": b"3"}, "News")
    assert {"news", "News"} & {*files_in(place)} == {"news"}
    put(place, {"News": b"1"})
    monkeypatch.setattr(os.path, "samefile", lambda _one, _other: True)
    carry(place, staged, {"news": b"4"}, "News", "NONE")
    assert (place / "News").read_bytes() == b"1"
    carry(place, staged, {}, "News")
    assert not (place / "News").exists()


def test_a_disk_mounted_inside_gets_a_copy_that_is_moved(
    place: Path, staged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its time, by which the ledger knows it; and no draft stays."""
    real, kept = os.replace, []

    def crossing(source: str, target: str) -> None:
        if str(staged) in str(source):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(source, target)

    monkeypatch.setattr(os, "replace", crossing)
    monkeypatch.setattr(disk, "keep", lambda folder, files: kept.append((folder, [*files])))
    (staged / staged_name("a/b")).write_bytes(b"new")
    os.utime(staged / staged_name("a/b"), ns=(1, 2_000_000_000))
    carry_out(Journal({"a/b": 3}, (), False), place, staged, "output")
    assert tree(place) == {"a/b": b"new"}
    assert (place / "a/b").stat().st_mtime_ns == 2_000_000_000
    assert kept == [(place / "a", [f".{digest_text('b')}"])]
    assert [*staged.iterdir()] == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (OSError("odd"), "odd"),
        (PermissionError(errno.EACCES, "Denied"), "Denied"),
    ],
)
def test_a_disk_that_refuses_is_a_problem(
    place: Path, staged: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    """At the file where it did, with what goes on from there."""
    monkeypatch.setattr(os, "replace", lambda *_: _raise(error))
    assert problem_of(lambda: carry(place, staged, {"a/b": b""})) == Problem(
        "output/a/b", 0, f"cannot be put in place: {words}",
        "The change is half made. Mend this and build again: the rest then follows.",
    )  # fmt: skip
    place.rename(place.with_name("x"))
    place.write_bytes(b"")
    problem = problem_of(lambda: carry_out(Journal({}, (), False), place, staged, "output", "undo"))
    assert problem == Problem(
        "output", 0, "cannot be put in place: File exists",
        "The change is half made. Mend this and undo again: the rest then follows.",
    )  # fmt: skip


def test_a_note_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And waits for the disk: its bytes first, then its name."""
    deeds: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _handle: deeds.append("bytes"))
    monkeypatch.setattr(disk, "keep_names", lambda folder: deeds.append(f"names of {folder.name}"))
    journal_module.write_whole(tmp_path / "a/b/note.json", "ä")
    journal_module.write_whole(tmp_path / "a/b/note.json", "ö")
    assert (tmp_path / "a/b/note.json").read_bytes() == "ö".encode()
    assert [file.name for file in (tmp_path / "a/b").iterdir()] == ["note.json"]
    assert deeds == ["bytes", "names of b"] * 2


def test_a_note_that_the_disk_refuses_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be the list in output/, which readers are sent; names in it need not be text."""
    journal_module.write_whole(tmp_path / ".sitegen-files", "a\udce4\nb\n")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        journal_module.write_whole(tmp_path / ".sitegen-files", "c\n")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        ".sitegen-files": b"a\xed\xb3\xa4\nb\n"
    }


# Whose files they are


def test_notes_are_named_by_the_place_as_seen_from_the_site(tmp_path: Path) -> None:
    """So a site that moves with its cache keeps them."""
    cache = Path("cache")
    assert notes_folder(tmp_path, tmp_path / "output", cache) == cache / "output-79ab2a96"
    assert notes_folder(tmp_path / "x", tmp_path / "x/output", cache) == cache / "output-79ab2a96"
    assert notes_folder(tmp_path, tmp_path / "www", cache) != cache / "output-79ab2a96"
    assert site_name("gazette,2024", "https://x") == "gazette,2024"
    assert site_name("", "https://x") == "https://x"


def test_what_is_ours_is_read_as_it_was_noted(tmp_path: Path) -> None:
    """Also as version 0.1 wrote it; a damaged note says nothing."""
    notes = tmp_path / "notes"
    ours = OwnFiles(frozenset({"b", "a"}), "paper")
    write_own_files(notes, ours)
    file = notes / "made.json"
    assert file.read_bytes() == b'{"site": "paper", "files": ["a", "b"]}'
    assert read_own_files(notes) == ours
    file.write_text('["a"]', "utf-8")
    assert read_own_files(notes) == OwnFiles(frozenset({"a"}), "")
    for text in ("", "{}", "3", '{"files": 3, "site": ""}', '{"files": []}', "[[]]"):
        file.write_text(text, "utf-8")
        assert read_own_files(notes) == OwnFiles(frozenset(), "")
    file.unlink()
    assert read_own_files(notes) == OwnFiles()


def test_a_manifest_names_only_what_can_be_a_file_of_it(tmp_path: Path) -> None:
    """No name in it leads elsewhere."""
    file = tmp_path / ".sitegen-files"
    assert manifest_text(["b", "a/c"], "paper", 7) == "/site paper\n/stories 7\na/c\nb\n"
    assert read_manifest(tmp_path) == Manifest(frozenset(), "", 0)
    good = ["a", "a\\b", "a/b.html", "a b", ".well-known/x", "#", "ü", "a..b"]
    bad = ["../a", "a/../b", "a//b", "a/", "./a", "a/./b", "..", "", "a/..", "a\0", "%61"]
    file.write_text("\n".join(["/site x", "/stories 12", "/site y", "/more", *good, *bad]), "utf-8")
    assert read_manifest(tmp_path) == Manifest(frozenset(good), "x", 12)
    file.write_text("/stories 1x\na", "utf-8")
    assert read_manifest(tmp_path) == Manifest(frozenset({"a"}), "", 0)
    file.write_bytes(b"\xff")
    assert read_manifest(tmp_path) == Manifest()


def test_a_site_is_foreign_by_its_name() -> None:
    """Where both have one, and it is neither this one's nor its former one."""
    theirs = Manifest(frozenset(), "theirs")
    assert is_foreign(theirs, "ours", "")
    assert is_foreign(theirs, "ours", "ours")
    assert not is_foreign(theirs, "ours", "theirs")
    assert not is_foreign(theirs, "theirs", "")
    assert not is_foreign(theirs, "", "")
    assert not is_foreign(Manifest(), "ours", "")
    assert other_site_problem("out", "theirs") == Problem(
        "out", 0, "holds another site: theirs",
        "Choose another folder. With --adopt it becomes this site's: files that this site does "
        "not have are then deleted.",
    )  # fmt: skip
    hint = ("Choose another folder, or empty this one. With --adopt it becomes the site's: files "
            "that the site does not have are then deleted.")  # fmt: skip
    for files, words in (
        ("a", "a file that sitegen has not made: a"),
        ("ab", "2 files that sitegen has not made: a, b"),
        ("abc", "3 files that sitegen has not made: a, b, c"),
        ("abcd", "4 files that sitegen has not made: a, b, c, ..."),
    ):  # fmt: skip
        assert strangers_problem("out", files) == Problem("out", 0, f"holds {words}", hint)


# Staging


def test_bytes_are_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system takes at a time; an older draft goes."""
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:2])))
    (tmp_path / staged_name("a")).write_bytes(b"longer than that")
    size, moment = stage_chunks(tmp_path, "a", iter([b"abc", b"", b"de"]))
    facts = (tmp_path / staged_name("a")).stat()
    assert (size, moment) == (5, facts.st_mtime_ns)
    assert (tmp_path / staged_name("a")).read_bytes() == b"abcde"
    assert stage(tmp_path, "b", b"xyz")[0] == 3
    mask = os.umask(0)
    os.umask(mask)
    assert facts.st_mode & 0o777 == 0o666 & ~mask


def test_a_file_is_the_same_to_the_byte(tmp_path: Path) -> None:
    """A regular one; what cannot be read is not."""
    put(tmp_path, {"a": b"abc"})
    (tmp_path / "l").symlink_to("a")
    (tmp_path / "d").mkdir()
    assert same(tmp_path / "a", b"abc")
    for name, data in (
        ("a", b"abd"),
        ("a", b"ab"),
        ("a", b"abcd"),
        ("l", b"abc"),
        ("n", b""),
        ("d", b""),
    ):
        assert not same(tmp_path / name, data)
    assert same_chunks(tmp_path / "a", 3, [b"a", b"bc"])
    for name, size, chunks in (
        ("a", 3, [b"a", b"bd"]), ("a", 3, [b"b", b"bc"]), ("a", 2, [b"ab"]),
        ("a", 4, [b"abc", b""]), ("l", 3, [b"abc"]), ("n", 0, []),
    ):  # fmt: skip
        assert not same_chunks(tmp_path / name, size, chunks)
    assert not same_chunks(tmp_path / "d", (tmp_path / "d").stat().st_size, [b""])


def open_staging(root: Path, **more: Any) -> Staging:
    root.mkdir(exist_ok=True)
    return Staging(root, root / "output", root / "cache", **more)


def test_a_disk_that_is_full_is_told_of_the_whole_folder(tmp_path: Path) -> None:
    """Of the disk, or of this user's share of it; any other trouble is that of its file."""
    work = open_staging(tmp_path / "site")
    for number in (errno.ENOSPC, errno.EDQUOT):
        assert work.problem("a.html", OSError(number, "x")) == Problem(
            "output", 0, "cannot be written: the disk is full",
            "Free some space and build again. The old site stands.",
        )  # fmt: skip
    hint = "Check who owns the folder and whether it may be written. The old site stands."
    assert work.problem("a", OSError(errno.EACCES, "Denied")) == Problem(
        "output/a", 0, "cannot be written: Denied", hint
    )
    assert work.problem("", OSError("odd")) == Problem("output", 0, "cannot be written: odd", hint)


def test_a_commit_says_what_it_moved_and_leaves_what_is_not_ours(tmp_path: Path) -> None:
    """Each file once; a file that is to go and to come comes."""
    root = tmp_path / "site"
    output = root / "output"
    with open_staging(root, site="paper", ledger_files=["old"]) as work:
        put(output, {"old": b"1", "theirs": b"2"})
        assert work.own_files == {"old"}
        stats = {
            file: work.add(file, file.encode()) for file in ("z.html", "a.xml", "m.css", "b.html")
        }
        staged = work.directory
        assert staged == work.directory
        assert staged.name == "staging"
        moved = work.commit(
            ["z.html", "a.xml", "z.html", "m.css", "b.html"], ["old", "theirs", "z.html"]
        )
        assert [*moved.items()] == [
            (file, stats[file]) for file in ("m.css", "z.html", "b.html", "a.xml")
        ]
        assert work.own_files == {"z.html", "a.xml", "m.css", "b.html"}
        assert not staged.exists()
        assert work.commit([], []) == {}
        assert work.add("c.html", b"c")[0] == 1
        work.commit(["c.html"])
    assert tree(output).keys() == {"z.html", "a.xml", "m.css", "b.html", "theirs", "c.html"}
    (notes,) = (root / "cache").iterdir()
    assert read_own_files(notes) == OwnFiles(work.own_files, "paper")
    with open_staging(root, site="") as work:  # what is not known any more is not forgotten
        work.commit([], ["z.html"])
    assert read_own_files(notes).site == "paper"
    ranks = [staging._rank(file) for file in ("a.css", "a.html", "a.xml", "a.json", "a.txt",
                                              "a.webmanifest", "a.html.gz")]  # fmt: skip
    assert ranks == [0, 1, 2, 2, 2, 2, 0]


def test_what_is_in_the_way_is_named_file_by_file(tmp_path: Path) -> None:
    """Files where folders are needed, folders where files are, and what is never ours."""
    root = tmp_path / "site"
    put(
        root / "output",
        {".git/x": b"", "a": b"", "b/c": b"", "b/d": b"", "same": b"1", "own": b"2"},
    )
    put(root / "output", {"like": b"0"})  # of the same size and time as ours
    os.utime(root / "output/like", ns=(0, 0))
    (root / "output/l").symlink_to("same")
    files = [".git/config", ".gitignore", ".sitegen-staging/x", "a/b/c", "b", "same", "own", "l",
             "like"]  # fmt: skip
    with open_staging(root, ledger_files=["own", "b/d"]) as work:
        for file in files:
            work.add(file, b"1")
        os.utime(work.directory / staged_name("like"), ns=(0, 0))
        with pytest.raises(SitegenError) as caught:
            work.commit(files)
    hint = ("Move it away, or rename what is published there. With --adopt the site's own file "
            "replaces it.")  # fmt: skip
    names = [".git/config", ".gitignore", ".sitegen-staging/x", "a", "b/c", "l", "like"]
    assert [*caught.value.problems] == [
        Problem(f"output/{name}", 0, "is in the way, and sitegen has not made it", hint)
        for name in names
    ]
    assert tree(root / "output")["own"] == b"2"
    assert not [*(root / "cache").rglob("staging")]


def test_a_staging_folder_is_tried_before_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the trial stays; a disk that refuses it is a problem."""
    with open_staging(tmp_path / "site") as work:
        assert [*work.directory.iterdir()] == []
        assert [*(tmp_path / "site/output").iterdir()] == []
        with pytest.raises(FileNotFoundError):
            work.commit(["never"])
    for error in (OSError(errno.EROFS, "Read-only"), OSError(errno.EACCES, "Denied")):
        monkeypatch.setattr(os, "rename", lambda *_, error=error: _raise(error))
        with open_staging(tmp_path / "site") as work:
            problem = problem_of(lambda: work.directory)
            assert problem.message == f"cannot be written: {error.strerror}"
            assert problem_of(lambda: work.add("a", b"")).path == "output"
    assert [*(tmp_path / "site/cache").rglob("staging")] == []

    def full(*_: object) -> None:
        raise OSError(errno.EIO, "I/O")

    monkeypatch.undo()
    with open_staging(tmp_path / "site") as work:
        work.add("a", b"")
        monkeypatch.setattr(disk, "keep", full)
        assert problem_of(lambda: work.commit(["a"])).message == "cannot be written: I/O"
        monkeypatch.setattr(staging, "stage", full)
        assert problem_of(lambda: work.add("b", b"")).path == "output/b"
    assert tree(tmp_path / "site/output") == {}


def test_a_folder_of_others_is_theirs_until_it_is_adopted(tmp_path: Path) -> None:
    """What is hidden is nobody's site; a staging folder that is gone already is no trouble."""
    root = tmp_path / "site"
    put(root / "output", {".hidden": b"", "a/.b": b""})
    assert open_staging(root).own_files == open_staging(root, adopt=True).own_files == set()
    put(root / "output", {"theirs": b"", "b/c": b""})
    assert problem_of(lambda: open_staging(root)) == strangers_problem("output", ["theirs", "b/c"])
    with open_staging(root, adopt=True) as work:
        assert work.own_files == {"theirs", "b/c"}
        shutil.rmtree(work.directory)
    put(root / "output", {".sitegen-files": manifest_text(["b/c"], "theirs", 1).encode()})
    assert problem_of(lambda: open_staging(root, site="ours")) == other_site_problem(
        "output", "theirs"
    )
    assert open_staging(root, site="ours", adopt=True).own_files == {"theirs", "b/c"}
    assert open_staging(root).own_files == {"b/c"}


# Recovery


def test_a_change_that_stands_is_finished_and_its_traces_dropped(tmp_path: Path) -> None:
    """In either staging folder; what is ours then is noted."""
    root = tmp_path / "site"
    for inside in (False, True):
        shutil.rmtree(root, ignore_errors=True)
        output, cache = root / "output", root / "cache"
        notes = notes_folder(root, output, cache)
        put(output, {"old": b"1"})
        folders = [notes / "staging", output / ".sitegen-staging"]
        for folder in folders:
            put(folder, {"draft": b""})
        put(folders[inside], {staged_name("new"): b"2"})
        write_own_files(notes, OwnFiles(frozenset({"old", "stays"}), "paper"))
        Journal({"new": 1}, ("old",), inside, "").save(notes / "journal.json")
        assert recovery.recover(root, output, cache) is True
        assert tree(output) == {"new": b"2"}
        assert read_own_files(notes) == OwnFiles(frozenset({"new", "stays"}), "paper")
        assert [file.name for file in notes.iterdir()] == ["made.json"]
        assert recovery.recover(root, output, cache) is False
    Journal({}, (), False, "new name").save(notes / "journal.json")
    recovery.finish_last_change(root, output, cache, 0)
    assert read_own_files(notes).site == "new name"
    (output / ".sitegen-staging").write_bytes(b"")  # no folder: it is left alone
    assert recovery.recover(root, output, cache) is False
    recovery.finish_last_change(root, output, tmp_path / "none", 0)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("is_apart", [False, True])
def test_two_disks_are_kept_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_apart: bool
) -> None:
    """Where output/ is on another disk its moves are there before the journal is struck."""
    kept: list[Path] = []
    (tmp_path / "notes").mkdir()
    (tmp_path / "output").mkdir()
    assert not recovery._on_two_disks(tmp_path / "output", tmp_path / "notes")
    assert recovery._on_two_disks(Path("/proc"), tmp_path)
    journal = Journal({}, (), False)
    journal.save(tmp_path / "notes/journal.json")
    monkeypatch.setattr(recovery, "_on_two_disks", lambda *_: is_apart)
    monkeypatch.setattr(disk, "keep", lambda folder, files: kept.append(folder))
    recovery.conclude(journal, tmp_path / "output", tmp_path / "notes", tmp_path, "output")
    assert kept == [tmp_path / "output"] * is_apart
    assert not (tmp_path / "notes/made.json").exists()  # as it was


def test_signals_wait_until_a_change_is_made() -> None:
    """Each is given on once, to whoever had it before; other threads have none."""
    caught: list[int] = []
    before = [signal.signal(kind, lambda number, _frame: caught.append(number))
              for kind in (signal.SIGINT, signal.SIGTERM)]  # fmt: skip
    try:
        with recovery._signals_wait():
            for kind in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
                signal.raise_signal(kind)
            assert caught == []
        assert caught == [signal.SIGTERM, signal.SIGINT]
        signal.raise_signal(signal.SIGINT)
        assert len(caught) == 3
        failures: list[BaseException] = []

        def apart() -> None:
            try:
                with recovery._signals_wait():
                    pass
            except BaseException as error:  # what a thread raises is seen here alone
                failures.append(error)

        thread = threading.Thread(target=apart)
        thread.start()
        thread.join()
        assert failures == []
    finally:
        for kind, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
            signal.signal(kind, handler)
