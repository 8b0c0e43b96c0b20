"""Where everything comes to stand: sections and tags, the file and address of each piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import chain, count
from zoneinfo import ZoneInfo

from sitegen.core.record import Record, field
from sitegen.core.urls import page_path, slugify
from sitegen.importers import model
from sitegen.importers.choices import CategoryChoice, Choices
from sitegen.importers.model import Author, Head, Paper, Term
from sitegen.settings.types import RESERVED_SLUGS

MOST_SECTIONS = 12  # of an archive with more categories, the others become tags
_NAME_LIMIT = 100  # letters of a file's name
_DEFAULT = ("news", "News")
# WordPress's category for all that nobody filed, as its translations name it.
_UNFILED = frozenset(
    """uncategorized uncategorised sin-categoria sem-categoria non-classe allgemein
    unkategorisiert senza-categoria zonder-categorie ukategorisert okategoriserade chua-phan-loai
    chua-duoc-phan-loai bez-kategorii""".split()  # noqa: SIM905
)
_TAKEN_PAGES = RESERVED_SLUGS | {"files", "index", "404", "feed", "uploads"}


class Section(Record):
    slug: str
    title: str
    is_new: bool = True  # False: the site had it before
    description: str = ""


class Place(Record):
    """Where one piece stands."""

    file: str  # "content/sports/2019/derby.md"
    path: str  # "/sports/derby/"
    slug: str
    section: str  # "" for pages
    tags: tuple[str, ...] = ()


class Places(Record):
    """The plan of the site."""

    sections: tuple[Section, ...]
    by_key: Mapping[str, Place]  # piece → where it stands
    people: Mapping[str, str]  # author → name of the file, "mai-tran"
    terms: Mapping[str, CategoryChoice]  # category → what becomes of it
    tag_slugs: Mapping[str, str] = field(default_factory=dict)  # tag → last part of its address

    def tag_path(self, tag: str) -> str:
        return page_path("tags", self.tag_slugs.get(tag) or slugify(tag))


class Before(Record):
    """What a site had before this run."""

    sections: Mapping[str, str] = field(default_factory=dict)  # slug → title
    files: Mapping[str, str] = field(default_factory=dict)  # key → file, of earlier runs
    taken: Collection[str] = ()  # every other file of content/
    paths: Collection[str] = ()  # at which those stand
    tag_slugs: Mapping[str, str] = field(default_factory=dict)  # casefolded tag → slug


def places_of(paper: Paper, choices: Choices, before: Before, zone: ZoneInfo) -> Places:
    """Decide where everything stands; the same archive always comes to the same plan."""
    terms = {term.key: term for term in paper.terms}
    filed = _Filing(terms, paper.heads, choices, before.sections)
    namer = _Namer(before, {section.slug for section in filed.sections})
    by_key: dict[str, Place] = {}
    slugs = {head.key: head.slug for head in paper.heads}
    for head in paper.heads:
        if head.kind == model.PAGE or head.as_page:
            by_key[head.key] = namer.page(head, slugs.get(head.parent, ""))
        else:
            section = filed.section_of(head)
            by_key[head.key] = namer.story(head, section, filed.tags_of(head), zone)
    people = _names_of_people(paper.authors)
    tags = dict.fromkeys(tag for place in by_key.values() for tag in place.tags)
    parted = _tag_slugs(tags, {t.name: t.slug for t in paper.terms}, before.tag_slugs)
    return Places(tuple(filed.sections), by_key, people, filed.fates, parted)


class _Filing:
    """Makes sections and tags of categories."""

    def __init__(
        self,
        terms: Mapping[str, Term],
        heads: Iterable[Head],
        choices: Choices,
        had: Mapping[str, str],
    ) -> None:
        self._terms = terms
        self._choices = choices
        stories = [h for h in heads if not (h.kind == model.PAGE or h.as_page)]
        self._tops = {key: self._top(term) for key, term in terms.items()}
        weight: Counter[str] = Counter()
        for head in stories:
            for key in self._categories(head)[:1]:
                weight[self._tops[key]] += 1
        chosen = [key for key, _count in weight.most_common(MOST_SECTIONS)]
        # In the order of the archive, which is the one that its readers know.
        tops = [key for key in terms if key in chosen and not self._is_unfiled(key)]
        self.fates: dict[str, CategoryChoice] = {}
        self.sections: list[Section] = []
        self._had = had
        for key, term in terms.items():
            self.fates[key] = self._fate(term, is_section=key in tops)
        self._default = self._default_section(stories)
        self._types = self._sections_of_types(stories)

    def _top(self, term: Term) -> str:
        seen = {term.key}
        while term.parent in self._terms and term.parent not in seen:
            seen.add(term.parent)
            term = self._terms[term.parent]
        return term.key

    def _is_unfiled(self, key: str) -> bool:
        return self._terms[key].slug in _UNFILED

    def _categories(self, head: Head) -> list[str]:
        """Return the categories of a piece, the one that decides first."""
        keys = [k for k in head.terms if k in self._terms and self._terms[k].kind == model.CATEGORY]
        filed = [key for key in keys if not self._is_unfiled(key)]
        return filed or keys

    def _fate(self, term: Term, *, is_section: bool) -> CategoryChoice:
        if term.kind == model.CATEGORY:
            chosen = self._choices.categories.get(term.slug)
            if chosen is not None:
                if chosen.section:
                    title = term.name if is_section or chosen.section == term.slug else ""
                    self._add(chosen.section, title, term.description)
                return chosen
            if is_section:
                slug = self._free_slug(term)
                self._add(slug, term.name, term.description)
                return CategoryChoice(section=slug)
            if self._is_unfiled(term.key):
                return CategoryChoice()
        return CategoryChoice(tag=term.name)

    def _free_slug(self, term: Term) -> str:
        slug = (
            slugify(term.slug, 60) or slugify(term.name, 60) or f"section-{len(self.sections) + 1}"
        )
        if slug in _TAKEN_PAGES:
            slug = f"{slug}-stories"
        while any(section.slug == slug for section in self.sections):
            slug += "-2"
        return slug

    def _add(self, slug: str, title: str, description: str = "") -> None:
        for number, section in enumerate(self.sections):
            if section.slug == slug:
                if title and section.title == _as_title(slug):
                    self.sections[number] = Section(slug, title, section.is_new, description)
                return
        is_new = slug not in self._had
        title = self._had.get(slug) or title or _as_title(slug)
        self.sections.append(Section(slug, title, is_new, description))

    def _default_section(self, stories: Iterable[Head]) -> str:
        """Return the section of stories that no category files: "news", if any needs it."""
        if any(not self._sections_of(head) and head.kind == model.POST for head in stories):
            self._add(*_DEFAULT)
        return _DEFAULT[0]

    def _sections_of_types(self, stories: Iterable[Head]) -> dict[str, str]:
        """Give each type of the site's own, where no category files it, a section."""
        sections: dict[str, str] = {}
        for head in stories:
            if (
                head.kind == model.TYPE
                and not self._sections_of(head)
                and head.type not in sections
            ):
                slug = slugify(head.type, 60) or "stories"
                slug = f"{slug}-stories" if slug in _TAKEN_PAGES else slug
                self._add(slug, _as_title(head.type))
                sections[head.type] = slug
        return sections

    def _sections_of(self, head: Head) -> list[str]:
        found = []
        for key in self._categories(head):
            fate = self.fates[key]
            if not fate.section and fate.tag:
                top = self.fates[self._tops[key]]
                fate = top if top.section else fate
            if fate.section:
                found.append(fate.section)
        return found

    def section_of(self, head: Head) -> str:
        named = self._sections_of(head)
        if named:
            return named[0]
        return self._types.get(head.type, self._default)

    def tags_of(self, head: Head) -> tuple[str, ...]:
        """Return the tags of a story: its own, and its categories that are not its section."""
        section = self.section_of(head)
        tags: dict[str, str] = {}
        for key in head.terms:
            term, fate = self._terms.get(key), self.fates.get(key)
            if term is None or fate is None:
                continue
            name = fate.tag or (term.name if fate.section and fate.section != section else "")
            if name and any(char.isalnum() for char in name):
                tags.setdefault(name.casefold(), name)
        return tuple(tags.values())


