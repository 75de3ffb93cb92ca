"""What a quiz looks like now: its rows as the frozen views that front ends draw."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from bot.actions import quiz_window
from bot.actions.quiz_sheet import QuizSheet
from bot.actions.quiz_views import (
    EndView,
    Hardest,
    HostView,
    LobbyView,
    MineView,
    Named,
    PublicView,
    QuestionView,
    RevealView,
)
from bot.actions.views import Call
from bot.rules.answer import from_plain
from bot.rules.grading import Verdict
from bot.rules.quiz import END, LOBBY, Pace, Reply, Round, State
from bot.rules.quiz_course import is_over, is_talked_about, was_cut_short
from bot.rules.quiz_people import own_seed
from bot.rules.standings import Standing
from bot.rules.tally import Vote, said, talk, tallies
from bot.rules.variant import Variant

NAMED = 3
"""Places that are shown by name at the end; everybody else's are told to themselves alone."""


def public(sheet: QuizSheet, place: int) -> PublicView:
    """Give what a public message says now."""
    if place == LOBBY:
        return lobby(sheet)
    if place == END:
        return end(sheet)
    round_ = sheet.round(place)
    return question(sheet, round_) if round_.revealed_at is None else reveal(sheet, round_)


def lobby(sheet: QuizSheet) -> LobbyView:
    """Give the quiz's first message."""
    quiz = sheet.quiz
    host = sheet.member(quiz.host_id)
    begun, through = quiz_window.counts(sheet) if quiz.closes_at is not None else (0, 0)
    return LobbyView(
        quiz_id=quiz.id,
        title=quiz.title,
        host_id=quiz.host_id,
        count=sheet.total,
        options=quiz.options,
        state=quiz.state,
        starts_at=quiz.starts_at,
        joined=sheet.books.quizzes.joined(quiz.id),
        host_plays=host is None or not host.off_board,
        thread_id=sheet.thread_id,
        current=quiz.current,
        closes_at=quiz.closes_at,
        begun=begun,
        through=through,
        role_id=called_role(sheet),
    )


def called_role(sheet: QuizSheet) -> int | None:
    """Give the role that a server calls to its quizzes."""
    server = sheet.books.servers.get(sheet.quiz.guild_id)
    return None if server is None else server.quiz_role_id


def question(sheet: QuizSheet, round_: Round) -> QuestionView:
    """Give a question before its reveal."""
    area, topic = sheet.place(round_)
    variant = sheet.variant(round_)
    return QuestionView(
        quiz_id=round_.quiz_id,
        number=round_.number,
        total=sheet.total,
        area=area,
        topic=topic,
        variant=variant,
        own=sheet.own and variant.is_one_of_many,
        closes_at=round_.closes_at,
        answered=round_.answered,
        expected=round_.expected,
    )


def reveal(sheet: QuizSheet, round_: Round) -> RevealView:
    """Give a question after its time."""
    quiz, variant = sheet.quiz, sheet.variant(round_)
    area, topic = sheet.place(round_)
    votes = [_vote(sheet, round_, reply) for reply in sheet.books.quizzes.replies(quiz.id, round_.number)]
    lines = tallies(variant, votes)
    talked = is_talked_about(quiz, round_)
    return RevealView(
        quiz_id=quiz.id,
        number=round_.number,
        total=sheet.total,
        area=area,
        topic=topic,
        variant=variant,
        own=sheet.own and variant.is_one_of_many,
        tallies=lines,
        answered=round_.answered,
        expected=round_.expected,
        talk=talk(variant, lines, votes, lambda seed: sheet.papers.variant(sheet.books, round_, seed)),
        host_id=quiz.host_id,
        next_at=round_.next_at if talked else None,
        held=quiz.options.pace is Pace.HOST,
        ready=sheet.books.quizzes.ready(quiz.id, round_.number)[0] if talked else 0,
        voided=round_.voided_at is not None,
        voided_by=round_.voided_by,
        void_reason=_void_reason(sheet, round_),
        boards_in=quiz.channel_id if is_over(quiz) and round_.number == quiz.current else None,
    )


