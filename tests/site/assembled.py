"""Sites assembled from values alone: no disk, no clock, and so a thousandth of a build's time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from sitegen.core.dates import Moment
from sitegen.core.problems import Problem
from sitegen.model.article import Article, ImageRef, Person
from sitegen.model.marks import Marks
from sitegen.model.views import Teaser
from sitegen.settings.types import SectionSettings, Settings
from sitegen.site.assemble import Sources, assemble
from sitegen.site.links import Elsewhere
from sitegen.site.site import LineOf, Site
from sitegen.sources.files import SlotEntry
from tests.conftest import NOW

AT = datetime.fromisoformat(NOW)
SECTIONS = (SectionSettings("news", "News"), SectionSettings("local", "Local", "Near by.", "local"))


def before(**ago: float) -> Moment:
    """Return a moment so long before now: before(hours=3)."""
    return Moment(AT - timedelta(**ago))


def picture(name: str = "hall.jpg", width: int = 1200, height: int = 800, **facts: Any) -> ImageRef:
    known: dict[str, Any] = {"format": "jpeg", "alt": "A hall", "digest": "0" * 64, **facts}
    return ImageRef(path=f"content/news/{name}", width=width, height=height, **known)


def story(name: str, **keys: Any) -> Article:
    """Return an article of content/news/NAME.md, or of another folder: story("local/park")."""
    folder, _, slug = name.rpartition("/")
    section = folder or "news"
    facts: dict[str, Any] = {
        "path": f"content/{section}/{slug}.md", "id": f"id-{slug}", "slug": slug,
        "section": section, "title": slug.capitalize(), "kind": "news", "lang": "en",
        "published": before(days=1), "minutes": 1, **keys,
    }  # fmt: skip
    return Article(**facts)


def page(name: str, **keys: Any) -> Article:
    path = f"content/pages/{name}.md"
    return story(name, **{"path": path, "kind": "page", "section": "", **keys})


def person(id_: str, name: str, **keys: Any) -> Person:
    return Person(path=f"content/authors/{id_}.md", id=id_, name=name, **keys)


def settings(**keys: Any) -> Settings:
    facts: dict[str, Any] = {
        "root": Path("/nowhere"), "file": "sitegen.toml", "title": "The Sample Gazette",
        "base_url": "https://gazette.example", "prefix": "", "timezone": "America/Chicago",
        "sections": SECTIONS, "digest": "settings", **keys,
    }  # fmt: skip
    return Settings(**facts)


def line_of(path: str, key: str) -> int:
    """Return a line for each key, as if each list had two items: those have lines of their own."""
    name, _, item = key.partition(".")
    line = 40 + len(name) + len(PurePosixPath(path).stem)
    return line + 100 + int(item) if item in ("0", "1") else line


def assembled(
    articles: Iterable[Article],
    people: Iterable[Person] = (),
    slots: Iterable[SlotEntry] = (),
    *,
    now: datetime = AT,
    line_of: LineOf = line_of,
    broken: Iterable[str] = (),
    elsewhere: Elsewhere = Elsewhere(),  # noqa: B008 - frozen
    unpublished: bool = False,
    last: Site | None = None,
    made_of: Settings | None = None,
    **keys: Any,
) -> tuple[Site, tuple[Problem, ...]]:
    articles, people = tuple(articles), tuple(people)
    bodies = {each.path: f"body of {each.path}" for each in (*articles, *people)}
    sources = Sources(articles, people, bodies, tuple(slots), frozenset(broken))
    return assemble(
        sources, made_of or settings(**keys), now, line_of, unpublished=unpublished, last=last,
        elsewhere=elsewhere,
    )  # fmt: skip


def site_of(*articles: Article, **more: Any) -> Site:
    """Return a site without problems."""
    site, problems = assembled(articles, **more)
    assert problems == ()
    return site


def teaser(
    name: str, title: str = "A sample headline of some length", *, shot: bool = False, **keys: Any
) -> Teaser:
    marks = keys.pop("marks", Marks(**keys.pop("of", {})))
    facts: dict[str, Any] = {
        "lang": "en", "kicker": "News", "hue": "", "published": Moment(AT),
        "image": picture(f"{name}.jpg") if shot else None, **keys,
    }  # fmt: skip
    return Teaser(url=f"/news/{name}/", title=title, marks=marks, **facts)


def told(problems: Iterable[Problem]) -> list[tuple[str, int, str]]:
    return [(problem.path, problem.line, problem.message) for problem in problems]


def names(paths: Iterable[str]) -> str:
    """Return sources by their stems: "vote rain"."""
    return " ".join(PurePosixPath(path).stem for path in paths)


def urls(teasers: Iterable[Teaser]) -> str:
    """Return stories by the last parts of their addresses: "vote rain"."""
    return " ".join(story.url.strip("/").rpartition("/")[2] for story in teasers)


Lists = Mapping[tuple[str, str], tuple[str, ...]]
