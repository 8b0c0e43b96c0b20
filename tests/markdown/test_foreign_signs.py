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
    ],
)
def test_a_foreign_sign_is_a_warning_with_its_line(text: str, program: str) -> None:
    """The sign, whose it is and how often it stands there."""
    first, line = text.partition("]")[0] if "caption" in text else text, 12
    ((found, message),) = told(f"Before.\n\n{text}\n\nAfter.")
    assert found == line
    assert message.startswith(f"'{first}")
    assert f"is a sign of {program}, and readers see it as it stands" in message


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
