"""What other machines answer: within bounds, through the environment's doors, in words."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from sitegen.core import http
from sitegen.core.http import Answer, Client, HttpError


class Handler(BaseHTTPRequestHandler):
    """Answers by path; what it was asked stands in the server's `calls`."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.calls.append(f"{self.command} {self.path}")  # type: ignore[attr-defined]
        match self.path:
            case "/moved":
                self._send(301, b"", {"Location": "/plain"})
            case "/circle":
                self._send(302, b"", {"Location": "/circle"})
            case "/packed":
                self._send(200, gzip.compress(b"a" * 5_000), {"Content-Encoding": "gzip"})
            case "/broken-pack":
                self._send(200, b"no gzip at all", {"Content-Encoding": "gzip"})
            case "/busy":
                self._send(429, b"", {"Retry-After": "7"})
            case "/half":
                self.send_response(200)
                self.send_header("Content-Length", "100")
                self.end_headers()
                self.wfile.write(b"half")
                self.close_connection = True
            case "/drip":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                for _ in range(1000):
                    try:
                        self.wfile.write(b"x")
                        self.wfile.flush()
                    except OSError:
                        return
                    self.server.stopped.wait(0.02)  # type: ignore[attr-defined]
            case "/missing":
                self._send(404, b"gone")
            case _:
                self._send(200, b"plain words", {"Content-Type": "Text/HTML; charset=utf-8"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/moved":
            self._send(302, b"", {"Location": "/plain"})
            return
        self._send(200, self.headers["Content-Type"].encode() + b" " + body)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def server(wrap: Callable[[socket.socket], socket.socket] | None = None) -> Iterator[list[str]]:
    """Answer on loopback; yield the address, followed by each call that comes."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as each:
        if wrap is not None:
            each.socket = wrap(each.socket)
        scheme = "http" if wrap is None else "https"
        calls = [f"{scheme}://127.0.0.1:{each.server_address[1]}"]
        each.calls = calls  # type: ignore[attr-defined]
        each.stopped = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=each.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield calls
        finally:
            each.stopped.set()  # type: ignore[attr-defined]
            each.shutdown()
            thread.join()


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with server() as calls:
        yield calls[0]


@pytest.fixture
def client() -> Iterator[Client]:
    with Client() as each:
        yield each


def test_an_answer_has_its_status_whatever_it_is(host: str, client: Client) -> None:
    """A 404 is an answer and no failure: who asks decides."""
    plain = client.get(f"{host}/plain")
    assert (plain.status, plain.body, plain.type) == (200, b"plain words", "text/html")
    assert client.get(f"{host}/missing").status == 404


def test_an_answer_is_good_by_its_status() -> None:
    """2xx, whatever it holds; a type is what stands before its parameters."""
    answers = [Answer("https://a.example/", status, {}, b"") for status in (199, 200, 299, 300)]
    assert [answer.is_good for answer in answers] == [False, True, True, False]
    typed = Answer("https://a.example/", 200, {"content-type": " Text/HTML ; charset=x"}, b"")
    assert (typed.type, answers[0].type) == ("text/html", "")


def test_every_request_has_its_bounds(client: Client) -> None:
    """Ten seconds to be let in, and twenty between two pieces."""
    timeout = client._client.timeout
    assert (timeout.connect, timeout.read) == (10, 20)


def test_a_redirect_is_shown_or_followed(host: str, client: Client) -> None:
    """Who checks redirects has to see them; who wants a file does not."""
    assert client.get(f"{host}/moved").headers["location"] == "/plain"
    assert client.get(f"{host}/moved", follow=True).url == f"{host}/plain"
    with pytest.raises(HttpError, match="it leads on more than 10 times"):
        client.get(f"{host}/circle", follow=True)
    moved = client.post(f"{host}/moved", b"x")  # what was sent may be meant for one host alone
    assert (moved.status, moved.url) == (302, f"{host}/moved")


def test_what_comes_compressed_is_unpacked_and_bounded(host: str, client: Client) -> None:
    """A few bytes may unpack to more than a machine has."""
    packed = client.get(f"{host}/packed")
    assert packed.body == b"a" * 5_000
    assert packed.headers["content-encoding"] == "gzip"
    with Client(most=5_000) as large:
        assert len(large.get(f"{host}/packed").body) == 5_000
    with Client(most=4_999) as small, pytest.raises(HttpError, match="more than 4,999 bytes"):
        small.get(f"{host}/packed")
    with pytest.raises(HttpError, match="cannot be unpacked"):
        client.get(f"{host}/broken-pack")


def test_json_and_forms_are_sent_as_what_they_are(host: str, client: Client) -> None:
    """Hubs take forms, search engines JSON."""
    assert client.post(host, {"hub.mode": "publish"}).body == (
        b"application/x-www-form-urlencoded hub.mode=publish"
    )
    assert client.post_json(host, {"urlList": ["ö"]}).body.decode() == (
        'application/json; charset=utf-8 {"urlList":["ö"]}'
    )


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"retry-after": "120"}, 120),
        ({"retry-after": "99999999"}, 3600),
        ({"retry-after": "3599"}, 3599),
        (
            {"retry-after": "Fri, 27 Nov 2026 06:00 GMT", "date": "Fri, 27 Nov 2026 06:01 GMT"},
            0,
        ),
        (
            {"retry-after": "Fri, 27 Nov 2026 09:00 GMT", "date": "Fri, 27 Nov 2026 06:00 GMT"},
            3600,
        ),
        ({"retry-after": "Fri, 27 Nov 2026 09:00 GMT", "date": "Fri, 27 Nov 2026 06:00 -0000"}, 0),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": "²"}, 0),
        (
            {
                "retry-after": "Fri, 27 Nov 2026 06:00:30 GMT",
                "date": "Fri, 27 Nov 2026 06:00:00 GMT",
            },
            30,
        ),
        ({"retry-after": "Fri, 27 Nov 2026 06:00:30 GMT"}, 0),
    ],
)
def test_how_long_to_wait_is_read_in_both_ways(headers: dict[str, str], seconds: float) -> None:
    """RFC 9110, 10.2.3: seconds, or a date, which is the host's own."""
    assert Answer("https://a.example/", 429, headers, b"").wait == seconds


def test_every_request_ends(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that drips for ever, or falls silent, would hang a schedule for good."""
    began = time.monotonic()
    with Client(seconds=0.1) as brief, pytest.raises(HttpError, match="had no end after"):
        brief.get(f"{host}/drip")
    monkeypatch.setattr(http, "READ_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent, Client() as client:
        port = silent.getsockname()[1]
        with pytest.raises(HttpError, match="it fell silent"):
            client.get(f"http://127.0.0.1:{port}/")
    assert time.monotonic() - began < 5


def test_failures_are_told_in_words(host: str, client: Client) -> None:
    """'[Errno -2]' helps nobody at a desk."""
    with pytest.raises(HttpError, match="broke off in the middle"):
        client.get(f"{host}/half")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(HttpError, match="nothing listens at that port"):
        client.get(f"http://127.0.0.1:{port}/")
    for address in ("gopher://a.example/", "http://a:x/", f"http://{'a' * 70}.example/"):
        with pytest.raises(HttpError, match="is no address of the web"):
            client.get(address)
    with pytest.raises(HttpError, match="it speaks no https"):
        client.get(host.replace("http:", "https:"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ConnectTimeout("x"), "nothing answered within 10 seconds"),
        (httpx.ReadTimeout("x"), "it fell silent for 20 seconds"),
        (httpx.ProxyError("407"), "the proxy of this machine refuses: 407"),
        (httpx.RemoteProtocolError("odd"), "it broke off in the middle of its answer (odd)"),
        (httpx.ConnectError("[Errno -2] Name or service not known"),
         "there is no host of that name, or no network"),
        (httpx.ConnectError("odd"), "a.example cannot be reached (odd)"),
        (httpx.ConnectError(""), "a.example cannot be reached (ConnectError)"),
    ],
)  # fmt: skip
def test_each_failure_has_its_words(error: Exception, words: str) -> None:
    """What has none is told by the host and by what the library says."""
    assert http._words(error, "https://a.example/b") == words


def test_a_file_is_saved_whole_or_not_at_all(host: str, client: Client, tmp_path: Path) -> None:
    """Half a picture in content/ would be published as it is."""
    file = tmp_path / "picture"
    seen: list[int] = []
    assert client.save(f"{host}/moved", file, most=100, progress=seen.append).is_good
    assert file.read_bytes() == b"plain words"
    assert seen == [11]
    file.unlink()
    for path, most in (("/half", 100), ("/packed", 100)):
        with pytest.raises(HttpError):
            client.save(f"{host}{path}", file, most=most)
        assert not file.exists()
    assert client.save(f"{host}/missing", file, most=100).status == 404
    assert not file.exists()


def test_a_file_has_ten_minutes(
    host: str, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A film over a slow line; an answer that is held in memory has one."""
    bounds: list[tuple[int, float]] = []
    monkeypatch.setattr(http, "_pieces", lambda _, *bound: bounds.append(bound) or iter(()))
    client.save(f"{host}/plain", tmp_path / "film", most=100)
    client.get(f"{host}/plain")
    assert bounds == [(100, 600), (64_000_000, 60)]


def test_the_environments_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """In many offices nothing leaves but by the proxy."""
    with server() as calls:
        monkeypatch.setenv("HTTP_PROXY", calls[0])
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with Client() as client:
            assert client.get("http://gazette.test/").body == b"plain words"
        assert calls[1:] == ["GET http://gazette.test/"]
    for proxy in ("carrier-pigeon://loft", "http://loft:x"):
        monkeypatch.setenv("HTTP_PROXY", proxy)
        with pytest.raises(HttpError, match="names a proxy that cannot be used"):
            Client()
    monkeypatch.setitem(sys.modules, "socksio", None)  # the part that httpx may lack
    monkeypatch.setenv("HTTP_PROXY", "socks5://loft:1080")
    with pytest.raises(HttpError, match="names a proxy that cannot be used"):
        Client()


def test_certificates_that_the_environment_names_are_all_that_are_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty variable names none."""
    asked: list[str] = []
    where = http.certifi.where

    def count() -> str:
        asked.append("certifi")
        return where()

    monkeypatch.setattr(http.certifi, "where", count)
    monkeypatch.setenv("SSL_CERT_FILE", "")
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    http._certificates()
    assert asked == ["certifi"]
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    http._certificates()
    assert asked == ["certifi"]


def test_the_environments_certificates_are_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newsroom's own authority is known to its machines, and to nobody else."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=gazette", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with server(lambda plain: context.wrap_socket(plain, server_side=True)) as calls:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        monkeypatch.delenv("SSL_CERT_DIR", raising=False)
        with Client() as client, pytest.raises(HttpError, match="signed by nobody whom"):
            client.get(calls[0])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with Client() as client:
            assert client.get(calls[0]).body == b"plain words"
        with Client() as client, pytest.raises(HttpError, match="is for another name"):
            client.get(calls[0].replace("127.0.0.1", "localhost"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "absent.pem"))
    with pytest.raises(HttpError, match="of SSL_CERT_FILE cannot be used: no such file"):
        Client()
