"""Our own files: the note, kept in the cache, of what earlier builds put into output/.

Only these files are replaced or deleted. The note is kept apart from the ledger of keys, so
that a ledger which was lost, or belongs to another version, never turns our own site into
somebody else's files. A manifest in output/ itself says the same, for when the cache is lost.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from hashlib import blake2b
from pathlib import Path

from sitegen.core.urls import output_file
from sitegen.model.tasks import MANIFEST
from sitegen.output.folder import output_name
from sitegen.output.journal import write_whole

_NOTE = "made.json"


def notes_folder(root: Path, place: Path, cache: Path) -> Path:
    """Return the folder in the cache with the notes about one output place.

    It is named after the place as seen from the site, so that a site keeps its notes when
    it is moved or checked out elsewhere together with its cache.
    """
    name = output_name(root.resolve(), place)
    return cache / f"output-{blake2b(name.encode(), digest_size=4).hexdigest()}"


def read_own_files(notes: Path) -> frozenset[str]:
    try:
        return frozenset(json.loads((notes / _NOTE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return frozenset()


def write_own_files(notes: Path, files: Collection[str]) -> None:
    write_whole(notes / _NOTE, json.dumps(sorted(files), ensure_ascii=False))


def files_in_manifest(output: Path) -> set[str]:
    """Return the files that the manifest in output/ names as ours.

    The cache knows more, but the cache may be lost. Names that could lead out of output/
    are passed over.
    """
    try:
        names = (output / MANIFEST).read_text("utf-8", "surrogatepass").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {name for name in names if name and output_file("/" + name) == name
            and ".." not in name.split("/") and not name.startswith("/")}  # fmt: skip
