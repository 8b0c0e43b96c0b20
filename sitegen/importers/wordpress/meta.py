"""What plugins of WordPress note of a post, and PHP's way of writing it down."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from sitegen.core.figures import whole_number

# Fields of posts by what they say; the first that holds something counts.
DESCRIPTIONS = (
    "_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description",
    "_aioseop_description", "_seopress_titles_desc", "_genesis_description",
)  # fmt: skip
CANONICALS = (
    "_yoast_wpseo_canonical", "rank_math_canonical_url", "_seopress_robots_canonical",
    "_genesis_canonical_uri", "_aioseo_canonical_url",
)  # fmt: skip
PRIMARY_CATEGORIES = ("_yoast_wpseo_primary_category", "rank_math_primary_category",
                      "_primary_term_category", "_seopress_robots_primary_cat")  # fmt: skip
SUBTITLES = ("newspack_post_subtitle", "_subtitle", "subtitle", "kia_subtitle", "wps_subtitle",
             "_wps_subtitle", "secondary_title", "_secondary_title", "post_subtitle",
             "_mcf_subtitle", "deck", "_deck")  # fmt: skip
CREDITS = ("_media_credit", "_wp_attachment_credit", "media_credit", "credit", "_credit",
           "photographer", "photographer_name", "_photographer_name", "_navis_media_credit_org",
           "isc_image_source", "source_credit")  # fmt: skip
KNOWN = frozenset((*DESCRIPTIONS, *CANONICALS, *PRIMARY_CATEGORIES, *SUBTITLES, *CREDITS))
# Of a plugin's own working; readers never saw any of it.
INNER = re.compile(
    r"^_|^(?:wp_|wpseo|rank_math|ninja|jetpack|sharing|amp_|newspack|panels_|fusion|et_|avada|"
    r"slide_template|dsq_|enclosure$|footnotes$|views$|post_views|hide_|inline_featured|om_|tve_)"
)


def first(meta: Mapping[str, str], names: tuple[str, ...]) -> str:
    """Return the first of some fields that holds something; "" for none."""
    return next((meta[name].strip() for name in names if meta.get(name, "").strip()), "")


def php_text(serialized: str, name: str) -> str:
    """Return a text by its name out of what PHP wrote down: s:6:"credit";s:7:"Jo Park"."""
    match = re.search(rf's:\d+:"{re.escape(name)}";s:(\d{{1,9}}):"', serialized)
    if match is None:
        return ""
    # The length is one of bytes.
    data = serialized[match.end() :].encode("utf-8", "replace")[: int(match[1])]
    return data.decode("utf-8", "replace").strip()


def footnotes(meta: Mapping[str, str]) -> dict[str, str]:
    """Return the notes of a post: id → HTML."""
    try:
        notes = json.loads(meta.get("footnotes", "") or "[]")
        return {str(note["id"]): str(note["content"]) for note in notes}
    except (ValueError, TypeError, KeyError):
        return {}


def enclosure(meta: Mapping[str, str]) -> tuple[str, int, str, str]:
    """Return a podcast's recording: address, bytes, type and "00:29:24".

    The address is "" for none.
    """
    lines = meta.get("enclosure", "").strip().splitlines()
    address, length, type_ = [*map(str.strip, lines[:3]), "", "", ""][:3]
    duration = php_text("\n".join(lines[3:]), "duration") or meta.get("duration", "").strip()
    return address, whole_number(length), type_, duration
