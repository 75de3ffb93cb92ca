"""Sets that somebody goes through alone: a quiz's questions once it is over, or a plan's before it becomes a quiz.

Such a way is practice: attempts that name the set where others name a topic, each following the one before.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.actions.ports import Books
from bot.rules.choosing import Key
from bot.rules.quiz import State

_NAMED = re.compile(r"(quiz|plan)-([1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class NamedSet:
    """Questions in order.

    Attributes:
        guild_id: The server it belongs to, None where the set is gone.
        name: The quiz's title or the plan's name.
        over: Whether anybody may see the questions; else the server's hosts alone.
    """

    guild_id: int | None
    name: str
    keys: tuple[Key, ...]
    over: bool = False

    def after(self, just: Key | None) -> tuple[Key, ...]:
        """Give what comes after one of them, or all."""
        if just is None:
            return self.keys
        return self.keys[self.keys.index(just) + 1 :] if just in self.keys else ()


def of_quiz(quiz_id: int) -> str:
    """Name the set of a quiz."""
    return f"quiz-{quiz_id}"


def of_plan(plan_id: int) -> str:
    """Name the set of a plan."""
    return f"plan-{plan_id}"


def is_set(within: str) -> bool:
    """Tell whether an attempt's wish names a set."""
    return _NAMED.fullmatch(within) is not None


def set_named(books: Books, within: str) -> NamedSet:
    """Give the set of that name; an empty one where it is gone. Voided questions are left out, unseen ones too."""
    found = _NAMED.fullmatch(within)
    if found is None:
        return NamedSet(None, "", ())
    own_id = int(found[2])
    if found[1] == "plan":
        plan = books.plans.get(own_id)
        return NamedSet(None, "", ()) if plan is None else NamedSet(plan.guild_id, plan.name, plan.questions)
    quiz = books.quizzes.get(own_id)
    if quiz is None:
        return NamedSet(None, "", ())
    rounds = books.quizzes.rounds(own_id)
    keys = tuple(one.key for one in rounds if one.revealed_at is not None and one.voided_at is None)
    return NamedSet(quiz.guild_id, quiz.title, keys, over=quiz.state in (State.ENDED, State.STOPPED))


def place_in(keys: Collection[Key], key: Key) -> int:
    """Give the place of a question, from 1; 0 where it is not in the set."""
    return next((nth for nth, one in enumerate(keys, 1) if one == key), 0)
