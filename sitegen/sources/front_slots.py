"""The front page's slots: content/front.yml, read and checked."""

from __future__ import annotations

from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem, did_you_mean
from sitegen.schema import frontmatter
from sitegen.schema.reader import Fields, Reader
from sitegen.schema.tables import ByName, Key, ListOf, Table
from sitegen.schema.values import END, LINE, Choice, Form, Text
from sitegen.schema.yaml_reader import YamlReader
from sitegen.settings.types import Settings
from sitegen.sources.files import FRONT_FILE, SCORES, TOP, TOPS, SlotEntry
from sitegen.sources.header import rules_of
from sitegen.sources.parsing_rules import parsing_rules


def slots_of(
    settings: Settings,
) -> tuple[tuple[SlotEntry, ...], tuple[Problem, ...], str]:
    """Read the file; see `read.read_slots`, which is for callers."""
    try:
        data = (settings.root / FRONT_FILE).read_bytes()
    except OSError as error:
        return (), (Problem(FRONT_FILE, 0, f"cannot be read: {error.strerror}"),), ""
    matter = frontmatter.whole(FRONT_FILE, data)
    if isinstance(matter, tuple):
        return (), matter, digest_bytes(data)
    reader = YamlReader(FRONT_FILE, matter, rules_of(parsing_rules(settings)))
    zones = FRONT.take(reader, matter.values)
    strips, top = zones.pop("strips", {}), zones.pop(TOP, "")
    scores = zones.pop(SCORES, {})
    slots = [SlotEntry(TOP, top, None, reader.line(TOP))] if top else []
    slots += [
        SlotEntry(f"{SCORES} {section}", score, None, reader.line(f"{SCORES}.{section}"))
        for section, every in scores.items()
        for score in every
    ]
    slots += [slot for entries in (*zones.values(), *strips.values()) for slot in entries]
    return tuple(slots), tuple(reader.problems), digest_bytes(data)


def _settle_slot(reader: Reader, key: str, _value: object, fields: Fields) -> SlotEntry | None:
    if not fields.get("story"):
        return None
    zone = key.removeprefix("strips.").partition(".")[0]
    return SlotEntry(zone, fields["story"], fields.get("until"), reader.line(key))


def _check_section(reader: Reader, place: str, name: str) -> None:
    sections = reader.rules.sections
    if name not in sections:
        hint = did_you_mean(name, sections, "Sections")
        zone = place.partition(".")[0]
        reader.problem(place, f"{zone}: there is no section '{name}'", hint)


def _zone_meant(reader: Reader, name: str, _value: object, table: Table) -> str:
    if name in reader.rules.sections:
        return f"The slots of a section stand under strips: strips: {{{name}: [news/vote.md]}}"
    return did_you_mean(name, tuple(table.names), "Zones")


_SLOTS = ListOf(
    Table(
        (
            Key("story", LINE, "its file below content/", needed="its file below content/"),
            Key("until", END, "how long it holds the slot"),
        ),
        settle=_settle_slot,
        short="story",
        wrong=(
            "a slot is the path of a story",
            "Write news/vote.md, or {story: news/vote.md, until: 2026-11-26 18:00}.",
        ),
    )
)
_SCORE = Text(
    form=Form(r"(?=.*\d).*", "tells no result", "Write who won by how much: {}.",
              "Sample High 24, Creek 21", most=60)
)  # fmt: skip
FRONT = Table(
    (
        Key(TOP, Choice(TOPS, "Tops", "there is no top '{}'"), "what kind of day it is"),
        Key("lead", _SLOTS, "the story that leads", example="news/vote.md"),
        Key("sublinks", _SLOTS, "the lines below it"),
        Key("secondary", _SLOTS, "those beside it"),
        Key(
            SCORES,
            ByName(ListOf(_SCORE), _check_section, "sports"),
            "results, in a line above those in a section's strip",
        ),
        Key("strips", ByName(_SLOTS, _check_section, "news"), "those in a section's strip"),
    ),
    unknown="there is no zone '{}'",
    remedy=_zone_meant,
)
