"""A person's own card: results, settings, and all that is kept about them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.actions.ports import Bank, Books, Desk, Person
from bot.actions.views import AreaTally, Call, Export, MeCard
from bot.rules.errors import RuleBroken
from bot.rules.question import Level
from bot.rules.settings import zone_named


@dataclass(frozen=True, slots=True)
class Me:
    """What a person can see and set about themselves. Every method raises `EdgeDown` where the database is away."""

    desk: Desk
    bank: Bank

    async def card(self, call: Call) -> MeCard:
        """Show the person's card."""
        return await self.desk(lambda books: self._card(books, call))

    async def set_zone(self, call: Call, zone: str) -> MeCard:
        """Set the time zone.

        Raises:
            RuleBroken: `unknown_zone`.
        """
        named = zone_named(zone)
        return await self._change(call, lambda person: replace(person, zone=named))

    async def set_level(self, call: Call, level: Level | None) -> MeCard:
        """Set the level that is asked first; None for all."""
        return await self._change(call, lambda person: replace(person, level=level))

    async def set_track(self, call: Call, track: str) -> MeCard:
        """Set the framework that is asked besides the common questions; empty for any.

        Raises:
            RuleBroken: `unknown_track`.
        """
        if track and track not in self.tracks():
            raise RuleBroken("unknown_track", f"I know these tracks: {', '.join(self.tracks())}.")
        return await self._change(call, lambda person: replace(person, track=track))

    def tracks(self) -> tuple[str, ...]:
        """Give the tracks that the bank has questions for."""
        return tuple(sorted({entry.question.track for entry in self.bank.entries.values()} - {""}))

    async def export(self, call: Call) -> Export:
        """Give everything that is kept about the person."""
        return Export(await self.desk(lambda books: books.people.export(call.person_id)))

    async def delete(self, call: Call) -> None:
        """Delete everything that is kept about the person."""

        def work(books: Books) -> None:
            books.people.forget(call.person_id, call.at)

        await self.desk(work)

    async def _change(self, call: Call, change: Callable[[Person], Person]) -> MeCard:
        def work(books: Books) -> MeCard:
            books.people.save(change(books.people.get(call.person_id) or Person(call.person_id)))
            return self._card(books, call)

        return await self.desk(work)

    def _card(self, books: Books, call: Call) -> MeCard:
        person = books.people.get(call.person_id) or Person(call.person_id)
        return MeCard(
            tallies=self._tallies(books, call.person_id),
            due=len(books.cards.due(call.person_id, call.at)),
            zone=person.zone,
            level=person.level,
            track=person.track,
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
