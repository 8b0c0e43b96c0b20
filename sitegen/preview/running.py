"""Running: a preview from its first reading to its end, following the sources."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sitegen.build.watching import LOOK_AT_CLOCK, Door
from sitegen.core.problems import SitegenError
from sitegen.core.reach import is_own_machine
from sitegen.preview.apart_press import SECONDS
from sitegen.preview.listening import Server, listen
from sitegen.preview.server import Hub
from sitegen.preview.state import Preview
from sitegen.settings.extension_files import watched_places

SECOND_TRY = 2.0  # seconds after a look at the sources that was given up


def serve(
    root: Path,
    *,
    clock: Callable[[], datetime],
    host: str = "127.0.0.1",
    port: int = 8000,
    drafts: bool = False,
    as_of: datetime | None = None,
    cache: Path | None = None,
    poll: bool = False,
    on_start: Callable[[str], None] | None = None,
    say: Callable[[str], None],
) -> int:
    """Serve the site at `root` until the process is interrupted, and return 0.

    Args:
        clock: tells the time, aware.
        host: the address to listen on.
        port: the first to try; the next free one is taken. 0 lets the system choose.
        drafts: show unpublished stories too, with a badge.
        as_of: show the site as of this moment instead of the clock's.
        cache: where builds and previews keep what they learnt; the site's own when None.
        poll: look at the files instead of waiting for the system to report changes.
        on_start: called with the preview's URL when browsers are answered.
        say: called with each line for the person at the terminal.

    Raises:
        SitegenError: no port is free, or the notes cannot be kept. What is wrong with the
            site itself shows in the browser instead.
    """
    running = Running(root, clock, host, port, drafts, as_of, poll, on_start, say, cache)
    running.run()
    return 0


class Running:
    """A preview that listens: `run` it here, or in a thread and `stop` it from another.

    `seconds` is what a page may take, or one story that is read; the rest as in `serve`.
    """

    def __init__(
        self,
        root: Path,
        clock: Callable[[], datetime],
        host: str,
        port: int,
        drafts: bool,
        as_of: datetime | None,
        poll: bool,
        on_start: Callable[[str], None] | None,
        say: Callable[[str], None],
        cache: Path | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._poll = poll
        self._on_start = on_start
        self._say = say
        self._host = host
        self._stopping = threading.Event()
        # Before anything else is open: its processes are forked from this one.
        self._preview = Preview(
            root,
            clock=clock,
            drafts=drafts,
            as_of=as_of,
            cache=cache,
            apart=True,
            seconds=seconds,
        )
        try:
            self._socket = listen(host, port)
        except SitegenError:
            self._preview.close()
            raise
        self._port = port
        self._hub = Hub()
        self._server = Server(self._preview, self._hub, host, self._announce)
        self._last_problems: tuple[str, ...] = ()
        self._door: Door | None = None

    @property
    def url(self) -> str:
        """The address of the server's root."""
        name = self._host
        if name in ("0.0.0.0", "::", ""):  # noqa: S104 - every address, so also this one
            name = "localhost"
        host = f"[{name}]" if ":" in name else name
        return f"http://{host}:{self._socket.getsockname()[1]}"

    def run(self) -> None:
        """Serve until `stop` is called or the process is interrupted."""
        follower = threading.Thread(target=self._follow, name="follow", daemon=True)
        try:
            # The first reading may use every core: no other thread of the press runs yet.
            self._preview.refresh(jobs=0)
            follower.start()
            self._server.run(sockets=[self._socket])
        finally:
            self._stopping.set()
            if self._door is not None:
                self._door.watch.close()  # lets the follower go at once
            self._preview.close()  # ends a look at the sources that goes on
            if follower.is_alive():
                follower.join()
            self._socket.close()

    def stop(self) -> None:
        self._stopping.set()
        self._server.should_exit = True

    def _announce(self) -> None:
        shown = self._preview.shown
        front = f"{self.url}{shown.settings.prefix if shown else ''}/"
        port = self._socket.getsockname()[1]
        if self._port and port != self._port:
            self._say(f"Port {self._port} is taken, so this is {port}.")
        if not is_own_machine(self._host):
            self._say(
                f"Warning: on the address {self._host} everybody who reaches this machine can "
                "read the preview."
            )
        self._say(f"The preview is at {front} (stop it with Ctrl-C)")
        self._tell_problems()
        if self._on_start is not None:
            self._on_start(front)

    def _follow(self) -> None:
        """Refresh at every ring, and when a story's time comes.

        What took too long is tried once more: it may have been the machine that was slow.
        """
        preview = self._preview
        door = self._door = Door(preview.root, self._modules, self._poll, self._say)
        may_differ = True  # what changed before we listened
        retry = math.inf  # when
        try:
            while not self._stopping.is_set():
                is_second_try = not may_differ and time.monotonic() >= retry
                if may_differ or is_second_try or preview.is_due():
                    preview.refresh(saves=door.saves())
                    if self._stopping.is_set():
                        return
                    if preview.problems:  # perhaps it did not come to what was saved
                        door.look_at_all()
                    is_to_be_tried = preview.is_given_up and not is_second_try
                    retry = time.monotonic() + SECOND_TRY if is_to_be_tried else math.inf
                    self._hub.ring()
                    self._tell_problems()
                may_differ = door.has_moved() or door.wait(LOOK_AT_CLOCK)
        finally:
            door.watch.close()

    def _modules(self, _last: tuple[Path, ...]) -> tuple[Path, ...]:
        return watched_places(self._preview.root, self._preview.extensions)

    def _tell_problems(self) -> None:
        problems = tuple(map(str, self._preview.problems))
        if problems != self._last_problems:
            for text in problems:
                self._say(text)
            if not problems:
                self._say("Fixed.")
        self._last_problems = problems
