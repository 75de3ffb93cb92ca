"""`make scorer`: makes the grader's scorer anew from the project's own answers."""

import sys
from pathlib import Path

from bot.bank.answers import read_prompts
from bot.judge.model import DIGEST, SCORER, written
from bot.judge.training import digest_of, train
from bot.wiring.places import QUESTIONS

ROOM = Path(__file__).parents[1] / "judge"
ANSWERS = ROOM / "answers"


def own_texts() -> list[str]:
    """Give the project's own texts, of which words get their weights: its questions, one by one."""
    return [part for path in sorted(QUESTIONS.rglob("*.yaml")) for part in path.read_text("utf-8").split("\n- ")]


def make(folder: Path = ROOM) -> bytes:
    """Train, write the scorer and its digest into a folder, and give the scorer's bytes."""
    data = written(train(read_prompts(ANSWERS), own_texts(), lambda line: print(line, file=sys.stderr)))
    (folder / SCORER).write_bytes(data)
    (folder / DIGEST).write_text(digest_of(data), encoding="ascii")
    return data


if __name__ == "__main__":
    make()
