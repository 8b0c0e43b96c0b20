"""A story's or person's file → what it says of itself, or all that is wrong with it.

What each key may hold is decided by `keys` and its parts; here is what follows from
several keys, from none, or from the file's name. Nothing is looked up: whether an author, picture
or related story exists is for later stages, which find the lines to blame in `lines`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from sitegen.core.dates import NO_DATE, Moment, in_file_name
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.urls import SLUG_LIMIT, is_slug, slugify
from sitegen.model.article import Correction, Credit, Reference, Sponsor
from sitegen.model.kinds import KINDS
from sitegen.schema import frontmatter
from sitegen.schema.fields import Fields, Reader, Rules, is_seen
from sitegen.settings.types import Settings
from sitegen.sources import wording
from sitegen.sources.files import CONTENT
from sitegen.sources.keys import PERSON_KEYS, STORY_KEYS
from sitegen.sources.media_keys import EnclosureUse, ImageUse

LONGEST_WORD = 60  # letters: a name is cut between words
PAGES = "pages"  # the folder of content/ whose files are static pages


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


@dataclass(frozen=True, slots=True)
class Header:
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


@dataclass(frozen=True, slots=True)
class PersonHeader:
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
    _settle_place(reader, fields)
    _settle_dates(reader, fields)
    _settle_kind(reader, fields)
    _settle_rest(reader, fields)
    wording.settle_story(reader, fields)
    problems = tuple(reader.problems)
    if reader.failed and not unsound:
        return None, problems
    for name in ("title", "section"):
        fields.setdefault(name, "")
    fields.setdefault("published", NO_DATE)
    header = Header(
        path=path,
        body=matter.body,
        first_line=matter.first_line,
        lines=matter.lines,
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
    id_ = _stem(path)
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


def _settle_place(reader: Reader, fields: Fields) -> None:
    """Decide title, kind, section, slug and id."""
    path = reader.path
    folder = _folder(path)
    if not is_seen(fields.get("title", "")) and "title" not in reader.bad:
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
        fields["kind"], fields["section"] = "page", ""
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
        # The file's name, not the title: mending a headline must not move its page.
        slug = slugify(stem) or slugify(fields.get("title", ""))
        if not slug and fields.get("title"):
            reader.problem(
                "slug",
                "no address can be made of the title or the file's name",
                "Write one, in Latin letters: 'slug: city-council-votes'.",
            )
        if len(slug) > SLUG_LIMIT - LONGEST_WORD and slug != slugify(stem, 10 * SLUG_LIMIT):
            reader.warn(
                "",
                f"the file's name makes an address of more than {SLUG_LIMIT} letters: it is cut",
                f"Write one that stays as it is: 'slug: {slug}'.",
            )
        fields["slug"] = slug
    fields.setdefault("id", path.removeprefix(f"{CONTENT}/").rpartition(".")[0])
    if fields["id"].endswith("/index"):
        fields["id"] = fields["id"].removesuffix("/index")


def _settle_section(reader: Reader, fields: Fields, folder: str) -> None:
    sections = reader.rules.sections
    choice = fields.get("section")
    section = fields["section"] = choice or folder
    if section in sections or "section" in reader.bad:
        return
    if choice:
        message = f"there is no section '{choice}'"
    elif not folder and reader.path.endswith("/index.md") and _stem(reader.path) in sections:
        reader.problem(
            "",
            f"{CONTENT}/{_stem(reader.path)}/ is the folder of a section, not of one story",
            "Give the file a name of its own, or put it into a folder below this one.",
        )
        return
    elif folder:
        message = f"the folder '{folder}' is not a section"
    else:
        message = f"a story in {CONTENT}/ itself needs a section"
    reader.problem("section", message, did_you_mean(section, sections, "Sections"))


def _settle_dates(reader: Reader, fields: Fields) -> None:
    """Decide when the story was first published, and whether its dates agree."""
    by_synonym = fields.pop("date", None)
    if by_synonym is not None:
        if "published" in fields:
            reader.problem("date", "'date' and 'published' mean the same", "Keep one of the two.")
        fields.setdefault("published", by_synonym)
    if "published" not in fields and not reader.bad & {"date", "published"}:
        day = in_file_name(_stem(reader.path))[0]
        moment = reader.moment_of("", day) if day else None
        if moment is None and not day and fields["kind"] != "page" and not fields.get("draft"):
            reader.problem("", *no_date(reader.rules))
        fields["published"] = moment or NO_DATE
    published: Moment = fields.get("published", NO_DATE)
    if published is NO_DATE:
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
