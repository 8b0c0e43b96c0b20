"""The secret by which a build knows what it kept itself from what came with a checkout.

A cache is data: it may come from a pull request or be shared by CI. Code that lies in one is
run only under a seal that nobody else can make: the secret is the user's own, in their state
folder, and never where the site is. Where there is none, nothing kept is trusted, and what
would have been kept is made again.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from functools import cache
from pathlib import Path

from sitegen.cache.user_folders import OWN, state_folder
from sitegen.core import late

_SIZE = 32  # bytes
_NAME = "secret"
SEAL = 64  # hexadecimal digits


def seal(secret: bytes, name: str, data: bytes) -> bytes:
    """Return what only the owner of the secret can put before `data` under this name."""
    return late.hmac.digest(secret, f"{len(name)} {name} ".encode() + data, "sha256").hex().encode()


def is_sealed(secret: bytes, name: str, data: bytes, by: bytes) -> bool:
    return late.hmac.compare_digest(seal(secret, name, data), by)


def secret_beside(*site: Path) -> bytes:
    """Return the user's secret, made where there was none; b"" when there can be none.

    Args:
        site: folders that may come from elsewhere: the site's own, and its cache.
    """
    state = state_folder()
    if state is None:
        return b""
    place = state.resolve()
    if any(place.is_relative_to(folder.resolve()) for folder in site):
        return b""
    return _secret(place / OWN)


@cache  # a build asks for each language
def _secret(folder: Path) -> bytes:
    """Return the secret in `folder`; b"" when somebody else may have written or read it."""
    file = folder / _NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.path.lexists(file):
            _write(file)
        if not _is_private(os.lstat(file)):
            return b""
        secret = file.read_bytes()
    except OSError:
        return b""
    return secret if len(secret) == _SIZE else b""


def _write(file: Path) -> None:
    """Write a new secret whole, unless another process has done so meanwhile."""
    draft = file.with_name(f"{_NAME}.{os.urandom(8).hex()}.new")
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "wb") as new:
            new.write(os.urandom(_SIZE))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()


def _is_private(status: os.stat_result) -> bool:
    if not stat.S_ISREG(status.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o077
