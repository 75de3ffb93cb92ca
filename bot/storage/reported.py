"""What members said is wrong, for whoever runs the bot; it writes nothing, and no person's id leaves it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from bot.storage.engine import open_engine
from bot.storage.faults import telling
from bot.storage.quiz_tables import quiz_rounds
from bot.storage.tables import attempts, reports, runs


def reported(url: str, since: datetime) -> Sequence[Mapping[str, Any]]:
    """Read what was reported since then and waits, in servers and in direct messages, the newest first.

    Args:
        url: The database's address; it is at the newest revision.
        since: From when on.

    Returns:
        For each `at`, `server` (None for direct messages), `words`, `question`, `version`, `seed` (all three None for a
        run that answers no question) and `run` (None where it is about none).

    Raises:
        EdgeDown: The database did not answer.
    """
    engine = open_engine(url, begin="BEGIN")
    try:
        with telling(), engine.connect() as connection, connection.begin():
            return [dict(row) for row in connection.execute(_waiting(since)).mappings()]
    finally:
        engine.dispose()


def _waiting(since: datetime) -> Select[Any]:
    asked = (
        func.coalesce(attempts.c[name], quiz_rounds.c[name], reports.c[name]).label(label)
        for name, label in (("question_id", "question"), ("version", "version"), ("seed", "seed"))
    )
    own = (reports.c.at, reports.c.guild_id.label("server"), reports.c.words)
    stood = (quiz_rounds.c.quiz_id == reports.c.quiz_id) & (quiz_rounds.c.number == reports.c.number)
    return (
        select(*own, *asked, reports.c.run_id.label("run"))
        .select_from(reports)
        .outerjoin(runs, runs.c.id == reports.c.run_id)
        .outerjoin(attempts, attempts.c.id == func.coalesce(reports.c.attempt_id, runs.c.attempt_id))
        .outerjoin(quiz_rounds, stood)
        .where(reports.c.handled_at.is_(None), reports.c.at >= since, reports.c.grading.is_(False))
        .order_by(reports.c.call_id.desc())
    )
