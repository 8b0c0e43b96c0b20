"""The style sheets: their parts in the order of the cascade, with their addresses resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem, did_you_mean
from sitegen.schema.no_text import no_text
from sitegen.theme.files import Theme, ThemeFile

# The sheet that every page names, and those that some kinds of page name after it: a reader
# is sent what the page needs. A part that no other sheet names belongs to the first; one that
# several name is sent with each.
STYLESHEET = "site.css"
SHEETS: Mapping[str, tuple[str, ...]] = {
    STYLESHEET: (),
    "front.css": ("lists", "front"),
    "list.css": ("lists", "pages"),
    "story.css": ("article",),
    "search.css": ("search",),
}
# The parts in cascade order; a site's further files follow in order of name.
_STYLE_ORDER = (
    "tokens", "fonts", "base", "layout", "cards", "strips", "lists", "front", "article", "forms",
    "pages", "search", "print",
)  # fmt: skip
# Strings stand as they are; comments go, and spaces that separate nothing.
_CSS_SPACE = late_pattern(
    r"""("[^"]*"|'[^']*'|/\*!.*?(?:\*/|\Z))|/\*.*?(?:\*/|\Z)|\s*([{};,])\s*|(:)\s+|(\s)\s*""",
    re.DOTALL,
)
_HUE = late_pattern(r"--hue-([\w-]+)\s*:")
_CSS_URL = late_pattern(r"""url\(\s*+(?:(["'])([^'")]++)\1|([^'"()]++))\s*+\)""")


def style_parts(statics: Mapping[str, ThemeFile], sheet: str = "") -> tuple[str, ...]:
    """Return the names of a sheet's parts, in the order in which they are joined; "" for all."""
    order = {f"css/{stem}.css": place for place, stem in enumerate(_STYLE_ORDER)}
    parts = [n for n in statics if n.startswith("css/") and n.endswith(".css")]
    if sheet:
        homes = {f"css/{stem}.css" for stems in SHEETS.values() for stem in stems}
        own = {f"css/{stem}.css" for stem in SHEETS[sheet]}
        parts = [n for n in parts if (n in own if own else n not in homes)]
    return tuple(sorted(parts, key=lambda name: (order.get(name, len(order)), name)))


def stylesheet(theme: Theme, sheet: str = STYLESHEET) -> str:
    """Join the parts of one sheet without comments, with every url(...) naming the published file.

    Raises:
        KeyError: a part names a file that static/ has not: (part, target).
    """
    return squeeze(
        "\n".join(
            resolve_style(theme, name, theme.statics[name].text("strict"))
            for name in style_parts(theme.statics, sheet)
        )
    )


def hues_of(theme: Theme) -> frozenset[str]:
    """Return the names of the colours that sections may have: "news" of --hue-news."""
    parts = (theme.statics[name] for name in style_parts(theme.statics))
    return frozenset(hue for part in parts for hue in _HUE.findall(part.text()))


def squeeze(style: str) -> str:
    """Return a style sheet without comments (but "/*! ... */") and needless spaces."""
    return _CSS_SPACE.sub(
        lambda match: match[1] or match[2] or match[3] or (" " if match[4] else ""), style
    ).strip()


def resolve_style(theme: Theme, name: str, text: str) -> str:
    """Return a style sheet with published addresses. Raises KeyError where there is no file."""
    folder = PurePosixPath(name).parent
    return _CSS_URL.sub(lambda match: _address(theme, folder, match), text)


def _address(theme: Theme, folder: PurePosixPath, match: re.Match[str]) -> str:
    target = (match[2] or match[3]).strip()
    if target.startswith(("data:", "#", "http:", "https:", "/")):
        return match[0]
    path, mark, rest = target.partition("#")
    parts: list[str] = list(folder.parts)
    for part in PurePosixPath(path).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return f"url({theme.assets['/'.join(parts)]}{mark}{rest})"


def style_problems(theme: Theme) -> list[Problem]:
    """Return a problem for each url(...) of the sheets that names no static file."""
    problems = []
    for name in style_parts(theme.statics):
        part = theme.statics[name]
        try:
            text = part.text("strict")
        except UnicodeDecodeError as error:
            problems.append(no_text(part.label, error))
            continue
        number, start = 1, 0
        for match in _CSS_URL.finditer(text):  # which may reach over lines
            number += text.count("\n", start, match.start())
            start = match.start()
            try:
                _address(theme, PurePosixPath(name).parent, match)
            except KeyError as missing:
                target = str(missing.args[0])
                problems.append(
                    Problem(
                        part.label,
                        number,
                        f"url() names '{target}', which static/ has not",
                        did_you_mean(target, theme.assets.keys(), "Files"),
                    )
                )
    return problems
