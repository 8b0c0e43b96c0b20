"""What others do for a deploy: hubs, shares of pictures, workers, a git; each answers as told."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image

from sitegen.build.picture_work import PictureWork
from sitegen.cache.store import PICTURES
from sitegen.core.digests import digest_bytes
from sitegen.core.http import HttpError
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.delivery import cluster, deploy, encoding, lock
from sitegen.delivery.announcement import Announcement, Rules, announce
from sitegen.delivery.back import before_last
from sitegen.delivery.cluster import Cluster, Errand, Refusal
from sitegen.delivery.encoding import Encoded, PictureOrder
from sitegen.delivery.frozen import Frozen
from sitegen.delivery.git import GitTarget
from sitegen.delivery.git_calls import Git, NoRightError, StaleError
from sitegen.delivery.manifest import FILE, Delivery, Manifest, SentFile, manifest_bytes
from sitegen.delivery.picture_share import RcloneShare, _is_pull_request
from sitegen.delivery.places import place_name, target_of
from sitegen.delivery.plan import plan
from sitegen.delivery.programs import TOO_LATE
from sitegen.delivery.programs import Answer as Said
from sitegen.delivery.rclone import Headers, RcloneTarget
from sitegen.delivery.rclone_calls import NO_FILE, NO_FOLDER, Rclone
from sitegen.delivery.receipts import FILE as RECEIPTS
from sitegen.delivery.receipts import Message, Pending, Receipt, read_receipts, receipts_bytes
from sitegen.delivery.target import Target
from sitegen.delivery.variables import Censor
from sitegen.hosts.headers import LASTING
from sitegen.pictures import Shape, Variant
from sitegen.pictures.cache import keep, kept
from sitegen.pictures.shared import seal, shared_name, unseal
from sitegen.settings.load import load
from sitegen.settings.types import Settings
from tests.conftest import Site
from tests.delivery.test_values import BASE, ENGINE, HUB, KEY, NOW, World, own_program, problem

# Announcements


class Notes:
    """The notes at a target; one that is full takes none."""

    name = "there"

    def __init__(self, data: bytes | None = None, *, is_full: bool = False) -> None:
        self.data, self.is_full = data, is_full

    def note(self, name: str) -> bytes | None:
        assert name in (RECEIPTS, FILE)
        if self.data == b"lost":
            raise SitegenError([Problem("there", 0, "is away")])
        return self.data

    def put_note(self, name: str, data: bytes) -> None:
        assert name == RECEIPTS
        if self.is_full:
            raise SitegenError([Problem("there", 0, "is full", "Free some.")])
        self.data = data


class Door(World):
    def __enter__(self) -> Door:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def settings_of(folder: Path, *, after: str = "", pings: bool = True) -> Settings:
    site = Site(folder)
    text = site.read("sitegen.toml").replace("https://gazette.example", BASE)
    keys = f'indexnow_key = "{KEY}"\nindexnow_endpoint = "{ENGINE}"\n' if pings else ""
    site.write_bytes("sitegen.toml", f"{keys}{text}".encode())
    if pings:
        site.setting(f'[feeds]\nhubs = ["{HUB.partition("?")[0]}"]')
    site.setting(f'[deploy.live]\nto = "folder:/srv/www"\n{after}')
    return load(site.root)


PAGE = b"<head></head>"
FILES = {
    name: SentFile(digest_bytes(b"d"), 1) for name in ("index.html", "feed.xml", "hidden.html")
}


def told(
    settings: Settings,
    notes: Notes,
    monkeypatch: pytest.MonkeyPatch,
    world: Door | None = None,
    **more: Any,
) -> Announcement:
    delivery = Delivery(
        "live", BASE, NOW, FILES, **{"changed": tuple(FILES), "removed": ("gone.html",), **more}
    )
    usual = {
        f"{BASE}/": [200],
        f"{BASE}/feed.xml": [200],
        f"{BASE}/gone.html": [404],
        ENGINE: [200],
        HUB.partition("?")[0]: [200],
    }
    there = world or Door(usual)
    monkeypatch.setattr("sitegen.delivery.announcement.Client", lambda: there)

    def bytes_of(file: str) -> bytes:
        return PAGE if file != "hidden.html" else b"<meta name=robots content='noindex'>"

    rules = Rules(patience=0, pause=lambda _seconds: None)
    return announce(settings, cast("Target", notes), delivery, bytes_of, NOW, rules)


HUBS, INDEXNOW = "hub https://hub.test/h", "IndexNow https://engine.test/now"


def test_hubs_and_search_engines_are_told_of_a_deploy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the feeds, of pages that may be listed and of those that are gone; the receipt says so."""
    notes = Notes(b"no receipt\n")
    settings = settings_of(tmp_path / "site")
    messages = (Message(HUBS, 1, True), Message(INDEXNOW, 2, True))
    assert told(settings, notes, monkeypatch) == Announcement(messages)
    assert read_receipts(notes.data) == (Receipt(NOW, BASE, 3, 1, messages, Pending()),)
    assert told(settings, notes, monkeypatch, changed=(), removed=()) == Announcement()
    assert len(read_receipts(notes.data)) == 1
    assert told(settings, Notes(b"lost"), monkeypatch) == Announcement(messages)
    for changed, message in (("feed.xml", messages[0]), ("index.html", Message(INDEXNOW, 1, True))):
        only = told(settings, Notes(), monkeypatch, changed=(changed,), removed=())
        assert only == Announcement((message,))
    hubs_alone = replace(settings, indexnow_key="")
    assert told(hubs_alone, Notes(), monkeypatch) == Announcement(messages[:1])


