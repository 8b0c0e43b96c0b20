"""What an editor's Markdown becomes, and what an editor is told of it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from sitegen.core.problems import Problem, SitegenError
from sitegen.markdown.convert import Conversion, Converter
from sitegen.markdown.placeholders import fill, inline_pictures
from sitegen.markdown.plain_text import plain_text
from sitegen.settings import extension_faults
from tests.markdown.theme_blocks import KINDS, make

ZONE = ZoneInfo("America/Chicago")
CONVERTER = Converter(zone=ZONE, blocks=KINDS)
CLEANING = Converter(zone=ZONE, blocks=KINDS, trust_html=False)


def convert(text: str, *, by: Converter = CONVERTER, lang: str = "en") -> Conversion:
    return by.convert(text, path="content/news/vote.md", first_line=10, anchor="vote", lang=lang)


def filled(text: str, *, by: Converter = CONVERTER) -> str:
    marked = convert(text, by=by)
    pictures = [f'<img src="{image.target}">' for image in marked.images]
    return fill(marked.body.html, [link.target for link in marked.links], pictures, make())


def told(text: str, *, by: Converter = CONVERTER) -> list[tuple[int, str]]:
    """What is said, with lines counted from 10."""
    return [(problem.line, problem.message) for problem in convert(text, by=by).problems]


# Links


def test_a_link_to_a_file_becomes_a_placeholder_with_its_line() -> None:
    """Links to other stories are resolved later; each knows where it was written."""
    marked = convert("First.\n\nSee [the vote](../local/vote.md#result) and [us](/about/).\n")
    assert [(link.target, link.line) for link in marked.links] == [
        ("../local/vote.md#result", 12),
        ("/about/", 12),
    ]
    assert (
        fill(marked.body.html, ["/local/vote/#result", '/about/?a&"b"'], [])
        == '<p>First.</p>\n<p>See <a href="/local/vote/#result">the vote</a> and '
        '<a href="/about/?a&amp;&quot;b&quot;">us</a>.</p>'
    )


def test_a_link_written_as_html_is_treated_alike() -> None:
    """`<a href>` by hand goes the same way as Markdown's own links."""
    html = "<p>See <a class='x' href='../local/vote.md'>it</a> and <A HREF=b.md>b</A></p>"
    assert [link.target for link in convert(html).links] == ["../local/vote.md", "b.md"]


def test_code_and_comments_hold_no_links() -> None:
    """What is shown as code, or not shown, is not resolved."""
    text = (
        '```\n<a href="x.md">\n```\n\n`<img src="y.jpg">`\n\n    [a](z.md)\n\n'
        '<!-- <a href="w.md"> -->\n\n<script>var a = \'<a href="v.md">\';</script>\n'
    )
    marked = convert(text)
    assert marked.links == ()
    assert marked.images == ()
    assert marked.problems == ()


def test_addresses_elsewhere_stay_as_they_are() -> None:
    """Web addresses, mail and telephone links are not ours to resolve."""
    text = "[a](https://x.org/?a=1&b=2) [b](mailto:a@b.org) [c](tel:+17135550100) [d](//x.org/)"
    marked = convert(text)
    assert marked.links == ()
    assert marked.problems == ()
    assert 'href="https://x.org/?a=1&amp;b=2"' in marked.body.html


def test_the_same_target_twice_is_found_on_both_lines() -> None:
    """Two links to one story are reported each where it stands."""
    marked = convert("[a](x.md)\n\n[b](x.md)\n\n[c][1]\n\n[1]: y.md\n")
    assert [link.line for link in marked.links] == [10, 12, 16]


