"""The frozen types that the stages of a build exchange.

`Article` and `Person` say what a source file says. `Teaser`, `Byline` and the other views
are what templates see of things that are not the page's own subject. `Task` is one file
that shall exist in output/. Nobody edits what they were handed.

Every `path` field here is a path as `urls` defines it or a source file relative to the
site's root; every `url` field is root-relative and has the base URL's prefix already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sitegen.core.dates import Moment
from sitegen.core.node import Node
from sitegen.core.problems import Problem

# What kinds of story there are, in the order in which the manual lists them.
KINDS = (
    "news",
    "report",  # reporting with its sources shown
    "analysis",
    "opinion",
    "explainer",
    "review",
    "callout",  # asks readers to contribute
    "obituary",
    "event",
    "sponsored",
    "satire",
    "release",  # a press release, printed as received
    "live",
    "page",  # about, contact, policies: has no byline and stands in no list
)
CORRECTION_TYPES = ("correction", "clarification", "update", "retraction")
MANIFEST = ".sitegen-files"  # lists our files in output/, so that a lost cache loses nothing


@dataclass(frozen=True, slots=True)
class ImageRef:
    """One use of a picture: the file's facts, and the words that belong to this use."""

    path: str  # source file, "content/news/bayou.jpg"
    digest: str  # of the file's bytes
    format: str  # "jpeg", "png", "webp", "gif", "svg", ...: what the bytes are
    width: int  # pixels, after the camera's rotation flag is applied
    height: int
    alt: str  # "": declared decorative
    caption: str = ""
    credit: str = ""
    licence: str = ""
    color: str = ""  # dominant colour, "#rrggbb"; "" when it was not measured
    focus: tuple[float, float] = (0.5, 0.5)  # what crops keep, as shares of width and height
    animated: bool = False
    alpha: bool = False  # True: some of it is see-through, so no JPEG can stand in for it
    licence_until: datetime | None = None  # when it may no longer be shown; None: no end


@dataclass(frozen=True, slots=True)
class Credit:
    """An author or contributor as front matter names them, before it is looked up."""

    name: str  # a person's id ("mai-tran") or name, as written
    role: str = ""  # "photographs", "additional reporting"; "" for plain authorship


@dataclass(frozen=True, slots=True)
class Correction:
    """One published correction; the same words go to the page, feeds and markup."""

    date: Moment
    text: str  # plain text
    type: str = "correction"  # one of CORRECTION_TYPES


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that a story shows its readers."""

    title: str
    url: str = ""  # "": a source without an address (an interview, a paper record)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A sound or video file that belongs to a story."""

    url: str  # absolute, or the source path of a file beside the story
    type: str  # "audio/mpeg"
    length: int  # bytes
    duration: int = 0  # seconds; 0 when not given
    transcript: str = ""  # URL of the transcript or captions


