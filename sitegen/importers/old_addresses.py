"""Which old addresses lead on: as aliases of stories, or as redirects of the settings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sitegen.core.record import Record
from sitegen.core.urls import is_web_address, page_path
from sitegen.hosts import HOSTS
from sitegen.importers import model
from sitegen.importers.addresses import AddressBook, TakenPaths, split
from sitegen.importers.model import Head, MenuLink, Paper
from sitegen.importers.places import Places
from sitegen.importers.receipt import ALIAS, LEFT_OUT, REDIRECT, Item, Receipt

MOST_REDIRECTS = 4_000  # lines of the settings, which one file of a megabyte holds

_FEED_ENDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", ".atom.xml",
              ".rss.xml")  # fmt: skip


class Leads(Record):
    """What leads on."""

    aliases: Mapping[str, tuple[str, ...]]  # piece → old paths
    redirects: Mapping[str, str]  # old path, perhaps with a query → new path
    live: Collection[str]  # keys of pieces that readers can see
    term_paths: Mapping[str, str]  # term → path of its list; terms without one are left out


class Leading:
    """Finds what leads on, fills the address book and notes each old address.

    Args:
        chosen: keys of the pieces that this run is for.
        here: keys of those that earlier runs wrote.
        people: author → name of the file; only of those who have one.
    """

    def __init__(
        self,
        paper: Paper,
        places: Places,
        book: AddressBook,
        receipt: Receipt,
        *,
        chosen: Collection[str],
        here: Collection[str],
        people: Mapping[str, str],
        now: datetime,
    ) -> None:
        self._paper = paper
        self._places = places
        self._book = book
        self._receipt = receipt
        self._chosen = chosen
        self._people = people
        self._there = {key for key in places.by_key if key in chosen or key in here}
        self._live = {
            head.key for head in paper.heads if head.key in self._there and _is_live(head, now)
        }
        self._term_paths = self._lists()
        lists = [page_path(section.slug) for section in places.sections]
        lists += self._term_paths.values()
        lists += [page_path("authors", id_) for id_ in people.values()]
        stories = {key: places.by_key[key].path for key in self._there}
        self._taken = TakenPaths(["/", *lists], stories)
        self._redirects: dict[str, str] = {}
        self._by_query: dict[str, str] = {}  # addresses with a query → where they lead: the last
        self._over = 0

    def leads(self) -> Leads:
        """Return all that leads on."""
        aliases: dict[str, tuple[str, ...]] = {}
        for head in self._paper.heads:
            if head.key in self._there:
                aliases[head.key] = self._aliases(head)
        for term in self._paper.terms:
            self._list_of(term.addresses, self._term_paths.get(term.key, ""))
        seen = {a for h in self._paper.heads if h.key in self._live for a in h.authors}
        seen = seen or set(self._people)
        for author in self._paper.authors:
            id_ = self._people.get(author.key, "") if author.key in seen else ""
            self._list_of(author.addresses, page_path("authors", id_) if id_ else "")
        for old, target in self._paper.addresses.items():
            to = self._path_of(target) if not target.startswith("/") else target
            self._redirect(old, to)
        for picture in self._paper.pictures:
            if picture.page and not picture.is_hidden:
                self._redirect(picture.page, self._path_of(picture.of))
        self._queries()
        if self._over:
            self._receipt.remark(
                f"{self._over:,} old addresses are not among the redirects, which have "
                f"{MOST_REDIRECTS:,} lines: pages of single pictures and addresses like /?p=12."
            )
        self._note_hosts(sum(map(len, aliases.values())) + len(self._redirects))
        return Leads(aliases, self._redirects, frozenset(self._live), self._term_paths)

    def _note_hosts(self, rules: int) -> None:
        """Say which hosts cannot do all that these addresses ask of them."""
        few = [
            f"{name} {host.most_redirects:,}"
            for name, host in HOSTS.items()
            if 0 < host.most_redirects < rules
        ]
        if few:
            self._receipt.remark(
                f"{rules:,} old addresses lead on. Some hosts take fewer rules ({', '.join(few)}): "
                "there pages lead readers on in place of the others, but no programs.",
                asks=False,
            )
        cannot = ", ".join(name for name, host in HOSTS.items() if not host.redirects)
        if cannot and any(to.endswith(".xml") for to in self._redirects.values()):
            self._receipt.remark(
                "Feed readers follow real redirects alone, which these hosts cannot give: "
                f"{cannot}. There a feed's old address reaches nobody.",
                asks=False,
            )

    def _lists(self) -> dict[str, str]:
        """Return the path of each term's list, where readers find a story in it."""
        sections: set[str] = set()
        tags: set[str] = set()
        for key in self._live:
            place = self._places.by_key[key]
            sections.add(place.section)
            tags.update(tag.casefold() for tag in place.tags)
        paths: dict[str, str] = {}
        for term in self._paper.terms:
            fate = self._places.terms[term.key]
            if fate.section and fate.section in sections:
                paths[term.key] = page_path(fate.section)
            elif fate.tag and fate.tag.casefold() in tags:
                paths[term.key] = self._places.tag_path(fate.tag)
        return paths

    def _path_of(self, key: str) -> str:
        place = self._places.by_key.get(key) if key in self._live else None
        return place.path if place is not None else self._term_paths.get(key, "")

    def _aliases(self, head: Head) -> tuple[str, ...]:
        place = self._places.by_key[head.key]
        aliases: list[str] = []
        for address in (head.address, *head.addresses):
            if not address:
                continue
            self._book.add(address, place.file)
            parts = split(address)
            if parts is None or parts.query or not self._book.old.is_own(address):
                continue
            path = self._book.old.path(address)
            if path.rstrip("/") in ("", place.path.rstrip("/")):
                continue
            fault = self._taken.fault(path)
            if not fault:
                self._taken.take(path)
                aliases.append(path)
                self._item(ALIAS, path, place.file)
            elif fault != "same" or self._taken.owner(path) not in aliases:
                self._unanswered(path, fault)
        number = head.key.rpartition("-")[2]
        if number.isdigit():
            self._book.add(f"/?p={number}", place.file)
        return tuple(aliases)

    def _list_of(self, addresses: Collection[str], path: str) -> None:
        """Lead the old addresses of a list, and of its feed, to the new ones."""
        for address in addresses:
            is_feed = address.rstrip("/").endswith(_FEED_ENDS)
            to = f"{path}feed.xml" if path and is_feed else path
            self._redirect(address, to)

    def _redirect(self, address: str, to: str) -> None:
        """Lead an old address to a path of the new site; "" where nothing stands for it."""
        path = self._book.old.path(address)
        if to:
            self._book.add(address, to)
        parts = split(address)
        if parts is not None and parts.query:
            if to:
                self._by_query[f"{path}?{parts.query}"] = to
            return
        if path.rstrip("/") == "":
            return
        if path.rstrip("/") == to.rstrip("/"):
            return
        fault = "nothing that readers can see stands for it" if not to else self._taken.fault(path)
        if fault:
            if fault == "same" and self._taken.owner(path) in self._redirects:
                return
            self._unanswered(path, fault)
        elif self._has_room():
            self._taken.take(path)
            self._redirects[path] = to
            self._item(REDIRECT, path, to)
        else:
            self._item(LEFT_OUT, path, "", "there is no room for it among the redirects")

    def _queries(self) -> None:
        """Lead /?p=12 and /?cat=3 on, for hosts that look at what an address asks for."""
        for head in self._paper.heads:
            if head.key not in self._live:
                continue
            for address in head.addresses:
                parts = split(address)
                if parts is not None and parts.query:
                    old = f"{self._book.old.path(address)}?{parts.query}"
                    self._by_query[old] = self._places.by_key[head.key].path
        for old, to in self._by_query.items():
            if self._has_room():
                self._redirects[old] = to
                self._item(REDIRECT, old, to)
            else:
                self._item(LEFT_OUT, old, "", "there is no room for it among the redirects")

    def _has_room(self) -> bool:
        if len(self._redirects) < MOST_REDIRECTS:
            return True
        self._over += 1
        return False

    def _unanswered(self, path: str, fault: str) -> None:
        reason = "another page stands there now" if fault == "same" else fault
        self._item(LEFT_OUT, path, "", reason)

    def _item(self, outcome: str, path: str, to: str, reason: str = "") -> None:
        self._receipt.add(Item("address", outcome, path, to, reason))


def _is_live(head: Head, now: datetime) -> bool:
    is_page = head.kind == model.PAGE or head.as_page
    if head.state != model.PUBLISHED:
        return False
    return is_page if head.published is None else head.published <= now


def menu_path(link: MenuLink, leads: Leads, places: Places, book: AddressBook) -> str:
    """Return where a menu's link leads now; "" for nowhere."""
    if link.key:
        if link.key in leads.live:
            return places.by_key[link.key].path
        return leads.term_paths.get(link.key, "")
    if link.address in ("", "#"):
        return ""
    if not book.old.is_own(link.address):
        return link.address if is_web_address(link.address) else ""
    target = book.find(link.address)
    if not target.endswith(".md"):
        return target
    paths = {places.by_key[key].file: places.by_key[key].path for key in leads.live}
    return paths.get(target, "")
