"""What sitegen.toml decides, table by table, as frozen values, and what its keys may hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.core.file_names import FEED_FILES
from sitegen.core.record import Record, field
from sitegen.model.organisation import Organisation

FILE = "sitegen.toml"
WORDS_A_MINUTE = 230  # that people read, where the settings say no other
PROJECT_FILE = "pyproject.toml"
HOSTS = ("netlify", "cloudflare", "github", "gitlab", "s3", "nginx", "caddy")
HISTORIES = ("keep", "squash")
OWN_SEARCH, BUILT_IN_SEARCH = "own", "built-in"
AI_CRAWLERS = ("allow", "no-training", "block")
IMAGE_FORMATS = ("webp", "avif")
FEED_FORMATS = tuple(FEED_FILES)
# What a partner's feed may carry beside title, link, date and summary.
FEED_FIELDS = ("authors", "categories", "image", "enclosure", "corrections")
# Our word for a policy → the property of schema.org's NewsMediaOrganization (rule T4).
POLICIES = {
    "principles": "publishingPrinciples",
    "ethics": "ethicsPolicy",
    "corrections": "correctionsPolicy",
    "verification": "verificationFactCheckingPolicy",
    "unnamed_sources": "unnamedSourcesPolicy",
    "ownership": "ownershipFundingInfo",
    "masthead": "masthead",
    "mission": "missionCoveragePrioritiesPolicy",
    "diversity": "diversityPolicy",
    "staff_diversity": "diversityStaffingReport",
    "feedback": "actionableFeedbackPolicy",
}
# First segments of addresses, and folders of content/, that are not sections.
RESERVED_SLUGS = frozenset(
    {"archive", "authors", "corrections", "feeds", "media", "page", "pages", "search", "series"}
    | {"static", "tags"}
)


class SectionSettings(Record):
    slug: str  # folder under content/ and first segment of its stories' addresses
    title: str
    description: str = ""
    hue: str = ""  # names a colour token of the theme; "" for the plain accent
    news: bool = True  # False: its stories stay out of the news sitemap
    opinion: bool = False  # True: shown as the opinion strip
    kind: str = ""  # of its stories, unless they say another; "" for news or, of opinion, that
    template: str = ""  # of its stories, unless they name another; "" for the theme's
    lang: str = ""  # of its stories and pages; "" for the site's language

    @property
    def default_kind(self) -> str:
        return self.kind or ("opinion" if self.opinion else "news")


class LinkSettings(Record):
    title: str
    url: str  # absolute, or root-relative with the base URL's prefix
    lang: str = ""  # of what it leads to; "" for the site's language


class MenuSettings(Record):
    title: str = ""
    links: tuple[LinkSettings, ...] = ()


class ListSettings(Record):
    """Which stories a named list holds: those that meet every condition, newest first."""

    section: str = ""  # slug; "" for any
    tag: str = ""  # as written; aliases are applied by whoever matches it
    kind: str = ""
    author: str = ""  # id or name
    limit: int = 5


class PartnerFeed(Record):
    """A feed made for one partner: which stories, how much of each."""

    title: str = ""  # "" for the site's title
    format: str = "rss"  # one of FEED_FORMATS
    limit: int = 50
    full_text: bool = False
    section: str = ""
    tag: str = ""
    kind: str = ""
    author: str = ""
    fields: tuple[str, ...] = FEED_FIELDS


class FeedSettings(Record):
    limit: int = 50
    full_text: bool = True
    full_text_by_feed: Mapping[str, bool] = field(default_factory=dict)  # by path
    atom: bool = True
    json: bool = True
    every_format: bool = False  # True: the feeds of tags and authors too are not RSS alone
    hubs: tuple[str, ...] = ()  # WebSub
    authority: str = ""  # who minted the stories' ids, "gazette.org,2024"; "" for the host's name
    partners: Mapping[str, PartnerFeed] = field(default_factory=dict)

    def is_full_text(self, path: str) -> bool:
        """Say whether the feed at `path` ("/news/feed.xml") carries whole stories."""
        return self.full_text_by_feed.get(path, self.full_text)


class PodcastOwner(Record):
    name: str = ""
    email: str = ""


class PodcastSettings(Record):
    """A podcast: which stories' recordings are its episodes, and what directories are told."""

    section: str  # slug
    slug: str = ""  # last part of its address
    tag: str = ""  # "" for all stories of the section
    title: str = ""
    description: str = ""
    cover: str = ""  # a file in static/
    category: str = "News"  # one of Apple's, or of those within them
    owner: PodcastOwner | None = None  # the newsroom where nobody is named
    author: str = ""
    language: str = ""
    explicit: bool = False
    limit: int = 300  # episodes
    links: tuple[LinkSettings, ...] = ()  # its pages in directories


class FrontSettings(Record):
    """How many stories each zone of the front page takes at most."""

    secondary: int = 5
    latest: int = 8
    strips: tuple[str, ...] = ()  # section slugs, in order; () for every section in order
    strip_stories: int = 5
    river: int = 12


class ImageSettings(Record):
    widths: tuple[int, ...] = (320, 640, 960, 1280, 1600)  # pixels, ascending
    formats: tuple[str, ...] = ("webp",)  # of IMAGE_FORMATS, beside a JPEG or PNG
    webp_quality: int = 76  # 1 to 100
    avif_quality: int = 58
    jpeg_quality: int = 80
    lossless: bool = True  # drawings that came as PNG stay exact
    social_cards: bool = True  # draw a card for a story without a picture


