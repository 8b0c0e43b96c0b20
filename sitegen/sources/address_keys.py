"""What is written about addresses: the story's earlier ones, its id, its template."""

from __future__ import annotations

from sitegen.core.record import Record
from sitegen.schema.old_addresses import fault_of
from sitegen.schema.reader import Reader
from sitegen.schema.values import LINE, Form, Text

ID = Text(
    form=Form(
        r"[^\s<>\"']+", "cannot be an id",
        "An id has no spaces, quotes or brackets, and at most 200 characters.", most=200,
    )
)  # fmt: skip
GUID = Text(form=Form(r"(?s).*", "", "Copy it from the old feed.", most=1000))
TEMPLATE = Text(
    form=Form(
        r"[\w-]+(?:/[\w-]+)*\.html", "is not the name of a template",
        "Write it as in 'template: map.html'.",
    )
)  # fmt: skip


class Alias(Record):
    """An earlier address of this site: a path, at which files may stand."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        alias = LINE.read(reader, key, value)
        if not alias:
            return None
        fault = fault_of(alias, "alias")
        if fault is not None:
            reader.problem(key, *fault)
            return None
        return alias
