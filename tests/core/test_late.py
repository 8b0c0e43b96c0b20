"""Late: modules of Python's own that are loaded when they are asked for."""

from __future__ import annotations

import difflib
import importlib.metadata
import subprocess
import sys

import pytest

from sitegen import core
from sitegen.core import late


def test_a_late_module_is_the_module() -> None:
    assert late.difflib is difflib


def test_what_is_not_late_is_not_there() -> None:
    for module in (late, core):
        with pytest.raises(AttributeError, match="'subprocess'"):
            module.subprocess  # type: ignore[attr-defined]  # noqa: B018


def test_records_of_what_is_installed_are_at_hand_by_a_short_name() -> None:
    assert core.metadata is importlib.metadata


def test_a_command_begins_without_what_few_builds_need() -> None:
    program = "import sitegen.cli.build, sitegen.build.build, sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    modules = set(run.stdout.split())
    assert "sitegen.build.build" in modules
    assert modules.isdisjoint(("difflib", "hmac", "hashlib", "tempfile", "calendar"))
