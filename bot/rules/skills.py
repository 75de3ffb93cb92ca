"""The skill tree: what an ML engineer must know, as areas, subareas and topics."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Topic:
    """A leaf of the tree, such as `stats.evaluation.confusion`."""

    id: str
    name: str
    show: str


@dataclass(frozen=True, slots=True)
class Subarea:
    """A group of topics, such as `stats.evaluation`, on one strand (mathematics, engineering, applied, people)."""

    id: str
    name: str
    strand: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A root of the tree, such as `stats`."""

    id: str
    name: str
    subareas: tuple[Subarea, ...]


Skill = Area | Subarea | Topic


@dataclass(frozen=True)
class SkillTree:
    """Every area, with look-ups by id."""

    areas: tuple[Area, ...]
    _by_id: Mapping[str, Skill] = field(init=False, repr=False, compare=False)
    _paths: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the nodes once."""
        by_id: dict[str, Skill] = {}
        paths: dict[str, str] = {}
        for area in self.areas:
            by_id[area.id], paths[area.id] = area, area.name
            for sub in area.subareas:
                by_id[sub.id], paths[sub.id] = sub, f"{area.name} › {sub.name}"
                for topic in sub.topics:
                    by_id[topic.id], paths[topic.id] = topic, f"{sub.name} › {topic.name}"
        object.__setattr__(self, "_by_id", MappingProxyType(by_id))
        object.__setattr__(self, "_paths", MappingProxyType(paths))

    def get(self, skill_id: str) -> Skill | None:
        """Give the node of that id, or None."""
        return self._by_id.get(skill_id)

    def path(self, skill_id: str) -> str:
        """Give the node with its parent, as people read it: `Evaluation › ROC AUC and PR curves`.

        Raises:
            KeyError: The tree has no such node.
        """
        return self._paths[skill_id]

    def area_of(self, skill_id: str) -> Area:
        """Give the area that a node stands in.

        Raises:
            KeyError: The tree has no such node.
        """
        area = self._by_id[skill_id.partition(".")[0]]
        assert isinstance(area, Area)  # noqa: S101 (the first part of an id is an area by construction)
        return area

    def subarea_of(self, topic_id: str) -> Subarea:
        """Give the subarea that a topic stands in.

        Raises:
            KeyError: The tree has no such node.
        """
        sub = self._by_id[topic_id.rpartition(".")[0]]
        assert isinstance(sub, Subarea)  # noqa: S101 (all but the last part of a topic's id is its subarea)
        return sub

    def search(self, words: str, among: Iterable[str] | None = None, limit: int = 25) -> tuple[str, ...]:
        """Find nodes by what people type: every word must begin a word of the node's path or id.

        Args:
            words: As typed; empty finds the areas, then the rest in the tree's order.
            among: Ids to choose from; None means all.
            limit: At most so many (1 to 25).

        Returns:
            Ids: areas first, then subareas, then topics, each in the tree's order.
        """
        wanted = words.casefold().split()
        pool = self._paths if among is None else {i for i in among if i in self._paths}
        found = [i for i in self._paths if i in pool and self._matches(i, wanted)]
        return tuple(sorted(found, key=lambda i: i.count("."))[:limit])

    def _matches(self, skill_id: str, wanted: list[str]) -> bool:
        heard = f"{self._paths[skill_id]} {skill_id.replace('.', ' ')} {skill_id}".casefold()
        words = heard.replace("-", " ").replace(",", " ").split() + heard.split()
        return all(any(word.startswith(want) for word in words) for want in wanted)
