"""Write the manual's tables of keys, from the tables by which files are read.

Run in the repository: `.venv/bin/python -m tools.write_key_tables`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.schema.tables import ByName, Key, ListOf, OrTable, Table
from sitegen.schema.values import Type


def every_key(table: Table) -> Iterator[tuple[Table, Key]]:
    """Yield the keys of a table and of all tables within it, each with its own table."""
    keys = [*table.keys, *(key for variant in table.variants.values() for key in variant)]
    for key in keys:
        yield table, key
        inner = _table_within(key.type)
        if inner is not None:
            yield from every_key(inner)


def _table_within(type_: Type) -> Table | None:
    while isinstance(type_, ListOf | ByName | OrTable):
        type_ = type_.table if isinstance(type_, OrTable) else type_.of
    return type_ if isinstance(type_, Table) else None
