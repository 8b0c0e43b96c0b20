"""Bytes that are no UTF-8 text, in each kind of file that is read, have their line and remedy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Site

PHOTO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'
STORY = b"---\ntitle: Vote\npublished: 2026-03-01\nsummary: Sample.\n---\n\n![A](p.svg)\n"

# File → what it holds; where it stands "\xe9" is "é" in Latin-1, and no UTF-8.
FILES = {
    "content/news/vote.md": STORY.replace(b"Sample.", b"Caf\xe9."),
    "content/authors/ana.md": b"---\nname: Ana\nrole: Caf\xe9\n---\nWrites.\n",
    "content/front.yml": b"lead: news/vote.md\nsecondary: [caf\xe9.md]\n",
    "content/news/p.svg.yml": b"caption: A sample\ncredit: Caf\xe9\n",
    "static/css/own.css": b"/* Sample */\n.a::before { content: 'Caf\xe9' }\n",
    "static/css/tokens.css": b":root { --a: 1 }\n/* Caf\xe9 */\n",
    "templates/article.html": b'{% extends "theme/article.html" %}\n{# Caf\xe9 #}\n',
    "templates/parts/footer.html": b"<p>\nCaf\xe9</p>\n",
    "sitegen.toml": b'title = "Sample"\ntagline = "Caf\xe9"\n',
    "newsroom.py": b"FILTERS = {}\nname = 'Caf\xe9'\n",
}


@pytest.fixture
def sound(site: Site) -> Site:
    site.write_bytes("content/news/vote.md", STORY)
    site.write_bytes("content/news/p.svg", PHOTO)
    return site


@pytest.mark.parametrize("file", FILES)
def test_a_byte_that_is_no_text_has_its_line(sound: Site, file: str) -> None:
    """A style sheet in Latin-1 is a traceback; a credit is published with � in silence."""
    if file == "newsroom.py":
        sound.setting('extensions = ["newsroom"]')
    sound.write_bytes(file, FILES[file])
    problems = [problem for problem in sound.problems() if not problem.warning]
    line = FILES[file].count(b"\n", 0, FILES[file].index(b"\xe9")) + 1
    assert {(problem.path, problem.line) for problem in problems} == {(file, line)}
    assert all(problem.hint for problem in problems)


@pytest.mark.parametrize("file", [name for name in FILES if name != "newsroom.py"])
@pytest.mark.parametrize("form", ["utf-8-sig", "utf-16"])
def test_a_mark_of_the_encoding_is_no_letter(sound: Site, file: str, form: str) -> None:
    """A Windows editor puts a mark before the text, or writes UTF-16: nothing of it is shown."""
    text = FILES[file].replace(b"\xe9", b"e").decode()
    if file == "sitegen.toml":
        text = sound.read(file)
    if file == "content/front.yml":
        text = "lead: news/vote.md\n"
    sound.write_bytes(file, text.encode(form))
    if form == "utf-16":
        problems = [problem for problem in sound.problems() if not problem.warning]
        assert {problem.path for problem in problems} == {file}
        return
    built = sound.build()
    for name in built.paths("*.html"):
        assert "\ufeff" not in built[name], name
    for name in built.paths("static/*.css"):
        assert "\ufeff" not in built[name], name


FAULTS: dict[str, Callable[[str], str]] = {
    "an unknown filter": lambda page: page + "{{ article.title | uper }}",
    "an unknown test": lambda page: page + "{% if article is definde %}{% endif %}",
    "an open block": lambda page: page + "{% if article %}",
    "an open bracket": lambda page: page + "{{ article.title }",
    "an unknown name": lambda page: page + "{{ artcle.title }}",
    "an unknown attribute": lambda page: page + "{{ article.titel }}",
    "a division by zero": lambda page: page + "{{ 1 / 0 }}",
    "text and a number": lambda page: page + "{{ article.title + 1 }}",
    "a template by a variable": lambda page: page + "{% include article.title %}",
    "a part by a variable": lambda page: page + "{{ part(article.title) }}",
    "an asset by a variable": lambda page: page + "{{ asset(article.title) }}",
    "an asset that is none": lambda page: page + "{{ asset('js/nothing.js') }}",
    "a template that is none": lambda page: page + "{% include 'nothing.html' %}",
    "recursion without end": lambda page: page + "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_problem_of_a_template_has_a_remedy(sound: Site, fault: str) -> None:
    """ "It was rendering content/news/vote.md." is no word of what to do."""
    sound.write("templates/article.html", FAULTS[fault]("<!doctype html>\n<title>x</title>\n"))
    problems = [problem for problem in sound.problems() if not problem.warning]
    assert problems
    for problem in problems:
        assert problem.path == "templates/article.html"
        assert problem.line == 3, problem
        remedy = problem.hint.partition("It was rendering")[0].strip()
        assert remedy, problem
