"""The keys of front matter: what each of them may hold, and what it means.

Every key that a reporter may write is decided here and nowhere else, one function for
each; docs/front-matter.md is the manual. Nothing is looked up here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from mimetypes import guess_type
from urllib.parse import unquote, urlsplit

from sitegen.core.problems import did_you_mean
from sitegen.core.urls import (
    SLUG_LIMIT,
    is_slug,
    is_web_address,
    relative_source,
    slugify,
)
from sitegen.model.article import Correction, Credit, Reference
from sitegen.model.kinds import CORRECTION_TYPES, KINDS
from sitegen.schema import yaml_blocks
from sitegen.schema.fields import Fields, KeyReader, Reader, value_in_words
from sitegen.schema.tables import is_language

CONTENT = "content"


@dataclass(frozen=True, slots=True)
class ImageUse:
    """A picture as front matter names it, before its file is looked at."""

    target: str  # as written: a path beside the story, or from content/
    alt: str | None  # None: no alt was written at all
    caption: str
    credit: str
    focus: tuple[float, float] | None  # shares of width and height; None: not written
    line: int


@dataclass(frozen=True, slots=True)
class EnclosureUse:
    """A sound or video file as front matter names it."""

    file: str  # path beside the story; "" when `url` is given
    url: str  # absolute; "" when `file` is given
    type: str  # MIME type
    length: int  # bytes; 0 for a file, which is measured
    duration: int  # seconds; 0 when not given
    transcript: str  # URL or path; "" when there is none
    line: int


# One function for each key: (reader, key, value) → the fields that it decides.


def _title(reader: Reader, key: str, value: object) -> Fields:
    return {"title": reader.line_of_text(key, value)}


def _line(reader: Reader, key: str, value: object) -> Fields:
    return {key: reader.line_of_text(key, value)}


def _text(reader: Reader, key: str, value: object) -> Fields:
    return {key: reader.text(key, value).strip()}


def _flag(reader: Reader, key: str, value: object) -> Fields:
    return {key: reader.flag(key, value)}


def _slug(reader: Reader, key: str, value: object) -> Fields:
    slug = reader.line_of_text(key, value)
    if slug and not is_plain_slug(slug) and not is_slug(slug):
        better = slugify(slug)
        reader.problem(
            key,
            f"the slug '{slug}' cannot stand in an address",
            f"Write 'slug: {better}'." if better else "Use a to z, 0 to 9 and hyphens.",
        )
    return {"slug": slug}


_PLAIN_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_plain_slug(text: str) -> bool:
    """Say at a twentieth of `is_slug`'s price that it would say yes; False means: ask it."""
    return len(text) <= SLUG_LIMIT and _PLAIN_SLUG.fullmatch(text) is not None


def _id(reader: Reader, key: str, value: object) -> Fields:
    id_ = reader.line_of_text(key, value)
    if re.search(r"[\s<>\"']", id_) or len(id_) > 200:
        reader.problem(
            key,
            f"'{id_}' cannot be an id",
            "An id has no spaces, quotes or brackets, and at most 200 characters.",
        )
    return {"id": id_} if id_ else {}


def _section(reader: Reader, key: str, value: object) -> Fields:
    return {"section": reader.line_of_text(key, value)}


def _kind(reader: Reader, key: str, value: object) -> Fields:
    kind = reader.line_of_text(key, value)
    if kind and kind not in KINDS:
        reader.problem(key, f"there is no kind '{kind}'", did_you_mean(kind, KINDS, "Kinds"))
        return {}
    return {"kind": kind} if kind else {}


def _lang(reader: Reader, key: str, value: object) -> Fields:
    lang = reader.line_of_text(key, value)
    if lang and not is_language(lang):
        better = lang.replace("_", "-")
        reader.problem(
            key,
            f"'{lang}' is not the code of a language",
            f"Write 'lang: {better}'."
            if is_language(better)
            else "Write it as in 'lang: es', 'lang: vi' or 'lang: zh-Hant'.",
        )
    return {"lang": lang} if lang else {}


def _moment(reader: Reader, key: str, value: object) -> Fields:
    moment = reader.moment(key, value)
    return {key: moment} if moment else {}


def _instant(reader: Reader, key: str, value: object) -> Fields:
    moment = reader.moment(key, value)
    return {key: moment.at} if moment else {}


