"""Blocks are templates that say what they take; a site may change them and add its own."""

from __future__ import annotations

import pytest

from tests.conftest import Site

PROFILE = """\
{#- takes:
    name: title, quoted, needed
    page: link
    side: choice left right = left
    age: number
    body: aside

    A person in a box. -#}
<section class="profile profile--{{ side }}"><h3>{{ name }}</h3>
{% if age %}<p>{{ age }}</p>{% endif %}
{% if page %}<a href="{{ page }}">{{ page.host }}</a>{% endif %}
{{ body }}
</section>
"""
USE = (
    '::: profile "Ana *Sample*" page=https://example.org/ana age=41 side=right\n'
    "She *writes*.\n:::\n"
)
SHOWN = (
    '<section class="profile profile--right"><h3>Ana <em>Sample</em></h3>\n<p>41</p>'
    '<a href="https://example.org/ana">example.org</a><p>She <em>writes</em>.</p>\n</section>'
)


def with_profile(site: Site) -> None:
    site.write("templates/blocks/profile.html", PROFILE)
    site.story(body=f"Words before.\n\n{USE}\nWords after.")
    site.story("content/news/plain.md", body="::: fact\nA fact.\n:::\n", published="2026-02-01")


def test_a_block_of_ones_own_is_a_file(site: Site) -> None:
    """A newsroom that needs a box of another kind writes a template, and no Python."""
    with_profile(site)

    built = site.build()

    assert SHOWN in built["news/vote/index.html"]
    assert 'href="https://example.org/ana"' in built["feed.xml"]
    assert "\x1a" not in "".join(built[file] for file in built.paths("*.html"))


def test_what_stands_in_a_block_may_lead_to_stories_and_hold_others(site: Site) -> None:
    """Links in arguments are followed like all others; blocks stand within blocks."""
    site.write("templates/blocks/profile.html", PROFILE)
    site.story("content/news/other.md")
    site.story(body=':::: profile "Ana" page=other.md\n::: fact "In *short*"\nA fact.\n:::\n::::\n')

    page = site.build()["news/vote/index.html"]

    assert '<a href="/news/other/">' in page
    assert page.index('<section class="profile') < page.index('<aside class="fact"')
    assert page.index("</aside>", page.index('<aside class="fact"')) < page.index(
        "</section>", page.index('<section class="profile')
    )


def test_a_block_of_the_theme_may_be_changed_and_takes_the_same(site: Site) -> None:
    """An override that says nothing of arguments takes what the theme's takes."""
    site.write(
        "templates/blocks/pull.html",
        "<blockquote>{{ body }}{% if by %}<b>{{ by }}</b>{% endif %}</blockquote>",
    )
    site.story(body='::: pull "Ana Sample"\nNever.\n:::\n')

    assert (
        "<blockquote><p>Never.</p><b>Ana Sample</b></blockquote>"
        in site.build()["news/vote/index.html"]
    )


def test_a_block_is_made_again_where_its_template_changed(site: Site) -> None:
    """Another look costs the pages and feeds that show it; other words it takes, a reading too."""
    with_profile(site)
    site.build()

    site.write("templates/blocks/profile.html", PROFILE.replace("<h3>", '<h3 class="name">'))
    look = site.build().report
    site.write("templates/blocks/profile.html", PROFILE.replace("age: number", "age: number = 7"))
    words = site.build()

    assert [file for file in look.changed if file.endswith(".html")] == ["news/vote/index.html"]
    assert (look.counts["parsed"], look.counts["pages"]) == (0, 1)
    assert words.report.counts["parsed"] == 1
    assert words.tree == site.copy().build().tree


def test_a_block_that_comes_or_goes_is_noticed_by_those_who_use_it(site: Site) -> None:
    """A deleted template is told with the line that needs it; a new one mends the story."""
    with_profile(site)
    site.build()
    site.delete("templates/blocks/profile.html")

    (problem,) = site.problems()
    site.write("templates/blocks/profile.html", PROFILE)

    assert problem.path == "content/news/vote.md"
    assert problem.message == "unknown block 'profile'"
    assert SHOWN in site.build()["news/vote/index.html"]


