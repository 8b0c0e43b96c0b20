"""Filed stories: what follows from a story alone is taken over, and only while it does."""

from __future__ import annotations

from datetime import datetime

from sitegen.build.filed_stories import FiledStories
from sitegen.build.inputs import assemble_site, gather
from sitegen.cache.place import CACHE_DIR
from sitegen.cache.store import Store
from sitegen.core.digests import Values
from sitegen.settings.load import load
from sitegen.site.site import Filing
from tests.conftest import NOW, Site
from tests.pictures.photo_files import noisy, saved

VOTE, RAIN, FAR = "content/news/vote.md", "content/news/rain.md", "content/news/far.md"
AT = datetime.fromisoformat(NOW)


def filings(site: Site) -> tuple[dict[str, Filing], dict[str, Filing]]:
    """Return what the store has of a built site, and what assembling it anew gives."""
    store = Store(site.root / CACHE_DIR)
    inputs = gather(load(site.root), store, AT, 1)
    filed = FiledStories(inputs, store, Values(store)).by_path
    anew, _ = assemble_site(inputs, Values(store), AT)
    store.close()
    return filed, dict(anew.filings)


def test_what_is_filed_comes_back_as_it_was(site: Site) -> None:
    """Of everything that a story may say: dates in their zones, pictures, corrections, own data."""
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.write_bytes("content/news/hall.png", saved(noisy(320, 200), "PNG"))
    site.story(
        VOTE, "A text, [elsewhere](rain.md).\n\n![A hall](hall.png)", authors="[ana]",
        published="2026-01-15 08:00",
        image="{file: hall.png, alt: A hall, focus: [0.2, 0.3]}", tags="[schools, Ngân sách]",
        corrections="[{date: 2026-02-02 09:00, text: Mended.}]", series="Samples", part="2",
        updated="2026-02-03", expires="2027-01-01 09:00", lead="{until: 2026-12-01}",
        extra="{one: 1, many: [1, 2.5, null, true], by: {name: x}}",
    )  # fmt: skip
    site.story(
        RAIN,
        kind="sponsored",
        sponsor="{name: Sample Bank, url: https://bank.example/}",
        aliases="[/old/]",
    )
    site.build()

    filed, anew = filings(site)

    assert filed.keys() == {VOTE, RAIN}
    assert filed == anew


def test_nothing_comes_back_as_another_value(site: Site) -> None:
    """A number without end has no place in JSON, and others know none of thirty digits."""
    site.story(FAR, extra="{far: .inf}")
    site.story(RAIN, extra="{large: 123456789012345678901234567890}")
    site.story(VOTE)
    site.build()
    filed, anew = filings(site)
    assert filed == {path: anew[path] for path in filed}
    assert VOTE in filed


def test_nothing_is_filed_as_before_under_other_people_or_settings(site: Site) -> None:
    """A person's name stands in the bylines of all their stories."""
    ana = "content/authors/ana.md"
    site.write(ana, "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.story(VOTE, authors="[ana]")
    site.build()
    assert filings(site)[0]
    site.write(ana, "---\nname: Ana Another\n---\nWrites samples.\n")
    site.build()
    filed, anew = filings(site)
    assert filed == anew
    site.setting("page_size = 7")
    assert filings(site)[0] == {}
