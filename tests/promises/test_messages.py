"""What editors hear of the mistakes they make: some hundreds of messages, letter by letter.

Each file of tests/data/messages holds mistakes of one kind of file. A mistake is what somebody
wrote, a line `~~~~ says`, the whole answer, and a line `~~~~`. A message may get better; then it
is changed there too, and whoever reviews the change reads both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.problems import Problem, SitegenError
from sitegen.pictures.rights import read_rights
from sitegen.settings.load import load
from sitegen.sources import slots_of
from sitegen.sources.header import parse_person, parse_story, rules_of
from sitegen.sources.parsing_rules import parsing_rules
from tests.conftest import ROOT

DATA = ROOT / "tests" / "data" / "messages"

HEAD = 'title = "The Sample"\nbase_url = "https://example.org"\ntimezone = "America/Chicago"\n'
SECTIONS = """
[[sections]]
slug = "news"
title = "News"

[[sections]]
slug = "local"
title = "Local"
"""


def of_story(folder: Path, text: str) -> Iterable[Problem]:
    """Read what stands below the title and date of a story that is otherwise right."""
    return of_file(
        folder, f"content/news/vote.md\ntitle: Vote\npublished: 2026-11-20 09:00\n{text}"
    )


def of_file(folder: Path, text: str) -> Iterable[Problem]:
    """Read the whole front matter of a file whose path is the first line."""
    path, _, block = text.partition("\n")
    (folder / "sitegen.toml").write_text(HEAD + SECTIONS, "utf-8")
    read = parse_person if path.startswith("content/authors/") else parse_story
    data = f"---\n{block}\n---\nThe council met.\n".encode()
    return read(path, data, rules_of(parsing_rules(load(folder))))[1]


def of_front(folder: Path, text: str) -> Iterable[Problem]:
    (folder / "sitegen.toml").write_text(HEAD + SECTIONS, "utf-8")
    (folder / "content").mkdir()
    (folder / "content/front.yml").write_text(text, "utf-8")
    return slots_of(load(folder))[1]


def of_photo(folder: Path, text: str) -> Iterable[Problem]:
    assert folder.is_dir()
    return read_rights(text.encode(), "content/news/bayou.jpg.yml", ZoneInfo("America/Chicago"))[1]


def of_settings(folder: Path, text: str) -> Iterable[Problem]:
    """Read a whole file of settings, or what stands between its needed keys and sections."""
    whole = text if "title =" in text.partition("[")[0] or "timezone" in text else HEAD + text
    (folder / "sitegen.toml").write_text(f"{whole}\n{SECTIONS}", "utf-8")
    try:
        load(folder, template_names=lambda: ("site",))
    except SitegenError as error:
        return error.problems
    return ()


READERS: dict[str, Callable[[Path, str], Iterable[Problem]]] = {
    "story": of_story,
    "file": of_file,
    "front": of_front,
    "photo": of_photo,
    "settings": of_settings,
}


def mistakes() -> list[tuple[str, str, str]]:
    """Return name of the reader, what was written, and what is said of it."""
    return [
        (name, text.strip("\n"), answer.strip("\n"))
        for name in READERS
        for mistake in (DATA / f"{name}.txt").read_text("utf-8").split("\n~~~~\n")
        if mistake.strip()
        for text, _, answer in [mistake.partition("\n~~~~ says\n")]
    ]


def says(name: str, folder: Path, text: str) -> str:
    answer = "\n".join(str(problem) for problem in sorted(READERS[name](folder, text)))
    # A new key or kind changes no message.
    return re.sub(r"(Known keys|Kinds): .*", r"\1: …", answer)


def _name(part: str) -> str:
    return " ".join(part.split())[:40]


@pytest.mark.parametrize(("name", "text", "answer"), mistakes(), ids=_name)
def test_a_mistake_is_answered(name: str, text: str, answer: str, tmp_path: Path) -> None:
    """File, line, what was found and what to write: in words that somebody weighed."""
    assert says(name, tmp_path, text) == answer


def test_there_are_hundreds() -> None:
    """The catalogue holds every kind of file, and nothing in it is empty by accident."""
    assert len(mistakes()) > 280
