"""A candidate in a mock interview with the real bot: starts, answers, and waits for whatever comes next."""

from functools import cache

from bot.render.author import authored
from bot.rules.question import Question
from bot.rules.rubric import Case, Spoken
from tests.people import Message, Person, labels_of, text_of
from tests.stock import bank_of

PATIENCE_S = 25.0
"""A worker may still be starting."""


@cache
def spoken_questions() -> tuple[Question, ...]:
    """All questions of the bank that are answered in one's own words."""
    questions = (entry.question for entry in bank_of().entries.values())
    return tuple(question for question in questions if isinstance(question.body, Spoken))


class Candidate:
    """Somebody who is interviewed, in direct messages or in a thread.

    Attributes:
        person: Who.
        at: The newest message of the interviewer's that was read.
    """

    def __init__(self, person: Person) -> None:
        self.person = person
        self.at = 0

    async def start(self, kind: str = "breadth", level: str = "mid", press: str = "Start") -> Message:
        """Open a round, press a button of the opening, and read the first question."""
        await self.person.settled(await self.person.slash("interview start", round=kind, level=level))
        opening = max(self.person.seen.values(), key=lambda one: int(one["id"]))
        assert "Mock interview" in text_of(opening), text_of(opening)
        await self.person.settled(await self.person.click(press, opening))
        return await self.next()

    async def next(self, *labels: str) -> Message:
        """Wait for what the interviewer posts next: a question, a pause, or the end.

        Args:
            labels: One of them must be on a button; by default whatever asks, pauses or ends.
        """

        found = await self.person._until(lambda: self.come(*labels), "the interviewer", PATIENCE_S)
        self.at = int(found["id"])
        self.person.channel = found["channel"]
        return found

    def come(self, *labels: str) -> Message | None:
        """Give what has come already of that."""
        wanted = set(labels or ("Pause", "Go on"))
        new = (one for one in self.person.seen.values() if int(one["id"]) > self.at and not one["ephemeral"])
        return next((one for one in new if wanted & set(labels_of(one)) or (not labels and is_end(one))), None)

    async def says(self, *texts: str) -> Message:
        """Write plain messages, press Done and read what comes next."""
        question = self.newest
        for text in texts:
            await self.person.say(text)
        await self.person.settled(await self.person.click("Done", question))
        return await self.next()

    async def writes(self, text: str) -> Message:
        """Answer in the form of a thread and read what comes next."""
        await self.person.click("Answer", self.newest)
        await self.person.settled(await self.person.submit(await self.person.modal(), words=text))
        return await self.next()

    async def press(self, label: str) -> Message:
        """Press a button of the newest message and read what comes next."""
        await self.person.settled(await self.person.click(label, self.newest))
        return await self.next()

    @property
    def newest(self) -> Message:
        """The interviewer's newest message, as it is now."""
        return self.person.seen[str(self.at)]

    async def shows(self, text: str, message: Message | None = None) -> Message:
        """Wait until a message says something; the newest unless another is given."""
        number = (message or self.newest)["id"]

        def look() -> Message | None:
            now = self.person.seen[number]
            return now if text in text_of(now) else None

        return await self.person._until(look, f"{text!r}", PATIENCE_S)

    async def bare(self, message: Message) -> None:
        """Wait until a message has lost its buttons."""

        def look() -> bool | None:
            return None if labels_of(self.person.seen[message["id"]]) else True

        await self.person._until(look, "the buttons to go", PATIENCE_S)


def is_end(message: Message) -> bool:
    """Tell whether a message is what comes at the end."""
    return text_of(message).startswith("## Report")


def question_on(message: Message) -> Question:
    """Find the question of the bank that a message asks."""
    shown = text_of(message)
    return next(one for one in spoken_questions() if authored(one.text) in shown)


def strong(message: Message) -> str:
    """Give a strong answer to the question on a message, as its author wrote it."""
    body = question_on(message).body
    assert isinstance(body, Spoken)
    return body.better


def facts_of(message: Message) -> tuple[tuple[str, str], ...]:
    """Give the facts of the case on a message."""
    body = question_on(message).body
    assert isinstance(body, Case)
    return body.facts
