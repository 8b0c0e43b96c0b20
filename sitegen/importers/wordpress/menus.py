"""Menus of an export: each link is an entry of its own."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.figures import whole_number
from sitegen.core.record import Record, replace
from sitegen.importers.model import Menu, MenuLink
from sitegen.importers.wordpress.entries import Entry
from sitegen.importers.wordpress.words import plain_words


class _Item(Record):
    order: int
    menu: str
    link: MenuLink


class Menus:
    """Notes links of menus."""

    def __init__(self) -> None:
        self._items: list[_Item] = []

    def note(self, entry: Entry) -> None:
        """Note a link of a menu; one that was never saved is none."""
        if entry.value("wp:status") not in ("", "publish"):
            return
        kind = entry.meta.get("_menu_item_type", "").strip()
        number = entry.meta.get("_menu_item_object_id", "").strip()
        menu = next((c.name for c in entry.categories if c.domain == "nav_menu"), "")
        key = ""
        if kind == "post_type":
            key = f"wp-{number}"
        elif kind == "taxonomy":
            key = f"term {number}"  # its key is known when all are
        address = entry.meta.get("_menu_item_url", "").strip()
        order = entry.value("wp:menu_order")
        link = MenuLink(plain_words(entry.value("title")), address, key)
        self._items.append(_Item(whole_number(order), plain_words(menu), link))

    def all(self, terms: Mapping[str, str]) -> tuple[Menu, ...]:
        """Return the menus.

        Args:
            terms: number of a term → key.
        """
        menus: dict[str, list[MenuLink]] = {}
        for item in sorted(self._items, key=lambda item: item.order):
            link = item.link
            if link.key.startswith("term "):
                link = replace(link, key=terms.get(link.key[5:], ""))
            menus.setdefault(item.menu, []).append(link)
        return tuple([Menu(name, tuple(links)) for name, links in menus.items()])