def test_what_nobody_could_be_told_waits_in_the_receipt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(tmp_path / "site")
    notes = Notes()
    outcome = told(settings, notes, monkeypatch, Door({}))
    assert [message.is_good for message in outcome.messages] == [False, False]
    assert not outcome.has_failed
    (receipt,) = read_receipts(notes.data)
    hub = HUB.partition("?")[0]
    left = Pending(((hub, f"{BASE}/feed.xml"),), (f"{BASE}/", f"{BASE}/gone.html"))
    assert receipt.pending == left
    later = told(settings, notes, monkeypatch, changed=(), removed=())
    assert later.messages == (Message(HUBS, 1, True), Message(INDEXNOW, 2, True))
    assert read_receipts(notes.data)[1] == Receipt(NOW, BASE, 0, 0, later.messages, Pending())
    full = Notes(is_full=True)
    assert told(settings, full, monkeypatch).messages[2:] == (
        Message(
            "receipt",
            1,
            False,
            "it cannot be written, so the next deploy does not know: "
            "there: error: is full\n  Free some.",
        ),
    )

    def none() -> Door:
        raise HttpError("no proxy")

    notes = Notes(receipts_bytes([Receipt(NOW, BASE, 1, 0, (), Pending(pages=("/a",)))]))
    monkeypatch.setattr("sitegen.delivery.announcement.Client", none)
    delivery = Delivery("live", BASE, NOW, FILES, ("feed.xml",))
    outcome = announce(settings, cast("Target", notes), delivery, lambda _: PAGE, NOW, Rules())
    assert outcome.messages == (Message("hubs and search engines", 2, False, "no proxy"),)
    assert read_receipts(notes.data)[-1].pending == Pending(((hub, f"{BASE}/feed.xml"),), ("/a",))


def test_a_copy_and_a_deploy_without_pings_are_told_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(tmp_path / "site")
    notes = Notes()
    assert told(settings, notes, monkeypatch, is_public=False) == Announcement()
    delivery = Delivery("live", BASE, NOW, FILES, tuple(FILES))
    quiet = announce(
        settings, cast("Target", notes), delivery, lambda _: PAGE, NOW, Rules(ping=False)
    )
    assert quiet == Announcement()
    assert notes.data is None


