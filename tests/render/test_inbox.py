"""The admins' inbox as cards."""

from dataclasses import replace

from bot.actions.inbox_views import InboxView, ReportedQuestion, ReportedRound, ReportedRun, ReportView
from bot.render import inbox
from bot.render.card import LIMIT
from tests.render.conftest import AT, Desk

STAMP = f"<t:{int(AT.timestamp())}:R>"


def question(desk: Desk, **more: object) -> ReportedQuestion:
    told = {"variant": desk.single, "version": 2, "own": True, **more}
    return ReportedQuestion("f1-tradeoff", subarea="Model evaluation", topic="Precision, recall, F1", **told)  # type: ignore[arg-type]


def report(**more: object) -> ReportView:
    return ReportView(10, AT, "B is *right* too\n\n> look", **more)  # type: ignore[arg-type]


def shown(one: ReportView, *, handled: bool = False) -> str:
    return inbox.card(InboxView(handled, one, 1, 3, None, 9), 77).text


def test_a_report_with_its_question(desk: Desk) -> None:
    assert shown(report(question=question(desk))).startswith(
        f"### Inbox · 1 of 3 to look at\n> B is \\*right\\* too\n> \\> look\n-# reported {STAMP}\n\n"
        "**f1-tradeoff** · version 2 · this server's own\n-# Model evaluation · precision, recall, F1\n"
        "A spam filter is retrained. Precision goes from **0.80 to 0.90**"
    )
    assert "· version 1 · built in\n" in shown(report(question=question(desk, version=1, own=False)))


def test_a_handled_report_says_who_did_it() -> None:
    done = report(handled_at=AT, handled_by=5)
    assert "### Inbox · 1 of 3 done\n" in shown(done, handled=True)
    assert f"\n-# ✓ done by <@5> {STAMP}" in shown(done, handled=True)
    assert f"\n-# ✓ done by somebody who left {STAMP}" in shown(replace(done, handled_by=-5), handled=True)


def test_a_quiz_question_is_named_linked_and_voided(desk: Desk) -> None:
    plain = ReportedRound(4, "Model [x] evening", 3)
    assert f"-# reported {STAMP} · quiz **Model \\[x\\] evening**, question 3\n" in shown(
        report(question=question(desk), round=plain)
    )
    linked = ReportedRound(4, "Evening", 3, 500, 600, 111)
    assert "quiz **Evening**, [question 3](https://discord.com/channels/77/500/600) · voided by <@111>" in shown(
        report(question=question(desk), round=linked)
    )
    assert "voided by somebody who left" in shown(report(question=question(desk), round=replace(linked, voided_by=-9)))


def test_a_run_is_shown_with_how_it_ended() -> None:
    assert "**Run 7** · ended: memory limit\n```python\nprint(1)\n```" in shown(
        report(run=ReportedRun(7, b"print(1)", "memory_limit"))
    )
    assert "**Run 7** · still running\n" in shown(report(run=ReportedRun(7, b"1", "")))


def test_what_is_sealed_tells_nothing(desk: Desk) -> None:
    told = shown(report(question=question(desk), sealed=True))
    assert told == f"### Inbox · 1 of 3 to look at\n{inbox.SEALED}"


def test_an_empty_inbox() -> None:
    assert inbox.card(InboxView(handled=False), 77).text == inbox.NOTHING_WAITS
    assert inbox.card(InboxView(handled=True), 77).text == inbox.NOTHING_HANDLED


def test_the_longest_report_fits(desk: Desk) -> None:
    long = replace(desk.single, text="word " * 900)
    one = replace(report(question=question(desk, variant=long)), words="*" * 1000)
    card = inbox.card(
        InboxView(handled=False, report=replace(one, run=ReportedRun(7, b"x = 1\n" * 900, "ok")), of=1), 7
    )
    assert card.length <= LIMIT
    assert "\\*" * 1000 in card.text
    assert "**Run 7**" in card.text
