"""What a story's front matter may say, and what its author hears when it cannot."""

from __future__ import annotations

import re
import textwrap
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.core.dates import NO_DATE, Moment
from sitegen.core.digests import Values
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.article import Article, Correction, Credit, Person, Reference
from sitegen.schema.reader import Rules
from sitegen.sources.header import Header, parse_person, parse_story, rules_of
from sitegen.sources.keys import PERSON, STORY
from sitegen.sources.media_keys import EnclosureUse, ImageUse
from sitegen.sources.parsing_rules import parsing_rules
from tests.conftest import ROOT

HOUSTON = ZoneInfo("America/Chicago")
RULES = Rules(
    zone=HOUSTON,
    language="en",
    sections=("news", "local", "opinion"),
    tag_aliases={"hisd": "Houston ISD", "houston isd": "Houston ISD"},
)
PATH = "content/news/vote.md"
LEAST = "title: Vote\npublished: 2026-11-20\n"


def file(block: str, body: str = "The council met.\n") -> bytes:
    return f"---\n{textwrap.dedent(block).strip()}\n---\n{body}".encode()


def story(block: str, path: str = PATH) -> Header[Article]:
    header, problems = parse_story(path, file(block), RULES)
    assert header is not None, problems
    assert problems == ()
    return header


def with_least(block: str, path: str = PATH) -> Header[Article]:
    return story(LEAST + textwrap.dedent(block), path)


def wrong(block: str, path: str = PATH) -> tuple[Problem, ...]:
    header, problems = parse_story(path, file(block), RULES)
    assert header is None
    return tuple(sorted(problems))


def one_wrong(block: str, path: str = PATH) -> Problem:
    """Return the one problem of a story that is right but for `block`, from line 4 on."""
    problems = wrong(LEAST + textwrap.dedent(block), path)
    assert len(problems) == 1, problems
    return problems[0]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# What is taken


def test_a_title_and_a_day_are_enough() -> None:
    """All else follows from the file's place and the settings."""
    assert replace(story(LEAST), lines={}) == Header[Article](
        Article(
            path=PATH,
            id="news/vote",
            slug="vote",
            section="news",
            title="Vote",
            kind="news",
            published=Moment(at("2026-11-20T00:00:00-06:00"), timed=False),
            lang="en",
            minutes=1,
        ),
        image=None,
        enclosure=None,
        body="The council met.\n",
        first_line=5,
        lines={},
    )


