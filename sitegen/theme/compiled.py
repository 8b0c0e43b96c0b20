"""Compiled templates, kept between builds.

Compiling the theme takes longer than rendering the pages that one edit changes. What is kept
is told apart by sitegen's own digest, the zone and the language, for filters of plain values
are computed while a template is compiled. A file that is not what was once written is a
missing file: the interpreter must never see damaged code.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import shutil
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from types import CodeType

from sitegen.core.digests import digest_bytes, digest_text

_FOLDER = "templates"  # of the cache
_STAMP = 32  # hexadecimal digits of a digest


class CodeFolder(MutableMapping[str, CodeType]):
    """The templates of one language, each a file of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, key: str) -> CodeType:
        try:
            data = (self._folder / key).read_bytes()
        except OSError:
            raise KeyError(key) from None
        stamp, code = data[:_STAMP], data[_STAMP:]
        if digest_bytes(code).encode() != stamp:
            raise KeyError(key)
        value: CodeType = marshal.loads(code)  # noqa: S302 - our own, as the digest shows
        return value

    def __setitem__(self, key: str, value: CodeType) -> None:
        code = marshal.dumps(value)
        draft = self._folder / f"{key}.{os.getpid()}.new"  # two workers may write the same
        with contextlib.suppress(OSError):  # it would only have saved time
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(digest_bytes(code).encode() + code)
            draft.replace(self._folder / key)

    def __delitem__(self, key: str) -> None:
        (self._folder / key).unlink()

    def __iter__(self) -> Iterator[str]:
        return (file.name for file in sorted(self._folder.glob("*")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class CodeFolders(Mapping[str, MutableMapping[str, CodeType]]):
    """The folders of all languages.

    Args:
        cache: the site's cache folder.
        engine: digest of sitegen, of the libraries and of the site's own modules.
        timezone: the site's.
    """

    def __init__(self, cache: Path, engine: str, timezone: str) -> None:
        self._above = cache / _FOLDER
        self._name = digest_text(f"{engine} {timezone}")[:16]

    def __getitem__(self, language: str) -> CodeFolder:
        return CodeFolder(self._above / self._name / (language or "none"))

    def __iter__(self) -> Iterator[str]:
        return (folder.name for folder in sorted((self._above / self._name).glob("*")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def sweep(self) -> None:
        """Delete what other versions of sitegen have kept."""
        for folder in sorted(self._above.glob("*")):
            if folder.name != self._name:
                shutil.rmtree(folder, ignore_errors=True)
