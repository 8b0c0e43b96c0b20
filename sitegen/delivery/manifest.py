"""The manifest: what a target holds of ours, as a file at the target itself says.

Only what it lists is ever replaced or deleted there. It is written before the first file goes
out, too, with what will come and go: so a deploy that is cut off leaves nothing behind that the
next one does not know for ours.

Files are named as in output/. A digest is that of `core.digests.digest_bytes` over a file's
bytes, so that whoever asks the public address can tell whether it answers with them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sitegen.core.digests import digest_text
from sitegen.core.record import Record, field
from sitegen.core.urls import absolute, base_prefix, path_of_file, site_url

FILE = ".sitegen-deploy.json"
_FORM = 1  # of the file
_ODD_NAME = re.compile(r"(?:^|/)(?:\.{0,2})(?:/|$)")


class SentFile(Record):
    """The bytes of one file."""

    digest: str
    size: int


Files = Mapping[str, SentFile]


class Manifest(Record):
    """What stands at a target, and what a deploy that is under way changes there."""

    site: str = ""  # whose it is, as `output.own_files.site_name`
    base_url: str = ""  # for which address it was built
    built: datetime | None = None  # as of when
    files: Files = field(default_factory=dict)
    coming: Files = field(default_factory=dict)  # about to be written; {} when all is done
    going: tuple[str, ...] = ()  # about to be deleted
    # Files of static/ that no page of ours needs any more → when they may go. They are in
    # `files` too.
    leaving: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return not self.coming and not self.going

    @property
    def ours(self) -> frozenset[str]:
        """Every file there that is ours, or may be."""
        return frozenset({*self.files, *self.coming, *self.going})


class ManifestError(ValueError):
    """A file of that name is no manifest, or no longer as it was written."""


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the file: JSON, with a line for each file, so that histories of it stay small."""
    value: dict[str, Any] = {
        "form": _FORM,
        "site": manifest.site,
        "base_url": manifest.base_url,
        "built": manifest.built.isoformat() if manifest.built else "",
        "files": _entries(manifest.files),
        "coming": _entries(manifest.coming),
        "going": sorted(manifest.going),
        "leaving": {file: at.isoformat() for file, at in sorted(manifest.leaving.items())},
    }
    text = _text(value)
    return f'{text[:-1]},\n"check":"{digest_text(text)}"}}\n'.encode("ascii")


def read_manifest(data: bytes) -> Manifest:
    """Return what a manifest says.

    Raises:
        ManifestError: it was cut off, edited, or written by a sitegen that is newer.
    """
    try:
        value = json.loads(data)
        check = value.pop("check")
        if check != digest_text(_text(value)) or value["form"] != _FORM:
            raise ManifestError
        built = value["built"]
        return Manifest(
            site=value["site"],
            base_url=value["base_url"],
            built=datetime.fromisoformat(built) if built else None,
            files=_files(value["files"]),
            coming=_files(value["coming"]),
            going=tuple(_names(value["going"])),
            leaving={f: datetime.fromisoformat(at) for f, at in value["leaving"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError from error


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, separators=(",\n", ":"))  # with an indent it takes ten times as long


def _entries(files: Files) -> dict[str, str]:
    return {name: f"{file.digest} {file.size}" for name, file in sorted(files.items())}


def _files(entries: Mapping[str, str]) -> Files:
    files = {}
    for name, entry in zip(_names(entries), entries.values(), strict=True):
        digest, _, size = entry.partition(" ")
        files[name] = SentFile(digest, int(size))
    return files


def _names(names: Iterable[str]) -> Iterator[str]:
    """Yield names, none of which leads out of its folder."""
    for name in names:
        if _ODD_NAME.search(name) is not None:
            raise ManifestError
        yield name


class Delivery(Record):
    """A deploy that is done: what readers have now, and what of it is new."""

    name: str  # NAME of [deploy.NAME]
    base_url: str
    built: datetime  # as of when the site was built
    files: Files  # all that the site has at the target
    changed: tuple[str, ...] = ()  # files that are new or have other bytes, in order of sending
    removed: tuple[str, ...] = ()  # files that are gone
    is_public: bool = True  # False: a copy for the newsroom's own eyes, of which nobody is told

    def url(self, file: str) -> str:
        """Return the whole address at which a file answers, as pages and feeds write it."""
        path = site_url(base_prefix(self.base_url), path_of_file(file))
        return absolute(self.base_url, path)

    @property
    def changed_urls(self) -> tuple[str, ...]:
        return self._urls(self.changed)

    @property
    def removed_urls(self) -> tuple[str, ...]:
        return self._urls(self.removed)

    def _urls(self, files: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self.url, files))
