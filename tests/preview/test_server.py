"""The preview's server: requests good, odd and hostile."""

from __future__ import annotations

import socket
import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from sitegen.core.problems import SitegenError
from sitegen.preview import guard, listening, server
from tests.conftest import Site
from tests.pictures.photo_files import SECRET as PHOTO_SECRET
from tests.pictures.photo_files import noisy, phone_photo
from tests.preview.previewing import PATIENCE, Served, served

SECRET = "secret words that stand outside the site"
SOUND = b"0123456789" * 100_000  # larger than one piece that is read at once
_PHOTO = phone_photo(noisy(64, 48), 1)
WALL = _PHOTO[:-2] + bytes(80 << 20) + _PHOTO[-2:]  # a picture of that many bytes


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A preview that the tests of this file share: they only read."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "secret.txt").write_text(SECRET)
    site = Site(folder / "site")
    site.setting("[feeds]\natom = true\njson = true\n")
    site.story("content/news/vote.md")
    site.write("secret.md", SECRET)
    site.write("content/news/.hidden.md", SECRET)
    site.write("static/root/robots.txt", "User-agent: *\nDisallow:\n")
    site.write_bytes("static/root/broadcast.mp3", SOUND)
    site.write_bytes("static/root/wall.jpg", WALL)
    with served(site.root) as running:
        yield running


def raw(preview: Served, request: bytes) -> bytes:
    """Send bytes as they stand and return all that comes back."""
    with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) as line:
        line.sendall(request)
        pieces = []
        try:
            while piece := line.recv(65536):
                pieces.append(piece)
        except ConnectionResetError:
            pass
    return b"".join(pieces)


def lives(preview: Served) -> bool:
    return preview.get("/news/vote/").status == 200


# Addresses

ESCAPES = [
    "/../secret.txt",
    "/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/%252e%252e/secret.txt",
    "/....//secret.txt",
    "/news/../../secret.txt",
    "/./../secret.txt",
    "/static/../../secret.txt",
    "/static/..%2f..%2f..%2fsecret.txt",
    "//secret.txt",
    "///secret.txt",
    "/%2fsecret.txt",
    "//news/vote/",
    "/%2Fnews/vote/",
    "/etc/passwd",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "/file:///etc/passwd",
    "/C:/windows/win.ini",
    "/secret.md",
    "/sitegen.toml",
    "/content/news/vote.md",
    "/content/news/.hidden.md",
    "/news/.hidden.md",
    "/.sitegen_cache/cache.db",
    "/.sitegen_cache/preview/cache.db",
    "/.sitegen-files",
    "/.git/config",
    "/templates/base.html",
    "/_sitegen/../secret.txt",
    "/_sitegen/preview.py",
    "/_sitegen/__init__.py",
    "/_sitegen/..%2fstate.py",
    "/news/vote/%00",
    "/%00",
    "/%ff%fe",
    "/" + "a" * 9000,
    "/" + "%2e%2e%2f" * 300 + "etc/passwd",
]


@pytest.mark.parametrize("path", ESCAPES, ids=lambda path: path[:40])
def test_nothing_outside_the_site_is_served(preview: Served, path: str) -> None:
    """However an address is written, it names a published file or nothing."""
    answer = raw(
        preview,
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode("latin-1"),
    )

    assert answer.split(b" ", 2)[1] in (b"404", b"400", b"307"), answer[:200]
    assert b"secret words" not in answer
    assert b"root:" not in answer
    assert lives(preview)


def test_a_folder_without_its_slash_leads_to_its_page(preview: Served) -> None:
    """As hosts do, so that an address pasted by hand is found."""
    reply = preview.get("/news/vote")

    assert reply.status == 307
    assert reply.headers["location"] == "/news/vote/"


