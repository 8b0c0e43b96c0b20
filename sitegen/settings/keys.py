"""The keys of sitegen.toml: all that may be set, table by table, and what the manual says of it.

Defaults stand in `types`. Rules beyond a value's type are in `checks`. The order counts: a key
may depend on those before it, as links do on `base_url` and lists on the sections.
"""

from __future__ import annotations

from sitegen.language.quotation_marks import CHOICES
from sitegen.model.kinds import KINDS
from sitegen.schema.tables import ByName, Key, ListOf, Table
from sitegen.schema.values import (
    FLAG,
    LANGUAGE,
    LINK,
    PARAGRAPHS,
    SLUG,
    SLUG_PATTERN,
    WEB_ADDRESS,
    Choice,
    Form,
    Instant,
    Number,
    Text,
)
from sitegen.settings.checks import (
    Ending,
    Origin,
    Search,
    check_base_url,
    check_quotes,
    check_widths,
    module_meant,
    sections_of,
    settle_section,
    settle_tags,
)
from sitegen.settings.deploy_keys import CACHE, DEPLOYS
from sitegen.settings.feed_keys import FEEDS, conditions
from sitegen.settings.organisation_keys import ORGANISATION
from sitegen.settings.podcast_keys import PODCASTS
from sitegen.settings.redirects import Destination, check_old_address, check_redirects
from sitegen.settings.requires import check_requirement
from sitegen.settings.timezones import check_timezone
from sitegen.settings.types import (
    AI_CRAWLERS,
    FOLLOW_NAMES,
    HOSTS,
    IMAGE_FORMATS,
    FileSettings,
    FollowSettings,
    FrontSettings,
    ImageSettings,
    LinkSettings,
    ListSettings,
    MenuSettings,
    NewsSettings,
    RobotsSettings,
    SectionSettings,
    Settings,
)

TEMPLATE_PATTERN = r"[\w-]+(?:/[\w-]+)*\.html"
_TITLES = ("name", "site_title", "sitename", "site_name", "headline")
_QUALITY = Number(1, 100)

