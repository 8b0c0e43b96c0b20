"""Verify: the live site as readers and robots get it, served by a real nginx on loopback.

Each check alone, as a function of answers, is in test_checks.py.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from sitegen.delivery import sample
from sitegen.delivery.checks import Check
from sitegen.delivery.expected import Expected
from sitegen.delivery.verify import Verification, verify
from sitegen.settings.load import load
from tests.conftest import NOW, SETTINGS, Site
from tests.delivery.servers import Proxy, free_port, nginx, site_server

pytestmark = pytest.mark.tools

BASE = "http://gazette.test"
SECURE = "https://gazette.test"
LEAD = f"return 301 {SECURE}$request_uri;"
HELD = "secret-inquiry"
NAMES = [
    *("front", "story", "section", "feeds", "sitemaps", "news sitemap", "robots.txt"),
    *("not found", "redirects", "pictures", "types", "headers", "compression", "address"),
    *("no preview", "held stories", "as built", "schedule"),
]


def write_paper(root: Path, learnt: Path, base_url: str = BASE) -> Site:
    """Write a small paper: two stories that are out, one that is held, one that is moved."""
    shutil.copytree(learnt, root / ".sitegen_cache")
    site = Site(root)
    text = SETTINGS.replace("https://gazette.example", base_url)
    site.write("sitegen.toml", f'host = "nginx"\n{text}\n[images]\nwidths = [320]\n')
    picture = BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((640, 480)).save(picture, "JPEG")
    site.write_bytes("content/news/hall.jpg", picture.getvalue())
    site.story("content/news/vote.md", published="2026-11-22T09:00:00-06:00",
               image="{file: hall.jpg, alt: A sample hall}", aliases="[/2019/vote, /old.html]",
               body="A sample sentence stands here, and says nothing at all. " * 40)  # fmt: skip
    site.story("content/local/park.md", published="2026-11-01T09:00:00-06:00")
    site.story(f"content/news/{HELD}.md", title="A secret", embargo="2026-11-22T18:00:00-06:00",
               published="2026-11-22T10:00:00-06:00")  # fmt: skip
    site.story("content/news/idea.md", draft="true")
    site.setting(
        """
        [redirects]
        "/?p=12" = "/news/vote/"
        "/rss" = "/feed.xml"
        "/radio/" = "https://radio.example/"
        """
    )
    site.build()
    return site


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, learnt: Path) -> Site:
    """The paper as it was built; tests change what is served, and never this."""
    return write_paper(tmp_path_factory.mktemp("paper") / "site", learnt)


class Host:
    """A web server with a copy of the built paper, which tests may spoil."""

    def __init__(self, original: Site, folder: Path) -> None:
        self.site = original
        self.folder = folder
        self.served = folder / "served"
        shutil.copytree(original.root / "output", self.served)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def edit(self, file: str, change: Callable[[str], str]) -> None:
        place = self.served / file
        before = place.read_text("utf-8")
        after = change(before)
        assert after != before, f"nothing to change in {file}"
        place.write_text(after, "utf-8")

    def look(self, now: str = NOW, url: str = "", **options: object) -> dict[str, Check]:
        """Serve what there is, verify it, and return the checks by name."""
        self.last = self.verification(now, url, **options)
        return {check.name: check for check in self.last.checks}

    def verification(self, now: str = NOW, url: str = "", **options: object) -> Verification:
        with nginx(self.folder / "nginx", *site_server(self.served, self.port)):
            return verify(
                load(self.site.root),
                now=datetime.fromisoformat(now),
                url=url or self.url,
                **options,  # type: ignore[arg-type]
            )


@pytest.fixture
def host(original: Site, tmp_path: Path) -> Host:
    return Host(original, tmp_path)


def wrong(checks: dict[str, Check]) -> set[str]:
    return {name for name, check in checks.items() if check.is_wrong}


def test_a_site_that_is_served_as_it_was_built_is_good(host: Host) -> None:
    """Each thing is looked at, each is as the host was told, and base_url stands in it all."""
    checks = host.look()
    assert list(checks) == NAMES
    assert {name: check.says for name, check in checks.items() if check.verdict != "good"} == {}
    assert host.last.is_good
    assert "5 of 5 old addresses lead on: 5 by the host" in checks["redirects"].says
    formats = checks["pictures"].says.partition(": ")[2]
    assert set(formats.split(", ")) == {"jpg", "webp", "png", "svg"}
    assert checks["held stories"].says == "2 of 2 were asked for, and answer 404"
    assert "due 2026-11-22 18:00 CST" in checks["schedule"].says


def drop(line: str) -> Callable[[str], str]:
    return lambda text: "\n".join(each for each in text.splitlines() if line not in each)


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


SERVER, MAPS = "_host/nginx-server.conf", "_host/nginx-http.conf"
SPOILT: dict[str, tuple[str, Callable[[str], str], set[str], str]] = {
    "other canonical": (
        "news/vote/index.html",
        swap(f'rel="canonical" href="{BASE}', 'rel="canonical" href="http://old.test'),
        {"story", "as built"},
        "calls itself http://old.test/news/vote/",
    ),
    "preview": (
        "index.html", swap("</body>", "<script src='/_sitegen/preview.js'></script></body>"),
        {"no preview", "as built"}, "loads /_sitegen/preview.js: this page comes from a preview",
    ),
    "localhost in a page": (
        "index.html", swap("</body>", "<a href='http://localhost:8000/news/'>News</a></body>"),
        {"no preview", "as built"}, "names http://localhost:8000/news/",
    ),
    "sitemap of another address": (
        "sitemap-pages.xml", swap(BASE, "http://old.test"), {"sitemaps", "as built"},
        "names http://old.test/",
    ),
    "robots of another program": (
        "robots.txt", drop("Sitemap"), {"robots.txt"}, "lacks the line 'Sitemap: ",
    ),
    "everything is 200": (
        SERVER, swap("error_page 404 ", "error_page 404 =200 "), {"not found", "held stories"},
        "answers 200, and nothing is there",
    ),
    "everything is 200, but held stories are forbidden": (
        SERVER,
        lambda text: text.replace("error_page 404 ", "error_page 404 =200 ")
        + f"location = /news/{HELD}/ {{ return 403; }}\nlocation = /news/idea/ {{ return 403; }}",
        {"not found", "held stories"}, "answers 200, and nothing is there",
    ),
    "feeds as any XML": (SERVER, drop("default_type application/rss"), {"types"},
                         "/feed.xml: is sent as 'text/xml'"),
    "no nosniff": (SERVER, drop("nosniff"), {"headers"}, "is sent without X-Content-Type-Options"),
    "pages for a day": (
        MAPS, swap("public, max-age=0, must-revalidate", "public, max-age=86400"), {"headers"},
        "may be kept for 86,400 seconds",
    ),
    "pictures asked for each time": (
        MAPS, swap("public, max-age=31536000, immutable", "no-cache"), {"headers"},
        "is sent with Cache-Control: no-cache",
    ),
    "nothing compressed": (
        SERVER, swap("gzip on", "gzip off"), {"compression"}, "is sent as it is",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_what_readers_would_not_get_is_told_and_nothing_else(host: Host, name: str) -> None:
    """A fault turns its own check red, with the address and what is wrong there."""
    file, change, names, words = SPOILT[name]
    host.edit(file, change)
    checks = host.look()
    assert wrong(checks) == names
    told = [str(fault) for check in checks.values() for fault in check.faults]
    assert any(words in line for line in told), told


def test_a_page_that_lacks_is_told_with_what_to_do(host: Host) -> None:
    """A 404 on the front is the first thing to hear of."""
    shutil.rmtree(host.served / "news/vote")
    checks = host.look()
    assert wrong(checks) == {"story", "as built"}
    assert checks["story"].says == f"{host.url}/news/vote/: answers 404"
    assert "sitegen verify --wait 300" in checks["story"].faults[0].hint


def test_a_host_that_forbids_all_that_is_not_there_tells_of_no_held_story(host: Host) -> None:
    """Storage without the right to list answers 403 to everybody."""
    host.edit(SERVER, swap("error_page 404 ", "error_page 404 =403 "))
    assert host.look()["held stories"].verdict == "good"


def test_a_build_that_goes_on_meanwhile_is_told(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there when the look began may be gone when it is held against what is live."""
    gone = Host(host.site, host.folder / "gone")
    gone.site = Site(shutil.copytree(host.site.root, host.folder / "site"))
    look = sample.sample

    def late(site: Expected) -> sample.Sample:
        chosen = look(site)
        for file in gone.site.root.glob("output/*.xml"):
            file.unlink()
        return chosen

    monkeypatch.setattr("sitegen.delivery.verify.sample", late)
    checks = gone.look()
    for name in ("feeds", "sitemaps"):
        assert "is in output/ no more: a build changed it meanwhile" in checks[name].says


