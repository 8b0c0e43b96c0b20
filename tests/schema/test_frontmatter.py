"""The top of a file: what is taken, what is refused, and in which words."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sitegen.core.problems import Problem
from sitegen.schema import frontmatter
from sitegen.schema.frontmatter import (
    BLOCK_LIMIT,
    SIZE_LIMIT,
    FrontMatter,
    split,
    split_with_errors,
    too_large,
)
from sitegen.schema.yaml_blocks import QuotedText

PATH = "content/news/vote.md"


def front_matter(block: str, body: str = "Text.\n") -> FrontMatter:
    matter = split(PATH, f"---\n{block}\n---\n{body}".encode())
    assert isinstance(matter, FrontMatter), matter
    return matter


def problem_of(block: str) -> Problem:
    """Return the one problem of a block that cannot be read."""
    problems = split(PATH, f"---\n{block}\n---\nText.\n".encode())
    assert isinstance(problems, tuple), problems
    assert len(problems) == 1, problems
    return problems[0]


def refused_file(data: bytes) -> Problem:
    problems = split(PATH, data)
    assert isinstance(problems, tuple), problems
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("19:30", "19:30"),
        ("077002", "077002"),
        ("no", "no"),
        ("yes", "yes"),
        ("2026-11-20 09:00", "2026-11-20 09:00"),
        ("2026-11-20", "2026-11-20"),
        ("1e3", "1e3"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("Null", "Null"),
        ("<<", "<<"),
        ("=", "="),
        ("true", "true"),
        ('"quoted: text"', "quoted: text"),
        ("'it''s'", "it's"),
        ("~", None),
        ("null", None),
        ("", None),
        ("[no, on, off]", ["no", "on", "off"]),
        ("[]", []),
        ("{a: 1, b: [2]}", {"a": "1", "b": ["2"]}),
        (">-\n  one\n  two", "one two"),
        ("|\n  one\n  two", "one\ntwo"),
        ("one\n  two", "one two"),
        ("Q&A with the mayor", "Q&A with the mayor"),
        ("5 * 5 & more", "5 * 5 & more"),
        ("Đường Bellaire", "Đường Bellaire"),
    ],
)
def test_values_stay_the_text_that_was_written(text: str, value: object) -> None:
    """Nothing is guessed: times, ZIP codes and the word "no" arrive as written (F1, F2)."""
    assert front_matter(f"key: {text}").values == {"key": value}


def test_text_in_quotes_can_be_told_from_a_plain_word() -> None:
    """`draft: "true"` is text, and whoever reads flags can see it."""
    values = front_matter('plain: true\nquoted: "true"\nblock: |-\n  true').values

    assert [type(value) for value in values.values()] == [str, QuotedText, QuotedText]


def test_every_key_and_item_has_its_line() -> None:
    """Lines are those of the file, also below long values, comments and blank lines."""
    matter = front_matter(
        "# a comment\n"
        "title: >-\n"
        "  Long\n"
        "  title\n"
        "\n"
        "authors:\n"
        "  - mai-tran\n"
        "  - name: Jo\n"
        "    role: photos\n"
        "tags: [a, b]",
        body="\nFirst.\n",
    )

    assert matter.lines == {
        "title": 3,
        "authors": 7,
        "authors.0": 8,
        "authors.1": 9,
        "authors.1.name": 9,
        "authors.1.role": 10,
        "tags": 11,
        "tags.0": 11,
        "tags.1": 11,
    }
    assert matter.first_line == 13
    assert matter.body == "\nFirst.\n"
    assert matter.line("authors.1.portrait") == 9
    assert matter.line("authors.7") == 7
    assert matter.line("slug") == 1


def test_byte_order_mark_and_windows_line_ends_are_taken() -> None:
    """A file saved by Windows' Notepad is a story like any other (F5)."""
    matter = split(
        PATH, b"\xef\xbb\xbf---\r\ntitle: Vote\r\ntags:\r\n- a\r\n---\r\nOne.\r\n\r\nTwo.\r\n"
    )

    assert isinstance(matter, FrontMatter)
    assert matter.values == {"title": "Vote", "tags": ["a"]}
    assert matter.body == "One.\n\nTwo.\n"
    assert (matter.lines["tags.0"], matter.first_line) == (4, 6)


