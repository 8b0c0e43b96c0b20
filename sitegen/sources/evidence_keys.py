"""Keys by which readers judge a story: who paid for it, its sources and its corrections."""

from __future__ import annotations

from sitegen.core.problems import did_you_mean
from sitegen.core.urls import is_web_address
from sitegen.model.article import Correction, Reference, Sponsor
from sitegen.model.kinds import CORRECTION_TYPES
from sitegen.schema.fields import Fields, Reader
from sitegen.sources.date_keys import read_moment
from sitegen.sources.plain_keys import read_line, read_text, read_web_address


def read_sponsor(reader: Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        reader.problem(
            key,
            "a sponsor has a name and a url",
            "Write 'sponsor: {name: Gulf Coast Credit Union, url: https://…}'.",
        )
        return {}
    readers = {"name": read_line, "url": read_web_address}
    parts = reader.table(key, value, readers, needs=("name", "url"))
    if not parts.get("name") or not parts.get("url"):
        return {}
    return {key: Sponsor(parts["name"], parts["url"])}


def read_sources(reader: Reader, key: str, value: object) -> Fields:
    sources = []
    for place, item in reader.items(key, value):
        if isinstance(item, dict):
            parts = reader.table(place, item, {"title": read_line, "url": read_web_address})
            title, url = parts.get("title", ""), parts.get("url", "")
            if not title and not url and not reader.has_failed(place):
                reader.problem(place, "a source needs a title", "")
        else:
            title, url = reader.line_of_text(place, item), ""
            if is_web_address(title):
                title, url = "", title
        if title or url:
            sources.append(Reference(title or url, url))
    return {"sources": tuple(sources)}


def read_corrections(reader: Reader, key: str, value: object) -> Fields:
    form = "Write '- date: 2026-11-20', below it 'text: …' with what was wrong and what is right."
    corrections = []
    if isinstance(value, dict):
        value = [value]
        reader.problem(key, "corrections are a list", form)
    for place, item in reader.items(key, value):
        if not isinstance(item, dict):
            reader.problem(place, "a correction needs a date and a text", form)
            continue
        parts = reader.table(
            place,
            item,
            {"date": read_moment, "text": read_text, "type": _read_correction_type},
            needs=("date", "text"),
        )
        if "date" in parts and parts.get("text"):
            corrections.append(
                Correction(parts["date"], parts["text"], parts.get("type", "correction"))
            )
    return {"corrections": tuple(corrections)}


def _read_correction_type(reader: Reader, key: str, value: object) -> Fields:
    type_ = reader.line_of_text(key, value)
    if type_ and type_ not in CORRECTION_TYPES:
        reader.problem(
            key,
            f"there is no correction of the type '{type_}'",
            did_you_mean(type_, CORRECTION_TYPES, "Types"),
        )
    return {"type": type_} if type_ else {}
