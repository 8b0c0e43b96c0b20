"""What the live site should answer, by output/ and by the sources as they are at an hour.

One small paper is built once; no web server is asked.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from sitegen.core.file_names import FEED_TYPES
from sitegen.core.http import Answer, Client, HttpError
from sitegen.core.problems import SitegenError
from sitegen.delivery.checks import Check
from sitegen.delivery.evidence import verify_delivery
from sitegen.delivery.expected import Expected, Hidden, Move, Turn, expected
from sitegen.delivery.frozen import Frozen
from sitegen.delivery.manifest import Delivery
from sitegen.delivery.verify import Verification, place_of, shown, verify
from sitegen.settings.load import load
from tests.conftest import NOW, Site
from tests.delivery.test_verify import BASE, HELD, write_paper

BEFORE, SIX, AFTER = (f"2026-11-22T{hour}-06:00" for hour in ("17:59:59", "18:00:00", "21:00:00"))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, learnt: Path) -> Site:
    return write_paper(tmp_path_factory.mktemp("paper") / "site", learnt)


@pytest.fixture
def paper(original: Site, tmp_path: Path) -> Site:
    """The same paper, whose sources a test may edit; output/ stays that of the build."""
    return Site(shutil.copytree(original.root, tmp_path / "site", symlinks=True))


def at(site: Site, now: str = NOW, output: Path | None = None) -> Expected:
    return expected(load(site.root), datetime.fromisoformat(now), output)


def test_what_readers_should_find_is_read_from_the_sources(original: Site) -> None:
    """Where old addresses lead, what is hidden, the drafts last, and when that will change."""
    found = at(original)
    assert (found.base_url, found.host) == (BASE, "nginx")
    assert found.output == original.root / "output"
    assert "index.html" in found.files
    assert found.feed_types == {}
    assert found.moves == (
        Move("/2019/vote/", f"{BASE}/news/vote/"), Move("/old.html", f"{BASE}/news/vote/"),
        Move("/?p=12", f"{BASE}/news/vote/"), Move("/rss/", f"{BASE}/feed.xml"),
        Move("/radio/", "https://radio.example/"),
    )  # fmt: skip
    assert found.hidden == Hidden((f"/news/{HELD}/", "/news/idea/"), 0)
    assert found.turn is None
    assert found.next_change is not None
    assert found.next_change.isoformat() == SIX
    assert not found.has_mistakes
    assert found.stories() == ("/news/vote/", "/local/park/")


def test_an_hour_that_has_come_brings_its_pages(original: Site) -> None:
    """From its second on, and not where output/ is not that of the last build."""
    assert at(original, BEFORE).turn is None
    six = datetime.fromisoformat(SIX)
    for now in (SIX, AFTER):
        assert at(original, now).turn == Turn(six, (f"/news/{HELD}/",), ())
    assert at(original, AFTER).hidden == Hidden(("/news/idea/",), 0)
    copy = original.root.parent / "copy"
    shutil.copytree(original.root / "output", copy, dirs_exist_ok=True)
    assert at(original, AFTER, copy).turn is None


def test_a_story_that_expires_should_be_gone(paper: Site) -> None:
    """Of stories that are hidden: those that were out, and whose hour has passed since."""
    paper.story("content/local/park.md", published="2026-11-01T09:00:00-06:00",
                expires="2026-11-22T19:00:00-06:00")  # fmt: skip
    paper.story("content/local/vote.md", published="2026-11-22T10:00:00-06:00",
                embargo="2026-11-22T20:00:00-06:00")  # fmt: skip
    paper.build()
    hidden = tuple(sorted([f"/news/{HELD}/", "/local/vote/"], key=at(paper).hidden.paths.index))
    hidden += ("/news/idea/",)
    assert at(paper).hidden == Hidden(hidden, 0)
    later = at(paper, AFTER)
    assert later.turn is not None
    assert later.turn.at == datetime.fromisoformat(SIX)
    assert set(later.turn.came) == {f"/news/{HELD}/", "/local/vote/"}
    assert later.turn.gone == ("/local/park/",)
    assert later.hidden == Hidden(("/news/idea/",), 1)
    paper.story("content/local/park.md", published="2026-11-01T09:00:00-06:00", draft="true")
    paper.write("content/news/broken.md", "---\ntitle: [\n---\n")
    draft = at(paper)
    assert draft.hidden == Hidden(hidden, 1)
    assert draft.has_mistakes


def test_an_old_address_without_a_rule_needs_its_page(paper: Site) -> None:
    """A host that takes no rules has a page there, and for an address with a query nothing."""
    paper.write_bytes(
        "sitegen.toml", paper.read("sitegen.toml").replace('"nginx"', '"github"').encode()
    )
    assert [move.old for move in at(paper).moves] == [
        "/2019/vote/",
        "/old.html",
        "/rss/",
        "/radio/",
    ]
    plain = paper.read("sitegen.toml").partition("[redirects]")[0]
    paper.write_bytes("sitegen.toml", plain.encode())
    assert [move.old for move in at(paper).moves] == ["/2019/vote/", "/old.html"]
    (paper.root / "output/old.html").unlink()
    listing = paper.root / "output/.sitegen-files"
    listing.write_bytes(listing.read_bytes().replace(b"old.html\n", b""))
    assert [move.old for move in at(paper).moves] == ["/2019/vote/"]


def test_partners_feeds_have_their_types(paper: Site) -> None:
    paper.setting('[feeds.partners.radio]\nformat = "atom"')
    assert at(paper).feed_types == {"feeds/radio.xml": FEED_TYPES["atom"]}


def test_there_is_nothing_to_hold_against_without_a_built_site(tmp_path: Path) -> None:
    site = Site(tmp_path / "new")
    with pytest.raises(SitegenError) as refused:
        at(site)
    (one,) = refused.value.problems
    assert (one.path, one.line) == ("output", 0)
    assert one.message == "there is no built site that the live one could be held against"


# The live site, again and again


class World:
    """The built site as a host answers it that does little else."""

    def __init__(self, site: Site, place: str) -> None:
        self.output, self.place = site.root / "output", place
        self.old: set[str] = set()  # paths that answer with something else
        self.asked = 0

    def __enter__(self) -> Client:
        return cast("Client", self)

    def __exit__(self, *_: object) -> None:
        return None

    def get(self, url: str) -> Answer:
        self.asked += 1
        if not url.startswith(self.place):
            raise HttpError("nobody is there")
        path = url.removeprefix(self.place)
        file = self.output / f"{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}"
        if path in self.old:
            return Answer(url, 200, {"content-type": "text/html"}, b"old")
        if not file.is_file():
            return Answer(url, 404, {}, (self.output / "404.html").read_bytes())
        return Answer(url, 200, {"content-type": "text/html"}, file.read_bytes())


COPY = "http://copy.test"


@pytest.fixture
def world(original: Site, monkeypatch: pytest.MonkeyPatch) -> World:
    there = World(original, COPY)
    monkeypatch.setattr("sitegen.delivery.verify.Client", lambda: there)
    return there


def looked(
    site: Site, pauses: list[float], wait: float, waiting: Callable[[Verification], None]
) -> Verification:
    return verify(load(site.root), now=datetime.fromisoformat(NOW), url=COPY, wait=wait,
                  pause=pauses.append, waiting=waiting)  # fmt: skip


def test_a_look_is_repeated_after_longer_and_longer_pauses(
    original: Site, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until all is right or time is over; whoever waits is told before each pause."""
    red, good = Check("front", "wrong", "is red"), Check("front", "good", "is blue")
    looks: list[Check] = []
    monkeypatch.setattr("sitegen.delivery.verify._look", lambda *_: (looks.pop(0),))
    for wait, before, after in (
        (300.0, [red] * 6, [2.0, 5.0, 10.0, 20.0, 20.0, 20.0]),
        (300.0, [], []),
        (4.9, [red], [2.0]),
        (2.0, [], []),
    ):
        pauses, seen = list[float](), list[Verification]()
        looks[:] = [*before, red if wait < 5 else good]
        look = looked(original, pauses, wait, seen.append)
        assert pauses == after
        assert [each.checks for each in seen] == [(each,) for each in before]
        assert look == Verification(COPY, BASE, (red if wait < 5 else good,))
        assert looks == []
    assert world.asked == 0


