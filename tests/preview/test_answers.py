"""What a preview answers, tells and lists, whatever its press does."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from sitegen.core.digests import LostNodeError, digest_bytes
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.hosts.headers import SANDBOX
from sitegen.model.tasks import Task
from sitegen.preview import pages, server, state
from sitegen.preview import press as press_module
from sitegen.preview import running as running_module
from sitegen.preview.apart_press import StuckError, WorkerEndedError
from sitegen.preview.changes import Change, Changes, PageRender
from sitegen.preview.editions import HiddenStory
from sitegen.preview.press import About, Crops, Look, Outcome, OwnPress
from sitegen.preview.running import Running
from sitegen.preview.server import Hub
from sitegen.preview.state import Answer, News, Preview
from tests.conftest import NOW, Site
from tests.preview.previewing import Clock, Odd

AT = datetime.fromisoformat(NOW)
PROBLEM = Problem("content/a.md", 3, "is wrong")


@pytest.fixture
def odd(paper: Site, press: OwnPress, tmp_path: Path) -> Iterator[Callable[..., Preview]]:
    """Return a preview whose press answers what it is told to."""
    previews = []

    def make(**answers: Any) -> Preview:
        preview = Preview(paper.root, clock=Clock(), cache=tmp_path)
        preview._press.close()
        assert press.edition is not None
        shown = press_module._shown(press.edition, False)
        preview._press = Odd(
            **{"refresh": Outcome(None, ()), "has": False, "file_of": "a.html",
               "look": Look("page"), "page": (task("k"), b"<p>"), "task": task("k")} | answers
        )  # fmt: skip
        preview.shown = answers.get("shown", shown)
        previews.append(preview)
        return preview

    yield make
    for preview in previews:
        preview.close()


def task(key: str) -> Task:
    return Task("a.html", "page", "a.html", "{}", "1", key)


def test_what_cannot_be_answered_has_its_status_and_reason(odd: Callable[..., Preview]) -> None:
    """Nothing is shown yet, nothing is there, no room, a process that ended, a fault of ours."""
    ended, lost = WorkerEndedError(), LostNodeError("x")
    preview = odd(shown=None)
    preview.problems = (PROBLEM,)
    assert preview.answer("/a/") == Answer("", 503, "", b"", problems=(PROBLEM,))
    assert preview.file_of("/a/") == ""
    nothing = odd(file_of="")
    nothing.problems = (PROBLEM,)
    assert nothing.answer("/paper/a/") == Answer("", 404, "", b"")
    nothing.shown = replace(nothing.shown, is_partial=True)
    assert nothing.answer("/paper/a/") == Answer("", 503, "", b"", problems=(PROBLEM,))
    nothing.index._files = {"search/x": b"found"}
    assert nothing.answer("/paper/search/x") == Answer(
        "search/x", 200, digest_bytes(b"found"), b"found"
    )
    missing = odd(file_of="", has=True).answer("/paper/a/")
    assert (missing.file, missing.status, missing.data) == ("404.html", 404, b"<p>")
    for errors, answer, refreshed in (
        ([ended, ended], (503, "has ended before"), True),
        ([lost, ended], (503, "has ended"), True), ([ended, lost], (500, "LostNodeError"), True),
        ([ended, ValueError("x")], (500, "ValueError"), True),
        ([OSError(errno.EMFILE, "Too many")], (503, "cannot be made just now: Too many"), False),
        ([ValueError("x")], (500, "sitegen itself has failed: ValueError: x"), False),
    ):  # fmt: skip
        preview = odd(file_of=list(errors))
        said = preview.answer("/a/")
        assert (said.file, said.status, said.version) == ("", answer[0], "")
        assert (said.problems[0].path, answer[1] in said.problems[0].message) == ("/a/", True)
        assert ("refresh anew" in preview._press.asked) is refreshed  # type: ignore[union-attr]
    again = odd(file_of=[sqlite3.DatabaseError("x"), "a.html"])
    assert again.answer("/a/").status == 200
    for error in (ended, OSError()):
        assert odd(file_of=error).file_of("/a/") == ""
        assert odd(about=error).about("a.html") == About()


def test_each_kind_of_file_is_answered_in_its_way(odd: Callable[..., Preview]) -> None:
    """Copies by their place, photos in pieces, pictures and pages by their bytes."""
    source, refused = Path("/x/a"), SitegenError([PROBLEM])
    copy = Look("copy", "static/a", "d", source)
    assert odd(look=copy).answer("/a") == Answer("a.html", 200, "d", b"", source, recipe="static/a")
    photo = Look("photo", "static/a", "d", source)
    assert odd(look=photo, pieces=(b"x",)).answer("/a") == Answer(
        "a.html", 200, "d", b"", source, (b"x",), "static/a"
    )
    picture = Look("picture", "r")
    assert odd(look=picture, picture=b"x").answer("/a") == Answer(
        "a.html", 200, digest_bytes(b"x"), b"x", recipe="r"
    )
    for look, name in ((photo, "pieces"), (picture, "picture")):
        for error, problems in ((refused, (PROBLEM,)), (OSError(), ())):
            assert odd(look=look, **{name: error}).answer("/a") == Answer(
                "a.html", 404, "", b"", problems=problems
            )
    assert odd(look=Look("", problem=PROBLEM)).answer("/a") == Answer(
        "a.html", 404, "", b"", problems=(PROBLEM,)
    )


def test_a_page_is_rendered_once_and_its_last_version_outlives_mistakes(
    odd: Callable[..., Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the mistakes; one that took too long is left alone for a while, until the next save."""
    preview = odd()
    preview.changes.add(AT, set(), 0)
    first = preview.answer("/a/")
    assert first == Answer("a.html", 200, digest_bytes(b"<p>"), b"<p>", recipe="a.html")
    assert preview.answer("/a/") == first
    assert preview._press.asked.count("page") == 1  # type: ignore[union-attr]
    assert preview.changes.latest()[0].renders == [PageRender("/paper/a.html", "opened")]
    gone = FileNotFoundError(errno.ENOENT, "No such file", f"{preview.root}/content/b.md")
    fork = OSError(errno.EAGAIN, "Again")
    cases: list[tuple[Exception, str, str]] = [
        (SitegenError([PROBLEM]), "content/a.md", "is wrong"),
        (gone, "content/b.md", "cannot be read"), (fork, "/a.html", "cannot be made just now"),
        (ValueError("x"), "a.html", "sitegen itself"),
    ]  # fmt: skip
    for error, path, words in cases:
        preview._press.answers["task"] = error  # type: ignore[union-attr]
        said = preview.answer("/a/")
        assert (said.data, said.version, said.status, said.recipe) == (
            b"<p>",
            first.version,
            200,
            "",
        )
        assert (said.problems[0].path, words in said.problems[0].message) == (path, True)
        never = odd(task=error).answer("/a/")
        assert (never.file, never.status, never.version) == ("a.html", 500, "")
        assert never.problems == said.problems

    stuck = SitegenError([PROBLEM])
    stuck.__cause__ = StuckError("", ())
    clock = 100.0
    monkeypatch.setattr(state, "time", SimpleNamespace(
        monotonic=lambda: clock, perf_counter=time.perf_counter))  # fmt: skip
    preview._press.answers["task"] = stuck  # type: ignore[union-attr]
    preview._press.asked.clear()  # type: ignore[union-attr]
    for _ in range(2):
        assert preview.answer("/a/").problems == (PROBLEM,)
    assert preview._press.asked.count("task") == 1  # type: ignore[union-attr]
    clock = 110.0
    preview._press.answers["task"] = task("k")  # type: ignore[union-attr]
    assert preview.answer("/a/") == first
    preview._press.answers["task"] = stuck  # type: ignore[union-attr]
    preview.answer("/a/")
    preview.refresh()
    assert preview._stuck == {}


