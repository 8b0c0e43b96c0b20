"""When a story came out: from its keys, its embargo or its file's name, and all of one mind."""

from __future__ import annotations

from datetime import datetime

from sitegen.core.dates import NO_DATE, Moment, in_file_name
from sitegen.schema.reader import Fields, Reader, Rules
from sitegen.sources.story_place import stem_of


def settle_dates(reader: Reader, fields: Fields) -> None:
    """Decide when the story was first published, and whether its dates agree."""
    by_synonym = fields.pop("date", None)
    if by_synonym is not None:
        if "published" in fields:
            reader.problem("date", "'date' and 'published' mean the same", "Keep one of the two.")
        fields.setdefault("published", by_synonym)
    if "published" not in fields and not reader.bad & {"date", "published"}:
        day = in_file_name(stem_of(reader.path))[0]
        moment = reader.moment_of("", day) if day else None
        if moment is None and not day and fields["kind"] != "page" and not fields.get("draft"):
            reader.problem("", *no_date(reader.rules))
        fields["published"] = moment or NO_DATE
    published: Moment = fields.get("published", NO_DATE)
    if published is NO_DATE:
        return
    updated: Moment | None = fields.get("updated")
    if updated and _before(updated, published):
        reader.problem(
            "updated",
            "the story was updated before it was published",
            "Delete this line, or correct one of the two dates.",
        )
    for index, correction in enumerate(fields.get("corrections", ())):
        if _before(correction.date, published):
            reader.problem(
                f"corrections.{index}.date",
                "the correction is older than the story",
                "Delete it, or correct one of the two dates.",
            )
    embargo, expires = fields.get("embargo"), fields.get("expires")
    live_from = max(published.at, embargo) if embargo else published.at
    if expires and expires <= live_from:
        reader.problem(
            "expires",
            "the story expires before it is "
            + ("published" if live_from == published.at else "free of its embargo"),
            "It would never be seen. 'draft: true' hides a story.",
        )
    if embargo and embargo > published.at:
        _date_by_embargo(fields, embargo)


def _date_by_embargo(fields: Fields, embargo: datetime) -> None:
    """Date a story by when it came out: what changed before, no reader saw."""
    fields["published"] = Moment(embargo)
    updated: Moment | None = fields.get("updated")
    if updated is not None and updated.at <= embargo:
        fields["updated"], fields["update_note"] = None, ""


def no_date(rules: Rules) -> tuple[str, str]:
    """Return what is wrong with a story that came out on no day, and the line to write."""
    example = "2026-11-20 09:00"
    if rules.now is not None:
        example = f"{rules.now.astimezone(rules.zone):%Y-%m-%d %H:%M}"
    hint = (
        f"Write when it came out, as in 'published: {example}', or 'draft: true'. "
        "'sitegen publish' and the file's name writes the hour for you."
    )
    return "the story has no date", hint


def _before(one: Moment, other: Moment) -> bool:
    """Say whether `one` is earlier; where a day is all we know, days are compared."""
    if one.timed and other.timed:
        return one.at < other.at
    return one.at.date() < other.at.date()
