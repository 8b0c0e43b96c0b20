"""The program: `sitegen`, and `python -m sitegen`."""

import contextlib
import gc
import os
import sys

# What modules bring stays to the end: a look at all of it after every 700 new values finds
# nothing, and takes a thirtieth of a build that has nothing to do.
gc.set_threshold(20_000, 10, 10)

from sitegen.cli.main import main  # noqa: E402


def run() -> None:
    """Run one command and end the process with its status.

    A build leaves some hundred thousand values behind, which nobody needs to see taken down
    one by one: that takes longer than a build with nothing to do.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # started with it closed, as some schedulers do
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - for as long as we run
    try:
        status = main()
    except SystemExit as end:  # argparse has had its say
        status = end.code if isinstance(end.code, int) else 1
    with contextlib.suppress(OSError):  # what could not be said was told of
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
