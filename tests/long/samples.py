"""Exports of others, moved in and built: every post of them is held, word by word.

Run by hand with a folder of exports, .xml of WordPress and .json or .zip of Ghost. They are not
ours and stay where they are; what of them taught something has a form of its own in the tests.

    .venv/bin/python -m tests.long.samples FOLDER
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from sitegen.cli.main import main
from sitegen.importers.choices import Choices
from sitegen.importers.model import MARKDOWN, Origin
from sitegen.importers.origins import origin_of
from sitegen.importers.receipt import Receipt
from tests.conftest import Site
from tests.importers.generated import words_of
from tests.importers.wxr import Moved

NOW = "2026-11-27T12:00:00Z"


def run(folder: Path) -> bool:
    """Move each export in; print what is missing, and say whether nothing is."""
    is_whole = True
    for file in sorted(folder.rglob("*")):
        program = {".xml": "wordpress", ".json": "ghost", ".zip": "ghost"}.get(file.suffix)
        if program is not None:
            is_whole &= _moved(program, file)
    return is_whole


def _moved(program: str, file: Path) -> bool:
    with tempfile.TemporaryDirectory() as folder, Receipt() as receipt:
        into = Path(folder) / "paper"
        status = main(["import", program, str(file), "--into", str(into), "--now", NOW])
        site, moved = Site(into), Moved(into, status)
        pages = site.build(NOW).tree
        texts = {path: " ".join(words_of(data.decode())) for path, data in pages.items()
                 if path.endswith("index.html")}  # fmt: skip
        origin = origin_of(program, (str(file),), Choices())
        lost = total = 0
        for number, words in enumerate(_texts(origin, receipt), 1):
            total += len(words)
            best = min((Counter(words) - Counter(text.split()) for text in texts.values()),
                       key=lambda missing: missing.total())  # fmt: skip
            lost += best.total()
            if best:
                print(f"{file.name}, text {number}: {' '.join(best)}")
        pieces = sum(moved.sums.get(kind, {}).get(outcome, 0) for kind in ("post", "page", "type")
                     for outcome in ("story", "page"))  # fmt: skip
        print(f"{file.name}: {pieces} pieces, {lost} of {total} words are missing.")
        return lost == 0


def _texts(origin: Origin, receipt: Receipt) -> list[list[str]]:
    """Return the words of each published text, as the export has them."""
    origin.survey(receipt)
    return [
        words_of(piece.text)
        for piece in origin.pieces()
        if piece.form != MARKDOWN and piece.head.state == "published"
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    raise SystemExit(0 if run(parser.parse_args().folder) else 1)
