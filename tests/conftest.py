"""The `site` fixture: a small site on disk, something done to it, what its readers then see.

    site.write("content/news/vote.md", "---\ntitle: ...")
    built = site.build(now="2026-03-01T12:00:00-06:00")
    assert built.mentioning("Budget vote") == []

`build` goes through the same door as the command line and raises `SitegenError` with every
problem in its text; `problems` is for tests that expect them.
"""

from __future__ import annotations

import fcntl
import fnmatch
import os
import pickle
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

import hypothesis
import pytest

from sitegen.core import disk
from sitegen.core.problems import Problem, SitegenError
from sitegen.model.tasks import Report
from sitegen.settings import extensions
from sitegen.sources import scan
from sitegen.theme.needs import TemplateFacts

# In CI the same examples every time, so that luck turns no change red; by hand, new ones. A busy
# machine is no mistake of anybody's.
hypothesis.settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

ROOT = Path(__file__).resolve().parent.parent
NOW = "2026-11-22T12:00:00-06:00"

SETTINGS = """\
title = "The Sample Gazette"
tagline = "Sample headlines for tests"
base_url = "https://gazette.example"
language = "en"
timezone = "America/Chicago"

[[sections]]
slug = "news"
title = "News"

[[sections]]
slug = "local"
title = "Local"
"""