def _updated(reader: Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        return _moment(reader, key, value)
    parts = reader.table(key, value, {"at": _moment, "note": _line}, needs=("at",))
    return {"updated": parts.get("at"), "update_note": parts.get("note", "")}


def _until(reader: Reader, key: str, value: object) -> Fields:
    """Read lead and pinned: true, or {until: …}."""
    if isinstance(value, dict):
        parts = reader.table(key, value, {"until": _instant}, needs=("until",))
        return {key: True, f"{key}_until": parts.get("until")}
    return {key: reader.flag(key, value, f"or '{key}: {{until: 2026-11-20 18:00}}'")}


def _breaking(reader: Reader, key: str, value: object) -> Fields:
    form = "breaking: {until: 2026-11-20 18:00, text: Polls close at 7}"
    if isinstance(value, dict):
        parts = reader.table(key, value, {"until": _instant, "text": _line})
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


def _credits(reader: Reader, key: str, value: object) -> Fields:
    credits_: list[Credit] = []
    for place, item in reader.items(key, value):
        if isinstance(item, dict):
            parts = reader.table(place, item, {"name": _line, "role": _line}, needs=("name",))
            credit = Credit(parts.get("name", ""), parts.get("role", ""))
        else:
            credit = Credit(reader.line_of_text(place, item))
            _refuse_commas(reader, place, key, credit.name)
        if credit.name and credit not in credits_:
            credits_.append(credit)
    return {key: tuple(credits_)}


def _tags(reader: Reader, key: str, value: object) -> Fields:
    tags: dict[str, str] = {}
    aliases = reader.rules.tag_aliases
    for place, item in reader.items(key, value):
        tag = reader.line_of_text(place, item)
        if isinstance(value, str):
            _refuse_commas(reader, place, key, tag)
        if tag:
            tag = aliases.get(tag.casefold(), tag)
            tags.setdefault(tag.casefold(), tag)
            if not _has_slug(tag):
                reader.problem(
                    place, f"no address can be made of the tag '{tag}'", "Use letters or digits."
                )
    return {"tags": tuple(tags.values())}


@lru_cache(maxsize=4096)
def _has_slug(tag: str) -> bool:
    return bool(slugify(tag))


def _refuse_commas(reader: Reader, place: str, key: str, text: str) -> None:
    """Catch "tags: a, b", which YAML takes for one text."""
    if "," in text:
        names = ", ".join(part.strip() for part in text.split(",") if part.strip())
        reader.problem(
            place, f"'{text}' is one text with a comma in it", f"Write a list: '{key}: [{names}]'."
        )


def _series(reader: Reader, key: str, value: object) -> Fields:
    if isinstance(value, dict):
        parts = reader.table(key, value, {"title": _line, "part": _part}, needs=("title",))
    else:
        parts = {"title": reader.line_of_text(key, value)}
    title = parts.get("title", "")
    if title and not _has_slug(title):
        reader.problem(
            key, f"no address can be made of the series '{title}'", "Use letters or digits."
        )
    return {"series": title, **({"part": parts["part"]} if "part" in parts else {})}


def _part(reader: Reader, key: str, value: object) -> Fields:
    number = reader.number(key, value, least=1, most=999)
    return {"part": number} if number else {}


def _image(reader: Reader, key: str, value: object) -> Fields:
    parts: Fields = {}
    if isinstance(value, dict):
        parts = reader.table(key, value, _IMAGE_KEYS, needs=("file",))
        if "alt" in value and value["alt"] is None:
            reader.problem(
                f"{key}.alt",
                "the alt text is empty",
                "Say what the picture shows, or write 'alt: \"\"' when it only decorates.",
            )
    else:
        parts["file"] = reader.line_of_text(key, value)
    if not parts.get("file"):
        return {}
    return {
        key: ImageUse(
            target=parts["file"],
            alt=parts.get("alt"),
            caption=parts.get("caption", ""),
            credit=parts.get("credit", ""),
            focus=parts.get("focus"),
            line=reader.line(f"{key}.file"),
        )
    }


def _focus(reader: Reader, key: str, value: object) -> Fields:
    numbers = []
    for _, item in reader.items(key, value):
        try:
            numbers.append(float(item) if isinstance(item, str) else -1.0)
        except ValueError:
            numbers.append(-1.0)
    if len(numbers) != 2 or not all(0 <= number <= 1 for number in numbers):
        reader.problem(
            key,
            "the focus is not a place in the picture",
            "Write how far it is from the left and the top, from 0 to 1: 'focus: [0.5, 0.3]'.",
        )
        return {}
    return {"focus": (numbers[0], numbers[1])}


def _sources(reader: Reader, key: str, value: object) -> Fields:
    sources = []
    for place, item in reader.items(key, value):
        if isinstance(item, dict):
            parts = reader.table(place, item, {"title": _line, "url": _web_address})
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


def _corrections(reader: Reader, key: str, value: object) -> Fields:
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
            {"date": _moment, "text": _text, "type": _correction_type},
            needs=("date", "text"),
        )
        if "date" in parts and parts.get("text"):
            corrections.append(
                Correction(parts["date"], parts["text"], parts.get("type", "correction"))
            )
    return {"corrections": tuple(corrections)}


