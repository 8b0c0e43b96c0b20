"""Kill deploys at random moments, thirty times over every kind of storage; takes some minutes.

.venv/bin/python -m tests.long.killed_deploys [--rounds 30] [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.delivery.conftest import Paper
from tests.delivery.killing import rounds
from tests.delivery.storage import SSHD, WAYS, serving


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--longest", type=float, default=0, help="seconds until the kill (default: a deploy's own)"
    )
    parser.add_argument("ways", nargs="*", default=["folder", *WAYS, SSHD])
    args = parser.parse_args()
    for way in args.ways:
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder)
            paper = Paper(base / "site", base / "web")
            if way == "folder":
                count = rounds(paper, args.rounds, args.seed, args.longest)
            else:
                (base / "kept/site").mkdir(parents=True)
                with serving(way, base / "kept") as variables:
                    os.environ.update(variables)
                    paper.change_setting(f"folder:{paper.web}", "rclone:web:site")
                    paper.web = base / "kept/site"
                    count = rounds(paper, args.rounds, args.seed, args.longest)
        where = ", ".join(f"{number} {name}" for name, number in sorted(count.items()))
        sys.stdout.write(f"{way}: killed {args.rounds} times ({where}): every page has its files\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
