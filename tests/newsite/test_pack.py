"""A site's own copy of sitegen: its bytes, and what requirements.txt says of the rest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from sitegen import hosts
from sitegen.core import identity
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.newsite import pack, requirements, wheel
from sitegen.settings.load import load
from sitegen.settings.types import BUILT_IN_SEARCH, HOSTS, OWN_SEARCH
from tests.conftest import ROOT, Site

WHEEL = wheel.Wheel("sitegen_news-1-py3-none-any.whl", b"wheel", "1", ("pillow>=11",), ("search",))


@pytest.fixture(scope="module")
def packed() -> wheel.Wheel:
    return wheel.running_wheel()


@pytest.fixture
def site_packages(packed: wheel.Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the checkout's wheel is installed, and from which sitegen seems to run."""
    folder = tmp_path / "site-packages"
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        archive.extractall(folder)
    info = next(folder.glob("*.dist-info"))
    for name in ("INSTALLER", "direct_url.json"):
        (info / name).write_text("pip\n", "utf-8")
    record = (info / "RECORD").read_text("utf-8")
    (info / "RECORD").write_text(
        f"../bin/sitegen,sha256=x,1\n{info.name}/INSTALLER,,\n{record}"
        "sitegen/__pycache__/__init__.cpython-313.pyc,,\n",
        "utf-8",
    )
    monkeypatch.setattr(wheel, "checkout", lambda: None)
    monkeypatch.setattr(wheel, "package_folder", lambda: folder / "sitegen")
    installed = metadata.Distribution.at(info)
    monkeypatch.setattr(metadata, "distribution", lambda _name: installed)
    return folder


@pytest.mark.usefixtures("site_packages")
def test_a_checkout_and_what_was_installed_from_it_give_the_same_bytes(packed: wheel.Wheel) -> None:
    """The same copy of sitegen is the same file, wherever it is packed."""
    assert wheel.running_wheel() == packed


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


def test_a_wheel_is_made_of_files_by_their_names() -> None:
    """In order, as plain files of one day, with RECORD last; its name says what it fits."""
    info = "sample-2.dist-info"
    said = 'Version: 2\nRequires-Dist: a>=1\nRequires-Dist: b; extra == "x"\nProvides-Extra: x\n'
    files = {
        "sample/b.py": b"b", f"{info}/METADATA": said.encode(), "sample/a.py": b"",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nTag: py3-none-any\nTag: py2-none-any\n",
    }  # fmt: skip

    packed = wheel._wheel(files)

    assert replace(packed, data=b"") == wheel.Wheel(
        "sample-2-py3-none-any.whl", b"", "2", ("a>=1", 'b; extra == "x"'), ("x",)
    )
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert archive.namelist() == [
            f"{info}/METADATA", f"{info}/WHEEL", "sample/a.py", "sample/b.py", f"{info}/RECORD",
        ]  # fmt: skip
        assert {(entry.create_system, entry.external_attr) for entry in archive.infolist()} == {
            (3, 0o100644 << 16)
        }
        record = archive.read(f"{info}/RECORD").decode().splitlines()
    assert record[2:] == [
        "sample/a.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0",
        "sample/b.py,sha256=PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0,1",
        f"{info}/RECORD,,",
    ]
    bare = {f"{info}/METADATA": b"Version: 2\n", f"{info}/WHEEL": b"Tag: py3-none-any\n"}
    assert (wheel._wheel(bare).needs, wheel._wheel(bare).extras) == ((), ())


@pytest.mark.parametrize(
    ("path", "is_content"),
    [
        ("sitegen/cli/main.py", True),
        ("sitegen_news-1.dist-info/METADATA", True),
        ("sitegen_news-1.dist-info/RECORD", False),
        ("sitegen_news-1.dist-info/INSTALLER", False),
        ("sitegen_news-1.dist-info/licenses/RECORD", True),
        ("sitegen/RECORD", True),
        ("sitegen/__pycache__/main.cpython-313.pyc", False),
        ("../../bin/sitegen", False),
        ("/usr/bin/sitegen", False),
    ],
)
def test_what_installers_add_is_no_part_of_a_wheel(path: str, is_content: bool) -> None:
    """It would tell a host what this machine is like."""
    assert wheel._is_content(path) is is_content


