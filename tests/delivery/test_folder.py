"""`folder:`: the site is put into a folder of this machine, and nothing else is touched."""

from __future__ import annotations

import json
import os
import shutil
import time
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.core.problems import SitegenError
from sitegen.delivery import folder as folder_module
from sitegen.delivery import refusals
from sitegen.delivery.manifest import FILE, Manifest, read_manifest
from tests.conftest import NOW, tree_of
from tests.delivery.conftest import Paper


def test_the_folder_has_what_output_has(paper: Paper) -> None:
    """Readers get every file of the site; sitegen's own notes stay at home."""
    first = paper.put()

    assert paper.served() == paper.expected()
    assert set(first.plan.sent) == set(paper.expected())
    assert not (paper.web / ".gitignore").exists()

    again = paper.put()
    assert again.plan.is_empty


def test_an_edit_sends_what_it_changed(paper: Paper) -> None:
    """Of a changed story its page goes out, with the lists and feeds that show it."""
    paper.put()
    paper.story(title="The vote is over")
    outcome = paper.put()

    assert "news/vote/index.html" in outcome.plan.sent
    assert "about/index.html" not in outcome.plan.sent
    assert not [file for file in outcome.plan.sent if file.startswith("static/")]
    assert paper.served() == paper.expected()
    changed = outcome.delivery.changed_urls
    assert "https://gazette.test/news/vote/" in changed
    assert changed.index("https://gazette.test/news/vote/") < changed.index(
        "https://gazette.test/feed.xml"
    )


def test_a_story_that_is_gone_is_deleted_and_others_files_stay(paper: Paper) -> None:
    """Only what sitegen has put there is ever deleted."""
    paper.story("content/news/rain.md")
    paper.put()
    theirs = paper.web / "news/rain/theirs.txt"
    theirs.write_text("theirs")
    (paper.web / "wiki").mkdir()
    (paper.web / "wiki/index.html").write_text("a wiki")

    paper.delete("content/news/rain.md")
    outcome = paper.put()

    assert "news/rain/index.html" in outcome.plan.deleted
    assert "https://gazette.test/news/rain/" in outcome.delivery.removed_urls
    assert theirs.read_text() == "theirs"
    assert (paper.web / "wiki/index.html").read_text() == "a wiki"
    assert not (paper.web / "news/rain/index.html").exists()


def test_the_host_folder_goes_where_the_host_reads_it(paper: Paper) -> None:
    """nginx and Caddy include files of `_host/`; nobody else has a use for them."""
    paper.setting('host = "s3"')
    paper.put()
    assert not (paper.web / "_host").exists()
    paper.change_setting('host = "s3"', 'host = "nginx"')
    paper.put()
    assert (paper.web / "_host/nginx-server.conf").exists()


def test_a_dry_run_lists_and_touches_nothing(paper: Paper) -> None:
    """What would happen is said, and does not happen."""
    outcome = paper.put(dry_run=True)
    assert "index.html" in outcome.plan.sent
    assert not paper.web.exists()


def test_strangers_are_named_and_replaced_only_when_adopted(paper: Paper) -> None:
    """A folder with somebody's site in it is not overwritten by a slip of the pen."""
    paper.web.mkdir()
    (paper.web / "index.html").write_text("an old site")
    (paper.web / "old.html").write_text("an old page")

    assert "has a file that sitegen has not put there: index.html" in paper.refusal()

    paper.put(adopt=True)
    assert {f: d for f, d in paper.served().items() if f != "old.html"} == paper.expected()
    assert (paper.web / "old.html").read_text() == "an old page"
    paper.story("content/news/rain.md")
    paper.put()
    assert (paper.web / "old.html").exists()


def test_the_same_bytes_are_no_strangers(paper: Paper) -> None:
    """A site that was uploaded by hand until now is taken over without a word."""
    paper.build()
    shutil.copytree(paper.root / "output", paper.web)
    outcome = paper.put(build=False)
    assert paper.served().keys() >= paper.expected().keys()
    assert outcome.delivery.files.keys() == paper.expected().keys()


def test_what_somebody_changed_there_is_not_overwritten(paper: Paper) -> None:
    """A correction that was made on the server in a hurry is not lost."""
    paper.put()
    page = paper.web / "news/vote/index.html"
    page.write_text(page.read_text().replace("Vote", "Vite"))
    paper.story(title="The vote is over")

    assert "somebody has changed there: news/vote/index.html" in paper.refusal()
    paper.put(force=True)
    assert paper.served() == paper.expected()


