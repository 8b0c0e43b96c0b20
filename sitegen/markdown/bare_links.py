"""Bare links: web and mail addresses that stand in a text as they are.

Source: GitHub Flavored Markdown, "Autolinks (extension)".
"""

from __future__ import annotations

import re
from collections import Counter

# What may begin one, in texts where one may stand.
BEGIN = r"(?<![A-Za-z0-9])(?:[Hh]ttps?://|HTTPS?://|ftp://|www\.|WWW\.)(?=[^\W_])"
_START = r"(?:(?:https?|ftp)://|www\.)"
_SIGNS = r"\s<>\"`“”«»\\\x00-\x1f"
_WEB = re.compile(rf"{_START}[^{_SIGNS}]+", re.IGNORECASE)
_WEB_IN_BRACKETS = re.compile(rf"{_START}[^{_SIGNS}\]]*", re.IGNORECASE)
_MAIL = re.compile(
    r"(?<![\w.+/-])(?:mailto:)?([A-Za-z0-9._+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)(?![\w-])"
)
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_TAIL = frozenset("?!.,:;*_~'’‘…|—–([{、。，！？；：）」』")
_LONG_HOST = re.compile(r"www\.[^\s<>\"`“”«»\\\x00-\x1f/?#]{300}", re.IGNORECASE)  # is none


def may_stand_in(text: str) -> bool:
    return "://" in text or "www." in text or "WWW." in text


def web_address(text: str, start: int, *, in_brackets: bool) -> str:
    """Return the address that begins at `start`, as written; "" if none does.

    Args:
        in_brackets: whether the text stands behind an open "[", so that "]" ends it.
    """
    if _LONG_HOST.match(text, start):
        return ""
    match = (_WEB_IN_BRACKETS if in_brackets else _WEB).match(text, start)
    if match is None:
        return ""
    address = _without_tail(match[0])
    domain = re.split(r"[/?#]", address.partition("://")[2] or address)[0]
    if not address.lower().startswith("www."):
        return address if domain else ""
    parts = domain.split(".")
    return address if len(parts) > 1 and all(parts) and "_" not in parts[-1] + parts[-2] else ""


def _without_tail(address: str) -> str:
    """Return `address` without signs that end the sentence in which it stands."""
    end = len(address)
    counts: Counter[str] | None = None  # of the brackets before `end`
    while end:
        last = address[end - 1]
        if last in _BRACKETS:
            counts = Counter(address[:end]) if counts is None else counts
            if counts[last] <= counts[_BRACKETS[last]]:
                break
        elif last not in _TAIL:
            break
        start = end - 1
        if last == ";":
            while start and address[start - 1].isascii() and address[start - 1].isalnum():
                start -= 1
            is_entity = start < end - 1 and address[start - 1 : start] == "&"
            start = start - 1 if is_entity else end - 1
        if counts is not None:
            counts.subtract(address[start:end])
        end = start
    return address[:end]


def mail_addresses(text: str) -> list[tuple[int, int, str]]:
    """Return where mail addresses stand in `text`, and the link of each."""
    places: list[tuple[int, int, str]] = []
    for match in _MAIL.finditer(text):
        if match[1][-1] in "-_":
            continue
        places.append((match.start(), match.end(), f"mailto:{match[1]}"))
    return places


def web_link(address: str) -> str:
    return f"http://{address}" if address[:4].lower() == "www." else address
