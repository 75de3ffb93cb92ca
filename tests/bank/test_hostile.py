"""Files that mean harm are refused with little work, in chat's path and in the folder's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.hostile import FILES
from bot.bank.folder import SKILLS, Folder
from bot.bank.reader import MAX_FORM, Scope, read_file, read_lines
from bot.bank.skills import read_skills
from bot.rules.errors import Fault
from bot.rules.question import Entry
from tests.bank.conftest import CONFUSION, TODAY
from tests.work import steps

MOST_STEPS = 4_000_000  # generous: none takes half of them
FORMS = {
    "dollars": "$" * (MAX_FORM - 20),
    "fences": "```\n" * 1_900,
    "marks": "What?\n" + "+ a\n" * 1_900,
    "reasons": "What?\n+ a\n- " + ":: " * 2_600,
    "a number": "What?\n= " + "9" * 7_900,
    "a sum": "What?\n= " + "+".join("1" * 3_900),
    "slack": "What?\n= 1 +/- " + "1e" * 3_900,
    "a unit": "What?\n= 1 [" + "[" * 7_900,
    "too much": "x" * (MAX_FORM + 1),
    "hidden": "What?\n= a\u202e\n" * 700,
}


def soon(work: Callable[[], tuple[Fault, ...]]) -> list[str]:
    """The faults that refuse, if they come in few steps."""
    faults: list[Fault] = []
    assert steps(lambda: faults.extend(work())) < MOST_STEPS
    return [str(fault) for fault in faults if fault.refuses]


@pytest.fixture
def scope(folder: Path) -> Scope:
    read_skills(SKILLS, (folder / SKILLS).read_bytes())  # the first reading loads the schema
    return Scope(str(folder), frozenset(), TODAY)


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_chat_refuses_a_file_quickly(scope: Scope, data: bytes) -> None:
    read_file(scope, "warm.yaml", b"- q: a")
    entries: list[Entry] = []

    def read() -> tuple[Fault, ...]:
        found = read_file(scope, "sent.yaml", data)
        entries.extend(found.entries)
        return found.faults

    refused = soon(read)
    assert refused
    assert entries == [], "nothing hostile becomes a question"
    assert all(len(line) < 500 for line in refused)


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_folder_refuses_a_file_quickly(checked: Callable[..., Folder], data: bytes) -> None:
    words = data.decode().replace("  topic: stats.evaluation.confusion\n", "")
    assert soon(lambda: checked(words, CONFUSION).faults)


@pytest.mark.parametrize("words", FORMS.values(), ids=FORMS)
def test_a_form_is_refused_quickly(scope: Scope, words: str) -> None:
    assert soon(lambda: read_lines(scope, words, "stats.evaluation.confusion", "mid").faults)
