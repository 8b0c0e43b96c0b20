"""New things from nothing: a site, a story, a site's own copy of a theme file.

Nothing that exists is ever overwritten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from textwrap import dedent
from zoneinfo import ZoneInfo

from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.core.urls import slugify
from sitegen.settings.timezones import is_zone, zone_hint
from sitegen.settings.types import HOSTS, Settings
from sitegen.theme import layers

_BLANK = re.compile(r"\[\[([A-Z]+)\]\]")  # to be filled in a template of a new file
_SLUG_OF_NOTHING = "story"  # for a headline without a letter that ASCII has


def init(
    target: Path,
    *,
    title: str,
    now: datetime,
    host: str = "",
    sample: bool = False,
    timezone: str = "America/Chicago",
) -> tuple[str, ...]:
    """Make a new site that builds at once.

    Args:
        target: a folder that does not exist yet or is empty (a fresh .git is fine).
        now: aware; the sample stories' dates are counted back from it.
        host: one of `HOSTS`; "" leaves the host's own files out.
        sample: fill the site with sample stories in every kind, length and state.
        timezone: the newsroom's, by a name that ZoneInfo knows.

    Returns:
        The files made, relative to `target` with forward slashes, sorted.

    Raises:
        SitegenError: the folder holds something, or the host is unknown.
    """
    if host and host not in HOSTS:
        raise SitegenError(
            [Problem("--host", 0, f"unknown host '{host}'", did_you_mean(host, HOSTS, "Hosts"))]
        )
    if target.exists() and not (
        target.is_dir() and all(p.name == ".git" for p in target.iterdir())
    ):
        raise SitegenError(
            [
                Problem(
                    str(target),
                    0,
                    "there is something in this place already, and it is left as it is",
                    "Give the name of a new folder: sitegen init mysite",
                )
            ]
        )
    if not is_zone(timezone):
        message = f"there is no time zone '{timezone}'"
        raise SitegenError([Problem("--timezone", 0, message, zone_hint(timezone))])
    title = " ".join(title.split()) or target.name
    files = _shell(host)
    if sample:
        from sitegen.newsite import sample as samples  # late: brings Pillow to draw its pictures

        files |= samples.files(title=title, now=now, timezone=timezone, host=host)
    else:
        files |= _first_files(title, now, timezone, host)
    for path, data in files.items():
        _create(target, path, data)
    return tuple(sorted(files))


def new_article(
    settings: Settings,
    title: str,
    section: str,
    *,
    now: datetime,
    author: str = "",
) -> Path:
    """Write the beginning of a story, as a draft, and return its file.

    Args:
        title: the headline; the file's name and the address are made from it.
        section: slug; "" for the first section of the settings.
        now: aware; becomes the date of publication, in the newsroom's zone. With the
            section and the headline it makes the story's permanent id.
        author: id of a file of content/authors/, when known.

    Raises:
        SitegenError: no such section, no headline, or a story stands there already.
    """
    title = " ".join(title.split())
    slugs = [known.slug for known in settings.sections]
    if not section and slugs:
        section = slugs[0]
    problems = []
    if section not in slugs:
        hint = did_you_mean(section, slugs, "Sections")
        problems.append(Problem("--section", 0, f"there is no section '{section}'", hint))
    if not title:
        problems.append(Problem("new article", 0, "the headline is empty", "Write it in quotes."))
    people = {file.stem for file in (settings.root / "content/authors").glob("*.md")}
    if author and author not in people:
        hint = did_you_mean(author, people, "Authors")
        problems.append(Problem("--author", 0, f"there is no content/authors/{author}.md", hint))
    if problems:
        raise SitegenError(problems)
    at = now.astimezone(settings.zone).replace(microsecond=0)
    slug = slugify(title) or f"{_SLUG_OF_NOTHING}-{at:%Y-%m-%d-%H%M}"
    if slug == "index":  # the file of a story that is a folder
        slug = f"{_SLUG_OF_NOTHING}-index"
    path = PurePosixPath("content", section, f"{slug}.md")
    for taken in (path, path.with_suffix("")):
        if (settings.root / taken).exists():
            raise SitegenError(
                [
                    Problem(
                        str(taken),
                        0,
                        "this story exists already, and it is left as it is",
                        "Change a word of the headline, or go on with the story that is there.",
                    )
                ]
            )
    skeleton = _skeleton(title, section, slug, at, author)
    return _create(settings.root, path.as_posix(), skeleton.encode("utf-8"))


def theme_copy(site_root: Path, name: str) -> Path:
    """Copy one file of the theme into the site, where it may be changed; return the copy.

    Args:
        name: as templates name it ("article.html", "parts/byline.html"), or a file of
            static/ ("css/tokens.css"). The folder's name may stand before it.

    Raises:
        SitegenError: the theme has no such file, or the site has its own already.
    """
    known = _theme_files()
    path = (
        name
        if name in known
        else next(
            (
                f"{folder}/{name}"
                for folder in ("templates", "static")
                if f"{folder}/{name}" in known
            ),
            "",
        )
    )
    if not path:
        short = [file.partition("/")[2] for file in known]
        hint = did_you_mean(name.removeprefix("templates/").removeprefix("static/"), short, "Files")
        raise SitegenError([Problem(name, 0, "the theme has no such file", hint)])
    target = site_root / path
    if target.exists():
        raise SitegenError(
            [
                Problem(
                    path,
                    0,
                    "the site has its own copy already, and it is left as it is",
                    "To start again from the theme's, move yours away first.",
                )
            ]
        )
    return _create(site_root, path, known[path].read_bytes())


def _theme_files() -> dict[str, Path]:
    root = layers.root()
    return {
        file.relative_to(root).as_posix(): file
        for folder in ("templates", "static")
        for file in sorted((root / folder).rglob("*"))
        if file.is_file()
    }


def _create(root: Path, path: str, data: bytes) -> Path:
    file = root / path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as target:
            target.write(data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        where = path if root.is_dir() else str(root)
        hint = "Choose another place, or see who may write here."
        raise SitegenError([Problem(where, 0, f"cannot be written: {reason}", hint)]) from None
    return file


def _shell(host: str) -> dict[str, bytes]:
    """Return what every new site has, whatever its content."""
    files = {
        ".gitignore": ".sitegen_cache/\n",
        "output/.gitignore": "# What sitegen builds stands here and is not kept.\n*\n!.gitignore\n",
        "templates/.gitkeep": "",
        "static/.gitkeep": "",
    }
    if host:
        from sitegen import hosts  # late: only new sites for a host need it

        file = hosts.ci_file(host)
        if file is not None:
            files |= {file.file: file.text, "requirements.txt": _REQUIREMENTS}
    return {path: text.encode("utf-8") for path, text in files.items()}


def _first_files(title: str, now: datetime, timezone: str, host: str) -> dict[str, bytes]:
    at = now.astimezone(ZoneInfo(timezone)).replace(microsecond=0)
    words = {
        "TITLE": json.dumps(title, ensure_ascii=False),
        "TIMEZONE": json.dumps(timezone),
        "HOST": f'host = "{host}"' if host else '# host = "netlify"',
        "NOW": at.isoformat(),
        "DAY": f"{at:%Y-%m-%d}",
        "STAMP": f"{at:%Y%m%d-%H%M%S}",
    }
    return {path: _filled(text, words) for path, text in _FIRST.items()}


def _filled(text: str, words: Mapping[str, str]) -> bytes:
    filled = dedent(text).lstrip("\n")
    return _BLANK.sub(lambda blank: words.get(blank[1], blank[0]), filled).encode("utf-8")


def _skeleton(title: str, section: str, slug: str, at: datetime, author: str) -> str:
    words = {
        "TITLE": json.dumps(title, ensure_ascii=False),
        "ID": f"{at:%Y%m%d-%H%M%S}-{section}-{slug}",
        "SLUG": slug,
        "NOW": at.isoformat(),
        "DAY": f"{at:%Y-%m-%d}",
        "AUTHORS": f"authors: [{author}]" if author else "# authors: [name-of-a-file-in-authors]",
    }
    return _filled(_ARTICLE, words).decode("utf-8")


_REQUIREMENTS = """\
# What builds this site on the host. To stay with one version, write: sitegen==0.1.0
sitegen
"""

_ARTICLE = """
    ---
    title: [[TITLE]]
    id: [[ID]] # permanent: feed readers know the story by it
    slug: [[SLUG]] # the last part of its address
    published: [[NOW]]
    draft: true # take this line out when the story is ready
    [[AUTHORS]]
    # summary: One or two sentences for cards, feeds and search engines.
    # tags: [City Hall, Budget]
    # image: {file: picture-beside-this-file.jpg, alt: What it shows to those who cannot see it}
    # embargo: [[DAY]] 18:00 # until then the story is nowhere on the site
    ---

    The first paragraph.
    """

_FIRST = {
    "sitegen.toml": """
        # The settings of this site. sitegen's manual, docs/settings.md, describes every key.

        title = [[TITLE]]
        tagline = "A sample tagline: write your own"

        # The address at which readers will find the site. CHANGE IT before you publish.
        base_url = "https://example.org"

        language = "en"

        # The newsroom's own time zone: all times without an offset are read in it.
        timezone = [[TIMEZONE]]

        # Where the site is published: netlify, cloudflare, github, gitlab, s3, nginx or caddy.
        [[HOST]]

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
