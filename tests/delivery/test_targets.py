"""What git, rclone and a disk are asked for by a deploy, word by word."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from sitegen.core.digests import digest_bytes
from sitegen.core.problems import SitegenError
from sitegen.delivery.folder import FolderTarget
from sitegen.delivery.git import GitTarget
from sitegen.delivery.git_calls import Git
from sitegen.delivery.manifest import FILE, Manifest
from sitegen.delivery.plan import Plan, Standing, plan
from sitegen.delivery.programs import Answer
from sitegen.delivery.rclone import Features, Headers, RcloneTarget
from sitegen.delivery.rclone_calls import NO_FILE, NO_FOLDER, Rclone
from sitegen.delivery.target import LOCK, Source
from sitegen.delivery.variables import Censor
from tests.delivery.test_values import NOW, problem, sent, stands


class Tree:
    """The files of a deploy, laid out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[str, ...]] = []

    def tree(self, files: Collection[str]) -> Path:
        self.asked.append(tuple(files))
        for file in files:
            (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / file).write_text("a page")
        return self.folder


BEFORE = Manifest(files=sent("b/old.html", "a.html", "gone/c/d.html"), built=NOW)
AFTER = Manifest(
    "s", "https://gazette.test", NOW, {**sent("a.html", digest="n"), **sent("feed.xml", "b/x.html")}
)
CHANGE = plan(BEFORE, AFTER, stands(BEFORE.files), NOW)
PURGE = plan(BEFORE, AFTER, stands(BEFORE.files), NOW, at_once=True)
SENT = ("a.html", "b/x.html", "feed.xml")
Told = list[tuple[str, int, int]]


# Git


@dataclass
class FakeGit:
    """Git that notes what it is asked for."""

    repository: Path
    back: str = ""
    calls: list[tuple[tuple[str, ...], bytes | None]] = field(default_factory=list)
    pushed: tuple[str, ...] = ()
    commits: list[tuple[str, tuple[str, ...], str]] = field(default_factory=list)

    def call(
        self,
        *words: str,
        given: bytes | None = None,
        environment: Mapping[str, str] | None = None,
        passes: Collection[int] = (),
    ) -> Answer:
        self.calls.append((words, given))
        if words[0] in ("read-tree", "update-index", "write-tree"):
            assert environment == {"GIT_INDEX_FILE": str(self.repository / "index.sitegen")}
        said = {"hash-object": b"o1\no2\no3\n", "write-tree": b"tree\n", "rev-parse": b"\n"}
        return Answer(0, said.get(words[0], b""), "")

    def blob(self, data: bytes) -> str:
        assert data.startswith(b"{")
        return "note"

    def commit(self, tree: str, parents: Collection[str], message: str) -> str:
        self.commits.append((tree, tuple(parents), message))
        return "new"

    def push(self, *words: str) -> None:
        self.pushed = words

    def look(self, *refs: str) -> Mapping[str, str]:
        return {ref: self.back for ref in refs if self.back}


BRANCH, BACK = "refs/heads/pages", "refs/heads/sitegen/back"


