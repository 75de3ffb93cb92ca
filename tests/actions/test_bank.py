import asyncio
from collections.abc import Sequence

import pytest

from bot.actions.bank import BankDesk
from bot.actions.practice import Practice
from bot.actions.records import Reading, Server
from bot.actions.views import Call
from bot.rules.errors import EdgeDown, RuleBroken
from tests.fakes import FakeDesk
from tests.samples import SampleBank, SampleChecker, call


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def checker() -> SampleChecker:
    return SampleChecker()


@pytest.fixture
def bank(desk: FakeDesk, checker: SampleChecker) -> BankDesk:
    return BankDesk(desk, SampleBank(), checker)


def admin(number: int, person: int = 1, **more: object) -> Call:
    return call(number, person, admin=True, **more)


async def test_a_question_is_checked_previewed_and_published(bank: BankDesk, desk: FakeDesk) -> None:
    view = await bank.check_lines(admin(1), "Is this new?", "stats", "junior")
    assert not view.refused
    assert (view.source, view.topic, view.level, view.faults) == ("Is this new?", "stats", "junior", ())
    assert view.previews[0].variant.text == "Is this new?"
    assert view.draft_id is not None
    assert await bank.draft(admin(2), view.draft_id) == view
    (card,) = await bank.publish(admin(3), view.draft_id)
    assert (card.question_id, card.version, card.status, card.own) == ("own-6", 1, "live", True)
    assert [entry.act for entry in desk.kept.audit.values()] == ["bank.publish"]
    assert not desk.kept.drafts


async def test_a_published_question_is_asked_in_its_server_alone(bank: BankDesk, desk: FakeDesk) -> None:
    view = await bank.check_lines(admin(1), "Only here?", "", "")
    assert view.draft_id is not None
    await bank.publish(admin(2), view.draft_id)
    practice = Practice(desk, SampleBank(questions=()))
    assert (await practice.start(call(3, person=2))).variant.text == "Only here?"
    with pytest.raises(RuleBroken):
        await practice.start(call(4, person=2, guild_id=8, channel_id=8))
    with pytest.raises(RuleBroken):
        await practice.start(call(5, person=2, guild_id=None, channel_id=7))


async def test_faults_are_kept_with_what_was_typed(bank: BankDesk) -> None:
    view = await bank.check_lines(admin(1), "bad and meh", "stats", "mid")
    assert view.refused
    assert view.source == "bad and meh"
    assert [fault.code for fault in view.faults] == ["E01", "W01"]
    assert view.draft_id is not None
    with pytest.raises(RuleBroken, match="Mend what is listed"):
        await bank.publish(admin(2), view.draft_id)
    mended = await bank.edit_lines(admin(3), view.draft_id, "now meh", "stats", "mid")
    assert not mended.refused
    assert mended.draft_id == view.draft_id
    await bank.publish(admin(4), view.draft_id)


async def test_a_file_brings_many(bank: BankDesk) -> None:
    view = await bank.check_file(admin(1), "some.csv", b"one a\ntwo b")
    assert [asked.variant.text for asked in view.previews] == ["one a", "two b"]
    assert view.draft_id is not None
    assert [card.question_id for card in await bank.publish(admin(2), view.draft_id)] == ["one", "two"]
    again = await bank.check_file(admin(3), "some.csv", b"one c")
    assert again.draft_id is not None
    assert [card.version for card in await bank.publish(admin(4), again.draft_id)] == [2]


