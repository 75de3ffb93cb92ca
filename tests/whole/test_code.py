"""Code from end to end: the real bot and the real sandbox, as people use them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.playground.server import Playground
from bot.rules.code import CodeTask
from bot.sandbox.client import Client, OwnSupervisor
from bot.wiring import made_up_token
from tests.fake_sandbox import NOT_STARTED, FakeSandbox
from tests.people import Message, Person, file, labels_of, text_of, walk
from tests.stock import bank_of
from tests.whole.apart import bot, rows
from tests.whole.house import House

TOPIC = "python.numpy.axis-reductions"
PATIENCE_S = 40.0
"""The sandbox may still be warming up."""
RUN_SPACING_S = 20
"""The world's time between two runs, so that the bucket never is what a test is about."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def runner() -> AsyncIterator[OwnSupervisor]:
    """One supervisor for all tests that run code, warm."""
    own = OwnSupervisor()
    await Client(None, own).info()
    yield own
    own.close()


@pytest.fixture
async def house(tmp_path: Path, runner: OwnSupervisor, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """The house with the real sandbox; afterwards neither a rule of Discord's is broken nor an error logged."""
    async with Client(runner.path) as sandbox:
        await sandbox.info()
        async with House(tmp_path, sandbox) as open_house:
            yield open_house
            assert open_house.playground.violations == []
    assert [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []


async def newest(person: Person) -> Message:
    return max(person.seen.values(), key=lambda message: int(message["id"]))


async def shows(person: Person, message: Message, text: str) -> Message:
    """Wait until a message says this."""

    def look() -> Message | None:
        now = person.seen[message["id"]]
        return now if text in text_of(now) else None

    return await person._until(look, f"that message saying {text!r}", PATIENCE_S)


async def fill_in(person: Person, source: str) -> None:
    form = await person.modal()
    await person.settled(await person.submit(form, source=source))


async def run(person: Person, source: str) -> Message:
    """`/code`, its form, and the message that shows what came of it."""
    await person.advance(RUN_SPACING_S)
    await person.slash("code")
    await fill_in(person, source)
    return await shows(person, await newest(person), "###")


async def submit(person: Person, question: Message, source: str, shown: str) -> Message:
    """Submit code for a question and wait until its message says what is expected."""
    await person.advance(RUN_SPACING_S)
    label = next(label for label in labels_of(person.seen[question["id"]]) if label in ("Submit", "Try again"))
    await person.click(label, question)
    await fill_in(person, source)
    return await shows(person, question, shown)


async def asked(person: Person) -> Message:
    await person.settled(await person.slash("practice", topic=TOPIC))
    return await newest(person)


async def coding(house: House, person: Person) -> tuple[Message, CodeTask]:
    """Ask until it is the code question of the topic."""
    message = await asked(person)
    while (task := (await house.variant(person, message)).task) is None:
        await person.settled(await person.click("I don't know", message))
        await person.settled(await person.click("Next", message))
        message = await newest(person)
    assert isinstance(task, CodeTask)
    return message, task


async def test_a_program_prints_draws_and_leaves_files(house: House) -> None:
    ben = await house.person()
    message = await run(
        ben, "import matplotlib.pyplot as plt\nplt.plot([1, 3])\nopen('a.csv', 'w').write('1')\nprint(“hi”)\n6 * 7"
    )
    text = text_of(message)
    assert text.startswith("### ✓ Ran\n-# Mended what the keyboard had changed: 2 curly quotes.")
    assert "```\nhi\n```" in text
    assert "**Result**\n```\n42\n```" in text
    assert message["ephemeral"]
    assert " · Python 3." in text
    parts = list(walk(message["components"]))
    assert [part["type"] for part in parts if part["type"] in (12, 13)] == [12, 13]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "### ✗ ZeroDivisionError"),
        ("def f(:\n    pass", "### ✗ SyntaxError"),
        ("import sys\nsys.exit(3)", "### ✗ Ended with exit status 3"),
        ("x = [0] * 10**10", "### ✗ Stopped: over 512 MiB of memory"),
        ("while True: print('x' * 9999)", "### ✗ Stopped: too much output"),
        ("open('/etc/passwd')", "Error"),
        ("\0", "### ✗ SyntaxError"),
        ("(" * 3000, "### ✗ "),
    ],
)
async def test_whatever_goes_wrong_has_its_words(house: House, source: str, said: str) -> None:
    ben = await house.person()
    assert said in text_of(await run(ben, source)).partition("\n")[0]