def test_an_old_address_that_leads_nowhere_is_told(host: Host) -> None:
    """Links of years end there; without a rule the page at the old address still leads on."""
    host.edit(SERVER, drop("/old.html"))
    assert "4 by the host, 1 by a page" in host.look()["redirects"].says
    (host.served / "old.html").unlink()
    host.edit(SERVER, lambda text: text.replace('return 301 "/news/vote/"', 'return 301 "/"'))
    says = [str(fault) for fault in host.look()["redirects"].faults]
    assert any(f"/old.html: answers 404, not to {BASE}/news/vote/" in line for line in says)
    assert any(f"/2019/vote/: leads to {host.url}/, not to" in line for line in says)


def test_a_picture_that_something_made_anew_is_told(host: Host) -> None:
    """Optimising hosts take credits out of pictures, and make them worse."""
    for file in (host.served / "media").glob("*.webp"):
        file.write_bytes(file.read_bytes() + b" ")
    checks = host.look()
    assert wrong(checks) == {"pictures"}
    assert "is not the picture that was built" in checks["pictures"].says


def test_held_stories_are_counted_and_never_named(host: Host) -> None:
    """CI logs are public: what is to be secret stands in none, whatever is wrong."""
    for slug in (HELD, "idea"):
        (host.served / "news" / slug).mkdir()
        (host.served / "news" / slug / "index.html").write_text("A secret", "utf-8")
    checks = host.look()
    assert wrong(checks) == {"held stories"}
    assert checks["held stories"].says == (
        "2 of 2 held stories, drafts and expired ones do not answer 404"
    )
    every = str(host.last)
    assert HELD not in every
    assert "idea" not in every