def test_a_checkout_is_built_by_pip_where_its_backend_is_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip fetches it; of what is made, no folder and nothing of an installer is packed."""
    system = 'build-backend = "absent_backend.api"\nrequires = []'
    (tmp_path / "pyproject.toml").write_text(f"[build-system]\n{system}\n", "utf-8")
    asked: list[list[str]] = []
    options: list[dict[str, object]] = []
    status = 0

    def run(command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        options.append(more)
        target = Path(command[command.index("-w") + 1])
        if len(asked) < 3:
            (target / "b.whl").touch()
            with zipfile.ZipFile(target / "a.whl", "w") as archive:
                for name in ("a/", "a/b.py", "a-1.dist-info/RECORD"):
                    archive.writestr(name, "x")
        return subprocess.CompletedProcess(command, status, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    assert wheel._built_files(tmp_path) == {"a/b.py": b"x"}
    target = asked[0][asked[0].index("-w") + 1]
    assert asked[0] == [
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", target),
        str(tmp_path),
    ]
    assert options[0] == {"capture_output": True, "text": True, "timeout": 300, "check": False}
    status = 1  # and still it left a wheel
    with pytest.raises(SitegenError, match="the build backend made no wheel"):
        wheel._built_files(tmp_path)
    status = 0  # and it left none
    with pytest.raises(SitegenError, match="the build backend made no wheel"):
        wheel._built_files(tmp_path)


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
    monkeypatch.setattr(wheel, "package_folder", lambda: site_packages / "sitegen")
    next(site_packages.glob("*.dist-info/RECORD")).unlink()
    with pytest.raises(SitegenError, match=r"left no record of its files"):
        wheel.running_wheel()


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


class Installed:
    """Stands for a package that is installed here."""

    def __init__(self, version: str, *needs: str) -> None:
        self.version = version
        self.requires = list(needs) or None


def test_of_each_package_that_is_needed_so_much_is_named_as_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Extras of ours and of others, circles, other spellings; what is not here is not needed."""
    here = {
        "a": Installed("1"),
        "b": Installed(
            "2", "Dep_One.Two>=1", "only-x; extra == 'x'", "only-y ; extra=='y'",
            'only-z; extra == "z"', "absent", 'absent-too; extra == "x"', "a (>=1)",
        ),
        "dep-one-two": Installed("3", "b", "late"),
        "late": Installed("4"), "only-x": Installed("5"), "only-y": Installed("6"),
        "only-z": Installed("7"), "c": Installed("8"), "d": Installed("9"),
    }  # fmt: skip

    def distribution(name: str) -> Installed:
        if name not in here:
            raise metadata.PackageNotFoundError(name)
        return here[name]

    monkeypatch.setattr(metadata, "distribution", distribution)
    needs = ("a>=1", "B[x, y] ; python_version > '3'", 'c; extra == "search"',
             'd; extra == "other"', "absent; sys_platform == 'os2'")  # fmt: skip

    versions = requirements.installed_versions(needs, ["search"])

    assert versions == {"a": "1", "b": "2", "c": "8", "dep-one-two": "3", "late": "4",
                        "only-x": "5", "only-y": "6"}  # fmt: skip
    assert list(versions) == sorted(versions)
    assert requirements.installed_versions(("b",), ()) == {
        "a": "1", "b": "2", "dep-one-two": "3", "late": "4",
    }  # fmt: skip


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
    options: list[dict[str, object]] = []

    def run(command: list[str], **more: object) -> None:
        asked.append(command)
        options.append(more)
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", run)
    _, trouble = requirements.requirements(WHEEL, (), requirements.linux("3.12"))
    requirements.requirements(WHEEL, (), requirements.HERE)

    assert trouble == "pip had no answer within three minutes"
    there, here = asked
    folder = Path(here[here.index("--target") + 1])
    assert here == [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--dry-run", "--ignore-installed", "--no-deps", "--retries", "1"),
        *("--target", str(folder), "--report", str(folder / "report.json")),
        f"pillow=={metadata.version('pillow')}",
    ]
    platforms = [f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 25, 24, 23, 22, 21, 20)]
    platforms += ["manylinux_2_19_x86_64", "manylinux_2_18_x86_64", "manylinux_2_17_x86_64"]
    assert there[len(here) - 1 : -1] == [
        *("--python-version", "3.12", "--implementation", "cp"),
        *(word for tag in [*platforms, "manylinux2014_x86_64"] for word in ("--platform", tag)),
    ]
    assert options == [{"capture_output": True, "text": True, "timeout": 180, "check": False}] * 2
    assert requirements.linux("3.12").name == "Linux, Python 3.12"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("ERROR: one\nERROR: two\nhelp\n", "two"),
        ("first\nlast\n", "last"),
        (" \n", "it said nothing"),
    ],
)
def test_why_pip_names_no_digests_is_told(
    said: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last error, else its last line."""
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "", said)
    )
    text, trouble = requirements.requirements(WHEEL, (), requirements.HERE)
    assert trouble == f"pip could not ask for them ({reason})"
    assert text == (
        "# Written by sitegen pack: the next one writes it again.\n"
        "# What builds this site on this machine; elsewhere install the file in vendor/.\n"
        "./vendor/sitegen_news-1-py3-none-any.whl\n"
        f"pillow=={metadata.version('pillow')}\n"
    )


def test_digests_are_those_that_pip_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under whatever spelling it knows a package; one without a digest leaves all without."""
    file = {"archive_info": {"hashes": {"sha256": "ab"}}}

    def run(command: list[str], **_more: object) -> subprocess.CompletedProcess[str]:
        packages = [{"metadata": {"name": name}, "download_info": file}
                    for name in ("Pillow", "Not_Asked.For")]  # fmt: skip
        report = Path(command[command.index("--report") + 1])
        report.write_text(json.dumps({"install": packages}), "utf-8")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    text, trouble = requirements.requirements(WHEEL, (), requirements.HERE)
    assert trouble == ""
    assert text == (
        "# Written by sitegen pack: the next one writes it again.\n"
        "# What builds this site on this machine; elsewhere install the file in vendor/.\n"
        "./vendor/sitegen_news-1-py3-none-any.whl \\\n"
        f"    --hash=sha256:{hashlib.sha256(b'wheel').hexdigest()}\n"
        f"pillow=={metadata.version('pillow')} \\\n    --hash=sha256:ab\n"
    )

    file.clear()
    text, trouble = requirements.requirements(WHEEL, (), requirements.HERE)
    assert trouble == "pip named none for pillow"
    assert "--hash" not in text


def test_extras_are_those_of_the_settings_that_this_copy_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An extra that sitegen does not have would stop every build on the host."""
    monkeypatch.setattr(requirements, "_digests", lambda versions, _machine: ({}, "no network"))

    copy = replace(WHEEL, extras=("search", "deploy"))
    for wishes, end in (
        (("search", "heic"), "[search]"),
        (("search", "deploy"), "[deploy,search]"),
        (("heic",), ""),
    ):
        text, _ = requirements.requirements(copy, wishes, requirements.HERE)
        assert f"./vendor/sitegen_news-1-py3-none-any.whl{end}\n" in text


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
    (tmp_path / "vendor/sitegen_news-2-py3-none-any.whl").write_bytes(b"newer")
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
    assert (packed_site / "vendor" / WHEEL.name).read_bytes() == WHEEL.data
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


def test_a_disk_that_names_no_file_is_told_of_the_one_that_was_to_be_written(
    packed_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some errors have neither words nor a name; vendor/ is made where it is not there."""
    shutil.rmtree(packed_site / "vendor")

    def refuse(*_: object, **__: object) -> None:
        raise OSError("Odd")

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(SitegenError) as refused:
        pack.pack(packed_site)
    assert refused.value.problems == (Problem("requirements.txt", 0, "cannot be written: odd"),)
    assert (packed_site / "vendor" / WHEEL.name).exists()


def test_extras_are_those_that_the_settings_use(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Search of ours, a deploy by rclone, and photos of iphones where they can be read here."""
    monkeypatch.setattr(pack, "find_spec", lambda name: None)
    assert pack.extras_of(load(site.root)) == ()
    site.setting('[deploy.a]\nto = "folder:/srv/a"')
    settings = load(site.root)
    assert pack.extras_of(settings) == ()
    later = replace(settings.deploy["a"], to="sample:x")
    assert pack.extras_of(replace(settings, deploy={"a": later})) == ()
    site.setting('[deploy.m]\nto = "rclone:box:gazette"')
    assert pack.extras_of(load(site.root)) == ("deploy",)
    monkeypatch.setattr(pack, "find_spec", lambda name: name == "pillow_heif" or None)
    for search, wished in ((BUILT_IN_SEARCH, True), (OWN_SEARCH, False), ("", False)):
        settings = replace(load(site.root), search=search)
        extras = ("search", "deploy", "heic") if wished else ("deploy", "heic")
        assert pack.extras_of(settings) == extras


def test_no_host_builds_nothing() -> None:
    """And it is one of those whose own machines build that is packed for."""
    assert not pack.builds_sites("")
    assert [host for host in HOSTS if pack.builds_sites(host)] == [
        host for host in HOSTS if hosts.ci_file(host) is not None
    ]


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
