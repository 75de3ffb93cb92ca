"""A Git history as a value, and what commands do to it: a small model without files on disk. Pure.

A question's `checks` give the start as data, and people answer with commands, which are replayed on it one by one:

    start = {
        "commits": [["A", [], "Add the loader", {"load.py": "v1"}], ["B", ["A"], "Add the model", {"model.py": "v1"}]],
        "branches": {"main": "A", "feature": "B"},
        "head": "feature",           # a branch, or a commit for a detached head
        "remotes": {"origin/main": "A"},    # may be left out, as the following
        "tags": {"v1": "A"},
        "edits": {"notes.txt": "draft"},    # changed and not yet committed
    }

A commit is its id, its parents, its message, and the files that it changes: their text, or None for a file that it
deletes. New commits are called `n1`, `n2` and so on.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

Files = dict[str, str | None]


class Refused(Exception):
    """A command that Git, or this model, does not do; the message says why."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit.

    Attributes:
        files: All files as they are in it.
        of: The id of the commit that it repeats, after a rebase or cherry-pick; else its own.
    """

    id: str
    parents: tuple[str, ...]
    message: str
    files: Mapping[str, str]
    of: str


@dataclass(slots=True)
class History:
    """A repository.

    Attributes:
        commits: By id.
        branches: The id of each branch's commit.
        on: The branch that is checked out, empty where the head is detached.
        at: The id of the commit that is checked out.
        staged: Changes that the next commit takes.
        edits: Changes that it does not take.
        forced: Branches whose remote was overwritten.
    """

    commits: dict[str, Commit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    on: str = ""
    at: str = ""
    remotes: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    staged: Files = field(default_factory=dict)
    edits: Files = field(default_factory=dict)
    stash: list[Files] = field(default_factory=list)
    forced: list[str] = field(default_factory=list)

    @property
    def head(self) -> str:
        """Give the branch that is checked out, or the commit where the head is detached."""
        return self.on or self.at

    @property
    def clean(self) -> bool:
        """Tell that nothing is changed and uncommitted."""
        return not self.staged and not self.edits

    def find(self, name: str) -> str:
        """Give the id of a commit by any name of it: `HEAD~2`, `main`, `v1^`, `origin/main`, an id.

        Raises:
            Refused: There is none.
        """
        read = re.fullmatch(r"([^~^]+)((?:[~^][0-9]{0,3})*)", name)
        at = self._names().get(read[1]) if read else None
        if read is None or at is None:
            raise Refused(f"{name[:40]} is no commit that is known")
        for sign, steps in re.findall(r"([~^])([0-9]*)", read[2]):
            at = self._up(at, sign, int(steps or 1), name)
        return at

    def log(self, name: str = "HEAD") -> list[Commit]:
        """Give a commit and all before it, newest first."""
        reached = self._reached(self.find(name))
        return [commit for commit in reversed(self.commits.values()) if commit.id in reached]

    def messages(self, name: str = "HEAD") -> list[str]:
        """Give the messages of `log`."""
        return [commit.message for commit in self.log(name)]

    def files(self, name: str = "HEAD") -> dict[str, str]:
        """Give the files of a commit."""
        return dict(self.commits[self.find(name)].files)

    def within(self, older: str, newer: str) -> bool:
        """Tell whether one commit is the other or before it."""
        return self.find(older) in self._reached(self.find(newer))

    def missing(self, base: str, tip: str) -> list[Commit]:
        """Give the commits of one that the other has not, oldest first, as `base..tip` names them."""
        known = self._reached(self.find(base))
        return [commit for commit in reversed(self.log(tip)) if commit.id not in known]

    def base(self, one: str, other: str) -> str:
        """Give the newest commit that two have in common.

        Raises:
            Refused: They have none.
        """
        mine = self._reached(self.find(one))
        common = [commit.id for commit in self.log(other) if commit.id in mine]
        if not common:
            raise Refused("the two have no commit in common")
        return common[0]

    def add(self, parents: Iterable[str], message: str, files: Mapping[str, str], of: str = "") -> str:
        """Make a commit; give its id."""
        name = next(name for number in count(1) if (name := f"n{number}") not in self.commits)
        self.commits[name] = Commit(name, tuple(parents), message, dict(files), of or name)
        return name

    def move(self, to: str) -> None:
        """Set the head, and the branch that it is on, to a commit."""
        self.at = to
        if self.on:
            self.branches[self.on] = to

    def _names(self) -> dict[str, str]:
        ids = {name: name for name in self.commits}
        return {**ids, **self.remotes, **self.tags, **self.branches, "HEAD": self.at, "@": self.at}

    def _reached(self, start: str) -> set[str]:
        reached, waiting = set(), [start]
        while waiting:
            at = waiting.pop()
            if at not in reached:
                reached.add(at)
                waiting += self.commits[at].parents
        return reached

    def _up(self, at: str, sign: str, times: int, name: str) -> str:
        for step in [0] * times if sign == "~" else [times - 1] * bool(times):
            parents = self.commits[at].parents
            if step >= len(parents):
                raise Refused(f"{name[:40]} goes back further than the history does")
            at = parents[step]
        return at


def begun(start: Mapping[str, Any]) -> History:
    """Make a repository of a question's data, see the module."""
    made = History(
        branches=dict(start["branches"]),
        remotes=dict(start.get("remotes", {})),
        tags=dict(start.get("tags", {})),
        edits=dict(start.get("edits", {})),
    )
    for name, parents, message, changes in start["commits"]:
        files = dict(made.commits[parents[0]].files) if parents else {}
        for parent in parents[1:]:
            files |= made.commits[parent].files
        made.commits[name] = Commit(name, tuple(parents), message, changed(files, changes), name)
    made.on = start["head"] if start["head"] in made.branches else ""
    made.at = made.find(start["head"])
    return made


def changed(files: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    """Give files with changes made to them."""
    whole = {**files, **changes}
    return {name: text for name, text in whole.items() if text is not None}


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Files:
    """Give what changed between two sets of files."""
    names = sorted(before.keys() | after.keys())
    return {name: after.get(name) for name in names if before.get(name) != after.get(name)}


def merged(base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str], what: str) -> dict[str, str]:
    """Give the files in which two sets that come from a common one are put together, file by file.

    Raises:
        Refused: Both changed a file, and differently.
    """
    for name, text in changes(base, theirs).items():
        if ours.get(name) not in (base.get(name), text):
            raise Refused(f"{what} stops on a conflict in {name}, which cannot be resolved here")
    return changed(ours, changes(base, theirs))
