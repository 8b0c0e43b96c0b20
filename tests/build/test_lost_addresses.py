"""Addresses that answered and do not any more: told once, with the line that brings them back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

import pytest

from sitegen.build import lost_addresses
from sitegen.core.problems import Problem
from tests.conftest import Built, Site

VOTE = "content/news/vote.md"
NOW, LATER = "2026-03-12T08:00:00-05:00", "2026-03-12T08:10:00-05:00"


@pytest.fixture
def out(site: Site) -> Site:
    """A site that readers know."""
    site.story("content/news/other.md")
    site.story(VOTE, "The vote.", aliases="[/old/]")
    site.story("content/pages/about.md", "About us.", published=None)
    site.build(now=NOW)
    return site


def lost(built: Built) -> list[Problem]:
    return [w for w in built.report.warnings if "answers" in w.message]


def rename(site: Site) -> None:
    site.move(VOTE, "content/news/ballot.md")


def move(site: Site) -> None:
    site.move(VOTE, "content/local/vote.md")


def change_slug(site: Site) -> None:
    site.story(VOTE, "The vote.", aliases="[/old/]", slug="ballot")


def rename_and_edit(site: Site) -> None:
    site.delete(VOTE)
    site.story("content/news/ballot.md", "Another text.", title="Vote", aliases="[/old/]")


def rename_and_edit_with_id(site: Site) -> None:
    site.delete(VOTE)
    site.story("content/news/b.md", "Edited.", title="Ballot", aliases="[/old/]", id="news/vote")


def drop_alias(site: Site) -> None:
    site.story(VOTE, "The vote.")


def rename_page(site: Site) -> None:
    site.move("content/pages/about.md", "content/pages/about-us.md")


CHANGES = [rename, move, change_slug, rename_and_edit, rename_and_edit_with_id, drop_alias]


@pytest.mark.parametrize("change", [*CHANGES, rename_page])
def test_the_line_that_keeps_an_old_address_is_told_once_and_works(
    out: Site, change: Callable[[Site], None]
) -> None:
    """Typed into the story that is named, it makes the address answer again."""
    before = out.build(now=NOW)
    change(out)

    built = out.build(now=NOW)
    assert lost(out.build(now=LATER)) == []

    (warning,) = lost(built)
    line = re.search(r"'(aliases: \[.+\])'", warning.hint)
    assert line is not None
    text = re.sub(r"aliases: .*\n", "", out.read(warning.path))
    out.write_bytes(warning.path, text.replace("\n", f"\n{line[1]}\n", 1).encode())
    tree = out.build(now=LATER).tree
    pages = {file for file in before.tree if file.endswith("index.html") and "archive" not in file}
    assert pages <= tree.keys()


def test_a_deleted_story_is_told_with_the_line_for_its_heir(out: Site) -> None:
    """Nobody but an editor knows which story should answer instead."""
    out.delete(VOTE)

    warnings = lost(out.build(now=NOW))

    assert [(w.path, w.line) for w in warnings] == [(VOTE, 0)]
    assert warnings[0].hint.endswith("write: 'aliases: [/news/vote/]'")


@pytest.mark.parametrize(
    "keys",
    [{"draft": "true"}, {"expires": "2026-03-12 07:00"}, {"embargo": "2026-03-20 07:00"},
     {"draft": "true", "slug": "ballot"}],
)  # fmt: skip
def test_nothing_is_said_of_what_was_hidden(out: Site, keys: dict[str, str]) -> None:
    """A story that expired or was made a draft was taken away on purpose."""
    out.story(VOTE, "The vote.", aliases="[/old/]", **keys)

    assert lost(out.build(now=NOW)) == []


def test_nothing_is_said_of_a_draft_that_is_renamed(out: Site) -> None:
    """It goes on being hidden, whatever its file is called."""
    out.delete(VOTE)
    out.story("content/news/ballot.md", "The vote.", aliases="[/old/]", draft="true")

    assert lost(out.build(now=NOW)) == []


def test_lists_come_and_go_with_their_stories(out: Site) -> None:
    """Tags, months and people without a story have no page, and nobody is asked about that."""
    out.story("content/news/other.md", tags="[Floods]", published="2026-02-01")
    out.build(now=NOW)
    out.story("content/news/other.md")

    assert lost(out.build(now=NOW)) == []


def test_an_address_is_known_without_a_cache(out: Site) -> None:
    """The manifest in output/ is enough to say that a story's page is gone."""
    change_slug(out)
    shutil.rmtree(out.root / ".sitegen_cache")

    (warning,) = lost(out.build(now=NOW))

    assert "/news/vote/" in warning.message
    assert warning.hint.endswith("write: 'aliases: [/news/vote/]'")


