"""What must hold of a quiz however often the bot died in it: of its rows, and of what its members saw and were told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.ports import Books
from bot.actions.quiz_ports import PublicMessage
from bot.render.quiz_end import MOST_NAMED
from bot.render.words import percent
from bot.rules.answer import to_plain
from bot.rules.question import Question
from bot.rules.quiz import END, GRACE, LOBBY, Member, Quiz, Reply, Round, State
from bot.storage.desk import Desk
from tests.stock import bank_of
from tests.whole.life import made_at
from tests.whole.quiz_players import Press
from tests.whole.quiz_sight import Form
from tests.whole.quiz_story import QUESTIONS, SECONDS, Story

NAMED = 3
NEARLY = 1e-9
CONFIRMED = re.compile(r"^\*{0,2}(Noted|Changed to):|\*\*Your answer:\*\*")


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a quiz when it is over."""

    quizzes: tuple[Quiz, ...]
    rounds: Mapping[int, Round]
    members: Mapping[int, Member]
    replies: Mapping[tuple[int, int], Reply]
    messages: Mapping[int, PublicMessage]
    presses: Sequence[Press]
    forms: Sequence[Form]
    stranger: int
    questions: Mapping[str, Question]
    away: tuple[datetime, datetime] | None
    results: Mapping[int, str]
    voided: int

    @property
    def quiz(self) -> Quiz:
        return self.quizzes[0]


async def faults_of(story: Story) -> list[str]:
    """Say a sentence for everything that does not hold."""
    found = await _gathered(story)
    if len(found.quizzes) != 1:
        return [f"there are {len(found.quizzes)} quizzes"]
    checks = (
        _over,
        _posted_once,
        _opened_by_their_messages,
        _given_back,
        _kept_secret,
        _answers_kept,
        _rows_explained,
        _boards,
    )
    said = [sentence for check in checks for sentence in check(found)]
    return [*said, *(f"Discord's rules are broken: {each}" for each in story.violations)]


async def _gathered(story: Story) -> Evidence:
    def rows(books: Books) -> tuple[tuple[Quiz, ...], list[Round], list[Member], list[Reply], list[PublicMessage]]:
        quizzes = tuple(quiz for quiz_id in (1, 2, 3) if (quiz := books.quizzes.get(quiz_id)) is not None)
        quiz_id = quizzes[0].id
        return (
            quizzes,
            list(books.quizzes.rounds(quiz_id)),
            list(books.quizzes.members(quiz_id)),
            list(books.quizzes.replies(quiz_id)),
            list(books.quizzes.messages(quiz_id)),
        )

    async with Desk(story.url) as desk:
        quizzes, rounds, members, replies, messages = await desk(rows)
    entries = bank_of().entries
    return Evidence(
        quizzes=quizzes,
        rounds={round_.number: round_ for round_ in rounds},
        members={member.person_id: member for member in members},
        replies={(reply.person_id, reply.number): reply for reply in replies},
        messages={message.place: message for message in messages},
        presses=[press for player in story.players for press in player.presses],
        forms=list(story.sight.forms()),
        stranger=story.players[-1].id,
        questions={question_id: entry.question for question_id, entry in entries.items()},
        away=story.life.away,
        results={player.id: player.results for player in story.players if player.results},
        voided=story.plan.voided,
    )


def _over(found: Evidence) -> Iterator[str]:
    quiz = found.quiz
    if (quiz.state, quiz.due_at, quiz.threaded) != (State.ENDED, None, True) or quiz.ended_at is None:
        yield f"the quiz has not ended: {quiz}"
    for round_ in found.rounds.values():
        if round_.voided_at is not None and round_.number != found.voided:
            yield f"question {round_.number} is voided: {round_}"
        if round_.revealed_at is None or round_.next_at is not None:
            yield f"question {round_.number} was not played to its end: {round_}"
        answered = sum(number == round_.number for _, number in found.replies)
        if round_.answered != answered:
            yield f"question {round_.number} counts {round_.answered} answers of {answered}"


