"""Deploy: the steps from a finished folder to readers, in a row.

What is refused is refused before the first byte is sent. Then the manifest at the target says
what will come and go, the plan is carried out, and the manifest says what stands.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from sitegen.build.readiness import readiness
from sitegen.cache.lock import BuildLock
from sitegen.core.http import Client, HttpError
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record, replace
from sitegen.delivery import refusals
from sitegen.delivery.announcement import Announcement, Rules, announce
from sitegen.delivery.back import before_last
from sitegen.delivery.command import READY, CommandTarget
from sitegen.delivery.copies import build_copy, hidden
from sitegen.delivery.frozen import Frozen
from sitegen.delivery.lock import local_lock, target_lock
from sitegen.delivery.manifest import (
    FILE,
    Delivery,
    Files,
    Manifest,
    ManifestError,
    manifest_bytes,
    read_manifest,
)
from sitegen.delivery.plan import PAGES, Plan, Standings, in_question, plan, step_of
from sitegen.delivery.purge import gone_page, proof
from sitegen.delivery.receipts import Message
from sitegen.delivery.target import Progress, Target, refuse
from sitegen.hosts import HOSTS
from sitegen.hosts.host import OWN_FOLDER
from sitegen.model.tasks import MANIFEST
from sitegen.output.ignore_file import IGNORE_FILE
from sitegen.output.own_files import read_manifest as read_output_manifest
from sitegen.output.own_files import site_name
from sitegen.output.recovery import finish_last_change
from sitegen.settings.types import DeploySettings, Settings

_COPIES = "copies"  # of the site, for other addresses
_SENDING = "sending-"  # begins the names of folders from which is sent
_HOSTS_OWN = f"{OWN_FOLDER}/"  # only servers that include these files have a use for them


class Order(Record):
    """What is asked of one deploy."""

    settings: Settings
    name: str  # of [deploy.NAME]
    cache: Path
    output: Path
    now: datetime
    patience: float = 0.0  # seconds to wait for a build to end
    dry_run: bool = False
    adopt: bool = False
    force: bool = False
    allow_removed: bool = False
    back: bool = False  # the deploy before the last is put back
    purge: str = ""  # a story that has to be gone at once: a file of content/ or an address
    half: str = ""  # "check" or "done", where a host publishes by a step of its own
    telling: Rules = Rules()

    @property
    def place(self) -> DeploySettings:
        return self.settings.deploy[self.name]


class Outcome(Record):
    """What a deploy did, or would do."""

    plan: Plan
    delivery: Delivery
    bytes: int  # that were sent
    note: str = ""  # a sentence on what else is to be known
    folder: Path | None = None  # in which the site lies for a host that takes it from there
    told: Announcement = Announcement()


def deploy(order: Order, target: Target, progress: Progress) -> Outcome:
    """Bring a target up to date with output/.

    Raises:
        SitegenError: it is refused, and nothing has changed; or it was broken off, and the
            problem says so.
    """
    frozen = Frozen(order.cache)
    with local_lock(frozen.folder), closing(target):
        page = ""
        if order.half == "done":
            outcome = _done(order, target, frozen)
        else:
            if order.back:
                target.open()
                after = before_last(order.name, target, frozen)
            else:
                after = _site_to_send(order, frozen, progress)
                page = _purged(order, after)
            outcome = carry_out(order, target, frozen, after, progress)
        if order.dry_run or order.half == "check":
            return outcome
        outcome = _announced(order, target, frozen, outcome)
        return _proved(outcome, page) if page else outcome


def carry_out(
    order: Order, target: Target, frozen: Frozen, after: Manifest, progress: Progress
) -> Outcome:
    """Turn what a target has into `after`, whose files are held."""
    _sweep(frozen)
    target.open()
    if order.dry_run:
        before = _manifest_of(target, order)
        return _outcome(order, after, _plan(order, target, before, after)[0], target)
    with target_lock(target, frozen.folder):
        before = _manifest_of(target, order)
        target.recover(before)
        change, standings = _plan(order, target, before, after)
        _refuse_change(order, target, before, after, change, standings)
        _refuse(refusals.marked(_pages(frozen, after.files, change.sent)))
        if order.half == "check":
            return _lay_out(order, target, frozen, after, change)
        if not change.is_empty:
            _change(target, frozen, change, progress)
        elif before != change.after:
            target.put_note(FILE, manifest_bytes(change.after))
    if order.purge:
        for name in frozen.names():
            frozen.forget(name)  # the copy of the newsroom's own may have it too
        shutil.rmtree(frozen.folder / _COPIES, ignore_errors=True)
    if order.back:
        frozen.keep_until(order.name, after)
    else:
        frozen.keep(order.name, after)
    return _outcome(order, after, change, target)


def _lay_out(
    order: Order, target: Target, frozen: Frozen, after: Manifest, change: Plan
) -> Outcome:
    """Put the site where its host takes it from, and note what has to be noted once it has."""
    with sending(frozen, after.files) as source:
        folder = _own_program(order, target).lay_out(source)
    target.put_note(READY, manifest_bytes(change.after))
    return replace(_outcome(order, after, change, target), folder=folder)


def _done(order: Order, target: Target, frozen: Frozen) -> Outcome:
    """Note that the host has published what was laid out for it."""
    _own_program(order, target)
    data = target.note(READY)
    if data is None:
        hint = f"First: sitegen deploy {order.name} --check, and the host's own step."
        raise refuse(target.name, "nothing waits for its host", hint)
    after = read_manifest(data)
    before = _manifest_of(target, order)
    change = plan(before, after, target.standings(before.ours), order.now)
    target.put_note(FILE, data)
    target.drop_note(READY)
    frozen.keep(order.name, after)
    return _outcome(order, after, change, target)


def _own_program(order: Order, target: Target) -> CommandTarget:
    if isinstance(target, CommandTarget):
        return target
    what = f'--{order.half} is for hosts that publish by themselves: to = "command"'
    raise refuse(f"deploy.{order.name}", what, f"Write: sitegen deploy {order.name}")


def _purged(order: Order, after: Manifest) -> str:
    """Return the page that a purge is about; "" where none was asked for."""
    if not order.purge:
        return ""
    root = order.settings.root
    return gone_page(root, order.purge, order.now, order.cache, after.files)


def _proved(outcome: Outcome, page: str) -> Outcome:
    """Add to what was told that the page is gone, or that it is not."""
    try:
        with Client() as client:
            message = proof(outcome.delivery, page, client)
    except HttpError as error:
        message = Message("404", 1, False, str(error))
    told = outcome.told
    failed = told.has_failed or not message.is_good
    return replace(outcome, told=Announcement((*told.messages, message), failed))


def _announced(order: Order, target: Target, frozen: Frozen, outcome: Outcome) -> Outcome:
    delivery = outcome.delivery

    def bytes_of(file: str) -> bytes:
        return frozen.text(delivery.files[file])

    told = announce(order.settings, target, delivery, bytes_of, order.now, order.telling)
    return replace(outcome, told=told)


def _change(target: Target, frozen: Frozen, change: Plan, progress: Progress) -> None:
    if not target.writes_manifest:
        target.put_note(FILE, manifest_bytes(change.under_way))
    with sending(frozen, change.after.files) as source:
        target.change(change, source, progress)
    if not target.writes_manifest:
        target.put_note(FILE, manifest_bytes(change.after))


def _outcome(order: Order, after: Manifest, change: Plan, target: Target) -> Outcome:
    assert after.built is not None
    delivery = Delivery(
        name=order.name,
        base_url=after.base_url,
        built=after.built,
        files=after.files,
        changed=change.changed,
        removed=change.removed,
        is_public=not order.place.base_url,
    )
    size = sum(after.files[file].size for file in change.sent)
    return Outcome(change, delivery, size, target.where)


# The site that goes out


def _site_to_send(order: Order, frozen: Frozen, progress: Progress) -> Manifest:
    """Hold what shall go out: output/, or a copy that is built for another address."""
    address = order.place.base_url
    if not address:
        return _site_as_built(order, frozen)
    settings, folder = order.settings, frozen.folder / _COPIES / order.name
    _refuse(refusals.placeholder(address, settings.file, settings.line(f"deploy.{order.name}")))
    output = build_copy(
        settings.root, address, order.now, folder, order.cache, progress, order.patience
    )
    names = _names(read_output_manifest(output).files, settings.host)
    files = frozen.freeze(output, names, hidden)
    return Manifest(_site(order), address, order.now, files)


def _site_as_built(order: Order, frozen: Frozen) -> Manifest:
    """Hold what output/ has, if it may go out."""
    settings, output = order.settings, order.output
    address = settings.base_url
    _refuse(refusals.placeholder(address, settings.file, settings.line("base_url")))
    finish_last_change(settings.root, output, order.cache, order.patience)
    state = readiness(settings.root, order.now, output, order.cache)
    _refuse(refusals.unready(state.reason))
    assert state.made is not None
    with BuildLock(order.cache, order.patience):
        made = read_output_manifest(output)
        files = frozen.freeze(output, _names(made.files, order.settings.host))
    return Manifest(
        site=site_name(settings.feeds.authority, address),
        base_url=address,
        built=state.made,
        files=files,
    )


def _names(files: Iterable[str], host: str) -> Iterator[str]:
    """Yield what of output/ goes out: the site, and what its host reads."""
    included = bool(host) and HOSTS[host].includes_files
    for file in files:
        if file not in (MANIFEST, IGNORE_FILE) and (included or not file.startswith(_HOSTS_OWN)):
            yield file


def _pages(frozen: Frozen, files: Files, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        if step_of(name) == PAGES or name.endswith(".html"):
            yield name, frozen.text(files[name])


# What the target has, and what may become of it


def _manifest_of(target: Target, order: Order) -> Manifest:
    data = target.note(FILE)
    if data is None:
        return Manifest()
    try:
        before = read_manifest(data)
    except ManifestError:
        if order.adopt:
            return Manifest()
        what = f"its list of sitegen's files, {FILE}, was changed or cut off"
        hint = (
            "Put it back as it was. With --adopt the site's files replace those of the same "
            "name, and what else is there stays for ever."
        )
        raise refuse(target.name, what, hint) from None
    problems = refusals.other_site(
        target.name, before, _site(order), order.place.base_url or order.settings.base_url
    )
    if problems and order.adopt:
        return Manifest()
    _refuse(problems)
    return before


def _site(order: Order) -> str:
    address = order.place.base_url or order.settings.base_url
    return site_name(order.settings.feeds.authority, address)


def _plan(
    order: Order, target: Target, before: Manifest, after: Manifest
) -> tuple[Plan, Standings]:
    standings = target.standings(in_question(before, after.files, order.now))
    change = plan(before, after, standings, order.now, at_once=bool(order.purge))
    return change, standings


def _refuse_change(
    order: Order,
    target: Target,
    before: Manifest,
    after: Manifest,
    change: Plan,
    standings: Standings,
) -> None:
    name = target.name
    assert after.built is not None
    problems: tuple[Problem, ...] = refusals.in_the_way(name, change, standings)
    if not order.force:
        if not change.is_empty and not order.back:
            problems += refusals.newer(name, before, after.built, order.now)
        problems += refusals.altered(name, before, change, standings)
    if not order.adopt:
        problems += refusals.strangers(name, before, after.files, standings)
    if not order.allow_removed:
        problems += refusals.removals(name, before, change, order.place.max_removed)
    _refuse(problems)


def _refuse(problems: Iterable[Problem]) -> None:
    every = list(problems)
    if every:
        raise SitegenError(every)


# From where it is sent


class _Sending:
    """A folder of hard links, made when a target asks for it."""

    def __init__(self, frozen: Frozen, files: Files) -> None:
        self._frozen = frozen
        self._files = files
        self.folders: list[Path] = []

    def tree(self, files: Iterable[str]) -> Path:
        folder = Path(mkdtemp(prefix=_SENDING, dir=self._frozen.folder))
        self.folders.append(folder)
        self._frozen.tree(folder, {file: self._files[file] for file in files})
        return folder

    def whole(self, folder: Path) -> None:
        self._frozen.tree(folder, self._files, own=True)


@contextmanager
def sending(frozen: Frozen, files: Files) -> Iterator[_Sending]:
    """Give a target the files of a deploy, for as long as it sends them."""
    source = _Sending(frozen, files)
    try:
        yield source
    finally:
        for folder in source.folders:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(frozen: Frozen) -> None:
    """Delete folders that deploys which were killed have left."""
    for folder in frozen.folder.glob(f"{_SENDING}*"):
        shutil.rmtree(folder, ignore_errors=True)
