"""The program: `sitegen`, and `python -m sitegen`."""

import os
import sys

from sitegen.cli import main


def run() -> None:
    """Run one command and end the process with its status.

    A build leaves some hundred thousand values behind, which nobody needs to see taken down
    one by one: that takes longer than a build with nothing to do.
    """
    try:
        status = main()
    except SystemExit as end:  # argparse has had its say
        status = end.code if isinstance(end.code, int) else 1
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass  # whoever read our output has gone
    except OSError:  # no room for them
        status = status or 1
    os._exit(status)


if __name__ == "__main__":
    run()
