"""A feed as an origin, where a newsroom has nothing else: RSS, Atom or JSON Feed.

A feed holds what is newest, and often only the beginnings of stories: both are told.
"""

from __future__ import annotations

import html
import json
import re
import time
from calendar import timegm
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import SplitResult, unquote, urlencode, urlsplit

from sitegen.core import http, identity
from sitegen.core.figures import whole_number
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.core.urls import slugify
from sitegen.importers import loose, model
from sitegen.importers.model import Author, Head, Paper, Piece, Sound, Term
from sitegen.importers.receipt import LEFT_OUT, Item, Receipt

LARGEST = 200_000_000  # bytes of one feed
LONGEST = 20_000_000  # letters of one text
_MOST_PAGES = 2_000
_PAUSE = 0.2  # seconds between two pages of a feed
_MORE = re.compile(r"(?:\[(?:…|&#8230;|\.\.\.|&hellip;)\]|…|Read more|Continue reading)\s*"
                   r"(?:</\w+>\s*)*$", re.IGNORECASE)  # fmt: skip
_SUMMARY_ONLY = "the feed has only the beginning of it"
_SUMMARY_REMEDY = "Take the text over from the old site."


class Entry(Record):
    """One item of a feed, whatever its form."""

    id: str
    link: str
    title: str  # plain text
    text: str  # HTML
    summary: str  # HTML; "" where it is the text
    published: datetime | None
    updated: datetime | None
    is_whole: bool  # False: nothing but a summary
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    picture: str = ""
    picture_credit: str = ""
    sound: Sound | None = None
    lang: str = ""


class FeedFacts(Record):
    """What a feed says of the paper."""

    title: str = ""
    tagline: str = ""
    address: str = ""  # of the site
    own: str = ""  # of the feed itself
    language: str = ""
    next: str = ""  # address of the page that follows
    generator: str = ""
    fault: str = ""  # what is wrong with it as a whole


