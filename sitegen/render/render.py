"""Render: one task to the bytes of its file.

Everything that a file is made of stands in its task or is named there by digest; what is
bulky (bodies, pictures, static files) is opened here. Each process has one `Renderer`.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path, PurePath
from types import CodeType
from typing import Any

from sitegen import pictures
from sitegen.cache.store import PICTURES
from sitegen.core.digests import LostNodeError, Values, load
from sitegen.core.litter import is_litter
from sitegen.core.problems import Problem, SitegenError
from sitegen.model.tasks import Task
from sitegen.pictures import Variant
from sitegen.render.documents import DocumentMaker
from sitegen.render.pages import PageMaker
from sitegen.render.setup import RenderSetup


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
        self._pages = PageMaker(setup, values, code, self.warnings)
        self._documents = DocumentMaker(setup, values, self.warnings)

    def render(self, task: Task) -> bytes:
        """Return the bytes of the task's file.

        Raises:
            SitegenError: a template or picture is at fault; the problem names it.
            OSError: a source file went away since it was scanned.
            LostNodeError: the store has lost a node.
        """
        if task.maker == "copy":
            return self._copy(task.recipe)
        parts: Mapping[str, Any] = load(task.parts)
        if task.maker == "image":
            return self._image(task, parts)
        if task.maker == "page":
            return self._pages.page(task, parts)
        return self._documents.document(task, parts)

    def encode_ahead(self, tasks: Sequence[Task]) -> None:
        """Encode all missing variants of one picture, decoding it once.

        Raises:
            SitegenError, OSError: as `render`.
        """
        parts = [load(task.parts) for task in tasks]
        variants = [self._values.decode(Variant, part["variant"]) for part in parts]
        source, digest = source_file(self._setup.root, tasks[0].recipe), str(parts[0]["source"])
        pictures.encode_missing(self._setup.cache / PICTURES, source, digest, variants)

    def _image(self, task: Task, parts: Mapping[str, Any]) -> bytes:
        variant: Variant = self._values.decode(Variant, parts["variant"])
        source, digest = source_file(self._setup.root, task.recipe), str(parts["source"])
        return pictures.cached_encode(self._setup.cache / PICTURES, source, digest, variant)

    def _copy(self, recipe: str) -> bytes:
        name = recipe.removeprefix("static/")
        of_theme = self._setup.theme.statics.get(name) if name != recipe else None
        file = of_theme.file if of_theme is not None else source_file(self._setup.root, recipe)
        data = pictures.without_traces(file.read_bytes(), recipe)
        if isinstance(data, Problem):
            raise SitegenError([data])
        return data


def source_file(root: Path, recipe: str) -> Path:
    """Return the file that a task is made from.

    Raises:
        LostNodeError: no scan can have given this name, so the cache was tampered with.
    """
    path = PurePath(recipe)
    if path.is_absolute() or any(map(is_litter, path.parts)):  # ".." is litter too
        raise LostNodeError(recipe)
    return root / path
