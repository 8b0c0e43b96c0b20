"""The people of an archive: who gets a file, and what stories write under `authors`."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sitegen.core.urls import slugify
from sitegen.importers.model import Author, Piece


class People:
    """Those who wrote something, by their keys.

    Args:
        names: author → name of the file.
        chosen: author → the name that import.toml gives; "" for no byline at all.
        writers: keys of those who wrote what is moved; nobody: all did.
    """

    def __init__(
        self,
        authors: Collection[Author],
        names: Mapping[str, str],
        chosen: Mapping[str, str],
        writers: Collection[str],
    ) -> None:
        self._authors = {author.key: author for author in authors}
        self._chosen = {slugify(key): name for key, name in chosen.items()}
        self._names = names
        self.files = {
            key: names[key]
            for key, author in self._authors.items()
            if (not writers or key in writers) and self.name(author)
        }
        self._by_name = {slugify(self._authors[key].name): file for key, file in self.files.items()}

    def name(self, author: Author) -> str:
        """Return the name that readers see; "" for somebody who gets no byline."""
        for key in (author.key, self._names.get(author.key, "")):
            if slugify(key) in self._chosen:
                return self._chosen[slugify(key)]
        return author.name

    def bylines(self, piece: Piece) -> list[str]:
        """Return what a story writes under `authors`."""
        files = [self.files[key] for key in piece.authors if key in self.files]
        files += [
            self._by_name[slugify(name)] for name in piece.bylines if slugify(name) in self._by_name
        ]
        return list(dict.fromkeys(files))

    def all(self) -> Collection[Author]:
        return self._authors.values()
