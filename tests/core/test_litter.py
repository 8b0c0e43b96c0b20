"""What editors, disks and tools leave beside a story is no part of the site."""

from __future__ import annotations

import pytest

from sitegen.core.litter import is_litter
from tests.conftest import Site


@pytest.mark.parametrize(
    "name",
    ["Thumbs.db", "thumbs.db", "desktop.ini", "__pycache__", "__MACOSX", ".DS_Store", "._hall.jpg",
     "vote.md~", ".vote.md.swp", "#vote.md#", "4913", "~$vote.docx", "vote.tmp", "vote.md.bak",
     ".a\nb", "a\nb~"],
)  # fmt: skip
def test_what_tools_leave_is_litter(name: str) -> None:
    assert is_litter(name)


@pytest.mark.parametrize(
    "name", ["vote.md", ".well-known", ".nojekyll", "thumbs.md", "icon.svg", "desktop.md", "cache"]
)
def test_what_a_site_may_hold_is_not(name: str) -> None:
    assert not is_litter(name)


def test_litter_in_static_is_not_published(site: Site) -> None:
    """The watcher passed Thumbs.db over, and the build published it."""
    site.story()
    for name in ("root/Thumbs.db", "root/desktop.ini", "root/__pycache__/x.pyc", "img/Thumbs.db"):
        site.write_bytes(f"static/{name}", b"left by a tool")
    site.write("static/root/.well-known/security.txt", "Contact: mailto:desk@gazette.example\n")

    built = site.build()

    assert built.mentioning("left by a tool") == []
    assert "Contact" in built[".well-known/security.txt"]
