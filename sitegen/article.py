"""Front matter → what a story or a person's file says of itself, with all that is wrong.

Every key that a reporter may write is decided here and nowhere else. `KEYS` is the list;
docs/front-matter.md is the manual. Nothing is looked up: whether an author, a picture or
a related story exists is for later stages, which find the lines to blame in `lines`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import lru_cache
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from sitegen import frontmatter
from sitegen.dates import REMEDY, UNDATED, in_file_name, parse_moment
from sitegen.model import CORRECTION_TYPES, KINDS, Correction, Credit, Moment, Reference
from sitegen.problems import Problem, did_you_mean
from sitegen.settings import Settings, is_language
from sitegen.urls import is_slug, relative_source, slugify

CONTENT = "content"
PAGES = "pages"  # the folder of content/ whose files are static pages
AUTHORS = "authors"  # the folder of content/ whose files are people


@dataclass(frozen=True, slots=True)
class Rules:
    """What of the settings decides how a file is read."""

    zone: tzinfo  # the newsroom's
    language: str
    sections: tuple[str, ...]  # slugs
    tag_aliases: Mapping[str, str] = field(default_factory=dict)  # casefolded → canonical


def rules_of(settings: Settings) -> Rules:
    return Rules(
        zone=settings.zone,
        language=settings.language,
        sections=tuple(section.slug for section in settings.sections),
        tag_aliases=settings.tag_aliases,
    )


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


@dataclass(frozen=True, slots=True)
class Header:
    """All of `model.Article` that front matter decides, and the text that is still to read."""

    path: str
    id: str
    slug: str
    section: str
    title: str
    kind: str
    published: Moment  # UNDATED for a page or draft without a date
    lang: str
    card_title: str = ""
    summary: str = ""
    kicker: str = ""
    updated: Moment | None = None
    update_note: str = ""
    embargo: datetime | None = None
    expires: datetime | None = None
    draft: bool = False
    authors: tuple[Credit, ...] = ()
    contributors: tuple[Credit, ...] = ()
    tags: tuple[str, ...] = ()
    series: str = ""
    part: int = 0
    lead: bool = False
    lead_until: datetime | None = None
    pinned: bool = False
    pinned_until: datetime | None = None
    breaking: str = ""
    breaking_until: datetime | None = None
    image: ImageUse | None = None
    dateline: str = ""
    sources: tuple[Reference, ...] = ()
    how_we_reported: str = ""
    corrections: tuple[Correction, ...] = ()
    canonical: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    translation_of: str = ""
    template: str = ""
    enclosure: EnclosureUse | None = None
    live_start: datetime | None = None
    live_end: datetime | None = None
    extra: Mapping[str, object] | None = None
    body: str = ""  # Markdown
    first_line: int = 1  # of the body, in the file
    lines: Mapping[str, int] = field(default_factory=dict)  # "authors.1" → line


@dataclass(frozen=True, slots=True)
class PersonHeader:
    """All of `model.Person` that front matter decides, and the biography as written."""

    path: str
    id: str
    name: str
    role: str = ""
    beat: str = ""
    languages: tuple[str, ...] = ()
    email: str = ""
    profiles: tuple[str, ...] = ()
    image: ImageUse | None = None
    lang: str = ""
    organisation: bool = False
    body: str = ""
    first_line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)


def parse(path: str, data: bytes, rules: Rules) -> tuple[Header | None, tuple[Problem, ...]]:
    """Read the file of a story or page.

    Args:
        path: relative to the site's root, "content/news/vote.md".
        data: the file's bytes, whatever they are.

    Returns:
        The header, None when something must be mended first; and all problems of the
        file, which are warnings where there is a header.
    """
    matter = frontmatter.split(path, data)
    if isinstance(matter, tuple):
        return None, matter
    reader = _Reader(path, matter, rules)
    fields = reader.take(_STORY_KEYS)
    _settle_place(reader, fields)
    _settle_dates(reader, fields)
    _settle_rest(reader, fields)
    problems = tuple(reader.problems)
    if reader.failed:
        return None, problems
    header = Header(
        path=path,
        body=matter.body,
        first_line=matter.first_line,
        lines=matter.lines,
        **fields,
    )
    return header, problems


def parse_person(
    path: str, data: bytes, rules: Rules
) -> tuple[PersonHeader | None, tuple[Problem, ...]]:
    """Read the file of a person; see `parse`."""
    matter = frontmatter.split(path, data)
    if isinstance(matter, tuple):
        return None, matter
    reader = _Reader(path, matter, rules)
    fields = reader.take(_PERSON_KEYS)
    id_ = _stem(path)
    if not is_slug(id_):
        better = slugify(id_) or "first-last"
        reader.problem("", f"'{id_}' cannot stand in an address", f"Name the file {better}.md.")
    if not fields.get("name") and "name" not in reader.bad:
        reader.problem("", "the person has no name", "Write it as in 'name: Mai Tran'.")
    problems = tuple(reader.problems)
    if reader.failed:
        return None, problems
    person = PersonHeader(
        path=path,
        id=id_,
        body=matter.body,
        first_line=matter.first_line,
        lines=matter.lines,
        **fields,
    )
    return person, problems


# What follows from several keys, or from none.

Fields = dict[str, Any]  # field of Header → its value


def _stem(path: str) -> str:
    """Return the name of a story: its file's, or its folder's where the file is index.md."""
    file = PurePosixPath(path)
    return file.parent.name if file.stem == "index" else file.stem


def _folder(path: str) -> str:
    """Return the folder of content/ that holds a file: "news"; "" for content/ itself."""
    parts = path.split("/")
    if parts[-1].startswith("index."):
        parts.pop()
    return parts[1] if len(parts) > 2 else ""


def _settle_place(reader: _Reader, fields: Fields) -> None:
    """Decide title, kind, section, slug and id."""
    path = reader.path
    folder = _folder(path)
    if not fields.get("title") and "title" not in reader.bad:
        reader.problem(
            "title",
            "the title is empty" if "title" in reader.lines else "the story has no title",
            "Write it as in 'title: Council votes on the budget'.",
        )
    kind = fields.setdefault("kind", "page" if folder == PAGES else "news")
    if folder == PAGES:
        if kind != "page":
            reader.problem(
                "kind",
                f"a file in {CONTENT}/{PAGES}/ is a page, not of the kind '{kind}'",
                f"Delete this line, or move the file to {CONTENT}/ and the section's folder.",
            )
        if fields.get("section"):
            reader.problem("section", "a page has no section", "Delete this line.")
        fields["section"] = ""
    else:
        if kind == "page":
            reader.problem(
                "kind",
                f"pages stand in {CONTENT}/{PAGES}/, and this file does not",
                "Move the file there, or delete this line.",
            )
        _settle_section(reader, fields, folder)
    if not fields.get("slug") and "slug" not in reader.bad:
        stem = in_file_name(_stem(path))[1]
        slug = slugify(fields.get("title", "")) or slugify(stem)
        if not slug and fields.get("title"):
            reader.problem(
                "slug",
                "no address can be made of the title or the file's name",
                "Write one, in Latin letters: 'slug: city-council-votes'.",
            )
        fields["slug"] = slug
    fields.setdefault("id", path.removeprefix(f"{CONTENT}/").rpartition(".")[0])
    if fields["id"].endswith("/index"):
        fields["id"] = fields["id"].removesuffix("/index")


def _settle_section(reader: _Reader, fields: Fields, folder: str) -> None:
    sections = reader.rules.sections
    written = fields.get("section")
    section = fields["section"] = written or folder
    if section in sections or "section" in reader.bad:
        return
    if written:
        message = f"there is no section '{written}'"
    elif folder:
        message = f"the folder '{folder}' is not a section"
    else:
        message = f"a story in {CONTENT}/ itself needs a section"
    reader.problem("section", message, did_you_mean(section, sections, "Sections"))


def _settle_dates(reader: _Reader, fields: Fields) -> None:
    """Decide when the story was first published, and whether its dates agree."""
    by_synonym = fields.pop("date", None)
    if by_synonym is not None:
        if "published" in fields:
            reader.problem("date", "'date' and 'published' mean the same", "Keep one of the two.")
        fields.setdefault("published", by_synonym)
    if "published" not in fields and not reader.bad & {"date", "published"}:
        named = in_file_name(_stem(reader.path))[0]
        moment = reader.moment_of("", named) if named else None
        if moment is None and not named and fields["kind"] != "page" and not fields.get("draft"):
            reader.problem(
                "",
                "the story has no date",
                "Write when it is published, as in 'published: 2026-11-20 09:00', "
                "or 'draft: true'.",
            )
        fields["published"] = moment or UNDATED
    published: Moment = fields.get("published", UNDATED)
    if published is UNDATED:
        return
    updated: Moment | None = fields.get("updated")
    if updated and _before(updated, published):
        reader.problem("updated", "the story was updated before it was published", "")
    for index, correction in enumerate(fields.get("corrections", ())):
        if _before(correction.date, published):
            reader.problem(
                f"corrections.{index}.date", "the correction is older than the story", ""
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


def _before(one: Moment, other: Moment) -> bool:
    """Say whether `one` is earlier; where a day is all we know, days are compared."""
    if one.timed and other.timed:
        return one.at < other.at
    return one.at.date() < other.at.date()


def _settle_rest(reader: _Reader, fields: Fields) -> None:
    fields.setdefault("lang", reader.rules.language)
    if fields.get("breaking") is True:  # no words of its own
        fields["breaking"] = fields.get("card_title") or fields.get("title", "")
    if fields.get("part") and not fields.get("series") and "series" not in reader.bad:
        reader.problem("part", "a part needs a series", "Write 'series: The title of the series'.")
    if "live_start" in fields and fields["kind"] != "live":
        reader.problem("live", "'live' belongs to stories of the kind live", "Write 'kind: live'.")
    if fields["kind"] == "live" and fields.get("published") is not UNDATED:
        fields.setdefault("live_start", fields["published"].at if "published" in fields else None)


# One function for each key: (reader, key, value) → the fields that it decides.


def _title(reader: _Reader, key: str, value: object) -> Fields:
    return {"title": reader.line_of_text(key, value)}


def _line(reader: _Reader, key: str, value: object) -> Fields:
    return {key: reader.line_of_text(key, value)}


def _text(reader: _Reader, key: str, value: object) -> Fields:
    return {key: reader.text(key, value).strip()}


def _flag(reader: _Reader, key: str, value: object) -> Fields:
    return {key: reader.flag(key, value)}


def _slug(reader: _Reader, key: str, value: object) -> Fields:
    slug = reader.line_of_text(key, value)
    if slug and _PLAIN_SLUG.fullmatch(slug) is None and not is_slug(slug):
        better = slugify(slug)
        reader.problem(
            key,
            f"the slug '{slug}' cannot stand in an address",
            f"Write 'slug: {better}'." if better else "Use a to z, 0 to 9 and hyphens.",
        )
    return {"slug": slug}


_PLAIN_SLUG = re.compile(r"[a-z0-9]{1,40}(?:-[a-z0-9]{1,39})?")


def _id(reader: _Reader, key: str, value: object) -> Fields:
    id_ = reader.line_of_text(key, value)
    if re.search(r"[\s<>\"']", id_) or len(id_) > 200:
        reader.problem(
            key,
            f"'{id_}' cannot be an id",
            "An id has no spaces, quotes or brackets, and at most 200 characters.",
        )
    return {"id": id_} if id_ else {}


def _section(reader: _Reader, key: str, value: object) -> Fields:
    return {"section": reader.line_of_text(key, value)}


def _kind(reader: _Reader, key: str, value: object) -> Fields:
    kind = reader.line_of_text(key, value)
    if kind and kind not in KINDS:
        reader.problem(key, f"there is no kind '{kind}'", did_you_mean(kind, KINDS, "Kinds"))
        return {}
    return {"kind": kind} if kind else {}


def _lang(reader: _Reader, key: str, value: object) -> Fields:
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


def _moment(reader: _Reader, key: str, value: object) -> Fields:
    moment = reader.moment(key, value)
    return {key: moment} if moment else {}


def _instant(reader: _Reader, key: str, value: object) -> Fields:
    moment = reader.moment(key, value)
    return {key: moment.at} if moment else {}


def _updated(reader: _Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        return _moment(reader, key, value)
    parts = reader.table(key, value, {"at": _moment, "note": _line}, needs=("at",))
    return {"updated": parts.get("at"), "update_note": parts.get("note", "")}


def _until(reader: _Reader, key: str, value: object) -> Fields:
    """Read lead and pinned: true, or {until: …}."""
    if isinstance(value, dict):
        parts = reader.table(key, value, {"until": _instant}, needs=("until",))
        return {key: True, f"{key}_until": parts.get("until")}
    return {key: reader.flag(key, value, f"or '{key}: {{until: 2026-11-20 18:00}}'")}


def _breaking(reader: _Reader, key: str, value: object) -> Fields:
    form = "breaking: {until: 2026-11-20 18:00, text: Polls close at 7}"
    if isinstance(value, dict):
        parts = reader.table(key, value, {"until": _instant, "text": _line})
        if "until" not in value:
            reader.problem(key, "breaking does not say until when", f"Write it as in '{form}'.")
        return {"breaking": parts.get("text") or True, "breaking_until": parts.get("until")}
    if value == "false" and not isinstance(value, frontmatter.Quoted):
        return {}
    if value == "true":
        reader.problem(key, "breaking does not say until when", f"Write it as in '{form}'.")
    else:
        reader.problem(
            key, f"breaking: {_shown(value)} does not say until when", f"Write it as in '{form}'."
        )
    return {}


def _credits(reader: _Reader, key: str, value: object) -> Fields:
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


def _tags(reader: _Reader, key: str, value: object) -> Fields:
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


def _refuse_commas(reader: _Reader, place: str, key: str, text: str) -> None:
    """Catch "tags: a, b", which YAML takes for one text."""
    if "," in text:
        names = ", ".join(part.strip() for part in text.split(",") if part.strip())
        reader.problem(
            place, f"'{text}' is one text with a comma in it", f"Write a list: '{key}: [{names}]'."
        )


def _series(reader: _Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        return _line(reader, key, value)
    parts = reader.table(key, value, {"title": _line, "part": _part}, needs=("title",))
    fields = {"series": parts.get("title", "")}
    return {**fields, "part": parts["part"]} if "part" in parts else fields


def _part(reader: _Reader, key: str, value: object) -> Fields:
    number = reader.number(key, value, least=1, most=999)
    return {"part": number} if number else {}


def _image(reader: _Reader, key: str, value: object) -> Fields:
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


def _focus(reader: _Reader, key: str, value: object) -> Fields:
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


def _sources(reader: _Reader, key: str, value: object) -> Fields:
    sources = []
    for place, item in reader.items(key, value):
        if isinstance(item, dict):
            parts = reader.table(place, item, {"title": _line, "url": _web_address})
            title, url = parts.get("title", ""), parts.get("url", "")
            if not title and not url and not reader.has_failed(place):
                reader.problem(place, "a source needs a title", "")
        else:
            title, url = reader.line_of_text(place, item), ""
            if title.startswith(("http://", "https://")):
                title, url = "", title
        if title or url:
            sources.append(Reference(title or url, url))
    return {"sources": tuple(sources)}


def _corrections(reader: _Reader, key: str, value: object) -> Fields:
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


def _correction_type(reader: _Reader, key: str, value: object) -> Fields:
    type_ = reader.line_of_text(key, value)
    if type_ and type_ not in CORRECTION_TYPES:
        reader.problem(
            key,
            f"there is no correction of the type '{type_}'",
            did_you_mean(type_, CORRECTION_TYPES, "Types"),
        )
    return {"type": type_} if type_ else {}


def _web_address(reader: _Reader, key: str, value: object) -> Fields:
    address = reader.line_of_text(key, value)
    if address and not _is_web_address(address):
        reader.problem(
            key, f"'{address}' is not a web address", "Write it whole, as in 'https://…'."
        )
    return {key.rpartition(".")[2]: address}


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and re.search(r"[\s\\<>\"]", text) is None
        )
    except ValueError:
        return False


def _aliases(reader: _Reader, key: str, value: object) -> Fields:
    aliases = []
    for place, item in reader.items(key, value):
        alias = reader.line_of_text(place, item)
        if not alias:
            continue
        if _ALIAS.fullmatch(alias) is None or "/../" in f"{alias}/" or "/./" in f"{alias}/":
            better = "/" + _address_path(alias).strip("/. ")
            reader.problem(
                place,
                f"the alias '{alias}' is not a path of this site",
                f"Write the old address without the site's name: '{better}'."
                if _ALIAS.fullmatch(better)
                else "Write it as in '/2019/05/old-address/'.",
            )
        else:
            aliases.append(alias)
    return {"aliases": tuple(dict.fromkeys(aliases))}


_ALIAS = re.compile(r"(?:/[^/\s?#<>\"'\\]+)+/?")


def _address_path(text: str) -> str:
    try:
        return urlsplit(text).path
    except ValueError:
        return ""


def _related(reader: _Reader, key: str, value: object) -> Fields:
    return {
        key: tuple(
            dict.fromkeys(
                _source_file(reader.path, target)
                for place, item in reader.items(key, value)
                if (target := reader.line_of_text(place, item))
            )
        )
    }


def _translation_of(reader: _Reader, key: str, value: object) -> Fields:
    target = reader.line_of_text(key, value)
    return {key: _source_file(reader.path, target) if target else ""}


def _source_file(path: str, target: str) -> str:
    """Resolve a story as another story names it: from the site's root, or from beside it."""
    return target if target.startswith(f"{CONTENT}/") else relative_source(path, target)


