"""What each Git command does to a history. Pure; see `replay` for which there are."""

from collections.abc import Callable, Mapping

from bot.sandbox.inside.commands import Command
from bot.sandbox.inside.history import History, Refused, changed, changes, merged


def _add(history: History, asked: Command) -> None:
    names = [*asked.words, *(asked.paths or [])]
    everything = asked.any("-A", "--all", "-u") or "." in names
    for name in list(history.edits) if everything else names:
        if name not in history.edits:
            raise Refused(f"{name[:60]} is not changed")
        history.staged[name] = history.edits.pop(name)


def _commit(history: History, asked: Command) -> None:
    if asked.any("-a", "--all"):
        history.staged |= history.edits
        history.edits.clear()
    message, amend = asked.value("-m", "--message"), asked.any("--amend")
    if not history.staged and not amend and not asked.any("--allow-empty"):
        raise Refused("nothing is staged")
    old = history.commits[history.at]
    if amend and (message or asked.any("--no-edit")):
        made = history.add(old.parents, message or old.message, changed(old.files, history.staged))
    elif message and not amend:
        made = history.add([history.at], message, changed(old.files, history.staged))
    else:
        raise Refused("there is no editor here: give the message with -m")
    history.staged.clear()
    history.move(made)


def _branch(history: History, asked: Command) -> None:
    if asked.any("-d", "-D", "--delete"):
        for name in asked.words or [asked.word(0)]:
            _delete(history, name, forced=asked.any("-D"))
    elif asked.any("-m", "-M", "--move"):
        old, new = asked.words if len(asked.words) > 1 else (history.on, asked.word(0))
        _free(history, new)
        history.branches[new] = history.branches.pop(_known(history, old))
        history.on = new if history.on == old else history.on
    elif asked.words:
        name = asked.word(0)
        if not asked.any("-f", "--force"):
            _free(history, name)
        elif name == history.on:
            raise Refused(f"{name} is checked out, so it cannot be moved")
        history.branches[name] = history.find(asked.word(1, "HEAD"))


def _delete(history: History, name: str, *, forced: bool) -> None:
    tip = history.branches[_known(history, name)]
    if name == history.on:
        raise Refused(f"{name} is checked out, so it cannot be deleted")
    if not forced and not history.within(tip, "HEAD"):
        raise Refused(f"{name} is not merged here; -D deletes it all the same")
    del history.branches[name]


def _known(history: History, name: str) -> str:
    if name not in history.branches:
        raise Refused(f"there is no branch {name[:40]}")
    return name


def _free(history: History, name: str) -> None:
    if name in history.branches:
        raise Refused(f"the branch {name} exists already")


def _switch(history: History, asked: Command) -> None:
    new = asked.value("-c", "--create", "-b", "-C", "-B")
    if new is not None:
        if not asked.any("-C", "-B"):
            _free(history, new)
        _go(history, history.find(asked.word(0, "HEAD")))
        history.branches[new], history.on = history.at, new
        return
    name = asked.word(0)
    remote = f"origin/{name}"
    if name not in history.branches and remote in history.remotes:
        history.branches[name] = history.remotes[remote]
    detached = asked.any("--detach") or name not in history.branches
    _go(history, history.find(name))
    history.on = "" if detached else name


def _checkout(history: History, asked: Command) -> None:
    if asked.paths is not None:
        _restored(history, asked.paths, asked.word(0, "HEAD"))
    else:
        _switch(history, asked)


def _detachable(history: History, asked: Command) -> None:
    """Switch to a branch; anything else only where that is asked for."""
    if not asked.any("-c", "-C", "--create", "--detach", "-d"):
        name = asked.word(0)
        if name not in history.branches and f"origin/{name}" not in history.remotes:
            raise Refused(f"{name[:40]} is no branch; --detach goes to a commit")
    if asked.any("-d"):
        asked = Command(asked.words, {**asked.options, "--detach": ""}, asked.paths)
    _switch(history, asked)


