"""Git commands, replayed on a history. Pure; it does what Git does where it does anything, and refuses the rest.

What is known: add, branch, checkout, cherry-pick, commit, merge, push, rebase, reset, restore, revert, stash, switch
and tag, with the options of `OPTIONS`. Commands that only look (status, log, diff, show, fetch, …) are passed over, and
so are blank lines and what follows a `#`. There is no editor: `commit` wants `-m`, and a conflict ends the replay.
"""

import shlex
from collections.abc import Mapping
from typing import Any

from bot.sandbox.inside.commands import read
from bot.sandbox.inside.gitacts import ACTS
from bot.sandbox.inside.history import History, Refused, begun
from bot.sandbox.inside.reading import Unreadable

LOOKING = frozenset(
    {"status", "log", "diff", "show", "reflog", "fetch", "remote", "blame", "describe", "config", "ls-files"}
)
MOST_COMMANDS = 60
OPTIONS: Mapping[str, tuple[str, str]] = {
    "add": ("-A --all -u", ""),
    "branch": ("-f --force -d -D --delete -m -M --move", ""),
    "checkout": ("-f -q", "-b -B"),
    "cherry-pick": ("-x -n --no-commit", "-m"),
    "commit": ("-a --all --amend --no-edit --allow-empty -q", "-m --message"),
    "merge": ("--no-ff --ff-only --ff --squash --no-edit", "-m"),
    "push": ("-u --set-upstream -f --force --force-with-lease --tags --follow-tags", ""),
    "rebase": ("-q", "--onto"),
    "reset": ("--soft --mixed --hard -q", ""),
    "restore": ("--staged -S --worktree -W", "--source -s"),
    "revert": ("--no-edit -n --no-commit", "-m --mainline"),
    "stash": ("-u --include-untracked", "-m --message"),
    "switch": ("--detach -d -q", "-c -C --create"),
    "tag": ("-a -d --delete -f --force", "-m --message"),
}
"""By command, the options that stand alone and those that take a value."""


def replayed(text: str, start: Mapping[str, Any]) -> History:
    """Replay commands, one a line, on a question's history.

    Raises:
        Unreadable: A line is no command that can be replayed; the message names it.
    """
    history, done = begun(start), 0
    for number, line in enumerate(text.splitlines(), 1):
        try:
            words = shlex.split(line, comments=True)
            if words:
                done += 1
                _do(history, words)
        except (Refused, ValueError) as cause:
            raise Unreadable(f"Line {number}: {cause}.") from cause
        if done > MOST_COMMANDS:
            raise Unreadable(f"Line {number}: at most {MOST_COMMANDS} commands are replayed.")
    return history


def _do(history: History, words: list[str]) -> None:
    if words[0] != "git" or len(words) == 1:
        raise Refused(f"{words[0][:30]} is no git command")
    name = words[1]
    if name in LOOKING:
        return
    if name not in OPTIONS:
        raise Refused(f"git {name[:30]} is not replayed here")
    try:
        ACTS[name](history, read(words[2:], *OPTIONS[name]))
    except Refused as cause:
        raise Refused(f"git {name}: {cause}") from cause
