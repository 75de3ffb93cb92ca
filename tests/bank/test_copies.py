"""Questions that stand twice in nearly the same words."""

from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

from bot.bank.copies import copy_faults
from bot.bank.folder import read_folder
from bot.judge.duplicates import Bank, said
from tests.bank.written import GOOD

ASKED = "Precision falls from 0.9 to 0.8 while recall stays at 0.9; what happens to F1 of this classifier?"


def test_a_copy_is_told_where_it_stands(folder: Path, write: Callable[..., Path]) -> None:
    words = GOOD.replace("What happens to F1?", ASKED)
    write(words + GOOD.replace("good", "other").replace("What happens to F1?", "Which of two models ranks better?"))
    write(words.replace("good", "again").replace("this classifier", "the classifier"), "stats/evaluation/roc-pr.yaml")
    items = read_folder(folder).items
    texts = {item.question.id: said(item.question) for item in items}
    pairs = [astuple(pair) for pair in Bank({"all": texts}).copies()]
    (fault,) = copy_faults(items, pairs)
    line, _, mend = str(fault).rpartition("; ")
    first, second = (f"questions/stats/evaluation/{name}.yaml" for name in ("confusion", "roc-pr"))
    assert line == f"{second}:3: E16 it is nearly `good` ({first}:1"
    assert mend == f"likeness {pairs[0][2]:.2f}): remove one of them, or ask something else"


def test_no_pair_is_no_fault(folder: Path, write: Callable[..., Path]) -> None:
    write(GOOD)
    assert list(copy_faults(read_folder(folder).items, [])) == []