def _go(history: History, to: str) -> None:
    """Check a commit out, with what is changed and uncommitted carried along where nothing stands against it."""
    here, there = history.commits[history.at].files, history.commits[to].files
    held = [name for name in (history.staged | history.edits) if here.get(name) != there.get(name)]
    if held:
        raise Refused(f"{held[0]} is changed and would be overwritten; commit or stash it first")
    history.at = to


def _clean(history: History) -> None:
    if not history.clean:
        raise Refused("there are changes that are not committed; commit or stash them first")


def _merge(history: History, asked: Command) -> None:
    _clean(history)
    name = asked.word(0)
    tip = history.find(name)
    if history.within(tip, "HEAD"):
        return
    ahead = history.within("HEAD", tip)
    if ahead and not asked.any("--no-ff", "--squash"):
        history.move(tip)
        return
    if asked.any("--ff-only"):
        raise Refused("a fast-forward is not possible")
    ours, theirs = history.commits[history.at].files, history.commits[tip].files
    files = merged(history.commits[history.base("HEAD", tip)].files, ours, theirs, "the merge")
    if asked.any("--squash"):
        history.staged = changes(ours, files)
    else:
        into = "" if history.on in ("main", "master") else f" into {history.on or 'HEAD'}"
        message = asked.value("-m") or f"Merge branch '{name}'{into}"
        history.move(history.add([history.at, tip], message, files))


def _rebase(history: History, asked: Command) -> None:
    _clean(history)
    if len(asked.words) > 1:
        _switch(history, Command(asked.words[1:2], {}, None))
    upstream = asked.word(0)
    onto = history.find(asked.value("--onto") or upstream)
    moved = [commit for commit in history.missing(upstream, "HEAD") if len(commit.parents) < 2]  # noqa: PLR2004 (merges)
    at = onto
    if (
        not asked.any("--onto")
        and history.within(onto, "HEAD")
        and len(moved) == len(history.missing(upstream, "HEAD"))
    ):
        return
    for commit in moved:
        at = _repeated(history, commit.id, at, "the rebase")
    history.move(at)


def _repeated(history: History, name: str, on: str, what: str) -> str:
    """Make a commit once more on another one; give its id, that of the other where it changes nothing there."""
    commit, ours = history.commits[name], history.commits[on].files
    before = history.commits[commit.parents[0]].files if commit.parents else {}
    files = merged(before, ours, commit.files, what)
    return on if files == dict(ours) else history.add([on], commit.message, files, of=commit.of)


def _cherry_pick(history: History, asked: Command) -> None:
    _clean(history)
    if asked.any("-n", "--no-commit", "-m"):
        raise Refused("that option is not replayed here")
    names = [each for word in asked.words or [asked.word(0)] for each in _range(history, word)]
    for name in names:
        if len(history.commits[name].parents) > 1:
            raise Refused(f"{name} is a merge")
        made = _repeated(history, name, history.at, "the cherry-pick")
        if made == history.at:
            raise Refused(f"{name} changes nothing here")
        history.move(made)


def _range(history: History, word: str) -> list[str]:
    base, dots, tip = word.partition("..")
    return [commit.id for commit in history.missing(base, tip or "HEAD")] if dots else [history.find(word)]


def _revert(history: History, asked: Command) -> None:
    _clean(history)
    if asked.any("-n", "--no-commit"):
        raise Refused("that option is not replayed here")
    names = [each for word in asked.words or [asked.word(0)] for each in reversed(_range(history, word))]
    for name in names:
        commit, main = history.commits[name], asked.value("-m", "--mainline")
        if len(commit.parents) > 1 and main is None:
            raise Refused(f"{name} is a merge; -m says which parent stays")
        place = int(main) - 1 if main and main.isdecimal() else 0
        if not 0 <= place < max(1, len(commit.parents)) or (main and len(commit.parents) < 2):  # noqa: PLR2004 (merges)
            raise Refused(f"{name} has no such parent")
        before = history.commits[commit.parents[place]].files if commit.parents else {}
        files = merged(commit.files, history.commits[history.at].files, before, "the revert")
        history.move(history.add([history.at], f'Revert "{commit.message}"', files))


