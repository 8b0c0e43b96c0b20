"""File names: what feeds and sitemaps are called, and what the ending of a name says.

Settings, templates, hosts and readers' programs all go by these names.
"""

from __future__ import annotations

# Feeds, by format.
FEED_FILES = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
FEED_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
FEED_NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
OPML_FILE = "feeds/feeds.opml"  # lists all feeds for a reader's program
FEED_FILE = FEED_FILES["rss"]  # the one that every list has

SITEMAP_FILE = "sitemap.xml"  # the index of all others
PAGES_SITEMAP = "sitemap-pages.xml"
NEWS_SITEMAP = "sitemap-news.xml"

# What hosts, robots and browsers ask for in the root of a site.
NOT_FOUND = "404.html"  # what hosts answer with where nothing is
ROBOTS = "robots.txt"
FAVICON = "favicon.ico"
WEB_MANIFEST = "manifest.webmanifest"

# Pictures: ending → the format of a file that bears it.
PICTURE_ENDINGS = {
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "jpe": "jpeg",
    "jfif": "jpeg",
    "png": "png",
    "apng": "png",
    "webp": "webp",
    "gif": "gif",
    "avif": "avif",
    "heic": "heif",
    "heif": "heif",
    "tif": "tiff",
    "tiff": "tiff",
    "bmp": "bmp",
    "svg": "svg",
}
# Formats that browsers show, and their types.
PICTURE_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
# Sound and film: ending → type, the same on every machine.
RECORDING_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "m4b": "audio/mp4",
    "wav": "audio/x-wav",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
}
# Of formats whose name is not their ending.
USUAL_ENDINGS = {"jpeg": "jpg", "tiff": "tif", "heif": "heic"}


# Files that a browser shows as a page of the site that they come from, and whose scripts run
# there: HTML, and all that hosts send as XML.
_ACTIVE_ENDINGS = frozenset(
    """html htm xhtml xht shtml shtm xml xsl xslt xsd dtd svgz rss atom rdf mml mathml kml gpx
    opml wsdl xspf smil dae x3d xul xbl mht mhtml hta htc""".split()  # noqa: SIM905
)

# What web hosts read to be told how to serve a site: IIS in each folder, Cloudflare, Netlify,
# Vercel, Azure, Firebase, GitHub and PHP's own. Only the newsroom writes these, in static/root/.
_STEERING = frozenset(
    """web.config web.debug.config web.release.config applicationhost.config global.asax
    _headers _redirects _worker.js _routes.json _middleware.js wrangler.toml wrangler.json
    wrangler.jsonc netlify.toml vercel.json now.json staticwebapp.config.json routes.json
    firebase.json amplify.yml _config.yml cname php.ini user.ini""".split()  # noqa: SIM905
)


def steers_host(name: str) -> bool:
    """Say whether a web host would take a file or folder of this name as a word to itself.

    A leading dot always may: ".htaccess", ".user.ini", ".well-known". Disks of Windows pass
    over dots and spaces at the end, and over what follows a colon.
    """
    plain = name.partition(":")[0].rstrip(". ").lower()
    return name.startswith(".") or plain in _STEERING


def ending(name: str) -> str:
    """Return what follows the last dot of a file's name, in lower case: "Hall.JPG" gives "jpg"."""
    file = name.rpartition("/")[2]
    return file.rpartition(".")[2].lower() if "." in file[1:] else ""


def is_active(name: str) -> bool:
    """Say whether browsers would run scripts of a file with this name as the site's own."""
    return ending(name) in _ACTIVE_ENDINGS


def is_picture(name: str) -> bool:
    """Say whether a file's name ends as those of pictures do."""
    return ending(name) in PICTURE_ENDINGS


def is_shown(name: str) -> bool:
    """Say whether a file's name ends as those of pictures do that browsers show."""
    return PICTURE_ENDINGS.get(ending(name), "") in PICTURE_TYPES
