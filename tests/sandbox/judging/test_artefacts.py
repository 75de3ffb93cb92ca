"""Dockerfiles, YAML, SQL and Git histories judged."""

from textwrap import dedent

import pytest

from bot.rules.code import ArtefactTask, CaseOutcome
from bot.rules.run import RunLimits, RunStatus
from tests.sandbox.judging.tasks import Counted, judged

pytestmark = pytest.mark.asyncio(loop_scope="session")


def artefact(language: str, checks: str) -> ArtefactTask:
    return ArtefactTask(language, "", "", dedent(checks), RunLimits(wall_s=2.0))


DOCKERFILE = artefact(
    "dockerfile",
    """
    def check(doc):
        names = [i.name for i in doc.instructions]
        assert "USER" in names, "it runs as root"
        user = names.index("USER")
        assert user > names.index("RUN"), f"USER comes before RUN, at {user}"
        if len(names) > 5:
            raise AssertionError("too long")
        assert doc.stages[0][-1].words, "the shell form"
    """,
)


async def test_each_requirement_is_told(cells: Counted) -> None:
    told = await judged(cells, DOCKERFILE, 'FROM a\nRUN b\nUSER c\nCMD ["d"]')
    assert (told.passed, told.score) == (True, 1.0)
    assert [case.name for case in told.cases] == ["requirement 1", "requirement 2", "requirement 3"]
    assert "Python" in told.versions
    assert cells.taken == ["artefact"]
    told = await judged(cells, DOCKERFILE, "FROM a\nUSER b\nRUN c\nCMD d")
    assert [case.reason for case in told.cases] == ["", "USER comes before RUN, at 1", "the shell form"]
    assert told.cases[1] == CaseOutcome(
        "requirement 2", hidden=False, passed=False, reason="USER comes before RUN, at 1"
    )


async def test_what_follows_from_what_is_missing_is_not_told(cells: Counted) -> None:
    told = await judged(cells, DOCKERFILE, "FROM a\nCMD d")
    assert [case.reason for case in told.cases] == [
        "it runs as root",
        *["asked once what is missing above is there"] * 2,
    ]
    told = await judged(cells, DOCKERFILE, 'FROM a\nUSER c\nCMD ["d"]')
    assert told.cases[1].reason == "USER comes before RUN, at 1"
    bare = artefact("yaml", "def check(doc):\n    assert doc['a']\n    x = doc['b']")
    told = await judged(cells, bare, "[]")
    assert [case.reason for case in told.cases] == ["what it looks for is missing (TypeError)"]
    assert [case.reason for case in (await judged(cells, bare, "a: 1")).cases][1:] == [
        "what it looks for is missing (KeyError)"
    ]
    told = await judged(cells, DOCKERFILE, "FROM a\nRUN b\nRUN b\nRUN b\nUSER c\nCMD d")
    assert [case.reason for case in told.cases] == ["", "", "too long"]


async def test_a_file_that_cannot_be_read_is_refused_with_its_line(cells: Counted) -> None:
    told = await judged(cells, DOCKERFILE, "FROM a\nFOO b")
    assert (told.says, told.status, told.score) == (
        "Line 2: FOO is no instruction of a Dockerfile.",
        RunStatus.ERROR,
        0.0,
    )
    told = await judged(cells, artefact("yaml", "def check(doc): pass"), b"a: \xff")
    assert told.says == "Line 1 is not UTF-8 text."


async def test_yaml_gives_a_value_and_all_documents(cells: Counted) -> None:
    task = artefact("yaml", "def check(doc):\n    assert doc == {'on': 'push'}\n    assert len(docs) == 2")
    assert (await judged(cells, task, "on: push\n---\nb: 2")).passed
    told = await judged(cells, task, "on: pull")
    assert [case.reason for case in told.cases] == ["it is not met"] * 2


GIT = artefact(
    "git",
    """
    start = {"commits": [["A", [], "Start", {"a": "1"}], ["B", ["A"], "Fix", {"a": "2"}]],
             "branches": {"main": "B"}, "head": "main"}
    def check(doc):
        assert doc.files("main") == {"a": "1"}, "the fix is still there"
        assert doc.within(start["branches"]["main"], "main"), "the history is rewritten"
        assert doc.clean
    """,
)


async def test_git_commands_are_replayed(cells: Counted) -> None:
    assert (await judged(cells, GIT, "git revert HEAD  # undo it")).passed
    told = await judged(cells, GIT, "git reset --hard HEAD~1")
    assert [case.reason for case in told.cases] == ["", "the history is rewritten", ""]
    assert (await judged(cells, GIT, "git push -q")).says == "Line 1: git push: the option -q is not replayed here."


SQL = artefact(
    "sql",
    """
    def data(rng):
        rows = [(int(n), float(n) / 2) for n in rng.permutation(5)]
        return {"t": (["id", "x"], rows), "none": (["a"], [])}
    def want(tables):
        return sorted(tables["t"][1])
    """,
)


