"""Old addresses held against a site: which of a sitemap or an export lead nowhere."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitegen.core.http import Answer, HttpError
from sitegen.core.problems import SitegenError
from sitegen.importers.checking import Checked, check_addresses
from tests.importers.wxr import item

NOW = datetime(2026, 11, 27, tzinfo=UTC)
HERE = {"index.html", "news/vote/index.html", "old.html", "/?p=7", "Feed.xml", "café/index.html"}
HOME = "https://old.example"


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that answers what is HERE."""
    settings = f'title = "T"\nbase_url = "{HOME}/blog"\ntimezone = "UTC"\n'
    (tmp_path / "sitegen.toml").write_text(settings)
    monkeypatch.setattr("sitegen.importers.checking.answered", lambda _root, _now: HERE)
    return tmp_path


def lost(site: Path, text: str | bytes, name: str = "map.xml") -> Checked:
    file = site / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check_addresses(str(file), site, NOW)


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("/", True), ("", True), ("/news/vote/", True), ("/News/Vote", True), ("/news/", False),
        ("/blog/news/vote/", True), ("/blog", True), ("/old.html", True), ("/old", False),
        ("/feed.xml", True), ("/caf%C3%A9/", True), ("/?p=7", True), ("/?P=7", True), ("/?p=8",
         False),
        ("/news/vote/?utm=x", True), ("/blog/?p=7", True), ("?x", False), (":x/", False),
    ],
)  # fmt: skip
def test_an_address_is_there_if_its_path_is(site: Path, address: str, is_there: bool) -> None:
    assert lost(site, f"{HOME}{address}") == Checked(1, () if is_there else (f"{HOME}{address}",))


def locations(*addresses: str, root: str = "urlset") -> str:
    rows = "".join(f"<url><loc> {address}\n</loc></url>" for address in addresses)
    return f'<?xml version="1.0"?><{root}>{rows}</{root}>'


def test_a_sitemap_names_each_address_once_in_its_order(site: Path) -> None:
    text = locations(f"{HOME}/b/", f"{HOME}/a/?x&amp;y", f"{HOME}/b/", f"<![CDATA[{HOME}/c/]]>")
    assert lost(site, text) == Checked(3, (f"{HOME}/b/", f"{HOME}/a/?x&y", f"{HOME}/c/"))
    packed = gzip.compress(text.encode())
    assert lost(site, packed).count == 3
    with pytest.raises(SitegenError, match="is damaged"):
        lost(site, packed[:-9])
    assert lost(site, f"<loc>{HOME}/d/</loc>").lost == (f"{HOME}/d/",)
    assert lost(site, f"\ufeff {HOME}/e/ \n# no\n{HOME}/f/").lost == (f"{HOME}/e/", f"{HOME}/f/")


def test_an_index_is_followed_beside_its_file(site: Path) -> None:
    (site / "one.xml").write_text(locations(f"{HOME}/a/"))
    (site / "two.xml").write_text(locations(f"{HOME}/b/"))
    (site / "index.xml").write_text(locations(f"{HOME}/x/one.xml", f"{HOME}/index.xml",
                                              f"{HOME}/x/one.xml", f"{HOME}/x/two.xml",
                                               root="sitemapindex"))  # fmt: skip
    lost_ones = (f"{HOME}/a/", f"{HOME}/b/")
    assert check_addresses(str(site / "index.xml"), site, NOW) == Checked(2, lost_ones)


def test_an_export_names_what_readers_could_see(site: Path) -> None:
    entries = [item(1), item(2, status="draft"), item(8, status="trash"),
               item(3, password="x"), item(4, type="attachment"),
               item(5, type="revision"), item(6, type="nav_menu_item"), item(7, type="event"),
               "<item><link>https://old.example/bare/?a&amp;b</link></item>", "<item></item>",
               "<items><link>no</link></items>"]  # fmt: skip
    text = f"<rss><wp:x/>{''.join(entries)}</rss>"
    assert lost(site, text).lost == (
        "https://old.example.net/2019/05/story-1/", "https://old.example.net/2019/05/story-7/",
        "https://old.example/bare/?a&b",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer("", 200, {}, locations(f"{HOME}/a/").encode()), ""),
        (Answer("", 404, {}, b""), "error: the old site answered 404\n  Look for its sitemap."),
        (HttpError("no answer"), "error: no answer\n  Save the sitemap, and name the file."),
        (Answer("", 200, {}, b"\x1f\x8b" + b"x" * 20), "error: is damaged\n  Save it again."),
    ],
)  # fmt: skip
def test_a_sitemap_is_asked_for(
    site: Path, monkeypatch: pytest.MonkeyPatch, answer: Answer | HttpError, said: str
) -> None:
    class Client:
        def __enter__(self) -> Client:
            return self

        def __exit__(self, *_: object) -> None:
            return

        def get(self, address: str, *, follow: bool) -> Answer:
            assert (address, follow) == (f"{HOME}/sitemap.xml", True)
            if isinstance(answer, HttpError):
                raise answer
            return answer

    monkeypatch.setattr("sitegen.core.http.Client", Client)
    if not said:
        assert check_addresses(f"{HOME}/sitemap.xml", site, NOW).lost == (f"{HOME}/a/",)
        return
    with pytest.raises(SitegenError) as error:
        check_addresses(f"{HOME}/sitemap.xml", site, NOW)
    assert f"{HOME}/sitemap.xml: {said}" in str(error.value)


def test_a_file_that_is_not_there_is_told(site: Path) -> None:
    with pytest.raises(
        SitegenError, match="none: error: cannot be read: no such file or directory"
    ):
        check_addresses(str(site / "none"), site, NOW)
