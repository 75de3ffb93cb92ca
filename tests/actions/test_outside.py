"""A model outside hears those who let it; the bot's own grader hears everybody, and stands in wherever that fails."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import outside
from bot.actions.outside import Outside
from bot.actions.outside_ports import DayUse, Reply, Tokens
from bot.rules.errors import EdgeDown
from bot.rules.heard import Asked, Ear, Status
from bot.rules.outside import Claim, Claimed, Claims
from tests.fake_spoken import FakeGrader, hearing
from tests.fakes import FakeDesk
from tests.samples import NOON, OPEN, RUBRIC

ASKED = Asked(OPEN.text, RUBRIC.points, RUBRIC.mistakes)
WORDS = "I would check the split and then ask for the power."
GOOD = Claims((Claim(Claimed.YES, 1.0, "check the split"), Claim(Claimed.NO, 1.0), Claim(Claimed.NO, 1.0)))
LYING = Claims((Claim(Claimed.YES, 1.0, "doubt the metric"), Claim(Claimed.NO, 1.0), Claim(Claimed.NO, 1.0)))
MOST = Tokens(70, 30)
OWN = hearing(Ear.HEARD, Ear.UNSURE, Ear.MISSED)


@dataclass
class FakeModel:
    reply: Reply = field(default_factory=lambda: Reply(GOOD, used=Tokens(40, 5)))
    name: str = "mark-1"
    asked: list[str] = field(default_factory=list)
    held: asyncio.Event | None = None
    desk: FakeDesk | None = None

    def most(self, asked: Asked, words: str) -> Tokens:
        return MOST

    async def reach(self) -> str:
        raise AssertionError

    async def ask(self, asked: Asked, words: str) -> Reply:
        self.asked.append(words)
        await asyncio.sleep(0)
        if self.held:
            await self.held.wait()
        if self.desk:
            self.desk.down = True
        return self.reply


@dataclass
class FakeClock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    async def wait_until(self, moment: datetime) -> None:
        raise AssertionError(moment)


@dataclass
class Scene:
    desk: FakeDesk = field(default_factory=FakeDesk)
    own: FakeGrader = field(default_factory=lambda: FakeGrader(OWN))
    model: FakeModel = field(default_factory=FakeModel)
    clock: FakeClock = field(default_factory=FakeClock)
    limit: int = 250

    @property
    def grader(self) -> Outside:
        return Outside(self.desk, self.own, self.model, self.limit, self.clock)

    def used(self) -> DayUse | None:
        return self.desk.kept.model_use.get(self.clock.at.date())


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_who_does_not_let_it_is_heard_here_alone(scene: Scene) -> None:
    assert await scene.grader.hear(ASKED, WORDS) == OWN
    assert await scene.grader.hear(ASKED, WORDS, outside=False) == OWN
    assert scene.model.asked == []
    assert scene.desk.kept.model_use == {}


async def test_who_lets_it_is_heard_by_the_model_and_what_it_used_is_counted(scene: Scene) -> None:
    found = await scene.grader.hear(ASKED, WORDS, outside=True)
    assert (found.heard_by, found.remark) == ("mark-1", "")
    assert found.points[0].evidence == "check the split"
    assert [point.ear for point in found.points] == [Ear.HEARD, Ear.MISSED, Ear.MISSED]
    assert scene.model.asked == [WORDS]
    assert scene.used() == DayUse(1, Tokens(40, 5))


async def test_what_needs_a_look_stays_so_and_is_not_sent(scene: Scene) -> None:
    odd = hearing(Ear.HEARD, Ear.HEARD, Ear.HEARD, status=Status.NEEDS_REVIEW, why="It talks to the grader.")
    scene.own.heard = odd
    assert await scene.grader.hear(ASKED, WORDS, outside=True) == replace(odd, remark=outside.NOT_SENT)
    assert scene.model.asked == []


@pytest.mark.parametrize(
    ("reply", "remark", "used"),
    [
        (Reply(None, "Too slow."), "Too slow.", MOST),
        (Reply(None, "Away.", Tokens(0, 0)), "Away.", Tokens(0, 0)),
        (Reply(LYING, used=Tokens(9, 9)), outside.UNSHOWN, Tokens(9, 9)),
    ],
)
async def test_where_it_fails_the_own_grader_stands_in_in_plain_sight(
    scene: Scene, reply: Reply, remark: str, used: Tokens
) -> None:
    scene.model.reply = reply
    assert await scene.grader.hear(ASKED, WORDS, outside=True) == replace(OWN, remark=remark)
    assert scene.used() == DayUse(1, used)
    assert remark.endswith(".")


async def test_a_day_has_its_limit_and_the_next_its_own(scene: Scene) -> None:
    scene.model.reply = Reply(GOOD, used=Tokens(100, 60))
    assert (await scene.grader.hear(ASKED, WORDS, outside=True)).heard_by
    assert await scene.grader.hear(ASKED, WORDS, outside=True) == replace(OWN, remark=outside.SPENT)
    assert scene.used() == DayUse(1, Tokens(100, 60))
    scene.clock.at = datetime(NOON.year, NOON.month, NOON.day, tzinfo=UTC) + timedelta(days=1)
    assert (await scene.grader.hear(ASKED, WORDS, outside=True)).heard_by
    assert len(scene.model.asked) == 2


async def test_calls_at_the_same_time_cannot_pass_the_limit_together(scene: Scene) -> None:
    scene.model.held = asyncio.Event()
    calls = [asyncio.create_task(scene.grader.hear(ASKED, WORDS, outside=True)) for _ in range(5)]
    done, _ = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
    assert {task.result().remark for task in done} == {outside.SPENT}
    assert scene.used() == DayUse(2, Tokens(140, 60))
    scene.model.held.set()
    found = await asyncio.gather(*calls)
    assert sum(bool(one.heard_by) for one in found) == 2


async def test_without_the_database_nothing_is_sent_and_what_was_heard_is_not_lost(scene: Scene) -> None:
    scene.desk.down = True
    assert await scene.grader.hear(ASKED, WORDS, outside=True) == replace(OWN, remark=outside.UNCOUNTED)
    assert scene.model.asked == []
    scene.desk.down, scene.model.desk = False, scene.desk
    assert (await scene.grader.hear(ASKED, WORDS, outside=True)).heard_by == "mark-1"
    assert scene.used() == DayUse(1, MOST)


async def test_without_the_own_grader_nothing_is_heard_and_nothing_sent(scene: Scene) -> None:
    scene.own.away = True
    with pytest.raises(EdgeDown):
        await scene.grader.hear(ASKED, WORDS, outside=True)
    assert scene.model.asked == []
