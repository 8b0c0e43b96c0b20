"""Our own files: what earlier builds put into output/, and for which site.

Only these files are replaced or deleted. A note of them is kept in the cache, apart from the
ledger of keys, so that a ledger which was lost, or belongs to another version, never turns our
own site into somebody else's files. A manifest in output/ itself says the same, for when the
cache is lost: a file name on each line, and before them lines that begin with "/", as no file
name does, with what else is to be known of the site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from sitegen.core.digests import digest_bytes
from sitegen.core.patterns import late_pattern
from sitegen.core.record import Record
from sitegen.core.urls import output_file
from sitegen.model.tasks import MANIFEST
from sitegen.output.folder import check_name, output_name
from sitegen.output.journal import write_whole

_NOTE = "made.json"
# What nearly all names are: they lead nowhere else, and stand for themselves.
_PLAIN_NAME = late_pattern(r"\w[\w.-]*(?:/\w[\w.-]*)*", re.ASCII).fullmatch
_SITE, _STORIES = "/site ", "/stories "


class OwnFiles(Record):
    """The note in the cache about one output folder."""

    files: frozenset[str] = frozenset()
    site: str = ""  # whose they are, see `Manifest`; "": an older version did not note it


class Manifest(Record):
    """What output/ says of itself."""

    files: frozenset[str] = frozenset()
    site: str = ""  # the authority of its feeds' ids, else its base URL; "" if unknown
    stories: int = 0  # that are live on it


def notes_folder(root: Path, place: Path, cache: Path) -> Path:
    """Return the folder in the cache with the notes about one output place.

    It is named after the place as seen from the site, so that a site keeps its notes when
    it is moved or checked out elsewhere together with its cache.
    """
    name = output_name(root.resolve(), place)
    return cache / f"output-{digest_bytes(name.encode(), size=4)}"


def site_name(authority: str, base_url: str) -> str:
    """Return the name by which a site's output is told from another's.

    Args:
        authority: `[feeds] authority` of the settings, which outlives a new address; or "".
    """
    return authority or base_url


def read_own_files(notes: Path) -> OwnFiles:
    try:
        return _own_files((notes / _NOTE).read_bytes())
    except OSError:
        return OwnFiles()


@lru_cache(maxsize=2)  # a build reads both files twice, and one that watches at every save
def _own_files(data: bytes) -> OwnFiles:
    try:
        note = json.loads(data)
        if isinstance(note, list):  # as version 0.1 wrote it
            return OwnFiles(frozenset(note))
        return OwnFiles(frozenset(note["files"]), str(note["site"]))
    except (ValueError, TypeError, KeyError):
        return OwnFiles()


def write_own_files(notes: Path, own_files: OwnFiles) -> None:
    """Write the note, on to the disk: without it the site would be a stranger's."""
    note = {"site": own_files.site, "files": sorted(own_files.files)}
    write_whole(notes / _NOTE, json.dumps(note))  # names need not be text


def read_manifest(output: Path) -> Manifest:
    """Return what the manifest in output/ says; the cache knows more, but may be lost.

    Names that no build can have made are passed over, such as those that lead out of output/.
    """
    try:
        return _manifest((output / MANIFEST).read_bytes())
    except OSError:
        return Manifest()


@lru_cache(maxsize=2)
def _manifest(data: bytes) -> Manifest:
    try:
        lines = data.decode("utf-8", "surrogatepass").split("\n")
    except UnicodeDecodeError:
        return Manifest()
    facts = [line for line in lines if line.startswith("/")]
    site = next((line.removeprefix(_SITE) for line in facts if line.startswith(_SITE)), "")
    stories = next((line.removeprefix(_STORIES) for line in facts if line.startswith(_STORIES)), "")
    files = {name for name in lines if _PLAIN_NAME(name) or _can_be_ours(name)}
    return Manifest(frozenset(files), site, int(stories) if stories.isdecimal() else 0)


def _can_be_ours(name: str) -> bool:
    try:
        check_name(name, stands=True)
    except ValueError:
        return False
    return output_file("/" + name) == name


def manifest_text(files: Collection[str], site: str, stories: int) -> str:
    """Return the text of the manifest that says so much; see `Manifest`."""
    return "\n".join([f"{_SITE}{site}", f"{_STORIES}{stories}", *sorted(files), ""])