async def test_hostile_output_is_shown_safely(house: House) -> None:
    ben = await house.person()
    hostile = (
        "print('```', '\\x1b[31m', '<@1> @everyone', '\\u202eabc', 'z' + '\\u0301' * 50)\nfor n in range(900): print(n)"
    )
    text = text_of(await run(ben, hostile))
    first = text.splitlines()[2]
    assert "```" not in first
    assert "␛[31m" in first
    assert "\\u202eabc z\u0301\u0301\ufffd" in first
    assert "lines left out …" in text
    assert "Cut; all of it is in the file below." in text
    assert text.count("```") == 2


async def test_what_was_run_is_edited_and_run_again(house: House) -> None:
    ben = await house.person()
    message = await run(ben, "print('one')")
    await ben.click("Edit and run again", message)
    form = await ben.modal()
    box = next(part for part in walk(form["components"]) if part.get("custom_id") == "source")
    assert box["value"] == "print('one')"
    await ben.advance(RUN_SPACING_S)
    await ben.settled(await ben.submit(form, source="print('two')"))
    await shows(ben, message, "```\ntwo\n```")
    await ben.settled(await ben.slash("code", files={"file": file("a.py", b"print('three')")}))
    await shows(ben, await newest(ben), "```\nthree\n```")


async def test_a_program_that_sleeps_is_cancelled(house: House) -> None:
    ben = await house.person()
    await ben.slash("code")
    await fill_in(ben, "import time\ntime.sleep(9)")
    message = await shows(ben, await newest(ben), "**Running…**")
    await ben.settled(await ben.click("Cancel", message))
    await shows(ben, message, "**Cancelled.** Your text is kept.")
    assert [row["status"] for row in (await house.kept(ben))["runs"]] == ["cancelled"]
    assert "### ✓ Ran" in text_of(await run(ben, "print(1)"))


async def test_a_code_question_wrong_hint_right_and_given_up(house: House) -> None:
    ben = await house.person()
    question, task = await coding(house, ben)
    assert "-# Graded: the examples and hidden cases" in text_of(question)
    failed = await submit(ben, question, task.starter, "1st submission")
    assert " Not yet: " in text_of(failed).partition("\n")[0]
    assert "hidden cases: " in text_of(failed)
    await ben.settled(await ben.click("Hint (−25%)", question))
    await shows(ben, question, "**Hint**")
    broken = await submit(ben, question, "def broken(:", "2nd submission")
    assert "SyntaxError" in text_of(broken)
    judged = await submit(ben, question, task.solution, "0.75 of 1")
    assert text_of(judged).startswith("### ✓ All ")
    assert "3rd submission" in text_of(judged)
    kept = await house.kept(ben)
    assert [row["source"] for row in kept["runs"]] == [task.starter, "def broken(:", task.solution]
    assert [row["judgement"]["passed"] for row in kept["runs"]] == [False, False, True]


async def test_code_is_a_topic_of_its_own_where_it_can_be_run(house: House) -> None:
    ben = await house.person()
    offered = await ben.autocomplete("practice", "topic", topic="co")
    assert offered[0] == {"name": "Code: write, test or repair it", "value": "code"}
    await ben.settled(await ben.slash("practice", topic="code"))
    assert (await house.variant(ben, await newest(ben))).task is not None


async def test_giving_up_shows_a_solution(house: House) -> None:
    ben = await house.person()
    question, task = await coding(house, ben)
    await ben.settled(await ben.click("I don't know", question))
    assert task.solution.strip().splitlines()[-1].strip() in text_of(ben.seen[question["id"]])


async def test_in_direct_messages_code_is_run_or_is_the_answer(house: House) -> None:
    ben = await house.person(channel="dm")
    said = await ben.say("```python\nprint('dm')\n```")
    assert "### ✓ Ran" in text_of(await replied(ben, said))
    question, task = await coding(house, ben)
    await ben.advance(RUN_SPACING_S)
    failed = await replied(ben, await ben.say(task.starter))
    assert "I took this as your answer" in text_of(failed)
    await ben.advance(RUN_SPACING_S)
    judged = await replied(ben, await ben.say("", [file("a.py", task.solution.encode())]))
    assert text_of(judged).startswith("### ✓ All ")
    await ben._until(lambda: None if labels_of(ben.seen[question["id"]]) else True, "no buttons", PATIENCE_S)


