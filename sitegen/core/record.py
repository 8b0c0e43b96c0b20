"""Records: the frozen values that stages exchange.

They are structs of msgspec, whose classes are made and whose values are compared and copied
in C: a hundred dataclasses cost each command a third of the time until it begins.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

from sitegen.core import late
from sitegen.core.skipped import skipped

# Where another library brought typing_extensions, msgspec takes from it what Python's own typing
# has too; and with it comes `inspect`, a tenth of all that a build with nothing to do takes.
with skipped("typing_extensions"):
    from msgspec import Struct, field
    from msgspec.structs import asdict

if TYPE_CHECKING:
    from dataclasses import Field, replace  # which, type checkers know, takes a value's fields
else:
    from msgspec.structs import replace

__all__ = ["Record", "asdict", "field", "replace"]


class _DataclassFields:
    """What `dataclasses.replace` asks: a site's own modules may use it on an article."""

    def __get__(self, _value: object, kind: type[Record]) -> dict[str, Field[Any]]:
        return _fields(kind)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(Struct, frozen=True, omit_defaults=True):
    """A value that never changes, equal to another of its type where all fields are.

    As text (`core.stored`) it leaves out what is as usual: most of what a story may say.
    """

    __dataclass_fields__: ClassVar[Any] = _DataclassFields()


@cache
def _fields(kind: type[Record]) -> dict[str, Field[Any]]:
    like: Any = late.dataclasses.make_dataclass(kind.__name__, kind.__struct_fields__)
    fields: dict[str, Field[Any]] = like.__dataclass_fields__
    return fields
