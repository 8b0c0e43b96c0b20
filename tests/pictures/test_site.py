"""Pictures of a whole site: from the file beside a story to output/."""

from __future__ import annotations

import html
import re

import pytest

from sitegen.pictures import encoding
from tests.conftest import Site
from tests.pictures.photo_files import LATITUDE, SECRET, noisy, phone_photo, saved

LEAD = "{file: %s, alt: A sample of noise}"


@pytest.fixture
def photo_site(site: Site) -> Site:
    """Two stories with a phone's photos; the smallest widths, so that tests are quick."""
    site.setting("[images]\nwidths = [160, 320]\n")
    for name, orientation in (("bayou", 6), ("bridge", 1)):
        data = phone_photo(noisy(480, 360, orientation), orientation, credit="Sample Agency")
        site.write_bytes(f"content/news/{name}.jpg", data)
        site.story(f"content/news/{name}.md", image=LEAD % f"{name}.jpg")
    return site


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were encoded, one by one."""
    files: list[str] = []
    encode = encoding.encode_all

    def encode_and_note(data: bytes, variants: object) -> object:
        outputs = encode(data, variants)  # type: ignore[arg-type]
        files.extend(outputs)
        return outputs

    monkeypatch.setattr("sitegen.pictures.cache.encode_all", encode_and_note)
    return files


def test_no_published_byte_tells_where_a_photo_was_taken(photo_site: Site) -> None:
    """The GPS position of a source's house is nowhere in output/, nor is any original."""
    originals = {file.read_bytes() for file in photo_site.root.rglob("*.jpg")}
    assert all(LATITUDE in data and SECRET in data for data in originals)

    built = photo_site.build()

    assert len(built.paths("media/*.webp")) >= 4
    for file, data in built.tree.items():
        assert LATITUDE not in data, file
        assert SECRET not in data, file
        assert data not in originals, file
    photos = [file for file in built.paths("media/*.*") if not file.startswith("media/card.")]
    assert photos == built.paths("media/bayou.*") + built.paths("media/bridge.*")


def test_every_picture_on_a_page_is_published_with_its_size(photo_site: Site) -> None:
    """A page names no file that is missing, and no picture makes the text jump when it comes."""
    built = photo_site.build()

    page = built["news/bayou/index.html"]

    files_of_page = set(re.findall(r"/(media/[\w.-]+)", page))
    assert files_of_page
    assert files_of_page <= set(built.tree)
    for tag in re.findall(r"<img [^>]*>", page):
        assert re.search(r' width="\d+" height="\d+" alt="', tag), tag
    assert "Sample Agency" in page
    assert 'fetchpriority="high"' in page


def test_a_second_build_encodes_nothing(photo_site: Site, encoded: list[str]) -> None:
    """Encoding is the dearest work of a build; a photo that did not change costs none of it."""
    first = photo_site.build()
    assert sorted(encoded) == sorted(first.paths("media/b*"))
    encoded.clear()

    again = photo_site.build()

    assert encoded == []
    assert again.tree == first.tree


def test_changing_one_photo_encodes_just_its_variants(photo_site: Site, encoded: list[str]) -> None:
    """And the files of what it was are gone from output/."""
    first = photo_site.build()
    encoded.clear()

    photo_site.write_bytes("content/news/bayou.jpg", saved(noisy(480, 360, 9)))
    second = photo_site.build()

    assert sorted(encoded) == sorted(second.paths("media/bayou.*"))
    assert second.paths("media/bridge.*") == first.paths("media/bridge.*")
    assert not set(first.paths("media/bayou.*")) & set(second.tree)
    assert second.tree == photo_site.copy().build().tree


def test_a_held_storys_photo_leaves_no_trace(photo_site: Site, encoded: list[str]) -> None:
    """Before its hour, not even a picture of a story exists."""
    photo_site.story(
        "content/news/bayou.md", image=LEAD % "bayou.jpg", embargo="2027-01-01T06:00:00-06:00"
    )

    built = photo_site.build()

    assert built.mentioning("bayou") == []
    assert all("bridge" in file for file in encoded)


def test_a_licence_that_ran_out_stops_the_build(photo_site: Site) -> None:
    """From the day after its last one, no live story may show the picture."""
    photo_site.write("content/news/bayou.jpg.yml", "licence_until: 2026-11-21\n")

    problems = photo_site.problems(now="2026-11-22T00:00:00-06:00")
    (problem,) = [p for p in problems if not p.warning]

    assert problem.path == "content/news/bayou.md"
    assert "'bayou.jpg' ran out on 2026-11-21" in problem.message
    assert photo_site.build(now="2026-11-21T23:59:59-06:00").paths("media/bayou.*")