async def test_a_draft_is_its_writers_own_and_published_once(bank: BankDesk) -> None:
    view = await bank.check_lines(admin(1), "Mine?", "", "")
    assert view.draft_id is not None
    for strange in (admin(2, person=2), admin(2, guild_id=8)):
        with pytest.raises(RuleBroken, match="published or thrown away"):
            await bank.publish(strange, view.draft_id)
    await bank.discard(admin(3, person=2), view.draft_id)
    results = await asyncio.gather(*(bank.publish(admin(4), view.draft_id) for _ in range(3)), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["RuleBroken", "RuleBroken", "tuple"]
    await bank.discard(admin(5), view.draft_id)


async def test_a_discarded_draft_is_gone(bank: BankDesk, desk: FakeDesk) -> None:
    view = await bank.check_lines(admin(1), "Not this one", "", "")
    assert view.draft_id is not None
    await bank.discard(admin(2), view.draft_id)
    assert not desk.kept.drafts
    with pytest.raises(RuleBroken, match="/bank add begins"):
        await bank.edit_lines(admin(3), view.draft_id, "text", "", "")


async def test_a_draft_thrown_away_during_the_check_stays_gone(bank: BankDesk, desk: FakeDesk) -> None:
    view = await bank.check_lines(admin(1), "Soon gone", "", "")
    assert view.draft_id is not None

    class Slow(SampleChecker):
        async def lines(self, text: str, topic: str, level: str, known: Sequence[str], keep: str = "") -> Reading:
            desk.kept.drafts.clear()
            return await super().lines(text, topic, level, known, keep)

    slow = BankDesk(desk, bank.bank, Slow())
    with pytest.raises(RuleBroken, match="published or thrown away"):
        await slow.edit_lines(admin(2), view.draft_id, "text", "", "")


async def test_editing_a_built_in_question_makes_it_the_servers_own(bank: BankDesk, checker: SampleChecker) -> None:
    view = await bank.edit(admin(1), "f1")
    assert (view.source, view.replaces, view.level) == ("What happens to F1?\n+ right", "f1", "junior")
    assert view.draft_id is not None
    assert view.refused
    mended = await bank.edit_lines(admin(2), view.draft_id, "What becomes of F1?", view.topic, view.level)
    assert checker.asked[-1][3] != ""
    assert mended.draft_id is not None
    (card,) = await bank.publish(admin(3), mended.draft_id)
    assert (card.question_id, card.version, card.own, card.text) == ("f1", 2, True, "What becomes of F1?")
    second = await bank.edit(admin(4), "f1")
    assert second.source.startswith("What becomes of F1?")
    assert second.draft_id is not None
    await bank.edit_lines(admin(5), second.draft_id, "And now?", "", "")
    (card,) = await bank.publish(admin(6), second.draft_id)
    assert [line.version for line in card.history] == [2, 3]


async def test_who_edits_later_does_not_undo_who_was_faster(bank: BankDesk) -> None:
    ids = []
    for person in (1, 2):
        view = await bank.edit(admin(person, person=person), "f1")
        assert view.draft_id is not None
        await bank.edit_lines(admin(9 + person, person=person), view.draft_id, f"By {person}?", "", "")
        ids.append(view.draft_id)
    await bank.publish(admin(20), ids[0])
    with pytest.raises(RuleBroken, match="changed this question meanwhile"):
        await bank.publish(admin(21, person=2), ids[1])
    assert (await bank.card(admin(22), "f1")).text == "By 1?"
    assert not (await bank.draft(admin(23, person=2), ids[1])).refused


async def test_what_the_form_cannot_hold_is_said(bank: BankDesk) -> None:
    with pytest.raises(RuleBroken, match="YAML file"):
        await bank.edit(admin(1), "double")


async def test_a_withdrawn_question_is_asked_no_more_until_it_is_put_back(bank: BankDesk, desk: FakeDesk) -> None:
    practice = Practice(desk, SampleBank())
    card = await bank.withdraw(admin(1), "f1")
    assert (card.status, card.version, card.own) == ("retired", 2, True)
    assert (await bank.withdraw(admin(2), "f1")).version == 2
    with pytest.raises(RuleBroken):
        await practice.start(call(3), "stats.evaluation.confusion")
    assert (
        await practice.start(call(4, guild_id=8, channel_id=8), "stats.evaluation.confusion")
    ).variant.question.version == 1
    assert (await bank.put_back(admin(5), "f1")).status == "live"
    assert (await practice.start(call(6), "stats.evaluation.confusion")).variant.question.version == 3
    assert [entry.act for entry in desk.kept.audit.values()] == ["bank.retired", "bank.live"]


async def test_questions_are_found_own_ones_first(bank: BankDesk) -> None:
    await bank.withdraw(admin(1), "folds")
    found = await bank.find(admin(2), "")
    assert found[0] == ("folds", "★ folds: Which steps learn?")
    assert await bank.find(admin(3), "what F1") == tuple(
        (name, f"{name}: What happens to F1?") for name in ("drafted", "f1", "later")
    )
    assert all(len(label) <= 100 for _, label in found)
    long = await bank.check_lines(admin(4), "long " * 60, "", "")
    assert long.draft_id is not None
    await bank.publish(admin(5), long.draft_id)
    ((_, label),) = await bank.find(admin(6), "long")
    assert (len(label), label[-1]) == (100, "…")


async def test_a_preview_is_what_people_meet_and_records_nothing(bank: BankDesk, desk: FakeDesk) -> None:
    asked = await bank.preview(admin(1), "double")
    assert asked.attempt_id == 0
    assert asked.variant.number is not None
    assert not desk.kept.attempts


async def test_a_card_of_a_built_in_question_shows_its_one_version(bank: BankDesk) -> None:
    card = await bank.card(admin(1), "folds")
    assert (card.own, card.topic, card.subarea) == (False, "ROC AUC and PR curves", "Evaluation")
    assert [(line.version, line.at, line.by) for line in card.history] == [(1, None, None)]
    with pytest.raises(RuleBroken, match="don't find that question"):
        await bank.card(admin(2), "cooking")


async def test_only_editors_may_work_on_questions(bank: BankDesk, desk: FakeDesk) -> None:
    with pytest.raises(RuleBroken, match="Only admins may work"):
        await bank.check_lines(call(1), "text", "", "")
    await desk(lambda books: books.servers.save(Server(9, editor_role_id=44)))
    with pytest.raises(RuleBroken, match="Only admins and members with <@&44>"):
        await bank.card(call(2), "f1")
    assert (await bank.card(call(3, role_ids=frozenset({44})), "f1")).question_id == "f1"
    with pytest.raises(RuleBroken, match="added in a server"):
        await bank.find(admin(4, guild_id=None), "")


async def test_without_the_checker_what_was_typed_is_kept(bank: BankDesk, checker: SampleChecker) -> None:
    checker.down = True
    view = await bank.check_lines(admin(1), "Much typing", "stats", "mid")
    assert (view.source, view.refused) == ("Much typing", True)
    assert [str(fault) for fault in view.faults] == [
        "form:0: E00 I could not check this just now: press Edit and send it again in a minute"
    ]
    checker.down = False
    assert view.draft_id is not None
    assert not (await bank.edit_lines(admin(2), view.draft_id, view.source, view.topic, view.level)).refused


async def test_a_file_that_cannot_be_checked_is_said(bank: BankDesk) -> None:
    with pytest.raises(EdgeDown, match="Nothing is lost"):
        await BankDesk(bank.desk, bank.bank, Away()).check_file(admin(1), "a.csv", b"")


class Away(SampleChecker):
    async def file(self, name: str, data: bytes, known: Sequence[str]) -> Reading:
        raise EdgeDown("checker", "I could not check that just now. Nothing is lost; try again in a minute.")


async def test_editors_are_let_in_and_every_topic_is_offered(bank: BankDesk) -> None:
    await bank.admit(admin(1))
    with pytest.raises(RuleBroken, match="Only admins"):
        await bank.admit(call(2))
    assert bank.topics("tens") == (("dl.pytorch.tensors", "PyTorch › Tensors"),)
    assert "dl.pytorch" not in dict(bank.topics(""))
