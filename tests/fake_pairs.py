"""Pair interviews in memory, held to the contract of the real ones."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.actions.records import VersionKey
from bot.rules.choosing import Key
from bot.rules.pair import Pair, PairForm, PairQuestion, Partner, Seat
from tests.kept import Kept, aware, lost_race, plain, storable

TIMES = ("created_at", "ends_at", "question_ends_at", "paused_at", "due_at", "ended_at")


@dataclass(frozen=True, slots=True)
class FakePairs:
    kept: Kept

    def add(self, pair: Pair, people: Sequence[Partner]) -> Pair:
        known = next((one for one in self.kept.pairs.values() if one.call_id == pair.call_id), None)
        if known is not None:
            return known
        added = replace(pair, id=self.kept.new_id("pairs"))
        self._keep(added)
        for partner in people:
            self.save_partner(replace(partner, pair_id=added.id))
        return added

    def get(self, pair_id: int) -> Pair | None:
        return self.kept.pairs.get(pair_id)

    def save(self, pair: Pair) -> None:
        if pair.id in self.kept.pairs:
            self._keep(pair)

    def _keep(self, pair: Pair) -> None:
        for name in TIMES:
            if getattr(pair, name) is not None:
                aware(getattr(pair, name))
        self.kept.pairs[pair.id] = pair

    def running(self, person_id: int) -> Pair | None:
        own = (one.pair_id for one in self.kept.pair_people.values() if one.person_id == person_id and one.live)
        return next((self.kept.pairs[pair_id] for pair_id in own), None)

    def held(self, person_id: int) -> tuple[Pair, ...]:
        people = self.kept.pair_people.values()
        own = {one.pair_id for one in people if one.person_id == person_id and one.joined_at is not None}
        begun = {key[0] for key in self.kept.pair_questions}
        return tuple(self.kept.pairs[pair_id] for pair_id in sorted(own & begun, reverse=True))

    def on(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self._all() if pair.ended_at is None)

    def due(self, now: datetime) -> tuple[Pair, ...]:
        waiting = [(one.due_at, one.id, one) for one in self._all() if one.due_at is not None and one.due_at <= now]
        return tuple(one for _, _, one in sorted(waiting, key=lambda each: each[:2]))

    def next_due(self) -> datetime | None:
        return min((one.due_at for one in self._all() if one.due_at is not None), default=None)

    def behind(self) -> tuple[Pair, ...]:
        return tuple(one for one in self._all() if one.behind)

    def people(self, pair_id: int) -> tuple[Partner, ...]:
        found = (self.kept.pair_people.get((pair_id, seat)) for seat in Seat)
        return tuple(one for one in found if one is not None)

    def save_partner(self, partner: Partner) -> None:
        if partner.pair_id not in self.kept.pairs:
            raise lost_race()
        for key, other in self.kept.pair_people.items():
            same = key != (partner.pair_id, partner.seat) and other.person_id == partner.person_id
            if same and (other.pair_id == partner.pair_id or (other.live and partner.live)):
                raise lost_race()
        self.kept.meet(partner.person_id)
        self.kept.pair_people[partner.pair_id, partner.seat] = partner

    def release(self, pair_id: int) -> None:
        for partner in self.people(pair_id):
            self.kept.pair_people[pair_id, partner.seat] = replace(partner, live=False)

    def questions(self, pair_id: int) -> tuple[PairQuestion, ...]:
        return tuple(one for key, one in sorted(self.kept.pair_questions.items()) if key[0] == pair_id)

    def save_question(self, question: PairQuestion) -> None:
        version = VersionKey(question.scope, question.question_id, question.version)
        if question.pair_id not in self.kept.pairs or version not in self.kept.versions:
            raise lost_race()
        self.kept.pair_questions[question.pair_id, question.half, question.number] = question

    def forms(self, pair_id: int) -> tuple[PairForm, ...]:
        return tuple(one for key, one in sorted(self.kept.pair_forms.items()) if key[0] == pair_id)

    def save_form(self, form: PairForm) -> None:
        if form.pair_id not in self.kept.pairs:
            raise lost_race()
        self.kept.meet(form.person_id)
        kept = replace(form, well=storable(form.well), next_time=storable(form.next_time))
        self.kept.pair_forms[form.pair_id, form.half, form.person_id] = kept

    def note_card(self, person_id: int, key: Key, at: datetime) -> None:
        self.kept.meet(person_id)
        self.kept.pair_cards.setdefault((person_id, *key), aware(at))

    def carded(self, person_id: int) -> frozenset[str]:
        return frozenset(key[2] for key in self.kept.pair_cards if key[0] == person_id)

    def answered(self, person_id: int) -> dict[str, datetime]:
        found: dict[str, datetime] = {}
        for (pair_id, half, _), question in self.kept.pair_questions.items():
            pair = self.kept.pairs[pair_id]
            answerer = self.kept.pair_people.get((pair_id, pair.interviewer(half).other))
            if answerer is None or answerer.person_id != person_id or answerer.joined_at is None:
                continue
            if question.asked_at is not None:
                name = question.question_id
                found[name] = max(question.asked_at, found.get(name, question.asked_at))
        return found

    def _all(self) -> list[Pair]:
        return [self.kept.pairs[pair_id] for pair_id in sorted(self.kept.pairs)]


def exported(kept: Kept, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person, by table."""
    return {
        "pair_people": [_row(one) for one in kept.pair_people.values() if one.person_id == person_id],
        "pair_forms": [
            _row(one) | {"marks": {str(number): list(map(str, each)) for number, each in one.marks.items()}}
            for one in kept.pair_forms.values()
            if one.person_id == person_id
        ],
        "pair_cards": [
            {"person_id": key[0], "scope": key[1], "question_id": key[2], "at": plain(at)}
            for key, at in kept.pair_cards.items()
            if key[0] == person_id
        ],
    }


def forget(kept: Kept, person_id: int) -> None:
    """Delete every row of the person."""
    for seat in [key for key, one in kept.pair_people.items() if one.person_id == person_id]:
        del kept.pair_people[seat]
    for form in [key for key in kept.pair_forms if key[2] == person_id]:
        del kept.pair_forms[form]
    for card in [key for key in kept.pair_cards if key[0] == person_id]:
        del kept.pair_cards[card]


def _row(record: Any) -> dict[str, Any]:
    return {part.name: plain(getattr(record, part.name)) for part in fields(record)}