class _Namer:
    """Gives each piece a file and an address of its own."""

    def __init__(self, before: Before, sections: Collection[str]) -> None:
        self._before = before
        self._of_others = {file.casefold() for file in before.taken}
        self._addresses = {page_path(slug) for slug in (*sections, *before.sections)}
        self._addresses.update(before.paths)
        self._files: set[str] = set()
        self._kept = {file.casefold() for file in before.files.values()}

    def page(self, head: Head, parent: str) -> Place:
        slug = _slug_of(head)
        names = [slug, f"{slugify(parent)}-{slug}".strip("-")] if parent else [slug]
        for name in chain(names, [f"{slug}-page"], (f"{slug}-{n}" for n in count(2))):
            place = Place(f"content/pages/{name}.md", page_path(name), name, "")
            if name not in _TAKEN_PAGES and self._take(place, head.key):
                return place
        raise AssertionError("there is always one more number")

    def story(self, head: Head, section: str, tags: tuple[str, ...], zone: ZoneInfo) -> Place:
        slug = _slug_of(head)
        if slug in ("index", "page", "feed"):
            slug = f"{slug}-story"
        folder = _folder(head.published, zone) if head.state != model.DRAFT else "drafts"
        for name in chain([slug], (f"{slug}-{n}" for n in count(2))):
            file = f"content/{section}/{folder}/{name}.md"
            place = Place(file, page_path(section, name), name, section, tags)
            if self._take(place, head.key):
                return place
        raise AssertionError("there is always one more number")

    def _take(self, place: Place, key: str) -> bool:
        file = place.file.casefold()
        is_own = self._before.files.get(key, "").casefold() == file
        if not is_own and (file in self._of_others or file in self._kept):
            return False
        if file in self._files or place.path in self._addresses:
            return False
        self._files.add(file)
        self._addresses.add(place.path)
        return True