def test_a_body_is_kept_as_it_is() -> None:
    """Code at the start, rules of dashes and blank lines are the writer's own."""
    body = "    code\n\n---\n\nnot: front matter\n\n\n"

    assert front_matter("title: Vote", body).body == body


def test_blank_lines_above_the_front_matter_are_taken() -> None:
    """The line numbers still fit."""
    matter = split(PATH, b"\n\n---\ntitle: Vote\n---\nText.\n")

    assert isinstance(matter, FrontMatter)
    assert (matter.lines["title"], matter.first_line) == (4, 6)


def test_an_empty_block_is_read() -> None:
    """What is missing from it is for others to say."""
    for data in (b"---\n---\n", b"---\n\n---", b"---\n# only a comment\n---\nText."):
        matter = split(PATH, data)
        assert isinstance(matter, FrontMatter)
        assert matter.values == {}


@pytest.mark.parametrize(
    ("block", "line", "message", "hint"),
    [
        (
            "title: Mayor: we will rebuild",
            2,
            "title holds a colon and a space, which would begin a value of its own",
            'Put the title in quotes: title: "Mayor: we will rebuild"',
        ),
        (
            "slug: x\ntitle: @mayor says",
            3,
            "title begins with '@', which means something else here",
            'Put the title in quotes: title: "@mayor says"',
        ),
        (
            'title: "Hope" is back',
            2,
            "text follows the quote that closes title",
            "Put the title in quotes: title: '\"Hope\" is back'",
        ),
        (
            "title: 'Don't' say it",
            2,
            "text follows the quote that closes title",
            "Put the title in quotes: title: \"'Don't' say it\"",
        ),
        (
            "title: [Breaking] Storm",
            2,
            "title begins with '[', as a list does, and text follows the ']'",
            'Put the title in quotes: title: "[Breaking] Storm"',
        ),
        ("title: x:", 2, "title holds a colon", 'title: "x:"'),
        ("title: 100%\nkicker: %x", 3, "kicker begins with '%'", 'kicker: "%x"'),
        ("title: *Bold* move", 2, "title begins with '*'", 'title: "*Bold* move"'),
        ("title: &c so on", 2, "title begins with '&'", 'title: "&c so on"'),
        ("title: !important news", 2, "title begins with '!'", 'title: "!important news"'),
        ("title: > 100 homes", 2, "title begins with '>'", 'title: "> 100 homes"'),
        ("title: 'open\ndate: x", 2, "a quote is opened here and never closed", "Close it"),
        ("tags: [a, b\ndate: x", 2, "the list of tags is never closed", "Write 'tags: [a, b]'."),
        ('title: "a\\q"', 2, "a backslash stands within double quotes", "single quotes"),
        ("title: Vote\n\tsummary: x", 3, "a tab stands where spaces belong", "two spaces"),
        ("\ttitle: Vote", 2, "a tab stands where spaces belong", "two spaces"),
        ("title:Vote\nslug: x", 2, "a space is missing after 'title:'", "Write 'title: Vote'."),
        ("title: Vote\nSome text\ndate: x", 3, "'Some text' is not a line of", "indent it"),
        ("title Vote\ndate: x", 2, "'title Vote' is not a line of 'key: value'", ""),
        (
            "title: Vote\n\nThe council met.\n",
            4,
            "not a line of",
            "closes the front matter missing",
        ),
        ("title: Vote\n slug: x", 3, "further to the right", "start of its line"),
        ("image:\n    file: a\n   alt: b", 4, "begins neither where", "same column"),
        ("tags: - a", 2, "the first item of tags stands on the line of its key", "next line"),
        ("title: a\n...\nslug: b", 4, "ends the front matter early", "Delete it."),
        ("- a\n- b", 2, "not made of lines of 'key: value'", ""),
        ("just words", 2, "not made of lines of 'key: value'", ""),
        ("? [a]\n: b", 2, "a list or table stands where a key is wanted", ""),
        ("title: a\nslug: x\ntitle: b", 4, "'title' is given twice: here and on line 2", "Keep"),
        ("image: {alt: a, alt: b}", 2, "'alt' is given twice", "Keep one"),
    ],
)
def test_what_yaml_cannot_read_is_told_in_an_editors_words(
    block: str, line: int, message: str, hint: str
) -> None:
    """The line, what stands there, and what to write instead (F3, F6)."""
    problem = problem_of(block)

    assert problem.path == PATH
    assert problem.line == line
    assert message in problem.message
    assert hint in problem.hint


