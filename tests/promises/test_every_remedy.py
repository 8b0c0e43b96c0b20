"""Every remedy: what the program says of each mistake of the catalogue is done, and it is gone.

The catalogue is that of `test_messages`, all of it. Where a hint leaves a choice, the first is
taken; where it asks for a word that only the newsroom knows, some word is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest

from sitegen.core.problems import Problem, SitegenError
from sitegen.settings.load import load
from tests.promises.test_messages import HEAD, READERS, SECTIONS, mistakes
from tests.promises.test_remedies import typed

MOST_ROUNDS = 20
STORY_HEAD = "title: Vote\npublished: 2026-11-20 09:00\n"


def file_of(name: str, text: str) -> tuple[str, str]:
    """Return the path and the whole text of the file that a mistake stands in."""
    if name == "story":
        return "content/news/vote.md", STORY_HEAD + text
    if name == "file":
        path, _, block = text.partition("\n")
        return path, block
    if name == "settings":
        whole = "title =" in text.partition("[")[0] or "timezone" in text
        return "sitegen.toml", f"{'' if whole else HEAD}{text}\n{SECTIONS}"
    return "", text


def problems_of(name: str, folder: Path, path: str, text: str) -> Sequence[Problem]:
    """Return what is wrong with a file, its lines counted from 1."""
    if name in ("story", "file"):
        problems = READERS["file"](folder, f"{path}\n{text}")
        return sorted(Problem(p.path, max(0, p.line - 1), p.message, p.hint)
                      for p in problems if not p.warning)  # fmt: skip
    if name == "settings":
        (folder / path).write_text(text, "utf-8")
        try:
            load(folder, template_names=lambda: ("site",))
        except SitegenError as error:
            return sorted(error.problems)
        return ()
    for child in folder.iterdir():
        if child.is_dir():
            (child / "front.yml").unlink(missing_ok=True)
            child.rmdir()
    return sorted(p for p in READERS[name](folder, text) if not p.warning)


def follow(path: str, text: str, problem: Problem) -> tuple[str, str]:
    """Return path and text after somebody did what a hint says."""
    hint, lines = problem.hint, text.split("\n")
    at = max(problem.line, 1) - 1
    file = PurePosixPath(path)
    name = re.match(r"Name the file (\S+\.md)\b", hint)
    if name:
        return str(file.with_name(name[1])), text
    if hint.startswith("Give the file a name of its own"):
        return str(file.with_name("council-votes.md")), text
    if problem.message.startswith("the file's name"):
        day = re.search(r"\d{4}-\d\d-\d\d", hint)
        assert day is not None
        return str(file.with_name(day[0] + file.name[10:])), text
    section = re.match(r"Sections: (\w+)", hint)
    if section and ("folder" in problem.message or "itself" in problem.message):
        return f"content/{section[1]}/{file.name}", text
    missing = re.match(r"'(?:[\w.]*\.)?(\w+)' is missing", problem.message)
    if missing:
        example = re.search(r': ("[^"]+")', hint)
        value = example[1] if example else '"The Sample"'
        line = f"{missing[1]} = {value}"
        return path, "\n".join([*lines[:at], line, *lines[at + (problem.line > 0) :]])
    if hint == "Write its value, or delete the line.":
        return path, "\n".join([*lines[:at], *lines[at + 1 :]])
    zone = re.match(r"there is no zone '(\w+)'", problem.message)
    meant = re.match(r"Did you mean '(\w+)'", hint)
    if zone and meant:
        return path, text.replace(f"{zone[1]}:", f"{meant[1]}:")
    if "{}" in lines[at] and hint.startswith("Write 'title: "):
        return path, text.replace("{}", "{title: A record}")
    whole = re.search(r"(?:to 1|paid for it): '(\w+: .+?)'\.$", hint)
    if whole:
        end = at + 1
        while end < len(lines) and re.match(r"\s+\S", lines[end]):
            end += 1
        new = whole[1].replace("https://…", "https://credit.example/")
        kept = [line for line in lines[end:] if not line.startswith(f"{new.split(':')[0]}:")]
        before = [*lines[:at], lines[at]] if lines[at].startswith("kind") else lines[:at]
        return path, "\n".join([*before, new, *kept])
    line = re.search(r"'(\w+: [^']+)'", hint)
    if not problem.line and line:  # there is none yet
        return path, f"{line[1]}\n{text}"
    return path, typed(text, problem)


_OPEN = re.compile(r"\b(\w+): …")
_FILLING = {"url": "https://a.example/", "start": "2026-11-20", "end": "2026-11-21",
            "date": "2026-11-21", "until": "2026-12-24", "file": "a.jpg"}  # fmt: skip


def filled(text: str) -> str:
    """Put a value in place of each "…" that a hint leaves to the newsroom."""
    return _OPEN.sub(lambda gap: f"{gap[1]}: {_FILLING.get(gap[1], 'A sample')}", text)


def _name(part: str) -> str:
    return " ".join(part.split())[:40]


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, t, _ in mistakes()], ids=_name)
def test_each_remedy_mends_its_mistake(name: str, text: str, tmp_path: Path) -> None:
    """Done one by one, each takes its own problem away, until nothing is wrong with the file."""
    path, text = file_of(name, text)
    for _ in range(MOST_ROUNDS):
        problems = problems_of(name, tmp_path, path, text)
        if not problems:
            return
        problem = problems[0]
        assert problem.hint, problem
        path, text = follow(path, text, problem)
        text = filled(text) if "…" in problem.hint else text
        left = [other.message for other in problems_of(name, tmp_path, path, text)]
        assert problem.message not in left, f"{problem}\n{path}\n{text}"
    raise AssertionError(f"hints lead round in a circle: {problems}\n{text}")
