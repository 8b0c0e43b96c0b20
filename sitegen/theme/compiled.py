"""Compiled templates, kept between builds.

Compiling the theme takes longer than rendering the pages that one edit changes. What is kept
is told apart by sitegen's own digest, the zone and the language, for filters of plain values
are computed while a template is compiled. A file that this user's own sitegen has not
written, under this very name, is a missing file: the interpreter must never see damaged code,
nor a stranger's. What the built-in theme was compiled to for other sites is on a shelf.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from functools import partial
from pathlib import Path
from types import CodeType

from sitegen.cache.secret import SEAL, is_sealed, seal, secret_beside
from sitegen.core.digests import digest_text
from sitegen.theme.files import Theme
from sitegen.theme.needs import TemplateFacts
from sitegen.theme.shelf import Shelf, Shelves

_FOLDER = "templates"  # of the cache


class CodeFolder(MutableMapping[str, CodeType]):
    """The templates of one language, each a file of the folder.

    Args:
        name: by which the folder is known in all caches.
        secret: under which files are trusted; b"" where none is.
        shelf: asked first; nothing is written to it.
    """

    def __init__(
        self, folder: Path, name: str, secret: bytes, shelf: Callable[[], Shelf] = Shelf
    ) -> None:
        self._folder = folder
        self._name = name
        self._secret = secret
        self._shelf = shelf

    def __getitem__(self, key: str) -> CodeType:
        code = self._shelf().code.get(key)
        if code is None:
            code = self.marshalled(key)
        value: CodeType = marshal.loads(code)  # noqa: S302 - our own, as the seal shows
        return value

    def marshalled(self, key: str) -> bytes:
        """Return the code in a file. Raises KeyError where it is not this user's own."""
        if not self._secret:
            raise KeyError(key)
        try:
            data = (self._folder / key).read_bytes()
        except OSError:
            raise KeyError(key) from None
        code = data[SEAL:]
        if not is_sealed(self._secret, f"{self._name}/{key}", code, data[:SEAL]):
            raise KeyError(key)
        return code

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


def code_folders(
    site: Path, cache: Path, engine: str, timezone: str, theme: Theme, extensions: Sequence[str]
) -> CodeFolders:
    """Return what a site's templates were compiled to; see `CodeFolders`.

    Args:
        extensions: modules of the site's own. A site with some shares nothing with others.
    """
    return CodeFolders(site, cache, engine, timezone, None if extensions else theme)


class CodeFolders(Mapping[str, MutableMapping[str, CodeType]]):
    """The folders of all languages.

    Args:
        site: the site's folder.
        cache: its cache.
        engine: digest of sitegen, of the libraries and of the site's own modules.
        timezone: the site's.
        shared: the site's theme, where other sites of this user may share what its built-in
            templates are compiled to; None where modules of the site's own have a part in it.
    """

    def __init__(
        self, site: Path, cache: Path, engine: str, timezone: str, shared: Theme | None = None
    ) -> None:
        self._secret = secret_beside(site, cache)
        self._above = cache / _FOLDER
        self._name = digest_text(f"{engine} {timezone}")[:16]
        self._shelves: Shelves | None = None
        if shared is not None:
            self._shelves = Shelves(engine, timezone, shared, self._secret)

    def __getitem__(self, language: str) -> CodeFolder:
        language = language or "none"
        name = f"{self._name}/{language}"
        return CodeFolder(self._above / name, name, self._secret, partial(self._shelf, language))

    def __iter__(self) -> Iterator[str]:
        return (folder.name for folder in sorted((self._above / self._name).glob("*")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def facts(self, language: str) -> Mapping[str, TemplateFacts]:
        """Return what built-in templates say of themselves, by digest, as far as it is known."""
        return self._shelf(language or "none").facts

    def _shelf(self, language: str) -> Shelf:
        return Shelf() if self._shelves is None else self._shelves[language]

    def share(self, facts: Mapping[str, TemplateFacts]) -> None:
        """Put on the shelves what this site compiled of the built-in theme.

        Args:
            facts: what built-in templates say of themselves, by digest.
        """
        if self._shelves is None:
            return
        for language in self:
            shelf, folder = self._shelves[language], self[language]
            code = {}
            for key in folder.keys() - shelf.code.keys():
                with contextlib.suppress(KeyError):
                    marshalled = folder.marshalled(key)
                    if marshal.loads(marshalled).co_filename in self._shelves.files:  # noqa: S302
                        code[key] = marshalled
            if code:
                self._shelves[language] = Shelf(facts, {**shelf.code, **code})

    def sweep(self) -> None:
        """Delete what other versions of sitegen have kept."""
        for folder in sorted(self._above.glob("*")):
            if folder.name != self._name:
                shutil.rmtree(folder, ignore_errors=True)
        for draft in sorted((self._above / self._name).glob("*/*.new")):
            draft.unlink(missing_ok=True)  # of a build that was killed
