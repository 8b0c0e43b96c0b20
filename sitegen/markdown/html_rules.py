"""Rules of HTML that no browser enforces: what checkers, and readers who listen, stumble over.

Source: HTML Living Standard, "Non-conforming features" and the content models of elements;
WCAG 2.2, success criteria 1.4.2 (sound that plays by itself) and 4.1.2 (names).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sitegen.markdown.html_flaws import Flaw
from sitegen.markdown.html_tokens import tokens
from sitegen.markdown.raw_html import RawPieces
from sitegen.markdown.tags import attributes_of

_OBSOLETE = (
    ("a", "charset coords methods rev shape urn"),
    ("br", "clear"),
    ("hr", "align color noshade size width"),
    ("img", "align border hspace longdesc lowsrc name vspace"),
    ("iframe", "align allowtransparency frameborder framespacing hspace longdesc vspace"),
    ("iframe", "marginheight marginwidth scrolling"),
    ("table", "align background bgcolor border bordercolor height width"),
    ("table", "cellpadding cellspacing frame rules summary"),
    ("td th", "align axis background bgcolor char charoff height nowrap valign width"),
    ("tr thead tbody tfoot", "align background bgcolor height valign"),
    ("col colgroup", "align char charoff valign width"),
    ("p div h1 h2 h3 h4 h5 h6 caption legend", "align"),
    ("ul ol dl", "compact"),
    ("ul", "type"),
    ("embed object", "align border hspace vspace"),
    ("pre", "width"),
    ("script", "language"),
)
_OBSOLETE_ONES = frozenset(
    (name, key) for names, keys in _OBSOLETE for name in names.split() for key in keys.split()
)
_NO_SUMMARY = re.compile(r"\s*+(?!<summary[\s>])", re.IGNORECASE)
_LISTS = {"li": ("ul", "ol", "menu"), "dt": ("dl",), "dd": ("dl",)}


def broken_rules(pieces: RawPieces) -> list[Flaw]:
    """Return a warning for the first place where each rule is broken in what an editor wrote."""
    first: dict[str, Flaw] = {}
    for flaw in _flaws(pieces):
        first.setdefault(flaw.message, flaw)
    return [*first.values()]


def _flaws(pieces: RawPieces) -> Iterator[Flaw]:
    html = pieces.html
    open_lists = dict.fromkeys(("ul", "ol", "menu", "dl"), 0)
    for token in tokens(html):
        name = token.name
        if token.foreign or token.kind not in ("start", "end"):
            continue
        if name in open_lists:
            open_lists[name] += 1 if token.kind == "start" else -1
        if token.kind == "end" or not pieces.is_raw(token.start):
            continue
        place = token.start
        attributes = attributes_of(html[place + 1 + len(name) : token.end - 1])
        yield from _obsolete(name, attributes, place)
        if name in _LISTS and not any(open_lists[parent] > 0 for parent in _LISTS[name]):
            parents = " or ".join(f"<{parent}>" for parent in _LISTS[name][:2])
            message = f"<{name}> stands outside of {parents}"
            yield _warning(place, message, f"Write {parents} around all of them.")
        elif name == "main":
            yield _warning(place, "a page has one <main>, and its own", "Write <div>.")
        elif name == "iframe" and not (attributes.get("title") or attributes.get("aria-label")):
            hint = 'Write title="What it is" into the tag: screen readers say it.'
            yield _warning(place, "a frame has no title", hint)
        elif name == "details" and _NO_SUMMARY.match(html, token.end):
            hint = "Write <summary>…</summary> right behind <details>: readers open it there."
            yield _warning(place, "<details> has no <summary>", hint)
        elif name in ("audio", "video") and "autoplay" in attributes and "muted" not in attributes:
            hint = "Take autoplay out: it drowns what a screen reader says."
            yield _warning(place, f"<{name}> plays by itself", hint)


def _obsolete(name: str, attributes: Mapping[str, str | None], place: int) -> Iterator[Flaw]:
    for key in attributes:
        if (name, key) not in _OBSOLETE_ONES:
            continue
        if (name, key) == ("img", "border") and attributes[key] == "0":
            continue
        if (name, key) == ("table", "border") and attributes[key] in ("", "1"):
            continue
        hint = f'Leave how it looks to the theme, or write style="…" in place of {key}.'
        yield _warning(place, f"the attribute '{key}' of <{name}> is obsolete", hint)


def _warning(place: int, message: str, hint: str) -> Flaw:
    return Flaw(place, message, hint, warning=True)