@pytest.mark.parametrize("history", ["keep", "squash"])
@pytest.mark.parametrize("tip", ["", "tip"])
@pytest.mark.parametrize("back", ["", "kept"])
@pytest.mark.parametrize("at_once", [False, True])
def test_a_branch_is_changed_in_one_push(
    tmp_path: Path, history: str, tip: str, back: str, *, at_once: bool
) -> None:
    """With its history, or with the state before beside it, which a purge takes away."""
    target = GitTarget(tmp_path, "o", "o", "pages", history, tmp_path, Censor((), {}))
    git = FakeGit(tmp_path, back)
    target._git, target._tip = cast("Git", git), tip
    target._tree = {"b/old.html": ("100644", "x", 1)}
    told: Told = []
    source = Tree(tmp_path / "tree")
    target.change(
        PURGE if at_once else CHANGE, cast("Source", source), lambda *each: told.append(each)
    )
    order = PURGE.sent if at_once else SENT
    assert source.asked == [order]
    assert told == [("sending", 1, 3), ("sending", 3, 3)]
    words, given = git.calls[0]
    assert words == ("hash-object", "-w", "--no-filters", "--stdin-paths")
    assert given == "".join(f"{tmp_path}/tree/{name}\n" for name in order).encode()
    calls = [words for words, _ in git.calls[1:-1]]
    assert calls == [
        *([("read-tree", "tip")] if tip else []),
        ("update-index", "-z", "--index-info"),
        ("write-tree",),
    ]
    lines = [f"0 {'0' * 40}\tb/old.html"]
    lines += [f"100644 o{n}\t{name}" for n, name in enumerate(order, 1)] + [f"100644 note\t{FILE}"]
    assert git.calls[-3][1] == "".join(f"{line}\0" for line in lines).encode()
    squash = history == "squash"
    assert git.commits == [
        ("tree", ("tip",) if tip and not squash else (), "Deploy the site of 2026-11-22 18:00 UTC")
    ]
    more = (
        [f":{BACK}"]
        if at_once and back
        else [f"+tip:{BACK}"]
        if squash and tip and not at_once
        else []
    )
    assert git.pushed == (BRANCH, tip, f"new:{BRANCH}", *more)
    assert target._tip == "new"
    assert git.calls[-1][0][-3:] == ("gc", "--auto", "--quiet")
    assert bool(target.where) == (at_once and not squash)


def test_objects_of_git_are_read_one_behind_the_other(tmp_path: Path) -> None:
    texts = [b"", b"one\n", b"two\n\nlines", bytes(300)]
    said = b"".join(b"%040d blob %d\n%s\n" % (n, len(text), text) for n, text in enumerate(texts))
    git = Git("there", tmp_path, Censor((), {}))

    class Fake:
        def run(self, words: Sequence[str], *, given: bytes, **_: object) -> Answer:
            assert given == b"0\n1\n2\n3\n"
            assert tuple(words[-2:]) == ("cat-file", "--batch")
            return Answer(0, said, "")

    git._programs = Fake()  # type: ignore[assignment]
    assert list(git.texts([*"0123"])) == texts
    assert list(git.texts([])) == []


# Storage


class FakeRclone:
    """rclone that notes what it is asked for, of a storage with some files."""

    version = (1, 66)

    def __init__(self, folder: Path, **files: str) -> None:
        self.folder = folder
        self.count_of_folders = 0
        self.files = {name.replace("__", "/"): text for name, text in files.items()}
        self.own: list[dict[str, Any]] | None = []
        self.features: dict[str, bool] = {}
        self.dirs = ""
        self.half = ""
        self.status = 0
        self.refuses: set[str] = set()
        self.counted: list[tuple[str, tuple[str, ...], str, tuple[str, ...]]] = []
        self.called: list[tuple[str, tuple[str, ...]]] = []

    def new_folder(self) -> Path:
        self.count_of_folders += 1
        place = self.folder / str(self.count_of_folders)
        place.mkdir(parents=True)
        return place

    def list_file(self, files: Collection[str]) -> str:
        return f"<{' '.join(files)}>"

    def together(self, calls: Sequence[Callable[[], Any]]) -> list[Any]:
        return [call() for call in calls]

    def count(self, right: str, words: Sequence[str], word: str, files: Collection[str],
              tell: Callable[[int], None] = lambda _count: None) -> None:  # fmt: skip
        self.counted.append((right, tuple(words), word, tuple(files)))
        for number in range(1, len(files) + 1):
            tell(number)

    def call(self, right: str, words: Sequence[str], *, passes: Collection[int] = (),
             limit: float | None = None) -> Answer:  # fmt: skip
        self.called.append((right, tuple(words)))
        if words[-1] in self.refuses:
            raise SitegenError([])
        output: object = ""
        if words[0] == "backend":
            assert limit == 28.0
            output = json.dumps({"Features": self.features})
        elif words[0] == "lsjson" and "--use-server-modtime" in words:
            assert (tuple(passes), limit) == ((NO_FOLDER,), 28.0)
            return Answer(NO_FOLDER if self.own is None else 0, json.dumps(self.own).encode(), "")
        elif words[0] == "lsjson":
            assert tuple(passes) == (NO_FOLDER,)
            output = json.dumps([{"Path": n, "Size": len(t)} for n, t in self.files.items()])
        elif words[0] == "lsf":
            output = self.dirs if "--dirs-only" in words else self.half
        elif words[0] == "copy":
            assert tuple(passes) == (NO_FOLDER, NO_FILE)
            for name in words[4].strip("<>").split():
                if name in self.files:
                    place = Path(words[2]) / name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text(self.files[name])
        return Answer(self.status, str(output).encode(), "")