def test_the_newsrooms_program_is_told_until_it_has_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it failed at is told with the next deploy, and a deploy of nothing calls nobody."""
    fails = settings_of(
        tmp_path / "a", after='after = ["sh", "-c", "cat >> heard; exit 3"]', pings=False
    )
    notes = Notes()
    outcome = told(fails, notes, monkeypatch)
    says = "it ended with status 3; tried again at the next deploy"
    assert outcome == Announcement((Message("after (sh)", 4, False, says),), True)
    assert read_receipts(notes.data)[0].pending == Pending(
        (),
        (),
        tuple(f"{BASE}/{name}" for name in ("", "feed.xml", "hidden.html")),
        (f"{BASE}/gone.html",),
    )
    works = settings_of(tmp_path / "b", after='after = ["sh", "-c", "cat > heard"]', pings=False)
    assert told(works, notes, monkeypatch, changed=(), removed=("a.html",)) == (
        Announcement((Message("after (sh)", 5, True),))
    )
    heard = (tmp_path / "b/heard").read_text().split()
    assert heard == [
        *(f"{BASE}/{name}" for name in ("", "feed.xml", "hidden.html", "gone.html", "a.html"))
    ]
    assert read_receipts(notes.data)[-1].pending == Pending()
    assert told(works, notes, monkeypatch, changed=(), removed=()) == Announcement()
    lost = settings_of(tmp_path / "c", after='after = ["sh", "${NO_SUCH_NAME}"]', pings=False)
    assert told(lost, Notes(), monkeypatch).messages == (
        Message("after (sh)", 4, False, "the variable NO_SUCH_NAME is not set"),
    )


# Places


def test_the_place_that_is_meant_is_the_only_one_or_named(tmp_path: Path) -> None:
    one = settings_of(tmp_path / "a")
    assert place_name(one, "") == place_name(one, "live") == "live"
    none = load(Site(tmp_path / "b").root)
    two = Site(tmp_path / "c")
    two.setting('[deploy.live]\nto = "folder:/a"\n[deploy.desk]\nto = "folder:/b"')
    for settings, asked, message in (
        (one, "life", "names no place 'life' to deploy to"),
        (none, "", "names no place to deploy to"),
        (none, "live", "names no place to deploy to"),
        (load(two.root), "", "names 2 places to deploy to: live, desk"),
    ):
        told_of = problem(lambda settings=settings, asked=asked: place_name(settings, asked))
        assert (told_of.path, told_of.message) == ("sitegen.toml", message)
        assert told_of.line == settings.line("deploy")


def test_storage_is_told_of_each_file_what_hosts_are_told(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.setting('[deploy.live]\nto = "rclone:x:y"\n[feeds.partners.radio]\nformat = "json"')
    target = target_of(load(site.root), "live", tmp_path)
    assert isinstance(target, RcloneTarget)
    assert target.name == "x:y"
    types = {
        "a.html": "text/html; charset=utf-8",
        "a.css": "text/css; charset=utf-8",
        "a.jpg": "image/jpeg",
        "a.svg": "image/svg+xml; charset=utf-8",
        "a.xml": "application/xml; charset=utf-8",
        "CNAME": "",
        "feed.xml": "application/rss+xml; charset=utf-8",
        "feeds/radio.json": "application/feed+json; charset=utf-8",
        "a.json": "application/json",
    }
    assert {file: target._headers_of(file).type for file in types} == types
    assert target._headers_of("static/a.12345678.css") == Headers(types["a.css"], LASTING)
    target.close()


def test_who_deploys_already_is_named() -> None:
    for holder, who in (("7", "process 7"), ("", "another process")):
        assert lock._busy(Path(), holder) == Problem(
            "deploy", 0, f"is running already ({who})", "Deploy again when it has finished."
        )


# The deploy before


def test_the_deploy_before_is_the_last_that_differs(tmp_path: Path) -> None:
    frozen = Frozen(tmp_path)
    deploys = []
    for number in range(3):
        file = frozen.hold(bytes([number]))
        deploys.append(Manifest("s", BASE, NOW + timedelta(hours=number), {"a": file}))
        frozen.keep("live", deploys[-1])

    def back(standing: Manifest | None) -> Manifest:
        data = None if standing is None else manifest_bytes(standing)
        return before_last("live", cast("Target", Notes(data)), frozen)

    assert back(deploys[2]) == deploys[1]
    assert back(deploys[1]) == deploys[2]
    assert back(None) == deploys[2]
    assert before_last("live", cast("Target", Notes(b"lost")), frozen) == deploys[2]
    one = problem(lambda: before_last("desk", cast("Target", Notes()), frozen))
    assert (one.path, one.message) == ("there", "no deploy before the last is kept here")
    place = Path(frozen._place(deploys[1].files["a"].digest))
    place.unlink()
    place.write_bytes(b"edited")
    one = problem(lambda: back(deploys[2]))
    assert one.message == "the deploy before was kept, and its files are not as they were"


def test_the_state_before_comes_from_a_branch(tmp_path: Path) -> None:
    """With those of its files that its manifest lists; without one it is none of sitegen's."""
    frozen = Frozen(tmp_path)
    before = Manifest("s", BASE, NOW, {"a": SentFile(digest_bytes(b"one"), 3)})

    class Branch(GitTarget):
        state: Mapping[str, bytes] | None = None

        def note(self, name: str) -> bytes | None:
            return None

        def before_last(self) -> Mapping[str, bytes] | None:
            return self.state

    target = Branch(tmp_path, "o", "o", "pages", "keep", tmp_path, Censor((), {}))
    one = problem(lambda: before_last("live", target, frozen))
    assert one.message == "no deploy before the last is kept here"
    target.state = {"a": b"one", "CNAME": b"theirs"}
    one = problem(lambda: before_last("live", target, frozen))
    assert (one.path, one.message) == ("o (pages)", "the state before is none of sitegen's")
    target.state = {"a": b"one", "CNAME": b"theirs", FILE: manifest_bytes(before)}
    assert before_last("live", target, frozen) == before
    assert frozen.make_sure(before.files)


def test_a_disk_without_hard_links_has_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_source: str, _target: str) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", none)
    frozen = Frozen(tmp_path / "cache")
    (tmp_path / "a").write_bytes(b"one")
    files = frozen.freeze(tmp_path, ["a"])
    tree = tmp_path / "tree"
    frozen.tree(tree, {"b/c": files["a"]})
    assert (tree / "b/c").read_bytes() == b"one"
    assert os.listdir(tree / "b") == ["c"]
    one = problem(lambda: frozen.tree(tree, {"d": SentFile("none", 1)}))
    assert (one.path, one.line, one.message) == ("d", 0, "is not kept any more as it was deployed")


