"""Copies: files that a program for shared folders made of a story, and that are no story.

When two people change a file at once, or a folder is joined with an older one, such programs
keep both: "vote (Ana's conflicted copy 2026-11-20).md" beside "vote.md". Some marks say so
for sure. Others, such as "vote 2.md", say it only where the file beside it has the same id
or headline.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import PurePosixPath

from sitegen import sources
from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem

_SUSPECT = late_pattern(
    r"(?i)conf|konflik|cònf|конфликт|xung|冲突|衝突|競合|충돌|_(?:backup|base|local|remote)_"
)
_CONFLICT = r"conflic?t|konflik|конфликт|xung đột|xung đột|冲突|衝突|競合|충돌"  # in many languages
_COPY = r"cop[iy]|c[oó]pia|kopi|копи|bản sao|bản sao|副本|拷贝|コピー|사본"
# What stands in brackets at the end of a copy's name. "(conflict in Sudan)" is none.
_IN_BRACKETS = late_pattern(
    rf"(?i)(?=.*(?:{_CONFLICT}))(?:.*(?:{_COPY}|\d{{4}}-\d\d-\d\d).*|sfconflict\b.*"
    r"|(?:.*\b)?(?:case|unicode|encoding|white ?space|selective sync) conflict\b.*"
    r"|conflict(?:ed)?)"
)
_SURE_ENDINGS = (
    late_pattern(r"(?i)\.sync-conflict-\d{8}-\d{6}(?:-\w{5,8})?"),  # Syncthing
    late_pattern(r"(?i)_conflict-\d{8}-\d{6}"),  # ownCloud
    late_pattern(r"(?i)\s*\[conflict(?:ed)?[^\[\]]*\](?:\s*\(\d+\))?"),  # Google Drive, pCloud
    late_pattern(r"(?i)_[^_]+_\w{3}-\d\d-\d{4,6}-\d{4}_conflict"),  # Synology
    late_pattern(r"(?i)\.conflict(?:ed)?(?:\s*\(?\d+\)?)?"),  # Resilio
    late_pattern(r"_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+"),  # git mergetool
)
_COUNT = late_pattern(r"\s*\(\d{1,3}\)$")
_MAYBE_MARKED = late_pattern(r"[ (_]")  # one of these is in each mark below, or a capital letter
# Marks that tell a copy only beside a twin: a group "of" is the name without the mark.
_LIKELY = (
    late_pattern(r"(?P<of>.+?)[ _]\d{1,2}"),  # iCloud, Finder
    late_pattern(r"(?P<of>.+?) ?\(\d{1,2}\)"),  # Google Drive, browsers, Windows
    late_pattern(
        r"(?i)(?P<of>.+?)(?: ?[-–])?[ _](?:copy|copia|cópia|kopie|kopia|copie|bản sao)"
        r"(?: ?\(?\d{1,2}\)?)?"
    ),
    late_pattern(r"(?i)(?:copy(?: \(?\d{1,2}\)?)? of|c[oó]pia de|kopie von|copie de) (?P<of>.+)"),
    late_pattern(r"(?P<of>.+?)-(?=[\w-]*[A-Z])[\w-]+"),  # OneDrive: the computer's name
)  # fmt: skip


def original_of(name: str) -> str:
    """Return the name of the file of which a sync program made this copy for sure; "" for none.

    "vote (Ana's conflicted copy 2026-11-20).md" gives "vote.md".
    """
    if not _SUSPECT.search(name):
        return ""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    for pattern in _SURE_ENDINGS:
        for match in pattern.finditer(stem):
            if match.end() == len(stem) and match.start():
                return stem[: match.start()] + dot + ending
    inside = _COUNT.sub("", stem)
    if inside.endswith(")"):
        start = inside.rfind("(")
        while start > 0:
            words = inside[start + 1 : -1]
            if words.count("(") == words.count(")") and _IN_BRACKETS.fullmatch(words):
                return inside[:start].rstrip(" _") + dot + ending
            start = inside.rfind("(", 0, start)
    return ""


def sure_copy(path: str, original: str) -> Problem:
    """Return the warning of a file whose name alone says that it is a copy."""
    return _warning(path, str(PurePosixPath(path).with_name(original)))


def likely_copies(
    paths: Collection[str], text_of: Callable[[str], bytes], new: Collection[str] | None = None
) -> Iterator[tuple[str, Problem]]:
    """Yield the stories and people that are copies of a file beside them, with the warning.

    Args:
        paths: of every source.
        text_of: reads one; called for few.
        new: the only ones that may be a copy, or have one; None: any may.

    Raises:
        OSError: `text_of` cannot read a file.
    """
    every: frozenset[str] | None = None
    asked = paths
    if new is not None:  # a copy has the whole name of its original, or that of its folder has
        names = {PurePosixPath(path).stem for path in new}
        asked = [path for path in paths if any(name in path for name in names)]
    for path in asked:
        if path.islower() and not _MAYBE_MARKED.search(path):
            continue  # nearly all
        every = every or frozenset(paths)
        for original in _originals(path):
            if original in every and sources.are_twins(text_of(original), text_of(path)):
                yield path, _warning(path, original)
                break


def _originals(path: str) -> Iterator[str]:
    """Yield the paths of which a file may be a copy, by its own name or its folder's."""
    file = PurePosixPath(path)
    for name in _without_mark(file.stem):
        yield str(file.with_name(f"{name}{file.suffix}"))
    for name in _without_mark(file.parent.name):
        yield str(file.parent.with_name(name) / file.name)


def _without_mark(name: str) -> Iterator[str]:
    for pattern in _LIKELY:
        match = pattern.fullmatch(name)
        if match is not None:
            yield match["of"]


def _warning(path: str, original: str) -> Problem:
    return Problem(
        path,
        0,
        f"this is a copy of {original} that a sync program made; it is not published",
        f"Bring what is right in it into {original}, and delete it.",
        warning=True,
    )
