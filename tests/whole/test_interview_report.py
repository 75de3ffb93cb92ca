"""Reports of mock interviews from end to end: the real bot and grader, marks, practice, the file, sharing, deleting."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.judge.hearing import hear
from bot.render import interview_report as cards
from bot.rules.code import CaseOutcome, Judgement
from bot.rules.heard import Asked, Ear, Status
from bot.rules.rubric import Spoken
from bot.rules.run import RunStatus
from tests.fake_sandbox import FakeSandbox
from tests.people import Message, Person, labels_of, text_of
from tests.whole.house import House
from tests.whole.interviews import PATIENCE_S, Candidate, question_on, strong
from tests.whole.test_cards import downloaded

STRONG, UNSURE = "strong", "unsure"
"""Stand for the author's strong answer, and for one of which a point could have been said or not."""
VAGUE = "It depends; I would look at the data and the split, and perhaps at the metric, and ask what changed."
HOSTILE = "=SUM(A1) <b>x</b> @everyone [x](https://x.y) \u202egnp 中文 😀 `c` **b** "


@pytest.fixture
async def direct(house: House) -> Candidate:
    """A candidate in direct messages."""
    return Candidate(await house.person("Ben", "dm"))


def unsure(message: Message) -> str:
    """Give the beginning of a strong answer after which the grader is not sure of some point."""
    question = question_on(message)
    body = question.body
    assert isinstance(body, Spoken)
    asked, said = Asked(question.text, body.points, body.mistakes, body.better), body.better.split()
    for cut in range(4, len(said)):
        hearing = hear(asked, " ".join(said[:cut]))
        if hearing.status is Status.GRADED and any(point.ear is Ear.UNSURE for point in hearing.points):
            return " ".join(said[:cut])
    raise AssertionError(f"{question.id} leaves no doubt")


async def held(candidate: Candidate, kind: str, *answers: str) -> Message:
    """Hold a round, with these answers in turn (`strong` for the author's own); give the report's message."""
    message, said = await candidate.start(kind), 0
    while "Pause" in labels_of(message):
        asks = "**Question" in text_of(message) or "**Part" in text_of(message)
        if asks:
            given = answers[said % len(answers)]
            said += 1
            text = given
            if given in (STRONG, UNSURE) and "**Question" in text_of(message):
                text = strong(message) if given == STRONG else unsure(message)
        else:
            text = "I don't know"
        message = await candidate.says(text)
    assert text_of(message).startswith("## Report")
    return message


async def pressed(person: Person, label: str, message: Message, starts: str = "") -> Message:
    """Press a button and read the newest message that comes or changes."""
    await person.settled(await person.click(label, message))
    return await person._until(lambda: newest(person, starts), starts or label, PATIENCE_S)


def newest(person: Person, starts: str) -> Message | None:
    new = sorted(person.seen.values(), key=lambda one: -int(one["id"]))
    return next((one for one in new if starts in text_of(one)), None)


async def test_a_breadth_round_has_a_report_that_fits_and_adds_up(house: House, direct: Candidate) -> None:
    report = await held(direct, "breadth", STRONG, "I don't know", STRONG, VAGUE, STRONG)
    text = text_of(report)
    assert re.match(r"## Report · ML breadth, mid · \d+ of 30 minutes\n", text)
    assert re.search(r"\*\*From this one round: |Not enough for a verdict", text)
    for heard, of in re.findall(r"heard (\d+) of (\d+) (?:point|part)", text):
        assert int(heard) <= int(of)
    assert re.search(r'"[^"]+" → ', text)
    assert "**Do next** 1. " in text
    assert len(text) <= 4000
    assert {"Question by question", "PDF", "Share…", "Delete"} <= set(labels_of(report))
    assert not any("hire" in text_of(one) for one in direct.person.seen.values())


