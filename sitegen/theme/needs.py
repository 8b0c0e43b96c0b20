"""What a template needs: the names that it and its closure mention, and the assets they ask for.

Only those values are computed for a page, and only they can make it be rendered again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.record import Record, field
from sitegen.core.urls import origin_of
from sitegen.theme.files import Theme
from sitegen.theme.markup import Address

GLOBALS = frozenset(
    {"asset", "part", "picture", "fail", "warn", "_", "gettext", "ngettext", "pgettext",
     "npgettext", "range", "dict", "namespace", "joiner", "cycler"}
)  # fmt: skip


class Reference(Record):
    """A template that another extends, includes, imports or names in part()."""

    name: str
    line: int
    optional: bool  # True: nothing is missed where it is missing


class Mention(Record):
    """A file of static/ that a template asks for, or a block that it has."""

    name: str
    line: int


class TemplateFault(Record):
    """What is wrong with a template, whoever uses it."""

    line: int
    message: str
    hint: str = ""


class TemplateFacts(Record):
    """What one template says of itself; its text alone decides it."""

    names: Mapping[str, int] = field(default_factory=dict)  # that must be answered → first line
    bound: tuple[str, ...] = ()  # names that the template itself gives a value
    refs: tuple[Reference, ...] = ()
    parents: tuple[str, ...] = ()  # templates that it extends
    parts: tuple[str, ...] = ()  # templates that part() names
    assets: tuple[Mention, ...] = ()
    pictures: bool = False  # True: it asks for a picture
    blocks: tuple[Mention, ...] = ()  # that stand in no other block
    inner_blocks: tuple[str, ...] = ()  # the others
    addresses: tuple[Address, ...] = ()  # as `markup` finds them
    faults: tuple[TemplateFault, ...] = ()


class Needs(Record):
    """What one template and its closure mention."""

    names: tuple[str, ...]
    digest: str  # of the closure's text, the assets' URLs and the places of its pictures


class Analysis:
    """Joins what templates say of themselves over what each extends, includes or imports.

    Args:
        facts: template name → `jinja.facts_of` it.
    """

    def __init__(self, theme: Theme, facts: Mapping[str, TemplateFacts]) -> None:
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
            todo += [ref.name for ref in self._facts[current].refs]
        return sorted(names)

    def needs(self, name: str) -> Needs:
        """Return what the template needs, its own macros and loop variables left out."""
        needs_of = self._needs.get(name)
        if needs_of is None:
            closure = self.closure(name)
            bound = {b for part in closure for b in self._facts[part].bound} | GLOBALS
            names = {n for part in closure for n in self._facts[part].names} - bound
            assets = {asset.name for part in closure for asset in self._facts[part].assets}
            text = [f"{part}={self._theme.templates[part].digest}" for part in closure]
            text += [f"{asset}={self._theme.assets.get(asset, '')}" for asset in sorted(assets)]
            if any(self._facts[part].pictures for part in closure):
                text += [f"{file.label}={file.digest}" for file in self._theme.places]
            needs_of = Needs(tuple(sorted(names)), digest_text("\n".join(text)))
            self._needs[name] = needs_of
        return needs_of

    def built_in(self) -> Mapping[str, TemplateFacts]:
        """Return what templates that came with sitegen say of themselves, by their digests."""
        files = self._theme.templates
        return {files[n].digest: f for n, f in self._facts.items() if files[n].is_built_in}

    def shared_parts(self) -> frozenset[str]:
        """Return the parts that look the same on all pages of a place; see `views.Here`."""
        parts = {part for facts in self._facts.values() for part in facts.parts}
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
        bound = {b for part in closure for b in self._facts[part].bound}
        for part in closure:
            facts, label = self._facts[part], self._theme.templates[part].label
            problems += [Problem(label, f.line, f.message, f.hint) for f in facts.faults]
            for ref in facts.refs:
                if ref.name not in self._theme.templates and not ref.optional:
                    hint = did_you_mean(ref.name, self._theme.templates.keys(), "Templates")
                    message = f"there is no template '{ref.name}'"
                    problems.append(Problem(label, ref.line, message, hint))
            for asset in facts.assets:
                if asset.name not in self._theme.assets:
                    hint = did_you_mean(asset.name, self._theme.assets.keys(), "Files")
                    message = f"static/ has no '{asset.name}'"
                    problems.append(Problem(label, asset.line, message, hint))
            for unknown, line in facts.names.items():
                if unknown not in values and unknown not in bound:
                    hint = did_you_mean(unknown, sorted(values), heading)
                    problems.append(Problem(label, line, f"unknown variable '{unknown}'", hint))
            problems += self._unknown_blocks(part)
        return problems

    def addresses(self, name: str) -> list[Address]:
        """Return the addresses that a template writes out."""
        return list(self._facts[name].addresses)

    def origins(self) -> frozenset[str]:
        """Return the hosts that templates write out, of which `template_links` tells."""
        every = (address for facts in self._facts.values() for _, address, _ in facts.addresses)
        return frozenset(map(origin_of, every)) - {""}

    def _unknown_blocks(self, name: str) -> Iterator[Problem]:
        """Yield a problem for each block whose words no page would show: no parent has it."""
        parents, todo = dict[str, None](), list(self._facts[name].parents)
        while todo:
            parent = todo.pop()
            if parent not in parents and parent in self._facts:
                parents[parent] = None
                todo += self._facts[parent].parents
        if not parents:
            return
        known = {block.name for parent in parents for block in self._facts[parent].blocks}
        known |= {block for parent in parents for block in self._facts[parent].inner_blocks}
        for block in self._facts[name].blocks:
            if block.name not in known:
                label = self._theme.templates[name].label
                what = f"'{block.name}' is no block of {', '.join(parents)}, so nothing shows it"
                hint = did_you_mean(block.name, known, "Blocks")
                yield Problem(label, block.line, what, hint)
