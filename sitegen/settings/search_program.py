"""The search program: whether Pagefind is installed beside sitegen, and in which version.

It comes with the extra `[search]`, as a program inside a package.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from sitegen import core
from sitegen.core.record import Record

PACKAGE = "pagefind_bin"
VERSIONS = "1.5."  # whose files we know how to put in order


class SearchProgram(Record):
    """The program, and why it is not used."""

    version: str = ""  # "": there is none that can be used
    trouble: str = ""  # why not, as part of a sentence


def search_program() -> SearchProgram:
    """Return what is installed; looked for each time, for it may come while we watch."""
    if not _file().is_file():
        return SearchProgram(trouble="Pagefind is not installed")
    try:
        version = core.metadata.version("pagefind-bin")
    except core.metadata.PackageNotFoundError:
        return SearchProgram(trouble="Pagefind is not installed")
    if not version.startswith(VERSIONS):
        return SearchProgram(trouble=f"Pagefind {version} is installed and {VERSIONS}x is needed")
    return SearchProgram(version)


def program_file() -> Path:
    """Return the program's own file.

    Raises:
        FileNotFoundError: it is not there any more.
    """
    file = _file()
    if not file.is_file():
        raise FileNotFoundError(f"{PACKAGE} holds no program")
    return file


def _file() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec is not None else None
    name = "pagefind.exe" if sys.platform == "win32" else "pagefind"
    return Path(next(iter(folders or [""]), ""), name)
