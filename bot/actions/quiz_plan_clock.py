"""What the clock does to plans: opens the lobbies that are due, and has events and messages say when the next are."""

from datetime import datetime

from bot.actions.ports import Books
from bot.actions.quiz_plan_sheet import PlanSheet
from bot.actions.quiz_plan_views import Announce
from bot.actions.quiz_sheet import Papers
from bot.rules.errors import RuleBroken
from bot.rules.plan import Missed, Plan, became, held_up, left_out, starts_at, too_late
from bot.rules.quiz import State, lasting


def come_to(papers: Papers, books: Books, plan_id: int, now: datetime) -> None:
    """Open a plan's lobby if it is due; what is missed by too much is left out, and the plan says so."""
    plan = books.plans.get(plan_id)
    if plan is not None and plan.due_at is not None and plan.due_at <= now:
        books.plans.save(_after(papers, books, plan, now))


def _after(papers: Papers, books: Books, plan: Plan, now: datetime) -> Plan:
    """Open a plan's lobby if that can be, and give the plan as it is then."""
    if too_late(plan, now):
        return left_out(plan, now, Missed.BUSY if plan.was_held_up else Missed.AWAY)
    sheet, begins = PlanSheet(papers, books, plan.guild_id, now), starts_at(plan, now)
    try:
        quiz = sheet.become(plan, plan.occurrence, channel_id=plan.channel_id, host_id=plan.host_id, starts_at=begins)
    except RuleBroken as refusal:
        return held_up(plan, now) if refusal.code == "one_here" else left_out(plan, now, Missed.EMPTY)
    return became(plan, now, quiz.quiz.id)


def announcements(books: Books) -> tuple[Announce, ...]:
    """Give what is to be said of plans."""
    return tuple(_announce(books, plan) for plan in books.plans.behind())


def _announce(books: Books, plan: Plan) -> Announce:
    last = None if plan.last_quiz_id is None else books.quizzes.get(plan.last_quiz_id)
    ends_at = None if plan.next_at is None else plan.next_at + lasting(plan.options, len(plan.questions))
    return Announce(
        plan_id=plan.id,
        nth=plan.nth,
        revision=plan.revision,
        guild_id=plan.guild_id,
        channel_id=plan.channel_id,
        notice_channel_id=plan.notice_channel_id or plan.channel_id,
        name=plan.name,
        count=len(plan.questions),
        options=plan.options,
        starts_at=plan.next_at,
        ends_at=ends_at,
        schedule=plan.schedule,
        mark=f"Plan {plan.id}",
        nonce=f"plan{plan.id}",
        after_id=plan.call_id,
        called_off=last is not None and last.state is State.CANCELLED,
        event_id=plan.event_id,
        message_id=plan.message_id,
    )
