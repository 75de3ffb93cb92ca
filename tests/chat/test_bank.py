"""`/bank` in chat, by whole payloads."""

from typing import Any

import discord
import pytest

from bot.actions.views import DraftView
from bot.chat import wording
from bot.chat.bank import draft_screen, reopened
from bot.render import bank as cards
from bot.render import words
from bot.rules.errors import Fault, RuleBroken
from tests.chat.payloads import ADA, ADMIN, GUILD, flat
from tests.chat.recorder import Room, Sent
from tests.chat.shown import asked_of
from tests.samples import MULTIPLE, SINGLE


async def form_of(room: Room, **options: Any) -> Sent:
    form = await room.command("bank add", permissions=ADMIN, **options)
    assert form.type == 9
    return form


async def written(room: Room, lines: str) -> Sent:
    held = await room.submit(await form_of(room), permissions=ADMIN, lines=lines, topic="dl", level="mid")
    assert (held.type, held.data["flags"]) == (5, 64)
    return await room.discord.next()


async def published_from(room: Room, draft: Sent) -> Sent:
    held = await room.press(draft, words.PUBLISH, permissions=ADMIN)
    assert held.type == 6
    return await room.discord.next()


def upload(room: Room, name: str, data: bytes, size: int | None = None) -> dict[str, dict[str, Any]]:
    room.discord.cdn[name] = data
    url = f"{discord.asset.Asset.BASE}/{name}"
    told = {"id": "77", "filename": name, "size": len(data) if size is None else size, "url": url, "proxy_url": url}
    return {"77": told}


def fields_of(form: Sent) -> dict[str, dict[str, Any]]:
    return {part["custom_id"]: part for part in flat(form.data["components"]) if "custom_id" in part}


async def test_the_form_opens_with_the_topic(room: Room) -> None:
    fields = fields_of(await form_of(room, topic="dl.core.optimisers"))
    assert list(fields) == ["topic", "level", "lines", "file"]
    assert fields["topic"]["value"] == "dl.core.optimisers"
    assert fields["lines"]["placeholder"] == wording.LINES_PLACEHOLDER


async def test_a_question_is_checked_seen_and_published(room: Room) -> None:
    draft = await written(room, "Which one, meh?")
    assert (draft.kind, list(draft.buttons)) == ("original", [words.PUBLISH, words.EDIT, words.DISCARD])
    assert "Which one, meh?" in draft.text
    published = await published_from(room, draft)
    assert (published.kind, "live" in published.text) == ("original", True)
    assert [key.scope for key in room.desk.kept.versions] == [GUILD]
    again = await published_from(room, draft)
    assert (again.private, "published or thrown away" in again.text) == (True, True)


async def test_faults_are_listed_and_the_text_comes_back_for_editing(room: Room) -> None:
    refused = await written(room, "a bad one")
    assert list(refused.buttons) == [words.EDIT, words.DISCARD]
    assert "line 1: it is: mend it" in refused.text
    form = await room.press(refused, words.EDIT, permissions=ADMIN)
    fields = fields_of(form)
    assert (form.type, fields["lines"]["value"], fields["topic"]["value"]) == (9, "a bad one", "dl")
    assert "file" not in fields
    held = await room.submit(form, on=refused, permissions=ADMIN, lines="a good one", topic="dl", level="senior")
    assert held.type == 6
    mended = await room.discord.next()
    assert (mended.kind, words.PUBLISH in mended.buttons, "a good one" in mended.text) == ("original", True, True)


async def test_a_draft_is_thrown_away(room: Room) -> None:
    draft = await written(room, "Which one?")
    gone = await room.press(draft, words.DISCARD, permissions=ADMIN)
    assert (gone.type, gone.text, gone.buttons) == (7, cards.DISCARDED, {})
    assert room.desk.kept.drafts == {}


async def test_a_file_in_the_form_is_read_and_looked_through(room: Room) -> None:
    files = upload(room, "mine.CSV", b"one first question\ntwo second question")
    await room.submit(await form_of(room), permissions=ADMIN, files=files)
    draft = await room.discord.next()
    assert list(draft.buttons) == [words.PUBLISH, words.DISCARD, words.PREVIOUS, words.NEXT]
    assert "first question" in draft.text
    second = await room.press(draft, words.NEXT, permissions=ADMIN)
    assert (second.type, "second question" in second.text) == (7, True)
    first = await room.press(second, words.PREVIOUS, permissions=ADMIN)
    assert "first question" in first.text
    done = await published_from(room, first)
    assert "2 questions" in done.text


async def test_a_file_with_the_command_is_read(room: Room) -> None:
    files = upload(room, "mine.yaml", b"one first question")
    room.wake(2, room.slash("bank add", file="77", resolved={"attachments": files}), ADA, permissions=ADMIN)
    assert (await room.discord.next()).type == 5
    assert "first question" in (await room.discord.next()).text


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("mine.exe", 1, wording.WRONG_KIND),
        ("mine.csv", 2_000_000, "over 1 MiB"),
        ("mine.csv.zip", 1, wording.WRONG_KIND),
    ],
)
async def test_what_is_no_list_of_questions_is_not_even_fetched(room: Room, name: str, size: int, says: str) -> None:
    files = upload(room, name, b"x", size)
    room.discord.cdn.clear()
    room.wake(2, room.slash("bank add", file="77", resolved={"attachments": files}), ADA, permissions=ADMIN)
    said = await room.discord.next()
    text = said.text if said.type == 4 else (await room.discord.next()).text
    assert says in text


