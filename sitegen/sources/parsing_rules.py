"""The rules of parsing: what of the settings decides what a source is parsed to.

Whoever parses is handed these and nothing else of the settings, so that their digest stands
for all that a row of the cache depends on beside its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.record import Record
from sitegen.settings.types import Settings


class SectionRules(Record):
    """What of a section decides how its stories are read."""

    slug: str
    default_kind: str
    template: str
    lang: str  # of its stories, unless they say another; "" for the site's


class ParsingRules(Record):
    """See `settings.types.Settings` for what each means."""

    base_url: str
    language: str
    timezone: str
    sections: tuple[SectionRules, ...]
    tag_aliases: Mapping[str, str]
    tag_slugs: Mapping[str, str]
    archive_before: datetime | None
    guests: bool
    trust_html: bool
    origins: tuple[str, ...]
    quotes: str
    words_per_minute: int
    extensions: tuple[str, ...]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def is_archive(self, published: datetime) -> bool:
        """Say whether a story of that hour is the archive's, whose old faults are warnings."""
        return self.archive_before is not None and published < self.archive_before

    def digest(self, engine: str) -> str:
        """Return what rows stand under that were parsed by these rules and this engine."""
        return digest_text(f"{engine}\n{dump(Values().encode(self))}")


def parsing_rules(settings: Settings) -> ParsingRules:
    return ParsingRules(
        base_url=settings.base_url,
        language=settings.language,
        timezone=settings.timezone,
        sections=tuple(
            [SectionRules(s.slug, s.default_kind, s.template, s.lang) for s in settings.sections]
        ),
        tag_aliases=settings.tag_aliases,
        tag_slugs=settings.tag_slugs,
        archive_before=settings.archive_before,
        guests=settings.guests,
        trust_html=settings.trust_html,
        origins=settings.origins,
        quotes=settings.quotes,
        words_per_minute=settings.words_per_minute,
        extensions=settings.extensions,
    )
