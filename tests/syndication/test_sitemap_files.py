"""Which pages search engines are told of, and when each changed."""

from __future__ import annotations

import re

from tests.conftest import Built, Site

BASE = "https://gazette.example"


def told(built: Built, file: str) -> list[tuple[str, str]]:
    """Return the addresses in a sitemap or index, each with its date."""
    pairs = re.findall(r"<loc>([^<]+)</loc>(?:<lastmod>([^<]+)</lastmod>)?", built[file])
    return [(loc.removeprefix(BASE), date) for loc, date in pairs if "image" not in loc]


def test_every_page_of_a_site_is_told_with_the_date_of_its_newest_story(site: Site) -> None:
    """Lists in all their pages, of which the newest holds what the older do not; no copies."""
    site.setting("page_size = 5")
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.write("content/pages/about.md", "---\ntitle: About\nslug: about\n---\nOf us.\n")
    days = {f"f{n}": f"2026-02-0{n}" for n in range(1, 10)}
    days |= {f"m{n}": f"2026-03-0{n}" for n in range(1, 7)}
    for name, day in days.items():
        site.story(f"content/news/{name}.md", f"Text {name}.", title=f"Sample {name}",
                   published=f"{day} 09:00", authors="[ana]", tags="[Budget]", series="The year",
                   **({"updated": "2026-03-09 10:00"} if name == "f2" else {}))  # fmt: skip
    site.story("content/local/x.md", "Text x.", published="2026-03-07 09:00",
               canonical="https://first.example/x/")  # fmt: skip

    built = site.build()

    def at(day: str, hour: str = "09") -> str:
        return f"2026-{day}T{hour}:00:00-{'05' if day > '03-08' else '06'}:00"

    update = at("03-09", "10")
    lists = ("/authors/ana/", "/news/", "/tags/budget/")
    found = dict(told(built, "sitemap-pages.xml"))
    assert found.pop("/about/")
    assert {path: date for path, date in found.items() if not path.startswith("/archive")} == {
        "/": update,
        "/local/": at("03-07"),
        "/series/the-year/": update,
        **{folder: at("03-06") for folder in lists},
        **{f"{folder}page/1/": update for folder in lists},
        **{f"{folder}page/2/": at("03-01") for folder in lists},
        **dict.fromkeys(("/authors/", "/corrections/", "/feeds/", "/tags/"), ""),
    }
    assert sorted(found) == list(found)
    february = [(f"/news/f{n}/", at(f"02-0{n}") if n != 2 else update) for n in range(1, 10)]
    march = [(f"/news/m{n}/", at(f"03-0{n}")) for n in range(1, 7)]
    assert told(built, "sitemap-2026-02.xml") == february
    assert told(built, "sitemap-2026-03.xml") == march
    assert told(built, "sitemap.xml")[1:3] == [
        ("/sitemap-2026-02.xml", update), ("/sitemap-2026-03.xml", at("03-06")),
    ]  # fmt: skip
