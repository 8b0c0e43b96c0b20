"""Which input files there are, and of which it is sure that they are as they were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.cache.rows import FileFact, file_stat
from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.sources.scan import GRAIN, Scan, current_facts, facts_still_true, walk, walk_again

LOOK = "Check that it is there, that it is no broken link, and that you may read it."
COPY = "that a sync program made; it is not published"
ASTRAY = Problem(
    "",
    0,
    "this is a link that leads out of content/, static/ and templates/, or to a hidden file",
    "Put what it leads to there itself: only what is in these folders is published.",
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "news").mkdir(parents=True)
    (folder / "news/vote.md").write_text("Vote.", "utf-8")
    return folder


def problems_of(folder: Path) -> list[tuple[str, int, str, str, bool]]:
    return [(p.path, p.line, p.message, p.hint, p.warning) for p in _scan(folder)[1]]


def _scan(folder: Path) -> tuple[list[str], list[Problem]]:
    scan = walk([("content", folder), ("static", folder.parent / "static")])
    return sorted(scan.stats), sorted(scan.problems)


def test_every_file_is_found_with_its_facts(content: Path) -> None:
    """But for litter; a story in a folder is its index.md."""
    for name in (".hidden", "a.tmp", "Thumbs.db", "b.txt", "é.txt"):
        (content / "news" / name).write_text(name, "utf-8")
    (content / ".git").mkdir()
    (content / ".git/config").write_text("", "utf-8")
    (content / "news/again.md").symlink_to("vote.md")

    scan = walk([("content", content), ("static", content.parent / "static")])

    assert scan.problems == ()
    assert scan.stats == {
        f"content/news/{name}": file_stat((content / "news" / name).stat())
        for name in ("vote.md", "b.txt", "é.txt", "again.md")
    }


def test_what_a_sync_program_copied_is_told(content: Path) -> None:
    (content / "news/vote (conflicted copy 2026-11-20).md").write_text("Vote.", "utf-8")

    assert _scan(content) == (
        ["content/news/vote.md"],
        [
            Problem(
                "content/news/vote (conflicted copy 2026-11-20).md", 0,
                f"this is a copy of content/news/vote.md {COPY}",
                "Bring what is right in it into content/news/vote.md, and delete it.",
                warning=True,
            )
        ],
    )  # fmt: skip


def test_a_name_that_no_address_or_list_can_hold_is_refused(content: Path) -> None:
    """The signs that nobody sees are shown."""
    for name in (b"a\nb.txt", b"c\\d.txt", b"e\xff.txt", "f\u2028.md".encode(), b"\x9f.txt",
                 b"g\x1fh\\.txt", "ä.txt".encode()):  # fmt: skip
        Path(os.fsdecode(os.fsencode(content / "news") + b"/" + name)).write_bytes(b"")
    line_end = "the name of this file holds a line end, or another sign that nobody sees"
    backslash = "the name of this file holds a backslash, which no address can"
    no_text = "the name of this file is not UTF-8 text"

    found, problems = _scan(content)

    assert found == ["content/news/vote.md", "content/news/ä.txt"]
    assert [(p.path, p.line, p.message, p.hint) for p in problems] == [
        (f"content/news/{name}", 0, message, "Give it a new name.")
        for name, message in sorted(
            {"a\\nb.txt": line_end, "c\\d.txt": backslash, "e\\udcff.txt": no_text,
             "f\\u2028.md": line_end, "\\udc9f.txt": no_text, "g\\x1fh\\.txt": backslash}.items()
        )
    ]  # fmt: skip


def test_what_is_no_file_of_a_site_is_told(content: Path) -> None:
    """Links astray, in a circle and to nothing; pipes, folders like stories, missing rights."""
    (content / "news/away.txt").symlink_to("/etc/hostname")
    (content / "news/circle").symlink_to("../news")
    (content / "news/nothing.txt").symlink_to("no_such.txt")
    (content / "news/plan.md").mkdir()
    os.mkfifo(content / "news/pipe")

    found, problems = _scan(content)

    assert found == ["content/news/vote.md"]
    assert [(p.path, p.line, p.message, p.hint, p.warning) for p in problems] == [
        ("content/news/away.txt", 0, ASTRAY.message, ASTRAY.hint, False),
        ("content/news/circle", 0, "this link leads back into a folder above it",
         "Remove the link.", False),
        ("content/news/nothing.txt", 0, "cannot be read: no such file or directory", LOOK, False),
        ("content/news/pipe", 0, "this is a device or a pipe, not a file", "Take it away.", False),
        ("content/news/plan.md", 0, "this is a folder, though its name ends in .md",
         "Take .md off its name; a story in a folder is its index.md.", False),
    ]  # fmt: skip


def test_a_folder_may_be_named_twice_but_in_no_circle(content: Path) -> None:
    """A folder beside is no folder above."""
    (content / "local").symlink_to("news")
    assert _scan(content) == (["content/local/vote.md", "content/news/vote.md"], [])


def test_the_three_folders_are_folders(content: Path) -> None:
    """A file, a link that leads nowhere or a hidden place in their stead is told; none is fine."""
    static = content.parent / "static"
    no_folder = ("static", 0, "this is not a folder",
                 "Take it away, or lead the link to the folder.", False)  # fmt: skip
    static.write_text("", "utf-8")
    assert problems_of(content) == [no_folder]
    static.unlink()
    static.symlink_to("no_such")
    assert problems_of(content) == [no_folder]
    static.unlink()
    static.symlink_to(".hidden")
    (content.parent / ".hidden").mkdir()
    assert problems_of(content) == [
        ("static", 0, "this link leads to a hidden folder, or to the site's own: '.hidden'",
         "Lead it to a folder that holds nothing but what belongs in static/.", False)
    ]  # fmt: skip


def test_a_folder_that_cannot_be_read_is_told(content: Path) -> None:
    """With its place, as it is known to an editor."""
    scan = walk([("content", content / "news/vote.md/in")])
    assert scan.problems == ()  # it is not there
    (content / "long").symlink_to("x" * 300)
    assert _scan(content)[1] == [
        Problem("content/long", 0, "cannot be read: file name too long", LOOK)
    ]


def test_a_digest_is_true_while_all_four_facts_stay_and_are_past() -> None:
    """A clock's grain before the last scan is past; less may have been written over since."""
    past = 10 * GRAIN
    fact = FileFact(5, past - GRAIN - 1, past - GRAIN - 1, 7, "digest")
    stat = (5, fact.mtime, fact.ctime, 7)

    def true(fact: FileFact, stat: tuple[int, int, int, int]) -> bool:
        return facts_still_true(["a", "b"], {"a": stat, "b": stat}, {"a": fact}, past) == {
            "a": fact
        }

    assert true(fact, stat)
    for number in range(4):
        moved = tuple(value + (at == number) for at, value in enumerate(stat))
        assert not true(fact, moved)  # type: ignore[arg-type]
    late = past - GRAIN
    assert not true(FileFact(5, late, stat[2], 7, ""), (5, late, stat[2], 7))
    assert not true(FileFact(5, stat[1], late, 7, ""), (5, stat[1], late, 7))


