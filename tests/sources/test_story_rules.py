"""Where a rule of front matter begins and ends: each bound is tried on both sides."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.dates import NO_DATE, Moment
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.article import Article, Credit
from sitegen.schema.reader import Rules
from sitegen.schema.tables import Table
from sitegen.schema.yaml_blocks import QuotedText
from sitegen.sources.copies import likely_copies, original_of
from sitegen.sources.date_keys import ALERT, LIVE, UPDATED
from sitegen.sources.evidence_keys import CORRECTIONS, SOURCES, SPONSOR
from sitegen.sources.header import Header, parse_story
from sitegen.sources.keys import PERSON, STORY, is_of_another_program
from sitegen.sources.media_keys import ENCLOSURE, IMAGE, usual_type
from sitegen.sources.people_keys import CREDITS
from sitegen.sources.story_place import is_page, stem_of
from sitegen.sources.topic_keys import SERIES, Own
from sitegen.sources.twins import are_twins

HOUSTON = ZoneInfo("America/Chicago")
PATH = "content/news/vote.md"
HEAD = "title: Vote\npublished: 2026-11-20 09:00\n"
RULES = Rules(
    zone=HOUSTON,
    sections=("news", "local", "letters"),
    kinds={"letters": "opinion"},
    templates={"letters": "letter.html"},
    section_langs={"letters": "es"},
    tag_aliases={"hisd": "Houston ISD"},
    tag_slugs={"★": "star"},
    now=datetime(2026, 3, 1, 15, 30, tzinfo=UTC),
)


def parsed(block: str, path: str = PATH, head: str = HEAD) -> Header[Article]:
    header, problems = parse_story(path, f"---\n{head}{block}\n---\nText.\n".encode(), RULES)
    assert header is not None, problems
    return header


def node(block: str, path: str = PATH, head: str = HEAD) -> Article:
    return parsed(block, path, head).node


def told(block: str, path: str = PATH, head: str = HEAD) -> list[str]:
    _, problems = parse_story(path, f"---\n{head}{block}\n---\nText.\n".encode(), RULES)
    return [f"{problem.line}: {problem.message}" for problem in sorted(problems)]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("content/news/_vote.md", "file '_vote.md'"),
        ("content/news/_drafts/vote.md", "folder '_drafts'"),
        ("content/news/_vote/index.md", "folder '_vote'"),
    ],
)
def test_what_other_programs_hide_is_hidden_here_by_its_draft_line_alone(
    path: str, what: str
) -> None:
    """Jekyll publishes no file whose name begins with an underscore; here it went out."""
    said = f"1: the {what} is named as one that other programs hide, and is published"
    assert said in told("", path)
    assert said in told("draft: false", path)
    assert told("draft: true", path) == []
    assert len(told("draft: perhaps", path)) == 1
    assert told("", "content/news/drafts/a_b.md") == []


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-20T{hour}:00-06:00")


NO_TRANSCRIPT = "4: the recording has no transcript: to those who cannot hear it, it says nothing"
FOCUS = "4: the focus is not a place in the picture"
UPDATED_EARLY = "4: the story was updated before it was published"
CORRECTED_EARLY = "4: the correction is older than the story"
EXPIRES_EARLY = "the story expires before it is "


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (f"id: {'x' * 200}", []),
        (f"id: {'x' * 201}", ["4: the id has 201 letters; at most 200"]),
        (f"guid: {'x' * 1000}", []),
        (f"guid: {'x' * 1001}", ["4: the guid has 1,001 letters; at most 1,000"]),
        (f"slug: {'x' * 200}", []),
        (f"slug: {'x' * 201}", ["4: the slug has 201 letters; at most 200"]),
        ("figure: 12345678901234", []),
        ("figure: 123456789012345", ["4: the figure has 15 letters; at most 14"]),
        ("figure: many", ["4: 'many' is no figure"]),
        ("updated: 2026-11-20 09:00", []),
        ("updated: 2026-11-20", []),
        ("updated: 2026-11-20 08:59", [UPDATED_EARLY]),
        ("updated: 2026-11-19", [UPDATED_EARLY]),
        ("corrections: [{date: 2026-11-20 09:00, text: x}]", []),
        ("corrections: [{date: 2026-11-20 08:59, text: x}]", [CORRECTED_EARLY]),
        ("corrections: [{date: 2026-11-21, text: x}, {date: 2026-11-19, text: x}]",
         [CORRECTED_EARLY]),
        ("expires: 2026-11-20 09:01", []),
        ("expires: 2026-11-20 09:00", [f"4: {EXPIRES_EARLY}published"]),
        ("embargo: 2026-11-20 10:00\nexpires: 2026-11-20 10:01", []),
        ("embargo: 2026-11-20 10:00\nexpires: 2026-11-20 10:00",
         [f"5: {EXPIRES_EARLY}free of its embargo"]),
        ("embargo: 2026-11-20 08:00\nexpires: 2026-11-20 09:00",
         [f"5: {EXPIRES_EARLY}published"]),
        ("kind: live\nlive: {start: 2026-11-20 10:00, end: 2026-11-20 10:00}", []),
        ("kind: live\nlive: {start: 2026-11-20 10:00, end: 2026-11-20 09:59}",
         ["5: the live story ends before it starts"]),
        ("enclosure: {file: a.mp3, duration: 12:60}", ["4: '12:60' is not a duration"]),
        ("enclosure: {file: a.mp3, duration: 100000}", ["4: '100000' is not a duration"]),
        ("enclosure: {file: a.mp3, duration: 123:00}", ["4: '123:00' is not a duration"]),
        ("enclosure: {file: a.mp3, length: 1000000000000}", [NO_TRANSCRIPT]),
        ("enclosure: {file: a.mp3, length: 1000000000001}",
         ["4: length of enclosure must be a whole number, not '1000000000001'"]),
        ("enclosure: {file: a.mp3, length: 0}",
         ["4: length of enclosure must be a whole number, not '0'"]),
        ("enclosure: {file: a.mp3, transcript: 'https://localhost/'}",
         ["4: 'https://localhost/': this address is only on your own computer"]),
        ("enclosure: {file: a.mp3, transcript: 'ftp:\\\\x'}",
         ["4: 'ftp:\\\\x' is not a web address"]),
        ("image: {file: a.jpg, focus: [0, 1.01]}", [FOCUS]),
        ("image: {file: a.jpg, focus: [-0.01, 1]}", [FOCUS]),
        ("image: {file: a.jpg, focus: [0, 0.5, 1]}", [FOCUS]),
        ("image: {file: a.jpg, focus: [0]}", [FOCUS]),
        ("series: x\npart: 1000", ["5: part must be a whole number, not '1000'"]),
        ("tags: [★, ☆]", ["4: no address can be made of the tag '☆'"]),
        ("tags: [b, c, 'd, e']", []),
        ("translation_of: a.md",
         ["4: a translation says in which language it is, and this one does not"]),
        ("translation_of: a.md\nlang: ??", ["5: '??' is not the code of a language"]),
        ("kind: satire\npinned: true", []),
        ("kind: obituary\nlead: true\nbreaking: {until: 2026-12-01}", []),
        ("authors: [{name: Jo, of: Rice}]",
         ["4: 'Jo' of 'Rice' is a guest, and the settings allow none"]),
        ("part: 2", ["4: a part needs a series"]),
        ("part: 2\nseries: [a]", ["5: series must be text, not a list"]),
        ("live: {start: 2026-11-20}", ["4: 'live' belongs to stories of the kind live"]),
        ("card_title: '*b* [c](d)'",
         ["4: card_title holds a link to 'd', of which only the words are shown"]),
    ],
)  # fmt: skip
def test_what_is_said_at_a_bound(block: str, words: list[str]) -> None:
    assert told(block) == words


def test_durations_are_seconds() -> None:
    for text, seconds in (("12:59", 779), ("1:02:03", 3723), ("99:59:59", 359999), ("90", 90),
                          ("99999", 99999), ("0:05", 5)):  # fmt: skip
        use = parsed(f"enclosure: {{file: a.mp3, duration: {text}, transcript: t}}").enclosure
        assert use is not None
        assert use.duration == seconds, text


def test_the_focus_and_width_of_a_picture() -> None:
    image = parsed("image: {file: a.jpg, focus: [0, 1], width: full}").image
    assert image is not None
    assert (image.focus, image.full) == ((0.0, 1.0), True)
    image = parsed("image: {file: 'a&amp;b.jpg', caption: 'a &amp; b'}").image
    assert image is not None
    assert (image.target, image.caption) == ("a&amp;b.jpg", "a & b")  # a file has its name


def test_a_story_is_dated_by_when_it_came_out() -> None:
    """An embargo that is later than the story's own date counts; changes before it do not."""
    for hour, published in (("08:59", "09:00"), ("09:00", "09:00"), ("09:01", "09:01")):
        assert node(f"embargo: 2026-11-20 {hour}").published == Moment(at(published))
    same = node("embargo: 2026-11-20 09:00\nupdated: {at: 2026-11-20 09:00, note: x}")
    assert (same.updated, same.update_note) == (Moment(at("09:00")), "x")
    late = "embargo: 2026-11-20 10:00\nupdated: {at: 2026-11-20 10:0%d, note: x}"
    assert (node(late % 0).updated, node(late % 0).update_note) == (None, "")
    assert (node(late % 1).updated, node(late % 1).update_note) == (Moment(at("10:01")), "x")


