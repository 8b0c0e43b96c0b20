"""A site's own copy of sitegen: its bytes, and what requirements.txt says of the rest."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from sitegen import hosts
from sitegen.core import identity
from sitegen.core.problems import SitegenError
from sitegen.newsite import pack, requirements, wheel
from sitegen.settings.types import HOSTS
from tests.conftest import ROOT

WHEEL = wheel.Wheel("sitegen_news-1-py3-none-any.whl", b"wheel", "1", ("pillow>=11",), ("search",))


@pytest.fixture
def site_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the checkout's wheel is installed, and from which sitegen seems to run."""
    folder = tmp_path / "site-packages"
    packed = wheel.running_wheel()
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        archive.extractall(folder)
    info = next(folder.glob("*.dist-info"))
    for name in ("INSTALLER", "direct_url.json"):
        (info / name).write_text("pip\n", "utf-8")
    with (info / "RECORD").open("a", encoding="utf-8") as record:
        record.write(f"../bin/sitegen,sha256=x,1\n{info.name}/INSTALLER,,\n")
        record.write("sitegen/__pycache__/__init__.cpython-313.pyc,,\n")
    monkeypatch.setattr(wheel, "checkout", lambda: None)
    monkeypatch.setattr(wheel, "package_folder", lambda: folder / "sitegen")
    installed = metadata.Distribution.at(info)
    monkeypatch.setattr(metadata, "distribution", lambda _name: installed)
    return folder


def test_a_checkout_and_what_was_installed_from_it_give_the_same_bytes(site_packages: Path) -> None:
    """The same copy of sitegen is the same file, wherever and whenever it is packed."""
    installed = wheel.running_wheel()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wheel, "checkout", lambda: ROOT)
        built = wheel.running_wheel()

    assert installed == built


def test_the_packed_wheel_is_a_sound_one(site_packages: Path) -> None:
    """It is stored and not deflated, has no dates, and its RECORD tells of every file."""
    packed = wheel.running_wheel()

    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        assert {(entry.compress_type, entry.date_time) for entry in entries} == {
            (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))
        }
        info = names[-1].removesuffix("/RECORD")
        rows = list(csv.reader(io.StringIO(archive.read(names[-1]).decode())))
        assert [row[0] for row in rows] == names
        assert f"{info}/entry_points.txt" in names
        assert not any("INSTALLER" in name or name.endswith(".pyc") for name in names)
    assert packed.name == f"sitegen_news-{identity.version()}-py3-none-any.whl"


def test_a_copy_that_was_changed_is_not_packed(site_packages: Path) -> None:
    """What goes to the host with the right to publish is what was installed, or nothing."""
    (site_packages / "sitegen/__main__.py").write_text("print('somebody else')\n", "utf-8")
    (site_packages / "sitegen/cli/main.py").unlink()

    with pytest.raises(SitegenError) as refused:
        wheel.running_wheel()

    assert [(problem.path, problem.line) for problem in refused.value.problems] == [
        ("sitegen/__main__.py", 0),
        ("sitegen/cli/main.py", 0),
    ]