async def test_sql_is_run_on_tables(cells: Counted) -> None:
    told = await judged(cells, SQL, "CREATE TEMP TABLE u AS SELECT * FROM t;\nSELECT id, x FROM u ORDER BY id; -- so;")
    assert (told.passed, told.score, told.status) == (True, 1.0, RunStatus.OK)
    assert [case.name for case in told.cases] == [
        "example tables",
        "fresh tables 1",
        "fresh tables 2",
        "fresh tables 3",
    ]
    assert [case.hidden for case in told.cases] == [False, True, True, True]
    assert told.cases[0].expected == "(0, 0.0), (1, 0.5), (2, 1.0), (3, 1.5), (4, 2.0)"
    assert {case.expected for case in told.cases[1:]} == {""}
    assert "SQLite" in told.versions
    assert cells.taken == ["artefact", "query"]
    other = await judged(cells, SQL, "SELECT id * 1.0, x FROM t ORDER BY id", seed=8)
    assert other.passed
    assert other.cases[0].got == told.cases[0].expected.replace("(0,", "(0.0,").replace("(1,", "(1.0,").replace(
        "(2,", "(2.0,"
    ).replace("(3,", "(3.0,").replace("(4,", "(4.0,")


@pytest.mark.parametrize(
    ("sql", "shown", "hidden"),
    [
        ("SELECT id, x FROM t ORDER BY id DESC", "right rows in another order", None),
        ("SELECT id, x FROM t LIMIT 1", "too few rows", None),
        ("SELECT t.* FROM t, t AS u", "too many rows", None),
        ("SELECT id FROM t ORDER BY id", "wrong number of columns", None),
        ("SELECT id, x + 1 FROM t ORDER BY id", "wrong value", None),
        ("SELECT id, nix FROM t", "SQLite: no such column: nix", "SQLite refuses it"),
        ("PRAGMA table_info(t); SELECT 1", "SQLite: not authorized", "SQLite refuses it"),
        ("ATTACH '/tmp/x' AS y; SELECT 1", "SQLite: not authorized", "SQLite refuses it"),
        ("SELECT load_extension('x')", "SQLite: not authorized", "SQLite refuses it"),
        ("SELECT zeroblob(40000000), 1", "SQLite: more than 32 MiB", "SQLite refuses it"),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
            "too slow",
            "too slow",
        ),
    ],
)
async def test_what_is_wrong_with_the_rows_is_told(cells: Counted, sql: str, shown: str, hidden: str | None) -> None:
    told = await judged(cells, SQL, sql)
    assert shown in told.cases[0].reason
    assert {case.reason for case in told.cases[1:]} == {hidden or shown}
    assert (told.passed, told.status is RunStatus.OK) == (False, shown != "too slow")


async def test_of_many_rows_those_that_differ_are_shown(cells: Counted) -> None:
    long = artefact(
        "sql",
        "def data(rng): return {'t': (['id'], [(n,) for n in range(40)])}\ndef want(tables): return tables['t'][1]",
    )
    late = (await judged(cells, long, "SELECT id + (id = 30) FROM t ORDER BY id")).cases[0]
    assert late.reason == "wrong value"
    assert (late.expected[:33], late.got[:33]) == (
        "after 30 of 40 rows: (30,), (31,)",
        "after 30 of 40 rows: (31,), (31,)",
    )
    few = (await judged(cells, long, "SELECT id FROM t ORDER BY id LIMIT 35")).cases[0]
    assert few.reason == "too few rows"
    assert few.got == "after 35 of 35 rows: nothing"
    assert few.expected == "after 35 of 40 rows: (35,), (36,), (37,), (38,), (39,)"


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("", "It holds no statement."),
        ("-- nothing", "It holds no statement."),
        ("DELETE FROM t", "The last statement has to be a query: SELECT, WITH or VALUES."),
        ("SELECT 1; DROP TABLE t; -- done", "The last statement has to be a query: SELECT, WITH or VALUES."),
    ],
)
async def test_what_is_no_query_is_refused(cells: Counted, sql: str, says: str) -> None:
    assert (await judged(cells, SQL, sql)).says == says


@pytest.mark.parametrize(
    ("task", "fault"),
    [
        (artefact("dockerfile", "def check(doc:"), "The checks do not parse"),
        (artefact("dockerfile", "x = 1"), "The checks raised KeyError: 'check'."),
        (artefact("dockerfile", "1 / 0"), "The checks raised ZeroDivisionError: division by zero (line 1)."),
        (artefact("dockerfile", "def check(doc):\n    while True: pass"), "The checks did not end well: too slow."),
        (artefact("git", "start = {}"), "The tests raised KeyError: 'branches'"),
        (artefact("sql", "def data(rng): return {'a b': (['x'], [])}"), "The tests raised KeyError: 'want'"),
        (artefact("sql", "1 / 0"), "The tests raised ZeroDivisionError"),
    ],
)
async def test_checks_at_fault_are_no_fault_of_the_file(cells: Counted, task: ArtefactTask, fault: str) -> None:
    told = await judged(cells, task, "FROM a" if task.language == "dockerfile" else "SELECT 1")
    assert fault in told.fault
    assert told.status is RunStatus.SETUP_FAILED


async def test_a_table_with_an_odd_name_is_told(cells: Counted) -> None:
    odd = artefact("sql", "def data(rng): return {'a b': (['x'], [])}\ndef want(tables): return []")
    assert "a name that is not plain" in (await judged(cells, odd, "SELECT 1")).cases[0].reason


async def test_a_check_that_cannot_be_split_is_one_requirement(cells: Counted) -> None:
    whole = artefact("yaml", "def check(doc):\n    assert (n := len(doc)) == 1, 'one key'\n    return n < 1")
    assert [case.reason for case in (await judged(cells, whole, "a: 1\nb: 2")).cases] == ["one key"]
    assert [case.reason for case in (await judged(cells, whole, "a: 1")).cases] == ["it is not met"]
    silent = artefact("yaml", "def check(doc): pass")
    assert (await judged(cells, silent, "a: 1")).passed
