"""The front page's slots: content/front.yml, read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.core.bad_dates import DateError
from sitegen.core.dates import parse_moment
from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.record import replace
from sitegen.schema import frontmatter
from sitegen.schema.fields import Rules
from sitegen.settings.types import Settings
from sitegen.sources.files import FRONT_FILE, SlotEntry
from sitegen.sources.header import rules_of

_LEADING_DASHES = re.compile(rb"\A((?:\xef\xbb\xbf)?(?:\s*(?:#[^\n]*)?\n)*)---(?=\s)")


def slots_of(
    settings: Settings,
) -> tuple[tuple[SlotEntry, ...], tuple[Problem, ...], str]:
    """Read the file; see `read.read_slots`, which is for callers."""
    rules = rules_of(settings)
    try:
        data = (settings.root / FRONT_FILE).read_bytes()
    except OSError as error:
        return (), (Problem(FRONT_FILE, 0, f"cannot be read: {error.strerror}"),), ""
    # The file is front matter without its fences: our own reader of YAML takes it with them.
    text = _LEADING_DASHES.sub(b"\\1#", data)  # a "---" of its own stays as a comment on its line
    matter = frontmatter.split(FRONT_FILE, b"---\n" + text + b"\n---\n")
    if isinstance(matter, tuple):
        file_problems = tuple(replace(p, line=max(0, p.line - 1)) for p in matter)
        return (), file_problems, digest_bytes(data)
    slots: list[SlotEntry] = []
    problems: list[Problem] = []
    if matter.body.strip("-. \n"):
        problems.append(
            Problem(
                FRONT_FILE,
                matter.first_line - 2,
                "what follows this line is not read",
                "Delete the '---'.",
            )
        )
    zones: dict[str, tuple[str, object]] = {}
    for zone, value in matter.values.items():
        if zone == "strips" and isinstance(value, Mapping):
            zones |= {str(slug): (f"strips.{slug}", entries) for slug, entries in value.items()}
        else:
            zones[zone] = (zone, value)
    names = ["lead", "secondary", *rules.sections]
    for zone, (key, value) in zones.items():
        if value is None:
            continue
        line = matter.lines.get(key, 1) - 1
        if zone not in names or (zone in rules.sections) != key.startswith("strips."):
            problems.append(_unknown(zone, key, line, rules))
            continue
        entries = value if isinstance(value, list | tuple) else [value]
        for number, entry in enumerate(entries):
            line = matter.lines.get(f"{key}.{number}", matter.lines.get(key, 1)) - 1
            slot = _slot(zone, entry, line, rules)
            if isinstance(slot, Problem):
                problems.append(slot)
            else:
                slots.append(slot)
    return tuple(slots), tuple(problems), digest_bytes(data)


def _unknown(zone: str, key: str, line: int, rules: Rules) -> Problem:
    if key.startswith("strips."):
        hint = did_you_mean(zone, list(rules.sections), "Sections")
        return Problem(FRONT_FILE, line, f"strips: there is no section '{zone}'", hint)
    if zone in rules.sections:
        hint = f"The slots of a section stand under strips: strips: {{{zone}: [news/vote.md]}}"
    else:
        hint = did_you_mean(zone, ["lead", "secondary", "strips"], "Zones")
    return Problem(FRONT_FILE, line, f"there is no zone '{zone}'", hint)


def _slot(zone: str, entry: object, line: int, rules: Rules) -> SlotEntry | Problem:
    if isinstance(entry, str):
        return SlotEntry(zone, entry, None, line)
    if isinstance(entry, Mapping) and isinstance(entry.get("story"), str):
        unknown = sorted(set(entry) - {"story", "until"})
        if unknown:
            return Problem(FRONT_FILE, line, f"unknown key '{unknown[0]}'", "Known: story, until.")
        if "until" not in entry:
            return SlotEntry(zone, str(entry["story"]), None, line)
        try:
            moment, _note = parse_moment(str(entry["until"]), rules.zone)
        except DateError as error:
            return Problem(FRONT_FILE, line, f"until: {error}", error.remedy)
        return SlotEntry(zone, str(entry["story"]), moment.at, line)
    return Problem(
        FRONT_FILE,
        line,
        "a slot is the path of a story",
        "Write news/vote.md, or {story: news/vote.md, until: 2026-11-26 18:00}.",
    )