@pytest.mark.parametrize(
    ("target", "message", "hint"),
    [
        ("javascript:alert(1)", "link to 'javascript:alert(1)'", "https:"),
        ("java&#115;cript:alert(1)", "link to 'javascript:alert(1)'", "https:"),
        ("data:text/html,x", "link to 'data:text/html,x'", "https:"),
        ("www.example.org", "link to 'www.example.org' lacks https://", "https://www.example.org"),
        ("tips@example.org", "link to 'tips@example.org' lacks mailto:", "mailto:tips@example.org"),
        ("C:/a/b.pdf", "link to 'C:/a/b.pdf', a file on your own computer", "beside the story"),
        ("", "a link without an address", "[words](address)"),
        ("#nowhere", "link to '#nowhere', which is nowhere in this story", "#what-next"),
    ],
)
def test_a_link_that_cannot_work_is_reported(target: str, message: str, hint: str) -> None:
    """A link that no browser could follow well names its line and what to write."""
    marked = convert(f"## What next\n\nSee [this]({target}).")
    assert [p.message for p in marked.problems] == [message]
    assert hint in marked.problems[0].hint
    assert marked.problems[0].line in (12, 0)


def test_a_link_within_the_page_is_checked_against_headings_and_ids() -> None:
    """#anchors that exist pass, whoever made them."""
    text = '## What next\n\n<p id="here">x</p>\n\n[a](#what-next) [b](#here) [c](#top)\n\n^'
    assert convert(text).problems == ()


# Pictures


def test_a_picture_alone_in_its_paragraph_replaces_it() -> None:
    """It becomes a figure, and no figure may stand in a paragraph."""
    marked = convert('Text.\n\n![A bayou](bayou.jpg "After the rain"){credit="Ana Ruiz"}\n\nMore.')
    image = marked.images[0]
    assert (image.target, image.alt, image.caption, image.credit, image.line) == (
        "bayou.jpg",
        "A bayou",
        "After the rain",
        "Ana Ruiz",
        12,
    )
    html = fill(marked.body.html, [], ["<figure>…</figure>"])
    assert html == "<p>Text.</p>\n<figure>…</figure>\n<p>More.</p>"
    assert inline_pictures(marked.body.html) == frozenset()


def test_a_picture_inside_text_is_named_as_inline() -> None:
    """The caller learns which pictures need a bare <img>."""
    marked = convert("An ![icon](a.svg) in text.\n\n![B](b.jpg)\n![C](c.jpg)")
    assert [image.target for image in marked.images] == ["a.svg", "b.jpg", "c.jpg"]
    assert inline_pictures(marked.body.html) == {0}
    html = fill(marked.body.html, [], ["<img>", "<figure>b</figure>", "<figure>c</figure>"])
    assert html == "<p>An <img> in text.</p>\n<figure>b</figure>\n<figure>c</figure>"


def test_missing_and_declared_empty_descriptions_differ() -> None:
    """Only {.decorative}, or alt="" in HTML, says that a picture needs no words."""
    text = '![](a.jpg)\n\n![](b.jpg){.decorative}\n\n<img src="c.jpg" alt="">\n\n<img src="d.jpg">'
    assert [image.alt for image in convert(text).images] == [None, "", "", None]


def test_a_picture_from_elsewhere_is_an_outside_load() -> None:
    """It is named in embeds for the content security policy, and needs words too."""
    marked = convert("![](https://img.example.org/a.jpg)\n\n![Map](https://maps.example/x.png)")
    assert marked.embeds == ("https://img.example.org", "https://maps.example")
    assert marked.images == ()
    assert [(p.line, p.warning) for p in marked.problems if "no desc" in p.message] == [(10, False)]
    assert [p.line for p in marked.problems if "another site" in p.message] == [10, 12]


def test_outside_frames_and_scripts_are_named() -> None:
    """The policy of a page allows what its story loads, and no more."""
    text = (
        '<iframe src="https://player.example/v/1"></iframe>\n\n'
        '<script async src="//cdn.example/x.js"></script>\n\n'
        '<video controls><source src="clip.mp4"></video>\n'
    )
    marked = convert(text)
    assert set(marked.embeds) == {"https://player.example", "https://cdn.example"}
    assert [link.target for link in marked.links] == ["clip.mp4"]


# Headings, tables, footnotes, languages


