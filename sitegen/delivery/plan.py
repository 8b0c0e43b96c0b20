"""The plan of a deploy: what is sent, in which order, and what is deleted after it.

Everything here is a function of two manifests, that of the target and that of the site, and of
what the target says of the files in question. The order keeps every page whole at every moment:
pictures and styles first, then pages, then feeds and sitemaps, deletions last. When a story has
to be gone at once (a purge), deletions come first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sitegen.core.record import Record, replace
from sitegen.delivery.manifest import Files, Manifest, SentFile

# Pages in caches of readers and networks may ask for styles and scripts of theirs. What readers
# search is no such file: a story that is taken down leaves the index with its page.
LEAVING = timedelta(days=7)
_MAY_STAY, _INDEX = "static/", "static/search/"

FILES, PAGES, FEEDS = "files", "pages", "feeds"
_DATA = (".xml", ".json", ".txt", ".webmanifest")
_FIRST = ("static/", "media/", "files/")


class Standing(Record):
    """What a target says of a file there."""

    size: int  # -1: something that is no file of ours, a link or a folder
    digest: str = ""  # "": it was not read

    def may_be(self, file: SentFile) -> bool:
        """Say whether nothing speaks against its being this file."""
        return self.size == file.size and self.digest in ("", file.digest)

    def is_surely(self, file: SentFile) -> bool:
        return self.size == file.size and self.digest == file.digest


IN_THE_WAY = Standing(-1)
Standings = Mapping[str, Standing]  # of files that are not there, none


class Step(Record):
    """Files that are sent, or deleted, together."""

    word: str  # FILES, PAGES or FEEDS; "" for deletions
    files: tuple[str, ...]


class Plan(Record):
    """One deploy."""

    steps: tuple[Step, ...]
    under_way: Manifest  # written before the first step
    after: Manifest  # written after the last
    changed: tuple[str, ...]  # files that readers get anew, in order of sending
    removed: tuple[str, ...]  # files of the site before that it has no more
    at_once: bool = False  # what is gone is to be gone everywhere: no copy of it is kept

    @property
    def is_empty(self) -> bool:
        return not self.steps

    @property
    def sent(self) -> tuple[str, ...]:
        return tuple(file for step in self.steps if step.word for file in step.files)

    @property
    def deleted(self) -> tuple[str, ...]:
        return tuple(file for step in self.steps if not step.word for file in step.files)


def step_of(file: str) -> str:
    """Return with which files one is sent: FILES, PAGES or FEEDS."""
    if file.startswith(_FIRST):
        return FILES
    if file.endswith((".html", ".htm")):
        return PAGES
    return FEEDS if file.endswith(_DATA) else FILES


def in_question(before: Manifest, wanted: Files, now: datetime) -> frozenset[str]:
    """Return the files of which the target has to be asked: all that may be touched."""
    touched = {name for name, file in wanted.items() if before.files.get(name) != file}
    touched |= {name for name in before.ours if name not in wanted}
    touched |= {*before.coming, *before.going}
    waiting = {name for name, until in before.leaving.items() if now < until}
    return frozenset(touched - (waiting - wanted.keys() - before.coming.keys()))


def known_files(before: Manifest, standings: Standings) -> Files:
    """Return the files of which it is known that they stand at the target, and with what bytes.

    Of a deploy that was cut off each file is the old one, the new one or gone. It is known for
    the new one by its bytes, or by a size that the old one had not.
    """
    unsure = {*before.coming, *before.going}
    known = {name: file for name, file in before.files.items() if name not in unsure}
    for name, file in before.coming.items():
        there, old = standings.get(name), before.files.get(name)
        if there is not None and there.may_be(file):
            had_other_size = old is None or old.size != file.size
            if there.is_surely(file) or had_other_size:
                known[name] = file
    return known


def plan(
    before: Manifest,
    after: Manifest,
    standings: Standings,
    now: datetime,
    *,
    at_once: bool = False,
) -> Plan:
    """Return what turns the one state into the other.

    Args:
        before: the target's manifest; an empty one where nothing of ours is there.
        after: the site as it shall be: `files` are those of output/ that go out.
        standings: of the files `in_question`.
        at_once: what is gone goes first, and nothing waits its seven days.
    """
    wanted, known = after.files, known_files(before, standings)
    sent = [name for name, file in wanted.items() if known.get(name) != file]
    gone = sorted(before.ours - wanted.keys())
    leaving = {} if at_once else _leaving(before, known, gone, now)
    deleted = tuple(name for name in gone if name in standings and name not in leaving)
    files = {**wanted, **{name: known[name] for name in leaving}}
    # Of what stands in a place that is written to, and is not known, the size alone is noted:
    # should this deploy be cut off, that size proves nothing.
    unknown = {
        name: SentFile("", standings[name].size)
        for name in (*sent, *deleted)
        if name in standings and name not in known
    }
    return Plan(
        steps=_steps(sent, deleted, at_once=at_once),
        under_way=replace(
            after,
            files={**known, **unknown},
            coming={name: wanted[name] for name in sent},
            going=deleted,
            leaving=leaving,
            built=before.built,
        ),
        after=replace(after, files=files, leaving=leaving),
        changed=tuple(sorted(sent, key=_place_in_order)),
        removed=tuple(name for name in gone if name not in before.leaving),
        at_once=at_once,
    )


def _leaving(
    before: Manifest, known: Files, gone: Iterable[str], now: datetime
) -> dict[str, datetime]:
    """Return which files that are gone stay for a while, and until when."""
    leaving = {}
    for name in gone:
        if name.startswith(_MAY_STAY) and not name.startswith(_INDEX) and name in known:
            until = before.leaving.get(name, now + LEAVING)
            if now < until:
                leaving[name] = until
    return leaving


def _steps(sent: Collection[str], deleted: tuple[str, ...], *, at_once: bool) -> tuple[Step, ...]:
    words = (FEEDS, FILES, PAGES) if at_once else (FILES, PAGES, FEEDS)
    steps = [Step(word, tuple(sorted(n for n in sent if step_of(n) == word))) for word in words]
    steps.insert(0 if at_once else len(steps), Step("", deleted))
    return tuple(step for step in steps if step.files)


def _place_in_order(file: str) -> tuple[int, str]:
    return (FILES, PAGES, FEEDS).index(step_of(file)), file