@dataclass(frozen=True, slots=True)
class LiveUpdate:
    """One entry of a live story, as its body marks it up."""

    id: str  # the anchor in the page
    at: Moment
    title: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a body as written: `target` is what stands in the Markdown."""

    target: str
    line: int  # in the source file, from 1; 0 when unknown


@dataclass(frozen=True, slots=True)
class BodyImage:
    """A picture of a body as written, before its file is looked at."""

    target: str
    alt: str | None  # None: no alt was written at all
    caption: str  # the title in ![alt](file "title"); "" when none
    line: int
    credit: str = ""  # the attribute in ![alt](file){credit="Name"}; "" when none


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Body(Node):
    """The bulk of an article: lives in the store under its digest, never in a task.

    `html` holds placeholders where links and pictures go, numbered in reading order:
    U+001A "L" n U+001A stands inside an href for links[n]; U+001A "I" n U+001A stands in
    place of a picture (see `markup`). The control character cannot occur in text.
    """

    bulky: ClassVar[bool] = True

    html: str
    headings: tuple[Heading, ...] = ()
    excerpt: str = ""  # plain text: the first 60 to 90 words, to a sentence's end


@dataclass(frozen=True, slots=True)
class Article(Node):
    """What one source file says of itself, validated; nothing is looked up elsewhere.

    The body and the lines on which things stand are kept beside it (`SourceRow`), so
    that an edit of the text alone leaves this value as it was.
    """

    path: str  # source file: "content/news/vote.md" or "content/news/vote/index.md"
    id: str  # permanent; feeds name the story by it
    slug: str
    section: str  # slug; "" for kind "page"
    title: str
    kind: str  # one of KINDS
    published: Moment
    lang: str  # BCP 47; the site's language unless the front matter names another
    minutes: int  # reading time, at least 1
    card_title: str = ""
    summary: str = ""
    kicker: str = ""  # a label for cards; "" gives the section's title
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
    aliases: tuple[str, ...] = ()  # paths, "/old/address/"
    related: tuple[str, ...] = ()  # source files, hand-picked
    translation_of: str = ""  # source file of the story that this one translates
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
    extra: Mapping[str, object] | None = None  # plain values, free for templates


@dataclass(frozen=True, slots=True)
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
    image: ImageRef | None = None
    summary: str = ""  # the biography's first words, plain
    links: tuple[str, ...] = ()
    images: tuple[ImageRef, ...] = ()
    lang: str = ""  # of the name; "" for the site's
    organisation: bool = False  # True: the newsroom itself, not a person


# What templates see.


@dataclass(frozen=True, slots=True)
class NavLink:
    title: str
    url: str
    lang: str = ""  # "" for the page's language
    key: str = ""  # the section's slug, so that a page can mark where the reader is


@dataclass(frozen=True, slots=True)
class Menu:
    title: str
    links: tuple[NavLink, ...]


@dataclass(frozen=True, slots=True)
class Section(Node):
    slug: str
    title: str
    url: str
    feed_url: str
    description: str = ""
    hue: str = ""  # names a colour token: "local" for --hue-local
    news: bool = True  # False: its stories stay out of the news sitemap
    opinion: bool = False  # True: shown as the opinion strip


@dataclass(frozen=True, slots=True)
class Byline:
    """A person as other pages name them."""

    name: str
    url: str  # the author's page; "" when they have none
    role: str = ""  # in this story, else their own
    face: ImageRef | None = None
    lang: str = ""
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class TagLink:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Teaser(Node):
    """What other pages may know of an article: enough for a card, never its body.

    A listing is rendered again whenever one of its teasers changes, so each field
    here has a price. Add one only when a card shows it.
    """

    url: str
    title: str  # the card title where there is one
    kind: str
    lang: str
    section: str  # slug
    kicker: str  # what stands above the headline: a label, else the section's title
    hue: str
    published: Moment
    updated: Moment | None = None
    summary: str = ""
    bylines: tuple[Byline, ...] = ()
    image: ImageRef | None = None
    minutes: int = 1


@dataclass(frozen=True, slots=True)
class FeedLink:
    title: str
    url: str
    type: str  # MIME type


@dataclass(frozen=True, slots=True)
class Translation:
    lang: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SeriesPart:
    title: str
    url: str
    part: int
    here: bool  # True: the page that shows this list


@dataclass(frozen=True, slots=True)
class Series(Node):
    title: str
    url: str
    parts: tuple[SeriesPart, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of the breaking banner."""

    text: str
    url: str
    at: Moment
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Strip(Node):
    """A section's row on the front: one to four stories."""

    section: Section
    stories: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class Front(Node):
    """The front page's zones; no story is in two of them."""

    lead: Teaser | None = None
    sublinks: tuple[Teaser, ...] = ()  # up to three, under the lead
    excerpt: str = ""  # of the lead, only when it is the site's one story
    secondary: tuple[Teaser, ...] = ()
    latest: tuple[Teaser, ...] = ()
    strips: tuple[Strip, ...] = ()
    opinion: Strip | None = None
    river: tuple[Teaser, ...] = ()
    older_url: str = ""  # where the river goes on; "" when it holds the rest


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page of a list stands, and the ways to its neighbours; "" where there is none."""

    newer_url: str = ""
    older_url: str = ""
    number: int = 0  # 0: the list's front; 1 and up: counted from the oldest


@dataclass(frozen=True, slots=True)
class ArchiveMonth:
    month: datetime  # its first moment, in the site's time zone
    url: str


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    year: int
    url: str
    months: tuple[ArchiveMonth, ...]  # newest first


@dataclass(frozen=True, slots=True)
class CorrectionEntry:
    """One line of the corrections page."""

    correction: Correction
    story: Teaser


@dataclass(frozen=True, slots=True)
class BodyUse:
    """A body where a page or feed shows it, with what its placeholders stand for."""

    body: str  # digest of the Body
    links: tuple[str, ...]  # URLs, in the order of the placeholders
    images: tuple[ImageRef, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One candidate list of a picture: what a `source` or `img` element offers."""

    type: str  # MIME type
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a template writes it; see `images.picture`."""

    sources: tuple[Source, ...]  # modern formats first; () when `src` is all there is
    src: str  # fallback for old readers
    width: int  # of the fallback, in pixels: fixes the ratio before anything has loaded
    height: int
    color: str  # "" or "#rrggbb", shown while loading
    focus: str  # CSS object-position, "50% 30%"; "" for the centre
    sizes: str = ""  # for the `sizes` of sources and img; "" when there is nothing to choose
    full: str = ""  # URL of the largest file: what a gallery links to


@dataclass(frozen=True, slots=True)
class FeedImage:
    url: str  # absolute
    type: str
    length: int  # bytes; 0 when it cannot be known beforehand
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class FeedItem(Node):
    """One story in a feed, without its body, which travels beside it."""

    id: str  # "tag:" URI built on the article's permanent id, never on its URL
    url: str  # absolute
    title: str  # plain text
    summary: str
    published: datetime
    updated: datetime
    lang: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]  # the kind's label where it is not plain news, then tags
    image: FeedImage | None = None
    enclosure: Enclosure | None = None
    corrections: tuple[Correction, ...] = ()
    author_urls: tuple[str, ...] = ()  # absolute, in the order of `authors`; "" where none


@dataclass(frozen=True, slots=True)
class Feed(Node):
    """A feed's own data. Its items, and their bodies in the same order, travel beside it."""

    title: str
    description: str
    url: str  # absolute, of the feed itself
    page_url: str  # absolute, of the page that it follows
    language: str
    updated: datetime  # newest item; the epoch when there is none
    image: FeedImage | None = None
    hubs: tuple[str, ...] = ()  # WebSub
    full_text: bool = True
    publisher: str = ""  # the site's title; "" takes the feed's own


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One page that search engines may list."""

    loc: str  # absolute and canonical
    lastmod: datetime | None  # the page's own date, never the build's; None: not known
    images: tuple[str, ...] = ()  # absolute
    month: str = ""  # "2024-10", of a story's first publication; "" for other pages


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """One story of the news sitemap."""

    loc: str  # absolute and canonical
    title: str  # the headline alone
    lang: str
    published: datetime  # first publication: an update never moves it


@dataclass(frozen=True, slots=True)
class ImageUrl:
    """A published picture, as structured data and previews name it."""

    url: str  # absolute
    width: int
    height: int
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address and the page that has taken its place; both are root-relative URLs."""

    old: str
    new: str
    code: int = 301


