"""Checks a folder file by file and remembers what was found, so that a check after a change reads only what changed."""

import json
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pydantic
import yaml

from bot.bank.balance import Lengths, balance_faults, lengths_of
from bot.bank.cache import checker_version
from bot.bank.checks import BUILT_IN
from bot.bank.folder import SKILLS, check, implied, read_file, read_tree
from bot.bank.item import Finding, Item
from bot.bank.lock import LOCK, Locked, changes, newest, read_lock
from bot.bank.node import line_of
from bot.rules.errors import Fault
from bot.rules.skills import SkillTree


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        faults: Ordered by file and line.
        unlocked: Ids whose version stands in no lock yet.
    """

    faults: tuple[Fault, ...]
    unlocked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """As much of a question as checks of the whole folder need; the lines are those of it, its id and its version."""

    lengths: Lengths
    where: str
    name: str
    version: int
    digest: str
    line: int
    id_line: int
    version_line: int

    def fault(self, finding: Finding) -> Fault:
        """Place a finding."""
        line = self.version_line if finding.path else self.line
        return Fault(self.where, line, finding.code, finding.what, finding.mend, self.name)


_Found = tuple[Sequence[_Known], Sequence[Fault]]


def check_files(folder: Path, today: date, kept: MutableMapping[str, bytes]) -> Checked:
    """Run every check of the built-in bar that needs no sandbox, on the files that have changed.

    Args:
        folder: Holds `skills.yaml` and `<area>/<subarea>/<topic>.yaml`.
        today: What ages are counted from.
        kept: What earlier checks found, by the digest of all that it depends on; new findings are added.

    Raises:
        BankError: There is no readable skill tree, or the lock cannot be read.
    """
    skills = read_tree(folder)
    locked = read_lock(folder / LOCK)
    tree = (folder / SKILLS).read_bytes()
    setting = f"{checker_version()} {sys.version} {pydantic.VERSION} {yaml.__version__} {today:%Y-%m}".encode()
    basis = sha256(setting + tree)
    known: list[_Known] = []
    faults: list[Fault] = []
    for path in sorted(folder.rglob("*.y*ml")):
        where = path.relative_to(folder.parent).as_posix()
        if path.suffix != ".yaml":
            faults.append(Fault(where, 0, "E01", "the file would be passed over", "let its name end in .yaml"))
        elif path.name != SKILLS:
            data = path.read_bytes()
            topic = implied(path.relative_to(folder))
            digest = basis.copy()
            digest.update(f"{len(where)}:{where}{len(topic)}:{topic}".encode() + data)
            found, wrong = _looked_up(digest.hexdigest(), kept) or _kept(
                digest.hexdigest(), kept, _check(where, data, topic, skills, today)
            )
            known += found
            faults += wrong
    faults += _across(known, locked)
    faults += balance_faults(folder.name, (each.lengths for each in known))
    unlocked = sorted({each.name for each in known if (each.name, each.version) not in locked})
    return Checked(tuple(sorted(faults)), tuple(unlocked))


def _check(where: str, data: bytes, topic: str, skills: SkillTree, today: date) -> _Found:
    items, wrong = read_file(where, data, topic, skills)
    faults = list(wrong)
    for item in items:
        faults += check(item, today)
        faults += [item.fault(finding) for each in BUILT_IN.values() for finding in each(item)]
    return [_known(item) for item in items], faults


def _known(item: Item) -> _Known:
    question, node = item.question, item.node
    lines = (line_of(node, ()), line_of(node, ("id",)), line_of(node, ("version",)))
    return _Known(lengths_of(question), item.where, question.id, question.version, item.entry.digest, *lines)


def _across(known: Sequence[_Known], locked: Locked) -> Iterator[Fault]:
    """Check what no file shows alone: ids that stand twice, and texts that changed under a locked version."""
    first: dict[str, _Known] = {}
    heads = newest(locked)
    for each in known:
        other = first.setdefault(each.name, each)
        if other is not each:
            what = f"the id `{each.name}` stands in {other.where}:{other.id_line} too"
            yield Fault(each.where, each.id_line, "E03", what, "choose another id", each.name)
        yield from map(each.fault, changes(each.name, each.version, each.digest, locked, heads))


def _looked_up(key: str, kept: MutableMapping[str, bytes]) -> _Found | None:
    value = kept.get(key)
    if value is None:
        return None
    known, faults = json.loads(value)
    return [_Known(Lengths(*each[0]), *each[1:]) for each in known], [Fault(*each) for each in faults]


def _kept(key: str, kept: MutableMapping[str, bytes], found: _Found) -> _Found:
    kept[key] = json.dumps([[astuple(each) for each in part] for part in found]).encode()
    return found
