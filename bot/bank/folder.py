"""A folder of questions: read whole, checked whole, every fault at once."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.bank.balance import balance_faults, lengths_of
from bot.bank.checks import BUILT_IN, DRAWN, FORM, UNDRAWN, samples
from bot.bank.cues import warnings
from bot.bank.document import entry_from
from bot.bank.item import Item
from bot.bank.load import load
from bot.bank.lock import LOCK, changes, newest, read_lock
from bot.bank.node import Items, Node, brief, line_of, plain
from bot.bank.schema import read_model
from bot.bank.skills import read_skills
from bot.rules.errors import BankError, Fault
from bot.rules.skills import SkillTree, Topic

SKILLS = "skills.yaml"
DEPTH = 3  # area/subarea/topic.yaml


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds.

    Attributes:
        skills: Its skill tree.
        items: Every question that could be read, in the order of files and lines.
        faults: What kept others from being read, or what a check found, ordered by file and line.
        unlocked: Ids whose version stands in no lock yet; only known after a check.
    """

    skills: SkillTree
    items: tuple[Item, ...]
    faults: tuple[Fault, ...]
    unlocked: tuple[str, ...] = ()


def read_folder(folder: Path) -> Folder:
    """Read every question of a folder without checking more than its form, topic and id.

    Args:
        folder: Holds `skills.yaml` and `<area>/<subarea>/<topic>.yaml`.

    Raises:
        BankError: There is no readable skill tree, so that nothing else can be judged.
    """
    skills = read_tree(folder)
    items: list[Item] = []
    faults: list[Fault] = []
    for path in sorted(folder.rglob("*.y*ml")):
        where = path.relative_to(folder.parent).as_posix()
        if path.suffix != ".yaml":
            faults.append(Fault(where, 0, "E01", "the file would be passed over", "let its name end in .yaml"))
        elif path.name != SKILLS:
            found, wrong = read_file(where, path.read_bytes(), implied(path.relative_to(folder)), skills)
            items += found
            faults += wrong
    faults += _doubles(items)
    return Folder(skills, tuple(items), tuple(sorted(faults)))


def check_folder(folder: Path, today: date) -> Folder:
    """Read a folder and run every check of the built-in bar that needs no sandbox.

    Args:
        folder: As for `read_folder`.
        today: What ages are counted from.

    Raises:
        BankError: There is no readable skill tree, or the lock cannot be read.
    """
    read = read_folder(folder)
    faults = list(read.faults)
    locked = read_lock(folder / LOCK)
    heads = newest(locked)
    for item in read.items:
        faults += check(item, today)
        faults += [item.fault(finding) for each in BUILT_IN.values() for finding in each(item)]
        faults += map(item.fault, changes(item.question.id, item.question.version, item.entry.digest, locked, heads))
    faults += balance_faults(folder.name, (lengths_of(item.question) for item in read.items))
    keys = {(item.question.id, item.question.version) for item in read.items}
    unlocked = tuple(sorted(name for name, version in keys - locked.keys()))
    return Folder(read.skills, read.items, tuple(sorted(faults)), unlocked)


def check(item: Item, today: date) -> list[Fault]:
    """Run the checks of one question; those that draw wait until its expressions parse and its parts are small."""
    found = [finding for each in FORM.values() for finding in each(item)]
    if not any(finding.code in UNDRAWN for finding in found):
        variants = samples(item.question)
        found += [finding for each in DRAWN.values() for finding in each(item, variants)]
    if not any(finding.code == "E09" for finding in found):
        found += warnings(item, today)
    return [item.fault(finding) for finding in found]


def read_file(where: str, data: bytes, topic: str, skills: SkillTree) -> tuple[list[Item], list[Fault]]:
    """Read one file of questions.

    Args:
        where: Its name, for the faults.
        data: Its bytes.
        topic: The topic that its place implies, or empty.
        skills: The tree that topics are looked up in.

    Returns:
        What could be read, and every fault.
    """
    node, faults = load(where, data)
    if node is None:
        return [], faults or [Fault(where, 0, "E01", "the file is empty", "add a question, or remove the file")]
    if not isinstance(node, Items):
        return [], [
            *faults,
            Fault(where, node.line, "E01", "the file is no list", "start each question with `- id: …`"),
        ]
    items: list[Item] = []
    for each in node.items:
        item, wrong = read_item(where, each, topic, skills)
        items += [item] if item else []
        faults += wrong
    return items, faults


def read_item(where: str, node: Node, topic: str, skills: SkillTree) -> tuple[Item | None, list[Fault]]:
    """Read one question and look its topic up."""
    model, faults = read_model(where, node, {"topic": topic} if topic else {})
    if model is None:
        written = plain(node)
        named = written.get("topic", topic or None) if isinstance(written, dict) else None
        return None, faults + ([_unknown(where, node, named, skills)] if _strange(named, skills) else [])
    if topic and model.topic != topic:
        what = f"the topic `{brief(model.topic)}` is not that of the file"
        mend = f"remove `topic`, or move the question out of {topic}"
        return None, [Fault(where, line_of(node, ("topic",)), "E02", what, mend, model.id)]
    if _strange(model.topic, skills):
        return None, [_unknown(where, node, model.topic, skills, model.id)]
    return Item(where, node, model, entry_from(model)), []


def _strange(topic: object, skills: SkillTree) -> bool:
    return isinstance(topic, str) and not isinstance(skills.get(topic), Topic)


def _unknown(where: str, node: Node, topic: object, skills: SkillTree, name: str = "") -> Fault:
    known = [each.id for area in skills.areas for sub in area.subareas for each in sub.topics]
    near = difflib.get_close_matches(str(topic), known, n=1, cutoff=0.5)
    mend = f"did you mean {near[0]}?" if near else "take one from skills.yaml"
    return Fault(where, line_of(node, ("topic",)), "E02", f"there is no topic `{brief(str(topic))}`", mend, name)


def implied(path: Path) -> str:
    """Give the topic that a file's place says, or an empty text."""
    parts = path.with_suffix("").parts
    return ".".join(parts) if len(parts) == DEPTH else ""


def _doubles(items: Iterable[Item]) -> Iterator[Fault]:
    first: dict[str, Item] = {}
    for item in items:
        name = item.question.id
        if name in first:
            other = first[name]
            stands = f"{other.where}:{line_of(other.node, ('id',))}"
            line = line_of(item.node, ("id",))
            yield Fault(item.where, line, "E03", f"the id `{name}` stands in {stands} too", "choose another id", name)
        else:
            first[name] = item


def read_tree(folder: Path) -> SkillTree:
    """Read the skill tree of a folder.

    Raises:
        BankError: There is none, or it is at fault.
    """
    path = folder / SKILLS
    where = path.relative_to(folder.parent).as_posix()
    if not path.is_file():
        raise BankError((Fault(where, 0, "E01", "there is no skill tree", "name the folder that holds skills.yaml"),))
    return read_skills(where, path.read_bytes())
