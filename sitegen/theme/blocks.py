"""Blocks: the templates in templates/blocks/, each with what it declares.

A block's template begins with a comment that says what the block takes:

    {#- takes:
        by: words, quoted
        body: aside, needed
        given: repeats

        A quotation lifted out of the story. -#}

A line for each argument: its name, what it is (`block_kinds.VALUES`), how it is written, and
its default behind "=". A site's template of a name that the theme has may leave that out: it
then takes what the theme's does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from sitegen.core.digests import digest_text
from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.record import Record
from sitegen.markdown.block_kinds import BODIES, GIVEN, VALUES, Argument, BlockKind
from sitegen.theme.files import Theme, ThemeFile

FOLDER = "blocks/"
# What every block's template is given beside its arguments; see `render.blocks`.
ALWAYS = ("body", "pictures", "lang", *GIVEN)

_TAKES = late_pattern(r"\{#-?\s*takes:[ \t]*\n?(.*?)(?:\n[ \t]*\n.*?)?-?#\}", re.DOTALL)
_LINE = late_pattern(r"\s*([\w-]+)\s*:\s*([^=]*?)\s*(?:=\s*(.*?)\s*)?")
_NAME = late_pattern(r"[a-z][a-z0-9_-]*")
_ARGUMENT = late_pattern(r"[a-z][a-z0-9_]*")
_BEGIN = "Begin the file with {#- takes: and a line for each argument; see docs/theming.md."


class Blocks(Record):
    """Every kind of block by name, and what is wrong with their declarations."""

    kinds: Mapping[str, BlockKind]
    problems: tuple[Problem, ...]


def template_of(name: str) -> str:
    """Return the template of a block: "blocks/pull.html"."""
    return f"{FOLDER}{name}.html"


def blocks_of(theme: Theme) -> Blocks:
    """Return the blocks that texts may use."""
    files = [
        (name, file)
        for name, file in theme.templates.items()
        if name.startswith((FOLDER, f"theme/{FOLDER}"))
    ]
    return _blocks(tuple(sorted(files)))


@lru_cache(maxsize=8)
def _blocks(files: tuple[tuple[str, ThemeFile], ...]) -> Blocks:
    """Read the declarations; the files' digests stand for what they hold."""
    problems: list[Problem] = []
    kinds: dict[str, BlockKind] = {}
    texts = {name: file.text() for name, file in files}
    for name, file in files:
        if not name.startswith(FOLDER):
            continue
        block = name.removeprefix(FOLDER).removesuffix(".html")
        if not name.endswith(".html") or _NAME.fullmatch(block) is None:
            hint = "Name it with the letters a to z, as in blocks/profile.html."
            problems.append(Problem(file.label, 0, "a block of this name cannot be written", hint))
            continue
        takes = _TAKES.match(texts[name].lstrip())
        owner = file
        if takes is None and f"theme/{name}" in texts:
            takes = _TAKES.match(texts[f"theme/{name}"].lstrip())
            owner = dict(files)[f"theme/{name}"]
        if takes is None:
            problems.append(Problem(file.label, 1, "the block does not say what it takes", _BEGIN))
            continue
        kind = _Declaration(owner.label, problems).kind(block, takes)
        kinds[block] = kind
    return Blocks(kinds, tuple(problems))


class _Declaration:
    """What one template declares, while it is read; notes problems."""

    def __init__(self, label: str, problems: list[Problem]) -> None:
        self._label = label
        self._problems = problems
        self._line = 1

    def kind(self, name: str, takes: re.Match[str]) -> BlockKind:
        arguments: dict[str, Argument] = {}
        body, body_needed, given = "", False, tuple[str, ...]()
        for key, words, default in self._lines(takes):
            if key == "body":
                body, *marks = words
                if body not in BODIES:
                    self._problem(f"'{body}' is nothing that can stand inside", body, BODIES)
                body_needed = "needed" in self._marks(marks, ("needed",))
            elif key == "given":
                for word in words:
                    if word not in GIVEN:
                        self._problem(f"'{word}' is not given to blocks", word, GIVEN)
                given = tuple(words)
            elif key in ALWAYS:
                self._problem(f"'{key}' is given to every block and can be no argument")
            elif key in arguments:
                self._problem(f"'{key}' is declared twice")
            else:
                arguments[key] = self._argument(key, words, default)
        self._line = 1
        for mark in ("quoted", "bare"):
            twice = [one.name for one in arguments.values() if getattr(one, mark)]
            if len(twice) > 1:
                self._problem(f"'{twice[0]}' and '{twice[1]}' are both {mark}: only one can be")
        if name == "update" and all(one.value != "time" for one in arguments.values()):
            self._problem(
                "an update without a time could not be held until then",
                hint="Write 'time: time, bare, needed' among what it takes.",
            )
        digest = digest_text(" ".join(takes[1].split()))
        return BlockKind(name, tuple(arguments.values()), body, body_needed, given, digest)

    def _lines(self, takes: re.Match[str]) -> Iterator[tuple[str, list[str], str | None]]:
        """Yield the name, the words and the default of each line."""
        for number, text in enumerate(takes[1].split("\n"), 2):
            self._line = number
            if not text.strip():
                continue
            line = _LINE.fullmatch(text)
            words = [word.strip() for word in line[2].split(",")] if line else [""]
            if line is None or "" in words:
                self._problem(f"'{text.strip()}' declares no argument", hint=_AS_IN)
                continue
            yield line[1], words, line[3]

    def _argument(self, name: str, words: list[str], default: str | None) -> Argument:
        value, *marks = words
        value, _, among = value.partition(" ")
        if _ARGUMENT.fullmatch(name) is None:
            self._problem(f"'{name}' is no name for an argument", hint="Use the letters a to z.")
        if value not in VALUES:
            self._problem(f"'{value}' is nothing that an argument can be", value, tuple(VALUES))
        choices = tuple(among.replace("|", " ").split())
        if (value == "choice") != bool(choices):
            hint = 'Write it as in "side: choice left right".'
            self._problem(f"the words to choose from belong to a choice: '{name}'", hint=hint)
        if default is not None and choices and default not in choices:
            self._problem(f"'{default}' is none of the words to choose from", default, choices)
        if default is not None and value == "number" and not default.isdecimal():
            self._problem(f"'{default}' is no whole number")
        own = self._marks(marks, ("quoted", "bare", "needed"))
        return Argument(
            name, value, "quoted" in own, "bare" in own, "needed" in own, default or "", choices
        )

    def _marks(self, marks: list[str], known: tuple[str, ...]) -> list[str]:
        for mark in marks:
            if mark not in known:
                self._problem(f"'{mark}' says nothing of an argument", mark, known)
        return marks

    def _problem(
        self, message: str, word: str = "", among: tuple[str, ...] = (), hint: str = ""
    ) -> None:
        hint = hint or (did_you_mean(word, among) if among else "")
        self._problems.append(Problem(self._label, self._line, message, hint))


_AS_IN = 'Write it as in "title: title, quoted" or "width: number = 640".'
