"""What editors hand in, checked by the bar for a server's own questions; plain functions for a worker process."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.actions.records import Reading
from bot.bank.bars import for_server, unfit
from bot.bank.folder import SKILLS, check, read_item
from bot.bank.item import Item
from bot.bank.lines import FORM, SAID, read_form
from bot.bank.load import MAX_FAULTS, MAX_QUESTIONS, hidden, load
from bot.bank.node import Items, Node, Scalar, Table, brief, table, text, written
from bot.bank.skills import read_skills
from bot.bank.table import read_table, too_many
from bot.rules.errors import Fault
from bot.rules.skills import SkillTree, Topic

MAX_FORM = 8_000
LEVELS = ("junior", "mid", "senior")
_SLUG_WORDS, _SLUG_LENGTH, _DIGITS = 5, 40, 6


@dataclass(frozen=True, slots=True)
class Scope:
    """What a reading stands in; it can be sent to another process.

    Attributes:
        folder: The questions' folder, for the skill tree.
        known: Ids that are taken in this server.
        today: What ages are counted from.
    """

    folder: str
    known: frozenset[str]
    today: date


def read_lines(scope: Scope, words: str, topic: str, level: str, keep: str = "") -> Reading:
    """Read one question in line form.

    Args:
        scope: The server; a new question gets an id that is not taken there.
        words: The form's text.
        topic: A topic id or its name, as typed.
        level: A level, as chosen.
        keep: The document that is edited: its id and whatever the form cannot say are kept. Empty for a new one.
    """
    if len(words) > MAX_FORM:
        return Reading((), (Fault(FORM, 0, "E09", f"there are {len(words):,} characters", f"keep to {MAX_FORM:,}"),))
    found, faults = read_form(words)
    faults += hidden(FORM, words)
    place, wrong = _topic(FORM, 0, topic, _skills(scope.folder))
    faults += wrong
    if level.strip().casefold() not in LEVELS:
        faults.append(Fault(FORM, 0, "E01", f"there is no level `{brief(level)}`", "choose junior, mid or senior"))
    if found is None or faults:
        return Reading((), _gravest(faults))
    kept = {key: written(0, value) for key, value in json.loads(keep or "{}").items() if key not in SAID}
    given = {"topic": text(0, place), "level": text(0, level.strip().casefold())}
    if isinstance(name := kept.get("id"), Scalar):
        scope = replace(scope, known=scope.known - {name.raw})
    return _judged(scope, FORM, [table(1, {**kept, **found.values, **given})], ())


def read_file(scope: Scope, name: str, data: bytes) -> Reading:
    """Read a CSV or YAML file of questions.

    Args:
        scope: The server; a question without an id gets one that is not taken there; one with an id that
            stands there is a new version of it.
        name: The file's name, which tells the format.
        data: At most 1 MiB, 200 questions.
    """
    where = brief(re.sub(r"[^\w.-]+", "_", name), 60)
    format_ = name.rpartition(".")[2].casefold()
    reader = _FORMATS.get(format_)
    if reader is None:
        mend = "send a file that ends in .yaml or .csv"
        return Reading((), (Fault(where, 0, "E01", f"`.{brief(format_, 10)}` files are not read", mend),))
    nodes, faults = reader(where, data)
    return _judged(scope, where, nodes, faults)


def _yaml(where: str, data: bytes) -> tuple[list[Node], list[Fault]]:
    node, faults = load(where, data)
    match node:
        case Items(items=items) if len(items) > MAX_QUESTIONS:
            return [], [too_many(where, len(items))]
        case Items(items=items):
            return list(items), faults
        case Table():
            return [node], faults
        case _:
            return [], faults or [Fault(where, 1, "E01", "there is no question", "start each with `- q: …`")]


_FORMATS: dict[str, Callable[[str, bytes], tuple[list[Node], list[Fault]]]] = {
    "yaml": _yaml,
    "yml": _yaml,
    "csv": read_table,
    "tsv": read_table,
    "txt": read_table,
}


def _judged(scope: Scope, where: str, nodes: Sequence[Node], faults: Sequence[Fault]) -> Reading:
    """Read and check trees; only what is not refused becomes an entry."""
    skills = _skills(scope.folder)
    here: set[str] = set()
    found = list(faults)
    items: list[Item] = []
    for node in nodes:
        mended, wrong = _completed(where, node, here | scope.known, skills)
        wrong += _met(where, mended, here, scope.known)
        refused = any(fault.refuses for fault in wrong)
        item, more = (None, []) if refused else read_item(where, mended, "", skills)
        checked = wrong + more
        if item is not None:
            checked += [item.fault(each) for each in unfit(item)] + check(item, scope.today)
            here.add(item.question.id)
        found += checked
        if item is not None and not any(for_server(fault).refuses for fault in checked):
            items.append(item)
    entries = tuple(item.entry for item in items) if not _unreadable(faults) else ()
    return Reading(entries, _gravest(found))


def _gravest(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Give the faults by line; of a flood only so many, those that refuse first."""
    weighed = sorted(map(for_server, faults), key=lambda fault: (not fault.refuses, fault))
    return tuple(sorted(weighed[:MAX_FAULTS]))


