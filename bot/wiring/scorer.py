"""`make scorer`: makes the grader's scorer, and what its gate knows of prose, anew from the project's own texts.

`make scorer EMBEDDINGS=folder` makes one that also knows what a folder's model tells of meaning, into that folder.
"""

import sys
from pathlib import Path

from bot.bank.answers import read_prompts
from bot.bank.catalogue import open_catalogue
from bot.judge.embedding import EmbedderFault, embedder_of
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
    data = written(train(read_prompts(ANSWERS), own_texts(), _say))
    (folder / SCORER).write_bytes(data)
    (folder / PROSE).write_text(prose(), encoding="utf-8")
    (folder / DIGEST).write_text(digest_of(data), encoding="ascii")
    return data


def make_with(folder: Path, answers: Path = ANSWERS) -> bytes:
    """Train with a folder's model, write the scorer and its digest into that folder, and give the scorer's bytes.

    Args:
        folder: With the model.
        answers: Where the marked answers are.

    Raises:
        EmbedderFault: The model cannot be used.
    """
    data = written(train(read_prompts(answers), own_texts(), _say, embedder_of(folder)))
    (folder / SCORER).write_bytes(data)
    (folder / DIGEST).write_text(digest_of(data), encoding="ascii")
    return data


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def main(folder: str = "") -> int:
    """Make the project's own scorer, or the one of a folder.

    Returns:
        0 done, 1 the folder's model cannot be used.
    """
    try:
        make_with(Path(folder)) if folder else make()
    except EmbedderFault as fault:
        print(f"{fault}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
