"""The keys of front matter: which there are, and what reads each of them.

Every key that a reporter may write is in one of these two tables and nowhere else. What a
key may hold and what it means is decided by its function, which stands in the module that
bears the subject: `address_keys`, `date_keys`, `topic_keys`, `people_keys`,
`evidence_keys`, `media_keys`, `plain_keys`. Nothing is looked up there: whether a named
file exists is for `named_files`. docs/front-matter.md is the manual.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.schema.fields import KeyReader
from sitegen.sources.address_keys import (
    read_aliases,
    read_guid,
    read_id,
    read_related,
    read_slug,
    read_template,
    read_translation_of,
)
from sitegen.sources.date_keys import (
    read_breaking,
    read_instant,
    read_live,
    read_moment,
    read_published,
    read_until,
    read_updated,
)
from sitegen.sources.evidence_keys import read_corrections, read_sources, read_sponsor
from sitegen.sources.media_keys import read_enclosure, read_image
from sitegen.sources.people_keys import read_credits, read_email, read_languages, read_profiles
from sitegen.sources.plain_keys import (
    read_extra,
    read_flag,
    read_lang,
    read_line,
    read_text,
    read_web_address,
)
from sitegen.sources.topic_keys import read_kind, read_part, read_series, read_tags

STORY_KEYS: Mapping[str, KeyReader] = {
    "title": read_line,
    "slug": read_slug,
    "summary": read_line,
    "section": read_line,
    "published": read_published,
    "date": read_moment,
    "updated": read_updated,
    "embargo": read_instant,
    "expires": read_instant,
    "draft": read_flag,
    "kind": read_kind,
    "kicker": read_line,
    "authors": read_credits,
    "contributors": read_credits,
    "tags": read_tags,
    "series": read_series,
    "part": read_part,
    "lead": read_until,
    "pinned": read_until,
    "breaking": read_breaking,
    "image": read_image,
    "dateline": read_line,
    "sponsor": read_sponsor,
    "sources": read_sources,
    "how_we_reported": read_text,
    "corrections": read_corrections,
    "canonical": read_web_address,
    "aliases": read_aliases,
    "lang": read_lang,
    "id": read_id,
    "guid": read_guid,
    "card_title": read_line,
    "related": read_related,
    "translation_of": read_translation_of,
    "template": read_template,
    "enclosure": read_enclosure,
    "live": read_live,
    "extra": read_extra,
}
PERSON_KEYS: Mapping[str, KeyReader] = {
    "name": read_line,
    "role": read_line,
    "beat": read_line,
    "languages": read_languages,
    "email": read_email,
    "profiles": read_profiles,
    "image": read_image,
    "lang": read_lang,
    "organisation": read_flag,
}
