"""Faults of extension modules: whatever one does wrong is a problem with its file and line.

A module is its author's to mend, so nothing that it raises may end a build without a word:
not `sys.exit()` or `os._exit()`, not an exception that is no `Exception`. Only Ctrl-C is let
through.
"""

from __future__ import annotations

import dis
import functools
import inspect
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from sitegen.core.problems import Problem, SitegenError

_RAISES = dis.opmap["RAISE_VARARGS"]

# File of a module in this process → how an editor knows it: "newsroom.py".
_names_by_file: dict[str, str] = {}


class _SuddenExit(SystemExit):
    """A module ends the process where nothing can be said any more."""


_end_process = os._exit


def _exit_or_fault(status: int) -> NoReturn:
    """End this process, unless it is a module that wants it."""
    if sys._getframe(1).f_code.co_filename in _names_by_file:
        raise _SuddenExit(status)
    _end_process(status)


def hold_exits() -> None:
    """Have `os._exit()` in a module end the module's part alone: it ended a build in silence.

    To be called before a module is imported, which may take the function by its name.
    """
    os._exit = _exit_or_fault


def register(files: list[Path], root: Path) -> None:
    """Note the files of a module, so that a fault in one of them has its place."""
    for file in files:
        _names_by_file[str(file)] = name_of(file, root)


def name_of(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)


def is_interrupt(error: BaseException) -> bool:
    """Say whether somebody pressed Ctrl-C, rather than a module raised what that raises."""
    if not isinstance(error, KeyboardInterrupt):
        return False
    trace: TracebackType | None = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return True
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] != _RAISES


def words_of(error: BaseException) -> str:
    """Return an error in one line: its kind and what it says, if it can say anything."""
    try:
        text = " ".join(str(error).split())
    except Exception:  # a class of the module's own may fail at this too
        text = ""
    name = type(error).__name__
    if isinstance(error, _SuddenExit):
        return "it calls os._exit(), which would end the whole build"
    if isinstance(error, SystemExit):
        return "it calls sys.exit(), which would end the whole build"
    return f"{name}: {text[:300]}" if text else name


def place_of(error: BaseException) -> tuple[str, int] | None:
    """Return the file and line of a module at which an error arose; None if none had a part."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in _names_by_file:
            return _names_by_file[frame.filename], frame.lineno or 0
    return None


def definition(function: Callable[..., Any]) -> tuple[str, int]:
    """Return the file and line on which a function of a module is written; ("", 0) for others."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None or code.co_filename not in _names_by_file:
        return "", 0
    return _names_by_file[code.co_filename], code.co_firstlineno


def guarded(
    function: Callable[..., Any],
    name: str,
    module: str,
    fault: Callable[[Any], str] = lambda _result: "",
) -> Callable[..., Any]:
    """Return a function of a module that raises nothing but problems.

    Args:
        name: what the function is called in the module, for messages.
        module: the file of the module.
        fault: says what is wrong with a result: "returns nothing"; "" when it is right.
    """

    @functools.wraps(function)
    def call(*args: Any, **options: Any) -> Any:
        try:
            result = function(*args, **options)
        except SitegenError:
            raise
        except BaseException as error:
            if is_interrupt(error):
                raise
            where = place_of(error) or definition(function)
            message = f"{name}() fails{_about(args)}: {words_of(error)}"
            raise SitegenError([_problem(where, module, message)]) from error
        wrong = fault(result)
        if wrong:
            message = f"{name}() {wrong}{_about(args)}"
            raise SitegenError([_problem(definition(function), module, message)])
        return result

    return call


def _about(args: tuple[Any, ...]) -> str:
    """Return for which story or page a function was called: " for content/news/vote.md"."""
    for value in args[:2]:
        path = getattr(value, "path", None)
        if isinstance(path, str):
            return f" for {path}"
        kind, id_ = getattr(value, "kind", None), getattr(value, "id", None)
        if isinstance(kind, str) and isinstance(id_, str):
            return f" for {id_}" if id_.startswith("content/") else f" for the page '{kind} {id_}'"
    return ""


def _problem(where: tuple[str, int], module: str, message: str) -> Problem:
    path, line = where if where[0] else (module, 0)
    return Problem(path, line, message, "Mend it there, or take the module out of 'extensions'.")
