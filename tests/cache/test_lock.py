"""The build's lock and its place, and the secret under which code is kept."""

from __future__ import annotations

import errno
import os
import runpy
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sitegen.cache import lock, secret, user_folders
from sitegen.cache.lock import BuildLock
from sitegen.cache.place import cache_place
from sitegen.cache.secret import is_sealed, seal, secret_beside
from sitegen.core.problems import Problem, SitegenError


def _in_use(_file: int) -> None:
    raise OSError(errno.EAGAIN, "in use")


@pytest.mark.parametrize(
    ("patience", "pauses"), [(None, 0), (0, 0), (0.24, 0), (0.25, 1), (0.5, 2), (10, 40)]
)
def test_a_lock_is_waited_for_as_long_as_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: float | None, pauses: int
) -> None:
    """Four looks a second, and then the process that has it is named."""
    slept: list[float] = []
    monkeypatch.setattr(lock, "sleep", slept.append)
    monkeypatch.setattr(lock, "_lock", _in_use)
    (tmp_path / "lock").write_bytes(b"4711".ljust(32))

    held = BuildLock(tmp_path) if patience is None else BuildLock(tmp_path, patience)
    with pytest.raises(SitegenError) as caught:
        held.__enter__()

    assert slept == [0.25] * pauses
    assert caught.value.problems == (
        Problem(
            f"{tmp_path.name}/lock", 0, "another build of this site is running (process 4711)",
            "Build again when it has finished. If it is build --watch, that builds by itself: "
            "its next build has this change too.",
        ),
    )  # fmt: skip
    assert held._file == -1


@pytest.mark.parametrize(
    ("noted", "holder"),
    [(b"", ""), (b" \0\0", ""), (b" 47 11\0 ", "47 11"), (b"1" * 32 + b"23", "1" * 32),
     (b"47\xff11", "47\ufffd11")],
)  # fmt: skip
def test_a_holder_is_named_as_far_as_it_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: bytes, holder: str
) -> None:
    """By the problem of whoever asks."""
    monkeypatch.setattr(lock, "_lock", _in_use)
    (tmp_path / "lock").write_bytes(noted)

    def busy(path: Path, who: str) -> Problem:
        return Problem(str(path), 0, f"<{who}>")

    with pytest.raises(SitegenError) as caught, BuildLock(tmp_path, busy=busy):
        pass
    assert caught.value.problems == (Problem(str(tmp_path / "lock"), 0, f"<{holder}>"),)
    with pytest.raises(SitegenError, match="running" if holder else "another process"):
        BuildLock(tmp_path).__enter__()


def test_a_lock_says_who_has_it_and_is_given_back(tmp_path: Path) -> None:
    """Its file stays, for whoever comes next; a folder that is missing is made."""
    cache = tmp_path / "deep/cache"
    assert BuildLock(cache)._file == -1
    for _ in range(2):
        with BuildLock(cache) as held:
            assert (cache / "lock").read_bytes() == str(os.getpid()).encode().ljust(32)
            number = held._file
            os.fstat(number)
        with pytest.raises(OSError, match="Bad file"):
            os.fstat(number)
    mask = os.umask(0)
    os.umask(mask)
    assert (cache / "lock").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_lock_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    """With the system's reason."""
    (tmp_path / "cache").write_bytes(b"")
    with pytest.raises(SitegenError) as caught:
        BuildLock(tmp_path / "cache").__enter__()
    hint = "Builds keep their notes there. Make it writable, or name another: --cache."
    assert caught.value.problems == (
        Problem("cache/lock", 0, "cannot be written: File exists", hint),
    )


def test_a_cache_stands_where_it_was_asked_for(tmp_path: Path) -> None:
    """Beside the site's own folders, which are named where it would lie in one."""
    assert cache_place(tmp_path, None) == tmp_path / ".sitegen_cache"
    for place in (tmp_path / "contents", tmp_path / "a/output", tmp_path.parent / "caches"):
        assert cache_place(tmp_path, place) == place
    (tmp_path / "link").symlink_to(tmp_path / "static")
    hint = "Choose a folder of its own, such as /var/cache/sitegen/gazette."
    for name, what in (
        ("content", "lies in content/, which is not for a cache"),
        ("link/x", "lies in static/, which is not for a cache"),
        (".git/x", "lies in .git/, which is not for a cache"),
        ("..", "is or holds the site's own folder"),
    ):
        with pytest.raises(SitegenError) as caught:
            cache_place(tmp_path, tmp_path / name)
        assert caught.value.problems == (Problem(str(tmp_path / name), 0, what, hint),)


# The secret


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state/sitegen/secret"


