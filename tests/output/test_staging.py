"""Writing: output/ is the old site or the new one, and only ever ours."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from sitegen.cache.lock import BuildLock
from sitegen.core.problems import SitegenError
from sitegen.model.tasks import MANIFEST
from sitegen.output.folder import output_place
from sitegen.output.own_files import manifest_text
from sitegen.output.recovery import recover
from sitegen.output.staging import Staging, Stat, same, stage
from tests.conftest import ROOT

OLD = {
    "index.html": b"old front, see news/vote/ and static/site.0.css",
    "news/vote/index.html": b"old vote",
    "news/gone/index.html": b"a story that is withdrawn",
    "static/site.0.css": b"old style",
    "turn": b"a file that becomes a folder",
    "back/index.html": b"a folder that becomes a file",
    "feed.xml": b"old feed",
}
NEW = {
    "index.html": b"new front, see news/fire/ and static/site.1.css",
    "news/vote/index.html": b"new vote, see static/site.1.css",
    "news/fire/index.html": b"new fire, see static/site.1.css",
    "static/site.1.css": b"new style",
    "turn/index.html": b"a folder that was a file",
    "back": b"a file that was a folder",
    "feed.xml": b"new feed",
}


class Site:
    """A site's folder, and a build that needs only the bytes of its files."""

    def __init__(self, root: Path) -> None:
        self.root, self.output, self.cache = root, root / "output", root / ".sitegen_cache"

    def staging(self, *, adopt: bool = False) -> Staging:
        return Staging(self.root, self.output, self.cache, adopt=adopt)

    def put(self, files: Mapping[str, bytes], *, adopt: bool = False) -> dict[str, Stat]:
        with self.staging(adopt=adopt) as staging:
            changed = [file for file in files if not same(self.output / file, files[file])]
            for file in changed:
                staging.add(file, files[file])
            return staging.commit(changed, staging.own_files.difference(files))

    def recover(self) -> bool:
        return recover(self.root, self.output, self.cache)

    def tree(self) -> dict[str, bytes]:
        paths = (path for path in self.output.rglob("*") if path.is_file())
        return {path.relative_to(self.output).as_posix(): path.read_bytes() for path in paths}

    def refusal(self, files: Mapping[str, bytes], *, adopt: bool = False) -> str:
        with pytest.raises(SitegenError) as caught:
            self.put(files, adopt=adopt)
        return str(caught.value)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "site"
    root.mkdir()
    return Site(root)


def test_output_becomes_the_new_site(site: Site) -> None:
    """After a build output/ holds the new site's files, and no other file or folder."""
    site.put(OLD)
    moved = site.put(NEW)

    assert site.tree() == NEW
    assert not (site.output / "news/gone").exists()
    assert moved["feed.xml"] == (
        len(NEW["feed.xml"]),
        (site.output / "feed.xml").stat().st_mtime_ns,
    )


def test_nothing_of_a_build_is_left_lying_about(site: Site) -> None:
    """Staged files and the journal are gone after a build."""
    site.put(OLD)
    site.put(NEW)

    names = [path.name for path in site.cache.rglob("*") if path.is_file()]
    assert names == ["made.json"]


def test_an_identical_file_is_not_touched(site: Site) -> None:
    """A file whose bytes are the same keeps its time of change, so uploads skip it."""
    site.put(OLD)
    before = (site.output / "index.html").stat().st_mtime_ns

    assert site.put({**OLD, "feed.xml": b"new"}).keys() == {"feed.xml"}
    assert (site.output / "index.html").stat().st_mtime_ns == before


def test_a_build_without_changes_writes_nothing(site: Site) -> None:
    """When nothing changed, no file or folder of the site or the cache is touched."""
    site.put(OLD)
    before = {path: path.stat().st_mtime_ns for path in site.root.rglob("*")}

    site.put(OLD)

    assert {path: path.stat().st_mtime_ns for path in site.root.rglob("*")} == before


def test_staging_alone_changes_nothing(site: Site) -> None:
    """A build that fails after staging leaves the old site and no staged file."""
    site.put(OLD)
    with site.staging() as staging:
        staging.add("index.html", b"new")

    assert site.tree() == OLD
    assert not list(site.cache.rglob("staging"))


def listed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a site's files with the list of them, as a build makes it."""
    text = manifest_text([*files, MANIFEST], "https://gazette.example", len(files))
    return {**files, MANIFEST: text.encode()}


