"""Whatever a story or a person may say reaches readers: a key that is dropped on its way fails.

Each key is written with the example that it shows, and some published file has to differ from
the same site without it. Names alone cannot tell: another type may have a field of that name.
"""

from __future__ import annotations

from sitegen.sources.keys import PERSON, STORY
from tests.conftest import ROOT, Site
from tests.pictures.photo_files import noisy, saved

VOTE, MAI = "content/news/flood.md", "content/authors/mai-tran.md"
NOW = "2026-11-22T12:00:00-06:00"
# Without an example, or with one that other lines have to stand beside.
VALUES = {"kind": "opinion", "part": "3", "draft": "true", "section": "local",
          "image": "{file: other.png, alt: The hall}", "embargo": "2026-11-25 18:00",
          "expires": "2026-11-21", "enclosure": "{file: sound.mp3, duration: 12:30}",
          "breaking": "{until: 2026-11-25, text: Polls close at 7}",
          "lead": "{until: 2026-11-25}", "pinned": "{until: 2026-11-25}",
          "authors": "[{name: jo-park, role: photographs}]", "tags": "[Flooding]",
          "organisation": "true", "id": "news/another",
          "published": "2026-11-18 10:00"}  # fmt: skip
BESIDE = {
    "sponsor": {"kind": "sponsored", "sponsor": "{name: Sample Bank, url: https://b.example/}"},
    "part": {"series": "High water"},
    "translation_of": {"lang": "es"},
    "live": {"kind": "live"},
}
FACTS = {"published": "2026-11-20 09:00", "authors": "[mai-tran]"}


def newsroom(site: Site) -> None:
    site.setting("[images]\nwidths = [24]\nsocial_cards = false")
    for place in ("content/news/hall.png", "content/news/other.png", "content/authors/hall.png"):
        site.write_bytes(place, saved(noisy(320, 200 + len(place)), "PNG"))
    sound = (ROOT / "tests/data/recordings/sound.mp3").read_bytes()
    site.write_bytes("content/news/sound.mp3", sound)
    site.write("templates/map.html", '{% extends "article.html" %}{% block byline %}{% endblock %}')
    site.write("templates/article.html", '{% extends "theme/article.html" %}{% block after_body %}'
               "{{ article.extra }}{% endblock %}")  # fmt: skip
    site.write("content/authors/jo-park.md", "---\nname: Jo Park\n---\nA sample.\n")
    site.write(MAI, "---\nname: Mai Sample\n---\nA sample.\n")
    for number, name in enumerate(("vote", "news-two", "news-three", "news-four")):
        site.story(f"content/news/{name}.md", published=f"2026-11-2{1 - number % 2} 1{number}:00")
    site.story("content/local/levee.md", published="2026-11-19 09:00")


def test_every_key_of_a_story_reaches_its_readers(site: Site) -> None:
    newsroom(site)
    site.story(VOTE, **FACTS)
    plain = site.build(NOW).tree
    dropped = []
    for key in STORY.keys:
        beside, without = FACTS, plain
        if key.name in BESIDE:
            beside = {**FACTS, **BESIDE[key.name]}
            site.story(VOTE, **beside)
            without = site.build(NOW).tree
        if key.name == "date":
            beside = {**FACTS, "published": None}
        site.story(VOTE, **{**beside, key.name: VALUES.get(key.name) or key.example})
        if site.build(NOW).tree == without:
            dropped.append(key.name)
    assert dropped == []


def test_every_key_of_a_person_reaches_readers(site: Site) -> None:
    newsroom(site)
    site.story(VOTE, **FACTS)
    without = site.build(NOW).tree
    dropped = []
    for key in PERSON.keys:
        value = {**VALUES, "image": "{file: hall.png, alt: Her}"}.get(key.name) or key.example
        name = "" if key.name == "name" else "name: Mai Sample\n"
        site.write(MAI, f"---\n{name}{key.name}: {value}\n---\nA sample.\n")
        if site.build(NOW).tree == without:
            dropped.append(key.name)
    assert dropped == []