@pytest.mark.parametrize(
    ("use", "message", "hint"),
    [
        ('::: profil "Ana"\n:::', "unknown block 'profil'", "Did you mean 'profile'?"),
        ('::: profile "Ana" pge=x\n:::', "block 'profile' has no option 'pge'", "'page'"),
        ("::: profile\nWords.\n:::", "block 'profile' has no name", '::: profile "…"'),
        ('::: profile "Ana" age=old\n:::', "age is 'old', which is no whole number", "age=3"),
        ('::: profile "Ana" side=up\n:::', "side 'up' is not known", "left, right"),
        ('::: profile "Ana" page="a b"\n:::', "more than an address", "quotes"),
        ('::: profile "Ana" Bea\n:::', "has no place for 'Bea'", "name=…"),
        ('::: profile "Ana" name=Bea\n:::', "has 'name' twice", "Keep one"),
        ('::: profile "Ana" age=1 age=2\n:::', "has 'age' twice", "Keep one"),
        ("::: rule\nWords.\n:::", "block 'rule' holds nothing, and has words inside", "above it"),
        ("::: shots\nWords.\n:::", "a shots without pictures", "![what it shows]"),
    ],
)
def test_what_a_block_is_told_is_checked_like_the_built_in_ones(
    site: Site, use: str, message: str, hint: str
) -> None:
    """A slip in a block of one's own names the line, what was found and what to write."""
    site.write("templates/blocks/profile.html", PROFILE)
    site.write("templates/blocks/rule.html", "{#- takes: -#}\n<hr>\n")
    site.write(
        "templates/blocks/shots.html",
        "{#- takes:\n    body: pictures, needed\n\n    Pictures. -#}\n"
        "{% for one in pictures %}{{ one }}{% endfor %}\n",
    )
    site.story(body=f"Words.\n\n{use}\n")

    (problem,) = site.problems()

    assert problem.path == "content/news/vote.md"
    assert (
        problem.line == site.read("content/news/vote.md").split("\n").index(use.split("\n")[0]) + 1
    )
    assert message in problem.message, problem
    assert hint in problem.hint, problem


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("<p>{{ body }}</p>", 1, "does not say what it takes", "{#- takes:"),
        ("{#- takes:\n    name: titel\n\n    Words. -#}", 2, "'titel' is nothing", "'title'"),
        ("{#- takes:\n    name: title, quotd\n-#}", 2, "'quotd' says nothing", "'quoted'"),
        ("{#- takes:\n    name\n-#}", 2, "declares no argument", "title: title, quoted"),
        (
            "{#- takes:\n    a: title, bare\n    b: title, bare\n-#}",
            1,
            "'a' and 'b' are both bare",
            "",
        ),
        ("{#- takes:\n    a: title\n    a: link\n-#}", 3, "declared twice", ""),
        ("{#- takes:\n    side: choice\n-#}", 2, "words to choose from", "choice left right"),
        ("{#- takes:\n    side: choice a b = c\n-#}", 2, "'c' is none of the words", "a, b"),
        ("{#- takes:\n    n: number = x\n-#}", 2, "'x' is no whole number", ""),
        (
            "{#- takes:\n    body: asid\n-#}",
            2,
            "'asid' is nothing that can stand inside",
            "'aside'",
        ),
        ("{#- takes:\n    given: ids\n-#}", 2, "'ids' is not given to blocks", "'id'"),
        ("{#- takes:\n    lang: title\n-#}", 2, "'lang' is given to every block", ""),
        ("{#- takes: -#}\n{{ nmae }}", 2, "unknown variable 'nmae'", "Values for this block"),
        ("{#- takes: -#}\n{% if %}", 2, "Expected an expression", ""),
    ],
)
def test_a_mistake_in_a_blocks_template_is_told_with_its_line(
    site: Site, text: str, line: int, message: str, hint: str
) -> None:
    """It is found whether a story uses the block or not."""
    site.write_bytes("templates/blocks/own.html", text.encode())
    site.story()

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("templates/blocks/own.html", line), problem
    assert message in problem.message, problem
    assert hint in problem.hint, problem


def test_a_block_whose_name_nobody_can_write_is_told_alone(site: Site) -> None:
    """The blocks behind it are known all the same."""
    site.write("templates/blocks/2.html", "{#- takes: -#}\n")
    with_profile(site)

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("templates/blocks/2.html", 0)
    assert "blocks/profile.html" in problem.hint


@pytest.mark.parametrize(
    ("template", "lost"),
    [
        ("<b>{{ name }}</b>", "what stands inside the block"),
        ("{{ body }}", "what is written for 'name'"),
    ],
)
def test_a_template_cannot_keep_back_what_an_editor_wrote(
    site: Site, template: str, lost: str
) -> None:
    """Every letter of a story arrives: a template that forgets some stops the build."""
    declaration = "{#- takes:\n    name: title, quoted\n    body: aside\n-#}\n"
    site.write_bytes("templates/blocks/own.html", (declaration + template).encode())
    site.story(body='::: own "Ana"\nWords.\n:::\n')

    (problem,) = site.problems()

    assert problem.path == "templates/blocks/own.html"
    assert problem.message == f"the template does not show {lost}"
    assert "news/vote" in problem.hint


def test_a_slip_within_a_blocks_template_names_its_line(site: Site) -> None:
    """What goes wrong only when it is rendered is told like a mistake on any page."""
    site.write_bytes(
        "templates/blocks/own.html",
        b"{#- takes:\n    page: link\n-#}\n\n{{ page.hots }}\n",
    )
    site.story(body="::: own page=https://example.org/\n:::\n")

    (problem,) = site.problems()

    assert (problem.path, problem.line) == ("templates/blocks/own.html", 5)
    assert "hots" in problem.message


def test_a_frame_in_a_blocks_template_is_told_unless_the_site_lists_its_origin(site: Site) -> None:
    """A block of one's own opens no page to another site in silence."""
    site.write_bytes(
        "templates/blocks/film.html",
        b"{#- takes:\n    url: link, bare, needed\n-#}\n"
        b'<iframe src="{{ url }}" title="Film"></iframe>\n',
    )
    site.story(body="::: film https://film.example/1\n:::\n")

    warnings = [problem.message for problem in site.build().report.warnings]

    assert "the frame of film.example will not show" in warnings


def test_an_update_cannot_lose_the_time_that_holds_it_back(site: Site) -> None:
    """An override without a time would publish tomorrow's entry today."""
    site.write_bytes(
        "templates/blocks/update.html",
        b"{#- takes:\n    title: title, quoted\n    body: text\n-#}\n"
        b"<b>{{ title }}</b>{{ body }}\n",
    )
    site.story()

    (problem,) = site.problems()

    assert problem.message == "an update without a time could not be held until then"


def test_words_of_blocks_are_in_the_storys_language(site: Site) -> None:
    """The link to a transcript is named in the language of its story."""
    talk = "https://sound.example/talk"
    site.story(lang="es", body=f"::: embed {talk}.mp3 transcript={talk}.txt\n:::\n")

    page = site.build()["news/vote/index.html"]

    assert ">Transcripción</a></p>" in page
