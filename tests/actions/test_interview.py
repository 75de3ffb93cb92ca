"""Mock interviews: what a person does, and what comes of it."""

from datetime import timedelta
from functools import partial

import pytest

from bot.actions.interview_views import AskView, Facts, PausedView, ReportNotice, Taken
from bot.actions.practice import Practice
from bot.actions.records import AskedAs, Report, VersionKey
from bot.rules.heard import Status
from bot.rules.interview import KEPT_FOR, LONGEST_SAID, Choice, Kind, State
from bot.rules.interview_plan import seed_of
from bot.rules.question import Level
from tests.actions.interview_world import ADA, BEN, DIRECT, GUILD, HALL, THREAD, World, refused
from tests.samples import SINGLE, SampleBank

SECOND = timedelta(seconds=1)


@pytest.fixture
def world() -> World:
    return World()


async def begun(world: World, kind: Kind = Kind.QUICK, level: Level = Level.MID, seed: int = 7) -> World:
    await world.interview.begin(world.call(), kind, level, seed)
    await world.settle()
    return world


async def test_a_round_from_the_first_question_to_the_report(world: World) -> None:
    await begun(world)
    first = world.ask
    assert (first.slot, first.of, first.turn, first.direct, first.hints_left) == (1, 2, 1, True, 2)
    assert (first.ends_at, first.draft, first.stage, first.facts) == (world.now + 240 * SECOND, "", 0, False)
    assert await world.say("alpha") == Taken(1)
    await world.done("gamma")
    nudge = world.ask
    assert (nudge.ask, nudge.noted, nudge.turn, nudge.slot) == ("And beta?", ("alpha", "gamma"), 2, 1)
    assert not world.shown(1).open
    await world.done("beta")
    assert (world.ask.ask, world.ask.noted) == ("Anything that costs?", ("beta",))
    await world.done("nothing")
    assert (world.ask.slot, world.ask.ask, world.slot().chosen) == (2, "", Choice.HARDER)
    await world.done("I don't know")
    assert world.last() == ReportNotice(1, 1)
    row = world.row()
    assert (row.state, row.ended_at, row.due_at) == (State.ENDED, world.now, world.now + KEPT_FOR)
    assert [words for _, words in world.listener.asked] == [
        "alpha\ngamma",
        "alpha\ngamma\nbeta",
        "alpha\ngamma\nbeta\nnothing",
    ]
    assert [key[2] for key in world.desk.kept.cards] == [world.slot(2).key[1]]
    assert row.spent == 45 * SECOND
    assert await world.interview.running(world.call()) is None


async def test_a_question_that_was_left_without_a_word_is_named_so(world: World) -> None:
    await begun(world, Kind.BREADTH)
    assert not world.ask.nothing_said
    await world.done()
    assert (world.ask.slot, world.ask.nothing_said) == (2, True)
    await world.done("alpha")
    assert not world.ask.nothing_said
    await world.done()
    assert not world.ask.nothing_said  # a follow-up may be left


async def test_what_is_wrong_with_a_question_is_kept_with_its_numbers_and_nothing_else_changes(world: World) -> None:
    await world.interview.begin(world.call(channel=HALL, guild=GUILD), Kind.QUICK, Level.MID, 7)
    await world.settle()
    world.after(30)
    before, call = world.row(), world.call(channel=THREAD, guild=GUILD)
    await world.interview.reportable(call, 1, 1)
    for _ in range(2):
        assert await world.interview.report(call, 1, 1, " no figure ")
    slot = world.slot()
    asked = AskedAs(VersionKey(*slot.key, 1), seed_of(7, 1))
    report = Report(call.id, ADA, GUILD, None, world.now, "no figure", asked_as=asked)
    assert (list(world.desk.kept.reports.values()), world.row()) == ([report], before)
    assert (await world.tick()).steps == ()
    for refusal, (person, turn, words) in {
        "not_yours": (BEN, 1, "x"), "old_turn": (ADA, 2, "x"), "no_words": (ADA, 1, " "),
    }.items():  # fmt: skip
        assert await refused(world.interview.report(world.call(person), 1, turn, words)) == refusal


async def test_what_is_wrong_is_said_after_the_end_too_and_outlasts_the_report(world: World) -> None:
    await begun(world)
    await world.done("alpha")
    await world.interview.leave(world.call(), 1)
    assert not await world.interview.report(world.call(), 1, 1, "no figure")
    world.desk.kept.interviews.clear()
    assert [report.words for report in world.desk.kept.reports.values()] == ["no figure"]
    assert await refused(world.interview.reportable(world.call(), 1, 1)) == "gone"


