"""Patience: what takes very long is told by its name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

from sitegen.core.patience import at, listen, steps, told
from tests.conftest import ROOT, Site


def _results(rings: int) -> Iterator[str]:
    """Yield results, of which the second one takes as long as some looks do."""
    yield "a"
    for _ in range(rings):
        signal.raise_signal(signal.SIGALRM)  # as the clock does
    yield "b"
    signal.raise_signal(signal.SIGALRM)
    yield "c"


def test_what_takes_three_looks_is_told() -> None:
    """A build waits for a page for ever, and nobody knows for which."""
    before = signal.getsignal(signal.SIGALRM)
    names: list[int] = []
    assert list(told(_results(3), names.append, look=3600)) == ["a", "b", "c"]
    assert names == [1]
    names.clear()
    assert list(told(_results(2), names.append, look=3600)) == ["a", "b", "c"]
    assert names == []
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_takes_long_from_the_first_on_is_told_again_and_again() -> None:
    """After each three looks, which are twenty seconds apart."""
    numbers: list[int] = []

    def results() -> Iterator[str]:
        assert signal.getitimer(signal.ITIMER_REAL)[1] == 20
        for _ in range(7):
            signal.raise_signal(signal.SIGALRM)
        yield "a"

    assert list(told(results(), numbers.append)) == ["a"]
    assert numbers == [0, 0]


def test_who_listens_is_told_what_begins_and_that_it_has_ended() -> None:
    """Nobody is told who asked for nothing, or who went away meanwhile."""
    words: list[str] = []
    with at("a.md"):
        assert list(steps(iter("ab"), "content")) == ["a", "b"]
    listen(words.append)
    try:
        with at("a.md"):
            assert words == ["a.md"]
        assert words == ["a.md", ""]
        words.clear()
        for _ in steps(iter("a"), "content"):
            assert words == ["content", ""]
        assert words == ["content", ""] * 2
        words.clear()
        with at("a.md"):
            listen(None)
        assert words == ["a.md"]
    finally:
        listen(None)


def test_other_threads_only_get_their_results() -> None:
    """A preview builds in a thread, which can set no alarm."""
    results: list[str] = []
    thread = threading.Thread(target=lambda: results.extend(told(iter("ab"), print)))
    thread.start()
    thread.join()
    assert results == ["a", "b"]


def test_a_build_names_the_page_that_it_waits_for(site: Site) -> None:
    """A template that never ends keeps the newsroom before a dead screen."""
    site.story()
    site.write("templates/article.html", "{% for a in range(99999) %}{% for b in range(99999) %}"
               "{% endfor %}{% endfor %}")  # fmt: skip
    program = (
        "import sitegen.core.patience as p, signal, sys; p.told.__defaults__ = (0.05,)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a background job has none
        "from sitegen.cli.main import main; sys.exit(main(['build', '--jobs', '1']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=site.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        waits = (line for line in process.stderr if line.startswith("Still waiting"))
        assert any("news/vote/index.html" in line for line in waits)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(60) == 130
    assert "Traceback" not in rest
