"""`git:`: the site is put into a branch, and the newsroom's own repository stays small."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from sitegen.delivery.announcement import Announcement
from sitegen.delivery.deploy import Order, _site_as_built, carry_out
from sitegen.delivery.frozen import Frozen
from sitegen.delivery.git import GitTarget
from sitegen.delivery.git_calls import Git
from sitegen.delivery.git_notes import GitNotes
from sitegen.delivery.manifest import FILE
from sitegen.delivery.places import target_of
from sitegen.delivery.receipts import FILE as RECEIPTS
from sitegen.delivery.receipts import Pending, Receipt, pending_of, read_receipts, receipts_bytes
from sitegen.delivery.variables import Censor
from sitegen.settings.load import load
from tests.conftest import NOW
from tests.delivery.conftest import Paper, silent


def git(folder: Path, *words: str) -> str:
    answer = subprocess.run(
        ["git", "-C", str(folder), *words], capture_output=True, text=True, check=True
    )
    return answer.stdout


class Pushed(Paper):
    """A paper whose site goes to the branch gh-pages of a bare repository."""

    remote: Path

    def on_branch(self, branch: str = "gh-pages") -> dict[str, bytes]:
        names = git(self.remote, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")[:-1]
        return {
            name: subprocess.run(
                ["git", "-C", str(self.remote), "cat-file", "blob", f"{branch}:{name}"],
                capture_output=True,
                check=True,
            ).stdout
            for name in names
            if name != FILE
        }

    def commits(self, branch: str = "gh-pages") -> list[str]:
        return git(self.remote, "log", "--format=%an %ae %s", branch).splitlines()

    def someone_pushes(self, files: dict[str, str], branch: str = "gh-pages") -> None:
        """Put files into the branch as another person's clone does."""
        clone = self.root.parent / f"clone-{len(list(self.root.parent.iterdir()))}"
        git(self.root.parent, "clone", "--quiet", str(self.remote), str(clone))
        has_branch = branch in git(self.remote, "branch", "--format=%(refname:short)")
        words = ["switch", branch] if has_branch else ["switch", "--orphan", branch]
        git(clone, *words, "--quiet")
        for name, text in files.items():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            (clone / name).write_text(text)
        git(clone, "add", "-A")
        person = ["-c", "user.name=Sample Editor", "-c", "user.email=editor@gazette.test"]
        git(clone, *person, "commit", "--quiet", "-m", "By hand")
        git(clone, "push", "--quiet", "origin", branch)


@pytest.fixture
def pushed(paper: Paper, tmp_path: Path) -> Pushed:
    pushed = Pushed.__new__(Pushed)
    pushed.root, pushed.web = paper.root, paper.web
    pushed.remote = tmp_path / "remote.git"
    git(tmp_path, "init", "--bare", "--quiet", str(pushed.remote))
    pushed.change_setting(f"folder:{paper.web}", f"git:{pushed.remote}")
    return pushed


def test_the_branch_has_what_output_has(pushed: Pushed) -> None:
    """One commit of sitegen's own for each deploy that changes something, and none for others."""
    pushed.story("content/news/rain.md")
    pushed.put()
    assert pushed.on_branch() == pushed.expected()

    assert pushed.put().plan.is_empty
    assert len(pushed.commits()) == 1

    pushed.story(title="The vote is over")
    pushed.delete("content/news/rain.md")
    outcome = pushed.put()
    assert "news/rain/index.html" in outcome.plan.deleted
    assert pushed.on_branch() == pushed.expected()
    assert len(pushed.commits()) == 2
    assert pushed.commits()[0].startswith("sitegen sitegen@localhost Deploy the site of 2026-11-22")