def test_headings_begin_at_level_two() -> None:
    """The page's h1 is the headline; a body's # moves below it, and all others with it."""
    marked = convert("# A\n\n## B\n\n# A\n")
    assert [(h.level, h.id, h.text) for h in marked.body.headings] == [
        (2, "a", "A"),
        (3, "b", "B"),
        (2, "a_1", "A"),
    ]
    assert '<h2 id="a">A</h2>' in marked.body.html


def test_a_skipped_heading_level_is_a_warning() -> None:
    """Screen readers' outlines have no holes."""
    marked = convert("## A\n\n#### B\n")
    (problem,) = marked.problems
    assert (problem.line, problem.warning) == (12, True)
    assert "'B' leaves out a level" in problem.message


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("What it's *for*", "what-its-for"),
        ("Đường Bellaire", "duong-bellaire"),
        ("Año nuevo", "ano-nuevo"),
        ("Привет", "privet"),
        ("Main", "main-1"),
        ("“…”", "part"),
    ],
)
def test_anchors_of_headings_are_plain_words(heading: str, anchor: str) -> None:
    """They can be typed, and take no id that the theme uses."""
    assert convert(f"## {heading}").body.headings[0].id == anchor


def test_a_table_scrolls_in_a_box_named_by_its_own_words() -> None:
    """Narrow screens scroll the table, not the page, also by keyboard."""
    html = filled("| Precinct | Votes |\n|---|---|\n| 1 | 20 |\n")
    assert html.startswith(
        '<div class="table-scroll" role="region" tabindex="0" '
        'aria-label="Precinct, Votes">\n<table>'
    )
    assert html.endswith("</table>\n</div>")


@pytest.mark.parametrize("by", [CONVERTER, CLEANING])
def test_lists_are_those_that_were_written(by: Converter) -> None:
    """Points and then steps became one list of points, and a list from 3 began at 1."""
    both = filled("- one\n- two\n\n1. first\n2. second", by=by)
    assert both == (
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<ol>\n<li>first</li>\n<li>second</li>\n</ol>"
    )
    interrupted = filled("1. first\n2. second\n\n![What is seen](a.jpg)\n\n3. third", by=by)
    assert interrupted.endswith('<ol start="3">\n<li>third</li>\n</ol>')
    assert filled("> 7. *Seventh*\n> 8. last", by=by).count('<ol start="7">') == 1


def test_footnote_ids_hold_the_articles_own_word() -> None:
    """Two stories on one page, or in one feed, never share a footnote's id."""
    text = "Text[^1] and[^1].\n\n[^1]: See [it](a.md).\n"
    here = convert(text).body.html
    there = CONVERTER.convert(text, path="p", first_line=1, anchor="other").body.html
    assert 'id="fn-vote-1"' in here
    assert 'id="fnref-vote-1"' in here
    assert 'href="#fnref2-vote-1"' in here
    assert 'id="fn-other-1"' in there
    assert "vote" not in there


@pytest.mark.parametrize("by", [CONVERTER, CLEANING])
def test_links_of_notes_have_names_of_their_own(by: Converter) -> None:
    """A list of a page's links said "1" and an arrow, and twice the same for two places."""
    html = convert("One.[^a] Two.[^a] Three.[^b]\n\n[^a]: A.\n\n[^b]: B.\n", by=by).body.html
    assert re.findall('aria-label="([^"]+)"', html) == [
        "Note 1",
        "Note 1",
        "Note 2",
        "Back to note 1 in the text",
        "Back to note 1 in the text, place 2",
        "Back to note 2 in the text",
    ]
    assert "title=" not in html
    assert "lang=" not in html


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("es-MX", ["Nota 1", "Volver a la nota 1 en el texto"]),
        ("vi", ["Chú thích 1", "Trở lại chú thích 1 trong bài"]),
    ],
)
def test_links_of_notes_are_named_in_the_storys_language(lang: str, names: list[str]) -> None:
    """A Spanish story on an English site is read out in Spanish, its notes too."""
    html = convert("Uno.[^a]\n\n[^a]: La nota.\n", lang=lang).body.html
    assert re.findall('aria-label="([^"]+)"', html) == names
    assert "lang=" not in html


