"""One question of a file anywhere, as the terminal judges or grades it; only its form is checked."""

from collections.abc import Callable
from pathlib import Path

from bot.bank.document import entry_from
from bot.bank.load import load
from bot.bank.node import Items
from bot.bank.schema import read_model
from bot.rules.code import ArtefactTask, CodeTask, TestsTask
from bot.rules.errors import BankError, Fault
from bot.rules.question import Question, ShortText
from bot.rules.rubric import Spoken

NO_TOPIC = "none"


def coding_question(path: Path, question_id: str) -> Question:
    """Give the coding question of that id, or the file's only one where no id is named.

    Raises:
        OSError: The file cannot be read.
        BankError: There is no such question, several where none is named, or it is at fault.
    """
    return _only(path, question_id, lambda one: isinstance(one.body, CodeTask | TestsTask | ArtefactTask), _JUDGED)


def worded_question(path: Path, question_id: str) -> Question:
    """Give the question of that id that is answered in words: a short text, an open answer, a story or a case.

    An id and a level need not be written.

    Raises:
        OSError: The file cannot be read.
        BankError: There is no such question, several where none is named, or it is at fault.
    """
    return _only(path, question_id, lambda one: isinstance(one.body, ShortText | Spoken), _GRADED)


_JUDGED = ("coding question", "judged", {"topic": NO_TOPIC})
_GRADED = ("question answered in words", "graded", {"topic": NO_TOPIC, "level": "mid", "id": "question"})


def _only(
    path: Path, question_id: str, fits: Callable[[Question], bool], how: tuple[str, str, dict[str, str]]
) -> Question:
    called, done, implied = how
    where = path.as_posix()
    node, faults = load(where, path.read_bytes())
    if node is None:
        raise BankError(tuple(faults) or (Fault(where, 0, "E01", "the file is empty", "name another"),))
    found: list[Question] = []
    for each in node.items if isinstance(node, Items) else [node]:
        model, wrong = read_model(where, each, implied)
        if model is not None:
            found.append(entry_from(model).question)
        faults += [fault for fault in wrong if question_id in ("", fault.question)]
    fitting = [one for one in found if fits(one)]
    chosen = [one for one in fitting if question_id in ("", one.id)]
    if len(chosen) == 1:
        return chosen[0]
    if faults:
        raise BankError(tuple(faults))
    there = ", ".join(one.id for one in fitting) or "none"
    what = f"there is no {called} `{question_id}`" if question_id else f"{len(chosen)} questions can be {done}"
    raise BankError((Fault(where, 0, "E01", what, f"name one with --id; there are: {there}"),))
