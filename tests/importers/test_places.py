"""Names of an archive's sections, stories, people and tags: how long, and what if two want one."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sitegen.importers import model
from sitegen.importers.choices import CategoryChoice, Choices
from sitegen.importers.model import Author, Head, Paper, Term
from sitegen.importers.places import Before, Places, Section, places_of

AT = datetime(2019, 5, 4, 14, 30, tzinfo=UTC)
NO_LETTERS = "𐎀𐎁𐎂"  # of Ugarit: letters, and none has an ASCII form


def head(key: str, *terms: str, **said: object) -> Head:
    fields = {"kind": model.POST, "title": "A story", "slug": key, "state": model.PUBLISHED,
              "published": AT, "terms": terms, **said}  # fmt: skip
    return Head(key, **fields)  # type: ignore[arg-type]


def category(slug: str, name: str, parent: str = "", description: str = "") -> Term:
    return Term(f"category:{slug or name}", "category", slug, name, parent, description)


def planned(
    *heads: Head,
    terms: tuple[Term, ...] = (),
    authors: tuple[Author, ...] = (),
    before: Before | None = None,
    choices: Choices | None = None,
) -> Places:
    paper = Paper(heads=heads, terms=terms, authors=authors)
    return places_of(paper, choices or Choices(), before or Before(), ZoneInfo("America/Chicago"))


def filed(*terms: Term) -> list[str]:
    """Return the slugs of the sections that categories become, a story in each."""
    heads = [head(f"p{number}", term.key) for number, term in enumerate(terms)]
    return [section.slug for section in planned(*heads, terms=terms).sections]


def test_twelve_categories_are_sections() -> None:
    """More would fill no menu that a reader reads."""
    assert len(filed(*[category(f"c{number}", "C") for number in range(12)])) == 12
    terms = [category(f"c{number}", "C") for number in range(14)]
    assert filed(*terms) == [f"c{number}" for number in range(12)] + ["news"]


def test_a_sections_name_has_sixty_letters_at_most() -> None:
    assert filed(category("a" * 60, "x"), category("b" * 61, "x")) == ["a" * 60, "b" * 60]
    assert filed(category("", "c" * 60), category("", "d" * 61)) == ["c" * 60, "d" * 60]
    places = planned(
        head("x", kind=model.TYPE, type="e" * 61), head("y", kind=model.TYPE, type="f")
    )
    assert [section.slug for section in places.sections] == ["e" * 60, "f"]


def test_a_section_without_letters_is_known_by_its_number() -> None:
    assert filed(category("a", "A"), category("", NO_LETTERS[0]), category("", NO_LETTERS[1])) == [
        "a", "section-2", "section-3",
    ]  # fmt: skip


def test_no_two_sections_have_one_name() -> None:
    """Nor that of a page of sitegen's own."""
    terms = [category(slug, slug) for slug in ("a", "Ä", "à", "authors", "feed", "uploads")]
    assert filed(*terms) == [
        "a", "a-2", "a-2-2", "authors-stories", "feed-stories", "uploads-stories",
    ]  # fmt: skip


def test_a_section_that_several_name_has_the_words_of_the_first_that_has_some() -> None:
    """Whoever only leads there gives none, and what the site had before stays."""
    terms = (category("c", "Sea", description="No"), category("b", "Bee", description="D"),
             category("d", "Dee", description="No"), category("old", "New"))  # fmt: skip
    choices = Choices({"c": CategoryChoice("b"), "b": CategoryChoice("b"), "d": CategoryChoice("b"),
                       "old": CategoryChoice("old")})  # fmt: skip
    heads = [head("x", "category:b"), head("y", "category:old")]
    more = [head(f"z{number}", f"category:w{number}") for number in range(12) for _ in range(2)]
    others = tuple(category(f"w{number}", "W") for number in range(12))
    places = planned(*heads, *more, terms=(*terms, *others), choices=choices,
                     before=Before({"old": "Old"}))  # fmt: skip
    assert places.sections[:2] == (Section("b", "Bee", True, "D"),
                                   Section("old", "Old", False))  # fmt: skip


def test_the_first_category_that_files_decides() -> None:
    """Of one that chose to be a tag its section above; what nobody filed is last."""
    terms = (category("up", "Up"), category("sub", "Sub", "category:up"), category("z", "Z"),
             category("uncategorized", "None"))  # fmt: skip
    places = planned(
        head("a", "category:uncategorized", "category:sub", "category:z"), head("b", "category:z"),
        head("c", "category:up"), terms=terms,
    )  # fmt: skip
    assert [(p.section, p.tags) for p in places.by_key.values()] == [
        ("up", ("Sub", "Z")), ("z", ()), ("up", ()),
    ]  # fmt: skip


