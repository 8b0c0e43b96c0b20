"""Cluster: pictures encoded by the workers of a Dask scheduler that a newsroom has already.

The one home of Dask. A worker is used if it makes the very bytes that this machine makes; any
other is named. Two pictures are under way on each: one that is encoded, and one that waits for
it. A worker that dies costs a retry elsewhere; what nobody could encode is handed back.

Neither the scheduler nor a worker need know more of sitegen than the workers that are used: a
task names its function, and holds plain values.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pkgutil import resolve_name
from queue import Empty, Queue
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from sitegen.core.digests import digest_bytes, digest_text
from sitegen.core.identity import install_command
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.reach import is_own_machine
from sitegen.core.record import Record
from sitegen.pictures.elsewhere import encode_elsewhere, machine

if TYPE_CHECKING:
    from distributed import Future

Work = TypeVar("Work")

UNDER_WAY = 2  # pictures on one worker
_ATTEMPTS = 3  # of a picture whose workers die, before it is handed back
_CONNECT_SECONDS = 15.0
_ANSWER_SECONDS = 60.0  # for a worker to say what it is; it may be at other work
_LOOK_SECONDS = 2.0  # between looks at who is still there
_GATHER_SECONDS = 120.0  # for the files of one picture to come back
_TLS = "DASK_DISTRIBUTED__COMM__TLS__"
_TLS_KEYS = {
    "tls_ca_file": f"{_TLS}CA_FILE",
    "tls_client_cert": f"{_TLS}CLIENT__CERT",
    "tls_client_key": f"{_TLS}CLIENT__KEY",
}
# What helps where a worker is refused
_SAME = "Install there what runs here: the same sitegen, from the site's vendor/, and Pillow."
_OF_TLS = "Give scheduler and workers certificates, and name it by tls://; see docs/pictures.md."
_BUSY = "Is it at other work? Run this again when that is done, or start the worker anew."
_ITS_LOG = "Its own log says more; start it anew when that is mended."


class Errand(Record):
    """One picture as it is sent."""

    data: bytes
    as_srgb: bool
    variants: str  # see `elsewhere.variants_text`

    @property
    def name(self) -> str:
        return digest_text(f"{digest_bytes(self.data)} {self.as_srgb} {self.variants}")


class Refusal(Record):
    """Why a worker is not used."""

    why: str  # of the worker: "has not answered for 60 seconds"
    remedy: str


class _Attempt(Record):
    """A picture that a worker has."""

    work: Any
    worker: str
    number: int  # from 1


class Cluster:
    """A scheduler that answers, and those of its workers that may be used.

    Args:
        address: as `checked_address` takes it.

    Raises:
        SitegenError: the extra is not installed, nobody answers, or the certificates are missing.
    """

    def __init__(self, address: str) -> None:
        library = _library()
        self._is_plain = address.startswith("tcp:")
        self._address = address
        self.refusals: dict[str, Refusal] = {}  # by worker
        self.workers: set[str] = set()
        self.used: set[str] = set()  # that have sent a picture back
        self.is_lost = False  # the scheduler has gone before the end
        self._here = dict(machine())
        self._apply = import_module("dask.utils").apply
        self._closed: type[Exception] = import_module("distributed.client").ClosedClientError
        security = None if self._is_plain else _security(library)
        with _no_chatter():
            try:
                self._client: Any = library.Client(  # most of its methods have no types
                    address, timeout=_CONNECT_SECONDS, security=security, set_as_default=False
                )
            except (OSError, ValueError, TypeError) as error:
                raise _no_answer(address, error) from None

    def close(self) -> None:
        with _no_chatter(), suppress(OSError):
            self._client.close(timeout=5)

    def begin(self) -> None:
        """Look for the first time.

        Raises:
            SitegenError: the scheduler has gone since it was reached.
        """
        with _no_chatter():
            try:
                self.look()
            except OSError as error:
                raise _no_answer(self._address, error) from None

    def look(self) -> None:
        """See who is there; ask those who are new what they are.

        Raises:
            OSError: the scheduler has gone.
        """
        living = set(self._client.scheduler_info().get("workers", ()))
        self._ensure_there()
        self.workers &= living
        new = living - self.workers - self.refusals.keys()
        if self._is_plain:
            for worker in sorted(new):
                if not is_own_machine(urlsplit(worker).hostname or ""):
                    what = "is another machine, and would be sent pictures plain"
                    self.refusals[worker] = Refusal(what, _OF_TLS)
            new -= self.refusals.keys()
        asked = {
            worker: self._submit(machine, [], worker, f"sitegen-machine-{worker}-{monotonic()}")
            for worker in sorted(new)
        }
        end = monotonic() + _ANSWER_SECONDS
        for worker, future in asked.items():
            try:
                answer = future.result(timeout=max(0.1, end - monotonic()))
            except TimeoutError:
                what = f"has not answered for {_ANSWER_SECONDS:.0f} seconds"
                self.refusals[worker] = Refusal(what, _BUSY)
            except Exception as error:  # whatever is raised there: it is another's program
                self._ensure_there()
                self.refusals[worker] = _why_no_answer(error)
            else:
                difference = differences(answer, self._here)
                if difference:
                    self.refusals[worker] = Refusal(difference, _SAME)
                else:
                    self.workers.add(worker)

    def _ensure_there(self) -> None:
        if self._client.status != "running":
            raise ConnectionError(f"{self._address} has gone")

    def encode(
        self,
        works: Iterable[Work],
        errand_of: Callable[[Work], Errand | None],
        keep: Callable[[Work, Mapping[str, bytes]], bool],
        step: Callable[[], object],
    ) -> list[Work]:
        """Have pictures encoded; return those that have to be encoded here.

        Args:
            errand_of: what is sent of a picture; None for one that is not.
            keep: what is done with a picture's files; False where they are not what they should
                be.
            step: called after each picture that is done with.
        """
        with _no_chatter():
            run = _Run(self, deque((work, 1) for work in works), errand_of, keep, step)
            try:
                run.go()
            except OSError:
                self.is_lost = True
                run.give_up()
        return run.left

    def start(self, errand: Errand, worker: str, number: int) -> Future[Mapping[str, bytes]]:
        """Have a worker begin with a picture."""
        key = f"sitegen-picture-{errand.name}-{digest_text(worker)[:8]}-{number}"
        arguments = [errand.data, errand.as_srgb, errand.variants]
        future: Future[Mapping[str, bytes]] = self._submit(encode_elsewhere, arguments, worker, key)
        return future

    def _submit(self, function: Callable[..., Any], words: list[Any], worker: str, key: str) -> Any:
        # A function of ours would be unpickled by the scheduler, which need not have sitegen.
        name = f"{function.__module__}:{function.__qualname__}"
        here: dict[str, Any] = {"workers": [worker], "allow_other_workers": False}
        try:
            named = self._client.submit(resolve_name, name, key=f"{key}-name", **here)
            return self._client.submit(self._apply, named, words, key=key, **here)
        except self._closed:  # which is no OSError, as all else is that says so
            raise ConnectionError(f"{self._address} has gone") from None


class _Run:
    """One run over pictures: which wait, which are under way, which are left."""

    def __init__(
        self,
        cluster: Cluster,
        waiting: deque[tuple[Any, int]],
        errand_of: Callable[[Any], Errand | None],
        keep: Callable[[Any, Mapping[str, bytes]], bool],
        step: Callable[[], object],
    ) -> None:
        self._cluster = cluster
        self._waiting = waiting
        self._errand_of = errand_of
        self._keep = keep
        self._step = step
        self._under_way: dict[Any, _Attempt] = {}
        self._ready: Queue[Any] = Queue()
        self.left: list[Any] = []

    def go(self) -> None:
        looked = monotonic()
        while self._waiting or self._under_way:
            self._fill()
            if not self._under_way and not self._cluster.workers:
                self._cluster.look()  # somebody may have come in place of those that died
                if not self._cluster.workers:
                    break
            with suppress(Empty):
                self._take(self._ready.get(timeout=_LOOK_SECONDS))
            if monotonic() - looked > _LOOK_SECONDS:
                self._cluster.look()
                self._retry_the_dead()
                looked = monotonic()
        self.give_up()

    def give_up(self) -> None:
        """Hand back all that is not done."""
        self.left += [attempt.work for attempt in self._under_way.values()]
        self.left += [work for work, _ in self._waiting]
        self._under_way.clear()
        self._waiting.clear()

    def _fill(self) -> None:
        """Give each worker as much as it may have."""
        for worker in sorted(self._cluster.workers):
            count = sum(attempt.worker == worker for attempt in self._under_way.values())
            while count < UNDER_WAY and self._waiting:
                work, number = self._waiting.popleft()
                errand = self._errand_of(work)
                if errand is None:
                    self.left.append(work)
                    continue
                future: Any = self._cluster.start(errand, worker, number)
                self._under_way[future] = _Attempt(work, worker, number)
                future.add_done_callback(self._ready.put)
                count += 1

    def _take(self, future: Any) -> None:
        """Take the files of a picture, or note that it has to be encoded here."""
        attempt = self._under_way.pop(future, None)
        if attempt is None:
            return  # of a worker that has died; it was given to another
        try:
            files = future.result(timeout=_GATHER_SECONDS)
            is_good = self._keep(attempt.work, files)
        except TimeoutError:
            self._again(attempt)
            return
        except Exception:  # whatever was raised there: here the picture tells it by its name
            is_good = False
        if is_good:
            self._cluster.used.add(attempt.worker)
            self._step()
        else:
            self.left.append(attempt.work)

    def _retry_the_dead(self) -> None:
        for future, attempt in list(self._under_way.items()):
            if attempt.worker not in self._cluster.workers:
                del self._under_way[future]
                future.release()
                self._again(attempt)

    def _again(self, attempt: _Attempt) -> None:
        if attempt.number < _ATTEMPTS:
            self._waiting.append((attempt.work, attempt.number + 1))
        else:
            self.left.append(attempt.work)


# Addresses


def checked_address(address: str) -> str:
    """Return the address of a scheduler.

    Raises:
        SitegenError: it is none, or what is sent there could be read on the way.
    """
    example = "Write it as in tls://pictures.gazette.example:8786"
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("tls", "tcp") and parts.hostname and parts.port
    except ValueError:
        is_whole = None
    if not is_whole:
        what = f"'{address}' is no address of a Dask scheduler"
        raise SitegenError([Problem("--cluster", 0, what, f"{example}.")])
    if address.startswith("tcp:") and not is_own_machine(parts.hostname or ""):
        what = f"pictures would go to {parts.hostname} so that others on the way can read them"
        hint = f"Plain tcp:// is for this machine alone. {example}; see docs/pictures.md."
        raise SitegenError([Problem("--cluster", 0, what, hint)])
    return address


# What differs


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Say in which way another machine would make other pictures; "" where it makes the same."""
    if not isinstance(there, Mapping):
        return "says nothing of what it is"
    # A sample differs wherever something else does; it is told only where nothing else is.
    names = [name for name in here if there.get(name) != here[name]]
    told = [name for name in names if name not in ("sample", "code for pictures")] or names
    words = []
    for name in told:
        if name in ("sample", "code for pictures"):
            words.append(f"its {name} is another than here")
        else:
            words.append(f"its {name} is {there.get(name, 'unknown')}, here {here[name]}")
    return ", ".join(words)


