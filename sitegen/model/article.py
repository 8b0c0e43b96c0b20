"""What a source file says: articles and people.

Every `path` is a path as `core.urls` defines it, or a source file relative to the site's
root. Nobody edits what they were handed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from sitegen.core.dates import Moment
from sitegen.core.node import Node
from sitegen.core.record import Record, field


class ImageRef(Record):
    """One use of a picture: the file's facts, and the words that belong to this use."""

    path: str  # source file, "content/news/bayou.jpg"
    digest: str  # of the file's bytes
    format: str  # "jpeg", "png", "webp", "gif", "svg", ...: what the bytes are
    width: int  # pixels, after the camera's rotation flag is applied
    height: int
    alt: str  # "": declared decorative
    caption: str = ""
    caption_html: str = ""  # the caption with its emphasis and links; "" where it has none
    credit: str = ""
    credit_html: str = ""
    licence: str = ""
    color: str = ""  # dominant colour, "#rrggbb"; "" when it was not measured
    focus: tuple[float, float] = (0.5, 0.5)  # what crops keep, as shares of width and height
    animated: bool = False
    alpha: bool = False  # True: some of it is see-through, so no JPEG can stand in for it
    licence_until: datetime | None = None  # when it may no longer be shown; None: no end
    full: bool = False  # True: as a lead picture it goes from edge to edge of the window


class Credit(Record):
    """An author or contributor as front matter names them, before it is looked up."""

    name: str  # a person's id ("mai-tran") or name, as written
    role: str = ""  # "photographs", "additional reporting"; "" for plain authorship
    of: str = ""  # where a guest is from, "Rice Thresher": guests have no file of their own


class Correction(Record):
    """One published correction; the same words go to the page, feeds and markup."""

    date: Moment
    text: str  # plain text
    type: str = "correction"  # one of CORRECTION_TYPES


class Reference(Record):
    """A source that a story shows its readers."""

    title: str
    url: str = ""  # "": a source without an address (an interview, a paper record)


class Sponsor(Record):
    """Who paid for a story."""

    name: str
    url: str  # absolute


class Enclosure(Record):
    """A sound or video file that belongs to a story."""

    url: str  # absolute, or the source path of a file beside the story
    type: str  # "audio/mpeg"
    length: int  # bytes
    duration: int = 0  # seconds; 0 when not given
    transcript: str = ""  # URL of the transcript or captions


class LiveUpdate(Record):
    """One entry of a live story, as its body marks it up."""

    id: str  # the anchor in the page
    at: Moment
    title: str
    text: str = ""  # plain: its first words, some hundred letters


class Link(Record):
    """A link of a body as written: `target` is what stands in the Markdown."""

    target: str
    line: int  # in the source file, from 1; 0 when unknown


class BodyImage(Record):
    """A picture of a body as written, before its file is looked at."""

    target: str
    alt: str | None  # None: no alt was written at all
    caption: str  # the title in ![alt](file "title"), plain; "" when none
    line: int
    credit: str = ""  # the attribute in ![alt](file){credit="Name"}; "" when none
    caption_html: str = ""  # with emphasis, and links as in a body; "" where it has none
    credit_html: str = ""


class Heading(Record):
    level: int
    id: str
    text: str


class Body(Node):
    """The bulk of an article: lives in the store under its digest, never in a task.

    `html` holds placeholders where links and pictures go, numbered in reading order:
    U+001A "L" n U+001A stands inside an href for links[n]; U+001A "I" n U+001A stands in
    place of a picture (see `markdown.convert`). The control character cannot occur in text.
    """

    bulky: ClassVar[bool] = True

    html: str
    headings: tuple[Heading, ...] = ()
    excerpt: str = ""  # plain text: the first 60 to 90 words, to a sentence's end


class Article(Node):
    """What one source file says of itself, validated; nothing is looked up elsewhere.

    The body and the lines on which things stand are kept beside it (`SourceRow`), so
    that an edit of the text alone leaves this value as it was.
    """

    path: str  # source file: "content/news/vote.md" or "content/news/vote/index.md"
    id: str  # permanent; sitegen knows the story by it, and feeds where it has no guid
    slug: str
    section: str  # slug; "" for kind "page"
    title: str
    kind: str  # one of KINDS
    published: Moment
    lang: str  # BCP 47; the site's language unless the front matter names another
    minutes: int  # reading time, at least 1
    title_html: str = ""  # the title with its emphasis; "" where it has none
    card_title: str = ""
    card_title_html: str = ""
    summary: str = ""
    summary_html: str = ""
    kicker: str = ""  # a label for cards; "" gives the section's title
    figure: str = ""  # a number that tells the story, shown large where there is no picture
    updated: Moment | None = None
    update_note: str = ""
    embargo: datetime | None = None
    expires: datetime | None = None
    draft: bool = False
    authors: tuple[Credit, ...] = ()
    contributors: tuple[Credit, ...] = ()
    tags: tuple[str, ...] = ()  # canonical names, in the order written
    series: str = ""  # the series' title
    part: int = 0  # place in the series, from 1; 0 when none was given
    sponsor: Sponsor | None = None
    lead: bool = False
    lead_until: datetime | None = None
    pinned: bool = False
    pinned_until: datetime | None = None
    breaking: str = ""  # the alert's words; "" when the story is not breaking
    breaking_until: datetime | None = None
    image: ImageRef | None = None
    dateline: str = ""
    sources: tuple[Reference, ...] = ()
    how_we_reported: str = ""
    corrections: tuple[Correction, ...] = ()
    canonical: str = ""  # absolute URL where the story first appeared; "" for here
    guid: str = ""  # by which feed readers know the story from elsewhere
    aliases: tuple[str, ...] = ()  # paths, "/old/address/"
    related: tuple[str, ...] = ()  # stories, hand-picked, as written: see `urls.named_places`
    translation_of: str = ""  # the story that this one translates, as written
    template: str = ""  # "" for the template of its kind
    enclosure: Enclosure | None = None
    live_start: datetime | None = None
    live_end: datetime | None = None
    live_updates: tuple[LiveUpdate, ...] = ()  # those whose time has come
    next_update: datetime | None = None  # when the first of the others will
    links: tuple[str, ...] = ()  # targets in the body, in the order of its placeholders
    images: tuple[ImageRef, ...] = ()  # of the body, in the order of its placeholders
    files: tuple[str, ...] = ()  # source files beside a story that its body links to
    embeds: tuple[str, ...] = ()  # outside origins that the body loads from
    blocks: tuple[str, ...] = ()  # kinds of `:::` blocks in the body
    extra: Mapping[str, object] = field(default_factory=dict)  # plain values, free for templates


class Person(Node):
    """What one file of content/authors/ says."""

    path: str
    id: str  # the file's name: "mai-tran"
    name: str
    role: str = ""
    beat: str = ""
    languages: tuple[str, ...] = ()
    email: str = ""
    profiles: tuple[str, ...] = ()  # URLs elsewhere
    fediverse: str = ""  # "@mai@example.social"
    image: ImageRef | None = None
    summary: str = ""  # the biography's first words, plain
    links: tuple[str, ...] = ()
    images: tuple[ImageRef, ...] = ()
    blocks: tuple[str, ...] = ()
    lang: str = ""  # of the name; "" for the site's
    organisation: bool = False  # True: the newsroom itself, not a person
