"""requirements.txt: what a site is built with, to the exact version and the last byte.

The versions are those with which the running copy runs; a host builds with what was seen to
work at the desk. The digests are those of the files that the host's system and Python take,
as pip names them, which must be asked for over the network. Without it the versions stand
alone.

Source: pip.pypa.io, "Secure installs", "Installation Report" and "pip install".
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from sitegen.core.identity import VENDOR, install_command
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record
from sitegen.newsite.wheel import Wheel

FILE = "requirements.txt"
BANNER = "# Written by sitegen pack: the next one writes it again."
_PIP_SECONDS = 180
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9._-]+)\s*(?:\[([^]]*)\])?")
_EXTRA = re.compile(r"""\bextra\s*==\s*["']([^"']+)["']""")


class Machine(Record):
    """The machine that will build the site."""

    name: str  # in words
    python: str = ""  # "3.13"; "" for the Python that runs now
    platforms: tuple[str, ...] = ()  # as pip names them, best first; () for this machine's


HERE = Machine("this machine")


def linux(python: str) -> Machine:
    """Return the machines of the hosts that build sites: Linux on x86-64, glibc 2.28 or newer."""
    tags = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)]
    return Machine(f"Linux, Python {python}", python, (*tags, "manylinux2014_x86_64"))


def requirements(wheel: Wheel, extras: Iterable[str], machine: Machine) -> tuple[str, str]:
    """Return the text of requirements.txt, and why it holds no digests; "" when it does.

    Args:
        extras: of sitegen, that the site's settings ask for; those that it does not have
            are passed over.

    Raises:
        SitegenError: what an extra needs is not installed here.
    """
    with_extras = sorted(set(extras).intersection(wheel.extras))
    versions = installed_versions(wheel.needs, with_extras)
    digests, trouble = _digests(versions, machine)
    file = f"./{VENDOR}/{wheel.name}" + (f"[{','.join(with_extras)}]" if with_extras else "")
    where = f"# What builds this site on {machine.name}; elsewhere install the file in {VENDOR}/."
    lines = [BANNER, where]
    if trouble:
        pins = [f"{name}=={version}" for name, version in versions.items()]
        return "\n".join([*lines, file, *pins]) + "\n", trouble
    lines += [f"{file} \\", f"    --hash=sha256:{sha256(wheel.data).hexdigest()}"]
    for name, version in versions.items():
        lines += [f"{name}=={version} \\", f"    --hash=sha256:{digests[name]}"]
    return "\n".join(lines) + "\n", ""


def installed_versions(needs: Sequence[str], extras: Iterable[str]) -> dict[str, str]:
    """Return the exact versions of all that sitegen needs, and of what that needs, by name.

    What a requirement's marker says of systems and Pythons is not looked at: what is needed
    here is installed here, and what is not installed is not needed.

    Raises:
        SitegenError: what an extra needs is not installed here.
    """
    versions: dict[str, str] = {}
    waiting = [("", need, frozenset(extras)) for need in needs]
    needs_read = set()
    while waiting:
        extra_of_ours, need, wish = waiting.pop()
        extra = _EXTRA.search(need.partition(";")[2])
        if extra is not None and extra[1] not in wish:
            continue
        match = _REQUIREMENT.match(need)
        assert match is not None, need
        name = re.sub(r"[-_.]+", "-", match[1]).lower()
        inner = frozenset(filter(None, re.split(r"[\s,]+", match[2] or "")))
        if (name, inner) in needs_read:
            continue
        needs_read.add((name, inner))
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            if extra is not None and not extra_of_ours:
                raise SitegenError([_not_installed(name, extra[1])]) from None
            continue
        versions[name] = distribution.version
        waiting += [(name, each, inner) for each in distribution.requires or ()]
    return dict(sorted(versions.items()))


def _not_installed(name: str, extra: str) -> Problem:
    return Problem(
        f"[{extra}]",
        0,
        f"the settings ask for '{extra}', which needs '{name}', and that is not installed here",
        f"Install it, and pack again: {install_command(extra)}",
    )


def _digests(versions: Mapping[str, str], machine: Machine) -> tuple[dict[str, str], str]:
    """Return the SHA-256 of each package's file on a machine; or why pip cannot name them."""
    pins = [f"{name}=={version}" for name, version in versions.items()]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--dry-run", "--ignore-installed", "--no-deps", "--retries", "1"),
            *("--target", folder, "--report", str(report)),
        ]
        if machine.platforms:
            command += ["--python-version", machine.python, "--implementation", "cp"]
            command += [word for tag in machine.platforms for word in ("--platform", tag)]
        try:
            run = subprocess.run(  # noqa: S603 - Python itself, and names of packages we run with
                [*command, *pins],
                capture_output=True,
                text=True,
                timeout=_PIP_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {}, "pip had no answer within three minutes"
        if run.returncode:
            errors = [line for line in run.stderr.splitlines() if line.startswith("ERROR")]
            reason = (errors or run.stderr.strip().splitlines() or ["it said nothing"])[-1]
            return {}, f"pip could not ask for them ({reason.removeprefix('ERROR: ')})"
        packages = json.loads(report.read_text("utf-8"))["install"]
    digests = {}
    for package in packages:
        name = re.sub(r"[-_.]+", "-", package["metadata"]["name"]).lower()
        digest = package["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
        if digest:
            digests[name] = str(digest)
    absent = sorted(versions.keys() - digests.keys())
    return digests, f"pip named none for {', '.join(absent)}" if absent else ""
