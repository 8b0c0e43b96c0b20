"""The guard: whatever happened since the last build, the next one equals a clean build.

    SITEGEN_EDITS=5000 SITEGEN_SEEDS=7,8 pytest tests/build/test_rebuilds.py -n 2

runs for longer, and `python -m tests.long.random_rebuilds 60` with a watcher and a preview
beside the edits. A failure names the seed and every edit since the last good build.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.build.old_dates import OLD_DATE
from sitegen.build.picture_work import picture_work
from sitegen.cache.place import CACHE_DIR
from sitegen.cache.store import Store
from sitegen.core.problems import SitegenError
from tests.build.random_edits import Desk, picture
from tests.conftest import NOW, Built, Site
from tests.pictures.photo_files import noisy, saved

EDITS = int(os.environ.get("SITEGEN_EDITS", "70"))
OF_CHANGES = (OLD_DATE, "answers")  # words of warnings; see `build.lost_addresses`
pytestmark = pytest.mark.usefixtures("small_grain")
SEEDS = [int(seed) for seed in os.environ.get("SITEGEN_SEEDS", "1,2,3").split(",")]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_build_equals_a_clean_build(tmp_path: Path, seed: int) -> None:
    """After any edit, output/ is what a build without a past would have made."""
    desk = Desk(tmp_path / "site", seed)
    good, hour = desk.sources(), desk.now
    history: list[str] = []
    _build_both(desk)
    edits = 0
    while edits < EDITS:
        history = []
        for _ in range(desk.chance.choice((1, 1, 1, 2, 3))):
            history.append(desk.edit())
            edits += 1
        jobs = 2 if desk.chance.random() < 0.02 else 1
        if desk.chance.random() < 0.03:
            history.append("a build to another folder")
            _try(desk.site, desk, output=desk.site.root / "elsewhere")
        try:
            problem = _build_both(desk, jobs=jobs)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, edit {edits}, after {history}:\n{error}") from None
        if problem is None:
            good, hour = desk.sources(), desk.now
        else:
            desk.restore(good)
            desk.now = hour
            try:
                problem = _build_both(desk)
            except AssertionError as error:
                why = f"seed {seed}, edit {edits}, after {history} was taken back:\n{error}"
                raise AssertionError(why) from None
            assert problem is None, f"seed {seed}, edit {edits}, after {history}: {problem}"


def _try(
    site: Site, desk: Desk, jobs: int = 1, output: Path | None = None
) -> tuple[Built | None, str]:
    try:
        return site.build(desk.now.isoformat(), jobs=jobs, output=output), ""
    except SitegenError as error:
        return None, str(error)


def _build_both(desk: Desk, jobs: int = 1) -> str | None:
    """Build the site as it stands and a copy of its sources; compare; return the problem."""
    output = desk.site.root / "output"
    before = _states(output)
    built, problem = _try(desk.site, desk, jobs)
    copy = desk.site.copy()
    try:
        clean, clean_problem = _try(copy, desk)
    finally:
        shutil.rmtree(copy.root)
    assert problem == clean_problem
    if built is None or clean is None:
        assert _states(output) == before, "a refused build touched output/"
        return problem
    _compare(built, clean)
    assert built.report.held == clean.report.held
    # What is told of a story that comes or goes depends on what was out, and on nothing else.
    lasting = [
        w for w in built.report.warnings if not any(word in w.message for word in OF_CHANGES)
    ]
    assert lasting == list(clean.report.warnings)
    assert built.report.next_change == clean.report.next_change
    desk.next_change = built.report.next_change
    first = _states(output)
    again = desk.site.build(desk.now.isoformat()).report
    assert (again.new, again.changed, again.removed) == ((), (), ()), "a second build wrote"
    assert again.kept == len(clean.tree) - 1
    assert again.warnings == clean.report.warnings
    assert _states(output) == first, "a second build moved files"
    return None


def _states(output: Path) -> dict[str, tuple[int, int, int]]:
    states = {}
    for file in sorted(output.rglob("*")):
        facts = file.lstat()
        if not file.is_dir():
            states[file.relative_to(output).as_posix()] = (
                facts.st_ino, facts.st_size, facts.st_mtime_ns,
            )  # fmt: skip
    return states


def _compare(built: Built, clean: Built) -> None:
    lost = sorted(clean.tree.keys() - built.tree.keys())
    extra = sorted(built.tree.keys() - clean.tree.keys())
    assert not lost, f"missing: {lost}"
    assert not extra, f"left behind: {extra}"
    for file, data in clean.tree.items():
        if built.tree[file] != data:
            place = next(
                (i for i, (a, b) in enumerate(zip(built.tree[file], data, strict=False)) if a != b),
                min(len(data), len(built.tree[file])),
            )
            around = slice(max(0, place - 90), place + 90)
            raise AssertionError(
                f"{file} differs:\n  {built.tree[file][around]!r}\n  clean: {data[around]!r}"
            )


def test_a_picture_from_static_is_kept_like_any_other(site: Site) -> None:
    """A story whose picture lies in static/ is built a second time like any other."""
    site.write_bytes("static/photo.png", picture((1, 2, 3)))
    site.story("content/news/a.md", image="{file: static/photo.png, alt: A sample}")
    site.build()
    report = site.build().report
    assert (report.new, report.changed, report.removed) == ((), (), ())


def test_a_series_is_one_however_it_is_spelt(site: Site) -> None:
    """A part whose series is spelt otherwise belongs to the same series."""
    site.story("content/news/a.md", series="Big Story", part=1)
    site.story("content/news/b.md", series="big story", part=2, published="2026-03-02")
    built = site.build()
    for name in "ab":
        assert "/series/big-story/" in built[f"news/{name}/index.html"]


def test_a_refused_build_does_not_count_as_a_build(site: Site) -> None:
    """A story edited together with a broken template has its new text once that is mended."""
    site.story("content/news/a.md", title="Before")
    site.build()
    site.story("content/news/a.md", title="After")
    site.write("templates/article.html", "{{ article.no_such_field }}")
    site.problems()
    site.delete("templates/article.html")
    assert "After" in site.build()["news/a/index.html"]


def test_stories_with_the_same_text_change_apart(site: Site) -> None:
    """An edit of one text leaves another story that had the same words alone."""
    for name in "ab":
        site.story(f"content/news/{name}.md", "The same sample text.")
    site.build()
    site.story("content/news/a.md", "Another sample text.")
    built = site.build()
    assert "Another sample" in built["news/a/index.html"]
    assert "The same sample" in built["news/b/index.html"]


def test_a_warning_is_told_until_it_is_mended(site: Site) -> None:
    """What was said of a file when it was made is said by each build that keeps the file."""
    site.write("content/news/talk.mp3", "No recording, though its name says so.")
    site.story("content/news/a.md", body="[Listen](talk.mp3)")
    site.story("content/news/b.md")
    told = [w for w in site.build().report.warnings if w.path == "content/news/talk.mp3"]
    assert told

    site.story("content/news/b.md", title="Another")
    for _ in range(2):
        report = site.build().report
        assert "files/news/talk.mp3" not in report.changed
        assert set(told) <= set(report.warnings)

    site.story("content/news/a.md", body="Nothing to listen to.")
    assert not set(told) & set(site.build().report.warnings)


@pytest.mark.parametrize("between", ["pictures", "a build that stops"])
def test_a_warning_names_the_line_where_it_stands_now(site: Site, between: str) -> None:
    """Whoever read the story meanwhile has noted its lines, and told nobody of them."""
    site.story("content/news/rain.md", title="One headline")
    vote = site.story("content/news/vote.md", title="One headline")
    (before,) = site.build().report.warnings
    for file in (vote, vote.with_name("rain.md")):
        file.write_text(file.read_text("utf-8").replace("---", "---\n# a sample", 1), "utf-8")
    if between == "pictures":
        picture_work(site.root, datetime.fromisoformat(NOW), patience=0)
    else:
        bad = site.write("content/news/bad.md", "---\ntitle: [\n---\n")
        with pytest.raises(SitegenError):
            site.build()
        bad.unlink()

    (after,) = site.build().report.warnings

    assert (after.path, after.line) == (before.path, before.line + 1)


def test_a_file_that_is_gone_is_forgotten(site: Site) -> None:
    """No note stays of a deleted file; a file of both theme and story is still noted."""
    site.write_bytes("static/photo.png", saved(noisy(320, 200), "PNG"))
    site.story("content/news/vote.md", image="{file: /static/photo.png, alt: Sample hall}")
    gone = site.story("content/news/rain.md")
    site.build()
    gone.unlink()

    site.build()

    store = Store(site.root / CACHE_DIR)
    assert "content/news/rain.md" not in store.files()
    assert "static/photo.png" in store.files()
    store.close()
