"""What is said of a file that should be text and is none."""

from __future__ import annotations

from sitegen.core.problems import Problem


def no_text(path: str, error: UnicodeDecodeError) -> Problem:
    """Return the problem of a file that should be text: which byte of which line is none."""
    data, at = error.object, error.start
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(path, 1, "this file is UTF-16 text", "Save it as UTF-8.")
    if b"\0" in data[:4096]:
        return with_zeros(path, data)
    line = data.count(b"\n", 0, at) + 1
    start = data.rfind(b"\n", 0, at) + 1
    before = data[max(start, at - 20) : at].decode("utf-8", "ignore")
    near = f", after '{before}'" if before.strip() else ""
    return Problem(
        path,
        line,
        f"byte {at - start + 1} of this line (0x{data[at]:02x}) is not UTF-8 text{near}",
        "Save the file as UTF-8, and look at this line: a letter or quote may be lost.",
    )


def with_zeros(path: str, data: bytes) -> Problem:
    """Return the problem of a file that holds a zero byte, which no text does."""
    at = data.index(b"\0")
    return Problem(
        path,
        data.count(b"\n", 0, at) + 1,
        f"this file is not text: byte {at + 1} is zero",
        "Save it as plain text in UTF-8, or give the file its right name.",
    )
