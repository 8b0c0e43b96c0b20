"""All sources read: which are parsed again, which rows hold, and what is told of the rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sitegen.cache.rows import FileFact, RowWarning, SourceRow
from sitegen.core.digests import digest_bytes, digest_text
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.core.stored import to_text
from sitegen.sources.files import SourceResult
from sitegen.sources.read import Reading, anchors_of, line_of, lines_of, read, read_again
from tests.sources.source_desk import NOW, STORY, SourceDesk

LATER = 1 << 62  # of the last scan: every file is older


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    desk = SourceDesk(tmp_path)
    desk.story(body="[r](r.pdf)")
    desk.write("content/news/r.pdf", b"%PDF-1.4")
    desk.story(path="content/news/rain.md", body="## A heading\n\nText.")
    desk.write("content/authors/mai.md", "---\nname: Mai\n---\nMai writes.\n")
    return desk


def reading(
    desk: SourceDesk,
    before: Reading | None = None,
    *,
    last_scan: int = LATER,
    kept: list[SourceResult] | None = None,
    counted: list[tuple[int, int]] | None = None,
) -> Reading:
    kept, counted = [] if kept is None else kept, [] if counted is None else counted

    def keep(result: SourceResult) -> SourceResult:
        kept.append(result)
        return replace(result, nodes={})

    return read(
        desk.setup(),
        before.rows if before else {},
        before.facts if before else {},
        last_scan,
        1,
        progress=lambda number, every: counted.append((number, every)),
        keep=keep,
    )


def parsed(reading: Reading) -> list[str]:
    return [result.path for result in reading.results]


ALL = ["content/authors/mai.md", "content/news/rain.md", "content/news/vote.md"]


def test_every_source_is_parsed_once(desk: SourceDesk) -> None:
    """In order; later builds take over what they gave, while all that they name is as it was."""
    kept: list[SourceResult] = []
    counted: list[tuple[int, int]] = []
    first = reading(desk, kept=kept, counted=counted)

    assert parsed(first) == ALL
    assert (sorted(first.rows), first.problems, first.gone) == (ALL, (), ())
    assert counted == [(1, 3), (2, 3), (3, 3)]
    assert [result.path for result in kept] == ALL
    assert all(result.nodes for result in kept)
    assert not any(result.nodes for result in first.results)
    assert first.learnt == first.facts
    assert sorted(first.facts) == sorted([*ALL, "content/news/r.pdf"])
    assert (first.doubtful, first.broken) == ({}, frozenset())

    counted.clear()
    second = reading(desk, first, counted=counted)
    assert (second.results, second.rows, second.facts, second.gone) == (
        (), first.rows, first.facts, (),
    )  # fmt: skip
    assert counted == []


def test_a_source_is_looked_at_again_when_its_file_may_be_another(desk: SourceDesk) -> None:
    """It is parsed only if its bytes are others; else its row stands."""
    first = reading(desk)
    counted: list[tuple[int, int]] = []
    again = reading(desk, first, last_scan=0, counted=counted)  # all may have changed since
    assert (parsed(again), again.rows, again.gone, len(counted)) == ([], first.rows, (), 3)

    desk.story(body="Other words.")
    changed = reading(desk, first)
    assert parsed(changed) == [STORY]
    assert changed.rows[STORY].digest == digest_bytes((desk.root / STORY).read_bytes())
    assert changed.rows[ALL[0]] is first.rows[ALL[0]]


def test_a_file_that_a_source_names_is_part_of_it(desk: SourceDesk) -> None:
    """Changed, gone, or come where one was looked for in vain."""
    first = reading(desk)
    desk.write("content/news/r.pdf", b"%PDF-1.5")
    changed = reading(desk, first)
    assert parsed(changed) == [STORY]
    assert changed.learnt["content/news/r.pdf"].digest == digest_bytes(b"%PDF-1.5")
    (desk.root / "content/news/r.pdf").unlink()
    gone = reading(desk, changed)
    assert (parsed(gone), sorted(gone.rows)) == ([], ALL[:2])
    assert list(gone.doubtful) == [STORY]
    assert (gone.gone, gone.broken) == ((STORY,), frozenset())
    assert [(p.path, p.line, p.message, p.warning) for p in gone.problems] == [
        (STORY, 6, "dead link 'r.pdf': there is no such file", False)
    ]
    desk.write("content/news/r.pdf", b"%PDF-1.4")
    assert parsed(reading(desk, gone)) == [STORY]


def test_a_moment_that_comes_is_part_of_a_source(desk: SourceDesk) -> None:
    update = '::: update 2026-03-01 12:30 "So"\nText.\n:::\n'
    desk.story("kind: live", body=f"Text.\n\n{update}")
    first = reading(desk)
    assert parsed(reading(desk, first)) == []
    setup = desk.setup(NOW + timedelta(minutes=30))
    later = read(setup, first.rows, first.facts, LATER, 1)
    assert parsed(later) == [STORY]


def test_what_went_and_what_came_is_told_apart(desk: SourceDesk) -> None:
    first = reading(desk)
    (desk.root / ALL[0]).unlink()
    desk.story(path="content/news/wind.md")
    second = reading(desk, first)
    assert (second.gone, parsed(second)) == ((ALL[0],), ["content/news/wind.md"])
    assert sorted(second.rows) == [*ALL[1:], "content/news/wind.md"]


def test_a_source_that_gives_nothing_is_broken(desk: SourceDesk) -> None:
    """One with mistakes is doubtful, where its place is sure."""
    desk.story("kicker: [a]", path="content/news/rain.md")
    desk.write("content/authors/mai.md", "no front matter")
    found = reading(desk)
    assert (sorted(found.rows), list(found.doubtful)) == ([STORY], ["content/news/rain.md"])
    assert found.broken == {"content/authors/mai.md"}
    assert [problem.path for problem in found.problems] == [*ALL[:2]]


def test_copies_and_documents_are_told_and_not_read(desk: SourceDesk) -> None:
    """But for documents to which a story leads, sound or not."""
    desk.story(path="content/news/vote 2.md", body="Others.")
    desk.write("content/news/plan.docx", b"x")
    desk.write("content/news/report.doc", b"x")
    desk.write("content/news/more.doc", b"x")
    desk.write("static/other.doc", b"x")
    desk.story(path="content/news/rain.md", body="[r](report.doc)")
    desk.story("kicker: [a]", path="content/news/wind.md", body="[m](more.doc)")
    found = reading(desk)
    assert "content/news/vote 2.md" not in {*found.rows, *found.facts}
    told = [p for p in found.problems if p.warning]
    assert [(p.path, p.line) for p in told] == [
        ("content/news/plan.docx", 0), ("content/news/vote 2.md", 0),
    ]  # fmt: skip
    assert told[1].message == (
        "this is a copy of content/news/vote.md that a sync program made; it is not published"
    )


def test_warnings_of_sources_are_told_at_every_build(desk: SourceDesk) -> None:
    desk.story(body="")
    words = "the story has no text below its front matter"
    first = reading(desk)
    for found in (first, reading(desk, first)):
        assert [(p.path, p.line, p.message, p.warning) for p in found.problems] == [
            (STORY, 0, words, True)
        ]


def test_measures_of_a_file_stay_while_its_bytes_do(desk: SourceDesk) -> None:
    """They cost more than to read it."""
    first = reading(desk)
    pdf = "content/news/r.pdf"
    facts = {**first.facts, pdf: replace(first.facts[pdf], mtime=1, json="measured")}
    again = read(desk.setup(), first.rows, facts, LATER, 1)
    assert again.learnt[pdf] == replace(first.facts[pdf], json="measured")
    other = {**first.facts, pdf: FileFact(1, 2, 3, 4, "another", "measured")}
    assert read(desk.setup(), first.rows, other, LATER, 1).learnt[pdf] == first.facts[pdf]


RAIN, WIND = "content/news/rain.md", "content/news/wind.md"
MAI = "content/authors/mai.md"
UPDATE = '::: update 2026-03-01 12:30 "So"\nText.\n:::\n'


def saved(
    desk: SourceDesk, before: Reading, *paths: str, now: datetime = NOW,
    kept: list[SourceResult] | None = None,
) -> Reading | None:  # fmt: skip
    """Read again what was saved, and hold it against a look at all files."""
    kept = [] if kept is None else kept
    setup = desk.setup(now)

    def keep(result: SourceResult) -> SourceResult:
        kept.append(result)
        return result

    again = read_again(setup, before, frozenset(paths), 1, keep=keep)
    if again is not None:
        every = read(setup, before.rows, before.facts, LATER, 1)
        assert dict(again.rows) == dict(every.rows)
        assert parsed(again) == parsed(every)
        assert [result.path for result in kept] == [*parsed(every), *every.doubtful]
        assert sorted(again.problems) == sorted(every.problems)
        assert (again.gone, again.broken, again.copies) == (every.gone, every.broken, every.copies)
        assert again.doubtful == every.doubtful
        assert every.facts.items() <= again.facts.items()
        assert again.learnt.items() <= again.facts.items()
        for path in every.rows:
            if path not in paths:
                assert again.rows[path] is before.rows[path] or path in parsed(every)
    return again


def test_nothing_is_read_again_where_nothing_was_saved(desk: SourceDesk) -> None:
    first = reading(desk)
    again = saved(desk, first)
    assert again is not None
    assert (again.results, again.rows, again.facts, again.learnt) == (
        (),
        first.rows,
        first.facts,
        {},
    )


def test_what_was_saved_is_read_again_and_nothing_else(desk: SourceDesk) -> None:
    """Written, written as it was, come, gone, and come and gone between two looks."""
    first = reading(desk)
    desk.story(path=RAIN, body="Other words.")
    desk.story(path=WIND)
    desk.story(body="[r](r.pdf)")
    (desk.root / MAI).unlink()
    gone = "content/news/came-and-went.md"

    again = saved(desk, first, RAIN, WIND, STORY, MAI, gone)

    assert again is not None
    assert (parsed(again), again.gone) == ([RAIN, WIND], (MAI,))
    assert again.rows[STORY] is first.rows[STORY]
    assert MAI not in again.facts


def test_what_is_wrong_with_what_was_saved_is_told(desk: SourceDesk) -> None:
    """Then all is looked at, until it is mended."""
    first = reading(desk)
    desk.story("kicker: [a]", path=RAIN)
    doubtful = saved(desk, first, RAIN)
    assert doubtful is not None
    assert (list(doubtful.doubtful), doubtful.gone, doubtful.broken) == (
        [RAIN],
        (RAIN,),
        frozenset(),
    )
    assert [problem.path for problem in doubtful.problems] == [RAIN]
    desk.write(RAIN, "no front matter")
    broken = saved(desk, first, RAIN)
    assert broken is not None
    assert (broken.doubtful, broken.gone, broken.broken) == ({}, (RAIN,), {RAIN})
    desk.story(path=RAIN)
    assert saved(desk, doubtful, RAIN) is None
    assert saved(desk, broken, RAIN) is None


def test_warnings_of_others_are_told_though_they_were_not_saved(desk: SourceDesk) -> None:
    desk.story(path=RAIN, body="")
    desk.write("content/news/plan.docx", b"x")
    first = reading(desk)
    desk.story(body="[r](r.pdf) Other words.")
    again = saved(desk, first, STORY)
    assert again is not None
    assert [problem.path for problem in again.problems] == [RAIN, "content/news/plan.docx"]


def test_a_story_whose_hour_came_is_read_again_though_it_was_not_saved(desk: SourceDesk) -> None:
    desk.story("kind: live", body=f"Text.\n\n{UPDATE}")
    first = reading(desk)
    later = NOW + timedelta(minutes=30)
    for paths in ((), (RAIN,), (STORY,)):
        again = saved(desk, first, *paths, now=later)
        assert again is not None
        assert parsed(again) == [STORY], paths
    desk.story(path=RAIN, body="Other words.")
    both = saved(desk, first, RAIN, now=later)
    assert both is not None
    assert parsed(both) == [RAIN, STORY]


@pytest.mark.parametrize(
    "path", ["content/news/r.pdf", "content/news/new.pdf", "content/front.yml", "static/a.md"]
)
def test_where_more_than_sources_was_saved_all_is_looked_at(desk: SourceDesk, path: str) -> None:
    first = reading(desk)
    desk.write(path, b"%PDF-1.5")
    assert saved(desk, first, path) is None
    assert saved(desk, first, path, RAIN) is None


def test_where_a_source_leans_on_what_was_saved_all_is_looked_at(desk: SourceDesk) -> None:
    """As one does that names it as a file to be published, or named it in vain."""
    first = reading(desk)
    row = first.rows[STORY]
    leaning = replace(row, deps={**row.deps, RAIN: first.facts[RAIN].digest})
    looked = replace(first, rows={**first.rows, STORY: leaning})
    assert saved(desk, looked, RAIN) is None
    assert saved(desk, looked, MAI) is not None


def test_after_a_file_that_could_not_be_read_all_is_looked_at(desk: SourceDesk) -> None:
    """Only a look at all says so again. A warning keeps nobody from it."""
    first = reading(desk)
    problem = Problem("content/news/r.pdf", 0, "cannot be read: permission denied")
    assert saved(desk, replace(first, problems=(problem,)), RAIN) is None
    warning = replace(problem, warning=True)
    assert saved(desk, replace(first, problems=(warning,)), RAIN) is not None


def test_where_there_are_copies_all_is_looked_at(desk: SourceDesk) -> None:
    """One that was there, one that came, and one whose original came."""
    copy = "content/news/vote 2.md"
    first = reading(desk)
    desk.story(path=copy, body="Others.")
    assert saved(desk, first, copy) is None
    there = reading(desk, first)
    assert there.copies == {copy}
    assert saved(desk, there, RAIN) is None
    (desk.root / STORY).unlink()
    alone = reading(desk, first)
    assert (alone.copies, copy in alone.rows) == (frozenset(), True)
    desk.story(body="[r](r.pdf)")
    assert saved(desk, alone, STORY) is None


ROW = SourceRow(
    "a.md", "", "article", "", "", {}, (RowWarning(3, "Careful", "Look."),),
    to_text({"anchors": ["one", "two"], "lines": {"title": 2, "image": 4, "image.alt": 5}}),
)  # fmt: skip


def test_where_things_stand_in_a_source_is_found() -> None:
    """A key without a line has that of the one around it; what is not known has none."""
    rows = {"a.md": ROW}
    line = line_of(rows)
    asked = ("title", "image", "image.alt", "image.file", "image.focus.x", "slug")
    assert [line("a.md", key) for key in asked] == [2, 4, 5, 4, 4, 0]
    assert line("b.md", "title") == 0
    assert lines_of(rows)("a.md") == digest_text(ROW.packed_places)
    assert lines_of(rows)("b.md") == ""
    assert anchors_of(rows)("a.md") == {"one", "two"}
    assert anchors_of(rows)("b.md") is None
