"""The sample site: every kind, length and state of story, to see the whole theme at once.

All of it is made by code from a seed and the time at which it is made: drawn pictures, sample
bylines, and text that says that it is sample text. `init --sample` writes it; tests and
screenshots use it. The same arguments give the same bytes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import datetime
from textwrap import dedent
from zoneinfo import ZoneInfo

from sitegen.newsite import sample_people, sample_stories
from sitegen.newsite.place import NOWHERE, Place
from sitegen.newsite.sample_parts import Story
from sitegen.pictures import drawn
from sitegen.pictures.drawings import DRAWINGS, drawing_file

SEED = 20241010
_FACES = {"one": 1, "three": 2, "columnist-one": 3, "columnist-two": 4, "arabic": 5}


def files(
    *,
    title: str,
    now: datetime,
    timezone: str,
    host: str = "",
    place: Place = NOWHERE,
    seed: int = SEED,
    search: bool = False,
) -> dict[str, bytes]:
    """Return the files of the sample site: settings, content and pictures, by path.

    Args:
        now: aware; the stories lie on both sides of it.
        timezone: the newsroom's, by a name that ZoneInfo knows.
        search: the program that readers' search needs is there.
    """
    zone = ZoneInfo(timezone)
    at = now.astimezone(zone).replace(microsecond=0)
    rng = random.Random(seed)
    contents = {"sitegen.toml": _settings(title, timezone, host, place, search).encode()}
    for story in (*sample_stories.specials(at, rng), *sample_stories.ordinary(at, rng)):
        contents[story.path] = _text(story)
    for path, (facts, biography) in sample_people.PEOPLE.items():
        contents[f"content/authors/{path}.md"] = _text(Story("", facts, biography))
    for path, (facts, body) in sample_people.PAGES.items():
        contents[f"content/pages/{path}.md"] = _text(
            Story("", {**facts, "slug": path, "published": f"{at:%Y-%m-%d}"}, dedent(body).strip())
        )
    return contents | _pictures(seed)


def _text(story: Story) -> bytes:
    return f"---\n{_yaml(story.facts)}---\n\n{story.body.strip()}\n".encode()


def _yaml(facts: Mapping[str, object]) -> str:
    """Write front matter: JSON is YAML, so each value is written as JSON on its line."""
    return "".join(f"{key}: {_value(value)}\n" for key, value in facts.items())


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=lambda moment: moment.isoformat())


def _pictures(seed: int) -> dict[str, bytes]:
    """Draw each picture beside the stories that show it."""
    pictures = {
        f"content/authors/{name}.png": drawn.face(seed + number) for name, number in _FACES.items()
    }
    news = "content/news"
    pictures |= {f"{news}/{name}.jpg": drawing_file(name, seed) for name in DRAWINGS}
    pictures[f"{news}/private.jpg"] = drawing_file("train", seed, private=True)
    pictures[f"{news}/tall.jpg"] = drawing_file("skyline", seed, 1200, 2000)
    pictures[f"{news}/wide.jpg"] = drawing_file("port", seed, 2400, 500)
    pictures[f"{news}/small.jpg"] = drawing_file("train", seed, 240, 160)
    pictures[f"{news}/diagram.png"] = drawn.diagram(seed)
    gallery = "content/culture/sample-gallery"
    shown = ("mural", "lanterns", "market", "library", "houses", "stadium")
    pictures |= {
        f"{gallery}/{n:02}.jpg": drawing_file(name, seed + n, 1280, 853)
        for n, name in enumerate(shown, 1)
    }
    audio = "content/local/sample-audio-story/interview"
    pictures |= {f"{audio}.mp3": _silence(), f"{audio}.txt": b"A sample transcript: silence.\n"}
    pictures["static/mark.png"] = drawn.mark()
    pictures["static/podcast.jpg"] = drawing_file("lanterns", seed, 1400, 1400)
    return pictures


def _silence() -> bytes:
    """Return three seconds of silence as an MP3, which directories of podcasts take.

    A frame of MPEG-1 Layer III at 32 kbit/s and 44,100 Hz in one channel is 104 bytes and 26
    milliseconds; of zeros it holds no sound.
    """
    return (b"\xff\xfb\x10\xc4" + bytes(100)) * 115


def _settings(title: str, timezone: str, host: str, place: Place, search: bool) -> str:
    return (
        f"# A sample site: everything in it is made up by a program.\n\n"
        f"title = {json.dumps(title, ensure_ascii=False)}\n"
        f"base_url = {json.dumps(place.base_url)}\n"
        f"timezone = {json.dumps(timezone)}\n"
        + (f'host = "{host}"\n' if host else "")
        + ("search = true\n" if search else "")
        + dedent(_SETTINGS).replace("[[AUTHORITY]]", json.dumps(place.authority))
    )


_SETTINGS = """\
    tagline = "Sample headlines: nothing here is news"
    language = "en"
    place = "Sample City"
    footer_note = "Every story on this site is a sample."
    page_size = 10

    [[sections]]
    slug = "news"
    title = "News"
    description = "Sample news: many stories, so that there are archive pages."
    hue = "news"

    [[sections]]
    slug = "local"
    title = "Local"
    description = "Sample stories from around the corner."
    hue = "local"

    [[sections]]
    slug = "business"
    title = "Business"
    description = "A section with two sample stories."
    hue = "business"

    [[sections]]
    slug = "opinion"
    title = "Opinion"
    description = "Sample columns by sample columnists."
    hue = "opinion"
    opinion = true

    [[sections]]
    slug = "sports"
    title = "Sports"
    description = "A section with one sample story."
    hue = "sports"

    [[sections]]
    slug = "culture"
    title = "Culture"
    description = "Three sample stories, one of them in pictures."
    hue = "culture"

    [[sections]]
    slug = "weather"
    title = "Weather"
    description = "A section without a story."

    [[sections]]
    slug = "espanol"
    title = "Español"
    description = "Notas de muestra en español."

    [[sections]]
    slug = "tieng-viet"
    title = "Tiếng Việt"
    description = "Bài viết mẫu bằng tiếng Việt."

    [menus.about]
    title = "About"
    links = [
      { title = "About this sample", url = "/about/" },
      { title = "Corrections policy", url = "/corrections-policy/" },
    ]

    [organisation]
    mark = "mark.png"
    email = "newsroom@example.org"
    founded = "2024"

    [organisation.policies]
    corrections = "/corrections-policy/"

    [feeds]
    authority = [[AUTHORITY]]

    [[podcasts]]
    section = "local"
    slug = "sample-hour"
    title = "The Sample Hour"
    description = "A sample podcast: three seconds of silence, and nothing else."
    cover = "podcast.jpg"
    category = "Daily News"

    [lists.sample_city_hall]
    tag = "City Hall"
    limit = 5

    [series.descriptions]
    "Below the sample bridge" = "A sample series in three parts, in which nothing happens."

    [tags.aliases]
    "City Hall" = ["city hall", "Town Hall"]
    """
