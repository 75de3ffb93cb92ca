"""Git commands, replayed; where Git itself is here, it is asked for the same."""

import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.inside.history import History
from bot.sandbox.inside.reading import Unreadable
from bot.sandbox.inside.replay import replayed

START: dict[str, Any] = {
    "commits": [
        ["A", [], "Start", {"a": "1"}],
        ["B", ["A"], "More of a", {"a": "2"}],
        ["C", ["A"], "Add b", {"b": "1"}],
        ["D", ["C"], "Add c", {"c": "1"}],
        ["E", ["A"], "Other a", {"a": "9"}],
    ],
    "branches": {"main": "B", "feature": "D", "clash": "E"},
    "head": "feature",
    "remotes": {"origin/main": "A", "origin/feature": "D", "origin/there": "C"},
    "tags": {"v1": "A"},
}


def after(*lines: str, **changes: Any) -> History:
    return replayed("\n".join(lines), {**START, **changes})


def refusal(*lines: str, **changes: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        after(*lines, **changes)
    return str(refused.value)


def test_names_of_commits() -> None:
    seen = after("# nothing happens", "", "git log --oneline", "git status")
    names = ("HEAD", "@~1", "HEAD^", "main", "v1", "origin/main", "HEAD~2", "D^^", "D~1^")
    assert [seen.find(name) for name in names] == ["D", "C", "C", "B", "A", "A", "A", "A", "A"]
    assert (seen.head, seen.clean, seen.messages()) == ("feature", True, ["Add c", "Add b", "Start"])
    merge = after("git merge main")
    assert (merge.find("HEAD^2"), merge.find("HEAD^1"), merge.find("HEAD^0")) == ("B", "D", merge.at)


def test_a_rebase_makes_the_commits_anew() -> None:
    seen = after("git rebase main", "git switch main", "git merge --ff-only feature", "git branch -d feature")
    assert seen.messages("main") == ["Add c", "Add b", "More of a", "Start"]
    assert [commit.of for commit in seen.log("main")] == ["D", "C", "B", "A"]
    assert seen.files("main") == {"a": "2", "b": "1", "c": "1"}
    assert "feature" not in seen.branches
    assert seen.within("B", "main")
    assert not seen.within("D", "main")


def test_a_rebase_onto_moves_a_part() -> None:
    seen = after("git rebase --onto main C feature")
    assert seen.messages() == ["Add c", "More of a", "Start"]
    assert after("git rebase C").at == "D"


def test_merges() -> None:
    seen = after("git checkout main", "git merge --no-ff feature -m 'Take the feature'")
    assert seen.commits[seen.at].parents == ("B", "D")
    assert seen.messages()[0] == "Take the feature"
    assert seen.files() == {"a": "2", "b": "1", "c": "1"}
    assert after("git merge v1").at == "D"
    assert after("git switch -c x v1", "git merge feature").at == "D"
    assert after("git switch -c x v1", "git merge feature --no-ff").messages()[0] == "Merge branch 'feature' into x"
    squashed = after("git switch main", "git merge --squash feature", "git commit -m All")
    assert squashed.commits[squashed.at].parents == ("B",)
    assert squashed.files() == {"a": "2", "b": "1", "c": "1"}


def test_picking_and_reverting() -> None:
    seen = after("git switch main", "git cherry-pick -x D", "git revert --no-edit HEAD~1")
    assert seen.messages() == ['Revert "More of a"', "Add c", "More of a", "Start"]
    assert seen.files() == {"a": "1", "c": "1"}
    assert after("git switch main", "git cherry-pick A..feature").files() == {"a": "2", "b": "1", "c": "1"}
    merged = after("git switch main", "git merge --no-ff feature", "git revert -m 1 HEAD")
    assert merged.files() == {"a": "2"}
    assert after("git revert HEAD~2..HEAD").files() == {"a": "1"}


def test_resets() -> None:
    soft = after("git reset --soft HEAD~2", "git commit -m 'Add b and c'")
    assert soft.messages() == ["Add b and c", "Start"]
    assert soft.files() == {"a": "1", "b": "1", "c": "1"}
    assert after("git reset --hard v1").files() == {"a": "1"}
    mixed = after("git reset HEAD~1")
    assert (mixed.edits, mixed.staged, mixed.clean) == ({"c": "1"}, {}, False)
    assert after("git reset HEAD~1", "git add -A", "git commit -m again").files()["c"] == "1"


def test_commits() -> None:
    edits = {"a": "5", "d": "1"}
    seen = after("git add d", "git commit -m 'Add d'", edits=edits)
    assert (seen.files()["d"], seen.edits) == ("1", {"a": "5"})
    assert after("git commit -am 'Both'", edits=edits).files() == {"a": "5", "b": "1", "c": "1", "d": "1"}
    amended = after("git add .", "git commit --amend --no-edit", edits=edits)
    assert amended.messages() == ["Add c", "Add b", "Start"]
    assert amended.files()["a"] == "5"
    assert after("git commit --amend -m 'Say more'").messages()[0] == "Say more"
    assert after("git commit --allow-empty --message=Again").messages()[0] == "Again"
    assert after("git add d", "git restore --staged d", edits=edits).edits == edits
    assert after("git add d", "git reset -- d", edits=edits).edits == edits
    assert after("git add d", "git restore --staged .", edits=edits).staged == {}
    assert after("git restore a", edits=edits).edits == {"d": "1"}
    assert after("git checkout -- .", edits={"a": "5"}).clean
    assert after("git restore --source main a").edits == {"a": "2"}
    assert after("git restore --source v1 -- b").edits == {"b": None}


def test_branches_and_tags() -> None:
    seen = after(
        "git branch old", "git branch -f main HEAD~1", "git branch -m new", "git branch -D clash", "git tag v2 main"
    )
    assert seen.branches == {"old": "D", "main": "C", "new": "D"}
    assert (seen.head, seen.tags) == ("new", {"v1": "A", "v2": "C"})
    assert after("git branch -m clash other").branches["other"] == "E"
    assert after("git branch").branches == START["branches"]
    assert after("git tag", "git tag -d v1", "git tag -a v1 -m One main").tags == {"v1": "B"}
    assert after("git tag -f v1").tags == {"v1": "D"}


def test_switching() -> None:
    assert after("git switch --detach main").head == "B"
    assert after("git switch -d main").on == ""
    assert after("git checkout v1").head == "A"
    assert after("git switch there").branches["there"] == "C"
    assert after("git checkout -b fix v1").branches["fix"] == "A"
    assert after("git switch -C main v1").branches["main"] == "A"
    detached = after("git checkout v1", "git commit --allow-empty -m x", "git branch saved")
    assert (detached.branches["saved"], detached.branches["feature"]) == (detached.at, "D")
    assert after("git switch main", edits={"d": "1"}).edits == {"d": "1"}


def test_stashes() -> None:
    seen = after("git stash", "git switch main", "git stash pop", edits={"c": "2"})
    assert (seen.edits, seen.stash) == ({"c": "2"}, [])
    assert len(after("git stash", "git stash apply", "git stash list", edits={"c": "2"}).stash) == 1
    assert after("git stash push", "git stash drop", edits={"c": "2"}).clean
    assert after("git stash").stash == []


def test_pushes() -> None:
    assert after("git commit --allow-empty -m x", "git push").remotes["origin/feature"] == "n1"
    seen = after("git rebase main", "git push --force-with-lease origin feature")
    assert (seen.remotes["origin/feature"], seen.forced) == (seen.at, ["feature"])
    assert after("git reset --hard v1", "git push origin +feature").forced == ["feature"]
    assert after("git push -u origin main", "git push --tags").remotes["origin/main"] == "B"
    assert "lose commits" in refusal("git rebase main", "git push")
    ahead = ("git switch main", "git commit --allow-empty -m x")
    assert after(*ahead, "git push origin HEAD").remotes["origin/main"] == "n1"
    assert after(*ahead, "git push origin HEAD~1:main feature:new").remotes == {
        **START["remotes"],
        "origin/main": "B",
        "origin/new": "D",
    }


@pytest.mark.parametrize(
    "line", ["push origin v1", "push origin tag v1", "push --tags", "push origin --tags", "push origin main v1"]
)
def test_a_tag_can_be_pushed(line: str) -> None:
    seen = after("git switch main", f"git {line}")
    assert (seen.forced, seen.tags) == ([], START["tags"])
    assert seen.remotes["origin/main"] == ("B" if "main" in line else "A")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["rm -rf /"], "Line 1: rm is no git command."),
        (["git"], "Line 1: git is no git command."),
        (["", "git bisect start"], "Line 2: git bisect is not replayed here."),
        (["git rebase -i main"], "Line 1: git rebase: the option -i is not replayed here."),
        (["git log", "git commit -m 'x"], "Line 2: No closing quotation."),
        (["git commit -m x"], "Line 1: git commit: nothing is staged."),
        (["git commit --amend"], "Line 1: git commit: there is no editor here: give the message with -m."),
        (["git commit -m"], "Line 1: git commit: -m lacks its value."),
        (["git switch nowhere"], "Line 1: git switch: nowhere is no branch; --detach goes to a commit."),
        (["git checkout nowhere"], "Line 1: git checkout: nowhere is no commit that is known."),
        (["git reset --hard HEAD~9"], "Line 1: git reset: HEAD~9 goes back further than the history does."),
        (["git reset HEAD^2"], "Line 1: git reset: HEAD^2 goes back further than the history does."),
        (["git reset '~~'"], "Line 1: git reset: ~~ is no commit that is known."),
        (
            ["git merge clash", "git switch main", "git merge clash"],
            "Line 3: git merge: the merge stops on a conflict in a",
        ),
        (["git merge --ff-only main"], "Line 1: git merge: a fast-forward is not possible."),
        (["git merge"], "Line 1: git merge: it names too little."),
        (["git branch main"], "Line 1: git branch: the branch main exists already."),
        (["git branch -f feature main"], "Line 1: git branch: feature is checked out, so it cannot be moved."),
        (["git branch -d feature"], "Line 1: git branch: feature is checked out, so it cannot be deleted."),
        (["git branch -d main"], "Line 1: git branch: main is not merged here; -D deletes it all the same."),
        (["git branch -d nix"], "Line 1: git branch: there is no branch nix."),
        (["git switch -c main"], "Line 1: git switch: the branch main exists already."),
        (["git tag v1"], "Line 1: git tag: the tag v1 exists already."),
        (["git tag -d v7"], "Line 1: git tag: there is no tag v7."),
        (["git add zzz"], "Line 1: git add: zzz is not changed."),
        (["git restore zzz"], "Line 1: git restore: zzz is not known in HEAD."),
        (["git stash pop"], "Line 1: git stash: there is nothing stashed."),
        (["git stash branch"], "Line 1: git stash: branch is not replayed here."),
        (["git cherry-pick -n main"], "Line 1: git cherry-pick: that option is not replayed here."),
        (["git cherry-pick C"], "Line 1: git cherry-pick: C changes nothing here."),
        (["git merge main", "git switch main", "git cherry-pick feature"], "Line 3: git cherry-pick: n1 is a merge."),
        (["git revert -n HEAD"], "Line 1: git revert: that option is not replayed here."),
        (["git merge main", "git revert HEAD"], "Line 2: git revert: n1 is a merge; -m says which parent stays."),
        (["git revert -m 1 HEAD"], "Line 1: git revert: D has no such parent."),
        (["git merge main", "git revert -m 3 HEAD"], "Line 2: git revert: n1 has no such parent."),
        (["git push feature"], "Line 1: git push: there is no remote feature."),
        (["git push origin nix"], "Line 1: git push: there is no branch nix."),
        (["git push origin :there"], "Line 1: git push: to delete at the remote is not replayed here."),
        (["git switch --detach v1", "git push"], "Line 2: git push: there is no branch HEAD."),
        (["git log"] * 61, "Line 61: at most 60 commands are replayed."),
    ],
)
def test_what_git_or_the_model_does_not_do_is_refused(lines: list[str], says: str) -> None:
    assert says in refusal(*lines)