class FileSettings(Record):
    """Which files may be published as they are, beside those that sitegen knows."""

    allow: tuple[str, ...] = ()  # endings, in small letters and without a dot


# Networks on which a newsroom may be followed: key → what readers know it by.
FOLLOW_NAMES = {
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "whatsapp": "WhatsApp",
    "youtube": "YouTube",
}


class FollowSettings(Record):
    """Where else the newsroom can be followed."""

    bluesky: str = ""  # addresses
    mastodon: str = ""
    whatsapp: str = ""
    youtube: str = ""
    google_preferred: bool = False  # True: readers are shown how to have Google prefer the site


class RobotsSettings(Record):
    ai_crawlers: str = "allow"  # one of AI_CRAWLERS
    agents: tuple[str, ...] = ()  # further user agents to keep out


class NewsSettings(Record):
    """What the news sitemap leaves out, beside what rule G6 always leaves out."""

    exclude_kinds: tuple[str, ...] = ()


class DeploySettings(Record):
    """One place to which the site is put."""

    to: str  # "folder:PATH", "git:REMOTE", "rclone:REMOTE:PATH" or "command"; may name variables
    base_url: str = ""  # of a copy that is built for another address; "" for the site itself
    prefix: str = ""  # the path in it
    max_removed: int = 20  # pages and feeds
    branch: str = "gh-pages"
    history: str = "keep"  # one of HISTORIES
    run: tuple[str, ...] = ()  # the host's own program; () where the host publishes by itself
    folder: str = ""  # where that finds the site, seen from the site's root; "" for the cache
    after: tuple[str, ...] = ()  # a program that is told of what changed; () for none

    @property
    def way(self) -> str:
        return self.to.partition(":")[0]

    @property
    def place(self) -> str:
        return self.to.partition(":")[2]


class Settings(Record):
    root: Path  # the site's folder on this machine
    file: str  # "sitegen.toml" or "pyproject.toml"
    title: str
    base_url: str  # absolute, without a last slash
    prefix: str  # "" or "/paper"
    timezone: str  # a name that ZoneInfo knows
    tagline: str = ""
    language: str = "en"  # BCP 47
    place: str = ""
    sections: tuple[SectionSettings, ...] = ()
    menus: Mapping[str, MenuSettings] = field(default_factory=dict)
    lists: Mapping[str, ListSettings] = field(default_factory=dict)
    feeds: FeedSettings = FeedSettings()
    related: int = 4
    page_size: int = 20
    front: FrontSettings = FrontSettings()
    organisation: Organisation = Organisation(name="")
    tag_aliases: Mapping[str, str] = field(default_factory=dict)
    # casefolded tag → the name to use; holds each canonical name too
    tag_slugs: Mapping[str, str] = field(default_factory=dict)
    # casefolded name, aliases resolved → last part of the tag's address
    series_descriptions: Mapping[str, str] = field(default_factory=dict)  # by title
    redirects: Mapping[str, str] = field(default_factory=dict)
    # old address, as written below the prefix → a path of this site, or an address elsewhere
    archive_before: datetime | None = None  # stories from before it are an archive's
    guests: bool = False  # True: authors without a file may be named with where they are from
    trust_html: bool = True
    cache_share: str = ""  # a remote of rclone's for encoded pictures; it may name variables
    origins: tuple[str, ...] = ()  # from where pages may load frames and scripts
    extensions: tuple[str, ...] = ()
    images: ImageSettings = ImageSettings()
    files: FileSettings = FileSettings()
    follow: FollowSettings = FollowSettings()
    podcasts: tuple[PodcastSettings, ...] = ()
    signup_action: str = ""
    signup_title: str = ""  # what the newsletter is called; "" for words of the theme
    signup_text: str = ""  # what comes, and when
    support: LinkSettings | None = None  # the one call that pays for it all
    footer_note: str = ""  # the newsroom's own line at the foot of every page
    about: str = ""  # what it says of itself on the first day's front
    search: str = ""  # BUILT_IN_SEARCH, OWN_SEARCH; "" for none
    search_program: str = ""  # version of Pagefind, where `search` asks for it and it is there
    languages: tuple[LinkSettings, ...] = ()  # other editions
    host: str = ""  # one of HOSTS
    robots: RobotsSettings = RobotsSettings()
    indexnow_key: str = ""
    indexnow_endpoint: str = "https://api.indexnow.org/indexnow"
    news: NewsSettings = NewsSettings()
    quotes: str = ""  # of `language.quotation_marks.CHOICES`; "" for each language's own
    words_per_minute: int = WORDS_A_MINUTE  # for the reading time
    requires: str = ""
    deploy: Mapping[str, DeploySettings] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    # dotted key ("menus.footer", "sections.2.slug") → its line in `file`
    digest: str = ""  # stands for all of the above but `root`, `file`, `deploy` and `lines`

    def is_archive(self, published: datetime) -> bool:
        """Say whether a story of that hour is the archive's, whose old faults are warnings."""
        return self.archive_before is not None and published < self.archive_before

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def line(self, key: str) -> int:
        """Return the line of a dotted key, or of the nearest table around it; 0 for none."""
        while key not in self.lines:
            key, dot, _ = key.rpartition(".")
            if not dot:
                return 0
        return self.lines[key]
