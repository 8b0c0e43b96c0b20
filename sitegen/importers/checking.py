"""Old addresses held against a site: which of them lead nowhere."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from sitegen.build.explain import answered
from sitegen.core import http
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.core.urls import output_file
from sitegen.importers.addresses import OldSite, split
from sitegen.settings.load import load

_LOCATION = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*(.*?)\s*(?:\]\]>)?\s*</loc>", re.DOTALL)
_ITEM = re.compile(r"<item[\s>].*?</item>", re.DOTALL)
_LINK = re.compile(r"<link>\s*(?:<!\[CDATA\[)?\s*(.*?)\s*(?:\]\]>)?\s*</link>", re.DOTALL)
_STATUS = re.compile(r"<wp:status>\s*(?:<!\[CDATA\[)?\s*([\w-]+)")
_TYPE = re.compile(r"<wp:post_type>\s*(?:<!\[CDATA\[)?\s*([\w-]+)")
_PASSWORD = re.compile(r"<wp:post_password>\s*(?:<!\[CDATA\[)?\s*[^\s<\]]")
_MOST_BYTES = 500_000_000  # of a sitemap, unpacked
_MOST_MAPS = 2_000  # an index names at most 50,000; a newsroom has a few


class Checked(Record):
    """What became of the addresses of an old site."""

    count: int  # of addresses that were looked at
    lost: tuple[str, ...]  # those that lead nowhere, in their order


def check_addresses(source: str, root: Path, now: datetime) -> Checked:
    """Hold the addresses of an old sitemap or export against a site.

    Args:
        source: a file, or the address of a sitemap; an index of sitemaps is followed.
        root: the site's folder.

    Raises:
        SitegenError: there is no such file or sitemap, or the site has problems.
    """
    addresses = list(dict.fromkeys(_addresses(source)))
    settings = load(root)
    here = answered(root, now)
    lowered = {each.casefold() for each in here}
    old = OldSite(settings.base_url)
    lost = [each for each in addresses if not _is_there(each, old, lowered)]
    return Checked(len(addresses), tuple(lost))


def _is_there(address: str, old: OldSite, here: set[str]) -> bool:
    """Say whether anything answers the path of an old address, whatever its host was."""
    parts = split(address)
    if parts is None:
        return False
    path = unquote(old.path(address), errors="replace")
    if parts.query and f"{path}?{parts.query}".casefold() in here:
        return True
    if parts.query and path in ("/", ""):
        return False
    candidates = {output_file(path), output_file(f"{path.rstrip('/')}/"), path.strip("/")}
    return any(each.casefold() in here for each in candidates)


def _addresses(source: str) -> Iterator[str]:
    """Yield the addresses that a sitemap or an export names."""
    todo, seen = [source], set[str]()
    while todo:
        each = todo.pop(0)
        if each in seen or len(seen) > _MOST_MAPS:
            continue
        seen.add(each)
        text = _text(each)
        if "<sitemapindex" in text[:5000]:
            maps = [unescape(found) for found in _LOCATION.findall(text)]
            todo += [_beside(each, found) for found in maps]
        elif "<item" in text and "<urlset" not in text[:5000]:
            yield from _of_export(text)
        elif "<urlset" in text[:5000] or "<loc>" in text:
            yield from (unescape(found) for found in _LOCATION.findall(text))
        else:
            yield from (line.strip() for line in text.splitlines() if "://" in line)


def _beside(index: str, address: str) -> str:
    """Return where a map of an index is: beside a file on the disk, if it lies there."""
    if "://" in index:
        return address
    file = Path(index).parent / address.rpartition("/")[2]
    return str(file) if file.is_file() else address


def _of_export(text: str) -> Iterator[str]:
    for item in _ITEM.findall(text):
        status, type_, link = (p.search(item) for p in (_STATUS, _TYPE, _LINK))
        is_public = status is None or status[1] == "publish"
        is_piece = type_ is None or type_[1] not in ("nav_menu_item", "attachment", "revision")
        if is_public and is_piece and not _PASSWORD.search(item) and link is not None:
            yield unescape(link[1])


def _text(source: str) -> str:
    if "://" in source:
        try:
            with http.Client() as client:
                answer = client.get(source, follow=True)
        except http.HttpError as error:
            raise SitegenError([Problem(source, 0, str(error), "Save the sitemap, and name the "
                                        "file.")]) from None  # fmt: skip
        if not answer.is_good:
            what, hint = f"the old site answered {answer.status}", "Look for its sitemap."
            raise SitegenError([Problem(source, 0, what, hint)])
        data = answer.body
    else:
        try:
            data = Path(source).read_bytes()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            hint = "Name a sitemap or an export: sitegen import --check sitemap.xml --into FOLDER"
            raise SitegenError([Problem(source, 0, f"cannot be read: {reason}", hint)]) from None
    if data[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(31)
        try:
            data = unpacker.decompress(data, _MOST_BYTES)
        except zlib.error:
            data = b""
        if not unpacker.eof:  # damaged, cut, or larger than any sitemap
            raise SitegenError([Problem(source, 0, "is damaged", "Save it again.")])
    return data.decode("utf-8-sig", "replace")
