"""Freed memory is given back, where the system can take it."""

from __future__ import annotations

import ctypes
import sys
from types import SimpleNamespace

import pytest

from sitegen.core import memory


def test_freed_memory_is_given_back_on_linux_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere, and with a C library that has no such call, nothing is done."""
    calls: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(malloc_trim=calls.append))
    monkeypatch.setattr(sys, "platform", "linux")
    memory.give_back()
    monkeypatch.setattr(sys, "platform", "darwin")
    memory.give_back()
    assert calls == [0]
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace())
    memory.give_back()
