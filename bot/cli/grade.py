"""`grade`: grades answers in words to one question, a JSON line in and a JSON line out."""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from typing import Any, Protocol

from bot.cli.asked import Unfit, asked_lines, asked_of
from bot.rules.heard import Ear, Hearing

Hear = Callable[[str], Awaitable[tuple[Sequence[str], Hearing]]]
"""Hears an answer, and says what the points of its question are."""


class Grading(Protocol):
    """What grades answers to a question."""

    def opened(self, file: Path, question_id: str, *, outside: bool) -> AbstractAsyncContextManager[Hear]:
        """Open what hears answers to a question of a file.

        Args:
            file: Of questions.
            question_id: Which of them, empty for the only one.
            outside: Whether the model that the settings name is asked.

        Raises:
            OSError: The file cannot be read.
            BankError: There is no such question, or it is at fault.
            SettingsFault: No model is set.
        """
        ...


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    about = "grade answers in words to a question, as JSON lines"
    grade = commands.add_parser("grade", help=about, description=f"{about[0].upper()}{about[1:]}.")
    grade.add_argument("--question", type=Path, required=True, metavar="FILE", help="a YAML file of questions")
    grade.add_argument("--id", default="", help="which of them, where the file holds several to be graded")
    grade.add_argument(
        "--endpoint", action="store_true", help="ask the model outside that MODEL_URL names; say who graded"
    )
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
        SettingsFault: A model is to be asked, and none is set.
    """

    async def every() -> int:
        async with AsyncExitStack() as stack:
            try:
                opened = grading.opened(asked.question, asked.id, outside=asked.endpoint)
                hear = await stack.enter_async_context(opened)
            except OSError as fault:
                print(f"{asked.question}: {fault.strerror}", file=sys.stderr)
                return 2
            async for line in asked_lines():
                print(json.dumps(await _answered(line, hear, by=asked.endpoint)), flush=True)
        return 0

    return asyncio.run(every())


async def _answered(line: bytes | None, hear: Hear, *, by: bool) -> Mapping[str, Any]:
    name: Any = None
    try:
        asked = asked_of(line)
        name = asked.get("id")
        says, hearing = await hear(_answer_of(asked))
        return {**told(name, says, hearing), **(_by(hearing) if by else {})}
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


def _by(hearing: Hearing) -> Mapping[str, str]:
    """Say who graded: the model's name, or `holdout` for the grader that is part of the bot; and what went wrong."""
    return {"by": hearing.heard_by or "holdout", "remark": hearing.remark}