SITE = (
    Key("title", PARAGRAPHS, "the newspaper's name", "The news sitemap uses exactly this",
        needed="the name of the newspaper", example="The Sample", former=_TITLES),
    Key("tagline", PARAGRAPHS, "a line below the name",
        former=("subtitle", "slogan", "motto", "description"),
        example="All the news of the sample"),
    Key("base_url", PARAGRAPHS, "the site's address, as in `https://example.org`",
        "With a path, as in `https://example.org/paper`, the whole site lives below it",
        needed='the address of the site: "https://example.org"', check=check_base_url,
        former=("baseurl", "site_url", "siteurl", "url", "domain", "homepage"),
        example="https://example.org"),
    Key("language", LANGUAGE, "code of the language that the site is written in: `en`, `es`, "
        "`vi`, `pt-BR`, `zh-Hant`",
        former=("languagecode", "lang", "locale", "defaultcontentlanguage"), example="en"),
    Key("timezone", PARAGRAPHS, "newsroom time, as in `America/Chicago`",
        "Dates without an offset are read in it and all dates are shown in it, wherever the "
        "site is built",
        needed='the newsroom\'s time zone: "America/Chicago" for Houston', check=check_timezone,
        former=("time_zone", "tz"), example="America/Chicago"),
    Key("place", PARAGRAPHS, "where the newsroom is, as readers would say it",
        example="Houston, Texas"),
    Key("requires", PARAGRAPHS, "which versions of sitegen can build the site, as in "
        "`sitegen>=0.1,<1`", check=check_requirement, example="sitegen>=0.1,<1"),
    Key("host", Choice(HOSTS), "where the site is published",
        "Decides which files for headers and redirects are written; see "
        "[Deploying](deploying.md)"),
    Key("page_size", Number(5, 500), "stories on an archive page",
        former=("paginate", "per_page", "posts_per_page", "pagesize")),
    Key("related", Number(0, 12), "related stories below a story",
        "The first stands large; beside the next part of a series, three do"),
    Key("words_per_minute", Number(50, 1000), "for the reading time"),
    Key("trust_html", FLAG, "`false` cleans HTML that stands in Markdown and refuses HTML and XML "
        "files that stories link to, for newsrooms where not everybody who writes is trusted with "
        "it"),
    Key("search", Search(), "`true` lets readers search the site, `\"own\"` says that a script of "
        "yours does",
        "`true` needs the extra `[search]`; see [Search](search.md). With `\"own\"` your script "
        "finds the words asked for in the address (`/search/?q=…`) and fills `.search-results` of "
        "the page, or you replace [`search.html`](theming.md). Without either the search page "
        "leads to the archive", default="`false`", example="own"),
    Key("footer_note", PARAGRAPHS, 'one line of your own at the foot of every page, such as "No '
        'trackers, no cookies"',
        "The theme claims nothing in your name: write what is true of your site",
        example="No trackers, no cookies"),
    Key("about", PARAGRAPHS, "a sentence or two on the newsroom, for the first day's front",
        default="the tagline", example="We report on the sample."),
    Key("signup_action", WEB_ADDRESS, "address that the newsletter form posts to, with the "
        "reader's address in the field `email`",
        "Without it there is no form. A service that wants other fields needs a "
        "[`parts/signup.html`](theming.md) of your own", example="https://letters.example/join"),
    Key("signup_title", PARAGRAPHS, "what the newsletter is called, above the form: "
        '`"The week in Houston"`', example="The week in Houston"),
    Key("signup_text", PARAGRAPHS, "what comes and when, under it: "
        '`"Every Friday at 6 a.m.: what the council decided, and what is on."`',
        "Readers sign up for a promise", example="Every Friday at 6 a.m."),
    Key("indexnow_key", Text(form=Form("[A-Za-z0-9-]{8,128}", "is not an IndexNow key",  # rule S5
                                       "A key has 8 to 128 characters: a to z, A to Z, 0 to 9 "
                                       "and hyphens.")),
        "your IndexNow key: 8 to 128 letters, digits and hyphens",
        "A file with it is published, and [`sitegen deploy`](deploying.md) tells search engines "
        "of new pages",
        example="0123456789abcdef"),
    Key("indexnow_endpoint", WEB_ADDRESS, "where search engines are told of new pages",
        "All that take part hand on what one is told",
        example="https://www.bing.com/indexnow"),
    Key("extensions", ListOf(Text(form=Form(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*",
                                            "is not the name of a Python module",
                                            "Write it without '.py' and folders.",
                                            better=module_meant))),
        "names of Python modules in the site's folder that extend sitegen, as in "
        '`["newsroom"]`', example='["newsroom"]'),
)  # fmt: skip

SECTION = (
    Key("slug", SLUG, "folder under `content/` and first part of the address: `a` to `z`, digits "
        "and hyphens",
        "Not `archive`, `authors`, `corrections`, `feeds`, `media`, `page`, `pages`, `search`, "
        "`series`, `static` or `tags`, which sitegen uses itself",
        needed='the section\'s folder and address: "politics"', former=("id", "folder"),
        example="news"),
    Key("title", PARAGRAPHS, "its name", needed="the section's name", former=_TITLES,
        example="News"),
    Key("description", PARAGRAPHS, "a sentence for the section's page",
        example="What happened, and how we know."),
    Key("hue", Text(form=Form(SLUG_PATTERN, "is not the name of a colour",
                              "Write a word: {}.", "local")),
        "name of a colour of the theme: `news`, `local`, `business`, `opinion`, `sports`, "
        "`culture`, `obituaries`, or one that your own stylesheet defines as `--hue-NAME`",
        former=("color", "colour"), example="news"),
    Key("news", FLAG, "`false` keeps its stories out of the news sitemap"),
    Key("opinion", FLAG, "`true` makes it the opinion strip of the front",
        "Its stories are of the kind `opinion` unless they say another"),
    Key("kind", Choice([kind for kind in KINDS if kind != "page"], "Kinds"),
        "kind of its stories, unless they say another", default="`news`, or `opinion`"),
    Key("template", Text(form=Form(TEMPLATE_PATTERN, "is not the name of a template",
                                   "Write it as in {}.", "guide.html")),
        "template of its stories, unless they name another: `guide.html`",
        example="guide.html"),
    Key("lang", LANGUAGE, "language of its stories and of its page, if it is another, as in "
        '`"es"`', example="es"),
)  # fmt: skip

