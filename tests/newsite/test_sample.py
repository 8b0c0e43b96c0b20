"""The sample site: it builds without a word, shows every state, and calls itself a sample."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from sitegen.model.kinds import KINDS
from sitegen.newsite import sample
from sitegen.pictures import drawings
from tests.conftest import ROOT, Built

NOW = datetime.fromisoformat("2026-11-22T12:00:00-06:00")
GPS = 0x8825


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    """The sample's pictures: drawing them takes nearly all of the time, and the seed decides."""
    return sample._pictures(sample.SEED)


@pytest.fixture(scope="module")
def files(pictures: dict[str, bytes]) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample, "_pictures", {sample.SEED: pictures}.__getitem__)
        return sample.files(title="Sample", now=NOW, timezone="America/Chicago")


def stories(files: dict[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in files.items() if path.endswith(".md")}


def test_the_sample_is_the_same_every_time(files: dict[str, bytes]) -> None:
    """Same time and seed, same bytes, pictures too: tests and screenshots rely on it."""
    again = sample.files(title="Sample", now=NOW, timezone="America/Chicago")

    assert {path for path in files if files[path] != again.get(path)} == set()
    assert files.keys() == again.keys()


def test_the_sample_follows_the_newsroom_and_not_the_machine(
    files: dict[str, bytes], pictures: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same moment in another zone makes the same site; a later one moves the dates alone."""
    monkeypatch.setattr(sample, "_pictures", {sample.SEED: pictures}.__getitem__)
    elsewhere = NOW.astimezone(datetime.fromisoformat("2026-01-01T00:00:00+07:00").tzinfo)
    assert sample.files(title="Sample", now=elsewhere, timezone="America/Chicago") == files

    later = sample.files(title="Sample", now=NOW + timedelta(days=1), timezone="America/Chicago")
    assert later.keys() == files.keys()


def test_every_text_says_that_it_is_a_sample(files: dict[str, bytes]) -> None:
    """Whoever finds one of these stories by itself can tell what it is."""
    words = ("sample", "muestra", "mẫu", "تجريبي")
    plain = {path: text.lower() for path, text in stories(files).items()}
    assert [path for path, text in plain.items() if not any(word in text for word in words)] == []


def test_every_kind_of_story_is_there(files: dict[str, bytes]) -> None:
    """No kind that the theme can show is missing."""
    texts = stories(files)
    kinds_in_use = {kind for kind in KINDS if any(f'kind: "{kind}"' in t for t in texts.values())}
    assert set(KINDS) - kinds_in_use <= {"news", "page"}  # the folder decides these two


def test_every_block_of_the_theme_is_there(files: dict[str, bytes]) -> None:
    """So that a newsroom sees what it may write, and tests of the theme look at it."""
    texts = "\n".join(stories(files).values())
    blocks = [file.stem for file in (ROOT / "templates/blocks").glob("*.html")]
    assert [name for name in blocks if f"\n::: {name}" not in texts] == []


def test_headlines_run_from_one_to_five_hundred_characters(files: dict[str, bytes]) -> None:
    """The shortest and the longest headline that the theme promises to hold are there."""
    lengths = sorted(
        len(line.removeprefix("title: ").strip('"'))
        for text in stories(files).values()
        for line in text.splitlines()[1:2]
    )
    assert lengths[0] == 1
    assert 480 <= lengths[-1] <= 500


def test_drawings_are_light_and_all_different(files: dict[str, bytes]) -> None:
    """Blue noise was the first thing that a new user saw; a dozen drawings are."""
    for name in drawings.DRAWINGS:
        data = files[f"content/news/{name}.jpg"]
        assert Image.open(io.BytesIO(data)).size == (1600, 1067)
        assert len(data) < 250_000, name
    assert len({files[f"content/news/{name}.jpg"] for name in drawings.DRAWINGS}) == 12


def test_one_photograph_holds_what_must_not_be_published(
    files: dict[str, bytes], sample_site: Built
) -> None:
    """A phone's position is in the source, and in no byte of the site."""
    private = files["content/news/private.jpg"]
    assert Image.open(io.BytesIO(private)).getexif().get_ifd(GPS)
    assert b"Sample Camera" in private

    assert sample_site.mentioning("Sample Camera") == []
    for path, data in sample_site.tree.items():
        if Path(path).suffix in (".jpg", ".png", ".webp", ".avif"):
            assert not Image.open(io.BytesIO(data)).getexif().get_ifd(GPS), path


def test_the_sample_site_builds_without_a_word(sample_site: Built) -> None:
    """No warning stands between a newcomer and the first look."""
    assert sample_site.report.warnings == ()


def test_hidden_samples_leave_no_trace(sample_site: Built) -> None:
    """Draft, embargoed, expired and future samples are reported, and nowhere on the site."""
    assert sorted(story.title for story in sample_site.report.held) == [
        "Sample hidden story: draft",
        "Sample hidden story: embargoed",
        "Sample hidden story: expired",
        "Sample hidden story: future",
    ]
    assert sample_site.mentioning("Sample hidden") == []
    assert sample_site.mentioning("sample-hidden") == []


def test_every_type_of_page_is_there(sample_site: Built) -> None:
    """Archive pages, series, galleries, languages: the whole theme can be seen at once."""
    for path in (
        *("index.html", "404.html", "news/index.html", "news/page/1/index.html"),
        *("sports/index.html", "tags/index.html", "tags/city-hall/index.html"),
        *("series/below-the-sample-bridge/index.html", "authors/index.html"),
        *("authors/sample-reporter-one/index.html", "archive/index.html"),
        *("archive/2026/index.html", "archive/2026/11/index.html", "corrections/index.html"),
        *("feeds/index.html", "about/index.html", "old-sample-address/index.html"),
        *("feed.xml", "news/feed.xml", "sitemap.xml", "sitemap-news.xml", "robots.txt"),
    ):
        assert path in sample_site.tree, path


def test_a_section_without_a_story_stays_out_of_the_navigation(sample_site: Built) -> None:
    """Nobody is led to an empty page."""
    assert 'href="/weather/"' not in sample_site["index.html"]