def test_a_program_may_write_into_what_it_is_given(tmp_path: Path) -> None:
    """It has copies; what a target reads and sends is linked, twice if need be."""
    frozen = Frozen(tmp_path / "cache")
    files = {"a": frozen.hold(b"one")}
    with deploy.sending(frozen, files) as source:
        source.whole(tmp_path / "own")
        assert (tmp_path / "own/a").stat().st_nlink == 1
        tree = source.tree(["a"])
        assert (tree / "a").stat().st_nlink == 2
        frozen.tree(tree, files)
        assert tree.parent == frozen.folder
    assert not tree.exists()


def test_folders_from_which_was_sent_are_deleted(tmp_path: Path) -> None:
    """Those of deploys that were killed, too; one that is gone or cannot go ends no deploy."""
    frozen = Frozen(tmp_path)
    files = {"a": frozen.hold(b"one")}
    with deploy.sending(frozen, files) as source:
        gone, tree = source.tree(["a"]), source.tree(["a"])
        for file in (gone / "a", gone):
            file.unlink() if file.is_file() else file.rmdir()
    assert not tree.exists()
    (frozen.folder / "sending-old/deep").mkdir(parents=True)
    (frozen.folder / "sending-file").write_text("")
    deploy._sweep(frozen)
    assert not (frozen.folder / "sending-old").exists()


def test_pages_are_looked_at_before_they_go_out(tmp_path: Path) -> None:
    """Wherever they lie, and whatever they end in."""
    frozen = Frozen(tmp_path)
    files = {
        name: frozen.hold(name.encode())
        for name in ("a.htm", "static/b.html", "c.html", "d.css", "e.html")
    }
    sent = ["a.htm", "static/b.html", "c.html", "d.css"]
    assert dict(deploy._pages(frozen, files, sent)) == {name: name.encode() for name in sent[:3]}


def test_a_purge_fails_where_its_page_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or where the newsroom's program has failed, or nobody can be asked."""
    plain = Manifest()
    change = plan(plain, plain, {}, NOW)
    done = Delivery("live", BASE, NOW, {})
    monkeypatch.setattr(deploy, "Client", lambda: Door({}))
    first = Message("after", 1, True)
    for has_failed, is_gone in ((False, True), (False, False), (True, True)):
        last = Message("404", 1, is_gone)
        monkeypatch.setattr(deploy, "proof", lambda *_, last=last: last)
        outcome = deploy.Outcome(change, done, 0, told=Announcement((first,), has_failed))
        told_of = deploy._proved(outcome, "a.html").told
        assert told_of == Announcement((first, last), has_failed or not is_gone)

    def none() -> Door:
        raise HttpError("no proxy")

    monkeypatch.setattr(deploy, "Client", none)
    outcome = deploy.Outcome(change, done, 0)
    assert deploy._proved(outcome, "a.html").told == (
        Announcement((Message("404", 1, False, "no proxy"),), True)
    )


def test_halves_of_a_deploy_are_for_programs_of_hosts(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "site")
    plain = deploy.Order(settings, "live", tmp_path, tmp_path, NOW)
    no = (False,) * 5
    assert plain == deploy.Order(
        settings, "live", tmp_path, tmp_path, NOW, 0.0, *no, "", "", Rules()
    )
    order = replace(plain, half="done")
    one = problem(lambda: deploy._own_program(order, cast("Target", Notes())))
    assert (one.path, one.message) == (
        "deploy.live",
        '--done is for hosts that publish by themselves: to = "command"',
    )
    target = own_program(tmp_path)
    assert deploy._own_program(order, target) is target


# Git


@pytest.mark.parametrize(
    ("said", "what", "kind"),
    [
        ("! [rejected] stale info", "somebody else has pushed to the branch meanwhile", StaleError),
        ("remote: GH006: x", "the host lets nobody push to that branch", NoRightError),
        ("fatal: Authentication failed", "the host does not know you", SitegenError),
        ("The requested URL returned error: 403", "the right to push is missing", NoRightError),
        ("Could not resolve host: x", "the host's name is not known", SitegenError),
        ("Connection refused", "the host does not answer", SitegenError),
        ("Host key verification failed", "the host's key is not known", SitegenError),
        ("repository not found", "there is no such repository, or not for you", SitegenError),
        ("No space left on device", "the disk is full", SitegenError),
    ],
)
def test_what_git_says_is_told_in_an_editors_words(
    tmp_path: Path, said: str, what: str, kind: type[SitegenError]
) -> None:
    git = Git("there", tmp_path, Censor((), {"A_KEY": "secret"}))
    words = f"{said}\n  a secret {'e' * 400}"
    error = git._trouble(Said(1, b"", words))
    (one,) = error.problems
    assert type(error) is kind
    assert (one.path, one.line, one.message) == ("there", 0, what)
    plain = f"{said} a *** {'e' * 400}"[:300]
    assert one.hint.endswith(f" git says: {plain}")


