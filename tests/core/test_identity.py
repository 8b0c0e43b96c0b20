"""Which sitegen this is, and how the same is installed again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sitegen.core import code_digest as module
from sitegen.core import identity
from sitegen.core.code_digest import code_digest, engine_digest
from tests.conftest import ROOT


def test_a_checkout_is_installed_from_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    assert identity.checkout() == ROOT
    monkeypatch.chdir(ROOT)
    assert identity.install_command("search") == "pip install -e '.[search]'"
    for elsewhere in ("/", ROOT / "tests"):
        monkeypatch.chdir(elsewhere)
        assert identity.install_command() == f"pip install -e '{ROOT}'"


def test_an_installed_copy_is_installed_from_the_sites_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest wheel in vendor/; `sitegen pack` puts one there where there is none."""
    monkeypatch.setattr(identity, "checkout", lambda: None)
    monkeypatch.setattr(identity, "version", lambda: "9.8")
    packed = "sitegen pack && pip install 'vendor/sitegen_news-9.8-py3-none-any.whl[deploy]'"
    assert identity.install_command("deploy", tmp_path) == packed
    assert identity.install_command("deploy") == packed
    (tmp_path / "vendor").mkdir()
    for version in ("1.0", "1.1", "0.9"):
        (tmp_path / f"vendor/sitegen_news-{version}-py3-none-any.whl").touch()
    assert identity.install_command("", tmp_path) == (
        "pip install 'vendor/sitegen_news-1.1-py3-none-any.whl'"
    )


@pytest.mark.parametrize(
    "text", [None, "[project]\nname = 'other'\n", "[project]\nname = 'x'\n", "[tool]\n", "["]
)
def test_another_projects_folder_is_no_checkout(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy in a site's own virtual environment may lie beside the site's pyproject.toml."""
    monkeypatch.setattr(identity, "package_folder", lambda: tmp_path / "sitegen")
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)
    assert identity.checkout() is None
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "sitegen-news"\nversion = "9.8"\n')
    assert identity.checkout() == tmp_path
    assert identity.version() == "9.8"


def test_a_sites_own_code_makes_another_engine() -> None:
    """Each module, its place among the others, and its bytes."""
    digests = [
        code_digest(), engine_digest(["a"]), engine_digest(["a", "b"]), engine_digest(["b", "a"]),
        engine_digest(["a"], [("a", "1")]), engine_digest(["a"], [("a", "2")]),
    ]  # fmt: skip
    assert len(set(digests)) == len(digests)
    assert engine_digest() == code_digest()


def test_another_version_of_a_library_makes_another_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those that write pages and pictures, by the names of what is installed."""
    (tmp_path / "code").mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "absent"), str(tmp_path)])

    def digest() -> str:
        module._own_code.cache_clear()
        return engine_digest()

    plain = digest()
    (tmp_path / "other_library-1.0.dist-info").mkdir()
    assert digest() == plain
    (tmp_path / "Pillow-99.0.dist-info").mkdir()
    (tmp_path / "lxml-99.0.dist-info").mkdir()
    assert digest() != plain
    module._own_code.cache_clear()


def test_what_runs_is_what_was_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes to the disk meanwhile."""
    digests = code_digest(), engine_digest()
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(module, "_code_files", lambda _folder: ())
    assert (code_digest(), engine_digest()) == digests


def test_the_digest_is_of_the_code_that_makes_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of what imports or delivers throws no cache away; one of any other room does."""

    def digest(*changes: str) -> str:
        package = tmp_path / "-".join(change.replace("/", "_") for change in ("x", *changes))
        for name in ("core/code_digest.py", "importers/feed.py", "site/cli/a.py", "core/a.txt"):
            file = package / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("changed" if name in changes else "")
        monkeypatch.setattr(module, "__file__", str(package / "core/code_digest.py"))
        module._own_code.cache_clear()
        return engine_digest()

    plain = digest()
    assert digest("importers/feed.py") == digest("core/a.txt") == plain
    assert digest("site/cli/a.py") != plain
    assert digest("core/code_digest.py") != plain
    module._own_code.cache_clear()
