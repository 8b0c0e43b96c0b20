"""Extension modules: what a site adds to sitegen in Python of its own.

`extensions = ["newsroom"]` in the settings names importable modules; the site's folder is
looked in first. Each may have any of

    MARKDOWN: Sequence[markdown.Extension]
    FILTERS:  Mapping[str, Callable]
    CONTEXT:  Mapping[str, Callable[[Site, Subject], object]]
    def amend(article: Article) -> Article: ...

and is trusted as the site's templates are. What it does must depend on its arguments alone:
its files are part of every key, the clock and the network are not. What it does wrong is a
problem with its file and line; see `extension_faults`.
"""

from __future__ import annotations

import ast
import importlib
import os
import sys
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

from sitegen.core.patience import at
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.core.sure_reading import other_bytes
from sitegen.model.article import Article
from sitegen.settings.extension_faults import (
    definition,
    guarded,
    hold_exits,
    is_interrupt,
    name_of,
    place_of,
    register,
    words_of,
)
from sitegen.settings.extension_files import Digests, digests_of, files_of, forget_compiled
from sitegen.settings.extension_values import amendment_fault, fits, unprintable

Amend = Callable[[Article], Article]

NAMES = ("MARKDOWN", "FILTERS", "CONTEXT", "amend")


class Extensions(Record):
    """What all of a site's modules add, in the order in which the settings name them."""

    markdown: tuple[Any, ...] = ()  # of markdown.Extension, which only the room `markdown` imports
    filters: Mapping[str, Callable[..., Any]] | None = None
    context: Mapping[str, Callable[..., object]] | None = None
    amends: tuple[Amend, ...] = ()
    files: Digests = ()  # that they were imported from

    def amend(self, article: Article) -> Article:
        """Return a story as the modules amend it. Raises SitegenError."""
        for change in self.amends:
            article = change(article)
        return article


@cache
def load(root: Path, names: tuple[str, ...]) -> Extensions:
    """Import the modules; once in each process. None of their functions raises but problems.

    Raises:
        SitegenError: a module cannot be imported or used; the problems say where and why.
    """
    if not names:
        return Extensions()
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    own_files = files_of(root, names)
    digests = _imported[root, names] = digests_of(root, own_files)
    forget_compiled(own_files)
    hold_exits()
    modules = [_module(root, name) for name in names]
    if digests_of(root, own_files) != digests:
        forget_changed()
        raise other_bytes(", ".join(names))
    readings = [_reading(module, root, name) for module, name in zip(modules, names, strict=True)]
    problems = [problem for reading in readings for problem in reading.problems]
    problems += _clashes(readings)
    if problems:
        raise SitegenError(problems)
    return Extensions(
        markdown=tuple(e for reading in readings for e in reading.markdown),
        filters={name: f for reading in readings for name, f in reading.filters.items()},
        context={name: f for reading in readings for name, f in reading.context.items()},
        amends=tuple(amend for reading in readings for amend in reading.amends),
        files=(*digests, *digests_of(root, _installed(modules, own_files))),
    )


# What the modules of a site's settings were imported from; modules are a process's own too.
_imported: dict[tuple[Path, tuple[str, ...]], Digests] = {}


def forget_changed() -> None:
    """Let modules whose files have changed be imported again: for processes that stay."""
    for (root, names), digests in list(_imported.items()):
        if digests_of(root, files_of(root, names)) == digests:
            continue
        own = {os.path.realpath(root / name) for name, _digest in digests}
        for name, module in list(sys.modules.items()):
            if os.path.realpath(getattr(module, "__file__", None) or os.devnull) in own:
                del sys.modules[name]
        del _imported[root, names]
        importlib.invalidate_caches()
        load.cache_clear()


def _reading(module: ModuleType, root: Path, name: str) -> _Reading:
    try:
        return _Reading(module, root)
    except SitegenError:
        raise
    except BaseException as error:  # what it has may be code of its own too
        if is_interrupt(error):
            raise
        raise SitegenError([_import_problem(root, name, _own_file(root, name), error)]) from error


