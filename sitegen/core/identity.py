"""Which copy of sitegen runs: its name among packages, its version, and where it stands.

The command and the Python package are called `sitegen`; the distribution is called
`sitegen-news`, because "sitegen" is somebody else's on the registry of Python packages. Until
ours is there, nothing that we write names either to an installer: a copy is installed from a
checkout, or from the wheel in a site's vendor/.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from sitegen import core

DISTRIBUTION = "sitegen-news"
VENDOR = "vendor"  # the folder of a site that holds its copy of sitegen
WHEEL_NAME = f"{DISTRIBUTION.replace('-', '_')}-*.whl"  # a pattern of names in vendor/


def package_folder() -> Path:
    return Path(__file__).resolve().parent.parent


def checkout() -> Path | None:
    """Return the checkout that this copy runs from; None when it was installed."""
    folder = package_folder().parent
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return folder if project.get("project", {}).get("name") == DISTRIBUTION else None


def version() -> str:
    """Return this copy's version; a checkout's stands in its pyproject.toml."""
    folder = checkout()
    if folder is None:
        return core.metadata.version(DISTRIBUTION)
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def install_command(extra: str = "", site_root: Path | None = None) -> str:
    """Return the command that installs this very copy anew, with one of its extras.

    In a checkout that is `pip install -e '.[search]'`; elsewhere it names the copy in the
    site's vendor/, which `sitegen pack` writes where there is none yet.
    """
    extras = f"[{extra}]" if extra else ""
    folder = checkout()
    if folder is not None:
        where = "." if folder == Path.cwd() else str(folder)
        return f"pip install -e '{where}{extras}'"
    wheels = sorted((site_root / VENDOR).glob(WHEEL_NAME)) if site_root is not None else []
    if wheels:
        return f"pip install '{VENDOR}/{wheels[-1].name}{extras}'"
    name = WHEEL_NAME.replace("*", f"{version()}-py3-none-any")
    return f"sitegen pack && pip install '{VENDOR}/{name}{extras}'"