def test_english_names_of_notes_bear_their_language() -> None:
    """In French there are no words of ours: a voice must know that these are English."""
    html = convert("Un.[^a]\n\n[^a]: La note.\n", lang="fr").body.html
    assert re.findall('aria-label="([^"]+)" class="[^"]+" href="[^"]+" lang="en"', html) == [
        "Note 1",
        "Back to note 1 in the text",
    ]


def test_nothing_of_one_story_is_left_in_the_next() -> None:
    """Footnotes, references and abbreviations end with their story."""
    convert("[^1]: note\n\n[a]: /x\n\n*[HTML]: words\n\nText[^1] HTML [a]")
    assert convert("Text[^1] HTML [a]").body.html == "<p>Text[^1] HTML [a]</p>"


def test_lang_attributes_are_kept() -> None:
    """A phrase in another language is marked as such."""
    assert '<em lang="es">gracias</em>' in filled('He said *gracias*{lang="es"}.')
    assert '<span lang="vi">cảm ơn</span>' in filled('<span lang="vi">cảm ơn</span>', by=CLEANING)


@pytest.mark.parametrize("by", [CONVERTER, CLEANING])
@pytest.mark.parametrize(
    "more", ["", "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"], ids=["fast", "full"]
)
def test_code_in_a_text_from_right_to_left_runs_from_left_to_right(
    by: Converter, more: str
) -> None:
    """`git commit -m "x"` was shown with its last quote in front."""
    text = 'نص `pip install x==1.0` هنا.\n\n```sh\ngit commit -m "x"\n```\n\n    indented\n'
    html = convert(text + more, by=by, lang="ar").body.html
    assert '<code dir="ltr">pip install x==1.0</code>' in html
    assert '<pre dir="ltr"><code dir="ltr"' in html
    assert html.count("<code") == html.count('<code dir="ltr"') == 3
    assert 'dir="ltr"' not in convert(text, by=by).body.html


def test_code_that_was_written_as_html_keeps_the_direction_that_it_bears() -> None:
    """A poem in <pre> is Arabic, and whoever wrote it knows."""
    text = '<pre dir="rtl">\nشعر\n</pre>\n\nنص <kbd title="<code>">Ctrl</kbd> هنا.\n'
    html = convert(text, lang="ar").body.html
    assert '<pre dir="rtl">' in html
    assert '<kbd dir="ltr" title="<code>">Ctrl</kbd>' in html


def test_code_in_a_passage_from_right_to_left_runs_from_left_to_right() -> None:
    """The passage may stand in a story that is English."""
    html = filled('<div lang="ar" dir="rtl">\n\nنص `a -b` هنا.\n\n</div>\n')
    assert '<code dir="ltr">a -b</code>' in html


# Text


def test_reading_time_is_at_least_a_minute() -> None:
    assert convert("Word.").minutes == 1
    assert convert("word " * 690).minutes == 3


def test_an_excerpt_ends_with_a_sentence() -> None:
    """It takes sixty to ninety words of the story's own paragraphs."""
    sentence = "Twelve words stand in each of these sentences by the U.S. mayor. "
    text = (
        "## Head\n\n::: fact\nNot this.\n:::\n\n![x](a.jpg)\n\n"
        + sentence * 3
        + "Text[^1].\n\n"
        + sentence * 9
        + "\n\n[^1]: Note.\n"
    )
    excerpt = convert(text).excerpt
    assert excerpt.startswith("Twelve words stand")
    assert excerpt.endswith("by the U.S. mayor.")
    assert "Text." in excerpt
    assert "Not this" not in excerpt
    assert 60 <= len(excerpt.split()) <= 90
    assert convert("Short *text*.").excerpt == "Short text."
    assert convert("word " * 200).excerpt == "word " * 89 + "word…"


