"""Storage on this machine: rclone serves S3, SFTP and WebDAV."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.delivery.rclone_calls import rclone_program
from tests.delivery.servers import free_port

KEY, SECRET = "SAMPLEKEYSAMPLEKEY", "sample-secret-of-the-tests"
WAYS = ("s3", "sftp", "webdav")


@contextmanager
def serving(way: str, folder: Path) -> Iterator[dict[str, str]]:
    """Serve `folder`; yield the variables by which rclone knows it as the remote "web"."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    words = [rclone_program(), "serve", way, str(folder), "--addr", f"127.0.0.1:{port}"]
    words += ["--config", "", "--vfs-cache-mode", "off"]
    words += ["--auth-key", f"{KEY},{SECRET}"] if way == "s3" else ["--user", "u", "--pass", SECRET]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            yield {"RCLONE_CONFIG": "/dev/null", **_remote(way, port)}
        finally:
            server.terminate()


def _remote(way: str, port: int) -> dict[str, str]:
    values = {"TYPE": way}
    if way == "s3":
        values |= {"PROVIDER": "Rclone", "ENDPOINT": f"http://127.0.0.1:{port}"}
        values |= {"ACCESS_KEY_ID": KEY, "SECRET_ACCESS_KEY": SECRET}
    else:
        obscured = subprocess.run(
            [rclone_program(), "obscure", SECRET], capture_output=True, text=True, check=True
        )
        values |= {"USER": "u", "PASS": obscured.stdout.strip()}
        if way == "sftp":
            values |= {"HOST": "127.0.0.1", "PORT": str(port), "KNOWN_HOSTS_FILE": "none"}
        else:
            values |= {"URL": f"http://127.0.0.1:{port}", "VENDOR": "other"}
    return {f"RCLONE_CONFIG_WEB_{name}": value for name, value in values.items()}


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")
