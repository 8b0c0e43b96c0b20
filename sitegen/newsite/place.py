"""The place of a new site on the web: its address, and the name under which its ids are minted."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from sitegen.core.problems import SitegenError
from sitegen.core.record import Record
from sitegen.core.urls import is_placeholder, slugify
from sitegen.schema.reader import Rules
from sitegen.schema.toml_reader import TomlReader
from sitegen.settings.checks import check_base_url

_PLACEHOLDER = "https://example.org"


class Place(Record):
    base_url: str  # absolute, without a last slash
    authority: str  # "gazette.org,2026": see `syndication.ids`
    is_known: bool  # False: the address is still to be written


NOWHERE = Place(_PLACEHOLDER, "sample.example,2024", is_known=False)


def new_place(title: str, url: str, now: datetime) -> Place:
    """Return the place of a new site.

    Without an address of its own the site's ids are minted under its name in a domain that
    is nobody's, so that they stay when the address comes.

    Args:
        url: absolute; "" when it is not known yet.

    Raises:
        SitegenError: `url` is not the address of a site.
    """
    reader = TomlReader("--url", {}, {}, Rules())
    fields = check_base_url(reader, "base_url", (url or _PLACEHOLDER).strip())
    if fields is None:
        raise SitegenError(reader.problems)
    base_url = fields["base_url"]
    is_known = bool(url) and not is_placeholder(base_url)
    host = (urlsplit(base_url).hostname or "").removeprefix("www.")
    domain = f"{slugify(title)[:60].strip('-') or 'site'}.example"
    if is_known and ":" not in host:
        domain = host
    return Place(base_url, f"{domain},{now.astimezone(UTC).year}", is_known)
