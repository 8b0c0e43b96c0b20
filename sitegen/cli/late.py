"""Late: what the commands call, loaded when a command first asks for it.

`sitegen build` of an unchanged site takes a fifth of a second, and most of it is loading
modules: so each command loads what it needs and no more, and every name that is loaded so
stands here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webbrowser import open as open_browser

    from sitegen.build.build import build
    from sitegen.build.explain import due, why
    from sitegen.build.watching import watch_and_build
    from sitegen.cache.place import cache_place
    from sitegen.core.identity import install_command, version
    from sitegen.delivery.announcement import Rules
    from sitegen.delivery.deploy import Order, Outcome, deploy
    from sitegen.delivery.encoding import PictureOrder, encode_pictures
    from sitegen.delivery.evidence import verify_delivery
    from sitegen.delivery.picture_share import picture_share
    from sitegen.delivery.places import place_name, target_of
    from sitegen.delivery.verify import verify
    from sitegen.desk.publish import publish
    from sitegen.importers.checking import check_addresses
    from sitegen.importers.choices import read_choices
    from sitegen.importers.fetching import Fetcher
    from sitegen.importers.move import Request, move
    from sitegen.importers.origins import origin_of
    from sitegen.importers.receipt import Receipt
    from sitegen.importers.report import REPORT_PAGE, lines_of_hands, sentences
    from sitegen.newsite.pack import builds_sites, extras_of, pack
    from sitegen.newsite.scaffold import init
    from sitegen.newsite.site_host import set_host
    from sitegen.newsite.story import new_article
    from sitegen.newsite.theme_copies import theme_copy, theme_diff, theme_list, theme_seen
    from sitegen.pictures.heif import can_read
    from sitegen.preview.running import serve

__all__ = [
    "REPORT_PAGE",
    "Fetcher",
    "Order",
    "Outcome",
    "PictureOrder",
    "Receipt",
    "Request",
    "Rules",
    "build",
    "builds_sites",
    "cache_place",
    "can_read",
    "check_addresses",
    "deploy",
    "due",
    "encode_pictures",
    "extras_of",
    "init",
    "install_command",
    "lines_of_hands",
    "move",
    "new_article",
    "open_browser",
    "origin_of",
    "pack",
    "picture_share",
    "place_name",
    "publish",
    "read_choices",
    "sentences",
    "serve",
    "set_host",
    "target_of",
    "theme_copy",
    "theme_diff",
    "theme_list",
    "theme_seen",
    "verify",
    "verify_delivery",
    "version",
    "watch_and_build",
    "why",
]

_MODULES = {  # where a name is, and behind a colon how it is called there
    "Fetcher": "sitegen.importers.fetching",
    "REPORT_PAGE": "sitegen.importers.report",
    "Receipt": "sitegen.importers.receipt",
    "Request": "sitegen.importers.move",
    "Rules": "sitegen.delivery.announcement",
    "build": "sitegen.build.build",
    "builds_sites": "sitegen.newsite.pack",
    "can_read": "sitegen.pictures.heif",
    "check_addresses": "sitegen.importers.checking",
    "Order": "sitegen.delivery.deploy",
    "Outcome": "sitegen.delivery.deploy",
    "cache_place": "sitegen.cache.place",
    "deploy": "sitegen.delivery.deploy",
    "due": "sitegen.build.explain",
    "PictureOrder": "sitegen.delivery.encoding",
    "encode_pictures": "sitegen.delivery.encoding",
    "extras_of": "sitegen.newsite.pack",
    "init": "sitegen.newsite.scaffold",
    "install_command": "sitegen.core.identity",
    "lines_of_hands": "sitegen.importers.report",
    "move": "sitegen.importers.move",
    "new_article": "sitegen.newsite.story",
    "open_browser": "webbrowser:open",
    "origin_of": "sitegen.importers.origins",
    "pack": "sitegen.newsite.pack",
    "picture_share": "sitegen.delivery.picture_share",
    "place_name": "sitegen.delivery.places",
    "publish": "sitegen.desk.publish",
    "read_choices": "sitegen.importers.choices",
    "sentences": "sitegen.importers.report",
    "serve": "sitegen.preview.running",
    "set_host": "sitegen.newsite.site_host",
    "target_of": "sitegen.delivery.places",
    "theme_copy": "sitegen.newsite.theme_copies",
    "theme_diff": "sitegen.newsite.theme_copies",
    "theme_list": "sitegen.newsite.theme_copies",
    "theme_seen": "sitegen.newsite.theme_copies",
    "verify": "sitegen.delivery.verify",
    "verify_delivery": "sitegen.delivery.evidence",
    "version": "sitegen.core.identity",
    "watch_and_build": "sitegen.build.watching",
    "why": "sitegen.build.explain",
}


def __getattr__(name: str) -> object:
    """Load the module that holds `name`."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, other = _MODULES[name].partition(":")
    return getattr(import_module(module), other or name)