def test_a_term_that_the_archive_does_not_know_hides_no_other() -> None:
    flood = Term("tag:flood", "tag", "flood", "Flood")
    places = planned(head("a", "tag:none", "tag:flood"), terms=(flood,))
    assert places.by_key["a"].tags == ("Flood",)


def test_a_name_of_a_file_has_a_hundred_letters_at_most() -> None:
    places = planned(
        head("a", slug="a" * 100), head("b", slug="b" * 101), head("c", slug="", title="c" * 101),
        head("d" * 94, slug="", title=NO_LETTERS), head("d" * 95, slug="", title=NO_LETTERS),
        head("e", slug="E" * 101),
    )  # fmt: skip
    assert [place.slug for place in places.by_key.values()] == [
        "a" * 100, "b" * 100, "c" * 100, f"story-{'d' * 94}", "story", "e" * 100,
    ]  # fmt: skip


def test_stories_of_one_name_are_numbered_from_two() -> None:
    """In the whole section: the address has no year."""
    places = planned(*[head(f"k{n}", slug="a", published=AT.replace(year=2015 + n))
                       for n in range(4)])  # fmt: skip
    assert [(place.slug, place.path, place.file[13:17]) for place in places.by_key.values()] == [
        ("a", "/news/a/", "2015"), ("a-2", "/news/a-2/", "2016"), ("a-3", "/news/a-3/", "2017"),
        ("a-4", "/news/a-4/", "2018"),
    ]  # fmt: skip


def test_pages_of_one_name_are_known_by_the_page_above_and_then_by_number() -> None:
    def page(key: str, slug: str, parent: str = "") -> Head:
        return head(key, kind=model.PAGE, slug=slug, parent=parent)

    places = planned(
        page("1", "about"), page("2", "team"), page("3", "team", "1"), page("4", "team", "1"),
        page("5", "team", "1"), page("6", "team"), page("7", "archive"), page("8", "archive"),
        page("9", "tags", "1"), page("10", "index"), page("11", "news"), head("s"),
        page("12", "team", "gone"), page("13", "old", NO_LETTERS),
    )  # fmt: skip
    slugs = {key: place.slug for key, place in places.by_key.items() if key != "s"}
    assert slugs == {
        "1": "about", "2": "team", "3": "about-team", "4": "team-page", "5": "team-2",
        "6": "team-3", "7": "archive-page", "8": "archive-2", "9": "about-tags",
        "10": "index-page", "11": "news-page", "12": "team-4", "13": "old",
    }  # fmt: skip
    assert places.by_key["3"].file == "content/pages/about-team.md"
    assert (places.by_key["3"].path, places.by_key["3"].section) == ("/about-team/", "")


def test_people_of_one_name_are_numbered_from_two() -> None:
    """Sixty letters at most; who has none that an address can have is known by the place."""
    authors = (Author("1", "x", "a" * 61), Author("2", "b" * 61), Author("3", NO_LETTERS),
               Author("4", "Cy"), Author("5", "Cy"), Author("6", "Cy"), Author("7", "Cy"),
               Author("8", NO_LETTERS))  # fmt: skip
    assert planned(authors=authors).people == {
        "1": "a" * 60, "2": "b" * 60, "3": "writer-3", "4": "cy", "5": "cy-2", "6": "cy-3",
        "7": "cy-4", "8": "writer-8",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tags", "slugs"),
    [
        ((("a", "A"), ("b", "B")), {}),
        ((("", "A"), ("", "Ä"), ("", "À"), ("", "Á")), {"Ä": "a-2", "À": "a-3", "Á": "a-4"}),
        ((("", "A"), ("other", "Ä"), ("other", "À")), {"Ä": "other", "À": "other-2"}),
        ((("", NO_LETTERS[0]), ("", NO_LETTERS[1]), ("c", NO_LETTERS[2])),
         {NO_LETTERS[0]: "tag-1", NO_LETTERS[1]: "tag-2", NO_LETTERS[2]: "c"}),
        ((("", "Had"), ("", "hâd")), {"Had": "kept"}),
        ((("", "Kept"),), {"Kept": "kept-2"}),
    ],
)  # fmt: skip
def test_tags_of_one_address_are_parted(
    tags: tuple[tuple[str, str], ...], slugs: dict[str, str]
) -> None:
    """By their old slugs, else by number; what the settings say of a tag stays."""
    terms = tuple(Term(f"tag:{name}", "tag", slug, name) for slug, name in tags)
    had = Before(tag_slugs={"had": "kept"})
    places = planned(head("a", *[term.key for term in terms]), terms=terms, before=had)
    assert places.tag_slugs == slugs
