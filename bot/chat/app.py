"""What the chat room is handed: the actions, pictures, and nothing that could decide or store."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass, field

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
from bot.actions.ports import Clock
from bot.actions.practice import Practice
from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_open import OpenQuiz
from bot.actions.quiz_plan import PlanDesk
from bot.actions.quiz_results import QuizResults
from bot.actions.setup import Setup
from bot.actions.spoken import Speaking
from bot.chat.bell import Bell
from bot.chat.going import Going
from bot.chat.order import Order
from bot.render.card import Drawing

Pictures = Callable[[Drawing], Awaitable[bytes]]
Pages = Callable[[ReportView, Sequence[QuestionReport]], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class App:
    """All that chat can do.

    Attributes:
        pictures: Draws a picture as PNG; raises `EdgeDown` where it cannot (the text is there anyway).
        pages: Sets a report as a file of pages (PDF); raises `EdgeDown` where it cannot.
        clock: The time that Discord's ids are made by.
        about: The changelog's newest section, Markdown.
        bell: Rung by whoever changes a quiz or an interview, for the task that shows it.
        order: Keeps what is said and pressed in an interview's channel in its order.
        going: Runs that this process waits for, by number, so that they can be cancelled.
    """

    practice: Practice
    me: Me
    setup: Setup
    bank: BankDesk
    code: Code
    speaking: Speaking
    inbox: Inbox
    quiz: QuizDesk
    quiz_clock: QuizClock
    plans: PlanDesk
    quiz_open: OpenQuiz
    quiz_results: QuizResults
    pairs: PairDesk
    pair_clock: PairClock
    interview: InterviewDesk
    interview_clock: InterviewClock
    interview_reports: InterviewReports
    pictures: Pictures
    pages: Pages
    clock: Clock
    about: str = ""
    bell: Bell = field(default_factory=Bell)
    order: Order = field(default_factory=Order)
    going: MutableMapping[int, Going] = field(default_factory=dict)
