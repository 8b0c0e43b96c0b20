"""Extension modules: what a site adds to sitegen in Python of its own.

`extensions = ["newsroom"]` in the settings names importable modules; the site's folder is
looked in first. Each may have any of

    MARKDOWN: Sequence[markdown.Extension]
    FILTERS:  Mapping[str, Callable]
    CONTEXT:  Mapping[str, Callable[[Site, Subject], object]]
    def amend(article: Article) -> Article: ...

and is trusted as the site's templates are. What it does must depend on its arguments alone:
its files are part of every key, the clock and the network are not.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.model.article import Article

Amend = Callable[[Article], Article]


class Extensions(Record):
    """What all of a site's modules add, in the order in which the settings name them."""

    markdown: tuple[Any, ...] = ()  # of markdown.Extension, which only the room `markdown` imports
    filters: Mapping[str, Callable[..., Any]] | None = None
    context: Mapping[str, Callable[..., object]] | None = None
    amends: tuple[Amend, ...] = ()
    files: tuple[Path, ...] = ()

    def amend(self, article: Article) -> Article:
        for change in self.amends:
            article = change(article)
        return article


@cache
def load(root: Path, names: tuple[str, ...]) -> Extensions:
    """Import the modules; once in each process.

    Raises:
        SitegenError: a module cannot be imported; the problem says where it failed.
    """
    if not names:
        return Extensions()
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    modules = [_module(root, name) for name in names]
    _stamps.update({module.__name__: _stamp(module) for module in modules})
    filters: dict[str, Callable[..., Any]] = {}
    context: dict[str, Callable[..., object]] = {}
    for module in modules:
        filters |= getattr(module, "FILTERS", {})
        context |= getattr(module, "CONTEXT", {})
    return Extensions(
        markdown=tuple(e for module in modules for e in getattr(module, "MARKDOWN", ())),
        filters=filters,
        context=context,
        amends=tuple(module.amend for module in modules if hasattr(module, "amend")),
        files=tuple(sorted({file for module in modules for file in _files(module)})),
    )


# Module → what its files looked like when it was imported; modules are a process's own too.
_stamps: dict[str, tuple[object, ...]] = {}


def forget_changed() -> None:
    """Let modules whose files have changed be imported again: for processes that stay."""
    for name, stamp in list(_stamps.items()):
        module = sys.modules.get(name)
        if module is None or _stamp(module) == stamp:
            continue
        for module_name in [n for n in sys.modules if n == name or n.startswith(f"{name}.")]:
            del sys.modules[module_name]
        del _stamps[name]
        importlib.invalidate_caches()
        load.cache_clear()


def _stamp(module: ModuleType) -> tuple[object, ...]:
    stats = [(file, file.stat()) for file in _files(module)]
    return tuple((file, stat.st_mtime_ns, stat.st_size) for file, stat in stats)


def _module(root: Path, name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:  # whatever the module does wrong is its author's to mend
        where, line = name, 0
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).is_relative_to(root):
                where, line = Path(frame.filename).relative_to(root).as_posix(), frame.lineno or 0
        if isinstance(error, SyntaxError) and error.filename:
            file = Path(error.filename)
            where = file.relative_to(root).as_posix() if file.is_relative_to(root) else where
            line = error.lineno or line
        problem = Problem(
            where,
            line,
            f"the extension '{name}' cannot be used: {type(error).__name__}: {error}",
            f"Mend {name}.py, or take it out of 'extensions' in the settings.",
        )
        raise SitegenError([problem]) from error


def _files(module: ModuleType) -> list[Path]:
    file = Path(module.__file__ or "")
    if file.name == "__init__.py":
        return sorted(file.parent.rglob("*.py"))
    return [file] if file.is_file() else []
