"""The keys of [organisation]: who publishes the site, and where its policies can be read."""

from __future__ import annotations

from sitegen.model.organisation import Organisation
from sitegen.schema.tables import Key, ListOf, Table
from sitegen.schema.values import EMAIL, LINK, PARAGRAPHS, WEB_ADDRESS, Form, Text
from sitegen.settings.checks import in_static, policies_of, settle_organisation
from sitegen.settings.types import POLICIES

_POLICIES = tuple(
    Key(name, LINK, f"address of the page on {name.replace('_', ' ')}") for name in POLICIES
)
ORGANISATION_KEYS = (
    Key("name", PARAGRAPHS, "who publishes", default="the site's `title`", example="The Sample"),
    Key("logo", PARAGRAPHS, "a file in `static/`, shown in the header in place of the name, on "
        "the 404 page, shared cards, in feeds and by search engines",
        "A drawing (SVG) needs a PNG of the same name beside it, for what takes no drawings",
        check=in_static, example="logo.svg"),
    Key("logo_dark", PARAGRAPHS, "the logo for dark pages", default="the `logo`",
        check=in_static, example="logo-dark.svg"),
    Key("mark", PARAGRAPHS, "the small square sign in browsers' tabs, beside the front's date, at "
        "the end of stories and on shared cards: a file in `static/`",
        "A drawing needs a PNG of the same name beside it, best of 512 pixels", check=in_static,
        example="mark.svg"),
    Key("email", EMAIL, "where the newsroom is written to", example="desk@example.org"),
    Key("phone", PARAGRAPHS, "where it is called", example="+1 713 555 0100"),
    Key("address", PARAGRAPHS, "where it is found", example="1 Sample Street, Houston"),
    Key("founded", Text(form=Form(r"\d{4}(-\d\d(-\d\d)?)?", "is not a year or date",
                                  "Write it as in {}.", "2024")),
        "a year or date: `2024`, `2024-10-01`", example="2024"),
    Key("profiles", ListOf(WEB_ADDRESS), "addresses of the newsroom's pages elsewhere",
        example='["https://social.example/@sample"]'),
    Key("policies", Table(_POLICIES, settle=policies_of),
        "where each policy can be read"),
)  # fmt: skip
ORGANISATION = Table(ORGANISATION_KEYS, makes=Organisation, settle=settle_organisation)
