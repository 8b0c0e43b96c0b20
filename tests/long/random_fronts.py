"""Fronts of random sites in a real browser: no holes, one lead, no word cut, not too long.

    python -m tests.long.random_fronts          # 200 sites, from seed 0
    python -m tests.long.random_fronts 20 300   # 20 sites, from seed 300

`tests/browser/test_random_fronts.py` runs ten of them. A site has 1 to 80 stories in one to
nine sections, pictures in all of them, in some or in none, headlines of 3 to 191 characters.
"""

from __future__ import annotations

import io
import json
import random
import sys
import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.conftest import NOW, Built, Site

ROOM, WIDTHS = 96, (768, 1280, 1680)  # pixels
LEAD = 1.35  # by how much the lead's headline is larger than any other
ALL_WIDTHS = (320, 360, 480, 600, 768, 960, 1024, 1280, 1680)
HEIGHT, STORIES = 6000, 56
MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")
_SECTIONS = (
    "news",
    "local",
    "business",
    "opinion",
    "sports",
    "culture",
    "weather",
    "espanol",
    "food",
)
_SHAPES = ((600, 400), (600, 338), (400, 400), (400, 600), (900, 300), (500, 300))
_WORDS = [
    "a",
    "the",
    "of",
    "in",
    "and",
    "to",
    "for",
    "on",
    "with",
    "sample",
    "city",
    "council",
    "votes",
    "again",
    "over",
    "bridge",
    "budget",
    "water",
    "late",
    "schools",
    "neighbors",
    "ask",
    "why",
    "nobody",
    "saw",
    "it",
    "coming",
    "pumps",
    "river",
    "night",
    "lanterns",
    "county",
    "office",
    "says",
    "no",
    "new",
    "park",
    "after",
    "years",
    "opens",
    "closes",
    "before",
    "winter",
    "reading",
    "room",
    "bus",
    "lines",
    "are",
    "longer",
    "than",
    "ever",
]
_LONG = ("Internationalization", "Straßenverkehrsordnungsänderung", "counterrevolutionaries")


def make(site: Site, seed: int) -> None:
    """Write a random site: the same for one seed."""
    rng = random.Random(seed)
    count = rng.randint(1, 12) if rng.random() < 0.4 else rng.randint(8, 80)
    sections = list(_SECTIONS[: rng.randint(1, len(_SECTIONS))])
    pictures = rng.choice((0.0, 0.15, 0.4, 0.6, 0.8, 1.0))
    summaries = rng.choice((0.3, 0.7, 1.0))
    site.write_bytes("sitegen.toml", _settings(sections, rng).encode())
    site.write("content/authors/sample-writer.md", "---\nname: Sample Writer\n---\n\nWrites.\n")
    now, at = datetime.fromisoformat(NOW), 0.3
    pace = rng.choice((0.5, 2, 8, 30))
    for number in range(count):
        at += rng.expovariate(1 / pace)
        section = rng.choice(sections)
        keys: dict[str, object] = {
            "title": json.dumps(_headline(rng), ensure_ascii=False),
            "published": f"{now - timedelta(hours=at):%Y-%m-%d %H:%M}",
            "summary": json.dumps(_text(rng, rng.randint(20, 170)))
            if rng.random() < summaries
            else None,
            "authors": "[sample-writer]" if rng.random() < 0.7 else None,
            "tags": f"[{', '.join(rng.sample(_WORDS[20:50], rng.randint(1, 3)))}]"
            if rng.random() < 0.6
            else None,
        }
        if section == "opinion":
            keys |= {"kind": "opinion", "authors": "[sample-writer]"}
        elif section != "espanol" and rng.random() < 0.12:
            keys["kind"] = rng.choice(
                ("satire", "release", "explainer", "review", "obituary", "investigation")
            )
        if rng.random() < 0.06:
            keys["figure"] = rng.choice(("38%", "17 of 41", "1,250"))
        if rng.random() < 0.05:
            keys["series"] = "A sample series"
        if rng.random() < 0.04:
            corrected = now - timedelta(hours=min(1, at / 2))
            keys["corrections"] = f"[{{date: {corrected:%Y-%m-%d %H:%M}, text: A sample.}}]"
        if number == 0 and rng.random() < 0.2 and keys.get("kind") not in ("satire", "release"):
            keys["breaking"] = f"{{until: {now + timedelta(hours=3):%Y-%m-%d %H:%M}}}"
        if rng.random() < pictures:
            shape = rng.choice(_SHAPES)
            name = f"{shape[0]}-{shape[1]}.jpg"
            site.write_bytes(f"content/{section}/{name}", _picture(shape))
            keys["image"] = f"{{file: {name}, alt: A sample}}"
        site.story(
            f"content/{section}/s{number}.md", "A sample. " * rng.randint(3, 60) + "\n", **keys
        )
    if rng.random() < 0.2:
        site.write("content/front.yml", f"top: {rng.choice(('quiet', 'day', 'big'))}\n")


