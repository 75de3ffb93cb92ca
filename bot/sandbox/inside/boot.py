"""Where a zygote starts: `python -P -s boot.py ROOT CONTROL SETUP`; ROOT is known only until the modules are loaded."""

import sys

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from bot.sandbox.inside import zygote

    del sys.path[0]
    zygote.main(int(sys.argv[2]), sys.argv[3])
