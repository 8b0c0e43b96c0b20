"""Kinds of blocks: which `:::` blocks a text may have, and what each takes.

They are declared by the theme's templates and the site's, and read by `theme.blocks`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.record import Record

# What an argument may be.
VALUES: Mapping[str, str] = {
    "words": "words, with emphasis and links",
    "title": "words, with emphasis",
    "link": "a page, a story or an address",
    "file": "a file beside the story, or an address",
    "number": "a whole number",
    "choice": "one of some words",
    "language": "a language's code",
    "time": "a date and time",
}
BODIES = ("aside", "text", "pictures")  # what may stand inside: "text" is part of the story's run
GIVEN = ("id", "repeats")  # what a template may ask for beside its arguments


class Argument(Record):
    """One thing that a block is told in its first line."""

    name: str
    value: str  # a key of VALUES
    quoted: bool = False  # True: what stands in quotes without a name
    bare: bool = False  # True: what stands there without quotes and without a name
    needed: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()


class BlockKind(Record):
    """One kind of block, by what its template declares."""

    name: str
    arguments: tuple[Argument, ...] = ()
    body: str = ""  # one of BODIES; "": nothing may stand inside
    body_needed: bool = False
    given: tuple[str, ...] = ()  # of GIVEN
    digest: str = ""  # of all that decides how a text is read

    def argument(self, name: str) -> Argument | None:
        return next((one for one in self.arguments if one.name == name), None)

    def unnamed(self, *, quoted: bool) -> Argument | None:
        """Return the argument that stands in the first line without its name."""
        among = (one for one in self.arguments if (one.quoted if quoted else one.bare))
        return next(among, None)


BlockKinds = Mapping[str, BlockKind]
