"""HTML that is ready: templates put it where it belongs, and escape nothing of it."""

from __future__ import annotations


class Html(str):
    """HTML that templates must not escape again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self
