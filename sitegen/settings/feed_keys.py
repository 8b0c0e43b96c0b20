"""The keys of [feeds]: what every feed carries, and those made for a partner."""

from __future__ import annotations

from sitegen.model.kinds import KINDS
from sitegen.schema.tables import ByName, Key, ListOf, Table
from sitegen.schema.values import FLAG, PARAGRAPHS, WEB_ADDRESS, Choice, Choices, Form, Number, Text
from sitegen.settings.checks import check_feed_path, check_partner_name, sections_of
from sitegen.settings.types import FEED_FIELDS, FEED_FORMATS, FeedSettings, PartnerFeed

_LIMITS = ("count", "number", "max", "size")
# Source: RFC 4151, "authorityName" and "date"; an e-mail address may stand for the domain.
_AUTHORITY = (
    r"(?:[A-Za-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
    r",\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
)


def conditions(sections: Choices) -> tuple[Key, ...]:
    """Return the keys that say which stories are meant: those that meet all of them."""
    return (
        Key("section", Choice(sections, "Sections"), "only stories of this section, by its slug"),
        Key("tag", PARAGRAPHS, "only stories with this tag", example="Politics"),
        Key("kind", Choice(KINDS, "Kinds"), "only stories of this kind"),
        Key("author", PARAGRAPHS, "only stories of this author, by their id", example="mai-tran"),
    )


PARTNER = (
    Key("title", PARAGRAPHS, "the feed's name", default="the site's",
        example="The Sample, for the radio"),
    Key("format", Choice(FEED_FORMATS), "in which form"),
    *conditions(sections_of),
    Key("limit", Number(1, 500), "how many", former=_LIMITS),
    Key("full_text", FLAG, "`true` gives whole stories"),
    Key("fields", ListOf(Choice(FEED_FIELDS), unique=True),
        "what to carry beside title, link, date and summary: of `authors`, `categories`, "
        "`image`, `enclosure`, `corrections`", example='["authors", "image"]'),
)  # fmt: skip
FEED = (
    Key("limit", Number(1, 500), "stories in a feed", former=_LIMITS),
    Key("full_text", FLAG, "`true` puts whole stories into feeds beside their summaries, `false` "
        "only summaries"),
    Key("full_text_by_feed", ByName(FLAG, check_feed_path),
        "the same for single feeds, named by their path"),
    Key("atom", FLAG, "`false` makes no Atom of the site, its sections, languages and series"),
    Key("json", FLAG, "`false` makes no JSON Feed of these"),
    Key("every_format", FLAG, "`true` makes Atom and JSON Feed of tags and authors too"),
    Key("hubs", ListOf(WEB_ADDRESS), "addresses of WebSub hubs", example='["https://hub.example"]'),
    Key("authority",
        Text(form=Form(_AUTHORITY, "is not a domain and the day or year since which it is yours",
                       "Write it as in {}, and never change it.", "gazette.org,2024")),
        "who gives the stories their names in feeds, as in `gazette.org,2024`: [a domain of "
        "yours, and since when](feeds.md)",
        "`sitegen init` writes it; never change it. Without it the host of `base_url` counts",
        example="gazette.org,2024"),
    Key("partners", ByName(Table(PARTNER, makes=PartnerFeed), check_partner_name),
        "feeds made for one partner"),
)  # fmt: skip
FEEDS = Table(FEED, makes=FeedSettings)
