"""Shelves: what the built-in theme was compiled to, for all sites of a user."""

from __future__ import annotations

import marshal
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sitegen.cache import secret
from sitegen.theme import layers, shelf
from sitegen.theme.compiled import CodeFolders
from sitegen.theme.files import Theme, ThemeFile
from sitegen.theme.needs import TemplateFacts
from sitegen.theme.shelf import Shelf, Shelves

FACTS = {"d1": TemplateFacts({"site": 3}, assets=())}
NOTHING: Mapping[str, object] = {}


def theme_of(**digests: str) -> Theme:
    """Return a theme of built-in templates; one whose name begins with own_ is the site's."""
    templates = {}
    for name, digest in digests.items():
        layer = "templates" if name.startswith("own_") else "theme/templates"
        label = f"{layer}/{name}.html"
        templates[f"{name}.html"] = ThemeFile(label, Path("/", label), digest)
    return Theme(templates, {}, {}, "theme")


THEME = theme_of(page="d1", own_page="d2")


def folders(
    place: Path, engine: str = "one", zone: str = "UTC", theme: Theme | None = THEME
) -> CodeFolders:
    return CodeFolders(place, place / "cache", engine, zone, theme)


def compiled(text: str, name: str = "page") -> object:
    layer = "templates" if name.startswith("own_") else "theme/templates"
    return compile(text, f"/{layer}/{name}.html", "exec")


def fill(place: Path, engine: str = "one", zone: str = "UTC", language: str = "en") -> None:
    """Let a site compile a template of the theme and one of its own, and share what it may."""
    site = folders(place, engine, zone)
    site[language]["page"] = compiled(f"x = '{engine} {zone} {language}'")
    site[language]["own"] = compiled("x = 1", "own_page")
    site.share(FACTS)


def shelves_in(user_cache: Path) -> list[Path]:
    return sorted(user_cache.glob("sitegen/templates/*"))


def test_what_a_site_compiled_of_the_theme_serves_the_next(
    tmp_path: Path, user_cache: Path
) -> None:
    """Its code and what templates say of themselves, but nothing of the site's own."""
    fill(tmp_path / "a")
    next_site = folders(tmp_path / "b")

    assert next_site["en"]["page"].co_consts[0] == "one UTC en"
    assert next_site.facts("en") == FACTS
    assert "own" not in next_site["en"]
    assert next_site.facts("es") == NOTHING
    assert "page" not in next_site["es"]
    assert not (tmp_path / "b").exists()


def test_languages_zones_versions_and_themes_have_shelves_of_their_own(
    tmp_path: Path, user_cache: Path
) -> None:
    """Two versions of sitegen in use side by side both find theirs."""
    every = [("one", "UTC", "en"), ("one", "UTC", ""), ("one", "Asia/Tokyo", "en"),
             ("two", "UTC", "en")]  # fmt: skip
    for number, frame in enumerate(every):
        fill(tmp_path / str(number), *frame)
    for engine, zone, language in every:
        code = folders(tmp_path / "next", engine, zone)[language]["page"]
        assert code.co_consts[0] == f"{engine} {zone} {language}"
    assert len(shelves_in(user_cache)) == len(every)
    edited = folders(tmp_path / "next", theme=theme_of(page="d3"))
    assert (edited.facts("en"), "page" in edited["en"]) == ({}, False)


