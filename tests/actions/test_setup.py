import pytest

from bot.actions.setup import Setup
from bot.rules.errors import RuleBroken
from tests.fakes import FakeDesk
from tests.samples import call


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def setup(desk: FakeDesk) -> Setup:
    return Setup(desk)


async def test_an_admin_sets_zone_and_roles_and_it_is_noted(setup: Setup, desk: FakeDesk) -> None:
    assert (await setup.card(call(1, admin=True))).zone == "UTC"
    await setup.set_zone(call(2, admin=True), "Tokyo")
    await setup.set_role(call(3, admin=True), "quiz", 31)
    await setup.set_role(call(4, admin=True), "host", 32)
    card = await setup.set_role(call(5, admin=True), "editor", 33)
    assert (card.zone, card.quiz_role_id, card.host_role_id, card.editor_role_id) == ("Asia/Tokyo", 31, 32, 33)
    assert (await setup.set_role(call(6, admin=True), "quiz", None)).quiz_role_id is None
    noted = [(entry.act, entry.subject, entry.person_id) for entry in desk.kept.audit.values()]
    assert noted[:2] == [("setup.change", "zone", 1), ("setup.change", "quiz_role", 1)]
    assert len(noted) == 5


async def test_others_and_direct_messages_are_refused(setup: Setup) -> None:
    with pytest.raises(RuleBroken, match="may manage this server"):
        await setup.card(call(1))
    with pytest.raises(RuleBroken, match="Use /setup there"):
        await setup.set_zone(call(1, admin=True, guild_id=None), "Tokyo")


async def test_settings_are_offered_once(setup: Setup) -> None:
    assert [await setup.offer(9) for _ in range(3)] == [True, False, False]
    assert await setup.offer(10)
