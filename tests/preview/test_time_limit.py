"""The time limit: a page that never ends is given up, and the preview lives on."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from sitegen.preview import time_limit
from sitegen.preview.time_limit import PageTimeError, TimeLimit
from sitegen.settings import extensions
from tests.conftest import Site
from tests.preview.previewing import served

ENDLESS = """{% for a in range(99999) %}{% for b in range(99999) %}
{% endfor %}{% endfor %}"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(time_limit, "SECONDS", 4.0)
    monkeypatch.setattr(time_limit, "GRACE", 0.5)
    path = list(sys.path)
    yield
    sys.path[:] = path
    sys.modules.pop("newsroom", None)
    extensions.load.cache_clear()


def test_a_template_that_never_ends_is_given_up_with_its_line(site: Site) -> None:
    """One endless page holds the lock of all: no tab gets an answer any more."""
    site.story()
    site.write("templates/article.html", f"<!doctype html>\n{ENDLESS}")
    with served(site.root) as preview:
        reply = preview.get("/news/vote/")
        assert reply.status == 500
        assert "templates/article.html:" in reply.text
        assert "more than" in reply.text
        assert preview.get("/").status == 200
        site.delete("templates/article.html")
        for _ in range(200):
            if preview.get("/news/vote/").status == 200:
                break
            time.sleep(0.05)
        assert preview.get("/news/vote/").status == 200


MODULES = {
    "a loop": ("while True: pass", "more than"),
    "an exit": ("raise SystemExit", "sys.exit()"),
    "a mistake": ("return 1 / 0", "division by zero"),
}


@pytest.mark.parametrize("what", MODULES)
def test_a_module_that_loops_or_exits_ends_its_page_alone(site: Site, what: str) -> None:
    """`sys.exit()` in a filter ends the preview; a loop blocks it."""
    code, words = MODULES[what]
    site.setting('extensions = ["newsroom"]')
    site.write("newsroom.py", f"def loud(text):\n    {code}\n\nFILTERS = {{'loud': loud}}\n")
    site.write("templates/article.html", "<!doctype html>\n{{ article.title | loud }}")
    site.story()
    with served(site.root) as preview:
        reply = preview.get("/news/vote/")
        assert reply.status == 500
        assert "newsroom.py:2" in reply.text
        assert words in reply.text
        assert "sitegen itself" not in reply.text
        assert preview.get("/").status == 200


def test_a_thread_that_does_not_stop_is_left_behind(site: Site) -> None:
    """A wait within C hears nothing; all others go on without the lock that it holds."""
    site.setting('extensions = ["newsroom"]')
    code = "import time\n\n\ndef loud(text):\n    time.sleep(12)\n    return text\n\n\n"
    site.write("newsroom.py", code + "FILTERS = {'loud': loud}\n")
    site.write("templates/article.html", "<!doctype html>\n{{ article.title | loud }}")
    site.story()
    with served(site.root) as preview:
        waiting = threading.Thread(target=lambda: preview.get("/news/vote/"))
        waiting.start()
        time.sleep(0.5)
        assert preview.get("/").status == 200  # no longer than the first one waits
        assert waiting.is_alive()
        waiting.join()


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
