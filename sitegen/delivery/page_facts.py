"""Page facts: what a page that came over the wire says of itself and loads."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from sitegen.core.record import Record

# Addresses that lead readers to their own computers.
_OWN_COMPUTER = re.compile(
    r"(?:https?:)?//(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(?=[:/?#]|\Z)",
    re.IGNORECASE,
)
_ADDRESS_ATTRIBUTES = ("href", "src", "srcset", "action", "content", "poster", "data")
# What previews of ours and of other programs put into pages, so that they follow each save.
_RELOADING = re.compile(r"/_sitegen/|livereload|browser-sync|vite/client", re.IGNORECASE)


class PageFacts(Record):
    canonical: str = ""  # address that the page calls its own
    robots: str = ""  # what its meta element tells robots
    reloading: str = ""  # a script of some preview that it loads
    local: tuple[str, ...] = ()  # addresses on the reader's own computer that it names
    scripts: int = 0  # elements


def page_facts(html: bytes) -> PageFacts:
    reader = _Reader()
    reader.feed(html.decode("utf-8", "replace"))
    reader.close()
    return PageFacts(
        reader.canonical, reader.robots, reader.reloading, tuple(reader.local), reader.scripts
    )


def is_local(address: str) -> bool:
    """Say whether an address leads to the reader's own computer."""
    return _OWN_COMPUTER.match(address) is not None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.canonical = self.robots = self.reloading = ""
        self.local: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name in _ADDRESS_ATTRIBUTES:
            addresses = (
                re.split(r",\s+", values.get(name, ""))
                if name == "srcset"
                else [values.get(name, "")]
            )
            self.local += [address[:80] for address in addresses if is_local(address.strip())]
        match tag:
            case "link" if values.get("rel") == "canonical":
                self.canonical = values.get("href", "")
            case "meta" if values.get("name", "").lower() == "robots":
                self.robots = values.get("content", "").lower()
            case "script":
                self.scripts += 1
                if _RELOADING.search(values.get("src", "")):
                    self.reloading = values["src"]
            case "sitegen-preview":
                self.reloading = "<sitegen-preview>"
