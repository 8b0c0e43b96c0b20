"""The files of a site as its sources name them: where they lie, and what was measured of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeVar

from sitegen import pictures
from sitegen.cache.rows import FileFact
from sitegen.core.digests import digest_bytes, digest_file
from sitegen.core.nearest import NearestFile, hint_of
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.stored import from_text, to_text
from sitegen.core.urls import (
    base_prefix,
    file_path,
    named_places,
    site_url,
)
from sitegen.sources import late
from sitegen.sources.files import RecordingFacts, Stats

R = TypeVar("R", bound=Record)


class SiteFiles:
    """The files of a site: where they lie, and what is measured of those that are named.

    Args:
        root: the site's folder.
        base_url: of the site.
        zone: the newsroom's, for dates in the files beside photos.
        stats: every file that there is.
        facts: of pictures measured by earlier builds.
        trust_html: False keeps files out whose scripts browsers would run.

    Attributes:
        measured: path → facts of the files that were looked at.
    """

    def __init__(
        self,
        root: Path,
        base_url: str,
        zone: tzinfo,
        stats: Stats,
        facts: Mapping[str, FileFact],
        *,
        trust_html: bool = True,
    ) -> None:
        self._root = root
        self.base_url = base_url
        self._prefix = base_prefix(base_url)
        self._stats = stats
        self._facts = facts
        self.zone = zone
        self.trust_html = trust_html
        self.measured: dict[str, FileFact] = {}

    def find(self, source: str, target: str) -> tuple[str, list[str]]:
        """Return the file that `target` names, or "", and where it was looked for in vain."""
        places = named_places(source, target)
        for number, path in enumerate(places):
            if path in self._stats:
                return path, list(places[:number])
        return "", list(places)

    def hint(self, source: str, target: str) -> str:
        """Return a hint for a file that is not there."""
        if f"{PurePosixPath(source).parent}/{target}" in self._stats:
            return "Rename the file without '%', which means something in addresses."
        return hint_of(self._nearest.of(source, target), "Put the file beside the story.")

    @cached_property
    def _nearest(self) -> NearestFile:
        return NearestFile(path for path in self._stats if _may_be_meant(path))

    def picture_facts(self, path: str) -> pictures.Facts | Problem:
        """Return the facts of a picture, measured unless that was done before."""
        known = self._known(path, pictures.Facts)
        if known is not None:
            return known
        picture = pictures.measure(self._root / path, path)
        if isinstance(picture, Problem):
            return picture
        self.measured[path] = FileFact(*self._stats[path], picture.digest, to_text(picture))
        return picture

    def _known(self, path: str, kind: type[R]) -> R | None:
        """Return the facts of a file that were measured before, while it is the same."""
        for fact in (self.measured.get(path), self._facts.get(path)):
            if fact and fact.is_of(self._stats[path]):
                facts = from_text(fact.json, kind)
                if facts is not None:
                    self.measured[path] = fact
                    return facts
        return None

    def digest(self, path: str) -> str:
        fact = self.measured.get(path)
        if fact is None:
            digest = digest_file(self._root / path)
            fact = self.measured[path] = FileFact(*self._stats[path], digest)
        return fact.digest

    def recording_facts(self, path: str) -> RecordingFacts:
        """Return the facts of a recording, measured unless that was done before."""
        known = self._known(path, RecordingFacts)
        if known is not None:
            return known
        stat = self._stats[path]
        facts = late.recordings.measure(self._root / path, path, stat[0])
        self.measured[path] = FileFact(*stat, self.digest(path), to_text(facts))
        return facts

    def url(self, path: str) -> str:
        return site_url(self._prefix, file_path(path))

    def has(self, path: str) -> bool:
        return path in self._stats

    def data(self, path: str) -> bytes:
        """Return a file's bytes; `digest` is from now on that of the very same."""
        data = (self._root / path).read_bytes()
        self.measured[path] = FileFact(*self._stats[path], digest_bytes(data))
        return data


def _may_be_meant(path: str) -> bool:
    """Say whether a file is one that a text may name: no template, no story, no note beside one."""
    return path.startswith(("content/", "static/")) and not path.endswith((".md", ".yml"))