@pytest.mark.parametrize("path", ["//evil.example/..", "//evil.example", "/\\evil.example"])
def test_no_address_leads_to_another_site(preview: Served, path: str) -> None:
    """A redirect never takes a host's name from the address."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    assert b"\r\nlocation" not in raw(preview, request.encode()).lower()


def test_a_missing_page_shows_the_sites_own_404_page(preview: Served) -> None:
    """As readers would see it."""
    reply = preview.get("/no/such/page/")

    assert reply.status == 404
    assert reply.page == preview.get("/404.html").page


# Hosts


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]", "preview.localhost:8000"]
)
def test_our_own_names_are_answered(preview: Served, host: str) -> None:
    """However the person at this machine writes its address."""
    assert preview.get("/", Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example"),
        *("localhost:80:80", "", "localhost evil.example", "192.168.1.9", "0.0.0.0", "[::1"),
    ],
)
def test_other_names_are_turned_away(preview: Served, host: str) -> None:
    """A page elsewhere must not read drafts by pointing its name at this machine."""
    for path in ("/", "/_sitegen/", "/_sitegen/events?page=/&version="):
        reply = preview.get(path, Host=host)
        assert reply.status in (400, 421), (host, path)
        assert "Sample" not in reply.text


def test_a_request_with_two_hosts_or_none_is_turned_away(preview: Served) -> None:
    """Which of two names is meant is not for us to guess."""
    two = b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    none = b"GET / HTTP/1.0\r\n\r\n"

    assert raw(preview, two).split(b" ")[1] in (b"400", b"421")
    assert raw(preview, none).split(b" ")[1] in (b"400", b"421")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("http://127.0.0.1:8000/news/vote/", b"200"),
        ("HTTP://LocalHost/news/vote/?page=1", b"200"),
        ("http://localhost", b"200"),
        ("http://localhost/news/vote", b"307"),
        ("http://localhost/_sitegen/", b"200"),
        ("http://localhost/nothing/", b"404"),
        ("http://localhost/../secret.txt", b"404"),
        ("http://evil.example/news/vote/", b"421"),
        ("http://evil.example@localhost/news/vote/", b"421"),
        ("http:///news/vote/", b"421"),
        ("https://localhost/news/vote/", b"404"),
    ],
)
def test_a_whole_address_is_answered_if_it_is_ours(
    preview: Served, address: str, status: bytes
) -> None:
    """A proxy between browser and preview asks for the whole address, not for its path."""
    request = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = raw(preview, request.encode())

    assert answer.split(b" ")[1] == status
    assert b"secret words" not in answer


def test_a_server_for_others_answers_to_numbers_but_not_to_names() -> None:
    """A number cannot be pointed elsewhere; a name can."""
    names = guard.own_names("0.0.0.0")

    assert names("192.168.1.9")
    assert names("localhost")
    assert names(socket.gethostname().lower())
    assert not names("evil.example")
    assert not guard.own_names("127.0.0.1")("192.168.1.9")


def test_other_sites_cannot_embed_what_is_not_public(preview: Served) -> None:
    """A feed of drafts as another page's script, or in its frame, is refused by browsers."""
    headers = preview.get("/feed.json").headers

    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] is None


# Methods, types, parts


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X"])
@pytest.mark.parametrize("path", ["/", "/_sitegen/", "/_sitegen/events"])
def test_a_preview_is_only_read(preview: Served, method: str, path: str) -> None:
    """Nothing can be sent to it."""
    assert preview.ask(method, path).status == 405


def test_head_tells_what_get_would(preview: Served) -> None:
    """Length and type without the text."""
    for path in ("/news/vote/", "/broadcast.mp3", "/feed.xml"):
        head, reply = preview.ask("HEAD", path), preview.get(path)
        assert head.body == b""
        for name in ("content-length", "content-type", "etag"):
            assert head.headers[name] == reply.headers[name]
        assert int(reply.headers["content-length"]) == len(reply.body)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/broadcast.mp3", "audio/mpeg"),
    ],
)
def test_types_are_right(preview: Served, path: str, kind: str) -> None:
    """Feeds are feeds, whatever this machine's own list of types says."""
    assert preview.get(path).headers["content-type"] == kind


def test_nothing_is_cached_without_asking(preview: Served) -> None:
    """A browser asks each time, and is told in a word that nothing has changed."""
    for path in ("/news/vote/", "/broadcast.mp3", "/feed.xml", "/_sitegen/preview.js"):
        reply = preview.get(path)
        assert reply.headers["cache-control"] == "no-cache"
        etag = reply.headers["etag"]
        again = preview.get(path, If_None_Match=f'"other", W/{etag}')
        assert (again.status, again.body) == (304, b"")
        assert preview.get(path, If_None_Match='"other"').status == 200


@pytest.mark.parametrize(
    ("part", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-9", 5, 10),
        ("bytes=999990-", 999_990, 1_000_000),
        ("bytes=-5", 999_995, 1_000_000),
        ("bytes=0-99999999", 0, 1_000_000),
        ("bytes=-99999999", 0, 1_000_000),
    ],
)
def test_parts_of_a_recording_are_served(preview: Served, part: str, start: int, stop: int) -> None:
    """A listener can jump to the middle."""
    reply = preview.get("/broadcast.mp3", Range=part)

    assert reply.status == 206
    assert reply.body == SOUND[start:stop]
    assert reply.headers["content-range"] == f"bytes {start}-{stop - 1}/1000000"