def test_every_key_is_read() -> None:
    """One story that uses the whole manual."""
    header = story(
        """
        title: Council votes on  the flood budget
        slug: flood-budget
        summary: What it costs, and who pays.
        section: local
        published: 2026-11-20 09:00
        updated:
          at: 2026-11-21 10:00
          note: Added the vote.
        embargo: 2026-11-20 09:30
        expires: 2027-01-01
        draft: false
        kind: live
        kicker: Flooding
        authors:
          - mai-tran
          - name: Jo Park
            role: photographs
        contributors: [Ana Ruiz]
        tags: [HISD, Flooding, hisd, no]
        series:
          title: High water
          part: 2
        lead: {until: 2026-11-21 18:00}
        pinned: true
        breaking: {until: 2026-11-20 18:00, text: Council votes}
        image:
          file: hall.jpg
          alt: The council's hall
          caption: The hall on Friday.
          credit: Jo Park/Sample
          focus: [0.5, 0.25]
        dateline: Houston
        sources:
          - The budget, page 12
          - title: Minutes
            url: https://example.org/minutes
          - https://example.org/video
        how_we_reported: |
          We read the budget.
        corrections:
          - date: 2026-11-22
            text: The sum was wrong.
          - {date: 2026-11-23 08:00, text: The name is Park., type: clarification}
        canonical: https://example.org/first
        aliases: [/2019/old/, /x.html]
        lang: es
        id: flood-2026
        card_title: Budget vote
        related: [../local/b.md, content/opinion/c.md]
        translation_of: vote-en.md
        template: long/map.html
        enclosure:
          file: hall.mp3
          duration: 12:30
          transcript: hall.txt
        live:
          start: 2026-11-20 09:00
          end: 2026-11-20 18:00
        extra:
          map: houston.json
          zoom: 7
          zip: 077002
          wide: true
          tall: false
          answers: [yes, "true", 1.10, ~]
        """
    )

    assert replace(header, lines={}, body="") == Header[Article](
        Article(
            path=PATH,
            id="flood-2026",
            slug="flood-budget",
            section="local",
            title="Council votes on the flood budget",
            kind="live",
            published=Moment(at("2026-11-20T09:30:00-06:00")),
            lang="es",
            card_title="Budget vote",
            summary="What it costs, and who pays.",
            kicker="Flooding",
            updated=Moment(at("2026-11-21T10:00:00-06:00")),
            update_note="Added the vote.",
            embargo=at("2026-11-20T09:30:00-06:00"),
            expires=at("2027-01-01T00:00:00-06:00"),
            authors=(Credit("mai-tran"), Credit("Jo Park", "photographs")),
            contributors=(Credit("Ana Ruiz"),),
            tags=("Houston ISD", "Flooding", "no"),
            series="High water",
            part=2,
            lead=True,
            lead_until=at("2026-11-21T18:00:00-06:00"),
            pinned=True,
            breaking="Council votes",
            breaking_until=at("2026-11-20T18:00:00-06:00"),
            dateline="Houston",
            sources=(
                Reference("The budget, page 12"),
                Reference("Minutes", "https://example.org/minutes"),
                Reference("https://example.org/video", "https://example.org/video"),
            ),
            how_we_reported="We read the budget.",
            corrections=(
                Correction(
                    Moment(at("2026-11-22T00:00:00-06:00"), timed=False), "The sum was wrong."
                ),
                Correction(
                    Moment(at("2026-11-23T08:00:00-06:00")), "The name is Park.", "clarification"
                ),
            ),
            canonical="https://example.org/first",
            aliases=("/2019/old/", "/x.html"),
            related=("../local/b.md", "content/opinion/c.md"),
            translation_of="vote-en.md",
            template="long/map.html",
            live_start=at("2026-11-20T09:00:00-06:00"),
            live_end=at("2026-11-20T18:00:00-06:00"),
            extra={
                "map": "houston.json",
                "zoom": 7,
                "zip": "077002",
                "wide": True,
                "tall": False,
                "answers": ["yes", "true", "1.10", None],
            },
            minutes=1,
        ),
        image=ImageUse(
            "hall.jpg",
            header.lines["image.file"],
            "The council's hall",
            "The hall on Friday.",
            "Jo Park/Sample",
            (0.5, 0.25),
        ),
        enclosure=EnclosureUse(
            header.lines["enclosure"], "hall.mp3", "", "audio/mpeg", 0, 750, "hall.txt"
        ),
        body="",
        first_line=header.first_line,
        lines={},
    )


def test_what_readers_read_may_be_a_quotation() -> None:
    """Curly quotes around a headline are a speaker's; around anything else a slip."""
    prose = ("card_title", "summary", "kicker", "how_we_reported")
    node = with_least("".join(f"{key}: “So”\n" for key in prose)).node

    assert [getattr(node, key) for key in prose] == ["“So”"] * len(prose)
    problems = wrong(LEAST + "dateline: “Houston”\ntranslation_of: “a.md”\n")
    assert ["curly" in problem.message for problem in problems] == [True, True]


def test_what_is_read_can_be_stored() -> None:
    """No value is left that has no canonical form."""
    header = with_least("extra: {a: [1, {b: yes, c: ~}]}\nbreaking: {until: 2026-12-01}")
    Values().encode(header.node)
    assert header.node.breaking == "Vote"


