"""What was answered, for those who look after the questions; it writes nothing, and no person's id leaves it."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, func, select, text

from bot.rules.observed import Given
from bot.storage.engine import open_engine
from bot.storage.faults import telling
from bot.storage.tables import attempts

Observed = Mapping[tuple[str, int], Sequence[Given]]
"""Answers by question id and version."""


def _first_answers() -> Select[Any]:
    """Select each person's first answer to each built-in question, with their mean score on the other ones.

    A second answer is given after the key was shown, so it says nothing about the question.
    """
    settled = attempts.c.answered_at.is_not(None)
    firsts = (
        select(func.min(attempts.c.id).label("id"))
        .where(settled)
        .group_by(attempts.c.person_id, attempts.c.scope, attempts.c.question_id)
        .subquery()
    )
    first = select(attempts).join(firsts, firsts.c.id == attempts.c.id).subquery()
    person = first.c.person_id
    number = func.count().over(partition_by=person)
    rest = (func.sum(first.c.score).over(partition_by=person) - first.c.score) / func.nullif(number - 1, 0)
    with_rest = select(first, rest.label("rest")).subquery()
    columns = (with_rest.c[name] for name in ("question_id", "version", "seed", "answer", "score", "rest"))
    return (
        select(*columns)
        .where(with_rest.c.scope == 0)
        .order_by(with_rest.c.question_id, with_rest.c.version, with_rest.c.id)
    )


def observed(url: str) -> Observed:
    """Read what people answered first to each version of the built-in questions.

    Args:
        url: The database's address; it is at the newest revision.

    Raises:
        EdgeDown: The database did not answer.
    """
    engine = open_engine(url, begin="BEGIN")
    try:
        with telling(), engine.connect() as connection, connection.begin():
            return _read(connection)
    finally:
        engine.dispose()


def _read(connection: Connection) -> Observed:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))  # all attempts are read, for as long as it takes
    rows = connection.execute(_first_answers())
    return {
        key: tuple(Given(seed, answer, score, rest) for _, _, seed, answer, score, rest in group)
        for key, group in groupby(rows, key=lambda row: (row[0], row[1]))
    }
