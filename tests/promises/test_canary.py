"""Nothing leaks: hidden stories leave no trace in any byte or name of output/."""

from __future__ import annotations

import gzip
import re
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import SETTINGS, Built, Site, text_of

NOW = "2026-03-10T12:00:00-05:00"
CANARIES = (
    "qxslug", "qxtitle", "qxsummary", "qxbody", "qxtag", "qxseries", "qxpicture", "qxalt",
    "qxcaption", "qxauthor", "qxbiography", "qxface", "qxcontributor", "qxcard", "qxkicker",
    "qxdateline", "qxsource", "qxcorrection", "qxnote", "qxmethod", "qxalias", "qxextra",
    "qxbreaking", "qxfile", "qxheading", "qxcanonical", "qxfolder", "qxid",
    "qxembed", "qxtranscript", "qxcredit", "qxaudio", "qxlink",
)  # fmt: skip
HIDDEN = {
    "draft": "draft: true",
    "embargoed": "embargo: 2026-03-10 12:01",
    "future": "published: 2026-03-11 09:00",
    "expired": "expires: 2026-03-10 12:00",
}
SETTINGS_MORE = """
[lists.top]
section = "news"

[images]
widths = [24]

[feeds]
atom = true
json = true

[feeds.partners.sample]
section = "news"
full_text = true
"""


def _picture(color: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (32, 24), color).save(file, "PNG")
    return file.getvalue()


def _site(site: Site, why: str) -> Site:
    """Write a site with two live stories that know of a hidden one, and the hidden one."""
    site.write_bytes("sitegen.toml", ("search = true\n" + SETTINGS + SETTINGS_MORE).encode())
    site.story("content/news/live.md", "See [what we wrote](qxfolder/index.md).",
               authors="[ana]", tags="[shared]", related="[qxfolder/index.md]")  # fmt: skip
    site.story("content/news/older.md", published="2026-02-01", tags="[shared]",
               translation_of="/news/qxfolder/index.md", lang="es")  # fmt: skip
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.write("content/authors/qxauthor.md", """\
        ---
        name: Qxauthor Sample
        image: {file: qxface.png, alt: qxface}
        ---
        A qxbiography, of samples.
        """)  # fmt: skip
    site.write("content/authors/qxcontributor.md", "---\nname: Qxcontributor\n---\nSamples.\n")
    site.write_bytes("content/authors/qxface.png", _picture("#123456"))
    folder = "content/news/qxfolder"
    for name in ("qxpicture.png", "qxpicture2.png"):
        site.write_bytes(f"{folder}/{name}", _picture("#654321" if "2" in name else "#111111"))
    site.write_bytes(f"{folder}/qxfile.csv", b"qxfile,1\n")
    site.write_bytes(f"{folder}/qxaudio.mp3", b"ID3 qxaudio")
    site.write_bytes(f"{folder}/qxtranscript.txt", b"qxtranscript")
    site.write("content/front.yml", "lead: news/qxfolder/index.md\nsecondary: [news/live.md]\n")
    keys = f"""\
        ---
        title: Qxtitle
        slug: qxslug
        id: qxid
        section: local
        published: 2026-03-09 09:00
        summary: A qxsummary that says enough of what the story tells its sample readers.
        authors: [qxauthor, ana]
        contributors: [{{name: qxcontributor, role: qxcredit}}]
        tags: [qxtag, shared]
        series: Qxseries
        part: 1
        card_title: Qxcard
        kicker: qxkicker
        dateline: QXDATELINE qxdateline
        image: {{file: qxpicture.png, alt: qxalt, caption: qxcaption, credit: qxcredit}}
        sources: [{{title: qxsource, url: "https://qxsource.example/"}}]
        how_we_reported: qxmethod
        corrections: [{{date: 2026-03-09, text: qxcorrection}}]
        updated: {{at: 2026-03-09 10:00, note: qxnote}}
        aliases: [/qxalias/]
        breaking: {{text: qxbreaking, until: 2026-03-10 18:00}}
        lead: true
        pinned: true
        canonical: https://qxcanonical.example/
        enclosure: {{file: qxaudio.mp3, transcript: qxtranscript.txt}}
        extra: {{word: qxextra}}
        {HIDDEN[why]}
        ---

        The qxbody, with [data](qxfile.csv) and [that](https://qxlink.example/).

        ## A qxheading

        ![qxalt](qxpicture2.png "qxcaption")
        """
    lines = keys.split("\n")
    if why == "future":  # its own line replaces the one that makes it live
        lines = [line.replace("2026-03-09", "2026-03-12") for line in lines]
        lines = [line for line in lines if "published: 2026-03-12" not in line]
    site.write(f"{folder}/index.md", "\n".join(lines))
    return site


def _traces(built: Built) -> list[str]:
    """Return what of the hidden story is in output/: in names, bytes, compressed bytes."""
    hidden = re.compile("|".join(CANARIES), re.IGNORECASE)
    traces = []
    for file, data in built.tree.items():
        texts = [file, data.decode("utf-8", "replace")]
        if data.startswith(b"\x1f\x8b"):  # of the search index
            texts.append(gzip.decompress(data).decode("utf-8", "replace"))
        for stream in re.finditer(rb"IDAT", data):  # a PNG's text may be compressed
            try:
                texts.append(zlib.decompress(data[stream.end() :]).decode("latin-1"))
            except zlib.error:
                continue
        traces += [f"{file}: {word}" for text in texts for word in hidden.findall(text)]
    return sorted(set(traces))