def test_a_tab_is_told_what_to_do(odd: Callable[..., Preview]) -> None:
    """Nothing, take another stylesheet, or begin anew."""
    preview = odd()
    answer = preview.answer("/a/")
    assert preview.news("/a/", answer.version) == (News("stay", answer.version, ""), answer)
    assert preview.news("/a/", "old") == (News("reload", answer.version, ""), answer)
    preview._rendered.only_style_differs = lambda *_: True  # type: ignore[method-assign]
    assert preview.shown is not None
    style = preview.shown.style
    assert style
    assert preview.news("/a/", "old") == (News("style", answer.version, style), answer)


def test_a_refresh_notes_what_came_of_it(odd: Callable[..., Preview]) -> None:
    """One number more, the mistakes, and a change where there was one."""
    preview = odd()
    shown = preview.shown
    assert shown is not None
    preview.refresh()
    assert (preview.number, preview.problems, len(preview.changes.latest())) == (1, (), 1)
    preview.refresh()
    assert (preview.number, len(preview.changes.latest())) == (2, 1)
    answers = preview._press.answers  # type: ignore[union-attr]
    answers["refresh"] = Outcome(None, (PROBLEM,), frozenset({"a.md"}), is_given_up=True)
    preview.refresh()
    assert (preview.problems, preview.is_given_up, preview.shown) == ((PROBLEM,), True, shown)
    assert preview.changes.latest()[0].sources == ("a.md",)
    settings = replace(shown.settings, digest="other")
    answers["refresh"] = Outcome(replace(shown, settings=settings, slots="other"), ())
    preview.refresh()
    assert (preview.problems, preview.is_given_up) == ((), False)
    assert preview.changes.latest()[0].sources == ("content/front.yml", "sitegen.toml")
    assert len(preview.changes.latest()) == 3
    assert state._settings_files(settings, settings) == set()
    assert state._settings_files(settings, replace(settings, lines={"a": 1})) == {"sitegen.toml"}
    preview.close()
    preview.refresh()
    assert preview.number == 4
    with pytest.raises(SitegenError):
        Preview(preview.root, clock=Clock(), cache=preview.root / "content")


