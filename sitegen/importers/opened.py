"""Files of an export, opened: as they are, or packed by gzip or zip.

Nothing is ever unpacked onto the disk, so that a name with ".." leads nowhere; and what
unpacks to more than anybody exports is not read.
"""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from sitegen.core.problems import Problem, SitegenError

MOST_BYTES = 8_000_000_000  # of one file, unpacked: 20,000 posts have a few hundred million
MOST_RATIO = 1_000  # unpacked to packed: text packs to a tenth, a bomb to a thousandth
_FREE = 50_000_000  # bytes below which no ratio counts

BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError,
          RuntimeError)  # fmt: skip


class Texts:
    """The texts of export files, in order.

    Args:
        files: .xml, .xml.gz or .zip, in the order in which they are to be read.
        endings: of the files in a zip that are texts of the export: (".xml",).
        remark: is told a sentence about each that cannot be read.
    """

    def __init__(
        self, files: tuple[Path, ...], endings: tuple[str, ...], remark: Callable[[str], None]
    ) -> None:
        self._files = files
        self._endings = endings
        self._remark = remark

    def opened(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Yield each text's name and its bytes.

        Raises:
            SitegenError: a file that was named is not there.
        """
        for file in self._files:
            if not file.is_file():
                what = "is a folder" if file.is_dir() else "is not there"
                hint = "Name the file that the old program exported."
                raise SitegenError([Problem(str(file), 0, what, hint)])
            with file.open("rb") as start:
                first = start.read(4)
            if first[:2] == b"\x1f\x8b":
                with gzip.open(file) as packed:
                    yield file.name, cast("IO[bytes]", packed)
            elif first == b"PK\x03\x04":
                yield from self._of_zip(file)
            else:
                with file.open("rb") as plain:
                    yield file.name, plain

    def _of_zip(self, file: Path) -> Iterator[tuple[str, IO[bytes]]]:
        try:
            with zipfile.ZipFile(file) as packed:
                members = [m for m in packed.infolist() if not m.is_dir()]
                texts = [m for m in members if m.filename.lower().endswith(self._endings)]
                for member in sorted(texts, key=lambda m: m.filename):
                    why = refusal(member)
                    if why:
                        self._remark(f"{file.name}: '{member.filename}' {why}")
                        continue
                    with packed.open(member) as text:
                        yield f"{file.name}/{member.filename}", text
                if not texts:
                    kinds = " or ".join(self._endings)
                    self._remark(f"{file.name} holds no file that ends in {kinds}.")
        except zipfile.BadZipFile:
            self._remark(f"{file.name} is damaged, and cannot be unpacked: export it again.")


def refusal(member: zipfile.ZipInfo) -> str:
    """Say why a file of a zip is not read; "" where it is."""
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if not name.parts or name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        return "has a name that leads out of its folder, and is not read: pack it anew."
    if name.parts[0] == "__MACOSX" or name.name.startswith("."):
        return "is a file of the computer that packed it, and is not read."
    size = member.file_size
    if size > MOST_BYTES or (size > _FREE and size > member.compress_size * MOST_RATIO):
        return (
            f"would unpack to {size:,} bytes, more than any export has, and is not read: "
            "unpack it yourself, and name the .xml file."
        )
    if member.flag_bits & 1:
        return "needs a password, and is not read: pack it without one."
    return ""


@contextmanager
def whole(stream: IO[bytes], label: str, remark: Callable[[str], None]) -> Iterator[IO[bytes]]:
    """Guard the reading of a packed text that may be damaged in its middle."""
    try:
        yield stream
    except BROKEN as error:
        if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
            raise
        remark(f"{label} is damaged: what stands before the damage was read.")