def _unreadable(faults: Sequence[Fault]) -> bool:
    """Whether the file as a whole is not what its author meant, so that no part of it can be trusted."""
    return any(fault.refuses and fault.code == "E18" for fault in faults)


def _completed(where: str, node: Node, taken: Collection[str], skills: SkillTree) -> tuple[Node, list[Fault]]:
    """Give a question an id if it has none, and its topic's id for its name."""
    if not isinstance(node, Table):
        return node, []
    values, lines = dict(node.values), dict(node.lines)
    faults: list[Fault] = []
    topic, name, asked = values.get("topic"), values.get("id"), values.get("q")
    if isinstance(topic, Scalar):
        place, faults = _topic(where, topic.line, topic.raw, skills)
        values["topic"] = Scalar(topic.line, place or topic.raw)
    if name is None and isinstance(asked, Scalar):
        values["id"], lines["id"] = text(node.line, new_id(asked.raw, taken)), node.line
    return Table(node.line, values, lines, node.flow), faults


def _met(where: str, node: Node, here: Collection[str], known: Collection[str]) -> list[Fault]:
    """Refuse an id that stands twice in what was handed in; say of one that stands in the server what will happen."""
    name = node.values.get("id") if isinstance(node, Table) else None
    if not isinstance(name, Scalar):
        return []
    shown = f"the id `{brief(name.raw)}`"
    if name.raw in here:
        return [Fault(where, name.line, "E03", f"{shown} is taken", "remove it, or choose another", name.raw)]
    if name.raw in known:
        mend = "publish to replace that question by a new version, or choose another id to keep both"
        return [Fault(where, name.line, "N03", f"{shown} stands in this server already", mend, name.raw)]
    return []


def new_id(asked: str, taken: Collection[str]) -> str:
    """Make an id of a question's first words and a digest of them all that is not taken yet."""
    bare = unicodedata.normalize("NFKD", asked).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", bare)[:_SLUG_WORDS])[:_SLUG_LENGTH].strip("-") or "question"
    number = 0
    while True:
        digest = hashlib.sha256(f"{number}\n{asked}".encode()).hexdigest()[:_DIGITS]
        if f"{slug}-{digest}" not in taken:
            return f"{slug}-{digest}"
        number += 1


def _topic(where: str, line: int, typed: str, skills: SkillTree) -> tuple[str, list[Fault]]:
    """Find a topic by its id, its name or what begins its words; empty with a fault where none or several fit."""
    wanted = " ".join(typed.split())
    if isinstance(skills.get(wanted.casefold()), Topic):
        return wanted.casefold(), []
    topics = [topic for area in skills.areas for sub in area.subareas for topic in sub.topics]
    named = [topic.id for topic in topics if topic.name.casefold() == wanted.casefold()]
    found = named or list(skills.search(wanted, [topic.id for topic in topics])) if wanted else []
    if len(found) == 1:
        return found[0], []
    what = f"there is no topic `{brief(wanted)}`" if not found else f"`{brief(wanted)}` may be several topics"
    mend = f"choose one of {', '.join(found[:3])}" if found else "choose one from the list, such as Broadcasting"
    return "", [Fault(where, line, "E02", what if wanted else "the topic is missing", mend)]


@lru_cache(maxsize=4)
def _skills(folder: str) -> SkillTree:
    path = Path(folder, SKILLS)
    return read_skills(path.name, path.read_bytes())
