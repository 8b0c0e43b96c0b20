"""The reader of a file: holds its values with their lines, and notes what is wrong with them.

What may stand in the file is said by a `tables.Table`. How a plain value looks in YAML and in
TOML, and what is said of one that looks otherwise, is decided by the two readers that stand on
this one, `yaml_reader` and `toml_reader`. Keys within keys are named by their path, "image.alt"
or "authors.1", which finds their line.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from sitegen.core.bad_dates import DateError
from sitegen.core.dates import Moment, parse_moment
from sitegen.core.problems import Problem, has_errors
from sitegen.core.record import Record, field


class Fields(dict[str, Any]):
    """Name of a field → its value, of that field's type: what one or several keys decide."""


class Rules(Record):
    """What of the settings decides how a file is read."""

    zone: tzinfo = UTC  # the newsroom's
    language: str = "en"
    sections: tuple[str, ...] = ()  # slugs
    kinds: Mapping[str, str] = field(default_factory=dict)  # section → kind of its stories
    templates: Mapping[str, str] = field(default_factory=dict)  # section → their template
    tag_aliases: Mapping[str, str] = field(default_factory=dict)  # casefolded → canonical
    now: datetime | None = None  # stands in remedies that name an hour; None: an example does
    tag_slugs: Mapping[str, str] = field(default_factory=dict)  # casefolded canonical → slug
    guests: bool = False  # True: bylines without a file are allowed
    chosen_quotes: str = ""  # the site's quotation marks; "" for each language's own
    section_langs: Mapping[str, str] = field(default_factory=dict)  # slug → language, if its own


class Reader(ABC):
    """Turns the values of one file into fields; notes what is wrong and goes on.

    Attributes:
        fields: what the outermost table has decided so far: later keys may depend on it.
        bad: keys, and places within them, that have a problem.
        named: place → its name, where the site chose one with a dot in it or a number.
    """

    __slots__ = (
        *("bad", "failed", "fields", "lines", "named", "path", "problems", "rules", "values"),
    )

    first_line = 0  # where no key is to blame

    def __init__(
        self,
        path: str,
        values: Mapping[str, Any],
        lines: Mapping[str, int],
        rules: Rules,
        problems: Iterable[Problem] = (),
    ) -> None:
        self.path = path
        self.values = values
        self.lines = lines
        self.rules = rules
        self.fields = Fields()
        self.problems = list(problems)
        self.bad: set[str] = set()
        self.named: dict[str, str] = {}
        self.failed = has_errors(self.problems)

    def line(self, key: str) -> int:
        """Return the line of a key, or of the nearest one around it."""
        lines = self.lines
        while key not in lines:
            key, dot, _ = key.rpartition(".")
            if not dot:
                return lines.get(key, self.first_line)
        return lines[key]

    def problem(self, key: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, self.line(key), message, hint))
        self.failed = True
        self.bad.add(key)
        while "." in key:
            key = key.rpartition(".")[0]
            self.bad.add(key)

    def warn(self, key: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, self.line(key), message, hint, warning=True))

    def has_failed(self, key: str) -> bool:
        return key in self.bad

    def last(self, key: str) -> str:
        """Return the name of a place within the table around it; of an item, its number."""
        return self.named.get(key) or key.rpartition(".")[2]

    def is_item(self, key: str) -> bool:
        """Say whether a place is that of an item in a list."""
        return key not in self.named and key.rpartition(".")[2].isdigit()

    def moment_of(self, key: str, text: str, *, later: bool = False) -> Moment | None:
        try:
            moment, note = parse_moment(text, self.rules.zone, later=later)
        except DateError as error:
            name = self.name(key) if key else "the file's name"
            self.problem(key, f"{name}: {error}", error.remedy)
            return None
        if note:
            self.warn(key, note, "Write the offset, as in -06:00, to say which you mean.")
        return moment

    def order(self, values: Mapping[str, Any], names: Mapping[str, Any]) -> Iterable[str]:
        """Return the keys of a table in the order in which they are read: here as they stand."""
        return values

    # How values are written. Each of these notes what is wrong with a value, and gives None.

    @abstractmethod
    def text(self, key: str, value: object, *, names_file: bool = False) -> str | None: ...

    @abstractmethod
    def flag(self, key: str, value: object, other: str = "") -> bool | None:
        """Return an answer; `other` is one more way to write it, for the hint."""

    @abstractmethod
    def number(self, key: str, value: object, least: int, most: int) -> int | None: ...

    @abstractmethod
    def date_text(self, key: str, value: object) -> str | None: ...

    @abstractmethod
    def items(
        self, key: str, value: object, *, names: Sequence[str] = ()
    ) -> Sequence[tuple[str, Any]] | None:
        """Return the items of a list with the place of each; `names` are keys, of tables."""

    @abstractmethod
    def not_a_table(
        self, key: str, value: object, names: Sequence[str], needed: Sequence[str]
    ) -> None:
        """Note that a table is wanted; `names` are the keys that it may or must have."""

    @abstractmethod
    def in_curly_quotes(self, key: str, value: object) -> bool:
        """Note quotes that are none where the file is read; say whether there are any."""

    # How places and values are named in messages.

    @abstractmethod
    def name(self, key: str) -> str: ...

    @abstractmethod
    def pair(self, key: str, value: object) -> str:
        """Return the line that gives a key this value."""

    @abstractmethod
    def example(self, value: str) -> str:
        """Return a text in the quotes that a hint puts around it."""

    @abstractmethod
    def missing(self, under: str, key: str, what: str, names: Collection[str]) -> None:
        """Note that a table lacks a key that it needs, `what` being the key in words."""
