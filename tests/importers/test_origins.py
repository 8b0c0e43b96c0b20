"""Each origin moves in by its command, and its site builds at once, with no error."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from sitegen.cli.main import main
from tests.conftest import NOW, Built, Site, text_of
from tests.importers import ghost_forms as ghost
from tests.importers.test_feed import ITEM, RSS
from tests.importers.test_folders import (
    ELEVENTY_SITE,
    HUGO_SITE,
    JEKYLL_SITE,
    PELICAN_SITE,
    SHORTCODES,
)
from tests.importers.test_ghost import CARDS


def picture(color: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 48), color).save(file, "PNG")
    return file.getvalue()


def folder(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for number, (name, content) in enumerate(files.items()):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith((".png", ".jpg")):
            content = picture(f"#{number:06x}")
        file.write_bytes(content if isinstance(content, bytes) else text_of(content).encode())
    return root


def moved(tmp_path: Path, program: str, what: Path | str) -> tuple[Site, dict[str, object]]:
    """Run the command; return the new site and its report."""
    into = tmp_path / "paper"
    main(["import", program, str(what), "--into", str(into), "--now", NOW])
    return Site(into), json.loads((into / "import-report.json").read_text("utf-8"))


def built(site: Site) -> Built:
    return site.build(NOW)


def test_hugo_moves_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder becomes a site; each shortcode stands in a story of its own."""
    texts = {
        f"content/city/part-{number}.md": f"---\ntitle: {name}\ndate: 2019-01-02\n---\n{source}\n"
        for number, (name, (source, _)) in enumerate(SHORTCODES.items())
    }
    source = folder(tmp_path / "old", {**HUGO_SITE, **texts})
    site, report = moved(tmp_path, "hugo", source)
    page = built(site)

    vote = site.read("content/city/2019/vote.md")
    assert '![A map](/uploads/map.png "The map"), [the other](/city/2019/other.md)' in vote
    assert "aliases: [/old/vote/, /older]" in vote
    assert "file: /uploads/hall.png" in vote
    assert "The vote" in page["city/vote/index.html"]
    settings = site.read("sitegen.toml")
    assert '"/city/index.xml" = "/city/feed.xml"' in settings
    assert '"/index.xml" = "/feed.xml"' in settings
    assert report["sums"]["shortcode"] == {"kept": 2}  # type: ignore[index]
    assert "JavaScript" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("program", "files", "old", "url"),
    [
        ("jekyll", JEKYLL_SITE, "author/ana/index.html", "/paper/authors/ana-ruiz/"),
        ("eleventy", ELEVENTY_SITE, "posts/the-vote/index.html", "/news/the-vote/"),
        ("pelican", PELICAN_SITE, "category/city.html", "/city/"),
    ],
)
def test_other_folders_move_in(
    tmp_path: Path, program: str, files: Mapping[str, str | bytes], old: str, url: str
) -> None:
    """The site builds, old addresses answer, and a second run changes nothing."""
    source = folder(tmp_path / "old", files)
    site, report = moved(tmp_path, program, source)
    first = built(site)
    assert f"url={url}" in first[old]
    sums = report["sums"]
    assert isinstance(sums, dict)
    assert sums["post"]["story"] >= 2
    before = {path: path.read_bytes() for path in sorted((site.root / "content").rglob("*.md"))}
    site, _report = moved(tmp_path, program, source)
    assert before == {path: path.read_bytes() for path in before}


def test_ghost_moves_in(tmp_path: Path) -> None:
    """Each card stands in a story; nothing that few could see stands anywhere."""
    before, after = ghost.paragraph("Before."), ghost.paragraph("After.")
    rows = [
        ghost.post(number, title=f"Card {name}", lexical=ghost.lexical(before, card, after),
                   feature_image="__GHOST_URL__/content/images/2024/05/hall.jpg")
        for number, (name, (card, _)) in enumerate(CARDS.items(), 1)
    ]  # fmt: skip
    secret = ghost.SECRET
    rows += [
        ghost.post(20, title=secret, visibility="paid", html=f"<p>{secret}</p>"),
        ghost.post(21, title="About", slug="about", type="page", html="<p>Of us.</p>"),
        ghost.post(22, title="Broken", mobiledoc=ghost.mobiledoc(
            [[10, 0]], cards=[["markdown", {"markdown": "A *word*\n\n<div>open\n\n::: what\nx"}]])),
    ]  # fmt: skip
    data = ghost.export(
        rows,
        posts_authors=[{"post_id": r["id"], "author_id": "u1", "sort_order": 0} for r in rows],
        posts_tags=[{"post_id": r["id"], "tag_id": "t1", "sort_order": 0} for r in rows],
    )
    files = {
        "content/images/2024/05/hall.jpg": picture("red"),
        "content/images/2024/05/hall_o.jpg": picture("blue"),
        "content/images/b.jpg": picture("green"),
        "content/media/talk.mp3": b"ID3" + bytes(100),
    }
    site, report = moved(tmp_path, "ghost", ghost.write_zip(tmp_path, data, files))
    page = built(site)

    assert (site.root / "content/uploads/2024/05/hall.png").read_bytes() == picture("blue")
    assert "url=/city-hall/sample-1/" in page["sample-1/index.html"]
    settings = site.read("sitegen.toml")
    for line in ('"/tag/city-hall/" = "/city-hall/"', '"/rss/" = "/feed.xml"',
                 '"/author/mai-tran/" = "/authors/mai-tran/"',
                 '"/tag/city-hall/rss/" = "/city-hall/feed.xml"'):  # fmt: skip
        assert line in settings
    story = site.read("content/city-hall/2024/sample-1.md")
    assert f"guid: {rows[0]['id']}" in story
    assert "authors: [mai-tran]" in story
    assert "A *word*" in site.read("content/city-hall/2024/sample-22.md")
    assert report["sums"]["post"]["left out"] == 1  # type: ignore[index]
    everything = [path.read_bytes() for path in site.root.rglob("*") if path.is_file()]
    assert not any(secret.encode() in data for data in everything)
    assert not any(b"qxinternal" in data for data in everything)


def test_a_feed_moves_in(tmp_path: Path) -> None:
    """What a feed has becomes stories; its own address leads to the new one."""
    file = tmp_path / "feed.xml"
    file.write_text(RSS.replace("ITEMS", ITEM), "utf-8")
    site, _report = moved(tmp_path, "feed", str(file))
    page = built(site)
    assert '"/feed/" = "/feed.xml"' in site.read("sitegen.toml")
    assert "https://old.example/?p=7" in page["feed.xml"]
    assert re.search(r"url=/city/vote/", page["2019/05/vote/index.html"])


@pytest.mark.parametrize("program", ["ghost", "hugo", "jekyll", "eleventy", "pelican", "feed"])
def test_what_is_not_there_is_told(
    tmp_path: Path, program: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong name makes no site and no traceback."""
    status = main(["import", program, str(tmp_path / "none"), "--into", str(tmp_path / "paper")])
    assert status == 1
    assert "none" in capsys.readouterr().err
    assert not (tmp_path / "paper").exists()


def test_one_folder_is_moved_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["import", "hugo", "a", "b", "--into", str(tmp_path / "paper")])
    assert status == 1
    said = "b: error: 2 were named, and one is read at a time\n  Run the command once for each"
    assert said in capsys.readouterr().err
