"""What people said in their own words, in memory; and a grader that says what it is told to."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.actions.records import VersionKey
from bot.actions.spoken_ports import NewSpoken, SpokenAnswer
from bot.rules.errors import EdgeDown
from bot.rules.heard import Asked, Ear, HeardPoint, Hearing, Status
from bot.rules.review import Card
from tests.kept import Kept, aware, lost_race, storable


@dataclass(frozen=True, slots=True)
class FakeSpoken:
    kept: Kept

    def add(self, new: NewSpoken) -> SpokenAnswer:
        aware(new.at)
        for answer in self.kept.spoken.values():
            if answer.new.attempt_id == new.attempt_id or answer.new.call_id == new.call_id:
                return answer
        if new.attempt_id not in self.kept.attempts:
            raise lost_race()
        self.kept.meet(new.person_id)
        added = SpokenAnswer(self.kept.new_id("spoken"), replace(new, words=storable(new.words)))
        self.kept.spoken[added.id] = added
        return added

    def get(self, answer_id: int) -> SpokenAnswer | None:
        return self.kept.spoken.get(answer_id)

    def of(self, attempt_id: int) -> SpokenAnswer | None:
        return next((one for one in self.kept.spoken.values() if one.new.attempt_id == attempt_id), None)

    def hear(self, answer_id: int, hearing: Hearing, before: Card | None) -> bool:
        answer = self.kept.spoken.get(answer_id)
        if answer is None or answer.hearing is not None:
            return False
        self.kept.spoken[answer_id] = replace(answer, hearing=hearing, before=before)
        return True

    def mark(self, answer_id: int, made: tuple[int, ...], by: int, at: datetime) -> None:
        self.kept.spoken[answer_id] = replace(self.kept.spoken[answer_id], made=made)
        self.kept.spoken_marked[answer_id] = aware(at), by

    def marked(self, key: VersionKey, guild_id: int) -> tuple[SpokenAnswer, ...]:
        answers = [
            answer
            for answer in self.kept.spoken.values()
            if answer.made is not None
            and answer.new.guild_id == guild_id
            and self.kept.attempts[answer.new.attempt_id].new.key == key
        ]
        return tuple(sorted(answers, key=lambda one: (self.kept.spoken_marked[one.id][0], one.id)))[-30:]

    def unheard(self) -> tuple[SpokenAnswer, ...]:
        return tuple(answer for _, answer in sorted(self.kept.spoken.items()) if answer.hearing is None)


def hearing(*ears: Ear, status: Status = Status.GRADED, why: str = "", score: float | None = None) -> Hearing:
    """A hearing of so many points, each with words that show it."""
    chances = {Ear.HEARD: 1.0, Ear.UNSURE: 0.5, Ear.MISSED: 0.0}
    points = tuple(HeardPoint(chances[ear], ear, "" if ear is Ear.MISSED else "so *I* said") for ear in ears)
    mean = sum(point.chance for point in points) / len(points)
    return Hearing(mean if score is None else score, status, 0.9, points, (), why)


@dataclass
class FakeGrader:
    """Hears every point, unless told otherwise; `held` keeps answers waiting until `let_go`."""

    heard: Hearing | None = None
    away: bool = False
    asked: list[tuple[Asked, str]] = field(default_factory=list)
    left: list[bool] = field(default_factory=list)

    async def hear(self, asked: Asked, words: str, *, outside: bool = False) -> Hearing:
        await asyncio.sleep(0)
        if self.away:
            raise EdgeDown("grader", "I could not grade that just now.")
        self.asked.append((asked, words))
        self.left.append(outside)
        return self.heard or hearing(*[Ear.HEARD] * len(asked.points))
