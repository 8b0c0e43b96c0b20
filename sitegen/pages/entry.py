"""Entry: one file that shall exist in output/, and who wants it."""

from __future__ import annotations

from sitegen.core.record import Record
from sitegen.model.tasks import Subject
from sitegen.pictures import Variant


class Entry(Record):
    """One file of the outline, before its values are computed."""

    file: str
    maker: str
    recipe: str  # template, kind of document, or source file
    claimant: str  # whom to name when another wants the same file
    subject: Subject = Subject("")
    variant: Variant | None = None
    digest: str = ""  # of the source that is copied or encoded
    asked: str = ""  # key of the claimant that asks for it; "" where its own address does
