"""Remedies: what a hint says to write is typed into the file, and then that problem is gone.

Each row of the catalogues is a mistake that people make. The remedies are followed one by one,
by a reader of hints that does what they say and no more, until the file is sound.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.problems import Problem, SitegenError
from sitegen.schema.reader import Rules
from sitegen.schema.toml_files import toml_of
from sitegen.settings.load import parse
from sitegen.sources.header import parse_person, parse_story
from tests.conftest import Site

RULES = Rules(ZoneInfo("America/Chicago"), "en", ("news", "local", "opinion"))
STORY = "content/news/vote.md"
TITLE = "title: Council votes"
DATE = "published: 2026-11-20"
HEAD = f"{TITLE}\n{DATE}"

# What stands in the front matter; a row that begins with "+" is added to a sound story.
STORIES: dict[str, str] = {
    "quotes in quotes": f"title: 'The Mayor's plan'\n{DATE}",
    "double quotes in double quotes": f'title: "He said "no" today"\n{DATE}',
    "two quotations": f'title: "No," he says, "never"\n{DATE}',
    "two quotations and an apostrophe": f'title: "No," he says, "I won\'t"\n{DATE}',
    "a plural's apostrophe in quotes": f"title: 'Mayors' plans fail'\n{DATE}",
    "a quotation at the start": f'title: "No" to the plan\n{DATE}',
    "an apostrophe at the start": f"title: 'Tis the season\n{DATE}",
    "a quote never closed": f'title: "Flood plan\n{DATE}',
    "a quote never closed, another later": f'title: "Flood plan\nsummary: "It costs."\n{DATE}',
    "a colon": f"title: Mayor: we will rebuild\n{DATE}",
    "a colon in curly quotes": f"title: “Mayor: we will rebuild”\n{DATE}",
    "a bracket at the start": f"title: [Breaking] The dam holds\n{DATE}",
    "an at sign": "+summary: @jo was there",
    "a percent sign": "+summary: %50 more rain",
    "a backslash": '+summary: "C:\\quotes and more"',
    "a number sign": "+summary: Budget #1 of 3",
    "a number sign at the start": f"title: #1 in Texas\n{DATE}",
    "no space after the colon": f"title:Council votes\n{DATE}",
    "an odd space after the colon": f"title:\u00a0Council votes\n{DATE}",
    "odd spaces before a key": "+image:\n  file: a.jpg\n\u00a0\u00a0alt: A hall",
    "an odd space after a hyphen": "+tags:\n  -\u00a0Floods",
    "a tab": "+image:\n\tfile: a.jpg",
    "TOML": f"title = 'Council votes'\n{DATE}",
    "a key given twice": "+title: Council votes",
    "an odd space in a date": f"{TITLE}\npublished: 2026-11-20\u00a009:00",
    "odd hyphens in a date": f"{TITLE}\npublished: 2026\u201111\u201120",
    "dashes in a date": f"{TITLE}\npublished: 2026\u201311\u201320",
    "curly quotes around a date": f"{TITLE}\npublished: “2026-11-20”",
    "slashes in a date": f"{TITLE}\npublished: 2026/11/20",
    "a date in words": f"{TITLE}\npublished: November 20, 2026 3:30 p.m.",
    "a date in British words": f"{TITLE}\npublished: Fri, 20 Nov 2026 09:00:00 GMT",
    "a date as Americans write it": f"{TITLE}\npublished: 11/20/2026",
    "a date in either order": f"{TITLE}\npublished: 03/04/2026",
    "an hour without minutes": f"{TITLE}\npublished: 2026-11-20 9",
    "half a day": f"{TITLE}\npublished: 2026-11-20 3:00 PM",
    "a date of another program": f"{TITLE}\npublished: 2026-11-20 09:00:00 +0000 UTC",
    "a date without hyphens": f"{TITLE}\npublished: 20261120",
    "a day that is none": f"{TITLE}\npublished: 2026-02-30",
    "an answer for a date": f"{TITLE}\ndate: 2026-11-20\npublished: false",
    "a list never closed": "+tags: [Floods, Schools",
    "a list never closed, then a key": "+tags: [Floods, Schools\nlang: es",
    "a long list never closed": "+tags: [Floods,\n  Schools\nlang: es",
    "a list closed by another sign": "+tags: [Floods, Schools)",
    "a list never opened": "+tags: Floods, Schools]",
    "a table never closed": "+image: {file: a.jpg, alt: A hall\nlang: es",
    "a quote never closed in a list": '+tags: ["Floods, Schools]',
    "quotes in quotes in an item": "+tags:\n  - 'The Mayor's plan'\n  - Floods",
    "quotes in quotes in a list": "+tags: ['The Mayor's plan', Floods]",
    "quotes in quotes in a table": "+image: {file: a.jpg, alt: 'The city's hall, full'}",
    "quotes in quotes below a key": "+image:\n  file: a.jpg\n  alt: 'The city's hall'",
    "a colon in a list": "+tags: [Mayor: no, Floods",
    "a hash in a list": "+tags: [#Houston, Floods]",
    "a hash in a list of lines": "+tags:\n  - #Houston\n  - Floods",
    "a hash for a tag": "+tags: #Houston",
    "two hashes for tags": "+tags: #Houston #Floods",
    "an at sign in a list": "+tags: [Floods, @jo]",
    "commas for a list": "+tags: Floods, Schools",
    "points for a list": "+tags: • Floods • Schools",
    "hyphens without a space": "+tags:\n  -Floods\n  -Schools",
    "the first item beside its key": "+tags: - Floods",
    "an empty item": "+tags:\n  - Floods\n  -\nlang: es",
    "curly quotes around tags": "+tags: [“Floods”, “Houston, Texas”]",
    "curly quotes around a section": "+section: “local”",
    "curly quotes around an answer": "+draft: ”true”",
    "an answer in quotes": "+draft: 'true'",
    "yes for true": "+draft: yes",
    "an old address": "+url: /2010/09/01/council-votes/",
    "an old address with its host": "+permalink: https://old.example/2010/vote.html",
    "an old address beside aliases": "+url: /old/\naliases: [/older/]",
    "the address that it has anyway": "+url: /news/vote/",
    "a slug as permalink": "+permalink: council-votes",
    "a pattern as permalink": "+permalink: /:year/:title/",
    "a style as permalink": "+permalink: pretty",
    "a layout": "+layout: post",
    "a type of post": "+type: post",
    "a type that is a kind": "+type: Column",
    "a teaser of words": "+teaser: What it costs.",
    "a teaser of pictures": "+teaser: hall.jpg",
    "scripts": "+scripts: [a.js]",
    "a featured image": "+featured_image: hall.jpg",
    "a featured image with its alt": "+featured_image: hall.jpg\nfeatured_image_alt: 'A: hall'",
    "featured": "+featured: true",
    "not featured": "+featured: false",
    "featured is a picture": "+featured: hall.jpg",
    "alt beside the image": "+image: hall.jpg\nimage_alt: A hall",
    "alt without an image": "+image_alt: A hall",
    "a cover with parts": "+cover:\n  image: hall.jpg\n  alt: A hall\n  relative: true",
    "src for file": "+image: {src: hall.jpg, description: A hall}",
    "a category that is a section": "+category: Local",
    "categories that are tags": "+categories: [Politics, Houston]",
    "categories beside tags": "+categories: [Politics]\ntags: [Houston]",
    "keywords": "+keywords: floods, rain",
    "an author": "+author: Jo Park",
    "authors in one line": "+author: Jo Park, Ana Ruiz",
    "a description": "+description: What it costs.",
    "a description beside a summary": "+description: What it costs.\nsummary: What it costs.",
    "the day of publishing elsewhere": "+publishDate: 2026-11-21",
    "the last change": "+lastmod: 2026-11-21",
    "a status": "+status: publish",
    "a draft by status": "+status: draft",
    "a language with its country": "+language: en_US",
    "weight": "+weight: 10",
    "comments": "+comments: true",
    "a misspelt key": "+embrago: 2026-11-21",
    "a misspelt key that is there": "+titel: Council votes",
    "a misspelt section": "+section: lokal",
    "a misspelt kind": "+kind: opinon",
    "a slug with capitals": "+slug: Council Votes!",
    "a slug of 240 letters": "+slug: " + "-".join(["council"] * 30),
    "an alias with its host": "+aliases: [https://old.example/vote/]",
    "a bare address": "+canonical: example.org/vote",
    "a language with an underscore": "+lang: pt_BR",
    "a part in words": "+series: Floods\npart: two",
    "half a focus": "+image: {file: a.jpg, alt: A, focus: center}",
}  # fmt: skip
PEOPLE: dict[str, str] = {
    "a photo": "name: Jo Park\nphoto: jo.jpg",
    "a title": "name: Jo Park\ntitle: Reporter",
    "a biography": "name: Jo Park\nbio: Jo writes.",
    "a display name": "display_name: Jo Park",
    "a website": "name: Jo Park\nwebsite: https://jo.example/",
}
SOUND = """title = "The Gazette"
base_url = "https://gazette.example"
timezone = "America/Chicago"
"""
SETTINGS: dict[str, str] = {
    "curly quotes": SOUND + "tagline = “All the news”",
    "a colon": SOUND + "tagline: All the news",
    "no quotes": SOUND + "tagline = All the news",
    "quotes in quotes": SOUND + "tagline = 'The city's news'",
    "a quote never closed": SOUND + 'tagline = "All the news',
    "a capital answer": SOUND + "search = True",
    "yes": SOUND + "search = yes",
    "an answer in quotes": SOUND + 'search = "true"',
    "a number in quotes": SOUND + 'related = "4"',
    "a number for a text": SOUND + "tagline = 5",
    "one text for a list": SOUND + 'extensions = "newsroom"',
    "a list never closed": SOUND + 'extensions = ["newsroom"\n',
    "curly quotes in a list": SOUND + "extensions = [“newsroom”]",
    "half a header": SOUND + '[[sections]\nslug = "news"\ntitle = "News"',
    "a setting given twice": SOUND + 'title = "The Gazette"',
    "another program's address": SOUND.replace("base_url", "baseURL"),
    "another program's zone": SOUND.replace("timezone", "time_zone"),
    "another program's language": SOUND + 'languageCode = "en"',
    "another program's pages": SOUND + "paginate = 10",
    "a theme": SOUND + 'theme = "ananke"',
    "a misspelt key": SOUND + 'tagine = "All the news"',
    "a misspelt zone": SOUND.replace("Chicago", "Chcago"),
    "a language with an underscore": SOUND + 'language = "en_US"',
    "a number too large": SOUND + "related = 99",
    "a slug with capitals": SOUND + '[[sections]]\nslug = "City News"\ntitle = "City"',
    "a tag's slug with spaces": SOUND + '[tags.slugs]\n"C++" = "c plus"',
}  # fmt: skip


def story_of(row: str) -> str:
    return f"{HEAD}\n{row[1:]}" if row.startswith("+") else row


def mistakes_of(path: str, block: str) -> list[Problem]:
    """Return what is wrong with front matter, its lines counted from 1."""
    read = parse_person if path.startswith("content/authors/") else parse_story
    _, problems = read(path, f"---\n{block}\n---\nText.\n".encode(), RULES)
    return [Problem(p.path, p.line - 1, p.message, p.hint) for p in sorted(problems)]


def mistakes_in_settings(text: str) -> list[Problem]:
    try:
        parse(Path(), "sitegen.toml", toml_of("sitegen.toml", text), text)
    except SitegenError as error:
        return list(error.problems)
    return []


# Doing what a hint says.


def typed(text: str, problem: Problem) -> str:
    """Return a text after the remedy of one of its problems has been typed into it."""
    lines = text.split("\n")
    at = max(problem.line, 1) - 1
    line, hint = lines[at], problem.hint
    end = at + 1
    while end < len(lines) and re.match(r"\s+\S", lines[end]):
        end += 1
    place = re.search(r"add '(.+)' to aliases", hint)
    if place:
        lines = [re.sub(r"^aliases: \[", f"aliases: [{place[1]}, ", each) for each in lines]
    if hint.startswith(("Delete", "Keep one")) or "delete one of the two" in hint:
        moved = re.search(r"as in '(image: .+)'\.$", hint)
        if moved:
            lines = [moved[1] if each.startswith("image:") else each for each in lines]
        return "\n".join([*lines[:at], *lines[end:]])
    new = what_to_write(hint)
    parts = re.match(r"(\s*(?:- )?[\w.\"+-]+)?(\s*[:=]\s*)?", line)
    key, sign = parts.groups() if parts else ("", "")
    if hint.startswith("Indent"):
        new = line.replace("\t", "  ")
    elif hint.startswith("Begin the list"):
        new = f"{key}:\n{new}"
    elif hint.startswith("Write it as the text below"):
        return "\n".join([*lines[:at], *lines[end:]])
    elif hint.startswith("Did you mean") and not problem.message.startswith("unknown key"):
        new = f"{key}{sign}" + (f'"{new}"' if "=" in str(sign) else new)
    elif re.match(r"Write (it|the old|a number)", hint) and not re.match(r"[\w-]+: ", new):
        new = f"{key}{sign}{new}"
    elif re.fullmatch(r"\"?[\w-]+\"?", new) and hint.startswith(("Write", "Did")):
        old = re.fullmatch(r"unknown key '(.+)'", problem.message)
        if old is None:
            new = f"{key}{sign}{new}"
        else:
            new = re.sub(rf"(?<![\w-]){re.escape(old[1])}(?=\s*[:=])", new, line, count=1)
            end = at + 1
    elif line.lstrip().startswith("- "):
        end = at + 1
    return "\n".join([*lines[:at], new, *lines[end:]])


def what_to_write(hint: str) -> str:
    """Return the words that a hint says to write."""
    for pattern in (
        r"Write it as in '(.+?)'",
        r"Write it as (?:in )?(\d{4}-\d\d-\d\d(?: [\d:.]+[\d]|Z)*(?:[+-]\d+|Z)?)",
        r"(?:in quotes|single quotes): (\s*[\w-].*)",
        r"from (\d+) to \d+",
        r"(?:[Ww]rite|list|whole|name|line|top, from 0 to 1)[^']*?'(.+?)'(?: or |[.,] ?|$)",
        r"Did you mean '(.+?)'",
        r'[Ww]rite (?:slug = )?("[^"]+"(?: = "[^"]+")?)',
    ):
        match = re.search(pattern, hint)
        if match:
            return match[1]
    return ""


def mend(text: str, mistakes: Callable[[str], list[Problem]]) -> str:
    """Follow the hints until nothing is wrong; each must take its own problem away."""
    assert mistakes(text), "this is no mistake"
    for _ in range(8):
        problems = mistakes(text)
        if not problems:
            return text
        problem = problems[0]
        after = typed(text, problem)
        left = [other.message for other in mistakes(after)]
        assert problem.message not in left, f"{problem}\n{after}"
        text = after
    raise AssertionError(f"hints lead round in a circle: {mistakes(text)}\n{text}")


@pytest.mark.parametrize("row", STORIES.values(), ids=STORIES.keys())
def test_the_remedy_for_a_mistake_of_front_matter_works(row: str) -> None:
    """Whoever types what the hint says has mended the story."""
    mend(story_of(row), lambda text: mistakes_of(STORY, text))


@pytest.mark.parametrize("row", PEOPLE.values(), ids=PEOPLE.keys())
def test_the_remedy_for_a_mistake_about_a_person_works(row: str) -> None:
    """Whoever types what the hint says has mended the person's file."""
    mend(row, lambda text: mistakes_of("content/authors/jo-park.md", text))


@pytest.mark.parametrize("row", SETTINGS.values(), ids=SETTINGS.keys())
def test_the_remedy_for_a_mistake_of_the_settings_works(row: str) -> None:
    """Whoever types what the hint says has mended sitegen.toml."""
    mend(row, mistakes_in_settings)


def test_the_line_that_parts_two_tags_works(site: Site) -> None:
    """The line under [tags.slugs] that the message names is typed, and the tags are two."""
    site.story("content/news/one.md", tags="[C]")
    site.story("content/news/two.md", tags='["C++"]')
    (problem,) = site.problems()
    line = re.search(r'write under \[tags\.slugs\] of sitegen\.toml: (".+?" = ".+?")', problem.hint)
    assert line is not None, problem

    site.setting(f"[tags.slugs]\n{line[1]}")

    assert site.build().paths("tags/*/index.html") == ["tags/c/index.html", "tags/cpp/index.html"]
