"""Storage on this machine: rclone serves S3, SFTP and WebDAV, and a real sshd serves SFTP."""

from __future__ import annotations

import os
import pwd
import shutil
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
SSHD = "sshd"  # a way too, and one that needs more than Python
MISSING_SSHD = "sshd is not installed: tests/tools/install fetches it"


@contextmanager
def serving(way: str, folder: Path) -> Iterator[dict[str, str]]:
    """Serve `folder`; yield the variables by which rclone knows it as the remote "web"."""
    folder.mkdir(parents=True, exist_ok=True)
    if way == SSHD:
        with _sshd(folder) as variables:
            yield variables
        return
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


@contextmanager
def _sshd(folder: Path) -> Iterator[dict[str, str]]:
    """Serve `folder` by OpenSSH, as the user who runs the tests and by a key alone."""
    program = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    assert program, MISSING_SSHD
    own = folder.parent / f"{folder.name}-sshd"
    own.mkdir()
    for name in ("host", "user"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(own / name)]
        subprocess.run(words, check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where it keeps its helpers apart
    port = free_port()
    lines = {
        "ListenAddress": f"127.0.0.1:{port}", "HostKey": own / "host", "PidFile": "none",
        "AuthorizedKeysFile": own / "user.pub", "StrictModes": "no", "UsePAM": "no",
        "PasswordAuthentication": "no", "PermitRootLogin": "prohibit-password",
        "Subsystem": "sftp internal-sftp", "ForceCommand": f"internal-sftp -d {folder}",
        "MaxStartups": 64,
    }  # fmt: skip
    (own / "conf").write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
    with subprocess.Popen([program, "-D", "-e", "-f", str(own / "conf")],
                          stderr=subprocess.DEVNULL) as server:  # fmt: skip
        try:
            _wait(port)
            host = (own / "host.pub").read_text().rsplit(" ", 1)[0]
            (own / "known").write_text(f"[127.0.0.1]:{port} {host}\n")
            values = {"TYPE": "sftp", "HOST": "127.0.0.1", "PORT": str(port),
                      "USER": pwd.getpwuid(os.geteuid()).pw_name, "KEY_FILE": str(own / "user"),
                      "KNOWN_HOSTS_FILE": str(own / "known")}  # fmt: skip
            variables = {f"RCLONE_CONFIG_WEB_{name}": value for name, value in values.items()}
            yield {"RCLONE_CONFIG": "/dev/null", **variables}
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
