"""The first reading of an export: all but the texts."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo

from sitegen.core.digests import digest_text
from sitegen.core.record import replace
from sitegen.core.urls import is_web_address, slugify
from sitegen.importers import model, zones
from sitegen.importers.addresses import NUMBER_QUERIES
from sitegen.importers.choices import Choices
from sitegen.importers.model import Head, Paper, Picture
from sitegen.importers.pictures import Pictures
from sitegen.importers.receipt import LEFT_OUT, MOVED, Comment, Item, Receipt
from sitegen.importers.wordpress import meta as plugins
from sitegen.importers.wordpress.cutting import Part
from sitegen.importers.wordpress.dates import Dates, dates_of, moment_of
from sitegen.importers.wordpress.entries import (
    BrokenEntryError,
    Entry,
    Mending,
    name_of,
    text_of,
)
from sitegen.importers.wordpress.menus import Menus
from sitegen.importers.wordpress.terms import Terms, term_key
from sitegen.importers.wordpress.types import housekeeping
from sitegen.importers.wordpress.words import is_mail, plain_words
from sitegen.importers.wordpress.writers import Writers
from sitegen.markdown.browser_tree import parse

_PICTURE = re.compile(
    r"\.(?:jpe?g|jpe|jfif|png|gif|webp|avif|heic|heif|svg|bmp|tiff?)$", re.IGNORECASE
)
_WHY = {
    "private": "private",
    "trash": "in the trash",
    "auto-draft": "begun and never saved",
    "inherit": "an older version of another entry",
    "request-pending": "a request about personal data",
}
_NUMBER = re.compile(rf"[?&](?:{'|'.join(NUMBER_QUERIES)})=(\d+)(?:&|$)")
_EMPHASIS = re.compile(r"<(?:em|i|cite|strong|b)[\s>]", re.IGNORECASE)
_OFTEN = 3  # posts that have a field: then it is one of the site's own


def key_of(entry: Entry) -> str:
    """Return the key of an entry: its number, else its slug, else what its guid comes to."""
    name = number_of(entry) or entry.value("wp:post_name")
    if name:
        return f"wp-{name}"
    said = entry.value("guid") or entry.value("link")
    return f"wp-{digest_text(said)[:12]}" if said else f"wp-line-{entry.line}"


def _plain_key(entry: Entry) -> str:
    """Return the key of what must not be named: its number, never its slug."""
    number = entry.value("wp:post_id")
    return f"wp-{number}" if number.isdigit() else ""


def number_of(entry: Entry) -> str:
    """Return an entry's number in the old program, "" where the export does not tell it."""
    number = entry.value("wp:post_id")
    if number:
        return number
    asked = _NUMBER.search(entry.value("link")) or _NUMBER.search(entry.value("guid"))
    return asked[1] if asked is not None else ""


