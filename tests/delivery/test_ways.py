"""Ways of a deploy: by a host's own program, as a copy, back again, and one story gone at once."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sitegen.core.http import Client
from sitegen.delivery.announcement import Rules
from sitegen.delivery.copies import hidden
from sitegen.delivery.manifest import Delivery
from sitegen.delivery.purge import proof
from tests.conftest import NOW, tree_of
from tests.delivery.conftest import Paper

PROGRAM = """\
import pathlib, shutil, sys
folder, target = map(pathlib.Path, sys.argv[1:])
assert "sitegen.toml" in {each.name for each in pathlib.Path().iterdir()}
shutil.copytree(folder, target, dirs_exist_ok=True)
(folder / "index.html").write_text("a program may write there")
"""


@pytest.fixture
def hosted(paper: Paper, tmp_path: Path) -> Paper:
    """The paper, published by a program as hosts have them."""
    program = tmp_path / "host.py"
    program.write_text(PROGRAM)
    run = json.dumps([sys.executable, str(program), "{folder}", str(paper.web)])
    paper.change_setting(f'"folder:{paper.web}"', f'"command"\nrun = {run}')
    return paper


def test_the_hosts_program_gets_a_folder_of_its_own(hosted: Paper) -> None:
    """The program finds the whole site, and what it does there touches nothing of ours."""
    hosted.put()
    assert hosted.served() == hosted.expected()
    assert "a program may" not in (hosted.root / "output/index.html").read_text()
    assert hosted.put().plan.is_empty
    hosted.story(title="The vote is over")
    outcome = hosted.put()
    assert hosted.served().items() >= hosted.expected().items()
    assert "news/vote/index.html" in outcome.plan.sent


def test_a_program_that_fails_is_told(hosted: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last words are told without secrets, and the next deploy tries again."""
    monkeypatch.setenv("HOST_TOKEN", "hunter2hunter2")
    code = "import sys; sys.exit('no site for ' + sys.argv[1])"
    words = json.dumps([sys.executable, "-c", code, "${HOST_TOKEN}"])
    before = hosted.read("sitegen.toml")
    start = before.index("run = ")
    run = before[start : before.index("\n", start)]
    hosted.change_setting(run, f"run = {words}")
    hosted.build()
    said = hosted.refusal(build=False)
    assert "ended with status 1: no site for ***" in said
    hosted.change_setting(f"run = {words}", 'run = ["no-such-program-of-ours"]')
    assert "no-such-program-of-ours: error: cannot be run" in hosted.refusal(build=False)
    hosted.change_setting('run = ["no-such-program-of-ours"]', run)
    assert hosted.put(build=False).plan.sent