def test_plain_text_has_no_tags_placeholders_or_entities() -> None:
    html = (
        '<p>a<br>b</p><p>c &amp; <a title="x>y" href="\x1aL0\x1a">d</a>\x1aJ1\x1a</p>'
        "<script>e</script>"
    )
    assert plain_text(html) == "a b c & d"


# Directives


def test_each_directive_becomes_its_element() -> None:
    """One syntax for what Markdown has no words for."""
    html = filled(
        '::: pull "Ana Ruiz, teacher"\nWe were *never* asked.\n:::\n\n'
        '::: fact "In numbers"\n- One\n:::\n\n::: note\nA note.\n:::\n\n::: lang ar\nnص\n:::\n'
    )
    assert (
        '<figure class="pull">\n<blockquote>\n<p>We were <em>never</em> asked.</p>\n</blockquote>\n'
        "<figcaption>Ana Ruiz, teacher</figcaption>\n</figure>" in html
    )
    assert (
        '<aside class="fact" aria-labelledby="fact-1">\n<p class="fact-title" id="fact-1">' in html
    )
    assert '<aside class="note">\n<p>A note.</p>\n</aside>' in html
    assert '<div lang="ar" dir="rtl">' in html


def test_directives_nest_and_share_the_documents_footnotes() -> None:
    """Inside and outside is one text: notes and references work across."""
    html = filled(
        ":::: fact “Title”\n::: note\nSee[^1] and [x].\n:::\n::::\n\n[^1]: N\n\n[x]: /y/\n"
    )
    assert html.index('<aside class="fact"') < html.index('<aside class="note">')
    assert 'href="#fn-vote-1"' in html
    assert '<a href="/y/">x</a>' in html
    assert html.count("</aside>") == 2


def test_words_of_a_block_are_never_a_placeholder() -> None:
    """A box called "L0" is that, and no link."""
    html = filled('::: fact "L0"\nA sample.\n:::\n\n::: pull "G0"\nI0\n:::\n')
    assert 'id="fact-1">L0</p>' in html
    assert "<figcaption>G0</figcaption>" in html


def test_a_pull_quote_that_repeats_the_text_is_read_aloud_once() -> None:
    html = filled('She said: "We were never asked."\n\n::: pull\nWe were never asked.\n:::\n')
    assert '<figure class="pull" aria-hidden="true">' in html


def test_an_embed_loads_nothing_from_elsewhere() -> None:
    """A film on another site is a card with a link, until the reader asks for it."""
    marked = convert('::: embed https://www.youtube.com/watch?v=abc "The hearing"\nIn full.\n:::\n')
    assert marked.embeds == ()
    assert marked.problems == ()
    assert (
        '<a class="embed-link" href="https://www.youtube.com/watch?v=abc">'
        '<span class="embed-title">The hearing</span> '
        '<span class="embed-host">youtube.com</span></a>' in fill(marked.body.html, [], [], make())
    )


def test_film_and_sound_ask_for_words() -> None:
    """A video or audio block without captions or a transcript is a warning."""
    marked = convert("::: embed clip.mp4\n:::\n\n::: embed talk.mp3 transcript=talk.txt\n:::\n")
    assert [(p.line, p.warning) for p in marked.problems] == [(10, True)]
    assert [link.target for link in marked.links] == ["clip.mp4", "talk.mp3", "talk.txt"]
    html = fill(marked.body.html, ["/clip.mp4", "/talk.mp3", "/talk.txt"], [], make())
    assert '<video controls preload="none" width="1280" height="720" src="/clip.mp4">' in html
    assert '<audio controls preload="none" src="/talk.mp3"></audio>' in html
    assert '<a href="/talk.txt">Transcript</a>' in html


def test_a_gallery_is_a_list_of_pictures() -> None:
    marked = convert('::: gallery\n![A](a.jpg "One")\n![B](b.jpg)\n:::\n')
    assert fill(marked.body.html, [], ["<figure>a</figure>", "<figure>b</figure>"], make()) == (
        '<ul class="gallery">\n<li>\n<figure>a</figure>\n</li>\n'
        "<li>\n<figure>b</figure>\n</li>\n</ul>"
    )
    html = filled("::: note\nA\n:::\n\n::: gallery\n![A](a.jpg)\n:::\n")
    assert html.endswith('<ul class="gallery">\n<li>\n<img src="a.jpg">\n</li>\n</ul>')
    assert told("::: gallery\nwords\n:::") == [(10, "a gallery without pictures")]


