"""`grade`: grades answers in words to one question, a JSON line in and a JSON line out."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.cli.asked import Unfit, asked_lines, asked_of
from bot.rules.heard import Ear, Hearing


class Grading(Protocol):
    """What grades answers to a question."""

    def opened(self, file: Path, question_id: str) -> Callable[[str], tuple[Sequence[str], Hearing]]:
        """Give what hears an answer to a question of a file, and says what its points are.

        Raises:
            OSError: The file cannot be read.
            BankError: There is no such question, or it is at fault.
        """
        ...


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    about = "grade answers in words to a question, as JSON lines"
    grade = commands.add_parser("grade", help=about, description=f"{about[0].upper()}{about[1:]}.")
    grade.add_argument("--question", type=Path, required=True, metavar="FILE", help="a YAML file of questions")
    grade.add_argument("--id", default="", help="which of them, where the file holds several to be graded")
    grade.add_argument("--json", action="store_true", help="JSON lines, as always")


def report(asked: argparse.Namespace, grading: Grading) -> int:
    """Grade every line as it comes, in order.

    Args:
        asked: What `add_parser`'s command read.
        grading: Grades.

    Returns:
        0 where the lines were answered, 2 where the file cannot be read.

    Raises:
        BankError: There is no such question.
    """
    try:
        hear = grading.opened(asked.question, asked.id)
    except OSError as fault:
        print(f"{asked.question}: {fault.strerror}", file=sys.stderr)
        return 2

    async def every() -> None:
        async for line in asked_lines():
            print(json.dumps(_answered(line, hear)), flush=True)

    asyncio.run(every())
    return 0


def _answered(line: bytes | None, hear: Callable[[str], tuple[Sequence[str], Hearing]]) -> Mapping[str, Any]:
    name: Any = None
    try:
        asked = asked_of(line)
        name = asked.get("id")
        return told(name, *hear(_answer_of(asked)))
    except Unfit as fault:
        reason = f"This line was not graded: {fault}"
        return {"id": name, "score": None, "status": "error", "confidence": 0.0, "points": [], "reason": reason}


def _answer_of(asked: Mapping[str, Any]) -> str:
    """Read the answer that a line brings; half characters, which JSON can say, become question marks."""
    answer = asked.get("answer")
    if not isinstance(answer, str):
        raise Unfit("it needs `answer`, a text")
    return answer.encode(errors="replace").decode()


def told(name: object, says: Sequence[str], hearing: Hearing) -> Mapping[str, Any]:
    """Give the answer to a line, by the keys that are documented."""
    return {
        "id": name,
        "score": round(hearing.score, 4),
        "status": hearing.status.value,
        "confidence": round(hearing.confidence, 4),
        "points": [
            {"say": say, "heard": point.ear is Ear.HEARD, "evidence": point.evidence}
            for say, point in zip(says, hearing.points, strict=True)
        ],
    }