def test_a_story_may_be_a_folder() -> None:
    """content/news/vote/index.md is the story "vote" as content/news/vote.md is."""
    header = story(LEAST, "content/news/vote/index.md")

    assert (header.node.id, header.node.section, header.node.slug) == ("news/vote", "news", "vote")


def test_folders_below_a_section_only_keep_order() -> None:
    """content/news/2026/vote.md stands in the section news."""
    assert story(LEAST, "content/news/2026/vote.md").node.section == "news"
    assert story(LEAST, "content/news/2026/vote/index.md").node.id == "news/2026/vote"


def test_a_file_of_pages_is_a_page() -> None:
    """It has no section, and needs no date."""
    header = story("title: About us", "content/pages/about.md")

    assert (header.node.kind, header.node.section, header.node.slug) == ("page", "", "about")
    assert header.node.published == NO_DATE


def test_a_draft_needs_no_date() -> None:
    """It is not published yet."""
    assert story("title: Vote\ndraft: true").node.published == NO_DATE


def test_the_file_name_may_say_the_day() -> None:
    """2026-11-20-vote.md was published on that day, and the day is no part of its address."""
    header = story("title: 北京", "content/news/2026-11-20-capital.md")
    assert header.node.published == Moment(at("2026-11-20T00:00:00-06:00"), timed=False)
    header = story("title: ★\npublished: 2026-11-21", "content/news/2026-11-20-capital.md")
    assert header.node.slug == "capital"
    assert header.node.published.at == at("2026-11-21T00:00:00-06:00")


def test_date_is_another_word_for_published() -> None:
    """Other generators call it so."""
    assert story("title: Vote\ndate: 2026-11-20").node.published.at == at(
        "2026-11-20T00:00:00-06:00"
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Đường Bellaire", "duong-bellaire"),
        ("¿Qué pasó en la votación?", "que-paso-en-la-votacion"),
        ("Draft 2 (final)", "draft-2-final"),
        ("x" * 200, "x" * 200),
        ("★ ☂", "council-votes"),
    ],
)
def test_an_address_is_made_of_the_files_name(name: str, slug: str) -> None:
    """In the alphabet of addresses; where the name gives none, of the title.

    A headline is mended often and an address never should be: so the name comes first.
    """
    header = story("title: Council votes\npublished: 2026-11-20", f"content/news/{name}.md")

    assert (header.node.slug, header.node.title) == (slug, "Council votes")


def test_a_title_is_kept_as_it_is() -> None:
    """However long, and whatever characters it is made of."""
    for title in ("</script><script>alert(1)</script>", "{{ site }} & ]]>", "x" * 5000):
        assert story(f"title: {title!r}\npublished: 2026-11-20").node.title == title


def test_one_name_may_stand_where_a_list_can() -> None:
    """`authors: mai-tran` is a list of one."""
    header = with_least(
        """
        authors: mai-tran
        tags: Flooding
        sources: The budget
        aliases: /old/
        related: b.md
        series: High water
        part: 3
        """
    )
    assert header.node.authors == (Credit("mai-tran"),)
    assert header.node.tags == ("Flooding",)
    assert header.node.sources == (Reference("The budget"),)
    assert (header.node.aliases, header.node.related) == (("/old/",), ("b.md",))
    assert (header.node.series, header.node.part) == ("High water", 3)


def test_empty_keys_are_keys_not_written() -> None:
    """The skeleton of a new story may stay half empty."""
    others = {"title", "published", "draft", "embargo", "expires"}
    empty = "".join(f"{key}:\n" for key in STORY.names if key not in others)
    assert replace(with_least(empty), lines={}, first_line=5) == replace(story(LEAST), lines={})