@pytest.mark.parametrize("step", range(1, 12))
def test_no_file_is_forgotten_where_the_cache_is_deleted_amid_a_change(
    site: Site, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Else a story that was withdrawn would stay for good: no list would name it as ours."""
    old, new = listed(OLD), listed(NEW)
    site.put(old)
    replace, steps = os.replace, 0

    def replace_or_lose(source: str | Path, target: str | Path) -> None:
        nonlocal steps
        steps += 1
        if steps == step:
            shutil.rmtree(site.cache)
        replace(source, target)

    monkeypatch.setattr(os, "replace", replace_or_lose)
    with suppress(SitegenError, OSError):
        site.put(new)
    monkeypatch.undo()
    assert steps >= step
    assert site.staging().own_files >= site.tree().keys()
    site.put(new)
    assert site.tree() == new


def test_assets_come_before_pages_and_pages_before_feeds(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are moved in an order that keeps links whole at each step."""
    moved: list[str] = []
    replace = os.replace

    def noted(source: str | Path, target: str | Path) -> None:
        moved.append(Path(target).relative_to(site.root).as_posix())
        replace(source, target)

    monkeypatch.setattr(os, "replace", noted)
    site.put(
        {"sitemap.xml": b"", "news/a/index.html": b"", "index.html": b"", "media/a.1.webp": b""}
    )

    assert [name for name in moved if name.startswith("output/")] == [
        "output/media/a.1.webp",
        "output/news/a/index.html",
        "output/index.html",
        "output/sitemap.xml",
    ]


# Whose files they are


def test_the_gitignore_in_output_is_left_alone(site: Site) -> None:
    """The repository's own output/.gitignore neither stops a build nor is deleted by one."""
    site.output.mkdir()
    (site.output / ".gitignore").write_bytes(b"*")

    site.put(OLD)
    site.put(NEW, adopt=True)

    assert site.tree() == {**NEW, ".gitignore": b"*"}
    assert "output/.gitignore" in site.refusal({**NEW, ".gitignore": b"x"}, adopt=True)


def test_a_folder_of_somebody_elses_is_refused(site: Site) -> None:
    """A folder with files that sitegen has not made is refused, and stays as it is."""
    site.output.mkdir()
    (site.output / "thesis.txt").write_bytes(b"years of work")

    message = site.refusal(NEW)

    assert "output: error: holds a file that sitegen has not made: thesis.txt" in message
    assert "--adopt" in message
    assert site.tree() == {"thesis.txt": b"years of work"}


def test_adopting_takes_the_folder_over(site: Site) -> None:
    """With --adopt the files found become the site's: replaced, or deleted if it lacks them."""
    site.output.mkdir()
    (site.output / "index.html").write_bytes(b"from another generator")
    (site.output / "stale.html").write_bytes(b"stale")

    site.put(NEW, adopt=True)
    assert site.tree() == NEW
    site.put(OLD)
    assert site.tree() == OLD


def test_a_foreign_file_in_the_way_is_named(site: Site) -> None:
    """A file that somebody put where a new page goes is reported before anything changes."""
    site.put(OLD)
    (site.output / "news/fire").mkdir()
    (site.output / "news/fire/index.html").write_bytes(b"by hand")
    (site.output / "static/site.1.css").mkdir()
    (site.output / "static/site.1.css/.note").write_bytes(b"by hand")

    message = site.refusal(NEW)

    assert "output/news/fire/index.html: error: is in the way" in message
    assert "output/static/site.1.css/.note: error: is in the way" in message
    assert (site.output / "index.html").read_bytes() == OLD["index.html"]
    site.put(NEW, adopt=True)
    assert site.tree() == NEW


def test_a_foreign_file_where_a_folder_is_needed_is_named(site: Site) -> None:
    """A file called output/news stands in the way of every story, and is named once."""
    site.put({"index.html": b""})
    (site.output / "news").write_bytes(b"by hand")

    message = site.refusal(NEW)

    assert message.count("output/news: error: is in the way") == 1


def test_the_same_file_made_by_hand_is_taken_as_ours(site: Site) -> None:
    """A file that somebody put there with the very bytes of ours is no reason to refuse."""
    site.put({"index.html": b""})
    (site.output / ".nojekyll").write_bytes(b"")

    with site.staging() as staging:
        staging.add(".nojekyll", b"")
        staging.commit([".nojekyll"])
        assert ".nojekyll" in staging.own_files


def test_files_beside_ours_are_left_alone(site: Site) -> None:
    """A file put into a folder of ours stays when the story in it is withdrawn."""
    site.put(OLD)
    (site.output / "news/gone/notes.txt").write_bytes(b"by hand")

    site.put(NEW)

    assert site.tree() == {**NEW, "news/gone/notes.txt": b"by hand"}


def test_only_our_own_files_are_deleted(site: Site) -> None:
    """Even when told to, a build deletes nothing that no build has made."""
    site.put(OLD)
    (site.output / "notes.txt").write_bytes(b"by hand")
    with site.staging() as staging:
        staging.commit([], ["notes.txt"])

    assert site.tree() == {**OLD, "notes.txt": b"by hand"}


def test_what_is_ours_outlives_a_lost_ledger_and_a_move(site: Site) -> None:
    """A site that is moved with its cache, its ledger lost, still knows its own files."""
    site.put(OLD)
    moved = Site(site.root.rename(site.root.with_name("elsewhere")))

    moved.put(NEW)

    assert moved.tree() == NEW


def test_a_linked_folder_in_output_is_not_written_through(site: Site, tmp_path: Path) -> None:
    """When a folder of output/ is replaced by a link, what it leads to is never touched."""
    site.put(OLD)
    elsewhere = tmp_path / "elsewhere"
    (site.output / "news").rename(elsewhere)
    (site.output / "news").symlink_to(elsewhere)
    before = {path: path.read_bytes() for path in elsewhere.rglob("*.html")}

    message = site.refusal(NEW)
    assert "output/news: error: is in the way" in message
    assert "output/news/vote" not in message

    site.put(NEW, adopt=True)
    assert site.tree() == NEW
    assert {path: path.read_bytes() for path in elsewhere.rglob("*.html")} == before


def test_nothing_is_deleted_through_a_link(site: Site, tmp_path: Path) -> None:
    """A withdrawn story's file behind a link that somebody made is not deleted."""
    site.put(OLD)
    elsewhere = tmp_path / "elsewhere"
    (site.output / "news").rename(elsewhere)
    (site.output / "news").symlink_to(elsewhere)

    with site.staging() as staging:
        staging.commit([], ["news/gone/index.html"])

    assert (elsewhere / "gone/index.html").exists()


def test_a_file_replaced_by_a_link_is_replaced_again(site: Site, tmp_path: Path) -> None:
    """A page of ours that became a link is written anew, not through the link."""
    site.put(OLD)
    target = tmp_path / "secret"
    target.write_bytes(b"secret")
    (site.output / "index.html").unlink()
    (site.output / "index.html").symlink_to(target)

    site.put(OLD)

    assert site.tree() == OLD
    assert not (site.output / "index.html").is_symlink()
    assert target.read_bytes() == b"secret"


def test_output_itself_may_be_a_link(site: Site, tmp_path: Path) -> None:
    """A newsroom may link output/ to the folder that its web server serves."""
    (tmp_path / "www").mkdir()
    site.output.symlink_to(tmp_path / "www")

    site.put(OLD)
    site.put(NEW)

    assert (tmp_path / "www/index.html").read_bytes() == NEW["index.html"]


# Odd places


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (".", "the site's own folder"),
        ("..", "the site's own folder"),
        ("/", "the whole disk"),
        ("content", "content/"),
        ("content/made", "content/"),
        ("templates/x", "templates/"),
        ("static/x/y", "static/"),
        (".git/x", ".git/"),
        ("sub/.git/x", ".git"),
        (".sitegen_cache/out", ".sitegen_cache/"),
        ("alias/out", "content/"),
        ("file", "is a file"),
        ("file/out", "lies below one"),
        ("loop", "lead"),
        ("loop/out", "lead"),
        ("home", "your home folder"),
    ],
)
def test_odd_places_are_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch, place: str, reason: str
) -> None:
    """A place where a site would do harm is refused with a reason."""
    (site.root / "content").mkdir()
    (site.root / "alias").symlink_to("content")
    (site.root / "loop").symlink_to("loop")
    (site.root / "file").write_bytes(b"")
    (site.root / "home/mai").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(site.root / "home/mai"))

    with pytest.raises(SitegenError, match="such as output/") as caught:
        output_place(site.root, site.root / place)

    assert reason in str(caught.value)


