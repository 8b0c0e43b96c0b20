"""No letter of a story is lost on its way to the page, and a page that lost one is never silent."""

from __future__ import annotations

import itertools
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from sitegen.markdown import letters
from sitegen.markdown.convert import Converter
from sitegen.markdown.letters import lost_at
from tests.markdown.fuzz import TOKENS, WORDS, Pair, documents, shorten, story, texts
from tests.markdown.theme_blocks import KINDS

TEXTS = 1500
PAIR = Pair()
FOOT = '<div class="footnote">'


def assert_kept(text: str) -> None:
    if PAIR.lost_at(text):
        short = shorten(PAIR, text)
        pytest.fail(f"{short!r}: line {PAIR.lost_at(short)} of it becomes {PAIR.both(short)[0]!r}")


def page(text: str) -> str:
    PAIR.full.begin("story", "en")
    return PAIR.full.convert(text)


@pytest.mark.parametrize("seed", [31, 32])
def test_mutated_texts_keep_their_letters(seed: int) -> None:
    """Typing errors and pasted pieces cost no letter."""
    for text in itertools.islice(texts(seed), TEXTS // 2):
        assert_kept(text)


def test_documents_keep_their_letters() -> None:
    """Documents that Python-Markdown tests itself with come out whole."""
    for text in documents():
        assert_kept(text)


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*TOKENS, *WORDS, " ", "\n\n"]), max_size=24))
def test_any_mixture_keeps_its_letters(pieces: list[str]) -> None:
    """Whatever signs stand beside whatever words, all words arrive, in either way of reading."""
    text = "".join(pieces)
    assert PAIR.lost_at(text) == 0
    assert not PAIR.differ(text)


@pytest.mark.parametrize(
    "text",
    [
        "*North**South*east winds.",
        "**a*b**c*d __e_f__ g_h",
        "## Winners {and losers}",
        "The tape says <inaudible> here.",
        '<div class="ad">Ad</div>The mayor&rsquo;s plan &amp; the council&rsquo;s.',
        "A fee on [the plan](https://example.org/a_(2009). Nobody speaks of it. 5 to 4.) So.",
        "[a](b 'c' d) ![e](f g) [h][i j] [k]: l",
        "`code &amp; <b>` and ``more ` ticks``",
        "| a | b |\n|---|---|\n| c\\|d | e",
        "1986. A great year.\n\n2. Two",
        "Text[^1] and[^b c].\n\n[^1]: Its *note*.\n\n    More.\n\n[^b c]: Other\nlines.",
        "Tiếng Việt có dấu, ký tự “lạ” — ½ 漢字 עברית",
        '[r]: /u "A title\n\nthat is none"',
    ],
)
def test_every_letter_arrives(text: str) -> None:
    """What once swallowed words or letters is shown whole."""
    assert PAIR.lost_at(text) == 0


def test_a_lost_letter_is_noticed_with_its_line() -> None:
    """Take any letter out of a page, change it or move it, and the check names the line."""
    rng = random.Random(5)
    for _ in range(150):
        text = story(rng, 60)
        html = page(text)
        assert lost_at(text, html) == 0
        places = [m for m in range(len(html)) if html[m].isalpha() and _is_text(html, m)]
        at = rng.choice(places)
        other = "x" if html[at] != "x" else "y"
        assert lost_at(text, html[:at] + html[at + 1 :]) > 0
        assert lost_at(text, html[:at] + other + html[at + 1 :]) > 0
    text = "First line.\nSecond line.\n\nThird line.\n\nFourth."
    assert lost_at(text, page(text).replace("Third", "Thrd")) == 4
    assert lost_at(text, page(text).replace("Fourth", "")) == 6


@pytest.mark.parametrize(
    ("source", "page", "line"),
    [
        ("", "a", 1), ("a", "", 1), ("a\nb\nc\n", "ab", 3), ("a\nb\nc\n\n", "abcd", 3),
        ("a\nb\nc", "axc", 2), ("a\n\nb\nc\n", "acb", 3),
        ("A [b](c d) e", "Abcde", 0), ("A [b](c d) e", "Abe", 1), ("A [b](c d) e", "Abde", 1),
        ("x\n3. - 4. a", "x34a", 0), ("x\n3. - 4. a", "x3a", 0), ("x\n3. - 4. a", "x4a", 0),
        ("x\n3. - 4. a", "xa", 0), ("x\n3. - 4. a", "x43a", 2),
        ('1. [r]: /u "T"\nb', "Tb", 0), ('1. [r]: /u "T"\nb', "1Tb", 0),
        ('1. [r]: /u "T"\nb', "b", 0), ('1. [r]: /u "T"\nb', "rub", 2),
        ("a &copy; b", "a© b", 0), ("a &copy; b", "acopyb", 0), ("a &copy; b", "acb", 1),
        ("a\nb &eacute; c", "abéc", 0), ("a\nb &eacute; c", "abec", 2),
        ("`a` b [c][d] e", "abcde", 0), ("`a` b [c][d] e", "bce1", 1),
        ("a\n<b>c</b>\nd <i>e", "acd", 3), ("a\n<b>c</b>\nd <i>e", "acbdie", 0),
        ("a {b} c", "abc", 0), ("a {b} c", "ac", 0), ("a {b} c", "abbc", 1),
        (f"a\n\n{FOOT}b</div>", f"a{FOOT}b</div>", 0),
    ],
)  # fmt: skip
def test_what_may_be_markup_may_stand_on_the_page_or_not(source: str, page: str, line: int) -> None:
    """An address, a tag, a list's number; but in its order, and nothing beside it."""
    assert lost_at(source, page) == line


