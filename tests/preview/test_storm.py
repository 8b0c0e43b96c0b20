"""A storm of saves: every way in which editors write, and the end is that of a clean build."""

from __future__ import annotations

import os
import random
import shutil
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.build.watching import watch_and_build
from sitegen.core.urls import path_of_file
from sitegen.model.tasks import Report
from tests.conftest import NOW, Site, tree_of
from tests.preview.previewing import PATIENCE, Served, served

SEEDS = (1, 2, 3)
SAVES = 40


def text(chance: random.Random, name: str, number: int) -> str:
    """Return a story; one in eight is broken, and stays so until it is saved again."""
    lines = [
        "---",
        f"title: Sample {name} {number}",
        f"published: 2026-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}",
        f"tags: [Topic {chance.randint(1, 4)}]",
        *(["draft: true"] if chance.random() < 0.1 else []),
        *(["titel: a mistake"] if chance.random() < 0.12 else []),
        "---",
        "",
        f"Sample text {number}.",
        "",
    ]
    return "\n".join(lines)


def in_place(file: Path, text: str) -> None:
    file.write_text(text)


def in_two_halves(file: Path, text: str) -> None:
    with file.open("w") as stream:
        stream.write(text[: len(text) // 2])
        stream.flush()
        stream.write(text[len(text) // 2 :])


def like_vim(file: Path, text: str) -> None:
    trial = file.with_name("4913")
    trial.write_text("")
    trial.unlink()
    backup = file.with_name(f"{file.name}~")
    if file.exists():
        file.rename(backup)
    file.write_text(text)
    backup.unlink(missing_ok=True)


def write_and_rename(file: Path, text: str) -> None:
    draft = file.with_name(f".{file.name}.tmp")
    draft.write_text(text)
    draft.replace(file)


def like_jetbrains(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}___jb_tmp___")
    old = file.with_name(f"{file.name}___jb_old___")
    draft.write_text(text)
    if file.exists():
        file.rename(old)
    draft.rename(file)
    old.unlink(missing_ok=True)


def delete_and_recreate(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    file.write_text(text)


def same_size_and_time(file: Path, text: str) -> None:
    """Write as tools do that set the old time again: content alone tells."""
    file.write_text(text)
    now = file.stat().st_mtime_ns
    os.utime(file, ns=(now, now))


WAYS: tuple[Callable[[Path, str], None], ...] = (
    *(in_place, in_two_halves, like_vim, write_and_rename, like_jetbrains),
    *(delete_and_recreate, same_size_and_time),
)


def storm(site: Site, chance: random.Random) -> None:
    """Do to a site what a busy newsroom does to it in a week."""
    news, local = site.root / "content/news", site.root / "content/local"
    for number in range(SAVES):
        stories = sorted([*news.rglob("*.md"), *local.rglob("*.md")])
        what = chance.random()
        if what < 0.55 or len(stories) < 4:
            name = f"story-{chance.randint(1, 14)}"
            folder = chance.choice((news, local))
            rival = (local if folder is news else news) / f"{name}.md"
            rival.unlink(missing_ok=True)
            folder.mkdir(parents=True, exist_ok=True)
            chance.choice(WAYS)(folder / f"{name}.md", text(chance, name, number))
        elif what < 0.65:
            chance.choice(stories).unlink()
        elif what < 0.75:
            story = chance.choice(stories)
            story.rename(story.with_name(f"moved-{number}.md"))
        elif what < 0.8:
            news.rename(site.root / "content/aside")
            (site.root / "content/aside").rename(news)
        elif what < 0.85:
            shutil.rmtree(local)
            local.mkdir()
        elif what < 0.92:
            site.write("static/css/own.css", f"h1 {{ margin: {number}px }}\n")
        else:
            frame = '{% extends "theme/base.html" %}\n'
            site.write("templates/base.html", f"{frame}{{# {number} #}}\n")


def checkout(site: Site) -> None:
    """Change everything at once, as git does when somebody changes branches."""
    for folder in ("content/news", "content/local", "templates", "static"):
        shutil.rmtree(site.root / folder, ignore_errors=True)
    for number in range(150):
        section = ("news", "local")[number % 2]
        site.story(f"content/{section}/branch-{number}.md", tags=f"[Topic {number % 5}]")


def follows(site: Site, preview: Served) -> list[str]:
    """Wait until the preview shows what a clean build writes; return the files that differ."""
    clean = site.copy().build().tree
    files = [file for file in clean if not file.startswith(".")]
    while True:
        version = preview.version("/_sitegen/")
        wrong = [f for f in files if preview.get(path_of_file(f)).page != clean[f]]
        if not wrong:
            return wrong
        tab = preview.tab("/_sitegen/", version)
        try:
            if tab.hear()["do"] == "stay":
                tab.hear()
        except TimeoutError:
            return wrong


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("poll", [False, True], ids=["told", "looking"])
def test_a_preview_ends_where_a_clean_build_does(site: Site, seed: int, poll: bool) -> None:
    """Whatever was saved, moved and deleted in whatever way, nothing stale is shown."""
    chance = random.Random(seed)
    site.story("content/news/first.md")
    with served(site.root, poll=poll) as preview:
        storm(site, chance)
        for story in sorted((site.root / "content").rglob("*.md")):
            good_text = story.read_text().replace("titel: a mistake\n", "")
            story.write_text(good_text)
        assert follows(site, preview) == []
        checkout(site)
        assert follows(site, preview) == []


def test_a_mass_checkout_gives_few_updates(site: Site) -> None:
    """A thousand files that change at once are one change, or two on a slow machine."""
    site.story("content/news/first.md")
    with served(site.root) as preview:
        tab = preview.tab("/news/")
        tab.hear()
        before = preview.running._preview.number
        checkout(site)
        assert follows(site, preview) == []
        assert preview.running._preview.number - before <= 6


@pytest.mark.parametrize("seed", SEEDS[:1])
def test_a_watched_output_ends_where_a_clean_build_does(site: Site, seed: int) -> None:
    """`build --watch` through the same storm: output/ is that of a clean build."""
    chance = random.Random(seed)
    site.story("content/news/first.md")
    stop, built = threading.Event(), threading.Semaphore(0)
    told: list[str] = []

    def hear(report: Report) -> None:
        told.append(f"new {len(report.new)}, changed {len(report.changed)}, {report.timings}")
        built.release()

    thread = threading.Thread(
        target=watch_and_build,
        args=(site.root,),
        kwargs={
            "clock": lambda: datetime.fromisoformat(NOW),
            "jobs": 1,
            "say": told.append,
            "report": hear,
            "stop": stop,
        },
    )
    thread.start()
    try:
        assert built.acquire(timeout=PATIENCE)
        storm(site, chance)
        checkout(site)
        clean = site.copy().build().tree
        while stale := unlike(tree_of(site.root / "output"), clean):
            if not built.acquire(timeout=PATIENCE):
                stale = unlike(tree_of(site.root / "output"), clean)
                assert not stale, f"not brought up to date: {stale[:9]}; {told[-5:]}"
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def unlike(tree: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Return the files that only one of two trees has, or that they have with other bytes."""
    return sorted(file for file in {*tree, *other} if tree.get(file) != other.get(file))
