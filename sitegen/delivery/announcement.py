"""Announcement: what follows a deploy that is done.

The newsroom's own program first, for it may have to empty the caches before readers see anything;
then hubs and search engines. What of it could not be done is in the receipt at the target, and
is done by the next deploy.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from sitegen.core.http import Client, HttpError
from sitegen.core.problems import SitegenError
from sitegen.core.record import Record
from sitegen.delivery.after import run_after
from sitegen.delivery.manifest import Delivery
from sitegen.delivery.pings import PATIENCE, Audience, news_of, tell
from sitegen.delivery.receipts import (
    FILE,
    Message,
    Pending,
    Receipt,
    pending_of,
    read_receipts,
    receipts_bytes,
    together,
)
from sitegen.delivery.target import Target
from sitegen.delivery.variables import Censor, with_variables
from sitegen.settings.types import Settings

_HEAD_END = b"</head>"
_NOINDEX = re.compile(rb"""(?i)<meta\s+name=["']?robots["']?\s+content=["'][^"'>]*noindex""")


class Rules(Record):
    """How a deploy is to be told of."""

    ping: bool = True  # hubs and search engines
    patience: float = PATIENCE  # seconds for the public address
    pause: Callable[[float], None] = time.sleep


class Announcement(Record):
    messages: tuple[Message, ...] = ()
    has_failed: bool = False  # the newsroom's own program has, without which readers see old pages


def announce(
    settings: Settings,
    target: Target,
    delivery: Delivery,
    bytes_of: Callable[[str], bytes],
    now: datetime,
    rules: Rules,
) -> Announcement:
    """Run the newsroom's program, tell hubs and search engines, and write the receipt.

    Args:
        target: open; beside its manifest lie the receipts.
        bytes_of: returns those of a file that was deployed.
        now: when the site was deployed.

    Returns:
        What came of it. Whatever goes wrong is a message, and the deploy stands.
    """
    words = settings.deploy[delivery.name].after
    audience = _audience(settings) if delivery.is_public else Audience()
    has_audience = bool(audience.hubs or audience.indexnow_key)
    if not words and not has_audience:
        return Announcement()
    try:
        receipts = read_receipts(target.note(FILE))
    except SitegenError:
        receipts = ()
    before = pending_of(receipts)
    pending = before
    messages: list[Message] = []
    if words:
        new = Pending(changed=delivery.changed_urls, removed=delivery.removed_urls)
        pending = together(before, new)
        messages += _call(settings, delivery.name, pending)
        if all(message.is_good for message in messages):
            pending = Pending(pending.feeds, pending.pages)
    has_failed = any(not message.is_good for message in messages)
    if rules.ping and has_audience:
        new = news_of(delivery, audience, lambda file: is_listed(bytes_of(file)))
        pings, left = _tell(delivery, audience, together(pending, new), rules)
        messages += pings
        pending = Pending(left.feeds, left.pages, pending.changed, pending.removed)
    if messages or pending != before:
        receipt = Receipt(now, delivery.base_url, len(delivery.changed), len(delivery.removed),
                          tuple(messages), pending)  # fmt: skip
        try:
            target.put_note(FILE, receipts_bytes([*receipts, receipt]))
        except SitegenError as error:
            what = f"it cannot be written, so the next deploy does not know: {error.problems[0]}"
            messages.append(Message("receipt", 1, False, what))
    return Announcement(tuple(messages), has_failed)


def is_listed(page: bytes) -> bool:
    """Say whether search engines may list a page."""
    return _NOINDEX.search(page.partition(_HEAD_END)[0]) is None


def _audience(settings: Settings) -> Audience:
    return Audience(settings.feeds.hubs, settings.indexnow_key, settings.indexnow_endpoint)


def _call(settings: Settings, name: str, pending: Pending) -> Iterator[Message]:
    """Run the newsroom's program, if there is anything to tell it."""
    addresses = (*pending.changed, *pending.removed)
    if not addresses:
        return
    words = settings.deploy[name].after
    line = settings.line(f"deploy.{name}.after")
    try:
        full = [with_variables(word, os.environ, settings.file, line) for word in words]
    except SitegenError as error:
        yield Message(f"after ({words[0]})", len(addresses), False, str(error.problems[0].message))
        return
    message = run_after(full, addresses, settings.root)
    censor = Censor(words)
    yield Message(censor(message.to), message.count, message.is_good, censor(message.says))


def _tell(
    delivery: Delivery, audience: Audience, pending: Pending, rules: Rules
) -> tuple[tuple[Message, ...], Pending]:
    if not (pending.feeds or pending.pages):
        return (), pending
    try:
        with Client() as client:
            told = tell(delivery, audience, pending, client, patience=rules.patience,
                        pause=rules.pause)  # fmt: skip
    except HttpError as error:
        count = len(pending.feeds) + len(pending.pages)
        return (Message("hubs and search engines", count, False, str(error)),), pending
    return told.messages, told.pending
