"""A quiz that has ended, with its rows, for tests of its results."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.actions.pool import version_of
from bot.actions.ports import Books
from bot.rules.answer import Answer, Chosen, Typed, to_plain
from bot.rules.grading import grade
from bot.rules.question import Question
from bot.rules.quiz import Member, Numbers, Options, Quiz, Reply, Round, State
from bot.rules.quiz_people import own_seed
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from tests.fakes import FakeDesk
from tests.samples import MULTIPLE, NOON, NUMERIC, SHORT, SINGLE, SampleBank

HOST, ADA, BEN, CY, GUEST = 100, 1, 2, 3, 4
ASKED = (SINGLE, MULTIPLE, NUMERIC, SHORT)
OVER = NOON + timedelta(minutes=10)
QUIZ = Quiz(
    id=0,
    call_id=11,
    guild_id=9,
    channel_id=5,
    host_id=HOST,
    title="Statistics",
    within="stats",
    options=Options(),
    state=State.ENDED,
    created_at=NOON,
    starts_at=NOON,
    started_at=NOON,
    ended_at=OVER,
)


def planned(number: int, question: Question) -> Round:
    return Round(0, number, question.guild_id or 0, question.id, question.version, seed=70 + number)


def revealed(number: int, question: Question, **more: Any) -> Round:
    at = NOON + timedelta(minutes=number)
    facts = {"opened_at": at, "closes_at": at + timedelta(seconds=45), "revealed_at": at + timedelta(seconds=47)}
    return replace(planned(number, question), **(facts | more))


ROUNDS = (
    revealed(1, SINGLE),
    revealed(2, MULTIPLE),
    revealed(3, NUMERIC, voided_at=OVER, voided_by=HOST),
    revealed(4, SHORT),
)


def variant(round_: Round, person_id: int, *, own: bool = False) -> Variant:
    question = next(one for one in ASKED if one.id == round_.question_id)
    return draw_variant(question, own_seed(round_, person_id) if own else round_.seed)


def chosen(shown: Variant, *, right: bool) -> Chosen:
    """All right options, or one wrong one."""
    places = [place for place, option in enumerate(shown.options) if option.right is right]
    return Chosen(frozenset(places if right else places[:1]))


def reply(quiz: Quiz, round_: Round, person_id: int, answer: Answer, took: float = 10) -> Reply:
    own = quiz.options.numbers is Numbers.OWN
    graded = grade(variant(round_, person_id, own=own), answer, 0)
    assert round_.opened_at is not None
    return Reply(
        quiz.id,
        round_.number,
        person_id,
        1000 * round_.number + person_id,
        round_.opened_at + timedelta(seconds=took),
        to_plain(answer),
        graded.score,
        graded.verdict.value,
        graded.reason,
        graded.read_as,
        timedelta(seconds=took),
    )


def member(quiz: Quiz, person_id: int, **more: Any) -> Member:
    return Member(quiz.id, person_id, NOON + timedelta(seconds=person_id), **more)


def keep(books: Books, quiz: Quiz = QUIZ, rounds: tuple[Round, ...] = ROUNDS) -> Quiz:
    """Store a quiz and its questions."""
    for question in ASKED:
        version_of(SampleBank(), books, question)
    return books.quizzes.add(quiz, rounds)


async def play(desk: FakeDesk, more: Callable[[Books, Quiz], object] = lambda *_: None, **quiz: Any) -> Quiz:
    """Ada misses the last, Ben has all wrong, a guest comes for the second, the host plays off the boards."""

    def work(books: Books) -> Quiz:
        kept = keep(books, replace(QUIZ, **quiz))
        one, two, three, _ = ROUNDS
        for who, facts in (
            (ADA, {"name": "Ada"}),
            (BEN, {"name": "ben"}),
            (GUEST, {"alias": "Quiet Otter", "first_round": 2}),
            (HOST, {"name": "Host", "off_board": True}),
        ):
            books.quizzes.save_member(member(kept, who, **facts))
        own = kept.options.numbers is Numbers.OWN
        given = [
            reply(kept, one, ADA, chosen(variant(one, ADA, own=own), right=True), 5),
            reply(kept, two, ADA, chosen(variant(two, ADA, own=own), right=True), 5),
            reply(kept, three, ADA, Typed("1"), 5),
            reply(kept, one, BEN, chosen(variant(one, BEN, own=own), right=False), 20),
            reply(kept, two, BEN, chosen(variant(two, BEN, own=own), right=False), 20),
            reply(kept, two, GUEST, Chosen(frozenset({_mean(two, GUEST, own=own)})), 7),
            reply(kept, one, HOST, chosen(variant(one, HOST, own=own), right=True), 1),
        ]
        books.quizzes.put_replies(given)
        more(books, kept)
        return kept

    return await desk(work)


def _mean(round_: Any, person_id: int, *, own: bool) -> int:
    return [option.text for option in variant(round_, person_id, own=own).options].index("Mean")