def storage(rclone: FakeRclone, features: Features) -> RcloneTarget:
    def headers(file: str) -> Headers:
        return Headers("text/html" if file.endswith(".html") else "", "fresh")

    target = RcloneTarget("r:x", "r:x", headers, cast("Rclone", rclone))
    target._features = features
    return target


BUCKET, SFTP, DAV = (
    Features(True, False, True, True),
    Features(False, True, True, True),
    Features(False, True, False, True),
)
AT_ONCE_WORDS = ("--no-traverse", "--ignore-times", "--no-check-dest")
HOW = ("--partial-suffix", ".sitegen-part", "--transfers", "16", "--checkers", "16", "--s3-no-head")


def copied(rclone: FakeRclone) -> list[tuple[str, ...]]:
    """Return the words of each call, without where it comes from."""
    return [
        (right, *words[:1], *words[2:], word, *files)
        for right, words, word, files in rclone.counted
    ]


@pytest.mark.parametrize("features", [BUCKET, SFTP, DAV], ids=["bucket", "sftp", "webdav"])
def test_storage_gets_each_step_and_what_is_gone_goes(tmp_path: Path, features: Features) -> None:
    """With the headers that it holds; by way of another name where nothing else is safe."""
    rclone = FakeRclone(tmp_path)
    target = storage(rclone, features)
    told: Told = []
    source = Tree(tmp_path / "tree")
    target.change(CHANGE, cast("Source", source), lambda *each: told.append(each))
    assert source.asked == [SENT]
    assert told == [("sending", number, 5) for number in range(1, 6)]
    steps = [(("a.html", "b/x.html"), "text/html"), (("feed.xml",), "")]
    gone = ("delete", "delete", "--files-from-raw", "<b/old.html gone/c/d.html>", "--no-traverse",
            "--checkers", "16", "Deleted", "b/old.html", "gone/c/d.html")  # fmt: skip
    expected = []
    for names, type_ in steps:
        listing = ("--files-from-raw", f"<{' '.join(names)}>")
        headers = ("--header-upload", "Cache-Control: fresh") if features is BUCKET else ()
        if type_ and features is BUCKET:
            headers = ("--header-upload", f"Content-Type: {type_}", *headers)
        place = "r:x/.sitegen-incoming" if features is DAV else "r:x"
        expected.append(
            ("write", "copy", place, *listing, *AT_ONCE_WORDS, *headers, *HOW, "Copied", *names)
        )
        if features is DAV:
            expected.append(
                (
                    "write",
                    "move",
                    "r:x",
                    *listing,
                    *AT_ONCE_WORDS,
                    "--transfers",
                    "8",
                    "Moved",
                    *names,
                )
            )
    assert copied(rclone) == [*expected, gone]
    folders = [words for right, words in rclone.called if words[0] == "rmdir"]
    assert folders == (
        [] if features is BUCKET else [("rmdir", "r:x/gone/c"), ("rmdir", "r:x/gone")]
    )
    purge = FakeRclone(tmp_path / "purge")
    purge.refuses = {"r:x/gone"}
    storage(purge, features).change(PURGE, cast("Source", source), lambda *_: None)
    assert copied(purge)[0] == gone
    only = plan(BEFORE, Manifest("s", "", NOW), stands(BEFORE.files), NOW)
    storage(purge, features).change(only, cast("Source", Tree(tmp_path / "none")), lambda *_: None)
    assert not (tmp_path / "none").exists()