def test_the_files_that_may_have_changed_are_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "in/b.txt"):
        (tmp_path / name).write_text(name, "utf-8")
    stats = {f"static/{name}": (1, 2, 3, 4) for name in ("gone.txt", "a.txt", "in/b.txt", "old")}
    old = FileFact(1, 2, 3, 4, "old digest", "json")

    facts, problems = current_facts(
        {"static": tmp_path}, [*stats], stats, {"static/old": old}, 4 + GRAIN
    )

    assert facts == {
        "static/old": old,
        "static/a.txt": FileFact(1, 2, 3, 4, digest_bytes(b"a.txt")),
        "static/in/b.txt": FileFact(1, 2, 3, 4, digest_bytes(b"in/b.txt")),
    }
    assert problems == [
        Problem("static/gone.txt", 0, "cannot be read: no such file or directory", LOOK)
    ]


def test_a_look_at_what_was_saved_sees_what_a_walk_sees(content: Path) -> None:
    """Written, come and gone; a file that came and went in between is nothing."""
    (content / "news/gone.md").write_text("Gone.", "utf-8")
    (content / "news/still.md").write_text("Still.", "utf-8")
    before = walk([("content", content)])
    (content / "news/gone.md").unlink()
    (content / "news/vote.md").write_text("Another vote.", "utf-8")
    for name in ("fire.md", ".fire.md.swp"):
        (content / "news" / name).write_text("Fire.", "utf-8")
    names = ("gone.md", "vote.md", "fire.md", ".fire.md.swp", "came-and-went.md")

    again = walk_again(before, content.parent, [f"content/news/{name}" for name in names])

    looked_at = frozenset(f"content/news/{name}" for name in names if name[0] != ".")
    assert again == replace(walk([("content", content)]), saves=looked_at)


def test_a_look_leaves_alone_what_was_not_saved(content: Path) -> None:
    before = walk([("content", content)])
    (content / "news/vote.md").write_text("Another vote.", "utf-8")

    assert walk_again(before, content.parent, []) == replace(before, saves=frozenset())


@pytest.mark.parametrize(
    "path",
    [
        "static/site.css",
        "content",
        "content/news",
        "content/link.md",
        "content/linked/vote.md",
        "content/odd.md/vote.md",
        "content/news/vote (conflicted copy 2026-11-20).md",
        "content/news/vote\\.md",
        "content/news/vote.md/in.md",
    ],
)
def test_where_a_look_cannot_tell_all_is_walked(content: Path, path: str) -> None:
    """Links, folders, names that no file of a site may have, and what is not of content/."""
    (content / "link.md").symlink_to("news/vote.md")
    (content / "linked").symlink_to("news")
    (content / "odd.md").mkdir()
    (content / "odd.md/vote.md").write_text("Vote.", "utf-8")
    before = Scan(walk([("content", content)]).stats, ())

    assert walk_again(before, content.parent, [path]) is None


def test_after_a_walk_that_failed_all_is_walked(content: Path) -> None:
    assert walk_again(Scan({}, (ASTRAY,)), content.parent, []) is None


def test_a_site_behind_a_link_is_looked_at_like_any_other(content: Path, tmp_path: Path) -> None:
    """Its folder may be a link; only those inside lead astray."""
    (tmp_path / "site").symlink_to(content.parent, target_is_directory=True)
    before = walk([("content", content)])
    (content / "news/vote.md").write_text("Another vote.", "utf-8")

    again = walk_again(before, tmp_path / "site", ["content/news/vote.md"])

    looked_at = frozenset({"content/news/vote.md"})
    assert again == replace(walk([("content", content)]), saves=looked_at)
