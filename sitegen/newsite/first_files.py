"""The first files of a new site: settings, an author, a page and two stories to learn from."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from sitegen.newsite.host_files import files_for_host
from sitegen.newsite.new_files import fill
from sitegen.newsite.place import Place
from sitegen.output.ignore_file import IGNORE_FILE, IGNORE_TEXT
from sitegen.settings.types import HOSTS


def shell(host: str, folder: str) -> dict[str, bytes]:
    """Return what every new site has, whatever its content.

    Args:
        folder: the name of the site's folder.
    """
    files = {
        ".gitignore": ".sitegen_cache/\n",
        f"output/{IGNORE_FILE}": IGNORE_TEXT,
        "templates/.gitkeep": "",
        "static/.gitkeep": "",
    }
    plain = {path: text.encode("utf-8") for path, text in files.items()}
    return plain | files_for_host(host, folder)


def first_files(
    title: str, now: datetime, timezone: str, host: str, place: Place, *, search: bool
) -> dict[str, bytes]:
    """Return the settings and the content of a new site without samples, by path.

    `search`: the program that readers' search needs is there.
    """
    at = now.astimezone(ZoneInfo(timezone)).replace(microsecond=0)
    words = {
        "TITLE": json.dumps(title, ensure_ascii=False),
        "TIMEZONE": json.dumps(timezone),
        "URL": json.dumps(place.base_url),
        "NOTE": "" if place.is_known else " CHANGE IT before you publish.",
        "AUTHORITY": json.dumps(place.authority),
        "HOSTS": f"{', '.join(HOSTS[:-1])} or {HOSTS[-1]}",
        "HOST": f'host = "{host}"' if host else '# host = "netlify"',
        "SEARCH": "search = true" if search else "# search = true",
        "NOW": at.isoformat(),
        "DAY": f"{at:%Y-%m-%d}",
        "STAMP": f"{at:%Y%m%d-%H%M%S}",
    }
    return {path: fill(text, words) for path, text in FIRST_FILES.items()}


FIRST_FILES = {
    "sitegen.toml": """
        # The settings of this site. sitegen's manual, docs/settings.md, describes every key.

        title = [[TITLE]]
        tagline = "A sample tagline: write your own"

        # The address at which readers will find the site.[[NOTE]]
        base_url = [[URL]]

        language = "en"

        # The newsroom's own time zone: all times without an offset are read in it.
        timezone = [[TIMEZONE]]

        # Where the site is published: [[HOSTS]].
        [[HOST]]

        # Readers can search the site; sitegen needs its extra [search] for that.
        [[SEARCH]]

        # Sections in the order of the menu. Those without stories stay out of it.
        [[sections]]
        slug = "news"
        title = "News"
        hue = "news"

        [[sections]]
        slug = "local"
        title = "Local"
        hue = "local"

        [[sections]]
        slug = "opinion"
        title = "Opinion"
        hue = "opinion"
        opinion = true

        [feeds]
        # By this name and the stories' ids feed readers know your stories, whatever becomes of
        # the address above. Never change it, or every story is new to every reader.
        authority = [[AUTHORITY]]

        [menus.about]
        title = "About"
        links = [{ title = "About us", url = "/about/" }]
        """,
    "content/authors/sample-reporter.md": """
        ---
        name: Sample Reporter
        role: Reporter
        ---

        This is a sample biography. Write one like it for everybody who signs stories, in a file
        of its own, and delete this one.
        """,
    "content/pages/about.md": """
        ---
        title: About us
        slug: about
        published: [[DAY]]
        summary: A sample page that says who makes this newspaper and how to reach them.
        ---

        This is a sample page. Say here who you are, who pays for your work, and how readers reach
        you. Pages for corrections, ethics and privacy are made in the same way: one file each in
        `content/pages/`.
        """,
    "content/news/sample-your-newspaper-is-ready.md": """
        ---
        title: "Sample story: your newspaper is ready"
        id: [[STAMP]]-sample-your-newspaper-is-ready
        published: [[NOW]]
        authors: [sample-reporter]
        summary: This is a sample. Replace it with your first story, and it will be the front page.
        tags: [Sample]
        ---

        This is a sample story. It stands in `content/news/sample-your-newspaper-is-ready.md`, and
        nothing in it is news.

        ## What to do next

        1. Write your own settings in `sitegen.toml`: the title, the address, the sections.
        2. Begin a story: `sitegen new article "Your headline" --section news`.
        3. Watch it in the preview while you write: `sitegen serve`.
        4. Delete this file and [the other sample](sample-how-a-story-is-written.md).

        ::: fact "Good to know"
        The folders `templates/` and `static/` are empty because the site looks like the theme
        until you change something.
        :::
        """,
    "content/news/sample-how-a-story-is-written.md": """
        ---
        title: "Sample story: how a story is written"
        id: [[STAMP]]-sample-how-a-story-is-written
        published: [[DAY]]
        authors: [sample-reporter]
        summary: This is a sample that shows headings, quotes, lists and links in Markdown.
        tags: [Sample]
        ---

        This is a sample story. An empty line begins a new paragraph. Words may be *stressed* or
        **strong**, and a link to another story names its file:
        [your newspaper is ready](sample-your-newspaper-is-ready.md).

        ## A heading

        > A quotation stands behind an angle bracket.

        - A list
        - has lines
        - with hyphens.

        ::: pull "A sample source"
        A sentence that is worth setting large.
        :::
        """,
}