def test_a_gallery_inside_a_gallery_leaves_no_placeholder() -> None:
    """A block opened twice by mistake still gives a page that can be filled."""
    marked = convert(":::: gallery\n::: gallery\n![A](a.jpg)\n:::\n![B](b.jpg)\n::::\n")
    html = fill(marked.body.html, [], ["<i>a</i>", "<i>b</i>"], make())
    assert html.count('<ul class="gallery">') == 1
    assert "\x1a" not in html


def test_updates_of_a_live_story_are_listed() -> None:
    """Each has an anchor, a title and a time, in the newsroom's zone unless it says so."""
    marked = convert(
        '::: update 2024-10-08 19:30 "Polls close"\nText.\n:::\n\n'
        '::: update 2024-10-09T01:15:00+00:00 "Count begins"\nText.\n:::\n'
    )
    first, second = marked.live_updates
    assert (first.id, first.title) == ("update-20241008-1930", "Polls close")
    assert first.at.at == datetime(2024, 10, 8, 19, 30, tzinfo=ZONE)
    assert second.at.at == datetime(2024, 10, 8, 20, 15, tzinfo=ZONE)
    html = fill(marked.body.html, [], [], make())
    stamp = "7:30 p.m. <span>CDT, Oct. 8, 2024</span>"
    assert f'<time datetime="2024-10-08T19:30:00-05:00">{stamp}</time>' in html


def test_an_update_is_held_until_its_time() -> None:
    """At its minute it is there; a text that is read for no moment has all of them."""
    text = '::: update 2024-10-08 19:30 "A"\nText.\n:::\n'
    due = datetime(2024, 10, 8, 19, 30, tzinfo=ZONE)
    for now, is_held in ((due, False), (due - timedelta(seconds=1), True), (None, False)):
        marked = CONVERTER.convert(text, path="p", first_line=10, anchor="a", now=now)
        assert len(marked.live_updates) == (0 if is_held else 1)
        assert [(problem.line, problem.message) for problem in marked.waiting] == (
            [(10, "this update is held until 2024-10-08 19:30")] if is_held else []
        )


def test_an_update_in_its_feed_has_six_hundred_letters() -> None:
    for letters, is_whole in ((590, True), (591, False)):
        text = f'::: update 2024-10-08 19:30 "A"\n{"a" * letters} {"b" * 9}\n:::\n'
        (update,) = convert(text).live_updates
        assert update.text.endswith("b" if is_whole else "a…")


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("\n::: pul\nx\n:::", 11, "unknown block 'pul'", "Did you mean 'pull'?"),
        ("::: note\nx", 10, "this block is never closed", ":::"),
        ("a\n\n:::", 12, "':::' closes no block", "Take the line out"),
        (":::: note\nx\n:::\n\n::::", 12, "':::' closes no block", "::::"),
        ("::: note size=3\nx\n:::", 10, "block 'note' has no option 'size'", "title"),
        ("::: update soon\nx\n:::", 10, "'soon' is no date and time", "2026-03-01 19:30"),
        ("::: lang\nx\n:::", 10, "a language block without a language", "lang es"),
        ("::: embed\n:::", 10, "an embed without an address", "https://"),
        ("- a\n- ::: note", 11, "readers see '::: note', for no block begins", "outside of quotat"),
        ("> ::: note\n> x\n> :::", 10, "readers see '::: note', for no block", "outside of quota"),
        ("::: note\n:::", 10, "block 'note' has nothing inside", "between its lines"),
        ('::: fact "A"\n:::', 10, "block 'fact' has nothing inside", "between its lines"),
        ("::: lang es\n:::", 10, "block 'lang' has nothing inside", "between its lines"),
        ("::: embed https://a.org/b\nx", 10, "this block is never closed", ":::"),
        ("std::vector and `:::` and a::b", 0, "", ""),
        ("<pre>\n::: note\nx\n:::\n</pre>", 11, "block 'note' begins or ends inside", "empty line"),
        ("<div>\n::: note\nx\n:::\n</div>", 0, "", ""),
    ],
)
def test_a_directive_written_wrongly_is_explained(
    text: str, line: int, message: str, hint: str
) -> None:
    """The line, what was found and what to write; the words inside are not lost."""
    marked = convert(text)
    if not message:
        assert marked.problems == ()
        return
    problem = marked.problems[0]
    assert problem.line == line
    assert problem.message.startswith(message)
    assert hint in problem.hint
    assert "\x1a" not in filled(text)