def _reset(history: History, asked: Command) -> None:
    if asked.paths is not None:
        for name in asked.paths:
            if name in history.staged:
                history.edits[name] = history.staged.pop(name)
        return
    to = history.find(asked.word(0, "HEAD"))
    kept = changes(history.commits[to].files, changed(history.commits[history.at].files, history.staged))
    history.move(to)
    if asked.any("--hard"):
        history.staged, history.edits = {}, {}
    elif asked.any("--soft"):
        history.staged = kept
    else:
        history.staged, history.edits = {}, kept | history.edits


def _restore(history: History, asked: Command) -> None:
    names = [*asked.words, *(asked.paths or [])]
    if asked.any("--staged", "-S"):
        for name in list(history.staged) if "." in names else names:
            if name in history.staged:
                history.edits[name] = history.staged.pop(name)
        return
    _restored(history, names, asked.value("--source", "-s") or "HEAD")


def _restored(history: History, names: list[str], source: str) -> None:
    """Set files in the work folder back to what they are in a commit."""
    files = history.files(source)
    for name in list(history.edits) if "." in names else names or [""]:
        if name not in files and name not in history.files():
            raise Refused(f"{name[:60]} is not known in {source[:40]}")
        history.edits.pop(name, None)
        if files.get(name) != history.files().get(name):
            history.edits[name] = files.get(name)


def _stash(history: History, asked: Command) -> None:
    act = asked.word(0, "push")
    if act == "push":
        if not history.clean:
            history.stash.append(history.staged | history.edits)
        history.staged, history.edits = {}, {}
    elif act in ("pop", "apply") and history.stash:
        history.edits |= history.stash[-1]
        if act == "pop":
            history.stash.pop()
    elif act == "drop" and history.stash:
        history.stash.pop()
    elif act not in ("list", "show"):
        raise Refused(
            "there is nothing stashed" if act in ("pop", "apply", "drop") else f"{act[:20]} is not replayed here"
        )


def _tag(history: History, asked: Command) -> None:
    if not asked.words:
        return
    name = asked.word(0)
    if asked.any("-d", "--delete"):
        if history.tags.pop(name, None) is None:
            raise Refused(f"there is no tag {name[:40]}")
    elif name in history.tags and not asked.any("-f", "--force"):
        raise Refused(f"the tag {name[:40]} exists already")
    else:
        history.tags[name] = history.find(asked.word(1, "HEAD"))


def _push(history: History, asked: Command) -> None:
    to, names = asked.word(0, "origin"), [name for name in asked.words[1:] if name != "tag"]
    if to not in ({name.partition("/")[0] for name in history.remotes} or {"origin"}):
        raise Refused(f"there is no remote {to[:40]}")
    if not names and not asked.any("--tags"):
        names = [history.on or "HEAD"]
    for name in names:
        forced = name.startswith("+") or asked.any("-f", "--force", "--force-with-lease")
        _pushed(history, to, name.removeprefix("+"), forced=forced)


def _pushed(history: History, to: str, asked: str, *, forced: bool) -> None:
    """Push a branch, or a commit to one; of tags the remote's are not kept, so that pushing one changes nothing."""
    source, renamed, name = asked.partition(":")
    if source in history.tags and source not in history.branches and not renamed:
        return
    if not renamed:
        source = name = history.on if source in ("HEAD", "@") else source
        _known(history, name or "HEAD")
    if not source:
        raise Refused("to delete at the remote is not replayed here")
    tip, remote = history.find(source), f"{to}/{name}"
    there = history.remotes.get(remote)
    if there is not None and not history.within(there, tip):
        if not forced:
            raise Refused(f"{name[:40]} is behind its remote, which would lose commits")
        history.forced.append(name)
    history.remotes[remote] = tip


ACTS: Mapping[str, Callable[[History, Command], None]] = {
    "add": _add,
    "branch": _branch,
    "checkout": _checkout,
    "cherry-pick": _cherry_pick,
    "commit": _commit,
    "merge": _merge,
    "push": _push,
    "rebase": _rebase,
    "reset": _reset,
    "restore": _restore,
    "revert": _revert,
    "stash": _stash,
    "switch": _detachable,
    "tag": _tag,
}
