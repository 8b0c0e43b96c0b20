"""`rclone:`: the site is put into storage of any kind, and rclone decides nothing of it."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.core.problems import SitegenError
from sitegen.delivery.manifest import FILE, read_manifest
from sitegen.delivery.programs import Answer, Programs
from sitegen.delivery.rclone import RcloneTarget, features_of
from sitegen.delivery.rclone_calls import Rclone, rclone_program
from sitegen.delivery.variables import Censor
from sitegen.delivery.verify import verify
from sitegen.settings.load import load
from tests.conftest import NOW
from tests.delivery.conftest import Paper
from tests.delivery.servers import free_port, nginx, site_server
from tests.delivery.storage import SECRET, SSHD, WAYS, serving


@pytest.fixture(params=WAYS)
def stored(
    request: pytest.FixtureRequest, paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Paper]:
    """The paper, deployed to storage that a server on this machine keeps in `paper.web`."""
    with serving(request.param, tmp_path / "kept") as variables:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        to_storage(paper, tmp_path / "kept/site")
        if request.param == "s3":
            paper.web.mkdir()  # nobody makes a bucket
        yield paper


def to_storage(paper: Paper, web: Path, to: str = "rclone:web:site") -> None:
    paper.change_setting(f"folder:{paper.web}", to)
    paper.web = web


def test_storage_gets_the_site_and_what_changes_of_it(stored: Paper) -> None:
    """All goes out once, then what an edit changed; what is gone is deleted, folders too.

    Files of others stay: one of the same name is replaced when it is adopted, and a page that
    was edited at the host, its length kept, when somebody says so.
    """
    stored.web.mkdir(exist_ok=True)
    theirs = stored.web / "theirs.html"
    theirs.write_text("theirs")
    (stored.web / "index.html").write_text("an old site")
    stored.story("content/news/rain.md")
    assert "has not put there: index.html" in stored.refusal()
    first = stored.put(adopt=True, build=False)
    assert stored.served() == {**stored.expected(), "theirs.html": b"theirs"}
    assert set(first.plan.sent) == set(stored.expected())

    page = stored.web / "news/vote/index.html"
    page.write_text(page.read_text().replace("Vote", "Vite"))
    stored.story(title="The vote is over")
    stored.delete("content/news/rain.md")
    assert "somebody has changed there: news/vote/index.html" in stored.refusal()
    second = stored.put(force=True, build=False)

    assert "news/vote/index.html" in second.plan.sent
    assert not [file for file in second.plan.sent if file.startswith("static/")]
    assert "news/rain/index.html" in second.plan.deleted
    assert theirs.read_text() == "theirs"
    theirs.unlink()
    assert stored.served() == stored.expected()
    assert not (stored.web / "news/rain/index.html").exists()
    own = {name for name in os.listdir(stored.web) if name.startswith(".sitegen-")}
    assert own - {".sitegen-incoming"} == {FILE}
    assert stored.put().plan.is_empty


@pytest.mark.parametrize("stored", ["s3"], indirect=True)
def test_headers_and_types_go_with_the_files(stored: Paper) -> None:
    """S3 holds what the host profile says: how long a file may be kept, and what it is."""
    stored.put()
    words = [rclone_program(), "lsjson", "web:site", "-R", "--files-only", "-M"]
    entries = json.loads(Programs().run(words).output)
    said = {entry["Path"]: entry for entry in entries}
    types = {path: entry["MimeType"] for path, entry in said.items()}
    assert types["feed.xml"] == "application/rss+xml; charset=utf-8"
    assert types["atom.xml"] == "application/atom+xml; charset=utf-8"
    assert types["index.html"] == "text/html; charset=utf-8"
    assert types["manifest.webmanifest"] == "application/manifest+json"


@pytest.mark.parametrize("stored", ["s3"], indirect=True)
def test_no_bucket_is_made(stored: Paper) -> None:
    """A name that was mistyped does not become a bucket of that name."""
    stored.change_setting("rclone:web:site", "rclone:web:sight")
    stored.build()
    assert "there is no such bucket" in stored.refusal(build=False)
    assert sorted(os.listdir(stored.web.parent)) == ["site"]


@pytest.mark.parametrize("stored", ["s3"], indirect=True)
def test_a_wrong_key_is_told_and_never_printed(
    stored: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the host says of a key is told in words, and the key is in none of them."""
    stored.change_setting(
        "rclone:web:site",
        "rclone:web,access_key_id=${WEB_ID},secret_access_key=${WEB_SECRET}:site",
    )
    stored.build()
    monkeypatch.delenv("WEB_ID", raising=False)
    said = stored.refusal(build=False)
    assert "the variable WEB_ID is not set" in said
    assert "export WEB_ID=" in said
    monkeypatch.setenv("WEB_ID", "ANOTHERKEYANOTHERKEY")
    monkeypatch.setenv("WEB_SECRET", "a-wrong-secret-of-somebody")
    said = stored.refusal(build=False)
    assert "does not know the key" in said
    assert "a-wrong-secret" not in said
    assert "ANOTHERKEY" not in said
    assert SECRET not in said