def test_checks_that_only_a_host_can_mend_are_not_waited_for() -> None:
    def verification(*checks: tuple[str, str]) -> Verification:
        return Verification("", "", tuple(Check(name, verdict, "") for name, verdict in checks))

    good, red = ("front", "good"), ("front", "wrong")
    lasting = ("address", "wrong")
    for look, is_good, may in (
        (verification(good), True, False),
        (verification(("front", "note")), True, False),
        (verification(good, red), False, True),
        (verification(good, lasting), False, False),
        (verification(red, lasting), False, True),
    ):
        assert (look.is_good, look.may_come_right) == (is_good, may)


def test_a_site_that_does_not_answer_is_asked_once(original: Site, world: World) -> None:
    """A hundred further questions would each wait as long, and hear the same."""
    world.place = "http://elsewhere.test"
    look = looked(original, [], 0, lambda _: None)
    assert [(check.name, check.is_wrong, check.says) for check in look.checks] == [
        ("front", True, f"{COPY}/: nobody is there")
    ]
    assert world.asked == 1


def test_pages_of_an_hour_that_has_come_are_asked_for(original: Site, world: World) -> None:
    look = verify(load(original.root), now=datetime.fromisoformat(AFTER), url=COPY)
    (schedule,) = [check for check in look.checks if check.name == "schedule"]
    assert schedule.is_wrong
    world.old = {f"/news/{HELD}/"}
    look = verify(load(original.root), now=datetime.fromisoformat(AFTER), url=COPY)
    assert [check.verdict for check in look.checks if check.name == "schedule"] == ["note"]