async def test_a_file_larger_than_declared_is_refused(room: Room) -> None:
    files = upload(room, "mine.csv", b"x" * (1024 * 1024 + 1), 10)
    await room.submit(await form_of(room), permissions=ADMIN, files=files)
    assert "over 1 MiB" in (await room.discord.next()).text


async def test_a_file_that_is_gone_is_said_calmly(room: Room) -> None:
    files = upload(room, "mine.csv", b"x")
    room.discord.cdn.clear()
    await room.submit(await form_of(room), permissions=ADMIN, files=files)
    assert "Discord did not hand me that file" in (await room.discord.next()).text


async def test_nothing_written_is_said(room: Room) -> None:
    said = await room.submit(await form_of(room), permissions=ADMIN, lines="  ")
    assert (said.type, said.private, said.text) == (4, True, wording.NOTHING_WRITTEN)


async def test_members_are_refused(room: Room) -> None:
    form = await form_of(room)
    await room.submit(form, lines="Which one?")
    assert "Only admins" in (await room.discord.next()).text
    for refused in (await room.command("bank add"), await room.command("bank find", words="f1")):
        assert (refused.type, refused.private, "Only admins" in refused.text) == (4, True, True)


async def test_a_question_is_found_withdrawn_and_put_back(room: Room) -> None:
    room.wake(4, room.slash("bank find", words="steps", focused="words"), permissions=ADMIN)
    offered = await room.discord.next()
    assert [choice["value"] for choice in offered.data["choices"]] == ["folds"]
    card = await room.command("bank find", permissions=ADMIN, words="folds")
    assert list(card.buttons) == [words.EDIT, words.PREVIEW, words.WITHDRAW, words.HISTORY]
    preview = await room.press(card, words.PREVIEW, permissions=ADMIN)
    assert (preview.type, preview.private, "the other side" in preview.text) == (4, True, True)
    withdrawn = await room.press(card, words.WITHDRAW, permissions=ADMIN)
    assert (withdrawn.type, words.PUT_BACK in withdrawn.buttons) == (7, True)
    back = await room.press(withdrawn, words.PUT_BACK, permissions=ADMIN)
    assert words.WITHDRAW in back.buttons
    history = await room.press(back, words.HISTORY, permissions=ADMIN)
    assert (history.type, history.text.count("version")) == (4, 2)


async def test_a_question_is_edited_from_its_card(room: Room) -> None:
    card = await room.command("bank find", permissions=ADMIN, words="f1")
    form = await room.press(card, words.EDIT, permissions=ADMIN)
    assert fields_of(form)["lines"]["value"].startswith("What happens to F1?")
    await room.submit(form, on=card, permissions=ADMIN, lines="What becomes of F1?")
    draft = await room.discord.next()
    published = await published_from(room, draft)
    assert "What becomes of F1?" in published.text


async def test_a_question_beyond_the_form_is_not_edited_in_it(room: Room) -> None:
    card = await room.command("bank find", permissions=ADMIN, words="double")
    refused = await room.press(card, words.EDIT, permissions=ADMIN)
    assert (refused.type, refused.private, "YAML" in refused.text) == (4, True, True)


async def test_topics_are_offered_while_typing(room: Room) -> None:
    room.wake(4, room.slash("bank add", topic="opt", focused="topic"), permissions=ADMIN)
    offered = await room.discord.next()
    assert offered.data["choices"] == [{"name": "Core › Optimisers", "value": "dl.core.optimisers"}]


def test_what_could_not_be_kept_has_no_buttons() -> None:
    fault = Fault("form", 1, "E01", "it is", "mend it")
    assert draft_screen(DraftView(None, "", "", "", (), (fault,))).rows == ()


def test_a_place_beyond_the_last_shows_the_last() -> None:
    previews = (asked_of(SINGLE), asked_of(MULTIPLE))
    shown = draft_screen(DraftView(1, "", "", "", previews, ()), 9)
    assert MULTIPLE.text in shown.card.text


def test_what_could_not_be_kept_is_not_opened_again() -> None:
    with pytest.raises(RuleBroken, match="another time"):
        reopened(DraftView(None, "text", "", "", (), ()))
    with pytest.raises(RuleBroken, match="longer than the form"):
        reopened(DraftView(1, "x" * 4001, "", "", (), ()))


async def test_a_draft_with_formulas_comes_with_their_pictures(room: Room) -> None:
    formula = r"What is $\frac{\sum_{i=1}^{n} x_i}{n \cdot \sqrt{m}}$?"
    draft = await written(room, formula)
    assert len(draft.files) == 1
    form = await room.press(draft, words.EDIT, permissions=ADMIN)
    assert fields_of(form)["lines"]["value"] == formula
    held = await room.submit(form, on=draft, permissions=ADMIN, lines=formula)
    edited = await room.discord.next()
    assert (held.type, edited.kind, len(edited.files)) == (6, "original", 1)