class Feed:
    """A feed, in one file or several, or at an address, whose further pages are asked for.

    Args:
        names: files or addresses.
        pause: waits for some seconds; a test waits for none.
    """

    program = "a feed"

    def __init__(self, names: Sequence[str], pause: Callable[[float], None] = time.sleep) -> None:
        self._names = names
        self._pause = pause
        self._entries: dict[str, Entry] = {}
        self._heads: dict[str, Head] = {}

    def survey(self, receipt: Receipt) -> Paper:
        """Read all but the texts. What is left out for good is counted in the receipt.

        Raises:
            SitegenError: there is no such feed.
        """
        facts = FeedFacts()
        for name in self._names:
            for data in self._pages(name):
                found, entries = parsed(data, name)
                facts = facts if facts.title or facts.address else found
                if found.fault:
                    receipt.remark(f"{name}: {found.fault}")
                self._take(entries, receipt)
        if not self._entries:
            hint = "Name a feed: an address or a file with RSS, Atom or JSON Feed."
            what = "there is no story in it"
            raise SitegenError([Problem(", ".join(self._names), 0, what, hint)])
        receipt.remark(
            f"A feed holds what is newest, here {len(self._entries):,} of the stories. Older ones "
            "have to come from an export of the old program."
        )
        return self._paper(facts)

    def _take(self, entries: Sequence[Entry], receipt: Receipt) -> None:
        for entry in entries:
            key = entry.id or entry.link or entry.title
            if len(entry.text) > LONGEST:
                reason = f"a text of {len(entry.text):,} letters, more than is read"
                receipt.add(Item(model.POST, LEFT_OUT, entry.title, reason=reason, key=key))
            else:
                self._entries.setdefault(key, entry)

    def _pages(self, name: str) -> Iterator[bytes]:
        """Yield a feed, and the pages that follow it where it stands at an address."""
        if "://" not in name:
            yield _file(name)
            return
        seen: set[str] = set()
        address, number = name, 1
        known = 0
        with http.Client(most=LARGEST) as client:
            while address and address not in seen and len(seen) < _MOST_PAGES:
                seen.add(address)
                try:
                    answer = client.get(address, follow=True)
                except http.HttpError as error:
                    if number == 1:
                        hint = "Save the feed, and name the file."
                        raise SitegenError([Problem(address, 0, str(error), hint)]) from None
                    return
                if not answer.is_good:
                    if number == 1:
                        what = f"the old site answered {answer.status}"
                        raise SitegenError([Problem(address, 0, what, "Look for its feed.")])
                    return
                yield answer.body
                if len(self._entries) == known:
                    return  # this page had nothing new
                known = len(self._entries)
                facts, _entries = parsed(answer.body, address)
                number += 1
                address = facts.next or next_of_wordpress(name, facts, number)
                self._pause(_PAUSE)

    def _paper(self, facts: FeedFacts) -> Paper:
        address = _origin(facts.address) or _origin(next(iter(self._entries.values())).link)
        firsts = Counter(e.categories[0] for e in self._entries.values() if e.categories)
        often = {name for name, count in firsts.items() if count * 20 >= len(self._entries)}
        terms: dict[str, Term] = {}
        authors: dict[str, Author] = {}
        for key, entry in self._entries.items():
            for name in entry.categories:
                kind = model.CATEGORY if name in often else model.TAG
                slug = slugify(name) or name
                terms.setdefault(slug, Term(f"{kind}:{slug}", kind, slug, name))
            for name in entry.authors:
                authors.setdefault(slugify(name) or name, Author(slugify(name) or name, name))
            self._heads[key] = _head(key, entry, terms)
        own = _path(facts.own or next((n for n in self._names if "://" in n), ""))
        return Paper(
            title=facts.title,
            tagline=facts.tagline,
            address=address,
            language=loose.language(facts.language),
            heads=tuple(self._heads.values()),
            terms=tuple(terms.values()),
            authors=tuple(authors.values()),
            addresses={own: "/feed.xml"} if own.strip("/") else {},
        )

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the survey, in its order."""
        for key, entry in self._entries.items():
            head = self._heads[key]
            credit = entry.picture_credit
            yield Piece(
                head,
                entry.text,
                summary=entry.summary,
                authors=head.authors,
                picture=entry.picture,
                picture_caption=html.escape(credit, quote=False),
                guid=entry.id,
                sound=entry.sound,
                lang=loose.language(entry.lang),
            )

    def data(self, address: str) -> bytes | None:
        """Return None: a feed has no files."""
        del address
        return None


def parsed(data: bytes, label: str) -> tuple[FeedFacts, list[Entry]]:
    """Return what a feed says of itself, and its items in their order.

    Raises:
        SitegenError: the library that reads RSS and Atom is not there.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _of_json(data)
    return _of_xml(data, label)


# JSON Feed


def _of_json(data: bytes) -> tuple[FeedFacts, list[Entry]]:
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        return FeedFacts(fault=f"this is no JSON Feed: {error}"), []
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return FeedFacts(fault="this is no JSON Feed: it has no items"), []
    facts = FeedFacts(
        loose.text(feed.get("title")),
        loose.text(feed.get("description")),
        loose.text(feed.get("home_page_url")),
        loose.text(feed.get("feed_url")),
        loose.text(feed.get("language")),
        loose.text(feed.get("next_url")),
    )
    return facts, [_json_entry(item) for item in feed["items"] if isinstance(item, dict)]


def _json_entry(item: Mapping[str, Any]) -> Entry:
    text, plain = item.get("content_html"), item.get("content_text")
    if not isinstance(text, str) or not text.strip():
        text = _paragraphs(plain) if isinstance(plain, str) else ""
    summary = html.escape(loose.text(item.get("summary")), quote=False)
    people = item.get("authors") or [item.get("author")]
    names = [loose.text(p.get("name")) for p in people if isinstance(p, dict)] if (
        isinstance(people, list)
    ) else []  # fmt: skip
    attachments = item.get("attachments")
    sounds = [_json_sound(each) for each in attachments if isinstance(each, dict)] if (
        isinstance(attachments, list)
    ) else []  # fmt: skip
    return Entry(
        loose.text(item.get("id")),
        loose.text(item.get("url")),
        loose.text(item.get("title")),
        text or summary,
        summary if text else "",
        loose.moment(item.get("date_published"), UTC),
        loose.moment(item.get("date_modified"), UTC),
        bool(text),
        tuple(name for each in names for name in _people(each)),
        tuple(loose.texts(item.get("tags"))),
        loose.text(item.get("image") or item.get("banner_image")),
        sound=next((sound for sound in sounds if sound is not None), None),
        lang=loose.text(item.get("language")),
    )


