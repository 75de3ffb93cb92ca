"""The other cards: one's own, the server's, help, and questions as editors see them."""

from datetime import UTC, datetime

from bot.actions.views import AreaTally, BankCard, DraftView, MeCard, SetupCard, VersionLine
from bot.render import bank, help, me, setup  # noqa: A004 (the room names its cards after the commands)
from bot.render.card import LIMIT, Formula, Part, Picture, assemble, balanced, clip
from bot.rules.errors import Fault
from bot.rules.question import Level, QuestionType
from bot.rules.quiz import ALLOWANCES
from tests.render.conftest import Desk


def test_ones_own_card() -> None:
    tallies = (AreaTally("Statistics", 15, 12, 1), AreaTally("Python", 2, 0.75, 0), AreaTally("Data", 0, 0, 0))
    shown = me.card(MeCard(tallies, 3, "Europe/Athens", Level.MID, ("pytorch", "aws"))).text
    assert shown.startswith(
        "### Your results\n**12.75 of 17** over all areas\n· Statistics: 12 of 15, 1 not known\n· Python: 0.75 of 2\n"
        "-# 3 topics due again\n\n### Settings\nTime zone: **Europe/Athens**\nLevel: **mid**\nTracks: **pytorch, aws**"
        "\nTime in quizzes: **normal**"
    )
    outside = me.card(MeCard(tallies, 3, "UTC", None, (), outsider="m_1 at h", outside=True)).text
    assert "### A model outside: ✓ hears you\nAnswers in your own words can be heard by **m\\_1 at h** too." in outside
    empty = me.card(MeCard((), 0, "UTC", None, ())).text
    assert "Nothing answered yet." in empty
    assert "Level: **all**\nTracks: **none**" in empty
    longer = me.card(MeCard(tallies, 0, "UTC", None, (), 1.5)).text
    assert "due" not in longer
    assert "Time in quizzes: **half as much again**" in longer


def test_every_time_in_quizzes_has_a_name() -> None:
    assert tuple(me.TIMES) == ALLOWANCES


def test_an_export_says_what_it_leaves_out() -> None:
    assert me.exported(0) == me.EXPORTED
    assert me.exported(2).startswith(f"{me.EXPORTED}\nLeft out until the reveal")


def test_a_servers_card_and_offer() -> None:
    shown = setup.card(SetupCard("UTC", 4, None, 5)).text
    assert (
        "Quiz role: <@&4>, mentioned once when a lobby opens\nMay host quizzes: **admins only**\n"
        "May edit questions: <@&5>" in shown
    )
    assert "-# Discord pings a role only where its settings let anyone mention it" in shown
    outside = setup.card(SetupCard("UTC", 4, None, 5, "m_1 at h", outside=False)).text
    assert "### A model outside: ✗ not allowed\nAnswers in people's own words can be heard by **m\\_1 at h**" in outside
    without = setup.card(SetupCard("UTC", None, None, None)).text
    assert "Quiz role: **none, nobody is pinged**\n" in without
    assert "Discord pings" not in without
    assert "Hello <@9>" in setup.offer(9).text
    assert setup.offer(None).text.startswith("**Hello.**")


def test_help_with_the_newest_changes() -> None:
    log = "# Changelog\n\n## 0.2\n- Second\n\n## 0.1\n- First\n"
    shown = help.card(help.newest_section(log)).text
    assert shown.endswith("### What changed\n0.2\n- Second")
    assert help.newest_section("nothing") == ""
    assert "What changed" not in help.card("").text
    assert all(f"**{name}**" in shown for name, _ in help.COMMANDS)


def test_faults_by_line_as_many_as_fit(desk: Desk) -> None:
    faults = tuple(Fault("form", n, "E05", "no explanation", "add a `?` line") for n in range(100))
    shown = bank.draft(DraftView(1, "", "", "", (), faults)).text
    assert shown.startswith("### ✗ 100 things to mend\nNothing is added yet.")
    assert "· no explanation: add a \\`?\\` line\n· line 1: no explanation" in shown
    assert "\nand " in shown
    assert bank.draft(DraftView(1, "", "", "", (), ())).text.startswith("### ✗ No question found")
    asked = (desk.asked(desk.single),)
    better = (Fault("form", 2, "W01", "the key is long", "shorten it"),)
    fine = bank.draft(DraftView(1, "", "", "", asked, better)).text
    assert fine.startswith("### ✓ 1 question ready")
    assert "**Could be better** (not needed)\n· line 2: the key is long: shorten it" in fine
    assert "replaces the live version" in bank.draft(DraftView(1, "", "", "", asked, (), "f1")).text
    assert "1 question would be fine" in bank.draft(DraftView(1, "", "", "", asked, faults[:2])).text


def test_a_preview_has_both_sides(desk: Desk) -> None:
    shown = bank.preview(desk.asked(desk.single), 1, 3).text
    assert shown.startswith("-# 2 of 3\n\n-# Model evaluation")
    assert "-# the other side\n\n**Key** B\n✗ **A**: 0.75 is the plain average" in shown
    assert "**Why** before: 1.44" in shown
    assert "**Key** 0.37\n✗ 0.79: These are odds." in bank.preview(desk.asked(desk.numeric)).text
    term = bank.preview(desk.asked(desk.term)).text
    assert "**Also accepted** groupby.transform\n**Almost** transforms\n**Not** agg, apply" in term


def test_a_questions_card_and_history() -> None:
    lines = tuple(VersionLine(n, datetime.fromtimestamp(n, UTC) if n else None, n or None, "live") for n in range(40))
    view = BankCard("f1", "Take $x^2$", "Recall", "Evaluation", QuestionType.SINGLE, Level.MID, 2, "live", True, lines)
    assert bank.card(view).text == (
        "### f1 · live\n-# Evaluation · recall · mid · single choice · version 2 · this server's own\n\nTake x²"
    )
    shown = bank.history(view).text
    assert "· version 39 · live · <t:39:f> · <@39>" in shown
    assert shown.endswith("and 10 older")
    few = BankCard("f1", "", "Recall", "E", QuestionType.SINGLE, Level.MID, 2, "live", False, lines[:1])
    assert bank.history(few).text == "### f1: history\n· version 0 · live"
    assert "built in" in bank.card(few).text


def test_parts_give_way_from_the_last_and_pictures_come_once() -> None:
    card = assemble(
        [
            Part("a " * 1500, 3000),
            Part("b " * 1500, 100),
            Picture("p", Formula("x"), "x"),
            Picture("p", Formula("x"), "x"),
            None,
        ]
    )
    assert card.length <= LIMIT
    assert card.text.startswith("a " * 1500)
    assert len(card.pictures) == 1
    assert assemble([Part("a" * 9000, 9000), Part("b" * 20)]).length <= LIMIT


def test_what_is_cut_is_closed() -> None:
    assert clip("short", 10) == "short"
    assert clip("word " * 10, 30) == "word word word word…"
    assert clip("x" * 50, 20) == "x" * 13 + "…"
    assert clip("x" * 50, 1) == "…"
    assert balanced("```\ncode") == "```\ncode\n```"
    assert (balanced("**a"), balanced("`a"), balanced("||a"), balanced("a\\*")) == ("**a**", "`a`", "||a||", "a\\*")
