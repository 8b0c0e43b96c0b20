"""The files of a folder: which there are, and what is read of them. Nothing outside it ever is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.core.litter import is_litter
from sitegen.importers.folders.program import LARGEST

# What generators write or are made of, right below the root.
_TOP = frozenset(
    {"vendor", "_site", "public", "dist", "output", "resources", "themes", "venv", "env",
     "_includes", "_layouts", "_sass", "layouts", "archetypes", "i18n", "plugins"}
)  # fmt: skip
_MOST_OF_A_FILE = 2_000_000_000  # bytes of a picture or film


def _is_own(name: str) -> bool:
    return not (is_litter(name) or name.startswith(".") or name == "node_modules")


class Tree:
    """The files of a folder.

    Args:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real = os.path.realpath(root)
        self.paths = tuple(sorted(self._walk()))
        self._all = frozenset(self.paths)

    def _walk(self) -> Iterator[str]:
        for folder, names, files in os.walk(self.root):
            below = Path(folder).relative_to(self.root).as_posix()
            prefix = "" if below == "." else f"{below}/"
            names[:] = [name for name in names if _is_own(name) and (prefix or name not in _TOP)]
            yield from (f"{prefix}{name}" for name in files if _is_own(name))

    def __contains__(self, path: str) -> bool:
        return path in self._all

    def text(self, path: str) -> str | None:
        """Return a text; None where it is too long, or a link that leads out of the folder."""
        file = self._file(path, LARGEST)
        return None if file is None else file.read_text("utf-8", "replace")

    def data(self, address: str, folders: tuple[str, ...], base: str) -> bytes | None:
        """Return the file that answered an old address; None for none.

        Args:
            folders: below the root, whose files answered by their paths.
            base: path of the old site, which addresses may begin with: "/blog".
        """
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return None
        paths = [path]
        if base and path.startswith(f"{base}/"):
            paths.append(path.removeprefix(base))
        for each in paths:
            parts = [part for part in each.split("/") if part not in ("", ".")]
            if any(part == ".." or part.startswith(".") for part in parts):
                continue
            for folder in folders:
                file = self._file("/".join(filter(None, (folder, *parts))), _MOST_OF_A_FILE)
                if file is not None:
                    return file.read_bytes()
        return None

    def _file(self, path: str, most: int) -> Path | None:
        file = self.root / path
        try:
            real = os.path.realpath(file)
            inside = real.startswith(f"{self._real}{os.sep}")
            return file if inside and file.is_file() and file.stat().st_size <= most else None
        except (OSError, ValueError):
            return None
