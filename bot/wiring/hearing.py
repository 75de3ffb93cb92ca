"""Who hears answers: the port `Grader`, done in a worker process, and strong answers at a check, heard once each."""

import json
from collections.abc import Callable, Coroutine, MutableMapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import bot.judge
from bot.rules.heard import Asked, Hearing
from bot.rules.spoken import from_plain, to_plain

LOADING_S = 60.0
"""Seconds that a large model of meaning may take to load."""


@dataclass(frozen=True, slots=True)
class Hearer:
    """Has answers heard in a worker process of this machine, whoever else may hear them.

    Attributes:
        run: The pool's.
        embeddings: The folder of a model of meaning, empty for none.
    """

    run: Callable[..., Coroutine[Any, Any, Any]]
    embeddings: str = ""

    async def ready(self) -> str:
        """Have a worker load the embeddings, and say what they are.

        Raises:
            RuleBroken: They cannot be used; the sentence says how to mend it.
        """
        says: str = await self.run("bot.judge.hearing:ready", self.embeddings, timeout_s=LOADING_S, edge="grader")
        return says

    async def hear(self, asked: Asked, words: str, *, outside: bool = False) -> Hearing:
        """Grade an answer."""
        del outside
        hearing: Hearing = await self.run("bot.judge.hearing:hear", asked, words, self.embeddings, edge="grader")
        return hearing


@dataclass(frozen=True, slots=True)
class Heard:
    """Hears answers in this process, and what was heard before by the same grader not again.

    Attributes:
        kept: What was heard, under the digest of all that decides it.
    """

    kept: MutableMapping[str, bytes]

    def hear(self, asked: Asked, words: str) -> Hearing:
        """Grade an answer."""
        told = json.dumps([grader_version(), asdict(asked), words], sort_keys=True)
        key = sha256(f"heard {told}".encode()).hexdigest()
        known = self.kept.get(key)
        if known is not None:
            return from_plain(json.loads(known))
        from bot.judge.hearing import hear

        hearing = hear(asked, words)
        self.kept[key] = json.dumps(to_plain(hearing)).encode()
        return hearing


@cache
def grader_version() -> str:
    """Give a digest of the grader's own source and of what it has learned: another grader hears other things."""
    room = Path(*bot.judge.__path__)
    sources = sorted(path for path in room.iterdir() if path.suffix in {".py", ".json", ".txt"})
    return sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()
