"""Pictures, recordings and documents: from the old uploads or the old site into content/.

Each at its full size, the same bytes once, under a name that every disk and address can hold.
A picture that no build could take is no picture: it is told, and stays away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from sitegen import pictures
from sitegen.core.digests import digest_bytes
from sitegen.core.file_names import PICTURE_ENDINGS, ending, is_active, steers_host
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.urls import slugify
from sitegen.importers.addresses import OldSite, split
from sitegen.importers.fetching import Fetcher
from sitegen.importers.ledger import GONE, Ledger
from sitegen.importers.model import Origin, Picture, PictureList

FOLDER = "content/uploads"
LARGEST = 2_000_000_000  # bytes of one file

_SIZE = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)")
_COPY = re.compile(r"(?:-scaled|-rotated)(?=\.\w+$)")


class Taken(Record):
    """What became of a file of the archive."""

    file: str = ""  # "content/uploads/2019/05/hall.jpg"; "" where it is not here
    reason: str = ""  # why not
    remedy: str = ""


_NO_SOURCE = Taken(
    reason="its file did not come along",
    remedy="Run the same command again with --media and the folder of the old uploads, or with "
    "--fetch.",
)


class Media:
    """Takes files into the site, each once.

    Args:
        folder: the old uploads; None where nobody has them.
        fetcher: asks the old site; None where that is not wanted.
        known: the archive's own list of pictures and files.
    """

    def __init__(
        self,
        origin: Origin,
        ledger: Ledger,
        old: OldSite,
        known: PictureList,
        folder: Path | None = None,
        fetcher: Fetcher | None = None,
    ) -> None:
        self._origin = origin
        self._ledger = ledger
        self._old = old
        self._folder = folder
        self._fetcher = fetcher
        self._known = known
        # By hashes of keys and names, which of a large archive would take as much as the rest.
        self._by_key: dict[int, int] = {}  # → place among the known
        self._by_name: dict[int, int] = {}
        for place, each in enumerate(known):
            if each.key:
                self._by_key[hash(each.key)] = place
            for address in (each.address, *each.sizes):
                self._by_name.setdefault(hash(self._name(address)), place)
        # Is it shown as a picture, or linked to? → hash of its key or name → what became of it
        self._taken: dict[bool, dict[int, Taken]] = {True: {}, False: {}}
        self._by_digest = {
            row.digest: file for file, row in ledger.rows.items() if file.startswith(f"{FOLDER}/")
        }
        self._names = {file.casefold() for file in ledger.others()}
        self._names |= {file.casefold() for file in ledger.rows}

    def _name(self, address: str) -> str:
        """Return the one name of all sizes of a picture: its path without the size."""
        return _plain(self._old.name(address) if self._old.is_own(address) else address)

    def find(self, addresses: Iterable[str], key: str = "") -> Picture | None:
        """Return what the archive says of a picture; None for one it does not list."""
        for name in (key, f"wp-{key}") if key else ():
            place = self._by_key.get(hash(name))
            if place is not None and self._known[place].key == name:
                return self._known[place]
        for address in addresses:
            name = self._name(address)
            place = self._by_name.get(hash(name))
            if place is not None:
                found = self._known[place]
                if name in map(self._name, (found.address, *found.sizes)):
                    return found
        return None

    def take(self, addresses: Iterable[str], picture: Picture | None, *, shown: bool) -> Taken:
        """Take a file into the site.

        Args:
            addresses: where it is, the best first.
            picture: what the archive says of it.
            shown: it is shown as a picture; False for a file that is linked to.
        """
        wanted = list(addresses)
        if picture is not None:
            wanted.insert(0, picture.address)
        wanted = [each for each in wanted if not each.startswith("attachment:")]
        if not wanted:
            return _NO_SOURCE
        known = self._taken[shown]
        name = hash((picture.key if picture is not None else "") or self._name(wanted[0]))
        if name not in known:
            known[name] = self._take(wanted, shown=shown)
        return known[name]

    def _take(self, addresses: list[str], *, shown: bool) -> Taken:
        failure = _NO_SOURCE
        for address in _candidates(addresses):
            data = self._bytes(address)
            if isinstance(data, Taken):
                failure = data
            elif data is not None:
                return self._put(address, data, shown=shown)
        return failure

    def _bytes(self, address: str) -> bytes | Taken | None:
        """Return a file's bytes; None where nobody has it, or why it cannot be had."""
        data = self._origin.data(address)
        if data is None and self._folder is not None:
            file = self._in_folder(address)
            if file is not None:
                if file.stat().st_size > LARGEST:
                    return Taken(reason="it has more than 2 GB", remedy="Publish it elsewhere.")
                return file.read_bytes()
        if data is None and self._fetcher is not None:
            answer = self._fetcher.get(self._old.whole(address))
            if isinstance(answer, str):
                return Taken(reason=answer, remedy="Look for the file, or take the picture out.")
            return answer
        if data is None and self._folder is not None:
            return Taken(
                reason="it is not in the folder of the old uploads",
                remedy="Copy it there and run the same command again, or add --fetch.",
            )
        return data

    def _in_folder(self, address: str) -> Path | None:
        assert self._folder is not None
        parts = split(address)
        path = unquote(parts.path if parts is not None else "", errors="replace")
        segments = [each for each in path.split("/") if each not in ("", ".", "..")]
        for start in range(len(segments)):
            file = self._folder.joinpath(*segments[start:])
            if start and start == len(segments) - 1 and len(segments) > 2 and "uploads" in segments:
                break  # a name alone may be another year's picture
            if file.is_file():
                return file
        return None

    def _put(self, address: str, data: bytes, *, shown: bool) -> Taken:
        digest = digest_bytes(data)
        had = self._by_digest.get(digest)
        if had is not None and self._ledger.state(had) != GONE:
            return Taken(had)
        file = self._free_name(address, data)
        problem = _fault(file, data, shown=shown)
        if problem is not None:
            return problem
        self._ledger.write(file, data)  # nothing is there: its name is a free one
        self._by_digest[digest] = file
        self._names.add(file.casefold())
        return Taken(file)

    def _free_name(self, address: str, data: bytes) -> str:
        """Return a file's new name: its folder by year and month where the old one had one."""
        parts = split(address)
        path = PurePosixPath(unquote(parts.path if parts is not None else "", errors="replace"))
        dated = re.search(r"/((?:19|20)\d{2}/(?:0[1-9]|1[0-2]))/[^/]+$", str(path))
        folder = f"{FOLDER}/{dated[1]}" if dated else FOLDER
        kind = _kind(data) or ending(path.name)
        stem = path.name.rpartition(".")[0] or path.name
        if "/content/images/" in str(path):
            stem = stem.removesuffix("_o")  # as Ghost calls what was uploaded
        stem = slugify(stem, 80) or "file"
        name, number = f"{folder}/{stem}.{kind or 'bin'}", 2
        while name.casefold() in self._names:
            name, number = f"{folder}/{stem}-{number}.{kind or 'bin'}", number + 1
        return name


