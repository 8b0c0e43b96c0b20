"""Publishing a draft: the line that hides it goes, and the hour at which it came out is written.

A story is dated by when readers could first see it, not by when its file was begun: else it
is missing from the news sitemap and stands below the day's other stories.
"""

from __future__ import annotations

import glob
import re
import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.model.article import Article
from sitegen.schema.reader import Rules
from sitegen.settings.types import Settings
from sitegen.sources.files import CONTENT
from sitegen.sources.header import Header, parse_story, rules_of
from sitegen.sources.parsing_rules import parsing_rules
from sitegen.sources.story_dates import no_date


class Publication(Record):
    """What became of one file."""

    path: str  # "content/news/vote.md"
    is_new: bool  # False: it was no draft, and is as it was
    start: datetime  # from when on readers see it; of a page without a date the epoch


def publish(settings: Settings, files: Sequence[Path], now: datetime) -> tuple[Publication, ...]:
    """Take the draft line out of stories, and date them `now`; all of them or none.

    A date that is still to come stays, and the story waits for it. So does an embargo.

    Args:
        files: of content/, whole or relative to the site's folder.
        now: aware.

    Raises:
        SitegenError: there is no such story, or one has mistakes; no file was changed.
    """
    rules = rules_of(parsing_rules(settings), now)
    problems: list[Problem] = []
    edits = []
    for file in files:
        try:
            path = _source(settings.root, file)
            data = (settings.root / path).read_bytes()
            edits.append((path, data, *_publication(path, data, rules, now)))
        except SitegenError as error:
            problems += error.problems
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            problems.append(Problem(str(file), 0, f"cannot be read: {reason}", _NAME_IT))
    if problems:
        raise SitegenError(problems)
    publications = []
    for path, data, new_data, header in edits:
        if new_data != data:
            (settings.root / path).write_bytes(new_data)
        publications.append(Publication(path, new_data != data, header.node.published.at))
    return tuple(publications)


_NAME_IT = "Name a file of content/, as in: sitegen publish content/news/vote.md"


def _source(root: Path, file: Path) -> str:
    """Return a story's path, relative to the site's folder with forward slashes."""
    for place in (file.absolute(), root / file, root / CONTENT / file):
        story = place / "index.md" if place.is_dir() else place
        if story.is_file() and story.resolve().is_relative_to((root / CONTENT).resolve()):
            path = story.resolve().relative_to(root.resolve()).as_posix()
            if story.suffix == ".md" and not path.startswith(f"{CONTENT}/authors/"):
                return path
    raise SitegenError([Problem(str(file), 0, "there is no such story", _hint(root, file))])


def _hint(root: Path, file: Path) -> str:
    """Return what to write in place of a name that is no file: the stories that are called so."""
    stories = [*(root / CONTENT).rglob(f"{glob.escape(file.stem)}.md")]
    stories += (root / CONTENT).rglob(f"{glob.escape(file.stem)}/index.md")
    paths = sorted(story.relative_to(root).as_posix() for story in stories)
    paths = [path for path in paths if not path.startswith(f"{CONTENT}/authors/")]
    if not paths:
        return _NAME_IT
    return f"Write: {' or '.join(f'sitegen publish {shlex.quote(path)}' for path in paths[:3])}"


def _publication(
    path: str, data: bytes, rules: Rules, now: datetime
) -> tuple[bytes, Header[Article]]:
    """Return a story's file as it is published, and what its front matter then says."""
    header, problems = parse_story(path, data, rules, unsound=True)
    without_date = no_date(rules)[0]
    errors = [p for p in problems if not p.warning and p.message != without_date]
    if header is None or errors:
        raise SitegenError(errors)
    if header.node.draft or any(p.message == without_date for p in problems):
        line = header.lines.get("draft", 0)
        data = _edit(data, header, now.astimezone(rules.zone).replace(microsecond=0))
        header, _ = parse_story(path, data, rules)
        if header is None or header.node.draft:
            what = "the draft line and the date cannot be changed here"
            hint = f"Write 'published: {now.astimezone(rules.zone):%Y-%m-%d %H:%M}' yourself."
            raise SitegenError([Problem(path, line, what, hint)])
    return data, header


def _edit(data: bytes, header: Header[Article], now: datetime) -> bytes:
    """Return the file without its draft line, and with `now` for its date if it needs one."""
    lines = data.decode("utf-8").split("\n")
    draft = _line_of("draft", header, lines)
    at = max(_line_of(key, header, lines) for key in ("published", "date"))
    needs_date = header.node.kind != "page" and not _is_to_come(header, now)
    end = "\r" if lines[0].endswith("\r") else ""
    new_line = f"published: {now.isoformat()}{end}"
    if needs_date and at >= 0:
        lines[at] = new_line
    elif needs_date:
        lines.insert(max(draft, 1), new_line)
        draft += draft >= 0
    if draft >= 0:
        del lines[draft]
    return "\n".join(lines).encode("utf-8")


def _is_to_come(header: Header[Article], now: datetime) -> bool:
    """Say whether the story's own date, and not only its embargo, lies in the future."""
    return header.node.published.at > now and header.node.published.at != header.node.embargo


def _line_of(key: str, header: Header[Article], lines: Sequence[str]) -> int:
    """Return the index of the line that holds a key and nothing else before it; -1 for none."""
    number = header.lines.get(key, 0) - 1
    form = rf"""["']?{key}["']?\s*:"""
    return number if 0 <= number < len(lines) and re.match(form, lines[number]) else -1
