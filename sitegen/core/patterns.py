"""Patterns: regular expressions that are compiled when they are first used.

Every command loads a hundred of them and uses a few; compiling all was a fifteenth of what a
build with nothing to do takes.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "flags",
            "groups", "groupindex")  # fmt: skip


def late_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, but for functions of `re` that take a pattern.

    A mistake in the expression shows at its first use.
    """
    return cast("re.Pattern[AnyStr]", _LatePattern(text, flags))


class _LatePattern:
    """Compiled by the first question, and from then on as quick as what was compiled."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({each: getattr(compiled, each) for each in _METHODS})
        return vars(self)[name]