def text_of(text: str) -> str:
    """Take the indentation of a test's own lines off a text that it holds."""
    return textwrap.dedent(text).lstrip("\n")


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` by its path with forward slashes."""
    files = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
    start = len(os.path.join(folder, ""))
    tree = {}
    for file in sorted(files, key=lambda file: file.split(os.sep)):
        if os.path.isfile(file):
            with open(file, "rb") as data:
                tree[file[start:].replace(os.sep, "/")] = data.read()
    return tree


@dataclass(frozen=True)
class Built:
    """What a build left behind."""

    output: Path
    tree: Mapping[str, bytes]  # every published file, by its path in output/
    report: Report

    def __getitem__(self, file: str) -> str:
        """Return the text of one published file: built["news/vote/index.html"]."""
        if file not in self.tree:
            raise AssertionError(f"{file} was not published; these were: {sorted(self.tree)}")
        return self.tree[file].decode("utf-8")

    def mentioning(self, text: str) -> list[str]:
        """Return the files that hold `text` in their bytes or in their names."""
        sought = text.encode("utf-8")
        return [file for file, data in self.tree.items() if sought in data or text in file]

    def paths(self, pattern: str = "*") -> list[str]:
        """Return the published files whose path matches; `*` matches slashes too."""
        return [file for file in self.tree if fnmatch.fnmatchcase(file, pattern)]


class Site:
    """A site's folder: settings and no story, until a test writes some."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        if not (root / "sitegen.toml").exists():
            self.write("sitegen.toml", SETTINGS)

    def write(self, path: str, text: str) -> Path:
        """Write a source file; indentation that all lines share is taken off."""
        return self.write_bytes(path, text_of(text).encode("utf-8"))

    def write_bytes(self, path: str, data: bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def story(self, path: str = "content/news/vote.md", body: str = "", **keys: object) -> Path:
        """Write a story with sound front matter; `keys` are added to it or replace its own.

        A value is written as it stands, so it may be any YAML: tags="[schools, budget]".
        """
        facts: dict[str, object] = {
            "title": Path(path).stem.replace("-", " ").capitalize(),
            "published": "2026-03-01T09:00:00-06:00",
            "summary": "A sample summary of fifty to one hundred and sixty characters, for tests.",
            **keys,
        }
        lines = [f"{key}: {value}" for key, value in facts.items() if value is not None]
        body = text_of(body) or "The sample council met in a sample hall and adjourned.\n"
        return self.write_bytes(path, "\n".join(["---", *lines, "---", "", body]).encode("utf-8"))

    def setting(self, line: str) -> None:
        """Put one line of settings before the first table of sitegen.toml, or a table last."""
        settings = self.read("sitegen.toml")
        text = text_of(line).rstrip("\n") + "\n"
        joined = f"{settings}\n{text}" if text.startswith("[") else text + settings
        self.write_bytes("sitegen.toml", joined.encode("utf-8"))

    def delete(self, path: str) -> None:
        target = self.root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    def move(self, path: str, to: str) -> None:
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        os.replace(self.root / path, self.root / to)

    def build(
        self,
        now: str = NOW,
        *,
        jobs: int = 1,
        output: Path | None = None,
        adopt: bool = False,
        allow_empty: bool = True,
        hurry: Callable[[], bool] = lambda: False,
    ) -> Built:
        """Build into output/ as of `now`, an ISO 8601 time with its offset.

        Raises:
            SitegenError: there are problems; its text names them all.
        """
        # Not at the top: tests of single modules also run while the build cannot be imported.
        from sitegen.build.build import build

        report = build(
            self.root,
            now=datetime.fromisoformat(now),
            output=output,
            jobs=jobs,
            adopt=adopt,
            allow_empty=allow_empty,
            hurry=hurry,
        )
        folder = output or self.root / "output"
        return Built(folder, tree_of(folder), report)

    def problems(self, now: str = NOW, *, jobs: int = 1) -> tuple[Problem, ...]:
        """Build a site that has problems, see that output/ stays as it was, return them."""
        output = self.root / "output"
        before = tree_of(output)
        with pytest.raises(SitegenError) as refused:
            self.build(now, jobs=jobs)
        assert tree_of(output) == before, "a build with problems touched output/"
        return refused.value.problems

    def copy(self, to: Path | None = None) -> Site:
        """Return the same sources elsewhere, without output and cache: a clean build's start."""
        number = 1
        while to is None or to.exists():
            to = self.root.with_name(f"{self.root.name}-copy{number}")
            number += 1
        shutil.copytree(
            self.root, to, symlinks=True, ignore=shutil.ignore_patterns("output", ".sitegen_cache")
        )
        return Site(to)


@pytest.fixture
def small_grain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file be old soon, so that notes of it are trusted, and may be wrong."""
    monkeypatch.setattr(scan, "GRAIN", 60_000_000)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


@pytest.fixture(autouse=True, scope="session")
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep tests out of what the user's own programs have; commands that tests run see it too."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        yield folder


@pytest.fixture(autouse=True, scope="session")
def no_shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test find what another's site compiled, nor what the user's own sites did.

    Where there should be sitegen's folder is a file. `user_cache` is for tests of what is in it.
    """
    folder = tmp_path_factory.mktemp("user-cache")
    (folder / "sitegen").write_bytes(b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield


@pytest.fixture
def user_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of a user who has not built yet."""
    folder = tmp_path / "user-cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


_SYSTEM_CALL, _FSYNC = disk._system_call, os.fsync


@pytest.fixture(autouse=True, scope="session")
def disk_that_is_not_waited_for() -> Iterator[None]:
    """Have builds go on before the disk has what they wrote.

    To wait for it, and for what other programs wrote, was much of the time of tests that build;
    `real_disk` is for those that are about it, or that pull the plug.
    """

    def call(name: str) -> Callable[..., Any] | None:
        return (lambda *_: 0) if name == "syncfs" else _SYSTEM_CALL(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "_system_call", call)
        patch.setattr(os, "fsync", lambda _handle: None)
        yield


@pytest.fixture
def real_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_system_call", _SYSTEM_CALL)
    monkeypatch.setattr(os, "fsync", _FSYNC)


@pytest.fixture(autouse=True, scope="session")
def theme_read_once() -> Iterator[None]:
    """Read and compile each of the theme's own templates once in this process.

    Text and filters alone decide what comes of it, and it takes nine tenths of the time of a
    small site's first build. What a build notes and keeps of it is the same. So it is with
    style sheets and the favicon, which follow from a text and from a picture.
    """
    from sitegen import pictures
    from sitegen.theme import jinja, layers, stylesheet

    facts_of, own = jinja.facts_of, str(layers.root() / "templates")
    words_of = lru_cache(1000)(lambda source: frozenset(re.findall(r"\w+", source)))
    known: dict[tuple[object, ...], TemplateFacts] = {}
    compiled: dict[tuple[object, ...], CodeType | None] = {}

    def remembered(env: Any, name: str) -> TemplateFacts:
        file, source = "", ""
        with suppress(UnicodeDecodeError):  # of a site's own template: `facts_of` tells of it
            source, file, _ = env.loader.get_source(env, name)
        if not file.startswith(own) or env.bytecode_cache is None:
            return facts_of(env, name)
        filters = sorted(env.filters.keys() & words_of(source))
        key = (type(env), name, file, source, *((word, env.filters[word]) for word in filters))
        facts = known.get(key)
        if facts is None:
            facts = facts_of(env, name)
            known[key] = facts
            compiled[key] = env.bytecode_cache.get_bucket(env, name, file, source).code
        elif compiled[key] is not None:
            bucket = env.bytecode_cache.get_bucket(env, name, file, source)
            bucket.code = compiled[key]
            env.bytecode_cache.set_bucket(bucket)
        return facts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja, "facts_of", remembered)
        patch.setattr(stylesheet, "squeeze", lru_cache(stylesheet.squeeze))
        patch.setattr(pictures, "favicon", lru_cache(pictures.favicon))
        yield


@pytest.fixture(autouse=True)
def own_modules() -> Iterator[None]:
    """Take away the modules of a test's own site, for the next one has others of that name."""
    path = list(sys.path)
    yield
    extensions._imported.clear()  # their files may be gone, which is a change
    if sys.path == path:
        return
    roots = tuple(f"{entry}/" for entry in sys.path if entry not in path)
    sys.path[:] = path
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(roots):
            del sys.modules[name]
    extensions.load.cache_clear()


def _shared(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Site], None]
) -> Built:
    """Build a site once for all test processes. Nobody may change what it returns."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent
    folder = base / name
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "built"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            site = Site.__new__(Site)
            site.root = folder / "site"
            make(site)
            done.write_bytes(pickle.dumps(site.build(jobs=2).report))
    output = folder / "site" / "output"
    return Built(output, tree_of(output), pickle.loads(done.read_bytes()))


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Yes-Hope News as this repository holds it, built."""

    def make(site: Site) -> None:
        site.root.mkdir(parents=True)
        shutil.copytree(ROOT / "content", site.root / "content")
        shutil.copytree(ROOT / "static/own", site.root / "static/own")
        shutil.copy(ROOT / "sitegen.toml", site.root)

    return _shared(tmp_path_factory, "own-site", make)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample site, with its stories in every kind and state, built."""

    def make(site: Site) -> None:
        from sitegen.newsite import scaffold

        now = datetime.fromisoformat(NOW)
        scaffold.init(site.root, title="The Sample Gazette", sample=True, now=now)

    return _shared(tmp_path_factory, "sample-site", make)
