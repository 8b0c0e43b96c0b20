"""Old addresses, and what each leads to now.

An address is known by its path below the old site, without a last slash, in small letters:
whoever linked to the paper wrote it in every way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, parse_qs, unquote, urljoin, urlsplit

from sitegen.core.file_names import FEED_FILE, NOT_FOUND, ROBOTS, SITEMAP_FILE
from sitegen.core.urls import output_file
from sitegen.schema.old_addresses import fault_of
from sitegen.settings.types import RESERVED_SLUGS

NUMBER_QUERIES = ("p", "page_id", "attachment_id")  # by which WordPress knows an entry's number
_INDEX = re.compile(r"/index\.(?:html?|php)$")
_RESERVED = RESERVED_SLUGS | {"files", NOT_FOUND, ROBOTS, SITEMAP_FILE, FEED_FILE}


def split(address: str) -> SplitResult | None:
    """Return the parts of an address; None for what is none."""
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts


class OldSite:
    """The site that the archive comes from: which addresses are its own.

    Args:
        address: whole, perhaps with a path: "https://old.example/paper".
    """

    def __init__(self, address: str) -> None:
        parts = split(address) or urlsplit("")
        self.address = address.rstrip("/")
        self._host = _plain_host(parts)
        self._base = parts.path.rstrip("/")

    def is_own(self, address: str) -> bool:
        parts = split(address)
        if parts is None:
            return False
        if not parts.scheme and not parts.netloc:
            return True
        return parts.scheme in ("http", "https", "") and _plain_host(parts) == self._host != ""

    def whole(self, address: str, page: str = "") -> str:
        """Return an address with its host, as browsers read it on an old page."""
        base = page if "://" in page else urljoin(f"{self.address}/", page)
        try:
            return urljoin(base or f"{self.address}/", address.strip())
        except ValueError:
            return address

    def path(self, address: str) -> str:
        """Return the path below the old site of one of its addresses: "/2019/05/vote/"."""
        parts = split(address)
        path = (parts.path if parts is not None else "") or "/"
        if self._base and path.startswith(f"{self._base}/"):
            path = path[len(self._base) :]
        elif self._base and path == self._base:
            path = "/"
        return path

    def name(self, address: str) -> str:
        """Return the one spelling under which an address is known."""
        path = unquote(self.path(address), errors="replace")
        path = _INDEX.sub("/", path)
        return re.sub(r"/{2,}", "/", path).rstrip("/").casefold() or "/"


def _plain_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower().removeprefix("www.")
    return f"{host}:{parts.port}" if parts.port not in (None, 80, 443) else host


class AddressBook:
    """Old address → what it leads to: the file of a piece, or a path of the new site."""

    def __init__(self, old: OldSite) -> None:
        self.old = old
        # By the names' hashes, of 64 bits: two of a million addresses are alike once in thirty
        # million archives, and the names of a large one would take as much as all else.
        self._targets: dict[int, str] = {}
        self._by_query: dict[str, str] = {}  # "12" of ?p=12, "cat=3" of ?cat=3 → target

    def add(self, address: str, target: str) -> None:
        """Note where an address leads; the first that is said of it counts."""
        parts = split(address)
        if parts is None:
            return
        query = _query_of(parts)
        if query:
            self._by_query.setdefault(query, target)
        elif not parts.query:
            name = self.old.name(address)
            if name != "/":
                self._targets.setdefault(hash(name), target)

    def find(self, address: str) -> str:
        """Return what an old address leads to; "" for nothing that is known."""
        parts = split(address)
        if parts is None:
            return ""
        query = _query_of(parts)
        if query and self._by_query.get(query):
            return self._by_query[query]
        name = self.old.name(address)
        if name == "/":
            return "" if parts.query else "/"
        found = self._targets.get(hash(name), "")
        if not found:  # the second page of a list or a long story, the print or phone edition
            shorter = re.sub(r"(?:/page)?/\d{1,4}$|/(?:amp|print|feed|embed|trackback)$", "", name)
            found = self._targets.get(hash(shorter), "") if shorter != name else ""
        return found


def _query_of(parts: SplitResult) -> str:
    """Return what an address of WordPress asks for by its query: "12", "cat=3"; "" for nothing."""
    if not parts.query:
        return ""
    asked = parse_qs(parts.query)
    for name in NUMBER_QUERIES:
        if name in asked and asked[name][0].isdigit():
            return asked[name][0]
    for name in ("cat", "tag", "author", "author_name", "category_name"):
        if name in asked:
            return f"{name}={asked[name][0].casefold()}"
    return ""


class TakenPaths:
    """Paths at which something stands, so that no old address takes its place."""

    def __init__(self, paths: Iterable[str], stories: Mapping[str, str]) -> None:
        self._files: dict[str, str] = {}
        self._folders: set[str] = set()
        for path in (*paths, *stories.values()):
            self._note(output_file(path).casefold(), path)

    def _note(self, file: str, owner: str) -> None:
        self._files[file] = owner
        folder = file.rpartition("/")[0]
        while folder and folder not in self._folders:
            self._folders.add(folder)
            folder = folder.rpartition("/")[0]

    def fault(self, path: str) -> str:
        """Say why nothing can stand at an old path; "" where it can.

        "same" for one at which what it would lead to may stand already.
        """
        said = fault_of(path, "old address")
        if said is not None:
            return said[0]
        file = output_file(_with_end(path)).casefold()
        if file in self._files:
            return "same"
        first = file.partition("/")[0]
        if first in _RESERVED or first.startswith(("sitemap", "feed.")):
            return "sitegen has pages of its own there"
        if file in self._folders:
            return "other pages stand below it"
        above = file.rpartition("/")[0]
        while above:
            if above in self._files:
                return "a file stands above it"
            above = above.rpartition("/")[0]
        return ""

    def take(self, path: str) -> None:
        self._note(output_file(_with_end(path)).casefold(), path)

    def owner(self, path: str) -> str:
        return self._files.get(output_file(_with_end(path)).casefold(), "")


def _with_end(path: str) -> str:
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"