@pytest.mark.parametrize("end", ["\n:::", "", "\n"])
def test_an_embed_without_words_inside_is_whole_in_its_one_line(end: str) -> None:
    """So the line that a warning says to write is right when typed, whatever stands below it."""
    line = '::: embed https://a.org/b "The film"'
    below = "\n\nB *c*.\n\n::: note\nD\n:::\n" if end != "\n" else ""
    marked = convert(f"A\n{line}{end}{below}")
    assert marked.problems == ()
    assert marked.blocks == (("embed", "note") if below else ("embed",))
    assert filled(f"A\n{line}{end}{below}") == filled(f"A\n\n{line}\n:::\n{below}")
    inside = convert(f":::: note\nA\n\n{line}\n\n::::")
    assert (inside.problems, inside.blocks) == ((), ("embed", "note"))


def test_colons_inside_code_are_code() -> None:
    html = filled("```\n::: note\n```\n\n~~~\n:::\n~~~\n")
    assert html.count("<pre>") == 2
    assert "::: note" in html


# Hostile input


def test_jinja_in_a_story_is_text() -> None:
    assert filled("{{ 7 * 7 }} {% include 'x' %}") == "<p>{{ 7 * 7 }} {% include 'x' %}</p>"


def test_control_characters_and_forged_placeholders_are_taken_out() -> None:
    """No text can make itself a placeholder."""
    marked = convert("a\x00b \x1aL0\x1a \x1aI7\x1a\x02klzzwxh:0001\x03 \x1aB0\x1a\r\nc\x9f")
    assert marked.body.html == "<p>ab L0 I7klzzwxh:0001 B0\nc</p>"
    assert fill(marked.body.html, [], []) == marked.body.html


def test_untrusted_html_is_cleaned() -> None:
    """With trust_html = false nothing that runs, frames or restyles gets through."""
    text = (
        "<script>alert(1)</script>\n\n<iframe src='https://x.org'></iframe>\n\n"
        "<p onclick='x()' style='color:red' class='c'>"
        "<a href='b.md' onclick=x>b</a></p>\n\n[a](javascript:x)\n\n"
        "![A](a.jpg)\n\n::: note\nA *note*.[^1]\n:::\n\n[^1]: N\n"
    )
    marked = convert(text, by=CLEANING)
    html = marked.body.html.lower()
    for forbidden in ("<script", "alert", "<iframe", "onclick", "style=", "javascript"):
        assert forbidden not in html
    assert marked.embeds == ()
    assert [link.target for link in marked.links] == ["b.md"]
    assert [image.target for image in marked.images] == ["a.jpg"]
    assert '<aside class="note">' in filled(text, by=CLEANING)
    assert 'class="c"' in html
    assert 'id="fn-vote-1"' in html


