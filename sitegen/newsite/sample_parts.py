"""What sample stories are put together from: their times, words, pictures and bylines."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from textwrap import dedent
from typing import Any

from sitegen.core.record import Record
from sitegen.core.urls import slugify
from sitegen.pictures.drawings import DRAWINGS

REPORTERS = ("sample-reporter-one", "sample-reporter-two", "sample-reporter-three")
# The drawings that plain stories show; the others belong to stories of their own.
SCENES = ("skyline", "market", "train", "mural", "stadium", "port", "library", "lanterns")

Facts = dict[str, Any]  # front matter: whatever JSON can hold, and dates


class Story(Record):
    path: str  # source file
    facts: Mapping[str, Any]  # front matter, in order
    body: str


class Moments:
    """Moments counted from the making of the site, to the minute."""

    def __init__(self, now: datetime) -> None:
        self.now = now.replace(second=0)

    def ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def ahead(self, hours: float) -> datetime:
        return self.now + timedelta(hours=hours)


def dek(rng: random.Random) -> str:
    """Return one of three summaries, of different lengths."""
    return rng.choice(
        (
            "A sample summary of one sentence says what is new and who says so.",
            (
                "A sample summary may have two sentences. The second says why a reader should "
                "care, which nobody has to in this case."
            ),
            (
                "A sample summary that runs a little longer than the others, so that cards of "
                "different heights stand side by side in a row, as they do on a real front."
            ),
        )
    )


def picture(name: str, **more: str) -> Facts:
    """Return the front matter of a lead picture; `more` is a caption or a credit."""
    drawing = {"tall": "skyline", "01": "mural"}.get(
        PurePosixPath(name).stem, PurePosixPath(name).stem
    )
    return {"image": {"file": name, "alt": DRAWINGS[drawing][1], **more}}


def story(
    section: str,
    title: str,
    at: datetime,
    body: str,
    *,
    slug: str = "",
    folder: bool = False,
    **facts: Any,
) -> Story:
    """Return a story with its file, its id and its address made from its headline.

    Args:
        at: when it was published.
        slug: instead of one made from the headline.
        folder: give the story a folder of its own, with index.md in it.
        facts: more front matter.
    """
    slug = slug or slugify(title)
    path = f"content/{section}/{slug}/index.md" if folder else f"content/{section}/{slug}.md"
    first = {"title": title, "id": f"sample-{slug}", "slug": slug, "published": at}
    return Story(path, {**first, **facts}, dedent(body).strip())