def _slug_of(head: Head) -> str:
    """Return the last part of a piece's address."""
    return (
        slugify(head.slug, _NAME_LIMIT)
        or slugify(head.title, _NAME_LIMIT)
        or slugify(f"story-{head.key}", _NAME_LIMIT)
    )


def _folder(published: datetime | None, zone: ZoneInfo) -> str:
    return f"{published.astimezone(zone):%Y}" if published is not None else "drafts"


def _as_title(slug: str) -> str:
    return slug.replace("-", " ").replace("_", " ").title()


def _names_of_people(authors: Iterable[Author]) -> dict[str, str]:
    names: dict[str, str] = {}
    for author in authors:
        # Who has a file in the site already is taken for the same person.
        first = slugify(author.slug, 60) or slugify(author.name, 60) or f"writer-{len(names) + 1}"
        name, number = first, 2
        while name in names.values():
            name, number = f"{first}-{number}", number + 1
        names[author.key] = name
    return names


def _tag_slugs(
    tags: Iterable[str], old: Mapping[str, str], had: Mapping[str, str]
) -> dict[str, str]:
    """Part tags that would get one address, and give one to those that would get none."""
    slugs: dict[str, str] = {}
    taken: dict[str, str] = {slug: tag for tag, slug in had.items()}
    for tag in tags:
        if tag.casefold() in had:
            slugs[tag] = had[tag.casefold()]
            continue
        slug = slugify(tag)
        if slug and slug not in taken:
            taken[slug] = tag
            continue
        first = slugify(old.get(tag, "")) or slug or f"tag-{len(slugs) + 1}"
        name, number = first, 2
        while name in taken:
            name, number = f"{first}-{number}", number + 1
        taken[name] = tag
        slugs[tag] = name
    return slugs
