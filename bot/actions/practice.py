"""Practice: draw a question, answer it, go on."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from bot.actions.pool import Shelves
from bot.actions.ports import Bank, Books, Desk
from bot.actions.records import Attempt, Report
from bot.actions.sets import is_set, may_go_through
from bot.actions.sheet import Sheet, own_attempt
from bot.actions.views import Asked, Call, CodeWanted, Judged, SetDone, WordsWanted
from bot.rules.answer import Answer, GaveUp
from bot.rules.choosing import CODE, Wish, can_be_asked
from bot.rules.errors import RuleBroken
from bot.rules.practice import heard, unknowing, words_of_report
from bot.rules.question import Level

T = TypeVar("T")

CODE_QUESTIONS = "Code: write, test or repair it"
MOST_TOPICS = 25


@dataclass(frozen=True)
class Practice:
    """What a person can do with practice questions.

    Every method raises `EdgeDown` where the database is away, and those that name an attempt raise `RuleBroken`
    (`gone` or `not_yours`) where it is not there or somebody else's; those that show or grade one also `sealed` where
    its question is open in a quiz that the person is in.

    Attributes:
        profiles: Gives the profiles of the sandbox that are there; without one no code is asked for.
    """

    desk: Desk
    bank: Bank
    profiles: Callable[[], Collection[str]] = tuple

    @cached_property
    def shelves(self) -> Shelves:
        """The questions, sorted once."""
        return Shelves(self.bank, self.profiles)

    async def start(self, call: Call, within: str = "", level: Level | None = None) -> Asked:
        """Ask a question; the one that still waits in this channel comes again if it was the same wish.

        Args:
            call: Who asks, where and when.
            within: Id of an area, subarea or topic, or `code`; empty for all.
            level: Only questions of this level; None for the person's own first.

        Raises:
            RuleBroken: `unknown_topic` or `nothing_fits`.
        """
        skill = within.strip()
        if skill not in ("", CODE) and self.bank.skills.get(skill) is None:
            raise RuleBroken("unknown_topic", "I don't know that topic. Pick one from the list that opens as you type.")

        def work(books: Books) -> Asked:
            sheet = Sheet(self.shelves, books, call, call.guild_id)
            waiting = books.attempts.waiting(call.person_id, call.channel_id)
            if (
                waiting is not None
                and (waiting.new.within, waiting.new.level) == (skill, level)
                and waiting.new.key.question_id not in sheet.sealed
            ):
                return sheet.asked(waiting)
            wish = sheet.wish(skill, level)
            chosen = sheet.choose(wish, seed=call.id)
            if chosen is None:
                raise self._nothing_fits(sheet, wish)
            return sheet.asked(sheet.open(chosen[0], wish))

        return await self.desk(work)

    async def go_through(self, call: Call, within: str) -> Asked:
        """Begin to go through a set alone: a quiz's that is over, or a plan's for its hosts.

        The question of it that still waits in this channel comes again.

        Args:
            call: Who asks, where and when.
            within: A name that `sets.of_quiz` or `sets.of_plan` gave.

        Raises:
            RuleBroken: `gone`, `not_over`, `not_host` or `nothing_fits`.
        """

        def work(books: Books) -> Asked:
            may_go_through(books, call, within)
            sheet = Sheet(self.shelves, books, call, call.guild_id)
            waiting = books.attempts.waiting(call.person_id, call.channel_id)
            if waiting is not None and waiting.new.within == within:
                return sheet.asked(waiting)
            wish = sheet.wish(within, None)
            chosen = sheet.choose(wish, seed=call.id)
            if chosen is None:
                raise RuleBroken("nothing_fits", "None of its questions can be asked right now.")
            return sheet.asked(sheet.open(chosen[0], wish))

        return await self.desk(work)

    async def answer(self, call: Call, attempt_id: int, answer: Answer) -> Judged:
        """Grade an answer and record it, once; where one is recorded already, show that one and say so.

        Raises:
            RuleBroken: Besides those of all: what grading refuses; then nothing is recorded.
        """
        return await self._on(call, attempt_id, lambda sheet, found: sheet.settle(found, answer))

    async def give_up(self, call: Call, attempt_id: int) -> Judged:
        """Show the answer, for no points, and bring the topic back."""
        return await self.answer(call, attempt_id, GaveUp())

    async def typed(self, call: Call, text: str) -> Judged | CodeWanted | WordsWanted | None:
        """Take a plain message as the answer to the question that waits in this channel; None if none waits.

        Where that question wants code or one's own words, the message is left to be taken as such, unless it gives up.

        Raises:
            RuleBroken: `not_an_option`, or what grading refuses; then nothing is recorded.
        """

        def work(books: Books) -> Judged | CodeWanted | WordsWanted | None:
            waiting = books.attempts.waiting(call.person_id, call.channel_id)
            if waiting is None:
                return None
            sheet = Sheet(self.shelves, books, call, waiting.new.guild_id)
            variant = sheet.variant(waiting)
            if variant.task is not None and not unknowing(text):
                return CodeWanted(waiting.id)
            if variant.spoken is not None and not unknowing(text):
                return WordsWanted(waiting.id)
            return sheet.settle(waiting, heard(variant, text))

        return await self.desk(work)

    async def place(self, call: Call, attempt_id: int, letters: str) -> Asked | Judged:
        """Show a question with items put in order so far, which only its buttons remember; no row is written.

        Args:
            call: Who asks.
            attempt_id: Whose items.
            letters: The letters of the items, the first item first; empty for none.

        Raises:
            RuleBroken: Besides those of all: `wrong_kind` or `no_such_option`.
        """
        return await self._on(call, attempt_id, lambda sheet, found: sheet.placing(found, letters))

    async def hint(self, call: Call, attempt_id: int, nth: int, letters: str = "") -> Asked | Judged:
        """Show the hints up to the nth (from 1), each for a quarter of the points; pressed twice it costs once.

        Args:
            call: Who asks.
            attempt_id: Whose hints.
            nth: How many hints are wanted.
            letters: The items that are in order so far, as for `place`.
        """

        def work(sheet: Sheet, found: Attempt) -> Asked | Judged:
            wanted = 0 if found.settled is not None else min(nth, len(sheet.variant(found).hints))
            if wanted > found.hints:
                sheet.books.attempts.set_hints(found.id, wanted)
            return sheet.placing(replace(found, hints=max(wanted, found.hints)), letters)

        return await self._on(call, attempt_id, work)

    async def show(self, call: Call, attempt_id: int) -> Asked | Judged:
        """Show an attempt as it stands."""
        return await self._on(call, attempt_id, lambda sheet, found: sheet.as_it_stands(found))

    async def others(self, call: Call, attempt_id: int) -> Judged:
        """Show an answered attempt for its other options.

        Raises:
            RuleBroken: Besides those of all: `not_answered`.
        """

        def work(sheet: Sheet, found: Attempt) -> Judged:
            if found.settled is None:
                raise RuleBroken("not_answered", "Answer the question first; then I say what the others mean.")
            return sheet.judged(found, found.settled)

        return await self._on(call, attempt_id, work)

    async def following(self, call: Call, attempt_id: int) -> Asked | Judged | SetDone:
        """Ask the next question, or say how a set went; pressed twice it is the same one, as it then stands.

        Raises:
            RuleBroken: Besides those of all: `nothing_fits`.
        """

        def work(sheet: Sheet, found: Attempt) -> Asked | Judged | SetDone:
            if found.settled is None:
                return sheet.asked(found)
            wish = sheet.wish(found.new.within, found.new.level)
            question = sheet.planned(found.settled)
            if question is None:
                chosen = sheet.choose(wish, seed=call.id, just=(found.new.key.scope, found.new.key.question_id))
                if chosen is None and is_set(wish.within):
                    return sheet.set_done(found)
                if chosen is None:
                    raise self._nothing_fits(sheet, wish)
                question = chosen[0]
            return sheet.as_it_stands(sheet.open(question, wish, follows=found.id))

        return await self._on(call, attempt_id, work)

    async def reportable(self, call: Call, attempt_id: int) -> None:
        """See that an attempt is the person's own, before they say what is wrong with its question."""
        await self._on(call, attempt_id, lambda _sheet, _found: None)

    async def report(self, call: Call, attempt_id: int, words: str) -> None:
        """Keep what a person says is wrong with a question.

        Raises:
            RuleBroken: Besides those of all: `no_words` or `too_many_words`.
        """
        said = words_of_report(words)

        def work(sheet: Sheet, found: Attempt) -> None:
            sheet.books.reports.add(Report(call.id, call.person_id, call.guild_id, found.id, call.at, said))

        await self._on(call, attempt_id, work)

    async def placed(self, attempt_id: int, message_id: int) -> None:
        """Remember which message shows an attempt, so that its buttons can be taken off later."""
        await self.desk(lambda books: books.attempts.set_message(attempt_id, message_id))

    async def topics(self, call: Call, words: str) -> tuple[tuple[str, str], ...]:
        """Give up to 25 (id, path) of what matches while being typed and has questions here: `code`, then skills."""
        skills, profiles = self.bank.skills, self.profiles()

        def work(books: Books) -> set[str]:
            asked: set[str] = set()
            for question in self.shelves.of(books, call.guild_id).questions.values():
                if can_be_asked(question, profiles):
                    topic = question.topic
                    asked |= {topic, skills.subarea_of(topic).id, skills.area_of(topic).id}
                    asked |= {CODE} if question.profile else set()
            return asked

        asked = await self.desk(work)
        code = [(CODE, CODE_QUESTIONS)] if CODE in asked and _begins(CODE_QUESTIONS, words) else []
        found = ((skill, skills.path(skill)) for skill in skills.search(words, asked))
        return tuple([*code, *found][:MOST_TOPICS])

    def _nothing_fits(self, sheet: Sheet, wish: Wish) -> RuleBroken:
        if wish.within == CODE and not wish.profiles:
            why = "I cannot run code right now, so I ask for none. Try again in a minute, or another topic."
            return RuleBroken("nothing_fits", why)
        if sheet.shelf.fits(wish).by_key:
            why = "All that fits is open in a quiz you are in and comes back after its reveal. Try another topic."
            return RuleBroken("nothing_fits", why)
        asked = f"at {wish.level.value} level" if wish.level else "on this topic"
        return RuleBroken("nothing_fits", f"There is no question {asked} here yet. Try another topic or level.")

    async def _on(self, call: Call, attempt_id: int, work: Callable[[Sheet, Attempt], T]) -> T:
        def checked(books: Books) -> T:
            return work(*own_attempt(self.shelves, books, call, attempt_id))

        return await self.desk(checked)


def _begins(path: str, words: str) -> bool:
    """Tell whether every word typed begins a word of the path."""
    said = path.casefold().replace(",", " ").replace(":", " ").split()
    return all(any(one.startswith(word) for one in said) for word in words.casefold().split())
