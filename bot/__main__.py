"""`python -m bot …`: hands the command line to wiring, which loads a front end only when it is asked for."""

import sys

from bot.wiring import main


def run() -> None:
    """Run the command line and end with its exit status."""
    sys.exit(main())


if __name__ == "__main__":
    run()
