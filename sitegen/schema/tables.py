"""Keys and tables: what may stand in a file, as data, and the one reader of it.

A table of keys is read the same from front matter, from the small files beside them and from
settings: every problem of a file is found, each with its line. The manual's tables are written
from the same keys (`tools/write_key_tables.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from sitegen.core.problems import key_hint
from sitegen.core.record import Record, field
from sitegen.schema.reader import Fields, Reader
from sitegen.schema.values import FLAG, Type

Check = Callable[[Reader, str, Any], Any]  # (reader, place, value read) → value of the field
# (reader, place, value as written, fields) → what the table becomes
Settle = Callable[[Reader, str, Any, Fields], Any]
# (reader, key, value, table) → what to write instead of a key that is not known; "" for no idea
Remedy = Callable[[Reader, str, Any, "Table"], str]


class Key(Record):
    """One thing that may be written.

    Where it may stand is said by the tables that list it. Its default is that of the field
    which it becomes, in the type that holds it; only where that is no plain value is it said
    here, in words.
    """

    name: str
    type: Type
    help: str = ""  # one sentence without its full stop, as the manual has it
    more: str = ""  # what the manual says beyond it
    example: str = ""  # a value as it is written
    default: str = ""  # in words: "the site's title"
    needed: str = ""  # what it is, for a key that each such table must have
    needed_with: tuple[str, ...] = ()  # what makes it needed: "kind: sponsored"
    becomes: str = ""  # the field; "" for one of its own name
    check: Check | None = None  # a rule beyond its type
    prose: bool = False  # readers see it as it is written: curly quotes may belong to it
    never_empty: bool = False  # a half-written line of it could let a story out
    secret: str = ""  # the variable that holds it: a secret stands in no file
    on_pages: bool = True  # False: stories have it, pages do not
    former: tuple[str, ...] = ()  # what it was called before or is elsewhere, folded
    translate: Callable[[Any], Any] | None = None  # a value of those → ours; None: as it stands

    @property
    def field(self) -> str:
        return self.becomes or self.name


def fold(key: str) -> str:
    return key.casefold().replace("-", "_")


class Table(Record, dict=True):
    """Which keys a table has, and what becomes of their values.

    Without `makes` and `settle` its fields are those of the table around it.
    """

    keys: tuple[Key, ...]
    makes: type[Any] | None = None  # holds the fields, and their defaults
    settle: Settle | None = None
    short: str | Callable[[str], str] = ""  # the key for which a single value stands
    wrong: tuple[str, str] = ("", "")  # what is said of another value, and the hint
    by: str = ""  # the key on whose value further keys depend: "to"
    variants: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    unknown: str = "unknown key '{}'"  # what is said of another key
    remedy: Remedy | None = None  # for keys of other programs; None: `former` tells
    foreign: frozenset[str] = frozenset()  # words of other programs for what is not set here

    @cached_property
    def names(self) -> Mapping[str, Key]:
        return {key.name: key for key in self.keys}

    @cached_property
    def needed(self) -> tuple[Key, ...]:
        return tuple(key for key in self.keys if key.needed)

    def read(self, reader: Reader, key: str, value: object) -> Any:
        if isinstance(value, dict):
            fields = self.take(reader, value, key)
        elif self.short and (isinstance(value, str) or not self.wrong[0]):
            fields = Fields()
            _decide(reader, self._short_for(value), key, value, fields)
        elif self.wrong[0]:
            return reader.problem(key, *self.wrong)
        else:
            needed = [lost.name for lost in self.needed]
            return reader.not_a_table(key, value, tuple(self.names), needed)
        return self._make(reader, key, value, fields)

    def _short_for(self, value: object) -> Key:
        """Return the key for which a single value stands."""
        if isinstance(self.short, str):
            return self.names[self.short]
        return self.names[self.short(value)] if isinstance(value, str) else self.keys[0]

    def _make(self, reader: Reader, place: str, value: object, fields: Fields) -> Any:
        if self.settle is not None:
            return self.settle(reader, place, value, fields)
        if self.makes is None:
            return fields
        if any(key.field not in fields for key in self.needed):
            return None
        return self.makes(**fields)

    def take(self, reader: Reader, values: Mapping[str, Any], under: str = "") -> Fields:
        """Read every key that stands in the table `under`; unknown ones are problems.

        Settings are read in the order of the table: a key may depend on those before it.
        """
        fields, hints = Fields(), []
        names = self._names(values)
        if not under:
            reader.fields = fields
        prefix = f"{under}." if under else ""
        for name in reader.order(values, names):
            key, place, value = names.get(name), prefix + name, values[name]
            if key is None:
                hints.append(self._unknown(reader, place, name, values, names))
            elif key.secret:
                reader.problem(
                    place,
                    f"'{name}' is a secret, and files are seen by many",
                    f"Delete the line, and give it in the variable {key.secret} where the "
                    "command runs.",
                )
            elif value is not None:
                if key.prose or not reader.in_curly_quotes(place, value):
                    _decide(reader, key, place, value, fields)
            elif key.never_empty:
                reader.problem(
                    place,
                    f"{name} is empty, and it decides who sees the story",
                    "Write its value, or delete the line.",
                )
        for key in self.needed:
            if _is_absent(values.get(key.name)) and not any(f"'{key.name}'" in h for h in hints):
                reader.missing(under, key.name, key.needed, tuple(names))
        return fields

    def _names(self, values: Mapping[str, Any]) -> Mapping[str, Key]:
        """Return the keys that may stand beside these values."""
        if not self.by:
            return self.names
        variant = str(values.get(self.by, "")).partition(":")[0]
        return {**self.names, **{key.name: key for key in self.variants.get(variant, ())}}

    def _unknown(
        self,
        reader: Reader,
        place: str,
        name: str,
        values: Mapping[str, Any],
        names: Mapping[str, Key],
    ) -> str:
        """Note a key that is not known; return the hint."""
        hint = self._other_variant(reader, name, values)
        if not hint and self.remedy is not None:
            hint = self.remedy(reader, name, values[name], self)
        elif not hint:
            word = fold(name)
            ours = next((key.name for key in names.values() if word in key.former), "")
            if ours:
                hint = f"Delete this key: {ours} is there already." if ours in values else ""
                hint = hint or f"Write '{ours}'."
            elif word in self.foreign:
                hint = "Delete it: nothing of the kind is set here."
        if not hint:
            hint = key_hint(fold(name), names, values)
            if "extra" in names:
                hint += " Keys of your own stand under 'extra:'."
        reader.problem(place, self.unknown.format(name), hint)
        return hint

    def _other_variant(self, reader: Reader, name: str, values: Mapping[str, Any]) -> str:
        for variant, keys in self.variants.items():
            if any(key.name == name for key in keys):
                here = (
                    f"here stands '{reader.pair(self.by, values[self.by])}'"
                    if (self.by in values)
                    else f"'{self.by}' is not written here"
                )
                return f"It belongs to '{reader.pair(self.by, variant)}', and {here}."
        return ""


def _decide(reader: Reader, key: Key, place: str, value: object, fields: Fields) -> None:
    result = key.type.read(reader, place, value)
    if result is not None and key.check is not None:
        result = key.check(reader, place, result)
    if type(result) is Fields:
        fields.update(result)
    elif result is not None:
        fields[key.becomes or key.name] = result


def _is_absent(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


class ListOf(Record):
    """A list; in YAML one thing is a list of one."""

    of: Type
    unique: bool = False  # True: what is said twice counts once
    alone: tuple[str, str] = ("", "")  # said of one table that stands alone; "" where it may

    def read(self, reader: Reader, key: str, value: object) -> tuple[Any, ...] | None:
        if self.alone[0] and isinstance(value, dict):
            reader.problem(key, *self.alone)
        names = tuple(self.of.names) if isinstance(self.of, Table) else ()
        items = reader.items(key, value, names=names)
        if items is None:
            return None
        results = [self.of.read(reader, place, item) for place, item in items]
        results = [result for result in results if result is not None and result != ""]
        return tuple(dict.fromkeys(results) if self.unique else results)


class ByName(Record):
    """A table whose keys are names that the site chooses."""

    of: Type
    check: Callable[[Reader, str, str], None] | None = None  # of (reader, place, name)
    example: str = "name"  # a name, for hints

    def read(self, reader: Reader, key: str, value: object) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            reader.not_a_table(key, value, (self.example,), ())
            return None
        results = {}
        for name, item in value.items():
            place = f"{key}.{name}"
            if "." in name or name.isdigit():
                reader.named[place] = name
            if self.check is not None:
                self.check(reader, place, name)
            result = self.of.read(reader, place, item)
            if result is not None:
                results[name] = result
        return results


class OrTable(Record):
    """A plain value, or a table that says more."""

    table: Table
    plain: Type = FLAG

    def read(self, reader: Reader, key: str, value: object) -> Any:
        return (self.table if isinstance(value, dict) else self.plain).read(reader, key, value)