def _posted_once(found: Evidence) -> Iterator[str]:
    """One public message for each question, the lobby and the end card; all show the newest they have to say."""
    shown = {(form.place, form.message_id) for form in found.forms}
    kept = {(message.place, message.message_id) for message in found.messages.values()}
    places = {LOBBY, *range(1, QUESTIONS + 1), END}
    if shown != kept or {place for place, _ in shown} != places or len(shown) != QUESTIONS + 2:
        yield f"people saw the messages {sorted(shown)}, and kept are {sorted(kept, key=str)}"
    for message in found.messages.values():
        if message.drawn != message.revision or message.lost:
            yield f"a message does not show the newest: {message}"


def _opened_by_their_messages(found: Evidence) -> Iterator[str]:
    """A deadline is the time of the message, the longest time allowed, and what was given back."""
    for round_ in found.rounds.values():
        message_id = found.messages[round_.number].message_id
        if round_.opened_at is None or message_id is None or round_.opened_at != made_at(message_id):
            yield f"question {round_.number} was not opened at the time of its message"
            continue
        opened_at = round_.opened_at
        playing = [
            member.allowance
            for member in found.members.values()
            if member.first_round <= round_.number and (member.left_at is None or member.left_at > opened_at)
        ]
        wanted = opened_at + timedelta(seconds=SECONDS) * max(playing) + round_.paused
        if round_.closes_at != wanted:
            yield f"question {round_.number} closes at {round_.closes_at}, not {wanted}"


def _given_back(found: Evidence) -> Iterator[str]:
    """An outage longer than a question is given back to the question that was open."""
    if found.away is None or found.away[1] - found.away[0] < timedelta(seconds=SECONDS):
        return
    died_at, back_at = found.away
    for round_ in found.rounds.values():
        if round_.opened_at is None or round_.closes_at is None or round_.revealed_at is None:
            continue
        was_open = round_.opened_at <= died_at <= round_.closes_at - round_.paused
        if was_open and round_.revealed_at > died_at and round_.paused < back_at - died_at:
            yield f"question {round_.number} was given back {round_.paused} of {back_at - died_at}"


def _kept_secret(found: Evidence) -> Iterator[str]:
    """Nothing is revealed before the deadline and two seconds, unless all have answered; nor is who answered what."""
    opens: dict[int, datetime] = {}
    for number, round_ in found.rounds.items():
        if round_.closes_at is None or round_.revealed_at is None:
            continue
        all_have = round_.answered >= round_.expected and round_.changed_at is not None
        opens[number] = min(round_.closes_at, round_.changed_at or round_.closes_at) if all_have else round_.closes_at
        if round_.revealed_at < opens[number] + GRACE:
            yield f"question {number} was revealed at {round_.revealed_at}, before {opens[number] + GRACE}"
    guests = [f"<@{member.person_id}>" for member in found.members.values() if member.alias]
    for form in found.forms:
        tells = "**Why**" in form.text or "mine" in form.acts
        if form.place in opens and tells and form.at_ms < opens[form.place].timestamp() * 1000:
            yield f"people saw the answer to question {form.place} at {form.at_ms}"
        if any(guest in form.text for guest in guests):
            yield f"a guest is named on the message {form.place}"


def _answers_kept(found: Evidence) -> Iterator[str]:
    """What was confirmed counts unless it was changed, what was refused does not, and who was in time was heard."""
    for press in found.presses:
        row = found.replies.get((press.person_id, press.number))
        if press.told is None:
            continue
        if CONFIRMED.search(press.told):
            if row is None or row.call_id < press.call_id:
                yield f"confirmed but lost: {press}, kept is {row}"
        elif row is not None and row.call_id == press.call_id:
            yield f"refused but counted: {press}"
        elif _should_count(found, press):
            yield f"in time but refused: {press}"


def _should_count(found: Evidence, press: Press) -> bool:
    round_, member, at = found.rounds[press.number], found.members.get(press.person_id), made_at(press.call_id)
    if member is None or member.first_round > press.number or member.left_at is not None:
        return False
    assert round_.closes_at is not None
    assert round_.revealed_at is not None
    deadline = round_.closes_at
    if found.away is not None and at <= found.away[0]:  # time stands still: an answer may be of the moment of its death
        deadline -= round_.paused  # as it stood before the time was given back
    return at <= deadline and at + GRACE <= round_.revealed_at


