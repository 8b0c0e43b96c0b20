"""The keys of [organisation]: who publishes the site, and where its policies can be read."""

from __future__ import annotations

from sitegen.model.views import Organisation
from sitegen.schema.reader import Reader
from sitegen.schema.tables import Key, ListOf, Table
from sitegen.schema.values import EMAIL, LINK, PARAGRAPHS, WEB_ADDRESS, Form, Text
from sitegen.settings.checks import policies_of, settle_organisation
from sitegen.settings.types import POLICIES


def _in_static(_reader: Reader, _key: str, logo: str) -> str:
    return logo.removeprefix("static/")


_POLICIES = tuple(
    Key(name, LINK, f"address of the page on {name.replace('_', ' ')}") for name in POLICIES
)
ORGANISATION_KEYS = (
    Key("name", PARAGRAPHS, "who publishes", default="the site's `title`"),
    Key("logo", PARAGRAPHS, "a file in `static/`, for search engines and feeds: best a PNG, "
        "because RSS takes no SVG", check=_in_static),
    Key("email", EMAIL, "where the newsroom is written to"),
    Key("phone", PARAGRAPHS, "where it is called"),
    Key("address", PARAGRAPHS, "where it is found"),
    Key("founded", Text(form=Form(r"\d{4}(-\d\d(-\d\d)?)?", "is not a year or date",
                                  "Write it as in {}.", "2024")),
        "a year or date: `2024`, `2024-10-01`"),
    Key("profiles", ListOf(WEB_ADDRESS), "addresses of the newsroom's pages elsewhere"),
    Key("policies", Table(_POLICIES, settle=policies_of),
        "where each policy can be read"),
)  # fmt: skip
ORGANISATION = Table(ORGANISATION_KEYS, makes=Organisation, settle=settle_organisation)
