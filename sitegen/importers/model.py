"""What is moved: the frozen values that every origin reads an archive into.

An *address* is a whole old URL ("https://old.example/2019/05/vote/"); a *key* names a thing
within its origin, is unique there and the same in every export ("wp-12", "category:sports").
What must not be written (private, protected, trashed) never becomes one of these: an origin
counts it in the receipt, without its title, and forgets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from sitegen.core.record import Record, field
from sitegen.importers.receipt import Receipt

POST, PAGE, TYPE = "post", "page", "type"  # kinds of pieces: a type is one of the site's own
PUBLISHED, DRAFT, HELD = "published", "draft", "held"  # states of pieces
HTML, MARKDOWN = "html", "markdown"  # forms of texts
CATEGORY, TAG = "category", "tag"  # kinds of terms; others are taxonomies of a site's own


class Term(Record):
    """A category, a tag, or a term of a taxonomy of the site's own."""

    key: str  # "category:sports", unique among all terms
    kind: str  # CATEGORY, TAG, or the name of the taxonomy
    slug: str  # as the old addresses had it, decoded
    name: str  # plain text
    parent: str = ""  # key of the term above it
    description: str = ""  # plain text
    addresses: tuple[str, ...] = ()  # the old list's, and its feeds'


class Author(Record):
    """Somebody who wrote. E-mail addresses are never read."""

    key: str  # the login, or the author's slug
    name: str  # as readers knew it
    slug: str = ""  # wanted name of the file; "" for one made of the name
    bio: str = ""  # HTML
    profiles: tuple[str, ...] = ()  # whole addresses elsewhere
    picture: str = ""  # old address
    addresses: tuple[str, ...] = ()  # the old list's, and its feeds'


class Picture(Record):
    """A picture, recording or document of the archive, and the words that go with it."""

    address: str  # of the full size
    key: str = ""  # "" where nothing refers to it but by address
    title: str = ""  # plain text
    alt: str | None = None  # None: nobody wrote any
    caption: str = ""  # HTML
    credit: str = ""  # plain text
    of: str = ""  # key of the piece it was uploaded to
    sizes: tuple[str, ...] = ()  # old addresses of smaller copies, where they are listed
    page: str = ""  # old address of a page that shows it alone
    is_hidden: bool = False  # it came with a piece that is not public: named only where shown


class PictureList(Protocol):
    """Pictures in their order, each as often as it is asked for."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: int, /) -> Picture: ...
    def __iter__(self) -> Iterator[Picture]: ...


class Head(Record):
    """What is known of a piece before its text is read: enough to give it a place."""

    key: str  # "wp-12"
    kind: str  # POST, PAGE or TYPE
    title: str  # plain text, decoded once
    slug: str  # decoded; "" where there is none
    state: str  # PUBLISHED, DRAFT or HELD
    published: datetime | None  # aware; None for drafts, and where no date is known
    updated: datetime | None = None  # aware
    address: str = ""  # the permalink, "" where there was none
    addresses: tuple[str, ...] = ()  # further old addresses: "https://old.example/?p=12"
    type: str = ""  # the other program's own word: "post", "event"
    terms: tuple[str, ...] = ()  # keys; the first category decides the section
    parent: str = ""  # key of the page above this one
    authors: tuple[str, ...] = ()  # keys; where no head has any, all authors are writers
    as_page: bool = False  # a TYPE that becomes a page
    reason: str = ""  # what the receipt says of it beside its outcome
    remedy: str = ""  # what to do about it; "": nothing needs a hand
    emphasis: str = ""  # HTML of the title, where some of its words are emphasised


class Sound(Record):
    """A recording of a podcast."""

    address: str
    length: int = 0  # bytes; 0 when not known
    type: str = ""  # "audio/mpeg"
    duration: str = ""  # "12:30"


class Piece(Record):
    """A post or page with its text."""

    head: Head
    text: str
    form: str = HTML
    summary: str = ""  # plain text or HTML; its words count
    authors: tuple[str, ...] = ()  # keys of authors
    bylines: tuple[str, ...] = ()  # names of writers who are no authors of the archive
    picture: str = ""  # the lead picture: a key or an address
    picture_alt: str | None = None  # where the piece says it itself
    picture_caption: str = ""  # HTML
    pinned: bool = False
    guid: str = ""  # as the old feed gave it out
    canonical: str = ""  # whole address of the first publication elsewhere
    description: str = ""  # for search engines, plain text: stands in for a missing summary
    subtitle: str = ""  # plain text: comes before every other summary
    sponsor: str = ""  # name
    sponsor_address: str = ""
    corrections: tuple[tuple[datetime, str, str], ...] = ()  # when, plain text, type
    sound: Sound | None = None
    lang: str = ""  # BCP 47; "" for the site's
    expires: datetime | None = None
    notes: tuple[str, ...] = ()  # what the origin could not carry over, said in the receipt
    extra: Mapping[str, object] = field(default_factory=dict)  # further front matter, plain values


class MenuLink(Record):
    title: str
    address: str = ""  # old; or
    key: str = ""  # of a piece or term


class Menu(Record):
    name: str
    links: tuple[MenuLink, ...]


class Paper(Record):
    """All of an archive but its texts."""

    title: str = ""
    tagline: str = ""
    address: str = ""  # of the old site, without a last slash; "" when it is not known
    zone: str = ""  # a name that ZoneInfo knows; "" when it is not known
    language: str = ""  # BCP 47
    heads: tuple[Head, ...] = ()
    terms: tuple[Term, ...] = ()
    authors: tuple[Author, ...] = ()
    pictures: PictureList = ()
    menus: tuple[Menu, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    # further old addresses → what they lead to: a key, or a path of every site: "/feed.xml"
    fields: tuple[str, ...] = ()  # of the site's own, which front matter may take
    statuses: tuple[str, ...] = ()  # of the site's own


class Origin(Protocol):
    """A program that a newspaper comes from.

    It is read twice, so that no archive need fit into memory: first all but the texts, then
    piece by piece.
    """

    program: str  # as people call it: "WordPress"

    def survey(self, receipt: Receipt) -> Paper:
        """Read all but the texts. What is left out for good is counted in the receipt."""

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the survey, in its order."""

    def data(self, address: str) -> bytes | None:
        """Return a picture or file that came with the archive itself; None for any other."""