def test_a_copy_that_left_no_record_is_not_packed(
    site_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What runs is not what was installed: somebody put another folder before it."""
    monkeypatch.setattr(wheel, "package_folder", lambda: site_packages / "other/sitegen")

    with pytest.raises(SitegenError, match=r"left no record of its files") as refused:
        wheel.running_wheel()

    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == (str(site_packages / "other/sitegen"), 0)


def test_a_checkout_that_cannot_be_built_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last line of what its backend said, and what to install."""
    system = 'build-backend = "json"\nrequires = ["sample>=1"]'
    (tmp_path / "pyproject.toml").write_text(f"[build-system]\n{system}\n", "utf-8")
    monkeypatch.setattr(wheel, "checkout", lambda: tmp_path)

    with pytest.raises(SitegenError) as refused:
        wheel.running_wheel()

    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == (str(tmp_path), 0)
    assert "cannot be built: AttributeError: module 'json'" in problem.message
    assert "pip install 'sample>=1'" in problem.hint


def test_what_is_needed_is_named_to_the_exact_version() -> None:
    """A host builds with the versions that were seen to work at the desk, all of them."""
    needs = ("feedgen>=1", "uvicorn>=0.3", "absent; sys_platform == 'os2'", 'lxml; extra == "x"')

    versions = requirements.installed_versions(needs, ())

    assert versions["feedgen"] == metadata.version("feedgen")
    assert "python-dateutil" in versions  # which feedgen needs
    assert "absent" not in versions
    assert list(versions) == sorted(versions)


def test_an_extra_that_is_not_installed_here_cannot_be_packed() -> None:
    """The settings ask for what this copy cannot do: the remedy names the copy."""
    with pytest.raises(
        SitegenError,
        match=r"^\[search\]: error: .*'search'.*'absent-package'[\s\S]*pip install -e '",
    ):
        requirements.installed_versions(('absent-package; extra == "search"',), ["search"])


def test_without_a_network_the_versions_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """requirements.txt is whole but for its digests, and the newsroom is told."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")

    text, trouble = requirements.requirements(WHEEL, (), requirements.HERE)

    assert "./vendor/sitegen_news-1-py3-none-any.whl\n" in text
    assert f"\npillow=={metadata.version('pillow')}\n" in text
    assert "--hash" not in text
    assert "pip" in trouble


def test_the_digests_of_another_machine_are_asked_for_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A host's Linux takes other files than this machine; and a network may have no answer."""
    asked: list[list[str]] = []

    def run(command: list[str], **_more: object) -> None:
        asked.append(command)
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", run)
    _, trouble = requirements.requirements(WHEEL, (), requirements.linux("3.12"))
    requirements.requirements(WHEEL, (), requirements.HERE)

    assert trouble == "pip had no answer within three minutes"
    there, here = [[word for word in command if word[0] == "-"] for command in asked]
    assert {*there} - {*here} == {"--python-version", "--implementation", "--platform"}
    assert asked[0][asked[0].index("--python-version") + 1] == "3.12"


def test_digests_are_those_that_pip_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under whatever spelling it knows a package; one without a digest leaves all without."""
    file = {"archive_info": {"hashes": {"sha256": "ab"}}}

    def run(command: list[str], **_more: object) -> subprocess.CompletedProcess[str]:
        packages = [{"metadata": {"name": "Pillow"}, "download_info": file}]
        report = Path(command[command.index("--report") + 1])
        report.write_text(json.dumps({"install": packages}), "utf-8")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    text, trouble = requirements.requirements(WHEEL, (), requirements.HERE)
    assert trouble == ""
    assert f"\npillow=={metadata.version('pillow')} \\\n    --hash=sha256:ab\n" in text

    file.clear()
    text, trouble = requirements.requirements(WHEEL, (), requirements.HERE)
    assert trouble == "pip named none for pillow"
    assert "--hash" not in text


def test_extras_are_those_of_the_settings_that_this_copy_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An extra that sitegen does not have would stop every build on the host."""
    monkeypatch.setattr(requirements, "_digests", lambda versions, _machine: ({}, "no network"))

    with_search, _ = requirements.requirements(WHEEL, ("search", "heic"), requirements.HERE)

    assert "./vendor/sitegen_news-1-py3-none-any.whl[search]\n" in with_search


@pytest.fixture
def packed_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pack, "running_wheel", lambda: WHEEL)
    monkeypatch.setattr(
        requirements,
        "_digests",
        lambda versions, _machine: (dict.fromkeys(versions, "a" * 64), ""),
    )
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor/sitegen_news-0.9-py3-none-any.whl").write_bytes(b"old")
    (tmp_path / "vendor/own.whl").write_bytes(b"own")
    return tmp_path