def test_files_of_others_stay_in_the_branch(pushed: Pushed) -> None:
    """A CNAME that the host wrote is kept; a page of the same name is asked about."""
    pushed.someone_pushes({"CNAME": "gazette.test\n", "index.html": "an old site"})
    assert "has not put there: index.html" in pushed.refusal()
    pushed.put(adopt=True, build=False)
    assert pushed.on_branch() == {**pushed.expected(), "CNAME": b"gazette.test\n"}
    assert len(pushed.commits()) == 2

    pushed.someone_pushes({"news/vote/index.html": "edited"})
    pushed.story(title="The vote is over")
    assert "somebody has changed there: news/vote/index.html" in pushed.refusal()
    pushed.put(force=True, build=False)
    assert pushed.on_branch() == {**pushed.expected(), "CNAME": b"gazette.test\n"}


def test_squash_keeps_one_commit(pushed: Pushed) -> None:
    """With `history = "squash"` the branch does not grow; the state before the last is kept."""
    pushed.change_setting("[deploy.live]", '[deploy.live]\nhistory = "squash"\nbranch = "site"')
    pushed.put()
    first = pushed.on_branch("site")
    pushed.story(title="The vote is over")
    pushed.put()
    assert pushed.on_branch("site") == pushed.expected()
    assert len(pushed.commits("site")) == 1
    assert pushed.on_branch("sitegen/back") == first


@pytest.mark.parametrize("history", ["keep", "squash"])
def test_the_state_before_comes_back_from_the_branch(pushed: Pushed, history: str) -> None:
    """A machine that has deployed nothing yet takes readers back all the same."""
    pushed.change_setting("[deploy.live]", f'[deploy.live]\nhistory = "{history}"')
    pushed.put()
    before = pushed.on_branch()
    pushed.story(title="The vote is over")
    pushed.put()
    shutil.rmtree(pushed.root / ".sitegen_cache/deploy")
    pushed.put(build=False, back=True)
    assert pushed.on_branch() == before


@pytest.mark.parametrize("history", ["keep", "squash"])
def test_a_purge_says_what_the_history_has(pushed: Pushed, history: str) -> None:
    """What a branch still holds of a story that is gone is said; what need not stay is deleted."""
    pushed.change_setting("[deploy.live]", f'[deploy.live]\nhistory = "{history}"')
    rain = pushed.story("content/news/rain.md")
    pushed.put()
    pushed.story(title="The vote is over")
    pushed.put()
    rain.unlink()
    pushed.build()
    settings = load(pushed.root)
    cache = pushed.root / ".sitegen_cache"
    order = Order(settings=settings, name="live", cache=cache, output=pushed.root / "output",
                  now=datetime.fromisoformat(NOW), purge="/news/rain/")  # fmt: skip
    frozen = Frozen(cache)
    target = target_of(settings, "live", cache)
    after = _site_as_built(order, frozen)
    outcome = carry_out(order, target, frozen, after, silent)

    assert "news/rain/index.html" not in pushed.on_branch()
    branches = git(pushed.remote, "branch", "--format=%(refname:short)").split()
    assert branches == ["gh-pages"]
    assert ("The history of the branch gh-pages still has" in outcome.note) == (history == "keep")


