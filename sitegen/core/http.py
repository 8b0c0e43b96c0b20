"""HTTP: what other machines answer, within bounds of time and size.

The one home of httpx. Every request has an end: a host that does not take the call, one that
stops halfway and one that drips for ever all come to an `HttpError` in an editor's words. The
environment's proxies (HTTPS_PROXY, ALL_PROXY, NO_PROXY) and certificates (SSL_CERT_FILE,
SSL_CERT_DIR, the system's own) are honoured.
"""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import TypedDict, Unpack
from urllib.parse import urlsplit

import certifi
import httpx
from msgspec import json

from sitegen.core.identity import version
from sitegen.core.record import Record

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0  # between two pieces of an answer
WHOLE_SECONDS = 60.0  # for an answer that is held in memory
MOST_BYTES = 64_000_000  # of an answer, unpacked; a feed of an archive has a few
MOST_REDIRECTS = 10
_LONGEST_WAIT = 3600.0  # what a Retry-After may ask for and be believed

# What a host's machine says of a failure, and what that is in words.
_CAUSES = (
    ("Name or service not known", "there is no host of that name, or no network"),
    ("nodename nor servname", "there is no host of that name, or no network"),
    ("No address associated", "there is no host of that name, or no network"),
    ("getaddrinfo failed", "there is no host of that name, or no network"),
    ("Temporary failure in name resolution", "no name server answers: is there a network?"),
    ("Connection refused", "the host is there, and nothing listens at that port"),
    ("Network is unreachable", "there is no network"),
    ("certificate has expired", "its certificate has expired"),
    ("Hostname mismatch", "its certificate is for another name"),
    ("IP address mismatch", "its certificate is for another name"),
    ("self-signed", "its certificate is signed by nobody whom this machine trusts"),
    ("self signed", "its certificate is signed by nobody whom this machine trusts"),
    ("unable to get local issuer", "its certificate is signed by nobody whom this machine trusts"),
    ("WRONG_VERSION_NUMBER", "it speaks no https at that port"),
    ("CERTIFICATE_VERIFY_FAILED", "its certificate is not good"),
)


class HttpError(Exception):
    """There was no answer, or none that can be taken; the text says why, in words."""


class Answer(Record):
    """What a host answered, whatever its status."""

    url: str  # that answered: where redirects were followed, the last
    status: int
    headers: Mapping[str, str]  # names in small letters; values of one name joined by ", "
    body: bytes  # unpacked, where it was sent compressed

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def type(self) -> str:
        """The MIME type alone, in small letters: "text/html"."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def wait(self) -> float:
        """For how many seconds the host asks to be left alone (Retry-After); 0 for none.

        A date is held against the host's own clock, so that ours does not matter. More than
        an hour is an hour.
        """
        asked = self.headers.get("retry-after", "").strip()
        if asked.isdecimal():
            return min(float(asked), _LONGEST_WAIT)
        try:
            end, now = (parsedate_to_datetime(t) for t in (asked, self.headers.get("date", "")))
            seconds = (end - now).total_seconds()
        except (TypeError, ValueError):  # no date, or one with a zone beside one without
            return 0.0
        return min(max(seconds, 0.0), _LONGEST_WAIT)


class _Request(TypedDict, total=False):
    headers: Mapping[str, str] | None
    follow: bool
    content: bytes | None
    data: Mapping[str, str] | None


class Client:
    """Asks hosts, over connections that it keeps; threads may share one.

    Args:
        headers: sent with every request.
        most: bytes of an answer, unpacked, beyond which it is not taken.
        seconds: for an answer as a whole.

    Raises:
        HttpError: a variable of the environment names a proxy or certificates that cannot
            be used.
    """

    def __init__(
        self,
        headers: Mapping[str, str] | None = None,
        *,
        most: int = MOST_BYTES,
        seconds: float = WHOLE_SECONDS,
    ) -> None:
        self._most = most
        self._seconds = seconds
        try:
            self._client = httpx.Client(
                headers={"user-agent": f"sitegen/{version()}", **(headers or {})},
                timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
                verify=_certificates(),
                max_redirects=MOST_REDIRECTS,
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            # A proxy of a kind that httpx has no part for, or that is no address.
            text = "the environment names a proxy that cannot be used (HTTPS_PROXY, ALL_PROXY)"
            raise HttpError(f"{text}: {error}") from None

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, follow: bool = False
    ) -> Answer:
        """Return what is at `url`.

        Args:
            follow: go where redirects lead, and return the last answer.

        Raises:
            HttpError: there was no answer, or one without end.
        """
        return self._answer("GET", url, headers=headers, follow=follow)

    def post(
        self,
        url: str,
        content: bytes | Mapping[str, str],
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to what is sent to `url`: bytes, or the fields of a form.

        Raises:
            HttpError: there was no answer, or one without end.
        """
        if isinstance(content, bytes):
            return self._answer("POST", url, headers=headers, content=content)
        return self._answer("POST", url, headers=headers, data=content)

    def post_json(self, url: str, value: object) -> Answer:
        """Return the answer to a value that is sent to `url` as JSON.

        Raises:
            HttpError: there was no answer, or one without end.
        """
        headers = {"content-type": "application/json; charset=utf-8"}
        return self.post(url, json.encode(value), headers=headers)

    def save(
        self,
        url: str,
        file: Path,
        *,
        most: int,
        seconds: float = 600.0,
        progress: Callable[[int], None] = lambda _bytes: None,
    ) -> Answer:
        """Write what is at `url` to `file`, following redirects; return the answer, bodiless.

        Nothing is written where the status is not good; a file that could not be had whole
        is deleted.

        Args:
            most: bytes beyond which it is given up.
            seconds: for all of it.
            progress: told how many bytes are there.

        Raises:
            HttpError: there was no answer, it broke off, or it is too large.
            OSError: the file cannot be written.
        """
        with self._stream("GET", url, follow=True) as response:
            answer = _answer_of(response, b"")
            if not answer.is_good:
                return answer
            count = 0
            try:
                with file.open("wb") as target:
                    for piece in _pieces(response, most, seconds):
                        target.write(piece)
                        count += len(piece)
                        progress(count)
            except BaseException:
                file.unlink(missing_ok=True)
                raise
            return answer

    def _answer(self, method: str, url: str, **request: Unpack[_Request]) -> Answer:
        with self._stream(method, url, **request) as response:
            return _answer_of(response, b"".join(_pieces(response, self._most, self._seconds)))

    @contextmanager
    def _stream(
        self, method: str, url: str, **request: Unpack[_Request]
    ) -> Iterator[httpx.Response]:
        try:
            with self._client.stream(
                method,
                url,
                headers=request.get("headers"),
                content=request.get("content"),
                data=request.get("data"),
                follow_redirects=request.get("follow", False),
            ) as response:
                yield response
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise HttpError(_words(error, url)) from None


