"""A site's own copies of files of the theme: made, listed, and compared with the theme as it is.

Beside a copy stands the file as it was copied, in a hidden folder: else nobody could tell what
the site has changed from what the theme has changed since.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from sitegen.core.litter import is_litter
from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.core.record import Record
from sitegen.newsite.new_files import create
from sitegen.theme import layers

_FOLDERS = ("templates", "static")
_BASE = ".theme"  # in either folder; it holds the files as they were copied


class ThemeFile(Record):
    """One file of the theme, and what the site has in its place."""

    path: str  # "templates/article.html"
    is_own: bool  # the site has a file of its own
    extends: bool = False  # which changes blocks and inherits all others


class Comparison(Record):
    """What a copy lacks."""

    path: str
    since_copied: bool  # False: it is not known what was copied; all differences are there
    lines: tuple[str, ...]  # of a unified diff; none where nothing is lacking


def theme_copy(site_root: Path, name: str) -> Path:
    """Copy one file of the theme into the site, where it may be changed; return the copy.

    Args:
        name: as templates name it ("article.html", "parts/byline.html"), or a file of
            static/ ("css/tokens.css"). The folder's name may stand before it.

    Raises:
        SitegenError: the theme has no such file, or the site has its own already.
    """
    files = _theme_files()
    path = _path_of(name, files)
    target = site_root / path
    if target.exists():
        raise SitegenError(
            [
                Problem(
                    path,
                    0,
                    "the site has its own copy already, and it is left as it is",
                    "To start again from the theme's, move yours away first.",
                )
            ]
        )
    data = files[path].read_bytes()
    file = create(site_root, path, data)
    _base(site_root, path).unlink(missing_ok=True)  # of an earlier copy
    create(site_root, _base(Path(), path).as_posix(), data)
    return file


def theme_list(site_root: Path) -> tuple[ThemeFile, ...]:
    """Return every file of the theme."""
    return tuple(_state(site_root, path) for path in _theme_files())


def theme_diff(site_root: Path, name: str = "") -> tuple[Comparison, ...]:
    """Return what copies lack of the theme as it is now.

    Args:
        name: of one file; "" for all that the site has copied. One that extends the
            theme's own lacks nothing.

    Raises:
        SitegenError: the theme has no such file, or the site has no copy of it.
    """
    files = _theme_files()
    paths = [_path_of(name, files)] if name else list(files)
    states = [state for path in paths if (state := _state(site_root, path)).is_own]
    if name and not states:
        what = "the site has no copy of this file"
        hint = f"It is the theme's own. To change it: sitegen theme copy {name}"
        raise SitegenError([Problem(path, 0, what, hint) for path in paths])
    return tuple(
        _compared(site_root, state.path, files[state.path]) for state in states if not state.extends
    )


def theme_seen(site_root: Path, name: str) -> Path:
    """Note that a copy has all that the theme's file has now; return the copy.

    Raises:
        SitegenError: as `theme_diff`.
    """
    files = _theme_files()
    path = _path_of(name, files)
    theme_diff(site_root, name)
    _base(site_root, path).unlink(missing_ok=True)
    create(site_root, _base(Path(), path).as_posix(), files[path].read_bytes())
    return site_root / path


def _compared(site_root: Path, path: str, theirs: Path) -> Comparison:
    base = _base(site_root, path)
    since_copied = base.is_file()
    before = _lines(base) if since_copied else _lines(site_root / path)
    ours = f"{path} ({'as it was copied' if since_copied else 'of the site'})"
    lines = unified_diff(before, _lines(theirs), ours, f"{path} (of the theme)", lineterm="")
    return Comparison(path, since_copied, tuple(lines))


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8", "replace").splitlines()


def _state(site_root: Path, path: str) -> ThemeFile:
    file = site_root / path
    is_own = file.is_file() and not file.samefile(layers.root() / path)
    name = path.partition("/")[2]
    text = file.read_text("utf-8", "replace") if is_own and path.endswith(".html") else ""
    extends = any(f"{quote}theme/{name}{quote}" in text for quote in "\"'")
    return ThemeFile(path, is_own, extends)


def _base(site_root: Path, path: str) -> Path:
    """Return where the file stands as it was copied: "templates/.theme/parts/byline.html"."""
    folder, _, name = path.partition("/")
    return site_root / folder / _BASE / name


def _path_of(name: str, files: dict[str, Path]) -> str:
    names = (name, *(f"{folder}/{name}" for folder in _FOLDERS))
    path = next((candidate for candidate in names if candidate in files), "")
    if not path:
        short = [file.partition("/")[2] for file in files]
        hint = did_you_mean(name.removeprefix("templates/").removeprefix("static/"), short, "Files")
        raise SitegenError([Problem(name, 0, "the theme has no such file", hint)])
    return path


def _theme_files() -> dict[str, Path]:
    """Return every file of the theme by its path, in order."""
    root = layers.root()
    return {
        file.relative_to(root).as_posix(): file
        for folder in _FOLDERS
        for file in _files(root / folder)
    }


def _files(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if is_litter(entry.name):
            continue
        if entry.is_dir():
            yield from _files(entry)
        else:
            yield entry
