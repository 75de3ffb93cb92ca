"""How a quiz comes to be: who may host, which questions are drawn, and the rows of its lobby."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.actions.pool import version_of
from bot.actions.ports import Books
from bot.actions.quiz_ports import PublicMessage
from bot.actions.quiz_sheet import Papers, QuizSheet
from bot.actions.records import Server
from bot.actions.views import Call
from bot.rules.choosing import Key, Wish
from bot.rules.errors import RuleBroken
from bot.rules.question import Question
from bot.rules.quiz import LOBBY, LOBBY_WAIT, MOST_QUESTIONS, Options, Quiz, Round, State, options
from bot.rules.quiz_people import round_seed
from bot.rules.quiz_set import draw_set

AVOIDED = timedelta(days=60)
"""How long a question that was asked in a server is not asked there again while others are left."""
MIXED = "Mixed questions"


def hosting_server(books: Books, call: Call) -> int:
    """Give the server of a call whose caller may host quizzes there.

    Raises:
        RuleBroken: `not_a_server` or `not_host`.
    """
    if call.guild_id is None:
        raise RuleBroken("not_a_server", "A quiz is played in a server. Use /quiz start there, or /practice here.")
    server = books.servers.get(call.guild_id) or Server(call.guild_id)
    if not call.admin and server.host_role_id not in call.role_ids:
        raise RuleBroken(
            "not_host",
            "Only those with this server's host role, and those who manage it, open quizzes. Ask one of them.",
        )
    return call.guild_id


def usual_options(books: Books, guild_id: int) -> Options:
    """Give the options of a server's last quiz."""
    server = books.servers.get(guild_id)
    if server is None or server.quiz_options is None:
        return Options()
    return options(**server.quiz_options)


def plain_options(told: Options) -> Mapping[str, object]:
    """Give options in the form in which a server's are kept."""
    return asdict(told) | {"pace": told.pace.value, "numbers": told.numbers.value}


def check_wish(papers: Papers, within: str, count: int) -> str:
    """See that questions can be drawn for what was asked for, and give the skill.

    Raises:
        RuleBroken: `unknown_topic` or `bad_count`.
    """
    skill = within.strip()
    if skill and papers.bank.skills.get(skill) is None:
        raise RuleBroken("unknown_topic", "I don't know that topic. Pick one from the list that opens as you type.")
    if not 1 <= count <= MOST_QUESTIONS:
        raise RuleBroken("bad_count", f"Ask for 1 to {MOST_QUESTIONS} questions.")
    return skill


def title_of(papers: Papers, within: str) -> str:
    """Say what a quiz on a skill is about."""
    skill = papers.bank.skills.get(within)
    return MIXED if skill is None else skill.name


def draw_questions(
    papers: Papers,
    books: Books,
    *,
    guild_id: int,
    within: str,
    count: int,
    seed: int,
    at: datetime,
    without: Collection[Key] = (),
    seconds: int | None = None,
) -> tuple[Question, ...]:
    """Draw questions, first those that this server has not been asked lately.

    Raises:
        RuleBroken: `nothing_fits`.
    """
    fits = papers.shelves.of(books, guild_id).fits(Wish(within))
    asked = books.quizzes.asked_since(guild_id, at - AVOIDED) | dict.fromkeys(on_now(books, guild_id), at)
    each = seconds or usual_options(books, guild_id).seconds
    drawn = draw_set(fits, count, seed, asked, without, seconds=each)
    if not drawn:
        where = "left that no quiz has now" if without else "for a quiz on this topic here yet"
        raise RuleBroken("nothing_fits", f"There is no question {where}. Try another topic.")
    return drawn


def on_now(books: Books, guild_id: int) -> frozenset[Key]:
    """Give the questions of quizzes that are in their lobby or running: another one must not give them away."""
    live = books.quizzes.live(guild_id)
    return frozenset(round_.key for quiz in live for round_ in books.quizzes.rounds(quiz.id))


def opened_by(papers: Papers, books: Books, guild_id: int, call_id: int) -> QuizSheet | None:
    """Find the quiz that a call has opened already, while it is on."""
    opened = (QuizSheet(papers, books, quiz) for quiz in books.quizzes.live(guild_id) if quiz.call_id == call_id)
    return next(opened, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quiz that somebody, or a plan, asks for.

    Attributes:
        call_id: What asks for it: unique.
        channel_id: Where its lobby is posted.
        within: The skill asked for, or empty.
        options: None for those of the server's last quiz.
        starts_at: When it starts by itself; None for five minutes from `at`.
        plan_id: The plan it comes from.
    """

    call_id: int
    at: datetime
    guild_id: int
    channel_id: int
    host_id: int
    title: str
    within: str = ""
    options: Options | None = None
    starts_at: datetime | None = None
    plan_id: int | None = None


def open_lobby(papers: Papers, books: Books, questions: Collection[Question], wanted: Wanted) -> QuizSheet:
    """Write a quiz in its lobby down; the clock posts it. The same call twice opens one.

    Raises:
        RuleBroken: `one_here`: another quiz is in its lobby or running in this channel.
    """
    for live in books.quizzes.live(wanted.guild_id):
        if live.call_id == wanted.call_id:
            return QuizSheet(papers, books, live)
        if live.channel_id == wanted.channel_id and live.closes_at is None:  # an open one is played privately
            raise RuleBroken(
                "one_here", "A quiz is on in this channel already. Wait for its end, or open yours in another channel."
            )
    starts_at = wanted.starts_at or wanted.at + LOBBY_WAIT
    quiz = Quiz(
        id=0,
        call_id=wanted.call_id,
        guild_id=wanted.guild_id,
        channel_id=wanted.channel_id,
        host_id=wanted.host_id,
        title=wanted.title,
        within=wanted.within,
        options=wanted.options or usual_options(books, wanted.guild_id),
        state=State.LOBBY,
        created_at=wanted.at,
        starts_at=starts_at,
        due_at=starts_at,
        bank_version=_bank_version(papers, books, wanted.guild_id),
        plan_id=wanted.plan_id,
    )
    rounds = [_planned(papers, books, question, number, wanted.call_id) for number, question in enumerate(questions, 1)]
    added = books.quizzes.add(quiz, rounds)
    if books.quizzes.message(added.id, LOBBY) is None:
        books.quizzes.save_message(PublicMessage(added.id, LOBBY))
    return QuizSheet(papers, books, added)


def _planned(papers: Papers, books: Books, question: Question, number: int, call_id: int) -> Round:
    key = version_of(papers.bank, books, question).key
    return Round(0, number, key.scope, key.question_id, key.version, round_seed(call_id, number))


def _bank_version(papers: Papers, books: Books, guild_id: int) -> str:
    """Give the digest of all digests of live questions here, in their order."""
    own = [version.digest for version in books.versions.heads(guild_id)]
    digests = sorted([*own, *(entry.digest for entry in papers.bank.entries.values() if entry.question.offered)])
    return sha256("\n".join(digests).encode()).hexdigest()