def test_ordinary_places_are_taken(site: Site, tmp_path: Path) -> None:
    """A new folder in the site, beside it, or in the home folder is fine."""
    for place in (site.output, site.root / "deep/er", tmp_path / "public", tmp_path / "contents"):
        assert output_place(site.root, place) == place


@pytest.mark.parametrize("file", ["../x", "a//b", "/etc/x", "a/./b", "", "a\\b", "a\0b", "a/"])
def test_no_file_leads_out_of_output(site: Site, file: str) -> None:
    """A name that could lead out of output/ is refused wherever it comes in."""
    with site.staging() as staging, pytest.raises(ValueError, match="not a file"):
        stage(staging.directory, file, b"")
    with site.staging() as staging, pytest.raises(ValueError, match="not a file"):
        staging.commit([file])


# Trouble with the disk


def test_a_full_disk_leaves_the_old_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills while files are staged, the old site stands and the editor is told."""
    site.put(OLD)
    real = os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) > 1000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, data)

    monkeypatch.setattr(os, "write", full)
    message = site.refusal({**NEW, "big.html": bytes(2000)})

    assert "output: error: cannot be written: the disk is full" in message
    assert site.tree() == OLD


def test_a_file_too_big_for_the_system_leaves_the_old_site(site: Site) -> None:
    """A limit of the system that is met in the middle of a file leaves the old site."""
    resource = pytest.importorskip("resource")
    site.put(OLD)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        message = site.refusal({**NEW, "big.html": bytes(200_000)})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert "output/big.html: error: cannot be written" in message
    assert site.tree() == OLD


def test_a_place_that_cannot_be_made_is_a_problem(site: Site, tmp_path: Path) -> None:
    """An output folder that the system will not make is named with the system's reason."""
    site.output = Path("/proc/nobody/may/write/here")

    assert "/proc/nobody/may/write/here: error: cannot be written" in site.refusal(NEW)


