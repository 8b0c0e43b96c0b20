"""Bare links: web and mail addresses that stand in a text as they are.

Source: GitHub Flavored Markdown, "Autolinks (extension)".
"""

from __future__ import annotations

import re

# What may begin one, in texts where one may stand.
BEGIN = r"(?<![A-Za-z0-9])(?:[Hh]ttps?://|HTTPS?://|ftp://|www\.|WWW\.)(?=[^\W_])"
_WEB = re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s<>\"`“”«»\\\x00-\x1f]+", re.IGNORECASE)
_MAIL = re.compile(
    r"(?<![\w.+/-])(?:mailto:)?([A-Za-z0-9._+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)(?![\w-])"
)
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_TAIL = re.compile(r"(?:&[A-Za-z0-9]+;|[?!.,:;*_~'’‘…|—–(\[{、。，！？；：）」』])$")


def may_stand_in(text: str) -> bool:
    return "://" in text or "www." in text or "WWW." in text


def web_address(text: str, start: int, *, in_brackets: bool) -> str:
    """Return the address that begins at `start`, as written; "" if none does.

    Args:
        in_brackets: whether the text stands behind an open "[", so that "]" ends it.
    """
    match = _WEB.match(text, start)
    if match is None:
        return ""
    address = match[0]
    if in_brackets:
        address = address.partition("]")[0]
    while True:
        tail = _TAIL.search(address)
        if tail:
            address = address[: tail.start()]
        elif address[-1:] in _BRACKETS:
            if address.count(address[-1]) <= address.count(_BRACKETS[address[-1]]):
                break
            address = address[:-1]
        else:
            break
    domain = re.split(r"[/?#]", address.partition("://")[2] or address)[0]
    if not address.lower().startswith("www."):
        return address if domain else ""
    parts = domain.split(".")
    return address if len(parts) > 1 and all(parts) and "_" not in parts[-1] + parts[-2] else ""


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