def _plain(name: str) -> str:
    name = name.partition("?")[0]
    return _COPY.sub("", _SIZE.sub("", name)).casefold()


def _candidates(addresses: list[str]) -> list[str]:
    """Return where a picture may be, its full size before every smaller copy."""
    full: list[str] = []
    for address in addresses:
        path, _, query = address.partition("?")
        ghost = re.sub(r"/size/w\d+(?:h\d+)?(?:/format/\w+)?/", "/", path)
        first = _SIZE.sub("", ghost)
        folder, _, name = first.rpartition("/")
        stem, dot, end = name.rpartition(".")
        full += [f"{folder}/{stem}_o{dot}{end}"] if "/content/images/" in path else []
        full += [_COPY.sub("", first), first, ghost, path]
        full += [address] if query else []
    return list(dict.fromkeys(each for each in full if each))


_STARTS = (
    (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"), (b"BM", "bmp"),
    (b"II*\0", "tif"), (b"MM\0*", "tif"), (b"%PDF", "pdf"),
)  # fmt: skip


def _kind(data: bytes) -> str:
    """Return the ending that a file's first bytes ask for; "" where they tell nothing."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"):
        return "avif"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return "heic"
    return next((kind for start, kind in _STARTS if data.startswith(start)), "")


def _fault(file: str, data: bytes, *, shown: bool) -> Taken | None:
    """Say why a file cannot be part of the site; None where it can."""
    if re.match(rb"\s*(?:<!doctype html|<html)", data[:200], re.IGNORECASE) and shown:
        return Taken(
            reason="there is a web page under its name",
            remedy="Look for the picture on the old site, and save it beside the story.",
        )
    name = PurePosixPath(file).name
    if steers_host(name) or (not shown and is_active(name)):
        return Taken(reason="web hosts take a file of this name for their own", remedy="Rename it.")
    if ending(name) not in PICTURE_ENDINGS:
        if shown:
            return Taken(reason="it is no picture", remedy="Link to it as a file.")
        return None
    if not shown:
        return None
    facts = pictures.measure_bytes(data, file)
    if isinstance(facts, Problem):
        return Taken(reason=facts.message, remedy=facts.hint)
    return None
