"""The time limit: what never ends is given up with its place, and the preview lives on."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sitegen.preview import running, time_limit
from sitegen.preview.state import Preview
from sitegen.preview.time_limit import PageTimeError, TimeLimit
from sitegen.settings import extensions
from tests.conftest import Site
from tests.preview.previewing import Clock, Served, served

SECONDS = 4.0

# What a template may do to the title of a story, and the lines on which it then stands.
SHAPES = {
    "endless": (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        r"templates/article\.html:2",
    ),
    "spin": ("{{ article.title | spin }}", r"newsroom\.py:[56]"),
    "deaf": ("{{ article.title | deaf }}", r"newsroom\.py:1[0-4]"),
    "count": ("{{ article.title | count_up }}", r"newsroom\.py:18"),
    "match": ("{{ article.title | match }}", r"newsroom\.py:22"),
}
MODULE = """\
import re


def spin(text):
    while True:
        text += ""


def deaf(text):
    while True:
        try:
            text += str(sum(range(1000)))
        except BaseException:
            pass


def count_up(text):
    return sum(range(10**14))


def match(text):
    return re.match("(a+)+$", "a" * 60 + text)


FILTERS = {"spin": spin, "deaf": deaf, "count_up": count_up, "match": match}
"""


def test_what_a_page_does_not_end_is_given_up_with_its_line(site: Site) -> None:
    """Loops of Jinja, of Python, of C and of a pattern: the others are answered meanwhile."""
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", MODULE)
    cases = "".join(
        f"{'el' if number else ''}{{% if article.title == '{name}' %}}{code}"
        for number, (name, (code, _)) in enumerate(SHAPES.items())
    ).replace("el{% if", "{% elif")
    site.write("templates/article.html", f"<!doctype html>\n{cases}{{% endif %}}")
    for name in SHAPES:
        site.story(f"content/news/{name}.md", title=name)
    with served(site.root, seconds=SECONDS) as preview, ThreadPoolExecutor() as browsers:
        assert preview.get("/").status == 200  # its templates are ready then
        began = time.monotonic()
        replies = {name: browsers.submit(preview.get, f"/news/{name}/") for name in SHAPES}
        time.sleep(0.5)
        assert preview.get("/news/").status == 200
        assert not any(reply.done() for reply in replies.values())
        for name, (_, place) in SHAPES.items():
            reply = replies[name].result()
            assert reply.status == 500
            assert re.search(f"<code>{place}</code> this took more than 4 seconds", reply.text)
            assert f"It was making /news/{name}/." in reply.text
        assert time.monotonic() - began < 3 * SECONDS
        site.delete("templates/article.html")
        _wait_for(lambda: preview.get("/news/spin/").status == 200)


EXTENSION = """\
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class Slow(Preprocessor):
    def run(self, lines):
        return [str(sum(range(10**14)))]


class Slowly(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Slow(md), "slow", 1)


