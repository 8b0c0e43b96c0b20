"""Compiled templates that are kept between builds."""

from __future__ import annotations

from pathlib import Path

from sitegen.theme.compiled import CodeFolders


def test_kept_code_is_given_back(tmp_path: Path) -> None:
    """Else every edit would pay for the whole theme."""
    CodeFolders(tmp_path, "one", "UTC")["en"]["page"] = compile("x = 1", "page.html", "exec")

    code = CodeFolders(tmp_path, "one", "UTC")["en"]["page"]

    assert code.co_filename == "page.html"


def test_damaged_code_is_missing_code(tmp_path: Path) -> None:
    """The interpreter does not survive every damaged file."""
    folder = CodeFolders(tmp_path, "one", "UTC")["en"]
    folder["page"] = compile("x = 1", "page.html", "exec")
    (file,) = tmp_path.glob("templates/*/en/page")
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(data)

    assert folder.get("page") is None


def test_another_version_of_sitegen_finds_nothing(tmp_path: Path) -> None:
    """Filters of plain values are computed while a template is compiled."""
    CodeFolders(tmp_path, "one", "UTC")["en"]["page"] = compile("x = 1", "page.html", "exec")
    new = CodeFolders(tmp_path, "two", "UTC")

    assert "page" not in new["en"]

    new["en"]["page"] = compile("x = 2", "page.html", "exec")
    new.sweep()
    assert len(list(tmp_path.glob("templates/*"))) == 1