def test_a_picture_may_declare_that_it_only_decorates() -> None:
    """alt: "" is an answer; no alt at all is left for others to ask about."""
    decorative = with_least("image: {file: a.jpg, alt: ''}").image
    silent = with_least("image: a.jpg").image
    assert decorative is not None
    assert silent is not None
    assert (decorative.alt, silent.alt) == ("", None)
    assert (silent.target, silent.line, silent.focus) == ("a.jpg", 4, None)


def test_a_sound_elsewhere_says_its_length() -> None:
    """Feeds need the true number of bytes (R9)."""
    header = with_least(
        "enclosure: {url: https://example.org/a.mp3, length: 24986239, transcript: a.txt}"
    )
    assert header.enclosure == EnclosureUse(
        4, "", "https://example.org/a.mp3", "audio/mpeg", 24986239, 0, "a.txt"
    )
    assert with_least("enclosure: {file: talk.mp4, transcript: a.txt}").enclosure == EnclosureUse(
        4, "talk.mp4", "", "video/mp4", 0, 0, "a.txt"
    )


def test_a_live_story_starts_when_it_is_published() -> None:
    """Unless it says otherwise."""
    header = with_least("kind: live")
    assert (header.node.live_start, header.node.live_end) == (header.node.published.at, None)


def test_dates_of_one_day_do_not_quarrel() -> None:
    """Published at nine, updated or corrected "that day": nothing is wrong with it."""
    header = story(
        "title: x\npublished: 2026-11-20 09:00\nupdated: 2026-11-20\n"
        "corrections: [{date: 2026-11-20, text: y}]"
    )
    assert header.node.updated is not None


def test_the_hour_that_happens_twice_is_a_warning() -> None:
    """The story is built, with the choice said (F7)."""
    header, problems = parse_story(PATH, file("title: x\ndate: 2026-11-01 01:30"), RULES)

    assert header is not None
    assert [(p.line, p.warning) for p in problems] == [(3, True)]
    assert "happened twice" in problems[0].message
    assert header.node.published.at == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


# What is refused