@dataclass(frozen=True, slots=True)
class HostFile:
    """A file that tells a host how to serve the site."""

    file: str  # relative to output/, or to the site's root for what `init` writes
    text: str


@dataclass(frozen=True, slots=True)
class Here:
    """Where on the site the reader is: all that the frame around a page may know of it.

    Parts that need no more (masthead, footer) are rendered once for all pages of a place.
    """

    lang: str
    kind: str  # as PageMeta's
    section: str  # slug; ""
    is_section_front: bool


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What the head of a page says of it; every URL is absolute but `url`."""

    url: str  # root-relative, of the page itself
    lang: str
    title: str  # of the document, without the site's name
    description: str = ""
    canonical: str = ""
    robots: str = ""  # "" for the default
    og_type: str = "website"
    image: ImageRef | None = None
    section: str = ""  # slug of the section that the reader is in
    kind: str = ""  # what template data is about: "article", "front", "section", ...
    feeds: tuple[FeedLink, ...] = ()
    translations: tuple[Translation, ...] = ()
    indexed: bool = True  # False: stands in no sitemap
    share: ImageUrl | None = None  # what a shared link shows: a crop, or a drawn card
    share_alt: str = ""  # what `share` shows, in words
    modified: datetime | None = None  # of a story: see `metadata.modified`


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who publishes the site, for structured data and the footer."""

    name: str
    logo: str = ""  # path in static/
    email: str = ""
    phone: str = ""
    address: str = ""
    founded: str = ""  # year or date
    profiles: tuple[str, ...] = ()
    policies: Mapping[str, str] | None = None  # name of the policy → URL of its page


