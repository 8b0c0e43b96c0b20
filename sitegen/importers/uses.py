"""What the texts of an archive ask for: each link and picture answered, and noted once."""

from __future__ import annotations

import re
from urllib.parse import quote

from sitegen.core.reach import address_fault, host_without_scheme
from sitegen.core.urls import is_web_address
from sitegen.importers.addresses import AddressBook, split
from sitegen.importers.media import Media, Taken
from sitegen.importers.model import Picture
from sitegen.importers.prose.uses import FoundPicture
from sitegen.importers.receipt import MOVED, PROBLEM, Item, Receipt

_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|heic|svg|bmp|tiff?|pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|rtf|zip|"
    r"epub|mp3|m4a|wav|ogg|mp4|m4v|mov|webm|kml|gpx|geojson|json)$",
    re.IGNORECASE,
)


class TextUses:
    """Answers what one text asks.

    Args:
        book: where old addresses lead.
        title: of the piece, for the receipt.
        file: in which the text will stand.
        page: the old address of the piece, from which its links are read.
        publishes: files that the text links to come out with it; a biography has none.
    """

    def __init__(
        self,
        book: AddressBook,
        media: Media,
        receipt: Receipt,
        pictures: PictureItems,
        *,
        title: str,
        file: str,
        page: str,
        publishes: bool = True,
    ) -> None:
        self._book = book
        self._media = media
        self._receipt = receipt
        self._pictures = pictures
        self._title = title
        self._file = file
        self._page = page
        self._publishes = publishes
        self.lost: list[str] = []  # pictures that are not here

    def link(self, address: str) -> str:
        """Return where a link leads now; "" where its words stay without it."""
        address = re.sub(r"[\t\r\n]+", "", address).strip()
        if address in ("", "#") or address.lower().startswith(("javascript:", "data:", "about:")):
            return ""
        if address.startswith("#"):
            return address
        parts = split(address)
        if parts is None:
            return self._bad(address, "it is no address")
        if parts.scheme and parts.scheme not in ("http", "https"):
            fault = address_fault(address)
            return self._bad(address, fault.words) if fault is not None else _sound(address)
        slip = host_without_scheme(address) if not parts.scheme and not parts.netloc else None
        if slip is not None:
            whole = f"https://{address}"
            if is_web_address(whole) and address_fault(whole) is None:
                return _sound(whole)
            return self._bad(address, slip.words)
        if not self._book.old.is_own(address):
            whole = f"https:{address}" if address.startswith("//") else address
            fault = address_fault(whole)
            return self._bad(address, fault.words) if fault is not None else _sound(whole)
        return self._own(self._book.old.whole(address, self._page))

    def _own(self, address: str) -> str:
        """Return where a link within the old site leads."""
        path, _mark, fragment = address.partition("#")
        target = self._book.find(path)
        if target:
            target = target.removeprefix("content") if target.endswith(".md") else target
            self._note(address, MOVED, target)
            return target + (f"#{quote(fragment, safe='-._~%!$&()*+,;=:@/?')}" if fragment else "")
        parts = split(path)
        if parts is not None and _FILE.search(parts.path):
            return self._file_link(path)
        if not is_web_address(address) or address_fault(address) is not None:
            return self._bad(address, "nothing of the archive has this address")
        self._note(
            address,
            PROBLEM,
            reason=f"{self._file}: nothing of the archive has this address",
            remedy="Link to what stands for it now, or take the link out.",
        )
        return _sound(address)

    def _file_link(self, address: str) -> str:
        """Return the name of a file that the text links to."""
        picture = self._media.find([address])
        taken = self._media.take([address], picture, shown=False)
        self._pictures.note(address, picture, taken, self._title)
        if taken.file and self._publishes:
            return taken.file.removeprefix("content/")
        whole = self._book.old.whole(address)
        return _sound(whole) if address_fault(whole) is None and self._publishes else ""

    def picture(self, addresses: tuple[str, ...], key: str) -> FoundPicture | None:
        """Return a picture of the text."""
        wholes = tuple(
            each if each.startswith("attachment:") else self._book.old.whole(each, self._page)
            for each in addresses
        )
        picture = self._media.find(wholes, key)
        taken = self._media.take(wholes, picture, shown=True)
        self._pictures.note(wholes[0], picture, taken, self._title)
        if not taken.file:
            self.lost.append(wholes[0])
            return None
        target = taken.file.removeprefix("content")
        if picture is None:
            return FoundPicture(target)
        return FoundPicture(target, picture.alt, picture.caption, picture.credit)

    def media(self, address: str) -> str:
        """Return a recording or film as texts name it."""
        if not self._publishes:
            return ""
        whole = self._book.old.whole(address, self._page)
        picture = self._media.find([whole])
        taken = self._media.take([whole], picture, shown=False)
        if taken.file or picture is not None or self._book.old.is_own(whole):
            self._pictures.note(whole, picture, taken, self._title)
        return taken.file.removeprefix("content/")

    def _bad(self, address: str, why: str) -> str:
        """Note a link that readers cannot follow; its words stay."""
        self._note(
            address,
            PROBLEM,
            reason=f"{self._file}: {why}; the words stand without it",
            remedy="Look whether readers miss it.",
        )
        return ""

    def _note(
        self, address: str, outcome: str, to: str = "", reason: str = "", remedy: str = ""
    ) -> None:
        self._receipt.add(Item("link", outcome, address[:500], to, reason, remedy, readers=1))


class PictureItems:
    """Notes what became of each picture and file, once, however often it is shown."""

    def __init__(self, receipt: Receipt) -> None:
        self._receipt = receipt
        self._seen: set[int] = set()  # hashes of keys and addresses

    def note(self, address: str, picture: Picture | None, taken: Taken, where: str) -> None:
        key = picture.key if picture is not None and picture.key else address
        if hash(key) in self._seen:
            return
        self._seen.add(hash(key))
        name = picture.address if picture is not None else address
        self._receipt.add(
            Item(
                kind_of(name),
                MOVED if taken.file else PROBLEM,
                name[:500],
                taken.file,
                f"{taken.reason} (in “{where}”)" if taken.reason else "",
                taken.remedy,
                picture.key if picture is not None else "",
                readers=1,
            )
        )

    def seen(self, key: str) -> bool:
        return hash(key) in self._seen


def kind_of(address: str) -> str:
    """Say whether an address is that of a picture or of another file."""
    parts = split(address)
    path = (parts.path if parts is not None else address).lower()
    is_file = re.search(r"\.(?!jpe?g$|jpe$|jfif$|png$|gif$|webp$|avif$|hei[cf]$|svg$|bmp$|tiff?$)"
                        r"[a-z0-9]{2,5}$", path)  # fmt: skip
    return "file" if is_file else "picture"


def _sound(address: str) -> str:
    """Return an address without signs that may not stand in one."""
    return re.sub(r"[\s\\<>\"`{}|^]", lambda sign: quote(sign[0]), address.replace("&amp;", "&"))