def test_every_requirement_has_its_digest(packed_site: Path) -> None:
    """pip refuses the whole file where one line of many has none."""
    files, warnings = pack.pack(packed_site, "netlify")

    text = (packed_site / "requirements.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line.startswith("    --hash=sha256:") for line in lines] == [False, True] * (
        len(lines) // 2
    )
    assert files == ("requirements.txt", f"vendor/{WHEEL.name}")
    assert warnings == ()
    assert sorted(file.name for file in (packed_site / "vendor").iterdir()) == [
        "own.whl",
        WHEEL.name,
    ]


def test_without_digests_the_newsroom_is_told_how_to_get_them(
    packed_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host would take whatever it is given."""
    monkeypatch.setattr(requirements, "_digests", lambda versions, _machine: ({}, "no network"))

    _files, (warning,) = pack.pack(packed_site)

    assert (warning.path, warning.line, warning.warning) == ("requirements.txt", 0, True)
    assert warning.message.endswith("no digests: no network")


def test_what_cannot_be_written_is_named(packed_site: Path) -> None:
    """Which file or folder is in the way, and not the one that would have come next."""
    shutil.rmtree(packed_site / "vendor")
    (packed_site / "vendor").write_text("a sample")

    with pytest.raises(SitegenError) as refused:
        pack.pack(packed_site)

    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == ("vendor", 0)
    assert "cannot be written: file exists" in problem.message


def test_no_written_file_names_sitegen_bare(packed_site: Path) -> None:
    """Under the bare name a registry gives out a stranger's program."""
    pack.pack(packed_site, "github")
    texts = [(packed_site / "requirements.txt").read_text("utf-8")]
    texts += [file.text for host in HOSTS if (file := hosts.ci_file(host)) is not None]

    for text in texts:
        assert "install sitegen" not in text
        assert not any(
            line.strip().partition("=")[0] in ("sitegen", "sitegen-news")
            for line in text.splitlines()
        )


def test_requirements_of_the_newsrooms_own_stay(packed_site: Path) -> None:
    """What they hold besides would be lost; the file that init wrote in version 0.1 is ours."""
    file = packed_site / "requirements.txt"
    file.write_text("tabulate==1\nsitegen\n", "utf-8")
    with pytest.raises(SitegenError, match=r"^requirements\.txt: error: this file is your own"):
        pack.pack(packed_site)
    assert file.read_text("utf-8") == "tabulate==1\nsitegen\n"

    file.write_text(
        "# What builds this site on the host. To stay with one version, write: sitegen==0.1.0\n"
        "sitegen\n",
        "utf-8",
    )
    pack.pack(packed_site)
    assert "\nsitegen\n" not in file.read_text("utf-8")


@pytest.mark.parametrize("host", HOSTS)
def test_digests_are_those_of_the_python_that_the_host_builds_with(host: str) -> None:
    """A digest of another Python's file would stop every build."""
    file = hosts.ci_file(host)
    machine = pack.machine_of(host)

    assert machine == (requirements.HERE if file is None else requirements.linux(hosts.PYTHON))
    assert file is None or machine.python in file.text


def test_extras_are_installed_from_the_copy_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A remedy works from a checkout and on a site, and never asks a registry for sitegen."""
    assert identity.install_command("search") in (
        f"pip install -e '{ROOT}[search]'",
        "pip install -e '.[search]'",
    )

    monkeypatch.setattr(identity, "checkout", lambda: None)
    monkeypatch.setattr(identity, "version", lambda: "1")
    name = "vendor/sitegen_news-1-py3-none-any.whl"
    assert identity.install_command("search", tmp_path) == (
        f"sitegen pack && pip install '{name}[search]'"
    )
    (tmp_path / "vendor").mkdir()
    shutil.copy(__file__, tmp_path / name)
    assert identity.install_command("search", tmp_path) == f"pip install '{name}[search]'"