_SECTION = Table(SECTION, makes=SectionSettings, settle=settle_section)

LINK_KEYS = (
    Key("title", PARAGRAPHS, "the words of the link", needed="the words of the link",
        former=_TITLES, example="News"),
    Key("url", LINK, "where it leads", needed='where it leads: "/about/"',
        former=("address", "path", "link", "href"), example="/support/"),
    Key("lang", LANGUAGE, "language of what it leads to, if it is another"),
)  # fmt: skip
_LINK = Table(LINK_KEYS, makes=LinkSettings)
SUPPORT = (
    Key("label", PARAGRAPHS, "its words: `Support us`", needed="the words of the call",
        becomes="title",
        example="Support us"),
    Key("url", LINK, "where it leads", needed='where it leads: "/support/"', example="/support/"),
)  # fmt: skip
MENU = (
    Key("title", PARAGRAPHS, "its heading", former=_TITLES, example="News"),
    Key("links", ListOf(_LINK), "where it leads"),
)
LIST = (
    *conditions(sections_of),
    Key("limit", Number(1, 100), "how many", former=("count", "number", "max", "size")),
)
TAGS = (
    Key("aliases", ByName(ListOf(PARAGRAPHS)), "names that mean the same as the one on the left"),
    Key("slugs", ByName(SLUG), "last parts of the addresses of tags"),
)  # fmt: skip
SERIES = (
    Key("descriptions", ByName(PARAGRAPHS), "a sentence or two for the page of a series, by its "
        "title", becomes="series_descriptions", example='{"High water" = "What the rain left."}'),
)  # fmt: skip
AUTHORS = (Key("guests", FLAG, "`true` allows bylines of people without a file"),)
ARCHIVE = (
    Key("before", Instant(), "first day that is not the archive's, as in `2024-01-01`",
        "In stories from before it missing alt texts and dead links are warnings",
        becomes="archive_before"),
)  # fmt: skip
TYPOGRAPHY = (
    Key("quotes", PARAGRAPHS, "quotation marks: " + " or ".join(f"`{pair}`" for pair in CHOICES),
        check=check_quotes, example="“”"),
)  # fmt: skip
FRONT = (
    Key("secondary", Number(0, 20), "beside the lead"),
    Key("latest", Number(0, 30), "in the list of the latest"),
    Key("strips", ListOf(Choice(sections_of, "Sections"), unique=True),
        "which sections have a row of their own, in order, as a list of slugs",
        default="all, in order", example='["news"]'),
    Key("strip_stories", Number(1, 6), "in such a row"),
    Key("river", Number(0, 200), "in the list at the end"),
)  # fmt: skip
IMAGES = (
    Key("widths", ListOf(Number(16, 8000)), "in pixels, growing, 16 to 8000",
        "A picture is never enlarged", check=check_widths, example="[320, 640]"),
    Key("formats", ListOf(Choice(IMAGE_FORMATS), unique=True),
        "of `webp` and `avif`, beside a JPEG or PNG for old readers", example='["webp"]'),
    Key("webp_quality", _QUALITY, "how good pictures in WebP are"),
    Key("avif_quality", _QUALITY, "how good pictures in AVIF are"),
    Key("jpeg_quality", _QUALITY, "how good pictures in JPEG are"),
    Key("lossless", FLAG, "`false` compresses drawings that came as PNG as if they were photos"),
    Key("social_cards", FLAG, "`false` draws no card for stories without a picture"),
)  # fmt: skip
FILES = (
    Key("allow", ListOf(Ending(), unique=True), "kinds of files that are published as they are, "
        'by their endings: `[".pmtiles"]`',
        "What sitegen knows is cleaned or passes by itself, see "
        "[Pictures](pictures.md#files-that-are-published-as-they-are)", example='[".pmtiles"]'),
)  # fmt: skip
FOLLOW = (
    *(Key(key, WEB_ADDRESS, f"the newsroom's address on {name}",
          example=f"https://{key}.example/gazette")
      for key, name in FOLLOW_NAMES.items()),
    Key("google_preferred", FLAG, "`true` shows readers how to make the site a preferred source "
        "of Google's", "Only where `base_url` has no path, for Google knows hosts"),
)  # fmt: skip
POLICY = (
    Key(
        "origins",
        ListOf(Origin()),
        "from where pages may load frames and scripts",
        example='["https://player.example"]',
    ),
)
ROBOTS = (
    Key("ai_crawlers", Choice(AI_CRAWLERS), "whether robots.txt lets in crawlers for AI",
        "`no-training` keeps out those that gather text for models, and lets in those that "
        "answer with a link"),
    Key("agents", ListOf(PARAGRAPHS), "names of further crawlers to keep out",
        example='["SampleBot"]'),
)  # fmt: skip
NEWS = (
    Key("exclude_kinds", ListOf(Choice(KINDS, "Kinds"), unique=True),
        "kinds of story to leave out", example='["opinion"]'),
)  # fmt: skip