def test_a_story_that_was_held_after_the_build_is_counted(host: Host, tmp_path: Path) -> None:
    """Somebody held it in its file, and it is still out: that must not pass for good."""
    site = Site(shutil.copytree(host.site.root, tmp_path / "edited"))
    site.story("content/local/park.md", published="2026-11-01T09:00:00-06:00", draft="true")
    host.site = site
    checks = host.look()
    assert wrong(checks) == {"held stories"}
    assert "1 of 3 are in output/: it is older than their sources" in checks["held stories"].says


def test_a_schedule_that_has_died_is_told(host: Host) -> None:
    """The embargo passed at six, nothing was built, and the newsroom sleeps."""
    checks = host.look("2026-11-22T18:10:00-06:00")
    assert checks["schedule"].verdict == "note"  # schedules are some minutes late
    checks = host.look("2026-11-22T21:00:00-06:00")
    assert wrong(checks) == {"schedule"}
    assert checks["schedule"].says == (
        "the next change was due 2026-11-22 18:00 CST, and it is 2026-11-22 21:00 CST"
    )
    assert "see that the schedule runs" in checks["schedule"].faults[0].hint


def test_a_live_site_that_is_ahead_of_this_machine_has_no_dead_schedule(host: Host) -> None:
    """At the desk output/ is from this morning; the server has built since."""
    (host.served / "news" / HELD).mkdir()
    (host.served / "news" / HELD / "index.html").write_text("out by now", "utf-8")
    check = host.look("2026-11-22T21:00:00-06:00")["schedule"]
    assert check.verdict == "note"
    assert "the live site has made it, and output/ here is older" in check.says


def test_old_news_in_the_news_sitemap_is_a_dead_schedule(host: Host) -> None:
    """Search engines drop a news sitemap that holds what is no news."""
    checks = host.look("2026-11-25T09:00:00-06:00")
    assert {"news sitemap", "schedule"} <= wrong(checks)
    assert "holds a story of 72 hours ago" in checks["news sitemap"].says