MARKDOWN = [Slowly()]
"""


def test_what_a_story_does_not_end_is_given_up_with_its_line(site: Site) -> None:
    """Read as it starts or after a save: whoever looks is told, and the last edition stays."""
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", "def amend(article):\n    while True:\n        pass\n")
    site.story()
    with served(site.root, seconds=2.5) as preview:
        reply = preview.get("/news/vote/")
        assert reply.status == 503
        assert "<code>newsroom.py:2</code> this took more than" in reply.text.replace("y:3", "y:2")
        assert "It was reading content/news/vote.md." in reply.text

        site.write("newsroom.py", "def amend(article):\n    return article\n")
        for path in ("/news/vote/", "/"):
            _wait_for(lambda path=path: preview.get(path).status == 200)  # type: ignore[misc]
        for text, place, reading in (
            ("while True: pass\n", "newsroom.py:1", "newsroom.py"),
            (EXTENSION, "newsroom.py:7", "content/news/vote.md"),
        ):
            site.write("newsroom.py", text)
            _wait_for(lambda place=place: place in preview.get("/").text)  # type: ignore[misc]
            reply = preview.get("/")
            assert reply.status == 200
            assert f"It was reading {reading}." in reply.text


def test_what_took_too_long_is_tried_once_more(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine may have been slow, and nobody saves a story again for that."""
    monkeypatch.setattr(running, "SECOND_TRY", 0.1)
    tries = tmp_path / "tries"
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", f"""
        def amend(article):
            with open({str(tries)!r}, "a+") as tries:
                tries.write(".")
                tries.seek(0)
                while len(tries.read()) < 3:
                    tries.seek(0)
            return article
    """)  # fmt: skip
    site.story()
    with served(site.root, seconds=1) as preview:
        _wait_for(lambda: preview.get("/news/vote/").status == 200)
        assert tries.read_text() == "..."


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


WORDS = {
    "an exit": ("raise SystemExit", "sys.exit()"),
    "a mistake": ("return 1 / 0", "division by zero"),
    "the end of its process": ("os.kill(os.getpid(), 9)", "has ended before it was done"),
}


def test_what_ends_its_process_ends_its_page_alone(site: Site) -> None:
    """`sys.exit()` in a filter ended the preview."""
    site.setting('extensions = ["newsroom"]')
    site.write("templates/article.html", "<!doctype html>\n{{ article.title | loud }}")
    site.story()
    with served(site.root) as preview:
        for code, words in WORDS.values():
            module = f"import os\n\n\ndef loud(text):\n    {code}\n\nFILTERS = {{'loud': loud}}\n"
            site.write("newsroom.py", module)
            _wait_for(lambda words=words: words in preview.get("/news/vote/").text)  # type: ignore[misc]
            reply = preview.get("/news/vote/")
            assert reply.status == 500
            assert "sitegen itself" not in reply.text
            assert preview.get("/").status == 200


def test_neither_a_full_table_of_files_nor_ctrl_c_under_load_is_a_traceback(site: Site) -> None:
    """Out of descriptors it goes on when there are some again; Ctrl-C ends it while pages loop."""
    site.write("templates/section.html", "<!doctype html>\n" + SHAPES["endless"][0])
    site.story()
    command = [sys.executable, "-m", "sitegen", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=site.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0])
        preview = Served(None, Clock(), port, None)  # type: ignore[arg-type]
        assert preview.get("/news/vote/").status == 200
        limit = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        used = len(os.listdir(f"/proc/{process.pid}/fd"))
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (used + 8, limit[1]))
        crowd = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
        for one in crowd:
            one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.5)
        for one in crowd:
            one.close()
        _wait_for(lambda: preview.get("/news/vote/").status == 200)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, limit)

        looping = socket.create_connection(("127.0.0.1", port))
        looping.sendall(b"GET /news/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.5)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
        looping.close()
    finally:
        process.kill()
    assert time.monotonic() - began < time_limit.SECONDS - 0.5  # that the page would have had
    assert "Traceback" not in rest
    assert process.returncode in (0, 130)


# Where a system cannot fork (Windows), a thread is told to stop, and left behind if it cannot.


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(time_limit, "GRACE", 0.5)
    path = list(sys.path)
    yield
    sys.path[:] = path
    sys.modules.pop("newsroom", None)
    extensions.load.cache_clear()


@pytest.mark.usefixtures("_quick")
def test_without_processes_a_thread_is_told_to_stop(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One endless page holds the lock of all: no tab gets an answer any more."""
    site.story()
    site.write("templates/article.html", f"<!doctype html>\n{SHAPES['endless'][0]}")
    preview = Preview(site.root, clock=Clock())
    preview.refresh()
    assert preview.answer("/").status == 200
    monkeypatch.setattr(time_limit, "SECONDS", 1.0)
    answer = preview.answer("/news/vote/")
    assert (answer.status, answer.problems[0].path) == (500, "templates/article.html")
    assert "more than" in answer.problems[0].message
    assert preview.answer("/").status == 200
    preview.close()


@pytest.mark.usefixtures("_quick")
def test_a_thread_that_does_not_stop_is_left_behind(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wait within C hears nothing; all others go on without the lock that it holds."""
    site.setting('extensions = ["newsroom"]')
    code = "import time\n\n\ndef loud(text):\n    time.sleep(4)\n    return text\n\n\n"
    site.write("newsroom.py", code + "FILTERS = {'loud': loud}\n")
    site.write("templates/article.html", "<!doctype html>\n{{ article.title | loud }}")
    site.story()
    preview = Preview(site.root, clock=Clock())
    preview.refresh()
    assert preview.answer("/").status == 200
    monkeypatch.setattr(time_limit, "SECONDS", 1.0)
    waiting = threading.Thread(target=lambda: preview.answer("/news/vote/"))
    waiting.start()
    time.sleep(0.2)
    assert preview.answer("/").status == 200  # no longer than the first one waits
    assert waiting.is_alive()
    waiting.join()
    preview.close()


def _go_on_without_end() -> None:
    while True:
        time.sleep(0.01)


def test_the_limit_is_taken_back_with_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that comes late hits whoever uses the thread next."""
    monkeypatch.setattr(time_limit, "SECONDS", 0.2)
    limit = TimeLimit(lambda: None)
    try:
        for _ in range(3):
            with pytest.raises(PageTimeError), limit.watched():
                _go_on_without_end()
            with limit.watched():
                pass
            time.sleep(0.4)
    finally:
        limit.close()


def test_a_mistake_at_the_start_hides_nothing_else(site: Site) -> None:
    """One story with a mistake, and the whole preview shows an error and nothing more."""
    site.story("content/news/sound.md", title="A sound sample")
    site.story("content/news/broken.md", kind="nonsense")
    with served(site.root) as preview:
        page = preview.get("/news/sound/")
        assert page.status == 200
        assert "A sound sample" in page.text
        assert "content/news/broken.md:5" in page.text
        assert "content/news/broken.md:5" in preview.get("/_sitegen/").text
        broken = preview.get("/news/broken/")
        assert broken.status == 503  # not 404: its mistake is all that keeps it away
        assert "content/news/broken.md:5" in broken.text
