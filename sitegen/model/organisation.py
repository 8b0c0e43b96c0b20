"""Who publishes the site."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.record import Record


class Organisation(Record):
    """Who publishes the site, for structured data and the footer."""

    name: str
    logo: str = ""  # path in static/
    logo_dark: str = ""  # the same for dark pages; "" where one serves both
    mark: str = "icons/mark.svg"  # the small square sign
    email: str = ""
    phone: str = ""
    address: str = ""
    founded: str = ""  # year or date
    profiles: tuple[str, ...] = ()
    policies: Mapping[str, str] | None = None  # name of the policy → URL of its page
