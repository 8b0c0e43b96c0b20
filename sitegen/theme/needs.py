"""What a template needs: the names that it and its closure mention, and the assets they ask for.

Only those values are computed for a page, and only they can make it be rendered again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.record import Record
from sitegen.markdown.outside_loads import origin_of
from sitegen.theme.files import Theme
from sitegen.theme.markup import Address

GLOBALS = frozenset(
    {"asset", "part", "picture", "fail", "warn", "_", "gettext", "ngettext", "pgettext",
     "npgettext", "range", "dict", "namespace", "joiner", "cycler"}
)  # fmt: skip


class Needs(Record):
    """What one template and its closure mention."""

    names: tuple[str, ...]
    digest: str  # of the closure's text, the assets' URLs and the places of its pictures


class Analysis:
    """Joins what templates say of themselves over what each extends, includes or imports.

    Args:
        facts: template name → `jinja.facts_of` it.
    """

    def __init__(self, theme: Theme, facts: Mapping[str, Mapping[str, Any]]) -> None:
        self._theme = theme
        self._facts = facts
        self._needs: dict[str, Needs] = {}

    def closure(self, name: str) -> list[str]:
        """Return the template and all that it draws on, in order of name."""
        names: set[str] = set()
        todo = [name]
        while todo:
            current = todo.pop()
            if current in names or current not in self._facts:
                continue
            names.add(current)
            todo += [ref for ref, _, _ in self._facts[current]["refs"]]
        return sorted(names)

    def needs(self, name: str) -> Needs:
        """Return what the template needs, its own macros and loop variables left out."""
        needs_of = self._needs.get(name)
        if needs_of is None:
            closure = self.closure(name)
            bound = {b for part in closure for b in self._facts[part]["bound"]} | GLOBALS
            names = {n for part in closure for n in self._facts[part]["names"]} - bound
            assets = {asset for part in closure for asset, _ in self._facts[part]["assets"]}
            text = [f"{part}={self._theme.templates[part].digest}" for part in closure]
            text += [f"{asset}={self._theme.assets.get(asset, '')}" for asset in sorted(assets)]
            if any(self._facts[part]["pictures"] for part in closure):
                text += [f"{file.label}={file.digest}" for file in self._theme.places]
            needs_of = Needs(tuple(sorted(names)), digest_text("\n".join(text)))
            self._needs[name] = needs_of
        return needs_of

    def shared_parts(self) -> frozenset[str]:
        """Return the parts that look the same on all pages of a place; see `views.Here`."""
        parts = {part for facts in self._facts.values() for part in facts.get("parts", ())}
        return frozenset(
            part
            for part in parts
            if part in self._facts and set(self.needs(part).names) <= {"site", "here"}
        )

    def problems(
        self,
        name: str,
        values_of: Callable[[str], Sequence[str]],
        heading: str = "Values for this page",
    ) -> list[Problem]:
        """Return what is wrong with a template and its closure.

        `values_of(name)` gives the values that templates of this kind may draw on; `heading`
        stands before them in hints.
        """
        problems: list[Problem] = []
        closure = self.closure(name)
        values = set(values_of(name)) | GLOBALS
        bound = {b for part in closure for b in self._facts[part]["bound"]}
        for part in closure:
            facts, label = self._facts[part], self._theme.templates[part].label
            problems += [Problem(label, *fields) for fields in facts["problems"]]
            for ref, line, optional in facts["refs"]:
                if ref not in self._theme.templates and not optional:
                    hint = did_you_mean(ref, self._theme.templates.keys(), "Templates")
                    problems.append(Problem(label, line, f"there is no template '{ref}'", hint))
            for asset, line in facts["assets"]:
                if asset not in self._theme.assets:
                    hint = did_you_mean(str(asset), self._theme.assets.keys(), "Files")
                    problems.append(Problem(label, line, f"static/ has no '{asset}'", hint))
            for unknown, line in facts["names"].items():
                if unknown not in values and unknown not in bound:
                    hint = did_you_mean(unknown, sorted(values), heading)
                    problems.append(Problem(label, line, f"unknown variable '{unknown}'", hint))
            problems += self._unknown_blocks(part)
        return problems

    def addresses(self, name: str) -> list[Address]:
        """Return the addresses that a template writes out."""
        return [(tag, address, line) for tag, address, line in self._facts[name]["addresses"]]

    def origins(self) -> frozenset[str]:
        """Return the hosts that templates write out, of which `template_links` tells."""
        every = (address for facts in self._facts.values() for _, address, _ in facts["addresses"])
        return frozenset(map(origin_of, every)) - {""}

    def _unknown_blocks(self, name: str) -> Iterator[Problem]:
        """Yield a problem for each block whose words no page would show: no parent has it."""
        parents, todo = dict[str, None](), list(self._facts[name]["parents"])
        while todo:
            parent = todo.pop()
            if parent not in parents and parent in self._facts:
                parents[parent] = None
                todo += self._facts[parent]["parents"]
        if not parents:
            return
        known = {b for parent in parents for b, _ in self._facts[parent]["blocks"]}
        known |= {b for parent in parents for b in self._facts[parent]["inner"]}
        for block, line in self._facts[name]["blocks"]:
            if block not in known:
                label, hint = (
                    self._theme.templates[name].label,
                    did_you_mean(block, known, "Blocks"),
                )
                what = f"'{block}' is no block of {', '.join(parents)}, so nothing shows it"
                yield Problem(label, line, what, hint)