def test_a_copy_of_sitegen_elsewhere_has_a_shelf_of_its_own(
    tmp_path: Path, user_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiled code names its file: a mistake would be told of the other copy's."""
    fill(tmp_path / "a")
    monkeypatch.setattr(layers, "root", lambda: tmp_path / "elsewhere")
    assert folders(tmp_path / "b").facts("en") == NOTHING


def test_where_a_site_has_modules_of_its_own_nothing_is_shared(
    tmp_path: Path, user_cache: Path
) -> None:
    """Each edit of a module would leave a shelf behind."""
    fill(tmp_path / "a")
    alone = folders(tmp_path / "b", theme=None)
    alone["en"]["more"] = compiled("x = 2")
    alone.share({})
    assert ("page" in alone["en"], "more" in alone["en"], alone.facts("en")) == (False, True, {})
    assert "more" not in folders(tmp_path / "c")["en"]


def test_a_site_adds_to_a_shelf_and_takes_nothing_off(tmp_path: Path, user_cache: Path) -> None:
    """A site with few kinds of pages is built after one with many."""
    fill(tmp_path / "a")
    (before,) = shelves_in(user_cache)
    stamp = before.stat().st_mtime_ns
    folders(tmp_path / "a").share({})
    assert before.stat().st_mtime_ns == stamp  # nothing new, nothing written

    site = folders(tmp_path / "b")
    site["en"]["more"] = compiled("x = 2")
    site.share(FACTS)

    assert {"page", "more"} <= {*folders(tmp_path / "c")._shelf("en").code}
    assert folders(tmp_path / "c").facts("en") == FACTS


@pytest.mark.parametrize("harm", ["one bit", "cut short", "empty", "no file"])
def test_a_damaged_shelf_is_an_empty_one(tmp_path: Path, user_cache: Path, harm: str) -> None:
    """The interpreter does not survive every damaged file. The next site puts it in order."""
    fill(tmp_path / "a")
    (file,) = shelves_in(user_cache)
    data = bytearray(file.read_bytes())
    if harm == "one bit":
        data[-3] ^= 1
    file.write_bytes(b"" if harm == "empty" else data[:-9] if harm == "cut short" else data)
    if harm == "no file":
        file.unlink()

    assert "page" not in folders(tmp_path / "b")["en"]
    assert folders(tmp_path / "b").facts("en") == NOTHING
    fill(tmp_path / "b")
    assert "page" in folders(tmp_path / "c")["en"]


@pytest.fixture
def other_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other-state"))
    secret._secret.cache_clear()
    yield
    secret._secret.cache_clear()


def test_a_shelf_that_somebody_else_wrote_is_not_run(
    tmp_path: Path, user_cache: Path, other_user: None
) -> None:
    """A cache folder may be shared by CI, and hold what somebody put into it."""
    fill(tmp_path / "a")
    (file,) = shelves_in(user_cache)
    evil = marshal.dumps(("{}", {"page": marshal.dumps(compiled("x = 'evil'"))}))
    for forged in (secret.seal(b"guess", f"shelf {file.name}", evil), b"0" * 64):
        file.write_bytes(forged + evil)
        assert "page" not in folders(tmp_path / "b")["en"]

    shutil.rmtree(user_cache)
    fill(tmp_path / "c")
    shutil.rmtree(tmp_path / "other-state")  # another user, another machine
    secret._secret.cache_clear()
    assert "page" not in folders(tmp_path / "b")["en"]


def test_a_shelf_is_bound_to_its_name(tmp_path: Path, user_cache: Path) -> None:
    """One of another language, or a template of a site's cache, stands in its place."""
    fill(tmp_path / "a")
    (english,) = shelves_in(user_cache)
    fill(tmp_path / "b", language="es")
    (spanish,) = [file for file in shelves_in(user_cache) if file != english]
    shutil.copy(spanish, english)
    assert "page" not in folders(tmp_path / "c")["en"]
    (single,) = (tmp_path / "a/cache/templates").glob("*/en/page")
    shutil.copy(single, english)
    assert "page" not in folders(tmp_path / "c")["en"]


def test_without_a_secret_nothing_is_put_on_a_shelf(tmp_path: Path, user_cache: Path) -> None:
    """What nothing seals is not trusted, so that it would be written each time."""
    shelves = Shelves("one", "UTC", THEME, b"")
    shelves["en"] = Shelf(FACTS, {"page": b"code"})
    assert shelves_in(user_cache) == []


@pytest.mark.parametrize("fault", ["no home", "a file in its way", "read-only", "relative"])
def test_without_a_cache_folder_of_the_user_all_goes_on(
    tmp_path: Path, user_cache: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """A home that is not there or cannot be written stops the build."""

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    if fault == "no home":
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setattr(Path, "home", homeless)
    elif fault == "a file in its way":
        user_cache.write_bytes(b"")
    elif fault == "read-only":  # which root would not notice
        monkeypatch.setattr(Path, "write_bytes", _refused)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", "here")
    shelves = Shelves("one", "UTC", THEME, bytes(32))
    shelves["en"] = Shelf(FACTS, {"page": b"code"})

    again = Shelves("one", "UTC", THEME, bytes(32))
    expected = Shelf(FACTS, {"page": b"code"}) if fault == "relative" else Shelf()
    assert again["en"] == expected
    assert not (tmp_path / "here").exists()
    assert bool([*tmp_path.glob("home/.cache/sitegen/templates/*")]) == (fault == "relative")


def _refused(*_: object) -> int:
    raise PermissionError


def test_shelves_used_last_are_kept(tmp_path: Path, user_cache: Path) -> None:
    """An old version's stays for as long as it is read; drafts of killed builds go."""
    for number in range(shelf._MOST):
        fill(tmp_path / str(number), f"engine {number}")
    by_age = sorted(shelves_in(user_cache), key=lambda file: file.stat().st_mtime_ns)
    for age, file in enumerate(by_age):
        os.utime(file, (age, age))
    os.utime(by_age[0], (shelf._MOST, 0))  # the oldest was read last
    (by_age[0].parent / "half.new").write_bytes(b"half")

    fill(tmp_path / "new", "a new engine")

    kept = shelves_in(user_cache)
    assert len(kept) == shelf._MOST
    assert {*by_age} - {*kept} == {by_age[1]}
    assert "page" in folders(tmp_path / "next", "a new engine")["en"]


def test_a_draft_that_another_build_swept_away_is_no_fault(
    tmp_path: Path, user_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sites are built for the first time at once."""
    replace = Path.replace

    def swept(draft: Path, target: Path) -> Path:
        if target.parent.parent.name == "sitegen":
            draft.unlink()
        return replace(draft, target)

    monkeypatch.setattr(Path, "replace", swept)
    fill(tmp_path / "a")
    assert shelves_in(user_cache) == []
    assert "page" in folders(tmp_path / "a")["en"]
