"""Words and names of an export, as plain text."""

from __future__ import annotations

import html
import re


def plain_words(text: str) -> str:
    """Return the words of a title or name: without tags, decoded once."""
    if "<" in text:
        text = re.sub(r"<(?:br|/p|/div)\b[^>]*>", " ", text)
        text = re.sub(r"</?[A-Za-z][^<>]*>", "", text)
    return " ".join(html.unescape(text).replace("\u00ad", "").split())


def is_mail(text: str) -> bool:
    """Say whether a name is an address of e-mail, which is written nowhere."""
    return re.fullmatch(r"\S+@\S+\.\w+", text) is not None


def without_mail(text: str) -> str:
    return text.partition("@")[0] if is_mail(text) else text


def list_addresses(base: str, *slugs: str) -> tuple[str, ...]:
    """Return the old address of a list, and of its feed."""
    path = "/".join(slugs)
    return (f"/{base}/{path}/", f"/{base}/{path}/feed/") if path.strip("/") else ()