WRONG = [
    ("slug: ../etc", "'../etc' cannot stand in an address", "Write 'slug: etc'."),
    ("slug: a/b", "'a/b' cannot", "Write 'slug: a-b'."),
    ("slug: Flood Budget", "cannot stand in an address", "Write 'slug: flood-budget'."),
    ("slug: '...'", "cannot stand in an address", "Use a to z"),
    ("slug: [a]", "slug must be text, not a list", ""),
    ("embrago: 2026-12-01", "unknown key 'embrago'", "Did you mean 'embargo'?"),
    ("Slug: x", "unknown key 'Slug'", "Did you mean 'slug'?"),
    (
        "author: x",
        "unknown key 'author'",
        "Write 'authors'.",
    ),
    ("last-modified: 2026-11-21", "unknown key 'last-modified'", "Write 'updated'."),
    ("layout: map.html", "unknown key 'layout'", "Write 'template'."),
    ("layout: post", "unknown key 'layout'", "Delete this key"),
    ("weight: 3", "unknown key 'weight'", "under 'extra:'"),
    (
        "draft: yes",
        "draft: 'yes' is text",
        "Write 'draft: true' or 'draft: false', without quotes.",
    ),
    ("draft: 'true'", "draft: 'true' is text", "without quotes"),
    ("draft: [true]", "draft: a list is not an answer", "Write 'draft: true'"),
    ("draft: 1", "draft: '1' is text", "'draft: true' or"),
    ("breaking: yes", "breaking: 'yes' does not say until when", "breaking: {until:"),
    ("breaking: true", "breaking does not say until when", "breaking: {until:"),
    ("breaking: {text: x}", "breaking does not say until when", "breaking: {until:"),
    ("lead: now", "lead: 'now' is text", "or 'lead: {until: 2026-11-20 18:00}'."),
    ("pinned: {til: 2026-12-01, until: 2026-12-01}", "unknown key 'til'", "Did you mean 'until'?"),
    ("pinned: {}", "pinned has no until", "until: …"),
    ("section: nws", "there is no section 'nws'", "Did you mean 'news'?"),
    ("kind: opinon", "there is no kind 'opinon'", "Did you mean 'opinion'?"),
    ("kind: page", "pages stand in content/pages/", "Move the file there"),
    ("lang: english", "'english' is not the code of a language", "'es'"),
    ("lang: pt_BR", "'pt_BR' is not the code", "Write 'lang: pt-BR'."),
    ("id: two words", "'two words' cannot be an id", "no spaces"),
    ("date: 2026-11-21", "'date' and 'published' mean the same", "Keep one"),
    ("updated: 2026-11-19", "the story was updated before it was published", ""),
    ("updated: {note: x}", "updated has no at", "at: …"),
    ("updated: soon", "updated: 'soon' is not a date", "2026-11-20 09:00"),
    ("embargo:", "embargo is empty, and it decides who sees the story", "delete the line"),
    ("draft: ~", "draft is empty", "delete the line"),
    ("embargo: ''", "embargo: the date is empty", "2026-11-20"),
    ("embargo: 2026-13-40", "embargo: '2026-13-40' has month 13", "2026-11-20"),
    ("embargo: [2026-11-20]", "embargo must be a date, not a list", "2026-11-20"),
    ("expires: 2026-11-20", "the story expires before it is published", "never be seen"),
    ("expires: 2026-11-19", "the story expires before it is published", "draft: true"),
    ("authors: Mai Tran, Jo Park", "is one text with a comma", "authors: [Mai Tran, Jo Park]"),
    ("authors: [{nam: x}]", "unknown key 'nam'", "Did you mean 'name'?"),
    ("authors: [[a]]", "item 1 of authors must be text, not a list", ""),
    ("authors: [a, ~]", "an item of authors is empty", "Delete its line."),
    ("tags: a, b", "'a, b' is one text with a comma in it", "Write a list: 'tags: [a, b]'."),
    ("tags: [★]", "no address can be made of the tag '★'", ""),
    ("tags: {a: b}", "tags must be text, not a table", ""),
    ("series: {part: 2}", "series has no title", ""),
    ("part: 2", "a part needs a series", "series:"),
    ("series: x\npart: two", "part must be a whole number, not 'two'", "from 1 to 999"),
    ("series: x\npart: 0", "part must be a whole number, not '0'", "from 1 to 999"),
    ("image: {alt: x}", "image has no file", "file: …"),
    ("image: {file: a.jpg, alt: }", "the alt text is empty", 'alt: ""'),
    ("image: {file: a.jpg, focus: [2, 0]}", "the focus is not a place", "from 0 to 1"),
    ("image: {file: a.jpg, width: 100%}", "'100%' is no width", "width: full"),
    ("image: {file: a.jpg, focus: nan}", "the focus is not a place", "from 0 to 1"),
    ("image: {file: a.jpg, focus: [nan, inf]}", "the focus is not a place", "from 0 to 1"),
    ("image: {file: a.jpg, size: 2}", "unknown key 'size'", "Known keys: alt, caption"),
    ("image: [a.jpg]", "image must be text, not a list", ""),
    ("sources: [{title: x, url: ftp://x}]", "'ftp://x' is not a web address", "https://"),
    ("sources: [{}]", "a source needs a title", ""),
    ("corrections: Sorry", "a correction needs a date and a text", "- date:"),
    ("corrections: [{date: 2026-11-21}]", "item 1 of corrections has no text", ""),
    ("corrections: [{text: x}]", "item 1 of corrections has no date", ""),
    ("corrections: {date: 2026-11-21, text: x}", "corrections are a list", "- date:"),
    ("corrections: [{date: 2026-11-21, text: x, type: fix}]", "there is no correction of the", ""),
    ("corrections: [{date: 2026-11-01, text: x}]", "the correction is older than the story", ""),
    ("canonical: /news/x/", "'/news/x/' is not a web address", "https://"),
    ("canonical: 'javascript:alert(1)'", "is not a web address", ""),
    ("canonical: https://[", "is not a web address", ""),
    ("aliases: old", "the alias 'old' is not a path", "'/old'"),
    ("aliases: [https://example.org/old/?p=1]", "is not a path of this site", "'/old'"),
    ("aliases: [/../../etc/passwd]", "is not a path of this site", ""),
    ("aliases: [//evil.example]", "is not a path of this site", ""),
    ("aliases: ['/a b/']", "is not a path of this site", ""),
    ("aliases: [/]", "is not a path of this site", ""),
    ("template: ../../secret", "is not the name of a template", "map.html"),
    ("enclosure: a.txt", "'a.txt' is neither sound nor video", "type: audio/mpeg"),
    ("enclosure: a.qqq", "it is not clear what 'a.qqq' is", "type: audio/mpeg"),
    ("enclosure: {type: audio/mpeg}", "either a file or a url", "file: interview.mp3"),
    ("enclosure: https://x.org/a.mp3", "an enclosure elsewhere needs its length", "length:"),
    ("enclosure: {file: a.mp3, duration: 1:99}", "'1:99' is not a duration", "12:30"),
    ("enclosure: {file: a.mp3, length: big}", "must be a whole number", ""),
    ("live: true", "live cannot be 'true'", "start: …"),
    ("live: {start: 2026-11-20}", "'live' belongs to stories of the kind live", "kind: live"),
    ("kind: live\nlive: {start: 2026-11-20, end: 2026-11-19}", "ends before it starts", ""),
    ("kind: live\nlive: {end: 2026-11-19}", "live has no start", ""),
    ("extra: wide", "extra holds keys of your own, not 'wide'", "indented by two spaces"),
    ("summary: [a]", "summary must be text, not a list", "quotes"),
    ("summary: {a: b}", "summary must be text, not a table", "quotes"),
]