@dataclass(frozen=True, slots=True)
class SiteInfo(Node):
    """What every page may see. A change here renders every page: keep it small and still."""

    title: str
    tagline: str
    base_url: str  # absolute, without a last slash
    prefix: str  # "" or "/paper"
    language: str
    timezone: str
    place: str  # "Houston, Texas"; "" when not set
    year: int  # of the newest story
    feed_url: str
    organisation: Organisation
    sections: tuple[NavLink, ...]  # those that have stories, in order
    menus: Mapping[str, Menu]  # by name: "main", "footer", ...
    search: bool = False  # True when a search engine is set up
    signup_action: str = ""  # where the newsletter form posts to; "" for no form
    languages: tuple[NavLink, ...] = ()  # other editions
    feed_formats: tuple[str, ...] = ("rss",)  # of "rss", "atom", "json"
    card: str = ""  # file of the drawn card that stands for pages without a picture; "" for none


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about, by name: templates' values are functions of (site, subject)."""

    kind: str  # "front", "section", "article", "person", "tag", "series", "archive", ...
    id: str = ""  # an article's source path, a section's slug, a tag's slug, "2024", "2024/10"
    number: int = 0  # 0: the list's front; 1 and up: an archive page, counted from the oldest

    FRONT: ClassVar[str] = "front"


@dataclass(frozen=True, slots=True)
class Task:
    """One file that shall exist in output/, as a pure function of what is named here.

    `parts` maps each named value to its canonical form (see `values`), written as JSON: the
    key is a digest of them, and a worker or a later build can make the file from them alone.
    As text they take a quarter of the memory, which a hundred thousand stories need.
    """

    file: str  # relative to output/, with forward slashes
    maker: str  # "page", "document", "image" or "copy"
    recipe: str  # the template, kind of document, variant, or source file
    parts: str
    base: str  # digest of what makes the file but is no value: sitegen itself, templates
    key: str


@dataclass(frozen=True, slots=True)
class Held:
    """A story that is not live, for the report."""

    path: str
    title: str
    reason: str  # "draft", "held" or "expired"
    until: datetime | None = None  # when it goes live; None: not by itself


@dataclass(frozen=True, slots=True)
class Report:
    """What one build did."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]
    held: tuple[Held, ...]
    next_change: datetime | None
    timings: Mapping[str, float]  # seconds by stage
    counts: Mapping[str, int]  # "read", "parsed", "pages", "documents", "images", "copies"
    warnings: tuple[Problem, ...] = ()
    explained: tuple[str, ...] = ()  # why the file that was asked about was made
