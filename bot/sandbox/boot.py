"""Where a supervisor of the bot's own starts: `python -I boot.py ROOT SOCKET …`, with an empty environment."""

import sys

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from bot.sandbox.supervisor import main

    sys.exit(main(sys.argv[2:]))