def test_a_move_that_fails_is_finished_by_the_next_build(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk refuses in the middle of the change, the problem says so; then it ends."""
    site.put(OLD)
    replace = os.replace

    def refuse(source: str, target: str) -> None:
        if str(target).endswith("fire/index.html"):
            raise OSError(errno.EIO, "Input/output error")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    message = site.refusal(NEW)
    assert (
        "output/news/fire/index.html: error: cannot be put in place: Input/output error" in message
    )
    assert "build again" in message

    monkeypatch.setattr(os, "replace", replace)
    assert site.recover()
    assert site.tree() == NEW


def test_staging_moves_into_output_when_the_cache_is_on_another_disk(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the cache on another filesystem files are staged inside output/, unseen after."""
    site.put({"index.html": b"old"})
    rename = os.rename

    def crossing(source: str | Path, target: str | Path) -> None:
        if ".sitegen_cache" in str(source) and "output" in Path(target).parts:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        rename(source, target)

    monkeypatch.setattr(os, "rename", crossing)
    with site.staging() as staging:
        assert staging.directory.parent == site.output
        staging.add("index.html", b"new")
        staging.commit(["index.html"])

    assert site.tree() == {"index.html": b"new"}
    assert [path.name for path in site.output.iterdir()] == ["index.html"]


# Killed builds

# What a build does to the disk: any of these may be the last thing that it did.
DEEDS = ("open", "write", "replace", "rename", "unlink", "mkdir", "rmdir", "fsync")


def child(site: Site, steps: int, sent: signal.Signals) -> int:
    """Build NEW in another process that gets a signal before its `steps`th change of disk."""
    process = os.fork()
    if not process:
        status = 2
        try:
            _build_until(site, steps, sent)
            status = 0
        except KeyboardInterrupt:
            status = 1
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert status != 2, "the build failed for another reason"
    return status


def _build_until(site: Site, steps: int, sent: signal.Signals) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    left = steps

    def deadly(real: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), sent)
            left -= 1
            return real(*args, **kwargs)

        return step

    for name in DEEDS:
        setattr(os, name, deadly(getattr(os, name)))
    with site.staging() as staging:
        for file, data in NEW.items():
            staging.add(file, data)
        staging.commit([*NEW], staging.own_files.difference(NEW))