def test_the_command_tells_by_its_status(host: Host, tmp_path: Path) -> None:
    """Schedules and CI go by it; programs read --json."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sitegen", "verify", host.url, "--now", NOW, *words]
        return subprocess.run(command, cwd=host.site.root, capture_output=True, text=True)

    with nginx(host.folder / "nginx", *site_server(host.served, host.port)):
        table = run()
        assert (table.returncode, table.stderr) == (0, "")
        assert table.stdout.splitlines()[0] == f"good   front         {host.url}/ answers"
        assert table.stdout.splitlines()[-1] == f"{host.url}: all is well."
        host.edit("index.html", swap("</body>", "<script></script></body>"))
        bad = run()
        assert bad.returncode == 1
        assert "wrong  as built" in bad.stdout
        assert bad.stdout.endswith(": 1 of 18 checks failed.\n")
        assert "switch that off there" in bad.stdout
        quiet = run("--quiet")
        assert quiet.returncode == 1
        assert "good" not in quiet.stdout
        value = json.loads(run("--json").stdout)
    assert (value["good"], value["url"], value["base_url"]) == (False, host.url, BASE)
    (check,) = [check for check in value["checks"] if check["verdict"] == "wrong"]
    assert check["name"] == "as built"
    assert set(check["faults"][0]) == {"where", "what", "hint"}


# Addresses


def test_a_site_below_a_path_is_read_below_it(tmp_path: Path, learnt: Path) -> None:
    """Its links name that path, so a copy has it too."""
    site = write_paper(tmp_path / "site", learnt, f"{BASE}/paper")
    shutil.copytree(site.root / "output", tmp_path / "www" / "paper")
    port = free_port()
    with nginx(tmp_path / "nginx", *site_server(tmp_path / "www" / "paper", port)):
        look = verify(
            load(site.root), now=datetime.fromisoformat(NOW), url=f"http://127.0.0.1:{port}"
        )
    assert look.place == f"http://127.0.0.1:{port}/paper"
    assert [check.says for check in look.checks if check.is_wrong] == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for the paper's names, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    key, file = folder / "key.pem", folder / "certificate.pem"
    names = "subjectAltName=DNS:gazette.test,DNS:www.gazette.test"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=gazette.test", "-addext", names,
         "-keyout", key, "-out", file],
        check=True, capture_output=True,
    )  # fmt: skip
    return file, key


@pytest.fixture(scope="module")
def https_site(tmp_path_factory: pytest.TempPathFactory, learnt: Path) -> Site:
    return write_paper(tmp_path_factory.mktemp("https") / "site", learnt, SECURE)


@pytest.mark.parametrize(
    ("plain", "twin", "names"),
    [
        (LEAD, LEAD, ""),
        ("return 200 'a page';", LEAD, "http://gazette.test/"),
        (LEAD, "return 200 'a page';", "https://www.gazette.test/"),
    ],
    ids=["one address", "plain http answers", "two hosts"],
)  # fmt: skip
def test_all_ways_lead_to_one_address_by_https(
    https_site: Site,
    certificate: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    plain: str,
    twin: str,
    names: str,
) -> None:
    """Search engines split a site that answers under two names; browsers warn of plain http."""
    port, secure = free_port(), free_port()
    keys = f"ssl_certificate {certificate[0]}; ssl_certificate_key {certificate[1]};"
    http, _ = site_server(https_site.root / "output", port)
    include = f"include {https_site.root}/output/_host/nginx-server.conf;"
    servers = (
        f"server {{ listen 127.0.0.1:{port}; {plain} }}\n"
        f"server {{ listen 127.0.0.1:{secure} ssl; server_name www.gazette.test; {keys} {twin} }}\n"
        f"server {{ listen 127.0.0.1:{secure} ssl; server_name gazette.test; {keys}\n"
        f"  root {https_site.root}/output; {include} }}"
    )
    proxy = Proxy(port, secure)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, proxy.address)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with ExitStack() as stack:
        stack.callback(proxy.close)
        stack.enter_context(nginx(tmp_path / "nginx", http, servers))
        look = verify(load(https_site.root), now=datetime.fromisoformat(NOW))
    assert look.place == SECURE
    faults = [fault.where for check in look.checks for fault in check.faults]
    assert faults == ([names] if names else [])