def test_in_the_hour_that_happens_twice_nothing_is_shown_too_early_or_too_long() -> None:
    """What shows a story takes the second, what takes it away the first."""
    twice = "2026-11-01 01:30"
    head = "title: x\npublished: 2026-10-30\n"
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (6, 7))
    assert node(f"expires: {twice}", head=head).expires == first
    assert node(f"embargo: {twice}", head=head).embargo == second
    assert node(f"lead: {{until: {twice}}}", head=head).lead_until == first
    live = "kind: live\nlive: {{start: {}, end: {}}}"
    assert node(live.format(twice, "2026-11-02"), head=head).live_start == second
    assert node(live.format("2026-10-31", twice), head=head).live_end == first


def test_what_follows_from_other_keys() -> None:
    """Words of an alert, the start of a live story, keys that stand twice."""
    breaking = "breaking: {until: 2026-12-01}\n"
    assert node(breaking).breaking == "Vote"
    assert node(f"{breaking}card_title: Short").breaking == "Short"
    assert node("breaking: {until: 2026-12-01, text: Now}\ncard_title: Short").breaking == "Now"
    assert node("breaking: false").breaking == ""
    assert node("kind: live").live_start == at("09:00")
    assert node("kind: live", head="title: x\ndraft: true\n").live_start is None
    assert node("lead: {until: 2026-11-20 10:00}").lead_until == at("10:00")
    twice = node("aliases: [/a/, /a/]\nrelated: [a, a]\nauthors: [a, a]\ntags: [★, b, HISD, B]")
    assert (twice.aliases, twice.related, twice.authors, twice.tags) == (
        ("/a/",), ("a",), (Credit("a"),), ("★", "b", "Houston ISD"),
    )  # fmt: skip
    assert node("series: x\npart: 999").part == 999
    assert node("sponsor: {name: a, url: https://a.org}\nkind: sponsored").sponsor is not None
    assert node("kicker: 'A [b](c) -- d'").kicker == "A [b](c) – d"
    emphasis = node("kicker: '*A* -- d'\ntitle_: x".partition("\n")[0])
    assert emphasis.kicker == "A – d"