def test_a_copied_picture_is_never_in_memory_as_a_whole(preview: Served) -> None:
    """However large it is, it goes out in pieces, and without what the camera wrote."""
    tracemalloc.start()
    reply = preview.get("/wall.jpg", Range="bytes=70000000-70000009")
    head = preview.get("/wall.jpg", Range="bytes=0-9999")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 16 << 20
    assert reply.body == bytes(10)
    assert head.body.startswith(b"\xff\xd8")
    assert PHOTO_SECRET in WALL
    assert PHOTO_SECRET not in head.body


def test_ranges_that_cannot_be_served(preview: Served) -> None:
    """Beyond the end there is nothing; what is no range at all is not heard."""
    for part in ("bytes=1000000-", "bytes=5-4", "bytes=-0"):
        assert preview.get("/broadcast.mp3", Range=part).status == 416, part
    for part in ("bytes=-", "lines=1-2", "bytes=a-b", "bytes=0-1,5-6", "bytes=" + "9" * 5000):
        assert preview.get("/broadcast.mp3", Range=part).status == 200, part[:20]
    stale = preview.get("/broadcast.mp3", Range="bytes=0-4", If_Range='"other"')
    assert (stale.status, len(stale.body)) == (200, 1_000_000)
    page = preview.get("/feed.xml", Range="bytes=0-4")
    assert (page.status, page.body) == (206, b"<?xml")


# Bad manners


def test_huge_heads_are_refused(preview: Served) -> None:
    """Nobody fills our memory with a header."""
    huge = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"
    many = b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 40_000 + b"\r\n"

    for request in (huge, many):
        assert raw(preview, request)[:12] in (b"HTTP/1.1 400", b"")
    assert lives(preview)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # a browser that expects https
        b"GET\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: odd\r\n\r\n",
        bytes(range(256)) * 4 + b"\r\n\r\n",
    ],
)
def test_nonsense_gets_a_refusal(preview: Served, nonsense: bytes) -> None:
    """What is no request ends with its connection."""
    with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) as line:
        line.sendall(nonsense)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while piece := line.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass

    assert answer == b"" or answer.split(b" ")[1].startswith(b"4")
    assert lives(preview)


def test_a_slow_client_is_hung_up_on(preview: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends a letter a minute does not keep a line for ever."""
    monkeypatch.setattr(listening, "PATIENCE", 0.2)
    with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert line.recv(1000) == b""
    with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) as line:
        assert line.recv(1000) == b""
    assert lives(preview)


def test_an_open_tab_is_not_a_slow_client(preview: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has asked already, and listens."""
    monkeypatch.setattr(listening, "PATIENCE", 0.2)
    monkeypatch.setattr(server, "STILL_HERE", 0.3)
    connection = HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    connection.request("GET", f"/_sitegen/events?page=/&version={preview.version('/')}")
    response = connection.getresponse()
    lines = [response.readline() for _ in range(9)]
    connection.close()

    assert lines.count(b": still here\n") >= 2


def test_two_hundred_connections_at_once(preview: Served) -> None:
    """Every one of them is answered, and open tabs beside them."""
    tabs = [preview.tab("/news/vote/", "none") for _ in range(20)]
    idle = [
        socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) for _ in range(50)
    ]
    paths = ["/", "/news/vote/", "/feed.xml", "/no/such/", "/broadcast.mp3"] * 40
    start = threading.Barrier(len(paths))

    def ask(path: str) -> int:
        start.wait(PATIENCE)
        return preview.get(path).status

    with ThreadPoolExecutor(len(paths)) as pool:
        statuses = list(pool.map(ask, paths))

    assert statuses == [200, 200, 200, 404, 200] * 40
    assert all(tab.hear()["do"] == "reload" for tab in tabs)
    for line in idle:
        line.close()
    assert lives(preview)


# Listening


def test_a_taken_port_gives_the_next_one(site: Site) -> None:
    """Two previews run beside each other, and each says where it is."""
    site.story()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with served(site.root, port=port) as preview:
            assert preview.port > port
            assert preview.messages.get(timeout=PATIENCE).startswith(f"Port {port} is taken")
            assert f":{preview.port}/" in preview.messages.get(timeout=PATIENCE)


def test_another_address_is_warned_of(site: Site) -> None:
    """Whoever shows drafts to the whole network is told so."""
    site.story()
    with served(site.root, host="0.0.0.0") as preview:
        assert "everybody who reaches this machine" in preview.messages.get(timeout=PATIENCE)


def test_an_address_that_is_not_ours_is_a_problem() -> None:
    """The message names the address."""
    with pytest.raises(SitegenError, match=r"192\.0\.2\.1"):
        listening.listen("192.0.2.1", 0)
    with pytest.raises(SitegenError, match="not an address"):
        listening.listen("not an address", 8000)
