"""Each page names the sheets that hold the rules for what stands on it."""

from __future__ import annotations

import re

from sitegen.theme import stylesheet
from tests.conftest import Built
from tests.theme.test_files import loaded

_CLASS = re.compile(r"\.([a-z][\w-]*)")


def test_no_page_lacks_the_rules_for_what_it_holds(sample_site: Built) -> None:
    """The sign-up of a section stood on its last line: its rules were the front's alone."""
    theme = loaded()
    rules = {
        sheet: set(_CLASS.findall(stylesheet.stylesheet(theme, sheet)))
        for sheet in stylesheet.SHEETS
    }
    styled = set().union(*rules.values())
    lacking: dict[tuple[str, str], str] = {}
    for file in sample_site.paths("*.html"):
        page = sample_site[file]
        named = [sheet for sheet in rules if f"/static/{sheet.removesuffix('.css')}." in page]
        known = set().union(*(rules[sheet] for sheet in named))
        used = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
        for name in (used & styled) - known if named else ():
            lacking[name, ", ".join(named)] = file
    assert lacking == {}
