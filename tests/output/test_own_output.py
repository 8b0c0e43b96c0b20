"""An output folder knows whose it is: nothing of another site is ever replaced or deleted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from sitegen.output.own_files import manifest_text, read_manifest
from sitegen.output.recovery import JOURNAL
from tests.conftest import NOW, Site, tree_of

AUTHORITY = '[feeds]\nauthority = "gazette.example,2024"'


def other_site(tmp_path: Path, authority: str = "") -> Site:
    site = Site(tmp_path / "other")
    settings = site.read("sitegen.toml").replace("gazette.example", "herald.example")
    site.write("sitegen.toml", settings)
    if authority:
        site.setting(f'[feeds]\nauthority = "{authority}"')
    site.story("content/news/theirs.md", title="A story of the other site")
    return site


# Two sites, one folder


def test_a_second_site_deletes_nothing_of_the_first(site: Site, tmp_path: Path) -> None:
    """Two sites pointed at one folder: the second is refused, and told how to take it over."""
    site.story()
    before = site.build(NOW).tree
    other = other_site(tmp_path)
    output = site.root / "output"

    with pytest.raises(SitegenError, match="another site: https://gazette") as refusal:
        other.build(NOW, output=output)
    assert "--adopt" in str(refusal.value)
    assert tree_of(output) == before

    taken = other.build(NOW, output=output, adopt=True).tree
    assert taken == other.copy().build(NOW).tree
    # And now it is the first that has lost it, whatever its cache remembers.
    with pytest.raises(SitegenError, match="another site: https://herald"):
        site.build(NOW)


def test_the_authority_of_feeds_names_the_site(site: Site, tmp_path: Path) -> None:
    """Where the settings say who mints the ids, that outlives any new address."""
    site.setting(AUTHORITY)
    site.story()
    site.build(NOW)
    shutil.rmtree(site.root / ".sitegen_cache")
    settings = site.read("sitegen.toml").replace("https://gazette", "https://www.gazette")
    site.write("sitegen.toml", settings)

    assert "https://www.gazette.example" in site.build(NOW)["index.html"]
    with pytest.raises(SitegenError, match="another site: gazette"):
        other_site(tmp_path).build(NOW, output=site.root / "output")


def test_a_new_address_needs_no_adoption_where_the_cache_knows_the_folder(site: Site) -> None:
    """A site that moves to another host builds into its folder as ever."""
    site.story()
    site.build(NOW)
    site.write("sitegen.toml", site.read("sitegen.toml").replace("gazette.ex", "herald.ex"))

    assert "https://herald.example" in site.build(NOW)["index.html"]
    assert read_manifest(site.root / "output").site == "https://herald.example"


def test_a_site_that_lost_its_cache_knows_its_folder(site: Site) -> None:
    """A fresh checkout beside the published folder builds without a question."""
    site.story()
    before = site.build(NOW).tree
    shutil.rmtree(site.root / ".sitegen_cache")

    assert site.build(NOW).tree == before


def test_a_site_moved_with_its_cache_knows_its_folder(site: Site, tmp_path: Path) -> None:
    """A newsroom that renames its folder, or the paper, goes on as before."""
    site.story()
    site.build(NOW)
    site.root.rename(tmp_path / "moved")
    moved = Site(tmp_path / "moved")
    moved.write("sitegen.toml", moved.read("sitegen.toml").replace("The Sample", "A New"))

    assert "A New Gazette" in moved.build(NOW)["index.html"]


def test_a_folder_built_by_version_0_1_is_still_ours(site: Site) -> None:
    """A manifest that names no site belongs to whoever finds it, as before."""
    site.story()
    site.build(NOW)
    manifest = site.root / "output/.sitegen-files"
    lines = manifest.read_text("utf-8").splitlines()
    manifest.write_text("\n".join(line for line in lines if line[:1] != "/") + "\n", "utf-8")
    shutil.rmtree(site.root / ".sitegen_cache")
    site.delete("content/news/vote.md")
    site.story("content/news/other.md")

    assert not site.build(NOW).paths("news/vote/*")


# Names that are two


@pytest.mark.parametrize("end", ["\n", "\r", "\x0b", "\x1c", "\x85", "\u2028"])
def test_a_name_with_a_line_end_claims_no_file_of_others(site: Site, end: str) -> None:
    """The manifest lists files by lines: half of such a name would be a stranger's file."""
    site.story()
    site.write(f"static/root/a{end}mine.txt", "A sample.")
    (site.root / "output").mkdir()

    (problem,) = site.problems()

    assert "a line end, or another sign that nobody sees" in problem.message
    assert end not in problem.path