def _why_no_answer(error: Exception) -> Refusal:
    if isinstance(error, ImportError | AttributeError):
        return Refusal("has no sitegen, or another one", _SAME)
    what = f"cannot say what it is: {str(error)[:200] or type(error).__name__}"
    return Refusal(what, _ITS_LOG)


# Dask


def _library() -> Any:
    try:
        with _no_chatter():
            return import_module("distributed")
    except ImportError:
        what = "a cluster is reached with a library that is not installed"
        hint = f"To have it: {install_command('cluster')}"
        raise SitegenError([Problem("--cluster", 0, what, hint)]) from None


def _security(library: Any) -> Any:
    """Return the certificates that Dask's own configuration names.

    Raises:
        SitegenError: it names none, or a file that cannot be read.
    """
    security = library.Security(require_encryption=True)
    missing = [name for key, name in _TLS_KEYS.items() if not getattr(security, key)]
    if missing:
        what = "a tls:// scheduler asks for certificates, and none are named"
        hint = f"Set {', '.join(missing)} to their files; see docs/pictures.md."
        raise SitegenError([Problem("--cluster", 0, what, hint)])
    try:
        security.get_connection_args("client")
    except (OSError, ValueError) as error:
        what = f"a certificate cannot be used: {error}"
        hint = f"Look at the files that {', '.join(_TLS_KEYS.values())} name."
        raise SitegenError([Problem("--cluster", 0, what, hint)]) from None
    return security


def _no_answer(address: str, error: Exception) -> SitegenError:
    what = f"no scheduler answers at {address}"
    hint = "Is it running, with workers and certificates that go together? "
    hint += "Without --cluster the pictures are encoded here."
    cause = error.__cause__
    if cause is not None and str(cause):
        said = re.sub(r"in <[^>]*>: ", "", str(cause))[:200]
        hint = f"It says: {said}. {hint}"
    return SitegenError([Problem("--cluster", 0, what, hint)])


@contextmanager
def _no_chatter() -> Iterator[None]:
    """Keep what Dask logs and warns of from an editor's screen: we say it in our words."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
