"""A new story: its file, with the front matter that every story begins with."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path, PurePosixPath

from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.core.urls import slugify
from sitegen.newsite.new_files import create, fill
from sitegen.schema.yaml_reader import is_seen
from sitegen.settings.types import Settings

_SLUG_OF_NOTHING = "story"  # for a headline without a letter that ASCII has
_SLUG_OF_TITLE = 80  # letters: of a headline the first words tell enough


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
        now: aware. With the section and the headline it makes the story's permanent id; it
            is not its date, which is that of the hour at which the story comes out.
        author: id of a file of content/authors/, when known.

    Raises:
        SitegenError: no such section, no headline, or a story stands there already.
    """
    title = " ".join(title.split())
    slugs = [one.slug for one in settings.sections]
    if not section and slugs:
        section = slugs[0]
    problems = []
    if section not in slugs:
        hint = did_you_mean(section, slugs, "Sections")
        problems.append(Problem("--section", 0, f"there is no section '{section}'", hint))
    if not is_seen(title):
        problems.append(Problem("new article", 0, "the headline is empty", "Write it in quotes."))
    people = {file.stem for file in (settings.root / "content/authors").glob("*.md")}
    if author and author not in people:
        hint = did_you_mean(author, people, "Authors")
        problems.append(Problem("--author", 0, f"there is no content/authors/{author}.md", hint))
    if problems:
        raise SitegenError(problems)
    at = now.astimezone(settings.zone).replace(microsecond=0)
    slug = slugify(title, _SLUG_OF_TITLE) or f"{_SLUG_OF_NOTHING}-{at:%Y-%m-%d-%H%M}"
    if slug == "index":  # the file of a story that is a folder
        slug = f"{_SLUG_OF_NOTHING}-index"
    path = PurePosixPath("content", section, f"{slug}.md")
    for place in (path, path.with_suffix("")):
        if (settings.root / place).exists():
            raise SitegenError(
                [
                    Problem(
                        str(place),
                        0,
                        "this story exists already, and it is left as it is",
                        "Change a word of the headline, or go on with the story that is there.",
                    )
                ]
            )
    kind = next(one.default_kind for one in settings.sections if one.slug == section)
    skeleton = _skeleton(title, section, slug, at, author, kind)
    return create(settings.root, path.as_posix(), skeleton.encode("utf-8"))


def _skeleton(title: str, section: str, slug: str, at: datetime, author: str, kind: str) -> str:
    words = {
        "TITLE": json.dumps(title, ensure_ascii=False),
        "ID": f"{at:%Y%m%d-%H%M%S}-{section}-{slug}",
        "SLUG": slug,
        "FILE": f"content/{section}/{slug}.md",
        "KIND": "" if kind == "news" else f"kind: {kind}\n",
        "DAY": f"{at:%Y-%m-%d}",
        "AUTHORS": f"authors: [{author}]" if author else "# authors: [name-of-a-file-in-authors]",
    }
    return fill(ARTICLE, words).decode("utf-8")


ARTICLE = """
    ---
    title: [[TITLE]]
    id: [[ID]] # permanent: feed readers know the story by it
    slug: [[SLUG]] # the last part of its address
    draft: true # when it is ready: sitegen publish [[FILE]]
    [[KIND]][[AUTHORS]]
    # summary: One or two sentences for cards, feeds and search engines.
    # tags: [City Hall, Budget]
    # image:
    #   file: picture-beside-this-file.jpg
    #   alt: What it shows to those who cannot see it
    # embargo: [[DAY]] 18:00 # until then the story is nowhere on the site
    ---

    The first paragraph.
    """