def check_between(site: Site) -> None:
    """Each file is whole, and what a page of the new site names is there."""
    tree = site.tree()
    for file, data in tree.items():
        assert data in (OLD.get(file), NEW.get(file)), file
        if data == NEW.get(file) and b"see static/site.1.css" in data:
            assert tree["static/site.1.css"] == NEW["static/site.1.css"], file
    if tree["index.html"] == OLD["index.html"]:
        assert tree["static/site.0.css"] == OLD["static/site.0.css"]


def test_a_build_killed_at_any_step_is_the_old_site_or_the_new(tmp_path: Path) -> None:
    """However early or late a build is killed, output/ is sound and the next build is clean."""
    outcomes = set()
    for steps in range(200):
        (tmp_path / str(steps)).mkdir()
        site = Site(tmp_path / str(steps))
        site.put(OLD)
        if child(site, steps, signal.SIGKILL) == 0:
            assert site.tree() == NEW
            break
        check_between(site)
        finished = site.recover()
        assert site.tree() in (OLD, NEW)
        outcomes.add((finished, site.tree() == NEW))
        assert not site.recover()
        site.put(NEW)
        assert site.tree() == NEW
        site.put(OLD)
        assert site.tree() == OLD
    else:
        pytest.fail("the build never ended")

    # Dropped before the journal, finished after it, and nothing left to do at the end.
    assert outcomes == {(False, False), (True, True), (False, True)}


def test_a_recovery_that_is_killed_too_is_finished_by_the_next(tmp_path: Path) -> None:
    """A build killed while it finishes another's change leaves it to the one after."""
    site = Site(tmp_path)
    site.put(OLD)
    deaths = 0
    for steps in (30, *range(1, 60)):
        if child(site, steps, signal.SIGKILL) == 0:
            break
        deaths += 1
        check_between(site)

    assert deaths > 10
    assert site.tree() == NEW


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_kill_waits_for_a_change_that_has_begun(
    tmp_path: Path, sent: signal.Signals
) -> None:
    """Ctrl-C and SIGTERM end a build before its change or after it, not in the middle."""
    trees = []
    for steps in range(0, 60, 3):
        site = Site(tmp_path / str(steps))
        site.root.mkdir()
        site.put(OLD)
        status = child(site, steps, sent)
        assert site.tree() in (OLD, NEW)
        assert not site.recover() or site.tree() == NEW
        trees.append((status == 0, site.tree() == NEW))
    assert (False, False) in trees
    assert (False, True) in trees


def test_files_lost_in_a_power_cut_are_not_put_in_place(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A staged file that the disk forgot keeps the old page; the ledger renders it again."""
    site.put(OLD)
    monkeypatch.setattr("sitegen.output.recovery.carry_out", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        site.put({**OLD, "feed.xml": b"new feed", "index.html": b"new front"})
    for staged in site.cache.rglob("staging/*"):
        if staged.read_bytes() == b"new feed":
            staged.write_bytes(b"")
    monkeypatch.undo()

    assert site.recover()
    assert site.tree() == {**OLD, "index.html": b"new front"}


# Two builds at once


@contextmanager
def another_build(site: Site) -> Iterator[subprocess.Popen[str]]:
    """Run a process that holds the site until a line is written to it."""
    code = (
        "import sys; from pathlib import Path; from sitegen.cache.lock import BuildLock\n"
        "with BuildLock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(site.cache)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other
        other.communicate()


def test_a_build_waits_for_another_that_ends_in_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two that begin at once both do their work, one after the other."""
    with another_build(site) as other:

        def pause(_seconds: float) -> None:
            if other.poll() is None:
                other.communicate("\n")

        monkeypatch.setattr("sitegen.cache.lock.sleep", pause)
        with BuildLock(site.cache, patience=10):
            pass

    assert other.returncode == 0


def test_two_builds_are_kept_apart_by_name(site: Site) -> None:
    """A second build names the process that holds the site, until that process ends."""
    with another_build(site) as other:
        with pytest.raises(SitegenError) as caught, BuildLock(site.cache):
            pass
        other.kill()
        other.wait()

    assert f"another build of this site is running (process {other.pid})" in str(caught.value)
    with BuildLock(site.cache):
        pass
    with BuildLock(site.cache):
        pass


def test_a_cache_that_cannot_be_made_is_a_problem(tmp_path: Path) -> None:
    """A file where the cache folder should be is a problem in words."""
    (tmp_path / ".sitegen_cache").write_bytes(b"")

    with pytest.raises(SitegenError, match="cannot be written"):
        BuildLock(tmp_path / ".sitegen_cache").__enter__()
