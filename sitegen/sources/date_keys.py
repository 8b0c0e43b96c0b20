"""Keys about time: when a story is published, changed, held back, shown first, live."""

from __future__ import annotations

from sitegen.schema import yaml_blocks
from sitegen.schema.fields import Fields, Reader, value_in_words
from sitegen.sources.plain_keys import read_line


def read_moment(reader: Reader, key: str, value: object) -> Fields:
    moment = reader.moment(key, value)
    return {key: moment} if moment else {}


def read_published(reader: Reader, key: str, value: object) -> Fields:
    """Read a date; other programs' "published: false" is a draft here."""
    if value in ("true", "false"):
        if value == "true" or "draft" in reader.matter.values:
            hint = "Delete this key."
        else:
            hint = "Write 'draft: true'."
        reader.problem(key, f"{key} is a date here, not '{value}'", hint)
        return {}
    return read_moment(reader, key, value)


def read_instant(reader: Reader, key: str, value: object) -> Fields:
    moment = reader.moment(key, value)
    return {key: moment.at} if moment else {}


def read_updated(reader: Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        return read_moment(reader, key, value)
    parts = reader.table(key, value, {"at": read_moment, "note": read_line}, needs=("at",))
    return {"updated": parts.get("at"), "update_note": parts.get("note", "")}


def read_until(reader: Reader, key: str, value: object) -> Fields:
    """Read lead and pinned: true, or {until: …}."""
    if isinstance(value, dict):
        parts = reader.table(key, value, {"until": read_instant}, needs=("until",))
        return {key: True, f"{key}_until": parts.get("until")}
    return {key: reader.flag(key, value, f"or '{key}: {{until: 2026-11-20 18:00}}'")}


def read_breaking(reader: Reader, key: str, value: object) -> Fields:
    form = "breaking: {until: 2026-11-20 18:00, text: Polls close at 7}"
    if isinstance(value, dict):
        parts = reader.table(key, value, {"until": read_instant, "text": read_line})
        if "until" not in value:
            reader.problem(key, "breaking does not say until when", f"Write it as in '{form}'.")
        return {"breaking": parts.get("text") or True, "breaking_until": parts.get("until")}
    if value == "false" and not isinstance(value, yaml_blocks.QuotedText):
        return {}
    if value == "true":
        reader.problem(key, "breaking does not say until when", f"Write it as in '{form}'.")
    else:
        reader.problem(
            key,
            f"breaking: {value_in_words(value)} does not say until when",
            f"Write it as in '{form}'.",
        )
    return {}


def read_live(reader: Reader, key: str, value: object) -> Fields:
    parts = reader.table(key, value, {"start": read_instant, "end": read_instant}, needs=("start",))
    start, end = parts.get("start"), parts.get("end")
    if start and end and end < start:
        reader.problem(f"{key}.end", "the live story ends before it starts", "")
    return {"live_start": start, "live_end": end} if start else {}
