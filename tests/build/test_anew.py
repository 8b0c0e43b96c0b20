"""What plans a site anew is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

import pytest

from sitegen import site
from sitegen.build import anew
from sitegen.site.links import anchors_hold


@pytest.mark.parametrize("name", sorted(anew._MODULES))
def test_what_is_loaded_late_is_what_its_name_says(name: str) -> None:
    assert getattr(anew, name) is getattr(import_module(anew._MODULES[name]), name)


def test_what_nobody_loads_late_is_not_there() -> None:
    """And the list of names is that of the modules."""
    assert sorted(anew.__all__) == sorted(anew._MODULES)
    assert site.anchors_hold is anchors_hold
    for package in (anew, site):
        with pytest.raises(AttributeError, match="no attribute 'absent'"):
            package.absent  # type: ignore[attr-defined]  # noqa: B018