async def test_what_went_badly_is_followed_by_something_easier_and_comes_back(world: World) -> None:
    await begun(world)
    await world.done("beta")
    await world.done("not that")
    await world.done("nor that")
    assert world.slot(2).chosen is Choice.EASIER
    await world.interview.leave(world.call(), 1)
    await world.settle()
    assert [key[2] for key in world.desk.kept.cards] == [world.slot(1).key[1]]
    assert not world.turn(4).done_at


async def test_what_cannot_be_graded_chooses_the_planned_question_and_makes_no_card(world: World) -> None:
    world.listener.status = Status.NEEDS_REVIEW
    await begun(world)
    await world.done("alpha beta gamma")
    assert (world.ask.ask, world.ask.nothing_heard, world.ask.noted) == ("Anything that costs?", True, ())
    await world.done("no")
    assert (world.ask.slot, world.ask.nothing_heard) == (2, False)  # it was said once, and once is enough
    assert world.slot(2).chosen is Choice.PLANNED
    await world.done("no")
    await world.done("no")
    await world.done("no")
    assert isinstance(world.last(), ReportNotice)
    assert world.desk.kept.cards == {}


@pytest.mark.parametrize("words", ["", "I don't know", "…"])
async def test_who_says_nothing_is_asked_nothing_further(world: World, words: str) -> None:
    await begun(world)
    await world.done(words)
    assert (world.ask.slot, world.listener.asked, world.turn(1).hearing) == (2, [], None)
    assert world.slot(2).chosen is Choice.EASIER


async def test_nothing_to_add_ends_a_follow_up(world: World) -> None:
    await begun(world)
    assert await refused(world.interview.nothing_to_add(world.call(), 1, 1)) == "no_followup"
    await world.done("alpha beta")
    press = world.call()
    await world.interview.nothing_to_add(press, 1, 2)
    await world.interview.nothing_to_add(press, 1, 2)
    await world.settle()
    assert world.ask.slot == 2
    assert len(world.listener.asked) == 1


async def test_beyond_the_time_nothing_further_is_asked_but_all_is_heard(world: World) -> None:
    await begun(world)
    await world.done("alpha", seconds=500)
    assert world.ask.slot == 2
    assert [words for _, words in world.listener.asked] == ["alpha"]


async def test_a_pause_stops_the_clock_and_the_question_comes_again_with_its_draft(world: World) -> None:
    await begun(world)
    await world.say("alpha")
    world.after(19)
    await world.interview.pause(world.call(), 1)
    await world.interview.pause(world.call(), 1)
    await world.settle()
    assert world.last() == PausedView(1, 1, 2, 220 * SECOND, 1)
    for act in (world.interview.done, world.interview.hint, world.interview.writing):
        assert await refused(act(world.call(), 1, 1)) == "paused"
    world.after(3 * 86_400)
    running = await world.interview.go_on(world.call(), 1)
    assert running.state is State.RUNNING
    await world.interview.go_on(world.call(), 1)
    await world.settle()
    assert (world.ask.draft, world.ask.ends_at) == ("alpha", world.now + 220 * SECOND)
    assert world.shown(2) == PausedView(1, 1, 2, timedelta(), 1, gone_on=True)
    assert not world.shown(1).open
    await world.done("beta gamma")
    assert (world.ask.ask, world.ask.draft) == ("Anything that costs?", "")


async def test_a_message_wakes_it_unless_a_question_of_practice_waits_there(world: World) -> None:
    await begun(world)
    await world.interview.pause(world.call(), 1)
    practice = Practice(world.desk, SampleBank((SINGLE,)))
    asked = await practice.start(world.call())
    assert await world.say("alpha") is None
    await practice.give_up(world.call(), asked.attempt_id)
    assert await world.say("alpha") == Taken(1, resumed=True)
    await world.settle()
    assert world.ask.draft == "alpha"


async def test_a_message_elsewhere_or_of_somebody_else_is_not_for_it(world: World) -> None:
    assert await world.say("hello") is None
    await begun(world)
    assert await world.say("hello", channel=DIRECT + 1) is None
    assert await world.say("hello", person=BEN) is None
    assert world.turn().words == ""