def test_trusted_html_is_left_alone() -> None:
    """Raw HTML is the newsroom's right by default."""
    html = '<div class="map" onclick="x()">\n<script>if (a < b && c) {}</script>\n]]>\n</div>'
    assert filled(html) == html


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000 + " x",
        "> " * 10_000 + "x",
        "- " * 10_000 + "x",
        "1. " * 3_000 + "x",
        "".join("    " * n + "- x\n" for n in range(300)),
        "<a " * 10_000,
        "<![CDATA[" * 10_000,
        "::: note\n" * 10_000,
        "x" * 5_000_000,
    ],
    ids=lambda text: text[:9].strip() + f"…{len(text)}",
)
def test_what_would_take_hours_is_refused_with_its_place(text: str) -> None:
    """No text crashes or hangs the build: it gets a problem with a remedy."""
    marked = convert(text)
    assert marked.problems
    problem = marked.problems[0]
    assert isinstance(problem, Problem)
    assert problem.path == "content/news/vote.md"
    assert problem.line >= 10
    assert problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "[a](" * 10_000,
        "![" * 10_000,
        "*a_ " * 10_000,
        "*a " * 10_000,
        "a**b" * 10_000,
        "`" * 99 + "a`" * 9_000,
        "](" * 10_000,
        "(https://a.org" * 3_000,
        "`" * 10_000,
        "&" * 10_000,
        "'\"" * 10_000,
        "#" * 10_000,
        "| a " * 5_000,
        "\n" * 100_000,
        "\\" * 10_000,
        "{: " * 1_000,
    ],
    ids=lambda text: text[:5].strip() + f"…{len(text)}",
)
def test_long_lines_and_odd_signs_are_read(text: str) -> None:
    """A megabyte in one line, or one sign ten thousand times, is text like any other."""
    marked = convert("Begin\n\n" + text)
    assert marked.problems == ()
    assert marked.body.html.startswith("<p>Begin</p>")


def test_a_refused_text_leaves_nothing_behind() -> None:
    """The converter is used again: the next story is read as if it were the first."""
    assert convert("- " * 10_000 + "x").problems
    assert convert("Begin").body.html == "<p>Begin</p>"


class Broken(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        raise ValueError("no such player")


class BrokenExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.register(Broken(md), "broken", 1)


def test_a_failing_extension_is_a_problem_of_the_story() -> None:
    """A site's own extension that raises names the story, and stops no other."""
    broken = Converter(zone=ZONE, blocks=KINDS, extensions=[BrokenExtension()])
    assert told("Text.", by=broken) == [
        (10, "Markdown could not be read: ValueError: no such player")
    ]


class Unusable(Extension):
    def extendMarkdown(self, _md: Markdown) -> None:  # noqa: N802
        raise RuntimeError("no such player")


def test_an_extension_is_blamed_where_its_module_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its file and line, when it is set up and when a story is read."""
    with pytest.raises(RuntimeError):
        Converter(zone=ZONE, extensions=[Unusable()])
    monkeypatch.setitem(extension_faults._names_by_file, __file__, "own.py")
    with pytest.raises(SitegenError) as raised:
        Converter(zone=ZONE, extensions=[Unusable()])
    (problem,) = raised.value.problems
    lines = Path(__file__).read_text("utf-8").split("\n")
    assert (problem.path, problem.message) == (
        "own.py",
        "an extension in MARKDOWN cannot be used: RuntimeError: no such player",
    )
    assert "RuntimeError(" in lines[problem.line - 1]

    (problem,) = convert("Text.", by=Converter(zone=ZONE, extensions=[BrokenExtension()])).problems
    assert (problem.path, problem.message) == (
        "own.py",
        "an extension in MARKDOWN fails for content/news/vote.md: ValueError: no such player",
    )
    assert "ValueError(" in lines[problem.line - 1]


def test_ids_of_blocks_and_headings_never_meet() -> None:
    """A page has each id once."""
    html = filled('## Fact 1\n\n::: fact "A"\nx\n:::\n\n::: fact "B"\ny\n:::\n')
    assert html.count('id="fact-1"') == 1
    assert 'id="fact-2"' in html
    assert 'id="fact-3"' in html


def test_an_empty_text_is_an_empty_body() -> None:
    marked = convert("\n \n")
    assert (marked.body.html, marked.excerpt, marked.minutes) == ("", "", 1)
