"""What templates see of things that are not the page's own subject.

`Teaser`, `Byline` and the other views are narrow on purpose: a page is made again whenever
a value changes that it shows. Every `url` is root-relative and has the base URL's prefix.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sitegen.core.dates import Moment
from sitegen.core.node import Node
from sitegen.core.record import Record
from sitegen.model.article import Correction, Enclosure, ImageRef
from sitegen.model.marks import PLAIN, Marks
from sitegen.model.organisation import Organisation


class NavLink(Record):
    title: str
    url: str
    lang: str = ""  # "" for the page's language
    key: str = ""  # the section's slug, so that a page can mark where the reader is


class Menu(Record):
    title: str
    links: tuple[NavLink, ...]


class Section(Node):
    slug: str
    title: str
    url: str
    feed_url: str
    description: str = ""
    hue: str = ""  # names a colour token: "local" for --hue-local
    news: bool = True  # False: its stories stay out of the news sitemap
    opinion: bool = False  # True: shown as the opinion strip
    lang: str = ""  # of its stories and of the pages around them; "" for the site's


class Byline(Record):
    """A person as other pages name them."""

    name: str
    url: str  # the author's page; "" when they have none
    role: str = ""  # in this story, else their own
    face: ImageRef | None = None
    lang: str = ""
    organisation: bool = False
    of: str = ""  # a guest's own newsroom or place: "Rice Thresher"
    fediverse: str = ""  # "@mai@example.social"


class TagLink(Record):
    name: str
    url: str


class Topic(Record):
    """A line of the page of all topics."""

    name: str
    url: str
    count: int  # of its stories


class Teaser(Node):
    """What other pages may know of an article: enough for a card, never its body.

    A listing is rendered again whenever one of its teasers changes, so each field
    here has a price. Add one only when a card shows it.
    """

    url: str
    title: str  # the card title where there is one
    marks: Marks
    lang: str
    kicker: str  # what stands above the headline: a label, else the section's title
    hue: str
    published: Moment
    topic: str = ""  # what stands there among its own section: a label, else the first tag
    figure: str = ""  # "17 of 41": stands large on a card without a picture
    title_html: str = ""  # the title with its emphasis; "" where it has none
    summary: str = ""
    summary_html: str = ""
    bylines: tuple[Byline, ...] = ()
    image: ImageRef | None = None  # without its caption and credit, which cards do not show

    @property
    def kind(self) -> str:
        return self.marks.kind


class FeedLink(Record):
    title: str
    url: str
    type: str  # MIME type


class Translation(Record):
    lang: str
    title: str
    url: str
    marks: Marks = PLAIN


class SeriesPart(Record):
    title: str
    url: str
    part: int
    here: bool  # True: the page that shows this list
    marks: Marks = PLAIN


class Series(Node):
    title: str
    url: str
    parts: tuple[SeriesPart, ...]
    description: str = ""  # on its own page


class Podcast(Node):
    """A podcast as its page shows it."""

    title: str
    url: str
    feed_url: str  # absolute: what readers copy
    description: str
    cover: str  # URL of a small square picture
    author: str
    lang: str
    links: tuple[NavLink, ...] = ()  # its pages in directories


class Episode(Record):
    """One story of a podcast, with what is heard."""

    story: Teaser
    recording: Enclosure


class Alert(Record):
    """One line of the breaking banner."""

    text: str
    url: str
    at: Moment
    lang: str = ""
    marks: Marks = PLAIN


class CorrectionEntry(Record):
    """One line of the corrections page."""

    correction: Correction
    story: Teaser


class Shape(Node):
    """How some stories stand beside each other; see `site.shapes`."""

    name: str  # "big", "pair", "four", "heads", "one", "two" or "side"
    cards: tuple[Teaser, ...] = ()
    lines: tuple[Teaser, ...] = ()  # one below the other, in a column
    more: tuple[Teaser, ...] = ()  # a second column of lines

    @property
    def stories(self) -> tuple[Teaser, ...]:
        return (*self.cards, *self.lines, *self.more)


class Strip(Node):
    """A section's row on the front."""

    section: Section
    shape: Shape
    scores: tuple[str, ...] = ()  # results: "Sample High 24, Creek 21"

    @property
    def stories(self) -> tuple[Teaser, ...]:
        return self.shape.stories


class Rail(Node):
    """What stands beside the river: lists of what the site has, each up to a few lines."""

    corrections: tuple[CorrectionEntry, ...] = ()  # of the week up to the newest story
    series: tuple[TagLink, ...] = ()
    topics: tuple[TagLink, ...] = ()
    languages: tuple[NavLink, ...] = ()  # editions whose stories have no strip of their own