def test_the_manifest_gives_back_what_it_was_given(tmp_path: Path) -> None:
    """Whatever a file is called, the manifest names it and no other."""
    names = ["a b.txt", "\u0085x", "news/ti\u1ebfng/index.html", "#x", "a\x0bb"]
    text = manifest_text(names, "gazette.example,2024", 7)
    (tmp_path / ".sitegen-files").write_text(text, "utf-8", newline="\n")

    manifest = read_manifest(tmp_path)

    assert manifest.files == frozenset(names)
    assert (manifest.site, manifest.stories) == ("gazette.example,2024", 7)


# No story left


def test_an_empty_content_folder_takes_no_story_off_the_site(site: Site) -> None:
    """A drive that is not mounted leaves an empty folder; the site stays as it is."""
    site.story()
    before = site.build(NOW).tree
    site.delete("content/news")

    for _ in range(2):  # the second build knows it still
        with pytest.raises(SitegenError, match="holds no story, and the site has some") as refusal:
            site.build(NOW, allow_empty=False)
        assert "sitegen build --allow-empty" in str(refusal.value)
    assert tree_of(site.root / "output") == before
    assert not site.build(NOW, allow_empty=True).mentioning("Vote")


def test_the_site_is_kept_when_the_cache_is_lost_too(site: Site) -> None:
    """output/ itself says that there were stories."""
    site.story()
    site.build(NOW)
    shutil.rmtree(site.root / ".sitegen_cache")
    site.delete("content/news")

    with pytest.raises(SitegenError, match="holds no story"):
        site.build(NOW, allow_empty=False)


def test_a_first_site_may_have_no_story(site: Site) -> None:
    """The day before the first edition there is nothing to lose."""
    (site.root / "content").mkdir()

    assert "index.html" in site.build(NOW, allow_empty=False).tree


def test_drafts_alone_are_no_lost_stories(site: Site) -> None:
    """An editor who holds every story back has a front page without any."""
    site.story()
    site.build(NOW)
    site.story(draft="true")

    assert not site.build(NOW, allow_empty=False).mentioning("Vote")


# Recovery comes first


def interrupted(site: Site) -> dict[str, bytes]:
    """Build, change a story, and be killed when the new page stands and the feeds do not.

    Returns:
        The published files before the change.
    """
    site.story(body="The first text of this sample.")
    before = dict(site.build(NOW).tree)
    site.story(body="A text that is taken back.")
    script = f"""
import os, signal
from datetime import datetime
from pathlib import Path
from sitegen.build.build import build
replace = os.replace
def kill(source, target):
    if str(target).endswith("feed.xml"):
        os.kill(os.getpid(), signal.SIGKILL)
    replace(source, target)
os.replace = kill
build(Path({str(site.root)!r}), now=datetime.fromisoformat({NOW!r}), jobs=1)
"""
    subprocess.run([sys.executable, "-c", script], check=False, cwd=Path.cwd())
    assert list((site.root / ".sitegen_cache").rglob(JOURNAL))
    assert b"taken back" in (site.root / "output/news/vote/index.html").read_bytes()
    return before


def test_an_edit_that_was_taken_back_after_a_kill_is_nowhere(site: Site) -> None:
    """Killed in the middle of a change, the text put back: no page and no feed keeps the other."""
    before = interrupted(site)
    site.story(body="The first text of this sample.")

    assert site.build(NOW).tree == before


def test_a_mistake_elsewhere_leaves_no_half_made_change(site: Site) -> None:
    """The change that had begun is finished though the settings are wrong by now."""
    interrupted(site)
    site.setting("nonsense = 1")

    with pytest.raises(SitegenError, match="nonsense"):
        site.build(NOW)

    assert b"taken back" in (site.root / "output/feed.xml").read_bytes()
    assert not list((site.root / ".sitegen_cache").rglob(JOURNAL))


# Disks inside output/


@pytest.fixture
def mounted(site: Site) -> Iterator[Path]:
    """A disk of its own at output/media/."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    place = site.root / "output/media"
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "none", place], check=True)
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_mounted_inside_output_is_written_through(site: Site, mounted: Path) -> None:
    """Nothing can be moved to another disk; the site is whole there all the same."""
    site.story("content/news/vote.md", title="A vote")
    built = site.build(NOW)
    clean = site.copy().build(NOW)

    assert built.tree == clean.tree
    assert built.paths("media/*")
    assert (site.build(NOW).report.new, site.build(NOW).report.changed) == ((), ())
    site.story("content/news/vote.md", title="Another vote")
    assert site.build(NOW).tree == site.copy().build(NOW).tree
    assert not [file.name for file in mounted.iterdir() if file.name.startswith(".")]


def test_a_name_that_no_build_can_have_made_ends_none(site: Site) -> None:
    """A damaged manifest, "a//b" in it: this build and all that followed ended in a traceback."""
    site.story()
    before = site.build(NOW).tree
    manifest = site.root / "output/.sitegen-files"
    manifest.write_text(manifest.read_text("utf-8") + "a//b\n./c\n", "utf-8")
    site.story("content/news/other.md")

    assert site.build(NOW).tree.keys() > before.keys()
