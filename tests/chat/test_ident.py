"""What custom_ids carry, and what becomes of those that nobody wrote."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.views import BankCard, DraftView, MeCard, SetupCard
from bot.chat import bank, me, practice, setup
from bot.chat.client import ROUTES
from bot.chat.ident import LONGEST, ident, number, read
from bot.chat.screen import Screen
from bot.render import words
from bot.rules.errors import RuleBroken
from bot.rules.question import Level, QuestionType
from tests.chat.payloads import ADA
from tests.chat.recorder import Room, Sent
from tests.chat.shown import asked_of, judged_of
from tests.samples import MULTIPLE, NUMERIC, SHORT, SINGLE

BIGGEST = 2**63 - 1


@given(st.from_regex(r"[a-z]{2,12}", fullmatch=True), st.lists(st.integers(0, BIGGEST), max_size=3))
def test_what_is_written_is_read(act: str, numbers: list[int]) -> None:
    found = read(ident("practice", act, *numbers))
    assert (found.room, found.act, [found.number(place) for place in range(len(numbers))]) == ("practice", act, numbers)


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(RuleBroken):
        assert str(read(text)) == text


@pytest.mark.parametrize("text", ["", "-1", "01", "1.0", "٣", "1e3", str(BIGGEST + 1), "9" * 40, " 1"])
def test_numbers_are_plain(text: str) -> None:
    with pytest.raises(RuleBroken, match="another time"):
        number(text)


def test_what_could_not_be_read_is_not_written() -> None:
    for parts in (("with:colon",), ("x" * 81,), ("",), ("x" * 70, "y" * 70)):
        with pytest.raises(ValueError, match="not a custom_id"):
            ident("bank", "edit", *parts)


def _screens() -> list[Screen]:
    card = BankCard("own-1", "Q?", "T", "S", QuestionType.SINGLE, Level.MID, 1, "live", own=True, history=())
    retired = BankCard("own-1", "Q?", "T", "S", QuestionType.SINGLE, Level.MID, 1, "retired", own=True, history=())
    previews = tuple(asked_of(question, BIGGEST) for question in (SINGLE, MULTIPLE, NUMERIC))
    return [
        *(practice.question(asked_of(sample, BIGGEST)) for sample in (SINGLE, MULTIPLE, NUMERIC, SHORT)),
        practice.verdict(judged_of(SINGLE, number=BIGGEST)),
        me.screen(MeCard((), 0, "UTC", None, ())),
        me.delete_screen(),
        me.screen(MeCard((), 0, "UTC", None, (), outsider="m")),
        setup.screen(SetupCard("UTC", BIGGEST, None, None, "m")),
        bank.card_screen(card),
        bank.card_screen(retired),
        bank.draft_screen(DraftView(BIGGEST, "text", "t", "mid", previews, ()), 1),
    ]


@pytest.mark.parametrize("screen", _screens())
def test_every_button_leads_somewhere(screen: Screen) -> None:
    written = [item.to_component_dict() for row in screen.rows for item in row]
    assert written
    for part in written:
        found = read(part["custom_id"])
        assert found.act in ROUTES[found.room]
        assert len(part["custom_id"]) <= LONGEST
        assert len(part.get("label", "")) <= 24
    assert len({part["custom_id"] for part in written}) == len(written)


HOSTILE = [
    "x",
    "practice",
    "practice:pick",
    "practice:pick:1",
    "practice:pick:one:0",
    "practice:pick:99999999999999999999:0",
    "practice:nothing:1",
    "nobody:pick:1:0",
    "practice:pick:1:0:0:0",
    "PRACTICE:PICK:1:0",
    "practice:pick:1:0\n",
    "setup:role:king",
    "bank:edit",
    "🙂" * 100,
]


@pytest.mark.parametrize("custom_id", HOSTILE)
async def test_a_button_from_another_time_is_answered_in_words(room: Room, custom_id: str) -> None:
    button = {"type": 2, "style": 2, "label": "?", "custom_id": custom_id}
    on = Sent("send", "POST", {"components": [{"type": 1, "components": [button]}]})
    said = await room.press_id(custom_id, on=on)
    assert (said.type, said.private, said.text) == (4, True, words.OLD_BUTTON)


@pytest.mark.parametrize("custom_id", ["x", "practice:typed", "practice:typed:x", "me:pick:1"])
async def test_a_form_from_another_time_is_answered_in_words(room: Room, custom_id: str) -> None:
    room.wake(5, {"custom_id": custom_id, "components": []}, ADA)
    said = await room.discord.next()
    assert (said.type, said.private, said.text) == (4, True, words.OLD_BUTTON)


@pytest.mark.parametrize("act", [act for routes in ROUTES.values() for act in routes])
def test_acts_are_short_words(act: str) -> None:
    assert re.fullmatch(r"[a-z]{2,12}", act)