@pytest.mark.parametrize(("block", "message", "hint"), WRONG, ids=[case[0] for case in WRONG])
def test_a_wrong_value_is_told_with_its_line_and_remedy(
    block: str, message: str, hint: str
) -> None:
    """One mistake, one problem, on the line where it stands."""
    problem = one_wrong(block)

    assert problem.path == PATH
    assert problem.line == 4 + block.count("\n")
    assert message in problem.message
    assert hint in problem.hint
    assert not problem.warning


@pytest.mark.parametrize(
    ("block", "path", "line", "message"),
    [
        ("published: 2026-11-20", PATH, 1, "the story has no title"),
        ("title:\npublished: 2026-11-20", PATH, 2, "the title is empty"),
        ("title: ''\npublished: 2026-11-20", PATH, 2, "the title is empty"),
        ("title: '  '\npublished: 2026-11-20", PATH, 2, "the title is empty"),
        ("title: [a, b]\npublished: 2026-11-20", PATH, 2, "title must be text, not a list"),
        ("title: x", PATH, 1, "the story has no date"),
        ("title: x", "content/news/2026-02-31-x.md", 1, "the file's name: '2026-02-31' has day 31"),
        ("title: ★\ndate: 2026-11-20", "content/news/★.md", 1, "no address can be made"),
        (LEAST, "content/vote.md", 1, "a story in content/ itself needs a section"),
        (LEAST, "content/news.md", 1, "a story in content/ itself needs a section"),
        (LEAST, "content/nws/vote.md", 1, "the folder 'nws' is not a section"),
        (LEAST, "content/news/index.md", 1, "content/news/ is the folder of a section"),
        ("title: x\nsection: news", "content/pages/x.md", 3, "a page has no section"),
        ("title: x\nkind: news", "content/pages/x.md", 3, "is a page, not of the kind 'news'"),
        ("title: a\ntitle: b\npublished: 2026-11-20", PATH, 3, "'title' is given twice"),
    ],
)
def test_what_is_missing_or_out_of_place_is_told(
    block: str, path: str, line: int, message: str
) -> None:
    """A story that cannot be placed or dated is refused, with the reason."""
    (problem,) = wrong(block, path)

    assert problem.line == line
    assert message in problem.message


