from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bank.catalogue import open_catalogue
from bot.bank.folder import Folder, check_folder, read_folder
from bot.bank.lock import LOCK, read_lock, write_lock
from bot.bank.stats import presentations, stats
from bot.rules.errors import BankError
from tests.bank.conftest import TODAY

Write = Callable[..., Path]
Checked = Callable[..., Folder]

ONE = "- {id: one, level: mid, q: Which?, right: a, wrong: {b: c}, why: d}\n"
TWO = (
    "- {id: two, level: junior, q: What?, vars: {n: {int: [1, 50]}}, derive: {m: n - 10}, require: [m > 0], "
    "answer: n, why: d, proof: x}\n"
)


def test_a_folder_without_a_skill_tree_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="there is no skill tree"):
        read_folder(tmp_path)


def test_a_lock_sees_a_change_without_a_new_version(folder: Path, checked: Checked) -> None:
    first = checked(ONE)
    assert first.unlocked == ("one",)
    assert write_lock(folder / LOCK, first.items) == 1
    assert write_lock(folder / LOCK, first.items) == 0
    assert checked(ONE).unlocked == ()
    second = checked(ONE.replace("c}", "changed}"))
    assert [str(fault) for fault in second.faults] == [
        (
            "questions/stats/evaluation/confusion.yaml:1: E19 it changed under version 1: "
            "set `version: 2` and say in `changes` what changed"
        )
    ]
    with pytest.raises(BankError, match="E19"):
        write_lock(folder / LOCK, second.items)
    assert (folder / LOCK).read_text().count("\n") == 1


def test_a_new_version_is_locked_beside_the_old_one(folder: Path, checked: Checked) -> None:
    write_lock(folder / LOCK, checked(ONE).items)
    risen = checked(ONE.replace("why: d", "why: e, version: 2, changes: why"))
    assert risen.faults == ()
    write_lock(folder / LOCK, risen.items)
    assert sorted(read_lock(folder / LOCK)) == [("one", 1), ("one", 2)]
    assert [fault.what for fault in checked(ONE.replace("why: d", "why: e, version: 1")).faults] == [
        "it changed under version 1"
    ]


def test_a_version_does_not_go_back(folder: Path, checked: Checked) -> None:
    write_lock(folder / LOCK, checked(ONE.replace("why: d", "why: e, version: 3")).items)
    assert [fault.what for fault in checked(ONE).faults] == ["version 1 is older than the released 3"]


@pytest.mark.parametrize("line", ["one 1", "one x " + "0" * 64, "one 1 " + "0" * 63, "one 1 " + "0" * 64 + " more"])
def test_a_broken_lock_is_named(folder: Path, checked: Checked, line: str) -> None:
    (folder / LOCK).write_text(line + "\n")
    with pytest.raises(BankError, match="1: E01 the line is not `id version digest`"):
        checked(ONE)


def test_a_line_of_a_lock_stands_once(tmp_path: Path) -> None:
    line = f"one 1 {'0' * 64}\n"
    (tmp_path / LOCK).write_text(line + line)
    with pytest.raises(BankError, match="stands twice"):
        read_lock(tmp_path / LOCK)


def test_the_catalogue_gives_entries_and_reads_documents(folder: Path, write: Write) -> None:
    write(ONE + TWO)
    catalogue = open_catalogue(folder)
    entry = catalogue.entries["one"]
    assert set(catalogue.entries) == {"one", "two"}
    assert catalogue.skills.get("python.numpy.broadcasting") is not None
    own = catalogue.read(entry.document, 7)
    assert (own.guild_id, own.id) == (7, "one")
    assert catalogue.read(entry.document, 7) is own
    assert catalogue.read(entry.document, None) == entry.question
    assert catalogue.lines_of(entry.document) == "Which?\n+ a\n- b :: c\n? d"


def test_the_catalogue_reads_the_same_document_once(folder: Path, write: Write) -> None:
    write(ONE)
    catalogue = open_catalogue(folder)
    document = catalogue.entries["one"].document
    first = catalogue.read(document, 1)
    assert catalogue.read(document, 1) is first
    assert catalogue.read(document, 2) == replace(first, guild_id=2)


def test_the_catalogue_refuses_faulty_questions_all_at_once(folder: Path, write: Write) -> None:
    write("- 3\n- 4\n")
    with pytest.raises(BankError) as caught:
        open_catalogue(folder)
    assert [fault.line for fault in caught.value.faults] == [1, 2]


def test_the_catalogue_refuses_a_document_that_it_never_stored(folder: Path) -> None:
    with pytest.raises(BankError, match="a stored question cannot be read"):
        open_catalogue(folder).read("{}", None)


def test_a_bank_is_counted(folder: Path, write: Write) -> None:
    write(ONE)
    write(TWO, "python/numpy/broadcasting.yaml")
    write("- 3\n", "stats/evaluation/roc-pr.yaml")
    counts = stats(check_folder(folder, TODAY), proofs={"proved": 2})
    assert counts == {
        "authored": 2,
        "templates": 1,
        "presentations": 41,
        "by_area": {"python": 1, "stats": 1},
        "by_subarea": {"python.numpy": 1, "stats.evaluation": 1},
        "by_topic": {"python.numpy.broadcasting": 1, "stats.evaluation.confusion": 1},
        "by_type": {"numeric": 1, "single choice": 1},
        "by_level": {"junior": 1, "mid": 1},
        "by_strand": {"applied": 1, "mathematics": 1},
        "by_proof": {"proved": 2},
        "mutation_score": None,
        "errors": 1,
        "warnings": 0,
        "guessers": {"longest": 0.0, "most hedged": 0.0, "most technical": 0.0},
        "key_places": {"2": {"counts": [25, 25], "chi_square": 0.0}},
        "readability": {"sentences": 2, "mean_words": 1, "most_words": 1},
    }


def test_what_cannot_be_drawn_has_no_presentation_and_many_are_cut(folder: Path, write: Write) -> None:
    write(
        TWO
        + TWO.replace("two", "none").replace("m > 0", "1 / (n - n)")
        + TWO.replace("two", "many").replace("50", "99999999")
    )
    found = {item.question.id: presentations(item.question) for item in read_folder(folder).items}
    assert found == {"two": 40, "none": 0, "many": 100}
