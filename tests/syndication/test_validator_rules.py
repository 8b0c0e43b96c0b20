"""What the W3C's feed validator would say of each feed of a site of all kinds, rule by rule.

The validator itself is a program of another time (Python 2) and a service that tests must not
ask. Its rules are written here as its documentation has them; docs/feeds.md names what it
remarks all the same.

Source: validator.w3.org/feed/docs, "Feed Validator messages".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import lxml.html
import pytest
from lxml import etree

from tests.conftest import NOW, Built

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
REFUSED = ("script", "style", "form", "input", "iframe", "object", "embed", "meta", "link", "base")
ESCAPED_TWICE = re.compile(r"&(?:amp|lt|gt|quot|#\d+);")


def feeds(built: Built, name: str) -> Iterator[tuple[str, Any]]:
    root_name = {"feed.xml": "rss", "atom.xml": f"{ATOM}feed"}[name]
    for file, data in built.tree.items():
        if file.endswith(".xml") and (root := etree.fromstring(data)).tag == root_name:
            yield file, root


def faults_of_html(html: str) -> Iterator[str]:
    """Yield what readers' programs would not show or could not resolve."""
    if not html.strip():
        return
    fragment = lxml.html.fromstring(f"<div>{html}</div>")
    for element in fragment.iter(etree.Element):
        if element.tag in REFUSED:
            yield f"a <{element.tag}> (SecurityRisk)"
        for name, value in element.attrib.items():
            if name in ("href", "src") and not re.match(r"(?:https?|mailto|tel):", value):
                yield f"{name}={value} (ContainsRelRef)"
            if name.startswith("on") or name == "style":
                yield f"{name}=… (SecurityRiskAttr)"


def faults_of_rss(file: str, root: Any, base: str) -> Iterator[str]:
    channel = root[0]
    for name in ("title", "link", "description", "language"):
        if not channel.findtext(name):
            yield f"no {name} (MissingElement)"
    own = [link.get("href") for link in channel.iter(f"{ATOM}link") if link.get("rel") == "self"]
    if own != [f"{base}/{file}"]:
        yield f"self is {own} (SelfDoesntMatchLocation, MissingSelf)"
    image = channel.find("image")
    if image is not None:
        for name in ("title", "link"):
            if image.findtext(name) != channel.findtext(name):
                yield f"the image's {name} (Image{name.title()}DoesntMatch)"
    guids = [item.findtext("guid") for item in channel.iter("item")]
    if None in guids or len(set(guids)) != len(guids):
        yield "guids (MissingGuid, DuplicateValue)"
    for item in channel.iter("item"):
        title = item.findtext("title") or ""
        if not title or "\n" in title or ESCAPED_TWICE.search(title):
            yield f"title {title!r} (ContainsHTML, ContainsUndeclaredHTML)"
        if parsedate_to_datetime(item.findtext("pubDate")) > datetime.fromisoformat(NOW):
            yield f"{title}: a date that has not come (ImplausibleDate)"
        if len(item.findall("enclosure")) > 1:
            yield f"{title}: two enclosures (DuplicateEnclosure)"
        for enclosure in item.iter("enclosure"):
            if not int(enclosure.get("length")) or "/" not in enclosure.get("type"):
                yield f"{title}: enclosure (InvalidNonNegativeInteger, InvalidMIMEType)"
        for element in (item.find("description"), item.find(CONTENT)):
            html = "" if element is None else element.text or ""
            yield from (f"{title}: {fault}" for fault in faults_of_html(html))


def faults_of_atom(file: str, root: Any, base: str) -> Iterator[str]:
    own = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if [(link.get("href"), link.get("type")) for link in own] != [
        (f"{base}/{file}", "application/atom+xml")
    ]:
        yield "self (MissingSelf, SelfDoesntMatchLocation)"
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        yield "two entries with one id (DuplicateEntries)"
    for entry in entries:
        title = entry.findtext(f"{ATOM}title") or ""
        if not title or ESCAPED_TWICE.search(title):
            yield f"title {title!r} (ContainsUndeclaredHTML)"
        if entry.findtext(f"{ATOM}updated") < entry.findtext(f"{ATOM}published"):
            yield f"{title}: updated before it was published"
        content = entry.find(f"{ATOM}content")
        if content is not None:
            yield from (f"{title}: {fault}" for fault in faults_of_html(content.text or ""))


@pytest.mark.parametrize(("name", "rule"), [("feed.xml", "rss"), ("atom.xml", "atom")])
def test_the_validator_has_nothing_to_say(sample_site: Built, name: str, rule: str) -> None:
    """Of no feed of the sample: all kinds of stories, languages, recordings, films, updates."""
    check = faults_of_rss if rule == "rss" else faults_of_atom
    found = dict(feeds(sample_site, name))
    assert len(found) > 8
    faults = [
        f"{file}: {fault}"
        for file, root in found.items()
        for fault in check(file, root, "https://example.org")
    ]
    assert faults == [], "\n".join(faults)
