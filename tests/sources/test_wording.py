"""Words of front matter: typed with straight signs, published as a newspaper sets them."""

from __future__ import annotations

import re

import pytest

from sitegen.core.problems import SitegenError
from tests.conftest import Built, Site
from tests.pictures.photo_files import noisy, saved

PAGE = "news/vote/index.html"
PLAIN = "Editor of The Post: “It’s over” – what now?"
MARKED = "Editor of <em>The Post</em>: “It’s over” – what now?"
TITLE = "'Editor of *The Post*: \"It''s over\" -- what now?'"


def warnings(built: Built) -> list[str]:
    return [str(problem) for problem in built.report.warnings]


def test_a_headline_is_set_everywhere_by_the_same_rules(site: Site) -> None:
    """Emphasis on the page and in cards; plain words wherever plain text is due."""
    site.setting("[feeds]\natom = true\njson = true")
    site.story(title=TITLE, published="2026-03-02T09:00:00-06:00", lead="true")
    built = site.build()

    assert f"<h1>{MARKED}</h1>" in built[PAGE]
    assert f">{MARKED}</a></h" in built["index.html"]
    assert f">{MARKED}</a></h" in built["news/index.html"]
    head = built[PAGE].partition("</head>")[0]
    assert f"<title>{PLAIN} | " in head
    assert f'property="og:title" content="{PLAIN}"' in head
    assert f'"headline":"{PLAIN}"' in built[PAGE].replace('": "', '":"')
    for file in ("feed.xml", "atom.xml", "feed.json"):
        text = built[file]
        assert PLAIN in text, file
        assert "*The Post*" not in text
    for path in built.mentioning("*The Post*"):
        pytest.fail(f"{path} shows the signs of emphasis")


def test_a_card_title_and_a_summary_have_emphasis_too(site: Site) -> None:
    site.story(
        card_title='"*The Post*\'s end"',
        summary="\"It was *The Post*'s last day, and the newsroom said '90s-style goodbyes.\"",
    )
    built = site.build()
    dek = "It was <em>The Post</em>’s last day, and the newsroom said ’90s-style goodbyes."

    assert "<em>The Post</em>’s end</a>" in built["index.html"]
    assert dek in built[PAGE]
    assert f'content="{re.sub("</?em>", "", dek)}"' in built[PAGE]


def test_a_link_in_a_headline_is_told(site: Site) -> None:
    """Its words stay, and the editor learns that it leads nowhere."""
    site.story(title='"The [vote](https://example.org/vote)"')
    built = site.build()

    assert "<h1>The vote</h1>" in built[PAGE]
    assert any("vote.md:2: warning: title holds a link" in told for told in warnings(built))


def test_addresses_are_made_of_words_as_written(site: Site) -> None:
    """Setting the words of a tag, a series or a story moves no page."""
    site.story("content/news/it-s.md", title='"It\'s -- over"', tags='["Mayor\'s race"]')
    built = site.build()

    assert "news/it-s/index.html" in built.paths()
    assert "tags/mayor-s-race/index.html" in built.paths()
    assert "Mayor’s race" in built["tags/mayor-s-race/index.html"]


def test_all_other_words_are_set(site: Site) -> None:
    site.write("content/authors/pat.md", "---\nname: Pat O'Brien\nrole: \"City's editor\"\n---\n")
    site.story(
        authors="[Pat O'Brien]",
        kicker='"The city\'s"',
        how_we_reported="\"We asked 'everybody' -- twice.\"",
        corrections="[{date: 2026-03-01, text: \"It's 6'2\\\", not *The Post*'s 5'9\\\".\"}]",
        sources='["The mayor\'s plan"]',
    )
    built = site.build()

    assert "Pat O’Brien" in built[PAGE]
    assert "The city’s" in built[PAGE]
    assert "We asked ‘everybody’ – twice." in built[PAGE]
    assert "It’s 6′2″, not The Post’s 5′9″." in built[PAGE]
    assert "The mayor’s plan" in built[PAGE]
    assert built.mentioning("O'Brien") == []


def test_characters_that_other_programs_name_are_read_once(site: Site) -> None:
    """Readers see ñ, not &ntilde;, and the editor is told; what is no name stays."""
    site.story(title="'Espa&ntilde;ol &#34;hoy&#34; &amp;amp; AT&T &nosuch;'", lang="es")
    built = site.build()

    assert "<h1>Español “hoy” &amp;amp; AT&amp;T &amp;nosuch;</h1>" in built[PAGE]
    (told,) = [told for told in warnings(built) if "&ntilde;" in told]
    assert told.startswith("content/news/vote.md:2: warning: title is written with HTML's names")


def test_spanish_marks_are_the_sites_choice(site: Site) -> None:
    site.setting('[typography]\nquotes = "«»"')
    site.story(title="'¿\"Quién\" paga?'", lang="es", body="Dijo: \"el 'no'\".")
    site.story("content/news/yes.md", title="'The \"plan\"'")
    built = site.build()

    assert "¿«Quién» paga?" in built[PAGE]
    assert "The “plan”" in built["news/yes/index.html"]


def test_other_marks_cannot_be_chosen(site: Site) -> None:
    site.setting('[typography]\nquotes = "><"')
    with pytest.raises(SitegenError, match="are no quotation marks to choose"):
        site.build()


def test_captions_and_credits_hold_emphasis_and_links(site: Site) -> None:
    """Open licences demand a link; a link to a story is looked up as in a text."""
    site.write_bytes("content/news/hall.jpg", saved(noisy(400, 300)))
    site.write("content/news/hall.jpg.yml", 'credit: "[Jo Park](https://example.org/jo), CC BY"\n')
    site.story("content/news/plan.md")
    site.story(
        image='{file: hall.jpg, alt: "The hall\'s door", caption: "From *The Post*, [a](plan.md)"}',
        body="![A hall](hall.jpg \"It's *The Post*'s, see [a](plan.md) 'now'\")\n",
    )
    built = site.build()
    page = built[PAGE]
    link = '<a href="/news/plan/">a</a>'

    assert f"<figcaption>From <em>The Post</em>, {link} <span" in page
    assert f"<figcaption>It’s <em>The Post</em>’s, see {link} ‘now’ <span" in page
    assert page.count('<a href="https://example.org/jo">Jo Park</a>, CC BY</span>') == 2
    assert 'alt="The hall’s door"' in page
    assert '&lt;a href="https://gazette.example/news/plan/"&gt;a&lt;/a&gt;' in built["feed.xml"]
    assert "<media:credit>Jo Park, CC BY</media:credit>" in built["feed.xml"]
    assert "\x1a" not in "".join(built[path] for path in built.paths("*.html"))


def test_a_dead_link_in_a_caption_is_a_problem(site: Site) -> None:
    site.write_bytes("content/news/hall.jpg", saved(noisy(400, 300)))
    site.story(image='{file: hall.jpg, alt: A hall, caption: "See [a](nowhere.md)"}')
    (problem,) = [problem for problem in site.problems() if not problem.warning]

    assert "dead link 'nowhere.md'" in problem.message
    assert problem.path == "content/news/vote.md"
