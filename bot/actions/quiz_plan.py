"""Plans: what hosts can do with a server's named sets of questions. What the clock does is in `quiz_plan_clock`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from bot.actions.ports import Bank, Books, Desk
from bot.actions.quiz_opening import check_wish, hosting_server, usual_options
from bot.actions.quiz_plan_sheet import PlanSheet
from bot.actions.quiz_plan_views import PlanLine, PlanList, PlanQuestion, PlanView
from bot.actions.quiz_sheet import Papers
from bot.actions.quiz_show import host
from bot.actions.quiz_views import HostView
from bot.actions.views import Call
from bot.rules.choosing import Key, key_of
from bot.rules.errors import RuleBroken
from bot.rules.plan import MOST_PLANS, Plan, announced, arranged, dropped, holding, moved, name_of, optioned, renamed
from bot.rules.quiz import Options

T = TypeVar("T")
THERE = "There is a plan of that name already: this is it, as it was. Change it here, or choose another name."


@dataclass(frozen=True)
class PlanDesk:
    """What hosts can do with plans; a server's hosts share them.

    Every method raises `EdgeDown` where the database is away and `RuleBroken` `not_a_server` or `not_host` where it
    may not be made; those that name a plan raise `gone` where there is no such.
    """

    desk: Desk
    bank: Bank

    @cached_property
    def papers(self) -> Papers:
        """The questions, sorted once."""
        return Papers(self.bank)

    async def make(self, call: Call, name: str, within: str = "", count: int = 10, when: str = "") -> PlanView:
        """Draw a named set; the same call twice makes one. A name that is taken shows that plan.

        Args:
            call: Who makes it; its quizzes are in this channel.
            name: As typed.
            within: Id of an area, subarea or topic; empty for all.
            count: How many questions.
            when: As typed, such as `tue 18:00 weekly`; empty to start it by hand.

        Raises:
            RuleBroken: `no_name`, `long_name`, `unknown_topic`, `bad_count`, `nothing_fits`, `too_many_plans`, or what
                `schedule_typed` refuses.
        """
        named, skill = name_of(name), check_wish(self.papers, within, count)

        def work(sheet: PlanSheet) -> PlanView:
            known = sheet.named(named)
            if known is not None:
                return replace(sheet.view(known), said=THERE if skill or when.strip() else "")
            if len(sheet.plans) >= MOST_PLANS:
                raise RuleBroken(
                    "too_many_plans", f"A server has up to {MOST_PLANS} plans. Delete one that is over first."
                )
            plan = Plan(
                id=0,
                call_id=call.id,
                guild_id=sheet.guild_id,
                channel_id=call.channel_id,
                host_id=call.person_id,
                name=named,
                within=skill,
                count=count,
                options=usual_options(sheet.books, sheet.guild_id),
                questions=tuple(map(key_of, sheet.drawn(skill, count, call.id))),
            )
            return sheet.view(sheet.books.plans.add(arranged(plan, sheet.schedule(when), call.at)))

        return await self._do(call, work)

    async def all(self, call: Call) -> PlanList:
        """List the server's plans."""
        return await self._do(call, _listed)

    async def show(self, call: Call, plan_id: int) -> PlanView:
        """Show a plan with its questions."""
        return await self._on(call, plan_id, lambda sheet, plan: sheet.view(plan))

    async def look(self, call: Call, plan_id: int, key: Key) -> PlanQuestion:
        """Show one question of a plan, with its key.

        Raises:
            RuleBroken: Besides those of all: `not_in_set`, or `sealed`: it is open in a quiz that the caller is in.
        """
        return await self._on(call, plan_id, lambda sheet, plan: sheet.question(plan, key))

    async def swap(self, call: Call, plan_id: int, key: Key) -> PlanView:
        """Put another question that fits in one's place; from then on the set is used as it is each time.

        Raises:
            RuleBroken: Besides those of all: `not_in_set`, or `nothing_fits`: all that fit are in the set.
        """

        def work(sheet: PlanSheet, plan: Plan) -> PlanView:
            place = sheet.place(plan, key)
            try:
                (another,) = sheet.drawn(plan.within, 1, call.id, plan.questions)
            except RuleBroken:
                why = "No other question fits this topic: all that do are in the set."
                raise RuleBroken("nothing_fits", why) from None
            questions = (*plan.questions[:place], key_of(another), *plan.questions[place + 1 :])
            return sheet.saved(holding(plan, questions, by_hand=True))

        return await self._on(call, plan_id, work)

    async def remove(self, call: Call, plan_id: int, key: Key) -> PlanView:
        """Take a question out; from then on the set is used as it is each time.

        Raises:
            RuleBroken: Besides those of all: `not_in_set`, or `last_one`.
        """

        def work(sheet: PlanSheet, plan: Plan) -> PlanView:
            place = sheet.place(plan, key)
            if len(plan.questions) == 1:
                raise RuleBroken("last_one", "That is the only question left. Swap it, or delete the plan.")
            questions = plan.questions[:place] + plan.questions[place + 1 :]
            return sheet.saved(holding(plan, questions, by_hand=True))

        return await self._on(call, plan_id, work)

    async def draw(self, call: Call, plan_id: int) -> PlanView:
        """Draw the whole set again; a plan that repeats then has a fresh one each time.

        Raises:
            RuleBroken: Besides those of all: `nothing_fits`.
        """

        def work(sheet: PlanSheet, plan: Plan) -> PlanView:
            questions = tuple(map(key_of, sheet.drawn(plan.within, plan.count, call.id)))
            sheet.books.plans.forget_readers(plan.id)
            return sheet.saved(holding(plan, questions, by_hand=False))

        return await self._on(call, plan_id, work)

    async def arrange(self, call: Call, plan_id: int, name: str, when: str) -> PlanView:
        """Set a plan's name and its time; an empty time leaves it to be started by hand.

        Raises:
            RuleBroken: Besides those of all: `no_name`, `long_name`, `name_taken`, or what `schedule_typed` refuses.
        """
        named = name_of(name)

        def work(sheet: PlanSheet, plan: Plan) -> PlanView:
            other = sheet.named(named)
            if other is not None and other.id != plan.id:
                raise RuleBroken("name_taken", "Another plan of this server has that name. Choose another one.")
            same = when.strip() == sheet.typed(plan)
            schedule = plan.schedule if same else sheet.schedule(when)
            return sheet.saved(arranged(renamed(plan, named), schedule, call.at))

        return await self._on(call, plan_id, work)

    async def move(self, call: Call, plan_id: int, channel_id: int) -> PlanView:
        """Have a plan's quizzes in another channel."""
        return await self._on(call, plan_id, lambda sheet, plan: sheet.saved(moved(plan, channel_id)))

    async def set(self, call: Call, plan_id: int, options: Options) -> PlanView:
        """Set a plan's options."""
        return await self._on(call, plan_id, lambda sheet, plan: sheet.saved(optioned(plan, options)))

    async def begin(self, call: Call, plan_id: int) -> HostView:
        """Open a lobby with a plan's questions here and now, whenever its own time is.

        Raises:
            RuleBroken: Besides those of all: `one_here`, or `nothing_fits`: none of them can be asked any more.
        """

        def work(sheet: PlanSheet, plan: Plan) -> HostView:
            quiz = sheet.become(plan, call.id, channel_id=call.channel_id, host_id=call.person_id)
            return host(quiz, call)

        return await self._on(call, plan_id, work)

    async def delete(self, call: Call, plan_id: int) -> PlanList:
        """Delete a plan; what was said of it is taken back. Quizzes that it became stay."""

        def work(sheet: PlanSheet, plan: Plan) -> PlanList:
            sheet.drop(dropped(plan))
            return _listed(sheet)

        return await self._on(call, plan_id, work)

    async def names(self, call: Call, typed: str) -> tuple[tuple[str, str], ...]:
        """Give (name, name) of the server's plans whose name holds what is being typed."""
        wanted = typed.casefold().strip()

        def work(sheet: PlanSheet) -> tuple[tuple[str, str], ...]:
            return tuple((plan.name, plan.name) for plan in sheet.plans if wanted in plan.name.casefold())

        return await self._do(call, work)

    async def announced(
        self, plan_id: int, nth: int, revision: int, event_id: int | None, message_id: int | None
    ) -> None:
        """Remember what says when a plan's next quiz is; idempotent. A deleted plan that was taken back is gone then.

        Args:
            plan_id: Which.
            nth: The how manieth time was said.
            revision: What is shown.
            event_id: The event that says it, None where there is none.
            message_id: The message that says it, None where there is none.
        """

        def work(books: Books) -> None:
            plan = books.plans.get(plan_id)
            if plan is None:
                return
            told = announced(plan, nth, revision, event_id, message_id)
            if told.dropped and not told.behind:
                books.plans.remove(plan_id)
            else:
                books.plans.save(told)

        await self.desk(work)

    async def _on(self, call: Call, plan_id: int, work: Callable[[PlanSheet, Plan], T]) -> T:
        return await self._do(call, lambda sheet: work(sheet, sheet.plan(plan_id)))

    async def _do(self, call: Call, work: Callable[[PlanSheet], T]) -> T:
        def checked(books: Books) -> T:
            return work(PlanSheet(self.papers, books, hosting_server(books, call), call.at, call.person_id))

        return await self.desk(checked)


def _listed(sheet: PlanSheet) -> PlanList:
    lines = (PlanLine(plan.id, plan.name, len(plan.questions), plan.schedule, plan.next_at) for plan in sheet.plans)
    return PlanList(tuple(lines))