def _json_sound(attachment: Mapping[str, Any]) -> Sound | None:
    address, kind = loose.text(attachment.get("url")), loose.text(attachment.get("mime_type"))
    if not address or not kind.startswith(("audio/", "video/")):
        return None
    size, seconds = attachment.get("size_in_bytes"), attachment.get("duration_in_seconds")
    duration = f"{int(seconds) // 60}:{int(seconds) % 60:02}" if (
        isinstance(seconds, int | float)
    ) else ""  # fmt: skip
    return Sound(address, size if isinstance(size, int) else 0, kind, duration)


# RSS and Atom


def _library() -> ModuleType:
    try:
        return import_module("feedparser")
    except ImportError:
        hint = f"To have it: {identity.install_command('import')}"
        what = "RSS and Atom are read with a library that is not installed"
        raise SitegenError([Problem("import", 0, what, hint)]) from None


def _of_xml(data: bytes, label: str) -> tuple[FeedFacts, list[Entry]]:
    library = _library()
    # What does harm is taken out by whoever writes the texts; here no word may be lost.
    read = library.parse(data, sanitize_html=False, resolve_relative_uris=False)
    feed, fault = read.feed, ""
    if read.bozo:
        error = read.get("bozo_exception")
        line = getattr(error, "getLineNumber", lambda: 0)()
        if line and not data.lstrip().startswith(b"<?xml"):
            line -= 1  # the library wrote a declaration above it
        where = f"line {line}: " if line else ""
        fault = f"{where}the feed is not well-formed; what could be read of it was read"
    if not read.entries and not read.get("version"):
        fault = f"{label} is no feed"
    links = {link.get("rel"): link.get("href", "") for link in feed.get("links", ())}
    facts = FeedFacts(
        _words(feed.get("title")),
        _words(feed.get("subtitle")),
        _text(feed.get("link")),
        _text(links.get("self")),
        _text(feed.get("language")),
        _text(links.get("next")),
        _text(feed.get("generator")),
        fault,
    )
    return facts, [_xml_entry(entry) for entry in read.entries]


def _xml_entry(entry: Any) -> Entry:
    contents = [_html_of(each) for each in entry.get("content", ())]
    text = max(contents, key=len, default="")
    summary = _html_of(entry.get("summary_detail") or {})
    if entry.get("summary") and entry["summary"] != summary:  # media:description is taken for it
        summary = entry["summary"]
    is_whole = bool(text)
    if not text:
        text, summary = summary, ""
        is_whole = not _MORE.search(text.strip()) and len(re.sub(r"<[^>]*>", "", text)) > 800
    elif re.sub(r"\W", "", summary) == re.sub(r"\W", "", text):
        summary = ""
    picture, credit = _picture(entry)
    people = [_text(each.get("name")) for each in entry.get("authors", ())]
    return Entry(
        _text(entry.get("id")),
        _text(entry.get("link")),
        _words(entry.get("title")),
        text,
        _MORE.sub("", summary.strip()).strip(),
        _moment(entry, "published") or _moment(entry, "updated"),
        _moment(entry, "updated"),
        is_whole,
        tuple(dict.fromkeys(name for each in people for name in _people(each))),
        tuple(
            dict.fromkeys(
                _words(tag.get("label") or tag.get("term")) for tag in entry.get("tags", ())
                if _words(tag.get("label") or tag.get("term"))
            )
        ),
        picture,
        credit,
        _sound(entry),
        _text(entry.get("language")),
    )  # fmt: skip


def _html_of(detail: Mapping[str, Any]) -> str:
    value = detail.get("value")
    if not isinstance(value, str):
        return ""
    return _paragraphs(value) if detail.get("type") == "text/plain" else value


