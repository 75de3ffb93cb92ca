"""The skill tree's file, read as strictly as the questions."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from bot.bank.load import load
from bot.bank.models import Strict, Text
from bot.bank.node import Node, Path, line_of, plain
from bot.rules.errors import BankError, Fault
from bot.rules.skills import Area, SkillTree, Subarea, Topic

Origin = Literal["source", "implied", "extension"]
Strand = Literal["mathematics", "engineering", "applied", "people"]
Step = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Dotted = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$")]


class Tracks(Strict):
    """Roads of which people choose one."""

    choose: Literal["one"]
    default: Step | None = None
    options: list[Step]


class TopicModel(Strict):
    """A leaf: what a strong candidate shows."""

    id: Step
    name: Text
    show: Text
    origin: Origin = "source"


class SubareaModel(Strict):
    """A group of topics on one strand."""

    id: Dotted
    name: Text
    strand: Strand
    topics: Annotated[list[TopicModel], Field(min_length=1)]
    source: Text | None = None
    origin: Origin = "source"
    tracks: Tracks | None = None


class AreaModel(Strict):
    """A root of the tree."""

    id: Step
    name: Text
    subareas: Annotated[list[SubareaModel], Field(min_length=1)]
    source: Text | None = None
    origin: Origin = "source"
    tracks: Tracks | None = None


class TreeModel(Strict):
    """The whole file."""

    version: Literal[1]
    areas: Annotated[list[AreaModel], Field(min_length=1)]


def read_skills(where: str, data: bytes) -> SkillTree:
    """Read the skill tree.

    Args:
        where: The file's name, for the faults.
        data: Its bytes.

    Raises:
        BankError: It is not a skill tree; every fault of it.
    """
    node, faults = load(where, data)
    if faults or node is None:
        raise BankError(tuple(faults) or (Fault(where, 0, "E01", "the file is empty", "write the skill tree"),))
    try:
        model = TreeModel.model_validate(plain(node))
    except ValidationError as refused:
        raise BankError(tuple(_fault(where, node, error["loc"]) for error in refused.errors())) from refused
    faults = list(_misplaced(where, node, model))
    if faults:
        raise BankError(tuple(faults))
    return SkillTree(tuple(map(_area, model.areas)))


def _fault(where: str, node: Node, path: Path) -> Fault:
    step = ".".join(map(str, path)) or "the file"
    what = f"`{step}` is not what the skill tree takes there"
    return Fault(where, line_of(node, path), "E01", what, "mend its spelling; quote names that hold a comma or colon")


def _misplaced(where: str, node: Node, tree: TreeModel) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()

    def note(name: str, path: Path, *, inside: bool) -> None:
        if name in seen:
            faults.append(Fault(where, line_of(node, path), "E03", f"`{name}` stands twice", "rename one of them"))
        elif not inside:
            faults.append(Fault(where, line_of(node, path), "E01", f"`{name}` stands in another area", "move it"))
        seen.add(name)

    for a, area in enumerate(tree.areas):
        note(area.id, ("areas", a), inside=True)
        for s, sub in enumerate(area.subareas):
            place: Path = ("areas", a, "subareas", s)
            note(sub.id, place, inside=sub.id.startswith(f"{area.id}."))
            for t, topic in enumerate(sub.topics):
                note(f"{sub.id}.{topic.id}", (*place, "topics", t), inside=True)
    return faults


def _area(area: AreaModel) -> Area:
    return Area(area.id, area.name, tuple(map(_subarea, area.subareas)))


def _subarea(sub: SubareaModel) -> Subarea:
    topics = tuple(Topic(f"{sub.id}.{topic.id}", topic.name, topic.show) for topic in sub.topics)
    return Subarea(sub.id, sub.name, sub.strand, topics)