def test_a_translation_is_asked_for_a_language_that_is_not_the_sites() -> None:
    for language, other in (("en", "es"), ("es", "en"), ("vi", "en")):
        data = f"---\n{HEAD}translation_of: a.md\n---\nText.\n".encode()
        _, (problem,) = parse_story(PATH, data, replace(RULES, language=language))
        assert problem.hint == (f"Add a line with the code of its language, as in 'lang: {other}'.")


def test_a_section_decides_what_its_stories_do_not() -> None:
    """By the folder of the file, or by the section that is written."""
    for block, path in (("", "content/letters/a.md"), ("section: letters", "content/news/a.md")):
        story = node(block, path)
        assert (story.section, story.kind, story.lang, story.template) == (
            "letters", "opinion", "es", "letter.html",
        )  # fmt: skip
    story = node("kind: news\nlang: vi\ntemplate: a.html", "content/letters/a.md")
    assert (story.kind, story.lang, story.template) == ("news", "vi", "a.html")
    assert (node("").kind, node("").lang, node("").template) == ("news", "en", "")


WORDS = "word-" * 39  # 195 letters


@pytest.mark.parametrize(
    ("stem", "slug", "is_told"),
    [
        ("x" * 200, "x" * 200, False),
        (f"{WORDS}wordy", f"{WORDS}wordy", False),  # 200 letters
        (f"{WORDS}worded", WORDS[:-1], True),
        (f"{'word-' * 28}x", f"{'word-' * 28}x", False),
        ("2026-11-19-vote", "vote", False),
    ],
)
def test_an_address_has_a_longest_length(stem: str, slug: str, is_told: bool) -> None:
    """A longer name is cut between words, and that is told."""
    path = f"content/news/{stem}.md"
    assert node("", path).slug == slug
    assert told("", path) == (
        ["1: the file's name makes an address of more than 200 letters: it is cut"]
        if is_told
        else []
    )