def test_a_secret_is_made_once_and_for_its_owner_alone(state: Path, tmp_path: Path) -> None:
    """Thirty-two bytes by chance, which nobody else may read."""
    found = secret_beside(tmp_path / "site")
    secret._secret.cache_clear()

    assert (len(found), found) == (32, state.read_bytes())
    assert secret_beside(tmp_path / "site") == found
    assert state.stat().st_mode & 0o777 == 0o600
    assert state.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in state.parent.iterdir()] == ["secret"]
    state.unlink()
    assert secret_beside(tmp_path / "site") == found  # a build asks for each language
    secret._secret.cache_clear()
    assert secret_beside(tmp_path / "site") not in (found, b"")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610, 0o601, 0o602])
def test_a_secret_that_others_may_know_is_none(state: Path, tmp_path: Path, mode: int) -> None:
    """Read, write or run by group or others."""
    state.parent.mkdir(parents=True)
    state.write_bytes(bytes(32))
    state.chmod(mode)
    assert secret_beside(tmp_path / "site") == b""
    secret._secret.cache_clear()
    state.chmod(0o600)
    assert secret_beside(tmp_path / "site") == bytes(32)


@pytest.mark.parametrize("harm", ["short", "long", "link", "folder", "file", "owner"])
def test_an_odd_secret_is_none(state: Path, tmp_path: Path, harm: str) -> None:
    """Of another size, by a link, of another user, or where no file can be."""
    state.parent.mkdir(parents=True)
    if harm in ("short", "long", "owner"):
        state.write_bytes(bytes({"short": 31, "long": 33}.get(harm, 32)))
        state.chmod(0o600)
    if harm == "owner":
        if os.geteuid() != 0:
            pytest.skip("only root can give a file away")
        os.chown(state, 12345, -1)
    if harm == "link":
        (tmp_path / "x").write_bytes(bytes(32))
        (tmp_path / "x").chmod(0o600)
        state.symlink_to(tmp_path / "x")
    if harm == "folder":
        state.mkdir()
    if harm == "file":
        state.parent.rmdir()
        state.parent.write_bytes(b"")
    assert secret_beside(tmp_path / "site") == b""


def test_a_secret_never_lies_where_a_site_does(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the site's folder nor in its cache: both may come from elsewhere."""
    assert secret_beside(tmp_path) == b""
    assert secret_beside(tmp_path / "site", tmp_path / "state") == b""
    assert not state.exists()
    monkeypatch.setenv("XDG_STATE_HOME", "state")  # counts only when it is absolute
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    found = secret_beside(tmp_path / "site")
    assert found == (tmp_path / "home/.local/state/sitegen/secret").read_bytes()

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert secret_beside(tmp_path / "site") == b""


def test_two_processes_that_begin_at_once_have_one_secret(state: Path) -> None:
    """The second takes the first's, and leaves no draft."""
    state.parent.mkdir(parents=True)
    secret._write(state)
    before = state.read_bytes()
    secret._write(state)
    assert state.read_bytes() == before
    assert [path.name for path in state.parent.iterdir()] == ["secret"]


def test_a_seal_is_that_of_a_name_and_its_data() -> None:
    """Under another secret, name or cut between the two it is another."""
    by = seal(b"s", "ab", b"c")
    assert by[:16] == b"1175e7ddc283edc0"  # HMAC-SHA256 of "2 ab c"
    assert len(by) == secret.SEAL == 64
    assert is_sealed(b"s", "ab", b"c", by)
    assert not is_sealed(b"s", "a", b"bc", by)
    assert not is_sealed(b"t", "ab", b"c", by)
    assert not is_sealed(b"s", "ab", b"c", by[:-1])


# Windows, as far as it can be asked elsewhere


def test_windows_locks_the_byte_behind_the_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte, which is not read, so that whoever waits can read who has it."""
    asked: list[tuple[int, int, int]] = []
    system: Any = ModuleType("msvcrt")
    system.LK_NBLCK = 2
    system.locking = lambda file, way, count: asked.append(
        (os.lseek(file, 0, os.SEEK_CUR), way, count)
    )
    monkeypatch.setitem(sys.modules, "msvcrt", system)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        take = runpy.run_path(lock.__file__)["_lock"]
    file = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    os.write(file, b"x" * 40)
    take(file)
    assert (asked, os.lseek(file, 0, os.SEEK_CUR)) == ([(32, 2, 1)], 0)
    system.locking = lambda *_: _in_use(0)
    os.write(file, b"x")
    with pytest.raises(OSError, match="in use"):
        take(file)
    assert os.lseek(file, 0, os.SEEK_CUR) == 0
    os.close(file)


def test_windows_keeps_a_secret_in_its_own_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files have no mode, whoever may read the folder is the user."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    place = tmp_path / "local/sitegen/secret"
    place.parent.mkdir(parents=True)
    place.write_bytes(bytes(32))
    place.chmod(0o666)
    monkeypatch.setattr(sys, "platform", "win32")
    assert user_folders.state_folder() == tmp_path / "local"
    assert user_folders.cache_folder() == tmp_path / "local"
    assert secret._is_private(place.stat())
    assert not secret._is_private(tmp_path.stat())
    monkeypatch.undo()
    assert not secret._is_private(place.stat())
