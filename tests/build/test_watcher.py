"""Watching: the bell rings for every way of saving, and for nothing else."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver, ObservedWatch

from sitegen.build import polling
from sitegen.build.watcher import Watch
from sitegen.core.litter import is_litter

SOON = 10.0  # seconds that a ring may take on a busy machine before a test fails
SILENCE = 0.3  # seconds without a ring that count as silence; more than LOOK_EVERY


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "site"
    (root / "content/news").mkdir(parents=True)
    (root / "static").mkdir()
    (root / "content/news/vote.md").write_text("old")
    (root / "content/news/fire.md").write_text("old")
    (root / "sitegen.toml").write_text("old")
    return root


def paths(root: Path) -> tuple[Path, ...]:
    return tuple(root / name for name in ("content", "templates", "static", "sitegen.toml"))


@pytest.fixture(params=[False, True], ids=["told", "looking"])
def watch(root: Path, request: pytest.FixtureRequest) -> Iterator[Watch]:
    troubles: list[str] = []
    with Watch(paths(root), poll=request.param, on_trouble=troubles.append) as watch:
        assert watch.polls == request.param
        yield watch
    assert troubles == []


def silent(watch: Watch) -> bool:
    return not watch.wait(SILENCE)


def falls_silent(watch: Watch) -> bool:
    """Say whether there are two more rings at most: a slow machine may split a burst."""
    return any(silent(watch) for _ in range(3))


def in_place(root: Path) -> None:
    (root / "content/news/vote.md").write_text("newer")


def truncated(root: Path) -> None:
    with (root / "content/news/vote.md").open("r+") as story:
        story.truncate(0)
        story.flush()
        story.write("new")


def by_vim(root: Path) -> None:
    folder = root / "content/news"
    (folder / "4913").write_text("")
    (folder / "4913").unlink()
    (folder / "vote.md").rename(folder / "vote.md~")
    (folder / "vote.md").write_text("new")
    (folder / "vote.md~").unlink()


def by_rename(root: Path) -> None:
    (root / "content/news/vote.md.tmp").write_text("new")
    (root / "content/news/vote.md.tmp").replace(root / "content/news/vote.md")


def by_jetbrains(root: Path) -> None:
    folder = root / "content/news"
    (folder / "vote.md___jb_tmp___").write_text("new")
    (folder / "vote.md").rename(folder / "vote.md___jb_old___")
    (folder / "vote.md___jb_tmp___").rename(folder / "vote.md")
    (folder / "vote.md___jb_old___").unlink()


def from_elsewhere(root: Path) -> None:
    (root.parent / "draft").write_text("new")
    (root.parent / "draft").replace(root / "content/news/vote.md")


def delete_and_recreate(root: Path) -> None:
    (root / "content/news/vote.md").unlink()
    (root / "content/news/vote.md").write_text("new")


def metadata_only(root: Path) -> None:
    os.utime(root / "content/news/vote.md", (1, 1))


def mode_only(root: Path) -> None:
    (root / "content/news/vote.md").chmod(0o600)


def delete(root: Path) -> None:
    (root / "content/news/vote.md").unlink()


def move_out(root: Path) -> None:
    (root / "content/news/vote.md").rename(root.parent / "vote.md")


def move_within(root: Path) -> None:
    (root / "content/news/vote.md").rename(root / "content/vote.md")


def rename_folder(root: Path) -> None:
    (root / "content/news").rename(root / "content/local")


def delete_folder(root: Path) -> None:
    shutil.rmtree(root / "content/news")


def bring_folder(root: Path) -> None:
    (root.parent / "sports").mkdir()
    (root.parent / "sports/game.md").write_text("new")
    (root.parent / "sports").rename(root / "content/sports")


def deep_folders(root: Path) -> None:
    (root / "content/a/b/c").mkdir(parents=True)
    (root / "content/a/b/c/story.md").write_text("new")


def settings(root: Path) -> None:
    (root / "sitegen.toml").write_text("newer")


def settings_by_rename(root: Path) -> None:
    (root / "toml").write_text("new")
    (root / "toml").replace(root / "sitegen.toml")


def templates_at_last(root: Path) -> None:
    (root / "templates").mkdir()


def delete_root(root: Path) -> None:
    shutil.rmtree(root / "static")


CHANGES = [
    in_place,
    truncated,
    by_vim,
    by_rename,
    by_jetbrains,
    from_elsewhere,
    delete_and_recreate,
    metadata_only,
    mode_only,
    delete,
    move_out,
    move_within,
    rename_folder,
    delete_folder,
    bring_folder,
    deep_folders,
    settings,
    settings_by_rename,
    templates_at_last,
    delete_root,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_way_of_saving_rings(
    root: Path, watch: Watch, change: Callable[[Path], None]
) -> None:
    """Whatever an editor does to save, the bell rings, and is quiet again after that."""
    change(root)

    assert watch.wait(SOON)
    assert falls_silent(watch)


def read_all(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_file():
            path.read_bytes()


def litter(root: Path) -> None:
    for name in ("4913", "vote.md~", ".vote.md.swp", ".#vote.md", "#vote.md#", ".DS_Store"):
        (root / "content/news" / name).write_text("")
        (root / "content/news" / name).unlink()
    (root / "content/.git").mkdir()
    (root / "content/.git/index.html").write_text("")


def our_own(root: Path) -> None:
    (root / "output/news").mkdir(parents=True)
    (root / "output/news/index.html").write_text("")
    (root / ".sitegen_cache").mkdir()
    (root / ".sitegen_cache/lock").write_text("")
    (root / "README.md").write_text("")


@pytest.mark.parametrize("act", [read_all, litter, our_own], ids=lambda act: act.__name__)
def test_nothing_else_rings(root: Path, watch: Watch, act: Callable[[Path], None]) -> None:
    """Reading, editors' litter, our own output and neighbouring files are no changes."""
    act(root)

    assert silent(watch)


