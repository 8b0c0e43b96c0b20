"""A Dask scheduler and its workers on this machine, over TLS as between machines."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

import dask.config

from tests.conftest import ROOT
from tests.delivery.servers import free_port

# Before any of its settings is changed for a while: what comes with it would go with that.
_LIBRARY = import_module("distributed")
_TLS = "DASK_DISTRIBUTED__COMM__TLS__"


class Office:
    """One scheduler, and workers that come and go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"tls://127.0.0.1:{self.port}"
        self.variables = _certificates(folder)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--port", str(self.port), "--dashboard-address", "127.0.0.1:0")
        for _ in range(600):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            time.sleep(0.05)
        raise AssertionError("the scheduler does not begin")

    def worker(self, name: str, code: Path = ROOT) -> subprocess.Popen[bytes]:
        """Begin a worker whose sitegen is that of `code`."""
        return self._start(
            "worker", self.address, "--name", name, "--nthreads", "1", "--no-nanny",
            "--no-dashboard", "--local-directory", str(self.folder / name), code=code,
        )  # fmt: skip

    def await_workers(self, count: int) -> None:
        """Wait until so many are there."""
        security = _LIBRARY.Security(require_encryption=True)
        with _LIBRARY.Client(self.address, security=security, set_as_default=False) as client:
            for _ in range(600):
                if len(client.scheduler_info()["workers"]) == count:
                    return
                time.sleep(0.05)
        raise AssertionError(f"the cluster does not come to {count} workers")

    def _start(self, what: str, *words: str, code: Path = ROOT) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", "distributed.cli." + f"dask_{what}", *words]
        process = subprocess.Popen(
            [*command, "--host", "tls://127.0.0.1"],
            env={**os.environ, **self.variables, "PYTHONPATH": str(code)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )
        self._processes.append(process)
        return process

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait(10)


@contextmanager
def certificates(variables: Mapping[str, str]) -> Iterator[None]:
    """Let Dask's configuration in this process, which it has read long ago, name the same."""
    names = [name.removeprefix("DASK_").lower().replace("__", ".") for name in variables]
    with dask.config.set(dict(zip(names, variables.values(), strict=True))):
        yield


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    folder.mkdir(parents=True, exist_ok=True)
    each = Office(folder)
    try:
        with certificates(each.variables):
            yield each
    finally:
        each.close()


def _certificates(folder: Path) -> Mapping[str, str]:
    """Make a certificate that signs itself; return the variables by which Dask knows it."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    names = {"CA_FILE": certificate}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        names |= {f"{role}__CERT": certificate, f"{role}__KEY": key}
    return {f"{_TLS}{name}": str(file) for name, file in names.items()}
