"""Render: one task to the bytes of its file.

Everything that a file is made of stands in its task or is named there by digest; what is
bulky (bodies, pictures, static files) is opened here. Each process has one `Renderer`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from types import CodeType
from typing import Any

from sitegen import pictures
from sitegen.cache.store import PICTURES
from sitegen.core.digests import LostNodeError, Values, digest_file, load
from sitegen.core.litter import is_litter
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.sure_reading import other_bytes
from sitegen.model.tasks import Task
from sitegen.pictures import Variant
from sitegen.render.documents import DocumentMaker
from sitegen.render.environments import Environments
from sitegen.render.pages import PageMaker
from sitegen.render.setup import RenderSetup
from sitegen.traces.cleaning import Clean, clean
from sitegen.traces.pieces import Reader, bytes_of


class Renderer:
    """Makes files from tasks.

    Args:
        values: where the nodes are found that tasks name by digest.
        code: compiled templates by language; see `theme.jinja.environment`.
    """

    def __init__(
        self,
        setup: RenderSetup,
        values: Values,
        code: Mapping[str, MutableMapping[str, CodeType]] | None = None,
    ) -> None:
        self._setup = setup
        self._values = values
        self.warnings: list[Problem] = []
        environments = Environments(setup, code, self.warnings)
        self._pages = PageMaker(setup, values, environments, self.warnings)
        self._documents = DocumentMaker(setup, values, environments, self.warnings)

    def render(self, task: Task) -> bytes:
        """Return the bytes of the task's file.

        Raises:
            SitegenError: a template or picture is at fault; the problem names it.
            OSError: a source file went away since it was scanned.
            LostNodeError: the store has lost a node.
        """
        if task.maker == "copy":
            with self.copy(task) as (file, reader):
                return b"".join(bytes_of(file.pieces, reader))
        parts: Mapping[str, Any] = load(task.parts)
        if task.maker == "image":
            return self._image(task, parts)
        if task.maker == "page":
            return self._pages.page(task, parts)
        return self._documents.document(task, parts)

    def let_feeds_go(self) -> None:
        """Hold nothing more that only feeds need; they can still be made, at more cost."""
        self._documents.let_feeds_go()

    def picture_entry(self, task: Task) -> tuple[str, Variant | None] | None:
        """Return the name in the cache of what a task encodes or draws, and which variant it is.

        None for tasks that do neither; no variant for a card.
        """
        if task.maker == "image":
            parts = load(task.parts)
            variant = self._values.decode(Variant, parts["variant"])
            return pictures.entry(str(parts["source"]), variant), variant
        if task.maker == "document" and task.recipe == "card":
            return self._documents.card_entry(load(task.parts)), None
        return None

    def encode_ahead(self, tasks: Sequence[Task]) -> None:
        """Encode all missing variants of one picture, decoding it once.

        Raises:
            SitegenError, OSError: as `render`.
        """
        parts = [load(task.parts) for task in tasks]
        variants = [self._values.decode(Variant, part["variant"]) for part in parts]
        ((label, digest),) = {
            (task.recipe, str(part["source"])) for task, part in zip(tasks, parts, strict=True)
        }
        source = source_file(self._setup.root, label)
        pictures.encode_missing(self._setup.cache / PICTURES, source, digest, variants, label)

    def _image(self, task: Task, parts: Mapping[str, Any]) -> bytes:
        variant: Variant = self._values.decode(Variant, parts["variant"])
        source, digest = source_file(self._setup.root, task.recipe), str(parts["source"])
        return pictures.cached_encode(
            self._setup.cache / PICTURES, source, digest, variant, task.recipe
        )

    @contextmanager
    def copy(self, task: Task) -> Iterator[tuple[Clean, Reader]]:
        """Give a file that is published as it is, and the reader of its pieces.

        Raises:
            SitegenError, OSError, LostNodeError: as `render`.
        """
        allow = self._setup.files.allow
        source, digest = self._copied_file(task.recipe), str(load(task.parts)["source"])
        try:
            with clean(source, task.recipe, allow) as (file, reader):
                self.warnings.extend(file.warnings)
                yield file, reader
                if not reader.has(digest):
                    raise other_bytes(task.recipe)
        except (SitegenError, ValueError) as error:  # it may have been read half saved
            if digest_file(source) != digest:
                raise other_bytes(task.recipe) from error
            raise

    def _copied_file(self, recipe: str) -> Path:
        name = recipe.removeprefix("static/")
        of_theme = self._setup.theme.statics.get(name) if name != recipe else None
        return of_theme.file if of_theme is not None else source_file(self._setup.root, recipe)


def source_file(root: Path, recipe: str) -> Path:
    """Return the file that a task is made from.

    Raises:
        LostNodeError: no scan can have given this name, so the cache was tampered with.
    """
    path = PurePath(recipe)
    if path.is_absolute() or any(map(is_litter, path.parts)):  # ".." is litter too
        raise LostNodeError(recipe)
    return root / path