async def test_message_menus_run_and_submit(house: House) -> None:
    ben, ada = await house.person(), await house.person("Ada")
    said = await ada.say("look:\n```py\nprint('menu')\n```")
    await ben.settled(await ben.context("Run code", said))
    await shows(ben, await newest(ben), "```\nmenu\n```")
    question, task = await coding(house, ben)
    await ben.advance(RUN_SPACING_S)
    said = await ben.say(f"```python\n{task.solution}```")
    await ben.settled(await ben.context("Submit as answer", said))
    await shows(ben, await newest(ben), "### ✓ All ")
    await ben.settled(await ben.click("Submit", question))
    await shows(ben, question, "### ✓ All ")


async def test_a_sandbox_that_is_away_is_said_calmly_and_nothing_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Client(tmp_path / "none") as sandbox, House(tmp_path, sandbox) as house:
        ben = await house.person()
        await ben.slash("code")
        await fill_in(ben, "print(1)")
        message = await shows(ben, await newest(ben), "The sandbox does not answer right now.")
        await ben.click("Edit and run again", message)
        assert "print(1)" in str(await ben.modal())
        assert (await ben.autocomplete("practice", "topic", topic="code write")) == []
        await ben.settled(await ben.slash("practice", topic="code"))
        await ben.sees("I cannot run code right now, so I ask for none.")
        await ben.settled(await ben.slash("practice"))
        assert (await house.variant(ben, await newest(ben))).task is None
        assert house.playground.violations == []
    caplog.clear()


async def test_a_judge_that_does_not_start_costs_nothing(tmp_path: Path) -> None:
    async with House(tmp_path, FakeSandbox(judgement=NOT_STARTED)) as house:
        ben = await house.person()
        question, task = await coding(house, ben)
        await submit(ben, question, task.solution, "### ◐ Not judged")
        kept = await house.kept(ben)
        assert [row["answered_at"] for row in kept["attempts"]][-1] is None
        assert [(row["status"], row["source"]) for row in kept["runs"]] == [("setup_failed", task.solution)]
        await ben.click("Try again", question)
        assert task.solution.splitlines()[0] in str(await ben.modal())
        assert house.playground.violations == []


async def replied(person: Person, said: Message) -> Message:
    def look() -> Message | None:
        return next((m for m in person.seen.values() if (m["reply_to"] or {}).get("id") == said["id"]), None)

    found = await person._until(look, "a reply", PATIENCE_S)
    return await shows(person, found, "###")


@pytest.mark.timeout(240)
async def test_killed_while_it_judges_the_bot_settles_at_the_next_start(tmp_path: Path, runner: OwnSupervisor) -> None:
    slow = "sum(range(6 * 10**7))\n"
    async with (
        Playground(token=made_up_token(), frozen=True) as playground,
        Person(playground.url, playground.secret, "Ben", "dm") as ben,
    ):
        async with bot(playground, tmp_path, runner.path) as process:
            question, solution = await asked_for_code(ben, tmp_path)
            said = await ben.say(slow + solution)
            await ben.sees("**Judging…**", after=said["id"], timeout_s=PATIENCE_S)
            process.kill()
            await process.wait()
        assert rows(tmp_path, "select status from runs") == [(None,)]
        async with bot(playground, tmp_path, runner.path):
            judged = await ben.sees("### ✓ All ", after=said["id"], timeout_s=PATIENCE_S)
            assert (judged["reply_to"] or {}).get("id") == said["id"]
            await ben.settled(await ben.click("Next", judged))
        assert rows(tmp_path, "select status, seed > 0 from runs") == [("ok", 1)]
        assert playground.violations == []
    assert question["id"] != judged["id"]


async def asked_for_code(person: Person, folder: Path) -> tuple[Message, str]:
    """Ask until a question of the topic wants code; give it and a solution."""
    entries = bank_of().entries
    while True:
        await person.settled(await person.slash("practice", topic=TOPIC), timeout_s=30)
        message = await newest(person)
        [(name,)] = rows(folder, "select question_id from attempts order by id desc limit 1")
        body = entries[str(name)].question.body
        if isinstance(body, CodeTask):
            return message, body.solution
        await person.settled(await person.click("I don't know", message))
