"""The file of a story, page or person: front matter that sitegen takes, and the text below it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sitegen.importers.prose.escapes import escaped
from sitegen.schema.reader import Rules
from sitegen.schema.yaml_writing import as_yaml
from sitegen.sources.header import parse_person, parse_story

Matter = dict[str, object]

_BLOCK = frozenset({"image", "enclosure"})  # tables that stand on lines of their own


def prose_line(text: str) -> str:
    """Return plain words as a key takes them in which signs may be markup."""
    return escaped(" ".join(text.split()))


def moment_text(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as newsrooms write it; with its offset where the clock alone misleads."""
    local = at.astimezone(zone)
    seconds = f":{local:%S}" if local.second else ""
    text = f"{local:%Y-%m-%d %H:%M}{seconds}"
    wall = local.replace(tzinfo=None)
    early, late = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if early != late:
        return f"{text} {local:%z}"[:-2] + ":" + f"{local:%z}"[-2:]
    return text


def later(at: datetime | None, than: datetime | None) -> bool:
    """Say whether a change came so much later that it is one."""
    return at is not None and (than is None or at - than >= timedelta(minutes=1))


def file_of(matter: Mapping[str, object], text: str) -> bytes:
    """Return a file's bytes: front matter between lines of three hyphens, and the text."""
    lines = ["---"]
    for key, value in matter.items():
        if value in (None, "", (), [], {}):
            continue
        if key in _BLOCK and isinstance(value, dict):
            lines.append(f"{key}:")
            lines += [f"  {name}: {_value(each)}" for name, each in value.items()]
        elif isinstance(value, list | tuple) and any(isinstance(each, dict) for each in value):
            lines.append(f"{key}:")
            for each in value:
                pairs = list(each.items()) if isinstance(each, dict) else [("name", each)]
                lines += [
                    f"  {'- ' if number == 0 else '  '}{name}: {_value(part)}"
                    for number, (name, part) in enumerate(pairs)
                ]
        else:
            lines.append(f"{key}: {_value(value)}")
    lines += ["---", ""]
    body = text.strip("\n")
    return ("\n".join(lines) + (f"\n{body}\n" if body else "")).encode("utf-8", "replace")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value == "":
        return '""'
    return as_yaml(value)


def sound_story(path: str, matter: Matter, text: str, rules: Rules) -> tuple[bytes, list[str]]:
    """Return the file of a story without what a build would refuse, and what that was."""
    faults: list[str] = []
    while True:
        data = file_of(matter, text)
        _header, problems = parse_story(path, data, rules, unsound=True)
        errors = [problem for problem in problems if not problem.warning]
        faults += [problem.message for problem in errors]
        if not _without_faults(matter, {problem.line for problem in errors}, data):
            return data, list(dict.fromkeys(faults))


def sound_person(path: str, matter: Matter, text: str, rules: Rules) -> bytes:
    """Return the file of a person without what a build would refuse."""
    while True:
        data = file_of(matter, text)
        _header, problems = parse_person(path, data, rules, unsound=True)
        errors = {problem.line for problem in problems if not problem.warning}
        if not _without_faults(matter, errors, data):
            return data


def _without_faults(matter: Matter, lines: set[int], data: bytes) -> bool:
    """Take the keys out of front matter that stand on these lines; False where none is there."""
    before = dict(matter)
    written = data.decode("utf-8").split("\n")
    for line in lines:
        number = line - 1
        while written[number].startswith(" "):
            number -= 1
        key = written[number].partition(":")[0]
        if key == "title":
            matter["title"] = "Without a title"
        else:
            matter.pop(key, None)
    return matter != before