# Words of other programs for what is not set here.
_FOREIGN = frozenset(
    {"theme", "permalinks", "markup", "plugins", "exclude", "include", "params", "taxonomies"}
    | {"outputs", "copyright", "googleanalytics", "disqusshortname", "enablerobotstxt", "build"}
    | {"collections", "defaults", "highlighter", "markdown", "minify", "mediatypes", "module"}
)

SETTINGS = Table(
    (
        *SITE,
        Key("sections", ListOf(_SECTION), "sections of the paper"),
        Key("menus", ByName(Table(MENU, makes=MenuSettings)), "columns of links"),
        Key("lists", ByName(Table(LIST, makes=ListSettings)), "stories that templates may show"),
        Key("tags", Table(TAGS, settle=settle_tags), "names and addresses of tags"),
        Key("series", Table(SERIES), "what the pages of series say"),
        Key("authors", Table(AUTHORS), "bylines"),
        Key("archive", Table(ARCHIVE), "stories from before"),
        Key(
            "redirects",
            ByName(Destination(), check_old_address, "/old-address/"),
            "old addresses, and what answers instead",
            check=check_redirects,
            former=("redirect", "redirections"),
        ),
        Key("typography", Table(TYPOGRAPHY), "marks of the language"),
        Key("front", Table(FRONT, makes=FrontSettings), "how much the front takes"),
        Key("feeds", FEEDS, "what feeds carry"),
        Key("organisation", ORGANISATION, "who publishes the site"),
        Key("podcasts", PODCASTS, "recordings as directories take them"),
        Key("support", Table(SUPPORT, makes=LinkSettings), "the call that pays for it all"),
        Key("images", Table(IMAGES, makes=ImageSettings), "what pictures become"),
        Key("follow", Table(FOLLOW, makes=FollowSettings), "where the newsroom can be followed"),
        Key("files", Table(FILES, makes=FileSettings), "what may be published as it is"),
        Key("languages", ListOf(_LINK), "the newspaper in other languages"),
        Key("policy", Table(POLICY), "what pages may load"),
        Key("robots", Table(ROBOTS, makes=RobotsSettings), "who may gather the site's text"),
        Key("news", Table(NEWS, makes=NewsSettings), "the news sitemap"),
        Key("deploy", DEPLOYS, "where the site is put"),
        Key("cache", Table(CACHE), "what machines share"),
    ),
    makes=Settings,
    foreign=_FOREIGN,
)