def _template(reader: _Reader, key: str, value: object) -> Fields:
    name = reader.line_of_text(key, value)
    if name and re.fullmatch(r"[\w-]+(?:/[\w-]+)*\.html", name) is None:
        reader.problem(
            key, f"'{name}' is not the name of a template", "Write it as in 'template: map.html'."
        )
    return {"template": name}


def _enclosure(reader: _Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        file = reader.line_of_text(key, value)
        value = {("url" if _is_web_address(file) else "file"): file} if file else {}
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


def _length(reader: _Reader, key: str, value: object) -> Fields:
    return {"length": reader.number(key, value, least=1, most=10**12)}


def _duration(reader: _Reader, key: str, value: object) -> Fields:
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


def _live(reader: _Reader, key: str, value: object) -> Fields:
    parts = reader.table(key, value, {"start": _instant, "end": _instant}, needs=("start",))
    start, end = parts.get("start"), parts.get("end")
    if start and end and end < start:
        reader.problem(f"{key}.end", "the live story ends before it starts", "")
    return {"live_start": start, "live_end": end} if start else {}


def _extra(reader: _Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        reader.problem(
            key,
            f"extra holds keys of your own, not {_shown(value)}",
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
    if isinstance(value, frontmatter.Quoted):
        return str(value)
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and re.fullmatch(r"0|-?[1-9]\d{0,14}", value, re.ASCII):
        return int(value)
    return value


def _languages(reader: _Reader, key: str, value: object) -> Fields:
    languages = []
    for place, item in reader.items(key, value):
        languages.append(_lang(reader, place, item).get("lang", ""))
    return {"languages": tuple(filter(None, languages))}


def _email(reader: _Reader, key: str, value: object) -> Fields:
    email = reader.line_of_text(key, value)
    if email and re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+", email) is None:
        reader.problem(
            key, f"'{email}' is not an e-mail address", "Write it as in 'name@example.org'."
        )
    return {"email": email}


def _profiles(reader: _Reader, key: str, value: object) -> Fields:
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


KeyReader = Callable[["_Reader", str, object], Fields]

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
_STORY_KEYS: Mapping[str, KeyReader] = {
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
_PERSON_KEYS: Mapping[str, KeyReader] = {
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
KEYS = tuple(_STORY_KEYS)  # of a story, in the manual's order
PERSON_KEYS = tuple(_PERSON_KEYS)

# What other generators and newsrooms call our keys.
_OTHER_WORDS = {
    "author": "authors",
    "by": "authors",
    "byline": "authors",
    "categories": "section",
    "category": "section",
    "cover": "image",
    "dek": "summary",
    "deck": "summary",
    "description": "summary",
    "excerpt": "summary",
    "expirydate": "expires",
    "featured": "lead",
    "guid": "id",
    "headline": "title",
    "keywords": "tags",
    "language": "lang",
    "last_modified": "updated",
    "lastmod": "updated",
    "layout": "template",
    "locale": "lang",
    "modified": "updated",
    "permalink": "slug",
    "photo": "image",
    "picture": "image",
    "publishdate": "published",
    "redirect_from": "aliases",
    "standfirst": "summary",
    "subtitle": "summary",
    "sticky": "pinned",
    "tag": "tags",
    "thumbnail": "image",
    "type": "kind",
    "url": "slug",
    "bio": "the text below the front matter",
    "contact": "email",
    "organization": "organisation",
}


class _Reader:
    """Turns the values of one file into fields; notes what is wrong and goes on."""

    __slots__ = ("bad", "failed", "lines", "matter", "path", "problems", "rules")

    def __init__(self, path: str, matter: frontmatter.FrontMatter, rules: Rules) -> None:
        self.path = path
        self.rules = rules
        self.matter = matter
        self.lines = matter.lines
        self.problems = list(matter.problems)
        self.bad: set[str] = set()  # keys, and places within them, that have a problem
        self.failed = False

    def line(self, key: str) -> int:
        return self.matter.line(key)

    def problem(self, key: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, self.line(key), message, hint))
        self.failed = True
        self.bad.add(key)
        while "." in key:
            key = key.rpartition(".")[0]
            self.bad.add(key)

    def has_failed(self, key: str) -> bool:
        return key in self.bad

    def take(self, readers: Mapping[str, KeyReader]) -> Fields:
        """Read every key of the file; unknown ones are problems."""
        fields: Fields = {}
        for key, value in self.matter.values.items():
            read = readers.get(key)
            if read is None:
                self._unknown(key, key, readers, free=readers is _STORY_KEYS)
            elif value is not None:
                fields.update(read(self, key, value))
        return fields

    def table(
        self,
        key: str,
        value: object,
        readers: Mapping[str, KeyReader],
        needs: tuple[str, ...] = (),
    ) -> Fields:
        """Read a table within a key: its own keys → their values."""
        known = ", ".join(f"{name}: …" for name in readers)
        if not isinstance(value, dict):
            self.problem(
                key, f"{key} cannot be {_shown(value)}", f"Write it as in '{key}: {{{known}}}'."
            )
            return {}
        fields: Fields = {}
        for name, item in value.items():
            place = f"{key}.{name}"
            read = readers.get(name)
            if read is None:
                self._unknown(place, name, readers)
            elif item is not None:
                found = read(self, place, item)
                # A reader names its field by the key it was given, which here is a path.
                fields.update((field_name.rpartition(".")[2], v) for field_name, v in found.items())
        for name in needs:
            if value.get(name) is None or (fields.get(name) == "" and value[name] == ""):
                self.problem(key, f"{key} has no {name}", f"Write it as in '{known}'.")
        return fields

    def _unknown(self, place: str, key: str, readers: Collection[str], free: bool = False) -> None:
        word = _OTHER_WORDS.get(key.casefold().replace("-", "_"))
        if word and (word in readers or " " in word):
            hint = f"Write '{word}'." if " " not in word else f"Write it as {word}."
        else:
            hint = did_you_mean(key.replace("-", "_"), readers, "Known keys")
        if free:
            hint += " Keys of your own stand under 'extra:'."
        self.problem(place, f"unknown key '{key}'", hint)

    def items(self, key: str, value: object) -> list[tuple[str, Any]]:
        """Return the items of a list with the place of each; one thing is a list of one."""
        if not isinstance(value, list):
            return [(key, value)]
        items = []
        for index, item in enumerate(value):
            place = f"{key}.{index}"
            if item is None or item == "":
                self.problem(place, f"an item of {key} is empty", "Delete its line.")
            else:
                items.append((place, item))
        return items

    def text(self, key: str, value: object) -> str:
        if isinstance(value, str):
            return value
        self.problem(
            key,
            f"{key} must be text, not {_shown(value)}",
            "Put the whole in quotes if it is one text.",
        )
        return ""

    def line_of_text(self, key: str, value: object) -> str:
        """Return a text as one line, with single spaces."""
        return " ".join(self.text(key, value).split())

    def flag(self, key: str, value: object, other: str = "") -> bool:
        if not isinstance(value, frontmatter.Quoted):
            if value == "true":
                return True
            if value == "false":
                return False
        hint = f"Write '{key}: true' or '{key}: false', without quotes"
        self.problem(
            key,
            f"{key}: {_shown(value)} is {'text' if isinstance(value, str) else 'not an answer'}",
            f"{hint}, {other}." if other else f"{hint}.",
        )
        return False

    def number(self, key: str, value: object, least: int, most: int) -> int:
        text = value if isinstance(value, str) else ""
        if re.fullmatch(r"\d{1,15}", text, re.ASCII) and least <= int(text) <= most:
            return int(text)
        self.problem(
            key,
            f"{key} must be a whole number, not {_shown(value)}",
            f"Write a number from {least} to {most}.",
        )
        return 0

    def moment(self, key: str, value: object) -> Moment | None:
        if isinstance(value, str):
            return self.moment_of(key, value)
        self.problem(key, f"{key} must be a date, not {_shown(value)}", REMEDY)
        return None

    def moment_of(self, key: str, text: str) -> Moment | None:
        try:
            moment, note = parse_moment(text, self.rules.zone)
        except ValueError as error:
            self.problem(key, f"{key}: {error}" if key else f"the file's name: {error}", REMEDY)
            return None
        if note:
            self.problems.append(
                Problem(
                    self.path,
                    self.line(key),
                    note,
                    "Write the offset, as in -06:00, to say which you mean.",
                    warning=True,
                )
            )
        return moment


def _shown(value: object) -> str:
    """Say what was found, as it was written."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}…'"
