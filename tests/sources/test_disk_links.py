"""Links on disk: a checkout cannot publish a file of the machine, or a hidden one, by a link."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.core.digests import LostNodeError
from sitegen.render.render import source_file
from tests.conftest import Site

SECRET = "A sample of what nobody shall read"


def _with_secrets(site: Site) -> None:
    site.story(body="See [the file](x.txt).")
    site.write("content/news/x.txt", "Sample words.\n")
    site.write("static/a.txt", "Sample words.\n")
    for path in (".git/config", ".env", "notes/plan.txt", "sitegen.txt", "content/.hidden/a.txt",
                 "content/news/.draft.txt", "static/.secret", "away/x.txt", ".hidden/x.txt",
                 ".sitegen_cache/x.txt", "output/old.txt"):  # fmt: skip
        site.write(path, SECRET)


@pytest.mark.parametrize("place", ["content/news/x.txt", "static/root/x.txt", "templates/x.html"])
@pytest.mark.parametrize(
    "target",
    [".git/config", ".env", "notes/plan.txt", "sitegen.txt", "content/.hidden/a.txt",
     "content/news/.draft.txt", "static/.secret", "sitegen.toml", ".sitegen_cache/x.txt",
     "output/old.txt", "content/news/../../.env"],
)  # fmt: skip
def test_a_link_leads_within_the_three_folders(site: Site, place: str, target: str) -> None:
    """`content/news/x.txt → ../../.git/config` publishes the token of a workflow."""
    _with_secrets(site)
    file = site.root / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    up = "../" * len(Path(place).parent.parts)
    file.symlink_to(up + target)
    problems = site.problems()
    assert [(p.path, p.line) for p in problems if "link that leads" in p.message] == [(place, 0)]


@pytest.mark.parametrize("target", [".git", "notes", "away", "content/.hidden", ".", "..", "/"])
def test_a_folder_within_is_no_way_out_either(site: Site, target: str) -> None:
    """`content/news/files → ../../.git` publishes all that lies there."""
    _with_secrets(site)
    (site.root / "content/news/files").symlink_to(site.root / target)
    (problem,) = site.problems()
    assert problem.path == "content/news/files"


@pytest.mark.parametrize("target", [".git", ".hidden", ".", "..", ".sitegen_cache"])
@pytest.mark.parametrize("folder", ["content", "static", "templates"])
def test_a_whole_folder_leads_to_no_hidden_place(site: Site, folder: str, target: str) -> None:
    """`static → .git` publishes the whole of it."""
    _with_secrets(site)
    if (site.root / folder).exists():
        site.move(folder, f"old-{folder}")
    (site.root / folder).symlink_to(target)
    problems = site.problems()
    assert {problem.path for problem in problems if not problem.warning} & {folder, "output"}
    assert not any(SECRET in str(problem) for problem in problems)


def test_links_within_and_a_whole_folder_are_followed(site: Site) -> None:
    """What newsrooms share between sites, or name twice, is published as before."""
    _with_secrets(site)
    site.delete("output")
    site.write("static/shared.txt", "Shared words.\n")
    (site.root / "content/news/x.txt").unlink()
    (site.root / "content/news/x.txt").symlink_to(site.root / "static/shared.txt")
    (site.root / "static/again.txt").symlink_to("a.txt")
    site.move("content", "../elsewhere")
    (site.root / "content").symlink_to("../elsewhere")

    built = site.build()

    assert built["files/news/x.txt"] == "Shared words.\n"
    assert built.paths("static/again.*")
    assert built.mentioning(SECRET) == []


def test_a_site_may_lie_in_a_hidden_folder(tmp_path: Path) -> None:
    """What is hidden above the site hides nothing of it."""
    site = Site(tmp_path / ".sites" / "gazette")
    site.story()
    site.move("content", "../shared")
    (site.root / "content").symlink_to("../shared")
    assert site.build().paths("news/vote/*")


def test_a_cache_that_came_along_leads_nowhere_either(site: Site) -> None:
    """A poisoned note of an earlier build has a hidden file copied into the site."""
    _with_secrets(site)
    for recipe in ("content/../.env", "/etc/hostname", ".git/config", "content/.hidden/a.txt"):
        with pytest.raises(LostNodeError):
            source_file(site.root, recipe)
    assert source_file(site.root, "content/news/x.txt").read_text() == "Sample words.\n"