def test_what_is_to_be_ignored_never_rings(root: Path) -> None:
    """Output that lies inside a watched folder does not ring when it is said to be ours."""
    (root / "output").mkdir()
    with Watch([root], ignore=str(root / "output").__eq__, poll=True) as looking:
        (root / "output/index.html").write_text("")
        assert silent(looking)
    with Watch([root], ignore=lambda path: path.startswith(str(root / "output"))) as listening:
        (root / "output/index.html").write_text("new")
        assert silent(listening)
        (root / "content/news/vote.md").write_text("new")
        assert listening.wait(SOON)


def test_new_and_recreated_folders_are_followed(root: Path, watch: Watch) -> None:
    """Folders that came after the watch began ring like the others, a root made anew too."""
    for name in ("content", "templates", "static"):
        shutil.rmtree(root / name, ignore_errors=True)
        (root / name / "deep/er").mkdir(parents=True)
        assert watch.wait(SOON)
        assert falls_silent(watch)
        (root / name / "deep/er/file").write_text("new")
        assert watch.wait(SOON), name


def test_a_folder_far_away_may_come_one_step_at_a_time(root: Path) -> None:
    """A path whose parents do not exist yet is found when they do."""
    with Watch([root / "a/b/c/module.py"]) as watch:
        for name in ("a", "a/b", "a/b/c"):
            (root / name).mkdir()
            assert watch.wait(SOON), name
        (root / "a/b/c/other.py").write_text("")
        assert silent(watch)
        (root / "a/b/c/module.py").write_text("")
        assert watch.wait(SOON)


def test_a_linked_folder_is_watched_where_it_leads(root: Path) -> None:
    """When content/ is a link to a shared folder, saves there ring, and a new link too."""
    for name in ("here", "there"):
        (root / name).mkdir()
    (root / "linked").symlink_to("here")
    with Watch([root / "linked"]) as watch:
        (root / "here/vote.md").write_text("new")
        assert watch.wait(SOON)
        (root / "linked").unlink()
        (root / "linked").symlink_to("there")
        assert watch.wait(SOON)
        assert falls_silent(watch)
        (root / "there/vote.md").write_text("new")
        assert watch.wait(SOON)


def test_a_storm_of_saves_is_a_few_rings(root: Path, watch: Watch) -> None:
    """A checkout that changes a thousand files rings a few times, not a thousand."""

    def checkout() -> None:
        for number in range(1000):
            (root / f"content/news/{number}.md").write_text("new")

    storm = threading.Thread(target=checkout)
    storm.start()
    rings = 0
    while watch.wait(SILENCE) or storm.is_alive():
        rings += 1
    storm.join()

    assert 1 <= rings <= 30