class Front(Node):
    """The front page's zones; but for `latest`, no story is in two of them."""

    lead: Teaser | None = None
    newest: Moment | None = None  # when the newest story of all was published
    top: str = "quiet"  # "quiet", "day" or "big": how much the top makes of the day
    sublinks: tuple[Teaser, ...] = ()  # up to three, under the lead
    excerpt: str = ""  # the lead's opening words, on a quiet front of few stories
    beside: tuple[Teaser, ...] = ()  # in a column beside the lead of a day
    below: Shape | None = None  # under the lead, on other fronts
    latest: tuple[Teaser, ...] = ()  # the newest, wherever else they stand
    strips: tuple[Strip, ...] = ()
    opinion: Strip | None = None
    columns: tuple[tuple[Teaser, ...], ...] = ()  # of the river: what no zone above took
    rail: Rail | None = None  # beside the river
    older_url: str = ""  # where the river goes on; "" when it holds the rest

    @property
    def secondary(self) -> tuple[Teaser, ...]:
        return self.below.stories if self.below is not None else self.beside

    @property
    def river(self) -> tuple[Teaser, ...]:
        return tuple([story for column in self.columns for story in column])


class Pager(Record):
    """Where a page of a list stands, and the ways to its neighbours; "" where there is none."""

    newer_url: str = ""
    older_url: str = ""
    number: int = 0  # 0: the list's front; 1 and up: counted from the oldest


class ArchiveMonth(Record):
    month: datetime  # its first moment, in the site's time zone
    url: str


class ArchiveYear(Record):
    year: int
    url: str
    months: tuple[ArchiveMonth, ...]  # newest first


class BodyUse(Record):
    """A body where a page or feed shows it, with what its placeholders stand for."""

    body: str  # digest of the Body
    links: tuple[str, ...]  # URLs, in the order of the placeholders
    images: tuple[ImageRef, ...]
    paid: bool = False  # True: search engines are told that its links were paid for
    blocks: tuple[str, ...] = ()  # kinds of `:::` blocks in it


class Source(Record):
    """One candidate list of a picture: what a `source` or `img` element offers."""

    type: str  # MIME type
    srcset: str


class Picture(Record):
    """A picture as a template writes it; see `pictures.picture`."""

    sources: tuple[Source, ...]  # modern formats first; () when `src` is all there is
    src: str  # fallback for old readers
    width: int  # of the fallback, in pixels: fixes the ratio before anything has loaded
    height: int
    color: str  # "" or "#rrggbb", shown while loading
    focus: str  # CSS object-position, "50% 30%"; "" for the centre
    sizes: str = ""  # for the `sizes` of sources and img; "" when there is nothing to choose
    full: str = ""  # URL of the largest file: what a gallery links to
    shape: str = ""  # of a story's lead picture: "tall", "small", "full"; "" for any other


class ImageUrl(Record):
    """A published picture, as structured data and previews name it."""

    url: str  # absolute
    width: int
    height: int
    caption: str = ""
    credit: str = ""


class Here(Record):
    """Where on the site the reader is: all that the frame around a page may know of it.

    Parts that need no more (masthead, footer) are rendered once for all pages of a place.
    """

    lang: str
    kind: str  # as PageMeta's
    section: str  # slug; ""
    is_section_front: bool


class PageMeta(Record):
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
    modified: datetime | None = None  # of a story: see `syndication.structured_data`
    creators: tuple[str, ...] = ()  # of a story, as the fediverse names them


class Brand(Record):
    """The addresses of a newsroom's mark and logo; "" for what it has not."""

    mark: str = ""
    mark_pixels: str = ""  # the mark as a picture, for what shows no drawings
    mark_side: int = 0  # of `mark_pixels`
    touch_icon: str = ""
    logo: str = ""
    logo_dark: str = ""
    logo_width: int = 0  # pixels; 0 when unknown
    logo_height: int = 0


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
    search: str = ""  # "built-in" or "own"; "" where nobody can search
    signup_action: str = ""  # where the newsletter form posts to; "" for no form
    signup_title: str = ""  # what the newsletter is called; "" for words of the theme
    signup_text: str = ""  # what comes, and when
    languages: tuple[NavLink, ...] = ()  # other editions
    feed_formats: tuple[str, ...] = ("rss",)  # of "rss", "atom", "json"
    card: str = ""  # file of the drawn card that stands for pages without a picture; "" for none
    footer_note: str = ""  # the newsroom's own line at the foot of every page
    about: str = ""  # what it says of itself on the first day's front
    support: NavLink | None = None  # the one call that pays for it all
    brand: Brand = Brand()  # known when pages are planned
