"""What members of open quizzes were shown, in memory."""

from dataclasses import dataclass, replace

from bot.rules.quiz_open import Showing
from tests.fake_quizzes import times_aware
from tests.kept import Kept, lost_race


@dataclass(frozen=True, slots=True)
class FakeShowings:
    kept: Kept

    def open(self, showing: Showing) -> Showing:
        times_aware(showing)
        if (showing.quiz_id, showing.number) not in self.kept.quiz_rounds or showing.person_id not in self.kept.people:
            raise lost_race()
        return self.kept.quiz_showings.setdefault(_key(showing), showing)

    def save(self, showing: Showing) -> None:
        times_aware(showing)
        if _key(showing) in self.kept.quiz_showings:
            self.kept.quiz_showings[_key(showing)] = showing

    def by(self, quiz_id: int, person_id: int) -> tuple[Showing, ...]:
        return tuple(one for key, one in sorted(self.kept.quiz_showings.items()) if key[:2] == (quiz_id, person_id))

    def running(self, quiz_id: int) -> tuple[Showing, ...]:
        running = [showing for showing in self._of(quiz_id) if showing.done_at is None]
        return tuple(sorted(running, key=lambda showing: (showing.closes_at, showing.person_id)))

    def close(self, quiz_id: int) -> None:
        for showing in self.running(quiz_id):
            self.save(replace(showing, done_at=showing.closes_at))

    def begun(self, quiz_id: int) -> frozenset[int]:
        return frozenset(showing.person_id for showing in self._of(quiz_id))

    def through(self, quiz_id: int, number: int) -> int:
        return len({one.person_id for one in self._of(quiz_id) if one.number >= number and one.done_at is not None})

    def _of(self, quiz_id: int) -> list[Showing]:
        return [showing for showing in self.kept.quiz_showings.values() if showing.quiz_id == quiz_id]


def _key(showing: Showing) -> tuple[int, int, int]:
    return showing.quiz_id, showing.person_id, showing.number