@pytest.mark.parametrize("why", HIDDEN)
def test_a_hidden_story_leaves_no_trace(site: Site, why: str) -> None:
    """A word of a draft, embargoed, future or expired story can be found in output/."""
    built = _site(site, why).build(NOW)
    assert _traces(built) == []
    assert built["news/live/index.html"].count("what we wrote") == 1
    assert [story.path for story in built.report.held] == ["content/news/qxfolder/index.md"]


@pytest.mark.parametrize("why", HIDDEN)
def test_output_is_as_if_a_hidden_story_were_not_there(
    site: Site, why: str, tmp_path: Path
) -> None:
    """Counts, order, neighbours or dates differ when a hidden story exists."""
    built = _site(site, why).build(NOW)
    without = _site(Site(tmp_path / "without"), why)
    without.delete("content/news/qxfolder/index.md")
    for path in ("content/news/live.md", "content/news/older.md"):
        text = without.read(path).replace("[what we wrote](qxfolder/index.md)", "what we wrote")
        lines = [line for line in text.splitlines() if not line.startswith(("related", "transl"))]
        without.write(path, "\n".join(lines) + "\n")
    without.write("content/front.yml", "secondary: [news/live.md]\n")
    bare = without.build(NOW)
    assert built.tree.keys() == bare.tree.keys()
    assert [file for file in bare.tree if built.tree[file] != bare.tree[file]] == []


def test_every_canary_sings_once_the_story_is_live(site: Site) -> None:
    """The canaries above prove nothing because live stories do not show them either."""
    live = _site(site, "embargoed").build("2026-03-10T12:01:00-05:00")
    visible = {line.rpartition(": ")[2].lower() for line in _traces(live)}
    # Only templates of a site's own show `extra`; this story has no embed, and its file's
    # folder gives way to its slug.
    assert set(CANARIES) - visible <= {"qxextra", "qxembed", "qxnote", "qxcanonical"}


@pytest.mark.parametrize("why", HIDDEN)
def test_a_story_that_goes_into_hiding_takes_its_traces_along(site: Site, why: str) -> None:
    """What was live and is hidden again is still found in output/."""
    live = _site(site, "expired")
    assert _traces(live.build("2026-03-10T11:00:00-05:00"))
    assert _traces(live.build(NOW)) == []
    hidden = _site(site, why)
    assert _traces(hidden.build(NOW)) == []


def test_a_picture_that_a_live_story_shares_is_published(site: Site) -> None:
    """A picture is withheld from a live story because a hidden one uses it too."""
    site.write_bytes("content/news/shared.png", _picture("#00ff00"))
    image = "{file: shared.png, alt: A sample}"
    site.story("content/news/live.md", image=image)
    site.story("content/news/draft.md", image=image, draft="true")
    assert site.build(NOW).paths("media/shared.*")


def test_a_person_without_a_live_story_has_no_page(site: Site) -> None:
    """The page of an author whose stories are all hidden says that there is something."""
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nWrites samples.\n")
    site.story("content/news/live.md")
    site.story("content/news/draft.md", draft="true", authors="[ana]")
    assert site.build(NOW).mentioning("ana") == []


def test_a_link_to_a_hidden_story_is_words_alone(site: Site) -> None:
    """A link names the address of a story that is not live, or leads nowhere."""
    site.story("content/news/live.md", "See [the plan](secret-plan.md).")
    site.story("content/news/secret-plan.md", draft="true")
    built = site.build(NOW)
    assert built.mentioning("secret-plan") == []
    (warning,) = built.report.warnings
    assert (warning.path, warning.line) == ("content/news/live.md", 7)


def test_an_alias_of_a_hidden_story_is_no_page(site: Site) -> None:
    """A reader finds the stub of an old address and knows that something is coming."""
    site.story("content/news/draft.md", draft="true", aliases="[/old/plan/]")
    built = site.build(NOW)
    assert built.paths("old/*") == []
    assert built.mentioning("/old/plan") == []


@pytest.mark.parametrize("pace", [60, 200, 230, 1000])
def test_an_update_to_come_shows_in_no_figure(site: Site, tmp_path: Path, pace: int) -> None:
    """ "25 min read" told today how much a live story has to say tomorrow.

    No byte differs from the site without that update: no figure does, in pages, feeds,
    structured data or the search index, whatever pace of reading is set.
    """
    now = """\
        ::: update 2026-03-10 11:00 "First"
        Words of the first update.
        :::

        """
    later = '::: update 2026-03-11 09:00 "Qxheading"\n' + "qxbody " * 5000 + "\n:::\n"
    held, without = site, Site(tmp_path / "without")
    for each, body in ((held, text_of(now) + later), (without, text_of(now))):
        each.setting(f"words_per_minute = {pace}")
        each.story("content/news/live.md", body, kind="live", live="{start: 2026-03-10 10:00}")
        each.story("content/news/other.md", related="[live.md]")

    built, bare = held.build(NOW), without.build(NOW)

    assert _traces(built) == []
    assert built.tree.keys() == bare.tree.keys()
    assert [file for file in bare.tree if built.tree[file] != bare.tree[file]] == []
    tomorrow = held.build("2026-03-11T12:00:00-05:00")
    assert f"{max(1, round(5009 / pace))} min" in tomorrow["news/live/index.html"]
