"""Files of an export that are damaged on the way, or hold more than they should."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from sitegen.importers.opened import Texts, whole

DAMAGED = "a.xml is damaged: what stands before the damage was read."


@pytest.mark.parametrize(
    "error",
    [
        gzip.BadGzipFile("x"), EOFError("x"), zipfile.BadZipFile("x"), zlib.error("x"),
        lzma.LZMAError("x"), NotImplementedError("x"), RuntimeError("x"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_what_is_damaged_is_told(error: Exception) -> None:
    said: list[str] = []
    stream = BytesIO(b"x")
    with whole(stream, "a.xml", said.append) as text:
        assert text is stream
        raise error
    assert said == [DAMAGED]


@pytest.mark.parametrize("error", [OSError("no disk"), PermissionError("x"), ValueError("x")])
def test_what_is_no_damage_is_raised(error: Exception) -> None:
    said: list[str] = []
    with pytest.raises(type(error)), whole(BytesIO(b"x"), "a.xml", said.append):
        raise error
    assert said == []


def test_what_is_whole_is_not_told() -> None:
    said: list[str] = []
    with whole(BytesIO(b"x"), "a.xml", said.append) as text:
        assert text.read() == b"x"
    assert said == []


def test_a_packed_text_is_read_up_to_its_damage(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    data = gzip.compress(b"sample " * 1000)
    file.write_bytes(data[:-10])
    said: list[str] = []
    for label, stream in Texts((file,), (".xml",), said.append).opened():
        with whole(stream, label, said.append) as text:
            assert text.read(7) == b"sample "
            text.read()
    assert said == [DAMAGED]


def test_a_file_is_packed_by_its_first_bytes(tmp_path: Path) -> None:
    """Not by its name; too short a file is none that is packed."""
    said: list[str] = []
    for data in (b"", b"\x1f", b"PK", b"PK\x03", b"PK\x03\x05x", b"\x1e\x8bx", b"x\x1f\x8b"):
        file = tmp_path / "a.zip"
        file.write_bytes(data)
        assert [
            (name, stream.read()) for name, stream in Texts((file,), (), said.append).opened()
        ] == [("a.zip", data)]
    assert said == []


def test_the_files_of_a_zip_are_read_by_name(tmp_path: Path) -> None:
    """One that is refused keeps no other from being read, and is a file of its kind."""
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as packed:
        for name in ("c.xml", "../b.xml", "a.xml", "__MACOSX/d.xml"):
            packed.writestr(name, name)
    said: list[str] = []
    texts = Texts((file,), (".xml",), said.append)
    assert [name for name, _stream in texts.opened()] == ["a.zip/a.xml", "a.zip/c.xml"]
    assert said == [
        "a.zip: '../b.xml' has a name that leads out of its folder, and is not read: pack it anew.",
        "a.zip: '__MACOSX/d.xml' is a file of the computer that packed it, and is not read.",
    ]


@pytest.mark.parametrize("name", ["none", ""])
def test_what_to_do_without_a_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(SitegenError) as raised:
        next(Texts((tmp_path / name,), (), [].append).opened())
    (problem,) = raised.value.problems
    assert problem.line == 0
    assert problem.hint == "Name the file that the old program exported."
