"""Old addresses: at which paths something may stand that leads on, in stories and settings."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from sitegen.core.file_names import steers_host
from sitegen.core.patterns import late_pattern

_PATH = late_pattern(r"(?:/[^/\s?#<>\"'\\]+)+/?")
_SEGMENT_LIMIT = 200  # bytes: no disk takes names of more than 255


def fault_of(address: str, called: str) -> tuple[str, str] | None:
    """Return what is wrong with an earlier address of this site, and the hint; None if sound.

    Args:
        called: how the message names it: "alias".
    """
    parts = unquote(address).strip("/").split("/")
    steering = next((part for part in parts if part.strip(".") and steers_host(part)), "")
    if steering and address.startswith("/"):
        hint = f"Take it out: what stands at '{steering}' can change how the site is served. "
        return (
            f"the {called} '{address}' is an address that web hosts keep for themselves",
            f"{hint}If it shall, put the file into static/root/.",
        )
    if _PATH.fullmatch(address) is None or not _is_file_path(address):
        better = "/" + _path(address).strip("/. ")
        return (
            f"the {called} '{address}' is not a path of this site",
            f"Write the old address without the site's name: '{better}'."
            if _PATH.fullmatch(better) and _is_file_path(better)
            else "Write it as in '/2019/05/old-address/'.",
        )
    return None


def _is_file_path(address: str) -> bool:
    """Say whether files may stand at an address: none hidden, none above, none too long."""
    return all(
        part
        and not steers_host(part)
        and part.isprintable()
        and "\\" not in part
        and len(part.encode()) <= _SEGMENT_LIMIT
        for part in unquote(address).strip("/").split("/")
    )


def _path(text: str) -> str:
    try:
        return urlsplit(text).path
    except ValueError:
        return ""
