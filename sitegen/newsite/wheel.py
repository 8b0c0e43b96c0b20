"""The running copy of sitegen as one file: a wheel, the same bytes each time.

An installed copy is put together again from its own files, each of which must still be what
RECORD says; a checkout is built by its own build backend. Both are written in one form, so
that a checkout and what was installed from it give the same bytes: names in order, no dates,
stored and not deflated, because one zlib writes other bytes than the next.

Source: packaging.python.org, "Binary distribution format" and "Recording installed projects".
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping
from email.parser import Parser
from importlib import metadata, util
from pathlib import Path

from sitegen.core.identity import DISTRIBUTION, checkout, package_folder
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record

_FOLDER = ".dist-info"
# What installers add, which is no part of what they installed.
_INSTALLERS_OWN = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json"}
_BUILD_SECONDS = 300
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # that a zip archive can name
_PLAIN_FILE = 0o100644 << 16

# Runs in a process of its own: a build backend may change the folder and whatever else.
_BACKEND_CALL = """\
import importlib, os, sys
os.chdir(sys.argv[1])
name, _, inner = sys.argv[3].partition(":")
backend = importlib.import_module(name)
for part in filter(None, inner.split(".")):
    backend = getattr(backend, part)
backend.build_wheel(sys.argv[2])
"""


class Wheel(Record):
    name: str  # of the file: "sitegen_news-0.1.0-py3-none-any.whl"
    data: bytes
    version: str
    needs: tuple[str, ...]  # as METADATA says them: 'pillow>=11.3', 'x; extra == "search"'
    extras: tuple[str, ...]  # that this copy can be installed with


def running_wheel() -> Wheel:
    """Return the copy of sitegen that runs.

    Raises:
        SitegenError: its files are not those that were installed, it was installed in a way
            that left no record, or the checkout cannot be built.
    """
    folder = checkout()
    return _wheel(_installed_files() if folder is None else _built_files(folder))


def _wheel(files: Mapping[str, bytes]) -> Wheel:
    """Return files as a wheel; its RECORD is written anew, and stands last."""
    info = next(path.partition("/")[0] for path in files if path.endswith(f"{_FOLDER}/METADATA"))
    facts = Parser().parsestr(files[f"{info}/METADATA"].decode("utf-8"))
    tags = Parser().parsestr(files[f"{info}/WHEEL"].decode("utf-8")).get_all("Tag", [])
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:

        def add(path: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.create_system, entry.external_attr = 3, _PLAIN_FILE
            archive.writestr(entry, data)

        for path in sorted(files):
            add(path, files[path])
            rows.writerow((path, _digest(files[path]), len(files[path])))
        rows.writerow((f"{info}/RECORD", "", ""))
        add(f"{info}/RECORD", record.getvalue().encode("utf-8"))
    return Wheel(
        name=f"{info.removesuffix(_FOLDER)}-{tags[0]}.whl",
        data=target.getvalue(),
        version=facts["Version"],
        needs=tuple(facts.get_all("Requires-Dist", [])),
        extras=tuple(facts.get_all("Provides-Extra", [])),
    )


def _installed_files() -> dict[str, bytes]:
    """Return the files of an installed copy by their names in a wheel, checked against RECORD."""
    distribution = metadata.distribution(DISTRIBUTION)
    record = distribution.read_text("RECORD")
    ours = Path(str(distribution.locate_file("sitegen"))).resolve() == package_folder()
    if record is None or not ours:
        what = "this copy of sitegen was installed in a way that left no record of its files"
        raise SitegenError([Problem(str(package_folder()), 0, what, _INSTALL_ANEW)])
    files: dict[str, bytes] = {}
    other: list[str] = []
    for path, digest, *_size in csv.reader(io.StringIO(record)):
        if not _is_content(path):
            continue
        try:
            data = Path(str(distribution.locate_file(path))).read_bytes()
        except OSError:
            data = b""
        if _digest(data) != digest:
            other.append(path)
        files[path] = data
    if other:
        what = "this file of sitegen is not what was installed"
        raise SitegenError([Problem(path, 0, what, _INSTALL_ANEW) for path in other])
    return files


_INSTALL_ANEW = "Install sitegen anew, from its checkout or its wheel; then pack it."


def _is_content(path: str) -> bool:
    """Say whether a line of RECORD names a file that came in the wheel."""
    folder, _, name = path.rpartition("/")
    return not (
        path.startswith(("..", "/"))
        or "__pycache__" in path
        or (folder.endswith(_FOLDER) and name in _INSTALLERS_OWN)
    )


def _built_files(folder: Path) -> dict[str, bytes]:
    """Return the files of the wheel that a checkout's own build backend makes."""
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    backend = str(project["build-system"]["build-backend"])
    with tempfile.TemporaryDirectory() as target:
        if util.find_spec(backend.partition(".")[0]) is not None:
            command = ["-c", _BACKEND_CALL, str(folder), target, backend]
        else:  # pip fetches it, and lets it go again
            command = ["-m", "pip", "wheel", "--quiet", "--no-deps", "-w", target, str(folder)]
        run = subprocess.run(  # noqa: S603 - Python itself, and words of our own
            [sys.executable, *command],
            capture_output=True,
            text=True,
            timeout=_BUILD_SECONDS,
            check=False,
        )
        wheels = sorted(Path(target).glob("*.whl"))
        if run.returncode or not wheels:
            why = (run.stderr.strip() or "the build backend made no wheel").splitlines()[-1]
            needs = " ".join(f"'{need}'" for need in project["build-system"]["requires"])
            hint = f"Install what it is built with: pip install {needs}"
            raise SitegenError([Problem(str(folder), 0, f"cannot be built: {why}", hint)])
        with zipfile.ZipFile(wheels[0]) as archive:
            return {
                name: archive.read(name)
                for name in archive.namelist()
                if not name.endswith("/") and _is_content(name)
            }


def _digest(data: bytes) -> str:
    """Return a digest as RECORD writes it."""
    text = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"sha256={text}"
