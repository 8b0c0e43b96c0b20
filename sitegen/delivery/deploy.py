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
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record, replace
from sitegen.delivery import refusals
from sitegen.delivery.announcement import Announcement, Rules, announce
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
from sitegen.delivery.target import Progress, Target, refuse
from sitegen.hosts.host import OWN_FOLDER
from sitegen.model.tasks import MANIFEST
from sitegen.output.ignore_file import IGNORE_FILE
from sitegen.output.own_files import read_manifest as read_output_manifest
from sitegen.output.own_files import site_name
from sitegen.output.recovery import finish_last_change
from sitegen.settings.types import DeploySettings, Settings

_SENDING = "sending-"  # begins the names of folders from which is sent
_READS_HOST_FOLDER = ("nginx", "caddy")  # servers of one's own, which include files of _host/


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
    told: Announcement = Announcement()


def deploy(order: Order, target: Target, progress: Progress) -> Outcome:
    """Bring a target up to date with output/.

    Raises:
        SitegenError: it is refused, and nothing has changed; or it was broken off, and the
            problem says so.
    """
    frozen = Frozen(order.cache)
    with local_lock(frozen.folder), closing(target):
        after = _site_as_built(order, frozen)
        outcome = carry_out(order, target, frozen, after, progress)
        return outcome if order.dry_run else _announced(order, target, frozen, outcome)


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
        if not change.is_empty:
            _change(target, frozen, change, progress)
        elif before != change.after:
            target.put_note(FILE, manifest_bytes(change.after))
    frozen.keep(order.name, after)
    return _outcome(order, after, change, target)


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


def _site_as_built(order: Order, frozen: Frozen) -> Manifest:
    """Hold what output/ has, if it may go out."""
    settings, output = order.settings, order.output
    address = order.place.base_url or settings.base_url
    line = settings.line(f"deploy.{order.name}.base_url" if order.place.base_url else "base_url")
    _refuse(refusals.placeholder(address, settings.file, line))
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
    for file in files:
        is_hosts = file.startswith(f"{OWN_FOLDER}/")
        if file not in (MANIFEST, IGNORE_FILE) and (not is_hosts or host in _READS_HOST_FOLDER):
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
    return plan(before, after, standings, order.now), standings


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
        if not change.is_empty:
            problems += refusals.newer(name, before, after.built)
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
        self._frozen.tree(folder, self._files)


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
