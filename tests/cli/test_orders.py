"""What a command asks of the rest of sitegen, and how it ends when that fails."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen.build.explain import Due
from sitegen.cli import main as command_line
from sitegen.cli.main import MACHINE_ERRORS, main
from sitegen.cli.options import clock
from sitegen.cli.pack import pack_new_site
from sitegen.cli.report import say
from sitegen.core.problems import Problem, SitegenError
from sitegen.delivery.announcement import Announcement, Rules
from sitegen.delivery.checks import WRONG, Check, good
from sitegen.delivery.deploy import Delivery, Order, Outcome
from sitegen.delivery.encoding import Encoded, PictureOrder
from sitegen.delivery.manifest import Manifest
from sitegen.delivery.plan import Plan, Step
from sitegen.delivery.receipts import Message
from sitegen.delivery.verify import Verification
from sitegen.importers.checking import Checked
from sitegen.importers.choices import Choices
from sitegen.importers.move import Request
from sitegen.importers.receipt import Item, Receipt
from sitegen.model.tasks import Report
from sitegen.newsite.theme_copies import Comparison, ThemeFile
from sitegen.settings.load import load
from tests.conftest import NOW, Site

MOMENT = datetime.fromisoformat(NOW)
BASE = "https://gazette.org"

LONG = "x" * 80
IN_USE = "  Is the disk full, or not yours to write on?\n"
TOO_LONG = "  No disk takes names of more than 255 bytes: choose a shorter one.\n"
NOWHERE = (
    "2 of 1,200 old addresses lead nowhere here: write them under 'aliases' of a story or "
    "[redirects] of the settings.\n"
)


class Asked:
    """Stands for a function of another room: keeps what it is asked for, and gives an answer."""

    def __init__(self, answer: object = None) -> None:
        self.answer = answer
        self.words: tuple[Any, ...] = ()
        self.options: Mapping[str, Any] = {}

    def __call__(self, *words: Any, **options: Any) -> Any:
        self.words, self.options = words, options
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    def plain(self) -> dict[str, object]:
        """Return the options whose values are none of code."""
        return {name: value for name, value in self.options.items() if not callable(value)}


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Asked]:
    def put(place: str, answer: object = None) -> Asked:
        asked = Asked(answer)
        monkeypatch.setattr(place, asked)
        return asked

    return put


@pytest.fixture
def run(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in the site's folder; return its status and what it printed."""
    monkeypatch.delenv("SITEGEN_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    site.write("sitegen.toml", site.read("sitegen.toml").replace("gazette.example", "gazette.org"))

    def ran(words: str) -> tuple[int, str, str]:
        status = main([*words.split(), "--root", str(site.root)])
        return status, *capsys.readouterr()

    return ran


REPORT = Report((), (), 0, (), (), None, {}, {})


def test_a_build_is_asked_for_as_the_words_say(stand, run, site: Site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Each option reaches it, and without one it is the plain build; ten seconds of patience."""
    asked = stand("sitegen.build.build.build", REPORT)
    plain = {
        "now": MOMENT, "output": None, "cache": None, "jobs": 0, "adopt": False,
        "allow_empty": False, "explain": "", "patience": 10.0, "share": None,
    }  # fmt: skip

    assert run(f"build --quiet --now {NOW}") == (0, "", "")
    assert (asked.words, asked.plain()) == ((site.root,), plain)
    run(
        f"build --now {NOW} --output out --cache kept --jobs 3 --adopt --allow-empty "
        "--explain /news/vote/"
    )
    assert asked.plain() == {
        **plain, "output": tmp_path / "out", "cache": tmp_path / "kept", "jobs": 3, "adopt": True,
        "allow_empty": True, "explain": "news/vote/index.html",
    }  # fmt: skip


def test_a_share_of_pictures_is_closed_whatever_becomes_of_the_build(  # type: ignore[no-untyped-def]
    stand, run, site: Site
) -> None:
    """A site that shares its pictures opens the share, and leaves nothing of it behind."""

    class Share:
        is_open = True

        def close(self) -> None:
            self.is_open = False

    share = Share()
    asked = stand("sitegen.build.build.build", SitegenError([Problem("a.md", 1, "is wrong")]))
    stand("sitegen.delivery.picture_share.picture_share", share)
    assert run("build")[0] == 1
    assert asked.options["share"] is None
    site.setting('[cache]\nshare = "rclone:box:pictures"')
    assert run("build")[0] == 1
    assert asked.options["share"] is share
    assert not share.is_open


@pytest.mark.parametrize(("is_due", "verdict"), [(True, "Due"), (False, "Not due")])
def test_a_build_that_is_not_due_is_none(  # type: ignore[no-untyped-def]
    stand, run, site: Site, tmp_path: Path, is_due: bool, verdict: str
) -> None:
    """It says why in a line, unless nobody wants to know; `due` says the same by its status."""
    asked = stand("sitegen.build.explain.due", Due(is_due, "a sample", None))
    built = stand("sitegen.build.build.build", REPORT)

    _, out, _ = run(f"build --if-due --now {NOW}")
    assert asked.words == (site.root, MOMENT, None, None)
    assert bool(built.words) == is_due
    assert (out == "Not due: a sample.\n") is not is_due
    assert run(f"build --if-due --quiet --output out --now {NOW}")[:2] == (0, "")
    assert asked.words == (site.root, MOMENT, tmp_path / "out", None)
    assert run("due --cache kept")[:2] == (0 if is_due else 3, f"{verdict}: a sample.\n")
    assert asked.options == {"cache": tmp_path / "kept"}


def test_a_watch_is_asked_for_as_the_words_say(stand, run, site: Site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """And what it says of itself is read while it goes on."""
    asked = stand("sitegen.build.watching.watch_and_build", 5)
    plain = {"output": None, "cache": None, "jobs": 0, "adopt": False, "allow_empty": False,
             "poll": False}  # fmt: skip

    assert run("build --watch")[0] == 5
    assert (asked.words, asked.plain(), asked.options["clock"]) == ((site.root,), plain, clock)
    run("build --watch --output out --cache kept --jobs 2 --adopt --allow-empty --poll")
    assert asked.plain() == {
        "output": tmp_path / "out", "cache": tmp_path / "kept", "jobs": 2, "adopt": True,
        "allow_empty": True, "poll": True,
    }  # fmt: skip


def test_a_line_of_work_that_goes_on_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service manager shows the address of a preview when it ends."""
    printed = Asked()
    monkeypatch.setattr("builtins.print", printed)
    say("The preview is at …")
    assert (printed.words, printed.options) == (("The preview is at …",), {"flush": True})


def test_a_preview_is_asked_for_as_the_words_say(  # type: ignore[no-untyped-def]
    stand, run, site: Site, tmp_path: Path
) -> None:
    """It opens a browser where somebody wants one."""
    asked = stand("sitegen.preview.running.serve", 0)
    browser = stand("webbrowser.open")
    plain = {"host": "127.0.0.1", "port": 8000, "drafts": False, "as_of": None, "cache": None,
             "poll": False}  # fmt: skip

    assert run("serve")[0] == 0
    assert (asked.words, asked.plain(), asked.options["clock"]) == ((site.root,), plain, clock)
    asked.options["on_start"]("http://127.0.0.1:8000/")
    assert browser.words == ()
    run(f"serve --host ::1 --port 80 --drafts --as-of {NOW} --cache kept --poll --open")
    assert asked.plain() == {
        "host": "::1", "port": 80, "drafts": True, "as_of": MOMENT, "cache": tmp_path / "kept",
        "poll": True,
    }  # fmt: skip
    asked.options["on_start"]("http://127.0.0.1:8000/")
    assert browser.words == ("http://127.0.0.1:8000/",)
    site.setting("timezon = 'x'")  # which the preview itself shows
    assert run("serve") == (0, "", "")


def test_pictures_are_asked_for_as_the_words_say(stand, run, site: Site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The status is that of what could not be encoded; a warning alone is none."""
    warning = Problem("a.jpg", 0, "is odd", warning=True)
    done = Encoded(1, 2, here=1, problems=(warning,))
    asked = stand("sitegen.delivery.encoding.encode_pictures", done)

    status, out, err = run(f"pictures --now {NOW}")
    assert (status, err) == (0, "a.jpg: warning: is odd\n")
    assert out.startswith("Encoded 2 files of 1 picture in ")
    plain = PictureOrder(load(site.root), site.root / ".sitegen_cache", MOMENT, patience=10.0)
    assert asked.words[0] == plain
    words = f"pictures --cluster tls://a:1 --jobs 2 --cache kept --now {NOW} --json"
    status, out, _ = run(words)
    assert (status, json.loads(out)) == (
        0,
        {
            "pictures": 1, "files": 2, "shared": 0, "elsewhere": 0, "here": 1, "workers": [],
            "problems": [{"path": "a.jpg", "line": 0, "message": "is odd", "hint": "",
                          "warning": True}],
        },
    )  # fmt: skip
    order = asked.words[0]
    assert (order.cluster, order.jobs, order.cache) == ("tls://a:1", 2, tmp_path / "kept")
    asked.answer = Encoded(problems=(Problem("a.jpg", 0, "is none"),))
    assert run("pictures --quiet")[:2] == (1, "")


def _outcome(*, failed: bool = False, folder: Path | None = None) -> Outcome:
    plan = Plan((Step("pages", ("a.html",)),), Manifest(), Manifest(leaving={"old.html": MOMENT}),
                ("a.html",), ())  # fmt: skip
    told = Announcement((Message("IndexNow", 2, is_good=True),), failed)
    return Outcome(plan, Delivery("live", BASE, MOMENT, {}), 7, "", folder, told)


DEPLOYED = {
    "name": "live", "dry_run": False, "base_url": BASE, "built": NOW, "sent": ["a.html"],
    "deleted": [], "leaving": {"old.html": NOW}, "bytes": 7, "folder": None, "note": "",
    "told": [{"to": "IndexNow", "count": 2, "is_good": True, "says": ""}],
}  # fmt: skip


def test_a_deploy_is_asked_for_as_the_words_say(  # type: ignore[no-untyped-def]
    stand, run, site: Site, tmp_path: Path
) -> None:
    """Each option reaches it; what programs are told is whole."""
    site.setting(f'[deploy.live]\nto = "folder:{tmp_path}/live"')
    asked = stand("sitegen.delivery.deploy.deploy", _outcome())
    settings = load(site.root)
    cache = site.root / ".sitegen_cache"

    status, out, _ = run(f"deploy --json --now {NOW}")
    assert (status, json.loads(out)) == (0, DEPLOYED)
    plain = Order(settings, "live", cache, site.root / "output", MOMENT, 10.0)
    assert asked.words[0] == plain
    words = "--adopt --force --allow-removed --back --purge a.md --check --no-ping --output out"
    run(f"deploy live --now {NOW} --cache kept --dry-run {words}")
    assert asked.words[0] == Order(
        settings, "live", tmp_path / "kept", tmp_path / "out", MOMENT, 10.0, dry_run=True,
        adopt=True, force=True, allow_removed=True, back=True, purge="a.md", half="check",
        telling=Rules(ping=False),
    )  # fmt: skip
    _, out, _ = run("deploy --dry-run")
    assert out.splitlines() == [
        "send a.html",
        "live would get 1 file and lose 0. Nothing was sent.",
        "IndexNow was told of 2 addresses.",
    ]
    assert json.loads(run("deploy --dry-run --json")[1])["dry_run"] is True
    assert re.fullmatch(
        r"Deployed to live: 1 file sent, in \d\.\d s\.\nIndexNow was told of 2 addresses\.\n",
        run("deploy")[1],
    )
    assert run("deploy --quiet")[1] == ""
    asked.answer = _outcome(folder=tmp_path / "out")
    assert run("deploy --check")[1] == f"{tmp_path}/out\nIndexNow was told of 2 addresses.\n"
    assert json.loads(run("deploy --check --json")[1])["folder"] == f"{tmp_path}/out"
    asked.answer = SitegenError([Problem("live", 0, "is away")])
    status, out, err = run("deploy --json")
    assert (status, json.loads(out)["problems"][0]["path"], err) == (
        1, "live", "live: error: is away\n"
    )  # fmt: skip
    assert run("deploy")[:2] == (1, "")


@pytest.mark.parametrize("failed", [False, True])
@pytest.mark.parametrize("wrong", [False, True])
def test_a_deploy_that_is_verified_ends_with_the_worse_status(  # type: ignore[no-untyped-def]
    stand, run, site: Site, tmp_path: Path, failed: bool, wrong: bool
) -> None:
    """That of the program called after it, or that of the look; two minutes are given to caches."""
    site.setting(f'[deploy.live]\nto = "folder:{tmp_path}/live"')
    stand("sitegen.delivery.deploy.deploy", _outcome(failed=failed))
    check = Check("feeds", WRONG, "are old") if wrong else good("feeds", "are there")
    asked = stand("sitegen.delivery.evidence.verify_delivery", Verification(BASE, BASE, (check,)))

    assert run("deploy --quiet")[:2] == (int(failed), "")
    assert not asked.words
    assert run("deploy --quiet --verify --dry-run")[0] == int(failed)
    assert not asked.words
    status, out, _ = run(f"deploy --verify --now {NOW}")
    assert status == int(failed or wrong)
    assert out.splitlines()[-1].startswith(f"{BASE}: ")
    cache = site.root / ".sitegen_cache"
    assert asked.words == (load(site.root), Delivery("live", BASE, MOMENT, {}), cache)
    assert asked.options == {"now": MOMENT, "wait": 120.0}
    status, out, _ = run("deploy --verify --json")
    assert (status, json.loads(out)["verified"]["good"]) == (int(failed or wrong), not wrong)


def test_a_look_at_the_live_site_is_asked_for_as_the_words_say(  # type: ignore[no-untyped-def]
    stand, run, site: Site, tmp_path: Path
) -> None:
    """What programs are told of it is whole."""
    look = Verification("https://copy.example", BASE, (good("front", "is there"),))
    asked = stand("sitegen.delivery.verify.verify", look)

    status, out, _ = run(f"verify --json --now {NOW}")
    assert (status, json.loads(out)) == (
        0,
        {
            "url": "https://copy.example", "base_url": BASE, "good": True,
            "checks": [{"name": "front", "verdict": "good", "says": "is there", "faults": []}],
        },
    )  # fmt: skip
    plain = {"now": MOMENT, "url": "", "output": None, "cache": None, "wait": 0}
    assert (asked.words, asked.plain()) == ((load(site.root),), plain)
    run(f"verify {BASE}/x --now {NOW} --output out --cache kept --wait 9")
    assert asked.plain() == {
        "now": MOMENT, "url": f"{BASE}/x", "output": tmp_path / "out", "cache": tmp_path / "kept",
        "wait": 9,
    }  # fmt: skip


def test_a_move_is_asked_for_as_the_words_say(  # type: ignore[no-untyped-def]
    stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Days are read in UTC; pictures are fetched where somebody asks for it, and no other time."""
    asked = stand("sitegen.importers.move.move")
    (tmp_path / "x.xml").write_text("<rss/>")
    base = ["import", "wordpress", f"{tmp_path}/x.xml", "--into", f"{tmp_path}/site", "--now", NOW]

    assert main(base) == 1  # nothing was moved
    assert asked.words[1] == Request(tmp_path / "site", MOMENT, asked.words[1].choices)
    assert isinstance(asked.words[1].choices, Choices)
    assert asked.words[4] is None
    words = "--since 2026-01-02 --limit 3 --dry-run --host nginx --fetch"
    main([*base, *words.split(), "--media", str(tmp_path)])
    request = asked.words[1]
    assert request.since is not None
    assert request.since.isoformat() == "2026-01-02T00:00:00+00:00"
    assert (request.limit, request.dry, request.host) == (3, True, "nginx")
    assert request.media == tmp_path
    assert asked.words[4] is not None
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("hands", "asks", "status"), [(0, False, 0), (0, True, 1), (1, False, 1), (1_006, True, 1)]
)
def test_a_move_ends_with_what_is_left_to_do(
    hands: int, asks: bool, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The sums, what is to be known, five of what needs a hand, and where the report stands."""
    (tmp_path / "x.xml").write_text("<rss/>")

    def move(_origin: object, _request: object, receipt: Receipt, *_: object) -> None:
        receipt.remark("A sample.", asks=asks)
        for number in range(hands):
            receipt.add(Item("post", "story", to=f"{number}.md", remedy="Look."))
        receipt.add(Item("post", "story"))

    monkeypatch.setattr("sitegen.importers.move.move", move)
    words = ["import", "wordpress", f"{tmp_path}/x.xml", "--into", f"{tmp_path}/a b"]
    assert main(words) == status
    out = capsys.readouterr().out.splitlines()
    assert out[1] == "Note: A sample."
    asked = out[2:-2]
    assert asked[:1] == ([f"{hands:,} of these need a hand:"] if hands else [])
    assert asked[1:] == [
        line for number in range(min(hands, 5)) for line in (f"- {number}.md", "  Look.")
    ]
    assert out[-2:] == [
        f"What became of each piece: {tmp_path}/a b/import-report.html",
        f"See it: cd '{tmp_path}/a b' && sitegen serve --open",
    ]
    assert main([*words, "--dry-run"]) == status
    assert capsys.readouterr().out.splitlines() == [
        *out[:-2], "Nothing was written (--dry-run)."
    ]  # fmt: skip


def test_a_new_site_is_asked_for_as_the_words_say(  # type: ignore[no-untyped-def]
    stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its title is its folder's, and a time is that of its zone."""
    monkeypatch.chdir(tmp_path)
    stand("sitegen.pictures.heif.can_read", answer=True)
    asked = stand("sitegen.newsite.scaffold.init", ("a", "b"))
    plain = {
        "title": "The Bayou Gazette", "host": "", "sample": False, "timezone": "America/Chicago",
        "url": "",
    }  # fmt: skip

    assert main(["init", "the-bayou_gazette"]) == 0
    assert capsys.readouterr().out == (
        "Made 2 files in the-bayou_gazette.\nSee it: cd the-bayou_gazette && sitegen serve --open\n"
    )
    assert asked.words == (tmp_path / "the-bayou_gazette",)
    now = asked.options["now"]
    assert abs(datetime.now(now.tzinfo) - now).total_seconds() < 3600
    assert {**asked.plain(), "now": None} == {**plain, "now": None}
    words = "--title A --host nginx --sample --timezone Asia/Tokyo --url https://a.example"
    main(["init", "a b", *words.split(), "--now", "2026-11-26 06:00"])
    assert asked.plain() == {
        "title": "A", "host": "nginx", "sample": True, "timezone": "Asia/Tokyo",
        "url": "https://a.example", "now": datetime.fromisoformat("2026-11-26T06:00:00+09:00"),
    }  # fmt: skip
    assert capsys.readouterr().out.splitlines()[1] == "See it: cd 'a b' && sitegen serve --open"
    main(["init", "a", "--timezone", "Nowhere", "--now", "2026-11-26 06:00"])
    assert asked.options["now"] == datetime.fromisoformat("2026-11-26T06:00:00+00:00")
    assert main(["init", "a", "--now", "soon"]) == 1
    assert capsys.readouterr().err.startswith("--now: error: ")


def test_sitegen_is_packed_for_a_host_that_builds_the_site(  # type: ignore[no-untyped-def]
    stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And for no other; what hinders it is told, and the site stands."""
    warning = Problem("requirements.txt", 0, "has no digests", warning=True)
    asked = stand("sitegen.newsite.pack.pack", (("requirements.txt", "vendor/x.whl"), (warning,)))

    for host in ("", "nginx"):
        assert pack_new_site(tmp_path, host) == ()
    assert not asked.words
    assert pack_new_site(tmp_path, "github") == ("requirements.txt", "vendor/x.whl")
    assert asked.words == (tmp_path, "github")
    assert capsys.readouterr() == ("", f"{warning}\n")
    asked.answer = SitegenError([Problem("requirements.txt", 0, "is your own")])
    assert pack_new_site(tmp_path, "github") == ()
    assert capsys.readouterr() == (
        "The host cannot build the site yet. When that is mended: sitegen pack\n",
        "requirements.txt: error: is your own\n",
    )


def test_a_site_is_packed_for_its_host_with_the_extras_that_it_uses(stand, run, site: Site) -> None:  # type: ignore[no-untyped-def]
    """By `pack`, and by `host` where the host builds; the files are named."""
    warning = Problem("requirements.txt", 0, "has no digests", warning=True)
    asked = stand("sitegen.newsite.pack.pack", (("requirements.txt", "vendor/x.whl"), (warning,)))
    stand("sitegen.newsite.pack.extras_of", ("search",))

    said = "Wrote requirements.txt and vendor/x.whl. Commit them with the site.\n"
    assert run("pack") == (0, said, f"{warning}\n")
    assert asked.words == (site.root, "", ("search",))
    host = stand("sitegen.newsite.site_host.set_host", (("sitegen.toml",), (warning,)))
    said = "Wrote sitegen.toml, requirements.txt, vendor/x.whl. Commit them with the site.\n"
    assert run("host github") == (0, said, f"{warning}\n{warning}\n")
    assert asked.words == (site.root, "github", ("search",))
    assert host.words == (load(site.root), "github")
    asked.words = ()
    said = "Wrote sitegen.toml. Commit them with the site.\n"
    assert run("host nginx") == (0, said, f"{warning}\n")
    assert not asked.words
    host.answer = ((), ())
    assert run("host caddy") == (0, "The site is set up for caddy already.\n", "")


def test_what_begins_something_says_where_it_is(stand, run, site: Site) -> None:  # type: ignore[no-untyped-def]
    """A story, a copy of the theme's, a note of what was seen."""
    file = site.root / "content/news/vote.md"
    asked = stand("sitegen.newsite.story.new_article", file)
    status, out, _ = run(f"new article Vote --section news --author a --now {NOW}")
    assert (status, out.splitlines()) == (
        0,
        [
            "Wrote content/news/vote.md. It is a draft: only you can see it.",
            "When it is ready: sitegen publish content/news/vote.md",
        ],
    )
    assert asked.words == (load(site.root), "Vote", "news")
    assert asked.options == {"now": MOMENT, "author": "a"}
    stand("sitegen.newsite.theme_copies.theme_copy", site.root / "templates/a.html")
    said = "Wrote templates/a.html. Delete it to have the theme's own back.\n"
    assert run("theme copy a.html") == (0, said, "")
    stand("sitegen.newsite.theme_copies.theme_seen", site.root / "templates/a.html")
    assert run("theme diff a.html --seen") == (0, "Noted: templates/a.html is up to date.\n", "")
    assert run("theme diff --seen") == (
        1, "", "--seen: error: it is for one file\n  Name the file.\n"
    )  # fmt: skip
    files = (ThemeFile("a", False), ThemeFile("b", True), ThemeFile("c", True, extends=True))
    stand("sitegen.newsite.theme_copies.theme_list", files)
    assert run("theme list") == (0, "a\nb  copied\nc  changes blocks of the theme's\n", "")
    lacks = (
        Comparison("a", True, ()),
        Comparison("b", True, ("-x",)),
        Comparison("c", False, ("+y",)),
    )
    asked = stand("sitegen.newsite.theme_copies.theme_diff", lacks)
    assert run("theme diff a") == (
        0,
        "a lacks nothing.\n-x\nc: nobody noted what was copied; this is all that differs.\n+y\n",
        "",
    )
    assert asked.words == (site.root, "a")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "say where to: --into FOLDER"),
        ("--into a", "name the program: wordpress, ghost, hugo, jekyll, eleventy, pelican, feed"),
        ("wordpres --into a", "cannot move from 'wordpres'. Did you mean 'wordpress'?"),
        ("wordpress --into a", "name what wordpress exported, a file or several"),
        ("hugo --into a", "name the folder in which hugo ran"),
        ("pelican --into a", "name the folder in which pelican ran"),
        ("hugo b --into a --media no/such", "there is no folder no/such"),
        ("hugo --into a --check b", "--check stands alone"),
    ],
)
def test_a_move_without_what_it_needs_says_what_to_write(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the status of a wrong command."""
    with pytest.raises(SystemExit) as stop:
        main(["import", *words.split()])
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("checked", "status", "out", "err"),
    [
        (Checked(1_200, ()), 0, "1,200 old addresses, and each leads somewhere here.\n", ""),
        (
            Checked(1_200, ("/a", "/b")), 1, "/a\n/b\n", NOWHERE,
        ),
    ],
    ids=["none", "two"],
)  # fmt: skip
def test_old_addresses_that_lead_nowhere_are_listed(  # type: ignore[no-untyped-def]
    stand, checked: Checked, status: int, out: str, err: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """On stdout alone, for whoever goes on with the list; the sum goes to people."""
    asked = stand("sitegen.importers.checking.check_addresses", checked)
    assert main(["import", "--check", "old.xml", "--into", str(tmp_path)]) == status
    assert capsys.readouterr() == (out, err)
    assert asked.words[:2] == ("old.xml", tmp_path)


ENDS: dict[str, tuple[BaseException, int, str]] = {
    "problem": (SitegenError([Problem("a.md", 3, "is wrong")]), 1, "a.md:3: error: is wrong\n"),
    "stop": (KeyboardInterrupt(), 130, "Stopped; the site is as it was.\n"),
    "signal": (command_line._TerminationSignal(), 143, "Stopped; the site is as it was.\n"),
    "full": (
        OSError(errno.ENOSPC, "No space left", "output/a"), 1,
        f"output/a: error: cannot be used: no space left\n{IN_USE}",
    ),
    "no name": (
        OSError(errno.EIO, None), 1,
        f"the disk: error: cannot be used: \n{IN_USE}",
    ),
    "long": (
        OSError(errno.ENAMETOOLONG, "File name too long", LONG), 1,
        f"{LONG}: error: this name is too long\n{TOO_LONG}",
    ),
    "longer": (
        OSError(errno.ENAMETOOLONG, "File name too long", f"{LONG}y"), 1,
        f"{LONG}…: error: this name is too long\n{TOO_LONG}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_a_command_that_cannot_go_on_says_why(stand, run, end: str) -> None:  # type: ignore[no-untyped-def]
    """In a sentence, with the status of its kind."""
    error, status, said = ENDS[end]
    stand("sitegen.build.explain.why", error)
    assert run("why a.md") == (status, "", said)


def test_what_is_wrong_with_the_machine_is_no_traceback_and_all_else_is(stand, run) -> None:  # type: ignore[no-untyped-def]
    """A fault of sitegen's own must not look like a full disk."""
    for number in MACHINE_ERRORS:
        stand("sitegen.build.explain.why", OSError(number, "Sample", "a"))
        assert run("why a.md")[0] == 1
    for number in (errno.ENOENT, errno.EINVAL, errno.ECONNREFUSED):
        assert number not in MACHINE_ERRORS
        stand("sitegen.build.explain.why", OSError(number, "Sample", "a"))
        with pytest.raises(OSError, match="Sample"):
            run("why a.md")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("deploy", "Stopped. The next deploy goes on from here.\n"),
        ("pictures", "Stopped. What was encoded stays for the next build.\n"),
    ],
)
def test_work_that_is_stopped_says_what_stays(stand, run, words: str, said: str) -> None:  # type: ignore[no-untyped-def]
    """What was done is not lost, and nobody has to begin anew."""
    stand("sitegen.delivery.places.place_name", KeyboardInterrupt())
    stand("sitegen.delivery.encoding.encode_pictures", KeyboardInterrupt())
    assert run(words) == (130, "", said)


def test_a_worker_ends_at_once_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parent tidies up; a thread sets no signal, which Python allows the main one alone."""
    handlers: list[Any] = []
    monkeypatch.setattr(
        signal, "signal", lambda number, handler: handlers.append((number, handler))
    )
    threads = [threading.Thread(target=command_line._stop_on_signal)]
    threads[0].start()
    threads[0].join()
    assert handlers == []
    command_line._stop_on_signal()
    ((number, stop),) = handlers
    assert number == signal.SIGTERM
    with pytest.raises(command_line._TerminationSignal):
        stop(number, None)
    ends: list[int] = []

    def leave(status: int) -> None:
        ends.append(status)
        raise SystemExit

    monkeypatch.setattr(os, "_exit", leave)
    own = os.getpid()
    for other in (own - 1, own + 1):
        monkeypatch.setattr(os, "getpid", lambda other=other: other)
        with pytest.raises(SystemExit):
            stop(number, None)
    assert ends == [143, 143]