def test_a_commit_that_the_host_has_no_more_was_replaced(tmp_path: Path) -> None:
    git = Git("there", tmp_path, Censor((), {}))
    asked: list[tuple[str, ...]] = []

    def call(*words: str, passes: Collection[int] = ()) -> Said:
        asked.append(words)
        return Said(128 if passes else 0, b"", "")

    git.call = call  # type: ignore[assignment, method-assign]
    git.remote = "far"
    with pytest.raises(StaleError) as stale:
        git.fetch("c0ffee", "refs/heads/pages", depth=2)
    (one,) = stale.value.problems
    assert (one.path, one.line) == ("there", 0)
    assert one.message == "somebody else has pushed to the branch meanwhile"
    assert asked[0][:5] == ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--depth=2")
    assert asked[0][5:7] == ("--", "far")
    assert asked[0][7].startswith("+refs/heads/pages:refs/sitegen/")
    assert len(asked[0][7]) == len("+refs/heads/pages:refs/sitegen/") + 8
    assert asked[1] == ("cat-file", "-e", "c0ffee")


def test_what_git_says_of_other_troubles_is_told_as_it_is(tmp_path: Path) -> None:
    git = Git("there", tmp_path, Censor((), {}))
    (one,) = git._trouble(Said(1, b"", "  it is \n red ")).problems
    assert (one.path, one.line, one.message) == ("there", 0, "git failed: it is red")
    (one,) = git._trouble(Said(TOO_LATE, b"", "Connection refused")).problems
    assert one.message == "the host has not answered for 28 seconds"


# The share of pictures


def picture(width: int = 4, height: int = 2) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height)).save(file, "PNG")
    return file.getvalue()


class Store:
    """rclone with a store in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.files: dict[str, bytes] = {}
        self.calls: list[tuple[str, tuple[str, ...], tuple[int, ...], float | None]] = []
        self.is_away = False

    def new_folder(self) -> Path:
        self.count += 1
        place = self.folder / str(self.count)
        place.mkdir(parents=True)
        return place

    def list_file(self, files: Collection[str]) -> str:
        return " ".join(files)

    def call(
        self,
        right: str,
        words: Collection[str],
        *,
        passes: Collection[int] = (),
        limit: float | None = None,
    ) -> None:
        self.calls.append((right, tuple(words), tuple(passes), limit))
        if self.is_away:
            raise SitegenError([Problem("there", 3, "is away", "Call it.")])
        _copy, source, target, _word, listing, *_ = words
        for name in listing.split():
            if right == "write":
                self.files[name] = (Path(source) / name).read_bytes()
            elif name in self.files:
                (Path(target) / name).write_bytes(self.files[name])


@pytest.mark.parametrize("key", [b"", b"k" * 32])
def test_pictures_go_into_a_share_and_come_back(tmp_path: Path, key: bytes) -> None:
    """Sealed under the newsroom's key, by lists of names, and none but what is wanted."""
    store = Store(tmp_path / "store")
    share = RcloneShare("far:away", cast("Rclone", store), key, may_add=True)
    here, there = tmp_path / "here", tmp_path / "there"
    keep(here, "a", picture())
    assert share.add(here, ["a", "none"]) == ()
    assert list(store.files) == [shared_name("a")]
    assert unseal(shared_name("a"), store.files[shared_name("a")], key) == picture()
    right, words, passes, limit = store.calls[0]
    assert (right, passes, limit) == ("write", (), 600.0)
    assert words[0] == "copy"
    assert words[2:] == (
        "far:away",
        "--files-from-raw",
        shared_name("a"),
        "--no-traverse",
        "--transfers",
        "16",
        "--checkers",
        "16",
        "--ignore-existing",
    )
    assert os.listdir(store.folder / "1") == []
    wanted = {"a": Shape("png", 4, 2), "b": Shape("png", 4, 2)}
    assert share.fetch(there, wanted) == ()
    assert kept(there, "a") == picture()
    assert kept(there, "b") is None
    right, words, passes, limit = store.calls[1]
    assert (right, passes, limit) == ("read", (NO_FOLDER, NO_FILE), 600.0)
    assert words[1] == "far:away"
    assert words[4:] == (
        f"{shared_name('a')} {shared_name('b')}",
        "--no-traverse",
        "--transfers",
        "16",
        "--checkers",
        "16",
    )


