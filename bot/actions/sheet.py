"""One person's practice inside one transaction: what the practice actions share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from bot.actions.pool import Shelves, question_of, version_of
from bot.actions.ports import Bank, Books
from bot.actions.records import INTERVIEW, Attempt, NewAttempt, Person, Seen, Settled
from bot.actions.seal import sealed_for, unsealed
from bot.actions.sets import is_set, set_named, step_of, way_to
from bot.actions.spoken_views import Told
from bot.actions.views import Asked, Call, Following, Judged, SetDone, SetLine, Submission
from bot.rules.answer import Answer, Said, Submitted, from_plain, to_plain
from bot.rules.choosing import Because, Key, Shelf, Wish, can_be_asked, choose, key_of, longest_due
from bot.rules.errors import RuleBroken
from bot.rules.grading import Grade, Verdict, grade
from bot.rules.judged import from_plain as from_judged
from bot.rules.practice import answered_before, confusables, placed
from bot.rules.question import Level, Question
from bot.rules.review import Card, after, rating
from bot.rules.source import versions_for
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant


@dataclass(frozen=True)
class Sheet:
    """The books, the bank and the call that is being answered.

    Attributes:
        shelves: The bank's questions and those of servers, sorted.
        guild_id: The server whose questions count: the attempt's own, or the call's for a first question.
        known: The person who calls, where that was read already.
        plays: Whether the person may have come into a quiz that is on; False spares a look.
    """

    shelves: Shelves
    books: Books
    call: Call
    guild_id: int | None
    known: Person | None = None
    plays: bool = True

    @property
    def bank(self) -> Bank:
        """The built-in bank."""
        return self.shelves.bank

    @cached_property
    def person(self) -> Person:
        """The person who calls; a stranger gets the defaults."""
        return self.known or self.books.people.get(self.call.person_id) or Person(self.call.person_id)

    @cached_property
    def seen(self) -> Mapping[Key, Seen]:
        """What the person had met when it was first looked up here."""
        return {(line.scope, line.question_id): line for line in self.books.attempts.seen(self.call.person_id)}

    @cached_property
    def sealed(self) -> frozenset[str]:
        """Ids of the questions that are open in a quiz of the person's."""
        return sealed_for(self.books, self.call.person_id) if self.plays else frozenset()

    @cached_property
    def shelf(self) -> Shelf:
        """Every question that stands in this server."""
        return self.shelves.of(self.books, self.guild_id)

    @cached_property
    def _drawn(self) -> dict[int, Variant]:
        """The variants drawn so far, by attempt."""
        return {}

    @property
    def questions(self) -> Mapping[Key, Question]:
        """The same by key."""
        return self.shelf.questions

    def wish(self, within: str, level: Level | None) -> Wish:
        """Join what was asked for with the person's own settings."""
        profiles = frozenset(self.shelves.profiles())
        return Wish(within, level, self.person.level, frozenset(self.person.track.split()), profiles)

    def variant(self, attempt: Attempt) -> Variant:
        """Draw the attempt's variant again, once, from the very version it was asked in.

        Whatever shows, grades or explains an attempt looks at it here first.

        Raises:
            RuleBroken: `sealed` or `gone`.
        """
        if attempt.id not in self._drawn:
            unsealed(self.sealed, attempt.new.key.question_id)
            self._drawn[attempt.id] = self._draw(attempt)
        return self._drawn[attempt.id]

    def _draw(self, attempt: Attempt) -> Variant:
        return draw_variant(question_of(self.bank, self.books, attempt.new.key), attempt.new.seed)

    def open(self, question: Question, wish: Wish, follows: int | None = None) -> Attempt:
        """Open an attempt; the same call (or the same Next) twice gives the same one."""
        version = version_of(self.bank, self.books, question)
        greet = not self.person.greeted
        if greet:
            self.books.people.save(replace(self.person, greeted=True))
        return self.books.attempts.open(
            NewAttempt(
                call_id=self.call.id,
                person_id=self.call.person_id,
                guild_id=self.guild_id,
                channel_id=self.call.channel_id,
                key=version.key,
                topic=question.topic,
                seed=self.call.id,
                asked_at=self.call.at,
                greet=greet,
                within=wish.within,
                level=wish.level,
                follows=follows,
            )
        )

    def choose(self, wish: Wish, seed: int, just: Key | None = None) -> tuple[Question, Because] | None:
        """Choose what to ask: nothing under seal, nor what was just answered unless nothing else fits."""
        if is_set(wish.within):
            return self._next_of_set(wish, just)
        fits = self.shelf.fits(wish).without(self.sealed)
        due = sorted((line.due, key) for key, line in self.seen.items() if line.due and line.due <= self.call.at)
        longest = longest_due(fits, (key for _, key in due), just)
        if longest is not None:
            return longest, Because.DUE
        met = {key: line.last for key, line in self.seen.items()}
        return choose(fits, met, {line.topic for line in self.seen.values()}, seed, just)

    def _next_of_set(self, wish: Wish, just: Key | None) -> tuple[Question, Because] | None:
        for key in set_named(self.books, wish.within).after(just):
            question = self.questions.get(key)
            if question is not None and question.id not in self.sealed and can_be_asked(question, wish.profiles):
                return question, Because.SET
        return None

    def as_it_stands(self, attempt: Attempt) -> Asked | Judged:
        """Show an attempt: open or answered."""
        return self.asked(attempt) if attempt.settled is None else self.judged(attempt, attempt.settled)

    def asked(self, attempt: Attempt) -> Asked:
        """Show an open attempt."""
        subarea, topic = self._place(attempt.new.topic)
        variant = self.variant(attempt)
        tries = self.books.runs.judged(attempt.id) if variant.task is not None else 0
        step = step_of(self.books, attempt)
        held = interview_of(attempt)
        return Asked(
            attempt.id,
            variant,
            subarea,
            topic,
            attempt.hints,
            attempt.new.greet,
            tries=tries,
            step=step,
            interview_id=held,
        )

    def set_done(self, attempt: Attempt) -> SetDone:
        """Say how somebody did on the way through a set that ends with this attempt."""
        lines = [
            SetLine(self.variant(one).text, one.settled.verdict, one.settled.score)
            for one in way_to(self.books, attempt)
            if one.settled is not None
        ]
        return SetDone(set_named(self.books, attempt.new.within).name, tuple(lines))

    def placing(self, attempt: Attempt, letters: str) -> Asked | Judged:
        """Show an open attempt with items in order so far; one that is answered shows its verdict and says so."""
        if attempt.settled is not None:
            return self.judged(attempt, attempt.settled, again=True)
        asked = self.asked(attempt)
        return replace(asked, placed=placed(asked.variant, letters)) if letters else asked

    def judged(self, attempt: Attempt, settled: Settled, *, again: bool = False) -> Judged:
        """Show an answered attempt; `again` says besides that it had its answer before."""
        variant, answer = self.variant(attempt), from_plain(settled.answer)
        subarea, topic = self._place(attempt.new.topic)
        return Judged(
            attempt_id=attempt.id,
            variant=variant,
            subarea=subarea,
            topic=topic,
            answer=answer,
            grade=Grade(Verdict(settled.verdict), settled.score, settled.reason, settled.read_as),
            took=max(settled.answered_at - attempt.new.asked_at, timedelta()),
            answered_at=settled.answered_at,
            hints_shown=attempt.hints,
            comes_back=settled.comes_back,
            following=self._following(settled),
            said=answered_before(variant, answer, settled.answered_at) if again else "",
            message_id=attempt.message_id,
            submission=self._submission(answer),
            told=self._told(answer),
            interview_id=interview_of(attempt),
        )

    def _submission(self, answer: Answer) -> Submission | None:
        """Read again what the judge said of code that passed."""
        run = self.books.runs.get(answer.run_id) if isinstance(answer, Submitted) else None
        if run is None or run.end is None or not run.end.judgement or not isinstance(answer, Submitted):
            return None
        judgement = from_judged(run.end.judgement)
        return Submission(run.id, answer.nth, judgement, versions_for(run.new.source, judgement.versions))

    def _told(self, answer: Answer) -> Told | None:
        """Read again what was heard of an answer in one's own words."""
        said = self.books.spoken.get(answer.answer_id) if isinstance(answer, Said) else None
        if said is None or said.hearing is None or not isinstance(answer, Said):
            return None
        told = Told(said.new.words, said.hearing, answer.marked, said.made, said.new.guild_id is not None)
        return replace(told, asked=told.in_doubt and self.books.reports.to_mark(said.new.attempt_id) is not None)

    def settle(self, attempt: Attempt, answer: Answer) -> Judged:
        """Grade and record an answer, once; where one is recorded already, show that one and say so."""
        if attempt.settled is not None:
            return self.judged(attempt, attempt.settled, again=True)
        variant = self.variant(attempt)
        return self.record(
            attempt, answer, grade(variant, answer, attempt.hints, self._confusables() if variant.accepted else ())
        )

    def record(self, attempt: Attempt, answer: Answer, given: Grade) -> Judged:
        """Record an answer that is graded, once; who loses a race is shown the one that counts."""
        variant = self.variant(attempt)
        card = self._reviewed(attempt, given)
        settled = self._settled(attempt, variant, answer, given, card)
        if self.books.attempts.settle(attempt.id, settled):
            if card is not None:
                key = attempt.new.key
                self.books.cards.put(attempt.new.person_id, key.scope, key.question_id, attempt.new.topic, card)
            return self.judged(attempt, settled)
        won = self.books.attempts.get(attempt.id)
        assert won is not None  # noqa: S101 (an attempt that cannot be settled has been settled)
        assert won.settled is not None  # noqa: S101
        return self.judged(won, won.settled, again=True)

    def mark(self, attempt: Attempt, settled: Settled, answer: Answer, given: Grade, before: Card | None) -> Judged:
        """Replace the grade of an answered attempt, and the review that it led to.

        Args:
            attempt: Which.
            settled: How it ended.
            answer: What the answer is now.
            given: The new grade.
            before: The question's card as it was before the attempt.
        """
        key, at = attempt.new.key, settled.answered_at
        made = self.books.cards.get(attempt.new.person_id, key.scope, key.question_id)
        card = self._moved(attempt, given, before, at) or (self._moved(attempt, given, made, at) if made else None)
        marked = replace(
            settled,
            answer=to_plain(answer),
            score=given.score,
            verdict=given.verdict.value,
            comes_back=card.due if card else None,
        )
        self.books.attempts.mark(attempt.id, marked)
        if card is not None:
            self.books.cards.put(attempt.new.person_id, key.scope, key.question_id, attempt.new.topic, card)
        return self.judged(replace(attempt, settled=marked), marked)

    def planned(self, settled: Settled) -> Question | None:
        """Give the question that the verdict named as next, if it still can be asked."""
        if settled.next_scope is None or settled.next_question_id is None:
            return None
        question = self.questions.get((settled.next_scope, settled.next_question_id))
        if question is None or question.id in self.sealed or not can_be_asked(question, self.shelves.profiles()):
            return None
        return question

    def _settled(self, attempt: Attempt, variant: Variant, answer: Answer, given: Grade, card: Card | None) -> Settled:
        wish = self.wish(attempt.new.within, attempt.new.level)
        coming = self.choose(wish, seed=attempt.new.seed, just=key_of(variant.question))
        scope, question_id = key_of(coming[0]) if coming else (None, None)
        return Settled(
            answered_at=max(self.call.at, attempt.new.asked_at),
            answer=to_plain(answer),
            score=given.score,
            verdict=given.verdict.value,
            reason=given.reason,
            read_as=given.read_as,
            comes_back=card.due if card else None,
            next_scope=scope,
            next_question_id=question_id,
            next_because=coming[1].value if coming else None,
        )

    def _reviewed(self, attempt: Attempt, given: Grade) -> Card | None:
        key = attempt.new.key
        line = self.seen.get((key.scope, key.question_id))
        has_card = line is not None and line.due is not None
        before = self.books.cards.get(self.call.person_id, key.scope, key.question_id) if has_card else None
        return self._moved(attempt, given, before, self.call.at)

    def _moved(self, attempt: Attempt, given: Grade, before: Card | None, at: datetime) -> Card | None:
        """Give the question's card as it stands after an answer at that time."""
        question = self.variant(attempt).question
        took, allowed = at - attempt.new.asked_at, timedelta(seconds=question.answer_seconds)
        return after(before, given, rating(given, question.type, attempt.hints, took, allowed), at)

    def _following(self, settled: Settled) -> Following | None:
        question = self.planned(settled)
        if question is None or settled.next_because is None:
            return None
        return Following(self._place(question.topic)[1], Because(settled.next_because))

    def _confusables(self) -> tuple[str, ...]:
        return confusables(self.questions.values())

    def _place(self, topic_id: str) -> tuple[str, str]:
        topic = self.bank.skills.get(topic_id)
        return self.bank.skills.subarea_of(topic_id).name, topic.name if topic else topic_id


def own_attempt(shelves: Shelves, books: Books, call: Call, attempt_id: int) -> tuple[Sheet, Attempt]:
    """Give the person's own attempt, and the sheet it stands on.

    Raises:
        RuleBroken: `gone` or `not_yours`.
    """
    both = books.attempts.with_person(attempt_id)
    if both is None:
        raise RuleBroken("gone", "That question is no longer stored. /practice brings a new one.")
    found, person, plays = both
    if person.id != call.person_id:
        raise RuleBroken("not_yours", "That question was asked of somebody else. /practice brings your own.")
    return Sheet(shelves, books, call, found.new.guild_id, person, plays), found


def interview_of(attempt: Attempt) -> int | None:
    """Give the mock interview that opened an attempt; None in practice."""
    named = attempt.new.within
    return int(named.removeprefix(INTERVIEW)) if named.startswith(INTERVIEW) else None
