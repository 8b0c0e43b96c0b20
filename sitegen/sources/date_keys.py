"""What is written about time: when a story is published, changed, shown first, live."""

from __future__ import annotations

from sitegen.core.dates import Moment
from sitegen.core.record import Record
from sitegen.schema.reader import Fields, Reader
from sitegen.schema.tables import Key, OrTable, Table
from sitegen.schema.values import END, INSTANT, LINE, WHEN, Flag
from sitegen.schema.yaml_blocks import QuotedText
from sitegen.schema.yaml_reader import value_in_words


class PublicationDate(Record):
    """A date; other programs' "published: false" is a draft here."""

    def read(self, reader: Reader, key: str, value: object) -> Moment | None:
        if value not in ("true", "false"):
            return WHEN.read(reader, key, value)
        is_settled = value == "true" or "draft" in reader.values
        hint = "Delete this key." if is_settled else "Write 'draft: true'."
        reader.problem(key, f"{key} is a date here, not '{value}'", hint)
        return None


UPDATED = Table(
    (
        Key("at", WHEN, "when it was changed", becomes="updated", needed="when it was changed",
            former=("date", "on")),
        Key("note", LINE, "what was changed", becomes="update_note", prose=True,
            former=("text", "message")),
    ),
    short="at",
)  # fmt: skip


def _with_end(_reader: Reader, key: str, _value: object, fields: Fields) -> Fields:
    return Fields({key: True, f"{key}_until": fields.get("until")})


_UNTIL = Key("until", END, "how long", needed="how long")
SHOWN_FIRST = OrTable(Table((_UNTIL,), settle=_with_end), Flag("{until: 2026-11-20 18:00}"))


def _settle_alert(reader: Reader, key: str, value: object, fields: Fields) -> Fields:
    if isinstance(value, dict) and value.get("until") is None:
        reader.problem(key, *_ENDLESS)
    return Fields(breaking=fields.get("text") or True, breaking_until=fields.get("until"))


_ENDLESS = (
    "breaking does not say until when",
    "Write it as in 'breaking: {until: 2026-11-20 18:00, text: Polls close at 7}'.",
)
_ALERT = Table(
    (
        Key("until", END, "how long", former=("end", "expires")),
        Key("text", LINE, "its words", prose=True, former=("title", "headline")),
    ),
    settle=_settle_alert,
)


class _NoAlert(Record):
    """What stands where a table is wanted: only false is right."""

    def read(self, reader: Reader, key: str, value: object) -> None:
        if value == "false" and not isinstance(value, QuotedText):
            return
        message, hint = _ENDLESS
        found = "" if value == "true" else f": {value_in_words(value)}"
        reader.problem(key, message.replace(key, f"{key}{found}", 1), hint)


ALERT = OrTable(_ALERT, _NoAlert())


def _settle_live(reader: Reader, key: str, _value: object, fields: Fields) -> Fields | None:
    start, end = fields.get("start"), fields.get("end")
    if start and end and end < start:
        hint = "Delete its end, or correct one of the two times."
        reader.problem(f"{key}.end", "the live story ends before it starts", hint)
    return Fields(live_start=start, live_end=end) if start else None


LIVE = Table(
    (
        Key("start", INSTANT, "from when", needed="from when", former=("begin", "from")),
        Key("end", END, "until when", former=("stop", "until", "to")),
    ),
    settle=_settle_live,
)