def _settings(sections: list[str], rng: random.Random) -> str:
    text = 'title = "A Sample Paper"\nbase_url = "https://front.example"\n'
    text += 'timezone = "America/Chicago"\n'
    if rng.random() < 0.7:
        text += 'signup_action = "https://front.example/sign-up"\n'
    for slug in sections:
        more = (
            "opinion = true\n"
            if slug == "opinion"
            else 'lang = "es"\n'
            if slug == "espanol"
            else ""
        )
        text += f'\n[[sections]]\nslug = "{slug}"\ntitle = "{slug.title()}"\n{more}'
    return text + "\n[images]\nwidths = [320]\nsocial_cards = false\n"


def _headline(rng: random.Random) -> str:
    length = rng.choice((3, 12, 25, 40, 55, 70, 90, 120, 160, 191))
    text = _text(rng, rng.randint(max(3, length - 12), length))
    if rng.random() < 0.04:
        text = f"{rng.choice(_LONG)} {text}"[:191]
    return text[:1].upper() + text[1:]


def _text(rng: random.Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += " " + rng.choice(_WORDS)
    return text.strip()[:length].strip()


@cache
def _picture(shape: tuple[int, int]) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", shape, "#5c7c84").save(target, "JPEG")
    return target.getvalue()


def faults(page: Page) -> list[str]:
    """Return what is wrong with the front that a page shows."""
    found = []
    for width in ALL_WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        seen: dict[str, Any] = page.evaluate(MEASURE)
        where = f"at {width}: "
        found += [f"{where}the word {word} is cut" for word in seen["cut"]]
        if seen["lead"] and seen["next"] * LEAD > seen["lead"] + 0.1:
            found.append(f"{where}a headline of {seen['next']} beside a lead of {seen['lead']}")
        if width in WIDTHS:
            found += [f"{where}{hole['blank']} pixels blank under {hole['what']}"
                      for hole in seen["holes"] if hole["blank"] > ROOM]  # fmt: skip
        if width == 1280 and seen["leadEnd"] > 800:
            found.append(f"{where}the lead's headline ends at {seen['leadEnd']}")
        if width == 1280 and seen["stories"] <= STORIES and seen["height"] > HEIGHT:
            found.append(f"{where}{seen['stories']} stories in {seen['height']} pixels")
    return found


def show(browser: Browser, built: Built) -> Page:
    """Open the front of a built site, with no server between."""
    page = browser.new_page()

    def serve(route: Route) -> None:
        path = route.request.url.partition(".example/")[2].lstrip("/") or "index.html"
        kind = {"css": "text/css", "js": "text/javascript", "html": "text/html"}.get(
            path.rpartition(".")[2]
        )
        data = built.tree.get(path)
        route.fulfill(status=200 if data is not None else 404, body=data or b"", content_type=kind)

    page.route("**/*", serve)
    page.goto("https://front.example/")
    page.evaluate("document.fonts.ready")
    return page


def main(count: int = 200, first: int = 0) -> int:
    wrong = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for seed in range(first, first + count):
            site = Site(Path(folder) / str(seed))
            make(site, seed)
            page = show(browser, site.build())
            found = faults(page)
            wrong += bool(found)
            for fault in found:
                print(f"{seed}: {fault}")
            page.close()
        browser.close()
    print(f"{wrong} of {count} fronts have a fault")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
