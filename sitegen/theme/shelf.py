"""Shelves: the built-in theme, read and compiled once for all sites of a user.

Each site's first build would else spend a tenth of its work on templates that came with
sitegen and say the same everywhere. A wheel could not bring them compiled: what they become
depends on the language, the zone and Python. So each language has a file in the user's cache
folder, under a name that stands for all that it depends on, and sealed as a site's own compiled
templates are. Whoever deletes it loses time alone.
"""

from __future__ import annotations

import contextlib
import marshal
import os
from collections.abc import Mapping
from pathlib import Path

from sitegen.cache.secret import SEAL, is_sealed, seal
from sitegen.cache.user_folders import OWN, cache_folder
from sitegen.core.digests import digest_text
from sitegen.core.record import Record, field
from sitegen.core.stored import from_text, to_text
from sitegen.theme import layers
from sitegen.theme.files import Theme
from sitegen.theme.needs import TemplateFacts

_FOLDER = "templates"  # of the user's cache
_MOST = 16  # files: of the languages, zones and versions of sitegen that were used last


class Shelf(Record):
    facts: Mapping[str, TemplateFacts] = field(default_factory=dict)  # by a template's digest
    code: Mapping[str, bytes] = field(default_factory=dict)  # marshalled, by Jinja's own keys


class Shelves:
    """The shelves of all languages.

    Args:
        engine: digest of sitegen and of the libraries. It must hold no modules of a site's own:
            each edit of those would leave a shelf behind.
        timezone: the site's.
        theme: the site's, whose templates of its own stay out.
        secret: under which files are trusted; b"" where none is.
    """

    def __init__(self, engine: str, timezone: str, theme: Theme, secret: bytes) -> None:
        above = cache_folder()
        self._folder = None if above is None or not secret else above / OWN / _FOLDER
        self._secret = secret
        built_in = {t.digest: str(t.file) for t in theme.templates.values() if t.is_built_in}
        self.files = frozenset(built_in.values())
        # Compiled code names its file, by which a mistake in it is told.
        frame = [engine, timezone, str(layers.root()), *sorted(built_in)]
        self._frame = digest_text("\n".join(frame))
        self._read: dict[str, Shelf] = {}

    def __getitem__(self, language: str) -> Shelf:
        """Return what is on a shelf: nothing, unless this user's own sitegen wrote it."""
        if language not in self._read:
            self._read[language] = self._shelf(language)
        return self._read[language]

    def __setitem__(self, language: str, shelf: Shelf) -> None:
        """Put a shelf in place of what it was, and take away those that were not used for long."""
        self._read[language] = shelf
        if self._folder is None:
            return
        name = self._name(language)
        content = marshal.dumps((to_text(shelf.facts), dict(shelf.code)))
        draft = self._folder / f"{os.urandom(8).hex()}.new"  # others may write at the same time
        with contextlib.suppress(OSError):  # it would only have saved time
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(seal(self._secret, f"shelf {name}", content) + content)
            draft.replace(self._folder / name)
            _sweep(self._folder)

    def _shelf(self, language: str) -> Shelf:
        if self._folder is None:
            return Shelf()
        name = self._name(language)
        try:
            data = (self._folder / name).read_bytes()
        except OSError:
            return Shelf()
        content = data[SEAL:]
        if not is_sealed(self._secret, f"shelf {name}", content, data[:SEAL]):
            return Shelf()
        text, code = marshal.loads(content)  # noqa: S302 - our own, as the seal shows
        return Shelf(from_text(text, dict[str, TemplateFacts]) or {}, code)

    def _name(self, language: str) -> str:
        return digest_text(f"{self._frame} {language}")


def _sweep(folder: Path) -> None:
    """Delete drafts of builds that were killed, and all shelves but those used last."""
    last_use = {}
    for file in folder.iterdir():
        if file.suffix == ".new":
            file.unlink(missing_ok=True)
        else:
            facts = file.stat()
            last_use[max(facts.st_mtime_ns, facts.st_atime_ns), file.name] = file
    for use in sorted(last_use, reverse=True)[_MOST:]:
        last_use[use].unlink(missing_ok=True)
