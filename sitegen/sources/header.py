"""A story's or person's file → what it says of itself, or all that is wrong with it.

What each key may hold is decided by `keys` and its parts; what follows from several keys,
from none, or from the file's name, here, in `story_place` and in `story_dates`. Nothing is
looked up: whether an author, picture or related story exists is for later stages, which find
the lines to blame in `lines`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Generic, TypeVar

from sitegen.core.dates import NO_DATE
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.urls import is_slug, slugify
from sitegen.model.article import Article, Person
from sitegen.model.kinds import KINDS
from sitegen.schema import frontmatter
from sitegen.schema.reader import Fields, Reader, Rules
from sitegen.schema.yaml_reader import YamlReader, is_seen
from sitegen.sources import wording
from sitegen.sources.keys import PERSON, STORY
from sitegen.sources.media_keys import EnclosureUse, ImageUse
from sitegen.sources.parsing_rules import ParsingRules
from sitegen.sources.story_dates import settle_dates
from sitegen.sources.story_place import is_page, settle_place, stem_of

T = TypeVar("T", bound=Article | Person)


def rules_of(settings: ParsingRules, now: datetime | None = None) -> Rules:
    return Rules(
        now=now,
        zone=settings.zone,
        language=settings.language,
        sections=tuple(section.slug for section in settings.sections),
        kinds={section.slug: section.default_kind for section in settings.sections},
        templates={s.slug: s.template for s in settings.sections if s.template},
        section_langs={s.slug: s.lang for s in settings.sections if s.lang},
        tag_aliases=settings.tag_aliases,
        tag_slugs=settings.tag_slugs,
        guests=settings.guests,
        chosen_quotes=settings.quotes,
    )


class Header(Record, Generic[T]):
    """What front matter says of an article or person, and the text below it, unread."""

    node: T  # without what its text and its files decide
    image: ImageUse | None
    enclosure: EnclosureUse | None
    body: str  # Markdown
    first_line: int  # of the body, in the file
    lines: Mapping[str, int]  # "authors.1" → line
    bad: tuple[str, ...] = ()  # keys that have a problem; "" for the file's name


def parse_story(
    path: str, data: bytes, rules: Rules, *, unsound: bool = False
) -> tuple[Header[Article] | None, tuple[Problem, ...]]:
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
    reader = YamlReader(path, matter, rules)
    fields = STORY.take(reader, _for_its_place(reader))
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
    for name in ("section", "slug"):
        fields.setdefault(name, "")
    fields.setdefault("published", NO_DATE)
    image, enclosure = fields.pop("image", None), fields.pop("enclosure", None)
    article = Article(path=path, minutes=1, **fields)
    return _header(article, image, enclosure, reader), problems


def parse_person(
    path: str, data: bytes, rules: Rules, *, unsound: bool = False
) -> tuple[Header[Person] | None, tuple[Problem, ...]]:
    """Read the file of a person; see `parse_story`."""
    matter = frontmatter.split_with_errors(path, data)
    if isinstance(matter, tuple):
        return None, matter
    reader = YamlReader(path, matter, rules)
    fields = PERSON.take(reader, matter.values)
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
    image = fields.pop("image", None)
    person = Person(path=path, id=id_, **fields)
    return _header(person, image, None, reader), problems


def _header(
    node: T, image: ImageUse | None, enclosure: EnclosureUse | None, reader: YamlReader
) -> Header[T]:
    matter, bad = reader.matter, tuple(sorted(reader.bad))
    return Header(node, image, enclosure, matter.body, matter.first_line, matter.lines, bad)


def _for_its_place(reader: Reader) -> Mapping[str, object]:
    """Return the values of a file without those that pages do not have, and tell of these."""
    values = reader.values
    if not is_page(reader.path):
        return values
    wrong = [key.name for key in STORY.keys if not key.on_pages and values.get(key.name)]
    for name in wrong:
        reader.problem(name, f"a page has no {name}", "Delete this line.")
    return {name: value for name, value in values.items() if name not in wrong}


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


def _another(rules: Rules) -> str:
    return "en" if rules.language != "en" else "es"


def _settle_rest(reader: Reader, fields: Fields) -> None:
    if fields.get("translation_of") and "lang" not in fields and "lang" not in reader.bad:
        reader.problem(
            "translation_of",
            "a translation says in which language it is, and this one does not",
            f"Add a line with the code of its language, as in 'lang: {_another(reader.rules)}'.",
        )
    section_lang = reader.rules.section_langs.get(fields.get("section", ""))
    fields.setdefault("lang", section_lang or reader.rules.language)
    if fields.get("breaking") is True:  # no words of its own
        fields["breaking"] = fields.get("card_title") or fields.get("title", "")
    if fields.get("part") and not fields.get("series") and "series" not in reader.bad:
        reader.problem("part", "a part needs a series", "Write 'series: The title of the series'.")
    if "live_start" in fields and fields["kind"] != "live":
        reader.problem("live", "'live' belongs to stories of the kind live", "Write 'kind: live'.")
    if fields["kind"] == "live" and fields.get("published") is not NO_DATE:
        fields.setdefault("live_start", fields["published"].at if "published" in fields else None)