def test_what_is_not_wanted_of_a_share_is_counted(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    share = RcloneShare("far:away", cast("Rclone", store), b"", may_add=True)
    for name, data in (("a", picture()), ("b", picture(5)), ("c", b"no picture")):
        store.files[shared_name(name)] = seal(shared_name(name), data, b"")
    store.files[shared_name("d")] = seal("other", picture(), b"")
    wanted = {name: Shape("png", 4, 2) for name in "abcde"}
    (one,) = share.fetch(tmp_path / "cache", wanted)
    assert (one.path, one.line, one.warning) == ("[cache] share", 0, True)
    assert one.message == "3 of 5 pictures in the share are not what they should be"
    assert one.hint == (
        "They were made here. Is SITEGEN_SHARE_KEY the same on all machines that add to it?"
    )
    assert os.listdir(tmp_path / "cache") == ["a"]
    assert os.listdir(store.folder / "1") == []


def test_a_share_that_is_away_is_asked_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    away = Problem(
        "[cache] share", 3, "is away", "The pictures were made here. Call it.", warning=True
    )
    keep(tmp_path, "a", picture())
    share = RcloneShare("far:away", cast("Rclone", store), b"", may_add=True)
    assert share.fetch(tmp_path, {}) == ()
    assert share.add(tmp_path, []) == ()
    assert store.calls == []
    store.is_away = True
    assert share.add(tmp_path, ["a"]) == (away,)
    assert os.listdir(store.folder / "1") == []
    assert share.fetch(tmp_path, {"a": Shape("png", 4, 2)}) == (away,)
    assert share.add(tmp_path, ["a"]) == ()
    assert len(store.calls) == 2
    reader = RcloneShare("far:away", cast("Rclone", store), b"", may_add=False)
    assert reader.add(tmp_path, ["a"]) == ()
    assert len(store.calls) == 2
    for world, is_one in (
        ({"GITHUB_EVENT_NAME": "pull_request_target"}, True),
        ({"GITHUB_EVENT_NAME": "push"}, False),
        ({"CI_MERGE_REQUEST_IID": "1"}, True),
        ({"CI_MERGE_REQUEST_IID": ""}, False),
        ({}, False),
    ):
        assert _is_pull_request(world) == is_one


# Encoding ahead


def work_of(name: str, *formats: str) -> PictureWork:
    variants = tuple(Variant(f"{name}.{each}", 4, 2, each, "", 80) for each in formats)
    return PictureWork(f"content/{name}.png", digest_bytes(name.encode()), variants)


class FakeShare:
    def __init__(self, has: Collection[str]) -> None:
        self.has = has

    def fetch(self, cache: Path, wanted: Mapping[str, Shape]) -> tuple[Problem, ...]:
        self.wanted = dict(wanted)
        cache.mkdir(parents=True, exist_ok=True)
        for name in self.has:
            (cache / name).write_bytes(b"")
        return (Problem("share", 0, "is slow"),)


def order_of(folder: Path, settings: Settings) -> PictureOrder:
    order = PictureOrder(settings=settings, cache=folder, now=NOW)
    assert order == PictureOrder(settings, folder, NOW, "", 0, 0.0)
    return order


def test_what_a_share_has_need_not_be_made(tmp_path: Path) -> None:
    """Drawings are not asked for; of a picture only the files that lack are left."""
    works = (work_of("a", "png", "webp"), work_of("b", "png"), work_of("c", "svg"))
    (one, two), (three,), (four,) = (list(work.entries) for work in works)
    share = FakeShare([one, three])
    order = order_of(tmp_path, settings_of(tmp_path / "site"))
    left, done = encoding._fetch(order, works, cast("RcloneShare", share), Encoded(3, 4))
    assert share.wanted == {
        one: Shape("png", 4, 2),
        two: Shape("webp", 4, 2),
        three: Shape("png", 4, 2),
    }
    assert left == (
        PictureWork(works[0].source, works[0].digest, works[0].variants[1:]),
        works[2],
    )
    assert (tmp_path / PICTURES / one).exists()
    assert done == Encoded(3, 4, shared=2, problems=(Problem("share", 0, "is slow"),))
    assert four in left[1].entries


def test_what_a_worker_sends_is_kept_if_all_of_it_is_good(tmp_path: Path) -> None:
    work = PictureWork(
        "a.png", "d", (Variant("a.png", 4, 2, "png", "", 80), Variant("b.png", 5, 2, "png", "", 80))
    )
    good = {"a.png": picture(), "b.png": picture(5)}
    with ThreadPoolExecutor(1) as threads:
        for bad in (
            {},
            {"a.png": picture()},
            {**good, "b.png": picture()},
            {**good, "a.png": "text"},
            [good],
            None,
        ):
            assert not encoding._keep(
                tmp_path / "no", work, cast("Mapping[str, bytes]", bad), threads
            )
        assert not (tmp_path / "no").exists()
        assert encoding._keep(tmp_path / "yes", work, good, threads)
    assert [kept(tmp_path / "yes", name) for name in work.entries] == [picture(), picture(5)]


def test_what_is_sent_of_a_picture_is_the_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    work = PictureWork("a.png", digest_bytes(picture()), (Variant("a.png", 4, 2, "png", "", 80),))
    errand = encoding._errand(tmp_path, work)
    assert errand is not None
    assert errand.data == picture()
    drawing = PictureWork(
        "a.png", work.digest, (*work.variants, Variant("a.svg", 4, 2, "svg", "", 80))
    )
    for none in (
        drawing,
        PictureWork("a.png", "other", work.variants),
        PictureWork("b.png", "d", work.variants),
    ):
        assert encoding._errand(tmp_path, none) is None


def test_pictures_are_counted_wherever_they_are_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = tuple(work_of(name, "png") for name in "abcd")
    order = order_of(tmp_path, settings_of(tmp_path / "site"))
    steps: list[tuple[str, int, int]] = []

    class Office:
        def __init__(self, address: str) -> None:
            assert address == "tcp://localhost:1"
            self.workers = {"w", "v"}
            self.refusals = {"x": Refusal("is red", "Paint it.")}
            self.used, self.is_lost = {"w", "v"}, True

        def begin(self) -> None:
            pass

        def encode(self, given: Collection[PictureWork], _errand: object, _keep: object,
                   step: Callable[[], object]) -> Iterator[PictureWork]:  # fmt: skip
            step()
            step()
            yield from list(given)[2:]

        def close(self) -> None:
            steps.append(("closed", 0, 0))

    def here(_root: Path, _cache: Path, left: Collection[PictureWork], _jobs: int,
             go_on: Callable[[str, int, int], None]) -> tuple[Problem, ...]:  # fmt: skip
        go_on("pictures", 1, len(left))
        return (Problem("a", 0, "is torn"),)

    monkeypatch.setattr(encoding, "Cluster", Office)
    monkeypatch.setattr(encoding, "encode_here", here)

    def run(address: str) -> Encoded:
        steps.clear()
        return encoding._encode(
            order, works, address, Encoded(4, 4), lambda *each: steps.append(each)
        )

    done = run("tcp://localhost:1")
    assert steps == [("pictures", 1, 4), ("pictures", 2, 4), ("closed", 0, 0), ("pictures", 3, 4)]
    assert (done.elsewhere, done.here, done.workers) == (2, 2, ("v", "w"))
    assert [problem.message for problem in done.problems] == [
        "the worker x is not used: is red",
        "the scheduler at tcp://localhost:1 has gone: what it had not done was encoded here",
        "is torn",
    ]
    assert run("") == Encoded(4, 4, here=4, problems=(Problem("a", 0, "is torn"),))
    assert steps == [("pictures", 1, 4)]
    office = Office("tcp://localhost:1")
    office.workers = set()
    for refusals, last in (
        ({}, "the cluster has no worker"),
        (office.refusals, "no worker of the cluster is used"),
    ):
        office.refusals = refusals
        with pytest.raises(SitegenError) as refused:
            encoding._encode_on(cast("Cluster", office), order, works, lambda *_: None)
        (one,) = [problem for problem in refused.value.problems if not problem.warning]
        assert (one.path, one.line, one.message) == ("--cluster", 0, last)
        assert len(refused.value.problems) == 1 + len(refusals)


# Workers


class Later:
    def __init__(self, answer: object) -> None:
        self.answer = answer

    def result(self, timeout: float) -> object:
        assert timeout > 0
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Scheduler:
    """Dask's client, of which each worker answers as it is told."""

    def __init__(self, answers: Mapping[str, object]) -> None:
        self.answers = dict(answers)
        self.status = "running"
        self.asked: list[str] = []

    def scheduler_info(self) -> Mapping[str, object]:
        return {"workers": self.answers}

    def submit(
        self, function: Any, *words: Any, key: str, workers: list[str], allow_other_workers: bool
    ) -> Any:
        assert not allow_other_workers
        (worker,) = workers
        if key.endswith("-name"):
            return None
        self.asked.append(worker)
        return Later(self.answers[worker])

    def close(self, timeout: float) -> None:
        assert timeout == 5
        self.status = "closed"
        raise OSError


def office(answers: Mapping[str, object], *, is_plain: bool = False) -> tuple[Cluster, Scheduler]:
    found = object.__new__(Cluster)
    scheduler = Scheduler(answers)
    found.__dict__.update(
        _is_plain=is_plain,
        _address="tls://s:1",
        refusals={},
        workers=set(),
        used=set(),
        is_lost=False,
        _here={"sitegen": "1"},
        _apply=None,
        _closed=RuntimeError,
        _client=scheduler,
    )
    return found, scheduler


def test_workers_say_what_they_are_once() -> None:
    """Who makes the same is used; who does not, cannot say or says nothing is named."""
    same, other = {"sitegen": "1"}, {"sitegen": "0"}
    answers = {
        "tls://a:1": same,
        "tls://b:1": other,
        "tls://c:1": TimeoutError(),
        "tls://d:1": ImportError(),
        "tls://e:1": ValueError("no"),
    }
    cluster_, scheduler = office(answers)
    cluster_.begin()
    assert cluster_.workers == {"tls://a:1"}
    assert {worker: refusal.why for worker, refusal in cluster_.refusals.items()} == {
        "tls://b:1": "its sitegen is 0, here 1", "tls://c:1": "has not answered for 60 seconds",
        "tls://d:1": "has no sitegen, or another one", "tls://e:1": "cannot say what it is: no",
    }  # fmt: skip
    assert scheduler.asked == sorted(answers)
    cluster_.look()
    assert len(scheduler.asked) == 5
    scheduler.answers = {"tls://f:1": same}
    cluster_.look()
    assert cluster_.workers == {"tls://f:1"}
    plain, scheduler = office({"tcp://127.0.0.1:1": same, "tcp://10.1.1.1:1": same}, is_plain=True)
    plain.look()
    assert plain.workers == {"tcp://127.0.0.1:1"}
    assert (
        plain.refusals["tcp://10.1.1.1:1"].why
        == "is another machine, and would be sent pictures plain"
    )
    assert scheduler.asked == ["tcp://127.0.0.1:1"]


def test_a_scheduler_that_has_gone_is_told_and_its_pictures_handed_back() -> None:
    cluster_, scheduler = office({"tls://a:1": ValueError()})
    scheduler.status = "closed"
    one = problem(cluster_.begin)
    assert (one.path, one.line, one.message) == (
        "--cluster",
        0,
        "no scheduler answers at tls://s:1",
    )
    left = cluster_.encode(["1", "2"], lambda _: None, lambda *_: True, lambda: None)
    assert left == ["1", "2"]
    assert cluster_.is_lost

    def closed(*_: object, **_more: object) -> None:
        raise RuntimeError

    there, scheduler = office({"tls://a:1": {"sitegen": "1"}})
    there.look()
    scheduler.submit = closed  # type: ignore[method-assign]
    errand = Errand(b"", False, "")
    assert there.encode(["1"], lambda _: errand, lambda *_: True, lambda: None) == []
    assert there.is_lost
    with pytest.raises(ConnectionError, match="tls://s:1 has gone"):
        there.start(errand, "tls://a:1", 1)
    there.close()
    assert scheduler.status == "closed"


class Library:
    def __init__(self, error: Exception | None = None, **names: str) -> None:
        self.error, self.names = error, names

    def Security(self, *, require_encryption: bool) -> Library:  # noqa: N802 - as Dask calls it
        assert require_encryption
        return self

    def __getattr__(self, name: str) -> str:
        return self.__dict__["names"].get(name, "")

    def get_connection_args(self, _role: str) -> None:
        if self.error:
            raise self.error


def test_a_cluster_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever Dask raises; and without Dask, how to have it."""
    for error in (OSError(), ValueError(), TypeError()):

        class Nobody:
            def Client(self, *_: object, error: Exception = error, **_more: object) -> None:  # noqa: N802
                raise error

        monkeypatch.setattr(cluster, "_library", Nobody)
        one = problem(lambda: Cluster("tcp://localhost:1"))
        assert (one.path, one.line) == ("--cluster", 0)
        assert one.message == "no scheduler answers at tcp://localhost:1"
    monkeypatch.undo()

    def none(_name: str) -> None:
        raise ImportError

    monkeypatch.setattr(cluster, "import_module", none)
    one = problem(cluster._library)
    assert (one.path, one.line) == ("--cluster", 0)
    assert one.message == "a cluster is reached with a library that is not installed"


def test_certificates_are_named_and_can_be_read() -> None:
    names = {"tls_ca_file": "a", "tls_client_cert": "b", "tls_client_key": "c"}
    library = Library(**names)
    assert cluster._security(library) is library
    one = problem(lambda: cluster._security(Library(tls_ca_file="a")))
    assert (one.path, one.line) == ("--cluster", 0)
    assert one.message == "a tls:// scheduler asks for certificates, and none are named"
    assert one.hint.startswith("Set DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT, DASK_DISTRIBUTED__")
    for error in (OSError("no file"), ValueError("no file")):
        one = problem(lambda error=error: cluster._security(Library(error, **names)))
        assert (one.path, one.line, one.message) == (
            "--cluster",
            0,
            "a certificate cannot be used: no file",
        )
