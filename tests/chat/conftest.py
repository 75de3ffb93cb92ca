"""The bot, and what stands in for Discord, for every dialogue of this folder."""

from collections.abc import AsyncIterator

import discord
import pytest
from aiohttp.test_utils import TestServer

from bot.actions.bank import BankDesk
from bot.actions.code import Code
from bot.actions.inbox import Inbox
from bot.actions.interview import InterviewDesk
from bot.actions.interview_clock import InterviewClock
from bot.actions.interview_reports import InterviewReports
from bot.actions.me import Me
from bot.actions.pair import PairDesk
from bot.actions.pair_clock import PairClock
from bot.actions.practice import Practice
from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_open import OpenQuiz
from bot.actions.quiz_plan import PlanDesk
from bot.actions.quiz_results import QuizResults
from bot.actions.setup import Setup
from bot.actions.spoken import Speaking
from bot.chat import going
from bot.chat.app import App
from bot.chat.client import Client
from bot.chat.redirect import point_at
from bot.rules.question import Question
from tests.chat.recorder import Discord, Room, draw
from tests.chat.shown import set_pages
from tests.fake_sandbox import FakeSandbox
from tests.fake_spoken import FakeGrader
from tests.fakes import FakeDesk
from tests.samples import ALL, SampleBank, SampleChecker


@pytest.fixture
async def fake_discord() -> AsyncIterator[tuple[Discord, str]]:
    fake = Discord()
    server = TestServer(fake.app())
    await server.start_server()
    yield fake, f"http://127.0.0.1:{server.port}"
    await server.close()
    assert fake.violations == []


@pytest.fixture
def redirected(monkeypatch: pytest.MonkeyPatch, fake_discord: tuple[Discord, str]) -> str:
    """discord.py points at the recorder for one test."""
    monkeypatch.setattr(discord.http.Route, "BASE", "")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", None)
    monkeypatch.setattr(discord.asset.Asset, "BASE", "")
    token = "playground.made-up"
    point_at(fake_discord[1], token)
    return token


@pytest.fixture
def questions(request: pytest.FixtureRequest) -> tuple[Question, ...]:
    """What the built-in bank holds; a test may hand in its own."""
    given: tuple[Question, ...] = getattr(request, "param", ALL)
    return given


@pytest.fixture
def bank(questions: tuple[Question, ...]) -> SampleBank:
    return SampleBank(questions)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, nobody is told to wait unless the sandbox is held."""
    monkeypatch.setattr(going, "SHOWN_AFTER_S", 30)
    monkeypatch.setattr(going, "CHANGED_EVERY_S", 0.01)


@pytest.fixture
def sandbox() -> FakeSandbox:
    return FakeSandbox()


@pytest.fixture
def grader() -> FakeGrader:
    return FakeGrader()


@pytest.fixture
def outsider(request: pytest.FixtureRequest) -> str:
    """The model outside and where it is; none unless a test names one."""
    given: str = getattr(request, "param", "")
    return given


@pytest.fixture
async def room(
    fake_discord: tuple[Discord, str],
    redirected: str,
    bank: SampleBank,
    sandbox: FakeSandbox,
    grader: FakeGrader,
    *,
    outsider: str,
) -> AsyncIterator[Room]:
    desk = FakeDesk()
    practice = Practice(desk, bank, lambda: sandbox.profiles)
    app = App(
        practice,
        Me(desk, bank, outsider),
        Setup(desk, outsider),
        BankDesk(desk, bank, SampleChecker()),
        Code(desk, bank, sandbox),
        Speaking(desk, bank, grader),
        Inbox(desk, bank),
        QuizDesk(desk, bank),
        QuizClock(desk, bank),
        PlanDesk(desk, bank),
        OpenQuiz(desk, bank),
        QuizResults(desk, bank),
        PairDesk(desk, bank),
        PairClock(desk, bank),
        InterviewDesk(desk, bank, lambda: sandbox.profiles, outsider),
        InterviewClock(desk, bank, grader, lambda: sandbox.profiles),
        InterviewReports(desk, bank, practice),
        draw,
        set_pages,
        fake_discord[0].clock,
        "## 1\n- new",
    )
    async with Client(app) as client:
        await client.login(redirected)
        told = await fake_discord[0].next()
        assert told.kind == "commands"
        yield Room(client, fake_discord[0], app, desk)


@pytest.fixture
async def restarted(room: Room, redirected: str) -> AsyncIterator[Room]:
    """The same books, another process: nothing that the first client held in memory."""
    async with Client(room.app) as client:
        await client.login(redirected)
        yield Room(client, room.discord, room.app, room.desk)