def test_the_quotes_that_a_hint_proposes_are_right() -> None:
    """Whoever copies the hint is done."""
    for title in ("Mayor: we will rebuild", '"Hope" is back: mayor', 'It\'s: "so" \\ x', "@a"):
        problem = problem_of(f"title: {title}")
        again = front_matter(problem.hint.partition(": ")[2])
        assert again.values == {"title": title}


@pytest.mark.parametrize(
    ("data", "line", "message", "hint"),
    [
        (b"", 0, "this file is empty", "Begin the file"),
        (b" \n\n ", 0, "this file is empty", "Begin the file"),
        (b"The council met.\n", 1, "no front matter", "'---'"),
        (b"\n\nThe council met.\n", 3, "no front matter", "'---'"),
        (b"+++\ntitle = 'x'\n+++\n", 1, "stands between '+++'", "two lines of '---'"),
        (b"---\ntitle: Vote\n\nThe council met.\n", 1, "begins here and never ends", "a line of"),
        (b"\n---\ntitle: Vote\n", 2, "begins here and never ends", "a line of '---'"),
        (b"---", 1, "begins here and never ends", ""),
        (b"---\ntitle: caf\xe9\n---\n", 2, "byte 11 of this line (0xe9) is not UTF-8", "UTF-8"),
        (b"---\ntitle: x\n---\n\xc3\x28\n", 4, "byte 1 of this line (0xc3) is not UTF-8", "UTF-8"),
        ("---\ntitle: x\n---\n".encode("utf-16"), 1, "this file is UTF-16 text", "as UTF-8"),
        (b"---\ntitle: x\n---\na\0b", 4, "byte 19 is zero", "plain text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 0, "a picture (PNG)", "plain text"),
        (b"---\n" + b"a: b\n" * 30000 + b"---\n", 1, "the front matter has 150,000", "'---'"),
        (b"x" * (SIZE_LIMIT + 1), 0, "this file has 5 MB", "up to 5 MB"),
    ],
)
def test_a_file_that_is_no_story_is_told_so(
    data: bytes, line: int, message: str, hint: str
) -> None:
    """Not text, no front matter, no end of it: never a story without facts (F5)."""
    problem = refused_file(data)

    assert problem.line == line
    assert message in problem.message
    assert hint in problem.hint


def test_a_large_file_is_refused_by_its_size() -> None:
    """Nobody has to read a film to learn that it is no story."""
    assert too_large(PATH, SIZE_LIMIT) is None
    assert too_large(PATH, SIZE_LIMIT + 1) is not None
    assert too_large(PATH, 1_234_567_890) == Problem(
        PATH,
        0,
        "this file has 1,235 MB, too much for a story",
        "A story may have up to 5 MB. Is it a picture or a film under the wrong name?",
    )


def test_front_matter_has_a_longest_length() -> None:
    """Behind it something else is meant, and to read it as YAML would take minutes."""
    longest = "a: " + "x" * (BLOCK_LIMIT - 4) + "\n"
    assert isinstance(split(PATH, f"---\n{longest}---\n".encode()), FrontMatter)
    assert split(PATH, f"---\n{longest}\n---\n".encode()) == (
        Problem(
            PATH,
            1,
            "the front matter has 100,001 characters",
            "Is the '---' that closes it in the wrong place?",
        ),
    )


def test_more_than_eight_broken_keys_are_something_else() -> None:
    """Each of eight is told, and the rest is read; after a ninth nothing is taken for true."""
    eight = "".join(f"k{number}: [a\n" for number in range(8))
    matter = split_with_errors(PATH, f"---\n{eight}z: 1\n---\n".encode())
    assert isinstance(matter, FrontMatter)
    assert (matter.values, [p.line for p in matter.problems]) == ({"z": "1"}, [*range(2, 10)])
    problems = split_with_errors(PATH, f"---\n{eight}k8: [a\nz: 1\n---\n".encode())
    assert isinstance(problems, tuple)
    assert [problem.line for problem in problems] == [*range(2, 11)]


@pytest.mark.parametrize("more", ["", 'x: "a &b"', f"x: [{'[], ' * 400}]"])
def test_lists_lie_in_one_another_a_dozen_deep_at_most(more: str) -> None:
    """The table of all keys is the first of them; lists beside each other may be many."""
    for depth, told in ((11, 0), (12, 1)):
        block = f"k: {'[' * depth}a{']' * depth}\n{more}"
        matter = split_with_errors(PATH, f"---\n{block}\n---\n".encode())
        assert isinstance(matter, FrontMatter)
        assert [(p.line, p.message) for p in matter.problems] == [
            (2, "there are more than 12 lists or tables within each other")
        ] * told


@pytest.mark.parametrize(
    ("text", "values", "lines", "problem_at"),
    [
        ("a: b\nc: d\n", {"a": "b", "c": "d"}, {"a": 1, "c": 2}, 0),
        ("# c\n---\na: b\n---\n", {"a": "b"}, {"a": 3}, 0),
        ("---\na: b\n---\n\n--- . -\n", {"a": "b"}, {"a": 2}, 0),
        ("---\na: b\n---\nx\n", {"a": "b"}, {"a": 2}, 3),
        ("a: b\n\n--- \nmore: c\n", {"a": "b"}, {"a": 1}, 3),
    ],
)
def test_a_file_that_is_nothing_but_keys_is_read_with_dashes_and_without(
    text: str, values: dict[str, str], lines: dict[str, int], problem_at: int
) -> None:
    """What stands behind the second line of dashes would be lost in silence."""
    lost = Problem("a.yml", problem_at, "what follows this line is not read", "Delete the '---'.")

    assert frontmatter.whole("a.yml", text.encode()) == FrontMatter(
        values, lines, "", 1, (lost,) if problem_at else ()
    )


def test_control_characters_are_left_out_and_reported() -> None:
    """They come with pasted text, and no page or feed may hold them."""
    matter = split(PATH, "---\ntitle: a\x07b\n---\nc\x1ad\u2028e\x0bf\n\x1a".encode())

    assert isinstance(matter, FrontMatter)
    assert matter.values == {"title": "ab"}
    assert matter.body == "cd e f\n"
    hint = "It comes with text from another program. Delete it."
    assert matter.problems == tuple(
        Problem(PATH, line, f"a control character ({sign}) was left out", hint, warning=True)
        for line, sign in ((2, "U+0007"), (4, "U+001A"), (4, "U+000B"))
    )


def test_signs_of_word_processors_are_left_out() -> None:
    """Where nothing else is odd: lines and paragraphs of theirs, marks of byte order."""
    for sign, instead in (("\u2028", " "), ("\u2029", " "), ("\x85", " "), ("\ufeff", ""),
                          ("\x9f", ""), ("\ufffe", "")):  # fmt: skip
        matter = split(PATH, f"---\ntitle: a{sign}b\n---\nc{sign}d\u00a0ñ\n".encode())
        assert isinstance(matter, FrontMatter)
        assert matter.values == {"title": f"a{instead}b"}
        assert matter.body == f"c{instead}d\u00a0ñ\n"
        assert len(matter.problems) == (sign in "\x85\x9f\ufffe")


def test_control_characters_written_with_a_backslash_are_left_out() -> None:
    """ "\\u001a" in quotes would be our own mark for a link."""
    matter = front_matter('title: "a\\x1aL0\\x1a\\u2028b\\0"')

    assert matter.values == {"title": "aL0b"}
    assert [problem.warning for problem in matter.problems] == [True]


@pytest.mark.parametrize("title", ["We're #1", "Is this #MeToo too", "a - b #x"])
def test_a_hash_that_cuts_a_value_short_is_reported(title: str) -> None:
    """A headline must not lose its end in silence."""
    matter = front_matter(f"title: {title}\nslug: x # a comment\ntags: [a] #b")

    assert matter.values["title"] == title.partition(" #")[0]
    (problem,) = matter.problems
    assert (problem.line, problem.warning) == (2, True)
    assert "taken as a comment" in problem.message


@pytest.mark.parametrize(
    "block",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
        "a: &a {x: y}\nb:\n  <<: *a",
        "a: &a [*a]",
        "a: *nothing",
        "&a b: c",
        "- &a b",
    ],
)
def test_anchors_and_aliases_are_refused(block: str) -> None:
    """Nobody writes them on purpose, and a few lines of them fill a machine's memory."""
    problems = split("a.md", f"---\n{block}\n---\n".encode())

    assert isinstance(problems, tuple)
    assert problems
    assert all(problem.line >= 2 for problem in problems)


