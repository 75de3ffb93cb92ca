"""A quiz that has ended, inside one transaction: who stands where, and what each answered in their own variant."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, partial

from bot.actions.ports import Books
from bot.actions.quiz_results_views import OwnAnswer, Places, Taker
from bot.actions.quiz_sheet import Papers, QuizSheet
from bot.actions.views import Call
from bot.rules.answer import from_plain
from bot.rules.errors import RuleBroken
from bot.rules.grading import Grade, Verdict
from bot.rules.quiz import Member, Reply, Round, State
from bot.rules.quiz_course import counts
from bot.rules.quiz_people import own_seed
from bot.rules.standings import standing_of
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant

OVER = (State.ENDED, State.STOPPED)
NOT_OVER = "That quiz is not over yet. Its results come with its end."
SOMEBODY = "a member"


@dataclass
class EndedQuiz:
    """The sheet of a quiz that has ended."""

    sheet: QuizSheet

    @classmethod
    def of(cls, papers: Papers, books: Books, call: Call, quiz_id: int) -> "EndedQuiz":
        """Open it, in the server of the call.

        Raises:
            RuleBroken: `gone` or `not_over`.
        """
        sheet = QuizSheet.of(papers, books, quiz_id, call.guild_id or 0)
        if sheet.quiz.state not in OVER:
            raise RuleBroken("not_over", NOT_OVER)
        return cls(sheet)

    @cached_property
    def _replies(self) -> Mapping[int, tuple[Reply, ...]]:
        """All answers by person."""
        return _by_person(self.sheet.replies)

    def places(self, member: Member) -> Places:
        """Say where a member stands."""
        sheet, who = self.sheet, member.person_id
        mastery, speed = standing_of(sheet.mastery, who), standing_of(sheet.speed, who)
        return Places(mastery, speed, standing_of(sheet.teams, member.team) if mastery else None)

    def answers(self, member: Member, sealed: Collection[str]) -> tuple[OwnAnswer, ...]:
        """Give what a member made of each question, where all answers are read anyway."""
        return self.own(member, self._replies.get(member.person_id, ()), sealed)

    def own(self, member: Member, replies: Iterable[Reply], sealed: Collection[str]) -> tuple[OwnAnswer, ...]:
        """Give what a member made of each question that they could play and that was revealed.

        Args:
            member: Whose.
            replies: Theirs.
            sealed: Ids of the questions that whoever looks must not see now.
        """
        return _own(
            self.sheet.rounds, member, replies, sealed, lambda round_: self.sheet.variant(round_, member.person_id)
        )

    def takers(self, sealed: Collection[str]) -> Iterator[Taker]:
        """Give all members by name with their answers, each made as it is gone through, also after the transaction."""
        sheet, replies, own = self.sheet, self._replies, self.sheet.own
        rounds, members = sheet.rounds, sheet.members
        same = {number: sheet.variant(round_) for number, round_ in rounds.items()}
        time = timedelta(seconds=sheet.quiz.options.seconds)

        def variant(person_id: int, round_: Round) -> Variant:
            drawn = same[round_.number]
            return draw_variant(drawn.question, own_seed(round_, person_id)) if own else drawn

        def made() -> Iterator[Taker]:
            for name, member in _named(members):
                who = member.person_id
                given = [_by_the_quizs_time(reply, member, time) for reply in replies.get(who, ())]
                answers = _own(rounds, member, given, sealed, partial(variant, who))
                yield Taker(name, bool(member.alias), member.team, member.off_board, answers)

        return made()


def _by_the_quizs_time(reply: Reply, member: Member, time: timedelta) -> Reply:
    """Measure an answer as speed does, so that nothing tells whose time is longer."""
    return replace(reply, took=min(reply.took / member.allowance, time))


def _own(
    rounds: Mapping[int, Round],
    member: Member,
    replies: Iterable[Reply],
    sealed: Collection[str],
    variant: Callable[[Round], Variant],
) -> tuple[OwnAnswer, ...]:
    given = {reply.number: reply for reply in replies}
    if not given and not member.is_in:
        return ()
    first = min((member.first_round, *given))
    return tuple(
        _answer(round_, given.get(number), variant(round_), sealed=round_.question_id in sealed)
        for number, round_ in rounds.items()
        if number >= first and (counts(round_) or round_.voided_at is not None)
    )


def _answer(round_: Round, reply: Reply | None, variant: Variant, *, sealed: bool) -> OwnAnswer:
    voided = round_.voided_at is not None
    if reply is None:
        return OwnAnswer(round_.number, variant, None, None, None, voided, sealed)
    graded = Grade(Verdict(reply.verdict), reply.score, reply.reason, reply.read_as)
    return OwnAnswer(round_.number, variant, from_plain(reply.answer), graded, reply.took, voided, sealed)


def _by_person(replies: Iterable[Reply]) -> dict[int, tuple[Reply, ...]]:
    found: dict[int, list[Reply]] = {}
    for reply in replies:
        found.setdefault(reply.person_id, []).append(reply)
    return {who: tuple(own) for who, own in found.items()}


def _named(members: Iterable[Member]) -> list[tuple[str, Member]]:
    """Give each member a name of their own, a guest only the made-up one, ordered by name."""
    met = Counter[str]()
    named = []
    for member in members:
        name = member.alias or member.name or SOMEBODY
        met[name] += 1
        named.append((name if met[name] == 1 else f"{name} ({met[name]})", member))
    return sorted(named, key=lambda pair: (pair[0].casefold(), pair[0]))