def test_all_problems_are_told_at_once() -> None:
    """One bad key never hides another, not even one that is given twice."""
    problems = wrong(
        "titel: x\ndraft: yes\ndraft: true\npublished: 2026-13-01\nkind: nws\nlang: ??"
    )

    assert [problem.line for problem in problems] == [1, 2, 3, 4, 5, 6, 7]


def test_an_embargo_may_not_outlive_the_story() -> None:
    """Then it would never be seen."""
    problem = one_wrong("embargo: 2026-12-01\nexpires: 2026-12-01")

    assert problem.line == 5
    assert problem.message == "the story expires before it is free of its embargo"


# People


def test_a_person_is_read() -> None:
    """The file's name is their id."""
    person, problems = parse_person(
        "content/authors/mai-tran.md",
        file(
            """
            name: Mai Trần
            role: Reporter
            beat: City hall
            languages: [en, vi]
            email: mai@example.org
            profiles: [https://example.org/@mai]
            image: {file: mai.jpg, alt: Mai}
            lang: vi
            organisation: false
            """
        ),
        RULES,
    )
    assert problems == ()
    assert person is not None
    assert replace(person, lines={}) == Header[Person](
        Person(
            path="content/authors/mai-tran.md",
            id="mai-tran",
            name="Mai Trần",
            role="Reporter",
            beat="City hall",
            languages=("en", "vi"),
            email="mai@example.org",
            profiles=("https://example.org/@mai",),
            lang="vi",
        ),
        image=ImageUse("mai.jpg", 8, "Mai"),
        enclosure=None,
        body="The council met.\n",
        first_line=12,
        lines={},
    )


@pytest.mark.parametrize(
    ("block", "path", "message", "hint"),
    [
        ("role: x", "content/authors/a.md", "the person has no name", "name:"),
        ("name: x", "content/authors/Mai Tran.md", "'Mai Tran' cannot stand", "mai-tran.md"),
        ("name: x\nemail: mai", "content/authors/a.md", "'mai' is not an e-mail address", "@"),
        (
            "name: x\npicture: a.jpg",
            "content/authors/a.md",
            "unknown key 'picture'",
            "Write 'image: {",
        ),
        ("name: x\nbio: a", "content/authors/a.md", "unknown key 'bio'", "the text below"),
        ("name: x\ntitle: a", "content/authors/a.md", "unknown key 'title'", ""),
        ("name: x\nlanguages: [vn!]", "content/authors/a.md", "'vn!' is not the code", ""),
        ("name: x\nprofiles: '@mai'", "content/authors/a.md", "is not a web address", ""),
    ],
)
def test_a_wrong_person_is_told(block: str, path: str, message: str, hint: str) -> None:
    """In the same way as a story."""
    person, (problem,) = parse_person(path, file(block), RULES)

    assert person is None
    assert message in problem.message
    assert hint in problem.hint


def test_a_person_may_be_a_folder() -> None:
    """content/authors/mai-tran/index.md keeps the portrait beside it."""
    person, _ = parse_person("content/authors/mai-tran/index.md", file("name: Mai"), RULES)
    assert person is not None
    assert person.node.id == "mai-tran"