def test_a_change_while_nobody_waits_is_kept(root: Path, watch: Watch) -> None:
    """A save that comes while a build runs rings as soon as the build is over."""
    (root / "content/news/vote.md").write_text("newer")
    assert watch.wait(SOON)
    assert falls_silent(watch)
    (root / "content/news/fire.md").write_text("newer")
    assert watch.wait(SOON)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_save_rings_though_what_listens_has_ended_without_a_word(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is made anew and moved while the old one is read ends watchdog 7.1's thread."""
    monkeypatch.setattr(polling, "CHECK_EVERY", 0.2)
    news = root / "content/news"
    with Watch(paths(root)) as watch:
        reader = os.open(news, os.O_RDONLY)
        shutil.rmtree(news)
        news.mkdir()
        assert watch.wait(SOON)
        news.rename(root / "content/aside")
        assert watch.wait(SOON)
        os.close(reader)
        assert falls_silent(watch)
        for number in range(3):
            (root / "content/flood.md").write_text(f"new {number}")
            assert watch.wait(SOON)
            assert falls_silent(watch)
        assert not watch.polls


def test_a_folder_that_goes_while_it_comes_to_be_watched_is_listened_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout takes folders away at any moment; that is no reason to look from then on."""
    templates = root / "templates"
    schedule = Watch._schedule

    def too_late(watch: Watch, observer: BaseObserver, folder: str, deep: bool) -> ObservedWatch:
        if folder == str(templates):
            monkeypatch.undo()
            templates.rmdir()
        return schedule(watch, observer, folder, deep)

    with Watch(paths(root)) as watch:
        monkeypatch.setattr(Watch, "_schedule", too_late)
        templates.mkdir()
        assert watch.wait(SOON)
        assert watch.wait(SOON), "a ring of its own, for nobody told of the end of the folder"
        assert falls_silent(watch)
        templates.mkdir()
        assert watch.wait(SOON)
        assert falls_silent(watch)
        (templates / "base.html").write_text("new")
        assert watch.wait(SOON)
        assert not watch.polls


def test_a_check_tells_what_has_changed_since_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It cannot tell of what came between a small burst and the next look."""
    moments, states = itertools.count(100.0), [1, 2, 2, 3, 4, 5, 5]
    monkeypatch.setattr(polling.time, "monotonic", lambda: next(moments) / 8)
    check = polling.Check(lambda: states.pop(0))
    assert check.seconds_left == pytest.approx(polling.CHECK_EVERY - 1 / 8)
    assert [check.shows_more() for _ in range(3)] == [False, True, False]
    check.after_burst(many=False)
    assert not check.shows_more()
    check.after_burst(many=True)
    assert check.seconds_left == pytest.approx(polling.CHECK_SOON - 1 / 8)
    assert check.shows_more()
    assert not check.shows_more()
    assert check.seconds_left == pytest.approx(50 / 8 - 1 / 8)


def test_closing_lets_a_waiting_thread_go(root: Path, watch: Watch) -> None:
    """Stopping the preview does not wait for another save."""
    answers: list[bool] = []
    waiting = threading.Thread(target=lambda: answers.append(watch.wait()))
    waiting.start()
    watch.close()
    waiting.join(SOON)

    assert answers == [False]
    assert not watch.wait(SOON)
    watch.close()


@pytest.mark.parametrize(
    ("number", "setting"),
    [(errno.ENOSPC, "fs.inotify.max_user_watches"), (errno.EMFILE, "max_user_instances")],
)
def test_at_the_systems_limit_changes_are_looked_for(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int, setting: str
) -> None:
    """When the system will watch no more, the editor is told how to raise the limit."""
    from watchdog.observers.api import BaseObserver

    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(number, "inotify limit reached")

    monkeypatch.setattr(BaseObserver, "schedule", refuse)
    troubles: list[str] = []
    with Watch(paths(root), on_trouble=troubles.append) as watch:
        assert watch.polls
        (root / "content/news/vote.md").write_text("newer")
        assert watch.wait(SOON)
    assert len(troubles) == 1
    assert setting in troubles[0]


def test_a_limit_met_by_a_new_folder_is_noticed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the limit is met later on, below a watched folder, nothing is lost either."""
    if os.uname().sysname != "Linux":
        pytest.skip("only Linux has this limit")
    from watchdog.observers import inotify_c

    troubles: list[str] = []
    with Watch(paths(root), on_trouble=troubles.append) as watch:

        def refuse(*args: object) -> int:
            import ctypes

            ctypes.set_errno(errno.ENOSPC)
            return -1

        monkeypatch.setattr(inotify_c, "inotify_add_watch", refuse)
        (root / "content/new").mkdir()
        assert watch.wait(SOON)
        assert watch.polls
        (root / "content/new/story.md").write_text("new")
        assert watch.wait(SOON)
    assert "max_user_watches" in troubles[0]


@pytest.mark.parametrize("name", ["vote.md", ".well-known", ".nojekyll", "index.html", "swan"])
def test_the_sites_own_names_are_not_litter(name: str) -> None:
    """A name that the site may use is never taken for an editor's."""
    assert not is_litter(name)


@pytest.mark.parametrize("name", ["vote.md.sb-1a2b3c4d-Xy12Zz", "~$vote.docx", ".vote.md.swx"])
def test_editors_names_are_litter(name: str) -> None:
    """The drafts that editors keep beside a story are not the site's."""
    assert is_litter(name)