def _correction_type(reader: Reader, key: str, value: object) -> Fields:
    type_ = reader.line_of_text(key, value)
    if type_ and type_ not in CORRECTION_TYPES:
        reader.problem(
            key,
            f"there is no correction of the type '{type_}'",
            did_you_mean(type_, CORRECTION_TYPES, "Types"),
        )
    return {"type": type_} if type_ else {}


def _web_address(reader: Reader, key: str, value: object) -> Fields:
    address = reader.line_of_text(key, value)
    if address and not is_web_address(address):
        reader.problem(
            key, f"'{address}' is not a web address", "Write it whole, as in 'https://…'."
        )
    return {key.rpartition(".")[2]: address}


def _aliases(reader: Reader, key: str, value: object) -> Fields:
    aliases = []
    for place, item in reader.items(key, value):
        alias = reader.line_of_text(place, item)
        if not alias:
            continue
        if _ALIAS.fullmatch(alias) is None or not _is_file_path(alias):
            better = "/" + _address_path(alias).strip("/. ")
            reader.problem(
                place,
                f"the alias '{alias}' is not a path of this site",
                f"Write the old address without the site's name: '{better}'."
                if _ALIAS.fullmatch(better) and _is_file_path(better)
                else "Write it as in '/2019/05/old-address/'.",
            )
        else:
            aliases.append(alias)
    return {"aliases": tuple(dict.fromkeys(aliases))}


_ALIAS = re.compile(r"(?:/[^/\s?#<>\"'\\]+)+/?")
_SEGMENT_LIMIT = 200  # bytes: no disk takes names of more than 255


def _is_file_path(alias: str) -> bool:
    """Say whether files may stand at an address: none hidden, none above, none too long."""
    return all(
        part
        and (not part.startswith(".") or part == ".well-known")
        and part.isprintable()
        and "\\" not in part
        and len(part.encode()) <= _SEGMENT_LIMIT
        for part in unquote(alias).strip("/").split("/")
    )


def _address_path(text: str) -> str:
    try:
        return urlsplit(text).path
    except ValueError:
        return ""


def _related(reader: Reader, key: str, value: object) -> Fields:
    return {
        key: tuple(
            dict.fromkeys(
                _source_file(reader.path, target)
                for place, item in reader.items(key, value)
                if (target := reader.line_of_text(place, item))
            )
        )
    }


def _translation_of(reader: Reader, key: str, value: object) -> Fields:
    target = reader.line_of_text(key, value)
    return {key: _source_file(reader.path, target) if target else ""}


def _source_file(path: str, target: str) -> str:
    """Resolve a story as another story names it: from the site's root, or from beside it."""
    if target.startswith("/"):
        return CONTENT + target
    return target if target.startswith(f"{CONTENT}/") else relative_source(path, target)


def _template(reader: Reader, key: str, value: object) -> Fields:
    name = reader.line_of_text(key, value)
    if name and re.fullmatch(r"[\w-]+(?:/[\w-]+)*\.html", name) is None:
        reader.problem(
            key, f"'{name}' is not the name of a template", "Write it as in 'template: map.html'."
        )
    return {"template": name}


