"""Compiled templates that are kept between builds."""

from __future__ import annotations

import marshal
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.cache import secret
from sitegen.theme.compiled import CodeFolders


def _folders(place: Path, engine: str, zone: str) -> CodeFolders:
    return CodeFolders(place / "site", place / "cache", engine, zone)


def test_kept_code_is_given_back(tmp_path: Path) -> None:
    """Else every edit would pay for the whole theme."""
    _folders(tmp_path, "one", "UTC")["en"]["page"] = compile("x = 1", "page.html", "exec")

    code = _folders(tmp_path, "one", "UTC")["en"]["page"]

    assert code.co_filename == "page.html"


def test_damaged_code_is_missing_code(tmp_path: Path) -> None:
    """The interpreter does not survive every damaged file."""
    folder = _folders(tmp_path, "one", "UTC")["en"]
    folder["page"] = compile("x = 1", "page.html", "exec")
    (file,) = tmp_path.glob("cache/templates/*/en/page")
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(data)

    assert folder.get("page") is None


def test_another_version_of_sitegen_finds_nothing(tmp_path: Path) -> None:
    """Filters of plain values are computed while a template is compiled."""
    _folders(tmp_path, "one", "UTC")["en"]["page"] = compile("x = 1", "page.html", "exec")
    new = _folders(tmp_path, "two", "UTC")

    assert "page" not in new["en"]

    new["en"]["page"] = compile("x = 2", "page.html", "exec")
    new.sweep()
    assert len(list(tmp_path.glob("cache/templates/*"))) == 1


@pytest.fixture
def other_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The state folder of a user who has not built yet."""
    state = tmp_path / "other-state"
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    secret._secret.cache_clear()
    yield state
    secret._secret.cache_clear()


def test_code_that_came_with_a_checkout_is_not_run(tmp_path: Path, other_state: Path) -> None:
    """A cache in a pull request, or shared by CI, runs what somebody put into it."""
    folder = _folders(tmp_path, "one", "UTC")["en"]
    folder["page"] = compile("x = 1", "page.html", "exec")
    (file,) = tmp_path.glob("cache/templates/*/en/page")

    shutil.rmtree(other_state)  # another user, another machine
    secret._secret.cache_clear()
    assert _folders(tmp_path, "one", "UTC")["en"].get("page") is None

    evil = marshal.dumps(compile("x = 2", "page.html", "exec"))
    for forged in (
        secret.seal(b"", "page", evil),
        secret.seal(b"guess", "en/page", evil),
        b"0" * 64,
    ):
        file.write_bytes(forged + evil)
        assert _folders(tmp_path, "one", "UTC")["en"].get("page") is None


def test_code_is_bound_to_its_name(tmp_path: Path) -> None:
    """Code of one template, version or language stands in for another's."""
    _folders(tmp_path, "one", "UTC")["en"]["page"] = compile("x = 1", "page.html", "exec")
    (file,) = tmp_path.glob("cache/templates/*/en/page")
    shutil.copy(file, file.with_name("other"))
    shutil.copytree(file.parent, file.parent.with_name("es"))
    _folders(tmp_path, "two", "UTC")["en"]["x"] = compile("x = 1", "page.html", "exec")
    (newer,) = tmp_path.glob("cache/templates/*/en/x")
    shutil.copy(file, newer.with_name("page"))

    assert _folders(tmp_path, "one", "UTC")["en"].get("other") is None
    assert _folders(tmp_path, "one", "UTC")["es"].get("page") is None
    assert _folders(tmp_path, "two", "UTC")["en"].get("page") is None
    assert _folders(tmp_path, "one", "UTC")["en"].get("page") is not None


def test_the_secret_is_the_users_alone(tmp_path: Path, other_state: Path) -> None:
    """Others on the machine can read it, or a checkout brings one along."""
    mine = secret.secret_beside(tmp_path / "site")
    file = other_state / "sitegen" / "secret"
    assert len(mine) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret"]
    assert secret.secret_beside(tmp_path) == b""  # the state folder lies in the site
    assert secret.secret_beside(tmp_path / "site", other_state) == b""

    for fault in ("readable by all", "short", "a link"):
        secret._secret.cache_clear()
        if fault == "readable by all":
            file.chmod(0o644)
        elif fault == "short":
            file.write_bytes(b"short")
        else:
            file.rename(tmp_path / "elsewhere")
            file.symlink_to(tmp_path / "elsewhere")
        assert secret.secret_beside(tmp_path / "site") == b""
        file.unlink(missing_ok=True)
        secret._secret.cache_clear()
        assert len(secret.secret_beside(tmp_path / "site")) == 32


def test_a_user_without_a_state_folder_builds_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that cannot be written stops the build."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    folder = _folders(tmp_path, "one", "UTC")["en"]
    folder["page"] = compile("x = 1", "page.html", "exec")
    assert folder.get("page") is None