def test_a_proxy_that_cannot_be_used_is_told(
    original: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> Client:
        raise HttpError("HTTPS_PROXY is no address")

    monkeypatch.setattr("sitegen.delivery.verify.Client", none)
    with pytest.raises(SitegenError) as refused:
        looked(original, [], 0, lambda _: None)
    (one,) = refused.value.problems
    assert (one.path, one.line, one.message) == ("verify", 0, "HTTPS_PROXY is no address")


def test_a_deploy_is_held_against_what_was_sent(paper: Site, world: World) -> None:
    """And not against output/, which may be another by then."""
    cache = paper.root / ".sitegen_cache"
    names = [file for file in at(paper).files if not file.startswith(".sitegen")]
    files = Frozen(cache).freeze(paper.root / "output", names)
    (paper.root / "output/index.html").unlink()
    now = datetime.fromisoformat(NOW)
    world.place = BASE
    done = Delivery("live", BASE, now, files)
    look = verify_delivery(load(paper.root), done, cache, now=now)
    assert {check.verdict for check in look.checks if check.name in ("front", "as built")} == {
        "good"
    }
    copy = Delivery("live", COPY, now, files, is_public=False)
    world.place = COPY
    look = verify_delivery(load(paper.root), copy, cache, now=now)
    assert (look.place, look.base_url) == (COPY, COPY)
    assert list(Frozen(cache).folder.glob("sitegen-sent-*")) == []


# Addresses


def test_an_address_that_is_read_is_a_sites(original: Site, tmp_path: Path) -> None:
    settings = load(original.root)
    places = {
        "": BASE,
        f"{BASE}/": BASE,
        BASE: BASE,
        f"{COPY}/x/?a#b": f"{COPY}/x",
        f"{COPY}/": COPY,
    }
    assert {url: place_of(settings, url) for url in places} == places
    for url, what in (
        ("copy.test", "'copy.test' is no address"),
        ("ftp://me:secret@copy.test", "'ftp://copy.test' is no address"),
        (f"{BASE}/news/", f"'{BASE}/news/' is one page; what is verified is a site"),
    ):
        with pytest.raises(SitegenError) as refused:
            place_of(settings, url)
        (one,) = refused.value.problems
        assert (one.path, one.line, one.message) == ("verify", 0, what)
    new = load(Site(tmp_path / "new").root)
    with pytest.raises(SitegenError) as refused:
        place_of(new, "")
    (one,) = refused.value.problems
    assert one.path == "sitegen.toml"
    assert one.line == new.line("base_url") > 0
    assert (
        one.message == f"base_url is a placeholder ({new.base_url}): nobody can read the site there"
    )
    assert place_of(new, new.base_url) == new.base_url
    assert shown("https://me:secret@copy.test/x") == "https://copy.test/x"
    assert shown("https://copy.test:1/x?y") == "https://copy.test:1/x?y"


def test_a_site_below_a_path_is_read_below_it(paper: Site) -> None:
    text = paper.read("sitegen.toml").replace(f'"{BASE}"', f'"{BASE}/paper"')
    paper.write_bytes("sitegen.toml", text.encode())
    settings = load(paper.root)
    places = {
        COPY: f"{COPY}/paper",
        f"{COPY}/other": f"{COPY}/other",
        f"{BASE}/paper": f"{BASE}/paper",
    }
    assert {url: place_of(settings, url) for url in places} == places