def _picture(entry: Any) -> tuple[str, str]:
    """Return the address and credit of an item's picture."""
    credits_ = [_text(each.get("content")) for each in entry.get("media_credit", ())]
    candidates = [
        each for each in (*entry.get("media_content", ()), *entry.get("links", ()))
        if _text(each.get("medium")) == "image" or _text(each.get("type")).startswith("image/")
    ]  # fmt: skip
    candidates += list(entry.get("media_thumbnail", ()))
    for each in candidates:
        address = _text(each.get("url") or each.get("href"))
        if address:
            return address, next(filter(None, credits_), "")
    image = entry.get("image")
    return (_text(image.get("href")) if isinstance(image, Mapping) else ""), ""


def _sound(entry: Any) -> Sound | None:
    for link in entry.get("links", ()):
        kind = _text(link.get("type"))
        if link.get("rel") == "enclosure" and kind.startswith(("audio/", "video/")):
            size = whole_number(_text(link.get("length")))
            return Sound(_text(link.get("href")), size, kind, _text(entry.get("itunes_duration")))
    return None


def _moment(entry: dict[str, Any], name: str) -> datetime | None:
    # Asked as a plain one: the library answers with another date where this is not there.
    parts = dict.get(entry, f"{name}_parsed")
    try:
        at = datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except ValueError:
        return None
    return loose.moment(at, UTC)


# What all have in common


def _head(key: str, entry: Entry, terms: Mapping[str, Term]) -> Head:
    path = _path(entry.link)
    name = unquote(path.rstrip("/").rpartition("/")[2])
    return Head(
        f"feed:{key}",
        model.POST,
        entry.title,
        re.sub(r"\.(?:html?|php|aspx?)$", "", name),
        model.PUBLISHED,
        entry.published,
        entry.updated if entry.published and entry.updated != entry.published else None,
        entry.link,
        type="item",
        terms=tuple(dict.fromkeys(terms[slugify(n) or n].key for n in entry.categories)),
        authors=tuple(dict.fromkeys(slugify(name) or name for name in entry.authors)),
        reason="" if entry.is_whole else _SUMMARY_ONLY,
        remedy="" if entry.is_whole else _SUMMARY_REMEDY,
    )


def _people(text: str) -> list[str]:
    """Return the names in a byline: "Ana Ruiz, Bo Lee and Mai Trần"; no e-mail addresses."""
    inner = re.search(r"\(([^)]+)\)", text) if "@" in text else None
    plain = inner[1] if inner else re.sub(r"\s*<?\S+@\S+\.\w+>?", "", text).strip()
    plain = plain or text.partition("@")[0].strip("< ")
    parts = [part.strip() for part in re.split(r",\s+|\s+(?:and|&|y|und|et)\s+", plain)]
    names = parts if all(" " in part for part in parts) else [plain]
    return [" ".join(name.split()) for name in names if name.strip()]


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _words(value: object) -> str:
    """Return plain text of what may be HTML, decoded once more: "A &amp; B" gives "A & B"."""
    text = re.sub(r"</?[a-zA-Z][^<>]*>", "", value) if isinstance(value, str) else ""
    return " ".join(html.unescape(text).split())


def _paragraphs(text: str) -> str:
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    escaped = [html.escape(part, quote=False).replace("\n", "<br>") for part in parts]
    return "\n".join(f"<p>{part}</p>" for part in escaped)


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _origin(address: str) -> str:
    parts = _split(address)
    return f"{parts.scheme}://{parts.netloc}" if parts is not None and parts.netloc else ""


def _path(address: str) -> str:
    parts = _split(address)
    return parts.path if parts is not None else ""


def next_of_wordpress(name: str, facts: FeedFacts, number: int) -> str:
    """Return the next page of a feed of WordPress's, which names none itself."""
    if "wordpress" not in facts.generator.lower():
        return ""
    return f"{name}{'&' if '?' in name else '?'}{urlencode({'paged': number})}"


def _file(name: str) -> bytes:
    file = Path(name)
    try:
        if file.stat().st_size > LARGEST:
            raise SitegenError([Problem(name, 0, "a feed of more than 200 MB is not read", "")])
        return file.read_bytes()
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        hint = "Name a feed: an address or a file with RSS, Atom or JSON Feed."
        raise SitegenError([Problem(name, 0, what, hint)]) from None