def test_no_hook_filter_or_signature_has_a_say(
    pushed: Pushed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings of somebody's own git change no byte and ask nothing."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-commit", "pre-push", "commit-msg"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(stat.S_IRWXU)
    config = tmp_path / "config"
    config.write_text(
        f"[core]\nhooksPath = {hooks}\nautocrlf = true\n"
        "[commit]\ngpgSign = true\n[gpg]\nprogram = /bin/false\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    pushed.write("static/root/.gitattributes", "* text=auto eol=crlf\n")
    pushed.write_bytes("static/root/words.txt", b"one\r\ntwo\n")
    pushed.put()
    monkeypatch.delenv("GIT_DIR")
    assert pushed.on_branch() == pushed.expected()


def test_the_newsrooms_repository_stays_as_it_is(pushed: Pushed) -> None:
    """The built site is never in the .git of the sources, not even as an object."""
    git(pushed.root, "init", "--quiet")
    git(pushed.root, "remote", "add", "origin", str(pushed.remote))
    pushed.change_setting(f"git:{pushed.remote}", "git:origin")
    before = git(pushed.root, "count-objects", "-v")
    pushed.put()
    assert pushed.on_branch() == pushed.expected()
    assert git(pushed.root, "count-objects", "-v") == before
    pushed.change_setting("git:origin", "git:orgin")
    with pytest.raises(SitegenError, match="no remote 'orgin'"):
        pushed.put(build=False)


@pytest.mark.parametrize("history", ["keep", "squash"])
def test_who_pushed_meanwhile_is_not_overwritten(
    pushed: Pushed, monkeypatch: pytest.MonkeyPatch, history: str
) -> None:
    """Between reading the branch and pushing, a colleague's commit stays what it is."""
    pushed.change_setting("[deploy.live]", f'[deploy.live]\nhistory = "{history}"')
    commit = GitTarget._commit

    def slow(self: GitTarget, *more: object) -> str:
        pushed.someone_pushes({"theirs.txt": "theirs"})
        return commit(self, *more)  # type: ignore[arg-type]

    pushed.put()
    pushed.story(title="The vote is over")
    with monkeypatch.context() as patch:
        patch.setattr(GitTarget, "_commit", slow)
        with pytest.raises(SitegenError, match="somebody else has pushed"):
            pushed.put()
    assert pushed.on_branch()["theirs.txt"] == b"theirs"
    pushed.put(build=False)
    assert pushed.on_branch() == {**pushed.expected(), "theirs.txt": b"theirs"}


def test_a_branch_of_sources_is_refused(pushed: Pushed) -> None:
    """`branch = "main"` by mistake does not bury the sources under the site."""
    pushed.someone_pushes({"sitegen.toml": "title = 'x'", "content/news/a.md": "x"}, "main")
    pushed.change_setting("[deploy.live]", '[deploy.live]\nbranch = "main"')
    assert "holds the sources of a site" in pushed.refusal(adopt=True, force=True)
    assert pushed.on_branch("main").keys() == {"sitegen.toml", "content/news/a.md"}


def test_links_in_the_branch_are_never_followed(pushed: Pushed) -> None:
    """A link that somebody put into the branch stays theirs."""
    clone = pushed.root.parent / "clone"
    git(pushed.root.parent, "clone", "--quiet", str(pushed.remote), str(clone))
    git(clone, "switch", "--orphan", "gh-pages", "--quiet")
    os.symlink("/etc/passwd", clone / "index.html")
    (clone / "news").write_text("a file where a folder is needed")
    git(clone, "add", "-A")
    git(clone, "-c", "user.name=S", "-c", "user.email=s@x.test", "commit", "--quiet", "-m", "x")
    git(clone, "push", "--quiet", "origin", "gh-pages")
    assert "a link or a folder is in the way" in pushed.refusal(adopt=True, force=True)


def test_another_machine_tells_what_this_one_could_not(pushed: Pushed, tmp_path: Path) -> None:
    """Receipts stand at the host, beside the branch, and in no file that is published."""
    calls = tmp_path / "calls"
    words = ["sh", "-c", f"cat >> {calls}; test -e {tmp_path}/works"]
    pushed.change_setting("[deploy.live]", f"[deploy.live]\nafter = {json.dumps(words)}")
    pushed.story("content/news/secret.md", title="A secret", draft="true")
    assert pushed.put().told.has_failed
    assert "https://gazette.test/news/vote/" in calls.read_text()
    refs = git(pushed.remote, "for-each-ref", "--format=%(refname)").split()
    assert refs == ["refs/heads/gh-pages", "refs/notes/sitegen/gh-pages"]
    assert pushed.on_branch() == pushed.expected()
    assert "secret" not in git(pushed.remote, "show", f"{refs[1]}:{RECEIPTS}")

    shutil.rmtree(pushed.root / ".sitegen_cache/deploy")
    calls.unlink()
    (tmp_path / "works").touch()
    assert not pushed.put().told.has_failed
    assert "https://gazette.test/news/vote/" in calls.read_text()
    calls.unlink()
    assert pushed.put().told == Announcement()
    assert not calls.exists()
    assert len(pushed.commits()) == 1
    assert git(pushed.remote, "rev-list", "--count", refs[1]).strip() == "1"


def test_a_host_that_takes_no_notes_leaves_them_to_this_machine(
    pushed: Pushed, tmp_path: Path
) -> None:
    """The deploy stands, and what could not be told is told by the next one from here."""
    hook = pushed.remote / "hooks/update"
    hook.write_text('#!/bin/sh\ncase "$1" in refs/notes/*) exit 1;; esac\n')
    hook.chmod(0o755)
    words = ["sh", "-c", f"cat > {tmp_path}/calls; test -e {tmp_path}/works"]
    pushed.change_setting("[deploy.live]", f"[deploy.live]\nafter = {json.dumps(words)}")
    assert pushed.put().told.has_failed
    (tmp_path / "works").touch()
    assert not pushed.put().told.has_failed
    assert "https://gazette.test/news/vote/" in (tmp_path / "calls").read_text()
    assert pushed.put().told == Announcement()


def notes_of(pushed: Pushed, machine: str) -> GitNotes:
    """Return the notes as a machine has them that has looked at the host."""
    calls = Git("live", pushed.root.parent / machine / "git", Censor(()))
    calls.remote = str(pushed.remote)
    calls.begin()
    notes = GitNotes(calls, "gh-pages", pushed.root.parent / machine)
    notes.tip = calls.look(notes.ref).get(notes.ref, "")
    return notes


def receipt(hour: int, *pages: str) -> Receipt:
    at = datetime.fromisoformat(NOW).replace(hour=hour)
    return Receipt(at, "https://gazette.test", hour, 0, (), Pending(pages=pages))


def test_machines_that_deploy_at_once_keep_all_receipts(pushed: Pushed) -> None:
    """Whoever writes second writes beside the first; what either could not tell is to be told."""
    first = receipt(1, "/a/")
    notes_of(pushed, "one").write(RECEIPTS, receipts_bytes([first]))
    one, other = notes_of(pushed, "one"), notes_of(pushed, "other")
    assert one.read(RECEIPTS) == other.read(RECEIPTS)
    other.write(RECEIPTS, receipts_bytes([first, receipt(2, "/b/")]))
    one.write(RECEIPTS, receipts_bytes([first, receipt(3, "/c/")]))
    for machine in ("one", "other"):
        known = read_receipts(notes_of(pushed, machine).read(RECEIPTS))
        assert [each.changed for each in known] == [1, 2, 3]
        assert pending_of(known).pages == ("/b/", "/c/")


def test_notes_that_could_not_be_fetched_are_not_none(pushed: Pushed) -> None:
    """They are asked for again, and nothing is written in their place."""
    notes_of(pushed, "one").write(RECEIPTS, receipts_bytes([receipt(1, "/a/")]))
    notes = notes_of(pushed, "other")
    away = pushed.remote.rename(pushed.remote.with_name("away.git"))
    for _ in range(2):
        with pytest.raises(SitegenError):
            notes.read(RECEIPTS)
    with pytest.raises(SitegenError):
        notes.write(RECEIPTS, receipts_bytes([receipt(2)]))
    away.rename(pushed.remote)
    notes.write(RECEIPTS, receipts_bytes([receipt(2)]))
    known = read_receipts(notes_of(pushed, "one").read(RECEIPTS))
    assert [each.changed for each in known] == [1, 2]
    assert pending_of(known).pages == ("/a/",)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("git:/nowhere/site.git", "there is no such repository"),
        ("git:https://${GIT_USER}:${GIT_SECRET}@127.0.0.1:1/site.git", "the host does not answer"),
    ],
)
def test_what_the_host_says_is_told_without_secrets(
    pushed: Pushed, monkeypatch: pytest.MonkeyPatch, to: str, said: str
) -> None:
    """No password is asked for, none is printed."""
    monkeypatch.setenv("GIT_USER", "sample-user")
    monkeypatch.setenv("GIT_SECRET", "hunter2hunter2")
    pushed.change_setting(f"git:{pushed.remote}", to)
    pushed.build()
    told = pushed.refusal(build=False)
    assert said in told
    assert "hunter2" not in told
    assert "sample-user" not in told
