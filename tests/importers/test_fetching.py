"""Pictures from the old site: politely, each once, and a run that was stopped goes on."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from sitegen.cli.main import main
from sitegen.importers.choices import Choices
from sitegen.importers.fetching import Fetcher
from sitegen.importers.move import Request, move
from sitegen.importers.receipt import Receipt
from sitegen.importers.wordpress.export import WordPress
from tests.importers.wxr import Moved, attachment, export, item, photo
from tests.importers.wxr import move as move_parts

FILES = {
    "/wp-content/uploads/2019/05/hall.jpg": (200, "image/jpeg", photo("red")),
    "/wp-content/uploads/2019/05/html.jpg": (200, "text/html", b"<!DOCTYPE html><p>Not here"),
}


class OldSite(HTTPServer):
    asked: list[str]
    files: dict[str, tuple[int, str, bytes]]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, OldSite)
        self.server.asked.append(self.path)
        status, type_, data = self.server.files.get(self.path, (404, "text/html", b"gone"))
        self.send_response(status)
        self.send_header("content-type", type_)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def old_site() -> Iterator[OldSite]:
    server = OldSite(("127.0.0.1", 0), _Handler)
    server.asked = []
    server.files = dict(FILES)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def run(tmp_path: Path, server: OldSite, now: object, waits: list[float]) -> Moved:
    from datetime import UTC, datetime

    base = f"http://127.0.0.1:{server.server_port}"
    uploads = f"{base}/wp-content/uploads/2019/05"
    text = export(
        item(1, text=f'<p><img src="{uploads}/hall-300x200.jpg" alt="Hall"></p>'
                     f'<p><img src="{uploads}/gone.jpg" alt="Gone"></p>'
                     f'<p><img src="{uploads}/html.jpg" alt="Page"></p>'),
        attachment(7, "2019/05/hall.jpg"),
    ).replace("https://old.example.net", base)  # fmt: skip
    file = tmp_path / "export.xml"
    file.write_text(text)
    request = Request(tmp_path / "site", datetime(2026, 11, 27, tzinfo=UTC))
    fetcher = Fetcher(tmp_path / "cache", waits.append, near=True)
    with Receipt() as receipt:
        move(WordPress((file,), Choices()), request, receipt, fetcher=fetcher)
        hands = receipt.hands
    fetcher.close()
    return Moved(tmp_path / "site", 1 if hands else 0)


def test_pictures_are_fetched_once_at_their_full_size(tmp_path: Path, old_site: OldSite) -> None:
    waits: list[float] = []
    moved = run(tmp_path, old_site, None, waits)
    assert "![Hall](/uploads/2019/05/hall.jpg)" in moved.body("wp-1")
    reasons = {item["title"].rpartition("/")[2]: item["reason"] for item in moved.items("picture")}
    assert reasons["hall.jpg"] == ""
    assert "answered 404" in reasons["gone.jpg"]
    assert "web page under its name" in reasons["html.jpg"]
    assert len(waits) == len(old_site.asked) > 0
    hall = "/wp-content/uploads/2019/05/hall.jpg"
    assert old_site.asked.count(hall) == 1
    run(tmp_path, old_site, None, [])
    assert old_site.asked.count(hall) == 1


def test_a_run_that_was_stopped_goes_on(tmp_path: Path, old_site: OldSite) -> None:
    """Ctrl-C leaves what was written, noted; the next run writes the rest."""
    from datetime import UTC, datetime

    file = tmp_path / "export.xml"
    file.write_text(export(*(item(number) for number in range(1, 6))))
    request = Request(tmp_path / "site", datetime(2026, 11, 27, tzinfo=UTC))

    def stop(_what: str, done: int, _of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with Receipt() as receipt, pytest.raises(KeyboardInterrupt):
        move(WordPress((file,), Choices()), request, receipt, stop)
    moved = Moved(tmp_path / "site", 1)
    assert moved.report["complete"] is False
    assert len(moved.report["files"]) == 2
    with Receipt() as receipt:
        move(WordPress((file,), Choices()), request, receipt)
    moved = Moved(tmp_path / "site", 0)
    assert moved.report["complete"] is True
    assert moved.sums["post"] == {"story": 5}
    assert "/?p=5" in moved.settings()


def test_the_sitemaps_of_the_old_site_are_asked_for(
    tmp_path: Path, old_site: OldSite, capsys: pytest.CaptureFixture[str]
) -> None:
    """An index and its maps, one of them packed; what leads nowhere here is named."""
    base = f"http://127.0.0.1:{old_site.server_port}"
    moved = move_parts(tmp_path, item(1), item(2))

    def map_of(*paths: str, tag: str = "url") -> bytes:
        rows = "".join(f"<{tag}><loc>{base}{path}</loc></{tag}>" for path in paths)
        root = "urlset" if tag == "url" else "sitemapindex"
        return f'<?xml version="1.0"?><{root}>{rows}</{root}>'.encode()

    packed = gzip.compress(map_of("/2019/05/story-2/", "/2018/gone/"))
    old_site.files |= {
        "/sitemap.xml": (200, "text/xml", map_of("/posts.xml", "/more.xml.gz", tag="sitemap")),
        "/posts.xml": (200, "text/xml", map_of("/", "/2019/05/story-1/", "/?p=1", "/author/x/")),
        "/more.xml.gz": (200, "application/gzip", packed),
    }
    arguments = ["import", "--check", f"{base}/sitemap.xml", "--into", str(moved.folder)]
    capsys.readouterr()
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == [f"{base}/author/x/", f"{base}/2018/gone/"]
    assert "2 of 6 old addresses lead nowhere here" in said.err
    assert old_site.asked == ["/sitemap.xml", "/posts.xml", "/more.xml.gz"]
    arguments[2] = f"{base}/no-sitemap.xml"
    assert main(arguments) == 1
    assert "the old site answered 404" in capsys.readouterr().err