class _Reading:
    """What one module has, each function guarded, and what is wrong with it."""

    def __init__(self, module: ModuleType, root: Path) -> None:
        self.file = name_of(Path(module.__file__ or module.__name__), root)
        self.problems: list[Problem] = []
        self._module = module
        self.markdown = self._markdown()
        self.filters = {
            name: guarded(function, name, self.file, unprintable)
            for name, function in self._functions("FILTERS").items()
        }
        self.context = {
            name: guarded(function, name, self.file, partial(_context_fault, hint))
            for name, function in self._functions("CONTEXT").items()
            if (hint := self._hint(name, function)) is not None
        }
        self.amends = self._amends()
        if not any(hasattr(module, name) for name in NAMES):
            self._problem("", "has nothing that sitegen looks for", f"Give it {_NAMES_IN_WORDS}.")

    def line_of(self, name: str) -> int:
        """Return the line on which the module gives a name its value; 0 when it is not seen."""
        try:
            tree = ast.parse(Path(self._module.__file__ or "").read_bytes())
        except (OSError, SyntaxError, ValueError):
            return 0
        for node in tree.body:
            targets = (
                node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            )
            if any(isinstance(t, ast.Name) and t.id == name for t in targets):
                return node.lineno
        return 0

    def _problem(self, name: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.file, (name and self.line_of(name)) or 0, message, hint))

    def _markdown(self) -> tuple[Any, ...]:
        value = getattr(self._module, "MARKDOWN", ())
        if not isinstance(value, list | tuple) or not all(map(_is_markdown_extension, value)):
            message = "MARKDOWN is not a list of extensions of Python-Markdown"
            self._problem("MARKDOWN", message, "Write it as in 'MARKDOWN = [Nl2BrExtension()]'.")
            return ()
        return tuple(value)

    def _functions(self, name: str) -> Mapping[str, Callable[..., Any]]:
        value = getattr(self._module, name, {})
        example = f"Write it as in '{name} = {{\"loud\": loud}}', with the functions' names alone."
        if not isinstance(value, Mapping):
            message = f"{name} is a {type(value).__name__}, not names with their functions"
            self._problem(name, message, example)
            return {}
        functions = {}
        for key, function in value.items():
            if not isinstance(key, str) or not key.isidentifier():
                self._problem(name, f"{key!r} in {name} is not a name for templates", example)
            elif not callable(function):
                kind = type(function).__name__
                self._problem(name, f"'{key}' in {name} is a {kind}, not a function", example)
            else:
                functions[key] = function
        return functions

    def _hint(self, name: str, function: Callable[..., Any]) -> object:
        try:
            return typing.get_type_hints(function).get("return", object)
        except Exception as error:  # an annotation is an expression of the module's own
            message = f"the annotation of {name}() cannot be read: {words_of(error)}"
            line = definition(function)[1] or self.line_of("CONTEXT")
            hint = "Import what it names, or leave it out."
            self.problems.append(Problem(self.file, line, message, hint))
            return None

    def _amends(self) -> tuple[Amend, ...]:
        function = getattr(self._module, "amend", None)
        if function is None:
            return ()
        if not callable(function):
            message = f"amend is a {type(function).__name__}, not a function"
            self._problem("amend", message, "Write 'def amend(article):'.")
            return ()
        return (partial(_amend, function, self.file),)


_NAMES_IN_WORDS = f"{', '.join(NAMES[:3])} or a function {NAMES[3]}(article)"


def _amend(function: Amend, file: str, article: Article) -> Article:
    amended: Article = guarded(function, "amend", file, partial(amendment_fault, article))(article)
    return amended


def _context_fault(hint: object, result: object) -> str:
    if fits(result, hint):
        return "" if result is None else unprintable(result)
    words = getattr(hint, "__name__", str(hint))
    return f"returns a {type(result).__name__}, and its annotation says {words}"


def _is_markdown_extension(value: object) -> bool:
    kinds = [(kind.__module__, kind.__name__) for kind in type(value).__mro__]
    return ("markdown.extensions", "Extension") in kinds


def _clashes(readings: Sequence[_Reading]) -> list[Problem]:
    """Return a problem for each name that two modules give to different things."""
    problems = []
    for kind, tables in (
        ("FILTERS", [reading.filters for reading in readings]),
        ("CONTEXT", [reading.context for reading in readings]),
    ):
        owners: dict[str, str] = {}
        for reading, table in zip(readings, tables, strict=True):
            for name in table:
                other = owners.setdefault(name, reading.file)
                if other != reading.file:
                    message = f"'{name}' in {kind} is also a name in {other}"
                    line = reading.line_of(kind)
                    problems.append(Problem(reading.file, line, message, "Rename one of them."))
    return problems


def _module(root: Path, name: str) -> ModuleType:
    own = _own_file(root, name)
    if own is not None:
        register(
            [own, *(sorted(own.parent.rglob("*.py")) if own.name == "__init__.py" else ())], root
        )
    try:
        with at(name if own is None else name_of(own, root)):
            module = importlib.import_module(name)
    except BaseException as error:  # whatever the module does wrong is its author's to mend
        if is_interrupt(error):
            raise
        raise SitegenError([_import_problem(root, name, own, error)]) from error
    file = getattr(module, "__file__", None)
    if file is None and hasattr(module, "__path__"):  # a folder may get its __init__.py yet
        sys.modules.pop(name, None)
    if own is not None and (file is None or Path(file).resolve() != own.resolve()):
        message = f"Python has a module of its own called '{name}', and takes that one"
        raise SitegenError([Problem(name_of(own, root), 0, message, "Rename yours.")])
    if file is None:
        message = f"'{name}' in 'extensions' is no module with a file"
        hint = "A folder needs an __init__.py; what is part of Python itself adds nothing."
        raise SitegenError([Problem(name, 0, message, hint)])
    register(_files(module), root)
    return module


def _own_file(root: Path, name: str) -> Path | None:
    """Return the file of the site's own that a module's name means, if there is one."""
    path = root.joinpath(*name.split("."))
    for file in (path / "__init__.py", path.with_name(f"{path.name}.py")):
        if file.is_file():
            return file
    return None


def _import_problem(root: Path, name: str, own: Path | None, error: BaseException) -> Problem:
    where, line = place_of(error) or (name if own is None else name_of(own, root), 0)
    if isinstance(error, SyntaxError) and error.filename:
        where, line = name_of(Path(error.filename), root), error.lineno or line
    return Problem(
        where,
        line,
        f"the extension '{name}' cannot be used: {words_of(error)}",
        f"Mend {where}, or take '{name}' out of 'extensions' in the settings.",
    )


def _installed(modules: Sequence[ModuleType], own_files: Collection[Path]) -> tuple[Path, ...]:
    """Return the files of modules that are no files of the site's."""
    return tuple(
        sorted({file for module in modules for file in _files(module)}.difference(own_files))
    )


def _files(module: ModuleType) -> list[Path]:
    file = Path(module.__file__ or "")
    if file.name == "__init__.py":
        return sorted(file.parent.rglob("*.py"))
    return [file] if file.is_file() else []
