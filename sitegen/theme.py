"""The theme: which template and static file answers a name, and what a template needs.

There are two layers, and the first that has a file wins: the site's own templates/ and
static/, then the built-in theme's. "theme/article.html" names the built-in one even where
the site overrides it, so that an override can extend what it replaces.

What a template needs is read from its syntax tree and from those of all templates that it
extends, includes or imports: the names it mentions and the assets it asks for. Only those
values are computed for it, and only they can make a page be rendered again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from sitegen.cache.store import FileFact
from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem, did_you_mean

# The stylesheet's parts in cascade order; a site's further files follow in order of name.
STYLESHEET = "site.css"
_STYLE_ORDER = (
    "tokens", "fonts", "base", "layout", "cards", "strips", "front", "article", "forms",
    "pages", "print",
)  # fmt: skip
# Strings stand as they are; comments go, and spaces that separate nothing.
_CSS_SPACE = re.compile(
    r"""("[^"]*"|'[^']*'|/\*!.*?\*/)|/\*.*?\*/|\s*([{};,])\s*|(:)\s+|(\s)\s*""", re.DOTALL
)
_CSS_URL = re.compile(r"url\(\s*(['\"]?)([^'\")]+)\1\s*\)")
_GLOBALS = frozenset(
    {"asset", "part", "picture", "fail", "warn", "_", "gettext", "ngettext", "pgettext",
     "npgettext", "range", "dict", "namespace", "joiner", "cycler"}
)  # fmt: skip


def root() -> Path:
    """Return the folder that holds the built-in theme's templates/ and static/."""
    packaged = Path(__file__).parent / "_theme"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class ThemeFile:
    shown: str  # as an editor knows it: "templates/article.html", "theme/templates/base.html"
    file: Path
    digest: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Every template and static file by name, the first layer's winning."""

    templates: Mapping[str, ThemeFile]  # "article.html", and "theme/article.html"
    statics: Mapping[str, ThemeFile]  # "css/base.css"
    assets: Mapping[str, str]  # name → URL: "js/site.js" → "/static/js/site.1a2b3c4d.js"
    digest: str


@dataclass(frozen=True, slots=True)
class Needs:
    """What one template and its closure mention."""

    names: tuple[str, ...]
    digest: str  # of the closure's text and the assets' URLs


def folders(site_root: Path) -> list[tuple[str, Path]]:
    """Return the layers' folders with the names that scanned paths begin with."""
    built_in = root()
    layers = [("templates", site_root / "templates"), ("static", site_root / "static")]
    if (site_root / "templates").resolve() != (built_in / "templates").resolve():
        layers += [
            ("theme:templates", built_in / "templates"),
            ("theme:static", built_in / "static"),
        ]
    return layers


def load(site_root: Path, facts: Mapping[str, FileFact], prefix: str) -> Theme:
    """Lay the layers over each other.

    Args:
        facts: digests of every scanned file, by path as `folders` names them.
        prefix: the base URL's path.
    """
    where = dict(folders(site_root))
    templates: dict[str, ThemeFile] = {}
    statics: dict[str, ThemeFile] = {}
    split = "theme:templates" in where
    for path in sorted(facts, key=lambda path: (not path.startswith("theme:"), path)):
        shown, _, name = path.partition("/")
        if shown not in where:
            continue
        found = ThemeFile(path.replace("theme:", "theme/"), where[shown] / name, facts[path].digest)
        if shown.endswith("templates"):
            templates[name] = found  # the site's layer comes last, and wins
            if shown.startswith("theme:") or not split:
                templates[f"theme/{name}"] = found
        else:
            statics[name] = found
    assets = {
        name: prefix + "/" + static_file(name, file.digest)
        for name, file in statics.items()
        if not name.startswith("root/")
    }
    styles = style_parts(statics)
    if styles:
        # The stylesheet changes when a part or a file that a part names changes.
        joined = digest_text(
            "".join(statics[name].digest for name in styles) + "".join(sorted(assets.values()))
        )
        assets[STYLESHEET] = f"{prefix}/{static_file(STYLESHEET, joined)}"
    everything = [f"{name}={file.digest}" for name, file in sorted(templates.items())]
    everything += [f"{name}={file.digest}" for name, file in sorted(statics.items())]
    return Theme(templates, statics, assets, digest_text("\n".join(everything)))


def static_file(name: str, digest: str) -> str:
    """Return where a static file is published: its name with eight digits of its digest."""
    path = PurePosixPath("static", name)
    return str(path.with_name(f"{path.stem}.{digest[:8]}{path.suffix}"))


def style_parts(statics: Mapping[str, ThemeFile]) -> tuple[str, ...]:
    """Return the names of the stylesheet's parts, in the order in which they are joined."""
    order = {f"css/{stem}.css": place for place, stem in enumerate(_STYLE_ORDER)}
    parts = [n for n in statics if n.startswith("css/") and n.endswith(".css")]
    return tuple(sorted(parts, key=lambda name: (order.get(name, len(order)), name)))