def test_the_clock_alone_changes_a_site_at_its_hour(odd: Callable[..., Preview]) -> None:
    """Of what is shown; an hour that was asked for stands still."""
    preview = odd()
    due = preview.shown
    assert due is not None
    assert due.next_change == datetime.fromisoformat("2026-11-26T06:00-06:00")
    clock = preview._clock
    assert isinstance(clock, Clock)
    clock.now = due.next_change - timedelta(seconds=1)
    assert not preview.is_due()
    clock.now = due.next_change
    assert preview.is_due()
    preview.refresh()
    preview.refresh()
    assert len(preview.changes.latest()) == 2  # each is told: nothing new was read
    preview.as_of = AT
    assert (preview.now(), preview.is_due()) == (AT, False)
    preview.shown = replace(due, next_change=None)
    assert not preview.is_due()
    preview.shown = None
    assert not preview.is_due()


# Pages and events


def ask(path: str, client: str = "127.0.0.1", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [(b"host", b"localhost"), *raw], "client": (client, 1),
    })  # fmt: skip


def test_a_browser_gets_pages_with_a_panel_and_other_files_as_they_are(
    odd: Callable[..., Preview], tmp_path: Path
) -> None:
    """Or is sent on to where the site and its pages are."""
    page = Answer("a/index.html", 200, "v", b"<body></body>", recipe="page.html")
    preview: Any = odd()
    preview.answer = lambda _path: page
    preview.about = lambda _file: About()
    preview.file_of = lambda path: "a/index.html" if path == "/paper/a/" else ""
    for path, there in (("/", "/paper/"), ("/paper", "/paper/"), ("/paper/a", "/paper/a/")):
        sent = server._page(preview, ask(path))
        assert (sent.status_code, sent.headers["location"]) == (307, there)
    whole = server._page(preview, ask("/paper/a/?x"))
    assert (whole.status_code, whole.media_type) == (200, None)
    assert whole.body.startswith(b"<body>" + pages.BEGIN)
    assert whole.headers["etag"] == f'"{digest_bytes(whole.body)}"'
    assert b'data-version="v"' in whole.body
    assert server._page(preview, ask("/none/")).status_code == 200

    (tmp_path / "a.html").write_bytes(b"<p>")
    for recipe, is_apart in (("content/a.html", True), ("static/a.html", False)):
        page = Answer("a.html", 200, "v", b"", tmp_path / "a.html", recipe=recipe)
        copied = server._page(preview, ask("/paper/a.html"))
        assert copied.headers["etag"] == '"v"'
        assert (copied.headers.get("content-security-policy") == SANDBOX) is is_apart
    page = Answer("a.txt", 200, "v", b"x", recipe="content/a.txt")
    assert "content-security-policy" not in server._page(preview, ask("/a.txt")).headers
    for page, is_mistake in (
        (Answer("", 503, "", b"", problems=(PROBLEM,)), True), (Answer("", 404, "", b""), True),
        (Answer("a.html", 500, "", b"", problems=(PROBLEM,)), True),
        (Answer("a.html", 200, "", b"<p>"), False),
        (Answer("a.html", 200, "v", b"<p>", problems=(PROBLEM,)), False),
    ):  # fmt: skip
        said = server._page(preview, ask("/paper/a.html"))
        assert (said.status_code, b"cannot be shown yet" in said.body) == (page.status, is_mistake)
    page = Answer("", 503, "", b"", problems=(PROBLEM,))
    assert b"is wrong" in server._page(preview, ask("/paper/a.html")).body
    assert b"is wrong" not in server._page(preview, ask("/paper/a.html", "192.0.2.7")).body
    preview.drafts = True
    assert b"is wrong" in server._page(preview, ask("/paper/a.html", "192.0.2.7")).body
    preview.shown = None
    assert server._page(preview, ask("/")).status_code == 503