def _void_reason(sheet: QuizSheet, round_: Round) -> str:
    """Find what whoever voided a question said then."""
    if round_.voided_at is None or round_.voided_by is None:
        return ""
    said = sheet.books.reports.about(sheet.quiz.id, round_.number)
    own = (one.words for one in said if one.person_id == round_.voided_by and one.at <= round_.voided_at)
    return next(own, "")


def _vote(sheet: QuizSheet, round_: Round, reply: Reply) -> Vote:
    seed = own_seed(round_, reply.person_id) if sheet.own else round_.seed
    return Vote(seed, from_plain(reply.answer), Verdict(reply.verdict), reply.reason)


def end(sheet: QuizSheet) -> EndView:
    """Give the end card."""
    quiz, plays = sheet.quiz, sheet.plays
    could, points = Counter(play.number for play in plays), defaultdict[int, float](float)
    for play in plays:
        points[play.number] += play.score
    return EndView(
        quiz_id=quiz.id,
        title=quiz.title,
        state=quiz.state,
        count=sheet.total,
        players=len(sheet.mastery),
        mastery=_top(sheet, sheet.mastery),
        speed=_top(sheet, sheet.speed),
        teams=tuple(Named(standing, team=standing.who) for standing in sheet.teams),
        hardest=_hardest(sheet, could),
        shares=tuple((number, points[number] / could[number]) for number in sorted(could)),
        voided=sum(round_.voided_at is not None and round_.opened_at is not None for round_ in sheet.rounds.values()),
        thread_id=sheet.thread_id,
    )


def _top(sheet: QuizSheet, board: Iterable[Standing]) -> tuple[Named, ...]:
    return tuple(sheet.named(standing) for standing in board if standing.first <= NAMED)


def _hardest(sheet: QuizSheet, could: Counter[int]) -> Hardest | None:
    """Find the question that the smallest share had right; None where all are alike."""
    playing = {play.person_id for play in sheet.plays}
    rights = Counter(
        reply.number for reply in sheet.replies if reply.verdict == Verdict.RIGHT and reply.person_id in playing
    )
    right = {number: rights[number] / could[number] for number in sorted(could)}
    if len(set(right.values())) < 2:  # noqa: PLR2004 (the line above says it)
        return None
    number = min(right, key=lambda one: right[one])
    return Hardest(number, headline(sheet.variant(sheet.round(number))), rights[number], could[number])


def headline(variant: Variant) -> str:
    """Name a question in a few words: by its answer's headline, or by its own first line."""
    return variant.short or variant.text.strip().partition("\n")[0]


def host(sheet: QuizSheet, call: Call, number: int = 0) -> HostView:
    """Give the host's panel, for the lobby (0) or a question."""
    quiz, round_ = sheet.quiz, sheet.rounds.get(number)
    own = sheet.member(call.person_id)
    running = quiz.state is State.RUNNING
    asked = running and round_ is not None and round_.opened_at is not None
    return HostView(
        quiz_id=quiz.id,
        title=quiz.title,
        state=quiz.state,
        options=quiz.options,
        starts_at=quiz.starts_at,
        joined=sheet.books.quizzes.joined(quiz.id),
        number=number,
        can_next=number == quiz.current and is_talked_about(quiz, round_),
        can_void=asked and round_ is not None and round_.voided_at is None,
        can_unvoid=asked and round_ is not None and round_.voided_at is not None and not was_cut_short(round_),
        seen=own is not None and own.off_board,
        closes_at=quiz.closes_at,
        count=sheet.total,
    )


def mine(
    sheet: QuizSheet, round_: Round, person_id: int, reply: Reply | None, placed: tuple[int, ...] = ()
) -> MineView:
    """Give an open question as one member has it."""
    area, topic = sheet.place(round_)
    variant = sheet.variant(round_, person_id)
    assert round_.closes_at is not None  # noqa: S101 (it is open)
    return MineView(
        quiz_id=round_.quiz_id,
        number=round_.number,
        total=sheet.total,
        area=area,
        topic=topic,
        variant=variant,
        closes_at=round_.closes_at,
        placed=placed,
        said="" if reply is None else said(variant, from_plain(reply.answer), reply.read_as),
        answer=None if reply is None else from_plain(reply.answer),
    )
