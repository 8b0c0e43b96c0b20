"""Lost addresses: pages of stories that readers could open until now, and that no build makes.

A file was renamed, moved or deleted, or its `slug` changed. Nothing leads on by itself, for
only an editor knows which story should answer; but it is told once, with the line to write.
Of what has expired or was made a draft nothing is said: that is what was asked for. A tag,
author, series or section under a new name is told too, with the line for `[redirects]`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Set
from typing import Any

from sitegen.cache.rows import Origin
from sitegen.core.digests import LostNodeError, Values, load
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.urls import alias_path, output_file, page_path, path_of_file
from sitegen.model.article import Article
from sitegen.model.views import Teaser
from sitegen.schema.yaml_writing import as_yaml
from sitegen.settings.types import FILE
from sitegen.site.site import LineOf, Site, article_path

_STORIES = ("article", "page")  # kinds of pages, as their templates are told
# Kinds of lists that somebody names, and the folder of each.
_LISTS: Mapping[str, tuple[str, ...]] = {
    "section": (), "tag": ("tags",), "person": ("authors",), "series": ("series",),
}  # fmt: skip


class Builds(Record):
    """What is known of the last build and of this one."""

    manifest: Set[str]  # the files of output/ before
    files: Set[str]  # those of this build
    origin: Callable[[str], Origin | None]  # of a file of the last build, as the cache knows it
    bodies: Mapping[str, str]  # source → digest of its text, as the last build noted them
    held: Callable[[], Collection[Article]]  # stories that readers do not see now


def lost_addresses(
    site: Site, builds: Builds, values: Values, line_of: LineOf
) -> tuple[Problem, ...]:
    """Return a warning for each address of a story that answered and does not any more."""
    lost = sorted(builds.manifest - builds.files)
    redirects = {output_file(alias_path(old)) for old in site.settings.redirects if "?" not in old}
    lost = [file for file in lost if file.endswith((".html", ".htm", ".php", ".asp", ".aspx"))
            and file not in redirects]  # fmt: skip
    if not lost:
        return ()
    return tuple(_Search(site, builds, values, line_of).problems(lost))


class _Search:
    """Looks for what became of pages that are gone."""

    def __init__(self, site: Site, builds: Builds, values: Values, line_of: LineOf) -> None:
        self._site = site
        self._builds = builds
        self._values = values
        self._line_of = line_of
        self._held = builds.held()
        places = (place for story in self._held for place in (article_path(story), *story.aliases))
        self._held_files = {output_file(alias_path(place)) for place in places}
        self._held_files |= {output_file(article_path(story)) for story in self._held}

    def problems(self, lost: list[str]) -> Iterator[Problem]:
        for file in lost:
            if file in self._held_files:
                continue
            address, parts = path_of_file(file), self._parts(file)
            kind = str(parts.get("kind"))
            if kind in _STORIES:
                yield from self._of_story(address, parts)
            elif kind == "alias":
                yield from self._of_alias(address, str(parts.get("target")))
            elif kind == "redirect":
                target = str(parts.get("target")).removeprefix(self._site.info.prefix)
                yield self._redirect(address, f"{address} led to {target} until now", target)
            elif kind in _LISTS and "/page/" not in address:
                yield from self._of_list(address, kind, parts)
            elif not parts and self._looks_like_a_story(file):
                yield _gone("content", f"no story answers {address} any more", address)

    def _parts(self, file: str) -> dict[str, Any]:
        """Return what a page of the last build was made from; {} where nobody knows."""
        origin = self._builds.origin(file)
        parts = load(origin.parts) if origin is not None else None
        return dict(parts) if isinstance(parts, dict) else {}

    def _of_story(self, address: str, parts: Mapping[str, Any]) -> Iterator[Problem]:
        try:
            before = self._values.node(Article, str(parts.get("article")))
        except LostNodeError:
            yield _gone("content", f"no story answers {address} any more", address)
            return
        body = self._builds.bodies.get(before.path, "")
        stories = self._site.articles.values()
        heirs = [story for story in stories if self._is_same(before, body, story)]
        if heirs:
            yield self._moved(address, heirs[0])
        elif not any(self._is_same(before, body, story) for story in self._held):
            yield _gone(before.path, f"this file is gone, and nothing answers {address}", address)

    def _is_same(self, before: Article, body: str, now: Article) -> bool:
        """Say whether a story is the one that stood there, under whatever name."""
        if before.path in self._site.sources or before.id == now.id:
            return before.path == now.path or before.id == now.id
        is_same_text = bool(body) and self._site.bodies.get(now.path) == body
        return is_same_text or (before.title, before.published) == (now.title, now.published)

    def _of_alias(self, address: str, target: str) -> Iterator[Problem]:
        path = target.removeprefix(self._site.info.prefix)
        for story in self._site.articles.values():
            if article_path(story) == path:
                yield self._moved(address, story)

    def _of_list(self, address: str, kind: str, parts: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield where a list has gone whose name was changed; one without stories just ends."""
        try:
            teasers = [self._values.node(Teaser, str(each)) for each in parts.get("stories", ())]
        except LostNodeError:
            return
        titles = {teaser.title for teaser in teasers}
        heirs: dict[str, int] = {}
        for (other, id_), stories in self._site.lists.items():
            place = page_path(*_LISTS[kind], id_)
            if other == kind and output_file(place) not in self._builds.manifest:
                shown = {self._site.articles[story].title for story in stories}
                heirs[place] = len(titles & shown)
        heir = max(heirs, key=lambda place: (heirs[place], place), default="")
        if heir and heirs[heir] * 2 > len(titles):
            what = f"{address} listed what {heir} lists now"
            yield self._redirect(address, what, heir)

    def _redirect(self, address: str, what: str, target: str) -> Problem:
        settings = self._site.settings
        table = "redirects" if settings.file == FILE else "tool.sitegen.redirects"
        return Problem(
            settings.file,
            settings.line("redirects"),
            f"{what}, and nothing answers there any more",
            f'To keep old links alive, write under [{table}]: "{address}" = "{target}"',
            warning=True,
        )

    def _moved(self, address: str, story: Article) -> Problem:
        aliases = as_yaml([*story.aliases, address])
        line = self._line_of(story.path, "aliases") or self._line_of(story.path, "slug")
        return Problem(
            story.path,
            line,
            f"{address} led to this story until now, and nothing answers there any more",
            f"To keep old links alive, write: 'aliases: {aliases}'",
            warning=True,
        )

    def _looks_like_a_story(self, file: str) -> bool:
        """Say whether a page, of which only the address is known, was probably a story's."""
        parts = file.split("/")
        is_in_section = len(parts) == 3 and parts[0] in self._site.sections
        return is_in_section and parts[2] == "index.html"


def _gone(path: str, message: str, address: str) -> Problem:
    hint = f"In the story that its readers should find instead, write: 'aliases: [{address}]'"
    return Problem(path, 0, message, hint, warning=True)