def test_the_previews_own_addresses_are_answered(odd: Callable[..., Preview]) -> None:
    """Its overview, its script and style; and what fails is told to whoever sits here."""
    preview: Any = odd(about=About())

    def get(path: str, client: str = "127.0.0.1") -> httpx.Response:
        app = server.application(preview, Hub(), lambda _name: True)
        way = httpx.ASGITransport(app, raise_app_exceptions=False, client=(client, 1))

        async def ask_it() -> httpx.Response:
            async with httpx.AsyncClient(transport=way, base_url="http://localhost") as browser:
                return await browser.get(path)

        with ThreadPoolExecutor(1) as thread:  # a browser of the tests keeps a loop in this one
            return thread.submit(asyncio.run, ask_it()).result()

    sent = get("/_sitegen")
    assert (sent.status_code, sent.headers["location"]) == (307, "/_sitegen/")
    overview = get("/_sitegen/")
    assert overview.content == pages.overview(preview, sees_all=True)
    assert overview.headers["content-type"] == "text/html; charset=utf-8"
    assert get("/_sitegen/", "192.0.2.7").content == pages.overview(preview, sees_all=False)
    for name, kind in (("preview.js", "text/javascript"), ("preview.css", "text/css")):
        own = get(f"/_sitegen/{name}")
        whole = Path(server.__file__).with_name(name).read_bytes()
        assert (own.content, own.headers["etag"]) == (whole, f'"{digest_bytes(whole)}"')
        assert own.headers["content-type"] == f"{kind}; charset=utf-8"
    none = get("/_sitegen/server.py")
    assert (none.status_code, none.text) == (404, "The preview has no such page.\n")
    assert get("/paper/a.html").status_code == 200
    preview.drafts = True
    assert get("/_sitegen/", "192.0.2.7").content == pages.overview(preview, sees_all=True)
    preview.answer = lambda _path: 1 / 0
    failed = get("/paper/a.html")
    assert (failed.status_code, failed.text) == (
        500, "The preview has failed here: division by zero\n",
    )  # fmt: skip
    assert get("/paper/a.html", "192.0.2.7").text == "The preview has failed here\n"


def test_a_tab_hears_each_news_once(odd: Callable[..., Preview]) -> None:
    """And that the line stands; a tab that begins anew asks again."""
    preview: Any = odd()
    preview.number = 4
    news = iter(
        [("stay", "v", "one"), ("stay", "v", "one"), ("style", "w", "two"), ("reload", "x", "3")]
    )
    asked: list[tuple[str, str, bool]] = []

    def tell(_preview: Any, path: str, version: str, sees_all: bool) -> tuple[str, str, str]:
        asked.append((path, version, sees_all))
        return next(news)

    waits: list[float] = []

    class Rung(Hub):
        async def wait(self, seconds: float) -> None:
            waits.append(seconds)
            if len(waits) != 2:  # the second time nobody has rung
                preview.number += 1

    hub = Rung()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "_news", tell)

        async def direct(work: Any, *given: Any) -> Any:
            return work(*given)

        patch.setattr(server, "run_in_threadpool", direct)
        heard = _drained(server._events(preview, hub, "/a/", "u", True))
        assert heard == ["one", ": still here\n\n", "two", "3"]
        assert waits == [15.0] * 4
        assert asked == [
            ("/a/", "u", True),
            ("/a/", "v", True),
            ("/a/", "v", True),
            ("/a/", "w", True),
        ]
        hub.closing = True
        assert _drained(server._events(preview, hub, "/a/", "u", True)) == []