def _answer_of(response: httpx.Response, body: bytes) -> Answer:
    return Answer(str(response.url), response.status_code, dict(response.headers), body)


def _pieces(response: httpx.Response, most: int, seconds: float) -> Iterator[bytes]:
    """Yield the body, unpacked, within its bounds."""
    end = time.monotonic() + seconds
    count = 0
    for piece in response.iter_bytes():
        count += len(piece)
        if count > most:
            raise HttpError(f"its answer has more than {most:,} bytes")
        if time.monotonic() > end:
            raise HttpError(f"its answer had no end after {seconds:.0f} seconds")
        yield piece


def _certificates() -> ssl.SSLContext:
    """Return whom to trust: those whom the environment names, else the system's and certifi's.

    A newsroom behind a proxy that reads https has that proxy's certificate in the system.

    Raises:
        HttpError: what the environment names cannot be read.
    """
    named = {name: os.environ.get(name) or None for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")}
    try:
        context = ssl.create_default_context(
            cafile=named["SSL_CERT_FILE"], capath=named["SSL_CERT_DIR"]
        )
    except OSError as error:
        variables = " and ".join(name for name, value in named.items() if value)
        reason = (error.strerror or str(error)).lower()
        raise HttpError(f"the certificates of {variables} cannot be used: {reason}") from None
    if not any(named.values()):
        context.load_verify_locations(certifi.where())
    return context


def _words(error: Exception, url: str) -> str:
    """Say why there was no answer."""
    match error:
        case httpx.ConnectTimeout():
            return f"nothing answered within {CONNECT_SECONDS:.0f} seconds"
        case httpx.TimeoutException():
            return f"it fell silent for {READ_SECONDS:.0f} seconds"
        case httpx.TooManyRedirects():
            return f"it leads on more than {MOST_REDIRECTS} times"
        case httpx.UnsupportedProtocol() | httpx.InvalidURL() | UnicodeError():
            return f"'{url}' is no address of the web"
        case httpx.ProxyError():
            return f"the proxy of this machine refuses: {error}"
        case httpx.DecodingError():
            return "what it sent compressed cannot be unpacked"
    text = str(error)
    for sign, words in _CAUSES:
        if sign in text:
            return words
    if isinstance(error, httpx.RemoteProtocolError):
        return f"it broke off in the middle of its answer ({text})"
    host = urlsplit(url).hostname or url
    return f"{host} cannot be reached ({text or type(error).__name__})"