def _rows_explained(found: Evidence) -> Iterator[str]:
    """Every row is an answer that its person gave in time, and measures how long they took."""
    given = {(press.person_id, press.number, press.call_id): press for press in found.presses}
    for (person_id, number), row in found.replies.items():
        press, round_, at = given.get((person_id, number, row.call_id)), found.rounds[number], made_at(row.call_id)
        if press is None or to_plain(press.answer) != row.answer:
            yield f"nobody answered that: {row}, but {press}"
        if row.at != at or round_.closes_at is None or at > round_.closes_at:
            yield f"too late, or at another time: {row}"
        assert round_.opened_at is not None
        away = round_.paused if found.away is not None and at >= found.away[1] else timedelta()
        if row.took != max(at - round_.opened_at - away, timedelta()):
            yield f"took {row.took}: {row}"
        member = found.members.get(person_id)
        if person_id == found.stranger or member is None or member.first_round > number:
            yield f"answered a question that was not theirs: {row}"


def _boards(found: Evidence) -> Iterator[str]:
    """The end card names those who stand on the first three places, with the values that the rows give."""
    card = next((form.text for form in reversed(found.forms) if form.place == END), "")
    mastery, speed = _values(found)
    for name, values in (("Mastery", mastery), ("Speed", speed)):
        places: dict[int, list[tuple[str, str]]] = {}
        for who, value in values.items():
            place = 1 + sum(other > value + NEARLY for other in values.values())
            places.setdefault(place, []).append((_name(found.members[who]), percent(value)))
        wanted = sorted(
            (place, *line)
            for place, own in places.items()
            if place <= NAMED
            for line in (own if len(own) <= MOST_NAMED else [(f"{len(own)} share this place", own[0][1])])
        )
        if (shown := _lines(card, name)) != wanted:
            yield f"the board {name} shows {shown}, not {wanted}"
        yield from _own_places(found, name, values)
    if f"{len(mastery)} played" not in card:
        yield f"{len(mastery)} played, and the card says otherwise"


def _own_places(found: Evidence, board: str, values: Mapping[int, float]) -> Iterator[str]:
    """Everybody is told their own place, and nobody else's."""
    for who, told in found.results.items():
        line = next((each for each in told.split("\n") if each.startswith(f"{board}: ")), "")
        wanted = ""
        if who in values:
            above = sum(other > values[who] + NEARLY for other in values.values())
            last = sum(other > values[who] - NEARLY for other in values.values())
            places = f"{above + 1}" if last == above + 1 else f"{above + 1} to {last}"
            wanted = f"{board}: place {places} of {len(values)}, {percent(values[who])}"
        if line != wanted:
            yield f"{who} is told {line!r}, not {wanted!r}"


def _values(found: Evidence) -> tuple[dict[int, float], dict[int, float]]:
    mastery: dict[int, float] = {}
    speed: dict[int, float] = {}
    for who, member in found.members.items():
        answered = {number: reply for (person_id, number), reply in found.replies.items() if person_id == who}
        own = {number: reply for number, reply in answered.items() if found.rounds[number].voided_at is None}
        if not own:
            continue
        first = min(member.first_round, *answered)
        theirs = [one.number for one in found.rounds.values() if one.number >= first and one.voided_at is None]
        weights = {number: found.questions[found.rounds[number].question_id].difficulty for number in theirs}
        scores = {number: own[number].score if number in own else 0.0 for number in theirs}
        mastery[who] = sum(weights[number] * scores[number] for number in theirs) / sum(weights.values())
        share = {number: reply.took.total_seconds() / (SECONDS * member.allowance) for number, reply in own.items()}
        speed[who] = sum(scores[number] * (1 - min(1.0, share[number]) / 2) for number in own) / len(theirs)
    return mastery, speed


def _name(member: Member) -> str:
    return f"{member.alias} (guest)" if member.alias else f"<@{member.person_id}>"


def _lines(card: str, board: str) -> list[tuple[int, str, str]]:
    """Read a board off the end card."""
    _, _, below = card.partition(f"**{board}**")
    lines = below.split("\n")[1:]
    found = []
    for line in lines:
        match = re.match(r"\*\*(\d+)\*\*  (.+?) · (\d+ %)", line)
        if match is None:
            break
        found.append((int(match[1]), match[2], match[3]))
    return sorted(found)
