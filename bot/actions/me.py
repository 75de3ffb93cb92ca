"""A person's own card: results, settings, and all that is kept about them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.actions.consent import check_there
from bot.actions.pair_opening import leave
from bot.actions.ports import Bank, Books, Desk
from bot.actions.records import Person
from bot.actions.seal import without_sealed
from bot.actions.views import AreaTally, Call, Export, MeCard
from bot.rules.errors import RuleBroken
from bot.rules.question import Level
from bot.rules.quiz import ALLOWANCES
from bot.rules.settings import zone_named


@dataclass(frozen=True, slots=True)
class Me:
    """What a person can see and set about themselves. Every method raises `EdgeDown` where the database is away.

    Attributes:
        outsider: The model outside that can hear answers, and where it is; empty where there is none.
    """

    desk: Desk
    bank: Bank
    outsider: str = ""

    async def card(self, call: Call) -> MeCard:
        """Show the person's card."""
        return await self.desk(lambda books: self._card(books, call))

    async def change(
        self,
        call: Call,
        zone: str,
        level: Level | None,
        tracks: Collection[str] | None,
        extra_time: float | None = None,
    ) -> MeCard:
        """Set everything that can be set, all or nothing.

        Args:
            call: Who asks.
            zone: A time zone as typed.
            level: The level that is asked first; None for all.
            tracks: The frameworks and clouds whose questions are asked besides the common ones; None to leave them.
            extra_time: By how much the person's own time in quizzes is longer, from the next one they join; one of
                `rules.quiz.ALLOWANCES`, None to leave it.

        Raises:
            RuleBroken: `unknown_zone`, `unknown_track` or `unknown_time`.
        """
        named = zone_named(zone)
        if not set(tracks or ()) <= set(self.tracks()):
            raise RuleBroken("unknown_track", f"I know these tracks: {', '.join(self.tracks())}.")
        if extra_time not in (None, *ALLOWANCES):
            raise RuleBroken("unknown_time", "Choose one of the times that the form offers.")

        def work(books: Books) -> MeCard:
            person = books.people.get(call.person_id) or Person(call.person_id)
            time = person.extra_time if extra_time is None else extra_time
            track = person.track if tracks is None else " ".join(sorted(tracks))
            books.people.save(replace(person, zone=named, level=level, track=track, extra_time=time))
            return self._card(books, call)

        return await self.desk(work)

    async def set_outside(self, call: Call, *, allowed: bool) -> MeCard:
        """Say whether the model outside may hear the person's answers; in a server its admins have to allow it too.

        Raises:
            RuleBroken: `no_model`.
        """
        check_there(self.outsider, wanted=allowed)

        def work(books: Books) -> MeCard:
            person = books.people.get(call.person_id) or Person(call.person_id)
            books.people.save(replace(person, outside=allowed))
            return self._card(books, call)

        return await self.desk(work)

    def tracks(self) -> tuple[str, ...]:
        """Give the tracks that the bank has questions for."""
        return tuple(sorted({entry.question.track for entry in self.bank.entries.values()} - {""}))

    async def export(self, call: Call) -> Export:
        """Give everything that is kept about the person, but what would tell of a question before its reveal."""

        def work(books: Books) -> Export:
            return Export(*without_sealed(books, call.person_id, books.people.export(call.person_id)))

        return await self.desk(work)

    async def delete(self, call: Call) -> None:
        """Delete everything that is kept about the person.

        The end cards of their quizzes are shown without them, and a pair interview that they are in ends.
        """

        def work(books: Books) -> None:
            books.quizzes.show_ends_again(call.person_id)
            leave(books, call)
            books.people.forget(call.person_id, call.at)

        await self.desk(work)

    def _card(self, books: Books, call: Call) -> MeCard:
        person = books.people.get(call.person_id) or Person(call.person_id)
        return MeCard(
            tallies=self._tallies(books, call.person_id),
            due=len(books.cards.due(call.person_id, call.at)),
            zone=person.zone,
            level=person.level,
            tracks=tuple(person.track.split()),
            extra_time=person.extra_time,
            outsider=self.outsider,
            outside=person.outside,
        )

    def _tallies(self, books: Books, person_id: int) -> tuple[AreaTally, ...]:
        by_area: dict[str, AreaTally] = {}
        for line in books.attempts.tallies(person_id):
            name = self.bank.skills.area_of(line.topic).name
            so_far = by_area.get(name, AreaTally(name, 0, 0.0, 0))
            by_area[name] = AreaTally(
                name,
                so_far.answered + line.answered,
                so_far.points + line.points,
                so_far.gave_up + line.gave_up,
            )
        return tuple(by_area[area.name] for area in self.bank.skills.areas if area.name in by_area)
