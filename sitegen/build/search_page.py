"""The search page: what keeps readers from searching though the settings let them."""

from __future__ import annotations

from sitegen.core.problems import Problem
from sitegen.settings.load import search_warning
from sitegen.settings.types import BUILT_IN_SEARCH, Settings
from sitegen.theme.files import Theme


def search_problems(settings: Settings, theme: Theme) -> list[Problem]:
    """Return warnings of a search that readers will not have, or will not have as it is meant."""
    missing = search_warning(settings)
    if missing is not None:
        return [missing]
    template = theme.templates.get("search.html")
    built_in = theme.templates.get("theme/search.html")
    if settings.search != BUILT_IN_SEARCH or template is None or built_in is None:
        return []
    if template.digest == built_in.digest:
        return []
    hint = (
        "Does it search by a script of its own, write 'search = \"own\"'. To have the built-in "
        "search, delete it, or write 'data-search-box' where its form stands; docs/search.md "
        "says how."
    )
    text = template.text()
    if "data-search-box" in text or "super()" in text:
        return []
    what = "this template takes the place of the built-in search page"
    return [Problem(template.label, 0, what, hint, warning=True)]
