"""Sets that somebody goes through alone: a quiz's questions once it is over, a plan's, what was weak in an interview.

Such a way is practice: attempts that name the set where others name a topic, each following the one before.
"""

import re
from dataclasses import dataclass

from bot.actions.interview_reading import weakest_of
from bot.actions.ports import Books
from bot.actions.quiz_opening import hosting_server
from bot.actions.records import Attempt
from bot.actions.views import Call
from bot.rules.choosing import Key
from bot.rules.errors import RuleBroken
from bot.rules.interview import ROUNDS
from bot.rules.quiz import State
from bot.rules.quiz_course import counts

_NAMED = re.compile(r"(quiz|plan|report)-([1-9][0-9]{0,17})")
"""`interview-3` is no set: a mock interview names its own attempts so, whose verdicts are kept back and which no plain
message of practice answers. What is practised after one is `report-3`."""


@dataclass(frozen=True, slots=True)
class NamedSet:
    """Questions in order.

    Attributes:
        guild_id: The server it belongs to, None where the set is gone or somebody's own.
        name: The quiz's title, the plan's name, or what interview it was.
        over: Whether anybody may see the questions; else the server's hosts alone.
        owner_id: Whose own it is; None for a server's.
    """

    guild_id: int | None
    name: str
    keys: tuple[Key, ...]
    over: bool = False
    owner_id: int | None = None

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


def of_report(interview_id: int) -> str:
    """Name the set of what was weak in an interview."""
    return f"report-{interview_id}"


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
    if found[1] == "report":
        return _of_report(books, own_id)
    quiz = books.quizzes.get(own_id)
    if quiz is None:
        return NamedSet(None, "", ())
    keys = tuple(one.key for one in books.quizzes.rounds(own_id) if counts(one))
    return NamedSet(quiz.guild_id, quiz.title, keys, over=quiz.state in (State.ENDED, State.STOPPED))


def _of_report(books: Books, interview_id: int) -> NamedSet:
    interview = books.interviews.get(interview_id)
    if interview is None or interview.ended_at is None:
        return NamedSet(None, "", ())
    name = f"{ROUNDS[interview.kind].name} interview"
    return NamedSet(None, name, weakest_of(books, interview_id), over=True, owner_id=interview.person_id)


def may_go_through(books: Books, call: Call, within: str) -> None:
    """See that somebody may go through a set.

    Raises:
        RuleBroken: `gone`, `not_over` (a quiz that is still on), `not_host` (a plan) or `not_yours` (a report).
    """
    named = set_named(books, within)
    if named.owner_id is not None:
        if named.owner_id != call.person_id:
            raise RuleBroken("not_yours", "That report is somebody else's. `/interview reports` lists your own.")
        return
    if named.guild_id is None or named.guild_id != call.guild_id:
        raise RuleBroken("gone", "Those questions are no longer stored.")
    if within.startswith("plan-"):
        hosting_server(books, call)
    elif not named.over:
        raise RuleBroken("not_over", "This quiz is still on. Its questions are there to try once it has ended.")


def step_of(books: Books, attempt: Attempt) -> tuple[int, int] | None:
    """Give the place of an attempt's question in the set it belongs to, from 1, and how many that has."""
    if not is_set(attempt.new.within):
        return None
    keys, key = set_named(books, attempt.new.within).keys, (attempt.new.key.scope, attempt.new.key.question_id)
    return (keys.index(key) + 1, len(keys)) if key in keys else None


def way_to(books: Books, attempt: Attempt) -> tuple[Attempt, ...]:
    """Give the attempts that led to one, the first first, and itself."""
    way = [attempt]
    while way[-1].new.follows is not None and (before := books.attempts.get(way[-1].new.follows)) is not None:
        way.append(before)
    return tuple(reversed(way))
