"""Judges a file of another language, in a process where none of it runs: it is read as a value, and checks look at it.

`checks` of a question define, by language:

- dockerfile: `check(doc)`; `doc.instructions` each have `name`, `args`, `line` and, in the exec form, `words`;
  `doc.stages` are those of each stage.
- yaml: `check(doc)` gets the first document; `docs` stands ready as the list of all.
- git: `start`, a history as data, and `check(doc)`, which gets the history after the person's commands: see `history`
  for both, such as `doc.messages("main")`, `doc.files("main")`, `doc.branches`, `doc.remotes`, `doc.head`, `doc.clean`,
  `doc.forced`; `start` stands ready there as it was.
- sql: `data(rng)` makes tables, `{name: (columns, rows)}`, and `want(tables)` the rows that are expected, in their
  order. Columns are compared by place, and a whole number equals the same number with a point.

A check refuses by `assert` with a message that people read; each assert in `check` itself is a requirement of its own.
"""

import copy
from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.sandbox.inside import documents, reading, replay, requirements, submission
from bot.sandbox.inside.bench import QuestionFault, generator, guarded
from bot.sandbox.inside.compare import difference
from bot.sandbox.inside.examples import MOST_SHOWN
from bot.sandbox.inside.plain import NotPlain, decode, encode
from bot.sandbox.inside.submission import TESTS, Frames

SETS = 4
"""Tables are made so many times: the first are shown, the others are fresh for each attempt."""
SLACK = (1e-9, 1e-9)
AT_A_GLANCE = 100
"""Characters of rows that are shown from the first on, whatever differs."""


def serve(channel: Frames) -> None:
    """Judge one file.

    Reads a job: `language`, `code`, `checks`, `seed`. For SQL it writes `fault` and the frame of each set of tables,
    reads the frame of a query's results, and writes `fault` and `outcomes` (reason, expected, got; the last two for the
    first set alone). Else it writes `refused`, a sentence where the file cannot be read, and then `fault` and
    `outcomes`.
    """
    job = decode(channel.read() or b"")
    if job["language"] == "sql":
        _serve_sql(channel, job)
        return
    try:
        start = _start(job)
        document, given = read(job["language"], reading.text_of(job["code"]), start)
    except reading.Unreadable as refused:
        channel.write(encode({"refused": str(refused)}))
        return
    except QuestionFault as fault:
        channel.write(encode({"fault": str(fault)}))
        return
    channel.write(encode({"refused": "", "versions": submission.versions()}))
    channel.write(_answer(lambda: [[reason] for reason in requirements.outcomes(job["checks"], document, given)]))


def read(language: str, text: str, start: Any = None) -> tuple[Any, Mapping[str, Any]]:
    """Read a file; give it as a value, and what else stands ready for its checks.

    Raises:
        Unreadable: It cannot be read.
    """
    match language:
        case "dockerfile":
            return documents.dockerfile(text), {}
        case "yaml":
            found = documents.documents(text)
            return found[0], {"docs": found}
        case _:
            return replay.replayed(text, start), {}


def _start(job: Mapping[str, Any]) -> Any:
    """Give the history that a question begins with; None for other languages."""
    if job["language"] != "git":
        return None
    scope = guarded(TESTS, lambda: submission.module(job["checks"], None, TESTS))
    start = copy.deepcopy(scope.get("start"))
    guarded(TESTS, lambda: replay.replayed("", start))
    return start


def _serve_sql(channel: Frames, job: Mapping[str, Any]) -> None:
    try:
        sets, wanted = guarded(TESTS, partial(_tables, job))
    except QuestionFault as fault:
        channel.write(encode({"fault": str(fault)}))
        return
    channel.write(encode({"fault": "", "sets": len(sets)}))
    for frame in sets:
        channel.write(frame)
    told = _told(channel.read() or b"")
    outcomes = [outcome(told[place] if place < len(told) else {}, want) for place, want in enumerate(wanted)]
    shown = [[reason, *(pair if place == 0 else ("", ""))] for place, (reason, *pair) in enumerate(outcomes)]
    channel.write(encode({"fault": "", "outcomes": shown}))


def _tables(job: Mapping[str, Any]) -> tuple[list[bytes], list[list[list[Any]]]]:
    """Give the frames of the tables and the rows that are expected of each."""
    scope = submission.module(job["checks"], None, TESTS)
    sets = [encode(scope["data"](rng)) for rng in _generators(job["seed"])]
    return sets, [_rows(scope["want"](decode(frame))) for frame in sets]


def _generators(seed: int) -> list[Any]:
    """Give the generators of the tables: that of those that are shown is always the same."""
    return [generator(0, "data"), *(generator(seed, "data", number) for number in range(1, SETS))]


def outcome(told: Any, want: list[list[Any]]) -> tuple[str, str, str]:
    """Say what is wrong with the rows of a query, with the rows that are expected and those that came, cut."""
    error, rows = (told.get("error"), told.get("rows")) if type(told) is dict else (None, None)
    if type(error) is str:
        return f"SQLite: {error}", _shown(want, 0), ""
    if type(rows) is not list or not all(type(row) is list for row in rows):
        return "broken answer", _shown(want, 0), ""
    pairs = enumerate(zip(_numbers(rows), _numbers(want), strict=False))
    odd = next((place for place, pair in pairs if difference(*pair, SLACK)), min(len(rows), len(want)))
    return _differ(rows, want), _shown(want, odd), _shown(rows, odd)


def _differ(rows: list[list[Any]], want: list[list[Any]]) -> str:
    if len(rows) != len(want):
        return "too many rows" if len(rows) > len(want) else "too few rows"
    if any(len(one) != len(other) for one, other in zip(rows, want, strict=True)):
        return "wrong number of columns"
    if not difference(_numbers(rows), _numbers(want), SLACK):
        return ""
    if sorted(map(repr, _numbers(rows))) == sorted(map(repr, _numbers(want))):
        return "right rows in another order"
    return "wrong value"


def _numbers(rows: list[list[Any]]) -> list[list[Any]]:
    """Give rows with every number as a float, where it is no less exact."""
    return [[float(each) if type(each) is int and abs(each) < 2**53 else each for each in row] for row in rows]


def _rows(rows: Any) -> list[list[Any]]:
    """Give rows as lists, of values as a database gives them."""
    plain = decode(encode([list(row) for row in rows]))
    return [[each.item() if hasattr(each, "item") else each for each in row] for row in plain]


def _shown(rows: list[list[Any]], odd: int) -> str:
    """Write rows; of many those from a place on where they differ from what they are compared with."""
    text = ", ".join(repr(tuple(row)) for row in rows)
    if len(text) > AT_A_GLANCE and odd:
        rest = ", ".join(repr(tuple(row)) for row in rows[odd:]) or "nothing"
        text = f"after {odd} of {len(rows)} rows: {rest}"
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


def _told(frame: bytes) -> list[Any]:
    try:
        told = decode(frame, bare=True)
    except NotPlain:
        return []
    return told if type(told) is list else []


def _answer(act: Any) -> bytes:
    try:
        with submission.Printed(keep=False):
            return encode({"fault": "", "outcomes": act()})
    except QuestionFault as fault:
        return encode({"fault": str(fault)})
