"""Quizzes in memory."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.actions.quiz_ports import PublicMessage
from bot.actions.records import VersionKey
from bot.rules.choosing import Key
from bot.rules.quiz import END, Member, Quiz, Reply, Round, State
from tests.kept import Kept, aware, lost_race, plain, storable


@dataclass(frozen=True, slots=True)
class FakeQuizzes:
    kept: Kept

    def add(self, quiz: Quiz, rounds: Sequence[Round]) -> Quiz:
        if known := next((kept for kept in self.kept.quizzes.values() if kept.call_id == quiz.call_id), None):
            return known
        added = self._keep(replace(quiz, id=self.kept.new_id("quizzes")))
        for round_ in rounds:
            self.save_round(replace(round_, quiz_id=added.id))
        return added

    def get(self, quiz_id: int) -> Quiz | None:
        return self.kept.quizzes.get(quiz_id)

    def save(self, quiz: Quiz) -> None:
        if quiz.id in self.kept.quizzes:
            self._keep(quiz)

    def _keep(self, quiz: Quiz) -> Quiz:
        times_aware(quiz)
        others = [other for other in self.live() if other.id != quiz.id and other.channel_id == quiz.channel_id]
        if present(quiz) and any(map(present, others)):
            raise lost_race()
        self.kept.quizzes[quiz.id] = replace(quiz, title=storable(quiz.title))
        return self.kept.quizzes[quiz.id]

    def due(self, now: datetime) -> tuple[Quiz, ...]:
        aware(now)
        due = [(quiz.due_at, quiz.id) for quiz in self.kept.quizzes.values() if quiz.due_at]
        return tuple(self.kept.quizzes[quiz_id] for at, quiz_id in sorted(due) if at <= now)

    def next_due(self) -> datetime | None:
        return min((quiz.due_at for quiz in self.kept.quizzes.values() if quiz.due_at), default=None)

    def live(self, guild_id: int | None = None) -> tuple[Quiz, ...]:
        return tuple(
            quiz
            for _, quiz in sorted(self.kept.quizzes.items())
            if quiz.state in (State.LOBBY, State.RUNNING) and guild_id in (None, quiz.guild_id)
        )

    def recent(self, guild_id: int, limit: int) -> tuple[tuple[Quiz, int], ...]:
        over = [
            (quiz.ended_at, quiz.id)
            for quiz in self.kept.quizzes.values()
            if quiz.guild_id == guild_id and quiz.state in (State.ENDED, State.STOPPED) and quiz.ended_at
        ]
        newest = [quiz_id for _, quiz_id in sorted(over, reverse=True)[:limit]]
        return tuple((self.kept.quizzes[quiz_id], len(self.members(quiz_id))) for quiz_id in newest)

    def rounds(self, quiz_id: int) -> tuple[Round, ...]:
        return tuple(round_ for key, round_ in sorted(self.kept.quiz_rounds.items()) if key[0] == quiz_id)

    def round(self, quiz_id: int, number: int) -> Round | None:
        return self.kept.quiz_rounds.get((quiz_id, number))

    def save_round(self, round_: Round) -> None:
        times_aware(round_)
        version = VersionKey(round_.scope, round_.question_id, round_.version)
        if version not in self.kept.versions or round_.quiz_id not in self.kept.quizzes:
            raise lost_race()
        self.kept.quiz_rounds[round_.quiz_id, round_.number] = round_

    def asked_since(self, guild_id: int, since: datetime) -> dict[Key, datetime]:
        aware(since)
        asked: dict[Key, datetime] = {}
        for round_ in self.kept.quiz_rounds.values():
            ours = self.kept.quizzes[round_.quiz_id].guild_id == guild_id
            if ours and round_.opened_at and round_.opened_at >= since:
                asked[round_.key] = max(asked.get(round_.key, since), round_.opened_at)
        return asked

    def under_seal(self, person_id: int) -> frozenset[Key]:
        return frozenset(
            round_.key
            for member in self.kept.quiz_members.values()
            if member.person_id == person_id
            for quiz in [self.kept.quizzes[member.quiz_id]]
            if quiz.state == State.RUNNING and (member.is_in or quiz.is_open)
            for round_ in self.rounds(quiz.id)
            if round_.revealed_at is None and (round_.opened_at or round_.number == quiz.current)
        )

    def members(self, quiz_id: int) -> tuple[Member, ...]:
        own = [member for member in self.kept.quiz_members.values() if member.quiz_id == quiz_id]
        return tuple(sorted(own, key=lambda member: (member.joined_at, member.person_id)))

    def member(self, quiz_id: int, person_id: int) -> Member | None:
        return self.kept.quiz_members.get((quiz_id, person_id))

    def members_of(self, quiz_id: int, person_ids: Collection[int]) -> dict[int, Member]:
        return {member.person_id: member for member in self.members(quiz_id) if member.person_id in person_ids}

    def save_member(self, member: Member) -> None:
        times_aware(member)
        if member.quiz_id not in self.kept.quizzes:
            raise lost_race()
        self.kept.meet(member.person_id)
        self.kept.quiz_members[member.quiz_id, member.person_id] = replace(member, name=storable(member.name))

    def allowances(self, quiz_id: int, number: int) -> tuple[float, ...]:
        return tuple(member.allowance for member in self.members(quiz_id) if member.plays(number))

    def joined(self, quiz_id: int) -> int:
        return sum(member.is_in for member in self.members(quiz_id))

    def aliases(self, quiz_id: int) -> frozenset[str]:
        return frozenset(member.alias for member in self.members(quiz_id)) - {""}

    def team_sizes(self, quiz_id: int) -> dict[int, int]:
        return dict(Counter(member.team for member in self.members(quiz_id) if member.is_in))

    def ready(self, quiz_id: int, number: int) -> tuple[int, int]:
        playing = [member for member in self.members(quiz_id) if member.plays(number)]
        return sum(member.ready >= number for member in playing), len(playing)

    def replies(self, quiz_id: int, number: int | None = None) -> tuple[Reply, ...]:
        own = [reply for reply in self.kept.quiz_replies.values() if reply.quiz_id == quiz_id]
        asked = [reply for reply in own if number in (None, reply.number)]
        return tuple(sorted(asked, key=lambda reply: (reply.number, reply.call_id)))

    def replies_of(self, quiz_id: int, number: int, person_ids: Collection[int]) -> dict[int, Reply]:
        return {reply.person_id: reply for reply in self.replies(quiz_id, number) if reply.person_id in person_ids}

    def replies_by(self, quiz_id: int, person_id: int) -> tuple[Reply, ...]:
        return tuple(reply for reply in self.replies(quiz_id) if reply.person_id == person_id)

    def put_replies(self, replies: Sequence[Reply]) -> None:
        for reply in replies:
            times_aware(reply)
            key = (reply.quiz_id, reply.number, reply.person_id)
            if key[:2] not in self.kept.quiz_rounds or reply.person_id not in self.kept.people:
                raise lost_race()
            before = self.kept.quiz_replies.get(key)
            if before is None or reply.call_id > before.call_id:
                plainly = replace(reply, answer=json.loads(json.dumps(reply.answer)))
                words = replace(plainly, reason=storable(reply.reason), read_as=storable(reply.read_as))
                self.kept.quiz_replies[key] = words

    def messages(self, quiz_id: int) -> tuple[PublicMessage, ...]:
        return tuple(message for key, message in sorted(self.kept.quiz_messages.items()) if key[0] == quiz_id)

    def message(self, quiz_id: int, place: int) -> PublicMessage | None:
        return self.kept.quiz_messages.get((quiz_id, place))

    def save_message(self, message: PublicMessage) -> None:
        if message.quiz_id not in self.kept.quizzes:
            raise lost_race()
        self.kept.quiz_messages[message.quiz_id, message.place] = message

    def behind(self) -> tuple[PublicMessage, ...]:
        return tuple(message for _, message in sorted(self.kept.quiz_messages.items()) if message.behind)

    def show_ends_again(self, person_id: int) -> None:
        for (quiz_id, place), message in self.kept.quiz_messages.items():
            if place == END and message.message_id is not None and (quiz_id, person_id) in self.kept.quiz_members:
                newer = replace(message, revision=message.revision + 1, counts=False)
                self.kept.quiz_messages[quiz_id, place] = newer

    def alive_at(self) -> datetime | None:
        return self.kept.heartbeat.get(1)

    def set_alive(self, at: datetime) -> None:
        self.kept.heartbeat[1] = aware(at)


def present(quiz: Quiz) -> bool:
    """Tell whether a quiz has its channel to itself."""
    return quiz.state is State.LOBBY or (quiz.state is State.RUNNING and not quiz.is_open)


def times_aware(record: Any) -> None:
    for part in fields(record):
        if isinstance(value := getattr(record, part.name), datetime):
            aware(value)


def exported(kept: Kept, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person, by table."""
    return {
        "quizzes": [_row(quiz) for quiz in kept.quizzes.values() if quiz.host_id == person_id],
        "quiz_rounds": [_row(round_) for round_ in kept.quiz_rounds.values() if round_.voided_by == person_id],
        "quiz_members": [_row(member) for member in kept.quiz_members.values() if member.person_id == person_id],
        "quiz_replies": [_row(reply) for reply in kept.quiz_replies.values() if reply.person_id == person_id],
        "quiz_showings": [_row(one) for one in kept.quiz_showings.values() if one.person_id == person_id],
    }


def forget(kept: Kept, person_id: int, ghost: int) -> None:
    """Delete every row of the person; what outlives them names a ghost."""
    for member in [key for key in kept.quiz_members if key[1] == person_id]:
        del kept.quiz_members[member]
    for reply in [key for key in kept.quiz_replies if key[2] == person_id]:
        del kept.quiz_replies[reply]
    for showing in [key for key in kept.quiz_showings if key[1] == person_id]:
        del kept.quiz_showings[showing]
    for quiz in [quiz for quiz in kept.quizzes.values() if quiz.host_id == person_id]:
        kept.quizzes[quiz.id] = replace(quiz, host_id=ghost)
    for key, round_ in kept.quiz_rounds.items():
        if round_.voided_by == person_id:
            kept.quiz_rounds[key] = replace(round_, voided_by=ghost)


def _row(record: Any) -> dict[str, Any]:
    row = {part.name: plain(getattr(record, part.name)) for part in fields(record)}
    return row | asdict(row.pop("options")) if "options" in row else row