@pytest.mark.parametrize(
    "block",
    [
        "a: " + "[" * 50_000,
        "a: " + "[" * 40_000 + "]" * 40_000,
        "- " * 40_000,
        "a: " + "{b: " * 20_000,
        "? " * 40_000,
        "-\t" * 40_000,
        "\n".join(" " * depth + "-" for depth in range(400)),
        "\n".join(" " * depth + "a:" for depth in range(400)),
        "a: [[[[[[[[[[[[[[1]]]]]]]]]]]]]]",
        "a: '" + "x" * 90_000,
        "a: " + "&" * 90_000,
        "a: " + " *" * 40_000,
        "a: b #" * 15_000,
        "a:\n" + " - [*]\n" * 10_000,
    ],
)
def test_a_hostile_block_costs_little(block: str) -> None:
    """Lists in lists end libyaml's stack, and with it the process: refused beforehand."""
    began = time.process_time()
    split(PATH, f"---\n{block}\n---\n".encode())
    assert time.process_time() - began < 2


YAMLISH = st.lists(
    st.sampled_from(
        [
            *("title", "date", "a", ":", ": ", "\n", "\n  ", "- ", "[", "]", "{", "}", ",", "#"),
            *('"', "'", "|", ">", "&x", "*x", "!t", "@", "%", "\t", "\\", "---\n", "...", "? "),
            *("\r\n", "\0", "\u2028", "\x85", "\ufeff", "\x1a", "é", "😀", "2026-11-20", "~", "<<"),
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(YAMLISH)
@example("? ")
@example("a: !!python/object/apply:os.system [x]")
@example("%YAML 1.1\n--- a")
@example("a: \u0085b")
def test_no_block_breaks_the_reader(block: str) -> None:
    """Whatever stands in a file, it is front matter or a problem that says where."""
    for data in (f"---\n{block}\n---\nText.".encode(), block.encode()):
        matter = split(PATH, data)
        lines = data.decode().replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        if isinstance(matter, FrontMatter):
            assert all(1 <= line <= lines for line in matter.lines.values())
            assert 1 <= matter.first_line <= lines + 1
            assert "\x1a" not in repr(matter.values) + matter.body
        for problem in matter.problems if isinstance(matter, FrontMatter) else matter:
            assert problem.message
            assert 0 <= problem.line <= lines


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    """Binary files, cut letters, anything: a problem, never a traceback."""
    for whole in (data, b"---\n" + data + b"\n---\n"):
        matter = split(PATH, whole)
        assert isinstance(matter, FrontMatter) or matter


def test_all_that_yaml_cannot_read_is_told_at_once() -> None:
    """An editor who mends one line and builds again must not meet the next one."""
    block = (
        'title: Mayor: "no"\ndraft: true\ntags: [a, b\nsummary: "It costs.\n'
        "image:\n\tfile: a.jpg\nkicker: @jo\nlang: es"
    )

    matter = split_with_errors("a.md", f"---\n{block}\n---\nText.\n".encode())

    assert isinstance(matter, FrontMatter)
    assert [problem.line for problem in matter.problems] == [2, 4, 5, 7, 8]
    assert matter.values == {"draft": "true", "lang": "es"}
    assert matter.broken == {"title", "tags", "summary", "image", "kicker"}


def test_a_text_that_is_taken_for_front_matter_is_one_mistake() -> None:
    """Where the closing line is missing, the story's sentences are no broken keys."""
    text = "---\ntitle: Vote\n\nThe council met.\n\nIt voted: no.\n\n---\n\nMore.\n"

    problems = split("a.md", text.encode())

    assert isinstance(problems, tuple)
    assert len(problems) == 1


def test_brackets_without_end_have_their_line() -> None:
    """The fuzzer's find: what opens on the last line and never closes is a traceback."""
    for block in ("[" * 300, "credit: [" + "[" * 50, "{" * 40, "a: b\n[["):
        matter = frontmatter.whole("content/news/a.jpg.yml", block.encode())
        problems = matter.problems if isinstance(matter, FrontMatter) else matter
        assert 0 < problems[0].line <= block.count("\n") + 1
        assert problems[0].hint


def test_hundreds_of_empty_lines_are_read_at_once() -> None:
    """Before a file's dashes each line break was tried in every way: it took for ever."""
    text = "\n" * 3000 + "credit: Sample\n"
    assert frontmatter.whole("content/news/a.jpg.yml", text.encode())
