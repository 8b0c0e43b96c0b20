"""Random edits with a watcher and a preview beside them, for as long as there is time.

    python -m tests.long.random_rebuilds          # ten minutes, from seed 0
    python -m tests.long.random_rebuilds 120 500  # two hours, from seed 500

The edits are those of `tests/build/test_rebuilds.py`, one after another while `build --watch`
and a preview read and build: many are saved in the midst of a build, or two at once. Between
rounds the cache or output/ may be another site's, and two builds begin at once. When all is
quiet, one more build must equal a clean one. It ends at the first that does not, with the
seed and the edits; the folder stays, to be looked at.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from sitegen.build.build import build
from sitegen.build.watching import watch_and_build
from sitegen.core.problems import SitegenError
from sitegen.preview.state import Preview
from tests.build.random_edits import Desk
from tests.conftest import tree_of

ROUNDS = 6  # of edits, each with a comparison, that one site sees
PATIENCE = 120.0  # seconds to wait for the watcher's build


def storm(folder: Path, seed: int) -> int:
    """Edit one site at random; return how often its build was compared with a clean one.

    Raises:
        AssertionError: they differ.
    """
    desk = Desk(folder / "site", seed)
    root, good, count = desk.site.root, desk.sources(), 0
    desk.site.build(desk.now.isoformat())
    preview = Preview(root, clock=lambda: desk.now)
    for _ in range(ROUNDS):
        stop = threading.Event()
        watcher = threading.Thread(target=_watch, args=(desk, stop))
        watcher.start()
        edits = []
        try:
            for _ in range(desk.chance.randint(3, 9)):
                # What it would damage may be gone already: the watcher builds meanwhile, and
                # of an emptied folder no story can be chosen.
                with suppress(OSError, IndexError):
                    edits.append(desk.edit())
                if desk.chance.random() < 0.5:
                    with suppress(SitegenError, OSError):
                        preview.refresh()
                time.sleep(desk.chance.random() * 0.3)
        finally:
            stop.set()
            watcher.join()
        if desk.chance.random() < 0.3:
            edits.append(desk.from_elsewhere())
        if desk.chance.random() < 0.3:
            edits.append(_two_builds(desk))
        if not _is_clean(desk, f"seed {seed}, after {edits}"):
            desk.restore(good)
            assert _is_clean(desk, f"seed {seed}, after {edits} were taken back"), edits
        good, count = desk.sources(), count + 1
    return count


def _two_builds(desk: Desk) -> str:
    """Begin two builds at the same moment: one waits for the other."""

    def one() -> None:
        with suppress(SitegenError):
            build(desk.site.root, now=desk.now, jobs=1, allow_empty=True, patience=PATIENCE)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return "two builds at once"


def _watch(desk: Desk, stop: threading.Event) -> None:
    watch_and_build(
        desk.site.root,
        clock=lambda: desk.now,
        jobs=1,
        allow_empty=True,
        poll=True,
        say=lambda _words: None,
        stop=stop,
    )


def _is_clean(desk: Desk, what: str) -> bool:
    """Compare a build with a clean one; say no where both refuse the site."""
    copy = desk.site.copy()
    trees: list[dict[str, bytes] | str] = []
    for root in (desk.site.root, copy.root):
        try:
            build(root, now=desk.now, jobs=1, allow_empty=True, patience=PATIENCE)
            trees.append(tree_of(root / "output"))
        except SitegenError as error:
            trees.append(str(error))
    mine, clean = trees
    if isinstance(mine, str) or isinstance(clean, str):
        assert mine == clean, f"{what}: {mine if isinstance(mine, str) else clean}"
        return False
    differing = sorted(f for f in {*mine, *clean} if mine.get(f) != clean.get(f))
    assert not differing, f"{what}: {differing}"
    return True


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    end, count = time.monotonic() + minutes * 60, 0
    while time.monotonic() < end:
        folder = Path(tempfile.mkdtemp(prefix="rebuilds-"))
        count += storm(folder, seed)
        shutil.rmtree(folder, ignore_errors=True)  # the last cache may just be closing
        print(f"seed {seed}: {count} builds so far were as clean ones", flush=True)
        seed += 1


if __name__ == "__main__":
    main()