def _drained(events: Any) -> list[str]:
    found = []
    while True:
        try:
            events.__anext__().send(None)
        except StopIteration as piece:
            found.append(piece.value)
        except StopAsyncIteration:
            return found


def test_the_overviews_own_tab_follows_its_number(odd: Callable[..., Preview]) -> None:
    """Other tabs hear of their page, with marks for whoever may see them."""
    preview: Any = odd(about=About())
    preview.number = 4
    own = server._news(preview, pages.OWN, "4", True)
    assert own == ("stay", "4", pages.news_text("stay", "4", "", "", {}))
    assert server._news(preview, pages.OWN, "3", True)[:2] == ("reload", "3")
    version = preview.answer("/paper/a/").version
    do, now, text = server._news(preview, "/paper/a/", "old", True)
    assert (do, now) == ("reload", version)
    marks = pages.marks(preview)
    assert marks == {
        "/paper/news/plan/": "Draft", "/paper/news/late/": "Held until Nov. 26, 2026, 6 a.m. CST",
    }  # fmt: skip
    panel = pages.panel(preview, "a.html", (), sees_all=True)
    assert text == pages.news_text("reload", version, "", panel, marks)
    assert '"marks": {}' in server._news(preview, "/paper/a/", "old", False)[2]
    preview._press.answers["file_of"] = ""
    assert '"panel": ""' in server._news(preview, "/paper/a/", "old", True)[2]


def test_badges_and_crops_are_written_in_these_words(odd: Callable[..., Preview]) -> None:
    """A state with its moment, where that is known."""
    preview: Any = odd(about=About(
        HiddenStory("a", "A", "held", AT, ""), Crops(("a.jpg", "b.jpg", "c.jpg"), (0.25, 0.5)),
    ))  # fmt: skip
    shown = preview.shown
    words = {
        ("draft", AT): "Draft", ("held", AT): "Held until Nov. 22, 2026, noon CST",
        ("held", None): "Held",
        ("expired", AT): "Expired Nov. 22, 2026, noon CST", ("expired", None): "Expired",
    }  # fmt: skip
    for (state_, at), said in words.items():
        assert pages.label(HiddenStory("a", "A", state_, at, ""), shown) == said
    assert pages.label(HiddenStory("a", "A", "held", AT.astimezone(UTC), ""), None) == (
        "Held until Nov. 22, 2026, 6 p.m. UTC"
    )
    figures = "".join(
        f'<figure><img src="/paper/{file}.jpg" alt=""><figcaption>{name}</figcaption></figure>'
        for file, name in (("a", "16:9, shared links"), ("b", "4:3, cards"), ("c", "1:1, search"))
    )
    assert pages.panel(preview, "a.html", (), sees_all=True) == (
        '<link rel="stylesheet" href="/_sitegen/preview.css"><div class="notes">'
        '<p class="badge"><b>Held until Nov. 22, 2026, noon CST</b> Not public.</p>'
        '<details class="crops"><summary>Crops of the picture</summary>'
        "<p>They keep <code>focus: [0.25, 0.5]</code>. Is a head cut off, write another "
        f"under <code>image:</code>.</p><div>{figures}</div></details></div>"
    )
    preview.shown = None
    assert "crops" not in pages.panel(preview, "a.html", (), sees_all=True)
    assert pages.marks(preview) == {}
    preview.problems = (PROBLEM,)
    assert "1 error." in pages.panel(preview, "a.html", (PROBLEM,), sees_all=True)
    preview.problems = ()
    assert b"The preview is being prepared" in pages.mistakes_page(preview, (), sees_all=True)


