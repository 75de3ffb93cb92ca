"""`/me` in chat, by whole payloads."""

import json
from dataclasses import replace

import pytest

from bot.actions.records import Person
from bot.render import me as me_card
from bot.render import words
from bot.rules.question import Level
from tests.chat.payloads import ADA, flat
from tests.chat.recorder import Room
from tests.samples import SINGLE


async def test_the_card_is_private_and_counts(room: Room) -> None:
    asked = await room.command("practice", topic="stats.evaluation.confusion")
    await room.press(asked, words.GIVE_UP)
    card = await room.command("me")
    assert (card.type, card.private) == (4, True)
    assert "Statistics: 0 of 1, 1 not known" in card.text
    assert list(card.buttons) == [words.SETTINGS, words.EXPORT, words.DELETE]


async def test_settings_open_as_they_are_and_are_kept(room: Room) -> None:
    card = await room.command("me")
    form = await room.press(card, words.SETTINGS)
    parts = {part["custom_id"]: part for part in flat(form.data["components"]) if "custom_id" in part}
    assert (form.type, parts["zone"]["value"]) == (9, "UTC")
    assert [option["value"] for option in parts["level"]["options"]] == ["any", "junior", "mid", "senior"]
    assert [option["value"] for option in parts["tracks"]["options"]] == ["pytorch"]
    assert [option["value"] for option in parts["time"]["options"]] == ["1", "1.25", "1.5", "2"]
    saved = await room.submit(form, on=card, zone="Europe/Berlin", level="senior", tracks="pytorch", time="1.5")
    assert (saved.type, "Europe/Berlin" in saved.text) == (7, True)
    assert "Time in quizzes: **half as much again**" in saved.text
    person = room.desk.kept.people[ADA]
    assert (person.zone, person.level, person.track) == ("Europe/Berlin", Level.SENIOR, "pytorch")
    assert person.extra_time == 1.5
    again = await room.press(saved, words.SETTINGS)
    chosen = [
        option["value"]
        for part in flat(again.data["components"])
        for option in part.get("options", ())
        if option.get("default")
    ]
    assert chosen == ["senior", "pytorch", "1.5"]
    await room.submit(again, on=saved, zone="UTC", level="any", tracks="")
    person = room.desk.kept.people[ADA]
    assert (person.zone, person.level, person.track, person.extra_time) == ("UTC", None, "", 1.5)


@pytest.mark.parametrize("questions", [(replace(SINGLE, track=""),)], indirect=True)
async def test_where_the_bank_has_no_tracks_the_form_leaves_them_out_and_as_they_are(room: Room) -> None:
    room.desk.kept.people[ADA] = Person(ADA, track="pytorch")
    card = await room.command("me")
    form = await room.press(card, words.SETTINGS)
    fields = [part["custom_id"] for part in flat(form.data["components"]) if "custom_id" in part]
    assert fields == ["zone", "level", "time"]
    await room.submit(form, on=card, zone="UTC", level="mid", time="1")
    person = room.desk.kept.people[ADA]
    assert (person.level, person.track) == (Level.MID, "pytorch")


async def test_an_unknown_zone_is_refused_and_nothing_is_set(room: Room) -> None:
    card = await room.command("me")
    form = await room.press(card, words.SETTINGS)
    refused = await room.submit(form, on=card, zone="Atlantis", level="mid", tracks="")
    assert (refused.type, refused.private) == (4, True)
    assert ADA not in room.desk.kept.people


async def test_the_export_is_a_file_only_the_person_sees(room: Room) -> None:
    await room.command("practice")
    card = await room.command("me")
    held = await room.press(card, words.EXPORT)
    assert (held.type, held.data["flags"]) == (5, 64)
    sent = await room.discord.next()
    data = json.loads(sent.files["holdout-my-data.json"])
    assert me_card.EXPORTED in sent.text
    assert len(data["attempts"]) == 1


async def test_everything_is_deleted_by_a_second_press_only(room: Room) -> None:
    await room.command("practice")
    card = await room.command("me")
    first = await room.press(card, words.DELETE)
    assert (first.type, ADA in room.desk.kept.people) == (7, True)
    kept = await room.press(first, words.KEEP)
    assert (kept.type, ADA in room.desk.kept.people) == (7, True)
    held = await room.press(first, words.DELETE_SURE)
    gone = await room.discord.next()
    assert (held.type, gone.kind, gone.buttons) == (6, "original", {})
    assert me_card.DELETED in gone.text
    assert ADA not in room.desk.kept.people
    assert room.desk.kept.attempts == {}