def test_an_older_rclone_is_given_no_suffix(tmp_path: Path) -> None:
    for version, has_suffix in (((1, 65), False), ((1, 66), True), ((2, 0), True)):
        rclone = FakeRclone(tmp_path / str(version))
        rclone.version = version
        storage(rclone, SFTP).put_note("a", b"note")
        assert ("--partial-suffix" in rclone.counted[0][1]) == has_suffix
        assert (rclone.folder / "1/a").read_bytes() == b"note"
    rclone = FakeRclone(tmp_path / "bucket")
    storage(rclone, BUCKET).put_note("a", b"note")
    assert "Content-Type: application/json" in rclone.counted[0][1]
    assert "Cache-Control: no-store" in rclone.counted[0][1]


def test_storage_says_what_stands_there(tmp_path: Path) -> None:
    """Sizes of all, and digests of a few that are small."""
    rclone = FakeRclone(tmp_path, a="one", b__c="four", other="x")
    target = storage(rclone, SFTP)
    assert target.standings([]) == {}
    assert rclone.called == []
    assert target.standings(["a", "b/c", "none"]) == {
        "a": Standing(3, digest_bytes(b"one")), "b/c": Standing(4, digest_bytes(b"four")),
    }  # fmt: skip
    assert rclone.called[0][1][-3:] == ("--files-from-raw", "<a b/c none>", "--no-traverse")
    for count, is_listed in ((1000, True), (1001, False)):
        target.standings([str(number) for number in range(count)])
        assert ("--no-traverse" in rclone.called[-1][1]) == is_listed
    for count, is_read in ((60, True), (61, False)):
        many = FakeRclone(tmp_path / str(count))
        many.files = {str(number): "x" for number in range(count)}
        standings = storage(many, SFTP).standings(list(many.files))
        assert len(standings) == count
        assert all(bool(standing.digest) == is_read for standing in standings.values())
    for size, is_read in ((8 << 20, True), ((8 << 20) + 1, False)):
        large = FakeRclone(tmp_path / str(size), a="x" * size)
        assert bool(storage(large, SFTP).standings(["a"])["a"].digest) == is_read
    rclone.status = NO_FOLDER
    assert target.standings(["a"]) == {}


def test_a_storage_is_opened_where_it_is(tmp_path: Path) -> None:
    """A folder may be missing, a bucket not; locks have the server's own times."""
    rclone = FakeRclone(tmp_path)
    rclone.features = {"BucketBased": True, "WriteMimeType": True}
    target = storage(rclone, SFTP)
    target.open()
    assert target._features == Features(True, False, True, False)
    rclone.own = None
    one = problem(target.open)
    assert (one.path, one.message) == ("r:x", "there is no such bucket, and sitegen makes none")
    assert target.locks() == {}
    rclone.features = {}
    target.open()
    time = "2026-11-22T18:00:00.5Z"
    rclone.own = [{"Path": f"{LOCK}a", "ModTime": time}, {"Path": ".sitegen-b", "ModTime": time}]
    assert target.locks() == {f"{LOCK}a": datetime.fromisoformat(time).timestamp()}
    assert target.note("none") is None
    rclone.files = {"a": "note"}
    assert target.note("a") == b"note"
    rclone.refuses = {"r:x/a"}
    target.drop_note("a")
    assert rclone.called[-1] == ("delete", ("deletefile", "r:x/a"))


