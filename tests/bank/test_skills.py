from pathlib import Path

import pytest

from bot.bank.skills import read_skills
from bot.rules.errors import BankError
from tests.bank.conftest import SKILLS


def refused(words: str) -> list[str]:
    with pytest.raises(BankError) as caught:
        read_skills("skills.yaml", words.encode())
    return [str(fault) for fault in caught.value.faults]


def test_the_shipped_tree_is_whole() -> None:
    tree = read_skills("skills.yaml", Path("questions/skills.yaml").read_bytes())
    subareas = [sub for area in tree.areas for sub in area.subareas]
    assert (len(tree.areas), len(subareas), sum(len(sub.topics) for sub in subareas)) == (8, 28, 226)
    assert tree.path("stats.evaluation.confusion") == "Model evaluation › Precision, recall and F1"


def test_a_name_cut_by_a_comma_is_named() -> None:
    assert refused(SKILLS.replace('"Precision, recall and F1"', "Precision, recall and F1")) == [
        (
            "skills.yaml:10: E01 `areas.0.subareas.0.topics.0.recall and F1` is not what the skill tree takes there: "
            "mend its spelling; quote names that hold a comma or colon"
        )
    ]


def test_nodes_that_stand_twice_or_elsewhere_are_named() -> None:
    words = SKILLS.replace("id: roc-pr", "id: confusion").replace("id: python.numpy", "id: stats.numpy")
    assert refused(words) == [
        "skills.yaml:11: E03 `stats.evaluation.confusion` stands twice: rename one of them",
        "skills.yaml:15: E01 `stats.numpy` stands in another area: move it",
    ]


def test_an_empty_or_broken_file_is_refused() -> None:
    assert refused("") == ["skills.yaml:0: E01 the file is empty: write the skill tree"]
    assert "this is not YAML" in refused("a: [")[0]
