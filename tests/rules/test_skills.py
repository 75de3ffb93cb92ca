import pytest

from bot.rules.skills import Area, Subarea, Topic
from tests.samples import TREE


def test_nodes_are_found_by_id() -> None:
    assert isinstance(TREE.get("stats"), Area)
    assert isinstance(TREE.get("stats.evaluation"), Subarea)
    assert isinstance(TREE.get("dl.core.optimisers"), Topic)
    assert TREE.get("cooking") is None


def test_a_node_knows_where_it_stands() -> None:
    assert TREE.area_of("dl.core.optimisers").name == "Deep learning"
    assert TREE.subarea_of("dl.core.optimisers").name == "Core"
    assert TREE.path("dl.core.optimisers") == "Core › Optimisers"
    assert TREE.path("dl.core") == "Deep learning › Core"
    with pytest.raises(KeyError):
        TREE.path("cooking")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ("stats", "dl")),
        ("stat", ("stats", "stats.evaluation")),
        ("roc", ("stats.evaluation.roc-pr",)),
        ("pr", ("stats.evaluation.confusion", "stats.evaluation.roc-pr")),
        ("recall eval", ("stats.evaluation.confusion",)),
        ("dl.core.opt", ("dl.core.optimisers",)),
        ("DEEP", ("dl", "dl.core", "dl.pytorch")),
        ("cooking", ()),
    ],
)
def test_what_is_typed_finds_nodes_by_the_beginnings_of_words(words: str, found: tuple[str, ...]) -> None:
    assert TREE.search(words)[: len(found) or None] == found


def test_the_search_keeps_to_what_is_asked_for_and_to_its_limit() -> None:
    assert TREE.search("", among=["dl.core.optimisers", "dl", "gone"]) == ("dl", "dl.core.optimisers")
    assert len(TREE.search("", limit=3)) == 3