def test_a_story_without_a_date_is_told_the_hour() -> None:
    head = "title: x\n"
    path = "content/news/a.md"
    _, problems = parse_story(path, b"---\ntitle: x\n---\n", RULES)
    assert problems == (
        Problem(path, 1, "the story has no date",
                "Write when it came out, as in 'published: 2026-03-01 09:30', or 'draft: true'. "
                "'sitegen publish' and the file's name writes the hour for you."),
    )  # fmt: skip
    assert node("draft: true", path, head).published == NO_DATE
    assert node("", "content/news/2026-11-20-a.md", head).published == Moment(
        at("00:00"), timed=False
    )


@pytest.mark.parametrize(
    ("path", "stem", "page"),
    [
        ("content/news/a.md", "a", False), ("content/news/a/index.md", "a", False),
        ("content/a/index.md", "a", False), ("content/pages/a.md", "a", True),
        ("content/pages/x/a.md", "a", True), ("content/pages.md", "pages", False),
        ("content/pages/index.md", "pages", False), ("content/news/pages/a.md", "a", False),
    ],
)  # fmt: skip
def test_the_name_and_folder_of_a_story(path: str, stem: str, page: bool) -> None:
    assert (stem_of(path), is_page(path)) == (stem, page)


def named(table: Table, **is_set: object) -> list[str]:
    ((name, value),) = is_set.items()
    return [key.name for key in table.keys if getattr(key, name) == value]


def test_what_readers_see_as_it_is_written_and_what_may_not_be_empty() -> None:
    """Curly quotes are part of these words, and half a line of those could let a story out."""
    assert named(STORY, prose=True) == [
        *("title", "card_title", "summary", "kicker", "figure", "extra", "breaking", "sources"),
        "how_we_reported",
    ]
    tables = (IMAGE, UPDATED, SOURCES.of, CORRECTIONS.of, SERIES, ALERT.table)
    assert [named(table, prose=True) for table in tables] == [  # type: ignore[arg-type]
        ["alt", "caption", "credit"], ["note"], ["title"], ["text"], ["title"], ["text"],
    ]  # fmt: skip
    for table in (PERSON, ENCLOSURE, LIVE, SPONSOR, CREDITS.of):
        assert named(table, prose=True) == []  # type: ignore[arg-type]
    assert named(STORY, never_empty=True) == ["embargo", "expires", "draft"]
    assert named(STORY, on_pages=False) == ["section"]


def test_keys_of_a_sites_own_are_answers_numbers_or_text() -> None:
    def read(value: object) -> object:
        return (Own().read(None, "extra", {"a": value}) or {})["a"]  # type: ignore[arg-type]

    for text in ("-0", "07", "1234567890123456", "1.5", "٣", "-", "True", ""):
        assert read(text) == text
    given = ["true", "false", "0", "7", "-7", "9" * 15, None, QuotedText("7"), ["1"], {"b": "2"}]
    assert [read(value) for value in given] == [
        *(True, False, 0, 7, -7, 999999999999999, None, "7", [1], {"b": 2})
    ]


def test_the_words_of_another_program_in_three_files_are_an_archive() -> None:
    def are(*problems: tuple[str, str]) -> bool:
        return is_of_another_program(Problem(path, 1, message) for path, message in problems)

    url, alt, plus = "unknown key 'url'", "unknown key 'Image-Alt'", "it stands between '+++'"
    assert are(("a", url), ("b", alt), ("c", plus))
    assert are(("x", "other"), ("a", url), ("b", url), ("c", url), ("d", url))
    assert not are(("a", url), ("b", url), ("b", alt), ("a", plus))
    assert not are(*((path, "unknown key 'embrago'") for path in "abcd"))
    assert not are(*((path, f"{url} here") for path in "abcd"))


