"""Blocks between lines of colons beside code, in which such lines stand for themselves."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sitegen.markdown.block_kinds import Argument, BlockKind
from sitegen.markdown.convert import Converter
from sitegen.markdown.directives import split
from tests.markdown.theme_blocks import KINDS

NOTE = "::: note\nx\n:::"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- ```\n  a\n  ```\n\n" + NOTE, [5]),
        ("1. - ~~~~\n     a\n     ~~~~\n\n" + NOTE, [5]),
        ("- ```py\n  ::: note\n  ```\n" + NOTE, [4]),
        ("  * ```\n    ::: note\n\n    :::\n    ```\n" + NOTE, [6]),
        ("- ```\n  a\n" + NOTE, [3]),  # without an end: the item's is its end
        ("- ```\n\n  ::: note\n", []),
        ("+ ```\n  a\n ```\n" + NOTE, []),  # of which the end begins another
        ("```\n" + NOTE + "\n```\n" + NOTE, [6]),
        ("```\n" + NOTE, []),
        ("- `a`\n" + NOTE, [2]),
        ("- ```a``` b\n" + NOTE, [2]),
        ("-```\n" + NOTE, [2]),
        ("1234567890. ```\n" + NOTE, [2]),
        ("123456789) ```\n" + NOTE, [2]),
    ],
)
def test_a_block_behind_code_of_a_list_is_read(text: str, lines: list[int]) -> None:
    """The end of such code was taken for the beginning of more, up to the end of the story."""
    _text, blocks, problems = split(text, "a.md", 1, KINDS)
    assert [block.line for block in blocks] == lines
    assert problems == []


_OWN = BlockKind(
    "own",
    (
        Argument("a", "number", bare=True, default="4"),
        Argument("b", "choice", choices=("left", "right")),
        Argument("c", "title", quoted=True, needed=True),
        Argument("d", "language"),
        Argument("e", "time"),
        Argument("f", "link"),
        Argument("g", "words", needed=True),
        Argument("h", "number"),
    ),
    "aside",
)
_KINDS = {
    "own": _OWN,
    "plain": BlockKind("plain", (Argument("a", "words"),)),
    "bare": BlockKind("bare"),
    "full": BlockKind("full", (Argument("a", "words", quoted=True),), "text", body_needed=True),
}
_CONVERTER = Converter(zone=ZoneInfo("America/Chicago"), blocks=_KINDS)
_CODES = "Write ::: own es for Spanish, ::: own vi for Vietnamese."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('own 1 "C" g="x y"\nw', []),
        ('own "C" g=x b=right d=es-MX e="2026-03-01 19:30" f=a.md', []),
        ("own g=x", [("block 'own' has no c", 'Write ::: own "…" g=x')]),
        ('own b="a b" g="c d"', [
            ("b 'a b' is not known", "Known: left, right."),
            ("block 'own' has no c", 'Write ::: own b="a b" "…" g="c d"'),
        ]),
        ('own 1234567890 "C" g=x', [("a is '1234567890', which is no whole number",
                                     "Write it as in a=4.")]),
        ('own 123456789 "C" g=x', []),
        ('own "C" g=x h=y', [("h is 'y', which is no whole number", "Write it as in h=3.")]),
        ('own "C" g=x b=lef', [("b 'lef' is not known", "Did you mean 'left'?")]),
        ('own "C" g=x d=e', [("'e' is no language code", _CODES)]),
        ('own "C" g=x d=engl', [("'engl' is no language code", _CODES)]),
        ('own "C" g=x d=es-', [("'es-' is no language code", _CODES)]),
        ('own "C" g=x e=soon f="a b"', [
            ("'soon' is no date and time", "Write it as in 2026-03-01 19:30."),
            ("f is 'a b', which is more than an address", 'Put words in quotes: "…".'),
        ]),
        ("plain x", [("block 'plain' has no place for 'x'", "Write a=…, or delete it.")]),
        ("own 1 2 3", [("a is '1 2 3', which is no whole number", "Write it as in a=4."),
                       ("block 'own' has no c", 'Write ::: own "1 2 3" "…" g=…'),
                       ("block 'own' has no g", 'Write ::: own "1 2 3" "…" g=…')]),
        ("plain\nx", [("block 'plain' holds nothing, and has words inside",
                       "Put the words above it or below it.")]),
        ("plain", []),
        ("plain a=1 a=2", [("block 'plain' has 'a' twice", "Keep one of the two.")]),
        ("plain z=1", [("block 'plain' has no option 'z'", "Options: a.")]),
        ("bare x", [("block 'bare' has no place for 'x'", "Delete it.")]),
        ("full x", [("block 'full' has nothing inside", "Put words between its lines.")]),
        ("full x y\nA", []),
        ('full a=x "y"\nz', [("block 'full' has 'a' twice", "Keep one of the two.")]),
        ('full x "y"\nz', [("block 'full' has no place for 'x'", "Write a=…, or delete it.")]),
        ('full "y\nz', [("a quotation mark without its other half", 'Write ::: full "…"')]),
    ],
)  # fmt: skip
def test_a_first_line_is_held_against_what_its_block_takes(
    text: str, told: list[tuple[str, str]]
) -> None:
    """What an argument is not said to be, it is not: quoted, bare or needed."""
    problems = _CONVERTER.convert(
        f"A\n\n::: {text}\n:::", path="p", first_line=10, anchor="a"
    ).problems
    assert [(problem.message, problem.hint) for problem in problems] == told
    assert not any(problem.warning or problem.line != 12 for problem in problems)


def test_a_hint_names_two_arguments_at_most() -> None:
    """What may be written where there is no place for words without a name."""
    kinds = {"own": BlockKind("own", tuple(Argument(name, "words") for name in "abc"))}
    _text, _blocks, (problem,) = split("::: own x\n:::", "p", 1, kinds)
    assert problem.hint == "Write a=… and b=…, or delete it."


@pytest.mark.parametrize(
    ("text", "message", "is_warning"),
    [
        ("embed clip.mp4", "video 'clip.mp4' has neither captions nor a transcript", True),
        ("embed talk.mp3", "audio 'talk.mp3' has neither captions nor a transcript", True),
        ("embed https://www.a.org/b", "the embed of a.org has no title", True),
        ("embed x", "embed of 'x', which is neither a web address nor a sound or fi", False),
        ("embed x.mp4 captions=a.vtt", "", False),
        ("pull", "a pull quote without words", False),
        ("update 2024-10-08 19:30\nx", "an update without a title", False),
        ("update\nx", "an update without its time", False),
        ("gallery\n![A](a.jpg) words", "a gallery holds pictures only", False),
        ("gallery\n\n![A](a.jpg)\n\n![B](b.jpg)", "", False),
    ],
)
def test_blocks_of_sitegens_own_have_rules_of_their_own(
    text: str, message: str, is_warning: bool
) -> None:
    """What of a film nobody hears is a warning; what stands nowhere is a problem."""
    converter = Converter(zone=ZoneInfo("America/Chicago"), blocks=KINDS)
    problems = converter.convert(f"::: {text}\n:::", path="p", first_line=10, anchor="a").problems
    assert [(p.line, p.warning) for p in problems] == ([(10, is_warning)] if message else [])
    assert all(problem.message.startswith(message) for problem in problems)


@pytest.mark.parametrize(
    ("said", "is_hidden"),
    [("We were never asked. Twice.", True), ("Never asked", False), ("Never asked.", False),
     ("ever asked at", True), ("[Never asked at](b.md)", False), ("None has said so", False)],
)  # fmt: skip
def test_a_pull_quote_of_more_than_twelve_letters_is_found_in_its_text(
    said: str, is_hidden: bool
) -> None:
    """Fewer stand anywhere, and a link has to be heard."""
    converter = Converter(zone=ZoneInfo("America/Chicago"), blocks=KINDS)
    text = f"We were never asked. Twice. Never asked at all. Never asked.\n\n::: pull\n{said}\n:::"
    html = converter.convert(text, path="p", first_line=10, anchor="a").body.html
    assert ("repeats:choice" in html) == is_hidden
