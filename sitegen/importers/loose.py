"""What front matter of others holds, as one of few kinds of values: loosely typed, read kindly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

Values = Mapping[str, Any]

_WRITTEN = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
    "%Y/%m/%d", "%Y.%m.%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y %H:%M",
    "%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p",
)  # fmt: skip
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


def first(values: Values, names: Iterable[str]) -> Any:
    """Return the value of the first of these names that has one; None for none.

    "cover.image" names a key within a table.
    """
    for name in names:
        value: Any = values
        for part in name.split("."):
            value = _within(value, part)
        if value not in (None, "", [], {}):
            return value
    return None


def _within(value: Any, name: str) -> Any:
    if not isinstance(value, Mapping):
        return None
    if name in value:
        return value[name]
    return next((v for key, v in value.items() if str(key).casefold() == name), None)


def text(value: Any) -> str:
    """Return words on one line; "" for what is no text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        return ""
    return " ".join(str(value).split())


def flag(value: Any) -> bool | None:
    """Return an answer; None where there is none."""
    if isinstance(value, bool):
        return value
    word = text(value).casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def texts(value: Any, *, by_spaces: bool = False, by_commas: bool = False) -> list[str]:
    """Return a list of words, of a list or of one text that parts them."""
    if isinstance(value, Mapping):
        return [text(each) for each in (value.get("name"),) if text(each)]
    if isinstance(value, list | tuple):
        return [word for each in value for word in texts(each)]
    whole = text(value)
    if by_commas and "," in whole:
        return [word.strip() for word in whole.split(",") if word.strip()]
    if by_spaces:
        return whole.split()
    return [whole] if whole else []


def language(code: str) -> str:
    """Return a language's code as sitegen writes it: "en_us" gives "en-US"; "" for none."""
    parts = code.replace("_", "-").partition(".")[0].split("-")
    if not re.fullmatch(r"[a-zA-Z]{2,3}", parts[0]):
        return ""
    last = parts[-1] if len(parts) > 1 else ""
    if re.fullmatch(r"[a-zA-Z]{2}", last):
        return f"{parts[0].lower()}-{last.upper()}"
    script = f"-{last.title()}" if re.fullmatch(r"[a-zA-Z]{4}", last) else ""
    return f"{parts[0].lower()}{script}"


def plain(written: str) -> str:
    """Return the words of a line of Markdown or HTML."""
    words = re.sub(r"<[^>]*>", " ", written)
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", words)
    words = re.sub(r"(?<!\w)([*_`]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", words)
    return " ".join(words.split())


def moment(value: Any, zone: tzinfo) -> datetime | None:
    """Return an aware moment of a date as people write it; None for what is none.

    The first and the last year there are hold none: in other zones their ends lie outside of all
    years, and "0001-01-01" is how programs in Go write that there is no date.
    """
    if isinstance(value, datetime):
        found: datetime | None = value
    elif isinstance(value, date):
        found = datetime.combine(value, time())
    else:
        written = text(value)
        found = _parsed(written) if written else None
    if found is None or not 1 < found.year < 9999:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _parsed(written: str) -> datetime | None:
    written = re.sub(r"(?<=\d)\s+(?=[+-]\d{2}:?\d{2}$)", "", written)  # Jekyll's " -0600"
    written = re.sub(r"^(\d.*\d)\s+(?:UTC|GMT|Z)$", r"\1Z", written)
    written = re.sub(r"([+-]\d{2})(\d{2})$", r"\1:\2", written)
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        pass
    for form in _WRITTEN:
        try:
            return datetime.strptime(written, form)  # noqa: DTZ007 - its zone is the caller's
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None
