"""The files that extension modules are made of: whatever of them changes, the site is another.

Beside a module itself these are the modules of the site's folder that it imports, wherever in
it that is written; all files of a package; and the files and folders of the site that are
named in its text, as in `Path(__file__).with_name("teams.json")`.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sitegen.core.digests import digest_file
from sitegen.core.litter import is_litter

# Folders of a site's whose files are part of the site by other ways, or no part of it.
_NOT_DATA = frozenset(("content", "templates", "static", "output"))
_LONGEST_NAME = 200  # letters of a text that may name a file

Digests = tuple[tuple[str, str], ...]  # of files, by their paths in the site's folder


def files_of(root: Path, names: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the files of the site's own that modules of these names are made of, in order."""
    files: set[Path] = set()
    waiting = [file for name in names for file in _named(root, name)]
    while waiting:
        file = waiting.pop()
        if file in files:
            continue
        files.add(file)
        if file.suffix == ".py":
            waiting += _mentioned(root, file)
    return tuple(sorted(files))


def watched_places(root: Path, names: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the files and folders in which modules of these names change, and where they come."""
    files = files_of(root, names)
    places = {file.parent if file.name == "__init__.py" else file for file in files}
    for name in names:
        module = root.joinpath(*name.split("."))
        places |= {module, module.with_suffix(".py")}
    return tuple(sorted(places))


def digests_of(root: Path, files: tuple[Path, ...]) -> Digests:
    """Return the digests of files; "" for one that cannot be read."""
    digests = []
    for file in files:
        name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
        digest = ""
        with suppress(OSError):
            digest = digest_file(file)
        digests.append((name, digest))
    return tuple(digests)


def forget_compiled(files: tuple[Path, ...]) -> None:
    """Delete what Python compiled of them: it tells an edit by size and time alone."""
    for file in files:
        if file.suffix == ".py":
            with suppress(OSError, NotImplementedError):
                Path(importlib.util.cache_from_source(str(file))).unlink()


def _named(root: Path, name: str) -> Iterator[Path]:
    """Yield the files of a module by its dotted name, those of packages around it too."""
    path = root
    for part in name.split("."):
        path = path / part
        if (path / "__init__.py").is_file():
            yield from _below(path)
        elif path.with_name(f"{part}.py").is_file():
            yield path.with_name(f"{part}.py")


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if not any(map(is_litter, path.relative_to(folder).parts)) and path.is_file():
            yield path


def _mentioned(root: Path, file: Path) -> Iterator[Path]:
    """Yield the files that a module imports or names."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return  # whoever imports it says so
    package = file.relative_to(root).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _named(root, alias.name)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*above, *([node.module] if node.module else [])))
            for name in [module, *[f"{module}.{alias.name}" for alias in node.names]]:
                yield from _named(root, name.strip("."))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _data(root, file.parent, node.value)


def _data(root: Path, folder: Path, text: str) -> Iterator[Path]:
    """Yield the files that a text of a module names, if it names any."""
    if not text.strip("./ ") or len(text) > _LONGEST_NAME or not text.isprintable():
        return
    for start in (root, folder):
        path = Path(start / text)
        with suppress(OSError, ValueError):
            if ".." in path.parts or not path.is_relative_to(root):
                continue
            if any(map(is_litter, path.relative_to(root).parts)):
                continue
            if path.is_file():
                yield path
            elif path.is_dir() and path.relative_to(root).parts[0] not in _NOT_DATA:
                yield from _below(path)
