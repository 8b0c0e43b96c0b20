"""What other programs would have read is warned of, since readers would see it."""

from __future__ import annotations

from html import unescape
from zoneinfo import ZoneInfo

import pytest

from sitegen.markdown.convert import Converter
from sitegen.markdown.dialect import StoryMarkdown
from tests.markdown.theme_blocks import KINDS

CONVERTER = Converter(zone=ZoneInfo("America/Chicago"), blocks=KINDS)


def told(text: str) -> list[tuple[int, str]]:
    problems = CONVERTER.convert(text, path="p", first_line=10, anchor="a").problems
    assert all(problem.warning and problem.hint for problem in problems)
    return [(problem.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ('{{< youtube id="a" >}}', "Hugo"),
        ("{{% note %}}", "Hugo"),
        ('{% include image.html src="a.jpg" %}', "Jekyll"),
        ("{{ site.title }}", "a template"),
        ('[caption id="a" width="3"]Words[/caption]', "WordPress"),
        ('[gallery ids="1,2"]', "WordPress"),
        ('[audio mp3="a.mp3"]', "WordPress"),
        ("[[The vote]]", "a wiki"),
        ("![[photo.jpg]]", "Obsidian"),
        ("[TOC]", "other programs"),
        ("Words. {: .wide}", "Jekyll"),
        ("{:toc}", "Jekyll"),
        ("> [!NOTE]\n> Words.", "Obsidian"),
        ("==marked words==", "Obsidian"),
        ("!!! note", "MkDocs"),
        ('??? tip "Words"', "MkDocs"),
        ("[b]Words[/b]", "a forum"),
        ("[url=https://example.org]words[/url]", "a forum"),
        ("Words :tada: words", "a chat"),
        ("H~2~O", "Pandoc"),
        ("10^6^", "Pandoc"),
        ("- [ ] Words", "a list of tasks"),
        ("{++new++}", "CriticMarkup"),
        ("{--old--}", "CriticMarkup"),
        ("{==words==}", "CriticMarkup"),
    ],
)
def test_a_foreign_sign_is_a_warning_with_its_line(text: str, program: str) -> None:
    """The sign, whose it is and how often it stands there."""
    ((found, message),) = told(f"Before.\n\n{text}\n\nAfter.")
    assert found == 12
    sign = message[1 : message.index("' is a sign")]
    assert sign in text
    assert f"is a sign of {program}, and readers see it as it stands" in message


@pytest.mark.parametrize(
    "text",
    [
        "Words %%call her back%% words",
        "Words\n\n%%\nShe asked not to be named.\n\nAt all.\n%%",
        "%%\nnever closed",
        "Words {>>call her back<<} words",
    ],
)
def test_a_note_that_another_program_hides_is_a_problem(text: str) -> None:
    """Who wrote it believes that no reader sees it."""
    (problem,) = CONVERTER.convert(text, path="p", first_line=10, anchor="a").problems
    assert not problem.warning
    assert problem.line == 10 + text[: text.find("%%") if "%%" in text else 0].count("\n")
    assert "hides, and here readers would see" in problem.message
    assert problem.hint == "Take it out, or write it as <!-- … -->, which is not published."
    asked = "Words <!-- call her back --> words, 50 \\%% and \\%%a\\%%"
    assert CONVERTER.convert(asked, path="p", first_line=1, anchor="a").problems == ()


def test_many_signs_of_a_kind_are_one_warning() -> None:
    """Forty shortcodes are one line, with their count."""
    ((line, message),) = told("{{< a >}}\n\n" * 40)
    assert line == 10
    assert message.endswith("(40 of them in this text)")


@pytest.mark.parametrize(
    "text",
    [
        "`{{< youtube a >}}` and\n\n```\n{% raw %}\n[[a]]\n```\n",
        "    {{ indented }}",
        "[video](clip.md) and [gallery][1]\n\n[1]: x.md",
        "[video] of the vote, [1] and {braces}",
        "[[a](b.md)](c.md)",
        "a[[1](b.md)] [x[0]]",
        "- Words\n{: .wide}",
        "[Words](https://example.org){: .wide}",
        "Up 5%% and 6%% more, 100%%. a%%b%%c",
        "a == b and c == d; ====",
        "He [b]egan [i]t. [/] [quote] [url]",
        "At 10:30:45, a:b:c: see https://example.org:80/a:b:",
        "~5 to ~10 people, a~b, x^2 and y^3. Wow!!! What???",
        "- [x](https://example.org)\n- [ ]",
        "{-- and {++} and {>> a",
    ],
)
def test_signs_that_mean_something_here_are_no_warning(text: str) -> None:
    """Code shows them on purpose, and links are links."""
    assert not [message for _, message in told(text) if "is a sign of" in message]


def test_the_line_counts_blocks_too() -> None:
    """Blocks above a sign do not move its line."""
    ((line, _),) = told("::: note\nWords.\n:::\n\n[[x]]")
    assert line == 14


@pytest.mark.parametrize(
    "sign",
    [
        '{{< youtube id="abc" title="it\'s -- so..." >}}',
        '{{% note "a" %}}',
        '{% include image.html\nsrc="hall.jpg" %}',
        "{{ 'x' | upper }}",
        '[caption id="a" width="3"]',
        '[gallery ids="1,2"]',
        '[[The "vote"]]',
        '![[photo "a".jpg]]',
        '{--the "old" -- words--}',
        '{: title="it\'s"}',
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_foreign_sign_is_shown_as_it_stands(sign: str, lang: str) -> None:
    """Who looks for it finds it, and who moves the story back finds it whole."""
    text = f'He said "yes" {sign} and "it\'s *a*" -- no.\n\n{sign}\n\n- "a" {sign} "b"\n'
    converted = CONVERTER.convert(text, path="p", first_line=1, anchor="a", lang=lang)
    html = unescape(converted.body.html)
    assert html.count(sign) == 3
    assert html.replace(sign, "").count('"') == 0
    assert "'" not in html.replace(sign, "")
    assert " – no" in html
    md = StoryMarkdown()
    md.begin("a", lang)
    assert md.convert(text) == converted.body.html


def test_words_between_signs_are_set_as_words() -> None:
    """Who marks a passage for others, or hides it from them, writes prose in it."""
    text = '==it\'s "so"== and :it\'s:\n\n%%"a"%%\n'
    html = CONVERTER.convert(text, path="p", first_line=1, anchor="a").body.html
    assert html == "<p>==it’s “so”== and :it’s:</p>\n<p>%%“a”%%</p>"


def test_a_sign_with_an_address_in_it_keeps_its_quotes() -> None:
    """The address becomes a link, and parts the sign."""
    html = CONVERTER.convert(
        'See "it": {{< figure src="https://a.org/b" alt="The \'hall\'" >}}',
        path="p",
        first_line=1,
        anchor="a",
    ).body.html
    assert html.startswith('<p>See “it”: {{&lt; figure src="<a href=')
    assert html.endswith("""</a>" alt="The 'hall'" &gt;}}</p>""")
