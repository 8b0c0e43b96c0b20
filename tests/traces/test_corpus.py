"""Real files of a hundred makers: after a build none names a place, a maker or a number.

They are the test pictures of ExifTool, which `tests/tools/install` fetches; ExifTool itself
reads what is left of them.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from sitegen.core.problems import Problem, SitegenError
from tests.conftest import ROOT
from tests.traces.published import clean_bytes

pytestmark = pytest.mark.tools

TOOL = ROOT / "tests/tools/exiftool"
TELLING = ("gps", "make", "model", "serial", "owner", "artist", "author", "byline", "creatortool",
           "latitude", "longitude", "location", "city", "software", "uniqueid", "lens", "camera",
           "createdate", "datetimeoriginal", "modifydate", "comment", "vendorid")  # fmt: skip
EMPTY = {"", "0", "0000:00:00 00:00:00", "00000000"}
# Of a file's name and place on the disk, of the shape of a picture, and what is asked of it.
NOT_OF_FILE = ("SourceFile", "ExifTool", "System", "File", "Composite")
PASSED = {".csv", ".docx", ".gpx", ".html", ".ico", ".json", ".numbers", ".ods", ".pdf", ".ppt",
          ".rtf", ".ttf", ".txt", ".xml", ".zip"}  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> list[Path]:
    files = sorted((TOOL / "t/images").glob("*"))
    assert files, "the pictures are missing: run tests/tools/install (needs apt-get)"
    return files


def test_no_picture_film_or_recording_tells_of_its_maker(
    corpus: list[Path], tmp_path: Path
) -> None:
    """Of 176 files each is cleaned, refused, or of a kind that no camera writes."""
    published: list[str] = []
    refused: list[Problem] = []
    for file in corpus:
        for folder in ("content/news", "static/root"):
            try:
                data = clean_bytes(file, f"{folder}/{file.name}")
            except SitegenError as error:
                refused += error.problems
                continue
            if file.suffix not in PASSED:
                (tmp_path / file.name).write_bytes(data)
                published.append(file.name)

    said = subprocess.run(
        ["perl", f"-I{TOOL}/lib", TOOL / "exiftool", "-json", "-G1", "-a", "-ee", "-n", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    ).stdout
    told = [
        f"{Path(of_file['SourceFile']).name}: {tag} = {value}"
        for of_file in json.loads(said)
        for tag, value in of_file.items()
        if not tag.startswith(NOT_OF_FILE)
        and any(word in tag.partition(":")[2].lower() for word in TELLING)
        and str(value).strip(" \0") not in EMPTY
        and not tag.endswith((":HandlerVendorID", ":LensProfileSetup"))
    ]
    assert told == []
    assert len(set(published)) >= 45
    assert all(problem.hint for problem in refused)