def test_rules_come_from_the_settings(tmp_path) -> None:
    """What the settings say decides how stories are read."""
    from sitegen.settings.load import load

    (tmp_path / "sitegen.toml").write_text(
        'title = "x"\nbase_url = "https://example.org"\ntimezone = "Asia/Ho_Chi_Minh"\n'
        'language = "vi"\n[[sections]]\nslug = "tin"\ntitle = "Tin"\n'
        '[tags.aliases]\n"Hà Nội" = ["Hanoi"]\n',
        "utf-8",
    )
    header, _ = parse_story(
        "content/tin/a.md", file(LEAST + "tags: hanoi"), rules_of(parsing_rules(load(tmp_path)))
    )
    assert header is not None
    assert (header.node.lang, header.node.section, header.node.tags) == ("vi", "tin", ("Hà Nội",))
    assert header.node.published.at.isoformat() == "2026-11-20T00:00:00+07:00"


def test_the_manuals_examples_are_right() -> None:
    """Whoever copies an example from docs/front-matter.md has no problem."""
    manual = (ROOT / "docs/front-matter.md").read_text("utf-8")
    whole = re.findall(r"```markdown\n(.*?)```", manual, re.DOTALL)
    parts = re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL)
    inline = re.findall(
        r"`((?:updated|lead|breaking|series|live|aliases|related|tags): [^`]*[}\]])`", manual
    )
    assert (len(whole), len(parts)) == (2, 3)
    assert len(inline) >= 6
    assert parse_story(PATH, whole[0].encode(), RULES)[1] == ()
    assert parse_person("content/authors/mai-tran.md", whole[1].encode(), RULES)[1] == ()
    for part in (*parts, *inline):
        with_least(part + ("\nkind: live" if part.startswith("live") else ""))


# Anything at all

SCALARS = st.sampled_from(
    [
        *("true", "false", "yes", "~", "''", "2026-11-20", "2026-13-01", "9" * 30, "-1", "1.5"),
        *("nan", "../x", "/x/", "https://x.org/a.mp3", "'[::'", "http://[", "a, b", "<script>"),
        *("★", "x" * 300, "{}", "[]", "[[]]", "[~]", "{a: b}", "[{}]", "{until: x}", "٣", "0"),
        *("{title: x, url: 'http://['}", "{date: x, text: y}", "{file: a, url: b}", "mai-tran"),
        *("{file: x.mp3, duration: 99999999999}", "{at: ~}", "{name: [a]}", '"\\ud83d"', "|"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from([*STORY.names, *PERSON.names, "extr"]), SCALARS, max_size=8))
@example({"title": "true", "enclosure": "http://["})
def test_no_value_of_any_key_breaks_the_reader(block: dict[str, str]) -> None:
    """Whatever stands behind a key, there is a story or a problem, and never both."""
    data = file("\n".join(f"{key}: {value}" for key, value in block.items()))
    for path, read in ((PATH, parse_story), ("content/authors/a.md", parse_person)):
        header, problems = read(path, data, RULES)
        assert (header is None) == any(not problem.warning for problem in problems)
        assert all(problem.line >= 1 for problem in problems)
        if header is not None:
            Values().encode(header.node)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("content/news/vote.es.md", "vote-es.md"),
        ("content/news/vote.pt-BR.md", "vote-pt-br.md"),
        ("content/news/vote/index.es.md", "vote-es.md"),
        ("content/pages/about.vi.md", "about-vi.md"),
    ],
)
def test_a_name_with_a_language_is_kept_for_translations(path: str, name: str) -> None:
    """It would be an English story at an odd address today, and a translation tomorrow."""
    text = b"---\ntitle: Voto\npublished: 2026-03-01\n---\nTexto.\n"

    _, problems = parse_story(path, text, RULES)

    code = path.split(".")[-2]
    assert [p.hint for p in problems] == [f"Name the file {name}, and write 'lang: {code}' in it."]


@pytest.mark.parametrize("name", ["vote.old", "report.v2", "2026.03.01-vote", "st.-louis", "u.s-a"])
def test_other_dots_in_names_are_fine(name: str) -> None:
    """Only a language's code is kept."""
    text = b"---\ntitle: Vote\npublished: 2026-03-01\n---\nText.\n"

    assert parse_story(f"content/news/{name}.md", text, RULES)[1] == ()
