"""Each part of a page can be taken alone: it imports its macros and says what it needs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2 import runtime

from sitegen.core.digests import digest_file
from sitegen.language import filters, marked_words
from sitegen.theme import jinja, needs
from sitegen.theme.files import Theme, ThemeFile
from sitegen.theme.layers import root
from tests.conftest import Built, Site

PARTS = sorted(f"parts/{file.name}" for file in (root() / "templates" / "parts").glob("*.html"))
_FIRST_LINE = re.compile(r"\{#- needs: (nothing|\w+\??(?:, \w+\??)*)(?: -#\})?\n")


def declared(part: str) -> dict[str, bool]:
    """Return the names that a part says it needs, each with whether it must be there."""
    text = (root() / "templates" / part).read_text("utf-8")
    first = _FIRST_LINE.match(text)
    assert first, f"the first line of {part} does not say what it needs"
    names = [] if first[1] == "nothing" else first[1].split(", ")
    return {name.rstrip("?"): not name.endswith("?") for name in names}


@pytest.fixture(scope="module")
def facts() -> Mapping[str, Mapping[str, Any]]:
    """What each template of the theme mentions."""
    folder = root() / "templates"
    names = [file.relative_to(folder).as_posix() for file in folder.rglob("*.html")]
    theme = Theme(
        {name: ThemeFile(name, folder / name, digest_file(folder / name)) for name in names},
        {},
        {},
        "",
    )
    env = jinja.environment(
        theme,
        filters.filters("en", "UTC"),
        marked_words.page_words("en"),
        dict.fromkeys(jinja.FUNCTIONS, str),
    )
    return {name: jinja.facts_of(env, name) for name in names}


def needed(facts: Mapping[str, needs.TemplateFacts], part: str) -> set[str]:
    """Return what a part must be given, for itself and for the parts that it includes."""
    names = set(facts[part].names) - needs.GLOBALS
    for ref in [ref.name for ref in facts[part].refs]:
        names |= needed(facts, ref) - set(facts[part].bound)
    return names


@pytest.mark.parametrize("part", PARTS)
def test_a_part_says_in_its_first_line_what_it_needs(
    facts: Mapping[str, needs.TemplateFacts], part: str
) -> None:
    """A designer who moves a part elsewhere reads there what must be at hand."""
    assert set(declared(part)) == needed(facts, part)


class _Uses:
    """What each part was given where pages use it first, and what it gave there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given: dict[str, dict[str, Any]] = {}
        self.gave: dict[str, str] = {}
        self.templates: dict[str, jinja2.Template] = {}
        new_context = jinja2.Template.new_context

        def noted(
            template: jinja2.Template,
            values: dict[str, Any] | None = None,
            shared: bool = False,
            local_values: Mapping[str, Any] | None = None,
        ) -> runtime.Context:
            name = str(template.name)
            if name in PARTS and name not in self.given:
                own = {k: v for k, v in (local_values or {}).items() if v is not runtime.missing}
                self.given[name] = {**(values or {}), **own}
                self.gave[name] = ""  # whoever asks for the context below is not noted again
                context = new_context(template, values, shared, local_values)
                self.gave[name] = "".join(template.root_render_func(context))
                self.templates[name] = template
            return new_context(template, values, shared, local_values)

        monkeypatch.setattr(jinja2.Template, "new_context", noted)


@pytest.fixture
def uses(sample_site: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Uses]:
    """The parts as the sample site, an empty site and a site of one story use them."""
    folder = tmp_path / "sample"
    shutil.copytree(sample_site.output.parent, folder, symlinks=True)
    shutil.rmtree(folder / "output")  # pages are rendered again, with the pictures of the cache
    empty, alone, sample = Site(tmp_path / "empty"), Site(tmp_path / "alone"), Site(folder)
    empty.write("content/pages/about.md", "---\ntitle: About\n---\n\nA sample.\n")
    alone.story()
    alone.setting("search = true")
    alone.setting('[organisation]\nlogo = "icons/mark.svg"')
    empty.setting('search = "own"')
    with monkeypatch.context() as patch:
        notes = _Uses(patch)
        for site in (empty, alone, sample):
            site.build()
        yield notes


def test_each_part_is_rendered_alone_from_what_it_says_it_needs(uses: _Uses) -> None:
    """Given no more than its first line asks for, a part is what it was within its page."""
    assert sorted(uses.given) == PARTS
    for part in PARTS:
        given = uses.given[part]
        asked = {
            name: given[name] for name, must in declared(part).items() if must or name in given
        }

        alone = "".join(uses.templates[part].render(asked))

        assert alone == uses.gave[part], part