async def test_a_message_counts_once_and_an_empty_one_is_only_a_sign_of_life(world: World) -> None:
    await begun(world)
    press = world.call()
    for _ in range(2):
        assert await world.interview.says(press, " alpha ") == Taken(1)
    assert await world.say("  ") == Taken(1)
    assert (world.turn().words, world.row().active_at) == ("alpha", world.now)


async def test_more_than_is_read_is_refused_and_nothing_of_it_taken(world: World) -> None:
    await begun(world)
    await world.say("a" * 3000)
    assert await refused(world.interview.says(world.call(), "b" * 1000)) == "too_long"
    assert await world.say("b" * 999) == Taken(1)
    assert await refused(world.interview.says(world.call(), "c")) == "too_long"
    assert len(world.turn().words) == LONGEST_SAID
    await world.interview.answer(world.call(), 1, 1, "d" * 3990)
    await world.settle()
    assert await refused(world.interview.answer(world.call(), 1, 2, "e" * 10)) == "too_long"
    await world.interview.answer(world.call(), 1, 2, "e" * 9)
    assert world.turn(1).words == "d" * 3990


async def test_what_comes_while_it_is_heard_belongs_to_it(world: World) -> None:
    await begun(world)
    await world.say("alpha")
    world.listener.then = partial(late_words, world)
    await world.interview.done(world.call(), 1, 1)
    await world.settle()
    assert [words for _, words in world.listener.asked] == ["alpha", "alpha\nbeta gamma"]
    assert world.ask.ask == "Anything that costs?"


async def late_words(world: World) -> None:
    world.listener.then = None
    assert await world.say("beta gamma") == Taken(1)
    assert await refused(world.interview.done(world.call(), 1, 1)) == "hearing"


async def test_the_form_keeps_its_draft_and_replaces_it(world: World) -> None:
    await begun(world)
    await world.say("alpha")
    form = await world.interview.writing(world.call(), 1, 1)
    assert (form.draft, form.open) == ("alpha", True)
    press = world.call()
    for _ in range(2):
        await world.interview.answer(press, 1, 1, " beta ")
    await world.settle()
    assert [words for _, words in world.listener.asked] == ["beta"]
    assert await refused(world.interview.answer(world.call(), 1, 1, "late")) == "old_turn"


async def test_a_form_that_was_open_while_it_paused_loses_nothing(world: World) -> None:
    await begun(world)
    world.after(600)
    await world.settle()
    assert world.row().state is State.PAUSED
    await world.interview.answer(world.call(), 1, 1, "alpha beta gamma")
    await world.settle()
    assert (world.ask.turn, world.row().spent, world.messages()[1].shows) == (2, 240 * SECOND, "paused")
    assert world.shown(2).gone_on
    await world.interview.pause(world.call(), 1)
    assert await refused(world.interview.answer(world.call(), 1, 1, "late")) == "old_turn"
    assert await refused(world.interview.done(world.call(), 1, 2)) == "paused"


async def test_what_the_grader_still_has_to_hear_is_not_replaced(world: World) -> None:
    await begun(world)
    world.listener.away = True
    await world.done("alpha")
    assert await refused(world.interview.answer(world.call(), 1, 1, "other")) == "paused"
    assert world.turn(1).words == "alpha"


async def test_a_case_goes_through_its_stages_and_tells_what_it_is_asked_for(world: World) -> None:
    await begun(world, Kind.DESIGN)
    assert (world.ask.stage, world.ask.stages, world.ask.stage_name, world.ask.facts) == (1, 2, "Framing", True)
    assert await world.say("What is the latency budget?") == Facts((("latency budget", "100 ms"),))
    assert await world.say("And the weather?") == Facts(())
    assert await world.say("Then I take") == Taken(1)
    asked = await world.interview.ask(world.call(), 1, 1, "number of users")
    assert asked == Facts((("number of users", "2 million"),))
    await world.done("alpha")
    assert (world.ask.ask, world.ask.stage) == ("And beta?", 1)
    await world.done("beta")
    assert (world.ask.stage, world.ask.stage_name, world.row().part) == (2, "Serving", 1)
    await world.done("delta")
    assert world.ask.ask == "What would you drop?"
    await world.done("nothing")
    assert isinstance(world.last(), ReportNotice)
    assert [[point.say for point in asked.points] for asked, _ in world.listener.asked] == [
        ["alpha", "beta"],
        ["alpha", "beta"],
        ["delta"],
        ["delta"],
    ]
    assert world.listener.asked[0][1].startswith("What is the latency budget?\nAnd the weather?\n")
    assert world.desk.kept.cards == {}


