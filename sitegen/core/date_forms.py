"""Forms in which people and other programs write dates, brought to ours where they are clear."""

from __future__ import annotations

import re

from sitegen.core.patterns import late_pattern

# Not calendar.month_name, which speaks the machine's language.
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_ODD_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_ODD_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2069“”„‘’«»"
_FULL_WIDTH = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
# Signs that look like those of a date, or like nothing, and are others.
ODD_SIGNS = {
    **dict.fromkeys(_ODD_SPACES, " "),
    **dict.fromkeys(_ODD_HYPHENS, "-"),
    **dict.fromkeys(_UNSEEN, ""),
    **dict.fromkeys("\uff1a\u2236\ua789", ":"),
    **dict.fromkeys("\uff0f\u2044\u2215", "/"),
    **_FULL_WIDTH,
}
_TABLE = str.maketrans(ODD_SIGNS)
_MONTH = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_CLOCK = late_pattern(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?P<second>:\d{2}(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?P<rest>.*)",
    re.IGNORECASE,
)
# "-0600", "utc", "+0000 utc"; letters alone name many zones, and are not taken for any.
_ZONE = late_pattern(
    r"\s*h?\s*(?:(?P<offset>z|utc|gmt|[+-]\d{2}(?::?\d{2})?)(?:\s+\(?[a-z]{3,4}\)?)?)?"
)
_DAYS = (
    # 2026/11/20, 2026.11.20, 20261120
    late_pattern(r"(?P<y>\d{4})([-/.]?)(?P<m>\d{1,2})\2(?P<d>\d{1,2})"),
    # Friday, November 20th, 2026; Nov. 20 2026
    late_pattern(r"(?:[a-z]+,?\s+)?(?P<m>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"),
    # Fri, 20 Nov 2026; 20 November, 2026
    late_pattern(r"(?:[a-z]+,?\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-](?P<m>[a-z]{3,9})\.?,?[\s-](?P<y>\d{4})"),
    # 11/20/2026 and 20.11.2026, where only one number can be the month
    late_pattern(r"(?P<m>0?[1-9]|1[0-2])[-/.](?P<d>1[3-9]|2\d|3[01])[-/.](?P<y>\d{4})"),
    late_pattern(r"(?P<d>1[3-9]|2\d|3[01])[-/.](?P<m>0?[1-9]|1[0-2])[-/.](?P<y>\d{4})"),
)  # fmt: skip


def in_plain_signs(text: str) -> str:
    """Return a text with plain spaces, hyphens, colons and digits for those that look so."""
    return text.translate(_TABLE).strip()


def in_our_form(text: str) -> str:
    """Return a date in our form, "2026-11-20 15:00"; as it is when its form is not known.

    "November 20, 2026 3 pm" and "2026/11/20 15:00 UTC" are known. The result need not be a
    date: there is no month 13.
    """
    low = text.casefold()
    for pattern in _DAYS:
        match = pattern.match(low)
        if match is None:
            continue
        month = match["m"] if match["m"].isdigit() else _MONTH.get(match["m"][:3], 0)
        day = f"{match['y']}-{int(month):02}-{int(match['d']):02}"
        rest = low[match.end() :].lstrip(" ,t").removeprefix("at ")
        clock = _clock(rest)
        if clock is not None:
            return f"{day} {clock}".strip()
    return text


def _clock(text: str) -> str | None:
    """Return a time of day in our form, with its offset; None when it is not clear."""
    if not text:
        return ""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    zone = _ZONE.fullmatch(match["rest"])
    if zone is None:
        return None
    offset = "Z" if zone["offset"] in ("utc", "gmt") else (zone["offset"] or "").upper()
    return f"{hour:02}:{match['minute'] or '00'}{match['second'] or ''}{offset}"