def test_two_halves_for_hosts_that_publish_by_themselves(
    paper: Paper, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check lays the site out and says where; --done notes that it is out."""
    from sitegen.cli.main import main

    paper.change_setting(f'"folder:{paper.web}"', '"command"\nfolder = "public"')
    words = ["deploy", "--root", str(paper.root), "--now", NOW]
    paper.build()
    assert "nothing waits for its host" in paper.refusal(build=False, half="done")
    assert "--check" in paper.refusal(build=False)

    assert main([*words, "--check"]) == 0
    assert capsys.readouterr().out == f"{paper.root / 'public'}\n"
    assert tree_of(paper.root / "public") == paper.expected()
    assert main([*words, "--done"]) == 0
    assert "files sent" in capsys.readouterr().out
    assert paper.put(dry_run=True, build=False).plan.is_empty

    theirs = Paper(paper.root.with_name("other"), paper.web)
    theirs.change_setting(f'"folder:{paper.web}"', '"command"\nfolder = "public"')
    theirs.write("public/theirs.txt", "theirs")
    assert "holds files, and sitegen has not put them there" in theirs.refusal(half="check")
    assert theirs.read("public/theirs.txt") == "theirs"


@pytest.fixture
def staged(paper: Paper) -> Paper:
    paper.setting('indexnow_key = "0123456789abcdef"')
    paper.setting('[feeds]\nhubs = ["https://hub.gazette.test/"]')
    paper.setting(
        f'[deploy.staging]\nto = "folder:{paper.web}-staging"\n'
        'base_url = "https://staging.gazette.test/new"'
    )
    return paper


def test_a_copy_is_for_the_newsrooms_eyes(staged: Paper) -> None:
    """It names its own address, keeps search engines out, has no hub, and leaves output/ alone."""
    staged.write("static/root/map.html", "<!doctype html><title>Map</title>")
    staged.build()
    before = tree_of(staged.root / "output")
    outcome = staged.put("staging", build=False)

    assert tree_of(staged.root / "output") == before
    copy = tree_of(Path(f"{staged.web}-staging"))
    assert copy["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    pages = {file: data for file, data in copy.items() if file.endswith(".html")}
    assert len(pages) > 10
    assert all(b"noindex, nofollow" in data for data in pages.values())
    assert pages["map.html"].startswith(b'<!doctype html><meta name="robots"')
    assert b"https://staging.gazette.test/new/news/vote/" in copy["feed.xml"]
    every = b"".join(copy.values())
    assert b"https://gazette.test" not in every.replace(b"https://staging.gazette.test", b"")
    assert b"hub.gazette.test" not in every
    assert "0123456789abcdef.txt" not in copy
    assert not outcome.delivery.is_public

    assert staged.put("staging", build=False).plan.is_empty
    staged.put("live", build=False, telling=Rules(ping=False))  # nobody answers at a .test address
    assert staged.served() == staged.expected()


def test_a_page_without_a_head_is_hidden_too() -> None:
    """However a page is written, search engines are told to leave it."""
    mark = b'<meta name="robots" content="noindex, nofollow">'
    assert hidden("a.html", b"<p>x") == mark + b"<p>x"
    assert hidden("a.html", b'<html><HEAD class="x"><title>') == (
        b'<html><HEAD class="x">' + mark + b"<title>"
    )
    assert hidden("a.html", b"<!doctype html><header>") == b"<!doctype html>" + mark + b"<header>"
    assert hidden("a.css", b"<head>") == b"<head>"


def test_the_deploy_before_comes_back(paper: Paper) -> None:
    """A front page that went wrong is taken back at once, and once more if need be."""
    states = []
    for title in ("One", "Two", "Three"):
        paper.story(title=f"The vote, part {title}")
        paper.put()
        states.append(paper.served())
    paper.put(back=True)
    assert paper.served() == states[1]
    paper.put(back=True)
    assert paper.served() == states[0]
    assert "no deploy before the last is kept" in paper.refusal(build=False, back=True)
    paper.put()
    assert paper.served() == states[2]


def test_what_was_kept_and_edited_does_not_come_back(paper: Paper) -> None:
    """Whoever writes into output/ by hand does not change what was deployed from it."""
    paper.put()
    page = paper.root / "output/news/vote/index.html"
    with page.open("r+b") as stream:
        stream.write(b"<!-- by hand")
    paper.story(title="The vote is over")
    paper.put()
    assert "are not as they were" in paper.refusal(build=False, back=True)


@pytest.fixture
def public(paper: Paper, tmp_path: Path) -> Iterator[str]:
    """The address at which a server on this machine gives readers what was deployed."""
    paper.web.mkdir()
    handler = partial(_Quiet, directory=str(paper.web))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_one_story_is_gone_at_once(
    paper: Paper, public: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page and picture are deleted first, its addresses answer 404, and no copy is kept."""
    monkeypatch.setattr("sitegen.delivery.refusals.is_placeholder", lambda _: False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    paper.change_setting("https://gazette.test", public)
    rain = paper.story("content/news/rain.md", title="A name in the rain")
    paper.put()
    assert "is still part of the site" in paper.refusal(build=False, purge="content/news/rain.md")
    refusal = paper.refusal(build=False, purge="rian.md")
    assert "rian.md: error: no story of the site has that name" in refusal

    rain.write_text(rain.read_text().replace("title:", "draft: true\ntitle:", 1))
    outcome = paper.put(purge="content/news/rain.md")

    assert not outcome.plan.steps[0].word
    assert "news/rain/index.html" in outcome.plan.steps[0].files
    assert outcome.told.messages[-1].to == "404"
    assert outcome.told.messages[-1].is_good
    cache = tree_of(paper.root / ".sitegen_cache/deploy")
    assert not [file for file, data in cache.items() if b"A name in the rain" in data]
    assert "no deploy before the last is kept" in paper.refusal(build=False, back=True)
    assert b"A name in the rain" not in b"".join(tree_of(paper.web).values())


def test_a_page_that_still_answers_is_told(paper: Paper, public: str) -> None:
    """As long as some cache has the story, a purge is not done."""
    (paper.web / "news/rain").mkdir(parents=True)
    (paper.web / "news/rain/index.html").write_text("a name")
    delivery = Delivery("live", public, None, {}, removed=("news/rain/index.html",))  # type: ignore[arg-type]
    with Client() as client:
        message = proof(delivery, "news/rain/index.html", client, patience=0)
    assert not message.is_good
    assert f"{public}/news/rain/ still answers" in message.says
