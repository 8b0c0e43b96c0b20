"""Compiled templates, kept between builds.

Compiling the theme takes longer than rendering the pages that one edit changes. What is kept
is told apart by sitegen's own digest, the zone and the language, for filters of plain values
are computed while a template is compiled. A file that this user's own sitegen has not
written, under this very name, is a missing file: the interpreter must never see damaged code,
nor a stranger's.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import shutil
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from types import CodeType

from sitegen.cache.secret import SEAL, is_sealed, seal, secret_beside
from sitegen.core.digests import digest_text

_FOLDER = "templates"  # of the cache


class CodeFolder(MutableMapping[str, CodeType]):
    """The templates of one language, each a file of the folder.

    Args:
        name: by which the folder is known in all caches.
        secret: under which files are trusted; b"" where none is.
    """

    def __init__(self, folder: Path, name: str, secret: bytes) -> None:
        self._folder = folder
        self._name = name
        self._secret = secret

    def __getitem__(self, key: str) -> CodeType:
        if not self._secret:
            raise KeyError(key)
        try:
            data = (self._folder / key).read_bytes()
        except OSError:
            raise KeyError(key) from None
        code = data[SEAL:]
        if not is_sealed(self._secret, f"{self._name}/{key}", code, data[:SEAL]):
            raise KeyError(key)
        value: CodeType = marshal.loads(code)  # noqa: S302 - our own, as the seal shows
        return value

    def __setitem__(self, key: str, value: CodeType) -> None:
        if not self._secret:
            return
        code = marshal.dumps(value)
        draft = self._folder / f"{key}.{os.getpid()}.new"  # two workers may write the same
        with contextlib.suppress(OSError):  # it would only have saved time
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(seal(self._secret, f"{self._name}/{key}", code) + code)
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
        site: the site's folder.
        cache: its cache.
        engine: digest of sitegen, of the libraries and of the site's own modules.
        timezone: the site's.
    """

    def __init__(self, site: Path, cache: Path, engine: str, timezone: str) -> None:
        self._secret = secret_beside(site, cache)
        self._above = cache / _FOLDER
        self._name = digest_text(f"{engine} {timezone}")[:16]

    def __getitem__(self, language: str) -> CodeFolder:
        name = f"{self._name}/{language or 'none'}"
        return CodeFolder(self._above / name, name, self._secret)

    def __iter__(self) -> Iterator[str]:
        return (folder.name for folder in sorted((self._above / self._name).glob("*")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def sweep(self) -> None:
        """Delete what other versions of sitegen have kept."""
        for folder in sorted(self._above.glob("*")):
            if folder.name != self._name:
                shutil.rmtree(folder, ignore_errors=True)
        for draft in sorted((self._above / self._name).glob("*/*.new")):
            draft.unlink(missing_ok=True)  # of a build that was killed
