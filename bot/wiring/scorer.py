"""`make scorer`: makes the grader's scorer, and what its gate knows of prose, anew from the project's own texts."""

import sys
from pathlib import Path

from bot.bank.answers import read_prompts
from bot.bank.catalogue import open_catalogue
from bot.judge.model import DIGEST, SCORER, written
from bot.judge.prose import PROSE, counted, kept
from bot.judge.training import digest_of, train
from bot.wiring.places import QUESTIONS

ROOM = Path(__file__).parents[1] / "judge"
ANSWERS = ROOM / "answers"


def own_texts() -> list[str]:
    """Give the project's own texts, of which words get their weights: its questions, one by one."""
    return [part for path in sorted(QUESTIONS.rglob("*.yaml")) for part in path.read_text("utf-8").split("\n- ")]


def prose() -> str:
    """Count what follows what in questions and answers, and give it as it is kept."""
    questions = [entry.question for _, entry in sorted(open_catalogue(QUESTIONS).entries.items())]
    written_there = [text for question in questions for text in (question.text, question.why, *question.hints)]
    prompts = read_prompts(ANSWERS)
    strong = [text for prompt in prompts for text in (prompt.asked.text, prompt.asked.better)]
    return kept(counted([*written_there, *strong, *(answer.text for prompt in prompts for answer in prompt.answers)]))


def make(folder: Path = ROOM) -> bytes:
    """Train, write the scorer, its digest and the counts of prose into a folder, and give the scorer's bytes."""
    data = written(train(read_prompts(ANSWERS), own_texts(), lambda line: print(line, file=sys.stderr)))
    (folder / SCORER).write_bytes(data)
    (folder / PROSE).write_text(prose(), encoding="utf-8")
    (folder / DIGEST).write_text(digest_of(data), encoding="ascii")
    return data


if __name__ == "__main__":
    make()