def test_a_link_in_the_way_is_never_followed(paper: Paper, tmp_path: Path) -> None:
    """A link in the target leads to somebody else's files: they stay as they are."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    paper.web.mkdir()
    (paper.web / "news").symlink_to(elsewhere)
    assert "a link or a folder is in the way" in paper.refusal(adopt=True, force=True)
    assert list(elsewhere.iterdir()) == []
    (paper.web / "news").unlink()
    (paper.web / "index.html").mkdir()
    (paper.web / "index.html/theirs").write_text("theirs")
    assert "a link or a folder is in the way" in paper.refusal(adopt=True, force=True)


def test_an_older_build_does_not_take_readers_back(paper: Paper) -> None:
    """The laptop that was off for a week does not publish last week's paper."""
    laptop = Paper.__new__(Paper)
    laptop.root, laptop.web = paper.copy().root, paper.web
    laptop.story(title="Last week's title")
    laptop.build("2026-11-15T12:00:00-06:00")
    paper.put()

    said = laptop.refusal(now="2026-11-15T12:00:00-06:00", build=False)
    assert "this one is older, of 2026-11-15" in said
    assert "By this machine's clock that is yet to come: is it right" in said
    earlier, later = (datetime.fromisoformat(f"2026-11-{day}T12:00:00-06:00") for day in (15, 22))
    (problem,) = refusals.newer("live", Manifest(built=later), earlier, now=later)
    assert problem.hint.startswith("Bring the sources up to date and build.")
    laptop.put(now="2026-11-15T12:00:00-06:00", build=False, force=True)
    assert laptop.served() == laptop.expected()


def test_an_output_that_is_not_the_site_is_refused(paper: Paper) -> None:
    """What was edited, became due or broke since the build does not stay unnoticed."""
    assert "has not been built here yet" in paper.refusal(build=False)
    paper.put()
    paper.story(title="Another title")
    assert "not the site as it is now" in paper.refusal(build=False)
    paper.put()

    paper.story("content/news/rain.md", expires="2026-11-22T13:00:00-06:00")
    paper.put()
    later = "2026-11-22T13:30:00-06:00"
    assert "a story's hour has come" in paper.refusal(build=False, now=later)
    paper.put(now=later)

    paper.write("content/news/odd.md", "---\ntitel: x\n---\n")
    assert "the sources have mistakes" in paper.refusal(build=False, now=later)
    paper.delete("content/news/odd.md")
    (paper.root / "output/index.html").write_text("by hand")
    assert "was changed by somebody else" in paper.refusal(build=False, now=later)


def test_news_that_grew_old_is_no_reason(paper: Paper) -> None:
    """Readers miss nothing when the news sitemap holds a story for an hour too long."""
    paper.story("content/news/rain.md", published="2026-11-21T12:00:00-06:00")
    paper.put()
    assert paper.put(now="2026-11-24T00:00:00-06:00", build=False).plan.is_empty


def test_pages_of_a_preview_are_refused(paper: Paper) -> None:
    """A page that shows drafts is not published, however it came into static/root/."""
    mark = "<!--sitegen preview--><p>Draft</p><!--/sitegen preview-->"
    paper.write("static/root/saved.html", f"<!doctype html><title>x</title>{mark}")
    assert "is a page of the preview" in paper.refusal()


def test_a_placeholder_is_no_address(paper: Paper) -> None:
    """A site whose links lead nowhere is not published."""
    paper.change_setting("gazette.test", "localhost:8000")
    assert "'https://localhost:8000' is a placeholder" in paper.refusal()


def test_a_paper_does_not_vanish_by_accident(paper: Paper) -> None:
    """A folder of stories that was not there at the build takes no site down."""
    for number in range(30):
        paper.story(f"content/local/story-{number}.md", title=f"Story number {number}")
    paper.put()
    paper.delete("content/local")
    said = paper.refusal()
    assert "would lose 3" in said
    assert "--allow-removed" in said
    assert paper.put(dry_run=True).plan.deleted
    paper.put(allow_removed=True)
    assert paper.served() == paper.expected()


def test_the_share_that_may_go_is_set(paper: Paper) -> None:
    """A site that often takes pages down says so once."""
    for number in range(30):
        paper.story(f"content/local/story-{number}.md", title=f"Story number {number}")
    paper.put()
    paper.delete("content/local")
    paper.setting("[deploy.copy]\nto = 'folder:/nowhere'")
    paper.change_setting("[deploy.live]", "[deploy.live]\nmax_removed = 100")
    assert paper.put().plan.deleted


def test_an_edited_manifest_deletes_nothing(paper: Paper) -> None:
    """A list of ours that somebody edited is not believed."""
    paper.put()
    manifest = paper.web / FILE
    manifest.write_text(manifest.read_text().replace("index.html", "index.php"))
    paper.story(title="Another title")
    assert "was changed or cut off" in paper.refusal()
    old = paper.served()
    paper.put(adopt=True)
    assert {**old, **paper.expected()} == paper.served()  # what was there and is not ours stays
    paper.story(title="A third title")
    paper.put()