def stylesheet(theme: Theme) -> str:
    """Join the parts without comments, with every url(...) naming the published file.

    Raises:
        KeyError: a part names a file that static/ has not: (part, target).
    """
    return squeezed(
        "\n".join(
            resolve_style(theme, name, theme.statics[name].file.read_text("utf-8"))
            for name in style_parts(theme.statics)
        )
    )


def squeezed(style: str) -> str:
    """Return a style sheet without comments (but "/*! ... */") and needless spaces."""
    return _CSS_SPACE.sub(
        lambda found: found[1] or found[2] or found[3] or (" " if found[4] else ""), style
    ).strip()


def resolve_style(theme: Theme, name: str, text: str) -> str:
    folder = PurePosixPath(name).parent

    def published(found: re.Match[str]) -> str:
        target = found.group(2).strip()
        if target.startswith(("data:", "#", "http:", "https:", "/")):
            return found.group(0)
        path, mark, rest = target.partition("#")
        parts: list[str] = list(folder.parts)
        for part in PurePosixPath(path).parts:
            if part == "..":
                parts = parts[:-1]
            elif part != ".":
                parts.append(part)
        return f"url({theme.assets['/'.join(parts)]}{mark}{rest})"

    return _CSS_URL.sub(published, text)


def style_problems(theme: Theme) -> list[Problem]:
    """Return a problem for each url(...) of the stylesheet that names no static file."""
    problems = []
    for name in style_parts(theme.statics):
        part = theme.statics[name]
        text = part.file.read_text("utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            try:
                resolve_style(theme, name, line)
            except KeyError as missing:
                target = str(missing.args[0])
                problems.append(
                    Problem(
                        part.shown,
                        number,
                        f"url() names '{target}', which static/ has not",
                        did_you_mean(target, theme.assets.keys(), "Files"),
                    )
                )
    return problems


# What templates need


class Analysis:
    """Joins what templates say of themselves over what each extends, includes or imports.

    Args:
        facts: template name → `templating.facts_of` it.
    """

    def __init__(self, theme: Theme, facts: Mapping[str, Mapping[str, Any]]) -> None:
        self._theme = theme
        self._facts = facts
        self._needs: dict[str, Needs] = {}

    def closure(self, name: str) -> list[str]:
        """Return the template and all that it draws on, in order of name."""
        seen: set[str] = set()
        todo = [name]
        while todo:
            current = todo.pop()
            if current in seen or current not in self._facts:
                continue
            seen.add(current)
            todo += [ref for ref, _, _ in self._facts[current]["refs"]]
        return sorted(seen)

    def needs(self, name: str) -> Needs:
        """Return what the template needs, its own macros and loop variables left out."""
        found = self._needs.get(name)
        if found is None:
            closure = self.closure(name)
            bound = {b for part in closure for b in self._facts[part]["bound"]} | _GLOBALS
            names = {n for part in closure for n in self._facts[part]["names"]} - bound
            assets = {asset for part in closure for asset, _ in self._facts[part]["assets"]}
            text = [f"{part}={self._theme.templates[part].digest}" for part in closure]
            text += [f"{asset}={self._theme.assets.get(asset, '')}" for asset in sorted(assets)]
            found = Needs(tuple(sorted(names)), digest_text("\n".join(text)))
            self._needs[name] = found
        return found

    def shared_parts(self) -> frozenset[str]:
        """Return the parts that look the same on all pages of a place; see `model.Here`."""
        named = {part for facts in self._facts.values() for part in facts.get("parts", ())}
        return frozenset(
            part
            for part in named
            if part in self._facts and set(self.needs(part).names) <= {"site", "here"}
        )

    def problems(self, name: str, known: Callable[[str], Sequence[str]]) -> list[Problem]:
        """Return what is wrong with a page's template and its closure.

        `known(name)` gives the values that templates of this kind may draw on.
        """
        problems: list[Problem] = []
        closure = self.closure(name)
        allowed = set(known(name)) | _GLOBALS
        bound = {b for part in closure for b in self._facts[part]["bound"]}
        for part in closure:
            facts, shown = self._facts[part], self._theme.templates[part].shown
            problems += [Problem(shown, line, message) for line, message in facts["problems"]]
            for ref, line, optional in facts["refs"]:
                if ref not in self._theme.templates and not optional:
                    hint = did_you_mean(ref, self._theme.templates.keys(), "Templates")
                    problems.append(Problem(shown, line, f"there is no template '{ref}'", hint))
            for asset, line in facts["assets"]:
                if asset not in self._theme.assets:
                    hint = did_you_mean(str(asset), self._theme.assets.keys(), "Files")
                    problems.append(Problem(shown, line, f"static/ has no '{asset}'", hint))
            for unknown, line in facts["names"].items():
                if unknown not in allowed and unknown not in bound:
                    hint = did_you_mean(unknown, sorted(allowed), "Values for this page")
                    problems.append(Problem(shown, line, f"unknown variable '{unknown}'", hint))
        return problems