def test_the_overview_lists_changes_and_what_each_made(odd: Callable[..., Preview]) -> None:
    """With the reasons, the pages, and how long it took; a lost public story is none."""
    preview: Any = odd()
    preview.changes = Changes()
    names = tuple(f"s{number}.md" for number in range(8))
    preview.changes._changes.appendleft(
        Change(AT, names, 0.25, False, ("Why & so",), [PageRender("/a/", "opened & more")])
    )
    text = pages.overview(preview, sees_all=True).decode()
    listed = ", ".join(f"<code>{name}</code>" for name in names)
    assert (
        f'<ol class="rings"><li><p>Nov. 22, 2026, noon CST: {listed} (250 ms)</p>'
        "<p>Why &amp; so</p><ul><li>"
        '<a href="/a/">/a/</a> opened &amp; more</li></ul></li></ol>'
    ) in text
    assert "<h2>Errors and warnings</h2><p>None.</p>" in text
    assert "(--as-of)" not in text
    preview.as_of = AT
    preview.shown = replace(preview.shown, hidden=())
    text = pages.overview(preview, sees_all=True).decode()
    assert "(--as-of)" in text
    assert "<p>Every story is public.</p>" in text
    warning = replace(PROBLEM, warning=True, hint="Do <so>.")
    preview.shown = replace(preview.shown, warnings=(warning,))
    preview.problems = (replace(PROBLEM, line=0),)
    text = pages.overview(preview, sees_all=True).decode()
    assert (
        '<ul class="problems"><li><p><code>content/a.md</code> is wrong</p></li>'
        '<li><p><b class="warning">Warning</b> <code>content/a.md:3</code> is wrong</p>'
        '<p class="hint">Do &lt;so&gt;.</p></li></ul>'
    ) in text
    assert "<p>2 of them. They" in pages.overview(preview, sees_all=False).decode()
    preview.shown = None
    assert "Every story is public" in pages.overview(preview, sees_all=True).decode()


# Running


def test_a_preview_is_announced_with_its_address(odd: Callable[..., Preview]) -> None:
    """Where another port was taken, where others can read it, and what is wrong."""
    said: list[str] = []
    started: list[str] = []
    for host, asked, url, more in (
        ("127.0.0.1", 0, "http://127.0.0.1:8001", []), ("::1", 8001, "http://[::1]:8001", []),
        ("0.0.0.0", 8000, "http://localhost:8001",
         ["Port 8000 is taken", "Warning: on the address 0.0.0.0"]),
        ("", 8001, "http://localhost:8001", ["Warning"]),
        ("::", 8001, "http://localhost:8001", ["Warning"]),
        ("192.0.2.7", 8001, "http://192.0.2.7:8001", ["Warning"]),
    ):  # fmt: skip
        running: Any = Running.__new__(Running)
        running._host, running._port, running._say, running._on_start = (
            host,
            asked,
            said.append,
            started.append,
        )
        running._socket = SimpleNamespace(getsockname=lambda: ("x", 8001))
        running._preview, running._last_problems = odd(), ()
        said.clear()
        running._announce()
        assert running.url == url
        assert said[-1] == f"The preview is at {url}/paper/ (stop it with Ctrl-C)"
        assert [line.startswith(words) for line, words in zip(said, more, strict=False)] == [
            True
        ] * len(more)
        assert (len(said), started[-1]) == (len(more) + 1, f"{url}/paper/")
    running._preview.shown, running._on_start = None, None
    running._announce()
    assert said[-1] == f"The preview is at {url}/ (stop it with Ctrl-C)"
    said.clear()
    for problems, words in (
        ((), []),
        ((PROBLEM,), [str(PROBLEM)]),
        ((PROBLEM,), []),
        ((), ["Fixed."]),
    ):
        said.clear()
        running._preview.problems = problems
        running._tell_problems()
        assert said == words


def test_a_preview_that_was_stopped_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the status 0, after all that was asked for."""
    asked: list[object] = []

    def running(*given: object) -> object:
        asked.append(given)
        return SimpleNamespace(run=lambda: asked.append("run"))

    monkeypatch.setattr(running_module, "Running", running)
    clock, said = Clock(), list[str]()
    assert running_module.serve(tmp_path, clock=clock, say=said.append) == 0
    assert asked == [
        (tmp_path, clock, "127.0.0.1", 8000, False, None, False, None, said.append, None), "run",
    ]  # fmt: skip