def test_another_sites_folder_is_refused(paper: Paper, tmp_path: Path) -> None:
    """Two sites with one line copied between their settings do not eat each other."""
    paper.put()
    other = Paper(tmp_path / "other", paper.web)
    other.change_setting("gazette.test", "herald.test")
    assert "holds another site: https://gazette.test" in other.refusal()


@pytest.mark.parametrize(
    "place", ["{root}", "{root}/content/x", "{root}/static", "~", "/", "{root}/output", "{file}"]
)
def test_a_source_folder_is_no_target(paper: Paper, place: str) -> None:
    """Nothing is put among the sources, into a home folder or over a whole disk."""
    paper.build()
    to = place.format(root=paper.root, file=paper.root / "sitegen.toml")
    paper.change_setting(f'to = "folder:{paper.web}"', f'to = "folder:{to}"')
    before = tree_of(paper.root)
    assert paper.refusal(build=False)
    after = tree_of(paper.root)
    assert {f: d for f, d in after.items() if not f.startswith(".sitegen_cache")} == {
        f: d for f, d in before.items() if not f.startswith(".sitegen_cache")
    }


def test_another_machine_that_deploys_is_let_finish(paper: Paper) -> None:
    """Two deploys at once would mix two sites: the later one gives way, and says to whom."""
    paper.put()
    lock = paper.web / ".sitegen-lock-0123456789abcdef"
    lock.write_text("")
    paper.story(title="Another title")
    assert "another machine is deploying" in paper.refusal()
    old = time.time() - 3700
    os.utime(lock, (old, old))
    paper.put()
    assert [f for f in os.listdir(paper.web) if f.startswith(".sitegen-")] == [FILE]


def test_a_killed_change_is_finished_by_the_next(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the journal stands, the new site is there after the next deploy, whatever it is."""
    paper.put()
    paper.story(title="Another title")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(folder_module.FolderTarget, "_finish", killed)
        with pytest.raises(KeyboardInterrupt):
            paper.put()
    assert (paper.web / ".sitegen-deploying/journal.json").exists()
    assert not read_manifest((paper.web / FILE).read_bytes()).is_done

    paper.put(build=False)
    assert paper.served() == paper.expected()
    assert read_manifest((paper.web / FILE).read_bytes()).is_done


def test_a_folder_that_may_not_be_written_is_told(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or a missing right is a sentence, and the old site stands."""
    paper.put()
    paper.story(title="Another title")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    paper.build()
    with pytest.raises(SitegenError, match="the disk is full"):
        paper.put(build=False)
    monkeypatch.undo()
    paper.put(build=False)
    assert paper.served() == paper.expected()


def test_a_build_goes_on_while_a_deploy_sends(paper: Paper) -> None:
    """What goes out is the site as it was when the deploy began."""
    paper.build()
    before = paper.expected()
    from sitegen.delivery.deploy import sending
    from sitegen.delivery.frozen import Frozen

    frozen = Frozen(paper.root / ".sitegen_cache")
    files = frozen.freeze(paper.root / "output", before)
    paper.story(title="Another title")
    paper.build()
    with sending(frozen, files) as source:
        assert tree_of(source.tree(files)) == before


def test_a_program_whose_variable_is_not_set_is_told_of_with_the_variable(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is out; who was not told of it is told by the next deploy."""
    monkeypatch.delenv("TOKEN", raising=False)
    paper.change_setting("[deploy.live]", '[deploy.live]\nafter = ["true", "${TOKEN}"]')
    outcome = paper.put()
    (message,) = outcome.told.messages
    assert (message.to, message.is_good, outcome.told.has_failed) == ("after (true)", False, True)
    assert "TOKEN" in message.says
    monkeypatch.setenv("TOKEN", "x")
    (message,) = paper.put().told.messages
    assert message.is_good


def test_json_is_for_programs(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    """A workflow reads what was sent, and people one line."""
    from sitegen.cli.main import main

    paper.build()
    words = ["deploy", "live", "--root", str(paper.root), "--now", NOW]
    assert main([*words, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert "index.html" in value["sent"]
    assert main(words) == 0
    assert capsys.readouterr().out == "live has this site already: nothing was sent.\n"
    words[1] = "lvie"
    assert main(words) == 1
    told = capsys.readouterr()
    assert (told.out, "Did you mean 'live'?" in told.err) == ("", True)
    assert main([*words, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["hint"] == "Did you mean 'live'?"
