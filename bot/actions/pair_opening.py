"""How two come together for a pair interview, in its rows."""

from dataclasses import dataclass

from bot.actions.pair_planning import Wanted, planned
from bot.actions.pair_sheet import PairSheet
from bot.actions.pair_views import Opened
from bot.actions.pool import Shelves
from bot.actions.ports import Books
from bot.actions.quiz_steps import snowflake
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.interview import Kind
from bot.rules.interview_plan import bank_version
from bot.rules.pair import KINDS, Pair, Partner, Phase, Seat
from bot.rules.pair_course import opened, stopped
from bot.rules.question import Level

ONE_AT_A_TIME = "You are in another pair interview already. End it first; `/interview pair` shows where it is."
ONESELF = "Nobody can interview themselves here. Invite somebody else, or leave the name out to look for a partner."


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: who may accept (None: anybody), the round, and the level (None: the person's own)."""

    invited_id: int | None
    kind: Kind
    level: Level | None


def invite(shelves: Shelves, books: Books, call: Call, wish: Wish) -> Opened:
    """Write an invitation down; where the person is in a pair interview already, give that one instead."""
    if call.guild_id is None:
        raise RuleBroken("not_a_server", "Two can meet in a server only. Use `/interview pair` in a channel there.")
    if wish.invited_id == call.person_id:
        raise RuleBroken("oneself", ONESELF)
    if wish.kind not in KINDS:
        raise RuleBroken("no_such_round", "Code cannot be held by word of mouth. Choose another round.")
    running = books.pairs.running(call.person_id)
    if running is not None:
        return _shown_again(shelves, books, running, again=running.call_id != call.id)
    level = wish.level or _level_of(books, call.person_id)
    questions = tuple(shelves.of(books, call.guild_id).questions.values())
    planned(books, questions, Wanted(wish.kind, level, call.id, call.person_id))
    pair = Pair(
        id=0,
        call_id=call.id,
        guild_id=call.guild_id,
        channel_id=call.channel_id,
        kind=wish.kind,
        level=level,
        seed=call.id,
        bank_version=bank_version(questions),
        created_at=call.at,
        after_id=snowflake(call.at),
    )
    people = [Partner(0, Seat.INVITER, call.person_id, call.at, live=True)]
    if wish.invited_id is not None:
        people.append(Partner(0, Seat.PARTNER, wish.invited_id))
    return Opened(PairSheet(shelves, books, books.pairs.add(opened(pair), people)).view())


def _shown_again(shelves: Shelves, books: Books, pair: Pair, *, again: bool) -> Opened:
    """Give the one that takes the person up; its message is drawn again, so that one that was deleted comes back."""
    sheet = PairSheet(shelves, books, pair)
    if again and pair.message_id is not None:
        sheet.draw_again()
    return Opened(sheet.view(), already=again)


def _level_of(books: Books, person_id: int) -> Level:
    person = books.people.get(person_id)
    return (person.level if person is not None else None) or Level.MID


def check_may_come(sheet: PairSheet, call: Call) -> None:
    """See that somebody may come in.

    Raises:
        RuleBroken: `oneself`, `not_invited` or `one_at_a_time`.
    """
    inviter, invited = sheet.id_of(Seat.INVITER), sheet.people.get(Seat.PARTNER)
    if call.person_id == inviter:
        raise RuleBroken("oneself", "This is your own invitation. Somebody else has to accept it.")
    if invited is not None and invited.joined_at is None and invited.person_id != call.person_id:
        raise RuleBroken("not_invited", "This invitation is for somebody else. `/interview pair` opens your own.")
    running = sheet.books.pairs.running(call.person_id)
    if running is not None and running.id != sheet.pair.id:
        raise RuleBroken("one_at_a_time", ONE_AT_A_TIME)


def seat(sheet: PairSheet, call: Call) -> None:
    """Give somebody the partner's seat."""
    sheet.books.pairs.save_partner(Partner(sheet.pair.id, Seat.PARTNER, call.person_id, call.at, live=True))


def decline(sheet: PairSheet, call: Call) -> None:
    """End an invitation that waits: declined by who was invited, taken back by who invited."""
    if sheet.pair.is_over:
        return
    people = {partner.person_id: seat for seat, partner in sheet.people.items()}
    if call.person_id not in people:
        raise RuleBroken("not_invited", "This invitation is for somebody else. `/interview pair` opens your own.")
    if sheet.pair.phase is not Phase.INVITED:
        raise RuleBroken("taken", "It was accepted already. **Stop** ends it for both.")
    by_invited = people[call.person_id] is Seat.PARTNER
    sheet.save(stopped(sheet.pair, call.at, Phase.DECLINED if by_invited else Phase.STOPPED))


def leave(books: Books, call: Call) -> None:
    """End the pair interview that takes the person up, such as before all about them is deleted."""
    pair = books.pairs.running(call.person_id)
    if pair is not None:
        books.pairs.save(stopped(pair, call.at))
        books.pairs.release(pair.id)
