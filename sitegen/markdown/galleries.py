"""Galleries: a block of pictures becomes a list of figures."""

from __future__ import annotations

import re

from sitegen.core.problems import Problem
from sitegen.markdown.elements import _TAG
from sitegen.markdown.placeholders import MARK

_PICTURE = re.compile(rf"{MARK}[IJ](\d+)(?:;[^{MARK}]*)?{MARK}")


def galleries(html: str, path: str) -> tuple[str, list[Problem]]:
    """Turn galleries into lists, once their pictures have placeholders."""
    problems: list[Problem] = []

    def finish(match: re.Match[str]) -> str:
        line, inner = int(match[1]), match[2]
        numbers = _PICTURE.findall(inner)
        rest = _TAG.sub("", _PICTURE.sub("", inner)).strip()
        if rest or not numbers:
            problems.append(
                Problem(
                    path,
                    line,
                    "a gallery holds pictures only" if numbers else "a gallery without pictures",
                    'Write one ![what it shows](file.jpg "Caption") on each line.',
                )
            )
            return inner
        items = "\n".join(f"<li>\n{MARK}I{n}{MARK}\n</li>" for n in numbers)
        return f'<ul class="gallery">\n{items}\n</ul>'

    # Innermost first: a gallery inside a gallery is one list in the end.
    pattern = re.compile(rf"{MARK}G(\d+){MARK}((?:(?!{MARK}G).)*?){MARK}g{MARK}", re.DOTALL)
    while f"{MARK}g{MARK}" in html:
        html, count = pattern.subn(finish, html)
        if not count:
            break
    return html, problems
