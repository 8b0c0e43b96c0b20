"""A story's or person's file → what it says of itself, or all that is wrong with it.

What each key may hold is decided by `keys` and its parts; what follows from several keys,
from none, or from the file's name, here, in `story_place` and in `story_dates`. Nothing is
looked up: whether an author, picture or related story exists is for later stages, which find
the lines to blame in `lines`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sitegen.core.dates import NO_DATE, Moment
from sitegen.core.problems import Problem
from sitegen.core.record import Record, field
from sitegen.core.urls import is_slug, slugify
from sitegen.model.article import Correction, Credit, Reference, Sponsor
from sitegen.model.kinds import KINDS
from sitegen.schema import frontmatter
from sitegen.schema.fields import Fields, Reader, Rules, is_seen
from sitegen.settings.types import Settings
from sitegen.sources import wording
from sitegen.sources.keys import PERSON_KEYS, STORY_KEYS
from sitegen.sources.media_keys import EnclosureUse, ImageUse
from sitegen.sources.story_dates import settle_dates
from sitegen.sources.story_place import settle_place, stem_of


def rules_of(settings: Settings, now: datetime | None = None) -> Rules:
    return Rules(
        now=now,
        zone=settings.zone,
        language=settings.language,
        sections=tuple(section.slug for section in settings.sections),
        tag_aliases=settings.tag_aliases,
        tag_slugs=settings.tag_slugs,
        guests=settings.guests,
        chosen_quotes=settings.quotes,
    )


class Header(Record):
    """What front matter decides of a `model.article.Article`, and the text below it, unread."""

    path: str
    id: str
    slug: str
    section: str
    title: str
    kind: str
    published: Moment  # NO_DATE for a page or draft without a date
    lang: str
    title_html: str = ""
    card_title: str = ""
    card_title_html: str = ""
    summary: str = ""
    summary_html: str = ""
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
    sponsor: Sponsor | None = None
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
    guid: str = ""
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
    bad: tuple[str, ...] = ()  # keys that have a problem; "" for the file's name


class PersonHeader(Record):
    """All of `model.article.Person` that front matter decides, and the biography as written."""

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


def parse_story(
    path: str, data: bytes, rules: Rules, *, unsound: bool = False
) -> tuple[Header | None, tuple[Problem, ...]]:
    """Read the file of a story or page.

    Args:
        path: relative to the site's root, "content/news/vote.md".
        data: the file's bytes, whatever they are.
        unsound: return a header beside errors too, wherever there is front matter at all, for
            those who look for what else is wrong with the file.

    Returns:
        The header, None when something must be mended first; and all problems of the
        file, which are warnings where there is a header.
    """
    matter = frontmatter.split_with_errors(path, data)
    if isinstance(matter, tuple):
        return None, matter
    reader = Reader(path, matter, rules)
    fields = reader.take(STORY_KEYS)
    settle_place(reader, fields)
    settle_dates(reader, fields)
    _settle_kind(reader, fields)
    _settle_rest(reader, fields)
    wording.settle_story(reader, fields)
    problems = tuple(reader.problems)
    if reader.failed and not unsound:
        return None, problems
    # Beside an error: what stands in for a key that could not be read.
    fields["title"] = fields.get("title") or stem_of(path)
    fields.setdefault("section", "")
    fields.setdefault("published", NO_DATE)
    header = Header(
        path=path,
        body=matter.body,
        first_line=matter.first_line,
        lines=matter.lines,
        bad=tuple(sorted(reader.bad)),
        **fields,
    )
    return header, problems


def parse_person(
    path: str, data: bytes, rules: Rules, *, unsound: bool = False
) -> tuple[PersonHeader | None, tuple[Problem, ...]]:
    """Read the file of a person; see `parse_story`."""
    matter = frontmatter.split_with_errors(path, data)
    if isinstance(matter, tuple):
        return None, matter
    reader = Reader(path, matter, rules)
    fields = reader.take(PERSON_KEYS)
    id_ = stem_of(path)
    if not is_slug(id_):
        better = slugify(id_) or "first-last"
        reader.problem("", f"'{id_}' cannot stand in an address", f"Name the file {better}.md.")
    wording.settle_person(reader, fields)
    if not is_seen(fields.get("name", "")) and "name" not in reader.bad:
        reader.problem("", "the person has no name", "Write it as in 'name: Mai Tran'.")
    problems = tuple(reader.problems)
    if reader.failed and not unsound:
        return None, problems
    fields.setdefault("name", "")
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


def _settle_kind(reader: Reader, fields: Fields) -> None:
    """Hold a story to what its kind must say and may not claim."""
    if "kind" in reader.bad:
        return
    kind = KINDS[fields["kind"]]
    if kind.needs and not fields.get(kind.needs) and kind.needs not in reader.bad:
        reader.problem(
            kind.needs if kind.needs in reader.lines else "kind",
            f"a story of the kind {kind.name} needs a {kind.needs}",
            f"Say who paid for it: '{kind.needs}: {{name: Gulf Coast Credit Union, url: https://…}}'.",
        )
    if fields.get("sponsor") and kind.needs != "sponsor":
        reader.problem(
            "sponsor",
            f"a story of the kind {kind.name} has no sponsor",
            "Write 'kind: sponsored', or delete this line.",
        )
    top = ("lead", "breaking", *(("pinned",) if kind.apart else ()))
    for key in top if not kind.may_lead else ():
        if fields.get(key):
            reader.problem(
                key, f"a story of the kind {kind.name} cannot be '{key}'", "Delete this line."
            )


def _settle_rest(reader: Reader, fields: Fields) -> None:
    fields.setdefault("lang", reader.rules.language)
    if fields.get("breaking") is True:  # no words of its own
        fields["breaking"] = fields.get("card_title") or fields.get("title", "")
    if fields.get("part") and not fields.get("series") and "series" not in reader.bad:
        reader.problem("part", "a part needs a series", "Write 'series: The title of the series'.")
    if "live_start" in fields and fields["kind"] != "live":
        reader.problem("live", "'live' belongs to stories of the kind live", "Write 'kind: live'.")
    if fields["kind"] == "live" and fields.get("published") is not NO_DATE:
        fields.setdefault("live_start", fields["published"].at if "published" in fields else None)