def test_a_build_that_failed_between_does_not_forget_an_address(out: Site) -> None:
    """What was lost is told by the build that takes it away, whatever stopped others before."""
    change_slug(out)
    out.story("content/news/other.md", kind="nonsense")
    out.problems(now=NOW)
    out.story("content/news/other.md")

    assert [w.path for w in lost(out.build(now=NOW))] == [VOTE]


LISTS = {
    "a tag": ({"tags": "[Floods]"}, {"tags": "[High water]"},
              '"/tags/floods/" = "/tags/high-water/"'),
    "a series": ({"series": "The flood"}, {"series": "After the flood"},
                 '"/series/the-flood/" = "/series/after-the-flood/"'),
    "an author": ({"authors": "[ana]"}, {"authors": "[ana-sample]"},
                  '"/authors/ana/" = "/authors/ana-sample/"'),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_under_a_new_name_is_told_with_its_redirect(out: Site, name: str) -> None:
    """Readers and search engines keep the address of a topic or an author for years."""
    before, after, line = LISTS[name]
    out.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nSamples.\n")
    out.story(VOTE, "The vote.", aliases="[/old/]", **before)
    out.build(now=NOW)
    out.move("content/authors/ana.md", "content/authors/ana-sample.md")
    out.story(VOTE, "The vote.", aliases="[/old/]", **after)

    (warning,) = lost(out.build(now=NOW))
    assert lost(out.build(now=LATER)) == []

    assert warning.path == "sitegen.toml"
    assert warning.hint.endswith(f"write under [redirects]: {line}")
    out.setting(f"[redirects]\n{line}")
    old, new = re.findall(r'"(.+?)"', line)
    assert f"url={new}" in out.build(now=NOW)[f"{old[1:]}index.html"]


def test_a_section_under_a_new_name_is_told(out: Site) -> None:
    """All its stories have moved; so has its own page."""
    settings = out.read("sitegen.toml").replace('slug = "news"', 'slug = "city"')
    out.write_bytes("sitegen.toml", settings.encode())
    (out.root / "content/news").rename(out.root / "content/city")

    hints = [warning.hint for warning in lost(out.build(now=NOW))]

    assert len(hints) == 3
    assert sum('"/news/" = "/city/"' in hint for hint in hints) == 1


def test_a_redirect_that_was_taken_out_is_told(out: Site) -> None:
    """A line that went by mistake is at hand to be written again."""
    settings = out.read("sitegen.toml")
    out.setting('[redirects]\n"/topics/" = "/tags/"')
    out.build(now=NOW)
    out.write_bytes("sitegen.toml", settings.encode())

    (warning,) = lost(out.build(now=NOW))

    assert warning.hint.endswith('"/topics/" = "/tags/"')


def test_an_address_is_told_though_its_story_is_lost(
    out: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged cache knows that a story answered there, and not which."""
    change_slug(out)
    unknown = {"kind": "article", "article": "0" * 32}
    monkeypatch.setattr(lost_addresses._Search, "_parts", lambda *_: unknown)

    (warning,) = lost(out.build(now=NOW))

    assert (warning.path, warning.message) == (
        "content", "no story answers /news/vote/ any more",
    )  # fmt: skip