@pytest.mark.parametrize(
    ("text", "page", "notes", "line"),
    [
        ("a[^n] b\n\n[^n]: c\nd\n\ne", "abe|cd", [(3, 4)], 0),
        ("a[^n] b\n\n[^n]: c\nd\n\ne", "ab|cd", [(3, 4)], 6),
        ("a[^n] b\n\n[^n]: c\nd\n\ne", "abe|c", [(3, 4)], 4),
        ("a[^n] b\n\n[^n]: c\nd\n\ne", "abe|d", [(3, 4)], 3),
        ("a[^n] b\n[^n]: c\nd\n\ne", "abe|cd", [(2, 3)], 0),
        ("a[^n] b\n[^n]: c\nd\n\ne", "ab|cde", [(2, 3)], 5),
        ("a[^n]\n\n[^n]: c[^m]\n\n[^m]: d", "a!|c!?d?", [(3, 3), (5, 9)], 0),
        ("a[^n]\n\n[^n]: c[^m]\n\n[^m]: d", "a!|c!?", [(3, 3), (5, 9)], 5),
    ],
)
def test_notes_are_compared_by_themselves(
    text: str, page: str, notes: list[tuple[int, int]], line: int
) -> None:
    """Their marks and the links back from them are no letters of the story."""
    mark = '<sup id="fnref-n">1</sup>'
    back = '\xa0<a class="footnote-backref" href="#">back</a>'
    html = page.replace("|", FOOT).replace("!", mark).replace("?", back)
    assert lost_at(text, html, notes) == line


@pytest.mark.parametrize(
    "text",
    [
        "The mayor&rsquo;s &amp; AT&T &#65;&#x42;.",
        "`a &amp; b` and ``c ` d``",
        "[a](b 'c') ![d](e) [f][g] <b>h</b>\n\n[g]: /u \"T\"",
        "“a” ‘b’ – c — d… «e» ′f″ \xa0g\u3000h「i」 ״j׳ é",
        "7. a\n8. b",
        "# A {#b}\n\n```py\nc\n```\n\n~~~ x y\nd\n~~~",
        "*[AB]: cd\n\nAB",
    ],
)
def test_sound_texts_are_compared_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """To follow all readings of each text would take longer than to convert it."""
    monkeypatch.setattr(letters, "_first_loss", lambda *_: pytest.fail("all readings"))
    assert lost_at(text, page(text)) == 0


def test_runs_of_ticks_of_many_lengths_are_followed_all_the_same() -> None:
    """Those that have no other of their length begin no code; the others do."""
    lone = "".join(f"w{'`' * n} " for n in range(1, 40))
    text = f"{lone}\n\n{'`' * 50}a &amp; b{'`' * 50}\n\nEnd."
    assert lost_at(text, page(text)) == 0
    assert lost_at(text, page(text).replace("End", "")) == 5


def _is_text(html: str, place: int) -> bool:
    return html.rfind("<", 0, place) <= html.rfind(">", 0, place) and (
        html.rfind("&", max(0, place - 5), place) <= html.rfind(";", 0, place)
    )


def test_a_page_that_lost_a_letter_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the converter ever lose a letter, the editor learns of it with the line."""
    converter = Converter(zone=ZoneInfo("America/Chicago"), blocks=KINDS)
    monkeypatch.setattr(converter._quick, "convert", lambda source: "<p>One</p><p>To</p>")
    (problem,) = converter.convert("One\n\nTwo", path="p", first_line=5, anchor="a").problems
    assert (problem.line, problem.warning) == (7, False)
    assert problem.message == "the letters from here on do not come out as they are written"


class Shouting(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        class Shout(Treeprocessor):
            def run(self, root):  # type: ignore[no-untyped-def]
                root[0].text = "Shouted."

        md.treeprocessors.register(Shout(md), "shout", 1)


def test_a_sites_own_extension_may_change_letters() -> None:
    """Only the extension knows what it means to do: the proof is not asked of it."""
    converter = Converter(zone=ZoneInfo("America/Chicago"), blocks=KINDS, extensions=[Shouting()])
    conversion = converter.convert("Said.", path="p", first_line=5, anchor="a")
    assert conversion.body.html == "<p>Shouted.</p>"
    assert conversion.problems == ()