def _enclosure(reader: Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        file = reader.line_of_text(key, value)
        value = {("url" if is_web_address(file) else "file"): file} if file else {}
    parts = reader.table(key, value, _ENCLOSURE_KEYS)
    file, url = parts.get("file", ""), parts.get("url", "")
    if reader.has_failed(key):
        return {}
    if bool(file) == bool(url):
        reader.problem(
            key,
            "an enclosure has either a file or a url",
            "Write 'file: interview.mp3' for a file beside the story.",
        )
        return {}
    type_ = parts.get("type") or guess_type(file or urlsplit(url).path)[0] or ""
    if not type_.startswith(("audio/", "video/")):
        reader.problem(
            key,
            f"'{file or url}' is neither sound nor video"
            if type_
            else f"it is not clear what '{file or url}' is",
            "Write its type, as in 'type: audio/mpeg'.",
        )
    if url and not parts.get("length"):
        reader.problem(
            key, "an enclosure elsewhere needs its length", "Write its bytes: 'length: 24986239'."
        )
    return {
        "enclosure": EnclosureUse(
            file=file,
            url=url,
            type=type_,
            length=parts.get("length", 0),
            duration=parts.get("duration", 0),
            transcript=parts.get("transcript", ""),
            line=reader.line(key),
        )
    }


def _length(reader: Reader, key: str, value: object) -> Fields:
    return {"length": reader.number(key, value, least=1, most=10**12)}


def _duration(reader: Reader, key: str, value: object) -> Fields:
    """Read "90", "12:30" or "1:02:30"."""
    text = reader.line_of_text(key, value)
    found = re.fullmatch(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5})", text, re.ASCII)
    if text and (found is None or (found[2] and int(found[3]) > 59)):
        reader.problem(
            key, f"'{text}' is not a duration", "Write minutes and seconds, as in '12:30'."
        )
        return {}
    if found is None:
        return {}
    hours, minutes, seconds = (int(number or 0) for number in found.groups())
    return {"duration": hours * 3600 + minutes * 60 + seconds}


def _live(reader: Reader, key: str, value: object) -> Fields:
    parts = reader.table(key, value, {"start": _instant, "end": _instant}, needs=("start",))
    start, end = parts.get("start"), parts.get("end")
    if start and end and end < start:
        reader.problem(f"{key}.end", "the live story ends before it starts", "")
    return {"live_start": start, "live_end": end} if start else {}


def _extra(reader: Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        reader.problem(
            key,
            f"extra holds keys of your own, not {value_in_words(value)}",
            "Write them below it, indented by two spaces.",
        )
        return {}
    return {"extra": {name: _plain(item) for name, item in value.items()}}


def _plain(value: object) -> object:
    """Return a value of `extra` for templates: true, false and whole numbers, else text."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, yaml_blocks.QuotedText):
        return str(value)
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and re.fullmatch(r"0|-?[1-9]\d{0,14}", value, re.ASCII):
        return int(value)
    return value


def _languages(reader: Reader, key: str, value: object) -> Fields:
    languages = []
    for place, item in reader.items(key, value):
        languages.append(_lang(reader, place, item).get("lang", ""))
    return {"languages": tuple(filter(None, languages))}


def _email(reader: Reader, key: str, value: object) -> Fields:
    email = reader.line_of_text(key, value)
    if email and re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+", email) is None:
        reader.problem(
            key, f"'{email}' is not an e-mail address", "Write it as in 'name@example.org'."
        )
    return {"email": email}


def _profiles(reader: Reader, key: str, value: object) -> Fields:
    return {
        "profiles": tuple(
            filter(
                None,
                (
                    next(iter(_web_address(reader, place, item).values()))
                    for place, item in reader.items(key, value)
                ),
            )
        )
    }


_IMAGE_KEYS: Mapping[str, KeyReader] = {
    "file": _line,
    "alt": _line,
    "caption": _text,
    "credit": _line,
    "focus": _focus,
}
_ENCLOSURE_KEYS: Mapping[str, KeyReader] = {
    "file": _line,
    "url": _web_address,
    "type": _line,
    "length": _length,
    "duration": _duration,
    "transcript": _line,
}
STORY_KEYS: Mapping[str, KeyReader] = {
    "title": _title,
    "slug": _slug,
    "summary": _line,
    "section": _section,
    "published": _moment,
    "date": _moment,
    "updated": _updated,
    "embargo": _instant,
    "expires": _instant,
    "draft": _flag,
    "kind": _kind,
    "kicker": _line,
    "authors": _credits,
    "contributors": _credits,
    "tags": _tags,
    "series": _series,
    "part": _part,
    "lead": _until,
    "pinned": _until,
    "breaking": _breaking,
    "image": _image,
    "dateline": _line,
    "sources": _sources,
    "how_we_reported": _text,
    "corrections": _corrections,
    "canonical": _web_address,
    "aliases": _aliases,
    "lang": _lang,
    "id": _id,
    "card_title": _line,
    "related": _related,
    "translation_of": _translation_of,
    "template": _template,
    "enclosure": _enclosure,
    "live": _live,
    "extra": _extra,
}
PERSON_KEYS: Mapping[str, KeyReader] = {
    "name": _line,
    "role": _line,
    "beat": _line,
    "languages": _languages,
    "email": _email,
    "profiles": _profiles,
    "image": _image,
    "lang": _lang,
    "organisation": _flag,
}