class Survey:
    """Notes entry by entry what the paper is made of.

    Attributes:
        attached: post → the numbers of the pictures that were uploaded to it, in their order,
            as words: there are more of them than of anything else.
        reusable: number of a block that several posts show → its text.
        writers: who wrote.
        sponsors: slug of a sponsor → name and address.
    """

    def __init__(self, choices: Choices, receipt: Receipt) -> None:
        self._choices = choices
        self._receipt = receipt
        self._title = self._tagline = self._address = self._language = ""
        self._heads: dict[str, tuple[Head, Dates, Dates]] = {}
        self._terms, self._menus = Terms(), Menus()
        self._pictures = Pictures()
        self._numbers: set[str] = set()  # of all entries, so that none counts twice
        self._texts: dict[str, str] = {}  # keys of posts → the same: one text of each
        self._unknown_statuses: Counter[str] = Counter()
        self._pairs: dict[tuple[datetime, datetime], None] = {}
        self._hidden: set[str] = set()  # pieces that are not public, their terms and writers
        self.fields: Counter[str] = Counter()
        self.attached: dict[str, str] = {}
        self.reusable: dict[str, str] = {}
        self.writers = Writers()
        self.sponsors: dict[str, tuple[str, str]] = {}
        self.corrections: dict[str, list[tuple[Dates, str, str]]] = {}

    # What stands before and between the entries

    def head(self, part: Part, mending: Mending) -> None:
        """Note the channel's own fields: title, address, authors, categories."""
        text = re.sub(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|<\?.*?\?>", "", part.text, flags=re.DOTALL)
        if len(text) != len(part.text) and "<!DOCTYPE" in part.text:
            self._receipt.remark(
                "The export declares names of its own (DOCTYPE): they mean nothing."
            )
        text = re.sub(r"</?(?:rss|channel|rdf:RDF)\b[^>]*>", "", text)
        if not text.strip():
            return
        try:
            root = mending.tree(text)
        except BrokenEntryError:
            if "<wp:" in text or "<title" in text:
                self._receipt.remark(
                    f"What stands at line {part.line} before the entries cannot be read: names of "
                    "people and categories are taken from the posts."
                )
            return
        for child in root:
            name, words = name_of(child), text_of(child).strip()
            fields = {name_of(each): text_of(each).strip() for each in child}
            match name:
                case "title" if not self._title:
                    self._title = plain_words(words)
                case "description" if not self._tagline:
                    self._tagline = plain_words(words)
                case "link" | "wp:base_blog_url" if is_web_address(words):
                    self._address = words.rstrip("/")
                case "wp:base_site_url" if is_web_address(words) and not self._address:
                    self._address = words.rstrip("/")
                case "language":
                    self._language = words
                case "wp:author":
                    self.writers.note(fields)
                case "wp:category" | "wp:tag" | "wp:term":
                    self._terms.note(name, fields)

    # Entries

    def note(self, entry: Entry) -> None:
        """Note one entry."""
        key, type_ = key_of(entry), entry.value("wp:post_type") or "post"
        if type_ != "attachment":
            key = self._one_text(key)
        if key in self._numbers:
            return  # exported twice: two files of one export overlap
        self._numbers.add(key)
        match type_:
            case "attachment":
                self._note_attachment(entry, key)
            case "nav_menu_item":
                self._menus.note(entry)
            case "wp_block":
                self._note_block(entry, key)
            case "guest-author":
                self._note_guest(entry, key)
            case "newspack_spnsrs_cpt":
                self._note_sponsor(entry, key)
            case "newspack_correction" | "newspack-correction":
                self._note_correction(entry)
            case _:
                self._note_piece(entry, key, type_)

    def _note_piece(self, entry: Entry, key: str, type_: str) -> None:
        kind = type_ if type_ in (model.POST, model.PAGE) else model.TYPE
        reason = self._why_left_out(entry, type_)
        if reason:
            self._receipt.add(Item(kind, LEFT_OUT, reason=reason, key=_plain_key(entry)))
            self._note_comments(entry, "")
            self._hide(entry, key)
            return
        status = entry.value("wp:status") or "publish"
        state, remark, remedy = self._state(status)
        dates, changed = dates_of(entry, "wp:post_date"), dates_of(entry, "wp:post_modified")
        if dates.local and dates.utc and state != model.DRAFT:
            self._pairs[dates.local, dates.utc] = None
        title = plain_words(entry.value("title"))
        head = Head(
            key,
            kind,
            title,
            _slug(entry.value("wp:post_name")),
            state,
            None,
            address=self._address_of(entry, state),
            addresses=self._plain_addresses(entry, state, kind),
            type=type_,
            terms=self._terms.of(entry),
            parent=_parent(entry),
            authors=self.writers.bylines(entry),
            as_page=self._choices.types.get(type_) == "page",
            reason=remark,
            remedy=remedy,
            emphasis=entry.value("title") if _EMPHASIS.search(entry.value("title")) else "",
        )
        self._heads[key] = (head, dates, changed)
        self._note_comments(entry, title, is_public=state == model.PUBLISHED)
        for name in entry.meta:
            if not plugins.INNER.search(name) and name not in plugins.KNOWN:
                self.fields[name] += 1

    def _hide(self, entry: Entry, key: str) -> None:
        """Note what belongs to an entry that is not public, so that it is named nowhere."""
        self._hidden.add(key)
        for category in entry.categories:
            self._hidden.add(term_key(category.domain, category.slug, category.name))
        self._hidden.add(f"user:{entry.value('dc:creator')}")

    def _why_left_out(self, entry: Entry, type_: str) -> str:
        """Say why an entry is not written anywhere; "" for what is."""
        if entry.value("wp:post_password"):
            return "protected by a password"
        status = entry.value("wp:status") or "publish"
        if status in _WHY:
            return _WHY[status]
        if self._choices.statuses.get(status) == "":
            return f"of the status '{status}', left out by import.toml"
        if type_ in (model.POST, model.PAGE):
            return ""
        chosen = self._choices.types.get(type_)
        if chosen is None:
            return housekeeping(type_)
        return "" if chosen else f"of the type '{type_}', left out by import.toml"

    def _state(self, status: str) -> tuple[str, str, str]:
        """Return the state of a piece, and what is to be said of a status of the site's own."""
        match status:
            case "publish":
                return model.PUBLISHED, "", ""
            case "future":
                return model.HELD, "", ""
            case "draft":
                return model.DRAFT, "", ""
            case "pending":
                return model.DRAFT, "waited for somebody's review", ""
        chosen = self._choices.statuses.get(status)
        self._unknown_statuses[status] += 1
        if chosen == "published":
            return model.PUBLISHED, "", ""
        said = f"of the status '{status}'"
        remedy = "" if chosen else f"Decide under [statuses] of import.toml what '{status}' means."
        return model.DRAFT, said, remedy

    def _address_of(self, entry: Entry, state: str) -> str:
        link = entry.value("link")
        return "" if state == model.DRAFT or "?" in link else link

    def _plain_addresses(self, entry: Entry, state: str, kind: str) -> tuple[str, ...]:
        number = number_of(entry)
        if state == model.DRAFT or not number.isdigit():
            return ()
        return (f"/?page_id={number}",) if kind == model.PAGE else (f"/?p={number}",)

    def _note_comments(self, entry: Entry, title: str, *, is_public: bool = False) -> None:
        for comment in entry.comments:
            is_shown = comment.get("wp:comment_approved", "").strip() == "1"
            kind = comment.get("wp:comment_type", "").strip()
            if kind in ("pingback", "trackback"):
                reason = "another site's note of a link"
            elif not is_shown:
                reason = "never approved"
            else:
                reason = "sitegen has no comments; it stands in import-comments.json"
                if is_public:
                    self._keep_comment(comment, key_of(entry))
            self._receipt.add(Item("comment", LEFT_OUT, title=title, reason=reason))

    def _keep_comment(self, comment: Mapping[str, str], key: str) -> None:
        """Keep what readers saw of a comment: neither addresses nor machines."""
        name = plain_words(comment.get("wp:comment_author", ""))
        parent = comment.get("wp:comment_parent", "").strip()
        self._receipt.add_comment(
            Comment(
                key,
                "" if is_mail(name) else name,
                comment.get("wp:comment_date_gmt", "").strip(),
                parse(comment.get("wp:comment_content", "")).text().strip(),
                comment.get("wp:comment_id", "").strip(),
                "" if parent == "0" else parent,
            )
        )

    def _note_attachment(self, entry: Entry, key: str) -> None:
        address = entry.value("wp:attachment_url") or entry.value("guid")
        parent = entry.value("wp:post_parent")
        is_hidden = entry.value("wp:status") in _WHY and entry.value("wp:status") != "inherit"
        if is_hidden or entry.value("wp:post_password"):
            kind = "picture" if _PICTURE.search(_path(address)) else "file"
            reason = _WHY[entry.value("wp:status")] if is_hidden else "protected by a password"
            self._receipt.add(Item(kind, LEFT_OUT, reason=reason, key=_plain_key(entry)))
            return
        alt = entry.meta.get("_wp_attachment_image_alt")
        written = entry.meta.get("_wp_attachment_metadata", "")
        credit = plain_words(
            plugins.first(entry.meta, plugins.CREDITS) or plugins.php_text(written, "credit")
        )
        link = entry.value("link")
        of = self._one_text(f"wp-{parent}") if parent not in ("", "0") else ""
        self._pictures.add(
            Picture(
                address,
                key,
                "",  # its title, which is a file's name: nothing shows it
                html.unescape(alt) if alt and alt.strip() else None,
                entry.value("excerpt:encoded"),
                credit,
                of,
                page=link if link != address else "",
            )
        )
        if of and _PICTURE.search(_path(address)):
            self.attached[of] = f"{self.attached.get(of, '')} {key.removeprefix('wp-')}".lstrip()

    def _one_text(self, key: str) -> str:
        """Return a key as one text for all that have it: there are three pictures to a post."""
        return self._texts.setdefault(key, key)

    def _note_block(self, entry: Entry, key: str) -> None:
        if self._why_left_out(entry, model.POST):
            return
        self.reusable[entry.value("wp:post_id")] = entry.values.get("content:encoded", "")
        reason = "a block that several posts show: it stands in each of them"
        self._receipt.add(
            Item(model.TYPE, MOVED, plain_words(entry.value("title")), reason=reason, key=key)
        )

    def _note_guest(self, entry: Entry, key: str) -> None:
        name = self.writers.note_guest(entry)
        reason = "a guest who writes: now one of the people"
        self._receipt.add(Item(model.TYPE, MOVED, name, reason=reason, key=key))

    def _note_sponsor(self, entry: Entry, key: str) -> None:
        name = plain_words(entry.value("title"))
        address = entry.meta.get("newspack_sponsor_url", "").strip()
        if self._why_left_out(entry, model.POST):
            self._receipt.add(Item(model.TYPE, LEFT_OUT, reason="private", key=_plain_key(entry)))
            return
        self.sponsors[entry.value("wp:post_name") or slugify(name)] = (name, address)
        self._receipt.add(Item(model.TYPE, MOVED, name, reason="a sponsor of posts", key=key))

    def _note_correction(self, entry: Entry) -> None:
        meta, key = entry.meta, key_of(entry)
        post = next((v.strip() for k, v in meta.items() if k.endswith("post-id")), "")
        kind = next((v.strip() for k, v in meta.items() if k.endswith(("type", "kind"))), "")
        words = plain_words(re.sub(r"<!--.*?-->", "", entry.value("content:encoded")))
        if self._why_left_out(entry, model.POST) or not post or not words:
            self._receipt.add(
                Item(model.TYPE, LEFT_OUT, reason="a correction of nothing", key=_plain_key(entry))
            )
            return
        dates = dates_of(entry, "wp:post_date")
        self.corrections.setdefault(f"wp-{post}", []).append((dates, words, kind))
        self._receipt.add(
            Item(model.TYPE, MOVED, reason="a correction: it stands in its story", key=key)
        )

    # What it comes to

    def paper(self) -> Paper:
        """Return all but the texts."""
        zone = self._zone()
        for slug, count in self._unknown_statuses.items():
            self._receipt.remark(
                f"Posts with the status '{slug}', which the site had for itself: {count:,}. They "
                "are drafts here unless import.toml says otherwise."
            )
        heads = tuple([self._dated(*head, zone) for head in self._heads.values()])
        self._forget_hidden(heads)
        address = self._address or self._address_by_links()
        # Of a large archive these take as much memory as the paper itself.
        self._heads.clear()
        self._numbers.clear()
        self._texts.clear()
        self._pairs.clear()
        return Paper(
            self._title,
            self._tagline,
            address,
            zone,
            self._language,
            heads,
            self._terms.all(),
            tuple(self.writers.authors.values()),
            self._all_pictures(),
            self._menus.all(self._terms.numbers),
            {
                "/feed/": "/feed.xml", "/rss/": "/feed.xml", "/feed/rss/": "/feed.xml",
                "/feed/rss2/": "/feed.xml", "/feed/atom/": "/atom.xml", "/rss.xml": "/feed.xml",
            },
            tuple(name for name, count in self.fields.items() if count >= _OFTEN),
            tuple(self._unknown_statuses),
        )  # fmt: skip

    def _forget_hidden(self, heads: tuple[Head, ...]) -> None:
        """Forget the terms and writers that only entries have which are not public."""
        used = {key for head in heads for key in head.terms}
        used |= {f"user:{key}" for head in heads for key in head.authors}
        reason = "only of posts that are not public"
        for key in [k for k in self._terms.terms if k in self._hidden and k not in used]:
            del self._terms.terms[key]
            self._receipt.add(Item("term", LEFT_OUT, reason=reason))
        for key in [k for k in self.writers.authors if f"user:{k}" in self._hidden - used]:
            del self.writers.authors[key]
            self._receipt.add(Item("user", LEFT_OUT, reason=reason))

    def _all_pictures(self) -> Pictures:
        pictures = Pictures(
            replace(p, is_hidden=True) if p.of in self._hidden else p for p in self._pictures
        )
        self._pictures = Pictures()
        return pictures

    def _zone(self) -> str:
        zone, misses = zones.zone_of(self._pairs)
        if misses:
            self._receipt.remark(
                f"The dates fit {zone} best, but not {misses:,} of them: the newsroom moved, or "
                "its clock was set late. Those keep their moment, with its offset."
            )
        return zone

    def _address_by_links(self) -> str:
        hosts = Counter(
            f"{parts.scheme}://{parts.netloc}"
            for head, _at, _changed in self._heads.values()
            if (parts := _split(head.address)) is not None and parts.netloc
        )
        return hosts.most_common(1)[0][0] if hosts else ""

    def _dated(self, head: Head, dates: Dates, changed: Dates, zone: str) -> Head:
        there = ZoneInfo(zone or "UTC")
        published, changed_at = moment_of(dates, there), moment_of(changed, there)
        reason, remedy = head.reason, head.remedy
        if head.state != model.DRAFT and dates.utc is None and dates.local is not None:
            reason = reason or "the export has no date in UTC: the newsroom's own clock counts"
        return replace(
            head,
            published=None if head.state == model.DRAFT else published,
            updated=changed_at,
            reason=reason,
            remedy=remedy,
        )


def _slug(name: str) -> str:
    return re.sub(r"\.(?:html?|php|aspx?)$", "", unquote(name)).strip("/")


def _parent(entry: Entry) -> str:
    number = entry.value("wp:post_parent")
    return f"wp-{number}" if number not in ("", "0") else ""


def _path(address: str) -> str:
    parts = _split(address)
    return parts.path if parts is not None else ""


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