def test_what_a_killed_deploy_left_in_storage_is_swept(tmp_path: Path) -> None:
    cut = Manifest(coming=sent("a.html", "b/c.html"))
    rclone = FakeRclone(tmp_path)
    target = storage(rclone, SFTP)
    target.recover(Manifest())
    assert rclone.called == []
    rclone.half = "\n".join(
        [
            "a.html.123456.sitegen-part",
            "b/c.html.abcdef.partial",
            f"{FILE}.123456.partial",
            "theirs.123456.partial",
            "a.html.12345.partial",
            "a.html.partial",
        ]
    )
    target.recover(cut)
    ((right, words, word, files),) = rclone.counted
    assert (right, words[:2], word) == ("delete", ("delete", "r:x"), "Deleted")
    assert files == (
        "a.html.123456.sitegen-part",
        "b/c.html.abcdef.partial",
        f"{FILE}.123456.partial",
    )
    rclone.half = ""
    target.recover(cut)
    assert len(rclone.counted) == 1
    bucket = FakeRclone(tmp_path)
    storage(bucket, BUCKET).recover(cut)
    assert bucket.called == []


def test_a_folder_for_files_that_are_moved_is_empty(tmp_path: Path) -> None:
    """The second where the first cannot be emptied; where neither can, it is told."""
    cut = Manifest(coming=sent("a.html"))
    one, two = ".sitegen-incoming", ".sitegen-incoming-2"
    for there, refused, chosen in (
        ("", "", one),
        (f"{one}\nother", "", one),
        (one, one, two),
        (f"{one}\n{two}", one, two),
        (two, two, one),
    ):
        rclone = FakeRclone(tmp_path)
        rclone.dirs, rclone.refuses = there, {f"r:x/{refused}"}
        target = storage(rclone, DAV)
        target.recover(cut)
        assert target._incoming == chosen
        purged = {words[1] for _, words in rclone.called if words[0] == "purge"}
        assert purged == {f"r:x/{name}" for name in there.split() if name != "other"}
        assert rclone.counted == []
    rclone.dirs, rclone.refuses = f"{one}\n{two}", {f"r:x/{one}", f"r:x/{two}"}
    with pytest.raises(SitegenError):
        storage(rclone, DAV).recover(cut)


# A folder


def test_a_folder_that_cannot_be_staged_stays_as_it_is(tmp_path: Path) -> None:
    place = tmp_path / "www"
    place.mkdir()
    target = FolderTarget(tmp_path / "site", str(place))

    class Empty(Tree):
        def tree(self, files: Collection[str]) -> Path:
            return self.folder

    source = cast("Source", Empty(tmp_path))
    one = problem(lambda: target.change(CHANGE, source, lambda *_: None))
    assert (one.path, one.message) == (str(place), "cannot be used: no such file or directory")
    assert list(place.iterdir()) == []
    (tmp_path / "file").write_text("theirs")
    file = FolderTarget(tmp_path / "site", str(tmp_path / "file"))
    one = problem(lambda: file.change(CHANGE, source, lambda *_: None))
    assert one.message == "cannot be used: not a directory"
    assert (tmp_path / "file").read_text() == "theirs"


@pytest.mark.parametrize("change", [CHANGE, PURGE], ids=["change", "purge"])
def test_a_folder_is_changed_step_by_step(tmp_path: Path, change: Plan) -> None:
    place = tmp_path / "www"
    for name in BEFORE.files:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("old")
    (place / "theirs.html").write_text("theirs")
    target = FolderTarget(tmp_path / "site", str(place))
    target.open()
    told: Told = []
    target.change(change, cast("Source", Tree(tmp_path / "tree")), lambda *each: told.append(each))
    assert told == [("staging", number, 3) for number in (1, 2, 3)]
    files = {
        str(file.relative_to(place)): file.read_text()
        for file in place.rglob("*")
        if file.is_file()
    }
    assert files == {**dict.fromkeys(SENT, "a page"), "theirs.html": "theirs"}
    assert sorted(file.name for file in place.iterdir()) == [
        "a.html",
        "b",
        "feed.xml",
        "theirs.html",
    ]
    target.recover(Manifest())
    empty = plan(AFTER, AFTER, {}, NOW)
    target.change(empty, cast("Source", Tree(tmp_path / "none")), lambda *each: told.append(each))
    assert len(told) == 3
