"""Real servers on loopback: nginx over a built site, and a proxy by which names lead there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MISSING = "nginx is not installed: tests/tools/install fetches it"


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def nginx(folder: Path, http: str, servers: str) -> Iterator[None]:
    """Run nginx until the block ends.

    Args:
        folder: for what it writes.
        http: lines of its http block.
        servers: its server blocks, with the ports on which they listen.
    """
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert program, MISSING
    folder.mkdir(parents=True, exist_ok=True)
    temporary = "".join(
        f"  {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = folder / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""  # else it could not read our folders
    conf.write_text(
        f"{user}worker_processes 1;\npid {folder}/pid;\nerror_log {folder}/errors;\n"
        "events { worker_connections 128; }\n"
        f"http {{\n  include /etc/nginx/mime.types;\n  access_log off;\n{temporary}"
        f"  {http}\n  {servers}\n}}\n"
    )
    words = [program, "-e", str(folder / "errors"), "-c", str(conf), "-g", "daemon off;"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    try:
        _await(folder / "pid", process)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _await(pid: Path, process: subprocess.Popen[str]) -> None:
    """Wait until nginx listens; it writes its number after that."""
    for _ in range(500):
        if pid.exists() and pid.read_text().strip():
            return
        if process.poll() is not None:
            raise AssertionError(process.communicate()[1])
        time.sleep(0.01)
    raise AssertionError("nginx does not begin")


def site_server(output: Path, port: int, *, names: str = "_", extra: str = "") -> tuple[str, str]:
    """Return the http lines and the server block by which nginx serves a built site.

    With a base_url that has a path, `output` is the folder of that name below the root.
    """
    own = output / "_host"
    prefixed = next((line for line in (own / "nginx-server.conf").read_text("utf-8").splitlines()
                     if line.startswith("error_page")), "")  # fmt: skip
    depth = prefixed.split()[-1].count("/") - 1
    root = output.parents[depth - 1] if depth else output
    http = f"include {own}/nginx-http.conf;"
    server = (
        f"server {{ listen 127.0.0.1:{port}; server_name {names}; root {root}; {extra}\n"
        f"  include {own}/nginx-server.conf; }}"
    )
    return http, server


class Proxy:
    """A proxy as offices have one: whatever host is asked for, this machine answers.

    Plain requests go to `http_port`; of https only the tunnel is ours, and leads to
    `https_port`.
    """

    def __init__(self, http_port: int, https_port: int = 0, known: tuple[str, ...] = ()) -> None:
        self._ports = (http_port, https_port)
        self._known = known  # hosts; of another there is nothing
        self._threads: list[threading.Thread] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._server = threading.Thread(target=self._serve, daemon=True)
        self._server.start()

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for thread in (self._server, *self._threads):
            thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._tunnel, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _tunnel(self, client: socket.socket) -> None:
        with client:
            head = b""
            while b"\r\n\r\n" not in head:
                more = client.recv(65536)
                if not more:
                    return
                head += more
            method, target, _ = head.split(b" ", 2)
            tunnel = method == b"CONNECT"
            host = target.decode().split("://")[-1].split("/")[0].split(":")[0]
            if self._known and host not in self._known:
                client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", self._ports[tunnel])) as far:
                if tunnel:
                    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                else:
                    far.sendall(head)
                back = threading.Thread(target=_pour, args=(far, client), daemon=True)
                back.start()
                _pour(client, far)
                back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    """Hand on what comes until there is no more, and end the other way too."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