def test_a_dead_host_is_told_soon(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host where nobody answers is told within half a minute."""
    to_storage(paper, tmp_path / "nothing")
    for name, value in (
        ("TYPE", "webdav"), ("URL", f"http://127.0.0.1:{free_port()}"), ("VENDOR", "other"),
    ):  # fmt: skip
        monkeypatch.setenv(f"RCLONE_CONFIG_WEB_{name}", value)
    monkeypatch.setenv("RCLONE_CONFIG", "/dev/null")
    paper.build()
    began = time.monotonic()
    assert "does not answer" in paper.refusal(build=False)
    assert time.monotonic() - began < 30


def test_an_unknown_remote_is_told(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """A remote that rclone does not know is named, with the command that lists them."""
    monkeypatch.setenv("RCLONE_CONFIG", "/dev/null")
    to_storage(paper, paper.web, "rclone:nobody:site")
    said = paper.refusal()
    assert "knows no remote of that name" in said
    assert "rclone listremotes" in said


@pytest.mark.tools
def test_readers_get_by_nginx_what_came_by_sshd(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newsroom's own server: OpenSSH takes the site, nginx serves it, and verify is content."""
    paper.write("sitegen.toml", f'host = "nginx"\n{paper.read("sitegen.toml")}')
    to_storage(paper, tmp_path / "kept/www", "rclone:web:www")
    paper.story("content/local/park.md", title="A park")
    with serving(SSHD, tmp_path / "kept") as variables:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        paper.put()
        paper.story("content/local/park.md", title="A lake")
        second = paper.put()
    assert "local/park/index.html" in second.plan.sent
    assert paper.served() == paper.expected()
    port = free_port()
    with nginx(tmp_path / "nginx", *site_server(paper.web, port)):
        now = datetime.fromisoformat(NOW)
        look = verify(load(paper.root), now=now, url=f"http://127.0.0.1:{port}")
    assert {check.name: check.says for check in look.checks if check.is_wrong} == {}


def fake_rclone(folder: Path, version: str) -> Path:
    folder.mkdir(exist_ok=True)
    program = folder / "rclone"
    program.write_text(f"#!/bin/sh\necho rclone v{version}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_an_old_rclone_is_refused(
    paper: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """rclone before 1.63 writes into the page that a reader is being given."""
    program = fake_rclone(tmp_path / "bin", "1.60.1")
    monkeypatch.setattr("sitegen.delivery.rclone_calls.rclone_program", lambda: str(program))
    to_storage(paper, paper.web)
    paper.build()
    assert "rclone 1.60 is installed, and 1.63 is needed" in paper.refusal(build=False)
    monkeypatch.setattr("sitegen.delivery.rclone_calls.rclone_program", lambda: "")
    said = paper.refusal(build=False)
    assert "rclone: error: is not installed" in said
    assert "[deploy]" in said


@pytest.mark.parametrize("stored", ["sftp", "webdav"], indirect=True)
def test_what_was_cut_off_goes_on(stored: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deploy that ended after its pages sends the rest, and leaves nothing half done."""
    stored.put()
    stored.story(title="The vote is over")
    stored.story("content/news/rain.md")
    send = RcloneTarget._send

    def send_pages(self: RcloneTarget, folder: Path, files: list[str], *more: object) -> None:
        if "feed.xml" in files:
            raise SitegenError([])
        send(self, folder, files, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(RcloneTarget, "_send", send_pages)
        with pytest.raises(SitegenError):
            stored.put()
    manifest = read_manifest((stored.web / FILE).read_bytes())
    assert "feed.xml" in manifest.coming
    (stored.web / "news/rain/index.html.1a2b3c4d.sitegen-part").write_text("<!doctype")

    call = Rclone.call

    def half_deaf(self: Rclone, right: str, words: list[str], **more: Any) -> Answer:
        if words == ["purge", "web:site/.sitegen-incoming"]:
            raise SitegenError([])  # as a server that holds what it could not write
        return call(self, right, words, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Rclone, "call", half_deaf)
        rest = stored.put(build=False)

    assert "feed.xml" in rest.plan.sent
    assert "news/rain/index.html" not in rest.plan.sent
    assert stored.served().keys() - stored.expected().keys() in (
        set(),
        {"news/rain/index.html.1a2b3c4d.sitegen-part"},  # of storage that has no such files
    )
    assert {f: d for f, d in stored.served().items() if not f.endswith("part")} == stored.expected()
    assert read_manifest((stored.web / FILE).read_bytes()).is_done


@pytest.mark.parametrize(
    ("right", "said", "words"),
    [
        ("write", "operation error S3: PutObject, StatusCode: 403, AccessDenied", "s3:PutObject"),
        ("write", "operation error S3: HeadObject, StatusCode: 403, Forbidden", "s3:GetObject"),
        ("read", "operation error S3: ListObjectsV2, StatusCode: 403", "s3:ListBucket"),
        ("delete", "Couldn't delete: 403 Forbidden", "right to delete"),
        ("write", "update: 553: 550 Not allowed", "right to write"),
        ("write", "Update Close failed: sftp: permission denied", "right to write"),
        ("write", "unchunked simple update failed: 507 Insufficient Storage", "disk is full"),
        ("write", "sftp: preallocate: file too big for remaining disk space", "disk is full"),
        (
            "write",
            "corrupted on transfer: sizes differ 29530 vs dst(sftp) 8192",
            "Is its disk full",
        ),
        ("list", "NewFs: dial: 530 Login incorrect.", "does not know the key"),
        ("list", "dial tcp: lookup nobody.test: no such host", "name is not known"),
        ("list", "knownhosts: key mismatch", "key is not the one that is known"),
    ],
)
def test_what_a_host_says_is_told_in_an_editors_words(right: str, said: str, words: str) -> None:
    """Which right is missing, whether a disk is full, whether there is a network."""
    lines = [
        {"level": "notice", "msg": "No host key validation is being performed. Set known_hosts"},
        {"level": "error", "msg": said},
    ]
    answer = Answer(1, b"", "\n".join(map(json.dumps, lines)))
    rclone = Rclone("web:site", Censor([]), lambda: "")
    told = str(rclone._trouble(right, answer))
    rclone.close()
    assert words in told
    assert said[:40] in told


@pytest.mark.parametrize("stored", ["s3"], indirect=True)
def test_the_lock_keeps_machines_apart(stored: Paper) -> None:
    """Whoever sees a younger lock than an hour's gives way."""
    lock = "web:site/.sitegen-lock-0123456789abcdef"
    answer = Programs().run([rclone_program(), "rcat", lock], given=b"x")
    assert answer.status == 0
    assert "another machine is deploying" in stored.refusal()


@pytest.mark.parametrize(
    ("told", "has_folders", "goes_by_way"),
    [
        ({"BucketBased": True}, False, False),
        ({"BucketBased": True, "Move": True}, False, False),
        ({"Move": True, "PartialUploads": True}, True, False),
        ({"Move": True}, True, True),
        ({}, True, False),
    ],
    ids=["S3", "a bucket that moves", "SFTP", "WebDAV", "neither"],
)
def test_files_go_by_way_of_another_name_where_nothing_safer_is(
    told: dict[str, bool], has_folders: bool, goes_by_way: bool
) -> None:
    """Buckets show no half of a file, and rclone moves into place what it may show half."""
    features = features_of(told)
    assert (features.has_folders, features.goes_by_way) == (has_folders, goes_by_way)
    assert not features.holds_headers
    assert features_of({**told, "WriteMimeType": True}).holds_headers