async def test_question_by_question_and_the_file(house: House, direct: Candidate) -> None:
    report = await held(direct, "quick", STRONG, HOSTILE + "x" * 1500)
    first = await pressed(direct.person, "Question by question", report, "### Question 1")
    assert "**You wrote**" in text_of(first)
    assert "**A strong answer** " in text_of(first)
    second = await pressed(direct.person, "Next", first, "### Question 2")
    assert second["id"] == first["id"]
    assert "> =SUM(A1) <b>x</b>" in text_of(second).replace("\\", "")
    file = await pressed(direct.person, "PDF", report, cards.PDF_MADE)
    pages = PdfReader(BytesIO(await downloaded(house, file))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert 1 <= len(pages) <= 4
    assert "=SUM(A1) <b>x</b> @everyone [x](https://x.y) gnp □□ □ `c` **b**" in said
    assert "A strong answer" in said
    assert f"page 1 of {len(pages)}" in said


async def test_a_design_round_as_a_file(house: House, direct: Candidate) -> None:
    report = await held(direct, "design", STRONG, VAGUE)
    file = await pressed(direct.person, "PDF", report, cards.PDF_MADE)
    pages = PdfReader(BytesIO(await downloaded(house, file))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Part 1 of 3" in said
    assert 1 <= len(pages) <= 4


async def test_leaving_early_names_what_was_not_reached(house: House, direct: Candidate) -> None:
    await direct.start("breadth")
    await direct.says("I don't know")
    await direct.person.settled(await direct.person.click("Pause", direct.newest))
    paused = await direct.next("End it")
    await direct.person.settled(await direct.person.click("End it", paused))
    sure = await direct.person.sees("**End it now?**")
    await direct.person.settled(await direct.person.click("Yes, end it", sure))
    report = text_of(await direct.next())
    assert "Not finished: question 2." in report
    assert "Not reached: question 3, question 4, question 5 (story). That counts neither for nor against." in report
    assert cards.NO_VERDICT in report
    assert "heard 0 of" in report


async def test_what_was_weak_is_practised(house: House, direct: Candidate) -> None:
    report = await held(direct, "quick", "I don't know", "I don't know")
    assert "Practise these 2" in labels_of(report)
    asked = await pressed(direct.person, "Practise these 2", report, "-# 1 of 2 · ")
    judged = await pressed(direct.person, "I don't know", asked, "### This is what a strong answer says")
    following = await pressed(direct.person, "Next", judged, "-# 2 of 2 · ")
    judged = await pressed(direct.person, "I don't know", following, "### This is what a strong answer says")
    done = await pressed(direct.person, "Next", judged, "### That was the set · Quick interview")
    assert "0 of 2 points" in text_of(done)


async def test_shared_to_a_channel_marked_by_a_peer_and_deleted(house: House, direct: Candidate) -> None:
    person, peer = direct.person, await house.person("Cy")
    report = await held(direct, "quick", UNSURE, UNSURE)
    person.go("general")
    await person.settled(await person.slash("interview reports"))
    listed = await person.sees("## Your reports")
    number = next(iter(re.findall(r"report:pdf:(\d+)", str(report))))
    await person.settled(await person.click("Open a report", listed, [number]))
    opened = await person._until(lambda: newest(person, "## Report"), "the report", PATIENCE_S)
    assert opened["ephemeral"]
    asking = await pressed(person, "Share…", opened, "**Share this here?**")
    await person.settled(await person.click("Share it here", asking))
    public = await peer.sees("Shared by")
    assert '"' not in text_of(public)
    assert not public["ephemeral"]
    await peer.click("Mark as a peer", public)
    form = await peer.modal()
    await peer.settled(await peer.submit(form, points=[]))
    await peer.sees("a peer's word decides")
    told = await person._until(lambda: decided(person.seen[report["id"]]), "the report drawn again", PATIENCE_S)
    assert "**Your mark needed:**" in told
    private = await pressed(person, "Delete", opened, "**Delete this report?**")
    await person.settled(await person.click("Yes, delete it", private))
    await peer._until(lambda: None if public["id"] in peer.seen else True, "it to go", PATIENCE_S)
    await person._until(lambda: None if report["id"] in person.seen else True, "it to go", PATIENCE_S)
    rows = await house.kept(person)
    assert not rows["interviews"]
    assert not rows["interview_turns"]


def decided(message: Message) -> str | None:
    text = text_of(message)
    return text if "a peer's word decides" in text else None


async def test_unsure_points_are_marked_by_whose_they_are(house: House, direct: Candidate) -> None:
    report = await held(direct, "quick", UNSURE, STRONG)
    before = text_of(report)
    label = next(label for label in labels_of(report) if label.startswith("Mark "))
    await direct.person.click(label, report)
    form = await direct.person.modal()
    boxes = [option["value"] for part in form["components"] for option in part["component"]["options"]]
    await direct.person.settled(await direct.person.submit(form, points=boxes[:1]))
    after = direct.person.seen[report["id"]]
    assert "Your mark needed" in before
    assert "Your mark needed" not in text_of(after)
    assert label not in labels_of(after)
    rows = await house.kept(direct.person)
    assert [row["said"] for row in rows["interview_marks"]].count(True) == 1


async def test_two_rounds_are_compared_as_far_as_they_can_be(house: House, direct: Candidate) -> None:
    await held(direct, "quick", STRONG, STRONG)
    await held(direct, "quick", "I don't know", "I don't know")
    person = direct.person
    await person.settled(await person.slash("interview reports"))
    listed = await person.sees("## Your reports")
    ids = [option["value"] for part in listed["components"] for option in _options(part)]
    await person.settled(await person.click("Compare two", listed, sorted(set(ids))))
    both = await person._until(lambda: newest(person, "## Two reports"), "both", PATIENCE_S)
    assert "compared by competency only" in text_of(both)
    assert re.search(r"\nA (\d+ %|–) · B (\d+ %|–)", text_of(both))


def _options(part: dict[str, object]) -> list[dict[str, str]]:
    inner = part.get("components") or []
    found: list[dict[str, str]] = []
    for each in inner:  # type: ignore[attr-defined]
        found += each.get("options") or []
    return found


async def test_a_restart_loses_no_button(house: House, direct: Candidate) -> None:
    report = await held(direct, "quick", "I don't know", STRONG)
    await house.restart()
    first = await pressed(direct.person, "Question by question", report, "### Question 1")
    assert "Counts as 0 %" in text_of(first)


async def test_after_thirty_days_the_report_stands_without_the_words(house: House, direct: Candidate) -> None:
    report = await held(direct, "quick", STRONG, "I don't know")
    assert '"' in text_of(report)
    await direct.person.advance(31 * 24 * 3600)

    told = await direct.shows(cards.WIPED, report)
    assert '"' not in text_of(told)
    assert all(not row["words"] for row in (await house.kept(direct.person))["interview_turns"])
    first = await pressed(direct.person, "Question by question", report, "What you wrote is no longer stored.")
    assert "✓ heard: " in text_of(first)
    file = await pressed(direct.person, "PDF", report, cards.PDF_MADE)
    said = PdfReader(BytesIO(await downloaded(house, file))).pages[0].extract_text()
    assert "no longer stored" in " ".join(said.split())


async def test_a_coding_round_counts_checks_and_shows_a_solution(tmp_path: Path) -> None:
    judged = Judgement(
        passed=False,
        score=0.5,
        status=RunStatus.OK,
        cases=(CaseOutcome("f(1)", hidden=False, passed=True), CaseOutcome("case 1", hidden=True, passed=False)),
    )
    async with House(tmp_path, FakeSandbox(judgement=judged)) as house:
        candidate = Candidate(await house.person("Ben", "dm"))
        await candidate.start("coding")
        said = await candidate.person.say("```python\ndef f(x):\n    return x\n```")
        await candidate.person.sees("shown example", after=said["id"])
        await candidate.press("Done")
        report = await candidate.press("Done")
        assert "**Coding** · passed 1 of 2 checks · nothing was submitted to 1 of 2 problems" in text_of(report)
        first = await pressed(candidate.person, "Question by question", report, "### Question 1")
        assert "**You submitted**\n```python\ndef f(x):" in text_of(first)
        assert "✗ not passed: 1 hidden case" in text_of(first)
        assert "**A strong answer**\n```python" in text_of(first)
        assert "Practise these 2" in labels_of(report)
