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

from sitegen.markdown.convert import Converter
from sitegen.markdown.letters import lost_at
from tests.markdown.fuzz import TOKENS, WORDS, Pair, documents, shorten, story, texts
from tests.markdown.theme_blocks import KINDS

TEXTS = 1500
PAIR = Pair()


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
    assert lost_at(
        "A[^1].\n\nB.\n\n[^1]: Its words.", page("A[^1].\n\nB.\n\n[^1]: words."), [(5, 5)]
    )


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
