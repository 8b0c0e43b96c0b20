"""Pings: hubs and search engines are told what of the site is new, once readers have it.

A hub that is told too early fetches the old feed, finds nothing new in it and forgets the news:
so each feed is told of when its own address answers with the bytes that were deployed, and
search engines when pages do. What cannot be told is told at the next deploy. Nothing here ever
fails a deploy.

Sources: W3C, "WebSub" (which leaves to hubs how they are told; this is how all of them do it);
indexnow.org, "Documentation".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from urllib.parse import urlsplit

from sitegen.core.digests import digest_bytes
from sitegen.core.file_names import FEED_FILES, NOT_FOUND
from sitegen.core.http import Answer, Client, HttpError
from sitegen.core.record import Record
from sitegen.core.urls import base_prefix
from sitegen.delivery.manifest import Delivery
from sitegen.delivery.receipts import Message, Pending
from sitegen.hosts.crawlers import indexnow_file

PATIENCE = 60.0  # seconds for the public address to answer with what was deployed
MOST_PAGES = 10_000  # in one call to IndexNow
_LONGEST_WAIT = 60.0  # seconds that a Retry-After may ask for and gets, once
_FEED_NAMES = frozenset(FEED_FILES.values())
_NO_PAGES = frozenset({NOT_FOUND, "search/index.html"})
_PAUSES = (1.0, 2.0, 4.0, 8.0)  # seconds between two looks; the last one again and again

_REFUSALS = {
    400: "it does not understand the call",
    403: "the key is not at the site: {key} has to answer with it alone",
    422: "it says that the addresses are not of this host, or the key is another",
    429: "it has had enough of us for now",
}


class Audience(Record):
    """Who is to be told."""

    hubs: tuple[str, ...] = ()  # of WebSub
    indexnow_key: str = ""  # "": no search engine is told
    indexnow: str = ""  # where search engines are told


class Tidings(Record):
    """What came of telling."""

    messages: tuple[Message, ...]
    pending: Pending  # for the next deploy


def news_of(
    delivery: Delivery, audience: Audience, is_listed: Callable[[str], bool] = lambda _file: True
) -> Pending:
    """Return what a deploy gives to tell.

    Args:
        is_listed: says of a changed page whether search engines may list it.
    """
    feeds = [file for file in delivery.changed if is_feed(file)]
    changed = [file for file in delivery.changed if _is_page(file) and is_listed(file)]
    removed = [file for file in delivery.removed if _is_page(file)]
    pages = map(delivery.url, (*changed, *removed)) if audience.indexnow_key else ()
    return Pending(
        feeds=tuple([(hub, delivery.url(file)) for file in feeds for hub in audience.hubs]),
        pages=tuple(pages),
    )


def is_feed(file: str) -> bool:
    """Say whether a file of output/ is a feed, which names its hubs."""
    folder, _, name = file.rpartition("/")
    return name in _FEED_NAMES or (folder == "feeds" and name.endswith((".xml", ".json")))


def _is_page(file: str) -> bool:
    return file.endswith(".html") and file not in _NO_PAGES


def tell(
    delivery: Delivery,
    audience: Audience,
    pending: Pending,
    client: Client,
    *,
    patience: float = PATIENCE,
    pause: Callable[[float], None] = time.sleep,
) -> Tidings:
    """Tell everybody what is pending, as far as readers have it by now.

    Args:
        pending: of this deploy and of earlier ones.
        patience: seconds to wait for the public address.
        pause: waits for so many seconds.
    """
    public = _Public(delivery, client)
    files = {delivery.url(file): file for file in delivery.files}
    feeds = [(hub, url) for hub, url in pending.feeds if url in files and hub in audience.hubs]
    pages = pending.pages if audience.indexnow_key else ()
    here = [url for url in pages if url in files]
    witnesses = [*_few(here), *_few([url for url in pages if url not in files])]
    out = public.wait([*[url for _hub, url in feeds], *witnesses], patience, pause)

    caller = _Caller(client, pause)
    messages: list[Message] = []
    waiting = [(hub, url) for hub, url in feeds if url not in out]
    for hub in dict.fromkeys(hub for hub, url in feeds if url in out):
        topics = [url for each, url in feeds if each == hub and url in out]
        message, left = _tell_hub(caller, hub, topics)
        messages.append(message)
        waiting += [(hub, url) for url in left]
    if waiting and not all(url in out for _hub, url in feeds):
        messages.append(_not_out("hubs", [url for _hub, url in feeds if url not in out]))
    left_pages: Sequence[str] = pages
    if pages and all(url in out for url in witnesses):
        message, left_pages = _tell_indexnow(caller, audience, delivery.base_url, pages)
        messages.append(message)
    elif pages:
        messages.append(_not_out("IndexNow", [url for url in witnesses if url not in out]))
    return Tidings(tuple(messages), Pending(tuple(waiting), tuple(left_pages)))


def _few(urls: Sequence[str]) -> Sequence[str]:
    """Return some addresses that stand for all: the first, the last, one between."""
    return tuple(dict.fromkeys([*urls[:1], *urls[len(urls) // 2 : len(urls) // 2 + 1], *urls[-1:]]))


def _not_out(to: str, urls: Sequence[str]) -> Message:
    says = f"{urls[0]} does not answer with what was deployed yet; told at the next deploy"
    return Message(to, len(urls), False, says)


class _Public:
    """Whether the public addresses answer with what was deployed."""

    def __init__(self, delivery: Delivery, client: Client) -> None:
        self._client = client
        self._digests = {delivery.url(f): sent.digest for f, sent in delivery.files.items()}

    def wait(
        self, urls: Iterable[str], patience: float, pause: Callable[[float], None]
    ) -> frozenset[str]:
        """Ask until all of these are as they should be, or patience ends; return which are."""
        every = tuple(dict.fromkeys(urls))
        out: set[str] = set()
        end = time.monotonic() + patience
        for next_pause in chain(_PAUSES, repeat(_PAUSES[-1])):
            out |= {url for url in every if url not in out and self._is_out(url)}
            if len(out) == len(every) or time.monotonic() + next_pause > end:
                break
            pause(next_pause)
        return frozenset(out)

    def _is_out(self, url: str) -> bool:
        try:
            answer = self._client.get(url)
        except HttpError:
            return False
        digest = self._digests.get(url)
        if digest is None:  # a page that is gone
            return not answer.is_good
        return answer.status == 200 and digest_bytes(answer.body) == digest


class _Caller:
    """Calls somebody, and calls again once where that is asked for."""

    def __init__(self, client: Client, pause: Callable[[float], None]) -> None:
        self._client = client
        self._pause = pause

    def call(self, ask: Callable[[Client], Answer]) -> Answer | str:
        """Return the answer, or why there is none."""
        try:
            answer = ask(self._client)
            if answer.status in (429, 503) and 0 < answer.wait <= _LONGEST_WAIT:
                self._pause(answer.wait)
                answer = ask(self._client)
        except HttpError as error:
            return str(error)
        return answer


def _tell_hub(caller: _Caller, hub: str, topics: Sequence[str]) -> tuple[Message, list[str]]:
    """Tell a hub of feeds, one call for each; return what came of it, and which are left."""
    left = []
    trouble = ""
    for topic in topics:
        form = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
        answer = caller.call(lambda client, form=form: client.post(hub, form))  # type: ignore[misc]
        if isinstance(answer, str) or not answer.is_good:
            left.append(topic)
            trouble = answer if isinstance(answer, str) else f"it answers {answer.status}"
    says = f"{trouble}; told at the next deploy" if left else ""
    return Message(f"hub {_name(hub)}", len(topics), not left, says), left


def _tell_indexnow(
    caller: _Caller, audience: Audience, base_url: str, pages: Sequence[str]
) -> tuple[Message, Sequence[str]]:
    """Tell search engines of pages; return what came of it, and which are left."""
    key_url = f"{base_url}/{indexnow_file(audience.indexnow_key).file}"
    to = f"IndexNow {_name(audience.indexnow)}"
    for start, part in _parts(pages):
        body: dict[str, object] = {
            "host": urlsplit(base_url).netloc,
            "key": audience.indexnow_key,
            "urlList": part,
        }
        if base_prefix(base_url):  # else the key lies where everybody looks
            body["keyLocation"] = key_url
        answer = caller.call(
            lambda client, body=body: client.post_json(audience.indexnow, body)  # type: ignore[misc]
        )
        if isinstance(answer, str) or not answer.is_good:
            trouble = answer
            if isinstance(answer, Answer):
                usual = f"it answers {answer.status}"
                trouble = _REFUSALS.get(answer.status, usual).format(key=key_url)
            says = f"{trouble}; told at the next deploy"
            return Message(to, len(pages), False, says), pages[start:]
    return Message(to, len(pages), True), ()


def _parts(pages: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for start in range(0, len(pages), MOST_PAGES):
        yield start, pages[start : start + MOST_PAGES]


def _name(url: str) -> str:
    """Return an address as it may stand in a log: hubs may have a key of ours in a query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"