def test_changes_are_not_overwritten() -> None:
    assert "a is changed and would be overwritten" in refusal("git switch main", edits={"a": "5"})
    assert "not committed" in refusal("git rebase main", edits={"a": "5"})


def test_what_has_nothing_in_common_is_not_merged() -> None:
    commits = [*START["commits"], ["Z", [], "Elsewhere", {"z": "1"}]]
    assert "no commit in common" in refusal("git merge z", commits=commits, branches={**START["branches"], "z": "Z"})
    seen = after("git cherry-pick z", "git revert HEAD", commits=commits, branches={**START["branches"], "z": "Z"})
    assert seen.messages()[1] == "Elsewhere"
    joined = [*START["commits"], ["M", ["B", "D"], "Join", {"m": "1", "a": None}]]
    assert after(commits=joined, branches={"main": "M"}, head="main").files() == {"b": "1", "c": "1", "m": "1"}
    assert after(head="C").head == "C"


SCRIPTS = [
    ["git rebase main", "git switch main", "git merge feature"],
    ["git switch main", "git merge --no-ff feature -m Join"],
    ["git switch main", "git cherry-pick feature~1", "git revert --no-edit HEAD"],
    ["git reset --soft HEAD~2", "git commit -m Both", "git tag v2"],
    ["git branch saved", "git reset --hard v1", "git switch -c fix", "git commit --allow-empty -m Fix"],
    ["git rebase --onto main feature~1 feature"],
    ["git switch main", "git merge --squash feature", "git commit -m All", "git branch -D feature"],
    ["git checkout v1", "git cherry-pick feature~1..feature", "git switch -C main"],
    ["git merge main", "git revert --no-edit --mainline 1 HEAD"],
]


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main", "-c", "core.editor=true")
    command = [shutil.which("git") or "git", "-C", str(folder), *who, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 (our own words)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("git") / "start"
    folder.mkdir()
    git(folder, "init", "-q")
    for name, parents, message, changes in START["commits"]:
        git(folder, "checkout", "-q", *(["--detach", f"x{parents[0]}"] if parents else ["--orphan", "first"]))
        for path, text in changes.items():
            (folder / path).write_text(text, encoding="utf-8")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", message)
        git(folder, "tag", f"x{name}")
    git(folder, "tag", "v1", "xA")
    for name, at in START["branches"].items():
        git(folder, "branch", "-f", name, f"x{at}")
    git(folder, "switch", "-q", "feature")
    git(folder, "branch", "-D", "first")
    return folder


@pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script[-1])
def test_git_itself_does_the_same(script: list[str], repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(repository, folder)
    for line in script:
        git(folder, *shlex.split(line)[1:])
    seen = after(*script)
    assert git(folder, "branch", "--format=%(refname:short)").split() == sorted(seen.branches)
    for name in seen.branches:
        shown = git(folder, "log", "--format=%s", name).splitlines()
        assert sorted(shown) == sorted(seen.messages(name))
        files = git(folder, "ls-tree", "--name-only", name).split()
        assert {path: git(folder, "show", f"{name}:{path}") for path in files} == seen.files(name)