def test_the_type_of_a_file_is_that_of_its_ending() -> None:
    assert [usual_type(name) for name in ("a.mp3", "http://[.mp4", "a.TXT", "a")] == [
        *("audio/mpeg", "video/mp4", "text/plain", "")
    ]


# Copies


def text(**keys: str) -> bytes:
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\n{lines}---\n".encode()


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        (text(id="a", title="X"), text(id="a", title="Y"), True),
        (text(id="a", title="X"), text(id="b", title="X"), False),
        (text(id="a", title="X"), text(title="X"), True),
        (text(title="X y"), text(title="x  Y"), True),
        (text(title="X"), text(title="Y"), False),
        (text(title="X", published="2026-01-01 09:00"), text(title="X", date="2026-01-01"), True),
        (text(title="X", published="2026-01-01"), text(title="X", published="2026-01-02"), False),
        (text(name="X"), text(name="x"), True),
        (text(a="b"), text(a="b"), False),
        (b"x", b"x", False),
    ],
)
def test_two_files_of_one_id_or_of_one_headline_and_day_are_twins(
    one: bytes, other: bytes, are: bool
) -> None:
    assert are_twins(one, other) is are_twins(other, one) is are


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("vote (conflict) (123).md", "vote.md"), ("vote (conflict) (1234).md", ""),
        ("vote(conflicted).md", "vote.md"), ("vote_(conflict).md", "vote.md"),
        ("vote (a) (Case Conflict).md", "vote (a).md"), ("vote ((conflict).md", "vote (.md"),
        ("vote (x (conflicted copy).md", "vote (x.md"), ("noext (conflicted copy)", "noext"),
        ("vote.conflict (2).md", "vote.md"), ("vote.conflicted2.md", "vote.md"),
        ("vote.sync-conflict-20261120-090000.md", "vote.md"),
        ("vote [conflicted 3] (2).md", "vote.md"), ("vote (unicode conflict 2).md", "vote.md"),
        *((name, "") for name in (
            "(conflict).md", ".conflict.md", "vote.conflict", "vote (Case Conflict).tar.gz",
            "vote.sync-conflict-20261120-090000-ABCD.md", "vote conflict copy).md",
            "a.sync-conflict-20261120-090000.b.md")),
    ],
)  # fmt: skip
def test_the_original_of_a_sure_copy(name: str, original: str) -> None:
    assert original_of(name) == original


def test_the_originals_of_likely_copies() -> None:
    """Each form by itself; of a copied folder too."""
    originals = {
        "vote 2": "vote", "vote_12": "vote", "vote (2)": "vote", "vote(12)": "vote",
        "Copy of vote": "vote", "Copy (2) of vote": "vote", "vote - copy (2)": "vote",
        "vote-PC1": "vote", "vote copy": "vote", "vote 2/index": "vote/index",
    }  # fmt: skip
    for name, original in originals.items():
        copy, first = f"content/news/{name}.md", f"content/news/{original}.md"
        expected = [
            (copy, Problem(
                copy, 0,
                f"this is a copy of {first} that a sync program made; it is not published",
                f"Bring what is right in it into {first}, and delete it.", warning=True))
        ]  # fmt: skip
        every = [copy, first, "content/news/rain.md", "content/news/rain/index.md"]
        for new in (None, {copy}, {first}, {copy, first}):
            assert list(likely_copies(every, lambda _path: text(id="a"), new)) == expected
        assert list(likely_copies(every, lambda _path: text(id="a"), {every[2]})) == []
    for name in ("vote 123", "vote-pc1", "vote (123)", "vote"):
        paths = [f"content/news/{name}.md", "content/news/vote.md"]
        assert list(likely_copies(paths, lambda _path: text(id="a"))) == []
    read: list[str] = []

    def read_by(path: str) -> bytes:
        read.append(PurePosixPath(path).name)
        return text(id=path)

    paths = ["content/news/vote.md", "content/news/vote 2.md", "content/news/rain.md"]
    assert list(likely_copies(paths, read_by)) == []
    assert read == ["vote.md", "vote 2.md"]  # few are
