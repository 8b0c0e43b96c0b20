"""What tests of many builds share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jinja2
import pytest

from sitegen.sources import scan
from sitegen.theme import jinja


@pytest.fixture
def small_grain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file be old soon, so that notes of it are trusted, and may be wrong."""
    monkeypatch.setattr(scan, "GRAIN", 60_000_000)


@pytest.fixture
def templates_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read and compile each text of a template once for all builds: nine tenths of their time.

    Both are functions of their arguments. Clean builds start without a past all the same.
    """
    monkeypatch.setattr(
        jinja,
        "facts_of",
        _remembered(
            jinja.facts_of,
            lambda env, name: (env.loader.get_source(env, name)[0], *env.filters),
        ),
    )
    compiled = _remembered(
        jinja2.Environment.compile,
        lambda env, *arguments: (*arguments, *((name, id(f)) for name, f in env.filters.items())),
    )
    monkeypatch.setattr(jinja2.Environment, "compile", compiled)


def _remembered(function: Callable[..., Any], name: Callable[..., Any]) -> Callable[..., Any]:
    answers: dict[Any, Any] = {}

    def remembered(*arguments: Any) -> Any:
        key = name(*arguments)
        if key not in answers:
            # The arguments are held, so that their ids stay theirs.
            answers[key] = (function(*arguments), arguments)
        return answers[key][0]

    return remembered
