"""What a front end needs, opened and closed in order: the bank, the desk and the workers."""

import contextlib
import gc
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.actions import ports
from bot.actions.bank import BankDesk
from bot.actions.code import Code
from bot.actions.inbox import Inbox
from bot.actions.interview import InterviewDesk
from bot.actions.interview_clock import InterviewClock
from bot.actions.interview_report_views import QuestionReport, ReportView
from bot.actions.interview_reports import InterviewReports
from bot.actions.me import Me
from bot.actions.pair import PairDesk
from bot.actions.pair_clock import PairClock
from bot.actions.ports import Clock, Sandbox
from bot.actions.practice import Practice
from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_open import OpenQuiz
from bot.actions.quiz_plan import PlanDesk
from bot.actions.quiz_results import QuizResults
from bot.actions.records import Reading
from bot.actions.setup import Setup
from bot.actions.spoken import Speaking
from bot.actions.spoken_ports import Grader
from bot.chat.app import App
from bot.render.card import Drawing
from bot.render.help import newest_section
from bot.wiring.album import Album
from bot.wiring.endpoint import Outsider
from bot.wiring.hearing import Hearer
from bot.wiring.places import CHANGELOG, QUESTIONS, now

PAGES_S = 20.0
"""Seconds that a report of four pages may take."""


@contextlib.asynccontextmanager
async def open_app(
    database: str,
    sandbox: Sandbox,
    clock: Clock,
    outsider: Outsider | None = None,
    embeddings: str = "",
    *,
    bank: ports.Bank | None = None,
) -> AsyncIterator[App]:
    """Open what a front end needs: the bank, the desk and the workers.

    Args:
        database: The database's address; it is brought to the newest revision first.
        sandbox: What runs people's code; it outlives the app.
        clock: The time that Discord's ids are made by.
        outsider: The model outside that hears the answers of those who let it; None where there is none.
        embeddings: The folder of a model of meaning that answers are heard with; empty for none.
        bank: The built-in questions, where they are read already.

    Raises:
        RuleBroken: The embeddings cannot be used.
        BankError: The built-in questions are at fault.
        EdgeDown: The database does not answer.
    """
    from bot.bank.catalogue import open_catalogue
    from bot.storage.desk import Desk
    from bot.workers.pool import Pool

    bring_up(database)
    catalogue = bank or open_catalogue(QUESTIONS)
    async with Desk(database) as desk, Pool() as pool, Pool() as ears:
        grader = await _grader(Hearer(ears.run, embeddings), outsider, desk, clock)
        model = outsider.label if outsider else ""
        paper = Paper(pool.run)
        practice = Practice(desk, catalogue, lambda: sandbox.profiles)
        keep_loaded()
        yield App(
            practice=practice,
            me=Me(desk, catalogue, model),
            setup=Setup(desk, model),
            bank=BankDesk(desk, catalogue, Checking(pool.run)),
            code=Code(desk, catalogue, sandbox),
            speaking=Speaking(desk, catalogue, grader, lambda: sandbox.profiles),
            inbox=Inbox(desk, catalogue),
            quiz=QuizDesk(desk, catalogue, lambda: sandbox.profiles),
            quiz_clock=QuizClock(desk, catalogue, lambda: sandbox.profiles),
            plans=PlanDesk(desk, catalogue),
            quiz_open=OpenQuiz(desk, catalogue, lambda: sandbox.profiles),
            quiz_results=QuizResults(desk, catalogue),
            pairs=PairDesk(desk, catalogue),
            pair_clock=PairClock(desk, catalogue),
            interview=InterviewDesk(desk, catalogue, lambda: sandbox.profiles, model),
            interview_clock=InterviewClock(desk, catalogue, grader, lambda: sandbox.profiles),
            interview_reports=InterviewReports(desk, catalogue, practice),
            pictures=Album(paper.picture).picture,
            pages=paper.pages,
            clock=clock,
            about=newest_section(CHANGELOG.read_text(encoding="utf-8")),
        )


async def _grader(hearer: Hearer, outsider: Outsider | None, desk: ports.Desk, clock: Clock) -> Grader:
    """Give who hears answers: the bot's own grader, behind a model outside where there is one."""
    if hearer.embeddings:
        await hearer.ready()
    if outsider is None:
        return hearer
    await desk(lambda books: books.model_use.meant_for(outsider.label))
    return outsider.before(hearer, desk, clock)


@dataclass(frozen=True, slots=True)
class Paper:
    """Pictures and pages, drawn in a worker process."""

    run: Callable[..., Coroutine[Any, Any, Any]]

    async def picture(self, drawing: Drawing) -> bytes:
        """Draw a picture as PNG."""
        drawn: bytes = await self.run("bot.workers.jobs:picture", drawing, edge="pictures")
        return drawn

    async def pages(self, view: ReportView, questions: Sequence[QuestionReport]) -> bytes:
        """Write a report as PDF."""
        made: bytes = await self.run("bot.workers.jobs:report", view, questions, timeout_s=PAGES_S, edge="pages")
        return made


@dataclass(frozen=True, slots=True)
class Checking:
    """The port `Checker`, done by the bank's reader in a worker process."""

    run: Callable[..., Coroutine[Any, Any, Any]]

    async def lines(self, text: str, topic: str, level: str, known: Sequence[str], keep: str = "") -> Reading:
        """Read one question in line form."""
        scope = self._scope(known)
        reading: Reading = await self.run("bot.bank.reader:read_lines", scope, text, topic, level, keep, edge="checker")
        return reading

    async def file(self, name: str, data: bytes, known: Sequence[str]) -> Reading:
        """Read a CSV or YAML file of questions."""
        scope = self._scope(known)
        reading: Reading = await self.run("bot.bank.reader:read_file", scope, name, data, edge="checker")
        return reading

    def _scope(self, known: Sequence[str]) -> Any:
        from bot.bank.reader import Scope

        return Scope(str(QUESTIONS), frozenset(known), now().date())


def keep_loaded() -> None:
    """Take what is loaded by now, and stays, out of the garbage collector's rounds, and make these rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def bring_up(database: str) -> None:
    """Bring the database to the newest revision; where it is there already, Alembic is never loaded.

    Raises:
        EdgeDown: The database does not answer.
    """
    from bot.storage.revision import at_head

    path = database.removeprefix("sqlite:///")
    if path != database:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    if not at_head(database):
        from bot.storage.migrate import upgrade

        upgrade(database)
