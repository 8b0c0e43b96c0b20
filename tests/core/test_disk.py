"""What is written is on the disk, on systems that write a filesystem as a whole and on others."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

import pytest

from sitegen.core import disk

pytestmark = pytest.mark.usefixtures("real_disk")


def test_each_file_is_kept_where_the_system_keeps_no_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a Mac and on Windows each file is asked for, then the folder's names."""
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"A")
    kept: list[int] = []
    monkeypatch.setattr(disk, "_system_call", lambda _name: None)
    monkeypatch.setattr(os, "fsync", lambda handle: kept.append(os.fstat(handle).st_ino))
    disk.keep(tmp_path, ["a", "b"])
    assert kept == [file.stat().st_ino for file in (tmp_path / "a", tmp_path / "b", tmp_path)]
    with open(tmp_path / "a", "rb") as stream:
        disk.begin(stream.fileno())  # there is nothing to ask


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is no success."""
    monkeypatch.setattr(disk, "_system_call", lambda _name: lambda _handle: 1)
    with pytest.raises(OSError, match=str(tmp_path)):
        disk.keep(tmp_path, ())
    monkeypatch.setattr(disk, "_system_call", lambda _name: lambda _handle: 0)
    disk.keep(tmp_path, ())


def test_the_system_is_asked_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the whole file: from its first byte, whatever its length (sync_file_range(2))."""
    asked: list[tuple[int, ...]] = []

    def call(handle: int, offset: object, length: object, flags: int) -> None:
        asked.append((handle, offset.value, length.value, flags))  # type: ignore[attr-defined]

    monkeypatch.setattr(disk, "_system_call", lambda _name: call)
    disk.begin(7)
    assert asked == [(7, 0, 0, 2)]
    monkeypatch.undo()
    assert disk._system_call("no_such_call") is None


@pytest.mark.skipif(sys.platform != "linux", reason="a call of Linux")
def test_a_call_that_fails_has_its_reason() -> None:
    """Which the C library keeps apart, lest other calls write over it."""
    ctypes.set_errno(0)
    call = disk._system_call("syncfs")
    assert call is not None
    assert call(-1) == -1
    assert ctypes.get_errno() == errno.EBADF


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_have_no_such_calls(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    """They are not looked for there: a function of that name may be another."""
    monkeypatch.setattr(sys, "platform", system)
    assert disk._system_call.__wrapped__("syncfs") is None
