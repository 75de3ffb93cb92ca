"""One server's plans inside one transaction: what the actions of plans and their clock share."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.actions.ports import Books
from bot.actions.quiz_opening import AVOIDED, Wanted, draw_questions, open_lobby
from bot.actions.quiz_plan_views import PlannedQuestion, PlanQuestion, PlanView
from bot.actions.quiz_sheet import Papers, QuizSheet
from bot.actions.records import Server
from bot.actions.seal import SEALED, sealed_for, unsealed
from bot.rules.choosing import Key, Shelf, key_of
from bot.rules.errors import RuleBroken
from bot.rules.plan import Plan
from bot.rules.question import Question
from bot.rules.quiz_set import can_be_quizzed
from bot.rules.schedule import Schedule, schedule_typed
from bot.rules.variants import draw_variant


@dataclass(frozen=True)
class PlanSheet:
    """The books, the bank and the server whose plans are looked at.

    Attributes:
        papers: The questions.
        at: When, aware UTC.
        person_id: Who looks; 0 for the clock.
    """

    papers: Papers
    books: Books
    guild_id: int
    at: datetime
    person_id: int = 0

    @cached_property
    def server(self) -> Server:
        """The server's settings."""
        return self.books.servers.get(self.guild_id) or Server(self.guild_id)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The server's plans."""
        return self.books.plans.of(self.guild_id)

    @cached_property
    def sealed(self) -> frozenset[str]:
        """Ids of the questions that are open in a quiz of theirs."""
        return sealed_for(self.books, self.person_id)

    @cached_property
    def shelf(self) -> Shelf:
        """Every question that stands in this server."""
        return self.papers.shelves.of(self.books, self.guild_id)

    def plan(self, plan_id: int) -> Plan:
        """Give one of the server's plans.

        Raises:
            RuleBroken: `gone`.
        """
        plan = self.books.plans.get(plan_id)
        if plan is None or plan.dropped or plan.guild_id != self.guild_id:
            raise RuleBroken("gone", "That plan is deleted. `/quiz plan` lists those that are there.")
        return plan

    def named(self, name: str) -> Plan | None:
        """Give the plan of that name, in whatever case."""
        return next((plan for plan in self.plans if plan.name.casefold() == name.casefold()), None)

    def place(self, plan: Plan, key: Key) -> int:
        """Give the 0-based place of a question in a plan's set.

        Raises:
            RuleBroken: `not_in_set`.
        """
        if key not in plan.questions:
            raise RuleBroken(
                "not_in_set", "That question is not in this plan any more. `/quiz plan` shows it as it is."
            )
        return plan.questions.index(key)

    def schedule(self, when: str) -> Schedule | None:
        """Read a time in the server's zone; None where nothing is typed."""
        return schedule_typed(when, self.server.zone, self.at) if when.strip() else None

    def typed(self, plan: Plan) -> str:
        """Write a plan's schedule as it can be typed again."""
        return plan.schedule.typed(self.at) if plan.schedule is not None and plan.next_at is not None else ""

    def drawn(self, within: str, count: int, seed: int, without: Collection[Key] = ()) -> tuple[Question, ...]:
        """Draw questions that fit, not those that the server had lately unless too few others fit.

        Raises:
            RuleBroken: `nothing_fits`.
        """
        return draw_questions(
            self.papers,
            self.books,
            guild_id=self.guild_id,
            within=within,
            count=count,
            seed=seed,
            at=self.at,
            without=without,
        )

    def questions(self, plan: Plan, seed: int) -> tuple[Question, ...]:
        """Give what a quiz of this plan asks: a fresh draw, or the set, with another one for each that is withdrawn.

        Raises:
            RuleBroken: `nothing_fits`: none can be asked any more.
        """
        if plan.fresh:
            return self.drawn(plan.within, plan.count, seed)
        standing = self._standing(plan)
        missing = len(plan.questions) - len(standing)
        if not missing:
            return standing
        try:
            return (*standing, *self.drawn(plan.within, missing, seed, plan.questions))
        except RuleBroken:
            if not standing:
                raise
            return standing

    def become(
        self, plan: Plan, call_id: int, *, channel_id: int, host_id: int, starts_at: datetime | None = None
    ) -> QuizSheet:
        """Make a plan a quiz, which those who have seen its questions play outside the boards.

        Raises:
            RuleBroken: `nothing_fits`: none can be asked any more; `one_here`: the channel has another quiz.
        """
        wanted = Wanted(
            call_id=call_id,
            at=self.at,
            guild_id=plan.guild_id,
            channel_id=channel_id,
            host_id=host_id,
            title=plan.name,
            within=plan.within,
            options=plan.options,
            starts_at=starts_at,
            plan_id=plan.id,
        )
        quiz = open_lobby(self.papers, self.books, self.questions(plan, call_id), wanted)
        for person_id in () if plan.fresh else self.books.plans.readers(plan.id):
            quiz.has_seen(person_id, self.at)
        return quiz

    def _read(self, plan: Plan) -> None:
        """Note that somebody sees a plan's questions; in a quiz of these that is on they play outside the boards."""
        self.books.plans.note_reader(plan.id, self.person_id)
        for quiz in () if plan.fresh else self.books.quizzes.live(self.guild_id):
            if quiz.plan_id == plan.id:
                QuizSheet.of(self.papers, self.books, quiz.id).has_seen(self.person_id, self.at)

    def view(self, plan: Plan) -> PlanView:
        """Show a plan to one of its hosts, who from then on has seen its questions."""
        self._read(plan)
        last = self.books.quizzes.get(plan.last_quiz_id) if plan.last_quiz_id is not None else None
        return PlanView(
            plan_id=plan.id,
            name=plan.name,
            topic=self._topic(plan.within) if plan.within else "",
            count=plan.count,
            options=plan.options,
            channel_id=plan.channel_id,
            host_id=plan.host_id,
            schedule=plan.schedule,
            typed=self.typed(plan),
            next_at=plan.next_at,
            fresh=plan.fresh,
            by_hand=plan.by_hand,
            questions=tuple(self._line(plan, question) for question in self._standing(plan)),
            last=(last.starts_at, last.state) if last is not None else None,
            missed_at=plan.missed_at,
            missed=plan.missed,
        )

    def question(self, plan: Plan, key: Key) -> PlanQuestion:
        """Show one question of a plan, with its key.

        Raises:
            RuleBroken: `not_in_set`, or `sealed`: it is open in a quiz that they are in.
        """
        self.place(plan, key)
        unsealed(self.sealed, key[1])
        self._read(plan)
        standing = self._standing(plan)
        place = next((nth for nth, one in enumerate(standing, 1) if key_of(one) == key), 0)
        if not place:
            raise RuleBroken("not_in_set", "That question was withdrawn. Another one takes its place in the quiz.")
        question = standing[place - 1]
        return PlanQuestion(
            plan_id=plan.id,
            name=plan.name,
            key=key,
            place=place,
            total=len(standing),
            subarea=self.papers.bank.skills.subarea_of(question.topic).name,
            topic=self._topic(question.topic),
            variant=draw_variant(question, plan.call_id),
        )

    def saved(self, plan: Plan) -> PlanView:
        """Keep a plan as it is now and show it."""
        self.books.plans.save(plan)
        return self.view(plan)

    def drop(self, plan: Plan) -> None:
        """Delete a plan, or keep it as long as something that was said of it is to be taken back."""
        if plan.behind:
            self.books.plans.save(plan)
        else:
            self.books.plans.remove(plan.id)

    def _standing(self, plan: Plan) -> tuple[Question, ...]:
        """Give the set without what was withdrawn since."""
        found = (self.shelf.questions.get(key) for key in plan.questions)
        return tuple(one for one in found if one is not None and one.offered and can_be_quizzed(one))

    def _line(self, plan: Plan, question: Question) -> PlannedQuestion:
        text = SEALED if question.id in self.sealed else draw_variant(question, plan.call_id).text
        key = key_of(question)
        topic, asked_at = self._topic(question.topic), self._lately.get(key)
        return PlannedQuestion(key, topic, question.level, question.type, text, asked_at)

    @cached_property
    def _lately(self) -> Mapping[Key, datetime]:
        return self.books.quizzes.asked_since(self.guild_id, self.at - AVOIDED)

    def _topic(self, skill_id: str) -> str:
        skill = self.papers.bank.skills.get(skill_id)
        return skill.name if skill is not None else skill_id
