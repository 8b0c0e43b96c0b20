"""Modules that an import does without."""

from __future__ import annotations

import colorsys
import subprocess
import sys
from importlib import import_module

import pytest

from sitegen.core.skipped import skipped
from tests.conftest import ROOT


def test_imports_find_no_module_of_the_name_and_later_ones_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether or not what was imported meanwhile could do without it."""
    monkeypatch.delitem(sys.modules, "colorsys")
    with pytest.raises(ModuleNotFoundError), skipped("colorsys"):
        import_module("colorsys")
    assert "colorsys" not in sys.modules
    assert import_module("colorsys").rgb_to_hsv(0, 0, 0) == (0, 0, 0)


def test_what_is_loaded_already_stays() -> None:
    with skipped("colorsys"):
        assert import_module("colorsys") is colorsys
    assert sys.modules["colorsys"] is colorsys


def test_records_are_made_without_what_only_other_pythons_need() -> None:
    """And typing_extensions is there for whoever wants it afterwards."""
    code = (
        "import sys, sitegen.core.record; "
        "print({'typing_extensions', 'inspect', 'dataclasses'} & {*sys.modules}); "
        "import typing_extensions"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "set()\n"