def test_bad_photos_are_named_all_at_once(photo_site: Site) -> None:
    """Each with its file and what to do; the site that stands is not touched."""
    photo_site.build()
    whole = saved(noisy(480, 360))
    photo_site.write_bytes("content/news/bayou.jpg", whole[: len(whole) // 2])
    photo_site.write_bytes("content/news/bridge.jpg", b"")

    problems = photo_site.problems()

    assert [(p.path, p.message.split(" (")[0]) for p in problems] == [
        ("content/news/bayou.jpg", "the picture is damaged or cut short"),
        ("content/news/bridge.jpg", "the picture is empty: 0 bytes"),
    ]


def test_a_folder_becomes_a_gallery_that_needs_no_script(photo_site: Site) -> None:
    """A list of links to the largest files, with what each shows as its name."""
    for number in (10, 2):
        photo_site.write_bytes(f"content/news/photos/{number}.jpg", saved(noisy(200, 150, number)))
        photo_site.write(f"content/news/photos/{number}.jpg.yml", f"alt: Sample {number}\n")
    photo_site.story("content/news/walk.md", "::: gallery\n![](photos/)\n:::\n")

    page = photo_site.build()["news/walk/index.html"]

    gallery = page[page.index('<ul class="gallery">') : page.index("</ul>", page.index("gallery"))]
    assert re.findall(r'alt="([^"]*)"', gallery) == ["Sample 2", "Sample 10"]
    assert len(re.findall(r'<li>\s*<figure[^>]*>\s*<a href="/media/', gallery)) == 2


def test_a_story_without_a_picture_is_shared_with_a_drawn_card(photo_site: Site) -> None:
    """Networks show a card for its link, because an empty frame looks broken."""
    photo_site.story("content/news/plain.md")

    built = photo_site.build()

    (url,) = re.findall(
        r'og:image" content="https://gazette.example/([^"]+)"', built["news/plain/index.html"]
    )
    assert url.startswith("media/card-plain.")  # and not the site's mark
    assert built.tree[url].startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "alt",
    ["Image of a bridge", "A photo of the mayor", "photo", "IMG_2041.jpg", "DSC-0042", "bridge.JPG",
     "Foto de la alcaldesa", "Hình ảnh cây cầu"],
)  # fmt: skip
def test_an_alt_text_that_tells_nothing_is_told_of(photo_site: Site, alt: str) -> None:
    """A11: those who cannot see the picture learned that it is one."""
    photo_site.story("content/news/bayou.md", body=f"![{alt}](bayou.jpg)")

    (warning,) = [w for w in photo_site.build().report.warnings if "alt text" in w.message]

    assert warning.path == "content/news/bayou.md"
    assert alt in warning.message


@pytest.mark.parametrize("alt", ["Picturesque houses", "Images hang on a wall", "Fotos", "img"])
def test_an_alt_text_that_tells_something_is_taken(photo_site: Site, alt: str) -> None:
    """Words that only resemble a weak alt text get no warning."""
    photo_site.story("content/news/bayou.md", body=f"![{alt}](bayou.jpg)")

    assert not [w for w in photo_site.build().report.warnings if "alt text" in w.message]


def test_a_picture_of_another_site_is_told_of(photo_site: Site) -> None:
    """That site learns who reads the story, and nobody knows the picture's size or rights."""
    photo_site.story("content/news/bayou.md", body="![Reeds](https://pictures.example/reeds.jpg)")

    (warning,) = [w for w in photo_site.build().report.warnings if "another site" in w.message]

    assert "https://pictures.example/reeds.jpg" in warning.message
    assert "Save it beside the story" in warning.hint


def test_a_name_with_a_percent_sign_is_explained(site: Site) -> None:
    """The hint asked "Did you mean" and then named the very file that was written."""
    name = "a%20b.png"
    site.write_bytes(f"content/news/{name}", b"")
    site.story(image=f'{{file: "{name}", alt: A sample}}')

    (problem,) = site.problems()

    assert f"there is no picture '{name}'" in problem.message
    assert "Rename the file" in problem.hint


def test_a_picture_amid_a_line_of_text_is_no_figure_in_feeds(photo_site: Site) -> None:
    """A figure inside a paragraph is no HTML, and some readers end the paragraph before it."""
    body = "A line with ![a sample sign](bayou.jpg) amid it.\n\n![a sample bank](bayou.jpg)\n"
    photo_site.story("content/news/sign.md", body)

    feed = html.unescape(photo_site.build()["feed.xml"])

    assert re.search(
        r'<p>A line with <img src="[^"]+" alt="a sample sign" [^>]+> amid it.</p>', feed
    )
    assert re.search(r'<figure><img src="[^"]+" alt="a sample bank"', feed)