async def test_only_a_case_holds_something_back(world: World) -> None:
    await begun(world)
    assert await refused(world.interview.ask(world.call(), 1, 1, "How many users?")) == "nothing_to_ask"
    assert await world.say("How many users?") == Taken(1)


async def test_hints_cost_once_and_are_shown(world: World) -> None:
    await begun(world)
    shown = await world.interview.hint(world.call(), 1, 1)
    assert (len(shown.hints), shown.hints_left) == (1, 1)
    again = await world.interview.hint(world.call(), 1, 1, nth=1)
    assert len(again.hints) == 1
    await world.interview.hint(world.call(), 1, 1, nth=2)
    await world.settle()
    assert (len(world.ask.hints), world.ask.hints_left, world.slot().hints) == (2, 0, 2)
    assert await refused(world.interview.hint(world.call(), 1, 1)) == "no_hints"
    await world.done("alpha beta gamma")
    await world.done("no")
    assert world.slot(2).chosen is Choice.PLANNED


async def test_old_buttons_and_other_people_are_told(world: World) -> None:
    await begun(world)
    await world.done("alpha beta gamma")
    for act in (world.interview.done, world.interview.hint, world.interview.writing):
        assert await refused(act(world.call(), 1, 1)) == "old_turn"
        assert await refused(act(world.call(BEN), 1, 2)) == "not_yours"
        assert await refused(act(world.call(), 9, 1)) == "gone"
    for leaving in (world.interview.pause, world.interview.leave, world.interview.go_on):
        assert await refused(leaving(world.call(BEN), 1)) == "not_yours"
    await world.interview.leave(world.call(), 1)
    await world.interview.leave(world.call(), 1)
    await world.interview.pause(world.call(), 1)
    assert (await world.interview.go_on(world.call(), 1)).state is State.ENDED
    assert await refused(world.interview.done(world.call(), 1, 2)) == "old_turn"
    await world.settle()
    assert [one.shows for one in world.messages()].count("report") == 1


async def test_in_a_server_it_is_held_in_a_thread_and_can_go_on_in_direct_messages(world: World) -> None:
    await world.interview.begin(world.call(channel=HALL, guild=GUILD), Kind.QUICK, Level.MID, 7)
    await world.settle()
    assert world.rooms == {"Interview 1 · Quick": THREAD}
    assert (world.row().channel_id, world.row().parent_id, world.ask.direct) == (THREAD, HALL, False)
    assert await world.say("not read", channel=THREAD, guild=GUILD) is None
    world.after(9)
    await world.interview.to_direct(world.call(channel=THREAD, guild=GUILD), 1, DIRECT)
    await world.interview.to_direct(world.call(channel=THREAD, guild=GUILD), 1, DIRECT)
    await world.settle()
    assert (world.ask.direct, world.row().used, world.shown(1).open) == (True, 10 * SECOND, False)
    assert [one.channel_id for one in world.messages()] == [THREAD, DIRECT]
    assert await world.say("alpha") == Taken(1)


@pytest.mark.parametrize("state", [State.PAUSED, State.HEARING])
async def test_it_moves_to_direct_messages_from_wherever_it_stands(world: World, state: State) -> None:
    await world.interview.begin(world.call(channel=HALL, guild=GUILD), Kind.QUICK, Level.MID, 7)
    await world.settle()
    here = world.call(channel=THREAD, guild=GUILD)
    if state is State.PAUSED:
        await world.interview.pause(here, 1)
    else:
        await world.interview.answer(here, 1, 1, "alpha")
    await world.interview.to_direct(world.call(channel=THREAD, guild=GUILD), 1, DIRECT)
    assert all(one.lost for one in world.messages() if one.message_id is None and one.channel_id == THREAD)
    await world.settle()
    assert (world.ask.direct, world.messages()[-1].channel_id) == (True, DIRECT)
    await world.interview.leave(world.call(), 1)
    await world.interview.to_direct(world.call(), 1, 99)
    assert world.row().channel_id == DIRECT


async def test_a_round_of_stories_asks_what_always_comes(world: World) -> None:
    await begun(world, Kind.BEHAVIOURAL)
    await world.done("where and what")
    assert isinstance(world.ask, AskView)
    assert world.ask.ask == "And then?"


async def test_the_clock_is_told_of_a_sign_of_life(world: World) -> None:
    await begun(world)
    world.after(600)
    await world.say("still here")
    due_at = world.row().due_at
    assert due_at == world.now + timedelta(minutes=5)
