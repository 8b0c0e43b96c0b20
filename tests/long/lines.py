"""Which test runs which line: a plugin of pytest, for `mutants`.

It leaves two files in the folder that SITEGEN_LINES names ("folder:room"): `lines-ROOM`, of
coverage, and `seconds-ROOM.json`, how long each test took.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

_FOLDER, _, _ROOM = os.environ.get("SITEGEN_LINES", ".").partition(":")
_COVER = coverage.Coverage(
    data_file=f"{_FOLDER}/lines-{_ROOM}", config_file=False, include=[f"{Path.cwd()}/sitegen/*"]
)
_SECONDS: dict[str, float] = {}


def pytest_collection_finish() -> None:
    _COVER.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _COVER.switch_context(item.nodeid)
    began = time.monotonic()
    try:
        return (yield)
    finally:
        _SECONDS[item.nodeid] = time.monotonic() - began


def pytest_sessionfinish() -> None:
    _COVER.stop()
    _COVER.save()
    Path(_FOLDER, f"seconds-{_ROOM}.json").write_text(json.dumps(_SECONDS), "utf-8")
